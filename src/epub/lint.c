/* SPDX-License-Identifier: Apache-2.0 */
/* Our own look at what was made.
 *
 * EPUBCheck is silent on accessibility, Ace on much of it (notes/epub.md § 1): alternative text that repeats the caption,
 * tables without headers, pale text. These are *barriers*: warnings at the author's line, and the book does not claim WCAG.
 * What makes a book invalid (a link to nothing, an id twice, a type without its role) would be our own fault: a failure. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbBook *book;
  const MbFile *file;
  GHashTable *places; /* "text/file.xhtml" and "text/file.xhtml#id" */
} Lint;

static void
barrier (Lint *lint, const MbNode *node, MbMessage message, const char *what)
{
  lint->book->barriers++;
  if (!lint->book->looks_only)
    mb_report (lint->book->diagnostics, node->pos, message, what, NULL);
}

static void
broken (Lint *lint, const MbNode *node, const char *what)
{
  lint->book->barriers++;
  mb_report (lint->book->diagnostics, node->pos, MB_MSG_EPUB_BROKEN, lint->file->name, what, NULL);
}

/* --- Places --------------------------------------------------------------------------------------------------------*/

static void
collect_places (Lint *lint)
{
  MbBook *book = lint->book;
  g_hash_table_add (lint->places, g_strdup (lint->file->name));
  for (const MbNode *node = lint->file->html; node; node = mb_node_next (node, lint->file->html)) {
    const char *id = node->kind == MB_NODE_ELEMENT ? mb_node_attr (node, "id") : NULL;
    if (id && !g_hash_table_add (lint->places, g_strdup_printf ("%s#%s", lint->file->name, id)))
      broken (lint, node, mb_arena_printf (book->arena, "id=\"%s\"", id));
  }
}

static gboolean
is_outside (const char *href)
{
  gsize n = strcspn (href, ":/#?");
  return href[n] == ':';
}

static void
check_link (Lint *lint, const MbNode *node)
{
  const char *href = mb_node_attr (node, "href");
  if (href && is_outside (href))
    return;
  g_autofree char *place = !href || !*href || strcmp (href, "#") == 0 ? NULL
                           : *href == '#' ? g_strconcat (lint->file->name, href, NULL)
                                          : g_strconcat ("text/", href, NULL);
  if (!place || !g_hash_table_contains (lint->places, place))
    broken (lint, node, mb_arena_printf (lint->book->arena, "href=\"%s\"", href ? href : ""));
}

/* --- Pictures --------------------------------------------------------------------------------------------------------*/

/* The picture as the edition names it: the file in the e-book has another name. */
static const char *
picture_name (const Lint *lint, const MbNode *node)
{
  const char *src = mb_node_attr (node, "src");
  const char *name = src && lint->book->picture_names && g_str_has_prefix (src, "../")
                         ? g_hash_table_lookup (lint->book->picture_names, src + strlen ("../"))
                         : NULL;
  return name ? name : src;
}

static const MbNode *
figure_around (const MbNode *node)
{
  while (node && !mb_node_is (node, "figure"))
    node = node->parent;
  return node;
}

static const char *
caption_of (const MbNode *figure, MbArena *arena)
{
  for (const MbNode *node = figure; node; node = mb_node_next (node, figure))
    if (mb_node_is (node, "figcaption"))
      return mb_node_text (node, arena);
  return "";
}

/* The picture of a figure is content: it cannot be decoration. */
static void
check_picture (Lint *lint, const MbNode *node)
{
  const MbNode *figure = figure_around (node);
  const char *alt = mb_node_attr (node, "alt");
  if (!alt || (figure && !*alt)) {
    lint->book->alt_missing = TRUE;
    barrier (lint, node, MB_MSG_EPUB_ALT_MISSING, picture_name (lint, node));
    return;
  }
  if (!figure)
    return;
  const char *caption = caption_of (figure, lint->book->arena);
  if (*caption && strcmp (alt, caption) == 0) {
    lint->book->alt_missing = TRUE;
    barrier (lint, node, MB_MSG_EPUB_ALT_CAPTION, NULL);
  }
}

/* --- The rest ----------------------------------------------------------------------------------------------------------*/

static void
check_table (Lint *lint, const MbNode *table)
{
  for (const MbNode *node = table; node; node = mb_node_next (node, table))
    if (mb_node_is (node, "th"))
      return;
  barrier (lint, table, MB_MSG_EPUB_TABLE, NULL);
}

static guint
heading_level (const MbNode *node)
{
  gboolean heading = node->ns == MB_NS_HTML && node->name[0] == 'h' && node->name[1] >= '1' &&
                     node->name[1] <= '6' && node->name[2] == '\0';
  return heading ? (guint) (node->name[1] - '0') : 0;
}

static void
check_heading (Lint *lint, const MbNode *node, guint *last)
{
  guint level = heading_level (node);
  if (level > *last + 1)
    broken (lint, node, mb_arena_printf (lint->book->arena, "h%u, h%u", *last, level));
  *last = level;
  if (!*mb_node_text (node, lint->book->arena))
    barrier (lint, node, MB_MSG_EPUB_HEADING, NULL);
}

static void
check_type (Lint *lint, const MbNode *node)
{
  static const char *const free[] = { "titlepage",     "cover",          "landmarks",
                                      "halftitlepage", "copyright-page", NULL };
  const char *type = mb_node_attr (node, "epub:type");
  if (type && !g_strv_contains (free, type) && !mb_node_attr (node, "role"))
    broken (lint, node, mb_arena_printf (lint->book->arena, "epub:type=\"%s\"", type));
  if (mb_node_has_token (node, "role", "doc-pagebreak") && !mb_node_attr (node, "aria-label"))
    broken (lint, node, "aria-label");
}

static void
check_file (Lint *lint)
{
  guint last = 0;
  const MbNode *html = lint->file->html;
  for (const MbNode *node = html; node; node = mb_node_next (node, html)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    check_type (lint, node);
    if (heading_level (node))
      check_heading (lint, node, &last);
    else if (mb_node_is (node, "a"))
      check_link (lint, node);
    else if (mb_node_is (node, "img"))
      check_picture (lint, node);
    else if (mb_node_is (node, "table"))
      check_table (lint, node);
  }
}

void
mb_lint_book (MbBook *book)
{
  Lint lint = { .book = book,
                .places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  for (guint i = 0; i < book->files->len; i++) {
    lint.file = mb_book_file (book, i);
    collect_places (&lint);
  }
  for (guint i = 0; i < book->files->len; i++) {
    lint.file = mb_book_file (book, i);
    check_file (&lint);
  }
  const char *pale = mb_sheet_low_contrast (book->sheet);
  if (pale) {
    book->barriers++;
    mb_report (book->diagnostics, MB_NOWHERE, MB_MSG_EPUB_CONTRAST, pale, NULL);
  }
  g_hash_table_unref (lint.places);
}
