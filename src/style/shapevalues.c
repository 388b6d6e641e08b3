/* SPDX-License-Identifier: Apache-2.0 */
/* shape-outside (css-shapes-1 § 3): a basic shape, a box whose corners it follows, or both. */
#include "internal.h"

#include <string.h>

static const char *const boxes[] = { "margin-box", "border-box", "padding-box", "content-box",
                                     NULL };

static const MbSize half = { MB_SIZE_PERCENT, 50000 };

/* One to four sizes, as of margins. */
static gboolean
take_edges (MbCssContext *context, MbCssCursor *cursor, MbSize edge[4])
{
  guint n = 0;
  while (n < 4 && mb_value_size (context, cursor, MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, &edge[n]))
    n++;
  if (n == 0)
    return FALSE;
  if (n < 2)
    edge[1] = edge[0];
  if (n < 3)
    edge[2] = edge[0];
  if (n < 4)
    edge[3] = edge[1];
  return TRUE;
}

static gboolean
take_inset (MbCssContext *context, MbCssCursor *cursor, MbShape *shape)
{
  shape->kind = MB_SHAPE_INSET;
  if (!take_edges (context, cursor, shape->edge))
    return FALSE;
  return !mb_css_take_word (cursor, "round") || mb_value_corners (context, cursor, shape->round);
}

static void
take_radius (MbCssContext *context, MbCssCursor *cursor, MbShape *shape, guint i)
{
  static const char *const words[] = { "closest-side", "farthest-side", NULL };
  int word = mb_css_take_words (cursor, words);
  shape->radii[i] = word == 1 ? MB_RADIUS_FARTHEST : MB_RADIUS_CLOSEST;
  if (word < 0 && mb_value_size (context, cursor, MB_VALUE_PERCENT, &shape->radius[i]))
    shape->radii[i] = MB_RADIUS_SIZE;
}

static gboolean
take_center (MbCssContext *context, MbCssCursor *cursor, MbShape *shape)
{
  MbBackgroundPlace at[2];
  shape->at[0] = shape->at[1] = half;
  if (!mb_css_take_word (cursor, "at"))
    return TRUE;
  if (!mb_value_place (context, cursor, at))
    return FALSE;
  for (int i = 0; i < 2; i++)
    shape->at[i] = (MbSize){ MB_SIZE_PERCENT, at[i].percent, at[i].shift };
  return TRUE;
}

static gboolean
take_round (MbCssContext *context, MbCssCursor *cursor, MbShape *shape, gboolean ellipse)
{
  shape->kind = ellipse ? MB_SHAPE_ELLIPSE : MB_SHAPE_CIRCLE;
  take_radius (context, cursor, shape, 0);
  if (ellipse)
    take_radius (context, cursor, shape, 1);
  return take_center (context, cursor, shape);
}

static gboolean
take_polygon (MbCssContext *context, MbCssCursor *cursor, MbShape *shape)
{
  const guint allow = MB_VALUE_PERCENT | MB_VALUE_NEGATIVE;
  static const char *const rules[] = { "nonzero", "evenodd", NULL };
  g_autoptr (GArray) points = g_array_new (FALSE, TRUE, sizeof (MbSize));
  shape->kind = MB_SHAPE_POLYGON;
  if (mb_css_take_words (cursor, rules) >= 0 && !mb_css_take_mark (cursor, ','))
    return FALSE;
  do {
    MbSize point[2] = { 0 };
    if (!mb_value_size (context, cursor, allow, &point[0]) ||
        !mb_value_size (context, cursor, allow, &point[1]))
      return FALSE;
    g_array_append_vals (points, point, 2);
  } while (mb_css_take_mark (cursor, ','));
  shape->points = mb_styles_array (context->styles, points->data, sizeof (MbSize), points->len);
  shape->n_points = points->len / 2;
  return TRUE;
}

static gboolean
take_shape (MbCssContext *context, MbCssCursor *cursor, MbShape *shape, gboolean *wrong)
{
  MbCssCursor inside;
  gboolean good;
  if (mb_css_take_function (cursor, "inset", &inside))
    good = take_inset (context, &inside, shape);
  else if (mb_css_take_function (cursor, "circle", &inside))
    good = take_round (context, &inside, shape, FALSE);
  else if (mb_css_take_function (cursor, "ellipse", &inside))
    good = take_round (context, &inside, shape, TRUE);
  else if (mb_css_take_function (cursor, "polygon", &inside))
    good = take_polygon (context, &inside, shape);
  else
    return FALSE;
  *wrong = !good || !mb_css_at_end (&inside);
  return !*wrong;
}

/* A picture; gradients are no shapes here. */
static gboolean
take_image (MbCssContext *context, MbCssCursor *cursor, MbShape *shape, gboolean *wrong)
{
  MbCssCursor ahead = *cursor;
  MbImage image;
  if (!mb_value_image (context, &ahead, &image))
    return FALSE;
  *wrong = image.kind != MB_IMAGE_PICTURE;
  if (*wrong)
    return FALSE;
  *cursor = ahead;
  shape->kind = MB_SHAPE_IMAGE;
  shape->image = mb_styles_array (context->styles, &image, sizeof image, 1);
  return TRUE;
}

MB_PARSER (mb_parse_shape)
{
  MbShape *shape = field;
  gboolean wrong = FALSE;
  memset (shape, 0, sizeof *shape);
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  if (take_image (context, cursor, shape, &wrong))
    return TRUE;
  if (wrong)
    return FALSE;
  int box = mb_css_take_words (cursor, boxes);
  gboolean basic = take_shape (context, cursor, shape, &wrong);
  if (wrong)
    return FALSE;
  if (box < 0)
    box = mb_css_take_words (cursor, boxes);
  if (box < 0 && !basic)
    return FALSE;
  if (!basic)
    shape->kind = MB_SHAPE_BOX;
  shape->box = (MbShapeBox) MAX (box, 0);
  return TRUE;
}

static void
print_sizes (const MbPrinter *printer, const MbSize *sizes, guint n, GString *out)
{
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      g_string_append_c (out, ' ');
    mb_print_size (NULL, printer, &sizes[i], out);
  }
}

static void
print_round (const MbPrinter *printer, const MbShape *shape, GString *out)
{
  static const char *const words[] = { "", "closest-side", "farthest-side" };
  gboolean ellipse = shape->kind == MB_SHAPE_ELLIPSE;
  g_string_append (out, ellipse ? "ellipse(" : "circle(");
  for (guint i = 0; i < (ellipse ? 2 : 1); i++) {
    if (shape->radii[i] == MB_RADIUS_SIZE)
      print_sizes (printer, &shape->radius[i], 1, out);
    else
      g_string_append (out, words[shape->radii[i]]);
    g_string_append_c (out, ' ');
  }
  g_string_append (out, "at ");
  print_sizes (printer, shape->at, 2, out);
  g_string_append_c (out, ')');
}

static void
print_corners (const MbPrinter *printer, const MbSize radius[4][2], GString *out)
{
  gboolean any = FALSE;
  for (int i = 0; i < 4; i++)
    any = any || radius[i][0].value != 0 || radius[i][1].value != 0;
  for (int k = 0; k < 2 && any; k++) {
    g_string_append (out, k ? " /" : " round");
    for (int i = 0; i < 4; i++) {
      g_string_append_c (out, ' ');
      mb_put_size (printer, radius[i][k], out);
    }
  }
}

static void
print_basic (const MbPrinter *printer, const MbShape *shape, GString *out)
{
  if (shape->kind == MB_SHAPE_CIRCLE || shape->kind == MB_SHAPE_ELLIPSE) {
    print_round (printer, shape, out);
    return;
  }
  g_string_append (out, shape->kind == MB_SHAPE_INSET ? "inset(" : "polygon(");
  if (shape->kind == MB_SHAPE_INSET) {
    print_sizes (printer, shape->edge, 4, out);
    print_corners (printer, shape->round, out);
  }
  for (gsize i = 0; i < shape->n_points; i++) {
    g_string_append (out, i > 0 ? ", " : "");
    print_sizes (printer, &shape->points[2 * i], 2, out);
  }
  g_string_append_c (out, ')');
}

MB_PRINTER (mb_print_shape)
{
  const MbShape *shape = field;
  if (shape->kind == MB_SHAPE_NONE) {
    g_string_append (out, "none");
    return;
  }
  if (shape->kind == MB_SHAPE_IMAGE) {
    const struct {
      const MbImage *image;
      guint n;
    } list = { shape->image, 1 };
    mb_print_image (NULL, printer, &list, out);
    return;
  }
  if (shape->kind != MB_SHAPE_BOX)
    print_basic (printer, shape, out);
  if (shape->kind == MB_SHAPE_BOX || shape->box != MB_SHAPE_MARGIN)
    g_string_append_printf (out, "%s%s", shape->kind == MB_SHAPE_BOX ? "" : " ", boxes[shape->box]);
}
