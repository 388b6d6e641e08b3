/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h — what must hold of every tree that room `read` returns, whatever it was given. */
#pragma once

#include <string.h>

#include "doc.h"

/* A reader may add a few elements of its own (body, section, article, notes) above the author's. */
#define DEEPEST (MB_MAX_TREE_DEPTH + 16)

static inline void
check_node (const MbNode *node, gsize source_size)
{
  g_assert_cmpuint (mb_node_depth (node), <=, DEEPEST);
  for (const MbNode *child = node->first; child; child = child->next)
    g_assert_true (child->parent == node && (!child->next || child->next->prev == child));
  if (node->kind == MB_NODE_ELEMENT)
    return;
  guint32 end = 0;
  g_assert_true (g_utf8_validate (node->text, node->length, NULL));
  for (guint32 i = 0; i < node->n_runs; i++) {
    const MbRun *run = &node->runs[i];
    g_assert_cmpuint (run->offset, >=, end);
    g_assert_cmpuint (run->length, <=, node->length - run->offset);
    if (source_size)
      g_assert_cmpuint ((gsize) run->source + run->length, <=, source_size);
    end = run->offset + run->length;
  }
}

/* @source_size: of the one file that all runs point into; 0 when there are several. */
static inline void
check_tree (const MbDoc *doc, gsize source_size)
{
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root))
    check_node (node, source_size);
  g_autofree char *dump = mb_doc_dump (doc, root, TRUE);
  g_assert_nonnull (dump);
}
