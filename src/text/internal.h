/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of text share among themselves.
 *
 * characters (chars.c) → break table (breaks.c, hyphen.c) → items and breakpoints (items.c, paragraph.c) → settings (linebreak.c,
 * ragged.c, settings.c) → lines (line.c).
 */
#pragma once

#include "text.h"

#include <hyphen.h>

G_BEGIN_DECLS

/* --- Faces and cuts (face.c) -------------------------------------------------------------------------*/

/** How the letters of a face are asked for. */
typedef enum {
  MB_CUT_PLAIN,
  MB_CUT_SMALL_CAPS,  /* the face's own: smcp */
  MB_CUT_SCALED_CAPS, /* capitals set smaller */
  MB_CUT_SUPERIOR,    /* the face's own: sups */
  MB_CUT_RAISED,      /* letters set smaller and higher */
  MB_CUT_INFERIOR,    /* the face's own: subs */
  MB_CUT_LOWERED,
  MB_CUT_NUMERATOR, /* of a fraction, set smaller and higher */
  MB_CUT_DENOMINATOR,
  MB_CUT_UP, /* raised only: the author made them smaller already */
  MB_CUT_DOWN,
} MbCutKind;

/** A face at one size, with its features, for one language and script: all that shaping depends on. */
typedef struct MbCut MbCut;
typedef struct MbWord MbWord;
typedef struct MbProtrusion MbProtrusion;

struct MbCut {
  MbCut *next;
  MbCutKind kind;
  const MbFace *face;
  const MbFace *asked; /* of which it is, or a heavier one of the same family is */
  const char *lang;    /* interned */
  GUnicodeScript script;
  MbLength size, rise, letter_spacing;
  PangoItem *item; /* the saved analysis; NULL when there is no font at all */
  const MbProtrusion *protrusion;
  guint64 hash; /* of content, the same in every run */
  const MbWord *space, *hyphen;
};

/** The faces that a font style names, in its order. */
typedef struct MbFontSet MbFontSet;
struct MbFontSet {
  MbFontSet *next;
  guint64 hash;
  const MbFace **faces;   /* at least one entry; the last resort is NULL */
  const MbFace **heavier; /* for each face, the one that sets small letters as strong as the text */
  guint n_faces;
  guint32 over; /* bits: faces that are asked before the first (unicode-range) */
  MbLength size, letter_spacing;
  gint32 adjust; /* font-size-adjust, as in MbStyleFont */
  guint32 adjusted_by;
  MbCaps caps;
  const char *features;
  gint16 superior_size, superior_rise; /* thousandths of the em */
  MbCut *cuts;
  guint32 asked[8], had[8]; /* bits: what is known of the first face and the first 256 characters */
};

/** mb_face_size: what @size is for @face by font-size-adjust. */
MbLength mb_face_size (const MbFace *face, MbLength size, gint32 adjust, guint32 by);
MbFontSet *mb_fontset_get (MbTypesetter *typesetter, const MbStyle *style);
/** mb_fontset_find: the first face that has @c, or NULL. */
const MbFace *mb_fontset_find (MbFontSet *set, gunichar c);
/** mb_fontset_report: no face has @c, character @at of @paragraph; told once. */
void mb_fontset_report (MbTypesetter *typesetter, const MbFontSet *set, gunichar c,
                        const MbParagraph *paragraph, guint32 at);
/** mb_fontset_borrow: Latin letter @c is set in @face, which is not the first of @set; told once. */
void mb_fontset_borrow (MbTypesetter *typesetter, const MbFontSet *set, gunichar c,
                        const MbFace *face, const MbParagraph *paragraph, guint32 at);
MbCut *mb_cut_get (MbTypesetter *typesetter, MbFontSet *set, const MbFace *face, MbCutKind kind,
                   const char *lang, GUnicodeScript script);
void mb_cut_free (MbCut *cut);

/* --- Forms of letters (forms.c) ---------------------------------------------------------------------------*/

/** mb_form_has: whether @face draws @c otherwise with OpenType @feature; mb_form_has_all: each letter and figure of @inl. */
gboolean mb_form_has (const MbFace *face, const char *feature, gunichar c);
gboolean mb_form_has_all (const MbFace *face, const char *feature, const MbInline *inl);
/** mb_form_has_small_caps: a small capital of its own for each letter of @inl that becomes one. */
gboolean mb_form_has_small_caps (const MbFace *face, const MbInline *inl, gboolean all_small);
/** mb_script_of: the script of @c, @current for what all scripts share. */
GUnicodeScript mb_script_of (gunichar c, GUnicodeScript current);

/* --- From right to left (bidi.c) ----------------------------------------------------------------------------*/

gboolean mb_bidi_is_rtl (GUnicodeScript script);
/** mb_bidi_fill: the embedding level of each character of @paragraph, which was made of @chars; none when all are 0. */
typedef struct MbChars MbChars;
void mb_bidi_fill (MbParagraph *paragraph, const MbChars *chars, MbArena *arena);
/** mb_bidi_base: whether the line that begins with character @i goes from right to left. */
gboolean mb_bidi_base (const MbParagraph *paragraph, guint i);
/** mb_bidi_script: the script that character @i is set in, which would be @script. */
GUnicodeScript mb_bidi_script (const MbParagraph *paragraph, guint i, GUnicodeScript script);
/** mb_bidi_reorder: which of @n things with these levels stands first, second… from the left. */
void mb_bidi_reorder (const guint8 *levels, guint n, guint *order);

/* --- Protrusion (protrusion.c): thousandths of the character's own width -----------------------------------*/

const MbProtrusion *mb_protrusion_for (const MbFace *face);
void mb_protrusion_get (const MbProtrusion *table, gunichar c, int *left, int *right);

/* --- Shaped words (shape.c) ----------------------------------------------------------------------------------*/

/** Text shaped in one cut. Never evicted: paragraphs point to it. */
struct MbWord {
  guint64 hash; /* of text and cut */
  const MbCut *cut;
  guint32 length, n_glyphs, n_clusters;
  MbLength width;
  MbLength left, right; /* protrusion of the first and last character */
  const char *text;
  const MbGlyph *glyphs;
};

/** mb_hyphen_of: what text in @style adds where a word is cut (hyphenate-character). */
static inline const char *
mb_hyphen_of (const MbStyle *style)
{
  return style->text->hyphen ? style->text->hyphen : "-";
}

typedef struct {
  guint64 hash;
  const MbWord *word; /* NULL: free */
} MbWordSlot;

/** mb_word_first_width: of its first character. */
MbLength mb_word_first_width (const MbWord *word);
MbLength mb_word_last_width (const MbWord *word); /**< and of its last one */

const MbWord *mb_word_get (MbTypesetter *typesetter, const MbCut *cut, const char *text,
                           gsize length);

/* --- Hyphenation (hyphen.c) ------------------------------------------------------------------------------------*/

#define MB_MAX_HYPHEN_WORD 100 /* characters; longer words are no words */

typedef struct {
  guint8 word, before, after; /* fewest letters: whole, before, after */
} MbHyphenLimits;

MbHyphenLimits mb_hyphen_limits (const MbStyleText *text);

/** mb_hyphen_points: where @n characters (letters, apostrophes, hyphens) may be cut; points[i] is 1 before character i.
 * 2: a cut inside a compound. Returns FALSE when there is none. */
gboolean mb_hyphen_points (MbTypesetter *typesetter, const gunichar *word, guint n,
                           const char *lang, MbHyphenLimits limits, guint8 *points);

/* --- Divisions of the house (divisions.c): cesures.txt ------------------------------------------------------------*/

typedef struct MbDivisions MbDivisions;

MbDivisions *mb_divisions_new (void);
void mb_divisions_free (MbDivisions *divisions);
/** mb_divisions_read: take in a file; what cannot be used is reported at its line of @file (NULL: ours). */
void mb_divisions_read (MbDivisions *divisions, const char *file, const char *text, gsize length,
                        MbDiagnostics *diagnostics);
/** mb_divisions_read_own: the file that is compiled in, src/text/data/cesures.txt. */
void mb_divisions_read_own (MbDivisions *divisions);
/** mb_divisions_find: points[i] is 1 where @word may be cut before character i. Returns: how many characters the entry speaks
 * of: all, those of a stem, or 0 when the word is in no file. */
guint mb_divisions_find (const MbDivisions *divisions, const gunichar *word, guint n,
                         const char *lang, guint8 *points);

/* --- Characters (chars.c) -----------------------------------------------------------------------------------------*/

typedef enum {
  MB_CHAR_TEXT,
  MB_CHAR_SPACE,  /* collapsible white space */
  MB_CHAR_KEPT,   /* white space of white-space: pre and pre-wrap */
  MB_CHAR_FORCED, /* <br>, or a line end that is kept */
  MB_CHAR_ATOM,
  MB_CHAR_LEADER,
} MbCharKind;

enum {
  MB_CHAR_SOFT_HYPHEN = 1, /* U+00AD stood before it */
  MB_CHAR_CONTINUES = 2, /* second letter made by text-transform (ß → SS): no source of its own */
  MB_CHAR_ZERO_SPACE = 4, /* U+200B stood before it */
  MB_CHAR_SUPERIOR = 16,  /* set as a superior letter: the o of n° */
  MB_CHAR_JOINED = 8,     /* U+2060 stood before it, or it was U+2011 and joins the next */
  MB_CHAR_CHANGED = 32,   /* written otherwise than it is shown: mb_char_source */
};

/** Paragraphs keep theirs: a book has a million of them. */
typedef struct {
  guint32 c : 21; /* as shown */
  guint32 kind : 3;
  guint32 flags : 8;
  guint32 in;     /* which inline */
  guint32 offset; /* byte in its text */
} MbChar;

/** mb_char_source: the character as written. */
static inline gunichar
mb_char_source (const MbInline *inlines, const MbChar *c)
{
  if (!(c->flags & MB_CHAR_CHANGED))
    return c->c;
  const MbInline *inl = &inlines[c->in];
  gboolean is_text = inl->kind == MB_INLINE_TEXT || inl->kind == MB_INLINE_SLOT;
  return is_text ? g_utf8_get_char (inl->text + c->offset) : 0xFFFC;
}

/** mb_char_is_glue: whether @c is a space, one that does not break included. */
static inline gboolean
mb_char_is_glue (const MbChar *c)
{
  return c->kind == MB_CHAR_SPACE || c->kind == MB_CHAR_KEPT ||
         (c->kind == MB_CHAR_TEXT && (c->c == 0xA0 || c->c == 0x202F));
}

/** An inline without character: it stands before character `at`. */
typedef struct {
  guint32 at, in;
} MbMarkIn;

/** A mark of the author for the direction of text: U+200E … U+2069. It stands before character `at`, behind as many MbMarkIn. */
typedef struct {
  guint32 at, tags;
  gunichar c;
} MbSign;

struct MbChars {
  GArray *chars; /* MbChar */
  GArray *marks; /* MbMarkIn */
  GArray *signs; /* MbSign */
};

void mb_chars_fill (MbChars *chars, const MbInline *inlines, guint n);

/** mb_form_in_fraction: how a figure is set in a fraction that we make: NUMERATOR, DENOMINATOR, or PLAIN outside of one. */
MbCutKind mb_form_in_fraction (const MbChar *chars, guint n, guint i);

/* --- Words that lines do not part (kept.c, keptlist.c): insecables.txt ------------------------------------------------------*/

typedef struct MbKept MbKept;

/** mb_kept_new: the lists that are compiled in, src/text/data/insecables.txt. */
MbKept *mb_kept_new (void);
void mb_kept_free (MbKept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbKept, mb_kept_free)
/** mb_kept_read: take in a house's file; what cannot be used is reported at its line of @file. */
void mb_kept_read (MbKept *kept, const char *file, const char *text, gsize length,
                   MbDiagnostics *diagnostics);

/* --- Break table (breaks.c) ------------------------------------------------------------------------------------------*/

typedef enum {
  MB_MAY_NOT,
  MB_MAY_SPACE,    /* at this white space */
  MB_MAY_HYPHEN,   /* before this character, with a hyphen: soft hyphens */
  MB_MAY_WORD,     /* the same, by the dictionary */
  MB_MAY_NAME,     /* the same, in a proper name */
  MB_MAY_COMPOUND, /* the same, inside one half of a compound */
  MB_MAY_EXPLICIT, /* before this character, after a hyphen of the text */
  MB_MAY_DASH,     /* before this character, after a dash or slash */
  MB_MAY_PART,     /* before this character: addresses, U+200B, ideographs */
  MB_MAY_RESCUE,   /* before this character: inside a word too long to be one */
  MB_MAY_NEVER, /* between mb_breaks_fill and mb_words_fill: inside an address, no hyphen either */
} MbMay;

/** mb_breaks_fill: may[i] says whether a line may end before character i (at it, when it is white space). French rules hold
 * where the language of the inline is French. */
void mb_breaks_fill (const MbKept *kept, const MbInline *inlines, const MbChar *chars, guint n,
                     guint8 *may);

/** What the break table and the words kept together (kept.c) look at. */
typedef struct {
  const MbChar *chars;
  guint n;
  const MbKept *kept;
} MbLineText;

static inline gunichar
mb_line_char (const MbLineText *line, guint i)
{
  return i < line->n ? line->chars[i].c : 0;
}

static inline gboolean
mb_is_no_break (gunichar c)
{
  return c == 0xA0 || c == 0x202F || c == 0x2007;
}

gboolean mb_is_opening (gunichar c);     /* « ( [ “ ¿ */
gboolean mb_is_punctuation (gunichar c); /* what may stand behind a word: » ) . , … */

/** mb_is_eastern: ideographs, kana, hangul and their signs; mb_eastern_may_part: whether a line may end between @a and @b, one of which
 * is (eastern.c). @style and @lang are those of @b. */
gboolean mb_is_eastern (gunichar c);
gboolean mb_eastern_may_part (gunichar a, gunichar b, const MbStyleText *style, const char *lang);

/** mb_is_fixed_space: spaces of a fixed width, thin ones apart: a line may end after them (class BA of UAX 14). */
gboolean mb_is_fixed_space (gunichar c);

/** mb_kept_together: whether the words beside the plain space @space stay on one line. */
gboolean mb_kept_together (const MbLineText *line, guint space, gboolean french);
/** mb_kept_is_unit: whether a number stands before the space and its unit behind it, or 12 h and 30. */
gboolean mb_kept_is_unit (const MbLineText *line, guint space);
/** mb_kept_is_abbreviation: whether the word that ends before @end has a full stop of its own: M., J.-P., art. */
gboolean mb_kept_is_abbreviation (const MbLineText *line, guint end);

/** mb_words_fill: add the cuts of words (words.c) to @may, and take away what the inlines' styles forbid. */
void mb_words_fill (MbTypesetter *typesetter, const MbInline *inlines, const MbChar *chars, guint n,
                    guint8 *may);

/* --- Items and breakpoints (items.c) -----------------------------------------------------------------------------------*/

typedef enum {
  MB_ITEM_BOX,
  MB_ITEM_GLUE,
  MB_ITEM_ATOM,
  MB_ITEM_KERN, /* between two boxes that an element parts */
  MB_ITEM_OPEN,
  MB_ITEM_CLOSE,
  MB_ITEM_ANCHOR,
  MB_ITEM_LEADER,
  MB_ITEM_FORCED,
  MB_ITEM_INITIAL, /* glyphs of a drop initial: no width in the line, which begins beside it */
} MbItemKind;

typedef struct {
  const MbWord *word; /* BOX; GLUE: its glyph; LEADER: its pattern */
  guint32 in;         /* which inline */
  guint32 from;       /* first character */
  guint16 n;          /* characters: at most MB_MAX_BOX */
  guint8 kind;
  guint8 discardable; /* GLUE: vanishes at a line end */
  MbLength width, stretch, shrink;
} MbItem;

#define MB_MAX_BOX 64 /* characters */

static inline guint32
mb_item_end (const MbItem *item)
{
  return item->from + item->n;
}

/** Sums over the items of a line. micro: what full scale and tracking may add or take. */
typedef struct {
  gint64 width, stretch, shrink, micro;
  gint32 leaders;
} MbSum;

/** The same over a paragraph, as breakpoints keep it. Only differences between two of them mean something, and no line goes over a forced end:
 * there stretch, shrink and micro begin again, so that 32 bits are enough. */
typedef struct {
  gint64 width;
  gint32 stretch, shrink, micro;
  guint32 leaders;
} MbTally;

MbTally mb_tally (const MbSum *sum);

typedef enum {
  MB_BREAK_AT_SPACE,  /* the item `end` is a glue that vanishes */
  MB_BREAK_AT_FORCED, /* the item `end` is FORCED, or the end of the paragraph */
  MB_BREAK_IN_BOX,    /* the item `end` is a box (or atom), cut before character `at` */
} MbBreakKind;

/** A place where a line may end. A book has hundreds of thousands of them, and they are walked in order. */
typedef struct {
  MbTally upto;   /* sums of the paragraph up to this line end */
  MbTally from;   /* sums of the paragraph before the next line start: width = b.upto - a.from */
  guint32 end;    /* item where the line ends */
  guint32 at;     /* IN_BOX: first character of the next line */
  guint32 next;   /* first whole item of the next line; items between belong to this one */
  MbLength right; /* protrusion at the end of this line */
  MbLength left;  /* and at the start of the next */
  guint32 word_before,
      word_after; /* AT_SPACE: hashes of the stems at both sides, 0 for short words */
  guint32 whole;  /* hyphen: the last breakpoint before the word, or MB_BREAK_START */
  gint16 penalty;
  guint8 kind : 4;
  guint8 head : 4; /* what stands before the next line: 1 + index in MbParagraph.heads, 0 nothing */
  guint8 hyphen : 1;   /* a hyphen is added */
  guint8 flagged : 1;  /* ends with a hyphen, added or not */
  guint8 fragment : 1; /* nothing but the rest of a word follows in the paragraph */
  guint8 rescue : 1;   /* of a word that fits in no line: only when the line begins with it */
  guint8 blank : 1;    /* IN_BOX: after a space of fixed width, which hangs */
} MbBreakpoint;

#define MB_BREAK_START G_MAXUINT32 /* where the first line begins */

typedef enum { MB_MODE_JUSTIFIED, MB_MODE_RAGGED, MB_MODE_BALANCED, MB_MODE_GREEDY } MbSettingMode;

/* --- Drop initials (initial.c) ----------------------------------------------------------------------------------------------*/

typedef struct {
  guint sink;     /* lines beside it; 0: no initial */
  MbLength room;  /* what these lines leave free */
  MbLength shift; /* of the glyph to the left, so that its stem stands on the margin */
  MbLength hang;  /* width of what hangs before it */
  MbLength drop;  /* of its baseline, from that of the first line */
  MbLength raise; /* above the first line */
} MbInitial;

/** mb_initial_size: give the initial among @inlines the size that fits its lines: the style is replaced. */
void mb_initial_size (MbTypesetter *typesetter, MbInline *inlines, guint n, const MbStyle *block);

/** mb_initial_measure: what the INITIAL items of @paragraph ask for. */
MbInitial mb_initial_measure (MbTypesetter *typesetter, const MbParagraph *paragraph);

/* --- Guillemets at the head of lines (linehead.c) ---------------------------------------------------------------------------*/

#define MB_LINE_HEADS 3

/** A mark and the space behind it, which may have no word: there is none. In no list of items. */
typedef struct {
  MbItem mark, gap;
} MbLineHead;

/** mb_lineheads_make: the marks that the style of @block repeats, their spaces not yet measured; NULL: none. */
MbLineHead *mb_lineheads_make (MbTypesetter *typesetter, const MbStyle *block, MbArena *arena);
/** mb_lineheads_fill: heads[i] is 1 + the index of the mark before a line that begins with character i, or 0. */
void mb_lineheads_fill (const MbParagraph *paragraph, guint8 *heads);

/** How a paragraph was broken last. */
typedef struct {
  guint64 measures;
  MbSettings settings; /* n 0: not yet */
} MbBroken;

typedef struct MbFirstLine MbFirstLine;

struct MbParagraph {
  const MbInline *inlines;
  guint n_inlines;
  const MbStyle *block;
  MbSettingMode mode;
  gboolean justified;
  const MbChar *chars;
  guint n_chars;
  const guint8 *levels; /* of each character (bidi.c); NULL: all goes from left to right */
  const guint8 *
      bases; /* unicode-bidi: plaintext: whether its line goes from right to left; NULL: as `direction` says */
  const MbItem *items;
  guint n_items;
  const MbBreakpoint *breaks; /* while it is broken; else NULL (paragraph.c) */
  guint n_breaks;
  guint serial; /* of all that breakpoints are made from */
  MbLength widest_part, widest_line;
  const guint32 *tags; /* items that open or close an element */
  guint n_tags;
  MbInitial initial;
  const MbLineHead *heads; /* NULL: no mark before lines */
  const MbWord *turn; /* the bracket before the rest of a verse; NULL: verses are not turned over */
  MbLength left;      /* protrusion at the start of the first line */
  MbLength em;
  guint64 hash;
  guint place;              /* of its arena */
  MbBroken *broken;         /* shared by paragraphs made again; NULL: it is not remembered */
  const MbFirstLine *first; /* NULL: it is like the others */
};

/* --- The first line (firstline.c) --------------------------------------------------------------------------------------------*/

/** A first line that ends at one of the paragraph's breakpoints, by the breakpoint of the same place in its own paragraph. */
typedef struct {
  guint32 end, at; /* the breakpoint's */
  gboolean known;  /* FALSE: there is no such breakpoint */
  MbSum sum;
  MbLineEnd own;
} MbFirstEnd;

struct MbFirstLine {
  MbParagraph *paragraph; /* the same text as the first line has it */
  const MbFirstEnd *ends; /* of each breakpoint as far as the first line may go */
  guint n_ends;
};

/** mb_first_line_make: what the first line of @inlines is set from, when a FIRST_LINE stands among them; else NULL. */
MbFirstLine *mb_first_line_make (MbTypesetter *typesetter, const MbInline *inlines, guint n,
                                 MbArena *arena);
/** mb_first_line_pair: @paragraph, whole, has that first line, whose breakpoints are @breaks. */
void mb_first_line_pair (MbParagraph *paragraph, MbFirstLine *first, const GArray *breaks,
                         MbArena *arena);
/** mb_first_line_for: the paragraph that the line which ends as *@brk is set from; @brk becomes its own. */
const MbParagraph *mb_first_line_for (const MbParagraph *paragraph, MbBreak *brk);
/** mb_line_end: what a line needs of the breakpoint at its end. */
MbLineEnd mb_line_end (const MbBreakpoint *b);

/** Chooses the cut of each character (cutter.c), in order. */
typedef struct {
  MbTypesetter *typesetter;
  const MbParagraph *paragraph;
  GArray *raised; /* MbGlyphPosition of the open elements */
  guint32 set_in; /* inline that `set` belongs to; G_MAXUINT32 at first */
  MbFontSet *set;
  MbGlyphPosition position;
  MbCutKind raised_kind;
  const MbFace *raised_face;
  gboolean fractions; /* are made in the inline `set` belongs to */
  gboolean own_caps;  /* of caps_face, for the inline `set` belongs to */
  const MbFace *caps_face;
} MbCutter;

/** mb_cutter_cut: the cut of character @i; @current is the cut of the character before it in the same box, or NULL. */
MbCut *mb_cutter_cut (MbCutter *cutter, guint i, MbCut *current);
/** mb_cutter_plain: the cut of inline @in's spaces. */
MbCut *mb_cutter_plain (MbCutter *cutter, guint32 in);
/** mb_cutter_tag: an element begins or ends. */
void mb_cutter_tag (MbCutter *cutter, const MbInline *inl);
/** mb_cutter_signs: choose the slash of fractions and the o of n° by what the faces have. */
void mb_cutter_signs (MbCutter *cutter);

/** mb_sense_of: what it costs, in thousands of demerits, to end a line of a heading at the space @space (sense.c). */
gint32 mb_sense_of (const MbParagraph *paragraph, guint space);

/** mb_items_build: items (MbItem) and breakpoints (MbBreakpoint, protrusion not yet taken off) of a paragraph whose characters
 * are known. */
void mb_items_build (MbTypesetter *typesetter, MbParagraph *paragraph, MbArena *arena,
                     GArray *items, GArray *breaks);

/** mb_paragraph_make: @inlines, which live in @arena, with the drop initial sized already, as a paragraph. @first: what mb_first_line_make
 * has made of them. */
MbParagraph *mb_paragraph_make (MbTypesetter *typesetter, const MbInline *inlines, guint n,
                                const MbStyle *block, MbFirstLine *first, MbArena *arena);
/** mb_paragraph_whole: @paragraph with its breakpoints, which hold until another one is made or asked for. */
MbParagraph mb_paragraph_whole (MbTypesetter *typesetter, const MbParagraph *paragraph);

/* --- Settings (linebreak.c, ragged.c, settings.c) ----------------------------------------------------------------------------*/

/** mb_turns: whether a line that begins at breakpoint @from is the rest of a verse. mb_turn_width: what its bracket takes. */
gboolean mb_turns (const MbParagraph *paragraph, guint32 from);
MbLength mb_turn_width (const MbParagraph *paragraph);

/** mb_align_fills: whether the last line of @text is justified as the others are. */
static inline gboolean
mb_align_fills (const MbStyleText *text)
{
  return text->align_last == MB_ALIGN_JUSTIFY ||
         (text->align_last == MB_ALIGN_AUTO && text->justify_all);
}

/** mb_measure_line: the room of line @line, indent applied. */
MbMeasure mb_measure_line (const MbParagraph *paragraph, MbMeasures measures, guint line);

/** The sums of a line from breakpoint @a (MB_BREAK_START) to @b; protrusion is taken off the width. */
MbSum mb_break_sum (const MbParagraph *paragraph, guint32 a, guint32 b);

/** One pass of the breaker: how loose a line may be, and what emergency stretch each line has (1/1000 of its measure). */
typedef struct {
  double tolerance;
  int emergency;
  gboolean rescue; /* lines that do not fit are set all the same */
} MbPass;

/** A way through the paragraph, as breakpoints in order. */
typedef struct {
  guint32 *breaks;
  guint lines;
  gint64 cost;
} MbPath;

/** mb_linebreak: the best path of every line count. FALSE when this pass finds none. @paths: of MbPath, breaks in @arena. */
gboolean mb_linebreak (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
                       MbPass pass, MbArena *arena, GArray *paths);

/** mb_zone_allows: whether hyphenate-limit-zone lets the line from @a end with the hyphen of @b: too much would stay empty without. */
gboolean mb_zone_allows (const MbParagraph *paragraph, guint32 a, guint32 b, gint64 width);
/** mb_rescue_allows: whether the line from @a may end inside a word at @b, which is no place for it but for a word that fits in no line. */
gboolean mb_rescue_allows (const MbParagraph *paragraph, guint32 a, guint32 b);
/** mb_ragged_badness: how bad is an unjustified line with @gap left of @width; 100 is a tenth of the measure. */
double mb_ragged_badness (gint64 gap, gint64 width);
/** mb_balanced_demerits: of one line of a heading. @penalty of its end. */
gint64 mb_balanced_demerits (gint64 gap, gint64 width, gint32 penalty, gboolean first,
                             gboolean last);
/** mb_greedy: first fit. */
MbPath mb_greedy (const MbParagraph *paragraph, MbMeasures measures, MbArena *arena);

/** How a line fills its measure. */
typedef struct {
  double ratio; /* of the spaces */
  double micro; /* -1…1: share of scale and tracking used */
  gboolean overfull;
} MbFill;

/** mb_fill_line: @sum in @width: glyph scale and tracking first, then the spaces. */
MbFill mb_fill_line (MbSum sum, gint64 width);

/** Scratch memory, kept between paragraphs. */
typedef struct {
  GArray *items;  /* of MbItem */
  GArray *breaks; /* of MbBreakpoint: those of the paragraph with `serial` */
  guint serial, last_serial;
  GArray *nodes;  /* of Node, linebreak.c */
  GArray *active; /* of Active, linebreak.c */
  MbArena *paths; /* line breaks of ways that may be chosen */
} MbScratch;

MbScratch mb_scratch_new (void);
void mb_scratch_clear (MbScratch *scratch);

/* --- Lines (line.c) ------------------------------------------------------------------------------------------------*/

/** Whole items [from, to), then those of [tail, tail_to) that have no text; a half box before and after (linerange.c). */
typedef struct {
  const MbLineEnd *a, *b; /* a: NULL on the first line */
  guint32 from, to, tail, tail_to;
} MbLineRange;

/** mb_line_start: where the line before @brk ends; NULL: there is none. */
static inline const MbLineEnd *
mb_line_start (const MbBreak *brk)
{
  return brk->first ? NULL : &brk[-1].end;
}

MbLineRange mb_line_range (const MbBreak *brk);

/** mb_line_grow: ascent and descent of @line, which has those of the strut, by what is on it (lineheight.c). mb_line_grow_by_style: the same, by
 * an element of @style, even an empty one. mb_style_shift: how far vertical-align moves the baseline of @style. */
void mb_line_grow (MbTypesetter *typesetter, const MbParagraph *paragraph, MbLine *line);
void mb_line_grow_by_style (MbTypesetter *typesetter, const MbStyle *block, MbLine *line,
                            const MbStyle *style);
MbLength mb_style_shift (const MbStyle *style);

/** Scratch memory of the line that is being set. */
typedef struct MbLineScratch MbLineScratch;
MbLineScratch *mb_line_scratch_new (void);
void mb_line_scratch_free (MbLineScratch *scratch);

/* --- Paragraphs made again (again.c) ----------------------------------------------------------------------------------------------*/

/** mb_again_key: what to look for; 0: such a paragraph is not remembered. */
guint64 mb_again_key (const MbTypesetter *typesetter, const MbInline *inlines, guint n,
                      const MbStyle *block, const MbArena *arena);
/** mb_again_find: a paragraph of @inlines from what an equal one was made of, or NULL. */
const MbParagraph *mb_again_find (const MbTypesetter *typesetter, guint64 key,
                                  const MbInline *inlines, guint n, const MbStyle *block);
void mb_again_add (MbTypesetter *typesetter, guint64 key, MbParagraph *paragraph);

/* --- The typesetter (typesetter.c) ---------------------------------------------------------------------------------------------*/

typedef struct MbMemo MbMemo;

struct MbTypesetter {
  MbFonts *fonts;
  MbSource *source;
  MbDiagnostics *diagnostics;
  MbArena *arena; /* words, font sets, cuts */
  PangoFontMap *map;
  PangoContext *context;
  PangoGlyphString *glyphs; /* scratch */
  guint n_faces_seen;
  MbFontSet *sets;
  MbWordSlot *words; /* open table: at most three quarters are taken */
  guint n_words, n_slots;
  GHashTable *dictionaries; /* language → HyphenDict, may hold NULL */
  GHashTable *cuts;         /* hyphenation of known words */
  MbDivisions *divisions;   /* of the house */
  MbKept *kept;             /* the same */
  GHashTable *missing;      /* (face, code point) reported */
  MbChars chars;            /* scratch */
  MbScratch scratch;
  MbLineScratch *line;
  MbMemo *memo;
  gboolean as_tex;   /* TeX's own rules and tolerances, for the differential test alone */
  GHashTable *sized; /* styles of initials: hash → MbStyle */
  GHashTable *known; /* paragraphs in known_arena by what they are made of, or NULL */
  MbArena *known_arena, *answers;
};

PangoContext *mb_typesetter_context (MbTypesetter *typesetter);

MbMemo *mb_memo_new (void);
void mb_memo_free (MbMemo *memo);

/** mb_char_pos: the source position of character @index, as near as the tree knows it. */
MbPos mb_char_pos (const MbParagraph *paragraph, guint32 index);

/** The raised or lowered position of a style: MB_POSITION_NORMAL, SUPER or SUB. */
MbGlyphPosition mb_style_position (const MbStyle *style);

G_END_DECLS
