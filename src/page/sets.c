/* SPDX-License-Identifier: Apache-2.0 */
/* Column sets in the choice of pages (optimise.c).
 *
 * Model. A column is a small page: the same states, the same breaks and costs, a foot that is the page's. Where one ends the text goes on at the head of the next
 * column of the set on its page, or on the next page; so the columns of a spread, and of a chapter, are chosen as a whole, and feet of columns are
 * level as those of facing pages are. A hyphen at the foot of a column that is not the last one of a recto costs what it does on a verso.
 *
 * What is left of a set when it fits on its page is balanced: columns.c and even.c do that, as on any page, and what they make is one way past the set, with the
 * costs of its breaks, of its uneven feet and of the paragraphs that were changed. So a set is some full pages, chosen here, and one balanced page.
 *
 * A set is plain, and can be planned, when nothing stands over some of its columns, no break is forced in it, nothing in it floats to the page or may be
 * cropped, and no box around it repeats its edges; and a chapter with sets when it calls no note, and no gap between stories, which full.c would widen, parts them.
 *
 * Bound: rests are tried once for each place and room, and only where the least height of what is left fits. */
#include "planner.h"

#include <string.h>

/* --- What can be planned ---------------------------------------------------------------------------------------------------------*/

static gboolean
is_plain_piece (const MbPiece *piece)
{
  switch (piece->kind) {
  case MB_PIECE_COLUMNS:
  case MB_PIECE_SPAN:
  case MB_PIECE_ZONES:
  case MB_PIECE_RESERVE: return FALSE;
  case MB_PIECE_PENALTY: return !mb_break_is_forced (piece->penalty.forced, TRUE);
  case MB_PIECE_MONOLITH: return piece->monolith.most == 0;
  case MB_PIECE_LINES:
  case MB_PIECE_ROW:
  case MB_PIECE_GLUE:
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_FLOAT:
  case MB_PIECE_PLACE: break;
  }
  return TRUE;
}

static gboolean
is_plain (const MbReel *reel, guint32 index)
{
  const MbGalley *galley = reel->inner[index]->galley;
  const MbPiece *piece = &reel->galley->pieces[index];
  if (piece->columns.count < 2 || piece->columns.count > MB_MAX_COLUMNS ||
      mb_reel_cloned (reel, index, TRUE) + mb_reel_cloned (reel, index, FALSE) > 0)
    return FALSE;
  for (guint32 i = 0; i < galley->n; i++)
    if (!is_plain_piece (&galley->pieces[i]))
      return FALSE;
  return TRUE;
}

gboolean
mb_planner_has_sets (const MbReel *reel, guint32 from, guint32 to, gboolean *plain)
{
  gboolean sets = FALSE, gap = FALSE;
  *plain = TRUE;
  for (guint32 i = from; i < to; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    gap |= sets && mb_full_is_gap (reel, i);
    if (piece->kind == MB_PIECE_ZONES)
      *plain = FALSE;
    if (piece->kind != MB_PIECE_COLUMNS)
      continue;
    *plain &= !gap && is_plain (reel, i);
    sets = TRUE;
  }
  *plain &= !sets || !reel->notes || reel->notes->called[from] == reel->notes->called[to];
  return sets;
}

/* --- What is left of a set ---------------------------------------------------------------------------------------------------------*/

gboolean
mb_set_rest (const MbReel *reel, guint32 index, MbCursor from, gint64 top, gint64 foot,
             gboolean truncate, MbArena *arena, MbColumnSet *set)
{
  MbRoom room = { .top = top, .bottom = foot };
  if (top >= foot)
    return FALSE;
  MbColumnsFit fit = mb_columns_fit (reel, index, from, room, truncate, FALSE, arena);
  *set = fit.set;
  return !fit.empty && fit.whole && !fit.overfull;
}

static gint64
cut_cost (const MbReel *inner, const MbPageFit *fit, const MbPlaces *places, MbCursor from,
          MbCursor cut)
{
  if (cut.line == 0)
    return mb_costs_penalty (fit, places, inner->galley, cut.piece);
  guint first = from.piece == cut.piece ? from.line : 0;
  return mb_costs_line (fit, &inner->galley->pieces[cut.piece], mb_reel_setting (inner, cut.piece),
                        first, cut.line, TRUE);
}

gint64
mb_set_cost (const MbReel *reel, const MbColumnSet *set, const MbPageFit *fit,
             const MbPlaces *places)
{
  const MbReel *inner = reel->inner[set->piece];
  MbCursor begin = set->cuts[0];
  gint64 cost = 0;
  for (guint c = 1; c < set->n; c++) {
    if (set->cuts[c].piece >= inner->end)
      break;
    cost += cut_cost (inner, fit, places, set->cuts[c - 1], set->cuts[c]);
    cost += MB_HOLE * mb_costs_shortage (fit, set->bottom - set->bottoms[c - 1], inner->line);
  }
  for (guint32 i = begin.piece + (begin.line > 0); i < inner->end; i++)
    if (inner->galley->pieces[i].kind == MB_PIECE_LINES)
      cost += mb_costs_paragraph (fit, &inner->galley->pieces[i], inner->settings[i]);
  return cost;
}

/* A rest that was tried. */
typedef struct {
  guint32 set, piece, line, which;
  gint64 top, foot;
  gboolean truncate;
} RestKey;

typedef struct {
  RestKey key;
  gboolean fits;
  gint64 bottom, cost;
} Rest;

static guint
hash_rest (gconstpointer data)
{
  const RestKey *key = data;
  guint64 hash = key->piece * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  hash += (guint64) key->line * 0x85EBCA77u + (guint64) key->top * 0xC2B2AE3Du +
          (guint64) key->foot * 0x165667B1u;
  return (guint) (hash ^ hash >> 32) + key->which + 8 * (guint) key->truncate;
}

static gboolean
same_rest (gconstpointer a, gconstpointer b)
{
  const RestKey *x = a, *y = b;
  return x->set == y->set && x->piece == y->piece && x->line == y->line && x->which == y->which &&
         x->top == y->top && x->foot == y->foot && x->truncate == y->truncate;
}

/* With the paragraph that @key is in set as it says; the settings of the reel stay what they were. */
static void
make_rest (MbPlanner *run, Rest *rest)
{
  const RestKey *key = &rest->key;
  MbReel *inner = run->reel;
  gsize size = inner->galley->n * sizeof *inner->settings;
  g_autofree guint8 *before = g_memdup2 (inner->settings, size);
  MbArena *scratch = mb_arena_new ();
  MbColumnSet set;
  MbCursor from = { .piece = key->piece, .line = key->line };
  if (key->line > 0)
    inner->settings[key->piece] = (guint8) key->which;
  rest->fits = mb_set_rest (run->flow, key->set - 1, from, key->top, key->foot, key->truncate,
                            scratch, &set);
  if (rest->fits) {
    rest->bottom = set.bottom;
    rest->cost = mb_set_cost (run->flow, &set, &run->fit, &run->places);
  }
  memcpy (inner->settings, before, size);
  mb_arena_free (scratch);
}

static const Rest *
find_rest (MbPlanner *run, const RestKey *key)
{
  if (!run->rests)
    run->rests = g_hash_table_new_full (hash_rest, same_rest, NULL, g_free);
  Rest *rest = g_hash_table_lookup (run->rests, key);
  if (rest)
    return rest;
  rest = g_new0 (Rest, 1);
  rest->key = *key;
  make_rest (run, rest);
  g_hash_table_insert (run->rests, &rest->key, rest);
  return rest;
}

static const MbPiece *
set_piece (const MbPlanner *run)
{
  return &run->flow->galley->pieces[run->set - 1];
}

/* What is left from @at on takes at the least more than the page of @state has. */
static gboolean
is_too_long (const MbPlanner *run, MbCursor at, gint64 room)
{
  gint64 left = run->set_least[run->reel->end] -
                run->set_least[MIN (at.piece + (at.line > 0), run->reel->end)];
  return left > room * set_piece (run)->columns.count;
}

/* @state stands at the head of its columns, at @at: what is left of the set may end on its page. */
static void
try_rest (MbPlanner *run, const MbPageState *state, MbCursor at, guint which)
{
  gint64 top = mb_planner_scene (run, state)->top, foot = mb_planner_foot (run, state);
  RestKey key = { .set = run->set,
                  .piece = at.piece,
                  .line = at.line,
                  .which = at.line > 0 ? which : 0,
                  .top = top,
                  .foot = foot,
                  .truncate = state->truncate };
  if (is_too_long (run, at, foot - top))
    return;
  const Rest *rest = find_rest (run, &key);
  if (!rest->fits)
    return;
  MbPageState after = *state;
  after.y = after.ink = (MbLength) rest->bottom;
  after.begun = TRUE;
  after.truncate = FALSE;
  after.scene = 0;
  after.cost += rest->cost;
  after.track = mb_tracks_add (&run->tracks, (MbTrack){ .before = state->track,
                                                        .piece = at.piece,
                                                        .line = at.line,
                                                        .kind = MB_TRACK_REST });
  g_array_append_val (run->left, after);
}

/* --- Columns --------------------------------------------------------------------------------------------------------------------------*/

gboolean
mb_planner_is_page_end (const MbPlanner *run, const MbPageState *state)
{
  return run->set == 0 ||
         mb_planner_scene (run, state)->column + 1u >= set_piece (run)->columns.count;
}

/* @way begins a column at @at: its scene is @scene. */
static gboolean
begin_column (MbPlanner *run, MbPageState *way, const MbScene *scene, MbCursor at, gint64 extra)
{
  guint32 head, n;
  gint64 y =
      scene->top + extra + mb_reel_heads (run->reel, at, mb_planner_foot (run, way), &head, &n);
  way->y = way->ink = (MbLength) MIN (y, MB_LENGTH_MAX);
  way->begun = FALSE;
  way->overfull = FALSE;
  return mb_planner_keep (run, scene, &way->scene);
}

static MbTrack
column_track (const MbPageState *way, const MbPageState *ended, MbCursor at, MbTrackKind kind)
{
  return (MbTrack){ .before = ended->track,
                    .piece = at.piece,
                    .line = at.line,
                    .notes = way->notes,
                    .kind = (guint8) kind,
                    .left = way->left,
                    .longer = way->longer,
                    .overfull = ended->overfull };
}

static guint
turn_pages (MbPlanner *run, const MbPageState *ended, MbCursor at, gint64 extra, guint which,
            MbPageState ways[MB_MAX_TURNS])
{
  MbScene scene = { 0 };
  guint n = 0;
  int low, high;
  MbPageState page = *ended;
  page.left = !ended->left;
  page.opening = page.first = FALSE;
  page.truncate = TRUE;
  mb_planner_choices (run, &page, !page.left, &low, &high);
  for (int longer = low; longer <= high && n < MB_MAX_TURNS; longer++) {
    MbPageState *way = &ways[n];
    *way = page;
    way->longer = (gint8) longer;
    way->cost += page.left ? mb_costs_spread (&run->fit, longer) : 0;
    way->scene = 0;
    if (!begin_column (run, way, &scene, at, extra))
      continue;
    way->track = mb_tracks_add (&run->tracks, column_track (way, ended, at, MB_TRACK_TURN));
    try_rest (run, way, at, which);
    n++;
  }
  return n;
}

guint
mb_planner_columns (MbPlanner *run, const MbPageState *ended, MbCursor at, gint64 extra,
                    guint which, MbPageState ways[MB_MAX_TURNS])
{
  if (mb_planner_is_page_end (run, ended))
    return turn_pages (run, ended, at, extra, which, ways);
  MbScene scene = *mb_planner_scene (run, ended);
  scene.column++;
  ways[0] = *ended;
  ways[0].truncate = TRUE;
  if (!begin_column (run, &ways[0], &scene, at, extra))
    return 0;
  ways[0].track = mb_tracks_add (&run->tracks, column_track (&ways[0], ended, at, MB_TRACK_COLUMN));
  return 1;
}

/* --- A set -----------------------------------------------------------------------------------------------------------------------------*/

static void
begin_set (MbPlanner *run, const MbPageState *state)
{
  MbCursor at = { 0 };
  MbPageState way = *state;
  MbScene scene = { .top = state->y };
  way.track = mb_tracks_add (&run->tracks, (MbTrack){ .before = state->track,
                                                      .piece = run->set - 1,
                                                      .line = (guint32) state->y,
                                                      .kind = MB_TRACK_SET,
                                                      .setting = state->truncate });
  MbRoom room = { .top = state->y, .bottom = mb_planner_foot (run, state) };
  if (state->overfull || !begin_column (run, &way, &scene, at, 0))
    return;
  try_rest (run, &way, at, 0);
  if (!state->begun || mb_columns_worth (run->reel, room, FALSE))
    mb_layer_add (&run->now, &way);
}

static gint64 *
measure_set (const MbPlanner *run)
{
  const MbGalley *galley = run->reel->galley;
  gint64 *least = mb_arena_array (run->arena, gint64, galley->n + 1);
  for (guint32 i = 0; i < galley->n; i++)
    least[i + 1] = least[i] + mb_planner_least (&galley->pieces[i]);
  return least;
}

static void
pass_inside (MbPlanner *run, const GArray *before)
{
  mb_layer_clear (&run->now);
  for (guint i = 0; i < before->len; i++)
    begin_set (run, &g_array_index (before, MbPageState, i));
  for (guint32 i = 0; i < run->reel->end && run->now.states->len > 0; i++)
    mb_planner_pass_piece (run, i);
}

void
mb_planner_pass_set (MbPlanner *run, guint32 index)
{
  mb_planner_break_before_content (run, index);
  MbPlaces places = run->places;
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (MbPageState));
  g_array_append_vals (before, run->now.states->data, run->now.states->len);
  run->set = index + 1;
  run->reel = run->flow->inner[index];
  run->places = mb_places_find (run->reel, 0, run->reel->end, run->arena);
  run->set_least = measure_set (run);
  run->content = FALSE;
  run->parted = TRUE;
  pass_inside (run, before);
  run->set = 0;
  run->reel = run->flow;
  run->places = places;
  run->content = TRUE;
  run->parted = FALSE;
  mb_layer_clear (&run->next);
  for (guint i = 0; i < run->left->len; i++)
    mb_layer_add (&run->next, &g_array_index (run->left, MbPageState, i));
  g_array_set_size (run->left, 0);
  mb_planner_turn_layer (run);
}

/* --- Following the plan ------------------------------------------------------------------------------------------------------------------*/

static MbColumnSet
full_set (const MbReel *reel, const MbPlanSet *planned, gint64 foot, MbArena *arena)
{
  const MbReel *inner = reel->inner[planned->piece];
  guint n = planned->n;
  gint64 *tops = mb_arena_array (arena, gint64, n), *heads = mb_arena_array (arena, gint64, n);
  gint64 *feet = mb_arena_array (arena, gint64, n);
  gboolean *truncated = mb_arena_array (arena, gboolean, n);
  for (guint c = 0; c < n; c++) {
    guint32 first, count;
    heads[c] = planned->top;
    feet[c] = foot;
    tops[c] = planned->top + mb_reel_heads (inner, planned->cuts[c], foot, &first, &count);
    truncated[c] = c > 0 || planned->truncate;
  }
  return (MbColumnSet){ .piece = planned->piece,
                        .n = n,
                        .count = n,
                        .cuts = planned->cuts,
                        .tops = tops,
                        .heads = heads,
                        .feet = feet,
                        .bottoms = feet,
                        .truncated = truncated,
                        .top = planned->top,
                        .bottom = foot,
                        .step = inner->line };
}

MbColumnSet
mb_set_planned (const MbReel *reel, const MbPlanSet *planned, gint64 foot, MbArena *arena)
{
  MbColumnSet set;
  if (planned->rest && mb_set_rest (reel, planned->piece, planned->cuts[0], planned->top, foot,
                                    planned->truncate, arena, &set))
    return set;
  return full_set (reel, planned, foot, arena);
}
