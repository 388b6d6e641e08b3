/* SPDX-License-Identifier: Apache-2.0 */
/* Case and signs as data: cases/casse.cases. */
#include "chars_fixture.h"

static MbTextTransform
transform_of (const char *name)
{
  static const char *const names[] = { "none", "uppercase", "lowercase", "capitalize", NULL };
  for (int i = 0; names[i]; i++)
    if (strcmp (name, names[i]) == 0)
      return (MbTextTransform) i;
  g_error ("no text-transform %s", name);
}

/* What is shown, and what is copied: a character that has no source of its own is left out. */
static void
show (const char *lang, MbTextTransform transform, const char *text, GString *shown,
      GString *copied)
{
  Styled style;
  styled_init (&style);
  style.text.transform = transform;
  MbInline inl = inline_text (text, &style.style);
  inl.lang = lang;
  MbChars chars = chars_of (&inl, 1);
  for (guint i = 0; i < chars.chars->len; i++) {
    const MbChar *c = &g_array_index (chars.chars, MbChar, i);
    g_string_append_unichar (shown, c->c);
    if (!(c->flags & MB_CHAR_CONTINUES))
      g_string_append_unichar (copied, mb_char_source (&inl, c));
  }
  chars_free (&chars);
}

static void
test_cases (void)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (TEST_DIR "/cases/casse.cases", &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;
  for (char **line = lines; *line; line++) {
    g_auto (GStrv) fields = g_strsplit (*line, "\t", 4);
    if (**line == '#' || g_strv_length (fields) != 4)
      continue;
    g_autofree char *written = case_decode (fields[2]), *wanted = case_decode (fields[3]);
    g_autoptr (GString) shown = g_string_new (NULL), copied = g_string_new (NULL);
    show (fields[1], transform_of (fields[0]), written, shown, copied);
    expect_text (shown->str, wanted);
    g_autoptr (GString) plain = g_string_new (written);
    g_string_replace (plain, "\u00AD", "", 0);
    expect_text (copied->str, plain->str);
    n++;
  }
  g_assert_cmpuint (n, >=, 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chars/cases", test_cases);
  return g_test_run ();
}
