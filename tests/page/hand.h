/* SPDX-License-Identifier: Apache-2.0 */
/* Galleys made by hand and at random, and a plan for their pages: what the tests of the page choice share. */
#pragma once
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

static inline MbBox *
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

static inline Hand
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

static inline void
hand_free (Hand *hand)
{
  g_array_unref (hand->pieces);
  g_array_unref (hand->notes);
  g_array_unref (hand->tops);
  mb_arena_free (hand->arena);
}

static inline MbPiece *
add (Hand *hand, MbPieceKind kind, MbLength height)
{
  MbPiece piece = { .kind = kind, .height = height };
  g_array_append_val (hand->pieces, piece);
  return &g_array_index (hand->pieces, MbPiece, hand->pieces->len - 1);
}

/* Settings of @low … @high lines, the best of @best; lines in the bits of @hyphens end with a hyphen. */
static inline MbPiece *
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

static inline void
penalty (Hand *hand, int cost, MbBreakValue forced)
{
  MbPiece *piece = add (hand, MB_PIECE_PENALTY, 0);
  piece->penalty.cost = cost;
  piece->penalty.forced = forced;
}

static inline void
margin (Hand *hand, MbLength height)
{
  add (hand, MB_PIECE_GLUE, height)->glue.margin = TRUE;
}

/* A page float, called by what comes next. */
static inline void
page_float (Hand *hand, MbLength height, gboolean top)
{
  MbPiece *piece = add (hand, MB_PIECE_RESERVE, height);
  MbBox *box = box_of (hand->arena, MB_BREAK_AUTO);
  MbStyleBox *style = mb_arena_new0 (hand->arena, MbStyleBox);
  style->floated = top ? MB_FLOAT_TOP : MB_FLOAT_BOTTOM;
  ((MbStyle *) box->style)->box = style;
  piece->box = box;
  piece->reserve.columns = piece->reserve.count = 1;
  piece->reserve.above = piece->reserve.below = 6 * MB_PT;
  piece->reserve.pitch = LINE;
}

#define NOTE_LINE (9 * MB_PT)

/* A note of @n lines, called by the line at @share per cent of the last paragraph. */
static inline void
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

static inline const MbNotes *
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

static inline MbReel *
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
  .floating = 300,
  .loosest = 200,
};

static inline gint64
on_grid (gint64 y)
{
  return (y + LINE - 1) / LINE * LINE;
}

static inline gint64
page_height (gpointer data, const char *name, MbPlanPageKind kind, gboolean left)
{
  (void) name, (void) left, (void) kind;
  return GPOINTER_TO_UINT (data) * (gint64) LINE;
}

static inline MbPlan
plan_of (Hand *hand, MbReel *reel, const MbPageFit *fit, guint height)
{
  MbPlan plan;
  MbPlanJob job = {
    .name = "", .weights = fit, .height = page_height, .data = GUINT_TO_POINTER (height)
  };
  g_assert_true (mb_optimise (reel, &job, hand->arena, &plan));
  g_assert_true (plan.end);
  return plan;
}

/* Calls of one paragraph stand in the order of its notes. */
static inline void
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

static inline void
random_galley (Hand *hand, GRand *rand, int notes, int floats)
{
  guint rest = (guint) g_rand_int_range (rand, 9, 15);
  gboolean first = TRUE;
  while (rest > 0) {
    /* some text there is: it says how high a line is */
    int kind = first ? 11 : g_rand_int_range (rand, 0, 12);
    if (!first)
      penalty (hand, g_rand_int_range (rand, 0, 7) == 0 ? MB_PENALTY_FORBIDDEN : 0,
               g_rand_int_range (rand, 0, 12) == 0   ? MB_BREAK_PAGE
               : g_rand_int_range (rand, 0, 16) == 0 ? MB_BREAK_RECTO
                                                     : MB_BREAK_AUTO);
    if (g_rand_int_range (rand, 0, 3) == 0)
      margin (hand, (MbLength) g_rand_int_range (rand, 1, 14) * MB_PT);
    if (g_rand_int_range (rand, 0, 100) < floats)
      page_float (hand, (MbLength) g_rand_int_range (rand, 6, 60) * MB_PT, g_rand_boolean (rand));
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
