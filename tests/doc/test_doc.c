/* SPDX-License-Identifier: Apache-2.0 */
/* The tree: moving, walking, classes, text, ids and links, dump, XHTML. */
#include "doc.h"

#include <string.h>

typedef struct {
  MbDoc *doc;
  MbNode *root;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->doc = mb_doc_new (NULL);
  f->root = mb_doc_root (f->doc);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  mb_doc_free (f->doc);
}

static MbNode *
add (Fixture *f, MbNode *parent, const char *name)
{
  MbNode *node = mb_doc_element (f->doc, name, MB_NOWHERE);
  mb_doc_append (parent, node);
  return node;
}

static MbNode *
add_text (Fixture *f, MbNode *parent, const char *text)
{
  MbNode *node = mb_doc_text (f->doc, text, -1, MB_NOWHERE, NULL, 0);
  mb_doc_append (parent, node);
  return node;
}

static void
assert_dump (Fixture *f, const char *expected)
{
  g_autofree char *dump = mb_doc_dump (f->doc, NULL, FALSE);
  g_assert_cmpstr (dump, ==, expected);
}

static void
assert_xhtml (const MbNode *top, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  mb_doc_write_xhtml (top, out, NULL, NULL);
  g_assert_cmpstr (out->str, ==, expected);
}

/* Links between siblings hold in both directions. */
static void
check_links (const MbNode *parent)
{
  const MbNode *prev = NULL;
  for (const MbNode *node = parent->first; node; node = node->next) {
    g_assert_true (node->parent == parent);
    g_assert_true (node->prev == prev);
    prev = node;
  }
  g_assert_true (parent->last == prev);
}

static void
test_moves (Fixture *f, gconstpointer unused)
{
  MbNode *a = add (f, f->root, "p"), *b = add (f, f->root, "div"), *c = add (f, f->root, "ul");
  mb_doc_insert_before (a, c);
  check_links (f->root);
  assert_dump (f, "body\n  ul\n  p\n  div\n");
  mb_doc_insert_after (b, c);
  check_links (f->root);
  assert_dump (f, "body\n  p\n  div\n  ul\n");
  mb_doc_unlink (b);
  check_links (f->root);
  g_assert_null (b->parent);
  assert_dump (f, "body\n  p\n  ul\n");
  mb_doc_append (b, a);
  mb_doc_append (b, c);
  g_assert_null (f->root->first);
  mb_doc_adopt_children (f->root, b);
  check_links (f->root);
  g_assert_null (b->first);
  assert_dump (f, "body\n  p\n  ul\n");
  mb_doc_unlink (a);
  mb_doc_unlink (a);
  mb_doc_unlink (c);
  g_assert_null (f->root->first);
  g_assert_null (f->root->last);
  g_assert_true (a->id < b->id && b->id < c->id && c->id < mb_doc_n_nodes (f->doc));
}

static void
test_walk (Fixture *f, gconstpointer unused)
{
  MbNode *a = add (f, f->root, "a"), *b = add (f, a, "b"), *c = add (f, b, "c"),
         *d = add (f, f->root, "d");
  g_assert_true (mb_node_next (f->root, f->root) == a);
  g_assert_true (mb_node_next (b, f->root) == c);
  g_assert_true (mb_node_next (c, f->root) == d);
  g_assert_null (mb_node_next (c, a));
  g_assert_true (mb_node_skip (a, f->root) == d);
  g_assert_true (mb_node_skip (b, f->root) == d);
  g_assert_null (mb_node_skip (a, a));
  g_assert_null (mb_node_next (d, f->root));
  g_assert_cmpuint (mb_node_depth (c), ==, 4); /* html, body, a, b */
}

static void
test_attributes (Fixture *f, gconstpointer unused)
{
  MbNode *p = add (f, f->root, "p");
  g_assert_null (mb_node_attr (p, "class"));
  mb_doc_add_class (f->doc, p, "a");
  mb_doc_add_class (f->doc, p, "b");
  mb_doc_add_class (f->doc, p, "a");
  g_assert_cmpstr (mb_node_attr (p, "class"), ==, "a b");
  g_assert_true (mb_node_has_class (p, "b"));
  g_assert_false (mb_node_has_class (p, "ab"));
  g_assert_false (mb_node_has_class (p, ""));
  mb_doc_set_attr (f->doc, p, "epub:type", "  footnote\tnote\n");
  g_assert_true (mb_node_has_token (p, "epub:type", "note"));
  g_assert_false (mb_node_has_token (p, "epub:type", "foot"));
  mb_doc_set_attr (f->doc, p, "xml:lang", "en");
  g_assert_cmpstr (mb_node_attr (p, "lang"), ==, "en");
  MbNode *em = add (f, p, "em");
  g_assert_cmpstr (mb_node_lang (f->doc, em), ==, "en");
  g_assert_cmpstr (mb_node_lang (f->doc, f->root), ==, "fr");
  mb_doc_remove_attr (p, "class");
  g_assert_false (mb_node_has_class (p, "a"));
  g_assert_true (mb_node_is (p, "p"));
  MbNode *svg = mb_doc_element_ns (f->doc, MB_NS_SVG, "p", MB_NOWHERE);
  g_assert_false (mb_node_is (svg, "p"));
  g_assert_true (mb_node_is_block (p));
  g_assert_false (mb_node_is_block (svg));
  g_assert_false (mb_node_is_block (em));
}

static void
test_text (Fixture *f, gconstpointer unused)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  MbNode *p = add (f, f->root, "p");
  add_text (f, p, "  Un\n  deux ");
  add_text (f, add (f, p, "em"), " trois");
  MbNode *note = add (f, p, "a");
  mb_doc_set_attr (f->doc, note, "epub:type", "noteref");
  add_text (f, note, "1");
  add (f, p, "br");
  add_text (f, p, "fin\t");
  add_text (f, add (f, f->root, "p"), "autre");
  g_assert_cmpstr (mb_node_text (p, arena), ==, "Un deux trois fin");
  g_assert_cmpstr (mb_node_text (f->root, arena), ==, "Un deux trois fin autre");
  g_assert_cmpstr (mb_node_text (note, arena), ==, "1");
}

static void
test_notes (Fixture *f, gconstpointer unused)
{
  static const struct {
    const char *name, *attr, *value;
    gboolean note, call;
  } cases[] = {
    { "aside", "epub:type", "footnote", TRUE, FALSE },
    { "aside", "role", "doc-footnote", TRUE, FALSE },
    { "li", "epub:type", "x endnote", TRUE, FALSE },
    { "li", "role", "doc-endnote", TRUE, FALSE },
    { "a", "epub:type", "noteref", FALSE, TRUE },
    { "a", "role", "doc-noteref", FALSE, TRUE },
    { "section", "epub:type", "endnotes", FALSE, FALSE },
    { "section", "role", "doc-endnotes", FALSE, FALSE },
    { "a", "role", "doc-backlink", FALSE, FALSE },
    { "aside", "class", "footnote", FALSE, FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MbNode *node = add (f, f->root, cases[i].name);
    mb_doc_set_attr (f->doc, node, cases[i].attr, cases[i].value);
    g_assert_cmpint (mb_node_is_note (node), ==, cases[i].note);
    g_assert_cmpint (mb_node_is_note_call (node), ==, cases[i].call);
  }
}

static void
test_runs (Fixture *f, gconstpointer unused)
{
  const MbRun runs[] = { { 0, 2, 10 }, { 3, 1, 20 } };
  MbNode *text = mb_doc_text (f->doc, "abcdef", 4, (MbPos){ "f", 2, 3 }, runs, 2);
  mb_doc_append (f->root, text);
  g_assert_cmpstr (text->text, ==, "abcd");
  g_assert_cmpuint (text->length, ==, 4);
  g_autofree char *dump = mb_doc_dump (f->doc, NULL, TRUE);
  g_assert_cmpstr (dump, ==, "body \"abcd\" @2:3 [0+2=10 3+1=20]\n");
  mb_doc_set_text (f->doc, text, "x", -1, NULL, 0);
  g_assert_cmpuint (text->n_runs, ==, 0);
}

static void
test_ids (Fixture *f, gconstpointer unused)
{
  MbNode *chapters[2];
  const char *files[] = { "livre/a.xhtml", "livre/b c.xhtml" };
  MbNode *targets[2];
  for (int i = 0; i < 2; i++) {
    MbPos pos = { g_intern_string (files[i]), 1, 1 };
    chapters[i] = mb_doc_element (f->doc, "section", pos);
    mb_doc_set_attr (f->doc, chapters[i], "data-source", files[i]);
    mb_doc_append (f->root, chapters[i]);
    targets[i] = add (f, chapters[i], "p");
    mb_doc_set_attr (f->doc, targets[i], "id", "n1");
  }
  g_assert_true (mb_doc_by_id (f->doc, "n1", chapters[1]) == targets[1]);
  g_assert_true (mb_doc_by_id (f->doc, "n1", NULL) == targets[0]);
  g_assert_null (mb_doc_by_id (f->doc, "n2", NULL));

  const struct {
    int from;
    const char *href;
    MbNode *target;
  } LINKS[] = {
    { 1, "#n1", targets[1] },
    { 0, "b%20c.xhtml#n1", targets[1] },
    { 0, "./b%20c.xhtml", chapters[1] },
    { 1, "../livre/a.xhtml#n1", targets[0] },
    { 0, "#n9", NULL },
    { 0, "http://x/#n1", NULL },
    { 0, "c.xhtml", NULL },
    { 0, "#", NULL },
    { 0, "mailto:x", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (LINKS); i++) {
    MbNode *link = add (f, chapters[LINKS[i].from], "a");
    mb_doc_set_attr (f->doc, link, "href", LINKS[i].href);
    g_assert_true (mb_doc_link_target (f->doc, link) == LINKS[i].target);
  }
  /* gone from the tree, or renamed: no longer found */
  mb_doc_unlink (targets[1]);
  g_assert_null (mb_doc_by_id (f->doc, "n1", chapters[1]));
  mb_doc_set_attr (f->doc, targets[0], "id", "m");
  g_assert_null (mb_doc_by_id (f->doc, "n1", NULL));
  g_assert_true (mb_doc_by_id (f->doc, "m", NULL) == targets[0]);
}

static void
test_dump (Fixture *f, gconstpointer unused)
{
  MbNode *p = add (f, f->root, "p");
  mb_doc_set_attr (f->doc, p, "class", "a  b");
  mb_doc_set_attr (f->doc, p, "id", "i");
  mb_doc_set_attr (f->doc, p, "title", "x \"y\"");
  add_text (f, p, "a\u00a0b\u202f\u00ad\n\\");
  add (f, p, "br");
  assert_dump (
      f, "body\n  p.a.b#i title=\"x \\\"y\\\"\"\n    \"a<NBSP>b<NNBSP><SHY>\\n\\\\\"\n    br\n");
  g_autofree char *part = mb_doc_dump (f->doc, p->last, FALSE);
  g_assert_cmpstr (part, ==, "br\n");
}

static void
test_escape (Fixture *f, gconstpointer unused)
{
  g_autoptr (GString) out = g_string_new (NULL);
  mb_xml_escape (out, "</a> & \"b\" ]]> \x01\x0b\ufffe\xff é\r\n", -1, FALSE);
  g_assert_cmpstr (out->str, ==, "&lt;/a&gt; &amp; \"b\" ]]&gt;  é&#13;\n");
  g_string_truncate (out, 0);
  mb_xml_escape (out, "\"<\n\t", -1, TRUE);
  g_assert_cmpstr (out->str, ==, "&quot;&lt;&#10;&#9;");
  g_string_truncate (out, 0);
  mb_xml_escape (out, "abc", 2, FALSE);
  g_assert_cmpstr (out->str, ==, "ab");
}

static void
test_xhtml (Fixture *f, gconstpointer unused)
{
  MbNode *p = add (f, f->root, "p");
  mb_doc_set_attr (f->doc, p, "title", "a \"<b>\"");
  add_text (f, p, "x & ");
  add_text (f, add (f, p, "em"), "y");
  add (f, p, "br");
  add (f, f->root, "div");
  MbNode *svg = mb_doc_element_ns (f->doc, MB_NS_SVG, "svg", MB_NOWHERE);
  mb_doc_append (f->root, svg);
  mb_doc_append (svg, mb_doc_element_ns (f->doc, MB_NS_SVG, "path", MB_NOWHERE));
  assert_xhtml (p, "<p title=\"a &quot;&lt;b&gt;&quot;\">x &amp; <em>y</em><br/></p>");
  assert_xhtml (
      f->root,
      "<body><p title=\"a &quot;&lt;b&gt;&quot;\">x &amp; <em>y</em><br/></p><div></div>"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
      "<path/></svg></body>");
}

static gboolean
edit (const MbNode *node, GArray *attrs, gpointer data)
{
  if (mb_node_is (node, "em"))
    return FALSE;
  MbAttr attr = { .name = "class", .value = data };
  g_array_append_val (attrs, attr);
  return TRUE;
}

static void
test_xhtml_edit (Fixture *f, gconstpointer unused)
{
  MbNode *p = add (f, f->root, "p");
  add_text (f, add (f, p, "em"), "y");
  add (f, p, "br");
  g_autoptr (GString) out = g_string_new (NULL);
  mb_doc_write_xhtml (p, out, edit, (gpointer) "k");
  g_assert_cmpstr (out->str, ==, "<p class=\"k\">y<br class=\"k\"/></p>");
  g_assert_null (mb_node_attr (p, "class"));
}

static void
test_deep (Fixture *f, gconstpointer unused)
{
  MbNode *at = f->root;
  for (int i = 0; i < 200000; i++)
    at = add (f, at, "i");
  g_autoptr (GString) out = g_string_new (NULL);
  mb_doc_write_xhtml (f->root, out, NULL, NULL);
  g_assert_cmpuint (out->len, ==, strlen ("<body></body>") + 200000 * strlen ("<i></i>"));
  guint n = 0;
  for (MbNode *node = f->root; node; node = mb_node_next (node, f->root))
    n++;
  g_assert_cmpuint (n, ==, 200001);
}

static void
test_languages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_assert_cmpstr (mb_doc_language_tag (arena, "fr-FR"), ==, "fr-FR");
  g_assert_cmpstr (mb_doc_language_tag (arena, "eng"), ==, "en");
  g_assert_cmpstr (mb_doc_language_tag (arena, "FRE-be"), ==, "fr-be");
  g_assert_cmpstr (mb_doc_language_tag (arena, "grc"), ==, "grc");
  g_assert_cmpstr (mb_doc_language_tag (arena, "français"), ==, NULL);
  g_assert_cmpstr (mb_doc_language_tag (arena, ""), ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add ("/doc/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (moves);
  ADD (walk);
  ADD (attributes);
  ADD (text);
  ADD (notes);
  ADD (runs);
  ADD (ids);
  ADD (dump);
  ADD (escape);
  ADD (xhtml);
  ADD (xhtml_edit);
  ADD (languages);
  ADD (deep);
  return g_test_run ();
}
