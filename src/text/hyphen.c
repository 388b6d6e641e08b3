/* SPDX-License-Identifier: Apache-2.0 */
/* Where words may be cut.
 *
 * Liang's patterns, as libhyphen reads them from Debian's dictionaries, under the rules of French houses (notes/french.md
 * § 1.8; the HYP numbers below are its): the patterns propose, the filters refuse.
 *   HYP-01  fewest letters before and after: the style's, 2 and 3 by default
 *   HYP-04  never beside an x or a y between two vowels (as-seyait, taxi)
 *   HYP-05  never within two letters before an apostrophe (au-jourd’hui, but not aujour-d’hui); letters are counted from it
 *   HYP-06  halves of a compound are cut only with four letters on each side, at a price
 *   HYP-08  no capitals and acronyms (two capitals or more), nothing that touches a digit; proper names at a price
 * A word with U+00AD is cut there and nowhere else; a word of the house's own list (divisions.c) as the list says.
 *
 * Traps: libhyphen counts characters, not bytes, in UTF-8 dictionaries; its patterns know lower case only, so letters are
 * lowered one to one first; U+2019 is given as U+0027.
 */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMPOUND_LETTERS 4

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010;
}

/* --- Dictionaries ----------------------------------------------------------------------------------------*/

static HyphenDict *
read_dictionary (MbTypesetter *typesetter, const char *name)
{
  if (!mb_source_exists (typesetter->source, name))
    return NULL;
  g_autoptr (GBytes) bytes = mb_source_load (typesetter->source, name, MB_BYTES_DATA, NULL);
  gsize size = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &size) : NULL;
  FILE *file = size ? fmemopen ((gpointer) data, size, "r") : NULL;
  if (!file)
    return NULL;
  HyphenDict *dictionary = hnj_hyphen_load_file (file);
  fclose (file);
  return dictionary;
}

static char *
primary_language (const char *lang)
{
  return g_ascii_strdown (lang, (gssize) strcspn (lang, "-_"));
}

/* hyph_fr_CH for fr-CH, then hyph_fr, then the one region that Debian has. */
static HyphenDict *
find_dictionary (MbTypesetter *typesetter, const char *lang)
{
  static const char *const defaults[][2] = {
    { "en", "en_US" }, { "de", "de_DE" }, { "pt", "pt_PT" },
    { "nl", "nl_NL" }, { "it", "it_IT" }, { "es", "es_ES" },
  };
  g_autofree char *primary = primary_language (lang);
  g_autofree char *exact = g_strdup (lang);
  g_strdelimit (exact, "-", '_');
  const char *regional = primary;
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (strcmp (defaults[i][0], primary) == 0)
      regional = defaults[i][1];

  const char *const tries[] = { exact, primary, regional };
  HyphenDict *dictionary = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tries) && !dictionary; i++) {
    g_autofree char *name = g_strdup_printf ("/usr/share/hyphen/hyph_%s.dic", tries[i]);
    dictionary = read_dictionary (typesetter, name);
  }
  return dictionary;
}

static HyphenDict *
get_dictionary (MbTypesetter *typesetter, const char *lang)
{
  gpointer found;
  if (g_hash_table_lookup_extended (typesetter->dictionaries, lang, NULL, &found))
    return found;
  HyphenDict *dictionary = strchr (lang, '/') ? NULL : find_dictionary (typesetter, lang);
  if (!dictionary)
    mb_report (typesetter->diagnostics, MB_NOWHERE, MB_MSG_HYPHENATION_MISSING, lang, NULL);
  g_hash_table_insert (typesetter->dictionaries, (gpointer) g_intern_string (lang), dictionary);
  return dictionary;
}

/* --- Cuts proposed by the patterns ---------------------------------------------------------------------------*/

static gsize
lower_word (const gunichar *word, guint n, char *buffer)
{
  gsize length = 0;
  for (guint i = 0; i < n; i++)
    length +=
        (gsize) g_unichar_to_utf8 (is_apostrophe (word[i]) ? '\'' : g_unichar_tolower (word[i]),
                                   buffer + length);
  buffer[length] = '\0';
  return length;
}

static void
free_replacements (char **replacements, int *positions, int *cuts, gsize length)
{
  if (replacements)
    for (gsize i = 0; i < length; i++)
      free (replacements[i]);
  free (replacements);
  free (positions);
  free (cuts);
}

/* odd[i]: the patterns allow a cut after character i. Cuts that would change the spelling are left out. */
static gboolean
propose (HyphenDict *dictionary, const gunichar *word, guint n, char *odd)
{
  char buffer[MB_MAX_HYPHEN_WORD * 6 + 1], marks[MB_MAX_HYPHEN_WORD * 6 + 8] = "";
  gsize length = lower_word (word, n, buffer);
  g_autofree char *converted = NULL;
  const char *text = buffer;
  if (!dictionary->utf8) {
    text = converted =
        g_convert (buffer, (gssize) length, dictionary->cset, "UTF-8", NULL, &length, NULL);
    if (!converted || length != n)
      return FALSE;
  }

  char **replacements = NULL;
  int *positions = NULL, *cuts = NULL;
  int failed = hnj_hyphen_hyphenate3 (dictionary, text, (int) length, marks, NULL, &replacements,
                                      &positions, &cuts, 1, 1, 1, 1);
  for (guint i = 0; i < n && !failed; i++)
    odd[i] = (marks[i] & 1) && !(replacements && replacements[i]);
  free_replacements (replacements, positions, cuts, length);
  return !failed;
}

/* --- The filters -----------------------------------------------------------------------------------------------*/

static guint
letters_before (const gunichar *word, guint i)
{
  guint n = 0;
  while (i > n && !is_apostrophe (word[i - n - 1]))
    n++;
  return n;
}

static gboolean
near_apostrophe (const gunichar *word, guint n, guint i)
{
  return is_apostrophe (word[i]) || (i + 1 < n && is_apostrophe (word[i + 1])) ||
         (i + 2 < n && is_apostrophe (word[i + 2]));
}

static guint
count_letters (const gunichar *word, guint n)
{
  guint letters = 0;
  for (guint i = 0; i < n; i++)
    letters += !is_apostrophe (word[i]);
  return letters;
}

static guint
count_capitals (const gunichar *word, guint n)
{
  guint capitals = 0;
  for (guint i = 0; i < n; i++)
    capitals += g_unichar_isupper (word[i]) != 0;
  return capitals;
}

/* What the house says of @word, within the style's limits. Returns: how many characters it speaks of. */
static guint
cut_as_listed (const MbDivisions *divisions, const gunichar *word, guint n, const char *lang,
               MbHyphenLimits limits, guint8 *points)
{
  guint8 listed[MB_MAX_HYPHEN_WORD];
  guint covered = mb_divisions_find (divisions, word, n, lang, listed);
  for (guint i = 1; i < covered; i++)
    points[i] = listed[i] && letters_before (word, i) >= limits.before &&
                count_letters (word + i, n - i) >= limits.after;
  return covered;
}

static gboolean
is_vowel (gunichar c)
{
  char utf8[8];
  utf8[g_unichar_to_utf8 (g_unichar_tolower (c), utf8)] = '\0';
  return strstr ("aeiouyàâäéèêëîïôöùûüœæ", utf8) != NULL;
}

/* HYP-04: taxi, voyage: in French nothing is cut beside an x or y between vowels. */
static gboolean
beside_x_or_y (const gunichar *word, guint n, guint i)
{
  for (guint at = i - 1; at <= i; at++)
    if (at > 0 && at + 1 < n && strchr ("xyXY", (int) MIN (word[at], 0x7F)) &&
        is_vowel (word[at - 1]) && is_vowel (word[at + 1]))
      return TRUE;
  return FALSE;
}

static void
cut_part (HyphenDict *dictionary, const gunichar *word, guint n, gboolean french,
          MbHyphenLimits limits, guint8 value, guint8 *points)
{
  char odd[MB_MAX_HYPHEN_WORD + 1] = "";
  guint letters = count_letters (word, n);
  if (letters < limits.word || count_capitals (word, n) > 1 || !dictionary ||
      !propose (dictionary, word, n, odd))
    return;

  for (guint i = 1; i < n; i++) {
    gboolean refused = !odd[i - 1] || is_apostrophe (word[i - 1]) || near_apostrophe (word, n, i) ||
                       (french && beside_x_or_y (word, n, i)) ||
                       letters_before (word, i) < limits.before ||
                       count_letters (word + i, n - i) < limits.after;
    if (!refused)
      points[i] = value;
  }
}

static gboolean
any_point (const guint8 *points, guint n)
{
  for (guint i = 0; i < n; i++)
    if (points[i])
      return TRUE;
  return FALSE;
}

static gboolean
cut_word (const MbDivisions *divisions, HyphenDict *dictionary, const gunichar *word, guint n,
          const char *lang, MbHyphenLimits limits, guint8 *points)
{
  gboolean compound = FALSE;
  if (cut_as_listed (divisions, word, n, lang, limits, points) == n)
    return any_point (points, n);
  gboolean french = g_ascii_strncasecmp (lang, "fr", 2) == 0;
  for (guint i = 0; i < n; i++)
    compound |= is_hyphen (word[i]);
  if (compound) {
    limits.before = MAX (limits.before, COMPOUND_LETTERS);
    limits.after = MAX (limits.after, COMPOUND_LETTERS);
  }
  for (guint from = 0, to; from < n; from = to + 1) {
    for (to = from; to < n && !is_hyphen (word[to]);)
      to++;
    if (to == from)
      continue;
    cut_part (dictionary, word + from, to - from, french, limits, compound ? 2 : 1, points + from);
    cut_as_listed (divisions, word + from, to - from, lang, limits, points + from);
  }
  return any_point (points, n);
}

/* --- Known words -----------------------------------------------------------------------------------------------------*/

typedef struct {
  gint64 key;
  gboolean any;
  guint8 points[];
} Known;

static Known *
find_known (MbTypesetter *typesetter, const gunichar *word, guint n, const char *lang,
            MbHyphenLimits limits)
{
  guint64 seed = mb_hash (&limits, sizeof limits, mb_hash (lang, strlen (lang), 0));
  gint64 key = (gint64) mb_hash (word, n * sizeof *word, seed);
  Known *known = g_hash_table_lookup (typesetter->cuts, &key);
  if (known)
    return known;

  known = mb_arena_alloc (typesetter->arena, sizeof (Known) + n);
  known->key = key;
  HyphenDict *dictionary = get_dictionary (typesetter, lang);
  memset (known->points, 0, n);
  known->any = cut_word (typesetter->divisions, dictionary, word, n, lang, limits, known->points);
  g_hash_table_insert (typesetter->cuts, &known->key, known);
  return known;
}

MbHyphenLimits
mb_hyphen_limits (const MbStyleText *text)
{
  return (MbHyphenLimits){
    .word = text->hyphen_word ? text->hyphen_word : 5,
    .before = text->hyphen_before ? text->hyphen_before : 2,
    .after = text->hyphen_after ? text->hyphen_after : 3,
  };
}

gboolean
mb_hyphen_points (MbTypesetter *typesetter, const gunichar *word, guint n, const char *lang,
                  MbHyphenLimits limits, guint8 *points)
{
  if (n < limits.word || n > MB_MAX_HYPHEN_WORD || !lang || !*lang)
    return FALSE;
  const Known *known = find_known (typesetter, word, n, lang, limits);
  memcpy (points, known->points, n);
  return known->any;
}

/* --- The public question --------------------------------------------------------------------------------------------------*/

static guint
soft_points (const char *word, gsize length, guint32 *points, guint max)
{
  guint n = 0;
  for (const char *at = word; at < word + length && n < max; at = g_utf8_next_char (at))
    if (g_utf8_get_char (at) == 0xAD)
      points[n++] = (guint32) (at - word);
  return n;
}

guint
mb_text_hyphenate (MbTypesetter *typesetter, const char *word, gsize length, const char *lang,
                   const MbStyleText *style, guint32 *points, guint max)
{
  guint n_soft = style->hyphens == MB_HYPHENS_NONE ? 0 : soft_points (word, length, points, max);
  if (n_soft || style->hyphens != MB_HYPHENS_AUTO)
    return n_soft;

  gunichar chars[MB_MAX_HYPHEN_WORD];
  guint8 may[MB_MAX_HYPHEN_WORD];
  guint n = 0, found = 0;
  for (const char *at = word; at < word + length; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (n == MB_MAX_HYPHEN_WORD || !(g_unichar_isalpha (c) || is_apostrophe (c) || is_hyphen (c)))
      return 0;
    chars[n++] = c;
  }
  if (!mb_hyphen_points (typesetter, chars, n, lang, mb_hyphen_limits (style), may))
    return 0;

  const char *at = word;
  for (guint i = 0; i < n && found < max; i++, at = g_utf8_next_char (at))
    if (may[i])
      points[found++] = (guint32) (at - word);
  return found;
}
