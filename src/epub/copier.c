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

/* U+202F is missing in many fonts, and a missing space shows as a box or a question mark: it stays where the embedded face
 * has it (notes/epub.md § 5). */
void
mb_copier_text (MbCopier *copier, MbNode *parent, const MbStyle *style, const char *text,
                gsize length, MbPos pos)
{
  static const char narrow[] = "\u202f";
  g_autoptr (GString) copy = g_string_new_len (text, (gssize) length);
  if (strstr (copy->str, narrow) && !mb_font_use_has (copier->book->fonts, style, 0x202f))
    g_string_replace (copy, narrow, "\u00a0", 0);
  mb_font_use_add (copier->book->fonts, style, copy->str, copy->len);
  mb_doc_append (parent, mb_doc_text (copier->out, copy->str, (gssize) copy->len, pos, NULL, 0));
}

void
mb_copier_entry (MbCopier *copier, GArray *list, const char *label, const char *id, guint level)
{
  MbEntry entry = {
    .label = label, .file = copier->index, .id = id, .level = level, .order = ++copier->book->order
  };
  g_array_append_val (list, entry);
}
