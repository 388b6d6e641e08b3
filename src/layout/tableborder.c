/* SPDX-License-Identifier: Apache-2.0 */
/* Collapsed borders (CSS 2.2 § 17.6.2).
 *
 * Between two slots of the grid there is one edge. All that has a border there competes: cells, rows, row groups, columns,
 * column groups, the table. hidden wins; then the widest; then double, solid, dashed, dotted; then what stands first in that
 * list of elements, and of two cells or rows the left and upper one (the right one in a table from the right). Inside a spanning cell there is no edge.
 *
 * Half of an edge belongs to the cell on either side of it: cells are laid with such borders, which they do not paint. The
 * outer halves of the outermost edges are the table's border; at the sides those of the first row, and what other rows have
 * more of it stands in the margin.
 *
 * Painting. Every row brings its own edges: the one above it and those between its cells, over the backgrounds of the rows so
 * far. Where edges meet, each reaches over the whole crossing and the strongest is painted last; of equal ones that above, then
 * the left one (the right one in a table from the right), as between cells. A crossing that
 * belongs to an edge of the row above is painted again, since this row's backgrounds have just covered half of it. The edge
 * below a row is painted by the next row, or by the row itself where nothing of the table follows. */
#include "table.h"

typedef struct {
  MbTableEdge best;
  gboolean hidden;
} Contest;

static int
rank_of (MbBorderStyle style)
{
  switch (style) {
  case MB_BORDER_DOUBLE: return 8;
  case MB_BORDER_SOLID: return 7;
  case MB_BORDER_DASHED: return 6;
  case MB_BORDER_DOTTED: return 5;
  case MB_BORDER_RIDGE: return 4;
  case MB_BORDER_OUTSET: return 3;
  case MB_BORDER_GROOVE: return 2;
  case MB_BORDER_INSET: return 1;
  case MB_BORDER_NONE:
  case MB_BORDER_HIDDEN: break;
  }
  return 0;
}

static gboolean
is_stronger (const MbTableEdge *a, const MbTableEdge *b)
{
  if (a->width != b->width)
    return a->width > b->width;
  return rank_of (a->style) > rank_of (b->style);
}

static void
compete (Contest *contest, const MbBox *box, int side)
{
  if (!box)
    return;
  const MbStyleBorder *border = box->style->border;
  MbTableEdge edge = { border->width[side], border->style[side], border->color[side] };
  contest->hidden |= edge.style == MB_BORDER_HIDDEN;
  if (is_stronger (&edge, &contest->best))
    contest->best = edge;
}

static MbTableEdge
winner (const Contest *contest)
{
  return contest->hidden ? (MbTableEdge){ 0 } : contest->best;
}

static const MbBox *
box_at (const MbTable *table, guint row, guint col)
{
  const MbTableCell *cell = mb_table_at (table, row, col);
  return cell ? cell->box : NULL;
}

/* --- Who wins ---------------------------------------------------------------------------------------------- */

/* Columns compete at the outermost edges above and below them. */
static void
compete_columns (Contest *contest, const MbTable *table, guint col, int side)
{
  compete (contest, table->columns[col].column, side);
  compete (contest, table->columns[col].group, side);
}

static MbTableEdge
edge_across (const MbTable *table, guint row, guint col)
{
  guint n = table->rows->len;
  const MbTableCell *above = row > 0 ? mb_table_at (table, row - 1, col) : NULL;
  const MbTableCell *below = row < n ? mb_table_at (table, row, col) : NULL;
  Contest contest = { 0 };
  if (above && above == below)
    return contest.best;
  const MbTableRow *upper = row > 0 ? MB_TABLE_ROW (table, row - 1) : NULL;
  const MbTableRow *lower = row < n ? MB_TABLE_ROW (table, row) : NULL;
  gboolean parts = !upper || !lower || upper->group != lower->group;
  compete (&contest, above ? above->box : NULL, MB_BOTTOM);
  compete (&contest, below ? below->box : NULL, MB_TOP);
  compete (&contest, upper ? upper->box : NULL, MB_BOTTOM);
  compete (&contest, lower ? lower->box : NULL, MB_TOP);
  compete (&contest, upper && parts ? upper->group : NULL, MB_BOTTOM);
  compete (&contest, lower && parts ? lower->group : NULL, MB_TOP);
  if (!upper || !lower) {
    int side = upper ? MB_BOTTOM : MB_TOP;
    compete_columns (&contest, table, col, side);
    compete (&contest, table->box, side);
  }
  return winner (&contest);
}

static MbTableEdge
edge_down (const MbTable *table, guint row, guint col)
{
  guint n = table->n_cols;
  const MbBox *left = col > 0 ? box_at (table, row, col - 1) : NULL;
  const MbBox *right = col < n ? box_at (table, row, col) : NULL;
  gboolean rtl = table->box->style->text->rtl;
  Contest contest = { 0 };
  if (left && left == right)
    return contest.best;
  const MbTableRow *line = MB_TABLE_ROW (table, row);
  const MbTableColumn *before = col > 0 ? &table->columns[col - 1] : NULL;
  const MbTableColumn *after = col < n ? &table->columns[col] : NULL;
  gboolean outer = !before || !after, parts = outer || before->group != after->group;
  int side = before ? MB_RIGHT : MB_LEFT;
  compete (&contest, rtl ? right : left, rtl ? MB_LEFT : MB_RIGHT);
  compete (&contest, rtl ? left : right, rtl ? MB_RIGHT : MB_LEFT);
  compete (&contest, outer ? line->box : NULL, side);
  compete (&contest, outer ? line->group : NULL, side);
  compete (&contest, before ? before->column : NULL, MB_RIGHT);
  compete (&contest, after ? after->column : NULL, MB_LEFT);
  compete (&contest, before && parts ? before->group : NULL, MB_RIGHT);
  compete (&contest, after && parts ? after->group : NULL, MB_LEFT);
  compete (&contest, outer ? table->box : NULL, side);
  return winner (&contest);
}

static const MbTableEdge *
across (const MbTable *table, guint row, guint col)
{
  return &table->across[row * table->n_cols + col];
}

static const MbTableEdge *
down (const MbTable *table, guint row, guint col)
{
  return &table->down[row * (table->n_cols + 1) + col];
}

/* --- What cells and the table have of it ---------------------------------------------------------------------- */

static void
restyle_cell (MbTable *table, MbTableCell *cell)
{
  MbLength width[4] = { 0 };
  guint bottom = cell->row + cell->rows, right = cell->col + cell->cols;
  for (guint col = cell->col; col < right; col++) {
    width[MB_TOP] = MAX (width[MB_TOP], across (table, cell->row, col)->width / 2);
    width[MB_BOTTOM] = MAX (width[MB_BOTTOM], across (table, bottom, col)->width / 2);
  }
  for (guint row = cell->row; row < bottom; row++) {
    width[MB_LEFT] = MAX (width[MB_LEFT], down (table, row, cell->col)->width / 2);
    width[MB_RIGHT] = MAX (width[MB_RIGHT], down (table, row, right)->width / 2);
  }
  cell->used = mb_table_restyle (cell->box, width, TRUE, table->arena);
}

static void
restyle_table (MbTable *table)
{
  MbLength width[4] = { 0 };
  guint n = table->rows->len;
  for (guint col = 0; col < table->n_cols && n > 0; col++) {
    width[MB_TOP] = MAX (width[MB_TOP], across (table, 0, col)->width / 2);
    width[MB_BOTTOM] = MAX (width[MB_BOTTOM], across (table, n, col)->width / 2);
  }
  if (n > 0) {
    width[MB_LEFT] = down (table, 0, 0)->width / 2;
    width[MB_RIGHT] = down (table, 0, table->n_cols)->width / 2;
  }
  table->used = mb_table_restyle (table->box, width, FALSE, table->arena);
}

/* Where cells overlap, an edge of one is inside another: there is none. */
static void
clear_inside (MbTable *table, const MbTableCell *cell)
{
  guint bottom = cell->row + cell->rows, right = cell->col + cell->cols;
  for (guint row = cell->row; row < bottom; row++)
    for (guint col = cell->col; col < right; col++) {
      if (row > cell->row)
        table->across[row * table->n_cols + col] = (MbTableEdge){ 0 };
      if (col > cell->col)
        table->down[row * (table->n_cols + 1) + col] = (MbTableEdge){ 0 };
    }
}

void
mb_table_collapse (MbTable *table)
{
  guint rows = table->rows->len, cols = table->n_cols;
  table->across = mb_arena_array (table->arena, MbTableEdge, (gsize) (rows + 1) * cols + 1);
  table->down = mb_arena_array (table->arena, MbTableEdge, (gsize) rows * (cols + 1) + 1);
  for (guint row = 0; row <= rows && rows > 0; row++)
    for (guint col = 0; col < cols; col++)
      table->across[row * cols + col] = edge_across (table, row, col);
  for (guint row = 0; row < rows; row++)
    for (guint col = 0; col <= cols; col++)
      table->down[row * (cols + 1) + col] = edge_down (table, row, col);
  for (guint i = 0; i < table->cells->len; i++)
    clear_inside (table, MB_TABLE_CELL (table, i));
  for (guint i = 0; i < table->cells->len; i++)
    restyle_cell (table, MB_TABLE_CELL (table, i));
  restyle_table (table);
}

/* --- Painting ---------------------------------------------------------------------------------------------------- */

typedef struct {
  const MbTable *table;
  GArray *found; /* of Found */
  guint end;     /* nothing of the table stands below this row */
} Painting;

typedef struct {
  MbTableEdge edge;
  MbRect rect;
} Found;

static MbLength
wider_across (const MbTable *table, guint row, guint col)
{
  MbLength left = col > 0 ? across (table, row, col - 1)->width : 0;
  MbLength right = col < table->n_cols ? across (table, row, col)->width : 0;
  return MAX (left, right);
}

static MbLength
wider_down (const Painting *painting, guint row, guint col)
{
  const MbTable *table = painting->table;
  MbLength above = row > 0 ? down (table, row - 1, col)->width : 0;
  MbLength below = row < painting->end ? down (table, row, col)->width : 0;
  return MAX (above, below);
}

static MbLength
boundary_x (const MbTable *table, guint col)
{
  if (col < table->n_cols)
    return table->columns[col].x;
  const MbTableColumn *last = &table->columns[table->n_cols - 1];
  return last->x + last->width;
}

static void
found (Painting *painting, const MbTableEdge *edge, MbRect rect)
{
  Found item = { *edge, rect };
  if (edge->width > 0 && rect.width > 0 && rect.height > 0)
    g_array_append_val (painting->found, item);
}

static gboolean
is_same (const MbTableEdge *a, const MbTableEdge *b)
{
  return a->width == b->width && a->style == b->style && a->color.alpha == b->color.alpha &&
         a->color.space == b->color.space && a->color.c[0] == b->color.c[0] &&
         a->color.c[1] == b->color.c[1] && a->color.c[2] == b->color.c[2] &&
         a->color.c[3] == b->color.c[3];
}

/* Equal ones are painted in the other order: what comes first in the source is on top where they meet. */
static void
turn_found (Painting *painting, guint from)
{
  GArray *list = painting->found;
  for (guint to = list->len; from + 1 < to; from++, to--) {
    Found first = g_array_index (list, Found, from);
    g_array_index (list, Found, from) = g_array_index (list, Found, to - 1);
    g_array_index (list, Found, to - 1) = first;
  }
}

/* The edges at boundary @row, at @y: equal ones on end are one stroke. */
static void
find_across (Painting *painting, guint row, MbLength y)
{
  const MbTable *table = painting->table;
  guint before = painting->found->len;
  for (guint from = 0, to; from < table->n_cols; from = to) {
    const MbTableEdge *edge = across (table, row, from);
    for (to = from + 1; to < table->n_cols && is_same (edge, across (table, row, to)); to++)
      continue;
    MbLength left = boundary_x (table, from) - wider_down (painting, row, from) / 2;
    MbLength right = boundary_x (table, to) + wider_down (painting, row, to) / 2;
    found (painting, edge, (MbRect){ left, y - edge->width / 2, right - left, edge->width });
  }
  if (!table->box->style->text->rtl)
    turn_found (painting, before);
}

static void
find_down (Painting *painting, guint row, MbLength height)
{
  const MbTable *table = painting->table;
  for (guint col = 0; col <= table->n_cols; col++) {
    const MbTableEdge *edge = down (table, row, col);
    MbLength top = -wider_across (table, row, col) / 2;
    MbLength bottom = height + wider_across (table, row + 1, col) / 2;
    MbLength x = boundary_x (table, col) - edge->width / 2;
    found (painting, edge, (MbRect){ x, top, edge->width, bottom - top });
  }
}

/* The edge at crossing @row, @col that is on top there when the one from above is left aside. */
static MbTableEdge
top_at_crossing (const Painting *painting, guint row, guint col)
{
  const MbTable *table = painting->table;
  MbTableEdge left = col > 0 ? *across (table, row, col - 1) : (MbTableEdge){ 0 };
  MbTableEdge right = col < table->n_cols ? *across (table, row, col) : (MbTableEdge){ 0 };
  MbTableEdge below = row < painting->end ? *down (table, row, col) : (MbTableEdge){ 0 };
  gboolean rtl = table->box->style->text->rtl;
  MbTableEdge first = rtl ? right : left, second = rtl ? left : right;
  MbTableEdge top = is_stronger (&second, &first) ? second : first;
  return is_stronger (&below, &top) ? below : top;
}

/* Whether the edge down to crossing @row, @col from above has the place, and would not seem to without being painted again. */
static gboolean
owns_crossing (const Painting *painting, guint row, guint col)
{
  const MbTableEdge *edge = down (painting->table, row - 1, col);
  MbTableEdge top = top_at_crossing (painting, row, col);
  return edge->width > 0 && !is_stronger (&top, edge) && !is_same (&top, edge);
}

/* Crossings at boundary @row that an edge of the row above owns. */
static void
find_crossings (Painting *painting, guint row, MbLength y)
{
  const MbTable *table = painting->table;
  for (guint col = 0; col <= table->n_cols; col++) {
    const MbTableEdge *edge = down (table, row - 1, col);
    MbLength height = wider_across (table, row, col);
    MbRect rect = { boundary_x (table, col) - edge->width / 2, y - height / 2, edge->width,
                    height };
    if (owns_crossing (painting, row, col))
      found (painting, edge, rect);
  }
}

/* Insertion sort keeps equal ones in order; a row has few edges. */
static void
sort_by_strength (GArray *list)
{
  for (guint i = 1; i < list->len; i++) {
    Found item = g_array_index (list, Found, i);
    guint at = i;
    for (; at > 0 && is_stronger (&g_array_index (list, Found, at - 1).edge, &item.edge); at--)
      g_array_index (list, Found, at) = g_array_index (list, Found, at - 1);
    g_array_index (list, Found, at) = item;
  }
}

MbLength
mb_table_reach (const MbTable *table, guint row)
{
  MbLength width = 0;
  for (guint col = 0; table->collapse && col < table->n_cols; col++)
    width = MAX (width, across (table, row, col)->width);
  return width / 2;
}

MbFragment *
mb_table_edges (const MbTable *table, guint index, gboolean closing)
{
  if (!table->collapse || table->n_cols == 0)
    return NULL;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Found));
  MbLength height = MB_TABLE_ROW (table, index)->height;
  guint boundary = closing ? index + 1 : index;
  Painting painting = { table, list, closing ? boundary : table->rows->len };
  if (!closing)
    find_down (&painting, index, height);
  find_across (&painting, boundary, closing ? height : 0);
  if (boundary > 0)
    find_crossings (&painting, boundary, closing ? height : 0);
  sort_by_strength (list);

  MbFragment *first = NULL, **end = &first;
  for (guint i = 0; i < list->len; i++) {
    const Found *item = &g_array_index (list, Found, i);
    MbFragment *fragment =
        mb_lay_fragment_new (table->arena, MB_FRAGMENT_EDGE, table->box, item->rect);
    MbFragmentEdge *edge = mb_arena_new0 (table->arena, MbFragmentEdge);
    *edge = (MbFragmentEdge){ item->edge.style, item->edge.color };
    fragment->edge = edge;
    *end = fragment;
    end = &fragment->next;
  }
  return first;
}
