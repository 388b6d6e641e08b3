/* SPDX-License-Identifier: Apache-2.0 */
/* journal.c — what became of each job, in whatever order they end; told in the order of the inputs. */
#include "internal.h"

#include <string.h>

struct BatchJournal {
  BatchResult *results;
  guint n;
  guint told; /* by batch_journal_next */
  guint counts[BATCH_CANCELLED + 1];
};

BatchJournal *
batch_journal_new (guint n_jobs)
{
  BatchJournal *journal = g_new0 (BatchJournal, 1);
  journal->results = g_new0 (BatchResult, n_jobs + 1);
  journal->n = n_jobs;
  journal->counts[BATCH_WAITING] = n_jobs;
  return journal;
}

void
batch_result_clear (BatchResult *result)
{
  g_free ((gpointer) result->findings);
  g_strfreev (result->outputs);
  g_clear_pointer (&result->record, g_variant_unref);
  memset (result, 0, sizeof *result);
}

void
batch_journal_free (BatchJournal *journal)
{
  if (!journal)
    return;
  for (guint i = 0; i < journal->n; i++)
    batch_result_clear (&journal->results[i]);
  g_free (journal->results);
  g_free (journal);
}

void
batch_journal_add (BatchJournal *journal, guint index, const BatchResult *result)
{
  journal->counts[journal->results[index].status]--;
  journal->counts[result->status]++;
  batch_result_clear (&journal->results[index]);
  journal->results[index] = *result;
}

const BatchResult *
batch_journal_get (const BatchJournal *journal, guint index)
{
  return &journal->results[index];
}

const BatchResult *
batch_journal_next (BatchJournal *journal, guint *index)
{
  if (journal->told >= journal->n || journal->results[journal->told].status == BATCH_WAITING)
    return NULL;
  *index = journal->told++;
  return &journal->results[*index];
}

guint
batch_journal_count (const BatchJournal *journal, BatchStatus status)
{
  return journal->counts[status];
}

guint
batch_journal_over (const BatchJournal *journal)
{
  return journal->n - journal->counts[BATCH_WAITING];
}

guint
batch_journal_failures (const BatchJournal *journal)
{
  return batch_journal_over (journal) - journal->counts[BATCH_WRITTEN];
}

/* --- The report -------------------------------------------------------------------------------------------------------------*/

static void
put_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_string_append_c (out, '"');
  for (const char *c = valid; *c; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_printf (out, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (out, "\\u%04x", (guchar) *c);
    else
      g_string_append_c (out, *c);
  }
  g_string_append_c (out, '"');
}

static void
put_field (GString *out, const char *name, const char *value)
{
  if (!value)
    return;
  g_string_append_printf (out, ", \"%s\": ", name);
  put_string (out, value);
}

static void
put_finding (GString *out, const MarbreDiagnostic *found)
{
  static const char *const severities[] = { "info", "warning", "error" };
  g_string_append_printf (out, "        {\"code\": \"MB%04d\", \"severity\": \"%s\"", found->code,
                          severities[found->severity]);
  put_field (out, "file", found->file);
  if (found->line)
    g_string_append_printf (out, ", \"line\": %u, \"column\": %u, \"width\": %u", found->line,
                            found->column, found->width);
  put_field (out, "message", found->message);
  put_field (out, "hint", found->hint);
  g_string_append_c (out, '}');
}

static void
put_outputs (GString *out, const BatchResult *result)
{
  g_string_append (out, ",\n      \"outputs\": [");
  char **outputs = result->status == BATCH_WRITTEN ? result->outputs : NULL;
  for (guint i = 0; outputs && outputs[i]; i++) {
    g_string_append (out, i ? ", " : "");
    put_string (out, outputs[i]);
  }
  g_string_append_c (out, ']');
}

static void
put_findings (GString *out, const BatchResult *result)
{
  g_string_append (out, ",\n      \"diagnostics\": [");
  for (guint i = 0; i < result->n_findings; i++) {
    g_string_append (out, i ? ",\n" : "\n");
    put_finding (out, &result->findings[i]);
  }
  g_string_append (out, result->n_findings ? "\n      ]" : "]");
}

static void
put_result (GString *out, const char *input, const BatchResult *result, gboolean timings)
{
  static const char *const statuses[] = { "waiting", "written", "failed",   "system",
                                          "crashed", "timeout", "cancelled" };
  g_string_append (out, "    {\n      \"input\": ");
  put_string (out, input);
  put_field (out, "status", statuses[result->status]);
  put_field (out, "title", result->title);
  put_field (out, "message", result->message);
  g_string_append_printf (out, ",\n      \"pages\": %u, \"chapters\": %u, \"words\": %u",
                          result->pages, result->chapters, result->words);
  if (timings)
    g_string_append_printf (out, ", \"seconds\": %d.%03d", (int) result->seconds,
                            (int) (result->seconds * 1000) % 1000);
  put_outputs (out, result);
  put_findings (out, result);
  g_string_append (out, "\n    }");
}

char *
batch_journal_report (const BatchJournal *journal, const GPtrArray *jobs, gboolean timings)
{
  GString *out = g_string_new ("{\n  \"schema\": 1,\n");
  g_string_append_printf (out, "  \"jobs\": %u, \"written\": %u, \"failed\": %u,\n", journal->n,
                          journal->counts[BATCH_WRITTEN],
                          journal->n - journal->counts[BATCH_WRITTEN]);
  g_string_append (out, "  \"results\": [");
  for (guint i = 0; i < journal->n; i++) {
    g_string_append (out, i ? ",\n" : "\n");
    put_result (out, ((const BatchJob *) jobs->pdata[i])->input, &journal->results[i], timings);
  }
  g_string_append (out, "\n  ]\n}\n");
  return g_string_free (out, FALSE);
}
