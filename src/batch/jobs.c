/* SPDX-License-Identifier: Apache-2.0 */
/* jobs.c — the list of jobs: inputs and folders of inputs, and the files that each will write. */
#include "internal.h"

#include <string.h>

static void
job_free (gpointer data)
{
  BatchJob *job = data;
  g_free (job->input);
  g_free (job->stem);
  g_strfreev (job->outputs);
  g_free (job);
}

/* "numeros/lundi.yaml" is "lundi"; so is the folder "numeros/lundi/". */
static char *
stem_of (const char *input, gboolean folder)
{
  g_autofree char *path = g_canonicalize_filename (input, NULL);
  char *stem = g_path_get_basename (path);
  char *dot = folder ? NULL : strrchr (stem, '.');
  if (dot && dot != stem)
    *dot = '\0';
  return stem;
}

static void
add_job (GPtrArray *jobs, const char *input)
{
  BatchJob *job = g_new0 (BatchJob, 1);
  job->input = g_strdup (input);
  job->stem = stem_of (input, g_file_test (input, G_FILE_TEST_IS_DIR));
  g_ptr_array_add (jobs, job);
}

/* The names by which `marbre build FOLDER` finds a manifest. */
static gboolean
holds_manifest (const char *folder)
{
  static const char *const names[] = { "book.yaml", "livre.yaml", "edition.yaml",
                                       "manifeste.yaml" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_manifest (const char *path)
{
  return (g_str_has_suffix (path, ".yaml") || g_str_has_suffix (path, ".yml")) &&
         g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_edition (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) && holds_manifest (path);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Paths of the entries of @folder that pass @test, in byte order. */
static GPtrArray *
list_folder (const char *folder, gboolean (*test) (const char *path))
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  for (const char *name; entries && (name = g_dir_read_name (entries));) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    if (*name != '.' && test (path))
      g_ptr_array_add (paths, g_steal_pointer (&path));
  }
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static void
add_folder (GPtrArray *jobs, const char *folder)
{
  if (holds_manifest (folder)) {
    add_job (jobs, folder);
    return;
  }
  g_autoptr (GPtrArray) manifests = list_folder (folder, is_manifest);
  g_autoptr (GPtrArray) editions = list_folder (folder, is_edition);
  const GPtrArray *found = manifests->len ? manifests : editions;
  for (guint i = 0; i < found->len; i++)
    add_job (jobs, found->pdata[i]);
  if (found->len == 0)
    add_job (jobs, folder);
}

GPtrArray *
batch_jobs_list (char *const *inputs)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func (job_free);
  for (; *inputs; inputs++)
    if (g_file_test (*inputs, G_FILE_TEST_IS_DIR))
      add_folder (jobs, *inputs);
    else
      add_job (jobs, *inputs);
  return jobs;
}

gboolean
batch_jobs_check (const GPtrArray *jobs, GError **error)
{
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < jobs->len; i++) {
    const BatchJob *job = jobs->pdata[i];
    for (char **output = job->outputs; output && *output; output++) {
      char *path = g_canonicalize_filename (*output, NULL);
      const BatchJob *owner = g_hash_table_lookup (owners, path);
      g_hash_table_insert (owners, path, (gpointer) job);
      if (!owner)
        continue;
      g_set_error (error, MARBRE_ERROR, MARBRE_ERROR_USAGE, "%s: %s, %s", *output, owner->input,
                   job->input);
      return FALSE;
    }
  }
  return TRUE;
}
