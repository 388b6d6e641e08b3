/* SPDX-License-Identifier: Apache-2.0 */
/* Notes and their calls lead to each other.
 *
 * The call is the author's link. The way back is the number before the note's first words: the one that the sheet prints
 * there, else that of the call. An author's own way back is kept instead. */
#include "internal.h"

#include <string.h>

gboolean
mb_note_is (const MbNode *node)
{
  return mb_node_is (node, "aside") && mb_node_is_note (node);
}

static GPtrArray *
calls_of (const MbCopier *copier, const MbNode *note)
{
  return g_hash_table_lookup (copier->book->calls, note);
}

/* The call that the link @node, inside its note, leads back to; NULL: it is no such link. */
const MbNode *
mb_note_call_led_to (const MbCopier *copier, const MbNode *node)
{
  const MbNode *target = mb_doc_link_target (copier->book->options->doc, node);
  for (const MbNode *note = node->parent; target && note; note = note->parent) {
    GPtrArray *calls = calls_of (copier, note);
    if (calls && g_ptr_array_find (calls, target, NULL))
      return target;
  }
  return NULL;
}

static const char *
text_of_call (MbBook *book, const MbNode *call)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const MbNode *node = call; node; node = mb_node_next (node, call))
    if (node->kind == MB_NODE_TEXT)
      g_string_append_len (out, node->text, node->length);
  g_strstrip (out->str);
  return mb_arena_strdup (book->arena, *out->str ? out->str : "*");
}

void
mb_note_set_way_back (MbCopier *copier, MbNode *link, const MbNode *call)
{
  MbBook *book = copier->book;
  mb_copier_set (copier, link, "role", "doc-backlink");
  mb_copier_set (copier, link, "aria-label",
                 mb_arena_printf (book->arena, "%s %s", book->words->back_to_call,
                                  text_of_call (book, call)));
}

static gboolean
has_backlink (const MbCopier *copier, const MbNode *note)
{
  for (const MbNode *node = note; node; node = mb_node_next (node, note))
    if (mb_node_is (node, "a") && mb_note_call_led_to (copier, node))
      return TRUE;
  return FALSE;
}

/* @text, the number of the note as the sheet prints it, leads back to @call. */
static void
put_backlink (MbCopier *copier, MbNode *parent, const MbNode *call, const char *text,
              const MbStyle *style)
{
  const char *id = g_hash_table_lookup (copier->book->ids, call);
  MbNode *link = mb_copier_add (copier, parent, "a", call->pos);
  mb_copier_set (copier, link, "class", "mb-generated");
  mb_copier_set (copier, link, "href", mb_arena_printf (copier->book->arena, "#%s", id));
  mb_note_set_way_back (copier, link, call);
  mb_copier_text (copier, link, style, text, strlen (text), call->pos);
}

static gboolean
is_same_file (const MbCopier *copier, const MbNode *node)
{
  for (; node; node = node->parent) {
    gpointer found = g_hash_table_lookup (copier->book->file_of, node);
    if (found)
      return GPOINTER_TO_UINT (found) - 1 == copier->index;
  }
  return FALSE;
}

static const MbNode *
first_content (const MbNode *node)
{
  const MbNode *child = node->first;
  while (child && child->kind == MB_NODE_TEXT && strspn (child->text, " \t\r\n") == child->length)
    child = child->next;
  return child;
}

/* The note whose first words stand in @node: itself, or its first paragraph. */
static const MbNode *
note_begun_by (const MbNode *node)
{
  const MbNode *parent = node->parent, *first = first_content (node);
  if (mb_note_is (node))
    return first && first->kind == MB_NODE_ELEMENT && mb_element_is_flow (first->name) ? NULL
                                                                                       : node;
  gboolean begins = parent && mb_note_is (parent) && mb_element_is_flow (node->name) &&
                    first_content (parent) == node;
  return begins ? parent : NULL;
}

static gboolean
has_live_call (const MbCopier *copier, const MbNode *call)
{
  gboolean dead;
  return is_same_file (copier, call) && g_hash_table_lookup (copier->book->ids, call) &&
         mb_link_href (copier->book, copier->index, call, &dead);
}

/* The number of a note stands before its first words and leads back to the call: the sheet's own number (@generated), else
 * that of the call. Returns: whether @generated was written. */
gboolean
mb_note_number (MbCopier *copier, const MbNode *node, MbNode *out, const char *generated,
                const MbStyle *style)
{
  gboolean printed = generated && *generated;
  const MbNode *note = printed && mb_note_is (node) ? node : note_begun_by (node);
  GPtrArray *calls = note && note != copier->numbered ? calls_of (copier, note) : NULL;
  guint written = 0;
  if (!calls || has_backlink (copier, note))
    return FALSE;
  for (guint i = 0; i < calls->len; i++) {
    const MbNode *call = calls->pdata[i];
    const char *number =
        mb_arena_printf (copier->book->arena, "%s. ", text_of_call (copier->book, call));
    if (has_live_call (copier, call))
      put_backlink (copier, out, call, printed && written++ == 0 ? generated : number, style);
  }
  copier->numbered = note;
  return written > 0;
}
