/* SPDX-License-Identifier: Apache-2.0 */
/* What glyphs say by themselves, and what must be said for them; pages as PNG. */
#include "../layout/fixture.h"

#include "../../src/paint/internal.h"

#include <cairo-pdf.h>

#define GARAMOND                                                                                   \
  "@font-face { font-family: Garamond; src: url(EBGaramond12-Regular.otf) }"                       \
  "@page { size: 200pt 200pt; margin: 10pt } p { font: 10pt/12pt Garamond; margin: 0; hyphens: "   \
  "manual }"

#define LIBERTINE                                                                                  \
  "@font-face { font-family: Libertine; src: url(LinLibertine_R.otf) } .l { font-family: "         \
  "Libertine }"

typedef struct {
  Fixture *fixture;
  const MbDisplayList *display;
} Page;

static void
open_page (Page *page, const char *xhtml, const char *css)
{
  g_autoptr (GError) error = NULL;
  page->fixture = fixture_new (TEST_DIR "/cases", "page.html", xhtml, css);
  const MbPages *pages = mb_page_build (&page->fixture->boxes, mb_doc_root (page->fixture->doc),
                                        page->fixture->arena, &error);
  g_assert_no_error (error);
  page->display = mb_paint_display (&pages->pages[0], page->fixture->arena);
}

/* The page's items after splitting, as "text" or "text=actual", and what is respelled. */
static char *
spell (Page *page)
{
  g_autoptr (MbSpelling) spelling = mb_spelling_new (&page->display, 1);
  const MbDisplayList *split = mb_spelling_split (spelling, page->display, page->fixture->arena);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < split->n; i++) {
    const MbItem *item = &split->items[i];
    if (item->kind != MB_ITEM_GLYPHS)
      continue;
    guint end = item->first_glyph + item->n_glyphs;
    guint32 from = item->first_glyph ? item->run->glyphs[item->first_glyph].cluster : 0;
    guint32 to = end < item->run->n_glyphs ? item->run->glyphs[end].cluster : item->run->length;
    g_string_append_printf (out, "[%.*s%s%s]", (int) (to - from), item->run->text + from,
                            item->actual ? "=" : "", item->actual ? item->actual : "");
  }
  guint n;
  const MbRespelling *table = mb_spelling_table (spelling, page->fixture->arena, &n);
  for (guint i = 0; i < n; i++)
    if (table[i].text)
      g_string_append_printf (out, " U+%04X=%s", table[i].code, table[i].text);
  return g_string_free (out, FALSE);
}

static void
check (const char *body, const char *css, const char *expected)
{
  Page page;
  g_autofree char *xhtml = g_strconcat ("<body>", body, "</body>", NULL),
                  *sheet = g_strconcat (GARAMOND, css, NULL);
  open_page (&page, xhtml, sheet);
  g_autofree char *got = spell (&page);
  g_assert_cmpstr (got, ==, expected);
  fixture_free (page.fixture);
}

static void
test_spelling (void)
{
  check ("<p>ami</p>", "", "[ami]");
  /* a ligature with a code of its own is respelled in the font, not in the text */
  check ("<p class='l'>fin affamé</p>", LIBERTINE, "[fin affamé] U+FB00=ff U+FB01=fi");
  /* one voice for all spaces */
  check ("<p>quoi\xE2\x80\xAF? non\xC2\xA0!</p>", "", "[quoi\xE2\x80\xAF? non\xC2\xA0!]");
  /* capitals of text-transform speak for themselves; plain capitals need nothing */
  check ("<p>Une</p><p class='u'>un</p><p>NU</p>", ".u { text-transform: uppercase }",
         "[Une][un=un][NU]");
}

/* The page as cairo writes it, uncompressed. */
static char *
paint (const char *xhtml, const char *css)
{
  Page page;
  g_autoptr (GError) error = NULL;
  open_page (&page, xhtml, css);
  MbPainted painted;
  g_assert_true (mb_paint_pdf (&page.display, 1, page.fixture->arena, &painted, &error));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "marbre-spans.pdf", NULL),
                  *line = NULL;
  char *out = NULL;
  gsize size;
  const char *data = g_bytes_get_data (painted.pdf, &size);
  g_assert_true (g_file_set_contents (path, data, size, NULL));
  line = g_strdup_printf ("qpdf --qdf --object-streams=disable %s -", path);
  g_assert_true (g_spawn_command_line_sync (line, &out, NULL, NULL, NULL));
  g_remove (path);
  g_bytes_unref (painted.pdf);
  fixture_free (page.fixture);
  return out;
}

/* No ActualText in cairo's own stream: that is what all this is for. */
static void
test_no_spans (void)
{
  g_autofree char *out =
      paint ("<body><p>L’officier affirme\xE2\x80\xAF: «\xC2\xA0"
             "fin\xC2\xA0»</p><p class='u'>un été</p><p class='s'>Afp a</p></body>",
             GARAMOND ".u { text-transform: uppercase } .s { font-variant-caps: all-small-caps }");
  g_assert_nonnull (strstr (out, "Tj"));
  g_assert_null (strstr (out, "ActualText"));
}

/* Small capitals that come first leave the letters of the text their places: a word is one string of one font. */
static void
test_one_font (void)
{
  g_autofree char *out = paint ("<body><p class='s'>demain</p><p>manie</p></body>",
                                GARAMOND ".s { font-variant-caps: all-small-caps }");
  g_assert_nonnull (strstr (out, "(manie)"));
}

/* --- PNG -------------------------------------------------------------------------------------------------------------------------- */

static guint32
pixel (cairo_surface_t *image, int x, int y)
{
  const guint8 *row =
      cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);
  return ((const guint32 *) row)[x] & 0xFFFFFF;
}

static void
test_png (void)
{
  Page page;
  g_autoptr (GError) error = NULL;
  open_page (&page, "<body><div></div><img src='damier.png' alt=''/></body>",
             "@page { size: 100pt 60pt; margin: 10pt } div { background: #ff8000; height: 20pt } "
             "img { display: block; width: 16pt; height: 16pt }");
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "marbre-page.png", NULL);
  MbSink *sink = mb_sink_open (path, &error);
  g_assert_true (mb_paint_png (page.display, 144, sink, &error));
  g_assert_true (mb_sink_commit (sink, &error));
  cairo_surface_t *image = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 200);
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 120);
  g_assert_cmphex (pixel (image, 5, 5), ==, 0xFFFFFF);   /* paper */
  g_assert_cmphex (pixel (image, 40, 40), ==, 0xFF8000); /* the real colour, no marker */
  g_assert_cmphex (pixel (image, 50, 62), !=, 0xFFFFFF); /* the dark squares of the picture */
  cairo_surface_destroy (image);
  g_remove (path);
  sink = mb_sink_open (path, &error);
  g_assert_false (mb_paint_png (&(MbDisplayList){ .width = mb_pt (14400), .height = mb_pt (14400) },
                                2400, sink, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_LIMIT);
  mb_sink_abort (sink);
  fixture_free (page.fixture);
}

/* Orientation and crop: where the stored picture's corners go. */
static void
test_picture_matrix (void)
{
  /* upper left corner of the stored picture in the frame 0 0 200 100, by orientation */
  static const double CORNER[9][2] = { { 0, 0 }, { 0, 0 },   { 200, 0 },   { 200, 100 }, { 0, 100 },
                                       { 0, 0 }, { 200, 0 }, { 200, 100 }, { 0, 100 } };
  for (guint orientation = 1; orientation <= 8; orientation++) {
    MbPicture picture = { .orientation = orientation };
    MbItem item = { .picture = &picture,
                    .rect = { 0, 0, 200 * 1024, 100 * 1024 },
                    .source = { 0, 0, 65536, 65536 } };
    cairo_matrix_t matrix;
    mb_picture_matrix (&item, &matrix);
    double x = 0, y = 0;
    cairo_matrix_transform_point (&matrix, &x, &y);
    g_assert_cmpfloat_with_epsilon (x, CORNER[orientation][0], 1e-6);
    g_assert_cmpfloat_with_epsilon (y, CORNER[orientation][1], 1e-6);
  }
  MbPicture upright = { .orientation = 1 };
  MbItem half = { .picture = &upright,
                  .rect = { 1024, 1024, 1024, 1024 },
                  .source = { 32768, 0, 32768, 65536 } };
  cairo_matrix_t matrix;
  mb_picture_matrix (&half, &matrix);
  double x = .5, y = 0;
  cairo_matrix_transform_point (&matrix, &x,
                                &y); /* the middle of the picture is the left edge of the frame */
  g_assert_cmpfloat_with_epsilon (x, 1, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/spelling", test_spelling);
  g_test_add_func ("/paint/no-spans", test_no_spans);
  g_test_add_func ("/paint/one-font", test_one_font);
  g_test_add_func ("/paint/png", test_png);
  g_test_add_func ("/paint/picture-matrix", test_picture_matrix);
  return g_test_run ();
}
