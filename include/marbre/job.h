/* SPDX-License-Identifier: Apache-2.0 */
/** marbre/job.h — from articles or a manifest to the print edition and the e-book.
 *
 * A job is one edition: inputs, options, outputs. It is read and laid out once, however many outputs it has; the page numbers of the EPUB
 * are those of the PDF of the same job. A job is not thread-safe; two jobs may run in two threads.
 *
 *   const char *inputs[] = { "article.md", NULL };
 *   MarbreJob *job = marbre_job_new (inputs);
 *   marbre_job_add_output (job, "article.pdf", NULL);
 *   marbre_job_add_output (job, "article.epub", NULL);
 *   GError *error = NULL;
 *   if (!marbre_job_run (job, &error))
 *     fprintf (stderr, "%s\n", error ? error->message : "see the diagnostics");
 *   marbre_job_free (job);
 */
#ifndef MARBRE_JOB_H
#define MARBRE_JOB_H

#include <glib.h>
#include <marbre/diagnostic.h>

G_BEGIN_DECLS

/** Errors that stop a job. Compare codes, not messages. */
#define MARBRE_ERROR (marbre_error_quark ())
typedef enum {
  MARBRE_ERROR_INPUT,       /**< the author's text cannot be used */
  MARBRE_ERROR_STYLE,       /**< the style sheet cannot be used */
  MARBRE_ERROR_RESOURCE,    /**< a picture, font or file is missing, refused or damaged */
  MARBRE_ERROR_LIMIT,       /**< a limit was passed */
  MARBRE_ERROR_OUTPUT,      /**< writing failed */
  MARBRE_ERROR_UNSUPPORTED, /**< well formed, but not something marbre does */
  MARBRE_ERROR_CANCELLED,   /**< kept for callers that stop a job */
  MARBRE_ERROR_INTERNAL,    /**< a fault of marbre */
  MARBRE_ERROR_USAGE = 100, /**< the call itself is wrong: nothing was attempted */
} MarbreErrorCode;
MARBRE_API GQuark marbre_error_quark (void);

typedef struct MarbreJob MarbreJob;

/** marbre_job_new:
 * A job over @inputs: one Markdown article, one XHTML file, a folder of chapters, or a manifest — or several of them. Nothing is read
 * yet.
 * @inputs: (array zero-terminated=1): file names in the file system's encoding; copied.
 * Returns: (transfer full): free with marbre_job_free.
 */
MARBRE_API MarbreJob *marbre_job_new (const char *const *inputs);

/** marbre_job_free:
 * Forget @job and everything it lent. NULL is allowed.
 */
MARBRE_API void marbre_job_free (MarbreJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MarbreJob, marbre_job_free)

/** marbre_job_set_style:
 * Use this house style sheet instead of the one that the manifest or article names.
 * @style: a bare name of the data folder ("quotidien") or a file name; copied.
 */
MARBRE_API void marbre_job_set_style (MarbreJob *job, const char *style);

/** marbre_job_set_root:
 * Allow files of the input to be read anywhere below @folder. The default is the folder of the input. Copied.
 */
MARBRE_API void marbre_job_set_root (MarbreJob *job, const char *folder);

/** marbre_job_add_font_path:
 * Look for font files below @folder too, before the system's. Copied.
 */
MARBRE_API void marbre_job_add_font_path (MarbreJob *job, const char *folder);

/** marbre_job_set_standards:
 * Demand conformance: a PDF that does not meet every named standard is not written. By default ua-1 and a-2a are claimed when they are met, and
 * a warning says why when they are not.
 * @standards: names separated by commas: "ua-1", "a-2a", "a-2b", "a-2u"; "none" claims nothing.
 * Returns: FALSE with USAGE when a name is unknown.
 */
MARBRE_API gboolean marbre_job_set_standards (MarbreJob *job, const char *standards,
                                              GError **error);

/** marbre_job_set_pages:
 * Write only some pages into PDF and PNG outputs.
 * @pages: page numbers from 1, "2,5-8,12-".
 * Returns: FALSE with USAGE when it cannot be read.
 */
MARBRE_API gboolean marbre_job_set_pages (MarbreJob *job, const char *pages, GError **error);

/** marbre_job_set_strict:
 * Treat warnings as errors.
 */
MARBRE_API void marbre_job_set_strict (MarbreJob *job, gboolean strict);

/** marbre_job_set_allow_missing:
 * Leave a framed gap with its alternative text where a picture is missing, with a warning, instead of failing.
 */
MARBRE_API void marbre_job_set_allow_missing (MarbreJob *job, gboolean allow);

/** marbre_job_set_typography:
 * Use these orthotypographic rules instead of the manifest's and the articles'.
 * @words: a profile ("fr-FR", "fr-press", "fr-CH", "fr-CA", "fr-BE", "none") and rules or families of rules to switch off or on again,
 *   separated by commas: "fr-press,-PON-01", "-NUM,+NUM-04".
 * Returns: FALSE with USAGE when a word is unknown.
 */
MARBRE_API gboolean marbre_job_set_typography (MarbreJob *job, const char *words, GError **error);

/** marbre_job_set_resolution:
 * Resolution of PNG pages in dots per inch, 1–2400; 100 by default.
 */
MARBRE_API void marbre_job_set_resolution (MarbreJob *job, double dpi);

/** marbre_job_add_output:
 * Ask for one output. Its format is that of its suffix: .pdf, .epub, .png (one file a page: the name must hold {p} unless one page is
 * asked for). "-" is a PDF on standard output, "epub:-" an EPUB. Copied.
 * Returns: FALSE with USAGE when the suffix is unknown, the name was given before, or the output is one of the inputs.
 */
MARBRE_API gboolean marbre_job_add_output (MarbreJob *job, const char *name, GError **error);

/** marbre_job_add_manifest_outputs:
 * Ask for the outputs that the manifest lists under `sorties:`, each with its own standards, style, pages and resolution; what was set for the
 * whole job wins. {date} {numero} {edition} {titre} in a name stand for what the manifest says, written as names of files are ("le-phare").
 * Only the manifest is read. Without a manifest or without `sorties:` nothing is added.
 * @folder: (nullable): where to write, under the last part of each name; NULL: the manifest's folder, and names may lead to any
 * place below it or below the job's root.
 * Returns: FALSE without @error when diagnostics say what is wrong in the manifest, FALSE with @error when it cannot be read.
 */
MARBRE_API gboolean marbre_job_add_manifest_outputs (MarbreJob *job, const char *folder,
                                                     GError **error);

/** marbre_job_get_outputs:
 * The names of all outputs asked for, in order; "-" is standard output, {p} stands for the number of a page.
 * Returns: (transfer container) (array zero-terminated=1): valid until the next call on @job; free with g_free.
 */
MARBRE_API const char **marbre_job_get_outputs (MarbreJob *job);

/** marbre_job_run:
 * Read the inputs, make the outputs. Either all outputs are replaced, each by an atomic rename, or none.
 * Returns: TRUE when every output was written. FALSE without @error when diagnostics of severity ERROR forbid writing; FALSE with
 * @error when the operation stopped.
 */
MARBRE_API gboolean marbre_job_run (MarbreJob *job, GError **error);

/** marbre_job_dump:
 * A structure of the job as text, for tests and the curious.
 * @what: "tree", "style", "boxes", "galley", "lines", "pages"; "fit": what the areas of pages placed by hand would accept;
 *   "unmatched": the rules that match nothing; "epub-css": what the e-book does not take over from the sheet, and why.
 * Returns: (transfer full): UTF-8, or NULL with USAGE or what stopped the job.
 */
MARBRE_API char *marbre_job_dump (MarbreJob *job, const char *what, GError **error);

/** marbre_job_get_diagnostics:
 * What was found so far, sorted by file and place.
 * @n: (out): how many.
 * Returns: (transfer none): valid until the next call on @job.
 */
MARBRE_API const MarbreDiagnostic *marbre_job_get_diagnostics (MarbreJob *job, gsize *n);

/** marbre_job_get_inputs:
 * Every file that was read: inputs, pictures, style sheets, fonts — for a make dependency file.
 * Returns: (transfer container) (array zero-terminated=1): sorted; free with g_free.
 */
MARBRE_API const char **marbre_job_get_inputs (MarbreJob *job);

/** What a job made, for reports. */
typedef struct {
  unsigned pages;    /**< 0 when no pages were made */
  unsigned chapters; /**< chapters or articles */
  unsigned words;
  const char *title; /**< NULL when unknown; belongs to the job */
  const char *style; /**< the sheet used; belongs to the job */
} MarbreSummary;

/** marbre_job_get_summary:
 * Figures of what was read and laid out so far.
 * @summary: (out caller-allocates): filled.
 */
MARBRE_API void marbre_job_get_summary (MarbreJob *job, MarbreSummary *summary);

/** marbre_remove_leftovers:
 * Remove from @folder the temporary files of runs that were killed while they wrote there. Files of living runs and all other files stay. A job
 * does the same for its own outputs; this is for folders that many jobs write to.
 */
MARBRE_API void marbre_remove_leftovers (const char *folder);

/** marbre_data_file:
 * One of marbre's own files or folders: "templates/livre", "styles/quotidien.css".
 * Returns: (transfer full): its path, which may not exist.
 */
MARBRE_API char *marbre_data_file (const char *name);

/** marbre_css_document:
 * The reference of style properties (docs/css.md), generated from the table that drives the engine.
 * Returns: (transfer full): Markdown.
 */
MARBRE_API char *marbre_css_document (void);

G_END_DECLS

#endif
