/* SPDX-License-Identifier: Apache-2.0 */
/* Captions of Markdown tables, written as pandoc has them: a paragraph above the table, or under it, that begins with « : », « Table : » or
 * « Tableau : » and may end with attributes of the table, {#identifiant .classe}.
 *
 *     | Année | Mètres |
 *     |-------|-------:|
 *     | 2026  |     31 |
 *
 *     : Niveau de la nappe en août {#nappe}
 *
 * Tables take them in their order, from above before from below, as pandoc does: so captions may stand all above or all below. Right under the last row, without a blank line, it is a row for the parser, of one cell: it is taken
 * back. A paragraph that no table is next to stays what it is. */
#include "internal.h"

#include <string.h>

/* How many bytes of @text mark a caption; 0: none. */
static gsize
marker_length (const char *text)
{
  static const char *const words[] = { "Tableau", "tableau", "Table", "table" };
  const char *at = text + strspn (text, " \t\n");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (at, words[i])) {
      at += strlen (words[i]);
      for (gunichar c; (c = g_utf8_get_char (at)) && g_unichar_isspace (c);)
        at = g_utf8_next_char (at);
      break;
    }
  return *at == ':' && strchr (" \t\n", at[1]) && at[1] ? (gsize) (at - text) + 1 : 0;
}

static gboolean
is_marked (const MbNode *node)
{
  return node && node->first && node->first->kind == MB_NODE_TEXT &&
         marker_length (node->first->text) > 0;
}

static gboolean
is_blank (const MbNode *node)
{
  return node->kind == MB_NODE_TEXT && !node->text[strspn (node->text, " \t\n")];
}

static MbNode *
neighbour (const MbNode *table, gboolean above)
{
  MbNode *node = above ? table->prev : table->next;
  while (node && is_blank (node))
    node = above ? node->prev : node->next;
  return node && mb_node_is (node, "p") && is_marked (node) ? node : NULL;
}

/* The last row, when its first cell is a caption and the others are empty. Returns: the cell. */
static MbNode *
row_cell (const MbNode *table)
{
  const MbNode *body = table->last, *row = body ? body->last : NULL;
  if (!row || !mb_node_is (body, "tbody") || !is_marked (row->first))
    return NULL;
  for (const MbNode *cell = row->first->next; cell; cell = cell->next)
    if (cell->first)
      return NULL;
  return row->first;
}

/* {…} at the end of the words. */
static void
take_attributes (MbBuilder *builder, MbNode *caption, MbNode *table)
{
  MbNode *last = caption->last;
  const char *open = last && last->kind == MB_NODE_TEXT ? strrchr (last->text, '{') : NULL;
  MbAttributes attributes = { .n = 0 };
  if (!open)
    return;
  gsize length = strlen (open);
  while (length && strchr (" \t\n", open[length - 1]))
    length--;
  if (mb_attributes_parse (mb_doc_arena (builder->doc), open, length, &attributes) != length)
    return;
  mb_attributes_apply (builder, table, &attributes, last->pos);
  if (open == last->text)
    mb_doc_unlink (last);
  else
    mb_doc_unlink (mb_text_split (builder->doc, last, (guint32) (open - last->text)));
}

static void
give (MbBuilder *builder, MbNode *table, MbNode *words)
{
  MbDoc *doc = builder->doc;
  MbNode *row = mb_node_is (words, "p") ? NULL : words->parent;
  MbNode *caption = mb_doc_element (doc, "caption", words->pos);
  mb_doc_insert_before (table->first, caption);
  guint32 marker = (guint32) marker_length (words->first->text);
  mb_text_split (doc, words->first, marker);
  mb_doc_unlink (words->first);
  for (MbNode *node = words->first, *next; node; node = next) {
    next = node->next;
    mb_doc_unlink (node);
    mb_doc_append (caption, node);
  }
  take_attributes (builder, caption, table);
  mb_text_trim (doc, caption);
  MbNode *gone = row ? row : words;
  MbNode *body = row ? row->parent : NULL;
  mb_doc_unlink (gone);
  if (body && !body->first)
    mb_doc_unlink (body);
}

void
mb_captions_take (MbBuilder *builder, MbNode *article)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  for (MbNode *node = article; node; node = mb_node_next (node, article))
    if (mb_node_is (node, "table") && node->first && !mb_node_is (node->first, "caption"))
      g_ptr_array_add (tables, node);
  for (guint i = 0; i < tables->len; i++) {
    MbNode *table = tables->pdata[i], *words = row_cell (table);
    words = words ? words : neighbour (table, TRUE);
    words = words ? words : neighbour (table, FALSE);
    if (words)
      give (builder, table, words);
  }
}
