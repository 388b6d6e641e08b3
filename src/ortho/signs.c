/* SPDX-License-Identifier: Apache-2.0 */
/* Signs that stand by themselves: primes (PON-08), apostrophes (PON-02), ellipses (PON-03) and the dots of abbreviations
 * (PON-12), multiplication signs (PON-07). */
#include "internal.h"

static gboolean
is_free (const MbOrthoBlock *b, gint64 i)
{
  return mb_ortho_block_free (b, i);
}

static gboolean
is_digit (const MbOrthoBlock *b, gint64 i)
{
  return mb_ortho_is_digit (mb_ortho_block_char (b, i));
}

/* --- PON-08: minutes and seconds ----------------------------------------------------------------- */

static gboolean
is_minute (gunichar c)
{
  return c == '\'' || c == MB_APOSTROPHE;
}

/* How many cells at @i are a mark of seconds: 1 for ", 2 for two apostrophes. */
static guint
second_length (const MbOrthoBlock *b, gint64 i)
{
  gunichar c = mb_ortho_block_char (b, i);

  if (!is_free (b, i))
    return 0;
  if (c == '"' || c == MB_QUOTE_CLOSE)
    return 1;
  return is_minute (c) && is_minute (mb_ortho_block_char (b, i + 1)) && is_free (b, i + 1) ? 2 : 0;
}

/* The end of 33" in 2'33", when @i is the '; 0 when it is none. */
static guint
prime_end (const MbOrthoBlock *b, gint64 i)
{
  if (!is_minute (mb_ortho_block_char (b, i)) || !is_free (b, i) || !is_digit (b, i - 1) ||
      !is_digit (b, i + 1))
    return 0;
  gint64 mark = is_digit (b, i + 2) ? i + 3 : i + 2;
  guint length = is_digit (b, mark) ? 0 : second_length (b, mark);
  return length ? (guint) mark + length : 0;
}

static void
write_primes (MbOrthoBlock *b, guint i, guint end)
{
  gboolean two = is_minute (mb_ortho_block_char (b, end - 1));
  guint mark = two ? end - 2 : end - 1;

  mb_ortho_block_put (b, i, MB_PRIME, MB_RULE_PON_08);
  for (guint k = i + 1; k < mark; k++)
    mb_ortho_block_keep (b, k);
  mb_ortho_block_put (b, mark, MB_DOUBLE_PRIME, MB_RULE_PON_08);
  if (two)
    mb_ortho_block_drop (b, end - 1, MB_RULE_PON_08);
}

static gboolean
has_primes (const MbOrthoBlock *b)
{
  for (guint i = 1; i + 2 < mb_ortho_block_length (b); i++)
    if (is_minute (mb_ortho_block_char (b, i)) && prime_end (b, i))
      return TRUE;
  return FALSE;
}

void
mb_ortho_primes (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  if (!house->follows[MB_RULE_PON_08] || !(b->has & MB_HAS_DIGIT) ||
      !(b->has & MB_HAS_APOSTROPHE) || !has_primes (b))
    return;
  for (guint i = 0; i < mb_ortho_block_length (b);) {
    guint end = prime_end (b, i);
    if (end)
      write_primes (b, i, end);
    else
      mb_ortho_block_keep (b, i);
    i = end ? end : i + 1;
  }
  mb_ortho_block_swap (b);
}

/* --- PON-02: apostrophes ------------------------------------------------------------------------- */

static gboolean
is_false_apostrophe (gunichar c)
{
  return c == '\'' || c == '`' || c == 0xB4 || c == MB_SINGLE_OPEN || c == MB_PRIME;
}

/* l'(ex-)ministre, qu'…: only letters that elide, for f'(x) is a formula. */
static gboolean
elides (gunichar before, gunichar next)
{
  static const gunichar letters[] = { 'l', 'd', 'j', 'm', 't', 's', 'n', 'c', 'u', 'L',
                                      'D', 'J', 'M', 'T', 'S', 'N', 'C', 'U', 0 };
  static const gunichar after[] = { '(', '[', MB_ELLIPSIS, 0 };

  return mb_ortho_one_of (next, after) && mb_ortho_one_of (before, letters);
}

static gboolean
is_apostrophe (const MbOrthoBlock *b, guint i)
{
  static const gunichar after[] = { MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, MB_SINGLE_OPEN,
                                    MB_ORTHO_OBJECT, 0 };
  gunichar before = mb_ortho_block_char (b, (gint64) i - 1), next = mb_ortho_block_char (b, i + 1);

  return is_free (b, i) && g_unichar_isalpha (before) &&
         (g_unichar_isalnum (next) || mb_ortho_one_of (next, after) || elides (before, next));
}

/* A single quote that could open a quotation: then what ends a word may close it. */
static gboolean
may_quote (const MbOrthoBlock *b)
{
  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    gunichar c = mb_ortho_block_cell (b, i)->c;
    if ((is_false_apostrophe (c) || c == MB_APOSTROPHE) &&
        !mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 1)))
      return TRUE;
  }
  return FALSE;
}

/* `J' n'ai pas`, `un p'tit'`: behind a word of letters, in a paragraph where no single quote opens anything. */
static gboolean
ends_word (const MbOrthoBlock *b, guint i)
{
  static const gunichar not_behind[] = { '\'', '(', '[', 0 };
  static const gunichar letters[] = { 'c', 'd', 'j', 'l', 'm', 'n', 's', 't', 'y', 'C',
                                      'D', 'J', 'L', 'M', 'N', 'S', 'T', 'Y', 0 };
  gunichar next = mb_ortho_block_char (b, i + 1), before = mb_ortho_block_char (b, (gint64) i - 1);
  gboolean alone = !mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 2));

  return mb_ortho_block_char (b, i) == '\'' && is_free (b, i) && g_unichar_isalpha (before) &&
         (!alone || mb_ortho_one_of (before, letters)) && /* f' is a formula */
         !mb_ortho_is_word (next) && !mb_ortho_one_of (next, not_behind) && !may_quote (b);
}

void
mb_ortho_apostrophes (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  if (!house->follows[MB_RULE_PON_02] || !(b->has & MB_HAS_APOSTROPHE))
    return;
  for (guint i = 1; i + 1 < mb_ortho_block_length (b); i++)
    if (is_false_apostrophe (mb_ortho_block_cell (b, i)->c) &&
        (is_apostrophe (b, i) || ends_word (b, i)))
      mb_ortho_block_replace (b, i, MB_APOSTROPHE, MB_RULE_PON_02);
}

/* --- PON-03: ellipses, PON-12: dots of abbreviations --------------------------------------------- */

static gboolean
is_dot (gunichar c)
{
  return c == '.' || c == MB_ELLIPSIS;
}

/* How many cells at @i spell an ellipsis: 3 for "...", 1 for "…", else 0. Longer rows of dots are somebody's choice. */
static guint
ellipsis_length (const MbOrthoBlock *b, guint i)
{
  guint length = mb_ortho_block_char (b, i) == MB_ELLIPSIS ? 1 : 3;

  if (is_dot (mb_ortho_block_char (b, (gint64) i - 1)) ||
      is_dot (mb_ortho_block_char (b, (gint64) i + length)))
    return 0;
  for (guint k = 0; k < length; k++)
    if (!is_dot (mb_ortho_block_char (b, i + k)) || !is_free (b, i + k) ||
        (length == 3 && mb_ortho_block_char (b, i + k) != '.'))
      return 0;
  return length;
}

/* Whether the text before @end is the word "etc". */
static gboolean
follows_etc (const MbOrthoBlock *b, gint64 end)
{
  gunichar first = mb_ortho_block_char (b, end - 3);

  return mb_ortho_block_char (b, end - 1) == 'c' && mb_ortho_block_char (b, end - 2) == 't' &&
         (first == 'e' || first == 'E') && !mb_ortho_is_word (mb_ortho_block_char (b, end - 4));
}

static guint
space_end (const MbOrthoBlock *b, guint i)
{
  while (mb_ortho_is_space (mb_ortho_block_char (b, i)) && is_free (b, i))
    i++;
  return i;
}

/* `etc...`, `etc ...`, `etc…` are `etc.`; @i is the first cell behind the word.
 * Returns: the cell behind the ellipsis, or @i when there is none. */
static guint
write_etc (MbOrthoBlock *b, guint i)
{
  guint dots = space_end (b, i);
  guint length = dots < mb_ortho_block_length (b) ? ellipsis_length (b, dots) : 0;

  if (length == 0)
    return i;
  for (guint k = i; k < dots; k++)
    mb_ortho_block_drop (b, k, MB_RULE_PON_03);
  mb_ortho_block_put (b, dots, '.', MB_RULE_PON_03);
  for (guint k = 1; k < length; k++)
    mb_ortho_block_drop (b, dots + k, MB_RULE_PON_03);
  return dots + length;
}

static guint
write_ellipsis (MbOrthoBlock *b, guint i)
{
  guint length = ellipsis_length (b, i);

  if (length == 0) {
    mb_ortho_block_keep (b, i);
    return i + 1;
  }
  mb_ortho_block_put (b, i, MB_ELLIPSIS, MB_RULE_PON_03);
  for (guint k = 1; k < length; k++)
    mb_ortho_block_drop (b, i + k, MB_RULE_PON_03);
  return i + length;
}

/* Whether cell @i is a dot too many behind the dot of an abbreviation: `etc..`, `J.-C..`, `etc.…`. */
static gboolean
is_absorbed (const MbOrthoBlock *b, const MbOrthoHouse *house, guint i)
{
  MbToken token;

  if (i == 0 || !is_dot (mb_ortho_block_char (b, i)) || !is_free (b, i) ||
      mb_ortho_block_char (b, (gint64) i - 1) != '.' || is_dot (mb_ortho_block_char (b, i + 1)) ||
      is_dot (mb_ortho_block_char (b, (gint64) i - 2)))
    return FALSE;
  return mb_ortho_token_before (b, i, mb_ortho_token_abbreviation, &token) &&
         mb_ortho_house_has (house, MB_LIST_DOTTED, token.text);
}

static guint
write_dots (MbOrthoBlock *b, const MbOrthoHouse *house, guint i)
{
  guint end = i;

  if (house->follows[MB_RULE_PON_12] && is_absorbed (b, house, i)) {
    mb_ortho_block_drop (b, i, MB_RULE_PON_12);
    return i + 1;
  }
  if (house->follows[MB_RULE_PON_03] && follows_etc (b, i))
    end = write_etc (b, i);
  if (end == i && house->follows[MB_RULE_PON_03])
    return write_ellipsis (b, i);
  if (end == i)
    mb_ortho_block_keep (b, end++);
  return end;
}

/* A dot, or the space between `etc` and one. */
static inline gboolean
may_begin_dots (const MbOrthoBlock *b, guint i)
{
  gunichar c = mb_ortho_block_cell (b, i)->c;

  return is_dot (c) || (mb_ortho_is_space (c) && mb_ortho_block_char (b, (gint64) i - 1) == 'c');
}

void
mb_ortho_ellipses (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  if (!(b->has & MB_HAS_DOTS))
    return;
  guint n = mb_ortho_block_length (b), kept = 0;
  for (guint i = 0; i < n;) {
    if (!may_begin_dots (b, i)) {
      i++;
      continue;
    }
    mb_ortho_block_keep_range (b, kept, i);
    kept = i = write_dots (b, house, i);
  }
  mb_ortho_block_keep_range (b, kept, n);
  mb_ortho_block_swap (b);
}

/* --- PON-07: multiplication signs ----------------------------------------------------------------- */

static guint
digits_at (const MbOrthoBlock *b, gint64 i, int step)
{
  guint n = 0;

  for (; is_digit (b, i); i += step)
    n++;
  return n;
}

/* Whether a length stands behind the number at @i: `4x4 m`, and `x 3 m`. */
static gboolean
measures (const MbOrthoBlock *b, gint64 i)
{
  static const char *const units[] = { "m", "dm", "cm", "mm", "km", "µm", "px", NULL };
  MbToken token;

  while (is_digit (b, i) || (mb_ortho_block_char (b, i) == ',' && is_digit (b, i + 1)))
    i++;
  if (!mb_ortho_is_space (mb_ortho_block_char (b, i)))
    return FALSE;
  while (mb_ortho_is_space (mb_ortho_block_char (b, i)))
    i++;
  return mb_ortho_token_after (b, i, mb_ortho_token_letter, &token) &&
         g_strv_contains (units, token.text) &&
         !mb_ortho_is_word (mb_ortho_block_char (b, token.to)) &&
         mb_ortho_block_char (b, token.to) != '\'' &&
         mb_ortho_block_char (b, token.to) != MB_APOSTROPHE;
}

/* The end of the number before the length that ends before @end, `2,5 m` before ` x 3 m`; @end itself when there is none. */
static gint64
before_length (const MbOrthoBlock *b, gint64 end)
{
  gint64 i = end;

  while (i > end - 3 && g_unichar_islower (mb_ortho_block_char (b, i - 1)))
    i--;
  if (i == end || !mb_ortho_is_space (mb_ortho_block_char (b, i - 1)))
    return end;
  while (mb_ortho_is_space (mb_ortho_block_char (b, i - 1)))
    i--;
  return is_digit (b, i - 1) && measures (b, i - 1) ? i : end;
}

/* Whether the x or × at @i stands between two numbers: with spaces on both sides, between two of two digits or more, or
 * before a length. */
static gboolean
is_times (const MbOrthoBlock *b, guint i)
{
  gunichar c = mb_ortho_block_char (b, i);
  gint64 left = (gint64) i - 1, right = (gint64) i + 1, from;
  gboolean sign = c == MB_TIMES;

  if ((c != 'x' && c != 'X' && !sign) || !is_free (b, i))
    return FALSE;
  while (mb_ortho_is_space (mb_ortho_block_char (b, left)))
    left--;
  while (mb_ortho_is_space (mb_ortho_block_char (b, right)))
    right++;
  gboolean spaced_left = left<(gint64) i - 1, spaced_right = right> (gint64) i + 1;
  if (spaced_left && spaced_right && is_digit (b, right))
    left = before_length (b, left + 1) - 1;
  if (!is_digit (b, left) || !is_digit (b, right) || !mb_ortho_token_number (b, left + 1, &from))
    return FALSE;
  if (sign || spaced_left || spaced_right)
    return spaced_left && spaced_right;
  if (measures (b, right) && mb_ortho_block_char (b, from) != '0')
    return TRUE;
  return digits_at (b, left, -1) >= 2 && digits_at (b, right, 1) >= 2 &&
         !mb_ortho_is_word (mb_ortho_block_char (b, right + digits_at (b, right, 1))) &&
         mb_ortho_block_char (b, from) != '0';
}

void
mb_ortho_times (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  if (!house->follows[MB_RULE_PON_07] || !(b->has & MB_HAS_DIGIT) || !(b->has & MB_HAS_TIMES))
    return;
  for (guint i = 1; i + 1 < mb_ortho_block_length (b); i++)
    if (is_times (b, i)) {
      if (mb_ortho_block_char (b, i) != MB_TIMES)
        mb_ortho_block_replace (b, i, MB_TIMES, MB_RULE_PON_07);
      mb_ortho_block_cell (b, i)->role = MB_ROLE_TIMES;
    }
}
