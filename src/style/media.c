/* SPDX-License-Identifier: Apache-2.0 */
/* Media queries (Media Queries 4).
 *
 *   list  = query [, query]*
 *   query = [not | only]? type [and condition]* | condition
 *   condition = not part | part [and part]* | part [or part]*
 *   part  = (feature) | (feature: value) | (value < feature < value) | ( condition )
 *
 * `print` is true in both editions: an EPUB is read as print unless the sheet asks for (-marbre-epub). The size is that of
 * the page that @page rules outside of such queries make, so it is known only when all sheets are read: what a query about
 * it guards is kept under a condition. The colour scheme is light, but for the cascade of an e-book read at night
 * (mb_styles_set_night). The other features have one value, that of paper. A feature that is not known
 * makes its query false and is reported. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbStyles *styles;
  gboolean unknown;
} Media;

static gboolean condition_is_true (Media *media, MbCssCursor *cursor);

/* --- Features ------------------------------------------------------------------------------------------*/

typedef enum { FEATURE_WIDTH, FEATURE_HEIGHT, FEATURE_ASPECT, FEATURE_DENSITY, FEATURE_COUNT } Kind;

/* Those with a range. `value`: of FEATURE_DENSITY in dppx, of FEATURE_COUNT. */
static const struct {
  const char *name;
  Kind kind;
  double value;
} ranges[] = {
  { "width", FEATURE_WIDTH, 0 },         { "height", FEATURE_HEIGHT, 0 },
  { "device-width", FEATURE_WIDTH, 0 },  { "device-height", FEATURE_HEIGHT, 0 },
  { "aspect-ratio", FEATURE_ASPECT, 0 }, { "resolution", FEATURE_DENSITY, 300 / 96. },
  { "color", FEATURE_COUNT, 8 },         { "color-index", FEATURE_COUNT, 0 },
  { "monochrome", FEATURE_COUNT, 0 },    { "grid", FEATURE_COUNT, 0 },
};

static const struct {
  const char *name, *value; /* an empty value or "none" is false alone */
} words[] = {
  { "update", "none" },
  { "overflow-block", "paged" },
  { "overflow-inline", "none" },
  { "hover", "none" },
  { "any-hover", "none" },
  { "pointer", "none" },
  { "any-pointer", "none" },
  { "scripting", "none" },
  { "scan", "none" },
  { "color-gamut", "srgb" },
  { "prefers-reduced-motion", "reduce" },
  { "prefers-contrast", "no-preference" },
  { "inverted-colors", "none" },
};

static gboolean
take_unitless (MbCssContext *context, MbCssCursor *cursor, double *value)
{
  MbNumeric numeric;
  if (!mb_value_numeric (context, cursor, &numeric) || numeric.type != MB_NUMERIC_NUMBER)
    return FALSE;
  *value = numeric.value;
  return TRUE;
}

static gboolean
take_ratio (MbCssContext *context, MbCssCursor *cursor, double *value)
{
  double below = 1;
  if (!take_unitless (context, cursor, value))
    return FALSE;
  if (mb_css_take_mark (cursor, '/') && !take_unitless (context, cursor, &below))
    return FALSE;
  *value = below ? *value / below : G_MAXDOUBLE;
  return TRUE;
}

static gboolean
take_density (MbCssCursor *cursor, double *value)
{
  static const struct {
    const char *unit;
    double dppx;
  } units[] = { { "dppx", 1 }, { "x", 1 }, { "dpi", 1 / 96. }, { "dpcm", 2.54 / 96 } };
  const char *unit;
  if (!mb_css_take_dimension (cursor, value, &unit))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (unit, units[i].unit) == 0) {
      *value *= units[i].dppx;
      return TRUE;
    }
  return FALSE;
}

/* In the unit of actual (). em is that of the initial font: no rule has a say yet. */
static gboolean
take_value (Media *media, guint feature, MbCssCursor *cursor, double *value)
{
  MbCssContext context = media->styles->check;
  context.root_em =
      context.em; /* Media Queries 4 § 1.3: the initial font size, whatever the root has */
  MbLength length;
  switch (ranges[feature].kind) {
  case FEATURE_WIDTH:
  case FEATURE_HEIGHT:
    if (!mb_value_length (&context, cursor, MB_VALUE_NEGATIVE, &length))
      return FALSE;
    *value = length;
    return TRUE;
  case FEATURE_ASPECT: return take_ratio (&context, cursor, value);
  case FEATURE_DENSITY: return take_density (cursor, value);
  case FEATURE_COUNT: return take_unitless (&context, cursor, value);
  }
  return FALSE;
}

static double
actual (const Media *media, guint feature)
{
  const MbStyles *styles = media->styles;
  switch (ranges[feature].kind) {
  case FEATURE_WIDTH: return styles->page_width;
  case FEATURE_HEIGHT: return styles->page_height;
  case FEATURE_ASPECT: return (double) styles->page_width / MAX (styles->page_height, 1);
  default: return ranges[feature].value;
  }
}

/* Half a pixel: 210mm and 793.7px are the same paper. */
static gboolean
compare (const Media *media, guint feature, double value, const char *sign)
{
  double found = actual (media, feature);
  double slack = ranges[feature].kind <= FEATURE_HEIGHT ? MB_PT / 4. : 1e-6;
  gboolean equal = found > value - slack && found < value + slack;
  switch (sign[0]) {
  case '<': return sign[1] ? found < value || equal : found < value && !equal;
  case '>': return sign[1] ? found > value || equal : found > value && !equal;
  default: return equal;
  }
}

static int
find_range (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (g_ascii_strcasecmp (name, ranges[i].name) == 0)
      return (int) i;
  return -1;
}

static const char *
scheme (const Media *media)
{
  media->styles->asks_night = TRUE;
  return media->styles->night ? "dark" : "light";
}

/* `name: value`, with min- or max-; 0 false, 1 true, -1 not understood. */
static int
plain_holds (Media *media, MbCssCursor inside)
{
  const char *name = mb_css_take_ident (&inside);
  if (!name || !mb_css_take_mark (&inside, ':'))
    return -1;
  const char *sign = g_ascii_strncasecmp (name, "min-", 4) == 0   ? ">="
                     : g_ascii_strncasecmp (name, "max-", 4) == 0 ? "<="
                                                                  : "=";
  int feature = find_range (*sign == '=' ? name : name + 4);
  double value;
  if (feature >= 0)
    return take_value (media, (guint) feature, &inside, &value) && mb_css_at_end (&inside)
               ? compare (media, (guint) feature, value, sign)
               : -1;
  const char *word = mb_css_take_ident (&inside);
  if (!word || !mb_css_at_end (&inside))
    return -1;
  if (g_ascii_strcasecmp (name, "orientation") == 0)
    return (g_ascii_strcasecmp (word, "portrait") == 0) ==
           (media->styles->page_height >= media->styles->page_width);
  if (g_ascii_strcasecmp (name, "prefers-color-scheme") == 0)
    return g_ascii_strcasecmp (word, scheme (media)) == 0;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (name, words[i].name) == 0)
      return g_ascii_strcasecmp (word, words[i].value) == 0;
  return -1;
}

/* `name` alone: whether it has a value that is not 0 or none. */
static int
bare_holds (const Media *media, const char *name)
{
  int feature = find_range (name);
  if (feature >= 0)
    return actual (media, (guint) feature) != 0;
  if (g_ascii_strcasecmp (name, "orientation") == 0 ||
      g_ascii_strcasecmp (name, "prefers-color-scheme") == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (name, words[i].name) == 0)
      return strcmp (words[i].value, "none") != 0 && strcmp (words[i].value, "no-preference") != 0;
  return -1;
}

static const char *
take_sign (MbCssCursor *cursor)
{
  char first = mb_css_take_mark (cursor, '<') ? '<' : mb_css_take_mark (cursor, '>') ? '>' : 0;
  const MbCssValue *next = mb_css_peek_raw (cursor);
  gboolean equal = next && mb_css_is_delim (next, '=') && mb_css_take_raw (cursor);
  if (!first)
    return mb_css_take_mark (cursor, '=') ? "=" : NULL;
  return first == '<' ? (equal ? "<=" : "<") : (equal ? ">=" : ">");
}

static const char *
turned (const char *sign)
{
  return *sign == '<' ? (sign[1] ? ">=" : ">") : *sign == '>' ? (sign[1] ? "<=" : "<") : sign;
}

/* The one identifier of `a < name <= b`. */
static int
range_feature (MbCssCursor inside)
{
  int feature = -1;
  for (const MbCssValue *value; (value = mb_css_take (&inside));)
    if (value->kind == MB_CSS_IDENT)
      feature = find_range (value->text);
  return feature;
}

/* `name < value`, `value < name`, `value < name < value`; as plain_holds. */
static int
range_holds (Media *media, MbCssCursor inside)
{
  int found = range_feature (inside);
  guint feature = (guint) MAX (found, 0);
  gboolean holds = TRUE;
  const char *before = NULL, *after;
  double value;
  if (found < 0)
    return -1;
  const MbCssValue *first = mb_css_peek (&inside);
  if (first->kind != MB_CSS_IDENT) {
    if (!take_value (media, feature, &inside, &value) || !(before = take_sign (&inside)))
      return -1;
    holds = compare (media, feature, value, turned (before));
  }
  if (!mb_css_take_ident (&inside))
    return -1;
  if (before && mb_css_at_end (&inside))
    return holds;
  if (!(after = take_sign (&inside)) || (before && (*before != *after || *after == '=')) ||
      !take_value (media, feature, &inside, &value) || !mb_css_at_end (&inside))
    return -1;
  return holds && compare (media, feature, value, after);
}

/* 0 false, 1 true, -1: no feature. */
static int
feature_holds (Media *media, MbCssCursor inside)
{
  MbCssCursor ahead = inside;
  const char *name = mb_css_take_ident (&ahead);
  if (name && mb_css_at_end (&ahead)) {
    if (g_ascii_strcasecmp (name, "-marbre-epub") == 0)
      return media->styles->medium == MB_MEDIUM_EPUB;
    return bare_holds (media, name);
  }
  int holds = plain_holds (media, inside);
  return holds >= 0 ? holds : range_holds (media, inside);
}

/* --- Conditions ------------------------------------------------------------------------------------------*/

static gboolean
part_is_true (Media *media, MbCssCursor *cursor)
{
  MbCssCursor inside;
  if (!mb_css_take_block (cursor, MB_CSS_PARENS, &inside)) {
    media->unknown = TRUE;
    return FALSE;
  }
  int holds = feature_holds (media, inside);
  return holds >= 0 ? holds : condition_is_true (media, &inside);
}

static gboolean
condition_is_true (Media *media, MbCssCursor *cursor)
{
  gboolean result;
  if (mb_css_take_word (cursor, "not")) {
    result = !part_is_true (media, cursor);
  } else {
    result = part_is_true (media, cursor);
    gboolean any = !mb_css_is_word (mb_css_peek (cursor), "and");
    while (mb_css_take_word (cursor, any ? "or" : "and")) {
      gboolean part = part_is_true (media, cursor);
      result = any ? result || part : result && part;
    }
  }
  media->unknown |= !mb_css_at_end (cursor);
  return result;
}

static gboolean
type_is_true (Media *media, const char *type)
{
  static const char *const others[] = { "screen",   "speech",  "tty",   "tv",       "projection",
                                        "handheld", "braille", "aural", "embossed", NULL };
  if (g_ascii_strcasecmp (type, "all") == 0 || g_ascii_strcasecmp (type, "print") == 0)
    return TRUE;
  for (guint i = 0; others[i]; i++)
    if (g_ascii_strcasecmp (type, others[i]) == 0)
      return FALSE;
  media->unknown = TRUE;
  return FALSE;
}

static gboolean
query_is_true (Media *media, MbCssValues query)
{
  MbCssCursor cursor = mb_css_cursor (query), ahead = cursor;
  gboolean negated = mb_css_take_word (&ahead, "not");
  if (!negated)
    mb_css_take_word (&ahead, "only");
  const char *type = mb_css_take_ident (&ahead);
  if (!type)
    return condition_is_true (media, &cursor);

  gboolean result = type_is_true (media, type);
  while (mb_css_take_word (&ahead, "and")) {
    gboolean negative = mb_css_take_word (&ahead, "not");
    gboolean part = part_is_true (media, &ahead);
    result = result && part != negative;
  }
  media->unknown |= !mb_css_at_end (&ahead);
  return result != negated;
}

static gboolean
list_is_true (MbStyles *styles, MbCssValues list)
{
  MbCssCursor cursor = mb_css_cursor (list);
  gboolean result = mb_css_at_end (&cursor);
  while (!mb_css_at_end (&cursor)) {
    MbCssValues one = mb_css_trim (mb_css_take_until_comma (&cursor));
    Media media = { styles, FALSE };
    gboolean holds = query_is_true (&media, one);
    if (media.unknown && one.first < one.end)
      mb_report (styles->diagnostics, mb_css_pos (one.first), MB_MSG_STYLE_MEDIA,
                 mb_css_original (styles->arena, one), NULL);
    result |= holds && !media.unknown;
  }
  return result;
}

/* --- Conditions that wait -----------------------------------------------------------------------------------*/

static gboolean
asks_size (MbCssValues query)
{
  for (const MbCssValue *value = query.first; value < query.end; value++) {
    if (value->kind != MB_CSS_IDENT)
      continue;
    gboolean limit = g_ascii_strncasecmp (value->text, "min-", 4) == 0 ||
                     g_ascii_strncasecmp (value->text, "max-", 4) == 0;
    int feature = find_range (value->text + (limit ? 4 : 0));
    if (g_ascii_strcasecmp (value->text, "orientation") == 0 ||
        (feature >= 0 && ranges[feature].kind <= FEATURE_ASPECT))
      return TRUE;
  }
  return FALSE;
}

gboolean
mb_media_enter (MbSheet *sheet, MbCssValues query)
{
  MbStyles *styles = sheet->styles;
  gboolean holds = list_is_true (styles, query);
  if (!asks_size (query))
    return holds;
  MbCondition *condition = mb_arena_new0 (styles->arena, MbCondition);
  *condition = (MbCondition){ sheet->condition, query, -1 };
  g_ptr_array_add (styles->conditions, condition);
  sheet->condition = condition;
  styles->asks_page = TRUE;
  return TRUE;
}

gboolean
mb_condition_holds (MbStyles *styles, MbCondition *condition)
{
  if (!condition)
    return TRUE;
  if (styles->measuring)
    return FALSE;
  if (condition->holds < 0) {
    MbDiagnostics *diagnostics = styles->diagnostics;
    styles->diagnostics = NULL; /* reported when it was read */
    condition->holds =
        mb_condition_holds (styles, condition->outer) && list_is_true (styles, condition->query);
    styles->diagnostics = diagnostics;
  }
  return condition->holds;
}
