/* SPDX-License-Identifier: Apache-2.0 */
/* Min-content and max-content widths (CSS Sizing 3 § 5), edges included, margins left out. */
#include "internal.h"

typedef struct {
  MbLength min, max;
} Widths;

static Widths widths_of (const MbLayContext *context, const MbBox *box, MbArena *arena);

static void
widen (Widths *widths, Widths other, MbLength by)
{
  widths->min = MAX (widths->min, mb_length_add (other.min, by));
  widths->max = MAX (widths->max, mb_length_add (other.max, by));
}

static MbLength
side_margins (const MbBox *box)
{
  const MbSize *margin = box->style->box->margin;
  return mb_length_add (mb_size_resolve (margin[MB_LEFT], 0, 0),
                        mb_size_resolve (margin[MB_RIGHT], 0, 0));
}

/* A float with what it can stand beside: the widest it could make a line. */
static void
add_float (Widths *row, Widths own, MbLength margins)
{
  row->min = MAX (row->min, mb_length_add (own.min, margins));
  row->max = mb_length_add (row->max, MAX (mb_length_add (own.max, margins), 0));
}

static void
add_inline_floats (const MbLayContext *context, const MbBox *box, MbArena *arena, Widths *row)
{
  for (guint i = 0; i < box->n_inlines; i++) {
    const MbAnchor *anchor = box->inlines[i].kind == MB_INLINE_ANCHOR ? box->inlines[i].data : NULL;
    if (anchor && anchor->kind == MB_ANCHOR_FLOAT)
      add_float (row, widths_of (context, anchor->box, arena), side_margins (anchor->box));
  }
}

/* Floats one after the other stand in a row, beside the first lines of what follows. */
static void
add_children (const MbLayContext *context, const MbBox *box, MbArena *arena, Widths *widths)
{
  Widths row = { 0, 0 };
  for (const MbBox *child = box->first; child; child = child->next) {
    if (mb_box_is_out (child) && !mb_style_floats (child->style))
      continue;
    Widths own = widths_of (context, child, arena);
    if (mb_box_is_out (child)) {
      if (child->style->box->clear != MB_CLEAR_NONE)
        row.max = 0;
      add_float (&row, own, side_margins (child));
      widen (widths, row, 0);
      continue;
    }
    if (child->style->box->clear != MB_CLEAR_NONE)
      row.max = 0;
    own.max = mb_length_add (own.max, row.max);
    widen (widths, own, side_margins (child));
    row = (Widths){ 0, 0 };
  }
}

static gboolean
has_atom (const MbBox *box)
{
  for (guint i = 0; i < box->n_inlines; i++)
    if (box->inlines[i].kind == MB_INLINE_ATOM)
      return TRUE;
  return FALSE;
}

static Widths
widths_of_text (const MbLayContext *context, const MbBox *box, MbArena *arena)
{
  const MbParagraph *paragraph = mb_paragraph_of (context, box, MB_LENGTH_MAX, arena);
  MbLength min = mb_paragraph_min_width (paragraph);
  return (Widths){ min, MAX (mb_paragraph_max_width (paragraph), min) };
}

/* Inline-blocks and pictures among the text: at their least width in the one, at their greatest in the other. */
static Widths
widths_with_atoms (const MbLayContext *context, const MbBox *box, MbArena *arena)
{
  guint n = box->n_inlines;
  MbInline *least = mb_arena_memdup (arena, box->inlines, n * sizeof (MbInline));
  MbInline *most = mb_arena_memdup (arena, box->inlines, n * sizeof (MbInline));
  for (guint i = 0; i < n; i++)
    if (least[i].kind == MB_INLINE_ATOM) {
      Widths own = widths_of (context, least[i].data, arena);
      MbLength margins = side_margins (least[i].data);
      least[i].width = mb_length_add (own.min, margins);
      most[i].width = mb_length_add (own.max, margins);
    }
  MbTypesetter *typesetter = context->typesetter;
  MbLength min =
      mb_paragraph_min_width (mb_text_paragraph (typesetter, least, n, box->style, arena));
  MbLength max =
      mb_paragraph_max_width (mb_text_paragraph (typesetter, most, n, box->style, arena));
  return (Widths){ min, MAX (max, min) };
}

/* Columns side by side ask for as much as their content each; where their width is said, for one of it at the least. */
static Widths
beside_each_other (const MbBox *box, Widths own)
{
  const MbStylePaged *paged = box->style->paged;
  gint64 count = CLAMP (paged->column_count, 1, MB_MAX_COLUMNS);
  gint64 gaps = (count - 1) * mb_size_resolve (paged->column_gap, 0, box->style->font->size);
  if (box->anonymous || (paged->column_count <= 1 && paged->column_width <= 0))
    return own;
  if (paged->column_width > 0) {
    own.min = MIN (own.min, paged->column_width);
    own.max = MAX (own.max, paged->column_width);
  }
  gint64 min = paged->column_width > 0 ? own.min : own.min * count + gaps;
  gint64 max = own.max * count + gaps;
  return (Widths){ (MbLength) MIN (min, MB_LENGTH_MAX), (MbLength) MIN (max, MB_LENGTH_MAX) };
}

static Widths
content_widths (const MbLayContext *context, const MbBox *box, MbArena *arena)
{
  Widths widths = { 0, 0 };
  if (mb_lay_is_grid (box)) {
    mb_lay_grid_widths (context, box, &widths.min, &widths.max);
    return widths;
  } else if (box->kind == MB_BOX_PARAGRAPH) {
    widths = has_atom (box) ? widths_with_atoms (context, box, arena)
                            : widths_of_text (context, box, arena);
    add_inline_floats (context, box, arena, &widths);
  }
  add_children (context, box, arena, &widths);
  return beside_each_other (box, widths);
}

/* A picture that shrinks with what it stands in asks for nothing (css-sizing-3 § 5.2.2). */
static gboolean
is_compressible (const MbBox *box)
{
  const MbStyleBox *style = box->style->box;
  return style->width.kind == MB_SIZE_PERCENT || style->max_width.kind == MB_SIZE_PERCENT;
}

/* min-width and max-width, as far as they are known: percentages are of what is being measured. Cells are left to their table. */
static Widths
bounded (const MbLayContext *context, const MbBox *box, Widths content)
{
  const MbStyleBox *style = box->style->box;
  if (box->kind == MB_BOX_CELL)
    return content;
  MbLength most = style->max_width.kind == MB_SIZE_LENGTH
                      ? mb_used_width (context, box, style->max_width, 0)
                      : MB_LENGTH_MAX;
  MbLength least = style->min_width.kind == MB_SIZE_LENGTH
                       ? mb_used_width (context, box, style->min_width, 0)
                       : 0;
  return (Widths){ MAX (MIN (content.min, most), least), MAX (MIN (content.max, most), least) };
}

/* css-sizing-4 § 6.4. */
static void
by_ratio (const MbLayContext *context, const MbBox *box, Widths *widths)
{
  widths->min = mb_ratio_auto_width (context, box, widths->min, -1);
  widths->max = MAX (mb_ratio_auto_width (context, box, widths->max, -1), widths->min);
}

/* By its own width, without its edges. */
static Widths
own_widths (const MbLayContext *context, const MbBox *box, MbArena *arena)
{
  MbSize size = box->style->box->width;
  if (box->kind == MB_BOX_PICTURE) {
    MbLength width = size.kind == MB_SIZE_PERCENT /* of what is asked for */
                         ? box->picture->natural_width
                         : mb_lay_picture_width (context, box, -1);
    return (Widths){ is_compressible (box) ? 0 : width, width };
  }
  if (size.kind == MB_SIZE_LENGTH && box->kind != MB_BOX_CELL) {
    MbLength width = mb_used_width (context, box, size, 0);
    return (Widths){ width, width };
  }
  Widths widths = content_widths (context, box, arena);
  if (size.kind == MB_SIZE_MIN_CONTENT)
    widths.max = widths.min;
  else if (size.kind == MB_SIZE_MAX_CONTENT)
    widths.min = widths.max;
  else if (mb_ratio_is (box))
    by_ratio (context, box, &widths);
  return widths;
}

static Widths
widths_of (const MbLayContext *context, const MbBox *box, MbArena *arena)
{
  MbLength edge[4];
  Widths widths;
  if (box->kind == MB_BOX_TABLE) {
    mb_lay_table_widths (context, box, &widths.min, &widths.max);
    return widths;
  }
  mb_used_edges (box->style, 0, edge);
  MbLength edges = edge[MB_LEFT] + edge[MB_RIGHT];
  widths = bounded (context, box, own_widths (context, box, arena));
  return (Widths){ mb_length_add (widths.min, edges), mb_length_add (widths.max, edges) };
}

void
mb_lay_content_widths (const MbLayContext *context, const MbBox *box, MbLength *min, MbLength *max)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  MbLength edge[4];
  Widths widths;
  if (box->kind == MB_BOX_TABLE) {
    mb_used_edges (box->style, 0, edge);
    mb_lay_table_widths (context, box, &widths.min, &widths.max);
    widths.min = MAX (widths.min - edge[MB_LEFT] - edge[MB_RIGHT], 0);
    widths.max = MAX (widths.max - edge[MB_LEFT] - edge[MB_RIGHT], 0);
  } else if (box->kind == MB_BOX_PICTURE) {
    widths.min = widths.max = box->picture->natural_width;
  } else {
    widths = content_widths (context, box, arena);
  }
  *min = widths.min;
  *max = widths.max;
}

void
mb_lay_widths (const MbLayContext *context, const MbBox *box, MbLength *min, MbLength *max)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  Widths widths = widths_of (context, box, arena);
  *min = widths.min;
  *max = widths.max;
}
