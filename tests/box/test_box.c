/* SPDX-License-Identifier: Apache-2.0 */
/* Box trees of cases/NAME.html under NAME.css must equal NAME.boxes; findings stand below the tree. */
#include "../layout/fixture.h"

static char *
dump (Fixture *fixture)
{
  MbBoxTree tree = mb_box_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena);
  g_autofree char *boxes = mb_box_dump (tree.root);
  GString *out = g_string_new (boxes);
  if (tree.has_slots)
    g_string_append (out, "has slots\n");
  fixture_findings (fixture, out);
  return g_string_free (out, FALSE);
}

static void
check_indices (const MbBox *box, guint32 *last)
{
  g_assert_true (!box->parent || box->index > box->parent->index);
  g_assert_true (*last == G_MAXUINT32 || box->index > *last);
  *last = box->index;
  for (const MbBox *child = box->first; child; child = child->next) {
    g_assert_true (child->parent == box);
    check_indices (child, last);
  }
}

/* Indices grow in document order. */
static void
test_indices (void)
{
  g_autoptr (Fixture) fixture =
      fixture_new (NULL, "index.html",
                   "<body>un <b>deux</b><p>trois</p> quatre<div><p>cinq</p>six</div>"
                   "<table><tr><td>sept</td></tr></table></body>",
                   NULL);
  MbBoxTree tree = mb_box_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena);
  guint32 last = G_MAXUINT32;
  check_indices (tree.root, &last);
}

static const char *
page_of (gpointer data, const MbNode *target, const char *style, MbArena *arena)
{
  return mb_counter_format (NULL, arena, style, GPOINTER_TO_INT (data));
}

static guint
n_pages (gpointer data)
{
  return 99;
}

/* Slots hold what References answers. */
static void
test_references (void)
{
  g_autoptr (Fixture) fixture = fixture_new (
      NULL, "references.html", "<body><p><a href='#c'>Voir</a></p><p id='c'>Cible</p></body>",
      "a::after { content: ', p. ' target-counter(attr(href), page) ' sur ' counter(pages) }");
  MbReferences references = { page_of, n_pages, NULL, GINT_TO_POINTER (12) };
  fixture->boxes.references = &references;
  g_autofree char *got = dump (fixture);
  g_assert_nonnull (strstr (got, "slot a generated \"12\""));
  g_assert_nonnull (strstr (got, "slot a generated \"99\""));
  g_assert_nonnull (strstr (got, "has slots"));
}

static const char *
string_value (gpointer data, const char *name, const char *which)
{
  return strcmp (name, "titre") == 0 && strcmp (which, "first") == 0 ? "Le Marbre" : "";
}

static gboolean
counter_value (gpointer data, const char *name, int *value)
{
  *value = 14;
  return strcmp (name, "page") == 0;
}

static const MbBox *
element_value (gpointer data, const char *name, const char *which)
{
  return data;
}

static const MbPageStyle *
first_page (Fixture *fixture)
{
  MbPageContext context = { "", TRUE, FALSE, FALSE, 1, 0 };
  return mb_style_page (fixture->styles, &context);
}

static void
test_margin (void)
{
  g_autoptr (Fixture) fixture =
      fixture_new (NULL, "margin.html", "<body/>",
                   "@page { @top-left { content: string(titre) ' – ' counter(page, lower-roman) }"
                   " @top-right { content: '' } @bottom-left { content: element(pied) } }");
  const MbPageStyle *page = first_page (fixture);
  MbBox running = { 0 };
  MbPageValues values = { string_value, counter_value, element_value, &running };
  const MbBox *box =
      mb_box_margin (&fixture->boxes, page->margin[MB_MARGIN_TOP_LEFT], &values, fixture->arena);
  g_assert_nonnull (box);
  g_autofree char *got = mb_box_dump (box);
  g_assert_cmpstr (got, ==,
                   "paragraph generated\n  text generated \"Le Marbre\"\n"
                   "  text generated \" – \"\n  text generated \"xiv\"\n");
  box = page->margin[MB_MARGIN_TOP_RIGHT]
            ? mb_box_margin (&fixture->boxes, page->margin[MB_MARGIN_TOP_RIGHT], &values,
                             fixture->arena)
            : NULL;
  g_assert_null (box);
  box =
      mb_box_margin (&fixture->boxes, page->margin[MB_MARGIN_BOTTOM_LEFT], &values, fixture->arena);
  g_assert_true (box == &running);
}

/* A missing picture fails its document, or leaves a framed gap with its alt text. */
static void
test_missing_picture (void)
{
  static const char xhtml[] =
      "<body>\n<p>a</p>\n<figure><img src='rien.jpg' alt='Le port'/></figure></body>";
  g_autoptr (Fixture) strict = fixture_new (TEST_DIR, "missing.html", xhtml, NULL);
  g_autofree char *failing = dump (strict);
  g_assert_cmpuint (mb_diagnostics_count (strict->diagnostics, MB_FAILURE), ==, 1);
  g_assert_nonnull (strstr (failing, "missing.html:3:"));

  g_autoptr (Fixture) lenient = fixture_new (TEST_DIR, "missing.html", xhtml, NULL);
  lenient->boxes.allow_missing = TRUE;
  g_autofree char *gap = dump (lenient);
  g_assert_cmpuint (mb_diagnostics_count (lenient->diagnostics, MB_FAILURE), ==, 0);
  g_assert_cmpuint (mb_diagnostics_count (lenient->diagnostics, MB_WARNING), ==, 1);
  g_assert_nonnull (strstr (gap, "text img generated \"Le port\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases (TEST_DIR "/cases", ".boxes", dump);
  g_test_add_func ("/indices", test_indices);
  g_test_add_func ("/references", test_references);
  g_test_add_func ("/margin", test_margin);
  g_test_add_func ("/missing-picture", test_missing_picture);
  return g_test_run ();
}
