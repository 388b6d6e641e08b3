/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, lengths, percentages, colours (CSS Values 4 § 5–6); math.c has the functions.
 *
 * Every number that leaves this file is finite and inside the range its place allows: what was not is clamped and
 * `clamped` is set, so that the declaration can be reported. A division by zero or an overflow inside calc() is clamped the
 * same way; NaN becomes 0. A size may be a percentage and a length together; whether that is negative is seen only when
 * it is used.
 */
#include "internal.h"

#include <math.h>
#include <string.h>

enum { MAX_PT = MB_LENGTH_MAX / MB_PT };

typedef struct {
  const char *name;
  double points;
} Unit;

static const Unit absolute[] = {
  { "pt", 1 },  { "px", .75 }, { "mm", 72 / 25.4 }, { "cm", 72 / 2.54 },
  { "in", 72 }, { "pc", 12 },  { "q", 72 / 101.6 },
};

static const MbFace *
first_face (const MbCssContext *context, const MbStyleFont *font)
{
  const MbFace *face = NULL;
  MbFonts *fonts = context->styles->fonts;
  for (guint i = 0; fonts && !face && font->families && font->families[i]; i++)
    face = mb_fonts_match (fonts, font->families[i], font->weight, font->slant, font->stretch);
  return face;
}

/* Heights of the first face; half an em, and .7 of it, when there is none yet. */
static double
ex_ratio (const MbFace *face)
{
  return face ? mb_face_metrics (face).x_height / 1000. : .5;
}

static double
cap_ratio (const MbFace *face)
{
  return face ? mb_face_metrics (face).cap_height / 1000. : .7;
}

/* The width of 0; half an em without one. */
static double
ch_ratio (const MbFace *face)
{
  int advance = face ? mb_face_advance (face, '0') : 500;
  return (advance ? advance : 500) / 1000.;
}

/* The width of 水, which few text faces here have. */
static double
ic_ratio (const MbFace *face)
{
  int advance = face ? mb_face_advance (face, 0x6C34) : 1000;
  return (advance ? advance : 1000) / 1000.;
}

/* Units of the first face of the element, and with an r before them of the root. */
static gboolean
face_in_points (const MbCssContext *context, const char *unit, double *points)
{
  static const struct {
    const char *name;
    double (*ratio) (const MbFace *face);
  } units[] = { { "ex", ex_ratio }, { "cap", cap_ratio }, { "ch", ch_ratio }, { "ic", ic_ratio } };
  gboolean root = g_ascii_tolower (unit[0]) == 'r';
  const MbStyleFont *font = root ? context->root_font : &context->draft->font;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (unit + root, units[i].name) == 0) {
      *points = units[i].ratio (font ? first_face (context, font) : NULL) *
                mb_to_pt (root ? context->root_em : context->em);
      return TRUE;
    }
  return FALSE;
}

/* Hundredths of the area that text has on the first page; of the whole sheet while that is being found out. */
static gboolean
page_in_points (const MbCssContext *context, const char *unit, double *points)
{
  static const char *const names[] = { "vw", "vi", "vh", "vb", "vmin", "vmax", NULL };
  MbStyles *styles = context->styles;
  int which = 0;
  char size = g_ascii_tolower (unit[0]); /* small, large and dynamic viewports are one page */
  if ((size == 's' || size == 'l' || size == 'd') && g_ascii_tolower (unit[1]) == 'v')
    unit++;
  while (names[which] && g_ascii_strcasecmp (unit, names[which]) != 0)
    which++;
  if (!names[which])
    return FALSE;
  styles->asks_page = TRUE;
  gboolean known = styles->measured;
  double width = known ? mb_to_pt (styles->area_width) : 210 * 72 / 25.4;
  double height = known ? mb_to_pt (styles->area_height) : 297 * 72 / 25.4;
  double base = which < 2    ? width
                : which < 4  ? height
                : which == 4 ? fmin (width, height)
                             : fmax (width, height);
  *points = base / 100;
  return TRUE;
}

static gboolean
unit_in_points (const MbCssContext *context, const char *unit, double *points)
{
  for (guint i = 0; i < G_N_ELEMENTS (absolute); i++)
    if (g_ascii_strcasecmp (unit, absolute[i].name) == 0) {
      *points = absolute[i].points;
      return TRUE;
    }
  if (g_ascii_strcasecmp (unit, "em") == 0)
    *points = mb_to_pt (context->em);
  else if (g_ascii_strcasecmp (unit, "rem") == 0)
    *points = mb_to_pt (context->root_em);
  else if (g_ascii_strcasecmp (unit, "lh") == 0)
    *points = mb_to_pt (context->draft->font.line_height);
  else if (g_ascii_strcasecmp (unit, "rlh") == 0)
    *points = mb_to_pt (context->root_line);
  else
    return face_in_points (context, unit, points) || page_in_points (context, unit, points);
  return TRUE;
}

gboolean
mb_value_plain (MbCssContext *context, MbCssCursor *cursor, MbNumeric *numeric)
{
  const char *unit;
  double points;
  MbCssCursor ahead = *cursor;
  numeric->plus = 0;
  numeric->terms = NULL;
  if (mb_css_take_number (cursor, &numeric->value)) {
    numeric->type = MB_NUMERIC_NUMBER;
    return TRUE;
  }
  if (mb_css_take_percentage (cursor, &numeric->value)) {
    numeric->type = MB_NUMERIC_PERCENT;
    return TRUE;
  }
  if (!mb_css_take_dimension (&ahead, &numeric->value, &unit) ||
      !unit_in_points (context, unit, &points))
    return FALSE;
  numeric->type = MB_NUMERIC_LENGTH;
  numeric->value *= points;
  *cursor = ahead;
  return TRUE;
}

gboolean
mb_value_mixed (MbCssContext *context, MbCssCursor *cursor, MbNumeric *numeric)
{
  MbCssCursor ahead = *cursor;
  const MbCssValue *next = mb_css_peek (cursor);
  if (!next || next->kind == MB_CSS_PARENS)
    return FALSE;
  if (!mb_value_plain (context, &ahead, numeric) && !mb_value_math (context, &ahead, numeric))
    return FALSE;
  if (numeric->type == MB_NUMERIC_ANGLE)
    return FALSE;
  if (!numeric->terms && (isnan (numeric->value) || isnan (numeric->plus))) {
    numeric->value = numeric->plus = 0;
    context->clamped = TRUE;
  }
  *cursor = ahead;
  return TRUE;
}

gboolean
mb_value_numeric (MbCssContext *context, MbCssCursor *cursor, MbNumeric *numeric)
{
  MbCssCursor ahead = *cursor;
  if (!mb_value_mixed (context, &ahead, numeric) || numeric->plus != 0 || numeric->terms)
    return FALSE;
  *cursor = ahead;
  return TRUE;
}

gboolean
mb_value_angle (MbCssContext *context, MbCssCursor *cursor, double *degrees)
{
  MbCssCursor ahead = *cursor;
  MbNumeric numeric;
  const MbCssValue *next = mb_css_peek (cursor);
  if (mb_css_take_angle (cursor, degrees))
    return TRUE;
  if (!next || next->kind != MB_CSS_FUNCTION || !mb_value_math (context, &ahead, &numeric) ||
      numeric.type != MB_NUMERIC_ANGLE || !isfinite (numeric.value))
    return FALSE;
  *degrees = numeric.value;
  *cursor = ahead;
  return TRUE;
}

/* --- Into range --------------------------------------------------------------------------------------*/

static double
clamp (MbCssContext *context, double value, double min, double max)
{
  if (value >= min && value <= max)
    return value;
  context->clamped = TRUE;
  return value < min ? min : max;
}

static gboolean
numeric_is_length (const MbNumeric *numeric)
{
  return numeric->type == MB_NUMERIC_LENGTH ||
         (numeric->type == MB_NUMERIC_NUMBER && numeric->value == 0);
}

/* A negative number where none may be is wrong when written so, and clamped when calc() made it. */
static gboolean
numeric_in_range (MbCssContext *context, const MbCssValue *written, guint allow, double max,
                  double *value)
{
  if (!(allow & MB_VALUE_NEGATIVE) && *value < 0 && written->kind != MB_CSS_FUNCTION)
    return FALSE;
  *value = clamp (context, *value, allow & MB_VALUE_NEGATIVE ? -max : 0, max);
  return TRUE;
}

gboolean
mb_value_length (MbCssContext *context, MbCssCursor *cursor, guint allow, MbLength *length)
{
  MbSize size;
  if (!mb_value_size (context, cursor, allow & MB_VALUE_NEGATIVE, &size))
    return FALSE;
  *length = size.value;
  return TRUE;
}

static MbSize
mixed_size (MbCssContext *context, const MbNumeric *numeric, guint allow)
{
  double percent = clamp (context, numeric->value, -1e6, 1e6);
  double plus = clamp (context, numeric->plus, -MAX_PT, MAX_PT);
  return (MbSize){ MB_SIZE_PERCENT, (gint32) lrint (percent * 1000), mb_pt (plus),
                   !(allow & MB_VALUE_NEGATIVE) };
}

static MbSize
compared_size (MbCssContext *context, const MbNumeric *numeric, guint allow)
{
  MbSizeTerm terms[MB_MAX_SIZE_TERMS + 1] = { 0 };
  for (guint i = 0; i < numeric->n_terms; i++) {
    const MbNumericTerm *term = &numeric->terms[i];
    double percent = isnan (term->percent) ? 0 : clamp (context, term->percent, -1e6, 1e6);
    double plus = isnan (term->plus) ? 0 : clamp (context, term->plus, -MAX_PT, MAX_PT);
    terms[i] = (MbSizeTerm){ term->kind, (gint32) lrint (percent * 1000), mb_pt (plus) };
  }
  return (MbSize){ .kind = MB_SIZE_PERCENT,
                   .positive = !(allow & MB_VALUE_NEGATIVE),
                   .terms = mb_styles_array (context->styles, terms, sizeof (MbSizeTerm),
                                             numeric->n_terms + 1) };
}

static gboolean
take_size_word (MbCssCursor *cursor, guint allow, MbSize *size)
{
  *size = (MbSize){ MB_SIZE_AUTO, 0, 0, FALSE };
  if ((allow & MB_VALUE_AUTO) && mb_css_take_word (cursor, "auto"))
    size->kind = MB_SIZE_AUTO;
  else if ((allow & MB_VALUE_NONE) && mb_css_take_word (cursor, "none"))
    size->kind = MB_SIZE_NONE;
  else if ((allow & MB_VALUE_CONTENT) && mb_css_take_word (cursor, "min-content"))
    size->kind = MB_SIZE_MIN_CONTENT;
  else if ((allow & MB_VALUE_CONTENT) && mb_css_take_word (cursor, "max-content"))
    size->kind = MB_SIZE_MAX_CONTENT;
  else if ((allow & MB_VALUE_CONTENT) && mb_css_take_word (cursor, "fit-content"))
    size->kind = MB_SIZE_FIT_CONTENT;
  else
    return FALSE;
  return TRUE;
}

gboolean
mb_value_size (MbCssContext *context, MbCssCursor *cursor, guint allow, MbSize *size)
{
  if (take_size_word (cursor, allow, size))
    return TRUE;

  MbCssCursor ahead = *cursor;
  const MbCssValue *written = mb_css_peek (cursor);
  MbNumeric numeric;
  if (!mb_value_mixed (context, &ahead, &numeric))
    return FALSE;
  if (numeric.terms) {
    if (!(allow & MB_VALUE_COMPARE))
      return FALSE;
    *size = compared_size (context, &numeric, allow);
  } else if (numeric.plus != 0 && (allow & MB_VALUE_PERCENT)) {
    *size = mixed_size (context, &numeric, allow);
  } else if (numeric.type == MB_NUMERIC_PERCENT && (allow & MB_VALUE_PERCENT)) {
    if (!numeric_in_range (context, written, allow, 1e6, &numeric.value))
      return FALSE;
    *size = (MbSize){ MB_SIZE_PERCENT, (gint32) lrint (numeric.value * 1000), 0, FALSE };
  } else if (numeric_is_length (&numeric)) {
    if (!numeric_in_range (context, written, allow, MAX_PT, &numeric.value))
      return FALSE;
    *size = (MbSize){ MB_SIZE_LENGTH, mb_pt (numeric.value), 0, FALSE };
  } else {
    return FALSE;
  }
  *cursor = ahead;
  return TRUE;
}

gboolean
mb_value_number (MbCssContext *context, MbCssCursor *cursor, double min, double max, double *number)
{
  MbCssCursor ahead = *cursor;
  MbNumeric numeric;
  if (!mb_value_numeric (context, &ahead, &numeric) || numeric.type != MB_NUMERIC_NUMBER)
    return FALSE;
  *number = clamp (context, numeric.value, min, max);
  *cursor = ahead;
  return TRUE;
}

gboolean
mb_value_integer (MbCssContext *context, MbCssCursor *cursor, int min, int max, int *integer)
{
  const MbCssValue *written = mb_css_peek (cursor);
  double number;
  if (!written || (written->kind == MB_CSS_NUMBER && !(written->flags & MB_CSS_INTEGER)))
    return FALSE;
  if (!mb_value_number (context, cursor, min, max, &number))
    return FALSE;
  *integer = (int) floor (number + .5);
  return TRUE;
}

gboolean
mb_value_color (MbCssContext *context, MbCssCursor *cursor, MbColor *color)
{
  MbCssColor read;
  if (mb_value_ink (context, cursor, color))
    return TRUE;
  if (!mb_css_take_color (cursor, &read))
    return FALSE;
  memset (color, 0, sizeof *color); /* the padding too: groups are compared as bytes */
  if (read.kind == MB_CSS_COLOR_CURRENT) {
    color->space = MB_COLOR_CURRENT;
    return TRUE;
  }
  color->space = read.kind == MB_CSS_COLOR_CMYK ? MB_COLOR_CMYK : MB_COLOR_RGB;
  for (int i = 0; i < (read.kind == MB_CSS_COLOR_CMYK ? 4 : 3); i++)
    color->c[i] = (guint16) lrint (read.c[i] * 65535);
  color->alpha = (guint16) lrint (read.alpha * 65535);
  return TRUE;
}

static gint64
joined (MbTermKind kind, gint64 a, gint64 b)
{
  switch (kind) {
  case MB_TERM_MIN: return MIN (a, b);
  case MB_TERM_MAX: return MAX (a, b);
  case MB_TERM_ADD:
  case MB_TERM_LINEAR:
  case MB_TERM_END: break;
  }
  return a + b;
}

static gint64
value_of_terms (const MbSizeTerm *terms, MbLength base)
{
  gint64 stack[MB_MAX_SIZE_TERMS] = { 0 };
  guint n = 0;
  for (; terms->kind != MB_TERM_END && n < MB_MAX_SIZE_TERMS; terms++) {
    if (terms->kind == MB_TERM_LINEAR) {
      stack[n++] = (gint64) base * terms->percent / 100000 + terms->plus;
    } else if (n >= 2) {
      n--;
      stack[n - 1] = joined (terms->kind, stack[n - 1], stack[n]);
    }
  }
  return stack[0];
}

MbLength
mb_size_resolve (MbSize size, MbLength base, MbLength otherwise)
{
  if (size.kind == MB_SIZE_LENGTH)
    return size.value;
  if (size.kind != MB_SIZE_PERCENT)
    return otherwise;
  gint64 sum = size.terms ? value_of_terms (size.terms, base)
                          : (gint64) base * size.value / 100000 + size.plus;
  return (MbLength) CLAMP (sum, size.positive ? 0 : -MB_LENGTH_MAX, MB_LENGTH_MAX);
}
