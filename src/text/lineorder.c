/* SPDX-License-Identifier: Apache-2.0 */
/* The pieces of a line that has words from right to left (rule L2): they keep the order of reading, and have the places of the reordered line. */
#include "setter.h"

gboolean
mb_line_goes_left (const MbParagraph *paragraph, const MbBreak *brk)
{
  const MbLineEnd *start = mb_line_start (brk);
  return mb_bidi_base (paragraph, start ? start->at : 0);
}

/* The level of piece @i: an element begins and ends with its text; a space at the line end is the block's (rule L1). */
static guint8
level_of (const MbLineSetter *setter, guint i)
{
  const MbParagraph *paragraph = setter->paragraph;
  guint8 base = mb_line_goes_left (paragraph, setter->brk) ? 1 : 0;
  const MbLinePiece *piece = &g_array_index (setter->pieces, MbLinePiece, i);
  int step = piece->item->kind == MB_ITEM_CLOSE ? -1 : 1;
  for (gint64 k = i; k >= 0 && k < setter->pieces->len; k += step) {
    piece = &g_array_index (setter->pieces, MbLinePiece, (guint) k);
    if (piece->trailing)
      return base;
    if (piece->to > piece->from)
      return paragraph->levels[piece->from];
  }
  return base;
}

void
mb_pieces_place (const MbLineSetter *setter, guint first, gint64 start, guint8 *levels,
                 gint64 *places)
{
  guint n = setter->pieces->len - first;
  g_autofree guint *order = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    levels[i] = level_of (setter, first + i);
  mb_bidi_reorder (levels, n, order);
  for (guint i = 0; i < n; i++) {
    places[order[i]] = start;
    start += g_array_index (setter->pieces, MbLinePiece, first + order[i]).width;
  }
}
