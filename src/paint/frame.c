/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of boxes and lines: what stands behind them, around them and along them. All of it is decoration: artifacts. */
#include "internal.h"

#include <hb-ot.h>
#include <string.h>

#define FULL 65535

/* --- The list ----------------------------------------------------------------------------------------------------------- */

void
mb_display_append (MbDisplayBuilder *builder, MbItem *item)
{
  item->scene = builder->scene;
  item->page_order = builder->items->len;
  g_array_append_val (builder->items, *item);
}

MbColor
mb_display_fade (const MbDisplayBuilder *builder, MbColor color)
{
  color.alpha = (guint16) ((guint32) color.alpha * builder->opacity / 65535);
  return color;
}

void
mb_display_fill (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact, MbRect rect,
                 MbColor color)
{
  color = mb_display_fade (builder, color);
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
  color = mb_display_fade (builder, color);
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

MbBackdrop
mb_backdrop_new (const MbStyle *style, const MbNode *node, MbRect rect, const gboolean cut[4])
{
  const MbStyleBorder *border = style->border;
  MbBackdrop backdrop = { .node = node,
                          .artifact = MB_ARTIFACT_LAYOUT,
                          .border = border,
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
  return backdrop;
}

/* The page's own background goes out to the bleed. */
static MbRect
bleed_rect (const MbDisplayBuilder *builder)
{
  const MbPageStyle *style = builder->page->style;
  return (MbRect){ -style->bleed, -style->bleed, style->width + 2 * style->bleed,
                   style->height + 2 * style->bleed };
}

static void
sheet_edges (const MbDisplayBuilder *builder, MbBackdrop *backdrop)
{
  static const MbEdge whole = MB_EDGE_BORDER;
  MbStyleBorder *border =
      mb_arena_memdup (builder->arena, backdrop->border, sizeof (MbStyleBorder));
  border->image_clips = &whole;
  border->n_image_clips = 1;
  backdrop->border = border;
  backdrop->edges[MB_EDGE_BORDER] = bleed_rect (builder);
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
  if (!style->text->visible)
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
mb_frame_rule (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  const MbStylePaged *paged = fragment->box->style->paged;
  mb_border_rule (builder, fragment->box->node, fragment->rect, paged->column_rule_style,
                  paged->column_rule_color);
}

/* --- Inline elements ----------------------------------------------------------------------------------------------------------- */

/* What an inline box covers above and below the baseline, in quarters of the font size: the height of a selection. */
#define ABOVE(size) ((size) *4 / 5)
#define BELOW(size) ((size) / 4)

void
mb_frame_inline (MbDisplayBuilder *builder, const MbInlineBox *box, MbLength x, MbLength baseline)
{
  const MbStyleBorder *border = box->style->border;
  const MbStyleBox *edges = box->style->box;
  MbLength size = box->style->font->size;
  MbLength top =
      ABOVE (size) + mb_size_resolve (edges->padding[MB_TOP], 0, 0) + border->width[MB_TOP];
  MbLength bottom =
      BELOW (size) + mb_size_resolve (edges->padding[MB_BOTTOM], 0, 0) + border->width[MB_BOTTOM];
  const gboolean cut[4] = { FALSE, !box->last, FALSE, !box->first };
  MbRect rect = { x + box->x, baseline - top, box->width, top + bottom };
  if (!box->style->text->visible)
    return;
  MbBackdrop backdrop = mb_backdrop_new (box->style, box->node, rect, cut);
  add_backdrop (builder, &backdrop);
  mb_outline_add (builder, &backdrop);
}

static PangoFont *
font_at (const MbLine *line, MbLength x)
{
  PangoFont *font = NULL;
  for (guint i = 0; i < line->n_runs; i++)
    if (line->runs[i].font && (!font || line->runs[i].x <= x))
      font = line->runs[i].font;
  return font;
}

/* A metric of @font at @size; @otherwise when the font does not say. */
static MbLength
font_metric (PangoFont *font, hb_ot_metrics_tag_t tag, MbLength size, MbLength otherwise)
{
  hb_position_t value = 0;
  hb_font_t *hb = pango_font_get_hb_font (font);
  int scale = 0;
  hb_font_get_scale (hb, &scale, NULL);
  if (scale == 0 || !hb_ot_metrics_get_position (hb, tag, &value) || value == 0)
    return otherwise;
  return (MbLength) ((gint64) value * size / scale);
}

static void
decorate (MbDisplayBuilder *builder, const MbInlineBox *box, MbLength x, MbLength top,
          MbLength thickness)
{
  MbRect rect = { x + box->x, top, box->width, thickness };
  mb_display_fill (builder, box->node, MB_ARTIFACT_LAYOUT, rect,
                   box->style->border->decoration_color);
}

void
mb_frame_decoration (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line,
                     MbLength x, MbLength baseline, gboolean over)
{
  const MbStyleBorder *border = box->style->border;
  PangoFont *font = font_at (line, box->x);
  if (!font || !(border->underline || border->overline || border->line_through))
    return;
  MbLength size = box->style->font->size,
           thickness = mb_size_resolve (border->decoration_thickness, size, 0);
  if (thickness <= 0)
    thickness = ABS (font_metric (font, HB_OT_METRICS_TAG_UNDERLINE_SIZE, size, size / 20));
  if (!over && border->underline)
    decorate (builder, box, x,
              baseline - font_metric (font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET, size, -size / 10),
              thickness);
  if (!over && border->overline)
    decorate (builder, box, x, baseline - ABOVE (size) - thickness, thickness);
  if (over && border->line_through)
    decorate (builder, box, x,
              baseline - font_metric (font, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET, size, size / 4) -
                  thickness / 2,
              thickness);
}

/* --- Crop marks ------------------------------------------------------------------------------------------------------------------ */

void
mb_frame_marks (MbDisplayBuilder *builder, const MbPageStyle *style)
{
  const MbColor registration = { .space = MB_COLOR_RGB, .alpha = FULL };
  const MbLength hair = MB_PT / 4, offset = MAX (style->bleed, MB_MARK_OFFSET),
                 length = MB_MARK_LENGTH;
  for (int corner = 0; corner < 4; corner++) {
    gboolean right = corner & 1, low = corner & 2;
    MbLength x = right ? style->width : 0, y = low ? style->height : 0;
    MbRect across = { right ? x + offset : x - offset - length, y - hair / 2, length, hair };
    MbRect down = { x - hair / 2, low ? y + offset : y - offset - length, hair, length };
    mb_display_fill (builder, NULL, MB_ARTIFACT_MARKS, across, registration);
    mb_display_fill (builder, NULL, MB_ARTIFACT_MARKS, down, registration);
  }
}
