/* SPDX-License-Identifier: Apache-2.0 */
/* Letters of words: the ligature œ (LET-01), the abbreviations of ordinals (ORD-01), accented capitals on demand (LET-03).
 *
 * œ: a word is changed when one of its beginnings is a stem of the list that holds its `oe`. A word with a capital that is
 * a name of the second list stays. Ordinals: digits or well-formed roman numerals, then the suffix and nothing else.
 */
#include "internal.h"

#include <string.h>

static guint
word_start (const MbOrthoBlock *b, guint i)
{
  guint start = i;

  while (i - start < MB_TOKEN_MAX &&
         mb_ortho_token_letter (mb_ortho_block_char (b, (gint64) start - 1)))
    start--;
  return start;
}

static gboolean
all_free (const MbOrthoBlock *b, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (!mb_ortho_block_free (b, i))
      return FALSE;
  return TRUE;
}

/* --- LET-01: œ ---------------------------------------------------------------------------------------- */

/* The word at @start with a capital first letter and small ones behind. */
static gboolean
is_proper_name (const MbOrthoBlock *b, const MbOrthoHouse *house, guint start)
{
  char text[MB_TOKEN_MAX * 6 + 8], *end = text;

  if (!g_unichar_isupper (mb_ortho_block_char (b, start)))
    return FALSE;
  for (guint i = start;
       mb_ortho_token_letter (mb_ortho_block_char (b, i)) && i - start < MB_TOKEN_MAX; i++)
    end += g_unichar_to_utf8 (i == start ? mb_ortho_block_char (b, i)
                                         : g_unichar_tolower (mb_ortho_block_char (b, i)),
                              end);
  *end = '\0';
  return mb_ortho_house_has (house, MB_LIST_OE_NAMES, text);
}

/* Whether the `oe` at @i belongs to a stem of the list. */
static gboolean
has_stem (const MbOrthoBlock *b, const MbOrthoHouse *house, guint start, guint i)
{
  char text[MB_TOKEN_MAX * 6 + 8], *end = text;

  for (guint k = start;
       mb_ortho_token_letter (mb_ortho_block_char (b, k)) && k < i + 12 && k - start < MB_TOKEN_MAX;
       k++) {
    end += g_unichar_to_utf8 (g_unichar_tolower (mb_ortho_block_char (b, k)), end);
    *end = '\0';
    if (k > i && mb_ortho_house_has (house, MB_LIST_OE, text))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_ligature (const MbOrthoBlock *b, const MbOrthoHouse *house, guint i)
{
  gunichar o = mb_ortho_block_char (b, i), e = mb_ortho_block_char (b, i + 1);

  if (!((o == 'o' && (e == 'e' || e == 0xE8 || e == 0xE9)) || (o == 'O' && (e == 'e' || e == 'E'))))
    return FALSE;
  if (e == 0xE8 || e == 0xE9 || !all_free (b, i, i + 2) ||
      mb_ortho_block_cell (b, i)->piece != mb_ortho_block_cell (b, i + 1)->piece)
    return FALSE;
  guint start = word_start (b, i);
  return has_stem (b, house, start, i) && !is_proper_name (b, house, start);
}

/* --- ORD-01: ordinals ---------------------------------------------------------------------------------- */

typedef struct {
  const char *typed, *right;
  gboolean first; /* after 1 or I only; the others after anything else */
} Suffix;

static const Suffix suffixes[] = {
  { "ère", "re", TRUE },    { "ères", "res", TRUE },  { "ere", "re", TRUE },
  { "eres", "res", TRUE },  { "ière", "re", TRUE },   { "ières", "res", TRUE },
  { "ier", "er", TRUE },    { "iers", "ers", TRUE },  { "ème", "e", FALSE },
  { "èmes", "es", FALSE },  { "eme", "e", FALSE },    { "emes", "es", FALSE },
  { "ième", "e", FALSE },   { "ièmes", "es", FALSE }, { "ieme", "e", FALSE },
  { "iemes", "es", FALSE }, { "éme", "e", FALSE },    { "è", "e", FALSE },
  { "me", "e", FALSE },     { "mes", "es", FALSE },
};

/* Whether the number that ends before @i is a whole one; *first: whether it is 1. */
static gboolean
ends_number (const MbOrthoBlock *b, guint i, gboolean *first)
{
  gint64 from = i;

  if (mb_ortho_is_digit (mb_ortho_block_char (b, (gint64) i - 1))) {
    while (i - from < 9 && mb_ortho_is_digit (mb_ortho_block_char (b, from - 1)))
      from--;
    *first = i - from == 1 && mb_ortho_block_char (b, from) == '1';
    gunichar before = mb_ortho_block_char (b, from - 1);
    return !mb_ortho_is_word (before) && before != '.' && before != ',';
  }
  while (i - from < 9 && mb_ortho_block_char (b, from - 1) < 128 &&
         strchr ("IVXLC", (int) mb_ortho_block_char (b, from - 1)) &&
         mb_ortho_block_char (b, from - 1))
    from--;
  guint value = mb_ortho_token_roman (b, from, i);
  *first = value == 1;
  return value > 0 && !mb_ortho_is_word (mb_ortho_block_char (b, from - 1));
}

/* The suffix at @i that is to be written otherwise, or NULL. */
static const Suffix *
wrong_suffix (const MbOrthoBlock *b, guint i)
{
  gunichar c = mb_ortho_block_char (b, i), before = mb_ortho_block_char (b, (gint64) i - 1);
  MbToken token;
  gboolean first;

  if ((c != 'e' && c != 'i' && c != 'm' && c != 0xE8 && c != 0xE9) ||
      (!mb_ortho_is_digit (before) && !(before < 128 && before && strchr ("IVXLC", (int) before))))
    return NULL;
  if (!mb_ortho_token_after (b, i, mb_ortho_token_letter, &token) ||
      !all_free (b, token.from, token.to) || mb_ortho_is_word (mb_ortho_block_char (b, token.to)) ||
      !ends_number (b, i, &first))
    return NULL;
  for (guint s = 0; s < G_N_ELEMENTS (suffixes); s++)
    if (suffixes[s].first == first && strcmp (suffixes[s].typed, token.text) == 0)
      return &suffixes[s];
  return NULL;
}

/* Where the suffix of `2 ème` begins, when @i is the first space; 0: it is none. */
static guint
spaced_suffix (const MbOrthoBlock *b, guint i)
{
  static const char *const words[] = { "ème",   "èmes", "eme",   "emes", "ième",
                                       "ièmes", "ieme", "iemes", NULL };
  guint end = i;
  MbToken token;
  gboolean first;

  if (!mb_ortho_is_space (mb_ortho_block_char (b, i)) ||
      (!mb_ortho_is_digit (mb_ortho_block_char (b, (gint64) i - 1)) &&
       !mb_ortho_token_roman (b, (gint64) i - 1, i)))
    return 0;
  while (mb_ortho_is_space (mb_ortho_block_char (b, end)))
    end++;
  if (!mb_ortho_token_after (b, end, mb_ortho_token_letter, &token) ||
      !g_strv_contains (words, token.text) || !all_free (b, i, token.to) ||
      mb_ortho_is_word (mb_ortho_block_char (b, token.to)) || !ends_number (b, i, &first) || first)
    return 0;
  return end;
}

static const Suffix *
suffix_called (const MbOrthoBlock *b, guint i)
{
  MbToken token;

  mb_ortho_token_after (b, i, mb_ortho_token_letter, &token);
  for (guint s = 0; s < G_N_ELEMENTS (suffixes); s++)
    if (strcmp (suffixes[s].typed, token.text) == 0)
      return &suffixes[s];
  return NULL;
}

static guint
write_suffix (MbOrthoBlock *b, guint i, const Suffix *suffix)
{
  guint typed = (guint) g_utf8_strlen (suffix->typed, -1), right = (guint) strlen (suffix->right);

  for (guint k = 0; k < typed; k++)
    if (k < right)
      mb_ortho_block_put (b, i + k, (gunichar) suffix->right[k], MB_RULE_ORD_01);
    else
      mb_ortho_block_drop (b, i + k, MB_RULE_ORD_01);
  return i + typed;
}

/* --- LET-03: accented capitals -------------------------------------------------------------------------- */

static void
fix_capitals (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    gunichar c = mb_ortho_block_char (b, i);
    MbToken token;
    if ((c != 'E' && c != 'A' && c != 'I' && c != 'O' && c != 'U' && c != 'C') ||
        mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 1)) || !mb_ortho_block_free (b, i) ||
        !mb_ortho_token_after (b, i, mb_ortho_token_letter, &token))
      continue;
    const char *right = mb_ortho_house_capital (house, token.text);
    if (right)
      mb_ortho_block_replace (b, i, g_utf8_get_char (right), MB_RULE_LET_03);
  }
}

/* --- The pass ------------------------------------------------------------------------------------------- */

static guint
write_letter (MbOrthoBlock *b, const MbOrthoHouse *house, guint i)
{
  const Suffix *suffix = house->follows[MB_RULE_ORD_01] ? wrong_suffix (b, i) : NULL;
  guint spaced = house->follows[MB_RULE_ORD_01] ? spaced_suffix (b, i) : 0;

  if (spaced) {
    for (guint k = i; k < spaced; k++)
      mb_ortho_block_drop (b, k, MB_RULE_ORD_01);
    return write_suffix (b, spaced, suffix_called (b, spaced));
  }
  if (suffix)
    return write_suffix (b, i, suffix);
  if (house->follows[MB_RULE_LET_01] && is_ligature (b, house, i)) {
    mb_ortho_block_put (b, i, mb_ortho_block_char (b, i) == 'o' ? 0x153 : 0x152, MB_RULE_LET_01);
    mb_ortho_block_drop (b, i + 1, MB_RULE_LET_01);
    return i + 2;
  }
  mb_ortho_block_keep (b, i);
  return i + 1;
}

static gboolean
has_work (const MbOrthoBlock *b, const MbOrthoHouse *house, guint i)
{
  if (house->follows[MB_RULE_ORD_01] && (wrong_suffix (b, i) || spaced_suffix (b, i)))
    return TRUE;
  return house->follows[MB_RULE_LET_01] && is_ligature (b, house, i);
}

/* Whether the character at @i is worth a look: the o of oe, what follows a number. */
static inline gboolean
is_candidate (const MbOrthoBlock *b, guint i)
{
  gunichar c = mb_ortho_block_cell (b, i)->c;

  if (c == 'o' || c == 'O')
    return (mb_ortho_block_char (b, (gint64) i + 1) | 0x20) == 'e';
  if (c != ' ' && c != 'e' && c != 'i' && c != 'm' && c < 128)
    return FALSE;
  gunichar before = mb_ortho_block_char (b, (gint64) i - 1);
  return mb_ortho_is_digit (before) || before == 'I' || before == 'V' || before == 'X' ||
         before == 'L' || before == 'C';
}

void
mb_ortho_letters (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  if (house->follows[MB_RULE_LET_03])
    fix_capitals (b, house);
  if (!(b->has & (MB_HAS_OE | MB_HAS_ORDINAL)))
    return;
  guint n = mb_ortho_block_length (b), kept = 0;
  for (guint i = 0; i < n;) {
    if (!is_candidate (b, i) || !has_work (b, house, i)) {
      i++;
      continue;
    }
    mb_ortho_block_keep_range (b, kept, i);
    kept = i = write_letter (b, house, i);
  }
  if (kept == 0)
    return;
  mb_ortho_block_keep_range (b, kept, n);
  mb_ortho_block_swap (b);
}
