/* SPDX-License-Identifier: Apache-2.0 */
/* Matching a selector against an element, from right to left.
 *
 * Matching walks left in the selector and up or back in the tree. A plain search with backtracking is exponential in the
 * number of descendant combinators; as in other engines a failed step says how far the search must go back (restart at a
 * sibling, at an ancestor, or not at all), which makes it polynomial. A count of steps bounds the rest.
 *
 * What looks at many elements for one — :has(), :nth-child(… of S) — is answered once for an element and kept.
 */
#include "selectors.h"

#include <string.h>

#define MAX_STEPS     200000   /* for one element */
#define MAX_FAR_STEPS 20000000 /* looks at other elements, in the whole document */

static gboolean
report_cost (MbStyles *styles)
{
  if (!styles->cost_reported)
    mb_report (styles->diagnostics, MB_NOWHERE, MB_MSG_STYLE_SELECTOR_COST, NULL);
  styles->cost_reported = TRUE;
  return FALSE;
}

/* --- Places among siblings --------------------------------------------------------------------------------*/

typedef struct {
  guint32 child, child_last, type, type_last; /* from 1; 0: not counted yet */
} Place;

static Place *
place_at (MbStyles *styles, const MbNode *node)
{
  if (node->id >= styles->indices->len)
    g_array_set_size (styles->indices, MAX (node->id + 1, mb_doc_n_nodes (styles->doc)));
  return &g_array_index (styles->indices, Place, node->id);
}

static guint32
count_name (GHashTable *names, const MbNode *node)
{
  guint32 count = GPOINTER_TO_UINT (g_hash_table_lookup (names, node->name)) + 1;
  g_hash_table_insert (names, (gpointer) node->name, GUINT_TO_POINTER (count));
  return count;
}

/* Cells that are not of the author are no siblings of the others. */
static gboolean
is_element (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && !node->filler;
}

/* All siblings at once: asking for each paragraph of a chapter stays linear. */
static void
count_siblings (MbStyles *styles, const MbNode *first, const MbNode *last)
{
  g_autoptr (GHashTable) names = g_hash_table_new (NULL, NULL);
  guint32 n = 0;
  for (const MbNode *node = first; node; node = node->next)
    if (is_element (node)) {
      Place *place = place_at (styles, node);
      place->child = ++n;
      place->type = count_name (names, node);
    }
  g_hash_table_remove_all (names);
  n = 0;
  for (const MbNode *node = last; node; node = node->prev)
    if (is_element (node)) {
      Place *place = place_at (styles, node);
      place->child_last = ++n;
      place->type_last = count_name (names, node);
    }
}

static const Place *
place_of (MbStyles *styles, const MbNode *node)
{
  static const Place alone = { 1, 1, 1, 1 };
  if (!node->parent)
    return &alone;
  if (place_at (styles, node)->child == 0)
    count_siblings (styles, node->parent->first, node->parent->last);
  return place_at (styles, node);
}

/* --- Matching one part -------------------------------------------------------------------------------------*/

static gboolean
text_equal (const char *a, const char *b, gsize n, gboolean any_case)
{
  return any_case ? g_ascii_strncasecmp (a, b, n) == 0 : strncmp (a, b, n) == 0;
}

static gboolean
attr_has_word (const char *value, const MbSelectorPart *part)
{
  gsize wanted = strlen (part->value);
  while (wanted && *value) {
    gsize length = strcspn (value, " \t\n\r\f");
    if (length == wanted && text_equal (value, part->value, length, part->any_case))
      return TRUE;
    value += length + strspn (value + length, " \t\n\r\f");
  }
  return FALSE;
}

static gboolean
attr_contains (const char *value, const MbSelectorPart *part)
{
  gsize wanted = strlen (part->value);
  for (; *value; value++)
    if (text_equal (value, part->value, wanted, part->any_case))
      return TRUE;
  return FALSE;
}

static gboolean
attr_matches (const char *value, const MbSelectorPart *part)
{
  if (!part->operator)
    return TRUE;
  gsize wanted = strlen (part->value), length = strlen (value);
  switch (part->operator) {
  case '=': return length == wanted && text_equal (value, part->value, wanted, part->any_case);
  case '~': return attr_has_word (value, part);
  case '|':
    return length >= wanted && text_equal (value, part->value, wanted, part->any_case) &&
           (value[wanted] == 0 || value[wanted] == '-');
  case '^':
    return wanted && length >= wanted && text_equal (value, part->value, wanted, part->any_case);
  case '$':
    return wanted && length >= wanted &&
           text_equal (value + length - wanted, part->value, wanted, part->any_case);
  default: return wanted && attr_contains (value, part);
  }
}

static gboolean
nth_matches (const MbSelectorPart *part, guint32 index)
{
  gint64 rest = (gint64) index - part->b;
  return part->a == 0 ? rest == 0 : rest % part->a == 0 && rest / part->a >= 0;
}

static guint32
place_index (const MbSelectorPart *part, const Place *place)
{
  if (part->of_type)
    return part->from_end ? place->type_last : place->type;
  return part->from_end ? place->child_last : place->child;
}

static gboolean
is_empty (const MbNode *node)
{
  for (const MbNode *child = node->first; child; child = child->next)
    if (is_element (child) || child->length > 0)
      return FALSE;
  return TRUE;
}

/* --- Languages and directions --------------------------------------------------------------------------*/

static gsize
subtag (const char *at)
{
  return strcspn (at, "-");
}

static gboolean
subtag_is (const char *range, const char *language)
{
  gsize length = subtag (range);
  return (length == 1 && *range == '*') ||
         (length == subtag (language) && g_ascii_strncasecmp (range, language, length) == 0);
}

static const char *
next_subtag (const char *at)
{
  at += subtag (at);
  return *at ? at + 1 : at;
}

/* Extended filtering (RFC 4647 § 3.3.2): fr-CH is *-CH; a single letter stops the search. */
static gboolean
lang_matches (const char *language, const char *range)
{
  if (!*range || !*language)
    return !*range && !*language;
  if (!subtag_is (range, language))
    return FALSE;
  range = next_subtag (range);
  language = next_subtag (language);
  while (*range) {
    if (range[0] == '*' && subtag (range) == 1)
      range = next_subtag (range);
    else if (!*language)
      return FALSE;
    else if (subtag_is (range, language)) {
      range = next_subtag (range);
      language = next_subtag (language);
    } else if (subtag (language) == 1)
      return FALSE;
    else
      language = next_subtag (language);
  }
  return TRUE;
}

static gboolean
any_range_matches (const char *language, const char *const *ranges)
{
  for (; *ranges; ranges++)
    if (lang_matches (language ? language : "", *ranges))
      return TRUE;
  return FALSE;
}

static gboolean
is_strong_rtl (gunichar c)
{
  return (c >= 0x590 && c <= 0x8ff && g_unichar_isalpha (c)) || c == 0x200F || c == 0x61C ||
         (c >= 0xfb1d && c <= 0xfefc) || (c >= 0x10800 && c <= 0x10fff);
}

/* What has a direction of its own does not count (HTML § 3.2.6.4). */
static gboolean
is_apart (const MbNode *node)
{
  static const char *const names[] = { "bdi", "script", "style", "textarea", NULL };
  return node->kind == MB_NODE_ELEMENT &&
         (mb_node_attr (node, "dir") || (node->name && g_strv_contains (names, node->name)));
}

/* The first letter, or mark, that is written from one side. */
static gboolean
text_is_rtl (const MbNode *node)
{
  for (const MbNode *at = mb_node_next (node, node); at;) {
    for (const char *p = at->kind == MB_NODE_TEXT ? at->text : ""; *p; p = g_utf8_next_char (p)) {
      gunichar letter = g_utf8_get_char (p);
      if (is_strong_rtl (letter))
        return TRUE;
      if (letter == 0x200E || g_unichar_isalpha (letter))
        return FALSE;
    }
    at = is_apart (at) ? mb_node_skip (at, node) : mb_node_next (at, node);
  }
  return FALSE;
}

/* HTML: the nearest `dir`; what says nothing is written from the left. */
static gboolean
is_rtl (const MbNode *node)
{
  for (; node; node = node->parent) {
    const char *dir = mb_node_attr (node, "dir");
    gboolean apart = !dir && node->kind == MB_NODE_ELEMENT && strcmp (node->name, "bdi") == 0;
    if (apart || (dir && g_ascii_strcasecmp (dir, "auto") == 0))
      return text_is_rtl (node);
    if (dir && g_ascii_strcasecmp (dir, "rtl") == 0)
      return TRUE;
    if (dir && g_ascii_strcasecmp (dir, "ltr") == 0)
      return FALSE;
  }
  return FALSE;
}

static gboolean
any_matches (MbStyles *styles, const MbSelectorList *list, const MbNode *node)
{
  for (guint i = 0; i < list->n; i++)
    if (mb_selector_matches (styles, list->selectors[i], node))
      return TRUE;
  return FALSE;
}

/* --- Questions about many elements -----------------------------------------------------------------------*/

typedef struct {
  const MbSelectorPart *part;
  const MbNode *node;
} Question;

guint
mb_question_hash (gconstpointer key)
{
  const Question *question = key;
  return g_direct_hash (question->part) * 31 + question->node->id;
}

gboolean
mb_question_equal (gconstpointer a, gconstpointer b)
{
  const Question *x = a, *y = b;
  return x->part == y->part && x->node == y->node;
}

/* The answer plus one; 0 when it was never asked. */
static guint
answer_of (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  Question question = { part, node };
  return GPOINTER_TO_UINT (g_hash_table_lookup (styles->answers, &question));
}

static void
keep_answer (MbStyles *styles, const MbSelectorPart *part, const MbNode *node, guint answer)
{
  Question *question = g_new (Question, 1);
  *question = (Question){ part, node };
  g_hash_table_insert (styles->answers, question, GUINT_TO_POINTER (answer + 1));
}

static const MbNode *
next_element (const MbNode *node)
{
  do
    node = node->next;
  while (node && !is_element (node));
  return node;
}

/* One look at one element on behalf of another. All of them together are bounded. */
static gboolean
far_matches (MbStyles *styles, const MbSelector *selector, const MbNode *node)
{
  if (styles->far_steps >= MAX_FAR_STEPS)
    return report_cost (styles);
  styles->far_steps++;
  styles->selector_steps = 0;
  return mb_selector_matches (styles, selector, node);
}

static gboolean
subtree_has (MbStyles *styles, const MbSelector *selector, const MbNode *top, const MbNode *from)
{
  for (const MbNode *node = from; node; node = mb_node_next (node, top))
    if (is_element (node) && far_matches (styles, selector, node))
      return TRUE;
  return FALSE;
}

/* @selector is anchored at @node; the combinator after the anchor says where its subject can be. */
static gboolean
relative_matches (MbStyles *styles, const MbSelector *selector, const MbNode *node)
{
  char first = selector->compounds[selector->n - 2].left;
  if (first == ' ' || first == '>')
    return subtree_has (styles, selector, node, mb_node_next (node, node));
  for (const MbNode *next = next_element (node); next; next = next_element (next)) {
    if (selector->n == 2 ? far_matches (styles, selector, next)
                         : subtree_has (styles, selector, next, next))
      return TRUE;
    if (first == '+' && selector->n == 2)
      return FALSE;
  }
  return FALSE;
}

static gboolean
has_matches (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  guint known = answer_of (styles, part, node);
  if (known)
    return known - 1;
  const MbNode *outer = styles->anchor;
  guint steps = styles->selector_steps;
  gboolean found = FALSE;
  styles->anchor = node;
  for (guint i = 0; i < part->list.n && !found; i++)
    found = relative_matches (styles, part->list.selectors[i], node);
  styles->anchor = outer;
  styles->selector_steps = steps;
  keep_answer (styles, part, node, found);
  return found;
}

/* The places of all siblings among those that match the list after `of`: 0 for those that do not. */
static void
count_of (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  const MbNode *at = !node->parent    ? node
                     : part->from_end ? node->parent->last
                                      : node->parent->first;
  guint steps = styles->selector_steps, n = 0;
  for (; at; at = part->from_end ? at->prev : at->next)
    if (is_element (at)) {
      styles->selector_steps = 0;
      keep_answer (styles, part, at, any_matches (styles, &part->list, at) ? ++n : 0);
    }
  styles->selector_steps = steps;
}

static guint
place_among (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  if (answer_of (styles, part, node) == 0)
    count_of (styles, part, node);
  return answer_of (styles, part, node) - 1;
}

static gboolean
nth_part_matches (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  if (part->list.n == 0)
    return nth_matches (part, place_index (part, place_of (styles, node)));
  guint place = place_among (styles, part, node);
  return place > 0 && nth_matches (part, place);
}

static gboolean
is_only (const MbSelectorPart *part, const Place *place)
{
  return part->of_type ? place->type == 1 && place->type_last == 1
                       : place->child == 1 && place->child_last == 1;
}

static gboolean
attr_part_matches (const MbSelectorPart *part, const MbNode *node)
{
  const char *value = mb_node_attr (node, part->name);
  if (value || !part->any_space)
    return value && attr_matches (value, part);
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next) {
    const char *local = strchr (attr->name, ':');
    if (local && g_str_equal (local + 1, part->name) && attr_matches (attr->value, part))
      return TRUE;
  }
  return FALSE;
}

/* The section the reader puts round what stands in the body of a file. Its author did not write it, and means none of it by
 * `section` or `*`; a sheet of ours names it by its class. */
gboolean
mb_stands_for_body (const MbStyles *styles, const MbNode *node)
{
  /* asked at every step of every selector: names are compared as pointers */
  return node->name == styles->section && node->ns == MB_NS_HTML &&
         mb_node_attr (node, "data-source") && mb_node_has_class (node, "chapitre");
}

/* html and body of one file among others are what it has become. */
static gboolean
names_frame (const MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  return node == styles->scope && (part->lower == styles->html || part->lower == styles->body) &&
         mb_stands_for_body (styles, node);
}

static gboolean
part_matches (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  const char *value;
  switch ((MbPartKind) part->kind) {
  case MB_PART_TAG:
    return node->name == part->name || (node->ns == MB_NS_HTML && node->name == part->lower) ||
           names_frame (styles, part, node);
  case MB_PART_CLASS: return mb_node_has_class (node, part->name);
  case MB_PART_ID: return (value = mb_node_attr (node, "id")) && g_str_equal (value, part->name);
  case MB_PART_ATTR: return attr_part_matches (part, node);
  case MB_PART_NTH: return nth_part_matches (styles, part, node);
  case MB_PART_ONLY: return is_only (part, place_of (styles, node));
  case MB_PART_ROOT: return !node->parent || node == styles->scope;
  case MB_PART_EMPTY: return is_empty (node);
  case MB_PART_LANG: return any_range_matches (mb_node_lang (styles->doc, node), part->ranges);
  case MB_PART_DIR: return is_rtl (node) == part->rtl;
  case MB_PART_LINK: return mb_node_is (node, "a") && mb_node_attr (node, "href");
  case MB_PART_NEVER: return FALSE;
  case MB_PART_IS: return any_matches (styles, &part->list, node);
  case MB_PART_NOT: return !any_matches (styles, &part->list, node);
  case MB_PART_HAS: return has_matches (styles, part, node);
  case MB_PART_ANCHOR: return node == styles->anchor;
  case MB_PART_SPACE: return node->ns == (MbNamespace) part->ns;
  }
  return FALSE;
}

/* --- Matching a selector ---------------------------------------------------------------------------------------*/

static gboolean
spend_step (MbStyles *styles)
{
  if (styles->selector_steps < MAX_STEPS) {
    styles->selector_steps++;
    return TRUE;
  }
  return report_cost (styles);
}

static gboolean
is_frame (const MbStyles *styles, const MbCompound *compound, const MbNode *node)
{
  for (guint i = 0; i < compound->n; i++)
    if (compound->parts[i].kind == MB_PART_TAG)
      return names_frame (styles, &compound->parts[i], node);
  return FALSE;
}

static gboolean
compound_matches (MbStyles *styles, const MbCompound *compound, const MbNode *node)
{
  if (!spend_step (styles))
    return FALSE;
  for (guint i = 0; i < compound->n; i++)
    if (!part_matches (styles, &compound->parts[i], node))
      return FALSE;
  return !compound->unnamed || !mb_stands_for_body (styles, node) ||
         is_frame (styles, compound, node);
}

static const MbNode *
previous_element (const MbNode *node)
{
  do
    node = node->prev;
  while (node && !is_element (node));
  return node;
}

typedef enum { MATCHED, RESTART_SIBLING, RESTART_ANCESTOR, FAILED } Outcome;

static Outcome match_from (MbStyles *styles, const MbSelector *selector, guint at,
                           const MbNode *node);

/* Which child of @parent is the first that matches @selector from compound @at on; 0: none. What stands to the left of it
 * does not depend on who asks, so it is found once. */
static guint
first_child_matching (MbStyles *styles, const MbSelector *selector, guint at, const MbNode *parent)
{
  const MbSelectorPart *key = (const MbSelectorPart *) &selector->compounds[at];
  guint known = answer_of (styles, key, parent), found = 0;
  if (known)
    return known - 1;
  guint steps = styles->selector_steps;
  for (const MbNode *child = parent->first; child && !found; child = child->next)
    if (is_element (child)) {
      styles->selector_steps = 0;
      if (match_from (styles, selector, at, child) == MATCHED)
        found = place_of (styles, child)->child;
    }
  styles->selector_steps = steps;
  keep_answer (styles, key, parent, found);
  return found;
}

/* `~`: some sibling before @node. Without this a long chapter would be looked through again for each of its paragraphs. */
static Outcome
match_before (MbStyles *styles, const MbSelector *selector, guint at, const MbNode *node)
{
  guint first = first_child_matching (styles, selector, at, node->parent);
  return first && first < place_of (styles, node)->child ? MATCHED : RESTART_ANCESTOR;
}

static Outcome
match_from (MbStyles *styles, const MbSelector *selector, guint at, const MbNode *node)
{
  const MbCompound *compound = &selector->compounds[at];
  if (!compound_matches (styles, compound, node))
    return RESTART_SIBLING;
  if (!compound->left)
    return MATCHED;

  if (compound->left == '~' && !styles->anchor && node->parent)
    return match_before (styles, selector, at + 1, node);
  gboolean sideways = compound->left == '+' || compound->left == '~';
  for (;;) {
    node = sideways ? previous_element (node) : node->parent;
    if (!node)
      return sideways ? RESTART_ANCESTOR : FAILED;
    Outcome outcome = match_from (styles, selector, at + 1, node);
    if (outcome == MATCHED || outcome == FAILED || compound->left == '+')
      return outcome;
    if (compound->left == '>' && !mb_stands_for_body (styles, node)) /* body > h1 */
      return RESTART_ANCESTOR;
    if (outcome == RESTART_ANCESTOR && compound->left == '~')
      return outcome;
  }
}

gboolean
mb_selector_matches (MbStyles *styles, const MbSelector *selector, const MbNode *node)
{
  return match_from (styles, selector, 0, node) == MATCHED;
}
