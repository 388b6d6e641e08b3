/* SPDX-License-Identifier: Apache-2.0 */
/* Whole novels, when ../shared/corpus is there: a second pass changes nothing, and no word is lost, added or joined. */
#include "support.h"

#define CORPUS SOURCE_DIR "/../shared/corpus"

/* Text with spaces, apostrophes, quotes and ellipses made equal, and no space beside a mark. */
static char *
plain (MbDoc *doc)
{
  GString *out = g_string_new (NULL);

  for (MbNode *node = mb_doc_root (doc); node; node = mb_node_next (node, mb_doc_root (doc))) {
    if (node->kind == MB_NODE_ELEMENT) {
      if (mb_node_is_block (node))
        g_string_append_c (out, '\n');
      continue;
    }
    for (const char *p = node->text; *p; p = g_utf8_next_char (p)) {
      gunichar c = g_utf8_get_char (p);
      if (c == 0x2026)
        g_string_append (out, "...");
      else
        g_string_append_unichar (out, g_unichar_isspace (c) || c == 0xA0 || c == 0x202F      ? ' '
                                      : c == 0x2019 || c == 0x2018 || c == '`' || c == 0xB4  ? '\''
                                      : c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D ? '"'
                                                                                             : c);
    }
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_mark (char c)
{
  return c && strchr (" \n!?:;.\"", c) != NULL;
}

static char *
without_spaces_at_marks (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p++) {
    gboolean beside =
        *p == ' ' && (is_mark (p[1]) || (out->len && is_mark (out->str[out->len - 1])));
    if (!beside)
      g_string_append_c (out, *p);
  }
  g_autofree char *spelled = g_string_free (out, FALSE);
  return replace_all (spelled, "etc...", "etc.");
}

static void
check_chapter (const char *path, gsize *changes)
{
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);
  MbOrthoReport report, again;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  read_into (doc, text, length, FALSE);
  g_autofree char *plain_before = plain (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called ("fr-FR"), &report);
  g_autofree char *plain_after = plain (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called ("fr-FR"), &again);

  g_autofree char *before = without_spaces_at_marks (plain_before);
  g_autofree char *after = without_spaces_at_marks (plain_after);
  if (strcmp (before, after) != 0) {
    gsize i = 0;
    while (before[i] == after[i])
      i++;
    g_test_message ("%s: %.60s | %.60s", path, before + (i > 20 ? i - 20 : 0),
                    after + (i > 20 ? i - 20 : 0));
    g_test_fail ();
  }
  if (again.n_changes) {
    g_test_message ("%s: %s changed again", path, again.changes[0].node->text);
    g_test_fail ();
  }
  *changes += report.n_changes;
}

static void
check_book (const char *folder, gsize *changes)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".xhtml")) {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      check_chapter (path, changes);
    }
  if (dir)
    g_dir_close (dir);
}

static void
test_corpus (void)
{
  GDir *dir = g_dir_open (CORPUS, 0, NULL);
  const char *name;
  gsize changes = 0;

  if (!dir) {
    g_test_skip ("no corpus");
    return;
  }
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *folder = g_build_filename (CORPUS, name, NULL);
    if (g_file_test (folder, G_FILE_TEST_IS_DIR))
      check_book (folder, &changes);
  }
  g_dir_close (dir);
  g_test_message ("%" G_GSIZE_FORMAT " changes", changes);
  g_assert_cmpuint (changes, >, 100000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ortho/corpus", test_corpus);
  return g_test_run ();
}
