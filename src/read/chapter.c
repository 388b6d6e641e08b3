/* SPDX-License-Identifier: Apache-2.0 */
/* What chapters and articles of every format have in common: headings and notes. */
#include "internal.h"

#include <string.h>

guint
mb_heading_rank (const MbNode *node)
{
  if (node->kind != MB_NODE_ELEMENT || node->ns != MB_NS_HTML || node->name[0] != 'h')
    return 0;
  char digit = node->name[1];
  return digit >= '1' && digit <= '6' && node->name[2] == '\0' ? (guint) (digit - '0') : 0;
}

MbNode *
mb_heading_first (const MbNode *top)
{
  for (MbNode *node = mb_node_next (top, top); node; node = mb_node_next (node, top))
    if (mb_heading_rank (node))
      return node;
  return NULL;
}

MbNode *
mb_node_rename (MbDoc *doc, MbNode *node, const char *name)
{
  MbNode *copy = mb_doc_element (doc, name, node->pos);
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    mb_doc_set_attr_at (doc, copy, attr->name, attr->value, attr->pos);
  mb_doc_adopt_children (copy, node);
  mb_doc_insert_before (node, copy);
  mb_doc_unlink (node);
  return copy;
}

static void
rank_aside (MbDoc *doc, MbNode *aside, guint context)
{
  guint highest = 7;
  for (const MbNode *node = aside->first; node; node = mb_node_next (node, aside)) {
    guint rank = mb_heading_rank (node);
    highest = rank ? MIN (highest, rank) : highest;
  }
  if (highest == 7 || highest == context + 1)
    return;
  for (MbNode *node = aside->first; node; node = mb_node_next (node, aside)) {
    guint rank = mb_heading_rank (node);
    if (!rank)
      continue;
    char name[] = "h1";
    name[1] = (char) ('0' + MIN (rank - highest + context + 1, 6));
    node = mb_node_rename (doc, node, name);
  }
}

void
mb_headings_rank_asides (MbDoc *doc, MbNode *top)
{
  guint context = 1;
  for (MbNode *node = top->first; node;) {
    if (mb_node_is (node, "aside")) {
      rank_aside (doc, node, context);
      node = mb_node_skip (node, top);
      continue;
    }
    guint rank = mb_heading_rank (node);
    context = rank ? rank : context;
    node = mb_node_next (node, top);
  }
}

static gboolean
is_note (const MbNode *node)
{
  return mb_node_is (node, "aside") && mb_node_is_note (node);
}

/* Ours, or the author's own list of endnotes. */
static gboolean
is_notes_section (const MbNode *node)
{
  return mb_node_is (node, "section") &&
         (mb_node_has_class (node, "notes") || mb_node_has_token (node, "epub:type", "endnotes") ||
          mb_node_has_token (node, "role", "doc-endnotes"));
}

void
mb_notes_gather (MbDoc *doc, MbNode *chapter)
{
  MbNode *section = NULL;
  for (MbNode *node = chapter->first, *next; node; node = next) {
    next = is_note (node) ? mb_node_skip (node, chapter) : mb_node_next (node, chapter);
    if (!is_note (node) || is_notes_section (node->parent))
      continue;
    if (!section) {
      section = mb_doc_element (doc, "section", node->pos);
      mb_doc_add_class (doc, section, "notes");
    }
    mb_doc_append (section, node);
  }
  if (section)
    mb_doc_append (chapter, section);
}
