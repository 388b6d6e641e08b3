/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold for any text: random French-looking paragraphs, with a fixed seed, set at random measures. */
#include "style_fixture.h"

#include <math.h>
#include <stdlib.h>

static const char *const words[] = {
  "le",
  "la",
  "chat",
  "anticonstitutionnellement",
  "et",
  "porte-avions",
  "«\u00A0bonjour\u00A0»",
  "Bovary",
  "efficace",
  "ville\u202F;",
  "oui\u202F!",
  "quoi\u00A0:",
  "l’été",
  "aujourd’hui",
  "a-t-il",
  "1\u202F200",
  "SNCF",
  "maison,",
  "fin.",
  "(peut-être)",
  "con\u00ADsti\u00ADtution",
  "–\u00A0non\u00A0–",
  "Élysée",
  "difficulté",
  "œuvre",
  "“mot”",
  "qu’il",
  "http://exemple.fr/page",
  "…",
  "et/ou",
};

typedef struct {
  Room *room;
  GRand *random;
  Styled style;
  char *text;
  const MbParagraph *paragraph;
  MbSettings settings;
} Trial;

static char *
random_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (random, 1, 90);
  for (int i = 0; i < n; i++) {
    gboolean plain = g_rand_int_range (random, 0, 9) > 0;
    if (i)
      g_string_append (text, plain ? " " : "\n  ");
    g_string_append (text, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
  }
  return g_string_free (text, FALSE);
}

static char *
normalised (const char *text)
{
  GString *out = g_string_new (NULL);
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (c == ' ' || c == '\n') {
      if (out->len && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    } else if (c != 0xAD) {
      g_string_append_unichar (out, c);
    }
  }
  return g_string_free (out, FALSE);
}

static void
check_glyphs (const MbLine *line)
{
  for (guint i = 0; i < line->n_runs; i++) {
    const MbGlyphRun *run = &line->runs[i];
    g_assert_cmpint (run->x, >=, i ? line->runs[i - 1].x : G_MININT);
    if (run->kind == MB_RUN_TEXT)
      g_assert_null (strstr (run->text, "\u00AD"));
    for (guint k = 0; k < run->n_glyphs; k++) {
      g_assert_cmpuint (run->glyphs[k].cluster, <, run->length);
      g_assert_cmpuint (run->glyphs[k].glyph & PANGO_GLYPH_UNKNOWN_FLAG, ==, 0);
      if (k) {
        g_assert_cmpint (run->glyphs[k].x, >=, run->glyphs[k - 1].x);
        g_assert_cmpuint (run->glyphs[k].cluster, >=, run->glyphs[k - 1].cluster);
      }
    }
  }
}

/* The ink of a justified line fills its measure to the unit, and runs follow one another without a gap. */
static void
check_width (const Trial *trial, const MbLine *line)
{
  const MbBreak *brk = line->brk;
  MbLength end = line->x + line->width, edge = brk->measure.x + brk->measure.width;
  if (!brk->last && !brk->overfull && fabsf (brk->ratio) < 15 && !trial->style.text.protrusion) {
    g_assert_cmpint (line->x, ==, brk->measure.x);
    g_autofree char *text = g_strchomp (line_text (line, TRUE));
    gboolean stretches = strchr (text, ' ') || strstr (text, "\u00A0");
    /* without a space, tracking and scale are right within a thousandth of the em a glyph */
    if (end < edge - (stretches ? 0 : (int) strlen (text) * (trial->style.font.size / 1000 + 4)))
      g_error ("%d units too short: %s r %.3f scale %d tracking %d", edge - end, text,
               (double) brk->ratio, brk->scale, brk->tracking);
    if (end > edge + (stretches ? 0 : (int) strlen (text)))
      g_error ("%d units too long: %s r %.3f scale %d tracking %d", end - edge, text,
               (double) brk->ratio, brk->scale, brk->tracking);
  }
  if (!brk->overfull)
    g_assert_cmpint (end, <=, edge + trial->style.font.size);
  for (guint i = 0; i + 1 < line->n_runs; i++)
    g_assert_cmpint (abs (line->runs[i].x + line->runs[i].width - line->runs[i + 1].x), <=, 2);
}

static void
check_ends (const char *text)
{
  static const char closing[] = "»”)],.;:!?…%";
  gunichar first = g_utf8_get_char (text);
  char utf8[8] = "";
  g_unichar_to_utf8 (first, utf8);
  gboolean address = *text == '.' && g_ascii_isalpha (text[1]);
  if (*text && !address && strcmp (utf8, "…") && strstr (closing, utf8))
    g_error ("line begins: %s", text);
  g_assert_cmpint (first, !=, 0xA0);
  g_assert_cmpint (first, !=, 0x202F);
  g_autofree char *trimmed = g_strchomp (g_strdup (text));
  g_assert_false (g_str_has_suffix (trimmed, "«") || g_str_has_suffix (trimmed, "“") ||
                  g_str_has_suffix (trimmed, "("));
  g_assert_false (g_str_has_suffix (trimmed, "\u00A0"));
}

static void
check_setting (const Trial *trial, const MbSetting *setting)
{
  g_autoptr (GString) all = g_string_new (NULL);
  guint run = 0;
  for (guint i = 0; i < setting->lines; i++) {
    const MbLine *line =
        mb_text_line (trial->room->typesetter, trial->paragraph, setting, i, trial->room->arena);
    g_autofree char *text = line_text (line, FALSE);
    g_string_append (all, text);
    check_glyphs (line);
    check_width (trial, line);
    check_ends (text);
    run = line->brk->flagged ? run + 1 : 0;
    if (line->brk->hyphenated && trial->paragraph && !setting->loose)
      g_assert_cmpuint (run, <=, trial->style.text.hyphen_lines);
  }
  g_autofree char *source = normalised (trial->text);
  g_assert_cmpstr (all->str, ==, source);
}

static void
try_one (Trial *trial)
{
  MbMark mark = mb_arena_mark (trial->room->arena);
  styled_init (&trial->style);
  trial->text = random_text (trial->random);
  trial->style.text.hyphen_lines = (guint8) g_rand_int_range (trial->random, 1, 4);
  trial->style.text.protrusion = g_rand_boolean (trial->random) ? 1000 : 0;
  trial->style.text.justify_set = g_rand_boolean (trial->random);
  trial->style.text.justify = (MbJustify){ 667, 1000, 1500, 20, 10 };
  trial->paragraph = room_paragraph (trial->room, trial->text, &trial->style);
  trial->settings =
      room_break (trial->room, trial->paragraph, g_rand_double_range (trial->random, 60, 350));

  g_assert_cmpuint (trial->settings.n, >=, 1);
  g_assert_cmpuint (trial->settings.n, <=, MB_MAX_SETTINGS);
  g_assert_cmpuint (trial->settings.best, <, trial->settings.n);
  for (guint i = 0; i < trial->settings.n; i++) {
    if (i)
      g_assert_cmpuint (trial->settings.settings[i].lines, >,
                        trial->settings.settings[i - 1].lines);
    g_assert_cmpint (trial->settings.settings[i].cost, >=,
                     trial->settings.settings[trial->settings.best].cost);
    check_setting (trial, &trial->settings.settings[i]);
  }
  g_free (trial->text);
  mb_arena_rewind (trial->room->arena, mark);
}

static void
test_random (void)
{
  Room room;
  room_open (&room);
  Trial trial = { .room = &room, .random = g_rand_new_with_seed (1857) };
  for (int i = 0; i < 400; i++)
    try_one (&trial);
  g_rand_free (trial.random);
  room_close (&room);
}

/* Two typesetters, the same text: the same breaks, glyph for glyph; and a second question gets the same answer from the memo. */
static void
test_same_twice (void)
{
  Room one, two;
  room_open (&one);
  room_open (&two);
  Styled style;
  styled_init (&style);
  GRand *random = g_rand_new_with_seed (1821);
  for (int i = 0; i < 30; i++) {
    g_autofree char *text = random_text (random);
    const MbParagraph *a = room_paragraph (&one, text, &style),
                      *b = room_paragraph (&two, text, &style);
    g_assert_cmpuint (mb_paragraph_hash (a), ==, mb_paragraph_hash (b));
    MbSettings x = room_break (&one, a, 200), y = room_break (&two, b, 200),
               z = room_break (&one, a, 200);
    g_autofree char *dump = mb_text_dump (one.typesetter, a, &x.settings[x.best]);
    g_autofree char *other = mb_text_dump (two.typesetter, b, &y.settings[y.best]);
    g_autofree char *again = mb_text_dump (one.typesetter, a, &z.settings[z.best]);
    g_assert_cmpstr (dump, ==, other);
    g_assert_cmpstr (dump, ==, again);
    g_assert_cmpuint (x.n, ==, z.n);
  }
  g_rand_free (random);
  room_close (&one);
  room_close (&two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/properties", test_random);
  g_test_add_func ("/random/same-twice", test_same_twice);
  return g_test_run ();
}
