/* SPDX-License-Identifier: Apache-2.0 */
/* Whole novels, when ../shared/corpus is there: a second pass changes nothing, and no word is lost, added, joined or changed but
 * by a rule of the list. */
#include "support.h"

#include <locale.h>

#define CORPUS SOURCE_DIR "/../shared/corpus"

/* What a rule may write for another, in one form: spaces, apostrophes, dashes, ellipses, primes, œ. Quotation marks are left
 * out, for a continued quotation gets one more. NULL: as it is. */
static const char *
common_form (gunichar c)
{
  switch (c) {
  case 0x2026: return "...";
  case 0x153: return "oe";
  case 0x152: return "OE";
  case 0x2013:
  case 0x2014: return "-";
  case 0x2019:
  case 0x2018:
  case 0x2032:
  case '`':
  case 0xB4: return "'";
  case 0xAB:
  case 0xBB:
  case 0x201C:
  case 0x201D:
  case 0x2033:
  case '"': return "";
  case 0xD7: return "x";
  case 0xA0:
  case 0x202F: return " ";
  default: return g_unichar_isspace (c) ? " " : NULL;
  }
}

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
      const char *form = common_form (g_utf8_get_char (p));
      if (form)
        g_string_append (out, form);
      else
        g_string_append_unichar (out, g_utf8_get_char (p));
    }
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_mark (char c)
{
  return c && strchr (" \n!?:;.,()[]-", c) != NULL;
}

/* Whether the rules of numbers may put a space between @a and @b, or take it away. */
static gboolean
is_joint (char a, char b)
{
  return g_ascii_isdigit (a) != g_ascii_isdigit (b);
}

static char *
without_spaces_at_marks (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p++) {
    char last = out->len ? out->str[out->len - 1] : '\n';
    if (*p != ' ' || !(is_mark (p[1]) || is_mark (last) || is_joint (last, p[1])))
      g_string_append_c (out, *p);
  }
  g_autofree char *spelled = g_string_free (out, FALSE);
  g_autofree char *dashed = replace_all (spelled, "--", "-");
  g_autofree char *short_etc = replace_all (dashed, "etc...", "etc.");
  return replace_all (short_etc, "etc..", "etc.");
}

/* ORD-01: what was typed, as it should have been. */
static char *
with_short_ordinals (const char *text)
{
  g_autoptr (GRegex) others = g_regex_new ("(?<=[0-9IVXLC]) ?(?:i?[èée])?me(s?)\\b", 0, 0, NULL);
  g_autoptr (GRegex) first = g_regex_new ("\\b([1I])i?[èe]re(s?)\\b", 0, 0, NULL);
  g_autofree char *half = g_regex_replace (others, text, -1, 0, "e\\1", 0, NULL);

  return g_regex_replace (first, half, -1, 0, "\\1re\\2", 0, NULL);
}

static char *
comparable (MbDoc *doc)
{
  g_autofree char *text = plain (doc);
  g_autofree char *tight = without_spaces_at_marks (text);

  return with_short_ordinals (tight);
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
  g_autofree char *before = comparable (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called ("fr-FR"), &report);
  g_autofree char *after = comparable (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called ("fr-FR"), &again);
  if (strcmp (before, after) != 0) {
    gsize i = 0;
    while (before[i] == after[i])
      i++;
    g_test_message ("%s: %.60s | %.60s", path, before + (i > 20 ? i - 20 : 0),
                    after + (i > 20 ? i - 20 : 0));
    g_test_fail ();
  }
  if (again.n_changes) {
    g_test_message ("%s: changed again by %s: %s → %s in %s", path, again.changes[0].rule,
                    again.changes[0].before, again.changes[0].after, again.changes[0].node->text);
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
  setlocale (LC_ALL, ""); /* messages hold French */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ortho/corpus", test_corpus);
  return g_test_run ();
}
