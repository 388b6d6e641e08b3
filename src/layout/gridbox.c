/* SPDX-License-Identifier: Apache-2.0 */
/* Grid containers (css-grid-1).
 *
 * Order of work (§ 12.1): the items are placed (gridplace.c); columns are sized to their widths, the items laid out in them, rows sized to
 * their heights (gridtracks.c); then each item is stretched or aligned in its area. A grid that is stretched by the grid it stands in is laid
 * out again at its new height, since its rows may share it; not deeper than MAX_AGAIN, for the work doubles each time.
 *
 * In the flow a grid is a slab (slab.c): pages and columns part it between its rows and, when a row is parted, between the lines of its
 * items. What is laid whole (a cell, a margin box) has it in one band. */
#include "gridbox.h"

#define MAX_AGAIN 5

gboolean
mb_lay_is_grid (const MbBox *box)
{
  return mb_style_is_grid (box->style) && box->kind == MB_BOX_BLOCK;
}

/* --- Items --------------------------------------------------------------------------------------------------- */

static int
compare_orders (gconstpointer a, gconstpointer b)
{
  const MbGridItem *x = a, *y = b;
  gint32 p = x->box->style->grid->order, q = y->box->style->grid->order;
  if (p != q)
    return p < q ? -1 : 1;
  return x->box->index < y->box->index ? -1 : x->box->index > y->box->index;
}

/* What is positioned, and an anonymous paragraph that only carries anchors, is no item. */
static gboolean
is_item (const MbLayContext *context, const MbBox *box)
{
  gboolean placed = context->reserves && box->style->paged->corner != MB_CORNER_NONE;
  return !mb_box_is_out (box) && !placed &&
         !(box->anonymous && box->kind == MB_BOX_PARAGRAPH && box->n_inlines == 0);
}

static void
collect_items (MbGrid *grid)
{
  guint n = 0;
  for (const MbBox *child = grid->box->first; child; child = child->next)
    n += is_item (grid->context, child);
  grid->items = mb_arena_array (grid->arena, MbGridItem, MAX (n, 1));
  for (const MbBox *child = grid->box->first; child; child = child->next)
    if (is_item (grid->context, child))
      grid->items[grid->n_items++] = (MbGridItem){ .box = child };
  qsort (grid->items, grid->n_items, sizeof (MbGridItem), compare_orders);
}

static void
set_margins (MbGridItem *item, MbLength containing)
{
  for (int side = 0; side < 4; side++)
    item->margin[side] = mb_size_resolve (item->box->style->box->margin[side], containing, 0);
}

static MbLength
beside (const MbGridItem *item)
{
  return mb_length_add (item->margin[MB_LEFT], item->margin[MB_RIGHT]);
}

static MbLength
above_and_below (const MbGridItem *item)
{
  return mb_length_add (item->margin[MB_TOP], item->margin[MB_BOTTOM]);
}

/* Outer width of @item for @size when that is a length, else -1. */
static MbLength
asked_width (const MbGrid *grid, const MbGridItem *item, MbSize size)
{
  MbLength edge[4];
  if (size.kind != MB_SIZE_LENGTH)
    return -1;
  mb_used_edges (item->box->style, 0, edge);
  MbLength width = mb_used_width (grid->context, item->box, size, 0);
  return mb_length_add (mb_length_add (width, edge[MB_LEFT] + edge[MB_RIGHT]), beside (item));
}

static MbLength
clamped (MbLength width, MbLength least, MbLength most)
{
  if (most >= 0)
    width = MIN (width, most);
  return MAX (width, MAX (least, 0));
}

static void
ask_widths (MbGrid *grid, MbGridItem *item)
{
  const MbStyleBox *style = item->box->style->box;
  MbLength min, max, edge[4];
  set_margins (item, 0);
  mb_used_edges (item->box->style, 0, edge);
  mb_lay_widths (grid->context, item->box, &min, &max);
  MbLength least = asked_width (grid, item, style->min_width);
  MbLength most = asked_width (grid, item, style->max_width);
  MbLength own = asked_width (grid, item, style->width);
  item->asks[0].min = clamped (own >= 0 ? own : mb_length_add (min, beside (item)), least, most);
  item->asks[0].max = clamped (own >= 0 ? own : mb_length_add (max, beside (item)), least, most);
  item->asks[0].automatic = own < 0 && least < 0 && style->overflow == MB_OVERFLOW_VISIBLE;
  item->asks[0].least =
      MAX (least, own >= 0 ? item->asks[0].min : beside (item) + edge[MB_LEFT] + edge[MB_RIGHT]);
}

/* --- The grid before its rows ---------------------------------------------------------------------------------- */

void
mb_grid_begin (MbGrid *grid, const MbLayContext *context, const MbBox *box, MbArena *arena,
               MbLength width, MbLength height)
{
  *grid = (MbGrid){ .context = context, .arena = arena, .box = box, .style = box->style->grid };
  grid->axes[MB_GRID_COLUMN].gap =
      mb_size_resolve (box->style->paged->column_gap, MAX (width, 0), 0);
  grid->axes[MB_GRID_ROW].gap = mb_size_resolve (grid->style->row_gap, MAX (height, 0), 0);
  collect_items (grid);
  mb_grid_explicit (grid, MB_GRID_COLUMN, width);
  mb_grid_explicit (grid, MB_GRID_ROW, height);
  mb_grid_place (grid);
  for (guint i = 0; i < grid->n_items; i++)
    ask_widths (grid, &grid->items[i]);
}

void
mb_grid_end (MbGrid *grid)
{
  for (int axis = 0; axis < 2; axis++) {
    g_array_unref (grid->axes[axis].names);
    g_array_unref (grid->axes[axis].explicit);
  }
}

void
mb_lay_grid_widths (const MbLayContext *context, const MbBox *box, MbLength *min, MbLength *max)
{
  MbGrid grid;
  g_autoptr (MbArena) arena = mb_arena_new ();
  mb_grid_begin (&grid, context, box, arena, -1, -1);
  mb_grid_size (&grid, MB_GRID_COLUMN, MB_GRID_MIN, -1);
  *min = mb_grid_extent (&grid, MB_GRID_COLUMN);
  mb_grid_size (&grid, MB_GRID_COLUMN, MB_GRID_MAX, -1);
  *max = MAX (mb_grid_extent (&grid, MB_GRID_COLUMN), *min);
  mb_grid_end (&grid);
}

/* --- Alignment ---------------------------------------------------------------------------------------------------- */

/* How @item stands in its area; pictures are not stretched unless asked. */
static MbBoxAlign
align_of (const MbGrid *grid, const MbGridItem *item, int axis)
{
  const MbStyleGrid *own = item->box->style->grid;
  MbBoxAlign align = axis == MB_GRID_ROW ? own->align_self : own->justify_self;
  if (align == MB_PLACE_AUTO)
    align = axis == MB_GRID_ROW ? grid->style->align_items : grid->style->justify_items;
  if (align == MB_PLACE_NORMAL && axis == MB_GRID_ROW && mb_ratio_sets_height (item->box))
    align = MB_PLACE_START; /* as in the flow: it follows the width (css-grid-1 § 6.2) */
  if (align == MB_PLACE_NORMAL)
    align = item->box->kind == MB_BOX_PICTURE ? MB_PLACE_START : MB_PLACE_STRETCH;
  return align;
}

static gboolean
has_auto_margin (const MbGridItem *item, int axis)
{
  const MbSize *margin = item->box->style->box->margin;
  return axis == MB_GRID_ROW
             ? margin[MB_TOP].kind == MB_SIZE_AUTO || margin[MB_BOTTOM].kind == MB_SIZE_AUTO
             : margin[MB_LEFT].kind == MB_SIZE_AUTO || margin[MB_RIGHT].kind == MB_SIZE_AUTO;
}

/* How far from the beginning of its area @item stands, @rest being what it leaves free. */
static MbLength
offset_of (const MbGrid *grid, const MbGridItem *item, int axis, MbLength rest)
{
  const MbSize *margin = item->box->style->box->margin;
  MbSize first = margin[axis == MB_GRID_ROW ? MB_TOP : MB_LEFT];
  MbSize second = margin[axis == MB_GRID_ROW ? MB_BOTTOM : MB_RIGHT];
  if (has_auto_margin (item, axis)) {
    rest = MAX (rest, 0);
    if (first.kind != MB_SIZE_AUTO)
      return 0;
    return second.kind == MB_SIZE_AUTO ? rest / 2 : rest;
  }
  switch (align_of (grid, item, axis)) {
  case MB_PLACE_END: return rest;
  case MB_PLACE_CENTER: return rest / 2;
  default: return 0;
  }
}

/* --- Laying items out --------------------------------------------------------------------------------------------- */

static MbLength
area_extent (const MbGrid *grid, const MbGridItem *item, int axis)
{
  return mb_grid_span (grid, axis, item->start[axis], item->span[axis]);
}

/* Auto width of its border box, which is @otherwise without an aspect ratio. */
static MbLength
ratio_width (const MbGrid *grid, const MbGridItem *item, MbLength otherwise, MbLength edges,
             MbLength area)
{
  if (!mb_ratio_is (item->box))
    return otherwise;
  MbLength width = MAX (otherwise - edges, 0);
  return mb_length_add (mb_ratio_auto_width (grid->context, item->box, width, area), edges);
}

/* Width of the border box of @item in an area @area wide. */
static MbLength
item_width (const MbGrid *grid, const MbGridItem *item, MbLength area)
{
  const MbStyleBox *style = item->box->style->box;
  MbLength edge[4], min, max;
  mb_used_edges (item->box->style, area, edge);
  MbLength edges = edge[MB_LEFT] + edge[MB_RIGHT], room = MAX (area - beside (item), 0);
  MbLength width = mb_used_width (grid->context, item->box, style->width, area);
  MbLength most = mb_used_width (grid->context, item->box, style->max_width, area);
  MbLength least = mb_used_width (grid->context, item->box, style->min_width, area);
  if (item->box->kind == MB_BOX_PICTURE)
    return mb_length_add (mb_lay_picture_width (grid->context, item->box, room), edges);
  if (width >= 0) {
    width = mb_length_add (width, edges);
  } else if (align_of (grid, item, MB_GRID_COLUMN) == MB_PLACE_STRETCH &&
             !has_auto_margin (item, MB_GRID_COLUMN)) {
    width = ratio_width (grid, item, room, edges, area);
  } else {
    mb_lay_widths (grid->context, item->box, &min, &max);
    width = ratio_width (grid, item, MIN (MAX (min, room), max), edges, area);
  }
  return clamped (width, least >= 0 ? mb_length_add (least, edges) : edges,
                  most >= 0 ? mb_length_add (most, edges) : -1);
}

/* @height: of its border box; -1: its own. */
static void
lay_fragment (const MbGrid *grid, const MbLayContext *context, MbGridItem *item, MbLength height)
{
  MbLength room = area_extent (grid, item, MB_GRID_COLUMN) - beside (item);
  gboolean picture = item->box->kind == MB_BOX_PICTURE;
  item->fragment =
      mb_lay_block_high (context, item->box, picture ? room : item->width, height, grid->arena);
  item->width = item->fragment->rect.width;
}

static void
lay_item (MbGrid *grid, MbGridItem *item)
{
  const MbStyleBox *style = item->box->style->box;
  MbLength area = area_extent (grid, item, MB_GRID_COLUMN);
  set_margins (item, area);
  item->width = item_width (grid, item, area);
  lay_fragment (grid, grid->context, item, -1);
  MbLength high = mb_length_add (item->fragment->rect.height, above_and_below (item));
  gboolean free = style->height.kind != MB_SIZE_LENGTH && style->overflow != MB_OVERFLOW_VISIBLE;
  item->asks[MB_GRID_ROW].min = item->asks[MB_GRID_ROW].max = high;
  item->asks[MB_GRID_ROW].automatic = !free;
  item->asks[MB_GRID_ROW].least = free ? above_and_below (item) : 0;
  if (style->height.kind == MB_SIZE_LENGTH || style->min_height.kind == MB_SIZE_LENGTH)
    item->asks[MB_GRID_ROW].least = high;
}

/* Baseline of the first line of @fragment and its siblings, or -1. */
static MbLength
first_baseline (const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE)
      return fragment->baseline;
    MbLength inside = first_baseline (fragment->child);
    if (inside >= 0)
      return inside;
  }
  return -1;
}

/* Items aligned on a baseline that begin in the same row: those with the higher baseline go down (§ 10.6). */
static void
share_baselines (MbGrid *grid)
{
  guint n = grid->axes[MB_GRID_ROW].n;
  MbLength *deepest = mb_arena_array (grid->arena, MbLength, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    deepest[i] = -1;
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < grid->n_items; i++) {
      MbGridItem *item = &grid->items[i];
      MbLength baseline = first_baseline (item->fragment->child), *row;
      if (align_of (grid, item, MB_GRID_ROW) != MB_PLACE_BASELINE || baseline < 0)
        continue;
      row = &deepest[item->start[MB_GRID_ROW]];
      baseline = mb_length_add (baseline, item->margin[MB_TOP]);
      if (pass == 0) {
        *row = MAX (*row, baseline);
        continue;
      }
      item->shim = *row - baseline;
      item->asks[MB_GRID_ROW].min = item->asks[MB_GRID_ROW].max =
          mb_length_add (item->asks[MB_GRID_ROW].max, item->shim);
    }
}

static guint
grids_around (const MbBox *box)
{
  guint n = 0;
  for (box = box->parent; box; box = box->parent)
    n += mb_lay_is_grid (box);
  return n;
}

static MbLength
height_limit (const MbBox *box, MbSize size)
{
  MbLength edge[4];
  mb_used_edges (box->style, 0, edge);
  if (size.kind != MB_SIZE_LENGTH)
    return -1;
  return box->style->box->border_box ? size.value
                                     : mb_length_add (size.value, edge[MB_TOP] + edge[MB_BOTTOM]);
}

static gboolean
has_percentage (const MbBox *box) /* of a height */
{
  const MbStyleBox *style = box->style->box;
  return style->height.kind == MB_SIZE_PERCENT || style->min_height.kind == MB_SIZE_PERCENT ||
         style->max_height.kind == MB_SIZE_PERCENT;
}

/* Whether what @box holds depends on its height. */
static gboolean
is_shared_out (const MbBox *box)
{
  if (mb_lay_is_grid (box))
    return TRUE;
  for (const MbBox *child = box->first; child; child = child->next)
    if (has_percentage (child) || (child->anonymous && is_shared_out (child)))
      return TRUE;
  return FALSE;
}

/* Again, now that the height of its area is known. @height: as in lay_fragment. */
static void
lay_in_area (MbGrid *grid, MbGridItem *item, MbLength height)
{
  MbLayContext inside = *grid->context;
  MbLength edge[4];
  mb_used_edges (item->box->style, 0, edge);
  inside.item = (MbGridded){ item->box, area_extent (grid, item, MB_GRID_ROW),
                             MAX (height - edge[MB_TOP] - edge[MB_BOTTOM], -1) };
  lay_fragment (grid, &inside, item, height);
}

static void
set_height (MbGrid *grid, MbGridItem *item, MbLength height)
{
  const MbStyleBox *style = item->box->style->box;
  height = clamped (height, height_limit (item->box, style->min_height),
                    height_limit (item->box, style->max_height));
  gboolean again = is_shared_out (item->box) && grids_around (item->box) <= MAX_AGAIN;
  if (height == item->fragment->rect.height && (!again || mb_lay_is_grid (item->box)))
    return;
  if (item->box->kind == MB_BOX_PICTURE)
    mb_lay_picture_resize (item->fragment, height);
  else if (again)
    lay_in_area (grid, item, height);
  item->fragment->rect.height = height;
}

static void
stretch_item (MbGrid *grid, MbGridItem *item)
{
  const MbStyleBox *style = item->box->style->box;
  MbLength area = area_extent (grid, item, MB_GRID_ROW);
  MbLength edge[4];
  mb_used_edges (item->box->style, 0, edge);
  if (item->box->kind == MB_BOX_PICTURE && has_percentage (item->box)) {
    lay_in_area (grid, item, -1);
  } else if (style->height.kind == MB_SIZE_PERCENT) {
    MbLength height = mb_size_resolve (style->height, area, 0);
    set_height (grid, item, style->border_box ? height : height + edge[MB_TOP] + edge[MB_BOTTOM]);
  } else if (style->height.kind == MB_SIZE_AUTO && !has_auto_margin (item, MB_GRID_ROW) &&
             align_of (grid, item, MB_GRID_ROW) == MB_PLACE_STRETCH) {
    set_height (grid, item, MAX (area - above_and_below (item), edge[MB_TOP] + edge[MB_BOTTOM]));
  }
}

/* Into its place in the content box of the grid. */
static void
move_item (MbGrid *grid, MbGridItem *item)
{
  MbLength rest[2] = {
    area_extent (grid, item, MB_GRID_COLUMN) - beside (item) - item->fragment->rect.width,
    area_extent (grid, item, MB_GRID_ROW) - above_and_below (item) - item->fragment->rect.height,
  };
  MbLength x = grid->axes[MB_GRID_COLUMN].tracks[item->start[MB_GRID_COLUMN]].at;
  MbLength y = grid->axes[MB_GRID_ROW].tracks[item->start[MB_GRID_ROW]].at;
  x = mb_length_add (x, item->margin[MB_LEFT]);
  y = mb_length_add (y, item->margin[MB_TOP] + item->shim);
  mb_lay_move (item->fragment, x + offset_of (grid, item, MB_GRID_COLUMN, rest[0]),
               y + offset_of (grid, item, MB_GRID_ROW, rest[1]));
}

/* --- The slab ---------------------------------------------------------------------------------------------------------- */

static void
add_row_edges (const MbGrid *grid, MbSlab *slab)
{
  const MbGridAxis *rows = &grid->axes[MB_GRID_ROW];
  MbSlabRow *edges = mb_arena_array (grid->arena, MbSlabRow, MAX (rows->n, 1));
  for (guint i = 0; i < rows->n; i++)
    edges[i] =
        (MbSlabRow){ rows->tracks[i].at, mb_length_add (rows->tracks[i].at, rows->tracks[i].base) };
  slab->rows = edges;
  slab->n_rows = rows->n;
}

/* In the order of `order`, which is that of painting (css-grid-1 § 4.2); tags follow the document. */
static void
chain_items (const MbGrid *grid, MbSlab *slab)
{
  const MbFragment **end = &slab->first;
  for (guint i = 0; i < grid->n_items; i++) {
    *end = grid->items[i].fragment;
    end = (const MbFragment **) &grid->items[i].fragment->next;
  }
  *end = NULL;
}

static MbSlab *
lay_grid (MbGrid *grid, MbLength width, MbLength height, MbLength least)
{
  MbSlab *slab = mb_arena_new0 (grid->arena, MbSlab);
  mb_grid_size (grid, MB_GRID_COLUMN, MB_GRID_DEFINITE, width);
  mb_grid_align (grid, MB_GRID_COLUMN, width);
  for (guint i = 0; i < grid->n_items; i++)
    lay_item (grid, &grid->items[i]);
  share_baselines (grid);
  if (height >= 0)
    mb_grid_size (grid, MB_GRID_ROW, MB_GRID_DEFINITE, height);
  else
    mb_grid_size (grid, MB_GRID_ROW, MB_GRID_INDEFINITE, least > 0 ? least : -1);
  mb_grid_align (grid, MB_GRID_ROW,
                 height >= 0 ? height : MAX (least, mb_grid_extent (grid, MB_GRID_ROW)));
  for (guint i = 0; i < grid->n_items; i++) {
    stretch_item (grid, &grid->items[i]);
    move_item (grid, &grid->items[i]);
  }
  add_row_edges (grid, slab);
  chain_items (grid, slab);
  slab->height = height >= 0 ? height : MAX (least, mb_grid_extent (grid, MB_GRID_ROW));
  return slab;
}

/* --- In the flow --------------------------------------------------------------------------------------------------------- */

/* What items that begin and end at row @row say of a break before it. */
static void
write_break (MbMaker *maker, const MbGrid *grid, guint row)
{
  mb_maker_between (maker, NULL, NULL);
  for (guint i = 0; row > 0 && i < grid->n_items; i++) {
    const MbGridItem *item = &grid->items[i];
    int start = item->start[MB_GRID_ROW];
    if (start == (int) row)
      mb_maker_between (maker, NULL, item->box);
    if (start + item->span[MB_GRID_ROW] == (int) row)
      mb_maker_between (maker, item->box, NULL);
  }
}

/* No gap stands at the head of a page (css-align-3 § 8.2). */
static gboolean
is_forced (const MbGrid *grid, guint row)
{
  for (guint i = 0; row > 0 && i < grid->n_items; i++) {
    const MbGridItem *item = &grid->items[i];
    const MbStylePaged *paged = item->box->style->paged;
    int start = item->start[MB_GRID_ROW];
    if ((start == (int) row && paged->break_before >= MB_BREAK_PAGE) ||
        (start + item->span[MB_GRID_ROW] == (int) row && paged->break_after >= MB_BREAK_PAGE))
      return TRUE;
  }
  return FALSE;
}

static void
write_anchors (MbMaker *maker, const MbSlab *slab, MbLength from, MbLength to)
{
  for (const MbFragment *item = slab->first; item; item = item->next)
    if (item->rect.y >= from && item->rect.y < to)
      mb_maker_anchors_below (maker, item->box);
}

void
mb_grid_other_anchors (MbMaker *maker, const MbBox *box)
{
  for (const MbBox *child = box->first; child; child = child->next)
    if (!is_item (maker->context, child) && !mb_box_is_out (child))
      mb_maker_anchors_below (maker, child);
}

static void
write_band (MbMaker *maker, const MbBox *box, const MbSlab *slab, MbLength from, MbLength to,
            MbLength reach, MbLength x, MbLength width)
{
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = box, .x = x, .width = width };
  piece.height = reach - from;
  piece.grid = from == 0 && !maker->whole ? box->style->text->grid : 0;
  piece.monolith.slab = slab;
  piece.monolith.from = from;
  piece.monolith.to = to;
  if (from == 0)
    mb_grid_other_anchors (maker, box);
  write_anchors (maker, slab, from <= 0 ? -MB_LENGTH_MAX : from,
                 to >= slab->height ? MB_LENGTH_MAX : to);
  mb_maker_content (maker, box, &piece);
  mb_maker_margin (maker, to - reach);
}

static void
write_slab (MbMaker *maker, const MbGrid *grid, const MbSlab *slab, MbLength x, MbLength width)
{
  const MbSlabCut *cuts = NULL;
  guint n = maker->whole ? 0 : mb_slab_cuts (slab, grid->arena, &cuts);
  MbLength from = 0;
  for (guint i = 0; i <= n; i++) {
    gboolean last = i == n;
    write_band (maker, grid->box, slab, from, last ? slab->height : cuts[i].y,
                last ? slab->height : cuts[i].reach, x, width);
    if (last)
      break;
    if (!is_forced (grid, cuts[i].row))
      mb_maker_margin (maker, cuts[i].next - cuts[i].y);
    from = cuts[i].next;
    write_break (maker, grid, cuts[i].row);
  }
}

void
mb_lay_flow_grid (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  MbGrid grid;
  MbUsed used = mb_used_block (maker->context, box, width);
  MbLength height = maker->imposed >= 0 ? maker->imposed : used.height;
  maker->imposed = -1;
  mb_grid_begin (&grid, maker->context, box, maker->arena, width, height);
  const MbSlab *slab = lay_grid (&grid, width, height, used.min_height);
  for (const MbBox *child = box->first; child; child = child->next)
    if (mb_box_is_out (child))
      mb_lay_flow_place (maker, child, x, width, FALSE);
  if (grid.n_items > 0 || slab->height > 0)
    write_slab (maker, &grid, slab, x, width);
  mb_grid_end (&grid);
}
