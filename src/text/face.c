/* SPDX-License-Identifier: Apache-2.0 */
/* Faces for a style, and cuts of a face.
 *
 * A font set is the list of faces that a font style names, found by mb_fonts_match: a character is set in the first face that
 * has it. There is no system fallback: a character that no declared face has is reported, once a face, with its code point.
 *
 * Letters that are made smaller are set in a heavier face of the family, when one was declared at most 200 units away: at three
 * fifths of its size a semi-bold has stems a little thinner than the text's, as drawn superiors have. A bold would shout.
 *
 * A cut is a face at one size with its features, for one language and script. Pango itemises one sample a cut; the analysis
 * is kept and every word of the cut is shaped with it. Small capitals and superiors are the face's own when it really has
 * the glyphs (feature lists lie: mb_face_has_feature shapes both ways), else capitals or letters at a smaller size.
 */
#include "internal.h"

#include <string.h>

/* Superiors of faces that have none: size and rise in thousandths of the em. */
#define RAISED_SIZE    620
#define RAISED_RISE    330
#define LOWERED_RISE   (-140)
#define NUMERATOR_RISE 270
#define UP_RISE        420 /* of a size that is reduced already */
#define DOWN_RISE      (-200)
#define CAPS_OVER_X    1080 /* small capitals stand a little above the x-height */
#define CAPS_SMALLEST  680
#define CAPS_LARGEST   850
#define MOST_GAIN      200

/* --- Font sets -----------------------------------------------------------------------------------------*/

static guint64
hash_string (const char *string, guint64 seed)
{
  return mb_hash (string ? string : "", string ? strlen (string) : 0, seed);
}

static guint64
fontset_hash (const MbStyleFont *font, MbLength letter_spacing)
{
  gint32 numbers[] = { font->size,
                       font->weight,
                       font->stretch,
                       font->slant,
                       font->caps,
                       font->kerning,
                       letter_spacing,
                       font->superior_size,
                       font->superior_rise,
                       font->adjust,
                       (gint32) font->adjusted_by };
  guint64 hash = mb_hash (numbers, sizeof numbers, 1);
  for (const char *const *family = font->families; family && *family; family++)
    hash = hash_string (*family, hash);
  return hash_string (font->features, hash);
}

static void
add_face (GPtrArray *faces, const MbFace *face)
{
  if (face && !g_ptr_array_find (faces, face, NULL))
    g_ptr_array_add (faces, (gpointer) face);
}

#define MANY_FACES 32

/* The first face of all is the one whose metrics and spaces count; faces of its family that are asked for a character before it go into
 * *@over, by their places. */
static void
add_family (MbTypesetter *typesetter, const MbStyleFont *font, const char *family, GPtrArray *faces,
            guint32 *over)
{
  const MbFace *found[MANY_FACES];
  const MbFace *usual =
      mb_fonts_match (typesetter->fonts, family, font->weight, font->slant, font->stretch);
  guint n = mb_fonts_match_all (typesetter->fonts, family, font->weight, font->slant, font->stretch,
                                found, MANY_FACES);
  gboolean partial = FALSE, first = faces->len == 0, before = TRUE;
  for (guint i = 0; i < n; i++)
    partial |= mb_face_is_partial (found[i]);
  if (!partial || first)
    add_face (faces, usual);
  for (guint i = 0; partial && i < n; i++) {
    before &= found[i] != usual;
    if (first && before && faces->len < 32)
      *over |= 1u << faces->len;
    add_face (faces, found[i]);
  }
}

/* Names that CSS lets anybody ask for: which face they mean is ours to say. */
static gboolean
is_generic (const char *family)
{
  static const char *const names[] = { "serif",   "sans-serif", "monospace", "cursive",
                                       "fantasy", "system-ui",  NULL };
  return g_strv_contains (names, family);
}

/* Whether @bold has the Latin, Greek and Cyrillic letters that @usual has. */
static gboolean
covers (const MbFace *bold, const MbFace *usual)
{
  for (gunichar c = '!'; c < 0x500; c++)
    if (mb_face_has_char (usual, c) && !mb_face_has_char (bold, c))
      return FALSE;
  return TRUE;
}

/* The faces of @faces' families that are some 200 units heavier, or the faces themselves. */
static const MbFace **
find_heavier (MbTypesetter *typesetter, const MbStyleFont *font, const GPtrArray *faces)
{
  const MbFace **heavier =
      mb_arena_memdup (typesetter->arena, faces->pdata, faces->len * sizeof (gpointer));
  for (const char *const *family = font->families; family && *family; family++) {
    guint at;
    const MbFace *usual =
        mb_fonts_match (typesetter->fonts, *family, font->weight, font->slant, font->stretch);
    const MbFace *bold = mb_fonts_match (typesetter->fonts, *family, MIN (font->weight + 200, 1000),
                                         font->slant, font->stretch);
    if (!usual || !g_ptr_array_find ((GPtrArray *) faces, usual, &at))
      continue;
    int gain = mb_face_weight (bold) - mb_face_weight (usual);
    if (gain > 0 && gain <= MOST_GAIN && mb_face_slant (bold) == mb_face_slant (usual) &&
        covers (bold, usual))
      heavier[at] = bold;
  }
  return heavier;
}

/* Families that were never declared are told once; when none is left, the first declared face serves. */
static const MbFace **
find_faces (MbTypesetter *typesetter, const MbStyleFont *font, guint *n, const MbFace ***heavier,
            guint32 *over)
{
  g_autoptr (GPtrArray) faces = g_ptr_array_new ();
  for (const char *const *family = font->families; family && *family; family++)
    add_family (typesetter, font, *family, faces, over);

  if (!faces->len) {
    const char *wanted = font->families && font->families[0] ? font->families[0] : "?";
    if (!mb_fonts_n (typesetter->fonts))
      mb_report (typesetter->diagnostics, MB_NOWHERE, MB_MSG_FONT_NONE_DECLARED, NULL);
    else if (!is_generic (wanted))
      mb_report (typesetter->diagnostics, MB_NOWHERE, MB_MSG_FONT_FAMILY_MISSING, wanted, NULL);
    if (mb_fonts_n (typesetter->fonts))
      add_face (faces, mb_fonts_get (typesetter->fonts, 0));
  }
  *n = faces->len;
  if (!faces->len)
    g_ptr_array_add (faces, NULL);
  *heavier = find_heavier (typesetter, font, faces);
  return mb_arena_memdup (typesetter->arena, faces->pdata, faces->len * sizeof (gpointer));
}

static const char *
base_features (MbArena *arena, const MbStyleFont *font, MbLength letter_spacing)
{
  GString *features = g_string_new (font->features);
  if (!font->kerning)
    g_string_append_printf (features, "%skern=0", features->len ? ", " : "");
  if (letter_spacing)
    g_string_append_printf (features, "%sliga=0, clig=0", features->len ? ", " : "");
  char *kept = mb_arena_strndup (arena, features->str, features->len);
  g_string_free (features, TRUE);
  return kept;
}

MbFontSet *
mb_fontset_get (MbTypesetter *typesetter, const MbStyle *style)
{
  MbLength letter_spacing = style->text ? style->text->letter_spacing : 0;
  guint64 hash = fontset_hash (style->font, letter_spacing);
  MbFontSet **link = &typesetter->sets;
  for (; *link; link = &(*link)->next)
    if ((*link)->hash == hash) {
      MbFontSet *found = *link;
      *link = found->next;
      found->next = typesetter->sets;
      return typesetter->sets = found;
    }

  MbFontSet *set = mb_arena_new0 (typesetter->arena, MbFontSet);
  set->hash = hash;
  set->faces = find_faces (typesetter, style->font, &set->n_faces, &set->heavier, &set->over);
  set->superior_size = style->font->superior_size ? style->font->superior_size : RAISED_SIZE;
  set->superior_rise = style->font->superior_size ? style->font->superior_rise : RAISED_RISE;
  set->size = style->font->size;
  set->adjust = style->font->adjust;
  set->adjusted_by = style->font->adjusted_by;
  set->letter_spacing = letter_spacing;
  set->caps = style->font->caps;
  set->features = base_features (typesetter->arena, style->font, letter_spacing);
  set->next = typesetter->sets;
  return typesetter->sets = set;
}

static const MbFace *
face_over (const MbFontSet *set, gunichar c)
{
  for (guint i = 1; set->over && i < MIN (set->n_faces, 32); i++)
    if ((set->over & (1u << i)) && mb_face_has_char (set->faces[i], c))
      return set->faces[i];
  return NULL;
}

/* Nearly every character asked for is one of the first 256, and in the first face. */
static gboolean
first_has (MbFontSet *set, gunichar c)
{
  guint32 bit = 1u << (c % 32);
  if (!(set->asked[c / 32] & bit)) {
    set->asked[c / 32] |= bit;
    set->had[c / 32] |= !face_over (set, c) && mb_face_has_char (set->faces[0], c) ? bit : 0;
  }
  return (set->had[c / 32] & bit) != 0;
}

const MbFace *
mb_fontset_find (MbFontSet *set, gunichar c)
{
  if (c < 256 && set->n_faces && first_has (set, c))
    return set->faces[0];
  const MbFace *over = face_over (set, c);
  if (over)
    return over;
  for (guint i = 0; i < set->n_faces; i++)
    if (mb_face_has_char (set->faces[i], c))
      return set->faces[i];
  return NULL;
}

/* Whether something about @c and the first face of @set is told for the first time. */
static gboolean
is_news (MbTypesetter *typesetter, const MbFontSet *set, gunichar c, gint64 what)
{
  gint64 key = what << 62 | ((gint64) (mb_face_index (set->faces[0]) + 1) << 32) | c;
  if (g_hash_table_contains (typesetter->missing, &key))
    return FALSE;
  g_hash_table_add (typesetter->missing, g_memdup2 (&key, sizeof key));
  return TRUE;
}

static void
spell_char (gunichar c, char shown[8], char code[16])
{
  shown[g_unichar_to_utf8 (g_unichar_isprint (c) ? c : 0xFFFD, shown)] = '\0';
  g_snprintf (code, 16, "U+%04X", c);
}

static const char *
name_of (const MbFace *face)
{
  const char *name = mb_face_postscript (face);
  return name ? name : "?";
}

void
mb_fontset_report (MbTypesetter *typesetter, const MbFontSet *set, gunichar c,
                   const MbParagraph *paragraph, guint32 at)
{
  char shown[8], code[16];
  /* that there is no font at all has been told */
  if (!set->faces[0] || !is_news (typesetter, set, c, 0))
    return;
  spell_char (c, shown, code);
  mb_report (typesetter->diagnostics, mb_char_pos (paragraph, at), MB_MSG_GLYPH_MISSING, code,
             shown, name_of (set->faces[0]), NULL);
}

void
mb_fontset_borrow (MbTypesetter *typesetter, const MbFontSet *set, gunichar c, const MbFace *face,
                   const MbParagraph *paragraph, guint32 at)
{
  char shown[8], code[16];
  gboolean meant = mb_face_is_partial (face) || mb_face_is_partial (set->faces[0]);
  if (meant || !is_news (typesetter, set, c, 1))
    return;
  spell_char (c, shown, code);
  mb_report (typesetter->diagnostics, mb_char_pos (paragraph, at), MB_MSG_GLYPH_BORROWED, code,
             shown, name_of (set->faces[0]), name_of (face), NULL);
}

/* --- Cuts --------------------------------------------------------------------------------------------------*/

static MbLength
scaled_caps_size (const MbFace *face, MbLength size)
{
  MbFontMetrics metrics = face ? mb_face_metrics (face) : (MbFontMetrics){ 0 };
  int ratio = metrics.cap_height > 0 ? metrics.x_height * CAPS_OVER_X / metrics.cap_height : 750;
  return (MbLength) ((gint64) size * CLAMP (ratio, CAPS_SMALLEST, CAPS_LARGEST) / 1000);
}

static gboolean
is_made_smaller (MbCutKind kind)
{
  return kind == MB_CUT_RAISED || kind == MB_CUT_LOWERED || kind == MB_CUT_NUMERATOR ||
         kind == MB_CUT_DENOMINATOR;
}

static const MbFace *
heavier_of (const MbFontSet *set, const MbFace *face)
{
  for (guint i = 0; i < set->n_faces; i++)
    if (set->faces[i] == face)
      return set->heavier[i];
  return face;
}

MbLength
mb_face_size (const MbFace *face, MbLength size, gint32 adjust, guint32 by)
{
  int own = adjust && face ? mb_face_measure (face, (MbFaceMeasure) by) : 0;
  return own > 0 ? (MbLength) CLAMP ((gint64) size * adjust / own, 1, MB_LENGTH_MAX / 8) : size;
}

static void
cut_dimensions (MbCut *cut, const MbFontSet *set)
{
  MbLength size = mb_face_size (cut->face, set->size, set->adjust, set->adjusted_by);
  cut->size = size;
  if (cut->kind == MB_CUT_SCALED_CAPS)
    cut->size = scaled_caps_size (cut->face, size);
  int rise = cut->kind == MB_CUT_RAISED      ? set->superior_rise
             : cut->kind == MB_CUT_LOWERED   ? LOWERED_RISE
             : cut->kind == MB_CUT_NUMERATOR ? NUMERATOR_RISE
                                             : 0;
  if (is_made_smaller (cut->kind)) {
    cut->size = (MbLength) ((gint64) size * set->superior_size / 1000);
    cut->rise = (MbLength) ((gint64) size * rise / 1000);
    cut->face = heavier_of (set, cut->face);
  }
  if (cut->kind == MB_CUT_UP || cut->kind == MB_CUT_DOWN)
    cut->rise = (MbLength) ((gint64) size * (cut->kind == MB_CUT_UP ? UP_RISE : DOWN_RISE) / 1000);
}

static const char *
kind_feature (const MbFontSet *set, MbCutKind kind)
{
  switch (kind) {
  case MB_CUT_SMALL_CAPS: return set->caps == MB_CAPS_ALL_SMALL ? "smcp=1, c2sc=1" : "smcp=1";
  case MB_CUT_SUPERIOR: return "sups=1";
  case MB_CUT_INFERIOR: return "subs=1";
  default: return "";
  }
}

static PangoAttrList *
cut_attributes (const MbCut *cut, const char *features)
{
  PangoAttrList *list = pango_attr_list_new ();
  PangoFontDescription *description = pango_font_description_new ();
  pango_font_description_set_family (description, mb_face_family (cut->face));
  pango_font_description_set_absolute_size (description, cut->size);
  pango_attr_list_insert (list, pango_attr_font_desc_new (description));
  pango_attr_list_insert (list, pango_attr_fallback_new (FALSE));
  pango_attr_list_insert (list, pango_attr_language_new (pango_language_from_string (cut->lang)));
  if (*features)
    pango_attr_list_insert (list, pango_attr_font_features_new (features));
  pango_font_description_free (description);
  return list;
}

/* A letter of the script, so that Pango's analysis carries it. */
static const char *
sample_of (GUnicodeScript script)
{
  switch (script) {
  case G_UNICODE_SCRIPT_GREEK: return "α";
  case G_UNICODE_SCRIPT_CYRILLIC: return "а";
  case G_UNICODE_SCRIPT_HEBREW: return "א";
  case G_UNICODE_SCRIPT_ARABIC: return "ا";
  case G_UNICODE_SCRIPT_HAN: return "一";
  default: return "a";
  }
}

static PangoItem *
analyse (MbTypesetter *typesetter, const MbCut *cut, const char *features)
{
  const char *sample = sample_of (cut->script);
  PangoAttrList *list = cut_attributes (cut, features);
  GList *items =
      pango_itemize_with_base_dir (mb_typesetter_context (typesetter), PANGO_DIRECTION_LTR, sample,
                                   0, (int) strlen (sample), list, NULL);
  PangoItem *item = items ? pango_item_copy (items->data) : NULL;
  if (item) {
    item->analysis.level = mb_bidi_is_rtl (cut->script) ? 1 : 0;
    item->analysis.script = cut->script;
  }
  g_list_free_full (items, (GDestroyNotify) pango_item_free);
  pango_attr_list_unref (list);
  return item;
}

static guint64
cut_hash (const MbCut *cut, const char *features)
{
  gint32 numbers[] = { cut->kind, cut->size, cut->rise, cut->letter_spacing, cut->script };
  guint64 hash = mb_hash (numbers, sizeof numbers, cut->face ? mb_face_hash (cut->face) : 0);
  return hash_string (features, hash_string (cut->lang, hash));
}

static MbCut *
cut_new (MbTypesetter *typesetter, MbFontSet *set, const MbFace *face, MbCutKind kind,
         const char *lang, GUnicodeScript script)
{
  const char *own = kind_feature (set, kind);
  const char *features = *own && *set->features
                             ? mb_arena_printf (typesetter->arena, "%s, %s", set->features, own)
                         : *own ? own
                                : set->features;
  MbCut *cut = mb_arena_new0 (typesetter->arena, MbCut);
  cut->kind = kind;
  cut->asked = cut->face = face;
  cut->lang = lang;
  cut->script = script;
  cut->letter_spacing = set->letter_spacing;
  cut_dimensions (cut, set);
  cut->item = cut->face ? analyse (typesetter, cut, features) : NULL;
  cut->protrusion = mb_protrusion_for (cut->face);
  cut->hash = cut_hash (cut, features);
  cut->next = set->cuts;
  set->cuts = cut;
  cut->space = mb_word_get (typesetter, cut, " ", 1);
  cut->hyphen = mb_word_get (typesetter, cut, "-", 1);
  return cut;
}

MbCut *
mb_cut_get (MbTypesetter *typesetter, MbFontSet *set, const MbFace *face, MbCutKind kind,
            const char *lang, GUnicodeScript script)
{
  for (MbCut *cut = set->cuts; cut; cut = cut->next)
    if (cut->asked == face && cut->kind == kind && cut->script == script && cut->lang == lang)
      return cut;
  return cut_new (typesetter, set, face, kind, lang, script);
}

void
mb_cut_free (MbCut *cut)
{
  if (cut->item)
    pango_item_free (cut->item);
}
