/* SPDX-License-Identifier: Apache-2.0 */
/* Side notes (-marbre-side-note): notes in the margin of the page, beside the line where they stand in the text.
 *
 * They take nothing from the text, so no break depends on them: when a page is set, each note called on it is laid in the room between the page area and the edge
 * of the page, its margins left free, and its first baseline put on that of the line. One that would run into the note before it in the same margin stands below
 * that one; those that would pass the foot of the page are moved up together as far as the head allows, and what still passes it is reported. */
#include "internal.h"

typedef struct {
  MbFragment *fragment;
  const MbAnchor *anchor;
  gboolean left;
  gint64 y; /* of its border box */
  MbLength above, below;
} Side;

/* The line of @fragment or below it that holds @anchor. */
static const MbFragment *
find_line (const MbFragment *fragment, const MbAnchor *anchor)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE)
      for (guint i = 0; i < fragment->line->n_anchors; i++)
        if (fragment->line->anchors[i] == anchor)
          return fragment;
    const MbFragment *inside = find_line (fragment->child, anchor);
    if (inside)
      return inside;
  }
  return NULL;
}

static const MbFragment *
first_line (const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE)
      return fragment;
    const MbFragment *inside = first_line (fragment->child);
    if (inside)
      return inside;
  }
  return NULL;
}

static gboolean
is_left (const MbBox *box, gboolean left_page)
{
  switch (box->style->paged->side_note) {
  case MB_SIDE_LEFT: return TRUE;
  case MB_SIDE_INSIDE: return !left_page;
  case MB_SIDE_OUTSIDE: return left_page;
  case MB_SIDE_NONE:
  case MB_SIDE_RIGHT: break;
  }
  return FALSE;
}

static Side
lay_side (MbBook *book, const MbPage *page, const MbSpot *spot, const MbFragment *flow)
{
  const MbBox *box = spot->anchor->box;
  const MbSize *margin = box->style->box->margin;
  Side side = { .anchor = spot->anchor, .left = is_left (box, page->left) };
  MbLength right = page->content.x + page->content.width;
  MbLength room = side.left ? page->content.x : page->style->width - right;
  MbLength before = mb_size_resolve (margin[MB_LEFT], room, 0);
  MbLength width = room - before - mb_size_resolve (margin[MB_RIGHT], room, 0);
  side.above = mb_size_resolve (margin[MB_TOP], room, 0);
  side.below = mb_size_resolve (margin[MB_BOTTOM], room, 0);
  side.fragment = mb_lay_block (&book->lay, box, MAX (width, MB_PT), book->arena);
  mb_lay_move (side.fragment, (side.left ? 0 : right) + before, 0);
  const MbFragment *line = find_line (flow, spot->anchor), *own = first_line (side.fragment);
  side.y = line && own ? (gint64) line->baseline - own->baseline : spot->y;
  return side;
}

/* From the top down: none above the page area, none over the one before it. */
static void
push_down (GArray *sides, const MbRect *area, gboolean left)
{
  gint64 free = area->y;
  for (guint i = 0; i < sides->len; i++) {
    Side *side = &g_array_index (sides, Side, i);
    if (side->left != left)
      continue;
    side->y = MAX (side->y, free);
    free = side->y + side->fragment->rect.height + MAX (side->below, side->above);
  }
}

/* From the foot up: none passes the foot, none is over the one after it. */
static void
push_up (GArray *sides, const MbRect *area, gboolean left)
{
  gint64 free = (gint64) area->y + area->height;
  for (guint i = sides->len; i > 0; i--) {
    Side *side = &g_array_index (sides, Side, i - 1);
    if (side->left != left)
      continue;
    side->y = MIN (side->y, free - side->fragment->rect.height);
    free = side->y - MAX (side->below, side->above);
  }
}

static void
settle (MbBook *book, GArray *sides, const MbPage *page, gboolean left)
{
  push_down (sides, &page->content, left);
  push_up (sides, &page->content, left);
  push_down (sides, &page->content, left);
  for (guint i = 0; i < sides->len; i++) {
    const Side *side = &g_array_index (sides, Side, i);
    g_autofree char *number = g_strdup_printf ("%u", page->index + 1);
    if (side->left == left &&
        side->y + side->fragment->rect.height > (gint64) page->content.y + page->content.height)
      mb_report (book->lay.diagnostics, side->anchor->box->node->pos, MB_MSG_PAGE_TOO_TALL, number,
                 NULL);
  }
}

MbFragment *
mb_sides_place (MbBook *book, guint index, const MbFragment *flow, guint first)
{
  const MbPage *page = &g_array_index (book->pages, MbPage, index);
  g_autoptr (GArray) sides = g_array_new (FALSE, FALSE, sizeof (Side));
  for (guint i = first; i < book->spots->len; i++) {
    const MbSpot *spot = &g_array_index (book->spots, MbSpot, i);
    if (spot->anchor->kind != MB_ANCHOR_SIDE || spot->page != index)
      continue;
    Side side = lay_side (book, page, spot, flow);
    g_array_append_val (sides, side);
  }
  settle (book, sides, page, TRUE);
  settle (book, sides, page, FALSE);
  MbFragment *list = NULL, **end = &list;
  for (guint i = 0; i < sides->len; i++) {
    Side *side = &g_array_index (sides, Side, i);
    mb_lay_move (side->fragment, 0, (MbLength) side->y);
    mb_map_box (book, side->anchor->box, index, side->fragment->rect.x, side->fragment->rect.y);
    *end = side->fragment;
    end = &side->fragment->next;
  }
  return list;
}
