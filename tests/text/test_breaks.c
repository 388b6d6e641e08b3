/* SPDX-License-Identifier: Apache-2.0 */
/* The break table as data: cases/coupures.cases. */
#include "internal.h"
#include "style_fixture.h"

static char *
show_breaks (const char *lang, const char *text)
{
  Styled style;
  styled_init (&style);
  MbInline inl = inline_text (text, &style.style);
  inl.lang = lang;
  MbChars chars = { g_array_new (FALSE, FALSE, sizeof (MbChar)),
                    g_array_new (FALSE, FALSE, sizeof (MbMarkIn)) };
  mb_chars_fill (&chars, &inl, 1);
  const MbChar *all = (const MbChar *) (gconstpointer) chars.chars->data;
  guint8 *may = g_malloc0 (chars.chars->len + 1);
  mb_breaks_fill (&inl, all, chars.chars->len, may);

  GString *out = g_string_new (NULL);
  for (guint i = 0; i < chars.chars->len; i++) {
    if (may[i] && may[i] != MB_MAY_NEVER)
      g_string_append_c (out, '|');
    g_string_append_unichar (out, all[i].flags & MB_CHAR_SUPERIOR ? all[i].source : all[i].c);
  }
  g_free (may);
  g_array_free (chars.chars, TRUE);
  g_array_free (chars.marks, TRUE);
  return g_string_free (out, FALSE);
}

static void
test_table (void)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (TEST_DIR "/cases/coupures.cases", &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;
  for (char **line = lines; *line; line++) {
    if (**line == '#' || !**line)
      continue;
    const char *tab = strchr (*line, '\t');
    g_autofree char *lang = tab ? g_strndup (*line, (gsize) (tab - *line)) : g_strdup ("fr");
    g_autofree char *decoded = case_decode (tab ? tab + 1 : *line);
    g_autoptr (GString) expected = g_string_new (decoded);
    g_autoptr (GString) input = g_string_new (decoded);
    g_string_replace (input, "|", "", 0);
    g_string_replace (expected, "\u2060", "", 0);
    g_autofree char *got = show_breaks (lang, input->str);
    expect_text (got, expected->str);
    n++;
  }
  g_assert_cmpuint (n, >=, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/breaks/table", test_table);
  return g_test_run ();
}
