/* SPDX-License-Identifier: Apache-2.0 */
/* layout.h — boxes to galleys, galley pieces to placed fragments.  May use: base, doc, font, media, style, text, box.
 *
 * A galley is the flat list of pieces of one flow at one measure, with no page in mind: lines (with all their feasible line
 * counts), vertical glue, penalties, monoliths, anchors, column sets, table rows. `page` alone chooses where to break; then
 * mb_lay_place replays the chosen range into fragments. Pieces never know where they end up.
 *
 * The exact meaning of pieces
 *
 * Order. Between two siblings stand, each where there is one: what ends the first (edge GLUE, CLOSE), a PENALTY, one margin GLUE
 *   (all adjoining margins collapsed; may be negative), ANCHORs and OPENs of the second in document order, edge GLUE, content.
 *   A zero GLUE is not written.
 * Breaks. A break may fall at exactly these places: at a PENALTY (cursor: the PENALTY itself, line 0; a range that begins there
 *   passes over it); between two lines of a LINES piece (cursor: the piece, the number of lines before the break), unless `keep`, and
 *   within its orphans and widows; inside a COLUMNS piece, at the same places of its galley; inside a nest. Nowhere else: pieces without a PENALTY
 *   between them stay together.
 *   cost 0 is neutral, MB_PENALTY_FORBIDDEN is break-*: avoid (break-inside: avoid makes every PENALTY inside FORBIDDEN and every
 *   LINES `keep`). avoid_page_only / avoid_column_only: the cost counts at breaks of that kind only, at the others it is 0.
 *   forced: the break must be made there (cost 0). A forced PENALTY may be the first piece of a galley: it then says on which page
 *   the flow begins and makes no empty page. `page` is the named page of what follows ("" auto); it always comes with forced ≥ PAGE.
 *   Inside a COLUMNS galley a forced PAGE, LEFT… ends the page, a forced COLUMN the column.
 * Margins. A margin GLUE that is met before anything with a height, in a range walked with @truncate, counts 0. Pass TRUE after an
 *   unforced break, and at the top of pages as the house likes. A break leaves no margin before it: the margin stands after the
 *   PENALTY. The last piece of a galley may be a margin GLUE (the flow's trailing margin); a COLUMNS galley may begin with one but never
 *   ends with one: its trailing margin adjoins what follows the set.
 * Spans. A COLUMNS galley may begin with SPAN pieces: what stands at the head of the set over its first `count` columns, each a galley of
 *   its own at the width of these columns, in document order. A SPAN stands as high as it can below the SPANs before it that share a
 *   column with it; each column's text begins below the last SPAN over it, at the top where there is none. A SPAN has no margin above
 *   (the first one's went to what precedes the set) and is never broken; the margin of the text right below is truncated. A range that
 *   begins at the first piece after the SPANs is what is left of the set once they are set.
 *   When anything of the edition is placed by -marbre-place (context->reserves), every spanner is a SPAN, and `narrower` has the same over
 *   fewer columns, for where a reserved place leaves no more.
 * Reserves. A RESERVE stands before the first content of the parent of a box with -marbre-place, which is nowhere else. x and width are those of
 *   the columns that its place is counted in. Such a piece is no content, and no break falls at it.
 *   With `astride` it is a box over the gutter between two columns (-marbre-astride): the lines on both sides of it are broken at what it leaves
 *   them (mb_lay_narrowed) once page knows where they stand.
 * Crops. A MONOLITH with `most` > 0 is a picture whose author allows a crop (data-recadrage): it may be set at any height from `least` to `most`
 *   by whole steps of `step` from its own `height`; each such height ends it, with its caption, on a line of the grid. To set it so
 *   name the height in MbChoice.heights; mb_lay_place then cuts the picture around its focus (data-foyer). `height` is the one nearest
 *   to the picture shown whole. GLUE may be given another height in the same way.
 * Slabs. A MONOLITH with a slab is a band of boxes that stand side by side (slab.c), from `from` to `to` of it: bands of one slab follow each other
 *   with a PENALTY between them, and those that are placed together are drawn as one slice. Such a piece has no fragment of its own.
 * Nests. A MONOLITH with a nest, in a COLUMNS galley only, is a set of columns in a column, and a break may fall inside it where mb_nest_fit says. What
 *   lies before it and after it are set as columns anew (nest.c): their heights do not add up to that of the piece.
 * Zones. A ZONES piece is a page placed by hand: a grid container with -marbre-copyfit (template.c). Its zones are laid out each for itself:
 *   those with a fragment are whole; of the others mb_lay_zone gives the galley. No break falls inside it.
 * Grid. See grid.c. When `grid` is set, the top of a LINES or MONOLITH piece, or of the lines of it that begin a range, snaps down to
 *   the next multiple of the pitch from the grid origin. lines.ascent already holds the shift that puts baselines of another font
 *   on the body's baselines. With an area that begins on the grid, body text fills whole numbers of lines.
 * Boxes. OPEN and CLOSE stand only around boxes that paint a background or a border, or have box-decoration-break: clone. Indents
 *   are in x and width of each piece. The fragment of an open box ends where the range ends; clone repeats its edges there.
 * Anchors. ANCHOR pieces stand right before the first content of their element (after its margin). Anchors on lines of a LINES piece
 *   are asked from mb_text_line_anchors. Those inside a ROW, a MONOLITH or an inline-block stand as ANCHOR pieces before it.
 * Floats. A FLOAT hangs down from where it stands, right before the content beside it: no height of its own, and no break until it has been
 *   passed. `floats` of LINES are those met inside the paragraph; they hang from the top of their line. No break falls before a line that is
 *   `bound`. The x of what stands beside a float to the inside or outside is that on a recto; mb_lay_place moves it on a verso.
 * Places. A PLACE is where a box with position: absolute would stand; so is a fragment of that kind. mb_lay_positioned fills those of a page.
 * Tables. ROWs of thead come first and have `header`; the PENALTY after them is FORBIDDEN. To repeat them, place the range of these
 *   pieces again: fragments are copied at each placement. Those of tfoot come last and have `footer` when they are low enough to be
 *   repeated. Captions are kept with the rows. A ROW that is met first in a range walked with @truncate stands `above` lower.
 * Settings. A paragraph with lines of different heights offers one setting only (`heights` is then set).
 */
#pragma once

#include "box.h"

G_BEGIN_DECLS

/* --- Fragments: what ends up on a page ------------------------------------------------------------------------------------*/

typedef enum {
  MB_FRAGMENT_BOX, /* a (slice of a) box: background and borders; children inside */
  MB_FRAGMENT_LINE, /* a set line; x, y: left edge of its block and top of its line box. Children: its atoms.
                          List markers are LINEs of generated text just before the first line of their item */
  MB_FRAGMENT_PICTURE, /* x, y, width, height: where the seen part of the picture goes; always inside a BOX of its own */
  MB_FRAGMENT_RULE,  /* column rule */
  MB_FRAGMENT_PLACE, /* where `box`, out of the flow, would stand: its top left corner. mb_lay_positioned gives it a child */
  MB_FRAGMENT_PLAIN, /* a box of which nothing is painted, only its children: table rows; baseline: the row's */
  MB_FRAGMENT_BACKDROP, /* background of a row, a column or a group of them behind one cell; source: the extent of the whole row,
                           column or group */
  MB_FRAGMENT_EDGE,     /* a collapsed border of a table */
} MbFragmentKind;

/** How a collapsed border looks. */
typedef struct {
  MbBorderStyle style;
  MbColor color;
} MbFragmentEdge;

typedef struct MbFragment MbFragment;

/** Coordinates are of the page: origin at the top left corner of the trimmed page. */
struct MbFragment {
  MbFragmentKind kind;
  const MbBox *box;
  MbRect rect; /**< BOX: border box of this slice */
  /** BOX: the slice holds the box's first, last edge (top, bottom border and padding) */
  gboolean first, last;
  gboolean settled;           /**< BOX: it does not reach down to the foot that parts it */
  const MbLine *line;         /**< LINE; its runs stand at rect.x + run->x */
  MbLength baseline;          /**< LINE: y of the baseline */
  const MbFragmentEdge *edge; /**< EDGE */
  /** PICTURE: crop, in 1/65536 of the picture's width and height as shown (orientation applied);
   * whole: 0 0 65536 65536. BACKDROP: on the page, as rect */
  MbRect source;
  MbFragment *child, *next; /**< children in paint order */
};

/* --- Galleys -----------------------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_PIECE_LINES,    /* a paragraph: breakable between lines (orphans, widows) */
  MB_PIECE_MONOLITH, /* unbreakable content of a known height */
  MB_PIECE_ROW,      /* a table row: unbreakable in itself; header rows are marked */
  MB_PIECE_GLUE,     /* vertical space */
  MB_PIECE_PENALTY,  /* what a break here costs, or a forced break */
  MB_PIECE_ANCHOR,   /* an MbAnchor */
  MB_PIECE_OPEN,     /* a box that paints begins; its top edge follows as GLUE */
  MB_PIECE_CLOSE,    /* and ends; its bottom edge comes just before as GLUE */
  MB_PIECE_COLUMNS,  /* a set of columns: an inner galley at the column measure */
  MB_PIECE_SPAN,     /* first pieces of a COLUMNS galley: what stands over some of its columns */
  MB_PIECE_FLOAT,    /* a float: beside what follows */
  MB_PIECE_PLACE,    /* where a box with position: absolute would stand */
  MB_PIECE_ZONES,    /* a page placed by hand */
  MB_PIECE_RESERVE, /* a page float, or a box with -marbre-place: out of the flow, on the page where this piece stands (or another) */
} MbPieceKind;

typedef struct MbGalley MbGalley;
typedef struct MbNest MbNest;

/** A box in its area of a page placed by hand. */
typedef struct {
  const MbBox *box;
  const char *name; /**< of the area; NULL: it has none */
  MbRect rect;      /**< from the top left corner of its piece; top and bottom on the grid */
  guint columns;    /**< of the page that it takes: as many columns has its text */
  MbLength gap;
  const MbFragment *fragment; /**< laid whole at 0,0; NULL: to be fitted */
} MbZone;

#define MB_PENALTY_FORBIDDEN 10000 /* no break unless nothing else fits on an empty page */

typedef struct {
  MbPieceKind kind;
  const MbBox *box;
  /** from the left edge of the galley: content box (LINES, COLUMNS), border box (MONOLITH, ROW,
   * OPEN) */
  MbLength x, width;
  /** GLUE, MONOLITH, ROW: natural height. LINES: height of the best setting. COLUMNS: 0.
   * Snapping not included */
  MbLength height;
  MbLength grid; /**< LINES, MONOLITH: the top snaps down to this pitch; 0: none */
  union {
    struct {
      const MbParagraph *paragraph;
      MbSettings settings;
      MbLength line_height; /**< of lines without tall atoms */
      MbLength ascent; /**< first baseline below the top of the line box, moved onto the grid */
      /** per line of the best setting when some differ; NULL: all line_height */
      const MbLength *heights;
      guint8 orphans, widows;
      gboolean keep;          /**< break-inside: avoid holds here */
      const MbInline *marker; /**< list marker to hang at the first line */
      guint n_marker;
      MbLength marker_ascent; /**< that of one with a picture; the first line makes room for it */
      const struct MbPieceFloat *floats; /**< met inside the paragraph */
      guint n_floats;
      const guint8 *bound; /**< by line, n_bound of them: no break before it */
      guint n_bound;
      const MbLength *shift; /**< by line, n_bound of them: to the right on a verso; NULL: none */
    } lines;
    struct {
      /** truncated at an unforced break (css-break-3 § 5.2); edges (padding, border) are not */
      gboolean margin;
      gboolean
          pull; /**< of a box lower than its content: never to above the top of a page on which only the content goes on */
      MbLength
          kept; /**< what is left of a margin that an unforced break truncates (margin-break) */
    } glue;
    struct {
      int cost; /**< 0 neutral … MB_PENALTY_FORBIDDEN */
      /** MB_BREAK_AUTO: not forced; PAGE, LEFT, RIGHT, RECTO, VERSO, COLUMN */
      MbBreakValue forced;
      const char *page;           /**< named page from here on; NULL: unchanged, "" auto */
      gboolean avoid_column_only; /**< cost holds for column breaks only */
      gboolean avoid_page_only;
    } penalty;
    struct {
      MbFragment *fragment; /**< laid out at 0,0; moved when placed */
      gboolean header;      /**< ROW: of thead; repeated at the top of the next page */
      /** ROW: what is added below when no row of its table follows in the range; NULL: nothing */
      const MbFragment *closing;
      gboolean footer; /**< ROW: of tfoot; repeated where the table goes on on the next page */
      /** ROW: what its collapsed borders reach out of it above when it comes first on a page, and below when it comes last */
      MbLength above, below;
      gboolean continued; /**< ROW: a slice of a row higher than a page, not the first */
      /** MONOLITH: a picture that may be cut: its heights; most 0: only its own */
      MbLength least, most, step;
      const struct MbSlab *slab; /**< MONOLITH: a band of it; NULL: its own fragment */
      MbLength from, to;
      /** MONOLITH: the slab is a set of columns in a column that breaks may part; NULL: they may not */
      const MbNest *nest;
    } monolith;
    const MbAnchor *anchor;
    struct {
      gboolean clone;       /**< edges are repeated at each break */
      MbLength top, bottom; /**< edge sizes (padding + border) */
      MbRect border;        /**< x and width of the border box */
      MbLength dx, dy;      /**< position: relative */
      gboolean settled;     /**< columns of an imposed height: it does not reach down to the foot */
    } open;
    struct MbPieceFloat {
      const MbFragment *fragment; /**< laid at 0,0 */
      MbLength x[2];              /**< of its border box on a recto, on a verso */
      MbLength dy;                /**< from where the piece stands (its line) */
      MbLength height;            /**< of its border box */
      gboolean parted;            /**< higher than a page: pages may cut it */
      guint32 line;               /**< in LINES: the line it stands beside */
    } floating;
    MbLength place; /**< PLACE: how far down it is from where the piece stands */
    struct {
      const MbGalley *galley; /**< at the column measure */
      guint count;
      MbLength gap;
      gboolean balance;
    } columns;
    struct {
      const MbGalley *galley; /**< at the width of the columns it stands over */
      guint
          count; /**< of these columns, from the first on; less than the set has, or all when the context reserves */
      /** count - 1 galleys of the same: over 1, 2 … count - 1 columns; NULL: none */
      const MbGalley *const *narrower;
    } span;
    struct {
      const MbFragment *fragment; /**< laid at 0,0; height is the piece's */
      guint columns;              /**< that its place is counted in, from x on */
      guint count;                /**< that it takes */
      MbLength column, gap;
      MbLength above, below;  /**< its margins: white between it and text */
      MbLength pitch;         /**< of the grid; 0: none */
      gboolean astride;       /**< -marbre-astride: over the gutter of two of them… */
      MbLength before, after; /**< …with these margins to the left and the right */
    } reserve;
    struct {
      gboolean fills; /**< it takes what is left of its page, however high; else its height */
    } zones;
  };
} MbPiece;

struct MbGalley {
  const MbPiece *pieces;
  guint n;
  /** n + 1 entries: 1 + the innermost OPEN whose box is open before piece i (its own entry names the next one out); 0: none */
  const guint32 *inside;
  MbLength measure;
};

/** A place to break: before line @line of piece @piece (0: before the piece). In a COLUMNS piece, sub_piece and sub_line are the
 * place in its galley. In a nest, a set of columns in these, @line is the number of units before the break (mb_nest_fit). @owed is page's: units of the notes called above that stand at the foot of a later column. */
typedef struct {
  guint32 piece, line, sub_piece, sub_line, owed;
} MbCursor;

/** What is chosen for each piece. */
typedef struct {
  const guint8 *settings; /**< LINES: index into settings; NULL: best everywhere */
  const MbLength
      *heights; /**< MONOLITH, GLUE: height instead of its own, 0: its own; NULL: everywhere */
} MbChoice;

/** What is left of a box out of the flow that a page has cut. */
typedef struct {
  const MbFragment *fragment; /**< laid whole at 0,0 */
  MbLength x[2];              /**< on the page: a recto, a verso */
  MbLength from;              /**< what stands above it was shown */
} MbRest;

/** What percentages of heights are of in a grid item (css-grid-1 § 5.2). */
typedef struct {
  const MbBox *box;      /**< the item; NULL: none */
  MbLength area, height; /**< of its area; of its content box, -1: as its style says */
} MbGridded;

typedef struct {
  MbTypesetter *typesetter;
  MbDiagnostics *diagnostics;
  /** paragraphs of galleys, the largest part of them: may be freed once the last galley has been placed, for fragments do not
   * point here. NULL: they live with their galley */
  MbArena *paragraphs;
  gboolean draft;    /**< only places are asked for: mb_lay_place leaves out lines */
  MbLength tallest;  /**< height of the page area: no picture is taller; 0: no limit */
  gboolean reserves; /**< some box has -marbre-place: see mb_lay_reserves */
  gboolean verso;    /**< what is placed now stands on a left page */
  /** of MbRest: what goes on on the next page; NULL: there is none, and nothing is cut */
  GArray *rests;
  MbLength foot;          /**< where the page ends, of which these are cut */
  const MbZone *zone;     /**< what is laid out is its box: -marbre-place holds for nothing in it */
  const guint8 *left_out; /**< by index of box: left out of the galley; NULL: none */
  MbGridded item; /**< the innermost grid item that is laid in an area whose height is known */
  GHashTable *
      in_flow; /**< nodes of boxes with -marbre-astride that have no place over a gutter: they stay in the flow; NULL: none */
} MbLayContext;

/** mb_lay_galley: lay out block-level @box (its own margins and edges included) at @measure: margins collapsed, tables and monoliths laid, paragraphs broken.
 * Column containers become COLUMNS pieces; `column-span: all` (or -marbre-column-span ≥ the count) splits them; a smaller
 * -marbre-column-span ends the set too, and begins the next one with a SPAN. A figure without `data-colonnes` takes fewer columns than its style
 * asks where its picture would be higher than two fifths of the page. Owned by @arena. */
const MbGalley *mb_lay_galley (const MbLayContext *context, const MbBox *box, MbLength measure,
                               MbArena *arena);

/** mb_lay_template: the zones of @box, of a ZONES piece, when its content is @width by @height; @n is set. In the order of the document.
 * Owned by @arena. */
const MbZone *mb_lay_template (const MbLayContext *context, const MbBox *box, MbLength width,
                               MbLength height, MbArena *arena, guint *n);

/** mb_lay_zone: the galley of @zone, which is to be fitted, without the boxes that @left_out marks. Every spanner is a SPAN. */
const MbGalley *mb_lay_zone (const MbLayContext *context, const MbZone *zone,
                             const guint8 *left_out, MbArena *arena);

/** mb_lay_narrowed: settings of LINES @piece at @measures, as many as it has, each with as many lines more or less than the best; none (n is 0) when lines of it
 * stand beside floats, differ in height, or are too few for its initial. Owned by @arena. */
MbSettings mb_lay_narrowed (const MbLayContext *context, const MbPiece *piece, MbMeasures measures,
                            MbArena *arena);

/** mb_lay_reserves: whether @root or a box below it has -marbre-place. */
gboolean mb_lay_reserves (const MbBox *root);

/** mb_lay_inside: the `inside` of a galley of these @n @pieces. Owned by @arena. */
const guint32 *mb_lay_inside (const MbPiece *pieces, guint n, MbArena *arena);

/** mb_lay_height: height of pieces from @from up to @to of @galley set from the top of an area whose top is on the grid, with margins
 * at an unforced start truncated when @truncate. Every paragraph in its best setting. The same walk as mb_lay_place: what is
 * placed at y on the grid with these arguments ends at y + this height. COLUMNS pieces count 0. */
gint64 mb_lay_height (const MbGalley *galley, MbCursor from, MbCursor to, gboolean truncate);

/** mb_nest_height: of a part of @nest, from unit @from to @to (0: the end). */
gint64 mb_nest_height (const MbNest *nest, guint32 from, guint32 to);
/** mb_nest_fit: how much of the part of @nest between @from and @to (0: the end) fits into @room. @any: its first thing in any case, breaking rules where
 * it must. Returns: the unit where it ends and in @height its height; 0: nothing. */
guint32 mb_nest_fit (const MbNest *nest, guint32 from, guint32 to, gint64 room, gboolean any,
                     gint64 *height);
/** mb_nest_end: the number of units. mb_nest_galley: what it holds. */
guint32 mb_nest_end (const MbNest *nest);
const MbGalley *mb_nest_galley (const MbNest *nest);

/** A part of a galley, and where it is to stand. */
typedef struct {
  const MbGalley *galley;
  MbCursor from, to;
  const MbChoice *choice; /**< NULL: every paragraph in its best setting, every height as it is */
  MbLength x, y;          /**< left edge and top */
  MbLength origin;        /**< of the grid: y - origin decides snapping */
  gboolean truncate;      /**< the top margin at an unforced start */
} MbLayRange;

/** mb_lay_whole: all of @galley at 0,0. */
MbLayRange mb_lay_whole (const MbGalley *galley);

/** mb_lay_place: replay the pieces of @range. COLUMNS pieces in it are passed over (page places their inner galley itself, so it ends
 * a range before one). Overfull and loose lines of a paragraph are reported when its last line is placed. Boxes that are open at its
 * start are opened again (slices). Returns: list of fragments (child/next), and in @bottom the y reached. Owned by @arena. */
MbFragment *mb_lay_place (const MbLayContext *context, const MbLayRange *range, MbArena *arena,
                          MbLength *bottom);

/** mb_lay_block: lay @box out whole, unbreakable: for margin boxes, cells and monoliths. @width: of its border box; its margins are
 * ignored. Origin 0,0; no grid, no columns. Returns its BOX fragment; rect.height is its height, at least its `height`
 * and `min-height`. Owned by @arena. */
MbFragment *mb_lay_block (const MbLayContext *context, const MbBox *box, MbLength width,
                          MbArena *arena);

/** mb_lay_positioned: lay the boxes whose PLACEs are among @fragments of one page and in all they hold: each against the padding box of its
 * nearest positioned ancestor on that page, or against @area. Returns: whether one of them has position: fixed. */
gboolean mb_lay_positioned (const MbLayContext *context, MbFragment *fragments, MbRect area,
                            MbArena *arena);

/** mb_lay_content_height: height of what @fragment, of a box in @style, holds down to its @bottom edge, both edges included: less than its own when a
 * height is imposed. */
MbLength mb_lay_content_height (const MbStyle *style, MbLength bottom, const MbFragment *fragment);

/** mb_lay_rests: the next slices of @rests of the page before, at @y down; what is left then is added to the rests of @context. Owned by
 * @arena. */
MbFragment *mb_lay_rests (const MbLayContext *context, GArray *rests, MbLength y, MbArena *arena);

/** mb_lay_widths: min-content and max-content widths of @box, edges included, margins left out. */
void mb_lay_widths (const MbLayContext *context, const MbBox *box, MbLength *min, MbLength *max);

/** mb_lay_copy: a deep copy of @fragment (its siblings left out). */
MbFragment *mb_lay_copy (const MbFragment *fragment, MbArena *arena);

/** mb_lay_extend: @fragments, the last of what a page or column took, which end at @bottom inside a row that is cut there, reach @by further
 * down: the boxes and borders that are cut, not what they hold. */
void mb_lay_extend (MbFragment *fragments, MbLength bottom, MbLength by);

/** mb_lay_stretch: @fragments, the last of what a page or column took, end at @bottom where a break parts boxes: these reach down to @foot, and so do
 * those in them. Tables end with their rows. */
void mb_lay_stretch (MbFragment *fragments, MbLength bottom, MbLength foot);

/** mb_lay_move: move @fragment, its children and following siblings by dx, dy. */
void mb_lay_move (MbFragment *fragment, MbLength dx, MbLength dy);

/** mb_lay_dump: the galley as text, a piece a line (lines of paragraphs below), for golden tests and --dump galley. */
char *mb_lay_dump (const MbLayContext *context, const MbGalley *galley);

G_END_DECLS
