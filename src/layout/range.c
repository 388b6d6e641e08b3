/* SPDX-License-Identifier: Apache-2.0 */
/* Going down a range of pieces: the one place that knows how high things are. Measuring (mb_lay_height) and placing
 * (mb_lay_place) both walk, so they cannot disagree. */
#include "internal.h"

const MbSetting *
mb_lay_lines_setting (const MbGalley *galley, guint index, const MbChoice *choice)
{
  const MbSettings *settings = &galley->pieces[index].lines.settings;
  guint which = choice && choice->settings ? choice->settings[index] : settings->best;
  return &settings->settings[MIN (which, settings->n - 1)];
}

MbLength
mb_lay_lines_height (const MbPiece *piece, guint from, guint to)
{
  if (!piece->lines.heights)
    return (MbLength) MIN ((gint64) (to - from) * piece->lines.line_height, MB_LENGTH_MAX);
  MbLength sum = 0;
  for (guint i = from; i < to; i++)
    sum = mb_length_add (sum, piece->lines.heights[i]);
  return sum;
}

guint
mb_range_end (MbCursor to)
{
  return to.line > 0 ? to.piece + 1 : to.piece;
}

guint
mb_range_from (MbCursor from, guint index)
{
  return index == from.piece ? from.line : 0;
}

guint
mb_range_to (const MbRange *walk, MbCursor to, guint index)
{
  if (walk->galley->pieces[index].kind != MB_PIECE_LINES)
    return 0;
  guint lines = mb_lay_lines_setting (walk->galley, index, walk->choice)->lines;
  return index == to.piece ? MIN (to.line, lines) : lines;
}

static gint64
snap (MbRange *walk, const MbPiece *piece)
{
  walk->y = mb_grid_snap (walk->y, walk->origin, piece->grid);
  walk->truncate = FALSE;
  return walk->y;
}

gint64
mb_range_piece (MbRange *walk, guint index, guint a, guint b)
{
  const MbPiece *piece = &walk->galley->pieces[index];
  gint64 top = walk->y;
  switch (piece->kind) {
  case MB_PIECE_LINES:
    if (b > a) {
      top = snap (walk, piece);
      walk->y += mb_lay_lines_height (piece, a, b);
    }
    break;
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW:
    top = snap (walk, piece);
    walk->y += piece->height;
    break;
  case MB_PIECE_GLUE:
    if (walk->truncate && piece->glue.margin)
      break;
    walk->truncate = FALSE;
    walk->y += piece->height;
    break;
  case MB_PIECE_PENALTY:
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_COLUMNS:
  case MB_PIECE_GAP: break;
  }
  return top;
}

/* Backwards: a CLOSE is jumped over together with its box; an OPEN that is met is open at @from. */
GArray *
mb_range_open (const MbGalley *galley, guint from)
{
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = from; i > 0; i--) {
    const MbPiece *piece = &galley->pieces[i - 1];
    if (piece->kind == MB_PIECE_CLOSE) {
      i = piece->open.partner + 1;
    } else if (piece->kind == MB_PIECE_OPEN) {
      guint index = i - 1;
      g_array_prepend_val (open, index);
    }
  }
  return open;
}

/* Edges of box-decoration-break: clone that a break repeats: at the top what is open at @from, at the bottom what is
 * open at @to. */
static gint64
cloned_edges (const MbGalley *galley, guint at, gboolean bottom)
{
  g_autoptr (GArray) open = mb_range_open (galley, at);
  gint64 sum = 0;
  for (guint i = 0; i < open->len; i++) {
    const MbPiece *piece = &galley->pieces[g_array_index (open, guint, i)];
    if (piece->open.clone)
      sum += bottom ? piece->open.bottom : piece->open.top;
  }
  return sum;
}

gint64
mb_lay_height (const MbGalley *galley, MbCursor from, MbCursor to, gboolean truncate)
{
  MbRange walk = { .galley = galley, .truncate = truncate };
  walk.y = cloned_edges (galley, from.piece, FALSE);
  guint end = MIN (mb_range_end (to), galley->n);
  for (guint i = from.piece; i < end; i++)
    mb_range_piece (&walk, i, mb_range_from (from, i), mb_range_to (&walk, to, i));
  return walk.y + cloned_edges (galley, end, TRUE);
}
