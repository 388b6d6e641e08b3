/* SPDX-License-Identifier: Apache-2.0 */
/* page.h — page masters, choice of breaks, columns, margin boxes, page counters, references.
 * May use: base, doc, font, media, style, text, box, layout. */
#pragma once

#include "layout.h"

G_BEGIN_DECLS

typedef enum {
  MB_AREA_FLOW,   /* content of the document */
  MB_AREA_MARGIN, /* a margin box: an artifact (header or footer), unless it is `own` */
  MB_AREA_PAGE,   /* the page box's own background and border: an artifact */
} MbAreaKind;

/** Fragments of one area of a page, in paint order. */
typedef struct {
  MbAreaKind kind;
  MbMarginBox margin; /**< MARGIN */
  gboolean
      own; /**< MARGIN: holds a running element of this very page: that is where its text is read */
  gboolean placed; /**< FLOW: boxes that have left the text for a place of their own on the page */
  MbFragment *fragment; /**< first of a list */
} MbArea;

/** One finished page. */
typedef struct {
  guint index;       /**< 0-based */
  const char *label; /**< printed folio: value of the page counter in its style; "" for none */
  int number;        /**< page counter */
  const MbPageStyle *style;
  gboolean left, blank;
  gboolean opening;    /**< what it begins with follows a forced break */
  MbRect content;      /**< page area */
  const MbArea *areas; /**< PAGE, then FLOW, then MARGIN */
  guint n_areas;
  const MbPicture *const *backgrounds; /**< of the page box's images, or NULL */
  const MbFragment
      *flow;          /**< of the areas, the text: neither notes nor what is placed; NULL: none */
  MbLength foot;      /**< how far down it could come: the top of the notes below it… */
  const MbRect *feet; /**< …and of what stands at the foot, the white above it counted in */
  guint n_feet;
} MbPage;

/** An entry of the outline. */
typedef struct {
  const char *label;
  int level; /**< 1… */
  guint page;
  MbLength y;
  gboolean closed; /**< entries below it are folded away */
} MbBookmark;

/** A target of links: where an element begins. */
typedef struct {
  const MbNode *node;
  guint page;
  MbLength x, y;
} MbTarget;

/** A note and the page of its call. */
typedef struct {
  const MbNode *note;
  guint page;
} MbNotePlace;

/** A figure that left the flow, and the page where it stood in it. */
typedef struct {
  const MbNode *node;
  guint called, page;
  MbRect rect;
} MbFloatPlace;

/** What came of an article in its area of a page placed by hand. Lines are those of one column. */
typedef struct {
  guint page;            /**< 0-based */
  MbPos pos;             /**< of the article: of its title when it has one */
  const char *name;      /**< of the area; NULL: none */
  const char *title;     /**< of the article */
  gboolean found;        /**< the text had room at all */
  const MbBox *unseated; /**< placed by the style, higher than the area; NULL: none */
  int lines;             /**< that the area has for the text */
  int natural;           /**< that the text has when nothing is done to it */
  int least, most;       /**< of a text that would fill the area by the means of its style */
  struct {
    int shorter, longer; /**< lines won, lines filled, by this alone */
  } means[MB_N_COPYFIT];
  int lack; /**< lines of white; negative: too many */
  int by_paragraphs, by_pictures, by_air;
  gboolean short_title, short_standfirst;
  guint cuts;
} MbZoneFit;

/** Every page of an edition. Owned by the arena given. */
typedef struct {
  const MbPage *pages;
  guint n_pages;
  gboolean rtl; /**< they follow from right to left */
  MbPageMap map;
  const MbBookmark *bookmarks;
  guint n_bookmarks;
  const MbTarget *targets; /**< sorted by node id */
  guint n_targets;
  const MbNotePlace *notes; /**< in the order of their calls */
  guint n_notes;
  const MbFloatPlace *floats;
  guint n_floats;
  const MbZoneFit *zones; /**< of pages placed by hand */
  guint n_zones;
  const MbInk *inks; /**< by number - 1: what colours name */
  guint n_inks;
  guint passes;     /**< that were made for references to settle */
  gboolean settled; /**< references did not change in the last pass */
} MbPages;

/** mb_page_build: make the pages of @top and what is below it. Breaks are chosen chapter by chapter (optimise.c), else by first fit (fit.c): forced
 * breaks, left/right/blank pages, named pages, widows, orphans, balanced columns, grid. Every page takes content or is forced (progress is
 * asserted). More than MB_MAX_PAGES is LIMIT.
 * Header rows of a table that goes on are an area of their own (MARGIN: an artifact).
 * Passes repeat until page-dependent text is stable: at most 3, then 2 with widths frozen; a document that still moves is reported.
 * Returns: the pages, or NULL with LIMIT. Owned by @arena. */
const MbPages *mb_page_build (const MbBoxContext *boxes, const MbNode *top, MbArena *arena,
                              GError **error);

/** mb_page_fit_report: what each zone of the pages placed by hand would accept, and how it was filled, as text. Returns: (transfer full). */
char *mb_page_fit_report (const MbPages *pages);

/** mb_page_target: where @node begins, or NULL. */
const MbTarget *mb_page_target (const MbPages *pages, const MbNode *node);

/** What remains imperfect on finished pages. */
typedef enum {
  MB_FLAW_LOOSE,        /**< value: ratio, 1 = spaces at their widest */
  MB_FLAW_OVERFULL,     /**< value: pt that stick out */
  MB_FLAW_HYPHENS,      /**< value: lines in a row */
  MB_FLAW_PAGE_HYPHEN,  /**< at the foot of a page */
  MB_FLAW_RIVER,        /**< value: lines */
  MB_FLAW_WIDOW,        /**< value: lines at the head of a page or column */
  MB_FLAW_ORPHAN,       /**< value: lines at the foot */
  MB_FLAW_SHORT_PAGE,   /**< value: lines missing */
  MB_FLAW_SHORT_COLUMN, /**< value: lines missing */
  MB_FLAW_FAR,          /**< value: pages between a figure and its call */
  MB_N_FLAWS
} MbFlawKind;

typedef struct {
  MbFlawKind kind;
  guint page;  /**< 0-based */
  MbRect rect; /**< on the page */
  double value;
  const MbNode
      *node; /**< where it is in the source: a text node, and a byte of it, or an element */
  guint32 offset;
} MbFlaw;

/** mb_page_review: every flaw of @pages, by page and from the top down. Owned by @arena. */
const MbFlaw *mb_page_review (const MbPages *pages, MbArena *arena, guint *n);

/** mb_page_dump: structure of pages @from…@to (0-based, inclusive) as text: page, areas, boxes with positions in pt to 0.01, lines with
 * their words; for golden tests and --dump pages. Returns: (transfer full). */
char *mb_page_dump (const MbPages *pages, guint from, guint to);

G_END_DECLS
