/* SPDX-License-Identifier: Apache-2.0 */
/* workers.c — one process a piece of work, a few at once.
 *
 * A worker is a fork of this process, which has one thread and has set no text: nothing is shared and nothing inherited that could differ from
 * one worker to the next. It does its piece, writes one record into its pipe and ends. The parent polls the pipes; the end of a pipe
 * is the end of its worker, however that came about. Records are data of a process that may have gone wrong: they are checked, not
 * trusted.
 *
 * Signals that end the run come in through a signalfd, so that no handler and no global is needed. Workers die with their parent.
 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_RECORD_BYTES (64u << 20)

typedef struct {
  pid_t pid;
  int fd; /* its pipe */
  guint index;
  gint64 started;
  gboolean late; /* ended by us for taking too long */
  GByteArray *bytes;
} Worker;

typedef struct {
  const WorkerPlan *plan;
  GArray *running; /* of Worker */
  guint next;      /* piece to start */
  int signals;     /* signalfd */
  int caught;      /* the signal that ends the run, or 0 */
  sigset_t usual;  /* mask of before */
} Crew;

/* --- In the worker --------------------------------------------------------------------------------------------------------*/

static void
write_record (int fd, GVariant *record)
{
  const guint8 *bytes = g_variant_get_data (record);
  gsize left = g_variant_get_size (record);
  while (left > 0) {
    gssize written = write (fd, bytes, left);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return;
    bytes += written;
    left -= (gsize) written;
  }
}

static void G_GNUC_NORETURN
be_worker (const Crew *crew, guint index, int fd, pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent) /* it died before it could be said */
    _exit (1);
  /* a terminal sends these to everyone: the parent decides */
  signal (SIGINT, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  sigprocmask (SIG_SETMASK, &crew->usual, NULL);
  int nothing = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0)
    dup2 (nothing, STDIN_FILENO);
  g_autoptr (GVariant) record = g_variant_ref_sink (crew->plan->work (index, crew->plan->data));
  write_record (fd, record);
  _exit (0);
}

/* --- In the parent ---------------------------------------------------------------------------------------------------------*/

static gboolean
start_worker (Crew *crew, GError **error)
{
  int ends[2];
  pid_t parent = getpid (), pid = -1;
  if (pipe2 (ends, O_CLOEXEC) == 0) {
    pid = fork ();
    if (pid == 0) {
      close (ends[0]);
      be_worker (crew, crew->next, ends[1], parent);
    }
    int reason = errno;
    close (ends[1]);
    if (pid < 0)
      close (ends[0]);
    errno = reason;
  }
  if (pid < 0) {
    g_set_error (error, MARBRE_ERROR, MARBRE_ERROR_OUTPUT, "fork: %s", g_strerror (errno));
    return FALSE;
  }
  Worker worker = {
    pid, ends[0], crew->next++, g_get_monotonic_time (), FALSE, g_byte_array_new ()
  };
  g_array_append_val (crew->running, worker);
  return TRUE;
}

/* As many workers as may run. A system that has no room for one more is asked again when another has ended. */
static gboolean
start_workers (Crew *crew, GError **error)
{
  while (!crew->caught && crew->next < crew->plan->n && crew->running->len < crew->plan->workers) {
    g_autoptr (GError) reason = NULL;
    if (start_worker (crew, &reason))
      continue;
    if (crew->running->len > 0)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  return TRUE;
}

static GVariant *
record_of (const Crew *crew, Worker *worker)
{
  if (worker->bytes->len == 0)
    return NULL;
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&worker->bytes));
  GVariant *record = g_variant_ref_sink (g_variant_new_from_bytes (crew->plan->type, bytes, FALSE));
  if (g_variant_is_normal_form (record))
    return record;
  g_variant_unref (record);
  return NULL;
}

static void
end_worker (Crew *crew, guint at)
{
  Worker worker = g_array_index (crew->running, Worker, at);
  int status = 0;
  g_array_remove_index (crew->running, at);
  close (worker.fd);
  while (waitpid (worker.pid, &status, 0) < 0 && errno == EINTR)
    continue;
  int died = WIFSIGNALED (status) ? WTERMSIG (status) : 0;
  gboolean good = WIFEXITED (status) && WEXITSTATUS (status) == 0;
  g_autoptr (GVariant) record = good ? record_of (crew, &worker) : NULL;
  WorkerEnd end = record         ? WORKER_DONE
                  : worker.late  ? WORKER_TIMEOUT
                  : crew->caught ? WORKER_CANCELLED
                                 : WORKER_CRASHED;
  double seconds = (double) (g_get_monotonic_time () - worker.started) / G_USEC_PER_SEC;
  crew->plan->over (worker.index, end, record, died, seconds, crew->plan->data);
  g_clear_pointer (&worker.bytes, g_byte_array_unref);
}

/* FALSE: the pipe has ended. */
static gboolean
read_worker (Worker *worker)
{
  guint8 buffer[65536];
  gssize got = read (worker->fd, buffer, sizeof buffer);
  if (got > 0 && worker->bytes->len < MOST_RECORD_BYTES)
    g_byte_array_append (worker->bytes, buffer, (guint) got);
  return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

static void
take_signal (Crew *crew)
{
  struct signalfd_siginfo info;
  if (read (crew->signals, &info, sizeof info) != sizeof info)
    return;
  crew->caught = (int) info.ssi_signo;
  for (guint i = 0; i < crew->running->len; i++)
    kill (g_array_index (crew->running, Worker, i).pid, SIGKILL);
}

/* Milliseconds until the next worker is late, -1: never. Those that are late are ended. */
static int
watch_time (Crew *crew)
{
  gint64 most = (gint64) crew->plan->timeout * G_USEC_PER_SEC, now = g_get_monotonic_time ();
  gint64 next = -1;
  for (guint i = 0; most > 0 && i < crew->running->len; i++) {
    Worker *worker = &g_array_index (crew->running, Worker, i);
    gint64 left = worker->started + most - now;
    if (left <= 0 && !worker->late) {
      worker->late = TRUE;
      kill (worker->pid, SIGKILL);
    }
    if (left > 0 && (next < 0 || left < next))
      next = left;
  }
  return next < 0 ? -1 : (int) MIN (next / 1000 + 1, G_MAXINT32);
}

/* Wait until something happens, and see to it. */
static void
watch (Crew *crew)
{
  guint n = crew->running->len;
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, n + 1);
  int patience = watch_time (crew);
  for (guint i = 0; i < n; i++)
    fds[i] = (struct pollfd){ .fd = g_array_index (crew->running, Worker, i).fd, .events = POLLIN };
  fds[n] = (struct pollfd){ .fd = crew->signals, .events = POLLIN };
  if (poll (fds, n + 1, patience) <= 0)
    return;
  if (fds[n].revents)
    take_signal (crew);
  for (guint i = n; i-- > 0;) /* from the end: ending one moves those after it */
    if (fds[i].revents && !read_worker (&g_array_index (crew->running, Worker, i)))
      end_worker (crew, i);
}

static gboolean
open_signals (Crew *crew, GError **error)
{
  sigset_t wanted;
  sigemptyset (&wanted);
  sigaddset (&wanted, SIGINT);
  sigaddset (&wanted, SIGTERM);
  sigaddset (&wanted, SIGHUP);
  sigprocmask (SIG_BLOCK, &wanted, &crew->usual);
  crew->signals = signalfd (-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
  if (crew->signals >= 0)
    return TRUE;
  g_set_error (error, MARBRE_ERROR, MARBRE_ERROR_OUTPUT, "signalfd: %s", g_strerror (errno));
  sigprocmask (SIG_SETMASK, &crew->usual, NULL);
  return FALSE;
}

gboolean
workers_run (const WorkerPlan *plan, int *caught, GError **error)
{
  Crew crew = { .plan = plan };
  *caught = 0;
  if (!open_signals (&crew, error))
    return FALSE;
  crew.running = g_array_new (FALSE, FALSE, sizeof (Worker));
  gboolean good = start_workers (&crew, error);
  while (good && crew.running->len > 0) {
    watch (&crew);
    good = start_workers (&crew, error);
  }
  g_array_unref (crew.running);
  close (crew.signals);
  sigprocmask (SIG_SETMASK, &crew.usual, NULL);
  *caught = crew.caught;
  return good;
}
