/* SPDX-License-Identifier: Apache-2.0 */
/* paint.h — display lists and the cairo painter (PDF, PNG).  May use: everything up to page.
 *
 * A page becomes a flat list of items, each with the node it belongs to or an artifact kind. One gate, paint_item, sets the colour marker
 * that the PDF post-pass turns into marked content (../shared/notes/pdf.md § 2). Items that are put on the page as one thing are painted in a group
 * (group.c). Text is never painted with a pattern; black text is a palette entry like any other.
 */
#pragma once

#include "page.h"

G_BEGIN_DECLS

typedef enum { MB_ITEM_GLYPHS, MB_ITEM_FILL, MB_ITEM_PICTURE, MB_ITEM_GRADIENT } MbItemKind;

typedef enum {
  MB_ARTIFACT_NONE,       /* real content */
  MB_ARTIFACT_HEADER,     /* pagination: running head */
  MB_ARTIFACT_FOOTER,     /* pagination: folio */
  MB_ARTIFACT_BACKGROUND, /* page background */
  MB_ARTIFACT_LAYOUT,     /* rules, borders, backgrounds, underlines */
  MB_ARTIFACT_MARKS,      /* crop marks */
} MbArtifact;

typedef enum { MB_STEP_MOVE, MB_STEP_LINE, MB_STEP_CURVE, MB_STEP_CLOSE } MbStepKind;

/** A step of a path, in pt on the page: one point, or the three of a curve, the last one reached. */
typedef struct {
  MbStepKind kind;
  double x[3], y[3];
} MbPathStep;

/** A path and how it is painted: filled, or stroked when `stroke` is given. */
typedef struct {
  const MbPathStep *steps;
  guint n;
  gboolean even_odd;
  double stroke;  /**< width in pt; 0: filled */
  double dash[2]; /**< of a stroke: on, off; 0 0: whole */
  gboolean round; /**< its ends */
} MbContour;

/** What stands between an item and the page, from the innermost out: a path that cuts, or a matrix (xx yx xy yy x0 y0, in pt) that
 * turns, scales or moves what is inside. */
typedef struct MbScene MbScene;
struct MbScene {
  const MbScene *outer;
  const MbContour *clip; /**< NULL: a matrix */
  double matrix[6];
};

/** What of a group shows: where these items are opaque. Private to the painter. */
typedef struct MbMask MbMask;

/** Items that are painted apart, then laid over the page as one thing. */
typedef struct MbGroup MbGroup;
struct MbGroup {
  const MbGroup *outer; /**< NULL: the page */
  guint16 opacity;      /**< 65535 is 1 */
  MbBlend blend;
  const MbMask *mask; /**< NULL: all of it shows */
  guint32 index;      /**< in its page, from 0 on */
  MbRect extent;      /**< on the page: nothing of it shows outside */
  gboolean kept;      /**< private to group.c */
};

/** One thing to paint. Coordinates in 1/1024 pt from the top left corner of the trimmed page, y down. */
typedef struct {
  MbItemKind kind;
  MbArtifact artifact;
  const MbNode *node; /**< text node or element; NULL for artifacts of margin boxes */
  guint32 offset;     /**< GLYPHS: byte in node->text of the first character (not generated) */
  gboolean generated; /**< text that is not in the source: markers, counters */
  gboolean before;    /**< generated: stands before the element's own content (markers, ::before) */
  gboolean hyphen;    /**< the hyphen of a line end */
  MbColor color;      /**< GLYPHS, FILL */
  /** FILL, GRADIENT: the area; PICTURE: where it goes; GLYPHS: advance box (x, top, width, height) for
   * link areas */
  MbRect rect;
  const MbContour *shape; /**< FILL: the area inside @rect; NULL: all of it */
  const MbScene *scene;   /**< NULL: the page; @rect and the rest are inside it */
  const MbGroup *group;   /**< NULL: the page */
  gboolean outlined;      /**< FILL: the outlines of the glyphs of @run, which is no text then */
  gboolean pixelated;     /**< PICTURE: samples stay sharp */
  gboolean repeated;      /**< GRADIENT: one of many tiles of its image that are alike */
  gboolean natural;       /**< PICTURE: a drawing is laid out at its natural size, then scaled */
  MbLength baseline;      /**< GLYPHS: y */
  const MbGlyphRun *run;  /**< GLYPHS */
  guint first_glyph, n_glyphs; /**< GLYPHS: the part of @run */
  /** GLYPHS: what a reader should copy when the glyphs' own Unicode does not say it; NULL: it
   * does */
  const char *actual;
  const MbPicture *picture;
  guint16 opacity;      /**< PICTURE, GRADIENT: 65535 is 1 */
  const MbImage *image; /**< GRADIENT; @color is what lies behind it */
  MbRect source; /**< PICTURE: crop as in MbFragment; GRADIENT: the tile that @rect shows of */
} MbItem;

typedef struct {
  guint page; /**< 0-based index into MbPages */
  MbLength width, height, bleed;
  MbLength margin; /**< room around the trimmed page on the sheet: bleed, and crop marks */
  MbPageTurn turn; /**< how it is shown: everything else is said as before that */
  const MbItem *items;
  guint n;
  guint n_groups; /**< of items */
} MbDisplayList;

/** mb_item_extent: where on the page @item shows at most: its rectangle, turned and cut as its scenes say. FALSE: nowhere. */
gboolean mb_item_extent (const MbItem *item, MbRect *extent);

/** mb_paint_display: the display list of @page. Owned by @arena. */
const MbDisplayList *mb_paint_display (const MbPage *page, MbArena *arena);

/** mb_paint_dump: a display list as text for golden tests. Returns: (transfer full). */
char *mb_paint_dump (const MbDisplayList *display);

/* --- Markers: the contract between painter and post-pass ----------------------------------------------------------------------------
 * Before item i (0-based, per page) of palette entry p the source colour is set to mb_marker_encode ({ p, i }): three numbers k/4096 that no other
 * colour can equal. FILL, PICTURE and GRADIENT too; a picture or gradient is preceded by a filled rectangle at least as large as itself, which the post-pass
 * deletes (palette MB_MARKER_PICTURE). So is a group when it is laid down, as item MB_MARKER_GROUP + its index: its form follows. */
#define MB_MARKER_PICTURE 0 /* palette entry 0 is "no colour: delete this path" */
#define MB_MARKER_GROUP   (1u << 19)

typedef struct {
  guint palette; /**< 0…127 */
  guint item;    /**< 0…2^20 - 1, in its page */
} MbMarker;

/** mb_item_has_marker: whether @item paints with colours of its own, after a marker that is deleted. */
static inline gboolean
mb_item_has_marker (const MbItem *item)
{
  return item->kind == MB_ITEM_PICTURE || item->kind == MB_ITEM_GRADIENT;
}

void mb_marker_encode (MbMarker marker, double rgb[3]);
/** mb_marker_decode: FALSE when @rgb (as printed by cairo, 6 digits) is no marker. */
gboolean mb_marker_decode (const double rgb[3], MbMarker *marker);

/** The real colours behind palette entries 1…n; alpha is carried by cairo itself. More than 127 colours on one page: more pages share
 * nothing, each has its own palette. */
typedef struct {
  MbColor colors[128];
  guint n;
} MbPalette;

/** A glyph that is used, by the code that cairo gives it in ToUnicode. Where that is not what the text says (a ligature at U+FB01, a
 * superior at U+1D49) the post-pass writes @text for it. */
typedef struct {
  const char *postscript; /**< name of the face */
  gunichar code;
  const char *text; /**< NULL: what the code says */
  double advance;   /**< exact, in 1/1000 em; 0: unknown */
} MbRespelling;

/** A painted, unfinished PDF: cairo's bytes and what the post-pass must know. */
typedef struct {
  GBytes *pdf;
  /** one a painted page: those given, with items split where a cluster must speak for itself */
  const MbDisplayList *const *displays;
  const MbRespelling *respellings; /**< sorted by name, then code */
  guint n_respellings;
  const MbPalette *palettes; /**< one a painted page */
  guint n_pages;
} MbPainted;

/** mb_color_rgb: @color as sRGB, 0 to 1, without a profile. */
void mb_color_rgb (MbColor color, double rgb[3]);

/** mb_paint_pdf: paint @displays with markers. Fonts are embedded as subsets; JPEG files are passed through undecoded.
 * Returns: (transfer full) bytes in @painted->pdf; the rest is owned by @arena. FALSE with OUTPUT, RESOURCE or INTERNAL. */
gboolean mb_paint_pdf (const MbDisplayList *const *displays, guint n, MbArena *arena,
                       MbPainted *painted, GError **error);

/** mb_paint_png: one page as PNG with real colours at @dpi (1–2400), white ground, written to @out.
 * The same display list as the PDF. */
gboolean mb_paint_png (const MbDisplayList *display, double dpi, MbSink *out, GError **error);

G_END_DECLS
