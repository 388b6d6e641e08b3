/* SPDX-License-Identifier: Apache-2.0 */
/* cli.h — the command `marbre`: verbs, options, and how findings are shown. Uses only the public headers. */
#pragma once

#include <marbre/marbre.h>

/** Exit statuses, as documented in the manual page. */
enum { EXIT_WRITTEN = 0, EXIT_DOCUMENT = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

/** How findings are printed. */
typedef enum { CLI_HUMAN, CLI_SHORT, CLI_JSON } CliFormat;

/** A verb of the command line. */
typedef struct {
  const char *name;
  const char *arguments; /**< after the options, for --help */
  const char *summary_en, *summary_fr;
  const GOptionEntry *options;
  const GOptionEntry *job_options; /**< those of options.c, or NULL */
  int (*run) (char **arguments);   /**< NULL-ended; returns an exit status */
} CliVerb;

extern const CliVerb cli_verbs[]; /**< ended by a NULL name */

extern const GOptionEntry cli_build_options[], cli_check_options[], cli_info_options[],
    cli_explain_options[], cli_batch_options[], cli_init_options[];
int cli_build (char **arguments);
int cli_check (char **arguments);
int cli_info (char **arguments);
int cli_explain (char **arguments);
int cli_batch (char **arguments);
int cli_init (char **arguments);

/** What options.c asks; GOption fills it. */
typedef struct {
  char **font_paths;
  char *style, *standards, *root, *format, *typography;
  gboolean strict, allow_missing;
} CliJobOptions;

extern CliJobOptions cli_job;
extern const GOptionEntry cli_job_options[];

/** cli_set_options: give @job what cli_job asks. FALSE with USAGE. */
gboolean cli_set_options (MarbreJob *job, GError **error);

/** cli_say: @french when messages are in French, else @english. */
const char *cli_say (const char *english, const char *french);

/** cli_usage: print a usage error and how to get help. Returns: EXIT_USAGE. */
int cli_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);

/** cli_choice: the place of @name among the @n @names; @absent when @name is NULL, -1 when it is none of them. */
int cli_choice (const char *name, const char *const *names, guint n, int absent);
/** cli_format: the format called @name ("human", "short", "json"; NULL: human); FALSE when unknown. */
gboolean cli_format (const char *name, CliFormat *format);

/** cli_show: print the findings of @job at or above @at_least on stderr (JSON: on stdout). */
void cli_show (MarbreJob *job, CliFormat format, MarbreSeverity at_least);

void cli_show_findings (const MarbreDiagnostic *found, gsize n, CliFormat format,
                        MarbreSeverity at_least);

/** cli_show_summary: how many findings of each severity, for people. */
void cli_show_summary (const MarbreDiagnostic *found, gsize n);

/** cli_fail: print why an operation stopped. Returns: the exit status that @error stands for. */
int cli_fail (const GError *error, CliFormat format);

/** cli_completions: the completion script of @shell (bash, fish); FALSE for another. */
gboolean cli_completions (const char *shell);

/** cli_man: the manual page in troff, from the verbs and their options. */
void cli_man (void);
