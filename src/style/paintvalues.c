/* SPDX-License-Identifier: Apache-2.0 */
/* Values of what is painted around and over boxes: corners, shadows, border images, transforms, clips.
 *
 * A list, and whatever is rare and large, is interned as an array of its own, so that the group of borders stays small. Colours that are
 * `currentcolor` are settled at once: `color` is computed before. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MAX_SHADOWS    32
#define MAX_TRANSFORMS 64
#define MAX_POINTS     1000

MB_PARSER (mb_parse_line_size)
{
  if (mb_css_take_word (cursor, "from-font")) {
    *(MbSize *) field = (MbSize){ MB_SIZE_AUTO, 0 };
    return TRUE;
  }
  return mb_value_size (context, cursor, MB_VALUE_AUTO | MB_VALUE_PERCENT, field);
}

/* 300dpi, 12dpcm, 2dppx; the older `snap` and the order of the words are let be. */
MB_PARSER (mb_parse_resolution)
{
  static const struct {
    const char *unit;
    double dpi;
  } units[] = { { "dpi", 1 }, { "dpcm", 2.54 }, { "dppx", 96 }, { "x", 96 } };
  mb_css_take_word (cursor, "snap");
  if (mb_css_take_word (cursor, "from-image")) {
    *(gint32 *) field = 0;
    return TRUE;
  }
  MbCssCursor ahead = *cursor;
  double number;
  const char *unit;
  if (!mb_css_take_dimension (&ahead, &number, &unit) || number <= 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (unit, units[i].unit) == 0) {
      *(gint32 *) field = (gint32) lrint (CLAMP (number * units[i].dpi, 1, 100000) * 1000);
      *cursor = ahead;
      return TRUE;
    }
  return FALSE;
}

/* --- Corners ---------------------------------------------------------------------------------------------------- */

MB_PARSER (mb_parse_radius)
{
  MbSize *radius = field;
  if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &radius[0]))
    return FALSE;
  MbSize down; /* a size that is not there leaves what it was given in disorder */
  radius[1] = mb_value_size (context, cursor, MB_VALUE_PERCENT, &down) ? down : radius[0];
  return TRUE;
}

/* Up to four sizes, each as the values it was written with. */
static guint
take_four (MbCssContext *context, MbCssCursor *cursor, MbCssValues parts[4])
{
  guint n = 0;
  for (MbSize size; n < 4; n++) {
    mb_css_take_space (cursor);
    const MbCssValue *start = cursor->at;
    if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &size))
      break;
    parts[n] = (MbCssValues){ start, cursor->at };
  }
  return n;
}

static MbCssValues
join (MbCssContext *context, MbCssValues a, MbCssValues b)
{
  gsize first = a.end - a.first, second = b.end - b.first;
  MbCssValue *both = mb_arena_array (context->styles->arena, MbCssValue, first + second + 1);
  MbCssValue space = { .kind = MB_CSS_SPACE, .source = a.first->source };
  memcpy (both, a.first, first * sizeof *both);
  both[first] = space;
  memcpy (both + first + 1, b.first, second * sizeof *both);
  return (MbCssValues){ both, both + first + 1 + second };
}

gboolean
mb_radius_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  static const guint8 source[4][4] = {
    { 0, 0, 0, 0 }, { 0, 1, 0, 1 }, { 0, 1, 2, 1 }, { 0, 1, 2, 3 }
  };
  MbCssValues across[4], down[4];
  guint n = take_four (context, cursor, across), m = 0;
  if (n == 0)
    return FALSE;
  if (mb_css_take_mark (cursor, '/') && (m = take_four (context, cursor, down)) == 0)
    return FALSE;
  for (guint i = 0; i < 4; i++) {
    out[i].values = across[source[n - 1][i]];
    if (m > 0)
      out[i].values = join (context, out[i].values, down[source[m - 1][i]]);
  }
  return TRUE;
}

/* --- Shadows ----------------------------------------------------------------------------------------------------- */

static gboolean
take_lengths (MbCssContext *context, MbCssCursor *cursor, MbShadow *shadow)
{
  return mb_value_length (context, cursor, MB_VALUE_NEGATIVE, &shadow->x) &&
         mb_value_length (context, cursor, MB_VALUE_NEGATIVE, &shadow->y) &&
         (!mb_value_length (context, cursor, 0, &shadow->blur) ||
          mb_value_length (context, cursor, MB_VALUE_NEGATIVE, &shadow->spread) || TRUE);
}

/* @box: inset and a spread may be written. */
static gboolean
take_shadow (MbCssContext *context, MbCssCursor *cursor, gboolean box, MbShadow *shadow)
{
  gboolean placed = FALSE, colored = FALSE;
  for (;;) {
    if (box && !shadow->inset && mb_css_take_word (cursor, "inset")) {
      shadow->inset = TRUE;
    } else if (!placed && take_lengths (context, cursor, shadow)) {
      placed = TRUE;
    } else if (!colored && mb_value_color (context, cursor, &shadow->color)) {
      colored = TRUE;
    } else {
      break;
    }
  }
  if (!colored || shadow->color.space == MB_COLOR_CURRENT)
    memcpy (&shadow->color, &context->draft->text.color, sizeof shadow->color);
  return placed && (box || shadow->spread == 0);
}

/* The field is a pointer and a number. */
MB_PARSER (mb_parse_shadows)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (MbShadow));
  gboolean box = *property->name == 'b';
  if (!mb_css_take_word (cursor, "none"))
    do {
      MbShadow shadow;
      memset (&shadow, 0, sizeof shadow);
      if (list->len == MAX_SHADOWS || !take_shadow (context, cursor, box, &shadow))
        return FALSE;
      g_array_append_val (list, shadow);
    } while (mb_css_take_mark (cursor, ','));
  *(gconstpointer *) field =
      mb_styles_array (context->styles, list->data, sizeof (MbShadow), list->len);
  *(guint *) ((char *) field + sizeof (gpointer)) = list->len;
  return TRUE;
}

MB_PRINTER (mb_print_shadows)
{
  const MbShadow *shadows = *(const MbShadow *const *) field;
  guint n = *(const guint *) ((const char *) field + sizeof (gpointer));
  if (n == 0)
    g_string_append (out, "none");
  for (guint i = 0; i < n; i++) {
    const MbLength lengths[] = { shadows[i].x, shadows[i].y, shadows[i].blur, shadows[i].spread };
    guint last = shadows[i].spread ? 4 : shadows[i].blur ? 3 : 2;
    g_string_append (out, i ? ", " : "");
    g_string_append (out, shadows[i].inset ? "inset " : "");
    for (guint k = 0; k < last; k++) {
      mb_put_length (printer, lengths[k], out);
      g_string_append_c (out, ' ');
    }
    mb_print_color (property, printer, &shadows[i].color, out);
  }
}

MB_PRINTER (mb_print_resolution)
{
  gint32 resolution = *(const gint32 *) field;
  if (resolution == 0) {
    g_string_append (out, "from-image");
    return;
  }
  mb_put_number (out, resolution / 1000., 3);
  g_string_append (out, "dpi");
}

MB_PRINTER (mb_print_radius)
{
  const MbSize *radius = field;
  mb_put_size (printer, radius[0], out);
  if (memcmp (&radius[0], &radius[1], sizeof radius[0]) == 0)
    return;
  g_string_append_c (out, ' ');
  mb_put_size (printer, radius[1], out);
}

/* --- Border images ---------------------------------------------------------------------------------------------- */

/* The field is a pointer and a number, as of a background of one layer. */
MB_PARSER (mb_parse_frame)
{
  MbImage image;
  if (!mb_value_image (context, cursor, &image))
    return FALSE;
  guint n = image.kind == MB_IMAGE_NONE ? 0 : 1;
  *(gconstpointer *) field = mb_styles_array (context->styles, &image, sizeof image, n);
  *(guint *) ((char *) field + sizeof (gpointer)) = n;
  return TRUE;
}

/* One entry: a number (1/1000), and what else @allow says. */
static gboolean
take_slice_size (MbCssContext *context, MbCssCursor *cursor, guint allow, gboolean lengths,
                 MbSliceSize *size)
{
  double number;
  memset (size, 0, sizeof *size);
  if (mb_value_number (context, cursor, 0, 1e6, &number)) {
    size->number = TRUE;
    size->size = (MbSize){ MB_SIZE_LENGTH, (gint32) lrint (number * 1000) };
    return TRUE;
  }
  MbCssCursor ahead = *cursor;
  if (!mb_value_size (context, &ahead, allow, &size->size) ||
      (size->size.kind == MB_SIZE_LENGTH && !lengths))
    return FALSE;
  *cursor = ahead;
  return TRUE;
}

static gboolean
take_slices (MbCssContext *context, MbCssCursor *cursor, guint allow, gboolean lengths,
             MbSlices *slices)
{
  static const guint8 source[4][4] = {
    { 0, 0, 0, 0 }, { 0, 1, 0, 1 }, { 0, 1, 2, 1 }, { 0, 1, 2, 3 }
  };
  MbSliceSize sizes[4];
  guint n = 0;
  while (n < 4 && take_slice_size (context, cursor, allow, lengths, &sizes[n]))
    n++;
  for (guint i = 0; n > 0 && i < 4; i++)
    slices->sides[i] = sizes[source[n - 1][i]];
  return n > 0;
}

static gboolean
keep_slices (MbCssContext *context, const MbSlices *slices, gpointer field)
{
  *(gconstpointer *) field = mb_styles_array (context->styles, slices, sizeof *slices, 1);
  return TRUE;
}

MB_PARSER (mb_parse_frame_slice)
{
  MbSlices slices;
  memset (&slices, 0, sizeof slices);
  slices.fill = mb_css_take_word (cursor, "fill");
  if (!take_slices (context, cursor, MB_VALUE_PERCENT, FALSE, &slices))
    return FALSE;
  slices.fill = slices.fill || mb_css_take_word (cursor, "fill");
  return keep_slices (context, &slices, field);
}

MB_PARSER (mb_parse_frame_width)
{
  MbSlices slices;
  memset (&slices, 0, sizeof slices);
  return take_slices (context, cursor, MB_VALUE_AUTO | MB_VALUE_PERCENT, TRUE, &slices) &&
         keep_slices (context, &slices, field);
}

MB_PARSER (mb_parse_frame_outset)
{
  MbSlices slices;
  memset (&slices, 0, sizeof slices);
  return take_slices (context, cursor, 0, TRUE, &slices) && keep_slices (context, &slices, field);
}

MB_PARSER (mb_parse_frame_repeat)
{
  static const char *const words[] = { "repeat", "stretch", "space", "round", NULL };
  MbRepeat *repeat = field;
  int word = mb_css_take_words (cursor, words);
  if (word < 0)
    return FALSE;
  repeat[0] = repeat[1] = (MbRepeat) word;
  if ((word = mb_css_take_words (cursor, words)) >= 0)
    repeat[1] = (MbRepeat) word;
  return TRUE;
}

static void
put_slices (const MbPrinter *printer, const MbSlices *slices, GString *out)
{
  for (int i = 0; i < 4; i++) {
    const MbSliceSize *side = &slices->sides[i];
    g_string_append (out, i ? " " : "");
    if (side->number)
      mb_put_number (out, side->size.value / 1000., 3);
    else
      mb_put_size (printer, side->size, out);
  }
  g_string_append (out, slices->fill ? " fill" : "");
}

MB_PRINTER (mb_print_frame_slice)
{
  put_slices (printer, *(const MbSlices *const *) field, out);
}

MB_PRINTER (mb_print_frame_width)
{
  put_slices (printer, *(const MbSlices *const *) field, out);
}

MB_PRINTER (mb_print_frame_outset)
{
  put_slices (printer, *(const MbSlices *const *) field, out);
}

MB_PRINTER (mb_print_frame_repeat)
{
  static const char *const words[] = { "repeat", "stretch", "space", "round" };
  const MbRepeat *repeat = field;
  g_string_append (out, words[repeat[0]]);
  if (repeat[0] != repeat[1])
    g_string_append_printf (out, " %s", words[repeat[1]]);
}

/* Slice, then after slashes width (which may be missing) and outset. */
static gboolean
take_frame_sizes (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  gpointer unused;
  static MbPropertyParse const parsers[] = { mb_parse_frame_slice, mb_parse_frame_width,
                                             mb_parse_frame_outset };
  for (int i = 0; i < 3; i++) {
    mb_css_take_space (cursor);
    const MbCssValue *start = cursor->at;
    if (parsers[i](&mb_properties[out[1 + i].property], context, cursor, &unused))
      out[1 + i].values = (MbCssValues){ start, cursor->at };
    else if (i != 1)
      return FALSE;
    MbCssCursor ahead = *cursor;
    if (i == 2 || !mb_css_take_mark (&ahead, '/'))
      return i != 1 || out[2].values.first != NULL;
    *cursor = ahead;
  }
  return TRUE;
}

gboolean
mb_frame_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  guint taken = 0;
  while (!mb_css_at_end (cursor)) {
    MbCssCursor ahead = *cursor;
    struct {
      gconstpointer list;
      guint n;
    } image;
    MbRepeat repeat[2];
    mb_css_take_space (&ahead);
    const MbCssValue *start = ahead.at;
    taken++;
    if (!out[1].values.first && take_frame_sizes (context, &ahead, out)) {
      *cursor = ahead;
      continue;
    }
    ahead = (MbCssCursor){ .at = start, .end = cursor->end };
    if (!out[4].values.first && mb_parse_frame_repeat (NULL, context, &ahead, repeat))
      out[4].values = (MbCssValues){ start, ahead.at };
    else if (!out[0].values.first && mb_parse_frame (NULL, context, &ahead, &image))
      out[0].values = (MbCssValues){ start, ahead.at };
    else
      return FALSE;
    *cursor = ahead;
  }
  return taken > 0;
}
