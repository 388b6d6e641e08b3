/* SPDX-License-Identifier: Apache-2.0 */
/* The typesetter: one Pango font map over the private FcConfig of the declared faces, and the caches.
 *
 * Everything that could round a width is off: hint metrics, hinting, rounded glyph positions; at 72 dpi a Pango unit is an
 * MbLength. The font map is made at the first word, when the faces have been declared; faces declared later are
 * noticed by their number.
 */
#include "internal.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#define DICTIONARY_FOLDER "/usr/share/hyphen"

static PangoFontMap *
font_map_new (MbFonts *fonts)
{
  PangoFontMap *map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), 72);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (map), mb_fonts_config (fonts));
  return map;
}

static PangoContext *
context_new (PangoFontMap *map)
{
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_context_set_language (context, pango_language_from_string ("fr"));
  return context;
}

PangoContext *
mb_typesetter_context (MbTypesetter *typesetter)
{
  guint n = mb_fonts_n (typesetter->fonts);
  if (!typesetter->map) {
    typesetter->map = font_map_new (typesetter->fonts);
    typesetter->context = context_new (typesetter->map);
  } else if (n != typesetter->n_faces_seen) {
    pango_fc_font_map_config_changed (PANGO_FC_FONT_MAP (typesetter->map));
  }
  typesetter->n_faces_seen = n;
  return typesetter->context;
}

static void
dictionary_free (gpointer dictionary)
{
  if (dictionary)
    hnj_hyphen_free (dictionary);
}

MbTypesetter *
mb_text_new (MbFonts *fonts, MbSource *source, MbDiagnostics *diagnostics)
{
  MbTypesetter *typesetter = g_new0 (MbTypesetter, 1);
  typesetter->fonts = fonts;
  typesetter->source = source;
  typesetter->diagnostics = diagnostics;
  typesetter->arena = mb_arena_new ();
  typesetter->glyphs = pango_glyph_string_new ();
  typesetter->n_slots = 4096;
  typesetter->words = g_new0 (MbWordSlot, typesetter->n_slots);
  typesetter->dictionaries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, dictionary_free);
  typesetter->divisions = mb_divisions_new ();
  mb_divisions_read_own (typesetter->divisions);
  typesetter->kept = mb_kept_new ();
  typesetter->cuts = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);
  typesetter->missing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  typesetter->chars.chars = g_array_new (FALSE, FALSE, sizeof (MbChar));
  typesetter->chars.marks = g_array_new (FALSE, FALSE, sizeof (MbMarkIn));
  typesetter->chars.signs = g_array_new (FALSE, FALSE, sizeof (MbSign));

  typesetter->sized = g_hash_table_new (g_int64_hash, g_int64_equal);
  typesetter->scratch = mb_scratch_new ();
  typesetter->line = mb_line_scratch_new ();
  typesetter->memo = mb_memo_new ();
  mb_source_allow (source, DICTIONARY_FOLDER);
  return typesetter;
}

static void
sets_free (MbFontSet *sets)
{
  for (MbFontSet *set = sets; set; set = set->next)
    for (MbCut *cut = set->cuts; cut; cut = cut->next)
      mb_cut_free (cut);
}

void
mb_text_free (MbTypesetter *typesetter)
{
  if (!typesetter)
    return;
  sets_free (typesetter->sets);
  mb_memo_free (typesetter->memo);
  mb_scratch_clear (&typesetter->scratch);
  mb_line_scratch_free (typesetter->line);
  g_array_free (typesetter->chars.chars, TRUE);
  g_array_free (typesetter->chars.marks, TRUE);
  g_array_free (typesetter->chars.signs, TRUE);
  mb_text_keep (typesetter, NULL, NULL);
  g_hash_table_destroy (typesetter->sized);
  g_hash_table_destroy (typesetter->missing);
  g_hash_table_destroy (typesetter->cuts);
  mb_divisions_free (typesetter->divisions);
  mb_kept_free (typesetter->kept);
  g_hash_table_destroy (typesetter->dictionaries);
  g_free (typesetter->words);
  pango_glyph_string_free (typesetter->glyphs);
  g_clear_object (&typesetter->context);
  g_clear_object (&typesetter->map);
  mb_arena_free (typesetter->arena);
  g_free (typesetter);
}

void
mb_text_add_divisions (MbTypesetter *typesetter, const char *file, const char *text, gsize length)
{
  mb_divisions_read (typesetter->divisions, file, text, length, typesetter->diagnostics);
  g_hash_table_remove_all (typesetter->cuts);
}

void
mb_text_add_kept (MbTypesetter *typesetter, const char *file, const char *text, gsize length)
{
  mb_kept_read (typesetter->kept, file, text, length, typesetter->diagnostics);
}

/* vertical-align of a block or of a box among words is not that of its own text. */
MbGlyphPosition
mb_style_position (const MbStyle *style)
{
  if (style->font->position != MB_POSITION_NORMAL)
    return style->font->position;
  if (!style->box || style->box->display != MB_DISPLAY_INLINE)
    return MB_POSITION_NORMAL;
  if (style->box->valign == MB_VALIGN_SUPER)
    return MB_POSITION_SUPER;
  if (style->box->valign == MB_VALIGN_SUB)
    return MB_POSITION_SUB;
  return MB_POSITION_NORMAL;
}

MbStrut
mb_text_strut (MbTypesetter *typesetter, const MbStyle *style)
{
  MbFontSet *set = mb_fontset_get (typesetter, style);
  const MbFace *face = set->faces[0];
  MbFontMetrics metrics = { .ascent = 800, .descent = 200, .cap_height = 650, .x_height = 450 };
  if (face)
    metrics = mb_face_metrics (face);
  MbCut *cut = mb_cut_get (typesetter, set, face, MB_CUT_PLAIN, "fr", G_UNICODE_SCRIPT_LATIN);

  gint64 size = mb_face_size (face, style->font->size, set->adjust, set->adjusted_by);
  MbLength ascent = (MbLength) (size * metrics.ascent / 1000);
  MbLength descent = (MbLength) (size * metrics.descent / 1000);
  MbLength above = (style->font->line_height - ascent - descent) / 2;
  return (MbStrut){
    .ascent = ascent + above,
    .descent = style->font->line_height - ascent - above,
    .cap_height = (MbLength) (size * metrics.cap_height / 1000),
    .x_height = (MbLength) (size * metrics.x_height / 1000),
    .above = ascent,
    .below = descent,
    .space = cut->space->width,
  };
}

const MbFace *
mb_text_face_for (MbTypesetter *typesetter, const MbStyle *style, gunichar c)
{
  return mb_fontset_find (mb_fontset_get (typesetter, style), c);
}
