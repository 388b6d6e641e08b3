/* SPDX-License-Identifier: Apache-2.0 */
/* The lint by example.
 *
 * lint/NAME.cases: one case a line, `RULE TEXT → FINDINGS`; text is XHTML (inline, or blocks), typeset as fr-FR before it is read; LONG stands
 * for 200 words. Findings of that rule alone are written FOUND>WANTED, joined by " | "; "-" is none. `#` begins a remark. MARBRE_UPDATE=1
 * rewrites what stands behind the arrow.
 *
 * typo-cases.jsonl: each case of class lint must be found, and what is wanted must give its `out`.
 */
#include "support.h"

#define FINDINGS 64

static gboolean
is_block (const char *xhtml)
{
  static const char *const names[] = { "<p",      "<div",   "<article", "<section",
                                       "<figure", "<table", "<h1",      "<h2" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (xhtml, names[i]))
      return TRUE;
  return FALSE;
}

static char *
long_text (void)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < 200; i++)
    g_string_append (out, i ? " mot" : "Un");
  g_string_append_c (out, '.');
  return g_string_free (out, FALSE);
}

static char *
prepared (const char *xhtml)
{
  g_autoptr (GString) text = g_string_new (xhtml);
  g_autofree char *many = long_text ();
  g_string_replace (text, "LONG", many, 0);
  return is_block (xhtml) ? g_strdup (text->str) : g_strdup_printf ("<p>%s</p>", text->str);
}

/* What the rules say of @xhtml, in the order of the text. */
static const MbDiagnostic *
lint (MbDoc *doc, const char *xhtml, gsize *n)
{
  const MbOrthoHouse *house = mb_ortho_house_new (mb_doc_arena (doc), "fr-FR", NULL);
  read_into (doc, xhtml, strlen (xhtml), TRUE);
  mb_ortho_apply (doc, mb_doc_root (doc), house, NULL);
  mb_ortho_lint (doc, mb_doc_root (doc), house);
  return mb_diagnostics_get (mb_doc_diagnostics (doc), n);
}

static char *
findings_of (const char *xhtml, const char *rule)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbDoc) doc = mb_doc_new (diagnostics);
  GString *out = g_string_new (NULL);
  gsize n;
  const MbDiagnostic *found = lint (doc, xhtml, &n);
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (found[i].rule, rule) == 0)
      g_string_append_printf (out, "%s%s>%s", out->len ? " | " : "",
                              found[i].remedy.found ? found[i].remedy.found : "",
                              found[i].remedy.wanted ? found[i].remedy.wanted : "");
  if (!out->len)
    g_string_append_c (out, '-');
  return g_string_free (out, FALSE);
}

static char *
check_line (const char *file, const char *line, gboolean update, GHashTable *counts)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  g_auto (GStrv) sides = g_strsplit (words[0] ? words[1] : "", " → ", 2);
  MbOrthoExplained known;
  if (*line == '\0' || *line == '#')
    return g_strdup (line);
  if (!sides[0] || !sides[1] || !mb_ortho_explain_find (words[0], &known))
    g_error ("%s: not a case: %s", file, line);

  g_autofree char *before = unvisible (sides[0]);
  g_autofree char *xhtml = prepared (before);
  g_autofree char *result = findings_of (xhtml, words[0]);
  g_autofree char *seen = visible (result);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, known.rule.id));
  g_hash_table_insert (counts, (gpointer) known.rule.id, GUINT_TO_POINTER (count + 1));
  if (!update && strcmp (seen, sides[1]) != 0) {
    g_test_message ("%s: %s\n  gives %s", file, line, seen);
    g_test_fail ();
  }
  return g_strdup_printf ("%s %s → %s", words[0], sides[0], seen);
}

static void
check_file (const char *path, GHashTable *counts)
{
  gboolean update = g_getenv ("MARBRE_UPDATE") != NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  GString *out = g_string_new (NULL);
  for (char **line = lines; *line; line++) {
    g_autofree char *now = check_line (path, *line, update, counts);
    g_string_append_printf (out, "%s\n", now);
  }
  if (update)
    g_file_set_contents (path, out->str, (gssize) out->len, NULL);
  g_string_free (out, TRUE);
}

/* Every rule of the copy desk has three cases; those about files on the disk are tested by cli/check_lint.py. */
static void
check_counts (GHashTable *counts)
{
  static const char *const elsewhere[] = { "IMG-04", "IMG-05", "IMG-06", NULL };
  MbOrthoExplained rule;
  for (guint i = 0; mb_ortho_explain_get (i, &rule); i++)
    if (rule.class == MB_ORTHO_KIND_DESK && !g_strv_contains (elsewhere, rule.rule.id) &&
        GPOINTER_TO_UINT (g_hash_table_lookup (counts, rule.rule.id)) < 3) {
      g_test_message ("%s: fewer than three cases", rule.rule.id);
      g_test_fail ();
    }
}

static void
test_cases (void)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDir) folder = g_dir_open (TEST_DIR "/lint", 0, NULL);
  g_assert_nonnull (folder);
  for (const char *name; (name = g_dir_read_name (folder));) {
    g_autofree char *path = g_build_filename (TEST_DIR "/lint", name, NULL);
    if (g_str_has_suffix (name, ".cases"))
      check_file (path, counts);
  }
  check_counts (counts);
}

/* --- The cases of the specification ------------------------------------------------------------------------------*/

static char *
json_field (const char *line, const char *name)
{
  g_autofree char *key = g_strdup_printf ("\"%s\": \"", name);
  const char *at = strstr (line, key);
  GString *out = g_string_new (NULL);
  g_assert_nonnull (at);
  for (at += strlen (key); *at && *at != '"'; at++) {
    if (*at != '\\') {
      g_string_append_c (out, *at);
    } else if (*++at == 'u') {
      g_autofree char *digits = g_strndup (at + 1, 4);
      g_string_append_unichar (out, (gunichar) g_ascii_strtoull (digits, NULL, 16));
      at += 4;
    } else {
      g_string_append_c (out, *at);
    }
  }
  return g_string_free (out, FALSE);
}

/* Spaces of all widths are the same here: the automatic rules have cases of their own. */
static char *
plain (const char *text)
{
  GString *out = g_string_new (NULL);
  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    g_string_append_unichar (out, c == 0xA0 || c == 0x202F ? ' ' : c);
  }
  return g_string_free (out, FALSE);
}

/* The text with every suggestion of @found taken. */
static char *
improved (MbDoc *doc, const MbDiagnostic *found, gsize n)
{
  g_autofree char *typed = plain (mb_node_text (mb_doc_root (doc), mb_doc_arena (doc)));
  g_autoptr (GString) text = g_string_new (typed);
  for (gsize i = n; i-- > 0;)
    if (found[i].remedy.wanted) {
      g_autofree char *wanted = plain (found[i].remedy.wanted);
      g_string_replace (text, found[i].remedy.found, wanted, 1);
    }
  return g_strdup (text->str);
}

static void
check_case (const char *line)
{
  g_autofree char *id = json_field (line, "id");
  g_autofree char *in = json_field (line, "in");
  g_autofree char *out = json_field (line, "out");
  g_autofree char *escaped = g_markup_escape_text (in, -1);
  g_autoptr (GString) text = g_string_new (escaped);
  /* an escaped quote is the author's own */
  g_string_replace (text, "\\&quot;", "<span class=\"notypo\">&quot;</span>", 0);
  g_autofree char *xhtml = g_strdup_printf ("<p>%s</p>", text->str);
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbDoc) doc = mb_doc_new (diagnostics);
  gsize n;
  const MbDiagnostic *found = lint (doc, xhtml, &n);
  g_autofree char *seen = improved (doc, found, n);
  g_autoptr (GString) bare = g_string_new (out);
  g_string_replace (bare, "\\", "", 0);
  g_autofree char *wanted = plain (bare->str);
  if (n == 0 || strcmp (seen, wanted) != 0) {
    g_test_message ("%s: %s gives %s, not %s (%u findings)", id, in, seen, wanted, (guint) n);
    g_test_fail ();
  }
}

static void
test_specification (void)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (TEST_DIR "/typo-cases.jsonl", &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;
  for (char **line = lines; *line; line++)
    if (strstr (*line, "\"class\": \"lint\"")) {
      check_case (*line);
      n++;
    }
  g_assert_cmpuint (n, >=, 27);
}

/* A long line of anything takes no more than its length. */
static void
test_linear (void)
{
  static const char *const parts[] = { "« a ",  "( ",     ", ",       "' ", "10-", "A. ",
                                       "t’il ", "le le ", "1000000 ", "– ", "» ",  "J. " };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GString) text = g_string_new ("<p>");
    for (guint k = 0; k < 20000; k++)
      g_string_append (text, parts[i]);
    g_string_append (text, "</p>");
    g_autofree char *result = findings_of (text->str, "PON-13");
    g_assert_nonnull (result); /* a search that is not linear would meet the time limit of ctest */
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ortho/lint/cases", test_cases);
  g_test_add_func ("/ortho/lint/specification", test_specification);
  g_test_add_func ("/ortho/lint/linear", test_linear);
  return g_test_run ();
}
