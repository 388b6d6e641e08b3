/* SPDX-License-Identifier: Apache-2.0 */
/* Pages placed by hand: entries of `pages:` in the manifest.
 *
 *   section.rubrique.page[data-gabarit]
 *     p.rubrique?                      its name
 *     article | article.image | aside.publicite, each with style="grid-area: ZONE"
 *
 * The template is a rule of the sheet: section.page[data-gabarit="…"] is a grid with -marbre-copyfit. Reading order is that of the zones in the
 * manifest. An article placed so keeps its short title and standfirst beside the long ones, as .court, for the page to choose from; the e-book does
 * not have them. Its optional parts (::: coupable) become paragraphs of class coupable: what is left out is whole paragraphs. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbReading *reading;
  MbDoc *doc;
  MbDiagnostics *diagnostics;
  MbLines *lines;
  const char *manifest;
  MbNode *section;
} HandPage;

/* --- Short forms ----------------------------------------------------------------------------------------------------------- */

static MbNode *
child_of (MbNode *parent, const char *name, const char *class_name)
{
  for (MbNode *node = parent ? parent->first : NULL; node; node = node->next)
    if (mb_node_is (node, name) && (!class_name || mb_node_has_class (node, class_name)))
      return node;
  return NULL;
}

static void
add_short (HandPage *page, MbNode *article, const char *attribute, const char *name,
           const char *class_name)
{
  const char *text = mb_node_attr (article, attribute);
  MbNode *header = child_of (article, "header", NULL);
  MbNode *full = child_of (header, name, class_name);
  if (!text || !full)
    return;
  MbNode *node = mb_doc_element (page->doc, name, full->pos);
  mb_doc_add_class (page->doc, node, "court");
  if (class_name)
    mb_doc_add_class (page->doc, node, class_name);
  mb_doc_set_attr (page->doc, node, "data-epub", "non");
  mb_inline_string (page->doc, page->lines, node, text, -1, full->pos);
  mb_doc_insert_after (full, node);
}

/* --- Optional paragraphs ---------------------------------------------------------------------------------------------------- */

static void
unwrap_optional (HandPage *page, MbNode *article)
{
  MbNode *next;
  for (MbNode *node = article->first; node; node = next) {
    next = node->next;
    if (!mb_node_is (node, "div") || !mb_node_has_class (node, "coupable"))
      continue;
    while (node->first) {
      MbNode *child = node->first;
      if (child->kind == MB_NODE_ELEMENT)
        mb_doc_add_class (page->doc, child, "coupable");
      mb_doc_insert_before (node, child);
    }
    mb_doc_unlink (node);
  }
}

/* --- Zones ------------------------------------------------------------------------------------------------------------------- */

static gboolean
is_zone_name (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name; name++)
    if (!g_ascii_isalnum (*name) && *name != '-' && *name != '_')
      return FALSE;
  return TRUE;
}

static void
set_area (HandPage *page, MbNode *node, const char *zone, MbPos pos)
{
  mb_doc_set_attr_at (page->doc, node, "style",
                      mb_arena_printf (mb_doc_arena (page->doc), "grid-area: %s", zone), pos);
  mb_doc_set_attr_at (page->doc, node, "data-zone", zone, pos);
}

/* The page says how far the first picture of its article may be cut, and how many columns it takes. */
static void
set_crop (HandPage *page, MbNode *article, const MbFront *fields)
{
  const MbYaml *value = fields->values[MB_KEY_CROP];
  MbNode *figure = child_of (article, "figure", NULL);
  const char *columns = mb_front_text (fields, MB_KEY_COLUMNS, page->diagnostics);
  if (columns && figure)
    mb_doc_set_attr_at (page->doc, figure, "data-colonnes", columns,
                        fields->values[MB_KEY_COLUMNS]->pos);
  if (!value || !figure)
    return;
  g_autoptr (GString) ratios = g_string_new (value->kind == MB_YAML_SCALAR ? value->value : NULL);
  for (const MbYaml *item = value->first; item; item = item->next)
    if (item->kind == MB_YAML_SCALAR)
      g_string_append_printf (ratios, "%s%s", ratios->len > 0 ? " " : "", item->value);
  mb_doc_set_attr_at (page->doc, figure, "data-recadrage", ratios->str, value->pos);
}

static MbNode *
take_article (HandPage *page, const MbYaml *file, const MbFront *fields, GError **error)
{
  g_autoptr (GError) refused = NULL;
  MbFront front;
  MbNode *before = page->section->last;
  g_autofree char *name =
      mb_source_resolve (page->reading->source, page->manifest, file->value, &refused);
  if (!name) {
    mb_report (page->diagnostics, file->pos, MB_MSG_CHAPTER_REFUSED, file->value, refused->message,
               NULL);
    return NULL;
  }
  if (!mb_reading_article (page->reading, page->section, name, file->pos, &front, error) ||
      page->section->last == before)
    return NULL;
  MbNode *article = page->section->last;
  if (fields) {
    mb_article_rank (page->doc, article, fields);
    set_crop (page, article, fields);
  }
  add_short (page, article, "data-titre-court", "h1", NULL);
  add_short (page, article, "data-chapo-court", "p", "chapo");
  unwrap_optional (page, article);
  return article;
}

/* A picture with its caption stands for itself. */
static MbNode *
take_picture (HandPage *page, const MbYaml *value)
{
  MbNode *figure = mb_article_figure (page->doc, page->lines, value);
  if (!figure)
    return NULL;
  MbNode *article = mb_doc_element (page->doc, "article", value->pos);
  MbNode *picture = child_of (figure, "img", NULL);
  const char *alt = picture ? mb_node_attr (picture, "alt") : NULL;
  mb_doc_add_class (page->doc, article, "image");
  mb_doc_set_attr (page->doc, article, "data-genre", "image");
  mb_doc_set_attr (page->doc, article, "data-titre", alt ? alt : "");
  mb_doc_append (article, figure);
  mb_doc_append (page->section, article);
  return article;
}

/* `tete: a.md`, or a map with `article:`, `image:` or `publicite:`. FALSE: stopped. */
static gboolean
take_zone (HandPage *page, const MbYaml *zone, GError **error)
{
  GError *stop = NULL;
  MbNode *node = NULL;
  if (!zone->key || !is_zone_name (zone->key)) {
    mb_report (page->diagnostics, zone->key_pos, MB_MSG_ZONE_NAME, zone->key ? zone->key : "",
               NULL);
    return TRUE;
  }
  if (zone->kind == MB_YAML_SCALAR) {
    node = take_article (page, zone, NULL, &stop);
  } else {
    MbFront fields;
    mb_front_read (&fields, (MbYaml *) zone, MB_IN_ZONE, page->diagnostics);
    const MbYaml *article = fields.values[MB_KEY_EAR_ARTICLE], *ad = fields.values[MB_KEY_AD];
    if (article && article->kind == MB_YAML_SCALAR)
      node = take_article (page, article, &fields, &stop);
    else if (ad)
      node = mb_ad_in_zone (page->doc, page->lines, page->section, ad);
    else if (fields.values[MB_KEY_IMAGE])
      node = take_picture (page, fields.values[MB_KEY_IMAGE]);
    else
      mb_report (page->diagnostics, zone->pos, MB_MSG_ZONE_EMPTY, zone->key, NULL);
  }
  if (stop) {
    g_propagate_error (error, stop);
    return FALSE;
  }
  if (node)
    set_area (page, node, zone->key, zone->key_pos);
  return TRUE;
}

gboolean
mb_hand_page_read (MbReading *reading, MbLines *lines, MbNode *section, const MbFront *fields,
                   GError **error)
{
  MbDoc *doc = reading->doc;
  HandPage page = { reading, doc, mb_doc_diagnostics (doc), lines, lines->file, section };
  const MbYaml *zones = fields->values[MB_KEY_ZONES];
  const char *template = mb_front_text (fields, MB_KEY_TEMPLATE, page.diagnostics);
  if (!template) {
    mb_report (page.diagnostics, zones ? zones->key_pos : section->pos, MB_MSG_PAGE_NO_TEMPLATE,
               NULL);
    return TRUE;
  }
  mb_doc_add_class (doc, section, "page");
  mb_doc_set_attr_at (doc, section, "data-gabarit", template, fields->values[MB_KEY_TEMPLATE]->pos);
  if (!zones || zones->kind != MB_YAML_MAP) {
    mb_report (page.diagnostics, fields->values[MB_KEY_TEMPLATE]->pos, MB_MSG_PAGE_NO_ZONES,
               template, NULL);
    return TRUE;
  }
  for (const MbYaml *zone = zones->first; zone; zone = zone->next)
    if (!take_zone (&page, zone, error))
      return FALSE;
  return TRUE;
}
