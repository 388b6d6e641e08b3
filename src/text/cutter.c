/* SPDX-License-Identifier: Apache-2.0 */
/* Which cut sets a character: the first face of its inline that has it, and how its letters are asked for.
 *
 * Superiors, small capitals and fractions are the face's own when it has every letter that is needed (forms.c), else they are made of
 * letters set smaller. What a face must borrow from the next one is told when it is a Latin letter: it shows in the middle of a word.
 */
#include "internal.h"

#include <string.h>

#define SMALLER_ALREADY 900 /* thousandths of the block's size */

static const MbChar *
char_at (const MbCutter *cutter, guint i)
{
  return &cutter->paragraph->chars[i];
}

static const MbInline *
inline_of (const MbCutter *cutter, guint32 in)
{
  return &cutter->paragraph->inlines[in];
}

static MbGlyphPosition
position_of (const MbCutter *cutter, const MbInline *inl)
{
  MbGlyphPosition position = mb_style_position (inl->style);
  if (position != MB_POSITION_NORMAL || !cutter->raised->len)
    return position;
  return g_array_index (cutter->raised, MbGlyphPosition, cutter->raised->len - 1);
}

static void
enter_inline (MbCutter *cutter, guint32 in)
{
  if (cutter->set_in == in)
    return;
  const MbInline *inl = inline_of (cutter, in);
  cutter->set_in = in;
  cutter->set = mb_fontset_get (cutter->typesetter, inl->style);
  cutter->position = position_of (cutter, inl);
  cutter->raised_face = cutter->caps_face = NULL;
  cutter->fractions = strstr (cutter->set->features, "frac=1") != NULL;
}

/* A sheet that already makes raised text smaller wants it raised only, or it would be made smaller twice. */
static MbCutKind
raised_kind (MbCutter *cutter, const MbFace *face)
{
  if (cutter->raised_face == face && face)
    return cutter->raised_kind;
  const MbInline *inl = inline_of (cutter, cutter->set_in);
  gboolean super = cutter->position == MB_POSITION_SUPER;
  if (inl->style->font->size < (MbLength) ((gint64) cutter->paragraph->em * SMALLER_ALREADY / 1000))
    return super ? MB_CUT_UP : MB_CUT_DOWN;
  gboolean own = mb_form_has_all (face, super ? "sups" : "subs", inl);
  cutter->raised_face = face;
  cutter->raised_kind =
      own ? (super ? MB_CUT_SUPERIOR : MB_CUT_INFERIOR) : (super ? MB_CUT_RAISED : MB_CUT_LOWERED);
  return cutter->raised_kind;
}

static gboolean
is_scaled_letter (const MbCutter *cutter, gunichar c)
{
  if (cutter->set->caps == MB_CAPS_ALL_SMALL)
    return g_unichar_isalpha (c);
  return g_unichar_islower (c) && g_unichar_toupper (c) != c;
}

static gboolean
has_own_caps (MbCutter *cutter, const MbFace *face)
{
  if (cutter->caps_face != face || !face) {
    cutter->caps_face = face;
    cutter->own_caps = mb_form_has_small_caps (face, inline_of (cutter, cutter->set_in),
                                               cutter->set->caps == MB_CAPS_ALL_SMALL);
  }
  return cutter->own_caps;
}

/* Fractions asked for (frac) of a face that has none: 3/4 with small figures around U+2044. */
static gboolean
makes_fraction (const MbCutter *cutter, const MbFace *face)
{
  return cutter->fractions && face && !mb_face_has_feature (face, "frac", "1/2") &&
         mb_face_has_char (face, 0x2044);
}

static MbCutKind
kind_of (MbCutter *cutter, const MbFace *face, guint i)
{
  gunichar c = char_at (cutter, i)->c;
  if (char_at (cutter, i)->flags & MB_CHAR_SUPERIOR)
    return mb_form_has (face, "sups", c) ? MB_CUT_SUPERIOR : MB_CUT_RAISED;
  if (cutter->position != MB_POSITION_NORMAL)
    return raised_kind (cutter, face);
  if (cutter->set->caps == MB_CAPS_NORMAL)
    return makes_fraction (cutter, face)
               ? mb_form_in_fraction (cutter->paragraph->chars, cutter->paragraph->n_chars, i)
               : MB_CUT_PLAIN;
  if (has_own_caps (cutter, face))
    return MB_CUT_SMALL_CAPS;
  return is_scaled_letter (cutter, c) ? MB_CUT_SCALED_CAPS : MB_CUT_PLAIN;
}

/* Marks, joiners and variation selectors belong to the letter before them. */
static gboolean
follows_letter (gunichar c)
{
  return (c >= 0x300 && g_unichar_ismark (c)) || c == 0x200C || c == 0x200D ||
         (c >= 0xFE00 && c <= 0xFE0F);
}

static gboolean
composes (const MbCutter *cutter, guint i, const MbFace *face)
{
  gunichar whole;
  return i > 0 && g_unichar_compose (char_at (cutter, i - 1)->c, char_at (cutter, i)->c, &whole) &&
         mb_face_has_char (face, whole);
}

static gboolean
is_space_separator (gunichar c)
{
  return c == 0x20 || c == 0xA0 || (c >= 0x1680 && g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR);
}

static const MbFace *
face_of (MbCutter *cutter, guint i, const MbCut *current)
{
  gunichar c = char_at (cutter, i)->c;
  const MbFace *face = NULL;
  gboolean follows = current && follows_letter (c);
  if (follows)
    face = current->asked;
  else if (is_space_separator (c))
    return cutter->set->faces[0]; /* HarfBuzz makes the spaces that a face lacks */
  else
    face = mb_fontset_find (cutter->set, c);

  if (face && face != cutter->set->faces[0] && c < 0x250 && g_unichar_isalpha (c))
    mb_fontset_borrow (cutter->typesetter, cutter->set, c, face, cutter->paragraph, i);
  gboolean has = face && (!follows || mb_face_has_char (face, c) || !g_unichar_ismark (c) ||
                          composes (cutter, i, face));
  if (!has)
    mb_fontset_report (cutter->typesetter, cutter->set, c, cutter->paragraph, i);
  return face ? face : cutter->set->faces[0];
}

/* A letter like those before it: most of a text. */
static gboolean
is_plain (const MbCutter *cutter, guint i, const MbCut *current)
{
  const MbChar *c = char_at (cutter, i);
  return current && c->c < 0x80 && g_ascii_isalpha ((char) c->c) && !c->flags &&
         current->kind == MB_CUT_PLAIN && current->script == G_UNICODE_SCRIPT_LATIN &&
         cutter->position == MB_POSITION_NORMAL && cutter->set->caps == MB_CAPS_NORMAL &&
         !cutter->fractions && current->asked == cutter->set->faces[0] &&
         mb_fontset_find (cutter->set, c->c) == current->asked;
}

MbCut *
mb_cutter_cut (MbCutter *cutter, guint i, MbCut *current)
{
  gunichar c = char_at (cutter, i)->c;
  enter_inline (cutter, char_at (cutter, i)->in);
  if (is_plain (cutter, i, current))
    return current;
  const MbFace *face = face_of (cutter, i, current);
  MbCutKind kind = kind_of (cutter, face, i);
  if (current && follows_letter (c))
    kind = current->kind;
  GUnicodeScript script = mb_script_of (c, current ? current->script : G_UNICODE_SCRIPT_LATIN);
  script = mb_bidi_script (cutter->paragraph, i, script);
  if (current && current->asked == face && current->kind == kind && current->script == script)
    return current;
  const char *lang = inline_of (cutter, char_at (cutter, i)->in)->lang;
  return mb_cut_get (cutter->typesetter, cutter->set, face, kind, lang, script);
}

MbCut *
mb_cutter_plain (MbCutter *cutter, guint32 in)
{
  enter_inline (cutter, in);
  return mb_cut_get (cutter->typesetter, cutter->set, cutter->set->faces[0], MB_CUT_PLAIN,
                     inline_of (cutter, in)->lang, G_UNICODE_SCRIPT_LATIN);
}

void
mb_cutter_tag (MbCutter *cutter, const MbInline *inl)
{
  MbGlyphPosition position = mb_style_position (inl->style);
  if (inl->kind == MB_INLINE_OPEN) {
    if (position == MB_POSITION_NORMAL && cutter->raised->len)
      position = g_array_index (cutter->raised, MbGlyphPosition, cutter->raised->len - 1);
    g_array_append_val (cutter->raised, position);
  } else if (inl->kind == MB_INLINE_CLOSE && cutter->raised->len) {
    g_array_set_size (cutter->raised, cutter->raised->len - 1);
  }
}

/* The slash of a fraction that we make is U+2044, which stands close to both figures. */
static void
choose_slash (MbCutter *cutter, MbChar *chars, guint i)
{
  if (i == 0 || i + 1 >= cutter->paragraph->n_chars || !g_unichar_isdigit (chars[i - 1].c) ||
      !g_unichar_isdigit (chars[i + 1].c))
    return;
  enter_inline (cutter, chars[i].in);
  if (makes_fraction (cutter, cutter->set->faces[0]))
    chars[i].c = 0x2044, chars[i].flags |= MB_CHAR_CHANGED;
}

static PangoRectangle
ink_of (MbCutter *cutter, const MbFace *face, gunichar c)
{
  char text[8];
  PangoRectangle ink = { 0, 0, 0, 0 };
  MbCut *cut = mb_cut_get (cutter->typesetter, cutter->set, face, MB_CUT_PLAIN, "fr",
                           G_UNICODE_SCRIPT_LATIN);
  const MbWord *word =
      mb_word_get (cutter->typesetter, cut, text, (gsize) g_unichar_to_utf8 (c, text));
  if (cut->item && word->n_glyphs == 1)
    pango_font_get_glyph_extents (cut->item->analysis.font, word->glyphs[0].glyph, &ink, NULL);
  return ink;
}

/* Many faces draw a line under º, as Spanish wants it: then it is higher for its width than an o (Charis 14 %, others 0). */
static gboolean
is_underlined (MbCutter *cutter, const MbFace *face, gunichar c)
{
  PangoRectangle sign = ink_of (cutter, face, c), o = ink_of (cutter, face, 'o');
  return (gint64) sign.height * o.width * 10 > (gint64) o.height * sign.width * 11;
}

/* The o of n° is the face's superior o; else a sign drawn like one (º without a line below it, U+1D52), which every reader of the
 * page finds on the line; else an o made smaller. */
static void
choose_numero (MbCutter *cutter, MbChar *c)
{
  static const gunichar signs[] = { 0xBA, 0x1D52 };
  enter_inline (cutter, c->in);
  const MbFace *face = cutter->set->faces[0];
  if (!face || mb_form_has (face, "sups", 'o'))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (mb_face_has_char (face, signs[i]) && !is_underlined (cutter, face, signs[i])) {
      c->c = signs[i] & 0x1FFFFF;
      c->flags &= (guint8) ~MB_CHAR_SUPERIOR;
      return;
    }
}

void
mb_cutter_signs (MbCutter *cutter)
{
  MbChar *chars = (MbChar *) cutter->paragraph->chars; /* still ours to finish */
  for (guint i = 0; i < cutter->paragraph->n_chars; i++)
    if (chars[i].c == '/')
      choose_slash (cutter, chars, i);
    else if (chars[i].flags & MB_CHAR_SUPERIOR)
      choose_numero (cutter, &chars[i]);
}
