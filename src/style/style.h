/* SPDX-License-Identifier: Apache-2.0 */
/* style.h — the house style sheet: cascade and computed values.  May use: base, doc, font.
 *
 * A sheet is parsed once (mb_css_*, internal), rules are matched to nodes, the winning declarations become a computed
 * style made of interned groups: two equal groups are the same pointer, so equality is a pointer compare and the hash
 * is a cache key. One property table (properties.c) names every property, its parser, initial value, inheritance and
 * group, and writes docs/css.md.
 */
#pragma once

#include "doc.h"
#include "font.h"
#include "painted.h"
#include "values.h"

G_BEGIN_DECLS

/* --- Keywords --------------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_ALIGN_START,
  MB_ALIGN_END,
  MB_ALIGN_LEFT,
  MB_ALIGN_RIGHT,
  MB_ALIGN_CENTER,
  MB_ALIGN_JUSTIFY,
  MB_ALIGN_AUTO
} MbTextAlign;
typedef enum { MB_CASE_NONE, MB_CASE_UPPER, MB_CASE_LOWER, MB_CASE_CAPITALIZE } MbTextTransform;
/** What else text-transform makes of letters: bits. */
enum { MB_FORM_FULL_WIDTH = 1, MB_FORM_FULL_SIZE_KANA = 2 };
typedef enum {
  MB_SPACE_NORMAL,
  MB_SPACE_NOWRAP,
  MB_SPACE_PRE,
  MB_SPACE_PRE_WRAP,
  MB_SPACE_PRE_LINE,
  MB_SPACE_BREAK_SPACES
} MbWhiteSpace;
typedef enum { MB_HIDDEN, MB_VISIBLE, MB_COLLAPSED } MbVisibility;
typedef enum { MB_HYPHENS_MANUAL, MB_HYPHENS_AUTO, MB_HYPHENS_NONE } MbHyphens;
typedef enum { MB_WRAP_PRETTY, MB_WRAP_STABLE, MB_WRAP_BALANCE, MB_WRAP_NOWRAP } MbTextWrap;

/** The width of one French space, in 1/1000 of the word space: width, stretch, shrink. */
typedef struct {
  gint16 width, stretch, shrink;
} MbSpaceGlue;
#define MB_GLUE_AS_WORD (-1) /**< stretch and shrink of a word space */

/** -marbre-justify: word space min opt max in 1/1000 of the font's space; glyph scale and tracking, ± 1/1000. */
typedef struct {
  gint16 space_min, space_opt, space_max;
  gint16 scale;    /**< glyphs may be scaled by ± this */
  gint16 tracking; /**< ± this of an em */
} MbJustify;

/** -marbre-page-fit: what the choice of page breaks costs (mb_parse_page_fit has the names and what `auto` is). */
typedef struct {
  gboolean none;               /**< first fit: no choice at all */
  gint32 widow, orphan;        /**< each line missing */
  gint32 hyphen, hyphen_verso; /**< at the foot of a recto, of a verso */
  gint32 heading;              /**< with one line below it at the foot */
  gint32 note;                 /**< one that goes on on the next page */
  gint32 blank;                /**< an empty line of the text at the head of a page */
  gint32 shortage;             /**< square of each line missing at a foot */
  gint32 spread;               /**< each line that a spread is longer */
  gint32 spread_shorter;       /**< each line that it is shorter */
  gint32 paragraph;            /**< one set longer or shorter than its best */
  gint32 last;                 /**< each line missing on the last page of a chapter… */
  gint32 last_lines;           /**< …that has fewer than these */
  gint32 loosest;              /**< worst ratio of such a paragraph, in hundredths */
  gint32 longer, shorter;      /**< lines that a spread may be longer, shorter: 0…3 */
  gint32 floating; /**< a float a page turn from its call; for the square of the turns */
} MbPageFit;

/** -marbre-guillemets: which quotations repeat their sign before each of their lines. */
typedef enum {
  MB_GUILLEMETS_NONE,
  MB_GUILLEMETS_LINES,       /**< those within a quotation */
  MB_GUILLEMETS_LINES_CLOSE, /**< the same, with the closing sign */
  MB_GUILLEMETS_ALL_LINES,   /**< all of them */
} MbGuillemets;

typedef enum { MB_UNDERLINE_AUTO, MB_UNDERLINE_FROM_FONT, MB_UNDERLINE_UNDER } MbUnderlinePlace;
typedef enum { MB_SKIP_AUTO, MB_SKIP_NONE, MB_SKIP_ALL } MbSkipInk;

/** -marbre-copyfit: means by which an article is made as long as its area, in the order they are tried. */
typedef enum {
  MB_COPYFIT_PARAGRAPHS, /* a line longer or shorter */
  MB_COPYFIT_PICTURES,   /* heights within their crop */
  MB_COPYFIT_AIR,        /* a line of white above headings, boxes and pull quotes */
  MB_COPYFIT_STANDFIRST, /* the short standfirst */
  MB_COPYFIT_TITLE,      /* the short title */
  MB_COPYFIT_CUTS,       /* optional paragraphs are left out, the last first */
  MB_N_COPYFIT,
} MbCopyfit;

/** word-break (css-text-3 § 5.2); RESCUED: break-word. */
typedef enum { MB_WORD_WHOLE, MB_WORD_ANYWHERE, MB_WORD_KEEP_ALL, MB_WORD_RESCUED } MbWordBreak;
/** line-break (css-text-3 § 5.3). */
typedef enum {
  MB_LINE_BREAK_AUTO,
  MB_LINE_BREAK_LOOSE,
  MB_LINE_BREAK_NORMAL,
  MB_LINE_BREAK_STRICT,
  MB_LINE_BREAK_ANYWHERE
} MbLineBreak;

#define MB_MAX_HYPHEN_BYTES 32

/** Inherited text properties. */
typedef struct {
  MbColor color;
  /** text-align: "," in a cell: its text stands by this string as the others of the column; NULL: by `align` alone */
  const char *align_mark;
  MbTextAlign align;
  gboolean justify_all; /**< text-align: justify-all: the last line too */
  MbTextAlign align_last;
  gboolean unjustified; /**< text-justify: none */
  MbSize indent;
  gboolean indent_hanging, indent_each; /**< all lines but the first; after forced line ends too */
  MbWordBreak word_break;
  MbLineBreak line_break;
  gboolean overflow_wrap; /**< a word that fits in no line is parted */
  MbTextTransform transform;
  guint32 forms; /**< MB_FORM_… */
  MbLength letter_spacing, word_spacing;
  MbWhiteSpace white_space;
  MbTextWrap wrap;
  MbHyphens hyphens;
  guint8 hyphen_word, hyphen_before, hyphen_after; /**< hyphenate-limit-chars */
  guint8 hyphen_lines;                             /**< hyphenate-limit-lines; 255: no limit */
  gboolean hyphen_last;      /**< a hyphen may end the last line of a page or column */
  gboolean hyphen_last_line; /**< and the last full line of a paragraph */
  const char *
      hyphen; /**< hyphenate-character: what is added where a word is cut; NULL: the face's own hyphen */
  MbSize hyphen_zone; /**< hyphenate-limit-zone: as much may stay empty instead of a hyphen */
  guint8 orphans, widows;
  MbJustify justify;
  gboolean justify_set;
  gint16 relief; /**< -marbre-relief: tracking of last resort, 1/1000 em */
  gboolean
      turnover; /**< -marbre-turnover: what a line of verse has too much stands right, after [ */
  gboolean hang_first; /**< hanging-punctuation: first */
  gboolean hang_last;  /**< last */
  gboolean hang_end;   /**< force-end, allow-end */
  MbGuillemets guillemets;
  gint16 protrusion; /**< -marbre-protrusion: 1000 = the table's values, 0 = none */
  /** -marbre-espaces, in this order */
  MbSpaceGlue space_thin, space_colon, space_guillemet, space_number, space_unit;
  MbLength grid;                      /**< -marbre-grid: pitch of the baseline grid, 0 = none */
  gint8 looseness_min, looseness_max; /**< -marbre-looseness */
  MbPageFit page_fit;                 /**< of the first content of a chapter */
  guint8 copyfit[MB_N_COPYFIT];       /**< MbCopyfit, in order */
  guint8 n_copyfit;                   /**< 0: none */
  /** "disc" "decimal" "lower-roman" "none" or a string with quotes removed */
  const char *list_style;
  gboolean list_style_is_string;
  gboolean list_inside;
  const MbImage *list_image; /**< list-style-image: a picture; NULL: none */
  guint n_list_image;
  const char *const *quotes; /**< pairs, NULL-ended; NULL: by language */
  MbVisibility visible;
  gboolean rtl; /**< direction: columns of tables, start and end; text is set from the left */
  gboolean border_collapse;
  MbLength border_spacing[2]; /**< across, down */
  gboolean empty_hide;        /**< empty-cells: hide */
  gboolean caption_bottom;
  MbSize tab_size;         /**< percent: of the width of a space, 800000 = 8 spaces */
  const MbShadow *shadows; /**< text-shadow */
  guint n_shadows;
  MbSize underline_offset; /**< auto: from the face; percent of 1em; down */
  MbUnderlinePlace underline_place;
  MbSkipInk skip_ink;
  MbEmphasis emphasis; /**< text-emphasis-style */
  MbColor emphasis_color;
  gboolean emphasis_under; /**< text-emphasis-position */
  gboolean stored_upright; /**< image-orientation: none */
  gboolean pixelated;      /**< image-rendering: pixelated, crisp-edges */
  gint32 resolution;       /**< image-resolution: 1/1000 dots an inch; 0: what the picture says */
} MbStyleText;

typedef enum { MB_CAPS_NORMAL, MB_CAPS_SMALL, MB_CAPS_ALL_SMALL } MbCaps;
typedef enum { MB_POSITION_NORMAL, MB_POSITION_SUPER, MB_POSITION_SUB } MbGlyphPosition;

typedef enum {
  MB_MEASURE_EX_HEIGHT,
  MB_MEASURE_CAP_HEIGHT,
  MB_MEASURE_CH_WIDTH,
  MB_MEASURE_IC_WIDTH
} MbFaceMeasure;

/** mb_face_measure: such a measure of @face in 1/1000 em; 0: it has none. */
int mb_face_measure (const MbFace *face, MbFaceMeasure measure);

/** Inherited font properties. */
typedef struct {
  const char *const *families; /**< in order of preference, NULL-ended */
  MbLength size;
  int weight, stretch;
  MbFontSlant slant;
  MbCaps caps;
  MbGlyphPosition position; /**< font-variant-position; synthesised when the face lacks it */
  /** OpenType features as Pango takes them, "onum=1, liga=0" (numeric, ligature and feature-
   * settings together, sorted); "" for none */
  const char *features;
  gboolean kerning;
  gint32 adjust;       /**< font-size-adjust, 1/1000; 0: none */
  guint32 adjusted_by; /**< what of each face is made so much of the em: MbFaceMeasure */
  gint16 superior_size, superior_rise; /**< -marbre-superiors, in 1/1000 em; 0: as we do */
  gint32 line_factor;   /**< line-height as a number × 1000; 0: it was a length; -1: normal */
  MbLength line_height; /**< used value; "normal" is taken from the face */
  /** the parts of `features`, for inheritance: internal to style */
  const char *numeric, *ligatures, *settings;
} MbStyleFont;

/** unicode-bidi (css-writing-modes-4 § 2.2). */
typedef enum {
  MB_BIDI_NORMAL,
  MB_BIDI_EMBED,
  MB_BIDI_OVERRIDE,
  MB_BIDI_ISOLATE,
  MB_BIDI_ISOLATE_OVERRIDE,
  MB_BIDI_PLAINTEXT,
} MbUnicodeBidi;

typedef enum {
  MB_DISPLAY_NONE,
  MB_DISPLAY_CONTENTS,
  MB_DISPLAY_BLOCK,
  MB_DISPLAY_INLINE,
  MB_DISPLAY_INLINE_BLOCK,
  MB_DISPLAY_LIST_ITEM,
  MB_DISPLAY_TABLE,
  MB_DISPLAY_INLINE_TABLE,
  MB_DISPLAY_ROW_GROUP,
  MB_DISPLAY_HEADER_GROUP,
  MB_DISPLAY_FOOTER_GROUP,
  MB_DISPLAY_ROW,
  MB_DISPLAY_CELL,
  MB_DISPLAY_COLUMN,
  MB_DISPLAY_COLUMN_GROUP,
  MB_DISPLAY_CAPTION,
  MB_DISPLAY_GRID,
  MB_DISPLAY_INLINE_GRID,
  MB_DISPLAY_FLOW_ROOT,
} MbDisplay;
typedef enum {
  MB_FLOAT_NONE,
  MB_FLOAT_LEFT,
  MB_FLOAT_RIGHT,
  MB_FLOAT_TOP,
  MB_FLOAT_BOTTOM,
  MB_FLOAT_FOOTNOTE,
  MB_FLOAT_INSIDE, /* towards the binding */
  MB_FLOAT_OUTSIDE,
  MB_FLOAT_START, /* by the direction of what it stands in: LEFT or RIGHT when computed */
  MB_FLOAT_END
} MbFloat;
typedef enum { MB_NOTE_BLOCK, MB_NOTE_INLINE, MB_NOTE_COMPACT } MbNoteDisplay;
typedef enum { MB_NOTE_AUTO, MB_NOTE_LINE, MB_NOTE_WHOLE } MbNotePolicy;
/** -marbre-side-note: a box that leaves the flow for the margin of the page, beside the line where it stood. */
typedef enum {
  MB_SIDE_NONE,
  MB_SIDE_LEFT,
  MB_SIDE_RIGHT,
  MB_SIDE_INSIDE,
  MB_SIDE_OUTSIDE
} MbSideNote;
/** float-reference: what a page float is taken to the head or foot of. */
typedef enum { MB_REFERENCE_INLINE, MB_REFERENCE_COLUMN, MB_REFERENCE_PAGE } MbFloatReference;
/** margin-break: what of a margin a break right above it leaves. */
typedef enum {
  MB_MARGIN_BREAK_AUTO,    /**< all of it when the break is forced, else nothing */
  MB_MARGIN_BREAK_KEEP,    /**< all of it */
  MB_MARGIN_BREAK_DISCARD, /**< nothing */
} MbMarginBreak;

typedef enum {
  MB_CLEAR_NONE,
  MB_CLEAR_LEFT,
  MB_CLEAR_RIGHT,
  MB_CLEAR_BOTH,
  MB_CLEAR_INSIDE,
  MB_CLEAR_OUTSIDE,
  MB_CLEAR_START, /* as MB_FLOAT_START */
  MB_CLEAR_END
} MbClear;
/** shape-outside: the outline that lines keep away from. */
typedef enum {
  MB_SHAPE_NONE, /* the margin box */
  MB_SHAPE_BOX,  /* a box with its rounded corners */
  MB_SHAPE_INSET,
  MB_SHAPE_CIRCLE,
  MB_SHAPE_ELLIPSE,
  MB_SHAPE_POLYGON,
  MB_SHAPE_IMAGE, /**< where it is opaque */
} MbShapeKind;
typedef enum { MB_SHAPE_MARGIN, MB_SHAPE_BORDER, MB_SHAPE_PADDING, MB_SHAPE_CONTENT } MbShapeBox;
/** What a radius of a circle or an ellipse is when it is no size. */
typedef enum { MB_RADIUS_SIZE, MB_RADIUS_CLOSEST, MB_RADIUS_FARTHEST } MbRadiusKind;
typedef struct {
  MbShapeKind kind;
  MbShapeBox box;
  MbSize edge[4]; /**< INSET: from the sides of the box */
  MbSize
      round[4]
           [2]; /**< INSET: of its corners, across and down, from the top left one on clockwise */
  MbSize at[2]; /**< CIRCLE, ELLIPSE: the centre */
  MbRadiusKind radii[2]; /**< CIRCLE has one */
  MbSize radius[2];
  const MbSize *points; /**< POLYGON: x and y of each */
  guint n_points;       /**< pairs */
  const MbImage *image; /**< IMAGE: a picture */
} MbShape;
typedef enum { MB_OVERFLOW_VISIBLE, MB_OVERFLOW_CLIP, MB_OVERFLOW_HIDDEN } MbOverflow;
typedef enum {
  MB_VALIGN_BASELINE,
  MB_VALIGN_SUPER,
  MB_VALIGN_SUB,
  MB_VALIGN_TOP,
  MB_VALIGN_MIDDLE,
  MB_VALIGN_BOTTOM,
  MB_VALIGN_TEXT_TOP,
  MB_VALIGN_TEXT_BOTTOM,
  MB_VALIGN_LENGTH
} MbVerticalAlign;
typedef enum {
  MB_FIT_FILL,
  MB_FIT_CONTAIN,
  MB_FIT_COVER,
  MB_FIT_NONE,
  MB_FIT_SCALE_DOWN
} MbObjectFit;
typedef enum {
  MB_POSITIONED_STATIC,
  MB_POSITIONED_RELATIVE,
  MB_POSITIONED_ABSOLUTE,
  MB_POSITIONED_FIXED,
  MB_POSITIONED_RUNNING
} MbPositioned;

/** Box properties (not inherited). */
typedef struct {
  MbDisplay display;
  MbFloat floated;
  MbPositioned positioned;
  gboolean was_inline; /**< out of the flow, and a block for that only */
  gboolean item;       /**< of a grid, or what stands in for such: display: contents */
  MbSize width, height, min_width, max_width, min_height, max_height;
  double ratio[2];     /**< aspect-ratio: width, height; 0: none */
  gboolean ratio_auto; /**< a picture keeps its own shape */
  gboolean border_box; /**< box-sizing */
  MbUnicodeBidi bidi;  /**< unicode-bidi */
  MbSize margin[4];
  MbSize padding[4]; /**< never auto */
  MbSize inset[4];
  MbClear clear;
  MbVerticalAlign valign;
  MbSize valign_shift; /**< MB_VALIGN_LENGTH: up; percent of the line height */
  MbObjectFit fit;
  MbSize object_x, object_y;
  gboolean table_fixed;
  MbOverflow overflow;
  const char *text_overflow; /**< what ends a line that is cut: "…"; NULL: nothing */
  guint16 max_lines;         /**< 0: none */
  const char *ellipsis;      /**< block-ellipsis; NULL: none */
  gboolean discard;          /**< continue: discard */
  MbMarginBreak margin_break;
  MbShape shape;           /**< shape-outside */
  guint16 shape_threshold; /**< shape-image-threshold: 65535 is 1 */
  MbSize shape_margin;     /**< percent of the width of the containing block */
  gint32 z_index;
  gboolean z_auto;
  guint16 initial_size; /**< initial-letter: height in 1/100 lines; 0: normal */
  guint8 initial_sink;  /**< lines it goes down, at least 1 */
  guint8 words;         /**< -marbre-words: how many ::-marbre-first-words takes */
} MbStyleBox;

typedef enum {
  MB_BORDER_NONE,
  MB_BORDER_HIDDEN, /* none, but wins over its neighbours in a table of collapsed borders */
  MB_BORDER_SOLID,
  MB_BORDER_DOUBLE,
  MB_BORDER_DOTTED,
  MB_BORDER_DASHED,
  MB_BORDER_GROOVE,
  MB_BORDER_RIDGE,
  MB_BORDER_INSET,
  MB_BORDER_OUTSET
} MbBorderStyle;

/** A line along the text (css-text-decor-3 § 2). */
typedef enum {
  MB_DECORATION_SOLID,
  MB_DECORATION_DOUBLE,
  MB_DECORATION_DOTTED,
  MB_DECORATION_DASHED,
  MB_DECORATION_WAVY
} MbDecorationStyle;

/** Border, background, decoration (not inherited, but text-decoration is propagated by box). */
typedef struct {
  MbLength width[4]; /**< 0 when the style is none */
  MbBorderStyle style[4];
  MbColor color[4];
  MbSize radius[4][2];  /**< across and down, from the top left corner on clockwise */
  MbColor background;   /**< alpha 0: none */
  MbImageLayers layers; /**< background images */
  MbImageLayers mask;   /**< what of the box and all in it shows */
  gboolean clone;       /**< box-decoration-break: clone */
  guint16 opacity;      /**< of the box and all in it: 65535 is 1 */
  MbBlend blend;        /**< of the box and all in it */
  gboolean isolated;    /**< isolation: isolate */
  MbLength clip;        /**< border-clip: how much of the rule of @footnote shows; 0: all */
  gboolean underline, overline, line_through;
  MbColor decoration_color;
  MbDecorationStyle decoration_style;
  MbSize decoration_thickness; /**< auto: from the face; percent of 1em */
  MbBorderStyle outline_style;
  MbLength outline_width, outline_offset;
  MbColor outline_color;
  const MbShadow *shadows; /**< box-shadow, the topmost first */
  guint n_shadows;
  MbFrameImage frame;      /**< border-image */
  MbFrameImage mask_frame; /**< mask-border */
  const MbTransformStep *transform;
  guint n_transform;
  const MbTransformStep *translate, *rotate, *scale; /**< one step each; NULL: none */
  MbBackgroundPlace transform_origin[2];
  const MbClipShape *clip_rect, *clip_path; /**< NULL: none */
} MbStyleBorder;

typedef enum {
  MB_BREAK_AUTO,
  MB_BREAK_AVOID,
  MB_BREAK_AVOID_PAGE,
  MB_BREAK_AVOID_COLUMN,
  MB_BREAK_PAGE,
  MB_BREAK_LEFT,
  MB_BREAK_RIGHT,
  MB_BREAK_RECTO,
  MB_BREAK_VERSO,
  MB_BREAK_COLUMN,
  MB_BREAK_ALWAYS, /* of the innermost column or page (css-break-4 § 3.1); no PENALTY has it */
} MbBreakValue;

/** One component of `content`, `string-set` or a margin box. */
typedef enum {
  MB_CONTENT_TEXT,     /* a string */
  MB_CONTENT_ATTR,     /* attr(name, fallback): extra is the fallback, or NULL */
  MB_CONTENT_COUNTER,  /* counter(name, style); "page" and "pages" are page-dependent */
  MB_CONTENT_COUNTERS, /* counters(name, separator, style) */
  MB_CONTENT_STRING,   /* string(name, first|start|last|first-except): margin boxes */
  MB_CONTENT_CONTENT,  /* content(), content(text|before|after|first-letter) */
  MB_CONTENT_OPEN_QUOTE,
  MB_CONTENT_CLOSE_QUOTE,
  MB_CONTENT_NO_OPEN_QUOTE,
  MB_CONTENT_NO_CLOSE_QUOTE,
  MB_CONTENT_TARGET_COUNTER, /* target-counter(attr(href), page, style): text is the counter, extra2 the target: the name
                                of an attribute, or "#id" */
  MB_CONTENT_TARGET_COUNTERS, /* the same with counters: separator */
  MB_CONTENT_TARGET_TEXT, /* target-text(attr(href), content|before|after|first-letter): text is the target */
  MB_CONTENT_LEADER,  /* leader('.') */
  MB_CONTENT_ELEMENT, /* element(name) */
  MB_CONTENT_URL,     /* url(picture): extra is the sheet that wrote it, or NULL */
} MbContentKind;

typedef struct {
  MbContentKind kind;
  const char *text; /**< string, attribute, counter or string name, leader pattern, URL */
  /** counter style ("decimal" when none), string() keyword, separator of counters() in extra2 */
  const char *extra;
  const char *extra2;
  const char *separator; /**< of TARGET_COUNTERS */
} MbContentItem;

typedef struct {
  const MbContentItem *items;
  guint n;
  gboolean normal; /**< `normal` or not given */
  gboolean none;
  /** what is said instead of what is shown, after a slash: "" for an ornament; NULL: nothing was written */
  const char *alt;
} MbContent;

typedef struct {
  const char *name;
  int value;
  gboolean reversed; /**< counter-reset: reversed(name)… */
  gboolean open;     /**< …without a number: it starts at what the list makes it end at 1 with */
} MbCounterChange;

typedef struct {
  const char *name;
  MbContent value;
} MbStringSet;

/** -marbre-place: a box that leaves the flow for a corner, the head or the foot of the columns of a page. */
typedef enum {
  MB_CORNER_NONE,
  MB_CORNER_HEAD,
  MB_CORNER_FOOT,
  MB_CORNER_TOP_LEFT,
  MB_CORNER_TOP_RIGHT,
  MB_CORNER_TOP_INSIDE,
  MB_CORNER_TOP_OUTSIDE,
  MB_CORNER_BOTTOM_LEFT,
  MB_CORNER_BOTTOM_RIGHT,
  MB_CORNER_BOTTOM_INSIDE,
  MB_CORNER_BOTTOM_OUTSIDE,
} MbCorner;

/** -marbre-astride: what gutter a box stands over: its number from 1 on, or one of these. */
#define MB_ASTRIDE_NONE 0
#define MB_ASTRIDE_AUTO (-1)

/** -marbre-astride: how far down. */
typedef enum {
  MB_ASTRIDE_MIDDLE, /* the optical middle of the columns */
  MB_ASTRIDE_CALL,   /* beside the text in which it stands */
  MB_ASTRIDE_OFFSET, /* so far below their heads */
} MbAstrideAt;

/** Fragmentation, columns and generated content (not inherited, except `page`). */
typedef struct {
  MbBreakValue break_before, break_after, break_inside;
  const char *page;      /**< named page, "" for auto */
  guint column_count;    /**< 0: auto */
  MbLength column_width; /**< 0: auto */
  MbSize column_gap;     /**< auto: normal, 1em */
  MbLength column_rule_width;
  MbBorderStyle column_rule_style;
  MbColor column_rule_color;
  gboolean column_fill_auto;
  gboolean column_span_all;
  guint column_span;   /**< -marbre-column-span: n; 0 or 1: none */
  gboolean opens_text; /**< -marbre-opens: text */
  MbCorner corner;     /**< -marbre-place */
  guint corner_page;   /**< page of the edition, from 1; 0: the one that its parent begins on */
  gint32 astride;      /**< -marbre-astride: the gutter; MB_ASTRIDE_NONE, MB_ASTRIDE_AUTO */
  MbAstrideAt astride_at;
  MbSize astride_offset;      /**< OFFSET: length, or share of the free height */
  MbNoteDisplay note_display; /**< footnote-display */
  MbNotePolicy note_policy;   /**< footnote-policy; WHOLE is `block` */
  MbSideNote side_note;
  MbFloatReference float_reference;
  gboolean locators; /**< -marbre-locators: links to one page are shown once */
  MbContent content;
  const MbCounterChange *counter_reset;
  guint n_reset;
  const MbCounterChange *counter_increment;
  guint n_increment;
  const MbCounterChange *counter_set;
  guint n_set;
  const MbStringSet *string_sets;
  guint n_string_sets;
  int bookmark_level; /**< 0: none */
  MbContent bookmark_label;
  gboolean bookmark_closed; /**< bookmark-state */
  const char *running;      /**< position: running(name) */
} MbStylePaged;

/* --- Grids (css-grid-1) -------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_GRID_TRACK_LENGTH,
  MB_GRID_TRACK_PERCENT,
  MB_GRID_TRACK_FLEX, /* fr */
  MB_GRID_TRACK_AUTO,
  MB_GRID_TRACK_MIN_CONTENT,
  MB_GRID_TRACK_MAX_CONTENT,
  MB_GRID_TRACK_FIT_LENGTH, /* fit-content(), as a max only; min is auto */
  MB_GRID_TRACK_FIT_PERCENT,
} MbGridTrackKind;

typedef struct {
  MbGridTrackKind kind;
  gint32 value; /**< length; 1/1000 %; 1/1000 fr */
} MbGridBreadth;

typedef struct {
  MbGridBreadth min, max;
} MbGridSize;

typedef enum {
  MB_GRID_TRACK_NAME, /* of the line here */
  MB_GRID_TRACK_SIZE,
  MB_GRID_TRACK_FILL, /* repeat(auto-fill, … up to END */
  MB_GRID_TRACK_FIT,  /* repeat(auto-fit, … */
  MB_GRID_TRACK_END,
} MbGridEntryKind;

typedef struct {
  const char *name;
  MbGridEntryKind kind;
  MbGridSize size;
} MbGridEntry;

/** grid-row-start and its like: auto when there is neither number nor name. */
typedef struct {
  const char *name;
  gint32 number; /**< 0: none */
  gboolean span;
} MbGridLine;

typedef enum {
  MB_PLACE_AUTO,
  MB_PLACE_NORMAL,
  MB_PLACE_START,
  MB_PLACE_END,
  MB_PLACE_CENTER,
  MB_PLACE_STRETCH,
  MB_PLACE_BASELINE,
  MB_PLACE_BETWEEN,
  MB_PLACE_AROUND,
  MB_PLACE_EVENLY,
} MbBoxAlign;

/** Grid containers and items (not inherited). */
typedef struct {
  const MbGridEntry *columns;
  guint n_columns;
  const MbGridEntry *rows;
  guint n_rows;
  const MbGridSize *auto_columns;
  guint n_auto_columns;
  const MbGridSize *auto_rows;
  guint n_auto_rows;
  const char *const *areas; /**< by row and column; NULL entries: no area */
  guint area_rows, area_columns;
  gboolean flow_column, dense; /**< grid-auto-flow */
  MbGridLine row_start, column_start, row_end, column_end;
  MbSize row_gap; /**< auto: normal, 0 */
  MbBoxAlign justify_content, align_content, justify_items, align_items, justify_self, align_self;
  gint32 order;
} MbStyleGrid;

/** A computed style. Immutable, interned: pointers to equal styles are equal. */
typedef struct {
  const MbStyleText *text;
  const MbStyleFont *font;
  const MbStyleBox *box;
  const MbStyleBorder *border;
  const MbStylePaged *paged;
  const MbStyleGrid *grid;
  const struct MbStyleCustom *custom; /**< custom properties, internal to style */
  guint64 hash;                       /**< of the groups, stable between runs */
  guint64 text_hash;                  /**< of text and font: the key of shaping and paragraphs */
} MbStyle;

/** mb_style_is_grid: whether the content of the box is laid out as a grid. */
static inline gboolean
mb_style_is_grid (const MbStyle *style)
{
  return style->box->display == MB_DISPLAY_GRID || style->box->display == MB_DISPLAY_INLINE_GRID;
}

/** mb_style_has_background: whether anything is painted behind the box. */
static inline gboolean
mb_style_has_background (const MbStyle *style)
{
  return style->border->background.alpha > 0 || style->border->layers.n_images > 0;
}

/** mb_style_is_masked: whether a mask hides some of the box. */
static inline gboolean
mb_style_is_masked (const MbStyle *style)
{
  return style->border->mask.n_images > 0 || style->border->mask_frame.n > 0;
}

/** mb_style_is_group: whether the box is put on the page as one thing, with all that it holds. */
static inline gboolean
mb_style_is_group (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return border->opacity < 65535 || border->blend != MB_BLEND_NORMAL || border->isolated ||
         mb_style_is_masked (style);
}

/** mb_style_is_turned: whether the box is moved, turned or scaled after it was laid out. */
static inline gboolean
mb_style_is_turned (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return border->n_transform > 0 || border->translate || border->rotate || border->scale;
}

/** mb_style_has_effect: whether the box paints something beside backgrounds and borders, or changes what it holds. */
static inline gboolean
mb_style_has_effect (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return border->outline_style != MB_BORDER_NONE || border->n_shadows > 0 || border->frame.n > 0 ||
         mb_style_is_turned (style) || border->clip_rect || border->clip_path ||
         mb_style_is_group (style) || style->box->overflow != MB_OVERFLOW_VISIBLE;
}

/* --- Sheets and the cascade -----------------------------------------------------------------------------------------------*/

typedef struct MbStyles MbStyles;

typedef enum { MB_MEDIUM_PRINT, MB_MEDIUM_EPUB } MbMedium;
typedef enum { MB_ORIGIN_BASE, MB_ORIGIN_HOUSE, MB_ORIGIN_ARTICLE, MB_ORIGIN_DOCUMENT } MbOrigin;
typedef enum {
  MB_PSEUDO_NONE,
  MB_PSEUDO_BEFORE,
  MB_PSEUDO_AFTER,
  MB_PSEUDO_MARKER,
  MB_PSEUDO_FIRST_LETTER,
  MB_PSEUDO_FIRST_LINE,
  MB_PSEUDO_FIRST_WORDS, /**< ::-marbre-first-words */
  /** of an element with float: footnote (GCPM 3 § 2.4): the call left in the text, the mark before the note. Computed like
   * any other: mb_style_pseudo; NULL when no rule is for it */
  MB_PSEUDO_FOOTNOTE_CALL,
  MB_PSEUDO_FOOTNOTE_MARKER,
} MbPseudo;

/** mb_styles_new: an empty cascade for @doc and @medium, with base.css already in. @source reads @import and font files;
 * @fonts receives the @font-face rules. All lent. Findings go to the source's collector. */
MbStyles *mb_styles_new (MbDoc *doc, MbMedium medium, MbSource *source, MbFonts *fonts);
void mb_styles_free (MbStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbStyles, mb_styles_free)

/** mb_styles_set_houses: an @import of a bare name that is not beside its sheet is looked for in @folder too. Copied. */
void mb_styles_set_houses (MbStyles *styles, const char *folder);

/** mb_styles_set_night: (prefers-color-scheme: dark) holds in this cascade. Before any sheet; nothing is reported from it.
 * mb_styles_asks_night: whether a sheet asked for the scheme. */
void mb_styles_set_night (MbStyles *styles);
gboolean mb_styles_asks_night (const MbStyles *styles);

/** mb_styles_add_file / _add_text: parse a sheet and add it to the cascade in @origin; later sheets win within one
 * origin; @scope, when not NULL, limits the sheet to that subtree (an article's own style) and is
 * its :root. An !important declaration of an earlier origin wins over one of a later origin. Styles computed before are
 * forgotten.
 * Returns: FALSE with RESOURCE or LIMIT when it cannot be read. Wrong declarations are only reported. */
gboolean mb_styles_add_file (MbStyles *styles, const char *name, MbOrigin origin,
                             const MbNode *scope, GError **error);
gboolean mb_styles_add_text (MbStyles *styles, const char *text, gsize length, const char *name,
                             MbPos pos, MbOrigin origin, const MbNode *scope, GError **error);

/** mb_style_of: computed style of element @node (its ancestors' are computed first; cached). Text nodes have none. */
const MbStyle *mb_style_of (MbStyles *styles, const MbNode *node);

/** mb_style_pseudo: computed style of a pseudo-element, or NULL when no rule makes one (for before, after and those of footnotes: when `content`
 * is none or normal). */
const MbStyle *mb_style_pseudo (MbStyles *styles, const MbNode *node, MbPseudo pseudo);

/** mb_style_within: the style that @node, or its pseudo-element, would have if it inherited from @parent; NULL when no rule makes the
 * pseudo-element. Nothing is reported again. */
const MbStyle *mb_style_within (MbStyles *styles, const MbNode *node, MbPseudo pseudo,
                                const MbStyle *parent);

/** mb_styles_from_right: whether pages follow from right to left: by the direction of the root or of the body (css-page-3 § 3.4,
 * css-writing-modes-4 § 8). */
gboolean mb_styles_from_right (MbStyles *styles);

/** mb_style_first_line: the style of the first line of a block in style @block: font, colour and letters from @line, background and
 * decoration from @look (css-pseudo-4 § 2.1.1). */
const MbStyle *mb_style_first_line (MbStyles *styles, const MbStyle *block, const MbStyle *line,
                                    const MbStyle *look);

/** mb_style_anonymous: the style of an anonymous box inside @parent: inherited groups of it, initial values elsewhere, with
 * @display. */
const MbStyle *mb_style_anonymous (MbStyles *styles, const MbStyle *parent, MbDisplay display);

/** mb_style_covers: whether the first face of @style has a glyph for @c. */
gboolean mb_style_covers (MbStyles *styles, const MbStyle *style, gunichar c);

/** mb_styles_finish: report what never applied, after all nodes were styled: custom properties that no var() uses, counter
 * styles that nobody defines, and rules of articles and documents (not of a house) that no element can match. */
void mb_styles_finish (MbStyles *styles);

/* --- Pages ------------------------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_MARGIN_TOP_LEFT_CORNER,
  MB_MARGIN_TOP_LEFT,
  MB_MARGIN_TOP_CENTER,
  MB_MARGIN_TOP_RIGHT,
  MB_MARGIN_TOP_RIGHT_CORNER,
  MB_MARGIN_RIGHT_TOP,
  MB_MARGIN_RIGHT_MIDDLE,
  MB_MARGIN_RIGHT_BOTTOM,
  MB_MARGIN_BOTTOM_RIGHT_CORNER,
  MB_MARGIN_BOTTOM_RIGHT,
  MB_MARGIN_BOTTOM_CENTER,
  MB_MARGIN_BOTTOM_LEFT,
  MB_MARGIN_BOTTOM_LEFT_CORNER,
  MB_MARGIN_LEFT_BOTTOM,
  MB_MARGIN_LEFT_MIDDLE,
  MB_MARGIN_LEFT_TOP,
  MB_N_MARGIN_BOXES,
} MbMarginBox;

/** How a finished page is turned for its reader. */
typedef enum { MB_PAGE_UPRIGHT, MB_PAGE_TURNED_RIGHT, MB_PAGE_TURNED_LEFT } MbPageTurn;

/** The used page master of one page. */
typedef struct {
  MbLength width, height, bleed;
  MbLength sheet_width,
      sheet_height; /**< `size`, which percentages are of; the page may be larger when its box is too large for it */
  MbPageTurn turn; /**< page-orientation: width and height are those before it */
  gboolean marks_crop, marks_cross;
  const MbStyle *style; /**< of the page box: margins, padding, border, background, font */
  const MbStyle *margin[MB_N_MARGIN_BOXES]; /**< NULL: no content */
  const MbStyle *footnote;                  /**< @footnote: above the notes of the page */
  const MbCounterChange *counter_reset, *counter_increment;
  guint n_reset, n_increment;
} MbPageStyle;

/** What @page selectors ask. */
typedef struct {
  const char *name; /**< named page, "" for none */
  gboolean first;   /**< first page of the document: for :first without a name */
  gboolean left;    /**< else right */
  gboolean blank;
  guint index; /**< 1-based, for :nth() */
  /** 1-based in its page group: the pages on end of the one element that asked for `name`; 0: in none, or blank. For
   * name:first and :nth(… of name) */
  guint in_group;
} MbPageContext;

/** mb_style_page: the page master for @context. Interned: equal masters are equal pointers. */
const MbPageStyle *mb_style_page (MbStyles *styles, const MbPageContext *context);

/* --- For the EPUB sheet ------------------------------------------------------------------------------------------------------*/

/** One computed property as CSS text that every reading system understands: `var()` and `calc()` are gone. */
typedef struct {
  const char *property;
  const char *value;
} MbDeclared;

/** mb_style_declared: the properties of @node (or its pseudo-element) that differ from what the type selectors of
 * base.css and inheritance give (rules of base.css for classes count as ours: a reading system does not have them), limited to those that the property table marks for EPUB; lengths of vertical spacing, indents and font sizes in em,
 * horizontal page margins in %. Sorted by property. Owned by @arena; @n is set. */
const MbDeclared *mb_style_declared (MbStyles *styles, const MbNode *node, MbPseudo pseudo,
                                     MbArena *arena, guint *n);

/* --- The property table ---------------------------------------------------------------------------------------------------------*/

/** One property, longhand or shorthand, for people. Strings that say nothing are "". */
typedef struct {
  const char *name, *syntax, *initial, *doc;
  const char *limits;        /**< what values are clamped to */
  const char *specification; /**< title */
  const char *link;          /**< its address; NULL: ours */
  gboolean inherited, epub, shorthand;
} MbPropertyInfo;

/** mb_property_info: @index: longhands in the order of the table, then shorthands. FALSE past the end. Owned by @arena. */
gboolean mb_property_info (guint index, MbArena *arena, MbPropertyInfo *info);

/** mb_styles_unmatched: rules of the house and of documents that nothing in the tree can match, one a line with its place.
 * mb_styles_explain_epub: what the e-book does not take over from them, by property, why, and where. Returns: (transfer full). */
char *mb_styles_unmatched (MbStyles *styles);
char *mb_styles_explain_epub (MbStyles *styles);

/** mb_style_document: docs/css.md as generated from the property table. Returns: (transfer full). */
char *mb_style_document (void);

/** mb_style_dump: computed properties of @node that differ from the initial values, one `name: value` a line, for golden
 * tests and `--dump style`. Returns: (transfer full). */
char *mb_style_dump (MbStyles *styles, const MbNode *node);

/* --- Counter styles ------------------------------------------------------------------------------------------------------------------*/

/** The counter style of a page number as the page prints it: "iv", "12". The other one is the same where there are pages; an edition
 * without pages may name the place in another way. */
#define MB_FOLIO_STYLE "-marbre-folio"
#define MB_PLACE_STYLE "-marbre-place"

/** mb_styles_inks: those that the sheets name, in the order of their numbers; @n is set. Lent. */
const MbInk *mb_styles_inks (const MbStyles *styles, guint *n);

/** mb_counter_format: @value in counter style @name, defined by @counter-style or predefined; NULL and what is unknown: decimal.
 * @styles NULL: the usual ones only. Owned by @arena. */
const char *mb_counter_format (MbStyles *styles, MbArena *arena, const char *name, int value);

/** mb_counter_marker: the same with the prefix and suffix of the style, as the marker of a list item. */
const char *mb_counter_marker (MbStyles *styles, MbArena *arena, const char *name, int value);

G_END_DECLS
