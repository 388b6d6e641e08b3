/* SPDX-License-Identifier: Apache-2.0 */
/* Where the notes of a book stand, and how they are numbered: `notes:` and `numerotation-des-notes:` of its manifest.
 *
 * pied      nothing is done: the sheet sends the notes of section.notes to the foot of the page
 * chapitre  section.notes, now endnotes, begins with h2 « Notes »
 * fin       the sections move to section.notes-du-livre > h1, (section.notes > h2, the title of their chapter)…
 *
 * An endnote is a div and no aside: sheets say `aside { float: footnote }`, and readers of e-books hide asides that are notes. It begins with
 * its number, a link back to its first call. Numbers are those of the calls; counted anew when the manifest says by what, as far as calls are
 * plain numbers. Numbers by page are the sheet's: body has the class notes-par-page. */
#include "internal.h"

#include <string.h>

/* --- Numbers ---------------------------------------------------------------------------------------------------------------- */

/* The text of @call when it is a number and nothing else. */
static MbNode *
number_text (MbNode *call)
{
  MbNode *node = call;
  while (node->kind == MB_NODE_ELEMENT && node->first && node->first == node->last)
    node = node->first;
  gboolean number = node->kind == MB_NODE_TEXT && node->length > 0 &&
                    strspn (node->text, "0123456789") == node->length;
  return number ? node : NULL;
}

void
mb_endnotes_number (MbDoc *doc, gboolean by_book)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL); /* note → its number */
  MbNode *root = mb_doc_root (doc);
  guint n = 0;
  for (MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (!by_book && mb_node_has_class (node, "chapitre"))
      n = 0;
    MbNode *note = mb_node_is_note_call (node) ? mb_doc_link_target (doc, node) : NULL;
    MbNode *text = note && mb_node_is_note (note) ? number_text (node) : NULL;
    if (!text)
      continue;
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, note));
    if (!number)
      g_hash_table_insert (numbers, note, GUINT_TO_POINTER (number = ++n));
    g_autofree char *written = g_strdup_printf ("%u", number);
    mb_doc_set_text (doc, text, written, -1, NULL, 0);
  }
}

/* --- Notes ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
  MbDoc *doc;
  GHashTable *calls; /* note → its first call */
  guint next_id;
} Notes;

static void
find_calls (Notes *notes)
{
  const MbNode *root = mb_doc_root (notes->doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    MbNode *note = mb_node_is_note_call (node) ? mb_doc_link_target (notes->doc, node) : NULL;
    if (note && mb_node_is_note (note) && !g_hash_table_contains (notes->calls, note))
      g_hash_table_insert (notes->calls, note, (gpointer) node);
  }
}

/* Where the number goes: the first block of @note that holds words. */
static MbNode *
first_block (MbNode *note)
{
  MbNode *block = note;
  while (block->first && mb_node_is_block (block->first))
    block = block->first;
  return block;
}

static gboolean
has_own_number (const char *text)
{
  text += strspn (text, " ([");
  return g_ascii_isdigit (*text) || *text == '*';
}

static const char *
id_of (Notes *notes, MbNode *node)
{
  const char *id = mb_node_attr (node, "id");
  while (!id) {
    const char *wanted = mb_arena_printf (mb_doc_arena (notes->doc), "appel-%u", ++notes->next_id);
    if (mb_doc_by_id (notes->doc, wanted, NULL))
      continue;
    mb_doc_set_attr (notes->doc, node, "id", wanted);
    id = wanted;
  }
  return id;
}

/* The number of @note, that of its first call, leads back there. */
static void
add_way_back (Notes *notes, MbNode *note, MbNode *call)
{
  MbArena *arena = mb_doc_arena (notes->doc);
  MbNode *block = first_block (note);
  if (has_own_number (mb_node_text (block, arena)))
    return;
  MbNode *link = mb_doc_element (notes->doc, "a", call->pos);
  mb_doc_add_class (notes->doc, link, "numero");
  mb_doc_set_attr (notes->doc, link, "role", "doc-backlink");
  mb_doc_set_attr (notes->doc, link, "href", mb_arena_printf (arena, "#%s", id_of (notes, call)));
  for (const MbNode *node = call; node; node = mb_node_next (node, call))
    if (node->kind == MB_NODE_TEXT)
      mb_doc_append (link, mb_doc_text (notes->doc, node->text, (gssize) node->length, call->pos,
                                        NULL, 0));
  if (block->first)
    mb_doc_insert_before (block->first, link);
  else
    mb_doc_append (block, link);
}

static void
make_endnote (Notes *notes, MbNode *note)
{
  MbNode *call = g_hash_table_lookup (notes->calls, note);
  gboolean aside = mb_node_is (note, "aside");
  /* the calls lead to it by its id, which the new element keeps */
  MbNode *endnote = aside ? mb_node_rename (notes->doc, note, "div") : note;
  mb_doc_set_attr (notes->doc, endnote, "epub:type", "endnote");
  mb_doc_remove_attr (endnote, "role");
  if (call)
    add_way_back (notes, endnote, call);
}

static gboolean
is_section (const MbNode *node)
{
  return mb_node_is (node, "section") && mb_node_has_class (node, "notes");
}

static void
mark_section (Notes *notes, MbNode *section)
{
  mb_doc_set_attr (notes->doc, section, "epub:type", "endnotes");
  mb_doc_set_attr (notes->doc, section, "role", "doc-endnotes");
}

static void
make_endnotes (Notes *notes, MbNode *section)
{
  for (MbNode *node = section->first, *next; node; node = next) {
    next = node->next;
    if (node->kind == MB_NODE_ELEMENT && mb_node_is_note (node))
      make_endnote (notes, node);
  }
}

static MbNode *
add_heading (Notes *notes, MbNode *section, const char *name, MbPos pos)
{
  MbNode *heading = mb_doc_element (notes->doc, name, pos);
  if (section->first)
    mb_doc_insert_before (section->first, heading);
  else
    mb_doc_append (section, heading);
  return heading;
}

/* The title of the chapter around @section over its notes; with its number, as its own page has it. */
static void
name_section (Notes *notes, MbNode *section)
{
  MbNode *chapter = section->parent;
  while (chapter && !mb_node_has_class (chapter, "chapitre"))
    chapter = chapter->parent;
  MbNode *title = chapter ? mb_heading_first (chapter) : NULL;
  const char *number = chapter ? mb_node_attr (chapter, "data-numero") : NULL;
  if (!title || mb_node_has_class (title, "titre-notes"))
    return;
  MbNode *heading = add_heading (notes, section, "h2", title->pos);
  if (number)
    mb_doc_set_attr (notes->doc, heading, "data-chapitre", number);
  mb_words_copy (notes->doc, title, heading);
}

static GPtrArray *
find_sections (const MbDoc *doc)
{
  GPtrArray *sections = g_ptr_array_new ();
  MbNode *root = mb_doc_root (doc);
  for (MbNode *node = root->first; node; node = mb_node_next (node, root))
    if (is_section (node))
      g_ptr_array_add (sections, node);
  return sections;
}

static void
write_by_chapter (Notes *notes, const GPtrArray *sections, const char *title)
{
  for (guint i = 0; i < sections->len; i++) {
    MbNode *section = sections->pdata[i];
    MbNode *heading = add_heading (notes, section, "h2", section->pos);
    mb_doc_add_class (notes->doc, heading, "titre-notes");
    mb_doc_append (heading, mb_doc_text (notes->doc, title, -1, section->pos, NULL, 0));
    mark_section (notes, section);
    make_endnotes (notes, section);
  }
}

static void
write_at_end (Notes *notes, const GPtrArray *sections, const char *title, MbPos pos)
{
  MbNode *all = mb_doc_element (notes->doc, "section", pos);
  mb_doc_add_class (notes->doc, all, "final");
  mb_doc_add_class (notes->doc, all, "notes-du-livre");
  mark_section (notes, all);
  mb_doc_append (add_heading (notes, all, "h1", pos),
                 mb_doc_text (notes->doc, title, -1, pos, NULL, 0));
  for (guint i = 0; i < sections->len; i++) {
    MbNode *section = sections->pdata[i];
    name_section (notes, section);
    make_endnotes (notes, section);
    mb_doc_append (all, section);
  }
  mb_doc_append (mb_doc_root (notes->doc), all);
}

void
mb_endnotes_write (MbDoc *doc, gboolean by_chapter, const char *title, MbPos pos)
{
  Notes notes = { doc, g_hash_table_new (NULL, NULL), 0 };
  g_autoptr (GPtrArray) sections = find_sections (doc);
  find_calls (&notes);
  if (sections->len && by_chapter)
    write_by_chapter (&notes, sections, title);
  else if (sections->len)
    write_at_end (&notes, sections, title, pos);
  g_hash_table_unref (notes.calls);
}
