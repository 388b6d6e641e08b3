/* SPDX-License-Identifier: Apache-2.0 */
/* Small editions as golden text, and what must hold of every book: same bytes, no half files.
 *
 * cases/NAME.html (see support.h) → cases/NAME.expected: each file of the zip in order, its text, or its size when it is
 * binary; then the findings. MARBRE_UPDATE=1 rewrites them. */
#include "support.h"

#include <signal.h>
#include <sys/resource.h>

#define SHEET    TEST_DIR "/maison.css"
#define PICTURES SOURCE_DIR "/samples/articles/images"

static char *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
temp_path (const char *name)
{
  return g_build_filename (g_get_tmp_dir (), name, NULL);
}

/* --- Golden text ------------------------------------------------------------------------------------------------*/

static gboolean
is_text (const char *name)
{
  static const char *const ends[] = { ".xhtml", ".opf", ".ncx", ".css", ".xml", "mimetype" };
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (name, ends[i]))
      return TRUE;
  return FALSE;
}

static void
append_entry (GString *out, zip_t *zip, zip_uint64_t index)
{
  zip_stat_t stat;
  g_assert_cmpint (zip_stat_index (zip, index, 0, &stat), ==, 0);
  g_string_append_printf (out, "=== %s%s\n", stat.name,
                          stat.comp_method == ZIP_CM_STORE ? " (stored)" : "");
  if (!is_text (stat.name))
    return;
  g_autofree char *text = g_malloc0 (stat.size + 1);
  zip_file_t *file = zip_fopen_index (zip, index, 0);
  g_assert_cmpint (zip_fread (file, text, stat.size), ==, (zip_int64_t) stat.size);
  zip_fclose (file);
  g_assert_true (g_utf8_validate (text, (gssize) stat.size, NULL));
  g_string_append_printf (out, "%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
}

static void
append_findings (GString *out, MbDiagnostics *diagnostics)
{
  gsize n;
  const MbDiagnostic *found = mb_diagnostics_get (diagnostics, &n);
  g_string_append (out, "=== findings\n");
  for (gsize i = 0; i < n; i++) {
    g_autofree char *file = g_path_get_basename (found[i].pos.file ? found[i].pos.file : "-");
    g_string_append_printf (out, "%s:%u MB%04d %s\n", file, found[i].pos.line, found[i].code,
                            found[i].message);
  }
}

/* Every space that cannot be seen is made visible, and so is what begins a paragraph. */
static char *
readable (const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  g_string_replace (out, "\u00a0", "<NBSP>", 0);
  g_string_replace (out, "\u202f", "<NNBSP>", 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
packed (const char *xhtml)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temp_path ("marbre-epub-case.epub");
  g_autoptr (GString) out = g_string_new (NULL);
  Edition edition;
  edition_open (&edition, xhtml, SHEET, PICTURES, SOURCE_DIR);
  edition_write (&edition, path, &error);
  g_assert_no_error (error);
  zip_t *zip = zip_open (path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
  g_assert_nonnull (zip);
  for (zip_int64_t i = 0; i < zip_get_num_entries (zip, 0); i++)
    append_entry (out, zip, (zip_uint64_t) i);
  zip_discard (zip);
  append_findings (out, edition.diagnostics);
  edition_close (&edition);
  g_unlink (path);
  return readable (out->str);
}

static void
test_case (gconstpointer data)
{
  g_autofree char *stem = g_strndup (data, strlen (data) - strlen (".html"));
  g_autofree char *expected_path = g_strconcat (stem, ".expected", NULL);
  g_autofree char *xhtml = load (data), *made = packed (xhtml);
  if (g_getenv ("MARBRE_UPDATE")) {
    g_assert_true (g_file_set_contents (expected_path, made, -1, NULL));
    return;
  }
  g_autofree char *expected = load (expected_path);
  if (strcmp (made, expected) != 0) {
    g_autofree char *seen = temp_path ("marbre-epub-case.seen");
    g_file_set_contents (seen, made, -1, NULL);
    g_test_message ("%s differs: diff %s %s", stem, expected_path, seen);
    g_test_fail ();
  }
}

static void
add_cases (void)
{
  GDir *dir = g_dir_open (TEST_DIR "/cases", 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".html")) {
      g_autofree char *test = g_strconcat ("/epub/case/", name, NULL);
      g_test_add_data_func_full (test, g_build_filename (TEST_DIR "/cases", name, NULL), test_case,
                                 g_free);
    }
  g_dir_close (dir);
}

/* --- What must hold ------------------------------------------------------------------------------------------------*/

static GBytes *
bytes_of_run (const char *zone)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temp_path ("marbre-epub-run.epub"),
                  *xhtml = load (TEST_DIR "/cases/journal.html");
  char *bytes;
  gsize size;
  Edition edition;
  g_setenv ("TZ", zone, TRUE);
  edition_open (&edition, xhtml, SHEET, PICTURES, SOURCE_DIR);
  edition_write (&edition, path, &error);
  g_assert_no_error (error);
  edition_close (&edition);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_unlink (path);
  return g_bytes_new_take (bytes, size);
}

static void
test_same_bytes (void)
{
  g_autoptr (GBytes) utc = bytes_of_run ("UTC"), again = bytes_of_run ("UTC"),
                     tokyo = bytes_of_run ("Asia/Tokyo");
  g_assert_true (g_bytes_equal (utc, again));
  g_assert_true (g_bytes_equal (utc, tokyo));
}

/* OCF 3.3 § 4.3: "mimetype" is the first entry, stored, without an extra field. */
static void
test_mimetype_first (void)
{
  g_autoptr (GBytes) bytes = bytes_of_run ("UTC");
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  g_assert_cmpmem (data, 4, "PK\3\4", 4);
  g_assert_cmpmem (data + 6, 2, "\0\0", 2 - 0); /* no data descriptor, no encryption; ASCII name */
  g_assert_cmpmem (data + 8, 2, "\0\0", 2);     /* stored */
  g_assert_cmpmem (data + 28, 2, "\0\0", 2);    /* no extra field */
  g_assert_cmpmem (data + 30, 28, "mimetypeapplication/epub+zip", 28);
}

/* The disk is full after 20 kB: the old file stays. */
static void
test_full_disk (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temp_path ("marbre-epub-full.epub"),
                  *xhtml = load (TEST_DIR "/cases/journal.html");
  struct rlimit old, small;
  Edition edition;
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  edition_open (&edition, xhtml, SHEET, PICTURES, SOURCE_DIR);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 20000;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  gboolean done = edition_write (&edition, path, &error);
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_false (done);
  g_assert_error (error, MB_ERROR, MB_ERROR_OUTPUT);
  edition_close (&edition);
  g_autofree char *kept = load (path);
  g_assert_cmpstr (kept, ==, "old");
  g_unlink (path);
}

static void
test_missing_folder (void)
{
  g_autoptr (GError) error = NULL;
  Edition edition;
  edition_open (&edition,
                "<body class=\"livre\"><section class=\"chapitre\"><h1>A</h1></section></body>",
                SHEET, PICTURES, SOURCE_DIR);
  g_assert_false (edition_write (&edition, "/nowhere/at/all/x.epub", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_OUTPUT);
  edition_close (&edition);
}

/* A missing picture is a failure, or with allow_missing a warning and a book without it. */
static void
test_missing_picture (void)
{
  const char *xhtml = "<body class=\"livre\"><section class=\"chapitre\"><h1>A</h1><p><img "
                      "src=\"absente.jpg\" alt=\"x\"/>B</p></section></body>";
  g_autofree char *path = temp_path ("marbre-epub-missing.epub");
  for (int allow = 0; allow < 2; allow++) {
    g_autoptr (GError) error = NULL;
    Edition edition;
    edition_open (&edition, xhtml, SHEET, PICTURES, SOURCE_DIR);
    edition.options.allow_missing = allow;
    edition_write (&edition, path, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (mb_diagnostics_count (edition.diagnostics, MB_FAILURE), ==, allow ? 0 : 1);
    g_assert_cmpuint (mb_diagnostics_count (edition.diagnostics, MB_WARNING), ==, 1);
    edition_close (&edition);
  }
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/epub/same-bytes", test_same_bytes);
  g_test_add_func ("/epub/mimetype-first", test_mimetype_first);
  g_test_add_func ("/epub/full-disk", test_full_disk);
  g_test_add_func ("/epub/missing-folder", test_missing_folder);
  g_test_add_func ("/epub/missing-picture", test_missing_picture);
  return g_test_run ();
}
