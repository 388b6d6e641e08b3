/* SPDX-License-Identifier: Apache-2.0 */
/* Positioned boxes (CSS 2.2 § 9.3, § 10.3.7, § 10.6.4).
 *
 * A box with position: absolute leaves a PLACE in the flow: where it would stand. Its containing block is the padding box of its nearest
 * positioned ancestor, whose height is known only when the page has been made, and which a page break may have cut: so the PLACE is carried
 * through placing as a fragment, and when the fragments of a page are complete they are walked once, the rectangle of the innermost
 * positioned box in hand. The box is laid whole and hangs in the tree where its PLACE stands: it is read there. The containing
 * block of one without such an ancestor is the page area; of one with position: fixed always (page repeats it on every page).
 *
 * A positioned inline is no containing block: its paragraph's nearest positioned block is taken. */
#include "internal.h"

/* --- In the galley --------------------------------------------------------------------------------------- */

void
mb_lay_flow_place (MbMaker *maker, const MbBox *box, MbLength x, MbLength width, gboolean fresh)
{
  MbPiece piece = { .kind = MB_PIECE_PLACE, .box = box, .x = x, .width = width };
  mb_maker_anchors_below (maker, box);
  mb_maker_place (maker, &piece, fresh);
}

MbFragment *
mb_lay_place_fragment (const MbBox *box, MbLength x, MbLength y, MbLength width, MbArena *arena)
{
  return mb_lay_fragment_new (arena, MB_FRAGMENT_PLACE, box, (MbRect){ x, y, width, 0 });
}

/* --- On the page ------------------------------------------------------------------------------------------ */

/** Used values along one axis. */
typedef struct {
  MbLength start, length; /* of the containing block */
  MbLength place[2];      /* static position: where the flow begins and ends */
  gboolean reversed;      /* it begins at the right */
  MbSize near, far;       /* insets */
  MbSize margin[2];
  MbLength base; /* what percentages of margins are of */
} Axis;

static gboolean
is_auto (MbSize size)
{
  return size.kind == MB_SIZE_AUTO;
}

static MbLength
inset (const Axis *axis, MbSize size)
{
  return mb_size_resolve (size, axis->length, 0);
}

static MbLength
margin_of (const Axis *axis, int side)
{
  return mb_size_resolve (axis->margin[side], axis->base, 0);
}

/* What insets and margins leave of the containing block. */
static MbLength
room_of (const Axis *axis)
{
  gint64 room = (gint64) axis->length - margin_of (axis, 0) - margin_of (axis, 1);
  if (is_auto (axis->near) && is_auto (axis->far))
    room -= axis->reversed ? (gint64) axis->start + axis->length - axis->place[1]
                           : (gint64) axis->place[0] - axis->start;
  room -= is_auto (axis->near) ? 0 : inset (axis, axis->near);
  room -= is_auto (axis->far) ? 0 : inset (axis, axis->far);
  return (MbLength) CLAMP (room, 0, MB_LENGTH_MAX);
}

/* Auto margins share what insets and @size leave; what is too much goes over the end. Of over-constrained values the inset at the end counts
 * for nothing: it is what remains. */
static MbLength
between_insets (const Axis *axis, MbLength size)
{
  gboolean first = is_auto (axis->margin[0]), last = is_auto (axis->margin[1]);
  MbLength before = margin_of (axis, 0), after = margin_of (axis, 1);
  MbLength rest =
      axis->length - inset (axis, axis->near) - inset (axis, axis->far) - size - before - after;
  if (first && last)
    before = rest > 0 ? rest / 2 : axis->reversed ? rest : 0;
  else if (first || (!last && axis->reversed))
    before += rest;
  return axis->start + inset (axis, axis->near) + before;
}

/* Where a border box of @size begins. */
static MbLength
start_of (const Axis *axis, MbLength size)
{
  gboolean near = !is_auto (axis->near), far = !is_auto (axis->far);
  if (near && far)
    return between_insets (axis, size);
  if (near)
    return axis->start + inset (axis, axis->near) + margin_of (axis, 0);
  if (far)
    return axis->start + axis->length - inset (axis, axis->far) - margin_of (axis, 1) - size;
  return axis->reversed ? axis->place[1] - margin_of (axis, 1) - size
                        : axis->place[0] + margin_of (axis, 0);
}

static Axis
across (const MbBox *box, const MbFragment *place, MbRect block)
{
  const MbStyleBox *style = box->style->box;
  return (Axis){ block.x,
                 block.width,
                 { place->rect.x, place->rect.x + place->rect.width },
                 box->parent && box->parent->style->text->rtl,
                 style->inset[MB_LEFT],
                 style->inset[MB_RIGHT],
                 { style->margin[MB_LEFT], style->margin[MB_RIGHT] },
                 block.width };
}

static Axis
down (const MbBox *box, const MbFragment *place, MbRect block)
{
  const MbStyleBox *style = box->style->box;
  return (Axis){ block.y,
                 block.height,
                 { place->rect.y, place->rect.y },
                 FALSE,
                 style->inset[MB_TOP],
                 style->inset[MB_BOTTOM],
                 { style->margin[MB_TOP], style->margin[MB_BOTTOM] },
                 block.width };
}

/* @size as a height of the border box; -1: auto. */
static MbLength
height_of (const MbBox *box, MbSize size, const Axis *axis)
{
  MbLength edge[4];
  mb_used_edges (box->style, axis->base, edge);
  if (size.kind != MB_SIZE_LENGTH && size.kind != MB_SIZE_PERCENT)
    return -1;
  MbLength height = mb_size_resolve (size, axis->length, 0), edges = edge[MB_TOP] + edge[MB_BOTTOM];
  return box->style->box->border_box ? MAX (height, edges) : mb_length_add (height, edges);
}

/* Auto, by the ratio of the box: its height, or what its insets leave of the containing block down it, where those across do not say. */
static MbLength
ratio_width (const MbLayContext *context, const MbBox *box, MbLength otherwise, const Axis *axis,
             const Axis *down)
{
  MbLength edge[4];
  gboolean held = !is_auto (axis->near) && !is_auto (axis->far);
  gboolean hung = !held && !is_auto (down->near) && !is_auto (down->far);
  if (!mb_ratio_is (box))
    return otherwise;
  mb_used_edges (box->style, axis->length, edge);
  MbLength height = height_of (box, box->style->box->height, down);
  height = height < 0 && hung ? room_of (down) : height;
  if (height < 0)
    return mb_ratio_bounded (box, otherwise, axis->length, down->length);
  return mb_ratio_from_height (context, box, MAX (height - edge[MB_TOP] - edge[MB_BOTTOM], 0),
                               axis->length, down->length);
}

/* § 10.3.7, of the border box. */
static MbLength
used_width (const MbLayContext *context, const MbBox *box, const Axis *axis, const Axis *down)
{
  MbLength edge[4], min, max;
  mb_used_edges (box->style, axis->length, edge);
  MbLength edges = edge[MB_LEFT] + edge[MB_RIGHT], room = room_of (axis);
  const MbStyleBox *style = box->style->box;
  MbLength width = mb_used_width (context, box, style->width, axis->length);
  gboolean free = width < 0;
  if (free && !is_auto (axis->near) && !is_auto (axis->far) && box->kind != MB_BOX_TABLE) {
    width = MAX (room - edges, 0);
  } else if (width < 0) {
    mb_lay_widths (context, box, &min, &max);
    width = MAX (MIN (MAX (min, room), max) - edges, 0);
  }
  width = free ? ratio_width (context, box, width, axis, down) : width;
  MbLength most = mb_used_width (context, box, style->max_width, axis->length);
  MbLength least = mb_used_width (context, box, style->min_width, axis->length);
  width = most >= 0 ? MIN (width, most) : width;
  return mb_length_add (MAX (width, MAX (least, 0)), edges);
}

/* Whether its height is said by its insets, and its width follows from it. */
static gboolean
is_hung (const MbBox *box, const Axis *axis)
{
  const MbStyleBox *style = box->style->box;
  return !is_auto (axis->near) && !is_auto (axis->far) && is_auto (style->width) &&
         (is_auto (style->inset[MB_LEFT]) || is_auto (style->inset[MB_RIGHT]));
}

static MbLength
used_height (const MbBox *box, const Axis *axis, MbLength natural)
{
  const MbStyleBox *style = box->style->box;
  MbLength height = height_of (box, style->height, axis);
  gboolean follows = mb_ratio_sets_height (box) && !is_hung (box, axis);
  if (height < 0 && !follows && !is_auto (axis->near) && !is_auto (axis->far))
    height = room_of (axis);
  height = height < 0 ? natural : height;
  MbLength most = height_of (box, style->max_height, axis);
  height = most >= 0 ? MIN (height, most) : height;
  return MAX (height, height_of (box, style->min_height, axis));
}

/* Of a box whose foot is where its content ends, what is over the foot of the page goes on on the next one; one that hangs from the foot, or
 * of a given height, was put there. */
static gboolean
goes_over (const MbLayContext *context, const MbBox *box, const MbFragment *fragment, MbLength top)
{
  const MbStyleBox *style = box->style->box;
  const MbSlabCut *cuts;
  if (!context->rests || style->positioned == MB_POSITIONED_FIXED || !is_auto (style->height) ||
      !is_auto (style->inset[MB_BOTTOM]) || box->kind == MB_BOX_PICTURE ||
      (gint64) top + fragment->rect.height <= context->foot)
    return FALSE;
  g_autoptr (MbArena) scratch = mb_arena_new ();
  guint n = mb_parted_cuts (fragment, scratch, &cuts);
  return n > 0 && (gint64) top + cuts[0].reach <= context->foot;
}

static MbFragment *
lay (const MbLayContext *context, const MbFragment *place, MbRect block, MbArena *arena)
{
  const MbBox *box = place->box;
  Axis x = across (box, place, block), y = down (box, place, block);
  MbFragment *fragment;
  if (box->kind == MB_BOX_PICTURE) {
    fragment = mb_lay_picture_fragment (context, box, block.width, arena);
  } else {
    fragment = mb_lay_block (context, box, used_width (context, box, &x, &y), arena);
    fragment->rect.height = used_height (box, &y, fragment->rect.height);
  }
  MbLength left = start_of (&x, fragment->rect.width);
  MbLength top = start_of (&y, fragment->rect.height);
  if (goes_over (context, box, fragment, top))
    return mb_parted_place (context, (MbRest){ fragment, { left, left }, 0 }, top, TRUE, arena);
  mb_lay_move (fragment, left, top);
  return fragment;
}

static MbRect
padding_box (const MbFragment *fragment)
{
  const MbLength *border = fragment->box->style->border->width;
  MbRect r = fragment->rect;
  return (MbRect){ r.x + border[MB_LEFT], r.y + (fragment->first ? border[MB_TOP] : 0),
                   MAX (r.width - border[MB_LEFT] - border[MB_RIGHT], 0),
                   MAX (r.height - (fragment->first ? border[MB_TOP] : 0) -
                            (fragment->last ? border[MB_BOTTOM] : 0),
                        0) };
}

static gboolean
contains (const MbFragment *fragment)
{
  return fragment->kind == MB_FRAGMENT_BOX && fragment->box && !fragment->box->anonymous &&
         fragment->box->style->box->positioned != MB_POSITIONED_STATIC &&
         fragment->box->style->box->positioned != MB_POSITIONED_RUNNING;
}

typedef struct {
  const MbLayContext *context;
  MbRect area;
  MbArena *arena;
  gboolean fixed; /* one was met */
} Walk;

/* Fragments nest as boxes do (MB_MAX_TREE_DEPTH). */
static void
walk (Walk *job, MbFragment *fragment, MbRect block)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_PLACE && !fragment->child) {
      gboolean fixed = fragment->box->style->box->positioned == MB_POSITIONED_FIXED;
      fragment->child = lay (job->context, fragment, fixed ? job->area : block, job->arena);
      job->fixed |= fixed;
    }
    walk (job, fragment->child, contains (fragment) ? padding_box (fragment) : block);
  }
}

gboolean
mb_lay_positioned (const MbLayContext *context, MbFragment *fragments, MbRect area, MbArena *arena)
{
  Walk job = { context, area, arena, FALSE };
  walk (&job, fragments, area);
  return job.fixed;
}
