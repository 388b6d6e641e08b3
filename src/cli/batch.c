/* SPDX-License-Identifier: Apache-2.0 */
/* batch.c — the verb batch: many editions, a line or a bar of progress, a summary, a report. */
#include "cli.h"

#include "batch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST_WORKERS 256
#define BAR_WIDTH    30

/** What the command line asked. GOption fills it; one run a process. */
static struct {
  char *out, *report;
  int workers, timeout;
  gboolean timings, quiet;
} asked = { .timeout = 600 };

/** How progress is shown. */
static struct {
  CliFormat format;
  gboolean bar;
} shown;

const GOptionEntry cli_batch_options[] = {
  { "out", 'o', 0, G_OPTION_ARG_FILENAME, &asked.out,
    "folder of all outputs; made when missing|dossier de toutes les sorties ; créé s’il manque",
    "DIR" },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &asked.workers,
    "editions made side by side; as many as processors by default|éditions fabriquées en même "
    "temps ; autant que de processeurs par défaut",
    "N" },
  { "report", 0, 0, G_OPTION_ARG_FILENAME, &asked.report,
    "write what became of each input, as JSON|écrire ce qu’est devenue chaque entrée, en JSON",
    "FILE" },
  { "timings", 0, 0, G_OPTION_ARG_NONE, &asked.timings,
    "add the seconds of each job to the report|ajouter au rapport la durée de chaque travail",
    NULL },
  { "timeout", 0, 0, G_OPTION_ARG_INT, &asked.timeout,
    "end a job that takes longer, in seconds; 0: never; 600 by default|arrêter un travail qui dure "
    "plus, en secondes ; 0 : jamais ; 600 par défaut",
    "N" },
  { "standard", 0, 0, G_OPTION_ARG_STRING, &cli_job.standards,
    "demand conformance: ua-1, a-2a, a-2b, a-2u, none|exiger la conformité : ua-1, a-2a, a-2b, "
    "a-2u, none",
    "LIST" },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &asked.quiet, "only failures|seulement les échecs", NULL },
  G_OPTION_ENTRY_NULL
};

/* --- Progress -------------------------------------------------------------------------------------------------------------*/

static const char *
status_text (BatchStatus status)
{
  switch (status) {
  case BATCH_WRITTEN: return cli_say ("written", "écrit");
  case BATCH_FAILED: return cli_say ("failed", "échec");
  case BATCH_SYSTEM: return cli_say ("system failure", "échec du système");
  case BATCH_CRASHED: return cli_say ("its process died", "son processus est mort");
  case BATCH_TIMEOUT: return cli_say ("took too long", "trop long");
  case BATCH_CANCELLED: return cli_say ("cancelled", "annulé");
  default: return cli_say ("waiting", "en attente");
  }
}

static void
put_line (const BatchResult *result, const char *input, guint number, guint n)
{
  int width = snprintf (NULL, 0, "%u", n);
  printf ("[%*u/%u] %s: %s", width, number, n, input, status_text (result->status));
  if (result->status == BATCH_WRITTEN && result->pages)
    printf (", %u %s", result->pages, result->pages == 1 ? "page" : "pages");
  if (result->message)
    printf (": %s", result->message);
  printf ("\n");
  fflush (stdout); /* before its findings, which go to the other stream */
}

static void
put_result (const BatchResult *result, const char *input, guint number, guint n)
{
  gboolean failed = result->status != BATCH_WRITTEN;
  if (shown.format != CLI_JSON && (failed || (!asked.quiet && !shown.bar)))
    put_line (result, input, number, n);
  if (failed)
    cli_show_findings (result->findings, result->n_findings, shown.format, MARBRE_SEVERITY_ERROR);
}

static void
put_bar (const BatchJournal *journal, guint n)
{
  guint over = batch_journal_over (journal), failures = batch_journal_failures (journal);
  guint full = n ? over * BAR_WIDTH / n : BAR_WIDTH;
  fprintf (stderr, "\r\033[K");
  for (guint i = 0; i < BAR_WIDTH; i++)
    fputs (i < full ? "█" : "░", stderr);
  fprintf (stderr, " %u/%u", over, n);
  if (failures)
    fprintf (stderr, cli_say (", %u failed", ", %u en échec"), failures);
  fflush (stderr);
}

static void
show_progress (BatchJournal *journal, const GPtrArray *jobs)
{
  guint index;
  if (shown.bar)
    fprintf (stderr, "\r\033[K");
  for (const BatchResult *result; (result = batch_journal_next (journal, &index));)
    put_result (result, ((const BatchJob *) jobs->pdata[index])->input, index + 1, jobs->len);
  if (shown.bar)
    put_bar (journal, jobs->len);
}

static void
put_summary (const BatchJournal *journal, guint n)
{
  FILE *out = shown.format == CLI_JSON ? stderr : stdout;
  guint written = batch_journal_count (journal, BATCH_WRITTEN);
  guint cancelled = batch_journal_count (journal, BATCH_CANCELLED);
  if (shown.bar)
    fprintf (stderr, "\r\033[K");
  if (asked.quiet && written == n)
    return;
  fprintf (out, cli_say ("%u of %u written", "écrites : %u sur %u"), written, n);
  if (n - written > cancelled)
    fprintf (out, cli_say (", %u failed", " ; en échec : %u"), n - written - cancelled);
  if (cancelled)
    fprintf (out, cli_say (", %u cancelled", " ; annulées : %u"), cancelled);
  fprintf (out, "\n");
}

/* --- The run ----------------------------------------------------------------------------------------------------------------*/

static MarbreJob *
open_job (const char *input, GError **error)
{
  const char *inputs[] = { input, NULL };
  g_autoptr (MarbreJob) job = marbre_job_new (inputs);
  return cli_set_options (job, error) ? g_steal_pointer (&job) : NULL;
}

/* What is wrong with the options, before anything is attempted; 0: nothing. */
static int
check_options (char **inputs)
{
  g_autoptr (GError) error = NULL;
  if (!inputs[0])
    return cli_usage ("%s", cli_say ("no input", "aucune entrée"));
  if (!asked.out)
    return cli_usage ("%s",
                      cli_say ("say where to write: --out DIR", "dites où écrire : --out DOSSIER"));
  if (!cli_format (cli_job.format, &shown.format))
    return cli_usage (cli_say ("no format called “%s”", "aucun format « %s »"), cli_job.format);
  if (asked.workers < 0 || asked.workers > MOST_WORKERS)
    return cli_usage (cli_say ("--jobs is from 1 to %d", "--jobs va de 1 à %d"), MOST_WORKERS);
  if (asked.timeout < 0)
    return cli_usage ("%s", cli_say ("--timeout is not negative", "--timeout n’est pas négatif"));
  g_autoptr (MarbreJob) trial = open_job (inputs[0], &error);
  return trial ? 0 : cli_fail (error, shown.format);
}

static gboolean
make_folder (void)
{
  if (g_mkdir_with_parents (asked.out, 0777) == 0)
    return TRUE;
  fprintf (stderr,
           cli_say ("marbre: cannot make the folder %s: %s\n",
                    "marbre: création impossible du dossier %s : %s\n"),
           asked.out, g_strerror (errno));
  return FALSE;
}

static int
fail (const GError *error)
{
  if (error->domain == MARBRE_ERROR && error->code == MARBRE_ERROR_USAGE)
    return cli_usage (cli_say ("two inputs would write one file: %s",
                               "deux entrées écriraient un même fichier : %s"),
                      error->message);
  return cli_fail (error, shown.format);
}

static int
exit_status (const BatchJournal *journal, int caught)
{
  if (caught || batch_journal_count (journal, BATCH_SYSTEM))
    return EXIT_SYSTEM;
  return batch_journal_failures (journal) ? EXIT_DOCUMENT : EXIT_WRITTEN;
}

static gboolean
write_report (const BatchJournal *journal, const GPtrArray *jobs, GError **error)
{
  g_autofree char *report = batch_journal_report (journal, jobs, asked.timings);
  return !asked.report || g_file_set_contents (asked.report, report, -1, error);
}

int
cli_batch (char **arguments)
{
  int caught = 0, wrong = check_options (arguments);
  if (wrong)
    return wrong;
  if (!make_folder ())
    return EXIT_SYSTEM;
  shown.bar = isatty (STDERR_FILENO) && shown.format != CLI_JSON && !asked.quiet;

  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = batch_jobs_list (arguments);
  g_autoptr (BatchJournal) journal = batch_journal_new (jobs->len);
  const BatchOptions options = { .folder = asked.out,
                                 .workers = asked.workers
                                                ? (guint) asked.workers
                                                : MIN (g_get_num_processors (), MOST_WORKERS),
                                 .timeout = (guint) asked.timeout,
                                 .open = open_job,
                                 .progress = show_progress };
  if (!batch_run (jobs, &options, journal, &caught, &error))
    return fail (error);
  put_summary (journal, jobs->len);
  if (!write_report (journal, jobs, &error))
    return cli_fail (error, shown.format);
  return exit_status (journal, caught);
}
