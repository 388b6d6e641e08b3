/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over the tree: which text nodes make one block, and which of them may be changed.
 *
 * A block ends wherever a block element begins or ends. Inside of a block, a `br` is an edge (no space is added or taken
 * there); code, formulas, pictures and note calls are objects; text in another language and text of class `notypo` is
 * context that rules may look at but not change; English has rules of its own. The state that depends on ancestors is
 * counted on entering and uncounted on leaving, so the walk is linear and does not recurse.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  MbDoc *doc;
  const MbOrthoHouse *house;
  MbOrthoBlock block;
  MbOrthoVisit visit;
  gpointer data;
  guint notypo, verse;
  const MbNode *parent; /* of the last text node, and its language */
  MbCellState state;
} Walk;

static gboolean
is_language (const char *language, const char *two, const char *three)
{
  return language && g_ascii_strncasecmp (language, two, 2) == 0 &&
         (language[2] == '\0' || language[2] == '-' || language[2] == '_' ||
          g_ascii_strcasecmp (language, three) == 0);
}

static MbCellState
state_of_language (const char *language)
{
  if (is_language (language, "fr", "fra") || is_language (language, "fr", "fre"))
    return MB_CELL_FREE;
  return is_language (language, "en", "eng") ? MB_CELL_ENGLISH : MB_CELL_FIXED;
}

static gboolean
is_named (const MbNode *node, const char *const *names)
{
  for (; *names; names++)
    if (mb_node_is (node, *names))
      return TRUE;
  return FALSE;
}

gboolean
mb_ortho_is_opaque (const MbNode *node)
{
  static const char *const names[] = { "code",    "kbd",    "samp",     "var",    "img",
                                       "picture", "object", "svg",      "math",   "video",
                                       "audio",   "canvas", "input",    "button", "iframe",
                                       "script",  "style",  "textarea", "pre",    NULL };

  if (node->ns != MB_NS_HTML)
    return TRUE;
  if (node->name[0] == 'p' && node->name[1] == '\0') /* nearly all of them */
    return FALSE;
  return is_named (node, names) || mb_node_is_note_call (node);
}

/* A cross reference whose words, a page number, the style sheet writes. */
static gboolean
is_reference (const MbNode *node)
{
  return !node->first && mb_node_is (node, "a") && mb_node_attr (node, "href");
}

/* An element that leaves no trace in the line. */
static gboolean
is_absent (const MbNode *node)
{
  return node->attrs && (mb_node_has_token (node, "epub:type", "pagebreak") ||
                         mb_node_has_token (node, "role", "doc-pagebreak"));
}

static gboolean
is_verse (const MbNode *node)
{
  return node->attrs && (mb_node_has_class (node, "vers") || mb_node_has_class (node, "verse") ||
                         mb_node_has_class (node, "poeme") ||
                         mb_node_has_token (node, "epub:type", "z3998:verse") ||
                         mb_node_has_token (node, "epub:type", "z3998:poem"));
}

static void
end_block (Walk *walk)
{
  if (walk->block.editable + walk->block.english > 0) {
    mb_ortho_protect (&walk->block, walk->house);
    walk->visit (&walk->block, walk->data);
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
  if (node->attrs && mb_node_has_token (node, "role", "doc-backlink")) {
    mb_ortho_block_add_mark (&walk->block,
                             MB_ORTHO_EDGE); /* the number of a note is no word of it */
    return FALSE;
  }
  if (mb_ortho_is_opaque (node) || is_reference (node)) {
    mb_ortho_block_add_mark (&walk->block, MB_ORTHO_OBJECT);
    return FALSE;
  }
  walk->notypo += node->attrs && mb_node_has_class (node, "notypo");
  walk->verse += is_verse (node);
  return TRUE;
}

static void
leave (Walk *walk, const MbNode *node)
{
  walk->notypo -= node->attrs && mb_node_has_class (node, "notypo");
  walk->verse -= is_verse (node);
  if (mb_node_is_block (node))
    end_block (walk);
}

static const MbNode *
block_around (const MbNode *node)
{
  while (node && !mb_node_is_block (node))
    node = node->parent;
  return node;
}

static void
add_text (Walk *walk, MbNode *node)
{
  if (node->parent != walk->parent || !node->parent) {
    walk->parent = node->parent;
    walk->state = state_of_language (mb_node_lang (walk->doc, node));
  }
  if (walk->block.pieces->len == 0)
    walk->block.element = block_around (node->parent);
  mb_ortho_block_add_text (&walk->block, node, walk->notypo > 0 ? MB_CELL_FIXED : walk->state,
                           walk->verse > 0);
}

/* What comes after @node and all that is in it; the elements that end here are left. NULL: @top is done. */
static MbNode *
after (Walk *walk, MbNode *node, MbNode *top)
{
  while (node != top && !node->next) {
    node = node->parent;
    leave (walk, node);
  }
  return node == top ? NULL : node->next;
}

/* Visit @node; returns the next node of the walk. A visit may split text nodes of the block that has just ended and put the
 * parts behind them; by then the walk has left those nodes, so the parts are not met again. */
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
  return after (walk, node, top);
}

/* What @top inherits: ancestors of class notypo, and verse; FALSE when it lies inside of an object. */
static gboolean
inherit (Walk *walk, const MbNode *top)
{
  for (const MbNode *node = top->parent; node; node = node->parent) {
    if (mb_ortho_is_opaque (node))
      return FALSE;
    walk->notypo += mb_node_has_class (node, "notypo");
    walk->verse += is_verse (node);
  }
  return TRUE;
}

void
mb_ortho_walk (MbDoc *doc, MbNode *top, const MbOrthoHouse *house, MbOrthoVisit visit,
               gpointer data)
{
  Walk walk = { .doc = doc, .house = house, .visit = visit, .data = data };

  if (!inherit (&walk, top))
    return;
  mb_ortho_block_init (&walk.block);
  for (MbNode *node = top; node;)
    node = step (&walk, node, top);
  end_block (&walk);
  mb_ortho_block_clear (&walk.block);
}
