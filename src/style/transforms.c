/* SPDX-License-Identifier: Apache-2.0 */
/* transform (css-transforms-1) and its three sisters (css-transforms-2), clip and clip-path (css-masking-1, css-shapes-1): what turns and cuts a painted box. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MAX_TRANSFORMS 64
#define MAX_POINTS     1000

/* --- transform ------------------------------------------------------------------------------------------------- */

static MbTransformStep
step_new (void)
{
  MbTransformStep step;
  memset (&step, 0, sizeof step);
  step.matrix[0] = step.matrix[3] = 1;
  step.shift[0].kind = step.shift[1].kind = MB_SIZE_LENGTH;
  return step;
}

static gboolean
take_comma (MbCssCursor *cursor)
{
  return mb_css_take_mark (cursor, ',');
}

static gboolean
take_factor (MbCssContext *context, MbCssCursor *cursor, double *factor)
{
  MbNumeric numeric;
  if (!mb_value_numeric (context, cursor, &numeric) || numeric.type == MB_NUMERIC_LENGTH)
    return FALSE;
  *factor = numeric.type == MB_NUMERIC_PERCENT ? numeric.value / 100 : numeric.value;
  *factor = CLAMP (*factor, -1e5, 1e5);
  return TRUE;
}

static gboolean
take_turn (MbCssContext *context, MbCssCursor *cursor, double *radians)
{
  double degrees = 0, zero;
  if (!mb_value_angle (context, cursor, &degrees) &&
      !(mb_css_take_number (cursor, &zero) && zero == 0))
    return FALSE;
  *radians = degrees * G_PI / 180;
  return TRUE;
}

static gboolean
take_shift (MbCssContext *context, MbCssCursor *cursor, MbSize *size)
{
  return mb_value_size (context, cursor, MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, size);
}

static gboolean
take_matrix (MbCssContext *context, MbCssCursor *inside, MbTransformStep *step)
{
  for (int i = 0; i < 6; i++) {
    double number;
    if ((i && !take_comma (inside)) || !mb_value_number (context, inside, -1e6, 1e6, &number))
      return FALSE;
    step->matrix[i] = i < 4 ? number : number * 0.75; /* px to pt */
  }
  return TRUE;
}

/* sin and cos of whole quarters are exact: what is upright stays so. */
static double
clean (double value)
{
  double nearest = round (value);
  return fabs (value - nearest) < 1e-12 ? nearest : value;
}

static gboolean
take_rotation (MbCssContext *context, MbCssCursor *inside, MbTransformStep *step)
{
  double angle;
  if (!take_turn (context, inside, &angle))
    return FALSE;
  step->matrix[0] = step->matrix[3] = clean (cos (angle));
  step->matrix[1] = clean (sin (angle));
  step->matrix[2] = -step->matrix[1];
  return TRUE;
}

static gboolean
take_translation (MbCssContext *context, MbCssCursor *inside, MbTransformStep *step, int axis)
{
  if (axis >= 0)
    return take_shift (context, inside, &step->shift[axis]);
  return take_shift (context, inside, &step->shift[0]) &&
         (!take_comma (inside) || take_shift (context, inside, &step->shift[1]));
}

static gboolean
take_scale (MbCssContext *context, MbCssCursor *inside, MbTransformStep *step, int axis)
{
  double factor;
  if (!take_factor (context, inside, &factor))
    return FALSE;
  if (axis != 1)
    step->matrix[0] = factor;
  if (axis != 0)
    step->matrix[3] = factor;
  return axis >= 0 || !take_comma (inside) || take_factor (context, inside, &step->matrix[3]);
}

static gboolean
take_skew (MbCssContext *context, MbCssCursor *inside, MbTransformStep *step, int axis)
{
  double angle;
  if (!take_turn (context, inside, &angle))
    return FALSE;
  step->matrix[axis == 1 ? 1 : 2] = CLAMP (tan (angle), -1e5, 1e5);
  if (axis >= 0 || !take_comma (inside))
    return TRUE;
  if (!take_turn (context, inside, &angle))
    return FALSE;
  step->matrix[1] = CLAMP (tan (angle), -1e5, 1e5);
  return TRUE;
}

static gboolean
take_step (MbCssContext *context, MbCssCursor *cursor, MbTransformStep *step)
{
  static const struct {
    const char *name;
    char kind;
    int axis;
  } functions[] = {
    { "matrix", 'm', -1 },    { "translate", 't', -1 }, { "translatex", 't', 0 },
    { "translatey", 't', 1 }, { "scale", 's', -1 },     { "scalex", 's', 0 },
    { "scaley", 's', 1 },     { "rotate", 'r', -1 },    { "skew", 'k', -1 },
    { "skewx", 'k', 0 },      { "skewy", 'k', 1 },
  };
  *step = step_new ();
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++) {
    MbCssCursor inside;
    int axis = functions[i].axis;
    gboolean taken = FALSE;
    if (!mb_css_take_function (cursor, functions[i].name, &inside))
      continue;
    switch (functions[i].kind) {
    case 'm': taken = take_matrix (context, &inside, step); break;
    case 't': taken = take_translation (context, &inside, step, axis); break;
    case 's': taken = take_scale (context, &inside, step, axis); break;
    case 'r': taken = take_rotation (context, &inside, step); break;
    default: taken = take_skew (context, &inside, step, axis); break;
    }
    return taken && mb_css_at_end (&inside);
  }
  return FALSE;
}

/* The field is a pointer and a number. */
MB_PARSER (mb_parse_transform)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (MbTransformStep));
  MbTransformStep step;
  if (!mb_css_take_word (cursor, "none")) {
    while (list->len < MAX_TRANSFORMS && take_step (context, cursor, &step))
      g_array_append_val (list, step);
    if (list->len == 0)
      return FALSE;
  }
  *(gconstpointer *) field = mb_styles_array (context->styles, list->data, sizeof step, list->len);
  *(guint *) ((char *) field + sizeof (gpointer)) = list->len;
  return TRUE;
}

MB_PRINTER (mb_print_transform)
{
  const MbTransformStep *steps = *(const MbTransformStep *const *) field;
  guint n = *(const guint *) ((const char *) field + sizeof (gpointer));
  if (n == 0)
    g_string_append (out, "none");
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i ? " " : "");
    if (steps[i].shift[0].value || steps[i].shift[1].value) {
      g_string_append (out, "translate(");
      mb_put_size (printer, steps[i].shift[0], out);
      g_string_append (out, ", ");
      mb_put_size (printer, steps[i].shift[1], out);
    } else {
      g_string_append (out, "matrix(");
      for (int k = 0; k < 6; k++) {
        g_string_append (out, k ? ", " : "");
        mb_put_number (out, k < 4 ? steps[i].matrix[k] : steps[i].matrix[k] / 0.75, 4);
      }
    }
    g_string_append_c (out, ')');
  }
}

MB_PARSER (mb_parse_transform_origin)
{
  MbLength depth;
  MbCssCursor two = *cursor, first = *cursor;
  mb_css_take (&first);
  mb_css_take (&first);
  two.end = first.at;
  if (!mb_value_place (context, &two, field) || !mb_css_at_end (&two))
    return FALSE;
  cursor->at = first.at;
  mb_value_length (context, cursor, MB_VALUE_NEGATIVE, &depth); /* the third dimension */
  return TRUE;
}

MB_PRINTER (mb_print_transform_origin)
{
  const MbBackgroundPlace *at = field;
  mb_put_place (printer, at[0], out);
  g_string_append_c (out, ' ');
  mb_put_place (printer, at[1], out);
}

/* --- translate, rotate, scale (css-transforms-2 § 5) ------------------------------------------------------------ */

static gboolean
keep_step (MbCssContext *context, const MbTransformStep *step, gboolean none, gpointer field)
{
  *(gconstpointer *) field = mb_styles_array (context->styles, step, sizeof *step, none ? 0 : 1);
  return TRUE;
}

MB_PARSER (mb_parse_translate)
{
  MbTransformStep step = step_new ();
  MbLength depth;
  if (mb_css_take_word (cursor, "none"))
    return keep_step (context, &step, TRUE, field);
  if (!take_shift (context, cursor, &step.shift[0]))
    return FALSE;
  MbSize down;
  if (take_shift (context, cursor, &down)) {
    step.shift[1] = down;
    mb_value_length (context, cursor, MB_VALUE_NEGATIVE, &depth); /* the third dimension */
  }
  return keep_step (context, &step, FALSE, field);
}

MB_PARSER (mb_parse_rotate)
{
  MbTransformStep step = step_new ();
  if (mb_css_take_word (cursor, "none"))
    return keep_step (context, &step, TRUE, field);
  gboolean axis = mb_css_take_word (cursor, "z");
  if (!take_rotation (context, cursor, &step))
    return FALSE;
  if (!axis)
    mb_css_take_word (cursor, "z");
  return keep_step (context, &step, FALSE, field);
}

MB_PARSER (mb_parse_scale)
{
  MbTransformStep step = step_new ();
  double depth;
  if (mb_css_take_word (cursor, "none"))
    return keep_step (context, &step, TRUE, field);
  if (!take_factor (context, cursor, &step.matrix[0]))
    return FALSE;
  step.matrix[3] = step.matrix[0];
  if (take_factor (context, cursor, &step.matrix[3]))
    take_factor (context, cursor, &depth); /* the third dimension */
  return keep_step (context, &step, FALSE, field);
}

static const MbTransformStep *
step_or_none (gconstpointer field, GString *out)
{
  const MbTransformStep *step = *(const MbTransformStep *const *) field;
  if (!step)
    g_string_append (out, "none");
  return step;
}

MB_PRINTER (mb_print_translate)
{
  const MbTransformStep *step = step_or_none (field, out);
  if (!step)
    return;
  mb_put_size (printer, step->shift[0], out);
  g_string_append_c (out, ' ');
  mb_put_size (printer, step->shift[1], out);
}

MB_PRINTER (mb_print_rotate)
{
  const MbTransformStep *step = step_or_none (field, out);
  if (!step)
    return;
  mb_put_number (out, atan2 (step->matrix[1], step->matrix[0]) * 180 / G_PI, 4);
  g_string_append (out, "deg");
}

MB_PRINTER (mb_print_scale)
{
  const MbTransformStep *step = step_or_none (field, out);
  if (!step)
    return;
  mb_put_number (out, step->matrix[0], 4);
  g_string_append_c (out, ' ');
  mb_put_number (out, step->matrix[3], 4);
}

/* --- clip and clip-path ------------------------------------------------------------------------------------------- */

static gboolean
keep_clip (MbCssContext *context, const MbClipShape *clip, gpointer field)
{
  guint n = clip->kind == MB_CLIP_NONE ? 0 : 1;
  *(gconstpointer *) field = mb_styles_array (context->styles, clip, sizeof *clip, n);
  return TRUE;
}

MB_PARSER (mb_parse_clip_rect)
{
  MbClipShape clip;
  MbCssCursor inside;
  memset (&clip, 0, sizeof clip);
  if (mb_css_take_word (cursor, "auto"))
    return keep_clip (context, &clip, field);
  clip.kind = MB_CLIP_RECT;
  if (!mb_css_take_function (cursor, "rect", &inside))
    return FALSE;
  gboolean commas = FALSE; /* between all of them, or none */
  for (int i = 0; i < 4; i++) {
    gboolean comma = i && take_comma (&inside);
    commas = i == 1 ? comma : commas;
    if (comma != (i && commas) ||
        !mb_value_size (context, &inside, MB_VALUE_AUTO | MB_VALUE_NEGATIVE, &clip.sides[i]))
      return FALSE;
  }
  return mb_css_at_end (&inside) && keep_clip (context, &clip, field);
}

/* Which of one to four values goes for a side or corner. */
static const guint8 source[4][4] = {
  { 0, 0, 0, 0 }, { 0, 1, 0, 1 }, { 0, 1, 2, 1 }, { 0, 1, 2, 3 }
};

gboolean
mb_value_corners (MbCssContext *context, MbCssCursor *cursor, MbSize radius[4][2])
{
  MbSize sizes[4], down[4];
  guint n = 0, m = 0;
  while (n < 4 && mb_value_size (context, cursor, MB_VALUE_PERCENT, &sizes[n]))
    n++;
  if (mb_css_take_mark (cursor, '/'))
    while (m < 4 && mb_value_size (context, cursor, MB_VALUE_PERCENT, &down[m]))
      m++;
  for (guint i = 0; n > 0 && i < 4; i++) {
    radius[i][0] = sizes[source[n - 1][i]];
    radius[i][1] = m > 0 ? down[source[m - 1][i]] : radius[i][0];
  }
  return n > 0;
}

static gboolean
take_inset (MbCssContext *context, MbCssCursor *inside, MbClipShape *clip)
{
  MbSize sizes[4];
  guint n = 0;
  clip->kind = MB_CLIP_INSET;
  while (n < 4 && take_shift (context, inside, &sizes[n]))
    n++;
  for (guint i = 0; n > 0 && i < 4; i++)
    clip->sides[i] = sizes[source[n - 1][i]];
  return n > 0 &&
         (!mb_css_take_word (inside, "round") || mb_value_corners (context, inside, clip->radius));
}

static gboolean
take_clip_radius (MbCssContext *context, MbCssCursor *inside, MbClipShape *clip, int axis)
{
  static const char *const words[] = { "closest-side", "farthest-side", NULL };
  int word = mb_css_take_words (inside, words);
  if (word < 0)
    return mb_value_size (context, inside, MB_VALUE_PERCENT, &clip->radius[0][axis]);
  clip->extents[axis] = word ? MB_EXTENT_FARTHEST_SIDE : MB_EXTENT_CLOSEST_SIDE;
  return TRUE;
}

static gboolean
take_round (MbCssContext *context, MbCssCursor *inside, gboolean circle, MbClipShape *clip)
{
  clip->kind = MB_CLIP_CIRCLE;
  clip->circle = circle;
  clip->at[0].percent = clip->at[1].percent = 50000;
  for (int i = 0; i < 2; i++) {
    clip->radius[0][i].kind = MB_SIZE_AUTO;
    clip->extents[i] = MB_EXTENT_CLOSEST_SIDE;
  }
  if (take_clip_radius (context, inside, clip, 0) && !circle &&
      !take_clip_radius (context, inside, clip, 1))
    return FALSE;
  return !mb_css_take_word (inside, "at") || mb_value_place (context, inside, clip->at);
}

static MbBackgroundPlace
as_place (MbSize size)
{
  return size.kind == MB_SIZE_PERCENT ? (MbBackgroundPlace){ size.value, size.plus }
                                      : (MbBackgroundPlace){ 0, size.value };
}

static gboolean
take_polygon (MbCssContext *context, MbCssCursor *inside, MbClipShape *clip)
{
  g_autoptr (GArray) points = g_array_new (FALSE, TRUE, sizeof (MbBackgroundPlace));
  static const char *const rules[] = { "nonzero", "evenodd", NULL };
  int rule = mb_css_take_words (inside, rules);
  clip->kind = MB_CLIP_POLYGON;
  clip->even_odd = rule == 1;
  if (rule >= 0 && !take_comma (inside))
    return FALSE;
  do {
    MbSize x, y;
    if (!take_shift (context, inside, &x) || !take_shift (context, inside, &y) ||
        points->len > 2 * MAX_POINTS)
      return FALSE;
    MbBackgroundPlace point[2] = { as_place (x), as_place (y) };
    g_array_append_vals (points, point, 2);
  } while (take_comma (inside));
  clip->n_points = points->len / 2;
  clip->points =
      mb_styles_array (context->styles, points->data, sizeof (MbBackgroundPlace), points->len);
  return TRUE;
}

static gboolean
take_clip_shape (MbCssContext *context, MbCssCursor *cursor, MbClipShape *clip)
{
  MbCssCursor inside;
  gboolean taken = FALSE;
  if (mb_css_take_function (cursor, "inset", &inside))
    taken = take_inset (context, &inside, clip);
  else if (mb_css_take_function (cursor, "circle", &inside))
    taken = take_round (context, &inside, TRUE, clip);
  else if (mb_css_take_function (cursor, "ellipse", &inside))
    taken = take_round (context, &inside, FALSE, clip);
  else if (mb_css_take_function (cursor, "polygon", &inside))
    taken = take_polygon (context, &inside, clip);
  return taken && mb_css_at_end (&inside);
}

int
mb_value_geometry_box (MbCssCursor *cursor)
{
  static const char *const boxes[] = { "border-box", "padding-box", "content-box", "margin-box",
                                       "stroke-box", "view-box",    "fill-box",    NULL };
  static const MbEdge edges[] = { MB_EDGE_BORDER, MB_EDGE_PADDING, MB_EDGE_CONTENT, MB_EDGE_MARGIN,
                                  MB_EDGE_BORDER, MB_EDGE_BORDER,  MB_EDGE_CONTENT };
  int word = mb_css_take_words (cursor, boxes);
  return word < 0 ? word : (int) edges[word];
}

MB_PARSER (mb_parse_clip_path)
{
  MbClipShape clip;
  memset (&clip, 0, sizeof clip);
  if (mb_css_take_word (cursor, "none"))
    return keep_clip (context, &clip, field);
  int box = mb_value_geometry_box (cursor);
  gboolean shaped = take_clip_shape (context, cursor, &clip);
  if (box < 0)
    box = mb_value_geometry_box (cursor);
  if (!shaped && box < 0)
    return FALSE;
  if (!shaped) /* the box itself */
    clip.kind = MB_CLIP_BOX;
  clip.box = (MbEdge) MAX (box, 0);
  return keep_clip (context, &clip, field);
}

static void
put_places (const MbPrinter *printer, const MbBackgroundPlace *places, guint n, GString *out)
{
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i == 0 ? "" : i % 2 ? " " : ", ");
    mb_put_place (printer, places[i], out);
  }
}

MB_PRINTER (mb_print_clip_rect)
{
  const MbClipShape *clip = *(const MbClipShape *const *) field;
  if (!clip) {
    g_string_append (out, "auto");
    return;
  }
  g_string_append (out, "rect(");
  for (int i = 0; i < 4; i++) {
    g_string_append (out, i ? ", " : "");
    mb_put_size (printer, clip->sides[i], out);
  }
  g_string_append_c (out, ')');
}

static void
put_inset (const MbPrinter *printer, const MbClipShape *clip, GString *out)
{
  g_string_append (out, "inset(");
  for (int i = 0; i < 4; i++) {
    g_string_append (out, i ? " " : "");
    mb_put_size (printer, clip->sides[i], out);
  }
  g_string_append (out, " round");
  for (int k = 0; k < 2; k++) {
    g_string_append (out, k ? " /" : "");
    for (int i = 0; i < 4; i++) {
      g_string_append_c (out, ' ');
      mb_put_size (printer, clip->radius[i][k], out);
    }
  }
}

static void
put_round (const MbPrinter *printer, const MbClipShape *clip, GString *out)
{
  g_string_append (out, clip->circle ? "circle(" : "ellipse(");
  for (int i = 0; i < (clip->circle ? 1 : 2); i++) {
    if (clip->radius[0][i].kind == MB_SIZE_AUTO)
      g_string_append (out, clip->extents[i] == MB_EXTENT_FARTHEST_SIDE ? "farthest-side"
                                                                        : "closest-side");
    else
      mb_put_size (printer, clip->radius[0][i], out);
    g_string_append_c (out, ' ');
  }
  g_string_append (out, "at ");
  put_places (printer, clip->at, 2, out);
}

static void
put_clip_shape (const MbPrinter *printer, const MbClipShape *clip, GString *out)
{
  switch (clip->kind) {
  case MB_CLIP_NONE:
  case MB_CLIP_RECT:
  case MB_CLIP_BOX: return;
  case MB_CLIP_INSET: put_inset (printer, clip, out); break;
  case MB_CLIP_CIRCLE: put_round (printer, clip, out); break;
  case MB_CLIP_POLYGON:
    g_string_append (out, clip->even_odd ? "polygon(evenodd, " : "polygon(");
    put_places (printer, clip->points, 2 * clip->n_points, out);
    break;
  }
  g_string_append_c (out, ')');
}

MB_PRINTER (mb_print_clip_path)
{
  static const char *const boxes[] = { "border-box", "padding-box", "content-box", "margin-box" };
  const MbClipShape *clip = *(const MbClipShape *const *) field;
  if (!clip) {
    g_string_append (out, "none");
    return;
  }
  put_clip_shape (printer, clip, out);
  if (clip->kind == MB_CLIP_BOX || clip->box != MB_EDGE_BORDER)
    g_string_append_printf (out, "%s%s", clip->kind == MB_CLIP_BOX ? "" : " ", boxes[clip->box]);
}
