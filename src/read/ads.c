/* SPDX-License-Identifier: Apache-2.0 */
/* Advertisements: entries of `publicites:`, in the manifest or in one of its rubriques.
 *
 *   aside.publicite[data-annonceur][style]
 *     p.mention         « publicité »: it is to be told from the text of the paper
 *     div.cadre         the picture, or p.titre and paragraphs
 *
 * The place is a matter of style: -marbre-place and -marbre-column-span, with --lignes for the height, stand in the style attribute,
 * where no sheet contradicts them by accident. An advertisement stands at the end of its section, in reading order; where
 * it is printed is the page's affair. */
#include "internal.h"

#include <string.h>

#define MOST_LINES 999

typedef struct {
  const char *name, *place;
} PlaceName;

/* French, then English. */
static const PlaceName PLACES[] = {
  { "pied", "foot" },
  { "tete", "head" },
  { "bas-droite", "bottom-right" },
  { "bas-gauche", "bottom-left" },
  { "bas-exterieur", "bottom-outside" },
  { "bas-interieur", "bottom-inside" },
  { "haut-droite", "top-right" },
  { "haut-gauche", "top-left" },
  { "haut-exterieur", "top-outside" },
  { "haut-interieur", "top-inside" },
  { "exterieur", "bottom-outside" },
  { "interieur", "bottom-inside" },
  { "foot", "foot" },
  { "head", "head" },
  { "bottom-right", "bottom-right" },
  { "bottom-left", "bottom-left" },
  { "bottom-outside", "bottom-outside" },
  { "bottom-inside", "bottom-inside" },
  { "top-right", "top-right" },
  { "top-left", "top-left" },
  { "top-outside", "top-outside" },
  { "top-inside", "top-inside" },
  { "outside", "bottom-outside" },
  { "inside", "bottom-inside" },
};

typedef struct {
  MbDoc *doc;
  MbDiagnostics *diagnostics;
  MbLines *lines;
  const MbYaml *entry;
  MbFront fields;
  gboolean zoned; /* its place is an area of a page placed by hand */
} Ad;

static const char *
text_of (Ad *ad, MbKey key)
{
  return mb_front_text (&ad->fields, key, ad->diagnostics);
}

/* --- Values ---*/

static char *
fold (const char *text)
{
  g_autofree char *wide = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  GString *out = g_string_new (NULL);
  for (const char *c = wide ? wide : text; *c; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);
    if (!g_unichar_ismark (u))
      g_string_append_unichar (out, u == ' ' || u == '_' ? '-' : g_unichar_tolower (u));
  }
  return g_string_free (out, FALSE);
}

static void
report_value (Ad *ad, MbKey key, MbMessage message, const char *second)
{
  const MbYaml *value = ad->fields.values[key];
  mb_report_width (ad->diagnostics, value->pos, (guint) MAX (g_utf8_strlen (value->value, -1), 1),
                   message, value->value, second, NULL);
}

/* A whole number from 1 to @most; 0: not given, or reported. */
static guint
number_of (Ad *ad, MbKey key, guint most)
{
  const char *text = text_of (ad, key);
  guint64 number;
  if (!text)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 1, most, &number, NULL))
    return (guint) number;
  g_autofree char *limit = g_strdup_printf ("%u", most);
  report_value (ad, key, MB_MSG_AD_NUMBER, limit);
  return 0;
}

static void
report_place (Ad *ad, const char *folded)
{
  const char *names[G_N_ELEMENTS (PLACES) + 1] = { NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (PLACES); i++)
    names[i] = PLACES[i].name;
  const char *like = mb_nearest (folded, names);
  report_value (ad, MB_KEY_CORNER, MB_MSG_AD_PLACE, like ? like : "bas-droite");
}

static const char *
place_of (Ad *ad, guint columns)
{
  const char *otherwise = columns > 0 ? "bottom-outside" : "foot";
  const char *text = text_of (ad, MB_KEY_CORNER);
  if (!text)
    return otherwise;
  g_autofree char *folded = fold (text);
  for (gsize i = 0; i < G_N_ELEMENTS (PLACES); i++)
    if (strcmp (PLACES[i].name, folded) == 0)
      return PLACES[i].place;
  report_place (ad, folded);
  return otherwise;
}

static gboolean
is_for_print_only (Ad *ad)
{
  static const char *const NO[] = { "non", "no", "false", NULL };
  static const char *const YES[] = { "oui", "yes", "true", NULL };
  const char *text = text_of (ad, MB_KEY_EPUB);
  if (!text)
    return FALSE;
  g_autofree char *folded = fold (text);
  if (!g_strv_contains (NO, folded) && !g_strv_contains (YES, folded))
    report_value (ad, MB_KEY_EPUB, MB_MSG_AD_EPUB, NULL);
  return g_strv_contains (NO, folded);
}

/* --- The tree ---*/

static void
set_style (Ad *ad, MbNode *aside)
{
  guint columns = number_of (ad, MB_KEY_COLUMNS, MB_MAX_COLUMNS);
  guint lines = number_of (ad, MB_KEY_LINES, MOST_LINES);
  guint page = number_of (ad, MB_KEY_PAGE, MB_MAX_PAGES);
  g_autoptr (GString) style = g_string_new (NULL);
  g_string_append_printf (style, "-marbre-place: %s", place_of (ad, columns));
  if (page > 0)
    g_string_append_printf (style, " %u", page);
  if (columns > 0)
    g_string_append_printf (style, "; -marbre-column-span: %u", columns);
  if (lines > 0)
    g_string_append_printf (style, "; --lignes: %u", lines);
  mb_doc_set_attr_at (ad->doc, aside, "style", style->str, ad->entry->pos);
}

static MbNode *
add_paragraph (Ad *ad, MbNode *parent, const char *class_name, const MbYaml *value)
{
  MbNode *p = mb_doc_element (ad->doc, "p", value->pos);
  if (class_name)
    mb_doc_add_class (ad->doc, p, class_name);
  mb_doc_append (parent, p);
  mb_inline_string (ad->doc, ad->lines, p, value->value, value->source, value->pos);
  return p;
}

static void
add_mention (Ad *ad, MbNode *aside)
{
  const char *language = mb_doc_meta (ad->doc)->language;
  gboolean english = language && g_ascii_strncasecmp (language, "en", 2) == 0;
  MbNode *p = mb_doc_element (ad->doc, "p", ad->entry->pos);
  /* what the contents of the e-book call it */
  mb_doc_set_attr (ad->doc, aside, "data-titre", english ? "Advertisement" : "Publicité");
  mb_doc_add_class (ad->doc, p, "mention");
  mb_doc_append (aside, p);
  mb_doc_append (p, mb_doc_text (ad->doc, english ? "advertisement" : "publicité", -1,
                                 ad->entry->pos, NULL, 0));
}

static void
add_picture (Ad *ad, MbNode *frame)
{
  const char *src = text_of (ad, MB_KEY_IMAGE);
  if (!src)
    return;
  const char *alt = text_of (ad, MB_KEY_ALT), *who = text_of (ad, MB_KEY_ADVERTISER);
  MbNode *img = mb_doc_element (ad->doc, "img", ad->fields.values[MB_KEY_IMAGE]->pos);
  mb_doc_append (frame, img);
  mb_doc_set_attr (ad->doc, img, "src", src);
  if (!alt)
    mb_report (ad->diagnostics, img->pos, MB_MSG_AD_NO_ALT, src, NULL);
  mb_doc_set_attr (ad->doc, img, "alt", alt ? alt : who ? who : "publicité");
}

static void
add_words (Ad *ad, MbNode *frame)
{
  if (text_of (ad, MB_KEY_TITLE))
    add_paragraph (ad, frame, "titre", ad->fields.values[MB_KEY_TITLE]);
  const MbYaml *text = ad->fields.values[MB_KEY_TEXT];
  const MbYaml *item = text && text->kind == MB_YAML_LIST ? text->first : text;
  for (; item; item = text->kind == MB_YAML_LIST ? item->next : NULL)
    if (item->kind == MB_YAML_SCALAR && *item->value)
      add_paragraph (ad, frame, NULL, item);
    else if (item->kind != MB_YAML_SCALAR)
      mb_report (ad->diagnostics, item->pos, MB_MSG_KEY_WANTS_TEXT, "texte", NULL);
}

static MbNode *
aside_of (Ad *ad)
{
  MbNode *aside = mb_doc_element (ad->doc, "aside", ad->entry->pos);
  mb_doc_add_class (ad->doc, aside, "publicite");
  const char *who = text_of (ad, MB_KEY_ADVERTISER);
  if (who)
    mb_doc_set_attr (ad->doc, aside, "data-annonceur", who);
  if (is_for_print_only (ad))
    mb_doc_set_attr (ad->doc, aside, "data-epub", "non");
  if (!ad->zoned)
    set_style (ad, aside);
  add_mention (ad, aside);
  MbNode *frame = mb_doc_element (ad->doc, "div", ad->entry->pos);
  mb_doc_add_class (ad->doc, frame, "cadre");
  mb_doc_append (aside, frame);
  add_picture (ad, frame);
  add_words (ad, frame);
  return frame->first ? aside : NULL;
}

/* --- Where it belongs ---*/

static gboolean
is_section (const MbNode *node)
{
  return mb_node_is (node, "section") &&
         (mb_node_has_class (node, "rubrique") || mb_node_has_class (node, "une"));
}

/* The section that is called @name, whatever its capitals and accents; a name that is none is reported. */
static MbNode *
find_section (Ad *ad, MbNode *body, const char *name)
{
  g_autofree char *wanted = fold (name);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (MbNode *node = body->first; node; node = node->next) {
    const char *title = is_section (node) ? mb_node_attr (node, "data-nom") : NULL;
    if (title)
      g_ptr_array_add (names, fold (title));
    gboolean front = mb_node_has_class (node, "une") && strcmp (wanted, "une") == 0;
    if (front || (title && strcmp (names->pdata[names->len - 1], wanted) == 0))
      return node;
  }
  g_ptr_array_add (names, NULL);
  const char *like = mb_nearest (wanted, (const char *const *) names->pdata);
  report_value (ad, MB_KEY_SECTION, MB_MSG_AD_SECTION, like ? like : "");
  return NULL;
}

/* What names only a page is read after all else, but what is on the first page goes with the front page. */
static MbNode *
section_of_page (Ad *ad, MbNode *body)
{
  if (body->first && mb_node_has_class (body->first, "une") &&
      g_strcmp0 (text_of (ad, MB_KEY_PAGE), "1") == 0)
    return body->first;
  for (MbNode *node = body->last; node; node = node->prev)
    if (is_section (node))
      return node;
  return body;
}

static MbNode *
section_of (Ad *ad, MbNode *parent)
{
  if (mb_node_is (parent, "section"))
    return parent;
  const char *name = text_of (ad, MB_KEY_SECTION);
  if (name)
    return find_section (ad, parent, name);
  if (ad->fields.values[MB_KEY_PAGE])
    return section_of_page (ad, parent);
  mb_report (ad->diagnostics, ad->entry->pos, MB_MSG_AD_NOWHERE, NULL);
  return NULL;
}

static void
read_ad (MbDoc *doc, MbLines *lines, MbNode *parent, const MbYaml *entry)
{
  Ad ad = { .doc = doc, .diagnostics = mb_doc_diagnostics (doc), .lines = lines, .entry = entry };
  mb_front_read (&ad.fields, (MbYaml *) entry, MB_IN_AD, ad.diagnostics);
  if (entry->kind != MB_YAML_MAP)
    return;
  MbNode *section = section_of (&ad, parent);
  MbNode *aside = aside_of (&ad);
  if (!aside)
    mb_report (ad.diagnostics, entry->pos, MB_MSG_AD_EMPTY, NULL);
  else if (section)
    mb_doc_append (section, aside);
}

MbNode *
mb_ad_in_zone (MbDoc *doc, MbLines *lines, MbNode *section, const MbYaml *entry)
{
  Ad ad = { .doc = doc, .diagnostics = mb_doc_diagnostics (doc), .lines = lines, .entry = entry };
  ad.zoned = TRUE;
  mb_front_read (&ad.fields, (MbYaml *) entry, MB_IN_AD, ad.diagnostics);
  if (entry->kind != MB_YAML_MAP)
    return NULL;
  MbNode *aside = aside_of (&ad);
  if (!aside)
    mb_report (ad.diagnostics, entry->pos, MB_MSG_AD_EMPTY, NULL);
  else
    mb_doc_append (section, aside);
  return aside;
}

void
mb_ads_read (MbDoc *doc, MbLines *lines, MbNode *parent, const MbYaml *list)
{
  const MbYaml *entry = list && list->kind == MB_YAML_LIST ? list->first : list;
  for (; entry; entry = list->kind == MB_YAML_LIST ? entry->next : NULL)
    read_ad (doc, lines, parent, entry);
}
