/* SPDX-License-Identifier: Apache-2.0 */
/* data.c — where marbre's own files are. No path of the build machine is compiled in but the install prefix. */
#include "internal.h"

#include <unistd.h>

static char *
folder_of_program (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  return program ? g_path_get_dirname (program) : NULL;
}

static gboolean
has_styles (const char *folder)
{
  g_autofree char *sheet = g_build_filename (folder, "styles", "base.css", NULL);
  return g_file_test (sheet, G_FILE_TEST_IS_REGULAR);
}

/* In a source tree the templates are samples. */
char *
marbre_data_file (const char *name)
{
  g_autofree char *data = marbre_data_folder ();
  g_autofree char *sample = g_build_filename (data, "samples", name, NULL);
  return g_file_test (sample, G_FILE_TEST_EXISTS) ? g_steal_pointer (&sample)
                                                  : g_build_filename (data, name, NULL);
}

char *
marbre_data_folder (void)
{
  /* beside the command: installed (bin/marbre) and in a build tree (build/PRESET/marbre) */
  static const char *const beside[] = { "../share/marbre", "../..", NULL };
  const char *asked = g_getenv ("MARBRE_DATA");
  if (asked && *asked)
    return g_strdup (asked);
  g_autofree char *folder = folder_of_program ();
  for (int i = 0; folder && beside[i]; i++) {
    g_autofree char *candidate = g_build_filename (folder, beside[i], NULL);
    if (has_styles (candidate))
      return g_canonicalize_filename (candidate, NULL);
  }
  return g_strdup (MARBRE_DATA_DIR);
}
