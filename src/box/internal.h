/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of box share. */
#pragma once

#include "box.h"

/* --- counters.c ------------------------------------------------------------------------------ */

typedef struct MbCounters MbCounters;

/** mb_counters_new: @styles: of the elements that will be entered; lent. */
MbCounters *mb_counters_new (MbStyles *styles);
void mb_counters_free (MbCounters *counters);

/** mb_counters_enter: the element @node in @style begins: its resets, increments and sets happen.
 * @node NULL: a pseudo-element; @style NULL: nothing changes. mb_counters_leave: it ends, and so do the counters of its children. */
void mb_counters_enter (MbCounters *counters, const MbNode *node, const MbStyle *style);
void mb_counters_leave (MbCounters *counters);

/** mb_counters_copy: the state of @counters. Returns: (transfer full). */
MbCounters *mb_counters_copy (const MbCounters *counters);

/** mb_counters_value: value of the innermost counter @name, 0 when there is none. */
int mb_counters_value (const MbCounters *counters, const char *name);
/** mb_counters_put: counter @name, made where there is none, takes @value. */
void mb_counters_put (MbCounters *counters, const char *name, int value);
/** mb_counters_each: values of every counter @name in scope, outermost first, into @values. */
guint mb_counters_each (const MbCounters *counters, const char *name, int *values, guint max);

/* --- The builder: state that follows document order --------------------------------------------- */

typedef struct {
  const MbBoxContext *context;
  MbArena *arena;
  gboolean has_slots;
  MbCounters *counters;
  int quotes;                 /**< depth of open quotation marks */
  guint atoms;                /**< inline-blocks open around here */
  GHashTable *targets;        /**< targets.c; NULL: not asked yet */
  GHashTable *linked;         /**< nodes that a link leads to (a set: never iterated) */
  const MbPageValues *values; /**< margin boxes only */
  GHashTable *moved;          /**< footnotes.c: calls and notes at the foot of pages; NULL: none */
  gboolean referring;         /**< inside target-text() */
  gboolean pageless;          /**< no pages will be made: slots are left out */
  guint running;              /**< running elements open around here: they call no notes */
  GHashTable *numbers;        /**< footnotes.c: the number of each note met */
  gboolean notes_by_page;     /**< notes are numbered anew on each page… */
  int notes_from;             /**< …from the one after this */
  const MbNode *marker_of;    /**< the note whose marker is due… */
  const MbNode *marker_at;    /**< …at the beginning of this element */
  gboolean unanswered;        /**< no pages: something asked for one that is not known */
  GHashTable *left_out;       /**< locators.c: elements that are not shown; NULL: none */
} MbBuilder;

MbDiagnostics *mb_box_builder_diagnostics (const MbBuilder *builder);

/** mb_box_builder_text: append a TEXT inline of generated @text (owned by the arena) to @inlines. */
void mb_box_builder_text (MbBuilder *builder, GArray *inlines, const MbNode *node,
                          const MbStyle *style, const char *lang, const char *text);

/* --- targets.c ---------------------------------------------------------------------------------- */

/** mb_targets_at: the counters as they are where element @node begins; NULL when it makes no box or nothing can refer to it. */
MbCounters *mb_targets_at (MbBuilder *builder, const MbNode *node);
/** mb_targets_free: at the end of @builder. */
void mb_targets_free (MbBuilder *builder);

/* --- content.c ------------------------------------------------------------------------------------ */

/** mb_box_content_inlines: append what @content evaluates to, in order, to @inlines (of MbInline). */
void mb_box_content_inlines (MbBuilder *builder, GArray *inlines, const MbNode *node,
                             const MbStyle *style, const char *lang, const MbContent *content);

/** mb_box_content_text: the same as plain text. Owned by the arena. */
const char *mb_box_content_text (MbBuilder *builder, const MbNode *node, const MbStyle *style,
                                 const MbContent *content);

/** mb_box_marker_text: the marker of list item @node as plain text; see mb_box_marker_inlines. */
const char *mb_box_marker_text (MbBuilder *builder, const MbNode *node, const char *lang,
                                gboolean spaced);

/** mb_box_content_element: name asked for by element() when @content holds it, else NULL. */
const MbContentItem *mb_box_content_element (const MbContent *content);

/* --- markers.c ------------------------------------------------------------------------------------- */

/** mb_box_marker_inlines: append the marker of list item @node to @inlines; nothing for list-style: none. @spaced: with the space at its
 * end, which stands between it and the text of its line. */
void mb_box_marker_inlines (MbBuilder *builder, GArray *inlines, const MbNode *node,
                            const MbStyle *style, const char *lang, gboolean spaced);

/* --- strings.c ------------------------------------------------------------------------------------- */

/** mb_box_anchors_collect: append what happens where @node begins to @anchors (of MbAnchor). */
void mb_box_anchors_collect (MbBuilder *builder, GArray *anchors, const MbNode *node,
                             const MbStyle *style);

/** mb_box_anchors_linked: the set of nodes that links of the document lead to. Returns: (transfer full). */
GHashTable *mb_box_anchors_linked (MbDoc *doc);

/* --- picture.c ------------------------------------------------------------------------------------- */

gboolean mb_box_picture_is (const MbNode *node);
/** mb_box_picture_named: the picture @url that sheet @base (or the text of @node when NULL) names, or NULL after a report. */
const MbPicture *mb_box_picture_named (MbBuilder *builder, const MbNode *node, const char *base,
                                       const char *url);
/** mb_box_drawing_is: whether @node is an svg element in the text. */
gboolean mb_box_drawing_is (const MbNode *node);
/** mb_box_picture_load: the picture of @node, or NULL after a report. */
const MbPicture *mb_box_picture_load (MbBuilder *builder, const MbNode *node, const MbStyle *style);
/** mb_box_picture_gap: the style of the framed gap that stands for a missing picture in @style. */
const MbStyle *mb_box_picture_gap (MbBuilder *builder, const MbStyle *style);

/* --- tree.c ----------------------------------------------------------------------------------------- */

MbBox *mb_box_new (MbBuilder *builder, MbBoxKind kind, const MbNode *node, const MbStyle *style,
                   const char *lang);
MbBox *mb_box_anonymous (MbBuilder *builder, MbBoxKind kind, const MbBox *parent);

/** mb_box_attach: add @box at the end of @parent, with the anonymous table boxes that CSS 2.2 § 17.2.1
 * asks for between them. */
void mb_box_attach (MbBuilder *builder, MbBox *parent, MbBox *box);

/** mb_box_number: indices in document order from @next on, now that anonymous boxes are in place. */
void mb_box_number (MbBox *box, guint32 *next);

/* --- opens.c ---------------------------------------------------------------------------------------- */

/** mb_box_open_texts: what has -marbre-opens: text below @root goes to the head of the text after it. Indices are known. */
void mb_box_open_texts (MbBox *root);

/* --- table.c ---------------------------------------------------------------------------------------- */

/** mb_box_table_fields: what the element of @box, of a table, says about its place in it. */
void mb_box_table_fields (MbBox *box);
/** mb_box_table_columns: the columns of @table as its col and colgroup elements name them. */
void mb_box_table_columns (MbBuilder *builder, MbBox *table);

/* --- flow.c ----------------------------------------------------------------------------------------- */

/** Text decoration of block ancestors, which their lines wear. */
typedef struct MbWorn MbWorn;
struct MbWorn {
  const MbNode *node;
  const MbStyle *style;
  const MbWorn *outer;
};

/** A block container being filled: its blocks so far, and the inline run that goes on. */
typedef struct {
  MbBuilder *builder;
  MbBox *box;
  GArray *inlines; /**< of MbInline: the pending run */
  GArray *open;    /**< of MbInline: OPENs of the inline elements that are open now */
  const MbWorn *worn;
  const char *lang;
  MbLength raise, move_x, move_y; /**< of the inlines that are added: MbInline */
  MbLength own_raise;             /**< by vertical-align of the innermost inline element */
} MbFlow;

void mb_box_flow_begin (MbFlow *flow, MbBuilder *builder, MbBox *box, const MbWorn *worn,
                        const char *lang);
void mb_box_flow_add (MbFlow *flow, const MbInline *item);
/** mb_box_flow_move: inlines from @first on, appended otherwise, are raised and moved as those added are. */
void mb_box_flow_move (MbFlow *flow, guint first);
/** mb_box_flow_pause: the run ends here: a block follows. mb_box_flow_block: that block, complete. */
void mb_box_flow_pause (MbFlow *flow);
void mb_box_flow_block (MbFlow *flow, MbBox *box);
/** mb_box_flow_end: a container of inlines alone becomes a PARAGRAPH; the flow is cleared. */
void mb_box_flow_end (MbFlow *flow);
/** mb_box_flow_is_blank: whether text @item is white space that collapses. */
gboolean mb_box_flow_is_blank (const MbInline *item);
void mb_box_flow_open (MbFlow *flow, const MbInline *open);
void mb_box_flow_close (MbFlow *flow);

/** mb_worn_new: @style's decoration as lines below it wear it, or @outer when it has none. */
const MbWorn *mb_worn_new (MbBuilder *builder, const MbNode *node, const MbStyle *style,
                           const MbWorn *outer);

/* --- footnotes.c -------------------------------------------------------------------------------------- */

/** mb_footnotes_find: notes that go to the foot of pages, and their calls. Returns: (transfer full). */
GHashTable *mb_footnotes_find (MbDoc *doc, MbStyles *styles);
/** mb_footnotes_begin: learn from the style of pages how notes are numbered; no note has a number yet. mb_footnotes_end: forget. */
void mb_footnotes_begin (MbBuilder *builder);
void mb_footnotes_end (MbBuilder *builder);
/** mb_footnotes_is_own: whether @node in @style goes to the foot of the page from where it stands. */
gboolean mb_footnotes_is_own (const MbBuilder *builder, const MbNode *node, const MbStyle *style);
/** mb_footnotes_count: @note, whose counters were entered, takes its number: counter “footnote”. */
void mb_footnotes_count (MbBuilder *builder, const MbNode *note, const MbStyle *style);
/** mb_footnotes_call: the style of what stands for @note where link @call calls it, counter “footnote” being its number; NULL: the
 * link has its own text. */
const MbStyle *mb_footnotes_call (MbBuilder *builder, const MbNode *call, const MbNode **note);
/** mb_footnotes_head: the element whose text the marker of @note begins: its first block, innermost. */
const MbNode *mb_footnotes_head (const MbBuilder *builder, const MbNode *note);
/** mb_footnotes_text: the text of @node, for its title or label: without the notes that leave it. */
const char *mb_footnotes_text (const MbBuilder *builder, const MbNode *node);
/** mb_footnotes_of_call: the note that goes to the foot of the page of call @node; NULL: none. */
const MbNode *mb_footnotes_of_call (const MbBuilder *builder, const MbNode *node);
/** mb_footnotes_gone: whether @node makes no box where it stands: such a note, or a section of such notes alone. */
gboolean mb_footnotes_gone (const MbBuilder *builder, const MbNode *node);

/* --- locators.c --------------------------------------------------------------------------------------- */

/** mb_locators_merge: of the links to pages in @node, whose style merges them, choose those that are shown. */
void mb_locators_merge (MbBuilder *builder, const MbNode *node);
/** mb_locators_leave_out: whether @node was not chosen. */
gboolean mb_locators_leave_out (const MbBuilder *builder, const MbNode *node);

/* --- first.c ----------------------------------------------------------------------------------------- */

/** mb_box_first: ::first-letter and ::-marbre-first-words of the element of @box, which is complete. */
void mb_box_first (MbBuilder *builder, MbBox *box);

/* --- generate.c -------------------------------------------------------------------------------------- */

/** mb_box_has_inline_box: whether lines must know where an inline box in @style begins and ends. */
gboolean mb_box_has_inline_box (const MbStyle *style);
/** mb_box_text_style: of the text of an element in @style: where it makes no box, what it inherits is all that shows. */
const MbStyle *mb_box_text_style (MbStyles *styles, const MbStyle *style);
/** mb_generate_below: fill @flow with the children of @node, ::before and ::after included. */
void mb_generate_below (MbFlow *flow, const MbNode *node, const MbStyle *style);
