/* SPDX-License-Identifier: Apache-2.0 */
/* Backgrounds, borders, rules and crop marks as filled rectangles. All of it is decoration: artifacts. */
#include "internal.h"

#include <hb-ot.h>

#define FULL 65535

MbColor
mb_display_fade (const MbDisplayBuilder *builder, MbColor color)
{
  color.alpha = (guint16) ((guint32) color.alpha * builder->opacity / 65535);
  return color;
}

void
mb_display_fill (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact, MbRect rect,
                 MbColor color, MbLength radius)
{
  color = mb_display_fade (builder, color);
  if (color.alpha == 0 || rect.width < MB_LEAST_FILL || rect.height < MB_LEAST_FILL)
    return;
  MbItem item = { .kind = MB_ITEM_FILL,
                  .artifact = artifact,
                  .node = node,
                  .color = color,
                  .rect = rect,
                  .radius = radius };
  item.page_order = builder->items->len;
  g_array_append_val (builder->items, item);
}

/* --- One border -------------------------------------------------------------------------------------------------------------- */

typedef struct {
  MbDisplayBuilder *builder;
  const MbNode *node;
  MbRect rect;
  MbColor color;
  gboolean upright; /* runs down the page */
} Stroke;

static void
stroke_part (const Stroke *stroke, MbLength from, MbLength length, MbLength across,
             MbLength thickness, MbLength radius)
{
  const MbRect *r = &stroke->rect;
  MbRect part = stroke->upright ? (MbRect){ r->x + across, r->y + from, thickness, length }
                                : (MbRect){ r->x + from, r->y + across, length, thickness };
  mb_display_fill (stroke->builder, stroke->node, MB_ARTIFACT_LAYOUT, part, stroke->color, radius);
}

/* Dots and dashes: a whole number of them, the gaps stretched to fit, one at each end. */
static void
stroke_dashes (const Stroke *stroke, MbLength length, MbLength thickness, gboolean dots)
{
  MbLength dash = dots ? thickness : 3 * thickness;
  if (dash <= 0 || length < dash)
    return;
  MbLength n = MAX (1, (length + dash) / (2 * dash));
  for (MbLength i = 0; i < n; i++) {
    MbLength from = n == 1 ? 0 : (MbLength) ((gint64) (length - dash) * i / (n - 1));
    stroke_part (stroke, from, dash, 0, thickness, dots ? thickness / 2 : 0);
  }
}

static void
stroke_line (const Stroke *stroke, MbBorderStyle style)
{
  MbLength length = stroke->upright ? stroke->rect.height : stroke->rect.width;
  MbLength thickness = stroke->upright ? stroke->rect.width : stroke->rect.height;
  switch (style) {
  case MB_BORDER_NONE: return;
  case MB_BORDER_SOLID: stroke_part (stroke, 0, length, 0, thickness, 0); return;
  case MB_BORDER_DOUBLE: {
    MbLength third = MAX (thickness / 3, MB_LEAST_FILL);
    stroke_part (stroke, 0, length, 0, third, 0);
    stroke_part (stroke, 0, length, thickness - third, third, 0);
    return;
  }
  case MB_BORDER_DOTTED: stroke_dashes (stroke, length, thickness, TRUE); return;
  case MB_BORDER_DASHED: stroke_dashes (stroke, length, thickness, FALSE); return;
  }
}

static void
border_side (MbDisplayBuilder *builder, const MbNode *node, const MbStyleBorder *border, int side,
             MbRect box)
{
  MbLength width = border->width[side];
  if (width <= 0 || border->style[side] == MB_BORDER_NONE)
    return;
  MbRect rect = box;
  gboolean upright = side == MB_LEFT || side == MB_RIGHT;
  *(upright ? &rect.width : &rect.height) = width;
  if (side == MB_RIGHT)
    rect.x += box.width - width;
  if (side == MB_BOTTOM)
    rect.y += box.height - width;
  stroke_line (&(Stroke){ builder, node, rect, border->color[side], upright }, border->style[side]);
}

/* --- Boxes -------------------------------------------------------------------------------------------------------------------- */

static gboolean
has_even_border (const MbStyleBorder *border)
{
  for (int side = 0; side < 4; side++)
    if (border->style[side] != MB_BORDER_SOLID || border->width[side] != border->width[0] ||
        border->width[side] <= 0)
      return FALSE;
  return TRUE;
}

static MbRect
inset (MbRect rect, MbLength by)
{
  return (MbRect){ rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by };
}

/* The page's own background goes out to the bleed. */
static MbRect
bleed_rect (const MbDisplayBuilder *builder)
{
  const MbPageStyle *style = builder->page->style;
  return (MbRect){ -style->bleed, -style->bleed, style->width + 2 * style->bleed,
                   style->height + 2 * style->bleed };
}

/* The padding and content boxes inside edges[0]. */
static void
inner_edges (const MbStyle *style, MbBackdrop *backdrop)
{
  const MbLength *border = style->border->width;
  MbLength base = backdrop->edges[MB_EDGE_BORDER].width, padding[4];
  for (int side = 0; side < 4; side++)
    padding[side] = mb_size_resolve (style->box->padding[side], base, 0);
  for (int edge = MB_EDGE_PADDING; edge <= MB_EDGE_CONTENT; edge++) {
    const MbLength *by = edge == MB_EDGE_PADDING ? border : padding;
    MbRect r = backdrop->edges[edge - 1];
    backdrop->edges[edge] = (MbRect){ r.x + by[MB_LEFT], r.y + by[MB_TOP],
                                      MAX (r.width - by[MB_LEFT] - by[MB_RIGHT], 0),
                                      MAX (r.height - by[MB_TOP] - by[MB_BOTTOM], 0) };
  }
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
  backdrop->artifact = MB_ARTIFACT_BACKGROUND;
}

/* A ring is two fills: the border's colour outside, the background over it. It needs a background that hides. */
static gboolean
frame_rounded (MbDisplayBuilder *builder, const MbFragment *fragment, const MbStyleBorder *border)
{
  if (border->radius[0] <= 0 || !has_even_border (border) || border->background.alpha != FULL)
    return FALSE;
  const MbNode *node = fragment->box->node;
  MbLength width = border->width[0];
  mb_display_fill (builder, node, MB_ARTIFACT_LAYOUT, fragment->rect, border->color[0],
                   border->radius[0]);
  mb_display_fill (builder, node, MB_ARTIFACT_LAYOUT, inset (fragment->rect, width),
                   border->background, MAX (0, border->radius[0] - width));
  return TRUE;
}

void
mb_frame_box (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet)
{
  const MbStyle *style = fragment->box ? fragment->box->style : builder->page->style->style;
  if (!style || !style->text->visible)
    return;
  const MbStyleBorder *border = style->border;
  const MbNode *node = fragment->box ? fragment->box->node : NULL;
  gboolean clone = border->clone;
  sheet = sheet && !fragment->box;
  if (!sheet && fragment->first && fragment->last && frame_rounded (builder, fragment, border))
    return;
  MbBackdrop backdrop = { node,
                          MB_ARTIFACT_LAYOUT,
                          border,
                          fragment->box ? fragment->box->backgrounds : builder->page->backgrounds,
                          { fragment->rect } };
  inner_edges (style, &backdrop);
  if (sheet) /* the page paints out to the bleed, whatever cuts it */
    sheet_edges (builder, &backdrop);
  mb_background_add (builder, &backdrop);
  for (int side = 0; side < 4; side++) {
    gboolean cut = (side == MB_TOP && !fragment->first) || (side == MB_BOTTOM && !fragment->last);
    if (!cut || clone)
      border_side (builder, node, border, side, fragment->rect);
  }
}

void
mb_frame_rule (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  const MbStylePaged *paged = fragment->box->style->paged;
  gboolean upright = fragment->rect.height >= fragment->rect.width;
  stroke_line (&(Stroke){ builder, fragment->box->node, fragment->rect, paged->column_rule_color,
                          upright },
               paged->column_rule_style);
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
  MbRect rect = { x + box->x, baseline - top, box->width, top + bottom };
  mb_display_fill (builder, box->node, MB_ARTIFACT_LAYOUT, rect, border->background,
                   border->radius[0]);
  for (int side = 0; side < 4; side++) {
    gboolean cut = (side == MB_LEFT && !box->first) || (side == MB_RIGHT && !box->last);
    if (!cut || border->clone)
      border_side (builder, box->node, border, side, rect);
  }
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
                   box->style->border->decoration_color, 0);
}

void
mb_frame_decoration (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line,
                     MbLength x, MbLength baseline, gboolean over)
{
  const MbStyleBorder *border = box->style->border;
  PangoFont *font = font_at (line, box->x);
  if (!font || !(border->underline || border->overline || border->line_through))
    return;
  MbLength size = box->style->font->size, thickness = border->decoration_thickness;
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
    mb_display_fill (builder, NULL, MB_ARTIFACT_MARKS, across, registration, 0);
    mb_display_fill (builder, NULL, MB_ARTIFACT_MARKS, down, registration, 0);
  }
}
