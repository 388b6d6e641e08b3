/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of one height, filled one after the other: for sets that are laid out without a page (innercolumns.c, nest.c).
 *
 * The content is a range of a galley at the column measure, cut greedily: a column ends at the last break of the least cost that fits. To balance, the
 * least height is looked for at which no more columns are needed than there are, without a break that the rules forbid; the height of all in one
 * column always does. Sets of columns in a column (nests) are parted at its foot as paragraphs are. */
#include "internal.h"

#define STEP       (MB_PT / 4)
#define COST_LINES 9000 /* fewer lines than orphans and widows ask for */

/* --- One column ----------------------------------------------------------------------------------------------- */

typedef struct {
  const MbFilling *filling;
  MbRange walk;
  gint64 solid;   /* bottom of what was met, margins after it left out */
  gboolean begun; /* something was */
  gboolean late;  /* below the height: the first break of all is taken */
  gboolean found;
  MbCursor best; /* the last of the least cost that fits */
  int cost;
} Column;

static void
consider (Column *column, MbCursor at, int cost)
{
  if (!column->begun || (column->filling->strict && cost >= COST_LINES))
    return;
  if (column->late ? !column->found : !column->found || cost <= column->cost) {
    column->found = TRUE;
    column->best = at;
    column->cost = cost;
  }
}

/* Returns: FALSE when the column ends above what was met last. */
static gboolean
goes_on (Column *column)
{
  if (column->solid <= column->filling->height)
    return TRUE;
  if (column->found || column->filling->strict)
    return FALSE;
  column->late = TRUE;
  return TRUE;
}

static int
line_cost (const MbPiece *piece, guint from, guint line, guint lines)
{
  if ((line < piece->lines.n_bound && piece->lines.bound[line]) || piece->lines.keep)
    return MB_PENALTY_FORBIDDEN;
  return line - from < piece->lines.orphans || lines - line < piece->lines.widows ? COST_LINES : 0;
}

/* Lines of piece @index up to @to; @lines: all that it has. */
static gboolean
pass_lines (Column *column, guint index, guint from, guint to, guint lines)
{
  const MbPiece *piece = &column->filling->galley->pieces[index];
  for (guint line = from; line < to; line++) {
    if (line > from)
      consider (column, (MbCursor){ .piece = index, .line = line },
                line_cost (piece, from, line, lines));
    mb_range_piece (&column->walk, index, line, line + 1);
    column->solid = column->walk.y;
    if (!goes_on (column))
      return FALSE;
    column->begun = TRUE;
  }
  return TRUE;
}

/* A nest that has no room is parted where its columns are full. Returns: whether it has room but for the margin at its end. */
static gboolean
part_nest (Column *column, guint index, guint from, guint to)
{
  const MbNest *nest = column->filling->galley->pieces[index].monolith.nest;
  gint64 height, room = column->filling->height - column->walk.y;
  guint32 end = mb_nest_fit (nest, from, to, room, FALSE, &height);
  if (end == 0 && !column->begun && !column->filling->strict)
    end = mb_nest_fit (nest, from, to, room, TRUE, &height);
  if (end == (to > 0 ? to : mb_nest_end (nest))) {
    column->solid = column->walk.y + height;
    return TRUE;
  }
  if (end > 0) {
    column->begun = TRUE;
    consider (column, (MbCursor){ .piece = index, .line = end }, 0);
  }
  return FALSE;
}

static gboolean
pass_piece (Column *column, guint index, guint from, guint to)
{
  const MbPiece *piece = &column->filling->galley->pieces[index];
  gboolean margin = piece->kind == MB_PIECE_GLUE && piece->glue.margin;
  MbRange before = column->walk;
  mb_range_piece (&column->walk, index, from, to);
  if (margin || (column->walk.y == before.y && piece->kind != MB_PIECE_MONOLITH))
    return TRUE;
  MbRange after = column->walk;
  column->solid = after.y;
  column->walk = before;
  if (mb_lay_is_nest (piece) && after.y > column->filling->height &&
      part_nest (column, index, from, to))
    after.y = column->solid;
  column->walk = after;
  if (!goes_on (column))
    return FALSE;
  column->begun = TRUE;
  return TRUE;
}

static int
penalty_cost (const MbPiece *piece)
{
  return piece->penalty.avoid_page_only ? 0 : MIN (piece->penalty.cost, MB_PENALTY_FORBIDDEN);
}

/* Content, glue and what has no height, from @from on (and up to the end of the range) where it begins (or ends) inside the piece. */
static gboolean
pass (Column *column, guint index, guint from)
{
  const MbFilling *filling = column->filling;
  guint to = mb_range_to (&column->walk, filling->to, index);
  if (filling->galley->pieces[index].kind != MB_PIECE_LINES)
    return pass_piece (column, index, from, to);
  return pass_lines (column, index, from, to,
                     mb_lay_lines_setting (filling->galley, index, NULL)->lines);
}

/* Fill a column from @from on. Returns: where the next one begins; FALSE in @fits: not even one thing has room. */
static MbCursor
fill_column (const MbFilling *filling, MbCursor from, gboolean truncate, gboolean *forced,
             gboolean *fits)
{
  const MbGalley *galley = filling->galley;
  Column column = { .filling = filling, .walk = { .galley = galley, .truncate = truncate } };
  guint end = MIN (mb_range_end (filling->to), galley->n);
  *forced = FALSE;
  *fits = TRUE;
  guint i = from.piece;
  for (; i < end; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY) {
      *forced = piece->penalty.forced != MB_BREAK_AUTO && column.begun;
      if (*forced)
        return (MbCursor){ .piece = i };
      consider (&column, (MbCursor){ .piece = i }, penalty_cost (piece));
    } else if (!pass (&column, i, mb_range_from (from, i))) {
      break;
    }
    if (column.late && column.found)
      break;
  }
  if (i == end && !(column.late && column.found))
    return filling->to;
  *fits = column.found;
  return column.best;
}

static gboolean
is_before (MbCursor a, MbCursor b)
{
  return a.piece < b.piece || (a.piece == b.piece && a.line < b.line);
}

gboolean
mb_filling_fill (MbFilling *filling)
{
  MbCursor at = filling->from;
  gboolean forced = !filling->after, fits = TRUE;
  filling->n = 0;
  filling->cuts[0] = at;
  while (filling->n < filling->most && is_before (at, filling->to)) {
    filling->truncated[filling->n] = !forced;
    at = fill_column (filling, at, !forced, &forced, &fits);
    if (!fits)
      return FALSE;
    filling->cuts[++filling->n] = at;
  }
  filling->forced = forced;
  return !is_before (at, filling->to);
}

/* --- The height ------------------------------------------------------------------------------------------------- */

static guint
count_forced (const MbFilling *filling)
{
  guint n = 0;
  for (guint i = filling->from.piece; i < MIN (filling->to.piece, filling->galley->n); i++)
    n += filling->galley->pieces[i].kind == MB_PIECE_PENALTY &&
         filling->galley->pieces[i].penalty.forced != MB_BREAK_AUTO;
  return n;
}

/* The least height, up to @most, at which @filling holds all. */
static gint64
balance (MbFilling *filling, gint64 most)
{
  gint64 low = 0, high = (most + STEP - 1) / STEP;
  filling->strict = TRUE;
  while (high - low > 1) {
    gint64 middle = low + (high - low) / 2;
    filling->height = middle * STEP;
    if (mb_filling_fill (filling))
      high = middle;
    else
      low = middle;
  }
  return high * STEP;
}

void
mb_filling_balance (MbFilling *filling, guint count)
{
  gint64 whole = mb_lay_height (filling->galley, filling->from, filling->to, filling->after);
  filling->most = MIN (MAX (count, count_forced (filling) + 1), MB_MOST_FILLED);
  filling->height = balance (filling, whole);
}

gboolean
mb_filling_settle (MbFilling *filling, gboolean all)
{
  filling->strict = FALSE;
  gboolean whole = mb_filling_fill (filling);
  if (whole || !all || filling->n == 0)
    return whole;
  filling->cuts[filling->n] = filling->to;
  return TRUE;
}
