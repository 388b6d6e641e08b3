/* SPDX-License-Identifier: Apache-2.0 */
/* Four times the text takes about four times the work, whatever the text is: many notes called in one paragraph, thousands of paragraphs off the
 * grid, a word or a title of tens of thousands of letters. */
#include "../layout/fixture.h"
#include "../work.h"

#include "../../src/page/internal.h"

#define SHEET                                                                                      \
  "@page { size: 200pt 300pt; margin: 20pt; @top-left { content: string(title) } } "               \
  "body { font: 9pt/11pt Libertinus; text-align: justify; hyphens: auto } p { margin: 0 } "        \
  "h1 { font-size: 12pt; text-wrap: balance; string-set: title content() } "                       \
  ".n { float: footnote } .off { margin: 0 0 3.7pt; line-height: 10.3pt }"

static void
repeat (GString *out, const char *text, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (out, text);
}

static char *
notes (guint n)
{
  GString *out = g_string_new ("<body><p>");
  repeat (out, "mot<i class='n'>Une note.</i> ", n);
  return g_string_free (g_string_append (out, "</p></body>"), FALSE);
}

static char *
off_grid (guint n)
{
  GString *out = g_string_new ("<body>");
  repeat (out, "<p class='off'>Un paragraphe de quelques mots, et voilà.</p>", n);
  return g_string_free (g_string_append (out, "</body>"), FALSE);
}

static char *
word (guint n)
{
  GString *out = g_string_new ("<body><p>");
  repeat (out, "constitution\xF0\x90\x8C\x80", n); /* an old letter that no face has */
  return g_string_free (g_string_append (out, "</p></body>"), FALSE);
}

/* It stands at the head of each page that it fills. */
static char *
title (guint n)
{
  GString *out = g_string_new ("<body><h1>");
  repeat (out, "mot de plus ", n / 2);
  return g_string_free (g_string_append (out, "</h1></body>"), FALSE);
}

static gint64
work_of (const char *xhtml)
{
  g_autoptr (GError) error = NULL;
  Fixture *fixture = fixture_new (TEST_DIR "/cases", "work.html", xhtml, SHEET);
  gint64 before = work_done ();
  const MbPages *pages =
      mb_page_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena, &error);
  gint64 spent = work_done () - before;
  g_assert_no_error (error);
  g_assert_cmpuint (pages->n_pages, >, 1);
  fixture_free (fixture);
  return spent;
}

/* The best of three: other programs take caches away. */
static gint64
least_work (char *(*write) (guint), guint n)
{
  g_autofree char *xhtml = write (n);
  gint64 least = G_MAXINT64;
  for (guint i = 0; i < 3; i++)
    least = MIN (least, work_of (xhtml));
  return least;
}

static void
test_growth (gconstpointer write)
{
  char *(*make) (guint) = (char *(*) (guint)) write;
  gint64 small = least_work (make, 750), large = least_work (make, 3000);
  g_test_message ("%.1f M, %.1f M: %.2f times", (double) small / 1e6, (double) large / 1e6,
                  (double) large / (double) small);
  g_assert_cmpint (large, <, 7 * small);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/work/notes", (gconstpointer) notes, test_growth);
  g_test_add_data_func ("/work/off-grid", (gconstpointer) off_grid, test_growth);
  g_test_add_data_func ("/work/word", (gconstpointer) word, test_growth);
  g_test_add_data_func ("/work/title", (gconstpointer) title, test_growth);
  return g_test_run ();
}
