/* SPDX-License-Identifier: Apache-2.0 */
/* Gradients for cairo: css-images-3 § 3.
 *
 * The stops are given places on the gradient line (missing ones between their neighbours, none before the one that precedes it), hints
 * become stops of their own, and the line is cut to what lies between the first and the last of them: cairo knows offsets from 0 to 1
 * only. What lets light through is mixed with the colour behind the box: a transparent shading would need a group. */
#include "internal.h"

#include <math.h>

#define HINT_STEPS 16

typedef struct {
  double at, rgb[3];
} Stop;

static void
mix (MbColor color, const MbItem *item, double rgb[3])
{
  MbColor behind = item->color;
  double back[3] = { 1, 1, 1 }, alpha = color.alpha / 65535.0 * item->opacity / 65535.0;
  if (behind.alpha > 0)
    mb_color_rgb (behind, back);
  mb_color_rgb (color, rgb);
  for (int i = 0; i < 3; i++)
    rgb[i] = rgb[i] * alpha + back[i] * (1 - alpha);
}

/* Places as fractions of @length, NAN where none is given. */
static double
stop_place (const MbStop *stop, double length)
{
  switch (stop->at.kind) {
  case MB_SIZE_PERCENT:
    return stop->at.value / 100000.0 + (length > 0 ? mb_to_pt (stop->at.plus) / length : 0);
  case MB_SIZE_LENGTH: return length > 0 ? mb_to_pt (stop->at.value) / length : 0;
  default: return NAN;
  }
}

static void
fill_places (double *places, guint n)
{
  double reached = -INFINITY;
  if (isnan (places[0]))
    places[0] = 0;
  if (isnan (places[n - 1]))
    places[n - 1] = 1;
  for (guint i = 0; i < n; i++)
    if (!isnan (places[i]))
      reached = places[i] = MAX (places[i], reached);
  for (guint i = 1; i < n; i++) {
    if (!isnan (places[i]))
      continue;
    guint next = i;
    while (isnan (places[next]))
      next++;
    for (guint k = i; k < next; k++)
      places[k] = places[i - 1] + (places[next] - places[i - 1]) * (k - i + 1) / (next - i + 1);
  }
}

/* css-images-3 § 3.4.3: between the colours around a hint at @middle. */
static void
add_hint (GArray *stops, const Stop *from, const Stop *to, double middle)
{
  double span = to->at - from->at, h = span > 0 ? (middle - from->at) / span : 0;
  h = CLAMP (h, 1e-6, 1 - 1e-6);
  for (int i = 1; i < HINT_STEPS; i++) {
    double t = (double) i / HINT_STEPS, share = pow (t, log (0.5) / log (h));
    Stop stop = { from->at + span * t, { 0 } };
    for (int k = 0; k < 3; k++)
      stop.rgb[k] = from->rgb[k] + (to->rgb[k] - from->rgb[k]) * share;
    g_array_append_val (stops, stop);
  }
}

static GArray *
settle_stops (const MbItem *item, double length)
{
  const MbImage *image = item->image;
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (Stop));
  g_autofree double *places = g_new0 (double, image->n_stops);
  for (guint i = 0; i < image->n_stops; i++)
    places[i] = stop_place (&image->stops[i], length);
  fill_places (places, image->n_stops);
  for (guint i = 0; i < image->n_stops; i++) {
    Stop stop = { places[i], { 0 } };
    if (image->stops[i].hint)
      continue;
    mix (image->stops[i].color, item, stop.rgb);
    if (i > 0 && image->stops[i - 1].hint) {
      Stop before = g_array_index (stops, Stop, stops->len - 1);
      add_hint (stops, &before, &stop, places[i - 1]);
    }
    g_array_append_val (stops, stop);
  }
  return stops;
}

/* Where the line begins and ends in @tile, in pt from its top left corner. */
static double
linear_line (const MbImage *image, double width, double height, double from[2], double to[2])
{
  double x = sin (image->angle / 1000.0 * G_PI / 180),
         y = -cos (image->angle / 1000.0 * G_PI / 180);
  if (image->to_x || image->to_y) {
    x = image->to_x * (image->to_y ? height : 1);
    y = image->to_y * (image->to_x ? width : 1);
    double norm = hypot (x, y);
    x /= norm > 0 ? norm : 1;
    y /= norm > 0 ? norm : 1;
  }
  double length = fabs (width * x) + fabs (height * y);
  from[0] = width / 2 - x * length / 2;
  from[1] = height / 2 - y * length / 2;
  to[0] = width / 2 + x * length / 2;
  to[1] = height / 2 + y * length / 2;
  return length;
}

static double
side_radius (double at, double extent, gboolean farthest)
{
  double near = fabs (at), far = fabs (extent - at);
  return farthest ? MAX (near, far) : MIN (near, far);
}

static void
radial_radius (const MbImage *image, const double at[2], const double extent[2], double radius[2])
{
  if (image->extent == MB_EXTENT_GIVEN) {
    for (int i = 0; i < 2; i++)
      radius[i] =
          image->radius[i].kind == MB_SIZE_PERCENT
              ? extent[i] * image->radius[i].value / 100000.0 + mb_to_pt (image->radius[i].plus)
              : mb_to_pt (image->radius[i].value);
    return;
  }
  gboolean farthest =
      image->extent == MB_EXTENT_FARTHEST_CORNER || image->extent == MB_EXTENT_FARTHEST_SIDE;
  gboolean corner =
      image->extent == MB_EXTENT_FARTHEST_CORNER || image->extent == MB_EXTENT_CLOSEST_CORNER;
  for (int i = 0; i < 2; i++)
    radius[i] = side_radius (at[i], extent[i], farthest);
  if (image->circle && corner)
    radius[0] = radius[1] = hypot (radius[0], radius[1]);
  else if (image->circle)
    radius[0] = radius[1] = farthest ? MAX (radius[0], radius[1]) : MIN (radius[0], radius[1]);
  else if (corner) /* through the corner, with the proportions of the sides */
    radius[0] *= G_SQRT2, radius[1] *= G_SQRT2;
}

#define STEEP                                                                                      \
  1e-5 /* a sharp edge: readers stumble over two stops at one place (Ghostscript paints one colour only) */

static void
add_stops (cairo_pattern_t *pattern, const GArray *stops, double first, double span)
{
  double reached = -1;
  for (guint i = 0; i < stops->len; i++) {
    const Stop *stop = &g_array_index (stops, Stop, i);
    double at = span > 0 ? (stop->at - first) / span : i > 0;
    guint left = stops->len - 1 - i;
    at = MIN (MAX (at, reached + STEEP), 1 - left * STEEP);
    cairo_pattern_add_color_stop_rgb (pattern, at, stop->rgb[0], stop->rgb[1], stop->rgb[2]);
    reached = at;
  }
}

/* The cut of the line: a repeated one of no length is the last colour alone. */
static double
cut_line (const GArray *stops, gboolean repeating, double *first)
{
  *first = g_array_index (stops, Stop, 0).at;
  double span = g_array_index (stops, Stop, stops->len - 1).at - *first;
  if (span <= 0 && repeating)
    g_array_index (stops, Stop, 0) = g_array_index (stops, Stop, stops->len - 1);
  return MAX (span, 0);
}

static cairo_pattern_t *
linear_pattern (const MbItem *item, double width, double height)
{
  double from[2], to[2], first;
  double length = linear_line (item->image, width, height, from, to);
  g_autoptr (GArray) stops = settle_stops (item, length);
  double span = cut_line (stops, item->image->repeating, &first), last = first + MAX (span, 1e-5);
  double x = to[0] - from[0], y = to[1] - from[1];
  cairo_pattern_t *pattern = cairo_pattern_create_linear (from[0] + x * first, from[1] + y * first,
                                                          from[0] + x * last, from[1] + y * last);
  add_stops (pattern, stops, first, span);
  return pattern;
}

static cairo_pattern_t *
radial_pattern (const MbItem *item, double width, double height, cairo_matrix_t *matrix)
{
  const double extent[2] = { width, height };
  double at[2], radius[2], first;
  for (int i = 0; i < 2; i++)
    at[i] = extent[i] * item->image->at[i].percent / 100000.0 + mb_to_pt (item->image->at[i].shift);
  radial_radius (item->image, at, extent, radius);
  for (int i = 0; i < 2; i++)
    radius[i] = MAX (radius[i], 1e-4);
  g_autoptr (GArray) stops = settle_stops (item, radius[0]);
  double span = cut_line (stops, item->image->repeating, &first), last = first + MAX (span, 1e-5);
  /* A repeated one that begins outside the centre begins some whole turns further in. */
  cairo_matrix_init (matrix, 1, 0, 0, radius[1] / radius[0], at[0], at[1]);
  cairo_pattern_t *pattern = cairo_pattern_create_radial (0, 0, radius[0] * MAX (first, 0), 0, 0,
                                                          radius[0] * MAX (last, 1e-5));
  add_stops (pattern, stops, first, span);
  return pattern;
}

cairo_pattern_t *
mb_gradient_pattern (const MbItem *item)
{
  double width = mb_to_pt (item->source.width), height = mb_to_pt (item->source.height);
  cairo_matrix_t matrix;
  cairo_matrix_init_identity (&matrix);
  cairo_pattern_t *pattern = item->image->kind == MB_IMAGE_LINEAR
                                 ? linear_pattern (item, width, height)
                                 : radial_pattern (item, width, height, &matrix);
  cairo_matrix_t to_page;
  cairo_matrix_init_translate (&to_page, mb_to_pt (item->source.x), mb_to_pt (item->source.y));
  cairo_matrix_multiply (&matrix, &matrix, &to_page);
  if (cairo_matrix_invert (&matrix) == CAIRO_STATUS_SUCCESS)
    cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_extend (pattern,
                            item->image->repeating ? CAIRO_EXTEND_REPEAT : CAIRO_EXTEND_PAD);
  return pattern;
}
