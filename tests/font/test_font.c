/* SPDX-License-Identifier: Apache-2.0 */
/* Faces by file, on fonts of Debian (fonts-ebgaramond, fonts-lato, fonts-sil-charis, fonts-linuxlibertine,
 * fonts-vollkorn), and on copies spoilt here. */
#include "../folder.h"
#include "font.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb.h>
#include <string.h>
#include <unistd.h>

#define GARAMOND "EBGaramond12-Regular.otf"

typedef struct {
  char *folder;
  MbDiagnostics *found;
  MbSource *source;
  MbFonts *fonts;
} World;

static void
set_up (World *world, gconstpointer data)
{
  const char *folders[] = { NULL, NULL };
  world->folder = g_dir_make_tmp ("marbre-font-XXXXXX", NULL);
  folders[0] = world->folder;
  world->found = mb_diagnostics_new ();
  world->source = mb_source_new (world->folder, world->found);
  world->fonts = mb_fonts_new (world->source, folders);
}

static void
tear_down (World *world, gconstpointer data)
{
  mb_fonts_free (world->fonts);
  mb_source_free (world->source);
  mb_diagnostics_free (world->found);
  remove_tree (world->folder);
  g_free (world->folder);
}

static gboolean
add (World *world, const char *family, const char *file, int weight, MbFontSlant slant)
{
  MbFontRule rule = { family, weight, weight, slant, 100, file, { "polices.css", 3, 1 }, NULL, 0 };
  return mb_fonts_add (world->fonts, &rule);
}

/* The face of @file, alone in a family of that name. */
static const MbFace *
face_of (World *world, const char *file)
{
  if (!mb_fonts_find (world->fonts, file))
    g_error ("these tests need %s", file);
  g_assert_true (add (world, file, file, 400, MB_FONT_UPRIGHT));
  return mb_fonts_match (world->fonts, file, 400, MB_FONT_UPRIGHT, 100);
}

static void
put (World *world, const char *name, gconstpointer bytes, gssize size)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

static char *
read_font (World *world, const char *file, gsize *size)
{
  char *bytes;
  g_assert_true (g_file_get_contents (mb_fonts_find (world->fonts, file), &bytes, size, NULL));
  return bytes;
}

static void
assert_refused (World *world, const char *file, MbMessage message)
{
  guint faces = mb_fonts_n (world->fonts);
  gsize n;
  g_assert_false (add (world, "x", file, 400, MB_FONT_UPRIGHT));
  const MbDiagnostic *list = mb_diagnostics_get (world->found, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (list->code, ==, message);
  g_assert_cmpuint (list->pos.line, ==, 3);
  g_assert_cmpuint (mb_fonts_n (world->fonts), ==, faces);
  g_assert_null (mb_fonts_match (world->fonts, "x", 400, MB_FONT_UPRIGHT, 100));
}

/* --- Finding ------------------------------------------------------------------------------------------- */

static void
test_find (World *world, gconstpointer data)
{
  const char *path = mb_fonts_find (world->fonts, GARAMOND);
  g_assert_true (g_str_has_prefix (path, "/usr/share/fonts/"));
  g_assert_true (mb_fonts_find (world->fonts, path) != NULL);
  g_assert_cmpstr (mb_fonts_find (world->fonts, path), ==, path);
  g_assert_null (mb_fonts_find (world->fonts, "Absente.otf"));
  g_assert_null (mb_fonts_find (world->fonts, "/etc/passwd"));
  g_assert_null (mb_fonts_find (world->fonts, "../" GARAMOND));
}

/* The user's folders come first, files before the folders below, by the order of bytes; loops end. */
static void
test_find_order (World *world, gconstpointer data)
{
  put (world, "b/deux.otf", "", 0);
  put (world, "a/z/deux.otf", "", 0);
  put (world, "c/" GARAMOND, "", 0);
  put (world, "c/note.txt", "", 0);
  g_autofree char *loop = g_build_filename (world->folder, "a/boucle", NULL);
  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_autofree char *two = g_build_filename (world->folder, "a/z/deux.otf", NULL);
  g_autofree char *three = g_build_filename (world->folder, "c/" GARAMOND, NULL);
  g_assert_cmpstr (mb_fonts_find (world->fonts, "deux.otf"), ==, two);
  g_assert_cmpstr (mb_fonts_find (world->fonts, GARAMOND), ==, three);
  g_assert_null (mb_fonts_find (world->fonts, "note.md"));
}

/* --- Refusals ------------------------------------------------------------------------------------------- */

static void
test_missing (World *world, gconstpointer data)
{
  assert_refused (world, "Absente.otf", MB_MSG_FONT_MISSING);
}

static void
test_not_a_font (World *world, gconstpointer data)
{
  put (world, "texte.otf", "# Un article\n", -1);
  assert_refused (world, "texte.otf", MB_MSG_FONT_NONE);
}

static void
test_web_font (World *world, gconstpointer data)
{
  put (world, "web.otf", "wOF2 and so on", -1);
  assert_refused (world, "web.otf", MB_MSG_FONT_KIND);
}

static void
copy_long (guint8 *to, gsize value)
{
  guint32 big = GUINT32_TO_BE ((guint32) value);
  memcpy (to, &big, sizeof big);
}

/* The tables of a font as a WOFF file, none of them compressed (WOFF 1.0 § 5 allows it). */
static GByteArray *
wrap_as_woff (const char *font, gsize size)
{
  const guint8 *from = (const guint8 *) font;
  guint n = from[4] << 8 | from[5], head = 44 + 20 * n;
  GByteArray *file = g_byte_array_new ();
  g_byte_array_set_size (file, head);
  memset (file->data, 0, head);
  memcpy (file->data, "wOFF", 4);
  memcpy (file->data + 4, from, 4);
  memcpy (file->data + 12, from + 4, 2);
  gsize unpacked = 12 + 16 * (gsize) n;
  for (guint i = 0; i < n; i++) {
    const guint8 *record = from + 12 + 16 * (gsize) i;
    guint32 offset = GUINT32_FROM_BE (*(const guint32 *) (gconstpointer) (record + 8));
    guint32 length = GUINT32_FROM_BE (*(const guint32 *) (gconstpointer) (record + 12));
    guint32 padded = (length + 3) & ~3U, at = file->len;
    g_byte_array_set_size (file, at + padded);
    memset (file->data + at, 0, padded);
    memcpy (file->data + at, from + offset, length);
    guint8 *entry = file->data + 44 + 20 * (gsize) i;
    memcpy (entry, record, 4);
    copy_long (entry + 4, at);
    copy_long (entry + 8, length);
    copy_long (entry + 12, length);
    memcpy (entry + 16, record + 4, 4);
    unpacked += padded;
  }
  copy_long (file->data + 8, file->len);
  copy_long (file->data + 16, unpacked);
  return file;
}

static void
test_woff (World *world, gconstpointer data)
{
  gsize size;
  g_autofree char *bytes = read_font (world, GARAMOND, &size);
  g_autoptr (GByteArray) woff = wrap_as_woff (bytes, size);
  put (world, "web.woff", woff->data, woff->len);
  const MbFace *face = face_of (world, "web.woff"), *plain = face_of (world, GARAMOND);
  g_assert_cmpstr (mb_face_postscript (face), ==, mb_face_postscript (plain));
  g_assert_cmpint (mb_face_metrics (face).x_height, ==, mb_face_metrics (plain).x_height);
  g_assert_cmpint (mb_face_advance (face, 'm'), ==, mb_face_advance (plain, 'm'));
  copy_long (woff->data + 16, MB_MAX_FONT_BYTES + (gsize) 1);
  put (world, "enorme.woff", woff->data, woff->len);
  assert_refused (world, "enorme.woff", MB_MSG_FONT_KIND);
}

static void
test_lenient (World *world, gconstpointer data)
{
  mb_fonts_set_lenient (world->fonts, TRUE);
  assert_refused (world, "Absente.otf", MB_MSG_FONT_GAP);
  g_assert_cmpuint (mb_diagnostics_count (world->found, MB_FAILURE), ==, 0);
}

static void
test_truncated (World *world, gconstpointer data)
{
  gsize size;
  g_autofree char *bytes = read_font (world, GARAMOND, &size);
  put (world, "coupe.otf", bytes, 2000);
  assert_refused (world, "coupe.otf", MB_MSG_FONT_NONE);
}

static void
test_too_big (World *world, gconstpointer data)
{
  g_autofree char *path = g_build_filename (world->folder, "gros.otf", NULL);
  put (world, "gros.otf", "", 0);
  g_assert_cmpint (truncate (path, MB_MAX_FONT_BYTES + 1), ==, 0);
  assert_refused (world, "gros.otf", MB_MSG_FONT_UNREADABLE);
}

/* A copy of EB Garamond whose table @tag is @bytes. */
static void
put_with_table (World *world, const char *name, hb_tag_t tag, const char *bytes, guint size)
{
  hb_blob_t *blob = hb_blob_create_from_file (mb_fonts_find (world->fonts, GARAMOND));
  hb_face_t *face = hb_face_create (blob, 0), *builder = hb_face_builder_create ();
  hb_tag_t tags[64];
  unsigned int n = G_N_ELEMENTS (tags);
  hb_face_get_table_tags (face, 0, &n, tags);
  for (unsigned int i = 0; i < n; i++) {
    hb_blob_t *table = hb_face_reference_table (face, tags[i]);
    hb_face_builder_add_table (builder, tags[i], table);
    hb_blob_destroy (table);
  }
  hb_blob_t *table = hb_blob_create (bytes, size, HB_MEMORY_MODE_READONLY, NULL, NULL);
  hb_face_builder_add_table (builder, tag, table);
  hb_blob_t *out = hb_face_reference_blob (builder);
  put (world, name, hb_blob_get_data (out, NULL), hb_blob_get_length (out));
  hb_blob_destroy (out);
  hb_blob_destroy (table);
  hb_face_destroy (builder);
  hb_face_destroy (face);
  hb_blob_destroy (blob);
}

static void
put_with_licence (World *world, const char *name, guint8 high, guint8 low)
{
  hb_blob_t *blob = hb_blob_create_from_file (mb_fonts_find (world->fonts, GARAMOND));
  hb_face_t *face = hb_face_create (blob, 0);
  hb_blob_t *table = hb_face_reference_table (face, HB_TAG ('O', 'S', '/', '2'));
  unsigned int size;
  g_autofree char *bytes = g_memdup2 (hb_blob_get_data (table, &size), hb_blob_get_length (table));
  size = hb_blob_get_length (table);
  bytes[8] = (char) high;
  bytes[9] = (char) low;
  put_with_table (world, name, HB_TAG ('O', 'S', '/', '2'), bytes, size);
  hb_blob_destroy (table);
  hb_face_destroy (face);
  hb_blob_destroy (blob);
}

static void
test_licence (World *world, gconstpointer data)
{
  static const struct {
    const char *name;
    guint8 bits;
  } allowed[] = {
    { "0.otf", 0 }, { "4.otf", 4 }, { "8.otf", 8 }, { "12.otf", 12 }, { "6.otf", 6 }
  };
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++) {
    put_with_licence (world, allowed[i].name, 0, allowed[i].bits);
    g_assert_nonnull (face_of (world, allowed[i].name));
  }
  put_with_licence (world, "2.otf", 0, 2);
  assert_refused (world, "2.otf", MB_MSG_FONT_RESTRICTED);
}

static void
test_variable (World *world, gconstpointer data)
{
  static const char fvar[] = "\0\1\0\0\0\20\0\2\0\1\0\24\0\0\0\10"
                             "wght\0\144\0\0\1\220\0\0\3\204\0\0\0\0\1\0";
  put_with_table (world, "variable.otf", HB_TAG ('f', 'v', 'a', 'r'), fvar, sizeof fvar - 1);
  assert_refused (world, "variable.otf", MB_MSG_FONT_VARIABLE);
}

/* --- Matching --------------------------------------------------------------------------------------------- */

typedef struct {
  int weight;
  MbFontSlant slant;
  int stretch;
  const char *file;
} MatchCase;

static const MatchCase matches[] = {
  { 400, MB_FONT_UPRIGHT, 100, "Lato-Regular.ttf" },
  { 450, MB_FONT_UPRIGHT, 100, "Lato-Medium.ttf" }, /* up to 500 first */
  { 500, MB_FONT_UPRIGHT, 100, "Lato-Medium.ttf" },
  { 350, MB_FONT_UPRIGHT, 100, "Lato-Light.ttf" }, /* lighter: down first */
  { 100, MB_FONT_UPRIGHT, 100, "Lato-Light.ttf" }, /* then up */
  { 600, MB_FONT_UPRIGHT, 100, "Lato-Heavy.ttf" }, /* bolder: up first */
  { 700, MB_FONT_UPRIGHT, 100, "Lato-Heavy.ttf" }, /* inside 700–850 */
  { 900, MB_FONT_UPRIGHT, 100, "Lato-Heavy.ttf" }, /* then down */
  { 700, MB_FONT_ITALIC, 100, "Lato-Italic.ttf" }, /* slant before weight */
  { 400, MB_FONT_OBLIQUE, 100, "Lato-Italic.ttf" },
  { 400, MB_FONT_UPRIGHT, 80, "Lato-Black.ttf" }, /* stretch before all */
  { 900, MB_FONT_ITALIC, 75, "Lato-Black.ttf" },
  { 400, MB_FONT_UPRIGHT, 110, "Lato-Regular.ttf" },
};

static void
test_match (World *world, gconstpointer data)
{
  MbFontRule narrow = {
    "LATO", 900, 900, MB_FONT_UPRIGHT, 75, "Lato-Black.ttf", MB_NOWHERE, NULL, 0
  };
  MbFontRule range = {
    "Lato", 850, 700, MB_FONT_UPRIGHT, 100, "Lato-Heavy.ttf", MB_NOWHERE, NULL, 0
  };
  g_assert_true (add (world, "Lato", "Lato-Light.ttf", 300, MB_FONT_UPRIGHT));
  g_assert_true (add (world, "lato", "Lato-Thin.ttf", 400, MB_FONT_UPRIGHT));
  g_assert_true (
      add (world, "Lato", "Lato-Regular.ttf", 400, MB_FONT_UPRIGHT)); /* the later wins */
  g_assert_true (add (world, "Lato", "Lato-Medium.ttf", 500, MB_FONT_UPRIGHT));
  g_assert_true (add (world, "Lato", "Lato-Italic.ttf", 400, MB_FONT_ITALIC));
  g_assert_true (mb_fonts_add (world->fonts, &range));
  g_assert_true (mb_fonts_add (world->fonts, &narrow));
  for (gsize i = 0; i < G_N_ELEMENTS (matches); i++) {
    const MatchCase *test = &matches[i];
    const MbFace *face =
        mb_fonts_match (world->fonts, "laTO", test->weight, test->slant, test->stretch);
    g_autofree char *file = g_path_get_basename (mb_face_path (face));
    g_test_message ("%d %d %d", test->weight, test->slant, test->stretch);
    g_assert_cmpstr (file, ==, test->file);
  }
  g_assert_null (mb_fonts_match (world->fonts, "Arial", 400, MB_FONT_UPRIGHT, 100));
}

static void
test_one_file_two_rules (World *world, gconstpointer data)
{
  const MbFace *one = face_of (world, GARAMOND);
  g_assert_true (add (world, "Titres", mb_face_path (one), 700, MB_FONT_ITALIC));
  g_assert_true (mb_fonts_match (world->fonts, "titres", 400, MB_FONT_UPRIGHT, 100) == one);
  g_assert_cmpuint (mb_fonts_n (world->fonts), ==, 1);
  g_assert_true (mb_fonts_get (world->fonts, 0) == one);
  g_assert_cmpuint (mb_face_index (one), ==, 0);
  g_assert_cmpint (mb_face_weight (one), ==, 400);
}

/* fontconfig alone already answers by our names; the test with Pango is in tests/text. */
static void
test_config (World *world, gconstpointer data)
{
  static const char *const files[] = { "EBGaramond08-Regular.otf", GARAMOND,
                                       "EBGaramond12-Italic.otf" };
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (mb_face_index (face_of (world, files[i])), ==, i);
  for (guint i = 0; i < 3; i++) {
    FcPattern *asked = FcPatternCreate (), *got;
    FcResult result;
    FcChar8 *file;
    FcPatternAddString (asked, FC_FAMILY,
                        (const FcChar8 *) mb_face_family (mb_fonts_get (world->fonts, i)));
    FcPatternAddInteger (asked, FC_WEIGHT, FC_WEIGHT_BLACK);
    FcConfigSubstitute (mb_fonts_config (world->fonts), asked, FcMatchPattern);
    FcDefaultSubstitute (asked);
    got = FcFontMatch (mb_fonts_config (world->fonts), asked, &result);
    g_assert_cmpint (FcPatternGetString (got, FC_FILE, 0, &file), ==, FcResultMatch);
    g_assert_true (g_str_has_suffix ((const char *) file, files[i]));
    FcPatternDestroy (got);
    FcPatternDestroy (asked);
  }
}

/* --- Faces ------------------------------------------------------------------------------------------------- */

static void
test_metrics (World *world, gconstpointer data)
{
  MbFontMetrics metrics = mb_face_metrics (face_of (world, GARAMOND));
  g_assert_cmpint (metrics.units_per_em, ==, 1000);
  g_assert_cmpint (metrics.cap_height, ==, 650);
  g_assert_cmpint (metrics.x_height, ==, 400);
  g_assert_cmpint (metrics.ascent, ==, 710);
  g_assert_cmpint (metrics.descent, ==, 290);
  g_assert_cmpint (metrics.line_gap, ==, 0);

  /* USE_TYPO_METRICS is set, and hhea says otherwise (987, 213, 0). */
  MbFontMetrics lato = mb_face_metrics (face_of (world, "Lato-Regular.ttf"));
  g_assert_cmpint (lato.units_per_em, ==, 2000);
  g_assert_cmpint (lato.ascent, ==, 805);
  g_assert_cmpint (lato.descent, ==, 195);
  g_assert_cmpint (lato.line_gap, ==, 200);
  g_assert_cmpint (lato.x_height, ==, 507);
}

static void
test_names_and_characters (World *world, gconstpointer data)
{
  const MbFace *face = face_of (world, GARAMOND);
  g_assert_cmpstr (mb_face_postscript (face), ==, "EBGaramond12-Regular");
  g_assert_cmpstr (mb_face_family (face), ==, "mb-0000");
  g_assert_true (mb_face_has_char (face, 0x153));
  g_assert_true (mb_face_has_char (face, 0x202F));
  g_assert_false (mb_face_has_char (face, 0x4E00));
  g_assert_false (mb_face_has_char (face, 0x2030)); /* ‰: notes/french.md § 3.10 */
  gsize size;
  g_autofree char *bytes = read_font (world, GARAMOND, &size);
  g_assert_cmphex (mb_face_hash (face), ==, mb_hash (bytes, size, 0));
}

typedef struct {
  const char *file, *feature, *sample;
  gboolean has;
} FeatureCase;

/* notes/french.md § 3.3 */
static const FeatureCase features[] = {
  { GARAMOND, "sups", "er", TRUE },
  { GARAMOND, "smcp", "abc", TRUE },
  { GARAMOND, "smcp", "123", FALSE },
  { GARAMOND, "lnum", "1789", TRUE },
  { GARAMOND, "liga", "fi", TRUE },
  { "Lato-Regular.ttf", "sups", "er", TRUE },
  { "Lato-Regular.ttf", "smcp", "abc", FALSE },
  { "CharisSIL-Regular.ttf", "sups", "er", FALSE },
  { "CharisSIL-Regular.ttf", "smcp", "abc", TRUE },
  { "LinLibertine_R.otf", "onum", "1789", TRUE },
};

static void
test_features (World *world, gconstpointer data)
{
  for (int round = 0; round < 2; round++) /* the second from memory */
    for (gsize i = 0; i < G_N_ELEMENTS (features); i++) {
      const FeatureCase *test = &features[i];
      g_test_message ("%s %s %s", test->file, test->feature, test->sample);
      g_assert_cmpint (mb_face_has_feature (face_of (world, test->file), test->feature,
                                            test->sample),
                       ==, test->has);
    }
}

static void
test_kerns_space (World *world, gconstpointer data)
{
  g_assert_true (mb_face_kerns_space (face_of (world, "Vollkorn-Regular.ttf")));
  g_assert_false (mb_face_kerns_space (face_of (world, "CharisSIL-Regular.ttf")));
  g_assert_false (mb_face_kerns_space (face_of (world, GARAMOND)));
}

/* --- Subsets ------------------------------------------------------------------------------------------------ */

static gint64
width_in (GBytes *bytes, const char *text, const char *feature, guint *missing)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  hb_blob_t *blob = hb_blob_create (data, size, HB_MEMORY_MODE_READONLY, NULL, NULL);
  hb_face_t *face = hb_face_create (blob, 0);
  hb_font_t *font = hb_font_create (face);
  hb_buffer_t *buffer = hb_buffer_create ();
  hb_feature_t asked;
  unsigned int n;
  gint64 sum = 0;
  hb_feature_from_string (feature, -1, &asked);
  hb_buffer_add_utf8 (buffer, text, -1, 0, -1);
  hb_buffer_guess_segment_properties (buffer);
  hb_shape (font, buffer, &asked, 1);
  const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos (buffer, &n);
  const hb_glyph_position_t *at = hb_buffer_get_glyph_positions (buffer, NULL);
  for (unsigned int i = 0; i < n; i++) {
    *missing += glyphs[i].codepoint == 0;
    sum += at[i].x_advance;
  }
  hb_buffer_destroy (buffer);
  hb_font_destroy (font);
  hb_face_destroy (face);
  hb_blob_destroy (blob);
  return sum;
}

static void
test_subset (World *world, gconstpointer data)
{
  static const gunichar characters[] = { ' ', 'A', 'V', 'a', 'c', 'e', 'f', 'i', 'r' };
  const MbFace *face = face_of (world, GARAMOND);
  gsize size;
  g_autofree char *bytes = read_font (world, GARAMOND, &size);
  g_autoptr (GBytes) whole = g_bytes_new_static (bytes, size);
  g_autoptr (GBytes) one = mb_face_subset (face, characters, G_N_ELEMENTS (characters), NULL);
  g_autoptr (GBytes) two = mb_face_subset (face, characters, G_N_ELEMENTS (characters), NULL);
  g_assert_true (g_bytes_equal (one, two));
  g_assert_cmpuint (g_bytes_get_size (one), <, size / 5);
  guint missing = 0, absent = 0;
  g_assert_cmpint (width_in (one, "AV efficace", "smcp", &missing), ==,
                   width_in (whole, "AV efficace", "smcp", &missing));
  g_assert_cmpint (width_in (one, "AV efficace", "kern", &missing), ==,
                   width_in (whole, "AV efficace", "kern", &missing));
  g_assert_cmpint (width_in (one, "er", "sups", &missing), ==,
                   width_in (whole, "er", "sups", &missing));
  g_assert_cmpuint (missing, ==, 0);
  width_in (one, "z", "kern", &absent);
  g_assert_cmpuint (absent, ==, 1);
}

static void
test_subset_forbidden (World *world, gconstpointer data)
{
  put_with_licence (world, "entiere.otf", 1, 0);
  g_autofree char *path = g_build_filename (world->folder, "entiere.otf", NULL);
  gunichar a = 'a';
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_autoptr (GBytes) subset = mb_face_subset (face_of (world, "entiere.otf"), &a, 1, NULL);
  g_assert_cmpmem (g_bytes_get_data (subset, NULL), g_bytes_get_size (subset), bytes, size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/font/" name, World, NULL, set_up, test, tear_down)
  ADD ("find", test_find);
  ADD ("find-order", test_find_order);
  ADD ("missing", test_missing);
  ADD ("not-a-font", test_not_a_font);
  ADD ("web-font", test_web_font);
  ADD ("woff", test_woff);
  ADD ("lenient", test_lenient);
  ADD ("truncated", test_truncated);
  ADD ("too-big", test_too_big);
  ADD ("licence", test_licence);
  ADD ("variable", test_variable);
  ADD ("match", test_match);
  ADD ("one-file-two-rules", test_one_file_two_rules);
  ADD ("config", test_config);
  ADD ("metrics", test_metrics);
  ADD ("names-and-characters", test_names_and_characters);
  ADD ("features", test_features);
  ADD ("kerns-space", test_kerns_space);
  ADD ("subset", test_subset);
  ADD ("subset-forbidden", test_subset_forbidden);
  return g_test_run ();
}
