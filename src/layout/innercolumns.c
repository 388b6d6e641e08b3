/* SPDX-License-Identifier: Apache-2.0 */
/* Columns inside columns, in what is laid out whole (cells, floats, grid items, margin boxes), and of a height that their container imposes
 * (CSS Multi-column 1 § 3–8).
 *
 * Such a set never meets the foot of a page, so no page is needed to set it: its content is a galley at the column measure, cut greedily into
 * columns of one height. To balance, the least height is looked for at which no more columns are needed than there are, without a break that
 * the rules forbid; the height of all in one column always does. When the height is imposed and the columns are to be filled one after the
 * other, what is left goes on in columns that overflow to the right (§ 8.2). The result is a slab in one band: it is not parted.
 *
 * What spans all columns ends a set and begins another. */
#include "internal.h"

#define MOST_COLUMNS 64 /* those that overflow counted */
#define STEP         (MB_PT / 4)
#define COST_LINES   9000 /* fewer lines than orphans and widows ask for */

typedef struct {
  const MbGalley *galley;
  guint most;      /* columns */
  gint64 height;   /* of each */
  gboolean strict; /* no break that the rules forbid, and nothing below the height */
  guint n;         /* columns that hold something */
  gboolean whole;  /* they hold all */
  MbCursor cuts[MOST_COLUMNS + 1];
  gboolean truncated[MOST_COLUMNS];
} Filling;

/* --- One column ----------------------------------------------------------------------------------------------- */

typedef struct {
  const Filling *filling;
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

static gboolean
pass_lines (Column *column, guint index, guint from)
{
  const MbPiece *piece = &column->filling->galley->pieces[index];
  guint lines = mb_lay_lines_setting (column->filling->galley, index, NULL)->lines;
  for (guint line = from; line < lines; line++) {
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

static gboolean
pass_piece (Column *column, guint index)
{
  const MbPiece *piece = &column->filling->galley->pieces[index];
  gboolean margin = piece->kind == MB_PIECE_GLUE && piece->glue.margin;
  gint64 before = column->walk.y;
  mb_range_piece (&column->walk, index, 0, 0);
  if (margin || (column->walk.y == before && piece->kind != MB_PIECE_MONOLITH))
    return TRUE;
  column->solid = column->walk.y;
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

/* Fill a column from @from on. Returns: where the next one begins; FALSE in @fits: not even one thing has room. */
static MbCursor
fill_column (const Filling *filling, MbCursor from, gboolean truncate, gboolean *forced,
             gboolean *fits)
{
  const MbGalley *galley = filling->galley;
  Column column = { .filling = filling, .walk = { .galley = galley, .truncate = truncate } };
  *forced = FALSE;
  *fits = TRUE;
  guint i = from.piece;
  for (; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY) {
      *forced = piece->penalty.forced != MB_BREAK_AUTO && column.begun;
      if (*forced)
        return (MbCursor){ .piece = i };
      consider (&column, (MbCursor){ .piece = i }, penalty_cost (piece));
    } else if (piece->kind == MB_PIECE_LINES) {
      if (!pass_lines (&column, i, i == from.piece ? from.line : 0))
        break;
    } else if (!pass_piece (&column, i)) {
      break;
    }
    if (column.late && column.found)
      break;
  }
  if (i == galley->n && !(column.late && column.found))
    return (MbCursor){ .piece = galley->n };
  *fits = column.found;
  return column.best;
}

static gboolean
fill (Filling *filling)
{
  MbCursor at = { 0 };
  gboolean forced = TRUE, fits = TRUE;
  filling->n = 0;
  filling->cuts[0] = at;
  while (filling->n < filling->most && at.piece < filling->galley->n) {
    filling->truncated[filling->n] = !forced;
    at = fill_column (filling, at, !forced, &forced, &fits);
    if (!fits)
      return FALSE;
    filling->cuts[++filling->n] = at;
  }
  return at.piece >= filling->galley->n;
}

/* --- The height ------------------------------------------------------------------------------------------------- */

static guint
count_forced (const MbGalley *galley)
{
  guint n = 0;
  for (guint i = 0; i < galley->n; i++)
    n += galley->pieces[i].kind == MB_PIECE_PENALTY &&
         galley->pieces[i].penalty.forced != MB_BREAK_AUTO;
  return n;
}

/* The least height, up to @most, at which @filling holds all. */
static gint64
balance (Filling *filling, gint64 most)
{
  gint64 low = 0, high = (most + STEP - 1) / STEP;
  filling->strict = TRUE;
  while (high - low > 1) {
    gint64 middle = low + (high - low) / 2;
    filling->height = middle * STEP;
    if (fill (filling))
      high = middle;
    else
      low = middle;
  }
  return high * STEP;
}

/* @imposed: height of the content box; -1: its own. */
static void
choose (Filling *filling, const MbBox *box, guint count, gint64 imposed)
{
  const MbGalley *galley = filling->galley;
  gint64 whole = mb_lay_height (galley, (MbCursor){ 0 }, (MbCursor){ .piece = galley->n }, FALSE);
  gboolean in_turn = box->style->paged->column_fill_auto && imposed >= 0;
  filling->most = MIN (MAX (count, count_forced (galley) + 1), MOST_COLUMNS);
  gint64 height = in_turn ? imposed : balance (filling, whole);
  if (imposed >= 0 && height >= imposed) {
    height = imposed;
    filling->most = MOST_COLUMNS;
  }
  filling->strict = FALSE;
  filling->height = height;
  if (!fill (filling) && filling->n > 0) /* more than can overflow: the last column takes it */
    filling->cuts[filling->n] = (MbCursor){ .piece = galley->n };
}

/* --- Fragments ---------------------------------------------------------------------------------------------------- */

typedef struct {
  MbMaker *outer, inner;
  gboolean filling; /* inner is open */
  const MbBox *box, *previous;
  MbLength x, width, column, gap;
  guint count;
  gint64 most;  /* height of the content box, spanners included; -1: its own */
  gint64 top;   /* of it */
  gboolean own; /* it is so high whatever it holds */
} Set;

static void
add_list (MbFragment ***end, MbFragment *list)
{
  **end = list;
  while (**end)
    *end = &(**end)->next;
}

static MbFragment *
rule_before (const Set *set, guint i, MbLength height)
{
  const MbStylePaged *paged = set->box->style->paged;
  if (i == 0 || paged->column_rule_style <= MB_BORDER_HIDDEN || paged->column_rule_width <= 0)
    return NULL;
  MbLength x = (MbLength) i * (set->column + set->gap) - set->gap / 2;
  MbRect rect = { x - paged->column_rule_width / 2, 0, paged->column_rule_width, height };
  return mb_lay_fragment_new (set->outer->arena, MB_FRAGMENT_RULE, set->box, rect);
}

/* What spanners leave of an imposed height. */
static gint64
room_of (const Set *set)
{
  return set->most < 0 ? -1 : MAX (set->most - (mb_maker_content_y (set->outer) - set->top), 0);
}

/* Boxes that a column parts reach down to the foot of all columns. @margin: below the last thing in them, at the end of the container; there
 * the columns are as high as it is (§ 7.1). */
static MbSlab *
place_columns (const Set *set, const Filling *filling, MbLength margin, gboolean last)
{
  MbArena *arena = set->outer->arena;
  MbSlab *slab = mb_arena_new0 (arena, MbSlab);
  MbFragment *lists[MOST_COLUMNS], *first = NULL, **end = &first;
  MbLength bottoms[MOST_COLUMNS];
  for (guint i = 0; i < filling->n; i++) {
    MbLength x = (MbLength) ((gint64) i * ((gint64) set->column + set->gap));
    lists[i] =
        mb_lay_place (set->outer->context, filling->galley, filling->cuts[i], filling->cuts[i + 1],
                      NULL, x, 0, 0, filling->truncated[i], arena, &bottoms[i]);
    slab->height = MAX (slab->height, bottoms[i]);
  }
  gint64 most = set->most >= 0 ? MAX (room_of (set), slab->height) : MB_LENGTH_MAX;
  if (filling->n > 0 && margin > 0)
    slab->height =
        (MbLength) MIN (MAX (slab->height, (gint64) bottoms[filling->n - 1] + margin), most);
  if (set->own && last)
    slab->height = (MbLength) most;
  for (guint i = 1; i < filling->n; i++) /* below all text, however wide */
    add_list (&end, rule_before (set, i, slab->height));
  for (guint i = 0; i < filling->n; i++) {
    if (i + 1 < filling->n)
      mb_lay_stretch (lists[i], bottoms[i], slab->height);
    add_list (&end, lists[i]);
  }
  slab->first = first;
  return slab;
}

/* --- Sets ----------------------------------------------------------------------------------------------------------- */

static void
begin_set (Set *set)
{
  mb_maker_begin (&set->inner, set->outer->context, set->outer->arena);
  set->inner.columns = set->inner.whole = TRUE;
  set->inner.marked = set->outer->marked;
  set->filling = TRUE;
}

/* @last: of the container. */
static void
end_set (Set *set, gboolean last)
{
  if (!set->filling)
    return;
  set->filling = FALSE;
  mb_maker_finish (&set->inner);
  MbLength positive = set->inner.positive, negative = set->inner.negative;
  MbLength margin = last ? mb_length_add (positive, negative) : 0;
  gboolean begun = set->inner.begun;
  Filling filling = { .galley = mb_maker_end (&set->inner, set->column, FALSE) };
  if (begun) {
    choose (&filling, set->box, set->count, room_of (set));
    const MbSlab *slab = place_columns (set, &filling, margin, last);
    MbPiece piece = {
      .kind = MB_PIECE_MONOLITH, .box = set->box, .x = set->x, .width = set->width
    };
    piece.height = slab->height;
    piece.grid = set->outer->whole ? 0 : set->box->style->text->grid;
    piece.monolith.slab = slab;
    piece.monolith.to = slab->height;
    mb_maker_content (set->outer, set->box, &piece);
  } else {
    for (guint i = 0; i < filling.galley->n; i++)
      mb_maker_wait (set->outer, &filling.galley->pieces[i]);
  }
  if (begun && last)
    return;
  mb_maker_margin (set->outer, positive);
  mb_maker_margin (set->outer, negative);
}

static void
add_to_set (Set *set, const MbBox *child)
{
  MbMaker *maker = set->filling ? &set->inner : set->outer;
  if (set->previous && !mb_box_is_out (child))
    mb_maker_between (maker, set->previous, child);
  if (!set->filling)
    begin_set (set);
  mb_maker_anchors_below (set->outer, child);
  mb_lay_flow_box (&set->inner, child, 0, set->column);
}

static void
add_spanner (Set *set, const MbBox *child)
{
  end_set (set, FALSE);
  if (set->previous)
    mb_maker_between (set->outer, set->previous, child);
  mb_lay_flow_box (set->outer, child, set->x, set->width);
}

static gboolean
is_spanner (const MbBox *box)
{
  return box->style->paged->column_span_all && !box->anonymous && !mb_box_is_out (box);
}

/* Spanners stand in the flow of the container below wrappers too, as long as these show nothing and are no formatting contexts. */
static gboolean
holds_spanner (const MbBox *box)
{
  if (box->kind != MB_BOX_BLOCK || mb_used_shows (box->style) || mb_box_is_out (box) ||
      (box->parent && mb_floats_is_root (box)))
    return FALSE;
  for (const MbBox *child = box->first; child; child = child->next)
    if (is_spanner (child) || holds_spanner (child))
      return TRUE;
  return FALSE;
}

static void walk (Set *set, const MbBox *box);

static void
walk_wrapper (Set *set, const MbBox *box)
{
  MbUsed used = mb_used_block (set->outer->context, box, set->width);
  mb_maker_margin (set->filling ? &set->inner : set->outer, used.margin[MB_TOP]);
  mb_maker_anchors (set->outer, box->anchors, box->n_anchors);
  walk (set, box);
  mb_maker_margin (set->filling ? &set->inner : set->outer, used.margin[MB_BOTTOM]);
}

static void
walk (Set *set, const MbBox *box)
{
  for (const MbBox *child = box->first; child; child = child->next) {
    if (mb_lay_is_left_out (set->outer, child))
      continue;
    if (is_spanner (child))
      add_spanner (set, child);
    else if (holds_spanner (child))
      walk_wrapper (set, child);
    else
      add_to_set (set, child);
    if (!mb_box_is_out (child))
      set->previous = child;
  }
}

/* Whether the height of column container @box is known, and a page has room for it: it is not parted then. html and body go on for as many
 * pages as they need. */
static gboolean
is_limited (const MbMaker *maker, const MbBox *box, MbLength width)
{
  const MbStyleBox *style = box->style->box;
  gboolean said = style->height.kind != MB_SIZE_AUTO || style->max_height.kind == MB_SIZE_LENGTH ||
                  style->max_height.kind == MB_SIZE_PERCENT;
  if (!said || maker->context->reserves || maker->context->zone)
    return FALSE;
  MbUsed used = mb_used_block (maker->context, box, width);
  MbLength tallest = maker->context->tallest;
  return used.max_height < MB_LENGTH_MAX &&
         (tallest <= 0 || used.edge[MB_TOP] + used.max_height + used.edge[MB_BOTTOM] <= tallest);
}

gboolean
mb_lay_is_inner_set (const MbMaker *maker, const MbBox *box, MbLength width)
{
  const MbStylePaged *paged = box->style->paged;
  MbLength column, gap;
  if (box->anonymous || (paged->column_count <= 1 && paged->column_width <= 0) ||
      mb_lay_columns_count (maker->context, box, width, &column, &gap) <= 1)
    return FALSE;
  return maker->columns || maker->whole || is_limited (maker, box, width);
}

void
mb_lay_flow_inner_columns (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  Set set = { .outer = maker, .box = box, .x = x, .width = width };
  MbLength most = mb_used_block (maker->context, box, width).max_height;
  set.most = most < MB_LENGTH_MAX ? most : -1;
  set.own = mb_used_block (maker->context, box, width).height >= 0;
  set.top = mb_maker_content_y (maker);
  set.count = mb_lay_columns_count (maker->context, box, width, &set.column, &set.gap);
  if (box->kind == MB_BOX_PARAGRAPH) {
    begin_set (&set);
    mb_maker_anchors_below (maker, box);
    mb_lay_flow_lines (&set.inner, box, 0, set.column);
  } else {
    walk (&set, box);
  }
  end_set (&set, TRUE);
}
