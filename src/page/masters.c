/* SPDX-License-Identifier: Apache-2.0 */
/* Page masters: the page box of @page (CSS Paged Media 3 § 4) and the areas it leaves. Auto margins are 0; percentages are of the width or
 * height of the page. Margins that leave no page area leave one of size 0, where each page takes one line. */
#include "internal.h"

static MbLength
page_margin (MbSize size, MbLength base)
{
  return mb_size_resolve (size, base, 0);
}

static MbRect
inset (MbRect rect, const MbLength edges[4])
{
  return (MbRect){ rect.x + edges[MB_LEFT], rect.y + edges[MB_TOP],
                   MAX (rect.width - edges[MB_LEFT] - edges[MB_RIGHT], 0),
                   MAX (rect.height - edges[MB_TOP] - edges[MB_BOTTOM], 0) };
}

MbMaster
mb_master_get (MbStyles *styles, guint index, const char *name, gboolean blank, guint in_group)
{
  MbPageContext context = { .name = name,
                            .first = index == 0,
                            .left = mb_side_is_left (index),
                            .blank = blank,
                            .index = index + 1,
                            .in_group = blank ? 0 : in_group };
  MbMaster master = { .style = mb_style_page (styles, &context) };
  const MbStyle *style = master.style->style;
  MbLength edge[4];
  for (int side = 0; side < 4; side++) {
    MbLength base =
        side == MB_TOP || side == MB_BOTTOM ? master.style->height : master.style->width;
    master.margin[side] = page_margin (style->box->margin[side], base);
    edge[side] = style->border->width[side] + page_margin (style->box->padding[side], base);
  }
  master.border =
      inset ((MbRect){ 0, 0, master.style->width, master.style->height }, master.margin);
  master.content = inset (master.border, edge);
  return master;
}
