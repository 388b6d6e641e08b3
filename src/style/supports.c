/* SPDX-License-Identifier: Apache-2.0 */
/* @supports (CSS Conditional 4 § 2): what this program understands, asked of the parsers themselves.
 *
 *   condition = not part | part [and part]* | part [or part]*
 *   part = (property: value) | (condition) | selector(…) | font-format(…) | anything else in parentheses: false */
#include "internal.h"

static gboolean condition_holds (MbStyles *styles, MbCssCursor cursor);

static gboolean
declaration_holds (MbStyles *styles, MbCssCursor inside, gboolean *is_one)
{
  const char *name = mb_css_take_ident (&inside);
  *is_one = name && mb_css_take_mark (&inside, ':');
  if (!*is_one)
    return FALSE;
  MbCssValues value = mb_css_trim (mb_css_rest (&inside));
  MbCssCursor cursor = mb_css_cursor (value);
  for (; cursor.at < cursor.end; mb_css_take_raw (&cursor))
    if (mb_css_is_delim (cursor.at, '!')) /* !important changes nothing */
      value.end = cursor.at;
  return mb_decl_is_known (styles, name, mb_css_trim (value));
}

static gboolean
format_holds (MbCssCursor inside)
{
  static const char *const formats[] = { "opentype", "truetype", "collection", NULL };
  return mb_css_take_words (&inside, formats) >= 0 && mb_css_at_end (&inside);
}

static gboolean
part_holds (MbStyles *styles, MbCssCursor *cursor)
{
  MbCssCursor inside;
  gboolean is_one;
  if (mb_css_take_function (cursor, "selector", &inside))
    return mb_selector_is_known (styles, mb_css_rest (&inside));
  if (mb_css_take_function (cursor, "font-format", &inside))
    return format_holds (inside);
  if (!mb_css_take_block (cursor, MB_CSS_PARENS, &inside)) {
    mb_css_take (cursor);
    return FALSE;
  }
  gboolean holds = declaration_holds (styles, inside, &is_one);
  return is_one ? holds : condition_holds (styles, inside);
}

/* Recursion is bounded: mb_css_parse keeps MB_MAX_CSS_DEPTH levels. */
static gboolean
condition_holds (MbStyles *styles, MbCssCursor cursor)
{
  if (mb_css_take_word (&cursor, "not"))
    return !part_holds (styles, &cursor) && mb_css_at_end (&cursor);
  gboolean result = part_holds (styles, &cursor);
  gboolean any = mb_css_is_word (mb_css_peek (&cursor), "or");
  while (mb_css_take_word (&cursor, any ? "or" : "and")) {
    gboolean part = part_holds (styles, &cursor);
    result = any ? result || part : result && part;
  }
  return result && mb_css_at_end (&cursor);
}

gboolean
mb_supports_holds (MbStyles *styles, MbCssValues condition, gboolean bare)
{
  MbCssCursor cursor = mb_css_cursor (condition), ahead = cursor;
  gboolean is_one;
  if (!bare)
    return condition_holds (styles, cursor);
  gboolean holds = declaration_holds (styles, ahead, &is_one); /* supports(display: grid) */
  return is_one ? holds : condition_holds (styles, cursor);
}
