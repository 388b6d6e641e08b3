/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of paint share. */
#pragma once

#include "paint.h"

#include <cairo.h>

/** mb_palette_build: the colours of @display, in order of first use, from entry 1 on. */
void mb_palette_build (const MbDisplayList *display, MbPalette *palette);

/** mb_palette_find: the entry of @color (alpha aside), or the nearest one when the palette is full. */
guint mb_palette_find (const MbPalette *palette, MbColor color);

/** mb_color_rgb: @color as sRGB for a screen. */
void mb_color_rgb (MbColor color, double rgb[3]);

typedef struct MbSpelling MbSpelling;

/** The brush of one page. */
typedef struct {
  cairo_t *cr;
  const MbPalette *palette; /**< markers; NULL: real colours */
  MbSpelling *spelling;     /**< text for cairo; NULL: none */
  GHashTable *pictures;     /**< MbPicture → cairo_surface_t, owned, for this page */
} MbPainter;

/** mb_painter_init / _clear: @cr is lent; its origin is the top left corner of the trimmed page, in pt. */
void mb_painter_init (MbPainter *painter, cairo_t *cr, const MbPalette *palette,
                      MbSpelling *spelling);
void mb_painter_clear (MbPainter *painter);

/** mb_painter_page: paint every item of @display in order. FALSE with RESOURCE, OUTPUT or INTERNAL. */
gboolean mb_painter_page (MbPainter *painter, const MbDisplayList *display, GError **error);

/** mb_picture_surface: @picture for cairo: a JPEG's bytes behind a 1 × 1 surface when @encoded, else its pixels.
 * Returns: (transfer full), or NULL with RESOURCE. */
cairo_surface_t *mb_picture_surface (const MbPicture *picture, gboolean encoded, GError **error);

/** mb_picture_matrix: from the unit square of the stored picture to the page, in pt: orientation and crop applied. */
void mb_picture_matrix (const MbItem *item, cairo_matrix_t *matrix);

/** A cluster of glyphs and its text, as bytes of the run. */
typedef struct {
  guint first, n;   /**< glyphs */
  guint32 from, to; /**< bytes of the run's text */
} MbCluster;

/** mb_font_codes: from glyph to the lowest code of the Basic Multilingual Plane that leads to it: what cairo believes a
 * glyph to mean. Returns: (transfer full). mb_font_code: 0 when there is none. */
GHashTable *mb_font_codes (PangoFont *font);
gunichar mb_font_code (GHashTable *codes, PangoGlyph glyph);

/** mb_cluster_at: the cluster of @run that begins with glyph @first. */
MbCluster mb_cluster_at (const MbGlyphRun *run, guint first);

/** mb_cluster_text: its text without characters that paint nothing, into @text (arena or stack of @size bytes). */
gsize mb_cluster_text (const MbGlyphRun *run, MbCluster cluster, char *text, gsize size);

/* What the glyphs of a document say by themselves: see spelling.c. */

/** mb_spelling_new: from every glyph of @displays. */
MbSpelling *mb_spelling_new (const MbDisplayList *const *displays, guint n);
void mb_spelling_free (MbSpelling *spelling);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSpelling, mb_spelling_free)

/** mb_spelling_split: @display with an item of its own for each cluster that does not say its text. */
const MbDisplayList *mb_spelling_split (MbSpelling *spelling, const MbDisplayList *display,
                                        MbArena *arena);

/** mb_spelling_say: the text to tell cairo for @glyph: the one it believes in. Lent. */
const char *mb_spelling_say (MbSpelling *spelling, PangoFont *font, PangoGlyph glyph);

/** mb_spelling_table: glyphs whose ToUnicode must be mended. */
const MbRespelling *mb_spelling_table (MbSpelling *spelling, MbArena *arena, guint *n);

/** The growing list of a page. */
typedef struct {
  MbArena *arena;
  GArray *items;
  MbArtifact artifact; /**< of everything in the present area; NONE in the flow */
  const MbPage *page;
  guint16 opacity;  /**< of what is being added: 65535 is 1 */
  GHashTable *seen; /**< elements whose own text was met on this page */
  const MbFragment *const
      *guests; /**< placed in corners of the page, not painted yet; in document order */
} MbDisplayBuilder;

/** mb_display_fade: @color with the opacity of what is being added. */
MbColor mb_display_fade (const MbDisplayBuilder *builder, MbColor color);

/** mb_display_fill: append a filled rectangle, an artifact of kind @artifact. Invisible ones are left out. */
void mb_display_fill (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact,
                      MbRect rect, MbColor color, MbLength radius);

#define MB_LEAST_FILL 8 /* 1/128 pt: cairo's own grid drops thinner ones */

/** What stands behind a box. */
typedef struct {
  const MbNode *node;
  MbArtifact artifact;
  const MbStyleBorder *border;
  const MbPicture *const *pictures; /**< of each image, or NULL */
  MbRect edges[3];                  /**< border, padding and content box, by MbEdge */
} MbBackdrop;

/** mb_background_add: the colour and the images of @backdrop. */
void mb_background_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop);

/** mb_gradient_pattern: the gradient of a GRADIENT item, in pt on the page. Returns: (transfer full). */
cairo_pattern_t *mb_gradient_pattern (const MbItem *item);

/** mb_frame_box: background and borders of a (slice of a) box. */
void mb_frame_box (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet);

/** mb_frame_inline: the same for an inline element across a line; @baseline of the line, @x its block's left edge. */
void mb_frame_inline (MbDisplayBuilder *builder, const MbInlineBox *box, MbLength x,
                      MbLength baseline);

/** mb_frame_rule: a column rule. */
void mb_frame_rule (MbDisplayBuilder *builder, const MbFragment *fragment);

/** mb_frame_decoration: underline, overline and line-through of an inline element; @over chooses what is painted above text. */
void mb_frame_decoration (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line,
                          MbLength x, MbLength baseline, gboolean over);

/** mb_frame_marks: crop marks around the trimmed page. */
void mb_frame_marks (MbDisplayBuilder *builder, const MbPageStyle *style);

#define MB_MARK_LENGTH (12 * MB_PT) /* of a crop mark */
#define MB_MARK_OFFSET (3 * MB_PT)  /* from the trim, or from the bleed when that is wider */
