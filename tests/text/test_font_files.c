/* SPDX-License-Identifier: Apache-2.0 */
/* Pango, asked for a face by our name, sets exactly that file: Debian's family "EB Garamond" would give the
 * 08 cut for the 12 cut, and a missing weight would be taken from elsewhere. */
#include "font.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

static const char *const files[] = { "EBGaramond08-Regular.otf", "EBGaramond12-Regular.otf",
                                     "EBGaramond08-Italic.otf",  "EBGaramond12-Bold.otf",
                                     "Lato-Regular.ttf",         "Lato-Hairline.ttf" };

typedef struct {
  MbSource *source;
  MbFonts *fonts;
  PangoFontMap *map;
  PangoContext *context;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->source = mb_source_new (NULL, NULL);
  world->fonts = mb_fonts_new (world->source, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    MbFontRule rule = { files[i], 400, 400, MB_FONT_UPRIGHT, 100, files[i], MB_NOWHERE, NULL, 0 };
    g_assert_true (mb_fonts_add (world->fonts, &rule));
  }
  world->map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (world->map), mb_fonts_config (world->fonts));
  world->context = pango_font_map_create_context (world->map);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->context);
  g_object_unref (world->map);
  mb_fonts_free (world->fonts);
  mb_source_free (world->source);
}

static void
assert_file (World *world, const char *family, PangoWeight weight, PangoStyle style,
             const char *path)
{
  PangoFontDescription *asked = pango_font_description_new ();
  pango_font_description_set_family (asked, family);
  pango_font_description_set_weight (asked, weight);
  pango_font_description_set_style (asked, style);
  pango_font_description_set_absolute_size (asked, 100 * PANGO_SCALE);
  PangoFont *font = pango_font_map_load_font (world->map, world->context, asked);
  FcPattern *pattern = pango_fc_font_get_pattern (PANGO_FC_FONT (font));
  FcChar8 *file = NULL;
  FcBool bold = FcFalse;
  FcMatrix *matrix = NULL;
  g_assert_cmpint (FcPatternGetString (pattern, FC_FILE, 0, &file), ==, FcResultMatch);
  g_assert_cmpstr ((const char *) file, ==, path);
  FcPatternGetBool (pattern, FC_EMBOLDEN, 0, &bold);
  g_assert_false (bold);
  if (FcPatternGetMatrix (pattern, FC_MATRIX, 0, &matrix) == FcResultMatch)
    g_assert_cmpfloat (matrix->xy, ==, 0);
  g_object_unref (font);
  pango_font_description_free (asked);
}

static void
test_exact_file (World *world, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    const MbFace *face = mb_fonts_get (world->fonts, i);
    g_assert_true (g_str_has_suffix (mb_face_path (face), files[i]));
    assert_file (world, mb_face_family (face), PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL,
                 mb_face_path (face));
    assert_file (world, mb_face_family (face), PANGO_WEIGHT_BOLD, PANGO_STYLE_ITALIC,
                 mb_face_path (face));
  }
}

/* The no-break space of the 08 cut is 123/1000 em, that of the 12 cut 200 (notes/french.md § 3.1). */
static void
test_widths (World *world, gconstpointer data)
{
  static const int expected[] = { 123, 200 };
  for (guint i = 0; i < 2; i++) {
    g_autofree char *name =
        g_strdup_printf ("%s 1000", mb_face_family (mb_fonts_get (world->fonts, i)));
    PangoFontDescription *asked = pango_font_description_from_string (name);
    PangoRectangle logical;
    pango_font_description_set_absolute_size (asked, 1000 * PANGO_SCALE);
    PangoLayout *layout = pango_layout_new (world->context);
    pango_layout_set_font_description (layout, asked);
    pango_layout_set_text (layout, "\xC2\xA0", -1);
    pango_layout_get_extents (layout, NULL, &logical);
    g_assert_cmpint (ABS (logical.width / PANGO_SCALE - expected[i]), <=, 1);
    g_object_unref (layout);
    pango_font_description_free (asked);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/font-files/exact-file", World, NULL, set_up, test_exact_file, tear_down);
  g_test_add ("/font-files/widths", World, NULL, set_up, test_widths, tear_down);
  return g_test_run ();
}
