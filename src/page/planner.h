/* SPDX-License-Identifier: Apache-2.0 */
/* planner.h — what the files that choose the pages of a chapter share: optimise.c, paragraphs.c, scenes.c. */
#pragma once

#include "internal.h"

#define MB_MAX_STATES  320
#define MB_MAX_FLOWN   2048 /* the same, in a chapter with floats */
#define MB_MAX_TRIED   96   /* the same, when such a chapter is tried: ends.c */
#define MB_MAX_ENDS    24   /* of a chapter */
#define MB_MAX_WAYS    256  /* to begin a page: so many floats, and so much of the notes */
#define MB_MAX_PLATES  32   /* ways to set pages of floats between two pages */
#define MB_MAX_WAITING 250

/** A page float of the chapter at hand. */
typedef struct {
  guint32 set;     /**< 1 + the COLUMNS piece that calls it; 0: none */
  guint32 piece;   /**< its RESERVE, in the galley of the set or of the flow */
  gboolean inside; /**< it stands in one column of the set */
  gint64 depth;    /**< of its call: ahead.c */
  gboolean top;
  MbLength height, above, below, pitch;
} MbPlanFloat;

/** What a state remembers of floats. */
typedef struct {
  guint64
      ages; /**< of those that wait, 4 bits each, the first in the low bits: half turns since the call */
  MbLength head, foot; /**< what those of the page take */
  MbLength below;      /**< what notes take at its foot… */
  guint32 noted;       /**< …and the unit where these end, in a chapter with column sets */
  guint32 own; /**< unit where the notes of the column at hand begin, when they stand at its foot */
  MbLength top;         /**< in a column set: of its columns… */
  MbLength over, under; /**< …what the floats of the column at hand take at its head and foot… */
  guint8 column;        /**< …and which of them it is */
  guint8 waiting;       /**< called and not placed */
  guint8 ahead;         /**< placed on the page and not called yet… */
  guint8 beside;        /**< …of these, in the column */
} MbScene;

typedef struct {
  GArray *list;      /**< of MbScene; the first is empty */
  GHashTable *known; /**< MbScene* → number */
} MbScenes;

/** A page that begins inside the paragraph at hand. */
typedef struct {
  MbPageState state;
  guint line;
  guint32 earlier; /**< 1 + the start in the same bucket before this one */
} MbPlanStart;

/** All of these. */
typedef struct {
  GArray *list;       /**< of MbPlanStart */
  GArray *bucket;     /**< of guint32, by line: 1 + the last of these starts; 0: none */
  MbLayerSlot *slots; /**< a hash table, empty but for those of this stamp */
  guint32 n_slots, stamp;
} MbPlanStarts;

/** The best ways to end a chapter, by the side of its last page and the notes that go on in the next one. */
typedef struct {
  MbPageState best[MB_MAX_ENDS];
  guint n;
} MbPlanEnds;

/** The choice at work. */
typedef struct {
  MbReel *reel; /**< at hand: of the flow, or of the column set */
  MbReel *flow;
  const MbPlanJob *job;
  MbArena *arena;
  MbPlaces places;
  MbTracks tracks;
  MbLayer now, next;
  MbPlanStarts starts;
  /* the chapter at hand */
  MbPageFit fit;
  const char *name;
  gint64 heights[3][2]; /**< of page areas, by MbPlanPageKind and side */
  gint64 feet[3][2];    /**< of pages no longer than these */
  gboolean content;     /**< something with content was met */
  gboolean parted;      /**< a PENALTY stands between the last content and here */
  gboolean narrowed;    /**< not proved */
  MbScenes scenes;
  GArray *floats;  /**< of MbPlanFloat */
  guint called;    /**< of these */
  gboolean plain;  /**< no column sets */
  gboolean trying; /**< for the bound */
  gint64 bound;    /**< no best way through the chapter costs more */
  gboolean noting; /**< a page that begins knows how far its notes go */
  /* what stands above each piece takes at the least: ahead.c; NULL: not known */
  gint64 *least;
  gint64 **inside;     /**< by piece: the same in the galley of each column set */
  gint64 *note_depths; /**< by note: of its call */
  /* the column set at hand */
  guint32 set;        /**< 1 + its piece; 0: none */
  const MbNotes *own; /**< its notes, when they stand at the feet of its columns */
  GArray *left;       /**< of MbPageState: the ways past it */
  GHashTable *rests;  /**< what has been tried: sets.c */
  /* where the plan could end */
  guint32 ended; /**< track; 0: nowhere yet */
  gint64 ended_cost;
  gboolean ended_whole;
} MbPlanner;

/* --- optimise.c --- */

gint64 mb_planner_foot (const MbPlanner *run, const MbPageState *state);
MbTrack mb_planner_page_track (const MbPageState *state, MbCursor at, const MbPageState *ended,
                               guint n_floats);
/** mb_planner_choices: the deviations that a page may choose: those of its spread when the verso has chosen (@bound). */
void mb_planner_choices (const MbPlanner *run, const MbPageState *page, gboolean bound, int *low,
                         int *high);
/** mb_planner_called: unit where the notes called above @to end: those of the columns at hand, if they have some, or those of the page. */
guint32 mb_planner_called (const MbPlanner *run, MbCursor to, guint which);
/** mb_planner_page_called: the same, of the page. */
guint32 mb_planner_page_called (const MbPlanner *run, MbCursor to, guint which);
/** mb_planner_notes_from: unit where these begin on the page, or in the column, of @state. */
guint32 mb_planner_notes_from (const MbPlanner *run, const MbPageState *state);
/** mb_planner_least_notes: height of what the page of @state must have at its foot when the notes up to @called are called, those up to @before above.
 * Where the notes of a page are chosen with it: 0, or more than any page has when they do not come so far. */
gint64 mb_planner_least_notes (const MbPlanner *run, const MbPageState *state, guint32 before,
                               guint32 called);
/** mb_planner_parts: whether a break before @line of LINES @index at hand parts what must stay above a note. */
gboolean mb_planner_parts (const MbPlanner *run, guint32 index, guint line, guint which);
/** mb_planner_end_page: @state as the page, or the column, ends at @ink, notes up to @called being called and the place costing @place, in @ended (which may be
 * @state). Returns: FALSE when it may not end there. @tight: the next good place would not fit. */
gboolean mb_planner_end_page (MbPlanner *run, const MbPageState *state, gint64 ink, guint32 called,
                              gboolean tight, gint64 place, MbPageState *ended);
/** mb_planner_has_ahead: whether floats on the page of @state, or in its column, are called further down: it cannot end yet. */
gboolean mb_planner_has_ahead (const MbPlanner *run, const MbPageState *state);
void mb_planner_break_before_content (MbPlanner *run, guint32 index);

/** mb_planner_pass_piece: Returns: FALSE when the plan ends before it. */
gboolean mb_planner_pass_piece (MbPlanner *run, guint32 index);
/** mb_planner_turn_layer: the states made for a piece are those at hand. */
void mb_planner_turn_layer (MbPlanner *run);

/* --- ends.c --- */

/** mb_planner_end_chapter: end the chapter before piece @index in each state at hand. */
void mb_planner_end_chapter (MbPlanner *run, guint32 index, MbPlanEnds *ends);
/** mb_planner_call_rest: floats called after the last piece with content. */
void mb_planner_call_rest (MbPlanner *run);
/** mb_planner_bound_chapter: set the bound of the chapter at hand, pieces @from … @to - 1; its first pages are the states at hand. */
void mb_planner_bound_chapter (MbPlanner *run, guint32 from, guint32 to);
/** mb_planner_narrow: drop states at hand that must cost more than the bound; when there are still too many, those that must cost most. */
void mb_planner_narrow (MbPlanner *run);

/* --- sets.c --- */

#define MB_MAX_TURNS   512 /* ways to go on in a set */
#define MB_REST_FLOATS 4   /* in the columns of what is left of one */

/** mb_planner_has_sets: whether the chapter in pieces @from … @to - 1 has column sets; *@plain: these can be planned. */
gboolean mb_planner_has_sets (const MbReel *reel, guint32 from, guint32 to, gboolean *plain);
void mb_planner_pass_set (MbPlanner *run, guint32 index);
/** mb_planner_columns: where the text goes on at @at, whose top is @extra below that of its column, when the column of @ended ends there; @which: setting of the
 * paragraph it is in. Returns: number. */
guint mb_planner_columns (MbPlanner *run, const MbPageState *ended, MbCursor at, gint64 extra,
                          guint which, MbPageState ways[MB_MAX_TURNS]);
/** mb_planner_is_page_end: whether a break in @state ends its page, not only a column. */
gboolean mb_planner_is_page_end (const MbPlanner *run, const MbPageState *state);

/* --- paragraphs.c --- */

void mb_starts_init (MbPlanStarts *starts);
void mb_starts_free (MbPlanStarts *starts);

void mb_planner_pass_lines (MbPlanner *run, guint32 index);

/* --- scenes.c --- */

void mb_scenes_init (MbScenes *scenes);
void mb_scenes_free (MbScenes *scenes);
const MbScene *mb_planner_scene (const MbPlanner *run, const MbPageState *state);

/** mb_planner_keep: number of @scene. Returns: FALSE when there are too many. */
gboolean mb_planner_keep (MbPlanner *run, const MbScene *scene, guint32 *number);

gboolean mb_planner_is_float (const MbPiece *piece);
/** mb_planner_list_floats: those of pieces @from … @to - 1, in the order of their calls, into @list (of MbPlanFloat). */
void mb_planner_list_floats (const MbReel *reel, guint32 from, guint32 to, GArray *list);
/** mb_planner_enter_floats: those of the chapter in pieces @from … @to - 1. */
void mb_planner_enter_floats (MbPlanner *run, guint32 from, guint32 to);
/** mb_planner_call_float: the next one is called. */
void mb_planner_call_float (MbPlanner *run);
/** mb_planner_call_floats: the next @n are called in @scene. Returns: FALSE when too many wait. */
gboolean mb_planner_call_floats (MbPlanner *run, MbScene *scene, guint n);
/** mb_planner_forget_head: what stands at the head of the page of @state is no part of it any more, where nothing below depends on it. */
void mb_planner_forget_head (MbPlanner *run, MbPageState *state);
/** mb_planner_may_pass: whether @piece may stand on the page of @state: a heading does not when a float at the head belongs below it. */
gboolean mb_planner_may_pass (const MbPlanner *run, const MbPageState *state, const MbPiece *piece);
/** mb_planner_waiting_cost: what the floats that wait in @state cost at the least. */
gint64 mb_planner_waiting_cost (const MbPlanner *run, const MbPageState *state);
/** mb_planner_ways: ways to begin @page at @at after @ended (NULL: the first), by the floats that stand on it, @counts, and how far its notes go; notes up to
 * @called are called above @at. Returns: number. */
guint mb_planner_ways (MbPlanner *run, const MbPageState *page, MbCursor at,
                       const MbPageState *ended, guint32 called, MbPageState ways[MB_MAX_WAYS],
                       guint counts[MB_MAX_WAYS]);
/** mb_planner_add_inside: one float more in the column of @scene, which begins at @at and has room down to @foot. Returns: FALSE when that may not be. */
gboolean mb_planner_add_inside (MbPlanner *run, MbScene *scene, MbCursor at, gint64 foot,
                                gint64 *cost);
/** mb_planner_take_next: the next float of @scene has its place. Returns: its cost. */
gint64 mb_planner_take_next (const MbPlanner *run, MbScene *scene);
/** mb_float_over: what the columns of a set that begin at @top have above their text when one with floats down to @over gets @it too. */
gint64 mb_float_over (const MbPlanFloat *it, gint64 top, gint64 over);
/** mb_float_under: the same at the foot. */
gint64 mb_float_under (const MbPlanFloat *it, gint64 under);
/** mb_float_is_plate: whether @it takes most of a page of @height. */
gboolean mb_float_is_plate (const MbPlanFloat *it, gint64 height);
/** mb_planner_plates: @ended, and what it becomes after pages of floats that come before @at. @last: the chapter ends, and those that wait must go. Returns: number. */
guint mb_planner_plates (MbPlanner *run, const MbPageState *ended, MbCursor at, gboolean last,
                         MbPageState list[MB_MAX_PLATES]);

/** mb_snapped: @y, or the next line of @grid below it; a grid of 0 is none. Inline, and divided in 32 bits where they hold it: the
 * planner does so for each line of each paragraph. */
static inline gint64
mb_snapped (gint64 y, MbLength grid)
{
  gint64 over = grid <= 0                    ? 0
                : y >= 0 && y <= G_MAXUINT32 ? (guint32) y % (guint32) grid
                                             : y % grid;
  return over > 0 ? y + grid - over : y;
}

/* --- ahead.c --- */

/** mb_planner_look_ahead: measure what is needed for the questions below. */
void mb_planner_look_ahead (MbPlanner *run);
/** mb_planner_depth: of @at in the galley at hand, from the beginning of the flow: at least that is above it, a column of a set counting for its share. */
gint64 mb_planner_depth (const MbPlanner *run, MbCursor at);
/** mb_planner_left: height that what is left of the set at hand from @at on takes at the least. */
gint64 mb_planner_left (const MbPlanner *run, MbCursor at);
