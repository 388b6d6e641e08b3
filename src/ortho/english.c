/* SPDX-License-Identifier: Apache-2.0 */
/* Text in English inside of a French edition: quotes (ANG-01), apostrophes (ANG-02) and dashes (ANG-03); nothing else.
 *
 * Quotes of English open behind white space or an opening sign, or where the English begins, and close otherwise; double
 * ones are written only when all of the block are paired. A single one that closes nothing is an apostrophe: dogs', don't,
 * 'tis, '90s.
 */
#include "internal.h"

static gboolean
is_english (const MbOrthoBlock *b, gint64 i)
{
  return i >= 0 && i < mb_ortho_block_length (b) &&
         mb_ortho_block_cell (b, (guint) i)->state == MB_CELL_ENGLISH;
}

static gboolean
may_open (const MbOrthoBlock *b, guint i)
{
  static const gunichar before[] = {
    '(',        '[',        '"',           '\'',           '-',
    MB_EN_DASH, MB_EM_DASH, MB_QUOTE_OPEN, MB_SINGLE_OPEN, MB_GUILLEMET_OPEN,
    0
  };
  gunichar previous = mb_ortho_block_char (b, (gint64) i - 1),
           next = mb_ortho_block_char (b, i + 1);

  if (next == MB_ORTHO_EDGE || mb_ortho_is_space (next) || !is_english (b, (gint64) i + 1))
    return FALSE;
  return previous == MB_ORTHO_EDGE || mb_ortho_is_space (previous) ||
         !is_english (b, (gint64) i - 1) || mb_ortho_one_of (previous, before);
}

/* --- ANG-01: double quotes ------------------------------------------------------------------------------- */

static gboolean
is_double (const MbOrthoBlock *b, guint i)
{
  return mb_ortho_block_char (b, i) == '"' && is_english (b, i);
}

/* Whether double quotes open and close by turns, and none is a mark of inches. */
static gboolean
are_paired (const MbOrthoBlock *b, gboolean *any)
{
  gboolean open = FALSE;

  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    if (!is_double (b, i))
      continue;
    *any = TRUE;
    if (!open && !may_open (b, i))
      return FALSE;
    open = !open;
  }
  return !open;
}

static void
fix_doubles (MbOrthoBlock *b)
{
  gboolean any = FALSE, open = FALSE;

  if (!are_paired (b, &any) || !any)
    return;
  for (guint i = 0; i < mb_ortho_block_length (b); i++)
    if (is_double (b, i)) {
      mb_ortho_block_replace (b, i, open ? MB_QUOTE_CLOSE : MB_QUOTE_OPEN, MB_RULE_ANG_01);
      open = !open;
    }
}

/* --- ANG-02: single quotes and apostrophes ------------------------------------------------------------------ */

/* The partner of the single quote at @i: behind it, after a letter or a stop and before white space or a stop. 0: none. */
static guint
closing_single (const MbOrthoBlock *b, guint i)
{
  for (guint k = i + 1; k < mb_ortho_block_length (b); k++) {
    gunichar next = mb_ortho_block_char (b, k + 1);
    if (mb_ortho_block_char (b, k) != '\'' || !is_english (b, k) ||
        mb_ortho_is_space (mb_ortho_block_char (b, (gint64) k - 1)))
      continue;
    if (!mb_ortho_is_word (next))
      return k;
  }
  return 0;
}

static gboolean
is_clipped (const MbOrthoBlock *b, guint i)
{
  static const char *const words[] = { "tis", "twas", "em", "cause", "til", "n", "bout" };

  if (mb_ortho_is_digit (mb_ortho_block_char (b, i + 1)))
    return TRUE;
  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    if (mb_ortho_token_is (b, (gint64) i + 1, words[w]))
      return TRUE;
  return FALSE;
}

static void
fix_singles (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  guint close = 0;

  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    if (mb_ortho_block_char (b, i) != '\'' || !is_english (b, i))
      continue;
    gboolean opens = may_open (b, i) && !is_clipped (b, i) && close == 0;
    guint partner = opens ? closing_single (b, i) : 0;
    if (partner && house->follows[MB_RULE_ANG_01]) {
      mb_ortho_block_replace (b, i, MB_SINGLE_OPEN, MB_RULE_ANG_01);
      mb_ortho_block_replace (b, partner, MB_APOSTROPHE, MB_RULE_ANG_01);
    } else if (!opens && house->follows[MB_RULE_ANG_02] &&
               (mb_ortho_token_letter (mb_ortho_block_char (b, (gint64) i - 1)) ||
                is_clipped (b, i))) {
      mb_ortho_block_replace (b, i, MB_APOSTROPHE, MB_RULE_ANG_02);
    }
  }
}

/* --- ANG-03: dashes ------------------------------------------------------------------------------------------- */

static gboolean
parts_words (const MbOrthoBlock *b, gint64 left, gint64 right)
{
  static const gunichar closing[] = { ',', '.', ')', '!', '?', MB_QUOTE_CLOSE, MB_APOSTROPHE, 0 };
  static const gunichar opening[] = { '(', MB_QUOTE_OPEN, MB_SINGLE_OPEN, 0 };
  gunichar l = mb_ortho_block_char (b, left), r = mb_ortho_block_char (b, right);

  return (mb_ortho_token_letter (l) || mb_ortho_one_of (l, closing)) &&
         (mb_ortho_token_letter (r) || mb_ortho_one_of (r, opening));
}

/* How many hyphens at @i are a dash: 2 for `--`, 1 for ` - `, 0 for the others. */
static guint
dash_length (const MbOrthoBlock *b, guint i)
{
  guint length = mb_ortho_block_char (b, i + 1) == '-' ? 2 : 1;
  gint64 left = (gint64) i - 1, right = (gint64) i + length;

  if (mb_ortho_block_char (b, i) != '-' || mb_ortho_block_char (b, left) == '-' ||
      mb_ortho_block_char (b, right) == '-')
    return 0;
  for (guint k = 0; k < length; k++)
    if (!is_english (b, i + k))
      return 0;
  while (mb_ortho_is_space (mb_ortho_block_char (b, left)))
    left--;
  while (mb_ortho_is_space (mb_ortho_block_char (b, right)))
    right++;
  gboolean spaced = left < (gint64) i - 1 && right > (gint64) i + length;
  gboolean solid = left == (gint64) i - 1 && right == (gint64) i + length;
  if (!parts_words (b, left, right) || !(spaced || (solid && length == 2)))
    return 0;
  /* a - b */
  gboolean formula = !mb_ortho_token_letter (mb_ortho_block_char (b, left - 1)) ||
                     !mb_ortho_token_letter (mb_ortho_block_char (b, right + 1));
  return length == 1 && formula && mb_ortho_block_char (b, right) != 'a' &&
                 mb_ortho_block_char (b, right) != 'I'
             ? 0
             : length;
}

static gboolean
has_dashes (const MbOrthoBlock *b)
{
  for (guint i = 0; i < mb_ortho_block_length (b); i++)
    if (mb_ortho_block_char (b, i) == '-' && dash_length (b, i))
      return TRUE;
  return FALSE;
}

/* `--` is an em dash, a spaced hyphen an en dash. */
static void
fix_dashes (MbOrthoBlock *b)
{
  if (!has_dashes (b))
    return;
  for (guint i = 0; i < mb_ortho_block_length (b);) {
    guint length = dash_length (b, i);
    if (length)
      mb_ortho_block_put (b, i, length == 2 ? MB_EM_DASH : MB_EN_DASH, MB_RULE_ANG_03);
    else
      mb_ortho_block_keep (b, i);
    if (length == 2)
      mb_ortho_block_drop (b, i + 1, MB_RULE_ANG_03);
    i += MAX (length, 1);
  }
  mb_ortho_block_swap (b);
}

void
mb_ortho_english (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  if (house->follows[MB_RULE_ANG_01])
    fix_doubles (b);
  fix_singles (b, house);
  if (house->follows[MB_RULE_ANG_03])
    fix_dashes (b);
}
