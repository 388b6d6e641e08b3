/* SPDX-License-Identifier: Apache-2.0 */
/* Gradients for cairo: css-images-3 § 3.
 *
 * The stops are given places on the gradient line (missing ones between their neighbours, none before the one that precedes it), hints
 * become stops of their own, and the line is cut to what lies between the first and the last of them: cairo knows offsets from 0 to 1
 * only. Colours between two that let light through are those of premultiplied alpha (css-images-4 § 3.5.1): where alpha changes, stops are added in
 * between. A conic gradient is a mesh of thin sectors, each a patch of two colours. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define HINT_STEPS 16

typedef struct {
  double at, rgb[3], alpha;
} Stop;

static void
set_color (Stop *stop, MbColor color, const MbItem *item)
{
  mb_color_rgb (color, stop->rgb);
  stop->alpha = color.alpha / 65535.0 * item->opacity / 65535.0;
}

/* Between @from and @to, at @share of the way. */
static void
set_between (Stop *stop, const Stop *from, const Stop *to, double share)
{
  stop->alpha = from->alpha + (to->alpha - from->alpha) * share;
  for (int k = 0; k < 3; k++) {
    double a = from->rgb[k] * from->alpha, b = to->rgb[k] * to->alpha;
    stop->rgb[k] = stop->alpha > 0 ? (a + (b - a) * share) / stop->alpha : to->rgb[k];
  }
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

static int
compare_places (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
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
    Stop stop = { .at = from->at + span * t };
    set_between (&stop, from, to, share);
    g_array_append_val (stops, stop);
  }
}

/* What fades from one colour to another, or from what shows nothing. */
static void
add_fading (GArray *stops, const Stop *to)
{
  Stop from = g_array_index (stops, Stop, stops->len - 1);
  gboolean same =
      from.rgb[0] == to->rgb[0] && from.rgb[1] == to->rgb[1] && from.rgb[2] == to->rgb[2];
  if (from.alpha == to->alpha || same || to->at <= from.at)
    return;
  for (int i = from.alpha > 0; i < HINT_STEPS + (to->alpha <= 0); i++) {
    double share = (double) i / HINT_STEPS;
    Stop stop = { .at = from.at + (to->at - from.at) * share };
    set_between (&stop, &from, to, share);
    if (stop.alpha <= 0) /* the colour that is about to show, or that showed last */
      memcpy (stop.rgb, i ? from.rgb : to->rgb, sizeof stop.rgb);
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
    Stop stop = { .at = places[i] };
    if (image->stops[i].hint)
      continue;
    set_color (&stop, image->stops[i].color, item);
    if (i > 0 && image->stops[i - 1].hint) {
      Stop before = g_array_index (stops, Stop, stops->len - 1);
      add_hint (stops, &before, &stop, places[i - 1]);
    } else if (stops->len) {
      add_fading (stops, &stop);
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
    cairo_pattern_add_color_stop_rgba (pattern, at, stop->rgb[0], stop->rgb[1], stop->rgb[2],
                                       stop->alpha);
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

/* --- Around a point --------------------------------------------------------------------------------------------------- */

#define SECTORS_MAX 2000

/* The colour at @turn (1: once around) of the line of @stops. */
static void
color_at (const GArray *stops, gboolean repeating, double turn, Stop *out)
{
  const Stop *first = &g_array_index (stops, Stop, 0),
             *last = &g_array_index (stops, Stop, stops->len - 1);
  double span = last->at - first->at;
  if (repeating && span > 0)
    turn = first->at + fmod (fmod (turn - first->at, span) + span, span);
  *out = turn < first->at ? *first : *last;
  for (guint i = 1; i < stops->len && turn >= first->at; i++) {
    const Stop *a = &g_array_index (stops, Stop, i - 1), *b = &g_array_index (stops, Stop, i);
    if (turn < a->at || turn >= b->at)
      continue;
    set_between (out, a, b, (turn - a->at) / (b->at - a->at));
    return;
  }
}

/* Where colours bend: the stops and their repetitions between 0 and 1, and even steps. */
static GArray *
sector_ends (const GArray *stops, gboolean repeating)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (double));
  double first = g_array_index (stops, Stop, 0).at;
  double span = g_array_index (stops, Stop, stops->len - 1).at - first;
  int turns = repeating && span > 1e-3 ? (int) MIN (ceil (1 / span) + 1, 500) : 0;
  int before = repeating && span > 1e-3 ? (int) MIN (ceil (MAX (first, 0) / span) + 1, 500) : 0;
  for (int i = 0; i <= 72; i++) {
    double even = i / 72.0;
    g_array_append_val (ends, even);
  }
  for (int turn = -before; turn <= turns; turn++)
    for (guint i = 0; i < stops->len && ends->len < SECTORS_MAX; i++) {
      double at = g_array_index (stops, Stop, i).at + turn * span;
      if (at > 0 && at < 1)
        g_array_append_val (ends, at);
    }
  g_array_sort (ends, compare_places);
  return ends;
}

static void
add_sector (cairo_pattern_t *mesh, const double at[2], double far, const double angle[2],
            const Stop ends[2])
{
  cairo_mesh_pattern_begin_patch (mesh);
  cairo_mesh_pattern_move_to (mesh, at[0], at[1]);
  for (int i = 0; i < 2; i++)
    cairo_mesh_pattern_line_to (mesh, at[0] + far * sin (angle[i]), at[1] - far * cos (angle[i]));
  cairo_mesh_pattern_line_to (mesh, at[0], at[1]);
  for (int corner = 0; corner < 4; corner++) {
    const Stop *stop = &ends[corner == 2 || corner == 3];
    cairo_mesh_pattern_set_corner_color_rgba (mesh, corner, stop->rgb[0], stop->rgb[1],
                                              stop->rgb[2], stop->alpha);
  }
  cairo_mesh_pattern_end_patch (mesh);
}

static cairo_pattern_t *
conic_pattern (const MbItem *item, double width, double height)
{
  const double extent[2] = { width, height };
  double at[2], far = 2 * hypot (width, height), start = item->image->angle / 1000.0 * G_PI / 180;
  for (int i = 0; i < 2; i++) {
    at[i] = extent[i] * item->image->at[i].percent / 100000.0 + mb_to_pt (item->image->at[i].shift);
    far += fabs (at[i]);
  }
  g_autoptr (GArray) stops = settle_stops (item, 0);
  g_autoptr (GArray) ends = sector_ends (stops, item->image->repeating);
  cairo_pattern_t *mesh = cairo_pattern_create_mesh ();
  for (guint i = 1; i < ends->len; i++) {
    double from = g_array_index (ends, double, i - 1), to = g_array_index (ends, double, i);
    if (to - from < 1e-6)
      continue;
    Stop colors[2];
    double nudge = (to - from) * 1e-4; /* inside the sector, on its side of a sharp edge */
    color_at (stops, item->image->repeating, from + nudge, &colors[0]);
    color_at (stops, item->image->repeating, to - nudge, &colors[1]);
    const double angle[2] = { start + 2 * G_PI * from, start + 2 * G_PI * to };
    add_sector (mesh, at, far, angle, colors);
  }
  return mesh;
}

cairo_pattern_t *
mb_gradient_pattern (const MbItem *item)
{
  double width = mb_to_pt (item->source.width), height = mb_to_pt (item->source.height);
  cairo_matrix_t matrix;
  cairo_matrix_init_identity (&matrix);
  cairo_pattern_t *pattern =
      item->image->kind == MB_IMAGE_RADIAL  ? radial_pattern (item, width, height, &matrix)
      : item->image->kind == MB_IMAGE_CONIC ? conic_pattern (item, width, height)
                                            : linear_pattern (item, width, height);
  cairo_matrix_t to_page;
  cairo_matrix_init_translate (&to_page, mb_to_pt (item->source.x), mb_to_pt (item->source.y));
  cairo_matrix_multiply (&matrix, &matrix, &to_page);
  if (cairo_matrix_invert (&matrix) == CAIRO_STATUS_SUCCESS)
    cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_extend (pattern,
                            item->image->repeating ? CAIRO_EXTEND_REPEAT : CAIRO_EXTEND_PAD);
  return pattern;
}
