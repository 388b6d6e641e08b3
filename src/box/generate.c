/* SPDX-License-Identifier: Apache-2.0 */
/* Box generation (CSS Display 3 § 2): one walk over the styled tree, in document order, so that counters, quotation
 * marks and named strings come out right.
 *
 * Every element is entered once: its counters change, its anchors are noted, then it becomes a block-level box with a
 * flow of its own, or inlines in the flow it stands in. Floats and positioned boxes are anchors in the inlines of their
 * container: they interrupt no paragraph. The walk recurses as deep as the tree, which is at most MB_MAX_TREE_DEPTH. */
#include "internal.h"

#include <string.h>

#define MAX_NESTED_ATOMS 4

MbDiagnostics *
mb_box_builder_diagnostics (const MbBuilder *builder)
{
  return mb_source_diagnostics (builder->context->source);
}

static const char *
lang_of (const MbFlow *flow, const MbNode *node)
{
  const char *lang = mb_node_attr (node, "lang");
  return lang && *lang ? g_intern_string (lang) : flow->lang;
}

static MbInline
inline_new (MbInlineKind kind, const MbNode *node, const MbStyle *style, const char *lang)
{
  return (MbInline){ .kind = kind, .node = node, .style = style, .lang = lang };
}

const MbStyle *
mb_box_text_style (MbStyles *styles, const MbStyle *style)
{
  gboolean boxless = style->box->display == MB_DISPLAY_CONTENTS;
  return boxless ? mb_style_anonymous (styles, style, MB_DISPLAY_INLINE) : style;
}

static void
add_text (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  if (node->length == 0)
    return;
  MbInline item = inline_new (MB_INLINE_TEXT, node, style, flow->lang);
  item.text = node->text;
  item.length = node->length;
  mb_box_flow_add (flow, &item);
}

/* --- Anchors ------------------------------------------------------------------------------------- */

static void
add_anchor_inline (MbFlow *flow, const MbAnchor *anchor, const MbStyle *style)
{
  MbInline item = inline_new (MB_INLINE_ANCHOR, anchor->node, style, flow->lang);
  item.data = mb_arena_memdup (flow->builder->arena, anchor, sizeof *anchor);
  mb_box_flow_add (flow, &item);
}

static void
add_anchor_inlines (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  g_autoptr (GArray) anchors = g_array_new (FALSE, FALSE, sizeof (MbAnchor));
  mb_box_anchors_collect (flow->builder, anchors, node, style);
  for (guint i = 0; i < anchors->len; i++)
    add_anchor_inline (flow, &g_array_index (anchors, MbAnchor, i), style);
}

static void
set_anchors (MbBuilder *builder, MbBox *box)
{
  g_autoptr (GArray) anchors = g_array_new (FALSE, FALSE, sizeof (MbAnchor));
  mb_box_anchors_collect (builder, anchors, box->node, box->style);
  if (anchors->len == 0)
    return;
  box->anchors = mb_arena_memdup (builder->arena, anchors->data, anchors->len * sizeof (MbAnchor));
  box->n_anchors = anchors->len;
}

/* --- Inline elements ------------------------------------------------------------------------------- */

static gboolean
is_relative (const MbStyleBox *box, int side)
{
  return box->margin[side].kind == MB_SIZE_PERCENT || box->padding[side].kind == MB_SIZE_PERCENT;
}

void
mb_box_measure_tag (MbInline *tag, MbLength containing)
{
  const MbStyle *style = tag->style;
  int side = tag->kind == MB_INLINE_OPEN ? MB_LEFT : MB_RIGHT;
  tag->relative = is_relative (style->box, side);
  tag->margin = mb_size_resolve (style->box->margin[side], containing, 0);
  tag->width = tag->margin + style->border->width[side] +
               mb_size_resolve (style->box->padding[side], containing, 0);
}

/* What the element takes of its line at a side is not nothing, or not known yet. */
static gboolean
has_side_edge (const MbStyle *style)
{
  MbInline open = { .kind = MB_INLINE_OPEN, .style = style };
  MbInline close = { .kind = MB_INLINE_CLOSE, .style = style };
  mb_box_measure_tag (&open, 0);
  mb_box_measure_tag (&close, 0);
  return open.relative || close.relative || open.width != 0 || close.width != 0;
}

gboolean
mb_box_has_inline_box (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return has_side_edge (style) || border->width[MB_TOP] > 0 || border->width[MB_BOTTOM] > 0 ||
         mb_style_has_background (style) || mb_style_has_effect (style) ||
         style->box->bidi != MB_BIDI_NORMAL || border->underline || border->overline ||
         border->line_through;
}

/* An element that asks for higher lines does so without text of its own, too (CSS 2.2 § 10.8). */
static gboolean
open_inline (MbFlow *flow, const MbNode *node, const MbStyle *style, gboolean generated)
{
  gboolean higher = style->font->line_height > flow->box->style->font->line_height;
  if (!higher && !mb_box_has_inline_box (style))
    return FALSE;
  MbInline item = inline_new (MB_INLINE_OPEN, node, style, flow->lang);
  mb_box_measure_tag (&item, 0);
  item.generated = generated;
  mb_box_flow_open (flow, &item);
  return TRUE;
}

/* Lengths of one axis: percentages are of a block that is not known here. */
static MbLength
offset_of (MbSize near, MbSize far)
{
  if (near.kind == MB_SIZE_LENGTH)
    return near.value;
  return far.kind == MB_SIZE_LENGTH ? -far.value : 0;
}

/** What inlines of an element have to do with those around it. */
typedef struct {
  MbLength raise, own_raise, move_x, move_y;
} Around;

/* An inline element in @style begins: vertical-align raises, and position: relative moves, all that it holds. Its own text
 * knows its vertical-align from its style; elements inside do not. */
static Around
enter_inline (MbFlow *flow, const MbStyle *style)
{
  Around around = { flow->raise, flow->own_raise, flow->move_x, flow->move_y };
  const MbStyleBox *box = style->box;
  flow->raise += flow->own_raise;
  flow->own_raise = box->valign == MB_VALIGN_LENGTH
                        ? mb_size_resolve (box->valign_shift, style->font->line_height, 0)
                        : 0;
  if (box->positioned == MB_POSITIONED_RELATIVE) {
    flow->move_x += offset_of (box->inset[MB_LEFT], box->inset[MB_RIGHT]);
    flow->move_y += offset_of (box->inset[MB_TOP], box->inset[MB_BOTTOM]);
  }
  return around;
}

static void
leave_inline (MbFlow *flow, Around around)
{
  flow->raise = around.raise;
  flow->own_raise = around.own_raise;
  flow->move_x = around.move_x;
  flow->move_y = around.move_y;
}

static void
generate_inline (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  const char *outer = flow->lang;
  flow->lang = lang_of (flow, node);
  Around around = enter_inline (flow, style);
  add_anchor_inlines (flow, node, style);
  gboolean opened = open_inline (flow, node, style, FALSE);
  mb_generate_below (flow, node, style);
  if (opened)
    mb_box_flow_close (flow);
  leave_inline (flow, around);
  flow->lang = outer;
}

static void
generate_break (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbInline item = inline_new (MB_INLINE_BREAK, node, style, flow->lang);
  mb_box_flow_add (flow, &item);
}

static void
add_atom (MbFlow *flow, const MbNode *node, const MbStyle *style, MbBox *box)
{
  MbInline item = inline_new (MB_INLINE_ATOM, node, style, flow->lang);
  item.data = box;
  mb_box_flow_add (flow, &item);
}

/* The element stands for what is in it, where it stands. */
static void
generate_contents (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  const char *outer = flow->lang;
  flow->lang = lang_of (flow, node);
  add_anchor_inlines (flow, node, style);
  mb_generate_below (flow, node, style);
  flow->lang = outer;
}

/* The element whose box @node stands in. */
static const MbNode *
boxed_parent (MbBuilder *builder, const MbNode *node)
{
  do
    node = node->parent;
  while (node && mb_style_of (builder->context->styles, node)->box->display == MB_DISPLAY_CONTENTS);
  return node;
}

/* css-display-3 appendix B: elements that are more than what is in them cannot do without a box. */
static gboolean
needs_box (const MbNode *node)
{
  static const char *const names[] = { "audio",    "br",    "canvas", "embed",    "iframe",
                                       "input",    "meter", "object", "progress", "select",
                                       "textarea", "video", "wbr",    NULL };
  return mb_box_picture_is (node) ||
         (node->ns == MB_NS_HTML && g_strv_contains (names, node->name));
}

static gboolean
makes_no_box (const MbStyle *style)
{
  MbDisplay display = style->box->display;
  return display == MB_DISPLAY_NONE || display == MB_DISPLAY_COLUMN ||
         display == MB_DISPLAY_COLUMN_GROUP;
}

/* --- Pseudo-elements --------------------------------------------------------------------------------- */

static gboolean
is_atom (const MbStyle *style)
{
  return style->box->display == MB_DISPLAY_INLINE_BLOCK ||
         style->box->display == MB_DISPLAY_INLINE_TABLE ||
         style->box->display == MB_DISPLAY_INLINE_GRID;
}

static gboolean
is_inline_level (const MbStyle *style)
{
  return style->box->display == MB_DISPLAY_INLINE || is_atom (style);
}

static void
generate_pseudo_inline (MbFlow *flow, const MbNode *node, const MbStyle *style,
                        const MbContent *content)
{
  Around around = enter_inline (flow, style);
  gboolean opened = open_inline (flow, node, style, TRUE);
  guint first = flow->inlines->len;
  mb_box_content_inlines (flow->builder, flow->inlines, node, style, flow->lang, content);
  mb_box_flow_move (flow, first);
  if (opened)
    mb_box_flow_close (flow);
  leave_inline (flow, around);
}

static MbBox *
build_pseudo_block (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbFlow inner;
  MbBox *box = mb_box_new (flow->builder, MB_BOX_BLOCK, node, style, flow->lang);
  box->generated = TRUE;
  mb_box_flow_begin (&inner, flow->builder, box,
                     mb_worn_new (flow->builder, node, style, flow->worn), flow->lang);
  mb_box_content_inlines (flow->builder, inner.inlines, node, style, flow->lang,
                          &style->paged->content);
  mb_box_flow_end (&inner);
  return box;
}

/* A float or a positioned box: an anchor at its place among the inlines. */
static void
add_out (MbFlow *flow, const MbNode *node, const MbStyle *style, MbBox *box)
{
  MbAnchor anchor = { .kind = mb_style_floats (style) ? MB_ANCHOR_FLOAT : MB_ANCHOR_PLACE,
                      .node = node,
                      .box = box };
  if (anchor.kind == MB_ANCHOR_FLOAT) {
    box->move_x = flow->move_x;
    box->move_y = flow->move_y;
  }
  add_anchor_inline (flow, &anchor, style);
}

static gboolean
is_out (const MbStyle *style)
{
  return mb_style_floats (style) || mb_style_is_placed (style);
}

static void
generate_pseudo_block (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  mb_box_flow_pause (flow);
  mb_box_flow_block (flow, build_pseudo_block (flow, node, style));
}

/* position: running() takes generated content out of the flow as it does an element. */
static void
generate_pseudo_running (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbAnchor anchor = { .kind = MB_ANCHOR_ELEMENT, .node = node, .name = style->paged->running };
  anchor.box = build_pseudo_block (flow, node, style);
  add_anchor_inline (flow, &anchor, style);
}

static void
generate_pseudo (MbFlow *flow, const MbNode *node, MbPseudo pseudo)
{
  MbBuilder *builder = flow->builder;
  const MbStyle *style = mb_style_pseudo (builder->context->styles, node, pseudo);
  if (!style || makes_no_box (style))
    return;
  mb_counters_enter (builder->counters, NULL, style);
  if (style->box->positioned == MB_POSITIONED_RUNNING)
    generate_pseudo_running (flow, node, style);
  else if (is_out (style))
    add_out (flow, node, style, build_pseudo_block (flow, node, style));
  else if (style->box->display == MB_DISPLAY_INLINE || style->box->display == MB_DISPLAY_CONTENTS)
    generate_pseudo_inline (flow, node, mb_box_text_style (builder->context->styles, style),
                            &style->paged->content);
  else if (is_atom (style))
    add_atom (flow, node, style, build_pseudo_block (flow, node, style));
  else
    generate_pseudo_block (flow, node, style);
  mb_counters_leave (builder->counters);
}

/* --- Block-level elements -------------------------------------------------------------------------- */

static MbBoxKind
kind_of (MbDisplay display)
{
  switch (display) {
  case MB_DISPLAY_TABLE:
  case MB_DISPLAY_INLINE_TABLE: return MB_BOX_TABLE;
  case MB_DISPLAY_ROW_GROUP:
  case MB_DISPLAY_HEADER_GROUP:
  case MB_DISPLAY_FOOTER_GROUP: return MB_BOX_ROWS;
  case MB_DISPLAY_ROW: return MB_BOX_ROW;
  case MB_DISPLAY_CELL: return MB_BOX_CELL;
  default: return MB_BOX_BLOCK;
  }
}

static void
add_marker (MbFlow *flow, MbBox *box)
{
  if (box->style->box->display != MB_DISPLAY_LIST_ITEM)
    return;
  MbBuilder *builder = flow->builder;
  g_autoptr (GArray) marker = g_array_new (FALSE, FALSE, sizeof (MbInline));
  gboolean inside = box->style->text->list_inside;
  mb_box_marker_inlines (builder, marker, box->node, box->style, flow->lang, inside);
  if (marker->len == 0)
    return;
  if (inside) {
    g_array_append_vals (flow->inlines, marker->data, marker->len);
    return;
  }
  box->marker = mb_arena_memdup (builder->arena, marker->data, marker->len * sizeof (MbInline));
  box->n_marker = marker->len;
}

static MbBox *
build_block (MbFlow *flow, const MbNode *node, const MbStyle *style, const MbWorn *worn)
{
  MbBuilder *builder = flow->builder;
  const char *lang = lang_of (flow, node);
  MbBox *box = mb_box_new (builder, kind_of (style->box->display), node, style, lang);
  set_anchors (builder, box);
  mb_box_table_fields (box);
  if (box->kind == MB_BOX_TABLE)
    mb_box_table_columns (builder, box);

  MbFlow inner;
  mb_box_flow_begin (&inner, builder, box, mb_worn_new (builder, node, style, worn), lang);
  add_marker (&inner, box);
  mb_generate_below (&inner, node, style);
  mb_box_flow_end (&inner);
  mb_box_first (builder, box);
  return box;
}

static void
generate_block (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  mb_box_flow_pause (flow);
  mb_box_flow_block (flow, build_block (flow, node, style, flow->worn));
}

/* Parts of a table in an inline element: their anonymous table is an inline one (CSS 2.2 § 17.2.1), shared by those that white space alone
 * parts. */
static MbBox *
last_inline_table (MbFlow *flow)
{
  for (guint i = flow->inlines->len; i > 0; i--) {
    const MbInline *item = &g_array_index (flow->inlines, MbInline, i - 1);
    MbBox *box = item->kind == MB_INLINE_ATOM ? item->data : NULL;
    if (item->kind == MB_INLINE_TEXT && mb_box_flow_is_blank (item))
      continue;
    if (!box || !box->anonymous || box->kind != MB_BOX_TABLE)
      return NULL;
    g_array_set_size (flow->inlines, i);
    return box;
  }
  return NULL;
}

static void
generate_misplaced (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbBox *table = last_inline_table (flow);
  if (!table) {
    const MbNode *around = boxed_parent (flow->builder, node);
    const MbStyle *own = mb_style_anonymous (flow->builder->context->styles,
                                             mb_style_of (flow->builder->context->styles, around),
                                             MB_DISPLAY_INLINE_TABLE);
    table = mb_box_new (flow->builder, MB_BOX_TABLE, around, own, flow->lang);
    table->anonymous = TRUE;
    add_atom (flow, around, own, table);
  }
  flow->builder->atoms++;
  mb_box_attach (flow->builder, table, build_block (flow, node, style, NULL));
  flow->builder->atoms--;
}

static gboolean
is_misplaced (const MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbBoxKind kind = kind_of (style->box->display);
  gboolean part = kind == MB_BOX_CELL || kind == MB_BOX_ROW || kind == MB_BOX_ROWS ||
                  style->box->display == MB_DISPLAY_CAPTION;
  if (!part || flow->builder->atoms >= MAX_NESTED_ATOMS)
    return FALSE;
  const MbNode *around = boxed_parent (flow->builder, node);
  return around &&
         mb_style_of (flow->builder->context->styles, around)->box->display == MB_DISPLAY_INLINE;
}

/* Lines of an inline-block do not wear the decoration of what stands around it (CSS Text Decoration 3 § 2). The work of
 * layout triples with each inline-block inside another (its widths, its size, its place): deep ones are plain inlines. */
static void
generate_inline_block (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  if (flow->builder->atoms >= MAX_NESTED_ATOMS) {
    generate_inline (flow, node, style);
    return;
  }
  flow->builder->atoms++;
  add_atom (flow, node, style, build_block (flow, node, style, NULL));
  flow->builder->atoms--;
}

static void
generate_running (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbAnchor anchor = { .kind = MB_ANCHOR_ELEMENT, .node = node, .name = style->paged->running };
  flow->builder->running++;
  anchor.box = build_block (flow, node, style, NULL);
  flow->builder->running--;
  add_anchor_inline (flow, &anchor, style);
}

/* A side note leaves the flow for the margin. */
static void
generate_side_note (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbAnchor anchor = { .kind = MB_ANCHOR_SIDE, .node = node };
  flow->builder->running++;
  anchor.box = build_block (flow, node, style, NULL);
  flow->builder->running--;
  add_anchor_inline (flow, &anchor, style);
}

/* --- Pictures ------------------------------------------------------------------------------------------ */

static MbBox *
picture_box (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbBuilder *builder = flow->builder;
  const MbPicture *picture = mb_box_picture_load (builder, node, style);
  if (picture) {
    MbBox *box = mb_box_new (builder, MB_BOX_PICTURE, node, style, lang_of (flow, node));
    box->picture = picture;
    return box;
  }
  if (mb_box_drawing_is (node)) /* what was wrong has been said */
    return mb_box_new (builder, MB_BOX_BLOCK, node, style, lang_of (flow, node));
  MbFlow inner;
  MbBox *box = mb_box_new (builder, MB_BOX_BLOCK, node, mb_box_picture_gap (builder, style),
                           lang_of (flow, node));
  const char *alt = mb_node_attr (node, "alt");
  mb_box_flow_begin (&inner, builder, box, NULL, box->lang);
  mb_box_builder_text (builder, inner.inlines, node, box->style, box->lang, alt);
  mb_box_flow_end (&inner);
  return box;
}

/* The text of a float wears no decoration of what it floats in. */
static void
generate_out (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbBox *box;
  if (mb_box_picture_is (node)) {
    box = picture_box (flow, node, style);
    set_anchors (flow->builder, box);
  } else {
    box = build_block (flow, node, style, NULL);
  }
  add_out (flow, node, style, box);
}

static void
generate_picture (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  if (is_inline_level (style)) {
    add_anchor_inlines (flow, node, style);
    add_atom (flow, node, style, picture_box (flow, node, style));
    return;
  }
  mb_box_flow_pause (flow);
  MbBox *box = picture_box (flow, node, style);
  set_anchors (flow->builder, box);
  mb_box_flow_block (flow, box);
}

/* --- The walk ------------------------------------------------------------------------------------------- */

static void
generate_by_display (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  if (style->box->display == MB_DISPLAY_CONTENTS)
    generate_contents (flow, node, style);
  else if (style->box->positioned == MB_POSITIONED_RUNNING)
    generate_running (flow, node, style);
  else if (style->paged->side_note != MB_SIDE_NONE && flow->builder->running == 0)
    generate_side_note (flow, node, style);
  else if (is_out (style) && !mb_node_is (node, "br"))
    generate_out (flow, node, style);
  else if (mb_box_picture_is (node))
    generate_picture (flow, node, style);
  else if (mb_node_is (node, "br"))
    generate_break (flow, node, style);
  else if (mb_node_is (node, "wbr"))
    mb_box_builder_text (flow->builder, flow->inlines, node, style, flow->lang, "\u200b");
  else if (style->box->display == MB_DISPLAY_INLINE)
    generate_inline (flow, node, style);
  else if (is_atom (style))
    generate_inline_block (flow, node, style);
  else if (is_misplaced (flow, node, style))
    generate_misplaced (flow, node, style);
  else
    generate_block (flow, node, style);
}

static MbBox *
build_note (MbFlow *flow, const MbNode *note, const MbStyle *style)
{
  MbBuilder *builder = flow->builder;
  const MbNode *of = builder->marker_of, *at = builder->marker_at;
  builder->marker_of = note;
  builder->marker_at = mb_footnotes_head (builder, note);
  MbBox *box = build_block (flow, note, style, NULL);
  builder->marker_of = of;
  builder->marker_at = at;
  return box;
}

static void
generate_footnote (MbFlow *flow, const MbNode *call, const MbNode *note)
{
  MbBuilder *builder = flow->builder;
  const MbStyle *style = mb_style_of (builder->context->styles, note);
  MbAnchor anchor = { .kind = MB_ANCHOR_NOTE, .node = call };
  mb_counters_enter (builder->counters, note, style);
  mb_footnotes_count (builder, note, style);
  anchor.box = build_note (flow, note, style);
  mb_counters_leave (builder->counters);
  add_anchor_inline (flow, &anchor, mb_style_of (builder->context->styles, call));
}

/* An element that goes to the foot of the page from here; its call stays. */
static void
generate_own_footnote (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  MbBuilder *builder = flow->builder;
  MbAnchor anchor = { .kind = MB_ANCHOR_NOTE, .node = node };
  mb_counters_enter (builder->counters, node, style);
  mb_footnotes_count (builder, node, style);
  generate_pseudo (flow, node, MB_PSEUDO_FOOTNOTE_CALL);
  anchor.box = build_note (flow, node, style);
  mb_counters_leave (builder->counters);
  add_anchor_inline (flow, &anchor, mb_style_of (builder->context->styles, node->parent));
}

/* The text of a link to a note, where the sheet says what it is. */
static gboolean
generate_call (MbFlow *flow, const MbNode *node)
{
  MbBuilder *builder = flow->builder;
  const MbNode *note;
  int number = builder->counters ? mb_counters_value (builder->counters, "footnote") : 0;
  const MbStyle *style = mb_footnotes_call (builder, node, &note);
  if (style)
    generate_pseudo (flow, note, MB_PSEUDO_FOOTNOTE_CALL);
  if (note)
    mb_counters_put (builder->counters, "footnote", number);
  return style != NULL;
}

/* A filler stands for a slot without a cell: there is none outside a row. */
static gboolean
is_idle_filler (MbBuilder *builder, const MbNode *node)
{
  return node->filler &&
         mb_style_of (builder->context->styles, node->parent)->box->display != MB_DISPLAY_ROW;
}

static void
generate_element (MbFlow *flow, const MbNode *node)
{
  MbBuilder *builder = flow->builder;
  const MbStyle *style = mb_style_of (builder->context->styles, node);
  gboolean boxless = style->box->display == MB_DISPLAY_CONTENTS;
  if (makes_no_box (style) || (boxless && needs_box (node)) || mb_footnotes_gone (builder, node) ||
      mb_locators_leave_out (builder, node) || is_idle_filler (builder, node))
    return;
  if (mb_footnotes_is_own (builder, node, style)) {
    generate_own_footnote (flow, node, style);
    return;
  }
  const MbNode *note = mb_footnotes_of_call (builder, node);
  if (note)
    generate_footnote (flow, node, note);
  mb_counters_enter (builder->counters, node, style);
  if (node->spaced && is_inline_level (style))
    mb_box_builder_text (builder, flow->inlines, node->parent,
                         mb_style_of (builder->context->styles, node->parent), flow->lang, " ");
  generate_by_display (flow, node, style);
  mb_counters_leave (builder->counters);
}

void
mb_generate_below (MbFlow *flow, const MbNode *node, const MbStyle *style)
{
  if (flow->builder->marker_at == node) {
    flow->builder->marker_at = NULL;
    generate_pseudo (flow, flow->builder->marker_of, MB_PSEUDO_FOOTNOTE_MARKER);
  }
  if (flow->builder->moved && generate_call (flow, node))
    return;
  if (style->paged->locators)
    mb_locators_merge (flow->builder, node);
  generate_pseudo (flow, node, MB_PSEUDO_BEFORE);
  for (const MbNode *child = node->first; child; child = child->next) {
    if (child->kind == MB_NODE_TEXT)
      add_text (flow, child, mb_box_text_style (flow->builder->context->styles, style));
    else
      generate_element (flow, child);
  }
  generate_pseudo (flow, node, MB_PSEUDO_AFTER);
}

static MbBox *
build_root (MbBuilder *builder, const MbNode *top)
{
  const MbStyle *style = mb_style_of (builder->context->styles, top);
  if (style->box->display == MB_DISPLAY_CONTENTS && top->parent)
    style = mb_style_anonymous (builder->context->styles, style, MB_DISPLAY_BLOCK);
  MbFlow around = { .builder = builder };
  around.lang = g_intern_string (mb_node_lang (builder->context->doc, top));
  mb_counters_enter (builder->counters, top, style);
  MbBox *root = build_block (&around, top, style, NULL);
  mb_counters_leave (builder->counters);
  return root;
}

/* @style with @border for its own. */
static const MbStyle *
with_border (MbBuilder *builder, const MbStyle *style, const MbStyleBorder *border, guint64 salt)
{
  MbStyle *copy = mb_arena_memdup (builder->arena, style, sizeof (MbStyle));
  copy->border = border;
  copy->hash = mb_hash (&style->hash, sizeof style->hash, salt);
  return copy;
}

/* css-backgrounds-3 § 2.11.2: the background of the root, or else of its body, belongs to the canvas, the area of each page. */
static const MbBox *
take_canvas (MbBuilder *builder, MbBox *root)
{
  const MbStyle *style = root->style;
  if (!mb_style_has_background (style))
    return NULL;
  MbStyleBorder *plain = mb_arena_memdup (builder->arena, style->border, sizeof (MbStyleBorder));
  MbStyleBorder *bare = mb_arena_memdup (builder->arena, style->border, sizeof (MbStyleBorder));
  plain->background.alpha = 0;
  plain->layers.n_images = 0;
  memset (bare->width, 0, sizeof bare->width);
  memset (bare->radius, 0, sizeof bare->radius);
  MbBox *canvas = mb_arena_new0 (builder->arena, MbBox);
  *canvas = (MbBox){ .kind = MB_BOX_BLOCK,
                     .node = root->node,
                     .lang = root->lang,
                     .style = with_border (builder, style, bare, 802),
                     .backgrounds = root->backgrounds };
  root->style = with_border (builder, style, plain, 803);
  if (root->backgrounds) /* what is left is its own */
    root->backgrounds += style->border->layers.n_images;
  return canvas;
}

/* An html that a sheet has given nothing of its own needs no box. */
static gboolean
is_seen (const MbStyle *style)
{
  const MbStyleBox *box = style->box;
  gboolean seen = mb_style_has_background (style) || box->width.kind != MB_SIZE_AUTO ||
                  box->height.kind != MB_SIZE_AUTO || style->paged->column_count > 0;
  for (int side = 0; side < 4; side++)
    seen |= style->border->width[side] > 0 || box->margin[side].value || box->padding[side].value;
  return seen;
}

MbBoxTree
mb_box_build (const MbBoxContext *context, const MbNode *top, MbArena *arena)
{
  MbBuilder builder = { .context = context, .arena = arena };
  builder.counters = mb_counters_new (builder.context->styles);
  builder.linked = mb_box_anchors_linked (context->doc);
  builder.moved = mb_footnotes_find (context->doc, context->styles);
  mb_footnotes_begin (&builder);
  if (top == mb_doc_root (context->doc) && is_seen (mb_style_of (context->styles, top->parent)))
    top = top->parent;
  MbBox *root = build_root (&builder, top);
  const MbBox *canvas = take_canvas (&builder, root);
  if (!canvas && root->first && mb_node_is (root->first->node, "body"))
    canvas = take_canvas (&builder, root->first);
  guint32 index = 0;
  mb_box_number (root, &index);
  mb_box_open_texts (root);
  g_hash_table_unref (builder.linked);
  g_hash_table_unref (builder.moved);
  g_clear_pointer (&builder.left_out, g_hash_table_unref);
  mb_targets_free (&builder);
  mb_footnotes_end (&builder);
  mb_counters_free (builder.counters);
  return (MbBoxTree){ root, canvas, builder.has_slots };
}
