/* SPDX-License-Identifier: Apache-2.0 */
/* Used widths, edges and margins of block-level boxes (CSS 2.2 § 10.3.3, § 10.4, § 10.6). */
#include "internal.h"

MbLength
mb_length_add (MbLength a, MbLength b)
{
  return (MbLength) CLAMP ((gint64) a + b, -MB_LENGTH_MAX, MB_LENGTH_MAX);
}

void
mb_used_edges (const MbStyle *style, MbLength containing, MbLength edge[4])
{
  for (int side = 0; side < 4; side++)
    edge[side] = mb_length_add (style->border->width[side],
                                mb_size_resolve (style->box->padding[side], containing, 0));
}

gboolean
mb_used_shows (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return mb_style_has_background (style) || mb_style_has_effect (style) ||
         border->width[MB_TOP] > 0 || border->width[MB_RIGHT] > 0 || border->width[MB_BOTTOM] > 0 ||
         border->width[MB_LEFT] > 0;
}

static gboolean
is_definite (MbSize size)
{
  return size.kind == MB_SIZE_LENGTH || size.kind == MB_SIZE_PERCENT;
}

/* box-sizing: border-box counts the edges in. */
static MbLength
content_size (const MbStyle *style, MbLength size, MbLength edges)
{
  return MAX (style->box->border_box ? size - edges : size, 0);
}

MbLength
mb_used_width (const MbLayContext *context, const MbBox *box, MbSize size, MbLength containing)
{
  MbLength edge[4], min, max;
  mb_used_edges (box->style, containing, edge);
  MbLength edges = edge[MB_LEFT] + edge[MB_RIGHT];
  if (is_definite (size))
    return content_size (box->style, mb_size_resolve (size, containing, 0), edges);
  if (size.kind == MB_SIZE_AUTO || size.kind == MB_SIZE_NONE)
    return -1;
  mb_lay_content_widths (context, box, &min, &max);
  if (size.kind != MB_SIZE_FIT_CONTENT)
    return size.kind == MB_SIZE_MIN_CONTENT ? min : max;
  MbUsed frame = mb_used_frame (box->style, containing);
  return MIN (max, MAX (min, mb_used_room (&frame, containing)));
}

static MbLength
clamp_width (const MbLayContext *context, const MbBox *box, MbLength width, MbLength containing)
{
  MbLength max = mb_used_width (context, box, box->style->box->max_width, containing);
  MbLength min = mb_used_width (context, box, box->style->box->min_width, containing);
  if (max >= 0)
    width = MIN (width, max);
  return MAX (width, MAX (min, 0));
}

/* What @containing leaves beside the margins, edges and @content; negative when they are too wide for it. */
static MbLength
rest_beside (const MbUsed *used, MbLength containing, MbLength content)
{
  gint64 rest = (gint64) containing - content - used->edge[MB_LEFT] - used->edge[MB_RIGHT] -
                used->margin[MB_LEFT] - used->margin[MB_RIGHT];
  return (MbLength) CLAMP (rest, -MB_LENGTH_MAX, MB_LENGTH_MAX);
}

/* What is left of the containing block, or lacks, goes to auto margins, else to the side where its lines end. */
static void
share_rest (const MbBox *box, MbUsed *used, MbLength containing)
{
  const MbStyle *around = box->parent ? box->parent->style : box->style;
  gboolean left = box->style->box->margin[MB_LEFT].kind == MB_SIZE_AUTO;
  gboolean right = box->style->box->margin[MB_RIGHT].kind == MB_SIZE_AUTO;
  MbLength rest = rest_beside (used, containing, used->width);
  if (left && rest > 0)
    used->margin[MB_LEFT] = right ? rest / 2 : rest;
  else if (around->text->rtl && (!right || rest < 0))
    used->margin[MB_LEFT] = mb_length_add (used->margin[MB_LEFT], rest);
}

/* Boxes that no author wrote, and the one for the body of a file, pass on the height of what is around them. */
static gboolean
is_transparent (const MbBox *box)
{
  if (box->anonymous)
    return box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_PARAGRAPH;
  return box->node && box->style->box->height.kind == MB_SIZE_AUTO &&
         mb_node_attr (box->node, "data-source") && mb_node_has_class (box->node, "chapitre");
}

static const MbBox *
container_of (const MbBox *box)
{
  const MbBox *around = box->parent;
  while (around && is_transparent (around))
    around = around->parent;
  return around;
}

gboolean
mb_used_is_root (const MbBox *box)
{
  return !box->anonymous && box->node &&
         (mb_node_is (box->node, "html") || mb_node_is (box->node, "body"));
}

MbLength
mb_used_height (const MbBox *box, MbSize size, MbLength around)
{
  MbLength edge[4];
  if (size.kind != MB_SIZE_LENGTH && (size.kind != MB_SIZE_PERCENT || around < 0))
    return -1;
  mb_used_edges (box->style, 0, edge);
  return content_size (box->style, mb_size_resolve (size, around, 0),
                       edge[MB_TOP] + edge[MB_BOTTOM]);
}

/* The width of the outermost of @chain, the width of whose innermost box is @width; -1: not known. */
static MbLength
width_around (const MbLayContext *context, const MbBox *const *chain, guint n, MbLength width)
{
  MbSize said = chain[n - 1]->style->box->width;
  if (said.kind == MB_SIZE_LENGTH)
    return mb_used_width (context, chain[n - 1], said, 0);
  for (guint i = 0; i + 1 < n && width >= 0; i++) {
    MbUsed frame = mb_used_frame (chain[i]->style, 0);
    gboolean fills = chain[i]->style->box->width.kind == MB_SIZE_AUTO && !mb_box_is_out (chain[i]);
    for (int side = MB_RIGHT; side <= MB_LEFT; side += 2)
      width = mb_length_add (width, frame.edge[side] + frame.margin[side]);
    width = fills ? width : -1;
  }
  return width;
}

/* The height that the outermost of @chain has from its aspect ratio; -1: none. */
static MbLength
ratio_around (const MbLayContext *context, const MbBox *const *chain, guint n, MbLength width)
{
  MbLength edge[4];
  if (n == 0 || !mb_ratio_sets_height (chain[n - 1]) ||
      chain[n - 1]->style->box->height.kind != MB_SIZE_AUTO)
    return -1;
  width = width_around (context, chain, n, width);
  mb_used_edges (chain[n - 1]->style, 0, edge);
  return width < 0 ? -1 : mb_ratio_height (chain[n - 1]->style, width, edge);
}

static gboolean
is_grid_item (const MbBox *box)
{
  const MbBox *around = container_of (box);
  return around && mb_lay_is_grid (around) && !mb_box_is_out (box);
}

/* The height that percentages of outermost @box are of: that of its area, or of the page area. */
static MbLength
height_of_outermost (const MbLayContext *context, const MbBox *box)
{
  if (box == context->item.box)
    return context->item.area;
  return !container_of (box) && mb_used_is_root (box) && context->tallest > 0 ? context->tallest
                                                                              : -1;
}

/* From the outermost box with a height of its own inwards. */
MbLength
mb_used_height_around (const MbLayContext *context, const MbBox *box, MbLength containing)
{
  const MbBox *chain[MB_MAX_TREE_DEPTH], *last = box;
  const MbGridded *item = &context->item;
  guint n = 0;
  while (n < G_N_ELEMENTS (chain) && !is_grid_item (last) && container_of (last)) {
    last = chain[n++] = container_of (last);
    if (last->style->box->height.kind != MB_SIZE_PERCENT)
      break;
  }
  MbLength height = height_of_outermost (context, last);
  MbLength follows = ratio_around (context, chain, n, containing);
  for (guint i = n; i > 0; i--) {
    const MbStyleBox *style = chain[i - 1]->style->box;
    MbLength own =
        i == n && follows >= 0 ? follows : mb_used_height (chain[i - 1], style->height, height);
    own = chain[i - 1] == item->box && item->height >= 0 ? item->height : own;
    MbLength most = mb_used_height (chain[i - 1], style->max_height, height);
    MbLength least = mb_used_height (chain[i - 1], style->min_height, height);
    own = own >= 0 && most >= 0 ? MIN (own, most) : own;
    height = own >= 0 ? MAX (own, least) : -1;
  }
  return height;
}

static MbLength
definite_height (const MbBox *box, MbSize size, MbLength around, MbLength otherwise)
{
  MbLength height = mb_used_height (box, size, around);
  return height >= 0 ? height : otherwise;
}

static MbLength
offset_of (MbSize near, MbSize far, MbLength base)
{
  if (is_definite (near) && (base >= 0 || near.kind == MB_SIZE_LENGTH))
    return mb_size_resolve (near, MAX (base, 0), 0);
  if (is_definite (far) && (base >= 0 || far.kind == MB_SIZE_LENGTH))
    return -mb_size_resolve (far, MAX (base, 0), 0);
  return 0;
}

/* position: relative (§ 9.4.3). Percentages of a height that is not imposed are auto. */
void
mb_used_offset (const MbLayContext *context, const MbBox *box, MbLength containing, MbLength *dx,
                MbLength *dy)
{
  const MbStyleBox *style = box->style->box;
  *dx = box->move_x;
  *dy = box->move_y;
  if (style->positioned != MB_POSITIONED_RELATIVE || box->anonymous)
    return;
  MbLength base = mb_used_height_around (context, box, containing);
  gboolean rtl =
      box->parent &&
      box->parent->style->text->rtl; /* of two that disagree the one at the start counts */
  if (rtl && is_definite (style->inset[MB_RIGHT]))
    *dx -= mb_size_resolve (style->inset[MB_RIGHT], containing, 0);
  else
    *dx += offset_of (style->inset[MB_LEFT], style->inset[MB_RIGHT], containing);
  *dy += offset_of (style->inset[MB_TOP], style->inset[MB_BOTTOM], base);
}

static MbLength
own_width (const MbLayContext *context, const MbBox *box, MbLength fill, MbLength containing)
{
  if (box->kind == MB_BOX_PICTURE)
    return mb_lay_picture_width (context, box, containing);
  MbLength width = mb_used_width (context, box, box->style->box->width, containing);
  if (width < 0)
    width = mb_ratio_auto_width (context, box, fill, containing);
  return clamp_width (context, box, width, containing);
}

MbLength
mb_used_room (const MbUsed *used, MbLength containing)
{
  return MAX (rest_beside (used, containing, 0), 0);
}

MbUsed
mb_used_frame (const MbStyle *style, MbLength containing)
{
  MbUsed used = { 0 };
  mb_used_edges (style, containing, used.edge);
  for (int side = 0; side < 4; side++)
    used.margin[side] = mb_size_resolve (style->box->margin[side], containing, 0);
  return used;
}

void
mb_used_settle (const MbLayContext *context, const MbBox *box, MbUsed *used, MbLength containing)
{
  const MbStyleBox *style = box->style->box;
  share_rest (box, used, containing);
  used->x = used->margin[MB_LEFT];
  MbLength around = mb_used_height_around (context, box, containing);
  used->height = definite_height (box, style->height, around, -1);
  used->min_height = definite_height (box, style->min_height, around, 0);
  used->max_height = definite_height (box, style->max_height, around, MB_LENGTH_MAX);
  MbLength follows = used->height < 0 && mb_ratio_sets_height (box)
                         ? mb_ratio_height (box->style, used->width, used->edge)
                         : -1;
  if (follows >= 0 && mb_ratio_grows (box))
    used->min_height = MAX (MIN (follows, used->max_height), used->min_height);
  else if (follows >= 0)
    used->height = follows;
  if (used->height >= 0)
    used->min_height = used->max_height =
        MAX (MIN (used->height, used->max_height), used->min_height);
  mb_used_offset (context, box, containing, &used->dx, &used->dy);
}

MbUsed
mb_used_block (const MbLayContext *context, const MbBox *box, MbLength containing)
{
  if (box->kind == MB_BOX_TABLE)
    return mb_lay_table_used (context, box, containing);
  MbUsed used = mb_used_frame (box->style, containing);
  used.width = own_width (context, box, mb_used_room (&used, containing), containing);
  mb_used_settle (context, box, &used, containing);
  return used;
}
