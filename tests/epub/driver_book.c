/* SPDX-License-Identifier: Apache-2.0 */
/* driver_book SHEET ROOT REPOSITORY IN.html OUT.epub: a small edition as an EPUB, for the judges; findings on stderr. */
#include "support.h"

#include <stdio.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xhtml = NULL;
  Edition edition;
  gsize n;
  if (argc != 6 || !g_file_get_contents (argv[4], &xhtml, NULL, &error))
    return 2;
  edition_open (&edition, xhtml, argv[1], argv[2], argv[3]);
  gboolean done = edition_write (&edition, argv[5], &error);
  const MbDiagnostic *found = mb_diagnostics_get (edition.diagnostics, &n);
  for (gsize i = 0; i < n; i++)
    fprintf (stderr, "%s:%u MB%04d %s\n", found[i].pos.file ? found[i].pos.file : "",
             found[i].pos.line, found[i].code, found[i].message);
  if (!done)
    fprintf (stderr, "%s\n", error->message);
  edition_close (&edition);
  return done ? 0 : 1;
}
