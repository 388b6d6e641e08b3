/* SPDX-License-Identifier: Apache-2.0 */
/* Rows: cells laid, heights shared, what is painted and in which order.
 *
 * Heights (CSS 2.2 § 17.5.3). Cells whose vertical-align is baseline stand with their first lines on one baseline. A row is as high as
 * its highest cell of one row, and as its own height asks; a cell over several rows gives what it lacks to the last of them. A
 * height of the table that is greater than all that goes to rows that asked for none, in equal parts. Percentages are of the table's
 * height.
 *
 * Painting (CSS 2.2 § 17.5.1). Behind each cell stand, one upon the other, the backgrounds of its column group, column, row group and
 * row; each covers the cell, placed as in the whole extent of that element. So border-spacing shows the table's own background, and a
 * cell over several rows has that of its first behind it all. Behind a slot without a cell, or an empty cell that is hidden, there is nothing. */
#include "table.h"

MbLength
mb_table_rows_height (const MbTable *table, guint from, guint n)
{
  gint64 height = 0;
  gboolean begun = FALSE;
  for (guint i = from; i < from + n; i++) {
    const MbTableRow *row = MB_TABLE_ROW (table, i);
    if (row->collapsed)
      continue;
    height += row->height + (begun ? table->gap[1] : 0);
    begun = TRUE;
  }
  return (MbLength) MIN (height, MB_LENGTH_MAX);
}

/* --- Cells ------------------------------------------------------------------------------------------------------ */

static gboolean
is_baseline (const MbTableCell *cell)
{
  MbVerticalAlign align = cell->box->style->box->valign;
  return align != MB_VALIGN_TOP && align != MB_VALIGN_MIDDLE && align != MB_VALIGN_BOTTOM;
}

static const MbFragment *
first_line (const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE)
      return fragment;
    if (fragment->kind == MB_FRAGMENT_PLAIN && fragment->box->kind == MB_BOX_ROW)
      return fragment; /* a row of an inner table */
    const MbFragment *inside = first_line (fragment->child);
    if (inside)
      return inside;
  }
  return NULL;
}

/* Height that a cell has of what it holds, its edges included: the height that its style asks for is a height of the row. */
static MbLength
natural_height (const MbTableCell *cell)
{
  MbLength edge[4];
  mb_used_edges (cell->used->style, cell->fragment->rect.width, edge);
  if (!cell->fragment->child)
    return edge[MB_TOP] + edge[MB_BOTTOM];
  return mb_lay_content_height (cell->box->style, edge[MB_BOTTOM], cell->fragment);
}

static void
set_baseline (MbTableCell *cell)
{
  const MbFragment *line = first_line (cell->fragment->child);
  MbLength edge[4];
  mb_used_edges (cell->used->style, cell->fragment->rect.width, edge);
  cell->baseline = line ? line->baseline : cell->fragment->rect.height - edge[MB_BOTTOM];
}

static gboolean
is_hidden (const MbTable *table, const MbTableCell *cell)
{
  gboolean row = TRUE, column = TRUE;
  for (guint i = cell->row; i < cell->row + cell->rows; i++)
    row &= MB_TABLE_ROW (table, i)->collapsed;
  for (guint i = cell->col; i < cell->col + cell->cols; i++)
    column &= table->columns[i].collapsed;
  return row || column;
}

static void
lay_cell (MbTable *table, MbTableCell *cell)
{
  if (is_hidden (table, cell))
    return;
  const MbTableColumn *first = &table->columns[cell->col];
  const MbTableColumn *last = &table->columns[cell->col + cell->cols - 1];
  MbLength width = MAX (last->x + last->width - first->x, 0);
  cell->fragment = mb_lay_block (table->context, cell->used, width, table->arena);
  mb_lay_move (cell->fragment, first->x, 0);
  mb_table_mark_move (table, cell);
  set_baseline (cell);
}

/* --- Heights ------------------------------------------------------------------------------------------------------ */

static MbLength
shift_of (const MbTable *table, const MbTableCell *cell)
{
  return is_baseline (cell) ? MAX (MB_TABLE_ROW (table, cell->row)->baseline - cell->baseline, 0)
                            : 0;
}

/* Cells without a line move no line of another down, however high they are. */
static void
set_baselines (MbTable *table)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < table->cells->len; i++) {
      const MbTableCell *cell = MB_TABLE_CELL (table, i);
      MbTableRow *row = MB_TABLE_ROW (table, cell->row);
      if (!cell->fragment || !is_baseline (cell))
        continue;
      gboolean lined = first_line (cell->fragment->child) != NULL;
      if (pass == 0 ? lined : !lined && !row->lined)
        row->baseline = MAX (row->baseline, cell->baseline);
      row->lined |= lined;
    }
}

static MbLength
asked_height (MbSize size, MbLength base)
{
  if (size.kind == MB_SIZE_PERCENT && base < 0)
    return 0;
  return mb_size_resolve (size, base, 0);
}

/* Height that a cell asks of its rows. */
static MbLength
cell_height (const MbTable *table, const MbTableCell *cell, MbLength base)
{
  MbSize size = cell->box->style->box->height;
  MbLength asked = size.kind == MB_SIZE_PERCENT ? asked_height (size, base) : 0;
  MbLength shift = shift_of (table, cell);
  MbLength height = cell->fragment->rect.height;
  if (shift > 0)
    height = MAX (height, mb_length_add (natural_height (cell), shift));
  return MAX (height, asked);
}

static void
set_heights (MbTable *table, MbLength base)
{
  for (guint i = 0; i < table->rows->len; i++) {
    MbTableRow *row = MB_TABLE_ROW (table, i);
    const MbStyleBox *style = row->box->style->box;
    row->height = row->collapsed ? 0
                                 : MAX (asked_height (style->height, base),
                                        asked_height (style->min_height, base));
  }
  for (guint i = 0; i < table->cells->len; i++) {
    const MbTableCell *cell = MB_TABLE_CELL (table, i);
    MbTableRow *row = MB_TABLE_ROW (table, cell->row);
    if (cell->fragment && cell->rows == 1 && !row->collapsed)
      row->height = MAX (row->height, cell_height (table, cell, base));
  }
}

static MbTableRow *
last_shown (MbTable *table, const MbTableCell *cell)
{
  for (guint i = cell->row + cell->rows; i > cell->row; i--)
    if (!MB_TABLE_ROW (table, i - 1)->collapsed)
      return MB_TABLE_ROW (table, i - 1);
  return MB_TABLE_ROW (table, cell->row);
}

/* Cells of fewer rows first, so that a wider one finds what they have made. */
static void
stretch_for_spans (MbTable *table, MbLength base)
{
  for (guint i = 0; i < table->cells->len; i++) {
    const MbTableCell *cell = MB_TABLE_CELL (table, i);
    if (!cell->fragment || cell->rows == 1 || MB_TABLE_ROW (table, cell->row)->collapsed)
      continue;
    MbLength lack =
        cell_height (table, cell, base) - mb_table_rows_height (table, cell->row, cell->rows);
    MbTableRow *last = last_shown (table, cell);
    last->height = mb_length_add (last->height, MAX (lack, 0));
  }
}

/* Its height comes from contents alone. */
static gboolean
is_free (const MbTable *table, const MbTableRow *row)
{
  if (row->collapsed || row->box->style->box->height.kind != MB_SIZE_AUTO)
    return FALSE;
  for (guint i = row->first; i < row->first + row->n; i++) {
    const MbTableCell *cell = MB_TABLE_CELL (table, i);
    if (cell->rows == 1 && cell->box->style->box->height.kind != MB_SIZE_AUTO)
      return FALSE;
  }
  return TRUE;
}

/* @rest goes to rows without a height of their own, to all when there is none, the same to each (css-tables-3 § 3.10.6). */
static void
stretch_rows (MbTable *table, gint64 rest)
{
  gint64 n = 0;
  gboolean some = FALSE;
  for (guint i = 0; i < table->rows->len; i++)
    some |= is_free (table, MB_TABLE_ROW (table, i));
  for (guint i = 0; i < table->rows->len; i++) {
    const MbTableRow *row = MB_TABLE_ROW (table, i);
    n += some ? is_free (table, row) : !row->collapsed;
  }
  for (guint i = 0; i < table->rows->len && n > 0; i++) {
    MbTableRow *row = MB_TABLE_ROW (table, i);
    if (some ? !is_free (table, row) : row->collapsed)
      continue;
    gint64 part = rest / n--;
    row->height = (MbLength) MIN (row->height + part, MB_LENGTH_MAX);
    rest -= part;
  }
}

/* The cell becomes as high as its rows; its content goes down by its vertical-align. */
static void
stretch_cell (const MbTable *table, MbTableCell *cell)
{
  MbFragment *fragment = cell->fragment;
  MbLength height = mb_table_rows_height (table, cell->row, cell->rows);
  MbLength edge[4];
  mb_used_edges (cell->used->style, fragment->rect.width, edge);
  MbLength natural = mb_lay_content_height (cell->box->style, edge[MB_BOTTOM], fragment);
  MbLength rest = MAX (height - natural, 0);
  switch (cell->box->style->box->valign) {
  case MB_VALIGN_TOP: rest = 0; break;
  case MB_VALIGN_MIDDLE: rest /= 2; break;
  case MB_VALIGN_BOTTOM: break;
  default: rest = MIN (rest, shift_of (table, cell)); break;
  }
  mb_lay_move (fragment->child, 0, rest);
  fragment->rect.height = MAX (fragment->rect.height, height);
}

void
mb_table_lay (MbTable *table, MbLength height)
{
  for (guint i = 0; i < table->cells->len; i++)
    lay_cell (table, MB_TABLE_CELL (table, i));
  MbLength base = height < 0 ? -1 : MAX (height - 2 * table->gap[1], 0);
  set_baselines (table);
  set_heights (table, base);
  stretch_for_spans (table, base);
  gint64 rest = base - (gint64) mb_table_rows_height (table, 0, table->rows->len);
  if (base >= 0 && rest > 0)
    stretch_rows (table, rest);
  MbLength y = 0;
  for (guint i = 0; i < table->rows->len; i++) {
    MbTableRow *row = MB_TABLE_ROW (table, i);
    row->y = y;
    if (!row->collapsed)
      y = mb_length_add (y, mb_length_add (row->height, table->gap[1]));
  }
  for (guint i = 0; i < table->cells->len; i++)
    if (MB_TABLE_CELL (table, i)->fragment)
      stretch_cell (table, MB_TABLE_CELL (table, i));
}

/* --- Fragments ------------------------------------------------------------------------------------------------------ */

/* empty-cells: hide; nothing but white space is nothing (§ 17.6.1.1). */
static gboolean
is_emptied (const MbTable *table, const MbTableCell *cell)
{
  return !table->collapse && cell->box->style->text->empty_hide && !cell->fragment->child;
}

/* A slot without a cell shows no background (css-tables-3 § 4.3.2). */
static gboolean
is_missing (const MbTableCell *cell)
{
  return cell->box->node && cell->box->node->filler;
}

/* Height of rows @from … @to - 1, laid. */
static MbLength
extent (const MbTable *table, guint from, guint to)
{
  const MbTableRow *last = MB_TABLE_ROW (table, to - 1);
  return last->y + last->height - MB_TABLE_ROW (table, from)->y;
}

/* Extent of columns @from … @to - 1 over all rows, seen from the top of row @row. */
static MbRect
columns_rect (const MbTable *table, guint from, guint to, const MbTableRow *row)
{
  const MbTableColumn *last = &table->columns[to - 1];
  MbLength x = table->columns[from].x;
  return (MbRect){ x, -row->y, last->x + last->width - x, extent (table, 0, table->rows->len) };
}

static MbRect
column_group_rect (const MbTable *table, guint col, const MbTableRow *row)
{
  const MbBox *group = table->columns[col].group;
  guint from = col, to = col + 1;
  while (from > 0 && table->columns[from - 1].group == group)
    from--;
  while (to < table->n_cols && table->columns[to].group == group)
    to++;
  return columns_rect (table, from, to, row);
}

static MbRect
rows_rect (const MbTable *table, guint from, guint to, const MbTableRow *row)
{
  MbRect rect = columns_rect (table, 0, table->n_cols, row);
  rect.y = MB_TABLE_ROW (table, from)->y - row->y;
  rect.height = extent (table, from, to);
  return rect;
}

typedef enum { COLUMN_GROUPS, COLUMNS, ROW_GROUPS, ROWS, N_STRATA } Stratum;

typedef struct {
  const MbBox *box;
  MbRect whole;
} Backdrop;

/* What stands behind @cell in @stratum, seen from the top of row @base. */
static Backdrop
backdrop_of (const MbTable *table, const MbTableCell *cell, Stratum stratum, const MbTableRow *base)
{
  const MbTableColumn *column =
      &table->columns[table->box->style->text->rtl ? cell->col + cell->cols - 1 : cell->col];
  const MbTableRow *row = MB_TABLE_ROW (table, cell->row);
  guint col = (guint) (column - table->columns);
  switch (stratum) {
  case COLUMN_GROUPS: return (Backdrop){ column->group, column_group_rect (table, col, base) };
  case COLUMNS: return (Backdrop){ column->column, columns_rect (table, col, col + 1, base) };
  case ROW_GROUPS:
    return (Backdrop){ row->group, rows_rect (table, row->group_first, row->group_end, base) };
  case ROWS:
  case N_STRATA: break;
  }
  return (Backdrop){ row->box, rows_rect (table, cell->row, cell->row + 1, base) };
}

static void
add_backdrop (MbFragment ***end, const MbTable *table, const MbTableCell *cell, Stratum stratum,
              const MbTableRow *base)
{
  Backdrop backdrop = backdrop_of (table, cell, stratum, base);
  if (!backdrop.box || !mb_style_has_background (backdrop.box->style))
    return;
  MbRect rect = cell->fragment->rect;
  rect.y += MB_TABLE_ROW (table, cell->row)->y - base->y;
  MbFragment *fragment =
      mb_lay_fragment_new (table->arena, MB_FRAGMENT_BACKDROP, backdrop.box, rect);
  fragment->source = backdrop.whole;
  **end = fragment;
  *end = &fragment->next;
}

/* All of one stratum before the next. It matters where cells overlap: then the first of the rows that are held together has those of
 * them all. */
static void
add_backdrops (MbFragment ***end, const MbTable *table, guint index)
{
  const MbTableRow *base = MB_TABLE_ROW (table, index), *last = base;
  if (table->overlaps && index > 0 && MB_TABLE_ROW (table, index - 1)->joined)
    return;
  while (table->overlaps && last->joined)
    last++;
  for (Stratum stratum = 0; stratum < N_STRATA; stratum++)
    for (guint i = base->first; i < last->first + last->n; i++) {
      const MbTableCell *cell = MB_TABLE_CELL (table, i);
      if (cell->fragment && !is_missing (cell) && !is_emptied (table, cell))
        add_backdrop (end, table, cell, stratum, base);
    }
}

/* Baseline of a row without a cell on it: the bottom of the lowest content. */
static MbLength
row_baseline (const MbTable *table, const MbTableRow *row)
{
  MbLength bottom = 0;
  for (guint i = row->first; i < row->first + row->n; i++) {
    const MbTableCell *cell = MB_TABLE_CELL (table, i);
    MbLength edge[4];
    if (cell->fragment && is_baseline (cell))
      return row->baseline;
    if (!cell->fragment)
      continue;
    mb_used_edges (cell->used->style, cell->fragment->rect.width, edge);
    bottom = MAX (bottom, cell->fragment->rect.height - edge[MB_BOTTOM]);
  }
  return row->n > 0 ? bottom : row->height;
}

MbFragment *
mb_table_row_fragment (MbTable *table, guint index, MbLength width)
{
  const MbTableRow *row = MB_TABLE_ROW (table, index);
  MbFragment *fragment = mb_lay_fragment_new (table->arena, MB_FRAGMENT_PLAIN, row->box,
                                              (MbRect){ 0, 0, width, row->height });
  fragment->first = fragment->last = TRUE;
  fragment->baseline = row_baseline (table, row);
  MbFragment **end = &fragment->child;
  add_backdrops (&end, table, index);
  for (guint i = row->first; i < row->first + row->n; i++) {
    MbTableCell *cell = MB_TABLE_CELL (table, i);
    if (!cell->fragment)
      continue;
    if (is_emptied (table, cell))
      cell->fragment->kind = MB_FRAGMENT_PLAIN;
    *end = cell->fragment;
    end = &cell->fragment->next;
  }
  *end = mb_table_edges (table, index, FALSE);
  return fragment;
}
