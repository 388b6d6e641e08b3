/* SPDX-License-Identifier: Apache-2.0 */
/* Divisions of words as data: cases/mots.cases. */
#include "style_fixture.h"

static char *
divide (Room *room, const char *lang, const char *word, const MbStyleText *style)
{
  guint32 points[64];
  guint n = mb_text_hyphenate (room->typesetter, word, strlen (word), lang, style, points, 64);
  GString *out = g_string_new (NULL);
  guint32 from = 0;
  for (guint i = 0; i < n; i++) {
    g_string_append_len (out, word + from, points[i] - from);
    if (g_utf8_get_char (word + points[i]) != 0xAD)
      g_string_append (out, "¦");
    from = points[i];
  }
  g_string_append (out, word + from);
  return g_string_free (out, FALSE);
}

static void
test_words (void)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (TEST_DIR "/cases/mots.cases", &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  guint n = 0;
  for (char **line = lines; *line; line++) {
    g_auto (GStrv) fields = g_strsplit (*line, "\t", 2);
    if (**line == '#' || g_strv_length (fields) != 2)
      continue;
    g_autofree char *expected = case_decode (fields[1]);
    g_autoptr (GString) word = g_string_new (expected);
    g_string_replace (word, "¦", "", 0);
    g_autofree char *got = divide (&room, fields[0], word->str, &style.text);
    expect_text (got, expected);
    n++;
  }
  g_assert_cmpuint (n, >=, 30);
  room_close (&room);
}

static void
test_limits (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.text.hyphen_before = 4;
  style.text.hyphen_after = 5;
  g_autofree char *strict = divide (&room, "fr", "constitution", &style.text);
  g_assert_cmpstr (strict, ==, "consti¦tution");
  style.text.hyphen_word = 20;
  g_autofree char *none = divide (&room, "fr", "constitution", &style.text);
  g_assert_cmpstr (none, ==, "constitution");
  style.text.hyphens = MB_HYPHENS_NONE;
  g_autofree char *soft = divide (&room, "fr", "consti\u00ADtution", &style.text);
  g_assert_cmpuint (strlen (soft), ==, strlen ("consti\u00ADtution"));
  guint32 point;
  g_assert_cmpuint (mb_text_hyphenate (room.typesetter, "a\u00ADb", 4, "fr", &style.text, &point,
                                       1),
                    ==, 0);
  room_close (&room);
}

static void
test_missing_dictionary (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  g_autofree char *one = divide (&room, "xx", "anything", &style.text);
  g_autofree char *two = divide (&room, "xx", "something", &style.text);
  g_assert_cmpstr (one, ==, "anything");
  g_assert_cmpstr (two, ==, "something");
  gsize n;
  const MbDiagnostic *findings = mb_diagnostics_get (room.diagnostics, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (findings[0].code, ==, MB_MSG_HYPHENATION_MISSING);
  room_close (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hyphen/words", test_words);
  g_test_add_func ("/hyphen/limits", test_limits);
  g_test_add_func ("/hyphen/missing-dictionary", test_missing_dictionary);
  return g_test_run ();
}
