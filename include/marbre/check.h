/* SPDX-License-Identifier: Apache-2.0 */
/** marbre/check.h — the copy desk: what is wrong or doubtful in a text, and mending its source.
 *
 * marbre_job_check reads everything and writes nothing. Its findings are diagnostics: those of the rules of typography and of the copy desk
 * bear the id of their rule ("PON-02"), which marbre_rule_get explains.
 *
 *   marbre_job_check (job, &error);
 *   found = marbre_job_get_diagnostics (job, &n);
 *   char *diff = marbre_job_diff (job, &error);   // what would be rewritten
 *   if (marbre_job_fix (job, &error))             // rewrite it
 *     …
 */
#ifndef MARBRE_CHECK_H
#define MARBRE_CHECK_H

#include <glib.h>
#include <marbre/diagnostic.h>
#include <marbre/job.h>

G_BEGIN_DECLS

/** What a rule does. */
typedef enum {
  MARBRE_RULE_AUTOMATIC, /**< always right: the text is set so; marbre_job_fix writes it into the source */
  MARBRE_RULE_GUARDED,   /**< the same, where its guard holds */
  MARBRE_RULE_DESK,      /**< a question for a person; nothing is changed */
  MARBRE_RULE_RENDERING, /**< done by the style sheet */
  MARBRE_RULE_BREAKING,  /**< done by the line breaker */
} MarbreRuleClass;

/** One rule. Strings are static, in the language chosen by marbre_set_language, "" when there is nothing to say. */
typedef struct {
  const char *id; /**< "PON-02": a family and a number; never reused */
  MarbreRuleClass rule_class;
  MarbreSeverity severity;
  const char *name, *hint;
  const char *explanation, *exceptions;
  const char *source;   /**< who says so */
  const char *examples; /**< "before → after", one a line; ⍽ is U+00A0, ‧ is U+202F */
} MarbreRule;

/** marbre_rule_get:
 * Walk the rules in the order of their ids.
 * @index: 0, 1, 2… until the function returns FALSE.
 * @rule: (out caller-allocates): filled.
 * Returns: FALSE past the last rule.
 */
MARBRE_API gboolean marbre_rule_get (unsigned index, MarbreRule *rule);

/** marbre_job_check:
 * Read the inputs and run every check, orthotypography and the copy desk included, without writing. What automatic rules change is a finding
 * of severity INFO. Call it before anything else is asked of @job. Findings are in the diagnostics.
 * Returns: FALSE with @error when the operation stopped.
 */
MARBRE_API gboolean marbre_job_check (MarbreJob *job, GError **error);

/** marbre_job_check_layout:
 * Make the pages and look them over, without the copy desk: loose and overfull lines, hyphens in a row or at the foot of a page, rivers, widows, orphans,
 * short pages and columns, figures far from their calls. Such findings say where they stand (MarbreDiagnostic: page, x, y, width_pt, height_pt, kind,
 * value) beside the place in the source.
 * Returns: FALSE with @error when the operation stopped.
 */
MARBRE_API gboolean marbre_job_check_layout (MarbreJob *job, GError **error);

/** marbre_job_set_overlay:
 * Show on PDF and PNG pages what marbre_job_check_layout finds, each in a coloured frame, and the baseline grid. Such a PDF is for proof-reading: claim
 * no standard for it (marbre_job_set_standards with "none").
 */
MARBRE_API void marbre_job_set_overlay (MarbreJob *job, gboolean overlay);

/** marbre_job_diff:
 * What marbre_job_fix would write, as a unified diff that patch (1) can read; "" when there is nothing to write. Checks @job first when that
 * was not done. Writes nothing.
 * Returns: (transfer full): UTF-8, or NULL with @error when the operation stopped.
 */
MARBRE_API char *marbre_job_diff (MarbreJob *job, GError **error);

/** marbre_job_fix:
 * Write what the automatic and guarded rules change into the Markdown files and manifests of @job, and touch nothing else in them. The files are
 * read again first as they would be rewritten: what would make another edition is left alone, and a finding says so. All files are replaced,
 * each by an atomic rename, or none. Files that are read-only, lie outside of the root or have changed in the meantime are left and reported.
 * Afterwards the diagnostics are those of the rewritten files.
 * Returns: FALSE with @error when the operation stopped (USAGE for standard input).
 */
MARBRE_API gboolean marbre_job_fix (MarbreJob *job, GError **error);

/** A file that was rewritten. */
typedef struct {
  const char *file; /**< as the user named it */
  unsigned changes; /**< places that were rewritten */
} MarbreFix;

/** marbre_job_get_fixes:
 * The files that the last marbre_job_fix wrote.
 * @n: (out): how many.
 * Returns: (transfer none): valid until the next marbre_job_fix.
 */
MARBRE_API const MarbreFix *marbre_job_get_fixes (MarbreJob *job, gsize *n);

G_END_DECLS

#endif
