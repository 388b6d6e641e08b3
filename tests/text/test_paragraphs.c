/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs as data: cases/paragraphes/NAME.txt is settings (@key value), then the text; NAME.lines is the dump of every setting.
 * MARBRE_UPDATE=1 rewrites the expectations. */
#include "style_fixture.h"

#include <stdlib.h>

#define FOLDER TEST_DIR "/cases/paragraphes"

static void
apply (Styled *style, const char *key, const char *value, double *measure)
{
  if (strcmp (key, "mesure") == 0) {
    *measure = g_ascii_strtod (value, NULL);
  } else if (strcmp (key, "corps") == 0) {
    style->font.size = mb_pt (g_ascii_strtod (value, NULL));
  } else if (strcmp (key, "retrait") == 0) {
    style->text.indent.value = mb_pt (g_ascii_strtod (value, NULL));
  } else if (strcmp (key, "echelle") == 0 || strcmp (key, "approche") == 0) {
    style->text.justify_set = TRUE;
    style->text.justify.space_min = 667;
    style->text.justify.space_opt = 1000;
    style->text.justify.space_max = 1500;
    *(*key == 'e' ? &style->text.justify.scale : &style->text.justify.tracking) =
        (gint16) atoi (value);
  } else if (strcmp (key, "secours") == 0) {
    style->text.relief = (gint16) atoi (value);
  } else if (strcmp (key, "limite") == 0) {
    style->text.hyphen_lines = (guint8) atoi (value);
  } else if (strcmp (key, "vers") == 0) {
    style->text.turnover = TRUE;
  } else if (strcmp (key, "zone") == 0) {
    style->text.hyphen_zone = (MbSize){ MB_SIZE_LENGTH, mb_pt (g_ascii_strtod (value, NULL)) };
  } else if (strcmp (key, "derniere") == 0) {
    style->text.hyphen_last_line = *value == 'o';
  } else if (strcmp (key, "guillemet") == 0) {
    style->text.hang_first = TRUE;
  } else if (strcmp (key, "suite") == 0) {
    style->text.guillemets = *value == 't'   ? MB_GUILLEMETS_ALL_LINES
                             : *value == 'f' ? MB_GUILLEMETS_LINES_CLOSE
                                             : MB_GUILLEMETS_LINES;
  } else if (strcmp (key, "premier") == 0) {
    style->text.wrap = MB_WRAP_STABLE;
  } else if (strcmp (key, "alignement") == 0) {
    style->text.align = *value == 'g'   ? MB_ALIGN_LEFT
                        : *value == 'c' ? MB_ALIGN_CENTER
                                        : MB_ALIGN_RIGHT;
  } else if (strcmp (key, "equilibre") == 0) {
    style->text.wrap = MB_WRAP_BALANCE;
  } else if (strcmp (key, "lettres") == 0) {
    style->text.hyphen_word = (guint8) atoi (value);
  } else if (strcmp (key, "cesure") == 0) {
    style->text.hyphens = MB_HYPHENS_NONE;
  } else if (strcmp (key, "blancs") == 0) {
    style->text.white_space = MB_SPACE_PRE;
  } else {
    g_error ("unknown key %s", key);
  }
}

/* "\n" in the text is <br>, or a line end in pre. */
static const MbParagraph *
make_paragraph (Room *room, const char *text, const Styled *style)
{
  g_autofree char *decoded = case_decode (text);
  g_strchomp (decoded);
  g_auto (GStrv) parts = g_strsplit (decoded, "\\n", -1);
  g_autoptr (GArray) inlines = g_array_new (FALSE, TRUE, sizeof (MbInline));
  for (char **part = parts; *part; part++) {
    MbInline inl = inline_text (*part, &style->style),
             brk = { .kind = MB_INLINE_BREAK, .style = &style->style };
    if (part != parts)
      g_array_append_val (inlines, brk);
    g_array_append_val (inlines, inl);
  }
  return mb_text_paragraph (room->typesetter, (const MbInline *) (gconstpointer) inlines->data,
                            inlines->len, &style->style, room->arena);
}

static char *
set_case (Room *room, const char *source)
{
  Styled *style = mb_arena_new0 (room->arena, Styled);
  styled_init (style);
  double measure = 200;
  const char *at = source;
  for (const char *end; *at == '@' && (end = strchr (at, '\n')); at = end + 1) {
    g_autofree char *line = g_strndup (at + 1, (gsize) (end - at - 1));
    g_auto (GStrv) fields = g_strsplit (line, " ", 2);
    apply (style, fields[0], fields[1], &measure);
  }

  const MbParagraph *paragraph = make_paragraph (room, at, style);
  MbSettings settings = room_break (room, paragraph, measure);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < settings.n; i++) {
    g_autofree char *dump = mb_text_dump (room->typesetter, paragraph, &settings.settings[i]);
    g_string_append_printf (out, "%u%s\n%s", settings.settings[i].lines,
                            i == settings.best ? " best" : "", dump);
  }
  return g_string_free (out, FALSE);
}

static void
test_case (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = g_strdup_printf (FOLDER "/%s.txt", name);
  g_autofree char *lines = g_strdup_printf (FOLDER "/%s.lines", name);
  g_autofree char *source = NULL, *expected = NULL;
  g_assert_true (g_file_get_contents (path, &source, NULL, NULL));
  Room room;
  room_open (&room);
  g_autofree char *got = set_case (&room, source);
  if (g_getenv ("MARBRE_UPDATE"))
    g_assert_true (g_file_set_contents (lines, got, -1, NULL));
  g_assert_true (g_file_get_contents (lines, &expected, NULL, NULL));
  expect_text (got, expected);
  room_close (&room);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GDir) folder = g_dir_open (FOLDER, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; (name = g_dir_read_name (folder));)
    if (g_str_has_suffix (name, ".txt"))
      g_ptr_array_add (names, g_strndup (name, strlen (name) - 4));
  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_strdup_printf ("/paragraphs/%s", (char *) names->pdata[i]);
    g_test_add_data_func (path, names->pdata[i], test_case);
  }
  return g_test_run ();
}
