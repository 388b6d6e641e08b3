/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of page breaks against exhaustive search, on random small galleys; and single situations where one means must win. */
#include <string.h>

#include "../../src/page/internal.h"

#define LINE (12 * MB_PT)

/* --- Galleys made by hand ------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbArena *arena;
  GArray *pieces;
  MbBox *text, *heading;
  GArray *notes; /* of MbNote */
  GArray *tops;  /* of gint64, of their units */
} Hand;

static MbBox *
box_of (MbArena *arena, MbBreakValue after)
{
  MbBox *box = mb_arena_new0 (arena, MbBox);
  MbStyle *style = mb_arena_new0 (arena, MbStyle);
  MbStyleText *text = mb_arena_new0 (arena, MbStyleText);
  MbStylePaged *paged = mb_arena_new0 (arena, MbStylePaged);
  text->looseness_min = -1;
  text->looseness_max = 1;
  text->hyphen_last = TRUE;
  paged->break_after = after;
  style->text = text;
  style->paged = paged;
  box->style = style;
  return box;
}

static Hand
hand_new (void)
{
  Hand hand = { .arena = mb_arena_new (), .pieces = g_array_new (FALSE, TRUE, sizeof (MbPiece)) };
  gint64 top = 0;
  hand.notes = g_array_new (FALSE, TRUE, sizeof (MbNote));
  hand.tops = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_array_append_val (hand.tops, top);
  hand.text = box_of (hand.arena, MB_BREAK_AUTO);
  hand.heading = box_of (hand.arena, MB_BREAK_AVOID);
  return hand;
}

static void
hand_free (Hand *hand)
{
  g_array_unref (hand->pieces);
  g_array_unref (hand->notes);
  g_array_unref (hand->tops);
  mb_arena_free (hand->arena);
}

static MbPiece *
add (Hand *hand, MbPieceKind kind, MbLength height)
{
  MbPiece piece = { .kind = kind, .height = height };
  g_array_append_val (hand->pieces, piece);
  return &g_array_index (hand->pieces, MbPiece, hand->pieces->len - 1);
}

/* Settings of @low … @high lines, the best of @best; lines in the bits of @hyphens end with a hyphen. */
static MbPiece *
lines (Hand *hand, guint low, guint best, guint high, guint hyphens)
{
  MbPiece *piece = add (hand, MB_PIECE_LINES, (MbLength) best * LINE);
  MbSetting *settings = mb_arena_array (hand->arena, MbSetting, high - low + 1);
  for (guint n = low; n <= high; n++) {
    MbBreak *breaks = mb_arena_array (hand->arena, MbBreak, n);
    for (guint i = 0; i < n; i++)
      breaks[i].flagged = hyphens >> i & 1;
    settings[n - low] =
        (MbSetting){ .lines = n, .cost = n == best ? 0 : 60000, .breaks = breaks, .worst = 1 };
  }
  piece->box = hand->text;
  piece->grid = LINE;
  piece->lines.settings = (MbSettings){ settings, high - low + 1, best - low };
  piece->lines.line_height = LINE;
  piece->lines.orphans = piece->lines.widows = 2;
  return piece;
}

static void
penalty (Hand *hand, int cost, MbBreakValue forced)
{
  MbPiece *piece = add (hand, MB_PIECE_PENALTY, 0);
  piece->penalty.cost = cost;
  piece->penalty.forced = forced;
}

static void
margin (Hand *hand, MbLength height)
{
  add (hand, MB_PIECE_GLUE, height)->glue.margin = TRUE;
}

#define NOTE_LINE (9 * MB_PT)

/* A note of @n lines, called by the line at @share per cent of the last paragraph. */
static void
note (Hand *hand, guint n, guint share)
{
  const MbPiece *piece = &g_array_index (hand->pieces, MbPiece, hand->pieces->len - 1);
  guint32 *lines = mb_arena_array (hand->arena, guint32, piece->lines.settings.n);
  for (guint i = 0; i < piece->lines.settings.n; i++)
    lines[i] = piece->lines.settings.settings[i].lines * share / 100;
  MbNote it = { .first = hand->tops->len - 1, .lines = lines };
  it.policy = share % 3 == 0 ? MB_NOTE_AUTO : MB_NOTE_LINE;
  g_array_append_val (hand->notes, it);
  for (guint i = 0; i < n; i++) {
    gint64 top = g_array_index (hand->tops, gint64, hand->tops->len - 1) + NOTE_LINE;
    g_array_append_val (hand->tops, top);
  }
  /* told by the piece below until the strip is made */
  g_array_index (hand->pieces, MbPiece, hand->pieces->len - 1).lines.n_marker++;
}

static const MbNotes *
notes_of (const Hand *hand, const MbGalley *galley)
{
  MbNotes *notes = mb_arena_new0 (hand->arena, MbNotes);
  guint32 *called = mb_arena_array (hand->arena, guint32, galley->n + 1);
  for (guint32 i = 0; i < galley->n; i++)
    called[i + 1] =
        called[i] +
        (galley->pieces[i].kind == MB_PIECE_LINES ? galley->pieces[i].lines.n_marker : 0);
  notes->called = called;
  notes->n = hand->notes->len;
  notes->notes = mb_arena_memdup (hand->arena, hand->notes->data, notes->n * sizeof (MbNote));
  notes->n_units = hand->tops->len - 1;
  notes->tops = mb_arena_memdup (hand->arena, hand->tops->data, hand->tops->len * sizeof (gint64));
  notes->bottoms = notes->tops + 1;
  notes->above = notes->white = 2 * MB_PT;
  return notes->n > 0 ? notes : NULL;
}

static MbReel *
reel_of (Hand *hand)
{
  MbGalley *galley = mb_arena_new0 (hand->arena, MbGalley);
  galley->pieces =
      mb_arena_memdup (hand->arena, hand->pieces->data, hand->pieces->len * sizeof (MbPiece));
  galley->n = hand->pieces->len;
  galley->inside = mb_lay_inside (galley->pieces, galley->n, hand->arena);
  galley->measure = 100 * MB_PT;
  MbReel *reel = mb_reel_new (galley, hand->arena);
  reel->notes = notes_of (hand, galley);
  return reel;
}

static const MbPageFit plain = {
  .widow = 4000,
  .orphan = 4000,
  .hyphen = 400,
  .hyphen_verso = 80,
  .heading = 800,
  .note = 600,
  .blank = 300,
  .shortage = 500,
  .spread = 100,
  .spread_shorter = 200,
  .paragraph = 10,
  .last = 120,
  .last_lines = 3,
  .loosest = 200,
};

/* --- Exhaustive search: every setting of every paragraph, every end of every page, no state remembered -------------------------------*/

typedef struct {
  const MbReel *reel;
  const MbPageFit *fit;
  MbPlaces places;
  guint height; /* of a page, in lines */
  gint64 best;
  const MbPlan *only; /* follow this plan */
} Search;

typedef struct {
  MbCursor from;
  guint page; /* of all */
  gboolean left, truncate, opening;
  int longer;
  gint64 cost;
  guint32 notes; /* where they go on */
} Begin;

static void search_page (Search *search, Begin begin);

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
    search_page (search, next);
  }
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
  if (!is_wanted (search, begin, to))
    return;
  Begin next = { .from = to,
                 .page = begin->page + 1,
                 .left = !begin->left,
                 .truncate = TRUE,
                 .longer = begin->longer,
                 .notes = end,
                 .cost = begin->cost + cost };
  next.cost += overfull ? 0 : mb_costs_shortage (search->fit, lack, LINE);
  search_spread (search, next, next.left);
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
  if (!mb_side_fits (asked, next.left))
    next.left = !next.left;
  if (is_wanted (search, begin, next.from))
    search_spread (search, next, TRUE);
}

static gint64
on_grid (gint64 y)
{
  return (y + LINE - 1) / LINE * LINE;
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
  gint64 foot = ((gint64) search->height + begin.longer) * LINE, y = 0, ink = 0;
  gboolean begun = FALSE, truncate = begin.truncate, overfull = FALSE, parted = TRUE;
  /* no cost is negative */
  if (begin.cost >= search->best)
    return;
  for (guint32 i = begin.from.piece; i < search->reel->end; i++) {
    const MbPiece *piece = &galley->pieces[i];
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
      if (overfull && begun)
        return;
      begin.cost += overfull ? MB_COST_OVERFULL : 0;
      begun = TRUE;
      ink = y;
      continue;
    }
    const MbSetting *setting = mb_reel_setting (search->reel, i);
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
      if (y + LINE + below > foot && (begun || overfull))
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
  search->best = MIN (search->best, begin.cost + last_cost (search, &begin, ink, foot));
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
page_height (gpointer data, const char *name, MbPlanPageKind kind, gboolean left)
{
  (void) name, (void) left, (void) kind;
  return GPOINTER_TO_UINT (data) * (gint64) LINE;
}

static MbPlan
plan_of (Hand *hand, MbReel *reel, const MbPageFit *fit, guint height)
{
  MbPlan plan;
  MbPlanJob job = {
    .name = "", .weights = fit, .height = page_height, .data = GUINT_TO_POINTER (height)
  };
  g_assert_true (mb_optimise (reel, &job, hand->arena, &plan));
  g_assert_true (plan.end && plan.proved);
  return plan;
}

static gint64
search_best (const MbReel *reel, const MbPageFit *fit, guint height, MbArena *arena,
             const MbPlan *only)
{
  Search search = { .reel = reel,
                    .fit = fit,
                    .height = height,
                    .best = G_MAXINT64,
                    .only = only,
                    .places = mb_places_find (reel, 0, reel->end, arena) };
  search_settings (&search, 0);
  return search.best;
}

/* Calls of one paragraph stand in the order of its notes. */
static void
sort_calls (Hand *hand, guint index)
{
  const MbPiece *piece = &g_array_index (hand->pieces, MbPiece, index);
  guint n = piece->lines.n_marker;
  for (guint i = hand->notes->len - n + 1; n > 1 && i < hand->notes->len; i++)
    for (guint k = 0; k < piece->lines.settings.n; k++) {
      const guint32 *before = g_array_index (hand->notes, MbNote, i - 1).lines;
      guint32 *lines = g_array_index (hand->notes, MbNote, i).lines;
      lines[k] = MAX (lines[k], before[k]);
    }
}

static void
random_galley (Hand *hand, GRand *rand, int notes)
{
  guint rest = (guint) g_rand_int_range (rand, 9, 15);
  gboolean first = TRUE;
  while (rest > 0) {
    int kind = g_rand_int_range (rand, 0, 12);
    if (!first)
      penalty (hand, g_rand_int_range (rand, 0, 7) == 0 ? MB_PENALTY_FORBIDDEN : 0,
               g_rand_int_range (rand, 0, 12) == 0   ? MB_BREAK_PAGE
               : g_rand_int_range (rand, 0, 16) == 0 ? MB_BREAK_RECTO
                                                     : MB_BREAK_AUTO);
    if (g_rand_int_range (rand, 0, 3) == 0)
      margin (hand, (MbLength) g_rand_int_range (rand, 1, 14) * MB_PT);
    first = FALSE;
    guint n = (guint) g_rand_int_range (rand, 1, 6);
    n = MIN (n, rest);
    if (kind == 0) {
      add (hand, MB_PIECE_MONOLITH, (MbLength) n * LINE)->grid = LINE;
    } else if (kind == 1) {
      add (hand, MB_PIECE_GLUE, LINE);
      n = 1;
    } else if (kind == 2) {
      lines (hand, 1, 1, 1, 0)->box = hand->heading;
      n = 1;
      penalty (hand, MB_PENALTY_FORBIDDEN, MB_BREAK_AUTO);
      lines (hand, 1, 1, 1, 0);
    } else {
      guint low = n > 1 && g_rand_boolean (rand) ? n - 1 : n;
      guint high = g_rand_int_range (rand, 0, 3) == 0 ? n + 1 : n;
      lines (hand, low, n, high, (guint) g_rand_int_range (rand, 0, 32))->lines.keep =
          g_rand_int_range (rand, 0, 9) == 0;
      while (g_rand_int_range (rand, 0, 100) < notes)
        note (hand, (guint) g_rand_int_range (rand, 1, 5), (guint) g_rand_int_range (rand, 0, 100));
      sort_calls (hand, hand->pieces->len - 1);
    }
    rest -= n;
  }
}

#define INSTANCES 600

static void
test_exhaustive (void)
{
  guint costly = 0;
  for (guint seed = 1; seed <= INSTANCES; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    Hand hand = hand_new ();
    MbPageFit fit = plain;
    random_galley (&hand, rand, seed % 2 ? 0 : 30);
    fit.longer = g_rand_int_range (rand, 0, 2);
    fit.shorter = g_rand_int_range (rand, 0, 2);
    guint height = (guint) g_rand_int_range (rand, 4, 9);
    MbReel *reel = reel_of (&hand);
    gint64 best = search_best (reel, &fit, height, hand.arena, NULL);
    MbPlan plan = plan_of (&hand, reel, &fit, height);
    if (plan.cost != best)
      g_error ("seed %u: plan %" G_GINT64_FORMAT ", exhaustive %" G_GINT64_FORMAT, seed, plan.cost,
               best);
    g_assert_cmpint (search_best (reel, &fit, height, hand.arena, &plan), ==, plan.cost);
    costly += best > 0;
    hand_free (&hand);
  }
  g_test_message ("%u of %u instances have a cost", costly, INSTANCES);
  g_assert_cmpuint (costly, >, INSTANCES / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/optimise/exhaustive", test_exhaustive);
  return g_test_run ();
}
