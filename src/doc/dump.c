/* SPDX-License-Identifier: Apache-2.0 */
/* The tree as text, one node a line: for golden tests and `--dump tree`. */
#include "internal.h"

#include <string.h>

/* Spaces that cannot be told apart on a screen are named. */
static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    switch (c) {
    case '"': g_string_append (out, "\\\""); break;
    case '\\': g_string_append (out, "\\\\"); break;
    case '\n': g_string_append (out, "\\n"); break;
    case '\t': g_string_append (out, "\\t"); break;
    case 0xA0: g_string_append (out, "<NBSP>"); break;
    case 0x202F: g_string_append (out, "<NNBSP>"); break;
    case 0xAD: g_string_append (out, "<SHY>"); break;
    case 0x200B: g_string_append (out, "<ZWSP>"); break;
    default:
      if (c < 0x20 || c == 0x7F)
        g_string_append_printf (out, "\\x%02X", c);
      else
        g_string_append_unichar (out, c);
    }
  }
  g_string_append_c (out, '"');
}

static void
append_pos (GString *out, const MbNode *node)
{
  if (node->pos.line)
    g_string_append_printf (out, " @%u:%u", node->pos.line, node->pos.col);
}

static void
append_text (GString *out, const MbNode *node, gboolean with_positions)
{
  append_quoted (out, node->text);
  if (!with_positions)
    return;
  append_pos (out, node);
  for (guint i = 0; i < node->n_runs; i++)
    g_string_append_printf (out, "%s%u+%u=%u", i ? " " : " [", node->runs[i].offset,
                            node->runs[i].length, node->runs[i].source);
  if (node->n_runs)
    g_string_append_c (out, ']');
}

static void
append_classes (GString *out, const char *classes)
{
  g_auto (GStrv) names = g_strsplit_set (classes, " \t\n", -1);
  for (char **name = names; *name; name++)
    if (**name)
      g_string_append_printf (out, ".%s", *name);
}

static void
append_element (GString *out, const MbNode *node, gboolean with_positions)
{
  static const char *const PREFIXES[] = { "", "svg:", "math:", "other:" };
  g_string_append_printf (out, "%s%s", PREFIXES[node->ns], node->name);
  const char *classes = mb_node_attr (node, "class");
  const char *id = mb_node_attr (node, "id");
  if (classes)
    append_classes (out, classes);
  if (id)
    g_string_append_printf (out, "#%s", id);
  if (with_positions)
    append_pos (out, node);
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (strcmp (attr->name, "class") != 0 && strcmp (attr->name, "id") != 0) {
      g_string_append_printf (out, " %s=", attr->name);
      append_quoted (out, attr->value);
    }
}

static gboolean
has_only_text (const MbNode *node)
{
  return node->first && node->first == node->last && node->first->kind == MB_NODE_TEXT;
}

char *
mb_doc_dump (const MbDoc *doc, const MbNode *top, gboolean with_positions)
{
  GString *out = g_string_new (NULL);
  if (!top)
    top = mb_doc_root (doc);
  guint base = mb_node_depth (top);
  for (const MbNode *node = top; node; node = mb_node_next (node, top)) {
    g_string_append_printf (out, "%*s", (int) (2 * (mb_node_depth (node) - base)), "");
    if (node->kind == MB_NODE_TEXT)
      append_text (out, node, with_positions);
    else
      append_element (out, node, with_positions);
    if (has_only_text (node)) {
      g_string_append_c (out, ' ');
      append_text (out, node->first, with_positions);
      node = node->first;
    }
    g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}
