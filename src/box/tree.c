/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes and how they hang together: anonymous table boxes between misplaced ones (CSS 2.2 § 17.2.1).
 *
 * A box that its parent cannot hold gets the missing boxes around it, from the outside in: TABLE, ROWS, ROW, CELL.
 * Consecutive misplaced boxes share them: an anonymous last child of the right kind is used again. */
#include "internal.h"

MbBox *
mb_box_new (MbBuilder *builder, MbBoxKind kind, const MbNode *node, const MbStyle *style,
            const char *lang)
{
  MbBox *box = mb_arena_new0 (builder->arena, MbBox);
  box->kind = kind;
  box->node = node;
  box->style = style;
  box->lang = lang;
  box->col_span = box->row_span = 1;
  if (builder->context)
    box->backgrounds = mb_box_backgrounds (builder->context, style, node ? node->pos : (MbPos){ 0 },
                                           builder->arena);
  if (builder->context)
    box->shape = mb_box_shape_picture (builder->context, style, node ? node->pos : (MbPos){ 0 });
  return box;
}

static MbDisplay
display_of (MbBoxKind kind)
{
  switch (kind) {
  case MB_BOX_TABLE: return MB_DISPLAY_TABLE;
  case MB_BOX_ROWS: return MB_DISPLAY_ROW_GROUP;
  case MB_BOX_ROW: return MB_DISPLAY_ROW;
  case MB_BOX_CELL: return MB_DISPLAY_CELL;
  case MB_BOX_BLOCK:
  case MB_BOX_PARAGRAPH:
  case MB_BOX_PICTURE: break;
  }
  return MB_DISPLAY_BLOCK;
}

MbBox *
mb_box_anonymous (MbBuilder *builder, MbBoxKind kind, const MbBox *parent)
{
  const MbStyle *style =
      mb_style_anonymous (builder->context->styles, parent->style, display_of (kind));
  MbBox *box = mb_box_new (builder, kind, parent->node, style, parent->lang);
  box->anonymous = TRUE;
  box->generated = parent->generated;
  return box;
}

static void
append (MbBox *parent, MbBox *box)
{
  box->parent = parent;
  if (parent->last)
    parent->last->next = box;
  else
    parent->first = box;
  parent->last = box;
}

static gboolean
is_caption (const MbBox *box)
{
  return !box->anonymous && box->style->box->display == MB_DISPLAY_CAPTION;
}

/* What must stand between @parent and @box; @box's own kind when nothing. */
static MbBoxKind
missing_between (const MbBox *parent, const MbBox *box)
{
  switch (parent->kind) {
  case MB_BOX_TABLE: return box->kind == MB_BOX_ROWS || is_caption (box) ? box->kind : MB_BOX_ROWS;
  case MB_BOX_ROWS: return MB_BOX_ROW;
  case MB_BOX_ROW: return MB_BOX_CELL;
  case MB_BOX_BLOCK:
  case MB_BOX_PARAGRAPH:
  case MB_BOX_PICTURE:
  case MB_BOX_CELL: break;
  }
  gboolean inside = box->kind == MB_BOX_ROWS || box->kind == MB_BOX_ROW ||
                    box->kind == MB_BOX_CELL || is_caption (box);
  return inside ? MB_BOX_TABLE : box->kind;
}

void
mb_box_attach (MbBuilder *builder, MbBox *parent, MbBox *box)
{
  for (MbBoxKind kind; (kind = missing_between (parent, box)) != box->kind;) {
    MbBox *last = parent->last;
    if (!last || !last->anonymous || last->kind != kind) {
      last = mb_box_anonymous (builder, kind, parent);
      append (parent, last);
    }
    parent = last;
  }
  append (parent, box);
}

static void
number_anchors (const MbAnchor *anchors, guint n, guint32 *next)
{
  for (guint i = 0; i < n; i++)
    if (anchors[i].box)
      mb_box_number ((MbBox *) anchors[i].box, next);
}

static void
number_inline (const MbInline *item, guint32 *next)
{
  if (item->kind == MB_INLINE_ATOM)
    mb_box_number (item->data, next);
  else if (item->kind == MB_INLINE_ANCHOR)
    number_anchors (item->data, 1, next);
}

void
mb_box_number (MbBox *box, guint32 *next)
{
  box->index = (*next)++;
  number_anchors (box->anchors, box->n_anchors, next);
  for (guint i = 0; i < box->n_inlines; i++)
    number_inline (&box->inlines[i], next);
  for (MbBox *child = box->first; child; child = child->next)
    mb_box_number (child, next);
}
