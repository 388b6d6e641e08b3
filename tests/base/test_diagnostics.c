/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue, errors, the collector. */
#include "base.h"

#include <string.h>

static MbPos
at (const char *file, guint line, guint col)
{
  return (MbPos){ g_intern_string (file), line, col };
}

static void
test_error (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (mb_error_set (&error, MB_ERROR_RESOURCE, MB_MSG_FILE_UNREADABLE, "a\x1b[2Jb\xff",
                                "why {1}", NULL));
  g_assert_error (error, MB_ERROR, MB_ERROR_RESOURCE);
  g_assert_cmpstr (error->message, ==, "cannot read a\\x1B[2Jb\xEF\xBF\xBD: why {1}");
  g_assert_false (mb_error_set (NULL, MB_ERROR_RESOURCE, MB_MSG_FILE_MISSING, "a", NULL));
}

static void
test_language (void)
{
  g_autoptr (GError) error = NULL;
  mb_set_language ("fr_FR.UTF-8");
  g_assert_cmpstr (mb_language (), ==, "fr");
  mb_error_set (&error, MB_ERROR_RESOURCE, MB_MSG_FILE_NOT_REGULAR, "x.md", NULL);
  g_assert_cmpstr (error->message, ==, "x.md n’est pas un fichier ordinaire");
  static const char *const english[] = { "C", "de_DE.UTF-8", "", "frp_IT", NULL };
  for (int i = 0; i < 5; i++) {
    mb_set_language ("fr");
    mb_set_language (english[i]);
    g_assert_cmpstr (mb_language (), ==, "en");
  }
}

static guint
slots (const char *text)
{
  guint found = 0;
  for (; *text; text++)
    if (text[0] == '{' && g_ascii_isdigit (text[1]) && text[2] == '}')
      found |= 1u << (text[1] - '0');
  return found;
}

/* Every line, of every room: both languages say the same things. */
static void
test_catalogue (void)
{
  MbCatalogueEntry en, fr;
  guint n = 0;
  for (; mb_catalogue_get (n, "en", &en); n++) {
    g_assert_true (mb_catalogue_get (n, "fr_FR", &fr));
    g_test_message ("%s", en.name);
    g_assert_cmpint (en.code, ==, fr.code);
    g_assert_true (*en.text && *fr.text);
    g_assert_cmpint (*en.hint == 0, ==, *fr.hint == 0);
    g_assert_cmpint (*en.why == 0, ==, *fr.why == 0);
    g_assert_cmphex (slots (en.text), ==, slots (fr.text));
    g_assert_cmphex (slots (en.hint), ==, slots (fr.hint));
    g_assert_true (g_utf8_validate (fr.text, -1, NULL) && g_utf8_validate (fr.why, -1, NULL));
  }
  g_assert_cmpuint (n, >, 20);
}

static void
test_order (void)
{
  g_autoptr (MbDiagnostics) found = mb_diagnostics_new ();
  mb_report (found, at ("b.md", 1, 1), MB_MSG_TEXT_NUL, NULL);
  mb_report (found, at ("a.md", 10, 2), MB_MSG_TEXT_NUL, NULL);
  mb_report (found, at ("a.md", 9, 7), MB_MSG_TEXT_NUL, NULL);
  mb_report (found, at ("a.md", 9, 7), MB_MSG_TEXT_NOT_UTF8, "E9", NULL);
  g_assert_false (mb_report (found, at ("a.md", 9, 7), MB_MSG_TEXT_NUL, NULL));
  mb_report (found, MB_NOWHERE, MB_MSG_FILE_MISSING, "z", NULL);
  mb_report (found, MB_NOWHERE, MB_MSG_FILE_MISSING, "y", NULL);
  mb_report (NULL, MB_NOWHERE, MB_MSG_FILE_MISSING, "y", NULL);

  gsize n;
  const MbDiagnostic *list = mb_diagnostics_get (found, &n);
  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpstr (list[0].message, ==, "cannot find z");
  g_assert_cmpstr (list[1].message, ==, "cannot find y");
  g_assert_cmpint (list[2].code, ==, MB_MSG_TEXT_NOT_UTF8);
  g_assert_cmpint (list[3].code, ==, MB_MSG_TEXT_NUL);
  g_assert_cmpuint (list[4].pos.line, ==, 10);
  g_assert_cmpstr (list[5].pos.file, ==, "b.md");
  g_assert_cmpuint (list[5].width, ==, 1);
  g_assert_nonnull (list[0].hint);
}

static void
test_excerpt (void)
{
  static const char text[] = "un\r\ndeux\rtrois \xE9\n\nfin";
  g_autoptr (MbDiagnostics) found = mb_diagnostics_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  static const char *const lines[] = { "un", "deux", "trois \xEF\xBF\xBD", "", "fin", NULL };
  mb_diagnostics_add_file (found, "a.md", bytes);
  for (guint line = 0; line < 8; line++)
    mb_report_width (found, at ("a.md", line, 1), 4, MB_MSG_TEXT_NUL, NULL);
  mb_report (found, at ("autre.md", 1, 1), MB_MSG_TEXT_NUL, NULL);

  gsize n;
  const MbDiagnostic *list = mb_diagnostics_get (found, &n);
  g_assert_cmpuint (n, ==, 9);
  g_assert_null (list[0].excerpt);
  for (guint line = 1; line <= 6; line++)
    g_assert_cmpstr (list[line].excerpt, ==, lines[line - 1]);
  g_assert_null (list[7].excerpt);
  g_assert_null (list[8].excerpt);
  g_assert_cmpuint (list[1].width, ==, 4);
}

static void
test_limit_and_counts (void)
{
  g_autoptr (MbDiagnostics) found = mb_diagnostics_new ();
  for (guint line = 1; line <= MB_MAX_DIAGNOSTICS + 50; line++)
    mb_report (found, at ("a.md", line, 1), MB_MSG_TEXT_NUL, NULL);
  gsize n;
  mb_diagnostics_get (found, &n);
  g_assert_cmpuint (n, ==, MB_MAX_DIAGNOSTICS);
  g_assert_cmpuint (mb_diagnostics_count (found, MB_FAILURE), ==, MB_MAX_DIAGNOSTICS + 50);
  g_assert_cmpuint (mb_diagnostics_count (found, MB_INFO), ==, MB_MAX_DIAGNOSTICS + 50);
}

static gboolean
find_warning (MbCatalogueEntry *entry)
{
  for (guint i = 0; mb_catalogue_get (i, "en", entry); i++)
    if (entry->severity == MB_WARNING)
      return TRUE;
  return FALSE;
}

static void
test_promote (void)
{
  g_autoptr (MbDiagnostics) found = mb_diagnostics_new ();
  MbCatalogueEntry entry;
  if (!find_warning (&entry)) {
    g_test_skip ("no warning in the catalogue");
    return;
  }
  mb_report (found, at ("a.md", 1, 1), entry.code, "a", "b", "c", NULL);
  g_assert_cmpuint (mb_diagnostics_count (found, MB_FAILURE), ==, 0);
  g_assert_cmpuint (mb_diagnostics_count (found, MB_WARNING), ==, 1);
  mb_diagnostics_promote (found);
  mb_report (found, at ("a.md", 2, 1), entry.code, "a", "b", "c", NULL);
  g_assert_cmpuint (mb_diagnostics_count (found, MB_FAILURE), ==, 2);
  gsize n;
  const MbDiagnostic *list = mb_diagnostics_get (found, &n);
  g_assert_cmpint (list[0].severity, ==, MB_FAILURE);
  g_assert_cmpint (list[1].severity, ==, MB_FAILURE);
}

static void
test_nearest (void)
{
  static const char *const names[] = { "rubriques", "articles", "édition", "isbn", "date", NULL };
  g_assert_cmpstr (mb_nearest ("rubrique", names), ==, "rubriques");
  g_assert_cmpstr (mb_nearest ("aritcles", names), ==, "articles");
  g_assert_cmpstr (mb_nearest ("edition", names), ==, "édition");
  g_assert_cmpstr (mb_nearest ("dtae", names), ==, "date");
  g_assert_null (mb_nearest ("chapitres", names));
  g_assert_null (mb_nearest ("da", names));
  g_assert_null (mb_nearest ("", names));
  g_autofree char *long_word = g_strnfill (100000, 'a');
  g_assert_null (mb_nearest (long_word, names));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error", test_error);
  g_test_add_func ("/language", test_language);
  g_test_add_func ("/catalogue", test_catalogue);
  g_test_add_func ("/diagnostics/order", test_order);
  g_test_add_func ("/diagnostics/excerpt", test_excerpt);
  g_test_add_func ("/diagnostics/limit-and-counts", test_limit_and_counts);
  g_test_add_func ("/diagnostics/promote", test_promote);
  g_test_add_func ("/nearest", test_nearest);
  return g_test_run ();
}
