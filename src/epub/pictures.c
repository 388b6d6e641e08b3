/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures go in byte for byte: JPEG, PNG and SVG are what every reading system shows. A picture that stood in the text as a data: address
 * becomes a file like the others. */
#include "internal.h"

#include <string.h>

static MbPos
place_of (const MbNode *node)
{
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (strcmp (attr->name, "src") == 0 && attr->pos.line > 0)
      return attr->pos;
  return node->pos;
}

static const char *
stem_of (MbArena *arena, const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  char *dot = strrchr (base, '.');
  if (dot)
    *dot = '\0';
  return mb_slug (arena, base, 50, "image");
}

static gboolean
is_taken (const MbBook *book, const char *id)
{
  for (guint i = 0; i < book->items->len; i++)
    if (strcmp (g_array_index (book->items, MbItem, i).id, id) == 0)
      return TRUE;
  return FALSE;
}

static const struct {
  const char *suffix, *type;
} kinds[] = {
  [MB_PICTURE_JPEG] = { "jpg", "image/jpeg" },
  [MB_PICTURE_PNG] = { "png", "image/png" },
  [MB_PICTURE_GIF] = { "gif", "image/gif" },
  [MB_PICTURE_SVG] = { "svg", "image/svg+xml" },
};

static const char *
add_item (MbBook *book, const MbPicture *picture, const char *stem, const char *properties)
{
  const char *id = mb_arena_printf (book->arena, "image-%s", stem);
  for (guint n = 2; is_taken (book, id); n++)
    id = mb_arena_printf (book->arena, "image-%s-%u", stem, n);
  MbItem item = { .name = mb_arena_printf (book->arena, "images/%s.%s", id + strlen ("image-"),
                                           kinds[picture->kind].suffix),
                  .id = id,
                  .type = kinds[picture->kind].type,
                  .properties = properties,
                  .bytes = g_bytes_ref (picture->bytes),
                  .stored = picture->kind != MB_PICTURE_SVG };
  g_array_append_val (book->items, item);
  return item.name;
}

const char *
mb_picture_add (MbBook *book, const MbNode *node, const char *href, const MbPicture **picture)
{
  g_autoptr (GError) error = NULL;
  *picture = mb_media_load_href (book->options->media, mb_node_file (node), href, &error);
  if (!*picture) {
    gboolean allowed = book->options->allow_missing;
    if (!book->looks_only)
      mb_report (book->diagnostics, place_of (node),
                 allowed ? MB_MSG_EPUB_PICTURE_GAP : MB_MSG_EPUB_PICTURE,
                 mb_media_is_data (href) ? "data:…" : href, error->message, NULL);
    return NULL;
  }
  const char *name = g_hash_table_lookup (book->pictures, (*picture)->name);
  if (name)
    return name;
  if ((*picture)->components == 4)
    mb_report (book->diagnostics, place_of (node), MB_MSG_EPUB_PICTURE_CMYK, href, NULL);
  name = add_item (book, *picture, stem_of (book->arena, (*picture)->name), NULL);
  g_hash_table_insert (book->pictures, (gpointer) (*picture)->name, (gpointer) name);
  g_hash_table_insert (book->picture_names, (gpointer) name, (gpointer) (*picture)->name);
  return name;
}

void
mb_cover_add (MbBook *book)
{
  g_autoptr (GError) error = NULL;
  if (!book->meta->cover)
    return;
  const MbPicture *picture = mb_media_load (book->options->media, book->meta->cover, &error);
  if (!picture) {
    gboolean allowed = book->options->allow_missing;
    mb_report (book->diagnostics, MB_NOWHERE,
               allowed ? MB_MSG_EPUB_PICTURE_GAP : MB_MSG_EPUB_PICTURE, book->meta->cover,
               error->message, NULL);
    return;
  }
  book->cover = add_item (book, picture, "couverture", "cover-image");
  g_hash_table_insert (book->pictures, (gpointer) picture->name, (gpointer) book->cover);
  g_hash_table_insert (book->picture_names, (gpointer) book->cover, (gpointer) picture->name);
}
