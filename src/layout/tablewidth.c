/* SPDX-License-Identifier: Apache-2.0 */
/* Widths of columns (CSS 2.2 § 17.5.2; css-tables-3 § 3.8 and 3.9, which is D. Baron's algorithm).
 *
 * Automatic. Each column has a least width (min-content of its cells), a greatest (max-content, or the width they ask for),
 * perhaps a percentage, and is *constrained* when a width in absolute units was asked for. Cells over several columns
 * then add what they lack: up to the greatest widths of their columns, then to columns without any such demand first. There are four guesses, each at least as wide as the one before:
 * all columns at their least; percentages granted; constrained columns granted; all at their greatest. The width of the table lies
 * between two of them, and each column between the same two, in proportion. Room beyond the last goes to
 * columns in proportion to their greatest widths, the least bound ones first.
 *
 * Fixed. Columns by col elements, then by the cells of the first row; the others share the rest.
 *
 * Columns in which no cell begins take nothing and have no gap: they exist only as part of wider cells. Collapsed ones are measured, since
 * hiding a column must not change the others, then lose their width. */
#include "table.h"

static MbLength
clamp (gint64 length)
{
  return (MbLength) CLAMP (length, 0, MB_LENGTH_MAX);
}

/* Gaps inside a cell of columns @from … @from + @n - 1. */
static MbLength
inner_gaps (const MbTable *table, guint from, guint n)
{
  gint64 gaps = 0;
  for (guint i = from + 1; i < from + n; i++)
    gaps += table->columns[i].gap ? table->gap[0] : 0;
  return clamp (gaps);
}

/* What the columns do not take of the table's width. */
static MbLength
spacing (const MbTable *table)
{
  if (table->n_cols == 0)
    return 0;
  return clamp ((gint64) inner_gaps (table, 0, table->n_cols) + 2 * (gint64) table->gap[0]);
}

/* --- Contents and what was asked for ------------------------------------------------------------------------------------- */

static MbLength
border_width_of (const MbTable *table, const MbBox *box, MbSize size, MbLength edges)
{
  if (size.kind != MB_SIZE_LENGTH)
    return -1;
  return mb_length_add (mb_used_width (table->context, box, size, 0), edges);
}

typedef struct {
  MbLength min, max;
  gboolean constrained;
} Demand;

static Demand
demand_of (const MbTable *table, const MbTableCell *cell)
{
  const MbStyleBox *style = cell->used->style->box;
  MbLength edge[4];
  mb_used_edges (cell->used->style, 0, edge);
  MbLength edges = edge[MB_LEFT] + edge[MB_RIGHT];
  MbLength width = border_width_of (table, cell->used, style->width, edges);
  MbLength most = border_width_of (table, cell->used, style->max_width, edges);
  MbLength least = border_width_of (table, cell->used, style->min_width, edges);
  Demand demand = { .constrained = width >= 0 };
  mb_lay_widths (table->context, cell->used, &demand.min, &demand.max);
  if (width >= 0)
    demand.max = width;
  if (most >= 0) {
    demand.min = MIN (demand.min, most);
    demand.max = MIN (demand.max, most);
  }
  demand.min = MAX (demand.min, least);
  demand.max = MAX (demand.max, demand.min);
  return demand;
}

/* Of the table, in 1/1000 %; what is partly a length counts as auto (css-values-3 § 8.1). */
static gint32
percentage_of (MbSize size, gint32 otherwise)
{
  return size.kind == MB_SIZE_PERCENT && size.plus == 0 && !size.terms ? size.value : otherwise;
}

static gint32
contribution_of (const MbBox *box)
{
  const MbStyleBox *style = box->style->box;
  return MIN (percentage_of (style->width, 0), percentage_of (style->max_width, G_MAXINT32));
}

static void
measure_cell (MbTable *table, MbTableCell *cell)
{
  Demand demand = demand_of (table, cell);
  MbTableColumn *column = &table->columns[cell->col];
  column->min = MAX (column->min, demand.min);
  column->max = MAX (column->max, demand.max);
  column->constrained |= demand.constrained;
  column->percentage = MAX (column->percentage, contribution_of (cell->box));
  mb_table_mark_measure (table, cell);
  if (cell->before < 0)
    return;
  MbLength edge[4];
  mb_used_edges (cell->used->style, 0, edge);
  MbLength marked =
      clamp ((gint64) column->mark_before + column->mark_after + edge[MB_LEFT] + edge[MB_RIGHT]);
  column->max = MAX (column->max, marked);
}

static MbSize
named_width (const MbTableColumn *column)
{
  MbSize width = { MB_SIZE_AUTO, 0 };
  if (column->column)
    width = column->column->style->box->width;
  if (column->group && width.kind != MB_SIZE_LENGTH && width.kind != MB_SIZE_PERCENT)
    width = column->group->style->box->width;
  return width;
}

static MbLength
length_of (MbSize size, MbLength otherwise)
{
  return size.kind == MB_SIZE_LENGTH ? size.value : otherwise;
}

/* What @said, a column or a group of them, asks of each of its columns: it gets no narrower than its width. */
static void
apply_named (MbTableColumn *column, const MbBox *said)
{
  if (!said)
    return;
  const MbStyleBox *style = said->style->box;
  MbLength width = length_of (style->width, 0), least = length_of (style->min_width, 0);
  MbLength most = length_of (style->max_width, MB_LENGTH_MAX);
  column->min = MAX (column->min, MAX (least, MIN (width, most)));
  column->max = MAX (column->max, column->min);
  column->constrained |= style->width.kind == MB_SIZE_LENGTH;
  column->percentage = MAX (column->percentage, contribution_of (said));
}

/* --- Sharing among columns --------------------------------------------------------------------------------------------------- */

typedef enum { SHARE_FREE, SHARE_CONSTRAINED, SHARE_PERCENT, SHARE_ANY } Group;

static gboolean
is_in_group (const MbTableColumn *column, Group group)
{
  if (!column->occupied)
    return FALSE;
  switch (group) {
  case SHARE_FREE: return !column->constrained && column->percentage == 0;
  case SHARE_CONSTRAINED: return column->constrained && column->percentage == 0;
  case SHARE_PERCENT: return column->percentage > 0;
  case SHARE_ANY: break;
  }
  return TRUE;
}

/* Add @room to the columns of @group by @weights, equally when all are 0. */
static void
share (const MbTable *table, MbLength *lengths, guint from, guint n, Group group,
       const gint64 *weights, gint64 room)
{
  gint64 total = 0, members = 0;
  for (guint i = from; i < from + n; i++)
    if (is_in_group (&table->columns[i], group)) {
      total += weights[i];
      members++;
    }
  gboolean equal = total == 0;
  if (equal)
    total = members;
  for (guint i = from; i < from + n && total > 0; i++) {
    if (!is_in_group (&table->columns[i], group))
      continue;
    gint64 weight = equal ? 1 : weights[i];
    gint64 part = room * weight / total;
    lengths[i] = clamp (lengths[i] + part);
    room -= part;
    total -= weight;
  }
}

/* Constrained columns without any width do not grow. */
static gboolean
may_grow (const MbTable *table, guint from, guint n, Group group)
{
  for (guint i = from; i < from + n; i++)
    if (is_in_group (&table->columns[i], group) &&
        (group != SHARE_CONSTRAINED || table->columns[i].max > 0))
      return TRUE;
  return FALSE;
}

/* css-tables-3 § 3.9.3.2: @room beyond what columns @from … have goes to the least bound of them. */
static void
share_excess (const MbTable *table, MbLength *lengths, guint from, guint n, gint64 room)
{
  gint64 weights[MB_MAX_TABLE_COLUMNS] = { 0 };
  Group group = SHARE_FREE;
  while (group < SHARE_ANY && !may_grow (table, from, n, group))
    group++;
  for (guint i = from; i < from + n; i++)
    weights[i] = group == SHARE_PERCENT ? table->columns[i].percentage : table->columns[i].max;
  share (table, lengths, from, n, group, weights, room);
}

/* Columns of a cell over several: towards their greatest widths first, then as excess. */
static void
widen (const MbTable *table, MbLength *lengths, guint from, guint n, MbLength wanted)
{
  gint64 weights[MB_MAX_TABLE_COLUMNS] = { 0 }, sum = 0, slack = 0;
  for (guint i = from; i < from + n; i++) {
    sum += lengths[i];
    weights[i] = MAX (table->columns[i].max - lengths[i], 0);
    slack += is_in_group (&table->columns[i], SHARE_ANY) ? weights[i] : 0;
  }
  gint64 lack = wanted - sum, part = MIN (lack, slack);
  if (lack <= 0)
    return;
  if (part > 0)
    share (table, lengths, from, n, SHARE_ANY, weights, part);
  if (lack > part)
    share_excess (table, lengths, from, n, lack - part);
}

/** What cells of one span ask of columns: the most that any of them does. */
typedef struct {
  MbLength min[MB_MAX_TABLE_COLUMNS], max[MB_MAX_TABLE_COLUMNS];
  gint32 percentage[MB_MAX_TABLE_COLUMNS];
} Asked;

/* What a percentage of a cell over several columns leaves to those of them without one. */
static void
ask_percentage (const MbTable *table, const MbTableCell *cell, Asked *asked)
{
  gint32 wanted = contribution_of (cell->box);
  gint64 total = 0, n = 0;
  for (guint i = cell->col; i < cell->col + cell->cols; i++) {
    wanted -= table->columns[i].percentage;
    gboolean lacks = table->columns[i].percentage == 0 && table->columns[i].occupied;
    total += lacks ? table->columns[i].max : 0;
    n += lacks;
  }
  for (guint i = cell->col; i < cell->col + cell->cols && wanted > 0 && n > 0; i++) {
    const MbTableColumn *column = &table->columns[i];
    gint32 part = (gint32) (total > 0 ? (gint64) wanted * column->max / total : wanted / n);
    if (column->percentage == 0 && column->occupied)
      asked->percentage[i] = MAX (asked->percentage[i], part);
  }
}

static void
ask_width (const MbTable *table, const MbTableCell *cell, Asked *asked)
{
  MbLength min[MB_MAX_TABLE_COLUMNS], max[MB_MAX_TABLE_COLUMNS];
  Demand demand = demand_of (table, cell);
  MbLength inside = inner_gaps (table, cell->col, cell->cols);
  guint end = cell->col + cell->cols;
  for (guint i = cell->col; i < end; i++) {
    min[i] = table->columns[i].min;
    max[i] = table->columns[i].max;
  }
  widen (table, min, cell->col, cell->cols, demand.min - inside);
  widen (table, max, cell->col, cell->cols, demand.max - inside);
  for (guint i = cell->col; i < end; i++) {
    asked->min[i] = MAX (asked->min[i], min[i]);
    asked->max[i] = MAX (asked->max[i], MAX (max[i], min[i]));
  }
}

/* The least number of columns above @span that some cell has; 0: none. */
static guint
next_span (const MbTable *table, guint span)
{
  guint next = 0;
  for (guint i = 0; i < table->cells->len; i++) {
    guint cols = MB_TABLE_CELL (table, i)->cols;
    if (cols > span && (next == 0 || cols < next))
      next = cols;
  }
  return next;
}

/* Cells over fewer columns first; those over as many are heard together (css-tables-3 § 3.8.3). */
static void
measure_spans (MbTable *table)
{
  for (guint span = 1; (span = next_span (table, span)) > 0;) {
    Asked asked = { 0 };
    for (guint i = 0; i < table->cells->len; i++)
      if (MB_TABLE_CELL (table, i)->cols == span) {
        ask_width (table, MB_TABLE_CELL (table, i), &asked);
        ask_percentage (table, MB_TABLE_CELL (table, i), &asked);
      }
    for (guint i = 0; i < table->n_cols; i++) {
      MbTableColumn *column = &table->columns[i];
      column->min = MAX (column->min, asked.min[i]);
      column->max = MAX (column->max, asked.max[i]);
      column->percentage = MAX (column->percentage, asked.percentage[i]);
    }
  }
}

static void
measure (MbTable *table)
{
  if (table->measured)
    return;
  table->measured = TRUE;
  for (guint i = 0; i < table->cells->len; i++)
    if (MB_TABLE_CELL (table, i)->cols == 1)
      measure_cell (table, MB_TABLE_CELL (table, i));
  for (guint i = 0; i < table->n_cols; i++) {
    apply_named (&table->columns[i], table->columns[i].group);
    apply_named (&table->columns[i], table->columns[i].column);
  }
  measure_spans (table);
  gint32 left = 100000;
  gboolean rtl = table->box->style->text->rtl;
  for (guint i = 0; i < table->n_cols; i++) { /* in the order of the source */
    MbTableColumn *column = &table->columns[rtl ? table->n_cols - 1 - i : i];
    column->percentage = MIN (column->percentage, left);
    left -= column->percentage;
  }
}

/* The width at which every percentage leaves its column, and the others together, their greatest width. */
static gint64
width_of_percentages (const MbTable *table)
{
  gint64 others = 0, width = 0;
  gint32 left = 100000;
  for (guint i = 0; i < table->n_cols; i++) {
    const MbTableColumn *column = &table->columns[i];
    if (column->percentage > 0)
      width = MAX (width, (gint64) column->max * 100000 / column->percentage);
    else
      others += column->max;
    left -= column->percentage;
  }
  if (others > 0)
    width = MAX (width, left > 0 ? others * 100000 / left : MB_LENGTH_MAX);
  return width;
}

/* The least width of the content box at which the captions fit. */
static MbLength
width_of_captions (const MbTable *table)
{
  MbLength width = 0, min, max, edge[4];
  mb_used_edges (table->used->style, 0, edge);
  for (const MbBox *child = table->box->first; child; child = child->next)
    if (child->kind != MB_BOX_ROWS) {
      const MbSize *margin = child->style->box->margin;
      mb_lay_widths (table->context, child, &min, &max);
      gint64 outer = (gint64) min + mb_size_resolve (margin[MB_LEFT], 0, 0) +
                     mb_size_resolve (margin[MB_RIGHT], 0, 0);
      width = MAX (width, clamp (outer - edge[MB_LEFT] - edge[MB_RIGHT]));
    }
  return width;
}

void
mb_table_extent (MbTable *table, MbLength *min, MbLength *max)
{
  measure (table);
  gint64 least = 0, most = 0;
  for (guint i = 0; i < table->n_cols; i++) {
    least += table->columns[i].min;
    most += table->columns[i].max;
  }
  MbLength captions = width_of_captions (table);
  *min = MAX (clamp (least + spacing (table)), captions);
  *max = MAX (clamp (MAX (most, width_of_percentages (table)) + spacing (table)), captions);
}

/* --- Automatic layout ------------------------------------------------------------------------------------------------------------ */

enum { GUESS_LEAST, GUESS_PERCENT, GUESS_CONSTRAINED, GUESS_GREATEST, N_GUESSES };

static MbLength
guess_of (const MbTableColumn *column, int guess, gint64 room)
{
  gint64 part = MAX (room * column->percentage / 100000, (gint64) column->min);
  if (guess == GUESS_LEAST)
    return column->min;
  if (column->percentage > 0)
    return clamp (part);
  if (guess == GUESS_GREATEST || (guess == GUESS_CONSTRAINED && column->constrained))
    return column->max;
  return column->min;
}

static gint64
sum_of_guess (const MbTable *table, int guess, gint64 room)
{
  gint64 sum = 0;
  for (guint i = 0; i < table->n_cols; i++)
    sum += guess_of (&table->columns[i], guess, room);
  return sum;
}

/* Between guess @guess, which is too narrow or just right, and the next. */
static void
set_between (MbTable *table, int guess, gint64 room)
{
  gint64 low = sum_of_guess (table, guess, room);
  gint64 span = sum_of_guess (table, guess + 1, room) - low, rest = room - low;
  for (guint i = 0; i < table->n_cols; i++) {
    MbTableColumn *column = &table->columns[i];
    MbLength from = guess_of (column, guess, room);
    gint64 step = guess_of (column, guess + 1, room) - from;
    gint64 part = span > 0 ? rest * step / span : 0;
    column->width = clamp (from + part);
    rest -= part;
    span -= step;
  }
}

static void
auto_widths (MbTable *table, gint64 room)
{
  measure (table);
  int guess = GUESS_LEAST;
  while (guess < GUESS_GREATEST && sum_of_guess (table, guess + 1, room) <= room)
    guess++;
  if (guess < GUESS_GREATEST && sum_of_guess (table, guess, room) <= room) {
    set_between (table, guess, room);
    return;
  }
  MbLength lengths[MB_MAX_TABLE_COLUMNS];
  for (guint i = 0; i < table->n_cols; i++)
    lengths[i] = guess_of (&table->columns[i], guess, room);
  gint64 rest = room - sum_of_guess (table, guess, room);
  if (rest > 0)
    share_excess (table, lengths, 0, table->n_cols, rest);
  for (guint i = 0; i < table->n_cols; i++)
    table->columns[i].width = lengths[i];
}

/* --- Fixed layout ------------------------------------------------------------------------------------------------------------------ */

/* A cell of the first row over several columns gives those without a width an equal share. */
static void
ask_of_first_row (const MbTable *table, MbLength *asked, MbLength room)
{
  for (guint i = 0; i < table->cells->len && MB_TABLE_CELL (table, i)->row == 0; i++) {
    const MbTableCell *cell = MB_TABLE_CELL (table, i);
    MbSize size = cell->box->style->box->width;
    MbLength edge[4];
    mb_used_edges (cell->used->style, 0, edge);
    if (size.kind != MB_SIZE_LENGTH && size.kind != MB_SIZE_PERCENT)
      continue;
    gint64 rest = (gint64) mb_used_width (table->context, cell->used, size, room) + edge[MB_LEFT] +
                  edge[MB_RIGHT];
    guint lacking = 0;
    rest -= inner_gaps (table, cell->col, cell->cols);
    for (guint k = cell->col; k < cell->col + cell->cols; k++) {
      lacking += asked[k] < 0;
      rest -= MAX (asked[k], 0);
    }
    for (guint k = cell->col; k < cell->col + cell->cols; k++)
      if (asked[k] < 0) {
        asked[k] = clamp (rest / lacking);
        rest -= asked[k];
        lacking--;
      }
  }
}

static void
fixed_widths (MbTable *table, MbLength width)
{
  MbLength asked[MB_MAX_TABLE_COLUMNS];
  MbLength room = clamp ((gint64) width - spacing (table)); /* percentages are of it too */
  gint64 rest = room, total = 0;
  guint lacking = 0;
  for (guint i = 0; i < table->n_cols; i++)
    asked[i] = mb_size_resolve (named_width (&table->columns[i]), room, -1);
  ask_of_first_row (table, asked, room);
  for (guint i = 0; i < table->n_cols; i++) {
    lacking += asked[i] < 0;
    total += MAX (asked[i], 0);
  }
  rest = MAX (rest - total, 0);
  for (guint i = 0; i < table->n_cols; i++) {
    MbTableColumn *column = &table->columns[i];
    gint64 part = 0;
    if (asked[i] < 0)
      part = rest / lacking--;
    else if (lacking == 0 && total > 0)
      part = rest * asked[i] / total;
    column->width = clamp (MAX (asked[i], 0) + part);
    if (asked[i] < 0)
      rest -= part;
  }
}

/* --- The table ----------------------------------------------------------------------------------------------------------------------- */

static void
place_columns (MbTable *table)
{
  MbLength x = table->gap[0];
  for (guint i = 0; i < table->n_cols; i++) {
    MbTableColumn *column = &table->columns[i];
    gboolean gap = i > 0 && column->gap && !column->collapsed;
    if (column->collapsed)
      column->width = 0;
    x = mb_length_add (x, gap ? table->gap[0] : 0);
    column->x = x;
    x = mb_length_add (x, column->width);
  }
}

/* A table half as wide again as its measure is sure to lose columns beyond the edge of the page. */
static void
report_width (const MbTable *table, gint64 over, MbLength room, gboolean asked)
{
  if (over <= MB_PT / 2 || !table->box->node)
    return;
  g_autofree char *text = g_strdup_printf ("%d", clamp (over) / MB_PT + 1);
  MbMessage message = over > room / 2 && !asked ? MB_MSG_TABLE_OFF_PAGE : MB_MSG_TABLE_TOO_WIDE;
  mb_report (table->context->diagnostics, table->box->node->pos, message, text, NULL);
}

static MbLength
own_width (MbTable *table, const MbUsed *frame, MbLength containing)
{
  const MbStyleBox *style = table->used->style->box;
  MbLength min, max, fill = mb_used_room (frame, containing);
  MbLength asked = mb_used_width (table->context, table->used, style->width, containing);
  min = max = width_of_captions (table);
  if (!table->fixed)
    mb_table_extent (table, &min, &max);
  MbLength width = asked >= 0 ? asked : CLAMP (fill, min, MAX (min, max));
  MbLength most = mb_used_width (table->context, table->used, style->max_width, containing);
  MbLength least = mb_used_width (table->context, table->used, style->min_width, containing);
  if (most >= 0)
    width = MIN (width, most);
  return MAX (width, MAX (least, min));
}

static gboolean
hides_column (const MbTable *table)
{
  for (guint i = 0; i < table->n_cols; i++)
    if (table->columns[i].collapsed)
      return TRUE;
  return FALSE;
}

static MbLength
end_of_columns (const MbTable *table)
{
  const MbTableColumn *last = &table->columns[MAX (table->n_cols, 1) - 1];
  return clamp ((gint64) last->x + last->width + table->gap[0]);
}

MbUsed
mb_table_used (MbTable *table, MbLength containing)
{
  const MbStyle *style = table->used->style;
  MbUsed used = mb_used_frame (style, containing);
  used.width = own_width (table, &used, containing);
  gint64 room = MAX ((gint64) used.width - spacing (table), 0), sum = 0;
  if (table->fixed)
    fixed_widths (table, used.width);
  else
    auto_widths (table, room);
  place_columns (table);
  for (guint i = 0; i < table->n_cols; i++)
    sum += table->columns[i].width;
  if (sum > room || hides_column (table))
    used.width = end_of_columns (table);
  MbLength fill = mb_used_room (&used, containing);
  report_width (table, (gint64) used.width - fill, fill, style->box->width.kind == MB_SIZE_LENGTH);
  mb_used_settle (table->context, table->used, &used, containing);
  return used;
}

void
mb_lay_table_widths (const MbLayContext *context, const MbBox *box, MbLength *min, MbLength *max)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_autoptr (MbTable) table = mb_table_new (context, box, arena);
  const MbStyleBox *style = table->used->style->box;
  MbLength edge[4], least = mb_used_width (context, table->used, style->min_width, 0);
  MbLength asked = style->width.kind == MB_SIZE_LENGTH
                       ? mb_used_width (context, table->used, style->width, 0)
                       : -1;
  mb_used_edges (table->used->style, 0, edge);
  mb_table_extent (table, min, max);
  if (asked >= 0)
    *min = *max = table->fixed ? MAX (asked, width_of_captions (table)) : MAX (asked, *min);
  *min = mb_length_add (MAX (*min, least), edge[MB_LEFT] + edge[MB_RIGHT]);
  *max = mb_length_add (MAX (*max, least), edge[MB_LEFT] + edge[MB_RIGHT]);
}
