/* SPDX-License-Identifier: Apache-2.0 */
/* complete.c — completion for bash and fish, from the same tables as --help. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* Options that take one of a few words. */
static const struct {
  const char *option, *words;
} choices[] = {
  { "format", "human short json" },
  { "fail-on", "info warning error" },
  { "lang", "fr en" },
  { "typo", "fr-FR fr-press fr-CH fr-CA fr-BE none" },
  { "template", "quotidien livre" },
  { "standard", "ua-1 a-2a a-2b a-2u none" },
  { "dump", "tree style boxes galley lines pages fit" },
};

static const char *
words_of (const char *option)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (strcmp (choices[i].option, option) == 0)
      return choices[i].words;
  return NULL;
}

static void
each_option (const CliVerb *verb, void (*put) (const CliVerb *verb, const GOptionEntry *option))
{
  const GOptionEntry *tables[] = { verb->options, verb->job_options };
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const GOptionEntry *option = tables[t]; option && option->long_name; option++)
      if (*option->long_name)
        put (verb, option);
}

static void
put_bash_option (const CliVerb *verb, const GOptionEntry *option)
{
  printf (" --%s", option->long_name);
}

static void
bash (void)
{
  printf ("# bash completion for marbre: source <(marbre --completions bash)\n_marbre ()\n{\n"
          "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options=\n"
          "  if [ \"$COMP_CWORD\" = 1 ]; then\n    COMPREPLY=($(compgen -W '");
  for (const CliVerb *verb = cli_verbs; verb->name; verb++)
    printf ("%s ", verb->name);
  printf ("' -- \"$word\"))\n    return\n  fi\n  case $before in\n");
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    printf ("    --%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return\n;;\n",
            choices[i].option, choices[i].words);
  printf ("  esac\n  case ${COMP_WORDS[1]} in\n");
  for (const CliVerb *verb = cli_verbs; verb->name; verb++) {
    printf ("    %s) options='--help --lang", verb->name);
    each_option (verb, put_bash_option);
    printf ("'\n;;\n");
  }
  printf ("  esac\n  case ${COMP_WORDS[1]}/$word in\n"
          "    explain/[A-Za-z]*) COMPREPLY=($(compgen -W \"$(marbre explain --all | cut -d' ' "
          "-f1)\" -- \"${word^^}\"))\n;;\n"
          "    */-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n;;\n"
          "    *) COMPREPLY=($(compgen -f -- \"$word\"))\n;;\n  esac\n}\n"
          "complete -o filenames -F _marbre marbre\n");
}

/* The English description, quoted for fish. */
static void
put_description (const char *text)
{
  printf (" -d '");
  for (const char *c = text; *c && *c != '|'; c++)
    if (*c == '\'')
      printf ("\\'");
    else
      putchar (*c);
  printf ("'");
}

static void
put_fish_option (const CliVerb *verb, const GOptionEntry *option)
{
  printf ("complete -c marbre -n '__fish_seen_subcommand_from %s' -l %s", verb->name,
          option->long_name);
  if (option->short_name)
    printf (" -s %c", option->short_name);
  if (option->arg != G_OPTION_ARG_NONE)
    printf (" -r");
  if (words_of (option->long_name))
    printf (" -f -a '%s'", words_of (option->long_name));
  put_description (option->description);
  putchar ('\n');
}

static void
fish (void)
{
  printf ("# fish completion for marbre: marbre --completions fish | source\n");
  for (const CliVerb *verb = cli_verbs; verb->name; verb++) {
    printf ("complete -c marbre -n __fish_use_subcommand -f -a %s", verb->name);
    put_description (verb->summary_en);
    putchar ('\n');
    each_option (verb, put_fish_option);
  }
  printf ("complete -c marbre -n '__fish_seen_subcommand_from explain' -f -a "
          "\"(marbre explain --all | string replace -r ' .*' '')\"\n");
}

gboolean
cli_completions (const char *shell)
{
  if (strcmp (shell, "bash") == 0)
    bash ();
  else if (strcmp (shell, "fish") == 0)
    fish ();
  else
    return FALSE;
  return TRUE;
}
