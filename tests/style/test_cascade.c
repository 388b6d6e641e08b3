/* SPDX-License-Identifier: Apache-2.0 */
/* Styles of small documents: cases/NAME.xml (the tree), NAME.css (the house sheet) → NAME.style.
 *
 * NAME.ask, when it is there, says what to print, one request a line: `medium epub`, `dump ID`, `declared ID [PSEUDO]`,
 * `page [NAME] [first] [left] [blank] [INDEX]`, `add FILE ORIGIN [ID]` (another sheet, for the subtree of ID). Without it every element with an id is dumped. Findings come last.
 * MARBRE_UPDATE=1 rewrites the expectations. */
#include "style.h"
#include "style/tree.h"

#include <stdlib.h>
#include <string.h>

static void
dump_page (MbStyles *styles, const MbPageStyle *page, GString *out)
{
  static const char *const names[] = {
    "top-left-corner",     "top-left",     "top-center",    "top-right",
    "top-right-corner",    "right-top",    "right-middle",  "right-bottom",
    "bottom-right-corner", "bottom-right", "bottom-center", "bottom-left",
    "bottom-left-corner",  "left-bottom",  "left-middle",   "left-top"
  };
  static const char *const turns[] = { "", " turned right", " turned left" };
  g_string_append_printf (out, "size %.1f %.1f bleed %.1f marks %d %d%s\nmargins",
                          mb_to_pt (page->width), mb_to_pt (page->height), mb_to_pt (page->bleed),
                          page->marks_crop, page->marks_cross, turns[page->turn]);
  for (int side = 0; side < 4; side++)
    g_string_append_printf (out, " %.1f",
                            mb_to_pt (
                                mb_size_resolve (page->style->box->margin[side], page->width, 0)));
  g_string_append_printf (out, "\nfont %s %.1f\n", page->style->font->families[0],
                          mb_to_pt (page->style->font->size));
  for (int i = 0; i < MB_N_MARGIN_BOXES; i++)
    if (page->margin[i])
      g_string_append_printf (out, "%s align %d items %u first %d %s size %.1f\n", names[i],
                              page->margin[i]->text->align, page->margin[i]->paged->content.n,
                              page->margin[i]->paged->content.items[0].kind,
                              page->margin[i]->paged->content.items[0].text,
                              mb_to_pt (page->margin[i]->font->size));
  for (guint i = 0; i < page->n_reset; i++)
    g_string_append_printf (out, "reset %s %d\n", page->counter_reset[i].name,
                            page->counter_reset[i].value);
}

static void
ask_page (MbStyles *styles, char **words, GString *out)
{
  MbPageContext context = { .name = "", .index = 1 };
  for (guint i = 1; words[i]; i++)
    if (g_str_equal (words[i], "first"))
      context.first = context.in_group = TRUE;
    else if (g_str_equal (words[i], "left"))
      context.left = TRUE;
    else if (g_str_equal (words[i], "blank"))
      context.blank = TRUE;
    else if (g_ascii_isdigit (words[i][0]))
      context.index = (guint) atoi (words[i]);
    else
      context.name = words[i];
  dump_page (styles, mb_style_page (styles, &context), out);
}

static void
ask_declared (MbStyles *styles, const MbNode *node, const char *pseudo, GString *out)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  guint n;
  MbPseudo which = !pseudo                          ? MB_PSEUDO_NONE
                   : g_str_equal (pseudo, "before") ? MB_PSEUDO_BEFORE
                                                    : MB_PSEUDO_FIRST_LETTER;
  const MbDeclared *declared = mb_style_declared (styles, node, which, arena, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s: %s\n", declared[i].property, declared[i].value);
}

static void
add_sheet (MbStyles *styles, MbDoc *doc, char **words)
{
  static const char *const origins[] = { "base", "house", "article", "document" };
  for (guint i = 0; i < G_N_ELEMENTS (origins); i++)
    if (g_str_equal (words[2], origins[i])) {
      const MbNode *scope = words[3] ? mb_doc_by_id (doc, words[3], NULL) : NULL;
      g_assert_true (mb_styles_add_file (styles, words[1], (MbOrigin) i, scope, NULL));
    }
}

static void
answer (MbStyles *styles, MbDoc *doc, const char *request, GString *out)
{
  g_auto (GStrv) words = g_strsplit (request, " ", -1);
  if (!words[0] || !*words[0] || g_str_equal (words[0], "medium"))
    return;
  g_string_append_printf (out, "== %s\n", request);
  if (g_str_equal (words[0], "page")) {
    ask_page (styles, words, out);
    return;
  }
  if (g_str_equal (words[0], "add")) {
    add_sheet (styles, doc, words);
    return;
  }
  const MbNode *node = mb_doc_by_id (doc, words[1], NULL);
  g_assert_nonnull (node);
  if (g_str_equal (words[0], "dump")) {
    g_autofree char *dump = mb_style_dump (styles, node);
    g_string_append (out, dump);
  } else {
    ask_declared (styles, node, words[2], out);
  }
}

static void
answer_all (MbStyles *styles, MbDoc *doc, GString *out)
{
  for (const MbNode *node = mb_doc_root (doc); node; node = mb_node_next (node, mb_doc_root (doc)))
    if (node->kind == MB_NODE_ELEMENT && mb_node_attr (node, "id")) {
      g_autofree char *request = g_strconcat ("dump ", mb_node_attr (node, "id"), NULL);
      answer (styles, doc, request, out);
    }
}

static void
print_findings (MbDiagnostics *diagnostics, GString *out)
{
  gsize n;
  const MbDiagnostic *found = mb_diagnostics_get (diagnostics, &n);
  if (n)
    g_string_append (out, "== findings\n");
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%s:%u:%u: MB%04d %s%s%s\n",
                            found[i].pos.file ? found[i].pos.file : "-", found[i].pos.line,
                            found[i].pos.col, found[i].code, found[i].message,
                            found[i].hint ? " — " : "", found[i].hint ? found[i].hint : "");
}

static char *
run_case (const char *folder, const char *name)
{
  g_autofree char *xml = g_strdup_printf ("%s/%s.xml", folder, name);
  g_autofree char *ask_path = g_strdup_printf ("%s/%s.ask", folder, name);
  g_autofree char *css = g_strdup_printf ("%s.css", name);
  g_autofree char *ask = NULL;
  g_file_get_contents (ask_path, &ask, NULL, NULL);

  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (folder, diagnostics);
  const char *const folders[] = { NULL };
  g_autoptr (MbFonts) fonts = mb_fonts_new (source, folders);
  g_autoptr (MbDoc) doc = tree_load (xml, diagnostics);
  MbMedium medium = ask && strstr (ask, "medium epub") ? MB_MEDIUM_EPUB : MB_MEDIUM_PRINT;
  g_autoptr (MbStyles) styles = mb_styles_new (doc, medium, source, fonts);
  g_autoptr (GError) error = NULL;
  mb_styles_add_file (styles, css, MB_ORIGIN_HOUSE, NULL, &error);
  g_assert_no_error (error);

  GString *out = g_string_new (NULL);
  g_auto (GStrv) requests = g_strsplit (ask ? ask : "", "\n", -1);
  for (guint i = 0; requests[i]; i++)
    answer (styles, doc, requests[i], out);
  if (!ask)
    answer_all (styles, doc, out);
  mb_styles_finish (styles);
  print_findings (diagnostics, out);
  return g_string_free (out, FALSE);
}

static void
test_case (gconstpointer data)
{
  const char *folder = TEST_DIR "/cases";
  g_autofree char *path = g_strdup_printf ("%s/%s.style", folder, (const char *) data);
  g_autofree char *found = run_case (folder, data);
  g_autofree char *expected = NULL;
  if (g_getenv ("MARBRE_UPDATE"))
    g_file_set_contents (path, found, -1, NULL);
  g_file_get_contents (path, &expected, NULL, NULL);
  g_assert_cmpstr (found, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GDir) dir = g_dir_open (TEST_DIR "/cases", 0, NULL);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; (name = g_dir_read_name (dir));)
    if (g_str_has_suffix (name, ".xml"))
      g_ptr_array_add (kept, g_strndup (name, strlen (name) - 4));
  for (guint i = 0; i < kept->len; i++) {
    g_autofree char *path = g_strconcat ("/style/", kept->pdata[i], NULL);
    g_test_add_data_func (path, kept->pdata[i], test_case);
  }
  g_assert_cmpuint (kept->len, >, 0);
  return g_test_run ();
}
