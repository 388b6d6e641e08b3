/* SPDX-License-Identifier: Apache-2.0 */
/* -marbre-opens: text. A byline belongs to the head of its article, and is printed on the first line of its first leg: below title, standfirst and
 * picture, which span columns.
 *
 * Such a box moves, after all boxes have their index, to before the first box after it in its article that is in the flow and spans no columns. Its index stays that of its place in the document, and so do its tags; paint puts it back in its turn (paint, display.c). Without
 * such a box it stays. */
#include "internal.h"

static gboolean
spans (const MbBox *box)
{
  const MbStylePaged *paged = box->style->paged;
  return paged->column_span_all || paged->column_span > 1;
}

static gboolean
is_text (const MbBox *box)
{
  MbFloat floated = box->style->box->floated;
  gboolean floats = floated == MB_FLOAT_TOP || floated == MB_FLOAT_BOTTOM;
  gboolean empty = box->kind == MB_BOX_PARAGRAPH && box->n_inlines == 0;
  return !spans (box) && !mb_box_is_out (box) && !floats && !empty && !box->moved &&
         box->style->paged->corner == MB_CORNER_NONE;
}

static gboolean
is_article (const MbBox *box)
{
  return mb_node_is (box->node, "article") || mb_node_is (box->node, "section") ||
         mb_node_is (box->node, "body");
}

/* The box of the same article that @box goes before; NULL: it stays. */
static MbBox *
text_after (const MbBox *box)
{
  for (; box->parent && box->node && !is_article (box); box = box->parent)
    for (MbBox *next = box->next; next; next = next->next)
      if (is_text (next))
        return next;
  return NULL;
}

static MbBox *
before (const MbBox *box)
{
  MbBox *child = box->parent->first;
  if (child == box)
    return NULL;
  while (child->next != box)
    child = child->next;
  return child;
}

static void
detach (MbBox *box)
{
  MbBox *previous = before (box);
  if (previous)
    previous->next = box->next;
  else
    box->parent->first = box->next;
  if (box->parent->last == box)
    box->parent->last = previous;
}

static void
attach_before (MbBox *box, MbBox *next)
{
  MbBox *previous = before (next);
  box->parent = next->parent;
  box->next = next;
  if (previous)
    previous->next = box;
  else
    next->parent->first = box;
}

static gboolean
opens (const MbBox *box)
{
  return box->style->paged->opens_text && box->parent && box->node && !box->anonymous &&
         box->parent->kind == MB_BOX_BLOCK &&
         (box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_PARAGRAPH);
}

void
mb_box_open_texts (MbBox *root)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  for (const MbBox *box = root; box; box = mb_box_next (box, root))
    if (opens (box))
      g_ptr_array_add (found, (gpointer) box);
  for (guint i = 0; i < found->len; i++) {
    MbBox *box = found->pdata[i], *next = text_after (box);
    if (!next || next->parent->kind != MB_BOX_BLOCK || next == box->next)
      continue;
    detach (box);
    attach_before (box, next);
    box->moved = TRUE;
  }
}
