/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes out of the flow that pages part: floats higher than a page, and what is positioned and goes over the foot of one (css-break-3 § 4).
 *
 * Such a box is laid whole. Where it stands it shows as much as its page has room for, cut where a slab may be cut (slab.c): between lines,
 * never through one. The *rest* waits in the context and stands at the top of the next page, at the same distance from the left, until nothing is
 * left. Pages are placed in order, so a rest needs no place in any galley: the flow beside a float was made narrower down to its foot, and where
 * nothing stands beside it the white there has breaks at the same places (maker.c).
 *
 * On the last page of a flow nothing is cut: there is no page for the rest. */
#include "internal.h"

static MbSlab
slab_of (const MbFragment *fragment)
{
  return (MbSlab){ .first = fragment, .height = fragment->rect.height };
}

guint
mb_parted_cuts (const MbFragment *fragment, MbArena *arena, const MbSlabCut **cuts)
{
  MbSlab slab = slab_of (fragment);
  return mb_slab_cuts (&slab, arena, cuts);
}

/* The last cut that leaves before it no more than @room; the first of all when one is wanted in any case. NULL: none. */
static const MbSlabCut *
cut_within (const MbRest *rest, gint64 room, gboolean any, MbArena *arena)
{
  const MbSlabCut *cuts, *best = NULL;
  guint n = mb_parted_cuts (rest->fragment, arena, &cuts);
  for (guint i = 0; i < n; i++) {
    if (cuts[i].y <= rest->from)
      continue;
    if ((gint64) cuts[i].reach - rest->from > room)
      return best ? best : any ? &cuts[i] : NULL;
    best = &cuts[i];
  }
  return best;
}

static MbFragment *
take_slice (MbRest *rest, MbLength to, MbLength x, MbLength y, MbArena *arena)
{
  MbSlab slab = slab_of (rest->fragment);
  MbFragment *slice = mb_slab_slice (&slab, rest->from, to, arena);
  mb_lay_move (slice, x, y - rest->from);
  return slice;
}

MbFragment *
mb_parted_place (const MbLayContext *context, MbRest rest, MbLength y, gboolean any, MbArena *arena)
{
  MbLength height = rest.fragment->rect.height, x = rest.x[context->verso ? 1 : 0];
  gint64 room = (gint64) context->foot - y;
  gboolean whole = !context->rests || height - rest.from <= room;
  const MbSlabCut *cut = whole ? NULL : cut_within (&rest, room, any, arena);
  if (whole || (!cut && any))
    return take_slice (&rest, height, x, y, arena);
  MbFragment *slice = cut ? take_slice (&rest, cut->y, x, y, arena) : NULL;
  rest.from = cut ? cut->next : rest.from;
  g_array_append_val (context->rests, rest);
  return slice;
}

MbFragment *
mb_parted_head (MbFragment *fragment, MbLength height, MbLength edge, MbArena *arena)
{
  if (fragment->rect.height <= height)
    return fragment;
  MbRest rest = { .fragment = fragment };
  const MbSlabCut *cut = cut_within (&rest, (gint64) height - edge, FALSE, arena);
  if (!cut)
    return fragment;
  MbFragment *head = take_slice (&rest, cut->y, 0, 0, arena);
  head->rect.height = mb_length_add (cut->reach, edge);
  head->last = TRUE;
  return head;
}

MbFragment *
mb_lay_rests (const MbLayContext *context, GArray *rests, MbLength y, MbArena *arena)
{
  MbFragment *first = NULL, **end = &first;
  for (guint i = 0; i < rests->len; i++) {
    *end = mb_parted_place (context, g_array_index (rests, MbRest, i), y, TRUE, arena);
    while (*end)
      end = &(*end)->next;
  }
  return first;
}
