/* SPDX-License-Identifier: Apache-2.0 */
/* fault.c — a disk that fails: preloaded into `marbre` by judge_faults.py.
 *
 * Calls that write are counted: open for writing, write, fsync, rename, and close of a file opened for writing. The call
 * number FAULT_AT fails with FAULT_ERRNO; with FAULT_FULL=1 a write first takes half of its bytes and every later
 * call of the kind that needs room fails too, as on a full disk; with FAULT_KILL=1 the process dies before the call.
 * The failed call's name goes into the file FAULT_LOG. Standard streams are spared unless FAULT_STREAMS=1.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define WATCHED 1024

enum { OPEN, WRITE, FSYNC, RENAME, CLOSE };
static const char *const names[] = { "open", "write", "fsync", "rename", "close" };

static atomic_int calls;
static atomic_int full;
static atomic_char watched[WATCHED]; /* descriptors opened for writing */

static int
setting (const char *name)
{
  const char *value = getenv (name);
  return value ? (int) strtol (value, NULL, 10) : 0;
}

static void
log_call (int kind)
{
  const char *path = getenv ("FAULT_LOG");
  long fd = path ? syscall (SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
  if (fd < 0)
    return;
  syscall (SYS_write, fd, names[kind], strlen (names[kind]));
  syscall (SYS_close, fd);
}

/* Whether this call is the one that fails; then errno is set. */
static int
fails (int kind)
{
  if (atomic_load (&full) && (kind == OPEN || kind == WRITE || kind == FSYNC)) {
    errno = setting ("FAULT_ERRNO");
    return 1;
  }
  if (atomic_fetch_add (&calls, 1) + 1 != setting ("FAULT_AT"))
    return 0;
  log_call (kind);
  if (setting ("FAULT_KILL"))
    kill (getpid (), SIGKILL);
  atomic_store (&full, setting ("FAULT_FULL"));
  errno = setting ("FAULT_ERRNO");
  return 1;
}

static int
is_counted (int fd)
{
  return fd > STDERR_FILENO || (fd == STDOUT_FILENO && setting ("FAULT_STREAMS"));
}

static int
watch (int fd)
{
  if (fd >= 0 && fd < WATCHED)
    atomic_store (&watched[fd], 1);
  return fd;
}

static int
open_file (int folder, const char *path, int flags, mode_t mode)
{
  if ((flags & O_ACCMODE) == O_RDONLY)
    return (int) syscall (SYS_openat, folder, path, flags, mode);
  if (fails (OPEN))
    return -1;
  return watch ((int) syscall (SYS_openat, folder, path, flags, mode));
}

static mode_t
mode_of (int flags, va_list arguments)
{
  return flags & (O_CREAT | O_TMPFILE) ? va_arg (arguments, mode_t) : 0;
}

#define DEFINE_OPEN(name)                                                                          \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    va_list arguments;                                                                             \
    va_start (arguments, flags);                                                                   \
    mode_t mode = mode_of (flags, arguments);                                                      \
    va_end (arguments);                                                                            \
    return open_file (AT_FDCWD, path, flags, mode);                                                \
  }
#define DEFINE_OPENAT(name)                                                                        \
  int name (int folder, const char *path, int flags, ...)                                          \
  {                                                                                                \
    va_list arguments;                                                                             \
    va_start (arguments, flags);                                                                   \
    mode_t mode = mode_of (flags, arguments);                                                      \
    va_end (arguments);                                                                            \
    return open_file (folder, path, flags, mode);                                                  \
  }
DEFINE_OPEN (open)
DEFINE_OPEN (open64)
DEFINE_OPENAT (openat)
DEFINE_OPENAT (openat64)

static FILE *
open_stream (const char *symbol, const char *path, const char *mode)
{
  FILE *(*next) (const char *, const char *) = dlsym (RTLD_NEXT, symbol);
  if (strpbrk (mode, "wa+") && fails (OPEN))
    return NULL;
  return next (path, mode);
}

FILE *
fopen (const char *path, const char *mode)
{
  return open_stream ("fopen", path, mode);
}

FILE *
fopen64 (const char *path, const char *mode)
{
  return open_stream ("fopen64", path, mode);
}

ssize_t
write (int fd, const void *bytes, size_t size)
{
  int was_full = atomic_load (&full);
  if (is_counted (fd) && fails (WRITE)) {
    if (was_full || !atomic_load (&full) || size < 2)
      return -1;
    size /= 2;
  }
  return syscall (SYS_write, fd, bytes, size);
}

ssize_t
pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  return is_counted (fd) && fails (WRITE) ? -1 : syscall (SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  return is_counted (fd) && fails (WRITE) ? -1 : syscall (SYS_writev, fd, parts, n);
}

int
fsync (int fd)
{
  return fails (FSYNC) ? -1 : (int) syscall (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
  return fails (FSYNC) ? -1 : (int) syscall (SYS_fdatasync, fd);
}

int
rename (const char *from, const char *to)
{
  return fails (RENAME) ? -1 : (int) syscall (SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int
renameat (int folder, const char *from, int other, const char *to)
{
  return fails (RENAME) ? -1 : (int) syscall (SYS_renameat, folder, from, other, to);
}

int
close (int fd)
{
  int written = fd >= 0 && fd < WATCHED && atomic_exchange (&watched[fd], 0);
  int failed = written && fails (CLOSE);
  int cause = errno;
  int status = (int) syscall (SYS_close, fd); /* Linux closes even when it reports a failure */
  if (failed)
    errno = cause;
  return failed ? -1 : status;
}
