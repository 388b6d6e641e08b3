/* SPDX-License-Identifier: Apache-2.0 */
/* Counters where a target stands, for target-counter(), target-counters() and the generated text of target-text().
 *
 * A reference may stand before what it refers to. So when the first one asks, the whole tree is walked once as box
 * generation will walk it, and the counters are kept at every element that something can refer to. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbBuilder *builder;
  MbCounters *counters;
} Walk;

static void
walk_pseudo (const Walk *walk, const MbNode *node, MbPseudo pseudo)
{
  const MbStyle *style = mb_style_pseudo (walk->builder->context->styles, node, pseudo);
  if (!style || style->box->display == MB_DISPLAY_NONE)
    return;
  mb_counters_enter (walk->counters, NULL, style);
  mb_counters_leave (walk->counters);
}

static gboolean
is_target (const Walk *walk, const MbNode *node)
{
  return mb_node_attr (node, "id") ||
         (walk->builder->linked && g_hash_table_contains (walk->builder->linked, node));
}

/* As deep as the tree: at most MB_MAX_TREE_DEPTH. */
static void
walk_below (const Walk *walk, const MbNode *node)
{
  const MbStyle *style = mb_style_of (walk->builder->context->styles, node);
  if (style->box->display == MB_DISPLAY_NONE)
    return;
  mb_counters_enter (walk->counters, node, style);
  if (is_target (walk, node))
    g_hash_table_insert (walk->builder->targets, (gpointer) node,
                         mb_counters_copy (walk->counters));
  walk_pseudo (walk, node, MB_PSEUDO_BEFORE);
  for (const MbNode *child = node->first; child; child = child->next)
    if (child->kind == MB_NODE_ELEMENT)
      walk_below (walk, child);
  walk_pseudo (walk, node, MB_PSEUDO_AFTER);
  mb_counters_leave (walk->counters);
}

MbCounters *
mb_targets_at (MbBuilder *builder, const MbNode *node)
{
  if (!builder->targets) {
    builder->targets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mb_counters_free);
    const Walk walk = { builder, mb_counters_new (builder->context->styles) };
    walk_below (&walk, mb_doc_root (builder->context->doc));
    mb_counters_free (walk.counters);
  }
  return g_hash_table_lookup (builder->targets, node);
}

void
mb_targets_free (MbBuilder *builder)
{
  g_clear_pointer (&builder->targets, g_hash_table_unref);
}
