/* SPDX-License-Identifier: Apache-2.0 */
/* Notes and their calls lead to each other.
 *
 * The call is the author's link. The way back is the number before the note's first words: the one that the sheet prints
 * there, else that of the call. An author's own way back is kept instead.
 *
 * A note may also stand in the text itself (float: footnote, css-gcpm-3 § 2): ::footnote-call is then the link in its place,
 * ::footnote-marker the way back, and the note goes to the end of its chapter. */
#include "internal.h"

#include <string.h>

/* Calls whose sheet gives them no text. */
#define BARE_CALL "*"

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
  return mb_arena_strdup (book->arena, *out->str ? out->str : BARE_CALL);
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

static MbNode *
skip_blanks (MbNode *node)
{
  while (node && node->kind == MB_NODE_TEXT && strspn (node->text, " \t\r\n") == node->length)
    node = node->next;
  return node;
}

static const MbNode *
first_content (const MbNode *node)
{
  return skip_blanks (node->first);
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

/* --- Notes that stand in the text ------------------------------------------------------------------------------------------*/

gboolean
mb_note_is_own (const MbBook *book, const MbNode *node)
{
  const MbStyle *style = mb_style_of (book->options->styles, node);
  return style && style->box->floated == MB_FLOAT_FOOTNOTE && !mb_node_is_note (node);
}

static gboolean
is_own (gconstpointer book, const MbNode *node)
{
  return mb_note_is_own (book, node);
}

const char *
mb_note_text_but (const MbBook *book, const MbNode *node)
{
  return mb_node_text_but (node, is_own, book, book->arena);
}

static MbNode *
add_link (MbCopier *copier, MbNode *parent, const MbFrame *frame, MbPseudo pseudo, const char *text,
          const char *target)
{
  MbBook *book = copier->book;
  const MbNode *node = frame->node;
  const char *class = mb_sheet_pseudo (book->sheet, frame->context, node, pseudo);
  MbNode *link = mb_copier_add (copier, parent, "a", node->pos);
  mb_copier_set (copier, link, "class",
                 class ? mb_arena_printf (book->arena, "mb-generated %s", class) : "mb-generated");
  mb_copier_set (copier, link, "href", mb_arena_printf (book->arena, "#%s", target));
  mb_copier_text (copier, link, mb_style_pseudo (book->options->styles, node, pseudo), text,
                  strlen (text), node->pos);
  return link;
}

void
mb_note_join (MbCopier *copier, MbNode *parent, const MbFrame *frame)
{
  MbBook *book = copier->book;
  const char *text = mb_box_generator_call (book->generator, frame->node),
             *id = mb_unique (book->arena, copier->file->ids, "appel"),
             *number =
                 mb_box_generator_text (book->generator, frame->node, MB_PSEUDO_FOOTNOTE_MARKER);
  text = text && *text ? text : BARE_CALL;
  if (!mb_element_takes_text (parent))
    return;
  MbNode *call = add_link (copier, parent, frame, MB_PSEUDO_FOOTNOTE_CALL, text,
                           mb_node_attr (frame->out, "id"));
  mb_copier_set (copier, call, "id", id);
  mb_copier_set (copier, call, "epub:type", "noteref");
  mb_copier_set (copier, call, "role", "doc-noteref");
  MbNode *back =
      add_link (copier, frame->out, frame, MB_PSEUDO_FOOTNOTE_MARKER,
                number && *number ? number : mb_arena_printf (book->arena, "%s ", text), id);
  mb_note_set_way_back (copier, back, call);
}

/* The way back stands in the first paragraph of its note. */
static void
sink_way_back (MbNode *link)
{
  MbNode *block = skip_blanks (link->next);
  while (block && block->kind == MB_NODE_ELEMENT && mb_element_is_flow (block->name) &&
         block->first) {
    mb_doc_unlink (link);
    mb_doc_insert_before (block->first, link);
    block = skip_blanks (link->next);
  }
}

void
mb_note_gather (MbCopier *copier, MbNode *parent)
{
  for (guint i = 0; i < copier->asides->len; i++) {
    MbNode *note = copier->asides->pdata[i];
    if (i == 0)
      mb_copier_set (copier, mb_copier_add (copier, parent, "hr", note->pos), "class",
                     "mb-generated");
    if (note->first)
      sink_way_back (note->first);
    mb_doc_append (parent, note);
  }
}
