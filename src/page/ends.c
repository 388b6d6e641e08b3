/* SPDX-License-Identifier: Apache-2.0 */
/* Ends of chapters in the choice of pages (optimise.c), and what they say of their beginnings.
 *
 * Most ways through a chapter with floats are hopeless: figures wait for page after page. What such a state will cost is known from below: what it costs already, and for
 * each figure that waits what its distance costs if it stands on the very next page. What a chapter costs at most is known from above, once any way through it has been found:
 * so it is gone through twice. The first time the MB_MAX_TRIED states that look best are kept in a layer; the dearer of the two ends that it finds, with its last page on
 * either side, is the *bound*. The second time whatever must cost more than the bound is dropped. No best way to either end costs more, so none is lost (branch and bound; Land
 * & Doig 1960). Where the first time finds only one of the ends, or notes could go on in the next chapter, there is no bound. */
#include "planner.h"

/* --- Ends --------------------------------------------------------------------------------------------------------------------*/

static gint64
last_page_cost (const MbPlanner *run, const MbPageState *state)
{
  return state->opening
             ? 0
             : mb_costs_last (&run->fit, state->ink, mb_planner_foot (run, state), run->reel->line);
}

/* The last page of a chapter takes all its notes; what cannot be goes on with the next one. Returns: FALSE when it has notes that are not called. */
static gboolean
end_notes (const MbPlanner *run, MbPageState *state, guint32 called)
{
  const MbNotes *notes = run->reel->notes;
  guint32 noted = run->noting ? mb_planner_scene (run, state)->noted : 0;
  if (noted > MAX (called, state->notes))
    return FALSE;
  if (!notes || called <= state->notes)
    return TRUE;
  guint32 least = mb_notes_least (notes, state->notes, called);
  guint32 end = run->noting ? noted
                            : mb_notes_fitting (notes, state->notes, called,
                                                mb_planner_foot (run, state) - state->ink);
  state->cost += end < called ? MB_COST_NOTES : 0;
  state->cost += end < least ? MB_COST_OVERFULL : 0;
  state->notes = end;
  return TRUE;
}

static void
add_end (MbPlanner *run, MbPlanEnds *ends, const MbPageState *state)
{
  guint i = 0;
  while (i < ends->n && (ends->best[i].left != state->left || ends->best[i].notes != state->notes))
    i++;
  if (i == MB_MAX_ENDS) {
    run->narrowed = TRUE;
    return;
  }
  if (i < ends->n && ends->best[i].cost <= state->cost)
    return;
  ends->best[i] = *state;
  ends->n = MAX (ends->n, i + 1);
}

/* Floats that wait get pages of their own. */
static void
flush_floats (MbPlanner *run, MbPlanEnds *ends, const MbPageState *state, guint32 index)
{
  MbPageState list[MB_MAX_PLATES];
  guint n = mb_planner_plates (run, state, (MbCursor){ .piece = index }, TRUE, list);
  for (guint i = 0; i < n; i++)
    if (mb_planner_scene (run, &list[i])->waiting == 0)
      add_end (run, ends, &list[i]);
}

void
mb_planner_end_chapter (MbPlanner *run, guint32 index, MbPlanEnds *ends)
{
  guint32 called = mb_planner_called (run, (MbCursor){ .piece = index }, 0);
  ends->n = 0;
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    if (!state.begun || (!state.overfull && state.ink > mb_planner_foot (run, &state)) ||
        mb_planner_scene (run, &state)->ahead > 0)
      continue;
    state.cost += last_page_cost (run, &state);
    if (!end_notes (run, &state, called))
      continue;
    flush_floats (run, ends, &state, index);
  }
}

/* --- Bounds -------------------------------------------------------------------------------------------------------------------*/

/* What every way on from @state costs at the least. */
static gint64
least_cost (const MbPlanner *run, const MbPageState *state)
{
  gint64 cost = state->cost;
  if (state->scene > 0)
    cost += mb_planner_waiting_cost (run, state);
  return cost;
}

static void
drop_hopeless (MbPlanner *run)
{
  GArray *states = run->now.states;
  guint kept = 0;
  for (guint i = 0; i < states->len; i++) {
    const MbPageState *state = &g_array_index (states, MbPageState, i);
    if (least_cost (run, state) <= run->bound)
      g_array_index (states, MbPageState, kept++) = *state;
  }
  if (kept == states->len)
    return;
  g_array_set_size (states, kept);
  mb_layer_index (&run->now);
}

void
mb_planner_narrow (MbPlanner *run)
{
  guint limit = run->floats->len > 0 || run->set > 0 ? MB_MAX_FLOWN : MB_MAX_STATES;
  limit = run->trying ? MB_MAX_TRIED : limit;
  if (run->bound < G_MAXINT64)
    drop_hopeless (run);
  guint n = run->now.states->len;
  if (n <= limit)
    return;
  g_autofree gint64 *costs = g_new (gint64, n);
  for (guint i = 0; i < n; i++)
    costs[i] = least_cost (run, &g_array_index (run->now.states, MbPageState, i));
  run->narrowed |= mb_layer_narrow (&run->now, limit, costs);
}

/* Floats called after the last piece with content. */
void
mb_planner_call_rest (MbPlanner *run)
{
  const MbGalley *galley = run->flow->galley;
  for (guint32 i = run->flow->end; i < galley->n; i++)
    if (mb_planner_is_float (&galley->pieces[i]))
      mb_planner_call_float (run);
}

/* The dearer of the best ends on either side. */
static gint64
dearest_end (const MbPlanEnds *ends)
{
  gint64 costs[2] = { G_MAXINT64, G_MAXINT64 };
  for (guint i = 0; i < ends->n; i++)
    costs[ends->best[i].left] = MIN (costs[ends->best[i].left], ends->best[i].cost);
  return MAX (costs[0], costs[1]);
}

/* The states at hand are kept where those stand that are past a set: tracks that lead to them are not swept away. */
void
mb_planner_bound_chapter (MbPlanner *run, guint32 from, guint32 to)
{
  run->bound = G_MAXINT64;
  if (run->floats->len == 0 || !run->plain || run->flow->notes || run->now.states->len == 0)
    return;
  gboolean narrowed = run->narrowed, content = run->content, parted = run->parted;
  MbPlanEnds ends;
  run->trying = TRUE;
  g_array_append_vals (run->left, run->now.states->data, run->now.states->len);
  for (guint32 i = from; i < to && run->now.states->len > 0; i++)
    mb_planner_pass_piece (run, i);
  if (to == run->flow->end)
    mb_planner_call_rest (run);
  mb_planner_end_chapter (run, to, &ends);
  run->bound = dearest_end (&ends);
  run->trying = FALSE;
  run->called = 0;
  run->narrowed = narrowed;
  run->content = content;
  run->parted = parted;
  mb_layer_clear (&run->now);
  for (guint i = 0; i < run->left->len; i++)
    mb_layer_add (&run->now, &g_array_index (run->left, MbPageState, i));
  g_array_set_size (run->left, 0);
}
