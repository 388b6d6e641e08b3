/* SPDX-License-Identifier: Apache-2.0 */
/* Selectors, values and the cascade as lists: lists/NAME.list, one test a line.
 *
 *   tree XML                      the tree for the lines below (one line)
 *   sel SELECTOR => id id         the elements that it matches: - for none, ! when it is wrong
 *   val PROPERTY: VALUE => TEXT   the computed value on #x: ! when it is dropped, with ~ before TEXT when it is clamped
 *   css SHEET => ID PROPERTY: TEXT; ID::PSEUDO PROPERTY: TEXT   computed values; ! after => when something is reported too
 *   epub SHEET => …               the same for the e-book
 *   sheet SHEET                   rules for the fmt and mrk lines below
 *   fmt STYLE VALUE => TEXT       a number in a counter style; mrk: as a marker
 *
 * TEXT as mb_style_dump writes it; `-` for a pseudo-element that is not made. */
#include "internal.h"
#include "style/tree.h"

#include <string.h>

#define MARK 7

static char *
read_list (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DIR, "lists", name, NULL);
  char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* --- One line ------------------------------------------------------------------------------------------------*/

typedef struct {
  MbDiagnostics *diagnostics;
  MbSource *source;
  MbDoc *doc;
  MbStyles *styles;
} Run;

static Run
run_begin (const char *tree, const char *css, MbMedium medium)
{
  Run run = { mb_diagnostics_new (), NULL, NULL, NULL };
  run.source = mb_source_new (TEST_DIR "/lists", run.diagnostics);
  run.doc = tree_parse (tree, NULL, run.diagnostics);
  run.styles = mb_styles_new (run.doc, medium, run.source, NULL);
  mb_styles_add_text (run.styles, css, strlen (css), "list.css", MB_NOWHERE, MB_ORIGIN_HOUSE, NULL,
                      NULL);
  return run;
}

static void
run_end (Run *run)
{
  mb_styles_free (run->styles);
  mb_doc_free (run->doc);
  mb_source_free (run->source);
  mb_diagnostics_free (run->diagnostics);
}

static gboolean
found_any (const Run *run)
{
  gsize n;
  mb_diagnostics_get (run->diagnostics, &n);
  return n > 0;
}

static gboolean
was_clamped (const Run *run)
{
  gsize n;
  const MbDiagnostic *found = mb_diagnostics_get (run->diagnostics, &n);
  return n > 0 && found[0].code == 634;
}

static char *
answer_selector (const char *tree, const char *selector)
{
  g_autofree char *css =
      g_strdup_printf ("%s { column-count: %d; content: \"x\" }", selector, MARK);
  Run run = run_begin (tree, css, MB_MEDIUM_PRINT);
  GString *out = g_string_new (NULL);
  const MbNode *root = mb_doc_root (run.doc)->parent;
  for (const MbNode *node = root; node; node = mb_node_next (node, root))
    for (guint pseudo = 0; node->kind == MB_NODE_ELEMENT && pseudo < MB_N_PSEUDOS; pseudo++) {
      const MbStyle *style = mb_style_pseudo (run.styles, node, (MbPseudo) pseudo);
      if (style && style->paged->column_count == MARK)
        g_string_append_printf (out, "%s%s%s%s", out->len ? " " : "", mb_node_attr (node, "id"),
                                pseudo ? "::" : "", pseudo ? mb_pseudo_names[pseudo - 1] : "");
    }
  if (out->len == 0)
    g_string_append (out, found_any (&run) ? "!" : "-");
  run_end (&run);
  return g_string_free (out, FALSE);
}

static char *
print_property (const MbStyle *style, const char *name)
{
  guint index = mb_property_find (name);
  const MbPrinter printer = { FALSE, 0, 0 };
  GString *out = g_string_new (NULL);
  if (!style)
    return g_string_free (g_string_append_c (out, '-'), FALSE);
  g_assert_cmpuint (index, !=, MB_PROPERTY_NONE);
  const MbProperty *property = &mb_properties[index];
  property->print (property, &printer, mb_property_field (style, property), out);
  return g_string_free (out, FALSE);
}

static char *
answer_value (const char *tree, const char *declaration)
{
  g_autofree char *css = g_strdup_printf ("#x { %s }", declaration);
  g_autofree char *name = g_strndup (declaration, strcspn (declaration, ": "));
  Run run = run_begin (tree, css, MB_MEDIUM_PRINT);
  const MbStyle *style = mb_style_of (run.styles, mb_doc_by_id (run.doc, "x", NULL));
  g_autofree char *value = print_property (style, name);
  char *answer = was_clamped (&run) ? g_strconcat ("~", value, NULL)
                 : found_any (&run) ? g_strdup ("!")
                                    : g_strdup (value);
  run_end (&run);
  return answer;
}

static MbPseudo
find_pseudo (const char *name)
{
  for (guint i = 0; name && mb_pseudo_names[i]; i++)
    if (g_str_equal (mb_pseudo_names[i], name))
      return (MbPseudo) (i + 1);
  return MB_PSEUDO_NONE;
}

/* @wanted says what to ask for: the answer has its form. */
static char *
answer_sheet (const char *tree, const char *css, const char *wanted, MbMedium medium)
{
  Run run = run_begin (tree, css, medium);
  gboolean reported = wanted[0] == '!';
  g_auto (GStrv) questions = g_strsplit (wanted + (reported ? 2 : 0), "; ", -1);
  GString *out = g_string_new (NULL);
  for (guint i = 0; questions[i]; i++) {
    g_auto (GStrv) words = g_strsplit (questions[i], " ", 3);
    g_auto (GStrv) place = g_strsplit (words[0], "::", 2);
    g_assert_nonnull (words[1]);
    g_autofree char *name = g_strndup (words[1], strlen (words[1]) - 1);
    const MbNode *html = mb_doc_root (run.doc)->parent;
    const MbNode *node = g_strcmp0 (mb_node_attr (html, "id"), place[0]) == 0
                             ? html
                             : mb_doc_by_id (run.doc, place[0], NULL);
    g_assert_nonnull (node);
    const MbStyle *style = mb_style_pseudo (run.styles, node, find_pseudo (place[1]));
    g_autofree char *value = print_property (style, name);
    g_string_append_printf (out, "%s%s %s: %s", i ? "; " : "", words[0], name, value);
  }
  mb_styles_finish (run.styles);
  if (found_any (&run))
    g_string_prepend (out, "! ");
  run_end (&run);
  return g_string_free (out, FALSE);
}

static char *
answer_counter (const char *tree, const char *sheet, const char *asked, gboolean marker)
{
  Run run = run_begin (tree, sheet, MB_MEDIUM_PRINT);
  g_autoptr (MbArena) arena = mb_arena_new ();
  const char *space = strrchr (asked, ' ');
  g_autofree char *name = g_strndup (asked, (gsize) (space - asked));
  int value = (int) g_ascii_strtoll (space, NULL, 10);
  /* the space at its end, which layout replaces by a distance, cannot be seen in a list */
  char *answer = marker ? g_strchomp (g_strdup (mb_counter_marker (run.styles, arena, name, value)))
                        : g_strdup (mb_counter_format (run.styles, arena, name, value));
  run_end (&run);
  return answer;
}

static char *
answer_line (const char *tree, const char *sheet, const char *kind, const char *asked,
             const char *wanted)
{
  if (g_str_equal (kind, "fmt") || g_str_equal (kind, "mrk"))
    return answer_counter (tree, sheet, asked, *kind == 'm');
  if (g_str_equal (kind, "sel"))
    return answer_selector (tree, asked);
  if (g_str_equal (kind, "val"))
    return answer_value (tree, asked);
  if (g_str_equal (kind, "css"))
    return answer_sheet (tree, asked, wanted, MB_MEDIUM_PRINT);
  g_assert_cmpstr (kind, ==, "epub");
  return answer_sheet (tree, asked, wanted, MB_MEDIUM_EPUB);
}

static void
test_list (gconstpointer data)
{
  g_autofree char *list = read_list (data);
  g_auto (GStrv) lines = g_strsplit (list, "\n", -1);
  g_autofree char *tree = NULL;
  const char *sheet = "";
  guint wrong = 0, n = 0;
  for (guint i = 0; lines[i]; i++) {
    char *space = strchr (lines[i], ' '), *arrow = strstr (lines[i], " => ");
    if (!*lines[i] || g_str_has_prefix (lines[i], "# "))
      continue;
    g_assert_nonnull (space);
    *space = 0;
    if (g_str_equal (lines[i], "tree")) {
      g_free (tree);
      tree = g_strdup (space + 1);
      continue;
    }
    if (g_str_equal (lines[i], "sheet")) {
      sheet = space + 1;
      continue;
    }
    if (!arrow || !tree)
      g_error ("%s:%u: no =>, or no tree", (const char *) data, i + 1);
    *arrow = 0;
    n++;
    g_autofree char *found = answer_line (tree, sheet, lines[i], space + 1, arrow + 4);
    if (g_str_equal (found, arrow + 4))
      continue;
    wrong++;
    g_printerr ("%s:%u: %s\n  expected %s\n  found    %s\n", (const char *) data, i + 1, space + 1,
                arrow + 4, found);
  }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GDir) dir = g_dir_open (TEST_DIR "/lists", 0, NULL);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; (name = g_dir_read_name (dir));)
    if (g_str_has_suffix (name, ".list"))
      g_ptr_array_add (kept, g_strdup (name));
  for (guint i = 0; i < kept->len; i++) {
    g_autofree char *path = g_strconcat ("/lists/", kept->pdata[i], NULL);
    g_test_add_data_func (path, kept->pdata[i], test_list);
  }
  g_assert_cmpuint (kept->len, >, 0);
  return g_test_run ();
}
