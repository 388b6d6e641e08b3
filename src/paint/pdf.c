/* SPDX-License-Identifier: Apache-2.0 */
/* A painted, unfinished PDF in memory.
 *
 * The trap: an error while cairo writes its last objects (fonts, cross references) is not in cairo_status, and in some versions
 * cairo_surface_status forgets it too once the surface is finished. So the bytes go to a function of ours that cannot fail, the
 * status is read before and after finishing, and the end of the file is looked at. */
#include "internal.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

static cairo_status_t
take_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
paint_page (cairo_surface_t *surface, const MbDisplayList *display, const MbPalette *palette,
            MbSpelling *spelling, GError **error)
{
  /* cairo cuts what it paints to whole points: the sheet stands at the foot of a slightly larger surface, which the post-pass trims. */
  double margin = mb_to_pt (display->margin), height = mb_to_pt (display->height) + 2 * margin;
  double width = mb_to_pt (display->width) + 2 * margin, surface_height = ceil (height) + 1;
  cairo_pdf_surface_set_size (surface, ceil (width) + 1, surface_height);
  cairo_t *cr = cairo_create (surface);
  cairo_translate (cr, margin, margin + surface_height - height);
  MbPainter painter;
  mb_painter_init (&painter, cr, palette, spelling);
  gboolean painted = mb_painter_page (&painter, display, error);
  cairo_show_page (cr);
  mb_painter_clear (&painter);
  cairo_destroy (cr);
  return painted;
}

static gboolean
ends_well (const GByteArray *bytes)
{
  static const char END[] = "%%EOF";
  return bytes->len > 64 &&
         g_strstr_len ((const char *) bytes->data + bytes->len - 16, 16, END) != NULL;
}

static gboolean
finish_surface (cairo_surface_t *surface, const GByteArray *bytes, GError **error)
{
  cairo_status_t before = cairo_surface_status (surface);
  cairo_surface_finish (surface);
  cairo_status_t after = cairo_surface_status (surface);
  cairo_status_t status = before != CAIRO_STATUS_SUCCESS ? before : after;
  if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED)
    return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PAINT_CAIRO,
                         cairo_status_to_string (status), NULL);
  if (!ends_well (bytes))
    return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PAINT_CAIRO, "truncated PDF", NULL);
  return TRUE;
}

static gboolean
paint_pages (cairo_surface_t *surface, const MbPainted *painted, MbSpelling *spelling,
             GError **error)
{
  for (guint i = 0; i < painted->n_pages; i++)
    if (!paint_page (surface, painted->displays[i], &painted->palettes[i], spelling, error))
      return FALSE;
  return TRUE;
}

static void
prepare (MbPainted *painted, const MbDisplayList *const *displays, guint n, MbSpelling *spelling,
         MbArena *arena)
{
  const MbDisplayList **split = mb_arena_array (arena, const MbDisplayList *, n);
  MbPalette *palettes = mb_arena_array (arena, MbPalette, n);
  for (guint i = 0; i < n; i++) {
    split[i] = mb_spelling_split (spelling, displays[i], arena);
    mb_palette_build (split[i], &palettes[i]);
  }
  *painted = (MbPainted){ .displays = split, .palettes = palettes, .n_pages = n };
  painted->respellings = mb_spelling_table (spelling, arena, &painted->n_respellings);
}

gboolean
mb_paint_pdf (const MbDisplayList *const *displays, guint n, MbArena *arena, MbPainted *painted,
              GError **error)
{
  g_autoptr (MbSpelling) spelling = mb_spelling_new (displays, n);
  prepare (painted, displays, n, spelling, arena);
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (take_bytes, bytes, 100, 100);
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  gboolean good =
      paint_pages (surface, painted, spelling, error) && finish_surface (surface, bytes, error);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  GBytes *pdf = g_byte_array_free_to_bytes (bytes);
  if (good)
    painted->pdf = pdf;
  else
    g_bytes_unref (pdf);
  return good;
}
