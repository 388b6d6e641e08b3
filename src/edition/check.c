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

/* --- Pictures on their pages ---------------------------------------------------------------------------------------*/

#define MIN_DPI   150  /* below, a photograph is blurred in print */
#define MIN_COVER 1000 /* pixels of the longer side, for shops */

static void
report_picture (MarbreJob *job, MbPos pos, const char *id, const char *found)
{
  MbOrthoExplained rule;
  MbRemedy remedy = { .found = found };
  const MbOrthoHouse *house = marbre_house (job, mb_doc_meta (job->doc)->typography, pos, NULL);
  if (mb_ortho_house_speaks (house, id) && mb_ortho_explain_find (id, &rule))
    mb_report_rule (job->diagnostics, pos, 1, &rule.rule, &remedy);
}

/* How many pixels an inch of @fragment shows. */
static double
density_of (const MbFragment *fragment)
{
  const MbPicture *picture = fragment->box->picture;
  if (picture->kind == MB_PICTURE_SVG) /* drawings have no pixels */
    return G_MAXDOUBLE;
  guint pixels = picture->orientation >= 5 ? picture->height : picture->width;
  double shown = pixels * (fragment->source.width > 0 ? fragment->source.width / 65536.0 : 1);
  double inches = mb_to_pt (fragment->rect.width) / 72;
  return inches > 0 ? shown / inches : G_MAXDOUBLE;
}

static void
check_fragment (MarbreJob *job, const MbFragment *fragment)
{
  const MbNode *node = fragment->box ? fragment->box->node : NULL;
  if (fragment->kind != MB_FRAGMENT_PICTURE || !node || !fragment->box->picture ||
      !mb_node_is (node, "img"))
    return;
  double density = density_of (fragment);
  if (density >= MIN_DPI)
    return;
  g_autofree char *found =
      g_strdup_printf ("%s, %.0f dpi", mb_node_attr (node, "src") ? mb_node_attr (node, "src") : "",
                       density);
  report_picture (job, node->pos, "IMG-04", found);
}

/* Boxes inside boxes: no deeper than the tree (MB_MAX_TREE_DEPTH). */
static void
check_fragments (MarbreJob *job, const MbFragment *first)
{
  for (const MbFragment *fragment = first; fragment; fragment = fragment->next) {
    check_fragment (job, fragment);
    check_fragments (job, fragment->child);
  }
}

static void
check_pages (MarbreJob *job)
{
  for (guint i = 0; job->pages && i < job->pages->n_pages; i++)
    for (guint a = 0; a < job->pages->pages[i].n_areas; a++)
      if (job->pages->pages[i].areas[a].kind == MB_AREA_FLOW)
        check_fragments (job, job->pages->pages[i].areas[a].fragment);
}

static void
check_cover (MarbreJob *job)
{
  g_autoptr (GError) error = NULL;
  const MbMeta *meta = mb_doc_meta (job->doc);
  MbPos manifest = { job->asked.manifest ? g_intern_string (job->asked.manifest) : NULL, 0, 0 };
  if (!meta->cover && meta->kind == MB_EDITION_LIVRE && job->asked.manifest &&
      !job->asked.cover.text)
    report_picture (job, manifest, "IMG-06", NULL);
  if (!meta->cover)
    return;
  if (!job->media)
    job->media = mb_media_new (job->source);
  const MbPicture *picture = mb_media_load (job->media, meta->cover, &error);
  if (!picture) {
    mb_report_width (job->diagnostics, job->asked.cover.pos,
                     (guint) g_utf8_strlen (job->asked.cover.text, -1),
                     job->allow_missing ? MB_MSG_EPUB_PICTURE_GAP : MB_MSG_EPUB_PICTURE,
                     job->asked.cover.text, error->message, NULL);
    return;
  }
  g_autofree char *size =
      g_strdup_printf ("%s, %u × %u", job->asked.cover.text, picture->width, picture->height);
  if (picture->kind != MB_PICTURE_SVG && MAX (picture->width, picture->height) < MIN_COVER)
    report_picture (job, job->asked.cover.pos, "IMG-05", size);
}

gboolean
marbre_job_check (MarbreJob *job, GError **error)
{
  job->checking = TRUE;
  if (!job->changes)
    job->changes = g_array_new (FALSE, FALSE, sizeof (MbOrthoChange));
  gboolean done = marbre_stage_pages (job, error) && marbre_check_epub (job, error);
  if (job->typeset) {
    check_cover (job);
    check_pages (job);
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
