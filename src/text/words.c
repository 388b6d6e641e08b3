/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a paragraph and where they may be cut: letters, apostrophes and hyphens in a row, across elements, are one
 * word for the dictionary. What stands beside a digit, inside an address or in the name of a file is not cut.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  MbTypesetter *typesetter;
  const MbInline *inlines;
  const MbChar *chars;
  guint n;
  guint8 *may;
} Words;

static const MbStyleText *
style_at (const Words *words, guint i)
{
  return words->inlines[words->chars[i].in].style->text;
}

static const char *
lang_at (const Words *words, guint i)
{
  return words->inlines[words->chars[i].in].lang;
}

/* As written. */
static gunichar
letter_at (const Words *words, guint i)
{
  return mb_char_source (words->inlines, &words->chars[i]);
}

static gboolean
is_word_char (const Words *words, guint i)
{
  if (words->chars[i].kind != MB_CHAR_TEXT)
    return FALSE;
  gunichar c = letter_at (words, i);
  if (c < 0x80)
    return g_ascii_isalpha ((char) c) || c == '\'' || c == '-';
  return g_unichar_isalpha (c) || c == 0x2019 || c == 0x2010 || g_unichar_ismark (c);
}

/* A full stop between two letters: index.html, exemple.fr. */
static gboolean
joins_names (const Words *words, guint i)
{
  return letter_at (words, i) == '.' && i > 0 && i + 1 < words->n &&
         g_unichar_isalnum (letter_at (words, i - 1)) &&
         g_unichar_isalnum (letter_at (words, i + 1));
}

static gboolean
touches_code (const Words *words, guint i)
{
  if (i >= words->n || words->chars[i].kind != MB_CHAR_TEXT)
    return FALSE;
  gunichar c = letter_at (words, i);
  return g_unichar_isdigit (c) || c == '_' || c == '@' || c == '/' || c == '\\' || c == '#' ||
         words->may[i] == MB_MAY_NEVER || joins_names (words, i);
}

/* A capital inside a sentence marks a name. */
static gboolean
begins_sentence (const Words *words, guint i)
{
  while (i > 0) {
    gunichar c = letter_at (words, --i);
    if (words->chars[i].kind == MB_CHAR_FORCED)
      return TRUE;
    if (words->chars[i].kind == MB_CHAR_SPACE || c == 0xA0 || c == 0x202F || c == 0x2014 ||
        c == 0x2013)
      continue;
    return strchr (".!?", (int) MIN (c, 127)) || c == 0x2026 || c == 0xAB || c == 0x201C;
  }
  return TRUE;
}

static gboolean
is_name (const Words *words, guint from, guint to)
{
  while (from < to && !g_unichar_isalpha (letter_at (words, from)))
    from++;
  if (from >= to)
    return FALSE;
  /* l’Égypte: the capital stands after the apostrophe */
  for (guint i = from; i + 1 < to && i < from + 4; i++)
    if (letter_at (words, i) == 0x2019 && g_unichar_isupper (letter_at (words, i + 1)))
      return TRUE;
  return g_unichar_isupper (letter_at (words, from)) && !begins_sentence (words, from);
}

static gboolean
has_soft_hyphen (const Words *words, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (words->chars[i].flags & MB_CHAR_SOFT_HYPHEN)
      return TRUE;
  return FALSE;
}

static void
mark_soft_hyphens (Words *words, guint from, guint to)
{
  for (guint i = from + 1; i < to; i++)
    if (words->chars[i].flags & MB_CHAR_SOFT_HYPHEN)
      words->may[i] = MB_MAY_HYPHEN;
}

static void
mark_points (Words *words, guint from, guint to)
{
  gunichar letters[MB_MAX_HYPHEN_WORD];
  guint8 points[MB_MAX_HYPHEN_WORD];
  guint n = to - from;
  if (n > MB_MAX_HYPHEN_WORD)
    return;
  for (guint i = 0; i < n; i++)
    letters[i] = letter_at (words, from + i);

  if (!mb_hyphen_points (words->typesetter, letters, n, lang_at (words, from),
                         mb_hyphen_limits (style_at (words, from)), points))
    return;
  guint8 simple = is_name (words, from, to) ? MB_MAY_NAME : MB_MAY_WORD;
  for (guint i = 1; i < n; i++)
    if (points[i] && !words->may[from + i])
      words->may[from + i] = points[i] == 2 ? MB_MAY_COMPOUND : simple;
}

static gboolean
one_language (const Words *words, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (lang_at (words, i) != lang_at (words, from) ||
        style_at (words, i)->hyphens != MB_HYPHENS_AUTO)
      return FALSE;
  return TRUE;
}

/* Inside an address. */
static gboolean
is_forbidden (const Words *words, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (words->may[i] == MB_MAY_NEVER)
      return TRUE;
  return FALSE;
}

static void
mark_word (Words *words, guint from, guint to)
{
  if (style_at (words, from)->hyphens == MB_HYPHENS_NONE)
    return;
  if (has_soft_hyphen (words, from, to))
    mark_soft_hyphens (words, from, to);
  else if (to - from >= 4 && !is_forbidden (words, from, to) && one_language (words, from, to) &&
           !touches_code (words, to) && !(from > 0 && touches_code (words, from - 1)))
    mark_points (words, from, to);
}

/* Parts of one sign of writing: a letter and its accents, what U+2060 joins. */
static gboolean
is_one_sign (const Words *words, guint i)
{
  const MbChar *before = &words->chars[i - 1], *c = &words->chars[i];
  return before->kind != MB_CHAR_TEXT || c->kind != MB_CHAR_TEXT || g_unichar_ismark (c->c) ||
         (c->flags & (MB_CHAR_JOINED | MB_CHAR_CONTINUES)) || before->c == 0x200D || c->c == 0x200D;
}

static gboolean
is_glued (const Words *words, guint i)
{
  return mb_is_no_break (words->chars[i - 1].c) || mb_is_no_break (words->chars[i].c);
}

/* word-break: break-all, line-break: anywhere; and words that overflow-wrap lets part when they fit in no line, which the layout has found. */
static void
part_words (Words *words)
{
  for (guint i = 1; i < words->n; i++) {
    const MbInline *inl = &words->inlines[words->chars[i].in];
    const MbStyleText *style = style_at (words, i);
    gboolean all = style->word_break == MB_WORD_ANYWHERE && !is_glued (words, i);
    gboolean anywhere = all || style->line_break == MB_LINE_BREAK_ANYWHERE;
    if ((anywhere || inl->rescued) && words->may[i] == MB_MAY_NOT && !is_one_sign (words, i))
      words->may[i] = anywhere ? MB_MAY_PART : MB_MAY_RESCUE;
  }
}

static gboolean
is_nowrap (const MbStyleText *style)
{
  return style->white_space == MB_SPACE_NOWRAP || style->white_space == MB_SPACE_PRE ||
         style->wrap == MB_WRAP_NOWRAP;
}

static void
forbid_nowrap (Words *words)
{
  for (guint i = 0; i < words->n; i++)
    if (words->may[i] == MB_MAY_NEVER ||
        (words->may[i] && is_nowrap (style_at (words, i)) &&
         (words->chars[i].kind != MB_CHAR_TEXT || i == 0 || is_nowrap (style_at (words, i - 1)))))
      words->may[i] = MB_MAY_NOT;
}

void
mb_words_fill (MbTypesetter *typesetter, const MbInline *inlines, const MbChar *chars, guint n,
               guint8 *may)
{
  Words words = { typesetter, inlines, chars, n, may };
  for (guint from = 0, to; from < n; from = to + 1) {
    for (to = from; to < n && is_word_char (&words, to);)
      to++;
    if (to > from)
      mark_word (&words, from, to);
  }
  part_words (&words);
  forbid_nowrap (&words);
}
