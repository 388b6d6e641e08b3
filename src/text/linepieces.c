/* SPDX-License-Identifier: Apache-2.0 */
/* The pieces of a line: words, halves of words, spaces, objects, and ends of elements.
 *
 * They are listed and added up exactly, and what is left of the measure is shared out among the spaces in proportion to what they may give, so
 * that the ink fills it to the unit whatever the breaker rounded.
 *
 * A line whose spaces would be nine times their width (narrow columns, addresses) is left short instead: a ragged line
 * offends less than a hole. Its ratio is still told, so mb_text_report finds it. */
#include "setter.h"

#define MOST_STRETCH 16 /* times full stretch: beyond it a line is left short */

static gboolean
begins_in_box (const MbParagraph *paragraph, const MbLineRange *range)
{
  return range->a && range->a->kind == MB_BREAK_IN_BOX &&
         range->a->at < mb_item_end (&paragraph->items[range->a->end]);
}

static void
add_half (MbLineSetter *setter, const MbItem *item, guint32 from, guint32 to, gboolean hyphen)
{
  GString *text = g_string_sized_new (64);
  for (guint32 i = from; i < to; i++)
    g_string_append_unichar (text, mb_char_shown (item->word->cut, &setter->paragraph->chars[i]));
  MbLinePiece piece = { .item = item, .from = from, .to = to, .text_bytes = (guint32) text->len };
  if (hyphen)
    g_string_append (text, mb_hyphen_of (setter->paragraph->inlines[item->in].style));
  piece.word = mb_word_get (setter->typesetter, item->word->cut, text->str, text->len);
  g_string_free (text, TRUE);
  g_array_append_val (setter->pieces, piece);
}

static void
add_whole (MbLineSetter *setter, const MbItem *item)
{
  MbLinePiece piece = {
    .item = item, .word = item->word, .from = item->from, .to = mb_item_end (item)
  };
  piece.text_bytes = item->word ? item->word->length : 0;
  g_array_append_val (setter->pieces, piece);
}

static void
add_last (MbLineSetter *setter, const MbLineRange *range)
{
  const MbItem *item = &setter->paragraph->items[range->b->end];
  gboolean same = begins_in_box (setter->paragraph, range) && range->a->end == range->b->end;
  guint32 from = same ? range->a->at : item->from;
  if (item->kind != MB_ITEM_BOX ||
      (from == item->from && range->b->at == mb_item_end (item) && !range->b->hyphen))
    add_whole (setter, item);
  else
    add_half (setter, item, from, range->b->at, range->b->hyphen);
}

static void
add_trailing_space (MbLineSetter *setter, const MbItem *item)
{
  add_whole (setter, item);
  g_array_index (setter->pieces, MbLinePiece, setter->pieces->len - 1).trailing = TRUE;
}

static void
add_head (MbLineSetter *setter, const MbItem *item, guint32 at)
{
  if (!item->word)
    return;
  MbLinePiece piece = { .item = item, .word = item->word, .from = at, .to = at, .head = TRUE };
  g_array_append_val (setter->pieces, piece);
}

void
mb_pieces_list (MbLineSetter *setter)
{
  const MbParagraph *paragraph = setter->paragraph;
  MbLineRange range = mb_line_range (setter->brk);
  if (range.a && range.a->head) {
    const MbLineHead *head = &paragraph->heads[range.a->head - 1];
    add_head (setter, &head->mark, range.a->at);
    add_head (setter, &head->gap, range.a->at);
  }
  gboolean in_same = range.b->kind == MB_BREAK_IN_BOX && range.a && range.a->end == range.b->end;
  if (begins_in_box (paragraph, &range) && !in_same) {
    const MbItem *item = &paragraph->items[range.a->end];
    add_half (setter, item, range.a->at, mb_item_end (item), FALSE);
  }
  for (guint32 i = range.from; i < range.to; i++)
    add_whole (setter, &paragraph->items[i]);
  if (range.b->kind == MB_BREAK_IN_BOX)
    add_last (setter, &range);
  else if (range.b->kind == MB_BREAK_AT_SPACE)
    add_trailing_space (setter, &paragraph->items[range.b->end]);
  for (guint32 i = range.tail; i < range.tail_to; i++)
    add_whole (setter, &paragraph->items[i]);
}

/* --- Widths --------------------------------------------------------------------------------------------------------*/

static gboolean
is_flexible (const MbLinePiece *piece)
{
  return piece->item->kind == MB_ITEM_GLUE && !piece->trailing;
}

MbLength
mb_cut_tracking (const MbCut *cut, int tracking)
{
  gint64 product = (gint64) cut->size * tracking;
  return (MbLength) (product < 0 ? -((999 - product) / 1000) : product / 1000);
}

static gint64
scaled (gint64 length, int scale)
{
  if (scale == 10000)
    return length;
  return (length * scale + (length < 0 ? -5000 : 5000)) / 10000;
}

static gint64
natural_width (const MbLineSetter *setter, const MbLinePiece *piece)
{
  if (piece->trailing)
    return 0;
  if (piece->item->kind != MB_ITEM_BOX)
    return piece->item->width;
  gint64 tracking = mb_cut_tracking (piece->word->cut, setter->brk->tracking);
  return scaled (piece->word->width, setter->brk->scale) + tracking * piece->word->n_clusters;
}

typedef struct {
  gint64 width, stretch, shrink;
  gint32 leaders;
} Total;

static Total
measure_pieces (MbLineSetter *setter)
{
  Total total = { 0 };
  for (guint i = 0; i < setter->pieces->len; i++) {
    MbLinePiece *piece = &g_array_index (setter->pieces, MbLinePiece, i);
    piece->width = natural_width (setter, piece);
    total.width += piece->width;
    total.leaders += piece->item->kind == MB_ITEM_LEADER;
    if (is_flexible (piece)) {
      total.stretch += piece->item->stretch;
      total.shrink += piece->item->shrink;
    }
  }
  return total;
}

/* Share @rest out among the spaces; sums are rounded, not shares, so nothing is lost. */
static void
share_out (MbLineSetter *setter, gint64 rest, gint64 flex)
{
  gint64 seen = 0;
  for (guint i = 0; i < setter->pieces->len && flex > 0; i++) {
    MbLinePiece *piece = &g_array_index (setter->pieces, MbLinePiece, i);
    if (!is_flexible (piece))
      continue;
    gint64 give = rest < 0 ? piece->item->shrink : piece->item->stretch;
    piece->width += rest * (seen + give) / flex - rest * seen / flex;
    seen += give;
  }
}

static void
share_leaders (MbLineSetter *setter, gint64 rest, gint32 leaders)
{
  gint32 seen = 0;
  for (guint i = 0; i < setter->pieces->len; i++) {
    MbLinePiece *piece = &g_array_index (setter->pieces, MbLinePiece, i);
    if (piece->item->kind != MB_ITEM_LEADER)
      continue;
    piece->width += rest * (seen + 1) / leaders - rest * seen / leaders;
    seen++;
  }
}

static MbTextAlign
align_of (const MbParagraph *paragraph, const MbBreak *brk)
{
  const MbStyleText *text = paragraph->block->text;
  MbTextAlign align = text->align;
  gboolean rtl = mb_line_goes_left (paragraph, brk);
  if (brk->last && text->align_last != MB_ALIGN_AUTO)
    align = text->align_last;
  else if (align == MB_ALIGN_JUSTIFY &&
           ((brk->last && !text->justify_all) || !paragraph->justified))
    align = MB_ALIGN_START;
  if (rtl && align == MB_ALIGN_START)
    return MB_ALIGN_RIGHT;
  if (rtl && align == MB_ALIGN_END)
    return MB_ALIGN_LEFT;
  return align;
}

static gint64
shift_of (MbTextAlign align, gint64 rest)
{
  if (rest <= 0)
    return 0;
  switch (align) {
  case MB_ALIGN_END:
  case MB_ALIGN_RIGHT: return rest;
  case MB_ALIGN_CENTER: return rest / 2;
  default: return 0;
  }
}

gint64
mb_pieces_fill (MbLineSetter *setter)
{
  const MbBreak *brk = setter->brk;
  const MbParagraph *paragraph = setter->paragraph;
  const MbLineEnd *start = mb_line_start (brk);
  MbLength left = start ? start->left : paragraph->left, right = brk->end.right;
  Total total = measure_pieces (setter);
  gint64 rest = brk->measure.width + left + right - total.width;
  MbTextAlign align = brk->turned ? MB_ALIGN_RIGHT : align_of (paragraph, brk);

  if (total.leaders && rest > 0)
    share_leaders (setter, rest, total.leaders);
  else if (align == MB_ALIGN_JUSTIFY && rest > 0 && rest <= total.stretch * MOST_STRETCH)
    share_out (setter, rest, total.stretch);
  else if (paragraph->justified && rest < 0)
    share_out (setter, MAX (rest, -total.shrink), total.shrink);
  gboolean sticks_out = rest < 0 && mb_line_goes_left (paragraph, brk) && align != MB_ALIGN_LEFT &&
                        !paragraph->justified; /* at its end, the left */
  return brk->measure.x - left + (sticks_out ? rest : total.leaders ? 0 : shift_of (align, rest));
}

gint64
mb_pieces_glyphs_width (const MbLineSetter *setter, const MbLinePiece *piece, guint n)
{
  gint64 width = 0, clusters = 0;
  for (guint i = 0; i < n; i++) {
    width += piece->word->glyphs[i].advance;
    clusters += mb_word_ends_cluster (piece->word, i);
  }
  return scaled (width, setter->brk->scale) +
         clusters * mb_cut_tracking (piece->word->cut, setter->brk->tracking);
}
