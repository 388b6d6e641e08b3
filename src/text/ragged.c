/* SPDX-License-Identifier: Apache-2.0 */
/* Unjustified text.
 *
 * Ragged and centred lines keep their natural spaces and are judged by the room they leave: a gap of a tenth of the measure
 * is as bad as spaces at full stretch, and badness grows with its cube, so the optimum has lines of like length. Hyphens
 * are dear there (items.c).
 *
 * Headings are balanced: with the number of lines given, the sum of the gaps is given, and the least sum of squares is the even
 * one; the last line counts like the others. The first may be the short one: its gap counts less, that of the last more. Against that
 * stands where a line ends: with a sentence it costs nothing, after punctuation a tenth of what an empty line would, between any two words a quarter,
 * after an article more than an empty line (sense.c).
 *
 * text-wrap: stable and white-space: pre-wrap ask for first fit: what stands before a change must not move. So does verse that is
 * turned over: a line holds what it can, the rest stands flush right under it, after a bracket.
 */
#include "internal.h"

#define TURN_GAP 6 /* an em over this, between the bracket and the words */

double
mb_ragged_badness (gint64 gap, gint64 width)
{
  if (gap <= 0)
    return 0;
  double share = (double) gap / (double) MAX (width, 1) * 10;
  return 100 * share * share * share;
}

#define EMPTY_LINE  1000000.0
#define FIRST_SHARE 0.7
#define LAST_SHARE  1.3

gint64
mb_balanced_demerits (gint64 gap, gint64 width, gint32 penalty, gboolean first, gboolean last)
{
  double share = (double) MAX (gap, 0) / (double) MAX (width, 1);
  double weight = first == last ? 1 : first ? FIRST_SHARE : LAST_SHARE;
  return (gint64) (EMPTY_LINE * weight * share * share) + (last ? 0 : (gint64) penalty * 1000);
}

static gboolean
fits (const MbParagraph *paragraph, guint32 from, guint32 to, gint64 width)
{
  MbSum sum = mb_break_sum (paragraph, from, to);
  return sum.width <= width;
}

gboolean
mb_zone_allows (const MbParagraph *paragraph, guint32 a, guint32 b, gint64 width)
{
  guint32 whole = paragraph->breaks[b].whole;
  gboolean starts_line = whole == MB_BREAK_START || (a != MB_BREAK_START && whole <= a);
  MbLength zone = mb_size_resolve (paragraph->block->text->hyphen_zone, (MbLength) width, 0);
  if (zone <= 0 || starts_line || !paragraph->breaks[b].hyphen)
    return TRUE;
  return width - mb_break_sum (paragraph, a, whole).width > zone;
}

gboolean
mb_rescue_allows (const MbParagraph *paragraph, guint32 a, guint32 b)
{
  guint32 whole = paragraph->breaks[b].whole;
  return !paragraph->breaks[b].rescue || whole == MB_BREAK_START ||
         (a != MB_BREAK_START && whole <= a);
}

static gboolean
may_end (const MbParagraph *paragraph, guint32 from, guint32 b, guint run, gint64 width)
{
  if (!mb_rescue_allows (paragraph, from, b))
    return FALSE;
  return !paragraph->breaks[b].hyphen ||
         (run < paragraph->block->text->hyphen_lines && mb_zone_allows (paragraph, from, b, width));
}

/* The last breakpoint that fits after @from; when none does, the first that there is. */
static guint32
next_break (const MbParagraph *paragraph, guint32 from, gint64 width, guint run)
{
  guint32 first = from == MB_BREAK_START ? 0 : from + 1;
  guint32 best = first;
  gboolean any = FALSE;
  for (guint32 b = first; b < paragraph->n_breaks; b++) {
    gboolean hyphen = paragraph->breaks[b].hyphen;
    if (fits (paragraph, from, b, width)) {
      if (may_end (paragraph, from, b, run, width)) {
        best = b;
        any = TRUE;
      }
    } else if (any || !hyphen) {
      if (!any && !may_end (paragraph, from, best, run, width))
        best = b;
      if (!hyphen)
        break;
    }
    if (paragraph->breaks[b].kind == MB_BREAK_AT_FORCED)
      break;
  }
  return best;
}

gboolean
mb_turns (const MbParagraph *paragraph, guint32 from)
{
  return paragraph->turn && from != MB_BREAK_START &&
         paragraph->breaks[from].kind != MB_BREAK_AT_FORCED;
}

MbLength
mb_turn_width (const MbParagraph *paragraph)
{
  return paragraph->turn->width + paragraph->em / TURN_GAP;
}

MbPath
mb_greedy (const MbParagraph *paragraph, MbMeasures measures, MbArena *arena)
{
  MbPath path = { .breaks = mb_arena_array (arena, guint32, paragraph->n_breaks) };
  guint run = 0;
  for (guint32 from = MB_BREAK_START; from + 1 < paragraph->n_breaks || from == MB_BREAK_START;) {
    gint64 width = mb_measure_line (paragraph, measures, path.lines).width;
    width -= mb_turns (paragraph, from) ? mb_turn_width (paragraph) : 0;
    from = next_break (paragraph, from, width, run);
    run = paragraph->breaks[from].flagged ? run + 1 : 0;
    path.breaks[path.lines++] = from;
  }
  return path;
}
