/* SPDX-License-Identifier: Apache-2.0 */
/* Spaces that are missing behind a mark, or stand where a word is one: « fin.Le », « couloir(celui », « C’ est », « faut -il ».
 *
 * What is sure enough to be done is done by the rules; here is what may be an address, a formula, a name, or the way somebody speaks.
 */
#include "lint.h"

#define ELLIPSIS 0x2026

static gboolean
is_low (gunichar c)
{
  return g_unichar_islower (c);
}

/* Whether two letters at least end at @i, or begin there. */
static gboolean
is_word_at (const MbLint *lint, gint64 i, int step)
{
  return g_unichar_isalpha (mb_lint_at (lint, i)) &&
         g_unichar_isalpha (mb_lint_at (lint, i + step));
}

/* --- ESP-08 -----------------------------------------------------------------------------------------------------*/

static void
report_glued (MbLint *lint, guint i)
{
  g_autofree char *mark = mb_lint_slice (lint, i, i + 1);
  g_autofree char *next = mb_lint_slice (lint, i + 1, i + 2);
  g_autofree char *wanted = g_strconcat (mark, " ", next, NULL);
  mb_lint_report (lint, i, i + 2, "ESP-08", wanted);
}

/* oui,non  fin.Le  merde .Ça  quoi?rien  enfin…Ça */
static void
check_mark (MbLint *lint, guint i)
{
  gunichar c = mb_lint_at (lint, i), next = mb_lint_at (lint, i + 1);
  gint64 left = (gint64) i - 1;
  gboolean glued;

  while (mb_ortho_is_space (mb_lint_at (lint, left)))
    left--;
  gboolean spaced = left < (gint64) i - 1;
  switch (c) {
  case ',': glued = !spaced && g_unichar_isalpha (mb_lint_at (lint, left)); break;
  case '.':
    glued = is_low (mb_lint_at (lint, left)) && is_low (mb_lint_at (lint, left - 1)) &&
            g_unichar_isupper (next) && is_low (mb_lint_at (lint, i + 2));
    break;
  default: glued = is_word_at (lint, left, -1) && is_word_at (lint, (gint64) i + 1, 1); break;
  }
  if (glued && g_unichar_isalpha (next))
    report_glued (lint, i);
}

/* The bracket that closes the one at @open, with a space between: words, and no formula; 0: there is none. */
static guint
closing_bracket (const MbLint *lint, guint open)
{
  gboolean words = FALSE;

  for (guint i = open + 1; i < open + 400 && i < mb_lint_length (lint); i++) {
    gunichar c = mb_lint_at (lint, i);
    words |= mb_ortho_is_space (c);
    if (c == '(' || c == MB_ORTHO_EDGE)
      return 0;
    if (c == ')')
      return words ? i : 0;
  }
  return 0;
}

static void
check_bracket (MbLint *lint, guint open)
{
  guint close = closing_bracket (lint, open);

  if (!close)
    return;
  if (is_word_at (lint, (gint64) open - 1, -1))
    mb_lint_report (lint, open, open + 1, "ESP-08", " (");
  if (is_word_at (lint, (gint64) close + 1, 1))
    mb_lint_report (lint, close, close + 1, "ESP-08", ") ");
}

/* --- ESP-10 -------------------------------------------------------------------------------------------------------*/

static gboolean
is_vowel (gunichar c)
{
  static const gunichar vowels[] = { 'a',  'e',  'i',  'o',  'u',  'y',  'h',  0xE0,  0xE2,
                                     0xE9, 0xE8, 0xEA, 0xEE, 0xEF, 0xF4, 0xFB, 0x153, 0 };

  return mb_ortho_one_of (g_unichar_tolower (c), vowels);
}

/* C’ est, lorsqu’ il: @i is the apostrophe. In speech that is written as it sounds (t’ l’ dire) consonants follow. */
static void
check_elision (MbLint *lint, guint i)
{
  static const char *const words[] = { "c",      "d",      "j",     "l",       "m",
                                       "n",      "s",      "t",     "qu",      "lorsqu",
                                       "puisqu", "quoiqu", "jusqu", "aujourd", NULL };
  guint from = i, next = mb_lint_skip_spaces (lint, i + 1);

  while (from > 0 && g_unichar_isalpha (mb_lint_at (lint, (gint64) from - 1)))
    from--;
  gunichar before = mb_lint_at (lint, (gint64) from - 1);
  if (next == i + 1 || from == i || !mb_lint_is_word (lint, from, i, words) ||
      !is_vowel (mb_lint_at (lint, next)) || mb_lint_is_apostrophe (before) || before == 0x2018)
    return;
  g_autofree char *wanted = mb_lint_slice (lint, from, i + 1);
  mb_lint_report (lint, from, next, "ESP-10", wanted);
}

/* faut -il: @i is the hyphen. */
static void
check_inversion (MbLint *lint, guint i)
{
  static const char *const words[] = { "il",   "ils", "elle", "elles", "on",  "je", "tu", "nous",
                                       "vous", "ce",  "t",    "moi",   "toi", "là", "ci", NULL };
  guint end = mb_lint_word_end (lint, i + 1), from = i;

  while (from > 0 && mb_ortho_is_space (mb_lint_at (lint, (gint64) from - 1)))
    from--;
  if (from == i || end == i + 1 || !g_unichar_isalpha (mb_lint_at (lint, (gint64) from - 1)) ||
      !mb_lint_is_word (lint, i + 1, end, words) ||
      (mb_lint_at (lint, end) == '-' && mb_lint_is_gap (mb_lint_at (lint, end + 1))))
    return;
  guint word = from;
  while (word > 0 && g_unichar_isalpha (mb_lint_at (lint, (gint64) word - 1)))
    word--;
  g_autofree char *verb = mb_lint_slice (lint, word, from);
  g_autofree char *pronoun = mb_lint_slice (lint, i, end);
  g_autofree char *wanted = g_strconcat (verb, pronoun, NULL);
  mb_lint_report (lint, word, end, "ESP-10", wanted);
}

/* --- CAP-05 --------------------------------------------------------------------------------------------------------*/

/* « Je suis là. viens. »: an abbreviation has its stop too, so the word before it must look like one that has not. */
static void
check_sentence (MbLint *lint, guint i)
{
  static const char *const short_words[] = { "chap", "sect",    "tabl", "trad",  "coll",   "ibid",
                                             "idem", "fasc",    "dépt", "prof",  "resp",   "conf",
                                             "univ", "haut",    "larg", "long",  "prés",   "dess",
                                             "éval", "environ", "arch", "suppl", "introd", "éditi",
                                             "vers", NULL };
  guint next = mb_lint_skip_spaces (lint, i + 1), end = mb_lint_word_end (lint, next), from = i;

  while (from > 0 && is_low (mb_lint_at (lint, (gint64) from - 1)))
    from--;
  if (next == i + 1 || i - from < 4 || g_unichar_isalnum (mb_lint_at (lint, (gint64) from - 1)) ||
      mb_lint_at (lint, (gint64) from - 1) == '.' || mb_lint_is_word (lint, from, i, short_words) ||
      !is_low (mb_lint_at (lint, next)) ||
      (end < next + 2 && !mb_lint_is_apostrophe (mb_lint_at (lint, end))))
    return;
  g_autofree char *word = mb_lint_slice (lint, next, next + 1);
  g_autofree char *wanted = g_utf8_strup (word, -1);
  mb_lint_report (lint, next, next + 1, "CAP-05", wanted);
}

void
mb_lint_spaces (MbLint *lint)
{
  for (guint i = 0; i < mb_lint_length (lint); i++)
    switch (mb_lint_at (lint, i)) {
    case '.':
      if (!lint->verse)
        check_sentence (lint, i);
      check_mark (lint, i);
      break;
    case ',':
    case ';':
    case ':':
    case '?':
    case '!':
    case ELLIPSIS: check_mark (lint, i); break;
    case '(': check_bracket (lint, i); break;
    case '\'':
    case 0x2019: check_elision (lint, i); break;
    case '-': check_inversion (lint, i); break;
    default: break;
    }
}
