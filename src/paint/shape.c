/* SPDX-License-Identifier: Apache-2.0 */
/* Paths, boxes with rounded corners, and the scenes that items stand in. All in pt on the page. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define ARC 0.5522847498307936 /* control points of a quarter of a circle */

MbPath
mb_path_new (void)
{
  return (MbPath){ g_array_new (FALSE, TRUE, sizeof (MbPathStep)) };
}

void
mb_path_clear (MbPath *path)
{
  g_clear_pointer (&path->steps, g_array_unref);
}

static void
add_step (MbPath *path, MbStepKind kind, double x, double y)
{
  MbPathStep step = { .kind = kind, .x = { x }, .y = { y } };
  g_array_append_val (path->steps, step);
}

void
mb_path_move (MbPath *path, double x, double y)
{
  add_step (path, MB_STEP_MOVE, x, y);
}

void
mb_path_line (MbPath *path, double x, double y)
{
  add_step (path, MB_STEP_LINE, x, y);
}

void
mb_path_curve (MbPath *path, double x1, double y1, double x2, double y2, double x3, double y3)
{
  MbPathStep step = { MB_STEP_CURVE, { x1, x2, x3 }, { y1, y2, y3 } };
  g_array_append_val (path->steps, step);
}

void
mb_path_close (MbPath *path)
{
  add_step (path, MB_STEP_CLOSE, 0, 0);
}

void
mb_path_rect (MbPath *path, double x, double y, double width, double height)
{
  const double points[4][2] = {
    { x, y }, { x + width, y }, { x + width, y + height }, { x, y + height }
  };
  mb_path_polygon (path, points, 4);
}

void
mb_path_polygon (MbPath *path, const double (*points)[2], guint n)
{
  for (guint i = 0; i < n; i++)
    add_step (path, i ? MB_STEP_LINE : MB_STEP_MOVE, points[i][0], points[i][1]);
  mb_path_close (path);
}

void
mb_path_ellipse (MbPath *path, double x, double y, double rx, double ry)
{
  MbRounded box = { x - rx, y - ry, 2 * rx, 2 * ry, { { 0 } } };
  for (int i = 0; i < 4; i++)
    box.radius[i][0] = rx, box.radius[i][1] = ry;
  mb_path_rounded (path, &box);
}

MbContour *
mb_path_contour (MbPath *path, MbArena *arena)
{
  MbContour *shape = mb_arena_new0 (arena, MbContour);
  shape->n = path->steps->len;
  shape->steps = mb_arena_memdup (arena, path->steps->data, path->steps->len * sizeof (MbPathStep));
  g_array_set_size (path->steps, 0);
  return shape;
}

void
mb_contour_bounds (const MbContour *shape, double bounds[4])
{
  double b[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
  for (guint i = 0; i < shape->n; i++) {
    const MbPathStep *step = &shape->steps[i];
    int points = step->kind == MB_STEP_CURVE ? 3 : step->kind == MB_STEP_CLOSE ? 0 : 1;
    for (int k = 0; k < points; k++) {
      b[0] = MIN (b[0], step->x[k]);
      b[1] = MIN (b[1], step->y[k]);
      b[2] = MAX (b[2], step->x[k]);
      b[3] = MAX (b[3], step->y[k]);
    }
  }
  if (b[0] > b[2])
    b[0] = b[1] = b[2] = b[3] = 0;
  for (int i = 0; i < 4; i++)
    bounds[i] = b[i] + (i < 2 ? -shape->stroke / 2 : shape->stroke / 2);
}

/* --- Rounded boxes ------------------------------------------------------------------------------------------------ */

MbRounded
mb_rounded_new (MbRect rect, const MbSize radius[4][2])
{
  MbRounded box = {
    mb_to_pt (rect.x), mb_to_pt (rect.y), mb_to_pt (rect.width), mb_to_pt (rect.height), { { 0 } }
  };
  if (!radius)
    return box;
  double factor = 1;
  for (int i = 0; i < 4; i++) {
    box.radius[i][0] = mb_to_pt (mb_size_resolve (radius[i][0], rect.width, 0));
    box.radius[i][1] = mb_to_pt (mb_size_resolve (radius[i][1], rect.height, 0));
    if (box.radius[i][0] <= 0 || box.radius[i][1] <= 0)
      box.radius[i][0] = box.radius[i][1] = 0;
  }
  /* top and bottom; right and left */
  for (int i = 0; i < 4; i++) {
    int axis = i % 2;
    double sum = box.radius[i][axis] + box.radius[(i + 1) % 4][axis];
    double room = axis ? box.height : box.width;
    if (sum > room)
      factor = MIN (factor, room / sum);
  }
  for (int i = 0; i < 4; i++)
    for (int k = 0; k < 2; k++)
      box.radius[i][k] *= factor;
  return box;
}

MbRounded
mb_rounded_inset (const MbRounded *box, const double by[4])
{
  static const int across[4] = { MB_LEFT, MB_RIGHT, MB_RIGHT, MB_LEFT };
  static const int down[4] = { MB_TOP, MB_TOP, MB_BOTTOM, MB_BOTTOM };
  MbRounded inner = *box;
  inner.x += by[MB_LEFT];
  inner.y += by[MB_TOP];
  inner.width = MAX (box->width - by[MB_LEFT] - by[MB_RIGHT], 0);
  inner.height = MAX (box->height - by[MB_TOP] - by[MB_BOTTOM], 0);
  for (int i = 0; i < 4; i++) {
    const double less[2] = { by[across[i]], by[down[i]] };
    for (int k = 0; k < 2; k++) {
      double r = box->radius[i][k];
      if (r <= 0)
        continue;
      /* a small radius grows less (css-backgrounds-3 § 6.1.1) */
      double share = less[k] < 0 && r < -less[k] ? 1 + pow (r / -less[k] - 1, 3) : 1;
      inner.radius[i][k] = MAX (r - less[k] * share, 0);
    }
    if (inner.radius[i][0] <= 0 || inner.radius[i][1] <= 0)
      inner.radius[i][0] = inner.radius[i][1] = 0;
  }
  return inner;
}

gboolean
mb_rounded_is_plain (const MbRounded *box)
{
  for (int i = 0; i < 4; i++)
    if (box->radius[i][0] > 0 && box->radius[i][1] > 0)
      return FALSE;
  return TRUE;
}

MbRect
mb_rounded_rect (const MbRounded *box)
{
  return (MbRect){ mb_pt (box->x), mb_pt (box->y), mb_pt (box->width), mb_pt (box->height) };
}

/* The corner from (x0, y0) to (x1, y1) whose tangents meet at (cx, cy). */
static void
add_corner (MbPath *path, double x0, double y0, double cx, double cy, double x1, double y1)
{
  mb_path_curve (path, x0 + (cx - x0) * ARC, y0 + (cy - y0) * ARC, x1 + (cx - x1) * ARC,
                 y1 + (cy - y1) * ARC, x1, y1);
}

void
mb_path_rounded (MbPath *path, const MbRounded *box)
{
  const double x0 = box->x, y0 = box->y, x1 = x0 + box->width, y1 = y0 + box->height;
  const double (*r)[2] = box->radius;
  if (mb_rounded_is_plain (box)) {
    mb_path_rect (path, x0, y0, box->width, box->height);
    return;
  }
  mb_path_move (path, x0 + r[0][0], y0);
  mb_path_line (path, x1 - r[1][0], y0);
  if (r[1][0] > 0)
    add_corner (path, x1 - r[1][0], y0, x1, y0, x1, y0 + r[1][1]);
  mb_path_line (path, x1, y1 - r[2][1]);
  if (r[2][0] > 0)
    add_corner (path, x1, y1 - r[2][1], x1, y1, x1 - r[2][0], y1);
  mb_path_line (path, x0 + r[3][0], y1);
  if (r[3][0] > 0)
    add_corner (path, x0 + r[3][0], y1, x0, y1, x0, y1 - r[3][1]);
  mb_path_line (path, x0, y0 + r[0][1]);
  if (r[0][0] > 0)
    add_corner (path, x0, y0 + r[0][1], x0, y0, x0 + r[0][0], y0);
  mb_path_close (path);
}

/* --- Scenes ---------------------------------------------------------------------------------------------------------- */

static void
turn_bounds (const double m[6], double b[4])
{
  double out[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
  for (int i = 0; i < 4; i++) {
    double x = b[i & 1 ? 2 : 0], y = b[i & 2 ? 3 : 1];
    double u = m[0] * x + m[2] * y + m[4], v = m[1] * x + m[3] * y + m[5];
    out[0] = MIN (out[0], u);
    out[1] = MIN (out[1], v);
    out[2] = MAX (out[2], u);
    out[3] = MAX (out[3], v);
  }
  memcpy (b, out, sizeof out);
}

gboolean
mb_item_extent (const MbItem *item, MbRect *extent)
{
  *extent = item->rect;
  if (!item->scene)
    return TRUE;
  double b[4] = { mb_to_pt (item->rect.x), mb_to_pt (item->rect.y),
                  mb_to_pt (item->rect.x) + mb_to_pt (item->rect.width),
                  mb_to_pt (item->rect.y) + mb_to_pt (item->rect.height) };
  for (const MbScene *scene = item->scene; scene; scene = scene->outer) {
    double cut[4];
    if (!scene->clip) {
      turn_bounds (scene->matrix, b);
      continue;
    }
    mb_contour_bounds (scene->clip, cut);
    for (int i = 0; i < 2; i++) {
      b[i] = MAX (b[i], cut[i]);
      b[i + 2] = MIN (b[i + 2], cut[i + 2]);
    }
    if (b[0] >= b[2] || b[1] >= b[3])
      return FALSE;
  }
  const double far = mb_to_pt (MB_LENGTH_MAX);
  for (int i = 0; i < 4; i++)
    b[i] = CLAMP (b[i], -far, far);
  *extent = (MbRect){ mb_pt (b[0]), mb_pt (b[1]), mb_pt (b[2] - b[0]), mb_pt (b[3] - b[1]) };
  return TRUE;
}

void
mb_contour_trace (const MbContour *shape, cairo_t *cr)
{
  cairo_new_path (cr);
  for (guint i = 0; i < shape->n; i++) {
    const MbPathStep *s = &shape->steps[i];
    switch (s->kind) {
    case MB_STEP_MOVE: cairo_move_to (cr, s->x[0], s->y[0]); break;
    case MB_STEP_LINE: cairo_line_to (cr, s->x[0], s->y[0]); break;
    case MB_STEP_CURVE:
      cairo_curve_to (cr, s->x[0], s->y[0], s->x[1], s->y[1], s->x[2], s->y[2]);
      break;
    case MB_STEP_CLOSE: cairo_close_path (cr); break;
    }
  }
  cairo_set_fill_rule (cr, shape->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
}

void
mb_scene_apply (const MbScene *scene, cairo_t *cr)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  for (; scene; scene = scene->outer)
    g_ptr_array_add (chain, (gpointer) scene);
  for (guint i = chain->len; i-- > 0;) {
    const MbScene *one = chain->pdata[i];
    if (one->clip) {
      mb_contour_trace (one->clip, cr);
      cairo_clip (cr);
    } else {
      const double *m = one->matrix;
      cairo_matrix_t matrix;
      cairo_matrix_init (&matrix, m[0], m[1], m[2], m[3], m[4], m[5]);
      cairo_transform (cr, &matrix);
    }
  }
}
