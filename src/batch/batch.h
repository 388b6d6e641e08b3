/* SPDX-License-Identifier: Apache-2.0 */
/* batch.h — many editions in one run: the list of jobs, the workers that do them, the journal of what became of each.
 * May use: include/marbre only.
 *
 *   g_autoptr (GPtrArray) jobs = batch_jobs_list (inputs);
 *   g_autoptr (BatchJournal) journal = batch_journal_new (jobs->len);
 *   if (batch_run (jobs, &options, journal, &error))
 *     report = batch_journal_report (journal, jobs, FALSE);
 *
 * Each job runs in a process of its own, forked before any text is set: a crash, a hang or a failure of one never touches another, and
 * the bytes of an output depend on its own input alone. The list knows nothing of results and the journal nothing of processes.
 */
#pragma once

#include <marbre/marbre.h>

/* --- jobs.c: what is to be done ---------------------------------------------------------------*/

typedef struct {
  char *input;    /**< a text, a manifest or a folder, as the user would type it */
  char *stem;     /**< names its outputs when no manifest does */
  char **outputs; /**< their names, once planned; NULL before */
} BatchJob;

/** batch_jobs_list: one job an input. A folder is one edition when it holds a manifest of a known name or texts; else each
 * manifest in it is one, or each folder in it that holds one, in byte order.
 * Returns: (transfer full): of BatchJob. */
GPtrArray *batch_jobs_list (char *const *inputs);

/** batch_jobs_check: FALSE with USAGE when two jobs would write one file. */
gboolean batch_jobs_check (const GPtrArray *jobs, GError **error);

/* --- journal.c: what became of it -------------------------------------------------------------*/

typedef enum {
  BATCH_WAITING,
  BATCH_WRITTEN,
  BATCH_FAILED,    /**< the text's fault: see the findings or the message */
  BATCH_SYSTEM,    /**< the disk's, or a fault of marbre that it noticed */
  BATCH_CRASHED,   /**< its process died */
  BATCH_TIMEOUT,   /**< it took too long and was ended */
  BATCH_CANCELLED, /**< the run was ended before it */
} BatchStatus;

/** What one job came to. Strings belong to it. */
typedef struct {
  BatchStatus status;
  const char *message; /**< why it stopped; NULL when the findings say it */
  char **outputs;      /**< planned */
  const char *title;   /**< NULL: unknown */
  guint pages, chapters, words;
  const MarbreDiagnostic *findings;
  guint n_findings;
  double seconds;
  GVariant *record; /**< what the strings are lent by */
} BatchResult;

typedef struct BatchJournal BatchJournal;

BatchJournal *batch_journal_new (guint n_jobs);
void batch_journal_free (BatchJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchJournal, batch_journal_free)

/** batch_journal_next: results in the order of the inputs, each once, as soon as those before it are known.
 * Returns: (transfer none) (nullable): the next one and its job's index. */
const BatchResult *batch_journal_next (BatchJournal *journal, guint *index);

/** batch_journal_count: jobs of @status so far; jobs that are over but not written: batch_journal_failures. */
guint batch_journal_count (const BatchJournal *journal, BatchStatus status);
guint batch_journal_failures (const BatchJournal *journal);
guint batch_journal_over (const BatchJournal *journal);

/** batch_journal_report: everything as JSON, the same bytes for the same inputs unless @timings adds the seconds of each job.
 * Returns: (transfer full). */
char *batch_journal_report (const BatchJournal *journal, const GPtrArray *jobs, gboolean timings);

/* --- run.c ------------------------------------------------------------------------------------*/

typedef struct {
  const char *folder; /**< where all outputs go; must exist */
  guint workers;      /**< processes side by side, at least 1 */
  guint timeout;      /**< seconds a job may take; 0: any */
  /** A new job over @input, with the user's options; NULL with an error. Called in the workers. */
  MarbreJob *(*open) (const char *input, GError **error);
  /** A job is over: look at the journal. */
  void (*progress) (BatchJournal *journal, const GPtrArray *jobs);
} BatchOptions;

/** batch_run: plan the outputs of all jobs, refuse two jobs with one output, then do the jobs. SIGINT, SIGTERM and SIGHUP end the
 * workers; outputs are whole files then as always.
 * @caught: (out): the signal that ended the run, 0 when it came to its end.
 * Returns: FALSE with USAGE when nothing was attempted, or with OUTPUT when the system gave out. */
gboolean batch_run (const GPtrArray *jobs, const BatchOptions *options, BatchJournal *journal,
                    int *caught, GError **error);
