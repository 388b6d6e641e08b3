/* SPDX-License-Identifier: Apache-2.0 */
/* main.c — verbs, language, help. */
#include "cli.h"

#include <fontconfig/fontconfig.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const CliVerb cli_verbs[] = {
  { "build", "INPUT…", "make the PDF, the EPUB or PNG pages",
    "fabrique le PDF, l’EPUB ou les pages en PNG", cli_build_options, cli_job_options, cli_build },
  { "check", "INPUT…", "read everything, write nothing, show what is wrong",
    "lit tout, n’écrit rien, montre ce qui ne va pas", cli_check_options, cli_job_options,
    cli_check },
  { "info", "INPUT…", "say what an input is and how many pages it makes",
    "dit ce qu’est une entrée et combien de pages elle donne", cli_info_options, cli_job_options,
    cli_info },
  { "batch", "INPUT…", "make many editions, each in a process of its own",
    "fabrique de nombreuses éditions, chacune dans son processus", cli_batch_options,
    cli_job_options, cli_batch },
  { "init", "DIR", "begin a newspaper or a book: a folder that builds at once",
    "commence un journal ou un livre : un dossier prêt à fabriquer", cli_init_options, NULL,
    cli_init },
  { "explain", "CODE…", "explain a message (MB0101) or a rule (PON-02)",
    "explique un message (MB0101) ou une règle (PON-02)", cli_explain_options, NULL, cli_explain },
  { NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};

static gboolean french;

const char *
cli_say (const char *english, const char *in_french)
{
  return french ? in_french : english;
}

static const char *
language_of_environment (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG", NULL };
  for (int i = 0; variables[i]; i++) {
    const char *value = g_getenv (variables[i]);
    if (value && *value)
      return value;
  }
  return "en";
}

static void
choose_language (const char *name)
{
  french = g_ascii_strncasecmp (name, "fr", 2) == 0;
  marbre_set_language (name);
}

static const char *
translate (const char *text, gpointer data)
{
  /* option descriptions are written "English|Français" */
  const char *bar = strchr (text, '|');
  if (!bar)
    return text;
  if (french)
    return bar + 1;
  g_autofree char *english = g_strndup (text, (gsize) (bar - text));
  return g_intern_string (english);
}

static void
print_help (FILE *out)
{
  fprintf (out, "%s\n\n",
           cli_say ("marbre VERB [OPTION…] INPUT…\n\n  from articles and a house style sheet to "
                    "the print edition and the e-book",
                    "marbre VERBE [OPTION…] ENTRÉE…\n\n  des articles et une feuille de style à "
                    "l’édition imprimée et au livre "
                    "numérique"));
  for (const CliVerb *verb = cli_verbs; verb->name; verb++)
    fprintf (out, "  marbre %-8s %s%*s %s\n", verb->name, verb->arguments,
             7 - (int) g_utf8_strlen (verb->arguments, -1), "",
             cli_say (verb->summary_en, verb->summary_fr));
  fprintf (out, "\n%s\n",
           cli_say ("marbre VERB --help tells the options of a verb.\n\n  marbre build article.md "
                    "-o article.pdf -o article.epub",
                    "marbre VERBE --help donne les options d’un verbe.\n\n  marbre build "
                    "article.md -o article.pdf -o "
                    "article.epub"));
}

int
cli_usage (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* the name is "marbre" or "marbre VERB": the nearest page of help */
  fprintf (stderr, "marbre: %s\n%s%s --help\n", message, cli_say ("try: ", "essayez : "),
           g_get_prgname ());
  return EXIT_USAGE;
}

static const CliVerb *
find_verb (const char *name)
{
  for (const CliVerb *verb = cli_verbs; verb->name; verb++)
    if (strcmp (verb->name, name) == 0)
      return verb;
  return NULL;
}

/* --lang may stand anywhere, and must be known before anything is said. */
static void
find_language (int argc, char **argv)
{
  choose_language (language_of_environment ());
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++) {
    if (g_str_has_prefix (argv[i], "--lang="))
      choose_language (argv[i] + strlen ("--lang="));
    else if (strcmp (argv[i], "--lang") == 0 && i + 1 < argc)
      choose_language (argv[i + 1]);
  }
}

/* GLib speaks the language of the locale, not ours; the commonest slip is told in ours. */
static int
usage_of (const GError *error)
{
  const char *option = strrchr (error->message, ' ');
  if (option && g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    return cli_usage ("%s%s", cli_say ("unknown option", "option inconnue :"), option);
  return cli_usage ("%s", error->message);
}

/* GLib would print in the encoding of the locale, "?" for each letter that it lacks, and speaks
 * French only where its own translations are installed: its text is taken and said by us, in UTF-8. */
static int
print_verb_help (GOptionContext *context)
{
  static const char *const headings[][2] = {
    { "Usage:", "Emploi :" },
    { "Options:", "Options :" },
  };
  g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
  g_autoptr (GString) help = g_string_new (text);
  for (guint i = 0; french && i < G_N_ELEMENTS (headings); i++)
    g_string_replace (help, headings[i][0], headings[i][1], 1);
  fputs (help->str, stdout);
  return EXIT_WRITTEN;
}

static int
run_verb (const CliVerb *verb, char **arguments)
{
  g_autofree char *program = g_strdup_printf ("marbre %s", verb->name);
  g_autoptr (GOptionContext) context = g_option_context_new (verb->arguments);
  g_autoptr (GError) error = NULL;
  char *language = NULL;
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "show these options|montrer ces options", NULL },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &language,
      "language of messages: fr or en|langue des messages : fr ou en", "fr|en" },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, cli_say (verb->summary_en, verb->summary_fr));
  g_option_context_add_main_entries (context, verb->options, NULL);
  if (verb->job_options)
    g_option_context_add_main_entries (context, verb->job_options, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  g_option_group_set_translate_func (g_option_context_get_main_group (context), translate, NULL,
                                     NULL);
  g_set_prgname (program); /* for the usage line of --help */
  gboolean parsed = g_option_context_parse_strv (context, &arguments, &error);
  g_free (language);
  if (!parsed) {
    g_strfreev (arguments);
    return usage_of (error);
  }
  if (help) {
    g_strfreev (arguments);
    return print_verb_help (context);
  }

  /* what is left: the program's name, perhaps "--", the arguments */
  char **rest = arguments[0] ? arguments + 1 : arguments;
  if (rest[0] && strcmp (rest[0], "--") == 0)
    rest++;
  int status = verb->run (rest);
  g_strfreev (arguments);
  return status;
}

/* Whoever forgets the verb has most often named what to build. */
static int
refuse_verb (const char *name)
{
  if (!g_file_test (name, G_FILE_TEST_EXISTS))
    return cli_usage (cli_say ("no verb called “%s”", "aucun verbe « %s »"), name);
  return cli_usage (cli_say ("“%s” is a file, not a verb; to make it: marbre build %s",
                             "« %s » est un fichier, pas un verbe ; pour le fabriquer : marbre "
                             "build %s"),
                    name, name);
}

/* --lang may come before the verb. Returns: how many arguments it takes there. */
static int
skip_language (int argc, char **argv)
{
  int first = 1;
  while (first < argc && (g_str_has_prefix (argv[first], "--lang=") ||
                          (strcmp (argv[first], "--lang") == 0 && first + 1 < argc)))
    first += strcmp (argv[first], "--lang") == 0 ? 2 : 1;
  return first - 1;
}

/* GOption takes the place of the verb for the program's name. */
static char **
verb_arguments (int argc, char **argv)
{
  GPtrArray *arguments = g_ptr_array_new ();
  g_autofree char *name = g_strdup_printf ("marbre %s", argv[1]);
  g_ptr_array_add (arguments, g_strdup (name));
  for (int i = 2; i < argc; i++)
    g_ptr_array_add (arguments, g_strdup (argv[i]));
  g_ptr_array_add (arguments, NULL);
  return (char **) g_ptr_array_free (arguments, FALSE);
}

int
main (int argc, char **argv)
{
  setlocale (LC_CTYPE, "");
  /* a closed pipe and a file over its limit are write errors, not deaths */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  find_language (argc, argv);
  int skipped = skip_language (argc, argv);
  argc -= skipped;
  argv += skipped;
  /* Pango's first call would scan every font of the machine; marbre names its fonts by file. */
  FcConfigSetCurrent (FcConfigCreate ());
  g_set_prgname ("marbre");

  if (argc < 2)
    return print_help (stderr), EXIT_USAGE;
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0)
    return print_help (stdout), EXIT_WRITTEN;
  if (strcmp (argv[1], "--version") == 0)
    return printf ("marbre %s\n", marbre_version ()), EXIT_WRITTEN;
  if (strcmp (argv[1], "--man") == 0)
    return cli_man (), EXIT_WRITTEN;

  if (strcmp (argv[1], "--completions") == 0)
    return cli_completions (argc > 2 ? argv[2] : "") ? EXIT_WRITTEN
                                                     : cli_usage ("--completions bash|fish");

  const CliVerb *verb = find_verb (argv[1]);
  if (!verb)
    return refuse_verb (argv[1]);
  return run_verb (verb, verb_arguments (argc, argv));
}
