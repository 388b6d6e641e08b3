/* SPDX-License-Identifier: Apache-2.0 */
/* Values of the text properties and of the house's own extensions. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MAX_QUOTES 16

MB_PARSER (mb_parse_spacing)
{
  if (mb_css_take_word (cursor, "normal")) {
    *(MbLength *) field = 0;
    return TRUE;
  }
  return mb_value_length (context, cursor, MB_VALUE_NEGATIVE, field);
}

/* css-text-3 § 6.1: the parent's, start and end by the parent's direction. */
static MbTextAlign
align_of_parent (const MbCssContext *context)
{
  const MbStyleText *text = context->parent ? context->parent->text : NULL;
  MbTextAlign align = text ? text->align : MB_ALIGN_START;
  if (align == MB_ALIGN_START)
    return text && text->rtl ? MB_ALIGN_RIGHT : MB_ALIGN_LEFT;
  if (align == MB_ALIGN_END)
    return text && text->rtl ? MB_ALIGN_LEFT : MB_ALIGN_RIGHT;
  return align;
}

static gboolean
take_align (const MbProperty *property, MbCssContext *context, MbCssCursor *cursor,
            MbTextAlign *align)
{
  gboolean *all = &context->draft->text.justify_all;
  *all = mb_css_take_word (cursor, "justify-all");
  if (*all) {
    *align = MB_ALIGN_JUSTIFY;
    return TRUE;
  }
  if (!mb_css_take_word (cursor, "match-parent"))
    return mb_parse_keyword (property, context, cursor, align);
  *align = align_of_parent (context);
  return TRUE;
}

/* The field is align_mark, align and justify_all; a string alone stands at the end (css-text-4). */
MB_PARSER (mb_parse_text_align)
{
  MbStyleText *text = &context->draft->text;
  MbTextAlign align = MB_ALIGN_END;
  const char *mark = mb_css_take_string (cursor);
  gboolean word = take_align (property, context, cursor, &align);
  if (!mark)
    mark = mb_css_take_string (cursor);
  if ((!word && !mark) || (mark && !*mark))
    return FALSE;
  text->align = align;
  text->align_mark = mark ? mb_styles_intern (context->styles, mark) : NULL;
  return TRUE;
}

/* The field is indent, indent_hanging and indent_each. */
MB_PARSER (mb_parse_text_indent)
{
  static const char *const words[] = { "hanging", "each-line", NULL };
  MbStyleText *text = &context->draft->text;
  gboolean sized = FALSE, flags[2] = { FALSE, FALSE };
  for (;;) {
    int word = mb_css_take_words (cursor, words);
    if (word >= 0 && flags[word])
      return FALSE;
    if (word >= 0)
      flags[word] = TRUE;
    else if (!sized &&
             mb_value_size (context, cursor,
                            MB_VALUE_PERCENT | MB_VALUE_COMPARE | MB_VALUE_NEGATIVE, &text->indent))
      sized = TRUE;
    else
      break;
  }
  text->indent_hanging = flags[0];
  text->indent_each = flags[1];
  return sized;
}

#define ELLIPSIS "\xE2\x80\xA6"

MB_PARSER (mb_parse_text_overflow)
{
  const char **string = field;
  *string = NULL;
  if (mb_css_take_word (cursor, "clip"))
    return TRUE;
  const char *own = mb_css_take_word (cursor, "ellipsis") ? ELLIPSIS : mb_css_take_string (cursor);
  *string = own ? mb_styles_intern (context->styles, own) : NULL;
  return own != NULL;
}

MB_PARSER (mb_parse_max_lines)
{
  int lines = 0;
  if (!mb_css_take_word (cursor, "none") && !mb_value_integer (context, cursor, 1, 9999, &lines))
    return FALSE;
  *(guint16 *) field = (guint16) lines;
  return TRUE;
}

MB_PARSER (mb_parse_block_ellipsis)
{
  const char **string = field;
  *string = NULL;
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  const char *own = mb_css_take_word (cursor, "auto") ? ELLIPSIS : mb_css_take_string (cursor);
  *string = own ? mb_styles_intern (context->styles, own) : NULL;
  return own != NULL;
}

/* word, before, after; `auto` is the French 6 2 3 (notes/french.md § 1.8 HYP-01). */
MB_PARSER (mb_parse_hyphen_chars)
{
  static const int french[3] = { 6, 2, 3 };
  int chars[3];
  guint n = 0;
  for (; n < 3; n++)
    if (mb_css_take_word (cursor, "auto"))
      chars[n] = french[n];
    else if (!mb_value_integer (context, cursor, 1, 255, &chars[n]))
      break;
  if (n == 0)
    return FALSE;
  guint8 *limits = field;
  limits[0] = (guint8) chars[0];
  limits[1] = (guint8) (n > 1 ? chars[1] : french[1]);
  limits[2] = (guint8) (n > 2 ? chars[2] : n > 1 ? chars[1] : french[2]);
  return TRUE;
}

MB_PARSER (mb_parse_hyphen_lines)
{
  int lines = 255;
  if (!mb_css_take_word (cursor, "no-limit") && !mb_value_integer (context, cursor, 0, 254, &lines))
    return FALSE;
  *(guint8 *) field = (guint8) lines;
  return TRUE;
}

/* A percentage as 1/1000 of the whole. */
static gboolean
take_thousandths (MbCssContext *context, MbCssCursor *cursor, int max, gint16 *value)
{
  MbSize size;
  if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &size) || size.kind != MB_SIZE_PERCENT)
    return FALSE;
  gint32 thousandths = size.value / 100;
  context->clamped |= thousandths > max;
  *value = (gint16) MIN (thousandths, max);
  return TRUE;
}

/* The field is justify and justify_set. */
MB_PARSER (mb_parse_justify)
{
  MbStyleText *text = &context->draft->text;
  MbJustify justify = { 667, 1000, 1500, 0, 0 };
  gboolean set = !mb_css_take_word (cursor, "auto");
  if (set) {
    if (!take_thousandths (context, cursor, 5000, &justify.space_min) ||
        !take_thousandths (context, cursor, 5000, &justify.space_opt) ||
        !take_thousandths (context, cursor, 5000, &justify.space_max))
      return FALSE;
    if (take_thousandths (context, cursor, 100, &justify.scale))
      take_thousandths (context, cursor, 100, &justify.tracking);
    if (justify.space_min > justify.space_opt || justify.space_opt > justify.space_max)
      return FALSE;
  }
  text->justify = justify;
  text->justify_set = set;
  return TRUE;
}

/* The field is hyphen_last and hyphen_last_line. */
MB_PARSER (mb_parse_hyphen_last)
{
  static const char *const words[] = { "none", "always", "column", "page", "spread", NULL };
  MbStyleText *text = &context->draft->text;
  int word = mb_css_take_words (cursor, words);
  if (word < 0)
    return FALSE;
  text->hyphen_last = word == 0;
  text->hyphen_last_line = word != 1;
  return TRUE;
}

/* Both hyphens of Unicode are the one that the face has. */
MB_PARSER (mb_parse_hyphen_mark)
{
  MbStyleText *text = &context->draft->text;
  text->hyphen = NULL;
  if (mb_css_take_word (cursor, "auto"))
    return TRUE;
  const char *string = mb_css_take_string (cursor);
  if (!string || strlen (string) > MB_MAX_HYPHEN_BYTES)
    return FALSE;
  if (strcmp (string, "-") != 0 && strcmp (string, "\u2010") != 0)
    text->hyphen = mb_styles_intern (context->styles, string);
  return TRUE;
}

MB_PARSER (mb_parse_relief)
{
  gint16 *relief = field;
  *relief = 0;
  return mb_css_take_word (cursor, "none") || take_thousandths (context, cursor, 100, relief);
}

MB_PARSER (mb_parse_protrusion)
{
  gint16 *protrusion = field;
  double number;
  if (mb_css_take_word (cursor, "none")) {
    *protrusion = 0;
    return TRUE;
  }
  if (mb_css_take_word (cursor, "auto")) {
    *protrusion = 1000;
    return TRUE;
  }
  if (take_thousandths (context, cursor, 5000, protrusion))
    return TRUE;
  if (!mb_value_number (context, cursor, 0, 5, &number))
    return FALSE;
  *protrusion = (gint16) lrint (number * 1000);
  return TRUE;
}

MB_PARSER (mb_parse_superiors)
{
  gint16 *superior = field; /* size, rise */
  superior[0] = superior[1] = 0;
  if (mb_css_take_word (cursor, "auto"))
    return TRUE;
  return take_thousandths (context, cursor, 1000, &superior[0]) && superior[0] > 0 &&
         take_thousandths (context, cursor, 1000, &superior[1]);
}

static gboolean
take_glue (MbCssContext *context, MbCssCursor *cursor, MbSpaceGlue *glue)
{
  int width, stretch = 0, shrink = 0;
  if (mb_css_take_word (cursor, "word")) {
    *glue = (MbSpaceGlue){ 1000, MB_GLUE_AS_WORD, MB_GLUE_AS_WORD };
    return TRUE;
  }
  if (!mb_value_integer (context, cursor, 0, 5000, &width))
    return FALSE;
  if (mb_value_integer (context, cursor, 0, 5000, &stretch))
    mb_value_integer (context, cursor, 0, width, &shrink);
  *glue = (MbSpaceGlue){ (gint16) width, (gint16) stretch, (gint16) shrink };
  return TRUE;
}

/* The field is the glues in the order of their names. Those that are not named keep what they had. */
MB_PARSER (mb_parse_espaces)
{
  static const char *const names[] = { "thin", "colon", "guillemet", "number", "unit", NULL };
  MbSpaceGlue *glues = field;
  if (mb_css_take_word (cursor, "normal")) {
    static const MbSpaceGlue usual[] = { { 500, 0, 0 },
                                         { 1000, MB_GLUE_AS_WORD, MB_GLUE_AS_WORD },
                                         { 800, 300, 267 },
                                         { 500, 0, 0 },
                                         { 500, 0, 0 } };
    memcpy (glues, usual, sizeof usual);
    return TRUE;
  }
  do {
    int which = mb_css_take_words (cursor, names);
    if (which < 0 || !take_glue (context, cursor, &glues[which]))
      return FALSE;
  } while (mb_css_take_mark (cursor, ','));
  return TRUE;
}

MB_PARSER (mb_parse_grid)
{
  if (mb_css_take_word (cursor, "none")) {
    *(MbLength *) field = 0;
    return TRUE;
  }
  return mb_value_length (context, cursor, 0, field);
}

/* The field is looseness_min and looseness_max. One number n allows n lines more or fewer. */
MB_PARSER (mb_parse_looseness)
{
  gint8 *looseness = field;
  int low, high;
  if (!mb_value_integer (context, cursor, -9, 9, &low))
    return FALSE;
  if (!mb_value_integer (context, cursor, -9, 9, &high)) {
    high = ABS (low);
    low = -high;
  }
  if (low > high)
    return FALSE;
  looseness[0] = (gint8) low;
  looseness[1] = (gint8) high;
  return TRUE;
}

/* The field is list_style and list_style_is_string. */
MB_PARSER (mb_parse_list_style)
{
  MbStyleText *text = &context->draft->text;
  const char *string = mb_css_take_string (cursor);
  text->list_style_is_string = string != NULL;
  if (!string) {
    string = mb_value_counter_style (context, cursor);
    if (!string)
      return FALSE;
  }
  text->list_style = mb_styles_intern (context->styles, string);
  return TRUE;
}

/* A gradient has no size of its own, and so makes no marker. The field is a pointer and a number. */
MB_PARSER (mb_parse_list_image)
{
  MbImage image;
  if (!mb_value_image (context, cursor, &image) ||
      (image.kind != MB_IMAGE_NONE && image.kind != MB_IMAGE_PICTURE))
    return FALSE;
  MbStyleText *text = &context->draft->text;
  text->n_list_image = image.kind == MB_IMAGE_PICTURE;
  text->list_image = mb_styles_array (context->styles, &image, sizeof image, text->n_list_image);
  return TRUE;
}

MB_PARSER (mb_parse_quotes)
{
  const char *quotes[MAX_QUOTES + 1] = { NULL };
  guint n = 0;
  if (mb_css_take_word (cursor, "auto")) {
    *(const char *const **) field = NULL;
    return TRUE;
  }
  if (!mb_css_take_word (cursor, "none")) {
    for (const char *quote; n < MAX_QUOTES && (quote = mb_css_take_string (cursor)); n++)
      quotes[n] = mb_styles_intern (context->styles, quote);
    if (n == 0 || n % 2)
      return FALSE;
  }
  *(const char *const **) field = mb_styles_array (context->styles, quotes, sizeof *quotes, n + 1);
  return TRUE;
}

/* The field is hang_first, hang_last and hang_end. */
MB_PARSER (mb_parse_hanging)
{
  static const char *const words[] = { "first", "last", "force-end", "allow-end", NULL };
  gboolean *hangs = field;
  hangs[0] = hangs[1] = hangs[2] = FALSE;
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  int n = 0;
  for (int word; (word = mb_css_take_words (cursor, words)) >= 0; n++) {
    if (hangs[MIN (word, 2)])
      return FALSE;
    hangs[MIN (word, 2)] = TRUE;
  }
  return n > 0;
}

/* The field is transform and forms. */
MB_PARSER (mb_parse_text_transform)
{
  static const char *const words[] = { "full-width", "full-size-kana", NULL };
  MbStyleText *text = &context->draft->text;
  MbTextTransform how = MB_CASE_NONE;
  gboolean cased = FALSE;
  guint32 forms = 0;
  while (!mb_css_at_end (cursor)) {
    int word = mb_css_take_words (cursor, words);
    if (word >= 0 ? (forms & (1u << word)) != 0
                  : cased || !mb_parse_keyword (property, context, cursor, &how))
      return FALSE;
    if (word >= 0)
      forms |= 1u << word;
    else
      cased = TRUE;
    if (cased && how == MB_CASE_NONE)
      break;
  }
  if ((cased && how == MB_CASE_NONE && forms) || (!cased && !forms))
    return FALSE;
  text->transform = how;
  text->forms = forms;
  return TRUE;
}

/* A number counts spaces: it is kept as a percentage of one space. */
MB_PARSER (mb_parse_tab_size)
{
  MbSize *size = field;
  double number;
  if (!mb_value_number (context, cursor, 0, 100, &number))
    return mb_value_size (context, cursor, 0, size);
  *size = (MbSize){ MB_SIZE_PERCENT, (gint32) lrint (number * 100000) };
  return TRUE;
}

/* The field is underline, overline and line_through. */
MB_PARSER (mb_parse_decoration_line)
{
  static const char *const words[] = { "underline", "overline", "line-through", NULL };
  gboolean *lines = field;
  int n = 0;
  lines[0] = lines[1] = lines[2] = FALSE;
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  for (int word; (word = mb_css_take_words (cursor, words)) >= 0; n++) {
    if (lines[word])
      return FALSE;
    lines[word] = TRUE;
  }
  return n > 0;
}

MB_PARSER (mb_parse_thickness)
{
  static const char *const words[] = { "auto", "from-font", NULL };
  if (mb_css_take_words (cursor, words) >= 0) {
    *(MbLength *) field = 0;
    return TRUE;
  }
  return mb_value_length (context, cursor, 0, field);
}
