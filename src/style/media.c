/* SPDX-License-Identifier: Apache-2.0 */
/* Media queries (Media Queries 4, without widths: the page is chosen by the sheet itself).
 *
 *   list  = query [, query]*
 *   query = [not | only]? type [and condition]* | condition
 *   condition = not part | part [and part]* | part [or part]*
 *   part  = (-marbre-epub) | ( condition )
 *
 * `print` is true in both editions: an EPUB is read as print unless the sheet asks for (-marbre-epub). A feature that is
 * not known makes its query false and is reported. */
#include "internal.h"

typedef struct {
  MbStyles *styles;
  gboolean unknown;
} Media;

static gboolean condition_is_true (Media *media, MbCssCursor *cursor);

static gboolean
part_is_true (Media *media, MbCssCursor *cursor)
{
  MbCssCursor inside, ahead;
  if (!mb_css_take_block (cursor, MB_CSS_PARENS, &inside)) {
    media->unknown = TRUE;
    return FALSE;
  }
  ahead = inside;
  if (mb_css_take_word (&ahead, "-marbre-epub") && mb_css_at_end (&ahead))
    return media->styles->medium == MB_MEDIUM_EPUB;
  return condition_is_true (media, &inside);
}

static gboolean
condition_is_true (Media *media, MbCssCursor *cursor)
{
  gboolean result;
  if (mb_css_take_word (cursor, "not"))
    return !part_is_true (media, cursor);
  result = part_is_true (media, cursor);
  for (;;) {
    if (mb_css_take_word (cursor, "and"))
      result &= part_is_true (media, cursor);
    else if (mb_css_take_word (cursor, "or"))
      result |= part_is_true (media, cursor);
    else
      break;
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
  while (mb_css_take_word (&ahead, "and"))
    result &= part_is_true (media, &ahead);
  media->unknown |= !mb_css_at_end (&ahead);
  return result != negated;
}

gboolean
mb_media_matches (MbStyles *styles, MbCssValues query)
{
  MbCssCursor cursor = mb_css_cursor (query);
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
