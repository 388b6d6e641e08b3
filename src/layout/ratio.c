/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes with a preferred aspect ratio (css-sizing-4 § 6); pictures, which have one of their own, are figure.c's.
 *
 * Of a box whose width is auto and whose height is said, the width follows the height; of any other the height follows the width. The
 * size that follows is no less than what the box holds, where the sheet says no minimum and nothing is cut off (§ 6.2: the automatic minimum),
 * and what bounds one axis bounds an automatic size of the other through the ratio (§ 6.3). The ratio is that of the box which box-sizing
 * names; with `auto` beside it, of the content box. */
#include "internal.h"

gboolean
mb_ratio_is (const MbBox *box)
{
  return box->style->box->ratio[1] > 0 && !box->anonymous &&
         (box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_PARAGRAPH);
}

static gboolean
is_free (MbSize size)
{
  return size.kind == MB_SIZE_AUTO || size.kind == MB_SIZE_PERCENT;
}

gboolean
mb_ratio_sets_height (const MbBox *box)
{
  return mb_ratio_is (box) && is_free (box->style->box->height);
}

gboolean
mb_ratio_grows (const MbBox *box)
{
  const MbStyleBox *style = box->style->box;
  return style->overflow == MB_OVERFLOW_VISIBLE && style->min_height.kind == MB_SIZE_AUTO;
}

static MbLength
followed (const MbStyle *style, MbLength size, MbLength edges, MbLength others, int from)
{
  const double *ratio = style->box->ratio;
  gboolean border = style->box->border_box && !style->box->ratio_auto;
  double other = (size + (border ? (double) edges : 0)) * ratio[!from] / ratio[from];
  return (MbLength) (CLAMP (other - (border ? others : 0), 0, (double) MB_LENGTH_MAX) + 0.5);
}

MbLength
mb_ratio_height (const MbStyle *style, MbLength width, const MbLength edge[4])
{
  return followed (style, width, edge[MB_LEFT] + edge[MB_RIGHT], edge[MB_TOP] + edge[MB_BOTTOM], 0);
}

MbLength
mb_ratio_width (const MbStyle *style, MbLength height, const MbLength edge[4])
{
  return followed (style, height, edge[MB_TOP] + edge[MB_BOTTOM], edge[MB_LEFT] + edge[MB_RIGHT],
                   1);
}

MbLength
mb_ratio_bounded (const MbBox *box, MbLength width, MbLength containing, MbLength around)
{
  const MbStyleBox *style = box->style->box;
  MbLength edge[4];
  mb_used_edges (box->style, MAX (containing, 0), edge);
  MbLength most = mb_used_height (box, style->max_height, around);
  MbLength least = mb_used_height (box, style->min_height, around);
  if (most >= 0)
    width = MIN (width, mb_ratio_width (box->style, most, edge));
  return least >= 0 ? MAX (width, mb_ratio_width (box->style, least, edge)) : width;
}

MbLength
mb_ratio_from_height (const MbLayContext *context, const MbBox *box, MbLength height,
                      MbLength containing, MbLength around)
{
  const MbStyleBox *style = box->style->box;
  MbLength edge[4], min = 0, max = 0;
  mb_used_edges (box->style, MAX (containing, 0), edge);
  MbLength most = mb_used_height (box, style->max_height, around);
  MbLength least = mb_used_height (box, style->min_height, around);
  height = MAX (most >= 0 ? MIN (height, most) : height, least);
  if (style->overflow == MB_OVERFLOW_VISIBLE && style->min_width.kind == MB_SIZE_AUTO)
    mb_lay_content_widths (context, box, &min, &max);
  return MAX (mb_ratio_width (box->style, height, edge), min);
}

MbLength
mb_ratio_auto_width (const MbLayContext *context, const MbBox *box, MbLength otherwise,
                     MbLength containing)
{
  if (!mb_ratio_is (box))
    return otherwise;
  MbLength around = mb_used_height_around (context, box, containing);
  MbLength height = mb_used_height (box, box->style->box->height, around);
  if (height >= 0)
    return mb_ratio_from_height (context, box, height, containing, around);
  return mb_ratio_sets_height (box) ? mb_ratio_bounded (box, otherwise, containing, around)
                                    : otherwise;
}
