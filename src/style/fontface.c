/* SPDX-License-Identifier: Apache-2.0 */
/* @font-face: which file answers to which family, weight, style and width.
 *
 * `src` is a list; the first file that is there is used. A name is looked for beside the sheet, then by file name in the
 * font folders (`url(EBGaramond12-Regular.otf)`). There is no local(): a family name does not name a file. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbSheet *sheet;
  MbFontRule rule;
  const char *first_missing, *unreadable;
} Face;

static void
read_family (Face *face, MbCssCursor *cursor)
{
  const char *name = mb_css_take_string (cursor);
  g_autoptr (GString) words = g_string_new (NULL);
  while (!name) {
    const char *word = mb_css_take_ident (cursor);
    if (!word)
      break;
    g_string_append_printf (words, "%s%s", words->len ? " " : "", word);
  }
  if (name || words->len)
    face->rule.family = mb_styles_intern (face->sheet->styles, name ? name : words->str);
}

static gboolean
is_remote (const char *url)
{
  g_autofree char *scheme = g_uri_parse_scheme (url);
  return scheme || g_str_has_prefix (url, "//");
}

static const char *
find_file (Face *face, const char *url)
{
  MbStyles *styles = face->sheet->styles;
  g_autofree char *beside = mb_source_resolve (styles->source, face->sheet->name, url, NULL);
  if (beside && mb_source_exists (styles->source, beside))
    return mb_styles_intern (styles, beside);
  g_autofree char *base = g_path_get_basename (url);
  return styles->fonts && mb_fonts_find (styles->fonts, base) ? mb_styles_intern (styles, base)
                                                              : NULL;
}

/* What files are can be told before they are read: web fonts of a kind that is not read here give way to another file of the list. */
static gboolean
is_readable (const char *url, MbCssCursor *after)
{
  static const char *const kinds[] = { "truetype",
                                       "opentype",
                                       "collection",
                                       "woff",
                                       "woff2",
                                       "truetype-variations",
                                       "opentype-variations",
                                       NULL };
  static const char *const suffixes[] = { ".eot", ".svg", NULL };
  MbCssCursor inside;
  if (mb_css_take_function (after, "format", &inside)) {
    const char *kind = mb_css_take_string (&inside);
    kind = kind ? kind : mb_css_take_ident (&inside);
    g_autofree char *lower = kind ? g_ascii_strdown (kind, -1) : NULL;
    return lower && g_strv_contains (kinds, lower);
  }
  g_autofree char *lower = g_ascii_strdown (url, strcspn (url, "?#"));
  for (guint i = 0; suffixes[i]; i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return FALSE;
  return TRUE;
}

static void
read_source (Face *face, MbCssCursor *cursor)
{
  MbStyles *styles = face->sheet->styles;
  while (!face->rule.file && !mb_css_at_end (cursor)) {
    MbCssValues one = mb_css_trim (mb_css_take_until_comma (cursor));
    MbCssCursor inside = mb_css_cursor (one);
    const char *url = mb_css_take_url (&inside);
    if (!url)
      continue;
    if (is_remote (url)) {
      mb_report (styles->diagnostics, mb_css_pos (one.first), MB_MSG_STYLE_FONT_REMOTE, url, NULL);
      continue;
    }
    const char *file = find_file (face, url);
    if (is_readable (url, &inside))
      face->rule.file = file;
    else if (!face->unreadable)
      face->unreadable = file;
    if (!face->first_missing)
      face->first_missing = mb_styles_intern (styles, url);
  }
}

static gboolean
take_weight (MbCssCursor *cursor, int *weight)
{
  double number;
  if (mb_css_take_word (cursor, "normal"))
    *weight = 400;
  else if (mb_css_take_word (cursor, "bold"))
    *weight = 700;
  else if (mb_css_take_number (cursor, &number))
    *weight = (int) CLAMP (number, 1, 1000);
  else
    return FALSE;
  return TRUE;
}

static void
read_weight (Face *face, MbCssCursor *cursor)
{
  if (!take_weight (cursor, &face->rule.weight_min))
    return;
  face->rule.weight_max = face->rule.weight_min;
  take_weight (cursor, &face->rule.weight_max);
  if (face->rule.weight_max < face->rule.weight_min) {
    int swap = face->rule.weight_max;
    face->rule.weight_max = face->rule.weight_min;
    face->rule.weight_min = swap;
  }
}

static void
read_slant (Face *face, MbCssCursor *cursor)
{
  static const char *const words[] = { "normal", "italic", "oblique", NULL };
  int word = mb_css_take_words (cursor, words);
  if (word >= 0)
    face->rule.slant = (MbFontSlant) word;
}

static void
read_stretch (Face *face, MbCssCursor *cursor)
{
  const MbProperty *row = &mb_properties[mb_property_find ("font-stretch")];
  MbCssContext context = face->sheet->styles->check;
  int stretch;
  if (row->parse (row, &context, cursor, &stretch))
    face->rule.stretch = stretch;
}

static void
read_ranges (Face *face, MbCssCursor *cursor)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint32));
  do {
    const MbCssValue *value = mb_css_take (cursor);
    if (!value || value->kind != MB_CSS_UNICODE_RANGE)
      return;
    g_array_append_vals (ranges, (guint32[]){ value->range.first, value->range.last }, 2);
  } while (mb_css_take_mark (cursor, ','));
  if (!mb_css_at_end (cursor))
    return;
  face->rule.ranges =
      mb_styles_array (face->sheet->styles, ranges->data, sizeof (guint32), ranges->len);
  face->rule.n_ranges = ranges->len / 2;
}

static const struct {
  const char *name;
  void (*read) (Face *face, MbCssCursor *cursor);
} descriptors[] = {
  { "font-family", read_family },   { "src", read_source },
  { "font-weight", read_weight },   { "font-style", read_slant },
  { "font-stretch", read_stretch }, { "font-width", read_stretch },
  { "unicode-range", read_ranges },
};

static void
read_descriptor (Face *face, const MbCssItem *item)
{
  static const char *const names[] = { "font-family",  "src",
                                       "font-weight",  "font-style",
                                       "font-stretch", "unicode-range",
                                       "font-display", NULL };
  MbDiagnostics *diagnostics = face->sheet->styles->diagnostics;
  MbCssCursor cursor = mb_css_cursor (item->values);
  for (guint i = 0; i < G_N_ELEMENTS (descriptors); i++)
    if (g_ascii_strcasecmp (item->name, descriptors[i].name) == 0) {
      descriptors[i].read (face, &cursor);
      return;
    }
  if (g_strv_contains (names, item->name)) /* for browsers */
    return;
  const char *nearest = mb_nearest (item->name, names);
  mb_report (diagnostics, item->pos, nearest ? MB_MSG_STYLE_PROPERTY : MB_MSG_STYLE_PROPERTY_NONE,
             item->name, nearest, NULL);
}

void
mb_fontface_read (MbSheet *sheet, const MbCssItem *item)
{
  MbStyles *styles = sheet->styles;
  Face face = { .sheet = sheet,
                .rule = {
                    .weight_min = 400, .weight_max = 400, .stretch = 100, .pos = item->pos } };
  MbCssReader reader =
      mb_css_reader (MB_CSS_DECLARATIONS, item->block, styles->arena, styles->diagnostics);
  MbCssItem part;
  while (mb_css_read (&reader, &part))
    if (part.kind == MB_CSS_DECLARATION)
      read_descriptor (&face, &part);

  if (!face.rule.file)
    face.rule.file =
        face.unreadable ? face.unreadable : face.first_missing; /* the fonts say why not */
  if (!face.rule.family || !face.rule.file)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_FONT_FACE,
               face.rule.family ? "src" : "font-family", NULL);
  else if (styles->fonts)
    mb_fonts_add (styles->fonts, &face.rule);
}
