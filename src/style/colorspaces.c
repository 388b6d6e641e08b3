/* SPDX-License-Identifier: Apache-2.0 */
/* Colours of CSS Color 4 and 5 that are not written in sRGB: hwb(), lab(), lch(), oklab(), oklch(), color() and color-mix().
 *
 * Everything becomes sRGB here, by way of XYZ with the white point D65; what lies outside is cut to the nearest value of
 * each channel. Print converts sRGB later, as it does for other colours. The matrices are those of Color 4 § 18. `none`
 * counts as 0: it only matters for interpolation, where it takes the value of the other colour. */
#include "syntax.h"

#include <math.h>

typedef double Triple[3];
typedef double Matrix[3][3];

static void
multiply (const Matrix m, const Triple in, Triple out)
{
  Triple copy = { in[0], in[1], in[2] };
  for (int i = 0; i < 3; i++)
    out[i] = m[i][0] * copy[0] + m[i][1] * copy[1] + m[i][2] * copy[2];
}

static const Matrix xyz_to_srgb = {
  { 3.2409699419045226, -1.5373831775700939, -0.4986107602930034 },
  { -0.9692436362808796, 1.8759675015077202, 0.04155505740717559 },
  { 0.05563007969699366, -0.20397695888897652, 1.0569715142428786 }
};
static const Matrix srgb_to_xyz = { { 0.41239079926595934, 0.357584339383878, 0.1804807884018343 },
                                    { 0.21263900587151027, 0.715168678767756, 0.07219231536073371 },
                                    { 0.01933081871559182, 0.11919477979462598,
                                      0.9505321522496607 } };
static const Matrix p3_to_xyz = { { 0.4865709486482162, 0.26566769316909306, 0.1982172852343625 },
                                  { 0.2289745640697488, 0.6917385218365064, 0.079286914093745 },
                                  { 0, 0.04511338185890264, 1.043944368900976 } };
static const Matrix d50_to_d65 = {
  { 0.9554734527042182, -0.023098536874261423, 0.0632593086610217 },
  { -0.028369706963208136, 1.0099954580058226, 0.021041398966943008 },
  { 0.012314001688319899, -0.020507696433477912, 1.3303659366080753 }
};
static const Matrix oklab_to_lms = { { 1, 0.3963377773761749, 0.2158037573099136 },
                                     { 1, -0.1055613458156586, -0.0638541728258133 },
                                     { 1, -0.0894841775298119, -1.2914855480194092 } };
static const Matrix lms_to_oklab = { { 0.210454268309314, 0.7936177747023054, -0.0040720430116193 },
                                     { 1.9779985324311684, -2.4285922420485799, 0.450593709617411 },
                                     { 0.0259040424655478, 0.7827717124575296,
                                       -0.8086757549230774 } };
static const Matrix lms_to_xyz = { { 1.2268798758459243, -0.5578149944602171, 0.2813910456659647 },
                                   { -0.0405757452148008, 1.112286803280317, -0.0717110580655164 },
                                   { -0.0763729366746601, -0.4214933324022432,
                                     1.5869240198367816 } };
static const Matrix xyz_to_lms = { { 0.819022437996703, 0.3619062600528904, -0.1288737815209879 },
                                   { 0.0329836539323885, 0.9292868615863434, 0.0361446663506424 },
                                   { 0.0481771893596242, 0.2642395317527308, 0.6335478284694309 } };

/* --- Transfer -------------------------------------------------------------------------------------------*/

static double
from_linear (double value)
{
  double size = fabs (value);
  double out = size > 0.0031308 ? 1.055 * pow (size, 1 / 2.4) - 0.055 : 12.92 * size;
  return value < 0 ? -out : out;
}

static double
to_linear (double value)
{
  double size = fabs (value);
  double out = size <= 0.04045 ? size / 12.92 : pow ((size + 0.055) / 1.055, 2.4);
  return value < 0 ? -out : out;
}

static void
xyz_to_gamma (Triple color)
{
  multiply (xyz_to_srgb, color, color);
  for (int i = 0; i < 3; i++)
    color[i] = from_linear (color[i]);
}

/* --- Spaces -----------------------------------------------------------------------------------------------*/

/* CIE Lab (D50) to XYZ; § 9.3. */
static void
lab_to_srgb (Triple color)
{
  static const Triple white = { 0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585 };
  const double kappa = 24389 / 27., epsilon = 216 / 24389.;
  double light = color[0], f[3] = { 0, (light + 16) / 116, 0 };
  f[0] = color[1] / 500 + f[1];
  f[2] = f[1] - color[2] / 200;
  for (int i = 0; i < 3; i++) {
    double cube = f[i] * f[i] * f[i];
    double linear = (116 * f[i] - 16) / kappa;
    if (i == 1)
      cube = light > kappa * epsilon ? cube : light / kappa;
    else
      cube = cube > epsilon ? cube : linear;
    color[i] = cube * white[i];
  }
  multiply (d50_to_d65, color, color);
  xyz_to_gamma (color);
}

static void
oklab_to_srgb (Triple color)
{
  multiply (oklab_to_lms, color, color);
  for (int i = 0; i < 3; i++)
    color[i] = color[i] * color[i] * color[i];
  multiply (lms_to_xyz, color, color);
  xyz_to_gamma (color);
}

static void
srgb_to_oklab (Triple color)
{
  for (int i = 0; i < 3; i++)
    color[i] = to_linear (color[i]);
  multiply (srgb_to_xyz, color, color);
  multiply (xyz_to_lms, color, color);
  for (int i = 0; i < 3; i++)
    color[i] = cbrt (color[i]);
  multiply (lms_to_oklab, color, color);
}

/* Lightness, chroma, hue in degrees to lightness, a, b. */
static void
from_polar (Triple color)
{
  double chroma = MAX (color[1], 0), hue = color[2] * G_PI / 180;
  color[1] = chroma * cos (hue);
  color[2] = chroma * sin (hue);
}

/* Hue, whiteness, blackness (§ 8). */
static void
hwb_to_srgb (Triple color)
{
  double white = CLAMP (color[1], 0, 1), black = CLAMP (color[2], 0, 1);
  double hue = fmod (color[0], 360);
  hue += hue < 0 ? 360 : 0;
  for (int i = 0; i < 3; i++) {
    double k = fmod ((i == 0 ? 0 : i == 1 ? 8 : 4) + hue / 30, 12);
    double pure = .5 - .5 * MAX (-1, MIN (MIN (k - 3, 9 - k), 1));
    color[i] = white + black >= 1 ? white / (white + black) : pure * (1 - white - black) + white;
  }
}

/* --- Arguments --------------------------------------------------------------------------------------------*/

/* A number, or a percentage of @whole, or `none`. */
static gboolean
take_part (MbCssCursor *cursor, double whole, double *part)
{
  *part = 0;
  if (mb_css_take_word (cursor, "none") || mb_css_take_number (cursor, part))
    return TRUE;
  if (!mb_css_take_percentage (cursor, part))
    return FALSE;
  *part *= whole / 100;
  return TRUE;
}

static gboolean
take_hue (MbCssCursor *cursor, double *hue)
{
  *hue = 0;
  return mb_css_take_word (cursor, "none") || mb_css_take_number (cursor, hue) ||
         mb_css_take_angle (cursor, hue);
}

static gboolean
take_alpha (MbCssCursor *cursor, double *alpha)
{
  *alpha = 1;
  return (!mb_css_take_mark (cursor, '/') || take_part (cursor, 1, alpha)) &&
         mb_css_at_end (cursor);
}

static gboolean
finish (const Triple color, double alpha, MbCssColor *out)
{
  *out = (MbCssColor){ .kind = MB_CSS_COLOR_RGBA, .alpha = CLAMP (alpha, 0, 1) };
  for (int i = 0; i < 3; i++)
    out->c[i] = CLAMP (color[i], 0, 1);
  return TRUE;
}

/* --- Functions ----------------------------------------------------------------------------------------------*/

static const struct {
  const char *name;
  double whole[3]; /* what 100 % is; 0: a hue */
  gboolean polar;
  void (*convert) (Triple color);
} spaces[] = {
  { "hwb", { 0, 1, 1 }, FALSE, hwb_to_srgb },     { "lab", { 100, 125, 125 }, FALSE, lab_to_srgb },
  { "lch", { 100, 150, 0 }, TRUE, lab_to_srgb },  { "oklab", { 1, .4, .4 }, FALSE, oklab_to_srgb },
  { "oklch", { 1, .4, 0 }, TRUE, oklab_to_srgb },
};

/* The lightness of lab() and the like is cut; hwb() without % counts hundredths. */
static void
settle (guint space, Triple color, const gboolean *percent)
{
  if (space == 0) {
    color[1] *= percent[1] ? 1 : .01;
    color[2] *= percent[2] ? 1 : .01;
    return;
  }
  color[0] = CLAMP (color[0], 0, spaces[space].whole[0]);
}

static gboolean
from_space (guint space, MbCssCursor inside, MbCssColor *out)
{
  Triple color;
  gboolean percent[3];
  double alpha;
  for (int i = 0; i < 3; i++) {
    const MbCssValue *next = mb_css_peek (&inside);
    double whole = spaces[space].whole[i];
    percent[i] = next && next->kind == MB_CSS_PERCENTAGE;
    if (!(whole ? take_part (&inside, whole, &color[i]) : take_hue (&inside, &color[i])))
      return FALSE;
  }
  if (!take_alpha (&inside, &alpha))
    return FALSE;
  settle (space, color, percent);
  if (spaces[space].polar)
    from_polar (color);
  spaces[space].convert (color);
  return finish (color, alpha, out);
}

typedef enum {
  PREDEFINED_SRGB,
  PREDEFINED_LINEAR,
  PREDEFINED_P3,
  PREDEFINED_D50,
  PREDEFINED_D65
} Predefined;

static void
convert_predefined (Predefined which, Triple color)
{
  switch (which) {
  case PREDEFINED_SRGB: return;
  case PREDEFINED_LINEAR:
    for (int i = 0; i < 3; i++)
      color[i] = from_linear (color[i]);
    return;
  case PREDEFINED_P3:
    for (int i = 0; i < 3; i++)
      color[i] = to_linear (color[i]);
    multiply (p3_to_xyz, color, color);
    break;
  case PREDEFINED_D50: multiply (d50_to_d65, color, color); break;
  case PREDEFINED_D65: break;
  }
  xyz_to_gamma (color);
}

/* color(display-p3 1 0 0 / 50%) */
static gboolean
from_color (MbCssCursor inside, MbCssColor *out)
{
  static const char *const names[] = { "srgb", "srgb-linear", "display-p3", "xyz-d50",
                                       "xyz",  "xyz-d65",     NULL };
  Triple color = { 0, 0, 0 };
  double alpha;
  int which = mb_css_take_words (&inside, names);
  for (int i = 0; which >= 0 && i < 3; i++)
    if (!take_part (&inside, 1, &color[i]))
      return FALSE;
  if (which < 0 || !take_alpha (&inside, &alpha))
    return FALSE;
  convert_predefined ((Predefined) MIN (which, PREDEFINED_D65), color);
  return finish (color, alpha, out);
}

/* --- color-mix() ---------------------------------------------------------------------------------------------*/

typedef struct {
  MbCssColor color;
  double share; /* negative: not given */
} Part;

static gboolean
take_mixed (MbCssCursor *cursor, Part *part)
{
  part->share = -1;
  gboolean before = mb_css_take_percentage (cursor, &part->share);
  if (!mb_css_take_color (cursor, &part->color) || part->color.kind != MB_CSS_COLOR_RGBA)
    return FALSE;
  if (!before)
    mb_css_take_percentage (cursor, &part->share);
  return part->share <= 100;
}

/* § 3.2: shares add up to 100 %; what is missing makes the mixture transparent. */
static gboolean
settle_shares (Part parts[2], double *opacity)
{
  if (parts[0].share < 0 && parts[1].share < 0)
    parts[0].share = parts[1].share = 50;
  for (int i = 0; i < 2; i++)
    if (parts[i].share < 0)
      parts[i].share = 100 - parts[1 - i].share;
  double sum = parts[0].share + parts[1].share;
  if (sum <= 0)
    return FALSE;
  *opacity = MIN (sum, 100) / 100;
  parts[0].share /= sum;
  parts[1].share /= sum;
  return TRUE;
}

/* Colours are mixed with their alpha multiplied in. */
static gboolean
mix (const Part parts[2], gboolean oklab, double opacity, MbCssColor *out)
{
  Triple sum = { 0, 0, 0 };
  double alpha = 0;
  for (int i = 0; i < 2; i++) {
    const MbCssColor *color = &parts[i].color;
    Triple c = { color->c[0], color->c[1], color->c[2] };
    if (oklab)
      srgb_to_oklab (c);
    for (int k = 0; k < 3; k++)
      sum[k] += c[k] * color->alpha * parts[i].share;
    alpha += color->alpha * parts[i].share;
  }
  for (int k = 0; k < 3; k++)
    sum[k] /= alpha > 0 ? alpha : 1;
  if (oklab)
    oklab_to_srgb (sum);
  return finish (sum, alpha * opacity, out);
}

/* color-mix(in oklab, red 20%, white); in srgb or oklab, which is what is meant without `in`. */
static gboolean
from_mix (MbCssCursor inside, MbCssColor *out)
{
  static const char *const names[] = { "srgb", "oklab", NULL };
  Part parts[2];
  double opacity;
  int space = 1;
  if (mb_css_take_word (&inside, "in")) {
    space = mb_css_take_words (&inside, names);
    if (space < 0 || !mb_css_take_mark (&inside, ','))
      return FALSE;
  }
  return take_mixed (&inside, &parts[0]) && mb_css_take_mark (&inside, ',') &&
         take_mixed (&inside, &parts[1]) && mb_css_at_end (&inside) &&
         settle_shares (parts, &opacity) && mix (parts, space == 1, opacity, out);
}

gboolean
mb_css_color_function (const MbCssValue *function, MbCssColor *color)
{
  MbCssCursor inside = mb_css_cursor (mb_css_inside (function));
  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (mb_css_is_function (function, spaces[i].name))
      return from_space (i, inside, color);
  if (mb_css_is_function (function, "color"))
    return from_color (inside, color);
  return mb_css_is_function (function, "color-mix") && from_mix (inside, color);
}
