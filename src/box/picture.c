/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of the flow: found from the file that names them, loaded and checked once. */
#include "internal.h"

#include <string.h>

gboolean
mb_box_picture_is (const MbNode *node)
{
  return mb_node_is (node, "img");
}

static MbPos
source_pos (const MbNode *node)
{
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (strcmp (attr->name, "src") == 0 && attr->pos.line > 0)
      return attr->pos;
  return node->pos;
}

/* Made nodes have no file of their own: the nearest ancestor's is meant. */
static const char *
file_of (const MbNode *node)
{
  for (; node; node = node->parent)
    if (node->pos.file)
      return node->pos.file;
  return NULL;
}

static const MbPicture *
load (MbBuilder *builder, const MbNode *node, const char *href, GError **error)
{
  g_autofree char *name = mb_source_resolve (builder->context->source, file_of (node), href, error);
  return name ? mb_media_load (builder->context->media, name, error) : NULL;
}

const MbPicture *
mb_box_picture_load (MbBuilder *builder, const MbNode *node)
{
  MbDiagnostics *diagnostics = mb_box_builder_diagnostics (builder);
  const char *href = mb_node_attr (node, "src");
  if (!href || !*href) {
    mb_report (diagnostics, source_pos (node), MB_MSG_PICTURE_UNNAMED, NULL);
    return NULL;
  }
  g_autoptr (GError) error = NULL;
  const MbPicture *picture = load (builder, node, href, &error);
  if (picture)
    return picture;
  gboolean allowed = builder->context->allow_missing;
  mb_report (diagnostics, source_pos (node), allowed ? MB_MSG_PICTURE_GAP : MB_MSG_PICTURE_UNUSABLE,
             href, error ? error->message : "", NULL);
  return NULL;
}

const MbStyle *
mb_box_picture_gap (MbBuilder *builder, const MbStyle *style)
{
  MbStyleBorder *border = mb_arena_memdup (builder->arena, style->border, sizeof (MbStyleBorder));
  MbStyleBox *box = mb_arena_memdup (builder->arena, style->box, sizeof (MbStyleBox));
  for (int side = 0; side < 4; side++) {
    border->width[side] = MB_PT / 2;
    border->style[side] = MB_BORDER_SOLID;
    border->color[side] = style->text->color;
    box->padding[side] = (MbSize){ MB_SIZE_LENGTH, 4 * MB_PT };
  }
  MbStyle *gap = mb_arena_memdup (builder->arena, style, sizeof (MbStyle));
  gap->border = border;
  gap->box = box;
  gap->hash = mb_hash (&style->hash, sizeof style->hash, 801);
  return gap;
}

/* --- Background images ---------------------------------------------------------------------------------------------------- */

static const MbPicture *
load_background (const MbBoxContext *context, const MbImage *image, MbPos pos)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = mb_source_resolve (context->source, image->base, image->url, &error);
  const MbPicture *picture = name ? mb_media_load (context->media, name, &error) : NULL;
  if (!picture)
    mb_report (mb_source_diagnostics (context->source), pos, MB_MSG_PICTURE_BACKGROUND, image->url,
               error ? error->message : "", NULL);
  return picture;
}

const MbPicture *const *
mb_box_backgrounds (const MbBoxContext *context, const MbStyle *style, MbPos pos, MbArena *arena)
{
  const MbStyleBorder *border = style->border;
  const MbPicture **pictures = NULL;
  for (guint i = 0; i < border->n_images; i++) {
    if (border->images[i].kind != MB_IMAGE_PICTURE)
      continue;
    if (!pictures)
      pictures = mb_arena_array (arena, const MbPicture *, border->n_images);
    pictures[i] = load_background (context, &border->images[i], pos);
  }
  return pictures;
}
