/* SPDX-License-Identifier: Apache-2.0 */
/* What the elements of a table say about its grid: spans of cells, and the columns that col and colgroup elements stand for.
 *
 * Numbers are read as HTML reads them: leading digits count, what follows them does not; what is no number is 1. */
#include "internal.h"

static guint
span_of (const MbNode *node, const char *name, guint least, guint most)
{
  const char *text = mb_node_attr (node, name);
  if (!text)
    return 1;
  while (g_ascii_isspace (*text))
    text++;
  if (!g_ascii_isdigit (*text))
    return 1;
  guint64 span = g_ascii_strtoull (text, NULL, 10);
  return span < least ? 1 : (guint) MIN (span, most);
}

void
mb_box_table_fields (MbBox *box)
{
  if (box->kind == MB_BOX_ROWS) {
    box->header = box->style->box->display == MB_DISPLAY_HEADER_GROUP;
  } else if (box->kind == MB_BOX_CELL) {
    box->header = mb_node_is (box->node, "th");
    box->col_span = span_of (box->node, "colspan", 1, MB_MAX_TABLE_COLUMNS);
    box->row_span = span_of (box->node, "rowspan", 0, G_MAXUINT16);
  }
}

static const MbBox *
column_box (MbBuilder *builder, const MbBox *table, const MbNode *node)
{
  const MbStyle *style = mb_style_of (builder->context->styles, node);
  MbBox *box = mb_box_new (builder, MB_BOX_BLOCK, node, style, table->lang);
  box->parent = (MbBox *) table;
  return box;
}

static void
add_columns (GArray *columns, const MbBox *column, const MbBox *group, const MbNode *node)
{
  guint span = span_of (node, "span", 1, MB_MAX_TABLE_COLUMNS);
  for (guint i = 0; i < span && columns->len < MB_MAX_TABLE_COLUMNS; i++) {
    MbBoxColumn entry = { column, group };
    g_array_append_val (columns, entry);
  }
}

static gboolean
has_display (MbBuilder *builder, const MbNode *node, MbDisplay display)
{
  return node->kind == MB_NODE_ELEMENT &&
         mb_style_of (builder->context->styles, node)->box->display == display;
}

/* A group's own span counts only when no column is named in it. */
static void
add_group (MbBuilder *builder, const MbBox *table, const MbNode *node, GArray *columns)
{
  const MbBox *group = column_box (builder, table, node);
  gboolean named = FALSE;
  for (const MbNode *child = node->first; child; child = child->next)
    if (has_display (builder, child, MB_DISPLAY_COLUMN)) {
      add_columns (columns, column_box (builder, table, child), group, child);
      named = TRUE;
    }
  if (!named)
    add_columns (columns, NULL, group, node);
}

static void
find_columns (MbBuilder *builder, const MbBox *table, const MbNode *node, GArray *columns)
{
  for (const MbNode *child = node->first; child; child = child->next) {
    if (has_display (builder, child, MB_DISPLAY_COLUMN))
      add_columns (columns, column_box (builder, table, child), NULL, child);
    else if (has_display (builder, child, MB_DISPLAY_COLUMN_GROUP))
      add_group (builder, table, child, columns);
    else if (has_display (builder, child, MB_DISPLAY_CONTENTS))
      find_columns (builder, table, child, columns);
  }
}

void
mb_box_table_columns (MbBuilder *builder, MbBox *table)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (MbBoxColumn));
  find_columns (builder, table, table->node, columns);
  if (columns->len == 0)
    return;
  table->columns =
      mb_arena_memdup (builder->arena, columns->data, columns->len * sizeof (MbBoxColumn));
  table->n_columns = columns->len;
}
