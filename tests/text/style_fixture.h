/* SPDX-License-Identifier: Apache-2.0 */
/* style_fixture.h — styles, fonts and inline content made by hand, so that the tests of text stand without a sheet. */
#pragma once

#include "text.h"

#include <string.h>

/** A style that owns its groups. */
typedef struct {
  MbStyle style;
  MbStyleText text;
  MbStyleFont font;
  MbStyleBox box;
  MbStyleBorder border;
  MbStylePaged paged;
} Styled;

static const char *const serif[] = { "Libertine", NULL };

/** As a French book: justified Libertine 10.5 on 13 pt, hyphens 2/3, at most two in a row, French spaces. */
static inline void
styled_init (Styled *s)
{
  memset (s, 0, sizeof *s);
  s->style = (MbStyle){
    .text = &s->text, .font = &s->font, .box = &s->box, .border = &s->border, .paged = &s->paged
  };
  s->font.families = serif;
  s->font.size = mb_pt (10.5);
  s->font.weight = 400;
  s->font.stretch = 100;
  s->font.features = "";
  s->font.kerning = TRUE;
  s->font.line_height = mb_pt (13);
  s->text.align = MB_ALIGN_JUSTIFY;
  s->text.align_last = MB_ALIGN_AUTO;
  s->text.indent = (MbSize){ MB_SIZE_LENGTH, 0 };
  s->text.hyphens = MB_HYPHENS_AUTO;
  s->text.hyphen_word = 5;
  s->text.hyphen_before = 2;
  s->text.hyphen_after = 3;
  s->text.hyphen_lines = 2;
  s->text.hyphen_last = s->text.hyphen_last_line = TRUE;
  s->text.protrusion = 1000;
  s->text.space_thin = (MbSpaceGlue){ 500, 0, 0 };
  s->text.space_colon = (MbSpaceGlue){ 1000, 500, 333 };
  s->text.space_guillemet = (MbSpaceGlue){ 800, 300, 264 };
  s->text.space_number = (MbSpaceGlue){ 500, 0, 0 };
  s->text.space_unit = (MbSpaceGlue){ 500, 0, 0 };
  s->text.visible = TRUE;
}

/** A copy that can be changed. */
static inline void
styled_copy (Styled *to, const Styled *from)
{
  *to = *from;
  to->style = (MbStyle){ .text = &to->text,
                         .font = &to->font,
                         .box = &to->box,
                         .border = &to->border,
                         .paged = &to->paged };
}

typedef struct {
  MbDiagnostics *diagnostics;
  MbSource *source;
  MbFonts *fonts;
  MbTypesetter *typesetter;
  MbArena *arena;
} Room;

static inline void
room_add_font (Room *room, const char *family, int weight, MbFontSlant slant, const char *file)
{
  MbFontRule rule = { family, weight, weight, slant, 100, file, MB_NOWHERE, NULL, 0 };
  g_assert_true (mb_fonts_add (room->fonts, &rule));
}

static inline void
room_open (Room *room)
{
  room->diagnostics = mb_diagnostics_new ();
  room->source = mb_source_new (NULL, room->diagnostics);
  room->fonts = mb_fonts_new (room->source, NULL);
  room_add_font (room, "Libertine", 400, MB_FONT_UPRIGHT, "LinLibertine_R.otf");
  room_add_font (room, "Libertine", 400, MB_FONT_ITALIC, "LinLibertine_RI.otf");
  room_add_font (room, "Libertine", 700, MB_FONT_UPRIGHT, "LinLibertine_RB.otf");
  room_add_font (room, "Lato", 400, MB_FONT_UPRIGHT, "Lato-Regular.ttf");
  room_add_font (room, "Liberation", 400, MB_FONT_UPRIGHT, "LiberationSerif-Regular.ttf");
  room_add_font (room, "Garamond", 400, MB_FONT_UPRIGHT, "EBGaramond12-Regular.otf");
  room->typesetter = mb_text_new (room->fonts, room->source, room->diagnostics);
  room->arena = mb_arena_new ();
}

static inline void
room_close (Room *room)
{
  mb_arena_free (room->arena);
  mb_text_free (room->typesetter);
  mb_fonts_free (room->fonts);
  mb_source_free (room->source);
  mb_diagnostics_free (room->diagnostics);
}

static inline MbInline
inline_text (const char *text, const MbStyle *style)
{
  return (MbInline){ .kind = MB_INLINE_TEXT,
                     .style = style,
                     .text = text,
                     .length = (guint32) strlen (text),
                     .lang = "fr" };
}

static inline const MbParagraph *
room_paragraph (Room *room, const char *text, const Styled *style)
{
  MbInline inl = inline_text (text, &style->style);
  return mb_text_paragraph (room->typesetter, &inl, 1, &style->style, room->arena);
}

static inline MbSettings
room_break (Room *room, const MbParagraph *paragraph, double points)
{
  MbMeasure *measure = mb_arena_new0 (room->arena, MbMeasure);
  measure->width = mb_pt (points);
  return mb_text_break (room->typesetter, paragraph, (MbMeasures){ measure, 1 }, room->arena);
}

/** The text of a line; @hyphens: with the hyphens that were added. */
static inline char *
line_text (const MbLine *line, gboolean hyphens)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < line->n_runs; i++)
    if (line->runs[i].kind != MB_RUN_HYPHEN)
      g_string_append_len (text, line->runs[i].text, line->runs[i].length);
    else if (hyphens)
      g_string_append_c (text, '-');
  return g_string_free (text, FALSE);
}

/** Cases files: one case a line, fields between tabs or "→"; # comments. ⍽ is U+00A0, ‧ is U+202F, ¬ is U+00AD. */
static inline char *
case_decode (const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  g_string_replace (out, "⍽", "\u00A0", 0);
  g_string_replace (out, "‧", "\u202F", 0);
  g_string_replace (out, "¬", "\xC2\xAD", 0);
  return g_strdup (out->str);
}

/** Tell the difference and go on with the other cases. */
static inline void
expect_text (const char *got, const char *expected)
{
  if (strcmp (got, expected) == 0)
    return;
  g_printerr ("expected: %s\n     got: %s\n", expected, got);
  g_test_fail ();
}
