/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of page breaks: dynamic programming over the pieces of a galley.
 *
 * Model. A way to set the text down to a piece is a state: how far down its page that is, on which side, how many lines longer the spread is
 * than the page area, and what it cost (costs.c). From the states before a piece come those after it:
 *   - a paragraph may be set with each line count that its style allows, and broken between any two lines;
 *   - a page may end at a PENALTY; a forced one ends it in every state;
 *   - notes take room at the foot (notes.c): what the lines of the page call, at least the first line of each, and the rest of the one that the page
 *     before began; in a chapter with column sets it is chosen with each page how far they go (scenes.c);
 *   - page floats stand on the page of their call or a later one, in their order (scenes.c);
 *   - a spread may be up to `longer` lines longer or `shorter` lines shorter, which is chosen where its verso begins (or where a recto begins a
 *     chapter) and holds for both of its pages, so that feet of facing pages are level.
 * A page ends at most MB_PAGE_WINDOW lines above its foot, or higher where the next place without a cost would not fit. States that go on in the same
 * manner are one, the cheapest: costs add up page by page, so the cheapest state at the end is a best choice of all (Bellman; the line breaking
 * of Knuth & Plass 1981 is the same idea; Plass 1981 has it for pages). tests/page/test_optimise.c compares with exhaustive search.
 *
 * Chapters, from one forced page break to the next, meet only in the side of the page where the later one begins. There all states become two:
 * the best that goes on with a recto and the best that goes on with a verso. So every chapter is solved for both, and the end of the book chooses
 * which of its chapters begin where.
 *
 * Invariants
 *   - a page begins at a place after the one where the page before began: each takes at least one line, or one piece with content, even if
 *     that passes the foot (it is then overfull, and ends at the next place);
 *   - no layer has more than MB_MAX_STATES states (MB_MAX_FLOWN in a chapter with floats). Where more were possible the dearest went, and the plan says that it is not proved best;
 *   - so time is at most pieces × MB_MAX_STATES × settings × WINDOW. On a grid of 31 lines a layer has at most a few hundred states.
 *
 * What cannot be planned is left to first fit (fit.c) from the chapter's beginning: a chapter with column sets that are not plain (sets.c), one whose pages differ in width,
 * one without any way through. */
#include "planner.h"

#include <string.h>

/* --- Chapters ----------------------------------------------------------------------------------------------------------------*/

/* The piece where the chapter that begins at @from ends: a forced break after content, or the end. */
static guint32
chapter_end (const MbReel *reel, guint32 from)
{
  gboolean content = FALSE;
  for (guint32 i = from; i < reel->end; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY && content &&
        mb_break_is_forced (piece->penalty.forced, FALSE))
      return i;
    content |= mb_reel_is_content (piece) ||
               (piece->kind == MB_PIECE_GLUE && !piece->glue.margin && piece->height > 0);
  }
  return reel->end;
}

static const MbStyleText *
first_style (const MbGalley *galley, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (mb_reel_is_content (&galley->pieces[i]) && galley->pieces[i].box)
      return galley->pieces[i].box->style->text;
  return NULL;
}

static gboolean
measure_pages (MbPlanner *run, gboolean first)
{
  const MbPlanJob *job = run->job;
  for (guint kind = first ? MB_PLAN_FIRST : MB_PLAN_OPENING; kind <= MB_PLAN_INSIDE; kind++)
    for (guint left = 0; left < 2; left++) {
      run->heights[kind][left] = job->height (job->data, run->name, kind, left);
      if (run->heights[kind][left] <= 0)
        return FALSE;
      run->feet[kind][left] = mb_plan_foot (run->flow, run->heights[kind][left], 0);
    }
  return TRUE;
}

/* Learn what holds for the chapter that begins at @from. Returns: FALSE when it cannot be planned. */
static gboolean
enter_chapter (MbPlanner *run, MbCursor from, gboolean first)
{
  const MbGalley *galley = run->reel->galley;
  guint32 end = chapter_end (run->reel, from.piece);
  const MbStyleText *text = first_style (galley, from.piece, end);
  mb_reel_leading (run->reel, from, &run->name);
  if (!text && !run->job->weights)
    return FALSE;
  run->fit = run->job->weights ? *run->job->weights : text->page_fit;
  run->content = run->parted = FALSE;
  gboolean plain, sets = mb_planner_has_sets (run->flow, from.piece, end, &plain);
  if (!plain)
    return FALSE;
  run->plain = !sets;
  run->noting = sets && run->flow->notes;
  mb_planner_enter_floats (run, from.piece, end == run->reel->end ? galley->n : end);
  if (run->noting || run->floats->len > 0 || sets)
    mb_planner_look_ahead (run);
  return !run->fit.none && measure_pages (run, first);
}

/* --- Pages --------------------------------------------------------------------------------------------------------------------------*/

static MbPlanPageKind
kind_of (const MbPageState *state)
{
  return state->first ? MB_PLAN_FIRST : state->opening ? MB_PLAN_OPENING : MB_PLAN_INSIDE;
}

gint64
mb_planner_foot (const MbPlanner *run, const MbPageState *state)
{
  const MbReel *flow = run->flow;
  gint64 foot = run->feet[kind_of (state)][state->left] + (gint64) state->longer * flow->line;
  if (state->scene == 0)
    return foot;
  const MbScene *scene = mb_planner_scene (run, state);
  gboolean floats = scene->foot > 0 || scene->under > 0;
  foot -= scene->below;
  if (scene->below > 0 && floats && flow->grid && flow->line > 0 && foot > 0)
    foot -= foot % flow->line; /* what floats above notes stands on the grid */
  return foot - scene->foot - scene->under;
}

MbTrack
mb_planner_page_track (const MbPageState *state, MbCursor at, const MbPageState *ended,
                       guint n_floats)
{
  return (MbTrack){ .before = ended ? ended->track : 0,
                    .piece = at.piece,
                    .line = at.line,
                    .notes = state->notes,
                    .kind = MB_TRACK_PAGE,
                    .left = state->left,
                    .setting = (guint8) n_floats,
                    .longer = state->longer,
                    .overfull = ended && ended->overfull };
}

/* Add @page, which begins at @at, to the layer at hand. */
static void
open_page (MbPlanner *run, MbPageState page, MbCursor at, const MbPageState *ended, guint n_floats)
{
  if (!mb_layer_accepts (&run->now, &page))
    return;
  page.track = mb_tracks_add (&run->tracks, mb_planner_page_track (&page, at, ended, n_floats));
  mb_layer_add (&run->now, &page);
}

void
mb_planner_choices (const MbPlanner *run, const MbPageState *page, gboolean bound, int *low,
                    int *high)
{
  *low = bound ? page->longer : -run->fit.shorter;
  *high = bound ? page->longer : run->fit.longer;
}

/* A page like @page at @at, with each number of floats. */
static void
open_ways (MbPlanner *run, const MbPageState *page, MbCursor at, const MbPageState *ended)
{
  MbPageState ways[MB_MAX_WAYS];
  guint counts[MB_MAX_WAYS];
  guint n = mb_planner_ways (run, page, at, ended, mb_planner_called (run, at, 0), ways, counts);
  for (guint i = 0; i < n; i++)
    open_page (run, ways[i], at, ended, counts[i]);
}

/* Pages on @side after @ended (NULL: the first), from PENALTY or content @index on. */
static void
begin_pages (MbPlanner *run, const MbPageState *ended, gboolean left, guint32 index,
             gboolean opening)
{
  MbCursor at = { .piece = index };
  guint32 head, n;
  gint64 top =
      mb_reel_heads (run->reel, at, run->heights[opening ? MB_PLAN_OPENING : MB_PLAN_INSIDE][left],
                     &head, &n) +
      mb_reel_cloned (run->reel, index, FALSE);
  MbPageState page = { .y = (MbLength) MIN (top, MB_LENGTH_MAX),
                       .left = left,
                       .truncate = !opening,
                       .opening = opening,
                       .first = !ended && run->job->first,
                       .notes = ended ? ended->notes : run->job->notes,
                       .longer = ended ? ended->longer : 0 };
  page.ink = page.y;
  int low, high;
  mb_planner_choices (run, &page, !left && !opening, &low, &high);
  gboolean pays = left || opening;
  for (int longer = low; longer <= high; longer++) {
    page.longer = (gint8) longer;
    page.cost = (ended ? ended->cost : 0) + (pays ? mb_costs_spread (&run->fit, longer) : 0);
    open_ways (run, &page, at, ended);
  }
}

guint32
mb_planner_called (const MbPlanner *run, MbCursor to, guint which)
{
  return run->own ? mb_notes_called (run->own, to, which) : mb_planner_page_called (run, to, which);
}

guint32
mb_planner_notes_from (const MbPlanner *run, const MbPageState *state)
{
  return run->own ? mb_planner_scene (run, state)->own : state->notes;
}

guint32
mb_planner_page_called (const MbPlanner *run, MbCursor to, guint which)
{
  const MbNotes *notes = run->flow->notes;
  if (!notes)
    return 0;
  return run->set > 0 ? mb_notes_called_inside (notes, run->set - 1, to, which)
                      : mb_notes_called (notes, to, which);
}

/* Whether the notes of the page come so far that what is called up to @called may be on it. */
static gboolean
reaches (const MbPlanner *run, const MbPageState *state, guint32 called)
{
  return mb_notes_least (run->flow->notes, state->notes, called) <=
         mb_planner_scene (run, state)->noted;
}

gint64
mb_planner_least_notes (const MbPlanner *run, const MbPageState *state, guint32 before,
                        guint32 called)
{
  const MbNotes *notes = run->own ? run->own : run->flow->notes;
  guint32 begin = mb_planner_notes_from (run, state);
  if (!notes)
    return 0;
  if (run->noting && !run->own)
    return reaches (run, state, called) || !reaches (run, state, before) ? 0 : MB_LENGTH_MAX;
  return mb_notes_height (notes, begin, mb_notes_least (notes, begin, called));
}

gboolean
mb_planner_parts (const MbPlanner *run, guint32 index, guint line, guint which)
{
  const MbNotes *notes = run->flow->notes;
  if (run->set == 0 || run->own)
    return mb_notes_parts (run->own ? run->own : notes, index, line, which);
  if (!notes || !notes->wholes)
    return FALSE;
  for (guint32 i = notes->called[run->set - 1]; i < notes->called[run->set]; i++) {
    const MbNote *note = &notes->notes[i];
    if (note->sub == index && note->policy == MB_NOTE_WHOLE && note->lines &&
        note->lines[which] >= line)
      return TRUE;
  }
  return FALSE;
}

/* Set as much of the notes up to @called as there is room for below @ink. Returns: FALSE when that is too little. Where a page is overfull anyhow notes wait
 * for the next one rather than stand over the text. @lack: what is left, less than
 * a line being white above the rule; @next: where the next page goes on. */
static gboolean
set_notes (const MbPlanner *run, const MbPageState *state, guint32 called, gint64 *lack,
           gint64 *cost, guint32 *next)
{
  const MbNotes *notes = run->own ? run->own : run->flow->notes;
  guint32 begin = mb_planner_notes_from (run, state);
  *next = begin;
  if (!notes || called <= begin)
    return TRUE;
  guint32 least = mb_notes_least (notes, begin, called);
  *next = mb_notes_fitting (notes, begin, called, *lack);
  if (*next < least && !state->overfull)
    return FALSE;
  *cost += mb_notes_cost (&run->fit, notes, begin, *next, called);
  *lack -= mb_notes_height (notes, begin, *next);
  *lack -= *lack > 0 ? *lack % run->reel->line : 0;
  return TRUE;
}

/* The notes that were chosen with the page are those called on it. A line that had no room for its note made its column overfull, and the rest waits. */
static gboolean
end_noted (const MbPlanner *run, const MbPageState *state, guint32 called, gint64 *lack,
           gint64 *cost, guint32 *next)
{
  const MbScene *scene = mb_planner_scene (run, state);
  *lack -= scene->below > 0 && *lack > 0 ? *lack % run->flow->line : 0;
  *next = state->notes;
  if (!mb_planner_is_page_end (run, state))
    return TRUE;
  if (scene->noted > MAX (called, state->notes))
    return FALSE;
  *next = scene->noted;
  *cost += state->overfull || reaches (run, state, called) ? 0 : MB_COST_OVERFULL;
  *cost += mb_notes_cost (&run->fit, run->flow->notes, state->notes, scene->noted, called);
  return TRUE;
}

/* Where what stands at the foot may begin. */
static gint64
below_ink (const MbPlanner *run, const MbPageState *state, gint64 ink)
{
  MbLength line = run->reel->line;
  gboolean floats = state->scene > 0 && !run->noting && mb_planner_scene (run, state)->foot > 0;
  return floats && run->reel->grid && line > 0 ? (ink + line - 1) / line * line : ink;
}

static gint64
beside_cost (const MbPlanner *run, const MbPageState *state, gint64 ink)
{
  const MbScene *scene = mb_planner_scene (run, state);
  gint64 head = run->set > 0 ? (gint64) scene->top + scene->over : scene->head;
  return scene->head > 0 || scene->foot > 0 || scene->over > 0 || scene->under > 0
             ? mb_costs_beside (&run->fit, ink - head, run->reel->line)
             : 0;
}

/* Whether floats on the page, or in the column, are called further down. */
gboolean
mb_planner_has_ahead (const MbPlanner *run, const MbPageState *state)
{
  const MbScene *scene = mb_planner_scene (run, state);
  return scene->beside > 0 || (scene->ahead > 0 && mb_planner_is_page_end (run, state));
}

/* Both kinds of notes: those at the foot of the column at hand, and those of its page. */
static gboolean
end_notes_of (MbPlanner *run, const MbPageState *state, guint32 called, gint64 *lack,
              MbPageState *ended)
{
  guint32 own, page = run->own ? mb_planner_page_called (run, (MbCursor){ 0 }, 0) : called;
  if (!run->noting && !run->own)
    return set_notes (run, state, called, lack, &ended->cost, &ended->notes);
  if (run->noting && !end_noted (run, state, page, lack, &ended->cost, &ended->notes))
    return FALSE;
  if (!run->own)
    return TRUE;
  if (!set_notes (run, state, called, lack, &ended->cost, &own))
    return FALSE;
  MbScene scene = *mb_planner_scene (run, state);
  scene.own = own;
  return mb_planner_keep (run, &scene, &ended->scene);
}

gboolean
mb_planner_end_page (MbPlanner *run, const MbPageState *state, gint64 ink, guint32 called,
                     gboolean tight, gint64 place, MbPageState *ended)
{
  MbPageState after = *state;
  gint64 lack = mb_planner_foot (run, state) - below_ink (run, state, ink);
  after.cost += place;
  if (state->scene > 0 && mb_planner_has_ahead (run, state))
    return FALSE;
  if (!end_notes_of (run, state, called, &lack, &after))
    return FALSE;
  if (!state->overfull &&
      (lack < 0 || (lack > MB_PAGE_WINDOW * (gint64) run->reel->line && !tight)))
    return FALSE;
  if (!state->overfull) {
    gint64 shortage = mb_costs_shortage (&run->fit, lack, run->reel->line);
    after.cost += run->set > 0 ? shortage * MB_HOLE : shortage;
    after.cost += state->scene > 0 ? beside_cost (run, state, ink) : 0;
  }
  *ended = after;
  return TRUE;
}

/* --- Breaks between pieces --------------------------------------------------------------------------------------------------------------*/

static void
turn_column (MbPlanner *run, const MbPageState *ended, guint32 index)
{
  MbPageState ways[MB_MAX_TURNS];
  MbCursor at = { .piece = index };
  guint n = mb_planner_columns (run, ended, at, mb_reel_cloned (run->reel, index, FALSE), 0, ways);
  for (guint i = 0; i < n; i++)
    mb_layer_add (&run->now, &ways[i]);
}

/* @ended ends before piece @index; pages of floats may follow it. */
static void
turn_page (MbPlanner *run, const MbPageState *ended, guint32 index)
{
  MbPageState list[MB_MAX_PLATES];
  if (run->set > 0) {
    turn_column (run, ended, index);
    return;
  }
  guint n = mb_planner_plates (run, ended, (MbCursor){ .piece = index }, FALSE, list);
  for (guint i = 0; i < n; i++)
    begin_pages (run, &list[i], !list[i].left, index, FALSE);
}

static void
break_before (MbPlanner *run, guint32 index, gint64 reach)
{
  const MbGalley *galley = run->reel->galley;
  gint64 cloned = mb_reel_cloned (run->reel, index, TRUE);
  gint64 place = mb_costs_penalty (&run->fit, &run->places, galley, index);
  guint32 called = mb_planner_called (run, (MbCursor){ .piece = index }, 0);
  guint n = run->now.states->len;
  gint64 window = MB_PAGE_WINDOW * (gint64) run->reel->line;
  for (guint i = 0; i < n; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    gint64 lack = mb_planner_foot (run, &state) - state.ink - cloned;
    gboolean tight = lack + state.ink - state.y < reach;
    if (lack > window + run->reel->line && !tight && !state.overfull &&
        called <= mb_planner_notes_from (run, &state))
      continue; /* as mb_planner_end_page would say */
    if (!state.begun ||
        !mb_planner_end_page (run, &state, state.ink + cloned, called, tight, place, &state))
      continue;
    turn_page (run, &state, index);
  }
}

/* Content that no PENALTY parts from what stands above it: a break there is the last resort. */
void
mb_planner_break_before_content (MbPlanner *run, guint32 index)
{
  if (run->content && !run->parted)
    break_before (run, index, G_MAXINT64);
  run->parted = FALSE;
  run->content = TRUE;
}

/* --- Ends of chapters ----------------------------------------------------------------------------------------------------------------------*/

/* Where the plan ends if nothing after piece @index can be planned. */
static gboolean
note_end (MbPlanner *run, const MbPlanEnds *ends, guint32 index, gboolean whole)
{
  const MbPageState *state = NULL;
  for (guint i = 0; i < ends->n; i++)
    if (!state || ends->best[i].cost < state->cost ||
        (ends->best[i].cost == state->cost && ends->best[i].left < state->left))
      state = &ends->best[i];
  if (!state)
    return FALSE;
  run->ended = mb_tracks_add (&run->tracks, (MbTrack){ .before = state->track,
                                                       .piece = index,
                                                       .notes = state->notes,
                                                       .kind = MB_TRACK_END,
                                                       .overfull = state->overfull });
  run->ended_cost = state->cost;
  run->ended_whole = whole;
  return TRUE;
}

/* A forced break at PENALTY @index. Returns: FALSE when the plan ends here. */
static gboolean
turn_chapter (MbPlanner *run, guint32 index)
{
  MbPlanEnds ends;
  const char *name = run->name;
  MbCursor at = { .piece = index };
  MbBreakValue asked = mb_reel_leading (run->reel, at, &name);
  mb_planner_end_chapter (run, index, &ends);
  if (!note_end (run, &ends, index, FALSE) || !enter_chapter (run, at, FALSE))
    return FALSE;
  mb_layer_clear (&run->now);
  for (guint i = 0; i < ends.n; i++) {
    MbPageState *ended = &ends.best[i];
    gboolean left = !ended->left;
    ended->scene = 0;
    if (!mb_side_fits (run->job->rtl, asked, left != run->job->rtl))
      left = !left;
    begin_pages (run, ended, left, index, TRUE);
  }
  mb_planner_bound_chapter (run, index, chapter_end (run->flow, index));
  return TRUE;
}

static gboolean
pass_penalty (MbPlanner *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  run->parted = TRUE;
  if (!run->content)
    return TRUE;
  if (mb_break_is_forced (piece->penalty.forced, FALSE))
    return turn_chapter (run, index);
  break_before (run, index, run->places.reach[index]);
  return TRUE;
}

/* --- Heights --------------------------------------------------------------------------------------------------------------------------------*/

static void
pass_glue (MbPlanner *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  gboolean shows = run->reel->galley->inside[index] > 0;
  gboolean edge = !piece->glue.margin && piece->height > 0;
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState *state = &g_array_index (run->now.states, MbPageState, i);
    if (state->truncate && piece->glue.margin) {
      state->y = (MbLength) CLAMP ((gint64) state->y + piece->glue.kept, 0, MB_LENGTH_MAX);
      continue;
    }
    state->truncate = FALSE;
    state->y = (MbLength) CLAMP ((gint64) state->y + piece->height, 0, MB_LENGTH_MAX);
    state->begun |= edge;
    if (edge && shows)
      state->ink = state->y;
  }
  run->content |= edge;
}

static void
pass_block (MbPlanner *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  guint32 before = mb_planner_called (run, (MbCursor){ .piece = index }, 0);
  guint32 called = mb_planner_called (run, (MbCursor){ .piece = index + 1 }, 0);
  mb_planner_break_before_content (run, index);
  mb_layer_clear (&run->next);
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    gint64 top = state.y + mb_reel_above (piece, state.truncate);
    gint64 bottom = mb_snapped (top, piece->grid) + piece->height;
    gboolean fits = bottom + mb_planner_least_notes (run, &state, before, called) <=
                    mb_planner_foot (run, &state);
    if (!fits && (state.begun || state.overfull || mb_planner_has_ahead (run, &state)))
      continue;
    state.y = state.ink = (MbLength) MIN (bottom, MB_LENGTH_MAX);
    state.cost += fits ? 0 : MB_COST_OVERFULL;
    state.overfull = !fits;
    state.begun = TRUE;
    state.truncate = FALSE;
    mb_layer_add (&run->next, &state);
  }
}

/* --- The run --------------------------------------------------------------------------------------------------------------------------------*/

/* Tracks that lead past a set at hand are kept too. */
static void
sweep_tracks (MbPlanner *run)
{
  guint n = run->left->len;
  g_autofree guint32 *extra = g_new (guint32, n + 1);
  for (guint i = 0; i < n; i++)
    extra[i] = g_array_index (run->left, MbPageState, i).track;
  extra[n] = run->ended;
  mb_tracks_sweep (&run->tracks, &run->now, extra, n + 1);
  for (guint i = 0; i < n; i++)
    g_array_index (run->left, MbPageState, i).track = extra[i];
  run->ended = extra[n];
}

void
mb_planner_turn_layer (MbPlanner *run)
{
  MbLayer next = run->next;
  run->next = run->now;
  run->now = next;
  mb_planner_narrow (run);
  sweep_tracks (run);
}

gboolean
mb_planner_pass_piece (MbPlanner *run, guint32 index)
{
  switch (run->reel->galley->pieces[index].kind) {
  case MB_PIECE_LINES:
    mb_planner_pass_lines (run, index);
    mb_planner_turn_layer (run);
    break;
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW:
    pass_block (run, index);
    mb_planner_turn_layer (run);
    break;
  case MB_PIECE_GLUE: pass_glue (run, index); break;
  case MB_PIECE_PENALTY: return pass_penalty (run, index);
  case MB_PIECE_COLUMNS: mb_planner_pass_set (run, index); break;
  case MB_PIECE_ZONES:
  case MB_PIECE_SPAN:
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_FLOAT:
  case MB_PIECE_PLACE: break;
  case MB_PIECE_RESERVE:
    if (mb_planner_is_float (&run->reel->galley->pieces[index]))
      mb_planner_call_float (run);
    break;
  }
  return run->now.states->len > 0;
}

/* --- The plan ------------------------------------------------------------------------------------------------------------------------------*/

/* Decisions in order, read off the track that ends the plan. */
static MbTrack *
list_track (const MbPlanner *run, guint *n)
{
  const MbTrack *list = (const MbTrack *) (gconstpointer) run->tracks.list->data;
  *n = 0;
  for (guint32 at = run->ended; at > 0; at = list[at].before)
    (*n)++;
  MbTrack *tracks = mb_arena_array (run->arena, MbTrack, *n);
  guint i = *n;
  for (guint32 at = run->ended; at > 0; at = list[at].before)
    tracks[--i] = list[at];
  return tracks;
}

/* Reading a track off. */
typedef struct {
  const MbPlanner *run;
  MbPlan *plan;
  MbPlanPage *pages;
  const MbTrack *begun;
  MbCursor from;
  GArray *floats; /* of MbPlanFloat, all there are */
  MbPlanSeat *seats;
  guint n_seats;
  guint first_seat; /* of the page */
  MbPlanSet *sets;  /* of all pages */
  guint n_sets;
  guint first_set; /* of the page */
  guint32 set;     /* 1 + the set at hand */
  gboolean column; /* one of its columns has begun */
  guint32 owed;    /* units of notes at its end */
} Reading;

/* What ends a flow goes with its last text. */
static MbCursor
cursor_of (const Reading *reading, const MbTrack *track)
{
  const MbReel *reel = reading->run->flow;
  if (reading->set > 0)
    return (MbCursor){ .piece = reading->set - 1,
                       .sub_piece = track->piece,
                       .sub_line = track->line,
                       .owed = reading->owed };
  gboolean end = track->piece >= reel->end;
  return (MbCursor){ .piece = end ? reel->galley->n : track->piece, .line = track->line };
}

static gboolean
is_forced_at (const MbReel *reel, MbCursor at)
{
  const MbPiece *last =
      at.line == 0 && at.piece < reel->end ? &reel->galley->pieces[at.piece] : NULL;
  return last && last->kind == MB_PIECE_PENALTY && mb_break_is_forced (last->penalty.forced, FALSE);
}

/* The page that began with reading->begun ends where @end begins. */
static void
add_page (Reading *reading, const MbTrack *end)
{
  MbPlan *plan = reading->plan;
  const MbTrack *begun = reading->begun;
  gboolean after_break = plan->n > 0 && !reading->pages[plan->n - 1].forced;
  MbPlanPage *page = &reading->pages[plan->n++];
  *page = (MbPlanPage){ .from = reading->from,
                        .to = cursor_of (reading, end),
                        .left = begun->left,
                        .longer = begun->longer,
                        .truncate = after_break,
                        .overfull = end->overfull,
                        .notes_from = begun->notes,
                        .notes_to = end->notes,
                        .floats = reading->seats + reading->first_seat,
                        .n_floats = reading->n_seats - reading->first_seat,
                        .plate = begun->kind == MB_TRACK_PLATE,
                        .sets = reading->sets + reading->first_set,
                        .n_sets = reading->n_sets - reading->first_set };
  page->forced = is_forced_at (reading->run->flow, page->to);
  reading->first_seat = reading->n_seats;
  reading->first_set = reading->n_sets;
}

static void
begin_set (Reading *reading, MbCursor from, gint64 top, gboolean truncate)
{
  MbPlanSet *set = &reading->sets[reading->n_sets++];
  *set = (MbPlanSet){ .piece = reading->set - 1, .top = top, .truncate = truncate };
  set->cuts[0] = from;
  reading->column = TRUE;
  reading->owed = 0;
}

/* The next @n floats have their places: the whole measure, or column @column of a set. */
static void
seat (Reading *reading, guint n, gboolean inside, const MbTrack *track)
{
  for (guint i = 0; i < n; i++) {
    const MbPlanFloat *it = &g_array_index (reading->floats, MbPlanFloat, reading->n_seats);
    MbPlanSeat *place = &reading->seats[reading->n_seats++];
    *place = (MbPlanSeat){ .set = it->set, .piece = it->piece, .inside = inside };
    if (inside) {
      place->column = track->piece;
      place->top = track->line;
    }
  }
}

static void
end_column (Reading *reading, const MbTrack *track)
{
  if (!reading->column)
    return;
  MbPlanSet *set = &reading->sets[reading->n_sets - 1];
  set->cuts[++set->n] =
      (MbCursor){ .piece = track->piece, .line = track->line, .owed = reading->owed };
}

static void
turn (Reading *reading, const MbTrack *track)
{
  if (reading->begun)
    add_page (reading, track);
  reading->begun = track;
  reading->from = cursor_of (reading, track);
  if (track->kind != MB_TRACK_END)
    seat (reading, track->setting, FALSE, track);
}

static void
read_track (Reading *reading, const MbTrack *track)
{
  MbReel *flow = reading->run->flow;
  switch ((MbTrackKind) track->kind) {
  case MB_TRACK_SETTING:
    (reading->set > 0 ? flow->inner[reading->set - 1] : flow)->settings[track->piece] =
        track->setting;
    break;
  case MB_TRACK_SET:
    reading->set = track->piece + 1;
    begin_set (reading, (MbCursor){ 0 }, track->line, track->setting);
    break;
  case MB_TRACK_COLUMN:
    end_column (reading, track);
    reading->owed = 0;
    break;
  case MB_TRACK_OWED: reading->owed = track->notes; break;
  case MB_TRACK_TURN:
    end_column (reading, track);
    turn (reading, track);
    begin_set (reading,
               (MbCursor){ .piece = track->piece, .line = track->line, .owed = reading->owed }, 0,
               TRUE);
    break;
  case MB_TRACK_REST:
    reading->sets[reading->n_sets - 1].rest = TRUE;
    reading->set = 0;
    break;
  case MB_TRACK_FLOATS: seat (reading, track->setting, TRUE, track); break;
  case MB_TRACK_PLATE:
    if (reading->set > 0)
      end_column (reading, track);
    reading->column = FALSE;
    turn (reading, track);
    break;
  case MB_TRACK_PAGE:
  case MB_TRACK_END: turn (reading, track); break;
  }
}

static void
make_plan (MbPlanner *run, MbPlan *plan)
{
  guint n;
  const MbTrack *tracks = list_track (run, &n);
  g_autoptr (GArray) floats = g_array_new (FALSE, FALSE, sizeof (MbPlanFloat));
  mb_planner_list_floats (run->flow, run->job->from.piece, run->flow->galley->n, floats);
  Reading reading = { .run = run,
                      .plan = plan,
                      .pages = mb_arena_array (run->arena, MbPlanPage, n),
                      .floats = floats,
                      .seats = mb_arena_array (run->arena, MbPlanSeat, floats->len + 1) };
  guint n_sets = 0;
  for (guint i = 0; i < n; i++)
    n_sets += tracks[i].kind == MB_TRACK_SET || tracks[i].kind == MB_TRACK_TURN;
  reading.sets = mb_arena_array (run->arena, MbPlanSet, n_sets + 1);
  for (guint i = 0; i < n; i++)
    read_track (&reading, &tracks[i]);
  plan->pages = reading.pages;
  plan->end = run->ended_whole;
  plan->cost = run->ended_cost;
  plan->proved = !run->narrowed;
}

static void
run_begin (MbPlanner *run, MbReel *reel, const MbPlanJob *job, MbArena *arena)
{
  *run = (MbPlanner){ .reel = reel, .flow = reel, .job = job, .arena = arena, .name = job->name };
  run->places = mb_places_find (reel, job->from.piece, reel->end, arena);
  mb_tracks_init (&run->tracks);
  mb_layer_init (&run->now);
  mb_layer_init (&run->next);
  mb_layer_clear (&run->now);
  mb_layer_clear (&run->next);
  run->floats = g_array_new (FALSE, FALSE, sizeof (MbPlanFloat));
  mb_scenes_init (&run->scenes);
  run->left = g_array_new (FALSE, FALSE, sizeof (MbPageState));
  mb_starts_init (&run->starts);
}

static void
run_end (MbPlanner *run)
{
  mb_tracks_free (&run->tracks);
  mb_layer_free (&run->now);
  mb_layer_free (&run->next);
  mb_starts_free (&run->starts);
  g_array_unref (run->floats);
  mb_scenes_free (&run->scenes);
  g_array_unref (run->left);
  if (run->rests)
    g_hash_table_unref (run->rests);
}

static void
run_pieces (MbPlanner *run)
{
  guint32 i = run->job->from.piece;
  begin_pages (run, NULL, run->job->left, i, TRUE);
  mb_planner_bound_chapter (run, i, chapter_end (run->flow, i));
  while (i < run->reel->end && mb_planner_pass_piece (run, i))
    i++;
  if (i < run->reel->end)
    return;
  mb_planner_call_rest (run);
  MbPlanEnds ends;
  mb_planner_end_chapter (run, run->reel->end, &ends);
  note_end (run, &ends, run->reel->end, TRUE);
}

gboolean
mb_optimise (MbReel *reel, const MbPlanJob *job, MbArena *arena, MbPlan *plan)
{
  MbPlanner run;
  *plan = (MbPlan){ 0 };
  run_begin (&run, reel, job, arena);
  if (job->from.line == 0 && enter_chapter (&run, job->from, job->first))
    run_pieces (&run);
  if (run.ended > 0)
    make_plan (&run, plan);
  run_end (&run);
  return plan->n > 0;
}
