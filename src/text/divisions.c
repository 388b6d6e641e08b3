/* SPDX-License-Identifier: Apache-2.0 */
/* Divisions of words that the house decides: cesures.txt.
 *
 *   # one word a line with its breaks
 *   [fr]
 *   des-ti-née
 *   an-ti=in-fla-tion-niste      = is a hyphen of the word itself
 *   eni-vr*                      every word that begins so; behind the stem the patterns speak
 *   marbre                       no break: this word is never divided
 *
 * A break is written `-`, `|` or U+00AD. Case does not matter, nor does the shape of the apostrophe. Later lines win, so a house
 * corrects our file with its own. Patterns and their filters (HYP-05, HYP-06) do not speak about a word that is here; the style's
 * fewest letters do. A compound is looked up whole, then each of its parts; a word behind an elision (l’, d’, qu’) without it.
 */
#include "internal.h"

#include <string.h>

extern const char mb_divisions_text[];

#define SHORTEST_STEM 3

/* "fr\nparlement" → guint8 *: its length in [0], then whether a break stands before each character. */
struct MbDivisions {
  GHashTable *words;
  GHashTable *stems; /* of words given with * */
};

MbDivisions *
mb_divisions_new (void)
{
  MbDivisions *divisions = g_new0 (MbDivisions, 1);
  divisions->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  divisions->stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return divisions;
}

void
mb_divisions_free (MbDivisions *divisions)
{
  g_hash_table_unref (divisions->words);
  g_hash_table_unref (divisions->stems);
  g_free (divisions);
}

/* --- Reading -------------------------------------------------------------------------------------------------*/

typedef struct {
  MbDivisions *divisions;
  MbDiagnostics *diagnostics;
  MbPos pos;
  char lang[16];
} Reader;

static gboolean
is_break (gunichar c)
{
  return c == '-' || c == '|' || c == 0xAD;
}

static void
append_folded (GString *key, gunichar c)
{
  if (c == 0x2019)
    c = '\'';
  g_string_append_unichar (key, c == '=' || c == 0x2010 ? '-' : g_unichar_tolower (c));
}

/* Breaks at the edges, two in a row, or beside a hyphen mean nothing. */
static gboolean
read_entry (const char *word, const char *end, GString *key, guint8 *points)
{
  guint n = 0;
  gboolean pending = FALSE;
  memset (points, 0, MB_MAX_HYPHEN_WORD + 1);
  for (const char *at = word; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (is_break (c)) {
      if (pending || n == 0)
        return FALSE;
      pending = TRUE;
      continue;
    }
    gboolean known = g_unichar_isalpha (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019 ||
                     c == '=' || c == 0x2010;
    if (!known || n == MB_MAX_HYPHEN_WORD || (pending && c == '='))
      return FALSE;
    append_folded (key, c);
    points[1 + n++] = pending;
    pending = FALSE;
  }
  points[0] = (guint8) n;
  return n > 1 && !pending;
}

static void
add_word (Reader *reader, const char *word, const char *end)
{
  guint8 points[MB_MAX_HYPHEN_WORD + 1];
  gboolean stem = end[-1] == '*';
  g_autoptr (GString) key = g_string_new (reader->lang);
  g_string_append_c (key, '\n');
  if (read_entry (word, end - stem, key, points)) {
    g_hash_table_insert (stem ? reader->divisions->stems : reader->divisions->words,
                         g_strdup (key->str), g_memdup2 (points, (gsize) points[0] + 1));
    return;
  }
  g_autofree char *bad = g_strndup (word, (gsize) (end - word));
  mb_report_width (reader->diagnostics, reader->pos, (guint) MAX (g_utf8_strlen (bad, -1), 1),
                   MB_MSG_DIVISION_BAD, bad, NULL);
}

/* [fr] */
static gboolean
read_section (Reader *reader, const char *text, const char *end)
{
  if (*text != '[' || end[-1] != ']' || end - text - 2 >= (gssize) sizeof reader->lang)
    return FALSE;
  g_autofree char *lang = g_ascii_strdown (text + 1, end - text - 2);
  g_strlcpy (reader->lang, lang, sizeof reader->lang);
  return TRUE;
}

static void
read_line (Reader *reader, const char *line, const char *end)
{
  const char *hash = memchr (line, '#', (gsize) (end - line));
  const char *start = line;
  end = hash ? hash : end;
  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  if (start == end)
    return;
  reader->pos.col = (guint32) g_utf8_strlen (line, start - line) + 1;
  if (!read_section (reader, start, end))
    add_word (reader, start, end);
}

void
mb_divisions_read (MbDivisions *divisions, const char *file, const char *text, gsize length,
                   MbDiagnostics *diagnostics)
{
  Reader reader = { divisions, diagnostics, { file ? g_intern_string (file) : NULL, 0, 1 }, "fr" };
  const char *stop = text + length;
  while (text < stop) {
    const char *end = memchr (text, '\n', (gsize) (stop - text));
    end = end ? end : stop;
    reader.pos.line++;
    read_line (&reader, text, end);
    text = end + 1;
  }
}

void
mb_divisions_read_own (MbDivisions *divisions)
{
  mb_divisions_read (divisions, NULL, mb_divisions_text, strlen (mb_divisions_text), NULL);
}

/* --- Looking up ------------------------------------------------------------------------------------------------*/

static void
append_word (GString *key, const gunichar *word, guint n, const char *lang)
{
  for (const char *c = lang; *c && *c != '-' && *c != '_'; c++)
    g_string_append_c (key, g_ascii_tolower (*c));
  g_string_append_c (key, '\n');
  for (guint i = 0; i < n; i++)
    append_folded (key, word[i]);
}

/* How many characters the longest entry covers: all of @word, or a stem of it. */
static guint
look_up (const MbDivisions *divisions, const gunichar *word, guint n, const char *lang,
         guint8 *points)
{
  g_autoptr (GString) key = g_string_sized_new (64);
  append_word (key, word, n, lang);
  const guint8 *found = g_hash_table_lookup (divisions->words, key->str);
  guint n_stems = g_hash_table_size (divisions->stems);
  for (guint length = n; !found && n_stems && length >= SHORTEST_STEM; length--) {
    found = g_hash_table_lookup (divisions->stems, key->str);
    g_string_truncate (key, (gsize) (g_utf8_prev_char (key->str + key->len) - key->str));
  }
  if (!found || found[0] > n)
    return 0;
  memcpy (points, found + 1, found[0]);
  return found[0];
}

/* Characters of an elided word at the start: l’, d’, qu’, jusqu’. */
static guint
elision (const gunichar *word, guint n)
{
  for (guint i = 1; i + 2 < n && i <= 6; i++)
    if (word[i] == '\'' || word[i] == 0x2019)
      return i + 1;
  return 0;
}

guint
mb_divisions_find (const MbDivisions *divisions, const gunichar *word, guint n, const char *lang,
                   guint8 *points)
{
  memset (points, 0, n);
  guint covered = look_up (divisions, word, n, lang, points);
  guint from = covered ? 0 : elision (word, n);
  guint behind = from ? look_up (divisions, word + from, n - from, lang, points + from) : 0;
  return behind ? from + behind : covered;
}
