/* SPDX-License-Identifier: Apache-2.0 */
/* table.h — what the files of tables share. A table is made, measured, laid at a width, then written as pieces.
 *
 *   tablegrid.c     which cell stands where; rows and columns that are not shown
 *   tableborder.c   collapsed borders: who wins, and where they are painted
 *   tablemark.c     cells aligned on a string, as numbers on their comma
 *   tablewidth.c    widths of columns and of the table
 *   tablerow.c      cells laid, heights of rows, fragments in painting order
 *   tableslice.c    rows higher than a page, cut between their lines
 *   table.c         the table in the flow: captions, pieces, breaks
 */
#pragma once

#include "internal.h"

typedef struct {
  const MbBox *box;  /**< of the tree */
  const MbBox *used; /**< the same with the borders it has here */
  guint row, col, rows, cols;
  MbFragment *fragment; /**< NULL: not shown */
  MbLength baseline;    /**< from the top of its border box */
  MbLength before;      /**< width up to its mark; -1: not aligned on one */
  MbLength after;       /**< and from there on */
} MbTableCell;

typedef struct {
  const MbBox *box, *group;
  gboolean header, footer;
  gboolean joined;              /**< a cell goes on into the next row */
  gboolean collapsed;           /**< visibility: collapse */
  guint first, n;               /**< its cells */
  guint group_first, group_end; /**< rows of its group */
  MbLength height, baseline;
  gboolean lined; /**< some cell that stands on the baseline has a line */
  MbLength y;     /**< from the top of the first row */
} MbTableRow;

typedef struct {
  const MbBox *column, *group;      /**< NULL: none */
  gboolean occupied;                /**< some cell begins here */
  gboolean gap;                     /**< has one on its left */
  gboolean collapsed;               /**< visibility: collapse */
  gboolean constrained;             /**< has a width of its own, in absolute units */
  gint32 percentage;                /**< of the table, in 1/1000 % */
  MbLength min, max;                /**< contents and widths asked for */
  MbLength mark_before, mark_after; /**< of its cells aligned on a mark */
  MbLength width, x;
} MbTableColumn;

/** One side of a cell after conflicts are resolved. */
typedef struct {
  MbLength width; /**< 0: nothing is painted */
  MbBorderStyle style;
  MbColor color;
} MbTableEdge;

typedef struct {
  const MbLayContext *context;
  MbArena *arena;
  const MbBox *box;  /**< of the tree */
  const MbBox *used; /**< the same with the borders it has here */
  GArray *cells;     /**< of MbTableCell, row by row */
  GArray *rows;      /**< of MbTableRow, in the order in which they are set */
  guint n_cols;
  gboolean fixed, collapse;
  MbLength gap[2]; /**< border-spacing: across, down */
  MbTableColumn columns[MB_MAX_TABLE_COLUMNS];
  gboolean measured;
  MbTableEdge *across; /**< collapsed: (rows + 1) × n_cols, each the top of a slot */
  MbTableEdge *down;   /**< collapsed: rows × (n_cols + 1), each the left of a slot */
  gboolean overlaps;   /**< some slots are of two cells */
  guint *slots;        /**< rows × n_cols: 1 + the cell there; 0: none */
} MbTable;

#define MB_TABLE_CELL(table, i) (&g_array_index ((table)->cells, MbTableCell, i))
#define MB_TABLE_ROW(table, i)  (&g_array_index ((table)->rows, MbTableRow, i))

/* --- tablegrid.c --- */

/** mb_table_new: the grid of @box, borders resolved. Owned by @arena, but mb_table_free gives its arrays back. */
MbTable *mb_table_new (const MbLayContext *context, const MbBox *box, MbArena *arena);
void mb_table_free (MbTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTable, mb_table_free)
const MbTableCell *mb_table_at (const MbTable *table, guint row, guint col);
/** mb_table_restyle: @box with other widths of borders, whose look is left to the table; @padded: keep its padding. */
const MbBox *mb_table_restyle (const MbBox *box, const MbLength width[4], gboolean padded,
                               MbArena *arena);

/* --- tableborder.c --- */

void mb_table_collapse (MbTable *table);
/** mb_table_reach: how far the edges at boundary @row (0: the top) reach beyond it. */
MbLength mb_table_reach (const MbTable *table, guint row);
/** mb_table_edges: the edges of row @index as fragments (NULL: none), the strongest last, when its top is at 0. @closing: those at
 * its foot, for when nothing of the table follows there; else those of its top and its sides. */
MbFragment *mb_table_edges (const MbTable *table, guint index, gboolean closing);

/* --- tablemark.c --- */

void mb_table_mark_measure (MbTable *table, MbTableCell *cell);
/** mb_table_mark_move: bring the laid cell's text to the place of its column's mark. */
void mb_table_mark_move (const MbTable *table, MbTableCell *cell);

/* --- tablewidth.c --- */

/** mb_table_extent: least and largest width of the content box. */
void mb_table_extent (MbTable *table, MbLength *min, MbLength *max);
/** mb_table_used: used values of the table in a containing block; its columns get their widths. */
MbUsed mb_table_used (MbTable *table, MbLength containing);

/* --- tablerow.c --- */

/** mb_table_lay: lay the cells; rows get heights, at least @height in all when that is not negative. */
void mb_table_lay (MbTable *table, MbLength height);
/** mb_table_rows_height: of @n rows from @from on with the gaps between them. */
MbLength mb_table_rows_height (const MbTable *table, guint from, guint n);
/** mb_table_row_fragment: row @index at 0,0, @width wide. */
MbFragment *mb_table_row_fragment (MbTable *table, guint index, MbLength width);

/* --- tableslice.c --- */

/** mb_table_slices: @fragment, a row at 0,0, cut into parts wherever no line or picture is cut; each is moved to 0,0.
 * Returns: their number, 1 when there is no such place. */
guint mb_table_slices (MbFragment *fragment, MbArena *arena, MbFragment ***slices);
/** mb_table_content_bottom: how far down the lines and pictures in @fragment, at 0,0, reach. */
MbLength mb_table_content_bottom (const MbFragment *fragment);
