/* SPDX-License-Identifier: Apache-2.0 */
/* border-image and mask-border: css-backgrounds-3 § 6, css-masking-1 § 8. The image is cut into nine by four lines; corners go to corners, sides are stretched or tiled
 * along, the middle is kept when the author says `fill`. Each tile is an item that shows a part of the picture; tiles of a gradient
 * stand in a scene of their own that brings the part to its place.
 *
 * A part that is merely cropped takes some of the colour of its neighbours along its edges when a viewer smooths it. So each of the nine is a
 * picture of its own, where its edges are those of pixels and nothing is lost by it: of a JPEG the bytes are better kept. */
#include "internal.h"

#include "media.h"

#include <math.h>
#include <string.h>

#define MAX_TILES  4000
#define MAX_PIXELS 262144 /* of an image that is cut: 512 by 512 */

typedef struct {
  double x, y, width, height;
} Box;

typedef struct {
  MbDisplayBuilder *builder;
  const MbBackdrop *backdrop;
  const MbImage *image;
  const MbPicture *picture; /* NULL: a gradient */
  Box area;                 /* pt */
  double size[2];           /* of the image, in its own units */
  double slice[4];          /* in the same */
  double width[4];          /* pt */
  guint tiles;
  guint8 *pixels;       /* of a picture that is cut; NULL: it is cropped */
  const MbPicture *cut; /* the part at hand; NULL: the whole is cropped */
  Box cut_box;          /* where in the image it is */
} Frame;

/* --- Sizes ------------------------------------------------------------------------------------------------------------- */

static double
slice_of (const MbSliceSize *side, double size)
{
  double slice = side->number ? side->size.value / 1000.0 : size * side->size.value / 100000.0;
  return CLAMP (slice, 0, size);
}

static double
outset_of (const MbSliceSize *side, MbLength width)
{
  return side->number ? side->size.value / 1000.0 * mb_to_pt (width) : mb_to_pt (side->size.value);
}

static double
width_of (const Frame *self, int side, const MbSliceSize *asked, double base)
{
  double own = mb_to_pt (self->backdrop->border->width[side]);
  if (!asked)
    return own;
  if (asked->number)
    return asked->size.value / 1000.0 * own;
  switch (asked->size.kind) {
  case MB_SIZE_PERCENT: return base * asked->size.value / 100000.0;
  case MB_SIZE_LENGTH: return mb_to_pt (asked->size.value);
  default: /* auto: as wide as its slice */
    return self->picture ? self->slice[side] * 0.75 : self->slice[side];
  }
}

/* What does not fit together is scaled, all sides by the same. */
static void
fit_widths (Frame *self)
{
  double across = self->width[MB_LEFT] + self->width[MB_RIGHT],
         down = self->width[MB_TOP] + self->width[MB_BOTTOM], factor = 1;
  if (across > self->area.width)
    factor = MIN (factor, self->area.width / across);
  if (down > self->area.height)
    factor = MIN (factor, self->area.height / down);
  for (int side = 0; side < 4; side++)
    self->width[side] *= factor;
}

static void
measure (Frame *self)
{
  const MbFrameImage *frame = self->backdrop->frame;
  MbRect box = self->backdrop->edges[MB_EDGE_BORDER];
  double out[4] = { 0, 0, 0, 0 };
  for (int side = 0; side < 4 && frame->outset; side++)
    out[side] = outset_of (&frame->outset->sides[side], self->backdrop->border->width[side]);
  self->area = (Box){ mb_to_pt (box.x) - out[MB_LEFT], mb_to_pt (box.y) - out[MB_TOP],
                      mb_to_pt (box.width) + out[MB_LEFT] + out[MB_RIGHT],
                      mb_to_pt (box.height) + out[MB_TOP] + out[MB_BOTTOM] };
  const MbPicture *picture = self->picture;
  gboolean turned = picture && picture->orientation >= 5;
  self->size[0] = self->area.width;
  self->size[1] = self->area.height;
  if (picture && picture->kind == MB_PICTURE_SVG) {
    self->size[0] = mb_to_pt (picture->natural_width) / 0.75;
    self->size[1] = mb_to_pt (picture->natural_height) / 0.75;
  } else if (picture) {
    self->size[turned] = picture->width;
    self->size[!turned] = picture->height;
  }
  for (int side = 0; side < 4; side++) {
    gboolean down = side == MB_TOP || side == MB_BOTTOM;
    double base = down ? self->area.height : self->area.width;
    self->slice[side] =
        frame->slice ? slice_of (&frame->slice->sides[side], self->size[down]) : self->size[down];
    self->width[side] =
        width_of (self, side, frame->width ? &frame->width->sides[side] : NULL, base);
  }
  fit_widths (self);
}

/* --- Tiles --------------------------------------------------------------------------------------------------------------- */

static MbRect
rect_of (Box box)
{
  return (MbRect){ mb_pt (box.x), mb_pt (box.y), mb_pt (box.width), mb_pt (box.height) };
}

static void
add_picture (Frame *self, Box part, Box at)
{
  MbRect rect = rect_of (at);
  const Box all = { 0, 0, self->size[0], self->size[1] }, *of = self->cut ? &self->cut_box : &all;
  MbItem item = {
    .kind = MB_ITEM_PICTURE,
    .artifact = MB_ARTIFACT_LAYOUT,
    .node = self->backdrop->node,
    .rect = rect,
    .picture = self->cut ? self->cut : self->picture,
    .source = { (MbLength) lrint ((part.x - of->x) / of->width * 65536),
                (MbLength) lrint ((part.y - of->y) / of->height * 65536),
                MAX ((MbLength) lrint (part.width / of->width * 65536), 1),
                MAX ((MbLength) lrint (part.height / of->height * 65536), 1) },
    .pixelated = self->backdrop->pixelated,
    .natural = TRUE,
    .opacity = 65535,
  };
  mb_display_append (self->builder, &item);
}

static void
add_gradient (Frame *self, Box part, Box at)
{
  const MbScene *outer = self->builder->scene;
  double sx = at.width / part.width, sy = at.height / part.height;
  double left = self->area.x + part.x, top = self->area.y + part.y;
  const double matrix[6] = { sx, 0, 0, sy, at.x - left * sx, at.y - top * sy };
  mb_display_turn (self->builder, matrix);
  MbItem item = { .kind = MB_ITEM_GRADIENT,
                  .artifact = MB_ARTIFACT_LAYOUT,
                  .node = self->backdrop->node,
                  .rect = rect_of ((Box){ left, top, part.width, part.height }),
                  .source = rect_of (self->area),
                  .image = self->image,
                  .color = self->backdrop->border->background,
                  .opacity = 65535 };
  mb_display_append (self->builder, &item);
  self->builder->scene = outer;
}

/* @part of the image at @at, as far as @region lets it show. */
static void
add_tile (Frame *self, Box part, Box at, Box region)
{
  double left = MAX (at.x, region.x), top = MAX (at.y, region.y);
  double right = MIN (at.x + at.width, region.x + region.width),
         bottom = MIN (at.y + at.height, region.y + region.height);
  const double least = mb_to_pt (MB_LEAST_FILL);
  if (right - left < least || bottom - top < least || self->tiles >= MAX_TILES)
    return;
  double sx = part.width / at.width, sy = part.height / at.height;
  part = (Box){ part.x + (left - at.x) * sx, part.y + (top - at.y) * sy, (right - left) * sx,
                (bottom - top) * sy };
  at = (Box){ left, top, right - left, bottom - top };
  self->tiles++;
  if (self->picture)
    add_picture (self, part, at);
  else
    add_gradient (self, part, at);
}

/* Along one axis: where tiles of about @size begin in @extent, and how far apart. */
static int
spread (MbRepeat repeat, double extent, double *size, double *start, double *step)
{
  double n = floor (extent / *size + 1e-6);
  switch (repeat) {
  case MB_REPEAT_NONE: /* stretch */
    *size = *step = extent;
    *start = 0;
    return 1;
  case MB_REPEAT_ROUND:
    n = MAX (1, floor (extent / *size + 0.5));
    *size = *step = extent / n;
    *start = 0;
    return (int) MIN (n, MAX_TILES);
  case MB_REPEAT_SPACE:
    *step = *size + (extent - n * *size) / (n + 1);
    *start = *step - *size;
    return (int) MIN (n, MAX_TILES);
  case MB_REPEAT:
  default: /* one tile in the middle, the others beside it */
    n = ceil ((extent / *size - 1) / 2);
    *start = (extent - *size) / 2 - n * *size;
    *step = *size;
    return (int) MIN (2 * n + 1, MAX_TILES);
  }
}

/* Make @part, which has an area, the picture at hand. */
static void
cut_part (Frame *self, Box part)
{
  const double edges[4] = { part.x, part.y, part.width, part.height };
  guint box[4];
  self->cut = NULL;
  if (!self->pixels)
    return;
  for (int i = 0; i < 4; i++) {
    box[i] = (guint) lrint (edges[i]);
    if (fabs (edges[i] - box[i]) > 1e-6)
      return;
  }
  self->cut = mb_media_part (self->picture, self->pixels, box, self->builder->arena);
  self->cut_box = part;
}

static void
add_region (Frame *self, Box part, Box region, double tile_width, double tile_height,
            const MbRepeat repeat[2])
{
  double x, y, dx, dy;
  if (part.width <= 0 || part.height <= 0 || region.width <= 0 || region.height <= 0 ||
      tile_width <= 0 || tile_height <= 0)
    return;
  cut_part (self, part);
  int across = spread (repeat[0], region.width, &tile_width, &x, &dx);
  int down = spread (repeat[1], region.height, &tile_height, &y, &dy);
  for (int j = 0; j < down; j++)
    for (int i = 0; i < across; i++)
      add_tile (self, part,
                (Box){ region.x + x + i * dx, region.y + y + j * dy, tile_width, tile_height },
                region);
}

/* How much larger than the image a side is painted: 0 when it has no width. */
static double
scale_of (const Frame *self, int side)
{
  return self->slice[side] > 0 ? self->width[side] / self->slice[side] : 0;
}

static double
either (double a, double b, double otherwise)
{
  return a > 0 ? a : b > 0 ? b : otherwise;
}

static void
add_nine (Frame *self)
{
  static const MbRepeat stretch = MB_REPEAT_NONE;
  const MbFrameImage *frame = self->backdrop->frame;
  const double *s = self->slice, *w = self->width;
  const double from_x[4] = { 0, s[MB_LEFT], self->size[0] - s[MB_RIGHT], self->size[0] };
  const double from_y[4] = { 0, s[MB_TOP], self->size[1] - s[MB_BOTTOM], self->size[1] };
  const double to_x[4] = { 0, w[MB_LEFT], self->area.width - w[MB_RIGHT], self->area.width };
  const double to_y[4] = { 0, w[MB_TOP], self->area.height - w[MB_BOTTOM], self->area.height };
  const double unit = self->picture ? 0.75 : 1;
  for (int j = 0; j < 3; j++)
    for (int i = 0; i < 3; i++) {
      if (i == 1 && j == 1 && !(frame->slice && frame->slice->fill))
        continue;
      Box part = { from_x[i], from_y[j], from_x[i + 1] - from_x[i], from_y[j + 1] - from_y[j] };
      Box region = { self->area.x + to_x[i], self->area.y + to_y[j], to_x[i + 1] - to_x[i],
                     to_y[j + 1] - to_y[j] };
      /* a side is scaled to the border's width; the middle as the sides beside it */
      double sx = j == 0   ? scale_of (self, MB_TOP)
                  : j == 2 ? scale_of (self, MB_BOTTOM)
                           : either (scale_of (self, MB_TOP), scale_of (self, MB_BOTTOM), unit);
      double sy = i == 0   ? scale_of (self, MB_LEFT)
                  : i == 2 ? scale_of (self, MB_RIGHT)
                           : either (scale_of (self, MB_LEFT), scale_of (self, MB_RIGHT), unit);
      const MbRepeat repeat[2] = { i == 1 ? frame->repeat[0] : stretch,
                                   j == 1 ? frame->repeat[1] : stretch };
      add_region (self, part, region, i == 1 ? part.width * sx : region.width,
                  j == 1 ? part.height * sy : region.height, repeat);
    }
}

static gboolean
can_be_cut (const MbPicture *picture)
{
  return picture && (picture->kind == MB_PICTURE_PNG || picture->kind == MB_PICTURE_GIF) &&
         picture->orientation <= 1 && (guint64) picture->width * picture->height <= MAX_PIXELS;
}

gboolean
mb_border_image_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop)
{
  if (backdrop->frame->n == 0)
    return FALSE;
  Frame self = { .builder = builder,
                 .backdrop = backdrop,
                 .image = backdrop->frame->image,
                 .picture =
                     backdrop->pictures ? backdrop->pictures[backdrop->layers->n_images] : NULL };
  if (mb_image_is_empty (self.image, self.picture))
    return FALSE;
  measure (&self);
  if (can_be_cut (self.picture))
    self.pixels = mb_media_decode (self.picture, NULL); /* what cannot be decoded is found later */
  if (self.size[0] > 0 && self.size[1] > 0)
    add_nine (&self);
  g_free (self.pixels);
  return TRUE;
}
