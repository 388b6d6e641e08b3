/* SPDX-License-Identifier: Apache-2.0 */
/* text.h — inline content, shaped words and broken paragraphs.  May use: base, doc, font, style.
 *
 * The inline content of a block becomes a paragraph: width-independent items (boxes, glue, penalties) over shaped words.
 * mb_text_break answers for one list of measures with *every feasible line count*; mb_text_line sets one line: glyphs with
 * their final advances. Never PangoLayout, never Pango's justification: Pango itemises and shapes, we do the rest.
 */
#pragma once

#include "doc.h"
#include "font.h"
#include "style.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* --- Inline content ------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_INLINE_TEXT,  /* characters of one style */
  MB_INLINE_BREAK, /* <br>: a forced line end */
  MB_INLINE_ATOM,  /* an unbreakable box with a size: picture, inline-block */
  MB_INLINE_ANCHOR, /* no width: string-set, note call, target, page mark; travels with the next character */
  MB_INLINE_SLOT, /* text known only when pages are (page numbers, running strings): text holds the present guess */
  MB_INLINE_OPEN,       /* an inline element begins: left margin + border + padding */
  MB_INLINE_CLOSE,      /* and ends */
  MB_INLINE_LEADER,     /* leader(): a pattern repeated to fill the line */
  MB_INLINE_FIRST_LINE, /* ::first-line, in `style`, wraps what follows as far as the first line goes; shows nothing itself */
} MbInlineKind;

/** What a piece of text has to do with a drop initial. */
typedef enum {
  MB_INITIAL_NONE,
  MB_INITIAL_BEFORE, /* guillemet or dash before it: hangs in the margin, at the size of the text */
  MB_INITIAL_LETTER, /* the initial, with its apostrophe */
} MbInitialPart;

/** One piece of inline content, in order. White space is still as in the source: collapsing is done by
 * mb_text_paragraph according to the style's white-space. */
typedef struct {
  MbInlineKind kind;
  const MbNode *node;   /**< the text node or element it comes from; generated text: the element */
  guint32 offset;       /**< byte of text[0] in node->text */
  const MbStyle *style; /**< of the inline box that holds it… */
  const MbStyle *first; /**< …and on the first line, after a FIRST_LINE; NULL: the same */
  const char *text;     /**< TEXT, SLOT, LEADER: UTF-8, not NUL-ended */
  guint32 length;
  const char *lang;                /**< BCP 47, interned */
  gboolean generated;              /**< from content:, counters, markers: not in the source */
  MbLength width, ascent, descent; /**< ATOM: size around the baseline; OPEN, CLOSE: width only… */
  MbLength margin;                 /**< …of which this lies outside the border */
  /** from inline elements around it, its own not counted: up by vertical-align; and moved, with no room taken, by position: relative */
  MbLength raise, move_x, move_y;
  gpointer data; /**< owner's data, carried to the line (ATOM: its box, ANCHOR: what it is) */
  /** TEXT: part of a drop initial. One paragraph has one, at its start */
  MbInitialPart part;
  guint16 initial_size; /**< LETTER: height in 1/100 lines */
  guint8 initial_sink;  /**< LETTER: lines it goes down */
  gboolean parted;      /**< OPEN, CLOSE: a block parts the element here, and no edge shows */
  gboolean
      relative; /**< OPEN, CLOSE: width and margin wait for the block's: they have percentages */
  gboolean rescued; /**< TEXT: fits in no line and may be parted anywhere (overflow-wrap) */
} MbInline;

/* --- The typesetter: fonts and caches ---------------------------------------------------------------------------------*/

/** Font map, word cache and hyphenation dictionaries. One a thread; not shared. */
typedef struct MbTypesetter MbTypesetter;

/** mb_text_new: @fonts and @source (for the dictionaries) are lent; @diagnostics receives missing glyphs (code point and
 * face, once each), missing families and missing dictionaries. */
MbTypesetter *mb_text_new (MbFonts *fonts, MbSource *source, MbDiagnostics *diagnostics);
void mb_text_free (MbTypesetter *typesetter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTypesetter, mb_text_free)

/** The strut of a style: what an empty line would measure. ascent + descent = line height (half-leading included). */
typedef struct {
  MbLength ascent, descent; /**< with half-leading */
  MbLength cap_height, x_height;
  MbLength above, below; /**< ascent and descent of the face alone */
  MbLength space;        /**< natural word space */
} MbStrut;

MbStrut mb_text_strut (MbTypesetter *typesetter, const MbStyle *style);

/** mb_text_add_divisions: take in a house's file of divided words (the form of src/text/data/cesures.txt: one word a line with its
 * breaks, `=` for a hyphen of the word, # remarks, [fr] sections), over those of earlier files. Lines that cannot be used are
 * reported at their place in @file. Before the first paragraph. */
void mb_text_add_divisions (MbTypesetter *typesetter, const char *file, const char *text,
                            gsize length);

/** mb_text_add_kept: take in a house's file of words that lines do not part (the form of src/text/data/insecables.txt: [lists], one entry
 * a line, # remarks, « - entry » takes one out). Before the first paragraph. */
void mb_text_add_kept (MbTypesetter *typesetter, const char *file, const char *text, gsize length);

/** mb_text_hyphenate: break points inside @word (bare, any case) in @lang by style's limits: byte offsets before which a
 * hyphen may fall, U+00AD honoured, French filters of notes/french.md § 1.8 (HYP-01…09). Returns the number written to
 * @points (at most @max). */
guint mb_text_hyphenate (MbTypesetter *typesetter, const char *word, gsize length, const char *lang,
                         const MbStyleText *style, guint32 *points, guint max);

/** mb_text_leans: whether @word is an article, a preposition or the like, which leans on the next word. */
gboolean mb_text_leans (const char *word, gsize length);

/* --- Paragraphs ----------------------------------------------------------------------------------------------------------*/

/** A paragraph ready to be broken at any measure. Immutable; lives in the arena it was made in. */
typedef struct MbParagraph MbParagraph;

/** mb_text_paragraph: shape @inlines (copied) set in block style @block. A paragraph over MB_MAX_PARAGRAPH_BYTES is reported
 * and cut by forced breaks. Never NULL; may be empty (no line). */
const MbParagraph *mb_text_paragraph (MbTypesetter *typesetter, const MbInline *inlines, guint n,
                                      const MbStyle *block, MbArena *arena);

/** mb_text_keep: remember what paragraphs are made of that are made in @arena from now on, for those of the next pass, and how they were broken
 * last when the answer was asked for in @answers, which lives as long. NULL: forget it, before the arena is freed. */
void mb_text_keep (MbTypesetter *typesetter, MbArena *arena, MbArena *answers);

/** mb_paragraph_place: mb_arena_place of the arena it was made in: what it is made of lies there and behind. */
guint mb_paragraph_place (const MbParagraph *paragraph);
/** mb_paragraph_copy: @paragraph with all that it is made of in @arena; its settings hold for the copy. */
const MbParagraph *mb_paragraph_copy (const MbParagraph *paragraph, MbArena *arena);
gboolean
mb_paragraph_is_empty (const MbParagraph *paragraph); /**< no visible item: makes no line */
/** mb_paragraph_min_width / max_width: longest unbreakable part, and the width on one line. For tables and floats. */
MbLength mb_paragraph_min_width (const MbParagraph *paragraph);
MbLength mb_paragraph_max_width (const MbParagraph *paragraph);

/** mb_paragraph_sink: lines beside the drop initial, 0: there is none. The first lines of a setting, as many, may not be
 * parted; settings with fewer lines are not offered unless there is no other. */
guint mb_paragraph_sink (const MbParagraph *paragraph);
/** mb_paragraph_initial_room: what the initial takes from the lines beside it. */
MbLength mb_paragraph_initial_room (const MbParagraph *paragraph);

/** One line's room. */
typedef struct {
  MbLength x; /**< start from the left edge of the block */
  MbLength width;
} MbMeasure;

/** Measures of line 0, 1…; the last repeats. text-indent is applied by text to line 0, the room of a drop initial to the
 * lines beside it. */
typedef struct {
  const MbMeasure *measures;
  guint n;
} MbMeasures;

/** Where a line ends and the next one begins. Known to text alone. */
typedef struct {
  gint64 before;         /**< width of the paragraph before the next line */
  guint32 end, at, next; /**< as in MbBreakpoint (internal.h), and the rest too */
  MbLength right, left;
  guint8 kind, hyphen, head;
} MbLineEnd;

/** A line of a setting. */
typedef struct {
  MbLineEnd end;
  MbMeasure measure; /**< with indent applied */
  /** space stretch: 1 = full stretch, -1 = full shrink; 0 for ragged and last lines */
  float ratio;
  gint16 scale;    /**< glyph scale, 1/10000: 10000 = none */
  gint16 tracking; /**< 1/1000 em added to each glyph */
  guint8 first; /**< line of the paragraph; it begins where the one before it in the setting ends */
  guint8 hyphenated; /**< ends with a hyphen that was added */
  guint8 flagged;    /**< ends with any hyphen */
  guint8 overfull;   /**< sticks out: an unbreakable word */
  guint8 last;       /**< last line of the paragraph, or before a forced break */
  guint8 turned;     /**< the rest of a verse: flush right, after a bracket */
} MbBreak;

/** One way to set a paragraph. */
typedef struct {
  guint lines;
  gint64 cost;           /**< total demerits; comparable between variants of one paragraph */
  float worst;           /**< worst ratio */
  gboolean loose;        /**< beyond tolerance somewhere */
  const MbBreak *breaks; /**< `lines` entries */
} MbSetting;

typedef struct {
  const MbSetting *settings; /**< ordered by line count */
  guint n;
  guint best; /**< index of the least cost */
} MbSettings;

/** mb_text_break: break @paragraph into lines of the given @measures, every feasible number of lines in one pass
 * (Knuth & Plass 1981; tolerance ladder of notes/layout.md § 1). At most MB_MAX_SETTINGS, never empty unless the paragraph is:
 * when nothing fits within tolerance the least bad setting is returned and its lines marked loose or overfull.
 * Ragged, balanced and white-space: pre styles have their own optimum. Owned by @arena; memoised by (paragraph hash, measures). */
MbSettings mb_text_break (MbTypesetter *typesetter, const MbParagraph *paragraph,
                          MbMeasures measures, MbArena *arena);

/* --- Lines --------------------------------------------------------------------------------------------------------------------*/

/** A glyph, x from the start of its run, y up from the run's baseline; in 1/1024 pt before scale. */
typedef struct {
  PangoGlyph glyph;
  MbLength x, y, advance;
  guint32 cluster; /**< byte of its cluster in MbGlyphRun.text; clusters never decrease */
} MbGlyph;

typedef enum {
  MB_RUN_TEXT,
  MB_RUN_HYPHEN, /* the hyphen added at a line end: its own item, text U+00AD */
  MB_RUN_ATOM,   /* data: the inline's data */
  MB_RUN_LEADER,
  MB_RUN_MARK, /* a sign that the line has and the text has not: the bracket of a verse, a guillemet at the head of a line */
} MbRunKind;

/** Glyphs of one font, style and node, placed on a line. Words and the spaces between them are in one run; a run that ends a
 * line keeps its last space as text with a zero-advance glyph, so that copied text has its word separators. */
typedef struct {
  MbRunKind kind;
  const MbNode *node; /**< whose text it is */
  guint32 offset;     /**< byte in node->text of the first character; meaningless when generated */
  const MbStyle *style;
  gboolean generated;
  gboolean initial;  /**< of a drop initial: its word goes on in the next run */
  PangoFont *font;   /**< held by the typesetter */
  MbLength size;     /**< font size */
  MbLength x, width; /**< on the line, from the left edge of the block */
  MbLength rise;     /**< baseline shift upwards (superiors) */
  gint16 scale;      /**< horizontal glyph scale, 10000 = none */
  MbLength
      tracking; /**< what the line adds to each glyph, before scale; it is in their places already */
  const char *text; /**< UTF-8, as a reader should copy it */
  guint32 length;
  const MbGlyph *glyphs;
  guint n_glyphs;
  gpointer data;            /**< ATOM */
  MbLength ascent, descent; /**< ATOM: size around the baseline */
} MbGlyphRun;

/** A border, background or underline of an inline element across this line. */
typedef struct {
  const MbNode *node;
  const MbStyle *style;
  MbLength x, width;
  MbLength rise;        /**< of its baseline */
  gboolean first, last; /**< the element begins, ends here */
} MbInlineBox;

/** A set line. */
typedef struct {
  MbLength x, width; /**< ink measure from the left edge of the block, protrusion included */
  /** line box: from strut, atoms and raised text; superiors never push lines apart */
  MbLength ascent, descent;
  const MbGlyphRun *runs; /**< left to right */
  guint n_runs;
  const MbInlineBox *boxes;
  guint n_boxes;
  gpointer *anchors;        /**< data of the anchors on this line, in order */
  const MbLength *anchor_x; /**< where each stands, from the left edge of the block */
  guint n_anchors;
  const MbNode *first_node; /**< source of the first character: for the page map */
  guint32 first_offset;
  const MbBreak *brk;
} MbLine;

/** mb_text_line: set line @index of @setting. Owned by @arena. */
const MbLine *mb_text_line (MbTypesetter *typesetter, const MbParagraph *paragraph,
                            const MbSetting *setting, guint index, MbArena *arena);

/** mb_text_line_anchors: data of the anchors on line @index without setting it. */
guint mb_text_line_anchors (const MbParagraph *paragraph, const MbSetting *setting, guint index,
                            gpointer *data, guint max);

/** A place among the inlines that a paragraph was made of. */
typedef struct {
  guint in;       /**< which inline; their number: behind the last */
  guint32 offset; /**< byte in its text */
} MbInlinePlace;

/** mb_text_line_range: where line @index of @setting begins (its first character), and where the line after it does. */
void mb_text_line_range (const MbParagraph *paragraph, const MbSetting *setting, guint index,
                         MbInlinePlace *from, MbInlinePlace *to);

/** mb_text_line_before: natural width of what stands on line @index before the anchor with @data. */
MbLength mb_text_line_before (const MbParagraph *paragraph, const MbSetting *setting, guint index,
                              gconstpointer data);

/** mb_text_report: report each overfull or loose (ratio > 3) line of @setting at its source position. */
void mb_text_report (MbTypesetter *typesetter, const MbParagraph *paragraph,
                     const MbSetting *setting);

/** mb_text_face_for: the face that sets @c in @style: of the first family that has it; NULL when none has. Lent. */
const MbFace *mb_text_face_for (MbTypesetter *typesetter, const MbStyle *style, gunichar c);

/** mb_text_dump: one line of text a set line: `"Il importe tout d’abord" r 0.42 h` for golden tests and --dump lines. */
char *mb_text_dump (MbTypesetter *typesetter, const MbParagraph *paragraph,
                    const MbSetting *setting);

G_END_DECLS
