/* SPDX-License-Identifier: Apache-2.0 */
/* Two words that stay on one line although a plain space stands between them (notes/french.md § 1.8, COU-01).
 *
 * Authors type plain spaces; the rules of ortho put no-break ones where they are sure, this table holds for all the rest and
 * changes no character. A word has a set of *classes*: what it is by the lexicon (M. is a title, kg a unit, art. a reference)
 * and what its letters say (14 is a number, XIV a Roman one, J.-P. initials, Louis a name). A row of the table names the classes
 * before and after the space; one row that fits keeps the words together. What needs a third word (M. de Sèze, 12 h 30,
 * telephone numbers, 800 × 600) has a function of its own.
 *
 * Words are taken from one blank to the next, without what opens or elides before them (« l’art. 5 ») and, after the space,
 * without the punctuation behind them. Before the space punctuation counts: « Louis, XIV » are two things.
 */
#include "internal.h"

#include <string.h>

#define WORD_BYTES 48 /* longer words are in no class */
#define WORD_CHARS 11

typedef enum {
  TITLE = 1 << 0,     /* M., Mme, Dr */
  PARTICLE = 1 << 1,  /* de, von: between a title and a name */
  REFERENCE = 1 << 2, /* p., art., n° */
  UNIT = 1 << 3,      /* kg, h, €; bis, ter */
  COUNT = 1 << 4,     /* millions, euros */
  MONTH = 1 << 5,
  CENTURY = 1 << 6, /* siècle, millénaire */
  MONEY = 1 << 7,   /* $ before a number */
  TAIL = 1 << 8,    /* etc., Cie: after any word */
  LAW = 1 << 9,     /* L. 123-4, R. 421-1 */
  ERA = 1 << 10,    /* av., apr. before J.-C. */
  CHRIST = 1 << 11,
  NUMBER = 1 << 12,
  DAY = 1 << 13, /* 1 to 31, 1er */
  ROMAN = 1 << 14,
  ORDINAL = 1 << 15, /* XXe, Ier, 20e */
  INITIAL = 1 << 16,
  CAPITAL = 1 << 17, /* begins with a capital */
  NAME = 1 << 18,    /* and goes on with small letters */
  GROUP = 1 << 19,   /* one to three figures */
  THREE = 1 << 20,   /* begins with just three figures */
  REIGN = 1 << 21,   /* I to XLIX, Ier, Ire */
  LETTER = 1 << 22,  /* one letter, or one and a full stop */
  PREFIX = 1 << 23,  /* +33 */
  AND = 1 << 24,     /* & */
  CITED = 1 << 25,   /* op., loc. */
  CIT = 1 << 26,     /* cit. */
  ANY = 1 << 30,
} Class;

/* --- The table ------------------------------------------------------------------------------------------------*/

typedef struct {
  guint32 before, after;
  gboolean everywhere; /* not in French alone */
} Row;

static const Row rows[] = {
  { TITLE, CAPITAL, FALSE },
  { INITIAL, CAPITAL, TRUE },
  { REFERENCE, NUMBER | ROMAN | ORDINAL | LAW | LETTER, FALSE },
  { LAW, NUMBER, FALSE },
  { NUMBER, UNIT, TRUE },
  { NUMBER, COUNT, FALSE },
  { DAY, MONTH, FALSE },
  { ORDINAL, CENTURY, FALSE },
  { NAME, REIGN, FALSE },
  { MONEY, NUMBER, TRUE },
  { PREFIX, NUMBER, TRUE },
  { GROUP, THREE, TRUE },
  { ERA, CHRIST, FALSE },
  { CITED, CIT, FALSE },
  { ANY, TAIL, FALSE },
  { AND, CAPITAL, TRUE },
};

/* Full stops belong to abbreviations before the space and are left out behind it. */
static const struct {
  guint32 class;
  const char *words;
} lexicon[] = {
  { TITLE, "M. MM. Mme Mmes Mlle Mlles Me Mes Mgr Mgrs Dr Dre Drs Pr Pre Prs St Ste Sts Stes Vve" },
  { PARTICLE, "d de des du et la le van von" },
  { REFERENCE,
    "Chap. Fig. No N° Nº al. ann. art. ch. chap. col. fasc. fig. fol. f° livr. ms. no n° nº "
    "p. par. pl. pp. t. tab. tabl. tit. vers. vol. § §§" },
  { LAW, "D. L. LO. R." },
  { UNIT, "$ % A Ah Bq CHF CV EUR GB GHz GW GWh Go Hz J K L MB MW MWh Md Mds Md€ Mo M€ N Pa TWh To "
          "USD V W Wh bar bis ch cl cm cm² cm³ dB dl dm dm³ g g/l h hPa ha hab./km² hl kHz kW kWh "
          "kcal kg kg/m³ km km/h km² ko kt k€ l m m/s mA mg min ml mm mn mol ms m² m³ nm ppm px "
          "quater s sq sqq t ter £ ° °C °F µg µm µs × Ω € €/kg €/mois" },
  { MONEY, "$ US$ £ €" },
  { COUNT, "billion billions dollars euro euros franc francs milliard milliards million millions" },
  { MONTH,
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "vendémiaire brumaire frimaire nivôse pluviôse ventôse germinal floréal prairial messidor "
    "thermidor fructidor" },
  { CENTURY, "millénaire millénaires siècle siècles" },
  { TAIL, "Cie Jr Sr etc" },
  { ERA, "ap. apr. av." },
  { CHRIST, "J.-C" },
  { CITED, "art. loc. op." },
  { CIT, "cit" },
  { AND, "&" },
};

static gsize
index_lexicon (GHashTable **table)
{
  *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lexicon); i++) {
    g_auto (GStrv) words = g_strsplit (lexicon[i].words, " ", -1);
    for (char **word = words; *word; word++) {
      guint32 others = GPOINTER_TO_UINT (g_hash_table_lookup (*table, *word));
      g_hash_table_insert (*table, g_strdup (*word), GUINT_TO_POINTER (others | lexicon[i].class));
    }
  }
  return 1;
}

static guint32
classes_in_lexicon (const char *text)
{
  static GHashTable *table;
  static gsize once;
  if (g_once_init_enter (&once))
    g_once_init_leave (&once, index_lexicon (&table));
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, text));
}

/* --- Words -----------------------------------------------------------------------------------------------------*/

/** A word between blanks, without what is before and behind it. */
typedef struct {
  guint from, to;
  guint n; /* bytes; 0: too long to be in any class */
  char text[WORD_BYTES];
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
  if (word->to > word->from && word->to - word->from <= WORD_CHARS)
    for (guint i = word->from; i < word->to; i++)
      word->n += (guint) g_unichar_to_utf8 (line->chars[i].c, word->text + word->n);
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
    return ROMAN | (value < 40 ? REIGN : 0);
  if (first && value == 1)
    return ORDINAL | REIGN;
  gboolean plural = strcmp (rest, "es") == 0;
  if (n == 1 && value >= 50) /* Le, Ce, Des, Mes */
    return 0;
  return plural || strcmp (rest, "e") == 0 ? ORDINAL : 0;
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
    return PREFIX | NUMBER;
  if (g_str_has_prefix (text, "−") || g_str_has_prefix (text, "±"))
    text = g_utf8_next_char (text);
  else if (strchr ("-<>~", *text) && *text)
    text++;
  gsize digits = strspn (text, "0123456789");
  if (!digits)
    return is_fraction (text) ? NUMBER | UNIT : 0;
  const char *rest = text + digits;
  guint32 three = digits == 3 ? THREE : 0;
  if (!*rest)
    return NUMBER | three | (digits <= 3 ? GROUP : 0) | (is_day (text, digits) ? DAY : 0);
  if (strcmp (rest, "er") == 0)
    return ORDINAL | (digits == 1 && *text == '1' ? DAY : 0);
  if (strcmp (rest, "e") == 0 || strcmp (rest, "es") == 0 || strcmp (rest, "re") == 0)
    return ORDINAL;
  if (is_fraction (rest))
    return NUMBER;
  /* decimals, ranges, numbers of laws: 3,5  10–12  123-4 */
  for (const char *c = rest; *c; c = g_utf8_next_char (c))
    if (!g_ascii_isdigit (*c) && !strchr (",./-:", *c) && !g_str_has_prefix (c, "–"))
      return three;
  return NUMBER | three;
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
    classes |= g_unichar_isupper (first) ? LETTER : 0;
  if (!g_unichar_isupper (first))
    return classes;
  if (is_initials (word->text))
    classes |= INITIAL;
  gboolean letters = TRUE, small = FALSE;
  for (const char *c = second; *c; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);
    letters &= g_unichar_isalpha (u) || u == '-' || u == 0x2019;
    small |= g_unichar_islower (u) != 0;
  }
  return classes | (letters && small ? NAME : 0);
}

/* Words too long to be spelt are names when they begin with a capital: « Maximilien » is in no list. */
static guint32
classes_of_long (const MbLineText *line, const Word *word)
{
  if (word->to <= word->from || !g_unichar_isupper (line->chars[word->from].c))
    return 0;
  guint32 classes = CAPITAL;
  for (guint i = word->from; i < word->to; i++)
    if (!g_unichar_isalpha (line->chars[i].c) && line->chars[i].c != '-')
      return classes;
  return classes | NAME;
}

static guint32
classes_of (const MbLineText *line, const Word *word)
{
  if (!word->n)
    return ANY | classes_of_long (line, word);
  guint32 classes = ANY | classes_in_lexicon (word->text) | classes_of_figures (word) |
                    classes_of_roman (word) | classes_of_letters (word);
  if (g_unichar_isupper (g_utf8_get_char (word->text)))
    classes |= CAPITAL;
  return classes;
}

/* « le 14 Juillet »: the month as the name of a feast. */
static guint32
classes_of_feast (const Word *word)
{
  if (!word->n || !g_ascii_isupper (word->text[0]))
    return 0;
  char text[WORD_BYTES];
  memcpy (text, word->text, word->n + 1);
  text[0] = g_ascii_tolower (text[0]);
  return classes_in_lexicon (text) & MONTH;
}

/* « en 2020 M. Martin »: a capital with its full stop is no unit, and p. and t. begin a reference. */
static guint32
classes_after (const MbLineText *line, const Word *word)
{
  guint32 classes = classes_of (line, word) | classes_of_feast (word);
  if (word->to < line->n && line->chars[word->to].c == '.') {
    if (classes & CAPITAL && word->to == word->from + 1) {
      classes &= ~(guint32) UNIT;
      classes |= INITIAL | (strchr ("LRD", word->text[0]) ? LAW : 0);
    }
    if (strcmp (word->text, "p") == 0 || strcmp (word->text, "t") == 0)
      classes &= ~(guint32) UNIT;
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
  if (before & PARTICLE)
    return after & CAPITAL && classes_ahead (line, left) & (TITLE | INITIAL);
  if (!(after & PARTICLE))
    return FALSE;
  return before & TITLE || (before & INITIAL && classes_beyond (line, right) & CAPITAL);
}

/* 12 h 30, 12 min 5 s; 800 × 600; between a number and the sign the table holds. */
static gboolean
is_between_numbers (const MbLineText *line, const Word *left, guint32 after)
{
  static const char *const joints[] = { "h", "min", "mn", "×", "x", NULL };
  return left->n && after & NUMBER && g_strv_contains (joints, left->text) &&
         classes_ahead (line, left) & NUMBER;
}

static gboolean
is_times (const MbLineText *line, guint32 before, const Word *right)
{
  return before & NUMBER && strcmp (right->text, "x") == 0 && classes_beyond (line, right) & NUMBER;
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
    return (classes_ahead (line, left) & PREFIX) != 0;
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

/* Abbreviations in several parts: p. ex., c. à d., N. B., s. l. n. d. */
static gboolean
is_set_phrase (const Word *left, const Word *right)
{
  static const char *const phrases[][2] = {
    { "p.", "ex" }, { "par", "ex" }, { "i.", "e" }, { "s.", "l" }, { "s.", "d" }, { "l.", "n" },
    { "n.", "d" },  { "d.", "l" },   { "l.", "r" }, { "c.", "à" }, { "à", "d" },  { "et", "al" },
    { "et", "sq" }, { "et", "Cie" }, { "P.", "S" }, { "N.", "B" }, { "d.", "t" }, { "C.", "Q" },
    { "e.", "g" },  { "°", "C" },    { "°", "F" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (strcmp (left->text, phrases[i][0]) == 0 && strcmp (right->text, phrases[i][1]) == 0)
      return TRUE;
  return FALSE;
}

/* --- The question ---------------------------------------------------------------------------------------------------*/

/* Most spaces stand between two plain words: their last and first letters tell. */
static gboolean
may_be_kept (const MbLineText *line, guint space)
{
  gunichar last = line->chars[space - 1].c, next = mb_line_char (line, space + 1);
  if (!g_unichar_islower (last) || !g_unichar_islower (next))
    return TRUE;
  if (next == 'e') /* etc., ex. */
    return TRUE;
  if (last == 't' || last == 0xE0) /* et al., à d. */
    return TRUE;
  if (last == 'r' && space >= 3 && g_unichar_isdigit (line->chars[space - 3].c)) /* 1er */
    return TRUE;
  return (last == 'e' || last == 's' || last == 'r') && strchr ("smdvl", (int) MIN (next, 0x7F));
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
  return is_particle (line, &left, before, &right, after) || is_set_phrase (&left, &right);
}

gboolean
mb_kept_is_abbreviation (const MbLineText *line, guint end)
{
  Word word = word_before (line, end);
  return (classes_of (line, &word) & (TITLE | INITIAL | REFERENCE | LAW | ERA | CITED)) != 0;
}

gboolean
mb_kept_is_unit (const MbLineText *line, guint space)
{
  if (space == 0)
    return FALSE;
  Word left = word_before (line, space), right = word_after (line, space);
  guint32 before = classes_of (line, &left), after = classes_after (line, &right);
  return (before & NUMBER && after & UNIT) || is_between_numbers (line, &left, after);
}
