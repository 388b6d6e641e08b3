/* SPDX-License-Identifier: Apache-2.0 */
/* Blurred shadows: the one thing of CSS that a PDF has no operator for. A shadow becomes a picture of one colour whose alpha is the blurred shape
 * (css-backgrounds-3 § 6.1: a Gaussian of half the blur radius), as coarse as the blur lets it be. */
#include "internal.h"

#include "media.h"

#include <math.h>
#include <string.h>

#define SIDE_MAX     1200 /* samples */
#define PER_SIGMA    4    /* samples */
#define REACH        3    /* sigmas: beyond them nothing is seen */
#define FINEST_PIXEL 0.24 /* pt: 300 dpi */

typedef struct {
  int width, height;
  double x, y, pixel; /* pt */
  float *alpha;
} Mask;

/** What is blurred: a box, or an item moved. */
typedef struct {
  const MbRounded *box;
  const MbItem *item; /* NULL: the box */
  double x, y;
} Source;

static void
fill_box (const MbRounded *box, cairo_t *cr)
{
  MbPath path = mb_path_new ();
  g_autoptr (MbArena) arena = mb_arena_new ();
  if (box->width > 0 && box->height > 0)
    mb_path_rounded (&path, box);
  mb_contour_trace (mb_path_contour (&path, arena), cr);
  cairo_fill (cr);
  mb_path_clear (&path);
}

static void
fill_source (const Source *source, cairo_t *cr)
{
  const MbItem *item = source->item;
  if (!item) {
    fill_box (source->box, cr);
    return;
  }
  cairo_translate (cr, source->x, source->y);
  if (item->kind == MB_ITEM_GLYPHS || item->outlined) {
    if (!mb_painter_outlines (cr, item))
      cairo_new_path (cr);
  } else if (item->shape) {
    mb_contour_trace (item->shape, cr);
  } else {
    cairo_rectangle (cr, mb_to_pt (item->rect.x), mb_to_pt (item->rect.y),
                     mb_to_pt (item->rect.width), mb_to_pt (item->rect.height));
  }
  if (item->shape && item->shape->stroke > 0) {
    cairo_set_line_width (cr, item->shape->stroke);
    cairo_set_dash (cr, item->shape->dash, item->shape->dash[1] > 0 ? 2 : 0, 0);
    cairo_stroke (cr);
  } else {
    cairo_fill (cr);
  }
}

static gboolean
rasterise (Mask *mask, const Source *source, gboolean hole)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_A8, mask->width, mask->height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return FALSE;
  }
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, 1 / mask->pixel, 1 / mask->pixel);
  cairo_translate (cr, -mask->x, -mask->y);
  fill_source (source, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < mask->height; y++)
    for (int x = 0; x < mask->width; x++) {
      float value = data[(gsize) y * stride + x] / 255.f;
      mask->alpha[(gsize) y * mask->width + x] = hole ? 1 - value : value;
    }
  cairo_surface_destroy (surface);
  return TRUE;
}

/* One line of @n samples, @step apart; what lies beyond its ends is as its ends. */
static void
blur_line (float *line, int n, gsize step, const float *kernel, int reach, float *scratch)
{
  for (int i = 0; i < n; i++) {
    float sum = 0;
    for (int k = -reach; k <= reach; k++)
      sum += kernel[ABS (k)] * line[CLAMP (i + k, 0, n - 1) * step];
    scratch[i] = sum;
  }
  for (int i = 0; i < n; i++)
    line[i * step] = scratch[i];
}

static void
blur_mask (Mask *mask, double sigma)
{
  int reach = (int) ceil (sigma * REACH);
  g_autofree float *kernel = g_new (float, reach + 1);
  g_autofree float *scratch = g_new (float, MAX (mask->width, mask->height));
  double sum = 0;
  for (int k = 0; k <= reach; k++) {
    double weight = exp (-0.5 * k * k / (sigma * sigma));
    kernel[k] = (float) weight;
    sum += k ? 2 * weight : weight;
  }
  for (int k = 0; k <= reach; k++)
    kernel[k] = (float) (kernel[k] / sum);
  for (int y = 0; y < mask->height; y++)
    blur_line (mask->alpha + (gsize) y * mask->width, mask->width, 1, kernel, reach, scratch);
  for (int x = 0; x < mask->width; x++)
    blur_line (mask->alpha + x, mask->height, mask->width, kernel, reach, scratch);
}

static MbPicture *
picture_of (const Mask *mask, MbColor color, MbArena *arena)
{
  gsize n = (gsize) mask->width * mask->height;
  guint8 *pixels = mb_arena_alloc (arena, n * 4);
  double rgb[3];
  mb_color_rgb (color, rgb);
  for (gsize i = 0; i < n; i++) {
    guint8 *at = pixels + i * 4;
    for (int k = 0; k < 3; k++)
      at[k] = (guint8) lrint (rgb[k] * 255);
    at[3] = (guint8) lrintf (CLAMP (mask->alpha[i], 0.f, 1.f) * color.alpha / 65535 * 255);
  }
  return mb_media_pixels ("box-shadow", pixels, mask->width, mask->height, arena);
}

/* @source in a shadow of @blur pt that may be seen in @area and around it. */
static void
add_blurred (MbDisplayBuilder *builder, const MbNode *node, const Source *source,
             const MbRounded *area, gboolean hole, double blur, MbColor color)
{
  double sigma = blur / 2, far = sigma * REACH;
  double width = area->width + 2 * far, height = area->height + 2 * far;
  double pixel = MAX (MAX (sigma / PER_SIGMA, FINEST_PIXEL), MAX (width, height) / SIDE_MAX);
  if (width <= 0 || height <= 0 || color.alpha == 0)
    return;
  Mask mask = { (int) ceil (width / pixel),
                (int) ceil (height / pixel),
                area->x - far,
                area->y - far,
                pixel,
                NULL };
  mask.alpha = g_new0 (float, (gsize) mask.width *mask.height);
  if (rasterise (&mask, source, hole)) {
    blur_mask (&mask, sigma / pixel);
    MbItem item = { .kind = MB_ITEM_PICTURE,
                    .artifact = MB_ARTIFACT_LAYOUT,
                    .node = node,
                    .rect = { mb_pt (mask.x), mb_pt (mask.y), mb_pt (mask.width * pixel),
                              mb_pt (mask.height * pixel) },
                    .picture = picture_of (&mask, color, builder->arena),
                    .source = { 0, 0, 65536, 65536 },
                    .opacity = 65535 };
    mb_display_append (builder, &item);
  }
  g_free (mask.alpha);
}

void
mb_blur_add (MbDisplayBuilder *builder, const MbNode *node, const MbRounded *box,
             const MbRounded *within, double blur, MbColor color)
{
  add_blurred (builder, node, &(Source){ .box = box }, within ? within : box, within != NULL, blur,
               color);
}

/* Letters may stand out of their advances. */
void
mb_blur_item (MbDisplayBuilder *builder, const MbItem *item, double x, double y, double blur,
              MbColor color)
{
  double more = item->run && (item->kind == MB_ITEM_GLYPHS || item->outlined)
                    ? mb_to_pt (item->run->size) / 2
                : item->shape ? item->shape->stroke
                              : 0;
  MbRounded area = { .x = mb_to_pt (item->rect.x) + x - more,
                     .y = mb_to_pt (item->rect.y) + y - more,
                     .width = mb_to_pt (item->rect.width) + 2 * more,
                     .height = mb_to_pt (item->rect.height) + 2 * more };
  add_blurred (builder, item->node, &(Source){ NULL, item, x, y }, &area, FALSE, blur, color);
}
