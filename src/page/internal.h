/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of page share. */
#pragma once

#include "page.h"

typedef struct MbBook MbBook;

/** A page before anything stands on it. */
typedef struct {
  const MbPageStyle *style;
  MbRect border;  /**< border box of the page box */
  MbRect content; /**< page area */
  MbLength margin[4];
} MbMaster;

/* --- reel.c: a galley with what the choice of breaks must know of it --------------------------------------------------------*/

/** The footer rows of a table: pieces first … end - 1; first 0: none. */
typedef struct {
  guint32 first, end;
} MbTableFeet;

typedef struct MbReel MbReel;
typedef struct MbNotes MbNotes;
typedef struct MbQuotes MbQuotes;
typedef struct MbBeside MbBeside;
struct MbReel {
  const MbGalley *galley;
  guint8 *
      settings; /**< which setting each LINES piece uses: at first the best; adjust.c, and the optimiser, change it */
  MbLength *
      heights; /**< MONOLITH, GLUE: height instead of its own; 0: its own. Changed by even.c and full.c */
  MbChoice choice; /**< both, for mb_lay_place */
  guint32
      *heads; /**< ROW: 1 + the first header row of its table, when it is not one itself; 0: none */
  MbTableFeet *feet;     /**< of each piece: what is repeated when a break falls before it */
  MbLength *below;       /**< and the height that this, or the border of a table, takes there */
  guint32 end;           /**< after the last piece with a height, margins left out; 0: none */
  MbReel **inner;        /**< COLUMNS, SPAN: the reel of its galley */
  MbLength line;         /**< one line of its text: what pages are long or short by… */
  gboolean grid;         /**< …the pitch of its grid */
  const MbNotes *notes;  /**< NULL: nothing calls one */
  MbReel ***narrower;    /**< SPAN: the reels of its narrower galleys; NULL: none */
  MbQuotes *quotes;      /**< of a set: boxes over its gutters; NULL: none */
  const guint32 *needed; /**< by piece: release.c; NULL: not asked for yet */
};

MbReel *mb_reel_new (const MbGalley *galley, MbArena *arena);
gboolean mb_reel_is_content (const MbPiece *piece);
/** mb_reel_setting: the setting that LINES piece @index is to use. */
const MbSetting *mb_reel_setting (const MbReel *reel, guint32 index);
/** mb_reel_lines: height of lines @from…@to of @piece. */
gint64 mb_reel_lines (const MbPiece *piece, guint from, guint to);
/** mb_reel_height: of the whole galley set from @top down, its margin above left out. */
gint64 mb_reel_height (const MbReel *reel, gint64 top, gint64 origin);
/** mb_reel_cloned: edges that box-decoration-break: clone repeats above, or below, a break before piece @index; below, the footer rows of
 * a table that goes on too. */
gint64 mb_reel_cloned (const MbReel *reel, guint32 index, gboolean below);
/** mb_reel_above: what @piece has above it when it comes first on a page (@truncate). */
gint64 mb_reel_above (const MbPiece *piece, gboolean truncate);
/** mb_reel_gap: the white above row @row of a table. */
MbLength mb_reel_gap (const MbReel *reel, guint32 row);
/** mb_reel_heads: height of the header rows to repeat when a page or column of @height begins at @from; 0: none.
 * @first, @n: which pieces they are. */
gint64 mb_reel_heads (const MbReel *reel, MbCursor from, gint64 height, guint32 *first, guint32 *n);
/** mb_reel_leading: what is asked for between @from and the first content after it: the strongest forced break and the last
 * named page (NULL: nothing said). */
MbBreakValue mb_reel_leading (const MbReel *reel, MbCursor from, const char **page);

gboolean mb_break_is_forced (MbBreakValue value, gboolean in_column);
int mb_cursor_compare (MbCursor a, MbCursor b);

/** Going down a stretch of a galley. */
typedef struct {
  const MbReel *reel;
  gint64 y, origin;  /**< origin: a line of the baseline grid */
  gboolean truncate; /**< nothing with a height was met: margins are dropped */
  gint64 top;        /**< where it begins */
} MbDescent;

/** mb_descent_snap: down to the grid of @piece. Returns: the new y. */
gint64 mb_descent_snap (MbDescent *descent, const MbPiece *piece);
/** mb_descent_pass: past GLUE, MONOLITH and ROW pieces. Returns: top of what was passed. */
gint64 mb_descent_pass (MbDescent *descent, const MbPiece *piece);

/* --- fit.c: how much of a flow a page or a column takes ------------------------------------------------------------------------*/

/** A part of the page area that the flow leaves free; the white around it is counted in. */
typedef struct {
  gint64 x, width;
  gint64 top, bottom;
  guint32 set; /**< planned for a column of this set: 1 + its piece; 0: for none */
} MbReserved;

/** Where something may be set; y grows downwards from the top of the page area. */
typedef struct {
  gint64 top, bottom;
  gint64 origin; /**< of the grid */
  const MbReserved *reserved;
  guint n_reserved;
  const MbBeside *beside; /**< what stands over gutters; NULL: nothing… */
  guint column;           /**< …and the column that this is */
} MbRoom;

/** A box over the gutter right of a column. Places are those of the page area. */
typedef struct {
  guint32 call; /**< its RESERVE, in the galley of the set */
  guint column;
  gint64 top, bottom;   /**< its range: whole lines */
  MbLength left, right; /**< what it takes of the left column, of the right one */
  gint64 x, y;          /**< of its border box */
} MbAstride;

/** A COLUMNS piece as far as one page holds it. */
typedef struct {
  guint32 piece;
  guint n;              /**< columns that hold something */
  const MbCursor *cuts; /**< n + 1 places in the inner galley */
  const gint64
      *tops; /**< where each column's own content begins: below the header rows repeated above it */
  const gboolean *truncated; /**< whether each column begins at an unforced break */
  const gint64 *heads;       /**< where each column begins: the bottom of what stands over it */
  const gint64 *feet;        /**< how far down each column may reach */
  guint n_spans;             /**< SPANs that are set here: the first pieces of the inner galley */
  const gint64 *spans;       /**< their tops */
  const guint8 *firsts;      /**< the column that each begins at */
  MbReel *const *shapes;     /**< each as it is set: over its columns, or fewer */
  gint64 top, bottom;
  guint count;           /**< columns of the set, those that hold nothing counted */
  const gint64 *bottoms; /**< where the content of each of n ends, notes at its foot counted in */
  gint64 step;           /**< a line */
  const MbAstride *astride; /**< boxes over its gutters */
  guint n_astride;
} MbColumnSet;

typedef struct {
  MbCursor from, to;
  gboolean truncate; /**< @from is an unforced break */
  gint64 top;        /**< where it begins, below the header rows repeated at the head */
  gint64 bottom;     /**< reached */
  int cost;          /**< of the break at @to */
  gboolean end;      /**< nothing with content is left */
  gboolean forced;
  gboolean overfull; /**< the only way on was to pass the bottom */
  gboolean empty;    /**< nothing at all fits (never when asked to make progress) */
  guint32 culprit;   /**< overfull: the piece that is too tall */
  const MbColumnSet *sets;
  guint n_sets;
  guint32 notes_from, notes_to; /**< units of notes at the foot of the page */
  int longer;                   /**< lines that the page is longer than its area */
} MbFit;

typedef enum {
  MB_FIT_PAGE,        /* the flow of a page */
  MB_FIT_COLUMN,      /* a column with another one after it on the page */
  MB_FIT_LAST_COLUMN, /* what follows it is on the next page */
} MbFitKind;

/** mb_fit: fill @room from @from on. @truncate: @from is an unforced break, so margins there are dropped. @progress: something must be
 * taken even if it does not fit. Sets are owned by @arena. */
MbFit mb_fit (const MbReel *reel, MbFitKind kind, MbCursor from, MbRoom room, gboolean truncate,
              gboolean progress, MbArena *arena);

/* --- adjust.c ------------------------------------------------------------------------------------------------------------------------*/

/** mb_adjust: when @fit (of a page) ends short of the foot, look for a paragraph whose other line count makes the page full, and keep it in
 * the reel. Returns: the fit that holds now. */
MbFit mb_adjust (MbReel *reel, MbFit fit, MbRoom room, MbArena *arena);

/** mb_adjust_may_use: whether LINES @piece may be set with setting @which instead of its best. */
gboolean mb_adjust_may_use (const MbPiece *piece, guint which);
/** mb_adjust_may_vary: the same, for ratios up to @worst. */
gboolean mb_adjust_may_vary (const MbPiece *piece, guint which, float worst);

/* --- release.c: paragraphs given back ------------------------------------------------------------------------------------------*/

/** mb_release: what @reel, of the flow, has before @to stands on its pages: give back the paragraphs that nothing needs any more. */
void mb_release (MbBook *book, MbReel *reel, MbCursor to);

/* --- notes.c: notes at the foot of pages --------------------------------------------------------------------------------------------*/

typedef struct {
  const MbReel *reel;
  guint32 first; /**< its first unit */
  const MbAnchor *anchor;
  guint32 *lines; /**< by setting: the line that calls it; NULL: called before a piece */
  guint32 sub;    /**< in a column set: the piece of its galley that calls it */
  gint64 bottom;  /**< of its ink, in the strip */
  MbNotePolicy policy;
  gboolean joins; /**< set in one paragraph with neighbours that do */
  gboolean inner; /**< called by the note before it */
} MbNote;

/** The notes of a flow, in the order of their calls, as one strip of units. */
struct MbNotes {
  const MbNote *notes;
  guint32 n;
  guint32 n_units;
  const MbCursor *cuts;  /**< by unit: where it begins in its note */
  const gint64 *tops;    /**< by unit: its top in the strip; n_units + 1 entries */
  const gint64 *bottoms; /**< by unit: its bottom, margins below a note left out */
  const guint32
      *called; /**< by piece: notes called before it; one more than the galley has pieces */
  const MbStyle *style;        /**< of @footnote */
  MbLength above, rule, white; /**< white above the rule, the rule, white below it */
  MbLength foot, below;        /**< its padding and border at the bottom; white below them */
  MbLength left, right, inset; /**< its margins at the sides; border and padding to the left */
  MbLength measure;            /**< of the notes */
  MbLength most;               /**< max-height; 0: none */
  gboolean joins, wholes;      /**< some do; some have footnote-policy: block */
  const MbReel *reel;          /**< of the flow */
  MbBook *book;
  MbLength sink; /**< from the bottom of the last note to the foot, so that last baselines agree */
};

/** mb_notes_collect: what @reel calls, in @reel->notes; measures are those of @page. @columns: what a column set calls may stand at the feet of its columns, and
 * is then in the notes of its reel. */
void mb_notes_collect (MbBook *book, MbReel *reel, const MbPageStyle *page, gboolean columns);
/** mb_notes_relined: LINES piece @index, of the galley of COLUMNS piece @set (G_MAXUINT32: of the flow of @notes), has other settings, as many as it had. */
void mb_notes_relined (const MbNotes *notes, guint32 set, guint32 index);
/** mb_notes_called: unit where the notes called before @to end; @which: setting of the paragraph that @to is in. */
guint32 mb_notes_called (const MbNotes *notes, MbCursor to, guint which);
/** mb_notes_called_inside: the same, when @at is a place in the galley of COLUMNS piece @set, and @which the setting there. */
guint32 mb_notes_called_inside (const MbNotes *notes, guint32 set, MbCursor at, guint which);
/** mb_notes_of: the note that unit @unit is of. */
guint32 mb_notes_of (const MbNotes *notes, guint32 unit);
/** mb_notes_least: unit that the notes of a page that begin at @begin must reach when those up to @called are called. */
guint32 mb_notes_least (const MbNotes *notes, guint32 begin, guint32 called);
/** mb_notes_parts: whether a break before @line of LINES @piece, set with @which, parts what must stay above a note (footnote-policy: block). */
gboolean mb_notes_parts (const MbNotes *notes, guint32 piece, guint line, guint which);
/** mb_notes_fitting: how far they come in @room. */
guint32 mb_notes_fitting (const MbNotes *notes, guint32 begin, guint32 called, gint64 room);
/** mb_notes_height: of units @begin … @end at the foot, rule and white included. */
gint64 mb_notes_height (const MbNotes *notes, guint32 begin, guint32 end);
/** mb_notes_cost: of going on with what follows @end on the next page. */
gint64 mb_notes_cost (const MbPageFit *fit, const MbNotes *notes, guint32 begin, guint32 end,
                      guint32 called);
/** mb_notes_place: fragments of units @begin … @end at the foot of @area, of @page. @rule: above them; NULL: none. */
MbFragment *mb_notes_place (MbBook *book, const MbReel *reel, guint32 begin, guint32 end,
                            const MbRect *area, guint page, MbFragment **rule);
/** mb_notes_fit: first fit with room for the notes that the page calls; those from unit @begin on. */
MbFit mb_notes_fit (MbBook *book, MbReel *reel, guint index, MbCursor from, MbRoom room,
                    gboolean truncate, guint32 begin);

/* --- costs.c: what breaks cost -----------------------------------------------------------------------------------------------------*/

#define MB_FEW_LINES 3 /* beside a float */
#define MB_HOLE      3 /* times as much: a column that ends above its neighbours */
#define MB_PLATE_SHARE                                                                             \
  60 /* per cent of a page: a float that takes so much may have it for itself */
#define MB_PAGE_WINDOW   3        /* lines above its foot where a page may end, at any place */
#define MB_COST_PARTED   600000   /* of a paragraph cut above a call with footnote-policy: block */
#define MB_COST_NOTES    2000000  /* of notes that go on in the next chapter */
#define MB_COST_OVERFULL 10000000 /* of a page that something passes the foot of */

/** What is known of each place to break, by piece. */
typedef struct {
  MbLength *reach; /**< PENALTY: how far the next place without a cost is at most */
  guint8 *few;     /**< PENALTY: above stands a heading with one line below it */
  guint8 *blank;   /**< PENALTY: an empty line comes first */
} MbPlaces;

MbPlaces mb_places_find (const MbReel *reel, guint32 from, guint32 to, MbArena *arena);

gboolean mb_costs_is_heading (const MbPiece *piece);
/** mb_costs_penalty: of a page break before piece @index. */
gint64 mb_costs_penalty (const MbPageFit *fit, const MbPlaces *places, const MbGalley *galley,
                         guint32 index);
/** mb_costs_line: before @line of @piece, when lines from @from on are on the page that ends, a verso when @left. */
gint64 mb_costs_line (const MbPageFit *fit, const MbPiece *piece, const MbSetting *setting,
                      guint from, guint line, gboolean left);
/** mb_costs_shortage: of a page that ends @lack above its foot, lines being @line high. */
gint64 mb_costs_shortage (const MbPageFit *fit, gint64 lack, MbLength line);
/** mb_costs_spread: of a spread @longer lines longer than the page area. */
gint64 mb_costs_spread (const MbPageFit *fit, int longer);
/** mb_costs_paragraph: of LINES @piece set with setting @which. */
gint64 mb_costs_paragraph (const MbPageFit *fit, const MbPiece *piece, guint which);
/** mb_costs_float: of a float @halves half turns from its call: 1 from a verso to its recto, 2 from a recto to its verso. */
gint64 mb_costs_float (const MbPageFit *fit, guint halves);
/** mb_costs_plate: of a page with nothing but floats, which take @filled of its @height. */
gint64 mb_costs_plate (const MbPageFit *fit, gint64 filled, gint64 height);
/** mb_costs_beside: of a page whose floats leave @text to lines. */
gint64 mb_costs_beside (const MbPageFit *fit, gint64 text, MbLength line);
/** mb_costs_last: of the last page of a chapter, which is filled down to @height of @foot. */
gint64 mb_costs_last (const MbPageFit *fit, gint64 height, gint64 foot, MbLength line);

/* --- layers.c: what the choice of breaks remembers ------------------------------------------------------------------------------------*/

/** A way to set the flow down to a piece. */
typedef struct {
  gint64 cost;
  guint32 track;
  MbLength y;       /**< where it goes on, from the top of the page area */
  MbLength ink;     /**< bottom of what shows */
  guint32 notes;    /**< unit of the notes where those of the page begin */
  gint8 longer;     /**< lines that the spread is longer than the page area */
  guint8 left;      /**< on a verso, which is a right page where pages follow from right to left */
  guint8 begun : 1; /**< the page has content */
  guint8 truncate : 1; /**< margins are dropped: an unforced break is right above */
  guint8 overfull : 1; /**< the page must end as soon as it can */
  guint8 opening : 1;  /**< the first page of a chapter */
  guint8 first : 1;    /**< page 1 */
  guint32 scene; /**< its floats, and its notes when they were chosen with it (scenes.c); 0: none */
} MbPageState;

typedef struct {
  guint32 stamp, index;
} MbLayerSlot;

typedef struct {
  GArray *states; /**< of MbPageState */
  MbLayerSlot *slots;
  guint32 n_slots, stamp;
} MbLayer;

void mb_layer_init (MbLayer *layer);
void mb_layer_free (MbLayer *layer);
void mb_layer_clear (MbLayer *layer);
/** mb_layer_accepts: whether @state would be kept. */
gboolean mb_layer_accepts (const MbLayer *layer, const MbPageState *state);
/** mb_layer_add: keep @state unless one that is no dearer goes on in the same manner. */
void mb_layer_add (MbLayer *layer, const MbPageState *state);
/** mb_layer_index: its states have been moved. */
void mb_layer_index (MbLayer *layer);
/** mb_layer_narrow: keep the @limit cheapest states, by @costs of each. Returns: whether some went. */
gboolean mb_layer_narrow (MbLayer *layer, guint limit, const gint64 *costs);

typedef enum {
  MB_TRACK_PAGE,    /* a page begins */
  MB_TRACK_SETTING, /* a paragraph is not set at its best */
  MB_TRACK_PLATE,   /* a page of floats alone */
  MB_TRACK_SET, /* a column set begins: piece; line: how far down; setting: margins are dropped there */
  MB_TRACK_COLUMN, /* its next column begins: piece and line in its galley */
  MB_TRACK_TURN,   /* the same, on the next page */
  MB_TRACK_REST,   /* what is left of it is on this page, balanced */
  MB_TRACK_OWED, /* what comes next ends a column that owes some of its notes: notes: how many units */
  MB_TRACK_FLOATS, /* a column has floats: piece: which; setting: how many; line: top of the columns */
  MB_TRACK_END,    /* the plan ends */
} MbTrackKind;

/** A decision. */
typedef struct {
  guint32 before; /**< the decision before it; 0: none */
  guint32 piece, line;
  guint32 notes; /**< where the notes of the page that begins here do */
  guint8 kind, left;
  guint8 setting; /**< SETTING: which; PAGE, PLATE: floats on it */
  gint8 longer : 4;
  guint8 overfull : 1; /**< the page that ends here is */
} MbTrack;

typedef struct {
  GArray *list; /**< of MbTrack */
  guint limit;  /**< sweep when there are that many */
} MbTracks;

void mb_tracks_init (MbTracks *tracks);
void mb_tracks_free (MbTracks *tracks);
guint32 mb_tracks_add (MbTracks *tracks, MbTrack track);
/** mb_tracks_sweep: drop what neither a state of @layer nor one of @extra leads to, when many are there. */
void mb_tracks_sweep (MbTracks *tracks, MbLayer *layer, guint32 *extra, guint n_extra);

/* --- optimise.c: breaks for whole chapters ------------------------------------------------------------------------------------------------*/

/** A column set on a planned page. */
typedef struct {
  guint32 piece;
  gint64 top;
  gboolean truncate; /**< margins at its beginning are dropped */
  gboolean rest;     /**< all that is left of it */
  guint n;           /**< columns, when they are full */
  MbCursor cuts[MB_MAX_COLUMNS + 1];
} MbPlanSet;

/** A float on a planned page. */
typedef struct {
  guint32 set;     /**< 1 + the COLUMNS piece that calls it; 0: none */
  guint32 piece;   /**< its RESERVE, in the galley of the set or of the flow */
  gboolean inside; /**< it stands in one column of the set… */
  guint column;    /**< …in this one… */
  gint64 top;      /**< …whose columns begin there */
} MbPlanSeat;

typedef struct {
  MbCursor from, to;
  int longer;        /**< lines that the page is longer than its area */
  gboolean left;     /**< it is to be a verso */
  gboolean truncate; /**< @from is an unforced break */
  gboolean forced;   /**< the break at @to is forced */
  gboolean overfull;
  guint32 notes_from, notes_to;
  const MbPlanSeat *floats; /**< those on it, in their order */
  guint n_floats;
  gboolean plate; /**< nothing but these */
  const MbPlanSet *sets;
  guint n_sets;
} MbPlanPage;

typedef struct {
  const MbPlanPage *pages;
  guint n;
  gint64 cost;
  gboolean end;    /**< nothing is left */
  gboolean proved; /**< no choice of breaks costs less */
} MbPlan;

typedef enum {
  MB_PLAN_FIRST,   /* page 1 */
  MB_PLAN_OPENING, /* a chapter begins on it */
  MB_PLAN_INSIDE,
} MbPlanPageKind;

typedef struct {
  MbCursor from;            /**< a forced break, or the beginning */
  gboolean left;            /**< the first page is a verso */
  gboolean rtl;             /**< pages follow from right to left */
  gboolean first;           /**< it is page 1 */
  const char *name;         /**< named page before @from */
  guint32 notes;            /**< unit where notes go on */
  const MbPageFit *weights; /**< NULL: from style */
  /** height of the page area on such a page; ≤ 0: the flow cannot be set on it */
  gint64 (*height) (gpointer data, const char *name, MbPlanPageKind kind, gboolean left);
  gpointer data;
} MbPlanJob;

/** mb_optimise: choose the pages from @job->from on, as far as it can plan, and the settings of their paragraphs, which go into the reel.
 * Returns: FALSE when not even the chapter that begins there can be planned. Owned by @arena. */
gboolean mb_optimise (MbReel *reel, const MbPlanJob *job, MbArena *arena, MbPlan *plan);

/* --- sets.c -----*/

/** mb_set_rest: what is left of COLUMNS piece @index from @from on, on one page, in @room. Returns: FALSE when it does not fit. */
gboolean mb_set_rest (const MbReel *reel, guint32 index, MbCursor from, const MbRoom *room,
                      gboolean truncate, MbArena *arena, MbColumnSet *set);
/** mb_set_cost: of columns that mb_set_rest has just made. */
gint64 mb_set_cost (const MbReel *reel, const MbColumnSet *set, const MbPageFit *fit,
                    const MbPlaces *places);
/** mb_set_planned: @set as its page takes it, whose top it knows and whose foot is that of @room. */
MbColumnSet mb_set_planned (const MbReel *reel, const MbPlanSet *planned, const MbRoom *room,
                            MbArena *arena);

/* --- columns.c -------------------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbColumnSet set;
  gboolean whole;  /**< nothing is left for another page */
  gboolean forced; /**< a page break inside ends it */
  gboolean overfull, empty;
  int cost;    /**< of the break at the end */
  gint64 text; /**< the lowest top of a column: below every SPAN */
} MbColumnsFit;

/** mb_columns_fit: set COLUMNS piece @index of @outer from @from (a place in its galley) on. */
MbColumnsFit mb_columns_fit (const MbReel *outer, guint32 index, MbCursor from, MbRoom room,
                             gboolean truncate, gboolean progress, MbArena *arena);
/** Setting a column set; room.top of column i is heads[i]. */
typedef struct {
  const MbReel *reel; /**< of the inner galley */
  MbCursor from;      /**< after the SPANs */
  MbRoom room;
  guint count; /**< columns */
  gint64 step; /**< what heights differ by: a line of the grid */
  gint64 heads[MB_MAX_COLUMNS], feet[MB_MAX_COLUMNS];
  gboolean left_closed; /**< columns to the left of a span are kept empty… */
  gboolean left_open;   /**< …and this forbids it */
  gboolean blocked;     /**< something over the columns does not fit beside what is reserved */
  gint64 *spans;
  guint8 *firsts;
  MbReel **shapes;
  guint n_spans;
  gint64 text; /**< the lowest of heads */
  gboolean truncate, progress;
  MbBeside *beside;   /**< what stands over gutters; NULL: nothing */
  gboolean balancing; /**< what is taller than the height asked for may reach below it */
  int allowed;        /**< worst break that balancing may make */
  MbArena *arena;
} MbColumnsJob;

typedef struct {
  guint n;
  MbCursor cuts[MB_MAX_COLUMNS + 1];
  gint64 tops[MB_MAX_COLUMNS], bottoms[MB_MAX_COLUMNS];
  gboolean truncated[MB_MAX_COLUMNS];
  gint64 bottom;
  gboolean whole;  /**< the galley is used up */
  gboolean forced; /**< by a page break */
  gboolean overfull;
  int cost; /**< of the worst break between two columns, or at the end */
} MbColumnsFilling;

/** mb_columns_set: @job, which has nothing done yet, in @piece: spans, text, balance. Returns: FALSE when nothing fits. */
gboolean mb_columns_set (MbColumnsJob *job, const MbPiece *piece, MbColumnsFilling *filling);
/** mb_columns_fill: fill the columns down to @bottom. Returns: FALSE when nothing fits. */
gboolean mb_columns_fill (const MbColumnsJob *job, gint64 bottom, MbColumnsFilling *filling);
/** mb_columns_complete: all that is to be on the page is in @filling. */
gboolean mb_columns_complete (const MbColumnsFilling *filling);

/** mb_columns_worth: whether what stands between room's edges is worth beginning the set there: three lines a column, four below the @head of
 * a story. */
gboolean mb_columns_worth (const MbReel *inner, MbRoom room, gboolean head);
/** mb_room_foot: how far down what stands at @x, @width wide, from @y on may reach. */
gint64 mb_room_foot (const MbRoom *room, gint64 x, gint64 width, gint64 y);
/** mb_room_head: the first place at or below @y that is free at @x, @width wide. */
gint64 mb_room_head (const MbRoom *room, gint64 x, gint64 width, gint64 y);
/** mb_columns_notes: units of the notes of @inner at the foot of a column from @from to @to. */
void mb_columns_notes (const MbReel *inner, MbCursor from, MbCursor to, guint32 *begin,
                       guint32 *end);
/** mb_columns_x: left edge of column @i from that of the galley. */
MbLength mb_columns_x (const MbPiece *piece, guint i);

/* --- astride.c: boxes over gutters --- */

#define MB_MOST_ASTRIDE 4 /* in a set on one page */

/** Boxes over the gutters of a set on one page, and its columns. */
struct MbBeside {
  MbQuotes *quotes;
  const MbPiece *set; /**< COLUMNS */
  const gint64 *heads;
  guint count;
  gint64 origin;
  MbAstride list[MB_MOST_ASTRIDE];
  guint n;
  MbCursor split
      [MB_MAX_COLUMNS]; /**< by column: where its foot parts a paragraph; line 0: not known, as many lines as fit stand above */
};

/** A paragraph at measures that are left beside such boxes. */
typedef struct MbNarrowed MbNarrowed;

/** mb_quotes_collect: the boxes over gutters of the sets of @reel. mb_quotes_by_hand: whether copyfit.c places those of set @reel. */
void mb_quotes_collect (MbBook *book, MbReel *reel);
void mb_quotes_by_hand (MbReel *reel, gboolean by_hand);
/** mb_quotes_next: the first RESERVE of one from piece @from on; G_MAXUINT32: none. */
guint32 mb_quotes_next (const MbQuotes *quotes, guint32 from);
/** mb_quotes_reset: settings at the whole measure again for paragraphs from piece @from on. */
void mb_quotes_reset (const MbQuotes *quotes, guint32 from);
/** mb_quotes_leave: those of @reel, and below it, that have found no place on pages whose columns are @height high at the most go into the flow of the next
 * pass. Returns: how many. */
guint mb_quotes_leave (MbBook *book, const MbReel *reel, gint64 height);

MbBeside *mb_beside_new (MbQuotes *quotes, const gint64 *heads, guint count, gint64 origin,
                         MbArena *arena);
/** mb_beside_places: where the box called at @call may stand, the best first (MbAstride); @filling is the set without it, @bottoms are those that columns
 * will have with it. */
void mb_beside_places (const MbBeside *beside, const MbColumnsFilling *filling,
                       const gint64 *bottoms, guint32 call, GArray *places);
/** mb_beside_find: LINES piece @index, which begins at @top of @column and is parted before line @cut by its foot. NULL: no line of it is narrowed. */
const MbNarrowed *mb_beside_find (const MbBeside *beside, guint32 index, guint column, gint64 top,
                                  guint cut);
/** mb_beside_settings: those of @way. mb_beside_apply: they are those of the piece from now on. */
const MbSettings *mb_beside_settings (const MbBeside *beside, guint32 index, const MbNarrowed *way);
void mb_beside_apply (const MbBeside *beside, guint32 index, const MbNarrowed *way);
/** mb_beside_take: both, in a column that ends at @foot. */
void mb_beside_take (const MbBeside *beside, guint32 index, guint column, gint64 top, gint64 foot);
/** mb_beside_is_clear: whether nothing of @filling stands where the boxes do; @loose: a paragraph beside one is beyond tolerance. */
gboolean mb_beside_is_clear (const MbBeside *beside, const MbColumnsFilling *filling,
                             gboolean *loose);
/** mb_astride_set: @job has been set without boxes over gutters, and @begin is what it was before: set it with those that are called here.
 * Returns: FALSE when nothing fits. */
gboolean mb_astride_set (const MbColumnsJob *begin, const MbPiece *piece, MbColumnsJob *job,
                         MbColumnsFilling *filling);

/* --- exact.c: text that fills its columns to the line --- */

typedef struct {
  MbReel *reel;
  MbCursor from;
  guint count; /**< columns */
  const gint64 *heads, *feet;
  gint64 origin;
  gint64 step; /**< a line */
  gboolean truncate;
  gboolean paragraphs, pictures, air; /**< what may be changed */
  const MbBeside *beside;             /**< what stands over gutters; NULL: nothing */
  MbArena *arena;
} MbExactJob;

typedef struct {
  int lack;        /**< lines of white at the end; negative: too many */
  int uneven;      /**< lines of white at the feet of other columns */
  int least, most; /**< of all ways there are */
  gint64 cost;
  int by_paragraphs, by_pictures, by_air; /**< lines */
  guint n;
  MbCursor cuts[MB_MAX_COLUMNS + 1];
  gint64 tops[MB_MAX_COLUMNS], bottoms[MB_MAX_COLUMNS];
  gboolean truncated[MB_MAX_COLUMNS];
} MbExactFill;

/** mb_exact_fill: the best way to set job->reel from job->from on; the choices go into the reel. FALSE: there is no room, or no way. */
gboolean mb_exact_fill (const MbExactJob *job, MbExactFill *fill);

/* --- copyfit.c, zones.c: pages placed by hand --- */

/** mb_copyfit_place: set @zone so that it fills its area, which is the content of @master. Returns: list of fragments. */
MbFragment *mb_copyfit_place (MbBook *book, const MbZone *zone, const MbMaster *master, guint page,
                              MbZoneFit *report);
/** mb_zones_place: every zone of ZONES @piece, whose top is at @y of the page. */
MbFragment *mb_zones_place (MbBook *book, const MbPiece *piece, const MbMaster *master, guint page,
                            MbLength y);

/** mb_zones_report: what became of the zones of the finished pages. */
void mb_zones_report (MbDiagnostics *diagnostics, const MbPages *pages);

/* --- even.c ----------------------------------------------------------------------------------------------------------------------*/

/** mb_columns_reset: best settings again for every paragraph that begins in what is left of the set. */
void mb_columns_reset (const MbColumnsJob *job);
/** mb_columns_even: @filling is complete down to @bottom; make its feet end as evenly as they can, at most two lines lower. Returns: the bottom that it was filled down
 * to. */
gint64 mb_columns_even (const MbColumnsJob *job, gint64 bottom, MbColumnsFilling *filling);

/* --- full.c ----------------------------------------------------------------------------------------------------------------------*/

/** mb_full: less white on the page of @fit, by pictures with a crop and gaps between stories; only for pages with column sets. The choices
 * stay in @reel. Returns: the fit that holds now. */
/** mb_full_is_gap: whether the margin above @index is a gap between stories: a page could break there. */
gboolean mb_full_is_gap (const MbReel *reel, guint32 index);
MbFit mb_full (MbReel *reel, MbFit fit, MbRoom room, gboolean progress, MbArena *arena);

/* --- sides.c, masters.c -------------------------------------------------------------------------------------------------------------*/

/** mb_side_fits: whether a page that @asked begins may be a @left one. @rtl: pages follow from right to left. */
gboolean mb_side_fits (gboolean rtl, MbBreakValue asked, gboolean left);
/** mb_side_is_left: of page @index (0-based; 0 is a recto). mb_side_is_verso: whether a spread begins with it, on whichever side. */
gboolean mb_side_is_verso (guint index);
gboolean mb_side_is_left (gboolean rtl, guint index);

/** mb_master_get: @in_group: 1-based place in the page group of the named page @name; 0: blank, or in none. */
MbMaster mb_master_get (const MbBook *book, guint index, const char *name, gboolean blank,
                        guint in_group);

/* --- The book being made --------------------------------------------------------------------------------------------------------------*/

/** An anchor and where it ended up. In document order. */
typedef struct {
  const MbAnchor *anchor;
  guint page;
  MbLength x, y;
  gboolean start; /**< nothing of the page stands before it */
} MbSpot;

/** Pages chosen ahead, and how far they have been made. */
typedef struct {
  MbPlan plan;
  guint next;
  guint dropped; /**< plans that pages did not turn out to fit */
} MbBookPlan;

/** A box with position: fixed, where it stands in the flow. */
typedef struct {
  const MbFragment *fragment;
  guint page;
} MbFixed;

/** Notes at the foot of a column. */
typedef struct {
  const MbReel *reel; /**< of the set */
  guint32 begin, end;
  MbRect area; /**< of the column */
} MbColumnNotes;

struct MbBook {
  const MbBoxContext *boxes;
  MbLayContext lay;
  MbArena *arena;
  const MbBox *root;
  gboolean rtl;        /**< pages follow from right to left: page 1 is a left one */
  const MbBox *canvas; /**< carries the background of every page's area, or NULL */
  GArray *reels;       /**< of MbReel*: the flow at each measure met */
  GArray *pages;       /**< of MbPage */
  GArray *masters;     /**< of MbMaster, by page */
  GArray *names;       /**< of const char*: named page, by page */
  const MbBox *group;  /**< the element whose page group the last page is in, or NULL */
  guint in_group;      /**< 1-based place of the last page in it */
  GArray *spots;       /**< of MbSpot */
  GArray *marks;       /**< of MbPageMark */
  GArray *
      starts; /**< of guint32, by page: boxes from this index on begin on the page or later; G_MAXUINT32: no content */
  GHashTable *seen;        /**< anchors met (a set) */
  GHashTable *backgrounds; /**< style of a page box → its pictures */
  GArray *guests;          /**< of MbGuest */
  GArray *here;            /**< of guint: those on the page being made */
  GArray *fixed;           /**< of MbFixed */
  GArray *rests;           /**< of MbRest: boxes that the page before has cut */
  GArray *zones;           /**< of MbZoneFit */
  MbFragment *seated;      /**< what stands in corners of the zones of the page being made */
  MbBookPlan plan;
  guint taken;          /**< place where what earlier passes made ends; 0: they made nothing */
  const MbReel *noted;  /**< whose notes were set last… */
  guint32 note;         /**< …and the unit to go on with */
  GArray *column_notes; /**< of MbColumnNotes: those of the page being made */
  GArray *floats;       /**< of MbFloatPlace */
  GHashTable *astride;  /**< nodes of boxes over gutters that have their place (a set) */
  GHashTable *runs;     /**< notes.c: gint64 → MbReel, notes set as one paragraph */
};

/* --- reserve.c: boxes with -marbre-place --------------------------------------------------------------------------------*/

/** A box that is to stand at a fixed place of a page. */
typedef struct {
  const MbBox *box;
  const MbPiece *piece; /**< RESERVE */
  gboolean placed;
  gboolean begun;      /**< its parent has begun: it is due from now on */
  gboolean met;        /**< its call was found… */
  guint called;        /**< …on this page */
  guint column;        /**< a float: that of its call */
  guint refused;       /**< 1 + the page that had no room for it; 0: none */
  MbReserved reserved; /**< on the page being made */
  MbLength x, y;       /**< of its border box there, from the page area */
} MbGuest;

/** mb_guests_collect: every RESERVE of @reel into the book's guests, in document order. */
void mb_guests_collect (MbBook *book, const MbReel *reel);
/** mb_guests_fit: mb_fit, and around it the guests that belong on page @index: those that are due, and those whose parent begins there. */
MbFit mb_guests_fit (MbBook *book, MbReel *reel, guint index, MbCursor from, MbRoom room,
                     gboolean truncate);
/** mb_guests_place: fragments of those on the page just fitted. Returns: list of fragments; NULL: none. */
MbFragment *mb_guests_place (MbBook *book, guint index);
/** mb_guests_seat: what @reel, an article @width wide in a zone of page @index, has placed in corners, each in the corner of @room, from
 * which it is taken. @list: their fragments, measured from the top left of the zone (in the arena of the reel). Returns: the first box that has
 * no room, or NULL. */
const MbBox *mb_guests_seat (const MbBook *book, MbReel *reel, guint index, gint64 width,
                             MbRoom *room, MbFragment **list);
/** mb_guests_plan: the floats of @planned, page @index, whose foot is @bottom below the head of its area; and those that it calls. Returns: what
 * they leave to the flow. */
MbRoom mb_guests_plan (MbBook *book, const MbReel *reel, guint index, const MbPlanPage *planned,
                       gint64 bottom);
/** mb_guests_unplan: a plan ends before its floats were placed: they are due. */
void mb_guests_unplan (MbBook *book);
/** mb_page_add_foot: @rect of page @index, at its foot, is not left to the flow. */
void mb_page_add_foot (MbBook *book, guint index, MbRect rect);
/** mb_guests_at_foot: whether one of the page just fitted stands at its foot. */
gboolean mb_guests_at_foot (const MbBook *book);
/** mb_guests_due: whether some wait that may come to any page: nothing can be planned. */
gboolean mb_guests_due (const MbBook *book);
/** mb_guests_left: whether some wait for a page when the flow has ended. */
gboolean mb_guests_left (const MbBook *book);

/** mb_plan_foot: foot of a page area of @height that is @longer lines longer: on the grid when there is one. */
gint64 mb_plan_foot (const MbReel *reel, gint64 height, int longer);

/* --- plan.c: following a plan ------------------------------------------------------------------------------------------------------------*/

/** mb_plan_page: the page to make at @from as number @index with @master, planning ahead where a chapter begins (@forced). Returns: FALSE when first fit is
 * to make it. */
gboolean mb_plan_page (MbBook *book, MbReel *reel, MbCursor from, gboolean forced, const char *name,
                       guint index, const MbMaster *master, MbFit *fit);

/** mb_plan_is_plate: whether the next page has floats alone, and no break that is asked for leads to it. */
gboolean mb_plan_is_plate (const MbBook *book);

/* --- aside.c: notes in the margin ----------------------------------------------------------------------------------------------*/

/** mb_sides_place: the side notes called by @flow of page @index (spots from @first on), each beside its line, below the one before it. Returns: list of
 * fragments; NULL: none. */
MbFragment *mb_sides_place (MbBook *book, guint index, const MbFragment *flow, guint first);

/* --- place.c ------------------------------------------------------------------------------------------------------------------------------*/

/** mb_place_flow: fragments of what @fit took for @page, and its anchors into the book's spots. Returns: list of fragments. */
MbFragment *mb_place_flow (MbBook *book, const MbReel *reel, const MbFit *fit,
                           const MbMaster *master, guint page, MbFragment **heads);

/* --- map.c ----------------------------------------------------------------------------------------------------------------------------------*/

/** Where a range of a galley was set, for finding what happens in it. */
typedef struct {
  const MbReel *reel;
  MbCursor from, to;
  MbLength x; /**< left edge of the galley */
  MbLength y, origin;
  gboolean truncate;
  gboolean joins; /**< with what stands above: a box may hold stretches and column sets */
  gint64 foot;    /**< bottom of the page or column, for rows that are cut there; 0: not known */
} MbStretch;

/** mb_stretch_range: what of its galley, and where, for mb_lay_place. */
MbLayRange mb_stretch_range (const MbStretch *stretch);
void mb_map_stretch (MbBook *book, const MbStretch *stretch, guint page);
/** mb_map_box: the anchors of @box and below it, which stand at @x, @y of @page. */
void mb_map_box (MbBook *book, const MbBox *box, guint page, MbLength x, MbLength y);
/** mb_map_first: note the first thing of the source on @page. */
void mb_map_first (MbBook *book, const MbFragment *fragment, guint page);
/** mb_map_finish: bookmarks, targets and page map of @pages. */
void mb_map_finish (MbBook *book, MbPages *pages);

/* --- counters.c, strings.c, margins.c ----------------------------------------------------------------------------------------------------------*/

typedef struct MbPageCounters MbPageCounters;

/** mb_page_counters_run: numbers and labels of every page, and the page counters to ask for. Owned by the book's arena. */
MbPageCounters *mb_page_counters_run (MbBook *book);
gboolean mb_page_counters_get (const MbPageCounters *counters, guint page, const char *name,
                               int *value);

typedef struct MbPageStrings MbPageStrings;

/** mb_page_strings_run: what each named string and running element is on each page. Owned by the book's arena. */
MbPageStrings *mb_page_strings_run (MbBook *book);
const MbAnchor *mb_page_strings_get (const MbPageStrings *strings, MbAnchorKind kind, guint page,
                                     const char *name, const char *which);

/** mb_page_strings_is_here: whether the running element @box left the flow on @page. */
gboolean mb_page_strings_is_here (const MbPageStrings *strings, guint page, const MbBox *box);

/** mb_margins_lay: the margin boxes of page @index. Returns: number of areas written to @areas (at most MB_N_MARGIN_BOXES). */
guint mb_margins_lay (MbBook *book, guint index, const MbPageCounters *counters,
                      const MbPageStrings *strings, MbArea *areas);

/** One box of a row (or column) of three for the variable dimension; outer sizes. */
typedef struct {
  gboolean made;  /**< the box exists */
  gboolean fixed; /**< its size is given: @size */
  gint64 size;
  gint64 min, max;    /**< min-content and max-content */
  gint64 least, most; /**< min-width and max-width; most < 0: none */
} MbMarginSize;

/** mb_margin_sizes: used outer sizes of A, B and C in @available (css-page-3 § 5.3.2). */
void mb_margin_sizes (MbMarginSize boxes[3], gint64 available, gint64 sizes[3]);

/* --- references.c -----------------------------------------------------------------------------------------------------------------------------------*/

typedef struct MbQueries MbQueries;

MbQueries *mb_queries_new (MbStyles *styles);
void mb_queries_free (MbQueries *queries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbQueries, mb_queries_free)
/** mb_queries_references: what box generation asks; answers come from the pages last learnt. */
MbReferences mb_queries_references (MbQueries *queries);
/** mb_queries_freeze: from now on answers keep their widest width. */
void mb_queries_freeze (MbQueries *queries);
/** mb_queries_unanswered: whether one got no answer at all. */
gboolean mb_queries_unanswered (const MbQueries *queries);
/** mb_queries_learn: remember @pages. Returns: whether everything answered since the last call is still right. */
gboolean mb_queries_learn (MbQueries *queries, const MbPages *pages);
