/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of batch share. */
#pragma once

#include "batch.h"

/* --- workers.c --- */

/** How a worker ended. */
typedef enum { WORKER_DONE, WORKER_CRASHED, WORKER_TIMEOUT, WORKER_CANCELLED } WorkerEnd;

typedef struct {
  guint n;       /**< pieces of work, done in order of start */
  guint workers; /**< at once */
  guint timeout; /**< seconds each; 0: any */
  /** In the worker: piece @index of the work. Returns: (transfer full): what the parent gets. */
  GVariant *(*work) (guint index, gpointer data);
  /** In the parent, in order of end. @record: of type @type, NULL unless WORKER_DONE. @signal: what it died of, or 0. */
  void (*over) (guint index, WorkerEnd end, GVariant *record, int signal, double seconds,
                gpointer data);
  const GVariantType *type;
  gpointer data;
} WorkerPlan;

/** workers_run: all pieces of @plan; FALSE with OUTPUT when no worker can be started. @caught: see batch_run. */
gboolean workers_run (const WorkerPlan *plan, int *caught, GError **error);

/* --- record.c --- */

#define RECORD_TYPE ((const GVariantType *) "(imsaayuuumsa(iimsuuusmsms))")

/** record_new: all that is known of @job, for the parent. @message: (nullable). (transfer full) */
GVariant *record_new (BatchStatus status, const char *message, MarbreJob *job);
/** record_read: @result from @record, which it keeps. */
void record_read (GVariant *record, BatchResult *result);

/* --- journal.c --- */

/** batch_journal_add: the result of job @index; @result is moved. */
void batch_journal_add (BatchJournal *journal, guint index, const BatchResult *result);
const BatchResult *batch_journal_get (const BatchJournal *journal, guint index);
void batch_result_clear (BatchResult *result);
