/* SPDX-License-Identifier: Apache-2.0 */
/* What turns and cuts a painted box, and its shadows: css-transforms-1, css-masking-1, css-shapes-1, css-backgrounds-3 § 6. */
#include "internal.h"

#include <math.h>
#include <string.h>

/* --- transform --------------------------------------------------------------------------------------------------------- */

static double
place_pt (const MbBackgroundPlace *place, double extent)
{
  return extent * place->percent / 100000.0 + mb_to_pt (place->shift);
}

/* @out: first @inner, then @outer. */
static void
multiply (double out[6], const double outer[6], const double inner[6])
{
  const double *a = outer, *b = inner;
  double m[6] = { a[0] * b[0] + a[2] * b[1],        a[1] * b[0] + a[3] * b[1],
                  a[0] * b[2] + a[2] * b[3],        a[1] * b[2] + a[3] * b[3],
                  a[0] * b[4] + a[2] * b[5] + a[4], a[1] * b[4] + a[3] * b[5] + a[5] };
  memcpy (out, m, sizeof m);
}

static void
add_step (double matrix[6], const MbTransformStep *step, MbRect box)
{
  double own[6];
  memcpy (own, step->matrix, sizeof own);
  own[4] += mb_to_pt (mb_size_resolve (step->shift[0], box.width, 0));
  own[5] += mb_to_pt (mb_size_resolve (step->shift[1], box.height, 0));
  multiply (matrix, matrix, own);
}

/* css-transforms-2 § 9: translate, rotate, scale, and then what transform says. */
static void
matrix_of (const MbStyleBorder *border, MbRect box, double matrix[6])
{
  double width = mb_to_pt (box.width), height = mb_to_pt (box.height);
  double x = mb_to_pt (box.x) + place_pt (&border->transform_origin[0], width);
  double y = mb_to_pt (box.y) + place_pt (&border->transform_origin[1], height);
  const double there[6] = { 1, 0, 0, 1, x, y }, back[6] = { 1, 0, 0, 1, -x, -y };
  memcpy (matrix, there, sizeof there);
  const MbTransformStep *first[] = { border->translate, border->rotate, border->scale };
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (first[i])
      add_step (matrix, first[i], box);
  for (guint i = 0; i < border->n_transform; i++)
    add_step (matrix, &border->transform[i], box);
  multiply (matrix, matrix, back);
}

/* --- Clips --------------------------------------------------------------------------------------------------------------- */

static void
trace_rect (MbPath *path, const MbClipShape *clip, MbRect box)
{
  const MbSize *s = clip->sides;
  double left = mb_to_pt (mb_size_resolve (s[MB_LEFT], 0, 0)),
         top = mb_to_pt (mb_size_resolve (s[MB_TOP], 0, 0)),
         right = mb_to_pt (mb_size_resolve (s[MB_RIGHT], 0, box.width)),
         bottom = mb_to_pt (mb_size_resolve (s[MB_BOTTOM], 0, box.height));
  mb_path_rect (path, mb_to_pt (box.x) + left, mb_to_pt (box.y) + top, MAX (right - left, 0),
                MAX (bottom - top, 0));
}

static void
trace_inset (MbPath *path, const MbClipShape *clip, MbRect box)
{
  const MbSize *s = clip->sides;
  MbLength left = mb_size_resolve (s[MB_LEFT], box.width, 0),
           right = mb_size_resolve (s[MB_RIGHT], box.width, 0),
           top = mb_size_resolve (s[MB_TOP], box.height, 0),
           bottom = mb_size_resolve (s[MB_BOTTOM], box.height, 0);
  MbRect rect = { box.x + left, box.y + top, MAX (box.width - left - right, 0),
                  MAX (box.height - top - bottom, 0) };
  MbRounded rounded = mb_rounded_new (rect, clip->radius);
  mb_path_rounded (path, &rounded);
}

static void
trace_round (MbPath *path, const MbClipShape *clip, MbRect box)
{
  const double extent[2] = { mb_to_pt (box.width), mb_to_pt (box.height) };
  double at[2], side[2][2], radius[2];
  for (int i = 0; i < 2; i++) {
    at[i] = place_pt (&clip->at[i], extent[i]);
    side[i][0] = MIN (fabs (at[i]), fabs (extent[i] - at[i]));
    side[i][1] = MAX (fabs (at[i]), fabs (extent[i] - at[i]));
  }
  if (clip->circle)
    for (int k = 0; k < 2; k++) {
      double both = k ? MAX (side[0][k], side[1][k]) : MIN (side[0][k], side[1][k]);
      side[0][k] = side[1][k] = both;
    }
  for (int i = 0; i < 2; i++) {
    int axis = clip->circle ? 0 : i;
    const MbSize *size = &clip->radius[0][axis];
    double base = clip->circle ? hypot (extent[0], extent[1]) / G_SQRT2 : extent[i];
    radius[i] = size->kind == MB_SIZE_AUTO ? side[i][clip->extents[axis] == MB_EXTENT_FARTHEST_SIDE]
                : size->kind == MB_SIZE_PERCENT
                    ? base * size->value / 100000.0 + mb_to_pt (size->plus)
                    : mb_to_pt (size->value);
  }
  mb_path_ellipse (path, mb_to_pt (box.x) + at[0], mb_to_pt (box.y) + at[1], radius[0], radius[1]);
}

static void
trace_polygon (MbPath *path, const MbClipShape *clip, MbRect box)
{
  for (guint i = 0; i < clip->n_points; i++) {
    double x = mb_to_pt (box.x) + place_pt (&clip->points[(gsize) 2 * i], mb_to_pt (box.width));
    double y =
        mb_to_pt (box.y) + place_pt (&clip->points[(gsize) 2 * i + 1], mb_to_pt (box.height));
    if (i)
      mb_path_line (path, x, y);
    else
      mb_path_move (path, x, y);
  }
  mb_path_close (path);
}

static void
clip_to (MbDisplayBuilder *builder, const MbClipShape *clip, const MbBackdrop *backdrop)
{
  MbPath path = mb_path_new ();
  MbRect box = backdrop->edges[clip->box];
  switch (clip->kind) {
  case MB_CLIP_NONE: break;
  case MB_CLIP_RECT: trace_rect (&path, clip, box); break;
  case MB_CLIP_INSET: trace_inset (&path, clip, box); break;
  case MB_CLIP_CIRCLE: trace_round (&path, clip, box); break;
  case MB_CLIP_POLYGON: trace_polygon (&path, clip, box); break;
  case MB_CLIP_BOX: mb_path_rounded (&path, &backdrop->corners[clip->box]); break;
  }
  MbContour *shape = mb_path_contour (&path, builder->arena);
  shape->even_odd = clip->even_odd;
  mb_display_clip (builder, shape);
  mb_path_clear (&path);
}

void
mb_effect_enter (MbDisplayBuilder *builder, const MbStyle *style, const MbBackdrop *backdrop)
{
  const MbStyleBorder *border = style->border;
  if (mb_style_is_turned (style)) {
    double matrix[6];
    matrix_of (border, backdrop->edges[MB_EDGE_BORDER], matrix);
    mb_display_turn (builder, matrix);
  }
  if (border->clip_path)
    clip_to (builder, border->clip_path, backdrop);
  gboolean out = style->box->positioned == MB_POSITIONED_ABSOLUTE ||
                 style->box->positioned == MB_POSITIONED_FIXED;
  if (border->clip_rect && out)
    clip_to (builder, border->clip_rect, backdrop);
}

/* --- Shadows ----------------------------------------------------------------------------------------------------------------- */

static MbRounded
grown (const MbRounded *box, double by)
{
  const double sides[4] = { -by, -by, -by, -by };
  return mb_rounded_inset (box, sides);
}

/* All but @box, out to @far around it. */
static const MbContour *
all_but (MbDisplayBuilder *builder, const MbRounded *box, double far)
{
  MbPath path = mb_path_new ();
  mb_path_rect (&path, box->x - far, box->y - far, box->width + 2 * far, box->height + 2 * far);
  if (box->width > 0 && box->height > 0)
    mb_path_rounded (&path, box);
  MbContour *shape = mb_path_contour (&path, builder->arena);
  shape->even_odd = TRUE;
  mb_path_clear (&path);
  return shape;
}

static const MbContour *
all_of (MbDisplayBuilder *builder, const MbRounded *box)
{
  MbPath path = mb_path_new ();
  mb_path_rounded (&path, box);
  const MbContour *shape = mb_path_contour (&path, builder->arena);
  mb_path_clear (&path);
  return shape;
}

static void
shadow_outside (MbDisplayBuilder *builder, const MbBackdrop *backdrop, const MbShadow *shadow)
{
  const MbRounded *border = &backdrop->corners[MB_EDGE_BORDER];
  const MbScene *outer = builder->scene;
  MbRounded cast = grown (border, mb_to_pt (shadow->spread));
  cast.x += mb_to_pt (shadow->x);
  cast.y += mb_to_pt (shadow->y);
  double blur = mb_to_pt (shadow->blur);
  double far = fabs (mb_to_pt (shadow->x)) + fabs (mb_to_pt (shadow->y)) +
               fabs (mb_to_pt (shadow->spread)) + 2 * blur + 1;
  if (cast.width <= 0 || cast.height <= 0)
    return;
  mb_display_clip (builder, all_but (builder, border, far));
  if (blur > 0)
    mb_blur_add (builder, backdrop->node, &cast, NULL, blur, shadow->color);
  else
    mb_display_rounded (builder, backdrop->node, MB_ARTIFACT_LAYOUT, &cast, shadow->color);
  builder->scene = outer;
}

static void
shadow_inside (MbDisplayBuilder *builder, const MbBackdrop *backdrop, const MbShadow *shadow)
{
  const MbRounded *padding = &backdrop->corners[MB_EDGE_PADDING];
  const MbScene *outer = builder->scene;
  MbRounded hole = grown (padding, -mb_to_pt (shadow->spread));
  hole.x += mb_to_pt (shadow->x);
  hole.y += mb_to_pt (shadow->y);
  double far = fabs (mb_to_pt (shadow->x)) + fabs (mb_to_pt (shadow->y)) +
               fabs (mb_to_pt (shadow->spread)) + padding->width + padding->height;
  mb_display_clip (builder, all_of (builder, padding));
  if (shadow->blur > 0)
    mb_blur_add (builder, backdrop->node, &hole, padding, mb_to_pt (shadow->blur), shadow->color);
  else
    mb_display_shape (builder, backdrop->node, MB_ARTIFACT_LAYOUT, all_but (builder, &hole, far),
                      shadow->color);
  builder->scene = outer;
}

void
mb_shadow_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop, gboolean inset)
{
  const MbStyleBorder *border = backdrop->border;
  for (guint i = border->n_shadows; i-- > 0;) {
    const MbShadow *shadow = &border->shadows[i];
    if (shadow->inset != inset)
      continue;
    if (inset)
      shadow_inside (builder, backdrop, shadow);
    else
      shadow_outside (builder, backdrop, shadow);
  }
}

/* --- Shadows of text -------------------------------------------------------------------------------------------------------- */

static void
cast_sharp (MbDisplayBuilder *builder, const MbItem *source, const MbShadow *shadow)
{
  const MbScene *outer = builder->scene;
  MbItem item = *source;
  if (item.kind == MB_ITEM_GLYPHS) { /* outlines: no reader meets the text twice */
    item.kind = MB_ITEM_FILL;
    item.outlined = TRUE;
  }
  item.artifact = MB_ARTIFACT_LAYOUT;
  item.actual = NULL;
  item.generated = item.before = item.hyphen = FALSE;
  item.color = shadow->color;
  if (item.shape) {
    const double matrix[6] = { 1, 0, 0, 1, mb_to_pt (shadow->x), mb_to_pt (shadow->y) };
    mb_display_turn (builder, matrix);
  } else {
    item.rect.x += shadow->x;
    item.rect.y += shadow->y;
    item.baseline += shadow->y;
  }
  mb_display_append (builder, &item);
  builder->scene = outer;
}

void
mb_shadow_cast (MbDisplayBuilder *builder, const MbItem *item, const MbShadow *shadow)
{
  gboolean fits = item->kind == MB_ITEM_GLYPHS || item->kind == MB_ITEM_FILL;
  if (!fits || shadow->color.alpha == 0)
    return;
  if (shadow->blur > 0)
    mb_blur_item (builder, item, mb_to_pt (shadow->x), mb_to_pt (shadow->y),
                  mb_to_pt (shadow->blur), shadow->color);
  else
    cast_sharp (builder, item, shadow);
}
