/* SPDX-License-Identifier: Apache-2.0 */
/* Which links to pages an element shows: -marbre-locators: merge.
 *
 * An index marks a word wherever it stands; a reader wants each page once, and « 12-15 » for a stretch. The children of such an element
 * are links, each after two elements: what stands before another page (a comma) and what stands before the end of a range (a dash). Of
 * the three, box generation keeps what the pages of the last pass call for:
 *
 *   - a link is one page, or with the link of class "fin" after it the pages from one to the other;
 *   - a page that the range before it holds already is not shown, unless it is the principal one (class "principal"): that is shown instead;
 *   - three pages in a row or more become a range; two stay two, as the text may not go from one to the other.
 *
 * As long as pages are not known every link is shown. An edition without pages may answer with other labels (the chapters of an e-book): then
 * equal neighbours are shown once. */
#include "internal.h"

#include <string.h>

#define ROW_MIN 3 /* pages in a row that are written as a range */

typedef struct {
  const MbNode *link, *comma, *dash;
  int page; /* -1: not known, or without a number */
  const char *label;
} Locator;

/* What is shown together: one page, or from first to last. */
typedef struct {
  Locator first, last;
  gboolean principal;
} Stretch;

static int
number_of (const MbReferences *references, const MbNode *target, MbArena *arena)
{
  const char *text = references->page_of (references->data, target, "decimal", arena);
  while (text && g_str_has_prefix (text, "\u2007")) /* kept its width */
    text += strlen ("\u2007");
  return text && g_ascii_isdigit (*text) ? (int) g_ascii_strtoll (text, NULL, 10) : -1;
}

static Locator
read_link (MbBuilder *builder, const MbNode *link, const MbNode *comma, const MbNode *dash)
{
  Locator locator = { link, comma, dash, -1, NULL };
  const MbReferences *references = builder->context->references;
  const MbNode *target = references ? mb_doc_link_target (builder->context->doc, link) : NULL;
  if (target) {
    locator.page = number_of (references, target, builder->arena);
    locator.label = references->page_of (references->data, target, MB_PLACE_STYLE, builder->arena);
  }
  return locator;
}

static gboolean
is_same (const Locator *a, const Locator *b)
{
  gboolean pages = a->page >= 0 && b->page >= 0;
  return pages ? a->page == b->page && g_strcmp0 (a->label, b->label) == 0
               : a->label && b->label && strcmp (a->label, b->label) == 0;
}

/* iv and 5 are not in a row. */
static gboolean
is_alike (const Locator *a, const Locator *b)
{
  return a->page >= 0 && b->page >= 0 && a->label && b->label &&
         g_ascii_isdigit (*a->label) == g_ascii_isdigit (*b->label);
}

static gboolean
is_within (const Locator *page, const Stretch *stretch)
{
  return is_same (page, &stretch->last) ||
         (is_alike (page, &stretch->last) && page->page >= stretch->first.page &&
          page->page <= stretch->last.page);
}

/* @stretch becomes part of the one before it when it begins within. */
static void
add_stretch (GArray *stretches, const Stretch *stretch)
{
  Stretch *before = stretches->len ? &g_array_index (stretches, Stretch, stretches->len - 1) : NULL;
  if (!before || !is_within (&stretch->first, before)) {
    g_array_append_val (stretches, *stretch);
    return;
  }
  gboolean one = is_same (&before->first, &before->last);
  if (stretch->principal && !before->principal && one) {
    before->first.link = stretch->first.link; /* in the place, and after the comma, of the first */
    before->first.comma = stretch->first.comma;
    before->principal = TRUE;
    before->last = before->first;
  }
  if (!is_within (&stretch->last, before))
    before->last = stretch->last;
}

/* Rows of single pages. */
static void
join_rows (GArray *stretches)
{
  for (guint i = 0; i < stretches->len; i++) {
    Stretch *head = &g_array_index (stretches, Stretch, i);
    guint end = i + 1;
    const Locator *last = &head->last;
    for (; end < stretches->len; end++) {
      const Stretch *next = &g_array_index (stretches, Stretch, end);
      if (!is_alike (last, &next->first) || next->first.page != last->page + 1 || next->principal ||
          head->principal)
        break;
      last = &next->last;
    }
    if (end == i + 1 || last->page - head->first.page + 1 < ROW_MIN)
      continue;
    head->last = *last;
    g_array_remove_range (stretches, i + 1, end - i - 1);
  }
}

/* --- What is left out ------------------------------------------------------------------------------------------------------- */

static gboolean
is_link (const MbNode *node)
{
  return mb_node_is (node, "a") && mb_node_attr (node, "href");
}

/* The stretches of @node as its links give them. Everything in it is left out until show() says otherwise. */
static GArray *
read_stretches (MbBuilder *builder, const MbNode *node)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  const MbNode *before[2] = { NULL, NULL };
  Stretch stretch = { 0 };
  for (const MbNode *child = node->first; child; child = child->next) {
    if (child->kind != MB_NODE_ELEMENT)
      continue;
    g_hash_table_add (builder->left_out, (gpointer) child);
    if (!is_link (child)) {
      before[0] = before[1];
      before[1] = child;
      continue;
    }
    Locator locator = read_link (builder, child, before[0], before[1]);
    gboolean end = stretch.first.link && mb_node_has_class (child, "fin");
    if (!end && stretch.first.link)
      add_stretch (stretches, &stretch);
    if (end)
      stretch.last = locator;
    else
      stretch = (Stretch){ locator, locator, mb_node_has_class (child, "principal") };
    before[0] = before[1] = NULL;
  }
  if (stretch.first.link)
    add_stretch (stretches, &stretch);
  return stretches;
}

static void
show (MbBuilder *builder, const MbNode *node)
{
  if (node)
    g_hash_table_remove (builder->left_out, node);
}

void
mb_locators_merge (MbBuilder *builder, const MbNode *node)
{
  if (!builder->left_out)
    builder->left_out = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) stretches = read_stretches (builder, node);
  join_rows (stretches);
  for (guint i = 0; i < stretches->len; i++) {
    const Stretch *stretch = &g_array_index (stretches, Stretch, i);
    show (builder, stretch->first.comma);
    show (builder, stretch->first.link);
    if (stretch->last.link == stretch->first.link || is_same (&stretch->first, &stretch->last))
      continue;
    show (builder, stretch->last.dash);
    show (builder, stretch->last.link);
  }
}

gboolean
mb_locators_leave_out (const MbBuilder *builder, const MbNode *node)
{
  return builder->left_out && g_hash_table_contains (builder->left_out, node);
}
