/* SPDX-License-Identifier: Apache-2.0 */
/* Background images, and those of masks, as items: css-backgrounds-3 § 2, css-masking-1 § 7.
 *
 * A layer is a tile (a picture or a gradient of a size), a place for one of them in the positioning area, a step, and a painting area
 * that cuts. Each tile that shows is an item of its own, cropped where the painting area ends: a clip is set for round corners
 * only. A layer paints at most MAX_TILES tiles. */
#include "internal.h"

#include <math.h>

#define MAX_TILES 20000

/* One axis of a layer. */
typedef struct {
  gint64 start, size; /* of one tile */
  gint64 step;        /* 0: it stands alone */
} Axis;

static MbEdge
edge_at (const MbEdge *edges, guint n, guint layer, MbEdge otherwise)
{
  return n ? edges[layer % n] : otherwise;
}

/* --- The size of a tile ------------------------------------------------------------------------------------------------------------ */

static gint64
resolve (MbSize size, gint64 base)
{
  return size.kind == MB_SIZE_PERCENT ? base * size.value / 100000 + size.plus : size.value;
}

/* The size of a picture of this @ratio that covers @area, or is contained in it. */
static void
scale_to (const MbRect *area, gboolean cover, double ratio, gint64 size[2])
{
  size[0] = area->width;
  size[1] = area->height;
  gboolean by_width = (double) area->width > area->height * ratio;
  if (by_width == cover)
    size[1] = (gint64) (area->width / ratio + 0.5);
  else
    size[0] = (gint64) (area->height * ratio + 0.5);
}

/* What an image has of its own (css-images-3 § 4.1): sizes, -1 for none, and a ratio, 0 for none. Gradients have nothing. */
typedef struct {
  gint64 size[2];
  double ratio;
} Natural;

static Natural
natural_of (const MbPicture *picture)
{
  Natural own = { { -1, -1 }, 0 };
  if (!picture)
    return own;
  if (picture->own_width)
    own.size[0] = picture->natural_width;
  if (picture->own_height)
    own.size[1] = picture->natural_height;
  own.ratio = own.size[0] > 0 && own.size[1] > 0 ? (double) own.size[0] / (double) own.size[1]
                                                 : picture->ratio;
  return own;
}

/* One side is free, the other @given: by the ratio, else the image's own, else that of the area. */
static gint64
free_side (const Natural *own, int side, gint64 given, const MbRect *area)
{
  if (own->ratio > 0)
    return (gint64) ((double) given * (side == 0 ? own->ratio : 1 / own->ratio) + 0.5);
  if (own->size[side] >= 0)
    return own->size[side];
  return side == 0 ? area->width : area->height;
}

/* css-images-3 § 4.3, the default object size being that of the area. */
static void
tile_size (const MbBackgroundSize *asked, const MbPicture *picture, const MbRect *area,
           gint64 size[2])
{
  const gint64 bases[2] = { area->width, area->height };
  Natural own = natural_of (picture);
  size[0] = size[1] = -1;
  if (asked && asked->fit != MB_BACKGROUND_SIZED)
    own.size[0] = own.size[1] = -1;
  for (int i = 0; i < 2 && asked && asked->fit == MB_BACKGROUND_SIZED; i++)
    if (asked->size[i].kind != MB_SIZE_AUTO)
      size[i] = resolve (asked->size[i], bases[i]);
  gboolean is_free = size[0] < 0 && size[1] < 0;
  for (int i = 0; i < 2 && is_free; i++)
    size[i] = own.size[i];
  if (size[0] >= 0 && size[1] >= 0)
    return;
  if (size[0] < 0 && size[1] < 0 && own.ratio > 0) {
    scale_to (area, asked && asked->fit == MB_BACKGROUND_COVER, own.ratio, size);
    return;
  }
  for (int i = 0; i < 2; i++)
    if (size[i] < 0)
      size[i] = size[!i] >= 0 ? free_side (&own, i, size[!i], area) : bases[i];
}

/* --- Where tiles stand ---------------------------------------------------------------------------------------------------------------- */

static void
place_axis (Axis *axis, MbRepeat repeat, const MbBackgroundPlace *place, gint64 from, gint64 extent)
{
  gint64 rest = extent - axis->size, n = axis->size > 0 ? extent / axis->size : 0;
  axis->start = from + (place ? rest * place->percent / 100000 + place->shift : 0);
  axis->step = 0;
  if (repeat == MB_REPEAT || repeat == MB_REPEAT_ROUND) {
    axis->step = axis->size;
    if (repeat == MB_REPEAT_ROUND) /* a whole number fits from edge to edge only */
      axis->start = from;
  } else if (repeat == MB_REPEAT_SPACE && n > 1) {
    axis->start = from;
    axis->step = axis->size + (extent - n * axis->size) / (n - 1);
  }
}

/* round: a whole number of tiles fills the area; a free other side keeps the proportions. */
static void
round_size (gint64 size[2], const MbRepeat repeat[2], const MbBackgroundSize *asked,
            const MbRect *area)
{
  const gint64 extents[2] = { area->width, area->height };
  gint64 before[2] = { size[0], size[1] };
  for (int i = 0; i < 2; i++)
    if (repeat[i] == MB_REPEAT_ROUND && size[i] > 0)
      size[i] = extents[i] / MAX (1, (extents[i] + size[i] / 2) / size[i]);
  for (int i = 0; i < 2; i++) {
    gboolean is_free =
        !asked || (asked->fit == MB_BACKGROUND_SIZED && asked->size[!i].kind == MB_SIZE_AUTO);
    if (repeat[i] == MB_REPEAT_ROUND && repeat[!i] != MB_REPEAT_ROUND && is_free && before[i] > 0)
      size[!i] = before[!i] * size[i] / before[i];
  }
}

/* A picture of one pixel along an axis, repeated without gaps, is itself as long as it is seen. */
static void
stretch_pixel (Axis *axis, const MbPicture *picture, gboolean down, gint64 from, gint64 extent)
{
  if (!picture || picture->kind == MB_PICTURE_SVG || axis->step == 0 || axis->step != axis->size)
    return;
  gboolean turned = picture->orientation >= 5;
  if ((down != turned ? picture->height : picture->width) == 1)
    *axis = (Axis){ .start = from, .size = extent };
}

/* The first tile that may show at or after @from. */
static gint64
first_tile (const Axis *axis, gint64 from)
{
  if (axis->step <= 0)
    return axis->start;
  gint64 back = axis->start - from + axis->step - 1;
  gint64 n = back >= 0 ? back / axis->step : -((-back + axis->step - 1) / axis->step);
  gint64 start = axis->start - n * axis->step;
  return start + axis->size > from ? start : start + axis->step;
}

/* --- Items ---------------------------------------------------------------------------------------------------------------------------- */

typedef struct {
  MbDisplayBuilder *builder;
  const MbBackdrop *backdrop;
  const MbImage *image;
  const MbPicture *picture;
  MbRect clip;
  gboolean pixelated, repeated;
} Layer;

gboolean
mb_image_is_empty (const MbImage *image, const MbPicture *picture)
{
  return !picture && image->n_stops == 0;
}

static gint32
fraction (gint64 part, gint64 whole)
{
  return (gint32) (part * 65536 / MAX (whole, 1));
}

static void
add_tile (const Layer *layer, MbRect tile)
{
  gint64 left = MAX (tile.x, layer->clip.x), top = MAX (tile.y, layer->clip.y);
  gint64 right = MIN ((gint64) tile.x + tile.width, (gint64) layer->clip.x + layer->clip.width);
  gint64 bottom = MIN ((gint64) tile.y + tile.height, (gint64) layer->clip.y + layer->clip.height);
  if (right - left < MB_LEAST_FILL || bottom - top < MB_LEAST_FILL)
    return;
  MbRect seen = { (MbLength) left, (MbLength) top, (MbLength) (right - left),
                  (MbLength) (bottom - top) };
  MbItem item = { .kind = layer->picture ? MB_ITEM_PICTURE : MB_ITEM_GRADIENT,
                  .artifact = layer->backdrop->artifact,
                  .node = layer->backdrop->node,
                  .rect = seen,
                  .picture = layer->picture,
                  .image = layer->image,
                  .color = layer->backdrop->border->background,
                  .source = tile,
                  .pixelated = layer->pixelated,
                  .repeated = layer->repeated,
                  .opacity = 65535 };
  if (layer->picture)
    item.source =
        (MbRect){ fraction (left - tile.x, tile.width), fraction (top - tile.y, tile.height),
                  fraction (right - left, tile.width), fraction (bottom - top, tile.height) };
  mb_display_append (layer->builder, &item);
}

static void
add_tiles (const Layer *layer, const Axis axes[2])
{
  const MbRect *clip = &layer->clip;
  guint n = 0;
  if (axes[0].size < MB_LEAST_FILL || axes[1].size < MB_LEAST_FILL)
    return;
  gint64 right = (gint64) clip->x + clip->width, bottom = (gint64) clip->y + clip->height;
  for (gint64 y = first_tile (&axes[1], clip->y); y < bottom; y += axes[1].step) {
    for (gint64 x = first_tile (&axes[0], clip->x); x < right && n < MAX_TILES; x += axes[0].step) {
      add_tile (layer, (MbRect){ (MbLength) x, (MbLength) y, (MbLength) axes[0].size,
                                 (MbLength) axes[1].size });
      n++;
      if (axes[0].step <= 0)
        break;
    }
    if (axes[1].step <= 0 || n >= MAX_TILES)
      break;
  }
}

/* So many tiles that one recorded for all is worth its while. */
static gboolean
are_many (const Axis axes[2], const MbRect *clip)
{
  const gint64 many = 16;
  gint64 across = axes[0].step > 0 ? clip->width / axes[0].step : 1,
         down = axes[1].step > 0 ? clip->height / axes[1].step : 1;
  return MAX (across, 1) * MAX (down, 1) >= many;
}

/* The edge that cuts layer @i. */
static MbEdge
clip_of (const MbImageLayers *layers, guint i)
{
  return edge_at (layers->clips, layers->n_clips, i, MB_EDGE_BORDER);
}

static MbRect
clip_rect (const MbDisplayBuilder *builder, const MbBackdrop *backdrop, guint i)
{
  MbEdge clip = clip_of (backdrop->layers, i);
  if (backdrop->seen)
    return *backdrop->seen;
  return clip == MB_EDGE_NONE ? mb_display_sheet (builder) : backdrop->edges[clip];
}

static void
add_layer (MbDisplayBuilder *builder, const MbBackdrop *backdrop, guint i)
{
  const MbImageLayers *layers = backdrop->layers;
  Layer layer = { builder,
                  backdrop,
                  &layers->images[i],
                  backdrop->pictures ? backdrop->pictures[i] : NULL,
                  clip_rect (builder, backdrop, i),
                  backdrop->pixelated };
  if (mb_image_is_empty (layer.image, layer.picture))
    return;
  MbRect area = backdrop->edges[edge_at (layers->origins, layers->n_origins, i, MB_EDGE_PADDING)];
  if (layers->n_fixed && layers->fixed[i % layers->n_fixed])
    area = (MbRect){ 0, 0, builder->page->style->width, builder->page->style->height };
  const MbBackgroundSize *asked = layers->n_sizes ? &layers->sizes[i % layers->n_sizes] : NULL;
  guint at = layers->n_at ? i % layers->n_at * 2 : 0;
  MbRepeat repeat[2] = { MB_REPEAT, MB_REPEAT };
  for (int k = 0; k < 2 && layers->n_repeats; k++)
    repeat[k] = layers->repeats[i % layers->n_repeats * 2 + k];

  gint64 size[2];
  tile_size (asked, layer.picture, &area, size);
  for (int k = 0; k < 2; k++)
    size[k] = MIN (size[k], MB_LENGTH_MAX);
  round_size (size, repeat, asked, &area);
  Axis axes[2] = { { .size = size[0] }, { .size = size[1] } };
  const MbBackgroundPlace *places = layers->n_at ? layers->at + at : NULL;
  place_axis (&axes[0], repeat[0], places, area.x, area.width);
  place_axis (&axes[1], repeat[1], places ? places + 1 : NULL, area.y, area.height);
  stretch_pixel (&axes[0], layer.picture, FALSE, layer.clip.x, layer.clip.width);
  stretch_pixel (&axes[1], layer.picture, TRUE, layer.clip.y, layer.clip.height);
  layer.repeated = !layer.picture && are_many (axes, &layer.clip);
  add_tiles (&layer, axes);
}

static MbBlend
blend_of (const MbImageLayers *layers, guint i)
{
  return layers->n_blends ? layers->blends[i % layers->n_blends] : MB_BLEND_NORMAL;
}

void
mb_background_layer (MbDisplayBuilder *builder, const MbBackdrop *backdrop, guint i)
{
  const MbScene *outer = builder->scene;
  const MbGroup *group = builder->group;
  MbEdge clip = clip_of (backdrop->layers, i);
  MbBlend blend = blend_of (backdrop->layers, i);
  if (clip != MB_EDGE_NONE && !mb_rounded_is_plain (&backdrop->corners[clip]) && !backdrop->seen) {
    MbPath path = mb_path_new ();
    mb_path_rounded (&path, &backdrop->corners[clip]);
    mb_display_clip (builder, mb_path_contour (&path, builder->arena));
    mb_path_clear (&path);
  }
  if (blend != MB_BLEND_NORMAL)
    mb_group_open (builder, 65535, blend);
  add_layer (builder, backdrop, i);
  builder->group = group;
  builder->scene = outer;
}

void
mb_background_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop)
{
  const MbImageLayers *layers = backdrop->layers;
  MbColor color = backdrop->border->background;
  MbEdge clip = clip_of (layers, MAX (layers->n_images, 1) - 1);
  const MbGroup *outer = builder->group;
  if (layers->n_blends) /* the layers are mixed with each other, and with nothing behind the box */
    mb_group_open (builder, 65535, MB_BLEND_NORMAL);
  if (backdrop->seen)
    mb_display_fill (builder, backdrop->node, backdrop->artifact, *backdrop->seen, color);
  else
    mb_display_rounded (builder, backdrop->node, backdrop->artifact, &backdrop->corners[clip],
                        color);
  for (guint i = layers->n_images; i-- > 0;)
    mb_background_layer (builder, backdrop, i);
  builder->group = outer;
}
