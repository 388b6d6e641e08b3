/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h — a document from a small XHTML file and a sheet, with everything that box and layout need. The reader is GMarkup's: these
 * rooms may not include `read`. Shared by the tests of box, layout and page. */
#pragma once

#include <glib/gstdio.h>
#include <string.h>

#include "box.h"

typedef struct {
  MbDiagnostics *diagnostics;
  MbSource *source;
  MbFonts *fonts;
  MbDoc *doc;
  MbStyles *styles;
  MbMedia *media;
  MbTypesetter *typesetter;
  MbArena *arena;
  MbBoxContext boxes;
} Fixture;

typedef struct {
  MbDoc *doc;
  MbNode *at;
  const char *file;
} FixtureReader;

static inline void
fixture_start (GMarkupParseContext *context, const char *name, const char **names,
               const char **values, gpointer data, GError **error)
{
  FixtureReader *reader = data;
  int line, col;
  g_markup_parse_context_get_position (context, &line, &col);
  MbPos pos = { reader->file, (guint32) line, (guint32) MAX (col, 1) };
  MbNode *node = mb_doc_root (reader->doc);
  if (reader->at) {
    gboolean svg = strcmp (name, "svg") == 0;
    node = mb_doc_element_ns (reader->doc, svg ? MB_NS_SVG : MB_NS_HTML, name, pos);
    mb_doc_append (reader->at, node);
  }
  for (; *names; names++, values++)
    mb_doc_set_attr (reader->doc, node, *names, *values);
  reader->at = node;
}

static inline void
fixture_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  FixtureReader *reader = data;
  reader->at = reader->at->parent;
}

static inline void
fixture_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
              GError **error)
{
  FixtureReader *reader = data;
  int line, col;
  if (length == 0 || !reader->at)
    return;
  g_markup_parse_context_get_position (context, &line, &col);
  MbPos pos = { reader->file, (guint32) line, (guint32) MAX (col, 1) };
  mb_doc_append (reader->at, mb_doc_text (reader->doc, text, (gssize) length, pos, NULL, 0));
}

/* The root element of @xhtml stands for the root of the document, whatever its name. */
static inline void
fixture_read (MbDoc *doc, const char *file, const char *xhtml, gsize length)
{
  static const GMarkupParser parser = { .start_element = fixture_start,
                                        .end_element = fixture_end,
                                        .text = fixture_text };
  FixtureReader reader = { doc, NULL, file };
  g_autoptr (GError) error = NULL;
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  g_markup_parse_context_parse (context, xhtml, (gssize) length, &error);
  if (!error)
    g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
}

/* Sheet of every case: one font by file, so that no machine differs. */
#define FIXTURE_CSS                                                                                \
  "@font-face { font-family: Serif; src: url(CharisSIL-Regular.ttf); }"                            \
  "@font-face { font-family: Serif; font-style: italic; src: url(CharisSIL-Italic.ttf); }"         \
  "@font-face { font-family: Serif; font-weight: bold; src: url(CharisSIL-Bold.ttf); }"            \
  ":root { font: 10pt/12pt Serif; margin: 0 }"

static inline void
fixture_sheet (Fixture *fixture, const char *css, const char *name)
{
  g_autoptr (GError) error = NULL;
  mb_styles_add_text (fixture->styles, css, strlen (css), name, MB_NOWHERE, MB_ORIGIN_HOUSE, NULL,
                      &error);
  g_assert_no_error (error);
}

/* @folder: root of pictures. @css may be NULL. */
static inline Fixture *
fixture_new (const char *folder, const char *file, const char *xhtml, const char *css)
{
  static const char *const folders[] = { NULL };
  Fixture *fixture = g_new0 (Fixture, 1);
  fixture->diagnostics = mb_diagnostics_new ();
  fixture->source = mb_source_new (folder, fixture->diagnostics);
  mb_source_allow (fixture->source, "/usr/share/fonts");
  mb_source_allow (fixture->source, "/usr/share/hyphen");
  fixture->fonts = mb_fonts_new (fixture->source, folders);
  fixture->doc = mb_doc_new (fixture->diagnostics);
  fixture_read (fixture->doc, file, xhtml, strlen (xhtml));
  fixture->styles = mb_styles_new (fixture->doc, MB_MEDIUM_PRINT, fixture->source, fixture->fonts);
  fixture_sheet (fixture, FIXTURE_CSS, "fixture.css");
  if (css)
    fixture_sheet (fixture, css, "case.css");
  fixture->media = mb_media_new (fixture->source);
  fixture->typesetter = mb_text_new (fixture->fonts, fixture->source, fixture->diagnostics);
  fixture->arena = mb_arena_new ();
  fixture->boxes = (MbBoxContext){ .doc = fixture->doc,
                                   .styles = fixture->styles,
                                   .media = fixture->media,
                                   .source = fixture->source,
                                   .typesetter = fixture->typesetter };
  return fixture;
}

static inline void
fixture_free (Fixture *fixture)
{
  mb_arena_free (fixture->arena);
  mb_text_free (fixture->typesetter);
  mb_media_free (fixture->media);
  mb_styles_free (fixture->styles);
  mb_doc_free (fixture->doc);
  mb_fonts_free (fixture->fonts);
  mb_source_free (fixture->source);
  mb_diagnostics_free (fixture->diagnostics);
  g_free (fixture);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/* What was found wrong, a line each, to stand under a dump. */
static inline void
fixture_findings (Fixture *fixture, GString *out)
{
  gsize n;
  const MbDiagnostic *findings = mb_diagnostics_get (fixture->diagnostics, &n);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%s:%u:%u MB%04d %s\n",
                            findings[i].pos.file ? findings[i].pos.file : "-", findings[i].pos.line,
                            findings[i].pos.col, findings[i].code, findings[i].message);
}

/* --- Cases -------------------------------------------------------------------------------------------------
 *
 * A case is a text and a sheet, NAME.html and NAME.css, and what is dumped of them, NAME.SUFFIX. The sheet may be left out. What
 * several cases have in common lies in the folder lent/ beside them: a sheet begins with `@import "lent/FAMILY.css"` and says only
 * what is its own; one whose first line is the comment "text: FILE" takes its text from FILE and has no NAME.html. */

typedef char *(*FixtureDump) (Fixture *fixture);

typedef struct {
  char *stem; /* path without ".html", ".css" or suffix */
  const char *suffix;
  FixtureDump dump;
} FixtureCase;

static inline char *
fixture_load (const char *stem, const char *suffix)
{
  g_autofree char *path = g_strconcat (stem, suffix, NULL);
  char *text = NULL;
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static inline void
fixture_compare (const FixtureCase *item, const char *got)
{
  g_autofree char *path = g_strconcat (item->stem, item->suffix, NULL);
  if (g_getenv ("MARBRE_UPDATE"))
    g_assert_true (g_file_set_contents (path, got, -1, NULL));
  g_autofree char *wanted = fixture_load (item->stem, item->suffix);
  g_assert_nonnull (wanted);
  if (strcmp (wanted, got) == 0)
    return;
  g_test_message ("%s: wanted\n%s\ngot\n%s", path, wanted, got);
  g_test_fail ();
}

/* The text of a case: its own, or the one that its sheet names. */
static inline char *
fixture_load_text (const FixtureCase *item, const char *folder, const char *css)
{
  g_auto (GStrv) first =
      g_strsplit (css ? css : "", " ", 4); /* the opening, "text:", FILE, the rest */
  if (g_strv_length (first) < 4 || strcmp (first[1], "text:") != 0)
    return fixture_load (item->stem, ".html");
  g_autofree char *path = g_build_filename (folder, first[2], NULL);
  return fixture_load (path, "");
}

static inline void
fixture_run (gconstpointer data)
{
  const FixtureCase *item = data;
  g_autofree char *folder = g_path_get_dirname (item->stem);
  g_autofree char *css = fixture_load (item->stem, ".css");
  g_autofree char *xhtml = fixture_load_text (item, folder, css);
  g_autofree char *name = g_path_get_basename (item->stem);
  g_autofree char *file = g_strconcat (name, ".html", NULL);
  g_assert_nonnull (xhtml);
  g_autoptr (Fixture) fixture = fixture_new (folder, g_intern_string (file), xhtml, css);
  g_autofree char *got = item->dump (fixture);
  fixture_compare (item, got);
}

static inline void
fixture_case_free (gpointer data)
{
  FixtureCase *item = data;
  g_free (item->stem);
  g_free (item);
}

static inline void
fixture_add_case (const char *folder, const char *name, const char *suffix, FixtureDump dump)
{
  FixtureCase *item = g_new0 (FixtureCase, 1);
  g_autofree char *path = g_strconcat ("/cases/", name, NULL);
  item->stem = g_build_filename (folder, name, NULL);
  item->suffix = suffix;
  item->dump = dump;
  g_test_add_data_func_full (path, item, fixture_run, fixture_case_free);
}

static inline int
fixture_by_name (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

/* Every case of @folder in order of name: whatever has a text or a sheet. */
static inline void
fixture_add_cases (const char *folder, const char *suffix, FixtureDump dump)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GTree) names = g_tree_new_full (fixture_by_name, NULL, g_free, NULL);
  g_assert_nonnull (dir);
  for (const char *file; (file = g_dir_read_name (dir));)
    if (g_str_has_suffix (file, ".html") || g_str_has_suffix (file, ".css"))
      g_tree_insert (names, g_strndup (file, (gsize) (strrchr (file, '.') - file)), NULL);
  for (GTreeNode *node = g_tree_node_first (names); node; node = g_tree_node_next (node))
    fixture_add_case (folder, g_tree_node_key (node), suffix, dump);
}
