/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_ortho.c — orthotypography of any text: a second pass changes nothing, words stay the same.
 *
 * Each line is a paragraph; "*" opens and closes an `em`, "`" a `code`. The first byte chooses the profile. */
#include "fuzz.h"
#include "ortho.h"
#include "tree.h"

#include <string.h>

static void
append_text (MbDoc *doc, MbNode *parent, const char *text, gsize length)
{
  if (length)
    mb_doc_append (parent, mb_doc_text (doc, text, (gssize) length, MB_NOWHERE, NULL, 0));
}

static MbNode *
child_of (MbDoc *doc, MbNode *parent, const char *name)
{
  MbNode *node = mb_doc_element (doc, name, MB_NOWHERE);
  mb_doc_append (parent, node);
  return node;
}

static void
add_paragraph (MbDoc *doc, const char *line)
{
  MbNode *paragraph = child_of (doc, mb_doc_root (doc), "p"), *at = paragraph;
  while (*line) {
    gsize length = strcspn (line, "*`");
    append_text (doc, at, line, length);
    line += length;
    if (!*line)
      return;
    at = at != paragraph ? paragraph : child_of (doc, paragraph, *line == '*' ? "em" : "code");
    line++;
  }
}

static char *
written (MbDoc *doc)
{
  g_autoptr (GString) out = g_string_new (NULL);
  mb_doc_write_xhtml (mb_doc_root (doc), out, NULL, NULL);
  return g_strdup (out->str);
}

/* Letters and digits of @text, which no rule may touch: but for œ, the suffixes of ordinals and the x of a product. */
static void
append_letters (GString *out, const char *text)
{
  gboolean number = FALSE;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (number && c && strchr ("eimrs", c < 128 ? (int) c : c == 0xE8 || c == 0xE9 ? 'e' : '-'))
      continue;
    number = g_unichar_isdigit (c) || (c < 128 && c && strchr ("IVXLC", (int) c));
    if (c == 0x153 || c == 0x152)
      g_string_append (out, "oe");
    else if (g_unichar_isalnum (c) && c != 'x' && c != 'X')
      g_string_append_unichar (out, g_unichar_tolower (c));
  }
}

static char *
letters (MbDoc *doc)
{
  const MbNode *root = mb_doc_root (doc);
  g_autoptr (GString) all = g_string_new (NULL), out = g_string_new (NULL);
  for (const MbNode *node = root; node; node = mb_node_next (node, root))
    if (node->kind == MB_NODE_TEXT)
      g_string_append (all, node->text);
  append_letters (out, all->str);
  return g_strdup (out->str);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const ways[] = { "fr-FR", "fr-press", "fr-CH", "fr-CA", "fr-BE" };
  g_autoptr (MbArena) arena = mb_arena_new ();
  const MbOrthoHouse *house =
      mb_ortho_house_new (arena, ways[size ? data[0] % G_N_ELEMENTS (ways) : 0], NULL);
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);
  MbOrthoReport report = { 0 };

  for (char **line = lines; *line; line++)
    add_paragraph (doc, *line);
  g_autofree char *before = letters (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house, NULL);
  g_autofree char *once = written (doc);
  g_autofree char *after = letters (doc);
  mb_ortho_apply (doc, mb_doc_root (doc), house, &report);
  g_autofree char *twice = written (doc);
  if (strcmp (once, twice) != 0)
    g_printerr ("%s\n", text);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (once, ==, twice);
  g_assert_cmpuint (report.n_changes, ==, 0);
  check_tree (doc, 0);
  return 0;
}
