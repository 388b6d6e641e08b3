/* SPDX-License-Identifier: Apache-2.0 */
/* Where a line may end between ideographs, kana and what stands beside them: UAX 14 by pairs of line breaking classes, with the strictness of
 * `line-break` and `word-break: keep-all` (CSS Text 3 § 5.2, § 5.3).
 *
 * A pair may be parted unless one of the two forbids it: what opens keeps what follows, what closes or continues stays with what comes before.
 * Small kana begin a line by `normal` and `loose` only; `loose` parts before iteration marks and hyphens, between leaders, and in Chinese and
 * Japanese around centred points, prefixes and suffixes.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  gunichar a, b;
  GUnicodeBreakType before, after; /* their classes */
  MbLineBreak strictness;
  gboolean cjk; /* Chinese or Japanese */
} Pair;

gboolean
mb_is_eastern (gunichar c)
{
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
         (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static GUnicodeBreakType
class_of (gunichar c, MbLineBreak strictness)
{
  GUnicodeBreakType class = g_unichar_break_type (c);
  gboolean lax = strictness == MB_LINE_BREAK_NORMAL || strictness == MB_LINE_BREAK_LOOSE;
  if (class != G_UNICODE_BREAK_CONDITIONAL_JAPANESE_STARTER)
    return class;
  return lax ? G_UNICODE_BREAK_IDEOGRAPHIC : G_UNICODE_BREAK_NON_STARTER;
}

static gboolean
is_one_of (gunichar c, const gunichar *set)
{
  while (*set && *set != c)
    set++;
  return c && *set == c;
}

static gboolean
is_wide (gunichar c)
{
  return g_unichar_iswide_cjk (c);
}

static gboolean
is_language (const char *lang, const char *code)
{
  return lang && g_ascii_strncasecmp (lang, code, 2) == 0 && !g_ascii_isalpha (lang[2]);
}

/* Breaks that CSS Text 3 § 5.3 grants to normal and loose, before UAX 14 is asked. */
static gboolean
is_granted (const Pair *pair)
{
  static const gunichar waves[] = { 0x301C, 0x30A0, 0 };
  static const gunichar hyphens[] = { 0x2010, 0x2013, 0 };
  static const gunichar iteration[] = { 0x3005, 0x303B, 0x309D, 0x309E, 0x30FD, 0x30FE, 0 };
  static const gunichar centred[] = { 0x30FB, 0xFF1A, 0xFF1B, 0xFF65, 0x203C, 0x2047,
                                      0x2048, 0x2049, 0xFF01, 0xFF1F, 0 };
  gboolean loose = pair->strictness == MB_LINE_BREAK_LOOSE;
  if (pair->cjk && (loose || pair->strictness == MB_LINE_BREAK_NORMAL) &&
      is_one_of (pair->b, waves))
    return TRUE;
  if (!loose)
    return FALSE;
  if (is_one_of (pair->b, iteration) || pair->after == G_UNICODE_BREAK_INSEPARABLE)
    return TRUE;
  if (is_one_of (pair->b, hyphens) && pair->before == G_UNICODE_BREAK_IDEOGRAPHIC)
    return TRUE;
  return pair->cjk && (is_one_of (pair->b, centred) ||
                       (pair->after == G_UNICODE_BREAK_POSTFIX && is_wide (pair->b)) ||
                       (pair->before == G_UNICODE_BREAK_PREFIX && is_wide (pair->a)));
}

/* LB7–LB13, LB21, LB22: classes that do not begin a line. */
static gboolean
continues (GUnicodeBreakType class)
{
  switch (class) {
  case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
  case G_UNICODE_BREAK_CLOSE_PARANTHESIS:
  case G_UNICODE_BREAK_EXCLAMATION:
  case G_UNICODE_BREAK_INFIX_SEPARATOR:
  case G_UNICODE_BREAK_SYMBOL:
  case G_UNICODE_BREAK_NON_STARTER:
  case G_UNICODE_BREAK_INSEPARABLE:
  case G_UNICODE_BREAK_AFTER:
  case G_UNICODE_BREAK_HYPHEN:
  case G_UNICODE_BREAK_COMBINING_MARK:
  case G_UNICODE_BREAK_ZERO_WIDTH_JOINER:
  case G_UNICODE_BREAK_EMOJI_MODIFIER:
  case G_UNICODE_BREAK_HANGUL_V_JAMO:
  case G_UNICODE_BREAK_HANGUL_T_JAMO: return TRUE;
  default: return FALSE;
  }
}

static gboolean
is_glue (GUnicodeBreakType class)
{
  return class == G_UNICODE_BREAK_NON_BREAKING_GLUE || class == G_UNICODE_BREAK_WORD_JOINER;
}

/* LB12, LB14, LB19, LB21, LB23a: pairs that hold by what comes first, or by both. */
static gboolean
holds (const Pair *pair)
{
  GUnicodeBreakType a = pair->before, b = pair->after;
  if (is_glue (a) || is_glue (b) || a == G_UNICODE_BREAK_OPEN_PUNCTUATION ||
      a == G_UNICODE_BREAK_BEFORE || a == G_UNICODE_BREAK_ZERO_WIDTH_JOINER)
    return TRUE;
  if (a == G_UNICODE_BREAK_QUOTATION || b == G_UNICODE_BREAK_QUOTATION)
    return TRUE;
  return (a == G_UNICODE_BREAK_PREFIX && b != G_UNICODE_BREAK_OPEN_PUNCTUATION) ||
         b == G_UNICODE_BREAK_POSTFIX;
}

static gboolean
is_letter (GUnicodeBreakType class)
{
  switch (class) {
  case G_UNICODE_BREAK_IDEOGRAPHIC:
  case G_UNICODE_BREAK_CONDITIONAL_JAPANESE_STARTER:
  case G_UNICODE_BREAK_ALPHABETIC:
  case G_UNICODE_BREAK_NUMERIC:
  case G_UNICODE_BREAK_AMBIGUOUS:
  case G_UNICODE_BREAK_HANGUL_L_JAMO:
  case G_UNICODE_BREAK_HANGUL_LV_SYLLABLE:
  case G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE: return TRUE;
  default: return FALSE;
  }
}

gboolean
mb_eastern_may_part (gunichar a, gunichar b, const MbStyleText *style, const char *lang)
{
  MbLineBreak strictness = style->line_break;
  if (style->word_break == MB_WORD_KEEP_ALL && is_letter (g_unichar_break_type (a)) &&
      is_letter (g_unichar_break_type (b)))
    return FALSE;
  Pair pair = {
    .a = a,
    .b = b,
    .before = class_of (a, strictness),
    .after = class_of (b, strictness),
    .strictness = strictness,
    .cjk = is_language (lang, "ja") || is_language (lang, "zh"),
  };
  return is_granted (&pair) || (!continues (pair.after) && !holds (&pair));
}
