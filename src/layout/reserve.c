/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes with -marbre-place: advertisements, and whatever else has a corner of a page instead of a place in the flow.
 *
 * Where the parent of such a box begins, a RESERVE piece says what is to be placed, how wide and high it is. Its width is that of
 * so many columns (-marbre-column-span) of the set that the parent is, or stands in; without columns it is the whole measure. The head and the foot of a page
 * take all columns unless told otherwise. What page it is on and where, page alone decides.
 *
 * `float: top | bottom` (css-page-floats-3) leaves the flow in the same manner, but from where it stands: its RESERVE waits for the content that follows it, so
 * that page knows where it is called. It is as wide as so many columns (-marbre-column-span), all of them with float-reference: page, one otherwise. */
#include "internal.h"

static gboolean
is_page_float (const MbBox *box)
{
  MbFloat floated = box->style->box->floated;
  return floated == MB_FLOAT_TOP || floated == MB_FLOAT_BOTTOM;
}

static gboolean
has_place (const MbBox *box)
{
  return (box->style->paged->corner != MB_CORNER_NONE || is_page_float (box)) && box->node &&
         !box->anonymous &&
         (box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_PARAGRAPH ||
          box->kind == MB_BOX_PICTURE || box->kind == MB_BOX_TABLE);
}

gboolean
mb_lay_reserves (const MbBox *root)
{
  for (const MbBox *box = root; box; box = mb_box_next (box, root))
    if (has_place (box))
      return TRUE;
  return FALSE;
}

gboolean
mb_lay_is_placed (const MbMaker *maker, const MbBox *box)
{
  return !maker->whole && box->parent && (has_place (box) || mb_lay_is_astride (maker, box));
}

gboolean
mb_lay_is_left_out (const MbMaker *maker, const MbBox *box)
{
  const guint8 *left_out = maker->context->left_out;
  return left_out && left_out[box->index];
}

static MbColumnGrid
grid_of (const MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  if (maker->grid)
    return *maker->grid;
  MbColumnGrid grid = { .x = x, .width = width };
  grid.count = mb_lay_columns_count (maker->context, box, width, &grid.column, &grid.gap);
  return grid;
}

static MbPiece
piece_of (const MbMaker *maker, const MbBox *box, const MbColumnGrid *grid)
{
  const MbStylePaged *paged = box->style->paged;
  gboolean band = paged->corner == MB_CORNER_HEAD || paged->corner == MB_CORNER_FOOT ||
                  (is_page_float (box) && paged->float_reference == MB_REFERENCE_PAGE);
  guint asked = paged->column_span > 0 ? paged->column_span : band ? grid->count : 1;
  MbPiece piece = { .kind = MB_PIECE_RESERVE, .box = box, .x = grid->x, .width = grid->width };
  piece.reserve.columns = grid->count;
  piece.reserve.count = paged->column_span_all ? grid->count : MIN (asked, grid->count);
  piece.reserve.column = grid->column;
  piece.reserve.gap = grid->gap;
  gint64 width =
      (gint64) piece.reserve.count * grid->column + (gint64) (piece.reserve.count - 1) * grid->gap;
  MbLength taken = (MbLength) MIN (width, MB_LENGTH_MAX);
  const MbSize *margin = box->style->box->margin;
  piece.reserve.above = MAX (mb_size_resolve (margin[MB_TOP], taken, 0), 0);
  piece.reserve.below = MAX (mb_size_resolve (margin[MB_BOTTOM], taken, 0), 0);
  piece.reserve.pitch = box->style->text->grid;
  piece.reserve.fragment = mb_lay_block (maker->context, box, taken, maker->arena);
  piece.height = piece.reserve.fragment->rect.height;
  return piece;
}

void
mb_lay_flow_reserves (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  if (!maker->context->reserves)
    return;
  for (const MbBox *child = box->first; child; child = child->next) {
    if (maker->whole || !has_place (child) || is_page_float (child))
      continue;
    MbColumnGrid grid = grid_of (maker, box, x, width);
    MbPiece piece = piece_of (maker, child, &grid);
    mb_maker_wait (maker, &piece);
  }
}

void
mb_lay_flow_page_float (MbMaker *maker, const MbBox *parent, const MbBox *box, MbLength x,
                        MbLength width)
{
  MbPiece piece;
  if (is_page_float (box)) {
    MbColumnGrid grid = grid_of (maker, parent, x, width);
    piece = piece_of (maker, box, &grid);
  } else if (!has_place (box)) {
    piece = mb_lay_astride_piece (maker, box);
  } else {
    return;
  }
  mb_maker_wait (maker, &piece);
}
