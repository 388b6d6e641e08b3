/* SPDX-License-Identifier: Apache-2.0 */
/* font.h — faces by file: metrics, features, coverage, subsetting.  May use: base.
 *
 * Fonts are addressed by file, as @font-face says: Debian's families merge cuts (EB Garamond 08 and 12) and
 * fontconfig substitutes silently. Each face gets a unique family name of ours ("mb-0007") in a private FcConfig, so
 * that Pango can ask for exactly that file.
 */
#pragma once

#include "base.h"

G_BEGIN_DECLS

typedef struct MbFace MbFace;
typedef struct MbFonts MbFonts;

typedef enum { MB_FONT_UPRIGHT, MB_FONT_ITALIC, MB_FONT_OBLIQUE } MbFontSlant;

/** What @font-face declares: these files answer to that family, weight, slant and stretch. */
typedef struct {
  const char *family;         /**< CSS family, compared without case */
  int weight_min, weight_max; /**< 1–1000 */
  MbFontSlant slant;
  int stretch;      /**< percent, 100 normal */
  const char *file; /**< a name found by mb_fonts_find, or a path */
  MbPos pos;        /**< of the rule */
  /** unicode-range: first and last code point of each; the face has no other characters */
  const guint32 *ranges;
  guint n_ranges; /**< pairs; 0: all */
} MbFontRule;

/** Metrics in units of 1/1000 em, from OS/2 (typo when USE_TYPO_METRICS, else hhea). */
typedef struct {
  int ascent, descent, line_gap; /**< descent positive downwards */
  int cap_height, x_height;
  int units_per_em;
} MbFontMetrics;

/** mb_fonts_new: fonts found in @folders (NULL-ended; searched recursively once, by file name) besides
 * /usr/share/fonts. @source: door for the bytes; lent. */
MbFonts *mb_fonts_new (MbSource *source, const char *const *folders);
void mb_fonts_free (MbFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFonts, mb_fonts_free)

/** mb_fonts_set_lenient: a face whose file cannot be used is left out with a warning (CSS Fonts 4 § 4.3: it is not there). */
void mb_fonts_set_lenient (MbFonts *fonts, gboolean lenient);

/** mb_fonts_find: path of the font file called @file (a bare file name, or a path), or NULL. Lent. */
const char *mb_fonts_find (MbFonts *fonts, const char *file);

/** mb_fonts_add: declare a rule. FALSE with a diagnostic (lent collector of the source) when its file is missing, not a
 * font, or may not be embedded. The same file is opened once. Later rules win over earlier ones that are equal. */
gboolean mb_fonts_add (MbFonts *fonts, const MbFontRule *rule);

/** mb_fonts_match: the face for one family by CSS Fonts 4 § 5.2 (stretch, then slant, then weight); NULL when the family
 * was never declared. Nothing is synthesised. */
const MbFace *mb_fonts_match (MbFonts *fonts, const char *family, int weight, MbFontSlant slant,
                              int stretch);

/** mb_fonts_match_all: that face and those that stand equal with it (CSS Fonts 4 § 5.3.1: of rules with other unicode-ranges), in the
 * order in which they are asked for a character. Returns: their number, at most @max. */
guint mb_fonts_match_all (MbFonts *fonts, const char *family, int weight, MbFontSlant slant,
                          int stretch, const MbFace **faces, guint max);

/** mb_fonts_n / mb_fonts_get: every face in order of declaration; a face's index is stable. */
guint mb_fonts_n (const MbFonts *fonts);
const MbFace *mb_fonts_get (const MbFonts *fonts, guint index);

guint mb_face_index (const MbFace *face);
gboolean mb_face_is_partial (const MbFace *face); /**< it has a unicode-range */
const char *mb_face_path (const MbFace *face);    /**< the file */
const char *mb_face_family (const MbFace *face);  /**< the unique name for Pango, "mb-0007" */
const char *mb_face_postscript (const MbFace *face);
int mb_face_weight (const MbFace *face);
MbFontSlant mb_face_slant (const MbFace *face);
MbFontMetrics mb_face_metrics (const MbFace *face);
gboolean mb_face_has_char (const MbFace *face, gunichar c);
/** mb_face_advance: width of the glyph of @c in 1/1000 em; 0 without one. */
int mb_face_advance (const MbFace *face, gunichar c);
/** mb_face_has_feature: whether OpenType @feature ("smcp", "sups", "onum") changes the glyphs of @sample. Shaped both
 * ways and compared: fonts list features that do nothing. Cached. */
gboolean mb_face_has_feature (const MbFace *face, const char *feature, const char *sample);
/** mb_face_kerns_space: whether the face kerns with the space (Vollkorn): its words cannot be shaped apart. */
gboolean mb_face_kerns_space (const MbFace *face);
guint64 mb_face_hash (const MbFace *face); /**< of the file's bytes */

/** mb_fonts_config: the private FcConfig that holds every face under its unique name (an FcConfig *). Lent. */
gpointer mb_fonts_config (MbFonts *fonts);

/** mb_face_subset: a font file with the glyphs needed for @codepoints (sorted, unique), layout features kept.
 * Deterministic. Returns: (transfer full), or NULL with RESOURCE. */
GBytes *mb_face_subset (const MbFace *face, const gunichar *codepoints, gsize n, GError **error);

G_END_DECLS
