/* SPDX-License-Identifier: Apache-2.0 */
/* Columns inside columns, in what is laid out whole (cells, floats, grid items, margin boxes), and of a height that their container imposes
 * (CSS Multi-column 1 § 3–8).
 *
 * No page is needed to set such a set: its content is a galley at the column measure, cut into columns of one height (filling.c). The result is a
 * slab in one band; inside other columns it is a nest (nest.c), which they may part.
 *
 * When the height is imposed, what the columns do not hold goes on in columns that overflow to the right (§ 8.2), as long as the page has room
 * beside the last; those that would lie outside it stand on the next page, where the container begins again, as high as before.
 *
 * What spans all columns ends a set and begins another. */
#include "internal.h"

#define MOST_NESTED                                                                                \
  2 /* sets in each other that breaks part: each one more is balanced for each try of the one around it */

typedef struct {
  MbMaker *outer, inner;
  gboolean filling; /* inner is open */
  const MbBox *box, *previous;
  MbLength x, width, column, gap;
  guint count;
  guint
      across; /* columns of an imposed height that the page has room for beside each other; 0: no more is asked */
  gint64 most;  /* height of the content box, spanners included; -1: its own */
  gint64 top;   /* of it */
  gboolean own; /* it is so high whatever it holds */
} Set;

/* What spanners leave of an imposed height. */
static gint64
room_of (const Set *set)
{
  return set->most < 0 ? -1 : MAX (set->most - (mb_maker_content_y (set->outer) - set->top), 0);
}

/* @imposed: height of the content box; -1: its own. FALSE: more is left than there is room for on this page. */
static gboolean
fill_set (const Set *set, MbFilling *filling, gint64 imposed)
{
  gboolean in_turn = set->box->style->paged->column_fill_auto && imposed >= 0;
  mb_filling_balance (filling, set->count);
  if (in_turn || (imposed >= 0 && filling->height >= imposed)) {
    filling->height = imposed;
    filling->most = MB_MOST_FILLED;
  }
  if (set->across > 0)
    filling->most = MIN (filling->most, set->across);
  return mb_filling_settle (filling, set->across == 0);
}

static gboolean
is_kept (const MbMaker *maker)
{
  return maker->keep > 0 || maker->keep_page > 0 || maker->keep_column > 0;
}

/* Whether the columns that the set stands in may part it. */
static gboolean
may_be_parted (const Set *set, const MbNest *nest)
{
  return nest->depth <= MOST_NESTED && set->outer->columns && set->most < 0 &&
         !is_kept (set->outer) && !set->outer->context->reserves && !set->outer->context->zone;
}

static MbNest *
nest_of (const Set *set, const MbGalley *galley, MbLength margin)
{
  MbNest *nest = mb_arena_new0 (set->outer->arena, MbNest);
  *nest = (MbNest){ set->box, galley, set->count, set->column,
                    set->gap, margin, NULL,       mb_nest_depth (galley) };
  nest->units = mb_nest_units (galley, set->outer->arena);
  return nest;
}

static void
write_columns (Set *set, const MbNest *nest, const MbFilling *filling, gboolean last)
{
  MbNestHeights heights = { set->most >= 0 ? room_of (set) : -1, nest->margin, set->own && last };
  const MbSlab *slab =
      mb_nest_place (set->outer->context, nest, filling, heights, set->outer->arena);
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = set->box, .x = set->x, .width = set->width };
  piece.height = slab->height;
  piece.grid = set->outer->whole ? 0 : set->box->style->text->grid;
  piece.monolith.slab = slab;
  piece.monolith.to = slab->height;
  piece.monolith.nest = may_be_parted (set, nest) ? nest : NULL;
  mb_maker_content (set->outer, set->box, &piece);
}

/* Columns that would lie outside the page stand on the next one: the container begins again there. */
static void
turn_page (Set *set, MbFilling *filling)
{
  mb_maker_say_break (set->outer, MB_BREAK_PAGE);
  mb_maker_between (set->outer, NULL, NULL);
  set->top = set->outer->resumed = mb_maker_content_y (set->outer);
  filling->from = filling->cuts[filling->n];
  filling->after = !filling->forced;
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
  const MbGalley *galley = mb_maker_end (&set->inner, set->column, FALSE);
  if (begun) {
    const MbNest *nest = nest_of (set, galley, margin);
    MbFilling filling = { .galley = galley, .to = { .piece = galley->n } };
    while (!fill_set (set, &filling, room_of (set))) {
      write_columns (set, nest, &filling, TRUE);
      turn_page (set, &filling);
    }
    write_columns (set, nest, &filling, last);
  } else {
    for (guint i = 0; i < galley->n; i++)
      mb_maker_wait (set->outer, &galley->pieces[i]);
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

/* Whether the height of column container @box is known, and lower than a page: the columns of its pages are as high as that then. One as high as
 * a page goes on for as many pages as it needs: page fills its columns. */
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
         (tallest <= 0 || used.edge[MB_TOP] + used.max_height + used.edge[MB_BOTTOM] < tallest);
}

/* How many columns of an imposed height stand side by side in the flow of a page; 0: as many as there are, for the container hides them, or the flow is
 * not that of pages. */
static guint
count_across (const Set *set)
{
  const MbMaker *maker = set->outer;
  if (maker->columns || maker->whole || maker->measure <= 0 || set->most < 0 ||
      set->box->style->box->overflow != MB_OVERFLOW_VISIBLE)
    return 0;
  gint64 more = (gint64) maker->measure - set->x - set->width;
  gint64 step = MAX ((gint64) set->column + set->gap, 1);
  return set->count + (guint) CLAMP (more / step, 0, MB_MOST_FILLED - (gint64) set->count);
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
  set.across = count_across (&set);
  if (box->kind == MB_BOX_PARAGRAPH) {
    begin_set (&set);
    mb_maker_anchors_below (maker, box);
    mb_lay_flow_lines (&set.inner, box, 0, set.column);
  } else {
    walk (&set, box);
  }
  end_set (&set, TRUE);
}
