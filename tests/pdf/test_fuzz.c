/* SPDX-License-Identifier: Apache-2.0 */
/* Random pages through cairo and the post-pass: whatever overlaps, leaves the sheet or repeats, each piece of content ends under the
 * element of its own node.
 *
 * Each paragraph holds its own number as text; pictures stand between. Items are thrown about and shuffled, so paint order says
 * nothing. In the finished file every element's sequences, read from the streams through the fonts' ToUnicode by poppler, must give
 * that number again. */
#include "edition.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define PARAGRAPHS 120

static char *
random_text (GString *css)
{
  GString *out = g_string_new ("<body>");
  for (int i = 0; i < PARAGRAPHS; i++)
    g_string_append_printf (out, "<p>n%dn</p>%s", i,
                            i % 9 == 0 ? "<img src='../../paint/cases/damier.png' alt='x'/>" : "");
  g_string_append (out, "</body>");
  g_string_append (css,
                   "@page { size: 200pt 400pt; margin: 10pt } p { margin: 0; color: #400; "
                   "text-indent: 0; hyphens: none } "
                   "p:nth-child(3n) { background: rgba(0, 255, 0, .4); border: 1pt solid #00f } "
                   "p:nth-child(5n) { color: rgba(9, 9, 200, .5) } img { display: block; width: "
                   "12pt; height: 8pt }");
  return g_string_free (out, FALSE);
}

static void
throw_item (GRand *rand, MbItem *item)
{
  MbLength x = g_rand_int_range (rand, -60 * 1024, 260 * 1024),
           y = g_rand_int_range (rand, -60 * 1024, 460 * 1024);
  item->baseline += y - item->rect.y;
  item->rect.x = x;
  item->rect.y = y;
  if (item->kind == MB_ITEM_FILL && g_rand_boolean (rand))
    item->pixelated = g_rand_boolean (rand);
  if (item->kind == MB_ITEM_PICTURE && g_rand_boolean (rand))
    item->source = (MbRect){ 8192, 16384, 32768, 32768 };
}

static const MbDisplayList *
throw_page (GRand *rand, const MbDisplayList *display, MbArena *arena)
{
  MbDisplayList *thrown = mb_arena_memdup (arena, display, sizeof *display);
  MbItem *items = mb_arena_memdup (arena, display->items, display->n * sizeof *items);
  for (guint i = 0; i < display->n; i++)
    throw_item (rand, &items[i]);
  for (guint i = display->n; i > 1; i--) {
    guint k = (guint) g_rand_int_range (rand, 0, (gint32) i);
    MbItem swap = items[i - 1];
    items[i - 1] = items[k];
    items[k] = swap;
  }
  thrown->items = items;
  thrown->margin = g_rand_boolean (rand) ? 15 * 1024 : 0;
  return thrown;
}

/* Whether text item @node's paragraph may be missing: its middle is outside the sheet. */
static gboolean
must_show (const Edition *edition, const char *text)
{
  for (guint p = 0; p < edition->painted.n_pages; p++) {
    const MbDisplayList *display = edition->painted.displays[p];
    for (guint i = 0; i < display->n; i++) {
      const MbItem *item = &display->items[i];
      if (item->kind != MB_ITEM_GLYPHS || strcmp (item->node->text, text) != 0)
        continue;
      return item->rect.x > 0 && item->rect.x + item->rect.width < display->width &&
             item->rect.y > 0 && item->rect.y + item->rect.height < display->height;
    }
  }
  return FALSE;
}

static void
check_texts (const Edition *edition, const char *path)
{
  g_autofree char *line = g_strdup_printf ("pdfinfo -struct-text %s", path), *out = NULL;
  g_assert_true (g_spawn_command_line_sync (line, &out, NULL, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  int last = -1;
  guint found = 0;
  for (guint i = 0; lines[i]; i++) {
    const char *text = g_strchug (lines[i]);
    if (*text != '"')
      continue;
    int number;
    char end = 0;
    if (sscanf (text, "\"n%dn%c", &number, &end) !=
        2) { /* poppler leaves out what is beyond the edge */
      g_assert_cmpuint (strspn (text, "\"n0123456789"), ==, strlen (text));
      g_assert_cmpuint (strlen (text), <=, strlen ("\"n100n\""));
      continue;
    }
    g_assert_cmpint (end, ==, '"');    /* one number an element */
    g_assert_cmpint (number, >, last); /* in the order of the text */
    last = number;
    found++;
  }
  guint due = 0;
  for (int i = 0; i < PARAGRAPHS; i++) {
    g_autofree char *text = g_strdup_printf ("n%dn", i), *quoted = g_strdup_printf ("\"n%dn\"", i);
    gboolean must = must_show (edition, text);
    due += must;
    if (must && !strstr (out, quoted))
      g_error ("%s is missing", text);
  }
  g_assert_cmpuint (due, >, 20);
  g_assert_cmpuint (found, >=, due);
}

static void
test_thrown (gconstpointer seed)
{
  Edition edition;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autoptr (GString) css = g_string_new (NULL);
  g_autofree char *xhtml = random_text (css);
  edition_open (&edition, TEST_DIR "/cases", "fuzz.html", xhtml, css->str);
  mb_doc_meta (edition.fixture->doc)->title = "Fuzz";
  guint n = edition.painted.n_pages;
  MbArena *arena = edition.fixture->arena;
  const MbDisplayList **thrown = mb_arena_array (arena, const MbDisplayList *, n);
  for (guint i = 0; i < n; i++)
    thrown[i] = throw_page (rand, edition.painted.displays[i], arena);
  g_bytes_unref (edition.painted.pdf);
  g_assert_true (mb_paint_pdf (thrown, n, arena, &edition.painted, &error));
  g_autofree char *path = g_strdup_printf ("%s/marbre-fuzz-%u-%d.pdf", g_get_tmp_dir (),
                                           GPOINTER_TO_UINT (seed), (int) getpid ());
  MbPdfOptions options = { BOTH, TRUE, "marbre test", 0 };
  MbSink *sink = mb_sink_open (path, &error);
  mb_pdf_write (edition.fixture->doc, edition.pages, &edition.painted, &options, sink, &error);
  g_assert_no_error (error); /* all items were found, and our own check passed */
  g_assert_true (mb_sink_commit (sink, &error));
  check_texts (&edition, path);
  g_remove (path);
  edition_close (&edition);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint seed = 1; seed <= 12; seed++) {
    g_autofree char *name = g_strdup_printf ("/pdf/fuzz/%u", seed);
    g_test_add_data_func (name, GUINT_TO_POINTER (seed), test_thrown);
  }
  return g_test_run ();
}
