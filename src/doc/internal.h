/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of `doc` share: the document's own fields and its indexes. */
#pragma once

#include "doc.h"

struct MbDoc {
  MbArena *arena;
  MbDiagnostics *diagnostics; /* lent */
  MbNode *root;
  MbMeta meta;
  guint32 n_nodes;
  /* Candidates only: attribute value → GPtrArray of nodes that had it once, in order of creation. A lookup
   * checks that the node still has the value and is in the tree, so removals need no bookkeeping. */
  GHashTable *by_id;
  GHashTable *by_source;
};

/** mb_doc_index_attr: note that @node has attribute @name; does nothing for attributes without an
 * index. */
void mb_doc_index_attr (MbDoc *doc, MbNode *node, const char *name, const char *value);
