/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as cairo embeds them, mended: its own profile, the inverted ink of Adobe's CMYK JPEG, no interpolation (forbidden by
 * ISO 19005-2 § 6.2.8). */
#include "internal.h"

static void
stop_interpolation (MbWork *work, MbObj image)
{
  MbObj mask = mb_file_key (work->file, image, "/SMask");
  mb_file_remove (work->file, image, "/Interpolate");
  if (mask)
    mb_file_remove (work->file, mask, "/Interpolate");
}

static MbRef
profile_ref (MbWork *work, GBytes *icc, guint components)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (icc, &size);
  guint64 *key = mb_arena_new0 (work->arena, guint64);
  *key = mb_hash (data, size, 0);
  gpointer known = g_hash_table_lookup (work->icc, key);
  if (known)
    return GPOINTER_TO_INT (known);
  g_autofree char *dict = g_strdup_printf ("<</N %u>>", components);
  MbRef ref = mb_file_add_stream (work->file, data, size, dict);
  g_hash_table_insert (work->icc, key, GINT_TO_POINTER (ref));
  return ref;
}

static guint
space_components (MbWork *work, MbObj image)
{
  MbObj space = mb_file_key (work->file, image, "/ColorSpace");
  if (mb_file_is_name (work->file, space, "/DeviceGray"))
    return 1;
  if (mb_file_is_name (work->file, space, "/DeviceRGB"))
    return 3;
  return mb_file_is_name (work->file, space, "/DeviceCMYK") ? 4 : 0;
}

static void
mend_picture (MbWork *work, MbObj image, const MbPicture *picture)
{
  guint components = space_components (work, image);
  if (components == 4 && picture->inverted)
    mb_file_set (work->file, image, "/Decode", "[1 0 1 0 1 0 1 0]");
  if (picture->icc && components && mb_profile_components (picture->icc) == components)
    mb_file_set_f (work->file, image, "/ColorSpace", "[/ICCBased %d 0 R]",
                   profile_ref (work, picture->icc, components));
}

#define DEEPEST 32 /* forms inside forms, of drawings */

typedef struct {
  MbFile *file;
  GHashTable *seen;
  MbPictureVisit visit;
  gpointer data;
  GArray *stack, *depths; /* what is still to be looked into */
} Walk;

static void
walk_into (Walk *self, MbObj object, guint depth)
{
  if (!g_hash_table_add (self->seen, GINT_TO_POINTER (mb_file_ref (self->file, object))))
    return;
  self->visit (object, self->data);
  if (depth >= DEEPEST || !mb_file_key (self->file, object, "/Resources"))
    return;
  g_array_append_val (self->stack, object);
  g_array_append_val (self->depths, depth);
}

/* What @at paints, and the forms of its soft masks. */
static void
walk_resources (Walk *self, MbObj at, guint depth)
{
  MbFile *file = self->file;
  MbObj resources = mb_file_key (file, at, "/Resources");
  MbObj objects = mb_file_key (file, resources, "/XObject"),
        states = mb_file_key (file, resources, "/ExtGState");
  g_auto (GStrv) names = mb_file_keys (file, objects), masks = mb_file_keys (file, states);
  for (guint i = 0; names[i]; i++)
    walk_into (self, mb_file_key (file, objects, names[i]), depth);
  for (guint i = 0; masks[i]; i++) {
    MbObj form =
        mb_file_key (file, mb_file_key (file, mb_file_key (file, states, masks[i]), "/SMask"),
                     "/G");
    if (form)
      walk_into (self, form, depth);
  }
}

void
mb_pictures_each (MbFile *file, MbObj owner, GHashTable *seen, MbPictureVisit visit, gpointer data)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (MbObj));
  g_autoptr (GArray) depths = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk self = { file, seen, visit, data, stack, depths };
  walk_resources (&self, owner, 1);
  while (stack->len) {
    MbObj at = g_array_index (stack, MbObj, stack->len - 1);
    guint deeper = g_array_index (depths, guint, stack->len - 1) + 1;
    g_array_set_size (stack, stack->len - 1);
    g_array_set_size (depths, stack->len);
    walk_resources (&self, at, deeper);
  }
}

static void
mend_any (MbObj object, gpointer data)
{
  MbWork *work = data;
  if (mb_file_is_name (work->file, mb_file_key (work->file, object, "/Subtype"), "/Image"))
    stop_interpolation (work, object);
}

void
mb_pictures_mend (MbWork *work, MbObj page, guint index, const GArray *placed)
{
  mb_pictures_each (work->file, page, work->objects, mend_any, work);
  MbObj objects =
      mb_file_key (work->file, mb_file_key (work->file, page, "/Resources"), "/XObject");
  for (guint i = 0; i < placed->len; i++) {
    const MbPlacedPicture *one = &g_array_index (placed, MbPlacedPicture, i);
    MbObj image = mb_file_key (work->file, objects, one->name);
    if (mb_file_is_name (work->file, mb_file_key (work->file, image, "/Subtype"), "/Image") &&
        g_hash_table_add (work->done, GINT_TO_POINTER (mb_file_ref (work->file, image))))
      mend_picture (work, image, work->painted->displays[index]->items[one->item].picture);
  }
}
