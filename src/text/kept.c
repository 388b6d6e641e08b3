/* SPDX-License-Identifier: Apache-2.0 */
/* Two words that stay on one line although a plain space stands between them (notes/french.md § 1.8, COU-01).
 *
 * Authors type plain spaces; the rules of ortho put no-break ones where they are sure, this table holds for all the rest and
 * changes no character. A word has a set of *classes*: what it is by the lists of the house (keptlist.c) (M. is a title, kg a unit, art. a reference)
 * and what its letters say (14 is a number, XIV a Roman one, J.-P. initials, Louis a name). A row of the table names the classes
 * before and after the space; one row that fits keeps the words together. What needs a third word (M. de Sèze, 12 h 30,
 * telephone numbers, 800 × 600) has a function of its own.
 *
 * Words are taken from one blank to the next, without what opens or elides before them (« l’art. 5 ») and, after the space,
 * without the punctuation behind them. Before the space punctuation counts: « Louis, XIV » are two things.
 */
#include "kept.h"

#include <string.h>

/* --- The table ------------------------------------------------------------------------------------------------*/

typedef struct {
  guint32 before, after;
  gboolean everywhere; /* not in French alone */
} Row;

static const Row rows[] = {
  { MB_KEPT_TITLE, MB_KEPT_CAPITAL, FALSE },
  { MB_KEPT_INITIAL, MB_KEPT_CAPITAL, TRUE },
  { MB_KEPT_REFERENCE,
    MB_KEPT_NUMBER | MB_KEPT_ROMAN | MB_KEPT_ORDINAL | MB_KEPT_LAW | MB_KEPT_LETTER, FALSE },
  { MB_KEPT_LAW, MB_KEPT_NUMBER, FALSE },
  { MB_KEPT_NUMBER, MB_KEPT_UNIT, TRUE },
  { MB_KEPT_NUMBER, MB_KEPT_COUNT, FALSE },
  { MB_KEPT_DAY, MB_KEPT_MONTH, FALSE },
  { MB_KEPT_ORDINAL, MB_KEPT_CENTURY, FALSE },
  { MB_KEPT_NAME, MB_KEPT_REIGN, FALSE },
  { MB_KEPT_MONEY, MB_KEPT_NUMBER, TRUE },
  { MB_KEPT_PREFIX, MB_KEPT_NUMBER, TRUE },
  { MB_KEPT_GROUP, MB_KEPT_THREE, TRUE },
  { MB_KEPT_ANY, MB_KEPT_TAIL, FALSE },
  { MB_KEPT_AND, MB_KEPT_CAPITAL, TRUE },
};

/* --- Words -----------------------------------------------------------------------------------------------------*/

/** A word between blanks, without what is before and behind it. */
typedef struct {
  guint from, to;
  guint n; /* bytes; 0: too long to be in any class */
  char text[MB_KEPT_BYTES];
} Word;

static gboolean
is_gap (const MbLineText *line, guint i)
{
  return i >= line->n || line->chars[i].kind != MB_CHAR_TEXT || mb_is_no_break (line->chars[i].c);
}

/* What may stand before a word: openers and elided words. */
static guint
skip_openers (const MbLineText *line, guint from, guint to)
{
  while (from < to && mb_is_opening (line->chars[from].c))
    from++;
  for (guint i = from + 1; i + 1 < to && i < from + 6; i++)
    if (line->chars[i].c == 0x2019 || line->chars[i].c == '\'')
      return i + 1;
  return from;
}

static void
spell (const MbLineText *line, Word *word)
{
  if (word->to > word->from && word->to - word->from <= MB_KEPT_CHARS)
    for (guint i = word->from; i < word->to; i++) {
      gunichar c = line->chars[i].c;
      if (c < 0x80)
        word->text[word->n++] = (char) c;
      else
        word->n += (guint) g_unichar_to_utf8 (c, word->text + word->n);
    }
  word->text[word->n] = '\0';
}

static Word
word_before (const MbLineText *line, guint space)
{
  Word word = { .from = space, .to = space };
  while (word.from > 0 && !is_gap (line, word.from - 1))
    word.from--;
  word.from = skip_openers (line, word.from, word.to);
  spell (line, &word);
  return word;
}

static Word
word_after (const MbLineText *line, guint space)
{
  Word word = { .from = space + 1, .to = space + 1 };
  while (!is_gap (line, word.to))
    word.to++;
  word.from = skip_openers (line, word.from, word.to);
  while (word.to > word.from + 1 && mb_is_punctuation (line->chars[word.to - 1].c))
    word.to--;
  spell (line, &word);
  return word;
}

/* --- What the letters say ----------------------------------------------------------------------------------------*/

/* The value of a Roman number written as it should be, or 0. */
static guint
roman_value (const char *text, gsize n)
{
  static const struct {
    const char *digits;
    guint value;
  } parts[] = { { "M", 1000 }, { "CM", 900 }, { "D", 500 }, { "CD", 400 }, { "C", 100 },
                { "XC", 90 },  { "L", 50 },   { "XL", 40 }, { "X", 10 },   { "IX", 9 },
                { "V", 5 },    { "IV", 4 },   { "I", 1 } };
  guint value = 0, repeats = 0;
  gsize at = 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts) && at < n;) {
    gsize length = strlen (parts[i].digits);
    guint most =
        length == 1 && parts[i].value != 5 && parts[i].value != 50 && parts[i].value != 500 ? 3 : 1;
    if (repeats < most && at + length <= n && strncmp (text + at, parts[i].digits, length) == 0) {
      value += parts[i].value;
      at += length;
      repeats++;
    } else {
      i++;
      repeats = 0;
    }
  }
  return at == n ? value : 0;
}

static guint32
classes_of_roman (const Word *word)
{
  gsize n = strspn (word->text, "IVXLCDM");
  guint value = n ? roman_value (word->text, n) : 0;
  const char *rest = word->text + n;
  if (!value)
    return 0;
  gboolean first =
      strcmp (rest, "er") == 0 || strcmp (rest, "re") == 0 || strcmp (rest, "ers") == 0;
  if (!*rest)
    return MB_KEPT_ROMAN | (value < 40 ? MB_KEPT_REIGN : 0);
  if (first && value == 1)
    return MB_KEPT_ORDINAL | MB_KEPT_REIGN;
  gboolean plural = strcmp (rest, "es") == 0;
  if (n == 1 && value >= 50) /* Le, Ce, Des, Mes */
    return 0;
  return plural || strcmp (rest, "e") == 0 ? MB_KEPT_ORDINAL : 0;
}

static gboolean
is_fraction (const char *text)
{
  return strcmp (text, "½") == 0 || strcmp (text, "¼") == 0 || strcmp (text, "¾") == 0;
}

/* 1 to 31 */
static gboolean
is_day (const char *text, gsize digits)
{
  guint64 day = g_ascii_strtoull (text, NULL, 10);
  return digits <= 2 && day >= 1 && day <= 31;
}

static guint32
classes_of_figures (const Word *word)
{
  const char *text = word->text;
  if (*text == '+' && g_ascii_isdigit (text[1]) && strspn (text + 1, "0123456789") == word->n - 1)
    return MB_KEPT_PREFIX | MB_KEPT_NUMBER;
  if (g_str_has_prefix (text, "−") || g_str_has_prefix (text, "±"))
    text = g_utf8_next_char (text);
  else if (strchr ("-<>~", *text) && *text)
    text++;
  gsize digits = strspn (text, "0123456789");
  if (!digits)
    return is_fraction (text) ? MB_KEPT_NUMBER | MB_KEPT_UNIT : 0;
  const char *rest = text + digits;
  guint32 three = digits == 3 ? MB_KEPT_THREE : 0;
  if (!*rest)
    return MB_KEPT_NUMBER | three | (digits <= 3 ? MB_KEPT_GROUP : 0) |
           (is_day (text, digits) ? MB_KEPT_DAY : 0);
  if (strcmp (rest, "er") == 0)
    return MB_KEPT_ORDINAL | (digits == 1 && *text == '1' ? MB_KEPT_DAY : 0);
  if (strcmp (rest, "e") == 0 || strcmp (rest, "es") == 0 || strcmp (rest, "re") == 0)
    return MB_KEPT_ORDINAL;
  if (is_fraction (rest))
    return MB_KEPT_NUMBER;
  /* decimals, ranges, numbers of laws: 3,5  10–12  123-4 */
  for (const char *c = rest; *c; c = g_utf8_next_char (c))
    if (!g_ascii_isdigit (*c) && !strchr (",./-:", *c) && !g_str_has_prefix (c, "–"))
      return three;
  return MB_KEPT_NUMBER | three;
}

/* J.  J.-P.  Ch. : a capital, at most two small letters, a full stop; more of them after a hyphen or at once. */
static gboolean
is_initials (const char *text)
{
  const char *c = text;
  do {
    if (!g_unichar_isupper (g_utf8_get_char (c)))
      return FALSE;
    c = g_utf8_next_char (c);
    if (*c == 'h' || *c == 'l' || *c == 'r') /* Ch., Th., Cl., Fr. */
      c++;
    if (*c++ != '.')
      return FALSE;
    if (*c == '-')
      c++;
  } while (*c);
  return TRUE;
}

static guint32
classes_of_letters (const Word *word)
{
  const char *second = g_utf8_next_char (word->text);
  gunichar first = g_utf8_get_char (word->text);
  guint32 classes = 0;
  if (!g_unichar_isalpha (first))
    return 0;
  if (!*second || strcmp (second, ".") == 0)
    classes |= g_unichar_isupper (first) ? MB_KEPT_LETTER : 0;
  if (!g_unichar_isupper (first))
    return classes;
  if (is_initials (word->text))
    classes |= MB_KEPT_INITIAL;
  gboolean letters = TRUE, small = FALSE;
  for (const char *c = second; *c; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);
    letters &= g_unichar_isalpha (u) || u == '-' || u == 0x2019;
    small |= g_unichar_islower (u) != 0;
  }
  return classes | (letters && small ? MB_KEPT_NAME : 0);
}

/* Words too long to be spelt are names when they begin with a capital: « Maximilien » is in no list. */
static guint32
classes_of_long (const MbLineText *line, const Word *word)
{
  if (word->to <= word->from || !g_unichar_isupper (line->chars[word->from].c))
    return 0;
  guint32 classes = MB_KEPT_CAPITAL;
  for (guint i = word->from; i < word->to; i++)
    if (!g_unichar_isalpha (line->chars[i].c) && line->chars[i].c != '-')
      return classes;
  return classes | MB_KEPT_NAME;
}

static guint32
classes_of (const MbLineText *line, const Word *word)
{
  if (!word->n)
    return MB_KEPT_ANY | classes_of_long (line, word);
  if (g_ascii_islower (word->text[0])) /* most words: no number, no name */
    return MB_KEPT_ANY | mb_kept_classes (line->kept, word->text);
  guint32 classes = MB_KEPT_ANY | mb_kept_classes (line->kept, word->text) |
                    classes_of_figures (word) | classes_of_roman (word) | classes_of_letters (word);
  if (g_unichar_isupper (g_utf8_get_char (word->text)))
    classes |= MB_KEPT_CAPITAL;
  return classes;
}

/* « le 14 Juillet »: the month as the name of a feast. */
static guint32
classes_of_feast (const MbLineText *line, const Word *word)
{
  if (!word->n || !g_ascii_isupper (word->text[0]))
    return 0;
  char text[MB_KEPT_BYTES];
  memcpy (text, word->text, word->n + 1);
  text[0] = g_ascii_tolower (text[0]);
  return mb_kept_classes (line->kept, text) & MB_KEPT_MONTH;
}

/* « en 2020 M. Martin »: a capital with its full stop is no unit, and p. and t. begin a reference. */
static guint32
classes_after (const MbLineText *line, const Word *word)
{
  guint32 classes = classes_of (line, word) | classes_of_feast (line, word);
  if (word->to < line->n && line->chars[word->to].c == '.') {
    if (classes & MB_KEPT_CAPITAL && word->to == word->from + 1) {
      classes &= ~(guint32) MB_KEPT_UNIT;
      classes |= MB_KEPT_INITIAL | (strchr ("LRD", word->text[0]) ? MB_KEPT_LAW : 0);
    }
    if (strcmp (word->text, "p") == 0 || strcmp (word->text, "t") == 0)
      classes &= ~(guint32) MB_KEPT_UNIT;
  }
  return classes;
}

/* --- Three words -------------------------------------------------------------------------------------------------*/

static gboolean
is_plain_space (const MbLineText *line, guint i)
{
  return i < line->n && (line->chars[i].kind == MB_CHAR_SPACE || mb_is_no_break (line->chars[i].c));
}

/* The word behind @word, when a space parts them. */
static guint32
classes_beyond (const MbLineText *line, const Word *word)
{
  if (!is_plain_space (line, word->to))
    return 0;
  Word next = word_after (line, word->to);
  return classes_after (line, &next);
}

static guint32
classes_ahead (const MbLineText *line, const Word *word)
{
  if (word->from == 0 || !is_plain_space (line, word->from - 1))
    return 0;
  Word previous = word_before (line, word->from - 1);
  return classes_of (line, &previous);
}

/* M. de Sèze, C. de Gaulle, M. et Mme, M. le maire: the title stays with the particle, the particle with the name. */
static gboolean
is_particle (const MbLineText *line, const Word *left, guint32 before, const Word *right,
             guint32 after)
{
  if (before & MB_KEPT_PARTICLE)
    return after & MB_KEPT_CAPITAL &&
           classes_ahead (line, left) & (MB_KEPT_TITLE | MB_KEPT_INITIAL);
  if (!(after & MB_KEPT_PARTICLE))
    return FALSE;
  return before & MB_KEPT_TITLE ||
         (before & MB_KEPT_INITIAL && classes_beyond (line, right) & MB_KEPT_CAPITAL);
}

/* 12 h 30, 12 min 5 s; 800 × 600; between a number and the sign the table holds. */
static gboolean
is_between_numbers (const MbLineText *line, const Word *left, guint32 after)
{
  static const char *const joints[] = { "h", "min", "mn", "×", "x", NULL };
  return left->n && after & MB_KEPT_NUMBER && g_strv_contains (joints, left->text) &&
         classes_ahead (line, left) & MB_KEPT_NUMBER;
}

static gboolean
is_times (const MbLineText *line, guint32 before, const Word *right)
{
  return before & MB_KEPT_NUMBER && strcmp (right->text, "x") == 0 &&
         classes_beyond (line, right) & MB_KEPT_NUMBER;
}

static gboolean
is_pair_of_figures (const Word *word)
{
  return word->n == 2 && g_ascii_isdigit (word->text[0]) && g_ascii_isdigit (word->text[1]);
}

/* 01 23 45 67 89, +33 1 23 45 67 89: four pairs or more. */
static gboolean
is_telephone (const MbLineText *line, const Word *left, const Word *right)
{
  if (!is_pair_of_figures (right))
    return FALSE;
  if (left->n == 1 && g_ascii_isdigit (left->text[0]))
    return (classes_ahead (line, left) & MB_KEPT_PREFIX) != 0;
  guint pairs = 0;
  for (Word word = *left; is_pair_of_figures (&word) && pairs < 9;) {
    pairs++;
    if (word.from == 0 || !is_plain_space (line, word.from - 1))
      break;
    word = word_before (line, word.from - 1);
  }
  if (!pairs)
    return FALSE;
  for (Word word = *right; is_pair_of_figures (&word) && pairs < 9;) {
    pairs++;
    if (!is_plain_space (line, word.to))
      break;
    word = word_after (line, word.to);
  }
  return pairs >= 4;
}

/* --- The question ---------------------------------------------------------------------------------------------------*/

/* Most spaces stand between two plain words: their last and first letters tell. */
static gboolean
may_be_kept (const MbLineText *line, guint space)
{
  gunichar last = line->chars[space - 1].c, next = mb_line_char (line, space + 1);
  if (!g_unichar_islower (last) || !g_unichar_islower (next))
    return TRUE;
  gboolean after_figure = space >= 3 && g_unichar_isdigit (line->chars[space - 3].c);
  return mb_kept_letters (line->kept, last, next, after_figure);
}

gboolean
mb_kept_together (const MbLineText *line, guint space, gboolean french)
{
  if (!may_be_kept (line, space))
    return FALSE;
  Word left = word_before (line, space), right = word_after (line, space);
  guint32 before = classes_of (line, &left), after = classes_after (line, &right);
  if (left.from == left.to || right.from == right.to)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (before & rows[i].before && after & rows[i].after && (french || rows[i].everywhere))
      return TRUE;
  if (is_between_numbers (line, &left, after) || is_times (line, before, &right) ||
      is_telephone (line, &left, &right))
    return TRUE;
  if (!french)
    return FALSE;
  return is_particle (line, &left, before, &right, after) ||
         mb_kept_is_phrase (line->kept, left.text, right.text);
}

gboolean
mb_kept_is_abbreviation (const MbLineText *line, guint end)
{
  Word word = word_before (line, end);
  return (classes_of (line, &word) & (MB_KEPT_TITLE | MB_KEPT_INITIAL | MB_KEPT_REFERENCE |
                                      MB_KEPT_LAW | MB_KEPT_PHRASE)) != 0;
}

gboolean
mb_kept_is_unit (const MbLineText *line, guint space)
{
  if (space == 0)
    return FALSE;
  Word left = word_before (line, space), right = word_after (line, space);
  guint32 before = classes_of (line, &left), after = classes_after (line, &right);
  return (before & MB_KEPT_NUMBER && after & MB_KEPT_UNIT) ||
         is_between_numbers (line, &left, after);
}
