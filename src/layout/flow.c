/* SPDX-License-Identifier: Apache-2.0 */
/* Block flow: boxes one below the other. Margins and breaks are maker.c's. */
#include "internal.h"

static void
count_keeps (MbMaker *maker, const MbBox *box, int by)
{
  MbBreakValue inside = box->style->paged->break_inside;
  maker->keep += (guint) (inside == MB_BREAK_AVOID ? by : 0);
  maker->keep_page += (guint) (inside == MB_BREAK_AVOID_PAGE ? by : 0);
  maker->keep_column += (guint) (inside == MB_BREAK_AVOID_COLUMN ? by : 0);
}

/* A box is opened when it paints something, or when its edges are repeated at breaks. */
static gboolean
is_opened (const MbBox *box)
{
  return mb_used_shows (box->style) || box->style->border->clone;
}

static MbRect
border_box (MbLength x, const MbUsed *used)
{
  MbLength edges = mb_length_add (used->edge[MB_LEFT], used->edge[MB_RIGHT]);
  return (MbRect){ .x = mb_length_add (x, used->x), .width = mb_length_add (used->width, edges) };
}

void
mb_lay_flow_enter (MbMaker *maker, const MbBox *box, MbLength x, const MbUsed *used)
{
  mb_maker_margin (maker, used->margin[MB_TOP]);
  mb_maker_anchors (maker, box->anchors, box->n_anchors);
  count_keeps (maker, box, 1);
  if (is_opened (box))
    mb_maker_open (maker, box, border_box (x, used), used->edge[MB_TOP], used->edge[MB_BOTTOM]);
  mb_maker_edge (maker, box, used->edge[MB_TOP], FALSE);
}

void
mb_lay_flow_leave (MbMaker *maker, const MbBox *box, const MbUsed *used)
{
  mb_maker_edge (maker, box, used->edge[MB_BOTTOM], TRUE);
  if (is_opened (box))
    mb_maker_close (maker, box);
  count_keeps (maker, box, -1);
  mb_maker_margin (maker, used->margin[MB_BOTTOM]);
}

/* Natural height of the pieces from @first on, for boxes of an imposed height. */
static gint64
height_since (const MbMaker *maker, guint first)
{
  gint64 sum = 0;
  for (guint i = first; i < maker->pieces->len; i++)
    sum += g_array_index (maker->pieces, MbPiece, i).height;
  return sum;
}

static void
fill_height (MbMaker *maker, const MbBox *box, const MbUsed *used, guint first)
{
  gint64 rest = used->min_height - height_since (maker, first);
  gboolean empty = maker->pieces->len == first;
  if (rest > 0)
    mb_maker_edge (maker, box, (MbLength) MIN (rest, MB_LENGTH_MAX), !empty);
}

static MbLength
content_x (MbLength x, const MbUsed *used)
{
  return mb_length_add (x, mb_length_add (used->x, used->edge[MB_LEFT]));
}

static void
flow_block (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  MbUsed used = mb_used_block (maker->context, box, containing);
  mb_lay_flow_enter (maker, box, x, &used);
  mb_lay_flow_reserves (maker, box, content_x (x, &used), used.width);
  guint first = maker->pieces->len;
  mb_lay_flow_content (maker, box, content_x (x, &used), used.width);
  if (used.min_height > 0)
    fill_height (maker, box, &used, first);
  mb_lay_flow_leave (maker, box, &used);
}

static void
flow_children (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  const MbBox *previous = NULL;
  for (const MbBox *child = box->first; child; child = child->next) {
    if (mb_lay_is_placed (maker, child))
      continue;
    if (previous)
      mb_maker_between (maker, previous, child);
    mb_lay_flow_box (maker, child, x, width);
    previous = child;
  }
}

static gboolean
is_column_set (const MbMaker *maker, const MbBox *box, MbLength width)
{
  MbLength column, gap;
  return !maker->columns && !maker->whole && mb_lay_columns_count (box, width, &column, &gap) > 1;
}

void
mb_lay_flow_content (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  if (is_column_set (maker, box, width))
    mb_lay_flow_columns (maker, box, x, width);
  else if (box->kind == MB_BOX_PARAGRAPH || (box->n_marker > 0 && !box->first))
    mb_lay_flow_lines (maker, box, x, width);
  else
    flow_children (maker, box, x, width);
}

static void
report_flow (MbMaker *maker, const MbBox *box)
{
  const MbStyle *style = box->style;
  gboolean moved =
      (style->box->floated != MB_FLOAT_NONE && style->box->floated != MB_FLOAT_FOOTNOTE) ||
      style->box->positioned == MB_POSITIONED_RELATIVE ||
      style->box->positioned == MB_POSITIONED_ABSOLUTE;
  /* Once an edition: the same message at the same place is kept once. */
  if (moved && !box->anonymous)
    mb_report (maker->context->diagnostics, MB_NOWHERE, MB_MSG_FLOAT_IN_FLOW, NULL);
}

/* Inside a box that paints, or another span, an element cannot leave its column. */
static void
report_span (MbMaker *maker, const MbBox *box)
{
  guint span = box->style->paged->column_span;
  if (!maker->columns || maker->spans || span < 2 || !box->node || box->anonymous)
    return;
  g_autofree char *text = g_strdup_printf ("%u", span);
  mb_report (maker->context->diagnostics, box->node->pos, MB_MSG_SPAN_IN_COLUMN, text, NULL);
}

/* The marker hangs at the first line inside the item; an item without a line gets its marker as its only one. */
static void
flow_item (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  const MbBox *outer = maker->marked;
  maker->marked = box;
  flow_block (maker, box, x, containing);
  maker->marked = outer;
}

void
mb_lay_flow_box (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  report_flow (maker, box);
  report_span (maker, box);
  if (box->kind == MB_BOX_PICTURE)
    mb_lay_flow_picture (maker, box, x, containing);
  else if (box->kind == MB_BOX_TABLE)
    mb_lay_flow_table (maker, box, x, containing);
  else if (box->n_marker > 0)
    flow_item (maker, box, x, containing);
  else
    flow_block (maker, box, x, containing);
}
