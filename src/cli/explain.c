/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c — the verb explain: one message of the catalogue, or all of them. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean list_all;

const GOptionEntry cli_explain_options[] = { { "all", 'a', 0, G_OPTION_ARG_NONE, &list_all,
                                               "list every message|lister tous les messages",
                                               NULL },
                                             G_OPTION_ENTRY_NULL };

static void
print_message (const MarbreMessage *message)
{
  printf ("MB%04d  %s\n", message->code, message->text);
  if (*message->explanation)
    printf ("\n%s\n", message->explanation);
  if (*message->hint)
    printf ("\n%s%s\n", cli_say ("hint: ", "conseil : "), message->hint);
}

/* Accepts MB0101, mb101 and 101. */
static gboolean
find_message (const char *name, MarbreMessage *message)
{
  const char *digits = g_ascii_strncasecmp (name, "MB", 2) == 0 ? name + 2 : name;
  char *end;
  long code = strtol (digits, &end, 10);
  if (end == digits || *end)
    return FALSE;
  for (unsigned i = 0; marbre_message_get (i, message); i++)
    if (message->code == code)
      return TRUE;
  return FALSE;
}

static int
print_all (void)
{
  MarbreMessage message;
  for (unsigned i = 0; marbre_message_get (i, &message); i++)
    printf ("MB%04d  %s\n", message.code, message.text);
  return EXIT_WRITTEN;
}

int
cli_explain (char **arguments)
{
  if (list_all)
    return print_all ();
  if (!arguments[0])
    return cli_usage ("%s", cli_say ("which message? (MB0101, or --all)",
                                     "quel message ? (MB0101, ou --all)"));
  for (char **name = arguments; *name; name++) {
    MarbreMessage message;
    if (!find_message (*name, &message))
      return cli_usage (cli_say ("no message called “%s”", "aucun message « %s »"), *name);
    if (name != arguments)
      printf ("\n");
    print_message (&message);
  }
  return EXIT_WRITTEN;
}
