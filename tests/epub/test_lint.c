/* SPDX-License-Identifier: Apache-2.0 */
/* One fault at a time: a sound book has no finding, and each mutation of its output has the finding that it deserves. */
#include "support.h"

#include "../../src/epub/internal.h"

static const char sound[] =
    "<body xmlns:epub=\"x\"><section id=\"s\" epub:type=\"chapter\" role=\"doc-chapter\"><h1 "
    "id=\"t\">Titre</h1>"
    "<p><a href=\"#s\">ici</a><a href=\"000-b.xhtml#t\">là</a><a "
    "href=\"https://example.org/\">dehors</a></p><h2>Deux</h2>"
    "<figure><img src=\"../images/a.jpg\" alt=\"Un lac.\"/><figcaption>Le "
    "soir.</figcaption></figure>"
    "<table><tr><th>A</th></tr></table><span id=\"p\" epub:type=\"pagebreak\" "
    "role=\"doc-pagebreak\" aria-label=\"1\"/></section></body>";

static const struct {
  const char *name, *from, *to;
  MbMessage message;
} faults[] = {
  { "dead-fragment", "href=\"#s\"", "href=\"#perdu\"", MB_MSG_EPUB_BROKEN },
  { "dead-file", "000-b.xhtml#t", "001-b.xhtml#t", MB_MSG_EPUB_BROKEN },
  { "hash-link", "href=\"#s\"", "href=\"#\"", MB_MSG_EPUB_BROKEN },
  { "empty-link", "href=\"#s\"", "href=\"\"", MB_MSG_EPUB_BROKEN },
  { "no-href", "href=\"#s\"", "title=\"x\"", MB_MSG_EPUB_BROKEN },
  { "id-twice", "id=\"t\"", "id=\"s\"", MB_MSG_EPUB_BROKEN },
  { "type-without-role", " role=\"doc-chapter\"", "", MB_MSG_EPUB_BROKEN },
  { "break-without-name", " aria-label=\"1\"", "", MB_MSG_EPUB_BROKEN },
  { "heading-skipped", "<h2>Deux</h2>", "<h3>Deux</h3>", MB_MSG_EPUB_BROKEN },
  { "heading-empty", "<h2>Deux</h2>", "<h2> </h2>", MB_MSG_EPUB_HEADING },
  { "alt-missing", " alt=\"Un lac.\"", "", MB_MSG_EPUB_ALT_MISSING },
  { "alt-empty", "alt=\"Un lac.\"", "alt=\"\"", MB_MSG_EPUB_ALT_MISSING },
  { "alt-caption", "Un lac.", "Le soir.", MB_MSG_EPUB_ALT_CAPTION },
  { "table-headless", "<th>A</th>", "<td>A</td>", MB_MSG_EPUB_TABLE },
};

/* Findings of a book whose one file holds @body. */
static void
lint (const char *body, MbDiagnostics *diagnostics, guint *barriers)
{
  static const GMarkupParser parser = { .start_element = reader_start,
                                        .end_element = reader_end,
                                        .text = reader_text };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (MbPageMark));
  MbBook book = { .diagnostics = diagnostics,
                  .arena = mb_arena_new (),
                  .out = mb_doc_new (diagnostics) };
  Reader reader = { book.out, mb_doc_root (book.out), marks, "b.xhtml" };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  g_markup_parse_context_parse (context, body, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);

  MbFile file = { .kind = MB_FILE_TEXT,
                  .name = "text/000-b.xhtml",
                  .html = mb_doc_root (book.out) };
  book.files = g_array_new (FALSE, FALSE, sizeof (MbFile));
  g_array_append_val (book.files, file);
  book.sheet = mb_sheet_new (NULL, NULL, NULL, book.arena);
  mb_lint_book (&book);
  *barriers = book.barriers;
  mb_sheet_free (book.sheet);
  g_array_unref (book.files);
  mb_doc_free (book.out);
  mb_arena_free (book.arena);
}

static void
test_sound (void)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  guint barriers;
  lint (sound, diagnostics, &barriers);
  g_assert_cmpuint (mb_diagnostics_count (diagnostics, MB_INFO), ==, 0);
  g_assert_cmpuint (barriers, ==, 0);
}

static void
test_fault (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data), barriers;
  gsize n;
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (GString) body = g_string_new (sound);
  g_assert_cmpuint (g_string_replace (body, faults[i].from, faults[i].to, 1), ==, 1);
  lint (body->str, diagnostics, &barriers);
  const MbDiagnostic *found = mb_diagnostics_get (diagnostics, &n);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpint (found[0].code, ==, faults[i].message);
  g_assert_cmpuint (barriers, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lint/sound", test_sound);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *name = g_strconcat ("/lint/", faults[i].name, NULL);
    g_test_add_data_func (name, GUINT_TO_POINTER (i), test_fault);
  }
  return g_test_run ();
}
