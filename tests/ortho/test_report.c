/* SPDX-License-Identifier: Apache-2.0 */
/* The report of changes, and the source stretches that survive them. */
#include "support.h"

static MbDoc *
apply_to (const char *xhtml, MbDiagnostics *diagnostics, MbOrthoReport *report)
{
  MbDoc *doc = mb_doc_new (diagnostics);

  read_into (doc, xhtml, strlen (xhtml), TRUE);
  mb_ortho_apply (doc, mb_doc_root (doc), house_called ("fr-FR"), report);
  return doc;
}

/* Every change that is verified, made to the source from the last to the first, gives what the tree says. */
static char *
apply_to_source (const char *xhtml, const MbOrthoReport *report)
{
  GString *out = g_string_new (xhtml);

  for (guint i = report->n_changes; i-- > 0;) {
    const MbOrthoChange *change = &report->changes[i];
    g_assert_true (change->verified);
    g_assert_cmpuint (change->length, ==, strlen (change->before));
    g_assert_true (strncmp (out->str + change->source, change->before, change->length) == 0);
    g_string_erase (out, change->source, change->length);
    g_string_insert (out, change->source, change->after);
  }
  return g_string_free (out, FALSE);
}

/* Every stretch of every text node says the truth about the source, and what no rule wrote has one. */
static void
check_runs (MbDoc *doc, const char *xhtml, guint expected_bytes)
{
  guint bytes = 0;

  for (MbNode *node = mb_doc_root (doc); node; node = mb_node_next (node, mb_doc_root (doc))) {
    guint32 end = 0;
    for (guint i = 0; i < node->n_runs; i++) {
      MbRun run = node->runs[i];
      g_assert_cmpuint (run.offset, >=, end);
      end = run.offset + run.length;
      g_assert_cmpuint (end, <=, node->length);
      g_assert_true (strncmp (node->text + run.offset, xhtml + run.source, run.length) == 0);
      bytes += run.length;
    }
  }
  g_assert_cmpuint (bytes, ==, expected_bytes);
}

static void
test_round (void)
{
  static const char *const snippets[] = {
    "<p>Bravo ! L'été... \"oui\"; etc... non</p>",
    "<p>«<em> test </em>» et <a href=\"x\">lien </a>? Oui  deux.</p>",
    "<p>Il dit :\n«Oui!» et <em>l'</em>autre ...</p>",
    "<p>« <strong>Oui</strong> » : voilà<br/>l'un ; l'autre</p>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (snippets); i++) {
    MbOrthoReport report;
    g_autoptr (MbDoc) doc = apply_to (snippets[i], NULL, &report);
    g_autofree char *tree = write_root (doc);
    g_autofree char *source = apply_to_source (snippets[i], &report);
    g_autofree char *expected = canonical (source);
    g_assert_cmpuint (report.n_changes, >, 3);
    g_assert_cmpstr (tree, ==, expected);
  }
}

static void
test_change (void)
{
  const char *xhtml = "<p>Ah :\nl'été... <em>oui</em>!</p>";
  static const struct {
    const char *rule, *before, *after;
    guint32 line, col, offset;
  } wanted[] = {
    { "ESP-02", " ", "\u00a0", 1, 6, 2 },
    { "PON-02", "'", "’", 2, 2, 7 },
    { "PON-03", "...", "…", 2, 6, 15 },
    { "ESP-01b", "", "\u202f", 2, 22, 0 },
  };
  MbOrthoReport report;
  g_autoptr (MbDoc) doc = apply_to (xhtml, NULL, &report);

  g_assert_cmpuint (report.n_changes, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < report.n_changes; i++) {
    const MbOrthoChange *change = &report.changes[i];
    g_assert_cmpstr (change->rule, ==, wanted[i].rule);
    g_assert_cmpstr (change->before, ==, wanted[i].before);
    g_assert_cmpstr (change->after, ==, wanted[i].after);
    g_assert_cmpuint (change->pos.line, ==, wanted[i].line);
    g_assert_cmpuint (change->pos.col, ==, wanted[i].col);
    g_assert_cmpuint (change->offset, ==, wanted[i].offset);
    g_assert_true (g_str_has_prefix (change->node->text + change->offset, change->after));
  }
  check_runs (doc, xhtml, strlen ("Ah") + strlen (":\nl") + strlen ("été") + strlen (" oui!"));
}

/* An entity is not in the source as it is in the text: the change is made, but not offered to --fix. */
static void
test_unverified (void)
{
  MbOrthoReport report;
  g_autoptr (MbDoc) doc = apply_to ("<p>R&amp;D ! l'eau</p>", NULL, &report);

  g_assert_nonnull (doc);
  g_assert_cmpuint (report.n_changes, ==, 2);
  g_assert_false (report.changes[0].verified);
  g_assert_false (report.changes[1].verified);
  g_assert_cmpstr (report.changes[0].rule, ==, "ESP-01");
}

/* Two stretches with a hole between them: changes in the second one are still found. */
static void
test_two_runs (void)
{
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);
  MbPos pos = { "test", 1, 1 };
  MbRun runs[] = { { 0, 3, 10 }, { 4, 7, 20 } };
  MbNode *p = mb_doc_element (doc, "p", pos);
  MbOrthoReport report;

  mb_doc_append (mb_doc_root (doc), p);
  mb_doc_append (p, mb_doc_text (doc, "l'a&l'o ! u", -1, pos, runs, 2));
  mb_ortho_apply (doc, p, house_called ("fr-FR"), &report);
  g_assert_cmpuint (report.n_changes, ==, 3);
  g_assert_cmpuint (report.changes[0].source, ==, 11);
  g_assert_cmpuint (report.changes[1].source, ==, 21);
  g_assert_cmpuint (report.changes[2].source, ==, 23);
  g_assert_true (report.changes[0].verified && report.changes[1].verified &&
                 report.changes[2].verified);
}

static void
test_unpaired (void)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbDoc) doc =
      apply_to ("<p>un écran 15\" neuf</p>\n<p>Il dit \"oui. L'été</p>", diagnostics, NULL);
  gsize n;
  const MbDiagnostic *found = mb_diagnostics_get (diagnostics, &n);

  g_assert_nonnull (doc);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (found[0].code, ==, MB_MSG_QUOTE_UNPAIRED);
  g_assert_cmpuint (found[0].pos.line, ==, 2);
  g_assert_cmpuint (found[0].pos.col, ==, 11);
}

/* Only below @top; and what @top inherits counts. */
static void
test_top (void)
{
  const char *xhtml = "<div><p>l'un</p><p>l'autre</p></div>";
  g_autoptr (MbDoc) doc = mb_doc_new (NULL);

  read_into (doc, xhtml, strlen (xhtml), TRUE);
  MbNode *div = mb_doc_root (doc)->first;
  mb_ortho_apply (doc, div->first, house_called ("fr-FR"), NULL);
  g_autofree char *first = write_root (doc);
  g_assert_cmpstr (first, ==, "<div><p>l’un</p><p>l'autre</p></div>");

  mb_doc_add_class (doc, div, "notypo");
  mb_ortho_apply (doc, div->last, house_called ("fr-FR"), NULL);
  g_autofree char *second = write_root (doc);
  g_assert_cmpstr (second, ==, "<div class=\"notypo\"><p>l’un</p><p>l'autre</p></div>");
}

static void
test_profiles (void)
{
  MbOrthoProfile profile;

  g_assert_true (mb_ortho_profile ("FR-ch", &profile));
  g_assert_cmpint (profile, ==, MB_ORTHO_FR_CH);
  g_assert_true (mb_ortho_profile ("none", &profile));
  g_assert_cmpint (profile, ==, MB_ORTHO_NONE);
  g_assert_true (mb_ortho_profile ("non", &profile));
  g_assert_cmpint (profile, ==, MB_ORTHO_NONE);
  g_assert_true (mb_ortho_profile ("oui", &profile));
  g_assert_cmpint (profile, ==, MB_ORTHO_FR_FR);
  g_assert_false (mb_ortho_profile ("fr-XX", &profile));
  g_assert_false (mb_ortho_profile (NULL, &profile));
}

/* Texts of one kind of character, and very deep ones: time must stay in proportion. */
static void
test_linear (void)
{
  static const char *const seeds[] = { "!",   " ", "\"", ":", "<a ",  "a@",   "http://",
                                       "...", "«", " ;", "'", "www.", "etc ", "1:" };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autoptr (MbDoc) doc = mb_doc_new (NULL);
    GString *text = g_string_new (NULL);
    while (text->len < 400000)
      g_string_append (text, seeds[i]);
    MbNode *p = mb_doc_element (doc, "p", MB_NOWHERE);
    mb_doc_append (mb_doc_root (doc), p);
    mb_doc_append (p, mb_doc_text (doc, text->str, (gssize) text->len, MB_NOWHERE, NULL, 0));
    mb_ortho_apply (doc, p, house_called ("fr-FR"), NULL); /* not linear: past ctest's limit */
    g_string_free (text, TRUE);
  }
}

/* Any string of awkward pieces: nothing changes the second time. */
static void
test_idempotent (void)
{
  static const char *const parts[] = { " ",
                                       "  ",
                                       "\u00a0",
                                       "\u202f",
                                       "!",
                                       "?",
                                       ";",
                                       ":",
                                       "«",
                                       "»",
                                       "\"",
                                       "'",
                                       "’",
                                       ".",
                                       "...",
                                       "…",
                                       "a",
                                       "le",
                                       "1",
                                       "etc",
                                       "(",
                                       ")",
                                       "[",
                                       "]",
                                       "“",
                                       "”",
                                       "-",
                                       "@",
                                       "/",
                                       "http://x",
                                       "&lt;",
                                       "&amp;",
                                       "=",
                                       "<em>",
                                       "<b>",
                                       "<i lang=\"en\">",
                                       "</>",
                                       "</>",
                                       "</>",
                                       "<br/>",
                                       "<code>x</code>",
                                       "\n",
                                       "D",
                                       ",",
                                       "www.",
                                       "#",
                                       "p",
                                       "Wham!",
                                       "--",
                                       "–",
                                       "—",
                                       " - ",
                                       " – ",
                                       "Louis",
                                       "XIV",
                                       "XXe",
                                       "siècle",
                                       "M.",
                                       "Mme",
                                       "J.",
                                       "p.",
                                       "n°",
                                       "12",
                                       "000",
                                       "h",
                                       "30",
                                       "€",
                                       "%",
                                       "°C",
                                       "kg",
                                       "mars",
                                       "ème",
                                       "coeur",
                                       "x",
                                       "..",
                                       "<span lang=\"en\">",
                                       "<sup>",
                                       "Il",
                                       "‹",
                                       "›",
                                       "<span class=\"vers\">" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint round = 0; round < 20000; round++) {
    GString *text = g_string_new ("<p>");
    GPtrArray *open = g_ptr_array_new_with_free_func (g_free);
    for (guint n = (guint) g_rand_int_range (rand, 2, 14); n > 0; n--) {
      const char *part = parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))];
      if (strcmp (part, "</>") == 0) {
        if (open->len)
          g_string_append_printf (text, "</%s>", (char *) open->pdata[open->len - 1]);
        g_ptr_array_set_size (open, open->len ? (gint) open->len - 1 : 0);
        continue;
      }
      g_string_append (text, part);
      if (*part == '<' && !strchr (part, '/'))
        g_ptr_array_add (open, g_strndup (part + 1, strcspn (part + 1, " >")));
    }
    for (guint i = open->len; i-- > 0;)
      g_string_append_printf (text, "</%s>", (char *) open->pdata[i]);
    g_string_append (text, "</p>");
    static const char *const ways[] = { "non", "fr-FR", "fr-press", "fr-CH", "fr-CA", "fr-BE" };
    for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
      g_free (corrected (text->str, ways[i]));
    g_ptr_array_unref (open);
    g_string_free (text, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ortho/report/round", test_round);
  g_test_add_func ("/ortho/report/change", test_change);
  g_test_add_func ("/ortho/report/unverified", test_unverified);
  g_test_add_func ("/ortho/report/two-runs", test_two_runs);
  g_test_add_func ("/ortho/report/unpaired", test_unpaired);
  g_test_add_func ("/ortho/report/top", test_top);
  g_test_add_func ("/ortho/profiles", test_profiles);
  g_test_add_func ("/ortho/linear", test_linear);
  g_test_add_func ("/ortho/idempotent", test_idempotent);
  return g_test_run ();
}
