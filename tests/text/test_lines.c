/* SPDX-License-Identifier: Apache-2.0 */
/* Lines as they are set: French spaces, superiors, small capitals, ligatures at hyphens, elements, objects, positions. */
#include "internal.h"
#include "style_fixture.h"

#include <stdlib.h>

static const MbLine *
set_inlines (Room *room, const MbInline *inlines, guint n, const Styled *block, double points)
{
  const MbParagraph *paragraph =
      mb_text_paragraph (room->typesetter, inlines, n, &block->style, room->arena);
  MbSettings settings = room_break (room, paragraph, points);
  return mb_text_line (room->typesetter, paragraph, &settings.settings[settings.best], 0,
                       room->arena);
}

static const MbLine *
set_text (Room *room, const char *text, const Styled *style, double points)
{
  MbInline inl = inline_text (text, &style->style);
  return set_inlines (room, &inl, 1, style, points);
}

/* The advance of the glyph whose cluster begins with @c. */
static MbLength
advance_of (const MbLine *line, gunichar c)
{
  for (guint i = 0; i < line->n_runs; i++)
    for (guint k = 0; k < line->runs[i].n_glyphs; k++)
      if (g_utf8_get_char (line->runs[i].text + line->runs[i].glyphs[k].cluster) == c)
        return line->runs[i].glyphs[k].advance;
  g_assert_not_reached ();
}

static void
test_french_spaces (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  MbLength space = mb_text_strut (room.typesetter, &style.style).space;
  g_assert_cmpint (space, ==, mb_pt (10.5) / 4);

  const MbLine *line = set_text (&room, "Oui\u202F! voici\u00A0: «\u00A0rien", &style, 400);
  g_assert_cmpint (advance_of (line, 0x202F), ==, space / 2);
  g_assert_cmpint (advance_of (line, ' '), ==, space);
  line = set_text (&room, "voici\u00A0:", &style, 400);
  g_assert_cmpint (advance_of (line, 0xA0), ==, space);
  line = set_text (&room, "«\u00A0rien", &style, 400);
  g_assert_cmpint (advance_of (line, 0xA0), ==, space * 8 / 10);
  style.text.space_thin.width = 250;
  line = set_text (&room, "Oui\u202F!", &style, 400);
  g_assert_cmpint (advance_of (line, 0x202F), ==, space / 4);
  room_close (&room);
}

/* What each class of -marbre-espaces says is what is set, whatever the face thinks of the character: cases/espaces.cases. */
static void
check_space (Room *room, Styled *style, const char *text, guint nth, int wanted)
{
  const MbLine *line = set_text (room, text, style, 1000);
  MbLength space = mb_text_strut (room->typesetter, &style->style).space;
  guint seen = 0;
  for (guint i = 0; i < line->n_runs; i++)
    for (guint k = 0; k < line->runs[i].n_glyphs; k++) {
      gunichar c = g_utf8_get_char (line->runs[i].text + line->runs[i].glyphs[k].cluster);
      if (c != ' ' && c != 0xA0 && c != 0x202F)
        continue;
      if (seen++ != nth)
        continue;
      MbLength got = line->runs[i].glyphs[k].advance;
      if (ABS (got - (MbLength) ((gint64) space * wanted / 1000)) > 1) {
        g_printerr ("%s: space %u is %d, not %d\n", text, nth + 1, got * 1000 / space, wanted);
        g_test_fail ();
      }
    }
  if (seen <= nth)
    g_error ("%s: no space %u", text, nth + 1);
}

static void
test_space_classes (void)
{
  static const char *const faces[][2] = {
    { "Libertine", NULL }, { "Garamond", NULL }, { "Lato", NULL }, { "Liberation", NULL }
  };
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (TEST_DIR "/cases/espaces.cases", &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Room room;
  room_open (&room);
  for (guint face = 0; face < G_N_ELEMENTS (faces); face++) {
    Styled style;
    styled_init (&style);
    style.font.families = faces[face];
    style.text.align = face % 2 ? MB_ALIGN_START : MB_ALIGN_JUSTIFY;
    style.text.space_thin = (MbSpaceGlue){ 450, 0, 0 };
    style.text.space_colon = (MbSpaceGlue){ 900, 500, 300 };
    style.text.space_number = (MbSpaceGlue){ 400, 0, 0 };
    style.text.space_unit = (MbSpaceGlue){ 600, 0, 0 };
    for (char **line = lines; *line; line++) {
      g_auto (GStrv) fields = g_strsplit (*line, "\t", 2);
      if (**line == '#' || g_strv_length (fields) != 2)
        continue;
      g_autofree char *decoded = case_decode (fields[1]);
      g_auto (GStrv) wanted = g_strsplit (fields[0], " ", -1);
      for (guint i = 0; wanted[i]; i++)
        check_space (&room, &style, decoded, i, (int) g_ascii_strtoll (wanted[i], NULL, 10));
    }
  }
  room_close (&room);
}

/* Classes that do not stretch keep their widths in a line that does; colons and guillemets give their part. */
static void
test_spaces_stretched (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  MbLength space = mb_text_strut (room.typesetter, &style.style).space;
  const MbLine *line =
      set_text (&room,
                "Il dit\u00A0: «\u00A0Non\u00A0» à 24\u202F318\u00A0km\u202F! vraiment donc oui",
                &style, 165);
  float ratio = line->brk->ratio;
  g_assert_cmpfloat (ratio, >, 0.1);
  const MbGlyphRun *run = &line->runs[0];
  for (guint k = 0; k < run->n_glyphs; k++) {
    gunichar c = g_utf8_get_char (run->text + run->glyphs[k].cluster);
    const char *next = g_utf8_next_char (run->text + run->glyphs[k].cluster);
    MbLength got = run->glyphs[k].advance;
    if (c == 0x202F || (c == 0xA0 && *next == 'k'))
      g_assert_cmpint (got, ==, space / 2);
    else if (c == 0xA0 && *next == ':')
      g_assert_cmpint (ABS (got - (MbLength) (space * (1 + 0.5 * ratio))), <=, 8);
    else if (c == 0xA0)
      g_assert_cmpint (ABS (got - (MbLength) (space * (0.8 + 0.3 * ratio))), <=, 8);
    else if (c == ' ' && got)
      g_assert_cmpint (ABS (got - (MbLength) (space * (1 + 0.5 * ratio))), <=, 8);
  }
  room_close (&room);
}

/* A space belongs to the element it stands in: « <em>x</em> » has two alike; a class of the element's own counts. */
static void
test_spaces_beside_elements (void)
{
  Room room;
  room_open (&room);
  Styled block, em;
  styled_init (&block);
  styled_copy (&em, &block);
  em.font.slant = MB_FONT_ITALIC;
  em.text.space_thin.width = 700;
  MbInline inlines[] = { inline_text ("«\u00A0", &block.style), inline_text ("x\u202F?", &em.style),
                         inline_text ("\u00A0»", &block.style) };
  const MbLine *line = set_inlines (&room, inlines, 3, &block, 400);
  MbLength space = mb_text_strut (room.typesetter, &block.style).space;
  MbLength italic = mb_text_strut (room.typesetter, &em.style).space;
  g_assert_cmpint (line->n_runs, ==, 3);
  g_assert_cmpint (line->runs[0].glyphs[1].advance, ==, (MbLength) ((gint64) space * 800 / 1000));
  g_assert_cmpint (line->runs[2].glyphs[0].advance, ==, (MbLength) ((gint64) space * 800 / 1000));
  g_assert_cmpint (line->runs[1].glyphs[1].advance, ==, (MbLength) ((gint64) italic * 700 / 1000));
  room_close (&room);
}

/* Vollkorn kerns with the space: the line is as wide as the text shaped whole. */
static void
test_space_kerned (void)
{
  Room room;
  room_open (&room);
  room_add_font (&room, "Vollkorn", 400, MB_FONT_UPRIGHT, "Vollkorn-Regular.ttf");
  static const char *const family[] = { "Vollkorn", NULL };
  Styled style;
  styled_init (&style);
  style.font.families = family;
  const char text[] = "A V T A";
  const MbLine *line = set_text (&room, text, &style, 400);
  style.text.white_space = MB_SPACE_NORMAL;
  MbFontSet *set = mb_fontset_get (room.typesetter, &style.style);
  const MbCut *cut = mb_cut_get (room.typesetter, set, set->faces[0], MB_CUT_PLAIN,
                                 g_intern_string ("fr"), G_UNICODE_SCRIPT_LATIN);
  MbLength whole = mb_word_get (room.typesetter, cut, text, strlen (text))->width;
  MbLength apart = 0;
  for (const char *c = text; *c; c++)
    apart += mb_word_get (room.typesetter, cut, c, 1)->width;
  g_assert_cmpint (whole, !=, apart);
  g_assert_cmpint (ABS (line->runs[0].width - whole), <=, 4);
  room_close (&room);
}

/* The space after the dash of a speech keeps its width when the line is stretched. */
static void
test_speech_dash (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  MbLength space = mb_text_strut (room.typesetter, &style.style).space;
  const MbLine *line =
      set_text (&room, "—\u00A0Vous viendrez donc, demanda-t-elle encore une fois, ce soir\u00A0?",
                &style, 150);
  g_assert_false (line->brk->last);
  g_assert_cmpfloat (line->brk->ratio, !=, 0);
  g_assert_cmpint (advance_of (line, 0xA0), ==, space);
  g_assert_cmpint (advance_of (line, ' '), !=, space);
  room_close (&room);
}

static const MbGlyphRun *
run_of (const MbLine *line, const MbStyle *style)
{
  for (guint i = 0; i < line->n_runs; i++)
    if (line->runs[i].style == style)
      return &line->runs[i];
  g_assert_not_reached ();
}

static const MbGlyphRun *
set_superior (Room *room, const char *const *families, const char *text, gboolean by_valign)
{
  Styled *block = mb_arena_new0 (room->arena, Styled), *super = mb_arena_new0 (room->arena, Styled);
  styled_init (block);
  block->font.families = families;
  styled_copy (super, block);
  super->box.display = MB_DISPLAY_INLINE;
  if (by_valign)
    super->box.valign = MB_VALIGN_SUPER;
  else
    super->font.position = MB_POSITION_SUPER;
  MbInline inlines[] = { inline_text ("1", &block->style), inline_text (text, &super->style),
                         inline_text (" janvier", &block->style) };
  const MbLine *line = set_inlines (room, inlines, 3, block, 300);
  MbStrut strut = mb_text_strut (room->typesetter, &block->style);
  g_assert_cmpint (line->ascent, ==, strut.ascent);
  g_autofree char *all = line_text (line, TRUE);
  g_assert_true (g_str_has_prefix (all, "1er"));
  return run_of (line, &super->style);
}

static void
test_superiors (void)
{
  static const char *const libertine[] = { "Libertine", NULL }, *const liberation[] = {
    "Liberation", NULL
  };
  Room room;
  room_open (&room);
  const MbGlyphRun *real = set_superior (&room, libertine, "er", FALSE);
  g_assert_cmpint (real->rise, ==, 0);
  g_assert_cmpint (real->size, ==, mb_pt (10.5));
  g_assert_cmpstr (real->text, ==, "er");
  const MbGlyphRun *made = set_superior (&room, liberation, "er", TRUE);
  g_assert_cmpint (made->size, ==, mb_pt (10.5) * 62 / 100);
  g_assert_cmpint (made->rise, ==, mb_pt (10.5) * 33 / 100);
  room_close (&room);
}

static void
test_small_caps (void)
{
  static const char *const liberation[] = { "Liberation", NULL };
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.font.caps = MB_CAPS_SMALL;
  const MbLine *real = set_text (&room, "Le siècle", &style, 300);
  g_assert_cmpuint (real->n_runs, ==, 1);
  g_assert_cmpstr (real->runs[0].text, ==, "Le siècle");

  style.font.families = liberation;
  const MbLine *made = set_text (&room, "Le siècle", &style, 300);
  g_assert_cmpuint (made->n_runs, >=, 3);
  g_assert_cmpint (made->runs[0].size, ==, mb_pt (10.5));
  g_assert_cmpint (made->runs[1].size, <, mb_pt (10.5) * 86 / 100);
  g_autofree char *text = line_text (made, TRUE);
  g_assert_cmpstr (text, ==, "Le siècle");
  /* the letters are capitals: e and E are the same glyph */
  style.font.caps = MB_CAPS_ALL_SMALL;
  const MbLine *capitals = set_text (&room, "eE", &style, 300);
  g_assert_cmpuint (capitals->runs[0].glyphs[0].glyph, ==, capitals->runs[0].glyphs[1].glyph);
  room_close (&room);
}

static MbLength
width_of (Room *room, const char *text, const Styled *style)
{
  return set_text (room, text, style, 1000)->width;
}

/* ef-ficace: the ffi ligature is opened, and both halves have the widths of their own letters. */
static void
test_ligature_at_hyphen (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.text.protrusion = 0;
  style.text.align = MB_ALIGN_LEFT;
  const MbLine *whole = set_text (&room, "efficace", &style, 300);
  g_assert_cmpuint (whole->runs[0].n_glyphs, ==, 6);

  const MbParagraph *paragraph = room_paragraph (&room, "ef\u00ADficace", &style);
  MbSettings settings = room_break (&room, paragraph, 30);
  const MbSetting *setting = &settings.settings[settings.best];
  g_assert_cmpuint (setting->lines, ==, 2);
  const MbLine *first = mb_text_line (room.typesetter, paragraph, setting, 0, room.arena);
  const MbLine *second = mb_text_line (room.typesetter, paragraph, setting, 1, room.arena);
  g_assert_cmpuint (first->n_runs, ==, 2);
  g_assert_cmpint (first->runs[1].kind, ==, MB_RUN_HYPHEN);
  g_assert_cmpstr (first->runs[1].text, ==, "\u00AD");
  g_assert_cmpstr (first->runs[0].text, ==, "ef");
  g_assert_cmpint (first->width, ==, width_of (&room, "ef-", &style));
  g_assert_cmpint (second->width, ==, width_of (&room, "ficace", &style));
  g_assert_cmpint (first->width + second->width, !=, whole->width + width_of (&room, "-", &style));
  room_close (&room);
}

/* White space collapses across elements; offsets lead back to the characters of each node. */
static void
test_elements_and_offsets (void)
{
  Room room;
  room_open (&room);
  Styled style, bold;
  styled_init (&style);
  styled_copy (&bold, &style);
  bold.font.weight = 700;
  bold.border.underline = TRUE;
  MbNode nodes[3] = { { .kind = MB_NODE_TEXT },
                      { .kind = MB_NODE_TEXT },
                      { .kind = MB_NODE_TEXT } };
  MbInline open = { .kind = MB_INLINE_OPEN, .style = &bold.style, .lang = "fr" }, close = open;
  close.kind = MB_INLINE_CLOSE;
  int anchor;
  MbInline mark = {
    .kind = MB_INLINE_ANCHOR, .style = &style.style, .lang = "fr", .data = &anchor
  };
  MbInline inlines[] = {
    inline_text ("  un \n", &style.style),  open, inline_text ("  deux", &bold.style), mark, close,
    inline_text ("\n trois ", &style.style)
  };
  inlines[0].node = &nodes[0];
  inlines[2].node = &nodes[1];
  inlines[5].node = &nodes[2];
  inlines[5].offset = 100;
  const MbLine *line = set_inlines (&room, inlines, 6, &style, 300);
  g_autofree char *text = line_text (line, TRUE);
  g_assert_cmpstr (text, ==, "un deux trois");
  g_assert_cmpuint (line->n_runs, ==, 3);
  g_assert_cmpstr (line->runs[0].text, ==, "un ");
  g_assert_cmpuint (line->runs[0].offset, ==, 2);
  g_assert_cmpuint (line->runs[1].offset, ==, 2);
  g_assert_true (line->runs[1].node == &nodes[1]);
  g_assert_cmpuint (line->runs[2].offset, ==, 100);
  g_assert_true (line->first_node == &nodes[0]);
  g_assert_cmpuint (line->first_offset, ==, 2);
  g_assert_cmpuint (line->n_anchors, ==, 1);
  g_assert_true (line->anchors[0] == &anchor);
  g_assert_cmpuint (line->n_boxes, ==, 1);
  g_assert_true (line->boxes[0].first && line->boxes[0].last);
  g_assert_cmpint (line->boxes[0].x, ==, line->runs[1].x);
  g_assert_cmpint (line->boxes[0].width, ==, line->runs[1].width);
  room_close (&room);
}

static void
test_trailing_space (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  const MbLine *line = set_text (&room, "mot après mot après mot après mot après mot", &style, 80);
  const MbGlyphRun *last = &line->runs[line->n_runs - 1];
  g_assert_true (g_str_has_suffix (last->text, " "));
  g_assert_cmpint (last->glyphs[last->n_glyphs - 1].advance, ==, 0);
  room_close (&room);
}

static void
test_transform (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  const MbLine *capitals = set_text (&room, "ÉTÉ ŒUVRE STRASSE", &style, 400);
  style.text.transform = MB_CASE_UPPER;
  const MbLine *line = set_text (&room, "été œuvre straße", &style, 400);
  g_assert_cmpint (line->width, ==, capitals->width);
  g_assert_cmpstr (line->runs[0].text, ==, "été œuvre straße");
  room_close (&room);
}

static void
test_objects (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  int data;
  MbInline atom = { .kind = MB_INLINE_ATOM,
                    .style = &style.style,
                    .lang = "fr",
                    .width = mb_pt (20),
                    .ascent = mb_pt (30),
                    .descent = mb_pt (5),
                    .data = &data };
  MbInline leader = {
    .kind = MB_INLINE_LEADER, .style = &style.style, .lang = "fr", .text = " .", .length = 2
  };
  MbInline inlines[] = { inline_text ("Chapitre", &style.style), leader,
                         inline_text ("12", &style.style), atom };
  const MbLine *line = set_inlines (&room, inlines, 4, &style, 200);
  g_assert_cmpuint (line->n_runs, ==, 4);
  g_assert_cmpint (line->runs[1].kind, ==, MB_RUN_LEADER);
  g_assert_cmpuint (line->runs[1].n_glyphs, >=, 20);
  g_assert_cmpint (line->runs[3].kind, ==, MB_RUN_ATOM);
  g_assert_true (line->runs[3].data == &data);
  g_assert_cmpint (line->x + line->width, ==, mb_pt (200));
  g_assert_cmpint (line->ascent, ==, mb_pt (30));
  g_assert_cmpint (line->descent, >=, mb_pt (5));
  room_close (&room);
}

static void
test_measures (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.text.protrusion = 0;
  style.text.indent.value = mb_pt (12);
  const MbParagraph *paragraph =
      room_paragraph (&room,
                      "Un texte qui coule autour d’une image pendant deux lignes, puis reprend "
                      "toute la largeur de la colonne.",
                      &style);
  MbMeasure widths[] = { { mb_pt (50), mb_pt (150) },
                         { mb_pt (50), mb_pt (150) },
                         { 0, mb_pt (200) } };
  MbSettings settings =
      mb_text_break (room.typesetter, paragraph, (MbMeasures){ widths, 3 }, room.arena);
  const MbSetting *setting = &settings.settings[settings.best];
  g_assert_cmpuint (setting->lines, >=, 3);
  g_assert_cmpint (setting->breaks[0].measure.x, ==, mb_pt (62));
  g_assert_cmpint (setting->breaks[0].measure.width, ==, mb_pt (138));
  g_assert_cmpint (setting->breaks[2].measure.x, ==, 0);
  const MbLine *third = mb_text_line (room.typesetter, paragraph, setting, 2, room.arena);
  g_assert_cmpint (third->x, ==, 0);
  g_assert_cmpint (mb_paragraph_min_width (paragraph), <, mb_pt (60));
  g_assert_cmpint (mb_paragraph_max_width (paragraph), >, mb_pt (400));
  room_close (&room);
}

static void
test_missing_glyph (void)
{
  static const char *const families[] = { "Lato", "Libertine", NULL };
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.font.families = families;
  /* U+2E18 is in Libertine only; the ideograph is nowhere */
  const MbFace *first = mb_text_face_for (room.typesetter, &style.style, 'a');
  const MbFace *second = mb_text_face_for (room.typesetter, &style.style, 0x2E18);
  g_assert_true (first && second && first != second);
  g_assert_null (mb_text_face_for (room.typesetter, &style.style, 0x6F22));
  MbNode node = { .kind = MB_NODE_TEXT, .pos = { "a.md", 7, 1 } };
  MbInline inl = inline_text ("a 漢 漢 b \u2009 e\u0301", &style.style);
  inl.node = &node;
  const MbLine *line = set_inlines (&room, &inl, 1, &style, 300);
  g_autofree char *text = line_text (line, TRUE);
  g_assert_cmpstr (text, ==, "a 漢 漢 b \u2009 e\u0301");
  gsize n;
  const MbDiagnostic *findings = mb_diagnostics_get (room.diagnostics, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (findings[0].code, ==, MB_MSG_GLYPH_MISSING);
  g_assert_nonnull (strstr (findings[0].message, "U+6F22"));
  g_assert_cmpuint (findings[0].pos.line, ==, 7);
  g_assert_cmpuint (findings[0].pos.col, ==, 3);
  room_close (&room);
}

static void
test_empty (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  g_assert_true (mb_paragraph_is_empty (room_paragraph (&room, " \n ", &style)));
  g_assert_cmpuint (room_break (&room, room_paragraph (&room, "", &style), 100).n, ==, 0);
  MbInline brk = { .kind = MB_INLINE_BREAK, .style = &style.style, .lang = "fr" };
  const MbLine *line = set_inlines (&room, &brk, 1, &style, 100);
  g_assert_cmpuint (line->n_runs, ==, 0);
  room_close (&room);
}

static void
test_report (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.text.hyphens = MB_HYPHENS_NONE;
  MbNode node = { .kind = MB_NODE_TEXT, .pos = { "a.md", 3, 1 } };
  MbInline inl = inline_text ("Un mot\nanticonstitutionnellement long", &style.style);
  inl.node = &node;
  const MbParagraph *paragraph =
      mb_text_paragraph (room.typesetter, &inl, 1, &style.style, room.arena);
  MbSettings settings = room_break (&room, paragraph, 60);
  mb_text_report (room.typesetter, paragraph, &settings.settings[settings.best]);
  gsize n, overfull = 0;
  const MbDiagnostic *findings = mb_diagnostics_get (room.diagnostics, &n);
  for (gsize i = 0; i < n; i++)
    if (findings[i].code == MB_MSG_LINE_OVERFULL) {
      overfull++;
      g_assert_cmpuint (findings[i].pos.line, ==, 4);
      g_assert_cmpuint (findings[i].pos.col, ==, 1);
    }
  g_assert_cmpuint (overfull, ==, 1);
  room_close (&room);
}

/* A word of ten thousand letters is no word: it is cut anywhere, and it takes no time. */
static void
test_absurd_word (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  g_autofree char *text = g_strnfill (10000, 'x');
  const MbParagraph *paragraph = room_paragraph (&room, text, &style);
  MbSettings settings = room_break (&room, paragraph, 200);
  const MbSetting *setting = &settings.settings[settings.best];
  g_assert_cmpuint (setting->lines, >, 100);
  for (guint i = 0; i < setting->lines; i++)
    g_assert_false (setting->breaks[i].overfull);
  room_close (&room);
}

/* The kern of l’A is kept when an element begins between them; a ligature is not made. */
static void
test_kern_beside_elements (void)
{
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  MbInline parts[] = { inline_text ("l’", &style.style),
                       { .kind = MB_INLINE_OPEN, .style = &style.style, .lang = "fr" },
                       inline_text ("Avenir", &style.style),
                       { .kind = MB_INLINE_CLOSE, .style = &style.style, .lang = "fr" } };
  MbLength whole = set_text (&room, "l’Avenir", &style, 400)->width;
  const MbLine *line = set_inlines (&room, parts, 4, &style, 400);
  g_assert_cmpint (line->width, ==, whole);
  MbLength apart = set_text (&room, "l’", &style, 400)->runs[0].width +
                   set_text (&room, "Avenir", &style, 400)->runs[0].width;
  g_assert_cmpint (whole, <, apart);
  /* an element with room of its own has no kern */
  parts[1].width = mb_pt (1);
  line = set_inlines (&room, parts, 4, &style, 400);
  g_assert_cmpint (line->runs[1].x - line->runs[0].x - line->runs[0].width, ==, mb_pt (1));
  room_close (&room);
}

/* EB Garamond 12 Bold has no é: the next family sets it, and this is told once; a Greek letter is not worth a word. */
static void
test_borrowed_letter (void)
{
  Room room;
  room_open (&room);
  room_add_font (&room, "Bold", 700, MB_FONT_UPRIGHT, "EBGaramond12-Bold.otf");
  static const char *const families[] = { "Bold", "Liberation", NULL };
  Styled style;
  styled_init (&style);
  style.font.families = families;
  set_text (&room, "été, α", &style, 400);
  gsize n;
  const MbDiagnostic *found = mb_diagnostics_get (room.diagnostics, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (found[0].code, ==, MB_MSG_GLYPH_BORROWED);
  g_assert_nonnull (strstr (found[0].message, "EBGaramond12-Bold"));
  room_close (&room);
}

static gunichar
glyph_of (const MbLine *line, guint index)
{
  return line->runs[0].glyphs[index].glyph;
}

static PangoGlyph
glyph_for (Room *room, const Styled *style, const char *text)
{
  return set_text (room, text, style, 400)->runs[0].glyphs[0].glyph;
}

/* n° is n and a superior o: the face's own, else its º, but not one that has a line below it (Charis); the text stays n°. */
static void
test_numero (void)
{
  static const struct {
    const char *families[2], *sign;
  } faces[] = { { { "Liberation", NULL }, "º" }, { { "Charis", NULL }, "ᵒ" } };
  Room room;
  room_open (&room);
  room_add_font (&room, "Charis", 400, MB_FONT_UPRIGHT, "CharisSIL-Regular.ttf");
  Styled style;
  styled_init (&style);
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    style.font.families = faces[i].families;
    const MbLine *line = set_text (&room, "n°\u00A05", &style, 400);
    g_assert_cmpuint (line->n_runs, ==, 1);
    g_assert_cmpuint (glyph_of (line, 1), ==, glyph_for (&room, &style, faces[i].sign));
    g_autofree char *text = line_text (line, FALSE);
    g_assert_cmpstr (text, ==, "n°\u00A05");
  }
  style.font.families = serif; /* Libertine */
  const MbLine *own = set_text (&room, "n°\u00A05", &style, 400);
  style.font.position = MB_POSITION_SUPER;
  g_assert_cmpuint (glyph_of (own, 1), ==, glyph_for (&room, &style, "o"));
  room_close (&room);
}

/* -marbre-superiors: size and rise of what is made. */
static void
test_superior_height (void)
{
  static const char *const liberation[] = { "Liberation", NULL };
  Room room;
  room_open (&room);
  Styled style;
  styled_init (&style);
  style.font.families = liberation;
  style.font.position = MB_POSITION_SUPER;
  const MbGlyphRun *made = &set_text (&room, "er", &style, 400)->runs[0];
  g_assert_cmpint (made->size, ==, mb_pt (10.5) * 620 / 1000);
  g_assert_cmpint (made->rise, ==, mb_pt (10.5) * 330 / 1000);
  style.font.superior_size = 700;
  style.font.superior_rise = 400;
  made = &set_text (&room, "er", &style, 400)->runs[0];
  g_assert_cmpint (made->size, ==, mb_pt (10.5) * 700 / 1000);
  g_assert_cmpint (made->rise, ==, mb_pt (10.5) * 400 / 1000);
  room_close (&room);
}

/* Letters made smaller are set in a semi-bold of the family, never in a bold. */
static void
test_heavier_superiors (void)
{
  Room room;
  room_open (&room);
  room_add_font (&room, "Gain", 400, MB_FONT_UPRIGHT, "LiberationSerif-Regular.ttf");
  room_add_font (&room, "Gain", 600, MB_FONT_UPRIGHT, "LiberationSerif-Bold.ttf");
  room_add_font (&room, "Loss", 400, MB_FONT_UPRIGHT, "CharisSIL-Regular.ttf");
  room_add_font (&room, "Loss", 700, MB_FONT_UPRIGHT, "CharisSIL-Bold.ttf");
  static const char *const families[][2] = { { "Gain", NULL }, { "Loss", NULL } };
  for (guint i = 0; i < G_N_ELEMENTS (families); i++) {
    Styled style;
    styled_init (&style);
    style.font.families = families[i];
    style.text.protrusion = 0;
    MbLength usual = set_text (&room, "me", &style, 400)->width;
    style.font.position = MB_POSITION_SUPER;
    MbLength raised = set_text (&room, "me", &style, 400)->width;
    if (i == 0)
      g_assert_cmpint (raised, >, usual * 630 / 1000);
    else
      g_assert_cmpint (ABS (raised - usual * 620 / 1000), <, 8);
  }
  room_close (&room);
}

/* A face without fractions: small figures around U+2044; 1/2 is copied. */
static void
test_made_fraction (void)
{
  Room room;
  room_open (&room);
  room_add_font (&room, "Charis", 400, MB_FONT_UPRIGHT, "CharisSIL-Regular.ttf");
  static const char *const charis[] = { "Charis", NULL };
  Styled style;
  styled_init (&style);
  style.font.families = charis;
  style.font.features = "frac=1";
  const MbLine *line = set_text (&room, "3/4 et 5", &style, 400);
  g_autofree char *text = line_text (line, FALSE);
  g_assert_cmpstr (text, ==, "3/4 et 5");
  g_assert_cmpint (line->runs[0].size, ==, mb_pt (10.5) * 620 / 1000);
  g_assert_cmpint (line->runs[0].rise, >, 0);
  g_assert_cmpint (line->runs[2].size, ==, mb_pt (10.5) * 620 / 1000);
  g_assert_cmpint (line->runs[2].rise, ==, 0);
  g_assert_cmpint (line->runs[3].size, ==, mb_pt (10.5));
  room_close (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/french-spaces", test_french_spaces);
  g_test_add_func ("/lines/space-classes", test_space_classes);
  g_test_add_func ("/lines/spaces-stretched", test_spaces_stretched);
  g_test_add_func ("/lines/spaces-beside-elements", test_spaces_beside_elements);
  g_test_add_func ("/lines/space-kerned", test_space_kerned);
  g_test_add_func ("/lines/speech-dash", test_speech_dash);
  g_test_add_func ("/lines/superiors", test_superiors);
  g_test_add_func ("/lines/small-caps", test_small_caps);
  g_test_add_func ("/lines/ligature-at-hyphen", test_ligature_at_hyphen);
  g_test_add_func ("/lines/elements-and-offsets", test_elements_and_offsets);
  g_test_add_func ("/lines/trailing-space", test_trailing_space);
  g_test_add_func ("/lines/transform", test_transform);
  g_test_add_func ("/lines/objects", test_objects);
  g_test_add_func ("/lines/measures", test_measures);
  g_test_add_func ("/lines/missing-glyph", test_missing_glyph);
  g_test_add_func ("/lines/empty", test_empty);
  g_test_add_func ("/lines/report", test_report);
  g_test_add_func ("/lines/absurd-word", test_absurd_word);
  g_test_add_func ("/lines/kern-beside-elements", test_kern_beside_elements);
  g_test_add_func ("/lines/borrowed-letter", test_borrowed_letter);
  g_test_add_func ("/lines/numero", test_numero);
  g_test_add_func ("/lines/superior-height", test_superior_height);
  g_test_add_func ("/lines/heavier-superiors", test_heavier_superiors);
  g_test_add_func ("/lines/made-fraction", test_made_fraction);
  return g_test_run ();
}
