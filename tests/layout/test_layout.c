/* SPDX-License-Identifier: Apache-2.0 */
/* Galleys of cases/NAME.html under NAME.css at 200 pt must equal NAME.galley; properties of heights and placements. */
#include "fixture.h"
#include "layout.h"

#define MEASURE (200 * MB_PT)

static MbLayContext
context_of (Fixture *fixture)
{
  return (MbLayContext){ .typesetter = fixture->typesetter, .diagnostics = fixture->diagnostics };
}

static const MbGalley *
galley_of (Fixture *fixture, const MbLayContext *context)
{
  MbBoxTree tree = mb_box_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena);
  return mb_lay_galley (context, tree.root, MEASURE, fixture->arena);
}

static char *
dump (Fixture *fixture)
{
  MbLayContext context = context_of (fixture);
  g_autofree char *galley = mb_lay_dump (&context, galley_of (fixture, &context));
  GString *out = g_string_new (galley);
  fixture_findings (fixture, out);
  return g_string_free (out, FALSE);
}

/* --- Properties ------------------------------------------------------------------------------------------ */

static const char novel[] = "<body><h1>Titre</h1><p>Un premier alinéa assez long pour tenir sur "
                            "plusieurs lignes quand la justification "
                            "n’a que deux cents points de large, et même un peu plus.</p><div "
                            "class='cadre'><p>Dans un cadre, un texte "
                            "qui se poursuit lui aussi sur quelques lignes de plus que "
                            "nécessaire.</p><ul><li>puce</li><li>seconde "
                            "puce, plus longue que la première, afin qu’elle "
                            "tourne</li></ul></div><hr/><img src='large.png' alt='x'/>"
                            "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d e f "
                            "g</td></tr></table><p>Fin.</p></body>";

static const char novel_css[] =
    "body { -marbre-grid: 12pt } h1 { font-size: 17pt; line-height: 19pt; margin: 5pt 0 7pt }"
    ".cadre { border: 1pt solid; padding: 3pt; margin: 4pt; background: #eee }"
    "p { margin: 0; text-align: justify } img { display: block; width: 50pt }";

static Fixture *
novel_fixture (const char *extra)
{
  g_autofree char *css = g_strconcat (novel_css, extra, NULL);
  return fixture_new (TEST_DIR "/cases", "novel.html", novel, css);
}

static guint
lines_of (const MbPiece *piece)
{
  return piece->kind == MB_PIECE_LINES
             ? piece->lines.settings.settings[piece->lines.settings.best].lines
             : 0;
}

typedef struct {
  guint lines, pictures, boxes;
  MbLength left, right, bottom;
} Extent;

static void
extend (Extent *extent, const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    extent->lines += fragment->kind == MB_FRAGMENT_LINE;
    extent->pictures += fragment->kind == MB_FRAGMENT_PICTURE;
    extent->boxes += fragment->kind == MB_FRAGMENT_BOX;
    extent->left = MIN (extent->left, fragment->rect.x);
    extent->right = MAX (extent->right, fragment->rect.x + fragment->rect.width);
    extent->bottom = MAX (extent->bottom, fragment->rect.y + fragment->rect.height);
    extend (extent, fragment->child);
  }
}

static Extent
place (const MbLayContext *context, const MbGalley *galley, MbCursor from, MbCursor to,
       MbArena *arena, MbLength *height)
{
  MbLength bottom;
  Extent extent = { .left = MB_LENGTH_MAX };
  const MbLayRange range = { .galley = galley, .from = from, .to = to, .y = 24 * MB_PT };
  MbFragment *fragment = mb_lay_place (context, &range, arena, &bottom);
  extend (&extent, fragment);
  *height = bottom - 24 * MB_PT;
  return extent;
}

/* Placing ends where measuring said, wherever the range is cut, and no line is lost or set twice. */
static void
test_cuts (void)
{
  g_autoptr (Fixture) fixture = novel_fixture ("");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  MbCursor start = { 0 }, end = { .piece = galley->n };
  MbLength whole;
  Extent all = place (&context, galley, start, end, fixture->arena, &whole);
  g_assert_cmpint (whole, ==, mb_lay_height (galley, start, end, FALSE));
  g_assert_cmpuint (all.lines, >, 12);
  g_assert_cmpuint (all.pictures, ==, 1);
  for (guint i = 0; i < galley->n; i++)
    for (guint line = 0; line == 0 || line < lines_of (&galley->pieces[i]); line++) {
      MbCursor cut = { .piece = i, .line = line };
      MbLength a, b;
      Extent above = place (&context, galley, start, cut, fixture->arena, &a);
      Extent below = place (&context, galley, cut, end, fixture->arena, &b);
      g_assert_cmpint (a, ==, mb_lay_height (galley, start, cut, FALSE));
      g_assert_cmpint (b, ==, mb_lay_height (galley, cut, end, FALSE));
      g_assert_cmpuint (above.lines + below.lines, ==, all.lines);
      g_assert_cmpuint (above.pictures + below.pictures, ==, all.pictures);
    }
}

/* Nothing but list markers stands outside the measure. */
static void
test_measure (void)
{
  g_autoptr (Fixture) fixture = novel_fixture ("ul { list-style: none }");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  MbLength height;
  Extent all = place (&context, galley, (MbCursor){ 0 }, (MbCursor){ .piece = galley->n },
                      fixture->arena, &height);
  g_assert_cmpint (all.left, >=, 0);
  g_assert_cmpint (all.right, <=, MEASURE);
  g_assert_cmpint (all.bottom, <=, 24 * MB_PT + height);
}

static void
check_baselines (const MbFragment *fragment, MbLength phase)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE && fragment->rect.height % (12 * MB_PT) == 0)
      g_assert_cmpint ((fragment->baseline - phase) % (12 * MB_PT), ==, 0);
    if (fragment->kind == MB_FRAGMENT_PLAIN)
      continue;
    check_baselines (fragment->child, phase);
  }
}

/* Body lines, and lines of another font whose height is a whole number of pitches, share the grid's baselines. */
static void
test_grid (void)
{
  g_autoptr (Fixture) fixture = novel_fixture (
      "h1 { font-size: 20pt; line-height: 24pt } li { font-size: 8pt; line-height: 12pt }");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  MbStrut strut = mb_text_strut (fixture->typesetter,
                                 mb_style_of (fixture->styles, mb_doc_root (fixture->doc)));
  MbLayRange range = mb_lay_whole (galley);
  MbFragment *fragment = mb_lay_place (&context, &range, fixture->arena, NULL);
  check_baselines (fragment, strut.ascent);
}

/* A slice of a box has its top edge only at the start, its bottom edge only at the end; clone has both at each. */
static void
check_slices (const char *extra, gboolean clone)
{
  g_autoptr (Fixture) fixture = novel_fixture (extra);
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  guint open = 0;
  while (galley->pieces[open].kind != MB_PIECE_OPEN)
    open++;
  MbCursor cut = { .piece = open };
  while (galley->pieces[cut.piece].kind != MB_PIECE_LINES)
    cut.piece++;
  cut.line = 1;
  guint close = cut.piece;
  while (galley->pieces[close].kind != MB_PIECE_CLOSE)
    close++;
  const MbLayRange range = { .galley = galley, .from = { .piece = open }, .to = cut };
  MbFragment *above = mb_lay_place (&context, &range, fixture->arena, NULL);
  const MbLayRange rest = { .galley = galley, .from = cut, .to = { .piece = close + 1 } };
  MbFragment *below = mb_lay_place (&context, &rest, fixture->arena, NULL);
  g_assert_true (above->kind == MB_FRAGMENT_BOX && above->box == galley->pieces[open].box);
  g_assert_true (below->kind == MB_FRAGMENT_BOX && below->box == above->box);
  g_assert_true (above->first && below->last);
  g_assert_cmpint (above->last, ==, clone);
  g_assert_cmpint (below->first, ==, clone);
  MbLength top = below->child->rect.y;
  g_assert_cmpint (top > 0, ==, clone);
}

static void
test_slices (void)
{
  check_slices ("", FALSE);
  check_slices (".cadre { box-decoration-break: clone }", TRUE);
}

static void
test_truncate (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, "t.html", "<body><p>a</p><p>b</p></body>",
                                             "p { margin: 6pt 0; line-height: 12pt }");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  MbCursor start = { 0 }, end = { .piece = galley->n };
  g_assert_cmpint (mb_lay_height (galley, start, end, FALSE), ==, (6 + 12 + 6 + 12 + 6) * MB_PT);
  g_assert_cmpint (mb_lay_height (galley, start, end, TRUE), ==, (12 + 6 + 12 + 6) * MB_PT);
}

static void
test_block (void)
{
  g_autoptr (Fixture) fixture = fixture_new (
      NULL, "b.html", "<body><div><p>mot</p></div></body>",
      "div { border: 2pt solid; padding: 3pt } p { margin: 4pt 0; line-height: 12pt }");
  MbLayContext context = context_of (fixture);
  MbBoxTree tree = mb_box_build (&fixture->boxes, mb_doc_root (fixture->doc), fixture->arena);
  const MbBox *box = tree.root->first;
  MbFragment *fragment = mb_lay_block (&context, box, 100 * MB_PT, fixture->arena);
  g_assert_cmpint (fragment->rect.width, ==, 100 * MB_PT);
  g_assert_cmpint (fragment->rect.height, ==, (2 + 3 + 4 + 12 + 4 + 3 + 2) * MB_PT);
  g_assert_cmpint (fragment->child->rect.x, ==, 5 * MB_PT);
  MbLength min, max;
  mb_lay_widths (&context, box, &min, &max);
  g_assert_cmpint (min, ==, max);
  g_assert_cmpint (min, >, 20 * MB_PT);
  g_assert_cmpint (min, <, 40 * MB_PT);
}

static const MbFragment *
find (const MbFragment *fragment, MbFragmentKind kind)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == kind)
      return fragment;
    const MbFragment *inside = find (fragment->child, kind);
    if (inside)
      return inside;
  }
  return NULL;
}

/* A picture in a line stands on the baseline, inside the line box that it made taller. */
static void
test_atom (void)
{
  g_autoptr (Fixture) fixture =
      fixture_new (TEST_DIR "/cases", "a.html",
                   "<body><p>Un <img src='large.png' alt='x'/> mot.</p></body>",
                   "img { height: 30pt; margin: 2pt }");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  MbLayRange range = mb_lay_whole (galley);
  range.truncate = TRUE;
  const MbFragment *fragment = mb_lay_place (&context, &range, fixture->arena, NULL);
  const MbFragment *line = find (fragment, MB_FRAGMENT_LINE);
  const MbFragment *picture = find (line->child, MB_FRAGMENT_PICTURE);
  g_assert_nonnull (picture);
  g_assert_cmpint (picture->rect.width, ==, 60 * MB_PT);
  g_assert_cmpint (picture->rect.y + picture->rect.height + 2 * MB_PT, ==, line->baseline);
  g_assert_cmpint (picture->rect.y - 2 * MB_PT, >=, line->rect.y);
  g_assert_cmpint (line->rect.height, >, 34 * MB_PT);
  g_assert_cmpint (picture->rect.x, >, 10 * MB_PT);
}

/* A marker hangs to the left of its item on the baseline of its first line. */
static void
test_marker (void)
{
  g_autoptr (Fixture) fixture = fixture_new (
      NULL, "m.html", "<body><ol><li><p>mot</p></li></ol></body>",
      "ol { margin: 0; padding-left: 30pt } p { text-indent: 10pt; text-align: justify }");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  MbLayRange range = mb_lay_whole (galley);
  range.truncate = TRUE;
  const MbFragment *marker = mb_lay_place (&context, &range, fixture->arena, NULL);
  const MbFragment *line = marker->next;
  g_assert_true (marker->line->runs[0].generated && !line->line->runs[0].generated);
  g_assert_cmpint (marker->baseline, ==, line->baseline);
  g_assert_cmpint (line->rect.x, ==, 30 * MB_PT);
  g_assert_cmpint (marker->rect.x + marker->rect.width, ==, 25 * MB_PT);
  g_assert_cmpint (marker->rect.x + marker->line->x, >, 10 * MB_PT);
}

/* Every line count that a paragraph offers can be placed, and is as high as it has lines. */
static void
test_choice (void)
{
  g_autoptr (Fixture) fixture = novel_fixture ("");
  MbLayContext context = context_of (fixture);
  const MbGalley *galley = galley_of (fixture, &context);
  g_autofree guint8 *settings = g_new0 (guint8, galley->n);
  MbChoice choice = { .settings = settings };
  guint others = 0;
  for (guint i = 0; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[i];
    for (guint s = 0; piece->kind == MB_PIECE_LINES && s < piece->lines.settings.n; s++) {
      guint lines = piece->lines.settings.settings[s].lines;
      MbLength bottom;
      settings[i] = (guint8) s;
      const MbLayRange range = {
        .galley = galley, .from = { .piece = i }, .to = { .piece = i + 1 }, .choice = &choice
      };
      mb_lay_place (&context, &range, fixture->arena, &bottom);
      g_assert_cmpint (bottom, ==, (gint64) lines * piece->lines.line_height);
      others += s > 0;
    }
  }
  g_assert_cmpuint (others, >, 0);
}

/* Absurd lengths end in clamped sums, never in overflow or endless work (run under the sanitizers). */
static void
test_extremes (void)
{
  static const char *const rules[] = {
    "* { margin: 1e9pt }",
    "* { margin: -1e9pt }",
    "* { padding: 1e9pt }",
    "* { width: 1e9pt; height: 1e9pt }",
    "* { border: 1e9pt solid }",
    "table { border-collapse: separate; border-spacing: 1e9pt }",
    "body { columns: 1pt; column-gap: 1e9pt }",
    "body { columns: 60 1pt; column-gap: 0 }",
    "* { font-size: 1e6pt; line-height: 1e9pt }",
    "* { text-indent: -1e9pt }",
    "* { width: 0; max-width: 0 }",
    "* { padding: 1e9%; margin: -1e9% }",
    "body { -marbre-grid: 0.001pt }",
    "body { -marbre-grid: 1e9pt }",
    "li, td, p { display: inline-block; border: 1pt solid }",
    "* { display: inline-block }",
    "* { display: table-cell }",
    "* { display: list-item; break-inside: avoid; break-before: avoid }",
  };
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autoptr (Fixture) fixture = novel_fixture (rules[i]);
    MbLayContext context = context_of (fixture);
    const MbGalley *galley = galley_of (fixture, &context);
    MbLength bottom;
    MbLayRange range = mb_lay_whole (galley);
    range.truncate = TRUE;
    mb_lay_place (&context, &range, fixture->arena, &bottom);
    mb_lay_height (galley, (MbCursor){ 0 }, (MbCursor){ .piece = galley->n }, TRUE);
  }
}

/* As deep as a tree may be: every kind of nesting ends soon. */
static void
test_depth (void)
{
  static const char *const rules[] = { "",
                                       "div { display: inline-block }",
                                       "div { display: table }",
                                       "div { display: table-cell }",
                                       "div { width: min-content }",
                                       "div { columns: 2; border: 1pt solid }" };
  g_autoptr (GString) xhtml = g_string_new ("<body>");
  for (guint i = 0; i < MB_MAX_TREE_DEPTH - 2; i++)
    g_string_append (xhtml, "<div>x ");
  for (guint i = 0; i < MB_MAX_TREE_DEPTH - 2; i++)
    g_string_append (xhtml, "</div>");
  g_string_append (xhtml, "</body>");
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autoptr (Fixture) fixture = fixture_new (NULL, "deep.html", xhtml->str, rules[i]);
    MbLayContext context = context_of (fixture);
    g_assert_cmpuint (galley_of (fixture, &context)->n, >, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases (TEST_DIR "/cases", ".galley", dump);
  g_test_add_func ("/cuts", test_cuts);
  g_test_add_func ("/measure", test_measure);
  g_test_add_func ("/grid", test_grid);
  g_test_add_func ("/slices", test_slices);
  g_test_add_func ("/truncate", test_truncate);
  g_test_add_func ("/block", test_block);
  g_test_add_func ("/atom", test_atom);
  g_test_add_func ("/marker", test_marker);
  g_test_add_func ("/choice", test_choice);
  g_test_add_func ("/extremes", test_extremes);
  g_test_add_func ("/depth", test_depth);
  return g_test_run ();
}
