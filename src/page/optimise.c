/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of page breaks: dynamic programming over the pieces of a galley.
 *
 * Model. A way to set the text down to a piece is a state: how far down its page that is, on which side, how many lines longer the spread is
 * than the page area, and what it cost (costs.c). From the states before a piece come those after it:
 *   - a paragraph may be set with each line count that its style allows, and broken between any two lines;
 *   - a page may end at a PENALTY; a forced one ends it in every state;
 *   - notes take room at the foot (notes.c): what the lines of the page call, at least the first line of each, and the rest of the one that the page
 *     before began;
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
 *   - no layer has more than MAX_STATES states. Where more were possible the dearest went, and the plan says that it is not proved best;
 *   - so time is at most pieces × MAX_STATES × settings × WINDOW. On a grid of 31 lines a layer has at most a few hundred states.
 *
 * What cannot be planned is left to first fit (fit.c) from the chapter's beginning: a chapter with column sets or page floats, one whose pages differ in width, one
 * without any way through. */
#include "internal.h"

#include <string.h>

#define MAX_STATES 320
#define MAX_ENDS   24 /* of a chapter */

typedef struct {
  MbReel *reel;
  const MbPlanJob *job;
  MbArena *arena;
  MbPlaces places;
  MbTracks tracks;
  MbLayer now, next;
  GArray *starts; /* of Start: pages that begin inside the paragraph at hand */
  GArray *bucket; /* of guint32, by line: 1 + the last of these starts; 0: none */
  /* the chapter at hand */
  MbPageFit fit;
  const char *name;
  gint64 heights[3][2]; /* of page areas, by MbPlanPageKind and side */
  gint64 feet[3][2];    /* of pages no longer than these */
  gboolean content;     /* something with content was met */
  gboolean parted;      /* a PENALTY stands between the last content and here */
  gboolean narrowed;    /* not proved */
  /* where the plan could end */
  guint32 ended; /* track; 0: nowhere yet */
  gint64 ended_cost;
  gboolean ended_whole;
} Run;

typedef struct {
  MbPageState state;
  guint32 earlier; /* 1 + the start in the same bucket before this one */
} Start;

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
has_columns (const MbGalley *galley, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++) {
    const MbPiece *piece = &galley->pieces[i];
    gboolean floats =
        piece->kind == MB_PIECE_RESERVE && piece->box->style->paged->corner == MB_CORNER_NONE;
    if (piece->kind == MB_PIECE_COLUMNS || piece->kind == MB_PIECE_ZONES || floats)
      return TRUE;
  }
  return FALSE;
}

static gboolean
measure_pages (Run *run, gboolean first)
{
  const MbPlanJob *job = run->job;
  for (guint kind = first ? MB_PLAN_FIRST : MB_PLAN_OPENING; kind <= MB_PLAN_INSIDE; kind++)
    for (guint left = 0; left < 2; left++) {
      run->heights[kind][left] = job->height (job->data, run->name, kind, left);
      if (run->heights[kind][left] <= 0)
        return FALSE;
      run->feet[kind][left] = mb_plan_foot (run->reel, run->heights[kind][left], 0);
    }
  return TRUE;
}

/* Learn what holds for the chapter that begins at @from. Returns: FALSE when it cannot be planned. */
static gboolean
enter_chapter (Run *run, MbCursor from, gboolean first)
{
  const MbGalley *galley = run->reel->galley;
  guint32 end = chapter_end (run->reel, from.piece);
  const MbStyleText *text = first_style (galley, from.piece, end);
  mb_reel_leading (run->reel, from, &run->name);
  if (!text && !run->job->weights)
    return FALSE;
  run->fit = run->job->weights ? *run->job->weights : text->page_fit;
  run->content = run->parted = FALSE;
  return !run->fit.none && !has_columns (galley, from.piece, end) && measure_pages (run, first);
}

/* --- Pages --------------------------------------------------------------------------------------------------------------------------*/

static MbPlanPageKind
kind_of (const MbPageState *state)
{
  return state->first ? MB_PLAN_FIRST : state->opening ? MB_PLAN_OPENING : MB_PLAN_INSIDE;
}

static gint64
foot_of (const Run *run, const MbPageState *state)
{
  return run->feet[kind_of (state)][state->left] + (gint64) state->longer * run->reel->line;
}

static MbTrack
page_track (const MbPageState *state, MbCursor at, const MbPageState *ended)
{
  return (MbTrack){ .before = ended ? ended->track : 0,
                    .piece = at.piece,
                    .line = at.line,
                    .notes = state->notes,
                    .kind = MB_TRACK_PAGE,
                    .left = state->left,
                    .longer = state->longer,
                    .overfull = ended && ended->overfull };
}

/* Add @page, which begins at @at, to the layer at hand. */
static void
open_page (Run *run, MbPageState page, MbCursor at, const MbPageState *ended)
{
  if (!mb_layer_accepts (&run->now, &page))
    return;
  page.track = mb_tracks_add (&run->tracks, page_track (&page, at, ended));
  mb_layer_add (&run->now, &page);
}

/* The deviations that a page may choose: those of its spread when the verso has chosen. */
static void
choices_of (const Run *run, const MbPageState *page, gboolean bound, int *low, int *high)
{
  *low = bound ? page->longer : -run->fit.shorter;
  *high = bound ? page->longer : run->fit.longer;
}

/* Pages on @side after @ended (NULL: the first), from PENALTY or content @index on; their notes begin with unit @notes. */
static void
begin_pages (Run *run, const MbPageState *ended, gint64 cost, gboolean left, guint32 index,
             gboolean opening, gboolean first, guint32 notes)
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
                       .first = first,
                       .notes = notes,
                       .longer = ended ? ended->longer : 0 };
  page.ink = page.y;
  int low, high;
  choices_of (run, &page, !left && !opening, &low, &high);
  gboolean pays = left || opening;
  for (int longer = low; longer <= high; longer++) {
    page.longer = (gint8) longer;
    page.cost = cost + (pays ? mb_costs_spread (&run->fit, longer) : 0);
    open_page (run, page, at, ended);
  }
}

static guint32
called_at (const Run *run, MbCursor to, guint which)
{
  return run->reel->notes ? mb_notes_called (run->reel->notes, to, which) : 0;
}

/* Height of what the page of @state must have at its foot when the notes up to @called are called. */
static gint64
least_notes (const Run *run, const MbPageState *state, guint32 called)
{
  const MbNotes *notes = run->reel->notes;
  return notes ? mb_notes_height (notes, state->notes, mb_notes_least (notes, state->notes, called))
               : 0;
}

/* Set as much of the notes up to @called as there is room for below @ink. Returns: FALSE when that is too little. Where a page is overfull anyhow notes wait
 * for the next one rather than stand over the text. @lack: what is left, less than
 * a line being white above the rule; @next: where the next page goes on. */
static gboolean
set_notes (const Run *run, const MbPageState *state, guint32 called, gint64 *lack, gint64 *cost,
           guint32 *next)
{
  const MbNotes *notes = run->reel->notes;
  *next = state->notes;
  if (!notes || called <= state->notes)
    return TRUE;
  guint32 least = mb_notes_least (notes, state->notes, called);
  *next = mb_notes_fitting (notes, state->notes, called, *lack);
  if (*next < least && !state->overfull)
    return FALSE;
  *cost += mb_notes_cost (&run->fit, notes, state->notes, *next, called);
  *lack -= mb_notes_height (notes, state->notes, *next);
  *lack -= *lack > 0 ? *lack % run->reel->line : 0;
  return TRUE;
}

/* What it costs to end the page of @state at @ink, notes up to @called being called. Returns: FALSE when it may not end there.
 * @tight: the next good place would not fit. */
static gboolean
end_page (const Run *run, const MbPageState *state, gint64 ink, guint32 called, gboolean tight,
          gint64 *cost, guint32 *next)
{
  gint64 lack = foot_of (run, state) - ink;
  if (!set_notes (run, state, called, &lack, cost, next))
    return FALSE;
  if (state->overfull)
    return TRUE;
  if (lack < 0 || (lack > MB_PAGE_WINDOW * (gint64) run->reel->line && !tight))
    return FALSE;
  *cost += mb_costs_shortage (&run->fit, lack, run->reel->line);
  return TRUE;
}

/* --- Breaks between pieces --------------------------------------------------------------------------------------------------------------*/

static void
break_before (Run *run, guint32 index, gint64 reach)
{
  const MbGalley *galley = run->reel->galley;
  gint64 cloned = mb_reel_cloned (run->reel, index, TRUE);
  gint64 place = mb_costs_penalty (&run->fit, &run->places, galley, index);
  guint32 called = called_at (run, (MbCursor){ .piece = index }, 0), notes;
  guint n = run->now.states->len;
  gint64 window = MB_PAGE_WINDOW * (gint64) run->reel->line;
  for (guint i = 0; i < n; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    gint64 cost = state.cost + place;
    gint64 lack = foot_of (run, &state) - state.ink - cloned;
    gboolean tight = lack + state.ink - state.y < reach;
    if (lack > window && !tight && !state.overfull && called <= state.notes)
      continue; /* as end_page would say */
    if (state.begun && end_page (run, &state, state.ink + cloned, called, tight, &cost, &notes))
      begin_pages (run, &state, cost, !state.left, index, FALSE, FALSE, notes);
  }
}

/* Content that no PENALTY parts from what stands above it: a break there is the last resort. */
static void
break_before_content (Run *run, guint32 index)
{
  if (run->content && !run->parted)
    break_before (run, index, G_MAXINT64);
  run->parted = FALSE;
  run->content = TRUE;
}

/* --- Ends of chapters ----------------------------------------------------------------------------------------------------------------------*/

static gint64
last_page_cost (const Run *run, const MbPageState *state)
{
  return state->opening
             ? 0
             : mb_costs_last (&run->fit, state->ink, foot_of (run, state), run->reel->line);
}

/* The last page of a chapter takes all its notes; what cannot be goes on with the next one. */
static void
end_notes (const Run *run, MbPageState *state, guint32 called)
{
  const MbNotes *notes = run->reel->notes;
  if (!notes || called <= state->notes)
    return;
  guint32 least = mb_notes_least (notes, state->notes, called);
  guint32 end = mb_notes_fitting (notes, state->notes, called, foot_of (run, state) - state->ink);
  state->cost += end < called ? MB_COST_NOTES : 0;
  state->cost += end < least ? MB_COST_OVERFULL : 0;
  state->notes = end;
}

/* The best ways to end a chapter, by the side of its last page and the notes that go on in the next one. */
typedef struct {
  MbPageState best[MAX_ENDS];
  guint n;
} Ends;

static void
add_end (Run *run, Ends *ends, const MbPageState *state)
{
  guint i = 0;
  while (i < ends->n && (ends->best[i].left != state->left || ends->best[i].notes != state->notes))
    i++;
  if (i == MAX_ENDS) {
    run->narrowed = TRUE;
    return;
  }
  if (i < ends->n && ends->best[i].cost <= state->cost)
    return;
  ends->best[i] = *state;
  ends->n = MAX (ends->n, i + 1);
}

static void
end_chapter (Run *run, guint32 index, Ends *ends)
{
  guint32 called = called_at (run, (MbCursor){ .piece = index }, 0);
  ends->n = 0;
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    if (!state.begun || (!state.overfull && state.ink > foot_of (run, &state)))
      continue;
    state.cost += last_page_cost (run, &state);
    end_notes (run, &state, called);
    add_end (run, ends, &state);
  }
}

/* Where the plan ends if nothing after piece @index can be planned. */
static gboolean
note_end (Run *run, const Ends *ends, guint32 index, gboolean whole)
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
turn_chapter (Run *run, guint32 index)
{
  Ends ends;
  const char *name = run->name;
  MbCursor at = { .piece = index };
  MbBreakValue asked = mb_reel_leading (run->reel, at, &name);
  end_chapter (run, index, &ends);
  if (!note_end (run, &ends, index, FALSE) || !enter_chapter (run, at, FALSE))
    return FALSE;
  mb_layer_clear (&run->now);
  for (guint i = 0; i < ends.n; i++) {
    const MbPageState *ended = &ends.best[i];
    gboolean left = !ended->left;
    if (!mb_side_fits (asked, left))
      left = !left;
    begin_pages (run, ended, ended->cost, left, index, TRUE, FALSE, ended->notes);
  }
  return TRUE;
}

static gboolean
pass_penalty (Run *run, guint32 index)
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
pass_glue (Run *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  gboolean shows = run->reel->galley->inside[index] > 0;
  gboolean edge = !piece->glue.margin && piece->height > 0;
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState *state = &g_array_index (run->now.states, MbPageState, i);
    if (state->truncate && piece->glue.margin)
      continue;
    state->truncate = FALSE;
    state->y = (MbLength) CLAMP ((gint64) state->y + piece->height, 0, MB_LENGTH_MAX);
    state->begun |= edge;
    if (edge && shows)
      state->ink = state->y;
  }
  run->content |= edge;
}

static gint64
snapped (gint64 y, MbLength grid)
{
  gint64 over = grid <= 0                    ? 0
                : y >= 0 && y <= G_MAXUINT32 ? (guint32) y % (guint32) grid
                                             : y % grid;
  return over > 0 ? y + grid - over : y;
}

static void
pass_block (Run *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  guint32 called = called_at (run, (MbCursor){ .piece = index + 1 }, 0);
  break_before_content (run, index);
  mb_layer_clear (&run->next);
  for (guint i = 0; i < run->now.states->len; i++) {
    MbPageState state = g_array_index (run->now.states, MbPageState, i);
    gint64 top = state.y + mb_reel_above (piece, state.truncate);
    gint64 bottom = snapped (top, piece->grid) + piece->height;
    gboolean fits = bottom + least_notes (run, &state, called) <= foot_of (run, &state);
    if (!fits && (state.begun || state.overfull))
      continue;
    state.y = state.ink = (MbLength) MIN (bottom, MB_LENGTH_MAX);
    state.cost += fits ? 0 : MB_COST_OVERFULL;
    state.overfull = !fits;
    state.begun = TRUE;
    state.truncate = FALSE;
    mb_layer_add (&run->next, &state);
  }
}

/* --- Paragraphs -----------------------------------------------------------------------------------------------------------------------------*/

typedef struct {
  Run *run;
  const MbPiece *piece;
  const MbSetting *setting;
  guint32 index;
  guint which;
  gint64 top, cloned; /* edges that a break inside repeats below itself and above */
} Paragraph;

/* A page that begins at @line. */
static void
start_at (Paragraph *paragraph, guint line, MbPageState page, const MbPageState *ended)
{
  Run *run = paragraph->run;
  guint32 *bucket = &g_array_index (run->bucket, guint32, line);
  Start *known = NULL;
  for (guint32 at = *bucket; at > 0 && !known;) {
    Start *start = &g_array_index (run->starts, Start, at - 1);
    if (start->state.left == page.left && start->state.longer == page.longer &&
        start->state.notes == page.notes)
      known = start;
    at = start->earlier;
  }
  if (known && known->state.cost <= page.cost)
    return;
  MbCursor at = { .piece = paragraph->index, .line = line };
  page.track = mb_tracks_add (&run->tracks, page_track (&page, at, ended));
  if (known) {
    known->state = page;
    return;
  }
  Start start = { page, *bucket };
  g_array_append_val (run->starts, start);
  *bucket = run->starts->len;
}

static void
start_pages (Paragraph *paragraph, guint line, const MbPageState *ended, gint64 cost, guint32 notes)
{
  Run *run = paragraph->run;
  MbPageState page = { .y = (MbLength) paragraph->top,
                       .ink = (MbLength) paragraph->top,
                       .left = !ended->left,
                       .longer = ended->longer,
                       .notes = notes,
                       .truncate = TRUE };
  int low, high;
  choices_of (run, &page, !page.left, &low, &high);
  for (int longer = low; longer <= high; longer++) {
    page.longer = (gint8) longer;
    page.cost = cost + (page.left ? mb_costs_spread (&run->fit, longer) : 0);
    start_at (paragraph, line, page, ended);
  }
}

static guint32
called_by (const Paragraph *paragraph, guint line)
{
  MbCursor to = { .piece = paragraph->index, .line = line };
  if (line >= paragraph->setting->lines)
    to = (MbCursor){ .piece = paragraph->index + 1 };
  return called_at (paragraph->run, to, paragraph->which);
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
count_fitting (const Paragraph *paragraph, const MbPageState *state, guint from, gint64 y)
{
  const Run *run = paragraph->run;
  gint64 foot = foot_of (run, state) - paragraph->cloned;
  guint n = count_lines (paragraph, from, y, foot);
  while (run->reel->notes && n > 0 &&
         y + mb_reel_lines (paragraph->piece, from, from + n) +
                 least_notes (run, state, called_by (paragraph, from + n)) >
             foot)
    n--;
  return n;
}

/* End the page of @state after @line - @from lines of the paragraph, which begin at @y. @tight: the next line would not fit. */
static void
break_at_line (Paragraph *paragraph, const MbPageState *state, guint from, guint line, gint64 y,
               gboolean tight)
{
  Run *run = paragraph->run;
  gint64 cost = state->cost + mb_costs_line (&run->fit, paragraph->piece, paragraph->setting, from,
                                             line, state->left);
  if (mb_notes_parts (run->reel->notes, paragraph->index, line, paragraph->which))
    cost += MB_COST_PARTED;
  gint64 ink = y + mb_reel_lines (paragraph->piece, from, line) + paragraph->cloned;
  guint32 notes;
  if (end_page (run, state, ink, called_by (paragraph, line), tight, &cost, &notes))
    start_pages (paragraph, line, state, cost, notes);
}

/* Whether a page that ends before @line, and all the more one that ends higher, would end too far above its foot: most states have room for the
 * whole paragraph, and no break in it need be judged. */
static gboolean
is_far_from_foot (const Paragraph *paragraph, const MbPageState *state, guint from, guint line,
                  gint64 y)
{
  const Run *run = paragraph->run;
  gint64 ink = y + mb_reel_lines (paragraph->piece, from, line) + paragraph->cloned;
  return !state->overfull &&
         foot_of (run, state) - ink > MB_PAGE_WINDOW * (gint64) run->reel->line &&
         called_by (paragraph, line) <= state->notes;
}

static void
break_inside (Paragraph *paragraph, const MbPageState *state, guint from, guint fitting, gint64 y)
{
  guint last = MIN (from + fitting, paragraph->setting->lines - 1);
  if (from + fitting >= paragraph->setting->lines &&
      is_far_from_foot (paragraph, state, from, last, y))
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
  Run *run = paragraph->run;
  guint lines = paragraph->setting->lines;
  gint64 y = snapped (state.y, paragraph->piece->grid);
  guint fitting = state.overfull ? 0 : count_fitting (paragraph, &state, from, y);
  state.truncate = FALSE;
  if (fitting == 0 && !state.begun) {
    fitting = 1;
    state.overfull = TRUE;
    state.cost += MB_COST_OVERFULL;
  }
  if (fitting == 0)
    return;
  state.begun = TRUE;
  break_inside (paragraph, &state, from, fitting, y);
  if (from + fitting < lines)
    return;
  state.y = (MbLength) MIN (y + mb_reel_lines (paragraph->piece, from, lines), MB_LENGTH_MAX);
  state.ink = state.y;
  mb_layer_add (&run->next, &state);
}

static void
set_from_above (Paragraph *paragraph, MbPageState state)
{
  Run *run = paragraph->run;
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
  Run *run = paragraph->run;
  guint lines = paragraph->setting->lines;
  g_array_set_size (run->starts, 0);
  g_array_set_size (run->bucket, 0);
  g_array_set_size (run->bucket, lines + 1);
  for (guint i = 0; i < run->now.states->len; i++)
    set_from_above (paragraph, g_array_index (run->now.states, MbPageState, i));
  for (guint line = 1; line < lines; line++)
    for (guint32 at = g_array_index (run->bucket, guint32, line); at > 0;) {
      Start start = g_array_index (run->starts, Start, at - 1);
      set_lines (paragraph, start.state, line);
      at = start.earlier;
    }
}

static void
pass_lines (Run *run, guint32 index)
{
  const MbPiece *piece = &run->reel->galley->pieces[index];
  const MbSettings *settings = &piece->lines.settings;
  break_before_content (run, index);
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

/* --- The run --------------------------------------------------------------------------------------------------------------------------------*/

static void
turn_layer (Run *run)
{
  MbLayer next = run->next;
  run->next = run->now;
  run->now = next;
  run->narrowed |= mb_layer_narrow (&run->now, MAX_STATES);
  mb_tracks_sweep (&run->tracks, &run->now, &run->ended, 1);
}

/* Returns: FALSE when the plan ends before piece @index. */
static gboolean
pass_piece (Run *run, guint32 index)
{
  switch (run->reel->galley->pieces[index].kind) {
  case MB_PIECE_LINES:
    pass_lines (run, index);
    turn_layer (run);
    break;
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW:
    pass_block (run, index);
    turn_layer (run);
    break;
  case MB_PIECE_GLUE: pass_glue (run, index); break;
  case MB_PIECE_PENALTY: return pass_penalty (run, index);
  case MB_PIECE_COLUMNS:
  case MB_PIECE_ZONES:
  case MB_PIECE_SPAN:
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_GAP:
  case MB_PIECE_FLOAT:
  case MB_PIECE_PLACE:
  case MB_PIECE_RESERVE: break;
  }
  return run->now.states->len > 0;
}

/* --- The plan ------------------------------------------------------------------------------------------------------------------------------*/

/* Decisions in order, read off the track that ends the plan. */
static MbTrack *
list_track (const Run *run, guint *n)
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

static void
add_page (Run *run, MbPlan *plan, MbPlanPage *pages, const MbTrack *begun, const MbTrack *end)
{
  const MbReel *reel = run->reel;
  MbPlanPage *page = &pages[plan->n++];
  gboolean after_break = plan->n > 1 && !pages[plan->n - 2].forced;
  *page = (MbPlanPage){ .from = { .piece = begun->piece, .line = begun->line },
                        .to = { .piece = end->piece, .line = end->line },
                        .left = begun->left,
                        .longer = begun->longer,
                        .truncate = after_break,
                        .overfull = end->overfull,
                        .notes_from = begun->notes,
                        .notes_to = end->notes };
  const MbPiece *last =
      end->line == 0 && end->piece < reel->end ? &reel->galley->pieces[end->piece] : NULL;
  page->forced =
      last && last->kind == MB_PIECE_PENALTY && mb_break_is_forced (last->penalty.forced, FALSE);
}

static void
make_plan (Run *run, MbPlan *plan)
{
  guint n;
  const MbTrack *tracks = list_track (run, &n), *begun = NULL;
  MbPlanPage *pages = mb_arena_array (run->arena, MbPlanPage, n);
  for (guint i = 0; i < n; i++) {
    if (tracks[i].kind == MB_TRACK_SETTING) {
      run->reel->settings[tracks[i].piece] = tracks[i].setting;
      continue;
    }
    if (begun)
      add_page (run, plan, pages, begun, &tracks[i]);
    begun = &tracks[i];
  }
  plan->pages = pages;
  plan->end = run->ended_whole;
  plan->cost = run->ended_cost;
  plan->proved = !run->narrowed;
}

static void
run_begin (Run *run, MbReel *reel, const MbPlanJob *job, MbArena *arena)
{
  *run = (Run){ .reel = reel, .job = job, .arena = arena, .name = job->name };
  run->places = mb_places_find (reel, job->from.piece, reel->end, arena);
  mb_tracks_init (&run->tracks);
  mb_layer_init (&run->now);
  mb_layer_init (&run->next);
  mb_layer_clear (&run->now);
  mb_layer_clear (&run->next);
  run->starts = g_array_new (FALSE, FALSE, sizeof (Start));
  run->bucket = g_array_new (FALSE, TRUE, sizeof (guint32));
}

static void
run_end (Run *run)
{
  mb_tracks_free (&run->tracks);
  mb_layer_free (&run->now);
  mb_layer_free (&run->next);
  g_array_unref (run->starts);
  g_array_unref (run->bucket);
}

static void
run_pieces (Run *run)
{
  begin_pages (run, NULL, 0, run->job->left, run->job->from.piece, TRUE, run->job->first,
               run->job->notes);
  guint32 i = run->job->from.piece;
  while (i < run->reel->end && pass_piece (run, i))
    i++;
  if (i < run->reel->end)
    return;
  Ends ends;
  end_chapter (run, run->reel->end, &ends);
  note_end (run, &ends, run->reel->end, TRUE);
}

gboolean
mb_optimise (MbReel *reel, const MbPlanJob *job, MbArena *arena, MbPlan *plan)
{
  Run run;
  *plan = (MbPlan){ 0 };
  run_begin (&run, reel, job, arena);
  if (job->from.line == 0 && enter_chapter (&run, job->from, job->first))
    run_pieces (&run);
  if (run.ended > 0)
    make_plan (&run, plan);
  run_end (&run);
  return plan->n > 0;
}
