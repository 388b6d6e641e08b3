/* SPDX-License-Identifier: Apache-2.0 */
/* From the names on the command line to one edition tree. */
#include "internal.h"

#include <string.h>

typedef enum {
  FORMAT_UNKNOWN,
  FORMAT_MARKDOWN,
  FORMAT_XHTML,
  FORMAT_MANIFEST,
  FORMAT_FOLDER,
  FORMAT_MISSING
} Format;

static const char *const MARKDOWN[] = { ".md", ".markdown", ".mdown", NULL };
static const char *const XHTML[] = { ".xhtml", ".html", ".htm", NULL };
static const char *const MANIFEST[] = { ".yaml", ".yml", NULL };

static gboolean
wants_settings_only (const MbReading *reading)
{
  return reading->options && reading->options->settings_only;
}

/* A file whose name tells nothing: by its first bytes. */
static Format
sniff_bytes (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *head = g_strndup (data ? data : "", MIN (size, 512));
  const char *text = head + strspn (head, " \t\r\n");
  if (g_str_has_prefix (text, "<?xml") || g_ascii_strncasecmp (text, "<!doctype html", 14) == 0 ||
      g_ascii_strncasecmp (text, "<html", 5) == 0)
    return FORMAT_XHTML;
  return memchr (head, '\0', MIN (size, 512)) ? FORMAT_UNKNOWN : FORMAT_MARKDOWN;
}

static Format
format_of_name (const char *name)
{
  if (mb_has_suffix (name, MARKDOWN))
    return FORMAT_MARKDOWN;
  if (mb_has_suffix (name, XHTML))
    return FORMAT_XHTML;
  return mb_has_suffix (name, MANIFEST) ? FORMAT_MANIFEST : FORMAT_UNKNOWN;
}

static Format
sniff (MbSource *source, const char *name, GError **error)
{
  if (!mb_source_exists (source, name)) {
    g_auto (GStrv) names = mb_source_list (source, name, "*", NULL);
    return names ? FORMAT_FOLDER : FORMAT_MISSING;
  }
  Format format = format_of_name (name);
  if (format != FORMAT_UNKNOWN)
    return format;
  g_autoptr (GBytes) bytes = mb_source_load (source, name, MB_BYTES_TEXT, error);
  return bytes ? sniff_bytes (bytes) : FORMAT_UNKNOWN;
}

/* Whether @name can be read next. A file asked for twice or missing is a diagnostic at @pos, or
 * stops when it was not named in a file. *@go_on: whether to read it. */
static gboolean
admit (MbReading *reading, const char *name, MbPos pos, gboolean *go_on, GError **error)
{
  MbDiagnostics *diagnostics = mb_doc_diagnostics (reading->doc);
  guint width = (guint) MAX (g_utf8_strlen (name, -1), 1);
  *go_on = FALSE;
  if (pos.file && !mb_source_exists (reading->source, name)) {
    g_autofree char *near = mb_source_near (reading->source, name);
    g_auto (GStrv) inside = mb_source_list (reading->source, name, "*", NULL);
    if (inside)
      mb_report_width (diagnostics, pos, width, MB_MSG_FOLDER_NAMED, name, NULL);
    else if (near)
      mb_report_width (diagnostics, pos, width, MB_MSG_FILE_MISSING_NEAR, name, near, NULL);
    else
      mb_report_width (diagnostics, pos, width, MB_MSG_FILE_MISSING, name, NULL);
    return TRUE;
  }
  /* which also forbids a manifest that leads back to itself */
  if (pos.file && format_of_name (name) == FORMAT_MANIFEST) {
    mb_report_width (diagnostics, pos, width, MB_MSG_MANIFEST_INSIDE, name, NULL);
    return TRUE;
  }
  if (!g_hash_table_add (reading->seen, g_strdup (name))) {
    mb_report_width (diagnostics, pos, width, MB_MSG_FILE_TWICE, name, NULL);
    return TRUE;
  }
  if (++reading->n_files > MB_MAX_CHAPTERS) {
    g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_CHAPTERS);
    return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_TOO_MANY_FILES, limit, NULL);
  }
  *go_on = TRUE;
  return TRUE;
}

/* A file that is no text: a diagnostic where a manifest names it, else an error. */
static gboolean
refuse_format (MbReading *reading, const char *name, MbPos pos, GError **error)
{
  if (!pos.file)
    return mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_FORMAT_UNKNOWN, name, NULL);
  mb_report_width (mb_doc_diagnostics (reading->doc), pos,
                   (guint) MAX (g_utf8_strlen (name, -1), 1), MB_MSG_FORMAT_UNKNOWN, name, NULL);
  return TRUE;
}

/* Whether @top holds anything beside header and style sheets; if not, that is reported. */
static void
check_text (MbReading *reading, const MbNode *top)
{
  for (const MbNode *node = top->first; node; node = node->next)
    if (!mb_node_is (node, "header") && !mb_node_is (node, "link") && !mb_node_is (node, "style"))
      return;
  const char *name = mb_node_attr (top, "data-source");
  mb_report (mb_doc_diagnostics (reading->doc), (MbPos){ g_intern_string (name), 1, 1 },
             MB_MSG_TEXT_EMPTY, name, NULL);
}

/* --- Chapters and parts --- */

/* The h1.part that begins a chapter, or NULL. */
static MbNode *
part_heading (MbNode *chapter)
{
  MbNode *node = chapter->first;
  while (node && (mb_node_is (node, "link") || mb_node_is (node, "style")))
    node = node->next;
  return node && mb_node_is (node, "h1") && mb_node_has_class (node, "part") ? node : NULL;
}

/* A chapter that begins with h1.part opens a part, which holds the chapters that follow. */
static void
append_chapter (MbReading *reading, MbNode *parent, MbNode *chapter)
{
  MbNode *heading = part_heading (chapter);
  MbDoc *doc = reading->doc;
  if (heading) {
    MbNode *part = mb_doc_element (doc, "section", heading->pos);
    mb_doc_add_class (doc, part, "partie");
    mb_doc_append (mb_doc_root (doc), part);
    mb_doc_append (part, heading);
    reading->part = part;
    if (!chapter->first) {
      mb_doc_set_attr (doc, part, "data-source", mb_node_attr (chapter, "data-source"));
      mb_doc_remove_attr (chapter, "data-source");
      return;
    }
  }
  mb_doc_append (reading->part ? reading->part : parent, chapter);
}

gboolean
mb_reading_chapter (MbReading *reading, MbNode *parent, const char *name, MbPos pos, GError **error)
{
  gboolean go_on;
  if (!admit (reading, name, pos, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;
  MbFront front;
  Format format = sniff (reading->source, name, error);
  if (format == FORMAT_UNKNOWN && error && *error)
    return FALSE;
  MbNode *chapter =
      format == FORMAT_XHTML
          ? mb_xhtml_read (reading->doc, reading->source, name, "section", &reading->frame, error)
      : format == FORMAT_MARKDOWN
          ? mb_markdown_read (reading->doc, reading->source, name, TRUE, &front, error)
          : NULL;
  if (chapter) {
    check_text (reading, chapter);
    append_chapter (reading, parent, chapter);
    return TRUE;
  }
  return format != FORMAT_XHTML && format != FORMAT_MARKDOWN &&
         refuse_format (reading, name, pos, error);
}

gboolean
mb_reading_article (MbReading *reading, MbNode *parent, const char *name, MbPos pos, MbFront *front,
                    GError **error)
{
  gboolean go_on;
  memset (front, 0, sizeof *front);
  if (!admit (reading, name, pos, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;
  Format format = sniff (reading->source, name, error);
  if (format == FORMAT_UNKNOWN && error && *error)
    return FALSE;
  MbNode *article = NULL;
  MbFileFrame frame;
  if (format == FORMAT_XHTML) {
    article = mb_xhtml_read (reading->doc, reading->source, name, "article", &frame, error);
    if (article)
      mb_article_dress (reading->doc, NULL, article, front, FALSE);
  } else if (format == FORMAT_MARKDOWN)
    article = mb_markdown_read (reading->doc, reading->source, name, FALSE, front, error);
  else
    return refuse_format (reading, name, pos, error);
  if (article) {
    check_text (reading, article);
    mb_doc_append (parent, article);
  }
  return article != NULL;
}

/* --- Folders --- */

static char *
manifest_of_folder (MbSource *source, const char *folder)
{
  static const char *const NAMES[] = { "book.yaml", "livre.yaml", "edition.yaml",
                                       "manifeste.yaml" };
  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_autofree char *name = g_build_filename (folder, NAMES[i], NULL);
    if (mb_source_exists (source, name))
      return g_steal_pointer (&name);
  }
  return NULL;
}

static gboolean
read_folder (MbReading *reading, const char *folder, GError **error)
{
  g_autofree char *manifest = manifest_of_folder (reading->source, folder);
  if (manifest)
    return mb_manifest_read (reading, manifest, error);
  if (wants_settings_only (reading))
    return TRUE;
  g_auto (GStrv) names = mb_source_list (reading->source, folder, "*", error);
  if (!names)
    return FALSE;
  guint found = 0;
  for (char **name = names; *name; name++) {
    if (!mb_has_suffix (*name, XHTML) && !mb_has_suffix (*name, MARKDOWN))
      continue;
    found++;
    if (!mb_reading_chapter (reading, mb_doc_root (reading->doc), *name, MB_NOWHERE, error))
      return FALSE;
  }
  return found || mb_error_set (error, MB_ERROR_INPUT, MB_MSG_FOLDER_EMPTY, folder, NULL);
}

/* --- The edition --- */

static const MbPerson *
people_of_signature (MbDoc *doc, const MbNode *article, guint *n)
{
  g_autoptr (GArray) people = g_array_new (FALSE, TRUE, sizeof (MbPerson));
  MbArena *arena = mb_doc_arena (doc);
  for (const MbNode *node = article->first; node; node = mb_node_next (node, article))
    if (mb_node_is (node, "span") && mb_node_has_class (node, "auteur")) {
      MbPerson person = { mb_node_text (node, arena), mb_node_attr (node, "data-role") };
      g_array_append_val (people, person);
    }
  *n = people->len;
  return people->len ? mb_arena_memdup (arena, people->data, people->len * sizeof (MbPerson))
                     : NULL;
}

static const char *
take_attribute (MbNode *node, const char *name)
{
  const char *value = mb_node_attr (node, name);
  mb_doc_remove_attr (node, name);
  return value;
}

/* A text alone says what the edition is. */
static void
adopt_meta (MbDoc *doc, MbNode *only)
{
  MbMeta *meta = mb_doc_meta (doc);
  const MbNode *heading = mb_heading_first (only);
  const char *language = mb_node_attr (only, "lang");
  if (heading)
    meta->title = mb_node_text (heading, mb_doc_arena (doc));
  else
    meta->title = mb_node_attr (only, "data-titre");
  if (language)
    meta->language = language;
  meta->date = mb_node_attr (only, "data-date");
  meta->updated = mb_node_attr (only, "data-mise-a-jour");
  meta->identifier = mb_node_attr (only, "data-identifiant");
  meta->year = mb_node_attr (only, "data-annee");
  meta->subject = mb_node_attr (only, "data-mots-cles");
  meta->typography = mb_node_attr (only, "data-typographie");
  meta->style = take_attribute (only, "data-style");
  meta->people = people_of_signature (doc, only, &meta->n_people);
}

static void
adopt_language (MbDoc *doc)
{
  /* without a manifest the first text tells the language of all */
  for (const MbNode *node = mb_doc_root (doc)->first; node;
       node = mb_node_next (node, mb_doc_root (doc))) {
    const char *lang = node->kind == MB_NODE_ELEMENT && mb_node_attr (node, "data-source")
                           ? mb_node_attr (node, "lang")
                           : NULL;
    if (lang) {
      mb_doc_meta (doc)->language = lang;
      return;
    }
  }
}

/* Languages equal to the edition's are not repeated. */
static void
drop_same_language (MbDoc *doc)
{
  const char *tag = mb_doc_language_tag (mb_doc_arena (doc), mb_doc_meta (doc)->language);
  if (tag)
    mb_doc_meta (doc)->language = tag;
  const char *language = mb_doc_meta (doc)->language;
  for (MbNode *node = mb_doc_root (doc)->first; node;
       node = mb_node_next (node, mb_doc_root (doc))) {
    if (node->kind != MB_NODE_ELEMENT || !mb_node_attr (node, "data-source"))
      continue;
    const char *lang = mb_node_attr (node, "lang");
    gsize n = lang ? strlen (lang) : 0;
    /* "fr" inside an edition in "fr-FR" is the same language too */
    if (n && strncmp (language, lang, n) == 0 && (language[n] == '\0' || language[n] == '-')) {
      mb_doc_remove_attr (node, "lang");
      mb_doc_remove_attr (node, "xml:lang");
    }
  }
}

static gboolean
read_one (MbReading *reading, const char *name, gboolean journal, GError **error)
{
  MbNode *body = mb_doc_root (reading->doc);
  MbFront front;
  GError *stop = NULL;
  Format format = sniff (reading->source, name, &stop);
  if (stop) {
    g_propagate_error (error, stop);
    return FALSE;
  }
  if (wants_settings_only (reading) && (format == FORMAT_MARKDOWN || format == FORMAT_XHTML))
    return TRUE;
  switch (format) {
  case FORMAT_MARKDOWN: return mb_reading_article (reading, body, name, MB_NOWHERE, &front, error);
  case FORMAT_XHTML:
    return journal ? mb_reading_article (reading, body, name, MB_NOWHERE, &front, error)
                   : mb_reading_chapter (reading, body, name, MB_NOWHERE, error);
  case FORMAT_MANIFEST: return mb_manifest_read (reading, name, error);
  case FORMAT_FOLDER: return read_folder (reading, name, error);
  case FORMAT_MISSING: {
    g_autoptr (GBytes) none = mb_source_load (reading->source, name, MB_BYTES_TEXT, error);
    return none != NULL;
  }
  default: return mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_FORMAT_UNKNOWN, name, NULL);
  }
}

/* Markdown named on the command line makes a newspaper; XHTML beside it are then articles too. */
static gboolean
names_article (const char *const *names)
{
  for (; *names; names++)
    if (format_of_name (*names) == FORMAT_MARKDOWN)
      return TRUE;
  return FALSE;
}

static gboolean
holds_articles (const MbNode *body)
{
  for (const MbNode *node = body->first; node; node = node->next)
    if (mb_node_is (node, "article") || mb_node_has_class (node, "rubrique"))
      return TRUE;
  return FALSE;
}

/* Whether a sheet may paint something of @node without a word in it. */
static gboolean
may_be_seen (const MbNode *node)
{
  if (node->kind != MB_NODE_ELEMENT || mb_node_attr (node, "data-source"))
    return FALSE;
  return mb_node_is (node, "img") || mb_node_is (node, "style") || mb_node_is (node, "link") ||
         mb_node_attr (node, "style") || mb_node_attr (node, "class") || mb_node_attr (node, "id");
}

/* Whether there is a word, a picture or a box to print. */
static gboolean
holds_words (const MbNode *body)
{
  const MbNode *html = body->parent;
  if (mb_node_attr (body, "style") || (html && mb_node_attr (html, "style")))
    return TRUE;
  for (const MbNode *node = body; node; node = mb_node_next (node, body)) {
    gboolean sheet = node->parent && mb_node_is (node->parent, "style");
    if (node->kind == MB_NODE_TEXT && !sheet && node->text[strspn (node->text, " \t\n")])
      return TRUE;
    if (node != body && may_be_seen (node))
      return TRUE;
  }
  return FALSE;
}

static void
move_looks (MbDoc *doc, const MbNode *from, MbNode *to)
{
  for (const MbAttr *attr = from ? from->attrs : NULL; attr; attr = attr->next)
    if (strcmp (attr->name, "class") == 0)
      mb_doc_add_class (doc, to, attr->value);
    else
      mb_doc_set_attr_at (doc, to, attr->name, attr->value, attr->pos);
}

/* The html and body of a file that is the whole edition are those of the edition: sheets see them apart. */
static void
give_frame (MbReading *reading, MbNode *only)
{
  MbDoc *doc = reading->doc;
  MbNode *body = mb_doc_root (doc);
  if (!mb_node_has_class (only, "chapitre") || (!reading->frame.html && !reading->frame.body))
    return;
  move_looks (doc, reading->frame.html, body->parent);
  move_looks (doc, reading->frame.body, body);
  mb_doc_remove_attr (only, "style");
  mb_doc_set_attr (doc, only, "class", "chapitre");
}

static void
finish (MbReading *reading, gboolean manifest)
{
  MbDoc *doc = reading->doc;
  MbMeta *meta = mb_doc_meta (doc);
  MbNode *body = mb_doc_root (doc);
  const MbReadOptions *options = reading->options;
  meta->kind = meta->kind == MB_EDITION_JOURNAL && holds_articles (body) ? MB_EDITION_JOURNAL
                                                                         : MB_EDITION_LIVRE;
  mb_doc_add_class (doc, body, meta->kind == MB_EDITION_JOURNAL ? "journal" : "livre");
  if (!manifest && body->first && body->first == body->last) {
    adopt_meta (doc, body->first);
    give_frame (reading, body->first);
  } else if (!manifest)
    adopt_language (doc);
  if (options && options->language)
    meta->language = mb_arena_strdup (mb_doc_arena (doc), options->language);
  if (options && options->typography)
    meta->typography = mb_arena_strdup (mb_doc_arena (doc), options->typography);
  drop_same_language (doc);
  mb_read_number_notes (doc);
  mb_read_regular_tables (doc, body);
  if (!holds_words (body) && !meta->title &&
      !mb_diagnostics_count (mb_doc_diagnostics (doc), MB_FAILURE))
    mb_report (mb_doc_diagnostics (doc), MB_NOWHERE, MB_MSG_NOTHING_TO_READ, NULL);
}

MbDoc *
mb_read_inputs (MbSource *source, const char *const *names, const MbReadOptions *options,
                MbReadOutputs *outputs, GError **error)
{
  g_autoptr (MbDoc) doc = mb_doc_new (mb_source_diagnostics (source));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  MbReadOutputs none;
  MbReading reading = { .doc = doc,
                        .source = source,
                        .options = options,
                        .outputs = outputs ? outputs : &none,
                        .seen = seen };
  memset (reading.outputs, 0, sizeof *reading.outputs);
  gboolean journal = names_article (names);
  if (!*names) {
    mb_error_set (error, MB_ERROR_INPUT, MB_MSG_NOTHING_TO_READ, NULL);
    return NULL;
  }
  for (; *names; names++)
    if (!read_one (&reading, *names, journal, error))
      return NULL;
  if (!wants_settings_only (&reading))
    finish (&reading, reading.outputs->manifest != NULL);
  return g_steal_pointer (&doc);
}
