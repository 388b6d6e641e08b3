/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a flow a page or a column takes: first fit over breaks that have costs.
 *
 * Model. Go down the pieces from the place where the last page ended, adding heights. A break may fall at a PENALTY (between two blocks)
 * and between two lines of a paragraph; each has a cost: what the penalty says, what orphans, widows, break-inside and the rule about
 * hyphens at a foot say. A break with nothing before it on the page is none. Of those that fit, the last one of the least cost is
 * taken: so a clean break a few lines higher wins over an orphan at the very foot, and a chain of headings kept together for longer than a
 * page is broken at the foot. A forced break ends the page where it stands.
 *
 * Relaxing (CSS Fragmentation 3 § 4.4). Costs are ranked so that, when nothing clean fits, orphans and widows give way first, then what keeps a
 * block whole, then what keeps a heading with its text, last a heading in itself. When nothing fits at all and progress is asked for, the first break of any
 * kind is taken and the page is marked overfull: a picture taller than the page stands on it alone.
 *
 * Invariants
 *   - a fit that is neither empty nor at the end has to > from: every candidate stands after some content;
 *   - the walk stops at the first content that passes the bottom, so the work for a book is at most (pieces + lines) × (1 + pieces on a page
 *     given back by a break above the foot); with pages filled to within a constant it is linear.
 *
 * Flows of one measure are cut by optimise.c, chapter by chapter; this is for the others, and for columns. */
#include "internal.h"

#define COST_HYPHEN 50   /* a hyphen at the foot where style asks for none */
#define COST_LINES  9000 /* fewer lines than orphans, widows */
#define COST_KEEP   9500 /* inside a paragraph that is to stay whole */
#define COST_HEADING                                                                               \
  (MB_PENALTY_FORBIDDEN + 1) /* inside a heading: worse than parting it from its text */

typedef struct {
  gboolean valid;
  MbCursor at;
  gint64 bottom;
  int cost;
  guint n_sets;
} Candidate;

typedef struct {
  const MbReel *reel;
  MbFitKind kind;
  MbRoom room;
  MbArena *arena;
  gint64
      limit; /* the bottom, for what is being set: that of the room, or the top of what is reserved below it */
  MbDescent descent;
  gint64 top;      /* where content may begin */
  gint64 solid;    /* bottom of what was set, margins after it left out */
  gboolean begun;  /* something with content was set */
  gboolean parted; /* a PENALTY stands between the last content and here */
  gboolean progress;
  GArray *sets;    /* of MbColumnSet */
  Candidate best;  /* the last of the least cost that fits */
  Candidate first; /* the first of all, fitting or not */
  guint32 culprit; /* first piece that passed the bottom */
  gboolean passed; /* there is one */
  gboolean forced;
} Fitter;

/* --- Candidates ----------------------------------------------------------------------------------------------------------------*/

static gboolean
in_column (const Fitter *fitter)
{
  return fitter->kind != MB_FIT_PAGE;
}

/* @at, from where on everything is left for the next page, with @bottom reached before it. */
static void
consider (Fitter *fitter, MbCursor at, gint64 bottom, int cost)
{
  if (!fitter->begun)
    return;
  bottom += mb_reel_cloned (fitter->reel, at.line > 0 ? at.piece + 1 : at.piece, TRUE);
  Candidate candidate = { TRUE, at, bottom, cost, fitter->sets->len };
  if (!fitter->first.valid)
    fitter->first = candidate;
  if (bottom <= fitter->limit && (!fitter->best.valid || cost <= fitter->best.cost))
    fitter->best = candidate;
}

/* Whether to go on below the bottom: only to find the first break of all. */
static gboolean
may_go_on (Fitter *fitter, guint32 index)
{
  if (fitter->descent.y <= fitter->limit)
    return TRUE;
  if (!fitter->passed) {
    fitter->passed = TRUE;
    fitter->culprit = index;
  }
  return fitter->progress && !fitter->first.valid;
}

static int
penalty_cost (const Fitter *fitter, const MbPiece *piece)
{
  if (fitter->kind == MB_FIT_COLUMN && piece->penalty.avoid_page_only)
    return 0;
  if (fitter->kind == MB_FIT_PAGE && piece->penalty.avoid_column_only)
    return 0;
  return MIN (piece->penalty.cost, MB_PENALTY_FORBIDDEN);
}

static gboolean
is_heading (const MbPiece *piece)
{
  MbBreakValue after = piece->box ? piece->box->style->paged->break_after : MB_BREAK_AUTO;
  return after == MB_BREAK_AVOID || after == MB_BREAK_AVOID_PAGE || after == MB_BREAK_AVOID_COLUMN;
}

/* Cost of a break before line @line, when lines from @from on are here. */
static int
line_cost (const MbPiece *piece, const MbSetting *setting, guint from, guint line)
{
  if (line < piece->lines.n_bound && piece->lines.bound[line])
    return MB_PENALTY_FORBIDDEN;
  if (piece->lines.keep)
    return is_heading (piece) ? COST_HEADING : COST_KEEP;
  if (line - from < piece->lines.orphans || setting->lines - line < piece->lines.widows)
    return COST_LINES;
  if (setting->breaks && setting->breaks[line - 1].hyphenated && piece->box &&
      !piece->box->style->text->hyphen_last)
    return COST_HYPHEN;
  return 0;
}

/* --- Pieces ----------------------------------------------------------------------------------------------------------------------*/

/* Content that no penalty parts from what stands above it: a break there is the last resort. */
static void
consider_before_content (Fitter *fitter, guint32 index)
{
  if (fitter->begun && !fitter->parted)
    consider (fitter, (MbCursor){ .piece = index }, fitter->solid, MB_PENALTY_FORBIDDEN);
  fitter->parted = FALSE;
}

/* What stands over all columns must not run into what is reserved. */
static void
set_limit (Fitter *fitter, const MbPiece *piece)
{
  fitter->limit = mb_room_foot (&fitter->room, piece->x, piece->width, fitter->descent.y);
}

static gboolean
fit_lines (Fitter *fitter, guint32 index, guint from)
{
  const MbPiece *piece = &fitter->reel->galley->pieces[index];
  if (from >= mb_reel_setting (fitter->reel, index)->lines)
    return TRUE;
  consider_before_content (fitter, index);
  set_limit (fitter, piece);
  mb_descent_snap (&fitter->descent, piece);
  if (fitter->room.beside && from == 0)
    mb_beside_take (fitter->room.beside, index, fitter->room.column, fitter->descent.y,
                    fitter->limit);
  const MbSetting *setting = mb_reel_setting (fitter->reel, index);
  for (guint line = from; line < setting->lines; line++) {
    if (line > from)
      consider (fitter, (MbCursor){ .piece = index, .line = line }, fitter->descent.y,
                line_cost (piece, setting, from, line));
    if (!may_go_on (fitter, index))
      return FALSE;
    fitter->descent.y += mb_reel_lines (piece, line, line + 1);
    fitter->begun = TRUE;
  }
  fitter->solid = fitter->descent.y;
  return may_go_on (fitter, index);
}

static gboolean
fit_block (Fitter *fitter, guint32 index)
{
  consider_before_content (fitter, index);
  set_limit (fitter, &fitter->reel->galley->pieces[index]);
  mb_descent_pass (&fitter->descent, &fitter->reel->galley->pieces[index]);
  const MbPiece *piece = &fitter->reel->galley->pieces[index];
  if (piece->kind == MB_PIECE_ZONES && piece->zones.fills)
    fitter->descent.y = MAX (fitter->descent.y, fitter->limit);
  fitter->begun = TRUE;
  fitter->solid = fitter->descent.y;
  return may_go_on (fitter, index);
}

/* A set of columns in a column is parted where it fills what is left; nothing that follows it can stand there then. */
static gboolean
fit_nest (Fitter *fitter, guint32 index, guint32 from)
{
  const MbPiece *piece = &fitter->reel->galley->pieces[index];
  const MbNest *nest = piece->monolith.nest;
  gint64 height = from > 0 ? mb_nest_height (nest, from, 0) : piece->height;
  consider_before_content (fitter, index);
  set_limit (fitter, piece);
  gint64 top = mb_descent_snap (&fitter->descent, piece);
  gint64 room = fitter->limit - top - mb_reel_cloned (fitter->reel, index + 1, TRUE);
  guint32 end = 0;
  if (height > room)
    end = mb_nest_fit (nest, from, 0, room, FALSE, &height);
  if (end == 0 && height > room && fitter->progress && !fitter->begun)
    end = mb_nest_fit (nest, from, 0, room, TRUE, &height);
  fitter->begun = TRUE;
  fitter->descent.y = fitter->solid = top + height;
  if (end == 0 || end == mb_nest_end (nest))
    return may_go_on (fitter, index);
  consider (fitter, (MbCursor){ .piece = index, .line = end }, fitter->solid, 0);
  fitter->descent.y = top + piece->height;
  may_go_on (fitter, index); /* here is what passes the bottom */
  return FALSE;
}

static gboolean
fit_glue (Fitter *fitter, guint32 index)
{
  const MbPiece *piece = &fitter->reel->galley->pieces[index];
  mb_descent_pass (&fitter->descent, piece);
  if (!piece->glue.margin)
    fitter->solid = fitter->descent.y;
  return TRUE;
}

/* A forced break ends the fit when what it ends fits; at the top of a page it was heard before (mb_reel_leading). */
static gboolean
fit_penalty (Fitter *fitter, guint32 index)
{
  const MbPiece *piece = &fitter->reel->galley->pieces[index];
  gboolean forced = mb_break_is_forced (piece->penalty.forced, in_column (fitter));
  fitter->parted = TRUE;
  /* a box without content but with a height is something to break after */
  if (fitter->solid > fitter->top)
    fitter->begun = TRUE;
  if (!forced) {
    consider (fitter, (MbCursor){ .piece = index }, fitter->solid, penalty_cost (fitter, piece));
    return fitter->solid <= fitter->limit || (fitter->progress && !fitter->first.valid);
  }
  if (!fitter->begun)
    return TRUE;
  consider (fitter, (MbCursor){ .piece = index }, fitter->solid, 0);
  fitter->forced =
      fitter->best.valid && fitter->best.at.piece == index && fitter->best.at.line == 0;
  return FALSE;
}

static gboolean
fit_columns (Fitter *fitter, guint32 index, MbCursor from)
{
  const MbReel *inner = fitter->reel->inner[index];
  if (from.piece >= inner->end)
    return TRUE;
  consider_before_content (fitter, index);
  /* around a set, edges that breaks repeat are repeated too: the boxes that hold it are replayed above and below it */
  gint64 top = fitter->descent.y + (fitter->begun ? mb_reel_cloned (fitter->reel, index, TRUE) : 0);
  MbRoom room = fitter->room;
  room.top = top;
  fitter->limit = room.bottom;
  gboolean progress = fitter->progress && !fitter->begun;
  MbColumnsFit fit = mb_columns_fit (fitter->reel, index, from, room, fitter->descent.truncate,
                                     progress, fitter->arena);
  room.top = fit.text;
  if (fit.empty || (!fit.whole && !fit.forced && fitter->begun &&
                    !mb_columns_worth (inner, room, fit.set.n_spans > 0)))
    return FALSE;
  /* whole or not, its columns part what is to stay together: the page ends above, where it may do so at a lower cost */
  if (fitter->best.valid && fitter->best.cost < fit.cost)
    return FALSE;
  fitter->begun = TRUE;
  fitter->descent.truncate = FALSE;
  fitter->descent.y = fitter->solid = fit.set.bottom + mb_reel_cloned (fitter->reel, index, FALSE);
  g_array_append_val (fitter->sets, fit.set);
  if (fit.overfull)
    may_go_on (fitter, index);
  if (fit.whole)
    return may_go_on (fitter, index);
  MbCursor rest = fit.set.cuts[fit.set.n];
  consider (fitter,
            (MbCursor){
                .piece = index, .sub_piece = rest.piece, .sub_line = rest.line, .owed = rest.owed },
            fitter->solid, fit.cost);
  fitter->forced = fit.forced && fitter->best.valid && fitter->best.n_sets == fitter->sets->len;
  return FALSE;
}

static gboolean
fit_piece (Fitter *fitter, guint32 index, MbCursor from)
{
  gboolean at_start = index == from.piece;
  switch (fitter->reel->galley->pieces[index].kind) {
  case MB_PIECE_LINES: return fit_lines (fitter, index, at_start ? from.line : 0);
  case MB_PIECE_MONOLITH:
    if (fitter->reel->galley->pieces[index].monolith.nest)
      return fit_nest (fitter, index, at_start ? from.line : 0);
    return fit_block (fitter, index);
  case MB_PIECE_ROW:
  case MB_PIECE_ZONES: return fit_block (fitter, index);
  case MB_PIECE_COLUMNS:
    return fit_columns (fitter, index,
                        at_start ? (MbCursor){ .piece = from.sub_piece,
                                               .line = from.sub_line,
                                               .owed = from.owed }
                                 : (MbCursor){ 0 });
  case MB_PIECE_GLUE: return fit_glue (fitter, index);
  case MB_PIECE_PENALTY: return fit_penalty (fitter, index);
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_SPAN:
  case MB_PIECE_FLOAT:
  case MB_PIECE_PLACE:
  case MB_PIECE_RESERVE: break;
  }
  return TRUE;
}

/* --- The fit ------------------------------------------------------------------------------------------------------------------------*/

static void
take (MbFit *fit, const Fitter *fitter, const Candidate *candidate)
{
  fit->to = candidate->at;
  fit->bottom = candidate->bottom;
  fit->cost = candidate->cost;
  fit->n_sets = candidate->n_sets;
  fit->sets =
      mb_arena_memdup (fitter->arena, fitter->sets->data, candidate->n_sets * sizeof (MbColumnSet));
}

/* Everything that is left, with the closing edges after the last content. */
static Candidate
whole_rest (const Fitter *fitter)
{
  return (
      Candidate){ TRUE, { .piece = fitter->reel->galley->n }, fitter->solid, 0, fitter->sets->len };
}

static void
conclude (MbFit *fit, const Fitter *fitter, gboolean reached_end)
{
  Candidate rest = whole_rest (fitter);
  if (reached_end && (rest.bottom <= fitter->limit ||
                      (!fitter->best.valid && !fitter->first.valid && fitter->progress))) {
    take (fit, fitter, &rest);
    fit->end = TRUE;
    fit->overfull = rest.bottom > fitter->limit;
  } else if (fitter->best.valid) {
    take (fit, fitter, &fitter->best);
    fit->forced = fitter->forced;
  } else if (fitter->progress && fitter->first.valid) {
    take (fit, fitter, &fitter->first);
    fit->overfull = TRUE;
  } else {
    fit->empty = TRUE;
    fit->to = fit->from;
    fit->bottom = fitter->room.top;
  }
  fit->culprit = fitter->passed ? fitter->culprit : fit->from.piece;
}

MbFit
mb_fit (const MbReel *reel, MbFitKind kind, MbCursor from, MbRoom room, gboolean truncate,
        gboolean progress, MbArena *arena)
{
  Fitter fitter = {
    .reel = reel, .kind = kind, .room = room, .arena = arena, .progress = progress
  };
  guint32 first, n;
  gint64 top = room.top + mb_reel_heads (reel, from, room.bottom - room.top, &first, &n);
  fitter.descent =
      (MbDescent){ reel, top + mb_reel_cloned (reel, from.piece, FALSE), room.origin, truncate };
  fitter.top = fitter.solid = fitter.descent.top = fitter.descent.y;
  fitter.limit = room.bottom;
  fitter.sets = g_array_new (FALSE, FALSE, sizeof (MbColumnSet));

  guint32 i = from.piece;
  while (i < reel->galley->n && fit_piece (&fitter, i, from))
    i++;
  MbFit fit = { .from = from, .truncate = truncate, .top = top };
  conclude (&fit, &fitter, i == reel->galley->n);
  g_array_unref (fitter.sets);
  if (!fit.empty && fit.to.piece >= reel->end) {
    fit.end = TRUE;
    fit.to = (MbCursor){ .piece = reel->galley->n };
  }
  g_assert (fit.empty || fit.end || mb_cursor_compare (fit.to, from) > 0);
  return fit;
}
