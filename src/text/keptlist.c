/* SPDX-License-Identifier: Apache-2.0 */
/* The words that lines do not part: insecables.txt, and the lists of a house behind it.
 *
 * A list gives its words a class; what the classes are for is the table of kept.c. [locutions] holds words that follow each other,
 * kept as pairs: « s. l. n. d. » is s. l., l. n. and n. d. The full stop of the second word of a pair, and of what stands in
 * [fins] and [siècles], does not count: behind a space, punctuation is no part of a word.
 *
 * Nearly every space of a text stands between two small letters. beside[] says for each two of them whether any entry could be
 * meant, so that no word is looked up in vain.
 */
#include "kept.h"

#include <string.h>

extern const char mb_kept_text[];

static const struct {
  const char *name;
  guint32 class;
} sections[] = {
  { "titres", MB_KEPT_TITLE },      { "particules", MB_KEPT_PARTICLE },
  { "renvois", MB_KEPT_REFERENCE }, { "lois", MB_KEPT_LAW },
  { "unités", MB_KEPT_UNIT },       { "monnaies", MB_KEPT_MONEY },
  { "quantités", MB_KEPT_COUNT },   { "mois", MB_KEPT_MONTH },
  { "siècles", MB_KEPT_CENTURY },   { "fins", MB_KEPT_TAIL },
  { "liaisons", MB_KEPT_AND },      { "locutions", MB_KEPT_PHRASE },
};

#define LETTERS 27 /* a to z, and all other letters */

struct MbKept {
  GHashTable *words;                          /* word → its classes */
  GHashTable *phrases;                        /* "left right" */
  gboolean title[LETTERS];                    /* last letters of titles */
  gboolean particle[LETTERS], month[LETTERS]; /* first letters */
  gboolean beside[LETTERS][LETTERS];
};

MbKept *
mb_kept_new (void)
{
  MbKept *kept = g_new0 (MbKept, 1);
  kept->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  kept->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  mb_kept_read (kept, NULL, mb_kept_text, strlen (mb_kept_text), NULL);
  return kept;
}

void
mb_kept_free (MbKept *kept)
{
  g_hash_table_unref (kept->words);
  g_hash_table_unref (kept->phrases);
  g_free (kept);
}

/* --- Letters beside a space -----------------------------------------------------------------------------------*/

static guint
index_of (gunichar c)
{
  return c >= 'a' && c <= 'z' ? c - 'a' : LETTERS - 1;
}

static guint
first_of (const char *word)
{
  return index_of (g_utf8_get_char (word));
}

static guint
last_of (const char *word)
{
  return index_of (g_utf8_get_char (g_utf8_prev_char (word + strlen (word))));
}

static void
note_after (MbKept *kept, const char *before, guint first)
{
  for (; *before; before++)
    kept->beside[index_of ((gunichar) *before)][first] = TRUE;
}

/* The letters of @word where a row of the table could have a small letter on both sides of the space. */
static void
note_letters (MbKept *kept, guint32 class, const char *word)
{
  switch (class) {
  case MB_KEPT_TITLE: kept->title[last_of (word)] = TRUE; break;
  case MB_KEPT_PARTICLE: kept->particle[first_of (word)] = TRUE; break;
  case MB_KEPT_MONTH: kept->month[first_of (word)] = TRUE; break;
  case MB_KEPT_CENTURY: note_after (kept, "ers", first_of (word)); break; /* XXe, Ier, XVes */
  case MB_KEPT_TAIL:
    for (guint i = 0; i < LETTERS; i++)
      kept->beside[i][first_of (word)] = TRUE;
    break;
  default: break;
  }
}

static void
join_titles (MbKept *kept)
{
  for (guint i = 0; i < LETTERS; i++)
    for (guint k = 0; k < LETTERS; k++)
      kept->beside[i][k] |= kept->title[i] && kept->particle[k];
}

gboolean
mb_kept_letters (const MbKept *kept, gunichar last, gunichar next, gboolean after_figure)
{
  guint first = index_of (next);
  return kept->beside[index_of (last)][first] ||
         (after_figure && last == 'r' && kept->month[first]); /* 1er mai */
}

/* --- Reading ------------------------------------------------------------------------------------------------------*/

/* @word without the full stop behind it. */
static char *
bare (const char *word)
{
  gsize length = strlen (word);
  return g_strndup (word, length > 1 && word[length - 1] == '.' ? length - 1 : length);
}

static void
set_class (MbKept *kept, const char *word, guint32 class, gboolean on)
{
  guint32 classes = GPOINTER_TO_UINT (g_hash_table_lookup (kept->words, word));
  classes = on ? classes | class : classes & ~class;
  g_hash_table_insert (kept->words, g_strdup (word), GUINT_TO_POINTER (classes));
  if (on)
    note_letters (kept, class, word);
}

static void
set_pair (MbKept *kept, const char *left, const char *right, gboolean on)
{
  g_autofree char *behind = bare (right);
  char *pair = g_strconcat (left, " ", behind, NULL);
  if (!on) {
    g_hash_table_remove (kept->phrases, pair);
    g_free (pair);
    return;
  }
  g_hash_table_add (kept->phrases, pair);
  kept->beside[last_of (left)][first_of (behind)] = TRUE;
  if (g_str_has_suffix (left, ".") && g_utf8_strlen (left, -1) > 2) /* av., op.: abbreviations */
    set_class (kept, left, MB_KEPT_PHRASE, TRUE);
}

static gboolean
is_too_long (const char *word)
{
  return g_utf8_strlen (word, -1) > MB_KEPT_CHARS;
}

/* FALSE: it cannot be used. */
static gboolean
read_entry (MbKept *kept, guint32 class, const char *entry, gboolean on)
{
  g_auto (GStrv) words = g_strsplit (entry, " ", -1);
  if (!words[0])
    return FALSE;
  for (char **word = words; *word; word++)
    if (!**word || is_too_long (*word))
      return FALSE;
  if ((class == MB_KEPT_PHRASE) != (words[1] != NULL))
    return FALSE;
  for (char **word = words; word[1]; word++)
    set_pair (kept, word[0], word[1], on);
  if (words[1])
    return TRUE;
  gboolean behind = class == MB_KEPT_TAIL || class == MB_KEPT_CENTURY;
  g_autofree char *word = behind ? bare (words[0]) : g_strdup (words[0]);
  set_class (kept, word, class, on);
  return TRUE;
}

static guint32
class_called (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (strlen (sections[i].name) == length && strncmp (sections[i].name, name, length) == 0)
      return sections[i].class;
  return 0;
}

void
mb_kept_read (MbKept *kept, const char *file, const char *text, gsize length,
              MbDiagnostics *diagnostics)
{
  MbWordList list = mb_wordlist (file, text, length);
  guint32 class = 0;
  while (mb_wordlist_next (&list)) {
    g_autofree char *entry = g_strndup (list.entry, list.length);
    if (list.opens) {
      class = class_called (list.entry, list.length);
      if (!class)
        mb_report (diagnostics, list.pos, MB_MSG_LIST_SECTION, NULL);
    } else if (class && !read_entry (kept, class, entry, !list.takes_out)) {
      mb_report_width (diagnostics, list.pos, (guint) MAX (g_utf8_strlen (entry, -1), 1),
                       MB_MSG_KEPT_ENTRY, entry, NULL);
    }
  }
  join_titles (kept);
}

/* --- Looking up -----------------------------------------------------------------------------------------------------*/

guint32
mb_kept_classes (const MbKept *kept, const char *word)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (kept->words, word));
}

gboolean
mb_kept_is_phrase (const MbKept *kept, const char *left, const char *right)
{
  char pair[2 * MB_KEPT_BYTES + 2];
  g_strlcpy (pair, left, sizeof pair);
  g_strlcat (pair, " ", sizeof pair);
  g_strlcat (pair, right, sizeof pair);
  return g_hash_table_contains (kept->phrases, pair);
}
