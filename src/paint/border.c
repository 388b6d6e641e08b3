/* SPDX-License-Identifier: Apache-2.0 */
/* Borders and outlines: css-backgrounds-3 §§ 4 and 5, css-ui-4 § 3.
 *
 * A border is the ring between two boxes. Where all its sides look alike it is painted as such: one ring, or two for `double`. Otherwise each side
 * is painted for itself. With square corners a side is a quadrilateral, mitred where it meets a side of another look and butted where it
 * meets the same; with round ones it is the ring cut by the quadrilateral between the diagonals of its two corners. Dots and dashes are
 * a whole number of them, gaps stretched to fit; along straight sides they are outlines of their own, around corners a dashed stroke on the
 * middle of the ring. */
#include "internal.h"

#include <math.h>
#include <string.h>

typedef struct {
  MbDisplayBuilder *builder;
  const MbNode *node;
  MbArtifact artifact;
  MbRounded outer;
  double width[4];
  MbBorderStyle style[4];
  MbColor color[4];
  gboolean drawn[4];
} Border;

static void
paint (const Border *self, const MbContour *shape, MbColor color)
{
  mb_display_shape (self->builder, self->node, self->artifact, shape, color);
}

/* --- Colours of embossed styles ------------------------------------------------------------------------------------- */

static gboolean
is_ink (MbColor color)
{
  return color.space == MB_COLOR_CMYK;
}

/* Towards black, by a third. */
static MbColor
darker (MbColor color)
{
  for (int i = 0; i < 3; i++)
    if (!is_ink (color))
      color.c[i] = (guint16) (color.c[i] * 2u / 3);
  if (is_ink (color))
    color.c[3] = (guint16) (color.c[3] + (65535u - color.c[3]) / 3);
  return color;
}

/* Colours that are dark already have no darker brother that shows: theirs is lighter. */
static MbColor
lighter (MbColor color)
{
  double rgb[3];
  mb_color_rgb (color, rgb);
  if (MAX (rgb[0], MAX (rgb[1], rgb[2])) > 0.25)
    return color;
  for (int i = 0; i < 3; i++)
    if (!is_ink (color))
      color.c[i] = (guint16) (color.c[i] + (65535u - color.c[i]) / 3);
  if (is_ink (color))
    color.c[3] = (guint16) (color.c[3] * 2u / 3);
  return color;
}

/* The colours of the outer and the inner half of @side. */
static void
halves (const Border *self, int side, MbColor half[2])
{
  gboolean lit = side == MB_BOTTOM || side == MB_RIGHT;
  MbColor color = self->color[side];
  switch (self->style[side]) {
  case MB_BORDER_GROOVE:
    half[0] = lit ? lighter (color) : darker (color);
    half[1] = lit ? darker (color) : lighter (color);
    return;
  case MB_BORDER_RIDGE:
    half[0] = lit ? darker (color) : lighter (color);
    half[1] = lit ? lighter (color) : darker (color);
    return;
  case MB_BORDER_INSET: half[0] = half[1] = lit ? lighter (color) : darker (color); return;
  case MB_BORDER_OUTSET: half[0] = half[1] = lit ? darker (color) : lighter (color); return;
  default: half[0] = half[1] = color; return;
  }
}

static gboolean
is_dashed (MbBorderStyle style)
{
  return style == MB_BORDER_DOTTED || style == MB_BORDER_DASHED;
}

static gboolean
is_embossed (MbBorderStyle style)
{
  return style >= MB_BORDER_GROOVE;
}

/* --- Rings ------------------------------------------------------------------------------------------------------------- */

static MbRounded
inset_by (const Border *self, double share)
{
  double by[4];
  for (int i = 0; i < 4; i++)
    by[i] = self->width[i] * share;
  return mb_rounded_inset (&self->outer, by);
}

/* The ring between two shares of the border's width. */
static const MbContour *
ring (const Border *self, double from, double to)
{
  MbPath path = mb_path_new ();
  MbRounded out = inset_by (self, from), in = inset_by (self, to);
  mb_path_rounded (&path, &out);
  if (in.width > 0 && in.height > 0)
    mb_path_rounded (&path, &in);
  MbContour *shape = mb_path_contour (&path, self->builder->arena);
  shape->even_odd = TRUE;
  mb_path_clear (&path);
  return shape;
}

/* Around an ellipse of these radii, a quarter (Ramanujan). */
static double
quarter (double a, double b)
{
  double h = a + b > 0 ? (a - b) * (a - b) / ((a + b) * (a + b)) : 0;
  return G_PI / 4 * (a + b) * (1 + 3 * h / (10 + sqrt (4 - 3 * h)));
}

static double
length_around (const MbRounded *box)
{
  double length = 2 * (box->width + box->height);
  for (int i = 0; i < 4; i++)
    length +=
        quarter (box->radius[i][0], box->radius[i][1]) - box->radius[i][0] - box->radius[i][1];
  return length;
}

/* The middle of the border as a dashed stroke. */
static const MbContour *
dashed_ring (const Border *self, int side)
{
  MbPath path = mb_path_new ();
  MbRounded middle = inset_by (self, 0.5);
  double thickness = self->width[side], length = length_around (&middle);
  gboolean dots = self->style[side] == MB_BORDER_DOTTED;
  double period = dots ? 2 * thickness : 5 * thickness;
  double n = MAX (1, floor (length / period + 0.5));
  mb_path_rounded (&path, &middle);
  MbContour *shape = mb_path_contour (&path, self->builder->arena);
  shape->stroke = thickness;
  shape->round = dots;
  shape->dash[0] = dots ? 0 : length / n * 0.6;
  shape->dash[1] = length / n - shape->dash[0];
  mb_path_clear (&path);
  return shape;
}

/* --- Sides ---------------------------------------------------------------------------------------------------------------- */

static gboolean
looks_like (const Border *self, int a, int b)
{
  const MbColor *x = &self->color[a], *y = &self->color[b];
  return self->style[a] == self->style[b] && x->space == y->space && x->alpha == y->alpha &&
         memcmp (x->c, y->c, sizeof x->c) == 0;
}

/* Corners of the box at share @s of the border's width, from the top left on clockwise. */
static void
corners_at (const Border *self, double s, double at[4][2])
{
  const MbRounded *o = &self->outer;
  double left = o->x + self->width[MB_LEFT] * s, top = o->y + self->width[MB_TOP] * s;
  double right = o->x + o->width - self->width[MB_RIGHT] * s,
         bottom = o->y + o->height - self->width[MB_BOTTOM] * s;
  const double corners[4][2] = {
    { left, top }, { right, top }, { right, bottom }, { left, bottom }
  };
  memcpy (at, corners, sizeof corners);
}

/* How @side ends at the corner that it shares with @other: 0 straight, at the edge of the box; 1 mitred; 2 straight, where @other begins. */
static int
ending (const Border *self, int side, int other)
{
  if (!self->drawn[other] || self->width[other] <= 0)
    return 0;
  gboolean solid = self->style[side] == MB_BORDER_SOLID && self->color[side].alpha == 65535;
  if (!solid || !looks_like (self, side, other))
    return 1;
  return side == MB_TOP || side == MB_BOTTOM ? 0 : 2;
}

/* The part of @side between shares @from and @to of its width. */
static void
side_points (const Border *self, int side, double from, double to, double points[4][2])
{
  double a[4][2], b[4][2], edge[4][2], inner[4][2];
  int axis = side == MB_TOP || side == MB_BOTTOM ? 0 : 1; /* along */
  int first = side, last = (side + 1) % 4;                /* corners */
  const int corners[2] = { first, last }, others[2] = { (side + 3) % 4, (side + 1) % 4 };
  corners_at (self, from, a);
  corners_at (self, to, b);
  corners_at (self, 0, edge);
  corners_at (self, 1, inner);
  for (int i = 0; i < 2; i++) {
    int how = ending (self, side, others[i]);
    const double *straight = how == 0 ? edge[corners[i]] : how == 2 ? inner[corners[i]] : NULL;
    if (straight)
      a[corners[i]][axis] = b[corners[i]][axis] = straight[axis];
  }
  memcpy (points[0], a[first], sizeof points[0]);
  memcpy (points[1], a[last], sizeof points[1]);
  memcpy (points[2], b[last], sizeof points[2]);
  memcpy (points[3], b[first], sizeof points[3]);
}

static gboolean
is_rectangle (const double p[4][2], int along)
{
  int across = 1 - along;
  return p[0][along] == p[3][along] && p[1][along] == p[2][along] && p[0][across] == p[1][across] &&
         p[2][across] == p[3][across];
}

static void
paint_points (const Border *self, int side, const double p[4][2], MbColor color)
{
  int along = side == MB_TOP || side == MB_BOTTOM ? 0 : 1;
  if (is_rectangle (p, along)) {
    double x = MIN (p[0][0], p[2][0]), y = MIN (p[0][1], p[2][1]);
    MbRect rect = { mb_pt (x), mb_pt (y), mb_pt (fabs (p[2][0] - p[0][0])),
                    mb_pt (fabs (p[2][1] - p[0][1])) };
    mb_display_fill (self->builder, self->node, self->artifact, rect, color);
    return;
  }
  MbPath path = mb_path_new ();
  mb_path_polygon (&path, p, 4);
  paint (self, mb_path_contour (&path, self->builder->arena), color);
  mb_path_clear (&path);
}

static void
paint_part (const Border *self, int side, double from, double to, MbColor color)
{
  double points[4][2];
  side_points (self, side, from, to, points);
  paint_points (self, side, points, color);
}

/* A hair of its own at least. */
static double
third_of (double width)
{
  double least = mb_to_pt (MB_LEAST_FILL);
  return width > 0 ? MIN (MAX (width / 3, least), width) / width : 0;
}

/* Dots and dashes along a straight line: a whole number, one at each end. */
static void
add_dashes (MbPath *path, MbRect rect, gboolean upright, gboolean dots)
{
  double x = mb_to_pt (rect.x), y = mb_to_pt (rect.y), width = mb_to_pt (rect.width),
         height = mb_to_pt (rect.height);
  double length = upright ? height : width, thickness = upright ? width : height;
  double dash = dots ? thickness : 3 * thickness;
  if (dash <= 0 || length < dash)
    return;
  gint64 n = MAX (1, (gint64) ((length + dash) / (2 * dash)));
  for (gint64 i = 0; i < MIN (n, 10000); i++) {
    double from = n == 1 ? 0 : (length - dash) * i / (n - 1);
    double left = upright ? x : x + from, top = upright ? y + from : y;
    if (dots)
      mb_path_ellipse (path, left + thickness / 2, top + thickness / 2, thickness / 2,
                       thickness / 2);
    else
      mb_path_rect (path, left, top, upright ? thickness : dash, upright ? dash : thickness);
  }
}

static void
paint_dashes (const Border *self, int side)
{
  const MbRounded *o = &self->outer;
  double width = self->width[side];
  MbRect rect = mb_rounded_rect (o);
  gboolean upright = side == MB_LEFT || side == MB_RIGHT;
  *(upright ? &rect.width : &rect.height) = mb_pt (width);
  if (side == MB_RIGHT)
    rect.x = mb_pt (o->x + o->width - width);
  if (side == MB_BOTTOM)
    rect.y = mb_pt (o->y + o->height - width);
  MbPath path = mb_path_new ();
  add_dashes (&path, rect, upright, self->style[side] == MB_BORDER_DOTTED);
  if (path.steps->len)
    paint (self, mb_path_contour (&path, self->builder->arena), self->color[side]);
  mb_path_clear (&path);
}

static void
paint_square_side (const Border *self, int side)
{
  MbColor half[2];
  double third = third_of (self->width[side]);
  halves (self, side, half);
  switch (self->style[side]) {
  case MB_BORDER_NONE:
  case MB_BORDER_HIDDEN: return;
  case MB_BORDER_DOUBLE:
    paint_part (self, side, 0, third, half[0]);
    paint_part (self, side, 1 - third, 1, half[0]);
    return;
  case MB_BORDER_GROOVE:
  case MB_BORDER_RIDGE:
    paint_part (self, side, 0, 0.5, half[0]);
    paint_part (self, side, 0.5, 1, half[1]);
    return;
  case MB_BORDER_DOTTED:
  case MB_BORDER_DASHED: paint_dashes (self, side); return;
  default: paint_part (self, side, 0, 1, half[0]); return;
  }
}

/* --- Round sides -------------------------------------------------------------------------------------------------------------- */

/* From corner @c towards the middle, along the diagonal of the border's widths, past the curve. */
static void
reach (const Border *self, int c, double point[2])
{
  static const int across[4] = { MB_LEFT, MB_RIGHT, MB_RIGHT, MB_LEFT };
  static const int down[4] = { MB_TOP, MB_TOP, MB_BOTTOM, MB_BOTTOM };
  const MbRounded *o = &self->outer;
  double w = self->width[across[c]], h = self->width[down[c]], far = 1;
  if (w > 0)
    far = MAX (far, o->radius[c][0] / w);
  if (h > 0)
    far = MAX (far, o->radius[c][1] / h);
  double dx = w * far, dy = h * far;
  point[0] = c == 0 || c == 3 ? o->x + dx : o->x + o->width - dx;
  point[1] = c <= 1 ? o->y + dy : o->y + o->height - dy;
}

/* Where lines p–q and r–s cross; FALSE: nowhere. */
static gboolean
crossing (const double p[2], const double q[2], const double r[2], const double s[2], double at[2])
{
  double a = q[0] - p[0], b = q[1] - p[1], c = s[0] - r[0], d = s[1] - r[1], det = a * d - b * c;
  if (fabs (det) < 1e-9)
    return FALSE;
  double t = ((r[0] - p[0]) * d - (r[1] - p[1]) * c) / det;
  at[0] = p[0] + a * t;
  at[1] = p[1] + b * t;
  return TRUE;
}

static const MbContour *
side_clip (const Border *self, int side)
{
  double edge[4][2], first[2], last[2], points[4][2], cross[2];
  int a = side, b = (side + 1) % 4, axis = side % 2;
  corners_at (self, 0, edge);
  reach (self, a, first);
  reach (self, b, last);
  double along = (edge[b][axis] - edge[a][axis]) * (last[axis] - first[axis]);
  if (along < 0 && crossing (edge[a], first, edge[b], last, cross)) {
    memcpy (first, cross, sizeof first);
    memcpy (last, cross, sizeof last);
  }
  memcpy (points[0], edge[a], sizeof points[0]);
  memcpy (points[1], edge[b], sizeof points[1]);
  memcpy (points[2], last, sizeof points[2]);
  memcpy (points[3], first, sizeof points[3]);
  MbPath path = mb_path_new ();
  mb_path_polygon (&path, points, 4);
  const MbContour *shape = mb_path_contour (&path, self->builder->arena);
  mb_path_clear (&path);
  return shape;
}

static void
paint_round_side (const Border *self, int side)
{
  MbColor half[2];
  halves (self, side, half);
  const MbScene *outer = self->builder->scene;
  mb_display_clip (self->builder, side_clip (self, side));
  switch (self->style[side]) {
  case MB_BORDER_NONE:
  case MB_BORDER_HIDDEN: break;
  case MB_BORDER_DOUBLE:
    paint (self, ring (self, 0, third_of (self->width[side])), half[0]);
    paint (self, ring (self, 1 - third_of (self->width[side]), 1), half[0]);
    break;
  case MB_BORDER_GROOVE:
  case MB_BORDER_RIDGE:
    paint (self, ring (self, 0, 0.5), half[0]);
    paint (self, ring (self, 0.5, 1), half[1]);
    break;
  case MB_BORDER_DOTTED:
  case MB_BORDER_DASHED: paint (self, dashed_ring (self, side), half[0]); break;
  default: paint (self, ring (self, 0, 1), half[0]); break;
  }
  self->builder->scene = outer;
}

/* --- The whole -------------------------------------------------------------------------------------------------------------------- */

static gboolean
all_alike (const Border *self, int *first, int *drawn)
{
  *first = -1;
  *drawn = 0;
  for (int side = 0; side < 4; side++) {
    if (!self->drawn[side] || self->width[side] <= 0)
      continue;
    *first = *first < 0 ? side : *first;
    ++*drawn;
    if (!looks_like (self, *first, side))
      return FALSE;
  }
  return *drawn > 0;
}

static gboolean
even_widths (const Border *self)
{
  return self->width[0] == self->width[1] && self->width[0] == self->width[2] &&
         self->width[0] == self->width[3];
}

/* One ring, where it can be one. */
static gboolean
paint_whole (const Border *self, gboolean plain)
{
  int first, drawn;
  if (!all_alike (self, &first, &drawn) || (plain && drawn < 4))
    return FALSE;
  MbBorderStyle style = self->style[first];
  MbColor color = self->color[first];
  if (is_embossed (style) || (is_dashed (style) && (plain || drawn < 4 || !even_widths (self))))
    return FALSE;
  double third = third_of (self->width[first]);
  if (is_dashed (style)) {
    paint (self, dashed_ring (self, first), color);
  } else if (style == MB_BORDER_DOUBLE) {
    paint (self, ring (self, 0, third), color);
    paint (self, ring (self, 1 - third, 1), color);
  } else {
    paint (self, ring (self, 0, 1), color);
  }
  return TRUE;
}

static void
paint_border (Border *self)
{
  for (int side = 0; side < 4; side++) {
    self->drawn[side] = self->drawn[side] && self->style[side] > MB_BORDER_HIDDEN;
    if (!self->drawn[side])
      self->width[side] = 0;
  }
  gboolean plain = mb_rounded_is_plain (&self->outer);
  if (paint_whole (self, plain))
    return;
  for (int side = 0; side < 4; side++) {
    if (self->width[side] <= 0)
      continue;
    if (plain)
      paint_square_side (self, side);
    else
      paint_round_side (self, side);
  }
}

void
mb_border_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop)
{
  const MbStyleBorder *border = backdrop->border;
  Border self = { .builder = builder,
                  .node = backdrop->node,
                  .artifact = MB_ARTIFACT_LAYOUT,
                  .outer = backdrop->corners[MB_EDGE_BORDER] };
  for (int side = 0; side < 4; side++) {
    self.width[side] = mb_to_pt (border->width[side]);
    self.style[side] = border->style[side];
    self.color[side] = border->color[side];
    self.drawn[side] = backdrop->drawn[side];
  }
  paint_border (&self);
}

void
mb_outline_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop)
{
  const MbStyleBorder *border = backdrop->border;
  if (border->outline_style <= MB_BORDER_HIDDEN || border->outline_width <= 0)
    return;
  /* an offset inwards leaves room for the outline itself (CSS Basic User Interface 4 § 4.5) */
  const MbRounded *box = &backdrop->corners[MB_EDGE_BORDER];
  double width = mb_to_pt (border->outline_width), in = -width - mb_to_pt (border->outline_offset);
  double across = MIN (in, box->width / 2 - width), down = MIN (in, box->height / 2 - width);
  const double by[4] = { down, across, down, across };
  Border self = { .builder = builder,
                  .node = backdrop->node,
                  .artifact = MB_ARTIFACT_LAYOUT,
                  .outer = mb_rounded_inset (box, by) };
  for (int side = 0; side < 4; side++) {
    self.width[side] = width;
    self.style[side] = border->outline_style;
    self.color[side] = border->outline_color;
    self.drawn[side] = TRUE;
  }
  paint_border (&self);
}

void
mb_border_rule (MbDisplayBuilder *builder, const MbNode *node, MbRect rect, MbBorderStyle style,
                MbColor color)
{
  /* CSS 2.2 § 17.6.3: a line that no box stands behind is neither raised nor sunk */
  if (style == MB_BORDER_INSET)
    style = MB_BORDER_RIDGE;
  else if (style == MB_BORDER_OUTSET)
    style = MB_BORDER_GROOVE;
  gboolean upright = rect.height >= rect.width;
  int side = upright ? MB_LEFT : MB_TOP;
  Border self = { .builder = builder,
                  .node = node,
                  .artifact = MB_ARTIFACT_LAYOUT,
                  .outer = mb_rounded_new (rect, NULL) };
  self.width[side] = mb_to_pt (upright ? rect.width : rect.height);
  self.style[side] = style;
  self.color[side] = color;
  self.drawn[side] = TRUE;
  paint_border (&self);
}
