/* SPDX-License-Identifier: Apache-2.0 */
/* Where a line may end: a table of our own over the characters.
 *
 * Unicode's line breaking (UAX 14), as Pango gives it, is not French: it breaks inside « guillemets » typed with plain spaces,
 * after `–` even before a no-break space, inside a-t-il, J.-P. and et/ou. So:
 *   - white space breaks, unless it stands inside guillemets or brackets, before punctuation, beside a no-break space, after
 *     the dash that opens a speech, or where French keeps two words together (COU-01: M. X, n° 5, 10 kg, Louis XIV, etc.);
 *   - a hyphen breaks between two parts of at least two letters; a lone letter may begin a line only when a hyphen follows
 *     (viendra-/t-il, HYP-07) and may never end one (a-t-il, J.-P.);
 *   - an en or em dash breaks between letters, a slash between two words; numbers are never broken;
 *   - addresses break after their slashes and before their other signs, before their hyphens only to rescue a line; ideographs
 *     break anywhere.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  const MbChar *chars;
  guint n;
} Line;

static gunichar
at (const Line *line, guint i)
{
  return i < line->n ? line->chars[i].c : 0;
}

/* --- Classes of characters ------------------------------------------------------------------------------------*/

static gboolean
is_one_of (gunichar c, const char *set)
{
  char utf8[8];
  if (!c)
    return FALSE;
  utf8[g_unichar_to_utf8 (c, utf8)] = '\0';
  return strstr (set, utf8) != NULL;
}

static gboolean
is_opening (gunichar c)
{
  return is_one_of (c, "«‹“‘„([{¿¡");
}

static gboolean
is_closing (gunichar c)
{
  return is_one_of (c, "»›”)]},.…;:!?%‰");
}

static gboolean
is_no_break_space (gunichar c)
{
  return c == 0xA0 || c == 0x202F || c == 0x2007;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

static gboolean
is_word (gunichar c)
{
  return is_letter (c) || c == 0x2019 || c == '\'';
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010;
}

static gboolean
is_dash (gunichar c)
{
  return c == 0x2013 || c == 0x2014;
}

static gboolean
is_ideograph (gunichar c)
{
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static gboolean
is_blank (const MbChar *c)
{
  return c->kind == MB_CHAR_SPACE || c->kind == MB_CHAR_KEPT || c->kind == MB_CHAR_FORCED;
}

/* --- Words kept together (French) ---------------------------------------------------------------------------------*/

#define WORD_BYTES 24

/* The word that ends before @i, or begins at @i, as UTF-8; "" when it is longer than any of our lists. */
static void
word_ending (const Line *line, guint i, char *word)
{
  guint from = i;
  while (from > 0 && i - from < 12 && !is_blank (&line->chars[from - 1]) &&
         !is_no_break_space (at (line, from - 1)))
    from--;
  gsize length = 0;
  for (; from < i && length < WORD_BYTES - 8; from++)
    length += (gsize) g_unichar_to_utf8 (at (line, from), word + length);
  word[length] = '\0';
}

static void
word_beginning (const Line *line, guint i, char *word)
{
  gsize length = 0;
  for (; is_letter (at (line, i)) && length < WORD_BYTES - 8; i++)
    length += (gsize) g_unichar_to_utf8 (at (line, i), word + length);
  word[length] = '\0';
}

static gboolean
is_listed (const char *word, const char *const *list)
{
  return *word && g_strv_contains (list, word);
}

static gboolean
is_roman (const char *word)
{
  gsize n = strspn (word, "IVXLCDM");
  return n > 0 && (word[n] == '\0' || strcmp (word + n, "e") == 0 || strcmp (word + n, "er") == 0);
}

static gboolean
is_initial (const char *word)
{
  gsize n = strlen (word);
  return n >= 2 && n <= 6 && word[n - 1] == '.' && g_unichar_isupper (g_utf8_get_char (word)) &&
         (g_utf8_strlen (word, -1) == 2 || (strchr (word, '-') && word[n - 3] == '-'));
}

static gboolean
is_numeral (const char *word)
{
  gsize n = strspn (word, "0123456789,.");
  return n > 0 && (word[n] == '\0' || strcmp (word + n, "er") == 0);
}

/* Most spaces are told apart by the characters beside them: names and numbers, 1er, siècle, etc. */
static gboolean
may_be_kept (gunichar last, gunichar next)
{
  return g_unichar_isupper (next) || g_unichar_isdigit (next) || g_unichar_isdigit (last) ||
         last == 'r' || next == 's' || next == 'e';
}

static gboolean
french_keeps (const Line *line, guint i)
{
  static const char *const titles[] = { "M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Mgr",
                                        "Dr", "Pr",  "Me",  "St",   "Ste",  NULL };
  static const char *const references[] = { "n°", "nº",   "no",    "p.",   "pp.", "art.",
                                            "t.", "vol.", "chap.", "fig.", "§",   NULL };
  static const char *const units[] = {
    "kg", "g",   "mg",       "km",      "m",         "cm",       "mm",     "l",     "cl",      "ha",
    "h",  "min", "s",        "t",       "€",         "V",        "W",      "kW",    "MW",      "Hz",
    "M",  "Md",  "millions", "million", "milliards", "milliard", "francs", "euros", "dollars", NULL
  };
  static const char *const months[] = { "janvier",  "février",  "mars", "avril",     "mai",
                                        "juin",     "juillet",  "août", "septembre", "octobre",
                                        "novembre", "décembre", NULL };
  char before[WORD_BYTES], after[WORD_BYTES];
  if (!may_be_kept (at (line, i - 1), at (line, i + 1)))
    return FALSE;
  word_ending (line, i, before);
  word_beginning (line, i + 1, after);
  gunichar next = at (line, i + 1);

  if (is_listed (before, titles) || is_initial (before))
    return g_unichar_isupper (next);
  if (is_listed (before, references))
    return g_unichar_isdigit (next) || (g_unichar_isupper (next) && is_roman (after));
  if (is_numeral (before))
    return is_listed (after, units) || is_listed (after, months) || is_one_of (next, "€$£°");
  if (is_roman (before) && g_str_has_prefix (after, "siècle"))
    return TRUE;
  if (strcmp (after, "etc") == 0)
    return TRUE;
  return g_unichar_isupper (g_utf8_get_char (before)) && !is_closing (at (line, i - 1)) &&
         strlen (before) > 2 && is_roman (after) && !is_roman (before) &&
         strcmp (after, "C") != 0 && strcmp (after, "M") != 0 && strcmp (after, "L") != 0 &&
         strcmp (after, "D") != 0;
}

/* --- White space -----------------------------------------------------------------------------------------------------*/

static gboolean
opens_speech (const Line *line, guint i)
{
  if (i == 0 || !is_dash (at (line, i - 1)))
    return FALSE;
  for (guint k = i - 1; k-- > 0 && line->chars[k].kind != MB_CHAR_FORCED;)
    if (!is_no_break_space (at (line, k)) && !is_opening (at (line, k)) &&
        line->chars[k].kind != MB_CHAR_SPACE)
      return FALSE;
  return TRUE;
}

/* A colon or stop glued to a word (`.docx`, `:root`) is the beginning of that word. */
static gboolean
ends_sentence_part (const Line *line, guint i)
{
  gunichar c = at (line, i);
  if (!is_closing (c))
    return FALSE;
  return !is_one_of (c, ".:,") || !g_unichar_isalnum (at (line, i + 1));
}

static gboolean
space_may_break (const Line *line, guint i)
{
  if (i == 0 || i + 1 >= line->n || line->chars[i + 1].kind == MB_CHAR_FORCED)
    return FALSE;
  gunichar before = at (line, i - 1), after = at (line, i + 1);
  if (is_opening (before) || ends_sentence_part (line, i + 1))
    return FALSE;
  if (is_no_break_space (before) || is_no_break_space (after))
    return FALSE;
  if (line->chars[i - 1].kind == MB_CHAR_LEADER || line->chars[i + 1].kind == MB_CHAR_LEADER)
    return FALSE;
  return !opens_speech (line, i) && !french_keeps (line, i);
}

static gboolean
kept_space_may_break (const Line *line, guint i)
{
  return i + 1 < line->n && !is_blank (&line->chars[i + 1]);
}

/* --- Inside words -------------------------------------------------------------------------------------------------------*/

static guint
letters_before (const Line *line, guint i)
{
  guint n = 0;
  while (n < i && n < 3 && is_word (at (line, i - n - 1)))
    n++;
  return n;
}

static guint
letters_after (const Line *line, guint i)
{
  guint n = 0;
  while (n < 3 && is_word (at (line, i + n)))
    n++;
  return n;
}

static MbMay
after_hyphen (const Line *line, guint i)
{
  guint before = letters_before (line, i - 1), after = letters_after (line, i);
  gboolean lone_letter = after == 1 && is_hyphen (at (line, i + 1));
  return before >= 2 && (after >= 2 || lone_letter) ? MB_MAY_EXPLICIT : MB_MAY_NOT;
}

static MbMay
after_sign (const Line *line, guint i)
{
  return letters_before (line, i - 1) >= 2 && letters_after (line, i) >= 2 ? MB_MAY_DASH
                                                                           : MB_MAY_NOT;
}

static MbMay
beside_object (const Line *line, guint i)
{
  const MbChar *a = &line->chars[i - 1], *b = &line->chars[i];
  if (a->kind == MB_CHAR_LEADER || b->kind == MB_CHAR_LEADER)
    return MB_MAY_NOT;
  if (is_no_break_space (a->c) || is_no_break_space (b->c) || is_opening (a->c) ||
      is_closing (b->c))
    return MB_MAY_NOT;
  return is_dash (b->c) || is_dash (a->c) || is_word (a->c) || is_word (b->c) ? MB_MAY_NOT
                                                                              : MB_MAY_PART;
}

static MbMay
between_ideographs (gunichar a, gunichar b)
{
  static const char closing[] = "、。，．：；！？）」』】》〉";
  static const char opening[] = "（「『【《〈";
  gboolean forbidden = is_opening (a) || is_closing (b) || is_one_of (b, closing) ||
                       is_one_of (a, opening) || is_no_break_space (a) || is_no_break_space (b);
  return forbidden ? MB_MAY_NOT : MB_MAY_PART;
}

static MbMay
between (const Line *line, guint i)
{
  const MbChar *a = &line->chars[i - 1], *b = &line->chars[i];
  if (b->flags & MB_CHAR_JOINED || b->flags & MB_CHAR_CONTINUES || is_blank (a))
    return MB_MAY_NOT;
  if (b->flags & MB_CHAR_ZERO_SPACE)
    return MB_MAY_PART;
  if (a->kind != MB_CHAR_TEXT || b->kind != MB_CHAR_TEXT)
    return beside_object (line, i);
  if (is_hyphen (a->c))
    return after_hyphen (line, i);
  if (is_dash (a->c) || a->c == '/')
    return after_sign (line, i);
  if (is_ideograph (a->c) || is_ideograph (b->c))
    return between_ideographs (a->c, b->c);
  return MB_MAY_NOT;
}

/* --- Addresses -------------------------------------------------------------------------------------------------------------*/

static gboolean
begins_with (const Line *line, guint i, const char *text)
{
  for (; *text; text++, i++)
    if (at (line, i) != (gunichar) *text)
      return FALSE;
  return TRUE;
}

static gboolean
is_address (const Line *line, guint from, guint to)
{
  if (begins_with (line, from, "www.") || begins_with (line, from, "mailto:"))
    return TRUE;
  for (guint i = from; i + 3 < to; i++)
    if (begins_with (line, i, "://"))
      return TRUE;
  return FALSE;
}

static MbMay
address_may_break (const Line *line, guint from, guint to, guint i)
{
  if (i < from + 4 || i + 2 >= to)
    return MB_MAY_NOT;
  gunichar a = at (line, i - 1), b = at (line, i);
  if (a == '/')
    return b != '/' ? MB_MAY_PART : MB_MAY_NOT;
  if (!g_unichar_isalnum (a))
    return MB_MAY_NOT;
  if (b == '-')
    return MB_MAY_RESCUE;
  return is_one_of (b, "?&#%.=_~+@") ? MB_MAY_PART : MB_MAY_NOT;
}

static void
fill_addresses (const Line *line, guint8 *may)
{
  for (guint from = 0, to; from < line->n; from = to + 1) {
    for (to = from; to < line->n && !is_blank (&line->chars[to]);)
      to++;
    if (!is_address (line, from, to))
      continue;
    for (guint i = from; i < to; i++)
      may[i] = address_may_break (line, from, to, i);
  }
}

void
mb_breaks_fill (const MbChar *chars, guint n, guint8 *may)
{
  Line line = { chars, n };
  for (guint i = 0; i < n; i++) {
    may[i] = MB_MAY_NOT;
    if (chars[i].kind == MB_CHAR_SPACE)
      may[i] = space_may_break (&line, i) ? MB_MAY_SPACE : MB_MAY_NOT;
    else if (chars[i].kind == MB_CHAR_KEPT)
      may[i] = kept_space_may_break (&line, i) ? MB_MAY_SPACE : MB_MAY_NOT;
    else if (i > 0 && chars[i].kind != MB_CHAR_FORCED)
      may[i] = between (&line, i);
  }
  fill_addresses (&line, may);
}
