/* SPDX-License-Identifier: Apache-2.0 */
/* Floats and what keeps away from them (CSS 2.2 § 9.5; css-break-3 § 4).
 *
 * Model. While a galley is written its maker counts y, the height of what was written, as range.c will go down it. A block formatting
 * context holds the *exclusions* of its floats: their margin boxes, in the y of the galley. A float is not placed where it is met but when
 * the next content is: only then have the margins around it collapsed, and its top is known. It becomes a FLOAT piece without a
 * height, between the margin and that content, from which it hangs down beside what follows.
 *
 * Pages. A float is never cut: while one hangs, nothing may break. Every PENALTY there is FORBIDDEN and every line bound (beside.c); a forced
 * break waits until the float has been passed, by an edge GLUE. So a page or column holds a float with all the lines beside it, and where
 * they do not fit together they all go to the next one.
 *
 * What is taller than the page area is the exception: pages cut it (parted.c). In columns, which are broken where it suits their page, it is
 * set in the flow instead, as a block that may be broken, and that is said.
 *
 * Sides. float: inside | outside goes to one side on a recto and to the other on a verso, and a galley knows no page. All questions are
 * therefore answered for both: [0] is a recto, [1] a verso. What stands beside such floats is as wide on either page; only its x differs,
 * and mb_lay_place chooses when it knows the page.
 *
 * Clearance is an edge GLUE before the PENALTY of what clears, so that a page that ends there holds the float whole. */
#include "internal.h"

MbFloats *
mb_floats_new (MbFloats *outer)
{
  MbFloats *floats = g_new0 (MbFloats, 1);
  floats->outer = outer;
  floats->exclusions = g_array_new (FALSE, TRUE, sizeof (MbExclusion));
  floats->last_top = MB_NO_FLOAT;
  return floats;
}

void
mb_floats_free (MbFloats *floats)
{
  g_array_unref (floats->exclusions);
  g_free (floats);
}

static const MbExclusion *
exclusion (const MbFloats *floats, guint i)
{
  return &g_array_index (floats->exclusions, MbExclusion, i);
}

static gboolean
meets (const MbExclusion *it, gint64 top, gint64 bottom)
{
  return it->bottom > it->top && it->top < MAX (bottom, top + 1) && it->bottom > top;
}

/* --- Questions ------------------------------------------------------------------------------------- */

/* How far @it reaches between @top and @bottom: its inner edge there. */
static gint64
edge_of (const MbExclusion *it, guint page, gint64 top, gint64 bottom, gboolean shapes)
{
  if (!shapes || !it->outline)
    return it->on_left[page] ? it->right[page] : it->left[page];
  gint64 left, right;
  if (!mb_outline_extent (it->outline, top - it->top, bottom - it->top, &left, &right))
    return it->on_left[page] ? G_MININT64 : G_MAXINT64;
  return it->left[page] +
         (it->on_left[page] ? MIN (right, it->right[page] - it->left[page]) : MAX (left, 0));
}

MbBand
mb_floats_band (const MbFloats *floats, guint page, gint64 top, gint64 bottom, MbBand within,
                gboolean shapes)
{
  MbBand band = within;
  for (guint i = 0; i < floats->exclusions->len; i++) {
    const MbExclusion *it = exclusion (floats, i);
    if (!meets (it, top, bottom))
      continue;
    gint64 edge = edge_of (it, page, top, bottom, shapes);
    if (it->on_left[page])
      band.left = MAX (band.left, edge);
    else
      band.right = MIN (band.right, edge);
  }
  return band;
}

gint64
mb_floats_next (const MbFloats *floats, gint64 y)
{
  gint64 next = G_MAXINT64;
  for (guint i = 0; i < floats->exclusions->len; i++) {
    const MbExclusion *it = exclusion (floats, i);
    if (it->bottom > y && it->bottom > it->top)
      next = MIN (next, it->bottom);
  }
  return next;
}

gint64
mb_floats_step (const MbFloats *floats, gint64 y)
{
  gint64 next = mb_floats_next (floats, y);
  for (guint i = 0; i < floats->exclusions->len; i++) {
    const MbExclusion *it = exclusion (floats, i);
    gint64 corner =
        it->outline && it->bottom > y ? mb_outline_next (it->outline, y - it->top) : G_MAXINT64;
    if (corner < G_MAXINT64)
      next = MIN (next, it->top + corner);
  }
  return next;
}

gint64
mb_floats_bottom (const MbFloats *floats)
{
  gint64 bottom = MB_NO_FLOAT;
  for (guint i = 0; i < floats->exclusions->len; i++)
    bottom = MAX (bottom, exclusion (floats, i)->bottom);
  return bottom;
}

gint64
mb_floats_hang (const MbFloats *floats)
{
  gint64 hang = MB_NO_FLOAT;
  for (; floats; floats = floats->outer)
    for (guint i = 0; i < floats->exclusions->len; i++)
      hang = MAX (hang, exclusion (floats, i)->hang);
  return hang;
}

static gboolean
clears (MbClear clear, gboolean left, guint page)
{
  switch (clear) {
  case MB_CLEAR_NONE: return FALSE;
  case MB_CLEAR_LEFT: return left;
  case MB_CLEAR_RIGHT: return !left;
  case MB_CLEAR_BOTH: return TRUE;
  case MB_CLEAR_INSIDE: return left == (page == 0);
  case MB_CLEAR_OUTSIDE: return left != (page == 0);
  case MB_CLEAR_START: /* settled when computed */
  case MB_CLEAR_END: break;
  }
  return FALSE;
}

gint64
mb_floats_clear (const MbFloats *floats, MbClear clear)
{
  gint64 bottom = MB_NO_FLOAT;
  for (guint i = 0; i < floats->exclusions->len; i++) {
    const MbExclusion *it = exclusion (floats, i);
    if (clears (clear, it->on_left[0], 0) || clears (clear, it->on_left[1], 1))
      bottom = MAX (bottom, it->bottom);
  }
  return bottom;
}

/* --- Placing ----------------------------------------------------------------------------------------- */

static gboolean
goes_left (MbFloat side, guint page)
{
  return side == MB_FLOAT_LEFT || side == (page == 0 ? MB_FLOAT_INSIDE : MB_FLOAT_OUTSIDE);
}

gboolean
mb_floats_is_cleared (const MbBox *box, MbClear clear)
{
  MbFloat side = box->style->box->floated;
  return clears (clear, goes_left (side, 0), 0) || clears (clear, goes_left (side, 1), 1);
}

static gboolean
is_whole (MbBand band, MbBand within)
{
  return band.left == within.left && band.right == within.right;
}

/* § 9.5.1: as high as it can, not above an earlier float; then as far to its side. */
void
mb_floats_place (MbFloats *floats, MbExclusion *it, MbFloat side, MbClear clear, MbBand within,
                 gint64 y)
{
  gint64 width = it->right[0], height = it->bottom;
  MbBand band[2];
  y = MAX (y, MAX (floats->last_top, mb_floats_clear (floats, clear)));
  for (;;) {
    gboolean fits = TRUE;
    for (guint page = 0; page < 2; page++) {
      band[page] = mb_floats_band (floats, page, y, y + height, within, FALSE);
      fits &= band[page].right - band[page].left >= width || is_whole (band[page], within);
    }
    gint64 next = mb_floats_next (floats, y);
    if (fits || next == G_MAXINT64)
      break;
    y = next;
  }
  for (guint page = 0; page < 2; page++) {
    it->on_left[page] = goes_left (side, page);
    it->left[page] = it->on_left[page] ? band[page].left : band[page].right - width;
    it->right[page] = it->left[page] + width;
  }
  it->top = y;
  it->bottom = y + height;
  it->hang += y;
  it->border += y;
  floats->last_top = y;
  g_array_append_vals (floats->exclusions, it, 1);
}

/* --- Floats of a flow ------------------------------------------------------------------------------------ */

static MbLength
margin_of (const MbBox *box, int side, MbLength containing)
{
  return mb_size_resolve (box->style->box->margin[side], containing, 0);
}

static void
set_piece (MbPiece *piece, const MbBox *box, MbFragment *fragment)
{
  *piece = (MbPiece){ .kind = MB_PIECE_FLOAT, .box = box };
  piece->width = fragment->rect.width;
  piece->floating.fragment = fragment;
  piece->floating.height = fragment->rect.height;
}

static gboolean
is_too_tall (const MbMaker *maker, const MbFragment *fragment)
{
  MbLength tallest = maker->context->tallest;
  return !maker->whole && tallest > 0 && fragment->rect.height > tallest;
}

void
mb_floats_lay (MbMaker *maker, const MbBox *box, MbFragment *fragment, MbBand within, gint64 y,
               MbPiece *piece)
{
  MbLength containing = (MbLength) CLAMP (within.right - within.left, 0, MB_LENGTH_MAX);
  MbLength margin[4];
  for (int side = 0; side < 4; side++)
    margin[side] = margin_of (box, side, containing);
  MbExclusion it = { .right[0] = (gint64) margin[MB_LEFT] + fragment->rect.width + margin[MB_RIGHT],
                     .bottom = (gint64) margin[MB_TOP] + fragment->rect.height + margin[MB_BOTTOM],
                     .hang = (gint64) margin[MB_TOP] + fragment->rect.height };
  it.outline = mb_outline_new (box, fragment, margin, containing, maker->arena);
  if (is_too_tall (maker, fragment) && !maker->columns)
    it.n_cuts = mb_parted_cuts (fragment, maker->arena, &it.cuts);
  const MbStyleBox *style = box->style->box;
  it.border = margin[MB_TOP];
  mb_floats_place (maker->floats, &it, style->floated, style->clear, within, y);
  set_piece (piece, box, fragment);
  piece->floating.parted = it.n_cuts > 0;
  for (guint page = 0; page < 2; page++)
    piece->floating.x[page] = (MbLength) (it.left[page] + margin[MB_LEFT]);
  piece->x = piece->floating.x[0];
  piece->floating.dy = (MbLength) (it.top + margin[MB_TOP]);
}

gboolean
mb_floats_wait (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing, gboolean fresh)
{
  MbFragment *fragment = mb_lay_atom_fragment (maker->context, box, containing, maker->arena);
  if (is_too_tall (maker, fragment) && maker->columns) {
    mb_report (maker->context->diagnostics, box->node ? box->node->pos : MB_NOWHERE,
               MB_MSG_FLOAT_TOO_TALL, NULL);
    return FALSE;
  }
  mb_maker_say_break (maker, box->style->paged->break_before);
  mb_maker_break_now (maker, box);
  MbPending pending = { .box = box,
                        .fragment = fragment,
                        .within = { x, (gint64) x + containing },
                        .positive = maker->positive,
                        .negative = maker->negative,
                        .fresh = fresh };
  MbPiece piece = { .kind = MB_PIECE_FLOAT, .box = box };
  mb_maker_anchors_below (maker, box);
  mb_maker_wait (maker, &piece);
  g_array_append_val (maker->pending, pending);
  mb_maker_say_break (maker, box->style->paged->break_after);
  return TRUE;
}

static MbWaiting *
waiting_float (MbMaker *maker, const MbBox *box)
{
  for (guint i = 0; i < maker->waiting->len; i++) {
    MbWaiting *it = &g_array_index (maker->waiting, MbWaiting, i);
    if (it->piece.kind == MB_PIECE_FLOAT && it->piece.box == box)
      return it;
  }
  return NULL;
}

static void
place_pending (MbMaker *maker, const MbPending *pending)
{
  MbLength grid = maker->whole ? 0 : pending->box->style->text->grid;
  gint64 content = maker->y + maker->positive + maker->negative;
  gint64 y = pending->fresh ? content : maker->y + pending->positive + pending->negative;
  MbWaiting *waits = waiting_float (maker, pending->box);
  MbPiece piece;
  mb_floats_lay (maker, pending->box, pending->fragment, pending->within, mb_grid_snap (y, 0, grid),
                 &piece);
  piece.grid = grid;
  if (!waits)
    return;
  waits->piece = piece;
  waits->at =
      g_array_index (maker->floats->exclusions, MbExclusion, maker->floats->exclusions->len - 1)
          .border;
}

void
mb_floats_settle (MbMaker *maker)
{
  if (maker->pending->len == 0)
    return;
  g_autoptr (GArray) pending = maker->pending;
  maker->pending = g_array_new (FALSE, FALSE, sizeof (MbPending));
  for (guint i = 0; i < pending->len; i++)
    place_pending (maker, &g_array_index (pending, MbPending, i));
}

gboolean
mb_floats_are_near (const MbMaker *maker, gint64 y)
{
  return mb_floats_next (maker->floats, y) != G_MAXINT64;
}

/* --- Boxes that keep away ------------------------------------------------------------------------------------ */

gboolean
mb_floats_is_root (const MbBox *box)
{
  const MbStyleBox *style = box->style->box;
  return !box->anonymous &&
         (style->overflow == MB_OVERFLOW_HIDDEN || style->display == MB_DISPLAY_FLOW_ROOT ||
          mb_style_is_grid (box->style) || style->display == MB_DISPLAY_INLINE_BLOCK ||
          style->display == MB_DISPLAY_CAPTION || style->floated != MB_FLOAT_NONE ||
          style->positioned == MB_POSITIONED_ABSOLUTE || style->positioned == MB_POSITIONED_FIXED);
}

/* The least border box of @box: its own width, or what it may shrink to. What is too wide for a box that hides it is hidden. */
static MbLength
least_width (const MbMaker *maker, const MbBox *box, const MbUsed *used)
{
  MbLength min, max, edges = used->edge[MB_LEFT] + used->edge[MB_RIGHT];
  if (box->kind == MB_BOX_PICTURE || box->style->box->width.kind != MB_SIZE_AUTO)
    return used->width + edges;
  if (box->style->box->overflow == MB_OVERFLOW_HIDDEN && box->kind != MB_BOX_TABLE)
    return mb_used_width (maker->context, box, box->style->box->min_width, used->width) > 0
               ? used->width + edges
               : edges;
  mb_lay_widths (maker->context, box, &min, &max);
  return min;
}

/* Both pages. */
static MbBand
common_band (const MbFloats *floats, gint64 top, gint64 bottom, MbBand within)
{
  MbBand band = mb_floats_band (floats, 0, top, bottom, within, FALSE);
  return mb_floats_band (floats, 1, top, bottom, band, FALSE);
}

gboolean
mb_floats_avoid (MbMaker *maker, const MbBox *box, MbLength height, MbLength *x,
                 MbLength *containing)
{
  mb_floats_settle (maker);
  MbUsed used = mb_used_block (maker->context, box, *containing);
  MbLength above = MAX (maker->positive, used.margin[MB_TOP]),
           under = MIN (maker->negative, used.margin[MB_TOP]);
  gint64 start = maker->y + above + under, y = start;
  if (!mb_floats_are_near (maker, y))
    return FALSE;
  gboolean rtl = box->parent && box->parent->style->text->rtl; /* the rest is in the left margin */
  MbLength ml = rtl ? margin_of (box, MB_LEFT, *containing) : used.margin[MB_LEFT];
  MbLength mr = used.margin[MB_RIGHT];
  gint64 left = *x, right = (gint64) *x + *containing, least = least_width (maker, box, &used);
  MbBand within = { left + ml, right - mr }, band;
  for (;;) {
    band = common_band (maker->floats, y, y + MAX (height, 1), within);
    gint64 next = mb_floats_next (maker->floats, y);
    if (band.right - band.left >= least || next == G_MAXINT64)
      break;
    y = next;
  }
  if (y > start)
    mb_maker_clear (maker, box, y, used.margin[MB_TOP]);
  if (is_whole (band, within))
    return TRUE;
  *x = (MbLength) (band.left - ml);
  *containing = (MbLength) (band.right + mr - *x);
  return TRUE;
}
