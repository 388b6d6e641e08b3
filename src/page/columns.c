/* SPDX-License-Identifier: Apache-2.0 */
/* Column sets (CSS Multi-column 1 § 7): the inner galley is fitted column by column under the same break rules as a page.
 *
 * If all that is left fits into the rest of the page and the set is to be balanced, the smallest height is looked for at which it still does, without
 * a break that the rules forbid: bisection over heights, in steps of the grid where there is one. Break rules make "fits" not quite
 * monotone in the height; bisection then finds a height that fits and whose lower neighbour does not, which is what the eye asks for. Each
 * try costs the lines of one page.
 *
 * If not all fits, every column takes the whole rest of the page and the set goes on on the next one. A page break inside the set ends it there:
 * what precedes it is balanced. */
#include "internal.h"

#define STEP_WITHOUT_GRID (MB_PT / 4)
#define WORTH_LINES       3
#define COST_BALANCED     50 /* worst break that balancing may make: a hyphen at the foot */

typedef struct {
  const MbReel *reel;
  const MbPiece *piece;
  MbCursor from;
  MbRoom room;
  gboolean truncate, progress;
  MbArena *arena;
} Job;

typedef struct {
  guint n;
  MbCursor cuts[MB_MAX_COLUMNS + 1];
  gint64 tops[MB_MAX_COLUMNS];
  gboolean truncated[MB_MAX_COLUMNS];
  gint64 bottom;
  gboolean whole;  /* the galley is used up */
  gboolean forced; /* by a page break */
  gboolean overfull;
  int cost; /* of the worst break between two columns, or at the end */
} Filling;

static gboolean
ends_page (const MbReel *reel, const MbFit *fit)
{
  const MbPiece *at = fit->to.piece < reel->galley->n ? &reel->galley->pieces[fit->to.piece] : NULL;
  return fit->forced && at && at->kind == MB_PIECE_PENALTY &&
         mb_break_is_forced (at->penalty.forced, FALSE);
}

/* Fill the columns down to @bottom. FALSE: nothing fits. */
static gboolean
fill (const Job *job, gint64 bottom, Filling *filling)
{
  *filling = (Filling){ .bottom = job->room.top, .cuts = { job->from } };
  guint count = MIN (job->piece->columns.count, MB_MAX_COLUMNS);
  MbRoom room = { job->room.top, bottom, job->room.origin };
  gboolean truncate = job->truncate;
  while (filling->n < count && !filling->whole && !filling->forced) {
    guint i = filling->n;
    MbCursor from = filling->cuts[i];
    MbFitKind kind = i + 1 == count ? MB_FIT_LAST_COLUMN : MB_FIT_COLUMN;
    MbFit fit = mb_fit (job->reel, kind, from, room, truncate, job->progress, job->arena);
    if (fit.empty)
      break;
    filling->tops[i] = fit.top;
    filling->truncated[i] = truncate;
    filling->cuts[++filling->n] = fit.to;
    filling->bottom = MAX (filling->bottom, fit.bottom);
    filling->whole = fit.end;
    filling->forced = ends_page (job->reel, &fit);
    filling->overfull |= fit.overfull;
    filling->cost = MAX (filling->cost, fit.end ? 0 : fit.cost);
    truncate = !fit.forced;
  }
  return filling->n > 0;
}

static gboolean
is_complete (const Filling *filling)
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
balance (const Job *job, Filling *filling)
{
  gint64 step = step_of (job->reel), top = job->room.top;
  gint64 low = 0, high = (filling->bottom - top + step - 1) / step;
  int allowed = MAX (filling->cost, COST_BALANCED);
  while (high - low > 1) {
    gint64 middle = low + (high - low) / 2;
    Filling tried;
    if (fill (job, MIN (top + middle * step, job->room.bottom), &tried) && is_complete (&tried) &&
        tried.cost <= allowed) {
      *filling = tried;
      high = middle;
    } else {
      low = middle;
    }
  }
}

MbColumnsFit
mb_columns_fit (const MbReel *outer, guint32 index, MbCursor from, MbRoom room, gboolean truncate,
                gboolean progress, MbArena *arena)
{
  Job job = {
    outer->inner[index], &outer->galley->pieces[index], from, room, truncate, progress, arena
  };
  MbColumnsFit fit = { 0 };
  Filling filling;
  if (!fill (&job, room.bottom, &filling)) {
    fit.empty = TRUE;
    return fit;
  }
  if (job.piece->columns.balance && is_complete (&filling)) {
    job.progress = FALSE;
    balance (&job, &filling);
  }
  fit.set =
      (MbColumnSet){ .piece = index, .n = filling.n, .top = room.top, .bottom = filling.bottom };
  fit.set.cuts = mb_arena_memdup (arena, filling.cuts, (filling.n + 1) * sizeof (MbCursor));
  fit.set.truncated = mb_arena_memdup (arena, filling.truncated, filling.n * sizeof (gboolean));
  fit.set.tops = mb_arena_memdup (arena, filling.tops, filling.n * sizeof (gint64));
  fit.whole = filling.whole;
  fit.forced = filling.forced;
  fit.overfull = filling.overfull;
  fit.cost = filling.whole ? 0 : filling.cost;
  return fit;
}

gboolean
mb_columns_worth (const MbReel *inner, MbRoom room)
{
  MbLength line = 0;
  for (guint32 i = 0; i < inner->end && line == 0; i++)
    if (inner->galley->pieces[i].kind == MB_PIECE_LINES)
      line = inner->galley->pieces[i].lines.line_height;
  return room.bottom - room.top >= (gint64) WORTH_LINES * line;
}

MbLength
mb_columns_x (const MbPiece *piece, guint i)
{
  return piece->x +
         (MbLength) ((gint64) i * ((gint64) piece->columns.galley->measure + piece->columns.gap));
}
