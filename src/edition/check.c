/* SPDX-License-Identifier: Apache-2.0 */
/* check.c — `marbre check`: the stages of a build without its outputs, and the copy desk.
 *
 * Each article is typeset by the rules in force there, what they changed is remembered (fix.c may write it into the source), and the lint
 * reads the result. Findings of the lint come before the notes of what was changed: those are many.
 */
#include "internal.h"

#include <string.h>

/* Changes of rules that a house does not speak of stay unsaid, and are not written into the source either. */
static void
remember (MarbreJob *job, const MbOrthoReport *report, const MbOrthoHouse *house)
{
  for (guint i = 0; i < report->n_changes; i++)
    if (mb_ortho_house_speaks (house, report->changes[i].rule))
      g_array_append_val (job->changes, report->changes[i]);
}

void
marbre_typeset (MarbreJob *job, MbNode *node, const MbOrthoHouse *house)
{
  MbOrthoReport report = { 0 };
  mb_ortho_apply (job->doc, node, house, job->checking ? &report : NULL);
  if (!job->checking)
    return;
  remember (job, &report, house);
  mb_ortho_lint (job->doc, node, house);
}

gboolean
marbre_job_check (MarbreJob *job, GError **error)
{
  job->checking = TRUE;
  if (!job->changes)
    job->changes = g_array_new (FALSE, FALSE, sizeof (MbOrthoChange));
  gboolean done = marbre_stage_pages (job, error);
  if (job->typeset) {
    MbOrthoReport all = { (const MbOrthoChange *) (gpointer) job->changes->data,
                          job->changes->len };
    mb_ortho_report_changes (job->doc, &all);
  }
  return done;
}

gboolean
marbre_rule_get (unsigned index, MarbreRule *rule)
{
  MbOrthoExplained known;
  if (!mb_ortho_explain_get (index, &known))
    return FALSE;
  *rule = (MarbreRule){ .id = known.rule.id,
                        .rule_class = (MarbreRuleClass) known.class,
                        .severity = (MarbreSeverity) known.rule.severity,
                        .name = known.rule.name,
                        .hint = known.rule.hint,
                        .explanation = known.why,
                        .exceptions = known.exceptions,
                        .source = known.source,
                        .examples = known.examples };
  return TRUE;
}
