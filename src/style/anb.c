/* SPDX-License-Identifier: Apache-2.0 */
/* An+B (CSS Syntax 3, § 6). The notation was older than the tokenizer, which cuts it in odd places: `2n-1` is one
 * dimension, `-n- 1` is an identifier and a number, `+n` a delimiter and an identifier. Here the token that
 * holds the n is undone into its coefficient and the text from the n on; that text says what must follow. */
#include "syntax.h"

#include <string.h>

static int
to_int (double number)
{
  return (int) CLAMP (number, G_MININT, G_MAXINT);
}

/* `+ 3` or `- 3` without the sign: a bare integer times @sign. */
static gboolean
take_unsigned (MbCssCursor *cursor, int sign, int *b)
{
  const MbCssValue *value = mb_css_peek (cursor);
  if (!value || value->kind != MB_CSS_NUMBER ||
      (value->flags & (MB_CSS_INTEGER | MB_CSS_SIGNED)) != MB_CSS_INTEGER)
    return FALSE;
  mb_css_take (cursor);
  *b = to_int (sign * value->number);
  return TRUE;
}

/* After a lone n: nothing, `+3`, `+ 3`. FALSE when a sign has no integer after it. */
static gboolean
take_b (MbCssCursor *cursor, int *b)
{
  const MbCssValue *value = mb_css_peek (cursor);

  *b = 0;
  if (value && value->kind == MB_CSS_NUMBER && (value->flags & MB_CSS_SIGNED))
    return mb_css_take_integer (cursor, b);
  if (mb_css_take_mark (cursor, '+'))
    return take_unsigned (cursor, 1, b);
  if (mb_css_take_mark (cursor, '-'))
    return take_unsigned (cursor, -1, b);
  return TRUE;
}

/* @tail: "n", "n-" or "n-12", in either case. */
static gboolean
take_tail (MbCssCursor *cursor, const char *tail, int *b)
{
  const char *digits = tail + 2;

  if (g_ascii_tolower (tail[0]) != 'n')
    return FALSE;
  if (tail[1] == '\0')
    return take_b (cursor, b);
  if (tail[1] != '-')
    return FALSE;
  if (*digits == '\0')
    return take_unsigned (cursor, -1, b);
  if (strspn (digits, "0123456789") != strlen (digits))
    return FALSE;
  *b = to_int (-g_ascii_strtod (digits, NULL));
  return TRUE;
}

/* An identifier: `n…` with the sign that stood before it, or `-n…`. */
static gboolean
take_ident_form (MbCssCursor *cursor, const char *ident, gboolean plus, int *a, int *b)
{
  gboolean minus = !plus && ident[0] == '-';
  *a = minus ? -1 : 1;
  return take_tail (cursor, ident + (minus ? 1 : 0), b);
}

static gboolean
take_keyword (MbCssCursor *cursor, int *a, int *b)
{
  gboolean odd = mb_css_take_word (cursor, "odd");
  if (!odd && !mb_css_take_word (cursor, "even"))
    return FALSE;
  *a = 2;
  *b = odd ? 1 : 0;
  return TRUE;
}

static gboolean
take_form (MbCssCursor *cursor, int *a, int *b)
{
  const MbCssValue *value = mb_css_take (cursor);
  gboolean plus = mb_css_is_delim (value, '+');

  if (plus) /* no white space between + and n */
    value = mb_css_take_raw (cursor);
  if (!value)
    return FALSE;
  if (value->kind == MB_CSS_IDENT)
    return take_ident_form (cursor, value->text, plus, a, b);
  if (plus || !(value->flags & MB_CSS_INTEGER))
    return FALSE;
  if (value->kind == MB_CSS_NUMBER) {
    *a = 0;
    *b = to_int (value->number);
    return TRUE;
  }
  *a = to_int (value->number);
  return value->kind == MB_CSS_DIMENSION && take_tail (cursor, value->text, b);
}

gboolean
mb_css_take_anb (MbCssCursor *cursor, int *a, int *b)
{
  MbCssCursor copy = *cursor;

  if (take_keyword (cursor, a, b))
    return TRUE;
  if (!take_form (&copy, a, b))
    return FALSE;
  *cursor = copy;
  return TRUE;
}
