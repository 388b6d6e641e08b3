/* SPDX-License-Identifier: Apache-2.0 */
/* Masks: css-masking-1 §§ 7 and 8.
 *
 * A masked box is a group (group.c) with a list of *sheets*, the images of its mask in order of painting, each as items that share all code with
 * backgrounds and border images. Only the opacity of these items counts: they are painted in their real colours on the way to a PDF
 * too, without markers, and nothing of them belongs to the text. A sheet is laid over those before it, or lets show of them where it is opaque only; the
 * border of a mask does that too.
 *
 * An image that could not be loaded, and a mask without any that shows, hide everything (§ 7.1): their sheets are empty. */
#include "internal.h"

static void
keep_sheet (const MbDisplayBuilder *builder, GArray *sheets, GArray *items, gboolean intersects)
{
  const MbItem *kept = mb_arena_memdup (builder->arena, items->data, items->len * sizeof (MbItem));
  MbMaskSheet sheet = { kept, items->len, intersects && sheets->len > 0 };
  g_array_append_val (sheets, sheet);
  g_array_set_size (items, 0);
}

static void
add_sheets (const MbDisplayBuilder *builder, const MbBackdrop *backdrop, GArray *sheets)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (MbItem));
  g_autoptr (MbStack) stack = mb_stack_new ();
  MbDisplayBuilder own = *builder;
  const MbImageLayers *layers = backdrop->layers;
  own.items = items;
  own.stack = stack;
  own.group = NULL;
  for (guint i = layers->n_images; i-- > 0;) {
    mb_background_layer (&own, backdrop, i);
    keep_sheet (builder, sheets, items,
                layers->n_intersects && layers->intersects[i % layers->n_intersects]);
  }
  if (mb_border_image_add (&own, backdrop)) /* one that cannot be shown hides nothing (§ 8.1) */
    keep_sheet (builder, sheets, items, TRUE);
}

void
mb_mask_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop)
{
  const MbStyleBorder *border = backdrop->border;
  if (!builder->group || (border->mask.n_images == 0 && border->mask_frame.n == 0))
    return;
  MbBackdrop own = *backdrop;
  own.layers = &border->mask;
  own.frame = &border->mask_frame;
  if (own.pictures)
    own.pictures += border->layers.n_images + border->frame.n;
  g_autoptr (GArray) sheets = g_array_new (FALSE, FALSE, sizeof (MbMaskSheet));
  add_sheets (builder, &own, sheets);
  if (sheets->len == 0)
    return;
  MbMask *mask = mb_arena_new0 (builder->arena, MbMask);
  mask->n = sheets->len;
  mask->sheets = mb_arena_memdup (builder->arena, sheets->data, mask->n * sizeof (MbMaskSheet));
  MbGroup *group = g_ptr_array_index (builder->groups, builder->groups->len - 1);
  group->mask = mask; /* the last one that was opened: that of the box */
}
