/* SPDX-License-Identifier: Apache-2.0 */
/* support.h — small XHTML into a tree, and back, for the tests of this room. The reader is GMarkup's, so that these
 * tests do not depend on room `read`. */
#pragma once

#include <string.h>

#include "ortho.h"

typedef struct {
  MbDoc *doc;
  MbNode *at;
  const char *source; /* NUL-ended */
  const char *cursor; /* behind the last text found in the source */
} Reader;

/* The house called @way, made once for the whole program. */
static inline const MbOrthoHouse *
house_called (const char *way)
{
  static MbArena *arena;
  static GHashTable *houses;

  if (!arena) {
    arena = mb_arena_new ();
    houses = g_hash_table_new (g_str_hash, g_str_equal);
  }
  MbOrthoHouse *house = g_hash_table_lookup (houses, way);
  if (!house) {
    house = mb_ortho_house_new (arena, way, NULL);
    g_assert_nonnull (house);
    g_hash_table_insert (houses, mb_arena_strdup (arena, way), house);
  }
  return house;
}

static inline void
reader_start (GMarkupParseContext *context, const char *name, const char **names,
              const char **values, gpointer data, GError **error)
{
  Reader *reader = data;
  int line, col;

  g_markup_parse_context_get_position (context, &line, &col);
  MbNode *node = mb_doc_element_ns (reader->doc, strcmp (name, "svg") == 0 ? MB_NS_SVG : MB_NS_HTML,
                                    name, (MbPos){ "test", (guint32) line, (guint32) col });
  for (; *names; names++, values++)
    if (strcmp (*names, "xmlns") != 0)
      mb_doc_set_attr (reader->doc, node, *names, *values);
  mb_doc_append (reader->at, node);
  reader->at = node;
}

static inline void
reader_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;
  reader->at = reader->at->parent;
}

static inline MbPos
position_in (const char *source, const char *where)
{
  MbPos pos = { "test", 1, 1 };

  for (const char *p = source; p < where; p = g_utf8_next_char (p)) {
    pos.line += *p == '\n';
    pos.col = *p == '\n' ? 1 : pos.col + 1;
  }
  return pos;
}

/* The text has a verified stretch when its bytes stand in the source as they are. Whole novels do without. */
static inline void
reader_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
             GError **error)
{
  Reader *reader = data;
  if (length == 0)
    return;
  g_autofree char *copy = g_strndup (text, length);
  const char *found = reader->cursor ? strstr (reader->cursor, copy) : NULL;
  MbPos pos = { "test", 0, 0 };
  MbRun run = { 0, (guint32) length, 0 };

  if (found) {
    run.source = (guint32) (found - reader->source);
    pos = position_in (reader->source, found);
    reader->cursor = found + length;
  }
  mb_doc_append (reader->at,
                 mb_doc_text (reader->doc, copy, (gssize) length, pos, &run, found ? 1 : 0));
}

/* Append the elements of @xhtml to the root of @doc. */
static inline void
read_into (MbDoc *doc, const char *xhtml, gsize length, gboolean with_runs)
{
  static const GMarkupParser parser = { .start_element = reader_start,
                                        .end_element = reader_end,
                                        .text = reader_text };
  Reader reader = { doc, mb_doc_root (doc), xhtml, with_runs ? xhtml : NULL };
  g_autoptr (GError) error = NULL;
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);

  g_markup_parse_context_parse (context, xhtml, (gssize) length, &error);
  if (!error)
    g_markup_parse_context_end_parse (context, &error);
  if (error)
    g_error ("%s: %s", error->message, xhtml);
  g_markup_parse_context_free (context);
}

static inline char *
write_root (MbDoc *doc)
{
  GString *out = g_string_new (NULL);

  for (MbNode *node = mb_doc_root (doc)->first; node; node = node->next)
    mb_doc_write_xhtml (node, out, NULL, NULL);
  return g_string_free (out, FALSE);
}

/* The same bytes as @xhtml would have after reading and writing. */
static inline char *
canonical (const char *xhtml)
{
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);

  read_into (doc, xhtml, strlen (xhtml), FALSE);
  return write_root (doc);
}

/* @xhtml after the rules of the house @way, once and twice: the second time nothing may change. */
static inline char *
corrected (const char *xhtml, const char *way)
{
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);
  MbOrthoReport report;

  read_into (doc, xhtml, strlen (xhtml), TRUE);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called (way), NULL);
  char *once = write_root (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called (way), &report);
  g_autofree char *twice = write_root (doc);
  g_assert_cmpstr (once, ==, twice);
  g_assert_cmpuint (report.n_changes, ==, 0);
  return once;
}

static inline char *
replace_all (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);
  return g_strjoinv (to, parts);
}

/* No-break spaces as <NBSP> and <NNBSP>, and back. */
static inline char *
visible (const char *text)
{
  g_autofree char *half = replace_all (text, "\u00a0", "<NBSP>");
  return replace_all (half, "\u202f", "<NNBSP>");
}

static inline char *
unvisible (const char *text)
{
  g_autofree char *half = replace_all (text, "<NBSP>", "\u00a0");
  return replace_all (half, "<NNBSP>", "\u202f");
}
