/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files: the structure tree of each case as text (NAME.html → NAME.tree), the same bytes twice, claims made and withheld,
 * what other programs say of the file. */
#include "edition.h"

#include <glib/gstdio.h>

static char *temporary; /* folder of this run */

static char *
scratch (const char *name)
{
  return g_build_filename (temporary, name, NULL);
}

/* --- The tree of a finished file -------------------------------------------------------------------------------------------------- */

static void
put_string (MbFile *file, MbObj object, const char *key, GString *out)
{
  const char *text = mb_file_string (file, mb_file_key (file, object, key));
  if (*text)
    g_string_append_printf (out, " %s=\"%s\"", key + 1, text);
}

static void
put_attributes (MbFile *file, MbObj element, GString *out)
{
  static const char *const NAMES[] = { "/Scope", "/ColSpan", "/RowSpan", "/ListNumbering" };
  MbObj own = mb_file_key (file, element, "/A");
  put_string (file, element, "/Alt", out);
  put_string (file, element, "/Lang", out);
  put_string (file, element, "/E", out);
  put_string (file, element, "/ID", out);
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    MbObj value = mb_file_key (file, own, NAMES[i]);
    if (mb_file_is_integer (file, value))
      g_string_append_printf (out, " %s=%d", NAMES[i] + 1, (int) mb_file_integer (file, value));
    else if (value)
      g_string_append_printf (out, " %s=%s", NAMES[i] + 1, mb_file_name (file, value) + 1);
  }
}

/* Text of the item that begins sequence @mcid of page @page, as painted. */
static void
put_content (const Edition *edition, MbFile *file, MbObj page, guint mcid, int depth, GString *out,
             GPtrArray *texts)
{
  GPtrArray *list =
      g_ptr_array_index (texts, (guint) mb_file_integer (file, mb_file_key (file, page,
                                                                            "/StructParents")));
  g_string_append_printf (out, "%*s%s\n", depth, "", (const char *) g_ptr_array_index (list, mcid));
}

static void
put_element (const Edition *edition, MbFile *file, MbObj element, int depth, GString *out,
             GPtrArray *texts)
{
  g_string_append_printf (out, "%*s%s", depth, "",
                          mb_file_name (file, mb_file_key (file, element, "/S")) + 1);
  put_attributes (file, element, out);
  g_string_append_c (out, '\n');
  MbObj kids = mb_file_key (file, element, "/K");
  for (guint i = 0; i < mb_file_n_items (file, kids); i++) {
    MbObj kid = mb_file_item (file, kids, i);
    if (mb_file_is_integer (file, kid))
      put_content (edition, file, mb_file_key (file, element, "/Pg"),
                   (guint) mb_file_integer (file, kid), depth + 2, out, texts);
    else if (mb_file_is_name (file, mb_file_key (file, kid, "/Type"), "/MCR"))
      put_content (edition, file, mb_file_key (file, kid, "/Pg"),
                   (guint) mb_file_integer (file, mb_file_key (file, kid, "/MCID")), depth + 2, out,
                   texts);
    else if (mb_file_is_name (file, mb_file_key (file, kid, "/Type"), "/OBJR"))
      g_string_append_printf (out, "%*s(annotation)\n", depth + 2, "");
    else
      put_element (edition, file, kid, depth + 2, out, texts);
  }
}

/* What each sequence of @page paints: its glyph runs' text, found again from the finished stream by counting text operators is not
 * needed: items of one sequence follow each other in the display list, as content.c is asked once more. */
static GPtrArray *
page_texts (const Edition *edition, MbStructure *structure, guint page)
{
  const MbDisplayList *display = edition->painted.displays[page];
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  const MbOwner *owners = structure->owners[page];
  GString *open = NULL;
  gint32 slot = -9;
  gboolean alone = TRUE;
  for (guint i = 0; i <= display->n; i++) {
    const MbItem *item = i < display->n ? &display->items[i] : NULL;
    gint32 own = item ? owners[i].slot : -9;
    gboolean joins = open && own == slot && own >= 0 && !alone && !item->actual;
    if (!joins && open) {
      g_ptr_array_add (texts, g_strdup_printf ("\"%s\"", open->str));
      g_string_free (g_steal_pointer (&open), TRUE);
    }
    if (!item || own < 0) {
      slot = own;
      continue;
    }
    if (!open)
      open = g_string_new (NULL);
    if (item->kind == MB_ITEM_PICTURE)
      g_string_append (open, "(picture)");
    else if (item->actual)
      g_string_append_printf (open, "=%s", item->hyphen ? "(hyphen)" : item->actual);
    else {
      guint end = item->first_glyph + item->n_glyphs;
      guint32 from = item->first_glyph ? item->run->glyphs[item->first_glyph].cluster : 0;
      guint32 to = end < item->run->n_glyphs ? item->run->glyphs[end].cluster : item->run->length;
      g_string_append_len (open, item->run->text + from, to - from);
    }
    alone = item->actual != NULL;
    slot = own;
  }
  return texts;
}

static GPtrArray *
all_texts (Edition *edition, MbFile *file)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  MbWork work = { .doc = edition->fixture->doc,
                  .pages = edition->pages,
                  .painted = &edition->painted,
                  .arena = arena,
                  .file = file };
  MbRef *refs = mb_arena_array (arena, MbRef, edition->painted.n_pages + 1);
  work.page_refs = refs;
  mb_links_collect (&work);
  mb_structure_build (&work);
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < edition->painted.n_pages; i++)
    g_ptr_array_add (texts, page_texts (edition, work.structure, i));
  mb_structure_free (work.structure);
  mb_links_free (work.links);
  return texts;
}

static char *
tree_of (Edition *edition, GBytes *pdf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbFile) file = mb_file_open (pdf, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) texts = all_texts (edition, file);
  GString *out = g_string_new (NULL);
  MbObj root = mb_file_key (file, mb_file_root (file), "/StructTreeRoot");
  put_element (edition, file, mb_file_item (file, mb_file_key (file, root, "/K"), 0), 0, out,
               texts);
  return g_string_free (out, FALSE);
}

/* --- Cases ---------------------------------------------------------------------------------------------------------------------------- */

static void
load_case (Edition *edition, const char *name)
{
  g_autofree char *stem = g_build_filename (TEST_DIR "/cases", name, NULL);
  g_autofree char *xhtml = fixture_load (stem, ".html"), *css = fixture_load (stem, ".css");
  g_autofree char *file = g_strconcat (name, ".html", NULL);
  edition_open (edition, TEST_DIR "/cases", g_intern_string (file), xhtml, css);
}

static void
run_program (const char *command, const char *path, char **out, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strdup_printf ("%s %s", command, path), *err = NULL;
  g_spawn_command_line_sync (line, out, &err, status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (err, ==,
                   ""); /* poppler builds its colours from our profile and would complain here */
}

static void
test_tree (gconstpointer data)
{
  Edition edition;
  load_case (&edition, data);
  g_autofree char *path = scratch (data), *stem = g_build_filename (TEST_DIR "/cases", data, NULL);
  g_autoptr (GBytes) pdf = edition_bytes (&edition, path);
  g_autoptr (GString) got = g_string_new (NULL);
  g_autofree char *tree = tree_of (&edition, pdf);
  g_string_append (got, tree);
  fixture_findings (edition.fixture, got);
  fixture_compare (&(FixtureCase){ stem, ".tree", NULL }, got->str);
  edition_close (&edition);
}

/* The words of groups, which stand in forms of their own, are found where the tree says. */
static void
test_groups (void)
{
  Edition edition;
  load_case (&edition, "groups");
  g_autofree char *path = scratch ("groups.pdf"), *check = NULL, *text = NULL;
  g_bytes_unref (edition_bytes (&edition, path));
  int status;
  run_program ("qpdf --check", path, &check, &status);
  g_assert_cmpint (status, ==, 0);
  run_program ("pdfinfo -struct-text", path, &text, &status);
  g_autofree char *stem = g_build_filename (TEST_DIR "/cases", "groups", NULL);
  fixture_compare (&(FixtureCase){ stem, ".struct", NULL }, text);
  edition_close (&edition);
}

/* qpdf finds no fault, every font is embedded with its Unicode, poppler reads the tree in order. */
static void
test_strangers (void)
{
  Edition edition;
  load_case (&edition, "article");
  g_autofree char *path = scratch ("strangers.pdf"), *check = NULL, *fonts = NULL, *text = NULL;
  g_bytes_unref (edition_bytes (&edition, path));
  int status;
  run_program ("qpdf --check", path, &check, &status);
  g_assert_cmpint (status, ==, 0);
  run_program ("pdffonts", path, &fonts, &status);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (fonts), "\n", -1);
  for (guint i = 2; lines[i]; i++)
    g_assert_nonnull (strstr (lines[i], " yes yes yes "));
  run_program ("pdfinfo -struct-text", path, &text, &status);
  static const char *const ORDER[] = { "Art",   "\"Climat\"", "H1",     "efficacité", "H2",
                                       "Sauté", "Link",       "Figure", "Caption",    "La légende",
                                       "Lbl",   "premier",    "Table",  "TH",         "Note" };
  const char *at = text;
  for (guint i = 0; i < G_N_ELEMENTS (ORDER); i++) {
    at = strstr (at, ORDER[i]);
    if (!at)
      g_error ("%s is not in its place in\n%s", ORDER[i], text);
  }
  edition_close (&edition);
}

static void
test_same_bytes (void)
{
  GBytes *pdf[2];
  for (int i = 0; i < 2; i++) {
    Edition edition;
    load_case (&edition, "article");
    g_autofree char *path = scratch (i ? "second.pdf" : "first.pdf");
    pdf[i] = edition_bytes (&edition, path);
    edition_close (&edition);
  }
  g_assert_true (g_bytes_equal (pdf[0], pdf[1]));
  g_bytes_unref (pdf[0]);
  g_bytes_unref (pdf[1]);
}

static char *
xmp_of (GBytes *pdf)
{
  g_autoptr (MbFile) file = mb_file_open (pdf, NULL);
  g_autoptr (GBytes) data =
      mb_file_data (file, mb_file_key (file, mb_file_root (file), "/Metadata"), NULL);
  gsize size;
  const char *text = g_bytes_get_data (data, &size);
  return g_strndup (text, size);
}

static void
test_claims (void)
{
  Edition edition;
  load_case (&edition, "article");
  g_autofree char *path = scratch ("claims.pdf");
  g_autoptr (GBytes) pdf = edition_bytes (&edition, path);
  g_autofree char *xmp = xmp_of (pdf);
  g_assert_nonnull (strstr (xmp, "<pdfuaid:part>1<"));
  g_assert_nonnull (strstr (xmp, "<pdfaid:conformance>A<"));
  g_assert_nonnull (strstr (xmp, "<xmp:CreateDate>2023-11-14T22:13:20Z<"));
  edition_close (&edition);
}

/* A picture without alternative: no claim by default, an error when it was demanded, and the place in the text. */
static void
test_withheld (void)
{
  Edition edition;
  load_case (&edition, "alt");
  g_autofree char *path = scratch ("alt.pdf"), *demanded = scratch ("demanded.pdf");
  g_autoptr (GBytes) pdf = edition_bytes (&edition, path);
  g_autofree char *xmp = xmp_of (pdf);
  g_assert_null (strstr (xmp, "<pdfuaid:part>"));
  g_assert_null (strstr (xmp, "<pdfaid:part>"));
  gsize n;
  const MbDiagnostic *findings = mb_diagnostics_get (edition.fixture->diagnostics, &n);
  gboolean told = FALSE;
  for (gsize i = 0; i < n; i++)
    told = told || (findings[i].code == MB_MSG_PDF_ALT_MISSING && findings[i].pos.line == 1);
  g_assert_true (told);
  g_autoptr (GError) error = NULL;
  g_assert_false (edition_write (&edition, demanded, TRUE, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_UNSUPPORTED);
  g_assert_false (g_file_test (demanded, G_FILE_TEST_EXISTS));
  edition_close (&edition);
}

/* An item that was sent and is not in the stream, or the other way round: nothing is written. */
static void
test_lost_item (void)
{
  Edition edition;
  load_case (&edition, "alt");
  MbDisplayList more = *edition.painted.displays[0];
  g_autofree MbItem *items = g_new (MbItem, more.n + 1);
  memcpy (items, more.items, more.n * sizeof *items);
  items[more.n] = items[0];
  more.items = items;
  more.n++;
  const MbDisplayList *list[] = { &more };
  MbPainted painted = edition.painted;
  painted.displays = list;
  MbPdfOptions options = { BOTH, FALSE, "marbre test", 0 };
  g_autofree char *path = scratch ("lost.pdf");
  for (int step = 0; step < 2; step++, more.n -= 2) {
    g_autoptr (GError) error = NULL;
    MbSink *sink = mb_sink_open (path, &error);
    g_assert_false (
        mb_pdf_write (edition.fixture->doc, edition.pages, &painted, &options, sink, &error));
    g_assert_error (error, MB_ERROR, MB_ERROR_INTERNAL);
    mb_sink_abort (sink);
  }
  edition_close (&edition);
}

static void
test_standard_names (void)
{
  MbStandards standard;
  g_assert_true (mb_pdf_standard ("ua-1", &standard) && standard == MB_STANDARD_UA_1);
  g_assert_true (mb_pdf_standard ("A-2a", &standard) && standard == MB_STANDARD_A_2A);
  g_assert_false (mb_pdf_standard ("x-4", &standard));
}

int
main (int argc, char **argv)
{
  static const char *const CASES[] = { "covered", "article", "thead", "alt" };
  g_test_init (&argc, &argv, NULL);
  temporary = g_dir_make_tmp ("marbre-pdf-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    g_autofree char *path = g_strconcat ("/pdf/tree/", CASES[i], NULL);
    g_test_add_data_func (path, CASES[i], test_tree);
  }
  g_test_add_func ("/pdf/file/strangers", test_strangers);
  g_test_add_func ("/pdf/file/same-bytes", test_same_bytes);
  g_test_add_func ("/pdf/file/claims", test_claims);
  g_test_add_func ("/pdf/file/withheld", test_withheld);
  g_test_add_func ("/pdf/file/lost-item", test_lost_item);
  g_test_add_func ("/pdf/groups", test_groups);
  g_test_add_func ("/pdf/standards", test_standard_names);
  int failed = g_test_run ();
  if (!failed && !g_getenv ("MARBRE_KEEP")) {
    g_autofree char *line = g_strdup_printf ("rm -r %s", temporary);
    g_spawn_command_line_sync (line, NULL, NULL, NULL, NULL);
  }
  g_free (temporary);
  return failed;
}
