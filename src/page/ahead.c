/* SPDX-License-Identifier: Apache-2.0 */
/* What is still to come, in the choice of pages: how high the text above a place is at the least, however it is set. A float or a note whose call
 * stands deeper below the head of a page than the page is high is not called on it: no page need be tried with it.
 *
 * The *depth* of a place is that height from the beginning of the flow. In a column set it counts for the share that a column has of it. */
#include "planner.h"

static gint64
least_of (const MbPiece *piece)
{
  const MbSettings *settings = &piece->lines.settings;
  gint64 least = G_MAXINT64;
  if (piece->kind == MB_PIECE_GLUE)
    return MIN (piece->height, 0);
  if (piece->kind != MB_PIECE_LINES)
    return mb_reel_is_content (piece) ? piece->height : 0;
  for (guint i = 0; i < settings->n; i++)
    least = MIN (least, mb_reel_lines (piece, 0, settings->settings[i].lines));
  return least;
}

/* By piece: the height above it. */
static gint64 *
measure (MbPlanner *run, const MbReel *reel)
{
  const MbGalley *galley = reel->galley;
  gint64 *least = mb_arena_array (run->arena, gint64, galley->n + 1);
  for (guint32 i = 0; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[i];
    gint64 height = least_of (piece);
    if (piece->kind == MB_PIECE_COLUMNS && reel == run->flow) {
      run->inside[i] = measure (run, reel->inner[i]);
      height = run->inside[i][reel->inner[i]->galley->n] / MAX (piece->columns.count, 1);
    }
    least[i + 1] = least[i] + height;
  }
  return least;
}

static gint64
depth_inside (const MbPlanner *run, guint32 set, guint32 piece)
{
  guint count = MAX (run->flow->galley->pieces[set].columns.count, 1);
  return run->least[set] + run->inside[set][piece] / count;
}

static void
measure_notes (MbPlanner *run, const MbNotes *notes)
{
  run->note_depths = mb_arena_array (run->arena, gint64, notes->n);
  guint32 piece = 0;
  for (guint32 i = 0; i < notes->n; i++) {
    while (notes->called[piece + 1] <= i)
      piece++;
    run->note_depths[i] =
        run->inside[piece] ? depth_inside (run, piece, notes->notes[i].sub) : run->least[piece];
  }
}

void
mb_planner_look_ahead (MbPlanner *run)
{
  if (!run->least) {
    run->inside = mb_arena_array (run->arena, gint64 *, run->flow->galley->n + 1);
    run->least = measure (run, run->flow);
    if (run->flow->notes)
      measure_notes (run, run->flow->notes);
  }
  for (guint i = 0; i < run->floats->len; i++) {
    MbPlanFloat *it = &g_array_index (run->floats, MbPlanFloat, i);
    it->depth = it->set > 0 ? depth_inside (run, it->set - 1, it->piece) : run->least[it->piece];
  }
}

gint64
mb_planner_depth (const MbPlanner *run, MbCursor at)
{
  guint32 piece = MIN (at.piece + (at.line > 0), run->reel->galley->n);
  return run->set > 0 ? depth_inside (run, run->set - 1, piece) : run->least[piece];
}

gint64
mb_planner_left (const MbPlanner *run, MbCursor at)
{
  const gint64 *least = run->inside[run->set - 1];
  return least[run->reel->end] - least[MIN (at.piece + (at.line > 0), run->reel->end)];
}
