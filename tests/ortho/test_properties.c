/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of all rules on random mixes: protected spans come out as they went in, in order; letters and digits stay but for
 * œ, suffixes of ordinals and the x of products; every change that is verified, made to the source, gives the tree. */
#include "support.h"

#define ROUNDS 20000

static const char *const spans[] = { "https://www.lefigaro.fr/a?b=1;c=2:d!e",
                                     "ftp://x.y:80/l'eau...--z",
                                     "www.coeur.fr/1ere?2eme",
                                     "jean.ami-coeur@oeuvre-2eme.fr",
                                     "mailto:coeur@x.fr",
                                     "std::vector::oeuvre",
                                     "fdda:5cc1:23:4::1f",
                                     "12:30:45",
                                     "16:9",
                                     "C:\\coeur\\l'x",
                                     ":-)",
                                     ":oeuvre:",
                                     "Yahoo!",
                                     "&eacute;",
                                     ".coeur",
                                     "#coeur_2eme" };
static const char *const words[] = { "Il",     "dit",   "coeur", "l'été",  "2ème", "XXe",
                                     "siècle", "M.",    "Roy",   "12",     "000",  "kg",
                                     "€",      "h",     "30",    "etc...", "n°5",  "p.",
                                     "mot",    "Louis", "XIV",   "mars",   "1er",  "x" };
static const char *const marks[] = { " ",   " ! ", " ? ",    " ; ",  " : ",  ", ",  " - ",
                                     " – ", " — ", "\u00a0", "  ",   " « ",  " » ", " (",
                                     ") ",  " \"", "\" ",    "... ", " -- ", ". ",  "\u202f",
                                     " “",  "” ",  "! ",     " ‹ ",  " › " };

static const char *
pick (GRand *rand, const char *const *table, guint n)
{
  return table[g_rand_int_range (rand, 0, (gint) n)];
}

/* A paragraph; the spans in it are appended to @put. */
static char *
random_text (GRand *rand, GPtrArray *put)
{
  GString *out = g_string_new (NULL);

  for (gint n = g_rand_int_range (rand, 3, 12); n > 0; n--) {
    if (g_rand_int_range (rand, 0, 4) == 0) {
      const char *span = pick (rand, spans, G_N_ELEMENTS (spans));
      g_string_append (out, " ");
      g_string_append (out, span);
      g_string_append (out, " ");
      g_ptr_array_add (put, (gpointer) span);
    } else {
      g_string_append (out, pick (rand, words, G_N_ELEMENTS (words)));
    }
    g_string_append (out, pick (rand, marks, G_N_ELEMENTS (marks)));
  }
  return g_string_free (out, FALSE);
}

static char *
text_of (MbDoc *doc)
{
  GString *out = g_string_new (NULL);

  for (MbNode *node = mb_doc_root (doc); node; node = mb_node_next (node, mb_doc_root (doc)))
    if (node->kind == MB_NODE_TEXT)
      g_string_append (out, node->text);
  return g_string_free (out, FALSE);
}

static MbDoc *
document_of (const char *text)
{
  MbDoc *doc = mb_doc_new (NULL);
  MbPos pos = { "test", 1, 1 };
  MbRun run = { 0, (guint32) strlen (text), 0 };
  MbNode *p = mb_doc_element (doc, "p", pos);

  mb_doc_append (mb_doc_root (doc), p);
  mb_doc_append (p, mb_doc_text (doc, text, -1, pos, &run, 1));
  return doc;
}

static void
check_spans (const char *before, const char *after, const GPtrArray *put)
{
  const char *at = after;

  for (guint i = 0; i < put->len; i++) {
    const char *span = put->pdata[i];
    const char *found = strstr (at, span);
    if (!found)
      g_error ("%s is lost: %s | %s", span, before, after);
    at = found + strlen (span);
  }
}

/* The changes, made to the source from the last to the first, give the text of the tree. */
static void
check_report (const char *before, const char *after, const MbOrthoReport *report)
{
  g_autoptr (GString) source = g_string_new (before);

  for (guint i = report->n_changes; i-- > 0;) {
    const MbOrthoChange *change = &report->changes[i];
    g_assert_true (change->verified);
    g_assert_true (strncmp (source->str + change->source, change->before, change->length) == 0);
    g_assert_true (g_str_has_prefix (change->node->text + change->offset, change->after));
    g_string_erase (source, change->source, change->length);
    g_string_insert (source, change->source, change->after);
  }
  g_assert_cmpstr (source->str, ==, after);
}

/* Stretches of the text nodes say the truth about the source. */
static void
check_runs (MbDoc *doc, const char *before)
{
  for (MbNode *node = mb_doc_root (doc); node; node = mb_node_next (node, mb_doc_root (doc)))
    for (guint i = 0; i < node->n_runs; i++) {
      MbRun run = node->runs[i];
      g_assert_cmpuint (run.offset + run.length, <=, node->length);
      g_assert_true (strncmp (node->text + run.offset, before + run.source, run.length) == 0);
    }
}

static char *
letters_of (const char *text)
{
  g_autofree char *oe = replace_all (text, "œ", "oe");
  g_autoptr (GRegex) suffix = g_regex_new (
      "(?<=[0-9IVXLC])\\s*(?:i?[èe])?me?s?\\b|(?<=1)er\\b|(?<=[0-9XVI])e\\b|[^\\p{L}\\p{N}]|x", 0,
      0, NULL);

  g_assert_nonnull (suffix);
  return g_regex_replace_literal (suffix, oe, -1, 0, "", 0, NULL);
}

static void
test_mixes (void)
{
  static const char *const ways[] = { "fr-FR", "fr-press", "fr-CH", "fr-CA", "fr-BE" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < ROUNDS; round++) {
    g_autoptr (GPtrArray) put = g_ptr_array_new ();
    g_autofree char *before = random_text (rand, put);
    g_autoptr (MbDoc) doc = document_of (before);
    MbOrthoReport report;
    mb_ortho_apply (doc, mb_doc_root (doc), house_called (ways[round % G_N_ELEMENTS (ways)]),
                    &report);
    g_autofree char *after = text_of (doc);
    check_spans (before, after, put);
    check_report (before, after, &report);
    check_runs (doc, before);
    g_autofree char *had = letters_of (before), *has = letters_of (after);
    g_assert_cmpstr (had, ==, has);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ortho/mixes", test_mixes);
  return g_test_run ();
}
