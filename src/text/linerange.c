/* SPDX-License-Identifier: Apache-2.0 */
/* Which items stand on a line: what line.c sets, and what is asked of a line that is not set. */
#include "internal.h"

MbLineRange
mb_line_range (const MbBreak *brk)
{
  MbLineRange range = {
    .a = mb_line_start (brk),
    .b = &brk->end,
  };
  range.from = range.a ? range.a->next : 0;
  range.to = range.b->end;
  range.tail = MIN (range.b->end + 1, range.b->next);
  range.tail_to = range.b->next;
  if (range.b->kind == MB_BREAK_AT_FORCED)
    range.tail_to = range.tail;
  return range;
}

guint
mb_text_line_anchors (const MbParagraph *paragraph, const MbSetting *setting, guint index,
                      gpointer *data, guint max)
{
  MbLineRange range = mb_line_range (&setting->breaks[index]);
  guint n = 0;
  for (guint32 i = range.from; i < range.tail_to && i < paragraph->n_items && n < max; i++)
    if (paragraph->items[i].kind == MB_ITEM_ANCHOR)
      data[n++] = paragraph->inlines[paragraph->items[i].in].data;
  return n;
}

static MbInlinePlace
place_of_char (const MbParagraph *paragraph, guint32 at)
{
  if (at >= paragraph->n_chars)
    return (MbInlinePlace){ paragraph->n_inlines, 0 };
  return (MbInlinePlace){ paragraph->chars[at].in, paragraph->chars[at].offset };
}

void
mb_text_line_range (const MbParagraph *paragraph, const MbSetting *setting, guint index,
                    MbInlinePlace *from, MbInlinePlace *to)
{
  const MbBreak *brk = &setting->breaks[index];
  const MbLineEnd *start = mb_line_start (brk);
  *from = place_of_char (paragraph, start ? start->at : 0);
  *to = place_of_char (paragraph, brk->end.at);
}

MbLength
mb_text_line_before (const MbParagraph *paragraph, const MbSetting *setting, guint index,
                     gconstpointer data)
{
  const MbLineEnd *start = mb_line_start (&setting->breaks[index]);
  MbBreak brk = setting->breaks[index];
  paragraph = mb_first_line_for (paragraph, &brk);
  gint64 width = start ? -start->before : 0;
  for (guint32 i = 0; i < paragraph->n_items; i++) {
    const MbItem *item = &paragraph->items[i];
    if (item->kind == MB_ITEM_ANCHOR && paragraph->inlines[item->in].data == data)
      break;
    width += item->width;
  }
  return (MbLength) CLAMP (width, 0, MB_LENGTH_MAX);
}
