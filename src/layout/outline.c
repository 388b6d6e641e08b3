/* SPDX-License-Identifier: Apache-2.0 */
/* shape-outside (css-shapes-1): the outline of a float that lines keep away from.
 *
 * An outline answers one question: between two heights, how far does it reach to the left and to the right? Round shapes and polygons
 * are reduced to chords: a polygon of the shape's border, at most CHORDS points. A line of text keeps away from the widest place between its top and its
 * bottom: the ends of that stretch, and each corner inside it. shape-margin is added on each side, and above and below, as a square
 * would: a little more than a circle would at corners.
 *
 * Coordinates are those of the margin box, and nothing outside the margin box counts (§ 3: a float area is clipped to it). */
#include "internal.h"

#include <math.h>

#define CHORDS 64

typedef struct {
  double x, y;
} Point;

struct MbOutline {
  Point *points;
  guint n;
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
    MbShapeBox in = box->style->box->shape.box;
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

static void
add_rounded (MbOutline *outline, Area in, const double radius[4])
{
  double r[4];
  for (int i = 0; i < 4; i++)
    r[i] = CLAMP (radius[i], 0, MAX (MIN (in.width, in.height) / 2, 0));
  /* corners: bottom right, bottom left, top left, top right */
  add_arc (outline, in.x + in.width - r[2], in.y + in.height - r[2], r[2], r[2], 0, CHORDS / 8);
  add_arc (outline, in.x + r[3], in.y + in.height - r[3], r[3], r[3], 1, CHORDS / 8);
  add_arc (outline, in.x + r[0], in.y + r[0], r[0], r[0], 2, CHORDS / 8);
  add_arc (outline, in.x + in.width - r[1], in.y + r[1], r[1], r[1], 3, CHORDS / 8);
}

static void
add_inset (MbOutline *outline, const MbShape *shape, Area in)
{
  double top = resolve (shape->edge[MB_TOP], in.height),
         right = resolve (shape->edge[MB_RIGHT], in.width),
         bottom = resolve (shape->edge[MB_BOTTOM], in.height),
         left = resolve (shape->edge[MB_LEFT], in.width);
  Area cut = { in.x + left, in.y + top, MAX (in.width - left - right, 0),
               MAX (in.height - top - bottom, 0) };
  double round = resolve (shape->round, in.width);
  add_rounded (outline, cut, (double[]){ round, round, round, round });
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

/* The box itself, with the corners of its border: those of the margin box grow by the margin, those inside shrink. */
static void
add_box (MbOutline *outline, const MbFragment *fragment, Area in, const MbLength margin[4],
         MbLength containing)
{
  const MbBox *box = fragment->box;
  MbLength edge[4];
  double radius[4];
  mb_used_edges (box->style, containing, edge);
  for (int corner = 0; corner < 4; corner++) {
    int side = corner == 0 || corner == 3 ? MB_LEFT : MB_RIGHT;
    double by = 0;
    switch (box->style->box->shape.box) {
    case MB_SHAPE_MARGIN: by = margin[side]; break;
    case MB_SHAPE_BORDER: break;
    case MB_SHAPE_PADDING: by = -box->style->border->width[side]; break;
    case MB_SHAPE_CONTENT: by = -edge[side]; break;
    }
    double own = resolve (box->style->border->radius[corner][0], fragment->rect.width);
    radius[corner] = own > 0 ? MAX (own + by, 0) : 0;
  }
  add_rounded (outline, in, radius);
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
    for (gsize i = 0; i < shape->n_points; i++)
      add (outline, in.x + resolve (shape->points[2 * i], in.width),
           in.y + resolve (shape->points[2 * i + 1], in.height));
    break;
  }
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
  if (b.y < top || a.y > bottom)
    return FALSE;
  double slope = b.y > a.y ? (b.x - a.x) / (b.y - a.y) : 0;
  double x1 = a.y < top ? a.x + (top - a.y) * slope : a.x;
  double x2 = b.y > bottom ? a.x + (bottom - a.y) * slope : b.x;
  *left = MIN (*left, MIN (x1, x2));
  *right = MAX (*right, MAX (x1, x2));
  return TRUE;
}

gboolean
mb_outline_extent (const MbOutline *outline, gint64 top, gint64 bottom, gint64 *left, gint64 *right)
{
  double least = G_MAXDOUBLE, most = -G_MAXDOUBLE;
  double from = (double) top - outline->margin, to = (double) bottom + outline->margin;
  gboolean any = FALSE;
  for (guint i = 0; i < outline->n; i++)
    any |= add_side (outline->points[i], outline->points[(i + 1) % outline->n], from, to, &least,
                     &most);
  if (!any || most <= least)
    return FALSE;
  *left = (gint64) floor (least - outline->margin);
  *right = (gint64) ceil (most + outline->margin);
  return TRUE;
}
