/* SPDX-License-Identifier: Apache-2.0 */
/* Which standard structure type (ISO 32000-1 § 14.8.4) an HTML element is. Only standard types: no RoleMap. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name;
  MbRole role;
} Entry;

static const Entry TABLE[] = {
  /* sorted by name */
  { "a", { "Link", MB_ROLE_INLINE } },       { "abbr", { "Span", MB_ROLE_INLINE } },
  { "article", { "Art", MB_ROLE_GROUP } },   { "aside", { "Sect", MB_ROLE_GROUP } },
  { "b", { "Span", MB_ROLE_INLINE } },       { "blockquote", { "BlockQuote", MB_ROLE_GROUP } },
  { "body", { "Document", MB_ROLE_GROUP } }, { "caption", { "Caption", MB_ROLE_BLOCK } },
  { "cite", { "Span", MB_ROLE_INLINE } },    { "code", { "Code", MB_ROLE_INLINE } },
  { "dd", { "LBody", MB_ROLE_BLOCK } },      { "div", { "Div", MB_ROLE_GROUP } },
  { "dl", { "L", MB_ROLE_PARTS } },          { "dt", { "Lbl", MB_ROLE_BLOCK } },
  { "em", { "Span", MB_ROLE_INLINE } },      { "figcaption", { "Caption", MB_ROLE_BLOCK } },
  { "figure", { "Div", MB_ROLE_GROUP } },    { "h1", { "H1", MB_ROLE_BLOCK } },
  { "h2", { "H2", MB_ROLE_BLOCK } },         { "h3", { "H3", MB_ROLE_BLOCK } },
  { "h4", { "H4", MB_ROLE_BLOCK } },         { "h5", { "H5", MB_ROLE_BLOCK } },
  { "h6", { "H6", MB_ROLE_BLOCK } },         { "i", { "Span", MB_ROLE_INLINE } },
  { "img", { "Figure", MB_ROLE_INLINE } },   { "kbd", { "Code", MB_ROLE_INLINE } },
  { "li", { "LI", MB_ROLE_PARTS } },         { "menu", { "L", MB_ROLE_PARTS } },
  { "nav", { "Sect", MB_ROLE_GROUP } },      { "ol", { "L", MB_ROLE_PARTS } },
  { "p", { "P", MB_ROLE_BLOCK } },           { "pre", { "P", MB_ROLE_BLOCK } },
  { "q", { "Quote", MB_ROLE_INLINE } },      { "samp", { "Code", MB_ROLE_INLINE } },
  { "section", { "Sect", MB_ROLE_GROUP } },  { "strong", { "Span", MB_ROLE_INLINE } },
  { "table", { "Table", MB_ROLE_PARTS } },   { "tbody", { "TBody", MB_ROLE_PARTS } },
  { "td", { "TD", MB_ROLE_BLOCK } },         { "tfoot", { "TFoot", MB_ROLE_PARTS } },
  { "th", { "TH", MB_ROLE_BLOCK } },         { "thead", { "THead", MB_ROLE_PARTS } },
  { "tr", { "TR", MB_ROLE_PARTS } },         { "ul", { "L", MB_ROLE_PARTS } },
  { "var", { "Code", MB_ROLE_INLINE } },
};

static int
compare_entry (const void *name, const void *entry)
{
  return strcmp (name, ((const Entry *) entry)->name);
}

static gboolean
has_kind (const MbNode *node, const char *type, const char *role)
{
  return mb_node_has_token (node, "epub:type", type) || mb_node_has_token (node, "role", role);
}

static gboolean
is_note_list (const MbNode *node)
{
  if (!mb_node_is (node, "ol") && !mb_node_is (node, "ul"))
    return FALSE;
  for (const MbNode *child = node->first; child; child = child->next)
    if (mb_node_is_note (child))
      return TRUE;
  return FALSE;
}

static gboolean
is_drawing (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_SVG && strcmp (node->name, "svg") == 0;
}

gboolean
mb_role_is_image (const MbNode *node)
{
  return mb_node_is (node, "img") || is_drawing (node);
}

/* SVG 2 § 5.7: what names a drawing is its first title. */
const char *
mb_role_alt (const MbNode *image)
{
  if (!is_drawing (image))
    return mb_node_attr (image, "alt");
  const char *label = mb_node_attr (image, "aria-label");
  for (const MbNode *child = image->first; child && !label; child = child->next)
    if (child->kind == MB_NODE_ELEMENT && strcmp (child->name, "title") == 0 && child->first &&
        child->first->kind == MB_NODE_TEXT)
      label = child->first->text;
  return label;
}

gboolean
mb_role_is_ornament (const MbNode *image)
{
  const char *alt = mb_role_alt (image);
  return (alt && !*alt) || mb_node_has_token (image, "role", "presentation") ||
         mb_node_has_token (image, "role", "none") ||
         mb_node_has_token (image, "aria-hidden", "true");
}

const MbNode *
mb_role_picture (const MbNode *node)
{
  const MbNode *found = NULL;
  for (const MbNode *at = mb_node_next (node, node); at; at = mb_node_next (at, node)) {
    if (mb_node_is (at, "table") || mb_node_is (at, "figure") || mb_node_is (at, "blockquote"))
      return NULL;
    if (!mb_role_is_image (at) || mb_role_is_ornament (at))
      continue;
    if (found)
      return NULL;
    found = at;
  }
  return found;
}

/* A list, or an item, of a table of contents. */
static gboolean
is_in_contents (const MbNode *node)
{
  for (node = node->parent; node; node = node->parent)
    if (mb_node_is (node, "nav"))
      return has_kind (node, "toc", "doc-toc") || mb_node_has_token (node, "epub:type", "loi") ||
             mb_node_has_token (node, "epub:type", "lot");
  return FALSE;
}

static gboolean
is_list (const MbNode *node)
{
  return mb_node_is (node, "ol") || mb_node_is (node, "ul");
}

MbRole
mb_role_of (const MbNode *node)
{
  const MbRole none = { NULL, MB_ROLE_GROUP };
  if (is_drawing (node))
    return (MbRole){ "Figure", MB_ROLE_INLINE };
  if (node->kind != MB_NODE_ELEMENT || node->ns != MB_NS_HTML)
    return none;
  if (mb_node_is_note (node))
    return (MbRole){ "Note", MB_ROLE_BLOCK };
  if (is_note_list (node))
    return (MbRole){ "Div", MB_ROLE_GROUP };
  if (has_kind (node, "index", "doc-index"))
    return (MbRole){ "Index", MB_ROLE_GROUP };
  if (is_list (node) && is_in_contents (node))
    return (MbRole){ "TOC", MB_ROLE_PARTS };
  if (mb_node_is (node, "li") && is_in_contents (node))
    return (MbRole){ "TOCI", MB_ROLE_GROUP };
  if (mb_node_is (node, "figure") && mb_role_picture (node))
    return (MbRole){ "Figure", MB_ROLE_BLOCK };
  const Entry *entry =
      bsearch (node->name, TABLE, G_N_ELEMENTS (TABLE), sizeof *TABLE, compare_entry);
  return entry ? entry->role : none;
}
