/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures for cairo: the file's own bytes when the target can hold them, the orientation and the crop as a matrix. */
#include "internal.h"

#include "media.h"

#include <math.h>
#include <pango/pangocairo.h>

#define WHOLE 65536.0 /* the unit of MbItem.source */

static void
unref_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

static gboolean
attach (cairo_surface_t *surface, const char *type, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  return cairo_surface_set_mime_data (surface, type, data, size, unref_bytes,
                                      g_bytes_ref (bytes)) == CAIRO_STATUS_SUCCESS;
}

/* Two uses of one picture, on any pages, are one object in the file. */
static gboolean
attach_identity (cairo_surface_t *surface, const MbPicture *picture)
{
  char name[40];
  int n = g_snprintf (name, sizeof name, "marbre-%016" G_GINT64_MODIFIER "x", picture->hash);
  g_autoptr (GBytes) bytes = g_bytes_new (name, n);
  return attach (surface, CAIRO_MIME_TYPE_UNIQUE_ID, bytes);
}

static const cairo_user_data_key_t PIXELS;

static cairo_surface_t *
surface_of_pixels (const MbPicture *picture, GError **error)
{
  guint8 *pixels = mb_media_decode (picture, error);
  if (!pixels)
    return NULL;
  cairo_format_t format = picture->alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24;
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data (pixels, format, picture->width, picture->height,
                                           picture->width * 4);
  if (cairo_surface_set_user_data (surface, &PIXELS, pixels, g_free) != CAIRO_STATUS_SUCCESS)
    g_free (pixels);
  return surface;
}

/* How fine a drawing is recorded, a point: the extents of a recording are whole numbers, and filters are painted in them. */
static double
fineness (double width, double height)
{
  const double usual = 4, least = 256, most = 4000;
  double fine = MAX (usual, least / MAX (MIN (width, height), 1e-3));
  return MIN (fine, most / MAX (MAX (width, height), 1e-3));
}

/* Operators for @width × @height pt: a form of its own in a PDF. */
static cairo_t *
record (double width, double height)
{
  const double fine = fineness (width, height);
  cairo_rectangle_t extents = { 0, 0, MAX (rint (width * fine), 1), MAX (rint (height * fine), 1) };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_t *cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  cairo_scale (cr, extents.width / width, extents.height / height);
  return cr;
}

cairo_surface_t *
mb_gradient_surface (const MbItem *item)
{
  MbItem tile = *item;
  tile.source.x = tile.source.y = 0;
  double width = mb_to_pt (tile.source.width), height = mb_to_pt (tile.source.height);
  cairo_t *cr = record (width, height);
  cairo_pattern_t *pattern = mb_gradient_pattern (&tile);
  cairo_set_source (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));
  cairo_destroy (cr);
  return surface;
}

/* A drawing laid out for @width × @height pt. Drawings count in CSS pixels. */
static cairo_surface_t *
surface_of_drawing (const MbPicture *picture, double width, double height, PangoFontMap *fonts,
                    GError **error)
{
  const double px = 0.75;
  cairo_t *cr = record (width, height);
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));
  cairo_scale (cr, px, px);
  /* its letters come from the declared faces, never from those of the machine */
  PangoFontMap *before = g_object_ref (pango_cairo_font_map_get_default ());
  pango_cairo_font_map_set_default (PANGO_CAIRO_FONT_MAP (fonts));
  gboolean good = mb_media_draw (picture, cr, width / px, height / px, error);
  pango_cairo_font_map_set_default (PANGO_CAIRO_FONT_MAP (before));
  g_object_unref (before);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  if (good && status == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  if (good)
    mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PAINT_PICTURE, picture->name, NULL);
  return NULL;
}

cairo_surface_t *
mb_picture_surface (const MbPicture *picture, double width, double height, gboolean encoded,
                    PangoFontMap *fonts, GError **error)
{
  if (picture->kind == MB_PICTURE_SVG)
    return surface_of_drawing (picture, width, height, fonts, error);
  gboolean pass = encoded && picture->kind == MB_PICTURE_JPEG;
  /* A carrier of one pixel: with JPEG data attached cairo embeds the picture at its full size and decodes nothing. */
  cairo_surface_t *surface = pass ? cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1, 1)
                                  : surface_of_pixels (picture, error);
  if (!surface)
    return NULL;
  gboolean good = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS &&
                  (!pass || attach (surface, CAIRO_MIME_TYPE_JPEG, picture->bytes)) &&
                  attach_identity (surface, picture);
  if (good)
    return surface;
  cairo_surface_destroy (surface);
  mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PAINT_PICTURE, picture->name, NULL);
  return NULL;
}

/* The stored picture's unit square to the upright one: EXIF 2.3, tag 0x0112. x, y as cairo_matrix_init takes them. */
static void
orientation_matrix (guint orientation, cairo_matrix_t *matrix)
{
  static const double TABLE[9][6] = {
    { 1, 0, 0, 1, 0, 0 },   { 1, 0, 0, 1, 0, 0 },   { -1, 0, 0, 1, 1, 0 },
    { -1, 0, 0, -1, 1, 1 }, { 1, 0, 0, -1, 0, 1 },  { 0, 1, 1, 0, 0, 0 },
    { 0, 1, -1, 0, 1, 0 },  { 0, -1, -1, 0, 1, 1 }, { 0, -1, 1, 0, 0, 1 },
  };
  const double *t = TABLE[orientation <= 8 ? orientation : 1];
  cairo_matrix_init (matrix, t[0], t[1], t[2], t[3], t[4], t[5]);
}

void
mb_picture_matrix (const MbItem *item, cairo_matrix_t *matrix)
{
  double part_x = item->source.width / WHOLE, part_y = item->source.height / WHOLE;
  double width = mb_to_pt (item->rect.width) / part_x,
         height = mb_to_pt (item->rect.height) / part_y;
  cairo_matrix_t place;
  cairo_matrix_init (&place, width, 0, 0, height,
                     mb_to_pt (item->rect.x) - item->source.x / WHOLE * width,
                     mb_to_pt (item->rect.y) - item->source.y / WHOLE * height);
  orientation_matrix (item->picture->orientation, matrix);
  cairo_matrix_multiply (matrix, matrix, &place);
}
