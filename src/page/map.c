/* SPDX-License-Identifier: Apache-2.0 */
/* Where things ended up: anchors of the flow become spots (page, x, y) in document order; from them come outline, targets, named strings
 * and running elements. The page map notes the first text of each page. */
#include "internal.h"

#define MAX_LINE_ANCHORS 256

static gboolean
has_begun (const MbBook *book, guint page)
{
  return g_array_index (book->starts, guint32, page) != G_MAXUINT32;
}

/* @continued: the box of @piece began on an earlier page. */
static void
begin (MbBook *book, guint page, const MbPiece *piece, gboolean continued)
{
  guint32 *start = &g_array_index (book->starts, guint32, page);
  if (*start == G_MAXUINT32)
    *start = (piece->box ? piece->box->index : 0) + (continued ? 1 : 0);
}

static void
add_spot (MbBook *book, const MbAnchor *anchor, guint page, MbLength x, MbLength y, gboolean start)
{
  if (!anchor || !g_hash_table_add (book->seen, (gpointer) anchor))
    return;
  MbSpot spot = { anchor, page, x, y, start };
  g_array_append_val (book->spots, spot);
}

/* --- Stretches ----------------------------------------------------------------------------------------------------------------*/

static void
flush (MbBook *book, GPtrArray *waiting, guint page, MbLength x, gint64 y)
{
  for (guint i = 0; i < waiting->len; i++)
    add_spot (book, waiting->pdata[i], page, x, (MbLength) y, !has_begun (book, page));
  g_ptr_array_set_size (waiting, 0);
}

static void
map_lines (MbBook *book, const MbStretch *stretch, guint32 index, guint from, guint to, guint page,
           gint64 top)
{
  const MbPiece *piece = &stretch->reel->galley->pieces[index];
  const MbSetting *setting = mb_reel_setting (stretch->reel, index);
  gpointer data[MAX_LINE_ANCHORS];
  for (guint line = from; line < to; line++) {
    guint n = mb_text_line_anchors (piece->lines.paragraph, setting, line, data, MAX_LINE_ANCHORS);
    for (guint i = 0; i < MIN (n, MAX_LINE_ANCHORS); i++)
      add_spot (book, data[i], page, stretch->x + piece->x,
                (MbLength) (top + mb_reel_lines (piece, from, line)),
                line == from && !has_begun (book, page));
    begin (book, page, piece, from > 0);
  }
}

/* Of a nest the part between these units; 0 as @to: to its end. */
static gint64
pass (MbDescent *descent, const MbPiece *piece, guint from, guint to)
{
  if (from == 0 && to == 0)
    return mb_descent_pass (descent, piece);
  gint64 top = mb_descent_snap (descent, piece);
  descent->y += mb_nest_height (piece->monolith.nest, from, to);
  return top;
}

MbLayRange
mb_stretch_range (const MbStretch *stretch)
{
  return (MbLayRange){ .galley = stretch->reel->galley,
                       .from = stretch->from,
                       .to = stretch->to,
                       .choice = &stretch->reel->choice,
                       .x = stretch->x,
                       .y = stretch->y,
                       .origin = stretch->origin,
                       .truncate = stretch->truncate };
}

void
mb_map_stretch (MbBook *book, const MbStretch *stretch, guint page)
{
  const MbReel *reel = stretch->reel;
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  MbDescent descent = { reel, stretch->y + mb_reel_cloned (reel, stretch->from.piece, FALSE),
                        stretch->origin, stretch->truncate };
  descent.top = descent.y;
  guint32 end = stretch->to.line > 0 ? stretch->to.piece + 1 : stretch->to.piece;
  for (guint32 i = stretch->from.piece; i < MIN (end, reel->galley->n); i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_ANCHOR) {
      g_ptr_array_add (waiting, (gpointer) piece->anchor);
    } else if (piece->kind == MB_PIECE_LINES) {
      guint lines = mb_reel_setting (reel, i)->lines;
      guint from = i == stretch->from.piece ? stretch->from.line : 0,
            to = i == stretch->to.piece ? MIN (stretch->to.line, lines) : lines;
      if (from >= to)
        continue;
      gint64 top = mb_descent_snap (&descent, piece);
      flush (book, waiting, page, stretch->x + piece->x, top);
      map_lines (book, stretch, i, from, to, page, top);
      descent.y += mb_reel_lines (piece, from, to);
    } else {
      gboolean edge = piece->kind == MB_PIECE_GLUE && !piece->glue.margin;
      gint64 top = pass (&descent, piece, i == stretch->from.piece ? stretch->from.line : 0,
                         i == stretch->to.piece ? stretch->to.line : 0);
      if (!edge && !mb_reel_is_content (piece))
        continue;
      flush (book, waiting, page, stretch->x + piece->x, top);
      begin (book, page, piece, FALSE);
    }
  }
  flush (book, waiting, page, stretch->x, descent.y);
}

static void
map_anchor (MbBook *book, const MbAnchor *anchor, guint page, MbLength x, MbLength y)
{
  if (anchor->kind == MB_ANCHOR_FLOAT || anchor->kind == MB_ANCHOR_PLACE)
    mb_map_box (book, anchor->box, page, x, y);
  else
    add_spot (book, anchor, page, x, y, FALSE);
}

void
mb_map_box (MbBook *book, const MbBox *box, guint page, MbLength x, MbLength y)
{
  for (guint i = 0; i < box->n_anchors; i++)
    add_spot (book, &box->anchors[i], page, x, y, FALSE);
  for (guint i = 0; i < box->n_inlines; i++)
    if (box->inlines[i].kind == MB_INLINE_ANCHOR)
      map_anchor (book, box->inlines[i].data, page, x, y);
    else if (box->inlines[i].kind == MB_INLINE_ATOM)
      mb_map_box (book, box->inlines[i].data, page, x, y);
  for (const MbBox *child = box->first; child; child = child->next)
    mb_map_box (book, child, page, x, y);
}

/* --- The first content of a page: fragments nest as boxes do (MB_MAX_TREE_DEPTH) ------------------------------------------------------*/

static const MbNode *
source_of (const MbFragment *fragment)
{
  if (fragment->kind == MB_FRAGMENT_LINE)
    return fragment->line->first_node;
  return fragment->kind == MB_FRAGMENT_PICTURE && fragment->box ? fragment->box->node : NULL;
}

/* The first line or picture; generated text (list markers) has an element as its source and counts only when @generated. */
static const MbFragment *
first_content (const MbFragment *fragment, gboolean generated)
{
  for (; fragment; fragment = fragment->next) {
    const MbNode *node = source_of (fragment);
    if (node && (generated || node->kind == MB_NODE_TEXT || fragment->kind == MB_FRAGMENT_PICTURE))
      return fragment;
    const MbFragment *inside = first_content (fragment->child, generated);
    if (inside)
      return inside;
  }
  return NULL;
}

void
mb_map_first (MbBook *book, const MbFragment *fragment, guint page)
{
  const MbFragment *first = first_content (fragment, FALSE);
  if (!first)
    first = first_content (fragment, TRUE);
  const MbNode *node = first ? source_of (first) : NULL;
  if (!node)
    return;
  MbPageMark mark = { .page = page, .node = node };
  if (node->kind == MB_NODE_TEXT)
    mark.offset = first->line->first_offset;
  g_array_append_val (book->marks, mark);
}

/* --- Outline, targets, page map ----------------------------------------------------------------------------------------------------*/

static int
compare_targets (gconstpointer a, gconstpointer b)
{
  const MbTarget *x = a, *y = b;
  return x->node->id < y->node->id ? -1 : x->node->id > y->node->id;
}

static void
finish_targets (MbBook *book, MbPages *pages)
{
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (MbTarget));
  g_autoptr (GHashTable) nodes = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < book->spots->len; i++) {
    const MbSpot *spot = &g_array_index (book->spots, MbSpot, i);
    MbTarget target = { spot->anchor->node, spot->page, spot->x, spot->y };
    /* a note is where its box is, not where it is called */
    if (spot->anchor->kind != MB_ANCHOR_NOTE && target.node &&
        g_hash_table_add (nodes, (gpointer) target.node))
      g_array_append_val (targets, target);
  }
  g_array_sort (targets, compare_targets);
  pages->targets = mb_arena_memdup (book->arena, targets->data, targets->len * sizeof (MbTarget));
  pages->n_targets = targets->len;
}

static void
finish_bookmarks (MbBook *book, MbPages *pages)
{
  g_autoptr (GArray) bookmarks = g_array_new (FALSE, FALSE, sizeof (MbBookmark));
  for (guint i = 0; i < book->spots->len; i++) {
    const MbSpot *spot = &g_array_index (book->spots, MbSpot, i);
    const MbAnchor *anchor = spot->anchor;
    MbBookmark bookmark = { anchor->value, anchor->level, spot->page, spot->y, anchor->closed };
    if (anchor->kind == MB_ANCHOR_BOOKMARK && anchor->value && anchor->value[0])
      g_array_append_val (bookmarks, bookmark);
  }
  pages->bookmarks =
      mb_arena_memdup (book->arena, bookmarks->data, bookmarks->len * sizeof (MbBookmark));
  pages->n_bookmarks = bookmarks->len;
}

static void
finish_notes (MbBook *book, MbPages *pages)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (MbNotePlace));
  for (guint i = 0; i < book->spots->len; i++) {
    const MbSpot *spot = &g_array_index (book->spots, MbSpot, i);
    if (spot->anchor->kind != MB_ANCHOR_NOTE)
      continue;
    MbNotePlace place = { spot->anchor->box->node, spot->page };
    g_array_append_val (notes, place);
  }
  pages->notes = mb_arena_memdup (book->arena, notes->data, notes->len * sizeof (MbNotePlace));
  pages->n_notes = notes->len;
}

static void
finish_places (MbBook *book, MbPages *pages)
{
  MbPagePlace *places = mb_arena_array (book->arena, MbPagePlace, pages->n_targets + 1);
  for (guint i = 0; i < pages->n_targets; i++) {
    const MbPage *page = &pages->pages[pages->targets[i].page];
    places[i] = (MbPagePlace){ pages->targets[i].node, page->label, page->number };
  }
  pages->map.places = places;
  pages->map.n_places = pages->n_targets;
}

void
mb_map_finish (MbBook *book, MbPages *pages)
{
  finish_notes (book, pages);
  finish_targets (book, pages);
  finish_places (book, pages);
  finish_bookmarks (book, pages);
  for (guint i = 0; i < book->marks->len; i++) {
    MbPageMark *mark = &g_array_index (book->marks, MbPageMark, i);
    mark->label = pages->pages[mark->page].label;
  }
  pages->map.marks =
      mb_arena_memdup (book->arena, book->marks->data, book->marks->len * sizeof (MbPageMark));
  pages->map.n_marks = book->marks->len;
}
