/* SPDX-License-Identifier: Apache-2.0 */
/* Houses: a profile (what is written where the rules ask for a space or a mark) and the rules that are followed.
 *
 * Sources of the profiles: notes/french.md § 1.10 (Imprimerie nationale, Office québécois de la langue française, CLDR 48,
 * usage of French-speaking Switzerland). fr-press is our proposal for dailies.
 */
#include "internal.h"

#include <string.h>

#define FINE MB_ORTHO_NNBSP
#define FULL MB_ORTHO_NBSP

static const MbOrthoMarks profiles[] = {
  [MB_ORTHO_NONE] = { .name = "non" },
  [MB_ORTHO_FR_FR] = { "fr-FR", FINE, FULL, FULL, MB_QUOTE_OPEN, MB_QUOTE_CLOSE, FINE, FULL, FULL,
                       FALSE, FALSE },
  [MB_ORTHO_FR_PRESS] = { "fr-press", FINE, FULL, FULL, MB_QUOTE_OPEN, MB_QUOTE_CLOSE, FINE, FULL,
                          FULL, TRUE, TRUE },
  [MB_ORTHO_FR_CH] = { "fr-CH", FINE, FINE, FINE, MB_INNER_OPEN, MB_INNER_CLOSE, FINE, FINE, FINE,
                       FALSE, TRUE },
  [MB_ORTHO_FR_CA] = { "fr-CA", 0, FULL, FULL, MB_QUOTE_OPEN, MB_QUOTE_CLOSE, FULL, FULL, FULL,
                       FALSE, FALSE },
  [MB_ORTHO_FR_BE] = { "fr-BE", FINE, FULL, FULL, MB_QUOTE_OPEN, MB_QUOTE_CLOSE, FINE, FULL, FULL,
                       FALSE, FALSE },
};

static const struct {
  const char *name;
  MbOrthoProfile profile;
} synonyms[] = {
  { "oui", MB_ORTHO_FR_FR },  { "yes", MB_ORTHO_FR_FR },   { "true", MB_ORTHO_FR_FR },
  { "fr", MB_ORTHO_FR_FR },   { "none", MB_ORTHO_NONE },   { "no", MB_ORTHO_NONE },
  { "false", MB_ORTHO_NONE }, { "aucune", MB_ORTHO_NONE }, { "fr-presse", MB_ORTHO_FR_PRESS },
};

static const struct {
  const char *id;
  gboolean on;
} rules[] = {
#define MB_ORTHO_RULE(symbol, id, on) { id, on },
#include "rules.def"
#undef MB_ORTHO_RULE
};

const char *
mb_ortho_rule_id (MbRule rule)
{
  return rule == MB_RULE_NONE ? NULL : rules[rule - 1].id;
}

gboolean
mb_ortho_profile (const char *name, MbOrthoProfile *profile)
{
  if (!name)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (g_ascii_strcasecmp (name, profiles[i].name) == 0) {
      *profile = (MbOrthoProfile) i;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (g_ascii_strcasecmp (name, synonyms[i].name) == 0) {
      *profile = synonyms[i].profile;
      return TRUE;
    }
  return FALSE;
}

static const MbOrthoMarks *
marks_of (MbOrthoProfile profile)
{
  return profile == MB_ORTHO_NONE ? NULL : &profiles[profile];
}

static void
follow_profile (MbOrthoHouse *house)
{
  house->marks = marks_of (house->profile);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    house->follows[i + 1] = rules[i].on;
  if (house->marks && house->marks->flat_titles)
    house->follows[MB_RULE_ABR_05] = FALSE;
}

/* "LET", "LET-01", "ESP-01b" */
static gboolean
looks_like_rule (const char *name)
{
  gsize letters = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

  return letters == 3 && (name[3] == '\0' || (name[3] == '-' && g_ascii_isdigit (name[4])));
}

/* "LET-01", or "LET" for the whole family; FALSE when there is no such rule. */
static gboolean
switch_rules (MbOrthoHouse *house, const char *name, gboolean on)
{
  gsize length = strlen (name);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    const char *id = rules[i].id;
    if (g_ascii_strncasecmp (id, name, length) == 0 && (id[length] == '\0' || id[length] == '-'))
      house->follows[i + 1] = on;
  }
  return mb_ortho_catalogue_switch (house->silent, name, on);
}

static gboolean
is_word (const char *word, const char *french, const char *english)
{
  return g_ascii_strcasecmp (word, french) == 0 || g_ascii_strcasecmp (word, english) == 0;
}

/* One word behind the profile: FALSE when it means nothing. *on: what rules without a sign become; -1: a sign is needed. */
static gboolean
read_switch (MbOrthoHouse *house, const char *word, int *on)
{
  gboolean signed_word = *word == '-' || *word == '+';
  const char *name = word + signed_word;

  if (is_word (word, "sans", "without") || is_word (word, "avec", "with")) {
    *on = is_word (word, "avec", "with");
    return TRUE;
  }
  if (!looks_like_rule (name) || (!signed_word && *on < 0))
    return FALSE;
  return switch_rules (house, name, signed_word ? *word == '+' : *on);
}

/* The word of @words that means nothing, or NULL. */
static const char *
read_way (MbOrthoHouse *house, char **words)
{
  int on = -1;

  house->profile = MB_ORTHO_FR_FR;
  while (*words && !**words)
    words++;
  if (*words && mb_ortho_profile (*words, &house->profile))
    words++;
  follow_profile (house);
  for (; *words; words++)
    if (**words && !read_switch (house, *words, &on))
      return *words;
  return NULL;
}

MbOrthoHouse *
mb_ortho_house_new (MbArena *arena, const char *way, const char **unknown)
{
  MbOrthoHouse *house = mb_arena_new0 (arena, MbOrthoHouse);
  g_auto (GStrv) words = g_strsplit_set (way ? way : "", " ,\t\n", -1);
  const char *wrong = read_way (house, words);

  if (unknown)
    *unknown = wrong ? mb_arena_strdup (arena, wrong) : NULL;
  if (wrong)
    return NULL;
  house->arena = arena;
  mb_ortho_lists_init (house);
  return house;
}

MbOrthoProfile
mb_ortho_house_profile (const MbOrthoHouse *house)
{
  return house->profile;
}
