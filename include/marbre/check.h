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

G_END_DECLS

#endif
