/* SPDX-License-Identifier: Apache-2.0 */
/* job.c — a job's options and what it lends; the public face of the pipeline. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

GQuark
marbre_error_quark (void)
{
  /* the codes of job.h are those of MbError */
  return mb_error_quark ();
}

const char *
marbre_version (void)
{
  return MARBRE_VERSION;
}

gboolean
marbre_usage (GError **error, const char *english, const char *french, const char *detail)
{
  const char *text = strcmp (mb_language (), "fr") == 0 ? french : english;
  g_autoptr (GString) message = g_string_new (text);
  g_string_replace (message, "{1}", detail, 0);
  g_set_error_literal (error, MARBRE_ERROR, MARBRE_ERROR_USAGE, message->str);
  return FALSE;
}

static void
clear_output (gpointer data)
{
  marbre_output_clear (data);
}

MarbreJob *
marbre_job_new (const char *const *inputs)
{
  MarbreJob *job = g_new0 (MarbreJob, 1);
  job->inputs = g_strdupv ((char **) inputs);
  job->font_paths = g_ptr_array_new_with_free_func (g_free);
  job->outputs = g_array_new (FALSE, TRUE, sizeof (Output));
  g_array_set_clear_func (job->outputs, clear_output);
  job->ranges = g_array_new (FALSE, TRUE, sizeof (PageRange));
  job->fixes = g_array_new (FALSE, FALSE, sizeof (MarbreFix));
  job->shown = g_array_new (FALSE, TRUE, sizeof (MarbreDiagnostic));
  job->standards = MB_STANDARD_UA_1 | MB_STANDARD_A_2A;
  job->diagnostics = mb_diagnostics_new ();
  return job;
}

void
marbre_job_free (MarbreJob *job)
{
  if (!job)
    return;
  marbre_stage_free (job);
  g_strfreev (job->inputs);
  g_free (job->style);
  g_free (job->root);
  g_free (job->typography);
  g_clear_pointer (&job->houses, g_ptr_array_unref);
  g_ptr_array_unref (job->font_paths);
  g_array_unref (job->outputs);
  g_array_unref (job->ranges);
  g_array_unref (job->shown);
  g_array_unref (job->fixes);
  g_clear_pointer (&job->changes, g_array_unref);
  mb_diagnostics_free (job->diagnostics);
  g_free (job);
}

void
marbre_job_set_style (MarbreJob *job, const char *style)
{
  g_free (job->style);
  job->style = g_strdup (style);
}

void
marbre_job_set_root (MarbreJob *job, const char *folder)
{
  g_free (job->root);
  job->root = g_strdup (folder);
}

void
marbre_job_add_font_path (MarbreJob *job, const char *folder)
{
  g_ptr_array_add (job->font_paths, g_strdup (folder));
}

gboolean
marbre_standard_add (const char *name, MbStandards *all, GError **error)
{
  MbStandards one;
  if (!*name || strcmp (name, "none") == 0 || strcmp (name, "aucune") == 0)
    return TRUE;
  if (!mb_pdf_standard (name, &one))
    return marbre_usage (error, "no standard called “{1}” (ua-1, a-2a, a-2b, a-2u, none)",
                         "aucune norme « {1} » (ua-1, a-2a, a-2b, a-2u, none)", name);
  *all |= one;
  return TRUE;
}

gboolean
marbre_job_set_standards (MarbreJob *job, const char *standards, GError **error)
{
  g_auto (GStrv) names = g_strsplit (standards, ",", -1);
  MbStandards all = MB_STANDARD_NONE;
  for (char **name = names; *name; name++)
    if (!marbre_standard_add (g_strstrip (*name), &all, error))
      return FALSE;
  job->standards = all;
  job->standards_set = TRUE;
  return TRUE;
}

/* "5", "5-8", "5-" */
static gboolean
parse_range (const char *text, PageRange *range)
{
  char *end;
  range->from = (guint) CLAMP (strtol (text, &end, 10), 0, G_MAXINT);
  range->to = range->from;
  if (end == text || range->from == 0)
    return FALSE;
  if (*end == '-') {
    const char *second = end + 1;
    range->to = *second ? (guint) CLAMP (strtol (second, &end, 10), 0, G_MAXINT) : G_MAXUINT;
    if (!*second)
      return TRUE;
  }
  return *end == '\0' && range->to >= range->from;
}

GArray *
marbre_ranges_parse (const char *pages, GError **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, TRUE, sizeof (PageRange));
  g_auto (GStrv) parts = g_strsplit (pages, ",", -1);
  for (char **part = parts; *part; part++) {
    PageRange range;
    if (!parse_range (g_strstrip (*part), &range)) {
      marbre_usage (error, "cannot read the page list “{1}” (2,5-8)",
                    "liste de pages illisible : « {1} » (2,5-8)", pages);
      return NULL;
    }
    g_array_append_val (ranges, range);
  }
  return g_steal_pointer (&ranges);
}

gboolean
marbre_job_set_pages (MarbreJob *job, const char *pages, GError **error)
{
  GArray *ranges = marbre_ranges_parse (pages, error);
  if (!ranges)
    return FALSE;
  g_array_unref (job->ranges);
  job->ranges = ranges;
  return TRUE;
}

void
marbre_job_set_strict (MarbreJob *job, gboolean strict)
{
  job->strict = strict;
  if (strict)
    mb_diagnostics_promote (job->diagnostics);
}

void
marbre_job_set_allow_missing (MarbreJob *job, gboolean allow)
{
  job->allow_missing = allow;
}

gboolean
marbre_job_set_typography (MarbreJob *job, const char *profile, GError **error)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  const char *unknown = NULL;
  if (!mb_ortho_house_new (arena, profile, &unknown))
    return marbre_usage (
        error, "no typographic profile or rule “{1}” (fr-FR, fr-press, fr-CH, fr-CA, fr-BE, non)",
        "ni marche ni règle typographique « {1} » (fr-FR, fr-press, fr-CH, fr-CA, fr-BE, non)",
        unknown);
  g_free (job->typography);
  job->typography = g_strdup (profile);
  return TRUE;
}

void
marbre_job_set_resolution (MarbreJob *job, double dpi)
{
  job->dpi = CLAMP (dpi, 1, 2400);
}

static gboolean
same_file (const char *a, const char *b)
{
  g_autofree char *absolute_a = g_canonicalize_filename (a, NULL);
  g_autofree char *absolute_b = g_canonicalize_filename (b, NULL);
  return strcmp (absolute_a, absolute_b) == 0;
}

static gboolean
is_taken (MarbreJob *job, const char *name, GError **error)
{
  for (char **input = job->inputs; *input; input++)
    if (strcmp (name, "-") != 0 && same_file (*input, name))
      return !marbre_usage (error, "the output {1} is an input", "la sortie {1} est une entrée",
                            name);
  for (guint i = 0; i < job->outputs->len; i++)
    if (same_file (g_array_index (job->outputs, Output, i).name, name))
      return !marbre_usage (error, "the output {1} is given twice",
                            "la sortie {1} est donnée deux fois", name);
  return FALSE;
}

gboolean
marbre_output_admit (MarbreJob *job, Output *output, GError **error)
{
  if (is_taken (job, output->name, error)) {
    marbre_output_clear (output);
    return FALSE;
  }
  g_array_append_vals (job->outputs, output, 1);
  return TRUE;
}

gboolean
marbre_job_add_output (MarbreJob *job, const char *name, GError **error)
{
  Output output;
  return marbre_output_parse (name, &output, error) && marbre_output_admit (job, &output, error);
}

const char **
marbre_job_get_outputs (MarbreJob *job)
{
  const char **all = g_new0 (const char *, job->outputs->len + 1);
  for (guint i = 0; i < job->outputs->len; i++)
    all[i] = g_array_index (job->outputs, Output, i).name;
  return all;
}

gboolean
marbre_job_run (MarbreJob *job, GError **error)
{
  return marbre_write_outputs (job, error);
}

const MarbreDiagnostic *
marbre_job_get_diagnostics (MarbreJob *job, gsize *n)
{
  const MbDiagnostic *found = mb_diagnostics_get (job->diagnostics, n);
  g_array_set_size (job->shown, 0);
  for (gsize i = 0; i < *n; i++) {
    MarbreDiagnostic one = { .severity = (MarbreSeverity) found[i].severity,
                             .code = (int) found[i].code,
                             .rule = found[i].rule,
                             .file = found[i].pos.file,
                             .line = found[i].pos.line,
                             .column = found[i].pos.col,
                             .width = MAX (1, found[i].width),
                             .message = found[i].message,
                             .hint = found[i].hint,
                             .excerpt = found[i].excerpt,
                             .found = found[i].remedy.found,
                             .wanted = found[i].remedy.wanted,
                             .fixable = found[i].remedy.exact,
                             .fix_offset = found[i].remedy.offset,
                             .fix_length = found[i].remedy.length,
                             .fix_text = found[i].remedy.text,
                             .page = found[i].place.page,
                             .label = found[i].place.label,
                             .x = found[i].place.x,
                             .y = found[i].place.y,
                             .width_pt = found[i].place.width,
                             .height_pt = found[i].place.height,
                             .kind = found[i].place.kind,
                             .value = found[i].place.value };
    g_array_append_val (job->shown, one);
  }
  return (const MarbreDiagnostic *) (gpointer) job->shown->data;
}

const char **
marbre_job_get_inputs (MarbreJob *job)
{
  g_autoptr (GPtrArray) names = job->source ? mb_source_each (job->source) : g_ptr_array_new ();
  const char **all = g_new0 (const char *, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    all[i] = names->pdata[i];
  return all;
}

static guint
count_words (const MbNode *top)
{
  guint words = 0;
  for (const MbNode *node = top; node; node = mb_node_next (node, top)) {
    gboolean inside = FALSE;
    for (const char *c = node->kind == MB_NODE_TEXT ? node->text : ""; *c;
         c = g_utf8_next_char (c)) {
      gboolean letter = g_unichar_isalnum (g_utf8_get_char (c));
      words += letter && !inside;
      inside = letter;
    }
  }
  return words;
}

static guint
count_chapters (const MbNode *top)
{
  guint chapters = 0;
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    chapters += mb_node_is (node, "article") ||
                (mb_node_is (node, "section") && mb_node_has_class (node, "chapitre"));
  return chapters;
}

static const char *
title_of (MarbreJob *job)
{
  if (mb_doc_meta (job->doc)->title)
    return mb_doc_meta (job->doc)->title;
  const MbNode *root = mb_doc_root (job->doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root))
    if (mb_node_is (node, "h1"))
      return mb_node_text (node, mb_doc_arena (job->doc));
  return NULL;
}

void
marbre_job_get_summary (MarbreJob *job, MarbreSummary *summary)
{
  memset (summary, 0, sizeof *summary);
  summary->style = job->sheet;
  summary->pages = job->n_pages;
  if (!job->doc)
    return;
  summary->title = title_of (job);
  summary->words = count_words (mb_doc_root (job->doc));
  summary->chapters = count_chapters (mb_doc_root (job->doc));
}

char *
marbre_css_document (void)
{
  return mb_style_document ();
}
