/* SPDX-License-Identifier: Apache-2.0 */
/* An XHTML file by the SAX2 events of libxml2, as a chapter or an article.
 *
 * Safety. No NOENT, NETWORK, RECOVER, HUGE or DTD loading; declarations of entities are not kept,
 * so neither a billion laughs nor an outside file can come in: whatever is not in our own table of
 * names is an undeclared entity and a diagnostic. In attributes libxml2 2.9 copies only the first
 * byte of a predefined entity, so there ours are given another kind, arrive as `&name;`, and are
 * replaced here.
 *
 * Positions. libxml2 hands most text as a pointer into its input and the rest in a small buffer,
 * already consumed; either way the byte in the file is known, and the run is kept when the bytes
 * there are equal.
 *
 * White space between blocks is dropped; everything else is kept as it stands. */
#include "internal.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define XHTML_NS  "http://www.w3.org/1999/xhtml"
#define SVG_NS    "http://www.w3.org/2000/svg"
#define MATHML_NS "http://www.w3.org/1998/Math/MathML"
#define EPUB_NS   "http://www.idpf.org/2007/ops"
#define XLINK_NS  "http://www.w3.org/1999/xlink"
#define XML_NS    "http://www.w3.org/XML/1998/namespace"

#define MAX_ERRORS 20

typedef struct {
  xmlParserCtxtPtr parser;
  MbBuilder builder;
  MbNode *chapter;
  MbFileFrame *frame;
  guint dropped; /* depth inside an element left out with its content */
  gboolean in_head, in_title, in_style;
  GString *title;
  GString *style;
  MbPos style_pos;
  xmlEntity entity; /* lent to libxml2 */
  guint errors;
  guint cells;
  gboolean unbalanced; /* a tag was reported: what follows from it is not */
} Sax;

static gsize
place (const Sax *s)
{
  const xmlParserInput *input = s->parser->input;
  return input ? (gsize) input->consumed + (gsize) (input->cur - input->base) : 0;
}

/* Where the tag that was just read begins. */
static MbPos
tag_pos (const Sax *s)
{
  const MbLines *lines = s->builder.lines;
  gsize at = MIN (place (s), lines->length);
  while (at && lines->text[at] != '<')
    at--;
  return mb_lines_pos (s->builder.lines, at);
}

/* --- Text --- */

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!strchr (" \t\r\n", text[i]))
      return FALSE;
  return TRUE;
}

/* Elements that hold no text of their own. */
static gboolean
is_structure (const MbNode *node)
{
  static const char *const NAMES[] = { "table", "thead", "tbody", "tfoot",  "tr",
                                       "ul",    "ol",    "dl",    "hgroup", "colgroup" };
  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++)
    if (mb_node_is (node, NAMES[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_block_name (gboolean html, const char *name)
{
  MbNode node = { .kind = MB_NODE_ELEMENT, .ns = html ? MB_NS_HTML : MB_NS_OTHER, .name = name };
  return mb_node_is_block (&node);
}

/* Drop pending text that is only white space between blocks. Returns: whether some was. */
static gboolean
settle (Sax *s, gboolean block_follows)
{
  MbBuilder *b = &s->builder;
  if (!b->text->len || !is_blank (b->text->str, b->text->len))
    return FALSE;
  const MbNode *last = b->at->last;
  gboolean after_block = !last || mb_node_is_block (last);
  gboolean inside_block = mb_node_is_block (b->at) && !mb_node_is (b->at, "p") &&
                          !mb_node_is (b->at, "pre") && !mb_heading_rank (b->at);
  if (is_structure (b->at) || (inside_block && (block_follows || after_block))) {
    g_string_truncate (b->text, 0);
    g_array_set_size (b->runs, 0);
    return last != NULL;
  }
  return FALSE;
}

/* The byte of the file at which the @length bytes at @text stand; they were just consumed or still
 * lie in the input. */
static gssize
source_of (const Sax *s, const char *text, gsize length)
{
  const xmlParserInput *input = s->parser->input;
  const MbLines *lines = s->builder.lines;
  const char *base = (const char *) input->base, *end = (const char *) input->end;
  gsize at;
  if (text >= base && text < end)
    at = (gsize) input->consumed + (gsize) (text - base);
  else if (place (s) >= length)
    at = place (s) - length;
  else
    return MB_NO_SOURCE;
  if (at + length > lines->length || memcmp (lines->text + at, text, length) != 0)
    return MB_NO_SOURCE;
  return (gssize) at;
}

static void
on_characters (void *data, const xmlChar *chars, int n)
{
  Sax *s = data;
  const char *text = (const char *) chars;
  gsize length = (gsize) n;
  if (s->dropped)
    return;
  if (s->in_title)
    g_string_append_len (s->title, text, n);
  else if (s->in_style)
    g_string_append_len (s->style, text, n);
  else if (!s->in_head) {
    gboolean ours = text == (const char *) s->entity.content;
    gssize source = ours ? MB_NO_SOURCE : source_of (s, text, length);
    MbPos pos = mb_lines_pos (s->builder.lines, MIN (place (s), s->builder.lines->length));
    mb_builder_text (&s->builder, text, length, source, pos);
  }
}

/* --- Entities --- */

static xmlEntityPtr
on_entity (void *data, const xmlChar *name)
{
  Sax *s = data;
  const char *text = mb_entity_find ((const char *) name);
  if (!text)
    return NULL;
  xmlEntity *entity = &s->entity;
  memset (entity, 0, sizeof *entity);
  entity->type = XML_ENTITY_DECL;
  entity->name = name;
  entity->content = (xmlChar *) text;
  entity->length = (int) strlen (text);
  entity->checked = 1;
  gboolean attribute = s->parser->instate == XML_PARSER_ATTRIBUTE_VALUE;
  entity->etype = attribute ? XML_INTERNAL_GENERAL_ENTITY : XML_INTERNAL_PREDEFINED_ENTITY;
  return entity;
}

/* @length bytes of an attribute in which our entities still stand as `&name;`. */
static char *
attribute_text (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);
  for (gsize i = 0; i < length;) {
    const char *end = text[i] == '&' ? memchr (text + i, ';', MIN (length - i, 40)) : NULL;
    if (end) {
      g_autofree char *name = g_strndup (text + i + 1, (gsize) (end - text) - i - 1);
      const char *found =
          *name == '#' ? (strcmp (name, "#38") == 0 ? "&" : NULL) : mb_entity_find (name);
      if (found) {
        g_string_append (out, found);
        i = (gsize) (end - text) + 1;
        continue;
      }
    }
    g_string_append_c (out, text[i++]);
  }
  return g_string_free (out, FALSE);
}

/* --- Elements --- */

static MbNamespace
namespace_of (const xmlChar *uri)
{
  const char *name = (const char *) uri;
  if (!name || strcmp (name, XHTML_NS) == 0)
    return MB_NS_HTML;
  if (strcmp (name, SVG_NS) == 0)
    return MB_NS_SVG;
  return strcmp (name, MATHML_NS) == 0 ? MB_NS_MATHML : MB_NS_OTHER;
}

static const char *
attribute_prefix (const xmlChar *prefix, const xmlChar *uri)
{
  const char *name = (const char *) uri;
  if (!prefix)
    return "";
  if (name && strcmp (name, EPUB_NS) == 0)
    return "epub:";
  if (name && strcmp (name, XLINK_NS) == 0)
    return "xlink:";
  return name && strcmp (name, XML_NS) == 0 ? "xml:" : NULL;
}

static void
set_attribute (Sax *s, MbNode *node, const char *name, const char *value, MbPos pos)
{
  MbBuilder *b = &s->builder;
  gboolean link = strcmp (name, "href") == 0 || strcmp (name, "xlink:href") == 0;
  if (g_ascii_strncasecmp (name, "on", 2) == 0)
    mb_report (b->diagnostics, pos, MB_MSG_ATTRIBUTE_REFUSED, name, NULL);
  else if (link && !mb_url_is_allowed (value))
    mb_report (b->diagnostics, pos, MB_MSG_LINK_REFUSED, value, NULL);
  else
    mb_doc_set_attr_at (b->doc, node, name, value, pos);
}

static void
set_attributes (Sax *s, MbNode *node, int n, const xmlChar **attributes, MbPos pos)
{
  for (int i = 0; i < n; i++, attributes += 5) {
    const char *prefix = attribute_prefix (attributes[1], attributes[2]);
    if (!prefix)
      continue;
    g_autofree char *name = g_strconcat (prefix, (const char *) attributes[0], NULL);
    g_autofree char *value =
        attribute_text ((const char *) attributes[3], (gsize) (attributes[4] - attributes[3]));
    /* white space around an address does not belong to it */
    set_attribute (s, node, name, strcmp (name, "src") == 0 ? g_strstrip (value) : value, pos);
  }
}

static gboolean
is_listed (const char *name, const char *const *list)
{
  for (; *list; list++)
    if (strcmp (name, *list) == 0)
      return TRUE;
  return FALSE;
}

/* Elements that never reach an edition, nor does what they hold. */
static gboolean
is_refused (const char *name)
{
  static const char *const NAMES[] = { "script",   "embed",    "iframe", "applet",
                                       "form",     "input",    "button", "select",
                                       "textarea", "template", "canvas", NULL };
  return is_listed (name, NAMES);
}

/* What is there for those who cannot run or embed something else: it takes the place of its element. */
static gboolean
is_fallback (const char *name)
{
  return strcmp (name, "object") == 0 || strcmp (name, "noscript") == 0;
}

static char *
value_of (const char *name, int n, const xmlChar **attributes)
{
  for (int i = 0; i < n; i++, attributes += 5)
    if (!attributes[1] && strcmp ((const char *) attributes[0], name) == 0)
      return attribute_text ((const char *) attributes[3], (gsize) (attributes[4] - attributes[3]));
  return NULL;
}

/* By what is said of its kind, or else by its name. */
static gboolean
names_picture (const char *href, const char *type)
{
  static const char *const ENDS[] = { ".png", ".jpg", ".jpeg", ".svg", ".gif", NULL };
  if (type && *type)
    return g_ascii_strncasecmp (type, "image/", 6) == 0;
  if (g_ascii_strncasecmp (href, "data:", 5) == 0)
    return g_ascii_strncasecmp (href + 5, "image/", 6) == 0;
  g_autofree char *lower = g_ascii_strdown (href, -1);
  for (guint i = 0; ENDS[i]; i++)
    if (g_str_has_suffix (lower, ENDS[i]))
      return TRUE;
  return FALSE;
}

/* <object data> and <embed src> of a picture are a picture; what an object holds for the others is not needed then. */
static gboolean
open_embedded (Sax *s, const char *name, int n, const xmlChar **attributes, MbPos pos)
{
  static const char *const ITS_OWN[] = { "data", "type", "src", NULL };
  gboolean object = strcmp (name, "object") == 0;
  if (!object && strcmp (name, "embed") != 0)
    return FALSE;
  g_autofree char *href = value_of (object ? "data" : "src", n, attributes);
  g_autofree char *type = value_of ("type", n, attributes);
  if (!href || !names_picture (g_strstrip (href), type))
    return FALSE;
  gboolean spaced = settle (s, FALSE);
  MbNode *node = mb_builder_open (&s->builder, MB_FRAME_BLOCK, MB_NS_HTML, "img", pos);
  if (node) {
    node->spaced = spaced;
    for (; n > 0; n--, attributes += 5)
      if (!is_listed ((const char *) attributes[0], ITS_OWN))
        set_attributes (s, node, 1, attributes, pos);
    set_attribute (s, node, "src", href, pos);
    mb_builder_close (&s->builder);
  }
  s->dropped = 1;
  return TRUE;
}

static MbNode *
keep_in_chapter (Sax *s, const char *name, MbPos pos)
{
  MbNode *node = mb_doc_element (s->builder.doc, name, pos);
  MbNode *first = s->chapter->first;
  while (first && (mb_node_is (first, "link") || mb_node_is (first, "style")))
    first = first->next;
  if (first)
    mb_doc_insert_before (first, node);
  else
    mb_doc_append (s->chapter, node);
  node->filler = TRUE; /* it stood in the head: a sibling of nothing */
  return node;
}

static gboolean
is_stylesheet (int n, const xmlChar **attributes)
{
  for (int i = 0; i < n; i++, attributes += 5) {
    g_autofree char *value =
        g_strndup ((const char *) attributes[3], (gsize) (attributes[4] - attributes[3]));
    if (strcmp ((const char *) attributes[0], "rel") == 0 && strcmp (value, "stylesheet") == 0)
      return TRUE;
  }
  return FALSE;
}

static void
start_head (Sax *s, const char *name, int n, const xmlChar **attributes, MbPos pos)
{
  if (strcmp (name, "title") == 0)
    s->in_title = TRUE;
  else if (strcmp (name, "style") == 0) {
    s->in_style = TRUE;
    s->style_pos = mb_lines_pos (s->builder.lines, place (s) + 1);
  } else if (strcmp (name, "link") == 0 && is_stylesheet (n, attributes))
    set_attributes (s, keep_in_chapter (s, "link", pos), n, attributes, pos);
  else if (is_refused (name)) {
    s->dropped = 1;
    mb_report (s->builder.diagnostics, pos, MB_MSG_ELEMENT_REFUSED, name, NULL);
  }
}

/* The chapter is html and body in one: what body says comes last. */
static void
add_style (Sax *s, int n, const xmlChar **attributes, MbPos pos)
{
  g_autofree char *own = value_of ("style", n, attributes);
  const char *both = mb_arena_printf (mb_doc_arena (s->builder.doc), "%s; %s",
                                      mb_node_attr (s->chapter, "style"), own ? own : "");
  mb_doc_set_attr_at (s->builder.doc, s->chapter, "style", both, pos);
}

/* Once more for each of them, should the file prove to be the whole edition. */
static MbNode *
frame_of (Sax *s, const char *name, int n, const xmlChar **attributes, MbPos pos)
{
  static const char *const KEPT[] = { "class", "dir", "style", NULL };
  MbNode *node = mb_doc_element (s->builder.doc, name, pos);
  for (; n > 0; n--, attributes += 5)
    if (is_listed ((const char *) attributes[0], KEPT))
      set_attributes (s, node, 1, attributes, pos);
  return node;
}

/* lang and classes of html and body belong to the chapter. */
static void
start_frame (Sax *s, const char *name, int n, const xmlChar **attributes, MbPos pos)
{
  static const char *const KEPT[] = { "lang", "class", "id", "dir", "style", "type", NULL };
  MbNode **own = strcmp (name, "html") == 0 ? &s->frame->html : &s->frame->body;
  *own = frame_of (s, name, n, attributes, pos);
  for (; n > 0; n--, attributes += 5)
    if (is_listed ((const char *) attributes[0], KEPT)) {
      const char *old = mb_node_attr (s->chapter, "class");
      const char *classes = old ? mb_arena_strdup (mb_doc_arena (s->builder.doc), old) : NULL;
      if (strcmp ((const char *) attributes[0], "style") == 0 &&
          mb_node_attr (s->chapter, "style")) {
        add_style (s, 1, attributes, pos);
        continue;
      }
      set_attributes (s, s->chapter, 1, attributes, pos);
      if (classes && g_strcmp0 (mb_node_attr (s->chapter, "class"), classes) != 0) {
        const char *added = mb_node_attr (s->chapter, "class");
        mb_doc_set_attr (s->builder.doc, s->chapter, "class",
                         mb_arena_printf (mb_doc_arena (s->builder.doc), "%s %s", classes, added));
      }
    }
}

static gboolean
is_cell (const char *name)
{
  return strcmp (name, "td") == 0 || strcmp (name, "th") == 0;
}

static void
on_start (void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
          int n_namespaces, const xmlChar **namespaces, int n, int n_defaulted,
          const xmlChar **attributes)
{
  Sax *s = data;
  const char *name = (const char *) local;
  MbNamespace ns = namespace_of (uri);
  MbPos pos = tag_pos (s);
  if (s->dropped) {
    s->dropped++;
    return;
  }
  gboolean html = ns == MB_NS_HTML;
  if (html && (strcmp (name, "html") == 0 || strcmp (name, "body") == 0))
    start_frame (s, name, n, attributes, pos);
  else if (html && strcmp (name, "head") == 0)
    s->in_head = TRUE;
  else if (s->in_head)
    start_head (s, name, n, attributes, pos);
  else if (html && (open_embedded (s, name, n, attributes, pos) || is_fallback (name)))
    return;
  else if (is_refused (name)) {
    s->dropped = 1;
    mb_report (s->builder.diagnostics, pos, MB_MSG_ELEMENT_REFUSED, name, NULL);
  } else if (html && is_cell (name) && ++s->cells > MB_MAX_TABLE_CELLS) {
    s->dropped = 1;
    if (s->cells == MB_MAX_TABLE_CELLS + 1)
      mb_report (s->builder.diagnostics, pos, MB_MSG_TABLE_TOO_BIG,
                 G_STRINGIFY (MB_MAX_TABLE_COLUMNS), G_STRINGIFY (MB_MAX_TABLE_CELLS), NULL);
  } else if (html && (strcmp (name, "style") == 0 || (strcmp (name, "link") == 0))) {
    start_head (s, name, n, attributes, pos);
  } else {
    gboolean spaced = settle (s, is_block_name (html, name));
    MbNode *node = mb_builder_open (&s->builder, MB_FRAME_BLOCK, ns, name, pos);
    if (!node)
      return;
    node->spaced = spaced;
    set_attributes (s, node, n, attributes, pos);
    if (mb_node_is_block (node))
      s->builder.text_bytes = 0;
  }
}

static void
end_style (Sax *s)
{
  MbNode *node = keep_in_chapter (s, "style", s->style_pos);
  mb_doc_append (node, mb_doc_text (s->builder.doc, s->style->str, (gssize) s->style->len,
                                    s->style_pos, NULL, 0));
  g_string_truncate (s->style, 0);
  s->in_style = FALSE;
}

static void
on_end (void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
  Sax *s = data;
  const char *name = (const char *) local;
  gboolean html = namespace_of (uri) == MB_NS_HTML;
  if (s->dropped) {
    s->dropped--;
    return;
  }
  if (html && !s->in_head && is_fallback (name))
    return;
  if (s->in_style)
    end_style (s);
  else if (s->in_head && strcmp (name, "title") == 0)
    s->in_title = FALSE;
  else if (html && strcmp (name, "head") == 0)
    s->in_head = FALSE;
  else if (!s->in_head && !(html && (strcmp (name, "html") == 0 || strcmp (name, "body") == 0 ||
                                     strcmp (name, "link") == 0))) {
    settle (s, FALSE);
    if (mb_node_is_block (s->builder.at))
      mb_builder_limit (&s->builder, s->builder.at->pos);
    mb_builder_close (&s->builder);
  }
}

/* --- Errors --- */

static gboolean
follows_less_than (const Sax *s)
{
  gsize at = place (s);
  return at > 0 && at <= s->builder.lines->length && s->builder.lines->text[at - 1] == '<';
}

static gboolean
report_known (Sax *s, const xmlError *error, MbPos pos)
{
  const char *name = error->str1 ? error->str1 : "?";
  MbDiagnostics *diagnostics = s->builder.diagnostics;
  switch (error->code) {
  case XML_ERR_TAG_NAME_MISMATCH:
  case XML_ERR_TAG_NOT_FINISHED:
    if (!s->unbalanced)
      mb_report (diagnostics, pos, MB_MSG_XML_TAG, name, NULL);
    s->unbalanced = TRUE;
    return TRUE;
  case XML_ERR_UNDECLARED_ENTITY:
  case XML_WAR_UNDECLARED_ENTITY:
    mb_report (diagnostics, pos, MB_MSG_XML_ENTITY, name, NULL);
    return TRUE;
  case XML_ERR_NAME_REQUIRED: /* no name after "<", or after "&" */
    if (follows_less_than (s)) {
      mb_report (diagnostics, pos, MB_MSG_XML_LESS_THAN, NULL);
      return TRUE;
    }
    mb_report (diagnostics, pos, MB_MSG_XML_AMPERSAND, NULL);
    return TRUE;
  case XML_ERR_ENTITYREF_SEMICOL_MISSING:
    mb_report (diagnostics, pos, MB_MSG_XML_AMPERSAND, NULL);
    return TRUE;
  case XML_ERR_INVALID_CHAR:
  case XML_ERR_INVALID_CHARREF:
    mb_report (diagnostics, pos, MB_MSG_XML_CHARACTER, NULL);
    return TRUE;
  case XML_ERR_LT_IN_ATTRIBUTE:
    mb_report (diagnostics, pos, MB_MSG_XML_LESS_THAN, NULL);
    return TRUE;
  case XML_ERR_ATTRIBUTE_REDEFINED:
    mb_report (diagnostics, pos, MB_MSG_XML_ATTRIBUTE, name, NULL);
    return TRUE;
  case XML_ERR_INTERNAL_ERROR: /* the only one that a text can cause */
    mb_report (diagnostics, pos, MB_MSG_XML_TOO_DEEP, NULL);
    return TRUE;
  case XML_ERR_DOCUMENT_EMPTY:
  case XML_ERR_DOCUMENT_END: mb_report (diagnostics, pos, MB_MSG_XML_END, NULL); return TRUE;
  default: return FALSE;
  }
}

/* What libxml2 says beyond report_known, in French; NULL: no words of ours. */
static const char *
translation (int code)
{
  switch (code) {
  case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: return "un attribut n’a pas de valeur";
  case XML_ERR_ATTRIBUTE_NOT_STARTED: return "la valeur d’un attribut veut des guillemets droits";
  case XML_ERR_ATTRIBUTE_NOT_FINISHED: return "la valeur d’un attribut n’est jamais fermée";
  case XML_ERR_GT_REQUIRED: return "une balise n’est pas fermée par « > »";
  case XML_ERR_SPACE_REQUIRED: return "il manque une espace entre deux attributs";
  case XML_ERR_EQUAL_REQUIRED: return "il manque un « = »";
  case XML_ERR_COMMENT_NOT_FINISHED: return "un commentaire n’est jamais fermé";
  case XML_ERR_CDATA_NOT_FINISHED: return "une section CDATA n’est jamais fermée";
  case XML_ERR_PI_NOT_FINISHED: return "une instruction de traitement n’est jamais fermée";
  case XML_ERR_DOCTYPE_NOT_FINISHED: return "le DOCTYPE n’est pas fermé";
  case XML_ERR_LTSLASH_REQUIRED: return "une balise de fin manque";
  case XML_ERR_HYPHEN_IN_COMMENT: return "deux traits d’union dans un commentaire";
  case XML_ERR_RESERVED_XML_NAME: return "la déclaration XML n’est permise qu’au début";
  case XML_ERR_XMLDECL_NOT_FINISHED: return "la déclaration XML n’est pas fermée";
  case XML_ERR_MISPLACED_CDATA_END: return "« ]]> » dans le texte";
  case XML_ERR_UNKNOWN_ENCODING:
  case XML_ERR_UNSUPPORTED_ENCODING:
  case XML_ERR_INVALID_ENCODING: return "codage inconnu ou faux";
  case XML_NS_ERR_UNDEFINED_NAMESPACE: return "un préfixe n’est pas déclaré";
  case XML_ERR_ENTITY_LOOP: return "une entité se contient elle-même";
  default: return NULL;
  }
}

static void
on_error (void *data, xmlErrorPtr error)
{
  Sax *s = data;
  if (error->level < XML_ERR_ERROR || s->errors++ >= MAX_ERRORS)
    return;
  gsize start = mb_lines_start (s->builder.lines, (guint) MAX (error->line, 1));
  MbPos pos = mb_lines_pos (s->builder.lines, MIN (start + (gsize) MAX (error->int2 - 1, 0),
                                                   s->builder.lines->length));
  if (report_known (s, error, pos))
    return;
  g_autofree char *text = g_strdup (error->message ? error->message : "?");
  const char *french = translation (error->code);
  mb_report (s->builder.diagnostics, pos, MB_MSG_XML_SYNTAX,
             mb_in_language (g_strchomp (text), french ? french : text), NULL);
}

/* --- The file --- */

static gpointer
start_library (gpointer unused)
{
  xmlInitParser ();
  return NULL;
}

static void
parse (Sax *s, const MbLines *lines)
{
  static GOnce once = G_ONCE_INIT;
  g_once (&once, start_library, NULL);
  xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC };
  handler.getEntity = on_entity;
  handler.characters = on_characters;
  handler.cdataBlock = on_characters;
  handler.ignorableWhitespace = on_characters;
  handler.startElementNs = on_start;
  handler.endElementNs = on_end;
  handler.serror = on_error;
  xmlParserCtxt *parser = xmlCreateMemoryParserCtxt (lines->text, (int) lines->length);
  if (!parser) { /* an empty file */
    mb_report (s->builder.diagnostics, (MbPos){ lines->file, 1, 1 }, MB_MSG_XML_END, NULL);
    return;
  }
  *parser->sax = handler;
  parser->userData = s;
  s->parser = parser;
  xmlCtxtUseOptions (parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NODICT);
  xmlParseDocument (parser);
  if (parser->myDoc)
    xmlFreeDoc (parser->myDoc);
  parser->myDoc = NULL;
  xmlFreeParserCtxt (parser);
  s->parser = NULL;
}

/* The wrapping element of a file that is one article already is the article itself. */
static void
unwrap_article (MbDoc *doc, MbNode *article)
{
  MbNode *only = article->first;
  if (!only || only != article->last || !mb_node_is (only, "article"))
    return;
  for (const MbAttr *attr = only->attrs; attr; attr = attr->next)
    if (strcmp (attr->name, "class") != 0)
      mb_doc_set_attr_at (doc, article, attr->name, attr->value, attr->pos);
    else
      mb_doc_add_class (doc, article, attr->value);
  while (only->first)
    mb_doc_insert_before (only, only->first);
  mb_doc_unlink (only);
}

static void
set_title (Sax *s)
{
  g_autofree char *title = g_strstrip (g_strdelimit (g_strdup (s->title->str), "\n\r\t", ' '));
  if (*title && !mb_heading_first (s->chapter))
    mb_doc_set_attr (s->builder.doc, s->chapter, "data-titre", title);
}

MbNode *
mb_xhtml_read (MbDoc *doc, MbSource *source, const char *name, const char *element,
               MbFileFrame *frame, GError **error)
{
  g_autoptr (GBytes) bytes = mb_source_load (source, name, MB_BYTES_TEXT, error);
  if (!bytes)
    return NULL;
  g_autoptr (MbLines) lines = mb_lines_new (name, bytes);
  *frame = (MbFileFrame){ 0 };
  Sax s = { .title = g_string_new (NULL), .style = g_string_new (NULL), .frame = frame };
  s.chapter = mb_doc_element (doc, element, (MbPos){ lines->file, 1, 1 });
  if (strcmp (element, "section") == 0)
    mb_doc_add_class (doc, s.chapter, "chapitre");
  mb_doc_set_attr (doc, s.chapter, "data-source", lines->file);
  mb_builder_init (&s.builder, doc, lines, s.chapter);
  parse (&s, lines);
  settle (&s, FALSE);
  while (mb_builder_top (&s.builder)) /* not well-formed: reported */
    mb_builder_close (&s.builder);
  mb_builder_clear (&s.builder);
  if (strcmp (element, "article") == 0)
    unwrap_article (doc, s.chapter);
  set_title (&s);
  mb_notes_gather (doc, s.chapter);
  g_string_free (s.title, TRUE);
  g_string_free (s.style, TRUE);
  return s.chapter;
}
