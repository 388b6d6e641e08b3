/* SPDX-License-Identifier: Apache-2.0 */
/* The grid of a table (HTML § 4.9.12; css-tables-3 § 3.3): rows in the order in which they are set, cells in the first free slots.
 *
 * The first header group comes first and the first footer group last, wherever they stand in the source; other groups of
 * that kind are as any other. A cell never reaches out of its row group; rowspan 0 goes down to its end. */
#include "table.h"

#include <string.h>

static void
report_size (const MbTable *table)
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
add_cells (MbTable *table, const MbBox *row, guint index, guint rows_left, guint *busy)
{
  guint col = 0;
  for (const MbBox *box = row->first; box; box = box->next) {
    col = free_column (busy, col);
    if (col >= MB_MAX_TABLE_COLUMNS || table->cells->len >= MB_MAX_TABLE_CELLS) {
      report_size (table);
      return;
    }
    MbTableCell cell = { .box = box, .used = box, .row = index, .col = col, .before = -1 };
    cell.cols = MIN (box->col_span, MB_MAX_TABLE_COLUMNS - col);
    cell.rows = box->row_span > 0 ? MIN (box->row_span, rows_left) : rows_left;
    for (guint i = col; i < col + cell.cols; i++)
      busy[i] = MAX (busy[i], cell.rows);
    table->columns[col].occupied = TRUE;
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
add_group (MbTable *table, const MbBox *group, gboolean header, gboolean footer)
{
  guint busy[MB_MAX_TABLE_COLUMNS] = { 0 };
  guint left = count_children (group), first = table->rows->len, end = first + left;
  for (const MbBox *box = group->first; box; box = box->next, left--) {
    MbTableRow row = { .box = box, .group = group, .header = header, .footer = footer };
    row.group_first = first;
    row.group_end = end;
    row.first = table->cells->len;
    row.collapsed = box->style->text->visible == MB_COLLAPSED;
    g_array_append_val (table->rows, row);
    add_cells (table, box, table->rows->len - 1, left, busy);
    MB_TABLE_ROW (table, table->rows->len - 1)->n = table->cells->len - row.first;
    for (guint i = 0; i < MB_MAX_TABLE_COLUMNS; i++)
      busy[i] -= busy[i] > 0;
  }
}

static const MbBox *
first_group (const MbBox *table, MbDisplay display)
{
  for (const MbBox *child = table->first; child; child = child->next)
    if (child->kind == MB_BOX_ROWS && child->style->box->display == display)
      return child;
  return NULL;
}

static void
add_groups (MbTable *table)
{
  const MbBox *head = first_group (table->box, MB_DISPLAY_HEADER_GROUP);
  const MbBox *foot = first_group (table->box, MB_DISPLAY_FOOTER_GROUP);
  if (head)
    add_group (table, head, TRUE, FALSE);
  for (const MbBox *child = table->box->first; child; child = child->next)
    if (child->kind == MB_BOX_ROWS && child != head && child != foot)
      add_group (table, child, FALSE, FALSE);
  if (foot)
    add_group (table, foot, FALSE, TRUE);
}

static void
name_columns (MbTable *table)
{
  guint named = MIN (table->box->n_columns, MB_MAX_TABLE_COLUMNS);
  if (table->fixed)
    table->n_cols = MAX (table->n_cols, named);
  for (guint i = 0; i < MIN (named, table->n_cols); i++) {
    MbTableColumn *column = &table->columns[i];
    column->column = table->box->columns[i].column;
    column->group = table->box->columns[i].group;
    const MbBox *said = column->column ? column->column : column->group;
    column->collapsed = said->style->text->visible == MB_COLLAPSED;
    column->occupied |= table->fixed;
  }
}

/* Columns stand from the right: from here on the first is the leftmost all the same. */
static void
turn_columns (MbTable *table)
{
  guint n = table->n_cols;
  for (guint i = 0; i < n / 2; i++) {
    MbTableColumn left = table->columns[i];
    table->columns[i] = table->columns[n - 1 - i];
    table->columns[n - 1 - i] = left;
  }
  for (guint i = 0; i < table->cells->len; i++) {
    MbTableCell *cell = MB_TABLE_CELL (table, i);
    cell->col = n - cell->col - cell->cols;
  }
}

/* A column in which no cell begins is part of wider cells: no gap parts it from the one before, in the order of the source. */
static void
set_gaps (MbTable *table)
{
  gboolean rtl = table->box->style->text->rtl;
  for (guint i = 1; i < table->n_cols; i++)
    table->columns[i].gap = table->columns[rtl ? i - 1 : i].occupied;
}

static void
fill_slots (MbTable *table)
{
  table->slots = mb_arena_array (table->arena, guint, (gsize) table->rows->len * table->n_cols + 1);
  for (guint i = 0; i < table->cells->len; i++) {
    const MbTableCell *cell = MB_TABLE_CELL (table, i);
    for (guint row = cell->row; row < cell->row + cell->rows; row++)
      for (guint col = cell->col; col < cell->col + cell->cols; col++)
        if (table->slots[row * table->n_cols + col] == 0)
          table->slots[row * table->n_cols + col] = i + 1;
        else
          table->overlaps = TRUE;
    for (guint row = cell->row; row + 1 < cell->row + cell->rows; row++)
      MB_TABLE_ROW (table, row)->joined = TRUE;
  }
}

const MbTableCell *
mb_table_at (const MbTable *table, guint row, guint col)
{
  guint slot = table->slots[row * table->n_cols + col];
  return slot > 0 ? MB_TABLE_CELL (table, slot - 1) : NULL;
}

const MbBox *
mb_table_restyle (const MbBox *box, const MbLength width[4], gboolean padded, MbArena *arena)
{
  MbStyleBorder *border = mb_arena_memdup (arena, box->style->border, sizeof (MbStyleBorder));
  MbStyle *style = mb_arena_memdup (arena, box->style, sizeof (MbStyle));
  MbBox *used = mb_arena_memdup (arena, box, sizeof (MbBox));
  for (int side = 0; side < 4; side++) {
    border->width[side] = width[side];
    border->style[side] = MB_BORDER_NONE;
  }
  memset (border->radius, 0, sizeof border->radius);
  if (!padded) {
    MbStyleBox *bare = mb_arena_memdup (arena, box->style->box, sizeof (MbStyleBox));
    for (int side = 0; side < 4; side++)
      bare->padding[side] = (MbSize){ MB_SIZE_LENGTH, 0 };
    style->box = bare;
  }
  style->border = border;
  used->style = style;
  return used;
}

MbTable *
mb_table_new (const MbLayContext *context, const MbBox *box, MbArena *arena)
{
  MbTable *table = mb_arena_new0 (arena, MbTable);
  const MbStyleText *text = box->style->text;
  MbSizeKind width = box->style->box->width.kind;
  *table = (MbTable){ .context = context, .arena = arena, .box = box, .used = box };
  table->collapse = text->border_collapse;
  table->fixed =
      box->style->box->table_fixed && (width == MB_SIZE_LENGTH || width == MB_SIZE_PERCENT);
  for (int i = 0; i < 2; i++)
    table->gap[i] = table->collapse ? 0 : text->border_spacing[i];
  table->cells = g_array_new (FALSE, TRUE, sizeof (MbTableCell));
  table->rows = g_array_new (FALSE, TRUE, sizeof (MbTableRow));
  add_groups (table);
  name_columns (table);
  if (text->rtl)
    turn_columns (table);
  set_gaps (table);
  fill_slots (table);
  if (table->collapse)
    mb_table_collapse (table);
  return table;
}

void
mb_table_free (MbTable *table)
{
  g_array_unref (table->cells);
  g_array_unref (table->rows);
}
