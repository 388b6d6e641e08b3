/* SPDX-License-Identifier: Apache-2.0 */
/* Font files by name: a walk over the folders, once, without looking into any file.
 *
 * Folders are walked in the order given, each level sorted by bytes, files before the folders below; the
 * first file of a name wins, so the answer does not depend on the order of the disk. Links to folders are
 * followed (Debian links TeX's fonts in), each folder once by device and inode, so a loop ends.
 */
#include "internal.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDERS_MAX 10000
#define FILES_MAX   200000

struct MbFontIndex {
  GHashTable *paths;  /* file name → path */
  GHashTable *walked; /* "device:inode" */
  GQueue waiting;     /* folders, owned */
};

static gboolean
is_font_name (const char *name)
{
  static const char *const endings[] = { ".otf", ".ttf", ".ttc", ".otc", NULL };
  const char *dot = strrchr (name, '.');
  for (int i = 0; dot && endings[i]; i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_folder (const char *path, const struct dirent *entry)
{
  struct stat found;
  if (entry->d_type == DT_DIR)
    return TRUE;
  if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
    return FALSE;
  return stat (path, &found) == 0 && S_ISDIR (found.st_mode);
}

static gboolean
walk_first_time (MbFontIndex *index, const char *folder)
{
  struct stat found;
  if (stat (folder, &found) != 0 || g_hash_table_size (index->walked) >= FOLDERS_MAX)
    return FALSE;
  return g_hash_table_add (index->walked, g_strdup_printf ("%ju:%ju", (uintmax_t) found.st_dev,
                                                           (uintmax_t) found.st_ino));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_files (MbFontIndex *index, GPtrArray *files)
{
  g_ptr_array_sort (files, compare);
  for (guint i = 0; i < files->len && g_hash_table_size (index->paths) < FILES_MAX; i++) {
    char *path = files->pdata[i];
    const char *name = strrchr (path, '/') + 1;
    if (!g_hash_table_contains (index->paths, name))
      g_hash_table_insert (index->paths, g_strdup (name), g_strdup (path));
  }
}

static void
walk (MbFontIndex *index, const char *folder)
{
  DIR *entries = walk_first_time (index, folder) ? opendir (folder) : NULL;
  if (!entries)
    return;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  for (struct dirent *entry; (entry = readdir (entries));) {
    if (*entry->d_name == '.')
      continue;
    char *path = g_build_filename (folder, entry->d_name, NULL);
    if (is_font_name (entry->d_name))
      g_ptr_array_add (files, path);
    else if (is_folder (path, entry))
      g_ptr_array_add (folders, path);
    else
      g_free (path);
  }
  closedir (entries);
  add_files (index, files);
  g_ptr_array_sort (folders, compare);
  for (guint i = folders->len; i > 0; i--)
    g_queue_push_head (&index->waiting, folders->pdata[i - 1]);
}

MbFontIndex *
mb_font_index_new (const char *const *folders)
{
  MbFontIndex *index = g_new0 (MbFontIndex, 1);
  index->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  index->walked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (; *folders; folders++)
    g_queue_push_tail (&index->waiting, g_strdup (*folders));
  while (!g_queue_is_empty (&index->waiting)) {
    g_autofree char *folder = g_queue_pop_head (&index->waiting);
    walk (index, folder);
  }
  return index;
}

void
mb_font_index_free (MbFontIndex *index)
{
  g_hash_table_unref (index->paths);
  g_hash_table_unref (index->walked);
  g_free (index);
}

const char *
mb_font_index_get (const MbFontIndex *index, const char *name)
{
  return g_hash_table_lookup (index->paths, name);
}
