/* SPDX-License-Identifier: Apache-2.0 */
/* Groups: what is put on the page as one thing (css-color-4 § 3.3, compositing-1 §§ 3 and 5).
 *
 * A box with `opacity`, a blend mode or `isolation: isolate` is painted, with all that it holds, on a sheet of its own; that sheet is then laid over what is
 * behind it, faded and mixed. Every stacking context is such a group by the letter of the specification; but laying down a sheet changes nothing
 * unless it is faded, mixed, or holds something that is mixed with what is behind it. And a faded sheet on which nothing stands over anything else
 * looks as if each thing were faded by itself. So of the groups that are opened here those only are kept that are seen to be ones: text stays in
 * the stream of its page wherever it can, and a file without overlaps holds no transparency group at all.
 *
 * mb_groups_settle looks at the groups from the inmost out. A *unit* of a group is one of its items, or an inner group that is kept. The group is
 *
 *   - kept when it has a mask;
 *   - taken away when it neither fades nor mixes and holds no unit that mixes: its units become those of the group around it;
 *   - taken away when it fades only, and no two units overlap: each unit is faded instead;
 *   - else kept.
 *
 * The items of a group follow each other: a box that opens one is a stacking context, and these are painted in one piece (stack.c). */
#include "internal.h"

#define FULL 65535

/* --- Opening ---------------------------------------------------------------------------------------------------------------- */

const MbGroup *
mb_group_open (MbDisplayBuilder *builder, guint16 opacity, MbBlend blend)
{
  const MbGroup *outer = builder->group;
  MbGroup *group = mb_arena_new0 (builder->arena, MbGroup);
  *group = (MbGroup){ .outer = outer, .opacity = opacity, .blend = blend };
  g_ptr_array_add (builder->groups, group);
  builder->group = group;
  return outer;
}

#define LEAST_ALPHA                                                                                \
  256 /* of 65535: to cairo what is thinner is nothing (CAIRO_ALPHA_SHORT_IS_CLEAR) */

/* --- Units -------------------------------------------------------------------------------------------------------------------- */

typedef struct {
  MbRect extent; /* of what shows of it */
  MbRect
      core; /* and where it may hide something else: lines of text do not count as overlapping for a descender */
  guint32 item;
  MbGroup *group; /* NULL: an item */
} Unit;

typedef struct {
  GArray *items;
  GPtrArray *groups;
  GArray **units; /* by group */
} Settler;

static MbRect
grown (MbRect rect, MbLength left, MbLength top, MbLength right, MbLength bottom)
{
  return (MbRect){ rect.x - left, rect.y - top, MAX (rect.width + left + right, 0),
                   MAX (rect.height + top + bottom, 0) };
}

static gboolean
is_lettering (const MbItem *item)
{
  return item->kind == MB_ITEM_GLYPHS || item->outlined;
}

/* FALSE: it does not show. */
static gboolean
unit_of_item (const MbItem *item, guint32 index, Unit *unit)
{
  MbItem whole = *item, inside = *item;
  if (is_lettering (item)) {
    MbLength size = item->run->size, side = MIN (size / 16, item->rect.width / 3);
    whole.rect = grown (item->rect, size, size, size, size);
    inside.rect = grown (item->rect, -side, -size / 10, -side, -size / 20);
  }
  if (item->kind == MB_ITEM_FILL && item->shape && item->shape->stroke > 0) {
    MbLength half = mb_pt (item->shape->stroke);
    whole.rect = inside.rect = grown (item->rect, half, half, half, half);
  }
  *unit = (Unit){ .item = index };
  if (!mb_item_extent (&whole, &unit->extent))
    return FALSE;
  if (!mb_item_extent (&inside, &unit->core))
    unit->core = (MbRect){ 0, 0, 0, 0 };
  return TRUE;
}

static int
by_top (gconstpointer a, gconstpointer b)
{
  const Unit *x = *(const Unit *const *) a, *y = *(const Unit *const *) b;
  return x->core.y < y->core.y ? -1 : x->core.y > y->core.y;
}

/* From the top down: a unit meets those only that begin above its lower edge. */
static gboolean
overlap (const GArray *units)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (units->len);
  for (guint i = 0; i < units->len; i++)
    g_ptr_array_add (sorted, &g_array_index (units, Unit, i));
  g_ptr_array_sort (sorted, by_top);
  for (guint i = 0; i < sorted->len; i++) {
    const Unit *one = sorted->pdata[i];
    for (guint k = i + 1; k < sorted->len; k++) {
      const Unit *other = sorted->pdata[k];
      if (other->core.y >= (gint64) one->core.y + one->core.height)
        break;
      if (mb_rects_meet (&one->core, &other->core))
        return TRUE;
    }
  }
  return FALSE;
}

/* --- Settling ----------------------------------------------------------------------------------------------------------------- */

static guint16
product (guint16 a, guint16 b)
{
  return (guint16) (((guint32) a * b + FULL / 2) / FULL);
}

static void
fade_item (MbItem *item, guint16 opacity)
{
  if (mb_item_has_marker (item))
    item->opacity = product (item->opacity, opacity);
  else
    item->color.alpha = product (item->color.alpha, opacity);
}

/* Give the units of group @index to the one around it, faded. */
static void
take_away (Settler *self, guint index)
{
  MbGroup *group = self->groups->pdata[index];
  const GArray *units = self->units[index];
  for (guint i = 0; i < units->len; i++) {
    const Unit *unit = &g_array_index (units, Unit, i);
    if (unit->group)
      unit->group->opacity = product (unit->group->opacity, group->opacity);
    else
      fade_item (&g_array_index (self->items, MbItem, unit->item), group->opacity);
  }
  if (group->outer)
    g_array_append_vals (self->units[group->outer->index], units->data, units->len);
}

static gboolean
holds_blend (const GArray *units)
{
  for (guint i = 0; i < units->len; i++) {
    const MbGroup *group = g_array_index (units, Unit, i).group;
    if (group && group->blend != MB_BLEND_NORMAL)
      return TRUE;
  }
  return FALSE;
}

static void
settle (Settler *self, guint index)
{
  MbGroup *group = self->groups->pdata[index];
  const GArray *units = self->units[index];
  if (units->len == 0)
    return;
  if (group->blend == MB_BLEND_NORMAL && !group->mask && !holds_blend (units) &&
      (group->opacity == FULL || !overlap (units))) {
    take_away (self, index);
    return;
  }
  Unit whole = g_array_index (units, Unit, 0);
  whole.group = group;
  for (guint i = 1; i < units->len; i++)
    whole.extent = mb_rect_unite (whole.extent, g_array_index (units, Unit, i).extent);
  whole.core = group->extent = whole.extent;
  group->kept = TRUE;
  if (group->outer)
    g_array_append_val (self->units[group->outer->index], whole);
}

static void
list_items (Settler *self)
{
  Unit unit;
  for (guint i = 0; i < self->items->len; i++) {
    const MbItem *item = &g_array_index (self->items, MbItem, i);
    if (item->group && unit_of_item (item, i, &unit))
      g_array_append_val (self->units[item->group->index], unit);
  }
}

static const MbGroup *
kept (const MbGroup *group)
{
  while (group && !group->kept)
    group = group->outer;
  return group;
}

/* Number the groups that are kept, and leave the others out of every chain. */
static guint
number (Settler *self)
{
  guint n = 0;
  for (guint i = 0; i < self->groups->len; i++) {
    MbGroup *group = self->groups->pdata[i];
    group->outer = kept (group->outer);
    if (group->kept)
      group->index = n++;
  }
  for (guint i = 0; i < self->items->len; i++) {
    MbItem *item = &g_array_index (self->items, MbItem, i);
    item->group = kept (item->group);
  }
  return n;
}

static gboolean
is_seen (const MbItem *item)
{
  for (const MbGroup *group = item->group; group; group = group->outer)
    if (group->opacity < LEAST_ALPHA)
      return FALSE;
  return (mb_item_has_marker (item) ? item->opacity : item->color.alpha) >= LEAST_ALPHA;
}

/* What has faded away is not painted: cairo would leave it out, and the check of the page would miss it. */
static void
drop_unseen (GArray *items)
{
  guint n = 0;
  for (guint i = 0; i < items->len; i++)
    if (is_seen (&g_array_index (items, MbItem, i)))
      g_array_index (items, MbItem, n++) = g_array_index (items, MbItem, i);
  g_array_set_size (items, n);
}

guint
mb_groups_settle (MbDisplayBuilder *builder)
{
  GPtrArray *groups = builder->groups;
  if (groups->len == 0) {
    drop_unseen (builder->items);
    return 0;
  }
  Settler self = { builder->items, groups, g_new (GArray *, groups->len) };
  for (guint i = 0; i < groups->len; i++) {
    ((MbGroup *) groups->pdata[i])->index = i;
    self.units[i] = g_array_new (FALSE, FALSE, sizeof (Unit));
  }
  list_items (&self);
  for (guint i = groups->len; i-- > 0;) /* the outer one was opened first */
    settle (&self, i);
  guint n = number (&self);
  drop_unseen (self.items);
  for (guint i = 0; i < groups->len; i++)
    g_array_unref (self.units[i]);
  g_free (self.units);
  return n;
}
