/* SPDX-License-Identifier: Apache-2.0 */
/* Colours: CSS Color 4 § 5 to § 7 (sRGB syntaxes, with and without commas) and device-cmyk() of CSS Color 5; colorspaces.c has
 * the others.
 *
 * Components are clamped when they are read, as Color 4 says for these notations. `none` counts as 0: it only
 * matters for interpolation, which print does not do. device-cmyk() also takes percentages between
 * commas, as printers write it.
 */
#include "syntax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name;
  guint32 rgb;
} Named;

/* Sorted, for bsearch. */
static const Named named_colors[] = { { "aliceblue", 0xF0F8FF },
                                      { "antiquewhite", 0xFAEBD7 },
                                      { "aqua", 0x00FFFF },
                                      { "aquamarine", 0x7FFFD4 },
                                      { "azure", 0xF0FFFF },
                                      { "beige", 0xF5F5DC },
                                      { "bisque", 0xFFE4C4 },
                                      { "black", 0x000000 },
                                      { "blanchedalmond", 0xFFEBCD },
                                      { "blue", 0x0000FF },
                                      { "blueviolet", 0x8A2BE2 },
                                      { "brown", 0xA52A2A },
                                      { "burlywood", 0xDEB887 },
                                      { "cadetblue", 0x5F9EA0 },
                                      { "chartreuse", 0x7FFF00 },
                                      { "chocolate", 0xD2691E },
                                      { "coral", 0xFF7F50 },
                                      { "cornflowerblue", 0x6495ED },
                                      { "cornsilk", 0xFFF8DC },
                                      { "crimson", 0xDC143C },
                                      { "cyan", 0x00FFFF },
                                      { "darkblue", 0x00008B },
                                      { "darkcyan", 0x008B8B },
                                      { "darkgoldenrod", 0xB8860B },
                                      { "darkgray", 0xA9A9A9 },
                                      { "darkgreen", 0x006400 },
                                      { "darkgrey", 0xA9A9A9 },
                                      { "darkkhaki", 0xBDB76B },
                                      { "darkmagenta", 0x8B008B },
                                      { "darkolivegreen", 0x556B2F },
                                      { "darkorange", 0xFF8C00 },
                                      { "darkorchid", 0x9932CC },
                                      { "darkred", 0x8B0000 },
                                      { "darksalmon", 0xE9967A },
                                      { "darkseagreen", 0x8FBC8F },
                                      { "darkslateblue", 0x483D8B },
                                      { "darkslategray", 0x2F4F4F },
                                      { "darkslategrey", 0x2F4F4F },
                                      { "darkturquoise", 0x00CED1 },
                                      { "darkviolet", 0x9400D3 },
                                      { "deeppink", 0xFF1493 },
                                      { "deepskyblue", 0x00BFFF },
                                      { "dimgray", 0x696969 },
                                      { "dimgrey", 0x696969 },
                                      { "dodgerblue", 0x1E90FF },
                                      { "firebrick", 0xB22222 },
                                      { "floralwhite", 0xFFFAF0 },
                                      { "forestgreen", 0x228B22 },
                                      { "fuchsia", 0xFF00FF },
                                      { "gainsboro", 0xDCDCDC },
                                      { "ghostwhite", 0xF8F8FF },
                                      { "gold", 0xFFD700 },
                                      { "goldenrod", 0xDAA520 },
                                      { "gray", 0x808080 },
                                      { "green", 0x008000 },
                                      { "greenyellow", 0xADFF2F },
                                      { "grey", 0x808080 },
                                      { "honeydew", 0xF0FFF0 },
                                      { "hotpink", 0xFF69B4 },
                                      { "indianred", 0xCD5C5C },
                                      { "indigo", 0x4B0082 },
                                      { "ivory", 0xFFFFF0 },
                                      { "khaki", 0xF0E68C },
                                      { "lavender", 0xE6E6FA },
                                      { "lavenderblush", 0xFFF0F5 },
                                      { "lawngreen", 0x7CFC00 },
                                      { "lemonchiffon", 0xFFFACD },
                                      { "lightblue", 0xADD8E6 },
                                      { "lightcoral", 0xF08080 },
                                      { "lightcyan", 0xE0FFFF },
                                      { "lightgoldenrodyellow", 0xFAFAD2 },
                                      { "lightgray", 0xD3D3D3 },
                                      { "lightgreen", 0x90EE90 },
                                      { "lightgrey", 0xD3D3D3 },
                                      { "lightpink", 0xFFB6C1 },
                                      { "lightsalmon", 0xFFA07A },
                                      { "lightseagreen", 0x20B2AA },
                                      { "lightskyblue", 0x87CEFA },
                                      { "lightslategray", 0x778899 },
                                      { "lightslategrey", 0x778899 },
                                      { "lightsteelblue", 0xB0C4DE },
                                      { "lightyellow", 0xFFFFE0 },
                                      { "lime", 0x00FF00 },
                                      { "limegreen", 0x32CD32 },
                                      { "linen", 0xFAF0E6 },
                                      { "magenta", 0xFF00FF },
                                      { "maroon", 0x800000 },
                                      { "mediumaquamarine", 0x66CDAA },
                                      { "mediumblue", 0x0000CD },
                                      { "mediumorchid", 0xBA55D3 },
                                      { "mediumpurple", 0x9370DB },
                                      { "mediumseagreen", 0x3CB371 },
                                      { "mediumslateblue", 0x7B68EE },
                                      { "mediumspringgreen", 0x00FA9A },
                                      { "mediumturquoise", 0x48D1CC },
                                      { "mediumvioletred", 0xC71585 },
                                      { "midnightblue", 0x191970 },
                                      { "mintcream", 0xF5FFFA },
                                      { "mistyrose", 0xFFE4E1 },
                                      { "moccasin", 0xFFE4B5 },
                                      { "navajowhite", 0xFFDEAD },
                                      { "navy", 0x000080 },
                                      { "oldlace", 0xFDF5E6 },
                                      { "olive", 0x808000 },
                                      { "olivedrab", 0x6B8E23 },
                                      { "orange", 0xFFA500 },
                                      { "orangered", 0xFF4500 },
                                      { "orchid", 0xDA70D6 },
                                      { "palegoldenrod", 0xEEE8AA },
                                      { "palegreen", 0x98FB98 },
                                      { "paleturquoise", 0xAFEEEE },
                                      { "palevioletred", 0xDB7093 },
                                      { "papayawhip", 0xFFEFD5 },
                                      { "peachpuff", 0xFFDAB9 },
                                      { "peru", 0xCD853F },
                                      { "pink", 0xFFC0CB },
                                      { "plum", 0xDDA0DD },
                                      { "powderblue", 0xB0E0E6 },
                                      { "purple", 0x800080 },
                                      { "rebeccapurple", 0x663399 },
                                      { "red", 0xFF0000 },
                                      { "rosybrown", 0xBC8F8F },
                                      { "royalblue", 0x4169E1 },
                                      { "saddlebrown", 0x8B4513 },
                                      { "salmon", 0xFA8072 },
                                      { "sandybrown", 0xF4A460 },
                                      { "seagreen", 0x2E8B57 },
                                      { "seashell", 0xFFF5EE },
                                      { "sienna", 0xA0522D },
                                      { "silver", 0xC0C0C0 },
                                      { "skyblue", 0x87CEEB },
                                      { "slateblue", 0x6A5ACD },
                                      { "slategray", 0x708090 },
                                      { "slategrey", 0x708090 },
                                      { "snow", 0xFFFAFA },
                                      { "springgreen", 0x00FF7F },
                                      { "steelblue", 0x4682B4 },
                                      { "tan", 0xD2B48C },
                                      { "teal", 0x008080 },
                                      { "thistle", 0xD8BFD8 },
                                      { "tomato", 0xFF6347 },
                                      { "turquoise", 0x40E0D0 },
                                      { "violet", 0xEE82EE },
                                      { "wheat", 0xF5DEB3 },
                                      { "white", 0xFFFFFF },
                                      { "whitesmoke", 0xF5F5F5 },
                                      { "yellow", 0xFFFF00 },
                                      { "yellowgreen", 0x9ACD32 } };

static double
unit (double value)
{
  return CLAMP (value, 0, 1);
}

static gboolean
set_rgba (MbCssColor *color, double red, double green, double blue, double alpha)
{
  *color =
      (MbCssColor){ MB_CSS_COLOR_RGBA, { unit (red), unit (green), unit (blue), 0 }, unit (alpha) };
  return TRUE;
}

/* --- Names and hexadecimal ------------------------------------------------------------------------ */

static int
compare_name (const void *key, const void *entry)
{
  return g_ascii_strcasecmp (key, ((const Named *) entry)->name);
}

static gboolean
from_name (const char *name, MbCssColor *color)
{
  const Named *found;

  if (g_ascii_strcasecmp (name, "transparent") == 0)
    return set_rgba (color, 0, 0, 0, 0);
  if (g_ascii_strcasecmp (name, "currentcolor") == 0) {
    *color = (MbCssColor){ .kind = MB_CSS_COLOR_CURRENT, .alpha = 1 };
    return TRUE;
  }
  found = bsearch (name, named_colors, G_N_ELEMENTS (named_colors), sizeof (Named), compare_name);
  if (!found)
    return FALSE;
  return set_rgba (color, (found->rgb >> 16) / 255.0, (found->rgb >> 8 & 0xFF) / 255.0,
                   (found->rgb & 0xFF) / 255.0, 1);
}

static gboolean
from_hash (const char *hex, MbCssColor *color)
{
  double c[4] = { 0, 0, 0, 1 };
  gsize length = strlen (hex), step = length > 4 ? 2 : 1;

  if (length < 3 || length == 5 || length == 7 || length > 8 ||
      strspn (hex, "0123456789abcdefABCDEF") != length)
    return FALSE;
  for (gsize i = 0; i < length / step; i++) {
    int high = g_ascii_xdigit_value (hex[i * step]);
    int low = g_ascii_xdigit_value (hex[i * step + step - 1]);
    c[i] = (high * 16 + low) / 255.0;
  }
  return set_rgba (color, c[0], c[1], c[2], c[3]);
}

/* --- Functions: the arguments --------------------------------------------------------------------- */

typedef enum { NUMBER, PERCENTAGE, NONE } Unit;

typedef struct {
  double value; /* a percentage as written, an angle in degrees */
  Unit unit;
} Component;

typedef struct {
  Component c[4];
  double alpha;
  gboolean has_alpha;
  gboolean commas;
} Arguments;

static gboolean
take_component (MbCssCursor *cursor, gboolean hue, Component *component)
{
  *component = (Component){ 0, NONE };
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  component->unit = NUMBER;
  if (mb_css_take_number (cursor, &component->value))
    return TRUE;
  if (hue)
    return mb_css_take_angle (cursor, &component->value);
  component->unit = PERCENTAGE;
  return mb_css_take_percentage (cursor, &component->value);
}

/* A part between 0 and 1: a number of @whole, or a percentage. */
static double
share (Component component, double whole)
{
  return unit (component.value / (component.unit == PERCENTAGE ? 100 : whole));
}

static gboolean
take_alpha (MbCssCursor *cursor, Arguments *arguments)
{
  Component alpha;

  arguments->alpha = 1;
  arguments->has_alpha = !mb_css_at_end (cursor);
  if (!arguments->has_alpha)
    return TRUE;
  if (!mb_css_take_mark (cursor, arguments->commas ? ',' : '/') ||
      !take_component (cursor, FALSE, &alpha) || (arguments->commas && alpha.unit == NONE))
    return FALSE;
  arguments->alpha = share (alpha, 1);
  return mb_css_at_end (cursor);
}

/* @n components, all between commas or none, then the alpha. `none` needs the form without commas. */
static gboolean
take_arguments (MbCssCursor *cursor, guint n, gboolean hue, Arguments *arguments)
{
  arguments->commas = FALSE;
  for (guint i = 0; i < n; i++) {
    gboolean comma = i > 0 && mb_css_take_mark (cursor, ',');
    if (i == 1)
      arguments->commas = comma;
    if (i > 0 && comma != arguments->commas)
      return FALSE;
    if (!take_component (cursor, hue && i == 0, &arguments->c[i]))
      return FALSE;
  }
  for (guint i = 0; arguments->commas && i < n; i++)
    if (arguments->c[i].unit == NONE)
      return FALSE;
  return take_alpha (cursor, arguments);
}

/* --- Functions: the colours ----------------------------------------------------------------------- */

static gboolean
from_rgb (MbCssCursor *inside, MbCssColor *color)
{
  Arguments a;

  if (!take_arguments (inside, 3, FALSE, &a))
    return FALSE;
  if (a.commas && (a.c[0].unit != a.c[1].unit || a.c[1].unit != a.c[2].unit))
    return FALSE;
  return set_rgba (color, share (a.c[0], 255), share (a.c[1], 255), share (a.c[2], 255), a.alpha);
}

/* One channel of HSL (Color 4 § 7.1): @shift is 0 for red, 8 for green, 4 for blue. */
static double
hsl_channel (double shift, double hue, double saturation, double light)
{
  double k = fmod (shift + hue / 30, 12);
  double a = saturation * MIN (light, 1 - light);
  return light - a * MAX (-1, MIN (MIN (k - 3, 9 - k), 1));
}

static gboolean
from_hsl (MbCssCursor *inside, MbCssColor *color)
{
  Arguments a;
  double hue, saturation, light;

  if (!take_arguments (inside, 3, TRUE, &a))
    return FALSE;
  if (a.commas && (a.c[1].unit != PERCENTAGE || a.c[2].unit != PERCENTAGE))
    return FALSE;
  hue = fmod (a.c[0].value, 360);
  hue += hue < 0 ? 360 : 0;
  saturation = share (a.c[1], 100);
  light = share (a.c[2], 100);
  return set_rgba (color, hsl_channel (0, hue, saturation, light),
                   hsl_channel (8, hue, saturation, light), hsl_channel (4, hue, saturation, light),
                   a.alpha);
}

/* The form with commas has no alpha. */
static gboolean
from_cmyk (MbCssCursor *inside, MbCssColor *color)
{
  Arguments a;

  if (!take_arguments (inside, 4, FALSE, &a) || (a.commas && a.has_alpha))
    return FALSE;
  *color = (MbCssColor){ .kind = MB_CSS_COLOR_CMYK, .alpha = a.alpha };
  for (guint i = 0; i < 4; i++)
    color->c[i] = share (a.c[i], 1);
  return TRUE;
}

static gboolean
from_function (const MbCssValue *function, MbCssColor *color)
{
  MbCssCursor inside = mb_css_cursor (mb_css_inside (function));

  if (mb_css_is_function (function, "rgb") || mb_css_is_function (function, "rgba"))
    return from_rgb (&inside, color);
  if (mb_css_is_function (function, "hsl") || mb_css_is_function (function, "hsla"))
    return from_hsl (&inside, color);
  if (mb_css_is_function (function, "device-cmyk"))
    return from_cmyk (&inside, color);
  return mb_css_color_function (function, color);
}

static gboolean
from_value (const MbCssValue *value, MbCssColor *color)
{
  switch (value->kind) {
  case MB_CSS_IDENT: return from_name (value->text, color);
  case MB_CSS_HASH: return from_hash (value->text, color);
  case MB_CSS_FUNCTION: return from_function (value, color);
  default: return FALSE;
  }
}

gboolean
mb_css_take_color (MbCssCursor *cursor, MbCssColor *color)
{
  const MbCssValue *value = mb_css_peek (cursor);
  return value && from_value (value, color) && mb_css_take (cursor);
}
