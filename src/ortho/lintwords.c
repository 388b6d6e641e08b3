/* SPDX-License-Identifier: Apache-2.0 */
/* Words: the lexicon of the house, doubled words, capitals, abbreviations, the euphonic t.
 *
 * The entries of the lexicon are indexed by their first letter, case aside; at each word start only those of its bucket are tried, in the order
 * of the files. An entry in lower case is also found with a capital; one whose first capital alone is wrong is not looked for at the start of
 * a sentence. Everything else looks at one word and its neighbours.
 */
#include "lint.h"

#include <string.h>

#define BUCKETS     64
#define MAX_ENTRIES (G_MAXUINT16 - BUCKETS - 1)

const char *const mb_lint_months[] = { "janvier",  "février",  "mars", "avril",     "mai",
                                       "juin",     "juillet",  "août", "septembre", "octobre",
                                       "novembre", "décembre", NULL };

static guint
bucket_of (gunichar c)
{
  return g_unichar_tolower (c) % BUCKETS;
}

/* phrases[bucket] and phrases[BUCKETS + i] are 1 + the index of the next entry. */
void
mb_lint_prepare_words (MbLint *lint)
{
  guint n;
  const MbOrthoEntry *entries = mb_ortho_house_lexicon (lint->house, &n);
  n = MIN (n, MAX_ENTRIES);
  lint->phrases = g_new0 (guint16, BUCKETS + n);
  for (guint i = n; i-- > 0;) {
    guint bucket = bucket_of (g_utf8_get_char (entries[i].wrong));
    lint->phrases[BUCKETS + i] = lint->phrases[bucket];
    lint->phrases[bucket] = (guint16) (i + 1);
  }
}

/* --- The lexicon ---------------------------------------------------------------------------------------------------*/

static gboolean
same_character (gunichar typed, gunichar asked)
{
  if (asked == ' ')
    return mb_ortho_is_space (typed);
  if (asked == 0x2019)
    return mb_lint_is_apostrophe (typed);
  return typed == asked;
}

/* The end of @wrong at @i, 0 when it does not stand there. A final * takes any ending; @raised: its first letter is a capital here only. */
static guint
match_entry (const MbLint *lint, guint i, const char *wrong, gboolean *raised, gboolean *open)
{
  gunichar first = g_utf8_get_char (wrong), typed = mb_lint_at (lint, i);
  *raised = !same_character (typed, first) && typed == g_unichar_toupper (first);
  *open = g_str_has_suffix (wrong, "*");
  if (!*raised && !same_character (typed, first))
    return 0;
  const char *c = g_utf8_next_char (wrong);
  for (i++; *c && strcmp (c, "*") != 0; c = g_utf8_next_char (c), i++)
    if (!same_character (mb_lint_at (lint, i), g_utf8_get_char (c)))
      return 0;
  if (*open)
    return mb_lint_word_end (lint, i);
  return g_unichar_isalnum (mb_lint_at (lint, i)) &&
                 g_unichar_isalnum (mb_lint_at (lint, (gint64) i - 1))
             ? 0
             : i;
}

/* « la une » is the front page at the end of a phrase or before what it is the front page of: not in « la une et l’autre ». */
static gboolean
is_front_page (const MbLint *lint, guint end)
{
  static const char *const of[] = { "du", "des", "de", "d", NULL };
  guint next = mb_lint_skip_spaces (lint, end);
  if (!g_unichar_isalnum (mb_lint_at (lint, next)))
    return TRUE;
  return mb_lint_is_word (lint, next, mb_lint_word_end (lint, next), of);
}

/* Whether only the case of the first letter differs. */
static gboolean
lowers_first (const MbOrthoEntry *entry)
{
  return *entry->right && g_unichar_isupper (g_utf8_get_char (entry->wrong)) &&
         g_unichar_tolower (g_utf8_get_char (entry->wrong)) == g_utf8_get_char (entry->right);
}

static gboolean
is_meant (const MbLint *lint, guint from, guint end, const MbOrthoEntry *entry)
{
  if (strcmp (entry->wrong, "la une") == 0)
    return is_front_page (lint, end);
  return !lowers_first (entry) || !mb_lint_begins_sentence (lint, from);
}

/* @word with a capital */
static char *
raise_first (const char *word)
{
  char first[8] = { 0 };
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (word)), first);
  return g_strconcat (first, g_utf8_next_char (word), NULL);
}

static guint
look_up (MbLint *lint, guint i)
{
  guint n;
  const MbOrthoEntry *entries = mb_ortho_house_lexicon (lint->house, &n);
  guint16 next = lint->phrases[bucket_of (mb_lint_at (lint, i))];
  for (; next; next = lint->phrases[BUCKETS + next - 1]) {
    const MbOrthoEntry *entry = &entries[next - 1];
    gboolean raised, open;
    guint end = match_entry (lint, i, entry->wrong, &raised, &open);
    if (!end || !is_meant (lint, i, end, entry))
      continue;
    g_autofree char *wanted = raised ? raise_first (entry->right) : g_strdup (entry->right);
    mb_lint_report (lint, i, end, entry->rule, *wanted && !open ? wanted : NULL);
    return end;
  }
  return i;
}

/* Etat, ETAT: the list of capitals says how the word is written. */
static gboolean
check_capital (MbLint *lint, guint i, guint end)
{
  gunichar first = mb_lint_at (lint, i);
  if (first > 127 || end < i + 2)
    return FALSE;
  gboolean shouting = g_unichar_isupper (mb_lint_at (lint, i + 1));
  g_autofree char *typed = mb_lint_slice (lint, i, end);
  g_autofree char *lower = shouting ? g_utf8_strdown (typed, -1) : NULL;
  g_autofree char *title = shouting ? raise_first (lower) : NULL;
  const char *right = mb_ortho_house_capital (lint->house, shouting ? title : typed);
  if (!right)
    return FALSE;
  g_autofree char *wanted = shouting ? g_utf8_strup (right, -1) : g_strdup (right);
  mb_lint_report (lint, i, end, "LET-03", wanted);
  return TRUE;
}

/* --- Doubled words -----------------------------------------------------------------------------------------------*/

/* Words that French doubles on purpose or by its grammar. */
static const char *const doubles[] = {
  "nous",  "vous",      "en",       "très",   "bien",     "tout",   "tous",  "toute",
  "si",    "non",       "oui",      "ah",     "oh",       "eh",     "hé",    "ha",
  "hi",    "ho",        "hou",      "chut",   "la",       "tra",    "cui",   "toc",
  "tic",   "boum",      "bla",      "vite",   "loin",     "jamais", "petit", "petite",
  "doux",  "longtemps", "beaucoup", "encore", "toujours", "faire",  "plus",  "point",
  "train", "pan",       "allô",     "là",     "tiens",    "mieux",  "ta",    "na",
  "allez", "allons",    "va",       "mille",  "cent",     "elle",   "rien",  "moins",
  "trop",  "peu",       "presque",  "quatre", "et",       "chou",   "fou",   NULL
};

static gboolean
same_word (const MbLint *lint, guint a, guint end, guint b)
{
  for (; a < end; a++, b++)
    if (g_unichar_tolower (mb_lint_at (lint, a)) != g_unichar_tolower (mb_lint_at (lint, b)))
      return FALSE;
  return !g_unichar_isalnum (mb_lint_at (lint, b));
}

static gboolean
is_joined (gunichar c)
{
  return c == '-' || mb_lint_is_apostrophe (c);
}

/* `le le`: the second in lower case (Bora Bora), nothing but space between, neither part of a compound. */
static void
check_double (MbLint *lint, guint i, guint end)
{
  guint next = mb_lint_skip_spaces (lint, end);
  if (lint->verse || next == end || !g_unichar_isalpha (mb_lint_at (lint, i)) ||
      g_unichar_isupper (mb_lint_at (lint, next)) || !same_word (lint, i, end, next))
    return;
  guint last = next + (end - i);
  if (is_joined (mb_lint_at (lint, (gint64) i - 1)) || is_joined (mb_lint_at (lint, last)) ||
      mb_lint_at (lint, (gint64) i - 1) == '.' || mb_lint_at (lint, last) == '.' * (end - i == 1) ||
      mb_lint_is_word (lint, i, end, doubles))
    return;
  /* three times is on purpose */
  if (same_word (lint, i, end, mb_lint_skip_spaces (lint, last)))
    return;
  g_autofree char *wanted = mb_lint_slice (lint, i, end);
  mb_lint_report (lint, i, last, "MOT-01", wanted);
}

/* --- A, Ca -------------------------------------------------------------------------------------------------------*/

/* Whether cell @i begins an element of its own (<em>A Beautiful Mind</em>): a title, in any language. */
static gboolean
begins_title (const MbLint *lint, guint i)
{
  const MbLintCell *cell = &g_array_index (lint->cells, MbLintCell, i);
  const MbNode *parent = ((const MbNode *) lint->pieces->pdata[cell->piece])->parent;
  return mb_node_is (parent, "em") || mb_node_is (parent, "i") || mb_node_is (parent, "cite") ||
         mb_node_is (parent, "sup") || mb_node_is (parent, "sub");
}

/* « A vu », « A voté »: the verb without its subject, as lists have it. */
static gboolean
is_participle (const MbLint *lint, guint from, guint to)
{
  static const char *const nouns[] = { "côté",       "proximité", "volonté", "égalité",
                                       "perpétuité", "satiété",   "pied",    NULL };
  static const char *const others[] = { "vu",     "dit",    "fait",  "pris",    "mis",    "eu",
                                        "lu",     "su",     "dû",    "pu",      "reçu",   "perdu",
                                        "rendu",  "tenu",   "écrit", "permis",  "servi",  "fini",
                                        "choisi", "obtenu", "remis", "conduit", "ouvert", NULL };
  return (mb_lint_at (lint, (gint64) to - 1) == 0xE9 && !mb_lint_is_word (lint, from, to, nouns)) ||
         mb_lint_is_word (lint, from, to, others);
}

/* `A Paris` begins with a preposition; `A est la première lettre`, `A priori` do not. */
static void
check_a (MbLint *lint, guint i)
{
  static const char *const others[] = { "est",      "et",     "ou",         "égale",
                                        "vaut",     "priori", "posteriori", "contrario",
                                        "fortiori", "minima", "maxima",     "capella",
                                        "cappella", "day",    "star",       "beautiful",
                                        "love",     NULL };
  guint next = mb_lint_skip_spaces (lint, i + 1);
  gunichar c = mb_lint_at (lint, next);
  gboolean word = next > i + 1 && (g_unichar_isalpha (c) || mb_lint_is_digit (c) || c == 0xAB);
  if (!word || !mb_lint_begins_sentence (lint, i) || begins_title (lint, i) ||
      mb_lint_is_word (lint, next, mb_lint_word_end (lint, next), others) ||
      is_participle (lint, next, mb_lint_word_end (lint, next)))
    return;
  guint end = mb_lint_word_end (lint, next);
  if (end == next + 1 && g_unichar_isupper (c)) /* A B: a list of letters */
    return;
  mb_lint_report (lint, i, i + 1, "LET-03", "À");
}

static void
check_ca (MbLint *lint, guint i)
{
  if (mb_lint_begins_sentence (lint, i) && mb_ortho_is_space (mb_lint_at (lint, i + 2)))
    mb_lint_report (lint, i, i + 2, "LET-03", "Ça");
}

/* --- Days, months, peoples -----------------------------------------------------------------------------------------*/

static gboolean
is_number (const MbLint *lint, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (!mb_lint_is_digit (mb_lint_at (lint, i)))
      return FALSE;
  return to > from;
}

static void
report_lower (MbLint *lint, guint from, guint to, const char *rule)
{
  g_autofree char *found = mb_lint_slice (lint, from, to);
  g_autofree char *wanted = g_utf8_strdown (found, -1);
  mb_lint_report (lint, from, to, rule, wanted);
}

static gboolean
is_day (const MbLint *lint, guint from, guint to)
{
  static const char *const first[] = { "er", NULL };
  if (to > from + 1 && mb_lint_at (lint, from) == '1' &&
      mb_lint_is_word (lint, from + 1, to, first))
    return TRUE;
  return to - from <= 2 && is_number (lint, from, to);
}

/* le 3 Mai; not the feasts: le 14 Juillet, le 1er Mai, le 11 Novembre (unless a year follows). */
static void
check_month (MbLint *lint, guint i, guint end)
{
  static const struct {
    const char *day, *month;
  } feasts[] = { { "14", "juillet" }, { "1er", "mai" }, { "8", "mai" },  { "11", "novembre" },
                 { "4", "août" },     { "10", "août" }, { "6", "juin" }, { "4", "septembre" },
                 { "13", "mai" },     { "10", "mai" },  { "15", "août" } };
  guint day_end, day = mb_lint_word_before (lint, i, &day_end);
  guint next = mb_lint_skip_spaces (lint, end), after = mb_lint_word_end (lint, next);
  gboolean year = after - next == 4 && is_number (lint, next, after);
  if (day == i || !is_day (lint, day, day_end))
    return;
  g_autofree char *number = mb_lint_slice (lint, day, day_end);
  for (guint n = 0; !year && n < G_N_ELEMENTS (feasts); n++) {
    const char *const month[] = { feasts[n].month, NULL };
    if (strcmp (number, feasts[n].day) == 0 && mb_lint_is_word (lint, i, end, month))
      return;
  }
  report_lower (lint, i, end, "CAP-02");
}

/* le Lundi 3, Lundi dernier: not Vendredi, Le Nouvel Observateur du Jeudi, le Vendredi saint. */
static void
check_day (MbLint *lint, guint i, guint end)
{
  static const char *const times[] = { "matin",    "midi",  "soir",      "dernier",
                                       "prochain", "après", "prochaine", NULL };
  guint next = mb_lint_skip_spaces (lint, end), after = mb_lint_word_end (lint, next);
  gboolean dated = next > end && after > next &&
                   (is_day (lint, next, after) || mb_lint_is_word (lint, next, after, times));
  if (dated && !mb_lint_begins_sentence (lint, i))
    report_lower (lint, i, end, "CAP-02");
}

/* les français, des belges: a noun, right after a plural article and before no capital (les français Untel et Untel). */
static void
check_people (MbLint *lint, guint i, guint end)
{
  static const char *const articles[] = { "les", "des", "aux", "ces", NULL };
  static const char *const peoples[] = {
    "français",     "françaises",  "allemands",   "anglais",      "espagnols",  "italiens",
    "belges",       "américains",  "américaines", "britanniques", "russes",     "japonais",
    "grecs",        "portugais",   "européens",   "européennes",  "parisiens",  "parisiennes",
    "marocains",    "algériens",   "tunisiens",   "ukrainiens",   "polonais",   "israéliens",
    "palestiniens", "iraniens",    "canadiens",   "québécois",    "africains",  "irlandais",
    "écossais",     "autrichiens", "hongrois",    "danois",       "suédois",    "norvégiens",
    "libanais",     "syriens",     "irakiens",    "égyptiens",    "brésiliens", "argentins",
    "mexicains",    "australiens", "indiens",     "vietnamiens",  "coréens",    "marseillais",
    "lyonnais",     "toulousains", "bordelais",   "lillois",      "nantais",    NULL
  };
  guint before_end, before = mb_lint_word_before (lint, i, &before_end);
  guint next = mb_lint_skip_spaces (lint, end);
  if (before == i || before_end == i || g_unichar_isupper (mb_lint_at (lint, next)) ||
      !mb_lint_is_word (lint, before, before_end, articles) ||
      !mb_lint_is_word (lint, i, end, peoples))
    return;
  g_autofree char *found = mb_lint_slice (lint, i, end);
  g_autofree char *wanted = raise_first (found);
  mb_lint_report (lint, i, end, "CAP-03", wanted);
}

/* --- Abbreviations -------------------------------------------------------------------------------------------------*/

static gboolean
is_end (const MbLint *lint, guint i)
{
  return !g_unichar_isalnum (mb_lint_at (lint, i));
}

/* S.N.C.F.: at least three capitals with stops, and no name after them. */
static guint
check_acronym (MbLint *lint, guint i)
{
  guint end = i, letters = 0;
  while (g_unichar_isupper (mb_lint_at (lint, end)) && mb_lint_at (lint, end + 1) == '.') {
    end += 2;
    letters++;
  }
  if (letters >= 2 && g_unichar_isupper (mb_lint_at (lint, end)) && is_end (lint, end + 1)) {
    end++; /* S.N.C.F without its last stop */
    letters++;
  }
  guint next = mb_lint_skip_spaces (lint, end);
  if (letters < 3 || g_unichar_isalnum (mb_lint_at (lint, end)) ||
      (next > end && g_unichar_isupper (mb_lint_at (lint, next))))
    return i;
  GString *wanted = g_string_new (NULL);
  for (guint k = i; k < end; k += 2)
    g_string_append_unichar (wanted, mb_lint_at (lint, k));
  mb_lint_report (lint, i, end, "ABR-04", wanted->str);
  g_string_free (wanted, TRUE);
  return end;
}

/* Mr Dupont */
static void
check_mr (MbLint *lint, guint i, guint end)
{
  guint stop = end + (mb_lint_at (lint, end) == '.');
  guint next = mb_lint_skip_spaces (lint, stop);
  if (next > stop && g_unichar_isupper (mb_lint_at (lint, next)))
    mb_lint_report (lint, i, stop, "ABR-04", "M.");
}

/* St Étienne, Ste Thérèse; not St. Louis. */
static void
check_saint (MbLint *lint, guint i, guint end, const char *wanted)
{
  guint next = mb_lint_skip_spaces (lint, end);
  if (next == end && mb_lint_at (lint, end) == '-')
    next++;
  if (next == end || !g_unichar_isupper (mb_lint_at (lint, next)))
    return;
  guint last = mb_lint_word_end (lint, next);
  g_autofree char *name = mb_lint_slice (lint, next, last);
  g_autofree char *whole = g_strconcat (wanted, name, NULL);
  mb_lint_report (lint, i, last, "ABR-04", whole);
}

static void
check_etc (MbLint *lint, guint i, guint end)
{
  gunichar next = mb_lint_at (lint, end);
  if (next != '.' && next != 0x2026 && !is_joined (next))
    mb_lint_report (lint, i, end, "ABR-04", "etc.");
}

/* --- The euphonic t --------------------------------------------------------------------------------------------------*/

/* `va t’il`, `va-t’il`, `a t-il`: @i is the t. */
static void
check_euphonic (MbLint *lint, guint i)
{
  static const char *const subjects[] = { "il", "elle", "on", "ils", "elles", NULL };
  gunichar before = mb_lint_at (lint, (gint64) i - 1), link = mb_lint_at (lint, i + 1);
  guint subject = i + 2, end = mb_lint_word_end (lint, subject);
  gboolean elided = mb_lint_is_apostrophe (link), spaced = mb_ortho_is_space (before);
  if ((!spaced && before != '-') || (!elided && !(link == '-' && spaced)) || i < 2 ||
      !g_unichar_isalpha (mb_lint_at (lint, (gint64) i - 2)) ||
      !mb_lint_is_word (lint, subject, end, subjects))
    return;
  guint verb = i - 1;
  while (verb > 0 && g_unichar_isalpha (mb_lint_at (lint, (gint64) verb - 1)))
    verb--;
  g_autofree char *word = mb_lint_slice (lint, verb, i - 1);
  g_autofree char *who = mb_lint_slice (lint, subject, end);
  g_autofree char *wanted = g_strconcat (word, "-t-", who, NULL);
  mb_lint_report (lint, verb, end, "EUP-01", wanted);
}

/* --- All of them -----------------------------------------------------------------------------------------------------*/

static gboolean
spells (const MbLint *lint, guint from, guint to, const char *word)
{
  guint n = (guint) strlen (word);
  for (guint i = 0; i < n; i++)
    if (mb_lint_at (lint, from + i) != (gunichar) word[i])
      return FALSE;
  return to - from == n;
}

static void
check_capitalised (MbLint *lint, guint i, guint end)
{
  static const char *const days[] = { "lundi",    "mardi",  "mercredi", "jeudi",
                                      "vendredi", "samedi", "dimanche", NULL };
  if (spells (lint, i, end, "A"))
    check_a (lint, i);
  else if (spells (lint, i, end, "Ca"))
    check_ca (lint, i);
  else if (spells (lint, i, end, "Mr"))
    check_mr (lint, i, end);
  else if (spells (lint, i, end, "St"))
    check_saint (lint, i, end, "Saint-");
  else if (spells (lint, i, end, "Ste"))
    check_saint (lint, i, end, "Sainte-");
  else if (mb_lint_is_word (lint, i, end, mb_lint_months))
    check_month (lint, i, end);
  else if (mb_lint_is_word (lint, i, end, days))
    check_day (lint, i, end);
}

void
mb_lint_words (MbLint *lint)
{
  for (guint i = 0; i < mb_lint_length (lint); i++) {
    if (!mb_lint_begins_word (lint, i))
      continue;
    guint end = mb_lint_word_end (lint, i);
    gunichar first = mb_lint_at (lint, i);
    if (look_up (lint, i) > i)
      continue;
    check_double (lint, i, end);
    if (first == 't' && end == i + 1)
      check_euphonic (lint, i);
    if (spells (lint, i, end, "etc"))
      check_etc (lint, i, end);
    if (g_unichar_isupper (first)) {
      guint behind = check_acronym (lint, i);
      if (behind > i) {
        i = behind - 1;
        continue;
      }
      if (!check_capital (lint, i, end))
        check_capitalised (lint, i, end);
    } else {
      check_people (lint, i, end);
    }
    i = end - 1;
  }
}
