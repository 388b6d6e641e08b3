/* SPDX-License-Identifier: Apache-2.0 */
/* Writing a galley: where margins collapse and where breaks may fall.
 *
 * Margins (CSS 2.2 § 8.3.1). Margins adjoin when nothing stands between them: siblings; a parent's top and its first
 * child's top when no border or padding parts them; likewise bottoms; both margins of an empty block. So one pair of
 * numbers is enough: the largest positive and the least negative of the margins met since the last content. Content —
 * lines, a monolith, a row, a border or padding edge — ends the set: its sum is written as one GLUE. A parent without a
 * top edge writes nothing when it begins: its OPEN waits with the anchors until the first content of its subtree, and
 * so lands below the collapsed margin, as it should. A box whose OPEN still waits when it ends was empty: nothing is
 * written and its margins have collapsed through it.
 *
 * Breaks (breaks.c). A break may fall between two siblings (class A): exactly there a PENALTY stands,
 * before the margin, so that what precedes a break has no trailing margin and what follows begins with one, which is
 * truncated. Within a box with break-inside: avoid every PENALTY is FORBIDDEN and lines are kept. Empty blocks
 * between two contents do not make a second place to break: the sum goes on until content is written. But an empty block that breaks are
 * forced on both sides of has a page (or column) of its own: a piece of no height. */
#include "internal.h"

#include <string.h>

void
mb_maker_begin (MbMaker *maker, const MbLayContext *context, MbArena *arena)
{
  *maker = (MbMaker){ .context = context, .arena = arena, .imposed = -1, .resumed = G_MININT64 };
  maker->pieces = g_array_new (FALSE, TRUE, sizeof (MbPiece));
  maker->waiting = g_array_new (FALSE, TRUE, sizeof (MbWaiting));
  maker->open = g_array_new (FALSE, FALSE, sizeof (gint));
  maker->pending = g_array_new (FALSE, FALSE, sizeof (MbPending));
  maker->floats = mb_floats_new (NULL);
}

/* As range.c goes down. */
static void
go_down (MbMaker *maker, const MbPiece *piece)
{
  switch (piece->kind) {
  case MB_PIECE_LINES:
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW: maker->y = mb_grid_snap (maker->y, 0, piece->grid) + piece->height; break;
  case MB_PIECE_GLUE: maker->y += piece->height; break;
  default: break;
  }
}

static guint
append (MbMaker *maker, const MbPiece *piece)
{
  g_array_append_vals (maker->pieces, piece, 1);
  go_down (maker, piece);
  return maker->pieces->len - 1;
}

static void
append_glue (MbMaker *maker, const MbBox *box, MbLength height, gboolean margin)
{
  MbPiece piece = { .kind = MB_PIECE_GLUE, .box = box, .height = height };
  piece.glue.margin = margin;
  if (height != 0)
    append (maker, &piece);
}

/* --- Margins -------------------------------------------------------------------------------------- */

void
mb_maker_margin (MbMaker *maker, MbLength margin)
{
  maker->positive = MAX (maker->positive, margin);
  maker->negative = MIN (maker->negative, margin);
  maker->kept_positive = MAX (maker->kept_positive, margin);
  maker->kept_negative = MIN (maker->kept_negative, margin);
}

/* css-break-4 § 5.2: margin-break. */
void
mb_maker_margin_above (MbMaker *maker, const MbBox *box, MbLength margin)
{
  MbMarginBreak kept = box->style->box->margin_break;
  if (kept == MB_MARGIN_BREAK_AUTO || box->anonymous) {
    mb_maker_margin (maker, margin);
    return;
  }
  maker->positive = MAX (maker->positive, margin);
  maker->negative = MIN (maker->negative, margin);
  if (kept == MB_MARGIN_BREAK_DISCARD)
    return;
  maker->kept_positive = MAX (maker->kept_positive, margin);
  maker->kept_negative = MIN (maker->kept_negative, margin);
  maker->held_positive = MAX (maker->held_positive, margin);
  maker->held_negative = MIN (maker->held_negative, margin);
}

static void
write_margin (MbMaker *maker, const MbBox *box)
{
  MbPiece piece = { .kind = MB_PIECE_GLUE, .box = box };
  piece.height = mb_length_add (maker->positive, maker->negative);
  piece.glue.margin = TRUE;
  piece.glue.kept = mb_length_add (maker->held_positive, maker->held_negative);
  if (piece.height != 0)
    append (maker, &piece);
  maker->positive = maker->negative = maker->held_positive = maker->held_negative = 0;
}

/* Of the margins that adjoin a forced break those before it are cut off, those after it kept (css-break-3 § 5.2). */
static void
drop_margins_before_break (MbMaker *maker)
{
  maker->positive = maker->kept_positive;
  maker->negative = maker->kept_negative;
}

/* --- Breaks ------------------------------------------------------------------------------------------ */

static void settle (MbMaker *maker, const MbBox *box);

/* Running elements that stand before a forced break are of the page that it ends. */
static void
write_elements (MbMaker *maker)
{
  for (guint i = 0; i < maker->waiting->len;) {
    MbPiece piece = g_array_index (maker->waiting, MbWaiting, i).piece;
    if (piece.kind != MB_PIECE_ANCHOR || piece.anchor->kind != MB_ANCHOR_ELEMENT) {
      i++;
      continue;
    }
    g_array_remove_index (maker->waiting, i);
    append (maker, &piece);
  }
}

/* A piece without a height that makes @box the content of its page or column. */
static void
write_nothing (MbMaker *maker, const MbBox *box)
{
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = box };
  piece.monolith.fragment =
      mb_lay_fragment_new (maker->arena, MB_FRAGMENT_PLAIN, box, (MbRect){ 0 });
  settle (maker, box);
  append (maker, &piece);
}

/* Breaks are forced on both sides of @previous, or it begins the flow and one is forced after it, and nothing of it was written: it stands
 * alone, empty, on its page. */
static void
write_empty (MbMaker *maker, const MbBox *previous, const MbBox *next)
{
  MbBreakSum sum = { 0 };
  gboolean apart = maker->boundary ? mb_break_rank (maker->at_boundary.forced) > 0 : !maker->begun;
  if (!apart || maker->whole || previous->anonymous || mb_box_is_out (previous))
    return;
  mb_break_after (maker, &sum, previous);
  mb_break_before (maker, &sum, next);
  if (mb_break_rank (sum.forced) > 0)
    write_nothing (maker, previous);
}

/* What is called above a forced break is called there, not by what follows it. */
static void
write_page_floats (MbMaker *maker)
{
  for (guint i = 0; i < maker->waiting->len && maker->begun;) {
    MbPiece piece = g_array_index (maker->waiting, MbWaiting, i).piece;
    if (piece.kind != MB_PIECE_RESERVE || piece.box->style->paged->corner != MB_CORNER_NONE) {
      i++;
      continue;
    }
    g_array_remove_index (maker->waiting, i);
    append (maker, &piece);
  }
}

void
mb_maker_between (MbMaker *maker, const MbBox *previous, const MbBox *next)
{
  MbBreakSum *sum = &maker->at_boundary;
  if (previous && next)
    write_empty (maker, previous, next);
  gboolean fresh = maker->begun && mb_break_rank (sum->forced) == 0;
  if (!maker->boundary)
    maker->kept_positive = maker->kept_negative = maker->held_positive = maker->held_negative = 0;
  mb_break_after (maker, sum, previous);
  mb_break_before (maker, sum, next);
  maker->next = next;
  if (fresh && mb_break_rank (sum->forced) > 0) {
    write_elements (maker);
    mb_maker_places (maker);
  }
  sum->avoid |= maker->keep > 0;
  sum->avoid_page |= maker->keep_page > 0;
  sum->avoid_column |= maker->keep_column > 0;
  if (mb_break_rank (sum->forced) > 0 || (next && mb_maker_turns (maker, next)))
    write_page_floats (maker);
  maker->boundary = TRUE;
}

void
mb_maker_say_break (MbMaker *maker, MbBreakValue value)
{
  if (mb_break_rank (value) > 0 && !maker->whole)
    mb_break_add (maker, &maker->at_boundary, value, FALSE);
}

/* Floats hang down beside what comes next: a break would cut them. */
static gboolean
is_hanging (const MbMaker *maker)
{
  for (const MbFloats *floats = maker->floats; floats; floats = floats->outer)
    for (guint i = 0; i < floats->exclusions->len; i++) {
      const MbExclusion *it = &g_array_index (floats->exclusions, MbExclusion, i);
      if (it->written && it->n_cuts == 0 &&
          (it->hang > maker->y || it->bottom > mb_maker_content_y (maker)))
        return TRUE;
    }
  return FALSE;
}

#define MANY_FLOATS 32

/* Those that were passed long ago matter no more: asking stays cheap in a book of floats. */
static void
forget_passed (MbMaker *maker)
{
  GArray *list = maker->floats->exclusions;
  guint kept = 0;
  for (guint i = 0; i < list->len; i++) {
    MbExclusion it = g_array_index (list, MbExclusion, i);
    if (MAX (it.bottom, it.hang) > maker->y)
      g_array_index (list, MbExclusion, kept++) = it;
  }
  g_array_set_size (list, kept);
}

static void
note_written (MbMaker *maker)
{
  if (maker->floats->exclusions->len > MANY_FLOATS)
    forget_passed (maker);
  for (guint i = 0; i < maker->floats->exclusions->len; i++)
    g_array_index (maker->floats->exclusions, MbExclusion, i).written = TRUE;
}

gboolean
mb_maker_turns (const MbMaker *maker, const MbBox *box)
{
  const char *page = maker->columns || maker->whole ? "" : mb_break_page (box);
  return strcmp (maker->page ? maker->page : "", page) != 0;
}

/* The PENALTY before content of @box. At the start of a galley only a forced break or a named page is worth one. */
static void
write_penalty (MbMaker *maker, const MbBox *box)
{
  const char *page = maker->columns || maker->whole ? "" : mb_break_page (box);
  gboolean turns = mb_maker_turns (maker, box);
  MbPiece piece = mb_break_penalty (&maker->at_boundary, box);
  if (turns)
    mb_break_turn (&piece, page);
  else if (piece.penalty.forced == MB_BREAK_AUTO && is_hanging (maker)) {
    piece.penalty.cost = MB_PENALTY_FORBIDDEN;
    piece.penalty.avoid_page_only = piece.penalty.avoid_column_only = FALSE;
  }
  if ((maker->boundary && maker->begun) || piece.penalty.forced != MB_BREAK_AUTO)
    append (maker, &piece);
  if (maker->boundary && maker->begun && piece.penalty.forced != MB_BREAK_AUTO)
    drop_margins_before_break (maker);
  maker->page = page;
  maker->boundary = maker->floats_ended = FALSE;
  maker->at_boundary = (MbBreakSum){ 0 };
}

/* --- What waits for content ------------------------------------------------------------------------- */

void
mb_maker_wait (MbMaker *maker, const MbPiece *piece)
{
  MbWaiting waiting = { .piece = *piece };
  g_array_append_val (maker->waiting, waiting);
}

/* Where what comes next would stand if no more margins adjoined. Those above a forced break are cut off. */
static MbLength
margin_now (const MbMaker *maker)
{
  if (maker->begun && mb_break_rank (maker->at_boundary.forced) > 0)
    return mb_length_add (maker->kept_positive, maker->kept_negative);
  return mb_length_add (maker->positive, maker->negative);
}

void
mb_maker_place (MbMaker *maker, const MbPiece *piece, gboolean fresh)
{
  MbWaiting waiting = { .piece = *piece, .margin = margin_now (maker), .fresh = fresh };
  g_array_append_val (maker->waiting, waiting);
}

void
mb_maker_empty (MbMaker *maker, guint waits, guint floats)
{
  for (guint i = waits; i < maker->waiting->len; i++)
    g_array_index (maker->waiting, MbWaiting, i).fresh = FALSE;
  for (guint i = floats; i < maker->pending->len; i++)
    g_array_index (maker->pending, MbPending, i).fresh = FALSE;
}

void
mb_maker_anchors (MbMaker *maker, const MbAnchor *anchors, guint n)
{
  for (guint i = 0; i < n; i++) {
    MbPiece piece = { .kind = MB_PIECE_ANCHOR };
    piece.anchor = &anchors[i];
    mb_maker_wait (maker, &piece);
  }
}

/* Those of a box that is out of the flow are those of what it holds. */
static void
anchor_below (MbMaker *maker, const MbAnchor *anchor)
{
  if (anchor->kind == MB_ANCHOR_FLOAT || anchor->kind == MB_ANCHOR_PLACE)
    mb_maker_anchors_below (maker, anchor->box);
  else
    mb_maker_anchors (maker, anchor, 1);
}

void
mb_maker_anchors_below (MbMaker *maker, const MbBox *box)
{
  mb_maker_anchors (maker, box->anchors, box->n_anchors);
  for (guint i = 0; i < box->n_inlines; i++) {
    const MbInline *item = &box->inlines[i];
    if (item->kind == MB_INLINE_ANCHOR)
      anchor_below (maker, item->data);
    else if (item->kind == MB_INLINE_ATOM)
      mb_maker_anchors_below (maker, item->data);
  }
  for (const MbBox *child = box->first; child; child = child->next)
    mb_maker_anchors_below (maker, child);
}

static gboolean
open_waits (const MbMaker *maker)
{
  return maker->open->len > 0 && g_array_index (maker->open, gint, maker->open->len - 1) < 0;
}

static void
set_index (MbMaker *maker, guint index)
{
  for (guint i = 0; i < maker->open->len; i++) {
    gint *open = &g_array_index (maker->open, gint, i);
    if (*open < 0) {
      *open = (gint) index;
      return;
    }
  }
}

/** A box without content that is being written. */
typedef struct {
  guint open;
  MbLength by; /* how far all that it holds is moved */
} Empty;

static void
close_empty (MbMaker *maker, GArray *empties)
{
  Empty empty = g_array_index (empties, Empty, empties->len - 1);
  g_array_set_size (empties, empties->len - 1);
  MbPiece piece = g_array_index (maker->pieces, MbPiece, empty.open);
  piece.kind = MB_PIECE_CLOSE;
  append (maker, &piece);
}

/* @margin has been written above @it, all of the margins that adjoin; it stands where those end that were met before it. */
static void
write_one (MbMaker *maker, MbWaiting *it, MbLength margin, GArray *empties)
{
  MbLength base = empties->len > 0 ? g_array_index (empties, Empty, empties->len - 1).by : 0;
  Empty empty = { maker->pieces->len, it->fresh ? 0 : it->margin - margin };
  if (it->piece.kind == MB_PIECE_PLACE)
    it->piece.place = empty.by - base;
  else if (it->piece.kind == MB_PIECE_FLOAT)
    it->piece.floating.dy = (MbLength) (it->at - mb_grid_snap (maker->y, 0, it->piece.grid)) - base;
  else if (it->closed)
    it->piece.open.dy = mb_length_add (it->piece.open.dy, empty.by - base);
  if (it->piece.kind == MB_PIECE_CLOSE) {
    close_empty (maker, empties);
    return;
  }
  guint index = append (maker, &it->piece);
  if (it->closed)
    g_array_append_val (empties, empty);
  else if (it->piece.kind == MB_PIECE_OPEN)
    set_index (maker, index);
}

/* What waits, or only what is positioned of it. */
static void
write_waiting (MbMaker *maker, MbLength margin, gboolean all)
{
  g_autoptr (GArray) empties = g_array_new (FALSE, FALSE, sizeof (Empty));
  guint kept = 0;
  for (guint i = 0; i < maker->waiting->len; i++) {
    MbWaiting it = g_array_index (maker->waiting, MbWaiting, i);
    gboolean positioned =
        it.piece.kind == MB_PIECE_PLACE || it.piece.kind == MB_PIECE_CLOSE || it.closed;
    if (all || positioned)
      write_one (maker, &it, margin, empties);
    else
      g_array_index (maker->waiting, MbWaiting, kept++) = it;
  }
  g_array_set_size (maker->waiting, kept);
}

/* --- Floats ------------------------------------------------------------------------------------------------ */

gint64
mb_maker_content_y (const MbMaker *maker)
{
  return maker->y + maker->positive + maker->negative;
}

static void
forget_floats (MbMaker *maker)
{
  for (MbFloats *floats = maker->floats; floats; floats = floats->outer)
    g_array_set_size (floats->exclusions, 0);
}

/* A float that stands above a forced break does not wait for what comes below it. */
static void
write_float (MbMaker *maker, const MbPending *pending)
{
  for (guint i = 0; i < maker->waiting->len; i++) {
    MbPiece piece = g_array_index (maker->waiting, MbWaiting, i).piece;
    if (piece.kind != MB_PIECE_FLOAT || piece.box != pending->box)
      continue;
    gint64 y = maker->y + pending->positive + pending->negative;
    mb_floats_lay (maker, pending->box, pending->fragment, pending->within, y, &piece);
    piece.floating.dy -= (MbLength) maker->y;
    g_array_remove_index (maker->waiting, i);
    append (maker, &piece);
    return;
  }
}

static gboolean
is_inside (const MbBox *box, const MbBox *outer)
{
  while (box && box != outer)
    box = box->parent;
  return box != NULL;
}

/* Whether something stands above @box in its parent that a page may end with. */
static gboolean
follows_content (const MbMaker *maker, const MbBox *box)
{
  if (maker->pieces->len == 0)
    return FALSE;
  const MbPiece *last = &g_array_index (maker->pieces, MbPiece, maker->pieces->len - 1);
  switch (last->kind) {
  case MB_PIECE_LINES:
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW:
  case MB_PIECE_CLOSE:
  case MB_PIECE_COLUMNS: return TRUE;
  case MB_PIECE_GLUE: return !last->glue.margin && last->box && !is_inside (box, last->box);
  default: return FALSE;
  }
}

/* What stands above floats that are written now, with nothing beside them, may be parted from them. */
static void
part_floats (MbMaker *maker)
{
  const MbBox *box =
      maker->pending->len > 0 ? g_array_index (maker->pending, MbPending, 0).box : NULL;
  if (!box || !follows_content (maker, box) || is_hanging (maker))
    return;
  MbBreakSum sum = { .avoid = maker->keep > 0,
                     .avoid_page = maker->keep_page > 0,
                     .avoid_column = maker->keep_column > 0 };
  MbPiece piece = mb_break_penalty (&sum, box);
  append (maker, &piece);
}

/* The first place below @y where a float may be cut that pages part. */
static gint64
next_cut (const MbMaker *maker, gint64 y)
{
  gint64 next = G_MAXINT64;
  for (const MbFloats *floats = maker->floats; floats; floats = floats->outer)
    for (guint i = 0; i < floats->exclusions->len; i++) {
      const MbExclusion *it = &g_array_index (floats->exclusions, MbExclusion, i);
      for (guint k = 0; k < it->n_cuts; k++)
        if (it->border + it->cuts[k].next > y)
          next = MIN (next, it->border + it->cuts[k].next);
    }
  return next;
}

static void
append_spacer (MbMaker *maker, const MbBox *box, gint64 height)
{
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = box };
  piece.height = (MbLength) MIN (height, MB_LENGTH_MAX);
  piece.monolith.fragment =
      mb_lay_fragment_new (maker->arena, MB_FRAGMENT_PLAIN, box, (MbRect){ 0, 0, 0, piece.height });
  append (maker, &piece);
}

/* White beside floats that are cut has breaks where they may be. Returns: what is left of @height below the last of them. */
static gint64
part_white (MbMaker *maker, const MbBox *box, gint64 height)
{
  gint64 end = maker->y + height;
  MbBreakSum sum = { .avoid = maker->keep > 0 };
  for (gint64 next = next_cut (maker, maker->y); next < end; next = next_cut (maker, maker->y)) {
    append_spacer (maker, box, next - maker->y);
    MbPiece piece = mb_break_penalty (&sum, box);
    append (maker, &piece);
  }
  return end - maker->y;
}

/* Floats without anything beside them take their height from the page as content does: white alone would go over its foot. */
static void
stand_beside (MbMaker *maker, const MbBox *box, gint64 height)
{
  if (height > 0)
    append_spacer (maker, box, part_white (maker, box, height));
}

/* White below content, down to the foot of floats. */
static void
leave_white (MbMaker *maker, const MbBox *box, gint64 height)
{
  if (height > 0 && next_cut (maker, maker->y) < maker->y + height)
    stand_beside (maker, box, height);
  else
    append_glue (maker, box, (MbLength) CLAMP (height, -MB_LENGTH_MAX, MB_LENGTH_MAX), FALSE);
}

/* What comes next begins a page or a column: floats end above. */
static void
end_floats (MbMaker *maker, const MbBox *box)
{
  const MbBox *alone =
      maker->pending->len > 0 ? g_array_index (maker->pending, MbPending, 0).box : NULL;
  part_floats (maker);
  for (guint i = 0; i < maker->pending->len; i++)
    write_float (maker, &g_array_index (maker->pending, MbPending, i));
  g_array_set_size (maker->pending, 0);
  gint64 rest = mb_floats_hang (maker->floats) - maker->y;
  if (alone)
    stand_beside (maker, alone, rest);
  else if (rest > 0)
    leave_white (maker, box, rest);
  forget_floats (maker);
  maker->floats_ended = TRUE;
}

void
mb_maker_break_now (MbMaker *maker, const MbBox *box)
{
  if (mb_break_rank (maker->at_boundary.forced) == 0 && !mb_maker_turns (maker, box))
    return;
  end_floats (maker, box);
  write_penalty (maker, box);
}

void
mb_maker_hang (MbMaker *maker, guint from)
{
  if (open_waits (maker) || maker->pending->len <= from)
    return;
  for (guint i = from; i < maker->pending->len; i++)
    write_float (maker, &g_array_index (maker->pending, MbPending, i));
  g_array_set_size (maker->pending, from);
  note_written (maker);
}

void
mb_maker_floats (MbMaker *maker, const MbBox *box)
{
  gboolean turns = maker->begun && mb_maker_turns (maker, box);
  if ((mb_break_rank (maker->at_boundary.forced) > 0 || turns) && !maker->floats_ended)
    end_floats (maker, box);
  mb_floats_settle (maker);
}

static void
settle (MbMaker *maker, const MbBox *box)
{
  mb_maker_floats (maker, box);
  write_penalty (maker, box);
  MbLength margin = mb_length_add (maker->positive, maker->negative);
  write_margin (maker, box);
  write_waiting (maker, margin, TRUE);
  note_written (maker);
  maker->cleared = NULL;
  maker->begun = TRUE;
}

/* What is positioned in a box that ends does not wait for what comes after it. */
void
mb_maker_places (MbMaker *maker)
{
  if (!open_waits (maker))
    write_waiting (maker, 0, FALSE);
}

guint
mb_maker_content (MbMaker *maker, const MbBox *box, const MbPiece *piece)
{
  settle (maker, box);
  return append (maker, piece);
}

/* Whether something waits that must stand above a gap: what is open, what floats. FALSE in @opens: nothing opens. */
static gboolean
waits_above (const MbMaker *maker, gboolean *opens)
{
  gboolean floats = FALSE;
  *opens = FALSE;
  for (guint i = 0; i < maker->waiting->len; i++) {
    const MbPiece *piece = &g_array_index (maker->waiting, MbWaiting, i).piece;
    floats |= piece->kind == MB_PIECE_FLOAT;
    *opens |= piece->kind == MB_PIECE_OPEN;
  }
  return floats || *opens;
}

void
mb_maker_clear (MbMaker *maker, const MbBox *box, gint64 y, MbLength margin)
{
  gboolean opens, boundary = maker->boundary;
  MbBreakSum sum = maker->at_boundary;
  if (waits_above (maker, &opens)) {
    settle (maker, box);
    maker->boundary = boundary && !opens;
    maker->at_boundary = sum;
  }
  maker->positive = maker->negative = 0;
  leave_white (maker, box, y - margin - maker->y);
}

void
mb_maker_stay (MbMaker *maker, const MbBox *box)
{
  MbLength margin = mb_length_add (maker->positive, maker->negative);
  maker->positive = maker->negative = 0;
  append_glue (maker, box, margin, FALSE);
  maker->boundary = FALSE;
  maker->cleared = NULL;
}

void
mb_maker_part (MbMaker *maker, const MbBox *box)
{
  settle (maker, box);
}

/* Margins of a block formatting context and those in it do not adjoin. */
void
mb_maker_root (MbMaker *maker, const MbBox *box)
{
  settle (maker, box);
  maker->floats = mb_floats_new (maker->floats);
}

void
mb_maker_root_end (MbMaker *maker, const MbBox *box)
{
  if (maker->pending->len > 0)
    settle (maker, box);
  gint64 rest = mb_floats_bottom (maker->floats) - mb_maker_content_y (maker);
  MbLength margin = mb_length_add (maker->positive, maker->negative);
  maker->positive = maker->negative = 0;
  append_glue (maker, box, margin, FALSE);
  if (rest > 0)
    leave_white (maker, box, rest);
  maker->boundary = FALSE;
  MbFloats *floats = maker->floats;
  maker->floats = floats->outer;
  mb_floats_free (floats);
}

void
mb_maker_finish (MbMaker *maker)
{
  const MbBox *alone =
      maker->pending->len > 0 ? g_array_index (maker->pending, MbPending, 0).box : NULL;
  part_floats (maker);
  if (alone)
    settle (maker, alone);
  gint64 rest = mb_floats_bottom (maker->floats) - maker->y;
  if (rest <= 0)
    return;
  if (alone)
    stand_beside (maker, alone, rest);
  else
    leave_white (maker, maker->whole_of, rest);
  maker->positive = MAX (maker->positive - (MbLength) MIN (rest, MB_LENGTH_MAX), 0);
  forget_floats (maker);
}

void
mb_maker_open (MbMaker *maker, const MbBox *box, MbRect border, const MbUsed *used)
{
  MbPiece piece = { .kind = MB_PIECE_OPEN, .box = box, .x = border.x, .width = border.width };
  piece.open.border = border;
  piece.open.top = used->edge[MB_TOP];
  piece.open.bottom = used->edge[MB_BOTTOM];
  piece.open.dx = used->dx;
  piece.open.dy = used->dy;
  piece.open.clone = box->style->border->clone;
  piece.open.settled =
      !maker->columns && !maker->whole && mb_lay_is_inner_set (maker, box, used->width);
  gint waits = -1;
  g_array_append_val (maker->open, waits);
  MbWaiting waiting = { .piece = piece, .fresh = maker->fresh };
  g_array_append_val (maker->waiting, waiting);
}

/* A box without content shows nothing but its outline, which stands around it; but what is out of its flow is placed in it, or moves with it. */
static gboolean
is_needed (const MbMaker *maker, guint open, const MbBox *box)
{
  const MbStyleBorder *border = box->style->border;
  gboolean needed = FALSE;
  if (border->outline_style > MB_BORDER_HIDDEN && border->outline_width > 0)
    return TRUE;
  for (guint i = open; i < maker->waiting->len; i++) {
    MbPieceKind kind = g_array_index (maker->waiting, MbWaiting, i).piece.kind;
    needed |= kind == MB_PIECE_PLACE || kind == MB_PIECE_FLOAT;
  }
  return needed && mb_style_is_container (box->style);
}

/* Its border box begins where it would if its bottom edge parted it from what follows (§ 8.3.1). */
static void
close_waiting (MbMaker *maker, const MbBox *box)
{
  guint i = maker->waiting->len;
  MbWaiting *it = NULL;
  while (i > 0 && !it) {
    it = &g_array_index (maker->waiting, MbWaiting, --i);
    if (it->piece.kind != MB_PIECE_OPEN || it->piece.box != box)
      it = NULL;
  }
  if (!it)
    return;
  if (!is_needed (maker, i, box)) {
    g_array_remove_index (maker->waiting, i);
    return;
  }
  it->closed = TRUE;
  it->margin = margin_now (maker);
  MbPiece piece = { .kind = MB_PIECE_CLOSE, .box = box };
  mb_maker_wait (maker, &piece);
}

void
mb_maker_close (MbMaker *maker, const MbBox *box)
{
  gint index = g_array_index (maker->open, gint, maker->open->len - 1);
  g_array_set_size (maker->open, maker->open->len - 1);
  if (index < 0) {
    close_waiting (maker, box);
    return;
  }
  MbPiece piece = g_array_index (maker->pieces, MbPiece, index);
  piece.kind = MB_PIECE_CLOSE;
  append (maker, &piece);
}

void
mb_maker_edge (MbMaker *maker, const MbBox *box, MbLength height, gboolean closing)
{
  if (height <= 0)
    return;
  if (!closing || open_waits (maker)) {
    settle (maker, box);
  } else {
    /* No break between the last content and the bottom edge. */
    write_margin (maker, box);
    maker->boundary = FALSE;
  }
  append_glue (maker, box, height, FALSE);
}

void
mb_maker_shorten (MbMaker *maker, const MbBox *box, MbLength by, gboolean margin)
{
  if (margin)
    write_margin (maker, box);
  maker->boundary = FALSE;
  MbPiece piece = { .kind = MB_PIECE_GLUE, .box = box, .height = by };
  piece.glue.pull = TRUE;
  append (maker, &piece);
}

const MbGalley *
mb_maker_end (MbMaker *maker, MbLength measure, gboolean trailing)
{
  mb_maker_finish (maker);
  if (maker->boundary && mb_break_rank (maker->at_boundary.forced) > 0 && maker->next &&
      !maker->next->anonymous && !maker->whole)
    write_nothing (maker, maker->next);
  MbLength margin = trailing ? mb_length_add (maker->positive, maker->negative) : 0;
  if (trailing)
    write_margin (maker, NULL);
  write_waiting (maker, margin, TRUE);
  MbGalley *galley = mb_arena_new0 (maker->arena, MbGalley);
  galley->n = maker->pieces->len;
  galley->pieces =
      mb_arena_memdup (maker->arena, maker->pieces->data, galley->n * sizeof (MbPiece));
  galley->inside = mb_lay_inside (galley->pieces, galley->n, maker->arena);
  galley->measure = measure;
  g_array_unref (maker->pieces);
  g_array_unref (maker->waiting);
  g_array_unref (maker->open);
  g_array_unref (maker->pending);
  mb_floats_free (maker->floats);
  return galley;
}
