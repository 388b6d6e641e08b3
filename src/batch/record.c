/* SPDX-License-Identifier: Apache-2.0 */
/* record.c — what a worker tells of its job, as bytes for a pipe. File names need not be UTF-8; everything else is made so. */
#include "internal.h"

static char *
valid (const char *text)
{
  return text ? g_utf8_make_valid (text, -1) : NULL;
}

static GVariant *
finding_new (const MarbreDiagnostic *found)
{
  g_autofree char *file = valid (found->file), *message = valid (found->message),
                  *hint = valid (found->hint), *excerpt = valid (found->excerpt);
  return g_variant_new ("(iimsuuusmsms)", (int) found->severity, found->code, file, found->line,
                        found->column, found->width, message, hint, excerpt);
}

static GVariant *
findings_new (MarbreJob *job)
{
  gsize n = 0;
  const MarbreDiagnostic *found = job ? marbre_job_get_diagnostics (job, &n) : NULL;
  GVariantBuilder all;
  g_variant_builder_init (&all, G_VARIANT_TYPE ("a(iimsuuusmsms)"));
  for (gsize i = 0; i < n; i++)
    g_variant_builder_add_value (&all, finding_new (&found[i]));
  return g_variant_builder_end (&all);
}

GVariant *
record_new (BatchStatus status, const char *message, MarbreJob *job)
{
  MarbreSummary summary = { 0 };
  g_autofree const char **outputs = NULL;
  if (job) {
    marbre_job_get_summary (job, &summary);
    outputs = marbre_job_get_outputs (job);
  }
  g_autofree char *reason = valid (message), *title = valid (summary.title);
  const char *const none[] = { NULL };
  return g_variant_new ("(ims@aayuuums@a(iimsuuusmsms))", (int) status, reason,
                        g_variant_new_bytestring_array (outputs ? outputs : none, -1),
                        summary.pages, summary.chapters, summary.words, title, findings_new (job));
}

static void
read_findings (GVariant *record, BatchResult *result)
{
  g_autoptr (GVariant) all = g_variant_get_child_value (record, 7);
  gsize n = g_variant_n_children (all);
  MarbreDiagnostic *findings = g_new0 (MarbreDiagnostic, n + 1);
  for (gsize i = 0; i < n; i++) {
    MarbreDiagnostic *found = &findings[i];
    int severity;
    g_autoptr (GVariant) one = g_variant_get_child_value (all, i);
    g_variant_get (one, "(iim&suuu&sm&sm&s)", &severity, &found->code, &found->file, &found->line,
                   &found->column, &found->width, &found->message, &found->hint, &found->excerpt);
    found->severity = CLAMP (severity, MARBRE_SEVERITY_INFO, MARBRE_SEVERITY_ERROR);
  }
  result->findings = findings;
  result->n_findings = (guint) n;
}

void
record_read (GVariant *record, BatchResult *result)
{
  int status;
  g_autoptr (GVariant) outputs = NULL;
  result->record = g_variant_ref (record);
  g_variant_get (record, "(im&s@aayuuum&s@a(iimsuuusmsms))", &status, &result->message, &outputs,
                 &result->pages, &result->chapters, &result->words, &result->title, NULL);
  result->status = CLAMP (status, BATCH_WAITING, BATCH_CANCELLED);
  result->outputs = g_variant_dup_bytestring_array (outputs, NULL);
  read_findings (record, result);
}
