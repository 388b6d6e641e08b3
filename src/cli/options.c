/* SPDX-License-Identifier: Apache-2.0 */
/* options.c — the options of every verb that reads articles, from the command line to a job. */
#include "cli.h"

CliJobOptions cli_job;

const GOptionEntry cli_job_options[] = {
  { "style", 's', 0, G_OPTION_ARG_FILENAME, &cli_job.style,
    "house style sheet: a name or a file|feuille de style : un nom ou un fichier", "FILE" },
  { "root", 0, 0, G_OPTION_ARG_FILENAME, &cli_job.root,
    "folder below which files may be read|dossier sous lequel on peut lire des fichiers", "DIR" },
  { "font-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli_job.font_paths,
    "look for fonts here too|chercher aussi les polices ici", "DIR" },
  { "typo", 0, 0, G_OPTION_ARG_STRING, &cli_job.typography,
    "typographic profile (fr-FR, fr-press, fr-CH, fr-CA, fr-BE, none) and rules to switch off or "
    "on: "
    "-PON-01,+NUM|marche typographique (fr-FR, fr-press, fr-CH, fr-CA, fr-BE, non) et règles à "
    "désactiver ou activer : -PON-01,+NUM",
    "WORDS" },
  { "allow-missing", 0, 0, G_OPTION_ARG_NONE, &cli_job.allow_missing,
    "leave a gap for a missing picture, and do without a missing font|laisser un vide pour une "
    "image absente, et se passer d’une police absente",
    NULL },
  { "strict", 0, 0, G_OPTION_ARG_NONE, &cli_job.strict,
    "warnings are errors|les avertissements sont des erreurs", NULL },
  { "format", 0, 0, G_OPTION_ARG_STRING, &cli_job.format,
    "findings as human, short or json|constats en human, short ou json", "FORMAT" },
  G_OPTION_ENTRY_NULL
};

gboolean
cli_set_options (MarbreJob *job, GError **error)
{
  if (cli_job.style)
    marbre_job_set_style (job, cli_job.style);
  if (cli_job.root)
    marbre_job_set_root (job, cli_job.root);
  for (char **path = cli_job.font_paths; path && *path; path++)
    marbre_job_add_font_path (job, *path);
  marbre_job_set_strict (job, cli_job.strict);
  marbre_job_set_allow_missing (job, cli_job.allow_missing);
  if (cli_job.standards && !marbre_job_set_standards (job, cli_job.standards, error))
    return FALSE;
  return !cli_job.typography || marbre_job_set_typography (job, cli_job.typography, error);
}
