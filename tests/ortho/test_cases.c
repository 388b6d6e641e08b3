/* SPDX-License-Identifier: Apache-2.0 */
/* Rules by example.
 *
 * cases/NAME.cases: one case a line, `RULE HOUSE BEFORE → AFTER` (a house without spaces: fr-FR,-LET-01); text is XHTML (inline, or blocks), no-break spaces are
 * written <NBSP> and <NNBSP>; `#` begins a remark. MARBRE_UPDATE=1 rewrites what stands behind the arrow.
 *
 * typo-cases.jsonl: the cases of the specification (notes/french.md), whose text is Markdown with `code`, *em* and
 * **strong**. out-of-scope.txt names the rules and cases that are not done yet; each line of it must still be needed.
 */
#include "support.h"

static char *
inside_paragraph (const char *xhtml)
{
  gboolean blocks = g_str_has_prefix (xhtml, "<p") || g_str_has_prefix (xhtml, "<div");
  return blocks ? g_strdup (xhtml) : g_strdup_printf ("<p>%s</p>", xhtml);
}

static char *
without_paragraph (const char *xhtml, const char *before)
{
  if (g_str_has_prefix (before, "<p") || g_str_has_prefix (before, "<div"))
    return g_strdup (xhtml);
  return g_strndup (xhtml + strlen ("<p>"), strlen (xhtml) - strlen ("<p></p>"));
}

/* Check one line; returns it as it should read. */
static char *
check_line (const char *file, const char *line, gboolean update)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_auto (GStrv) sides = g_strsplit (g_strv_length (words) == 3 ? words[2] : "", " → ", 2);

  if (*line == '\0' || *line == '#')
    return g_strdup (line);
  if (!sides[0] || !sides[1])
    g_error ("%s: not a case: %s", file, line);

  g_autofree char *before = unvisible (sides[0]);
  g_autofree char *paragraph = inside_paragraph (before);
  g_autofree char *way = replace_all (words[1], ",", " ");
  g_autofree char *result = corrected (paragraph, way);
  g_autofree char *bare = without_paragraph (result, before);
  g_autofree char *seen = visible (bare);
  if (!update && strcmp (seen, sides[1]) != 0) {
    g_test_message ("%s: %s\n  gives %s", file, line, seen);
    g_test_fail ();
  }
  return g_strdup_printf ("%s %s %s → %s", words[0], words[1], sides[0], seen);
}

static void
check_file (const char *path)
{
  gboolean update = g_getenv ("MARBRE_UPDATE") != NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    char *line = check_line (path, lines[i], update);
    g_free (lines[i]);
    lines[i] = line;
  }
  if (update) {
    g_autofree char *out = g_strjoinv ("\n", lines);
    g_file_set_contents (path, out, -1, &error);
    g_assert_no_error (error);
  }
}

static void
test_cases (void)
{
  GDir *dir = g_dir_open (TEST_DIR "/cases", 0, NULL);
  const char *name;
  guint files = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".cases")) {
      g_autofree char *path = g_build_filename (TEST_DIR "/cases", name, NULL);
      check_file (path);
      files++;
    }
  g_dir_close (dir);
  g_assert_cmpuint (files, >=, 6);
}

/* --- typo-cases.jsonl ------------------------------------------------------------------------------ */

static char *
json_string (const char *line, const char *key)
{
  g_autofree char *start = g_strdup_printf ("\"%s\": \"", key);
  const char *p = strstr (line, start);
  GString *out = g_string_new (NULL);

  g_assert_nonnull (p);
  for (p += strlen (start); *p && *p != '"'; p++) {
    if (*p != '\\') {
      g_string_append_c (out, *p);
    } else if (*++p == 'u') {
      g_autofree char *digits = g_strndup (p + 1, 4);
      g_string_append_unichar (out, (gunichar) g_ascii_strtoull (digits, NULL, 16));
      p += 4;
    } else {
      g_string_append_c (out, *p);
    }
  }
  return g_string_free (out, FALSE);
}

static char *
from_markdown (const char *text)
{
  static const struct {
    const char *mark, *tag;
  } spans[] = { { "**", "strong" }, { "*", "em" }, { "`", "code" } };
  char *out = g_markup_escape_text (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++) {
    g_auto (GStrv) parts = g_strsplit (out, spans[i].mark, -1);
    GString *built = g_string_new (parts[0]);
    guint n = g_strv_length (parts);
    for (guint k = 1; k < n; k++)
      g_string_append_printf (built, n % 2 ? "<%s%s>%s" : "%.0s%s%s",
                              n % 2 && k % 2 == 0 ? "/" : "", n % 2 ? spans[i].tag : spans[i].mark,
                              parts[k]);
    g_free (out);
    out = g_string_free (built, FALSE);
  }
  char *paragraph = inside_paragraph (out);
  g_free (out);
  return paragraph;
}

/* The specification is about characters: marks are left out. */
static char *
without_marks (const char *xhtml)
{
  static const char *const classes[] = { "<sup class=\"ord\">", "<span class=\"rom\">",
                                         "<span class=\"abr\">" };
  char *text = g_strdup (xhtml);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autofree char *with = text;
    text = replace_all (with, classes[i], "");
  }
  g_autofree char *half = text;
  g_autofree char *whole = replace_all (half, "</sup>", "");
  return replace_all (whole, "</span>", "");
}

static gboolean
passes (const char *line)
{
  g_autofree char *in = json_string (line, "in"), *out = json_string (line, "out");
  g_autofree char *name = json_string (line, "profile"), *id = json_string (line, "id");
  g_autofree char *before = from_markdown (in), *after = from_markdown (out);
  g_autofree char *marked = corrected (before, name);
  g_autofree char *result = without_marks (marked);
  g_autofree char *expected = canonical (after);
  gboolean same = strcmp (result, expected) == 0;
  if (!same) {
    g_autofree char *seen = visible (result), *wanted = visible (expected);
    g_test_message ("%s %s: gives %s, not %s", id, name, seen, wanted);
  }
  return same;
}

/* The line of out-of-scope.txt that covers case @id ("NUM-01" covers NUM-01.3), or NULL. */
static const char *
excused_by (char **excuses, const char *id)
{
  for (; *excuses; excuses++) {
    gsize length = strcspn (*excuses, " ");
    if (length > 0 && **excuses != '#' && strncmp (*excuses, id, length) == 0 &&
        (id[length] == '\0' || id[length] == '.'))
      return *excuses;
  }
  return NULL;
}

static void
test_specification (void)
{
  g_autofree char *text = NULL, *list = NULL;
  g_autoptr (GHashTable) needed = g_hash_table_new (g_direct_hash, g_direct_equal);

  g_assert_true (g_file_get_contents (TEST_DIR "/typo-cases.jsonl", &text, NULL, NULL));
  g_assert_true (g_file_get_contents (TEST_DIR "/out-of-scope.txt", &list, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) excuses = g_strsplit (list, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    if (!strstr (lines[i], "\"class\": \"auto\""))
      continue;
    g_autofree char *id = json_string (lines[i], "id");
    const char *excuse = excused_by (excuses, id);
    if (passes (lines[i]))
      continue;
    if (excuse)
      g_hash_table_add (needed, (gpointer) excuse);
    else
      g_test_fail ();
  }
  for (guint i = 0; excuses[i]; i++)
    if (*excuses[i] && *excuses[i] != '#' && !g_hash_table_contains (needed, excuses[i])) {
      g_test_message ("out-of-scope.txt: no longer needed: %s", excuses[i]);
      g_test_fail ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ortho/cases", test_cases);
  g_test_add_func ("/ortho/specification", test_specification);
  return g_test_run ();
}
