/* SPDX-License-Identifier: Apache-2.0 */
/* gridbox.h — what the files of grid containers share: gridlines.c, gridplace.c, gridtracks.c, gridbox.c. */
#pragma once

#include "internal.h"

#define MB_GRID_COLUMN   0
#define MB_GRID_ROW      1
#define MB_GRID_INFINITE G_MAXINT32

/** Lines beyond that many tracks from the explicit grid are taken for the last of them. */
#define MB_MAX_GRID_TRACKS 1000
#define MB_MAX_GRID_ROWS   50000 /* beyond, items may stand on each other */

typedef struct {
  MbGridSize size; /**< percentages of nothing are auto already */
  MbLength base, limit;
  MbLength extra, kept; /**< while extra space is shared out */
  gboolean growable;    /**< its limit was infinite before this step */
  gboolean frozen;
  gboolean empty; /**< of auto-fit, without an item: it and its gap vanish */
  MbLength at;    /**< where it begins in the content box */
} MbGridTrack;

/** A line of the explicit grid that has a name. */
typedef struct {
  const char *name;
  int line; /**< 0 is the first */
} MbGridName;

/** One axis of a grid. */
typedef struct {
  GArray *names;          /**< of MbGridName, in order of lines */
  GArray *explicit;       /**< of MbGridSize */
  guint fit_from, fit_to; /**< explicit tracks of repeat(auto-fit) */
  const MbGridSize *more; /**< sizes of implicit tracks */
  guint n_more;
  int before; /**< implicit tracks before the explicit ones */
  MbGridTrack *tracks;
  guint n;
  MbLength gap;
} MbGridAxis;

typedef struct {
  const MbBox *box;
  int start[2]; /**< line; of the explicit grid, then of the whole grid */
  int span[2];
  gboolean placed[2]; /**< in that axis by its style */
  MbLength margin[4];
  struct {
    MbLength min, max;  /**< outer min-content and max-content contributions */
    MbLength least;     /**< minimum contribution but for the automatic minimum… */
    gboolean automatic; /**< …which counts */
  } asks[2];
  MbLength width; /**< of its border box */
  MbLength shim;  /**< to share a baseline with its row */
  MbFragment *fragment;
} MbGridItem;

typedef struct {
  const MbLayContext *context;
  MbArena *arena;
  const MbBox *box;
  const MbStyleGrid *style;
  MbGridAxis axes[2];
  MbGridItem *items; /**< in the order of placing */
  guint n_items;
} MbGrid;

/** mb_grid_begin: the items of @box, placed, and what widths they ask for. mb_grid_end: free what is not the arena's. */
void mb_grid_begin (MbGrid *grid, const MbLayContext *context, const MbBox *box, MbArena *arena,
                    MbLength width, MbLength height);
void mb_grid_end (MbGrid *grid);

/** mb_grid_other_anchors: of children of @box that are no items: running elements, and text without ink. */
void mb_grid_other_anchors (MbMaker *maker, const MbBox *box);

/** mb_grid_explicit: names and sizes of the explicit tracks; @size: content size of that axis, -1: indefinite. */
void mb_grid_explicit (MbGrid *grid, int axis, MbLength size);
/** mb_grid_resolve: lines of @item in @axis from its style: start and span, placed when it has a place. */
void mb_grid_resolve (const MbGrid *grid, MbGridItem *item, int axis);

/** mb_grid_place: give every item a place (css-grid-1 § 8.5), and make the tracks. */
void mb_grid_place (MbGrid *grid);

typedef enum { MB_GRID_DEFINITE, MB_GRID_MIN, MB_GRID_MAX, MB_GRID_INDEFINITE } MbGridSpace;

/** mb_grid_size: sizes of the tracks of @axis (css-grid-1 § 11.4–11.8) in @available (DEFINITE), or as the content asks. */
void mb_grid_size (MbGrid *grid, int axis, MbGridSpace space, MbLength available);
/** mb_grid_extent: from the first line of @axis to the last. */
MbLength mb_grid_extent (const MbGrid *grid, int axis);
/** mb_grid_span: from the beginning of track @start to the end of @span tracks. */
MbLength mb_grid_span (const MbGrid *grid, int axis, int start, int span);
/** mb_grid_align: places of the tracks in @available (-1: as much as they take), by justify-content or align-content. */
void mb_grid_align (MbGrid *grid, int axis, MbLength available);
