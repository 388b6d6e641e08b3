/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of cases/NAME.html under NAME.css must equal NAME.pages. */
#include "layout/fixture.h"
#include "page.h"

static void
add_outline (GString *out, const MbPages *pages)
{
  for (guint i = 0; i < pages->n_bookmarks; i++) {
    const MbBookmark *bookmark = &pages->bookmarks[i];
    g_string_append_printf (out, "bookmark %d \"%s\" page %u y %.2f\n", bookmark->level,
                            bookmark->label, bookmark->page + 1, mb_to_pt (bookmark->y));
  }
  for (guint i = 0; i < pages->n_targets; i++) {
    const char *id = mb_node_attr (pages->targets[i].node, "id");
    if (id)
      g_string_append_printf (out, "target #%s page %u y %.2f\n", id, pages->targets[i].page + 1,
                              mb_to_pt (pages->targets[i].y));
  }
}

static void
add_map (GString *out, const MbPageMap *map)
{
  for (guint i = 0; i < map->n_marks; i++) {
    const MbPageMark *mark = &map->marks[i];
    g_autofree char *text = mark->node->kind == MB_NODE_TEXT
                                ? g_strndup (mark->node->text + mark->offset, 12)
                                : g_strdup (mark->node->name);
    char *valid = g_utf8_make_valid (text, -1);
    g_string_append_printf (out, "mark page %u \"%s\" at \"%s\"\n", mark->page + 1, mark->label,
                            g_strdelimit (valid, "\n", ' '));
    g_free (valid);
  }
}

static char *
dump (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  const MbPages *pages =
      mb_page_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena, &error);
  if (!pages)
    return g_strdup_printf ("error: %s\n", error->message);
  g_autofree char *text = mb_page_dump (pages, 0, pages->n_pages - 1);
  GString *out = g_string_new (text);
  add_outline (out, pages);
  add_map (out, &pages->map);
  if (pages->passes > 1)
    g_string_append_printf (out, "passes %u%s\n", pages->passes,
                            pages->settled ? "" : " unsettled");
  fixture_findings (fixture, out);
  return g_string_free (out, FALSE);
}

/* --- Properties over random documents -------------------------------------------------------------------------------------- */

#define PITCH (12 * MB_PT)

static const char random_css[] =
    "@page { size: 200pt 128pt; margin: 10pt; @bottom-right { content: counter(page) } }"
    "@page :left { margin: 16pt 10pt 4pt }"
    "body { -marbre-grid: 12pt; orphans: 2; widows: 2 } p { margin: 0; text-align: justify; "
    "hyphens: none }"
    "h2 { font-size: 14pt; line-height: 17pt; margin: 7pt 0 3pt; break-after: avoid }"
    ".petit { font-size: 8pt; line-height: 9pt; margin: 3pt 0 } .cadre { border: 1pt solid; "
    "padding: 2pt; margin: 5pt 0 }"
    ".deux { -marbre-column-span: 2; margin: 5pt 0 } .trois > .haut { -marbre-column-span: 2; "
    "height: 130pt "
    "} "
    ".colonnes { columns: 2; column-gap: 8pt } .trois { columns: 3; column-gap: 6pt; column-fill: "
    "auto }"
    ".recto { break-before: recto } .page { break-before: page } .col { break-before: column } "
    ".tout { break-inside: avoid }";

/* Words are numbered, so that their order can be read back. */
static void
random_words (GString *out, GRand *rand, guint *word)
{
  for (int n = g_rand_int_range (rand, 1, 60); n > 0; n--)
    g_string_append_printf (out, "%u ", (*word)++);
}

static void
random_block (GString *out, GRand *rand, guint *word, int depth)
{
  static const char *const classes[] = { "",     "petit", "cadre", "colonnes", "trois", "recto",
                                         "page", "col",   "tout",  "deux",     "haut" };
  const char *class = classes[g_rand_int_range (rand, 0, G_N_ELEMENTS (classes))];
  int kind = g_rand_int_range (rand, 0, 8);
  if (kind == 0 && depth < 3) {
    g_string_append_printf (out, "<div class='%s'>", class);
    for (int n = g_rand_int_range (rand, 0, 6); n > 0; n--)
      random_block (out, rand, word, depth + 1);
    g_string_append (out, "</div>");
    return;
  }
  const char *name = kind == 1 ? "h2" : kind == 2 ? "li" : "p";
  g_string_append_printf (out, "<%s class='%s'>", name, kind > 2 ? class : "");
  random_words (out, rand, word);
  g_string_append_printf (out, "</%s>", name);
}

typedef struct {
  guint next;     /* the word that must come now */
  MbLength phase; /* of body baselines */
  MbLength top;
} Reading;

static void
read_line (Reading *reading, const MbFragment *fragment)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < fragment->line->n_runs; i++)
    if (!fragment->line->runs[i].generated)
      g_string_append_len (text, fragment->line->runs[i].text, fragment->line->runs[i].length);
  g_auto (GStrv) words = g_strsplit (text->str, " ", -1);
  for (char **word = words; *word; word++)
    if (**word)
      g_assert_cmpuint (g_ascii_strtoull (*word, NULL, 10), ==, reading->next++);
  if (fragment->box->style->font->line_height == PITCH &&
      fragment->box->style->font->size == 10 * MB_PT)
    g_assert_cmpint ((fragment->baseline - reading->top - reading->phase) % PITCH, ==, 0);
}

static void
read_fragments (Reading *reading, const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE)
      read_line (reading, fragment);
    read_fragments (reading, fragment->child);
  }
}

static void
read_pages (Fixture *fixture, const MbPages *pages, guint n_words)
{
  const MbStyle *body = mb_style_of (fixture->styles, mb_doc_root (fixture->doc));
  Reading reading = { .phase = mb_text_strut (fixture->typesetter, body).ascent };
  for (guint i = 0; i < pages->n_pages; i++) {
    const MbPage *page = &pages->pages[i];
    gboolean flow = FALSE;
    reading.top = page->content.y;
    for (guint area = 0; area < page->n_areas; area++)
      if (page->areas[area].kind == MB_AREA_FLOW) {
        flow = TRUE;
        read_fragments (&reading, page->areas[area].fragment);
      }
    g_assert_true (page->blank || n_words == 0 || flow);
  }
  g_assert_cmpuint (reading.next, ==, n_words);
}

/* Every word is set once, in order; every page that is not blank has something; body baselines stand on the grid of each page and column. */
static void
test_random (void)
{
  GRand *rand = g_rand_new_with_seed (850);
  for (guint i = 0; i < 60; i++) {
    g_autoptr (GString) xhtml = g_string_new ("<body>");
    guint n_words = 0;
    for (int n = g_rand_int_range (rand, 1, 40); n > 0; n--)
      random_block (xhtml, rand, &n_words, 0);
    g_string_append (xhtml, "</body>");
    g_autoptr (Fixture) fixture =
        fixture_new (TEST_DIR "/cases", "random.html", xhtml->str, random_css);
    g_autoptr (GError) error = NULL;
    const MbPages *pages =
        mb_page_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena, &error);
    g_assert_no_error (error);
    read_pages (fixture, pages, n_words);
  }
  g_rand_free (rand);
}

/* Two documents give the same pages: nothing depends on addresses. */
static void
test_repeat (void)
{
  static const char xhtml[] =
      "<body><h2 id='a'>Un</h2><p>mot</p><h2 id='b'>Deux</h2><p>mot</p></body>";
  g_autofree char *first = NULL;
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Fixture) fixture = fixture_new (TEST_DIR "/cases", "repeat.html", xhtml, random_css);
    g_autofree char *got = dump (fixture);
    if (i > 0)
      g_assert_cmpstr (got, ==, first);
    else
      first = g_steal_pointer (&got);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases (TEST_DIR "/cases", ".pages", dump);
  g_test_add_func ("/random", test_random);
  g_test_add_func ("/repeat", test_repeat);
  return g_test_run ();
}
