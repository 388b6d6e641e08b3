/* SPDX-License-Identifier: Apache-2.0 */
/* Words that lean on the next one: articles, prepositions, determiners, numbers, conjunctions. A line of a heading does not end with one,
 * nor do first words in small capitals. A closed list: what is not in it may end a line. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by bytes. */
static const char *const leaning[] = {
  "après",     "au",     "aux",      "avant",  "avec",    "c",         "car",    "ce",
  "cent",      "cents",  "ces",      "cet",    "cette",   "chaque",    "chez",   "cinq",
  "cinquante", "comme",  "contre",   "d",      "dans",    "de",        "depuis", "des",
  "deux",      "devant", "dix",      "donc",   "dont",    "douze",     "du",     "dès",
  "en",        "entre",  "et",       "huit",   "il",      "ils",       "j",      "je",
  "jusqu",     "jusque", "l",        "la",     "le",      "les",       "leur",   "leurs",
  "lorsque",   "m",      "ma",       "mais",   "malgré",  "mes",       "mille",  "mon",
  "n",         "ne",     "neuf",     "ni",     "nos",     "notre",     "on",     "onze",
  "ou",        "où",     "par",      "parmi",  "pendant", "plusieurs", "pour",   "puisque",
  "qu",        "quand",  "quarante", "quatre", "que",     "quel",      "quelle", "quelques",
  "qui",       "quinze", "quoique",  "s",      "sa",      "sans",      "sauf",   "se",
  "selon",     "sept",   "ses",      "si",     "six",     "son",       "sous",   "sur",
  "t",         "ta",     "tes",      "ton",    "trente",  "trois",     "très",   "tu",
  "un",        "une",    "vers",     "vingt",  "vos",     "votre",     "y",      "à",
};

static int
compare_words (gconstpointer key, gconstpointer row)
{
  return strcmp (key, *(const char *const *) row);
}

gboolean
mb_text_leans (const char *word, gsize length)
{
  char lower[32];
  gsize n = 0;
  const char *end = word + length;
  for (const char *at = word; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (!g_unichar_isalpha (c) || n + 8 > sizeof lower)
      return FALSE;
    n += (gsize) g_unichar_to_utf8 (g_unichar_tolower (c), lower + n);
  }
  lower[n] = '\0';
  return n > 0 &&
         bsearch (lower, leaning, G_N_ELEMENTS (leaning), sizeof *leaning, compare_words) != NULL;
}
