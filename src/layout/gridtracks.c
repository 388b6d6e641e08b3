/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes of the tracks of a grid: the track sizing algorithm of css-grid-1 § 11.
 *
 * Each track has a base size and a growth limit. They begin with what is fixed; then items ask for room: those in one track first, then those
 * over two, three …, last those over flexible tracks. A *phase* is one question (how small may the item be, how small its content, how wide
 * would it like to be; for the base or for the limit), put to all items of a group before any track grows, so that their order does
 * not matter. What remains of the space is then shared: up to the limits, to flexible tracks, to auto tracks when they stretch.
 *
 * Lengths are integers; shares are cut to whole units and the rest goes to the first tracks, so the tracks fill the space exactly. */
#include "gridbox.h"

typedef enum { PHASE_LEAST, PHASE_MIN, PHASE_MAX, PHASE_LIMIT_MIN, PHASE_LIMIT_MAX } Phase;

typedef struct {
  MbGrid *grid;
  int which;
  MbGridAxis *axis;
  MbGridSpace space;
  MbLength available; /* DEFINITE: of the container; INDEFINITE: at least; -1 */
} Sizing;

/* --- Questions about tracks ----------------------------------------------------------------------------- */

static gboolean
is_flexible (const MbGridTrack *track)
{
  return track->size.max.kind == MB_GRID_TRACK_FLEX;
}

static gboolean
is_fit (const MbGridTrack *track)
{
  return track->size.max.kind == MB_GRID_TRACK_FIT_LENGTH ||
         track->size.max.kind == MB_GRID_TRACK_FIT_PERCENT;
}

static gboolean
is_intrinsic (MbGridBreadth breadth)
{
  return breadth.kind == MB_GRID_TRACK_AUTO || breadth.kind == MB_GRID_TRACK_MIN_CONTENT ||
         breadth.kind == MB_GRID_TRACK_MAX_CONTENT;
}

/* Whether @phase may change @track. */
static gboolean
is_affected (const Sizing *sizing, const MbGridTrack *track, Phase phase)
{
  MbGridTrackKind min = track->size.min.kind, max = track->size.max.kind;
  switch (phase) {
  case PHASE_LEAST: return is_intrinsic (track->size.min);
  case PHASE_MIN: return min == MB_GRID_TRACK_MIN_CONTENT || min == MB_GRID_TRACK_MAX_CONTENT;
  case PHASE_MAX:
    return min == MB_GRID_TRACK_MAX_CONTENT ||
           (min == MB_GRID_TRACK_AUTO && sizing->space == MB_GRID_MAX && !is_flexible (track) &&
            !is_fit (track) && is_intrinsic (track->size.max) && max != MB_GRID_TRACK_MIN_CONTENT);
  case PHASE_LIMIT_MIN: return is_intrinsic (track->size.max) || is_fit (track);
  case PHASE_LIMIT_MAX:
    return max == MB_GRID_TRACK_MAX_CONTENT || max == MB_GRID_TRACK_AUTO || is_fit (track);
  }
  return FALSE;
}

static MbLength
breadth_length (const Sizing *sizing, MbGridBreadth breadth)
{
  gboolean percent =
      breadth.kind == MB_GRID_TRACK_PERCENT || breadth.kind == MB_GRID_TRACK_FIT_PERCENT;
  if (breadth.kind == MB_GRID_TRACK_LENGTH || breadth.kind == MB_GRID_TRACK_FIT_LENGTH)
    return breadth.value;
  if (percent && sizing->space == MB_GRID_DEFINITE)
    return mb_size_resolve ((MbSize){ MB_SIZE_PERCENT, breadth.value }, sizing->available, 0);
  return -1;
}

/* A percentage of what is not known yet is auto. */
static void
settle_percentages (const Sizing *sizing, MbGridTrack *track)
{
  MbGridBreadth automatic = { MB_GRID_TRACK_AUTO, 0 };
  if (sizing->space == MB_GRID_DEFINITE)
    return;
  if (track->size.min.kind == MB_GRID_TRACK_PERCENT)
    track->size.min = automatic;
  if (track->size.max.kind == MB_GRID_TRACK_PERCENT ||
      track->size.max.kind == MB_GRID_TRACK_FIT_PERCENT)
    track->size.max = automatic;
}

static void
begin_track (const Sizing *sizing, MbGridTrack *track)
{
  settle_percentages (sizing, track);
  MbLength min = breadth_length (sizing, track->size.min);
  MbLength max = is_fit (track) ? -1 : breadth_length (sizing, track->size.max);
  if (track->empty)
    track->size = (MbGridSize){ { MB_GRID_TRACK_LENGTH, 0 }, { MB_GRID_TRACK_LENGTH, 0 } };
  track->base = track->empty ? 0 : MAX (min, 0);
  track->limit = track->empty ? 0 : max >= 0 ? MAX (max, track->base) : MB_GRID_INFINITE;
  track->growable = FALSE;
}

/* --- Sums ------------------------------------------------------------------------------------------------- */

static gint64
sum_bases (const MbGridAxis *axis, int start, int span)
{
  gint64 sum = 0;
  gboolean any = FALSE;
  for (int i = start; i < start + span; i++) {
    const MbGridTrack *track = &axis->tracks[i];
    if (track->empty)
      continue;
    sum += track->base + (any ? axis->gap : 0);
    any = TRUE;
  }
  return sum;
}

/* Growth limits; a track without one counts with its base. */
static gint64
sum_limits (const MbGridAxis *axis, int start, int span)
{
  gint64 sum = sum_bases (axis, start, span);
  for (int i = start; i < start + span; i++)
    if (axis->tracks[i].limit != MB_GRID_INFINITE)
      sum += axis->tracks[i].limit - axis->tracks[i].base;
  return sum;
}

static gboolean
spans_flexible (const Sizing *sizing, const MbGridItem *item)
{
  for (int i = 0; i < item->span[sizing->which]; i++)
    if (is_flexible (&sizing->axis->tracks[item->start[sizing->which] + i]))
      return TRUE;
  return FALSE;
}

/* --- What items ask for ------------------------------------------------------------------------------------- */

/* The sum of the maxima of the tracks of @item when all are fixed, else -1. */
static gint64
fixed_room (const Sizing *sizing, const MbGridItem *item)
{
  gint64 sum = (gint64) (item->span[sizing->which] - 1) * sizing->axis->gap;
  for (int i = 0; i < item->span[sizing->which]; i++) {
    const MbGridTrack *track = &sizing->axis->tracks[item->start[sizing->which] + i];
    MbLength max = breadth_length (sizing, track->size.max);
    if (max < 0)
      return -1;
    sum += max;
  }
  return sum;
}

static gboolean
spans_auto_minimum (const Sizing *sizing, const MbGridItem *item)
{
  for (int i = 0; i < item->span[sizing->which]; i++)
    if (sizing->axis->tracks[item->start[sizing->which] + i].size.min.kind == MB_GRID_TRACK_AUTO)
      return TRUE;
  return FALSE;
}

/* The automatic minimum size (css-grid-1 § 6.6): that of the content, where a track leaves it to the content. */
static gint64
minimum_of (const Sizing *sizing, const MbGridItem *item)
{
  gint64 least = item->asks[sizing->which].least, min = item->asks[sizing->which].min;
  gboolean content = item->asks[sizing->which].automatic && spans_auto_minimum (sizing, item) &&
                     (item->span[sizing->which] == 1 || !spans_flexible (sizing, item));
  gint64 room = fixed_room (sizing, item);
  if (room >= 0)
    min = MIN (min, room);
  gboolean constrained = sizing->space == MB_GRID_MIN || sizing->space == MB_GRID_MAX;
  return content || constrained ? MAX (least, min) : least;
}

static gint64
asked_in (const Sizing *sizing, const MbGridItem *item, Phase phase)
{
  switch (phase) {
  case PHASE_LEAST: return minimum_of (sizing, item);
  case PHASE_MIN:
  case PHASE_LIMIT_MIN: return item->asks[sizing->which].min;
  case PHASE_MAX:
  case PHASE_LIMIT_MAX: return item->asks[sizing->which].max;
  }
  return 0;
}

/* --- Sharing extra space (css-grid-1 § 11.5.1) ---------------------------------------------------------------- */

static gboolean
is_limit_phase (Phase phase)
{
  return phase == PHASE_LIMIT_MIN || phase == PHASE_LIMIT_MAX;
}

/* How far @track may grow in the first round. */
static gint64
room_of (const Sizing *sizing, const MbGridTrack *track, Phase phase)
{
  gint64 now = track->base;
  if (!is_limit_phase (phase))
    return track->limit == MB_GRID_INFINITE ? MB_GRID_INFINITE : MAX (track->limit - now, 0);
  if (track->limit != MB_GRID_INFINITE) {
    now = track->limit;
    if (!track->growable)
      return 0;
  }
  MbLength most = is_fit (track) ? breadth_length (sizing, track->size.max) : -1;
  return most < 0 ? MB_GRID_INFINITE : MAX (most - now, 0);
}

/* Beyond the limits tracks grow that the content sizes; where there is none, all. */
static gboolean
grows_beyond (const MbGridTrack *track, Phase phase)
{
  if (phase == PHASE_MAX)
    return track->size.max.kind == MB_GRID_TRACK_MAX_CONTENT ||
           track->size.max.kind == MB_GRID_TRACK_AUTO || is_fit (track);
  return is_intrinsic (track->size.max) || is_fit (track);
}

/* Flexible tracks share by their factors, others alike. */
static gint64
weight_of (const MbGridTrack *track, gboolean by_factor)
{
  return by_factor ? track->size.max.value : 1;
}

typedef struct {
  const Sizing *sizing;
  MbGridTrack *tracks;
  int n;
  Phase phase;
  gboolean flexible; /* only flexible tracks take part */
  gboolean by_factor;
} Sharing;

static gboolean
takes_part (const Sharing *sharing, const MbGridTrack *track)
{
  return !track->empty && (!sharing->flexible || is_flexible (track)) &&
         is_affected (sharing->sizing, track, sharing->phase);
}

/* Rounds: every track that is not frozen takes its share, up to its room; those that are full are frozen. */
static gint64
share_up_to_room (const Sharing *sharing, gint64 space)
{
  for (int i = 0; i < sharing->n; i++)
    sharing->tracks[i].frozen = !takes_part (sharing, &sharing->tracks[i]);
  while (space > 0) {
    gint64 weights = 0, before = space;
    for (int i = 0; i < sharing->n; i++)
      if (!sharing->tracks[i].frozen)
        weights += weight_of (&sharing->tracks[i], sharing->by_factor);
    if (weights == 0)
      break;
    for (int i = 0; i < sharing->n && weights > 0; i++) {
      MbGridTrack *track = &sharing->tracks[i];
      if (track->frozen)
        continue;
      gint64 weight = weight_of (track, sharing->by_factor);
      gint64 room = room_of (sharing->sizing, track, sharing->phase) - track->extra;
      gint64 part = MIN (MIN (space * weight / weights, room), MB_LENGTH_MAX);
      track->frozen = part >= room;
      track->extra += (MbLength) part;
      space -= part;
      weights -= weight;
    }
    if (space == before)
      break;
  }
  return space;
}

static void
share_beyond (const Sharing *sharing, gint64 space)
{
  gint64 weights = 0;
  gboolean all = TRUE;
  for (int i = 0; i < sharing->n; i++)
    if (takes_part (sharing, &sharing->tracks[i]) &&
        grows_beyond (&sharing->tracks[i], sharing->phase))
      all = FALSE;
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < sharing->n; i++) {
      MbGridTrack *track = &sharing->tracks[i];
      if (!takes_part (sharing, track) || (!all && !grows_beyond (track, sharing->phase)))
        continue;
      gint64 weight = weight_of (track, sharing->by_factor);
      if (pass == 0) {
        weights += weight;
      } else if (weights > 0) {
        gint64 part = MIN (space * weight / weights, MB_LENGTH_MAX);
        track->extra += (MbLength) part;
        space -= part;
        weights -= weight;
      }
    }
}

/* How much the tracks of @item must grow for it: kept is the most that any item asked for. */
static void
ask (const Sizing *sizing, const MbGridItem *item, Phase phase, gboolean flexible)
{
  int start = item->start[sizing->which], span = item->span[sizing->which];
  gint64 have = is_limit_phase (phase) ? sum_limits (sizing->axis, start, span)
                                       : sum_bases (sizing->axis, start, span);
  gint64 space = asked_in (sizing, item, phase) - have, factors = 0;
  if (space <= 0)
    return;
  Sharing sharing = { sizing, &sizing->axis->tracks[start], span, phase, flexible, FALSE };
  for (int i = 0; i < span; i++) {
    sharing.tracks[i].extra = 0;
    if (flexible && is_flexible (&sharing.tracks[i]))
      factors += sharing.tracks[i].size.max.value;
  }
  sharing.by_factor = factors > 0;
  space = share_up_to_room (&sharing, space);
  if (space > 0 && !is_limit_phase (phase))
    share_beyond (&sharing, space);
  for (int i = 0; i < span; i++)
    sharing.tracks[i].kept = MAX (sharing.tracks[i].kept, sharing.tracks[i].extra);
}

static void
grow (const Sizing *sizing, Phase phase)
{
  for (guint i = 0; i < sizing->axis->n; i++) {
    MbGridTrack *track = &sizing->axis->tracks[i];
    if (is_limit_phase (phase)) {
      gboolean infinite = track->limit == MB_GRID_INFINITE;
      gboolean affected = is_affected (sizing, track, phase);
      if (infinite && affected && (track->kept > 0 || phase == PHASE_LIMIT_MIN)) {
        track->limit = mb_length_add (track->base, track->kept);
        track->growable = phase == PHASE_LIMIT_MIN;
      } else if (!infinite) {
        track->limit = mb_length_add (track->limit, track->kept);
      }
    } else {
      track->base = mb_length_add (track->base, track->kept);
      track->limit = MAX (track->limit, track->base);
    }
    track->kept = 0;
  }
}

/* Items over @span tracks none of which is flexible; @flexible: all that are over a flexible one. */
static void
size_group (const Sizing *sizing, int span, gboolean flexible)
{
  for (Phase phase = PHASE_LEAST; phase <= PHASE_LIMIT_MAX; phase++) {
    for (guint i = 0; i < sizing->grid->n_items; i++) {
      const MbGridItem *item = &sizing->grid->items[i];
      gboolean over = spans_flexible (sizing, item);
      if (flexible ? over : !over && item->span[sizing->which] == span)
        ask (sizing, item, phase, flexible);
    }
    grow (sizing, phase);
  }
  for (guint i = 0; i < sizing->axis->n; i++)
    sizing->axis->tracks[i].growable = FALSE;
}

static void
size_to_content (const Sizing *sizing)
{
  gboolean spans[MB_MAX_GRID_TRACKS * 3 + 1] = { FALSE };
  for (guint i = 0; i < sizing->grid->n_items; i++)
    spans[MIN (sizing->grid->items[i].span[sizing->which], MB_MAX_GRID_TRACKS * 3)] = TRUE;
  for (int span = 1; span <= MB_MAX_GRID_TRACKS * 3; span++)
    if (spans[span])
      size_group (sizing, span, FALSE);
  size_group (sizing, 0, TRUE);
  for (guint i = 0; i < sizing->axis->n; i++) {
    MbGridTrack *track = &sizing->axis->tracks[i];
    if (track->limit == MB_GRID_INFINITE)
      track->limit = track->base;
  }
}

/* --- What is left of the space ------------------------------------------------------------------------------------ */

static gint64
free_space (const Sizing *sizing)
{
  return sizing->available - sum_bases (sizing->axis, 0, (int) sizing->axis->n);
}

static void
maximise (const Sizing *sizing)
{
  MbGridAxis *axis = sizing->axis;
  if (sizing->space == MB_GRID_MIN)
    return;
  if (sizing->space != MB_GRID_DEFINITE) {
    for (guint i = 0; i < axis->n; i++)
      axis->tracks[i].base = MAX (axis->tracks[i].base, axis->tracks[i].limit);
    return;
  }
  gint64 space = free_space (sizing);
  guint growing = 1;
  while (space > 0 && growing > 0) {
    growing = 0;
    for (guint i = 0; i < axis->n; i++)
      growing += axis->tracks[i].limit > axis->tracks[i].base;
    guint left = growing;
    for (guint i = 0; i < axis->n && left > 0; i++) {
      MbGridTrack *track = &axis->tracks[i];
      if (track->limit <= track->base)
        continue;
      gint64 part = MIN (space / left, (gint64) track->limit - track->base);
      track->base += (MbLength) part;
      space -= part;
      left--;
    }
  }
}

/* The size of an fr when @space is filled by @n tracks (css-grid-1 § 11.7.1): a track whose base is larger than its share is no longer
 * flexible. */
static double
fraction_size (const MbGridAxis *axis, int start, int n, gint64 space)
{
  g_autofree gboolean *rigid = g_new0 (gboolean, n);
  for (;;) {
    double leftover = (double) space, factors = 0;
    gboolean again = FALSE, any = FALSE;
    for (int i = 0; i < n; i++) {
      const MbGridTrack *track = &axis->tracks[start + i];
      if (!track->empty && any)
        leftover -= axis->gap;
      any |= !track->empty;
      if (is_flexible (track) && !rigid[i])
        factors += track->size.max.value / 1000.0;
      else
        leftover -= track->base;
    }
    double fraction = MAX (leftover, 0) / MAX (factors, 1);
    for (int i = 0; i < n; i++) {
      const MbGridTrack *track = &axis->tracks[start + i];
      if (!is_flexible (track) || rigid[i] ||
          fraction * track->size.max.value / 1000 >= track->base)
        continue;
      rigid[i] = again = TRUE;
    }
    if (!again)
      return fraction;
  }
}

static double
fraction_of_content (const Sizing *sizing)
{
  const MbGridAxis *axis = sizing->axis;
  double most = 0;
  for (guint i = 0; i < axis->n; i++) {
    const MbGridTrack *track = &axis->tracks[i];
    if (is_flexible (track))
      most = MAX (most, track->base / MAX (track->size.max.value / 1000.0, 1));
  }
  for (guint i = 0; i < sizing->grid->n_items; i++) {
    const MbGridItem *item = &sizing->grid->items[i];
    if (spans_flexible (sizing, item))
      most = MAX (most, fraction_size (axis, item->start[sizing->which], item->span[sizing->which],
                                       item->asks[sizing->which].max));
  }
  double least =
      sizing->available > 0 ? fraction_size (axis, 0, (int) axis->n, sizing->available) : 0;
  return MAX (most, sizing->space == MB_GRID_INDEFINITE ? least : 0);
}

/* The sum of shares is rounded, not each share. */
static void
expand_flexible (const Sizing *sizing)
{
  MbGridAxis *axis = sizing->axis;
  gboolean any = FALSE;
  double fraction = 0, exact = 0;
  gint64 given = 0;
  for (guint i = 0; i < axis->n; i++)
    any |= is_flexible (&axis->tracks[i]);
  if (!any || sizing->space == MB_GRID_MIN)
    return;
  if (sizing->space == MB_GRID_DEFINITE)
    fraction = fraction_size (axis, 0, (int) axis->n, sizing->available);
  else
    fraction = fraction_of_content (sizing);
  for (guint i = 0; i < axis->n; i++) {
    MbGridTrack *track = &axis->tracks[i];
    double share = fraction * track->size.max.value / 1000;
    if (!is_flexible (track) || share < track->base)
      continue;
    exact += share;
    track->base = (MbLength) MIN ((gint64) (exact + 1e-6) - given, MB_LENGTH_MAX);
    given += track->base;
  }
}

static void
stretch (const Sizing *sizing)
{
  const MbStyleGrid *style = sizing->grid->style;
  MbBoxAlign align = sizing->which == MB_GRID_ROW ? style->align_content : style->justify_content;
  MbGridAxis *axis = sizing->axis;
  gint64 space = sizing->available >= 0 ? free_space (sizing) : 0;
  gboolean known = sizing->space == MB_GRID_DEFINITE || sizing->space == MB_GRID_INDEFINITE;
  guint n = 0;
  if (!known || space <= 0 || (align != MB_PLACE_NORMAL && align != MB_PLACE_STRETCH))
    return;
  for (guint i = 0; i < axis->n; i++)
    n += axis->tracks[i].size.max.kind == MB_GRID_TRACK_AUTO;
  for (guint i = 0; i < axis->n && n > 0; i++) {
    if (axis->tracks[i].size.max.kind != MB_GRID_TRACK_AUTO)
      continue;
    gint64 part = space / n--;
    axis->tracks[i].base = mb_length_add (axis->tracks[i].base, (MbLength) part);
    space -= part;
  }
}

void
mb_grid_size (MbGrid *grid, int which, MbGridSpace space, MbLength available)
{
  Sizing sizing = { grid, which, &grid->axes[which], space, available };
  for (guint i = 0; i < sizing.axis->n; i++)
    begin_track (&sizing, &sizing.axis->tracks[i]);
  size_to_content (&sizing);
  maximise (&sizing);
  expand_flexible (&sizing);
  stretch (&sizing);
}

/* --- Places ----------------------------------------------------------------------------------------------------------- */

MbLength
mb_grid_extent (const MbGrid *grid, int which)
{
  const MbGridAxis *axis = &grid->axes[which];
  return (MbLength) MIN (sum_bases (axis, 0, (int) axis->n), MB_LENGTH_MAX);
}

/* White before the first track, and added between two (css-align-3 § 5). */
static void
distribute (MbBoxAlign align, gint64 space, guint n, gint64 *before, gint64 *between)
{
  *before = *between = 0;
  if (align == MB_PLACE_END)
    *before = space;
  else if (align == MB_PLACE_CENTER)
    *before = space / 2;
  if (space <= 0 || n == 0)
    return;
  if (align == MB_PLACE_BETWEEN && n > 1) {
    *between = space / (n - 1);
  } else if (align == MB_PLACE_AROUND) {
    *between = space / n;
    *before = *between / 2;
  } else if (align == MB_PLACE_EVENLY) {
    *between = space / (n + 1);
    *before = *between;
  }
}

void
mb_grid_align (MbGrid *grid, int which, MbLength available)
{
  MbGridAxis *axis = &grid->axes[which];
  MbBoxAlign align =
      which == MB_GRID_ROW ? grid->style->align_content : grid->style->justify_content;
  guint shown = 0;
  for (guint i = 0; i < axis->n; i++)
    shown += !axis->tracks[i].empty;
  gint64 space = available < 0 ? 0 : (gint64) available - mb_grid_extent (grid, which);
  gint64 at, between;
  distribute (align, space, shown, &at, &between);
  gboolean first = TRUE;
  for (guint i = 0; i < axis->n; i++) {
    MbGridTrack *track = &axis->tracks[i];
    if (!track->empty && !first)
      at += axis->gap + between;
    first &= track->empty;
    track->at = (MbLength) CLAMP (at, -MB_LENGTH_MAX, MB_LENGTH_MAX);
    at += track->base;
  }
}

MbLength
mb_grid_span (const MbGrid *grid, int which, int start, int span)
{
  const MbGridTrack *tracks = grid->axes[which].tracks;
  const MbGridTrack *last = &tracks[start + span - 1];
  return mb_length_add (last->at, last->base) - tracks[start].at;
}
