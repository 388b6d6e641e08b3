/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of notes: a note bears what its call says.
 *
 * Calls are numbered by the source (XHTML) or by us (Markdown); a sheet that counted notes by itself would contradict a source that counts
 * through the book. So the first paragraph of each note gets data-numero, the text of its first call, and the sheet prints that. A note that
 * already begins with a number of its own ("(1) Ainsi…") gets none.
 */
#include "internal.h"

#include <string.h>

/* Where the number goes: before the first words of the note. */
static MbNode *
first_block (MbNode *note)
{
  return note->first && note->first->kind == MB_NODE_ELEMENT && mb_node_is_block (note->first)
             ? note->first
             : note;
}

static gboolean
begins_with_number (const char *text)
{
  text += strspn (text, " ([");
  return g_ascii_isdigit (*text) || *text == '*';
}

static void
number_note (MbDoc *doc, const MbNode *call, MbNode *note)
{
  MbArena *arena = mb_doc_arena (doc);
  MbNode *block = first_block (note);
  GString *number = g_string_new (NULL);
  for (const MbNode *node = call; node; node = mb_node_next (node, call))
    if (node->kind == MB_NODE_TEXT)
      g_string_append (number, node->text);
  g_strstrip (number->str);
  if (*number->str && !mb_node_attr (block, "data-numero") &&
      !begins_with_number (mb_node_text (block, arena)))
    mb_doc_set_attr (doc, block, "data-numero", number->str);
  g_string_free (number, TRUE);
}

void
mb_read_number_notes (MbDoc *doc)
{
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (!mb_node_is_note_call (node))
      continue;
    MbNode *note = mb_doc_link_target (doc, node);
    if (note && mb_node_is_note (note))
      number_note (doc, node, note);
  }
}
