/* SPDX-License-Identifier: Apache-2.0 */
/* Page floats in the choice of pages (optimise.c).
 *
 * Model. The floats of a chapter keep their order, on a page too: one at the head does not come after one at the foot. Those of a page are the next ones that have no place yet. When a page begins it is chosen how many stand on it: some
 * that wait, called on pages before, and some that the page itself is to call (they are then *ahead* of the text; such a page cannot end before it has called
 * them). Those at the head push the text down, those at the foot take from its foot. So a page that begins is as many states as it can take floats, and the text
 * below goes on as on a lower page.
 *
 * A float never stands before its call, and at the head of the page that calls it only when no heading precedes the call there. One that takes most of a page (a plate)
 * does not stand on the page of its call; it may have a page without text, between two pages or after the last one of its chapter. No float goes on into
 * the next chapter.
 *
 * In a column set a column is a small page: when it begins it is chosen which of the next floats stand in it, if they are a column wide. Those that take the whole measure are
 * chosen with the page, and come before the floats of its columns. A float called in a column stands in it or to the right of it, or on a later page; one
 * that is to stand in a column of another set, or over some of the columns only, is not planned.
 *
 * Notes. In a chapter with column sets the foot of a page must be known when its first column is filled: so it is chosen with the page how far its notes go,
 * and the page ends only where these are called (optimise.c).
 *
 * Its distance is counted in half turns: one from a verso to the recto that it faces, two from a recto to its verso; the cost is for the square of these. A state so
 * remembers how old each waiting float is. With the room taken at head and foot this is a *scene*; scenes are numbered, and the number is part of
 * what makes two states the same. A state without floats is of scene 0.
 *
 * Bounds. Ages count up to 15 half turns and are kept for 16 floats; where more wait, or more ways are possible than are kept, the plan says that it is not
 * proved. */
#include "planner.h"

#define AGE_BITS   4
#define MAX_AGE    15
#define N_AGES     16
#define MAX_BANDS  16 /* on a page */
#define MAX_SCENES (1 << 20)

/* --- Scenes ------------------------------------------------------------------------------------------------------------------*/

static guint
hash_scene (gconstpointer data)
{
  const MbScene *scene = data;
  guint64 hash = scene->ages * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  hash ^= (guint64) scene->head * 0x85EBCA77u + (guint64) scene->foot * 0xC2B2AE3Du;
  hash ^= (guint64) scene->beside << 24 | (guint64) scene->column << 16 |
          (guint64) scene->waiting << 8 | scene->ahead;
  hash += (guint64) scene->top * 0x165667B1u + (guint64) scene->over * 0x27D4EB2Fu;
  hash += (guint64) scene->under * 0x9E3779B1u + (guint64) scene->below * 0x7FEB352Du;
  hash ^= (guint64) scene->noted << 32 | scene->own;
  return (guint) (hash ^ hash >> 32);
}

static gboolean
same_scene (gconstpointer a, gconstpointer b)
{
  const MbScene *x = a, *y = b;
  return x->ages == y->ages && x->head == y->head && x->foot == y->foot &&
         x->waiting == y->waiting && x->ahead == y->ahead && x->top == y->top &&
         x->column == y->column && x->beside == y->beside && x->over == y->over &&
         x->under == y->under && x->below == y->below && x->noted == y->noted && x->own == y->own;
}

static void
clear (MbScenes *scenes)
{
  MbScene none = { 0 };
  g_array_set_size (scenes->list, 0);
  g_array_append_val (scenes->list, none);
  g_hash_table_remove_all (scenes->known);
}

void
mb_scenes_init (MbScenes *scenes)
{
  scenes->list = g_array_new (FALSE, TRUE, sizeof (MbScene));
  scenes->known = g_hash_table_new_full (hash_scene, same_scene, g_free, NULL);
  clear (scenes);
}

void
mb_scenes_free (MbScenes *scenes)
{
  g_array_unref (scenes->list);
  g_hash_table_unref (scenes->known);
}

gboolean
mb_planner_keep (MbPlanner *run, const MbScene *scene, guint32 *number)
{
  static const MbScene none;
  gpointer known = same_scene (scene, &none) ? GUINT_TO_POINTER (0)
                                             : g_hash_table_lookup (run->scenes.known, scene);
  if (known || same_scene (scene, &none)) {
    *number = GPOINTER_TO_UINT (known);
    return TRUE;
  }
  guint n = run->scenes.list->len;
  if (n > MAX_SCENES) {
    run->narrowed = TRUE;
    return FALSE;
  }
  g_array_append_vals (run->scenes.list, scene, 1);
  g_hash_table_insert (run->scenes.known, g_memdup2 (scene, sizeof *scene), GUINT_TO_POINTER (n));
  *number = n;
  return TRUE;
}

const MbScene *
mb_planner_scene (const MbPlanner *run, const MbPageState *state)
{
  return &g_array_index (run->scenes.list, MbScene, state->scene);
}

/* --- The floats of a chapter ---------------------------------------------------------------------------------------------------*/

gboolean
mb_planner_is_float (const MbPiece *piece)
{
  return piece->kind == MB_PIECE_RESERVE && !piece->reserve.astride &&
         piece->box->style->paged->corner == MB_CORNER_NONE;
}

static const MbPlanFloat *
float_at (const MbPlanner *run, guint i)
{
  return &g_array_index (run->floats, MbPlanFloat, i);
}

void
mb_planner_list_floats (const MbReel *reel, guint32 from, guint32 to, GArray *list)
{
  for (guint32 i = from; i < to; i++) {
    const MbPiece *outer = &reel->galley->pieces[i];
    gboolean set = outer->kind == MB_PIECE_COLUMNS;
    const MbGalley *galley = set ? reel->inner[i]->galley : reel->galley;
    for (guint32 k = set ? 0 : i; k < (set ? galley->n : i + 1); k++) {
      const MbPiece *piece = &galley->pieces[k];
      if (!mb_planner_is_float (piece))
        continue;
      MbPlanFloat it = { .set = set ? i + 1 : 0,
                         .piece = k,
                         .inside = set && piece->reserve.count < piece->reserve.columns,
                         .top = piece->box->style->box->floated == MB_FLOAT_TOP,
                         .height = piece->height,
                         .above = piece->reserve.above,
                         .below = piece->reserve.below,
                         .pitch = piece->reserve.pitch };
      g_array_append_val (list, it);
    }
  }
}

void
mb_planner_enter_floats (MbPlanner *run, guint32 from, guint32 to)
{
  g_array_set_size (run->floats, 0);
  run->called = 0;
  clear (&run->scenes);
  mb_planner_list_floats (run->flow, from, to, run->floats);
}

static guint
age_of (guint64 ages, guint i)
{
  return i < N_AGES ? (guint) (ages >> (i * AGE_BITS) & MAX_AGE) : 0;
}

static guint64
older (guint64 ages, guint waiting, guint by)
{
  guint64 sum = 0;
  for (guint i = 0; i < MIN (waiting, N_AGES); i++)
    sum |= (guint64) MIN (age_of (ages, i) + by, MAX_AGE) << (i * AGE_BITS);
  return sum;
}

gboolean
mb_planner_call_floats (MbPlanner *run, MbScene *scene, guint n)
{
  for (guint i = 0; i < n; i++)
    if (scene->ahead > 0)
      scene->ahead--;
    else if (scene->waiting < MB_MAX_WAITING)
      scene->waiting++;
    else
      return FALSE;
  scene->beside = MIN (scene->beside, scene->ahead);
  run->narrowed |= scene->waiting > N_AGES;
  return TRUE;
}

static gboolean
call (MbPlanner *run, MbPageState *state)
{
  MbScene scene = *mb_planner_scene (run, state);
  return mb_planner_call_floats (run, &scene, 1) && mb_planner_keep (run, &scene, &state->scene);
}

void
mb_planner_call_float (MbPlanner *run)
{
  guint n = 0;
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    if (call (run, &state))
      g_array_index (run->now.states, MbPageState, n++) = state;
    else
      run->narrowed = TRUE;
  }
  g_array_set_size (run->now.states, n);
  mb_layer_index (&run->now);
  run->called++;
}

/* What a float at the head takes is in the places of the lines below it. Its own height counts where a page ends with few lines (mb_costs_beside), and no more
 * when there are enough: then two pages whose lines stand alike are one state, whatever is at their heads. */
void
mb_planner_forget_head (MbPlanner *run, MbPageState *state)
{
  MbScene scene = *mb_planner_scene (run, state);
  if (scene.head == 0 || !run->plain ||
      state->ink - scene.head < MB_FEW_LINES * (gint64) run->reel->line)
    return;
  scene.head = 0;
  mb_planner_keep (run, &scene, &state->scene);
}

gboolean
mb_planner_may_pass (const MbPlanner *run, const MbPageState *state, const MbPiece *piece)
{
  if (state->scene == 0 || !mb_costs_is_heading (piece))
    return TRUE;
  guint ahead = mb_planner_scene (run, state)->ahead;
  for (guint i = run->called; i < run->called + ahead; i++)
    if (float_at (run, i)->top)
      return FALSE;
  return TRUE;
}

/* --- Pages with floats ---------------------------------------------------------------------------------------------------------*/

static gint64
whole_lines (gint64 y, MbLength pitch)
{
  gint64 over = pitch > 0 ? y % pitch : 0;
  return over > 0 ? y + pitch - over : y;
}

/* One float more at the head or foot of @scene. */
static void
take_room (MbScene *scene, const MbPlanFloat *it)
{
  gint64 head = scene->head, foot = scene->foot;
  if (it->top)
    head = whole_lines (whole_lines (head, it->pitch) + it->height + it->below, it->pitch);
  else
    foot += whole_lines ((gint64) it->height + it->above, it->pitch);
  scene->head = (MbLength) MIN (head, MB_LENGTH_MAX);
  scene->foot = (MbLength) MIN (foot, MB_LENGTH_MAX);
}

/* The first of those that wait leaves, or, when none does, one is ahead of the text. Returns: its cost. */
gint64
mb_planner_take_next (const MbPlanner *run, MbScene *scene)
{
  if (scene->waiting == 0) {
    scene->ahead++;
    return 0;
  }
  gint64 cost = mb_costs_float (&run->fit, age_of (scene->ages, 0));
  scene->waiting--;
  scene->ages >>= AGE_BITS;
  return cost;
}

/* None of them stands anywhere before the next page. */
gint64
mb_planner_waiting_cost (const MbPlanner *run, const MbPageState *state)
{
  const MbScene *scene = mb_planner_scene (run, state);
  gint64 cost = 0;
  for (guint i = 0; i < MIN (scene->waiting, N_AGES); i++)
    cost +=
        mb_costs_float (&run->fit, MIN (age_of (scene->ages, i) + (state->left ? 1 : 2), MAX_AGE));
  return cost;
}

gboolean
mb_float_is_plate (const MbPlanFloat *it, gint64 height)
{
  return (gint64) it->height * 100 >= height * MB_PLATE_SHARE;
}

/* Whether @it may stand on the page of @scene: the ones before it stand above it. */
static gboolean
keeps_order (const MbScene *scene, const MbPlanFloat *it)
{
  return !it->top || scene->foot == 0;
}

/* Whether float @i, which is called at @at or below it, can be on a page or in a column of @foot that leaves @room to text. Shares are rounded. */
static gboolean
may_come (const MbPlanner *run, guint i, MbCursor at, gint64 room, gint64 foot)
{
  const MbPlanFloat *it = float_at (run, i);
  return !mb_float_is_plate (it, foot) && it->depth - mb_planner_depth (run, at) <= room + 1;
}

/* @scene of a page that ended, on the one after it. */
static MbScene
turned (const MbScene *scene, gboolean left)
{
  return (MbScene){ .ages = older (scene->ages, scene->waiting, left ? 1 : 2),
                    .waiting = scene->waiting };
}

/* Ways being listed. */
typedef struct {
  MbPlanner *run;
  const MbPageState *page;
  MbCursor at;
  guint32 called; /* units of notes */
  gint64 foot;    /* of the page, nothing on it */
  MbPageState *list;
  guint *counts;
  guint n;
} Ways;

static void
add_way (Ways *ways, const MbScene *scene, gint64 cost, guint count)
{
  if (ways->n == MB_MAX_WAYS) {
    ways->run->narrowed = TRUE;
    return;
  }
  MbPageState *way = &ways->list[ways->n];
  *way = *ways->page;
  way->cost = cost;
  way->y += scene->head;
  way->ink = way->y;
  if (!mb_planner_keep (ways->run, scene, &way->scene))
    return;
  ways->counts[ways->n++] = count;
}

/* Whether the note of @unit may be called on a page that leaves @room to text. */
static gboolean
may_be_called (const Ways *ways, guint32 unit, gint64 room)
{
  const MbPlanner *run = ways->run;
  return run->note_depths[mb_notes_of (run->flow->notes, unit)] -
             mb_planner_depth (run, ways->at) <=
         room + 1;
}

/* The page of @scene, with each length of its notes that there is room for: at least the first unit of what goes on or was called before. */
static void
add_noted (Ways *ways, MbScene scene, gint64 cost, guint count)
{
  const MbNotes *notes = ways->run->flow->notes;
  if (!ways->run->noting) {
    add_way (ways, &scene, cost, count);
    return;
  }
  guint32 begin = ways->page->notes;
  gint64 room = ways->foot - scene.head - scene.foot - ways->run->flow->line;
  guint32 last = mb_notes_fitting (notes, begin, notes->n_units, room);
  guint32 end = MIN (mb_notes_least (notes, begin, ways->called), last);
  for (; end <= last; end++) {
    gint64 height = mb_notes_height (notes, begin, end);
    if (end > begin && end > ways->called &&
        !may_be_called (ways, end - 1, room + ways->run->flow->line - height))
      break;
    scene.noted = end;
    scene.below = (MbLength) height;
    add_way (ways, &scene, cost, count);
  }
}

/* Whether @it belongs in a column, not over the whole measure: so does what waits when its set has ended. */
static gboolean
is_of_columns (const MbPlanner *run, const MbPlanFloat *it, const MbScene *scene)
{
  return it->inside && (it->set == run->set || scene->waiting == 0);
}

guint
mb_planner_ways (MbPlanner *run, const MbPageState *page, MbCursor at, const MbPageState *ended,
                 guint32 called, MbPageState list[MB_MAX_WAYS], guint counts[MB_MAX_WAYS])
{
  Ways ways = {
    .run = run, .page = page, .at = at, .called = called, .list = list, .counts = counts
  };
  MbScene scene = { 0 };
  MbPageState empty = *page;
  empty.scene = 0;
  ways.foot = mb_planner_foot (run, &empty);
  if (ended && run->floats->len > 0)
    scene = turned (mb_planner_scene (run, ended), ended->left);
  add_noted (&ways, scene, page->cost, 0);
  guint next = run->called - scene.waiting;
  gint64 cost = page->cost;
  for (guint n = 1; n <= MAX_BANDS && next + n - 1 < run->floats->len; n++) {
    guint i = next + n - 1;
    if (is_of_columns (run, float_at (run, i), &scene) ||
        !keeps_order (&scene, float_at (run, i)) ||
        (scene.waiting == 0 &&
         !may_come (run, i, at, ways.foot - scene.head - scene.foot, ways.foot)))
      break;
    take_room (&scene, float_at (run, i));
    gint64 room = ways.foot - scene.head - scene.foot;
    if (room < run->flow->line || (scene.waiting == 0 && !may_come (run, i, at, room, ways.foot)))
      break;
    cost += mb_planner_take_next (run, &scene);
    add_noted (&ways, scene, cost, n);
    run->narrowed |= n == MAX_BANDS;
  }
  return ways.n;
}

/* --- Floats in columns ---------------------------------------------------------------------------------------------------------*/

gint64
mb_float_over (const MbPlanFloat *it, gint64 top, gint64 over)
{
  gint64 bottom = whole_lines (top + over, it->pitch) + it->height + it->below;
  return whole_lines (bottom, it->pitch) - top;
}

gint64
mb_float_under (const MbPlanFloat *it, gint64 under)
{
  return under + whole_lines ((gint64) it->height + it->above, it->pitch);
}

/* Figures read down a page: none stands above those at its foot that come before it. */
gboolean
mb_planner_add_inside (MbPlanner *run, MbScene *scene, MbCursor at, gint64 foot, gint64 *cost)
{
  guint i = run->called - scene->waiting + scene->ahead;
  const MbPlanFloat *it = i < run->floats->len ? float_at (run, i) : NULL;
  if (!it || !it->inside || it->set != run->set || scene->foot > 0 || (it->top && scene->under > 0))
    return FALSE;
  gint64 over = it->top ? mb_float_over (it, scene->top, scene->over) : scene->over;
  gint64 under = it->top ? scene->under : mb_float_under (it, scene->under);
  gint64 room = foot - scene->top - over - under;
  guint count = run->flow->galley->pieces[run->set - 1].columns.count;
  if (room < run->flow->line ||
      (scene->waiting == 0 && !may_come (run, i, at, room / MAX (count, 1) + 1, foot)))
    return FALSE;
  scene->over = (MbLength) over;
  scene->under = (MbLength) under;
  scene->beside += scene->waiting == 0;
  *cost += mb_planner_take_next (run, scene);
  return TRUE;
}

/* --- Pages of floats alone -------------------------------------------------------------------------------------------------------*/

/* After @before, a page with its next @count floats. Returns: FALSE when there is no such page. */
static gboolean
add_plate (MbPlanner *run, const MbPageState *before, MbCursor at, guint count, gboolean last,
           MbPageState *after)
{
  MbScene scene = turned (mb_planner_scene (run, before), before->left);
  guint next = run->called - scene.waiting;
  gint64 height = run->heights[MB_PLAN_INSIDE][!before->left], filled = 0;
  *after = *before;
  for (guint i = next; i < next + count; i++) {
    if (!keeps_order (&scene, float_at (run, i)))
      return FALSE;
    take_room (&scene, float_at (run, i));
    filled += float_at (run, i)->height;
    after->cost += mb_planner_take_next (run, &scene);
  }
  if (count > 1 && scene.head + (gint64) scene.foot > height)
    return FALSE;
  if (!last && filled * 100 < height * MB_PLATE_SHARE)
    return FALSE;
  after->cost += mb_costs_plate (&run->fit, filled, height);
  scene.head = scene.foot = 0;
  if (!mb_planner_keep (run, &scene, &after->scene))
    return FALSE;
  after->left = !before->left;
  after->longer = after->left ? 0 : before->longer;
  after->track = mb_tracks_add (&run->tracks, (MbTrack){ .before = before->track,
                                                         .piece = at.piece,
                                                         .line = at.line,
                                                         .notes = before->notes,
                                                         .kind = MB_TRACK_PLATE,
                                                         .left = after->left,
                                                         .setting = (guint8) count,
                                                         .overfull = before->overfull });
  after->overfull = FALSE;
  return TRUE;
}

/* Of two ways through as many pages to the same scene the cheaper stays. Neither has been gone on from: ways are listed by their number of pages. */
static guint
merge_last (MbPageState *list, guint n)
{
  const MbPageState *added = &list[n];
  for (guint i = 1; i < n; i++) {
    MbPageState *other = &list[i];
    if (other->scene != added->scene || other->left != added->left)
      continue;
    if (added->cost < other->cost)
      *other = *added;
    return n;
  }
  return n + 1;
}

guint
mb_planner_plates (MbPlanner *run, const MbPageState *ended, MbCursor at, gboolean last,
                   MbPageState list[MB_MAX_PLATES])
{
  guint n = 1;
  list[0] = *ended;
  if (ended->scene == 0)
    return 1;
  for (guint i = 0; i < n; i++) {
    guint waiting = mb_planner_scene (run, &list[i])->waiting;
    for (guint count = 1; count <= MIN (waiting, N_AGES); count++) {
      if (n == MB_MAX_PLATES) {
        run->narrowed = TRUE;
        return n;
      }
      if (add_plate (run, &list[i], at, count, last, &list[n]))
        n = merge_last (list, n);
    }
  }
  return n;
}
