/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the tree: order, classes, language, plain text. Nothing here recurses. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

static const char SPACES[] = " \t\n\r\f";

gboolean
mb_node_is (const MbNode *node, const char *name)
{
  return node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_HTML &&
         (node->name == name || strcmp (node->name, name) == 0);
}

gboolean
mb_node_has_token (const MbNode *node, const char *attr, const char *token)
{
  const char *value = node->kind == MB_NODE_ELEMENT ? mb_node_attr (node, attr) : NULL;
  gsize length = strlen (token);
  while (value && *value) {
    value += strspn (value, SPACES);
    gsize span = strcspn (value, SPACES);
    if (span == length && length && memcmp (value, token, length) == 0)
      return TRUE;
    value += span;
  }
  return FALSE;
}

gboolean
mb_node_has_class (const MbNode *node, const char *name)
{
  return mb_node_has_token (node, "class", name);
}

const char *
mb_node_lang (const MbDoc *doc, const MbNode *node)
{
  for (; node; node = node->parent) {
    const char *lang = node->kind == MB_NODE_ELEMENT ? mb_node_attr (node, "lang") : NULL;
    if (lang)
      return lang;
  }
  return doc->meta.language;
}

const char *
mb_node_file (const MbNode *node)
{
  for (; node; node = node->parent)
    if (node->pos.file)
      return node->pos.file;
  return NULL;
}

MbNode *
mb_node_skip (const MbNode *node, const MbNode *top)
{
  for (; node && node != top; node = node->parent)
    if (node->next)
      return node->next;
  return NULL;
}

MbNode *
mb_node_next (const MbNode *node, const MbNode *top)
{
  return node->first ? node->first : mb_node_skip (node, top);
}

guint
mb_node_depth (const MbNode *node)
{
  guint depth = 0;
  while ((node = node->parent))
    depth++;
  return depth;
}

static gboolean
has_kind (const MbNode *node, const char *type, const char *role)
{
  return mb_node_has_token (node, "epub:type", type) || mb_node_has_token (node, "role", role);
}

gboolean
mb_node_is_note (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && node->attrs &&
         (has_kind (node, "footnote", "doc-footnote") || has_kind (node, "endnote", "doc-endnote"));
}

gboolean
mb_node_is_note_call (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && node->attrs && has_kind (node, "noteref", "doc-noteref");
}

/* Append @text to @out, every run of white space as one space, none at the start. */
static void
append_collapsed (GString *out, const char *text)
{
  for (; *text; text++) {
    gboolean space = strchr (SPACES, *text) != NULL;
    if (!space)
      g_string_append_c (out, *text);
    else if (out->len && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  }
}

const char *
mb_node_text (const MbNode *top, MbArena *arena)
{
  return mb_node_text_but (top, NULL, NULL, arena);
}

const char *
mb_node_text_but (const MbNode *top, gboolean (*left_out) (gconstpointer data, const MbNode *node),
                  gconstpointer data, MbArena *arena)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const MbNode *node = top;
  while (node) {
    if (node != top && node->kind == MB_NODE_ELEMENT &&
        (mb_node_is_note (node) || mb_node_is_note_call (node) ||
         (left_out && left_out (data, node)))) {
      node = mb_node_skip (node, top);
      continue;
    }
    if (node->kind == MB_NODE_TEXT)
      append_collapsed (out, node->text);
    else if (node != top && (mb_node_is_block (node) || mb_node_is (node, "br")))
      append_collapsed (out, " ");
    node = mb_node_next (node, top);
  }
  if (out->len && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return mb_arena_strndup (arena, out->str, out->len);
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (a, *(const char *const *) b);
}

gboolean
mb_node_is_block (const MbNode *node)
{
  static const char *const BLOCKS[] = {
    /* sorted */
    "address", "article", "aside", "blockquote", "body",     "caption",    "dd",     "details",
    "dialog",  "div",     "dl",    "dt",         "fieldset", "figcaption", "figure", "footer",
    "form",    "h1",      "h2",    "h3",         "h4",       "h5",         "h6",     "header",
    "hgroup",  "hr",      "html",  "legend",     "li",       "main",       "menu",   "nav",
    "ol",      "p",       "pre",   "search",     "section",  "summary",    "table",  "tbody",
    "td",      "tfoot",   "th",    "thead",      "tr",       "ul"
  };
  return node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_HTML &&
         bsearch (node->name, BLOCKS, G_N_ELEMENTS (BLOCKS), sizeof *BLOCKS, compare_names) != NULL;
}
