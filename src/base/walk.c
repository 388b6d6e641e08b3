/* SPDX-License-Identifier: Apache-2.0 */
/* Walk: opening files below the folders that may be read, and nowhere else.
 *
 * A folder is the root or one that was allowed; each is opened once, by descriptor. A path is made
 * absolute by text alone ("." and ".." resolved) and must begin with a folder's path. Then its parts are
 * walked with one openat each, never following a link: a link is read, its text put in the place of the
 * part, and the walk begins again in the folder that holds the new path, if one does. So nothing is
 * checked on a path that could have changed before it is opened, and a link may lead from one folder into
 * another one (Debian's fonts do) but never out of all of them.
 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40

typedef struct {
  char *path; /* absolute, as typed */
  char *real; /* without links */
  int fd;     /* -1: could not be opened */
} Folder;

struct MbWalk {
  char *root;         /* as typed */
  char *cwd;          /* when the walk was made: a later chdir changes nothing */
  GPtrArray *folders; /* Folder; the root is the first */
};

static void
folder_free (gpointer data)
{
  Folder *folder = data;
  if (folder->fd >= 0)
    close (folder->fd);
  free (folder->real);
  g_free (folder->path);
  g_free (folder);
}

static void
add_folder (MbWalk *walk, const char *name)
{
  Folder *folder = g_new0 (Folder, 1);
  folder->path = g_canonicalize_filename (name, walk->cwd);
  folder->real = realpath (folder->path, NULL);
  folder->fd = open (folder->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_ptr_array_add (walk->folders, folder);
}

MbWalk *
mb_walk_new (const char *root)
{
  MbWalk *walk = g_new0 (MbWalk, 1);
  walk->root = g_strdup (root && *root ? root : ".");
  walk->cwd = g_get_current_dir ();
  walk->folders = g_ptr_array_new_with_free_func (folder_free);
  add_folder (walk, walk->root);
  return walk;
}

void
mb_walk_free (MbWalk *walk)
{
  g_ptr_array_unref (walk->folders);
  g_free (walk->root);
  g_free (walk->cwd);
  g_free (walk);
}

void
mb_walk_allow (MbWalk *walk, const char *folder)
{
  add_folder (walk, folder);
}

const char *
mb_walk_root (const MbWalk *walk)
{
  return walk->root;
}

/* What is left of @path below @folder, without a leading slash; NULL when it is not below. */
static const char *
rest_below (const char *path, const char *folder)
{
  if (!folder || !g_str_has_prefix (path, folder))
    return NULL;
  const char *rest = path + strlen (folder);
  if (*rest == '/')
    return rest + 1;
  return *rest == '\0' || g_str_has_suffix (folder, "/") ? rest : NULL;
}

static const Folder *
find_folder (const MbWalk *walk, const char *path, const char **rest)
{
  for (guint i = 0; i < walk->folders->len; i++) {
    const Folder *folder = walk->folders->pdata[i];
    if ((*rest = rest_below (path, folder->path)) || (*rest = rest_below (path, folder->real)))
      return folder;
  }
  return NULL;
}

char *
mb_walk_path (const MbWalk *walk, const char *name, const char *from)
{
  const Folder *root = walk->folders->pdata[0];
  if (from)
    return g_canonicalize_filename (name, from);
  g_autofree char *typed = g_canonicalize_filename (name, walk->cwd);
  if (rest_below (typed, root->path) || g_path_is_absolute (name))
    return g_steal_pointer (&typed);
  /* Below the root, unless only the place where the user stands has such a file in an allowed folder. */
  g_autofree char *below = g_canonicalize_filename (name, root->path);
  const char *rest;
  gboolean typed_only = find_folder (walk, typed, &rest) && access (below, F_OK) != 0;
  return typed_only ? g_steal_pointer (&typed) : g_steal_pointer (&below);
}

char *
mb_walk_name (const MbWalk *walk, const char *path)
{
  const char *rest;
  const Folder *folder = find_folder (walk, path, &rest);
  if (!folder)
    return NULL;
  if (folder != walk->folders->pdata[0])
    return g_strdup (path);
  if (g_str_equal (walk->root, "."))
    return g_strdup (*rest ? rest : ".");
  return *rest ? g_build_filename (walk->root, rest, NULL) : g_strdup (walk->root);
}

/* The path after the link @part of folder @fd, reached through @before, has been put in its place. */
static char *
follow (const Folder *folder, int fd, char *const *parts, guint at)
{
  char target[PATH_MAX];
  gssize length = readlinkat (fd, parts[at], target, sizeof target - 1);
  if (length <= 0)
    return NULL;
  target[length] = '\0';

  g_autoptr (GString) path = g_string_new (*target == '/' ? NULL : folder->real);
  for (guint i = 0; i < at && *target != '/'; i++)
    g_string_append_printf (path, "/%s", parts[i]);
  g_string_append_printf (path, "%s%s", *target == '/' ? "" : "/", target);
  for (guint i = at + 1; parts[i]; i++)
    g_string_append_printf (path, "/%s", parts[i]);
  return g_canonicalize_filename (path->str, "/");
}

static int
open_last (int fd, const char *part, MbWalkKind kind, mode_t mode)
{
  if (kind == MB_WALK_FOLDER)
    return openat (fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (!S_ISREG (mode)) {
    errno = ENOTSUP;
    return -1;
  }
  /* It may have become a FIFO since: never wait in open; the caller looks again at what it got. */
  return openat (fd, part, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* One walk over @rest. Returns a descriptor, or -1 with errno, or -1 with *@next: where a link leads. */
static int
walk_once (const Folder *folder, const char *rest, MbWalkKind kind, char **next)
{
  g_auto (GStrv) parts = g_strsplit (*rest ? rest : ".", "/", -1);
  int fd = folder->fd < 0 ? -1 : fcntl (folder->fd, F_DUPFD_CLOEXEC, 0);
  if (folder->fd < 0)
    errno = ENOENT;
  for (guint i = 0; fd >= 0 && parts[i]; i++) {
    struct stat found;
    int below = -1;
    if (fstatat (fd, parts[i], &found, AT_SYMLINK_NOFOLLOW) == 0) {
      if (S_ISLNK (found.st_mode))
        *next = follow (folder, fd, parts, i);
      else if (!parts[i + 1])
        below = open_last (fd, parts[i], kind, found.st_mode);
      else
        below = openat (fd, parts[i], O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    }
    int failure = errno;
    close (fd);
    errno = failure;
    fd = below;
  }
  return fd;
}

int
mb_walk_open (const MbWalk *walk, const char *path, MbWalkKind kind)
{
  g_autofree char *current = g_strdup (path);
  for (int links = 0; links < LINKS_MAX; links++) {
    const char *rest;
    const Folder *folder = find_folder (walk, current, &rest);
    if (!folder) {
      errno = EXDEV;
      return -1;
    }
    g_autofree char *next = NULL;
    int fd = walk_once (folder, rest, kind, &next);
    if (!next)
      return fd;
    g_free (current);
    current = g_steal_pointer (&next);
  }
  errno = ELOOP;
  return -1;
}
