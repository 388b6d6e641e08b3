/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: used size (CSS 2.2 § 10.3.2, § 10.4) and what of the picture is seen (CSS Images 3 § 5.5).
 *
 * Sizes follow the tables of § 10.3.2, § 10.6.2 and § 10.4; width and height written as attributes have come through the cascade (hints.c).
 * The ratio is kept unless both sizes are imposed; then object-fit decides. A picture for which its author gave a focus
 * (data-foyer="x y", from 0 to 1 or in percent) or allowed a crop (data-recadrage="least greatest", ratios of width to height) is cut around
 * the focus rather than distorted. Both may stand on the picture or on its figure.
 *
 * Where a crop is allowed and no height imposed, the height is free within it: `page` chooses among those at which picture and caption
 * fill whole lines of the grid (layout.h, Crops). The focus stands as near to the middle of what is seen as the edges of the picture let it;
 * on an axis where the sheet says another object-position than the middle, the sheet holds.
 * Without any size a picture is as large as its resolution says; base.css keeps it within its measure.
 *
 * A picture that would be taller than the page is made smaller, whatever its style asks: it cannot be cut, and what runs off the
 * page is lost. One line is left for what stands in the same line as a picture that is no block, and some more for a caption. */
#include "internal.h"

#include <string.h>

#define WHOLE         65536
#define CAPTION_LINES 6
#define LEAST_RATIO   0.1
#define MOST_RATIO    10.0

typedef struct {
  MbLength width, height;
} Size;

static MbLength
scaled (MbLength length, gint64 by, gint64 over)
{
  return (MbLength) CLAMP ((gint64) length * by / MAX (over, 1), 0, MB_LENGTH_MAX);
}

/* The greatest height that @box may have; -1: any. */
static MbLength
page_height (const MbLayContext *context, const MbBox *box)
{
  if (!context->tallest)
    return -1;
  const MbNode *parent = box->node->parent;
  gboolean captioned = parent && mb_node_is (parent, "figure") && parent->first != parent->last;
  MbLength line = box->style->font->line_height;
  if (!captioned && (box->style->box->display == MB_DISPLAY_BLOCK || line > context->tallest / 2))
    return context->tallest;
  return MAX (context->tallest - line * (captioned ? CAPTION_LINES : 1), context->tallest / 2);
}

/* What the picture, or the figure around it, says. */
static const char *
said_of (const MbBox *box, const char *name)
{
  const char *text = mb_node_attr (box->node, name);
  const MbNode *figure = box->node->parent;
  return text || !figure || !mb_node_is (figure, "figure") ? text : mb_node_attr (figure, name);
}

/* Ratios of width to height that the frame may have. */
static gboolean
crop_of (const MbBox *box, double *least, double *most)
{
  const char *text = said_of (box, "data-recadrage");
  char *end;
  if (!text)
    return FALSE;
  *least = *most = g_ascii_strtod (text, &end);
  const char *second = end + strspn (end, " ,\t");
  if (end == text)
    return FALSE;
  if (*second)
    *most = g_ascii_strtod (second, &end);
  return *least >= LEAST_RATIO && *most <= MOST_RATIO && *least <= *most;
}

/* A picture that may be cut keeps its width. */
static gboolean
may_be_cut_to (const MbBox *box, MbLength width, MbLength height)
{
  double narrow, wide;
  return crop_of (box, &narrow, &wide) && (double) width / wide <= (double) height;
}

static void
keep_on_page (const MbLayContext *context, const MbBox *box, MbLength ends, Size *size)
{
  MbLength most = page_height (context, box) - ends;
  if (most <= 0 || size->height <= most)
    return;
  if (may_be_cut_to (box, size->width, most)) {
    size->height = most;
    return;
  }
  const char *name = mb_node_attr (box->node, "src");
  mb_report (context->diagnostics, box->node->pos, MB_MSG_PICTURE_REDUCED, name ? name : "", NULL);
  if (box->picture->ratio > 0)
    size->width = scaled (size->width, most, size->height);
  size->height = most;
}

/* --- The used size ----------------------------------------------------------------------------------- */

/* @size of the content box; @otherwise where it is auto, none, or a percentage of what is not known. */
static MbLength
asked (const MbBox *box, MbSize size, MbLength base, MbLength edges, MbLength otherwise)
{
  if (size.kind != MB_SIZE_LENGTH && (size.kind != MB_SIZE_PERCENT || base < 0))
    return otherwise;
  MbLength length = mb_size_resolve (size, base, 0);
  return MAX (box->style->box->border_box ? length - edges : length, 0);
}

/** One axis of what the style says and of what the picture is; -1: not said. */
typedef struct {
  MbLength size, min, max; /* of the content box; max -1: none */
  MbLength own;            /* of the picture */
} Axis;

static MbLength
bounded (const Axis *axis, MbLength length)
{
  if (axis->max >= 0)
    length = MIN (length, axis->max);
  return MAX (length, axis->min);
}

static Axis
axis_of (const MbBox *box, const MbSize size[3], MbLength base, MbLength edges, MbLength own)
{
  return (Axis){ asked (box, size[0], base, edges, -1), asked (box, size[1], base, edges, 0),
                 asked (box, size[2], base, edges, -1), own };
}

/* A percentage that a drawing gives for its own size counts where its base is known (§ 10.3.2). */
static MbLength
own_of (gboolean own, MbLength natural, guint share, MbLength base)
{
  if (share > 0 && base >= 0)
    return scaled (base, share, 1000);
  return own ? MAX (natural, 1) : -1;
}

/** Width to height: of the picture, or as its style says (css-sizing-4 § 6.1), which may be of the border box. 0: no shape. */
typedef struct {
  gint64 width, height;
  MbLength sides, ends; /* edges that count */
  gboolean said;        /* by its style */
} Shape;

static Shape
shape_of (const MbBox *box, MbLength sides, MbLength ends)
{
  const MbStyleBox *style = box->style->box;
  const MbPicture *picture = box->picture;
  gboolean own = picture->ratio > 0, border = style->border_box && !style->ratio_auto;
  if (style->ratio[1] > 0 && !(own && style->ratio_auto))
    return (Shape){ (gint64) MAX (style->ratio[0] * 1000, 1),
                    (gint64) MAX (style->ratio[1] * 1000, 1), border ? sides : 0, border ? ends : 0,
                    TRUE };
  return (Shape){ own ? MAX (picture->natural_width, 1) : 0, MAX (picture->natural_height, 1), 0, 0,
                  FALSE };
}

static MbLength
down_of (const Shape *shape, MbLength width)
{
  return MAX (scaled (mb_length_add (width, shape->sides), shape->height, shape->width) -
                  shape->ends,
              0);
}

static MbLength
across_of (const Shape *shape, MbLength height)
{
  return MAX (scaled (mb_length_add (height, shape->ends), shape->width, shape->height) -
                  shape->sides,
              0);
}

/* § 10.4, the table: both sizes are free, the shape is kept where the bounds allow it. */
static Size
bound_both (const Axis *across, const Axis *down, Size size)
{
  gint64 w = MAX (size.width, 1), h = MAX (size.height, 1);
  MbLength min_w = across->min, min_h = down->min;
  MbLength max_w = across->max < 0 ? MB_LENGTH_MAX : MAX (across->max, min_w);
  MbLength max_h = down->max < 0 ? MB_LENGTH_MAX : MAX (down->max, min_h);
  gboolean wide = w > max_w, tall = h > max_h, narrow = w < min_w, low = h < min_h;
  if ((wide && low) || (narrow && tall))
    return (Size){ wide ? max_w : min_w, low ? min_h : max_h };
  if (wide && (!tall || max_w * h <= max_h * w))
    return (Size){ max_w, MAX (scaled (max_w, h, w), min_h) };
  if (tall)
    return (Size){ MAX (scaled (max_h, w, h), min_w), max_h };
  if (narrow && (!low || min_w * h > min_h * w))
    return (Size){ min_w, MIN (scaled (min_w, h, w), max_h) };
  if (low)
    return (Size){ MIN (scaled (min_h, w, h), max_w), min_h };
  return size;
}

/* What the picture is by itself (§ 10.3.2, § 10.6.2); a shape without a size takes the @room there is. */
static Size
own_size (const MbPicture *picture, const Shape *shape, const Axis *across, const Axis *down,
          MbLength room)
{
  Size natural = { MAX (picture->natural_width, 1), MAX (picture->natural_height, 1) };
  gboolean shaped = shape->width > 0;
  Size size = { across->own, down->own };
  if (size.width < 0 && size.height >= 0)
    size.width = shaped ? across_of (shape, size.height) : natural.width;
  else if (size.width < 0)
    size.width = shaped && room >= 0 ? room : natural.width;
  if (size.height < 0 || shape->said)
    size.height = shaped ? down_of (shape, size.width) : natural.height;
  return size;
}

/* width="…" and height="…" of a photograph are its shape: a sheet that only says `max-width: 100%` is not meant to squeeze it. */
static gboolean
keeps_shape (const MbBox *box, const Axis *across, const Axis *down)
{
  const MbStyleBox *style = box->style->box;
  return style->max_width.kind == MB_SIZE_PERCENT && style->width.kind == MB_SIZE_LENGTH &&
         style->height.kind == MB_SIZE_LENGTH && across->max >= 0 && across->size > across->max &&
         down->size > 0 && mb_node_attr (box->node, "width") && mb_node_attr (box->node, "height");
}

static Size
bounded_size (const MbBox *box, const Shape *shape, const Axis *across, const Axis *down,
              MbLength room)
{
  const MbPicture *picture = box->picture;
  Size natural = { MAX (picture->natural_width, 1), MAX (picture->natural_height, 1) };
  gboolean shaped = shape->width > 0;
  Size size = { across->size, down->size };
  if (across->size < 0 && down->size < 0) {
    size = own_size (picture, shape, across, down, room);
    if (shaped)
      return bound_both (across, down, size);
  } else if (down->size < 0) {
    size.width = bounded (across, size.width);
    size.height = shaped           ? down_of (shape, size.width)
                  : down->own >= 0 ? down->own
                                   : natural.height;
  } else if (across->size < 0) {
    size.height = bounded (down, size.height);
    size.width = shaped             ? across_of (shape, size.height)
                 : across->own >= 0 ? across->own
                                    : natural.width;
  } else if (keeps_shape (box, across, down)) {
    return bound_both (across, down, size);
  }
  return (Size){ bounded (across, size.width), bounded (down, size.height) };
}

/* @containing: -1: not known, percentages of it count for nothing. */
static Size
used_size (const MbLayContext *context, const MbBox *box, MbLength containing)
{
  const MbStyleBox *style = box->style->box;
  const MbPicture *picture = box->picture;
  MbLength edge[4];
  mb_used_edges (box->style, MAX (containing, 0), edge);
  MbLength sides = edge[MB_LEFT] + edge[MB_RIGHT], ends = edge[MB_TOP] + edge[MB_BOTTOM];
  MbLength margins = mb_size_resolve (style->margin[MB_LEFT], MAX (containing, 0), 0) +
                     mb_size_resolve (style->margin[MB_RIGHT], MAX (containing, 0), 0);
  MbLength room = containing < 0 ? -1 : MAX (containing - sides - margins, 1);
  MbLength around = mb_used_height_around (context, box, containing);
  Shape shape = shape_of (box, sides, ends);
  Axis across = axis_of (box, (MbSize[]){ style->width, style->min_width, style->max_width },
                         containing, sides,
                         own_of (picture->own_width, picture->natural_width, picture->share_width,
                                 containing));
  Axis down =
      axis_of (box, (MbSize[]){ style->height, style->min_height, style->max_height }, around, ends,
               own_of (picture->own_height, picture->natural_height, picture->share_height,
                       around));
  if (box->generated && room >= 0 && across.max < 0)
    across.max = room; /* no sheet can say how wide a picture among words may be */
  Size size = bounded_size (box, &shape, &across, &down, room);
  keep_on_page (context, box, ends, &size);
  return (Size){ MAX (size.width, 1), MAX (size.height, 1) };
}

MbLength
mb_lay_picture_width (const MbLayContext *context, const MbBox *box, MbLength containing)
{
  return used_size (context, box, containing).width;
}

/* --- Fitting and cropping ---------------------------------------------------------------------------- */

static gboolean
parse_part (const char **text, gint64 *part)
{
  char *end;
  double value = g_ascii_strtod (*text, &end);
  if (end == *text)
    return FALSE;
  if (*end == '%') {
    value /= 100;
    end++;
  }
  *text = end + strspn (end, " ,\t[]");
  *part = (gint64) (CLAMP (value, 0.0, 1.0) * WHOLE);
  return TRUE;
}

/* The place of the picture that must be seen, in 1/65536 of its width and height. */
static gboolean
focus_of (const MbBox *box, gint64 *x, gint64 *y)
{
  const char *text = said_of (box, "data-foyer");
  if (!text)
    return FALSE;
  text += strspn (text, " [\t");
  return parse_part (&text, x) && parse_part (&text, y);
}

static MbObjectFit
fit_of (const MbBox *box)
{
  MbObjectFit fit = box->style->box->fit;
  gboolean crops = said_of (box, "data-foyer") || said_of (box, "data-recadrage");
  return fit == MB_FIT_FILL && crops ? MB_FIT_COVER : fit;
}

/* The largest size of shape @width : @height in @frame, or the smallest that covers it. */
static Size
fitted (Size frame, double width, double height, gboolean cover)
{
  if ((frame.width * height <= frame.height * width) != cover)
    return (Size){ frame.width, (MbLength) (frame.width * height / width + 0.5) };
  return (Size){ (MbLength) (frame.height * width / height + 0.5), frame.height };
}

/* css-images-3 § 4.3: the size of its own of a picture in @frame; that of a drawing without one depends on it. */
static Size
natural_size (const MbPicture *picture, Size frame)
{
  Size natural = { MAX (picture->natural_width, 1), MAX (picture->natural_height, 1) };
  if (picture->own_width == picture->own_height) {
    if (picture->own_width)
      return natural;
    return picture->ratio > 0 ? fitted (frame, picture->ratio, 1, FALSE) : frame;
  }
  if (picture->ratio <= 0)
    return picture->own_width ? (Size){ natural.width, frame.height }
                              : (Size){ frame.width, natural.height };
  return natural;
}

/* css-images-3 § 5.5. */
static Size
concrete_size (const MbBox *box, Size frame)
{
  const MbPicture *picture = box->picture;
  MbObjectFit fit = fit_of (box);
  gboolean shaped = picture->ratio > 0 || (picture->own_width && picture->own_height);
  if (fit == MB_FIT_FILL || (!shaped && (fit == MB_FIT_CONTAIN || fit == MB_FIT_COVER)))
    return frame;
  Size natural = natural_size (picture, frame);
  gboolean inside = natural.width <= frame.width && natural.height <= frame.height;
  if (fit == MB_FIT_NONE || (fit == MB_FIT_SCALE_DOWN && (inside || !shaped)))
    return natural;
  return shaped && !(picture->own_width && picture->own_height)
             ? fitted (frame, picture->ratio, 1, fit == MB_FIT_COVER)
             : fitted (frame, picture->natural_width, picture->natural_height, fit == MB_FIT_COVER);
}

/* object-position as no sheet has set it: then the author's focus holds. */
static gboolean
is_middle (MbSize position)
{
  return position.kind == MB_SIZE_PERCENT && position.value == 50000 && position.plus == 0 &&
         !position.terms;
}

/* One axis: @size of the picture in a frame of @room. Sets where it goes and what part is seen. */
static void
fit_axis (MbLength size, MbLength room, MbSize position, gint64 focus, MbLength *at,
          MbLength *length, MbLength *from, MbLength *part)
{
  gint64 start = mb_size_resolve (position, room - size, (room - size) / 2);
  if (focus >= 0 && size >= room && is_middle (position))
    start = -CLAMP (focus * size / WHOLE - room / 2, 0, size - room);
  gint64 left = CLAMP (start, 0, room), right = CLAMP (start + size, left, room);
  *at += (MbLength) left;
  *length = (MbLength) (right - left);
  *from = (MbLength) ((left - start) * WHOLE / MAX (size, 1));
  *part = (MbLength) (*length * (gint64) WHOLE / MAX (size, 1));
}

/* What of the picture is seen in @frame at @x, @y, and where. */
static void
set_picture (MbFragment *fragment, Size frame, MbLength x, MbLength y)
{
  const MbBox *box = fragment->box;
  const MbStyleBox *style = box->style->box;
  MbRect *rect = &fragment->rect, *source = &fragment->source;
  Size size = concrete_size (box, frame);
  gint64 focus_x = -1, focus_y = -1;
  if (!focus_of (box, &focus_x, &focus_y))
    focus_x = focus_y = -1;
  *rect = (MbRect){ x, y, 0, 0 };
  fit_axis (size.width, frame.width, style->object_x, focus_x, &rect->x, &rect->width, &source->x,
            &source->width);
  fit_axis (size.height, frame.height, style->object_y, focus_y, &rect->y, &rect->height,
            &source->y, &source->height);
}

MbFragment *
mb_lay_picture_fragment (const MbLayContext *context, const MbBox *box, MbLength containing,
                         MbArena *arena)
{
  MbLength edge[4];
  mb_used_edges (box->style, containing, edge);
  Size frame = used_size (context, box, containing);
  MbFragment *picture =
      mb_lay_fragment_new (arena, MB_FRAGMENT_PICTURE, box, (MbRect){ 0, 0, 0, 0 });
  set_picture (picture, frame, edge[MB_LEFT], edge[MB_TOP]);
  MbRect border = { 0, 0, frame.width + edge[MB_LEFT] + edge[MB_RIGHT],
                    frame.height + edge[MB_TOP] + edge[MB_BOTTOM] };
  MbFragment *fragment = mb_lay_fragment_new (arena, MB_FRAGMENT_BOX, box, border);
  fragment->first = fragment->last = TRUE;
  fragment->child = picture;
  return fragment;
}

void
mb_lay_picture_resize (MbFragment *fragment, MbLength height)
{
  MbFragment *picture = fragment->child;
  MbLength edge[4];
  /* edges in percent are of a width that is no longer known here: a crop is not offered with them (has_free_height) */
  mb_used_edges (fragment->box->style, 0, edge);
  Size frame = { fragment->rect.width - edge[MB_LEFT] - edge[MB_RIGHT],
                 MAX (height - edge[MB_TOP] - edge[MB_BOTTOM], 1) };
  fragment->rect.height = height;
  set_picture (picture, frame, fragment->rect.x + edge[MB_LEFT], fragment->rect.y + edge[MB_TOP]);
}

/* --- Crops ---------------------------------------------------------------------------------------------*/

MbLength
mb_lay_picture_least (const MbBox *box, MbLength width)
{
  double narrow, wide;
  if (crop_of (box, &narrow, &wide))
    return (MbLength) MIN ((double) width / wide, (double) MB_LENGTH_MAX / 2);
  return scaled (width, box->picture->natural_height, box->picture->natural_width);
}

static gboolean
is_plain (MbSize size)
{
  return size.kind == MB_SIZE_LENGTH;
}

static gboolean
has_free_height (const MbBox *box)
{
  const MbStyleBox *style = box->style->box;
  gboolean plain = TRUE;
  for (int side = 0; side < 4; side++)
    plain &= is_plain (style->padding[side]);
  return plain && style->ratio[1] <= 0 && style->height.kind == MB_SIZE_AUTO &&
         style->max_height.kind != MB_SIZE_LENGTH && style->min_height.kind != MB_SIZE_LENGTH;
}

/* White between the picture and what stands below it in its figure. */
static MbLength
gap_below (const MbBox *box, MbLength containing)
{
  MbLength own = mb_size_resolve (box->style->box->margin[MB_BOTTOM], containing, 0);
  if (!box->next)
    return MAX (own, 0);
  MbLength edge[4];
  mb_used_edges (box->next->style, containing, edge);
  MbLength next = mb_size_resolve (box->next->style->box->margin[MB_TOP], containing, 0);
  return MAX (MAX (own, next), 0) + edge[MB_TOP];
}

/* The greatest height at most @height that ends with @gap on a line of the grid. */
static MbLength
on_line (MbLength height, MbLength gap, MbLength step)
{
  return (height + gap) / step * step - gap;
}

/* The heights between which @piece, of the picture in @fragment, may be set, and the one nearest to the whole picture. */
static void
offer_crop (MbMaker *maker, const MbBox *box, MbLength containing, MbPiece *piece,
            MbFragment *fragment)
{
  double narrow, wide;
  if (maker->whole || !has_free_height (box) || !crop_of (box, &narrow, &wide))
    return;
  MbLength edges = fragment->rect.height - fragment->child->rect.height;
  gint64 width = fragment->child->rect.width;
  MbLength limit = page_height (maker->context, box);
  double tallest = MIN ((double) width / narrow, (double) MB_LENGTH_MAX / 2);
  MbLength most = (MbLength) (limit > 0 ? MIN (tallest, (double) limit) : tallest) + edges;
  MbLength least = MIN ((MbLength) ((double) width / wide) + edges, most);
  MbLength height = CLAMP (piece->height, least, most);
  MbLength step = piece->grid, gap = step > 0 ? gap_below (box, containing) : 0;
  MbLength first = step > 0 ? on_line (least + step - 1, gap, step) : 0;
  if (step > 0 && first > 0 && first <= most) {
    most = on_line (most, gap, step);
    height = CLAMP (on_line (height + step / 2, gap, step), first, most);
    piece->monolith.least = first;
    piece->monolith.most = most;
    piece->monolith.step = step;
  }
  if (height != piece->height)
    mb_lay_picture_resize (fragment, height);
  piece->height = height;
}

void
mb_lay_flow_picture (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  MbUsed used = mb_used_block (maker->context, box, containing);
  MbFragment *fragment = mb_lay_picture_fragment (maker->context, box, containing, maker->arena);
  mb_lay_flow_clear (maker, box, &used);
  if (mb_floats_avoid (maker, box, fragment->rect.height, &x, &containing))
    used = mb_used_block (maker->context, box, containing);
  mb_lay_move (fragment, used.dx, used.dy);
  mb_maker_margin_above (maker, box, used.margin[MB_TOP]);
  mb_maker_anchors (maker, box->anchors, box->n_anchors);
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = box };
  piece.x = mb_length_add (x, used.x);
  piece.width = fragment->rect.width;
  piece.height = fragment->rect.height;
  piece.grid = maker->whole ? 0 : box->style->text->grid;
  piece.monolith.fragment = fragment;
  offer_crop (maker, box, containing, &piece, fragment);
  mb_maker_content (maker, box, &piece);
  mb_maker_margin (maker, used.margin[MB_BOTTOM]);
}
