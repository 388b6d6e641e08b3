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
  MbFragment *fragment; /**< first of a list */
} MbArea;

/** One finished page. */
typedef struct {
  guint index;       /**< 0-based */
  const char *label; /**< printed folio: value of the page counter in its style; "" for none */
  int number;        /**< page counter */
  const MbPageStyle *style;
  gboolean left, blank;
  MbRect content;      /**< page area */
  const MbArea *areas; /**< PAGE, then FLOW, then MARGIN */
  guint n_areas;
  const MbPicture *const *backgrounds; /**< of the page box's images, or NULL */
} MbPage;

/** An entry of the outline. */
typedef struct {
  const char *label;
  int level; /**< 1… */
  const MbNode *node;
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

/** Every page of an edition. Owned by the arena given. */
typedef struct {
  const MbPage *pages;
  guint n_pages;
  MbPageMap map;
  const MbBookmark *bookmarks;
  guint n_bookmarks;
  const MbTarget *targets; /**< sorted by node id */
  guint n_targets;
  const MbNotePlace *notes; /**< in the order of their calls */
  guint n_notes;
  guint passes;
  gboolean settled; /**< references did not change in the last pass */
} MbPages;

/** mb_page_build: make the pages of @tree. Breaks are chosen chapter by chapter (optimise.c), else by first fit (fit.c): forced
 * breaks, left/right/blank pages, named pages, widows, orphans, balanced columns, grid. Every page takes content or is forced (progress is
 * asserted). More than MB_MAX_PAGES is LIMIT.
 * Header rows of a table that goes on are an area of their own (MARGIN: an artifact).
 * Passes repeat until page-dependent text is stable: at most 3, then 2 with widths frozen; a document that still moves is reported.
 * Returns: the pages, or NULL with LIMIT. Owned by @arena. */
const MbPages *mb_page_build (const MbBoxContext *boxes, const MbNode *top, MbArena *arena,
                              GError **error);

/** mb_page_target: where @node begins, or NULL. */
const MbTarget *mb_page_target (const MbPages *pages, const MbNode *node);

/** mb_page_dump: structure of pages @from…@to (0-based, inclusive) as text: page, areas, boxes with positions in pt to 0.01, lines with
 * their words; for golden tests and --dump pages. Returns: (transfer full). */
char *mb_page_dump (const MbPages *pages, guint from, guint to);

G_END_DECLS
