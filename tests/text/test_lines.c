/* SPDX-License-Identifier: Apache-2.0 */
/* Lines as they are set: French spaces, superiors, small capitals, ligatures at hyphens, elements, objects, positions. */
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/french-spaces", test_french_spaces);
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
  return g_test_run ();
}
