/* SPDX-License-Identifier: Apache-2.0 */
/* Fitting on galleys made by hand: break rules, columns, margin box sizes, and over random and hostile galleys: every line is set once, in
 * order, and every page takes something. */
#include <string.h>

#include "../../src/page/internal.h"
#include "../work.h"

#define LINE (12 * MB_PT)

/* --- Galleys made by hand ------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbArena *arena;
  GArray *pieces;
} Hand;

static Hand
hand_new (void)
{
  return (Hand){ mb_arena_new (), g_array_new (FALSE, TRUE, sizeof (MbPiece)) };
}

static void
hand_free (Hand *hand)
{
  g_array_unref (hand->pieces);
  mb_arena_free (hand->arena);
}

static MbPiece *
add (Hand *hand, MbPieceKind kind, MbLength height)
{
  MbPiece piece = { .kind = kind, .height = height };
  g_array_append_val (hand->pieces, piece);
  return &g_array_index (hand->pieces, MbPiece, hand->pieces->len - 1);
}

static MbPiece *
lines (Hand *hand, guint n, guint8 orphans, guint8 widows)
{
  MbPiece *piece = add (hand, MB_PIECE_LINES, (MbLength) n * LINE);
  MbSetting *setting = mb_arena_new0 (hand->arena, MbSetting);
  setting->lines = n;
  piece->lines.settings = (MbSettings){ setting, 1, 0 };
  piece->lines.line_height = LINE;
  piece->lines.orphans = orphans;
  piece->lines.widows = widows;
  return piece;
}

static void
penalty (Hand *hand, int cost, MbBreakValue forced)
{
  MbPiece *piece = add (hand, MB_PIECE_PENALTY, 0);
  piece->penalty.cost = cost;
  piece->penalty.forced = forced;
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
  return mb_reel_new (galley, hand->arena);
}

static MbFit
fit (Hand *hand, const MbReel *reel, MbCursor from, guint height)
{
  MbRoom room = { .bottom = (gint64) height * LINE };
  return mb_fit (reel, MB_FIT_PAGE, from, room, TRUE, TRUE, hand->arena);
}

static void
assert_cursor (MbCursor at, guint piece, guint line)
{
  g_assert_cmpuint (at.piece, ==, piece);
  g_assert_cmpuint (at.line, ==, line);
}

/* --- Break rules ----------------------------------------------------------------------------------------------------------------*/

static void
test_orphans (void)
{
  Hand hand = hand_new ();
  lines (&hand, 9, 2, 2);
  penalty (&hand, 0, MB_BREAK_AUTO);
  lines (&hand, 5, 2, 2);
  MbReel *reel = reel_of (&hand);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 10).to, 1, 0); /* one line would be an orphan */
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 11).to, 2, 2);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 13).to, 2, 3); /* four would leave a widow */
  g_assert_true (fit (&hand, reel, (MbCursor){ 0 }, 14).end);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 8).to, 0, 7);
  hand_free (&hand);
}

static void
test_heading (void)
{
  Hand hand = hand_new ();
  lines (&hand, 6, 2, 2);
  penalty (&hand, 0, MB_BREAK_AUTO);
  add (&hand, MB_PIECE_GLUE, LINE)->glue.margin = TRUE;
  lines (&hand, 1, 2, 2);
  penalty (&hand, MB_PENALTY_FORBIDDEN, MB_BREAK_AUTO);
  lines (&hand, 6, 2, 2);
  MbReel *reel = reel_of (&hand);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 9).to, 1, 0);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 10).to, 5, 2);
  /* the margin above the heading is dropped after the break */
  MbFit next = fit (&hand, reel, (MbCursor){ .piece = 1 }, 20);
  g_assert_cmpint (next.bottom, ==, 7 * LINE);
  hand_free (&hand);
}

static void
test_forced (void)
{
  Hand hand = hand_new ();
  penalty (&hand, 0, MB_BREAK_RECTO);
  lines (&hand, 2, 1, 1);
  penalty (&hand, 0, MB_BREAK_COLUMN); /* no column here: nothing is forced */
  lines (&hand, 2, 1, 1);
  penalty (&hand, 0, MB_BREAK_PAGE);
  lines (&hand, 2, 1, 1);
  MbReel *reel = reel_of (&hand);
  const char *page = "before";
  g_assert_cmpint (mb_reel_leading (reel, (MbCursor){ 0 }, &page), ==, MB_BREAK_RECTO);
  g_assert_cmpstr (page, ==, "before");
  MbFit first = fit (&hand, reel, (MbCursor){ 0 }, 30);
  g_assert_true (first.forced && !first.end);
  assert_cursor (first.to, 4, 0);
  g_assert_true (fit (&hand, reel, first.to, 30).end);
  hand_free (&hand);
}

static void
test_monolith (void)
{
  Hand hand = hand_new ();
  lines (&hand, 3, 1, 1);
  penalty (&hand, 0, MB_BREAK_AUTO);
  add (&hand, MB_PIECE_MONOLITH, 40 * LINE);
  penalty (&hand, 0, MB_BREAK_AUTO);
  lines (&hand, 3, 1, 1);
  MbReel *reel = reel_of (&hand);
  MbFit at = fit (&hand, reel, (MbCursor){ 0 }, 10);
  assert_cursor (at.to, 1, 0);
  at = fit (&hand, reel, at.to, 10);
  g_assert_true (at.overfull);
  g_assert_cmpuint (at.culprit, ==, 2);
  assert_cursor (at.to, 3, 0);
  g_assert_true (fit (&hand, reel, at.to, 10).end);
  hand_free (&hand);
}

/* Heights go by the grid: a paragraph after a gap of 5 pt begins on the next line of it. */
static void
test_grid (void)
{
  Hand hand = hand_new ();
  lines (&hand, 2, 1, 1)->grid = LINE;
  penalty (&hand, 0, MB_BREAK_AUTO);
  add (&hand, MB_PIECE_GLUE, 5 * MB_PT)->glue.margin = TRUE;
  lines (&hand, 3, 1, 1)->grid = LINE;
  MbReel *reel = reel_of (&hand);
  g_assert_cmpint (fit (&hand, reel, (MbCursor){ 0 }, 9).bottom, ==, 6 * LINE);
  hand_free (&hand);
}

/* --- Columns ----------------------------------------------------------------------------------------------------------------------*/

static MbReel *
set_of (Hand *hand, guint n, guint count, gboolean balance)
{
  Hand inner = { hand->arena, g_array_new (FALSE, TRUE, sizeof (MbPiece)) };
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      penalty (&inner, 0, MB_BREAK_AUTO);
    lines (&inner, 4, 2, 2)->grid = LINE;
  }
  const MbReel *reel = reel_of (&inner);
  g_array_unref (inner.pieces);
  lines (hand, 2, 2, 2);
  penalty (hand, MB_PENALTY_FORBIDDEN, MB_BREAK_AUTO);
  MbPiece *piece = add (hand, MB_PIECE_COLUMNS, 0);
  piece->columns.galley = reel->galley;
  piece->columns.count = count;
  piece->columns.balance = balance;
  return reel_of (hand);
}

static void
test_balance (void)
{
  Hand hand = hand_new ();
  MbReel *reel = set_of (&hand, 6, 3, TRUE); /* 24 lines in 3 columns */
  MbFit at = fit (&hand, reel, (MbCursor){ 0 }, 30);
  g_assert_true (at.end);
  g_assert_cmpuint (at.n_sets, ==, 1);
  g_assert_cmpuint (at.sets[0].n, ==, 3);
  g_assert_cmpint (at.sets[0].top, ==, 2 * LINE);
  g_assert_cmpint (at.bottom, ==, 10 * LINE);
  hand_free (&hand);
}

static void
test_fill (void)
{
  Hand hand = hand_new ();
  MbReel *reel = set_of (&hand, 6, 3, FALSE);
  MbFit at = fit (&hand, reel, (MbCursor){ 0 }, 14);
  g_assert_true (at.end);
  g_assert_cmpuint (at.sets[0].n, ==, 2);
  g_assert_cmpint (at.bottom, ==, 14 * LINE);
  hand_free (&hand);
}

static void
test_overflow (void)
{
  Hand hand = hand_new ();
  MbReel *reel = set_of (&hand, 6, 3, TRUE);
  MbFit at = fit (&hand, reel, (MbCursor){ 0 }, 8); /* 18 of 24 lines fit */
  g_assert_false (at.end);
  assert_cursor (at.to, 2, 0);
  g_assert_cmpuint (at.to.sub_piece, ==, 8);
  g_assert_cmpuint (at.to.sub_line, ==, 2);
  at = fit (&hand, reel, at.to, 8);
  g_assert_true (at.end);
  g_assert_cmpint (at.bottom, ==, 2 * LINE);
  hand_free (&hand);
}

/* With room for fewer than three lines a column the set and the heading that is kept with it go to the next page. */
static void
test_worth (void)
{
  Hand hand = hand_new ();
  lines (&hand, 3, 2, 2);
  penalty (&hand, 0, MB_BREAK_AUTO);
  MbReel *reel = set_of (&hand, 6, 3, TRUE);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 7).to, 1, 0);
  assert_cursor (fit (&hand, reel, (MbCursor){ 0 }, 8).to, 4, 0);
  hand_free (&hand);
}

/* --- Header rows ---------------------------------------------------------------------------------------------------------------------*/

static void
test_heads (void)
{
  Hand hand = hand_new ();
  for (guint i = 0; i < 6; i++) {
    if (i > 0)
      penalty (&hand, i == 1 ? MB_PENALTY_FORBIDDEN : 0, MB_BREAK_AUTO);
    add (&hand, MB_PIECE_ROW, LINE)->monolith.header = i == 0;
  }
  MbReel *reel = reel_of (&hand);
  MbFit at = fit (&hand, reel, (MbCursor){ 0 }, 4);
  assert_cursor (at.to, 7, 0);
  g_assert_cmpint (at.top, ==, 0);
  at = fit (&hand, reel, at.to, 4);
  g_assert_true (at.end);
  g_assert_cmpint (at.top, ==, LINE);
  g_assert_cmpint (at.bottom, ==, 3 * LINE);
  hand_free (&hand);
}

/* --- Random galleys -------------------------------------------------------------------------------------------------------------------*/

static void
random_gap (Hand *hand, GRand *rand)
{
  static const MbBreakValue forced[] = { MB_BREAK_PAGE, MB_BREAK_COLUMN, MB_BREAK_RECTO };
  int kind = g_rand_int_range (rand, 0, 12);
  if (kind == 0)
    penalty (hand, 0, forced[g_rand_int_range (rand, 0, 3)]);
  else if (kind < 10)
    penalty (hand, kind < 4 ? MB_PENALTY_FORBIDDEN : kind == 4 ? 100 : 0, MB_BREAK_AUTO);
  if (g_rand_boolean (rand))
    add (hand, MB_PIECE_GLUE, g_rand_int_range (rand, -2, 20) * MB_PT)->glue.margin =
        g_rand_boolean (rand);
}

static void
random_content (Hand *hand, GRand *rand, gboolean columns)
{
  int kind = g_rand_int_range (rand, 0, 10);
  MbLength grid = g_rand_boolean (rand) ? LINE : 0;
  if (kind < 6) {
    MbPiece *piece =
        lines (hand, (guint) g_rand_int_range (rand, 1, 30), (guint8) g_rand_int_range (rand, 1, 4),
               (guint8) g_rand_int_range (rand, 1, 4));
    piece->grid = grid;
    piece->lines.keep = g_rand_int_range (rand, 0, 8) == 0;
  } else if (kind < 8) {
    add (hand, MB_PIECE_MONOLITH, g_rand_int_range (rand, 0, 300) * MB_PT)->grid = grid;
  } else if (kind == 8) {
    add (hand, MB_PIECE_ROW, 30 * MB_PT)->monolith.header = g_rand_int_range (rand, 0, 3) == 0;
  } else if (columns) {
    Hand inner = { hand->arena, g_array_new (FALSE, TRUE, sizeof (MbPiece)) };
    for (int i = g_rand_int_range (rand, 0, 12); i > 0; i--) {
      random_content (&inner, rand, FALSE);
      random_gap (&inner, rand);
    }
    const MbReel *reel = reel_of (&inner);
    g_array_unref (inner.pieces);
    MbPiece *piece = add (hand, MB_PIECE_COLUMNS, 0);
    piece->columns.galley = reel->galley;
    piece->columns.count = (guint) g_rand_int_range (rand, 1, 5);
    piece->columns.balance = g_rand_boolean (rand);
  }
}

/* What a range holds: 1 for a monolith or row, the lines of a paragraph. */
static guint
count_range (const MbReel *reel, MbCursor from, MbCursor to)
{
  guint sum = 0;
  for (guint32 i = from.piece; i < reel->galley->n && i <= to.piece; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    guint size = piece->kind == MB_PIECE_LINES ? mb_reel_setting (reel, i)->lines : 1;
    if (!mb_reel_is_content (piece) || piece->kind == MB_PIECE_COLUMNS)
      continue;
    guint a = i == from.piece ? from.line : 0, b = i == to.piece ? to.line : size;
    sum += b - MIN (a, b);
  }
  return sum;
}

static guint
count_all (const MbReel *reel)
{
  guint sum = count_range (reel, (MbCursor){ 0 }, (MbCursor){ .piece = reel->galley->n });
  for (guint32 i = 0; i < reel->galley->n; i++)
    if (reel->inner[i])
      sum += count_range (reel->inner[i], (MbCursor){ 0 },
                          (MbCursor){ .piece = reel->galley->n + reel->inner[i]->galley->n });
  return sum;
}

static guint
count_set (const MbReel *reel, const MbColumnSet *set, MbCursor *reached)
{
  guint sum = 0;
  g_assert_cmpuint (set->n, <=, MB_MAX_COLUMNS);
  for (guint i = 0; i < set->n; i++) {
    g_assert_cmpint (mb_cursor_compare (set->cuts[i], set->cuts[i + 1]), <, 0);
    sum += count_range (reel->inner[set->piece], set->cuts[i], set->cuts[i + 1]);
  }
  *reached = set->cuts[set->n];
  return sum;
}

/* Page after page: returns what was set in all. */
static guint
run (Hand *hand, const MbReel *reel, gint64 height, guint *n_pages)
{
  MbCursor at = { 0 };
  guint sum = 0;
  gboolean forced = TRUE, end = FALSE;
  for (*n_pages = 0; !end; (*n_pages)++) {
    MbFit page =
        mb_fit (reel, MB_FIT_PAGE, at, (MbRoom){ .bottom = height }, !forced, TRUE, hand->arena);
    g_assert_false (page.empty);
    g_assert_true (page.end || mb_cursor_compare (page.to, at) > 0);
    g_assert_true (page.overfull || page.bottom <= MAX (height, 0));
    sum += count_range (reel, at, page.to);
    MbCursor begun = { .piece = at.sub_piece, .line = at.sub_line };
    for (guint i = 0; i < page.n_sets; i++) {
      MbCursor reached;
      g_assert_cmpint (mb_cursor_compare (page.sets[i].cuts[0],
                                          page.sets[i].piece == at.piece ? begun : (MbCursor){ 0 }),
                       ==, 0);
      sum += count_set (reel, &page.sets[i], &reached);
    }
    at = page.to;
    forced = page.forced;
    end = page.end;
  }
  return sum;
}

static void
test_random (void)
{
  GRand *rand = g_rand_new_with_seed (850);
  for (guint i = 0; i < 3000; i++) {
    Hand hand = hand_new ();
    for (int n = g_rand_int_range (rand, 0, 60); n > 0; n--) {
      random_content (&hand, rand, TRUE);
      random_gap (&hand, rand);
    }
    const MbReel *reel = reel_of (&hand);
    guint n_pages, wanted = count_all (reel);
    g_assert_cmpuint (run (&hand, reel, (gint64) g_rand_int_range (rand, 0, 500) * MB_PT, &n_pages),
                      ==, wanted);
    g_assert_cmpuint (n_pages, <=, wanted + hand.pieces->len + 1);
    hand_free (&hand);
  }
  g_rand_free (rand);
}

/* --- Hostile galleys --------------------------------------------------------------------------------------------------------------------*/

static void
test_kept_chain (void)
{
  Hand hand = hand_new ();
  for (guint i = 0; i < 1000; i++) {
    lines (&hand, 1, 2, 2);
    penalty (&hand, MB_PENALTY_FORBIDDEN, MB_BREAK_AUTO);
  }
  lines (&hand, 1, 2, 2);
  guint n_pages;
  g_assert_cmpuint (run (&hand, reel_of (&hand), 10 * LINE, &n_pages), ==, 1001);
  g_assert_cmpuint (n_pages, ==, 101);
  hand_free (&hand);
}

static void
test_no_height (void)
{
  Hand hand = hand_new ();
  for (guint i = 0; i < 1000; i++)
    add (&hand, MB_PIECE_MONOLITH, 0);
  lines (&hand, 50, 2, 2);
  guint n_pages;
  g_assert_cmpuint (run (&hand, reel_of (&hand), 0, &n_pages), ==, 1050);
  g_assert_cmpuint (n_pages, ==, 51);
  hand_free (&hand);
}

static void
test_one_line (void)
{
  Hand hand = hand_new ();
  lines (&hand, 40, 2, 2);
  penalty (&hand, 0, MB_BREAK_AUTO);
  lines (&hand, 1, 2, 2);
  guint n_pages;
  g_assert_cmpuint (run (&hand, reel_of (&hand), LINE, &n_pages), ==, 41);
  g_assert_cmpuint (n_pages, ==, 41);
  hand_free (&hand);
}

/* A novel of 3.4 MB has some 15 000 paragraphs and 60 000 lines: ten times the novel may not cost a hundred times the work. */
static void
test_linear (void)
{
  gint64 spent[2];
  for (guint scale = 0; scale < 2; scale++) {
    Hand hand = hand_new ();
    for (guint i = 0; i < (scale ? 60000 : 6000); i++) {
      lines (&hand, 1 + i % 9, 2, 2)->grid = LINE;
      penalty (&hand, i % 50 == 0 ? MB_PENALTY_FORBIDDEN : 0, MB_BREAK_AUTO);
    }
    const MbReel *reel = reel_of (&hand);
    guint n_pages;
    gint64 start = work_done ();
    run (&hand, reel, 36 * LINE, &n_pages);
    spent[scale] = work_done () - start;
    g_test_message ("%u pages: %.1f M", n_pages, (double) spent[scale] / 1e6);
    hand_free (&hand);
  }
  g_assert_cmpint (spent[1], <, 20 * spent[0]);
}

/* --- Margin boxes -----------------------------------------------------------------------------------------------------------------------*/

static MbMarginSize
automatic (gint64 min, gint64 max)
{
  return (MbMarginSize){ .made = TRUE, .min = min, .max = max, .most = -1 };
}

static MbMarginSize
fixed (gint64 size)
{
  return (MbMarginSize){ .made = TRUE, .fixed = TRUE, .size = size, .most = -1 };
}

static void
check_sizes (MbMarginSize a, MbMarginSize b, MbMarginSize c, gint64 x, gint64 y, gint64 z)
{
  MbMarginSize boxes[3] = { a, b, c };
  gint64 sizes[3];
  mb_margin_sizes (boxes, 300, sizes);
  g_assert_cmpint (sizes[0], ==, x);
  g_assert_cmpint (sizes[1], ==, y);
  g_assert_cmpint (sizes[2], ==, z);
}

static void
test_margin_sizes (void)
{
  const MbMarginSize none = { .most = -1 };
  check_sizes (automatic (10, 60), none, none, 300, 0, 0);
  check_sizes (automatic (10, 50), none, automatic (10, 100), 100, 0,
               200); /* in proportion to max-content */
  check_sizes (automatic (20, 220), none, automatic (80, 480), 20 + 66, 0,
               300 - 86); /* min + share of max - min */
  check_sizes (automatic (200, 400), none, automatic (400, 900), 100, 0,
               200); /* in proportion to min-content */
  check_sizes (none, automatic (10, 60), none, 0, 300, 0);
  check_sizes (automatic (5, 30), automatic (10, 60), automatic (5, 20), 75, 150,
               75);                                               /* AC is 2 × 30 */
  check_sizes (fixed (40), automatic (10, 60), none, 40, 220, 0); /* AC is fixed at 80 */
  check_sizes (automatic (5, 30), fixed (100), automatic (5, 30), 100, 100, 100);
  check_sizes (fixed (50), none, automatic (5, 30), 50, 0, 250);
  MbMarginSize narrow = automatic (10, 60), wide = automatic (10, 60);
  narrow.most = 40;
  wide.least = 200;
  check_sizes (narrow, none, automatic (10, 60), 40, 0, 260);
  check_sizes (automatic (5, 30), wide, automatic (5, 30), 50, 200, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fit/orphans", test_orphans);
  g_test_add_func ("/fit/heading", test_heading);
  g_test_add_func ("/fit/forced", test_forced);
  g_test_add_func ("/fit/monolith", test_monolith);
  g_test_add_func ("/fit/grid", test_grid);
  g_test_add_func ("/columns/balance", test_balance);
  g_test_add_func ("/columns/fill", test_fill);
  g_test_add_func ("/columns/overflow", test_overflow);
  g_test_add_func ("/columns/worth", test_worth);
  g_test_add_func ("/rows/heads", test_heads);
  g_test_add_func ("/fit/random", test_random);
  g_test_add_func ("/hostile/kept-chain", test_kept_chain);
  g_test_add_func ("/hostile/no-height", test_no_height);
  g_test_add_func ("/hostile/one-line", test_one_line);
  g_test_add_func ("/hostile/linear", test_linear);
  g_test_add_func ("/margins/sizes", test_margin_sizes);
  return g_test_run ();
}
