/* SPDX-License-Identifier: Apache-2.0 */
/* Flaws found on the pages of flaws/NAME.html under NAME.css must equal NAME.flaws. */
#include "layout/fixture.h"
#include "page.h"

static char *
dump (Fixture *fixture)
{
  static const char *const names[MB_N_FLAWS] = { "loose",       "overfull",   "hyphens",
                                                 "page-hyphen", "river",      "widow",
                                                 "orphan",      "short-page", "short-column",
                                                 "far" };
  g_autoptr (GError) error = NULL;
  const MbPages *pages =
      mb_page_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena, &error);
  if (!pages)
    return g_strdup_printf ("error: %s\n", error->message);
  guint n;
  const MbFlaw *flaws = mb_page_review (pages, fixture->arena, &n);
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "%u pages\n", pages->n_pages);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out,
                            "%s page %u at %.1f %.1f size %.1f %.1f value %.1f in %s byte %u\n",
                            names[flaws[i].kind], flaws[i].page + 1, mb_to_pt (flaws[i].rect.x),
                            mb_to_pt (flaws[i].rect.y), mb_to_pt (flaws[i].rect.width),
                            mb_to_pt (flaws[i].rect.height), flaws[i].value,
                            flaws[i].node && flaws[i].node->parent ? flaws[i].node->parent->name
                                                                   : "-",
                            flaws[i].offset);
  return g_string_free (out, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases (TEST_DIR "/flaws", ".flaws", dump);
  return g_test_run ();
}
