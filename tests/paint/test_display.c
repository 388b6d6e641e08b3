/* SPDX-License-Identifier: Apache-2.0 */
/* Display lists: cases/NAME.html (+ .css) → NAME.display, every page. */
#include "../layout/fixture.h"

#include "paint.h"

static char *
dump (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  const MbPages *pages =
      mb_page_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pages->n_pages; i++) {
    g_autofree char *one = mb_paint_dump (mb_paint_display (&pages->pages[i], fixture->arena));
    g_string_append (out, one);
  }
  fixture_findings (fixture, out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases (TEST_DIR "/cases", ".display", dump);
  return g_test_run ();
}
