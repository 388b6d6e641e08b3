/* SPDX-License-Identifier: Apache-2.0 */
/* Inline runs between blocks (CSS 2.2 § 9.2.1.1).
 *
 * Inlines gather in a run; a block ends it. A run that shows something becomes an anonymous PARAGRAPH, unless the
 * container holds nothing else: then the container is the PARAGRAPH. A run of white space is dropped, but its anchors
 * stay: they move to an empty anonymous paragraph, which makes no line; and so do floats and positioned boxes, which then are
 * blocks of the container.
 *
 * Inline elements that a block interrupts are closed before it and opened again after it. */
#include "internal.h"

#include <string.h>

void
mb_box_flow_begin (MbFlow *flow, MbBuilder *builder, MbBox *box, const MbWorn *worn,
                   const char *lang)
{
  flow->builder = builder;
  flow->box = box;
  flow->inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  flow->open = g_array_new (FALSE, FALSE, sizeof (MbInline));
  flow->worn = worn;
  flow->lang = lang;
  flow->raise = flow->own_raise = flow->move_x = flow->move_y = 0;
}

void
mb_box_flow_add (MbFlow *flow, const MbInline *item)
{
  g_array_append_vals (flow->inlines, item, 1);
  mb_box_flow_move (flow, flow->inlines->len - 1);
}

void
mb_box_flow_move (MbFlow *flow, guint first)
{
  for (guint i = first; i < flow->inlines->len; i++) {
    MbInline *item = &g_array_index (flow->inlines, MbInline, i);
    item->raise = flow->raise + (item->kind == MB_INLINE_ATOM ? flow->own_raise : 0);
    item->move_x = flow->move_x;
    item->move_y = flow->move_y;
  }
}

void
mb_box_flow_open (MbFlow *flow, const MbInline *open)
{
  mb_box_flow_add (flow, open);
  g_array_append_vals (flow->open, open, 1);
}

/* The CLOSE that ends @open: its width is that of the right side. */
static MbInline
closing (const MbInline *open)
{
  MbInline close = *open;
  close.kind = MB_INLINE_CLOSE;
  mb_box_measure_tag (&close, 0);
  return close;
}

void
mb_box_flow_close (MbFlow *flow)
{
  MbInline close = closing (&g_array_index (flow->open, MbInline, flow->open->len - 1));
  mb_box_flow_add (flow, &close);
  g_array_set_size (flow->open, flow->open->len - 1);
}

const MbWorn *
mb_worn_new (MbBuilder *builder, const MbNode *node, const MbStyle *style, const MbWorn *outer)
{
  const MbStyleBorder *own = style->border;
  if (!own->underline && !own->overline && !own->line_through)
    return outer;
  const MbStyle *plain = mb_style_anonymous (builder->context->styles, style, MB_DISPLAY_INLINE);
  MbStyleBorder *border = mb_arena_memdup (builder->arena, plain->border, sizeof (MbStyleBorder));
  border->underline = own->underline;
  border->overline = own->overline;
  border->line_through = own->line_through;
  border->decoration_color = own->decoration_color;
  border->decoration_style = own->decoration_style;
  border->decoration_thickness = own->decoration_thickness;
  MbStyle *wearing = mb_arena_memdup (builder->arena, plain, sizeof (MbStyle));
  wearing->border = border;
  wearing->hash = mb_hash (&style->hash, sizeof style->hash, plain->hash);

  MbWorn *worn = mb_arena_new0 (builder->arena, MbWorn);
  worn->node = node;
  worn->style = wearing;
  worn->outer = outer;
  return worn;
}

gboolean
mb_box_flow_is_blank (const MbInline *item)
{
  MbWhiteSpace space = item->style->text->white_space;
  if (space == MB_SPACE_PRE || space == MB_SPACE_PRE_WRAP || space == MB_SPACE_BREAK_SPACES)
    return item->length == 0;
  for (guint32 i = 0; i < item->length; i++) {
    char c = item->text[i];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')
      return FALSE;
    if (c == '\n' && space == MB_SPACE_PRE_LINE)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_visible (const MbInline *item)
{
  switch (item->kind) {
  case MB_INLINE_ANCHOR:
  case MB_INLINE_FIRST_LINE: return FALSE;
  case MB_INLINE_TEXT: return !mb_box_flow_is_blank (item);
  case MB_INLINE_OPEN:
  case MB_INLINE_CLOSE: return item->width != 0;
  case MB_INLINE_BREAK:
  case MB_INLINE_ATOM:
  case MB_INLINE_SLOT:
  case MB_INLINE_LEADER: break;
  }
  return TRUE;
}

static gboolean
run_is_visible (const GArray *run)
{
  for (guint i = 0; i < run->len; i++)
    if (is_visible (&g_array_index (run, MbInline, i)))
      return TRUE;
  return FALSE;
}

static void
wear (GArray *run, const MbWorn *worn)
{
  for (; worn; worn = worn->outer) {
    MbInline item = { .kind = MB_INLINE_OPEN, .node = worn->node, .style = worn->style };
    item.generated = TRUE;
    g_array_prepend_val (run, item);
    item.kind = MB_INLINE_CLOSE;
    g_array_append_val (run, item);
  }
}

/* The box of a float, or of something positioned, that @item stands for. */
static MbBox *
box_of (const MbInline *item)
{
  const MbAnchor *anchor = item->kind == MB_INLINE_ANCHOR ? item->data : NULL;
  gboolean out = anchor && (anchor->kind == MB_ANCHOR_FLOAT || anchor->kind == MB_ANCHOR_PLACE);
  if (item->kind == MB_INLINE_ATOM)
    return (MbBox *) item->data;
  return out ? (MbBox *) anchor->box : NULL;
}

static void
take_run (MbFlow *flow, MbBox *paragraph)
{
  GArray *run = flow->inlines;
  wear (run, flow->worn);
  paragraph->inlines =
      mb_arena_memdup (flow->builder->arena, run->data, run->len * sizeof (MbInline));
  paragraph->n_inlines = run->len;
  for (guint i = 0; i < run->len; i++) {
    const MbInline *item = &paragraph->inlines[i];
    MbBox *box = item->kind == MB_INLINE_ATOM ? (MbBox *) item->data : box_of (item);
    if (box)
      box->parent = paragraph;
  }
  g_array_set_size (run, 0);
}

/* Out of a run without text: floats and positioned boxes of @flow become its blocks. */
static void
attach_out (MbFlow *flow)
{
  for (guint i = 0; i < flow->inlines->len; i++) {
    MbBox *box = box_of (&g_array_index (flow->inlines, MbInline, i));
    if (box)
      mb_box_attach (flow->builder, flow->box, box);
  }
}

static void
append_anchors (MbFlow *flow, MbBox *box)
{
  GArray *run = flow->inlines;
  guint n = box->n_anchors;
  MbAnchor *anchors = mb_arena_array (flow->builder->arena, MbAnchor, n + run->len);
  if (n > 0)
    memcpy (anchors, box->anchors, n * sizeof (MbAnchor));
  for (guint i = 0; i < run->len; i++) {
    const MbInline *item = &g_array_index (run, MbInline, i);
    if (item->kind == MB_INLINE_ANCHOR && !box_of (item))
      anchors[n++] = *(const MbAnchor *) item->data;
  }
  box->anchors = anchors;
  box->n_anchors = n;
}

static gboolean
has_anchor (const GArray *run)
{
  for (guint i = 0; i < run->len; i++)
    if (g_array_index (run, MbInline, i).kind == MB_INLINE_ANCHOR &&
        !box_of (&g_array_index (run, MbInline, i)))
      return TRUE;
  return FALSE;
}

/* Between the parts of a table there is no room for an empty paragraph: its anchors wait for the next part. */
static gboolean
holds_parts (const MbBox *box)
{
  return box->kind == MB_BOX_TABLE || box->kind == MB_BOX_ROWS || box->kind == MB_BOX_ROW;
}

static void
keep_anchors (GArray *run)
{
  guint kept = 0;
  for (guint i = 0; i < run->len; i++) {
    const MbInline item = g_array_index (run, MbInline, i);
    if (item.kind == MB_INLINE_ANCHOR && !box_of (&item))
      g_array_index (run, MbInline, kept++) = item;
  }
  g_array_set_size (run, kept);
}

static void
give_anchors (MbFlow *flow, MbBox *box)
{
  if (flow->inlines->len > 0)
    append_anchors (flow, box);
  g_array_set_size (flow->inlines, 0);
}

static void
end_run (MbFlow *flow)
{
  gboolean visible = run_is_visible (flow->inlines);
  if (!visible && holds_parts (flow->box)) {
    attach_out (flow);
    keep_anchors (flow->inlines);
    return;
  }
  if (visible || has_anchor (flow->inlines)) {
    MbBox *paragraph = mb_box_anonymous (flow->builder, MB_BOX_PARAGRAPH, flow->box);
    if (visible)
      take_run (flow, paragraph);
    else
      append_anchors (flow, paragraph);
    mb_box_attach (flow->builder, flow->box, paragraph);
  }
  if (!visible)
    attach_out (flow);
  g_array_set_size (flow->inlines, 0);
}

/* Edges show where an element begins and ends, unless they are repeated at every break (box-decoration-break). */
static MbInline
parted (MbInline mark)
{
  mark.parted = !mark.style->border->clone;
  if (mark.parted)
    mark.relative = FALSE, mark.margin = mark.width = 0;
  return mark;
}

void
mb_box_flow_pause (MbFlow *flow)
{
  for (guint i = flow->open->len; i > 0; i--) {
    MbInline close = parted (closing (&g_array_index (flow->open, MbInline, i - 1)));
    mb_box_flow_add (flow, &close);
  }
  end_run (flow);
}

void
mb_box_flow_block (MbFlow *flow, MbBox *box)
{
  box->move_x = flow->move_x;
  box->move_y = flow->move_y;
  give_anchors (flow, box);
  mb_box_attach (flow->builder, flow->box, box);
  for (guint i = 0; i < flow->open->len; i++) {
    MbInline open = parted (g_array_index (flow->open, MbInline, i));
    g_array_append_val (flow->inlines, open);
  }
}

void
mb_box_flow_end (MbFlow *flow)
{
  MbBox *box = flow->box;
  gboolean grid = mb_style_is_grid (box->style); /* its text is an item */
  if (box->first || box->kind != MB_BOX_BLOCK || grid) {
    end_run (flow);
    give_anchors (flow, box);
  } else if (run_is_visible (flow->inlines)) {
    box->kind = MB_BOX_PARAGRAPH;
    take_run (flow, box);
  } else {
    if (has_anchor (flow->inlines))
      append_anchors (flow, box);
    attach_out (flow);
  }
  g_array_unref (flow->inlines);
  g_array_unref (flow->open);
}
