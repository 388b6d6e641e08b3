/* SPDX-License-Identifier: Apache-2.0 */
/* Page masters: the page box of @page (CSS Paged Media 3 § 4) and the areas it leaves. Auto margins are 0 unless the page area has a
 * size of its own; percentages are of the width or height of the sheet. Margins that leave no page area leave one of size 0, where each page takes one line. */
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

/* The page area is as wide (@down: high) as its style says: auto margins take the rest. */
static void
share_rest (MbMaster *master, const MbLength edge[4], gboolean down)
{
  const MbStyleBox *box = master->style->style->box;
  int near = down ? MB_TOP : MB_LEFT, far = down ? MB_BOTTOM : MB_RIGHT;
  MbSize size = down ? box->height : box->width;
  MbLength base = down ? master->style->sheet_height : master->style->sheet_width;
  gboolean auto_near = box->margin[near].kind == MB_SIZE_AUTO,
           auto_far = box->margin[far].kind == MB_SIZE_AUTO;
  if ((size.kind != MB_SIZE_LENGTH && size.kind != MB_SIZE_PERCENT) || (!auto_near && !auto_far))
    return;
  gint64 edges = (gint64) edge[near] + edge[far], inner = mb_size_resolve (size, base, 0);
  inner =
      MIN (inner, mb_size_resolve (down ? box->max_height : box->max_width, base, MB_LENGTH_MAX));
  inner = MAX (inner, mb_size_resolve (down ? box->min_height : box->min_width, base, 0));
  gint64 outer = box->border_box ? MAX (inner, edges) : inner + edges;
  gint64 rest = (down ? master->style->height : master->style->width) - outer -
                master->margin[near] - master->margin[far];
  rest = MAX (rest, 0);
  if (auto_near)
    master->margin[near] = (MbLength) (auto_far ? rest / 2 : rest);
  if (auto_far)
    master->margin[far] = (MbLength) (auto_near ? rest - rest / 2 : rest);
}

MbMaster
mb_master_get (const MbBook *book, guint index, const char *name, gboolean blank, guint in_group)
{
  MbPageContext context = { .name = name,
                            .first = index == 0,
                            .left = mb_side_is_left (book->rtl, index),
                            .blank = blank,
                            .index = index + 1,
                            .in_group = blank ? 0 : in_group };
  MbMaster master = { .style = mb_style_page (book->boxes->styles, &context) };
  const MbStyle *style = master.style->style;
  MbLength edge[4];
  for (int side = 0; side < 4; side++) {
    MbLength base = side == MB_TOP || side == MB_BOTTOM ? master.style->sheet_height
                                                        : master.style->sheet_width;
    master.margin[side] = page_margin (style->box->margin[side], base);
    edge[side] = style->border->width[side] + page_margin (style->box->padding[side], base);
  }
  share_rest (&master, edge, FALSE);
  share_rest (&master, edge, TRUE);
  master.border =
      inset ((MbRect){ 0, 0, master.style->width, master.style->height }, master.margin);
  master.content = inset (master.border, edge);
  return master;
}
