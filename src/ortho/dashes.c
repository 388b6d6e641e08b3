/* SPDX-License-Identifier: Apache-2.0 */
/* PON-04 and PON-05: dashes of parentheses and of dialogues.
 *
 * A dash between two spaces is one of a pair (`vint – sans bruit – puis`) or alone (`vint – sans bruit.`). Pairs are sought
 * inside one sentence, from left to right; hyphens and en dashes pair with each other, em dashes among themselves. The first
 * of a pair keeps what follows close to it, the second and the lone one what precedes. A dash that begins a sentence in the
 * middle of a paragraph (`Oui. — Non.`) is a turn of a dialogue and belongs to what follows; so does the one that begins a
 * paragraph or a line, and there a hyphen is an em dash that could not be typed.
 *
 * A hyphen beside a number (`en 1847 - année noire - il partit`) is a dash only when its partner is one between words.
 *
 * A hyphen becomes a dash only between two words, for `a - b` is a formula and `3 - 2` a score; two hyphens between spaces
 * always do. This file only writes the
 * signs and their roles; gaps.c then sets the spaces beside them.
 *
 * Idempotent: what was a hyphen is an en dash the next time, with the same neighbours, hence the same role.
 */
#include "internal.h"

typedef struct {
  guint cell;
  guint length; /* 2 for a double hyphen */
  guint sentence;
  gboolean em, closes; /* closes: nothing could open here */
  gboolean number;     /* a number is beside it */
  gboolean hyphen;     /* a single one, as typed */
} Dash;

typedef struct {
  MbOrthoBlock *b;
  const MbOrthoHouse *house;
  GArray *dashes; /* Dash: those between words */
  guint sentence;
  gboolean doubles;
  gboolean speech; /* an em dash begins the paragraph */
} Dashes;

static gboolean
is_dash (gunichar c)
{
  return c == '-' || c == MB_EN_DASH || c == MB_EM_DASH;
}

static gint64
skip_back (const MbOrthoBlock *b, gint64 i)
{
  while (mb_ortho_is_space (mb_ortho_block_char (b, i)))
    i--;
  return i;
}

static gint64
skip_on (const MbOrthoBlock *b, gint64 i)
{
  while (mb_ortho_is_space (mb_ortho_block_char (b, i)))
    i++;
  return i;
}

/* --- Sentences ------------------------------------------------------------------------------------- */

static gboolean
is_abbreviation (const MbOrthoBlock *b, const MbOrthoHouse *house, gint64 dot)
{
  MbToken token;

  if (g_unichar_isupper (mb_ortho_block_char (b, dot - 1)) &&
      !mb_ortho_token_letter (mb_ortho_block_char (b, dot - 2)))
    return TRUE;
  return mb_ortho_token_before (b, dot + 1, mb_ortho_token_abbreviation, &token) &&
         (mb_ortho_house_has (house, MB_LIST_TITLES, token.text) ||
          mb_ortho_house_has (house, MB_LIST_REFERENCES, token.text) ||
          mb_ortho_house_has (house, MB_LIST_FIRST_NAMES, token.text));
}

static inline gboolean
is_stop (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == MB_ELLIPSIS;
}

/* Whether a sentence ends with the stop at @i: white space, then a capital, a figure, an opening sign or a dash before one of these. */
static gboolean
ends_sentence (const MbOrthoBlock *b, const MbOrthoHouse *house, gint64 i)
{
  static const gunichar closing[] = {
    MB_GUILLEMET_CLOSE, MB_QUOTE_CLOSE, MB_APOSTROPHE, ')', ']', '"', '.', '!', '?', MB_ELLIPSIS, 0
  };
  static const gunichar opening[] = { MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, '(', '[', '"', 0 };
  gunichar c = mb_ortho_block_char (b, i);

  gint64 next = skip_on (b, i + 1);
  while (mb_ortho_one_of (mb_ortho_block_char (b, next), closing))
    next = skip_on (b, next + 1);
  if (!mb_ortho_is_space (mb_ortho_block_char (b, next - 1)))
    return mb_ortho_block_char (b, next) == MB_ORTHO_EDGE;
  while (is_dash (mb_ortho_block_char (b, next)))
    next = skip_on (b, next + 1);
  while (mb_ortho_one_of (mb_ortho_block_char (b, next), opening))
    next = skip_on (b, next + 1);
  return g_unichar_isupper (mb_ortho_block_char (b, next)) &&
         !(c == '.' && is_abbreviation (b, house, i));
}

/* --- One dash --------------------------------------------------------------------------------------- */

/* Whether the letters that end at @i, or begin there, are a word: letters alone are formulas, but for those that are words. */
static gboolean
is_word_at (const MbOrthoBlock *b, gint64 i, int step)
{
  static const gunichar words[] = { 0xE0, 0xC0, 'a', 'A', 'y', 'Y', 0xF4, 0xD4, 0 };
  gunichar next = mb_ortho_block_char (b, i + step);

  return mb_ortho_token_letter (next) || next == '\'' || next == MB_APOSTROPHE || next == '-' ||
         mb_ortho_one_of (mb_ortho_block_char (b, i), words);
}

/* The guard of hyphens: words or numbers, or what closes and opens a group of words, on both sides. */
static gboolean
parts_words (const MbOrthoBlock *b, gint64 left, gint64 right)
{
  static const gunichar closing[] = { ',', ')', MB_GUILLEMET_CLOSE, MB_QUOTE_CLOSE, MB_ORTHO_OBJECT,
                                      0 };
  static const gunichar opening[] = { '(', MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, MB_ORTHO_OBJECT, 0 };
  gunichar l = mb_ortho_block_char (b, left), r = mb_ortho_block_char (b, right);
  gboolean single_l = mb_ortho_token_letter (l) &&
                      !mb_ortho_token_letter (mb_ortho_block_char (b, left - 1)) &&
                      !mb_ortho_is_digit (mb_ortho_block_char (b, left - 1));
  gboolean single_r = mb_ortho_token_letter (r) && !is_word_at (b, right, 1);

  if (!(mb_ortho_token_letter (l) || mb_ortho_is_digit (l) || mb_ortho_one_of (l, closing)) ||
      !(mb_ortho_token_letter (r) || mb_ortho_is_digit (r) || mb_ortho_one_of (r, opening)))
    return FALSE;
  if (single_l && !is_word_at (b, left, -1))
    return FALSE;
  /* `x - a` has two letters alone, though the second is a word */
  gboolean alone_r =
      mb_ortho_token_letter (r) && !mb_ortho_token_letter (mb_ortho_block_char (b, right + 1));
  return !single_r && !(single_l && alone_r);
}

static guint
dash_length (const MbOrthoBlock *b, guint i)
{
  gunichar c = mb_ortho_block_char (b, i);

  if (!is_dash (c) || !mb_ortho_block_free (b, i) ||
      is_dash (mb_ortho_block_char (b, (gint64) i - 1)))
    return 0;
  guint length =
      c == '-' && mb_ortho_block_char (b, i + 1) == '-' && mb_ortho_block_free (b, i + 1) ? 2 : 1;
  return is_dash (mb_ortho_block_char (b, i + length)) ? 0 : length;
}

static void
write_dash (Dashes *d, guint cell, guint length, gunichar c, MbRole role, MbRule rule)
{
  if (mb_ortho_block_char (d->b, cell) != c)
    mb_ortho_block_replace (d->b, cell, c, rule);
  mb_ortho_block_cell (d->b, cell)->role = (guint8) role;
  d->doubles |= length == 2;
}

/* Dashes that begin a line: `- Bonjour`, `--Bonjour`, `—Bonjour`. Returns whether this one does. */
static gboolean
take_first (Dashes *d, guint i, guint length)
{
  static const gunichar opening[] = {
    MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, MB_ELLIPSIS, '(', 0xBF, 0xA1, MB_ORTHO_OBJECT, 0
  };
  const MbNode *element = d->b->element;
  gint64 left = skip_back (d->b, (gint64) i - 1), right = skip_on (d->b, (gint64) i + length);
  gunichar c = mb_ortho_block_char (d->b, i), next = mb_ortho_block_char (d->b, right);
  gboolean spaced = right > (gint64) i + length, hyphen = c == '-';

  if (mb_ortho_block_char (d->b, left) == MB_GUILLEMET_OPEN && (spaced || c == MB_EM_DASH))
    left = skip_back (d->b, left - 1);
  if (mb_ortho_block_char (d->b, left) != MB_ORTHO_EDGE)
    return FALSE;
  if (!d->house->follows[MB_RULE_PON_05] || !element || !mb_node_is (element, "p"))
    return TRUE;
  if (!mb_ortho_token_letter (next) && !mb_ortho_one_of (next, opening) &&
      !(mb_ortho_is_digit (next) && spaced && !hyphen))
    return TRUE;
  if (!spaced && length == 1 && c != MB_EM_DASH && !g_unichar_isupper (next))
    return TRUE;
  write_dash (d, i, length, hyphen ? MB_EM_DASH : c, MB_ROLE_STARTS, MB_RULE_PON_05);
  d->speech |= hyphen || c == MB_EM_DASH;
  return TRUE;
}

/* `C'est lui !--Qui, lui ?`, `Bonjour !—Bonsoir !`: no space on either side, behind what ends a sentence. */
static gboolean
take_glued (Dashes *d, guint i, guint length)
{
  gunichar before = mb_ortho_block_char (d->b, (gint64) i - 1),
           next = mb_ortho_block_char (d->b, (gint64) i + length);

  if ((mb_ortho_block_char (d->b, i) != MB_EM_DASH && length != 2) || !is_stop (before) ||
      !g_unichar_isupper (next) ||
      (before == '.' && is_abbreviation (d->b, d->house, (gint64) i - 1)))
    return FALSE;
  write_dash (d, i, length, MB_EM_DASH, MB_ROLE_TURNS, MB_RULE_PON_04);
  return TRUE;
}

/* A hyphen between two spaces behind a sentence: the same dash as that of the speech which began the paragraph. */
static gunichar
sign_of_turn (const Dashes *d, guint i, guint length)
{
  gunichar c = mb_ortho_block_char (d->b, i);

  if (length == 2)
    return MB_EM_DASH;
  return c != '-' ? c : d->speech ? MB_EM_DASH : MB_EN_DASH;
}

/* `Oui. — Non.`: a dash that begins a sentence. */
static gboolean
take_turn (Dashes *d, guint i, guint length)
{
  static const gunichar stops[] = { '.', '!', '?', MB_ELLIPSIS, 0 };
  static const gunichar em_stops[] = { '.', '!', '?', MB_ELLIPSIS, MB_GUILLEMET_CLOSE, ')', 0 };
  gboolean em = mb_ortho_block_char (d->b, i) == MB_EM_DASH || length == 2;
  static const gunichar opening[] = { MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, '(', 0 };
  gint64 left = skip_back (d->b, (gint64) i - 1), right = skip_on (d->b, (gint64) i + length);

  if (take_glued (d, i, length))
    return TRUE;
  if (left == (gint64) i - 1 || right == (gint64) i + length ||
      !mb_ortho_one_of (mb_ortho_block_char (d->b, left), em ? em_stops : stops))
    return FALSE;
  if (mb_ortho_one_of (mb_ortho_block_char (d->b, right), opening))
    right = skip_on (d->b, right + 1);
  if (!g_unichar_isupper (mb_ortho_block_char (d->b, right)) ||
      (mb_ortho_block_char (d->b, left) == '.' && is_abbreviation (d->b, d->house, left)))
    return FALSE;
  write_dash (d, i, length, sign_of_turn (d, i, length), MB_ROLE_OPENS, MB_RULE_PON_04);
  return TRUE;
}

/* A dash between words waits for its partner. */
static void
take_inner (Dashes *d, guint i, guint length)
{
  static const gunichar after[] = {
    ',', '.', ';', ':', '!', '?', ')', ']', MB_ELLIPSIS, MB_GUILLEMET_CLOSE, MB_QUOTE_CLOSE, 0
  };
  static const gunichar opening[] = {
    MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, MB_INNER_OPEN, '(', '[', 0
  };
  gint64 left = skip_back (d->b, (gint64) i - 1), right = skip_on (d->b, (gint64) i + length);
  gunichar c = mb_ortho_block_char (d->b, i), l = mb_ortho_block_char (d->b, left),
           r = mb_ortho_block_char (d->b, right);
  gboolean spaced = right > (gint64) i + length || r == MB_GUILLEMET_CLOSE; /* or will be */
  Dash dash = { i,
                length,
                d->sentence,
                c == MB_EM_DASH,
                mb_ortho_one_of (r, after),
                mb_ortho_is_digit (l) || mb_ortho_is_digit (r),
                c == '-' && length == 1 };

  if (left == (gint64) i - 1 || l == MB_ORTHO_EDGE || mb_ortho_one_of (l, opening) ||
      r == MB_ORTHO_EDGE || (!spaced && !dash.closes))
    return;
  if (mb_ortho_is_digit (l) && mb_ortho_is_digit (r))
    return;
  /* two hyphens between spaces are a dash whatever stands beside them */
  if (c == '-' && length == 1 && (!spaced || !parts_words (d->b, left, right)))
    return;
  g_array_append_val (d->dashes, dash);
}

/* --- Pairs ------------------------------------------------------------------------------------------- */

static gboolean
is_doubtful (const Dash *dash)
{
  return dash->hyphen && dash->number;
}

static gboolean
may_pair (const Dashes *d, const Dash *dash, const Dash *other)
{
  if ((is_doubtful (dash) && other->number) || (is_doubtful (other) && dash->number))
    return FALSE;
  return mb_ortho_block_cell (d->b, other->cell)->role == MB_ROLE_NONE;
}

static Dash *
next_partner (const Dashes *d, guint k)
{
  const Dash *dash = &g_array_index (d->dashes, Dash, k);

  for (guint i = k + 1; i < d->dashes->len; i++) {
    Dash *other = &g_array_index (d->dashes, Dash, i);
    if (other->sentence != dash->sentence)
      return NULL;
    if (other->em == dash->em)
      return may_pair (d, dash, other) ? other : NULL;
  }
  return NULL;
}

static void
set_role (Dashes *d, const Dash *dash, MbRole role)
{
  write_dash (d, dash->cell, dash->length, dash->em ? MB_EM_DASH : MB_EN_DASH, role,
              MB_RULE_PON_04);
}

/* `– (sans bruit) –`: brackets between two dashes leave no doubt. */
static void
pair_brackets (Dashes *d)
{
  for (guint k = 0; k < d->dashes->len; k++) {
    Dash *dash = &g_array_index (d->dashes, Dash, k);
    Dash *partner = dash->closes ? NULL : next_partner (d, k);
    if (!partner ||
        mb_ortho_block_char (d->b, skip_on (d->b, (gint64) dash->cell + dash->length)) != '(' ||
        mb_ortho_block_char (d->b, skip_back (d->b, (gint64) partner->cell - 1)) != ')')
      continue;
    set_role (d, dash, MB_ROLE_OPENS);
    set_role (d, partner, MB_ROLE_CLOSES);
  }
}

static void
pair_dashes (Dashes *d)
{
  pair_brackets (d);
  for (guint k = 0; k < d->dashes->len; k++) {
    Dash *dash = &g_array_index (d->dashes, Dash, k);
    if (mb_ortho_block_cell (d->b, dash->cell)->role != MB_ROLE_NONE)
      continue;
    Dash *partner = dash->closes ? NULL : next_partner (d, k);
    if (partner || !is_doubtful (dash))
      set_role (d, dash, partner ? MB_ROLE_OPENS : MB_ROLE_LONE);
    if (partner)
      set_role (d, partner, MB_ROLE_CLOSES);
  }
}

static void
drop_doubles (MbOrthoBlock *b)
{
  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    const MbOrthoCell *before = i ? mb_ortho_block_cell (b, i - 1) : NULL;
    if (mb_ortho_block_char (b, i) == '-' && before && before->role != MB_ROLE_NONE &&
        before->rule != MB_RULE_NONE)
      mb_ortho_block_drop (b, i, (MbRule) before->rule);
    else
      mb_ortho_block_keep (b, i);
  }
  mb_ortho_block_swap (b);
}

void
mb_ortho_dashes (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  Dashes d = { .b = b, .house = house };

  if (!(b->has & MB_HAS_DASH))
    return;
  d.dashes = g_array_new (FALSE, FALSE, sizeof (Dash));
  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    guint length = is_dash (mb_ortho_block_char (b, i)) ? dash_length (b, i) : 0;
    if (length && !take_first (&d, i, length) && house->follows[MB_RULE_PON_04] &&
        !take_turn (&d, i, length))
      take_inner (&d, i, length);
    else if (!length && is_stop (mb_ortho_block_char (b, i)) && ends_sentence (b, house, i))
      d.sentence++;
  }
  pair_dashes (&d);
  if (d.doubles)
    drop_doubles (b);
  g_array_unref (d.dashes);
}
