/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of the flow: found from the file that names them, loaded and checked once. */
#include "internal.h"

#include <string.h>

gboolean
mb_box_drawing_is (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_SVG && strcmp (node->name, "svg") == 0;
}

gboolean
mb_box_picture_is (const MbNode *node)
{
  return mb_node_is (node, "img") || mb_box_drawing_is (node);
}

/* `color` of the text for currentcolor, unless the drawing has its own. */
static gboolean
colored_root (const MbNode *node, GArray *attrs, gpointer color)
{
  if (!mb_box_drawing_is (node) || (node->parent && node->parent->ns == MB_NS_SVG))
    return TRUE;
  for (guint i = 0; i < attrs->len; i++)
    if (strcmp (g_array_index (attrs, MbAttr, i).name, "color") == 0)
      return TRUE;
  MbAttr attr = { .name = "color", .value = color };
  g_array_append_val (attrs, attr);
  return TRUE;
}

static MbPos
source_pos (const MbNode *node)
{
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (strcmp (attr->name, "src") == 0 && attr->pos.line > 0)
      return attr->pos;
  return node->pos;
}

/* image-orientation and image-resolution of @style. */
static const MbPicture *
as_styled (const MbBoxContext *context, const MbPicture *picture, const MbStyle *style)
{
  return mb_media_variant (context->media, picture, style->text->stored_upright,
                           style->text->resolution / 1000.);
}

static const MbPicture *
report_unusable (MbBuilder *builder, MbPos pos, const char *href, const GError *error)
{
  gboolean allowed = builder->context->allow_missing;
  mb_report (mb_box_builder_diagnostics (builder), pos,
             allowed ? MB_MSG_PICTURE_GAP : MB_MSG_PICTURE_UNUSABLE,
             mb_media_is_data (href) ? "data:…" : href, error ? error->message : "", NULL);
  return NULL;
}

static const MbPicture *
load (MbBuilder *builder, const char *base, const char *href, MbPos pos)
{
  g_autoptr (GError) error = NULL;
  const MbPicture *picture = mb_media_load_href (builder->context->media, base, href, &error);
  return picture ? picture : report_unusable (builder, pos, href, error);
}

const MbPicture *
mb_box_picture_named (MbBuilder *builder, const MbNode *node, const char *base, const char *url)
{
  return load (builder, base ? base : mb_node_file (node), url, node->pos);
}

/* As #rrggbb; inks without a profile, for a drawing knows no others. */
static void
hex_color (MbColor color, char text[8])
{
  guint rgb[3];
  guint black = color.space == MB_COLOR_CMYK ? color.c[3] : 0;
  for (int i = 0; i < 3; i++)
    rgb[i] = color.space == MB_COLOR_CMYK ? 65535 - MIN (65535u, color.c[i] + black) : color.c[i];
  g_snprintf (text, 8, "#%02x%02x%02x", rgb[0] >> 8, rgb[1] >> 8, rgb[2] >> 8);
}

/* A drawing inside the text, as a document of its own; its colour is that of the text around it. */
static const MbPicture *
load_drawing (MbBuilder *builder, const MbNode *node, const MbStyle *style)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char color[8];
  hex_color (style->text->color, color);
  mb_doc_write_xhtml (node, text, colored_root, color);
  const MbPicture *picture = mb_media_load_text (builder->context->media, "svg", text->str, &error);
  if (!picture)
    mb_report (mb_box_builder_diagnostics (builder), node->pos, MB_MSG_SVG_INLINE, error->message,
               NULL);
  return picture;
}

const MbPicture *
mb_box_picture_load (MbBuilder *builder, const MbNode *node, const MbStyle *style)
{
  if (mb_box_drawing_is (node))
    return load_drawing (builder, node, style);
  const char *href = mb_node_attr (node, "src");
  if (href && *href) {
    const MbPicture *picture = load (builder, mb_node_file (node), href, source_pos (node));
    return picture ? as_styled (builder->context, picture, style) : NULL;
  }
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
load_background (const MbBoxContext *context, const MbImage *image, const MbStyle *style, MbPos pos)
{
  g_autoptr (GError) error = NULL;
  const MbPicture *picture = mb_media_load_href (context->media, image->base, image->url, &error);
  if (picture)
    return as_styled (context, picture, style);
  mb_report (mb_source_diagnostics (context->source), pos, MB_MSG_PICTURE_BACKGROUND,
             mb_media_is_data (image->url) ? "data:…" : image->url, error ? error->message : "",
             NULL);
  return NULL;
}

const MbPicture *
mb_box_shape_picture (const MbBoxContext *context, const MbStyle *style, MbPos pos)
{
  const MbShape *shape = &style->box->shape;
  gboolean needed = shape->kind == MB_SHAPE_IMAGE && mb_style_floats (style);
  return needed ? load_background (context, shape->image, style, pos) : NULL;
}

const MbPicture *const *
mb_box_backgrounds (const MbBoxContext *context, const MbStyle *style, MbPos pos, MbArena *arena)
{
  const MbStyleBorder *border = style->border;
  const struct {
    const MbImage *images;
    guint n;
  } lists[] = { { border->layers.images, border->layers.n_images },
                { border->frame.image, border->frame.n },
                { border->mask.images, border->mask.n_images },
                { border->mask_frame.image, border->mask_frame.n } };
  const MbPicture **pictures = NULL;
  guint n = 0, at = 0;
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    n += lists[k].n;
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    for (guint i = 0; i < lists[k].n; i++, at++) {
      if (lists[k].images[i].kind != MB_IMAGE_PICTURE)
        continue;
      if (!pictures)
        pictures = mb_arena_array (arena, const MbPicture *, n);
      pictures[at] = load_background (context, &lists[k].images[i], style, pos);
    }
  return pictures;
}
