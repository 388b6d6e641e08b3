/* SPDX-License-Identifier: Apache-2.0 */
/* Total-fit line breaking (Knuth & Plass 1981, § 4; TeX: The Program §§ 813–890).
 *
 * A *feasible break* is a breakpoint of items.c at which a line may end within the tolerance of the pass. Active nodes hold the
 * best way to reach a break; they are kept apart by (line number, fitness class, hyphen run), so one pass yields the best
 * breaks for every number of lines, and every line may have its own measure.
 *
 * Invariants
 *   - nodes are in the order in which they were made, which is the order of the text: ties never depend on addresses, and the
 *     earlier node wins;
 *   - widths are integers (1/1024 pt); a badness is r·r·r in IEEE double, rounded to an integer before it is added:
 *     demerits are int64, at most 10^13 a line;
 *   - at one breakpoint, nodes further than LINE_SPREAD lines from the cheapest are dropped: a paragraph of thousands of
 *     lines keeps a bounded number of active nodes.
 *
 * Where this differs from TeX
 *   - the glyphs of a line give first (scale and tracking, within -marbre-justify), then its spaces, as pdfTeX does; what the
 *     glyphs gave costs a little, so that lines which need nothing are preferred;
 *   - a hard limit on consecutive added hyphens (explicit hyphens count in the run but are not refused);
 *   - the last line is never the rest of a word; it pays when it is shorter than the indent or 2.5 em (ligne à voleur), and
 *     when it ends so near the margin that it looks like a mistake;
 *   - equal words under one another, at either margin, cost as much as two hyphens in a row;
 *   - unjustified lines are judged by the room they leave (ragged.c).
 */
#include "internal.h"

#include <math.h>
#include <stdlib.h>

#define LINE_PENALTY     10
#define ADJACENT         10000 /* very loose beside tight */
#define TWO_HYPHENS      10000
#define LAST_HYPHEN      5000 /* the line before the last ends with a hyphen */
#define SAME_WORD        10000
#define LONG_RUN         200000  /* a hyphen of the text beyond the limit */
#define BANNED_LAST      4000000 /* hyphenate-limit-last: always */
#define UNDER_INDENT     2000000 /* a last line that ends before the next indent begins to be text */
#define SHORT_LAST       250000
#define NEARLY_FULL_LAST 2000
#define MICRO_COST       25.0 /* badness of using all of the glyphs' give */
#define UNFIT            G_GINT64_CONSTANT (10000000000) /* an overfull line, a last line that is a fragment */
#define WORST_BADNESS    1e6
#define LINE_SPREAD      6
#define NO_NODE          G_MAXUINT32

typedef struct {
  gint64 cost;
  guint32 brk; /* MB_BREAK_START for the first */
  guint32 previous;
  guint32 line; /* lines up to here */
  guint8 fitness, run;
} Node;

/** An active node, and how far it reaches: see is_far_too_short. */
typedef struct {
  double reach;
  guint32 node;
} Active;

/** A pass over one paragraph. */
typedef struct {
  const MbParagraph *paragraph;
  MbMeasures measures;
  MbPass pass;
  GArray *nodes;   /* Node */
  GArray *active;  /* Active */
  guint first_new; /* nodes from here on end at the present breakpoint */
  gint64 shortest_last, indent;
  guint max_run;
  gboolean as_tex;
  gboolean zone;    /* hyphenate-limit-zone is set */
  guint32 at;       /* the present breakpoint */
  gboolean prunes;  /* nodes have a reach */
  guint steady;     /* all lines from here on have one width */
  gint64 widths[8]; /* of the first lines; the rest are asked for */
} Breaker;

/** A line that is being judged. */
typedef struct {
  const Node *from;
  const MbBreakpoint *a, *b; /* a: NULL for the first line */
  gint64 natural, measure;
  double ratio; /* beyond ±1 when the line does not fit; of the gap when unjustified */
  double micro;
} Line;

/* --- Sums and measures ----------------------------------------------------------------------------------------*/

static gint32
narrowed (gint64 sum)
{
  return (gint32) CLAMP (sum, G_MININT32, G_MAXINT32);
}

MbTally
mb_tally (const MbSum *sum)
{
  return (MbTally){ sum->width, narrowed (sum->stretch), narrowed (sum->shrink),
                    narrowed (sum->micro), (guint32) sum->leaders };
}

MbSum
mb_break_sum (const MbParagraph *paragraph, guint32 a, guint32 b)
{
  const MbFirstLine *first = paragraph->first;
  if (first && a == MB_BREAK_START && b < first->n_ends && first->ends[b].known)
    return first->ends[b].sum;
  MbTally start = { .width = paragraph->left };
  if (a != MB_BREAK_START)
    start = paragraph->breaks[a].from;
  const MbTally *end = &paragraph->breaks[b].upto;
  return (MbSum){ end->width - start.width, (gint64) end->stretch - start.stretch,
                  (gint64) end->shrink - start.shrink, (gint64) end->micro - start.micro,
                  (gint32) (end->leaders - start.leaders) };
}

MbMeasure
mb_measure_line (const MbParagraph *paragraph, MbMeasures measures, guint line)
{
  MbMeasure measure = { 0 };
  if (measures.n)
    measure = measures.measures[MIN (line, measures.n - 1)];
  if (line < paragraph->initial.sink) {
    measure.x += paragraph->initial.room;
    measure.width -= paragraph->initial.room;
  }
  const MbStyleText *text = paragraph->block->text;
  if ((line > 0) == text->indent_hanging && !paragraph->initial.sink) {
    MbLength indent = mb_size_resolve (text->indent, measure.width, 0);
    measure.x += text->rtl ? 0 : indent;
    measure.width -= indent;
  }
  return measure;
}

static gint64
width_of (const Breaker *breaker, guint line)
{
  line = MIN (line, breaker->steady);
  if (line < G_N_ELEMENTS (breaker->widths))
    return breaker->widths[line];
  return mb_measure_line (breaker->paragraph, breaker->measures, line).width;
}

MbFill
mb_fill_line (MbSum sum, gint64 width)
{
  gint64 gap = width - sum.width;
  gint64 give = ABS (gap) < sum.micro ? ABS (gap) : sum.micro;
  MbFill fill = { 0 };
  if (sum.micro > 0)
    fill.micro = (gap < 0 ? -1.0 : 1.0) * (double) give / (double) sum.micro;
  gint64 rest = ABS (gap) - give;
  gint64 flex = gap < 0 ? sum.shrink : sum.stretch;
  if (rest > 0)
    fill.ratio = (gap < 0 ? -1.0 : 1.0) * (flex > 0 ? (double) rest / (double) flex : 1000.0);
  fill.overfull = gap < 0 && rest > sum.shrink + 1;
  return fill;
}

/* --- Judging a line ----------------------------------------------------------------------------------------------*/

static gboolean
ends_paragraph (const Line *line)
{
  return line->b->kind == MB_BREAK_AT_FORCED;
}

static gboolean
is_free (const Breaker *breaker, const Line *line)
{
  return ends_paragraph (line) && breaker->paragraph->mode != MB_MODE_BALANCED &&
         !mb_align_fills (breaker->paragraph->block->text);
}

static void
stretch_line (const Breaker *breaker, Line *line, MbSum sum)
{
  gint64 gap = line->measure - line->natural;
  if (gap >= 0 && (sum.leaders || is_free (breaker, line)))
    return;
  if (!breaker->paragraph->justified) {
    double badness = mb_ragged_badness (gap, line->measure);
    line->ratio = gap < 0 ? -1000.0 : cbrt (badness / 100);
    return;
  }
  if (gap > 0)
    sum.stretch += line->measure * breaker->pass.emergency / 1000;
  MbFill fill = mb_fill_line (sum, line->measure);
  line->ratio = fill.ratio;
  line->micro = fill.micro;
}

static Line
make_line (const Breaker *breaker, guint32 node, guint32 b)
{
  const MbParagraph *paragraph = breaker->paragraph;
  const Node *from = &g_array_index (breaker->nodes, Node, node);
  MbSum sum = mb_break_sum (paragraph, from->brk, b);
  Line line = {
    .from = from,
    .a = from->brk == MB_BREAK_START ? NULL : &paragraph->breaks[from->brk],
    .b = &paragraph->breaks[b],
    .natural = sum.width,
    .measure = width_of (breaker, from->line),
  };
  stretch_line (breaker, &line, sum);
  return line;
}

/* Most lines that are tried are so short that no stretch within the tolerance helps: width − natural − micro > (stretch +
 * emergency) × tolerance + 1. With each sum as a difference, what belongs to the start of the line is put together once, when the
 * node becomes active (its reach), and what belongs to its end once a breakpoint: the test is one comparison. Leaders and forced
 * ends stretch without limit, unjustified lines are judged otherwise. */
static double
reach_of (const Breaker *breaker, const Node *from)
{
  const MbParagraph *paragraph = breaker->paragraph;
  if (!breaker->prunes || (from->brk == MB_BREAK_START && paragraph->first))
    return -G_MAXDOUBLE;
  MbTally start = { .width = paragraph->left };
  if (from->brk != MB_BREAK_START)
    start = paragraph->breaks[from->brk].from;
  gint64 width = width_of (breaker, from->line);
  gint64 relief = width * breaker->pass.emergency / 1000;
  double stretch = (double) (relief - start.stretch);
  return (double) (width + start.width + start.micro) - stretch * breaker->pass.tolerance - 1;
}

static double
extent_of (const Breaker *breaker, const MbBreakpoint *b)
{
  if (b->kind == MB_BREAK_AT_FORCED)
    return G_MAXDOUBLE;
  return (double) (b->upto.width + b->upto.micro) +
         (double) b->upto.stretch * breaker->pass.tolerance;
}

static gboolean
is_overfull (const Line *line)
{
  return line->ratio < -1.0001;
}

static guint8
fitness_of (const Line *line)
{
  if (line->ratio < -0.5)
    return 0;
  return line->ratio <= 0.5 ? 1 : line->ratio <= 1 ? 2 : 3;
}

/* The length of the hyphen run that this line would end, and whether it is allowed. */
static gboolean
count_run (const Breaker *breaker, const Line *line, guint *run)
{
  *run = line->b->flagged ? line->from->run + 1u : 0;
  if (line->b->rescue && !mb_rescue_allows (breaker->paragraph, line->from->brk, breaker->at))
    return FALSE;
  if (line->b->hyphen && (*run > breaker->max_run ||
                          (breaker->zone && !mb_zone_allows (breaker->paragraph, line->from->brk,
                                                             breaker->at, line->measure))))
    return FALSE;
  *run = MIN (*run, MIN (breaker->max_run + 1, 4u));
  return TRUE;
}

static double
badness_of (const Line *line)
{
  double r = fabs (line->ratio);
  double badness = 100.0 * r * r * r + MICRO_COST * line->micro * line->micro;
  return MIN (badness, WORST_BADNESS);
}

static gint64
last_line_demerits (const Breaker *breaker, const Line *line)
{
  gint64 demerits = 0;
  if (line->a && line->a->fragment)
    demerits += UNFIT;
  if (line->a && line->a->flagged)
    demerits += LAST_HYPHEN;
  if (line->a && line->a->hyphen && !breaker->paragraph->block->text->hyphen_last_line)
    demerits += BANNED_LAST;
  if (breaker->as_tex || !line->from->line || line->a->kind == MB_BREAK_AT_FORCED ||
      breaker->paragraph->mode == MB_MODE_BALANCED)
    return demerits;

  double share = (double) line->natural / (double) breaker->shortest_last;
  if (share < 1)
    demerits += (gint64) (SHORT_LAST * (1 - share) * (1 - share));
  if (line->natural <= breaker->indent)
    demerits += UNDER_INDENT;
  gint64 gap = line->measure - line->natural;
  if (gap > 0 && gap < breaker->shortest_last / 3)
    demerits += NEARLY_FULL_LAST;
  return demerits;
}

static gint64
repeated_words (const Line *line)
{
  gint64 demerits = 0;
  if (line->b->word_before && line->b->word_before == line->a->word_before)
    demerits += SAME_WORD;
  if (line->b->word_after && line->b->word_after == line->a->word_after)
    demerits += SAME_WORD;
  return demerits;
}

static gint64
demerits_of (const Breaker *breaker, const Line *line, guint8 fitness)
{
  if (breaker->paragraph->mode == MB_MODE_BALANCED)
    return mb_balanced_demerits (line->measure - line->natural, line->measure, line->b->penalty,
                                 !line->from->line, ends_paragraph (line)) +
           (is_overfull (line) ? UNFIT : 0);
  double base = LINE_PENALTY + badness_of (line);
  gint64 demerits = (gint64) llrint (base * base);
  demerits += (gint64) line->b->penalty * line->b->penalty;
  if (abs ((int) fitness - (int) line->from->fitness) > 1)
    demerits += ADJACENT;
  if (is_overfull (line))
    demerits += UNFIT;
  if (ends_paragraph (line))
    return demerits + last_line_demerits (breaker, line);
  if (line->a && line->a->flagged && line->b->flagged)
    demerits += line->from->run >= breaker->max_run ? LONG_RUN : TWO_HYPHENS;
  return line->a && !breaker->as_tex ? demerits + repeated_words (line) : demerits;
}

/* --- Nodes ---------------------------------------------------------------------------------------------------------*/

static Node *
find_new (Breaker *breaker, const Node *node)
{
  for (guint i = breaker->first_new; i < breaker->nodes->len; i++) {
    Node *other = &g_array_index (breaker->nodes, Node, i);
    if (other->line == node->line && other->fitness == node->fitness && other->run == node->run)
      return other;
  }
  return NULL;
}

static void
offer (Breaker *breaker, const Node *node)
{
  Node *same = find_new (breaker, node);
  if (!same)
    g_array_append_vals (breaker->nodes, node, 1);
  else if (node->cost < same->cost)
    *same = *node;
}

static void
offer_line (Breaker *breaker, guint32 from, guint32 b, const Line *line)
{
  guint run;
  if (!count_run (breaker, line, &run))
    return;
  guint8 fitness = fitness_of (line);
  Node node = {
    .cost = line->from->cost + demerits_of (breaker, line, fitness),
    .brk = b,
    .previous = from,
    .line = line->from->line + 1,
    .fitness = fitness,
    .run = (guint8) run,
  };
  if (line->b->kind == MB_BREAK_AT_FORCED) {
    node.fitness = 1;
    node.run = 0;
  }
  offer (breaker, &node);
}

static guint32
cheaper (const Breaker *breaker, guint32 a, guint32 b)
{
  if (a == NO_NODE)
    return b;
  const Node *nodes = (const Node *) (gconstpointer) breaker->nodes->data;
  return nodes[b].cost < nodes[a].cost ? b : a;
}

static void
drop_far_nodes (Breaker *breaker)
{
  guint32 best = NO_NODE;
  for (guint i = breaker->first_new; i < breaker->nodes->len; i++)
    best = cheaper (breaker, best, i);
  if (best == NO_NODE)
    return;
  guint32 line = g_array_index (breaker->nodes, Node, best).line;
  guint kept = breaker->first_new;
  for (guint i = breaker->first_new; i < breaker->nodes->len; i++) {
    Node node = g_array_index (breaker->nodes, Node, i);
    if (node.line <= line + LINE_SPREAD && node.line + LINE_SPREAD >= line)
      g_array_index (breaker->nodes, Node, kept++) = node;
  }
  g_array_set_size (breaker->nodes, kept);
}

static const MbBreakpoint *
breakpoint_of (const Breaker *breaker, const Node *node)
{
  return node->brk == MB_BREAK_START ? NULL : &breaker->paragraph->breaks[node->brk];
}

/** The node from which an overfull line would stick out least. */
typedef struct {
  guint32 node;
  gint64 excess;
} Dropped;

static void
drop (Dropped *dropped, guint32 node, const Line *line)
{
  gint64 excess = line->natural - line->measure;
  if (dropped->node == NO_NODE || excess < dropped->excess)
    *dropped = (Dropped){ node, excess };
}

/* Lines from every active node to @b. Nodes that are too far back stop being active. Returns the one to rescue. */
static guint32
try_lines (Breaker *breaker, guint32 b)
{
  const MbBreakpoint *brk = &breaker->paragraph->breaks[b];
  Active *active = (Active *) (gpointer) breaker->active->data;
  double extent = extent_of (breaker, brk);
  Dropped dropped = { .node = NO_NODE };
  guint kept = 0;
  Line line = { 0 };
  for (guint i = 0; i < breaker->active->len; i++) {
    Active here = active[i];
    if (here.reach > extent) {
      active[kept++] = here;
      continue;
    }
    guint32 node = here.node;
    const Node *from = &g_array_index (breaker->nodes, Node, node);
    /* nodes of one breakpoint stand side by side: the same line */
    if (!line.a || line.a != breakpoint_of (breaker, from) ||
        line.measure != width_of (breaker, from->line))
      line = make_line (breaker, node, b);
    line.from = from;
    gboolean overfull = is_overfull (&line);
    /* a hyphen may make the line longer than the end of the word would */
    gboolean stays = !overfull || (brk->hyphen && !breaker->pass.rescue);
    if (overfull && !stays)
      drop (&dropped, node, &line);
    else if (!overfull && line.ratio <= breaker->pass.tolerance)
      offer_line (breaker, node, b, &line);
    if (stays)
      active[kept++] = here;
  }
  g_array_set_size (breaker->active, kept);
  return dropped.node;
}

static void
add_active (Breaker *breaker, guint32 node)
{
  Active active = { reach_of (breaker, &g_array_index (breaker->nodes, Node, node)), node };
  g_array_append_val (breaker->active, active);
}

/* FALSE when no way leads on. */
static gboolean
try_break (Breaker *breaker, guint32 b)
{
  gboolean forced = breaker->paragraph->breaks[b].kind == MB_BREAK_AT_FORCED;
  breaker->first_new = breaker->nodes->len;
  breaker->at = b;
  guint32 dropped = try_lines (breaker, b);
  if (forced)
    g_array_set_size (breaker->active, 0);

  gboolean stuck = breaker->active->len == 0 && breaker->nodes->len == breaker->first_new;
  if (stuck && !breaker->pass.rescue)
    return FALSE;
  if (stuck && dropped != NO_NODE) {
    Line line = make_line (breaker, dropped, b);
    guint max_run = breaker->max_run;
    breaker->max_run = G_MAXUINT8;
    offer_line (breaker, dropped, b, &line);
    breaker->max_run = max_run;
  }
  drop_far_nodes (breaker);
  for (guint32 i = breaker->first_new; i < breaker->nodes->len; i++)
    add_active (breaker, i);
  return breaker->active->len > 0;
}

/* --- The answer --------------------------------------------------------------------------------------------------------*/

static MbPath
trace (const Breaker *breaker, guint32 end, MbArena *arena)
{
  const Node *nodes = (const Node *) (gconstpointer) breaker->nodes->data;
  MbPath path = { .lines = nodes[end].line, .cost = nodes[end].cost };
  path.breaks = mb_arena_array (arena, guint32, path.lines);
  for (guint32 node = end, i = path.lines; i-- > 0; node = nodes[node].previous)
    path.breaks[i] = nodes[node].brk;
  return path;
}

static int
by_lines (gconstpointer a, gconstpointer b)
{
  guint x = ((const MbPath *) a)->lines, y = ((const MbPath *) b)->lines;
  return (x > y) - (x < y);
}

/* The cheapest last node of each line count. */
static void
collect (const Breaker *breaker, MbArena *arena, GArray *paths)
{
  const Node *nodes = (const Node *) (gconstpointer) breaker->nodes->data;
  for (guint i = breaker->first_new; i < breaker->nodes->len; i++) {
    guint32 best = i;
    for (guint k = breaker->first_new; k < breaker->nodes->len; k++)
      if (nodes[k].line == nodes[i].line &&
          (nodes[k].cost < nodes[best].cost || (nodes[k].cost == nodes[best].cost && k < best)))
        best = k;
    if (best == i) {
      MbPath path = trace (breaker, i, arena);
      g_array_append_val (paths, path);
    }
  }
  g_array_sort (paths, by_lines);
}

static void
prepare (Breaker *breaker)
{
  const MbParagraph *paragraph = breaker->paragraph;
  breaker->steady = MAX (MAX (breaker->measures.n, 1u) - 1, MAX (paragraph->initial.sink, 1));
  for (guint i = 0; i <= breaker->steady && i < G_N_ELEMENTS (breaker->widths); i++)
    breaker->widths[i] = mb_measure_line (paragraph, breaker->measures, i).width;
  gint64 indent = paragraph->initial.sink ? 0 : width_of (breaker, 1) - width_of (breaker, 0);
  breaker->indent = indent;
  breaker->shortest_last = MAX (MAX (indent + indent / 4, 5 * (gint64) paragraph->em / 2), 1);
  breaker->max_run = paragraph->block->text->hyphen_lines;
  breaker->zone = paragraph->block->text->hyphen_zone.value > 0;

  breaker->prunes =
      paragraph->justified && paragraph->breaks[paragraph->n_breaks - 1].upto.leaders == 0;
  g_array_set_size (breaker->nodes, 0);
  g_array_set_size (breaker->active, 0);
  Node first = { .brk = MB_BREAK_START, .previous = NO_NODE, .fitness = 1 };
  g_array_append_val (breaker->nodes, first);
  add_active (breaker, 0);
}

MbScratch
mb_scratch_new (void)
{
  MbArena *paths = mb_arena_new ();
  mb_arena_alloc (paths, 1); /* rewound, it keeps its first chunk */
  return (MbScratch){ .items = g_array_new (FALSE, FALSE, sizeof (MbItem)),
                      .breaks = g_array_new (FALSE, FALSE, sizeof (MbBreakpoint)),
                      .nodes = g_array_sized_new (FALSE, FALSE, sizeof (Node), 1024),
                      .active = g_array_sized_new (FALSE, FALSE, sizeof (Active), 256),
                      .paths = paths };
}

void
mb_scratch_clear (MbScratch *scratch)
{
  g_array_unref (scratch->items);
  g_array_unref (scratch->breaks);
  g_array_unref (scratch->nodes);
  g_array_unref (scratch->active);
  mb_arena_free (scratch->paths);
}

gboolean
mb_linebreak (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
              MbPass pass, MbArena *arena, GArray *paths)
{
  Breaker breaker = {
    .paragraph = paragraph,
    .measures = measures,
    .pass = pass,
    .nodes = typesetter->scratch.nodes,
    .active = typesetter->scratch.active,
    .as_tex = typesetter->as_tex,
  };
  prepare (&breaker);
  for (guint32 b = 0; b < paragraph->n_breaks; b++)
    if (!try_break (&breaker, b))
      return FALSE;
  collect (&breaker, arena, paths);
  return paths->len > 0;
}
