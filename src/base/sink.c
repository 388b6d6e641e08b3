/* SPDX-License-Identifier: Apache-2.0 */
/* The door out: the old file or the new one, never half of one.
 *
 * Bytes go to a temporary file beside the target, named ".TARGET.marbre-PID-N" and locked (flock) as long
 * as its sink lives. Prepare: write errors first, then fsync. Commit: rename, fsync of the folder. A run that was
 * killed leaves its temporary file without a lock: the next run for the same target removes it. One that
 * is still locked means that another run is writing the same target: refused.
 *
 * The first failure sticks: callers such as cairo swallow errors raised while they finish (cairo 1.16:
 * "no error has occurred" after the last write failed), so commit asks the sink, never the library.
 *
 * The file keeps the mode of the one it replaces, else what the umask says. Links, folders and devices are
 * not targets: rename would replace the link itself, not the file behind it.
 */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STDOUT_MAX ((gsize) 1 << 30)
#define NAME_KEPT  160 /* bytes of the target's name in the temporary one; NAME_MAX is 255 */

struct MbSink {
  char *path; /* as the user typed it */
  char *folder, *name;
  char *temp; /* name in the folder; NULL: standard output */
  int folder_fd, fd;
  mode_t mode;        /* of the file that is replaced; 0: none */
  int failure;        /* first errno; sticky */
  gboolean prepared;  /* nothing but the rename is left */
  GByteArray *buffer; /* standard output only */
};

static void
sink_free (MbSink *sink)
{
  if (sink->fd >= 0)
    close (sink->fd);
  if (sink->folder_fd >= 0)
    close (sink->folder_fd);
  g_clear_pointer (&sink->buffer, g_byte_array_unref);
  g_free (sink->path);
  g_free (sink->folder);
  g_free (sink->name);
  g_free (sink->temp);
  g_free (sink);
}

static char *
temp_prefix (const char *name)
{
  gsize length = strlen (name);
  if (length <= NAME_KEPT)
    return g_strdup_printf (".%s.marbre-", name);
  return g_strdup_printf (".%016" G_GINT64_MODIFIER "x.marbre-", mb_hash (name, length, 0));
}

static gboolean
open_folder (MbSink *sink, GError **error)
{
  sink->folder = g_path_get_dirname (sink->path);
  sink->name = g_path_get_basename (sink->path);
  sink->folder_fd = open (sink->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (sink->folder_fd >= 0)
    return TRUE;
  if (errno == ENOENT || errno == ENOTDIR)
    return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_FOLDER_MISSING, sink->path,
                         sink->folder, NULL);
  return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_FAILED, sink->path, g_strerror (errno),
                       NULL);
}

static gboolean
check_target (MbSink *sink, GError **error)
{
  struct stat target;
  if (g_str_has_suffix (sink->path, "/"))
    return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_IS_FOLDER, sink->path, NULL);
  if (fstatat (sink->folder_fd, sink->name, &target, AT_SYMLINK_NOFOLLOW) != 0)
    return TRUE;
  if (S_ISDIR (target.st_mode))
    return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_IS_FOLDER, sink->path, NULL);
  if (!S_ISREG (target.st_mode))
    return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_NOT_FILE, sink->path, NULL);
  sink->mode = target.st_mode & 07777;
  return TRUE;
}

/* Remove @name when nobody holds its lock. FALSE: a living run holds it. */
static gboolean
sweep_one (int folder_fd, const char *name)
{
  int fd = openat (folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return TRUE;
  gboolean ours = flock (fd, LOCK_EX | LOCK_NB) == 0;
  if (ours)
    unlinkat (folder_fd, name, 0);
  close (fd);
  return ours;
}

static gboolean
sweep (MbSink *sink, const char *prefix, GError **error)
{
  g_autoptr (GDir) entries = g_dir_open (sink->folder, 0, NULL);
  gboolean busy = FALSE;
  for (const char *name; entries && (name = g_dir_read_name (entries));)
    if (g_str_has_prefix (name, prefix) && !sweep_one (sink->folder_fd, name))
      busy = TRUE;
  if (busy)
    return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_BUSY, sink->path, NULL);
  return TRUE;
}

/* ".TARGET.marbre-PID-N" of a process that is no more. */
static gboolean
is_orphan (const char *name)
{
  const char *mark = *name == '.' ? g_strrstr (name, ".marbre-") : NULL;
  if (!mark)
    return FALSE;
  char *end;
  gint64 pid = g_ascii_strtoll (mark + strlen (".marbre-"), &end, 10);
  if (pid <= 0 || pid > G_MAXINT32 || *end != '-' || !g_ascii_isdigit (end[1]))
    return FALSE;
  return kill ((pid_t) pid, 0) != 0 && errno == ESRCH;
}

void
mb_sink_sweep (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (const char *name; entries && fd >= 0 && (name = g_dir_read_name (entries));)
    if (is_orphan (name))
      sweep_one (fd, name);
  if (fd >= 0)
    close (fd);
}

static gboolean
create_temp (MbSink *sink, const char *prefix, GError **error)
{
  for (int n = 0; n < 10000; n++) {
    g_autofree char *name = g_strdup_printf ("%s%d-%d", prefix, (int) getpid (), n);
    sink->fd = openat (sink->folder_fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (sink->fd >= 0) {
      flock (sink->fd, LOCK_EX | LOCK_NB);
      sink->temp = g_steal_pointer (&name);
      return TRUE;
    }
    if (errno != EEXIST && errno != EINTR)
      break;
  }
  return mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_FAILED, sink->path, g_strerror (errno),
                       NULL);
}

static gboolean
open_file (MbSink *sink, GError **error)
{
  if (!open_folder (sink, error) || !check_target (sink, error))
    return FALSE;
  g_autofree char *prefix = temp_prefix (sink->name);
  return sweep (sink, prefix, error) && create_temp (sink, prefix, error);
}

MbSink *
mb_sink_open (const char *path, GError **error)
{
  if (!*path) {
    mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_NO_NAME, NULL);
    return NULL;
  }
  MbSink *sink = g_new0 (MbSink, 1);
  sink->path = g_strdup (path);
  sink->fd = sink->folder_fd = -1;
  if (g_str_equal (path, "-"))
    sink->buffer = g_byte_array_new ();
  else if (!open_file (sink, error))
    g_clear_pointer (&sink, sink_free);
  return sink;
}

/* Writes everything or returns the errno. */
static int
write_all (int fd, const guint8 *bytes, gsize size)
{
  while (size > 0) {
    gssize written = write (fd, bytes, MIN (size, (gsize) G_MAXINT32));
    if (written > 0) {
      bytes += written;
      size -= written;
    } else if (written < 0 && errno == EAGAIN) {
      poll (&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
    } else if (written == 0 || errno != EINTR) {
      return written == 0 ? EIO : errno;
    }
  }
  return 0;
}

gboolean
mb_sink_write (MbSink *sink, gconstpointer bytes, gsize size)
{
  if (sink->failure)
    return FALSE;
  if (!sink->buffer)
    sink->failure = write_all (sink->fd, bytes, size);
  else if (size > STDOUT_MAX - sink->buffer->len)
    sink->failure = EFBIG;
  else
    g_byte_array_append (sink->buffer, bytes, size);
  return sink->failure == 0;
}

static int
sync_file (MbSink *sink)
{
  gboolean good = (!sink->mode || fchmod (sink->fd, sink->mode) == 0) && fsync (sink->fd) == 0;
  return good ? 0 : errno;
}

/* Some file systems cannot sync a folder; the rename is done all the same. */
static int
put_in_place (MbSink *sink)
{
  if (renameat (sink->folder_fd, sink->temp, sink->folder_fd, sink->name) != 0)
    return errno;
  g_clear_pointer (&sink->temp, g_free);
  if (fsync (sink->folder_fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    return errno;
  return 0;
}

static gboolean
check_failure (const MbSink *sink, GError **error)
{
  if (sink->failure)
    mb_error_set (error, MB_ERROR_OUTPUT, MB_MSG_OUTPUT_FAILED, sink->path,
                  g_strerror (sink->failure), NULL);
  return sink->failure == 0;
}

gboolean
mb_sink_prepare (MbSink *sink, GError **error)
{
  if (!sink->failure && !sink->buffer && !sink->prepared)
    sink->failure = sync_file (sink);
  sink->prepared = TRUE;
  return check_failure (sink, error);
}

gboolean
mb_sink_commit (MbSink *sink, GError **error)
{
  gboolean good = mb_sink_prepare (sink, error);
  if (good) {
    sink->failure = sink->buffer ? write_all (STDOUT_FILENO, sink->buffer->data, sink->buffer->len)
                                 : put_in_place (sink);
    good = check_failure (sink, error);
  }
  mb_sink_abort (sink);
  return good;
}

void
mb_sink_abort (MbSink *sink)
{
  if (!sink)
    return;
  if (sink->temp)
    unlinkat (sink->folder_fd, sink->temp, 0);
  sink_free (sink);
}
