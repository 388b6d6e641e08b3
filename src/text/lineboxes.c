/* SPDX-License-Identifier: Apache-2.0 */
/* Elements across a line: where each that something is painted of begins and ends on it.
 *
 * Elements that were open when the line began are opened again, and those still open at its end closed, without their edges there: box.first and
 * box.last say which edges are the element's own. */
#include "setter.h"

MbLength
mb_line_rise (const MbLineSetter *setter, const MbInline *inl)
{
  gboolean own = inl->style != setter->paragraph->block;
  return inl->raise - inl->move_y + (own ? mb_style_shift (inl->style) : 0);
}

static gboolean
is_visible_box (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return border &&
         (mb_style_is_group (style) || border->background.alpha || border->layers.n_images ||
          border->outline_style || border->n_shadows || border->frame.n || border->underline ||
          border->overline || border->line_through || border->width[0] || border->width[1] ||
          border->width[2] || border->width[3]);
}

void
mb_line_open_box (MbLineSetter *setter, const MbInline *inl, gboolean first)
{
  MbInlineBox box = {
    .node = inl->node, .style = inl->style, .x = (MbLength) setter->pen, .first = first
  };
  box.rise = mb_line_rise (setter, inl);
  box.x += inl->move_x;
  if (first)
    box.x += inl->margin;
  guint32 index = setter->boxes->len;
  g_array_append_val (setter->boxes, box);
  g_array_append_val (setter->moves, inl->move_x);
  g_array_append_val (setter->open, index);
}

/* How far box @index was moved. */
static MbLength
box_move (const MbLineSetter *setter, guint32 index)
{
  return g_array_index (setter->moves, MbLength, index);
}

void
mb_line_close_box (MbLineSetter *setter, const MbInline *close)
{
  if (!setter->open->len)
    return;
  guint32 index = g_array_index (setter->open, guint32, setter->open->len - 1);
  g_array_set_size (setter->open, setter->open->len - 1);
  MbInlineBox *box = &g_array_index (setter->boxes, MbInlineBox, index);
  box->last = close && !close->parted;
  box->width = (MbLength) setter->pen + box_move (setter, index) - box->x;
  if (box->width < 0 && setter->paragraph->levels) {
    box->x += box->width; /* it began at its right */
    box->width = -box->width;
  }
  if (box->last)
    box->width -= close->margin;
}

void
mb_line_reopen_boxes (MbLineSetter *setter)
{
  const MbParagraph *paragraph = setter->paragraph;
  guint32 from = mb_line_range (setter->brk).from;
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < paragraph->n_tags && paragraph->tags[i] < from; i++) {
    const MbItem *item = &paragraph->items[paragraph->tags[i]];
    if (item->kind == MB_ITEM_OPEN)
      g_array_append_val (open, item->in);
    else if (open->len)
      g_array_set_size (open, open->len - 1);
  }
  for (guint i = 0; i < open->len; i++)
    mb_line_open_box (setter, &paragraph->inlines[g_array_index (open, guint32, i)], FALSE);
  g_array_free (open, TRUE);
}

void
mb_line_keep_boxes (MbLineSetter *setter)
{
  while (setter->open->len)
    mb_line_close_box (setter, NULL);
  MbInlineBox *boxes = mb_arena_array (setter->arena, MbInlineBox, setter->boxes->len);
  for (guint i = 0; i < setter->boxes->len; i++) {
    MbInlineBox box = g_array_index (setter->boxes, MbInlineBox, i);
    if (is_visible_box (box.style) && (box.width || box.first || box.last))
      boxes[setter->line->n_boxes++] = box;
  }
  setter->line->boxes = boxes;
}
