/* SPDX-License-Identifier: Apache-2.0 */
/* Marks: elements around characters that stay as they are, for the style sheet to raise or to set in small capitals.
 *
 * ORD-02 the letters of an ordinal (1er, 2de, XXe), ROM-02 the roman number of a century, ABR-05 the letters of a title
 * (Mme, Dr), NUM-08 a simple fraction. A stretch is marked only when it lies in one text node that is in no such element
 * yet: so the second time nothing is marked, and what the author marked stays his.
 */
#include "internal.h"

#include <string.h>

static gboolean
may_mark (const MbOrthoBlock *b, guint from, guint to)
{
  guint32 piece = mb_ortho_block_cell (b, from)->piece;

  if (to <= from || mb_ortho_block_piece (b, from)->marked)
    return FALSE;
  for (guint i = from; i < to; i++)
    if (!mb_ortho_block_free (b, i) || mb_ortho_block_cell (b, i)->piece != piece)
      return FALSE;
  return TRUE;
}

static void
mark (MbOrthoBlock *b, guint from, guint to, MbMarkKind kind)
{
  if (may_mark (b, from, to))
    mb_ortho_block_mark (b, from, to, kind);
}

static gboolean
is_one_of (const char *word, const char *const *words)
{
  return g_strv_contains (words, word);
}

/* --- ORD-02, ROM-02 -------------------------------------------------------------------------------------- */

/* An ordinal: number [from, letters), suffix [letters, to). */
typedef struct {
  guint from, letters, to;
  gboolean roman;
} Ordinal;

static gboolean
is_suffix_of (guint value, const char *suffix)
{
  static const char *const first[] = { "er", "re", "ers", "res", NULL };
  static const char *const second[] = { "e", "es", "d", "de", "ds", "des", NULL };
  static const char *const others[] = { "e", "es", NULL };

  return is_one_of (suffix, value == 1 ? first : value == 2 ? second : others);
}

/* Digits: their end and value (at most 3, for only 1 and 2 matter). */
static guint
digits_end (const MbOrthoBlock *b, guint i, guint *value)
{
  guint end = i;

  while (end < i + 6 && mb_ortho_is_digit (mb_ortho_block_char (b, end)))
    end++;
  *value = end == i + 1 ? mb_ortho_block_char (b, i) - '0' : 3;
  return end;
}

static gboolean
read_ordinal (const MbOrthoBlock *b, guint i, Ordinal *o)
{
  gunichar before = mb_ortho_block_char (b, (gint64) i - 1), next;
  MbToken suffix;
  guint value;

  if (mb_ortho_is_word (before) || ((before == '.' || before == ',') &&
                                    mb_ortho_is_digit (mb_ortho_block_char (b, (gint64) i - 2))))
    return FALSE;
  o->from = i;
  o->roman = !mb_ortho_is_digit (mb_ortho_block_char (b, i));
  if (o->roman) {
    o->letters = mb_ortho_token_roman_end (b, i);
    value = mb_ortho_token_roman (b, i, o->letters);
    if (o->letters == i + 1 && value > 10) /* Ce, Le */
      return FALSE;
    value = value == 2 ? 3 : value;
  } else {
    o->letters = digits_end (b, i, &value);
  }
  if (value == 0 || !mb_ortho_token_after (b, o->letters, mb_ortho_token_letter, &suffix))
    return FALSE;
  o->to = suffix.to;
  next = mb_ortho_block_char (b, o->to);
  return is_suffix_of (value, suffix.text) && !mb_ortho_is_word (next) && next != '\'' &&
         next != MB_APOSTROPHE &&
         !(next == '-' && mb_ortho_is_digit (mb_ortho_block_char (b, o->to + 1)));
}

static guint
skip_spaces (const MbOrthoBlock *b, guint i)
{
  while (mb_ortho_is_space (mb_ortho_block_char (b, i)))
    i++;
  return i;
}

/* Whether a century follows: `XXe siècle`, `XVIe et XVIIe siècles`, `du Xe au XIIe siècle`. */
static gboolean
counts_centuries (const MbOrthoBlock *b, guint i)
{
  static const char *const links[] = { "et", "ou",    "au",  "à",   "du",  "le",
                                       "la", "début", "fin", "aux", "des", NULL };
  static const char *const ages[] = { "siècle",   "siècles",   "millénaire", "millénaires",
                                      "dynastie", "dynasties", "s",          NULL };

  for (guint step = 0; step < 8; step++) {
    MbToken token;
    Ordinal other;
    i = skip_spaces (b, i);
    gunichar c = mb_ortho_block_char (b, i);
    if (c == ',' || c == '-' || c == MB_EN_DASH) {
      i++;
    } else if (read_ordinal (b, i, &other)) {
      i = other.to;
    } else if (!mb_ortho_token_after (b, i, mb_ortho_token_letter, &token)) {
      return FALSE;
    } else if (is_one_of (token.text, ages)) {
      return strcmp (token.text, "s") != 0 || mb_ortho_block_char (b, token.to) == '.';
    } else if (is_one_of (token.text, links)) {
      i = token.to;
    } else {
      return FALSE;
    }
  }
  return FALSE;
}

/* Whether no noun is counted: `au XIXe siècle ; au XXe, on…`, where the century was said before. */
static gboolean
counts_nothing (const MbOrthoBlock *b, guint i)
{
  static const char *const links[] = { "et", "ou", "comme", "que", "qui", "mais", "puis", NULL };
  MbToken token;

  return !mb_ortho_token_after (b, skip_spaces (b, i), mb_ortho_token_letter, &token) ||
         is_one_of (token.text, links);
}

/* `XXe`, but not the first of a name: `François Ier`. */
static gboolean
is_later (const MbOrthoBlock *b, const Ordinal *o)
{
  return mb_ortho_block_char (b, o->letters) == 'e' &&
         mb_ortho_block_char (b, o->letters + 1) != 'r';
}

/* @centuries: whether a century stands before in the block. */
static guint
mark_ordinal (MbOrthoBlock *b, const MbOrthoHouse *house, guint i, gboolean *centuries)
{
  Ordinal o;

  if (!read_ordinal (b, i, &o))
    return i + 1;
  if (house->follows[MB_RULE_ORD_02])
    mark (b, o.letters, o.to, MB_MARK_ORDINAL);
  if (!o.roman || !house->follows[MB_RULE_ROM_02])
    return o.to;
  gboolean said = counts_centuries (b, o.to);
  if (said || (*centuries && is_later (b, &o) && counts_nothing (b, o.to)))
    mark (b, o.from, o.letters, MB_MARK_ROMAN);
  *centuries |= said;
  return o.to;
}

/* --- ABR-05 ------------------------------------------------------------------------------------------------ */

static guint
mark_title (MbOrthoBlock *b, guint i)
{
  static const char *const always[] = { "Mme", "Mmes", "Mlle", "Mlles", "Mgr", NULL };
  static const char *const named[] = { "Dr", "Drs", "Pr", "Prs", "Me", "Vve", NULL };
  MbToken token;

  if (mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 1)) ||
      !mb_ortho_token_after (b, i, mb_ortho_token_letter, &token))
    return i + 1;
  gunichar next = mb_ortho_block_char (b, token.to);
  gboolean name = mb_ortho_is_space (next) &&
                  g_unichar_isupper (mb_ortho_block_char (b, skip_spaces (b, token.to)));
  if (is_one_of (token.text, always) ||
      (is_one_of (token.text, named) && name && next == MB_ORTHO_NBSP))
    mark (b, i + 1, token.to, MB_MARK_TITLE);
  return token.to;
}

/* --- NUM-08 ------------------------------------------------------------------------------------------------- */

static guint
mark_fraction (MbOrthoBlock *b, guint i)
{
  static const gunichar glued[] = { '/', '-', '.', ',', ':', MB_EN_DASH, 0 };
  gunichar above = mb_ortho_block_char (b, i), below = mb_ortho_block_char (b, i + 2),
           before = mb_ortho_block_char (b, (gint64) i - 1), next = mb_ortho_block_char (b, i + 3);

  if (mb_ortho_block_char (b, i + 1) != '/' || !(below >= '2' && below <= '9') || above >= below ||
      above == '0' || mb_ortho_is_word (before) || mb_ortho_one_of (before, glued) ||
      mb_ortho_is_word (next) || next == '/' ||
      (mb_ortho_one_of (next, glued) && mb_ortho_is_digit (mb_ortho_block_char (b, i + 4))))
    return i + 1;
  mark (b, i, i + 3, MB_MARK_FRACTION);
  return i + 3;
}

/* --- The pass ------------------------------------------------------------------------------------------------ */

static guint
mark_at (MbOrthoBlock *b, const MbOrthoHouse *house, guint i, gboolean *centuries)
{
  gunichar c = mb_ortho_block_char (b, i);
  guint end = i + 1;

  if (c >= '0' && c <= '9' && house->follows[MB_RULE_NUM_08])
    end = mark_fraction (b, i);
  if (end == i + 1 &&
      ((c >= '0' && c <= '9') || c == 'I' || c == 'V' || c == 'X' || c == 'L' || c == 'C'))
    end = mark_ordinal (b, house, i, centuries);
  if (end == i + 1 && house->follows[MB_RULE_ABR_05] &&
      (c == 'M' || c == 'D' || c == 'P' || c == 'V'))
    end = mark_title (b, i);
  return end;
}

void
mb_ortho_marks_set (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  gboolean fractions = house->follows[MB_RULE_NUM_08] && (b->has & MB_HAS_SLASH);
  gboolean centuries = FALSE;

  if (!(b->has & (MB_HAS_ORDINAL | MB_HAS_TITLE)) && !fractions)
    return;
  for (guint i = 0; i < mb_ortho_block_length (b);)
    i = mark_at (b, house, i, &centuries);
}
