/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the document: every type, class, id and attribute name that some element has.
 *
 * A selector that asks for a word that no element has cannot match: its rule is not looked at again. A house sheet knows
 * a hundred classes and an article has five of them. The same knowledge says which rules never match (mb_styles_finish).
 *
 * Only what a selector must have counts: parts outside of :is(), :not() and :has(). The words are collected when the first
 * style is asked for, and again when the tree has grown. */
#include "selectors.h"

#include <string.h>

static void
add_classes (MbStyles *styles, const char *value)
{
  while (value && *value) {
    gsize length = strcspn (value, " \t\n\r\f");
    if (length) {
      g_autofree char *name = g_strndup (value, length);
      g_hash_table_add (styles->words[MB_WORD_CLASS], (gpointer) mb_styles_intern (styles, name));
    }
    value += length + strspn (value + length, " \t\n\r\f");
  }
}

/* Names of types and attributes are interned by the tree; ids and classes here, so that pointers are compared. */
static void
add_words (MbStyles *styles, const MbNode *node)
{
  g_hash_table_add (styles->words[MB_WORD_TYPE], (gpointer) node->name);
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next) {
    g_hash_table_add (styles->words[MB_WORD_ATTR], (gpointer) attr->name);
    if (strcmp (attr->name, "class") == 0)
      add_classes (styles, attr->value);
    else if (strcmp (attr->name, "id") == 0)
      g_hash_table_add (styles->words[MB_WORD_ID],
                        (gpointer) mb_styles_intern (styles, attr->value));
  }
}

void
mb_words_collect (MbStyles *styles)
{
  const MbNode *root = mb_doc_root (styles->doc);
  guint n = mb_doc_n_nodes (styles->doc);
  if (styles->words_of == n)
    return;
  styles->words_of = n;
  styles->words_age++;
  while (root->parent)
    root = root->parent;
  for (const MbNode *node = root; node; node = mb_node_next (node, root))
    if (node->kind == MB_NODE_ELEMENT)
      add_words (styles, node);
}

static gboolean
has_word (const MbStyles *styles, MbWord word, const char *name)
{
  return g_hash_table_contains (styles->words[word], name);
}

static gboolean
part_can_match (const MbStyles *styles, const MbSelectorPart *part)
{
  switch (part->kind) {
  case MB_PART_TAG:
    return has_word (styles, MB_WORD_TYPE, part->name) ||
           has_word (styles, MB_WORD_TYPE, part->lower);
  case MB_PART_CLASS: return has_word (styles, MB_WORD_CLASS, part->name);
  case MB_PART_ID: return has_word (styles, MB_WORD_ID, part->name);
  case MB_PART_ATTR: return part->any_space || has_word (styles, MB_WORD_ATTR, part->name);
  default: return TRUE;
  }
}

static gboolean
selector_can_match (MbStyles *styles, const MbSelector *selector)
{
  for (guint i = 0; i < selector->n; i++)
    for (guint j = 0; j < selector->compounds[i].n; j++)
      if (!part_can_match (styles, &selector->compounds[i].parts[j]))
        return FALSE;
  return TRUE;
}

/* Kept in the rule until the tree has grown. */
gboolean
mb_rule_can_match (MbStyles *styles, MbRule *rule)
{
  if (rule->age != styles->words_age) {
    rule->age = styles->words_age;
    rule->alive = selector_can_match (styles, rule->selector);
  }
  return rule->alive;
}
