/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting text nodes without losing where their bytes come from. */
#include "internal.h"

#include <string.h>

/* The runs of text bytes [@from, @to) of @node, offsets counted from @from. */
static GArray *
slice_runs (const MbNode *node, guint32 from, guint32 to)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (MbRun));
  for (guint i = 0; i < node->n_runs; i++) {
    const MbRun *run = &node->runs[i];
    guint32 start = MAX (run->offset, from);
    guint32 end = MIN (run->offset + run->length, to);
    if (start >= end)
      continue;
    MbRun piece = { start - from, end - start, run->source + (start - run->offset) };
    g_array_append_val (runs, piece);
  }
  return runs;
}

MbPos
mb_text_pos (const MbNode *node, guint32 at)
{
  MbPos pos = node->pos;
  for (guint32 i = 0; i < at && i < node->length; i++)
    if (node->text[i] == '\n') {
      pos.line++;
      pos.col = 1;
    } else if ((node->text[i] & 0xC0) != 0x80)
      pos.col++;
  return pos;
}

static void
keep (MbDoc *doc, MbNode *node, guint32 from, guint32 to)
{
  g_autoptr (GArray) runs = slice_runs (node, from, to);
  MbPos pos = mb_text_pos (node, from);
  mb_doc_set_text (doc, node, node->text + from, to - from, (const MbRun *) runs->data, runs->len);
  node->pos = pos;
}

MbNode *
mb_text_split (MbDoc *doc, MbNode *node, guint32 at)
{
  g_autoptr (GArray) runs = slice_runs (node, at, node->length);
  MbNode *right = mb_doc_text (doc, node->text + at, node->length - at, mb_text_pos (node, at),
                               (const MbRun *) runs->data, runs->len);
  keep (doc, node, 0, at);
  mb_doc_insert_after (node, right);
  return right;
}

MbNode *
mb_text_wrap (MbDoc *doc, MbNode *node, guint32 start, guint32 end, const char *name,
              const char *class_name, MbNode **rest)
{
  MbNode *after = end < node->length ? mb_text_split (doc, node, end) : NULL;
  MbNode *inside = start > 0 ? mb_text_split (doc, node, start) : node;
  MbNode *element = mb_doc_element (doc, name, inside->pos);
  if (class_name)
    mb_doc_add_class (doc, element, class_name);
  mb_doc_insert_before (inside, element);
  mb_doc_append (element, inside);
  if (rest)
    *rest = after;
  return element;
}

void
mb_text_trim (MbDoc *doc, MbNode *parent)
{
  static const char SPACES[] = " \t\n\r";
  while (parent->first && parent->first->kind == MB_NODE_TEXT) {
    MbNode *node = parent->first;
    guint32 skip = (guint32) strspn (node->text, SPACES);
    if (skip < node->length) {
      if (skip)
        keep (doc, node, skip, node->length);
      break;
    }
    mb_doc_unlink (node);
  }
  while (parent->last && parent->last->kind == MB_NODE_TEXT) {
    MbNode *node = parent->last;
    guint32 end = node->length;
    while (end && strchr (SPACES, node->text[end - 1]))
      end--;
    if (end) {
      if (end < node->length)
        keep (doc, node, 0, end);
      break;
    }
    mb_doc_unlink (node);
  }
}

static MbNode *
merge_from (MbDoc *doc, MbNode *first)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (MbRun));
  MbNode *node = first;
  while (node && node->kind == MB_NODE_TEXT) {
    for (guint i = 0; i < node->n_runs; i++) {
      MbRun run = node->runs[i];
      run.offset += (guint32) text->len;
      g_array_append_val (runs, run);
    }
    g_string_append_len (text, node->text, node->length);
    MbNode *next = node->next;
    if (node != first)
      mb_doc_unlink (node);
    node = next;
  }
  mb_doc_set_text (doc, first, text->str, (gssize) text->len, (const MbRun *) runs->data,
                   runs->len);
  return first;
}

void
mb_text_merge (MbDoc *doc, MbNode *parent)
{
  for (MbNode *node = parent->first; node; node = node->next)
    if (node->kind == MB_NODE_TEXT && node->next && node->next->kind == MB_NODE_TEXT)
      node = merge_from (doc, node);
}
