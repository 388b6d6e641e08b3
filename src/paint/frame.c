/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of boxes and lines: what stands behind them, around them and along them. All of it is decoration: artifacts. */
#include "internal.h"

#include <string.h>

#define FULL 65535

/* --- The list ----------------------------------------------------------------------------------------------------------- */

void
mb_display_append (MbDisplayBuilder *builder, MbItem *item)
{
  if (builder->cast) {
    const MbShadow *shadow = builder->cast;
    builder->cast = NULL; /* what it makes is no shadow of a shadow */
    mb_shadow_cast (builder, item, shadow);
    builder->cast = shadow;
    return;
  }
  item->scene = builder->scene;
  item->group = builder->group;
  g_array_append_val (builder->items, *item);
  mb_stack_note (builder->stack);
}

void
mb_display_fill (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact, MbRect rect,
                 MbColor color)
{
  if (color.alpha == 0 || rect.width < MB_LEAST_FILL || rect.height < MB_LEAST_FILL)
    return;
  MbItem item = {
    .kind = MB_ITEM_FILL, .artifact = artifact, .node = node, .color = color, .rect = rect
  };
  mb_display_append (builder, &item);
}

void
mb_display_shape (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact,
                  const MbContour *shape, MbColor color)
{
  double b[4];
  const double far = mb_to_pt (MB_LENGTH_MAX);
  mb_contour_bounds (shape, b);
  for (int i = 0; i < 4; i++)
    b[i] = CLAMP (b[i], -far, far);
  MbRect rect = { mb_pt (b[0]), mb_pt (b[1]), mb_pt (b[2] - b[0]), mb_pt (b[3] - b[1]) };
  if (color.alpha == 0 || rect.width < MB_LEAST_FILL || rect.height < MB_LEAST_FILL)
    return;
  MbItem item = { .kind = MB_ITEM_FILL,
                  .artifact = artifact,
                  .node = node,
                  .color = color,
                  .rect = rect,
                  .shape = shape };
  mb_display_append (builder, &item);
}

void
mb_display_rounded (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact,
                    const MbRounded *box, MbColor color)
{
  if (mb_rounded_is_plain (box)) {
    mb_display_fill (builder, node, artifact, mb_rounded_rect (box), color);
    return;
  }
  MbPath path = mb_path_new ();
  mb_path_rounded (&path, box);
  mb_display_shape (builder, node, artifact, mb_path_contour (&path, builder->arena), color);
  mb_path_clear (&path);
}

void
mb_display_clip (MbDisplayBuilder *builder, const MbContour *shape)
{
  MbScene *scene = mb_arena_new0 (builder->arena, MbScene);
  scene->outer = builder->scene;
  scene->clip = shape;
  builder->scene = scene;
}

void
mb_display_turn (MbDisplayBuilder *builder, const double matrix[6])
{
  MbScene *scene = mb_arena_new0 (builder->arena, MbScene);
  scene->outer = builder->scene;
  memcpy (scene->matrix, matrix, sizeof scene->matrix);
  builder->scene = scene;
}

/* --- Boxes -------------------------------------------------------------------------------------------------------------------- */

static MbRect
inset (MbRect rect, const MbLength by[4])
{
  return (MbRect){ rect.x + by[MB_LEFT], rect.y + by[MB_TOP],
                   MAX (rect.width - by[MB_LEFT] - by[MB_RIGHT], 0),
                   MAX (rect.height - by[MB_TOP] - by[MB_BOTTOM], 0) };
}

/* The radii of a box that a break cuts: none where it is cut. */
static MbRounded
cut_corners (MbRect rect, const MbStyleBorder *border, const gboolean drawn[4])
{
  static const int across[4] = { MB_LEFT, MB_RIGHT, MB_RIGHT, MB_LEFT };
  static const int down[4] = { MB_TOP, MB_TOP, MB_BOTTOM, MB_BOTTOM };
  MbSize radius[4][2];
  memcpy (radius, border->radius, sizeof radius);
  for (int i = 0; i < 4; i++)
    if (!drawn[across[i]] || !drawn[down[i]])
      memset (radius[i], 0, sizeof radius[i]);
  return mb_rounded_new (rect, radius);
}

/* Margins that are no lengths are not known here. */
static void
add_margin_box (MbBackdrop *backdrop, const MbStyleBox *box)
{
  MbLength margin[4];
  double by[4];
  for (int side = 0; side < 4; side++) {
    margin[side] = -mb_size_resolve (box->margin[side], 0, 0);
    by[side] = mb_to_pt (margin[side]);
  }
  backdrop->edges[MB_EDGE_MARGIN] = inset (backdrop->edges[MB_EDGE_BORDER], margin);
  backdrop->corners[MB_EDGE_MARGIN] = mb_rounded_inset (&backdrop->corners[MB_EDGE_BORDER], by);
}

MbBackdrop
mb_backdrop_new (const MbStyle *style, const MbNode *node, MbRect rect, const gboolean cut[4])
{
  const MbStyleBorder *border = style->border;
  MbBackdrop backdrop = { .node = node,
                          .artifact = MB_ARTIFACT_LAYOUT,
                          .border = border,
                          .layers = &border->layers,
                          .frame = &border->frame,
                          .pixelated = style->text->pixelated };
  MbLength widths[2][4];
  double by[4];
  for (int side = 0; side < 4; side++) {
    gboolean drawn = border->clone || !cut[side];
    backdrop.drawn[side] = drawn;
    widths[0][side] = drawn ? border->width[side] : 0;
    widths[1][side] = drawn ? mb_size_resolve (style->box->padding[side], rect.width, 0) : 0;
  }
  backdrop.edges[MB_EDGE_BORDER] = rect;
  backdrop.corners[MB_EDGE_BORDER] = cut_corners (rect, border, backdrop.drawn);
  for (int edge = MB_EDGE_PADDING; edge <= MB_EDGE_CONTENT; edge++) {
    for (int side = 0; side < 4; side++)
      by[side] = mb_to_pt (widths[edge - 1][side]);
    backdrop.edges[edge] = inset (backdrop.edges[edge - 1], widths[edge - 1]);
    backdrop.corners[edge] = mb_rounded_inset (&backdrop.corners[edge - 1], by);
  }
  add_margin_box (&backdrop, style->box);
  return backdrop;
}

/* The page's own background goes out to the bleed. */
MbRect
mb_display_sheet (const MbDisplayBuilder *builder)
{
  const MbPageStyle *style = builder->page->style;
  return (MbRect){ -style->bleed, -style->bleed, style->width + 2 * style->bleed,
                   style->height + 2 * style->bleed };
}

static void
sheet_edges (const MbDisplayBuilder *builder, MbBackdrop *backdrop)
{
  static const MbEdge whole = MB_EDGE_BORDER;
  MbImageLayers *layers =
      mb_arena_memdup (builder->arena, backdrop->layers, sizeof (MbImageLayers));
  layers->clips = &whole;
  layers->n_clips = 1;
  backdrop->layers = layers;
  backdrop->edges[MB_EDGE_BORDER] = mb_display_sheet (builder);
  backdrop->corners[MB_EDGE_BORDER] = mb_rounded_new (backdrop->edges[MB_EDGE_BORDER], NULL);
  backdrop->artifact = MB_ARTIFACT_BACKGROUND;
}

/* Everything behind what the box holds. */
static void
add_backdrop (MbDisplayBuilder *builder, const MbBackdrop *backdrop)
{
  mb_shadow_add (builder, backdrop, FALSE);
  mb_background_add (builder, backdrop);
  mb_shadow_add (builder, backdrop, TRUE);
  if (!mb_border_image_add (builder, backdrop))
    mb_border_add (builder, backdrop);
}

gboolean
mb_frame_box (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet,
              MbBackdrop *backdrop)
{
  const MbBox *box = fragment->box;
  const MbStyle *style = box ? box->style : builder->page->style->style;
  if (!style)
    return FALSE;
  const gboolean cut[4] = { !fragment->first, FALSE, !fragment->last, FALSE };
  const gboolean whole[4] = { FALSE, FALSE, FALSE, FALSE };
  sheet = sheet && !box;
  *backdrop = mb_backdrop_new (style, box ? box->node : NULL, fragment->rect, sheet ? whole : cut);
  backdrop->pictures = box ? box->backgrounds : builder->page->backgrounds;
  mb_effect_enter (builder, style, backdrop);
  mb_mask_add (builder, backdrop);
  if (style->text->visible != MB_VISIBLE)
    return TRUE;
  if (!sheet) {
    add_backdrop (builder, backdrop);
    return TRUE;
  }
  /* the page paints out to the bleed, whatever cuts it; its border stays where it is */
  MbBackdrop page = *backdrop;
  sheet_edges (builder, &page);
  mb_background_add (builder, &page);
  mb_border_add (builder, backdrop);
  return TRUE;
}

void
mb_frame_backdrop (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  static const gboolean uncut[4] = { FALSE, FALSE, FALSE, FALSE };
  const MbBox *box = fragment->box;
  if (box->style->text->visible != MB_VISIBLE)
    return;
  MbBackdrop backdrop = mb_backdrop_new (box->style, box->node, fragment->source, uncut);
  backdrop.pictures = box->backgrounds;
  backdrop.seen = &fragment->rect;
  for (int i = 0; i < 3; i++) /* neither borders nor padding of rows and columns count */
    backdrop.edges[i] = fragment->source;
  mb_background_add (builder, &backdrop);
}

void
mb_frame_edge (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  if (fragment->box->style->text->visible == MB_VISIBLE)
    mb_border_rule (builder, fragment->box->node, fragment->rect, fragment->edge->style,
                    fragment->edge->color);
}

void
mb_frame_rule (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  const MbStylePaged *paged = fragment->box->style->paged;
  mb_border_rule (builder, fragment->box->node, fragment->rect, paged->column_rule_style,
                  paged->column_rule_color);
}

/* --- Inline elements ----------------------------------------------------------------------------------------------------------- */

/* CSS 2 § 10.6.1: an inline box is as high as its font, whatever the line. */
void
mb_frame_inline (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line, MbLength x,
                 MbLength baseline)
{
  const MbStyleBorder *border = box->style->border;
  const MbStyleBox *edges = box->style->box;
  MbLength ascent, descent;
  mb_font_extents (mb_line_font (line, box->x), box->style->font->size, &ascent, &descent);
  MbLength top = ascent + mb_size_resolve (edges->padding[MB_TOP], 0, 0) + border->width[MB_TOP];
  MbLength bottom =
      descent + mb_size_resolve (edges->padding[MB_BOTTOM], 0, 0) + border->width[MB_BOTTOM];
  const gboolean cut[4] = { FALSE, !box->last, FALSE, !box->first };
  MbRect rect = { x + box->x, baseline - box->rise - top, box->width, top + bottom };
  if (box->style->text->visible != MB_VISIBLE)
    return;
  MbBackdrop backdrop = mb_backdrop_new (box->style, box->node, rect, cut);
  mb_mask_add (builder, &backdrop);
  add_backdrop (builder, &backdrop);
  mb_outline_add (builder, &backdrop);
}

/* --- Crop marks ------------------------------------------------------------------------------------------------------------------ */

/* Two hairs at each corner, away from the bleed. */
static void
add_corners (MbDisplayBuilder *builder, const MbPageStyle *style, MbColor color)
{
  const MbLength hair = MB_PT / 4, offset = MAX (style->bleed, MB_MARK_OFFSET),
                 length = MB_MARK_LENGTH;
  for (int corner = 0; corner < 4; corner++) {
    gboolean right = corner & 1, low = corner & 2;
    MbLength x = right ? style->width : 0, y = low ? style->height : 0;
    MbRect across = { right ? x + offset : x - offset - length, y - hair / 2, length, hair };
    MbRect down = { x - hair / 2, low ? y + offset : y - offset - length, hair, length };
    mb_display_fill (builder, NULL, MB_ARTIFACT_MARKS, across, color);
    mb_display_fill (builder, NULL, MB_ARTIFACT_MARKS, down, color);
  }
}

/* A cross in a circle at the middle of a side, to register the plates. */
static void
add_cross (MbDisplayBuilder *builder, double x, double y, MbColor color)
{
  const double hair = 0.25, arm = mb_to_pt (MB_MARK_LENGTH) / 2, ring = arm * 0.6;
  MbPath path = mb_path_new ();
  mb_path_rect (&path, x - arm, y - hair / 2, 2 * arm, hair);
  mb_path_rect (&path, x - hair / 2, y - arm, hair, 2 * arm);
  mb_display_shape (builder, NULL, MB_ARTIFACT_MARKS, mb_path_contour (&path, builder->arena),
                    color);
  mb_path_ellipse (&path, x, y, ring, ring);
  MbContour *circle = mb_path_contour (&path, builder->arena);
  circle->stroke = hair;
  mb_display_shape (builder, NULL, MB_ARTIFACT_MARKS, circle, color);
  mb_path_clear (&path);
}

static void
add_crosses (MbDisplayBuilder *builder, const MbPageStyle *style, MbColor color)
{
  double away = mb_to_pt (MAX (style->bleed, MB_MARK_OFFSET)) + mb_to_pt (MB_MARK_LENGTH) / 2;
  double width = mb_to_pt (style->width), height = mb_to_pt (style->height);
  add_cross (builder, width / 2, -away, color);
  add_cross (builder, width + away, height / 2, color);
  add_cross (builder, width / 2, height + away, color);
  add_cross (builder, -away, height / 2, color);
}

void
mb_frame_marks (MbDisplayBuilder *builder, const MbPageStyle *style)
{
  const MbColor registration = { .space = MB_COLOR_RGB, .alpha = FULL };
  if (style->marks_cross)
    add_crosses (builder, style, registration);
  if (style->marks_crop)
    add_corners (builder, style, registration);
}
