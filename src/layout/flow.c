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

/* A box is opened when it paints something, when its edges are repeated at breaks, or when it is moved or others are placed in it. */
static gboolean
is_opened (const MbBox *box)
{
  return mb_used_shows (box->style) || box->style->border->clone ||
         (mb_style_is_container (box->style) && !box->anonymous) || box->move_x != 0 ||
         box->move_y != 0;
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
  mb_maker_margin_above (maker, box, used->margin[MB_TOP]);
  mb_maker_anchors (maker, box->anchors, box->n_anchors);
  count_keeps (maker, box, 1);
  if (is_opened (box))
    mb_maker_open (maker, box, border_box (x, used), used);
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

/* Whether something stands in the galley from piece @from on: a forced break before a float that comes first is nothing. */
static gboolean
has_written (const MbMaker *maker, guint from)
{
  for (guint i = from; i < maker->pieces->len; i++) {
    MbPieceKind kind = g_array_index (maker->pieces, MbPiece, i).kind;
    if (kind != MB_PIECE_PENALTY && kind != MB_PIECE_ANCHOR)
      return TRUE;
  }
  return FALSE;
}

/* Where the content of a box began that was written from piece @first on: below the margins that adjoin its top. */
static gint64
content_top (const MbMaker *maker, guint first, gint64 top)
{
  for (guint i = first; i < maker->pieces->len; i++) {
    const MbPiece *piece = &g_array_index (maker->pieces, MbPiece, i);
    if (piece->kind == MB_PIECE_GLUE && piece->glue.margin)
      return top + piece->height;
    if (piece->kind != MB_PIECE_PENALTY && piece->kind != MB_PIECE_ANCHOR)
      break;
  }
  return top;
}

/* The margin that the content ends with stays in a box of a height of its own (§ 8.3.1), and adds nothing to it. */
static void
swallow_margin (MbMaker *maker)
{
  maker->positive = maker->negative = 0;
  maker->kept_positive = maker->kept_negative = 0;
  maker->held_positive = maker->held_negative = 0;
}

/* html and body go on for as many pages as they need; what they lack of their height does not go over the foot of the first. */
static gint64
rest_of_page (const MbMaker *maker, const MbUsed *used, gint64 rest)
{
  gint64 room = maker->context->tallest - mb_maker_content_y (maker) - used->edge[MB_BOTTOM] -
                used->margin[MB_BOTTOM];
  if (maker->context->tallest == 0)
    return rest;
  return CLAMP (rest, 0, MAX (room, 0));
}

/* An imposed height is that of the box whatever it holds (§ 10.6): what it has too much of overlaps what follows. @empty: nothing was
 * written of it; @own: the margins met last may be its own. */
static void
set_height (MbMaker *maker, const MbBox *box, const MbUsed *used, gint64 natural, gboolean empty,
            gboolean own)
{
  gboolean inside = used->edge[MB_BOTTOM] > 0 && used->height < 0;
  if (inside && !own)
    natural += mb_maker_content_y (maker) - maker->y;
  gint64 rest =
      CLAMP (natural, used->min_height, MAX (used->max_height, used->min_height)) - natural;
  if (mb_used_is_root (box) && box->style->box->height.kind == MB_SIZE_PERCENT)
    rest = rest_of_page (maker, used, rest);
  if (!own && !inside && (rest > 0 || used->height >= 0))
    swallow_margin (maker);
  if (rest > 0)
    mb_maker_edge (maker, box, (MbLength) MIN (rest, MB_LENGTH_MAX), !empty);
  else if (rest < 0)
    mb_maker_shorten (maker, box, (MbLength) MAX (rest, -MB_LENGTH_MAX), own || inside);
}

static MbLength
content_x (MbLength x, const MbUsed *used)
{
  return mb_length_add (x, mb_length_add (used->x, used->edge[MB_LEFT]));
}

static gboolean
is_column_set (const MbMaker *maker, const MbBox *box, MbLength width)
{
  MbLength column, gap;
  return !maker->columns && !maker->whole &&
         mb_lay_columns_count (maker->context, box, width, &column, &gap) > 1 &&
         !mb_lay_is_inner_set (maker, box, width);
}

/* A column container is a formatting context of its own (css-multicol-1 § 3.1): margins of what it begins with stay in it. Those of
 * what it ends with adjoin its own, and so do all of one that shows nothing: heads and feet of columns are those of text. */
static gboolean
is_painted_set (const MbMaker *maker, const MbBox *box, const MbUsed *used)
{
  return !box->anonymous && ((is_opened (box) && is_column_set (maker, box, used->width)) ||
                             mb_lay_is_inner_set (maker, box, used->width));
}

/* Whether its end is not simply that of what it holds. */
static gboolean
is_cut_off (const MbUsed *used)
{
  return used->edge[MB_BOTTOM] > 0 || used->height >= 0 || used->min_height > 0;
}

void
mb_lay_flow_used (MbMaker *maker, const MbBox *box, MbLength x, const MbUsed *used)
{
  gboolean root = box->parent && mb_floats_is_root (box);
  gboolean part = !root && is_painted_set (maker, box, used);
  gboolean apart = root || part || used->edge[MB_TOP] > 0;
  gboolean fresh = maker->fresh;
  guint written = maker->pieces->len, waits = maker->waiting->len, floats = maker->pending->len;
  mb_lay_flow_enter (maker, box, x, used);
  mb_lay_flow_reserves (maker, box, content_x (x, used), used->width);
  if (root)
    mb_maker_root (maker, box);
  else if (part)
    mb_maker_part (maker, box);
  guint first = maker->pieces->len;
  gint64 top = maker->y;
  MbClamp clamp;
  gboolean clamped = mb_clamp_begin (maker, box, &clamp);
  mb_lay_flow_content (maker, box, content_x (x, used), used->width);
  if (clamped)
    maker->clamp = NULL;
  if (maker->cleared == box)
    mb_maker_stay (maker, box);
  if (has_written (maker, written))
    mb_maker_places (maker);
  else if (!fresh)
    mb_maker_empty (maker, waits, floats);
  if (root)
    mb_maker_root_end (maker, box);
  else if (has_written (maker, written) && is_cut_off (used))
    mb_maker_hang (maker, floats);
  gboolean empty = !has_written (maker, first);
  if (!apart)
    top = content_top (maker, first, top);
  top = MAX (top, maker->resumed);
  set_height (maker, box, used, maker->y - top, empty, empty && !apart);
  mb_lay_flow_leave (maker, box, used);
}

/* A box that was to stand over a gutter may be wider than a column. */
static MbUsed
used_of (const MbMaker *maker, const MbBox *box, MbLength containing)
{
  MbUsed used = mb_used_block (maker->context, box, containing);
  if (box->style->paged->astride != MB_ASTRIDE_NONE)
    used.width = MIN (used.width, MAX (mb_used_room (&used, containing), 0));
  return used;
}

static void
flow_block (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  MbUsed used = used_of (maker, box, containing);
  gboolean cleared = mb_lay_flow_clear (maker, box, &used);
  if (box->parent && mb_floats_is_root (box) && mb_floats_avoid (maker, box, 1, &x, &containing))
    used = used_of (maker, box, containing);
  guint first = maker->pieces->len;
  mb_lay_flow_used (maker, box, x, &used);
  if (cleared && !has_written (maker, first))
    maker->cleared = box->parent;
}

/* Returns: FALSE when @box must stand in the flow all the same. */
static gboolean
flow_out (MbMaker *maker, const MbBox *box, MbLength x, MbLength width, gboolean fresh)
{
  if (mb_style_floats (box->style))
    return mb_floats_wait (maker, box, x, width, fresh);
  mb_lay_flow_place (maker, box, x, width, fresh);
  return TRUE;
}

/* Whether margins of the children of @box stay inside it: their place is known before they are. */
static gboolean
keeps_margins (const MbMaker *maker, const MbBox *box)
{
  return mb_floats_is_root (box) || maker->whole_of == box ||
         box->style->border->width[MB_TOP] > 0 || box->style->box->padding[MB_TOP].value != 0;
}

static void
flow_children (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  const MbBox *previous = NULL;
  guint first = maker->pieces->len;
  gboolean apart = keeps_margins (maker, box);
  for (const MbBox *child = box->first; child; child = child->next) {
    if (mb_lay_is_left_out (maker, child) || mb_clamp_is_full (maker))
      continue;
    if (mb_lay_is_placed (maker, child)) {
      mb_lay_flow_page_float (maker, box, child, x, width);
      continue;
    }
    gboolean fresh = !apart && !has_written (maker, first);
    if (mb_box_is_out (child) && flow_out (maker, child, x, width, fresh))
      continue;
    if (previous)
      mb_maker_between (maker, previous, child);
    maker->fresh = fresh;
    mb_lay_flow_in (maker, child, x, width);
    previous = child;
  }
}

/* Columns are broken where it suits their page: nothing hangs down into them. */
static void
flow_columns (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  mb_maker_floats (maker, box);
  gint64 bottom = mb_floats_bottom (maker->floats);
  if (bottom > mb_maker_content_y (maker))
    mb_maker_clear (maker, box, bottom, 0);
  mb_lay_flow_columns (maker, box, x, width);
}

void
mb_lay_flow_content (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  if (mb_lay_is_grid (box) && mb_lay_is_template (box) && !maker->whole && !maker->columns)
    mb_lay_flow_template (maker, box, x, width);
  else if (mb_lay_is_grid (box))
    mb_lay_flow_grid (maker, box, x, width);
  else if (is_column_set (maker, box, width))
    flow_columns (maker, box, x, width);
  else if (mb_lay_is_inner_set (maker, box, width))
    mb_lay_flow_inner_columns (maker, box, x, width);
  else if (box->kind == MB_BOX_PARAGRAPH || (box->n_marker > 0 && !box->first))
    mb_lay_flow_lines (maker, box, x, width);
  else
    flow_children (maker, box, x, width);
}

static void
report_flow (MbMaker *maker, const MbBox *box)
{
  const MbStyle *style = box->style;
  gboolean moved = style->box->floated == MB_FLOAT_TOP || style->box->floated == MB_FLOAT_BOTTOM;
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

static void
report_template (MbMaker *maker, const MbBox *box)
{
  const char *name = box->node && !box->anonymous && mb_node_is (box->node, "section")
                         ? mb_node_attr (box->node, "data-gabarit")
                         : NULL;
  if (name && !(mb_lay_is_grid (box) && mb_lay_is_template (box)))
    mb_report (maker->context->diagnostics, box->node->pos, MB_MSG_TEMPLATE_UNKNOWN, name, NULL);
}

void
mb_lay_flow_box (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  if (!mb_box_is_out (box) || !flow_out (maker, box, x, containing, FALSE))
    mb_lay_flow_in (maker, box, x, containing);
}

/* continue: discard without max-lines: nothing of it goes on on another page. */
static gboolean
discards (const MbMaker *maker, const MbBox *box)
{
  const MbStyleBox *style = box->style->box;
  return style->discard && style->max_lines == 0 && maker->context->tallest > 0;
}

/* css-break-3 § 4.1: what hides all that is beyond its imposed height is not broken. */
static gboolean
is_window (const MbMaker *maker, const MbBox *box, MbLength containing)
{
  const MbStyleBox *style = box->style->box;
  if (mb_style_is_grid (box->style) || is_column_set (maker, box, containing) || box->anonymous ||
      !box->parent || maker->whole)
    return FALSE;
  if (discards (maker, box))
    return TRUE;
  if (style->overflow != MB_OVERFLOW_HIDDEN ||
      (style->height.kind != MB_SIZE_LENGTH && !mb_ratio_sets_height (box)))
    return FALSE;
  MbUsed used = mb_used_block (maker->context, box, containing);
  MbLength tallest = maker->context->tallest;
  return tallest <= 0 || used.edge[MB_TOP] + used.height + used.edge[MB_BOTTOM] <= tallest;
}

static void
flow_window (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  MbUsed used = mb_used_block (maker->context, box, containing);
  mb_lay_flow_clear (maker, box, &used);
  if (mb_floats_avoid (maker, box, used.height, &x, &containing))
    used = mb_used_block (maker->context, box, containing);
  MbRect border = border_box (x, &used);
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = box, .x = border.x, .width = border.width };
  MbFragment *fragment = mb_lay_block (maker->context, box, border.width, maker->arena);
  if (discards (maker, box))
    fragment =
        mb_parted_head (fragment, maker->context->tallest, used.edge[MB_BOTTOM], maker->arena);
  piece.monolith.fragment = fragment;
  piece.height = piece.monolith.fragment->rect.height;
  piece.grid = box->style->text->grid;
  mb_lay_move ((MbFragment *) piece.monolith.fragment, used.dx, used.dy);
  mb_maker_margin_above (maker, box, used.margin[MB_TOP]);
  mb_maker_anchors_below (maker, box);
  mb_maker_content (maker, box, &piece);
  mb_maker_margin (maker, used.margin[MB_BOTTOM]);
}

void
mb_lay_flow_in (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  report_template (maker, box);
  report_flow (maker, box);
  report_span (maker, box);
  if (box->kind == MB_BOX_PICTURE)
    mb_lay_flow_picture (maker, box, x, containing);
  else if (box->kind == MB_BOX_TABLE)
    mb_lay_flow_table (maker, box, x, containing);
  else if (box->n_marker > 0)
    flow_item (maker, box, x, containing);
  else if (is_window (maker, box, containing))
    flow_window (maker, box, x, containing);
  else
    flow_block (maker, box, x, containing);
}
