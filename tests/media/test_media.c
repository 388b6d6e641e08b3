/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: made here with libjpeg and libpng, then loaded whole, cut, and lied about. */
#include "media.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>
#include <png.h>

typedef struct {
  char *folder;
  MbSource *source;
  MbMedia *media;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->folder = g_dir_make_tmp ("marbre-media-XXXXXX", NULL);
  world->source = mb_source_new (world->folder, NULL);
  world->media = mb_media_new (world->source);
}

static void
tear_down (World *world, gconstpointer data)
{
  mb_media_free (world->media);
  mb_source_free (world->source);
  g_autoptr (GDir) entries = g_dir_open (world->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (entries));) {
    g_autofree char *path = g_build_filename (world->folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (world->folder);
  g_free (world->folder);
}

static void
put (World *world, const char *name, gconstpointer bytes, gsize size)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

/* --- Making pictures ------------------------------------------------------------------------------- */

typedef struct {
  guint width, height, components;
  guint dpi;
  gboolean progressive, arithmetic, adobe;
  const guint8 *exif;
  gsize exif_size;
  GBytes *icc;
} Recipe;

static void
jpeg_describe (struct jpeg_compress_struct *jpeg, const Recipe *recipe)
{
  jpeg->image_width = recipe->width;
  jpeg->image_height = recipe->height;
  jpeg->input_components = recipe->components;
  jpeg->in_color_space = recipe->components == 4   ? JCS_CMYK
                         : recipe->components == 1 ? JCS_GRAYSCALE
                                                   : JCS_RGB;
  jpeg_set_defaults (jpeg);
  jpeg_set_quality (jpeg, 95, TRUE);
  if (recipe->dpi) {
    jpeg->density_unit = 1;
    jpeg->X_density = jpeg->Y_density = recipe->dpi;
  }
  jpeg->write_Adobe_marker = recipe->adobe;
  jpeg->arith_code = recipe->arithmetic;
  if (recipe->progressive)
    jpeg_simple_progression (jpeg);
}

/* Pixels: a ramp in each direction, so that a swapped channel or axis shows. */
static void
ramp (guint8 *row, guint width, guint y, guint components)
{
  for (guint x = 0; x < width; x++)
    for (guint c = 0; c < components; c++)
      row[x * components + c] = (guint8) (c == 0 ? x * 4 : c == 1 ? y * 4 : 40 * c);
}

static GByteArray *
make_jpeg (const Recipe *recipe)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *out = NULL;
  unsigned long size = 0;
  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &out, &size);
  jpeg_describe (&jpeg, recipe);
  jpeg_start_compress (&jpeg, TRUE);
  if (recipe->exif)
    jpeg_write_marker (&jpeg, JPEG_APP0 + 1, recipe->exif, recipe->exif_size);
  if (recipe->icc)
    jpeg_write_icc_profile (&jpeg, g_bytes_get_data (recipe->icc, NULL),
                            g_bytes_get_size (recipe->icc));
  g_autofree guint8 *row = g_malloc (recipe->width * recipe->components);
  for (guint y = 0; y < recipe->height; y++) {
    ramp (row, recipe->width, y, recipe->components);
    jpeg_write_scanlines (&jpeg, &row, 1);
  }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  GByteArray *bytes = g_byte_array_append (g_byte_array_new (), out, size);
  free (out);
  return bytes;
}

static void
png_append (png_structp png, png_bytep bytes, size_t size)
{
  g_byte_array_append (png_get_io_ptr (png), bytes, size);
}

typedef struct {
  guint width, height;
  int type, bits, interlace;
  guint dpi;
  gboolean transparent_colour;
  const guint8 *rows; /* height rows; NULL: zeros */
  gsize stride;
  GBytes *icc;
} PngRecipe;

static void
png_describe (png_structp png, png_infop info, const PngRecipe *recipe)
{
  static const png_color palette[2] = { { 255, 0, 0 }, { 0, 0, 255 } };
  static const png_byte opacity[1] = { 0 };
  png_set_IHDR (png, info, recipe->width, recipe->height, recipe->bits, recipe->type,
                recipe->interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (recipe->type == PNG_COLOR_TYPE_PALETTE)
    png_set_PLTE (png, info, palette, 2);
  if (recipe->transparent_colour)
    png_set_tRNS (png, info, opacity, 1, NULL);
  if (recipe->dpi)
    png_set_pHYs (png, info, (png_uint_32) (recipe->dpi / 0.0254 + 0.5),
                  (png_uint_32) (recipe->dpi / 0.0254 + 0.5), PNG_RESOLUTION_METER);
  if (recipe->icc)
    png_set_iCCP (png, info, "profil", PNG_COMPRESSION_TYPE_BASE,
                  g_bytes_get_data (recipe->icc, NULL), g_bytes_get_size (recipe->icc));
}

static GByteArray *
make_png (const PngRecipe *recipe)
{
  GByteArray *bytes = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  png_set_user_limits (png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_write_fn (png, bytes, png_append, NULL);
  png_describe (png, info, recipe);
  png_write_info (png, info);
  int passes = png_set_interlace_handling (png);
  g_autofree guint8 *zeros = g_malloc0 (recipe->width * 8);
  for (int pass = 0; pass < passes; pass++)
    for (guint y = 0; y < recipe->height; y++)
      png_write_row (png, recipe->rows ? recipe->rows + y * recipe->stride : zeros);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return bytes;
}

/* The head of a profile is enough: colours are not this room's business. */
static GBytes *
make_icc (const char *space)
{
  guint8 head[132] = { 0, 0, 0, 132 };
  memcpy (head + 12, "mntr", 4);
  memcpy (head + 16, space, 4);
  memcpy (head + 20, "XYZ ", 4);
  memcpy (head + 36, "acsp", 4);
  head[8] = 2;
  memcpy (head + 68, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12);
  return g_bytes_new (head, sizeof head);
}

static const MbPicture *
load (World *world, const char *name, GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  put (world, name, bytes->data, bytes->len);
  const MbPicture *picture = mb_media_load (world->media, name, &error);
  g_assert_no_error (error);
  return picture;
}

static void
assert_refused (World *world, const char *name, gconstpointer bytes, gsize size, MbError code,
                const char *says)
{
  g_autoptr (GError) error = NULL;
  put (world, name, bytes, size);
  g_assert_null (mb_media_load (world->media, name, &error));
  g_assert_error (error, MB_ERROR, (int) code);
  if (!strstr (error->message, says))
    g_error ("“%s” does not say “%s”", error->message, says);
}

/* --- JPEG -------------------------------------------------------------------------------------------- */

static void
test_jpeg (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 64, .height = 48, .components = 3, .dpi = 144 };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  const MbPicture *picture = load (world, "a.jpg", bytes);
  g_assert_cmpint (picture->kind, ==, MB_PICTURE_JPEG);
  g_assert_cmpuint (picture->width, ==, 64);
  g_assert_cmpuint (picture->height, ==, 48);
  g_assert_cmpuint (picture->components, ==, 3);
  g_assert_cmpuint (picture->orientation, ==, 1);
  g_assert_false (picture->alpha || picture->inverted);
  g_assert_null (picture->icc);
  g_assert_cmpfloat (picture->dpi_x, ==, 144);
  g_assert_cmpint (picture->natural_width, ==, 32 * MB_PT);
  g_assert_cmpint (picture->natural_height, ==, 24 * MB_PT);
  g_assert_cmpmem (g_bytes_get_data (picture->bytes, NULL), g_bytes_get_size (picture->bytes),
                   bytes->data, bytes->len);
  g_assert_cmphex (picture->hash, ==, mb_hash (bytes->data, bytes->len, 0));
  g_assert_true (mb_media_load (world->media, "a.jpg", NULL) == picture);
}

static void
test_jpeg_unknown_density (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 96, .height = 48, .components = 1 };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  const MbPicture *picture = load (world, "gris.jpg", bytes);
  g_assert_cmpuint (picture->components, ==, 1);
  g_assert_cmpfloat (picture->dpi_x, ==, 0);
  g_assert_cmpint (picture->natural_width, ==, 72 * MB_PT);
}

/* Every cut of a file is refused, wherever it falls. */
static void
test_jpeg_cut (World *world, gconstpointer data)
{
  for (int progressive = 0; progressive < 2; progressive++) {
    Recipe recipe = { .width = 64, .height = 64, .components = 3, .progressive = progressive };
    g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
    for (guint size = 3; size < bytes->len; size += progressive ? 17 : 11) {
      g_autofree char *name = g_strdup_printf ("%d-%u.jpg", progressive, size);
      assert_refused (world, name, bytes->data, size, MB_ERROR_RESOURCE, "damaged");
    }
    g_autofree char *name = g_strdup_printf ("entier-%d.jpg", progressive);
    g_assert_nonnull (load (world, name, bytes));
  }
}

static void
test_jpeg_flipped (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 64, .height = 64, .components = 3 };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  memset (bytes->data + bytes->len - 200, 0xFF, 20); /* fill bytes where code was */
  memset (bytes->data + bytes->len - 180, 0xD9, 1);
  assert_refused (world, "a.jpg", bytes->data, bytes->len, MB_ERROR_RESOURCE, "damaged");
}

static void
test_jpeg_trailing (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 16, .height = 16, .components = 3 };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  g_byte_array_append (bytes, (const guint8 *) "camera notes", 12);
  g_assert_nonnull (load (world, "a.jpg", bytes));
}

static void
test_jpeg_ink (World *world, gconstpointer data)
{
  g_autoptr (GBytes) icc = make_icc ("CMYK");
  Recipe recipe = { .width = 16, .height = 16, .components = 4, .adobe = TRUE, .icc = icc };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  const MbPicture *picture = load (world, "encre.jpg", bytes);
  g_assert_cmpuint (picture->components, ==, 4);
  g_assert_true (picture->inverted);
  g_assert_true (g_bytes_equal (picture->icc, icc));
  g_autofree guint8 *pixels = mb_media_decode (picture, NULL);
  guint32 word;
  memcpy (&word, pixels + (3 * 16 + 5) * 4, 4);
  /* Adobe stores 255 − ink: 20, 12, 80 of 255 paper, times 120 of 255. */
  g_assert_cmpint (ABS ((int) (word >> 16 & 0xFF) - 20 * 120 / 255), <=, 4);
  g_assert_cmpint (ABS ((int) (word & 0xFF) - 80 * 120 / 255), <=, 4);
  g_assert_cmphex (word >> 24, ==, 0xFF);
}

static void
test_jpeg_arithmetic (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 16, .height = 16, .components = 3, .arithmetic = TRUE };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  assert_refused (world, "a.jpg", bytes->data, bytes->len, MB_ERROR_UNSUPPORTED, "arithmetic");
}

/* The header is judged before any memory is taken. */
static void
test_jpeg_too_large (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 16, .height = 16, .components = 3 };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  for (guint i = 0; i + 9 < bytes->len; i++)
    if (bytes->data[i] == 0xFF && bytes->data[i + 1] == 0xC0) {
      memcpy (bytes->data + i + 5, "\x7F\xFF\x7F\xFF", 4);
      break;
    }
  assert_refused (world, "a.jpg", bytes->data, bytes->len, MB_ERROR_LIMIT, "32767 × 32767");
}

/* Where the next marker that is not part of entropy-coded data stands, from @at. */
static guint
next_marker (GByteArray *bytes, guint at)
{
  for (; at + 1 < bytes->len; at++)
    if (bytes->data[at] == 0xFF && bytes->data[at + 1] != 0 && bytes->data[at + 1] != 0xFF)
      break;
  return at;
}

/* A scan bomb: the first scan of a progressive file, hundreds of times. */
static void
test_jpeg_scans (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 16, .height = 16, .components = 3, .progressive = TRUE };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  guint start = 0;
  while (bytes->data[start] != 0xFF || bytes->data[start + 1] != 0xDA)
    start++;
  guint end = next_marker (bytes, start + 2);
  g_autofree guint8 *scan = g_memdup2 (bytes->data + start, end - start);
  g_byte_array_set_size (bytes, end);
  for (int i = 0; i < 100; i++)
    g_byte_array_append (bytes, scan, end - start);
  g_byte_array_append (bytes, (const guint8 *) "\xFF\xD9", 2);
  g_assert_nonnull (load (world, "cent.jpg", bytes));

  g_byte_array_set_size (bytes, bytes->len - 2);
  for (int i = 0; i < 200; i++)
    g_byte_array_append (bytes, scan, end - start);
  g_byte_array_append (bytes, (const guint8 *) "\xFF\xD9", 2);
  assert_refused (world, "bombe.jpg", bytes->data, bytes->len, MB_ERROR_RESOURCE, "scans");
}

/* Exif of @order ("II" or "MM"): orientation, 300 dpi. */
static GByteArray *
make_exif (gboolean big, guint orientation)
{
  GByteArray *exif = g_byte_array_new ();
  const struct {
    guint tag, type, n;
    guint32 value;
  } entries[] = { { 0x0112, 3, 1, orientation }, { 0x011A, 5, 1, 56 }, { 0x011B, 5, 1, 56 } };
#define NUMBER(value, width)                                                                       \
  for (guint b = 0; b < (width); b++) {                                                            \
    guint8 byte = (guint8) ((guint32) (value) >> 8 * (big ? (width) -1 - b : b));                  \
    g_byte_array_append (exif, &byte, 1);                                                          \
  }
  g_byte_array_append (exif, (const guint8 *) (big ? "Exif\0\0MM" : "Exif\0\0II"), 8);
  NUMBER (42, 2)
  NUMBER (8, 4)
  NUMBER (3, 2)
  for (guint i = 0; i < 3; i++) {
    NUMBER (entries[i].tag, 2)
    NUMBER (entries[i].type, 2)
    NUMBER (entries[i].n, 4)
    if (entries[i].type == 3) {
      NUMBER (entries[i].value, 2)
      NUMBER (0, 2)
    } else {
      NUMBER (entries[i].value, 4)
    }
  }
  NUMBER (0, 4)
  NUMBER (0, 2)
  NUMBER (0, 4)
  NUMBER (300, 4)
  NUMBER (1, 4)
#undef NUMBER
  /* The rationals stand at 56 from the byte order. */
  g_assert_cmpuint (exif->len, ==, 6 + 8 + 2 + 36 + 4 + 2 + 4 + 8);
  return exif;
}

static void
test_exif (World *world, gconstpointer data)
{
  for (guint i = 0; i < 18; i++) {
    gboolean big = i >= 9;
    guint orientation = i % 9 + 1;
    g_autoptr (GByteArray) exif = make_exif (big, orientation);
    Recipe recipe = {
      .width = 60, .height = 30, .components = 3, .exif = exif->data, .exif_size = exif->len
    };
    g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
    g_autofree char *name = g_strdup_printf ("%u.jpg", i);
    const MbPicture *picture = load (world, name, bytes);
    g_assert_cmpuint (picture->orientation, ==, orientation == 9 ? 1 : orientation);
    gboolean turned = orientation >= 5 && orientation <= 8;
    MbLength wide = turned ? picture->natural_height : picture->natural_width;
    MbLength narrow = turned ? picture->natural_width : picture->natural_height;
    g_assert_cmpint (wide, ==, 2 * narrow);
    g_assert_cmpuint (picture->width, ==, 60);
  }
}

static void
test_exif_density (World *world, gconstpointer data)
{
  g_autoptr (GByteArray) exif = make_exif (FALSE, 1);
  Recipe recipe = {
    .width = 300, .height = 30, .components = 3, .exif = exif->data, .exif_size = exif->len
  };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  const MbPicture *picture = load (world, "a.jpg", bytes);
  g_assert_cmpfloat (picture->dpi_x, ==, 300);
  g_assert_cmpint (picture->natural_width, ==, 72 * MB_PT);
}

/* Exif cut anywhere, or with wild offsets, changes nothing and reads nothing outside. */
static void
test_exif_damaged (World *world, gconstpointer data)
{
  g_autoptr (GByteArray) exif = make_exif (TRUE, 6);
  for (guint i = 6; i < exif->len; i++) {
    g_autofree guint8 *wild = g_memdup2 (exif->data, exif->len);
    wild[i] = 0xFF;
    Recipe cut = { .width = 8, .height = 8, .components = 3, .exif = exif->data, .exif_size = i };
    Recipe odd = { .width = 8, .height = 8, .components = 3, .exif = wild, .exif_size = exif->len };
    g_autoptr (GByteArray) one = make_jpeg (&cut);
    g_autoptr (GByteArray) two = make_jpeg (&odd);
    g_autofree char *a = g_strdup_printf ("a%u.jpg", i), *b = g_strdup_printf ("b%u.jpg", i);
    g_assert_cmpuint (load (world, a, one)->orientation, <=, 8);
    g_assert_cmpuint (load (world, b, two)->orientation, >=, 1);
  }
}

static void
test_icc (World *world, gconstpointer data)
{
  g_autoptr (GBytes) rgb = make_icc ("RGB ");
  Recipe right = { .width = 8, .height = 8, .components = 3, .icc = rgb };
  Recipe wrong = { .width = 8, .height = 8, .components = 1, .icc = rgb };
  g_autoptr (GByteArray) one = make_jpeg (&right);
  g_autoptr (GByteArray) two = make_jpeg (&wrong);
  g_assert_true (g_bytes_equal (load (world, "a.jpg", one)->icc, rgb));
  g_assert_null (load (world, "b.jpg", two)->icc);
}

static void
assert_pixel (const guint8 *pixels, guint width, guint x, guint y, guint32 expected, int tolerance)
{
  guint32 word;
  memcpy (&word, pixels + (y * width + x) * 4, 4);
  for (int shift = 0; shift < 32; shift += 8) {
    int distance = ABS ((int) (word >> shift & 0xFF) - (int) (expected >> shift & 0xFF));
    if (distance > tolerance)
      g_error ("pixel %u,%u is %08x, not %08x", x, y, word, expected);
  }
}

static void
test_jpeg_pixels (World *world, gconstpointer data)
{
  Recipe recipe = { .width = 40, .height = 20, .components = 3 };
  g_autoptr (GByteArray) bytes = make_jpeg (&recipe);
  g_autofree guint8 *pixels = mb_media_decode (load (world, "a.jpg", bytes), NULL);
  assert_pixel (pixels, 40, 10, 3, 0xFF280C50, 12);
  assert_pixel (pixels, 40, 30, 15, 0xFF783C50, 12);
}

/* --- PNG ----------------------------------------------------------------------------------------------- */

static void
test_png_alpha (World *world, gconstpointer data)
{
  static const guint8 row[] = { 255, 0, 0, 255, 0, 200, 100, 128, 9, 9, 9, 0 };
  PngRecipe recipe = {
    .width = 3, .height = 1, .type = PNG_COLOR_TYPE_RGB_ALPHA, .bits = 8, .dpi = 144, .rows = row
  };
  g_autoptr (GByteArray) bytes = make_png (&recipe);
  const MbPicture *picture = load (world, "a.png", bytes);
  g_assert_cmpint (picture->kind, ==, MB_PICTURE_PNG);
  g_assert_true (picture->alpha);
  g_assert_cmpuint (picture->components, ==, 3);
  g_assert_cmpint (ABS (picture->natural_width - 3 * MB_PT / 2), <=, 2);
  g_autofree guint8 *pixels = mb_media_decode (picture, NULL);
  assert_pixel (pixels, 3, 0, 0, 0xFFFF0000, 0);
  assert_pixel (pixels, 3, 1, 0, 0x80006432, 0);
  assert_pixel (pixels, 3, 2, 0, 0x00000000, 0);
}

static void
test_png_palette (World *world, gconstpointer data)
{
  static const guint8 row[] = { 0x40 }; /* 0 1 */
  PngRecipe recipe = { .width = 2,
                       .height = 1,
                       .type = PNG_COLOR_TYPE_PALETTE,
                       .bits = 1,
                       .transparent_colour = TRUE,
                       .rows = row };
  g_autoptr (GByteArray) bytes = make_png (&recipe);
  const MbPicture *picture = load (world, "a.png", bytes);
  g_assert_true (picture->alpha);
  g_assert_cmpuint (picture->components, ==, 3);
  g_autofree guint8 *pixels = mb_media_decode (picture, NULL);
  assert_pixel (pixels, 2, 0, 0, 0x00000000, 0);
  assert_pixel (pixels, 2, 1, 0, 0xFF0000FF, 0);
}

static void
test_png_deep_grey (World *world, gconstpointer data)
{
  static const guint8 row[] = { 0x80, 0x80, 0xFF, 0xFF };
  g_autoptr (GBytes) icc = make_icc ("GRAY");
  PngRecipe recipe = {
    .width = 2, .height = 1, .type = PNG_COLOR_TYPE_GRAY, .bits = 16, .rows = row, .icc = icc
  };
  g_autoptr (GByteArray) bytes = make_png (&recipe);
  const MbPicture *picture = load (world, "a.png", bytes);
  g_assert_cmpuint (picture->components, ==, 1);
  g_assert_false (picture->alpha);
  g_autofree guint8 *pixels = mb_media_decode (picture, NULL);
  assert_pixel (pixels, 2, 0, 0, 0xFF808080, 0);
  assert_pixel (pixels, 2, 1, 0, 0xFFFFFFFF, 0);
}

static void
test_png_interlaced (World *world, gconstpointer data)
{
  guint8 rows[20][20 * 3];
  for (guint y = 0; y < 20; y++)
    ramp (rows[y], 20, y, 3);
  PngRecipe recipe = { .width = 20,
                       .height = 20,
                       .type = PNG_COLOR_TYPE_RGB,
                       .bits = 8,
                       .interlace = PNG_INTERLACE_ADAM7,
                       .rows = rows[0],
                       .stride = 60 };
  g_autoptr (GByteArray) bytes = make_png (&recipe);
  g_autofree guint8 *pixels = mb_media_decode (load (world, "a.png", bytes), NULL);
  assert_pixel (pixels, 20, 13, 7, 0xFF341C50, 0);
}

static void
test_png_cut (World *world, gconstpointer data)
{
  guint8 rows[20][20 * 3];
  for (guint y = 0; y < 20; y++)
    ramp (rows[y], 20, y, 3);
  PngRecipe recipe = {
    .width = 20, .height = 20, .type = PNG_COLOR_TYPE_RGB, .bits = 8, .rows = rows[0], .stride = 60
  };
  g_autoptr (GByteArray) bytes = make_png (&recipe);
  for (guint size = 8; size < bytes->len; size += 3) {
    g_autofree char *name = g_strdup_printf ("%u.png", size);
    assert_refused (world, name, bytes->data, size, MB_ERROR_RESOURCE, "damaged");
  }
  bytes->data[60] ^= 0x10; /* inside IDAT */
  assert_refused (world, "crc.png", bytes->data, bytes->len, MB_ERROR_RESOURCE, "damaged");
}

static void
test_png_too_large (World *world, gconstpointer data)
{
  PngRecipe bomb = { .width = 10001, .height = 10000, .type = PNG_COLOR_TYPE_GRAY, .bits = 1 };
  PngRecipe wide = { .width = 40000, .height = 1, .type = PNG_COLOR_TYPE_GRAY, .bits = 1 };
  g_autoptr (GByteArray) one = make_png (&bomb);
  g_autoptr (GByteArray) two = make_png (&wide);
  assert_refused (world, "bombe.png", one->data, one->len, MB_ERROR_LIMIT, "10001 × 10000");
  assert_refused (world, "large.png", two->data, two->len, MB_ERROR_LIMIT, "40000 × 1");
}

/* --- Neither ------------------------------------------------------------------------------------------- */

typedef struct {
  const char *bytes;
  gsize size;
  MbError code;
  const char *says;
} KindCase;

static const KindCase kinds[] = {
  { "# Un article\n", 13, MB_ERROR_RESOURCE, "is not a picture" },
  { "", 0, MB_ERROR_RESOURCE, "is not a picture" },
  { "\xFF\xD8", 2, MB_ERROR_RESOURCE, "is not a picture" },
  { "<!DOCTYPE html><svg>", 20, MB_ERROR_RESOURCE, "is not a picture" },
  { "GIF89a..", 8, MB_ERROR_RESOURCE, "damaged" },
  { "RIFF....WEBPVP8 ", 16, MB_ERROR_UNSUPPORTED, "WebP" },
  { "....ftypavif", 12, MB_ERROR_UNSUPPORTED, "AVIF" },
  { "....ftypheic", 12, MB_ERROR_UNSUPPORTED, "HEIC" },
  { "II*\0....", 8, MB_ERROR_UNSUPPORTED, "TIFF" },
  { "%PDF-1.7", 8, MB_ERROR_UNSUPPORTED, "PDF" },
  { "<?xml version='1.0'?><svg>", 26, MB_ERROR_RESOURCE, "damaged" },
  { "\xFF\xD8\xFF\xE0 nothing", 12, MB_ERROR_RESOURCE, "damaged" },
};

static void
test_kinds (World *world, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *name = g_strdup_printf ("%u.jpg", (guint) i);
    assert_refused (world, name, kinds[i].bytes, kinds[i].size, kinds[i].code, kinds[i].says);
  }
}

static void
test_missing (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (mb_media_load (world->media, "absent.jpg", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_RESOURCE);
}

static void
test_file_cap (World *world, gconstpointer data)
{
  g_autofree char *path = g_build_filename (world->folder, "gros.jpg", NULL);
  g_autoptr (GError) error = NULL;
  put (world, "gros.jpg", "", 0);
  g_assert_cmpint (truncate (path, MB_MAX_PICTURE_BYTES + 1), ==, 0);
  g_assert_null (mb_media_load (world->media, "gros.jpg", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/media/" name, World, NULL, set_up, test, tear_down)
  ADD ("jpeg/whole", test_jpeg);
  ADD ("jpeg/unknown-density", test_jpeg_unknown_density);
  ADD ("jpeg/cut", test_jpeg_cut);
  ADD ("jpeg/flipped", test_jpeg_flipped);
  ADD ("jpeg/trailing", test_jpeg_trailing);
  ADD ("jpeg/ink", test_jpeg_ink);
  ADD ("jpeg/arithmetic", test_jpeg_arithmetic);
  ADD ("jpeg/too-large", test_jpeg_too_large);
  ADD ("jpeg/scans", test_jpeg_scans);
  ADD ("jpeg/icc", test_icc);
  ADD ("jpeg/pixels", test_jpeg_pixels);
  ADD ("exif/orientation", test_exif);
  ADD ("exif/density", test_exif_density);
  ADD ("exif/damaged", test_exif_damaged);
  ADD ("png/alpha", test_png_alpha);
  ADD ("png/palette", test_png_palette);
  ADD ("png/deep-grey", test_png_deep_grey);
  ADD ("png/interlaced", test_png_interlaced);
  ADD ("png/cut", test_png_cut);
  ADD ("png/too-large", test_png_too_large);
  ADD ("kinds", test_kinds);
  ADD ("missing", test_missing);
  ADD ("file-cap", test_file_cap);
  return g_test_run ();
}
