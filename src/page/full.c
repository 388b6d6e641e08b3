/* SPDX-License-Identifier: Apache-2.0 */
/* Full pages: what is left white on a page of columns, and the means against it, in the order of looks/README.md § 1.
 *
 * White is counted in lines of one column: in the columns of a set that hold something, where they end above the foot of their neighbours (a hole); and below the
 * last set, to the foot of the page. Holes are worse (× HOLE). White at the foot counts up to FOOT_LINES only: an emptier page is the
 * editor's affair, and no picture is cut for its sake.
 *
 *   1. Pictures with a crop are tried at other heights, one picture after the other, at most TRIES_EACH heights each spread over what it may have;
 *      of those that bring as much text on the page, or take a story to its end that would have been turned over, the
 *      least white wins; of equal ones the one nearest to the whole picture.
 *   2. What is still left, when it is no more than MORE_LINES lines a gap between stories, goes into these gaps, in whole lines, the
 *      upper ones first.
 * (Paragraphs one line longer or shorter come before both: even.c, within each fit.)
 *
 * Bound: MAX_PICTURES × TRIES_EACH + 2 fits of a page; pages without such pictures and without white take none. The choice is greedy and one
 * page at a time: it is not proved the best. */
#include "internal.h"

#define MAX_PICTURES 8
#define TRIES_EACH   10
#define FOOT_LINES   16
#define HOLE         3
#define MORE_LINES   2
#define MAX_GAPS     32
#define LOOK_AHEAD   24 /* pieces after the page: what might come onto it */

typedef struct {
  MbReel *reel;
  guint32 index;
} Lever;

typedef struct {
  MbReel *reel;
  MbRoom room;
  gboolean progress;
  MbArena *arena;
  MbFit fit; /* the best so far */
  gint64 white;
  Lever pictures[MAX_PICTURES];
  guint n;
} Search;

/* --- White -------------------------------------------------------------------------------------------------------------------*/

static gint64
holes_of (const MbColumnSet *set)
{
  gint64 sum = 0;
  gint64 line = MAX (set->step, 1);
  for (guint i = 0; i < set->n; i++)
    sum += MAX (MIN (set->bottom, set->feet[i]) - set->bottoms[i], 0) / line;
  return sum;
}

static gint64
lines_left (const Search *search, const MbFit *fit)
{
  gint64 line = fit->n_sets > 0 ? MAX (fit->sets[fit->n_sets - 1].step, 1) : 1;
  return MAX (search->room.bottom - fit->bottom, 0) / line;
}

static gint64
white_of (const Search *search, const MbFit *fit)
{
  gint64 sum = 0;
  for (guint i = 0; i < fit->n_sets; i++)
    sum += HOLE * holes_of (&fit->sets[i]);
  guint count = fit->n_sets > 0 ? fit->sets[fit->n_sets - 1].count : 1;
  return sum + count * MIN (lines_left (search, fit), FOOT_LINES);
}

static gboolean
ends_in_set (const MbFit *fit)
{
  return !fit->end && (fit->to.sub_piece > 0 || fit->to.sub_line > 0);
}

/* --- Pictures ------------------------------------------------------------------------------------------------------------------*/

static void
add_pictures (Search *search, MbReel *reel, guint32 from, guint32 to)
{
  for (guint32 i = from; i < MIN (to, reel->galley->n); i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_MONOLITH &&
        reel->galley->pieces[i].monolith.most > 0 && search->n < MAX_PICTURES)
      search->pictures[search->n++] = (Lever){ reel, i };
}

static const MbColumnSet *
set_of_piece (const MbFit *fit, guint32 piece)
{
  for (guint i = 0; i < fit->n_sets; i++)
    if (fit->sets[i].piece == piece)
      return &fit->sets[i];
  return NULL;
}

static void
add_of_set (Search *search, guint32 index)
{
  MbReel *inner = search->reel->inner[index];
  const MbColumnSet *set = set_of_piece (&search->fit, index);
  guint32 i = 0;
  for (; i < inner->galley->n && inner->galley->pieces[i].kind == MB_PIECE_SPAN; i++) {
    MbReel *shape = set && i < set->n_spans ? set->shapes[i] : inner->inner[i];
    if (!set || set->n_spans > 0)
      add_pictures (search, shape, 0, shape->galley->n);
  }
  guint32 first = set ? set->cuts[0].piece : i;
  guint32 end = set && !search->fit.end ? set->cuts[set->n].piece + 1 : inner->galley->n;
  add_pictures (search, inner, MAX (first, i), end);
}

static void
find_pictures (Search *search)
{
  const MbGalley *galley = search->reel->galley;
  guint32 to = search->fit.to.piece;
  for (guint32 i = search->fit.from.piece; i < MIN (galley->n, to + LOOK_AHEAD); i++) {
    if (galley->pieces[i].kind == MB_PIECE_PENALTY && i >= to &&
        mb_break_is_forced (galley->pieces[i].penalty.forced, FALSE))
      break;
    if (galley->pieces[i].kind != MB_PIECE_COLUMNS)
      continue;
    add_of_set (search, i);
    if (i > to)
      break;
  }
}

/* --- Trying ----------------------------------------------------------------------------------------------------------------------*/

static MbFit
fit_again (const Search *search)
{
  return mb_fit (search->reel, MB_FIT_PAGE, search->fit.from, search->room, search->fit.truncate,
                 search->progress, search->arena);
}

/* Whether @tried brings a story to its end that @search turns over, or is turned over less; or as much with less white. */
static gboolean
is_better (const Search *search, const MbFit *tried, gint64 away, gint64 *best_away)
{
  if (tried->empty || tried->overfull)
    return FALSE;
  int further = tried->end - search->fit.end;
  if (further == 0 && !tried->end)
    further = mb_cursor_compare (tried->to, search->fit.to);
  if (further < 0)
    return FALSE;
  if (further > 0) {
    if (ends_in_set (tried))
      return FALSE;
  } else {
    gint64 white = white_of (search, tried);
    if (white > search->white || (white == search->white && away >= *best_away))
      return FALSE;
  }
  *best_away = away;
  return TRUE;
}

static void
try_picture (Search *search, const Lever *lever)
{
  const MbPiece *piece = &lever->reel->galley->pieces[lever->index];
  MbLength *height = &lever->reel->heights[lever->index];
  gint64 steps = (piece->monolith.most - piece->monolith.least) / piece->monolith.step;
  gint64 stride = MAX ((steps + TRIES_EACH - 1) / TRIES_EACH, 1);
  gint64 best_away = ABS ((*height > 0 ? *height : piece->height) - piece->height);
  MbLength best = *height;
  for (gint64 i = 0; i <= steps; i += stride) {
    *height = (MbLength) (piece->monolith.least + i * piece->monolith.step);
    if (*height == best)
      continue;
    MbFit tried = fit_again (search);
    if (!is_better (search, &tried, ABS (*height - piece->height), &best_away))
      continue;
    best = *height;
    search->fit = tried;
    search->white = white_of (search, &tried);
  }
  *height = best;
}

static void
try_pictures (Search *search)
{
  if (search->fit.overfull || (search->white == 0 && !ends_in_set (&search->fit)))
    return;
  find_pictures (search);
  for (guint i = 0; i < search->n; i++)
    try_picture (search, &search->pictures[i]);
  if (search->n > 0)
    search->fit = fit_again (search);
}

/* --- Gaps between stories ------------------------------------------------------------------------------------------------------------*/

gboolean
mb_full_is_gap (const MbReel *reel, guint32 index)
{
  const MbPiece *piece = &reel->galley->pieces[index];
  const MbPiece *before = index > 0 ? piece - 1 : NULL;
  return piece->kind == MB_PIECE_GLUE && piece->glue.margin && piece->height > 0 &&
         before->kind == MB_PIECE_PENALTY && before->penalty.cost == 0;
}

static guint
find_gaps (const Search *search, guint32 gaps[MAX_GAPS])
{
  guint n = 0;
  guint32 last = search->fit.n_sets > 0 ? search->fit.sets[search->fit.n_sets - 1].piece : 0;
  guint32 first = search->fit.n_sets > 0 ? search->fit.sets[0].piece : last;
  for (guint32 i = first + 1; i < last && n < MAX_GAPS; i++)
    if (mb_full_is_gap (search->reel, i))
      gaps[n++] = i;
  return n;
}

static void
widen_gaps (Search *search)
{
  guint32 gaps[MAX_GAPS];
  if (search->fit.n_sets < 2 || search->fit.overfull)
    return;
  guint n = find_gaps (search, gaps);
  gint64 left = lines_left (search, &search->fit);
  if (n == 0 || left == 0 || left > (gint64) n * MORE_LINES)
    return;
  MbLength line = (MbLength) search->fit.sets[search->fit.n_sets - 1].step;
  for (guint i = 0; i < n; i++) {
    gint64 share = left / n + (i < left % n ? 1 : 0);
    MbLength own = search->reel->galley->pieces[gaps[i]].height;
    search->reel->heights[gaps[i]] = (MbLength) (share > 0 ? own + share * line : 0);
  }
  MbFit tried = fit_again (search);
  if (!tried.empty && !tried.overfull && mb_cursor_compare (tried.to, search->fit.to) == 0) {
    search->fit = tried;
    return;
  }
  for (guint i = 0; i < n; i++)
    search->reel->heights[gaps[i]] = 0;
  search->fit = fit_again (search);
}

MbFit
mb_full (MbReel *reel, MbFit fit, MbRoom room, gboolean progress, MbArena *arena)
{
  if (fit.n_sets == 0 || fit.empty)
    return fit;
  Search search = { .reel = reel, .room = room, .progress = progress, .arena = arena, .fit = fit };
  search.white = white_of (&search, &fit);
  try_pictures (&search);
  widen_gaps (&search);
  return search.fit;
}
