/* SPDX-License-Identifier: Apache-2.0 */
/* Walking over component values: what every parser of a property, selector or prelude is written with. */
#include "syntax.h"

#include <string.h>

/* --- Questions about one value -------------------------------------------------------------------- */

static gboolean
is_named (const MbCssValue *value, MbCssKind kind, const char *name)
{
  return value && value->kind == kind && g_ascii_strcasecmp (value->text, name) == 0;
}

gboolean
mb_css_is_word (const MbCssValue *value, const char *word)
{
  return is_named (value, MB_CSS_IDENT, word);
}

gboolean
mb_css_is_function (const MbCssValue *value, const char *name)
{
  return is_named (value, MB_CSS_FUNCTION, name);
}

gboolean
mb_css_is_delim (const MbCssValue *value, gunichar delim)
{
  return value && value->kind == MB_CSS_DELIM && value->delim == delim;
}

static gboolean
is_mark (const MbCssValue *value, gunichar mark)
{
  switch (value->kind) {
  case MB_CSS_DELIM: return value->delim == mark;
  case MB_CSS_COMMA: return mark == ',';
  case MB_CSS_COLON: return mark == ':';
  case MB_CSS_SEMICOLON: return mark == ';';
  default: return FALSE;
  }
}

/* --- Any value ------------------------------------------------------------------------------------ */

const MbCssValue *
mb_css_peek_raw (const MbCssCursor *cursor)
{
  return cursor->at < cursor->end ? cursor->at : NULL;
}

const MbCssValue *
mb_css_take_raw (MbCssCursor *cursor)
{
  const MbCssValue *value = mb_css_peek_raw (cursor);
  if (value)
    cursor->at = mb_css_after (value);
  return value;
}

gboolean
mb_css_take_space (MbCssCursor *cursor)
{
  const MbCssValue *start = cursor->at;
  while (cursor->at < cursor->end && cursor->at->kind == MB_CSS_SPACE)
    cursor->at++;
  return cursor->at > start;
}

const MbCssValue *
mb_css_peek (const MbCssCursor *cursor)
{
  MbCssCursor copy = *cursor;
  mb_css_take_space (&copy);
  return mb_css_peek_raw (&copy);
}

const MbCssValue *
mb_css_take (MbCssCursor *cursor)
{
  const MbCssValue *value = mb_css_peek (cursor);
  if (value)
    cursor->at = mb_css_after (value);
  return value;
}

gboolean
mb_css_at_end (const MbCssCursor *cursor)
{
  return mb_css_peek (cursor) == NULL;
}

/* The next value if it is of @kind, else NULL. */
static const MbCssValue *
take_kind (MbCssCursor *cursor, MbCssKind kind)
{
  const MbCssValue *value = mb_css_peek (cursor);
  return value && value->kind == kind ? mb_css_take (cursor) : NULL;
}

/* --- Words and marks ------------------------------------------------------------------------------ */

const char *
mb_css_take_ident (MbCssCursor *cursor)
{
  const MbCssValue *value = take_kind (cursor, MB_CSS_IDENT);
  return value ? value->text : NULL;
}

gboolean
mb_css_take_word (MbCssCursor *cursor, const char *word)
{
  return mb_css_is_word (mb_css_peek (cursor), word) && mb_css_take (cursor);
}

int
mb_css_take_words (MbCssCursor *cursor, const char *const *words)
{
  for (int i = 0; words[i]; i++)
    if (mb_css_take_word (cursor, words[i]))
      return i;
  return -1;
}

gboolean
mb_css_take_mark (MbCssCursor *cursor, gunichar mark)
{
  const MbCssValue *value = mb_css_peek (cursor);
  return value && is_mark (value, mark) && mb_css_take (cursor);
}

/* --- Numbers -------------------------------------------------------------------------------------- */

static gboolean
take_numeric (MbCssCursor *cursor, MbCssKind kind, double *number)
{
  const MbCssValue *value = take_kind (cursor, kind);
  if (value)
    *number = value->number;
  return value != NULL;
}

gboolean
mb_css_take_number (MbCssCursor *cursor, double *number)
{
  return take_numeric (cursor, MB_CSS_NUMBER, number);
}

gboolean
mb_css_take_percentage (MbCssCursor *cursor, double *percentage)
{
  return take_numeric (cursor, MB_CSS_PERCENTAGE, percentage);
}

gboolean
mb_css_take_integer (MbCssCursor *cursor, int *integer)
{
  const MbCssValue *value = mb_css_peek (cursor);
  if (!value || value->kind != MB_CSS_NUMBER || !(value->flags & MB_CSS_INTEGER))
    return FALSE;
  *integer = (int) CLAMP (value->number, G_MININT, G_MAXINT);
  return mb_css_take (cursor) != NULL;
}

gboolean
mb_css_take_dimension (MbCssCursor *cursor, double *number, const char **unit)
{
  const MbCssValue *value = take_kind (cursor, MB_CSS_DIMENSION);
  if (!value)
    return FALSE;
  *number = value->number;
  *unit = value->text;
  return TRUE;
}

gboolean
mb_css_take_angle (MbCssCursor *cursor, double *degrees)
{
  static const struct {
    const char *name;
    double degrees;
  } units[] = { { "deg", 1 }, { "grad", 0.9 }, { "rad", 180 / G_PI }, { "turn", 360 } };
  const MbCssValue *value = mb_css_peek (cursor);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (is_named (value, MB_CSS_DIMENSION, units[i].name)) {
      *degrees = value->number * units[i].degrees;
      return mb_css_take (cursor) != NULL;
    }
  return FALSE;
}

/* --- Texts ---------------------------------------------------------------------------------------- */

const char *
mb_css_take_string (MbCssCursor *cursor)
{
  const MbCssValue *value = take_kind (cursor, MB_CSS_STRING);
  return value ? value->text : NULL;
}

const char *
mb_css_take_url (MbCssCursor *cursor)
{
  const MbCssValue *value = mb_css_peek (cursor);
  MbCssCursor inside;
  const char *url;

  if (value && value->kind == MB_CSS_URL)
    return mb_css_take (cursor)->text;
  if (!mb_css_is_function (value, "url") && !mb_css_is_function (value, "src"))
    return NULL;
  inside = mb_css_cursor (mb_css_inside (value));
  url = mb_css_take_string (&inside);
  if (!url || !mb_css_at_end (&inside))
    return NULL;
  mb_css_take (cursor);
  return url;
}

/* --- Functions, blocks, lists --------------------------------------------------------------------- */

static gboolean
enter (MbCssCursor *cursor, const MbCssValue *value, MbCssCursor *inside)
{
  *inside = mb_css_cursor (mb_css_inside (value));
  return mb_css_take (cursor) != NULL;
}

gboolean
mb_css_take_function (MbCssCursor *cursor, const char *name, MbCssCursor *inside)
{
  const MbCssValue *value = mb_css_peek (cursor);
  return mb_css_is_function (value, name) && enter (cursor, value, inside);
}

gboolean
mb_css_take_block (MbCssCursor *cursor, MbCssKind kind, MbCssCursor *inside)
{
  const MbCssValue *value = mb_css_peek (cursor);
  return value && value->kind == kind && enter (cursor, value, inside);
}

MbCssValues
mb_css_take_until_comma (MbCssCursor *cursor)
{
  MbCssValues values = { cursor->at, cursor->at };

  while (values.end < cursor->end && values.end->kind != MB_CSS_COMMA)
    values.end = mb_css_after (values.end);
  cursor->at = values.end < cursor->end ? values.end + 1 : values.end;
  return values;
}
