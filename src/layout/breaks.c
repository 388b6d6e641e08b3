/* SPDX-License-Identifier: Apache-2.0 */
/* What the break properties say about a place between two boxes (CSS Fragmentation 3 § 3–4).
 *
 * break-after of a last child counts for its parent, break-before of a first child too; everything said
 * about one place is summed: a forced break wins over avoid, a side (left, right, recto, verso) over a plain page,
 * a page over a column. Breaks of columns that a container says inside itself stay in it.
 *
 * A change of named page is a forced break at the next content (CSS Page 3 § 8). */
#include "internal.h"

int
mb_break_rank (MbBreakValue value)
{
  switch (value) {
  case MB_BREAK_COLUMN: return 1;
  case MB_BREAK_PAGE: return 2;
  case MB_BREAK_LEFT:
  case MB_BREAK_RIGHT:
  case MB_BREAK_RECTO:
  case MB_BREAK_VERSO: return 3;
  case MB_BREAK_AUTO:
  case MB_BREAK_AVOID:
  case MB_BREAK_AVOID_PAGE:
  case MB_BREAK_AVOID_COLUMN:
  case MB_BREAK_ALWAYS: break;
  }
  return 0;
}

static gboolean
is_of_columns (MbBreakValue value)
{
  return value == MB_BREAK_COLUMN || value == MB_BREAK_AVOID_COLUMN || value == MB_BREAK_ALWAYS;
}

void
mb_break_add (const MbMaker *maker, MbBreakSum *sum, MbBreakValue value, gboolean inside)
{
  if (inside && is_of_columns (value))
    return;
  if (value == MB_BREAK_ALWAYS)
    value = maker->columns ? MB_BREAK_COLUMN : MB_BREAK_PAGE;
  if (mb_break_rank (value) > 0) {
    if (mb_break_rank (value) >= mb_break_rank (sum->forced))
      sum->forced = value;
    return;
  }
  sum->avoid |= value == MB_BREAK_AVOID;
  sum->avoid_page |= value == MB_BREAK_AVOID_PAGE;
  sum->avoid_column |= value == MB_BREAK_AVOID_COLUMN;
}

static gboolean
passes_breaks_on (const MbBox *box)
{
  return box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_TABLE || box->kind == MB_BOX_ROWS;
}

static gboolean
has_columns (const MbBox *box)
{
  const MbStylePaged *paged = box->style->paged;
  return !box->anonymous && (paged->column_count > 1 || paged->column_width > 0);
}

static const MbBox *
first_in_flow (const MbBox *box)
{
  const MbBox *child = box->first;
  while (child && mb_box_is_out (child))
    child = child->next;
  return child;
}

void
mb_break_before (const MbMaker *maker, MbBreakSum *sum, const MbBox *box)
{
  if (box && mb_box_is_out (box))
    return;
  for (gboolean inside = FALSE; box; box = passes_breaks_on (box) ? first_in_flow (box) : NULL) {
    mb_break_add (maker, sum, box->style->paged->break_before, inside);
    inside |= has_columns (box);
  }
}

static const MbBox *
last_in_flow (const MbBox *box)
{
  const MbBox *last = NULL;
  for (const MbBox *child = box->first; child; child = child->next)
    last = mb_box_is_out (child) ? last : child;
  return last;
}

void
mb_break_after (const MbMaker *maker, MbBreakSum *sum, const MbBox *box)
{
  if (box && mb_box_is_out (box))
    return;
  for (gboolean inside = FALSE; box; box = passes_breaks_on (box) ? last_in_flow (box) : NULL) {
    mb_break_add (maker, sum, box->style->paged->break_after, inside);
    inside |= has_columns (box);
  }
}

const char *
mb_break_page (const MbBox *box)
{
  while (passes_breaks_on (box) && first_in_flow (box))
    box = first_in_flow (box);
  while (box->anonymous && box->parent)
    box = box->parent; /* anonymous styles know nothing of `page` */
  const char *page = box->style->paged->page;
  return page ? page : "";
}

MbPiece
mb_break_penalty (const MbBreakSum *sum, const MbBox *box)
{
  MbPiece piece = { .kind = MB_PIECE_PENALTY, .box = box };
  gboolean both = sum->avoid || (sum->avoid_page && sum->avoid_column);
  piece.penalty.forced = sum->forced;
  if (sum->forced != MB_BREAK_AUTO)
    return piece;
  if (both || sum->avoid_page || sum->avoid_column)
    piece.penalty.cost = MB_PENALTY_FORBIDDEN;
  piece.penalty.avoid_page_only = !both && sum->avoid_page;
  piece.penalty.avoid_column_only = !both && sum->avoid_column;
  return piece;
}

void
mb_break_turn (MbPiece *piece, const char *page)
{
  MbBreakValue forced = piece->penalty.forced;
  piece->penalty.forced =
      mb_break_rank (forced) < mb_break_rank (MB_BREAK_PAGE) ? MB_BREAK_PAGE : forced;
  piece->penalty.page = page;
  piece->penalty.cost = 0;
  piece->penalty.avoid_page_only = piece->penalty.avoid_column_only = FALSE;
}
