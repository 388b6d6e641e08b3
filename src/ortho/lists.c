/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists: the files of src/ortho/data, and those of a house.
 *
 * One form for all: `[section]`, then one entry a line; `#` begins a remark; `- entry` takes an entry of an earlier file
 * out. Straight apostrophes are as good as curly ones. In [capitales] the entry is the right form, and the wrong one is the
 * same without the accent of its first letter; in [lexique] a line is `RULE wrong → right`. Everywhere else an entry is a
 * word to be recognised as it stands; in [titres] a star says that a particle may stand between the title and the name.
 */
#include "internal.h"

#include <string.h>

static const char *const sections[] = {
  [MB_LIST_UNITS] = "unités",
  [MB_LIST_TITLES] = "titres",
  [MB_LIST_PARTICLES] = "particules",
  [MB_LIST_REFERENCES] = "renvois",
  [MB_LIST_DIVISIONS] = "divisions",
  [MB_LIST_FIRST_NAMES] = "prénoms",
  [MB_LIST_PHRASES] = "locutions",
  [MB_LIST_STARTS] = "débuts",
  [MB_LIST_RANKED] = "rangs",
  [MB_LIST_TOWNS] = "villes",
  [MB_LIST_DOTTED] = "points",
  [MB_LIST_BRANDS] = "marques",
  [MB_LIST_OE] = "œ",
  [MB_LIST_OE_NAMES] = "sans œ",
  [MB_LIST_CAPITALS] = "capitales",
  [MB_LIST_LEXICON] = "lexique",
};

gboolean
mb_ortho_house_has (const MbOrthoHouse *house, MbList list, const char *word)
{
  return g_hash_table_contains (house->lists[list], word);
}

const char *
mb_ortho_house_value (const MbOrthoHouse *house, MbList list, const char *word)
{
  return g_hash_table_lookup (house->lists[list], word);
}

const char *
mb_ortho_house_capital (const MbOrthoHouse *house, const char *word)
{
  return mb_ortho_house_value (house, MB_LIST_CAPITALS, word);
}

const MbOrthoEntry *
mb_ortho_house_lexicon (const MbOrthoHouse *house, guint *n)
{
  *n = house->lexicon->len;
  return (const MbOrthoEntry *) (void *) house->lexicon->data;
}

static int
section_called (const char *name, gsize length)
{
  for (int i = 0; i < MB_N_LISTS; i++)
    if (strlen (sections[i]) == length && strncmp (sections[i], name, length) == 0)
      return i;
  return -1;
}

/* Each ' as U+2019. */
static const char *
curly (MbArena *arena, const char *text, gsize length)
{
  GString *out = g_string_new_len (text, (gssize) length);

  g_string_replace (out, "'", "’", 0);
  const char *kept = mb_arena_strndup (arena, out->str, out->len);
  g_string_free (out, TRUE);
  return kept;
}

/* "État" → "Etat": the first letter without its accent. */
static const char *
bare_capital (MbArena *arena, const char *word)
{
  g_autofree char *apart = g_utf8_normalize (word, g_utf8_next_char (word) - word, G_NORMALIZE_NFD);

  if (!apart || !*apart)
    return word;
  return mb_arena_printf (arena, "%c%s", *apart, g_utf8_next_char (word));
}

static void
forget_entry (MbOrthoHouse *house, MbList list, const char *entry)
{
  if (list == MB_LIST_CAPITALS)
    g_hash_table_remove (house->lists[list], bare_capital (house->arena, entry));
  else
    g_hash_table_remove (house->lists[list], entry);
  if (list == MB_LIST_LEXICON)
    for (guint i = house->lexicon->len; i-- > 0;)
      if (strcmp (g_array_index (house->lexicon, MbOrthoEntry, i).wrong, entry) == 0)
        g_array_remove_index (house->lexicon, i);
}

static gboolean
add_to_lexicon (MbOrthoHouse *house, const char *line)
{
  g_auto (GStrv) sides = g_strsplit (line, " → ", 2);
  const char *wrong = sides[0] ? strchr (sides[0], ' ') : NULL;

  if (!wrong || !wrong[1])
    return FALSE;
  MbOrthoEntry entry = {
    .rule = mb_arena_strndup (house->arena, sides[0], (gsize) (wrong - sides[0])),
    .wrong = mb_arena_strdup (house->arena, g_strstrip ((char *) wrong + 1)),
    .right = mb_arena_strdup (house->arena, sides[1] ? g_strstrip (sides[1]) : ""),
  };
  forget_entry (house, MB_LIST_LEXICON, entry.wrong);
  g_array_append_val (house->lexicon, entry);
  return TRUE;
}

/* A phrase as its pairs of words: `s. l. n. d.` is s. l., l. n., n. d. */
static void
add_phrase (MbOrthoHouse *house, const char *phrase)
{
  g_auto (GStrv) words = g_strsplit (phrase, " ", -1);

  for (guint i = 0; words[0] && words[i + 1]; i++) {
    const char *pair = mb_arena_printf (house->arena, "%s %s", words[i], words[i + 1]);
    g_hash_table_insert (house->lists[MB_LIST_PHRASES], (gpointer) pair, (gpointer) pair);
  }
}

static gboolean
add_entry (MbOrthoHouse *house, MbList list, const char *entry)
{
  GHashTable *table = house->lists[list];

  if (list == MB_LIST_LEXICON)
    return add_to_lexicon (house, entry);
  if (list == MB_LIST_PARTICLES && (guchar) *entry < 128)
    house->particles[(guchar) *entry] = TRUE;
  if (list == MB_LIST_PHRASES)
    add_phrase (house, entry);
  else if (list == MB_LIST_CAPITALS)
    g_hash_table_insert (table, (gpointer) bare_capital (house->arena, entry), (gpointer) entry);
  else if (list == MB_LIST_TITLES && g_str_has_suffix (entry, " *"))
    g_hash_table_insert (table, mb_arena_strndup (house->arena, entry, strlen (entry) - 2),
                         (gpointer) "*");
  else
    g_hash_table_insert (table, (gpointer) entry, (gpointer) entry);
  return TRUE;
}

static void
read_entry (MbOrthoHouse *house, MbList section, const MbWordList *list, MbDiagnostics *diagnostics)
{
  const char *entry = curly (house->arena, list->entry, list->length);

  if (list->takes_out)
    forget_entry (house, section, entry);
  else if (!add_entry (house, section, entry))
    mb_report (diagnostics, list->pos, MB_MSG_LIST_ENTRY, entry, NULL);
}

void
mb_ortho_house_read (MbOrthoHouse *house, const char *file, const char *text,
                     MbDiagnostics *diagnostics)
{
  MbWordList list = mb_wordlist (file, text, strlen (text));
  int section = -1;

  while (mb_wordlist_next (&list)) {
    if (list.opens) {
      section = section_called (list.entry, list.length);
      if (section < 0)
        mb_report (diagnostics, list.pos, MB_MSG_LIST_SECTION, NULL);
    } else if (section >= 0) {
      read_entry (house, (MbList) section, &list, diagnostics);
    }
  }
}

void
mb_ortho_lists_init (MbOrthoHouse *house)
{
  for (int i = 0; i < MB_N_LISTS; i++) {
    house->lists[i] = g_hash_table_new (g_str_hash, g_str_equal);
    mb_arena_defer (house->arena, house->lists[i], (GDestroyNotify) g_hash_table_unref);
  }
  house->lexicon = g_array_new (FALSE, FALSE, sizeof (MbOrthoEntry));
  mb_arena_defer (house->arena, house->lexicon, (GDestroyNotify) g_array_unref);
  mb_ortho_house_read (house, NULL, mb_ortho_data, NULL);
}
