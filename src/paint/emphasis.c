/* SPDX-License-Identifier: Apache-2.0 */
/* text-emphasis (css-text-decor-4 § 3): a mark over or under each letter of a run.
 *
 * Marks are drawn, not set: no face needs to have them, and who reads or copies the text meets none. A run has one item, an artifact. A mark
 * stands in a square of half an em over the middle of its letter, clear of the face's ascenders; letters of a ligature share its width. Spaces and
 * punctuation have none, but for the signs that § 3.1 counts as letters. A mark of the author's own is an outline of the run's face. */
#include "internal.h"

#include <hb.h>
#include <math.h>

#define MARK 0.5 /* of the font size */

typedef struct {
  MbPath path;
  double size;   /* of the square */
  double x, y;   /* its middle */
  double scale;  /* of the glyph, when a glyph is drawn */
  double ox, oy; /* where it begins */

} Marks;

static gboolean
is_marked (gunichar c)
{
  static const char letters[] = "#%‰‱&@§¶†‡*/٪؉؊⁊";
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SPACE_SEPARATOR:
  case G_UNICODE_NON_SPACING_MARK:
  case G_UNICODE_SPACING_MARK:
  case G_UNICODE_ENCLOSING_MARK: return FALSE;
  case G_UNICODE_CONNECT_PUNCTUATION:
  case G_UNICODE_DASH_PUNCTUATION:
  case G_UNICODE_CLOSE_PUNCTUATION:
  case G_UNICODE_FINAL_PUNCTUATION:
  case G_UNICODE_INITIAL_PUNCTUATION:
  case G_UNICODE_OTHER_PUNCTUATION:
  case G_UNICODE_OPEN_PUNCTUATION: return g_utf8_strchr (letters, -1, c) != NULL;
  default: return TRUE;
  }
}

/* --- Shapes ------------------------------------------------------------------------------------------ */

static void
add_ring (Marks *marks, double outer, double inner)
{
  mb_path_ellipse (&marks->path, marks->x, marks->y, outer, outer);
  if (inner > 0)
    mb_path_ellipse (&marks->path, marks->x, marks->y, inner, inner);
}

static void
add_triangle (Marks *marks, double by)
{
  double points[3][2] = { { marks->x, marks->y - by },
                          { marks->x + by, marks->y + by * 0.75 },
                          { marks->x - by, marks->y + by * 0.75 } };
  mb_path_polygon (&marks->path, (const double (*)[2]) points, 3);
}

/* A drop that leans to the left above. */
static void
add_sesame (Marks *marks, double by)
{
  double x = marks->x, y = marks->y;
  mb_path_move (&marks->path, x - by, y - by * 0.7);
  mb_path_curve (&marks->path, x + by * 0.1, y - by * 0.7, x + by, y - by * 0.1, x + by,
                 y + by * 0.4);
  mb_path_curve (&marks->path, x + by, y + by * 0.9, x + by * 0.3, y + by, x, y + by * 0.6);
  mb_path_curve (&marks->path, x - by * 0.3, y + by * 0.2, x - by * 0.5, y - by * 0.3, x - by,
                 y - by * 0.7);
  mb_path_close (&marks->path);
}

/* --- Glyphs ------------------------------------------------------------------------------------------ */

static double
at_x (const Marks *marks, double x)
{
  return marks->ox + x * marks->scale;
}

static double
at_y (const Marks *marks, double y)
{
  return marks->oy - y * marks->scale;
}

static void
glyph_move (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
            void *user)
{
  Marks *marks = data;
  mb_path_move (&marks->path, at_x (marks, x), at_y (marks, y));
}

static void
glyph_line (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
            void *user)
{
  Marks *marks = data;
  mb_path_line (&marks->path, at_x (marks, x), at_y (marks, y));
}

static void
glyph_curve (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1,
             float x2, float y2, float x3, float y3, void *user)
{
  Marks *marks = data;
  mb_path_curve (&marks->path, at_x (marks, x1), at_y (marks, y1), at_x (marks, x2),
                 at_y (marks, y2), at_x (marks, x3), at_y (marks, y3));
}

static void
glyph_close (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
  mb_path_close (&((Marks *) data)->path);
}

/* Quadratic curves come as cubic ones where no function takes them. */
static void
add_glyph (Marks *marks, const MbGlyphRun *run, const char *text)
{
  hb_font_t *font = pango_font_get_hb_font (run->font);
  hb_codepoint_t glyph;
  hb_glyph_extents_t extents;
  int scale = 0;
  hb_font_get_scale (font, &scale, NULL);
  if (scale == 0 || !hb_font_get_nominal_glyph (font, g_utf8_get_char (text), &glyph) ||
      !hb_font_get_glyph_extents (font, glyph, &extents))
    return;
  marks->scale = marks->size / scale;
  marks->ox = marks->x - (extents.x_bearing + extents.width / 2.0) * marks->scale;
  marks->oy = marks->y + (extents.y_bearing + extents.height / 2.0) * marks->scale;
  hb_draw_funcs_t *funcs = hb_draw_funcs_create ();
  hb_draw_funcs_set_move_to_func (funcs, glyph_move, NULL, NULL);
  hb_draw_funcs_set_line_to_func (funcs, glyph_line, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func (funcs, glyph_curve, NULL, NULL);
  hb_draw_funcs_set_close_path_func (funcs, glyph_close, NULL, NULL);
  hb_font_get_glyph_shape (font, glyph, funcs, marks);
  hb_draw_funcs_destroy (funcs);
}

static void
add_mark (Marks *marks, const MbGlyphRun *run)
{
  const MbEmphasis *emphasis = &run->style->text->emphasis;
  double r = marks->size / 2, line = r * 0.24;
  switch (emphasis->kind) {
  case MB_EMPHASIS_NONE: break;
  case MB_EMPHASIS_DOT: add_ring (marks, r * 0.4, emphasis->open ? r * 0.4 - line * 0.8 : 0); break;
  case MB_EMPHASIS_CIRCLE: add_ring (marks, r * 0.7, emphasis->open ? r * 0.7 - line : 0); break;
  case MB_EMPHASIS_DOUBLE_CIRCLE:
    add_ring (marks, r * 0.8, r * 0.8 - line);
    add_ring (marks, r * 0.4, emphasis->open ? r * 0.4 - line * 0.8 : 0);
    break;
  case MB_EMPHASIS_TRIANGLE:
    add_triangle (marks, r * 0.75);
    if (emphasis->open)
      add_triangle (marks, r * 0.36);
    break;
  case MB_EMPHASIS_SESAME:
    add_sesame (marks, r * 0.6);
    if (emphasis->open)
      add_sesame (marks, r * 0.3);
    break;
  case MB_EMPHASIS_STRING: add_glyph (marks, run, emphasis->mark); break;
  }
}

/* --- A run ---------------------------------------------------------------------------------------------- */

/* The letters of the bytes @from to @to, which stand side by side from @x on in @width. */
static void
mark_cluster (Marks *marks, const MbGlyphRun *run, guint32 from, guint32 to, double x, double width)
{
  guint n = 0, i = 0;
  for (const char *c = run->text + from; c < run->text + to; c = g_utf8_next_char (c))
    n += !g_unichar_ismark (g_utf8_get_char (c));
  for (const char *c = run->text + from; c < run->text + to; c = g_utf8_next_char (c)) {
    if (is_marked (g_utf8_get_char (c))) {
      marks->x = x + width * (i + 0.5) / MAX (n, 1);
      add_mark (marks, run);
    }
    i += !g_unichar_ismark (g_utf8_get_char (c));
  }
}

void
mb_emphasis_add (MbDisplayBuilder *builder, const MbGlyphRun *run, MbLength x, MbLength baseline)
{
  const MbStyleText *text = run->style->text;
  MbLength ascent, descent;
  Marks marks = { .path = mb_path_new (), .size = mb_to_pt (run->size) * MARK };
  mb_font_extents (run->font, run->size, &ascent, &descent);
  marks.y = text->emphasis_under ? mb_to_pt (baseline + descent) + marks.size / 2
                                 : mb_to_pt (baseline - ascent) - marks.size / 2;
  double scale = run->scale / 10000.0;
  for (guint i = 0; i < run->n_glyphs;) {
    guint32 from = run->glyphs[i].cluster, to = run->length;
    double left = mb_to_pt (run->glyphs[i].x), right = left;
    for (; i < run->n_glyphs && run->glyphs[i].cluster == from; i++)
      right = MAX (right, mb_to_pt (run->glyphs[i].x + run->glyphs[i].advance));
    if (i < run->n_glyphs)
      to = MIN (run->glyphs[i].cluster, run->length);
    if (from < to)
      mark_cluster (&marks, run, from, to, mb_to_pt (x) + left * scale, (right - left) * scale);
  }
  MbContour *shape = mb_path_contour (&marks.path, builder->arena);
  shape->even_odd = text->emphasis.kind != MB_EMPHASIS_STRING;
  if (shape->n > 0)
    mb_display_shape (builder, run->node, MB_ARTIFACT_LAYOUT, shape, text->emphasis_color);
  mb_path_clear (&marks.path);
}
