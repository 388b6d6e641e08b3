/* SPDX-License-Identifier: Apache-2.0 */
/* build.c — the verbs build, check and info: from the command line to a job. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/** What the command line asked. GOption fills it; one run a process. */
static struct {
  char **outputs;
  char *pages, *deps, *dump, *fail_on;
  double dpi;
  gboolean quiet, fix, diff, layout, explain_epub, fit_report;
  char *overlay;
} asked;

const GOptionEntry cli_build_options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &asked.outputs,
    "OUT.pdf, OUT.epub or 'page-{p}.png'; - is standard output; may be repeated; without it, the "
    "manifest’s outputs|SORTIE.pdf, SORTIE.epub ou 'page-{p}.png' ; - est la sortie standard ; "
    "peut se répéter ; à défaut, les sorties du manifeste",
    "OUT" },
  { "standard", 0, 0, G_OPTION_ARG_STRING, &cli_job.standards,
    "demand conformance: ua-1, a-2a, a-2b, a-2u, none|exiger la conformité : ua-1, a-2a, a-2b, "
    "a-2u, none",
    "LIST" },
  { "pages", 0, 0, G_OPTION_ARG_STRING, &asked.pages,
    "write only these pages: 2,5-8|n’écrire que ces pages : 2,5-8", "LIST" },
  { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &asked.dpi,
    "resolution of PNG pages|résolution des pages PNG", "N" },
  { "deps", 0, 0, G_OPTION_ARG_FILENAME, &asked.deps,
    "write a make dependency file|écrire un fichier de dépendances make", "FILE" },
  { "dump", 0, 0, G_OPTION_ARG_STRING, &asked.dump,
    "print a structure instead: tree, style, boxes, galley, lines, pages, fit, unmatched, epub-css|"
    "imprimer une structure : tree, style, boxes, galley, lines, pages, fit, unmatched, epub-css",
    "WHAT" },
  { "explain-epub-css", 0, 0, G_OPTION_ARG_NONE, &asked.explain_epub,
    "print what the e-book does not take over from the sheet, and why|imprimer ce que le livre "
    "numérique ne reprend pas de la feuille de style, et pourquoi",
    NULL },
  { "fit-report", 0, 0, G_OPTION_ARG_NONE, &asked.fit_report,
    "print instead what each area of the pages placed by hand would accept: lines, and by what "
    "means|imprimer à la place ce qu’accepterait chaque zone des pages placées à la main : "
    "lignes, et par quels moyens",
    NULL },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &asked.quiet,
    "only warnings and errors|seulement avertissements et erreurs", NULL },
  G_OPTION_ENTRY_NULL
};

const GOptionEntry cli_check_options[] = {
  { "fail-on", 0, 0, G_OPTION_ARG_STRING, &asked.fail_on,
    "exit 1 from this severity: info, warning, error|code 1 dès cette gravité : info, warning, "
    "error",
    "LEVEL" },
  { "fix", 0, 0, G_OPTION_ARG_NONE, &asked.fix,
    "write the automatic corrections of typography into the Markdown files|écrire dans les "
    "fichiers "
    "Markdown les corrections automatiques de typographie",
    NULL },
  { "diff", 0, 0, G_OPTION_ARG_NONE, &asked.diff,
    "show these corrections as a diff, write nothing|montrer ces corrections comme un diff, sans "
    "rien "
    "écrire",
    NULL },
  { "layout", 0, 0, G_OPTION_ARG_NONE, &asked.layout,
    "look over the pages instead: loose lines, rivers, widows, short pages…|examiner plutôt les "
    "pages : lignes lâches, lézardes, veuves, pages creuses…",
    NULL },
  { "overlay", 0, 0, G_OPTION_ARG_FILENAME, &asked.overlay,
    "write a PDF that shows what --layout finds, and the baseline grid|écrire un PDF qui montre ce "
    "que --layout trouve, et la grille",
    "OUT.pdf" },
  G_OPTION_ENTRY_NULL
};

const GOptionEntry cli_info_options[] = { G_OPTION_ENTRY_NULL };

static gboolean
set_options (MarbreJob *job, GError **error)
{
  if (!cli_set_options (job, error))
    return FALSE;
  if (asked.dpi != 0)
    marbre_job_set_resolution (job, asked.dpi);
  if (asked.pages && !marbre_job_set_pages (job, asked.pages, error))
    return FALSE;
  for (char **output = asked.outputs; output && *output; output++)
    if (!marbre_job_add_output (job, *output, error))
      return FALSE;
  return TRUE;
}

/* Spaces and # in names are escaped as make wants. */
static void
append_make_name (GString *out, const char *name)
{
  for (const char *c = name; *c; c++) {
    if (*c == ' ' || *c == '#')
      g_string_append_c (out, '\\');
    else if (*c == '$')
      g_string_append_c (out, '$');
    g_string_append_c (out, *c);
  }
}

static gboolean
write_deps (MarbreJob *job, GError **error)
{
  g_autofree const char **inputs = marbre_job_get_inputs (job);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree const char **outputs = marbre_job_get_outputs (job);
  for (guint i = 0; outputs[i]; i++) {
    append_make_name (out, outputs[i]);
    g_string_append_c (out, ' ');
  }
  g_string_append_c (out, ':');
  for (guint i = 0; inputs[i]; i++) {
    g_string_append (out, " \\\n  ");
    append_make_name (out, inputs[i]);
  }
  g_string_append_c (out, '\n');
  return g_file_set_contents (asked.deps, out->str, (gssize) out->len, error);
}

static int
dump (MarbreJob *job, const char *what, CliFormat format)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = marbre_job_dump (job, what, &error);
  cli_show (job, format, MARBRE_SEVERITY_WARNING);
  if (!text)
    return error ? cli_fail (error, format) : EXIT_DOCUMENT;
  fputs (text, stdout);
  return EXIT_WRITTEN;
}

/* Who did not name the outputs is told what they are called. */
static void
name_outputs (MarbreJob *job)
{
  g_autofree const char **outputs = marbre_job_get_outputs (job);
  for (guint i = 0; outputs[i]; i++)
    printf (cli_say ("written: %s\n", "écrit : %s\n"), outputs[i]);
}

static int
build (MarbreJob *job, CliFormat format)
{
  g_autoptr (GError) error = NULL;
  gboolean written = marbre_job_run (job, &error);
  cli_show (job, format, asked.quiet ? MARBRE_SEVERITY_WARNING : MARBRE_SEVERITY_INFO);
  if (error)
    return cli_fail (error, format);
  if (!written)
    return EXIT_DOCUMENT;
  if (asked.deps && !write_deps (job, &error))
    return cli_fail (error, format);
  if (!asked.outputs && !asked.quiet && format != CLI_JSON)
    name_outputs (job);
  return EXIT_WRITTEN;
}

/* Without -o the manifest says what to write. */
static gboolean
take_manifest_outputs (MarbreJob *job, CliFormat format, int *status)
{
  g_autoptr (GError) error = NULL;
  if (!marbre_job_add_manifest_outputs (job, NULL, &error)) {
    if (!error) /* what else is wrong is told in the same run */
      marbre_job_check (job, &error);
    cli_show (job, format, MARBRE_SEVERITY_INFO);
    *status = error ? cli_fail (error, format) : EXIT_DOCUMENT;
    return FALSE;
  }
  g_autofree const char **outputs = marbre_job_get_outputs (job);
  if (!outputs[0])
    *status = cli_usage (
        "%s", cli_say ("no output: add -o OUT.pdf or -o OUT.epub, or “sorties:” to the manifest",
                       "aucune sortie : ajoutez -o SORTIE.pdf ou -o SORTIE.epub, ou « sorties: » "
                       "au manifeste"));
  return outputs[0] != NULL;
}

static MarbreJob *
open_job (char **arguments, CliFormat *format, int *status)
{
  g_autoptr (GError) error = NULL;
  if (!cli_format (cli_job.format, format)) {
    *status = cli_usage (cli_say ("no format called “%s”", "aucun format « %s »"), cli_job.format);
    return NULL;
  }
  if (!arguments[0]) {
    *status = cli_usage ("%s", cli_say ("no input", "aucune entrée"));
    return NULL;
  }
  if (g_strv_contains ((const char *const *) arguments, "")) {
    *status = cli_usage ("%s", cli_say ("an input without a name", "une entrée sans nom"));
    return NULL;
  }
  g_autoptr (MarbreJob) job = marbre_job_new ((const char *const *) arguments);
  if (!set_options (job, &error)) {
    *status = cli_fail (error, *format);
    return NULL;
  }
  return g_steal_pointer (&job);
}

int
cli_build (char **arguments)
{
  CliFormat format;
  int status = EXIT_USAGE;
  g_autoptr (MarbreJob) job = open_job (arguments, &format, &status);
  if (!job)
    return status;
  if (asked.explain_epub)
    return dump (job, "epub-css", format);
  if (asked.fit_report)
    return dump (job, "fit", format);
  if (asked.dump)
    return dump (job, asked.dump, format);
  if (!asked.outputs && !take_manifest_outputs (job, format, &status))
    return status;
  return build (job, format);
}

static gboolean
severity_called (const char *name, MarbreSeverity *severity)
{
  static const char *const names[] = { "info", "warning", "error" };
  int chosen = cli_choice (name, names, G_N_ELEMENTS (names), MARBRE_SEVERITY_WARNING);
  *severity = (MarbreSeverity) MAX (chosen, 0);
  return chosen >= 0;
}

/* Who asked for corrections is told which files have them. */
static void
name_fixes (MarbreJob *job, CliFormat format)
{
  gsize n;
  const MarbreFix *fixes = marbre_job_get_fixes (job, &n);
  for (gsize i = 0; i < n && format != CLI_JSON; i++)
    printf (cli_say ("rewritten: %s (%u)\n", "réécrit : %s (%u)\n"), fixes[i].file,
            fixes[i].changes);
}

/* A proof, not an edition: no standard is claimed. */
static gboolean
write_overlay (MarbreJob *job, GError **error)
{
  marbre_job_set_overlay (job, TRUE);
  return marbre_job_set_standards (job, "none", error) &&
         marbre_job_add_output (job, asked.overlay, error) && marbre_job_run (job, error);
}

static gboolean
check (MarbreJob *job, CliFormat format, GError **error)
{
  gboolean layout = asked.layout || asked.overlay;
  if (layout ? !marbre_job_check_layout (job, error) : !marbre_job_check (job, error))
    return *error == NULL;
  if (layout) {
    if (asked.overlay && !*error)
      write_overlay (job, error);
    return *error == NULL;
  }
  if (asked.diff) {
    g_autofree char *diff = marbre_job_diff (job, error);
    fputs (diff ? diff : "", stdout);
    return diff != NULL;
  }
  if (asked.fix && !marbre_job_fix (job, error))
    return *error == NULL;
  name_fixes (job, format);
  return TRUE;
}

int
cli_check (char **arguments)
{
  CliFormat format;
  MarbreSeverity fail_on;
  int status = EXIT_USAGE;
  if (!severity_called (asked.fail_on, &fail_on))
    return cli_usage (cli_say ("no severity called “%s”", "aucune gravité « %s »"), asked.fail_on);
  g_autoptr (MarbreJob) job = open_job (arguments, &format, &status);
  if (!job)
    return status;
  if (asked.diff && format == CLI_JSON)
    return cli_usage ("%s",
                      cli_say ("--diff and --format json would mix on standard output",
                               "--diff et --format json se mêleraient sur la sortie standard"));

  g_autoptr (GError) error = NULL;
  check (job, format, &error);
  cli_show (job, format, MARBRE_SEVERITY_INFO);
  if (error)
    return cli_fail (error, format);
  gsize n;
  const MarbreDiagnostic *found = marbre_job_get_diagnostics (job, &n);
  if (format == CLI_HUMAN)
    cli_show_summary (found, n);
  for (gsize i = 0; i < n; i++)
    if (found[i].severity >= fail_on)
      return EXIT_DOCUMENT;
  return EXIT_WRITTEN;
}

int
cli_info (char **arguments)
{
  CliFormat format;
  int status = EXIT_USAGE;
  g_autoptr (MarbreJob) job = open_job (arguments, &format, &status);
  if (!job)
    return status;

  g_autoptr (GError) error = NULL;
  g_autofree char *pages = marbre_job_dump (job, "pages", &error);
  if (error)
    return cli_fail (error, format);
  MarbreSummary summary;
  marbre_job_get_summary (job, &summary);
  printf ("%s%s\n", cli_say ("title:    ", "titre :     "),
          summary.title ? summary.title : cli_say ("(none)", "(aucun)"));
  printf ("%s%s\n", cli_say ("style:    ", "style :     "), summary.style ? summary.style : "");
  printf ("%s%u\n", cli_say ("chapters: ", "chapitres : "), summary.chapters);
  printf ("%s%u\n", cli_say ("words:    ", "mots :      "), summary.words);
  printf ("%s%u\n", cli_say ("pages:    ", "pages :     "), summary.pages);
  cli_show (job, format, MARBRE_SEVERITY_ERROR);
  return pages ? EXIT_WRITTEN : EXIT_DOCUMENT;
}
