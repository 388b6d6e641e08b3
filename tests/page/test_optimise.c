/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of page breaks against exhaustive search, on random small galleys. */
#include <string.h>

#include "page/hand.h"

/* --- Exhaustive search: every setting of every paragraph, every end of every page, no state remembered -------------------------------*/

typedef struct {
  const MbReel *reel;
  const MbPageFit *fit;
  MbPlaces places;
  guint height; /* of a page, in lines */
  gint64 best;
  const MbPlan *only; /* follow this plan */
  GArray *floats;     /* of guint32: their pieces */
  int calls[64];      /* by float: where it was called, in half turns */
} Search;

typedef struct {
  MbCursor from;
  guint page; /* of all */
  gboolean left, truncate, opening;
  int longer;
  gint64 cost;
  guint32 notes; /* where they go on */
  guint placed;  /* floats on pages before it… */
  guint owns;    /* …and on it too */
  int half;      /* half turns from the first page */
} Begin;

static void search_page (Search *search, Begin begin);
static void search_floats (Search *search, Begin begin);

static gboolean
is_wanted (const Search *search, const Begin *begin, MbCursor to)
{
  return !search->only || mb_cursor_compare (search->only->pages[begin->page].to, to) == 0;
}

static void
search_spread (Search *search, Begin next, gboolean free)
{
  int low = free ? -search->fit->shorter : next.longer;
  int high = free ? search->fit->longer : next.longer;
  gint64 cost = next.cost;
  if (search->only)
    low = high = search->only->pages[next.page].longer;
  for (next.longer = low; next.longer <= high; next.longer++) {
    next.cost = cost + (free ? mb_costs_spread (search->fit, next.longer) : 0);
    search_floats (search, next);
  }
}

static void
go_on (Search *search, Begin next, gpointer data)
{
  (void) data;
  search_spread (search, next, next.left);
}

/* --- Floats ---*/

static const MbPiece *
float_of (const Search *search, guint i)
{
  return &search->reel->galley->pieces[g_array_index (search->floats, guint32, i)];
}

static gboolean
is_at_top (const MbPiece *piece)
{
  return piece->box->style->box->floated == MB_FLOAT_TOP;
}

/* How many of the floats stand above @to. */
static guint
called_above (const Search *search, MbCursor to)
{
  guint n = 0;
  while (n < search->floats->len && g_array_index (search->floats, guint32, n) < to.piece)
    n++;
  return n;
}

/* Whether floats @from … @to - 1 stand on one page in their order. */
static gboolean
reads_down (const Search *search, guint from, guint to)
{
  for (guint i = from + 1; i < to; i++)
    if (is_at_top (float_of (search, i)) && !is_at_top (float_of (search, i - 1)))
      return FALSE;
  return TRUE;
}

static gint64
up_to_line (gint64 y)
{
  return (y + LINE - 1) / LINE * LINE;
}

static gint64
room_of (const MbPiece *piece)
{
  return up_to_line (piece->height +
                     (is_at_top (piece) ? piece->reserve.below : piece->reserve.above));
}

/* What floats @from … @to - 1 cost on a page at @half; those from @called on are called there. */
static gint64
floats_cost (const Search *search, guint from, guint to, guint called, int half)
{
  gint64 cost = 0;
  for (guint i = from; i < MIN (to, called); i++)
    cost += mb_costs_float (search->fit, (guint) (half - search->calls[i]));
  return cost;
}

/* The page goes to @next, or pages of floats come first; @last: all that wait must go. */
static void
search_turn (Search *search, Begin next, guint called, gboolean last,
             void (*go) (Search *search, Begin next, gpointer data), gpointer data)
{
  if (!last || next.placed == called)
    go (search, next, data);
  gint64 height = (gint64) search->height * LINE, filled = 0, taken = 0;
  for (guint n = 1; next.placed + n <= called; n++) {
    const MbPiece *piece = float_of (search, next.placed + n - 1);
    Begin after = next;
    filled += piece->height;
    taken += room_of (piece);
    if (!reads_down (search, next.placed, next.placed + n) || (n > 1 && taken > height) ||
        (!last && filled * 100 < height * MB_PLATE_SHARE))
      continue;
    const MbPlanPage *page = search->only ? &search->only->pages[next.page] : NULL;
    if (page && (!page->plate || page->n_floats != n))
      continue;
    after.cost += floats_cost (search, next.placed, next.placed + n, called, next.half) +
                  mb_costs_plate (search->fit, filled, height);
    after.placed += n;
    after.page++;
    after.longer = next.left ? 0 : next.longer;
    after.half += next.left ? 1 : 2;
    after.left = !next.left;
    search_turn (search, after, called, last, go, data);
  }
}

static void
search_floats (Search *search, Begin begin)
{
  guint called = called_above (search, begin.from);
  gint64 taken = 0, foot = ((gint64) search->height + begin.longer) * LINE;
  if (search->only && search->only->pages[begin.page].plate)
    return;
  for (guint n = 0; begin.placed + n <= search->floats->len; n++) {
    Begin with = begin;
    with.owns = n;
    with.cost += floats_cost (search, begin.placed, begin.placed + n, called, begin.half);
    if (n > 0) {
      guint i = begin.placed + n - 1;
      const MbPiece *piece = float_of (search, i);
      taken += room_of (piece);
      if (!reads_down (search, begin.placed, i + 1) || taken + LINE > foot ||
          (i >= called && (gint64) piece->height * 100 >= foot * MB_PLATE_SHARE))
        return;
    }
    if (!search->only || search->only->pages[begin.page].n_floats == n)
      search_page (search, with);
  }
}

static gint64
taken_by (const Search *search, const Begin *begin, gboolean top)
{
  gint64 sum = 0;
  for (guint i = begin->placed; i < begin->placed + begin->owns; i++)
    sum += is_at_top (float_of (search, i)) == top ? room_of (float_of (search, i)) : 0;
  return sum;
}

/* Whether a float that stands on the page is called from piece @index on. */
static gboolean
owes (const Search *search, const Begin *begin, guint32 index, gboolean top)
{
  for (guint i = begin->placed; i < begin->placed + begin->owns; i++)
    if (g_array_index (search->floats, guint32, i) >= index &&
        (!top || is_at_top (float_of (search, i))))
      return TRUE;
  return FALSE;
}

static guint32
first_called (const MbNotes *notes, guint32 index)
{
  return mb_notes_called (notes, (MbCursor){ .piece = index }, 0);
}

/* Height of the least that a page must have at its foot when lines up to @to are on it. */
static gint64
least_notes (const Search *search, const Begin *begin, MbCursor to)
{
  const MbNotes *notes = search->reel->notes;
  if (!notes)
    return 0;
  if (to.line > 0 && to.line >= mb_reel_setting (search->reel, to.piece)->lines)
    to = (MbCursor){ .piece = to.piece + 1 };
  guint32 called = mb_notes_called (notes, to, to.line > 0 ? search->reel->settings[to.piece] : 0);
  return mb_notes_height (notes, begin->notes, mb_notes_least (notes, begin->notes, called));
}

static void
try_break (Search *search, const Begin *begin, MbCursor to, gint64 ink, gint64 foot, gboolean tight,
           gboolean overfull, gint64 cost)
{
  gint64 lack = foot - ink;
  const MbNotes *notes = search->reel->notes;
  guint32 end = begin->notes;
  guint32 called =
      notes ? mb_notes_called (notes, to, to.line > 0 ? search->reel->settings[to.piece] : 0) : 0;
  if (called > begin->notes) {
    guint32 least = mb_notes_least (notes, begin->notes, called);
    gint64 height = 0;
    for (end = called; end > begin->notes; end--) {
      height = notes->tops[end] - notes->tops[begin->notes] + notes->above + notes->white;
      if (height <= lack)
        break;
    }
    if (end < least && !overfull)
      return;
    height = notes->tops[end] - notes->tops[begin->notes] +
             (end > begin->notes ? notes->above + notes->white : 0);
    cost += mb_notes_cost (search->fit, notes, begin->notes, end, called);
    lack -= height;
    lack -= lack > 0 ? lack % LINE : 0;
  }
  if (!overfull && (lack < 0 || (lack > MB_PAGE_WINDOW * LINE && !tight)))
    return;
  if (!is_wanted (search, begin, to) || owes (search, begin, to.piece, FALSE))
    return;
  Begin next = { .from = to,
                 .page = begin->page + 1,
                 .left = !begin->left,
                 .truncate = TRUE,
                 .longer = begin->longer,
                 .notes = end,
                 .placed = begin->placed + begin->owns,
                 .half = begin->half + (begin->left ? 1 : 2),
                 .cost = begin->cost + cost };
  next.cost += overfull ? 0 : mb_costs_shortage (search->fit, lack, LINE);
  if (begin->owns > 0 && !overfull)
    next.cost += mb_costs_beside (search->fit, ink - taken_by (search, begin, TRUE), LINE);
  search_turn (search, next, called_above (search, to), FALSE, go_on, NULL);
}

/* The rest of the notes at the end of a chapter. */
static gint64
last_notes (const Search *search, const Begin *begin, guint32 index, gint64 room, guint32 *end)
{
  const MbNotes *notes = search->reel->notes;
  *end = begin->notes;
  if (!notes || first_called (notes, index) <= *end)
    return 0;
  guint32 called = first_called (notes, index);
  *end = mb_notes_fitting (notes, begin->notes, called, room);
  gboolean all = *end == called;
  guint32 least = mb_notes_least (notes, begin->notes, called);
  gint64 passed = *end < least ? MB_COST_OVERFULL : 0;
  return all ? 0 : MB_COST_NOTES + passed;
}

static gint64
last_cost (const Search *search, const Begin *begin, gint64 ink, gint64 foot)
{
  return begin->opening ? 0 : mb_costs_last (search->fit, ink, foot, LINE);
}

static void
open_chapter (Search *search, Begin next, gpointer data)
{
  const MbBreakValue *asked = data;
  if (!mb_side_fits (FALSE, *asked, next.left))
    next.left = !next.left;
  search_spread (search, next, TRUE);
}

static void
stop (Search *search, Begin next, gpointer data)
{
  (void) data;
  search->best = MIN (search->best, next.cost);
}

static void
try_forced (Search *search, const Begin *begin, guint32 index, gint64 ink, gint64 foot)
{
  MbBreakValue asked = search->reel->galley->pieces[index].penalty.forced;
  Begin next = { .from = { .piece = index },
                 .page = begin->page + 1,
                 .left = !begin->left,
                 .opening = TRUE,
                 .longer = 0,
                 .cost = begin->cost + last_cost (search, begin, ink, foot) };
  next.cost += last_notes (search, begin, index, foot - ink, &next.notes);
  next.placed = begin->placed + begin->owns;
  next.half = begin->half + (begin->left ? 1 : 2);
  if (is_wanted (search, begin, next.from) && !owes (search, begin, index, FALSE))
    search_turn (search, next, called_above (search, next.from), TRUE, open_chapter, &asked);
}

/* The line of paragraph @index down to which the page can take it. */
static guint
fitting_lines (const Search *search, const Begin *begin, guint32 index, guint from, gint64 y,
               gint64 foot)
{
  guint line = from, lines = mb_reel_setting (search->reel, index)->lines;
  for (; line < lines; line++, y += LINE)
    if (y + LINE + least_notes (search, begin, (MbCursor){ .piece = index, .line = line + 1 }) >
        foot)
      break;
  return line;
}

/* Down one page, trying each place to end it. */
static void
search_page (Search *search, Begin begin)
{
  const MbGalley *galley = search->reel->galley;
  gint64 foot = ((gint64) search->height + begin.longer) * LINE - taken_by (search, &begin, FALSE);
  gint64 y = taken_by (search, &begin, TRUE), ink = y;
  gboolean begun = FALSE, truncate = begin.truncate, overfull = FALSE, parted = TRUE;
  /* no cost is negative */
  if (begin.cost >= search->best)
    return;
  for (guint32 i = begin.from.piece; i < search->reel->end; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind == MB_PIECE_RESERVE) {
      search->calls[called_above (search, (MbCursor){ .piece = i })] = begin.half;
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
    if (piece->kind == MB_PIECE_PENALTY) {
      parted = TRUE;
      if (!begun)
        continue;
      if (piece->penalty.forced != MB_BREAK_AUTO) {
        if (overfull || ink <= foot)
          try_forced (search, &begin, i, ink, foot);
        return;
      }
      try_break (search, &begin, (MbCursor){ .piece = i }, ink, foot,
                 foot - y < search->places.reach[i], overfull,
                 mb_costs_penalty (search->fit, &search->places, galley, i));
      continue;
    }
    if (begun && !parted)
      try_break (search, &begin, (MbCursor){ .piece = i }, ink, foot, TRUE, overfull,
                 mb_costs_penalty (search->fit, &search->places, galley, i));
    parted = FALSE;
    y = on_grid (y);
    truncate = FALSE;
    if (overfull)
      return;
    if (piece->kind == MB_PIECE_MONOLITH) {
      y += piece->height;
      overfull = y + least_notes (search, &begin, (MbCursor){ .piece = i + 1 }) > foot;
      if (overfull && (begun || owes (search, &begin, i, FALSE)))
        return;
      begin.cost += overfull ? MB_COST_OVERFULL : 0;
      begun = TRUE;
      ink = y;
      continue;
    }
    const MbSetting *setting = mb_reel_setting (search->reel, i);
    if (mb_costs_is_heading (piece) && owes (search, &begin, i, TRUE))
      return;
    guint from = i == begin.from.piece ? begin.from.line : 0;
    if (from == 0)
      begin.cost += mb_costs_paragraph (search->fit, piece, search->reel->settings[i]);
    guint fitting = fitting_lines (search, &begin, i, from, y, foot);
    for (guint line = from; line < setting->lines; line++) {
      gboolean tight = fitting < setting->lines;
      if (line > from && line + MB_PAGE_WINDOW >= MIN (fitting, setting->lines - 1))
        try_break (search, &begin, (MbCursor){ .piece = i, .line = line }, y, foot, tight, overfull,
                   mb_costs_line (search->fit, piece, setting, from, line, begin.left));
      gint64 below = least_notes (search, &begin, (MbCursor){ .piece = i, .line = line + 1 });
      if (y + LINE + below > foot && (begun || overfull || owes (search, &begin, i, FALSE)))
        return;
      if (y + LINE + below > foot) {
        overfull = TRUE;
        begin.cost += MB_COST_OVERFULL;
      }
      y += LINE;
      begun = TRUE;
    }
    ink = y;
  }
  if (!begun || (!overfull && ink > foot))
    return;
  guint32 end;
  begin.cost += last_notes (search, &begin, search->reel->end, foot - ink, &end);
  begin.cost += last_cost (search, &begin, ink, foot);
  if (search->only && begin.page + 1 > search->only->n)
    return;
  begin.placed += begin.owns;
  begin.page++;
  begin.half += begin.left ? 1 : 2;
  begin.left = !begin.left;
  search_turn (search, begin, search->floats->len, TRUE, stop, NULL);
}

/* Set each paragraph from @index on in each of its ways. */
static void
search_settings (Search *search, guint32 index)
{
  const MbGalley *galley = search->reel->galley;
  while (index < galley->n && galley->pieces[index].kind != MB_PIECE_LINES)
    index++;
  if (index == galley->n || search->only) {
    Begin begin = { .opening = TRUE };
    search_spread (search, begin, TRUE);
    return;
  }
  const MbSettings *settings = &galley->pieces[index].lines.settings;
  for (guint which = 0; which < settings->n; which++) {
    search->reel->settings[index] = (guint8) which;
    search_settings (search, index + 1);
  }
  search->reel->settings[index] = (guint8) settings->best;
}

/* --- Comparing --------------------------------------------------------------------------------------------------------------------*/

static gint64
search_best (const MbReel *reel, const MbPageFit *fit, guint height, MbArena *arena,
             const MbPlan *only)
{
  Search search = { .reel = reel,
                    .fit = fit,
                    .height = height,
                    .best = G_MAXINT64,
                    .only = only,
                    .floats = g_array_new (FALSE, FALSE, sizeof (guint32)),
                    .places = mb_places_find (reel, 0, reel->end, arena) };
  for (guint32 i = 0; i < reel->galley->n; i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_RESERVE)
      g_array_append_val (search.floats, i);
  search_settings (&search, 0);
  g_array_unref (search.floats);
  return search.best;
}

static gboolean
reel_has_floats (const MbReel *reel)
{
  for (guint32 i = 0; i < reel->galley->n; i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_RESERVE)
      return TRUE;
  return FALSE;
}

#define INSTANCES 900

static void
test_exhaustive (void)
{
  guint costly = 0, unproved = 0, floated = 0;
  for (guint seed = 1; seed <= INSTANCES; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    Hand hand = hand_new ();
    MbPageFit fit = plain;
    random_galley (&hand, rand, seed % 2 ? 0 : 30, seed % 3 ? 0 : 35);
    fit.longer = g_rand_int_range (rand, 0, 2);
    fit.shorter = g_rand_int_range (rand, 0, 2);
    guint height = (guint) g_rand_int_range (rand, 4, 9);
    MbReel *reel = reel_of (&hand);
    gint64 best = search_best (reel, &fit, height, hand.arena, NULL);
    MbPlan plan = plan_of (&hand, reel, &fit, height);
    g_assert_cmpint (plan.cost, >=, best);
    if (plan.cost != best && plan.proved)
      g_error ("seed %u: plan %" G_GINT64_FORMAT ", exhaustive %" G_GINT64_FORMAT, seed, plan.cost,
               best);
    unproved += !plan.proved;
    floated += reel_has_floats (reel);
    g_assert_cmpint (search_best (reel, &fit, height, hand.arena, &plan), ==, plan.cost);
    costly += best > 0;
    hand_free (&hand);
  }
  g_test_message ("%u of %u instances have a cost", costly, INSTANCES);
  g_test_message ("%u have floats; %u are said not to be proved the best", floated, unproved);
  g_assert_cmpuint (costly, >, INSTANCES / 2);
  g_assert_cmpuint (floated, >, 200);
  g_assert_cmpuint (unproved, <=, INSTANCES / 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/optimise/exhaustive", test_exhaustive);
  return g_test_run ();
}
