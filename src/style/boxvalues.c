/* SPDX-License-Identifier: Apache-2.0 */
/* Values that many properties share, and those of boxes, borders, columns and pages. */
#include "internal.h"

#include <stddef.h>
#include <string.h>

MB_PARSER (mb_parse_keyword)
{
  MbCssCursor ahead = *cursor;
  const char *word = mb_css_take_ident (&ahead);
  for (const MbKeyword *keyword = property->keywords; word && keyword->name; keyword++)
    if (g_ascii_strcasecmp (keyword->name, word) == 0) {
      *(gint32 *) field = keyword->value;
      *cursor = ahead;
      return TRUE;
    }
  return FALSE;
}

/* The words of `display` in two or three parts: how the box stands, how it lays out what it holds, and whether it has a marker (CSS Display 3
 * § 2). Words that are values of their own come here too. */
typedef enum { PART_NONE, PART_BLOCK, PART_INLINE } Outer;

static int
take_display_part (MbCssCursor *cursor, Outer *outer, gboolean *item)
{
  static const char *const outers[] = { "block", "inline", NULL };
  static const char *const inners[] = { "flow", "flow-root", "table", "grid", NULL };
  int word = mb_css_take_words (cursor, outers);
  if (word >= 0) {
    gboolean again = *outer != PART_NONE;
    *outer = word == 0 ? PART_BLOCK : PART_INLINE;
    return again ? -1 : 0;
  }
  if (mb_css_take_word (cursor, "list-item")) {
    gboolean again = *item;
    *item = TRUE;
    return again ? -1 : 0;
  }
  word = mb_css_take_words (cursor, inners);
  return word < 0 ? -1 : word + 1;
}

static gboolean
take_display_parts (MbCssCursor *cursor, MbDisplay *display)
{
  static const MbDisplay blocks[] = { MB_DISPLAY_BLOCK, MB_DISPLAY_BLOCK, MB_DISPLAY_FLOW_ROOT,
                                      MB_DISPLAY_TABLE, MB_DISPLAY_GRID };
  static const MbDisplay inlines[] = { MB_DISPLAY_INLINE, MB_DISPLAY_INLINE,
                                       MB_DISPLAY_INLINE_BLOCK, MB_DISPLAY_INLINE_TABLE,
                                       MB_DISPLAY_INLINE_GRID };
  Outer outer = PART_NONE;
  gboolean item = FALSE;
  int inner = 0;
  while (!mb_css_at_end (cursor)) {
    int part = take_display_part (cursor, &outer, &item);
    if (part < 0 || (part > 0 && inner > 0))
      return FALSE;
    inner = part > 0 ? part : inner;
  }
  if (item && (outer == PART_INLINE || inner > 2))
    return FALSE;
  *display = item ? MB_DISPLAY_LIST_ITEM : outer == PART_INLINE ? inlines[inner] : blocks[inner];
  return TRUE;
}

MB_PARSER (mb_parse_display)
{
  MbCssCursor ahead = *cursor;
  if (mb_parse_keyword (property, context, &ahead, field) && mb_css_at_end (&ahead)) {
    *cursor = ahead;
    return TRUE;
  }
  return !mb_css_at_end (cursor) && take_display_parts (cursor, field);
}

MB_PARSER (mb_parse_byte)
{
  int integer;
  if (!mb_value_integer (context, cursor, property->min, property->max, &integer))
    return FALSE;
  *(guint8 *) field = (guint8) integer;
  return TRUE;
}

MB_PARSER (mb_parse_integer)
{
  return mb_value_integer (context, cursor, property->min, property->max, field);
}

MB_PARSER (mb_parse_length)
{
  return mb_value_length (context, cursor, property->allow, field);
}

MB_PARSER (mb_parse_border_spacing)
{
  MbLength *spacing = field, down;
  if (!mb_value_length (context, cursor, 0, spacing))
    return FALSE;
  spacing[1] = mb_value_length (context, cursor, 0, &down) ? down : spacing[0];
  return TRUE;
}

MB_PARSER (mb_parse_size)
{
  return mb_value_size (context, cursor, property->allow, field);
}

MB_PARSER (mb_parse_color)
{
  return mb_value_color (context, cursor, field);
}

MB_PARSER (mb_parse_border_width)
{
  static const char *const words[] = { "thin", "medium", "thick", NULL };
  static const MbLength widths[] = { 3 * MB_PT / 4, 9 * MB_PT / 4,
                                     15 * MB_PT / 4 }; /* 1, 3 and 5 px */
  int word = mb_css_take_words (cursor, words);
  if (word >= 0) {
    *(MbLength *) field = widths[word];
    return TRUE;
  }
  return mb_value_length (context, cursor, 0, field);
}

/* The field is z_index and z_auto. */
MB_PARSER (mb_parse_z_index)
{
  static const char *const words[] = { "auto", NULL };
  MbStyleBox *box = &context->draft->box;
  box->z_index = 0;
  box->z_auto = mb_css_take_words (cursor, words) == 0;
  return box->z_auto || mb_value_integer (context, cursor, G_MININT16, G_MAXINT16, &box->z_index);
}

MB_PARSER (mb_parse_opacity)
{
  MbNumeric numeric;
  if (!mb_value_numeric (context, cursor, &numeric) || numeric.type == MB_NUMERIC_LENGTH)
    return FALSE;
  double value = numeric.type == MB_NUMERIC_PERCENT ? numeric.value / 100 : numeric.value;
  *(guint16 *) field = (guint16) (CLAMP (value, 0, 1) * 65535 + 0.5);
  return TRUE;
}

/* running(name) also sets paged.running, which has no property of its own. */
MB_PARSER (mb_parse_position)
{
  static const char *const words[] = { "static", "relative", "absolute", "fixed", NULL };
  MbCssCursor inside;
  int word = mb_css_take_words (cursor, words);
  context->draft->paged.running = NULL;
  if (word >= 0) {
    *(MbPositioned *) field = (MbPositioned) word;
    return TRUE;
  }
  if (!mb_css_take_function (cursor, "running", &inside))
    return FALSE;
  const char *name = mb_css_take_ident (&inside);
  if (!name || !mb_css_at_end (&inside))
    return FALSE;
  context->draft->paged.running = mb_styles_intern (context->styles, name);
  *(MbPositioned *) field = MB_POSITIONED_RUNNING;
  return TRUE;
}

/* The field is valign and valign_shift. */
MB_PARSER (mb_parse_vertical_align)
{
  static const char *const words[] = { "baseline", "super",    "sub",         "top", "middle",
                                       "bottom",   "text-top", "text-bottom", NULL };
  MbStyleBox *box = &context->draft->box;
  int word = mb_css_take_words (cursor, words);
  if (word >= 0) {
    box->valign = (MbVerticalAlign) word;
    box->valign_shift = (MbSize){ MB_SIZE_LENGTH, 0 };
    return TRUE;
  }
  if (!mb_value_size (context, cursor, MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, &box->valign_shift))
    return FALSE;
  box->valign = MB_VALIGN_LENGTH;
  return TRUE;
}

/* The field is object_x and object_y. */
MB_PARSER (mb_parse_object_position)
{
  MbBackgroundPlace at[2];
  MbSize *place = field;
  if (!mb_value_place (context, cursor, at))
    return FALSE;
  for (int i = 0; i < 2; i++)
    place[i] =
        at[i].percent == 0 && at[i].shift != 0
            ? (MbSize){ MB_SIZE_LENGTH, at[i].shift }
            : (MbSize){ .kind = MB_SIZE_PERCENT, .value = at[i].percent, .plus = at[i].shift };
  return TRUE;
}

/* css-sizing-4 § 6.1. The field is ratio and ratio_auto; a ratio of nothing is none. */
MB_PARSER (mb_parse_ratio)
{
  MbStyleBox *box = &context->draft->box;
  double ratio[2] = { 0, 1 };
  gboolean automatic = mb_css_take_word (cursor, "auto");
  gboolean given = mb_value_number (context, cursor, -1, 1e6, &ratio[0]);
  if (given && mb_css_take_mark (cursor, '/') &&
      !mb_value_number (context, cursor, -1, 1e6, &ratio[1]))
    return FALSE;
  if (ratio[0] < 0 || ratio[1] < 0)
    return FALSE;
  automatic = automatic || mb_css_take_word (cursor, "auto");
  box->ratio[0] = ratio[1] > 0 ? ratio[0] : 0;
  box->ratio[1] = given && ratio[0] > 0 ? ratio[1] : 0;
  box->ratio_auto = automatic;
  return given || automatic;
}

/* --- Pages and columns ------------------------------------------------------------------------------*/

MB_PARSER (mb_parse_page)
{
  const char *name = mb_css_take_ident (cursor);
  if (!name)
    return FALSE;
  gboolean automatic = g_ascii_strcasecmp (name, "auto") == 0;
  if (automatic && context->parent) /* the used value of auto is the parent's (css-page-3 § 8.1) */
    *(const char **) field = context->parent->paged->page;
  else
    *(const char **) field = mb_styles_intern (context->styles, automatic ? "" : name);
  return TRUE;
}

MB_PARSER (mb_parse_column_count)
{
  const MbCssValue *written = mb_css_peek (cursor);
  int count = 0;
  if (mb_css_take_word (cursor, "auto")) {
    *(guint *) field = 0;
    return TRUE;
  }
  if (written && written->kind == MB_CSS_NUMBER && written->number < 1)
    return FALSE;
  if (!mb_value_integer (context, cursor, 1, MB_MAX_COLUMNS, &count))
    return FALSE;
  *(guint *) field = (guint) count;
  return TRUE;
}

MB_PARSER (mb_parse_column_width)
{
  MbSize size;
  if (!mb_value_size (context, cursor, MB_VALUE_AUTO, &size))
    return FALSE;
  /* 0 stands for auto; a width of 0 is as narrow as a column gets */
  *(MbLength *) field = size.kind == MB_SIZE_AUTO ? 0 : MAX (size.value, MB_PT);
  return TRUE;
}

MB_PARSER (mb_parse_gap)
{
  if (mb_css_take_word (cursor, "normal")) {
    *(MbSize *) field = (MbSize){ MB_SIZE_AUTO, 0 };
    return TRUE;
  }
  return mb_value_size (context, cursor, MB_VALUE_PERCENT, field);
}

MB_PARSER (mb_parse_column_span)
{
  int span = 0;
  if (!mb_css_take_word (cursor, "none") &&
      !mb_value_integer (context, cursor, 1, MB_MAX_COLUMNS, &span))
    return FALSE;
  *(guint *) field = (guint) span;
  return TRUE;
}

#define TALLEST_INITIAL 40 /* lines */

/* The field is initial_size and initial_sink (CSS Inline 3 § 7.1). */
MB_PARSER (mb_parse_initial_letter)
{
  MbStyleBox *box = &context->draft->box;
  double size = 0;
  int sink = 1;
  if (mb_css_take_word (cursor, "normal")) {
    box->initial_size = box->initial_sink = 0;
    return TRUE;
  }
  gboolean first = mb_css_take_word (cursor, "drop") || mb_css_take_word (cursor, "raise");
  if (first || !mb_value_number (context, cursor, 1, TALLEST_INITIAL, &size))
    return FALSE;
  if (!mb_css_take_word (cursor, "raise")) {
    mb_css_take_word (cursor, "drop");
    if (!mb_value_integer (context, cursor, 1, TALLEST_INITIAL, &sink))
      sink = (int) size;
  }
  box->initial_size = (guint16) (size * 100 + 0.5);
  box->initial_sink = (guint8) sink;
  return TRUE;
}

/* A place and, on either side of it, the number of a page. */
MB_PARSER (mb_parse_place)
{
  gint32 place;
  int page = 0;
  gboolean numbered = mb_value_integer (context, cursor, 1, MB_MAX_PAGES, &page);
  if (!mb_parse_keyword (property, context, cursor, &place))
    return FALSE;
  if (!numbered && place != MB_CORNER_NONE && !mb_css_at_end (cursor))
    numbered = mb_value_integer (context, cursor, 1, MB_MAX_PAGES, &page);
  if (numbered && place == MB_CORNER_NONE)
    return FALSE;
  *(MbCorner *) field = (MbCorner) place;
  *(guint *) ((char *) field + offsetof (MbStylePaged, corner_page) -
              offsetof (MbStylePaged, corner)) = (guint) page;
  return TRUE;
}

static gboolean
take_gutter (MbCssContext *context, MbCssCursor *cursor, MbStylePaged *paged)
{
  int gutter = MB_ASTRIDE_AUTO;
  if (!mb_css_take_word (cursor, "auto") &&
      !mb_value_integer (context, cursor, 1, MB_MAX_COLUMNS - 1, &gutter))
    return FALSE;
  paged->astride = gutter;
  return TRUE;
}

static gboolean
take_astride_at (MbCssContext *context, MbCssCursor *cursor, MbStylePaged *paged)
{
  if (mb_css_take_word (cursor, "middle"))
    paged->astride_at = MB_ASTRIDE_MIDDLE;
  else if (mb_css_take_word (cursor, "call"))
    paged->astride_at = MB_ASTRIDE_CALL;
  else if (mb_value_size (context, cursor, MB_VALUE_PERCENT, &paged->astride_offset))
    paged->astride_at = MB_ASTRIDE_OFFSET;
  else
    return FALSE;
  return TRUE;
}

/* A gutter and a height, in either order. Either may be left out. */
MB_PARSER (mb_parse_astride)
{
  MbStylePaged *paged = &context->draft->paged;
  paged->astride = MB_ASTRIDE_NONE;
  paged->astride_at = MB_ASTRIDE_MIDDLE;
  paged->astride_offset = (MbSize){ 0 };
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  gboolean gutter = take_gutter (context, cursor, paged);
  gboolean at = !mb_css_at_end (cursor) && take_astride_at (context, cursor, paged);
  if (at && !gutter && !mb_css_at_end (cursor))
    gutter = take_gutter (context, cursor, paged);
  if (!gutter)
    paged->astride = MB_ASTRIDE_AUTO;
  return gutter || at;
}
