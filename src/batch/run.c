/* SPDX-License-Identifier: Apache-2.0 */
/* run.c — plan, then work: two rounds of workers over one list of jobs.
 *
 * The first round only reads manifests and names the outputs, so that two jobs with one output are refused before anything is written. It too
 * runs in workers: a manifest that brings its reader down costs its own job only.
 */
#include "internal.h"

typedef struct {
  const GPtrArray *jobs;
  const BatchOptions *options;
  BatchJournal *journal;
  GArray *todo; /* of guint: the jobs of this round */
} Run;

static const BatchJob *
job_at (const Run *run, guint piece)
{
  return run->jobs->pdata[g_array_index (run->todo, guint, piece)];
}

/* --- In the workers -----------------------------------------------------------------------------------------------------*/

static gboolean
add_stem_outputs (MarbreJob *job, const char *folder, const char *stem, GError **error)
{
  static const char *const suffixes[] = { ".pdf", ".epub" };
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (stem, suffixes[i], NULL);
    g_autofree char *path = g_build_filename (folder, file, NULL);
    if (!marbre_job_add_output (job, path, error))
      return FALSE;
  }
  return TRUE;
}

/* The job of @piece with its outputs: those of the manifest, else a PDF and an EPUB named after the input. */
static MarbreJob *
open_job (const Run *run, guint piece, gboolean *ready, GError **error)
{
  const BatchJob *asked = job_at (run, piece);
  const char *folder = run->options->folder;
  MarbreJob *job = run->options->open (asked->input, error);
  *ready = job && marbre_job_add_manifest_outputs (job, folder, error);
  if (!*ready)
    return job;
  g_autofree const char **outputs = marbre_job_get_outputs (job);
  if (!outputs[0])
    *ready = add_stem_outputs (job, folder, asked->stem, error);
  return job;
}

static BatchStatus
status_of (gboolean good, const GError *error, BatchStatus status)
{
  if (good)
    return status;
  gboolean system = error && (error->domain != MARBRE_ERROR || error->code == MARBRE_ERROR_OUTPUT ||
                              error->code == MARBRE_ERROR_INTERNAL);
  return system ? BATCH_SYSTEM : BATCH_FAILED;
}

static GVariant *
plan_outputs (guint piece, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean ready;
  g_autoptr (MarbreJob) job = open_job (data, piece, &ready, &error);
  if (!ready && !error) /* it will not be made: what else is wrong is told now */
    marbre_job_check (job, &error);
  return record_new (status_of (ready, error, BATCH_WAITING), error ? error->message : NULL, job);
}

static GVariant *
make_outputs (guint piece, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean ready;
  g_autoptr (MarbreJob) job = open_job (data, piece, &ready, &error);
  gboolean written = ready && marbre_job_run (job, &error);
  return record_new (status_of (written, error, BATCH_WRITTEN), error ? error->message : NULL, job);
}

/* --- In the parent --------------------------------------------------------------------------------------------------------*/

static void
read_end (WorkerEnd end, GVariant *record, int signal, BatchResult *result)
{
  if (end == WORKER_DONE)
    record_read (record, result);
  else
    result->status = end == WORKER_TIMEOUT     ? BATCH_TIMEOUT
                     : end == WORKER_CANCELLED ? BATCH_CANCELLED
                                               : BATCH_CRASHED;
  if (end == WORKER_CRASHED && signal)
    result->message = g_intern_string (g_strsignal (signal));
}

static void
tell (Run *run, guint index, BatchResult *result)
{
  batch_journal_add (run->journal, index, result);
  run->options->progress (run->journal, run->jobs);
}

static void
take_plan (guint piece, WorkerEnd end, GVariant *record, int signal, double seconds, gpointer data)
{
  Run *run = data;
  BatchResult result = { 0 };
  read_end (end, record, signal, &result);
  if (result.status == BATCH_WAITING)
    ((BatchJob *) job_at (run, piece))->outputs = g_steal_pointer (&result.outputs);
  if (result.status == BATCH_WAITING || result.status == BATCH_CANCELLED)
    batch_result_clear (&result);
  else
    tell (run, g_array_index (run->todo, guint, piece), &result);
}

static void
take_result (guint piece, WorkerEnd end, GVariant *record, int signal, double seconds,
             gpointer data)
{
  Run *run = data;
  BatchResult result = { 0 };
  read_end (end, record, signal, &result);
  result.seconds = seconds;
  tell (run, g_array_index (run->todo, guint, piece), &result);
}

/* One round over the jobs that are still waiting. */
static gboolean
run_round (Run *run, gboolean plan, int *caught, GError **error)
{
  g_array_set_size (run->todo, 0);
  for (guint i = 0; i < run->jobs->len; i++)
    if (batch_journal_get (run->journal, i)->status == BATCH_WAITING)
      g_array_append_val (run->todo, i);
  const WorkerPlan workers = { .n = run->todo->len,
                               .workers = MAX (1, run->options->workers),
                               .timeout = run->options->timeout,
                               .work = plan ? plan_outputs : make_outputs,
                               .over = plan ? take_plan : take_result,
                               .type = RECORD_TYPE,
                               .data = run };
  return workers_run (&workers, caught, error);
}

static void
cancel_rest (Run *run)
{
  for (guint i = 0; i < run->jobs->len; i++) {
    BatchResult result = { .status = BATCH_CANCELLED };
    if (batch_journal_get (run->journal, i)->status == BATCH_WAITING)
      tell (run, i, &result);
  }
}

gboolean
batch_run (const GPtrArray *jobs, const BatchOptions *options, BatchJournal *journal, int *caught,
           GError **error)
{
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (guint));
  Run run = { jobs, options, journal, todo };
  marbre_remove_leftovers (options->folder);
  gboolean good = run_round (&run, TRUE, caught, error);
  if (good && !*caught && !batch_jobs_check (jobs, error))
    return FALSE;
  if (good && !*caught)
    good = run_round (&run, FALSE, caught, error);
  if (*caught || !good)
    cancel_rest (&run);
  marbre_remove_leftovers (options->folder);
  return good;
}
