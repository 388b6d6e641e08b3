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
report_unusable (MbBuilder *builder, MbPos pos, const char *href, const GError *error)
{
  gboolean allowed = builder->context->allow_missing;
  mb_report (mb_box_builder_diagnostics (builder), pos,
             allowed ? MB_MSG_PICTURE_GAP : MB_MSG_PICTURE_UNUSABLE, href,
             error ? error->message : "", NULL);
  return NULL;
}

static const MbPicture *
load (MbBuilder *builder, const char *base, const char *href, MbPos pos)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = mb_source_resolve (builder->context->source, base, href, &error);
  const MbPicture *picture = name ? mb_media_load (builder->context->media, name, &error) : NULL;
  return picture ? picture : report_unusable (builder, pos, href, error);
}

const MbPicture *
mb_box_picture_named (MbBuilder *builder, const MbNode *node, const char *base, const char *url)
{
  return load (builder, base ? base : file_of (node), url, node->pos);
}

const MbPicture *
mb_box_picture_load (MbBuilder *builder, const MbNode *node)
{
  const char *href = mb_node_attr (node, "src");
  if (href && *href)
    return load (builder, file_of (node), href, source_pos (node));
  mb_report (mb_box_builder_diagnostics (builder), source_pos (node), MB_MSG_PICTURE_UNNAMED, NULL);
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
