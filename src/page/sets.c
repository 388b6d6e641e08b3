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
 * Floats of a column (scenes.c) are chosen where it begins. In what is left of a set they stand in any of its columns, each in that of its call or to
 * the right of it; the columns are balanced around them.
 *
 * Notes at the feet of columns (notes.c) go by columns as those of pages do by pages: a column that ends takes as many of those it calls as there is room for, and
 * the next one goes on; what is left of a set has them all.
 *
 * A set is plain, and can be planned, when nothing stands over some of its columns or over a gutter, no columns are in its columns, no break is forced in it, nothing in it floats over some of its columns or may be
 * cropped, and no box around it repeats its edges; and a chapter with sets when no gap between stories, which full.c would widen, parts them.
 *
 * Bound: rests are tried once for each place and room, and only where the least height of what is left fits; with at most MB_REST_FLOATS floats. */
#include "planner.h"

#include <string.h>

/* --- What can be planned ---------------------------------------------------------------------------------------------------------*/

static gboolean
is_plain_piece (const MbPiece *piece)
{
  switch (piece->kind) {
  case MB_PIECE_COLUMNS:
  case MB_PIECE_SPAN:
  case MB_PIECE_ZONES: return FALSE;
  case MB_PIECE_RESERVE:
    if (piece->reserve.astride)
      return FALSE;
    return !mb_planner_is_float (piece) || piece->reserve.count == 1 ||
           piece->reserve.count == piece->reserve.columns;
  case MB_PIECE_PENALTY: return !mb_break_is_forced (piece->penalty.forced, TRUE);
  case MB_PIECE_MONOLITH: return piece->monolith.most == 0 && !piece->monolith.nest;
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
  return sets;
}

/* --- What is left of a set ---------------------------------------------------------------------------------------------------------*/

/* A set reaches as far down as the floats at the heads of its columns. */
gboolean
mb_set_rest (const MbReel *reel, guint32 index, MbCursor from, const MbRoom *room,
             gboolean truncate, MbArena *arena, MbColumnSet *set)
{
  if (room->top >= room->bottom)
    return FALSE;
  MbColumnsFit fit = mb_columns_fit (reel, index, from, *room, truncate, FALSE, arena);
  *set = fit.set;
  if (fit.empty || !fit.whole || fit.overfull)
    return FALSE;
  for (guint c = 0; c < set->count; c++)
    if (set->heads[c] > room->top)
      set->bottom = MAX (set->bottom, MIN (set->heads[c], room->bottom));
  return TRUE;
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

/* Of notes that go on in the next column. */
static gint64
owed_cost (const MbReel *inner, const MbPageFit *fit, MbCursor from, MbCursor cut)
{
  guint32 begin, end;
  mb_columns_notes (inner, from, cut, &begin, &end);
  return cut.owed > 0 ? mb_notes_cost (fit, inner->notes, begin, end, end + cut.owed) : 0;
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
    cost += owed_cost (inner, fit, set->cuts[c - 1], set->cuts[c]);
    cost += MB_HOLE * mb_costs_shortage (fit, set->bottom - set->bottoms[c - 1], inner->line);
  }
  for (guint32 i = begin.piece + (begin.line > 0); i < inner->end; i++)
    if (inner->galley->pieces[i].kind == MB_PIECE_LINES)
      cost += mb_costs_paragraph (fit, &inner->galley->pieces[i], inner->settings[i]);
  return cost;
}

/* The next floats, and the columns in which they stand. */
typedef struct {
  guint first, n; /* of the chapter */
  guint8 columns[MB_REST_FLOATS];
} Seats;

/* A rest that was tried. */
typedef struct {
  guint32 set, piece, line, which, owed;
  gint64 top, foot;
  gboolean truncate;
  Seats seats;
} RestKey;

typedef struct {
  RestKey key;
  gboolean fits;
  gint64 bottom, cost;
  gint64 under; /* the most that floats take at the foot of a column */
} Rest;

static guint
hash_rest (gconstpointer data)
{
  const RestKey *key = data;
  guint64 hash = key->piece * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  hash += (guint64) key->line * 0x85EBCA77u + (guint64) key->top * 0xC2B2AE3Du +
          (guint64) key->foot * 0x165667B1u;
  for (guint i = 0; i < key->seats.n; i++)
    hash = hash * 31 + key->seats.columns[i] + 1;
  return (guint) (hash ^ hash >> 32) + key->which + 8 * (guint) key->truncate + key->seats.first;
}

static gboolean
same_rest (gconstpointer a, gconstpointer b)
{
  const RestKey *x = a, *y = b;
  return x->set == y->set && x->piece == y->piece && x->line == y->line && x->which == y->which &&
         x->owed == y->owed && x->top == y->top && x->foot == y->foot &&
         x->truncate == y->truncate && x->seats.first == y->seats.first &&
         x->seats.n == y->seats.n && memcmp (x->seats.columns, y->seats.columns, x->seats.n) == 0;
}

static const MbPlanFloat *
float_at (const MbPlanner *run, guint i)
{
  return &g_array_index (run->floats, MbPlanFloat, i);
}

static gboolean
is_heading (const MbPiece *piece)
{
  return piece->kind == MB_PIECE_LINES && mb_costs_is_heading (piece);
}

/* Whether a heading stands between @from and piece @to. */
static gboolean
has_heading (const MbReel *reel, MbCursor from, guint32 to)
{
  for (guint32 i = from.piece + (from.line > 0); i < MIN (to, reel->end); i++)
    if (is_heading (&reel->galley->pieces[i]))
      return TRUE;
  return FALSE;
}

/* What is called in @set stands in the column of its call, below the headings there, or further to the right. */
static gboolean
is_below_call (const MbPlanner *run, const MbColumnSet *set, const MbPlanFloat *it, guint column)
{
  guint call = 0;
  if (it->piece < set->cuts[0].piece)
    return TRUE;
  while (call + 1 < set->n && set->cuts[call + 1].piece <= it->piece)
    call++;
  return column > call ||
         (column == call && !(it->top && has_heading (run->reel, set->cuts[call], it->piece)));
}

static gboolean
are_below_calls (const MbPlanner *run, const MbColumnSet *set, const Seats *seats)
{
  for (guint i = 0; i < seats->n; i++)
    if (!is_below_call (run, set, float_at (run, seats->first + i), seats->columns[i]))
      return FALSE;
  return TRUE;
}

/* The places of @seats in columns between @top and @foot. Returns: what is taken most at the foot. */
static gint64
reserve (const MbPlanner *run, const Seats *seats, gint64 top, gint64 foot,
         MbReserved places[2 * MB_REST_FLOATS], guint *n)
{
  gint64 over[MB_MAX_COLUMNS] = { 0 }, under[MB_MAX_COLUMNS] = { 0 }, most = 0;
  const MbPiece *piece = &run->flow->galley->pieces[run->set - 1];
  *n = 0;
  for (guint i = 0; i < seats->n; i++) {
    const MbPlanFloat *it = float_at (run, seats->first + i);
    guint c = seats->columns[i];
    over[c] = it->top ? mb_float_over (it, top, over[c]) : over[c];
    under[c] = it->top ? under[c] : mb_float_under (it, under[c]);
    most = MAX (most, under[c]);
  }
  for (guint c = 0; c < piece->columns.count; c++) {
    gint64 x = mb_columns_x (piece, c), width = piece->columns.galley->measure;
    if (over[c] > 0)
      places[(*n)++] = (MbReserved){ .x = x, .width = width, .top = top, .bottom = top + over[c] };
    if (under[c] > 0)
      places[(*n)++] =
          (MbReserved){ .x = x, .width = width, .top = foot - under[c], .bottom = foot };
  }
  return most;
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
  MbReserved places[2 * MB_REST_FLOATS];
  MbRoom room = { .top = key->top, .bottom = key->foot, .reserved = places };
  MbCursor from = { .piece = key->piece, .line = key->line, .owed = key->owed };
  if (key->line > 0)
    inner->settings[key->piece] = (guint8) key->which;
  rest->under = reserve (run, &key->seats, key->top, key->foot, places, &room.n_reserved);
  rest->fits = mb_set_rest (run->flow, key->set - 1, from, &room, key->truncate, scratch, &set) &&
               are_below_calls (run, &set, &key->seats);
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

/* Floats of the chapter that are called up to the end of the set at hand. */
static guint
called_in_all (const MbPlanner *run)
{
  guint n = run->called;
  while (n < run->floats->len && float_at (run, n)->set == run->set)
    n++;
  return n;
}

/* Whether all notes that are called from @at on have their room on the page of @state, as far as this page keeps room for notes. */
static gboolean
has_notes (const MbPlanner *run, const MbPageState *state, MbCursor at, guint which)
{
  return !run->noting || run->own ||
         mb_planner_least_notes (run, state, mb_planner_called (run, at, which),
                                 mb_planner_called (run,
                                                    (MbCursor){ .piece = run->reel->galley->n },
                                                    0)) == 0;
}

/* Whether a float that stands at the head of the page of @scene, and is called from @at on, would stand above a heading of its section. */
static gboolean
precedes_heading (const MbPlanner *run, const MbScene *scene, MbCursor at)
{
  for (guint i = run->called; i < run->called + scene->ahead; i++) {
    const MbPlanFloat *it = float_at (run, i);
    if (it->top &&
        has_heading (run->reel, at, it->set == run->set ? it->piece : run->reel->galley->n))
      return TRUE;
  }
  return FALSE;
}

typedef struct {
  MbPlanner *run;
  const MbPageState *state;
  MbCursor at;
  guint which;
  guint called; /* floats, up to the end of the set */
} Trial;

static gint64
take_seats (const Trial *trial, MbScene *scene, const Seats *seats)
{
  gint64 cost = 0;
  for (guint i = 0; i < seats->n; i++)
    cost += mb_planner_take_next (trial->run, scene);
  return cost;
}

static void
add_rest (Trial *trial, const Rest *rest)
{
  MbPlanner *run = trial->run;
  const Seats *seats = &rest->key.seats;
  MbPageState after = *trial->state;
  MbScene scene = *mb_planner_scene (run, trial->state);
  after.cost += rest->cost + take_seats (trial, &scene, seats);
  scene.top = 0;
  scene.own = 0;
  scene.column = 0;
  scene.foot += (MbLength) rest->under;
  if (!mb_planner_call_floats (run, &scene, trial->called - run->called) ||
      !mb_planner_keep (run, &scene, &after.scene))
    return;
  after.y = after.ink = (MbLength) rest->bottom;
  after.begun = TRUE;
  after.truncate = FALSE;
  for (guint i = 0; i < seats->n; i++)
    after.track = mb_tracks_add (&run->tracks, (MbTrack){ .before = after.track,
                                                          .piece = seats->columns[i],
                                                          .line = (guint32) rest->key.top,
                                                          .kind = MB_TRACK_FLOATS,
                                                          .setting = 1 });
  after.track = mb_tracks_add (&run->tracks, (MbTrack){ .before = after.track,
                                                        .piece = trial->at.piece,
                                                        .line = trial->at.line,
                                                        .kind = MB_TRACK_REST });
  g_array_append_val (run->left, after);
}

/* Column @column may have one float more, @it; @called: in what is left of the set. */
static gboolean
may_seat (const Trial *trial, const Seats *seats, const MbPlanFloat *it, guint column,
          gboolean called, gint64 height)
{
  gint64 over = 0, under = 0;
  gint64 top = mb_planner_scene (trial->run, trial->state)->top;
  for (guint i = 0; i < seats->n; i++) {
    const MbPlanFloat *other = float_at (trial->run, seats->first + i);
    if (seats->columns[i] != column)
      continue;
    over = other->top ? mb_float_over (other, top, over) : over;
    under = other->top ? under : mb_float_under (other, under);
  }
  if (it->top && under > 0)
    return FALSE;
  over = it->top ? mb_float_over (it, top, over) : over;
  under = it->top ? under : mb_float_under (it, under);
  return over + under + trial->run->flow->line <= height &&
         !(called && mb_float_is_plate (it, top + height));
}

static void try_seats (Trial *trial, Seats *seats);

/* The same with one float more, in each column that may have it. */
static void
try_more_seats (Trial *trial, Seats *seats)
{
  MbPlanner *run = trial->run;
  const MbScene *scene = mb_planner_scene (run, trial->state);
  guint next = seats->first + seats->n;
  const MbPlanFloat *it = next < trial->called ? float_at (run, next) : NULL;
  gint64 height = mb_planner_foot (run, trial->state) - scene->top;
  if (!it || !it->inside || it->set != run->set || scene->foot > 0)
    return;
  guint8 first = seats->n > 0 ? seats->columns[seats->n - 1] : 0;
  for (guint8 c = first; c < set_piece (run)->columns.count; c++) {
    if (!may_seat (trial, seats, it, c, next >= run->called, height))
      continue;
    if (seats->n == MB_REST_FLOATS) {
      run->narrowed = TRUE;
      return;
    }
    seats->columns[seats->n++] = c;
    try_seats (trial, seats);
    seats->n--;
  }
}

/* Units of notes called above @at that the columns before it have not set. */
static guint32
owed_by (const MbPlanner *run, const MbPageState *state, MbCursor at, guint which)
{
  return run->own ? mb_planner_called (run, at, which) - mb_planner_notes_from (run, state) : 0;
}

static void
try_seats (Trial *trial, Seats *seats)
{
  MbPlanner *run = trial->run;
  RestKey key = { .set = run->set,
                  .piece = trial->at.piece,
                  .line = trial->at.line,
                  .owed = owed_by (run, trial->state, trial->at, trial->which),
                  .which = trial->at.line > 0 ? trial->which : 0,
                  .top = mb_planner_scene (run, trial->state)->top,
                  .foot = mb_planner_foot (run, trial->state),
                  .truncate = trial->state->truncate,
                  .seats = *seats };
  const Rest *rest = find_rest (run, &key);
  if (rest->fits)
    add_rest (trial, rest);
  try_more_seats (trial, seats);
}

/* @state stands at the head of its columns, at @at: what is left of the set may end on its page. */
static void
try_rest (MbPlanner *run, const MbPageState *state, MbCursor at, guint which)
{
  const MbScene *scene = mb_planner_scene (run, state);
  gint64 height = mb_planner_foot (run, state) - scene->top;
  if (mb_planner_left (run, at) > height * set_piece (run)->columns.count ||
      !has_notes (run, state, at, which) || precedes_heading (run, scene, at))
    return;
  Trial trial = {
    .run = run, .state = state, .at = at, .which = which, .called = called_in_all (run)
  };
  Seats seats = { .first = run->called - scene->waiting + scene->ahead };
  try_seats (&trial, &seats);
}

/* --- Columns --------------------------------------------------------------------------------------------------------------------------*/

gboolean
mb_planner_is_page_end (const MbPlanner *run, const MbPageState *state)
{
  return run->set == 0 ||
         mb_planner_scene (run, state)->column + 1u >= set_piece (run)->columns.count;
}

/* Ways to go on in the set. */
typedef struct {
  MbPlanner *run;
  MbCursor at;
  gint64 extra; /* below the head of the column */
  guint32 own;  /* where its notes begin */
  guint which;
  MbPageState *list;
  guint n;
} Turns;

/* @way begins a column of @scene. Returns: FALSE when there are too many scenes. */
static gboolean
begin_column (const Turns *turns, MbPageState *way, const MbScene *scene)
{
  MbPlanner *run = turns->run;
  guint32 head, n;
  if (!mb_planner_keep (run, scene, &way->scene))
    return FALSE;
  gint64 y = scene->top + (gint64) scene->over + turns->extra +
             mb_reel_heads (run->reel, turns->at, mb_planner_foot (run, way), &head, &n);
  way->y = way->ink = (MbLength) MIN (y, MB_LENGTH_MAX);
  way->begun = FALSE;
  way->overfull = FALSE;
  return TRUE;
}

/* @way as it is, and with each number of floats in its column. */
static void
add_turns (Turns *turns, const MbPageState *way)
{
  MbPlanner *run = turns->run;
  MbScene scene = *mb_planner_scene (run, way);
  gint64 cost = way->cost, foot = mb_planner_foot (run, way);
  guint n = 0;
  do {
    if (turns->n == MB_MAX_TURNS) {
      run->narrowed = TRUE;
      return;
    }
    MbPageState *turn = &turns->list[turns->n];
    *turn = *way;
    turn->cost = cost;
    if (!begin_column (turns, turn, &scene))
      return;
    if (n > 0)
      turn->track = mb_tracks_add (&run->tracks, (MbTrack){ .before = way->track,
                                                            .piece = scene.column,
                                                            .line = (guint32) scene.top,
                                                            .kind = MB_TRACK_FLOATS,
                                                            .setting = (guint8) n });
    turns->n++;
    n++;
  } while (mb_planner_add_inside (run, &scene, turns->at, foot, &cost));
}

static MbTrack
column_track (const MbPageState *way, const MbPageState *ended, MbCursor at, MbTrackKind kind,
              guint n_floats)
{
  return (MbTrack){ .before = ended->track,
                    .piece = at.piece,
                    .line = at.line,
                    .notes = way->notes,
                    .kind = (guint8) kind,
                    .left = way->left,
                    .setting = (guint8) n_floats,
                    .longer = way->longer,
                    .overfull = ended->overfull };
}

/* The page @way, with @n_floats over the whole measure. */
static void
turn_to (Turns *turns, MbPageState *way, const MbPageState *ended, guint n_floats)
{
  MbPlanner *run = turns->run;
  MbScene scene = *mb_planner_scene (run, way);
  scene.top = scene.head;
  scene.own = turns->own;
  if (!begin_column (turns, way, &scene))
    return;
  way->track =
      mb_tracks_add (&run->tracks, column_track (way, ended, turns->at, MB_TRACK_TURN, n_floats));
  try_rest (run, way, turns->at, turns->which);
  add_turns (turns, way);
}

static void
turn_page (Turns *turns, const MbPageState *ended)
{
  MbPlanner *run = turns->run;
  MbPageState page = *ended, ways[MB_MAX_WAYS];
  guint counts[MB_MAX_WAYS];
  guint32 called = mb_planner_page_called (run, turns->at, turns->which);
  int low, high;
  page.left = !ended->left;
  page.opening = page.first = page.overfull = page.begun = FALSE;
  page.truncate = TRUE;
  page.scene = 0;
  page.y = page.ink = 0;
  mb_planner_choices (run, &page, !page.left, &low, &high);
  for (int longer = low; longer <= high; longer++) {
    page.longer = (gint8) longer;
    page.cost = ended->cost + (page.left ? mb_costs_spread (&run->fit, longer) : 0);
    guint n = mb_planner_ways (run, &page, turns->at, ended, called, ways, counts);
    for (guint i = 0; i < n; i++)
      turn_to (turns, &ways[i], ended, counts[i]);
  }
}

static void
next_column (Turns *turns, const MbPageState *ended)
{
  MbPlanner *run = turns->run;
  MbScene scene = *mb_planner_scene (run, ended);
  MbPageState way = *ended;
  scene.column++;
  scene.over = scene.under = 0;
  scene.beside = 0;
  way.truncate = TRUE;
  if (!begin_column (turns, &way, &scene))
    return;
  way.track =
      mb_tracks_add (&run->tracks, column_track (&way, ended, turns->at, MB_TRACK_COLUMN, 0));
  add_turns (turns, &way);
}

guint
mb_planner_columns (MbPlanner *run, const MbPageState *ended, MbCursor at, gint64 extra,
                    guint which, MbPageState ways[MB_MAX_TURNS])
{
  Turns turns = { .run = run, .at = at, .extra = extra, .which = which, .list = ways };
  MbPageState after = *ended;
  turns.own = mb_planner_scene (run, ended)->own;
  guint32 owed = owed_by (run, ended, at, which);
  if (owed > 0)
    after.track =
        mb_tracks_add (&run->tracks,
                       (MbTrack){ .before = ended->track, .notes = owed, .kind = MB_TRACK_OWED });
  if (!mb_planner_is_page_end (run, ended)) {
    next_column (&turns, &after);
    return turns.n;
  }
  MbPageState list[MB_MAX_PLATES];
  guint n = mb_planner_plates (run, &after, at, FALSE, list);
  for (guint i = 0; i < n; i++)
    turn_page (&turns, &list[i]);
  return turns.n;
}

/* --- A set -----------------------------------------------------------------------------------------------------------------------------*/

static void
begin_set (MbPlanner *run, const MbPageState *state)
{
  MbPageState ways[MB_MAX_TURNS];
  Turns turns = { .run = run, .list = ways };
  MbPageState way = *state;
  MbScene scene = *mb_planner_scene (run, state);
  scene.top = state->y;
  scene.own = 0;
  way.track = mb_tracks_add (&run->tracks, (MbTrack){ .before = state->track,
                                                      .piece = run->set - 1,
                                                      .line = (guint32) state->y,
                                                      .kind = MB_TRACK_SET,
                                                      .setting = state->truncate });
  MbRoom room = { .top = state->y, .bottom = mb_planner_foot (run, state) };
  if (state->overfull || !begin_column (&turns, &way, &scene))
    return;
  try_rest (run, &way, (MbCursor){ 0 }, 0);
  if (state->begun && !mb_columns_worth (run->reel, room, FALSE))
    return;
  add_turns (&turns, &way);
  for (guint i = 0; i < turns.n; i++)
    mb_layer_add (&run->now, &ways[i]);
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
  run->own = run->reel->notes;
  run->places = mb_places_find (run->reel, 0, run->reel->end, run->arena);
  run->content = FALSE;
  run->parted = TRUE;
  guint called = called_in_all (run);
  pass_inside (run, before);
  run->called = called;
  run->set = 0;
  run->own = NULL;
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
full_set (const MbReel *reel, const MbPlanSet *planned, const MbRoom *room, MbArena *arena)
{
  const MbReel *inner = reel->inner[planned->piece];
  const MbPiece *piece = &reel->galley->pieces[planned->piece];
  guint n = planned->n;
  gint64 *tops = mb_arena_array (arena, gint64, n), *heads = mb_arena_array (arena, gint64, n);
  gint64 *feet = mb_arena_array (arena, gint64, n);
  gboolean *truncated = mb_arena_array (arena, gboolean, n);
  for (guint c = 0; c < n; c++) {
    guint32 first, count;
    gint64 x = mb_columns_x (piece, c), width = piece->columns.galley->measure;
    heads[c] = mb_room_head (room, x, width, room->top);
    feet[c] = mb_room_foot (room, x, width, heads[c]);
    tops[c] = heads[c] + mb_reel_heads (inner, planned->cuts[c], feet[c], &first, &count);
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
                        .top = room->top,
                        .bottom = room->bottom,
                        .step = inner->line };
}

/* What @room leaves to @planned: its own floats stand in its columns, those of sets above it at the foot keep the whole measure. */
static MbRoom
room_of (const MbPlanSet *planned, const MbRoom *room, MbArena *arena)
{
  MbReserved *own = mb_arena_array (arena, MbReserved, room->n_reserved + 1);
  MbRoom left = { .top = MAX (planned->top, room->top), .bottom = room->bottom, .reserved = own };
  for (guint i = 0; i < room->n_reserved; i++) {
    const MbReserved *place = &room->reserved[i];
    if (place->set == planned->piece + 1)
      own[left.n_reserved++] = *place;
    else if (place->bottom > left.top)
      left.bottom = MIN (left.bottom, place->top);
  }
  return left;
}

MbColumnSet
mb_set_planned (const MbReel *reel, const MbPlanSet *planned, const MbRoom *room, MbArena *arena)
{
  MbColumnSet set;
  MbRoom left = room_of (planned, room, arena);
  if (planned->rest &&
      mb_set_rest (reel, planned->piece, planned->cuts[0], &left, planned->truncate, arena, &set))
    return set;
  return full_set (reel, planned, &left, arena);
}
