/* SPDX-License-Identifier: Apache-2.0 */
/* box.h — box generation: from styled nodes to the box tree.  May use: base, doc, font, media, style, text.
 *
 * The box tree is built once, width-independent: anonymous boxes, generated content, counters in document order, list markers,
 * named strings. Page-dependent text (page numbers, targets) sits in slots that References answers. Immutable afterwards.
 */
#pragma once

#include "doc.h"
#include "media.h"
#include "style.h"
#include "text.h"

G_BEGIN_DECLS

typedef struct MbBox MbBox;

typedef enum {
  MB_BOX_BLOCK,     /* block container of block-level boxes */
  MB_BOX_PARAGRAPH, /* block container of inlines */
  MB_BOX_PICTURE,   /* block-level replaced element */
  MB_BOX_TABLE,     /* children: captions (block boxes), row groups */
  MB_BOX_ROWS,      /* row group: children are rows */
  MB_BOX_ROW,       /* children are cells */
  MB_BOX_CELL,      /* a block container: children as of MB_BOX_BLOCK */
} MbBoxKind;

typedef enum {
  MB_ANCHOR_STRING,   /* string-set: name takes value from here on */
  MB_ANCHOR_TARGET,   /* an element that something refers to, or that has an id */
  MB_ANCHOR_BOOKMARK, /* outline entry: level, value is the label */
  MB_ANCHOR_PAGE,     /* print page break of the source (epub:type=pagebreak) */
  MB_ANCHOR_ELEMENT,  /* running element: name, box */
  MB_ANCHOR_NOTE,     /* the call of a footnote: box */
  MB_ANCHOR_FLOAT,    /* a float inside a paragraph: box */
  MB_ANCHOR_PLACE,    /* where a box with position: absolute or fixed would stand: box */
  MB_ANCHOR_SIDE,     /* where a side note was taken out: box */
} MbAnchorKind;

/** Something without a size that happens at a place of the flow. */
typedef struct {
  MbAnchorKind kind;
  const MbNode *node;
  const char *name;  /**< string or running element name */
  const char *value; /**< evaluated text */
  int level;         /**< bookmarks */
  gboolean closed;   /**< bookmarks: what is below it is folded away */
  const MbBox *box;  /**< ELEMENT, NOTE, FLOAT, PLACE, SIDE: what was taken out */
} MbAnchor;

/** A column of a table: boxes without children, for their styles, pictures and nodes; NULL where there is none. */
typedef struct {
  const MbBox *column, *group;
} MbBoxColumn;

struct MbBox {
  MbBoxKind kind;
  guint32 index; /**< unique, document order */
  /** element it stands for; anonymous boxes: nearest element; NULL in margin boxes */
  const MbNode *node;
  gboolean anonymous;
  gboolean generated; /**< from ::before, ::after or a margin box */
  /** -marbre-opens: to the head of the text; `index` tells its place in the document */
  gboolean moved;
  const MbStyle *style;
  MbBox *parent, *first, *last, *next;
  MbLength move_x, move_y; /**< by position: relative of inline elements that it stands in */
  /** PARAGRAPH; data of ANCHOR inlines is an MbAnchor, of ATOM an MbBox (whose size layout fills
   * in: 0 here). A paragraph without inlines makes no line: it carries anchors */
  const MbInline *inlines;
  guint n_inlines;
  const MbInline *marker; /**< list item: its outside marker's inlines (generated) */
  guint n_marker;
  const MbPicture *picture; /**< PICTURE */
  const MbPicture *const *
      backgrounds; /**< of each of the style's background images, then of its border image, those of its mask and its border; NULL entries: a gradient, or unusable */
  const MbPicture *shape;  /**< of a float: its shape-outside, when that is a picture */
  const MbAnchor *anchors; /**< those that happen where the box begins */
  guint n_anchors;
  guint col_span;  /**< CELL: at least 1 */
  guint row_span;  /**< CELL; 0: to the last row of its group */
  gboolean header; /**< ROWS: thead; CELL: th */
  /** TABLE: its columns as far as col and colgroup elements name them */
  const MbBoxColumn *columns;
  guint n_columns;
  const char *lang;
};

/** mb_style_floats: whether a box in @style floats to a side; mb_style_is_placed: whether it is placed by its insets. */
static inline gboolean
mb_style_floats (const MbStyle *style)
{
  MbFloat side = style->box->floated;
  return side == MB_FLOAT_LEFT || side == MB_FLOAT_RIGHT || side == MB_FLOAT_INSIDE ||
         side == MB_FLOAT_OUTSIDE;
}

static inline gboolean
mb_style_is_placed (const MbStyle *style)
{
  return style->box->positioned == MB_POSITIONED_ABSOLUTE ||
         style->box->positioned == MB_POSITIONED_FIXED;
}

/** mb_style_is_container: whether positioned boxes are placed in a box in @style. */
static inline gboolean
mb_style_is_container (const MbStyle *style)
{
  return style->box->positioned == MB_POSITIONED_RELATIVE || mb_style_is_placed (style);
}

/** mb_box_next: the box after @box in document order, inside @root; NULL: it was the last. */
static inline const MbBox *
mb_box_next (const MbBox *box, const MbBox *root)
{
  if (box->first)
    return box->first;
  while (box && box != root && !box->next)
    box = box->parent;
  return box && box != root ? box->next : NULL;
}

/** mb_box_measure_tag: what @tag, an OPEN or CLOSE, takes of its line in a block @containing wide: margin, border and padding (CSS 2.2 § 8). */
void mb_box_measure_tag (MbInline *tag, MbLength containing);

/** mb_box_is_out: whether @box, not the root, is out of the flow: a float, or positioned. */
static inline gboolean
mb_box_is_out (const MbBox *box)
{
  return box->parent && !box->anonymous &&
         (mb_style_floats (box->style) || mb_style_is_placed (box->style));
}

/** What earlier passes know about pages. NULL in the first pass: guesses are used ("000"). */
typedef struct {
  /** Text of target-counter (target, page, style); NULL when unknown. Owned by @arena. */
  const char *(*page_of) (gpointer data, const MbNode *target, const char *counter_style,
                          MbArena *arena);
  /** The pages counter's final value; 0 unknown. */
  guint (*n_pages) (gpointer data);
  /** Number of @note on its page, from 1; FALSE when unknown. */
  gboolean (*note_number) (gpointer data, const MbNode *note, guint *number);
  gpointer data;
} MbReferences;

typedef struct {
  MbDoc *doc;
  MbStyles *styles;
  MbMedia *media;
  MbSource *source; /**< resolves picture names */
  MbTypesetter *typesetter;
  /** a missing picture is a warning and leaves a framed gap with its alt text */
  gboolean allow_missing;
  const MbReferences *references;
} MbBoxContext;

/** A built tree. */
typedef struct {
  const MbBox *root;
  const MbBox *canvas; /**< carries the background of every page's area; NULL: none */
  /** some text depends on pages: build again with References until it settles */
  gboolean has_slots;
} MbBoxTree;

/** mb_box_build: boxes of the tree below @top (display: none left out). Pictures are loaded and checked here; a missing one is
 * reported (failure unless allow_missing). Owned by @arena. */
MbBoxTree mb_box_build (const MbBoxContext *context, const MbNode *top, MbArena *arena);

/** Answers for page-dependent content of margin boxes. */
typedef struct {
  /** Value of named string @name on this page by @which: "first", "start", "last", "first-except"; "" when unset. */
  const char *(*string) (gpointer data, const char *name, const char *which);
  /** Value of counter @name on this page ("page", "pages" or own); FALSE when there is none. */
  gboolean (*counter) (gpointer data, const char *name, int *value);
  const MbBox *(*element) (gpointer data, const char *name, const char *which);
  gpointer data;
} MbPageValues;

/** mb_box_margin: the box of one margin box: a PARAGRAPH of its evaluated content in @style, or the running element's box.
 * NULL when the content is empty. Owned by @arena. */
const MbBox *mb_box_margin (const MbBoxContext *context, const MbStyle *style,
                            const MbPageValues *values, MbArena *arena);

/** Generated content as plain text, for an edition without boxes. */
typedef struct MbGenerator MbGenerator;

/** mb_box_generator_new: @source: where findings are reported. @references (copied): what is known of printed pages; what it does not answer is
 * left out. Texts are owned by @arena. Returns: (transfer full). */
MbGenerator *mb_box_generator_new (MbDoc *doc, MbStyles *styles, MbSource *source,
                                   const MbReferences *references, MbArena *arena);
void mb_box_generator_free (MbGenerator *generator);
/** mb_box_generator_enter / _leave: element @node begins, and ends: every element once, in document order. */
void mb_box_generator_enter (MbGenerator *generator, const MbNode *node);
void mb_box_generator_leave (MbGenerator *generator);
/** mb_box_generator_text: text of @pseudo of @node, the element entered last. NULL when there is no such pseudo-element. */
const char *mb_box_generator_text (MbGenerator *generator, const MbNode *node, MbPseudo pseudo);
/** mb_box_generator_marker: the text of the mark of list item @node, the element entered last; a picture has none. */
const char *mb_box_generator_marker (MbGenerator *generator, const MbNode *node);
/** mb_box_generator_call: the text that stands for @note, the element entered last; the note is counted. NULL: none. */
const char *mb_box_generator_call (MbGenerator *generator, const MbNode *note);
/** mb_box_generator_leaves_out: whether @node is a link to a page that another one shows already, or goes with one: -marbre-locators. */
gboolean mb_box_generator_leaves_out (const MbGenerator *generator, const MbNode *node);

/** mb_box_first_words: how many bytes of @text, the beginning of a block, ::-marbre-first-words takes with -marbre-words: @max; 0
 * when they are all there is. */
gsize mb_box_first_words (const char *text, gsize length, guint max);

/** mb_box_shape_picture: the picture that is the shape of a float in @style, or NULL. */
const MbPicture *mb_box_shape_picture (const MbBoxContext *context, const MbStyle *style,
                                       MbPos pos);

/** mb_box_backgrounds: the pictures of the images that @style paints around and over a box, as MbBox.backgrounds; what cannot be loaded is reported at @pos and
 * left out. NULL when there is none. The array is owned by @arena. */
const MbPicture *const *mb_box_backgrounds (const MbBoxContext *context, const MbStyle *style,
                                            MbPos pos, MbArena *arena);

/** mb_box_dump: the tree as text for golden tests. Returns: (transfer full). */
char *mb_box_dump (const MbBox *root);

G_END_DECLS
