/* SPDX-License-Identifier: Apache-2.0 */
/* The door out, under faults: the file under its name is the old one or the new one. */
#include "base.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char *folder, *target;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("marbre-sink-XXXXXX", NULL);
  place->target = g_build_filename (place->folder, "une.pdf", NULL);
  g_assert_true (g_file_set_contents (place->target, "ancien", -1, NULL));
}

static guint
count_files (const char *folder)
{
  guint n = 0;
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (entries))
    n++;
  return n;
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_chmod (place->folder, 0755);
  g_autoptr (GDir) entries = g_dir_open (place->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (entries));) {
    g_autofree char *path = g_build_filename (place->folder, name, NULL);
    g_remove (path);
  }
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->folder);
  g_free (place->target);
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_refused (const char *path, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (mb_sink_open (path, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_OUTPUT);
  if (!strstr (error->message, says))
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_commit (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (g_chmod (place->target, 0640), ==, 0);
  MbSink *sink = mb_sink_open (place->target, &error);
  g_assert_no_error (error);
  g_assert_true (mb_sink_write (sink, "nou", 3));
  g_assert_true (mb_sink_write (sink, "veau", 4));
  assert_content (place->target, "ancien");
  g_assert_true (mb_sink_commit (sink, &error));
  assert_content (place->target, "nouveau");
  g_assert_cmpuint (count_files (place->folder), ==, 1);
  struct stat found;
  g_assert_cmpint (stat (place->target, &found), ==, 0);
  g_assert_cmpint (found.st_mode & 0777, ==, 0640);
}

static void
test_new_file_mode (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->folder, "neuf.pdf", NULL);
  mode_t before = umask (027);
  MbSink *sink = mb_sink_open (path, NULL);
  g_assert_true (mb_sink_commit (sink, NULL));
  umask (before);
  struct stat found;
  g_assert_cmpint (stat (path, &found), ==, 0);
  g_assert_cmpint (found.st_mode & 0777, ==, 0640);
}

static void
test_abort (Place *place, gconstpointer data)
{
  MbSink *sink = mb_sink_open (place->target, NULL);
  mb_sink_write (sink, "nouveau", 7);
  mb_sink_abort (sink);
  assert_content (place->target, "ancien");
  g_assert_cmpuint (count_files (place->folder), ==, 1);
}

static void
test_refusals (Place *place, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (place->folder, "absent", "a.pdf", NULL);
  g_autofree char *under_file = g_build_filename (place->target, "a.pdf", NULL);
  g_autofree char *slash = g_build_filename (place->folder, "d/", NULL);
  g_autofree char *link = g_build_filename (place->folder, "lien.pdf", NULL);
  g_assert_cmpint (symlink ("une.pdf", link), ==, 0);
  assert_refused ("", "no name");
  assert_refused (missing, "no folder");
  assert_refused (under_file, "no folder");
  assert_refused (place->folder, "it is a folder");
  assert_refused (slash, "folder");
  assert_refused (link, "link");
  assert_refused ("/dev/full", "device");
  assert_content (place->target, "ancien");
}

/* Root may write everywhere, so root becomes nobody for a moment. */
static void
test_read_only_folder (Place *place, gconstpointer data)
{
  uid_t user = geteuid ();
  g_chmod (place->folder, 0555);
  g_assert_cmpint (user == 0 ? seteuid (65534) : 0, ==, 0);
  g_autoptr (GError) error = NULL;
  MbSink *sink = mb_sink_open (place->target, &error);
  g_assert_cmpint (seteuid (user), ==, 0);
  g_assert_null (sink);
  g_assert_error (error, MB_ERROR, MB_ERROR_OUTPUT);
  assert_content (place->target, "ancien");
}

/* The disk is full: emulated by the largest file a process may write. */
static void
test_file_limit (Place *place, gconstpointer data)
{
  struct rlimit before, small = { 3000, 3000 };
  g_autofree char *block = g_strnfill (1000, 'x');
  g_autoptr (GError) error = NULL;
  getrlimit (RLIMIT_FSIZE, &before);
  small.rlim_max = before.rlim_max;
  signal (SIGXFSZ, SIG_IGN);
  MbSink *sink = mb_sink_open (place->target, NULL);
  setrlimit (RLIMIT_FSIZE, &small);
  for (int i = 0; i < 3; i++)
    g_assert_true (mb_sink_write (sink, block, 1000));
  g_assert_false (mb_sink_write (sink, block, 1000));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_false (mb_sink_write (sink, block, 1)); /* sticky, though the disk has room again */
  g_assert_false (mb_sink_commit (sink, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_OUTPUT);
  assert_content (place->target, "ancien");
  g_assert_cmpuint (count_files (place->folder), ==, 1);
}

static gboolean
commit_to (int fd, const char *text, gsize size, GError **error)
{
  int before = dup (STDOUT_FILENO);
  fflush (stdout);
  dup2 (fd, STDOUT_FILENO);
  MbSink *sink = mb_sink_open ("-", NULL);
  mb_sink_write (sink, text, size);
  gboolean good = mb_sink_commit (sink, error);
  dup2 (before, STDOUT_FILENO);
  close (before);
  return good;
}

static void
test_standard_output (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int full = open ("/dev/full", O_WRONLY), file = open (place->target, O_WRONLY | O_TRUNC);
  gboolean on_full = commit_to (full, "x", 1, &error);
  gboolean on_file = commit_to (file, "nouveau", 7, NULL);
  close (full);
  close (file);
  g_assert_false (on_full);
  g_assert_error (error, MB_ERROR, MB_ERROR_OUTPUT);
  g_assert_true (on_file);
  assert_content (place->target, "nouveau");
}

/* Short writes and interrupts: a pipe that does not block, with a slow reader. */
static void
test_pipe (Place *place, gconstpointer data)
{
  enum { SIZE = 1 << 20 };
  int ends[2];
  g_assert_cmpint (pipe2 (ends, O_NONBLOCK), ==, 0);
  pid_t reader = fork ();
  if (reader == 0) {
    static char block[777];
    gsize total = 0;
    close (ends[1]);
    fcntl (ends[0], F_SETFL, 0);
    for (gssize n; (n = read (ends[0], block, sizeof block)) > 0; total += n)
      g_usleep (total % 10 ? 0 : 200);
    _exit (total == SIZE ? 0 : 1);
  }
  close (ends[0]);
  g_autofree char *text = g_strnfill (SIZE, 'x');
  gboolean good = commit_to (ends[1], text, SIZE, NULL);
  close (ends[1]);
  int status;
  waitpid (reader, &status, 0);
  g_assert_true (good);
  g_assert_cmpint (status, ==, 0);
}

static void
kill_between_write_and_commit (const char *target)
{
  pid_t child = fork ();
  if (child == 0) {
    MbSink *sink = mb_sink_open (target, NULL);
    mb_sink_write (sink, "moitié", 7);
    raise (SIGKILL);
  }
  int status;
  waitpid (child, &status, 0);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

static void
test_killed (Place *place, gconstpointer data)
{
  g_autofree char *other = g_build_filename (place->folder, "une.pdf2", NULL);
  kill_between_write_and_commit (place->target);
  kill_between_write_and_commit (other);
  assert_content (place->target, "ancien");
  g_assert_cmpuint (count_files (place->folder), ==, 3);

  /* The next run for the same target sweeps; the leftover of the other target is not its business. */
  MbSink *sink = mb_sink_open (place->target, NULL);
  g_assert_cmpuint (count_files (place->folder), ==, 3);
  mb_sink_write (sink, "nouveau", 7);
  g_assert_true (mb_sink_commit (sink, NULL));
  assert_content (place->target, "nouveau");
  g_assert_cmpuint (count_files (place->folder), ==, 2);
}

static void
test_two_runs (Place *place, gconstpointer data)
{
  MbSink *first = mb_sink_open (place->target, NULL);
  assert_refused (place->target, "another run");
  mb_sink_write (first, "premier", 7);
  g_assert_true (mb_sink_commit (first, NULL));
  assert_content (place->target, "premier");
}

static void
test_long_name (Place *place, gconstpointer data)
{
  g_autofree char *name = g_strnfill (250, 'n');
  g_autofree char *path = g_build_filename (place->folder, name, NULL);
  MbSink *sink = mb_sink_open (path, NULL);
  g_assert_nonnull (sink);
  g_assert_true (mb_sink_commit (sink, NULL));
  assert_content (path, "");
}

/* Only what a dead process left goes; no process has the last of these numbers. */
static void
test_sweep (Place *place, gconstpointer data)
{
  g_autofree char *ours = g_strdup_printf (".une.pdf.marbre-%d-0", (int) getpid ());
  const char *const names[] = { ".une.pdf.marbre-2147483647-0", ours,
                                "deux.marbre-2147483647-0",     ".une.marbre-x-0",
                                ".une.marbre-2147483647",       ".trois.marbre-2147483647-" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (place->folder, names[i], NULL);
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
  }
  mb_sink_sweep (place->folder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (place->folder, names[i], NULL);
    g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, i > 0);
    g_unlink (path);
  }
  assert_content (place->target, "ancien");
  mb_sink_sweep ("/nulle/part");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/sink/" name, Place, NULL, set_up, test, tear_down)
  ADD ("commit", test_commit);
  ADD ("new-file-mode", test_new_file_mode);
  ADD ("abort", test_abort);
  ADD ("refusals", test_refusals);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("file-limit", test_file_limit);
  ADD ("standard-output", test_standard_output);
  ADD ("pipe", test_pipe);
  ADD ("killed", test_killed);
  ADD ("two-runs", test_two_runs);
  ADD ("long-name", test_long_name);
  ADD ("sweep", test_sweep);
  return g_test_run ();
}
