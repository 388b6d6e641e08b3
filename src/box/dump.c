/* SPDX-License-Identifier: Apache-2.0 */
/* The box tree as text: a box a line, its anchors and inlines below it. */
#include "internal.h"

#include <string.h>

static const char *const kinds[] = {
  "block", "paragraph", "picture", "table", "rows", "row", "cell"
};
static const char *const anchor_kinds[] = { "string", "target", "bookmark", "page", "element",
                                            "note",   "float",  "place",    "side" };
static const char *const inline_kinds[] = { "text", "break", "atom",   "anchor",    "slot",
                                            "open", "close", "leader", "first-line" };

static void dump_box (GString *out, const MbBox *box, guint level);

static void
indent (GString *out, guint level)
{
  for (guint i = 0; i < level; i++)
    g_string_append (out, "  ");
}

/* White space and no-break spaces are made visible. */
static void
append_quoted (GString *out, const char *text, gsize length)
{
  g_string_append_c (out, '"');
  for (const char *p = text, *end = text + length; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c == '\n')
      g_string_append (out, "\\n");
    else if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", (char) c);
    else if (c < 0x20 || c == 0xa0 || c == 0xad || (c >= 0x2000 && c <= 0x200f) || c == 0x202f)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_unichar (out, c);
  }
  g_string_append_c (out, '"');
}

static void
append_name (GString *out, const MbNode *node)
{
  if (!node)
    return;
  if (node->kind == MB_NODE_TEXT)
    node = node->parent;
  g_string_append_printf (out, " %s", node->name);
  const char *class = mb_node_attr (node, "class");
  const char *id = mb_node_attr (node, "id");
  if (class)
    g_string_append_printf (out, ".%s", class);
  if (id)
    g_string_append_printf (out, "#%s", id);
}

static void
dump_anchor (GString *out, const MbAnchor *anchor, guint level)
{
  indent (out, level);
  g_string_append_printf (out, "anchor %s", anchor_kinds[anchor->kind]);
  append_name (out, anchor->node);
  if (anchor->kind == MB_ANCHOR_STRING || anchor->kind == MB_ANCHOR_ELEMENT)
    g_string_append_printf (out, " %s", anchor->name);
  if (anchor->level > 0)
    g_string_append_printf (out, " level %d", anchor->level);
  if (anchor->value) {
    g_string_append_c (out, ' ');
    append_quoted (out, anchor->value, strlen (anchor->value));
  }
  g_string_append_c (out, '\n');
  if (anchor->box)
    dump_box (out, anchor->box, level + 1);
}

static void
dump_inline (GString *out, const MbInline *item, const char *lang, guint level)
{
  if (item->kind == MB_INLINE_ANCHOR) {
    dump_anchor (out, item->data, level);
    return;
  }
  indent (out, level);
  g_string_append (out, inline_kinds[item->kind]);
  append_name (out, item->node);
  if (item->generated)
    g_string_append (out, " generated");
  if (item->part != MB_INITIAL_NONE)
    g_string_append (out, item->part == MB_INITIAL_LETTER ? " initial" : " before-initial");
  if (item->lang && lang && strcmp (item->lang, lang) != 0)
    g_string_append_printf (out, " lang=%s", item->lang);
  if (item->text) {
    g_string_append_c (out, ' ');
    append_quoted (out, item->text, item->length);
  }
  g_string_append_c (out, '\n');
  if (item->kind == MB_INLINE_ATOM)
    dump_box (out, item->data, level + 1);
}

static void
dump_head (GString *out, const MbBox *box, guint level)
{
  indent (out, level);
  g_string_append (out, kinds[box->kind]);
  if (box->anonymous)
    g_string_append (out, " anonymous");
  else
    append_name (out, box->node);
  if (box->generated)
    g_string_append (out, " generated");
  if (box->header)
    g_string_append (out, " header");
  if (box->col_span > 1)
    g_string_append_printf (out, " colspan=%u", box->col_span);
  if (box->row_span != 1)
    g_string_append_printf (out, " rowspan=%u", box->row_span);
  if (box->picture)
    g_string_append_printf (out, " %ux%u", box->picture->width, box->picture->height);
  g_string_append_c (out, '\n');
}

static void
dump_box (GString *out, const MbBox *box, guint level)
{
  dump_head (out, box, level);
  for (guint i = 0; i < box->n_anchors; i++)
    dump_anchor (out, &box->anchors[i], level + 1);
  for (guint i = 0; i < box->n_marker; i++) {
    indent (out, level + 1);
    g_string_append (out, "marker ");
    append_quoted (out, box->marker[i].text, box->marker[i].length);
    g_string_append_c (out, '\n');
  }
  for (guint i = 0; i < box->n_inlines; i++)
    dump_inline (out, &box->inlines[i], box->lang, level + 1);
  for (const MbBox *child = box->first; child; child = child->next)
    dump_box (out, child, level + 1);
}

char *
mb_box_dump (const MbBox *root)
{
  GString *out = g_string_new (NULL);
  dump_box (out, root, 0);
  return g_string_free (out, FALSE);
}
