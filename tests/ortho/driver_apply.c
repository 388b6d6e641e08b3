/* SPDX-License-Identifier: Apache-2.0 */
/* driver_apply WAY [changes|time|lines] FILE… — orthotypography by hand, for scripts and for the eye.
 *
 * A file that begins with `<` is XHTML, another one text, a paragraph a line. Prints the tree; with `changes` one change a
 * line (rule, before, after, the text around it, tab-separated); with `lines` each line as it should read, marks and all;
 * with `time` megabytes a second of text in process time, over at least two seconds. */
#include "support.h"

#include <stdio.h>
#include <time.h>

static void
read_file (MbDoc *doc, const char *path, gboolean with_runs)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    g_error ("%s: cannot be read", path);
  if (*text == '<') {
    read_into (doc, text, length, with_runs);
    return;
  }
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    MbPos pos = { "test", i + 1, 1 };
    MbNode *p = mb_doc_element (doc, "p", pos);
    mb_doc_append (mb_doc_root (doc), p);
    if (*lines[i])
      mb_doc_append (p, mb_doc_text (doc, lines[i], -1, pos, NULL, 0));
  }
}

static char *
one_line (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *shown = visible (copy);
  return g_strdelimit (g_steal_pointer (&shown), "\n\t\r", ' ');
}

/* At most @n characters before and behind. */
static void
print_change (const MbOrthoChange *change)
{
  const char *text = change->node->text, *from = text + change->offset;
  const char *to = from + strlen (change->after);

  for (guint n = 0; n < 45 && from > text; n++)
    from = g_utf8_prev_char (from);
  for (guint n = 0; n < 30 && *to; n++)
    to = g_utf8_next_char (to);
  g_autofree char *before = one_line (change->before, strlen (change->before));
  g_autofree char *after = one_line (change->after, strlen (change->after));
  g_autofree char *around = one_line (from, (gsize) (to - from));
  printf ("%s\t%s\t%s\t%s\n", change->rule, before, after, around);
}

static void
print_changes (MbDoc *doc, const MbOrthoHouse *house)
{
  MbOrthoReport report;

  mb_ortho_apply (doc, mb_doc_root (doc), house, &report);
  for (guint i = 0; i < report.n_changes; i++)
    print_change (&report.changes[i]);
}

static double
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static gsize
bytes_of_text (MbDoc *doc)
{
  gsize bytes = 0;

  for (MbNode *node = mb_doc_root (doc); node; node = mb_node_next (node, mb_doc_root (doc)))
    bytes += node->kind == MB_NODE_TEXT ? node->length : 0;
  return bytes;
}

static void
print_time (char **files, int n, const MbOrthoHouse *house)
{
  double spent = 0;
  gsize bytes = 0;

  while (spent < 2) {
    g_autoptr (MbDoc) doc = mb_doc_new (NULL);
    MbOrthoReport report;
    for (int i = 0; i < n; i++)
      read_file (doc, files[i], FALSE);
    bytes += bytes_of_text (doc);
    double start = seconds ();
    mb_ortho_apply (doc, mb_doc_root (doc), house, &report);
    spent += seconds () - start;
  }
  printf ("%.1f MB/s\n", (double) bytes / spent / 1e6);
}

static void
print_lines (MbDoc *doc, const MbOrthoHouse *house)
{
  mb_ortho_apply (doc, mb_doc_root (doc), house, NULL);
  for (MbNode *node = mb_doc_root (doc)->first; node; node = node->next) {
    g_autoptr (GString) out = g_string_new (NULL);
    for (MbNode *child = node->first; child; child = child->next)
      if (child->kind == MB_NODE_ELEMENT)
        mb_doc_write_xhtml (child, out, NULL, NULL);
      else
        mb_xml_escape (out, child->text, child->length, FALSE);
    printf ("%s\n", out->str);
  }
}

int
main (int argc, char **argv)
{
  const char *mode = argc > 2 ? argv[2] : "";
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);

  if (argc < 4)
    g_error ("driver_apply WAY changes|time|lines FILE...");
  if (strcmp (mode, "time") == 0) {
    print_time (argv + 3, argc - 3, house_called (argv[1]));
    return 0;
  }
  for (int i = 3; i < argc; i++)
    read_file (doc, argv[i], FALSE);
  if (strcmp (mode, "changes") == 0)
    print_changes (doc, house_called (argv[1]));
  else
    print_lines (doc, house_called (argv[1]));
  return 0;
}
