/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c — the verb explain: one message of the catalogue, one rule of typography or of the copy desk, one property of CSS. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean list_all;

const GOptionEntry cli_explain_options[] = {
  { "all", 'a', 0, G_OPTION_ARG_NONE, &list_all,
    "list every message and rule|lister tous les messages et règles", NULL },
  G_OPTION_ENTRY_NULL
};

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

/* --- Rules -------------------------------------------------------------------------------------------------------*/

static gboolean
find_rule (const char *name, MarbreRule *rule)
{
  for (unsigned i = 0; marbre_rule_get (i, rule); i++)
    if (g_ascii_strcasecmp (rule->id, name) == 0)
      return TRUE;
  return FALSE;
}

static const char *
class_of (const MarbreRule *rule)
{
  switch (rule->rule_class) {
  case MARBRE_RULE_AUTOMATIC:
    return cli_say (
        "automatic: the text is set so; check --fix writes it into the source",
        "automatique : le texte est composé ainsi ; check --fix l’écrit dans la source");
  case MARBRE_RULE_GUARDED:
    return cli_say ("guarded: the same, where nothing speaks against it",
                    "gardée : de même, là où rien ne s’y oppose");
  case MARBRE_RULE_DESK:
    return cli_say ("copy desk: check asks, nothing is changed",
                    "relecture : check interroge, rien n’est changé");
  case MARBRE_RULE_RENDERING:
    return cli_say ("rendering: done by the style sheet, the text stays as it is",
                    "rendu : l’affaire de la feuille de style, le texte reste tel quel");
  default:
    return cli_say ("line breaking: done by the breaker, the text stays as it is",
                    "coupure : l’affaire du coupeur de lignes, le texte reste tel quel");
  }
}

static void
print_field (const char *name, const char *text)
{
  if (*text)
    printf ("%s%s\n", name, text);
}

static void
print_examples (const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);
  if (!*examples)
    return;
  printf ("\n%s\n", cli_say ("examples (⍽ no-break space, ‧ thin no-break space):",
                             "exemples (⍽ espace insécable, ‧ espace fine insécable) :"));
  for (char **line = lines; *line; line++)
    printf ("  %s\n", *line);
}

/* Rules about elements: a class around words does not change them. */
static gboolean
is_about_words (const MarbreRule *rule)
{
  static const char *const families[] = { "ART", "IMG", "LEG", "LIE", "TAB" };
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (rule->id, families[i]))
      return FALSE;
  return strcmp (rule->id, "TIT-02") != 0 && strcmp (rule->id, "TIT-03") != 0;
}

/* How to switch the rule off: in the text, in its settings, on the command line. */
static void
print_switches (const MarbreRule *rule)
{
  gboolean structure =
      rule->rule_class == MARBRE_RULE_RENDERING || rule->rule_class == MARBRE_RULE_BREAKING;
  if (structure)
    return;
  printf ("\n%s\n", cli_say ("to switch it off:", "pour la désactiver :"));
  if (is_about_words (rule))
    printf ("  %-28s %s\n", "[…]{.notypo}",
            cli_say ("a few words (or ::: notypo, some paragraphs)",
                     "quelques mots (ou ::: notypo, des paragraphes)"));
  printf ("  typographie: \"-%s\"%*s %s\n", rule->id, (int) (12 - strlen (rule->id)), "",
          cli_say ("an article (front matter) or an edition (manifest)",
                   "un article (en-tête) ou une édition (manifeste)"));
  printf ("  --typo=-%s%*s %s\n", rule->id, (int) (20 - strlen (rule->id)), "",
          cli_say ("one run", "une exécution"));
}

static void
print_rule (const MarbreRule *rule)
{
  printf ("%s  %s\n", rule->id, rule->name);
  if (*rule->explanation)
    printf ("\n%s\n", rule->explanation);
  putchar ('\n');
  print_field (cli_say ("class:      ", "classe :     "), class_of (rule));
  print_field (cli_say ("exceptions: ", "exceptions : "), rule->exceptions);
  print_field (cli_say ("source:     ", "source :     "), rule->source);
  print_field (cli_say ("hint:       ", "conseil :    "), rule->hint);
  print_examples (rule->examples);
  print_switches (rule);
}

static int
print_all (void)
{
  MarbreMessage message;
  MarbreRule rule;
  for (unsigned i = 0; marbre_message_get (i, &message); i++)
    printf ("MB%04d  %s\n", message.code, message.text);
  for (unsigned i = 0; marbre_rule_get (i, &rule); i++)
    printf ("%-7s %s\n", rule.id, rule.name);
  return EXIT_WRITTEN;
}

/* css:string-set */
static gboolean
print_property (const char *name)
{
  g_autofree char *text =
      g_ascii_strncasecmp (name, "css:", 4) == 0 ? marbre_property_explain (name + 4) : NULL;
  if (text)
    printf ("%s", text);
  return text != NULL;
}

/* Accepts PON-02, MB0101, 101 and css:margin. FALSE when there is no such thing. */
static gboolean
print_named (const char *name)
{
  MarbreMessage message;
  MarbreRule rule;
  if (find_rule (name, &rule))
    print_rule (&rule);
  else if (find_message (name, &message))
    print_message (&message);
  else
    return print_property (name);
  return TRUE;
}

int
cli_explain (char **arguments)
{
  if (list_all)
    return print_all ();
  if (!arguments[0])
    return cli_usage (
        "%s", cli_say ("which message, rule or property? (MB0101, PON-02, css:margin, or --all)",
                       "quel message, quelle règle, quelle propriété ? (MB0101, PON-02, "
                       "css:margin, ou --all)"));
  for (char **name = arguments; *name; name++) {
    if (name != arguments)
      printf ("\n");
    if (!print_named (*name))
      return cli_usage (cli_say ("no message, rule or property called “%s”",
                                 "aucun message, aucune règle, aucune propriété « %s »"),
                        *name);
  }
  return EXIT_WRITTEN;
}
