/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that a test has made. */
#pragma once

#include <glib/gstdio.h>

/* @path and all that is in it; links are removed, not followed. */
static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) entries = g_dir_open (path, 0, NULL);
  for (const char *name; entries && (name = g_dir_read_name (entries));) {
    g_autofree char *below = g_build_filename (path, name, NULL);
    if (g_file_test (below, G_FILE_TEST_IS_DIR) && !g_file_test (below, G_FILE_TEST_IS_SYMLINK))
      remove_tree (below);
    else
      g_unlink (below);
  }
  g_rmdir (path);
}
