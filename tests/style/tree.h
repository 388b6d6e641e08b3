/* SPDX-License-Identifier: Apache-2.0 */
/* Trees for the tests of this room, from well-formed XML and without the reader. `html` and `body` are those that a document has from
 * the beginning; what stands outside body (a head) is left out; `svg:NAME` is an element of SVG. */
#pragma once
#include "doc.h"

#include <string.h>

typedef struct {
  MbDoc *doc;
  MbNode *at;       /* NULL: outside of body */
  const char *file; /* for positions; NULL: none are kept */
} TreeBuilder;

static inline MbNode *
tree_open (TreeBuilder *builder, const char *name, MbPos pos)
{
  MbNode *body = mb_doc_root (builder->doc);
  if (g_str_equal (name, "html"))
    return body->parent;
  if (g_str_equal (name, "body"))
    return builder->at = body;
  if (!builder->at)
    return NULL;
  MbNode *node = g_str_has_prefix (name, "svg:")
                     ? mb_doc_element_ns (builder->doc, MB_NS_SVG, name + 4, pos)
                     : mb_doc_element (builder->doc, name, pos);
  mb_doc_append (builder->at, node);
  return builder->at = node;
}

static inline void
tree_start (GMarkupParseContext *context, const char *name, const char **names, const char **values,
            gpointer data, GError **error)
{
  TreeBuilder *builder = data;
  gint line, col;
  g_markup_parse_context_get_position (context, &line, &col);
  MbPos pos = builder->file ? (MbPos){ builder->file, (guint32) line, 1 } : MB_NOWHERE;
  MbNode *node = tree_open (builder, name, pos);
  for (guint i = 0; node && names[i]; i++)
    if (!g_str_has_prefix (names[i], "xmlns"))
      mb_doc_set_attr_at (builder->doc, node, names[i], values[i], pos);
}

static inline void
tree_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  TreeBuilder *builder = data;
  if (builder->at)
    builder->at = builder->at == mb_doc_root (builder->doc) ? NULL : builder->at->parent;
}

static inline void
tree_text (GMarkupParseContext *context, const char *bytes, gsize length, gpointer data,
           GError **error)
{
  TreeBuilder *builder = data;
  if (builder->at && length)
    mb_doc_append (builder->at,
                   mb_doc_text (builder->doc, bytes, (gssize) length, MB_NOWHERE, NULL, 0));
}

/** tree_parse: the document in @xml; @file (interned, may be NULL) is what its positions name. Stops the program when it is not
 * well-formed. Returns: (transfer full). */
static inline MbDoc *
tree_parse (const char *xml, const char *file, MbDiagnostics *diagnostics)
{
  static const GMarkupParser parser = { tree_start, tree_end, tree_text, NULL, NULL };
  TreeBuilder builder = { mb_doc_new (diagnostics), NULL, file };
  g_autoptr (GError) error = NULL;
  GMarkupParseContext *context =
      g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &builder, NULL);
  if (!g_markup_parse_context_parse (context, xml, (gssize) strlen (xml), &error))
    g_error ("%s", error->message);
  g_markup_parse_context_free (context);
  return builder.doc;
}

/** tree_load: the same for the file at @path, its positions named "case.xml". */
static inline MbDoc *
tree_load (const char *path, MbDiagnostics *diagnostics)
{
  g_autofree char *xml = NULL;
  g_autoptr (GError) error = NULL;
  if (!g_file_get_contents (path, &xml, NULL, &error))
    g_error ("%s", error->message);
  return tree_parse (xml, g_intern_static_string ("case.xml"), diagnostics);
}
