/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of pages for sets of columns against exhaustive search: every end of every column; what is left of a set is balanced as the planner has it
 * done. */
#include <string.h>

#include "page/hand.h"

/* --- Column sets: every end of every column; what is left of a set is balanced as the planner has it done ---------------------------*/

typedef struct {
  MbReel *reel, *inner;
  guint32 set;
  const MbPageFit *fit;
  MbPlaces places, outside;
  guint height, count;
  MbArena *arena;
  gint64 best;
} SetSearch;

/* A column of the set. */
typedef struct {
  MbCursor from;
  guint column;
  gint64 top, foot;
  gboolean left, opening, truncate;
  int longer;
  gint64 cost;
} Column;

static void search_set_page (SetSearch *search, Column page);
static void search_column (SetSearch *search, Column column);

static void
next_set_page (SetSearch *search, Column ended)
{
  Column page = ended;
  page.left = !ended.left;
  page.opening = FALSE;
  page.truncate = TRUE;
  page.column = 0;
  page.top = 0;
  int low = page.left ? -search->fit->shorter : ended.longer;
  int high = page.left ? search->fit->longer : ended.longer;
  for (page.longer = low; page.longer <= high; page.longer++) {
    page.foot = ((gint64) search->height + page.longer) * LINE;
    page.cost = ended.cost + (page.left ? mb_costs_spread (search->fit, page.longer) : 0);
    search_set_page (search, page);
  }
}

static void
end_set_column (SetSearch *search, Column column, MbCursor to, gint64 ink, gboolean tight,
                gboolean overfull, gint64 cost)
{
  gint64 lack = column.foot - ink;
  if (!overfull && (lack < 0 || (lack > MB_PAGE_WINDOW * LINE && !tight)))
    return;
  column.cost += cost;
  column.cost += overfull ? 0 : MB_HOLE * mb_costs_shortage (search->fit, lack, LINE);
  column.from = to;
  column.truncate = TRUE;
  if (++column.column == search->count)
    next_set_page (search, column);
  else
    search_column (search, column);
}

static void
search_column (SetSearch *search, Column column)
{
  const MbGalley *galley = search->inner->galley;
  gint64 y = column.top, ink = y;
  gboolean begun = FALSE, truncate = column.truncate, overfull = FALSE, parted = TRUE;
  gboolean soft = column.left || column.column + 1 < search->count;
  if (column.cost >= search->best)
    return;
  for (guint32 i = column.from.piece; i < search->inner->end; i++) {
    const MbPiece *piece = &galley->pieces[i];
    MbCursor at = { .piece = i };
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
        end_set_column (search, column, at, ink, column.foot - y < search->places.reach[i],
                        overfull, place);
      continue;
    }
    if (begun && !parted)
      end_set_column (search, column, at, ink, TRUE, overfull, place);
    parted = truncate = FALSE;
    y = on_grid (y);
    if (overfull)
      return;
    if (piece->kind == MB_PIECE_MONOLITH) {
      y += piece->height;
      overfull = y > column.foot;
      if (overfull && begun)
        return;
      column.cost += overfull ? MB_COST_OVERFULL : 0;
      begun = TRUE;
      ink = y;
      continue;
    }
    const MbSetting *setting = mb_reel_setting (search->inner, i);
    guint from = i == column.from.piece ? column.from.line : 0;
    guint fitting = from + (guint) MIN (MAX (column.foot - y, 0) / LINE, setting->lines - from);
    column.cost +=
        from == 0 ? mb_costs_paragraph (search->fit, piece, search->inner->settings[i]) : 0;
    for (guint line = from; line < setting->lines; line++, y += LINE) {
      at.line = line;
      if (line > from && line + MB_PAGE_WINDOW >= MIN (fitting, setting->lines - 1))
        end_set_column (search, column, at, y, fitting < setting->lines, overfull,
                        mb_costs_line (search->fit, piece, setting, from, line, soft));
      if (y + LINE <= column.foot && !overfull) {
        begun = TRUE;
        continue;
      }
      if (begun || overfull)
        return;
      overfull = begun = TRUE;
      column.cost += MB_COST_OVERFULL;
    }
    ink = y;
  }
}

static void
search_rest (SetSearch *search, const Column *page)
{
  MbColumnSet set;
  guint32 n = search->inner->galley->n;
  g_autofree guint8 *before = g_memdup2 (search->inner->settings, n);
  MbArena *scratch = mb_arena_new ();
  if (mb_set_rest (search->reel, search->set, page->from, page->top, page->foot, page->truncate,
                   scratch, &set)) {
    gint64 cost = page->cost + mb_set_cost (search->reel, &set, search->fit, &search->places);
    cost += page->opening ? 0 : mb_costs_last (search->fit, set.bottom, page->foot, LINE);
    search->best = MIN (search->best, cost);
  }
  memcpy (search->inner->settings, before, n);
  mb_arena_free (scratch);
}

static void
search_set_page (SetSearch *search, Column page)
{
  if (page.cost >= search->best)
    return;
  search_rest (search, &page);
  search_column (search, page);
}

/* The first page has @title lines above the set, and may end there. */
static void
search_first (SetSearch *search, guint title)
{
  for (int longer = -search->fit->shorter; longer <= search->fit->longer; longer++) {
    Column page = { .foot = ((gint64) search->height + longer) * LINE,
                    .opening = TRUE,
                    .longer = longer };
    page.cost = mb_costs_spread (search->fit, longer);
    page.top = title * LINE;
    gint64 lack = page.foot - page.top;
    if (lack < 0)
      continue;
    search_rest (search, &page);
    if (lack >= 3 * LINE)
      search_column (search, page);
    page.cost += mb_costs_shortage (search->fit, lack, LINE) +
                 mb_costs_penalty (search->fit, &search->outside, search->reel->galley, 1);
    if (lack <= MB_PAGE_WINDOW * LINE || lack < search->outside.reach[1])
      next_set_page (search, page);
  }
}

static void
search_sets (SetSearch *search, guint32 index, guint title)
{
  const MbGalley *galley = search->inner->galley;
  while (index < galley->n && galley->pieces[index].kind != MB_PIECE_LINES)
    index++;
  if (index == galley->n) {
    search_first (search, title);
    return;
  }
  const MbSettings *settings = &galley->pieces[index].lines.settings;
  for (guint which = 0; which < settings->n; which++) {
    search->inner->settings[index] = (guint8) which;
    search_sets (search, index + 1, title);
  }
  search->inner->settings[index] = (guint8) settings->best;
}

static MbReel *
set_of (Hand *hand, const MbReel *inner, guint title, guint count)
{
  g_array_set_size (hand->pieces, 0);
  lines (hand, title, title, title, 0)->lines.keep = TRUE;
  penalty (hand, 0, MB_BREAK_AUTO);
  MbPiece *piece = add (hand, MB_PIECE_COLUMNS, 0);
  piece->box = hand->text;
  piece->columns.galley = inner->galley;
  piece->columns.count = count;
  piece->columns.gap = 10 * MB_PT;
  piece->columns.balance = TRUE;
  return reel_of (hand);
}

#define SETS 260

static void
test_sets (void)
{
  guint costly = 0, long_ones = 0;
  for (guint seed = 1; seed <= SETS; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    Hand hand = hand_new ();
    MbPageFit fit = plain;
    random_galley (&hand, rand, 0, 0);
    for (guint i = 0; i < hand.pieces->len; i++)
      if (g_array_index (hand.pieces, MbPiece, i).kind == MB_PIECE_PENALTY)
        g_array_index (hand.pieces, MbPiece, i).penalty.forced = MB_BREAK_AUTO;
    MbReel *inner = reel_of (&hand);
    guint title = (guint) g_rand_int_range (rand, 1, 4), count = seed % 5 == 0 ? 3 : 2;
    guint height = (guint) g_rand_int_range (rand, 4, 7);
    MbReel *reel = set_of (&hand, inner, title, count);
    fit.longer = g_rand_int_range (rand, 0, 2);
    SetSearch search = {
      .reel = reel, .inner = reel->inner[2], .set = 2, .fit = &fit, .height = height
    };
    search.count = count;
    search.best = G_MAXINT64;
    search.places = mb_places_find (search.inner, 0, search.inner->end, hand.arena);
    search.outside = mb_places_find (reel, 0, reel->end, hand.arena);
    search_sets (&search, 0, title);
    MbPlan plan = plan_of (&hand, reel, &fit, height);
    if (plan.cost != search.best)
      g_error ("seed %u: plan %" G_GINT64_FORMAT ", exhaustive %" G_GINT64_FORMAT, seed, plan.cost,
               search.best);
    g_assert_true (plan.proved);
    costly += plan.cost > 0;
    long_ones += plan.n > 1;
    hand_free (&hand);
  }
  g_test_message ("%u of %u sets have a cost, %u more than a page", costly, SETS, long_ones);
  g_assert_cmpuint (costly, >, SETS / 3);
  g_assert_cmpuint (long_ones, >, SETS / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/sets/exhaustive", test_sets);
  return g_test_run ();
}
