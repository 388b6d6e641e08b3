/* SPDX-License-Identifier: Apache-2.0 */
/* Lines along the text: css-text-decor-3 § 2, css-text-decor-4.
 *
 * An underline or overline leaves room around the strokes that cross it: the outlines of the glyphs (harfbuzz) are flattened, and where they enter the
 * band of the line, the line stops, its own thickness away. Every style is one item, so a reader of the page meets one artifact. */
#include "internal.h"

#include <hb-ot.h>
#include <math.h>
#include <string.h>

#define FLAT_STEPS 8

typedef struct {
  double from, to;
} Span;

typedef struct {
  MbDisplayBuilder *builder;
  const MbInlineBox *box;
  const MbLine *line;
  double x, baseline; /* pt: the block's left edge, the baseline */
  double thickness;
} Line;

/* --- Metrics ---------------------------------------------------------------------------------------------------------- */

PangoFont *
mb_line_font (const MbLine *line, MbLength x)
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

void
mb_font_extents (PangoFont *font, MbLength size, MbLength *ascent, MbLength *descent)
{
  hb_font_extents_t extents;
  int scale = 0;
  hb_font_t *hb = font ? pango_font_get_hb_font (font) : NULL;
  if (hb)
    hb_font_get_scale (hb, NULL, &scale);
  *ascent = size * 4 / 5;
  *descent = size / 4;
  if (!hb || scale == 0 || !hb_font_get_h_extents (hb, &extents) ||
      extents.ascender - extents.descender <= 0)
    return;
  *ascent = (MbLength) ((gint64) extents.ascender * size / ABS (scale));
  *descent = (MbLength) ((gint64) -extents.descender * size / ABS (scale));
}

/* --- Ink --------------------------------------------------------------------------------------------------------------- */

/* An outline being flattened: where it is inside the band. */
typedef struct {
  double low, high; /* the band, in units of the font, y up */
  double x, y;      /* the pen */
  GArray *spans;    /* of Span, in the same units */
} Ink;

static void
cross (Ink *ink, double x, double y)
{
  double x0 = ink->x, y0 = ink->y, t0 = 0, t1 = 1, dy = y - y0;
  ink->x = x;
  ink->y = y;
  if (MAX (y0, y) < ink->low || MIN (y0, y) > ink->high)
    return;
  if (dy != 0) {
    double a = (ink->low - y0) / dy, b = (ink->high - y0) / dy;
    t0 = MAX (t0, MIN (a, b));
    t1 = MIN (t1, MAX (a, b));
  }
  double u = x0 + (x - x0) * t0, v = x0 + (x - x0) * t1;
  Span span = { MIN (u, v), MAX (u, v) };
  g_array_append_val (ink->spans, span);
}

static void
ink_move (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
  Ink *ink = data;
  ink->x = x;
  ink->y = y;
}

static void
ink_line (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
  cross (data, x, y);
}

static void
ink_curve (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
           float y2, float x3, float y3, void *user)
{
  Ink *ink = data;
  double x0 = ink->x, y0 = ink->y;
  for (int i = 1; i <= FLAT_STEPS; i++) {
    double t = (double) i / FLAT_STEPS, u = 1 - t;
    double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    cross (ink, a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3);
  }
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const Span *x = a, *y = b;
  return x->from < y->from ? -1 : x->from > y->from;
}

/* What the glyphs of @run leave of ink between @top and @bottom (pt on the page), in pt. */
static void
collect_ink (const Line *self, const MbGlyphRun *run, hb_draw_funcs_t *funcs, double top,
             double bottom, GArray *spans)
{
  hb_font_t *hb = pango_font_get_hb_font (run->font);
  int scale_x = 0, scale_y = 0;
  hb_font_get_scale (hb, &scale_x, &scale_y);
  double size = mb_to_pt (run->size), wide = run->scale / 10000.0;
  double base = self->baseline - mb_to_pt (run->rise);
  if (scale_x == 0 || scale_y == 0 || size <= 0)
    return;
  for (guint i = 0; i < run->n_glyphs; i++) {
    const MbGlyph *glyph = &run->glyphs[i];
    if (glyph->glyph == PANGO_GLYPH_EMPTY || (glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG))
      continue;
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Span));
    double up = base - mb_to_pt (glyph->y);
    Ink ink = { (up - bottom) / size * scale_y, (up - top) / size * scale_y, 0, 0, found };
    hb_font_get_glyph_shape (hb, glyph->glyph, funcs, &ink);
    double left = self->x + mb_to_pt (run->x) + mb_to_pt (glyph->x) * wide;
    for (guint k = 0; k < found->len; k++) {
      const Span *span = &g_array_index (found, Span, k);
      Span placed = { left + span->from / scale_x * size * wide,
                      left + span->to / scale_x * size * wide };
      g_array_append_val (spans, placed);
    }
  }
}

/* The stretches of the line from @from to @to that no ink crosses. */
static GArray *
free_spans (const Line *self, double from, double to, double top, double bottom)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (Span));
  g_autoptr (GArray) ink = g_array_new (FALSE, FALSE, sizeof (Span));
  hb_draw_funcs_t *funcs = hb_draw_funcs_create ();
  hb_draw_funcs_set_move_to_func (funcs, ink_move, NULL, NULL);
  hb_draw_funcs_set_line_to_func (funcs, ink_line, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func (funcs, ink_curve, NULL, NULL);
  for (guint i = 0; i < self->line->n_runs; i++) {
    const MbGlyphRun *run = &self->line->runs[i];
    double x = self->x + mb_to_pt (run->x);
    if (run->font && run->n_glyphs && x < to && x + mb_to_pt (run->width) > from &&
        run->style->text->skip_ink != MB_SKIP_NONE)
      collect_ink (self, run, funcs, top, bottom, ink);
  }
  hb_draw_funcs_destroy (funcs);
  g_array_sort (ink, compare_spans);
  double at = from, room = self->thickness;
  for (guint i = 0; i < ink->len; i++) {
    const Span *span = &g_array_index (ink, Span, i);
    Span before = { at, MIN (span->from - room, to) };
    if (before.to - before.from > room / 2)
      g_array_append_val (out, before);
    at = MAX (at, span->to + room);
  }
  Span last = { at, to };
  if (last.to - last.from > (ink->len ? room / 2 : 0))
    g_array_append_val (out, last);
  return out;
}

/* --- Lines --------------------------------------------------------------------------------------------------------------- */

/* Dots or dashes of @path between the ends of @span. */
static void
add_parts (MbPath *path, Span span, double top, double thickness, gboolean dots)
{
  double on = dots ? thickness : 3 * thickness, period = dots ? 2 * thickness : 5 * thickness;
  int n = (int) MIN (ceil ((span.to - thickness / 4 - span.from) / period), 100000);
  for (int i = 0; i < n; i++) {
    double x = span.from + i * period;
    double width = MIN (on, span.to - x);
    if (dots)
      mb_path_ellipse (path, x + thickness / 2, top + thickness / 2, thickness / 2, thickness / 2);
    else
      mb_path_rect (path, x, top, width, thickness);
  }
}

/* A wave of half circles' smoothness; its phase counts from the element's own beginning. */
static void
add_wave (MbPath *path, Span span, double origin, double middle, double thickness)
{
  double half = 2.5 * thickness, rise = 1.5 * thickness;
  double first = floor ((span.from - origin) / half);
  gboolean up = fmod (first, 2) == 0;
  mb_path_move (path, origin + first * half, middle);
  int n = (int) MIN (ceil ((span.to - half / 4 - origin) / half - first), 100000);
  for (int i = 0; i < n; i++, up = !up) {
    double x = origin + (first + i) * half;
    double peak = up ? middle - 2 * rise : middle + 2 * rise;
    mb_path_curve (path, x + half * 0.3642, middle + (peak - middle) * 0.7, x + half * 0.6358,
                   middle + (peak - middle) * 0.7, x + half, middle);
  }
}

static MbDecorationStyle
style_of (const Line *self)
{
  return self->box->style->border->decoration_style;
}

static void
paint_spans (const Line *self, const GArray *spans, double top)
{
  double thickness = self->thickness;
  MbPath path = mb_path_new ();
  MbDecorationStyle style = style_of (self);
  for (guint i = 0; i < spans->len; i++) {
    Span span = g_array_index (spans, Span, i);
    switch (style) {
    case MB_DECORATION_WAVY:
      add_wave (&path, span, self->x + mb_to_pt (self->box->x), top + thickness / 2, thickness);
      break;
    case MB_DECORATION_DOTTED:
    case MB_DECORATION_DASHED:
      add_parts (&path, span, top, thickness, style == MB_DECORATION_DOTTED);
      break;
    case MB_DECORATION_SOLID:
    case MB_DECORATION_DOUBLE:
      mb_path_rect (&path, span.from, top, span.to - span.from, thickness);
      break;
    }
  }
  gboolean waves = style == MB_DECORATION_WAVY;
  if (path.steps->len) {
    MbContour *shape = mb_path_contour (&path, self->builder->arena);
    shape->stroke = waves ? thickness : 0;
    mb_display_shape (self->builder, self->box->node, MB_ARTIFACT_LAYOUT, shape,
                      self->box->style->border->decoration_color);
  }
  mb_path_clear (&path);
}

/* One line whose upper edge is at @top; @skips: it stops for ink. */
static void
draw_line (const Line *self, double top, gboolean skips)
{
  double from = self->x + mb_to_pt (self->box->x), to = from + mb_to_pt (self->box->width);
  double thickness = self->thickness;
  MbDecorationStyle style = style_of (self);
  if (style == MB_DECORATION_SOLID && !skips) {
    MbRect rect = { mb_pt (from), mb_pt (top), mb_pt (to - from), mb_pt (thickness) };
    mb_display_fill (self->builder, self->box->node, MB_ARTIFACT_LAYOUT, rect,
                     self->box->style->border->decoration_color);
    return;
  }
  double far = style == MB_DECORATION_WAVY ? 1.5 * thickness : 0;
  g_autoptr (GArray) spans = NULL;
  if (skips) {
    spans = free_spans (self, from, to, top - far, top + thickness + far);
  } else {
    Span whole = { from, to };
    spans = g_array_new (FALSE, FALSE, sizeof (Span));
    g_array_append_val (spans, whole);
  }
  Span *only = spans->len == 1 ? &g_array_index (spans, Span, 0) : NULL;
  if (only && (style == MB_DECORATION_SOLID || style == MB_DECORATION_DOUBLE)) {
    MbRect rect = { mb_pt (only->from), mb_pt (top), mb_pt (only->to - only->from),
                    mb_pt (thickness) };
    mb_display_fill (self->builder, self->box->node, MB_ARTIFACT_LAYOUT, rect,
                     self->box->style->border->decoration_color);
    return;
  }
  paint_spans (self, spans, top);
}

/* @top of the first line; a second one of `double` stands one thickness further @down (or up). */
static void
draw (const Line *self, double top, double down, gboolean skips)
{
  draw_line (self, top, skips);
  if (style_of (self) == MB_DECORATION_DOUBLE)
    draw_line (self, top + 2 * down * self->thickness, skips);
}

static double
underline_top (const Line *self, PangoFont *font, MbLength size)
{
  const MbStyleText *text = self->box->style->text;
  MbLength ascent, descent;
  mb_font_extents (font, size, &ascent, &descent);
  MbLength own = -font_metric (font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET, size, -size / 10);
  gboolean under = text->underline_place == MB_UNDERLINE_UNDER;
  if (under)
    own = descent;
  if (text->underline_offset.kind != MB_SIZE_AUTO)
    own = (under ? descent : 0) + mb_size_resolve (text->underline_offset, size, 0);
  return self->baseline + mb_to_pt (own - self->box->rise);
}

void
mb_decoration_add (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line,
                   MbLength x, MbLength baseline, gboolean over)
{
  const MbStyleBorder *border = box->style->border;
  PangoFont *font = mb_line_font (line, box->x);
  if (!font || !(border->underline || border->overline || border->line_through) ||
      box->style->text->visible != MB_VISIBLE)
    return;
  MbLength size = box->style->font->size,
           thickness = mb_size_resolve (border->decoration_thickness, size, -1);
  if (thickness < 0)
    thickness = ABS (font_metric (font, HB_OT_METRICS_TAG_UNDERLINE_SIZE, size, size / 20));
  Line self = { builder, box, line, mb_to_pt (x), mb_to_pt (baseline), mb_to_pt (thickness) };
  double base = self.baseline - mb_to_pt (box->rise);
  gboolean skips = box->style->text->skip_ink != MB_SKIP_NONE;
  if (!over && border->underline)
    draw (&self, underline_top (&self, font, size), 1, skips);
  if (!over && border->overline)
    draw (&self, base - mb_to_pt (size * 4 / 5) - self.thickness, -1, skips);
  if (over && border->line_through) {
    MbLength up = font_metric (font, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET, size, size / 4);
    double shift = border->decoration_style == MB_DECORATION_DOUBLE ? self.thickness : 0;
    draw (&self, base - mb_to_pt (up) - self.thickness / 2 - shift, 1, FALSE);
  }
}
