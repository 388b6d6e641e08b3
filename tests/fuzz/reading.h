/* SPDX-License-Identifier: Apache-2.0 */
/* reading.h — bytes given to room `read` under a name; the tree that comes back is checked. */
#pragma once

#include "fuzz.h"
#include "read.h"
#include "tree.h"

#include <libxml/parser.h>

/* The tree, written out, is well-formed XML. */
static inline void
check_xhtml (const MbDoc *doc)
{
  g_autoptr (GString) out = g_string_new (NULL);
  mb_doc_write_xhtml (mb_doc_root (doc), out, NULL, NULL);
  xmlDocPtr parsed =
      xmlReadMemory (out->str, (int) out->len, NULL, "UTF-8",
                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
  if (!parsed)
    g_error ("written XHTML is not well-formed:\n%s", out->str);
  xmlFreeDoc (parsed);
}

static inline void
give (MbSource *source, const char *name, gconstpointer bytes, gsize size)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, size);
  mb_source_give (source, name, copy);
}

/* Either a tree or an error, and a tree that is whole. @alone: every run points into these bytes. */
static inline int
read_as (const char *name, const uint8_t *data, size_t size, gboolean alone)
{
  static const char article[] = "---\ntitre: Un\n---\n\nTexte.\n";
  static const char chapter[] =
      "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>Un</h1><p>Deux.</p></body></html>";
  const char *names[] = { name, NULL };
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (NULL, diagnostics);
  g_autoptr (GError) error = NULL;
  MbReadOutputs outputs = { 0 };

  if (!alone) {
    give (source, "un.md", article, sizeof article - 1);
    give (source, "deux.xhtml", chapter, sizeof chapter - 1);
  }
  give (source, name, data, size);
  g_autoptr (MbDoc) doc = mb_read_inputs (source, names, NULL, &outputs, &error);
  g_assert_true ((doc != NULL) != (error != NULL));
  if (doc) {
    check_tree (doc, alone ? size : 0);
    check_xhtml (doc);
  }
  return 0;
}
