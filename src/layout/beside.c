/* SPDX-License-Identifier: Apache-2.0 */
/* Lines beside floats (CSS 2.2 § 9.5): a paragraph whose lines have widths of their own.
 *
 * Lines of one paragraph are one line height apart, so where line i stands is known before the paragraph is broken, and with it what floats leave
 * for it: total fit takes these measures as they are, for every number of lines at once. Three things are known only afterwards, and each has the
 * paragraph broken again:
 *   - a line in which not even a word fits stands below the next float that ends (a gap above it);
 *   - a float met inside the paragraph stands at the line it is met in when there is room left on that line, else at the next one. It
 *     is never above the line of its anchor: when the narrower lines push the anchor down, the float follows. Its line only ever grows;
 *   - lines that something makes taller push those below them down.
 * Rounds are bounded; what is not settled then stays as it is, which may leave a line overfull, never one under a float.
 *
 * A line is *bound* when a break before it would cut a float. A setting with so few lines that a float hangs below the paragraph is
 * offered only when the best one is such: what follows was laid out beside it. */
#include "internal.h"

#include <string.h>

#define ROUNDS      64
#define MAX_ANCHORS 64

/** A float met inside the paragraph. */
typedef struct {
  const MbAnchor *anchor;
  MbFragment *fragment; /* laid at 0,0 */
  gint64 y;             /* no higher than that */
  gboolean placed;
  MbPiece piece;
} Guest;

typedef struct {
  MbMaker *maker;
  MbPiece *piece;
  MbBand within;
  gint64 top;       /* of the paragraph, in the galley */
  GArray *gaps;     /* of gint64: white above each line */
  GArray *heights;  /* of MbLength: of each line, where they differ; empty: they do not */
  GArray *tops;     /* of gint64: of lines that have a measure of their own */
  GArray *measures; /* of MbMeasure */
  GArray *shift;    /* of MbLength */
  GArray *guests;   /* of Guest */
  guint own;        /* exclusions of the context before this paragraph */
} Beside;

/* --- Floats of the paragraph ---------------------------------------------------------------------------- */

static const MbAnchor *
float_of (const MbInline *item)
{
  const MbAnchor *anchor = item->kind == MB_INLINE_ANCHOR ? item->data : NULL;
  return anchor && anchor->kind == MB_ANCHOR_FLOAT ? anchor : NULL;
}

static gboolean
is_blank (const MbInline *item)
{
  MbWhiteSpace space = item->style->text->white_space;
  if (space == MB_SPACE_PRE || space == MB_SPACE_PRE_WRAP || space == MB_SPACE_BREAK_SPACES ||
      space == MB_SPACE_PRE_LINE)
    return item->length == 0;
  for (guint32 i = 0; i < item->length; i++)
    if (!strchr (" \t\n\r\f", item->text[i]))
      return FALSE;
  return TRUE;
}

/* Inlines before the first one that is seen. */
static guint
leading (const MbBox *box)
{
  for (guint i = 0; i < box->n_inlines; i++) {
    const MbInline *item = &box->inlines[i];
    gboolean tag = item->kind == MB_INLINE_OPEN || item->kind == MB_INLINE_CLOSE;
    if (item->kind == MB_INLINE_ANCHOR || item->kind == MB_INLINE_FIRST_LINE ||
        (tag && item->width == 0) || (item->kind == MB_INLINE_TEXT && is_blank (item)))
      continue;
    return i;
  }
  return box->n_inlines;
}

void
mb_beside_leading (MbMaker *maker, const MbBox *box, MbLength x, MbLength width, gboolean all)
{
  guint n = all ? box->n_inlines : leading (box);
  for (guint i = 0; i < n; i++) {
    const MbAnchor *anchor = float_of (&box->inlines[i]);
    if (!anchor || mb_floats_wait (maker, anchor->box, x, width, TRUE))
      continue;
    mb_lay_flow_in (maker, anchor->box, x, width);
    mb_maker_between (maker, anchor->box, box);
  }
}

static gboolean
has_guests (const MbBox *box)
{
  for (guint i = leading (box); i < box->n_inlines; i++)
    if (float_of (&box->inlines[i]))
      return TRUE;
  return FALSE;
}

/* Whether a float reaches below @y, of any context around. */
static gboolean
is_beside (const MbMaker *maker, gint64 y)
{
  gboolean beside = FALSE;
  for (const MbFloats *floats = maker->floats; floats; floats = floats->outer)
    beside |= mb_floats_next (floats, y) != G_MAXINT64;
  return beside;
}

gboolean
mb_beside_needed (const MbMaker *maker, const MbBox *box, gint64 y)
{
  return is_beside (maker, y) || has_guests (box);
}

/* Inside a paragraph nothing can stand in the flow instead, and columns do not cut it. */
static void
report_height (const MbMaker *maker, const MbFragment *fragment)
{
  const MbBox *box = fragment->box;
  MbLength tallest = maker->context->tallest;
  if (!maker->whole && maker->columns && tallest > 0 && fragment->rect.height > tallest)
    mb_report (maker->context->diagnostics, box->node ? box->node->pos : MB_NOWHERE,
               MB_MSG_FLOAT_CUT, NULL);
}

/* Each is laid once: what floats in it, and in that, is not laid again in every round. */
static void
list_guests (Beside *beside)
{
  const MbMaker *maker = beside->maker;
  const MbBox *box = beside->piece->box;
  for (guint i = leading (box); i < box->n_inlines; i++) {
    Guest guest = { .anchor = float_of (&box->inlines[i]) };
    if (!guest.anchor)
      continue;
    guest.fragment = mb_lay_atom_fragment (maker->context, guest.anchor->box, beside->piece->width,
                                           maker->arena);
    report_height (maker, guest.fragment);
    g_array_append_val (beside->guests, guest);
  }
}

/* --- Measures ------------------------------------------------------------------------------------------------ */

static gint64
gap_above (const Beside *beside, guint line)
{
  return line < beside->gaps->len ? g_array_index (beside->gaps, gint64, line) : 0;
}

static void
add_gap (Beside *beside, guint line, gint64 gap)
{
  if (beside->gaps->len <= line)
    g_array_set_size (beside->gaps, line + 1);
  g_array_index (beside->gaps, gint64, line) += gap;
}

static MbLength
height_of (const Beside *beside, guint line)
{
  if (line < beside->heights->len)
    return g_array_index (beside->heights, MbLength, line);
  return beside->piece->lines.line_height;
}

static gint64
top_of (const Beside *beside, guint line)
{
  gint64 y = beside->top;
  for (guint i = 0; i < line; i++)
    y += gap_above (beside, i) + height_of (beside, i);
  return y + gap_above (beside, line);
}

/* What both pages leave: as wide as the narrower, and where each of them begins. */
static MbMeasure
measure_at (const Beside *beside, gint64 y, MbLength height, MbLength *shift)
{
  const MbFloats *floats = beside->maker->floats;
  MbBand recto = mb_floats_band (floats, 0, y, y + height, beside->within, TRUE);
  MbBand verso = mb_floats_band (floats, 1, y, y + height, beside->within, TRUE);
  gint64 width = MIN (recto.right - recto.left, verso.right - verso.left);
  *shift = (MbLength) (verso.left - recto.left);
  return (MbMeasure){ (MbLength) (recto.left - beside->within.left),
                      (MbLength) MAX (width, G_MININT32) };
}

/* One measure for each line that begins above the bottom of a float, and one for all others. */
static void
set_measures (Beside *beside)
{
  g_array_set_size (beside->measures, 0);
  g_array_set_size (beside->shift, 0);
  g_array_set_size (beside->tops, 0);
  gint64 y = beside->top;
  for (guint line = 0; line < MB_MAX_PARAGRAPH_BYTES; line++) {
    MbLength height = height_of (beside, line), shift;
    y += gap_above (beside, line);
    MbMeasure measure = measure_at (beside, y, height, &shift);
    while (measure.width <= 0 && mb_floats_are_near (beside->maker, y)) {
      gint64 next = mb_floats_step (beside->maker->floats, y);
      add_gap (beside, line, next - y);
      y = next;
      measure = measure_at (beside, y, height, &shift);
    }
    g_array_append_val (beside->measures, measure);
    g_array_append_val (beside->shift, shift);
    g_array_append_val (beside->tops, y);
    if (!is_beside (beside->maker, y))
      return;
    y += height;
  }
}

static MbMeasures
measures_of (const Beside *beside)
{
  return (MbMeasures){ (const MbMeasure *) (gpointer) beside->measures->data,
                       beside->measures->len };
}

/* --- Rounds ---------------------------------------------------------------------------------------------------- */

static const MbSetting *
best_of (const Beside *beside)
{
  const MbSettings *settings = &beside->piece->lines.settings;
  return &settings->settings[settings->best];
}

/* A line beside a float in which nothing fits goes down. Returns: whether one did. */
static gboolean
widen_lines (Beside *beside)
{
  const MbSetting *setting = best_of (beside);
  for (guint line = 0; line < setting->lines && line < beside->tops->len; line++) {
    gint64 y = g_array_index (beside->tops, gint64, line), next;
    MbLength shift;
    gboolean narrow = measure_at (beside, y, height_of (beside, line), &shift).width <
                      beside->within.right - beside->within.left;
    if (!setting->breaks[line].overfull || !narrow)
      continue;
    next = mb_floats_step (beside->maker->floats, y);
    if (next == G_MAXINT64)
      continue;
    add_gap (beside, line, next - y);
    return TRUE;
  }
  return FALSE;
}

/* @afresh: what was put above the lines below the first that changed was for lines that stood elsewhere. */
static gboolean
measure_heights (Beside *beside, gboolean afresh)
{
  if (!mb_lay_lines_are_tall (beside->piece->box))
    return FALSE;
  const MbSetting *setting = best_of (beside);
  const MbLength *heights = mb_lay_lines_heights (beside->maker, beside->piece, setting);
  guint first = 0;
  while (first < setting->lines && heights[first] == height_of (beside, first))
    first++;
  gboolean changed = first < setting->lines;
  if (changed && afresh && beside->gaps->len > first + 1)
    g_array_set_size (beside->gaps, first + 1);
  g_array_set_size (beside->heights, 0);
  g_array_append_vals (beside->heights, heights, setting->lines);
  return changed;
}

/* The line in which @guest is met, and what stands before it there. */
static guint
line_of (const Beside *beside, const Guest *guest, MbLength *before)
{
  const MbSetting *setting = best_of (beside);
  gpointer data[MAX_ANCHORS];
  for (guint line = 0; line < setting->lines; line++) {
    guint n =
        mb_text_line_anchors (beside->piece->lines.paragraph, setting, line, data, MAX_ANCHORS);
    for (guint i = 0; i < n; i++)
      if (data[i] == guest->anchor) {
        *before =
            mb_text_line_before (beside->piece->lines.paragraph, setting, line, guest->anchor);
        return line;
      }
  }
  *before = 0;
  return setting->lines - 1;
}

static MbLength
outer_width (const Beside *beside, const MbFragment *fragment)
{
  MbLength containing = beside->piece->width;
  const MbSize *margin = fragment->box->style->box->margin;
  return fragment->rect.width + mb_size_resolve (margin[MB_LEFT], containing, 0) +
         mb_size_resolve (margin[MB_RIGHT], containing, 0);
}

/* Where @guest may stand, now that its line is known. Returns: whether that is lower than before. */
static gboolean
sink_guest (Beside *beside, Guest *guest)
{
  MbLength before, shift;
  guint line = line_of (beside, guest, &before);
  gint64 y = top_of (beside, line);
  if (guest->placed && y <= guest->y)
    return FALSE;
  MbLength room = measure_at (beside, y, height_of (beside, line), &shift).width - before;
  if (!guest->placed && before > 0 && room < outer_width (beside, guest->fragment))
    y += height_of (beside, line);
  if (guest->placed && y <= guest->y)
    return FALSE;
  guest->y = y;
  guest->placed = TRUE;
  return TRUE;
}

/* All floats of the paragraph again, down to the one that has moved. */
static void
place_guests (Beside *beside)
{
  MbFloats *floats = beside->maker->floats;
  g_array_set_size (floats->exclusions, beside->own);
  floats->last_top = MB_NO_FLOAT;
  for (guint i = 0; i < beside->own; i++)
    floats->last_top =
        MAX (floats->last_top, g_array_index (floats->exclusions, MbExclusion, i).top);
  for (guint i = 0; i < beside->guests->len; i++) {
    Guest *guest = &g_array_index (beside->guests, Guest, i);
    if (guest->placed)
      mb_floats_lay (beside->maker, guest->anchor->box, guest->fragment, beside->within, guest->y,
                     &guest->piece);
  }
}

/* The first float that must go down, goes. Returns: whether one did. */
static gboolean
sink_guests (Beside *beside)
{
  for (guint i = 0; i < beside->guests->len; i++) {
    Guest *guest = &g_array_index (beside->guests, Guest, i);
    if (sink_guest (beside, guest)) {
      place_guests (beside);
      return TRUE;
    }
    if (!guest->placed)
      return FALSE;
  }
  return FALSE;
}

static void
break_once (Beside *beside)
{
  set_measures (beside);
  beside->piece->lines.settings =
      mb_lay_lines_break (beside->maker, beside->piece, measures_of (beside));
}

/* Floats for which no round was left. */
static void
place_rest (Beside *beside)
{
  gboolean any = FALSE;
  for (guint i = 0; i < beside->guests->len; i++) {
    Guest *guest = &g_array_index (beside->guests, Guest, i);
    any |= !guest->placed && sink_guest (beside, guest);
  }
  if (!any)
    return;
  place_guests (beside);
  break_once (beside);
}

/* Gaps may be taken back in the first half of the rounds; from then on they only grow, so that heights and gaps do not turn in a circle. */
static void
settle (Beside *beside)
{
  gboolean changed = TRUE;
  break_once (beside);
  for (guint round = 0; changed && round < ROUNDS; round++) {
    gboolean early = round < ROUNDS / 2;
    changed = (early && measure_heights (beside, TRUE)) || widen_lines (beside) ||
              (!early && measure_heights (beside, FALSE)) || sink_guests (beside);
    if (changed)
      break_once (beside);
  }
  if (!changed)
    return;
  place_rest (beside);
  measure_heights (beside, FALSE);
}

/* --- The piece -------------------------------------------------------------------------------------------------- */

/* Breaks that would cut a float: those above its bottom, but not above its line. */
static void
bind_lines (Beside *beside)
{
  MbPiece *piece = beside->piece;
  guint n = beside->tops->len;
  guint8 *bound = mb_arena_array (beside->maker->arena, guint8, n);
  for (guint line = 1; line < n; line++) {
    gint64 y = g_array_index (beside->tops, gint64, line);
    for (const MbFloats *floats = beside->maker->floats; floats; floats = floats->outer)
      for (guint i = 0; i < floats->exclusions->len; i++) {
        const MbExclusion *it = &g_array_index (floats->exclusions, MbExclusion, i);
        bound[line] |= it->n_cuts == 0 && it->bottom > y && it->top < y;
      }
  }
  piece->lines.bound = bound;
  piece->lines.n_bound = n;
  gboolean shifted = FALSE;
  for (guint line = 0; line < n; line++)
    shifted |= g_array_index (beside->shift, MbLength, line) != 0;
  if (shifted)
    piece->lines.shift =
        mb_arena_memdup (beside->maker->arena, beside->shift->data, n * sizeof (MbLength));
}

static void
take_guests (Beside *beside)
{
  MbPiece *piece = beside->piece;
  guint n = beside->guests->len;
  struct MbPieceFloat *floats = mb_arena_array (beside->maker->arena, struct MbPieceFloat, n);
  for (guint i = 0; i < n; i++) {
    const Guest *guest = &g_array_index (beside->guests, Guest, i);
    MbLength before;
    guint line = line_of (beside, guest, &before);
    floats[i] = guest->piece.floating;
    floats[i].line = line;
    floats[i].dy -= (MbLength) (top_of (beside, line));
  }
  piece->lines.floats = floats;
  piece->lines.n_floats = n;
}

/* Lines with white above them, or of heights of their own, have one setting. */
static void
take_heights (Beside *beside)
{
  MbPiece *piece = beside->piece;
  const MbSetting *setting = best_of (beside);
  gboolean gaps = FALSE;
  for (guint i = 1; i < setting->lines; i++)
    gaps |= gap_above (beside, i) > 0;
  if (!gaps && beside->heights->len == 0)
    return;
  MbLength *heights = mb_arena_array (beside->maker->arena, MbLength, setting->lines);
  for (guint i = 0; i < setting->lines; i++) {
    gint64 gap = i + 1 < setting->lines ? gap_above (beside, i + 1) : 0;
    heights[i] = (MbLength) MIN (height_of (beside, i) + gap, MB_LENGTH_MAX);
  }
  piece->lines.heights = heights;
}

/* Settings after which a float hangs lower than after the best. */
static void
drop_settings (Beside *beside)
{
  MbSettings *settings = &beside->piece->lines.settings;
  const MbSetting *best = best_of (beside);
  gboolean one = beside->piece->lines.heights || beside->guests->len > 0;
  gboolean ends = best->lines + 1 >= beside->tops->len;
  if (one || !ends) {
    settings->settings = best;
    settings->n = 1;
    settings->best = 0;
    return;
  }
  while (settings->settings->lines + 1 < beside->tops->len && settings->settings != best) {
    settings->settings++;
    settings->n--;
    settings->best--;
  }
}

static void
beside_clear (Beside *beside)
{
  GArray *arrays[] = { beside->gaps,     beside->heights, beside->tops,
                       beside->measures, beside->shift,   beside->guests };
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
}

MbLength
mb_beside_break (MbMaker *maker, MbPiece *piece)
{
  Beside beside = { .maker = maker,
                    .piece = piece,
                    .within = { piece->x, (gint64) piece->x + piece->width },
                    .top = mb_grid_snap (mb_maker_content_y (maker), 0, piece->grid),
                    .gaps = g_array_new (FALSE, TRUE, sizeof (gint64)),
                    .heights = g_array_new (FALSE, TRUE, sizeof (MbLength)),
                    .tops = g_array_new (FALSE, TRUE, sizeof (gint64)),
                    .measures = g_array_new (FALSE, TRUE, sizeof (MbMeasure)),
                    .shift = g_array_new (FALSE, TRUE, sizeof (MbLength)),
                    .guests = g_array_new (FALSE, TRUE, sizeof (Guest)),
                    .own = maker->floats->exclusions->len };
  list_guests (&beside);
  settle (&beside);
  gint64 gap = 0;
  if (piece->lines.settings.n > 0) {
    take_heights (&beside);
    take_guests (&beside);
    bind_lines (&beside);
    drop_settings (&beside);
    gap = gap_above (&beside, 0);
  }
  beside_clear (&beside);
  return (MbLength) MIN (gap, MB_LENGTH_MAX);
}
