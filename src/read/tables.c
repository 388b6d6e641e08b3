/* SPDX-License-Identifier: Apache-2.0 */
/* Tables made regular: every row takes as many columns as the longest one, spans counted (HTML, "forming a table").
 *
 * A screen reader tells where it stands by row and column, and PDF/UA wants rows of one length (ISO 14289-1, 7.5). A short row gets empty cells
 * at its end, which rules for cells do not touch: what is missing is an anonymous cell (CSS 2.2 § 17.2.1). Spans do not reach beyond their row group: a rowspan that does, or that is 0 (to the end of the group), becomes the number of
 * rows that are left.
 */
#include "internal.h"

#include <stdlib.h>

/** How many more rows each column is taken by a cell from above. */
typedef struct {
  guint left[MB_MAX_TABLE_COLUMNS];
} Taken;

static guint
span_of (const MbNode *cell, const char *name, guint most)
{
  const char *text = mb_node_attr (cell, name);
  long span = text ? strtol (text, NULL, 10) : 1;
  return (guint) CLAMP (span, 1, (long) most);
}

static gboolean
is_cell (const MbNode *node)
{
  return mb_node_is (node, "td") || mb_node_is (node, "th");
}

static void
take (Taken *taken, guint from, guint columns, guint rows)
{
  for (guint i = from; i < from + columns && i < MB_MAX_TABLE_COLUMNS; i++)
    taken->left[i] = rows;
}

static guint
rows_left (const MbNode *row)
{
  guint n = 0;
  for (; row; row = row->next)
    n += mb_node_is (row, "tr");
  return n;
}

static void
bound_rowspans (MbDoc *doc, MbNode *row)
{
  for (MbNode *cell = row->first; cell; cell = cell->next) {
    const char *text = is_cell (cell) ? mb_node_attr (cell, "rowspan") : NULL;
    long span = text && g_ascii_isdigit (*text) ? strtol (text, NULL, 10) : 1;
    guint left = span == 1 ? 1 : rows_left (row);
    if (span > 0 && span <= (long) left)
      continue;
    g_autofree char *bounded = g_strdup_printf ("%u", left);
    mb_doc_set_attr (doc, cell, "rowspan", bounded);
  }
}

/* The columns that @row takes, spans from above included; @taken goes on to the next row. */
static guint
set_row (const MbNode *row, Taken *taken)
{
  guint at = 0, last = 0;
  Taken next = *taken;
  for (const MbNode *cell = row->first; cell; cell = cell->next) {
    if (!is_cell (cell))
      continue;
    while (at < MB_MAX_TABLE_COLUMNS && taken->left[at] > 0)
      at++;
    guint columns = span_of (cell, "colspan", MB_MAX_TABLE_COLUMNS);
    take (&next, at, columns, span_of (cell, "rowspan", G_MAXUINT16));
    at += columns;
  }
  for (guint i = 0; i < MB_MAX_TABLE_COLUMNS; i++) {
    if (next.left[i] > 0) {
      last = i + 1;
      next.left[i]--;
    }
  }
  *taken = next;
  return MAX (at, last);
}

static void
append_filler (MbDoc *doc, MbNode *row)
{
  MbNode *cell = mb_doc_element (doc, "td", row->pos);
  cell->filler = TRUE;
  mb_doc_append (row, cell);
}

/* The most columns that a row of @table takes; rows are filled up to @width. A row group starts with nothing taken. */
static guint
fill_rows (MbDoc *doc, MbNode *table, guint width)
{
  Taken taken = { { 0 } };
  guint most = 0;
  MbNode *group = table;
  for (MbNode *node = table->first; node;) {
    gboolean deeper =
        mb_node_is (node, "thead") || mb_node_is (node, "tbody") || mb_node_is (node, "tfoot");
    if (deeper) {
      taken = (Taken){ { 0 } };
      group = node;
    } else if (mb_node_is (node, "tr")) {
      bound_rowspans (doc, node);
      guint columns = set_row (node, &taken);
      most = MAX (most, columns);
      for (; columns < width; columns++)
        append_filler (doc, node);
    }
    MbNode *next = deeper && node->first ? node->first : node->next;
    while (!next && group != table) {
      next = group->next;
      group = table;
    }
    node = next;
  }
  return most;
}

void
mb_read_regular_tables (MbDoc *doc, MbNode *top)
{
  for (MbNode *node = top; node; node = mb_node_next (node, top))
    if (mb_node_is (node, "table"))
      fill_rows (doc, node, fill_rows (doc, node, 0));
}
