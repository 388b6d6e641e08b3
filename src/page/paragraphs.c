/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs in the choice of pages (optimise.c): each line count that the style allows, and a break after each line near the foot. A page that begins inside the
 * paragraph may end in it again, so pages that begin at one line are gathered in a bucket, and buckets are emptied from the first line on. */
#include "planner.h"

/* --- Pages that begin inside ------------------------------------------------------------------------------------------------*/

#define FIRST_SLOTS 256

void
mb_starts_init (MbPlanStarts *starts)
{
  *starts = (MbPlanStarts){ .list = g_array_new (FALSE, FALSE, sizeof (MbPlanStart)),
                            .bucket = g_array_new (FALSE, TRUE, sizeof (guint32)),
                            .slots = g_new0 (MbLayerSlot, FIRST_SLOTS),
                            .n_slots = FIRST_SLOTS,
                            .stamp = 1 };
}

void
mb_starts_free (MbPlanStarts *starts)
{
  g_array_unref (starts->list);
  g_array_unref (starts->bucket);
  g_free (starts->slots);
}

static void
clear (MbPlanStarts *starts, guint lines)
{
  g_array_set_size (starts->list, 0);
  g_array_set_size (starts->bucket, 0);
  g_array_set_size (starts->bucket, lines + 1);
  starts->stamp++;
}

static gboolean
is_same (const MbPlanStart *start, const MbPageState *page, guint line)
{
  const MbPageState *state = &start->state;
  return start->line == line && state->left == page->left && state->longer == page->longer &&
         state->notes == page->notes && state->scene == page->scene &&
         state->opening == page->opening && state->first == page->first;
}

/* Where one like @page at @line is, or is to be. */
static MbLayerSlot *
find_slot (MbPlanStarts *starts, const MbPageState *page, guint line)
{
  guint32 hash = line * 0x9E3779B1u + page->scene * 0x85EBCA77u + page->notes * 0xC2B2AE3Du +
                 (guint32) (page->left | (guint8) page->longer << 1) * 0x165667B1u;
  guint32 at = (hash ^ hash >> 15) & (starts->n_slots - 1);
  for (; starts->slots[at].stamp == starts->stamp; at = (at + 1) & (starts->n_slots - 1))
    if (is_same (&g_array_index (starts->list, MbPlanStart, starts->slots[at].index), page, line))
      break;
  return &starts->slots[at];
}

static void
grow (MbPlanStarts *starts)
{
  g_free (starts->slots);
  starts->n_slots *= 2;
  starts->slots = g_new0 (MbLayerSlot, starts->n_slots);
  for (guint32 i = 0; i < starts->list->len; i++) {
    const MbPlanStart *start = &g_array_index (starts->list, MbPlanStart, i);
    *find_slot (starts, &start->state, start->line) = (MbLayerSlot){ starts->stamp, i };
  }
}

static void
add_start (MbPlanStarts *starts, MbLayerSlot *slot, const MbPageState *page, guint line)
{
  guint32 *bucket = &g_array_index (starts->bucket, guint32, line);
  MbPlanStart start = { *page, line, *bucket };
  *slot = (MbLayerSlot){ starts->stamp, starts->list->len };
  g_array_append_val (starts->list, start);
  *bucket = starts->list->len;
  if (starts->list->len > starts->n_slots / 2)
    grow (starts);
}

/* --- A paragraph --------------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbPlanner *run;
  const MbPiece *piece;
  const MbSetting *setting;
  guint32 index;
  guint which;
  gint64 top, cloned; /* edges that a break inside repeats below itself and above */
} Paragraph;

/* A page that begins at @line. */
static void
start_at (Paragraph *paragraph, guint line, MbPageState page, const MbPageState *ended,
          guint n_floats)
{
  MbPlanner *run = paragraph->run;
  MbLayerSlot *slot = find_slot (&run->starts, &page, line);
  MbPlanStart *known = slot->stamp == run->starts.stamp
                           ? &g_array_index (run->starts.list, MbPlanStart, slot->index)
                           : NULL;
  if (known && known->state.cost <= page.cost)
    return;
  MbCursor at = { .piece = paragraph->index, .line = line };
  if (run->set == 0)
    page.track = mb_tracks_add (&run->tracks, mb_planner_page_track (&page, at, ended, n_floats));
  if (known)
    known->state = page;
  else
    add_start (&run->starts, slot, &page, line);
}

/* Pages after @ended that begin at @line. */
static void
start_pages (Paragraph *paragraph, guint line, const MbPageState *ended)
{
  MbPlanner *run = paragraph->run;
  MbCursor at = { .piece = paragraph->index, .line = line };
  MbPageState page = { .y = (MbLength) paragraph->top,
                       .ink = (MbLength) paragraph->top,
                       .left = !ended->left,
                       .longer = ended->longer,
                       .notes = ended->notes,
                       .truncate = TRUE };
  MbPageState ways[MB_MAX_WAYS];
  guint counts[MB_MAX_WAYS];
  int low, high;
  mb_planner_choices (run, &page, !page.left, &low, &high);
  guint32 called = mb_planner_called (run, at, paragraph->which);
  for (int longer = low; longer <= high; longer++) {
    page.longer = (gint8) longer;
    page.cost = ended->cost + (page.left ? mb_costs_spread (&run->fit, longer) : 0);
    guint n = mb_planner_ways (run, &page, at, ended, called, ways, counts);
    for (guint i = 0; i < n; i++)
      start_at (paragraph, line, ways[i], ended, counts[i]);
  }
}

static void
turn_column (Paragraph *paragraph, guint line, const MbPageState *ended)
{
  MbPageState ways[MB_MAX_TURNS];
  MbCursor at = { .piece = paragraph->index, .line = line };
  guint n = mb_planner_columns (paragraph->run, ended, at, paragraph->top, paragraph->which, ways);
  for (guint i = 0; i < n; i++)
    start_at (paragraph, line, ways[i], ended, 0);
}

static void
turn_page (Paragraph *paragraph, guint line, const MbPageState *ended)
{
  if (paragraph->run->set > 0) {
    turn_column (paragraph, line, ended);
    return;
  }
  MbPageState list[MB_MAX_PLATES];
  MbCursor at = { .piece = paragraph->index, .line = line };
  guint n = mb_planner_plates (paragraph->run, ended, at, FALSE, list);
  for (guint i = 0; i < n; i++)
    start_pages (paragraph, line, &list[i]);
}

static guint32
called_by (const Paragraph *paragraph, guint line)
{
  MbCursor to = { .piece = paragraph->index, .line = line };
  if (line >= paragraph->setting->lines)
    to = (MbCursor){ .piece = paragraph->index + 1 };
  return mb_planner_called (paragraph->run, to, paragraph->which);
}

/* Lines from @from on that fit between @y and @foot, without notes. */
static guint
count_lines (const Paragraph *paragraph, guint from, gint64 y, gint64 foot)
{
  const MbPiece *piece = paragraph->piece;
  guint left = paragraph->setting->lines - from, n = 0;
  if (!piece->lines.heights) {
    gint64 height = piece->lines.line_height;
    return height <= 0 ? left : (guint) CLAMP ((foot - y) / height, 0, (gint64) left);
  }
  while (n < left && y + mb_reel_lines (piece, from + n, from + n + 1) <= foot)
    y += mb_reel_lines (piece, from + n, from + n + 1), n++;
  return n;
}

/* Those that fit with the notes they call. */
static guint
count_fitting (const Paragraph *paragraph, const MbPageState *state, guint from, gint64 y,
               gint64 foot)
{
  const MbPlanner *run = paragraph->run;
  foot -= paragraph->cloned;
  guint n = count_lines (paragraph, from, y, foot);
  if (!run->own && !run->flow->notes)
    return n;
  guint32 before = called_by (paragraph, from);
  while (n > 0 &&
         y + mb_reel_lines (paragraph->piece, from, from + n) +
                 mb_planner_least_notes (run, state, before, called_by (paragraph, from + n)) >
             foot)
    n--;
  return n;
}

/* End the page of @state after @line - @from lines of the paragraph, which begin at @y. @tight: the next line would not fit. */
static void
break_at_line (Paragraph *paragraph, const MbPageState *state, guint from, guint line, gint64 y,
               gboolean tight)
{
  MbPlanner *run = paragraph->run;
  gboolean soft = state->left || !mb_planner_is_page_end (run, state);
  gint64 cost = mb_costs_line (&run->fit, paragraph->piece, paragraph->setting, from, line, soft);
  if (mb_planner_parts (run, paragraph->index, line, paragraph->which))
    cost += MB_COST_PARTED;
  gint64 ink = y + mb_reel_lines (paragraph->piece, from, line) + paragraph->cloned;
  MbPageState ended;
  if (mb_planner_end_page (run, state, ink, called_by (paragraph, line), tight, cost, &ended))
    turn_page (paragraph, line, &ended);
}

/* Whether a page that ends before @line, and all the more one that ends higher, would end too far above its foot: most states have room for the
 * whole paragraph, and no break in it need be judged. A line more is for ink that is taken down to the grid. */
static gboolean
is_far_from_foot (const Paragraph *paragraph, const MbPageState *state, guint from, guint line,
                  gint64 y, gint64 foot)
{
  const MbPlanner *run = paragraph->run;
  gint64 ink = y + mb_reel_lines (paragraph->piece, from, line) + paragraph->cloned;
  return !state->overfull && foot - ink > (MB_PAGE_WINDOW + 1) * (gint64) run->reel->line &&
         called_by (paragraph, line) <= mb_planner_notes_from (run, state);
}

static void
break_inside (Paragraph *paragraph, const MbPageState *state, guint from, guint fitting, gint64 y,
              gint64 foot)
{
  guint last = MIN (from + fitting, paragraph->setting->lines - 1);
  if (from + fitting >= paragraph->setting->lines &&
      is_far_from_foot (paragraph, state, from, last, y, foot))
    return;
  MbLength least = paragraph->piece->lines.line_height;
  gboolean tight = from + fitting < paragraph->setting->lines;
  gint64 above = 0, window = MAX ((gint64) MB_PAGE_WINDOW * paragraph->run->reel->line, least);
  for (guint line = last; line > from && above <= window; line--) {
    break_at_line (paragraph, state, from, line, y, tight);
    above += mb_reel_lines (paragraph->piece, line - 1, line);
  }
}

/* Set the paragraph from line @from on, on the page of @state. */
static void
set_lines (Paragraph *paragraph, MbPageState state, guint from)
{
  MbPlanner *run = paragraph->run;
  guint lines = paragraph->setting->lines;
  gint64 y = mb_snapped (state.y, paragraph->piece->grid);
  gint64 foot = mb_planner_foot (run, &state);
  guint fitting = state.overfull ? 0 : count_fitting (paragraph, &state, from, y, foot);
  state.truncate = FALSE;
  if (fitting == 0 && !state.begun && !mb_planner_has_ahead (run, &state)) {
    fitting = 1;
    state.overfull = TRUE;
    state.cost += MB_COST_OVERFULL;
  }
  if (fitting == 0)
    return;
  state.begun = TRUE;
  break_inside (paragraph, &state, from, fitting, y, foot);
  if (from + fitting < lines)
    return;
  state.y = (MbLength) MIN (y + mb_reel_lines (paragraph->piece, from, lines), MB_LENGTH_MAX);
  state.ink = state.y;
  if (state.scene > 0)
    mb_planner_forget_head (run, &state);
  mb_layer_add (&run->next, &state);
}

static void
set_from_above (Paragraph *paragraph, MbPageState state)
{
  MbPlanner *run = paragraph->run;
  if (!mb_planner_may_pass (run, &state, paragraph->piece))
    return;
  if (paragraph->which != paragraph->piece->lines.settings.best) {
    state.cost += mb_costs_paragraph (&run->fit, paragraph->piece, paragraph->which);
    state.track = mb_tracks_add (&run->tracks, (MbTrack){ .before = state.track,
                                                          .piece = paragraph->index,
                                                          .kind = MB_TRACK_SETTING,
                                                          .setting = (guint8) paragraph->which });
  }
  set_lines (paragraph, state, 0);
}

static void
set_setting (Paragraph *paragraph)
{
  MbPlanner *run = paragraph->run;
  guint lines = paragraph->setting->lines;
  clear (&run->starts, lines);
  for (guint i = 0; i < run->now.states->len; i++)
    set_from_above (paragraph, g_array_index (run->now.states, MbPageState, i));
  for (guint line = 1; line < lines; line++)
    for (guint32 at = g_array_index (run->starts.bucket, guint32, line); at > 0;) {
      MbPlanStart start = g_array_index (run->starts.list, MbPlanStart, at - 1);
      set_lines (paragraph, start.state, line);
      at = start.earlier;
    }
}

void
mb_planner_pass_lines (MbPlanner *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  const MbSettings *settings = &piece->lines.settings;
  mb_planner_break_before_content (run, index);
  mb_layer_clear (&run->next);
  for (guint which = 0; which < settings->n; which++) {
    if (which != settings->best &&
        !mb_adjust_may_vary (piece, which, (float) run->fit.loosest / 100))
      continue;
    Paragraph paragraph = { .run = run,
                            .piece = piece,
                            .setting = &settings->settings[which],
                            .index = index,
                            .which = which,
                            .top = mb_reel_cloned (run->reel, index + 1, FALSE),
                            .cloned = mb_reel_cloned (run->reel, index + 1, TRUE) };
    set_setting (&paragraph);
  }
}
