/* SPDX-License-Identifier: Apache-2.0 */
/* What an e-book may hold: elements, attributes, roles.
 *
 * Measured with EPUBCheck 5.3 and Ace 1.4.6 (notes/epub.md § 1). Presentational elements and attributes are renamed or
 * dropped (their look is in the sheet); scripts, forms and frames have no place; `article` may not carry the role of a
 * chapter, `section` may. Every epub:type needs its role, and a role is written only where both judges take it. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *from, *to;
} Pair;

/* sorted */
static const Pair renamed[] = {
  { "acronym", "abbr" }, { "article", "section" }, { "big", "span" },    { "center", "div" },
  { "details", "div" },  { "dialog", "div" },      { "dir", "ul" },      { "fieldset", "div" },
  { "font", "span" },    { "form", "div" },        { "hgroup", "div" },  { "label", "span" },
  { "legend", "div" },   { "main", "div" },        { "menu", "ul" },     { "nav", "div" },
  { "search", "div" },   { "strike", "s" },        { "summary", "div" }, { "tt", "code" },
};

/* sorted */
static const char *const kept[] = {
  "a",       "abbr",  "address", "aside",   "b",          "bdi",    "bdo",    "blockquote", "br",
  "caption", "cite",  "code",    "col",     "colgroup",   "data",   "dd",     "del",        "dfn",
  "div",     "dl",    "dt",      "em",      "figcaption", "figure", "footer", "h1",         "h2",
  "h3",      "h4",    "h5",      "h6",      "header",     "hr",     "i",      "img",        "ins",
  "kbd",     "li",    "mark",    "ol",      "p",          "pre",    "q",      "rp",         "rt",
  "ruby",    "s",     "samp",    "section", "small",      "span",   "strong", "sub",        "sup",
  "table",   "tbody", "td",      "tfoot",   "th",         "thead",  "time",   "tr",         "u",
  "ul",      "var",   "wbr",
};

/* sorted; what a reader would miss is reported */
static const char *const lost[] = {
  "applet", "button", "canvas", "embed",    "frame",  "frameset",
  "iframe", "input",  "meter",  "progress", "select", "textarea"
};
static const char *const silent[] = { "area",     "base",   "basefont", "bgsound", "datalist",
                                      "head",     "link",   "map",      "meta",    "noframes",
                                      "noscript", "option", "output",   "param",   "script",
                                      "source",   "style",  "template", "title",   "track" };

/* Presentation MathML: EPUB has no other (EPUB 3.3 § 6.2.4). sorted */
static const char *const formula[] = {
  "maction", "maligngroup", "malignmark", "math",       "menclose",    "merror",        "mfenced",
  "mfrac",   "mglyph",      "mi",         "mlabeledtr", "mlongdiv",    "mmultiscripts", "mn",
  "mo",      "mover",       "mpadded",    "mphantom",   "mprescripts", "mroot",         "mrow",
  "ms",      "mscarries",   "mscarry",    "msgroup",    "msline",      "mspace",        "msqrt",
  "msrow",   "mstack",      "mstyle",     "msub",       "msubsup",     "msup",          "mtable",
  "mtd",     "mtext",       "mtr",        "munder",     "munderover",  "none",          "semantics",
};

/* In drawings: scripts, and what would fetch or hold something else. sorted */
static const char *const foreign[] = { "annotation-xml", "foreignObject", "image", "script",
                                       "style" };

static int
compare (const void *a, const void *b)
{
  return strcmp (a, *(const char *const *) b);
}

#define IS_IN(name, list)                                                                          \
  (bsearch ((name), (list), G_N_ELEMENTS (list), sizeof *(list), compare) != NULL)

MbFate
mb_element_fate (const MbNode *node, const char **name, gboolean *reported)
{
  *name = node->name;
  *reported = FALSE;
  if (node->kind == MB_NODE_TEXT)
    return MB_FATE_KEEP;
  if (node->ns == MB_NS_SVG)
    return IS_IN (node->name, foreign) ? MB_FATE_DROP : MB_FATE_KEEP;
  if (node->ns == MB_NS_MATHML)
    return IS_IN (node->name, formula) ? MB_FATE_KEEP : MB_FATE_DROP;
  if (node->ns != MB_NS_HTML)
    return MB_FATE_UNWRAP;
  if (IS_IN (node->name, kept))
    return MB_FATE_KEEP;
  const Pair *pair =
      bsearch (node->name, renamed, G_N_ELEMENTS (renamed), sizeof *renamed, compare);
  if (pair) {
    *name = pair->to;
    return MB_FATE_KEEP;
  }
  *reported = IS_IN (node->name, lost);
  return *reported || IS_IN (node->name, silent) ? MB_FATE_DROP : MB_FATE_UNWRAP;
}

gboolean
mb_element_is_hidden (const MbBook *book, const MbNode *node)
{
  if (node->kind == MB_NODE_TEXT || node->ns != MB_NS_HTML)
    return FALSE;
  const MbStyle *style = mb_style_of (book->options->styles, node);
  return style && (style->box->display == MB_DISPLAY_NONE ||
                   style->box->positioned == MB_POSITIONED_RUNNING);
}

gboolean
mb_element_is_phrasing (const char *name)
{
  static const char *const names[] = { "abbr",   "b",   "bdi",  "bdo",  "cite", "code",  "data",
                                       "dfn",    "em",  "h1",   "h2",   "h3",   "h4",    "h5",
                                       "h6",     "i",   "kbd",  "mark", "p",    "pre",   "q",
                                       "rp",     "rt",  "ruby", "s",    "samp", "small", "span",
                                       "strong", "sub", "sup",  "time", "u",    "var" };
  return IS_IN (name, names);
}

gboolean
mb_element_may_nest (const char *name)
{
  static const char *const names[] = { "a", "caption", "dfn", "footer", "header", "math", "time" };
  return !IS_IN (name, names);
}

gboolean
mb_element_is_flow (const char *name)
{
  static const char *const names[] = { "address", "aside",  "blockquote", "div",    "figcaption",
                                       "figure",  "footer", "h1",         "h2",     "h3",
                                       "h4",      "h5",     "h6",         "header", "p",
                                       "pre",     "section" };
  return IS_IN (name, names);
}

gboolean
mb_element_takes_text (const MbNode *out)
{
  static const char *const names[] = { "br",    "col",   "colgroup", "dl", "head",  "hr",
                                       "html",  "img",   "ol",       "rp", "table", "tbody",
                                       "tfoot", "thead", "tr",       "ul", "wbr" };
  return out->kind == MB_NODE_ELEMENT && out->ns == MB_NS_HTML && !IS_IN (out->name, names);
}

/* --- Attributes -----------------------------------------------------------------------------------------------*/

static gboolean
is_number (const char *value)
{
  gsize n = strspn (value, "0123456789");
  return n > 0 && n < 9 && value[n] == '\0';
}

static gboolean
is_any (const char *value, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);
  return g_strv_contains ((const char *const *) list, value);
}

/* YYYY, YYYY-MM, YYYY-MM-DD with or without a time and a zone. */
static gboolean
is_date (const char *value)
{
  return g_regex_match_simple (
      "^\\d{4}(-\\d\\d(-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?$", value, 0,
      0);
}

static gboolean
is_span (const char *value)
{
  return is_number (value) && g_ascii_strtoull (value, NULL, 10) >= 1 &&
         g_ascii_strtoull (value, NULL, 10) <= 1000;
}

static gboolean
keeps_attr (const MbNode *node, const char *name, const char *value)
{
  gboolean cell = mb_node_is (node, "td") || mb_node_is (node, "th");
  if (strcmp (name, "title") == 0)
    return *value != '\0';
  if (strcmp (name, "dir") == 0)
    return is_any (value, "ltr rtl auto");
  if (strcmp (name, "colspan") == 0 || strcmp (name, "rowspan") == 0)
    return cell && is_span (value);
  if (strcmp (name, "scope") == 0)
    return mb_node_is (node, "th") && is_any (value, "row col rowgroup colgroup");
  if (strcmp (name, "span") == 0)
    return (mb_node_is (node, "col") || mb_node_is (node, "colgroup")) && is_span (value);
  if (strcmp (name, "start") == 0)
    return mb_node_is (node, "ol") && is_number (value + (*value == '-'));
  if (strcmp (name, "type") == 0)
    return mb_node_is (node, "ol") && is_any (value, "1 a A i I");
  if (strcmp (name, "value") == 0)
    return (mb_node_is (node, "li") && is_number (value)) || mb_node_is (node, "data");
  if (strcmp (name, "datetime") == 0)
    return mb_node_is (node, "time") && is_date (value);
  return strcmp (name, "reversed") == 0 && mb_node_is (node, "ol");
}

/* A drawing or formula keeps its attributes, except scripts, links outwards and what HTML alone knows. */
static gboolean
keeps_foreign_attr (const char *name, const char *value)
{
  if (g_str_has_prefix (name, "on") || g_str_has_prefix (name, "data-") ||
      g_str_has_prefix (name, "epub:"))
    return FALSE;
  if (strcmp (name, "id") == 0 || strcmp (name, "class") == 0 || strcmp (name, "lang") == 0 ||
      strcmp (name, "xml:lang") == 0)
    return FALSE;
  gboolean link =
      strcmp (name, "href") == 0 || strcmp (name, "xlink:href") == 0 || strcmp (name, "src") == 0;
  return (!link || *value == '#') && !strstr (value, "url(http");
}

void
mb_element_copy_attrs (MbDoc *out, const MbNode *node, MbNode *copy)
{
  gboolean html = node->ns == MB_NS_HTML;
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (html ? keeps_attr (node, attr->name, attr->value)
             : keeps_foreign_attr (attr->name, attr->value))
      mb_doc_set_attr (out, copy, attr->name, attr->value);
}

const char *
mb_element_role (const char *type)
{
  static const char *const types[] = { "abstract",     "acknowledgments", "afterword",  "appendix",
                                       "bibliography", "chapter",         "conclusion", "credits",
                                       "endnotes",     "epilogue",        "errata",     "foreword",
                                       "glossary",     "introduction",    "part",       "preface",
                                       "prologue" };
  static const char *const roles[] = { "doc-abstract",   "doc-acknowledgments", "doc-afterword",
                                       "doc-appendix",   "doc-bibliography",    "doc-chapter",
                                       "doc-conclusion", "doc-credits",         "doc-endnotes",
                                       "doc-epilogue",   "doc-errata",          "doc-foreword",
                                       "doc-glossary",   "doc-introduction",    "doc-part",
                                       "doc-preface",    "doc-prologue" };
  for (guint i = 0; type && i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i], type) == 0)
      return roles[i];
  return NULL;
}
