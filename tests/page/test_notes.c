/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of notes over random documents: a note begins on the page of its call, goes on on the next ones, is set once and in order, stays below the
 * text and inside the page. */
#include <string.h>

#include "layout/fixture.h"
#include "page.h"

static const char css[] =
    "@page { size: 200pt 128pt; margin: 10pt; @footnote { margin-top: 4pt; border-top: .5pt solid; "
    "padding-top: 3pt } }"
    "body { font-size: 10pt; line-height: 12pt; orphans: 2; widows: 2 } p, td { margin: 0; "
    "text-align: left; hyphens: none }"
    "h2 { font-size: 14pt; line-height: 17pt; margin: 7pt 0 3pt; break-after: avoid }"
    "i, aside { float: footnote; footnote-policy: line; font-size: 8pt; line-height: 9pt; "
    "font-style: "
    "normal }"
    ".grille { -marbre-grid: 12pt } .premier { -marbre-page-fit: none } .page { break-before: page "
    "}"
    ".deux { columns: 2; column-gap: 8pt } .tout { break-inside: avoid } .cadre { border: 1pt "
    "solid; padding: 2pt; margin: 5pt 0 } .colonnes :is(i, aside) { float-reference: column }";

typedef struct {
  GString *xhtml, *section;
  gboolean linked; /* notes stand in a section at the end, links call them */
  GRand *rand;
  guint words, notes;
} Author;

static void
add_words (Author *author, int most, gboolean calls)
{
  for (int n = g_rand_int_range (author->rand, 1, most); n > 0; n--) {
    g_string_append_printf (author->xhtml, "m%u", author->words++);
    if (calls && g_rand_int_range (author->rand, 0, 16) == 0) {
      GString *note = author->linked ? author->section : author->xhtml;
      author->notes++;
      if (author->linked) {
        g_string_append_printf (author->xhtml, "<a href='#n%u' epub:type='noteref'>*</a>",
                                author->notes);
        g_string_append_printf (note, "<aside id='n%u' epub:type='footnote'><p>", author->notes);
      } else {
        g_string_append (note, "<i>");
      }
      for (int m = g_rand_int_range (author->rand, 1, 24); m > 0; m--)
        g_string_append (note, "note ");
      g_string_append (note, author->linked ? "fin</p></aside>" : "fin</i>");
    }
    g_string_append (author->xhtml, " ");
  }
}

static void
add_block (Author *author)
{
  static const char *const classes[] = { "", "", "", "deux", "page", "tout", "cadre" };
  int kind = g_rand_int_range (author->rand, 0, 12);
  const char *class = classes[g_rand_int_range (author->rand, 0, G_N_ELEMENTS (classes))];
  const char *name = kind == 0 ? "h2" : kind == 1 ? "td" : "p";
  if (kind == 1)
    g_string_append (author->xhtml, "<table><tr>");
  g_string_append_printf (author->xhtml, "<%s class='%s'>", name, kind > 1 ? class : "");
  add_words (author, kind < 2 ? 8 : 60, TRUE);
  g_string_append_printf (author->xhtml, "</%s>", name);
  if (kind == 1)
    g_string_append (author->xhtml, "</tr></table>");
}

typedef struct {
  const MbNode *note; /* whose lines are read */
  guint page;         /* of its last line */
  guint n_lines;
  GHashTable *begun; /* note → 1 + page */
  gint64 top, bottom;
  GArray *text, *set; /* of MbRect: lines of the page, and of its notes; NULL: not asked for */
} Reading;

static const MbNode *
note_of (const MbBox *box)
{
  const MbNode *node = box ? box->node : NULL;
  while (node && !mb_node_is (node, "i") && !mb_node_is (node, "aside"))
    node = node->parent;
  return node;
}

static void
read_fragments (Reading *reading, const MbFragment *fragment, guint page)
{
  for (; fragment; fragment = fragment->next) {
    reading->top = MIN (reading->top, fragment->rect.y);
    reading->bottom = MAX (reading->bottom, (gint64) fragment->rect.y + fragment->rect.height);
    const MbNode *note = note_of (fragment->box);
    if (fragment->kind == MB_FRAGMENT_LINE && reading->text)
      g_array_append_val (note ? reading->set : reading->text, fragment->rect);
    if (fragment->kind == MB_FRAGMENT_LINE && note) {
      gboolean new =
          g_hash_table_insert (reading->begun, (gpointer) note, GUINT_TO_POINTER (page + 1));
      g_assert_true (new || note == reading->note || reading->text);
      if (!new)
        g_assert_cmpuint (page - reading->page, <=, 1);
      else
        g_hash_table_insert (reading->begun, (gpointer) note, GUINT_TO_POINTER (page + 1));
      reading->note = note;
      reading->page = page;
    }
    read_fragments (reading, fragment->child, page);
  }
}

/* Notes of columns stand beside text: no line of them stands on one of it. */
static void
check_apart (const Reading *reading, const MbPages *pages, guint page, guint seed)
{
  for (guint i = 0; i < reading->text->len; i++)
    for (guint k = 0; k < reading->set->len; k++) {
      const MbRect *a = &g_array_index (reading->text, MbRect, i);
      const MbRect *b = &g_array_index (reading->set, MbRect, k);
      if (a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
          b->y < a->y + a->height) {
        g_autofree char *dump = mb_page_dump (pages, page, page);
        g_error ("seed %u, page %u: notes over the text\n%s", seed, page + 1, dump);
      }
    }
  g_array_set_size (reading->text, 0);
  g_array_set_size (reading->set, 0);
}

/* The page on which each note begins. @columns: some stand at the feet of columns. */
static GHashTable *
read_notes (const MbPages *pages, guint seed, gboolean columns)
{
  GHashTable *first = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (MbRect));
  g_autoptr (GArray) set = g_array_new (FALSE, FALSE, sizeof (MbRect));
  Reading reading = { .begun = g_hash_table_new (NULL, NULL) };
  if (columns) {
    reading.text = lines;
    reading.set = set;
  }
  for (guint i = 0; i < pages->n_pages; i++) {
    const MbPage *page = &pages->pages[i];
    gint64 bottom = 0;
    for (guint a = 0; a < page->n_areas; a++) {
      if (page->areas[a].kind != MB_AREA_FLOW)
        continue;
      guint before = g_hash_table_size (reading.begun);
      reading.top = G_MAXINT64;
      reading.bottom = 0;
      read_fragments (&reading, page->areas[a].fragment, i);
      gboolean notes = g_hash_table_size (reading.begun) > before;
      if (notes) {
        if (!columns && reading.top < bottom) {
          g_autofree char *text = mb_page_dump (pages, i, i);
          g_error ("seed %u, page %u: notes over the text\n%s", seed, i + 1, text);
        }
        g_assert_cmpint (reading.bottom, <=, page->content.y + page->content.height);
      }
      bottom = reading.bottom;
    }
    if (columns)
      check_apart (&reading, pages, i, seed);
    GHashTableIter iter;
    gpointer note, at;
    g_hash_table_iter_init (&iter, reading.begun);
    while (g_hash_table_iter_next (&iter, &note, &at))
      if (!g_hash_table_contains (first, note))
        g_hash_table_insert (first, note, GUINT_TO_POINTER (i + 1));
  }
  g_hash_table_unref (reading.begun);
  return first;
}

/* Every note is set to its end: the word that is its last. */
static void
assert_ends (const MbPages *pages, guint n, guint seed)
{
  g_autofree char *text = mb_page_dump (pages, 0, pages->n_pages - 1);
  guint ends = 0;
  for (const char *at = strstr (text, "fin\""); at; at = strstr (at + 1, "fin\""))
    ends++;
  if (ends != n)
    g_error ("seed %u: %u notes, %u ends of notes\n%s", seed, n, ends, text);
}

static guint told;

static void
check (guint seed, gboolean columns)
{
  static const char *const bodies[] = { "", "grille", "premier", "grille premier" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Author author = { .xhtml = g_string_new (NULL),
                    .section = g_string_new ("<section class='notes'>"),
                    .linked = seed / 4 % 2 == 1,
                    .rand = rand };
  g_string_append_printf (author.xhtml, "<body class='%s%s'>", bodies[seed % G_N_ELEMENTS (bodies)],
                          columns ? " colonnes" : "");
  for (int n = g_rand_int_range (rand, 1, 12); n > 0; n--)
    add_block (&author);
  g_string_append_printf (author.xhtml, "%s</section></body>", author.section->str);
  g_autoptr (Fixture) fixture =
      fixture_new (TEST_DIR "/cases", "notes.html", author.xhtml->str, css);
  g_autoptr (GError) error = NULL;
  const MbPages *pages =
      mb_page_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena, &error);
  g_assert_no_error (error);
  g_autoptr (GHashTable) first = read_notes (pages, seed, columns);
  g_assert_cmpuint (pages->n_notes, ==, author.notes);
  assert_ends (pages, author.notes, seed);
  /* a line with more notes than a page holds is told */
  g_autoptr (GString) found = g_string_new (NULL);
  fixture_findings (fixture, found);
  told += *found->str != 0;
  for (guint i = 0; i < pages->n_notes; i++) {
    guint page = GPOINTER_TO_UINT (g_hash_table_lookup (first, pages->notes[i].note));
    if (page != pages->notes[i].page + 1 && !*found->str) {
      g_autofree char *text = mb_page_dump (pages, 0, pages->n_pages - 1);
      g_printerr ("%s\n%s\n", author.xhtml->str, text);
      g_error ("seed %u: note %u is called on page %u and begins on page %u", seed, i + 1,
               pages->notes[i].page + 1, page);
    }
  }
  g_string_free (author.xhtml, TRUE);
  g_string_free (author.section, TRUE);
}

static void
test_calls (void)
{
  for (guint seed = 0; seed < 400; seed++)
    check (seed, FALSE);
  g_assert_cmpuint (told, <, 8);
}

static void
test_columns (void)
{
  for (guint seed = 1000; seed < 1250; seed++)
    check (seed, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notes/calls", test_calls);
  g_test_add_func ("/notes/columns", test_columns);
  return g_test_run ();
}
