/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a picture lets nothing through, sample by sample: what text keeps away from (css-shapes-1 § 3.2). */
#include "internal.h"

#include <cairo.h>
#include <string.h>

static gboolean
draw_pixels (const MbPicture *picture, cairo_t *cr, double width, double height, GError **error)
{
  g_autofree guint8 *pixels = mb_media_decode (picture, error);
  if (!pixels)
    return FALSE;
  cairo_format_t format = picture->alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24;
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data (pixels, format, (int) picture->width,
                                           (int) picture->height, (int) picture->width * 4);
  cairo_scale (cr, width / picture->width, height / picture->height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0); /* gives the surface back */
  cairo_surface_destroy (surface);
  return TRUE;
}

guint8 *
mb_picture_opacity (const MbPicture *picture, guint width, guint height, GError **error)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  gboolean good = picture->kind == MB_PICTURE_SVG
                      ? mb_media_draw (picture, cr, width, height, error)
                      : draw_pixels (picture, cr, width, height, error);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint8 *alpha = good && data ? g_malloc ((gsize) width * height) : NULL;
  gsize stride = data ? (gsize) cairo_image_surface_get_stride (surface) : 0;
  for (gsize y = 0; alpha && y < height; y++)
    for (gsize x = 0; x < width; x++) {
      guint32 pixel;
      memcpy (&pixel, data + y * stride + x * 4, sizeof pixel);
      alpha[y * width + x] = (guint8) (pixel >> 24);
    }
  cairo_surface_destroy (surface);
  return alpha;
}
