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
mb_lay_chosen_height (const MbGalley *galley, guint index, const MbChoice *choice)
{
  MbLength chosen = choice && choice->heights ? choice->heights[index] : 0;
  return chosen > 0 ? chosen : galley->pieces[index].height;
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
  if (mb_lay_is_nest (&walk->galley->pieces[index]))
    return index == to.piece ? to.line : 0;
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
  case MB_PIECE_ZONES:
    walk->y += walk->truncate && piece->kind == MB_PIECE_ROW ? piece->monolith.above : 0;
    top = snap (walk, piece);
    walk->y += a > 0 || b > 0 ? mb_nest_height (piece->monolith.nest, a, b)
                              : mb_lay_chosen_height (walk->galley, index, walk->choice);
    break;
  case MB_PIECE_GLUE:
    if (walk->truncate && piece->glue.margin) {
      walk->y += piece->glue.kept;
      break;
    }
    walk->truncate = FALSE;
    walk->y += mb_lay_chosen_height (walk->galley, index, walk->choice);
    if (piece->glue.pull)
      walk->y = MAX (walk->y, MIN (top, walk->top));
    break;
  case MB_PIECE_PENALTY:
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_COLUMNS:
  case MB_PIECE_SPAN:
  case MB_PIECE_FLOAT:
  case MB_PIECE_PLACE:
  case MB_PIECE_RESERVE: break;
  }
  return top;
}

const guint32 *
mb_lay_inside (const MbPiece *pieces, guint n, MbArena *arena)
{
  guint32 *inside = mb_arena_array (arena, guint32, n + 1);
  guint32 innermost = 0;
  for (guint32 i = 0; i < n; i++) {
    inside[i] = innermost;
    if (pieces[i].kind == MB_PIECE_OPEN)
      innermost = i + 1;
    else if (pieces[i].kind == MB_PIECE_CLOSE && innermost > 0)
      innermost = inside[innermost - 1];
  }
  inside[n] = innermost;
  return inside;
}

/* Edges of box-decoration-break: clone that a break repeats: at the top what is open at @from, at the bottom what is
 * open at @to. */
static gint64
cloned_edges (const MbGalley *galley, guint at, gboolean bottom)
{
  gint64 sum = 0;
  for (guint32 open = galley->inside[MIN (at, galley->n)]; open > 0;
       open = galley->inside[open - 1]) {
    const MbPiece *piece = &galley->pieces[open - 1];
    if (piece->open.clone)
      sum += bottom ? piece->open.bottom : piece->open.top;
  }
  return sum;
}

gint64
mb_lay_height (const MbGalley *galley, MbCursor from, MbCursor to, gboolean truncate)
{
  MbRange walk = { .galley = galley, .truncate = truncate };
  walk.y = walk.top = cloned_edges (galley, from.piece, FALSE);
  guint end = MIN (mb_range_end (to), galley->n);
  for (guint i = from.piece; i < end; i++)
    mb_range_piece (&walk, i, mb_range_from (from, i), mb_range_to (&walk, to, i));
  return walk.y + cloned_edges (galley, end, TRUE);
}
