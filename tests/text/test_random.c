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

static const gunichar strange[] = {
  0x20,    0xA0,   0x202F, 0xAD,   0x200B,   0x2060, 0x200D, 0x200F, 0x301,  0x300, 0xFE0F,
  0x1F600, 0x6F22, 0x5D0,  0x627,  0x3B1,    0x430,  0x2011, 0x2013, 0x2014, 0xDF,  0x149,
  0xFB01,  0x1E9E, 0xFFFD, 0xFFFC, 0x10FFFF, 0xE000, '-',    '-',    '/',    '.',   ':',
  '\'',    0x2019, 0xAB,   0xBB,   '(',      ')',    'a',    'e',    'i',    'T',   'V',
  '1',     '\t',   '\n',   0x2028, 0x85,     0x7F,   0x1,    0x2009, 0x3000, '%',
};

static char *
strange_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (random, 0, 60);
  for (int i = 0; i < n; i++) {
    gunichar c = strange[g_rand_int_range (random, 0, G_N_ELEMENTS (strange))];
    int times = g_rand_int_range (random, 0, 40) ? 1 : 200;
    while (times--)
      g_string_append_unichar (text, c);
  }
  return g_string_free (text, FALSE);
}

static void
strange_style (Styled *style, GRand *random)
{
  static const char *const families[] = { "Lato", "Liberation", NULL };
  static const char *const none[] = { "Nobody", NULL };
  styled_init (style);
  style->text.align = (MbTextAlign) g_rand_int_range (random, 0, MB_ALIGN_AUTO + 1);
  style->text.white_space = (MbWhiteSpace) g_rand_int_range (random, 0, MB_SPACE_PRE_LINE + 1);
  style->text.wrap = (MbTextWrap) g_rand_int_range (random, 0, MB_WRAP_NOWRAP + 1);
  style->text.transform = (MbTextTransform) g_rand_int_range (random, 0, MB_CASE_CAPITALIZE + 1);
  style->text.letter_spacing =
      g_rand_int_range (random, 0, 3) ? 0 : g_rand_int_range (random, -2000, 2000);
  style->text.indent.value = g_rand_int_range (random, -50, 50) * MB_PT;
  style->text.hyphen_lines = (guint8) g_rand_int_range (random, 0, 3);
  style->text.justify_set = g_rand_boolean (random);
  style->text.justify = (MbJustify){ 0, 1000, 900, 50, 30 };
  style->font.families = g_rand_int_range (random, 0, 3) ? families : none;
  style->font.caps = (MbCaps) g_rand_int_range (random, 0, 3);
  style->font.position = (MbGlyphPosition) g_rand_int_range (random, 0, 3);
  style->font.size =
      g_rand_int_range (random, 0, 5) ? mb_pt (10) : g_rand_int_range (random, 0, 100 * MB_PT);
  style->border.underline = TRUE;
}

static MbInline
strange_inline (Room *room, GRand *random, const Styled *style)
{
  g_autofree char *text = strange_text (random);
  MbInline inl = inline_text (mb_arena_strdup (room->arena, text), &style->style);
  inl.kind = g_rand_boolean (random)
                 ? MB_INLINE_TEXT
                 : (MbInlineKind) g_rand_int_range (random, 0, MB_INLINE_LEADER + 1);
  inl.lang = g_rand_boolean (random) ? "fr" : "ar";
  inl.width = g_rand_int_range (random, 0, 30) * MB_PT;
  return inl;
}

/* Anything at all: no crash, no missing answer, lines that can be set, runs from left to right. */
static void
test_hostile (void)
{
  Room room;
  room_open (&room);
  GRand *random = g_rand_new_with_seed (1789);
  for (int i = 0; i < 600; i++) {
    MbMark mark = mb_arena_mark (room.arena);
    Styled styles[3];
    MbInline inlines[12];
    for (int k = 0; k < 3; k++)
      strange_style (&styles[k], random);
    guint n = (guint) g_rand_int_range (random, 0, 12);
    for (guint k = 0; k < n; k++)
      inlines[k] = strange_inline (&room, random, &styles[g_rand_int_range (random, 0, 3)]);
    const MbParagraph *paragraph =
        mb_text_paragraph (room.typesetter, inlines, n, &styles[0].style, room.arena);
    MbSettings settings = room_break (&room, paragraph, g_rand_int_range (random, -20, 300));
    g_assert_cmpint (settings.n > 0, ==, !mb_paragraph_is_empty (paragraph));
    g_assert_cmpint (mb_paragraph_min_width (paragraph), <=,
                     MAX (mb_paragraph_max_width (paragraph), MB_LENGTH_MAX));
    for (guint s = 0; s < settings.n; s++) {
      g_autofree char *dump = mb_text_dump (room.typesetter, paragraph, &settings.settings[s]);
      g_assert_nonnull (strchr (dump, '"'));
      g_assert_cmpuint (settings.settings[s].breaks[settings.settings[s].lines - 1].last, ==, 1);
    }
    mb_arena_rewind (room.arena, mark);
  }
  g_rand_free (random);
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

/* All settings of a paragraph of hostile inlines; @late: when another one was made after it, so that its breakpoints are made again. */
static char *
set_hostile (Room *room, GRand *random, gboolean late)
{
  Styled *styles = mb_arena_array (room->arena, Styled, 3);
  MbInline inlines[12];
  for (int k = 0; k < 3; k++)
    strange_style (&styles[k], random);
  guint n = (guint) g_rand_int_range (random, 1, 12);
  for (guint k = 0; k < n; k++)
    inlines[k] = strange_inline (room, random, &styles[g_rand_int_range (random, 0, 3)]);
  inlines[0] = inline_text ("« Oui, 1/2 du n° 12, XIXe siècle », dit-elle", &styles[0].style);
  inlines[0].offset = (guint32) g_rand_int_range (random, 0, 2);
  const MbParagraph *paragraph =
      mb_text_paragraph (room->typesetter, inlines, n, &styles[0].style, room->arena);
  if (late)
    room_paragraph (room, "Une autre phrase, faite entre-temps.", &styles[1]);
  MbSettings settings = room_break (room, paragraph, g_rand_int_range (random, 20, 300));
  GString *out = g_string_new (NULL);
  for (guint s = 0; s < settings.n; s++) {
    g_autofree char *dump = mb_text_dump (room->typesetter, paragraph, &settings.settings[s]);
    g_string_append_printf (out, "%" G_GINT64_FORMAT "\n%s", settings.settings[s].cost, dump);
  }
  return g_string_free (out, FALSE);
}

static void
test_broken_late (void)
{
  Room one, two;
  room_open (&one);
  room_open (&two);
  GRand *random = g_rand_new_with_seed (1848), *same = g_rand_new_with_seed (1848);
  for (int i = 0; i < 300; i++) {
    g_autofree char *now = set_hostile (&one, random, FALSE);
    g_autofree char *late = set_hostile (&two, same, TRUE);
    g_assert_cmpstr (now, ==, late);
  }
  g_rand_free (random);
  g_rand_free (same);
  room_close (&one);
  room_close (&two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/properties", test_random);
  g_test_add_func ("/random/hostile", test_hostile);
  g_test_add_func ("/random/same-twice", test_same_twice);
  g_test_add_func ("/random/broken-late", test_broken_late);
  return g_test_run ();
}
