/* SPDX-License-Identifier: Apache-2.0 */
/* outputs.c — every output of a job, all or none.
 *
 * Each output is written into a sink of its own; only when the last one is complete are they committed, one rename after another. A failure in
 * the author's text is looked for after every stage that can find one and forbids writing: the old outputs stay as they are.
 *
 * Outputs of one style share one layout. When a manifest gives an output another style, the same tree is styled and laid out again.
 */
#include "internal.h"

#include <string.h>

#define PRODUCER    "marbre " MARBRE_VERSION
#define DEFAULT_DPI 100

static gboolean
format_of (const char *name, OutputFormat *format)
{
  static const struct {
    const char *suffix;
    OutputFormat format;
  } formats[] = { { ".pdf", OUTPUT_PDF }, { ".epub", OUTPUT_EPUB }, { ".png", OUTPUT_PNG } };
  g_autofree char *lower = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].suffix)) {
      *format = formats[i].format;
      return TRUE;
    }
  return FALSE;
}

gboolean
marbre_output_parse (const char *name, Output *output, GError **error)
{
  *output = (Output){ .format = OUTPUT_PDF };
  if (strcmp (name, "-") == 0 || strcmp (name, "pdf:-") == 0)
    output->name = g_strdup ("-");
  else if (strcmp (name, "epub:-") == 0)
    output->name = g_strdup ("-"), output->format = OUTPUT_EPUB;
  else if (format_of (name, &output->format))
    output->name = g_strdup (name);
  else
    return marbre_usage (error, "cannot tell the format of “{1}”: end it in .pdf, .epub or .png",
                         "format inconnu pour « {1} » : terminez par .pdf, .epub ou .png", name);
  return TRUE;
}

void
marbre_output_clear (Output *output)
{
  g_clear_pointer (&output->name, g_free);
  g_clear_pointer (&output->style, g_free);
  g_clear_pointer (&output->ranges, g_array_unref);
}

static const Output *
output_at (const MarbreJob *job, guint index)
{
  return &g_array_index (job->outputs, Output, index);
}

/* Whether @output is made from the layout of the style in use. */
static gboolean
is_current (const MarbreJob *job, const Output *output)
{
  return g_strcmp0 (output->style, job->output_style) == 0;
}

static gboolean
wants (MarbreJob *job, OutputFormat format)
{
  for (guint i = 0; i < job->outputs->len; i++)
    if (output_at (job, i)->format == format && is_current (job, output_at (job, i)))
      return TRUE;
  return FALSE;
}

gboolean
marbre_job_failed (MarbreJob *job)
{
  return mb_diagnostics_count (job->diagnostics, MB_FAILURE) > 0;
}

static gint64
date_of (MarbreJob *job)
{
  const MbMeta *meta = mb_doc_meta (job->doc);
  return mb_date_seconds (meta->updated, meta->date);
}

/* --- Pages --------------------------------------------------------------------------------------------------------------*/

static gboolean
is_wanted_page (const GArray *ranges, guint number)
{
  for (guint i = 0; i < ranges->len; i++) {
    const PageRange *range = &g_array_index (ranges, PageRange, i);
    if (number >= range->from && number <= range->to)
      return TRUE;
  }
  return ranges->len == 0;
}

static const MbDisplayList *
display_page (MarbreJob *job, guint index)
{
  if (!job->displays[index])
    job->displays[index] = mb_paint_display (&job->pages->pages[index], job->arena);
  if (job->overlay)
    return marbre_overlay (job, job->displays[index]);
  return job->displays[index];
}

/* Display lists of the pages that @output wants, of const MbDisplayList *. */
static GPtrArray *
display_pages (MarbreJob *job, const Output *output, GError **error)
{
  const GArray *ranges = job->ranges->len || !output->ranges ? job->ranges : output->ranges;
  g_autoptr (GPtrArray) displays = g_ptr_array_new ();
  for (guint i = 0; i < job->pages->n_pages; i++)
    if (is_wanted_page (ranges, i + 1))
      g_ptr_array_add (displays, (gpointer) display_page (job, i));
  if (displays->len == 0) {
    marbre_usage (error, "no such page: the edition has {1}",
                  "page inexistante : l’édition en a {1}",
                  mb_arena_printf (job->arena, "%u", job->pages->n_pages));
    return NULL;
  }
  return g_steal_pointer (&displays);
}

static gboolean
write_pdf (MarbreJob *job, const Output *output, const GPtrArray *displays, MbSink *sink,
           GError **error)
{
  MbPainted painted = { 0 };
  gboolean own = output->standards_set && !job->standards_set;
  MbStandards standards = own ? output->standards : job->standards;
  MbPdfOptions options = { .standards = standards,
                           .demanded = (own || job->standards_set) && standards,
                           .producer = PRODUCER,
                           .date = date_of (job) };
  if (!mb_paint_pdf ((const MbDisplayList *const *) displays->pdata, displays->len, job->arena,
                     &painted, error))
    return FALSE;
  g_autoptr (GBytes) bytes = painted.pdf;
  return mb_pdf_write (job->doc, job->pages, &painted, &options, sink, error) && bytes;
}

/* --- Sinks -------------------------------------------------------------------------------------------------------------------*/

static MbSink *
open_sink (GPtrArray *sinks, const char *name, GError **error)
{
  MbSink *sink = mb_sink_open (name, error);
  if (sink)
    g_ptr_array_add (sinks, sink);
  return sink;
}

/* "page-{p}.png" for page 12 of 240: "page-012.png". */
static char *
name_of_page (const char *pattern, guint number, guint last)
{
  int width = last >= 1000 ? 4 : last >= 100 ? 3 : last >= 10 ? 2 : 1;
  g_autofree char *digits = g_strdup_printf ("%0*u", width, number);
  g_autoptr (GString) name = g_string_new (pattern);
  g_string_replace (name, "{p}", digits, 0);
  return g_strdup (name->str);
}

static gboolean
write_pngs (MarbreJob *job, const Output *output, const GPtrArray *displays, GPtrArray *sinks,
            GError **error)
{
  const char *pattern = output->name;
  double dpi = job->dpi > 0 ? job->dpi : output->dpi > 0 ? output->dpi : DEFAULT_DPI;
  if (displays->len > 1 && !strstr (pattern, "{p}"))
    return marbre_usage (
        error, "{1} names one file for several pages: write 'page-{p}.png' or add --pages",
        "{1} désigne un seul fichier pour plusieurs pages : écrivez 'page-{p}.png' ou ajoutez "
        "--pages",
        pattern);
  for (guint i = 0; i < displays->len; i++) {
    const MbDisplayList *display = displays->pdata[i];
    g_autofree char *name = name_of_page (pattern, display->page + 1, job->pages->n_pages);
    MbSink *sink = open_sink (sinks, name, error);
    if (!sink || !mb_paint_png (display, dpi, sink, error))
      return FALSE;
  }
  return TRUE;
}

static MbEpubOptions
epub_options (MarbreJob *job)
{
  if (!job->media)
    job->media = mb_media_new (job->source);
  return (MbEpubOptions){ .doc = job->doc,
                          .styles = job->epub.styles,
                          .night = job->epub.night,
                          .fonts = job->epub.fonts,
                          .media = job->media,
                          .source = job->source,
                          .map = job->pages ? &job->pages->map : NULL,
                          .producer = PRODUCER,
                          .date = date_of (job),
                          .allow_missing = job->allow_missing };
}

static gboolean
write_epub (MarbreJob *job, const Output *output, MbSink *sink, GError **error)
{
  MbEpubOptions options = epub_options (job);
  options.plain_spaces = output->plain_spaces;
  return mb_epub_write (&options, sink, error);
}

/* Whether an e-book is among the outputs of the manifest; without outputs, it may be asked for any time. */
static gboolean
may_be_epub (const MarbreJob *job)
{
  for (guint i = 0; i < job->asked.n_items; i++)
    if (g_str_has_suffix (job->asked.items[i].file, ".epub"))
      return TRUE;
  return job->asked.n_items == 0;
}

gboolean
marbre_check_epub (MarbreJob *job, GError **error)
{
  if (!may_be_epub (job) || job->sheet_failed)
    return TRUE;
  if (!marbre_stage_style (job, MB_MEDIUM_EPUB, error))
    return FALSE;
  MbEpubOptions options = epub_options (job);
  mb_epub_check (&options);
  return TRUE;
}

static gboolean
write_output (MarbreJob *job, const Output *output, GPtrArray *sinks, GError **error)
{
  g_autoptr (GPtrArray) displays = NULL;
  if (output->format != OUTPUT_EPUB && !(displays = display_pages (job, output, error)))
    return FALSE;
  if (output->format == OUTPUT_PNG)
    return write_pngs (job, output, displays, sinks, error);
  MbSink *sink = open_sink (sinks, output->name, error);
  if (!sink)
    return FALSE;
  if (output->format == OUTPUT_EPUB)
    return write_epub (job, output, sink, error);
  return write_pdf (job, output, displays, sink, error);
}

/* A full disk shows while the files are synced, before the first one is put in place. */
gboolean
marbre_commit_all (GPtrArray *sinks, GError **error)
{
  for (guint i = 0; i < sinks->len; i++)
    if (!mb_sink_prepare (sinks->pdata[i], error))
      return FALSE;
  while (sinks->len > 0) {
    MbSink *sink = g_ptr_array_steal_index (sinks, 0);
    if (!mb_sink_commit (sink, error))
      return FALSE;
  }
  return TRUE;
}

/* --- All of it -------------------------------------------------------------------------------------------------------------------*/

/* An output over a picture or chapter that was read would destroy it. */
static gboolean
spares_inputs (MarbreJob *job, GError **error)
{
  g_autofree const char **inputs = marbre_job_get_inputs (job);
  for (guint i = 0; i < job->outputs->len; i++) {
    const char *name = g_array_index (job->outputs, Output, i).name;
    if (strcmp (name, "-") == 0) /* standard input and standard output are two files */
      continue;
    g_autofree char *output = g_canonicalize_filename (name, NULL);
    for (guint k = 0; inputs[k]; k++) {
      g_autofree char *input = g_canonicalize_filename (inputs[k], NULL);
      if (strcmp (input, output) == 0)
        return marbre_usage (error, "the output {1} is an input", "la sortie {1} est une entrée",
                             name);
    }
  }
  return TRUE;
}

static gboolean
prepare (MarbreJob *job, GError **error)
{
  if (!marbre_stage_read (job, error))
    return FALSE;
  if ((wants (job, OUTPUT_PDF) || wants (job, OUTPUT_PNG)) && !marbre_stage_pages (job, error))
    return FALSE;
  if (wants (job, OUTPUT_EPUB) && !marbre_stage_style (job, MB_MEDIUM_EPUB, error))
    return FALSE;
  return spares_inputs (job, error) && !marbre_job_failed (job);
}

void
marbre_remove_leftovers (const char *folder)
{
  mb_sink_sweep (folder);
}

/* Every output of one style. */
static gboolean
write_styled (MarbreJob *job, const char *style, GPtrArray *sinks, GError **error)
{
  marbre_stage_use_style (job, style);
  if (!prepare (job, error))
    return FALSE;
  for (guint i = 0; i < job->outputs->len; i++)
    if (is_current (job, output_at (job, i)) &&
        !write_output (job, output_at (job, i), sinks, error))
      return FALSE;
  return !marbre_job_failed (job);
}

static gboolean
is_first_of_style (const MarbreJob *job, guint index)
{
  for (guint i = 0; i < index; i++)
    if (g_strcmp0 (output_at (job, i)->style, output_at (job, index)->style) == 0)
      return FALSE;
  return TRUE;
}

gboolean
marbre_write_outputs (MarbreJob *job, GError **error)
{
  g_autoptr (GPtrArray) sinks = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_sink_abort);
  for (guint i = 0; i < job->outputs->len; i++)
    if (is_first_of_style (job, i) && !write_styled (job, output_at (job, i)->style, sinks, error))
      return FALSE;
  return marbre_commit_all (sinks, error);
}
