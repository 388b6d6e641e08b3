/* SPDX-License-Identifier: Apache-2.0 */
/* Values of the font properties (CSS Fonts 4). */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MAX_FAMILIES 32
#define MAX_FEATURES 64

/* An unquoted family is a run of identifiers; they are joined with one space. */
static const char *
take_family (MbCssCursor *cursor, GString *buffer)
{
  const char *name = mb_css_take_string (cursor);
  if (name)
    return *name ? name : NULL;
  g_string_truncate (buffer, 0);
  while ((name = mb_css_take_ident (cursor))) {
    if (buffer->len)
      g_string_append_c (buffer, ' ');
    g_string_append (buffer, name);
  }
  return buffer->len ? buffer->str : NULL;
}

MB_PARSER (mb_parse_family)
{
  const char *families[MAX_FAMILIES + 1] = { NULL };
  g_autoptr (GString) buffer = g_string_new (NULL);
  guint n = 0;
  do {
    const char *name = take_family (cursor, buffer);
    if (!name || n == MAX_FAMILIES)
      return FALSE;
    families[n++] = mb_styles_intern (context->styles, name);
  } while (mb_css_take_mark (cursor, ','));
  *(const char *const **) field =
      mb_styles_array (context->styles, families, sizeof *families, n + 1);
  return TRUE;
}

/* bolder and lighter: CSS Fonts 4 § 2.2.1. */
static int
relative_weight (int inherited, gboolean bolder)
{
  if (bolder)
    return inherited < 350 ? 400 : inherited < 550 ? 700 : MAX (900, inherited);
  return inherited < 100 ? inherited : inherited < 550 ? 100 : inherited < 750 ? 400 : 700;
}

/* What calc() makes is brought into the range; what is written so is no weight: in `font: 0 Name` it is the size. */
static gboolean
is_weight (double number)
{
  return number >= 1 && number <= 1000;
}

MB_PARSER (mb_parse_weight)
{
  static const char *const words[] = { "normal", "bold", "bolder", "lighter", NULL };
  int word = mb_css_take_words (cursor, words);
  int inherited = context->parent ? context->parent->font->weight : 400;
  int *weight = field;
  if (word < 0) {
    double number;
    const MbCssValue *written = mb_css_peek (cursor);
    if (!written || (written->kind == MB_CSS_NUMBER && !is_weight (written->number)) ||
        !mb_value_number (context, cursor, 1, 1000, &number))
      return FALSE;
    *weight = (int) lrint (number);
  } else if (word < 2) {
    *weight = word ? 700 : 400;
  } else {
    *weight = relative_weight (inherited, word == 2);
  }
  return TRUE;
}

MB_PARSER (mb_parse_stretch)
{
  static const char *const words[] = {
    "ultra-condensed", "extra-condensed", "condensed",      "semi-condensed", "normal",
    "semi-expanded",   "expanded",        "extra-expanded", "ultra-expanded", NULL
  };
  static const int percents[] = { 50, 62, 75, 87, 100, 112, 125, 150, 200 };
  int word = mb_css_take_words (cursor, words);
  MbNumeric numeric;
  if (word >= 0) {
    *(int *) field = percents[word];
    return TRUE;
  }
  if (!mb_value_numeric (context, cursor, &numeric) || numeric.type != MB_NUMERIC_PERCENT ||
      numeric.value < 0)
    return FALSE;
  *(int *) field = (int) CLAMP (numeric.value, 1, 1000);
  return TRUE;
}

/* xx-small … xxx-large as thousandths of medium, which is 12 pt. */
static gboolean
take_size_word (MbCssCursor *cursor, MbLength inherited, MbLength *size)
{
  static const char *const words[] = { "xx-small", "x-small", "small",    "medium",
                                       "large",    "x-large", "xx-large", "xxx-large",
                                       "smaller",  "larger",  NULL };
  static const int scale[] = { 600, 750, 889, 1000, 1200, 1500, 2000, 3000 };
  int word = mb_css_take_words (cursor, words);
  if (word < 0)
    return FALSE;
  if (word >= 8)
    *size = (MbLength) ((gint64) inherited * (word == 8 ? 5 : 6) / (word == 8 ? 6 : 5));
  else
    *size = 12 * MB_PT * scale[word] / 1000;
  return TRUE;
}

MB_PARSER (mb_parse_font_size)
{
  MbLength size;
  if (!take_size_word (cursor, context->em, &size)) {
    MbSize read;
    if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &read))
      return FALSE;
    size = mb_size_resolve (read, context->em, 0);
  }
  MbLength usable = CLAMP (size, MB_LEAST_FONT, MB_MAX_FONT_PT * MB_PT);
  context->clamped |= usable != size && size != 0;
  *(MbLength *) field = usable;
  return TRUE;
}

/* The field is line_factor and line_height. */
MB_PARSER (mb_parse_line_height)
{
  MbStyleFont *font = &context->draft->font;
  MbNumeric numeric;
  const MbCssValue *written = mb_css_peek (cursor);
  if (mb_css_take_word (cursor, "normal")) {
    font->line_factor = -1;
    font->line_height = 0;
    return TRUE;
  }
  if (!written || !mb_value_mixed (context, cursor, &numeric))
    return FALSE;
  if (numeric.value < 0 && written->kind != MB_CSS_FUNCTION)
    return FALSE;
  if (numeric.type == MB_NUMERIC_PERCENT)
    numeric.value = numeric.value * mb_to_pt (context->em) / 100 + numeric.plus;
  double most = numeric.type == MB_NUMERIC_NUMBER ? 100 : 10 * MB_MAX_FONT_PT;
  double value = CLAMP (numeric.value, numeric.type == MB_NUMERIC_NUMBER ? .001 : 1. / MB_PT, most);
  context->clamped |= value != numeric.value && numeric.value != 0; /* 0: as good as none */
  font->line_factor =
      numeric.type == MB_NUMERIC_NUMBER ? (gint32) MAX (lrint (value * 1000), 1) : 0;
  font->line_height = numeric.type == MB_NUMERIC_NUMBER ? 0 : MAX (mb_pt (value), 1);
  return TRUE;
}

/* `normal`, `none` when allowed, or some of @words in any order, each once; stored in the order of @words. */
static gboolean
take_word_set (MbCssContext *context, MbCssCursor *cursor, const char *const *words,
               const char **field)
{
  guint seen = 0;
  if (mb_css_take_word (cursor, "normal")) {
    *field = mb_styles_intern (context->styles, "");
    return TRUE;
  }
  for (int word; (word = mb_css_take_words (cursor, words)) >= 0; seen |= 1u << word)
    if (seen & 1u << word)
      return FALSE;
  g_autoptr (GString) set = g_string_new (NULL);
  for (guint i = 0; words[i]; i++)
    if (seen & 1u << i)
      g_string_append_printf (set, "%s%s", set->len ? " " : "", words[i]);
  *field = mb_styles_intern (context->styles, set->str);
  return seen != 0;
}

MB_PARSER (mb_parse_numeric)
{
  static const char *const words[] = { "lining-nums",  "oldstyle-nums",      "proportional-nums",
                                       "tabular-nums", "diagonal-fractions", "stacked-fractions",
                                       "ordinal",      "slashed-zero",       NULL };
  return take_word_set (context, cursor, words, field);
}

MB_PARSER (mb_parse_ligatures)
{
  static const char *const words[] = { "common-ligatures",
                                       "no-common-ligatures",
                                       "discretionary-ligatures",
                                       "no-discretionary-ligatures",
                                       "historical-ligatures",
                                       "no-historical-ligatures",
                                       "contextual",
                                       "no-contextual",
                                       NULL };
  if (mb_css_take_word (cursor, "none")) {
    *(const char **) field = mb_styles_intern (
        context->styles,
        "no-common-ligatures no-discretionary-ligatures no-historical-ligatures no-contextual");
    return TRUE;
  }
  return take_word_set (context, cursor, words, field);
}

static gboolean
feature_tag_is_valid (const char *tag)
{
  for (int i = 0; i < 4; i++)
    if (!g_ascii_isalnum (tag[i]))
      return FALSE;
  return tag[4] == 0;
}

static gboolean
take_feature (MbCssContext *context, MbCssCursor *cursor, GString *settings)
{
  const char *tag = mb_css_take_string (cursor);
  int value = 1;
  if (!tag || !feature_tag_is_valid (tag))
    return FALSE;
  if (mb_css_take_word (cursor, "off"))
    value = 0;
  else if (!mb_css_take_word (cursor, "on"))
    mb_value_integer (context, cursor, 0, 9999, &value);
  g_string_append_printf (settings, "%s%s=%d", settings->len ? ", " : "", tag, value);
  return TRUE;
}

MB_PARSER (mb_parse_settings)
{
  g_autoptr (GString) settings = g_string_new (NULL);
  guint n = 0;
  if (!mb_css_take_word (cursor, "normal")) {
    do
      if (n++ == MAX_FEATURES || !take_feature (context, cursor, settings))
        return FALSE;
    while (mb_css_take_mark (cursor, ','));
  }
  *(const char **) field = mb_styles_intern (context->styles, settings->str);
  return TRUE;
}

int
mb_face_measure (const MbFace *face, MbFaceMeasure measure)
{
  switch (measure) {
  case MB_MEASURE_EX_HEIGHT: return mb_face_metrics (face).x_height;
  case MB_MEASURE_CAP_HEIGHT: return mb_face_metrics (face).cap_height;
  case MB_MEASURE_CH_WIDTH: return mb_face_advance (face, '0');
  case MB_MEASURE_IC_WIDTH: return mb_face_advance (face, 0x6C34);
  }
  return 0;
}

/* What the first face has of its own (from-font). */
static int
measure_first (const MbCssContext *context, MbFaceMeasure measure)
{
  const MbStyleFont *font = &context->draft->font;
  MbFonts *fonts = context->styles->fonts;
  const MbFace *face = NULL;
  for (guint i = 0; fonts && !face && font->families && font->families[i]; i++)
    face = mb_fonts_match (fonts, font->families[i], font->weight, font->slant, font->stretch);
  return face ? mb_face_measure (face, measure) : 0;
}

/* The field is adjust and adjusted_by. 0 makes text of no height: as little as may be is kept. */
MB_PARSER (mb_parse_size_adjust)
{
  static const char *const words[] = { "ex-height", "cap-height", "ch-width", "ic-width", NULL };
  MbStyleFont *font = &context->draft->font;
  double number;
  font->adjust = 0;
  font->adjusted_by = MB_MEASURE_EX_HEIGHT;
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  int word = mb_css_take_words (cursor, words);
  font->adjusted_by = (guint32) MAX (word, 0);
  if (mb_css_take_word (cursor, "from-font")) {
    font->adjust = measure_first (context, (MbFaceMeasure) font->adjusted_by);
    return TRUE;
  }
  if (!mb_value_number (context, cursor, -1, 100, &number) || number < 0)
    return FALSE;
  font->adjust = MAX ((gint32) lrint (number * 1000), 1);
  return TRUE;
}
