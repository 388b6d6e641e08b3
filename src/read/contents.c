/* SPDX-License-Identifier: Apache-2.0 */
/* The table of contents as a part of the tree: an entry a part and a chapter, its words those of the heading.
 *
 *   nav.table > h1 + ol.entrees > li.entree-partie > (a, ol > li.entree-chapitre > a)
 *
 *   nav.table.figures, nav.table.tableaux > h1 + ol.entrees > li.entree-figure > a: the captions of figures, of tables
 *
 * An entry is a link to its heading; page numbers and leaders are the sheet's business. Words are copied with their markup
 * (a title in italics stays so), without notes, links and pictures. A link stands in the file of its heading, as far as
 * names are concerned: ids are looked up there. */
#include "internal.h"

#include <string.h>

/* --- Copying a heading --- */

static gboolean
is_left_out (const MbNode *node)
{
  return mb_node_is (node, "img") || mb_node_is (node, "svg") || mb_node_is_note_call (node) ||
         mb_node_has_class (node, "credit") || mb_node_has_token (node, "epub:type", "pagebreak");
}

static MbNode *
copy_node (MbDoc *doc, const MbNode *node)
{
  if (node->kind == MB_NODE_TEXT)
    return mb_doc_text (doc, node->text, (gssize) node->length, node->pos, NULL, 0);
  if (mb_node_is (node, "br"))
    return mb_doc_text (doc, " ", 1, node->pos, NULL, 0);
  gboolean plain = mb_node_is (node, "a") || mb_node_is_block (node);
  MbNode *copy = mb_doc_element_ns (doc, node->ns, plain ? "span" : node->name, node->pos);
  for (const MbAttr *attr = plain ? NULL : node->attrs; attr; attr = attr->next)
    if (g_strcmp0 (attr->name, "id") != 0)
      mb_doc_set_attr (doc, copy, attr->name, attr->value);
  return copy;
}

/* Copies hang as their originals do: going back up goes up in both. */
void
mb_words_copy (MbDoc *doc, const MbNode *heading, MbNode *to)
{
  const MbNode *node = heading->first, *parent = heading;
  while (node && node != heading) {
    for (; node->parent != parent; parent = parent->parent)
      to = to->parent;
    if (is_left_out (node)) {
      node = mb_node_skip (node, heading);
      continue;
    }
    MbNode *copy = copy_node (doc, node);
    gboolean enter = node->first && copy->kind == MB_NODE_ELEMENT;
    mb_doc_append (to, copy);
    if (enter) {
      to = copy;
      parent = node;
    }
    node = enter ? node->first : mb_node_skip (node, heading);
  }
}

/* --- Entries --- */

typedef struct {
  MbDoc *doc;
  guint next; /* number of the next id of ours */
} Contents;

static const char *
id_of (Contents *contents, MbNode *node)
{
  const char *id = mb_node_attr (node, "id");
  while (!id) {
    const char *wanted =
        mb_arena_printf (mb_doc_arena (contents->doc), "table-%u", ++contents->next);
    if (mb_doc_by_id (contents->doc, wanted, NULL))
      continue;
    mb_doc_set_attr (contents->doc, node, "id", wanted);
    id = wanted;
  }
  return id;
}

static MbNode *
add_entry (Contents *contents, MbNode *list, const char *class_name, MbNode *heading,
           MbNode *section)
{
  MbDoc *doc = contents->doc;
  gboolean captioned = mb_node_is (section, "figure") || mb_node_is (section, "table");
  MbNode *target = heading && !captioned ? heading : section;
  MbNode *item = mb_doc_element (doc, "li", target->pos),
         *link = mb_doc_element (doc, "a", target->pos),
         *name = mb_doc_element (doc, "span", target->pos);
  mb_doc_add_class (doc, item, class_name);
  mb_doc_append (list, item);
  mb_doc_append (item, link);
  mb_doc_append (link, name);
  mb_doc_add_class (doc, name, "intitule");
  mb_doc_set_attr (doc, link, "href",
                   mb_arena_printf (mb_doc_arena (doc), "#%s", id_of (contents, target)));
  const char *number = mb_node_attr (section, "data-numero"),
             *lang = mb_node_attr (section, "lang");
  if (lang && g_ascii_strncasecmp (lang, mb_doc_meta (doc)->language, 2) != 0) {
    mb_doc_set_attr (doc, item, "lang", lang);
    mb_doc_set_attr (doc, item, "xml:lang", lang);
  }
  if (number)
    mb_doc_set_attr (doc, link, "data-numero", number);
  if (heading)
    mb_words_copy (doc, heading, name);
  else
    mb_doc_append (name, mb_doc_text (doc, mb_node_attr (section, "data-titre"), -1, section->pos,
                                      NULL, 0));
  return item;
}

static MbNode *
open_list (MbDoc *doc, MbNode *parent)
{
  MbNode *list = mb_doc_element (doc, "ol", parent->pos);
  mb_doc_add_class (doc, list, "entrees");
  mb_doc_append (parent, list);
  return list;
}

/* The heading of part or chapter @section; NULL when it has none with words. */
static MbNode *
heading_of (MbDoc *doc, MbNode *section)
{
  MbNode *heading = mb_heading_first (section);
  return heading && *mb_node_text (heading, mb_doc_arena (doc)) ? heading : NULL;
}

/* The title of a file whose text has no heading, unless that is the title of the book. */
static const char *
name_of_file (MbDoc *doc, const MbNode *chapter)
{
  const char *title = mb_node_attr (chapter, "data-titre");
  const char *book = mb_doc_meta (doc)->title;
  gboolean same = title && book && g_ascii_strcasecmp (title, book) == 0;
  return title && *title && !same ? title : NULL;
}

static void
add_chapter (Contents *contents, MbNode *list, MbNode *chapter)
{
  MbNode *heading = heading_of (contents->doc, chapter);
  if (heading || name_of_file (contents->doc, chapter))
    add_entry (contents, list, "entree-chapitre", heading, chapter);
}

static void
add_part (Contents *contents, MbNode *list, MbNode *part)
{
  MbNode *heading = part->first;
  while (heading && !mb_heading_rank (heading))
    heading = heading->next;
  MbNode *item = heading ? add_entry (contents, list, "entree-partie", heading, part) : NULL;
  MbNode *inner = NULL;
  for (MbNode *child = part->first; child; child = child->next) {
    if (!mb_node_has_class (child, "chapitre"))
      continue;
    if (!inner)
      inner = item ? open_list (contents->doc, item) : list;
    add_chapter (contents, inner, child);
  }
  if (item && inner && !inner->first)
    mb_doc_unlink (inner);
}

/* "XII", "– 4 –": a number and nothing else. */
static gboolean
is_number (const char *text)
{
  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    if (g_unichar_isalnum (c) && !g_unichar_isdigit (c) &&
        (c > 127 || !strchr ("IVXLCDM", (int) c)))
      return FALSE;
  }
  return TRUE;
}

/* What a part or chapter is called in the contents; NULL: it is not in it. */
static const char *
title_of (MbDoc *doc, MbNode *node)
{
  MbArena *arena = mb_doc_arena (doc);
  if (mb_heading_rank (node) == 1 && mb_node_has_class (node, "part"))
    return mb_node_text (node, arena);
  if (!mb_node_has_class (node, "chapitre"))
    return NULL;
  MbNode *heading = heading_of (doc, node);
  return heading ? mb_node_text (heading, arena) : name_of_file (doc, node);
}

/* Whether two parts or chapters have a title (a name, unless @numbers will do). */
static gboolean
has_titles (MbDoc *doc, gboolean numbers)
{
  const MbNode *body = mb_doc_root (doc);
  guint n = 0;
  for (MbNode *node = body->first; node && n < 2;) {
    const char *title = node->kind == MB_NODE_ELEMENT ? title_of (doc, node) : NULL;
    n += title && *title && (numbers || !is_number (title));
    node = mb_node_has_class (node, "chapitre") ? mb_node_skip (node, body)
                                                : mb_node_next (node, body);
  }
  return n == 2;
}

static MbNode *
new_nav (MbDoc *doc, const char *title, const char *type, MbPos pos)
{
  MbNode *nav = mb_doc_element (doc, "nav", pos), *heading = mb_doc_element (doc, "h1", pos);
  mb_doc_add_class (doc, nav, "table");
  mb_doc_set_attr (doc, nav, "epub:type", type);
  mb_doc_append (nav, heading);
  mb_doc_append (heading, mb_doc_text (doc, title, -1, pos, NULL, 0));
  return nav;
}

MbNode *
mb_contents_new (MbDoc *doc, const char *title, gboolean asked, MbPos pos)
{
  Contents contents = { doc, 0 };
  if (!has_titles (doc, asked))
    return NULL;
  MbNode *nav = new_nav (doc, title, "toc", pos), *list = open_list (doc, nav);
  mb_doc_set_attr (doc, nav, "role", "doc-toc");
  for (MbNode *child = mb_doc_root (doc)->first; child; child = child->next) {
    if (mb_node_has_class (child, "partie"))
      add_part (&contents, list, child);
    else if (mb_node_has_class (child, "chapitre") || mb_node_has_class (child, "index") ||
             mb_node_has_class (child, "notes-du-livre"))
      add_chapter (&contents, list, child);
  }
  return nav;
}

/* --- Lists of figures and tables ---------------------------------------------------------------------------------------------- */

/* The caption of @node, a figure or a table, with words that are not only a credit; NULL: none. */
static MbNode *
caption_of (MbDoc *doc, MbNode *node, const char *name)
{
  for (MbNode *at = mb_node_next (node, node); at; at = mb_node_next (at, node)) {
    if (!mb_node_is (at, name))
      continue;
    MbNode *words = mb_doc_element (doc, "span", at->pos);
    mb_words_copy (doc, at, words);
    return *mb_node_text (words, mb_doc_arena (doc)) ? at : NULL;
  }
  return NULL;
}

MbNode *
mb_contents_list_new (MbDoc *doc, gboolean tables, const char *title, MbPos pos)
{
  Contents contents = { doc, 0 };
  MbNode *root = mb_doc_root (doc);
  MbNode *nav = new_nav (doc, title, tables ? "lot" : "loi", pos), *list = open_list (doc, nav);
  mb_doc_add_class (doc, nav, tables ? "tableaux" : "figures");
  for (MbNode *node = root->first; node; node = mb_node_next (node, root)) {
    MbNode *caption = mb_node_is (node, tables ? "table" : "figure")
                          ? caption_of (doc, node, tables ? "caption" : "figcaption")
                          : NULL;
    if (!caption)
      continue;
    MbNode *item = add_entry (&contents, list, "entree-figure", caption, node);
    mb_text_trim (doc, item->first->first);
  }
  return list->first ? nav : NULL;
}
