/* SPDX-License-Identifier: Apache-2.0 */
/* `langue:`: a BCP 47 tag, or the name of a language that somebody typed in its place. */
#include "internal.h"

#include <string.h>

/* ISO 639-1, sorted */
static const char codes[] = " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce "
                            "ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj "
                            "fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii "
                            "ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
                            "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
                            "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru "
                            "rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th "
                            "ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
                            "za zh zu ";

/* Names as they are typed, without accents, and codes that do not exist. */
static const struct {
  const char *name, *tag;
} names[] = {
  { "francais", "fr" }, { "french", "fr" },    { "anglais", "en" },    { "english", "en" },
  { "allemand", "de" }, { "german", "de" },    { "deutsch", "de" },    { "espagnol", "es" },
  { "spanish", "es" },  { "espanol", "es" },   { "italien", "it" },    { "italian", "it" },
  { "italiano", "it" }, { "portugais", "pt" }, { "portuguese", "pt" }, { "neerlandais", "nl" },
  { "dutch", "nl" },    { "breton", "br" },    { "basque", "eu" },     { "catalan", "ca" },
  { "corse", "co" },    { "corsican", "co" },  { "occitan", "oc" },    { "alsacien", "gsw" },
  { "latin", "la" },    { "grec", "el" },      { "greek", "el" },      { "russe", "ru" },
  { "russian", "ru" },  { "arabe", "ar" },     { "arabic", "ar" },     { "chinois", "zh" },
  { "chinese", "zh" },  { "japonais", "ja" },  { "japanese", "ja" },   { "polonais", "pl" },
  { "polish", "pl" },   { "roumain", "ro" },   { "romanian", "ro" },   { "quebecois", "fr-CA" },
  { "wallon", "wa" },   { "uk", "en-GB" },     { "gb", "en-GB" },      { "us", "en-US" },
  { "jp", "ja" },       { "cz", "cs" },        { "gr", "el" },
};

/* Lower case without accents. */
static char *
fold (const char *typed)
{
  g_autofree char *wide = g_utf8_normalize (typed, -1, G_NORMALIZE_NFD);
  GString *out = g_string_new (NULL);
  for (const char *c = wide ? wide : typed; *c; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (out, g_unichar_tolower (g_utf8_get_char (c)));
  return g_strstrip (g_string_free (out, FALSE));
}

/* A code of two letters must be one of the list; those of three are too many to list. */
static gboolean
is_tag (MbArena *arena, const char *typed)
{
  const char *tag = mb_doc_language_tag (arena, typed);
  if (!tag)
    return FALSE;
  gsize n = strcspn (tag, "-");
  g_autofree char *lower = g_ascii_strdown (tag, (gssize) n);
  g_autofree char *code = g_strdup_printf (" %s ", lower);
  return n == 3 || (n == 2 && strstr (codes, code));
}

static const char *
tag_called (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].name, name) == 0)
      return names[i].tag;
  return NULL;
}

/* The tag that was meant, or NULL. */
static const char *
guess (MbArena *arena, const char *typed)
{
  g_autofree char *folded = fold (typed);
  char *dashes = g_strdelimit (mb_arena_strdup (arena, typed), "_ ", '-');
  const char *known[G_N_ELEMENTS (names) + 1] = { NULL };
  if (tag_called (folded))
    return tag_called (folded);
  dashes[strcspn (dashes, ".@")] = '\0'; /* a locale: fr_FR.UTF-8 */
  if (is_tag (arena, dashes))
    return dashes;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    known[i] = names[i].name;
  const char *near = strlen (folded) > 3 ? mb_nearest (folded, known) : NULL;
  return near ? tag_called (near) : NULL;
}

const char *
mb_read_language (MbArena *arena, const char *typed, MbPos pos, MbDiagnostics *diagnostics)
{
  guint width = (guint) g_utf8_strlen (typed, -1);
  if (is_tag (arena, typed))
    return typed;
  const char *meant = guess (arena, typed);
  if (meant)
    mb_report_width (diagnostics, pos, width, MB_MSG_LANGUAGE_NEAR, typed, meant, NULL);
  else
    mb_report_width (diagnostics, pos, width, MB_MSG_LANGUAGE_UNKNOWN, typed, NULL);
  return meant;
}
