/* SPDX-License-Identifier: Apache-2.0 */
/* man.c — the manual page, from the same tables as --help. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static void
put_text (const char *text)
{
  const char *bar = strchr (text, '|');
  gsize length = bar ? (gsize) (bar - text) : strlen (text);
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '-' || text[i] == '\\')
      putchar ('\\');
    putchar (text[i]);
  }
}

static void
put_option (const GOptionEntry *option)
{
  printf (".TP\n.B ");
  if (option->short_name)
    printf ("\\-%c, ", option->short_name);
  printf ("\\-\\-");
  put_text (option->long_name);
  if (option->arg_description)
    printf (" \\fI%s\\fR", option->arg_description);
  putchar ('\n');
  put_text (option->description);
  putchar ('\n');
}

static void
put_options (const GOptionEntry *options)
{
  for (const GOptionEntry *option = options; option && option->long_name; option++)
    if (strcmp (option->long_name, G_OPTION_REMAINING) != 0)
      put_option (option);
}

void
cli_man (void)
{
  printf (".TH MARBRE 1 \"\" \"marbre %s\"\n.SH NAME\nmarbre \\- make-up of French newspapers and "
          "books\n",
          marbre_version ());
  printf (".SH SYNOPSIS\n");
  for (const CliVerb *verb = cli_verbs; verb->name; verb++)
    printf (".B marbre %s\n[\\fIOPTION\\fR]... \\fI%s\\fR\n.br\n", verb->name, verb->arguments);
  printf (".SH DESCRIPTION\nFrom articles and one house style sheet, marbre makes the print "
          "edition (a tagged PDF) and the e\\-book (an "
          "accessible EPUB).\n");
  for (const CliVerb *verb = cli_verbs; verb->name; verb++) {
    printf (".SH MARBRE %s\n", verb->name);
    put_text (verb->summary_en);
    printf (".\n");
    put_options (verb->options);
    put_options (verb->job_options);
  }
  printf (".SH EXIT STATUS\n0 written; 1 a document failed, its old output is untouched; 2 usage, "
          "nothing attempted; 3 system (disk, "
          "memory, signal).\n.SH COMPLETION\nmarbre \\-\\-completions bash (or fish) prints a "
          "completion script.\n.SH ENVIRONMENT\n.B SOURCE_DATE_EPOCH\nrules all dates of the "
          "outputs.\n.br\n.B MARBRE_DATA\nfolder of the "
          "house styles.\n");
}
