/* SPDX-License-Identifier: Apache-2.0 */
/* The painter: display items to cairo, for every target.
 *
 * paint_item is the only gate. It sets the source once, before the item's operators: the marker on the way to a PDF, the real
 * colour on the way to pixels. Nothing else in this room sets a colour, and the operator of items is OVER, so each painting operator in cairo's
 * streams lies under exactly one marker. Scenes (clips and matrices) and groups change between items only: a group is a stream of its own to
 * cairo, a form, and it has a marker too where it is laid down. */
#include "internal.h"

#include <pango/pangocairo.h>
#include <string.h>

void
mb_painter_init (MbPainter *painter, cairo_t *cr, const MbPalette *palette, MbSpelling *spelling)
{
  painter->cr = cr;
  painter->palette = palette;
  painter->spelling = spelling;
  painter->fonts = NULL;
  painter->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) cairo_surface_destroy);
}

void
mb_painter_clear (MbPainter *painter)
{
  g_clear_pointer (&painter->pictures, g_hash_table_unref);
}

static void
set_source (const MbPainter *painter, const MbItem *item, guint index)
{
  double rgb[3] = { 0, 0, 0 }, alpha = mb_item_has_marker (item) ? 1 : item->color.alpha / 65535.0;
  if (painter->palette) {
    gboolean picture = mb_item_has_marker (item);
    mb_marker_encode ((MbMarker){ picture ? MB_MARKER_PICTURE
                                          : mb_palette_find (painter->palette, item->color),
                                  index },
                      rgb);
  } else {
    mb_color_rgb (item->color, rgb);
  }
  cairo_set_source_rgba (painter->cr, rgb[0], rgb[1], rgb[2], alpha);
}

/* --- Glyphs -------------------------------------------------------------------------------------------------------------------- */

static gboolean
set_font (cairo_t *cr, const MbGlyphRun *run)
{
  cairo_scaled_font_t *font = PANGO_IS_CAIRO_FONT (run->font)
                                  ? pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (run->font))
                                  : NULL;
  if (!font || cairo_scaled_font_status (font) != CAIRO_STATUS_SUCCESS)
    return FALSE;
  cairo_set_font_face (cr, cairo_scaled_font_get_font_face (font));
  cairo_set_font_size (cr, mb_to_pt (run->size));
  return TRUE;
}

/* PANGO_GLYPH_EMPTY stands for characters without ink; a reader still wants the space. */
static PangoGlyph
drawable_glyph (const MbGlyphRun *run, const MbGlyph *glyph)
{
  hb_codepoint_t space = 0;
  if (glyph->glyph == PANGO_GLYPH_EMPTY) {
    char text[64];
    guint index = (guint) (glyph - run->glyphs);
    mb_cluster_text (run, mb_cluster_at (run, index), text, sizeof text);
    if (!g_unichar_isspace (g_utf8_get_char (text)) ||
        !hb_font_get_nominal_glyph (pango_font_get_hb_font (run->font), ' ', &space))
      return PANGO_GLYPH_EMPTY;
    return space;
  }
  return glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : glyph->glyph;
}

/* Each glyph stands @spacing before the place that it would have behind the one before it. */
static guint
collect_glyphs (const MbItem *item, MbLength spacing, cairo_glyph_t *glyphs)
{
  const MbGlyphRun *run = item->run;
  guint n = 0;
  for (guint i = item->first_glyph; i < item->first_glyph + item->n_glyphs; i++) {
    PangoGlyph glyph = drawable_glyph (run, &run->glyphs[i]);
    if (glyph == PANGO_GLYPH_EMPTY)
      continue;
    MbLength x = run->glyphs[i].x - spacing * (MbLength) n;
    glyphs[n++] = (cairo_glyph_t){ glyph, mb_to_pt (x), -mb_to_pt (run->glyphs[i].y) };
  }
  return n;
}

static void
show_with_text (const MbPainter *painter, const MbGlyphRun *run, const cairo_glyph_t *glyphs,
                guint n)
{
  g_autofree cairo_text_cluster_t *clusters = g_new (cairo_text_cluster_t, n);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    const char *say = mb_spelling_say (painter->spelling, run->font, glyphs[i].index);
    clusters[i] = (cairo_text_cluster_t){ (int) strlen (say), 1 };
    g_string_append (text, say);
  }
  cairo_show_text_glyphs (painter->cr, text->str, text->len, glyphs, n, clusters, n, 0);
}

/* Of a run, horizontally. For a PDF the post-pass scales the text matrix: to cairo each scale is another font, whose outlines it would load
 * one by one (a fifth of the time of a novel). Nor does cairo know tracking: it would write a number behind every letter, and streams half
 * as long again; the post-pass sets it once for the run. */
static double
scale_of (const MbPainter *painter, const MbGlyphRun *run)
{
  return painter->palette ? 1 : run->scale / 10000.0;
}

/* A part of a run begins where its first glyph does; glyph positions count from the run's start. */
static void
go_to_run (cairo_t *cr, const MbItem *item, double scale)
{
  double first = mb_to_pt (item->run->glyphs[item->first_glyph].x);
  cairo_translate (cr, mb_to_pt (item->rect.x) - first * scale, mb_to_pt (item->baseline));
  if (scale != 1)
    cairo_scale (cr, scale, 1);
}

gboolean
mb_painter_outlines (cairo_t *cr, const MbItem *item)
{
  g_autofree cairo_glyph_t *glyphs = g_new (cairo_glyph_t, item->n_glyphs + 1);
  guint n = collect_glyphs (item, 0, glyphs);
  if (!set_font (cr, item->run))
    return FALSE;
  cairo_save (cr);
  go_to_run (cr, item, item->run->scale / 10000.0);
  cairo_new_path (cr);
  cairo_glyph_path (cr, glyphs, (int) n);
  cairo_restore (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_WINDING);
  return TRUE;
}

/* Glyphs as paths: a shadow is no text. */
static gboolean
paint_outlines (const MbPainter *painter, const MbItem *item)
{
  if (!mb_painter_outlines (painter->cr, item))
    return FALSE;
  cairo_fill (painter->cr);
  return TRUE;
}

static gboolean
paint_glyphs (const MbPainter *painter, const MbItem *item)
{
  const MbGlyphRun *run = item->run;
  if (item->n_glyphs == 0)
    return TRUE;
  if (!set_font (painter->cr, run))
    return FALSE;
  g_autofree cairo_glyph_t *glyphs = g_new (cairo_glyph_t, item->n_glyphs);
  guint n = collect_glyphs (item, painter->palette ? run->tracking : 0, glyphs);
  cairo_save (painter->cr);
  go_to_run (painter->cr, item, scale_of (painter, run));
  if (painter->spelling)
    show_with_text (painter, run, glyphs, n);
  else
    cairo_show_glyphs (painter->cr, glyphs, n);
  cairo_restore (painter->cr);
  return TRUE;
}

/* --- Fills ---------------------------------------------------------------------------------------------------------------------- */

/* cairo forgets all that an opaque rectangle over the whole sheet hides; the post-pass would miss it. Two halves in one path hide as
 * much and are left alone. */
static gboolean
covers_sheet (cairo_t *cr, double x, double y, double width, double height)
{
  double left, top, right, bottom;
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  return x <= left && y <= top && x + width >= right && y + height >= bottom;
}

static void
plain_rectangle (cairo_t *cr, double x, double y, double width, double height)
{
  double part = covers_sheet (cr, x, y, width, height) ? height / 2 : 0;
  if (part > 0)
    cairo_rectangle (cr, x, y, width, part);
  cairo_rectangle (cr, x, y + part, width, height - part);
}

static void
paint_shape (const MbPainter *painter, const MbContour *shape)
{
  cairo_t *cr = painter->cr;
  mb_contour_trace (shape, cr);
  if (shape->stroke <= 0) {
    cairo_fill (cr);
    return;
  }
  cairo_set_line_width (cr, shape->stroke);
  cairo_set_line_cap (cr, shape->round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, shape->dash, shape->dash[1] > 0 ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static gboolean
paint_fill (const MbPainter *painter, const MbItem *item)
{
  if (item->outlined)
    return paint_outlines (painter, item);
  if (item->shape) {
    paint_shape (painter, item->shape);
    return TRUE;
  }
  plain_rectangle (painter->cr, mb_to_pt (item->rect.x), mb_to_pt (item->rect.y),
                   mb_to_pt (item->rect.width), mb_to_pt (item->rect.height));
  cairo_fill (painter->cr);
  return TRUE;
}

/* --- Pictures -------------------------------------------------------------------------------------------------------------------- */

/* The whole of a picture of which @item may show a part, in pt. */
static void
whole_size (const MbItem *item, double size[2])
{
  if (item->natural) {
    size[0] = mb_to_pt (item->picture->natural_width);
    size[1] = mb_to_pt (item->picture->natural_height);
    return;
  }
  size[0] = mb_to_pt (item->rect.width) * 65536 / MAX (item->source.width, 1);
  size[1] = mb_to_pt (item->rect.height) * 65536 / MAX (item->source.height, 1);
}

/* A drawing has a surface for each of its sizes. */
static char *
surface_key (const MbItem *item, const double size[2])
{
  if (item->picture->kind != MB_PICTURE_SVG)
    return g_strdup_printf ("%p", (gconstpointer) item->picture);
  return g_strdup_printf ("%p %.2f %.2f", (gconstpointer) item->picture, size[0], size[1]);
}

static cairo_surface_t *
surface_for (const MbPainter *painter, const MbItem *item, GError **error)
{
  double size[2];
  whole_size (item, size);
  g_autofree char *key = surface_key (item, size);
  cairo_surface_t *surface = g_hash_table_lookup (painter->pictures, key);
  if (surface)
    return surface;
  surface = mb_picture_surface (item->picture, size[0], size[1], painter->palette != NULL,
                                painter->fonts, error);
  if (surface)
    g_hash_table_insert (painter->pictures, g_steal_pointer (&key), surface);
  return surface;
}

/* The marker of a picture is a filled rectangle at least as large as what follows: cairo must not cull it first. */
static void
paint_picture_marker (const MbPainter *painter, const MbItem *item)
{
  plain_rectangle (painter->cr, mb_to_pt (item->rect.x) - 1, mb_to_pt (item->rect.y) - 1,
                   mb_to_pt (item->rect.width) + 2, mb_to_pt (item->rect.height) + 2);
  cairo_fill (painter->cr);
}

static void surface_extent (cairo_surface_t *surface, double extent[2]);

/* Of a tile that is repeated there is one form for the page. */
static void
paint_tile (const MbPainter *painter, const MbItem *item)
{
  cairo_t *cr = painter->cr;
  g_autofree char *key = g_strdup_printf ("%p %d %d", (gconstpointer) item->image,
                                          item->source.width, item->source.height);
  cairo_surface_t *surface = g_hash_table_lookup (painter->pictures, key);
  if (!surface) {
    surface = mb_gradient_surface (item);
    g_hash_table_insert (painter->pictures, g_steal_pointer (&key), surface);
  }
  double extent[2];
  surface_extent (surface, extent);
  cairo_save (cr);
  cairo_rectangle (cr, mb_to_pt (item->rect.x), mb_to_pt (item->rect.y),
                   mb_to_pt (item->rect.width), mb_to_pt (item->rect.height));
  cairo_clip (cr);
  cairo_translate (cr, mb_to_pt (item->source.x), mb_to_pt (item->source.y));
  cairo_scale (cr, mb_to_pt (item->source.width) / extent[0],
               mb_to_pt (item->source.height) / extent[1]);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}

static void
paint_gradient (const MbPainter *painter, const MbItem *item)
{
  if (painter->palette)
    paint_picture_marker (painter, item);
  if (item->repeated && item->opacity == 65535) {
    paint_tile (painter, item);
    return;
  }
  cairo_pattern_t *pattern = mb_gradient_pattern (item);
  cairo_set_source (painter->cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_rectangle (painter->cr, mb_to_pt (item->rect.x), mb_to_pt (item->rect.y),
                   mb_to_pt (item->rect.width), mb_to_pt (item->rect.height));
  cairo_fill (painter->cr);
}

static gboolean
is_cropped (const MbItem *item)
{
  const MbRect *s = &item->source;
  return s->x != 0 || s->y != 0 || s->width != 65536 || s->height != 65536;
}

static void
surface_extent (cairo_surface_t *surface, double extent[2])
{
  cairo_rectangle_t box = { 0, 0, 1, 1 };
  if (cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_RECORDING) {
    cairo_recording_surface_get_extents (surface, &box);
  } else {
    box.width = cairo_image_surface_get_width (surface);
    box.height = cairo_image_surface_get_height (surface);
  }
  extent[0] = MAX (box.width, 1e-3);
  extent[1] = MAX (box.height, 1e-3);
}

static gboolean
paint_picture (const MbPainter *painter, const MbItem *item, GError **error)
{
  cairo_surface_t *surface = surface_for (painter, item, error);
  if (!surface)
    return FALSE;
  if (painter->palette)
    paint_picture_marker (painter, item);
  cairo_t *cr = painter->cr;
  cairo_matrix_t matrix;
  mb_picture_matrix (item, &matrix);
  cairo_save (cr);
  gboolean samples = !painter->palette && item->picture->kind != MB_PICTURE_SVG;
  if (is_cropped (item) || samples) {
    cairo_rectangle (cr, mb_to_pt (item->rect.x), mb_to_pt (item->rect.y),
                     mb_to_pt (item->rect.width), mb_to_pt (item->rect.height));
    cairo_clip (cr);
  }
  cairo_transform (cr, &matrix);
  double extent[2];
  surface_extent (surface, extent);
  cairo_scale (cr, 1 / extent[0], 1 / extent[1]);
  cairo_set_source_surface (cr, surface, 0, 0);
  if (samples) /* what is smoothed does not fade out at its edges: no viewer lets it */
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            item->pixelated ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  if (item->opacity < 65535)
    cairo_paint_with_alpha (cr, item->opacity / 65535.0);
  else
    cairo_paint (cr);
  cairo_restore (cr);
  return TRUE;
}

static gboolean
paint_item (const MbPainter *painter, const MbItem *item, guint index, GError **error)
{
  set_source (painter, item, index);
  switch (item->kind) {
  case MB_ITEM_GLYPHS:
    if (!paint_glyphs (painter, item))
      return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PAINT_FONT, NULL);
    return TRUE;
  case MB_ITEM_FILL:
    if (!paint_fill (painter, item))
      return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PAINT_FONT, NULL);
    return TRUE;
  case MB_ITEM_PICTURE: return paint_picture (painter, item, error);
  case MB_ITEM_GRADIENT: paint_gradient (painter, item); return TRUE;
  }
  return TRUE;
}

static void
set_font_options (cairo_t *cr)
{
  /* Hinted advances would put a correction after every glyph. */
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options (cr, options);
  cairo_font_options_destroy (options);
}

/* Drawings take their letters from where the text has its own. */
static PangoFontMap *
fonts_of (const MbDisplayList *display)
{
  for (guint i = 0; i < display->n; i++)
    if (display->items[i].kind == MB_ITEM_GLYPHS && display->items[i].run->font)
      return pango_font_get_font_map (display->items[i].run->font);
  return NULL;
}

/* --- Groups ------------------------------------------------------------------------------------------------------------------------ */

static const cairo_operator_t BLENDS[] = {
  CAIRO_OPERATOR_OVER,           CAIRO_OPERATOR_MULTIPLY,       CAIRO_OPERATOR_SCREEN,
  CAIRO_OPERATOR_OVERLAY,        CAIRO_OPERATOR_DARKEN,         CAIRO_OPERATOR_LIGHTEN,
  CAIRO_OPERATOR_COLOR_DODGE,    CAIRO_OPERATOR_COLOR_BURN,     CAIRO_OPERATOR_HARD_LIGHT,
  CAIRO_OPERATOR_SOFT_LIGHT,     CAIRO_OPERATOR_DIFFERENCE,     CAIRO_OPERATOR_EXCLUSION,
  CAIRO_OPERATOR_HSL_HUE,        CAIRO_OPERATOR_HSL_SATURATION, CAIRO_OPERATOR_HSL_COLOR,
  CAIRO_OPERATOR_HSL_LUMINOSITY,
};

static gboolean paint_items (const MbPainter *painter, const MbItem *items, guint n,
                             GError **error);

/* The sheets of @mask in their real colours; of what was painted before one that intersects only that remains which it lets show. */
static gboolean
paint_mask (const MbPainter *painter, const MbMask *mask, cairo_pattern_t **pattern, GError **error)
{
  cairo_t *cr = painter->cr;
  MbPainter own;
  gboolean good = TRUE;
  mb_painter_init (&own, cr, NULL, NULL);
  own.fonts = painter->fonts;
  cairo_push_group (cr);
  for (guint i = 0; i < mask->n && good; i++) {
    const MbMaskSheet *sheet = &mask->sheets[i];
    if (sheet->intersects)
      cairo_push_group (cr);
    good = paint_items (&own, sheet->items, sheet->n, error);
    if (!sheet->intersects)
      continue;
    cairo_pattern_t *here = cairo_pop_group (cr), *before = cairo_pop_group (cr);
    cairo_push_group (cr);
    cairo_set_source (cr, before);
    cairo_mask (cr, here);
    cairo_pattern_destroy (here);
    cairo_pattern_destroy (before);
  }
  mb_painter_clear (&own);
  *pattern = cairo_pop_group (cr);
  return good;
}

static void
begin_group (const MbPainter *painter, const MbGroup *group)
{
  const MbRect *r = &group->extent;
  cairo_save (painter->cr);
  cairo_rectangle (painter->cr, mb_to_pt (r->x), mb_to_pt (r->y), mb_to_pt (r->width),
                   mb_to_pt (r->height));
  cairo_clip (painter->cr);
  cairo_push_group (painter->cr);
}

/* @pattern, faded. */
static cairo_pattern_t *
fade (cairo_t *cr, cairo_pattern_t *pattern, double opacity)
{
  if (opacity >= 1)
    return pattern;
  cairo_push_group (cr);
  cairo_set_source (cr, pattern);
  cairo_paint_with_alpha (cr, opacity);
  cairo_pattern_destroy (pattern);
  return cairo_pop_group (cr);
}

/* The last thing of a group: on its page, or in the group around it. */
static gboolean
lay_down (const MbPainter *painter, const MbGroup *group, cairo_pattern_t *sheet, GError **error)
{
  cairo_t *cr = painter->cr;
  double opacity = group->opacity / 65535.0;
  cairo_pattern_t *mask = NULL;
  gboolean good = !group->mask || paint_mask (painter, group->mask, &mask, error);
  cairo_set_source (cr, sheet);
  cairo_set_operator (cr, BLENDS[group->blend]);
  if (mask) {
    mask = fade (cr, mask, opacity);
    cairo_mask (cr, mask);
    cairo_pattern_destroy (mask);
  } else {
    cairo_paint_with_alpha (cr, opacity);
  }
  return good;
}

static gboolean
end_group (const MbPainter *painter, const MbGroup *group, GError **error)
{
  cairo_t *cr = painter->cr;
  const MbRect *r = &group->extent;
  cairo_pattern_t *sheet = cairo_pop_group (cr);
  if (painter->palette) {
    double rgb[3];
    mb_marker_encode ((MbMarker){ MB_MARKER_PICTURE, MB_MARKER_GROUP + group->index }, rgb);
    cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
    plain_rectangle (cr, mb_to_pt (r->x), mb_to_pt (r->y), mb_to_pt (r->width),
                     mb_to_pt (r->height));
    cairo_fill (cr);
  }
  gboolean good = lay_down (painter, group, sheet, error);
  cairo_pattern_destroy (sheet);
  cairo_restore (cr);
  return good;
}

static gboolean
is_around (const MbGroup *group, const MbGroup *inner)
{
  while (inner && inner != group)
    inner = inner->outer;
  return inner == group;
}

static void
begin_groups (const MbPainter *painter, const MbGroup *from, const MbGroup *to)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  for (; to != from; to = to->outer)
    g_ptr_array_add (chain, (gpointer) to);
  for (guint i = chain->len; i-- > 0;)
    begin_group (painter, chain->pdata[i]);
}

static gboolean
change_group (const MbPainter *painter, const MbGroup *from, const MbGroup *to, GError **error)
{
  gboolean good = TRUE;
  for (; from && !is_around (from, to); from = from->outer)
    good = end_group (painter, from, good ? error : NULL) && good;
  begin_groups (painter, from, to);
  return good;
}

/* --- The page ----------------------------------------------------------------------------------------------------------------------- */

static gboolean
paint_items (const MbPainter *painter, const MbItem *items, guint n, GError **error)
{
  const MbScene *scene = NULL;
  const MbGroup *group = NULL;
  gboolean good = TRUE;
  cairo_save (painter->cr);
  for (guint i = 0; i < n && good; i++) {
    const MbItem *item = &items[i];
    if (item->scene != scene || item->group != group) {
      cairo_restore (painter->cr);
      good = change_group (painter, group, item->group, error);
      cairo_save (painter->cr);
      mb_scene_apply (item->scene, painter->cr);
      scene = item->scene;
      group = item->group;
    }
    good = good && paint_item (painter, item, i, error);
  }
  cairo_restore (painter->cr);
  return change_group (painter, group, NULL, good ? error : NULL) && good;
}

gboolean
mb_painter_page (MbPainter *painter, const MbDisplayList *display, GError **error)
{
  if (!painter->fonts)
    painter->fonts = fonts_of (display);
  set_font_options (painter->cr);
  if (!paint_items (painter, display->items, display->n, error))
    return FALSE;
  cairo_status_t status = cairo_status (painter->cr);
  if (status != CAIRO_STATUS_SUCCESS)
    return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PAINT_CAIRO,
                         cairo_status_to_string (status), NULL);
  return TRUE;
}
