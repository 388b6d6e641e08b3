/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs made to hurt: each must end soon, with a diagnostic or a limit, and leave a shallow tree.
 * Too big to be files. */
#include "read.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#define MAX_SECONDS                                                                                \
  8.0 /* far above what is seen, even under a sanitizer; quadratic reading passes it */

typedef struct {
  MbDiagnostics *diagnostics;
  MbSource *source;
  MbDoc *doc;
  GError *error;
} Result;

static double
cpu_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

/* Read @text as file @name of a folder of its own. */
static Result
read_text (const char *name, GString *text)
{
  Result r = { 0 };
  g_autofree char *dir = g_dir_make_tmp ("marbre-read-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  r.diagnostics = mb_diagnostics_new ();
  r.source = mb_source_new (dir, r.diagnostics);
  double start = cpu_seconds ();
  const char *names[] = { path, NULL };
  r.doc = mb_read_inputs (r.source, names, NULL, NULL, &r.error);
  double used = cpu_seconds () - start;
  g_test_message ("%s: %.2f s, %u nodes", name, used, r.doc ? mb_doc_n_nodes (r.doc) : 0);
  g_assert_cmpfloat (used, <, MAX_SECONDS);
  g_unlink (path);
  g_rmdir (dir);
  g_string_free (text, TRUE);
  return r;
}

static void
result_clear (Result *r)
{
  mb_doc_free (r->doc);
  mb_source_free (r->source);
  mb_diagnostics_free (r->diagnostics);
  g_clear_error (&r->error);
}

static GString *
repeat (const char *before, const char *what, guint times, const char *after)
{
  GString *out = g_string_new (before);
  for (guint i = 0; i < times; i++)
    g_string_append (out, what);
  return g_string_append (out, after);
}

static gboolean
has_code (Result *r, MbMessage code)
{
  gsize n;
  const MbDiagnostic *all = mb_diagnostics_get (r->diagnostics, &n);
  for (gsize i = 0; i < n; i++)
    if (all[i].code == code)
      return TRUE;
  return FALSE;
}

static guint
deepest (MbDoc *doc)
{
  guint deep = 0, at = 0;
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node;) {
    deep = MAX (deep, at);
    if (node->first) {
      node = node->first;
      at++;
      continue;
    }
    while (node && node != root && !node->next) {
      node = node->parent;
      at--;
    }
    node = node && node != root ? node->next : NULL;
  }
  return deep;
}

static void
check_flattened (Result r)
{
  g_assert_no_error (r.error);
  g_assert_true (has_code (&r, MB_MSG_TOO_DEEP));
  g_assert_cmpuint (deepest (r.doc), <=, MB_MAX_TREE_DEPTH + 1);
  result_clear (&r);
}

static void
check_limit (Result r)
{
  g_assert_error (r.error, MB_ERROR, MB_ERROR_LIMIT);
  g_assert_null (r.doc);
  result_clear (&r);
}

static void
test_quotes (void)
{
  check_flattened (read_text ("a.md", repeat ("# T\n\n", ">", 100000, " fin\n")));
}

static void
test_lists (void)
{
  check_flattened (read_text ("a.md", repeat ("# T\n\n", "- ", 5000, "fin\n")));
  GString *out = g_string_new ("# T\n\n");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (out, "%*s- x\n", (int) (2 * i), "");
  check_flattened (read_text ("b.md", out));
}

static void
test_divs (void)
{
  Result r = read_text ("a.md", repeat ("# T\n\n", "::: encadre\n", 100000, "fin\n"));
  g_assert_true (has_code (&r, MB_MSG_DIV_UNCLOSED));
  check_flattened (r);
}

static void
test_spans (void)
{
  GString *out = repeat ("# T\n\n", "[", 10000, "x");
  for (guint i = 0; i < 10000; i++)
    g_string_append (out, "]{.a}");
  check_flattened (read_text ("a.md", out));
}

static void
test_emphasis (void)
{
  GString *out = repeat ("# T\n\n", "*a **b ", 10000, "x");
  for (guint i = 0; i < 10000; i++)
    g_string_append (out, " c** d*");
  check_flattened (read_text ("a.md", out));
}

static void
test_xml_depth (void)
{
  Result r = read_text ("a.xhtml", repeat ("<html xmlns='http://www.w3.org/1999/xhtml'><body>",
                                           "<div>", 200000, ""));
  g_assert_cmpuint (mb_diagnostics_count (r.diagnostics, MB_FAILURE), >, 0);
  result_clear (&r);
  GString *out = repeat ("<html xmlns='http://www.w3.org/1999/xhtml'><body>", "<div>", 200, "x");
  for (guint i = 0; i < 200; i++)
    g_string_append (out, "</div>");
  check_flattened (read_text ("b.xhtml", g_string_append (out, "</body></html>")));
}

static void
test_brackets (void)
{
  static const char *const PIECES[] = { "[",      "![",   "[a](", "<",       "`a ``", "\\",
                                        "&amp;",  "[^1]", "{.a}", "](x){.a", "**a_",  "]",
                                        "[x]{.a", "<b>",  "</b>", "a|",      "\"'",   "[^x" };
  for (gsize i = 0; i < G_N_ELEMENTS (PIECES); i++) {
    Result r = read_text ("a.md",
                          repeat ("# T\n\n", PIECES[i], 200000 / (guint) strlen (PIECES[i]), "\n"));
    g_assert_no_error (r.error);
    result_clear (&r);
  }
}

static void
test_lines (void)
{
  static const char *const LINES[] = { "Par Jean\n",
                                       "a\n\n",
                                       "![a](b.png)\n\n",
                                       "AFP / AFP / ",
                                       "Publié hier\n",
                                       "[^1]: x\n\n",
                                       "> a\nb\n",
                                       "1. a\n",
                                       "::: a\n:::\n",
                                       "# a {.b}\n",
                                       "*a*\n*b\nc* ",
                                       "![a](b)\n",
                                       "| a |\n",
                                       "a\n---\n",
                                       "[a]: b\n",
                                       "x[^1] ",
                                       "<div>\n\n",
                                       "    code\n\n",
                                       "::: poeme\na\n:::\n",
                                       "Par A et " };
  for (gsize i = 0; i < G_N_ELEMENTS (LINES); i++) {
    Result r =
        read_text ("a.md", repeat ("# T\n\n", LINES[i], 200000 / (guint) strlen (LINES[i]), "\n"));
    g_assert_no_error (r.error);
    result_clear (&r);
  }
}

static void
test_many_notes (void)
{
  GString *out = g_string_new ("# T\n\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (out, "a[^%u] ", i);
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (out, "\n\n[^%u]: note", i);
  Result r = read_text ("a.md", out);
  g_assert_no_error (r.error);
  result_clear (&r);
}

static void
test_tables (void)
{
  GString *out = repeat ("# T\n\n", "| a ", 2000, "|\n");
  for (guint i = 0; i < 2000; i++)
    g_string_append (out, "|---");
  g_string_append (out, "|\n");
  for (guint i = 0; i < 2000; i++)
    g_string_append (out, "| x |\n");
  check_limit (read_text ("a.md", out));
  check_limit (
      read_text ("b.md", repeat ("# T\n\n| a | b | c |\n|---|---|---|\n", "|\n", 40000, "")));
}

static void
test_paragraph (void)
{
  Result r = read_text ("a.md", repeat ("# T\n\n", "mot ", 100000, "\n"));
  g_assert_true (has_code (&r, MB_MSG_PARAGRAPH_TOO_BIG));
  result_clear (&r);
}

static void
test_front (void)
{
  check_limit (read_text ("a.md", repeat ("---\n", "[", 200000, "\n---\n\nx\n")));
  check_limit (read_text ("b.md", repeat ("---\na: ", "[", 10000, "\n---\n\nx\n")));
  check_limit (read_text ("c.yaml", repeat ("a: ", "[", 200000, "\n")));
  check_limit (read_text ("d.yaml", repeat ("", "- ", 100000, "\n")));
  Result r = read_text ("e.md", repeat ("---\n", "a : b : c\n", 1500, "---\n\nx\n"));
  g_assert_cmpuint (mb_diagnostics_count (r.diagnostics, MB_FAILURE), >, 0);
  result_clear (&r);
}

static void
test_manifest_size (void)
{
  check_limit (read_text ("a.yaml", repeat ("titre: ", "x", MB_MAX_MANIFEST_BYTES, "\n")));
}

/* Twins: with a BOM and CR LF the tree is the same. */
static void
test_twins (void)
{
  static const char *const NAMES[] = { "twin-lf.tree", "twin-crlf-bom.tree" };
  char *text[2] = { NULL, NULL };
  for (int i = 0; i < 2; i++) {
    g_autofree char *path = g_build_filename (TEST_DIR, "cases", NAMES[i], NULL);
    g_assert_true (g_file_get_contents (path, &text[i], NULL, NULL));
    char *name = strstr (text[i], "twin-");
    memmove (name, strchr (name, '"'), strlen (strchr (name, '"')) + 1);
  }
  g_assert_cmpstr (text[0], ==, text[1]);
  g_free (text[0]);
  g_free (text[1]);
}

/* Every run of every case is equal to its bytes. */
static void
check_runs (const char *path)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (NULL, diagnostics);
  const char *names[] = { path, NULL };
  g_autoptr (MbDoc) doc = mb_read_inputs (source, names, NULL, NULL, NULL);
  const MbNode *root = doc ? mb_doc_root (doc) : NULL;
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (node->kind != MB_NODE_TEXT || !node->n_runs)
      continue;
    g_autoptr (GBytes) bytes = mb_source_load (source, node->pos.file, MB_BYTES_TEXT, NULL);
    g_assert_nonnull (bytes);
    gsize size;
    const char *data = g_bytes_get_data (bytes, &size);
    guint32 last = 0;
    for (guint i = 0; i < node->n_runs; i++) {
      const MbRun *run = &node->runs[i];
      g_assert_cmpuint (run->offset, >=, last);
      g_assert_cmpuint (run->source + run->length, <=, size);
      g_assert_cmpuint (run->offset + run->length, <=, node->length);
      g_assert_cmpmem (data + run->source, run->length, node->text + run->offset, run->length);
      last = run->offset + run->length;
    }
  }
}

static void
test_runs (void)
{
  g_autoptr (GDir) dir = g_dir_open (".", 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)))
    if (!g_str_has_suffix (name, ".tree") && !g_str_has_suffix (name, ".diag"))
      check_runs (name);
}

/* What the writer of doc makes of a chapter reads as the same chapter. */
static void
test_round_trip (void)
{
  static const char *const NAMES[] = { "xhtml-plain.xhtml",   "xhtml-notes.xhtml",
                                       "xhtml-svg.xhtml",     "xhtml-styles.xhtml",
                                       "xhtml-lang.xhtml",    "xhtml-cdata.xhtml",
                                       "xhtml-entities.xhtml" };
  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
    g_autoptr (MbSource) source = mb_source_new (NULL, diagnostics);
    const char *names[] = { NAMES[i], NULL };
    g_autoptr (MbDoc) doc = mb_read_inputs (source, names, NULL, NULL, NULL);
    MbNode *chapter = mb_doc_root (doc)->first;
    GString *out = g_string_new ("<html xmlns='http://www.w3.org/1999/xhtml' "
                                 "xmlns:epub='http://www.idpf.org/2007/ops'><body>");
    g_autoptr (GString) before = g_string_new (NULL);
    g_autoptr (GString) after = g_string_new (NULL);
    for (MbNode *node = chapter->first; node; node = node->next) {
      g_autofree char *dump = mb_doc_dump (doc, node, FALSE);
      g_string_append (before, dump);
      mb_doc_write_xhtml (node, out, NULL, NULL);
    }
    Result r = read_text ("a.xhtml", g_string_append (out, "</body></html>"));
    g_assert_no_error (r.error);
    for (MbNode *node = mb_doc_root (r.doc)->first->first; node; node = node->next) {
      g_autofree char *dump = mb_doc_dump (r.doc, node, FALSE);
      g_string_append (after, dump);
    }
    g_assert_cmpstr (before->str, ==, after->str);
    result_clear (&r);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (g_chdir (TEST_DIR "/cases"), ==, 0);
  g_test_add_func ("/hostile/quotes", test_quotes);
  g_test_add_func ("/hostile/lists", test_lists);
  g_test_add_func ("/hostile/divs", test_divs);
  g_test_add_func ("/hostile/spans", test_spans);
  g_test_add_func ("/hostile/emphasis", test_emphasis);
  g_test_add_func ("/hostile/xml-depth", test_xml_depth);
  g_test_add_func ("/hostile/brackets", test_brackets);
  g_test_add_func ("/hostile/lines", test_lines);
  g_test_add_func ("/hostile/notes", test_many_notes);
  g_test_add_func ("/hostile/tables", test_tables);
  g_test_add_func ("/hostile/paragraph", test_paragraph);
  g_test_add_func ("/hostile/front", test_front);
  g_test_add_func ("/hostile/manifest-size", test_manifest_size);
  g_test_add_func ("/read/twins", test_twins);
  g_test_add_func ("/read/runs", test_runs);
  g_test_add_func ("/read/round-trip", test_round_trip);
  return g_test_run ();
}
