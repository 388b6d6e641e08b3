/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes laid out whole: margin boxes, cells, inline-blocks. A galley without grid or columns, placed at once. */
#include "internal.h"

/* Of the border box; -1: none. */
static MbLength
imposed_height (const MbStyle *style, MbSize size, MbLength around, MbLength edges)
{
  if (size.kind != MB_SIZE_LENGTH && (size.kind != MB_SIZE_PERCENT || around < 0))
    return -1;
  MbLength height = mb_size_resolve (size, around, 0);
  return style->box->border_box ? MAX (height, edges) : mb_length_add (height, edges);
}

static MbFragment *
lay_flow (const MbLayContext *context, const MbBox *box, MbLength width, MbLength imposed,
          const MbLength edge[4], MbArena *arena)
{
  MbMaker maker;
  mb_maker_begin (&maker, context, arena);
  maker.whole = TRUE;
  maker.whole_of = box;
  maker.imposed = imposed;
  maker.marked = box->n_marker > 0 ? box : NULL;
  MbClamp clamp;
  mb_clamp_begin (&maker, box, &clamp);
  mb_lay_flow_content (&maker, box, edge[MB_LEFT], MAX (width - edge[MB_LEFT] - edge[MB_RIGHT], 0));
  const MbGalley *galley = mb_maker_end (&maker, width, TRUE);

  MbFragment *fragment =
      mb_lay_fragment_new (arena, MB_FRAGMENT_BOX, box, (MbRect){ 0, 0, width, 0 });
  MbLength bottom;
  MbLayRange range = mb_lay_whole (galley);
  range.y = edge[MB_TOP];
  fragment->child = mb_lay_place (context, &range, arena, &bottom);
  fragment->first = fragment->last = TRUE;
  fragment->rect.height = mb_length_add (bottom, edge[MB_BOTTOM]);
  return fragment;
}

/* An imposed height is that of the box, whatever it holds. */
static MbLength
used_height (const MbLayContext *context, const MbBox *box, MbLength width, MbLength natural,
             const MbLength edge[4])
{
  const MbStyleBox *style = box->style->box;
  MbLength edges = edge[MB_TOP] + edge[MB_BOTTOM];
  gboolean positioned =
      style->positioned == MB_POSITIONED_ABSOLUTE || style->positioned == MB_POSITIONED_FIXED;
  MbLength around = positioned ? -1 : mb_used_height_around (context, box, -1);
  MbLength height = imposed_height (box->style, style->height, around, edges);
  if (height < 0 && mb_ratio_sets_height (box)) {
    MbLength room = MAX (width - edge[MB_LEFT] - edge[MB_RIGHT], 0);
    MbLength follows = mb_length_add (mb_ratio_height (box->style, room, edge), edges);
    natural = mb_ratio_grows (box) ? MAX (natural, follows) : follows;
  }
  MbLength most = imposed_height (box->style, style->max_height, around, edges);
  height = height >= 0 && box->kind != MB_BOX_CELL ? height : MAX (natural, height);
  height = most >= 0 ? MIN (height, most) : height;
  return MAX (height, imposed_height (box->style, style->min_height, around, edges));
}

MbFragment *
mb_lay_block_high (const MbLayContext *context, const MbBox *box, MbLength width, MbLength height,
                   MbArena *arena)
{
  if (box->kind == MB_BOX_PICTURE)
    return mb_lay_picture_fragment (context, box, width, arena);
  if (box->kind == MB_BOX_TABLE)
    return mb_lay_table_fragment (context, box, width, arena);
  MbLength edge[4];
  mb_used_edges (box->style, width, edge);
  MbLength edges = edge[MB_TOP] + edge[MB_BOTTOM];
  MbLength imposed = height >= 0 ? MAX (height - edges, 0) : -1;
  MbFragment *fragment = lay_flow (context, box, width, imposed, edge, arena);
  fragment->rect.height = used_height (context, box, width, fragment->rect.height, edge);
  return fragment;
}

MbFragment *
mb_lay_block (const MbLayContext *context, const MbBox *box, MbLength width, MbArena *arena)
{
  return mb_lay_block_high (context, box, width, -1, arena);
}

MbLength
mb_lay_content_height (const MbStyle *style, MbLength bottom, const MbFragment *fragment)
{
  MbLength end = 0;
  if (style->box->height.kind == MB_SIZE_AUTO || !fragment->child)
    return fragment->rect.height;
  for (const MbFragment *child = fragment->child; child; child = child->next)
    end = MAX (end, child->rect.y + child->rect.height);
  return MIN (end + bottom, fragment->rect.height);
}

/* Shrink-to-fit (CSS 2.2 § 10.3.9). */
static MbLength
atom_width (const MbLayContext *context, const MbBox *box, MbLength available)
{
  MbLength edge[4], min, max;
  mb_used_edges (box->style, available, edge);
  const MbStyleBox *style = box->style->box;
  MbLength edges = mb_length_add (edge[MB_LEFT], edge[MB_RIGHT]);
  MbLength width = mb_used_width (context, box, style->width, available);
  if (width < 0) {
    mb_lay_widths (context, box, &min, &max);
    MbLength room = available - mb_size_resolve (style->margin[MB_LEFT], available, 0) -
                    mb_size_resolve (style->margin[MB_RIGHT], available, 0);
    width = MAX (MIN (MAX (min, room), max) - edges, 0);
    width = mb_ratio_auto_width (context, box, width, available);
  }
  MbLength most = mb_used_width (context, box, style->max_width, available);
  MbLength least = mb_used_width (context, box, style->min_width, available);
  width = most >= 0 ? MIN (width, most) : width;
  return mb_length_add (MAX (width, MAX (least, 0)), edges);
}

MbFragment *
mb_lay_atom_fragment (const MbLayContext *context, const MbBox *box, MbLength available,
                      MbArena *arena)
{
  if (box->kind == MB_BOX_PICTURE)
    return mb_lay_picture_fragment (context, box, available, arena);
  if (box->kind == MB_BOX_TABLE)
    return mb_lay_table_fragment (context, box, available, arena);
  return mb_lay_block (context, box, atom_width (context, box, available), arena);
}

const MbGalley *
mb_lay_galley (const MbLayContext *context, const MbBox *box, MbLength measure, MbArena *arena)
{
  MbMaker maker;
  mb_maker_begin (&maker, context, arena);
  maker.measure = measure;
  mb_maker_between (&maker, NULL, box);
  mb_lay_flow_box (&maker, box, 0, measure);
  return mb_maker_end (&maker, measure, TRUE);
}
