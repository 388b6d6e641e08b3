/* SPDX-License-Identifier: Apache-2.0 */
/* init.c — the verb init: a folder with a manifest and two texts, ready to build. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MOST_DEPTH 4 /* folders in folders of a template */

/** What the command line asked. GOption fills it; one run a process. */
static struct {
  char *template;
} asked;

/** The templates and the manifest of each. */
static const struct {
  const char *name, *manifest;
} templates[] = { { "quotidien", "edition.yaml" }, { "livre", "livre.yaml" } };

const GOptionEntry cli_init_options[] = {
  { "template", 't', 0, G_OPTION_ARG_STRING, &asked.template,
    "quotidien (a newspaper, the default) or livre (a book)|quotidien (un journal, par défaut) ou "
    "livre",
    "NAME" },
  G_OPTION_ENTRY_NULL
};

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autofree char *content = NULL;
  gsize length;
  return g_file_get_contents (from, &content, &length, error) &&
         g_file_set_contents (to, content, (gssize) length, error);
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder,
               g_strerror (errno));
  return FALSE;
}

static gboolean
copy_folder (const char *from, const char *to, int depth, GError **error)
{
  g_autoptr (GDir) entries = g_dir_open (from, 0, error);
  if (!entries || !make_folder (to, error))
    return FALSE;
  for (const char *name; (name = g_dir_read_name (entries));) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    gboolean folder = g_file_test (source, G_FILE_TEST_IS_DIR);
    if (folder && depth >= MOST_DEPTH)
      continue;
    if (!(folder ? copy_folder (source, target, depth + 1, error)
                 : copy_file (source, target, error)))
      return FALSE;
  }
  return TRUE;
}

/* Whether @folder may be filled: it is not there, or holds nothing. */
static gboolean
is_free (const char *folder)
{
  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  return entries && !g_dir_read_name (entries);
}

/* What was begun, for people; then, alone on standard output, one line that can be pasted. */
static void
print_next (const char *folder, const char *manifest)
{
  g_autofree char *path = g_build_filename (folder, manifest, NULL);
  gboolean plain = strspn (path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "._/+,@:-") == strlen (path);
  g_autofree char *quoted = plain ? g_strdup (path) : g_shell_quote (path);
  fprintf (stderr,
           cli_say ("%s is ready; %s says what it holds. To make both editions:\n",
                    "%s est prêt ; %s dit ce qu’il contient. Pour fabriquer les deux éditions :\n"),
           folder, manifest);
  printf ("marbre build %s%s\n", *path == '-' ? "-- " : "", quoted);
}

int
cli_init (char **arguments)
{
  const char *name = asked.template ? asked.template : templates[0].name;
  const char *folder = arguments[0], *manifest = NULL;
  if (!folder || arguments[1])
    return cli_usage ("%s", cli_say ("which folder? (one)", "quel dossier ? (un seul)"));
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    if (strcmp (name, templates[i].name) == 0)
      manifest = templates[i].manifest;
  if (!manifest)
    return cli_usage (cli_say ("no template called “%s” (quotidien, livre)",
                               "aucun modèle « %s » (quotidien, livre)"),
                      name);
  if (!is_free (folder))
    return cli_usage (cli_say ("%s is not an empty folder", "%s n’est pas un dossier vide"),
                      folder);

  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_build_filename ("templates", name, NULL);
  g_autofree char *from = marbre_data_file (place);
  if (!copy_folder (from, folder, 0, &error))
    return cli_fail (error, CLI_HUMAN);
  print_next (folder, manifest);
  return EXIT_WRITTEN;
}
