/* SPDX-License-Identifier: Apache-2.0 */
/* The manifest: what the edition says of itself, and its chapters or articles in order. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbReading *reading;
  MbDoc *doc;
  MbDiagnostics *diagnostics;
  MbArena *arena;
  const char *name;
  MbLines *lines;
  MbFront front;
} Manifest;

static const char *
text_of (Manifest *m, MbKey key)
{
  return mb_front_text (&m->front, key, m->diagnostics);
}

static void
read_dates (Manifest *m, MbMeta *meta)
{
  const char *date =
      mb_front_date (&m->front, MB_KEY_DATE, MB_MSG_DATE_BAD_EDITION, m->arena, m->diagnostics);
  const char *updated =
      mb_front_date (&m->front, MB_KEY_UPDATED, MB_MSG_DATE_BAD_EDITION, m->arena, m->diagnostics);
  meta->date = date ? date : meta->date;
  meta->updated = updated ? updated : meta->updated;
}

static void
read_meta (Manifest *m)
{
  MbMeta *meta = mb_doc_meta (m->doc);
  const struct {
    const char **field;
    MbKey key;
  } FIELDS[] = {
    { &meta->title, MB_KEY_TITLE },
    { &meta->subtitle, MB_KEY_SUBTITLE },
    { &meta->identifier, MB_KEY_IDENTIFIER },
    { &meta->isbn, MB_KEY_ISBN },
    { &meta->issn, MB_KEY_ISSN },
    { &meta->publisher, MB_KEY_PUBLISHER },
    { &meta->rights, MB_KEY_RIGHTS },
    { &meta->description, MB_KEY_DESCRIPTION },
    { &meta->year, MB_KEY_YEAR },
    { &meta->number, MB_KEY_NUMBER },
    { &meta->edition_name, MB_KEY_EDITION },
    { &meta->price, MB_KEY_PRICE },
    { &meta->issue_year, MB_KEY_ISSUE_YEAR },
    { &meta->style, MB_KEY_STYLE },
    { &meta->typography, MB_KEY_TYPOGRAPHY },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (FIELDS); i++) {
    const char *text = text_of (m, FIELDS[i].key);
    if (text)
      *FIELDS[i].field = text;
  }
  const MbYaml *keywords = m->front.values[MB_KEY_KEYWORDS];
  for (const MbYaml *item = keywords ? keywords->first : NULL; item; item = item->next)
    if (item->kind == MB_YAML_SCALAR)
      meta->subject = meta->subject
                          ? mb_arena_printf (m->arena, "%s, %s", meta->subject, item->value)
                          : item->value;
  if (keywords && keywords->kind == MB_YAML_SCALAR)
    meta->subject = keywords->value;
  read_dates (m, meta);
  guint n;
  const MbPerson *people = mb_front_people (&m->front, m->arena, m->diagnostics, &n, NULL);
  if (n) {
    meta->people = people;
    meta->n_people = n;
  }
}

/* The name of file @value as seen from the manifest; NULL when reported. */
static char *
file_of (Manifest *m, const MbYaml *value)
{
  g_autoptr (GError) error = NULL;
  char *name = mb_source_resolve (m->reading->source, m->name, value->value, &error);
  if (!name)
    mb_report (m->diagnostics, value->pos, MB_MSG_CHAPTER_REFUSED, value->value, error->message,
               NULL);
  return name;
}

static void
read_language (Manifest *m)
{
  const char *typed = text_of (m, MB_KEY_LANG);
  const char *tag =
      typed ? mb_read_language (m->arena, typed, m->front.values[MB_KEY_LANG]->pos, m->diagnostics)
            : NULL;
  if (tag)
    mb_doc_meta (m->doc)->language = tag;
}

static void
read_cover (Manifest *m)
{
  if (!text_of (m, MB_KEY_COVER))
    return;
  m->reading->outputs->cover =
      (MbReadSetting){ text_of (m, MB_KEY_COVER), m->front.values[MB_KEY_COVER]->pos };
  g_autofree char *name = file_of (m, m->front.values[MB_KEY_COVER]);
  if (name)
    mb_doc_meta (m->doc)->cover = mb_arena_strdup (m->arena, name);
}

/* --- Files --- */

typedef gboolean (*TakeFile) (Manifest *m, MbNode *parent, const char *name, MbPos pos,
                              GError **error);

static gboolean
take_chapter (Manifest *m, MbNode *parent, const char *name, MbPos pos, GError **error)
{
  return mb_reading_chapter (m->reading, parent, name, pos, error);
}

static gboolean
take_article (Manifest *m, MbNode *parent, const char *name, MbPos pos, GError **error)
{
  MbFront front;
  return mb_reading_article (m->reading, parent, name, pos, &front, error);
}

static gboolean
take_glob (Manifest *m, MbNode *parent, const MbYaml *value, const char *pattern, TakeFile take,
           GError **error)
{
  g_autofree char *folder = g_path_get_dirname (pattern);
  g_autofree char *glob = g_path_get_basename (pattern);
  g_autoptr (GError) missing = NULL;
  g_auto (GStrv) names = mb_source_list (m->reading->source, folder, glob, &missing);
  if (!names || !*names) {
    mb_report_width (m->diagnostics, value->pos, (guint) g_utf8_strlen (value->value, -1),
                     MB_MSG_GLOB_EMPTY, value->value, NULL);
    return TRUE;
  }
  for (char **name = names; *name; name++)
    if (!take (m, parent, *name, value->pos, error))
      return FALSE;
  return TRUE;
}

/* `- article: eau.md` with what the desk says of it: how important it is on its page, and of what genre. */
static gboolean
take_entry (Manifest *m, MbNode *parent, const MbYaml *entry, GError **error)
{
  MbFront fields;
  mb_front_read (&fields, (MbYaml *) entry, MB_IN_ENTRY, m->diagnostics);
  if (!mb_front_text (&fields, MB_KEY_EAR_ARTICLE, m->diagnostics)) {
    mb_report (m->diagnostics, entry->pos, MB_MSG_ENTRY_NO_ARTICLE, NULL);
    return TRUE;
  }
  const MbYaml *file = fields.values[MB_KEY_EAR_ARTICLE];
  g_autofree char *name = file_of (m, file);
  MbNode *before = parent->last;
  if (name && !take_article (m, parent, name, file->pos, error))
    return FALSE;
  if (name && parent->last != before)
    mb_article_rank (m->doc, parent->last, &fields);
  return TRUE;
}

static gboolean
take_files (Manifest *m, MbNode *parent, const MbYaml *value, TakeFile take, GError **error)
{
  const MbYaml *item = value && value->kind == MB_YAML_LIST ? value->first : value;
  for (; item; item = value->kind == MB_YAML_LIST ? item->next : NULL) {
    if (item->kind == MB_YAML_MAP && take == take_article) {
      if (!take_entry (m, parent, item, error))
        return FALSE;
      continue;
    }
    if (item->kind != MB_YAML_SCALAR) {
      mb_report (m->diagnostics, item->pos, MB_MSG_KEY_WANTS_TEXT, value->key ? value->key : "",
                 NULL);
      continue;
    }
    g_autofree char *name = file_of (m, item);
    if (!name)
      continue;
    gboolean ok = strpbrk (name, "*?") ? take_glob (m, parent, item, name, take, error)
                                       : take (m, parent, name, item->pos, error);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

/* An entry of `parties:` or `rubriques:`, as a section with its name. */
static MbNode *
open_section (Manifest *m, const MbFront *fields, const MbYaml *entry, const char *class_name,
              MbKey key, const char *element)
{
  MbNode *section = mb_doc_element (m->doc, "section", entry->pos);
  mb_doc_add_class (m->doc, section, class_name);
  mb_doc_append (mb_doc_root (m->doc), section);
  mb_section_color (m->doc, section, fields);
  const char *title = mb_front_text (fields, key, m->diagnostics);
  if (!title)
    return section;
  if (key == MB_KEY_NAME)
    mb_section_name (m->doc, section, title);
  const MbYaml *value = fields->values[key];
  MbNode *name = mb_doc_element (m->doc, element, value->pos);
  mb_doc_add_class (m->doc, name, strcmp (element, "h1") == 0 ? "part" : "rubrique");
  mb_doc_append (section, name);
  MbRun run = { 0, (guint32) strlen (title), (guint32) value->source };
  mb_doc_append (name,
                 mb_doc_text (m->doc, title, -1, value->pos, &run, value->source >= 0 ? 1 : 0));
  return section;
}

static gboolean
take_entries (Manifest *m, const MbYaml *list, gboolean parts, gboolean hand, GError **error)
{
  const MbYaml *entry = list && list->kind == MB_YAML_LIST ? list->first : list;
  for (; entry; entry = list->kind == MB_YAML_LIST ? entry->next : NULL) {
    MbFront fields;
    mb_front_read (&fields, (MbYaml *) entry, parts ? MB_IN_PART : MB_IN_SECTION, m->diagnostics);
    MbNode *section = parts ? open_section (m, &fields, entry, "partie", MB_KEY_TITLE, "h1")
                            : open_section (m, &fields, entry, "rubrique", MB_KEY_NAME, "p");
    const MbYaml *files = fields.values[parts ? MB_KEY_CHAPTERS : MB_KEY_ARTICLES];
    gboolean by_hand = hand || fields.values[MB_KEY_TEMPLATE] || fields.values[MB_KEY_ZONES];
    if (by_hand && !mb_hand_page_read (m->reading, m->lines, section, &fields, error))
      return FALSE;
    m->reading->part = parts ? section : NULL;
    if (!take_files (m, section, files, parts ? take_chapter : take_article, error))
      return FALSE;
    mb_ads_read (m->doc, m->lines, section, fields.values[MB_KEY_ADS]);
  }
  m->reading->part = NULL;
  return TRUE;
}

/* `rubriques:` and `pages:`, in the order they are written in. */
static gboolean
take_sections (Manifest *m, const MbYaml *sections, const MbYaml *pages, GError **error)
{
  gboolean first = sections && pages && pages->key_pos.line < sections->key_pos.line;
  if (first && !take_entries (m, pages, FALSE, TRUE, error))
    return FALSE;
  return take_entries (m, sections, FALSE, FALSE, error) &&
         (first || take_entries (m, pages, FALSE, TRUE, error));
}

static gboolean
take_front_page (Manifest *m, GError **error)
{
  const MbYaml *files = m->front.values[MB_KEY_FRONT_PAGE];
  if (!files)
    return TRUE;
  MbNode *section = mb_doc_element (m->doc, "section", files->pos);
  mb_doc_add_class (m->doc, section, "une");
  mb_doc_append (mb_doc_root (m->doc), section);
  mb_section_name (m->doc, section, mb_front_page_name (m->doc));
  return take_files (m, section, files, take_article, error);
}

/* --- Outputs --- */

/* "ua-1", or a list of such names. */
static const MbReadSetting *
read_settings (Manifest *m, const MbYaml *value, const char *key)
{
  g_autoptr (GArray) names = g_array_new (TRUE, TRUE, sizeof (MbReadSetting));
  const MbYaml *item = value && value->kind == MB_YAML_LIST ? value->first : value;
  for (; item; item = value->kind == MB_YAML_LIST ? item->next : NULL) {
    MbReadSetting name = { item->value, item->pos };
    if (item->kind == MB_YAML_SCALAR)
      g_array_append_val (names, name);
    else
      mb_report (m->diagnostics, item->pos, MB_MSG_KEY_WANTS_TEXT, key, NULL);
  }
  return mb_arena_memdup (m->arena, names->data, (names->len + 1) * sizeof (MbReadSetting));
}

static MbReadSetting
read_setting (Manifest *m, const MbFront *fields, MbKey key)
{
  const char *text = mb_front_text (fields, key, m->diagnostics);
  return (MbReadSetting){ text, text ? fields->values[key]->pos : MB_NOWHERE };
}

static MbReadOutput
read_output (Manifest *m, const MbYaml *entry)
{
  if (entry->kind == MB_YAML_SCALAR)
    return (MbReadOutput){ .file = entry->value,
                           .pos = entry->pos,
                           .standards = read_settings (m, NULL, "normes") };
  MbFront fields;
  mb_front_read (&fields, (MbYaml *) entry, MB_IN_OUTPUT, m->diagnostics);
  MbReadSetting file = read_setting (m, &fields, MB_KEY_FILE);
  return (MbReadOutput){ .file = file.text,
                         .pos = file.text ? file.pos : entry->pos,
                         .standards = read_settings (m, fields.values[MB_KEY_STANDARDS], "normes"),
                         .style = read_setting (m, &fields, MB_KEY_STYLE),
                         .pages = read_setting (m, &fields, MB_KEY_PAGES),
                         .profile = read_setting (m, &fields, MB_KEY_PROFILE),
                         .resolution = read_setting (m, &fields, MB_KEY_RESOLUTION) };
}

static void
read_outputs (Manifest *m)
{
  const MbYaml *list = m->front.values[MB_KEY_OUTPUTS];
  if (!m->reading->outputs || m->reading->outputs->manifest)
    return;
  g_autoptr (GArray) outputs = g_array_new (FALSE, FALSE, sizeof (MbReadOutput));
  const MbYaml *entry = list && list->kind == MB_YAML_LIST ? list->first : list;
  for (; entry; entry = list->kind == MB_YAML_LIST ? entry->next : NULL) {
    MbReadOutput output = read_output (m, entry);
    if (output.file && *output.file)
      g_array_append_val (outputs, output);
    else
      mb_report (m->diagnostics, entry->pos, MB_MSG_OUTPUT_NO_FILE, NULL);
  }
  m->reading->outputs->manifest = mb_arena_strdup (m->arena, m->name);
  m->reading->outputs->style = read_setting (m, &m->front, MB_KEY_STYLE);
  m->reading->outputs->divisions = read_settings (m, m->front.values[MB_KEY_DIVISIONS], "cesures");
  m->reading->outputs->kept = read_settings (m, m->front.values[MB_KEY_KEPT], "insecables");
  m->reading->outputs->lexicon = read_settings (m, m->front.values[MB_KEY_LEXICON], "lexique");
  m->reading->outputs->n_items = outputs->len;
  if (outputs->len)
    m->reading->outputs->items =
        mb_arena_memdup (m->arena, outputs->data, outputs->len * sizeof (MbReadOutput));
}

static gboolean
holds_articles (const MbNode *body)
{
  for (const MbNode *node = body; node; node = mb_node_next (node, body))
    if (mb_node_is (node, "article"))
      return TRUE;
  return FALSE;
}

gboolean
mb_manifest_read (MbReading *reading, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = mb_source_load (reading->source, name, MB_BYTES_MANIFEST, error);
  if (!bytes)
    return FALSE;
  g_autoptr (MbLines) lines = mb_lines_new (name, bytes);
  MbDoc *doc = reading->doc;
  Manifest m = { reading, doc,         mb_doc_diagnostics (doc), mb_doc_arena (doc), lines->file,
                 lines,   { { NULL } } };
  GError *stop = NULL;
  MbYaml *root = mb_yaml_parse (lines, 0, lines->length, m.arena, m.diagnostics, &stop);
  if (stop) {
    g_propagate_error (error, stop);
    return FALSE;
  }
  mb_front_read (&m.front, root, MB_IN_MANIFEST, m.diagnostics);
  read_meta (&m);
  read_language (&m);
  read_cover (&m);
  read_outputs (&m);
  if (reading->options && reading->options->settings_only)
    return TRUE;
  MbNode *body = mb_doc_root (doc);
  const MbYaml *chapters = m.front.values[MB_KEY_CHAPTERS], *parts = m.front.values[MB_KEY_PARTS];
  const MbYaml *articles = m.front.values[MB_KEY_ARTICLES],
               *sections = m.front.values[MB_KEY_SECTIONS],
               *une = m.front.values[MB_KEY_FRONT_PAGE], *pages = m.front.values[MB_KEY_PAGES];
  if ((root || !mb_diagnostics_count (m.diagnostics, MB_FAILURE)) && !chapters && !parts &&
      !articles && !sections && !une && !pages)
    mb_report (m.diagnostics, (MbPos){ lines->file, 1, 1 }, MB_MSG_MANIFEST_EMPTY, NULL);
  if (articles || sections || une || pages)
    mb_doc_meta (doc)->kind = MB_EDITION_JOURNAL;
  gboolean taken = take_files (&m, body, chapters, take_chapter, error) &&
                   take_entries (&m, parts, TRUE, FALSE, error) && take_front_page (&m, error) &&
                   take_files (&m, body, articles, take_article, error) &&
                   take_sections (&m, sections, pages, error);
  /* « - Ville: [a.md] »: there are sections, and nothing in them */
  if (taken && (sections || une) && !holds_articles (body) &&
      !mb_diagnostics_count (m.diagnostics, MB_FAILURE))
    mb_report (m.diagnostics, (sections ? sections : une)->key_pos, MB_MSG_SECTIONS_EMPTY, NULL);
  if (taken) {
    mb_front_page_read (reading, lines, &m.front);
    mb_ads_read (doc, lines, body, m.front.values[MB_KEY_ADS]);
  }
  if (taken && body->first && !articles && !sections && !une && !pages &&
      g_strcmp0 (reading->outputs->manifest, lines->file) == 0)
    mb_matter_write (doc, lines, &m.front);
  return taken;
}
