/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of a paragraph: passes of growing tolerance, the line counts around the best one, and the memo.
 *
 * Passes: tolerance 4; then 8 with an emergency stretch of 5 % of the measure; then anything with 20 %, where a line that
 * cannot fit is set overfull. The order matters: an unlimited tolerance makes every break feasible, a hundred times the
 * work, and is needed only when nothing else is left.
 *
 * The memo answers the same paragraph (by hash of its items) at the same measures again: page makers ask often. It is a table
 * of fixed size in which a newer answer replaces an older one.
 */
#include "internal.h"

#include <math.h>
#include <string.h>

#define TOLERANCE     4.0
#define TEX_TOLERANCE 4.3467 /* beyond it TeX calls a line infinitely bad */
#define MEMO_SLOTS    512
#define MEMO_LINES    400 /* longer answers are not kept */

/* --- The memo ---------------------------------------------------------------------------------------------*/

typedef struct {
  guint64 paragraph, measures;
  MbSetting *settings; /* one block with the breaks */
  guint n, best;
} Slot;

struct MbMemo {
  Slot slots[MEMO_SLOTS];
};

MbMemo *
mb_memo_new (void)
{
  return g_new0 (MbMemo, 1);
}

void
mb_memo_free (MbMemo *memo)
{
  for (guint i = 0; i < MEMO_SLOTS; i++)
    g_free (memo->slots[i].settings);
  g_free (memo);
}

static Slot *
slot_of (MbMemo *memo, guint64 paragraph, guint64 measures)
{
  return &memo->slots[(paragraph ^ (measures * 31)) % MEMO_SLOTS];
}

static guint
total_lines (const MbSetting *settings, guint n)
{
  guint lines = 0;
  for (guint i = 0; i < n; i++)
    lines += settings[i].lines;
  return lines;
}

/* Settings followed by their breaks, all in @to. */
static void
copy_settings (MbSetting *to, const MbSetting *from, guint n)
{
  MbBreak *breaks = (MbBreak *) (gpointer) (to + n);
  memcpy (to, from, n * sizeof *to);
  for (guint i = 0; i < n; i++) {
    memcpy (breaks, from[i].breaks, from[i].lines * sizeof *breaks);
    to[i].breaks = breaks;
    breaks += from[i].lines;
  }
}

static gsize
settings_size (const MbSetting *settings, guint n)
{
  return n * sizeof (MbSetting) + total_lines (settings, n) * sizeof (MbBreak);
}

static void
remember (Slot *slot, guint64 paragraph, guint64 measures, MbSettings settings)
{
  if (total_lines (settings.settings, settings.n) > MEMO_LINES)
    return;
  g_free (slot->settings);
  slot->settings = g_malloc (settings_size (settings.settings, settings.n));
  copy_settings (slot->settings, settings.settings, settings.n);
  slot->paragraph = paragraph;
  slot->measures = measures;
  slot->n = settings.n;
  slot->best = settings.best;
}

static MbSettings
recall (const Slot *slot, MbArena *arena)
{
  MbSetting *settings = mb_arena_alloc (arena, settings_size (slot->settings, slot->n));
  copy_settings (settings, slot->settings, slot->n);
  return (MbSettings){ settings, slot->n, slot->best };
}

/* --- Relief ------------------------------------------------------------------------------------------------------*/

#define RELIEVED_RATIO 1.0 /* spaces no wider than -marbre-justify allows need none */

/* What a tracking of a whole em would add to the line: halves of words count whole, so that no line ever gets too much. */
static gint64
trackable (const MbParagraph *paragraph, guint32 from, guint32 to)
{
  gint64 sum = 0;
  guint32 first = from == MB_BREAK_START ? 0 : paragraph->breaks[from].next;
  for (guint32 i = first; i <= paragraph->breaks[to].end && i < paragraph->n_items; i++)
    if (paragraph->items[i].kind == MB_ITEM_BOX)
      sum += (gint64) paragraph->items[i].word->n_clusters * paragraph->items[i].word->cut->size;
  return sum;
}

/* -marbre-relief: a line that stays too wide after its spaces were stretched gets letters a little further apart, as a compositor
 * would do in a narrow column; what is left is reported. */
static void
relieve (const MbParagraph *paragraph, MbBreak *brk, MbSum sum, guint32 from, guint32 to)
{
  int relief = paragraph->block->text->relief;
  gint64 whole = trackable (paragraph, from, to);
  if (relief <= 0 || brk->ratio <= RELIEVED_RATIO || whole <= 0 || sum.stretch <= 0)
    return;
  double missing = ((double) brk->ratio - RELIEVED_RATIO) * (double) sum.stretch;
  int tracking = (int) MIN (ceil (missing * 1000 / (double) whole), relief);
  brk->tracking = (gint16) (brk->tracking + tracking);
  brk->ratio -= (float) ((double) whole * tracking / 1000 / (double) sum.stretch);
}

/* --- From paths to settings -----------------------------------------------------------------------------------*/

MbLineEnd
mb_line_end (const MbBreakpoint *b)
{
  return (MbLineEnd){ .before = b->from.width,
                      .end = b->end,
                      .at = b->at,
                      .next = b->next,
                      .right = b->right,
                      .left = b->left,
                      .kind = b->kind,
                      .hyphen = b->hyphen,
                      .head = b->head };
}

static MbBreak
make_break (const MbParagraph *paragraph, MbMeasures measures, guint line, guint32 from, guint32 to)
{
  const MbBreakpoint *b = &paragraph->breaks[to];
  MbSum sum = mb_break_sum (paragraph, from, to);
  MbBreak brk = {
    .end = mb_line_end (b),
    .first = from == MB_BREAK_START,
    .measure = mb_measure_line (paragraph, measures, line),
    .scale = 10000,
    .hyphenated = b->hyphen,
    .flagged = b->flagged,
    .last = b->kind == MB_BREAK_AT_FORCED,
  };
  brk.turned = mb_turns (paragraph, from);
  gint64 gap = brk.measure.width - sum.width - (brk.turned ? mb_turn_width (paragraph) : 0);
  gboolean stretches = paragraph->justified && !sum.leaders &&
                       (!brk.last || mb_align_fills (paragraph->block->text));
  if (gap >= 0 && !stretches)
    return brk;
  if (!paragraph->justified) {
    brk.overfull = gap < -1;
    return brk;
  }
  const MbJustify *justify = &paragraph->block->text->justify;
  MbFill fill = mb_fill_line (sum, brk.measure.width);
  brk.overfull = fill.overfull;
  brk.ratio = (float) (fill.overfull ? -1.0 : fill.ratio);
  if (sum.micro > 0) {
    /* rounded down: spaces can always take up what is left, but not always give */
    brk.scale = (gint16) (10000 + floor (fill.micro * justify->scale * 10));
    brk.tracking = (gint16) floor (fill.micro * justify->tracking);
  }
  relieve (paragraph, &brk, sum, from, to);
  return brk;
}

static MbSetting
make_setting (const MbParagraph *paragraph, MbMeasures measures, const MbPath *path, MbArena *arena)
{
  MbBreak *breaks = mb_arena_array (arena, MbBreak, path->lines);
  MbSetting setting = { .lines = path->lines, .cost = path->cost, .breaks = breaks };
  guint32 from = MB_BREAK_START;
  for (guint i = 0; i < path->lines; i++) {
    breaks[i] = make_break (paragraph, measures, i, from, path->breaks[i]);
    from = path->breaks[i];
    setting.worst = MAX (setting.worst, ABS (breaks[i].ratio));
    setting.loose |= breaks[i].ratio > TOLERANCE || breaks[i].overfull;
  }
  return setting;
}

#define BAD_END                                                                                    \
  1200000 /* what a heading may cost more than one with a line more: an article at a line end, a word cut */

/* A heading has as few lines as it can, unless one more lets its lines end well; other text is as good as it can. */
static guint
find_best (const MbParagraph *paragraph, GArray *paths)
{
  gboolean heading = paragraph->mode == MB_MODE_BALANCED;
  gint64 least = heading ? BAD_END : 0;
  guint best = 0;
  for (guint i = 1; i < (heading ? MIN (paths->len, 2) : paths->len); i++)
    if (g_array_index (paths, MbPath, i).cost + least < g_array_index (paths, MbPath, best).cost)
      best = i;
  return best;
}

/* The line count of the best path, one fewer and two more; when there is none fewer, or none more, the window moves. */
static MbSettings
choose_settings (const MbParagraph *paragraph, MbMeasures measures, GArray *paths, MbArena *arena)
{
  guint best = find_best (paragraph, paths);
  guint from = best > 0 ? best - 1 : 0;
  guint to = MIN (from + MB_MAX_SETTINGS, paths->len);
  from = to >= MB_MAX_SETTINGS ? MIN (from, to - MB_MAX_SETTINGS) : 0;

  MbSetting *settings = mb_arena_array (arena, MbSetting, to - from);
  for (guint i = from; i < to; i++)
    settings[i - from] =
        make_setting (paragraph, measures, &g_array_index (paths, MbPath, i), arena);
  return (MbSettings){ settings, to - from, best - from };
}

static void
find_paths (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
            MbArena *arena, GArray *paths)
{
  static const MbPass passes[] = {
    { TOLERANCE, 0, FALSE },
    { 2 * TOLERANCE, 50, FALSE },
    { 1e9, 200, TRUE },
  };
  static const MbPass tex[] = { { TEX_TOLERANCE, 0, FALSE }, { TEX_TOLERANCE, 50, TRUE } };
  for (guint i = 0; typesetter->as_tex && i < G_N_ELEMENTS (tex); i++)
    if (mb_linebreak (typesetter, paragraph, measures, tex[i], arena, paths))
      return;
  if (paragraph->mode == MB_MODE_GREEDY) {
    MbPath path = mb_greedy (paragraph, measures, arena);
    g_array_append_val (paths, path);
    return;
  }
  /* few lines, all of which may be short: only the last pass finds the least number of them */
  guint first = paragraph->mode == MB_MODE_BALANCED ? G_N_ELEMENTS (passes) - 1 : 0;
  for (guint i = first; i < G_N_ELEMENTS (passes); i++)
    if (mb_linebreak (typesetter, paragraph, measures, passes[i], arena, paths))
      return;
}

static MbSettings
break_paragraph (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
                 MbArena *arena)
{
  GArray *paths = g_array_new (FALSE, FALSE, sizeof (MbPath));
  MbArena *work = typesetter->scratch.paths;
  MbMark mark = mb_arena_mark (work);
  find_paths (typesetter, paragraph, measures, work, paths);
  MbSettings settings = choose_settings (paragraph, measures, paths, arena);
  mb_arena_rewind (work, mark);
  g_array_free (paths, TRUE);
  return settings;
}

static MbSettings
recall_or_break (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
                 guint64 key, MbArena *arena)
{
  Slot *slot = slot_of (typesetter->memo, paragraph->hash, key);
  if (slot->settings && slot->paragraph == paragraph->hash && slot->measures == key)
    return recall (slot, arena);

  MbParagraph whole = mb_paragraph_whole (typesetter, paragraph);
  MbSettings settings = break_paragraph (typesetter, &whole, measures, arena);
  remember (slot, paragraph->hash, key, settings);
  return settings;
}

MbSettings
mb_text_break (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
               MbArena *arena)
{
  if (mb_paragraph_is_empty (paragraph))
    return (MbSettings){ 0 };
  guint64 key = mb_hash (measures.measures, measures.n * sizeof *measures.measures, measures.n);
  MbBroken *broken = arena == typesetter->answers ? paragraph->broken : NULL;
  if (broken && broken->settings.n && broken->measures == key)
    return broken->settings;
  MbSettings settings = recall_or_break (typesetter, paragraph, measures, key, arena);
  if (broken)
    *broken = (MbBroken){ key, settings };
  return settings;
}
