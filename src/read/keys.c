/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of front matter and manifests, French = English, in one table. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbKey key;
  guint places;
  const char *names[5]; /* French first */
} KeyName;

#define NAMES_SHOWN 12 /* in the hint of an unknown key */
#define BOTH        (MB_IN_ARTICLE | MB_IN_MANIFEST)

static const KeyName KEYS[] = {
  { MB_KEY_TITLE, BOTH | MB_IN_PART | MB_IN_EAR | MB_IN_AD, { "titre", "title" } },
  { MB_KEY_SUBTITLE, BOTH, { "sous-titre", "subtitle" } },
  { MB_KEY_SHORT_TITLE, MB_IN_ARTICLE, { "titre-court", "short-title" } },
  { MB_KEY_KICKER, MB_IN_ARTICLE | MB_IN_EAR, { "surtitre", "kicker" } },
  { MB_KEY_STANDFIRST, MB_IN_ARTICLE, { "chapo", "standfirst" } },
  { MB_KEY_SHORT_STANDFIRST, MB_IN_ARTICLE, { "chapo-court", "short-standfirst" } },
  { MB_KEY_AUTHOR, BOTH, { "auteur", "author", "auteurs", "authors" } },
  { MB_KEY_DATE, BOTH, { "date" } },
  { MB_KEY_UPDATED, BOTH, { "mis-a-jour", "updated" } },
  { MB_KEY_SECTION, MB_IN_ARTICLE | MB_IN_AD, { "rubrique", "section" } },
  { MB_KEY_DATELINE, MB_IN_ARTICLE, { "lieu", "dateline" } },
  { MB_KEY_LANG, BOTH, { "langue", "lang" } },
  { MB_KEY_IMPORTANCE, MB_IN_ARTICLE | MB_IN_ENTRY | MB_IN_ZONE, { "importance" } },
  { MB_KEY_IMAGE, MB_IN_ARTICLE | MB_IN_EAR | MB_IN_AD | MB_IN_ZONE, { "image" } },
  { MB_KEY_IMAGES, MB_IN_ARTICLE, { "images" } },
  { MB_KEY_KEYWORDS, BOTH, { "mots-cles", "keywords" } },
  { MB_KEY_IDENTIFIER, BOTH, { "identifiant", "id", "identifier" } },
  { MB_KEY_YEAR, BOTH, { "annee", "year" } },
  { MB_KEY_STYLE, BOTH | MB_IN_OUTPUT, { "style" } },
  { MB_KEY_TYPOGRAPHY, BOTH, { "typographie", "typography" } },
  { MB_KEY_SRC, MB_IN_IMAGE, { "src", "fichier", "file" } },
  { MB_KEY_ALT, MB_IN_IMAGE | MB_IN_AD, { "alt" } },
  { MB_KEY_CAPTION, MB_IN_IMAGE, { "legende", "caption" } },
  { MB_KEY_CREDIT, MB_IN_IMAGE, { "credit" } },
  { MB_KEY_FOCUS, MB_IN_IMAGE, { "foyer", "focus" } },
  { MB_KEY_CROP, MB_IN_IMAGE | MB_IN_ZONE, { "recadrage", "crop" } },
  { MB_KEY_COLUMNS, MB_IN_IMAGE | MB_IN_AD | MB_IN_ZONE, { "colonnes", "columns" } },
  { MB_KEY_NAME, MB_IN_PERSON | MB_IN_SECTION, { "nom", "name" } },
  { MB_KEY_ROLE, MB_IN_PERSON, { "role" } },
  { MB_KEY_NUMBER, MB_IN_MANIFEST, { "numero", "number" } },
  { MB_KEY_EDITION, MB_IN_MANIFEST, { "edition" } },
  { MB_KEY_PUBLISHER, MB_IN_MANIFEST, { "editeur", "publisher" } },
  { MB_KEY_ISBN, MB_IN_MANIFEST, { "isbn" } },
  { MB_KEY_ISSN, MB_IN_MANIFEST, { "issn" } },
  { MB_KEY_RIGHTS, MB_IN_MANIFEST, { "droits", "rights" } },
  { MB_KEY_DESCRIPTION, MB_IN_MANIFEST, { "description" } },
  { MB_KEY_COVER, MB_IN_MANIFEST, { "couverture", "cover" } },
  { MB_KEY_GENRE, BOTH | MB_IN_ENTRY | MB_IN_ZONE, { "genre" } },
  { MB_KEY_COLLECTION, MB_IN_MANIFEST, { "collection", "series" } },
  { MB_KEY_MARK, MB_IN_MANIFEST, { "marque", "mark", "logo" } },
  { MB_KEY_PLACE, MB_IN_MANIFEST, { "lieu", "place", "lieu-d-edition" } },
  { MB_KEY_TRANSLATOR, MB_IN_MANIFEST, { "traducteur", "translator", "traductrice" } },
  { MB_KEY_ORIGINAL_TITLE, MB_IN_MANIFEST, { "titre-original", "original-title" } },
  { MB_KEY_DEPOSIT, MB_IN_MANIFEST, { "depot-legal", "legal-deposit" } },
  { MB_KEY_PRINTER, MB_IN_MANIFEST, { "imprimeur", "printer" } },
  { MB_KEY_COLOPHON, MB_IN_MANIFEST, { "colophon", "acheve-d-imprimer" } },
  { MB_KEY_DEDICATION, MB_IN_MANIFEST, { "dedicace", "dedication" } },
  { MB_KEY_EPIGRAPH, MB_IN_MANIFEST, { "epigraphe", "epigraph", "epigraphes", "epigraphs" } },
  { MB_KEY_SAME_AUTHOR,
    MB_IN_MANIFEST,
    { "du-meme-auteur", "by-the-same-author", "de-la-meme-autrice" } },
  { MB_KEY_HALF_TITLE, MB_IN_MANIFEST, { "faux-titre", "half-title" } },
  { MB_KEY_TITLE_PAGE, MB_IN_MANIFEST, { "page-de-titre", "title-page" } },
  { MB_KEY_COPYRIGHT_PAGE, MB_IN_MANIFEST, { "page-de-copyright", "copyright-page" } },
  { MB_KEY_CONTENTS, MB_IN_MANIFEST, { "table", "contents", "table-des-matieres" } },
  { MB_KEY_NUMBERING, MB_IN_MANIFEST, { "numerotation", "numbering" } },
  { MB_KEY_RECTO, MB_IN_MANIFEST, { "chapitres-au-recto", "chapters-on-recto" } },
  { MB_KEY_TEXT, MB_IN_EPIGRAPH | MB_IN_AD, { "texte", "text" } },
  { MB_KEY_AUTHOR, MB_IN_EPIGRAPH, { "auteur", "author" } },
  { MB_KEY_TITLE, MB_IN_EPIGRAPH, { "oeuvre", "titre", "title", "work" } },
  { MB_KEY_SRC, MB_IN_MARK, { "src", "fichier", "file" } },
  { MB_KEY_ALT, MB_IN_MARK, { "alt" } },
  { MB_KEY_CHAPTERS, MB_IN_MANIFEST | MB_IN_PART, { "chapitres", "chapters" } },
  { MB_KEY_PARTS, MB_IN_MANIFEST, { "parties", "parts" } },
  { MB_KEY_SECTIONS, MB_IN_MANIFEST, { "rubriques", "sections" } },
  { MB_KEY_ARTICLES, MB_IN_MANIFEST | MB_IN_SECTION, { "articles" } },
  { MB_KEY_FRONT_PAGE, MB_IN_MANIFEST, { "une", "front-page" } },
  { MB_KEY_EARS, MB_IN_MANIFEST, { "oreilles", "ears" } },
  { MB_KEY_EAR_ARTICLE, MB_IN_EAR | MB_IN_ENTRY | MB_IN_ZONE, { "article" } },
  { MB_KEY_EAR_TEXT, MB_IN_EAR, { "texte", "text" } },
  { MB_KEY_INDEX, MB_IN_MANIFEST, { "sommaire", "summary" } },
  { MB_KEY_FIGURES,
    MB_IN_MANIFEST,
    { "table-des-figures", "list-of-figures", "table-des-illustrations" } },
  { MB_KEY_TABLES, MB_IN_MANIFEST, { "table-des-tableaux", "list-of-tables" } },
  { MB_KEY_NOTES, MB_IN_MANIFEST, { "notes" } },
  { MB_KEY_NOTE_NUMBERING, MB_IN_MANIFEST, { "numerotation-des-notes", "note-numbering" } },
  { MB_KEY_BOOK_INDEX, MB_IN_MANIFEST, { "index" } },
  { MB_KEY_COLOR, MB_IN_SECTION, { "couleur", "color", "colour" } },
  { MB_KEY_PRICE, MB_IN_MANIFEST, { "prix", "price" } },
  { MB_KEY_ISSUE_YEAR, MB_IN_MANIFEST, { "annee-de-parution", "year-of-publication" } },
  { MB_KEY_DIVISIONS, MB_IN_MANIFEST, { "cesures", "divisions" } },
  { MB_KEY_KEPT, MB_IN_MANIFEST, { "insecables", "kept-words" } },
  { MB_KEY_LEXICON, MB_IN_MANIFEST, { "lexique", "lexicon" } },
  { MB_KEY_OUTPUTS, MB_IN_MANIFEST, { "sorties", "outputs" } },
  { MB_KEY_FILE, MB_IN_OUTPUT, { "fichier", "file" } },
  { MB_KEY_STANDARDS, MB_IN_OUTPUT, { "normes", "standards" } },
  { MB_KEY_PAGES, MB_IN_OUTPUT | MB_IN_MANIFEST, { "pages" } },
  { MB_KEY_PROFILE, MB_IN_OUTPUT, { "profil", "profile" } },
  { MB_KEY_RESOLUTION, MB_IN_OUTPUT, { "resolution" } },
  { MB_KEY_ADS, MB_IN_MANIFEST | MB_IN_SECTION, { "publicites", "advertisements", "ads" } },
  { MB_KEY_ADVERTISER, MB_IN_AD, { "annonceur", "advertiser" } },
  { MB_KEY_PAGE, MB_IN_AD, { "page" } },
  { MB_KEY_LINES, MB_IN_AD, { "lignes", "lines" } },
  { MB_KEY_CORNER, MB_IN_AD, { "place" } },
  { MB_KEY_EPUB, MB_IN_AD, { "epub" } },
  { MB_KEY_TEMPLATE, MB_IN_SECTION, { "gabarit", "template" } },
  { MB_KEY_ZONES, MB_IN_SECTION, { "zones", "areas" } },
  { MB_KEY_AD, MB_IN_ZONE, { "publicite", "advertisement", "ad" } },
};

/* Case and accents do not matter: « Légende », "mis_a_jour", « achevé d’imprimer ». */
static char *
fold (const char *name)
{
  g_autofree char *wide = g_utf8_normalize (name, -1, G_NORMALIZE_NFD);
  GString *out = g_string_new (NULL);
  for (const char *c = wide ? wide : name; *c; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);
    if (g_unichar_ismark (u) || u == 0xA0 || u == 0x202F) /* « titre : » with a no-break space */
      continue;
    gboolean joins = u == '_' || u == ' ' || u == '\'' || u == 0x2019; /* achevé d’imprimer */
    if (u == 0x153)
      g_string_append (out, "oe");
    else
      g_string_append_unichar (out, joins ? '-' : g_unichar_tolower (u));
  }
  return g_string_free (out, FALSE);
}

/* The first names of the keys of @place, in the order of the table: the commonest. */
static char *
some_names (MbKeyPlace place)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint shown = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (KEYS) && shown < NAMES_SHOWN; i++)
    if (KEYS[i].places & place)
      g_string_append_printf (out, "%s%s", shown++ ? ", " : "", KEYS[i].names[0]);
  if (shown == NAMES_SHOWN)
    g_string_append (out, "…");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static const char *
nearest (const char *name, MbKeyPlace place)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (KEYS); i++)
    for (guint n = 0;
         KEYS[i].places & place && n < G_N_ELEMENTS (KEYS[i].names) && KEYS[i].names[n]; n++)
      g_ptr_array_add (names, (gpointer) KEYS[i].names[n]);
  g_ptr_array_add (names, NULL);
  return mb_nearest (name, (const char *const *) names->pdata);
}

MbKey
mb_key_find (const char *name, MbKeyPlace place, MbPos pos, MbDiagnostics *diagnostics)
{
  g_autofree char *folded = fold (name);
  for (gsize i = 0; i < G_N_ELEMENTS (KEYS); i++)
    for (guint n = 0;
         KEYS[i].places & place && n < G_N_ELEMENTS (KEYS[i].names) && KEYS[i].names[n]; n++)
      if (strcmp (folded, KEYS[i].names[n]) == 0)
        return KEYS[i].key;

  guint width = (guint) g_utf8_strlen (name, -1);
  const char *like = nearest (folded, place);
  if (like)
    mb_report_width (diagnostics, pos, MAX (width, 1), MB_MSG_KEY_UNKNOWN_NEAR, name, like, NULL);
  if (like)
    return MB_KEY_NONE;
  g_autofree char *known = some_names (place);
  mb_report_width (diagnostics, pos, MAX (width, 1), MB_MSG_KEY_UNKNOWN, name, known, NULL);
  return MB_KEY_NONE;
}
