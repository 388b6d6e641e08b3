/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: which part of the edition goes into which file.
 *
 *   article, section.chapitre            a file
 *   section.partie                       a page of its own for its title, then its chapters
 *   section.liminaire, section.final     a file: a title page, a colophon…
 *   nav.table                            none: the navigation document stands for it
 *   section.rubrique, section.une        no file: its name opens the file of its first article, and leads to it
 *   anything else between them           goes before the next file's article, or makes a last file
 *
 * A page can only break where a file ends: readers keep no other promise (notes/epub.md § 5). */
#include "internal.h"

#include <string.h>

static gboolean
is_unit (const MbNode *node)
{
  return mb_node_is (node, "article") || mb_matter_is (node) ||
         (mb_node_is (node, "section") && mb_node_has_class (node, "chapitre"));
}

static gboolean
is_group (const MbNode *node)
{
  gboolean named = mb_node_has_class (node, "partie") || mb_node_has_class (node, "rubrique") ||
                   mb_node_has_class (node, "une");
  if (!mb_node_is (node, "section") || !named)
    return FALSE;
  for (const MbNode *child = node->first; child; child = child->next)
    if (is_unit (child))
      return TRUE;
  return FALSE;
}

static gboolean
is_content (const MbBook *book, const MbNode *node)
{
  const char *name;
  gboolean reported;
  if (node->kind == MB_NODE_TEXT)
    return node->length != strspn (node->text, " \t\r\n");
  if (mb_matter_is_contents (node))
    return FALSE;
  return mb_element_fate (node, &name, &reported) != MB_FATE_DROP &&
         !mb_element_is_hidden (book, node);
}

/* --- Titles ---------------------------------------------------------------------------------------------------*/

static gboolean
is_heading (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_HTML && node->name[0] == 'h' &&
         node->name[1] >= '1' && node->name[1] <= '6' && node->name[2] == '\0';
}

/* The heading with the highest rank; the first of them. */
static const MbNode *
main_heading (const MbNode *top)
{
  const MbNode *best = NULL, *node = top;
  while (node) {
    gboolean aside = node != top && mb_node_is (node, "aside");
    if (is_heading (node) && (!best || node->name[1] < best->name[1]))
      best = node;
    node = aside ? mb_node_skip (node, top) : mb_node_next (node, top);
  }
  return best;
}

/* A name for what has none: its first words. */
static const char *
first_words (MbBook *book, const MbNode *top)
{
  const char *text = mb_node_text (top, book->arena);
  if (g_utf8_strlen (text, -1) <= 40)
    return *text ? text : NULL;
  const char *end = g_utf8_offset_to_pointer (text, 40);
  while (end > text && *end != ' ')
    end--;
  gsize length = (gsize) (end - text);
  if (length == 0)
    length = (gsize) (g_utf8_offset_to_pointer (text, 40) - text);
  return mb_arena_printf (book->arena, "%.*s…", (int) length, text);
}

static const char *
title_of (MbBook *book, const MbNode *top)
{
  const MbNode *heading = main_heading (top);
  const char *title = heading ? mb_note_text_but (book, heading) : NULL;
  if (!title || !*title)
    title = mb_node_attr (top, "data-titre");
  if (!title || !*title)
    title = mb_node_attr (top, "data-titre-court");
  if (!title || !*title)
    title = first_words (book, top);
  return title ? title : book->title;
}

/* --- Ids ---------------------------------------------------------------------------------------------------------*/

static gboolean
is_call (const MbNode *node)
{
  return mb_node_is (node, "a") && mb_node_is_note_call (node);
}

/* A note must be able to lead back to its calls: they need an id. */
static void
add_call (MbBook *book, MbFile *file, const MbNode *node)
{
  const MbNode *note = mb_doc_link_target (book->options->doc, node);
  if (!note)
    return;
  GPtrArray *calls = g_hash_table_lookup (book->calls, note);
  if (!calls) {
    calls = g_ptr_array_new ();
    g_hash_table_insert (book->calls, (gpointer) note, calls);
  }
  g_ptr_array_add (calls, (gpointer) node);
  if (!g_hash_table_contains (book->ids, node))
    g_hash_table_insert (book->ids, (gpointer) node,
                         (gpointer) mb_unique (book->arena, file->ids, "appel"));
}

static void
collect_ids (MbBook *book, MbFile *file, const MbNode *top)
{
  for (const MbNode *node = top; node; node = mb_node_next (node, top)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    const char *id = mb_node_attr (node, "id");
    const char *clean = id ? mb_id_clean (book->arena, id) : NULL;
    if (clean)
      g_hash_table_insert (book->ids, (gpointer) node,
                           (gpointer) mb_unique (book->arena, file->ids, clean));
    if (is_call (node))
      add_call (book, file, node);
  }
}

/* --- Files ---------------------------------------------------------------------------------------------------------*/

static guint
add_file (MbBook *book, MbFileKind kind, const MbNode *parent, const MbNode *top, GPtrArray *loose,
          guint level)
{
  guint index = book->files->len;
  if (top && mb_matter_is (top))
    kind = MB_FILE_MATTER;
  const MbNode *named = kind != MB_FILE_PART && top ? top : loose->len ? loose->pdata[0] : top;
  MbFile file = { .kind = kind, .parent = parent, .top = top, .loose = loose, .level = level };
  file.ids = g_hash_table_new (g_str_hash, g_str_equal);
  file.title = kind == MB_FILE_MATTER ? mb_matter_title (book, top) : title_of (book, named);
  file.name = mb_arena_printf (book->arena, "text/%03u-%s.xhtml", index,
                               mb_slug (book->arena, file.title, 40, "texte"));
  for (guint i = 0; i < loose->len; i++) {
    g_hash_table_insert (book->file_of, loose->pdata[i], GUINT_TO_POINTER (index + 1));
    collect_ids (book, &file, loose->pdata[i]);
  }
  if (top) {
    g_hash_table_insert (book->file_of, (gpointer) top, GUINT_TO_POINTER (index + 1));
    collect_ids (book, &file, top);
  }
  g_array_append_val (book->files, file);
  return index;
}

static void plan_children (MbBook *book, const MbNode *parent, guint level);

static void
add_group_entry (MbBook *book, const MbNode *group, guint level)
{
  const MbNode *name = group->first;
  while (name && !is_content (book, name))
    name = name->next;
  MbEntry entry = { .file = book->files->len, .level = level };
  if (name && !is_unit (name))
    entry.label = mb_node_text (name, book->arena);
  else
    entry.label = mb_node_attr (group, "data-nom");
  if (entry.label && *entry.label)
    g_array_append_val (book->groups, entry);
}

static void
plan_group (MbBook *book, const MbNode *group, guint level)
{
  if (!mb_node_has_class (group, "partie"))
    add_group_entry (book, group, level);
  plan_children (book, group, level + 1);
}

/* A part's title, collected as loose content, becomes the part's page. */
static gboolean
is_part_title (const MbNode *parent, const GPtrArray *loose, guint n_files)
{
  return loose->len > 0 && n_files == 0 && mb_node_has_class (parent, "partie");
}

static void
plan_children (MbBook *book, const MbNode *parent, guint level)
{
  GPtrArray *loose = g_ptr_array_new ();
  guint before = book->files->len;
  for (const MbNode *child = parent->first; child; child = child->next) {
    if (!is_content (book, child))
      continue;
    gboolean own = is_unit (child) || is_group (child);
    if (own && is_part_title (parent, loose, book->files->len - before)) {
      add_file (book, MB_FILE_PART, parent, NULL, loose, MAX (level, 2) - 1);
      loose = g_ptr_array_new ();
    }
    if (is_unit (child)) {
      add_file (book, MB_FILE_TEXT, parent, child, loose, level);
      loose = g_ptr_array_new ();
    } else if (is_group (child)) {
      if (loose->len) {
        add_file (book, MB_FILE_TEXT, parent, NULL, loose, level);
        loose = g_ptr_array_new ();
      }
      plan_group (book, child, level);
    } else {
      g_ptr_array_add (loose, (gpointer) child);
    }
  }
  if (loose->len)
    add_file (book, MB_FILE_TEXT, parent, NULL, loose, level);
  else
    g_ptr_array_unref (loose);
}

static gboolean
is_blank_until (const MbNode *node, guint32 offset)
{
  return strspn (node->text, " \t\r\n") >= MIN (offset, node->length);
}

/* A page that begins with the first words of a block begins before the block: the name of a heading is not "page 12. Title". */
static const MbNode *
place_of_mark (const MbBook *book, const MbPageMark *mark)
{
  const MbNode *node = mark->node;
  if (node->kind == MB_NODE_TEXT && !is_blank_until (node, mark->offset))
    return node;
  while (node->parent && !g_hash_table_contains (book->file_of, node) &&
         !g_hash_table_contains (book->file_of, node->parent)) {
    const MbNode *before = node->prev;
    while (before && !is_content (book, before))
      before = before->prev;
    if (before)
      break;
    node = node->parent;
  }
  return node;
}

/* A page of the printed contents is found before what follows the contents. */
static const MbNode *
past_contents (const MbBook *book, const MbNode *node)
{
  const MbNode *root = mb_doc_root (book->options->doc);
  for (const MbNode *at = node; at; at = at->parent)
    if (mb_matter_is_contents (at)) {
      const MbNode *next = mb_node_skip (at, root);
      while (next && !g_hash_table_contains (book->file_of, next))
        next = mb_node_next (next, root);
      return next ? next : node;
    }
  return node;
}

static void
place_marks (MbBook *book)
{
  const MbPageMap *map = book->options->map;
  for (guint i = 0; map && i < map->n_marks; i++) {
    MbPageMark mark = map->marks[i];
    const MbNode *place = past_contents (book, place_of_mark (book, &mark));
    mark.offset = place == mark.node ? mark.offset : 0;
    mark.node = place;
    g_array_append_val (book->breaks, mark);
    if (!g_hash_table_contains (book->marks, place))
      g_hash_table_insert (book->marks, (gpointer) place, GUINT_TO_POINTER (i + 1));
  }
}

/* The cover, or a title page, comes first and is made by us, unless the edition has its own. */
static void
add_front (MbBook *book)
{
  if (!book->cover && mb_matter_has_title_page (book))
    return;
  MbFile file = { .kind = book->cover ? MB_FILE_COVER : MB_FILE_TITLE, .level = 1 };
  file.loose = g_ptr_array_new ();
  file.ids = g_hash_table_new (g_str_hash, g_str_equal);
  file.title = book->cover ? book->words->cover : book->title;
  file.name = book->cover ? "text/000-couverture.xhtml" : "text/000-titre.xhtml";
  g_array_append_val (book->files, file);
}

void
mb_book_plan (MbBook *book)
{
  add_front (book);
  plan_children (book, mb_doc_root (book->options->doc), 1);
  place_marks (book);
}

guint
mb_book_start (const MbBook *book)
{
  for (guint i = 0; i < book->files->len; i++)
    if (mb_book_file (book, i)->kind == MB_FILE_PART ||
        mb_book_file (book, i)->kind == MB_FILE_TEXT)
      return i;
  return book->files->len;
}
