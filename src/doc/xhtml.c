/* SPDX-License-Identifier: Apache-2.0 */
/* The tree as XHTML text. No recursion: closing tags are written while climbing back. */
#include "internal.h"

#include <string.h>

/* XML 1.0 § 2.2 Char, for valid UTF-8. */
static gboolean
is_xml_char (gunichar c)
{
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

void
mb_xml_escape (GString *out, const char *text, gssize length, gboolean attribute)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  while (text < end) {
    gunichar c = g_utf8_get_char_validated (text, end - text);
    if (c == (gunichar) -1 || c == (gunichar) -2) {
      text++;
      continue;
    }
    const char *next = text + g_utf8_skip[*(const guchar *) text];
    if (c == '&')
      g_string_append (out, "&amp;");
    else if (c == '<')
      g_string_append (out, "&lt;");
    else if (c == '>')
      g_string_append (out, "&gt;");
    else if (attribute && c == '"')
      g_string_append (out, "&quot;");
    else if (c == '\r' || (attribute && (c == '\n' || c == '\t')))
      /* a parser would turn these into a space or a line feed */
      g_string_append_printf (out, "&#%u;", c);
    else if (is_xml_char (c))
      g_string_append_len (out, text, next - text);
    text = next;
  }
}

static gboolean
is_void (const MbNode *node)
{
  static const char *const VOID[] = { "area",  "base", "br",   "col",    "embed", "hr", "img",
                                      "input", "link", "meta", "source", "track", "wbr" };
  if (node->ns != MB_NS_HTML)
    return node->first == NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (VOID); i++)
    if (strcmp (node->name, VOID[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_attr (const GArray *attrs, const char *name)
{
  for (guint i = 0; i < attrs->len; i++)
    if (strcmp (g_array_index (attrs, MbAttr, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

/* A foreign element whose parent is of another namespace declares its own. */
static void
write_namespace (GString *out, const MbNode *node, const GArray *attrs)
{
  gboolean inherits = node->parent && node->parent->ns == node->ns;
  if (node->ns == MB_NS_HTML || node->ns == MB_NS_OTHER || inherits || has_attr (attrs, "xmlns"))
    return;
  if (node->ns == MB_NS_MATHML)
    g_string_append (out, " xmlns=\"http://www.w3.org/1998/Math/MathML\"");
  else
    g_string_append (out, " xmlns=\"http://www.w3.org/2000/svg\""
                          " xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
}

/* Returns: whether the tags of @node are written. */
static gboolean
open_tag (GString *out, const MbNode *node, MbXhtmlEdit edit, gpointer data)
{
  g_autoptr (GArray) attrs = g_array_new (FALSE, FALSE, sizeof (MbAttr));
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    g_array_append_vals (attrs, attr, 1);
  if (edit && !edit (node, attrs, data))
    return FALSE;

  g_string_append_printf (out, "<%s", node->name);
  write_namespace (out, node, attrs);
  for (guint i = 0; i < attrs->len; i++) {
    const MbAttr *attr = &g_array_index (attrs, MbAttr, i);
    g_string_append_printf (out, " %s=\"", attr->name);
    mb_xml_escape (out, attr->value, -1, TRUE);
    g_string_append_c (out, '"');
  }
  g_string_append (out, is_void (node) ? "/>" : ">");
  return TRUE;
}

static void
close_tag (GString *out, const MbNode *node, gboolean written)
{
  if (written && !is_void (node))
    g_string_append_printf (out, "</%s>", node->name);
}

void
mb_doc_write_xhtml (const MbNode *top, GString *out, MbXhtmlEdit edit, gpointer data)
{
  g_autoptr (GByteArray) written = g_byte_array_new (); /* one flag an open element */
  const MbNode *node = top;
  for (;;) {
    if (node->kind == MB_NODE_TEXT)
      mb_xml_escape (out, node->text, node->length, FALSE);
    else {
      guint8 flag = (guint8) open_tag (out, node, edit, data);
      g_byte_array_append (written, &flag, 1);
      if (node->first) {
        node = node->first;
        continue;
      }
    }
    for (;; node = node->parent) {
      if (node->kind == MB_NODE_ELEMENT) {
        close_tag (out, node, written->data[written->len - 1]);
        g_byte_array_set_size (written, written->len - 1);
      }
      if (node == top)
        return;
      if (node->next)
        break;
    }
    node = node->next;
  }
}
