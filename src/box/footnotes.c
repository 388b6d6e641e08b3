/* SPDX-License-Identifier: Apache-2.0 */
/* Notes that go to the foot of the page.
 *
 * The tree keeps the notes of a chapter at its end, in section.notes, where the e-book wants them. When the style of a note says
 * `float: footnote`, its box is made where its first call stands, as what an anchor there carries; at its own place it makes none, and a section
 * that held nothing but such notes makes none either. A note without a call, or whose call is not shown or stands in another note, stays where it is.
 *
 * Any other element with `float: footnote` (css-gcpm-3 § 2) leaves the flow from where it stands: ::footnote-call stays there in its place, and
 * ::footnote-marker begins it at the foot. A link gets ::footnote-call for its text only where a sheet gives it content.
 *
 * Numbers. Counter “footnote” is counted for every note as it is called, unless its style counts it itself; who resets it (a chapter, or nobody) numbers
 * by chapter or through the document. `@page { counter-reset: footnote }` numbers by page: the number is then what the last pass of page making
 * found (MbReferences), and passes go on until it holds. */
#include "internal.h"

#include <string.h>

static gboolean
is_call (const MbNode *node)
{
  return mb_node_is (node, "a") && mb_node_is_note_call (node);
}

static gboolean
is_shown (MbStyles *styles, const MbNode *call)
{
  for (const MbNode *node = call; node; node = node->parent) {
    const MbStyle *style = node->kind == MB_NODE_ELEMENT ? mb_style_of (styles, node) : NULL;
    if (mb_node_is_note (node) || (style && (style->box->display == MB_DISPLAY_NONE ||
                                             style->box->positioned == MB_POSITIONED_RUNNING)))
      return FALSE;
  }
  return TRUE;
}

/* Two tables in one: a call leads to its note, a note to its call. */
GHashTable *
mb_footnotes_find (MbDoc *doc, MbStyles *styles)
{
  GHashTable *moved = g_hash_table_new (NULL, NULL);
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    MbNode *note = is_call (node) ? mb_doc_link_target (doc, node) : NULL;
    if (!note || !mb_node_is_note (note) || g_hash_table_contains (moved, note) ||
        mb_style_of (styles, note)->box->floated != MB_FLOAT_FOOTNOTE || !is_shown (styles, node))
      continue;
    g_hash_table_insert (moved, (gpointer) node, note);
    g_hash_table_insert (moved, note, (gpointer) node);
  }
  return moved;
}

const MbNode *
mb_footnotes_of_call (const MbBuilder *builder, const MbNode *node)
{
  return builder->moved && is_call (node) ? g_hash_table_lookup (builder->moved, node) : NULL;
}

gboolean
mb_footnotes_gone (const MbBuilder *builder, const MbNode *node)
{
  if (!builder->moved || g_hash_table_size (builder->moved) == 0)
    return FALSE;
  if (mb_node_is_note (node))
    return g_hash_table_contains (builder->moved, node);
  gboolean some = FALSE;
  if (!mb_node_is (node, "section"))
    return FALSE;
  for (const MbNode *child = node->first; child; child = child->next) {
    if (child->kind == MB_NODE_ELEMENT && mb_node_is_note (child) &&
        g_hash_table_contains (builder->moved, child))
      some = TRUE;
    else if (child->kind == MB_NODE_ELEMENT || strspn (child->text, " \t\n") < child->length)
      return FALSE;
  }
  return some;
}

/* --- Notes that call themselves --------------------------------------------------------------------------------------------- */

gboolean
mb_footnotes_is_own (const MbBuilder *builder, const MbNode *node, const MbStyle *style)
{
  return builder->moved && builder->running == 0 && style->box->floated == MB_FLOAT_FOOTNOTE &&
         !mb_node_is_note (node);
}

static gboolean
is_out (gconstpointer data, const MbNode *node)
{
  const MbBuilder *builder = data;
  return mb_style_of (builder->context->styles, node)->box->floated == MB_FLOAT_FOOTNOTE;
}

const char *
mb_footnotes_text (const MbBuilder *builder, const MbNode *node)
{
  return mb_node_text_but (node, is_out, builder, builder->arena);
}

/* The block that @node begins with, or NULL. */
static const MbNode *
first_block (const MbBuilder *builder, const MbNode *node)
{
  const MbNode *child = node->first;
  while (child && (child->kind != MB_NODE_ELEMENT) &&
         (child->kind != MB_NODE_TEXT || strspn (child->text, " \t\r\n") == child->length))
    child = child->next;
  if (!child || child->kind != MB_NODE_ELEMENT)
    return NULL;
  const MbStyle *style = mb_style_of (builder->context->styles, child);
  gboolean block = style->box->display == MB_DISPLAY_BLOCK &&
                   style->box->floated == MB_FLOAT_NONE &&
                   style->box->positioned != MB_POSITIONED_ABSOLUTE &&
                   style->box->positioned != MB_POSITIONED_FIXED && child->ns != MB_NS_SVG &&
                   !mb_box_picture_is (child);
  return block ? child : NULL;
}

const MbNode *
mb_footnotes_head (const MbBuilder *builder, const MbNode *note)
{
  const MbNode *head = note;
  for (const MbNode *next = first_block (builder, head); next; next = first_block (builder, head))
    head = next;
  return head;
}

/* --- Numbers ------------------------------------------------------------------------------------------------------------------ */

static const MbCounterChange *
find_change (const MbCounterChange *changes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (changes[i].name, "footnote") == 0)
      return &changes[i];
  return NULL;
}

void
mb_footnotes_begin (MbBuilder *builder)
{
  MbPageContext first = { .name = "", .first = TRUE, .index = 1 };
  const MbPageStyle *page = mb_style_page (builder->context->styles, &first);
  const MbCounterChange *reset = find_change (page->counter_reset, page->n_reset);
  builder->notes_by_page = reset && !builder->pageless;
  builder->notes_from = reset ? reset->value : 0;
  builder->numbers = g_hash_table_new (NULL, NULL);
  mb_counters_put (builder->counters, "footnote", 0);
}

void
mb_footnotes_end (MbBuilder *builder)
{
  g_hash_table_unref (builder->numbers);
}

void
mb_footnotes_count (MbBuilder *builder, const MbNode *note, const MbStyle *style)
{
  int number = mb_counters_value (builder->counters, "footnote");
  const MbReferences *references = builder->context->references;
  if (builder->notes_by_page) {
    guint known = 1;
    if (references && references->note_number)
      references->note_number (references->data, note, &known);
    number = builder->notes_from + (int) known;
    builder->has_slots = TRUE;
  } else if (!find_change (style->paged->counter_increment, style->paged->n_increment)) {
    number++;
  }
  mb_counters_put (builder->counters, "footnote", number);
  g_hash_table_insert (builder->numbers, (gpointer) note, GINT_TO_POINTER (number));
}

const MbStyle *
mb_footnotes_call (MbBuilder *builder, const MbNode *call, const MbNode **note)
{
  gpointer number;
  *note =
      builder->moved && is_call (call) ? mb_doc_link_target (builder->context->doc, call) : NULL;
  if (!*note || !g_hash_table_lookup_extended (builder->numbers, *note, NULL, &number))
    return NULL;
  mb_counters_put (builder->counters, "footnote", GPOINTER_TO_INT (number));
  return mb_style_pseudo (builder->context->styles, *note, MB_PSEUDO_FOOTNOTE_CALL);
}
