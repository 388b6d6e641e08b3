/* SPDX-License-Identifier: Apache-2.0 */
/* The navigation document: table of contents, landmarks, list of pages.
 *
 * How long an article is to read stands in an attribute, which the sheet shows: in a reading system's own menu an entry is its title.
 *
 * Nested lists are built from entries with levels: a list is opened inside the last item when the level grows and closed
 * when it falls; a level that skips counts as one step. Landmarks and pages are for machines: hidden. */
#include "internal.h"

#include <string.h>

static const char *
href_of (MbBook *book, const MbEntry *entry)
{
  const char *name = mb_book_file (book, entry->file)->name;
  return entry->id ? mb_arena_printf (book->arena, "%s#%s", name, entry->id) : name;
}

static MbNode *
add_nav (MbBook *book, MbNode *body, const char *type, const char *role, const char *title,
         gboolean hidden)
{
  MbDoc *out = book->out;
  const char *id = mb_arena_printf (book->arena, "%s-titre", type);
  MbNode *nav = mb_page_add (book, body, "nav", NULL);
  mb_doc_set_attr (out, nav, "epub:type", type);
  if (role)
    mb_doc_set_attr (out, nav, "role", role);
  mb_doc_set_attr (out, nav, "id", type);
  mb_doc_set_attr (out, nav, "aria-labelledby", id);
  if (hidden)
    mb_doc_set_attr (out, nav, "hidden", "hidden");
  mb_doc_set_attr (out, mb_page_add (book, nav, hidden ? "h2" : "h1", title), "id", id);
  return mb_page_add (book, nav, "ol", NULL);
}

static MbNode *
add_item (MbBook *book, MbNode *list, const char *href, const char *label, const char *type)
{
  MbNode *item = mb_page_add (book, list, "li", NULL);
  MbNode *link = mb_page_add (book, item, href ? "a" : "span", label);
  if (type)
    mb_doc_set_attr (book->out, link, "epub:type", type);
  if (href)
    mb_doc_set_attr (book->out, link, "href", href);
  return item;
}

static void
add_contents (MbBook *book, MbNode *body)
{
  MbNode *list = add_nav (book, body, "toc", "doc-toc", book->words->contents, FALSE), *last = NULL;
  guint levels[8] = { 0 }, depth = 0;
  for (guint i = 0; i < book->toc->len; i++) {
    const MbEntry *entry = &g_array_index (book->toc, MbEntry, i);
    if (last && entry->level > levels[depth] && depth + 1 < G_N_ELEMENTS (levels)) {
      list = mb_page_add (book, last, "ol", NULL);
      depth++;
    } else {
      for (; depth > 0 && entry->level <= levels[depth - 1]; depth--)
        list = list->parent->parent;
    }
    levels[depth] = entry->level;
    last = add_item (book, list, href_of (book, entry), entry->label, NULL);
    if (entry->after)
      mb_doc_set_attr (book->out, last->first, "data-duree", entry->after);
  }
  if (!last)
    add_item (book, list, mb_book_file (book, 0)->name, book->title, NULL);
}

/* --- Lists of figures and tables: those that the printed book has ------------------------------------------------------------ */

static const MbNode *
find_list (const MbBook *book, const char *type)
{
  const MbNode *node = mb_doc_root (book->options->doc)->first;
  while (node && !(mb_matter_is_contents (node) && mb_node_has_token (node, "epub:type", type)))
    node = node->next;
  return node;
}

/* An entry leads to its figure in the files of the book; one that is left out there has none. */
static void
add_list (MbBook *book, MbNode *body, const char *type, const char *title)
{
  const MbNode *printed = find_list (book, type);
  MbNode *list = NULL;
  for (const MbNode *node = printed; node; node = mb_node_next (node, printed)) {
    gboolean dead;
    const char *href =
        mb_node_is (node, "a") ? mb_link_href (book, book->files->len, node, &dead) : NULL;
    if (!href)
      continue;
    if (!list)
      list = add_nav (book, body, type, NULL, title, FALSE);
    add_item (book, list, mb_arena_printf (book->arena, "text/%s", href),
              mb_node_text (node, book->arena), NULL);
  }
}

/* In the order of reading. */
static void
add_landmarks (MbBook *book, MbNode *body)
{
  MbNode *list = add_nav (book, body, "landmarks", NULL, book->words->landmarks, TRUE);
  guint start = mb_book_start (book);
  for (guint i = 0; i <= book->files->len; i++) {
    const char *name, *type = NULL;
    if (i == start)
      add_item (book, list, "#toc", book->words->contents, "toc");
    if (i == book->files->len)
      break;
    if (i == start)
      add_item (book, list, mb_book_file (book, i)->name, book->words->start, "bodymatter");
    else
      type = mb_matter_landmark (book, i, &name);
    if (type)
      add_item (book, list, mb_book_file (book, i)->name, name, type);
  }
}

static void
add_pages (MbBook *book, MbNode *body)
{
  if (book->pages->len == 0)
    return;
  MbNode *list = add_nav (book, body, "page-list", "doc-pagelist", book->words->page_list, TRUE);
  for (guint i = 0; i < book->pages->len; i++) {
    const MbEntry *entry = &g_array_index (book->pages, MbEntry, i);
    add_item (book, list, href_of (book, entry), entry->label, NULL);
  }
}

GBytes *
mb_nav_write (MbBook *book)
{
  MbNode *html;
  MbNode *body = mb_page_new (book, book->language, book->words->contents, "css/livre.css", &html);
  mb_page_set_look (book, body);
  add_contents (book, body);
  add_list (book, body, "loi", book->words->figures);
  add_list (book, body, "lot", book->words->tables);
  add_landmarks (book, body);
  add_pages (book, body);
  mb_page_count (book, body);
  return mb_page_bytes (html);
}
