/* SPDX-License-Identifier: Apache-2.0 */
/* driver_computed CHAPTER.xhtml SHEET PROPERTY…: computed values of every element of the body and of its ::before and ::after,
 * for judge_chromium.py. A line: number of the element in document order (body 0), pseudo-element or -, property, value as
 * mb_style_dump writes it. Without fonts. */
#include "internal.h"
#include "style/tree.h"

#include <stdio.h>
#include <string.h>

static void
print_style (const MbStyle *style, guint number, const char *pseudo, char **properties)
{
  const MbPrinter printer = { FALSE, 0, 0 };
  g_autoptr (GString) value = g_string_new (NULL);
  for (char **name = properties; style && *name; name++) {
    guint index = mb_property_find (*name);
    if (index == MB_PROPERTY_NONE)
      continue;
    const MbProperty *property = &mb_properties[index];
    g_string_truncate (value, 0);
    property->print (property, &printer, mb_property_field (style, property), value);
    printf ("%u\t%s\t%s\t%s\n", number, pseudo, *name, value->str);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new ("/", diagnostics);
  g_autoptr (GError) error = NULL;
  if (argc < 4)
    return 2;
  g_autoptr (MbDoc) doc = tree_load (argv[1], diagnostics);
  g_autoptr (MbStyles) styles = mb_styles_new (doc, MB_MEDIUM_PRINT, source, NULL);
  if (!mb_styles_add_file (styles, argv[2], MB_ORIGIN_HOUSE, NULL, &error))
    g_error ("%s", error->message);
  const MbNode *root = mb_doc_root (doc);
  guint number = 0;
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    print_style (mb_style_of (styles, node), number, "-", argv + 3);
    print_style (mb_style_pseudo (styles, node, MB_PSEUDO_BEFORE), number, "before", argv + 3);
    print_style (mb_style_pseudo (styles, node, MB_PSEUDO_AFTER), number, "after", argv + 3);
    number++;
  }
  return 0;
}
