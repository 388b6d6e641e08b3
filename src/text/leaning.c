/* SPDX-License-Identifier: Apache-2.0 */
/* Words that lean on the next one: articles, prepositions, determiners, conjunctions. A line of a heading does not end with one,
 * nor do first words in small capitals. A closed list: what is not in it may end a line. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by bytes. */
static const char *const leaning[] = {
  "après",  "au",      "aux",    "avant",  "avec",  "c",      "car",    "ce",    "ces",
  "cet",    "cette",   "chaque", "chez",   "comme", "contre", "d",      "dans",  "de",
  "depuis", "des",     "devant", "donc",   "dont",  "du",     "dès",    "en",    "entre",
  "et",     "j",       "jusqu",  "jusque", "l",     "la",     "le",     "les",   "leur",
  "leurs",  "lorsque", "m",      "ma",     "mais",  "malgré", "mes",    "mon",   "n",
  "ne",     "ni",      "nos",    "notre",  "ou",    "où",     "par",    "parmi", "pendant",
  "pour",   "puisque", "qu",     "quand",  "que",   "quel",   "quelle", "qui",   "quoique",
  "s",      "sa",      "sans",   "sauf",   "se",    "selon",  "ses",    "si",    "son",
  "sous",   "sur",     "t",      "ta",     "tes",   "ton",    "très",   "un",    "une",
  "vers",   "vos",     "votre",  "y",      "à",
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
