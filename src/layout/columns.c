/* SPDX-License-Identifier: Apache-2.0 */
/* Column sets (CSS Multi-column 1 § 3–6): the content of a column container becomes a COLUMNS piece that holds a galley
 * at the column measure; a spanning element ends the set, stands over the whole width, and begins another set after it.
 *
 * Spanning elements are found below plain wrappers too (an article's header): a wrapper that paints nothing is then
 * walked through, its margins kept. Column sets do not nest: inside one, column properties are ignored.
 *
 * The last margin of a set adjoins the container's bottom margin: the feet of columns are feet of text. */
#include "internal.h"

typedef struct {
  MbMaker *outer;
  MbMaker inner;
  gboolean filling; /* inner is open */
  const MbBox *box; /* the container */
  const MbBox *previous;
  MbLength x, width, column, gap;
  guint count;
} Columns;

guint
mb_lay_columns_count (const MbBox *box, MbLength width, MbLength *column, MbLength *gap)
{
  const MbStylePaged *paged = box->style->paged;
  guint count = paged->column_count;
  *gap = mb_size_resolve (paged->column_gap, width, box->style->font->size);
  if (paged->column_width > 0) {
    gint64 fit = ((gint64) width + *gap) / MAX ((gint64) paged->column_width + *gap, 1);
    guint room = (guint) CLAMP (fit, 1, MB_MAX_COLUMNS);
    count = count > 0 ? MIN (count, room) : room;
  }
  count = CLAMP (count, 1, MB_MAX_COLUMNS);
  *column = (MbLength) MAX (((gint64) width - (gint64) (count - 1) * *gap) / count, 0);
  return count;
}

static gboolean
is_spanner (const MbBox *box, guint count)
{
  const MbStylePaged *paged = box->style->paged;
  return paged->column_span_all || (paged->column_span > 1 && paged->column_span >= count);
}

static gboolean
is_plain_wrapper (const MbBox *box)
{
  return box->kind == MB_BOX_BLOCK && !mb_used_shows (box->style);
}

static gboolean
holds_spanner (const MbBox *box, guint count)
{
  if (!is_plain_wrapper (box))
    return FALSE;
  for (const MbBox *child = box->first; child; child = child->next)
    if (is_spanner (child, count) || holds_spanner (child, count))
      return TRUE;
  return FALSE;
}

static void
begin_set (Columns *columns)
{
  MbMaker *outer = columns->outer;
  mb_maker_begin (&columns->inner, outer->context, outer->arena);
  columns->inner.columns = TRUE;
  columns->inner.keep = outer->keep;
  columns->inner.keep_page = outer->keep_page;
  columns->inner.keep_column = outer->keep_column;
  columns->inner.marked = outer->marked;
  columns->filling = TRUE;
}

static void
pass_margin_on (Columns *columns)
{
  mb_maker_margin (columns->outer, columns->inner.positive);
  mb_maker_margin (columns->outer, columns->inner.negative);
}

static void
pass_anchors_on (Columns *columns, const MbGalley *galley)
{
  for (guint i = 0; i < galley->n; i++)
    mb_maker_wait (columns->outer, &galley->pieces[i]);
}

static void
end_set (Columns *columns)
{
  if (!columns->filling)
    return;
  columns->filling = FALSE;
  gboolean begun = columns->inner.begun;
  MbPiece piece = { .kind = MB_PIECE_COLUMNS, .box = columns->box };
  piece.x = columns->x;
  piece.width = columns->width;
  piece.columns.count = columns->count;
  piece.columns.gap = columns->gap;
  piece.columns.balance = !columns->box->style->paged->column_fill_auto;
  MbMaker inner = columns->inner;
  piece.columns.galley = mb_maker_end (&columns->inner, columns->column, FALSE);
  columns->inner = inner;
  if (begun)
    mb_maker_content (columns->outer, columns->box, &piece);
  else
    pass_anchors_on (columns, piece.columns.galley);
  pass_margin_on (columns);
}

static MbMaker *
current (Columns *columns)
{
  return columns->filling ? &columns->inner : columns->outer;
}

static void
report_span (Columns *columns, const MbBox *child)
{
  guint span = child->style->paged->column_span;
  g_autofree char *text = g_strdup_printf ("%u", span);
  if (span > 1 && child->node)
    mb_report (columns->outer->context->diagnostics, child->node->pos, MB_MSG_SPAN_IN_COLUMN, text,
               NULL);
}

static void
add_spanner (Columns *columns, const MbBox *child)
{
  end_set (columns);
  if (columns->previous)
    mb_maker_between (columns->outer, columns->previous, child);
  mb_lay_flow_box (columns->outer, child, columns->x, columns->width);
  columns->previous = child;
}

static void
add_to_set (Columns *columns, const MbBox *child)
{
  report_span (columns, child);
  if (!columns->filling) {
    if (columns->previous)
      mb_maker_between (columns->outer, columns->previous, child);
    begin_set (columns);
  } else if (columns->previous) {
    mb_maker_between (&columns->inner, columns->previous, child);
  }
  mb_lay_flow_box (&columns->inner, child, 0, columns->column);
  columns->previous = child;
}

static void
walk (Columns *columns, const MbBox *box)
{
  for (const MbBox *child = box->first; child; child = child->next) {
    if (is_spanner (child, columns->count)) {
      add_spanner (columns, child);
    } else if (holds_spanner (child, columns->count)) {
      MbUsed used = mb_used_block (columns->outer->context, child, columns->width);
      mb_maker_margin (current (columns), used.margin[MB_TOP]);
      mb_maker_anchors (current (columns), child->anchors, child->n_anchors);
      walk (columns, child);
      mb_maker_margin (current (columns), used.margin[MB_BOTTOM]);
    } else {
      add_to_set (columns, child);
    }
  }
}

void
mb_lay_flow_columns (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  Columns columns = { .outer = maker, .box = box, .x = x, .width = width };
  columns.count = mb_lay_columns_count (box, width, &columns.column, &columns.gap);
  if (box->kind == MB_BOX_PARAGRAPH) {
    begin_set (&columns);
    mb_lay_flow_lines (&columns.inner, box, 0, columns.column);
  } else {
    walk (&columns, box);
  }
  end_set (&columns);
}
