/* SPDX-License-Identifier: Apache-2.0 */
/* driver_speed SHEET CHAPTER.xhtml…: the cascade alone. Reads the chapters into one tree, gives every element one of 331 classes, then counts the processor time of
 * reading the sheet and of computing the style of every element and its pseudo-elements. Prints: elements, styles that differ,
 * findings, seconds for the sheet, seconds for the elements, bytes of styles. */
#include "internal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct {
  MbDoc *doc;
  MbNode *at;
  guint n;
} Builder;

static void
start (GMarkupParseContext *context, const char *name, const char **names, const char **values,
       gpointer data, GError **error)
{
  Builder *builder = data;
  MbNode *node = mb_doc_element (builder->doc, name, MB_NOWHERE);
  for (guint i = 0; names[i]; i++)
    mb_doc_set_attr_at (builder->doc, node, names[i], values[i], MB_NOWHERE);
  /* so that no class of the sheet is unknown here */
  g_autofree char *class = g_strdup_printf ("c%u", builder->n++ % 331);
  mb_doc_set_attr (builder->doc, node, "class", class);
  mb_doc_append (builder->at, node);
  builder->at = node;
}

static void
end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Builder *builder = data;
  builder->at = builder->at->parent;
}

static void
text (GMarkupParseContext *context, const char *bytes, gsize length, gpointer data, GError **error)
{
  Builder *builder = data;
  if (length)
    mb_doc_append (builder->at,
                   mb_doc_text (builder->doc, bytes, (gssize) length, MB_NOWHERE, NULL, 0));
}

static void
read_chapter (MbDoc *doc, const char *path)
{
  static const GMarkupParser parser = { start, end, text, NULL, NULL };
  g_autofree char *xml = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  Builder builder = { doc, mb_doc_root (doc), 0 };
  if (!g_file_get_contents (path, &xml, &length, &error))
    g_error ("%s", error->message);
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &builder, NULL);
  if (!g_markup_parse_context_parse (context, xml, (gssize) length, &error))
    g_error ("%s: %s", path, error->message);
  g_markup_parse_context_free (context);
}

static double
seconds (clock_t from)
{
  return (double) (clock () - from) / CLOCKS_PER_SEC;
}

int
main (int argc, char **argv)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new ("/", diagnostics);
  g_autoptr (MbDoc) doc = mb_doc_new (diagnostics);
  g_autofree char *sheet = NULL;
  gsize length, n_findings;
  if (argc < 2 || !g_file_get_contents (argv[1], &sheet, &length, NULL))
    return 2;
  for (int i = 2; i < argc; i++)
    read_chapter (doc, argv[i]);

  clock_t before = clock ();
  g_autoptr (MbStyles) styles = mb_styles_new (doc, MB_MEDIUM_PRINT, source, NULL);
  g_autoptr (GError) error = NULL;
  if (!mb_styles_add_text (styles, sheet, length, argv[1], MB_NOWHERE, MB_ORIGIN_HOUSE, NULL,
                           &error))
    printf ("%s\n", error->message);
  double reading = seconds (before);

  before = clock ();
  guint n = 0;
  const MbNode *root = mb_doc_root (doc)->parent;
  for (const MbNode *node = root; node; node = mb_node_next (node, root))
    for (guint pseudo = 0; node->kind == MB_NODE_ELEMENT && pseudo < MB_N_PSEUDOS; pseudo++)
      n += mb_style_pseudo (styles, node, (MbPseudo) pseudo) && !pseudo;
  double matching = seconds (before);
  mb_styles_finish (styles);
  mb_diagnostics_get (diagnostics, &n_findings);
  printf ("%u %u %" G_GSIZE_FORMAT " %.4f %.4f\n", n, g_hash_table_size (styles->styles_made),
          n_findings, reading, matching);
  return 0;
}
