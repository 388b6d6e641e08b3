/* SPDX-License-Identifier: Apache-2.0 */
/* Math functions (CSS Values 4 § 10): calc(), min(), max(), clamp(), round() and the others, with their types.
 *
 * A result is a number, a length in points, or a percentage with a length beside it: calc(100% - 2em) is kept as both
 * parts, since the length that the percentage is of is known to layout alone. Sums and products by a number work on both
 * parts; min(), max() and clamp() of percentages and lengths are kept whole, in postfix order (MbSizeTerm), and so is what is made of them.
 * Other functions want one type. Trigonometry takes angles, kept in degrees, or plain
 * numbers (radians), and its inverses give angles. What is divided by its own kind is a number. Recursion is bounded: mb_css_parse keeps MB_MAX_CSS_DEPTH levels. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MAX_ARGUMENTS 32

static gboolean take_sum (MbCssContext *context, MbCssCursor *cursor, MbNumeric *sum);

/* --- Functions of arguments ---------------------------------------------------------------------------*/

typedef struct {
  MbNumeric values[MAX_ARGUMENTS];
  guint n;
  gboolean mixed; /* known at layout alone */
} Arguments;

/* --- What is known at layout alone ----------------------------------------------------------------------*/

static const MbNumericTerm *
terms_of (const MbNumeric *numeric, MbNumericTerm *single, guint *n)
{
  if (numeric->terms) {
    *n = numeric->n_terms;
    return numeric->terms;
  }
  gboolean percent = numeric->type == MB_NUMERIC_PERCENT;
  *single = (MbNumericTerm){ MB_TERM_LINEAR, percent ? numeric->value : 0,
                             percent ? numeric->plus : numeric->value };
  *n = 1;
  return single;
}

/* @left becomes both, joined by @kind. */
static gboolean
join (MbCssContext *context, MbNumeric *left, const MbNumeric *right, MbTermKind kind)
{
  MbNumericTerm singles[2];
  guint n, m;
  const MbNumericTerm *a = terms_of (left, &singles[0], &n), *b = terms_of (right, &singles[1], &m);
  if (n + m + 1 > MB_MAX_SIZE_TERMS)
    return FALSE;
  MbNumericTerm *terms = mb_arena_array (context->styles->arena, MbNumericTerm, n + m + 1);
  memcpy (terms, a, n * sizeof *terms);
  memcpy (terms + n, b, m * sizeof *terms);
  terms[n + m] = (MbNumericTerm){ kind, 0, 0 };
  *left = (MbNumeric){ MB_NUMERIC_PERCENT, 0, 0, terms, n + m + 1 };
  return TRUE;
}

/* Times a number: what was the least is the greatest when it is negative. */
static void
scale_terms (MbCssContext *context, MbNumeric *numeric, double by)
{
  MbNumericTerm *terms = mb_arena_memdup (context->styles->arena, numeric->terms,
                                          numeric->n_terms * sizeof (MbNumericTerm));
  for (guint i = 0; i < numeric->n_terms; i++) {
    terms[i].percent *= by;
    terms[i].plus *= by;
    if (by < 0 && terms[i].kind >= MB_TERM_MIN)
      terms[i].kind = terms[i].kind == MB_TERM_MIN ? MB_TERM_MAX : MB_TERM_MIN;
  }
  numeric->terms = terms;
}

static gboolean
join_all (MbCssContext *context, const Arguments *arguments, MbTermKind kind, MbNumeric *result)
{
  *result = arguments->values[0];
  for (guint i = 1; i < arguments->n; i++)
    if (!join (context, result, &arguments->values[i], kind))
      return FALSE;
  return TRUE;
}

static gboolean
compare_mixed (MbCssContext *context, const char *name, const Arguments *a, MbNumeric *result)
{
  if (g_str_equal (name, "min"))
    return join_all (context, a, MB_TERM_MIN, result);
  if (g_str_equal (name, "max"))
    return join_all (context, a, MB_TERM_MAX, result);
  if (!g_str_equal (name, "clamp") || a->n != 3)
    return FALSE;
  *result = a->values[1];
  return join (context, result, &a->values[2], MB_TERM_MIN) &&
         join (context, result, &a->values[0], MB_TERM_MAX);
}

/* Lengths and percentages go together; numbers and angles with their own kind only. */
static gboolean
is_apart (const MbNumeric *a, const MbNumeric *b)
{
  return a->type != b->type && (a->type == MB_NUMERIC_NUMBER || b->type == MB_NUMERIC_NUMBER ||
                                a->type == MB_NUMERIC_ANGLE || b->type == MB_NUMERIC_ANGLE);
}

/* --- Arguments ------------------------------------------------------------------------------------------*/

static gboolean
take_arguments (MbCssContext *context, MbCssCursor inside, Arguments *arguments)
{
  MbNumeric *values = arguments->values;
  arguments->mixed = FALSE;
  for (guint n = 0; n < MAX_ARGUMENTS; n++) {
    if (!take_sum (context, &inside, &values[n]))
      return FALSE;
    if (is_apart (&values[n], &values[0]))
      return FALSE;
    arguments->mixed |=
        values[n].type != values[0].type || values[n].plus != 0 || values[n].terms != NULL;
    if (!mb_css_take_mark (&inside, ',')) {
      arguments->n = n + 1;
      return mb_css_at_end (&inside);
    }
  }
  return FALSE;
}

static gboolean
apply_min (const Arguments *a, MbNumeric *result)
{
  for (guint i = 1; i < a->n; i++)
    result->value = fmin (result->value, a->values[i].value);
  return TRUE;
}

static gboolean
apply_max (const Arguments *a, MbNumeric *result)
{
  for (guint i = 1; i < a->n; i++)
    result->value = fmax (result->value, a->values[i].value);
  return TRUE;
}

static gboolean
apply_clamp (const Arguments *a, MbNumeric *result)
{
  if (a->n != 3)
    return FALSE;
  result->value = fmax (a->values[0].value, fmin (a->values[1].value, a->values[2].value));
  return TRUE;
}

static gboolean
apply_abs (const Arguments *a, MbNumeric *result)
{
  result->value = fabs (result->value);
  return a->n == 1;
}

static gboolean
apply_sign (const Arguments *a, MbNumeric *result)
{
  result->value = (result->value > 0) - (result->value < 0);
  result->type = MB_NUMERIC_NUMBER;
  return a->n == 1;
}

/* The sign of the divisor; rem() has that of the dividend. */
static gboolean
apply_mod (const Arguments *a, MbNumeric *result)
{
  if (a->n != 2)
    return FALSE;
  double step = a->values[1].value;
  result->value = result->value - step * floor (result->value / step);
  return TRUE;
}

static gboolean
apply_rem (const Arguments *a, MbNumeric *result)
{
  if (a->n != 2)
    return FALSE;
  result->value = fmod (result->value, a->values[1].value);
  return TRUE;
}

static gboolean
is_number (const Arguments *a, guint n)
{
  return a->n == n && a->values[0].type == MB_NUMERIC_NUMBER;
}

static gboolean
apply_pow (const Arguments *a, MbNumeric *result)
{
  if (!is_number (a, 2))
    return FALSE;
  result->value = pow (result->value, a->values[1].value);
  return TRUE;
}

static gboolean
apply_hypot (const Arguments *a, MbNumeric *result)
{
  result->value = 0;
  for (guint i = 0; i < a->n; i++)
    result->value = hypot (result->value, a->values[i].value);
  return TRUE;
}

static gboolean
apply_log (const Arguments *a, MbNumeric *result)
{
  if (!is_number (a, 1) && !is_number (a, 2))
    return FALSE;
  result->value = log (result->value) / (a->n == 2 ? log (a->values[1].value) : 1);
  return TRUE;
}

static gboolean
apply_atan2 (const Arguments *a, MbNumeric *result)
{
  result->value = atan2 (result->value, a->n == 2 ? a->values[1].value : 0) * 180 / G_PI;
  result->type = MB_NUMERIC_ANGLE;
  return a->n == 2;
}

/* How far the first is on the way from the second to the third (CSS Values 5 § 9). */
static gboolean
apply_progress (const Arguments *a, MbNumeric *result)
{
  if (a->n != 3)
    return FALSE;
  double way = a->values[2].value - a->values[1].value;
  result->value = way ? CLAMP ((result->value - a->values[1].value) / way, 0, 1) : 0;
  result->type = MB_NUMERIC_NUMBER;
  return TRUE;
}

/* of: of a number alone, which may be an angle, or of which an angle is made. */
static const struct {
  const char *name;
  gboolean (*apply) (const Arguments *arguments, MbNumeric *result);
  double (*of) (double value);
  gboolean from_angle, to_angle;
} functions[] = {
  { "min", apply_min, NULL },
  { "max", apply_max, NULL },
  { "clamp", apply_clamp, NULL },
  { "abs", apply_abs, NULL },
  { "sign", apply_sign, NULL },
  { "mod", apply_mod, NULL },
  { "rem", apply_rem, NULL },
  { "pow", apply_pow, NULL },
  { "hypot", apply_hypot, NULL },
  { "log", apply_log, NULL },
  { "sqrt", NULL, sqrt },
  { "exp", NULL, exp },
  { "sin", NULL, sin, TRUE, FALSE },
  { "cos", NULL, cos, TRUE, FALSE },
  { "tan", NULL, tan, TRUE, FALSE },
  { "asin", NULL, asin, FALSE, TRUE },
  { "acos", NULL, acos, FALSE, TRUE },
  { "atan", NULL, atan, FALSE, TRUE },
  { "atan2", apply_atan2, NULL },
  { "progress", apply_progress, NULL },
};

static gboolean
apply (guint which, const Arguments *arguments, MbNumeric *result)
{
  *result = arguments->values[0];
  if (functions[which].apply)
    return functions[which].apply (arguments, result);
  if (functions[which].from_angle && result->type == MB_NUMERIC_ANGLE)
    *result = (MbNumeric){ MB_NUMERIC_NUMBER, result->value * G_PI / 180, 0, NULL, 0 };
  if (result->type != MB_NUMERIC_NUMBER || arguments->n != 1)
    return FALSE;
  result->value = functions[which].of (result->value);
  if (functions[which].to_angle)
    *result = (MbNumeric){ MB_NUMERIC_ANGLE, result->value * 180 / G_PI, 0, NULL, 0 };
  return TRUE;
}

/* --- clamp() with `none` at one side -------------------------------------------------------------------------*/

/* none: no bound; then it is min(), max() or the value itself. FALSE: there is none in it, or it is wrong. */
static gboolean
take_open_clamp (MbCssContext *context, MbCssCursor inside, MbNumeric *result)
{
  MbNumeric values[3];
  gboolean none[3] = { FALSE };
  for (guint i = 0; i < 3; i++) {
    none[i] = i != 1 && mb_css_take_word (&inside, "none");
    if (!none[i] && !take_sum (context, &inside, &values[i]))
      return FALSE;
    if (i < 2 && !mb_css_take_mark (&inside, ','))
      return FALSE;
  }
  *result = values[1];
  if (!mb_css_at_end (&inside) || (!none[0] && !none[2]))
    return FALSE;
  if (none[0] && none[2])
    return TRUE;
  const MbNumeric *bound = &values[none[0] ? 2 : 0];
  if (is_apart (bound, result))
    return FALSE;
  if (bound->type != result->type || bound->plus || result->plus || bound->terms || result->terms)
    return join (context, result, bound, none[0] ? MB_TERM_MIN : MB_TERM_MAX);
  result->value = none[0] ? fmin (result->value, bound->value) : fmax (result->value, bound->value);
  return TRUE;
}

/* --- round() ------------------------------------------------------------------------------------------------*/

typedef enum { ROUND_NEAREST, ROUND_UP, ROUND_DOWN, ROUND_TO_ZERO } Rounding;

static double
round_to (double value, double step, Rounding how)
{
  double count = value / step;
  switch (how) {
  case ROUND_NEAREST: return step * floor (count + .5);
  case ROUND_UP: return step * ceil (count);
  case ROUND_DOWN: return step * floor (count);
  case ROUND_TO_ZERO: return step * trunc (count);
  }
  return value;
}

/* A number may stand without its step, which is 1. */
static gboolean
take_round (MbCssContext *context, MbCssCursor inside, MbNumeric *result)
{
  static const char *const words[] = { "nearest", "up", "down", "to-zero", NULL };
  Arguments arguments;
  int how = mb_css_take_words (&inside, words);
  if (how >= 0 && !mb_css_take_mark (&inside, ','))
    return FALSE;
  if (!take_arguments (context, inside, &arguments) || arguments.n > 2 || arguments.mixed)
    return FALSE;
  if (arguments.n == 1 && arguments.values[0].type != MB_NUMERIC_NUMBER)
    return FALSE;
  *result = arguments.values[0];
  result->value = round_to (result->value, arguments.n == 2 ? arguments.values[1].value : 1,
                            (Rounding) MAX (how, 0));
  return TRUE;
}

/* --- Sums and products ----------------------------------------------------------------------------------------*/

static gboolean
take_whole_sum (MbCssContext *context, MbCssCursor inside, MbNumeric *result)
{
  return take_sum (context, &inside, result) && mb_css_at_end (&inside);
}

gboolean
mb_value_math (MbCssContext *context, MbCssCursor *cursor, MbNumeric *result)
{
  MbCssCursor inside;
  Arguments arguments;
  if (mb_css_take_function (cursor, "calc", &inside) ||
      mb_css_take_block (cursor, MB_CSS_PARENS, &inside))
    return take_whole_sum (context, inside, result);
  if (mb_css_take_function (cursor, "round", &inside))
    return take_round (context, inside, result);
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (mb_css_take_function (cursor, functions[i].name, &inside)) {
      if (g_str_equal (functions[i].name, "clamp") && take_open_clamp (context, inside, result))
        return TRUE;
      if (!take_arguments (context, inside, &arguments))
        return FALSE;
      if (arguments.mixed)
        return compare_mixed (context, functions[i].name, &arguments, result);
      return apply (i, &arguments, result);
    }
  return FALSE;
}

static gboolean
take_constant (MbCssCursor *cursor, MbNumeric *number)
{
  static const char *const words[] = { "e", "pi", "infinity", "-infinity", "nan", NULL };
  static const double values[] = { G_E, G_PI, INFINITY, -INFINITY, NAN };
  int word = mb_css_take_words (cursor, words);
  if (word < 0)
    return FALSE;
  *number = (MbNumeric){ MB_NUMERIC_NUMBER, values[word], 0, NULL, 0 };
  return TRUE;
}

static gboolean
take_term (MbCssContext *context, MbCssCursor *cursor, MbNumeric *term)
{
  double degrees;
  if (mb_css_take_angle (cursor, &degrees)) {
    *term = (MbNumeric){ MB_NUMERIC_ANGLE, degrees, 0, NULL, 0 };
    return TRUE;
  }
  return mb_value_plain (context, cursor, term) || take_constant (cursor, term) ||
         mb_value_math (context, cursor, term);
}

static gboolean
multiply (MbCssContext *context, MbNumeric *left, MbNumeric right)
{
  if (left->type != MB_NUMERIC_NUMBER && right.type != MB_NUMERIC_NUMBER)
    return FALSE;
  if (left->type == MB_NUMERIC_NUMBER) {
    double factor = left->value;
    *left = right;
    right.value = factor;
  }
  if (left->terms) {
    scale_terms (context, left, right.value);
    return TRUE;
  }
  left->value *= right.value;
  left->plus *= left->plus ? right.value : 1; /* 0 times infinity is not meant */
  return TRUE;
}

static gboolean
divide (MbCssContext *context, MbNumeric *left, const MbNumeric *by)
{
  gboolean alike = left->type == by->type && by->type != MB_NUMERIC_PERCENT;
  if (by->type != MB_NUMERIC_NUMBER && !alike)
    return FALSE;
  if (alike)
    left->type = MB_NUMERIC_NUMBER;
  if (left->terms)
    scale_terms (context, left, 1 / by->value);
  left->value /= by->value; /* by zero: infinite, clamped at the end */
  left->plus /= left->plus ? by->value : 1;
  return TRUE;
}

static gboolean
take_product (MbCssContext *context, MbCssCursor *cursor, MbNumeric *product)
{
  MbNumeric factor;
  if (!take_term (context, cursor, product))
    return FALSE;
  for (;;) {
    if (mb_css_take_mark (cursor, '*')) {
      if (!take_term (context, cursor, &factor) || !multiply (context, product, factor))
        return FALSE;
    } else if (mb_css_take_mark (cursor, '/')) {
      if (!take_term (context, cursor, &factor) || !divide (context, product, &factor))
        return FALSE;
    } else {
      return TRUE;
    }
  }
}

/* + and - need white space on both sides: `1 -2` is two numbers. */
static int
take_sign (MbCssCursor *cursor)
{
  MbCssCursor ahead = *cursor;
  if (!mb_css_take_space (&ahead))
    return 0;
  const MbCssValue *sign = mb_css_take_raw (&ahead);
  if (!sign || !(mb_css_is_delim (sign, '+') || mb_css_is_delim (sign, '-')) ||
      !mb_css_take_space (&ahead))
    return 0;
  *cursor = ahead;
  return mb_css_is_delim (sign, '-') ? -1 : 1;
}

/* A length becomes the part beside a percentage of nothing. */
static MbNumeric
as_percentage (MbNumeric length)
{
  return (MbNumeric){ MB_NUMERIC_PERCENT, 0, length.value, NULL, 0 };
}

static gboolean
add (MbCssContext *context, MbNumeric *sum, MbNumeric term, int sign)
{
  if (sum->type != term.type) {
    if (is_apart (sum, &term))
      return FALSE;
    if (sum->type == MB_NUMERIC_LENGTH)
      *sum = as_percentage (*sum);
    else
      term = as_percentage (term);
  }
  if (sum->terms || term.terms) {
    if (term.terms && sign < 0)
      scale_terms (context, &term, -1);
    term.value *= sign;
    term.plus *= sign;
    return join (context, sum, &term, MB_TERM_ADD);
  }
  sum->value += sign * term.value;
  sum->plus += sign * term.plus;
  return TRUE;
}

static gboolean
take_sum (MbCssContext *context, MbCssCursor *cursor, MbNumeric *sum)
{
  if (!take_product (context, cursor, sum))
    return FALSE;
  for (int sign; (sign = take_sign (cursor)) != 0;) {
    MbNumeric term;
    if (!take_product (context, cursor, &term) || !add (context, sum, term, sign))
      return FALSE;
  }
  return TRUE;
}
