/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of layout share. */
#pragma once

#include "layout.h"

/* --- used.c: used sizes ------------------------------------------------------------------------- */

/** Used values of a block-level box inside a containing block (CSS 2.2 § 10.3.3). */
typedef struct {
  MbLength x;       /**< left edge of the border box from the left of the containing block */
  MbLength width;   /**< of the content box */
  MbLength edge[4]; /**< border + padding */
  MbLength margin[4];
  MbLength height;                 /**< of the content box when imposed, else -1 */
  MbLength min_height, max_height; /**< of the content box; the same when one is imposed */
  MbLength dx, dy;                 /**< position: relative */
} MbUsed;

MbUsed mb_used_block (const MbLayContext *context, const MbBox *box, MbLength containing);

/** mb_used_frame: its edges and margins, as if it had no width; mb_used_room: what they leave of the containing block;
 * mb_used_settle: where it stands and its heights, now that @used has its width. */
MbUsed mb_used_frame (const MbStyle *style, MbLength containing);
MbLength mb_used_room (const MbUsed *used, MbLength containing);
void mb_used_settle (const MbLayContext *context, const MbBox *box, MbUsed *used,
                     MbLength containing);

/** mb_used_height_around: the height of the containing block of @box that percentages are of; -1: it depends on its content (§ 10.5). That of
 * the root is the page area. @containing: the width of the block @box stands in, for one that has its height from an aspect ratio; -1:
 * not known. */
MbLength mb_used_height_around (const MbLayContext *context, const MbBox *box, MbLength containing);

/** mb_used_height: @size of @box as a height of its content box; -1: it depends on what @box holds. @around: height of its containing block. */
MbLength mb_used_height (const MbBox *box, MbSize size, MbLength around);

/** mb_used_is_root: whether @box is html or body: of these a height is the least. */
gboolean mb_used_is_root (const MbBox *box);

/** mb_used_edges: border + padding of @style, percentages of @containing. */
void mb_used_edges (const MbStyle *style, MbLength containing, MbLength edge[4]);

/** mb_used_width: @size as a content width of @box; -1 for auto and none. */
MbLength mb_used_width (const MbLayContext *context, const MbBox *box, MbSize size,
                        MbLength containing);

/* --- ratio.c: boxes with an aspect ratio; sizes are of content boxes ---*/

/** mb_ratio_is: whether @box has one (pictures have their own). mb_ratio_sets_height: whether its height is auto or unknown, and follows.
 * mb_ratio_grows: whether such a height is only the least. */
gboolean mb_ratio_is (const MbBox *box);
gboolean mb_ratio_sets_height (const MbBox *box);
gboolean mb_ratio_grows (const MbBox *box);
MbLength mb_ratio_height (const MbStyle *style, MbLength width, const MbLength edge[4]);
MbLength mb_ratio_width (const MbStyle *style, MbLength height, const MbLength edge[4]);
/** mb_ratio_bounded: an automatic @width within what min-height and max-height make of it. */
MbLength mb_ratio_bounded (const MbBox *box, MbLength width, MbLength containing, MbLength around);
/** mb_ratio_from_height: the width that follows from @height, within its bounds. */
MbLength mb_ratio_from_height (const MbLayContext *context, const MbBox *box, MbLength height,
                               MbLength containing, MbLength around);
/** mb_ratio_auto_width: the width of @box when that is auto; @otherwise: what it would be without a ratio. */
MbLength mb_ratio_auto_width (const MbLayContext *context, const MbBox *box, MbLength otherwise,
                              MbLength containing);

/** mb_lay_content_widths: least and largest width that what @box holds asks of its content box, whatever its own width. */
void mb_lay_content_widths (const MbLayContext *context, const MbBox *box, MbLength *min,
                            MbLength *max);

/** mb_used_offset: how far position: relative moves @box. */
void mb_used_offset (const MbLayContext *context, const MbBox *box, MbLength containing,
                     MbLength *dx, MbLength *dy);

/** mb_used_shows: whether @style paints a border or a background. */
gboolean mb_used_shows (const MbStyle *style);

MbLength mb_length_add (MbLength a, MbLength b); /**< clamped to ±MB_LENGTH_MAX */

/* --- maker.c: the galley being written ------------------------------------------------------------ */

/* --- floats.c: floats and what keeps away from them ------------------------------------------------ */

typedef struct MbOutline MbOutline;
typedef struct MbSlabCut MbSlabCut;
typedef struct MbSlab MbSlab;

/** From left to right, in the x of the galley. */
typedef struct {
  gint64 left, right;
} MbBand;

/** The margin box of a float; [0] on a recto, [1] on a verso. */
typedef struct {
  gint64 top, bottom;
  gint64 hang; /**< bottom of its border box */
  gint64 left[2], right[2];
  gboolean on_left[2];
  gboolean written;         /**< its piece stands above what comes next */
  const MbOutline *outline; /**< shape-outside; NULL: the margin box */
  /** where pages may cut it, from the top of its border box; NULL: nowhere */
  const MbSlabCut *cuts;
  guint n_cuts;
  gint64 border; /**< y of its border box */
} MbExclusion;

#define MB_NO_FLOAT (G_MININT64 / 4)

/** A block formatting context. */
typedef struct MbFloats MbFloats;
struct MbFloats {
  MbFloats *outer;
  GArray *exclusions; /**< of MbExclusion */
  gint64 last_top;    /**< of the last float: the next one is no higher */
};

/** A float that waits for the content beside it. */
typedef struct {
  const MbBox *box;
  MbFragment *fragment;        /**< laid at 0,0 */
  MbBand within;               /**< its containing block */
  MbLength positive, negative; /**< adjoining margins when it was met */
  gboolean fresh; /**< nothing stands between it and the top of its parent: it moves with it */
} MbPending;

/** A piece that waits for the next content. */
typedef struct {
  MbPiece piece;
  MbLength margin; /**< PLACE, closed OPEN: the margins that adjoined when it was met */
  gint64 at;       /**< FLOAT that has been placed: y of its border box */
  gboolean fresh;  /**< nothing stands between it and the top of its parent: it moves with it */
  gboolean
      closed; /**< OPEN: of a box without content, kept for what is positioned in it; its CLOSE waits too */
} MbWaiting;

/** What several break properties say together about one place. */
typedef struct {
  MbBreakValue forced; /**< MB_BREAK_AUTO: none */
  gboolean avoid, avoid_page, avoid_column;
} MbBreakSum;

/** The columns of a set, for what is placed by them. */
typedef struct {
  MbLength x, width, column, gap; /**< x: from the left edge of the galley that the set stands in */
  guint count;
} MbColumnGrid;

/** A box that shows only so many lines (clamp.c). */
typedef struct {
  const MbBox *box;
  guint left; /* lines that it may still have */
} MbClamp;

typedef struct {
  const MbLayContext *context;
  MbArena *arena;
  GArray *pieces;  /**< of MbPiece */
  GArray *waiting; /**< of MbWaiting: ANCHOR, OPEN, FLOAT, PLACE until the next content */
  GArray *open;    /**< of gint: index of each open OPEN piece, -1 while it waits */
  MbLength positive, negative; /**< adjoining margins not yet written: largest and least */
  MbLength kept_positive, kept_negative; /**< those of them that stand after the place of a break */
  MbLength held_positive,
      held_negative;      /**< those that an unforced break there leaves (margin-break: keep) */
  gboolean boundary;      /**< a break may fall before the next content… */
  const MbBox *next;      /**< …that of this box, where it is the flow's */
  MbBreakSum at_boundary; /**< …and this is what it costs */
  gboolean floats_ended;  /**< a page begins there: floats above it were closed */
  guint keep, keep_page, keep_column; /**< enclosing boxes with break-inside: avoid… */
  const char *page; /**< named page of the content so far; NULL before the first */
  gboolean begun;   /**< some content was written */
  gboolean
      fresh; /**< the box that comes next is the first of its parent, whose top margin adjoins its own */
  gboolean columns;         /**< inside a column set: no columns, no named pages */
  gboolean spans;           /**< over some columns of a set */
  gboolean whole;           /**< unbreakable: no grid, no columns */
  const MbBox *whole_of;    /**< the box laid so */
  const MbColumnGrid *grid; /**< inside a column set: its columns */
  MbLength imposed;         /**< content height of the grid that is laid whole; -1: its own */
  const MbBox *cleared;     /**< the last margins are those of an empty child of it that cleared */
  const MbBox *marked;      /**< list item whose marker waits for its first line */
  gint64 y;                 /**< height of what was written */
  gint64 resumed;   /**< where a container of an imposed height began again on its last page */
  MbLength measure; /**< of a flow that pages part; 0: not known */
  MbFloats *floats; /**< of the innermost block formatting context */
  GArray *pending;  /**< of MbPending */
  MbClamp *clamp;   /**< NULL: every line is shown */
} MbMaker;

void mb_maker_begin (MbMaker *maker, const MbLayContext *context, MbArena *arena);
const MbGalley *mb_maker_end (MbMaker *maker, MbLength measure, gboolean trailing);

/** mb_maker_margin: a margin adjoins what was written last. */
void mb_maker_margin (MbMaker *maker, MbLength margin);
/** mb_maker_margin_above: the same, that above @box. */
void mb_maker_margin_above (MbMaker *maker, const MbBox *box, MbLength margin);
void mb_maker_anchors (MbMaker *maker, const MbAnchor *anchors, guint n);
/** mb_maker_anchors_below: every anchor of @box, its lines and its descendants: nobody looks for them in the
 * fragment of something unbreakable. */
void mb_maker_anchors_below (MbMaker *maker, const MbBox *box);
void mb_maker_wait (MbMaker *maker, const MbPiece *piece);
/** mb_maker_place: PLACE @piece waits. @fresh: as in MbWaiting. */
void mb_maker_place (MbMaker *maker, const MbPiece *piece, gboolean fresh);
/** mb_maker_empty: nothing was written of a box since @waits pieces and @floats floats waited, and it is not fresh itself. */
void mb_maker_empty (MbMaker *maker, guint waits, guint floats);

/** mb_maker_between: @next follows @previous (NULL: nothing): a break may fall here. */
void mb_maker_between (MbMaker *maker, const MbBox *previous, const MbBox *next);

/** mb_maker_places: PLACEs do not wait any longer: the content of a box ends. */
void mb_maker_places (MbMaker *maker);
/** mb_maker_say_break: a float, which is no sibling in the flow, asks for forced break @value here. */
void mb_maker_say_break (MbMaker *maker, MbBreakValue value);

/** mb_maker_content: write what waits, then @piece; @box: whose content it is. Returns: its index. */
guint mb_maker_content (MbMaker *maker, const MbBox *box, const MbPiece *piece);

/** mb_maker_edge: border and padding of @box, @height high, as GLUE that is no margin. @closing: the bottom. */
void mb_maker_edge (MbMaker *maker, const MbBox *box, MbLength height, gboolean closing);

/** mb_maker_shorten: what follows the content of @box begins @by higher (negative) than its end. @margin: than that of the margins that
 * adjoin it, too. */
void mb_maker_shorten (MbMaker *maker, const MbBox *box, MbLength by, gboolean margin);

/** mb_maker_open: @box begins; its border box is @border (x and width). mb_maker_close: it ends. */
void mb_maker_open (MbMaker *maker, const MbBox *box, MbRect border, const MbUsed *used);
void mb_maker_close (MbMaker *maker, const MbBox *box);

/** mb_maker_break_now: a forced break that stands before @box, a float, is written: the float waits below it. */
void mb_maker_break_now (MbMaker *maker, const MbBox *box);
/** mb_maker_hang: floats that wait, but for the first @from, hang where the content of their box ends: its bottom edge comes next. */
void mb_maker_hang (MbMaker *maker, guint from);
/** mb_maker_floats: the content of @box comes next: floats that waited for it are placed; margins before it are known. */
void mb_maker_floats (MbMaker *maker, const MbBox *box);
/** mb_maker_turns: whether @box is on another named page than what was written last. */
gboolean mb_maker_turns (const MbMaker *maker, const MbBox *box);
/** mb_maker_clear: go down to @y (of the galley), where the border box of @box begins, which has a top @margin that is not yet said. */
void mb_maker_clear (MbMaker *maker, const MbBox *box, gint64 y, MbLength margin);
/** mb_maker_stay: the margins met last stay in @box, which ends. */
void mb_maker_stay (MbMaker *maker, const MbBox *box);
/** mb_maker_part: margins above what comes next in @box do not adjoin those before it. */
void mb_maker_part (MbMaker *maker, const MbBox *box);
/** mb_maker_root: block formatting context @box begins, its top edge written; mb_maker_root_end: it ends, its bottom edge not yet
 * written: no lower than its floats. */
void mb_maker_root (MbMaker *maker, const MbBox *box);
void mb_maker_root_end (MbMaker *maker, const MbBox *box);
/** mb_maker_finish: nothing more comes: floats that wait are written, and white beside those that hang. */
void mb_maker_finish (MbMaker *maker);
/** mb_maker_content_y: where content begins that comes next. */
gint64 mb_maker_content_y (const MbMaker *maker);

MbFloats *mb_floats_new (MbFloats *outer);
void mb_floats_free (MbFloats *floats);
/** mb_floats_band: what floats leave of @within between @top and @bottom on a recto (@page 0) or verso (1). @shapes: for lines. */
MbBand mb_floats_band (const MbFloats *floats, guint page, gint64 top, gint64 bottom, MbBand within,
                       gboolean shapes);
/** mb_floats_next: the first bottom of a float below @y; G_MAXINT64: none. */
gint64 mb_floats_next (const MbFloats *floats, gint64 y);
/** mb_floats_step: the same for a line: the next place below @y where floats may leave it another width. */
gint64 mb_floats_step (const MbFloats *floats, gint64 y);
/** mb_floats_bottom: of the lowest margin box; mb_floats_hang: border box, outer contexts included. MB_NO_FLOAT: none. */
gint64 mb_floats_bottom (const MbFloats *floats);
gint64 mb_floats_hang (const MbFloats *floats);
/** mb_floats_clear: how low something begins that clears. */
gint64 mb_floats_clear (const MbFloats *floats, MbClear clear);
/** mb_floats_is_cleared: whether what has @clear goes below @box, a float, on a recto or a verso. */
gboolean mb_floats_is_cleared (const MbBox *box, MbClear clear);
/** mb_floats_place: find the place of @it, whose right[0] is its width, bottom its height and hang the height down to its border, at or
 * below @y, and add it. */
void mb_floats_place (MbFloats *floats, MbExclusion *it, MbFloat side, MbClear clear, MbBand within,
                      gint64 y);
/** mb_floats_lay: place float @box, laid as @fragment, at or below @y of the galley; floating.dy of @piece is then the y of its
 * border box. */
void mb_floats_lay (MbMaker *maker, const MbBox *box, MbFragment *fragment, MbBand within, gint64 y,
                    MbPiece *piece);
/** mb_floats_wait: float @box was met in a containing block at @x. Returns: FALSE when it must stand in the flow. */
gboolean mb_floats_wait (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing,
                         gboolean fresh);
/** mb_floats_settle: place those that wait beside the content that comes now. */
void mb_floats_settle (MbMaker *maker);
/** mb_floats_are_near: whether a float reaches below @y. */
gboolean mb_floats_are_near (const MbMaker *maker, gint64 y);
/** mb_floats_is_root: whether @box is a block formatting context of its own. */
gboolean mb_floats_is_root (const MbBox *box);
/** mb_floats_avoid: @box must not overlap floats: go down, or make @x and @containing narrower, so that its border box, @height high, stands
 * beside them. Returns: whether there are any. */
gboolean mb_floats_avoid (MbMaker *maker, const MbBox *box, MbLength height, MbLength *x,
                          MbLength *containing);

/* --- opacity.c, outline.c: shape-outside ---*/

/** mb_picture_opacity: how opaque @picture is, drawn in @width × @height samples. Returns: (transfer full): a byte a sample, or NULL. */
guint8 *mb_picture_opacity (const MbPicture *picture, guint width, guint height, GError **error);

/** mb_outline_new: the outline of float @box, laid as @fragment, in its margin box. NULL: the margin box itself. */
const MbOutline *mb_outline_new (const MbBox *box, const MbFragment *fragment,
                                 const MbLength margin[4], MbLength containing, MbArena *arena);
/** mb_outline_extent: how far it reaches between @top and @bottom. FALSE: not at all. */
gboolean mb_outline_extent (const MbOutline *outline, gint64 top, gint64 bottom, gint64 *left,
                            gint64 *right);
/** mb_outline_next: the next height below @y at which it may become narrower; G_MAXINT64: none. */
gint64 mb_outline_next (const MbOutline *outline, gint64 y);

/* --- positioned.c ---*/

/** mb_lay_flow_place: PLACE of positioned @box in a containing block at @x. */
void mb_lay_flow_place (MbMaker *maker, const MbBox *box, MbLength x, MbLength width,
                        gboolean fresh);
MbFragment *mb_lay_place_fragment (const MbBox *box, MbLength x, MbLength y, MbLength width,
                                   MbArena *arena);

/* --- parted.c: boxes out of the flow that pages part ---*/

/** mb_parted_cuts: places where @fragment may be cut, from the top down. Returns: how many. */
guint mb_parted_cuts (const MbFragment *fragment, MbArena *arena, const MbSlabCut **cuts);
/** mb_parted_head: what of @fragment, laid at 0,0, stands above @height with its bottom edge; the rest is left out. */
MbFragment *mb_parted_head (MbFragment *fragment, MbLength height, MbLength edge, MbArena *arena);
/** mb_parted_place: as much of @rest at @y as the page has room for; what is left goes to the rests of @context. @any: something in any case. */
MbFragment *mb_parted_place (const MbLayContext *context, MbRest rest, MbLength y, gboolean any,
                             MbArena *arena);

/* --- beside.c: lines beside floats ---*/

/** mb_beside_needed: whether @box's paragraph, which begins at @y, has floats beside it or in it. */
gboolean mb_beside_needed (const MbMaker *maker, const MbBox *box, gint64 y);
/** mb_beside_break: break the paragraph of @piece around floats. Returns: white to leave above it. */
MbLength mb_beside_break (MbMaker *maker, MbPiece *piece);
/** mb_beside_leading: the floats that @box begins with wait. */
void mb_beside_leading (MbMaker *maker, const MbBox *box, MbLength x, MbLength width, gboolean all);

/* --- clamp.c: lines that are cut ---*/

/** mb_clamp_paragraph: @paragraph of @box, made of these @n @inlines, or one of what is shown of it at @width. */
const MbParagraph *mb_clamp_paragraph (MbMaker *maker, const MbBox *box, const MbInline *inlines,
                                       guint n, MbLength width, const MbParagraph *paragraph);
/** mb_clamp_begin: @box begins; when it has max-lines @clamp counts them until the caller takes it away. */
gboolean mb_clamp_begin (MbMaker *maker, const MbBox *box, MbClamp *clamp);
/** mb_clamp_is_full: whether all lines that are shown have been written. */
gboolean mb_clamp_is_full (const MbMaker *maker);

/* --- breaks.c: what the break properties say about a place ---*/

/** mb_break_rank: how strong a forced break is: of a column, of a page, of a side; 0: @value forces none. */
int mb_break_rank (MbBreakValue value);
/** mb_break_add: @value is said too. Of equal forced breaks the later one in the flow wins. @inside: said inside a column container that begins
 * or ends here: breaks of its own columns stay there. */
void mb_break_add (const MbMaker *maker, MbBreakSum *sum, MbBreakValue value, gboolean inside);
/** mb_break_before, mb_break_after: what @box (NULL: nothing) and those that begin or end with it say. What floats has said its own break when it
 * was met. */
void mb_break_before (const MbMaker *maker, MbBreakSum *sum, const MbBox *box);
void mb_break_after (const MbMaker *maker, MbBreakSum *sum, const MbBox *box);
/** mb_break_page: the named page that @box begins on. */
const char *mb_break_page (const MbBox *box);
/** mb_break_penalty: the PENALTY before @box of @sum. mb_break_turn: the named page changes there too, to @page. */
MbPiece mb_break_penalty (const MbBreakSum *sum, const MbBox *box);
void mb_break_turn (MbPiece *piece, const char *page);

/* --- flow.c: block flow ------------------------------------------------------------------------------ */

/** mb_lay_flow_box: write block-level @box at @x in a containing block @containing wide. */
void mb_lay_flow_box (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing);
/** mb_lay_flow_in: the same, in the flow even when it floats. */
void mb_lay_flow_in (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing);
/** mb_lay_flow_used: write @box with the used values @used. */
void mb_lay_flow_used (MbMaker *maker, const MbBox *box, MbLength x, const MbUsed *used);
/** mb_lay_flow_content: write the content of @box into its content box. */
void mb_lay_flow_content (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);
/** mb_lay_flow_enter / leave: margins, anchors, OPEN and edges of @box around its content. */
void mb_lay_flow_enter (MbMaker *maker, const MbBox *box, MbLength x, const MbUsed *used);
void mb_lay_flow_leave (MbMaker *maker, const MbBox *box, const MbUsed *used);

/* --- clearance.c --------------------------------------------------------------------------------------- */

/** mb_lay_flow_clear: `clear` of @box, which comes next with the used values @used. Returns: whether clearance came above it. */
gboolean mb_lay_flow_clear (MbMaker *maker, const MbBox *box, const MbUsed *used);

/* --- paragraph.c --------------------------------------------------------------------------------------- */

void mb_lay_flow_lines (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);
/** mb_paragraph_of: @box's inlines as a paragraph at @width, atoms measured. */
const MbParagraph *mb_paragraph_of (const MbLayContext *context, const MbBox *box, MbLength width,
                                    MbArena *arena);
/** mb_inlines_of: those inlines. */
const MbInline *mb_inlines_of (const MbLayContext *context, const MbBox *box, MbLength width,
                               MbArena *arena, guint *n);

/** mb_lay_lines_break: the settings of LINES @piece at @measures; its paragraph may change. */
MbSettings mb_lay_lines_break (MbMaker *maker, MbPiece *piece, MbMeasures measures);
/** mb_lay_marker_line: the list marker of LINES @piece, its pictures measured; NULL: nothing of it shows. */
const MbLine *mb_lay_marker_line (const MbLayContext *context, const MbPiece *piece,
                                  MbArena *arena);
/** mb_lay_lines_are_tall: whether lines of @box may be taller than its line height. */
gboolean mb_lay_lines_are_tall (const MbBox *box);
/** mb_lay_line_ascent: of @line, number @index of @piece, above its baseline. */
MbLength mb_lay_line_ascent (const MbPiece *piece, const MbLine *line, guint index);
/** mb_lay_lines_heights: of the lines of @setting. */
const MbLength *mb_lay_lines_heights (MbMaker *maker, const MbPiece *piece,
                                      const MbSetting *setting);

/* --- columns.c -------------------------------------------------------------------------------------------- */

/** mb_lay_columns_count: used number of columns of @box at content width @width; 1: not a column set. */
guint mb_lay_columns_count (const MbLayContext *context, const MbBox *box, MbLength width,
                            MbLength *column, MbLength *gap);
void mb_lay_flow_columns (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);

/* --- innercolumns.c: columns in columns, in what is not parted by pages, and of an imposed height ---*/

/** mb_lay_is_inner_set: whether @box, inside columns or laid whole, has columns of its own. */
gboolean mb_lay_is_inner_set (const MbMaker *maker, const MbBox *box, MbLength width);
void mb_lay_flow_inner_columns (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);

/* --- filling.c: columns of one height ---*/

#define MB_MOST_FILLED 64 /* those that overflow counted */

typedef struct {
  const MbGalley *galley;
  MbCursor from, to; /**< the range that is to be set */
  gboolean after;    /**< an unforced break stands before it */
  guint most;        /**< columns */
  gint64 height;     /**< of each */
  gboolean strict;   /**< no break that the rules forbid, and nothing below the height */
  guint n;           /**< columns that hold something */
  gboolean forced;   /**< a forced break ends the last of them */
  MbCursor cuts[MB_MOST_FILLED + 1];
  gboolean truncated[MB_MOST_FILLED];
} MbFilling;

/** mb_filling_fill: fill the columns in turn. Returns: whether they hold all. */
gboolean mb_filling_fill (MbFilling *filling);
/** mb_filling_balance: set `most` to @count, or as many as forced breaks ask for, and `height` to the least at which they hold all. */
void mb_filling_balance (MbFilling *filling, guint count);
/** mb_filling_settle: fill them, breaking rules where they must be. @all: the last takes what they do not hold. Returns: whether they hold all. */
gboolean mb_filling_settle (MbFilling *filling, gboolean all);

/* --- nest.c: columns in a column that may be parted ---*/

/** A set of columns laid out without a page. */
struct MbNest {
  const MbBox *box;
  const MbGalley *galley;
  guint count;
  MbLength column, gap;
  MbLength margin;      /**< below the last thing in it */
  const guint32 *units; /**< before each piece of the galley; the last: all */
  guint depth;          /**< of nests inside each other, this one counted */
};

/** How high its columns are. */
typedef struct {
  gint64 most; /**< at most so much, where more does not stand in them; -1: no limit */
  MbLength margin;
  gboolean own; /**< `most` in any case */
} MbNestHeights;

/** mb_nest_depth: of a nest of @galley. */
guint mb_nest_depth (const MbGalley *galley);
const guint32 *mb_nest_units (const MbGalley *galley, MbArena *arena);
/** mb_nest_place: the columns of @filling, of the galley of @nest, side by side. */
MbSlab *mb_nest_place (const MbLayContext *context, const MbNest *nest, const MbFilling *filling,
                       MbNestHeights heights, MbArena *arena);
/** mb_nest_part: a list of what lies between units @from and @to (0: the end), from 0 down. */
MbFragment *mb_nest_part (const MbLayContext *context, const MbNest *nest, guint32 from, guint32 to,
                          MbArena *arena);

/* --- reserve.c ---*/

/** mb_lay_is_placed: whether @box leaves the flow that @maker writes (-marbre-place). */
gboolean mb_lay_is_placed (const MbMaker *maker, const MbBox *box);
/** mb_lay_is_left_out: whether context->left_out marks @box. */
gboolean mb_lay_is_left_out (const MbMaker *maker, const MbBox *box);
/** mb_lay_flow_reserves: RESERVE pieces of the placed children of @box, whose content box is @width wide at @x. */
void mb_lay_flow_reserves (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);
/** mb_lay_flow_page_float: the RESERVE of @box, a child of @parent that mb_lay_is_placed, when it is a page float, or stands over a gutter: here is where it is called. */
void mb_lay_flow_page_float (MbMaker *maker, const MbBox *parent, const MbBox *box, MbLength x,
                             MbLength width);

/* --- astride.c: boxes over a gutter ---*/

/** mb_lay_is_astride: whether @box leaves the flow that @maker writes for a gutter of its columns; what forbids it is reported. */
gboolean mb_lay_is_astride (const MbMaker *maker, const MbBox *box);
/** mb_lay_astride_piece: its RESERVE. */
MbPiece mb_lay_astride_piece (MbMaker *maker, const MbBox *box);

/* --- figure.c ----------------------------------------------------------------------------------------------- */

void mb_lay_flow_picture (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing);
/** mb_lay_picture_fragment: @box (PICTURE) laid at 0,0; edges included. */
MbFragment *mb_lay_picture_fragment (const MbLayContext *context, const MbBox *box,
                                     MbLength containing, MbArena *arena);
/** mb_lay_picture_resize: give @fragment, of a picture, another height of its border box; the crop follows. */
void mb_lay_picture_resize (MbFragment *fragment, MbLength height);
/** mb_lay_picture_least: how low @box may be set at @width: its crop counts, and no size that its style imposes. */
MbLength mb_lay_picture_least (const MbBox *box, MbLength width);
/** mb_lay_picture_width: used content width. */
MbLength mb_lay_picture_width (const MbLayContext *context, const MbBox *box, MbLength containing);

/* --- table.c ---------------------------------------------------------------------------------------------------- */

void mb_lay_flow_table (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing);
/** mb_lay_table_widths: least and largest width of its border box. */
void mb_lay_table_widths (const MbLayContext *context, const MbBox *box, MbLength *min,
                          MbLength *max);
/** mb_lay_table_used: mb_used_block for a table. */
MbUsed mb_lay_table_used (const MbLayContext *context, const MbBox *box, MbLength containing);
/** mb_lay_table_fragment: the table laid whole at 0,0 with its captions, as wide as it is in @containing; its margins left out. */
MbFragment *mb_lay_table_fragment (const MbLayContext *context, const MbBox *box,
                                   MbLength containing, MbArena *arena);
/** mb_lay_table_baseline: the baseline of the first row in @fragment; @otherwise when it has no row. */
MbLength mb_lay_table_baseline (const MbFragment *fragment, MbLength otherwise);

/* --- gridbox.c --- */

/** mb_lay_is_grid: whether @box is a grid container (css-grid-1). */
gboolean mb_lay_is_grid (const MbBox *box);
void mb_lay_flow_grid (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);
/** mb_lay_grid_widths: least and largest width of the content box. */
void mb_lay_grid_widths (const MbLayContext *context, const MbBox *box, MbLength *min,
                         MbLength *max);

/* --- template.c --- */

/** mb_lay_is_template: whether grid @box is a page placed by hand. */
gboolean mb_lay_is_template (const MbBox *box);
void mb_lay_flow_template (MbMaker *maker, const MbBox *box, MbLength x, MbLength width);

/* --- slab.c: boxes side by side that pages may part --- */

typedef struct {
  MbLength top, bottom;
} MbSlabRow;

struct MbSlab {
  const MbFragment *first; /**< laid from 0 down; y of the content box */
  const MbSlabRow *rows;   /**< where it may be parted before any other place */
  guint n_rows;
  MbLength height;
};

struct MbSlabCut {
  MbLength y;     /**< what begins above it stands before the cut */
  MbLength next;  /**< what follows begins here: below the gap between two rows */
  MbLength reach; /**< where what stands before it ends */
  guint row;      /**< the row that begins below it; 0: inside a row */
};

/** mb_slab_cuts: places where @slab may be parted, from the top down. Returns: how many. */
guint mb_slab_cuts (const MbSlab *slab, MbArena *arena, const MbSlabCut **cuts);
/** mb_slab_slice: what stands between @from and @to, as a list. */
MbFragment *mb_slab_slice (const MbSlab *slab, MbLength from, MbLength to, MbArena *arena);

/* --- grid.c ------------------------------------------------------------------------------------------------------- */

/** mb_grid_snap: the first place at or below @y that lies on a grid of @pitch with a line at @origin. */
gint64 mb_grid_snap (gint64 y, gint64 origin, MbLength pitch);
/** mb_grid_ascent: first baseline below the top of @box's lines, moved onto the grid when the line height is a
 * whole number of pitches. */
MbLength mb_grid_ascent (MbTypesetter *typesetter, const MbBox *box, MbStrut strut);

/* --- place.c -------------------------------------------------------------------------------------------------------- */

MbFragment *mb_lay_fragment_new (MbArena *arena, MbFragmentKind kind, const MbBox *box,
                                 MbRect rect);

/** mb_lay_lines_setting: the setting of LINES piece @index that @choice names; NULL choice: the best. */
const MbSetting *mb_lay_lines_setting (const MbGalley *galley, guint index, const MbChoice *choice);
/** mb_lay_chosen_height: of MONOLITH, ROW or GLUE @index. */
MbLength mb_lay_chosen_height (const MbGalley *galley, guint index, const MbChoice *choice);
MbLength mb_lay_lines_height (const MbPiece *piece, guint from, guint to);

/** mb_lay_is_nest: whether breaks may part @piece as mb_nest_fit says. */
gboolean mb_lay_is_nest (const MbPiece *piece);

/* --- range.c: heights of ranges, shared by measuring and placing --------------------------------------- */

typedef struct {
  const MbGalley *galley;
  const MbChoice *choice;
  gint64 y, origin;
  gboolean truncate; /**< nothing with a height was met yet: margins are dropped */
  gint64 top;        /**< where the range begins */
} MbRange;

/** mb_range_from / to: lines of LINES piece @index, units of a nest, that lie in the range; 0 as to of a nest: all. */
guint mb_range_from (MbCursor from, guint index);
guint mb_range_to (const MbRange *walk, MbCursor to, guint index);
/** mb_range_piece: go down by piece @index (lines @a … @b of it). Returns: its top. */
gint64 mb_range_piece (MbRange *walk, guint index, guint a, guint b);
/** mb_range_end: first piece after the range. */
guint mb_range_end (MbCursor to);

/* --- block.c ---------------------------------------------------------------------------------------------------------- */

/** mb_lay_block_high: mb_lay_block with the height of its border box given: a grid shares it among its rows. */
MbFragment *mb_lay_block_high (const MbLayContext *context, const MbBox *box, MbLength width,
                               MbLength height, MbArena *arena);

/** mb_lay_atom_fragment: inline-level @box laid at 0,0, margins left out; @available: width of the paragraph. */
MbFragment *mb_lay_atom_fragment (const MbLayContext *context, const MbBox *box, MbLength available,
                                  MbArena *arena);
