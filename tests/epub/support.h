/* SPDX-License-Identifier: Apache-2.0 */
/* support.h — a small edition written as XHTML, packed, and read back. The reader is GMarkup's, so that these tests do not
 * depend on room `read`.
 *
 *   <body class="livre" data-titre="…" data-auteur="…" data-isbn="…" data-date="…" lang="fr">…</body>
 *   ¦12¦ in the text: here begins printed page 12
 */
#pragma once

#include "epub.h"

#include <string.h>
#include <glib/gstdio.h>
#include <zip.h>

typedef struct {
  MbDoc *doc;
  MbNode *at;
  GArray *marks; /* of MbPageMark */
  const char *file;
} Reader;

static inline MbNamespace
namespace_of (const MbNode *parent, const char *name)
{
  if (strcmp (name, "svg") == 0)
    return MB_NS_SVG;
  if (strcmp (name, "math") == 0)
    return MB_NS_MATHML;
  return parent->ns == MB_NS_SVG || parent->ns == MB_NS_MATHML ? parent->ns : MB_NS_HTML;
}

static inline void
reader_start (GMarkupParseContext *context, const char *name, const char **names,
              const char **values, gpointer data, GError **error)
{
  Reader *reader = data;
  int line, col;
  g_markup_parse_context_get_position (context, &line, &col);
  MbNode *node = reader->at;
  if (strcmp (name, "body") != 0) {
    node = mb_doc_element_ns (reader->doc, namespace_of (reader->at, name), name,
                              (MbPos){ reader->file, (guint32) line, 1 });
    mb_doc_append (reader->at, node);
  }
  for (; *names; names++, values++) {
    if (strcmp (*names, "data-source") == 0) {
      g_autofree char *folder = g_path_get_dirname (reader->file);
      g_autofree char *path = g_build_filename (folder, *values, NULL);
      mb_doc_set_attr (reader->doc, node, *names, path);
    } else {
      mb_doc_set_attr (reader->doc, node, *names, *values);
    }
  }
  reader->at = node;
}

static inline void
reader_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;
  if (reader->at->parent)
    reader->at = reader->at->parent;
}

static inline void
reader_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
             GError **error)
{
  Reader *reader = data;
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) parts = g_strsplit (copy, "¦", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  MbNode *node = mb_doc_text (reader->doc, "", 0, (MbPos){ reader->file, 0, 0 }, NULL, 0);
  for (guint i = 0; parts[i]; i++) {
    MbPageMark mark = { mb_arena_strdup (mb_doc_arena (reader->doc), parts[i]), 0, node,
                        (guint32) out->len };
    if (i % 2)
      g_array_append_val (reader->marks, mark);
    else
      g_string_append (out, parts[i]);
  }
  mb_doc_set_text (reader->doc, node, out->str, (gssize) out->len, NULL, 0);
  if (out->len)
    mb_doc_append (reader->at, node);
}

/** A small edition and all that it needs. */
typedef struct {
  MbDiagnostics *diagnostics;
  MbSource *source;
  MbFonts *fonts;
  MbDoc *doc;
  MbStyles *styles, *night;
  MbMedia *media;
  GArray *marks;
  MbPageMap map;
  MbPerson person;
  MbEpubOptions options;
} Edition;

static inline void
read_meta (Edition *edition, const char *folder)
{
  MbMeta *meta = mb_doc_meta (edition->doc);
  const MbNode *root = mb_doc_root (edition->doc);
  meta->kind = mb_node_has_class (root, "livre") ? MB_EDITION_LIVRE : MB_EDITION_JOURNAL;
  meta->title = mb_node_attr (root, "data-titre");
  meta->subtitle = mb_node_attr (root, "data-sous-titre");
  meta->language = mb_node_attr (root, "lang") ? mb_node_attr (root, "lang") : "fr";
  meta->isbn = mb_node_attr (root, "data-isbn");
  meta->identifier = mb_node_attr (root, "data-identifiant");
  meta->date = mb_node_attr (root, "data-date");
  meta->number = mb_node_attr (root, "data-numero");
  meta->publisher = mb_node_attr (root, "data-editeur");
  const char *cover = mb_node_attr (root, "data-couverture");
  if (cover)
    meta->cover = mb_arena_printf (mb_doc_arena (edition->doc), "%s/%s", folder, cover);
  edition->person.name = mb_node_attr (root, "data-auteur");
  meta->people = &edition->person;
  meta->n_people = edition->person.name != NULL;
}

/** edition_open: @xhtml styled by @sheet (a path); pictures and the sheet are found below @root. */
static inline void
edition_open (Edition *edition, const char *xhtml, const char *sheet, const char *root,
              const char *repository)
{
  static const GMarkupParser parser = { .start_element = reader_start,
                                        .end_element = reader_end,
                                        .text = reader_text };
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (root, "test.html", NULL);
  memset (edition, 0, sizeof *edition);
  edition->diagnostics = mb_diagnostics_new ();
  edition->source = mb_source_new (root, edition->diagnostics);
  mb_source_allow (edition->source, repository);
  mb_source_allow (edition->source, "/usr/share/fonts");
  edition->doc = mb_doc_new (edition->diagnostics);
  edition->marks = g_array_new (FALSE, FALSE, sizeof (MbPageMark));
  Reader reader = { edition->doc, mb_doc_root (edition->doc), edition->marks,
                    g_intern_string (file) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  if (!g_markup_parse_context_parse (context, xhtml, -1, &error) ||
      !g_markup_parse_context_end_parse (context, &error))
    g_error ("%s: %s", error->message, xhtml);
  g_markup_parse_context_free (context);
  read_meta (edition, root);
  edition->fonts = mb_fonts_new (edition->source, NULL);
  edition->styles = mb_styles_new (edition->doc, MB_MEDIUM_EPUB, edition->source, edition->fonts);
  if (!mb_styles_add_file (edition->styles, sheet, MB_ORIGIN_HOUSE, NULL, &error))
    g_error ("%s", error->message);
  edition->night = mb_styles_new (edition->doc, MB_MEDIUM_EPUB, edition->source, NULL);
  mb_styles_set_night (edition->night);
  if (!mb_styles_add_file (edition->night, sheet, MB_ORIGIN_HOUSE, NULL, &error))
    g_error ("%s", error->message);
  edition->media = mb_media_new (edition->source);
  edition->map = (MbPageMap){ (const MbPageMark *) edition->marks->data, edition->marks->len };
  edition->options = (MbEpubOptions){ .doc = edition->doc,
                                      .styles = edition->styles,
                                      .night = edition->night,
                                      .fonts = edition->fonts,
                                      .media = edition->media,
                                      .source = edition->source,
                                      .map = edition->marks->len ? &edition->map : NULL,
                                      .print_isbn = mb_doc_meta (edition->doc)->isbn,
                                      .producer = "marbre",
                                      .date = 1700000000 };
}

static inline void
edition_close (Edition *edition)
{
  mb_media_free (edition->media);
  mb_styles_free (edition->styles);
  mb_styles_free (edition->night);
  mb_doc_free (edition->doc);
  mb_fonts_free (edition->fonts);
  mb_source_free (edition->source);
  mb_diagnostics_free (edition->diagnostics);
  g_array_unref (edition->marks);
}

/** edition_write: pack into @path. */
static inline gboolean
edition_write (Edition *edition, const char *path, GError **error)
{
  MbSink *sink = mb_sink_open (path, error);
  if (!sink)
    return FALSE;
  if (!mb_epub_write (&edition->options, sink, error)) {
    mb_sink_abort (sink);
    return FALSE;
  }
  return mb_sink_commit (sink, error);
}
