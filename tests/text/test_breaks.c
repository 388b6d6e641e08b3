/* SPDX-License-Identifier: Apache-2.0 */
/* The break table as data: cases/coupures.cases. */
#include "chars_fixture.h"

static char *
show_breaks (const char *lang, const char *text)
{
  Styled style;
  styled_init (&style);
  MbInline inl = inline_text (text, &style.style);
  inl.lang = lang;
  MbChars chars = chars_of (&inl, 1);
  const MbChar *all = (const MbChar *) (gconstpointer) chars.chars->data;
  g_autoptr (MbKept) kept = mb_kept_new ();
  guint8 *may = g_malloc0 (chars.chars->len + 1);
  mb_breaks_fill (kept, &inl, all, chars.chars->len, may);

  GString *out = g_string_new (NULL);
  for (guint i = 0; i < chars.chars->len; i++) {
    if (may[i] && may[i] != MB_MAY_NEVER)
      g_string_append_c (out, '|');
    g_string_append_unichar (out, all[i].flags & MB_CHAR_SUPERIOR ? mb_char_source (&inl, &all[i])
                                                                  : all[i].c);
  }
  g_free (may);
  chars_free (&chars);
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

/* The dictionary's cuts: none in addresses and names of files. */
static void
expect_cuts (Room *room, const char *text, const char *wanted)
{
  Styled style;
  styled_init (&style);
  MbInline inl = inline_text (text, &style.style);
  MbChars chars = chars_of (&inl, 1);
  const MbChar *all = (const MbChar *) (gconstpointer) chars.chars->data;
  g_autoptr (MbKept) kept = mb_kept_new ();
  guint8 *may = g_malloc0 (chars.chars->len + 1);
  mb_breaks_fill (kept, &inl, all, chars.chars->len, may);
  mb_words_fill (room->typesetter, &inl, all, chars.chars->len, may);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < chars.chars->len; i++) {
    if (may[i] == MB_MAY_WORD || may[i] == MB_MAY_NAME || may[i] == MB_MAY_COMPOUND)
      g_string_append_c (out, '-');
    g_string_append_unichar (out, all[i].c);
  }
  expect_text (out->str, wanted);
  g_free (may);
  chars_free (&chars);
}

static void
test_no_hyphens_in_names (void)
{
  Room room;
  room_open (&room);
  expect_cuts (&room, "la constitution.", "la consti-tu-tion.");
  expect_cuts (&room, "www.constitution.fr/organisation", "www.constitution.fr/organisation");
  expect_cuts (&room, "https://exemple.fr/constitution-marbre",
               "https://exemple.fr/constitution-marbre");
  expect_cuts (&room, "constitution@exemple.fr", "constitution@exemple.fr");
  expect_cuts (&room, "organisation.constitution", "organisation.constitution");
  expect_cuts (&room, "constitution2", "constitution2");
  room_close (&room);
}

/* A note call after a space stays with its word. */
static void
test_superior (void)
{
  Styled style, super;
  styled_init (&style);
  styled_copy (&super, &style);
  super.font.position = MB_POSITION_SUPER;
  MbInline parts[] = { inline_text ("mot ", &style.style), inline_text ("1", &super.style),
                       inline_text (" suite", &style.style) };
  MbChars chars = chars_of (parts, 3);
  g_autoptr (MbKept) kept = mb_kept_new ();
  guint8 may[16];
  mb_breaks_fill (kept, parts, (const MbChar *) (gconstpointer) chars.chars->data, chars.chars->len,
                  may);
  g_assert_cmpint (may[3], ==, MB_MAY_NOT);
  g_assert_cmpint (may[5], ==, MB_MAY_SPACE);
  chars_free (&chars);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/breaks/table", test_table);
  g_test_add_func ("/breaks/no-hyphens-in-names", test_no_hyphens_in_names);
  g_test_add_func ("/breaks/superior", test_superior);
  return g_test_run ();
}
