/* SPDX-License-Identifier: Apache-2.0 */
/* The eight novels of ../shared/corpus, when they are there: read without a finding, nothing lost.
 * The counts were taken from the files with grep: chapters, <p …>, footnotes, parts. */
#include "read.h"

#include <string.h>

typedef struct {
  const char *name;
  guint chapters, paragraphs, notes, parts;
} Novel;

static const Novel NOVELS[] = {
  { "FRA00101_Adam", 16, 787, 14, 0 },    { "FRA00301_Aimard", 43, 3491, 0, 2 },
  { "FRA00401_Allais", 51, 1921, 68, 1 }, { "FRA02501_Loti", 85, 1868, 0, 0 },
  { "FRA04202_Rolland", 27, 8292, 0, 0 }, { "FRA06401_Chandeneux", 33, 6964, 0, 4 },
  { "FRA06501_Gyp", 18, 2321, 0, 0 },     { "FRA07401_Leblanc", 32, 5524, 1, 5 },
};

/* What was made from the manifest is not the novel's. */
static gboolean
is_made (const MbNode *node)
{
  return mb_node_has_class (node, "liminaire") || mb_node_has_class (node, "final");
}

static guint
count (const MbNode *root, const char *element, const char *attr, const char *token)
{
  guint n = 0;
  for (const MbNode *node = root; node;
       node = is_made (node) ? mb_node_skip (node, root) : mb_node_next (node, root))
    n += !is_made (node) && mb_node_is (node, element) &&
         (!attr || mb_node_has_token (node, attr, token));
  return n;
}

/* Every call of a note leads to it, in the chapter it is called from. */
static void
check_notes (MbDoc *doc)
{
  MbNode *root = mb_doc_root (doc);
  for (MbNode *node = root; node; node = mb_node_next (node, root))
    if (mb_node_has_token (node, "epub:type", "noteref")) {
      MbNode *note = mb_doc_link_target (doc, node);
      g_assert_nonnull (note);
      g_assert_true (mb_node_has_token (note, "epub:type", "footnote"));
      g_assert_true (mb_node_has_class (note->parent, "notes"));
      g_assert_true (note->pos.file == node->pos.file);
    }
}

static void
test_novel (gconstpointer data)
{
  const Novel *novel = data;
  g_autofree char *folder =
      g_build_filename (SOURCE_DIR, "..", "shared", "corpus", novel->name, NULL);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip ("the shared corpus is not here");
    return;
  }
  g_autofree char *manifest = g_build_filename (folder, "book.yaml", NULL);
  const char *names[] = { manifest, NULL };
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (folder, diagnostics);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (MbDoc) doc = mb_read_inputs (source, names, NULL, NULL, &error);
  g_test_message ("%s: %.3f s", novel->name, (double) (g_get_monotonic_time () - start) / 1e6);
  g_assert_no_error (error);
  g_assert_cmpuint (mb_diagnostics_count (diagnostics, MB_INFO), ==, 0);
  const MbNode *root = mb_doc_root (doc);
  g_assert_true (mb_node_has_class (root, "livre"));
  g_assert_cmpuint (count (root, "section", "class", "chapitre"), ==, novel->chapters);
  g_assert_cmpuint (count (root, "p", NULL, NULL), ==, novel->paragraphs);
  g_assert_cmpuint (count (root, "aside", "epub:type", "footnote"), ==, novel->notes);
  g_assert_cmpuint (count (root, "section", "class", "partie"), ==, novel->parts);
  g_assert_cmpstr (mb_doc_meta (doc)->language, ==, "fr-FR");
  g_assert_nonnull (mb_doc_meta (doc)->title);
  g_assert_cmpuint (mb_doc_meta (doc)->n_people, ==, 1);
  check_notes (doc);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (NOVELS); i++) {
    g_autofree char *path = g_strdup_printf ("/corpus/%s", NOVELS[i].name);
    g_test_add_data_func (path, &NOVELS[i], test_novel);
  }
  return g_test_run ();
}
