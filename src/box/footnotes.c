/* SPDX-License-Identifier: Apache-2.0 */
/* Notes that go to the foot of the page.
 *
 * The tree keeps the notes of a chapter at its end, in section.notes, where the e-book wants them. When the style of a note says
 * `float: footnote`, its box is made where its first call stands, as what an anchor there carries; at its own place it makes none, and a section
 * that held nothing but such notes makes none either. A note without a call, or whose call is not shown or stands in another note, stays where it is.
 */
#include "internal.h"

#include <string.h>

static gboolean
is_call (const MbNode *node)
{
  return mb_node_is (node, "a") && mb_node_is_note_call (node);
}

static gboolean
is_shown (MbStyles *styles, const MbNode *call)
{
  for (const MbNode *node = call; node; node = node->parent) {
    const MbStyle *style = node->kind == MB_NODE_ELEMENT ? mb_style_of (styles, node) : NULL;
    if (mb_node_is_note (node) || (style && (style->box->display == MB_DISPLAY_NONE ||
                                             style->box->positioned == MB_POSITIONED_RUNNING)))
      return FALSE;
  }
  return TRUE;
}

/* Two tables in one: a call leads to its note, a note to its call. */
GHashTable *
mb_footnotes_find (MbDoc *doc, MbStyles *styles)
{
  GHashTable *moved = g_hash_table_new (NULL, NULL);
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    MbNode *note = is_call (node) ? mb_doc_link_target (doc, node) : NULL;
    if (!note || !mb_node_is_note (note) || g_hash_table_contains (moved, note) ||
        mb_style_of (styles, note)->box->floated != MB_FLOAT_FOOTNOTE || !is_shown (styles, node))
      continue;
    g_hash_table_insert (moved, (gpointer) node, note);
    g_hash_table_insert (moved, note, (gpointer) node);
  }
  return moved;
}

const MbNode *
mb_footnotes_of_call (const MbBuilder *builder, const MbNode *node)
{
  return builder->moved && is_call (node) ? g_hash_table_lookup (builder->moved, node) : NULL;
}

gboolean
mb_footnotes_gone (const MbBuilder *builder, const MbNode *node)
{
  if (!builder->moved || g_hash_table_size (builder->moved) == 0)
    return FALSE;
  if (mb_node_is_note (node))
    return g_hash_table_contains (builder->moved, node);
  gboolean some = FALSE;
  if (!mb_node_is (node, "section"))
    return FALSE;
  for (const MbNode *child = node->first; child; child = child->next) {
    if (child->kind == MB_NODE_ELEMENT && mb_node_is_note (child) &&
        g_hash_table_contains (builder->moved, child))
      some = TRUE;
    else if (child->kind == MB_NODE_ELEMENT || strspn (child->text, " \t\n") < child->length)
      return FALSE;
  }
  return some;
}
