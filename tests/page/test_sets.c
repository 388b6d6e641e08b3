/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of pages for sets of columns against exhaustive search: every end of every column, every length of the notes at the foot of every page, every place
 * of every float; what is left of a set is balanced as the planner has it done. */
#include <string.h>

#include "page/hand.h"

#define DEAR        200000 /* less than a break inside the title, which is not searched */
#define REST_FLOATS 4      /* in what is left of a set: more are not looked for, and not proved */
#define SET         2 /* pieces of the flow: title, place to break, set, place to break, block */
#define TAIL        3

typedef struct {
  MbReel *reel, *inner;
  const MbNotes *notes; /* at the feet of pages… */
  const MbNotes *own;   /* …or of columns */
  const MbPageFit *fit;
  MbPlaces places, outside;
  guint height, count, title, tail;
  GArray *floats; /* of guint32: their pieces, in the set */
  int calls[32];  /* by float: where it was called, in half turns */
  gint64 best;
} Search;

/* A page, or a column of it. */
typedef struct {
  MbCursor from;
  guint column;
  gint64 top, foot;   /* of the columns */
  gint64 head, under; /* what floats of the page take */
  gint64 over, low;   /* and those of the column */
  gboolean left, opening, truncate;
  int longer;
  gint64 cost;
  guint32 notes, noted; /* where its notes begin and end… */
  gint64 below;         /* …and what they take */
  guint32 own;          /* where those of the column begin */
  gint64 taken;         /* what they take at its foot… */
  gboolean noted_here;  /* …when it calls some: less than a line above them is no white */
  guint placed;         /* floats, on it and before it */
  guint before;         /* of these, before the column */
  int half;             /* half turns from the first page */
} Place;

typedef void (*Go) (Search *search, Place page);

static gboolean
has_floats (const Place *place)
{
  return place->head > 0 || place->under > 0 || place->over > 0 || place->low > 0;
}

static void search_column (Search *search, Place column);
static void set_page (Search *search, Place page);

/* --- Notes ---*/

static guint32
called_at (const Search *search, MbCursor at)
{
  guint32 unit = 0;
  for (guint32 i = 0; search->notes && i < search->notes->n; i++) {
    const MbNote *note = &search->notes->notes[i];
    guint32 end = i + 1 < search->notes->n ? note[1].first : search->notes->n_units;
    if (note->sub < at.piece || (note->sub == at.piece && at.line > 0 &&
                                 note->lines[search->inner->settings[note->sub]] < at.line))
      unit = end;
  }
  return unit;
}

static gboolean
has_room (const Search *search, const Place *place, guint32 called)
{
  return !search->notes || mb_notes_least (search->notes, place->notes, called) <= place->noted;
}

static guint32
own_called (const Search *search, MbCursor at)
{
  return mb_notes_called (search->own, at, at.line > 0 ? search->inner->settings[at.piece] : 0);
}

/* Height of the least that the column must have at its foot when it ends at @at. */
static gint64
least_own (const Search *search, const Place *column, MbCursor at)
{
  return search->own
             ? mb_notes_height (search->own, column->own,
                                mb_notes_least (search->own, column->own, own_called (search, at)))
             : 0;
}

/* As many as there is room for stand at the foot of the column that ends at @to. FALSE: too few. */
static gboolean
note_column (const Search *search, Place *column, MbCursor to, gint64 ink, gboolean overfull)
{
  guint32 called = search->own ? own_called (search, to) : 0, end = called;
  column->taken = 0;
  column->noted_here = called > column->own;
  if (called <= column->own)
    return TRUE;
  gint64 room = column->foot - column->low - ink;
  while (end > column->own && mb_notes_height (search->own, column->own, end) > room)
    end--;
  if (end < mb_notes_least (search->own, column->own, called) && !overfull)
    return FALSE;
  column->taken = mb_notes_height (search->own, column->own, end);
  column->cost += mb_notes_cost (search->fit, search->own, column->own, end, called);
  column->own = end;
  return TRUE;
}

/* --- Floats ---*/

static const MbPiece *
float_of (const Search *search, guint i)
{
  return &search->inner->galley->pieces[g_array_index (search->floats, guint32, i)];
}

static gboolean
is_top (const Search *search, guint i)
{
  return float_of (search, i)->box->style->box->floated == MB_FLOAT_TOP;
}

static gboolean
is_inside (const Search *search, guint i)
{
  return float_of (search, i)->reserve.count < float_of (search, i)->reserve.columns;
}

static gint64
room_of (const Search *search, guint i)
{
  const MbPiece *piece = float_of (search, i);
  return on_grid (piece->height +
                  (is_top (search, i) ? piece->reserve.below : piece->reserve.above));
}

static guint
floats_above (const Search *search, guint32 piece)
{
  guint n = 0;
  while (n < search->floats->len && g_array_index (search->floats, guint32, n) < piece)
    n++;
  return n;
}

static gint64
float_cost (const Search *search, guint i, guint called, int half)
{
  return i < called ? mb_costs_float (search->fit, (guint) (half - search->calls[i])) : 0;
}

static gboolean
is_tall (const Search *search, guint i, gint64 foot)
{
  return (gint64) float_of (search, i)->height * 100 >= foot * MB_PLATE_SHARE;
}

/* Whether one at a head belongs below a heading before @piece. */
static gboolean
owes_top (const Search *search, guint placed, guint32 piece)
{
  for (guint i = floats_above (search, piece); i < placed; i++)
    if (is_top (search, i))
      return TRUE;
  return FALSE;
}

/* --- From page to page ---*/

static void
turn (Search *search, Place next, guint called, gboolean last, Go go)
{
  gint64 height = (gint64) search->height * LINE, filled = 0, taken = 0;
  if (next.cost >= search->best)
    return;
  if (!last || next.placed == called)
    go (search, next);
  for (guint i = next.placed; i < called; i++) {
    Place after = next;
    guint n = i + 1 - next.placed;
    if (n > 1 && is_top (search, i) && !is_top (search, i - 1))
      return;
    next.cost += float_cost (search, i, called, next.half);
    filled += float_of (search, i)->height;
    taken += room_of (search, i);
    if ((n > 1 && taken > height) || (!last && filled * 100 < height * MB_PLATE_SHARE))
      continue;
    after.cost = next.cost + mb_costs_plate (search->fit, filled, height);
    after.placed += n;
    after.longer = next.left ? 0 : next.longer;
    after.half += next.left ? 1 : 2;
    after.left = !next.left;
    turn (search, after, called, last, go);
  }
}

/* @page with each length of its notes; floats over the whole measure are on it. */
static void
note_page (Search *search, Place page, guint32 called, Go go)
{
  gint64 foot = page.foot;
  guint32 last = 0, end = 0;
  if (search->notes) {
    last = mb_notes_fitting (search->notes, page.notes, search->notes->n_units,
                             foot - page.head - page.under - LINE);
    end = MIN (mb_notes_least (search->notes, page.notes, called), last);
  }
  for (; end <= last; end++) {
    page.noted = end;
    page.below = search->notes ? mb_notes_height (search->notes, page.notes, end) : 0;
    page.foot = foot - page.below;
    if (page.under > 0)
      page.foot = page.foot / LINE * LINE - page.under;
    go (search, page);
  }
}

/* @inside: the page begins in the set; @below: after it. */
static void
fill_page (Search *search, Place page, guint32 piece, guint32 called, Go go)
{
  gboolean inside = piece < search->inner->end;
  guint calls = floats_above (search, piece);
  gint64 foot = ((gint64) search->height + page.longer) * LINE;
  page.foot = foot;
  page.head = page.under = page.over = page.low = page.taken = 0;
  page.noted_here = FALSE;
  for (guint i = page.placed;; i++) {
    note_page (search, page, called, go);
    if (i >= search->floats->len || (is_inside (search, i) && (inside || i >= calls)) ||
        (is_top (search, i) && page.under > 0))
      return;
    page.cost += float_cost (search, i, calls, page.half);
    page.placed++;
    *(is_top (search, i) ? &page.head : &page.under) += room_of (search, i);
    if (page.head + page.under + LINE > foot || (i >= calls && is_tall (search, i, foot)))
      return;
  }
}

static void
open_set (Search *search, Place page)
{
  page.top = page.head;
  page.column = 0;
  set_page (search, page);
}

static void
next_page (Search *search, Place page)
{
  gint64 cost = page.cost;
  int low = page.left ? -search->fit->shorter : page.longer;
  int high = page.left ? search->fit->longer : page.longer;
  for (page.longer = low; page.longer <= high; page.longer++) {
    page.cost = cost + (page.left ? mb_costs_spread (search->fit, page.longer) : 0);
    fill_page (search, page, page.from.piece, called_at (search, page.from), open_set);
  }
}

static void
stop (Search *search, Place page)
{
  search->best = MIN (search->best, page.cost);
}

/* The text ends on @page at @ink. */
static void
finish (Search *search, Place page, gint64 ink, gboolean overfull)
{
  guint32 all = search->notes ? search->notes->n_units : 0;
  if ((!overfull && ink > page.foot) || page.noted > MAX (all, page.notes))
    return;
  page.cost += page.opening ? 0 : mb_costs_last (search->fit, ink, page.foot, LINE);
  if (page.noted < all)
    page.cost += MB_COST_NOTES + (has_room (search, &page, all) ? 0 : MB_COST_OVERFULL);
  page.half += page.left ? 1 : 2;
  page.left = !page.left;
  turn (search, page, search->floats->len, TRUE, stop);
}

/* What ends a page whose last column, or text, ends at @ink. FALSE: it may not. */
static gboolean
end_page (Search *search, Place *page, gint64 ink, gint64 head, guint32 called, gboolean tight,
          gboolean overfull, guint hole)
{
  /* what stands at the foot, stands on the grid */
  gint64 bottom = page->under > 0 && !search->notes ? on_grid (ink) : ink;
  gint64 lack = page->foot - page->low - page->taken - bottom;
  lack -= (page->below > 0 || page->noted_here) && lack > 0 ? lack % LINE : 0;
  if (page->noted > MAX (called, page->notes))
    return FALSE;
  if (search->notes) {
    page->cost += overfull || has_room (search, page, called) ? 0 : MB_COST_OVERFULL;
    page->cost += mb_notes_cost (search->fit, search->notes, page->notes, page->noted, called);
  }
  page->notes = page->noted;
  if (!overfull && (lack < 0 || (lack > MB_PAGE_WINDOW * LINE && !tight)))
    return FALSE;
  page->cost += overfull ? 0 : hole * mb_costs_shortage (search->fit, lack, LINE);
  if (has_floats (page) && !overfull)
    page->cost += mb_costs_beside (search->fit, ink - head, LINE);
  page->half += page->left ? 1 : 2;
  page->left = !page->left;
  page->opening = FALSE;
  page->truncate = TRUE;
  return TRUE;
}

/* --- Below the set: a block ---*/

static void
open_tail (Search *search, Place page)
{
  gint64 bottom = page.head + search->tail * LINE;
  gboolean overfull = bottom > page.foot;
  page.cost += overfull ? MB_COST_OVERFULL : 0;
  finish (search, page, bottom, overfull);
}

static void
next_tail (Search *search, Place page)
{
  gint64 cost = page.cost;
  int low = page.left ? -search->fit->shorter : page.longer;
  int high = page.left ? search->fit->longer : page.longer;
  for (page.longer = low; page.longer <= high; page.longer++) {
    page.cost = cost + (page.left ? mb_costs_spread (search->fit, page.longer) : 0);
    fill_page (search, page, G_MAXUINT32, search->notes ? search->notes->n_units : 0, open_tail);
  }
}

static void
search_tail (Search *search, Place page, gint64 y)
{
  if (search->tail == 0) {
    finish (search, page, y, FALSE);
    return;
  }
  if (y + search->tail * LINE <= page.foot)
    finish (search, page, y + search->tail * LINE, FALSE);
  Place next = page;
  next.cost += mb_costs_penalty (search->fit, &search->outside, search->reel->galley, TAIL);
  if (end_page (search, &next, y, page.head, search->notes ? search->notes->n_units : 0,
                page.foot - y < search->outside.reach[TAIL], FALSE, 1))
    turn (search, next, search->floats->len, FALSE, next_tail);
}

/* --- What is left of the set ---*/

typedef struct {
  guint first, n;
  guint columns[REST_FLOATS];
} Seats;

static gint64
add_room (const Search *search, guint i, gint64 top, gint64 *over, gint64 *under)
{
  const MbPiece *piece = float_of (search, i);
  if (is_top (search, i))
    *over = on_grid (on_grid (top + *over) + piece->height + piece->reserve.below) - top;
  else
    *under += room_of (search, i);
  return *over + *under;
}

static gboolean
stands_below_call (const Search *search, const MbColumnSet *set, guint i, guint column)
{
  guint32 piece = g_array_index (search->floats, guint32, i);
  guint call = 0;
  if (piece < set->cuts[0].piece)
    return TRUE;
  for (guint c = 1; c < set->n; c++)
    call += set->cuts[c].piece <= piece;
  if (column != call || !is_top (search, i))
    return column >= call;
  MbCursor head = set->cuts[call];
  for (guint32 k = head.piece + (head.line > 0); k < MIN (piece, search->inner->end); k++) {
    const MbPiece *above = &search->inner->galley->pieces[k];
    if (above->kind == MB_PIECE_LINES && mb_costs_is_heading (above))
      return FALSE;
  }
  return TRUE;
}

static void
set_rest (Search *search, Place page, const Seats *seats)
{
  const MbPiece *piece = &search->reel->galley->pieces[SET];
  gint64 over[MB_MAX_COLUMNS] = { 0 }, under[MB_MAX_COLUMNS] = { 0 }, most = 0;
  guint calls = floats_above (search, page.from.piece);
  MbReserved places[2 * REST_FLOATS];
  MbRoom room = { .top = page.top, .bottom = page.foot, .reserved = places };
  if (search->own)
    page.from.owed = own_called (search, page.from) - page.own;
  for (guint i = 0; i < seats->n; i++) {
    guint c = seats->columns[i];
    add_room (search, seats->first + i, page.top, &over[c], &under[c]);
    most = MAX (most, under[c]);
    page.cost += float_cost (search, seats->first + i, calls, page.half);
  }
  for (guint c = 0; c < search->count; c++) {
    MbReserved place = { .x = mb_columns_x (piece, c), .width = piece->columns.galley->measure };
    place.top = page.top;
    place.bottom = page.top + over[c];
    if (over[c] > 0)
      places[room.n_reserved++] = place;
    place.top = page.foot - under[c];
    place.bottom = page.foot;
    if (under[c] > 0)
      places[room.n_reserved++] = place;
  }
  MbColumnSet set;
  guint32 n = search->inner->galley->n;
  g_autofree guint8 *before = g_memdup2 (search->inner->settings, n);
  MbArena *scratch = mb_arena_new ();
  gboolean fits = mb_set_rest (search->reel, SET, page.from, &room, page.truncate, scratch, &set);
  for (guint i = 0; fits && i < seats->n; i++)
    fits = stands_below_call (search, &set, seats->first + i, seats->columns[i]);
  gint64 bottom = fits ? set.bottom : 0;
  page.cost += fits ? mb_set_cost (search->reel, &set, search->fit, &search->places) : 0;
  memcpy (search->inner->settings, before, n);
  mb_arena_free (scratch);
  if (!fits)
    return;
  for (guint i = calls; i < search->floats->len; i++)
    search->calls[i] = page.half;
  page.placed += seats->n;
  page.under += most;
  page.foot -= most;
  search_tail (search, page, bottom);
}

static void
search_seats (Search *search, const Place *page, Seats seats)
{
  set_rest (search, *page, &seats);
  guint next = seats.first + seats.n, calls = floats_above (search, page->from.piece);
  if (next >= search->floats->len || !is_inside (search, next) || page->under > 0)
    return;
  for (guint c = seats.n > 0 ? seats.columns[seats.n - 1] : 0; c < search->count; c++) {
    gint64 over = 0, under = 0;
    for (guint i = 0; i < seats.n; i++)
      if (seats.columns[i] == c)
        add_room (search, seats.first + i, page->top, &over, &under);
    if ((is_top (search, next) && under > 0) ||
        add_room (search, next, page->top, &over, &under) + LINE > page->foot - page->top ||
        (next >= calls && is_tall (search, next, page->foot)) || seats.n == REST_FLOATS)
      continue;
    Seats more = seats;
    more.columns[more.n++] = c;
    search_seats (search, page, more);
  }
}

static void
search_rest (Search *search, const Place *page)
{
  if (!has_room (search, page, search->notes ? search->notes->n_units : 0) &&
      has_room (search, page, called_at (search, page->from)))
    return;
  guint calls = floats_above (search, page->from.piece);
  const MbGalley *galley = search->inner->galley;
  for (guint32 i = page->from.piece + (page->from.line > 0); i < search->inner->end; i++)
    if (galley->pieces[i].kind == MB_PIECE_LINES && mb_costs_is_heading (&galley->pieces[i]) &&
        page->placed > calls && owes_top (search, page->placed, i))
      return;
  search_seats (search, page, (Seats){ .first = page->placed });
}

/* --- Full columns ---*/

static void
begin_column (Search *search, Place place)
{
  guint calls = floats_above (search, place.from.piece);
  place.before = place.placed;
  for (guint i = place.placed;; i++) {
    search_column (search, place);
    if (i >= search->floats->len || !is_inside (search, i) || place.under > 0 ||
        (is_top (search, i) && place.low > 0) ||
        add_room (search, i, place.top, &place.over, &place.low) + LINE > place.foot - place.top ||
        (i >= calls && is_tall (search, i, place.foot)))
      return;
    place.cost += float_cost (search, i, calls, place.half);
    place.placed++;
  }
}

static void
end_column (Search *search, Place column, MbCursor to, gint64 ink, gboolean tight,
            gboolean overfull, gint64 cost)
{
  gboolean last = column.column + 1 == search->count;
  guint calls = floats_above (search, to.piece);
  if (!note_column (search, &column, to, ink, overfull))
    return;
  gint64 lack = column.foot - column.low - column.taken - ink;
  lack -= (column.below > 0 || column.noted_here) && lack > 0 ? lack % LINE : 0;
  if (column.placed > MAX (calls, last ? 0 : column.before))
    return;
  column.cost += cost;
  column.from = to;
  if (last) {
    if (end_page (search, &column, ink, column.top + column.over, called_at (search, to), tight,
                  overfull, MB_HOLE))
      turn (search, column, calls, FALSE, next_page);
    return;
  }
  if (!overfull && (lack < 0 || (lack > MB_PAGE_WINDOW * LINE && !tight)))
    return;
  column.cost += overfull ? 0 : MB_HOLE * mb_costs_shortage (search->fit, lack, LINE);
  if (has_floats (&column) && !overfull)
    column.cost += mb_costs_beside (search->fit, ink - column.top - column.over, LINE);
  column.over = column.low = column.taken = 0;
  column.noted_here = FALSE;
  column.truncate = TRUE;
  column.column++;
  begin_column (search, column);
}

/* The line of paragraph @index down to which the column can take it. */
static guint
fitting_lines (const Search *search, const Place *column, guint32 index, guint from, gint64 y,
               gint64 foot)
{
  guint line = from, lines = mb_reel_setting (search->inner, index)->lines;
  gboolean waits =
      !has_room (search, column, called_at (search, (MbCursor){ .piece = index, .line = from }));
  for (; line < lines; line++, y += LINE) {
    MbCursor to = { .piece = line + 1 < lines ? index : index + 1,
                    .line = line + 1 < lines ? line + 1 : 0 };
    if (y + LINE + least_own (search, column, to) > foot ||
        (!waits && !has_room (search, column, called_at (search, to))))
      break;
  }
  return line;
}

/* Whether the column may take what has no room: it must end below it. */
static gboolean
may_pass_foot (const Search *search, const Place *column, guint32 piece)
{
  gboolean last = column->column + 1 == search->count;
  return column->placed <= MAX (floats_above (search, piece), last ? 0 : column->before);
}

static void
search_column (Search *search, Place column)
{
  const MbGalley *galley = search->inner->galley;
  gint64 y = column.top + column.over, ink = y, foot = column.foot - column.low;
  gboolean begun = FALSE, truncate = column.truncate, overfull = FALSE, parted = TRUE;
  gboolean soft = column.left || column.column + 1 < search->count;
  if (column.cost >= search->best)
    return;
  for (guint32 i = column.from.piece; i < search->inner->end; i++) {
    const MbPiece *piece = &galley->pieces[i];
    MbCursor at = { .piece = i };
    if (piece->kind == MB_PIECE_RESERVE) {
      search->calls[floats_above (search, i)] = column.half;
      continue;
    }
    if (piece->kind == MB_PIECE_GLUE) {
      if (truncate && piece->glue.margin)
        continue;
      truncate = FALSE;
      y += piece->height;
      begun |= !piece->glue.margin;
      continue;
    }
    gint64 place = mb_costs_penalty (search->fit, &search->places, galley, i);
    if (piece->kind == MB_PIECE_PENALTY) {
      parted = TRUE;
      if (begun)
        end_column (search, column, at, ink, foot - y < search->places.reach[i], overfull, place);
      continue;
    }
    if (begun && !parted)
      end_column (search, column, at, ink, TRUE, overfull, place);
    parted = truncate = FALSE;
    y = on_grid (y);
    if (overfull)
      return;
    if (piece->kind == MB_PIECE_MONOLITH) {
      y += piece->height;
      overfull = y + least_own (search, &column, (MbCursor){ .piece = i + 1 }) > foot;
      if (overfull && (begun || !may_pass_foot (search, &column, i)))
        return;
      column.cost += overfull ? MB_COST_OVERFULL : 0;
      begun = TRUE;
      ink = y;
      continue;
    }
    const MbSetting *setting = mb_reel_setting (search->inner, i);
    guint from = i == column.from.piece ? column.from.line : 0;
    if (from == 0 && mb_costs_is_heading (piece) && owes_top (search, column.placed, i))
      return;
    guint fitting = fitting_lines (search, &column, i, from, y, foot);
    column.cost +=
        from == 0 ? mb_costs_paragraph (search->fit, piece, search->inner->settings[i]) : 0;
    for (guint line = from; line < setting->lines; line++, y += LINE) {
      at.line = line;
      if (line > from && line + MB_PAGE_WINDOW >= MIN (fitting, setting->lines - 1))
        end_column (search, column, at, y, fitting < setting->lines, overfull,
                    mb_costs_line (search->fit, piece, setting, from, line, soft));
      if (line < fitting && !overfull) {
        begun = TRUE;
        continue;
      }
      if (begun || overfull || !may_pass_foot (search, &column, i))
        return;
      overfull = begun = TRUE;
      column.cost += MB_COST_OVERFULL;
    }
    ink = y;
  }
}

static void
set_page (Search *search, Place page)
{
  if (page.cost >= search->best)
    return;
  search_rest (search, &page);
  begin_column (search, page);
}

/* --- The first page: a title above the set; it may end there ---*/

static void
open_first (Search *search, Place page)
{
  page.top = page.head + search->title * LINE;
  gint64 lack = page.foot - page.top;
  if (lack < 0)
    return;
  search_rest (search, &page);
  if (lack >= 3 * LINE)
    begin_column (search, page);
  if (page.placed > 0)
    return;
  page.cost += mb_costs_penalty (search->fit, &search->outside, search->reel->galley, 1);
  if (end_page (search, &page, page.top, page.head, 0, lack < search->outside.reach[1], FALSE, 1))
    turn (search, page, 0, FALSE, next_page);
}

static void
search_first (Search *search)
{
  for (int longer = -search->fit->shorter; longer <= search->fit->longer; longer++) {
    Place page = { .opening = TRUE, .longer = longer };
    page.cost = mb_costs_spread (search->fit, longer);
    fill_page (search, page, 0, 0, open_first);
  }
}

/* Every setting of every paragraph. */
static void
search_settings (Search *search, guint32 index)
{
  const MbGalley *galley = search->inner->galley;
  while (index < galley->n && galley->pieces[index].kind != MB_PIECE_LINES)
    index++;
  if (index == galley->n) {
    search_first (search);
    return;
  }
  const MbSettings *settings = &galley->pieces[index].lines.settings;
  for (guint which = 0; which < settings->n; which++) {
    search->inner->settings[index] = (guint8) which;
    search_settings (search, index + 1);
  }
  search->inner->settings[index] = (guint8) settings->best;
}

/* --- Instances ---*/

/* The notes of @inner are called in the set of @flow. */
static const MbNotes *
notes_inside (Hand *hand, const MbReel *flow, const MbNotes *notes)
{
  if (!notes)
    return NULL;
  MbNotes *moved = mb_arena_memdup (hand->arena, notes, sizeof *notes);
  MbNote *list = mb_arena_memdup (hand->arena, notes->notes, notes->n * sizeof *list);
  guint32 *called = mb_arena_array (hand->arena, guint32, flow->galley->n + 1);
  guint32 piece = 0;
  for (guint32 i = 0; i < notes->n; i++) {
    while (notes->called[piece + 1] <= i)
      piece++;
    list[i].sub = piece;
  }
  for (guint32 i = SET + 1; i <= flow->galley->n; i++)
    called[i] = notes->n;
  moved->notes = list;
  moved->called = called;
  moved->reel = flow;
  return moved;
}

static MbReel *
flow_of (Hand *hand, const MbReel *inner, const Search *search)
{
  g_array_set_size (hand->pieces, 0);
  lines (hand, search->title, search->title, search->title, 0)->lines.keep = TRUE;
  penalty (hand, 0, MB_BREAK_AUTO);
  MbPiece *piece = add (hand, MB_PIECE_COLUMNS, 0);
  piece->box = hand->text;
  piece->columns.galley = inner->galley;
  piece->columns.count = search->count;
  piece->columns.gap = 10 * MB_PT;
  piece->columns.balance = TRUE;
  if (search->tail > 0) {
    penalty (hand, 0, MB_BREAK_AUTO);
    add (hand, MB_PIECE_MONOLITH, (MbLength) search->tail * LINE)->grid = LINE;
  }
  MbReel *flow = reel_of (hand);
  flow->notes = notes_inside (hand, flow, inner->notes);
  return flow;
}

/* No break is forced in a set; a float is as wide as a column, or as all. */
static void
make_plain (Hand *hand, GRand *rand, guint count, GArray *floats)
{
  for (guint i = 0; i < hand->pieces->len; i++) {
    MbPiece *piece = &g_array_index (hand->pieces, MbPiece, i);
    if (piece->kind == MB_PIECE_PENALTY)
      piece->penalty.forced = MB_BREAK_AUTO;
    if (piece->kind != MB_PIECE_RESERVE)
      continue;
    piece->reserve.columns = count;
    piece->reserve.count = g_rand_boolean (rand) ? 1 : count;
    g_array_append_val (floats, i);
  }
}

typedef struct {
  guint costly, longer, proved, noted, floated, both, dear, none;
} Tally;

/* A line with more notes than a page holds, in what is left of a set: first fit makes the pages. */
static void
assert_no_way (Hand *hand, MbReel *reel, const MbPageFit *fit, guint height)
{
  MbPlan plan;
  MbPlanJob job = {
    .name = "", .weights = fit, .height = page_height, .data = GUINT_TO_POINTER (height)
  };
  if (mb_optimise (reel, &job, hand->arena, &plan) && plan.end)
    g_assert_cmpint (plan.cost, >=, DEAR);
}

static void
compare (guint seed, int notes, int floats, gboolean own, Tally *tally)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Hand hand = hand_new ();
  MbPageFit fit = plain;
  Search search = { .fit = &fit, .best = G_MAXINT64, .count = seed % 5 == 0 ? 3 : 2 };
  g_autoptr (GArray) list = search.floats = g_array_new (FALSE, FALSE, sizeof (guint));
  random_galley (&hand, rand, notes, floats);
  make_plain (&hand, rand, search.count, list);
  MbReel *inner = reel_of (&hand);
  search.title = (guint) g_rand_int_range (rand, 1, 4);
  search.height = (guint) g_rand_int_range (rand, 4, 7);
  fit.longer = g_rand_int_range (rand, 0, 2);
  search.tail = seed % 3 == 0 ? 2 : 0;
  search.reel = flow_of (&hand, inner, &search);
  search.inner = search.reel->inner[SET];
  if (own && inner->notes) {
    MbNotes *moved = mb_arena_memdup (hand.arena, inner->notes, sizeof *moved);
    moved->reel = search.inner;
    search.own = search.inner->notes = moved;
    search.reel->notes = NULL;
  }
  search.notes = search.reel->notes;
  search.places = mb_places_find (search.inner, 0, search.inner->end, hand.arena);
  search.outside = mb_places_find (search.reel, 0, search.reel->end, hand.arena);
  search_settings (&search, 0);
  if (search.best == G_MAXINT64) {
    assert_no_way (&hand, search.reel, &fit, search.height);
    tally->none++;
    hand_free (&hand);
    return;
  }
  MbPlan plan = plan_of (&hand, search.reel, &fit, search.height);
  gboolean dear = search.best >= DEAR;
  if (plan.cost != search.best && plan.proved && !dear)
    g_error ("seed %u: plan %" G_GINT64_FORMAT ", exhaustive %" G_GINT64_FORMAT, seed, plan.cost,
             search.best);
  tally->dear += dear;
  tally->proved += plan.proved && !dear;
  tally->costly += plan.cost > 0;
  tally->longer += plan.n > 1;
  gboolean noted = search.notes || search.own;
  tally->noted += noted && !dear && plan.proved;
  tally->floated += list->len > 0 && !dear && plan.proved;
  tally->both += noted && list->len > 0 && !dear && plan.proved;
  hand_free (&hand);
}

#define SETS 260

static void
test_sets (void)
{
  Tally tally = { 0 };
  for (guint seed = 1; seed <= SETS; seed++)
    compare (seed, 0, 0, FALSE, &tally);
  g_test_message ("%u of %u sets have a cost, %u more than a page", tally.costly, SETS,
                  tally.longer);
  g_assert_cmpuint (tally.proved + tally.dear, ==, SETS);
  g_assert_cmpuint (tally.costly, >, SETS / 3);
  g_assert_cmpuint (tally.longer, >, SETS / 2);
}

static void
compare_all (guint from, gboolean own, guint wanted)
{
  Tally tally = { 0 };
  guint seed = from;
  for (; tally.both < wanted; seed++)
    compare (seed, 28, 26, own, &tally);
  guint n = seed - from;
  g_test_message ("%u sets: %u with notes and floats are equal, %u with notes, %u with floats", n,
                  tally.both, tally.noted, tally.floated);
  g_test_message ("%u pass a foot, %u have no way, %u are not proved", tally.dear, tally.none,
                  n - tally.proved - tally.dear - tally.none);
  g_assert_cmpuint (n, <, 4 * wanted);
  g_assert_cmpuint (n - tally.proved - tally.dear - tally.none, <, n / 10);
}

static void
test_pages (void)
{
  compare_all (1000, FALSE, 220);
}

static void
test_columns (void)
{
  compare_all (4000, TRUE, 220);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/sets/exhaustive", test_sets);
  g_test_add_func ("/page/sets/notes-and-floats", test_pages);
  g_test_add_func ("/page/sets/notes-of-columns-and-floats", test_columns);
  return g_test_run ();
}
