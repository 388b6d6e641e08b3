/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of paint share. */
#pragma once

#include "paint.h"

#include <cairo.h>

/** mb_palette_build: the colours of @display, in order of first use, from entry 1 on. */
void mb_palette_build (const MbDisplayList *display, MbPalette *palette);

/** mb_palette_find: the entry of @color (alpha aside), or the nearest one when the palette is full. */
guint mb_palette_find (const MbPalette *palette, MbColor color);

typedef struct MbSpelling MbSpelling;

/** The brush of one page. */
typedef struct {
  cairo_t *cr;
  const MbPalette *palette; /**< markers; NULL: real colours */
  MbSpelling *spelling;     /**< text for cairo; NULL: none */
  PangoFontMap *fonts;      /**< of the text, lent; for drawings */
  GHashTable
      *pictures; /**< of what (and, for drawings, how large) → cairo_surface_t, for this page */
} MbPainter;

/** mb_painter_init / _clear: @cr is lent; its origin is the top left corner of the trimmed page, in pt. */
void mb_painter_init (MbPainter *painter, cairo_t *cr, const MbPalette *palette,
                      MbSpelling *spelling);
void mb_painter_clear (MbPainter *painter);

/** mb_painter_page: paint every item of @display in order. FALSE with RESOURCE, OUTPUT or INTERNAL. */
gboolean mb_painter_page (MbPainter *painter, const MbDisplayList *display, GError **error);

/** mb_picture_surface: @picture for cairo: a JPEG's bytes behind a 1 × 1 surface when @encoded, else its pixels; a drawing as operators,
 * laid out for @width × @height pt with letters of @fonts (NULL: it has none). Returns: (transfer full), or NULL with RESOURCE. */
cairo_surface_t *mb_picture_surface (const MbPicture *picture, double width, double height,
                                     gboolean encoded, PangoFontMap *fonts, GError **error);

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

/** mb_spelling_table: glyphs that stand for one code, with what ToUnicode and the widths must say of them. */
const MbRespelling *mb_spelling_table (MbSpelling *spelling, MbArena *arena, guint *n);

/* --- shape.c: paths and boxes with rounded corners --------------------------------------------------------------- */

typedef struct {
  GArray *steps; /* of MbPathStep */
} MbPath;

MbPath mb_path_new (void);
void mb_path_move (MbPath *path, double x, double y);
void mb_path_line (MbPath *path, double x, double y);
void mb_path_curve (MbPath *path, double x1, double y1, double x2, double y2, double x3, double y3);
void mb_path_close (MbPath *path);
void mb_path_rect (MbPath *path, double x, double y, double width, double height);
void mb_path_polygon (MbPath *path, const double (*points)[2], guint n);
void mb_path_ellipse (MbPath *path, double x, double y, double rx, double ry);
/** mb_path_contour: what was built, owned by @arena; @path is emptied. */
MbContour *mb_path_contour (MbPath *path, MbArena *arena);
void mb_path_clear (MbPath *path);

/** A box with rounded corners, in pt; radii across and down, from the top left on clockwise. */
typedef struct {
  double x, y, width, height;
  double radius[4][2];
} MbRounded;

/** mb_rounded_new: @rect with its corners; radii that do not fit together are scaled (css-backgrounds-3 § 5.5). */
MbRounded mb_rounded_new (MbRect rect, const MbSize radius[4][2]);
/** mb_rounded_inset: @box without @by (top right bottom left) at its sides; negative: larger. */
MbRounded mb_rounded_inset (const MbRounded *box, const double by[4]);
gboolean mb_rounded_is_plain (const MbRounded *box);
MbRect mb_rounded_rect (const MbRounded *box);
void mb_path_rounded (MbPath *path, const MbRounded *box);

/** mb_contour_bounds: in pt: x0 y0 x1 y1. */
void mb_contour_bounds (const MbContour *shape, double bounds[4]);

/** mb_scene_apply: what @scene adds to @cr, all its outer ones first. */
void mb_scene_apply (const MbScene *scene, cairo_t *cr);
/** mb_contour_trace: the path of @shape on @cr. */
void mb_contour_trace (const MbContour *shape, cairo_t *cr);

/* --- What is painted over what: stack.c ------------------------------------------------------------------------- */

typedef struct MbStack MbStack;

/** Layers of a stacking context (CSS 2.2, appendix E); a negative z-index is below MB_LAYER_BACK, a positive one above POSITIONED. */
enum {
  MB_LAYER_ROOT = G_MININT16 - 1,
  MB_LAYER_BACK = 0,
  MB_LAYER_FLOAT,
  MB_LAYER_LINE,
  MB_LAYER_POSITIONED,
};

/** Where the list was. */
typedef struct {
  guint context, stacking;
  int layer;
} MbStackPlace;

MbStack *mb_stack_new (void);
void mb_stack_free (MbStack *stack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbStack, mb_stack_free)
/** mb_stack_enter: items of @box begin, which may be a context; @atom: it is an inline-block. mb_stack_leave: they end. */
MbStackPlace mb_stack_enter (MbStack *stack, const MbBox *box, gboolean atom);
void mb_stack_leave (MbStack *stack, MbStackPlace place);
/** mb_stack_enter_line: the same for an element of a line that is a context. */
MbStackPlace mb_stack_enter_line (MbStack *stack);
/** mb_stack_is_context: whether all that @box holds is painted in one piece. */
gboolean mb_stack_is_context (const MbBox *box);
/** mb_stack_layer: what is added from now on is in @layer. Returns: the layer before. */
int mb_stack_layer (MbStack *stack, int layer);
/** mb_stack_note: an item was appended. */
void mb_stack_note (MbStack *stack);
/** mb_stack_sort: put @items, all of them noted, into the order of painting. */
void mb_stack_sort (const MbStack *stack, GArray *items);

/* --- The growing list of a page ------------------------------------------------------------------------------------ */

typedef struct {
  MbArena *arena;
  GArray *items;
  MbArtifact artifact; /**< of everything in the present area; NONE in the flow */
  const MbPage *page;
  gboolean atom;        /**< the next fragment stands in a line */
  gboolean before;      /**< it is generated, and stands before its element's own content */
  const MbScene *scene; /**< of what is being added */
  const MbGroup *group; /**< the same; NULL: the page */
  GPtrArray *groups;    /**< of MbGroup, lent: the outer ones first */
  const MbShadow *cast; /**< not the items themselves are added, but this shadow of them */
  MbStack *stack;       /**< which layers they are in */
  const MbScene *
      block; /**< scene of the nearest positioned box: what cuts between it and a box placed in it does not cut that */
  GHashTable *seen; /**< elements whose own text was met on this page */
  const MbFragment *const
      *guests; /**< placed in corners of the page, not painted yet; in document order */
} MbDisplayBuilder;

/** One image of a mask, in order of painting. */
typedef struct {
  const MbItem *items;
  guint n;
  gboolean intersects; /**< only where the sheets before it are opaque too */
} MbMaskSheet;

struct MbMask {
  const MbMaskSheet *sheets;
  guint n;
};

/** mb_group_open: what is added from now on is in a group of its own. Returns: the group before, which the caller puts back.
 * mb_groups_settle: take away the groups that are not seen to be ones. Returns: how many are kept. */
const MbGroup *mb_group_open (MbDisplayBuilder *builder, guint16 opacity, MbBlend blend);
guint mb_groups_settle (MbDisplayBuilder *builder);

/** mb_shadow_cast: the shadow of @item, letters or a fill, as text-shadow wants it. */
void mb_shadow_cast (MbDisplayBuilder *builder, const MbItem *item, const MbShadow *shadow);

/** mb_display_append: @item with the scene of the moment, as the last one. */
void mb_display_append (MbDisplayBuilder *builder, MbItem *item);

/** mb_display_fill: append a filled rectangle, an artifact of kind @artifact. Invisible ones are left out. */
void mb_display_fill (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact,
                      MbRect rect, MbColor color);

/** mb_display_shape: the same for a shape. */
void mb_display_shape (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact,
                       const MbContour *shape, MbColor color);

/** mb_display_rounded: the same for a box that may have rounded corners. */
void mb_display_rounded (MbDisplayBuilder *builder, const MbNode *node, MbArtifact artifact,
                         const MbRounded *box, MbColor color);

/** mb_display_clip, mb_display_turn: a new scene inside the present one; the caller puts the old one back. */
void mb_display_clip (MbDisplayBuilder *builder, const MbContour *shape);
void mb_display_turn (MbDisplayBuilder *builder, const double matrix[6]);

/** mb_display_sheet: the page with its bleed. */
MbRect mb_display_sheet (const MbDisplayBuilder *builder);

/** mb_rect_unite: the least that holds both. mb_rects_meet: whether they have some area in common. */
MbRect mb_rect_unite (MbRect a, MbRect b);
gboolean mb_rects_meet (const MbRect *a, const MbRect *b);

#define MB_LEAST_FILL 8 /* 1/128 pt: cairo's own grid drops thinner ones */

/* --- Boxes -------------------------------------------------------------------------------------------------------------- */

/** A box and what stands behind it. */
typedef struct {
  const MbNode *node;
  MbArtifact artifact;
  const MbStyleBorder *border;
  const MbImageLayers *layers;      /**< of its background, or of its mask */
  const MbFrameImage *frame;        /**< border-image, or mask-border */
  const MbPicture *const *pictures; /**< of each image of @layers, then of @frame, or NULL */
  gboolean pixelated;
  MbRect edges[4];      /**< border, padding, content and margin box, by MbEdge */
  MbRounded corners[4]; /**< the same */
  gboolean drawn[4];    /**< sides that have their border: not cut by a break */
  const MbRect *seen;   /**< all that is painted of it; NULL: the whole */
} MbBackdrop;

/** mb_backdrop_new: of a box in @style at @rect; @cut: sides where it goes on elsewhere. */
MbBackdrop mb_backdrop_new (const MbStyle *style, const MbNode *node, MbRect rect,
                            const gboolean cut[4]);

/** mb_image_is_empty: whether @image shows nothing: it is none, or its @picture cannot be shown and nothing stands for it. */
gboolean mb_image_is_empty (const MbImage *image, const MbPicture *picture);

/** mb_background_add: the colour and the images of @backdrop. mb_background_layer: image @i alone. */
void mb_background_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop);
void mb_background_layer (MbDisplayBuilder *builder, const MbBackdrop *backdrop, guint i);

/** mb_mask_add: the mask of the box of @backdrop, if it has one, for the group of the moment, which is its own. */
void mb_mask_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop);

/** mb_border_image_add: its border image; FALSE: it has none, and so its borders. mb_border_add, mb_outline_add: these. */
gboolean mb_border_image_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop);
void mb_border_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop);
void mb_outline_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop);

/** mb_border_rule: @rect as a line of @style. */
void mb_border_rule (MbDisplayBuilder *builder, const MbNode *node, MbRect rect,
                     MbBorderStyle style, MbColor color);

/** mb_shadow_add: its shadows: those outside, or those @inset. */
void mb_shadow_add (MbDisplayBuilder *builder, const MbBackdrop *backdrop, gboolean inset);

/** mb_blur_add: a shadow of @box, blurred by @blur pt; @within given: of all but @box inside it. */
void mb_blur_add (MbDisplayBuilder *builder, const MbNode *node, const MbRounded *box,
                  const MbRounded *within, double blur, MbColor color);

/** mb_blur_item: @item, letters or a fill, moved by @x and @y pt and blurred by @blur pt. */
void mb_blur_item (MbDisplayBuilder *builder, const MbItem *item, double x, double y, double blur,
                   MbColor color);

/** mb_painter_outlines: the outlines of the letters of @item, as a path. FALSE: it has no font. */
gboolean mb_painter_outlines (cairo_t *cr, const MbItem *item);

/** mb_effect_enter: the scene that transform, clip and clip-path of a box ask for. */
void mb_effect_enter (MbDisplayBuilder *builder, const MbStyle *style, const MbBackdrop *backdrop);

/** mb_gradient_surface: the whole tile of a GRADIENT item, recorded. Returns: (transfer full). */
cairo_surface_t *mb_gradient_surface (const MbItem *item);

/** mb_gradient_pattern: the gradient of a GRADIENT item, in pt on the page. Returns: (transfer full). */
cairo_pattern_t *mb_gradient_pattern (const MbItem *item);

/** mb_frame_box: shadows, background and borders of a (slice of a) box, described in @backdrop. FALSE: it has none or is hidden. */
gboolean mb_frame_box (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet,
                       MbBackdrop *backdrop);

/** mb_frame_inline: the same for an inline element across a line; @baseline of the line, @x its block's left edge. */
void mb_frame_inline (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line,
                      MbLength x, MbLength baseline);

/** mb_line_font: the font of @line at @x, or NULL. mb_font_extents: its height above and below the baseline. */
PangoFont *mb_line_font (const MbLine *line, MbLength x);
void mb_font_extents (PangoFont *font, MbLength size, MbLength *ascent, MbLength *descent);
/** mb_frame_backdrop: what of the background of a row, column or group stands behind one cell. */
void mb_frame_backdrop (MbDisplayBuilder *builder, const MbFragment *fragment);

/** mb_frame_edge: a collapsed border of a table. */
void mb_frame_edge (MbDisplayBuilder *builder, const MbFragment *fragment);

/** mb_frame_rule: a column rule. */
void mb_frame_rule (MbDisplayBuilder *builder, const MbFragment *fragment);

/** mb_emphasis_add: the marks of text-emphasis over the letters of @run, which begins at @x. */
void mb_emphasis_add (MbDisplayBuilder *builder, const MbGlyphRun *run, MbLength x,
                      MbLength baseline);

/** mb_decoration_add: underline, overline and line-through of an inline element; @over chooses what is painted above text. */
void mb_decoration_add (MbDisplayBuilder *builder, const MbInlineBox *box, const MbLine *line,
                        MbLength x, MbLength baseline, gboolean over);

/** mb_frame_marks: crop marks around the trimmed page. */
void mb_frame_marks (MbDisplayBuilder *builder, const MbPageStyle *style);

#define MB_MARK_LENGTH (12 * MB_PT) /* of a crop mark */
#define MB_MARK_OFFSET (3 * MB_PT)  /* from the trim, or from the bleed when that is wider */
