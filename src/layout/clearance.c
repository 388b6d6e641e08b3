/* SPDX-License-Identifier: Apache-2.0 */
/* Clearance: boxes that begin below floats (CSS 2.2 § 9.5.2).
 *
 * Where a box would begin without `clear` is known once the margins above it have collapsed: those that wait in the maker, its own, and those of
 * what it begins with. When a float that it clears ends lower, clearance comes between, and with it the margins above and those of the box adjoin
 * no longer: its border box begins at the foot of the float. A float that is still *fresh*, for nothing stands between it and the top of
 * its parent, would have gone down with that margin, so that it always ends below: then the parent begins without it.
 *
 * An empty box that clearance moved has margins which adjoin those of what follows it, but not the bottom margin of its parent (§ 8.3.1): they stay
 * in the parent. The maker keeps that parent in `cleared` until content comes. */
#include "internal.h"

/* Whether the margins of @box at its top adjoin those of its first child. */
static gboolean
passes_top_on (const MbBox *box, const MbUsed *used)
{
  return box->kind == MB_BOX_BLOCK && used->edge[MB_TOP] == 0 && !mb_floats_is_root (box);
}

/* Whether margins collapse through @box, which holds nothing. */
static gboolean
is_hollow (const MbBox *box, const MbUsed *used)
{
  return (box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_PARAGRAPH) && !box->first &&
         box->n_inlines == 0 && box->n_marker == 0 && !mb_floats_is_root (box) &&
         used->edge[MB_TOP] + used->edge[MB_BOTTOM] == 0 && used->height <= 0 &&
         used->min_height == 0;
}

static const MbBox *
in_flow (const MbBox *box)
{
  while (box && mb_box_is_out (box))
    box = box->next;
  return box;
}

typedef struct {
  MbLength positive, negative;
} Margins;

static void
adjoin (Margins *margins, MbLength margin)
{
  margins->positive = MAX (margins->positive, margin);
  margins->negative = MIN (margins->negative, margin);
}

/* Top margins that adjoin that of @box: its own, and those of what it begins with. */
static Margins
top_margins (const MbMaker *maker, const MbBox *box, const MbUsed *used)
{
  Margins margins = { 0 };
  MbUsed own = *used;
  adjoin (&margins, own.margin[MB_TOP]);
  while (passes_top_on (box, &own)) {
    const MbBox *child = in_flow (box->first);
    MbLength width = own.width;
    while (child) {
      if (child->style->box->clear != MB_CLEAR_NONE && !child->anonymous)
        return margins;
      own = mb_used_block (maker->context, child, width);
      adjoin (&margins, own.margin[MB_TOP]);
      if (!is_hollow (child, &own))
        break;
      adjoin (&margins, own.margin[MB_BOTTOM]);
      child = in_flow (child->next);
    }
    if (!child)
      break;
    box = child;
  }
  return margins;
}

/* Whether @box clears one of the floats that wait; in @fresh whether one of these is and has a height. */
static gboolean
clears_pending (const MbMaker *maker, const MbBox *box, gboolean *fresh)
{
  gboolean any = FALSE;
  *fresh = FALSE;
  for (guint i = 0; i < maker->pending->len; i++) {
    const MbPending *it = &g_array_index (maker->pending, MbPending, i);
    if (!mb_floats_is_cleared (it->box, box->style->box->clear))
      continue;
    any = TRUE;
    *fresh |= it->fresh && it->fragment->rect.height > 0;
  }
  return any;
}

gboolean
mb_lay_flow_clear (MbMaker *maker, const MbBox *box, const MbUsed *used)
{
  MbClear clear = box->style->box->clear;
  gboolean fresh;
  if (clear == MB_CLEAR_NONE || box->anonymous)
    return FALSE;
  Margins own = top_margins (maker, box, used);
  MbLength margin = mb_length_add (own.positive, own.negative);
  gint64 hypothetical =
      maker->y + MAX (maker->positive, own.positive) + (gint64) MIN (maker->negative, own.negative);
  if (!clears_pending (maker, box, &fresh) &&
      mb_floats_clear (maker->floats, clear) <= hypothetical)
    return FALSE;
  mb_maker_floats (maker, box);
  gint64 y = mb_floats_clear (maker->floats, clear);
  if (fresh && y > MB_NO_FLOAT)
    y = MAX (y, hypothetical);
  else if (y <= hypothetical)
    return FALSE;
  mb_maker_clear (maker, box, y, margin);
  return TRUE;
}
