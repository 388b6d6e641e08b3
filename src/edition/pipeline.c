/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline.c — the stages of a job, in the order in which data flows.
 *
 *   read → ortho → (style → boxes → galleys → pages) for print, (style) for the e-book
 *
 * Each stage asks for the one before it and keeps its result in the job, so that one run serves every output. A stage that finds a failure in
 * the author's text still lets later checks run where they can: only writing is forbidden (outputs.c).
 */
#include "internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* --- Reading ---------------------------------------------------------------------------------------------------------*/

/* The folder that holds every input: the default root. */
static char *
common_folder (char **inputs)
{
  g_autofree char *common = NULL;
  for (char **input = inputs; *input; input++) {
    g_autofree char *path = g_canonicalize_filename (*input, NULL);
    g_autofree char *folder =
        g_file_test (path, G_FILE_TEST_IS_DIR) ? g_strdup (path) : g_path_get_dirname (path);
    if (!common) {
      common = g_steal_pointer (&folder);
      continue;
    }
    while (!g_str_has_prefix (folder, common) ||
           (folder[strlen (common)] != '/' && folder[strlen (common)] != '\0')) {
      char *parent = g_path_get_dirname (common);
      g_free (common);
      common = parent;
      if (strcmp (common, "/") == 0)
        break;
    }
  }
  return g_steal_pointer (&common);
}

/* @folder as seen from here, when every input was named so: findings then bear the names that the user types. */
static char *
relative_folder (const char *folder, char **inputs)
{
  g_autofree char *here = g_get_current_dir ();
  gsize length = strlen (here);
  for (char **input = inputs; *input; input++)
    if (g_path_is_absolute (*input))
      return g_strdup (folder);
  if (strcmp (folder, here) == 0)
    return g_strdup (".");
  if (g_str_has_prefix (folder, here) && folder[length] == '/')
    return g_strdup (folder + length + 1);
  return g_strdup (folder);
}

static char *
default_root (MarbreJob *job)
{
  g_autofree char *common = common_folder (job->inputs);
  return relative_folder (common, job->inputs);
}

static void
open_source (MarbreJob *job)
{
  g_autofree char *root = job->root ? g_strdup (job->root) : default_root (job);
  g_autofree char *data = marbre_data_folder ();
  job->source = mb_source_new (root, job->diagnostics);
  g_autofree char *styles = g_build_filename (data, "styles", NULL);
  g_autofree char *fonts = g_build_filename (data, "fonts", NULL);
  mb_source_allow (job->source, styles);
  mb_source_allow (job->source, fonts);
  mb_source_allow (job->source, "/usr/share/fonts");
  mb_source_allow (job->source, "/usr/share/hyphen");
  for (guint i = 0; i < job->font_paths->len; i++)
    mb_source_allow (job->source, job->font_paths->pdata[i]);
}

/* An article may name its own way; everything above articles takes the edition's. */
static void
set_typography (MarbreJob *job, MbNode *top, const MbOrthoHouse *inherited)
{
  for (MbNode *child = top->first; child; child = child->next) {
    if (child->kind != MB_NODE_ELEMENT)
      continue;
    const MbOrthoHouse *house =
        marbre_house (job, mb_node_attr (child, "data-typographie"), child->pos, inherited);
    if (mb_node_has_class (child, "rubrique") || mb_node_has_class (child, "partie"))
      set_typography (job, child, house);
    else
      marbre_typeset (job, child, house);
  }
}

/* Text of the metadata, as the text of the edition would be set. */
static const char *
typeset_string (MarbreJob *job, const char *text, const MbOrthoHouse *house)
{
  if (!text || mb_ortho_house_profile (house) == MB_ORTHO_NONE)
    return text;
  MbNode *node = mb_doc_element (job->doc, "p", MB_NOWHERE);
  mb_doc_append (node, mb_doc_text (job->doc, text, -1, MB_NOWHERE, NULL, 0));
  mb_doc_set_attr (job->doc, node, "lang", mb_doc_meta (job->doc)->language);
  mb_ortho_apply (job->doc, node, house, NULL);
  return mb_node_text (node, mb_doc_arena (job->doc));
}

/* How many rubriques the edition has; NULL: it is no issue. */
static const char *
count_sections (MarbreJob *job)
{
  guint n = 0;
  const MbNode *root = mb_doc_root (job->doc);
  for (const MbNode *node = root->first; node; node = node->next)
    n += mb_node_is (node, "section") &&
         (mb_node_has_class (node, "rubrique") || mb_node_has_class (node, "une"));
  return n > 0 ? mb_arena_printf (mb_doc_arena (job->doc), "%u", n) : NULL;
}

/* Sheets lay an article with pictures out otherwise than one without, and cannot see what follows its head: data-figures is how many it has. */
static void
count_figures (MarbreJob *job)
{
  MbNode *root = mb_doc_root (job->doc);
  MbNode *article = NULL;
  for (MbNode *node = root->first; node; node = (MbNode *) mb_node_next (node, root)) {
    if (mb_node_is (node, "article"))
      article = node;
    if (!article || !mb_node_is (node, "figure") || node->parent != article)
      continue;
    const char *before = mb_node_attr (article, "data-figures");
    guint64 n = before ? g_ascii_strtoull (before, NULL, 10) : 0;
    mb_doc_set_attr (job->doc, article, "data-figures",
                     mb_arena_printf (mb_doc_arena (job->doc), "%" G_GUINT64_FORMAT, n + 1));
  }
}

/* Names and roles that no text node holds: those of the metadata, and data-role of a name. */
static void
typeset_people (MarbreJob *job, const MbOrthoHouse *house)
{
  MbMeta *meta = mb_doc_meta (job->doc);
  MbPerson *people = mb_arena_memdup (mb_doc_arena (job->doc), meta->people,
                                      meta->n_people * sizeof *meta->people);
  for (guint i = 0; i < meta->n_people; i++) {
    people[i].name = typeset_string (job, people[i].name, house);
    people[i].role = typeset_string (job, people[i].role, house);
  }
  meta->people = people;
  MbNode *root = mb_doc_root (job->doc);
  for (MbNode *node = root; node; node = mb_node_next (node, root)) {
    const char *role = mb_node_is (node, "span") ? mb_node_attr (node, "data-role") : NULL;
    if (role)
      mb_doc_set_attr (job->doc, node, "data-role", typeset_string (job, role, house));
  }
}

/* What running heads and title pages may quote with attr (): data-titre, data-auteur… of body. data-jour is the date in words. */
static void
describe_root (MarbreJob *job, const MbOrthoHouse *house)
{
  MbMeta *meta = mb_doc_meta (job->doc);
  meta->title = typeset_string (job, meta->title, house);
  meta->subtitle = typeset_string (job, meta->subtitle, house);
  meta->price = typeset_string (job, meta->price, house);
  meta->issue_year = typeset_string (job, meta->issue_year, house);
  const struct {
    const char *name, *value;
  } attributes[] = { { "data-titre", meta->title },
                     { "data-sous-titre", meta->subtitle },
                     { "data-auteur", meta->n_people > 0 ? meta->people[0].name : NULL },
                     { "data-editeur", meta->publisher },
                     { "data-date", meta->date },
                     { "data-jour",
                       mb_day_words (meta->date, meta->language, mb_doc_arena (job->doc)) },
                     { "data-rubriques", count_sections (job) },
                     { "data-edition", meta->edition_name },
                     { "data-numero", mb_issue_number (meta->number, mb_doc_arena (job->doc)) } };
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (attributes[i].value)
      mb_doc_set_attr (job->doc, mb_doc_root (job->doc), attributes[i].name, attributes[i].value);
  if (mb_node_attr (mb_doc_root (job->doc), "data-rubriques"))
    mb_masthead_add (job->doc);
}

static void
apply_typography (MarbreJob *job)
{
  MbPos manifest = { job->asked.manifest ? g_intern_string (job->asked.manifest) : NULL, 0, 0 };
  const MbOrthoHouse *house =
      marbre_house (job, mb_doc_meta (job->doc)->typography, manifest, NULL);
  set_typography (job, mb_doc_root (job->doc), house);
  typeset_people (job, house);
  describe_root (job, house);
  count_figures (job);
  job->typeset = TRUE;
}

/* "-" among the inputs is standard input, read whole under the cap of a text. */
static gboolean
read_standard_input (MarbreJob *job, GError **error)
{
  if (!g_strv_contains ((const char *const *) job->inputs, "-"))
    return TRUE;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 buffer[65536];
  gssize got;
  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) > 0 || (got < 0 && errno == EINTR)) {
    if (got > 0)
      g_byte_array_append (all, buffer, (guint) got);
    if (all->len > MB_MAX_TEXT_BYTES)
      return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_STDIN_TOO_BIG, NULL);
  }
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  mb_source_give (job->source, "-", bytes);
  return TRUE;
}

gboolean
marbre_stage_source (MarbreJob *job, GError **error)
{
  if (job->source)
    return TRUE;
  open_source (job);
  return read_standard_input (job, error);
}

gboolean
marbre_stage_read (MarbreJob *job, GError **error)
{
  if (job->typeset)
    return TRUE;
  if (!marbre_stage_source (job, error))
    return FALSE;
  job->doc =
      mb_read_inputs (job->source, (const char *const *) job->inputs, NULL, &job->asked, error);
  if (!job->doc)
    return FALSE;
  apply_typography (job);
  return TRUE;
}

/* --- Style -------------------------------------------------------------------------------------------------------------------*/

static gboolean
is_bare_name (const char *style)
{
  return !strchr (style, '/') && !g_str_has_suffix (style, ".css");
}

char *
marbre_sheet_find (MarbreJob *job, const char *style, const char *from, GError **error)
{
  if (!is_bare_name (style))
    return mb_source_resolve (job->source, from, style, error);
  g_autofree char *data = marbre_data_folder ();
  g_autofree char *file = g_strconcat (style, ".css", NULL);
  return g_build_filename (data, "styles", file, NULL);
}

/* The house sheet: --style, else the output's, else the manifest's, else that of the kind of edition. */
static char *
find_sheet (MarbreJob *job, GError **error)
{
  const MbMeta *meta = mb_doc_meta (job->doc);
  const char *fallback = meta->kind == MB_EDITION_LIVRE ? "livre" : "quotidien";
  const char *style = job->style ? job->style : meta->style ? meta->style : fallback;
  if (!job->style && job->output_style)
    return g_strdup (job->output_style);
  if (is_bare_name (style) || !job->style)
    return marbre_sheet_find (job, style,
                              job->asked.manifest ? job->asked.manifest : job->inputs[0], error);
  /* named on the command line: its folder may be read, for what it imports */
  g_autofree char *folder = g_path_get_dirname (style);
  mb_source_allow (job->source, folder);
  return g_strdup (style);
}

static const char *
text_of_style (const MbNode *style)
{
  return style->first && style->first->kind == MB_NODE_TEXT ? style->first->text : "";
}

/* A sheet that a document asks for: a wrong one is the author's fault, not ours. */
static void
add_named_sheet (MarbreJob *job, MbStyles *styles, const MbNode *node, const char *href,
                 MbOrigin origin, const MbNode *scope)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = marbre_sheet_find (job, href, node->pos.file, &error);
  gboolean again = styles == job->epub.night; /* reported by day */
  if ((!name || !mb_styles_add_file (styles, name, origin, scope, &error)) && !again)
    mb_report (job->diagnostics, node->pos, MB_MSG_SHEET_REFUSED, href, error->message, NULL);
}

/* What the sheets of a file hold for: the element that it has become; when it is the whole edition, all of it. */
static const MbNode *
scope_of (const MarbreJob *job, const MbNode *sheet)
{
  const MbNode *root = mb_doc_root (job->doc), *chapter = sheet->parent;
  gboolean alone = chapter == root->first && chapter == root->last &&
                   mb_node_has_class (chapter, "chapitre") && mb_node_attr (chapter, "data-source");
  return alone ? NULL : chapter;
}

static void
add_document_sheets (MarbreJob *job, MbStyles *styles)
{
  const MbNode *root = mb_doc_root (job->doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    const char *own = mb_node_attr (node, "data-style");
    if (own && !job->style)
      add_named_sheet (job, styles, node, own, MB_ORIGIN_ARTICLE, node);
    if (mb_node_is (node, "link") && mb_node_attr (node, "href"))
      add_named_sheet (job, styles, node, mb_node_attr (node, "href"), MB_ORIGIN_DOCUMENT,
                       scope_of (job, node));
    if (mb_node_is (node, "style")) {
      const char *text = text_of_style (node);
      MbPos pos = node->first ? node->first->pos : node->pos;
      mb_styles_add_text (styles, text, strlen (text), node->pos.file, pos, MB_ORIGIN_DOCUMENT,
                          scope_of (job, node), NULL);
    }
  }
}

/* Notes that the manifest wants numbered by page: @page cannot depend on a class, so the house has no rule for it. */
static void
count_notes_by_page (MarbreJob *job, Medium *medium)
{
  static const char rule[] = "@page { counter-reset: footnote }";
  if (mb_node_has_class (mb_doc_root (job->doc), "notes-par-page"))
    mb_styles_add_text (medium->styles, rule, strlen (rule), "manifest", MB_NOWHERE,
                        MB_ORIGIN_HOUSE, NULL, NULL);
}

/* The house sheet cannot be used: a finding where the manifest names it, else an error. */
static gboolean
refuse_sheet (MarbreJob *job, GError *reason, GError **error)
{
  const MbReadSetting *style = &job->asked.style;
  if (!style->text || job->style || job->output_style) {
    g_propagate_error (error, reason);
    return FALSE;
  }
  mb_report_width (job->diagnostics, style->pos, (guint) g_utf8_strlen (style->text, -1),
                   MB_MSG_SHEET_REFUSED, style->text, reason->message, NULL);
  g_error_free (reason);
  return FALSE;
}

typedef void (*TakeWords) (MbTypesetter *typesetter, const char *file, const char *text,
                           gsize length);

/* The house's own files of words. A file that cannot be read is the author's fault. */
static void
add_words (MarbreJob *job, MbTypesetter *typesetter, const MbReadSetting *files, TakeWords take)
{
  for (const MbReadSetting *one = files; one && one->text; one++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *name = mb_source_resolve (job->source, job->asked.manifest, one->text, &error);
    g_autoptr (GBytes) bytes =
        name ? mb_source_load (job->source, name, MB_BYTES_TEXT, &error) : NULL;
    gsize size;
    if (bytes) {
      const char *text = g_bytes_get_data (bytes, &size);
      take (typesetter, name, text, size);
    } else {
      mb_report_width (job->diagnostics, one->pos, (guint) g_utf8_strlen (one->text, -1),
                       MB_MSG_DIVISIONS_REFUSED, one->text, error ? error->message : "", NULL);
    }
  }
}

/* An e-book whose sheets ask for the colour scheme has a second cascade, which says what its elements are by night. It needs no fonts. */
static gboolean
add_night (MarbreJob *job, const char *houses, GError **error)
{
  if (!mb_styles_asks_night (job->epub.styles))
    return TRUE;
  MbStyles *night = mb_styles_new (job->doc, MB_MEDIUM_EPUB, job->source, NULL);
  job->epub.night = night;
  mb_styles_set_night (night);
  mb_styles_set_houses (night, houses);
  if (!mb_styles_add_file (night, job->sheet, MB_ORIGIN_HOUSE, NULL, error))
    return FALSE;
  add_document_sheets (job, night);
  return TRUE;
}

gboolean
marbre_stage_style (MarbreJob *job, MbMedium which, GError **error)
{
  Medium *medium = which == MB_MEDIUM_PRINT ? &job->print : &job->epub;
  if (medium->typesetter)
    return TRUE;
  if (!marbre_stage_read (job, error))
    return FALSE;
  gsize failures = mb_diagnostics_count (job->diagnostics, MB_FAILURE);
  GError *reason = NULL;
  if (!job->sheet && !(job->sheet = find_sheet (job, &reason)))
    return refuse_sheet (job, reason, error);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  for (guint i = 0; i < job->font_paths->len; i++)
    g_ptr_array_add (folders, job->font_paths->pdata[i]);
  g_ptr_array_add (folders, NULL);
  medium->fonts = mb_fonts_new (job->source, (const char *const *) folders->pdata);
  mb_fonts_set_lenient (medium->fonts, job->allow_missing);
  medium->styles = mb_styles_new (job->doc, which, job->source, medium->fonts);
  g_autofree char *houses = marbre_data_file ("styles");
  mb_styles_set_houses (medium->styles, houses);
  if (!mb_styles_add_file (medium->styles, job->sheet, MB_ORIGIN_HOUSE, NULL, &reason))
    return refuse_sheet (job, reason, error);
  count_notes_by_page (job, medium);
  add_document_sheets (job, medium->styles);
  if (which == MB_MEDIUM_EPUB && !add_night (job, houses, &reason))
    return refuse_sheet (job, reason, error);
  /* setting text in fonts that a broken sheet did not declare would only bury its fault */
  job->sheet_failed |= mb_diagnostics_count (job->diagnostics, MB_FAILURE) > failures;
  medium->typesetter = mb_text_new (medium->fonts, job->source, job->diagnostics);
  add_words (job, medium->typesetter, job->asked.divisions, mb_text_add_divisions);
  add_words (job, medium->typesetter, job->asked.kept, mb_text_add_kept);
  return TRUE;
}

/* --- Pages -----------------------------------------------------------------------------------------------------------------------*/

gboolean
marbre_stage_pages (MarbreJob *job, GError **error)
{
  if (job->pages)
    return TRUE;
  if (!marbre_stage_style (job, MB_MEDIUM_PRINT, error) || job->sheet_failed)
    return FALSE;
  job->arena = mb_arena_new ();
  if (!job->media)
    job->media = mb_media_new (job->source);
  job->boxes = (MbBoxContext){ .doc = job->doc,
                               .styles = job->print.styles,
                               .media = job->media,
                               .source = job->source,
                               .typesetter = job->print.typesetter,
                               .allow_missing = job->allow_missing };
  job->pages = mb_page_build (&job->boxes, mb_doc_root (job->doc), job->arena, error);
  if (!job->pages)
    return FALSE;
  mb_styles_finish (job->print.styles);
  job->displays = mb_arena_array (job->arena, const MbDisplayList *, job->pages->n_pages);
  if (!job->n_pages)
    job->n_pages = job->pages->n_pages;
  return TRUE;
}

static void
clear_medium (Medium *medium)
{
  g_clear_pointer (&medium->typesetter, mb_text_free);
  g_clear_pointer (&medium->styles, mb_styles_free);
  g_clear_pointer (&medium->night, mb_styles_free);
  g_clear_pointer (&medium->fonts, mb_fonts_free);
}

static void
clear_look (MarbreJob *job)
{
  g_clear_pointer (&job->arena, mb_arena_free);
  job->pages = NULL;
  job->displays = NULL;
  job->flaws = NULL;
  clear_medium (&job->print);
  clear_medium (&job->epub);
  g_clear_pointer (&job->sheet, g_free);
}

void
marbre_stage_use_style (MarbreJob *job, const char *style)
{
  if (g_strcmp0 (job->output_style, style) != 0)
    clear_look (job);
  job->output_style = style;
}

void
marbre_stage_free (MarbreJob *job)
{
  clear_look (job);
  g_clear_pointer (&job->media, mb_media_free);
  g_clear_pointer (&job->doc, mb_doc_free);
  g_clear_pointer (&job->source, mb_source_free);
}
