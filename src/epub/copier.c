/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a copied chapter share: the open elements, new nodes, text in its font, places. */
#include "internal.h"

#include <string.h>

MbFrame *
mb_copier_top (const MbCopier *copier)
{
  return &g_array_index (copier->frames, MbFrame, copier->frames->len - 1);
}

void
mb_copier_set (MbCopier *copier, MbNode *node, const char *name, const char *value)
{
  mb_doc_set_attr (copier->out, node, name, value);
}

MbNode *
mb_copier_add (MbCopier *copier, MbNode *parent, const char *name, MbPos pos)
{
  MbNode *node = mb_doc_element (copier->out, name, pos);
  mb_doc_append (parent, node);
  return node;
}

/* Inside a drawing: that of the HTML around it. */
const MbStyle *
mb_copier_style (const MbCopier *copier)
{
  const MbNode *node = mb_copier_top (copier)->node;
  while (node->ns != MB_NS_HTML && node->parent)
    node = node->parent;
  return mb_style_of (copier->book->options->styles, node);
}

void
mb_copier_text (MbCopier *copier, MbNode *parent, const MbStyle *style, const char *text,
                gsize length, MbPos pos)
{
  g_autofree char *copy = g_strndup (text, length);
  mb_font_use_add (copier->book->fonts, style, copy, strlen (copy));
  mb_spaces_put (copier, parent, style, copy, pos);
}

void
mb_copier_entry (MbCopier *copier, GArray *list, const char *label, const char *id, guint level)
{
  MbEntry entry = {
    .label = label, .file = copier->index, .id = id, .level = level, .order = ++copier->book->order
  };
  g_array_append_val (list, entry);
}
