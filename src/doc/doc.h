/* SPDX-License-Identifier: Apache-2.0 */
/* doc.h — the document tree, its metadata, the edition, the page map.  May use: base.
 *
 * One XHTML-shaped tree an edition: `body.journal > section.rubrique? > article` or
 * `body.livre > section.partie? > section.chapitre`. Nothing downstream asks which format a node came from.
 * The tree lives in the arena of its MbDoc; pointers to nodes are valid as long as the document.
 */
#pragma once

#include "base.h"

G_BEGIN_DECLS

typedef struct MbDoc MbDoc;
typedef struct MbNode MbNode;
typedef struct MbAttr MbAttr;

typedef enum { MB_NODE_ELEMENT, MB_NODE_TEXT } MbNodeKind;
typedef enum { MB_NS_HTML, MB_NS_SVG, MB_NS_MATHML, MB_NS_OTHER } MbNamespace;

/** An attribute. name is interned (g_intern_string); prefixed ones keep their usual prefix: "epub:type",
 * "xml:lang" (always mirrored to "lang"), "xlink:href". */
struct MbAttr {
  const char *name;
  const char *value;
  MbPos pos;
  MbAttr *next;
};

/** Where a stretch of a text node comes from: text[offset…] was source bytes [source, source + length).
 * Stretches are in order and do not overlap. A stretch is listed only when it was verified byte by byte
 * against the source; text without one (entities, joined lines, changed by ortho) has no source place. */
typedef struct {
  guint32 offset; /**< byte in MbNode.text */
  guint32 length; /**< bytes, the same in text and source */
  guint32 source; /**< byte in the file of pos */
} MbRun;

/** An element or a text node. Fields may be read by anyone; changed only through the functions below. */
struct MbNode {
  MbNodeKind kind;
  MbNamespace ns;
  guint32 id; /**< unique in the document; grows in order of creation */
  /** elements: local name, interned: compare pointers with g_intern_static_string */
  const char *name;
  MbAttr *attrs;    /**< elements: in source order */
  const char *text; /**< text nodes: UTF-8, NUL-ended */
  guint32 length;   /**< text nodes: bytes */
  guint32 n_runs;
  const MbRun *runs;
  MbPos pos; /**< where it begins; pos.file NULL for made nodes */
  /** an empty cell that only makes its row as long as the others, or a sheet that stood in the head of its file: style sheets do not
   * see it */
  gboolean filler;
  /** white space between blocks stood before it, and was left out: it counts when their style sets them in lines */
  gboolean spaced;
  MbNode *parent, *first, *last, *prev, *next;
};

/** What an edition says of itself; NULL or 0 when unknown. Strings live in the document's arena. */
typedef struct {
  const char *name;
  const char *role; /**< MARC relator or French word as typed; NULL: author */
} MbPerson;

typedef enum { MB_EDITION_JOURNAL, MB_EDITION_LIVRE } MbEditionKind;

typedef struct {
  MbEditionKind kind;
  const char *title, *subtitle, *language; /**< language: BCP 47, never NULL ("fr" by default) */
  const char *identifier;                  /**< as given: URN, ISBN… */
  const char *isbn, *issn, *publisher, *rights, *description, *subject;
  const char *date, *updated; /**< ISO 8601 */
  const char *year, *number, *edition_name;
  const char *price, *issue_year; /**< as a front page prints them */
  const char *cover;              /**< picture name, resolved */
  const char *style;              /**< as asked by manifest or front matter */
  const char *typography;         /**< ortho profile: "fr-FR", "non"… */
  const MbPerson *people;
  guint n_people;
} MbMeta;

/** mb_doc_new: an empty document whose root is an element `body`. Its parent is an element `html`, for style sheets: the tree of the edition
 * begins at the root. */
MbDoc *mb_doc_new (MbDiagnostics *diagnostics);
void mb_doc_free (MbDoc *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDoc, mb_doc_free)

MbArena *mb_doc_arena (MbDoc *doc);
MbNode *mb_doc_root (const MbDoc *doc);
MbMeta *mb_doc_meta (MbDoc *doc);
MbDiagnostics *mb_doc_diagnostics (MbDoc *doc);
guint32 mb_doc_n_nodes (const MbDoc *doc); /**< ids are below this */

/* --- Making and changing the tree ----------------------------------------------------------------------*/

/** mb_doc_element: a new, unattached element. @name need not be interned. */
MbNode *mb_doc_element (MbDoc *doc, const char *name, MbPos pos);
MbNode *mb_doc_element_ns (MbDoc *doc, MbNamespace ns, const char *name, MbPos pos);

/** mb_doc_text: a new, unattached text node; @length -1 when NUL-ended; @runs copied. */
MbNode *mb_doc_text (MbDoc *doc, const char *text, gssize length, MbPos pos, const MbRun *runs,
                     guint n_runs);

/** mb_doc_set_text: replace the text of @node; @runs describes the new text. */
void mb_doc_set_text (MbDoc *doc, MbNode *node, const char *text, gssize length, const MbRun *runs,
                      guint n_runs);

void mb_doc_append (MbNode *parent, MbNode *child);
/** mb_doc_add: a new element, the last child of @parent; @class_name may be NULL. */
MbNode *mb_doc_add (MbDoc *doc, MbNode *parent, const char *name, const char *class_name,
                    MbPos pos);
void mb_doc_insert_before (MbNode *reference, MbNode *node);
void mb_doc_insert_after (MbNode *reference, MbNode *node);
void mb_doc_unlink (MbNode *node);
/** mb_doc_adopt_children: move all children of @from to the end of @to. */
void mb_doc_adopt_children (MbNode *to, MbNode *from);

void mb_doc_set_attr (MbDoc *doc, MbNode *node, const char *name, const char *value);
/** mb_doc_set_attr_at: the same, where the attribute has a place of its own in the source. */
void mb_doc_set_attr_at (MbDoc *doc, MbNode *node, const char *name, const char *value, MbPos pos);
void mb_doc_remove_attr (MbNode *node, const char *name);
void mb_doc_add_class (MbDoc *doc, MbNode *node, const char *name);

/* --- Reading the tree ---------------------------------------------------------------------------------------*/

/** mb_node_is: whether @node is the HTML element @name. */
gboolean mb_node_is (const MbNode *node, const char *name);
const char *mb_node_attr (const MbNode *node, const char *name); /**< NULL when absent */
gboolean mb_node_has_class (const MbNode *node, const char *name);
/** mb_node_has_token: whether the space-separated attribute @attr holds @token. */
gboolean mb_node_has_token (const MbNode *node, const char *attr, const char *token);
/** mb_node_is_note: whether @node is a footnote or an endnote, by its `epub:type` or its role; mb_node_is_note_call: a call of one. */
gboolean mb_node_is_note (const MbNode *node);
gboolean mb_node_is_note_call (const MbNode *node);
/** mb_doc_language_tag: @language as a BCP 47 tag, in its shortest form ("eng" is "en"); NULL when it is none. Owned by @arena, or
 * @language itself. */
const char *mb_doc_language_tag (MbArena *arena, const char *language);
/** mb_node_lang: nearest `lang`, else the edition's language. */
const char *mb_node_lang (const MbDoc *doc, const MbNode *node);
/** mb_node_file: the file that @node comes from; made nodes count as of the file around them. NULL when all around are made. */
const char *mb_node_file (const MbNode *node);
/** mb_node_next: the next node in document order inside @top (no recursion); NULL at the end.
 * mb_node_skip: the same, but not into @node's children. */
MbNode *mb_node_next (const MbNode *node, const MbNode *top);
MbNode *mb_node_skip (const MbNode *node, const MbNode *top);
/** mb_node_text: all text below @node, white space collapsed, notes and their calls left out.
 * Owned by @arena. */
const char *mb_node_text (const MbNode *node, MbArena *arena);
/** mb_node_text_but: the same without the elements that @left_out says are. */
const char *mb_node_text_but (const MbNode *node,
                              gboolean (*left_out) (gconstpointer data, const MbNode *node),
                              gconstpointer data, MbArena *arena);
gboolean
mb_node_is_block (const MbNode *node); /**< by its HTML name: p, div, section, h1, li, table… */
guint mb_node_depth (const MbNode *node);

/** mb_doc_by_id: the element whose `id` is @id within the same source file as @near (or anywhere when
 * @near is NULL); ids of two chapters may be equal, see mb_doc_link_target. */
MbNode *mb_doc_by_id (MbDoc *doc, const char *id, const MbNode *near);
/** mb_doc_link_target: what `href` of the link @node leads to inside the edition: "#id", "chapter.xhtml",
 * "chapter.xhtml#id"; NULL for outside links and dead ones. */
MbNode *mb_doc_link_target (MbDoc *doc, const MbNode *node);

/* --- Writers -----------------------------------------------------------------------------------------------------*/

/** mb_doc_dump: the tree as text, one node a line, two spaces a level, for golden tests:
 *   body.livre
 *     section.chapitre#ch1 data-source="a.xhtml"
 *       h1 "Avant-propos"            (with_positions: h1 @3:1)
 * Returns: (transfer full). */
char *mb_doc_dump (const MbDoc *doc, const MbNode *top, gboolean with_positions);

/** mb_doc_write_xhtml: serialise @top and its children as well-formed XHTML (no declaration, no indentation) into
 * @out. @edit, when not NULL, is asked for each element: it may return FALSE to leave out the tags (children stay),
 * and may change attributes by appending to @attrs (an array of MbAttr copies). */
typedef gboolean (*MbXhtmlEdit) (const MbNode *node, GArray *attrs, gpointer data);
void mb_doc_write_xhtml (const MbNode *top, GString *out, MbXhtmlEdit edit, gpointer data);

/** mb_xml_escape: append @text with & < > (and " when @attribute) escaped, XML-illegal characters dropped. */
void mb_xml_escape (GString *out, const char *text, gssize length, gboolean attribute);

/* --- The page map ---------------------------------------------------------------------------------------------------
 * Which text begins which printed page: made by page, used by epub. */
typedef struct {
  const char *label;  /**< folio as printed: "iv", "12" */
  guint page;         /**< 0-based page of the PDF */
  const MbNode *node; /**< text node or element whose content is the first on that page */
  guint32 offset;     /**< byte in node->text, 0 for elements */
} MbPageMark;

/** The page where an element that something leads to begins. */
typedef struct {
  const MbNode *node;
  const char *label;
  int number; /**< the counter behind the label */
} MbPagePlace;

typedef struct {
  const MbPageMark *marks; /**< in document order; pages without content of the flow have none */
  guint n_marks;
  const MbPagePlace *places; /**< by id of their nodes */
  guint n_places;
} MbPageMap;

G_END_DECLS
