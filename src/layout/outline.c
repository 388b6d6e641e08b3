/* SPDX-License-Identifier: Apache-2.0 */
/* shape-outside (css-shapes-1): the outline of a float that lines keep away from.
 *
 * An outline answers one question: between two heights, how far does it reach to the left and to the right? Round shapes and polygons
 * are reduced to chords: a polygon of the shape's border, at most CHORDS points. A line of text keeps away from the widest place between its top and its
 * bottom: the ends of that stretch, and each corner inside it; a shape that it only touches is not beside it. shape-margin (§ 4.3) is all that is no
 * farther than that from the shape: the sides of the polygon moved outwards, and a circle around each corner.
 *
 * Coordinates are those of the margin box, and nothing outside the margin box counts (§ 3: a float area is clipped to it). */
#include "internal.h"

#include <math.h>

#define CHORDS 64

typedef struct {
  double x, y;
} Point;

/** What of a line of samples is inside: of a picture. */
typedef struct {
  double top, bottom, left, right;
} Row;

struct MbOutline {
  Point *points;
  guint n;
  Row *rows;
  guint n_rows;
  double margin;
};

typedef struct {
  double x, y, width, height;
} Area;

static double
resolve (MbSize size, double base)
{
  return size.kind == MB_SIZE_PERCENT ? base * size.value / 100000.0 + size.plus : size.value;
}

/* The box that the shape is counted in. */
static Area
area_of (const MbBox *box, const MbFragment *fragment, const MbLength margin[4],
         MbLength containing)
{
  const MbLength *border = box->style->border->width;
  MbLength edge[4];
  Area area = { 0, 0, margin[MB_LEFT] + fragment->rect.width + margin[MB_RIGHT],
                margin[MB_TOP] + fragment->rect.height + margin[MB_BOTTOM] };
  mb_used_edges (box->style, containing, edge);
  for (int side = 0; side < 4; side++) {
    const MbShape *shape = &box->style->box->shape;
    MbShapeBox in = shape->kind == MB_SHAPE_IMAGE ? MB_SHAPE_CONTENT : shape->box;
    MbLength by = 0;
    if (in >= MB_SHAPE_BORDER)
      by += margin[side];
    if (in == MB_SHAPE_PADDING)
      by += border[side];
    if (in == MB_SHAPE_CONTENT)
      by += edge[side];
    area.x += side == MB_LEFT ? by : 0;
    area.y += side == MB_TOP ? by : 0;
    *(side == MB_LEFT || side == MB_RIGHT ? &area.width : &area.height) -= by;
  }
  return area;
}

static void
add (MbOutline *outline, double x, double y)
{
  outline->points[outline->n++] = (Point){ x, y };
}

/* A quarter of an ellipse, from quarter @turn on, clockwise from the right. */
static void
add_arc (MbOutline *outline, double x, double y, double rx, double ry, int turn, guint steps)
{
  for (guint i = 0; i <= steps; i++) {
    double angle = (turn + (double) i / steps) * G_PI_2;
    add (outline, x + rx * cos (angle), y + ry * sin (angle));
  }
}

/* @radius: across and down, from the top left corner on clockwise; what does not fit together is scaled (css-backgrounds-3 § 5.5). */
static void
add_rounded (MbOutline *outline, Area in, double radius[4][2])
{
  const double *r = &radius[0][0];
  double most = 1;
  const double sums[4][2] = { { r[0] + r[2], in.width },
                              { r[4] + r[6], in.width },
                              { r[1] + r[7], in.height },
                              { r[3] + r[5], in.height } };
  for (int i = 0; i < 4; i++)
    if (sums[i][0] > MAX (sums[i][1], 0))
      most = MIN (most, MAX (sums[i][1], 0) / sums[i][0]);
  for (int i = 0; i < 4; i++)
    for (int k = 0; k < 2; k++)
      radius[i][k] *= most;
  double x1 = in.x + in.width, y1 = in.y + in.height;
  add_arc (outline, x1 - r[4], y1 - r[5], r[4], r[5], 0, CHORDS / 8);
  add_arc (outline, in.x + r[6], y1 - r[7], r[6], r[7], 1, CHORDS / 8);
  add_arc (outline, in.x + r[0], in.y + r[1], r[0], r[1], 2, CHORDS / 8);
  add_arc (outline, x1 - r[2], in.y + r[3], r[2], r[3], 3, CHORDS / 8);
}

static void
add_inset (MbOutline *outline, const MbShape *shape, Area in)
{
  double top = resolve (shape->edge[MB_TOP], in.height),
         right = resolve (shape->edge[MB_RIGHT], in.width),
         bottom = resolve (shape->edge[MB_BOTTOM], in.height),
         left = resolve (shape->edge[MB_LEFT], in.width), radius[4][2];
  Area cut = { in.x + left, in.y + top, in.width - left - right, in.height - top - bottom };
  if (cut.width < 0) { /* the sides meet where they would in proportion */
    cut.x = in.x + in.width * left / (left + right);
    cut.width = 0;
  }
  if (cut.height < 0) {
    cut.y = in.y + in.height * top / (top + bottom);
    cut.height = 0;
  }
  for (int i = 0; i < 4; i++) {
    radius[i][0] = resolve (shape->round[i][0], in.width);
    radius[i][1] = resolve (shape->round[i][1], in.height);
  }
  add_rounded (outline, cut, radius);
}

static double
radius_of (const MbShape *shape, guint i, double at, double length, double base)
{
  if (shape->radii[i] == MB_RADIUS_SIZE)
    return resolve (shape->radius[i], base);
  double one = fabs (at), other = fabs (length - at);
  return shape->radii[i] == MB_RADIUS_FARTHEST ? MAX (one, other) : MIN (one, other);
}

static void
add_round (MbOutline *outline, const MbShape *shape, Area in)
{
  double x = resolve (shape->at[0], in.width), y = resolve (shape->at[1], in.height), rx, ry;
  if (shape->kind == MB_SHAPE_ELLIPSE) {
    rx = radius_of (shape, 0, x, in.width, in.width);
    ry = radius_of (shape, 1, y, in.height, in.height);
  } else {
    double base = sqrt ((in.width * in.width + in.height * in.height) / 2);
    double across = radius_of (shape, 0, x, in.width, base),
           down = radius_of (shape, 0, y, in.height, base);
    rx = ry = shape->radii[0] == MB_RADIUS_FARTHEST ? MAX (across, down) : MIN (across, down);
  }
  for (int turn = 0; turn < 4; turn++)
    add_arc (outline, in.x + x, in.y + y, rx, ry, turn, CHORDS / 4 - 1);
}

/* A radius of the margin box (css-shapes-1 § 3.1): sharp corners stay sharp, small ones do not jump. */
static double
margin_radius (double own, double margin)
{
  if (own <= 0 || margin <= 0 || own >= margin)
    return own > 0 ? MAX (own + margin, 0) : 0;
  double lack = own / margin - 1;
  return own + margin * (1 + lack * lack * lack);
}

/* The box itself, with the corners of its border: those of the margin box grow by the margin, those inside shrink. */
static void
add_box (MbOutline *outline, const MbFragment *fragment, Area in, const MbLength margin[4],
         MbLength containing)
{
  const MbBox *box = fragment->box;
  const MbLength *border = box->style->border->width;
  MbLength edge[4];
  double radius[4][2];
  mb_used_edges (box->style, containing, edge);
  for (int corner = 0; corner < 4; corner++)
    for (int k = 0; k < 2; k++) {
      int side = k == 0 ? (corner == 0 || corner == 3 ? MB_LEFT : MB_RIGHT)
                        : (corner < 2 ? MB_TOP : MB_BOTTOM);
      double own = resolve (box->style->border->radius[corner][k],
                            k == 0 ? fragment->rect.width : fragment->rect.height);
      switch (box->style->box->shape.box) {
      case MB_SHAPE_MARGIN: own = margin_radius (own, margin[side]); break;
      case MB_SHAPE_BORDER: break;
      case MB_SHAPE_PADDING: own -= border[side]; break;
      case MB_SHAPE_CONTENT: own -= edge[side]; break;
      }
      radius[corner][k] = MAX (own, 0);
    }
  add_rounded (outline, in, radius);
}

#define SAMPLE   (0.75 * MB_PT) /* a CSS pixel */
#define SIDE_MAX 1024

/* The stretch of each line of samples from the first to the last that are opaque enough. */
static void
add_rows (MbOutline *outline, const guint8 *alpha, guint width, guint height, Area in,
          guint16 threshold, MbArena *arena)
{
  outline->rows = mb_arena_array (arena, Row, height);
  double across = in.width / width, down = in.height / height;
  for (guint y = 0; y < height; y++) {
    const guint8 *line = alpha + (gsize) y * width;
    guint from = 0, to = width;
    while (from < to && line[from] * 257 <= threshold)
      from++;
    while (to > from && line[to - 1] * 257 <= threshold)
      to--;
    if (from < to)
      outline->rows[outline->n_rows++] =
          (Row){ in.y + y * down, in.y + (y + 1) * down, in.x + from * across, in.x + to * across };
  }
}

/* A picture fills the content box (§ 3.2). */
static void
add_picture (MbOutline *outline, const MbBox *box, Area in, MbArena *arena)
{
  if (!box->shape || in.width < SAMPLE || in.height < SAMPLE)
    return;
  guint width = (guint) CLAMP (in.width / SAMPLE + 0.5, 1, SIDE_MAX),
        height = (guint) CLAMP (in.height / SAMPLE + 0.5, 1, SIDE_MAX);
  g_autofree guint8 *alpha = mb_picture_opacity (box->shape, width, height, NULL);
  if (alpha)
    add_rows (outline, alpha, width, height, in, box->style->box->shape_threshold, arena);
}

/* A shape without area is nowhere (§ 3.1), unless the margin gives it one. */
static gboolean
is_flat (const MbOutline *outline)
{
  double twice = 0;
  for (guint i = 0; i < outline->n; i++) {
    Point a = outline->points[i], b = outline->points[(i + 1) % outline->n];
    twice += a.x * b.y - b.x * a.y;
  }
  return fabs (twice) < MB_PT;
}

const MbOutline *
mb_outline_new (const MbBox *box, const MbFragment *fragment, const MbLength margin[4],
                MbLength containing, MbArena *arena)
{
  const MbShape *shape = &box->style->box->shape;
  if (shape->kind == MB_SHAPE_NONE)
    return NULL;
  MbOutline *outline = mb_arena_new0 (arena, MbOutline);
  outline->points = mb_arena_array (arena, Point, MAX (CHORDS, shape->n_points) + 8);
  outline->margin = resolve (box->style->box->shape_margin, containing);
  Area in = area_of (box, fragment, margin, containing);
  switch (shape->kind) {
  case MB_SHAPE_NONE: break;
  case MB_SHAPE_BOX: add_box (outline, fragment, in, margin, containing); break;
  case MB_SHAPE_INSET: add_inset (outline, shape, in); break;
  case MB_SHAPE_CIRCLE:
  case MB_SHAPE_ELLIPSE: add_round (outline, shape, in); break;
  case MB_SHAPE_POLYGON:
    for (gsize i = 0; i < shape->n_points && shape->n_points > 2; i++)
      add (outline, in.x + resolve (shape->points[2 * i], in.width),
           in.y + resolve (shape->points[2 * i + 1], in.height));
    break;
  case MB_SHAPE_IMAGE: add_picture (outline, box, in, arena); break;
  }
  if (is_flat (outline) && outline->margin <= 0)
    outline->n = 0;
  return outline;
}

/* Take in the part of the side from @a to @b between @top and @bottom. */
static gboolean
add_side (Point a, Point b, double top, double bottom, double *left, double *right)
{
  if (a.y > b.y) {
    Point swap = a;
    a = b;
    b = swap;
  }
  if (b.y <= top || a.y >= bottom)
    return FALSE;
  double slope = b.y > a.y ? (b.x - a.x) / (b.y - a.y) : 0;
  double x1 = a.y < top ? a.x + (top - a.y) * slope : a.x;
  double x2 = b.y > bottom ? a.x + (bottom - a.y) * slope : b.x;
  *left = MIN (*left, MIN (x1, x2));
  *right = MAX (*right, MAX (x1, x2));
  return TRUE;
}

/* The same for the circle around corner @at. */
static gboolean
add_circle (Point at, double radius, double top, double bottom, double *left, double *right)
{
  double away = MAX (MAX (top - at.y, at.y - bottom), 0);
  if (away >= radius)
    return FALSE;
  double reach = sqrt (radius * radius - away * away);
  *left = MIN (*left, at.x - reach);
  *right = MAX (*right, at.x + reach);
  return TRUE;
}

/* And for the side from @a to @b moved by the margin, to either side. */
static gboolean
add_margin (const MbOutline *outline, Point a, Point b, double top, double bottom, double *left,
            double *right)
{
  double length = hypot (b.x - a.x, b.y - a.y), m = outline->margin;
  gboolean any = add_circle (a, m, top, bottom, left, right);
  for (int sign = -1; sign <= 1 && length > 0; sign += 2) {
    double dx = sign * m * (b.y - a.y) / length, dy = -sign * m * (b.x - a.x) / length;
    any |= add_side ((Point){ a.x + dx, a.y + dy }, (Point){ b.x + dx, b.y + dy }, top, bottom,
                     left, right);
  }
  return any;
}

static gboolean
add_polygon (const MbOutline *outline, const Point *points, guint n, double top, double bottom,
             double *left, double *right)
{
  gboolean any = FALSE;
  for (guint i = 0; i < n; i++) {
    Point a = points[i], b = points[(i + 1) % n];
    any |= add_side (a, b, top, bottom, left, right);
    if (outline->margin > 0)
      any |= add_margin (outline, a, b, top, bottom, left, right);
  }
  return any;
}

gboolean
mb_outline_extent (const MbOutline *outline, gint64 top, gint64 bottom, gint64 *left, gint64 *right)
{
  double least = G_MAXDOUBLE, most = -G_MAXDOUBLE;
  double from = (double) top, to = (double) MAX (bottom, top + 1);
  gboolean any = add_polygon (outline, outline->points, outline->n, from, to, &least, &most);
  for (guint i = 0; i < outline->n_rows; i++) {
    const Row *row = &outline->rows[i];
    if (row->top - outline->margin >= to || row->bottom + outline->margin <= from)
      continue;
    const Point corners[4] = { { row->left, row->top },
                               { row->right, row->top },
                               { row->right, row->bottom },
                               { row->left, row->bottom } };
    any |= add_polygon (outline, corners, 4, from, to, &least, &most);
  }
  if (!any || most <= least) /* without an area it is not there */
    return FALSE;
  *left = (gint64) floor (least);
  *right = (gint64) ceil (most);
  return TRUE;
}

#define LEAST_STEP (MB_PT / 2)

gint64
mb_outline_next (const MbOutline *outline, gint64 y)
{
  const gint64 least = y + LEAST_STEP;
  double next = G_MAXDOUBLE;
  for (guint i = 0; i < outline->n; i++) {
    double corner = outline->points[i].y + outline->margin;
    if (corner >= (double) least)
      next = MIN (next, corner);
  }
  for (guint i = 0; i < outline->n_rows; i++)
    if (outline->rows[i].bottom + outline->margin >= (double) least)
      next = MIN (next, outline->rows[i].bottom + outline->margin);
  return next < G_MAXDOUBLE ? (gint64) ceil (next) : G_MAXINT64;
}
