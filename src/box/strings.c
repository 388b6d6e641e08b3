/* SPDX-License-Identifier: Apache-2.0 */
/* Anchors: what happens where an element begins: named strings, outline entries, targets of links,
 * page breaks of the printed source. */
#include "internal.h"

#include <string.h>

GHashTable *
mb_box_anchors_linked (MbDoc *doc)
{
  GHashTable *linked = g_hash_table_new (NULL, NULL);
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (!mb_node_is (node, "a") || !mb_node_attr (node, "href"))
      continue;
    MbNode *target = mb_doc_link_target (doc, node);
    if (target)
      g_hash_table_add (linked, target);
  }
  return linked;
}

static void
add (GArray *anchors, MbAnchorKind kind, const MbNode *node, const char *name, const char *value,
     int level)
{
  MbAnchor anchor = { .kind = kind, .node = node, .name = name, .value = value, .level = level };
  g_array_append_val (anchors, anchor);
}

static gboolean
is_source_page (const MbNode *node)
{
  return mb_node_has_token (node, "epub:type", "pagebreak") ||
         mb_node_has_token (node, "role", "doc-pagebreak");
}

static const char *
bookmark_label (MbBuilder *builder, const MbNode *node, const MbStyle *style)
{
  const MbContent *label = &style->paged->bookmark_label;
  if (label->normal || label->n == 0)
    return mb_footnotes_text (builder, node);
  return mb_box_content_text (builder, node, style, label);
}

static gboolean
content_asks_page (const MbContent *content)
{
  for (guint i = 0; i < content->n; i++) {
    const MbContentItem *item = &content->items[i];
    gboolean counts = item->kind == MB_CONTENT_COUNTER || item->kind == MB_CONTENT_COUNTERS;
    if (counts && item->text && strcmp (item->text, "page") == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether what is generated for @node says on which page it stands: its place must be known then, as that of a target is. */
static gboolean
asks_own_page (const MbBuilder *builder, const MbNode *node, const MbStyle *style)
{
  static const MbPseudo pseudos[] = { MB_PSEUDO_BEFORE, MB_PSEUDO_AFTER, MB_PSEUDO_MARKER };
  guint n = style->box->display == MB_DISPLAY_LIST_ITEM ? 3 : 2;
  if (content_asks_page (&style->paged->content))
    return TRUE;
  for (guint i = 0; i < style->paged->n_string_sets; i++)
    if (content_asks_page (&style->paged->string_sets[i].value))
      return TRUE;
  for (guint i = 0; i < n; i++) {
    const MbStyle *pseudo = mb_style_pseudo (builder->context->styles, node, pseudos[i]);
    if (pseudo && content_asks_page (&pseudo->paged->content))
      return TRUE;
  }
  return FALSE;
}

void
mb_box_anchors_collect (MbBuilder *builder, GArray *anchors, const MbNode *node,
                        const MbStyle *style)
{
  const MbStylePaged *paged = style->paged;
  if (is_source_page (node))
    add (anchors, MB_ANCHOR_PAGE, node, NULL, mb_node_attr (node, "title"), 0);
  if (mb_node_attr (node, "id") || g_hash_table_contains (builder->linked, node) ||
      asks_own_page (builder, node, style))
    add (anchors, MB_ANCHOR_TARGET, node, mb_node_attr (node, "id"), NULL, 0);
  if (paged->bookmark_level > 0) {
    add (anchors, MB_ANCHOR_BOOKMARK, node, NULL, bookmark_label (builder, node, style),
         paged->bookmark_level);
    g_array_index (anchors, MbAnchor, anchors->len - 1).closed = paged->bookmark_closed;
  }
  for (guint i = 0; i < paged->n_string_sets; i++)
    add (anchors, MB_ANCHOR_STRING, node, paged->string_sets[i].name,
         mb_box_content_text (builder, node, style, &paged->string_sets[i].value), 0);
}
