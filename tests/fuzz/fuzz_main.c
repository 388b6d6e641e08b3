/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_main.c — runs a harness without libFuzzer.
 *
 *   fuzz_NAME CORPUS                        every file of the folder once, in byte order of names
 *   fuzz_NAME --mutate N --seed S CORPUS    N changed copies of them; the same S gives the same copies
 *   fuzz_NAME FILE                          one input, to look at a failure
 *
 * While it mutates, the input under test is in the file NAME.input of the current folder; it is removed when all went well.
 */
#include "fuzz.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CHANGES 6
#define LONGEST      (64 * 1024)

/* Bytes with a meaning somewhere: tried more often than chance would. */
static const char *const tokens[] = {
  "\n",
  "\n\n",
  "    ",
  "---\n",
  ":::",
  "::: encadre\n",
  "{.x #y z=w}",
  "![](a.jpg)",
  "[^1]",
  "[^1]:",
  "|",
  "# ",
  "> ",
  "* ",
  "1. ",
  "`",
  "**",
  "]]>",
  "&nbsp;",
  "&#0;",
  "<!--",
  "-->",
  "<p>",
  "</p>",
  "<![CDATA[",
  "<style>",
  "<table>",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ";",
  ":",
  ",",
  "\"",
  "'",
  "\\",
  "/*",
  "*/",
  "@media ",
  "@page ",
  "url(",
  "calc(1px/0)",
  "var(--x)",
  "!important",
  "99999999999999999999",
  "-1",
  "1e999",
  "\xc2\xa0",
  "\xe2\x80\xaf",
  "\xc2\xab",
  "\xc2\xbb",
  "\xe2\x80\x99",
  "\xf0\x9f\x98\x80",
  "e\xcc\x81",
  "\xef\xbb\xbf",
  "\xe2\x80\xae",
  "!",
  "?",
  "\xe2\x80\xa6",
  "...",
};

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_corpus (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name (folder));)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  if (!folder)
    g_ptr_array_add (names, g_strdup (path));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    char *bytes;
    gsize size;
    if (!g_file_get_contents (names->pdata[i], &bytes, &size, NULL))
      g_error ("cannot read %s", (char *) names->pdata[i]);
    g_ptr_array_add (inputs, g_byte_array_new_take ((guint8 *) bytes, size));
  }
  g_ptr_array_unref (names);
  return inputs;
}

/* Harnesses get a block of exactly @input's size, so that a sanitizer sees the first byte too far; never NULL. */
static void
run_input (const GByteArray *input)
{
  g_autofree guint8 *exact = input->len ? g_memdup2 (input->data, input->len) : g_malloc (1);
  LLVMFuzzerTestOneInput (exact, input->len);
}

static void
insert (GByteArray *input, guint at, const guint8 *bytes, guint length)
{
  guint old = input->len;
  if (length == 0)
    return;
  g_byte_array_set_size (input, old + length);
  memmove (input->data + at + length, input->data + at, old - at);
  memcpy (input->data + at, bytes, length);
}

static void
change (GByteArray *input, const GByteArray *other, GRand *chance)
{
  guint at = input->len ? (guint) g_rand_int_range (chance, 0, (gint32) input->len) : 0;
  guint span = 1u << g_rand_int_range (chance, 0, 8);
  guint room = MIN (input->len - at, span);
  guint8 byte = (guint8) g_rand_int_range (chance, 0, 256);
  const char *token = tokens[g_rand_int_range (chance, 0, G_N_ELEMENTS (tokens))];

  switch (g_rand_int_range (chance, 0, 7)) {
  case 0:
    if (input->len)
      input->data[at] ^= (guint8) (1 << (byte & 7));
    break;
  case 1: insert (input, at, &byte, 1); break;
  case 2: g_byte_array_remove_range (input, at, room); break;
  case 3: {
    g_autofree guint8 *copy = g_memdup2 (input->data + at, room);
    insert (input, at, copy, room);
    break;
  }
  case 4: { /* a stretch of another input */
    guint from = other->len ? (guint) g_rand_int_range (chance, 0, (gint32) other->len) : 0;
    insert (input, at, other->data + from, MIN (other->len - from, span));
    break;
  }
  default: insert (input, at, (const guint8 *) token, (guint) strlen (token)); break;
  }
}

/* Most inputs stay valid UTF-8: the others are refused at the door and reach nothing behind it. */
static void
mend_utf8 (GByteArray *input)
{
  g_autofree char *valid =
      g_utf8_make_valid (input->len ? (const char *) input->data : "", input->len);
  g_byte_array_set_size (input, 0);
  g_byte_array_append (input, (const guint8 *) valid, (guint) strlen (valid));
}

static void
mutate (GPtrArray *corpus, guint64 count, guint32 seed, const char *trace)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  for (guint64 i = 0; i < count; i++) {
    const GByteArray *base = corpus->pdata[g_rand_int_range (chance, 0, (gint32) corpus->len)];
    const GByteArray *other = corpus->pdata[g_rand_int_range (chance, 0, (gint32) corpus->len)];
    g_autoptr (GByteArray) input = g_byte_array_new ();
    g_byte_array_append (input, base->data, base->len);
    for (int n = g_rand_int_range (chance, 1, MOST_CHANGES + 1); n > 0; n--)
      change (input, other, chance);
    if (i % 8 != 0)
      mend_utf8 (input);
    if (input->len > LONGEST)
      g_byte_array_set_size (input, LONGEST);
    g_file_set_contents_full (trace, (const char *) input->data, input->len,
                              G_FILE_SET_CONTENTS_NONE, 0666, NULL);
    run_input (input);
  }
  g_remove (trace);
}

int
main (int argc, char **argv)
{
  gint64 count = 0, seed = 1;
  const GOptionEntry options[] = {
    { "mutate", 0, 0, G_OPTION_ARG_INT64, &count, "run N changed copies of the corpus", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "of the changes", "S" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("CORPUS");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || argc != 2)
    return fprintf (stderr, "usage: %s [--mutate N] [--seed S] CORPUS\n", argv[0]), 2;

  g_autoptr (GPtrArray) corpus = load_corpus (argv[1]);
  if (corpus->len == 0)
    return fprintf (stderr, "%s: no input in %s\n", argv[0], argv[1]), 1;
  g_autofree char *name = g_path_get_basename (argv[0]);
  g_autofree char *trace = g_strconcat (name, ".input", NULL);
  if (count > 0)
    mutate (corpus, (guint64) count, (guint32) seed, trace);
  for (guint i = 0; count == 0 && i < corpus->len; i++)
    run_input (corpus->pdata[i]);
  return 0;
}
