/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over the tree: which text nodes make one block, and which of them may be changed.
 *
 * A block ends wherever a block element begins or ends. Inside of a block, a `br` is an edge (no space is added or taken
 * there); code, formulas, pictures and note calls are objects; text in another language and text of class `notypo` is
 * context that rules may look at but not change. The state that depends on ancestors is counted on entering and
 * uncounted on leaving, so the walk is linear and does not recurse.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  MbDoc *doc;
  const MbOrthoMarks *marks;
  MbOrthoBlock block;
  GArray *changes; /* MbOrthoChange, NULL when nobody asks */
  guint notypo, verse;
} Walk;

static gboolean
is_french (const char *language)
{
  return language && g_ascii_strncasecmp (language, "fr", 2) == 0 &&
         (language[2] == '\0' || language[2] == '-' || language[2] == '_' ||
          g_ascii_strcasecmp (language, "fra") == 0 || g_ascii_strcasecmp (language, "fre") == 0);
}

static gboolean
is_named (const MbNode *node, const char *const *names)
{
  for (; *names; names++)
    if (mb_node_is (node, *names))
      return TRUE;
  return FALSE;
}

/* An element whose inside is not prose: one object in the line. */
static gboolean
is_object (const MbNode *node)
{
  static const char *const names[] = { "code",    "kbd",    "samp",     "var",    "img",
                                       "picture", "object", "svg",      "math",   "video",
                                       "audio",   "canvas", "input",    "button", "iframe",
                                       "script",  "style",  "textarea", "pre",    NULL };

  return node->ns != MB_NS_HTML || is_named (node, names) ||
         mb_node_has_token (node, "epub:type", "noteref") ||
         mb_node_has_token (node, "role", "doc-noteref");
}

/* An element that leaves no trace in the line. */
static gboolean
is_absent (const MbNode *node)
{
  return mb_node_has_token (node, "epub:type", "pagebreak") ||
         mb_node_has_token (node, "role", "doc-pagebreak");
}

static gboolean
is_verse (const MbNode *node)
{
  return mb_node_has_class (node, "vers") || mb_node_has_class (node, "verse") ||
         mb_node_has_class (node, "poeme") ||
         mb_node_has_token (node, "epub:type", "z3998:verse") ||
         mb_node_has_token (node, "epub:type", "z3998:poem");
}

static void
end_block (Walk *walk)
{
  if (walk->block.editable > 0) {
    mb_ortho_protect (&walk->block);
    mb_ortho_rules (&walk->block, walk->marks, mb_doc_diagnostics (walk->doc));
    mb_ortho_block_write (&walk->block, walk->doc, walk->changes);
  }
  mb_ortho_block_reset (&walk->block);
}

/* Returns: whether to go into @node. */
static gboolean
enter (Walk *walk, MbNode *node)
{
  if (mb_node_is_block (node))
    end_block (walk);
  if (mb_node_is (node, "br")) {
    mb_ortho_block_add_mark (&walk->block, MB_ORTHO_EDGE);
    return FALSE;
  }
  if (is_absent (node))
    return FALSE;
  if (is_object (node)) {
    mb_ortho_block_add_mark (&walk->block, MB_ORTHO_OBJECT);
    return FALSE;
  }
  walk->notypo += mb_node_has_class (node, "notypo");
  walk->verse += is_verse (node);
  return TRUE;
}

static void
leave (Walk *walk, const MbNode *node)
{
  walk->notypo -= mb_node_has_class (node, "notypo");
  walk->verse -= is_verse (node);
  if (mb_node_is_block (node))
    end_block (walk);
}

static void
add_text (Walk *walk, MbNode *node)
{
  gboolean fixed = walk->notypo > 0 || !is_french (mb_node_lang (walk->doc, node));

  mb_ortho_block_add_text (&walk->block, node, fixed, walk->verse > 0);
}

/* Visit @node; returns the next node of the walk, leaving the elements that end here. */
static MbNode *
step (Walk *walk, MbNode *node, MbNode *top)
{
  if (node->kind == MB_NODE_TEXT) {
    add_text (walk, node);
  } else if (enter (walk, node)) {
    if (node->first)
      return node->first;
    leave (walk, node);
  } else if (mb_node_is_block (node)) {
    end_block (walk);
  }
  while (node != top && !node->next) {
    node = node->parent;
    leave (walk, node);
  }
  return node == top ? NULL : node->next;
}

/* What @top inherits: ancestors of class notypo, and verse; FALSE when it lies inside of an object. */
static gboolean
inherit (Walk *walk, const MbNode *top)
{
  for (const MbNode *node = top->parent; node; node = node->parent) {
    if (is_object (node))
      return FALSE;
    walk->notypo += mb_node_has_class (node, "notypo");
    walk->verse += is_verse (node);
  }
  return TRUE;
}

static void
fill_report (Walk *walk, MbOrthoReport *report)
{
  report->n_changes = walk->changes->len;
  report->changes = mb_arena_memdup (mb_doc_arena (walk->doc), walk->changes->data,
                                     walk->changes->len * sizeof (MbOrthoChange));
  g_array_unref (walk->changes);
}

void
mb_ortho_apply (MbDoc *doc, MbNode *top, MbOrthoProfile profile, MbOrthoReport *report)
{
  Walk walk = { .doc = doc, .marks = mb_ortho_marks (profile) };

  if (report)
    walk.changes = g_array_new (FALSE, FALSE, sizeof (MbOrthoChange));
  if (walk.marks && inherit (&walk, top)) {
    mb_ortho_block_init (&walk.block);
    for (MbNode *node = top; node;)
      node = step (&walk, node, top);
    end_block (&walk);
    mb_ortho_block_clear (&walk.block);
  }
  if (report)
    fill_report (&walk, report);
}
