/* SPDX-License-Identifier: Apache-2.0 */
/* text-emphasis-style and -position (css-text-decor-4 § 3). Lines go across the page: a fill without a shape is a circle. */
#include "internal.h"

static const char *const fills[] = { "filled", "open", NULL };
static const char *const shapes[] = {
  "dot", "circle", "double-circle", "triangle", "sesame", NULL
};

static const char *
first_character (MbStyles *styles, const char *text)
{
  const char *end = text;
  do
    end = g_utf8_next_char (end);
  while (*end && g_unichar_ismark (g_utf8_get_char (end)));
  g_autofree char *one = g_strndup (text, (gsize) (end - text));
  return mb_styles_intern (styles, one);
}

MB_PARSER (mb_parse_emphasis)
{
  MbEmphasis *emphasis = field;
  *emphasis = (MbEmphasis){ MB_EMPHASIS_NONE, FALSE, NULL };
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  const char *text = mb_css_take_string (cursor);
  if (text) {
    emphasis->kind = *text ? MB_EMPHASIS_STRING : MB_EMPHASIS_NONE;
    emphasis->mark = *text ? first_character (context->styles, text) : NULL;
    return TRUE;
  }
  int fill = mb_css_take_words (cursor, fills), shape = mb_css_take_words (cursor, shapes);
  if (fill < 0)
    fill = mb_css_take_words (cursor, fills);
  emphasis->open = fill == 1;
  emphasis->kind = shape < 0 ? MB_EMPHASIS_CIRCLE : (MbEmphasisKind) (MB_EMPHASIS_DOT + shape);
  return fill >= 0 || shape >= 0;
}

/* Right and left are for lines that go down the page. */
MB_PARSER (mb_parse_emphasis_place)
{
  static const char *const places[] = { "over", "under", NULL }, *const sides[] = { "right", "left",
                                                                                    NULL };
  int side = mb_css_take_words (cursor, sides), place = mb_css_take_words (cursor, places);
  if (side < 0)
    mb_css_take_words (cursor, sides);
  *(gboolean *) field = place == 1;
  return place >= 0;
}

MB_PRINTER (mb_print_emphasis)
{
  const MbEmphasis *emphasis = field;
  if (emphasis->kind == MB_EMPHASIS_NONE) {
    g_string_append (out, "none");
  } else if (emphasis->kind == MB_EMPHASIS_STRING) {
    mb_css_serialize_string (emphasis->mark, out);
  } else {
    g_string_append (out, emphasis->open ? "open " : "filled ");
    g_string_append (out, shapes[emphasis->kind - MB_EMPHASIS_DOT]);
  }
}

MB_PRINTER (mb_print_emphasis_place)
{
  g_string_append (out, *(const gboolean *) field ? "under right" : "over right");
}
