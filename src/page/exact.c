/* SPDX-License-Identifier: Apache-2.0 */
/* Text that fills its columns to the line: every way to set the pieces of one flow down given columns (notes/makeup.md § 3.4, copyfit DP).
 *
 * A state is a place (column, y) that the text may have reached after a piece, and the cheapest way to it. A piece leads from each state to
 * others: a paragraph by each of its line counts, a picture by each height of its crop, a gap by its own height or a line more. A column is
 * left only when it is full — not a line more would go into it — and where a break may fall (orphans, widows, what is kept together), so no
 * filling with a hole is ever looked at; where nothing else is possible a column may end up to MOST_SHORT lines above its foot, at a price that exceeds
 * all else, and where that finds no way either (boxes that cannot be cut) as far as MOST_HOLE. The last column has no foot here: that way the states at the end tell for every way how many lines are too many or missing.
 *
 * The cost is a sum over pieces and column breaks, so the cheapest way to a state is part of every cheapest way through it (Bellman):
 * what is found is the optimum for these costs, as long as no layer has more than MOST_STATES states (then the cheapest are kept). */
#include "internal.h"

#define MOST_STATES    1200
#define MOST_SHORT     2       /* lines */
#define MOST_HOLE      200     /* the same when there is no other way */
#define COST_SHORT     1000000 /* each of them */
#define COST_PARAGRAPH 20      /* one that is not in its best number of lines… */
#define COST_UNIT      1500    /* …and a point for so many demerits */
#define COST_PICTURE   6       /* each step away from the natural height */
#define COST_AIR       40      /* each line */
#define COST_HYPHEN    30      /* at the foot of a column */

typedef struct {
  gint64 cost, y;
  guint32 track;
  guint8 column, truncate, missing;
} State;

typedef enum { STEP_SETTING, STEP_NARROW, STEP_HEIGHT, STEP_BREAK } StepKind;

/* A decision. */
typedef struct {
  guint32 before; /* 0: none */
  guint32 piece, line;
  gint64 value;          /* setting, height; bottom of the column that ends */
  const MbNarrowed *way; /* NARROW */
  guint8 kind, column, forced;
} Step;

typedef struct {
  const MbExactJob *job;
  const MbGalley *galley;
  gint64 most_short;
  GArray *steps; /* of Step; index + 1 is its name */
  GArray *now, *next;
} Exact;

/* --- States ------------------------------------------------------------------------------------------------------------------*/

static Step *
step_at (const Exact *exact, guint32 track)
{
  return &g_array_index (exact->steps, Step, track - 1);
}

static guint32
add_step (Exact *exact, guint32 before, StepKind kind, guint32 piece, gint64 value)
{
  Step step = { .before = before, .piece = piece, .value = value, .kind = (guint8) kind };
  g_array_append_val (exact->steps, step);
  return exact->steps->len;
}

static void
push (Exact *exact, const State *state)
{
  g_array_append_vals (exact->next, state, 1);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const State *x = a, *y = b;
  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;
  if (x->y != y->y)
    return x->y < y->y ? -1 : 1;
  if (x->truncate != y->truncate)
    return x->truncate < y->truncate ? -1 : 1;
  return x->missing < y->missing ? -1 : x->missing > y->missing;
}

static int
compare_ways (gconstpointer a, gconstpointer b)
{
  const State *x = a, *y = b;
  int place = compare_places (a, b);
  if (place != 0)
    return place;
  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  return x->track < y->track ? -1 : x->track > y->track;
}

static int
compare_costs (gconstpointer a, gconstpointer b)
{
  const State *x = a, *y = b;
  return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : compare_ways (a, b);
}

/* Of the ways to one place the cheapest stays. */
static void
settle_layer (Exact *exact)
{
  GArray *states = exact->next;
  guint n = 0;
  g_array_sort (states, compare_ways);
  for (guint i = 0; i < states->len; i++) {
    State state = g_array_index (states, State, i);
    if (n == 0 || compare_places (&g_array_index (states, State, n - 1), &state) != 0)
      g_array_index (states, State, n++) = state;
  }
  g_array_set_size (states, n);
  if (n > MOST_STATES) {
    g_array_sort (states, compare_costs);
    g_array_set_size (states, MOST_STATES);
  }
  exact->next = exact->now;
  exact->now = states;
  g_array_set_size (exact->next, 0);
}

/* --- Columns ------------------------------------------------------------------------------------------------------------------*/

static gboolean
has_room (const MbExactJob *job, guint column)
{
  return job->heads[column] + job->step <= job->feet[column];
}

/* The first column with room from @column on, or count. */
static guint
column_from (const MbExactJob *job, guint column)
{
  while (column < job->count && !has_room (job, column))
    column++;
  return column;
}

static gboolean
is_last (const MbExactJob *job, guint column)
{
  return column_from (job, column + 1) >= job->count;
}

/* @state leaves its column at @y, before @line of @piece. FALSE: it may not. */
static gboolean
leave_column (Exact *exact, State *state, gint64 y, guint32 piece, guint32 line, gboolean forced)
{
  const MbExactJob *job = exact->job;
  guint next = column_from (job, state->column + 1);
  gint64 missing = forced ? 0 : MAX (job->feet[state->column] - y, 0) / MAX (job->step, 1);
  if (next >= job->count || missing + state->missing > exact->most_short)
    return FALSE;
  state->cost += missing * COST_SHORT;
  state->missing = (guint8) (state->missing + missing);
  state->track = add_step (exact, state->track, STEP_BREAK, piece, y);
  Step *step = step_at (exact, state->track);
  step->line = line;
  step->column = (guint8) next;
  step->forced = (guint8) forced;
  state->column = (guint8) next;
  state->y = job->heads[next];
  state->truncate = !forced;
  return TRUE;
}

/* --- Pieces -------------------------------------------------------------------------------------------------------------------*/

static gint64
snapped (const Exact *exact, gint64 y, const MbPiece *piece)
{
  MbDescent descent = { .reel = exact->job->reel, .y = y, .origin = exact->job->origin };
  return mb_descent_snap (&descent, piece);
}

static gint64
hyphen_cost (const MbSetting *setting, guint line)
{
  return setting->breaks && setting->breaks[line - 1].flagged ? COST_HYPHEN : 0;
}

static gboolean
may_part (const MbPiece *piece, const MbSetting *setting, guint from, guint line)
{
  guint first = from == 0 ? piece->lines.orphans : 1;
  return !piece->lines.keep && line - from >= first &&
         setting->lines - line >= MAX (piece->lines.widows, 1);
}

static guint
lines_fitting (const MbPiece *piece, const MbSetting *setting, guint from, gint64 room)
{
  guint line = from;
  while (line < setting->lines && mb_reel_lines (piece, from, line + 1) <= room)
    line++;
  return line;
}

/* What begins @state's column has no room there: the column stays empty. */
static gboolean
skip_column (Exact *exact, State *state, guint32 piece, guint line)
{
  return state->y <= exact->job->heads[state->column] &&
         leave_column (exact, state, state->y, piece, line, FALSE);
}

/* Lines @from … of paragraph @index set with @setting, from @state on: into its column, or parted at its foot, before line @only if that is not 0. At
 * most as deep as there are columns. */
static void
set_lines (Exact *exact, State state, guint32 index, const MbSetting *setting, guint from,
           guint only)
{
  const MbPiece *piece = &exact->galley->pieces[index];
  gint64 top = snapped (exact, state.y, piece);
  guint fits = lines_fitting (piece, setting, from, exact->job->feet[state.column] - top);
  gboolean whole_here = fits == setting->lines && (only == 0 || fits <= only);
  if (whole_here || is_last (exact->job, state.column)) {
    State whole = state;
    whole.y = top + mb_reel_lines (piece, from, setting->lines);
    whole.truncate = FALSE;
    push (exact, &whole);
    if (exact->most_short == MOST_SHORT || is_last (exact->job, state.column))
      return;
  }
  for (guint line = fits; line > from && line + exact->most_short >= fits; line--) {
    State parted = state;
    if (!may_part (piece, setting, from, line) || (only > 0 && line != only))
      continue;
    parted.cost += hyphen_cost (setting, line);
    if (leave_column (exact, &parted, top + mb_reel_lines (piece, from, line), index, line, FALSE))
      set_lines (exact, parted, index, setting, line, 0);
  }
  if (only == 0 && skip_column (exact, &state, index, from))
    set_lines (exact, state, index, setting, from, 0);
}

/* Paragraph @index by each of its @settings, which are those of @way; NULL: at its whole measure. */
static void
pass_settings (Exact *exact, const State *state, guint32 index, guint from, const MbNarrowed *way,
               const MbSettings *settings, guint only)
{
  const MbPiece *piece = &exact->galley->pieces[index];
  for (guint which = 0; which < settings->n; which++) {
    State set = *state;
    const MbSetting *setting = &settings->settings[which];
    if (which != settings->best) {
      if (!exact->job->paragraphs || from > 0 || !mb_adjust_may_use (piece, which) ||
          (way && setting->loose))
        continue;
      gint64 growth = setting->cost - settings->settings[settings->best].cost;
      set.cost += COST_PARAGRAPH + MAX (growth, 0) / COST_UNIT;
      set.track = add_step (exact, set.track, STEP_SETTING, index, which);
    }
    if (way) {
      set.track = add_step (exact, set.track, STEP_NARROW, index, 0);
      step_at (exact, set.track)->way = way;
    }
    if (from < setting->lines)
      set_lines (exact, set, index, setting, from, only);
  }
}

#define SPLITS 4 /* lines above a foot at which a narrowed paragraph may be parted */

/* Beside a box over a gutter: where lines stand that a foot parts from the others depends on the line at which it does. */
static void
pass_beside (Exact *exact, const State *state, guint32 index)
{
  const MbBeside *beside = exact->job->beside;
  const MbPiece *piece = &exact->galley->pieces[index];
  gint64 top = snapped (exact, state->y, piece), room = exact->job->feet[state->column] - top;
  guint fits = (guint) (MAX (room, 0) / MAX (piece->lines.line_height, 1));
  const MbNarrowed *ways[SPLITS];
  gboolean same = TRUE;
  for (guint k = 0; k < SPLITS; k++) {
    ways[k] = mb_beside_find (beside, index, state->column, top, fits - MIN (k, fits));
    same &= ways[k] == ways[0];
  }
  for (guint k = 0; k < (same ? 1 : MIN (SPLITS, fits)); k++)
    pass_settings (exact, state, index, 0, ways[k], mb_beside_settings (beside, index, ways[k]),
                   same ? 0 : fits - k);
}

static void
pass_paragraph (Exact *exact, const State *state, guint32 index, guint from)
{
  if (exact->job->beside && from == 0)
    pass_beside (exact, state, index);
  else
    pass_settings (exact, state, index, from, NULL, &exact->galley->pieces[index].lines.settings,
                   0);
}

static void
set_block (Exact *exact, State state, guint32 index, gint64 height)
{
  const MbPiece *piece = &exact->galley->pieces[index];
  gint64 top = snapped (exact, state.y, piece);
  while (top + height > exact->job->feet[state.column] && !is_last (exact->job, state.column)) {
    if (!skip_column (exact, &state, index, 0))
      return;
    top = snapped (exact, state.y, piece);
  }
  state.y = top + height;
  state.truncate = FALSE;
  push (exact, &state);
}

static void
pass_block (Exact *exact, const State *state, guint32 index)
{
  const MbPiece *piece = &exact->galley->pieces[index];
  gboolean crops = piece->kind == MB_PIECE_MONOLITH && piece->monolith.most > 0;
  set_block (exact, *state, index, piece->height);
  if (!crops || !exact->job->pictures)
    return;
  for (gint64 height = piece->monolith.least; height <= piece->monolith.most;
       height += piece->monolith.step) {
    State cropped = *state;
    if (height == piece->height)
      continue;
    cropped.cost += COST_PICTURE * (ABS (height - piece->height) / piece->monolith.step);
    cropped.track = add_step (exact, cropped.track, STEP_HEIGHT, index, height);
    set_block (exact, cropped, index, height);
  }
}

/* Where there is white, above a heading, a box, a pull quote or a picture, there may be a line more. */
static void
pass_glue (Exact *exact, const State *state, guint32 index)
{
  const MbPiece *piece = &exact->galley->pieces[index];
  MbLength step = exact->job->step;
  State passed = *state;
  if (piece->glue.margin && state->truncate) {
    passed.y += piece->glue.kept;
    push (exact, &passed);
    return;
  }
  passed.y += piece->height;
  if (piece->glue.pull)
    passed.y = MAX (passed.y, MIN (state->y, exact->job->heads[state->column]));
  passed.truncate = FALSE;
  push (exact, &passed);
  if (!exact->job->air || !piece->glue.margin || piece->height < step / 2)
    return;
  passed.y += step;
  passed.cost += COST_AIR;
  passed.track = add_step (exact, passed.track, STEP_HEIGHT, index, piece->height + step);
  push (exact, &passed);
}

static void
pass_penalty (Exact *exact, const State *state, guint32 index)
{
  const MbPiece *piece = &exact->galley->pieces[index];
  gboolean begun = state->y > exact->job->heads[state->column];
  State left = *state;
  if (mb_break_is_forced (piece->penalty.forced, TRUE) && begun) {
    if (!leave_column (exact, &left, state->y, index, 0, TRUE))
      left = *state;
    push (exact, &left);
    return;
  }
  push (exact, state);
  gboolean forbidden =
      piece->penalty.cost >= MB_PENALTY_FORBIDDEN && !piece->penalty.avoid_page_only;
  if (begun && !forbidden && leave_column (exact, &left, state->y, index, 0, FALSE))
    push (exact, &left);
}

static void
pass (Exact *exact, const State *state, guint32 index)
{
  guint from = index == exact->job->from.piece ? exact->job->from.line : 0;
  switch (exact->galley->pieces[index].kind) {
  case MB_PIECE_LINES: pass_paragraph (exact, state, index, from); break;
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW: pass_block (exact, state, index); break;
  case MB_PIECE_GLUE: pass_glue (exact, state, index); break;
  case MB_PIECE_PENALTY: pass_penalty (exact, state, index); break;
  default: push (exact, state); break;
  }
}

/* --- The end --------------------------------------------------------------------------------------------------------------------*/

/* Lines that @state leaves empty; negative: that it is too long. */
static int
lack_of (const MbExactJob *job, const State *state)
{
  gint64 step = MAX (job->step, 1), rest = job->feet[state->column] - state->y;
  gint64 lack = rest >= 0 ? rest / step : -((-rest + step - 1) / step);
  for (guint c = column_from (job, state->column + 1); c < job->count; c = column_from (job, c + 1))
    lack += (job->feet[c] - job->heads[c]) / step;
  return (int) lack;
}

/* Fewer lines too many or missing; then the cheaper. */
static gboolean
is_nearer (const MbExactJob *job, const State *a, const State *b)
{
  int x = ABS (lack_of (job, a)) + a->missing, y = ABS (lack_of (job, b)) + b->missing;
  return x != y ? x < y : a->cost < b->cost;
}

static void
keep_choice (const Exact *exact, MbExactFill *fill, const Step *step)
{
  MbReel *reel = exact->job->reel;
  const MbPiece *piece = &exact->galley->pieces[step->piece];
  if (step->kind == STEP_NARROW) {
    mb_beside_apply (exact->job->beside, step->piece, step->way);
  } else if (step->kind == STEP_SETTING) {
    const MbSettings *settings = &piece->lines.settings;
    reel->settings[step->piece] = (guint8) step->value;
    fill->by_paragraphs += (int) settings->settings[step->value].lines -
                           (int) settings->settings[settings->best].lines;
  } else if (step->kind == STEP_HEIGHT) {
    int lines = (int) ((step->value - piece->height) / MAX (exact->job->step, 1));
    reel->heights[step->piece] = (MbLength) step->value;
    if (piece->kind == MB_PIECE_GLUE)
      fill->by_air += lines;
    else
      fill->by_pictures += lines;
  }
}

/* The columns before the one that @step begins, which comes last of those not yet known. */
static void
keep_break (const Exact *exact, MbExactFill *fill, const Step *step)
{
  const MbExactJob *job = exact->job;
  guint left = step->column - 1;
  while (left > 0 && !has_room (job, left))
    left--;
  for (guint c = left + 1; c <= step->column; c++)
    fill->cuts[c] = (MbCursor){ .piece = step->piece, .line = step->line };
  fill->bottoms[left] = step->value;
  fill->truncated[step->column] = !step->forced;
}

static void
keep_way (const Exact *exact, MbExactFill *fill, const State *end)
{
  const MbExactJob *job = exact->job;
  fill->n = end->column + 1;
  for (guint c = 0; c < fill->n; c++) {
    fill->cuts[c] = job->from;
    fill->bottoms[c] = fill->tops[c] = job->heads[c];
    fill->truncated[c] = job->truncate;
  }
  fill->bottoms[end->column] = end->y;
  fill->cuts[fill->n] = (MbCursor){ .piece = exact->galley->n };
  for (guint32 at = end->track; at > 0; at = step_at (exact, at)->before) {
    const Step *step = step_at (exact, at);
    if (step->kind == STEP_BREAK)
      keep_break (exact, fill, step);
    else
      keep_choice (exact, fill, step);
  }
}

static void
reset (const MbExactJob *job)
{
  if (job->reel->quotes)
    mb_quotes_reset (job->reel->quotes, job->from.piece);
  for (guint32 i = job->from.piece; i < job->reel->galley->n; i++) {
    const MbPiece *piece = &job->reel->galley->pieces[i];
    job->reel->heights[i] = 0;
    if (piece->kind == MB_PIECE_LINES)
      job->reel->settings[i] = (guint8) piece->lines.settings.best;
  }
}

static gboolean
conclude (const Exact *exact, MbExactFill *fill)
{
  const State *best = NULL;
  gboolean ranged = FALSE;
  for (guint k = 0; k < exact->now->len; k++) {
    const State *state = &g_array_index (exact->now, State, k);
    int lack = lack_of (exact->job, state);
    if (state->missing == 0) {
      fill->least = ranged ? MIN (fill->least, lack) : lack;
      fill->most = ranged ? MAX (fill->most, lack) : lack;
      ranged = TRUE;
    }
    if (!best || is_nearer (exact->job, state, best))
      best = state;
  }
  if (!best)
    return FALSE;
  fill->lack = lack_of (exact->job, best);
  if (!ranged)
    fill->least = fill->most = fill->lack;
  fill->uneven = best->missing;
  fill->cost = best->cost;
  keep_way (exact, fill, best);
  return TRUE;
}

static gboolean
search (const MbExactJob *job, gint64 most_short, MbExactFill *fill)
{
  Exact exact = { .job = job, .galley = job->reel->galley, .most_short = most_short };
  guint first = column_from (job, 0);
  exact.steps = g_array_new (FALSE, FALSE, sizeof (Step));
  exact.now = g_array_new (FALSE, FALSE, sizeof (State));
  exact.next = g_array_new (FALSE, FALSE, sizeof (State));
  State begin = { .y = job->heads[first], .column = (guint8) first };
  begin.truncate = (guint8) job->truncate;
  g_array_append_val (exact.now, begin);
  for (guint32 i = job->from.piece; i < job->reel->end && exact.now->len > 0; i++) {
    for (guint k = 0; k < exact.now->len; k++) {
      State state = g_array_index (exact.now, State, k);
      pass (&exact, &state, i);
    }
    settle_layer (&exact);
  }
  gboolean found = conclude (&exact, fill);
  g_array_unref (exact.steps);
  g_array_unref (exact.now);
  g_array_unref (exact.next);
  return found;
}

gboolean
mb_exact_fill (const MbExactJob *job, MbExactFill *fill)
{
  *fill = (MbExactFill){ .lack = 0 };
  reset (job);
  return column_from (job, 0) < job->count &&
         (search (job, MOST_SHORT, fill) || search (job, MOST_HOLE, fill));
}
