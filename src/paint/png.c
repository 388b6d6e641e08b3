/* SPDX-License-Identifier: Apache-2.0 */
/* A page as PNG: the same display list in its real colours on white. */
#include "internal.h"

#include <math.h>

static cairo_status_t
write_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  return mb_sink_write (closure, data, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* A quarter turn: what was at the top comes to the side it is turned to. */
static void
turn (cairo_t *cr, const MbDisplayList *display, double scale)
{
  double width = mb_to_pt (display->width) * scale, height = mb_to_pt (display->height) * scale;
  cairo_matrix_t left = { 0, -1, 1, 0, 0, width }, right = { 0, 1, -1, 0, height, 0 };
  if (display->turn != MB_PAGE_UPRIGHT)
    cairo_transform (cr, display->turn == MB_PAGE_TURNED_LEFT ? &left : &right);
}

static gboolean
paint (cairo_surface_t *surface, const MbDisplayList *display, double scale, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  turn (cr, display, scale);
  cairo_scale (cr, scale, scale);
  MbPainter painter;
  mb_painter_init (&painter, cr, NULL, NULL);
  gboolean good = mb_painter_page (&painter, display, error);
  mb_painter_clear (&painter);
  cairo_destroy (cr);
  return good;
}

gboolean
mb_paint_png (const MbDisplayList *display, double dpi, MbSink *out, GError **error)
{
  gboolean upright = display->turn == MB_PAGE_UPRIGHT;
  MbLength across = upright ? display->width : display->height,
           down = upright ? display->height : display->width;
  double scale = CLAMP (dpi, 1, 2400) / 72, width = ceil (mb_to_pt (across) * scale - 1e-6),
         height = ceil (mb_to_pt (down) * scale - 1e-6);
  if (width > MB_MAX_PICTURE_SIDE || height > MB_MAX_PICTURE_SIDE ||
      width * height > MB_MAX_PICTURE_PIXELS)
    return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_PAINT_TOO_LARGE, NULL);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX (1, (int) width), MAX (1, (int) height));
  gboolean good = paint (surface, display, scale, error);
  cairo_status_t status =
      good ? cairo_surface_write_to_png_stream (surface, write_bytes, out) : CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  if (good && status != CAIRO_STATUS_SUCCESS)
    good = mb_error_set (error,
                         status == CAIRO_STATUS_WRITE_ERROR ? MB_ERROR_OUTPUT : MB_ERROR_INTERNAL,
                         MB_MSG_PAINT_CAIRO, cairo_status_to_string (status), NULL);
  return good;
}
