/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of columns inside a column, which breaks of the outer columns part (CSS Multi-column 1 § 8, css-break-3 § 2: nested fragmentation).
 *
 * A nest is a MONOLITH of which a part may be taken. Its places are counted in *units*: a line of a paragraph is one, so is every other piece of its
 * galley; those of a nest inside it are as many as that has. So a place inside a nest is one number, which stands in MbCursor.line as that
 * of a line does.
 *
 * A part is as high as its content is when its columns are balanced. Heights of parts do not add up: two halves of a set, one below the other, are
 * other lines in other columns than the whole. So whoever breaks asks how much of the nest a room takes (mb_nest_fit): the columns are filled
 * to that height, in turn, and what they do not hold goes on in the next outer column.
 *
 * Bound: a try of a nest costs tries of those in it; so no more than MOST_NESTED lie in each other (innercolumns.c), and one around them is whole. */
#include "internal.h"

/* --- Units ------------------------------------------------------------------------------------------------------- */

static guint32
units_of (const MbGalley *galley, guint index)
{
  const MbPiece *piece = &galley->pieces[index];
  if (piece->kind == MB_PIECE_LINES)
    return MAX (mb_lay_lines_setting (galley, index, NULL)->lines, 1);
  return mb_lay_is_nest (piece) ? mb_nest_end (piece->monolith.nest) : 1;
}

guint
mb_nest_depth (const MbGalley *galley)
{
  guint deepest = 0;
  for (guint i = 0; i < galley->n; i++)
    if (mb_lay_is_nest (&galley->pieces[i]))
      deepest = MAX (deepest, galley->pieces[i].monolith.nest->depth);
  return deepest + 1;
}

const guint32 *
mb_nest_units (const MbGalley *galley, MbArena *arena)
{
  guint32 *units = mb_arena_array (arena, guint32, galley->n + 1);
  for (guint i = 0; i < galley->n; i++)
    units[i + 1] = units[i] + units_of (galley, i);
  return units;
}

guint32
mb_nest_end (const MbNest *nest)
{
  return nest->units[nest->galley->n];
}

const MbGalley *
mb_nest_galley (const MbNest *nest)
{
  return nest->galley;
}

gboolean
mb_lay_is_nest (const MbPiece *piece)
{
  return piece->kind == MB_PIECE_MONOLITH && piece->monolith.nest;
}

static guint32
unit_at (const MbNest *nest, MbCursor at)
{
  return nest->units[MIN (at.piece, nest->galley->n)] + at.line;
}

static MbCursor
cursor_at (const MbNest *nest, guint32 unit)
{
  guint low = 0, high = nest->galley->n;
  if (unit >= nest->units[high])
    return (MbCursor){ .piece = high };
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (nest->units[middle] <= unit)
      low = middle;
    else
      high = middle;
  }
  return (MbCursor){ .piece = low, .line = unit - nest->units[low] };
}

/* --- Parts ----------------------------------------------------------------------------------------------------------- */

/* What lies between two units. A part that does not begin the nest begins after an unforced break. @to: 0: the end. */
static MbFilling
range_of (const MbNest *nest, guint32 from, guint32 to)
{
  return (MbFilling){ .galley = nest->galley,
                      .from = cursor_at (nest, from),
                      .to = cursor_at (nest, to > 0 ? to : mb_nest_end (nest)),
                      .after = from > 0 };
}

static MbFilling
balanced (const MbNest *nest, guint32 from, guint32 to)
{
  MbFilling filling = range_of (nest, from, to);
  mb_filling_balance (&filling, nest->count);
  mb_filling_settle (&filling, TRUE);
  return filling;
}

/* @margin: below the last thing in the columns, at the end of the container; there these are as high as it is (§ 7.1). */
static gint64
height_with (const MbLength *bottoms, guint n, MbLength margin)
{
  gint64 height = 0;
  for (guint i = 0; i < n; i++)
    height = MAX (height, bottoms[i]);
  return n > 0 && margin > 0 ? MAX (height, (gint64) bottoms[n - 1] + margin) : height;
}

gint64
mb_nest_height (const MbNest *nest, guint32 from, guint32 to)
{
  MbFilling filling = balanced (nest, from, to);
  MbLength bottoms[MB_MOST_FILLED];
  for (guint i = 0; i < filling.n; i++)
    bottoms[i] = (MbLength) CLAMP (mb_lay_height (filling.galley, filling.cuts[i],
                                                  filling.cuts[i + 1], filling.truncated[i]),
                                   0, MB_LENGTH_MAX);
  return height_with (bottoms, filling.n, to == 0 ? nest->margin : 0);
}

guint32
mb_nest_fit (const MbNest *nest, guint32 from, guint32 to, gint64 room, gboolean any,
             gint64 *height)
{
  MbFilling filling = range_of (nest, from, to);
  filling.most = nest->count;
  filling.height = MAX (room, 0);
  filling.strict = !any;
  mb_filling_fill (&filling);
  if (filling.n == 0)
    return 0;
  guint32 end = unit_at (nest, filling.cuts[filling.n]);
  *height = mb_nest_height (nest, from, end);
  return any || *height <= room ? end : 0;
}

/* --- Fragments ------------------------------------------------------------------------------------------------------- */

static void
add_list (MbFragment ***end, MbFragment *list)
{
  **end = list;
  while (**end)
    *end = &(**end)->next;
}

static MbFragment *
rule_before (const MbNest *nest, guint i, MbLength height, MbArena *arena)
{
  const MbStylePaged *paged = nest->box->style->paged;
  if (i == 0 || paged->column_rule_style <= MB_BORDER_HIDDEN || paged->column_rule_width <= 0)
    return NULL;
  MbLength x = (MbLength) i * (nest->column + nest->gap) - nest->gap / 2;
  MbRect rect = { x - paged->column_rule_width / 2, 0, paged->column_rule_width, height };
  return mb_lay_fragment_new (arena, MB_FRAGMENT_RULE, nest->box, rect);
}

/* Boxes that a column parts reach down to the foot of all columns. */
MbSlab *
mb_nest_place (const MbLayContext *context, const MbNest *nest, const MbFilling *filling,
               MbNestHeights heights, MbArena *arena)
{
  MbSlab *slab = mb_arena_new0 (arena, MbSlab);
  MbFragment *lists[MB_MOST_FILLED], *first = NULL, **end = &first;
  MbLength bottoms[MB_MOST_FILLED];
  for (guint i = 0; i < filling->n; i++) {
    MbLength x = (MbLength) ((gint64) i * ((gint64) nest->column + nest->gap));
    const MbLayRange range = { .galley = filling->galley,
                               .from = filling->cuts[i],
                               .to = filling->cuts[i + 1],
                               .x = x,
                               .truncate = filling->truncated[i] };
    lists[i] = mb_lay_place (context, &range, arena, &bottoms[i]);
  }
  gint64 natural = height_with (bottoms, filling->n, 0);
  gint64 most = heights.most >= 0 ? MAX (heights.most, natural) : MB_LENGTH_MAX;
  slab->height = (MbLength) MIN (height_with (bottoms, filling->n, heights.margin), most);
  if (heights.own)
    slab->height = (MbLength) most;
  for (guint i = 1; i < filling->n; i++) /* below all text, however wide */
    add_list (&end, rule_before (nest, i, slab->height, arena));
  for (guint i = 0; i < filling->n; i++) {
    if (i + 1 < filling->n)
      mb_lay_stretch (lists[i], bottoms[i], slab->height);
    add_list (&end, lists[i]);
  }
  slab->first = first;
  return slab;
}

MbFragment *
mb_nest_part (const MbLayContext *context, const MbNest *nest, guint32 from, guint32 to,
              MbArena *arena)
{
  MbFilling filling = balanced (nest, from, to);
  MbNestHeights heights = { .most = -1, .margin = to == 0 ? nest->margin : 0 };
  return (MbFragment *) mb_nest_place (context, nest, &filling, heights, arena)->first;
}
