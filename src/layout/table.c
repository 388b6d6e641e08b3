/* SPDX-License-Identifier: Apache-2.0 */
/* Tables (CSS 2.2 § 17.5–17.6): cells on a grid of columns, column widths, rows as ROW pieces.
 *
 * Widths. Fixed layout: widths of col elements and of the cells of the first row, the rest shared equally. Automatic:
 * each column lies between its min-content and max-content width; what the table has beyond the sum of the former is
 * shared in proportion to the difference, and beyond the sum of the latter in proportion to them, among the columns
 * that asked for no width if there are any.
 *
 * Rows. A row is as high as its highest cell; a cell over several rows gives what it lacks to the last of them, and
 * forbids breaks between them. A row is unbreakable. Cells of baseline alignment stand at the top.
 *
 * Borders. Separate: border-spacing around cells. Collapsed, simply: each cell's border box reaches half its border
 * into its neighbours, so that equal borders fall on each other; the outer halves of the outermost borders belong to the table. */
#include "internal.h"

#include <string.h>

typedef struct {
  const MbBox *box;
  guint row, col, rows, cols;
  MbFragment *fragment;
} Cell;

typedef struct {
  const MbBox *box;
  gboolean header;
  gboolean joined; /* a cell goes on into the next row */
  guint first, n;  /* its cells */
  MbLength height;
} Row;

typedef struct {
  const MbLayContext *context;
  const MbBox *box;
  GArray *cells; /* of Cell, row by row */
  GArray *rows;  /* of Row */
  guint n_cols;
  MbLength gap;
  gboolean collapse;
  MbLength min[MB_MAX_TABLE_COLUMNS], max[MB_MAX_TABLE_COLUMNS], width[MB_MAX_TABLE_COLUMNS];
  gboolean asked[MB_MAX_TABLE_COLUMNS]; /* the column has a width of its own */
  MbLength x[MB_MAX_TABLE_COLUMNS + 1];
  MbLength outer[4]; /* collapsed: the halves of outermost borders that reach out of the grid */
} Table;

#define CELL(table, i) (&g_array_index ((table)->cells, Cell, i))
#define ROW(table, i)  (&g_array_index ((table)->rows, Row, i))

/* --- The grid of cells ---------------------------------------------------------------------------------- */

static void
report_size (const Table *table)
{
  if (table->box->node)
    mb_report (table->context->diagnostics, table->box->node->pos, MB_MSG_TABLE_TOO_BIG,
               G_STRINGIFY (MB_MAX_TABLE_COLUMNS), G_STRINGIFY (MB_MAX_TABLE_CELLS), NULL);
}

static guint
free_column (const guint *busy, guint col)
{
  while (col < MB_MAX_TABLE_COLUMNS && busy[col] > 0)
    col++;
  return col;
}

static void
add_cells (Table *table, const MbBox *row, guint index, guint rows_left, guint *busy)
{
  guint col = 0;
  for (const MbBox *box = row->first; box; box = box->next) {
    col = free_column (busy, col);
    if (col >= MB_MAX_TABLE_COLUMNS || table->cells->len >= MB_MAX_TABLE_CELLS) {
      report_size (table);
      return;
    }
    Cell cell = { .box = box, .row = index, .col = col };
    cell.cols = MIN (box->col_span, MB_MAX_TABLE_COLUMNS - col);
    cell.rows = MIN (box->row_span, rows_left);
    for (guint i = col; i < col + cell.cols; i++)
      busy[i] = cell.rows;
    col += cell.cols;
    table->n_cols = MAX (table->n_cols, col);
    g_array_append_val (table->cells, cell);
  }
}

static guint
count_children (const MbBox *box)
{
  guint n = 0;
  for (const MbBox *child = box->first; child; child = child->next)
    n++;
  return n;
}

static void
add_group (Table *table, const MbBox *group)
{
  guint busy[MB_MAX_TABLE_COLUMNS] = { 0 };
  guint left = count_children (group);
  for (const MbBox *box = group->first; box; box = box->next, left--) {
    Row row = { .box = box, .header = group->header, .first = table->cells->len };
    g_array_append_val (table->rows, row);
    add_cells (table, box, table->rows->len - 1, left, busy);
    ROW (table, table->rows->len - 1)->n = table->cells->len - row.first;
    for (guint i = 0; i < MB_MAX_TABLE_COLUMNS; i++)
      busy[i] -= busy[i] > 0;
  }
}

static gboolean
is_outermost (const Table *table, const Cell *cell, int side)
{
  switch (side) {
  case MB_TOP: return cell->row == 0;
  case MB_RIGHT: return cell->col + cell->cols == table->n_cols;
  case MB_BOTTOM: return cell->row + cell->rows == table->rows->len;
  default: return cell->col == 0;
  }
}

static void
set_outer_halves (Table *table)
{
  for (guint i = 0; i < table->cells->len && table->collapse; i++)
    for (int side = 0; side < 4; side++)
      if (is_outermost (table, CELL (table, i), side))
        table->outer[side] =
            MAX (table->outer[side], CELL (table, i)->box->style->border->width[side] / 2);
}

static void
table_begin (Table *table, const MbLayContext *context, const MbBox *box)
{
  const MbStyleText *text = box->style->text;
  *table = (Table){ .context = context, .box = box, .collapse = text->border_collapse };
  table->gap = text->border_collapse ? 0 : text->border_spacing;
  table->cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  table->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  for (const MbBox *child = box->first; child; child = child->next)
    if (child->kind == MB_BOX_ROWS)
      add_group (table, child);
  table->n_cols = MAX (table->n_cols, MIN (box->n_columns, MB_MAX_TABLE_COLUMNS));
  set_outer_halves (table);
}

static void
table_end (Table *table)
{
  g_array_unref (table->cells);
  g_array_unref (table->rows);
}

/* What the columns do not take of the table's width. */
static MbLength
spacing (const Table *table)
{
  gint64 gaps = table->n_cols > 0 ? (gint64) (table->n_cols + 1) * table->gap : 0;
  gaps += (gint64) table->outer[MB_LEFT] + table->outer[MB_RIGHT];
  return (MbLength) CLAMP (gaps, 0, MB_LENGTH_MAX);
}

static MbLength
sum (const MbLength *lengths, guint n)
{
  MbLength total = 0;
  for (guint i = 0; i < n; i++)
    total = mb_length_add (total, lengths[i]);
  return total;
}

static MbLength
inner_gaps (const Table *table, guint n)
{
  return (MbLength) MIN ((gint64) (n - 1) * table->gap, MB_LENGTH_MAX);
}

/* --- Column widths ------------------------------------------------------------------------------------------ */

/* Half a collapsed border on each side belongs to the neighbours. */
static MbLength
shared_border (const Table *table, const Cell *cell)
{
  const MbLength *width = cell->box->style->border->width;
  return table->collapse ? (width[MB_LEFT] + width[MB_RIGHT]) / 2 : 0;
}

static MbLength
cell_asked (const Table *table, const Cell *cell)
{
  MbSize size = cell->box->style->box->width;
  if (size.kind != MB_SIZE_LENGTH)
    return -1;
  MbLength edge[4];
  mb_used_edges (cell->box->style, 0, edge);
  MbLength content = mb_used_width (table->context, cell->box, size, 0);
  return content + edge[MB_LEFT] + edge[MB_RIGHT] - shared_border (table, cell);
}

static void
measure_single (Table *table, const Cell *cell)
{
  MbLength min, max, asked = cell_asked (table, cell);
  mb_lay_widths (table->context, cell->box, &min, &max);
  min -= shared_border (table, cell);
  max = asked >= 0 ? MAX (asked, min) : max - shared_border (table, cell);
  table->min[cell->col] = MAX (table->min[cell->col], min);
  table->max[cell->col] = MAX (table->max[cell->col], MAX (max, min));
  table->asked[cell->col] |= asked >= 0;
}

static void
spread (MbLength *lengths, guint n, MbLength wanted)
{
  MbLength lack = wanted - sum (lengths, n);
  for (guint i = 0; i < n && lack > 0; i++) {
    MbLength part = lack / (MbLength) (n - i);
    lengths[i] += part;
    lack -= part;
  }
}

static void
measure_span (Table *table, const Cell *cell)
{
  MbLength min, max, inside = inner_gaps (table, cell->cols);
  mb_lay_widths (table->context, cell->box, &min, &max);
  spread (table->min + cell->col, cell->cols, min - inside);
  spread (table->max + cell->col, cell->cols, max - inside);
}

static void
apply_columns (Table *table)
{
  for (guint i = 0; i < table->box->n_columns && i < table->n_cols; i++) {
    const MbStyle *style = table->box->columns[i];
    if (style->box->width.kind != MB_SIZE_LENGTH)
      continue;
    table->max[i] = MAX (table->min[i], style->box->width.value);
    table->asked[i] = TRUE;
  }
}

static void
measure_columns (Table *table)
{
  for (guint i = 0; i < table->cells->len; i++)
    if (CELL (table, i)->cols == 1)
      measure_single (table, CELL (table, i));
  for (guint i = 0; i < table->cells->len; i++)
    if (CELL (table, i)->cols > 1)
      measure_span (table, CELL (table, i));
  apply_columns (table);
  for (guint i = 0; i < table->n_cols; i++)
    table->max[i] = MAX (table->max[i], table->min[i]);
}

void
mb_lay_table_widths (const MbLayContext *context, const MbBox *box, MbLength *min, MbLength *max)
{
  Table table;
  table_begin (&table, context, box);
  measure_columns (&table);
  *min = mb_length_add (sum (table.min, table.n_cols), spacing (&table));
  *max = mb_length_add (sum (table.max, table.n_cols), spacing (&table));
  table_end (&table);
}

/* Share @room among the columns by @weights, which are on top of @base. */
static void
share (Table *table, const MbLength *base, const gint64 *weights, gint64 room)
{
  gint64 total = 0;
  for (guint i = 0; i < table->n_cols; i++)
    total += weights[i];
  for (guint i = 0; i < table->n_cols; i++) {
    gint64 part = total > 0 ? room * weights[i] / total : room / (table->n_cols - i);
    table->width[i] = base[i] + (MbLength) part;
    room -= part;
    total -= weights[i];
  }
}

/* A percentage of a col element or of a cell of one column takes its share before the others. */
static gint32
percentage_of (const Table *table, guint col)
{
  gint32 percentage = 0;
  if (col < table->box->n_columns && table->box->columns[col]->box->width.kind == MB_SIZE_PERCENT)
    percentage = table->box->columns[col]->box->width.value;
  for (guint i = 0; i < table->cells->len; i++) {
    const Cell *cell = CELL (table, i);
    MbSize size = cell->box->style->box->width;
    if (cell->col == col && cell->cols == 1 && size.kind == MB_SIZE_PERCENT)
      percentage = MAX (percentage, size.value);
  }
  return percentage;
}

static void
apply_percentages (Table *table, MbLength width)
{
  for (guint i = 0; i < table->n_cols; i++) {
    gint32 percentage = percentage_of (table, i);
    if (percentage <= 0)
      continue;
    MbSize size = { MB_SIZE_PERCENT, percentage };
    table->min[i] = table->max[i] = MAX (table->min[i], mb_size_resolve (size, width, 0));
    table->asked[i] = TRUE;
  }
}

static void
auto_widths (Table *table, MbLength width)
{
  measure_columns (table);
  apply_percentages (table, width);
  MbLength least = sum (table->min, table->n_cols), most = sum (table->max, table->n_cols);
  gint64 weights[MB_MAX_TABLE_COLUMNS];
  gboolean roomy = width >= most, all_asked = TRUE;
  for (guint i = 0; i < table->n_cols; i++)
    all_asked &= table->asked[i];
  for (guint i = 0; i < table->n_cols; i++) {
    weights[i] = roomy ? table->max[i] : table->max[i] - table->min[i];
    if (roomy && table->asked[i] && !all_asked)
      weights[i] = 0;
  }
  share (table, roomy ? table->max : table->min, weights, MAX (width - (roomy ? most : least), 0));
}

static MbLength
fixed_asked (const Table *table, guint col, MbLength width)
{
  if (col < table->box->n_columns) {
    MbLength asked = mb_size_resolve (table->box->columns[col]->box->width, width, -1);
    if (asked >= 0)
      return asked;
  }
  for (guint i = 0; i < table->cells->len; i++) {
    const Cell *cell = CELL (table, i);
    if (cell->row > 0)
      break;
    if (cell->col == col && cell->cols == 1)
      return cell->box->style->box->width.kind == MB_SIZE_PERCENT
                 ? mb_size_resolve (cell->box->style->box->width, width, -1)
                 : cell_asked (table, cell);
  }
  return -1;
}

static void
fixed_widths (Table *table, MbLength width)
{
  MbLength base[MB_MAX_TABLE_COLUMNS] = { 0 };
  gint64 weights[MB_MAX_TABLE_COLUMNS] = { 0 }, free_columns = 0;
  for (guint i = 0; i < table->n_cols; i++) {
    MbLength asked = fixed_asked (table, i, width);
    base[i] = MAX (asked, 0);
    weights[i] = asked < 0;
    free_columns += asked < 0;
  }
  for (guint i = 0; i < table->n_cols && free_columns == 0; i++)
    weights[i] = base[i];
  share (table, base, weights, MAX (width - sum (base, table->n_cols), 0));
}

/* A table half as wide again as its measure is sure to lose columns beyond the edge of the page. */
static void
report_width (const Table *table, MbLength over, MbLength room)
{
  g_autofree char *text = g_strdup_printf ("%d", over / MB_PT + 1);
  MbMessage message = over > room / 2 ? MB_MSG_TABLE_OFF_PAGE : MB_MSG_TABLE_TOO_WIDE;
  if (over > MB_PT / 2 && table->box->node)
    mb_report (table->context->diagnostics, table->box->node->pos, message, text, NULL);
}

static void
set_widths (Table *table, MbLength width)
{
  MbLength room = MAX (width - spacing (table), 0);
  const MbStyleBox *style = table->box->style->box;
  if (style->table_fixed)
    fixed_widths (table, room);
  else
    auto_widths (table, room);
  report_width (table, sum (table->width, table->n_cols) - room, room);
  table->x[0] = table->gap + table->outer[MB_LEFT];
  for (guint i = 0; i < table->n_cols; i++)
    table->x[i + 1] = mb_length_add (table->x[i], mb_length_add (table->width[i], table->gap));
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static void
lay_cell (Table *table, Cell *cell, MbArena *arena)
{
  const MbLength *border = cell->box->style->border->width;
  MbLength x = table->x[cell->col];
  MbLength width = table->x[cell->col + cell->cols] - table->gap - x;
  if (table->collapse) {
    x -= border[MB_LEFT] / 2;
    width += (border[MB_LEFT] + border[MB_RIGHT]) / 2;
  }
  cell->fragment = mb_lay_block (table->context, cell->box, MAX (width, 0), arena);
  mb_lay_move (cell->fragment, x, 0);
}

/* Height a cell takes in its rows: without the halves of collapsed borders. */
static MbLength
cell_height (const Table *table, const Cell *cell)
{
  const MbLength *border = cell->box->style->border->width;
  MbLength shared = table->collapse ? (border[MB_TOP] + border[MB_BOTTOM]) / 2 : 0;
  return cell->fragment->rect.height - shared;
}

static MbLength
rows_height (const Table *table, guint from, guint n)
{
  MbLength height = inner_gaps (table, n);
  for (guint i = from; i < from + n; i++)
    height = mb_length_add (height, ROW (table, i)->height);
  return height;
}

static void
set_row_heights (Table *table)
{
  for (guint i = 0; i < table->rows->len; i++) {
    MbSize asked = ROW (table, i)->box->style->box->height;
    ROW (table, i)->height = asked.kind == MB_SIZE_LENGTH ? asked.value : 0;
  }
  for (guint i = 0; i < table->cells->len; i++) {
    const Cell *cell = CELL (table, i);
    Row *row = ROW (table, cell->row);
    if (cell->rows == 1)
      row->height = MAX (row->height, cell_height (table, cell));
  }
  for (guint i = 0; i < table->cells->len; i++) {
    const Cell *cell = CELL (table, i);
    Row *last = ROW (table, cell->row + cell->rows - 1);
    MbLength lack = cell_height (table, cell) - rows_height (table, cell->row, cell->rows);
    last->height = mb_length_add (last->height, MAX (lack, 0));
    for (guint row = cell->row; row + 1 < cell->row + cell->rows; row++)
      ROW (table, row)->joined = TRUE;
  }
}

/* The cell becomes as high as its rows; its content goes down by its vertical-align. */
static void
stretch_cell (Table *table, Cell *cell)
{
  const MbLength *border = cell->box->style->border->width;
  MbLength rest = rows_height (table, cell->row, cell->rows) - cell_height (table, cell);
  MbVerticalAlign align = cell->box->style->box->valign;
  cell->fragment->rect.height += MAX (rest, 0);
  if (align == MB_VALIGN_MIDDLE)
    mb_lay_move (cell->fragment->child, 0, MAX (rest, 0) / 2);
  else if (align == MB_VALIGN_BOTTOM)
    mb_lay_move (cell->fragment->child, 0, MAX (rest, 0));
  if (table->collapse)
    mb_lay_move (cell->fragment, 0, -border[MB_TOP] / 2);
}

static MbFragment *
row_fragment (Table *table, guint index, MbLength width, MbArena *arena)
{
  const Row *row = ROW (table, index);
  MbFragment *fragment =
      mb_lay_fragment_new (arena, MB_FRAGMENT_BOX, row->box, (MbRect){ 0, 0, width, row->height });
  fragment->first = fragment->last = TRUE;
  MbFragment **end = &fragment->child;
  for (guint i = row->first; i < row->first + row->n; i++) {
    Cell *cell = CELL (table, i);
    stretch_cell (table, cell);
    *end = cell->fragment;
    end = &cell->fragment->next;
  }
  return fragment;
}

/* Anchors inside a row stand before it; those of its group before its first row. */
static void
write_row_anchors (MbMaker *maker, const MbBox *row)
{
  const MbBox *group = row->parent;
  if (group->first == row)
    mb_maker_anchors (maker, group->anchors, group->n_anchors);
  mb_maker_anchors_below (maker, row);
}

static void
write_row (MbMaker *maker, Table *table, guint index, MbLength x, MbLength width)
{
  const Row *row = ROW (table, index);
  write_row_anchors (maker, row->box);
  MbPiece piece = { .kind = MB_PIECE_ROW, .box = row->box, .x = x, .width = width };
  piece.height = row->height;
  piece.monolith.header = row->header;
  piece.monolith.fragment = row_fragment (table, index, width, maker->arena);
  mb_maker_content (maker, row->box, &piece);
}

static gboolean
is_kept_with_next (const Table *table, guint index)
{
  return ROW (table, index)->joined || ROW (table, index)->header;
}

static void
write_rows (MbMaker *maker, Table *table, MbLength x, MbLength width)
{
  for (guint i = 0; i < table->rows->len; i++) {
    guint kept = i > 0 && is_kept_with_next (table, i - 1);
    maker->keep += kept;
    if (i > 0)
      mb_maker_between (maker, ROW (table, i - 1)->box, ROW (table, i)->box);
    maker->keep -= kept;
    if (i > 0)
      mb_maker_margin (maker, table->gap);
    else
      mb_maker_edge (maker, table->box, table->gap + table->outer[MB_TOP], FALSE);
    write_row (maker, table, i, x, width);
  }
  if (table->rows->len > 0)
    mb_maker_edge (maker, table->box, table->gap + table->outer[MB_BOTTOM], TRUE);
}

static void
lay_table (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  Table table;
  table_begin (&table, maker->context, box);
  set_widths (&table, width);
  for (guint i = 0; i < table.cells->len; i++)
    lay_cell (&table, CELL (&table, i), maker->arena);
  set_row_heights (&table);
  write_rows (maker, &table, x, width);
  table_end (&table);
}

/* --- The table in the flow ---------------------------------------------------------------------------------------- */

static gboolean
is_caption_at (const MbBox *box, gboolean bottom)
{
  return box->kind != MB_BOX_ROWS && box->style->text->caption_bottom == bottom;
}

/* Captions are kept with the rows. */
static void
flow_captions (MbMaker *maker, const MbBox *table, MbLength x, MbLength width, gboolean bottom)
{
  maker->keep++;
  for (const MbBox *child = table->first; child; child = child->next) {
    if (!is_caption_at (child, bottom))
      continue;
    if (bottom)
      mb_maker_between (maker, table, child);
    mb_lay_flow_box (maker, child, x, width);
    if (!bottom)
      mb_maker_between (maker, child, table);
  }
  maker->keep--;
}

void
mb_lay_flow_table (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  MbUsed used = mb_used_block (maker->context, box, containing);
  mb_lay_flow_clear (maker, box, used.margin[MB_TOP]);
  if (mb_floats_avoid (maker, box, 1, &x, &containing))
    used = mb_used_block (maker->context, box, containing);
  MbUsed inner = used;
  MbLength border =
      mb_length_add (mb_length_add (used.edge[MB_LEFT], used.width), used.edge[MB_RIGHT]);
  MbLength left = mb_length_add (x, used.x);
  inner.margin[MB_TOP] = inner.margin[MB_BOTTOM] = 0;
  mb_maker_margin (maker, used.margin[MB_TOP]);
  flow_captions (maker, box, left, border, FALSE);
  mb_lay_flow_enter (maker, box, x, &inner);
  lay_table (maker, box, mb_length_add (left, used.edge[MB_LEFT]), used.width);
  mb_lay_flow_leave (maker, box, &inner);
  flow_captions (maker, box, left, border, TRUE);
  mb_maker_margin (maker, used.margin[MB_BOTTOM]);
}
