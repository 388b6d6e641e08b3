/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_css.c — a house style sheet over a small article: parsed, cascaded, computed for print and for the e-book. */
#include "fuzz.h"
#include "style.h"

static MbNode *
add (MbDoc *doc, MbNode *parent, const char *name, const char *class)
{
  MbNode *node = mb_doc_element (doc, name, MB_NOWHERE);
  if (class)
    mb_doc_add_class (doc, node, class);
  mb_doc_append (parent, node);
  return node;
}

static void
add_article (MbDoc *doc)
{
  static const char *const blocks[] = { "h1",    "p",      "h2",         "ul",
                                        "table", "figure", "blockquote", "aside" };
  MbNode *article = add (doc, mb_doc_root (doc), "article", "bac");
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++) {
    MbNode *block = add (doc, article, blocks[i], "x");
    MbNode *inside = add (doc, block, "em", NULL);
    mb_doc_set_attr (doc, inside, "id", blocks[i]);
    mb_doc_append (inside, mb_doc_text (doc, "mot", -1, MB_NOWHERE, NULL, 0));
  }
}

static void
compute (MbDoc *doc, MbStyles *styles)
{
  const MbNode *root = mb_doc_root (doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    const MbStyle *style = mb_style_of (styles, node);
    g_assert_true (style == mb_style_of (styles, node));
    for (MbPseudo pseudo = MB_PSEUDO_BEFORE; pseudo <= MB_PSEUDO_FIRST_LINE; pseudo++)
      mb_style_pseudo (styles, node, pseudo);
    guint n;
    mb_style_declared (styles, node, MB_PSEUDO_NONE, mb_doc_arena (doc), &n);
  }
}

static void
compute_pages (MbStyles *styles)
{
  for (guint index = 1; index <= 3; index++) {
    MbPageContext context = {
      index == 3 ? "x" : "", index == 1, index % 2 == 0, FALSE, index, index
    };
    const MbPageStyle *page = mb_style_page (styles, &context);
    g_assert_true (page->width > 0 && page->height > 0);
  }
}

static void
style_in (MbMedium medium, const uint8_t *data, size_t size)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (NULL, diagnostics);
  g_autoptr (MbDoc) doc = mb_doc_new (diagnostics);
  g_autoptr (MbFonts) fonts = mb_fonts_new (source, (const char *const[]){ NULL });
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  add_article (doc);
  mb_source_give (source, "a.css", bytes);
  g_autoptr (MbStyles) styles = mb_styles_new (doc, medium, source, fonts);
  g_autoptr (GError) error = NULL;
  if (mb_styles_add_file (styles, "a.css", MB_ORIGIN_HOUSE, NULL, &error)) {
    compute (doc, styles);
    compute_pages (styles);
    mb_styles_finish (styles);
  } else {
    g_assert_nonnull (error);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  style_in (MB_MEDIUM_PRINT, data, size);
  style_in (MB_MEDIUM_EPUB, data, size);
  return 0;
}
