/* SPDX-License-Identifier: Apache-2.0 */
/* Drop initials (lettrines).
 *
 * An initial of n lines stands on the baseline of the last line that it goes down to, and its capitals are so high that
 * their top is level with the top of what follows in the first line: with its capitals or, when the first words are in
 * small capitals, with these. Heights are those of the ink of H, not of what a face says about itself.
 *
 * The ink of the letter begins at the margin (its side bearing is taken off), the lines beside it begin after its advance and
 * the right margin of ::first-letter. The apostrophe of « L’ » belongs to it; a guillemet or a dash before it is set at
 * the size of the text in the first line and hangs in the margin, so that the letters stand under one another.
 *
 * The glyphs are items of the paragraph with no width, so text, copy and reading order are those of the author; the lines beside
 * them are narrower by mb_measure_line. The word goes on without a break: « La » is one word to the hyphenator and to the reader.
 */
#include "internal.h"

/* --- The ink of glyphs ----------------------------------------------------------------------------------------------*/

static PangoRectangle
ink_of (const MbWord *word)
{
  PangoRectangle ink = { 0 };
  if (word->n_glyphs && word->cut->item)
    pango_font_get_glyph_extents (word->cut->item->analysis.font, word->glyphs[0].glyph, &ink,
                                  NULL);
  return ink;
}

static MbLength
height_of (const MbWord *word)
{
  MbLength height = -ink_of (word).y;
  return height > 0 ? height : (MbLength) ((gint64) word->cut->size * 2 / 3);
}

/* --- Size -----------------------------------------------------------------------------------------------------------------*/

static MbCut *
plain_cut (MbTypesetter *typesetter, const MbStyle *style, gunichar c, MbCutKind kind)
{
  MbFontSet *set = mb_fontset_get (typesetter, style);
  const MbFace *face = mb_fontset_find (set, c);
  return mb_cut_get (typesetter, set, face ? face : set->faces[0], kind, "fr",
                     G_UNICODE_SCRIPT_LATIN);
}

/* The height of the letters of @style that stand beside the top of the initial. */
static MbLength
top_of (MbTypesetter *typesetter, const MbStyle *style)
{
  if (style->font->caps == MB_CAPS_NORMAL)
    return height_of (
        mb_word_get (typesetter, plain_cut (typesetter, style, 'H', MB_CUT_PLAIN), "H", 1));
  MbCut *own = plain_cut (typesetter, style, 'x', MB_CUT_SMALL_CAPS);
  if (own->face && mb_face_has_feature (own->face, "smcp", "abdeghmnqrt"))
    return height_of (mb_word_get (typesetter, own, "x", 1));
  MbCut *scaled = plain_cut (typesetter, style, 'X', MB_CUT_SCALED_CAPS);
  return height_of (mb_word_get (typesetter, scaled, "X", 1));
}

static const MbStyle *
style_after (const MbInline *inlines, guint n, guint letter, const MbStyle *block)
{
  for (guint i = letter + 1; i < n; i++)
    if (inlines[i].kind == MB_INLINE_TEXT && inlines[i].part == MB_INITIAL_NONE)
      return inlines[i].first ? inlines[i].first : inlines[i].style;
  return block;
}

/* @style at @size. It outlives the paragraph: lines point to it. */
static const MbStyle *
style_at (MbTypesetter *typesetter, const MbStyle *style, MbLength size)
{
  guint64 key = mb_hash (&size, sizeof size, mb_hash (&style, sizeof (gpointer), 11));
  const MbStyle *known = g_hash_table_lookup (typesetter->sized, &key);
  if (known)
    return known;
  MbArena *arena = typesetter->arena;
  MbStyleFont *font = mb_arena_memdup (arena, style->font, sizeof (MbStyleFont));
  font->size = size;
  MbStyle *sized = mb_arena_memdup (arena, style, sizeof (MbStyle));
  sized->font = font;
  sized->hash = mb_hash (&size, sizeof size, style->hash);
  sized->text_hash = mb_hash (&size, sizeof size, style->text_hash);
  g_hash_table_insert (typesetter->sized, mb_arena_memdup (arena, &key, sizeof key), sized);
  return sized;
}

static MbLength
size_for (MbTypesetter *typesetter, const MbInline *letter, const MbStyle *after,
          const MbStyle *block)
{
  gunichar c = letter->length ? g_utf8_get_char (letter->text) : 'H';
  const MbWord *capital =
      mb_word_get (typesetter, plain_cut (typesetter, letter->style, c, MB_CUT_PLAIN), "H", 1);
  gint64 height = top_of (typesetter, after) +
                  (gint64) block->font->line_height * (letter->initial_size - 100) / 100;
  return (MbLength) CLAMP ((gint64) letter->style->font->size * height / height_of (capital), MB_PT,
                           MB_LENGTH_MAX / 64);
}

void
mb_initial_size (MbTypesetter *typesetter, MbInline *inlines, guint n, const MbStyle *block)
{
  for (guint i = 0; i < n; i++)
    if (inlines[i].part == MB_INITIAL_LETTER && inlines[i].style->font->size > 0) {
      const MbStyle *after = style_after (inlines, n, i, block);
      MbLength size = size_for (typesetter, &inlines[i], after, block);
      inlines[i].style = style_at (typesetter, inlines[i].style, size);
    }
}

/* --- Room -------------------------------------------------------------------------------------------------------------------*/

static void
measure_letter (MbInitial *initial, const MbItem *item, const MbInline *inl, MbLength line_height)
{
  if (!initial->sink) {
    initial->sink = MAX (inl->initial_sink, 1);
    initial->shift = ink_of (item->word).x;
    initial->drop = (MbLength) (initial->sink - 1) * line_height;
    gint64 above = (gint64) inl->initial_size - 100 * (gint64) initial->sink;
    initial->raise = (MbLength) (MAX (above, 0) * line_height / 100);
    initial->room = mb_size_resolve (inl->style->box->margin[MB_RIGHT], 0, 0) - initial->shift;
  }
  initial->room += item->word->width;
}

MbInitial
mb_initial_measure (MbTypesetter *typesetter, const MbParagraph *paragraph)
{
  MbInitial initial = { 0 };
  MbStrut strut = mb_text_strut (typesetter, paragraph->block);
  for (guint i = 0; i < paragraph->n_items; i++) {
    const MbItem *item = &paragraph->items[i];
    const MbInline *inl = &paragraph->inlines[item->in];
    if (item->kind != MB_ITEM_INITIAL)
      continue;
    if (inl->part == MB_INITIAL_LETTER)
      measure_letter (&initial, item, inl, strut.ascent + strut.descent);
    else
      initial.hang += item->word->width;
  }
  return initial;
}

guint
mb_paragraph_sink (const MbParagraph *paragraph)
{
  return paragraph->initial.sink;
}

MbLength
mb_paragraph_initial_room (const MbParagraph *paragraph)
{
  return paragraph->initial.room;
}
