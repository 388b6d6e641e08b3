/* SPDX-License-Identifier: Apache-2.0 */
/* Content streams: what is an operation, and what is broken. */
#include "../../src/pdf/internal.h"

#include <string.h>

/* Operations of @content as "operands/operator", separated by spaces; "!" at the end when broken. */
static char *
summary (const char *content, gsize size)
{
  MbTokens tokens = { content, content + size, FALSE };
  MbOperation op;
  GString *out = g_string_new (NULL);
  while (mb_tokens_next (&tokens, &op))
    g_string_append_printf (out, "%s%u/%.*s", out->len ? " " : "", op.n,
                            (int) MIN (op.name.length, 3), op.name.start);
  if (tokens.broken)
    g_string_append_c (out, '!');
  return g_string_free (out, FALSE);
}

static void
test_good (void)
{
  static const struct {
    const char *content, *expected;
  } CASES[] = {
    { "", "" },
    { "  \n% only a comment", "" },
    { "q Q", "0/q 0/Q" },
    { "1 0 0 -1 0 842 cm", "6/cm" },
    { "0 0 10 10 re W* n", "4/re 0/W* 0/n" },
    { "(a(b)c\\)\\\\)Tj", "1/Tj" },
    { "(un\\(balanced)Tj ET", "1/Tj 0/ET" },
    { "[(a)-33(b]c)<0a>]TJ", "1/TJ" },
    { "<48 65>Tj", "1/Tj" },
    { "/Span<</ActualText<feff00a0>/A[(]>>)]>>BDC EMC", "2/BDC 0/EMC" },
    { "/Span << /MCID 1 /B << /C (>>) >> >> BDC", "2/BDC" },
    { "/F1 12 Tf/x5 Do", "2/Tf 1/Do" },
    { "(x)' 1 2(y)\"", "1/' 3/\"" },
    { "true false null /P scn", "4/scn" },
    { "BI /W 1 /H 1 ID \x01 EIx (\xff EI Q", "0/BI 0/Q" },
    { "1 % not ) here\n0 0 rg", "3/rg" },
    { ".5 +1 -.25 rg", "3/rg" },
    { "BT\n9.96 0 0 9.96 72 700 Tm\n/f-0-0 1 Tf\n[(H\351)-1(\\350)]TJ\nET\n",
      "0/BT 6/Tm 2/Tf 1/TJ 0/ET" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    g_autofree char *got = summary (CASES[i].content, strlen (CASES[i].content));
    g_assert_cmpstr (got, ==, CASES[i].expected);
  }
}

static void
test_broken (void)
{
  static const char *const CASES[] = {
    "(never closed Tj", "[(a) 12 TJ", "/P <</MCID 0 BDC", "<4865 Tj", "12 0",
    "BI /W 1 ID abc",   ") Tj",       "[ ) ] TJ",         "{ 1 } x",  "]",
  };
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    g_autofree char *got = summary (CASES[i], strlen (CASES[i]));
    g_assert_true (g_str_has_suffix (got, "!"));
  }
}

/* No byte string makes it read outside or loop. */
static void
test_random (void)
{
  static const char BYTES[] = "()<>[]{}/% \n\\aEITQq09.-'\"";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  for (int round = 0; round < 20000; round++) {
    gsize size = g_rand_int_range (rand, 0, 40);
    char *bytes = g_malloc (size + 1); /* exactly as long: a sanitizer sees one byte too far */
    for (gsize i = 0; i < size; i++)
      bytes[i] = BYTES[g_rand_int_range (rand, 0, sizeof BYTES - 1)];
    char *exact = g_malloc (MAX (size, 1));
    memcpy (exact, bytes, size);
    g_free (summary (exact, size));
    g_free (exact);
    g_free (bytes);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf/tokens/good", test_good);
  g_test_add_func ("/pdf/tokens/broken", test_broken);
  g_test_add_func ("/pdf/tokens/random", test_random);
  return g_test_run ();
}
