/* SPDX-License-Identifier: Apache-2.0 */
/* Column sets (CSS Multi-column 1 § 7): the inner galley is fitted column by column under the same break rules as a page.
 *
 * Spans. What stands over some of the columns is set first: each SPAN as high as the ones above it let it, the columns' text below. So columns
 * have tops of their own and one foot. A column that its spans leave too little room in stays empty, and the text goes on in the next one. Spans
 * are not broken: when they do not fit they take the set to the next page, and on a page of their own they pass its foot.
 *
 * Reserved places (reserve.c) shorten columns from above or below. A span that does not fit beside one is set over fewer columns, or begins
 * further to the right; where even one column is too narrow for it the set has no room and goes to the next page.
 *
 * If all that is left fits into the rest of the page and the set is to be balanced, the smallest height is looked for at which it still does, without
 * a break that the rules forbid: bisection over heights, in steps of the grid where there is one. Break rules make "fits" not quite
 * monotone in the height; bisection then finds a height that fits and whose lower neighbour does not, which is what the eye asks for. Each
 * try costs the lines of one page. The height is that of the text: what stands over columns, or is taller than it at the head of one (a picture),
 * may reach below, and the columns of text beside it still end on one line. Evening the feet is even.c's.
 *
 * If not all fits, every column takes the whole rest of the page and the set goes on on the next one. A page break inside the set ends it there:
 * what precedes it is balanced. */
#include "internal.h"

#include <string.h>

#define SPLIT_ROUNDS      3 /* until it is known where a foot parts a narrowed paragraph */
#define STEP_WITHOUT_GRID (MB_PT / 4)
#define WORTH_LINES       3
#define KEPT_LINES        16 /* of a caption */
#define HEAD_LINES        4  /* of text under a head, in each of its columns */
#define COST_BALANCED     50 /* worst break that balancing may make: a hyphen at the foot */

static gboolean
ends_page (const MbReel *reel, const MbFit *fit)
{
  const MbPiece *at = fit->to.piece < reel->galley->n ? &reel->galley->pieces[fit->to.piece] : NULL;
  return fit->forced && at && at->kind == MB_PIECE_PENALTY &&
         mb_break_is_forced (at->penalty.forced, FALSE);
}

/* --- Spans ------------------------------------------------------------------------------------------------------------------------*/

static guint
count_spans (const MbReel *reel)
{
  guint32 n = 0;
  while (n < reel->galley->n && reel->galley->pieces[n].kind == MB_PIECE_SPAN)
    n++;
  return n;
}

/* One way to set a span: over @count columns from @first on. */
typedef struct {
  MbReel *reel;
  guint first, count;
  gint64 top, bottom;
  gboolean fits, roomy; /* roomy: there are lines left below it */
} Shape;

static gint64
highest_top (const MbColumnsJob *job, guint first, guint count)
{
  gint64 top = job->heads[first];
  for (guint c = first + 1; c < first + count; c++)
    top = MAX (top, job->heads[c]);
  return top;
}

static gint64
least_foot (const MbColumnsJob *job, guint first, guint count)
{
  gint64 foot = job->feet[first];
  for (guint c = first + 1; c < first + count; c++)
    foot = MIN (foot, job->feet[c]);
  return foot;
}

static Shape
shape_of (const MbColumnsJob *job, MbReel *reel, guint first, guint count)
{
  Shape shape = { reel, first, count, highest_top (job, first, count), 0, FALSE, FALSE };
  gint64 foot = least_foot (job, first, count);
  shape.bottom = shape.top + mb_reel_height (reel, shape.top, job->room.origin);
  shape.fits = shape.bottom <= foot;
  shape.roomy = shape.bottom + HEAD_LINES * job->step <= foot;
  return shape;
}

/* Higher wins, then wider; but what has text under it over what has none. */
static gboolean
is_better (const Shape *a, const Shape *b)
{
  if (a->fits != b->fits || a->roomy != b->roomy)
    return a->fits > b->fits || (a->fits == b->fits && a->roomy);
  return a->top < b->top || (a->top == b->top && a->count > b->count);
}

/* Beside a reserved place a span is moved, and narrowed, as far as it needs. */
static Shape
best_shape (const MbColumnsJob *job, guint i)
{
  const MbPiece *piece = &job->reel->galley->pieces[i];
  guint count = CLAMP (piece->span.count, 1, job->count);
  Shape best = shape_of (job, job->reel->inner[i], 0, count);
  if (job->room.n_reserved == 0 || !job->reel->narrower[i])
    return best;
  for (guint n = count; n > 0; n--)
    for (guint first = 0; first + n <= job->count; first++) {
      MbReel *reel = n == piece->span.count ? job->reel->inner[i] : job->reel->narrower[i][n - 1];
      Shape shape = shape_of (job, reel, first, n);
      if (is_better (&shape, &best))
        best = shape;
    }
  return best;
}

/* Text begins under the span: a column to the left of it that a reserved place has shortened from above stays empty, unless the
 * set needs it. */
static void
set_span (MbColumnsJob *job, guint i)
{
  Shape shape = best_shape (job, i);
  job->spans[i] = shape.top;
  job->firsts[i] = (guint8) shape.first;
  job->shapes[i] = shape.reel;
  job->blocked |= !shape.fits && job->room.n_reserved > 0;
  for (guint c = 0; c < shape.first && !job->left_open; c++)
    if (job->heads[c] >= shape.bottom) {
      job->heads[c] = job->feet[c];
      job->left_closed = TRUE;
    }
  for (guint c = shape.first; c < shape.first + shape.count; c++)
    job->heads[c] = shape.bottom;
  job->text = MAX (job->text, shape.bottom);
}

gint64
mb_room_head (const MbRoom *room, gint64 x, gint64 width, gint64 y)
{
  /* two reserved places may follow each other: as many rounds as there are places */
  for (guint round = 0; round < room->n_reserved; round++)
    for (guint i = 0; i < room->n_reserved; i++) {
      const MbReserved *place = &room->reserved[i];
      if (x < place->x + place->width && place->x < x + width && place->top <= y)
        y = MAX (y, place->bottom);
    }
  return y;
}

gint64
mb_room_foot (const MbRoom *room, gint64 x, gint64 width, gint64 y)
{
  gint64 foot = room->bottom;
  for (guint i = 0; i < room->n_reserved; i++) {
    const MbReserved *place = &room->reserved[i];
    if (x < place->x + place->width && place->x < x + width && place->bottom > y)
      foot = MIN (foot, place->top);
  }
  return foot;
}

static void
set_edges (MbColumnsJob *job, const MbPiece *piece)
{
  for (guint c = 0; c < job->count; c++) {
    gint64 x = mb_columns_x (piece, c), width = piece->columns.galley->measure;
    job->heads[c] = mb_room_head (&job->room, x, width, job->room.top);
    job->feet[c] = mb_room_foot (&job->room, x, width, job->heads[c]);
  }
}

static void
set_spans (MbColumnsJob *job, const MbPiece *piece)
{
  guint n = count_spans (job->reel);
  job->text = job->room.top;
  job->blocked = FALSE;
  set_edges (job, piece);
  if (n == 0 || job->from.piece >= n)
    return;
  job->n_spans = n;
  job->spans = mb_arena_array (job->arena, gint64, n);
  job->firsts = mb_arena_array (job->arena, guint8, n);
  job->shapes = mb_arena_array (job->arena, MbReel *, n);
  for (guint i = 0; i < n; i++)
    set_span (job, i);
  job->from = (MbCursor){ .piece = n };
  if (job->reel->notes)
    job->from.owed = mb_notes_called (job->reel->notes, job->from, 0); /* what spans call */
  job->truncate = TRUE;
}

/* --- Filling ------------------------------------------------------------------------------------------------------------------------*/

/* Whether a column that begins at @from begins with something that cannot be broken. */
static gboolean
begins_whole (const MbReel *reel, MbCursor from)
{
  guint32 i = from.piece;
  while (i < reel->end && !mb_reel_is_content (&reel->galley->pieces[i]))
    i++;
  return i < reel->end && reel->galley->pieces[i].kind == MB_PIECE_MONOLITH &&
         !reel->galley->pieces[i].monolith.nest;
}

/* What a column that cannot end at @room's bottom takes at the least: its first thing and what is kept with it. */
static MbFit
fit_tall (const MbColumnsJob *job, MbFitKind kind, MbCursor from, MbRoom room, gint64 foot,
          gboolean truncate)
{
  MbFit fit = mb_fit (job->reel, kind, from, room, truncate, TRUE, job->arena);
  for (guint i = 0; i < KEPT_LINES; i++) {
    room.bottom = MAX (fit.bottom, room.bottom + job->step);
    if (room.bottom > foot)
      break;
    fit = mb_fit (job->reel, kind, from, room, truncate, FALSE, job->arena);
    if (!fit.empty && fit.cost <= job->allowed)
      return fit;
  }
  return (MbFit){ .empty = TRUE };
}

/* By what stands over it, or by a reserved place. */
static gboolean
is_shortened (const MbColumnsJob *job, guint i)
{
  return job->heads[i] > job->room.top || job->feet[i] < job->room.bottom;
}

static MbFit
fit_text (const MbColumnsJob *job, guint i, MbCursor from, gint64 bottom, gboolean truncate)
{
  MbRoom room = { .top = job->heads[i],
                  .bottom = MIN (bottom, job->feet[i]),
                  .origin = job->room.origin,
                  .beside = job->beside,
                  .column = i };
  gboolean below_span = is_shortened (job, i);
  MbFitKind kind = i + 1 == job->count ? MB_FIT_LAST_COLUMN : MB_FIT_COLUMN;
  MbFit fit = { .empty = TRUE };
  if (room.top < room.bottom || !below_span)
    fit = mb_fit (job->reel, kind, from, room, truncate, job->progress && !below_span, job->arena);
  if ((fit.empty || fit.cost > job->allowed) && job->balancing && begins_whole (job->reel, from)) {
    MbFit tall = fit_tall (job, kind, from, room, job->feet[i], truncate);
    return tall.empty ? fit : tall;
  }
  /* a few lines under a span are no reason to break what must stay whole: the next column takes it */
  if (!job->balancing && below_span && i + 1 < job->count && fit.cost > COST_BALANCED)
    return (MbFit){ .empty = TRUE };
  return fit;
}

void
mb_columns_notes (const MbReel *inner, MbCursor from, MbCursor to, guint32 *begin, guint32 *end)
{
  const MbNotes *notes = inner->notes;
  *begin = *end = 0;
  if (!notes)
    return;
  guint32 n = inner->galley->n;
  MbCursor last = { .piece = MIN (to.piece, n), .line = to.piece < n ? to.line : 0 };
  *begin =
      mb_notes_called (notes, from, from.line > 0 ? inner->settings[from.piece] : 0) - from.owed;
  *end = mb_notes_called (notes, last, last.line > 0 ? inner->settings[last.piece] : 0) - to.owed;
}

/* A column of @foot with @taken left to its notes. Returns: units of these for which there is no room. */
static guint32
fit_above (const MbColumnsJob *job, guint i, MbCursor from, gint64 foot, gint64 taken,
           gboolean truncate, MbFit *fit)
{
  guint32 begin, called;
  *fit = fit_text (job, i, from, foot - taken, truncate);
  if (fit->empty)
    return 0;
  fit->to.owed = 0;
  mb_columns_notes (job->reel, from, fit->to, &begin, &called);
  guint32 end = mb_notes_fitting (job->reel->notes, begin, called, foot - fit->bottom);
  fit->to.owed = called - end;
  return called - end;
}

/* Whether what the column of @fit owes may go on in the next one: at least a line of the last note stands here. */
static gboolean
may_owe (const MbColumnsJob *job, MbCursor from, const MbFit *fit)
{
  guint32 begin, end;
  mb_columns_notes (job->reel, from, fit->to, &begin, &end);
  return !fit->end && end >= mb_notes_least (job->reel->notes, begin, end + fit->to.owed);
}

/* As much text as there is, where not all that it calls fits below: @fit, or what is higher. Nothing, when no line has room with the first of its note. */
static MbFit
fit_least (const MbColumnsJob *job, guint i, MbCursor from, gint64 foot, gboolean truncate,
           MbFit fit)
{
  MbFit tried = fit;
  for (gint64 taken = 0; !tried.empty && taken < foot - job->heads[i]; taken += job->step) {
    guint32 owed = fit_above (job, i, from, foot, taken, truncate, &tried);
    if (!tried.empty && (owed == 0 || may_owe (job, from, &tried)))
      return tried;
  }
  if (!job->progress)
    return (MbFit){ .from = from, .to = from, .empty = TRUE };
  fit.overfull = TRUE;
  return fit;
}

/* Room is taken from the text until what it calls fits below: the least that does, by bisection. Notes that would take more than half of the column get
 * that half, and go on in the next one. */
static MbFit
fit_column (const MbColumnsJob *job, guint i, MbCursor from, gint64 bottom, gboolean truncate)
{
  MbFit fit, tried;
  gint64 foot = MIN (bottom, job->feet[i]), low = 0;
  guint32 begin, end;
  if (!job->reel->notes)
    return fit_text (job, i, from, bottom, truncate);
  if (fit_above (job, i, from, foot, 0, truncate, &fit) == 0)
    return fit;
  mb_columns_notes (job->reel, from, fit.to, &begin, &end);
  gint64 high = mb_notes_height (job->reel->notes, begin, end + fit.to.owed);
  gint64 height = foot - job->heads[i];
  gboolean long_ones = 2 * high > height;
  high = long_ones ? height / 2 : high;
  gboolean found = fit_above (job, i, from, foot, high, truncate, &tried) == 0 && !tried.empty;
  if (!found && long_ones && !tried.empty && may_owe (job, from, &tried))
    return tried;
  if (!found && long_ones) {
    high = height;
    found = fit_above (job, i, from, foot, high, truncate, &tried) == 0 && !tried.empty;
  }
  if (!found)
    return fit_least (job, i, from, foot, truncate, fit);
  fit = tried;
  while (found && high - low > job->step) {
    gint64 middle = low + (high - low) / 2;
    if (fit_above (job, i, from, foot, middle, truncate, &tried) > 0 || tried.empty) {
      low = middle;
    } else {
      high = middle;
      fit = tried;
    }
  }
  return fit;
}

/* Notes stand at the foot, and count where a column ends. */
static gint64
bottom_of (const MbColumnsJob *job, MbCursor from, const MbFit *fit)
{
  guint32 begin, end;
  mb_columns_notes (job->reel, from, fit->to, &begin, &end);
  return end > begin ? fit->bottom + mb_notes_height (job->reel->notes, begin, end) : fit->bottom;
}

static void
leave_empty (const MbColumnsJob *job, MbColumnsFilling *filling)
{
  guint i = filling->n++;
  filling->cuts[i + 1] = filling->cuts[i];
  filling->tops[i] = filling->bottoms[i] = job->heads[i];
}

static void
take (const MbColumnsJob *job, MbColumnsFilling *filling, const MbFit *fit, gboolean truncate)
{
  guint i = filling->n++;
  filling->tops[i] = fit->top;
  filling->bottoms[i] = bottom_of (job, filling->cuts[i], fit);
  filling->truncated[i] = truncate;
  filling->cuts[i + 1] = fit->to;
  filling->bottom = MAX (filling->bottom, filling->bottoms[i]);
  filling->whole = fit->end;
  filling->forced = ends_page (job->reel, fit);
  filling->overfull |= fit->overfull;
  filling->cost = MAX (filling->cost, fit->end ? 0 : fit->cost);
}

/* Whether the line at which column @i parts a paragraph that begins in it was known when its lines were narrowed; from now on it is. */
static gboolean
knew_split (const MbColumnsJob *job, guint i, MbCursor from, const MbFit *fit)
{
  gboolean begun_before = fit->to.piece == from.piece && from.line > 0;
  if (!job->beside || fit->empty || fit->to.line == 0 || begun_before ||
      mb_cursor_compare (job->beside->split[i], fit->to) == 0)
    return TRUE;
  job->beside->split[i] = fit->to;
  return FALSE;
}

static MbFit
fit_beside (const MbColumnsJob *job, guint i, MbCursor from, gint64 bottom, gboolean truncate)
{
  MbFit fit = fit_column (job, i, from, bottom, truncate);
  for (guint round = 0; round < SPLIT_ROUNDS && !knew_split (job, i, from, &fit); round++)
    fit = fit_column (job, i, from, bottom, truncate);
  return fit;
}

gboolean
mb_columns_fill (const MbColumnsJob *job, gint64 bottom, MbColumnsFilling *filling)
{
  if (job->beside)
    memset (job->beside->split, 0, sizeof job->beside->split);
  *filling = (MbColumnsFilling){ .bottom = job->text, .cuts = { job->from } };
  filling->whole = job->from.piece >= job->reel->end;
  filling->overfull = job->text > job->room.bottom;
  if ((filling->overfull && !job->progress) || job->blocked)
    return FALSE;
  gboolean truncate = job->truncate, taken = filling->whole;
  while (filling->n < job->count && !filling->whole && !filling->forced) {
    guint i = filling->n;
    MbFit fit = fit_beside (job, i, filling->cuts[i], bottom, truncate);
    if (fit.empty && !is_shortened (job, i))
      break;
    if (fit.empty) {
      leave_empty (job, filling);
      continue;
    }
    take (job, filling, &fit, truncate);
    taken = TRUE;
    truncate = !fit.forced;
  }
  return taken || (job->progress && job->n_spans > 0);
}

gboolean
mb_columns_complete (const MbColumnsFilling *filling)
{
  return (filling->whole || filling->forced) && !filling->overfull;
}

static gint64
step_of (const MbReel *reel)
{
  for (guint32 i = 0; i < reel->end; i++)
    if (reel->galley->pieces[i].grid > 0)
      return reel->galley->pieces[i].grid;
  return STEP_WITHOUT_GRID;
}

/* @filling is complete at the full height; make it as low as it can be. */
static void
balance (const MbColumnsJob *job, MbColumnsFilling *filling)
{
  gint64 top = job->room.top;
  gint64 low = 0, high = (filling->bottom - top + job->step - 1) / job->step;
  for (guint i = 0; job->beside && i < job->beside->n; i++)
    low = MAX (low, (job->beside->list[i].bottom - top - 1) / job->step); /* none stands below */
  while (high - low > 1) {
    gint64 middle = low + (high - low) / 2;
    MbColumnsFilling tried;
    if (mb_columns_fill (job, MIN (top + middle * job->step, job->room.bottom), &tried) &&
        mb_columns_complete (&tried) && tried.cost <= job->allowed) {
      *filling = tried;
      high = middle;
    } else {
      low = middle;
    }
  }
  gint64 bottom = mb_columns_even (job, top + high * job->step, filling);
  if (job->beside)
    mb_columns_fill (job, bottom, filling); /* its lines are those set last */
}

static MbColumnSet
set_of (const MbColumnsJob *job, const MbColumnsFilling *filling, guint32 index)
{
  guint n = filling->n;
  MbColumnSet set = { .piece = index, .n = n, .top = job->room.top, .bottom = filling->bottom };
  set.cuts = mb_arena_memdup (job->arena, filling->cuts, (n + 1) * sizeof (MbCursor));
  set.truncated = mb_arena_memdup (job->arena, filling->truncated, n * sizeof (gboolean));
  set.tops = mb_arena_memdup (job->arena, filling->tops, n * sizeof (gint64));
  set.heads = mb_arena_memdup (job->arena, job->heads, job->count * sizeof (gint64));
  set.feet = mb_arena_memdup (job->arena, job->feet, job->count * sizeof (gint64));
  set.bottoms = mb_arena_memdup (job->arena, filling->bottoms, n * sizeof (gint64));
  set.count = job->count;
  set.step = job->step;
  set.n_spans = job->n_spans;
  set.spans = job->spans;
  set.firsts = job->firsts;
  set.shapes = job->shapes;
  set.astride = job->beside ? job->beside->list : NULL;
  set.n_astride = job->beside ? job->beside->n : 0;
  return set;
}

gboolean
mb_columns_set (MbColumnsJob *job, const MbPiece *piece, MbColumnsFilling *filling)
{
  MbCursor from = job->from;
  set_spans (job, piece);
  mb_columns_reset (job);
  gboolean filled = mb_columns_fill (job, job->room.bottom, filling);
  if (job->left_closed && (!filled || !mb_columns_complete (filling))) {
    job->left_open = TRUE;
    job->from = from;
    set_spans (job, piece);
    filled = mb_columns_fill (job, job->room.bottom, filling);
  }
  if (filled && piece->columns.balance && mb_columns_complete (filling)) {
    job->progress = FALSE;
    job->balancing = TRUE;
    job->allowed = MAX (filling->cost, COST_BALANCED);
    balance (job, filling);
  }
  return filled;
}

/* The margin that ends the set of a container that paints stays in it, as far as the page has room (layout/columns.c). */
static void
add_last_margin (const MbColumnsJob *job, MbColumnsFilling *filling)
{
  const MbGalley *galley = job->reel->galley;
  const MbPiece *last = galley->n > 0 ? &galley->pieces[galley->n - 1] : NULL;
  if (!filling->whole || filling->n == 0 || !last || last->kind != MB_PIECE_GLUE ||
      !last->glue.margin)
    return;
  gint64 bottom = MIN (filling->bottoms[filling->n - 1] + last->height, job->room.bottom);
  filling->bottom = MAX (filling->bottom, bottom);
}

MbColumnsFit
mb_columns_fit (const MbReel *outer, guint32 index, MbCursor from, MbRoom room, gboolean truncate,
                gboolean progress, MbArena *arena)
{
  const MbPiece *piece = &outer->galley->pieces[index];
  MbColumnsJob job = { .reel = outer->inner[index],
                       .from = from,
                       .room = room,
                       .count = MIN (piece->columns.count, MB_MAX_COLUMNS),
                       .step = step_of (outer->inner[index]),
                       .truncate = truncate,
                       .progress = progress,
                       .arena = arena };
  const MbColumnsJob begin = job;
  MbColumnsFilling filling;
  gboolean filled = mb_columns_set (&job, piece, &filling);
  if (filled && job.reel->quotes)
    filled = mb_astride_set (&begin, piece, &job, &filling);
  MbColumnsFit fit = { .text = job.text };
  if (!filled) {
    fit.empty = TRUE;
    return fit;
  }
  add_last_margin (&job, &filling);
  fit.set = set_of (&job, &filling, index);
  fit.whole = filling.whole;
  fit.forced = filling.forced;
  fit.overfull = filling.overfull;
  /* of its columns the worst; a hyphen at the foot is better than a page without the set */
  fit.cost = filling.cost <= COST_BALANCED ? 0 : filling.cost;
  return fit;
}

gboolean
mb_columns_worth (const MbReel *inner, MbRoom room, gboolean head)
{
  MbLength line = 0;
  for (guint32 i = 0; i < inner->end && line == 0; i++)
    if (inner->galley->pieces[i].kind == MB_PIECE_LINES)
      line = inner->galley->pieces[i].lines.line_height;
  return room.bottom - room.top >= (gint64) (head ? HEAD_LINES : WORTH_LINES) * line;
}

MbLength
mb_columns_x (const MbPiece *piece, guint i)
{
  return piece->x +
         (MbLength) ((gint64) i * ((gint64) piece->columns.galley->measure + piece->columns.gap));
}
