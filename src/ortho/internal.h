/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — the virtual text of one block, the house and the walk, shared by the files of this room. */
#pragma once

#include "ortho.h"

#define MB_ORTHO_NBSP  0x00A0
#define MB_ORTHO_NNBSP 0x202F
#define MB_ORTHO_OBJECT                                                                            \
  0xFFFC                /* code, formula, picture, note call: a thing between two characters */
#define MB_ORTHO_EDGE 0 /* block ends and line breaks: no character at all */

#define MB_ORTHO_RULE_WORDS 3 /* catalogue.def holds at most 64 times as many rules */
#define MB_ORTHO_INSERTED   G_MAXUINT32

/* Signs that several files know. */
#define MB_GUILLEMET_OPEN  0x00AB
#define MB_GUILLEMET_CLOSE 0x00BB
#define MB_QUOTE_OPEN      0x201C
#define MB_QUOTE_CLOSE     0x201D
#define MB_SINGLE_OPEN     0x2018
#define MB_APOSTROPHE      0x2019 /* and the closing single quote */
#define MB_INNER_OPEN      0x2039
#define MB_INNER_CLOSE     0x203A
#define MB_ELLIPSIS        0x2026
#define MB_EN_DASH         0x2013
#define MB_EM_DASH         0x2014
#define MB_TIMES           0x00D7
#define MB_PRIME           0x2032
#define MB_DOUBLE_PRIME    0x2033
#define MB_DEGREE          0x00B0

/** A rule inside of this room. */
typedef enum {
  MB_RULE_NONE, /* as typed */
#define MB_ORTHO_RULE(symbol, id, on) MB_RULE_##symbol,
#include "rules.def"
#undef MB_ORTHO_RULE
  MB_N_RULES
} MbRule;

const char *mb_ortho_rule_id (MbRule rule);

/** What a profile writes; 0: nothing. */
typedef struct {
  const char *name;
  gunichar high;      /**< before ; ! ? */
  gunichar colon;     /**< before : */
  gunichar guillemet; /**< inside « » */
  gunichar inner_open, inner_close;
  gunichar thousands, percent, celsius;
  gboolean solid_hours; /**< 12h30 */
  gboolean flat_titles; /**< no superior letters in Mme */
} MbOrthoMarks;

/* --- house.c, lists.c ------------------------------------------------------------------------------------------------*/

/** The sections of the data files. */
typedef enum {
  MB_LIST_UNITS,
  MB_LIST_TITLES,
  MB_LIST_PARTICLES,
  MB_LIST_REFERENCES,
  MB_LIST_DIVISIONS,
  MB_LIST_FIRST_NAMES,
  MB_LIST_PHRASES,
  MB_LIST_STARTS,
  MB_LIST_RANKED,
  MB_LIST_TOWNS,
  MB_LIST_DOTTED,
  MB_LIST_BRANDS,
  MB_LIST_OE,
  MB_LIST_OE_NAMES,
  MB_LIST_CAPITALS,
  MB_LIST_LEXICON,
  MB_N_LISTS
} MbList;

struct MbOrthoHouse {
  MbArena *arena;
  MbOrthoProfile profile;
  const MbOrthoMarks *marks; /* NULL: no rule at all */
  gboolean follows[MB_N_RULES];
  guint64 silent[MB_ORTHO_RULE_WORDS]; /* a bit a rule of catalogue.def: switched off */
  GHashTable *lists[MB_N_LISTS]; /* entry → its value (the entry itself, or the correction) */
  GArray *lexicon;               /* MbOrthoEntry */
  gboolean particles[128];       /* first letters of particles */
};

/** mb_ortho_house_has: whether list @list holds @word. mb_ortho_house_value: what it says of it, or NULL. */
gboolean mb_ortho_house_has (const MbOrthoHouse *house, MbList list, const char *word);
const char *mb_ortho_house_value (const MbOrthoHouse *house, MbList list, const char *word);

/* --- catalogue.c --- */
/** mb_ortho_catalogue_switch: rule @name, or the family @name, is spoken of or not; FALSE when the catalogue has neither. */
gboolean mb_ortho_catalogue_switch (guint64 *silent, const char *name, gboolean on);

/** mb_ortho_lists_init: empty lists, then the entries that are compiled in. */
void mb_ortho_lists_init (MbOrthoHouse *house);

/** The files of src/ortho/data, one after the other (made by embed.cmake). */
extern const char mb_ortho_data[];

/* --- block.c -----------------------------------------------------------------------------------------------------------*/

typedef enum { MB_CELL_FREE, MB_CELL_ENGLISH, MB_CELL_FIXED } MbCellState;
typedef enum {
  MB_MARK_NONE,
  MB_MARK_ORDINAL,
  MB_MARK_ROMAN,
  MB_MARK_TITLE,
  MB_MARK_FRACTION
} MbMarkKind;
/** What a dash or a multiplication sign asks of the spaces beside it. */
typedef enum {
  MB_ROLE_NONE,
  MB_ROLE_OPENS,
  MB_ROLE_CLOSES,
  MB_ROLE_LONE,
  MB_ROLE_STARTS,
  MB_ROLE_TURNS, /* opens, and no space is before it yet */
  MB_ROLE_TIMES
} MbRole;

/** One text node of the block (node NULL: an object or a line break). */
typedef struct {
  MbNode *node;
  guint depth;    /**< of its parent */
  guint32 origin; /**< its first character among the block's origins */
  guint32 n_origins;
  gboolean verse;  /**< white space is the author's */
  gboolean marked; /**< inside of sup, sub or one of our marks already */
  gboolean dirty;
} MbOrthoPiece;

/** A character as the author typed it. */
typedef struct {
  guint32 offset; /**< byte in the node's text */
  guint8 dropped; /**< MbRule that removed it */
} MbOrthoOrigin;

/** A character as it is now. */
typedef struct {
  gunichar c;
  guint32 origin; /**< index of an MbOrthoOrigin, or MB_ORTHO_INSERTED */
  guint32 piece;
  guint8 state; /**< MbCellState: only free ones may be changed */
  guint8 rule;  /**< MbRule that wrote it */
  guint8 role;  /**< MbRole */
  guint8 mark;  /**< MbMarkKind of the element to put around it */
} MbOrthoCell;

/** What a block has that passes look for; a pass whose triggers are absent is not run. */
typedef enum {
  MB_HAS_DIGIT = 1 << 0,
  MB_HAS_QUOTE = 1 << 1,      /**< " */
  MB_HAS_APOSTROPHE = 1 << 2, /**< ' ` ´ ‘ ’ ′ */
  MB_HAS_DOTS = 1 << 3,       /**< … or two full stops */
  MB_HAS_TIMES = 1 << 4,      /**< x X × */
  MB_HAS_DASH = 1 << 5,       /**< – — or a hyphen that no letter precedes */
  MB_HAS_OE = 1 << 6,
  MB_HAS_ORDINAL = 1 << 7, /**< a digit or a roman numeral before a letter of suffixes */
  MB_HAS_TITLE = 1 << 8,   /**< M, D, P or V before a small letter */
  MB_HAS_SLASH = 1 << 9,
  MB_HAS_GUILLEMET = 1 << 10,
} MbTrigger;

typedef struct {
  GArray *cells; /**< MbOrthoCell: the text between two passes */
  GArray *next;  /**< MbOrthoCell: what the running pass writes */
  GArray *origins, *pieces;
  guint editable;        /**< French cells that may be changed */
  guint english;         /**< the same in English */
  guint has;             /**< MbTrigger */
  gunichar last;         /**< character added */
  gunichar before;       /**< number or capital before it, 0: something else */
  const MbNode *element; /**< the block element the text is directly in; NULL: unknown */
} MbOrthoBlock;

void mb_ortho_block_init (MbOrthoBlock *block);
void mb_ortho_block_clear (MbOrthoBlock *block);
void mb_ortho_block_reset (MbOrthoBlock *block);

void mb_ortho_block_add_text (MbOrthoBlock *block, MbNode *node, MbCellState state, gboolean verse);
/** mb_ortho_block_add_mark: MB_ORTHO_OBJECT or MB_ORTHO_EDGE. */
void mb_ortho_block_add_mark (MbOrthoBlock *block, gunichar mark);

static inline guint
mb_ortho_block_length (const MbOrthoBlock *block)
{
  return block->cells->len;
}

static inline MbOrthoCell *
mb_ortho_block_cell (const MbOrthoBlock *block, guint i)
{
  return &g_array_index (block->cells, MbOrthoCell, i);
}

static inline MbOrthoPiece *
mb_ortho_block_piece (const MbOrthoBlock *block, guint i)
{
  return &g_array_index (block->pieces, MbOrthoPiece, mb_ortho_block_cell (block, i)->piece);
}

/** mb_ortho_block_char: the character at @i, MB_ORTHO_EDGE outside of the text. */
static inline gunichar
mb_ortho_block_char (const MbOrthoBlock *block, gint64 i)
{
  return i < 0 || i >= block->cells->len ? MB_ORTHO_EDGE
                                         : mb_ortho_block_cell (block, (guint) i)->c;
}

/** mb_ortho_block_free: whether there is a cell @i that French rules may change. */
static inline gboolean
mb_ortho_block_free (const MbOrthoBlock *block, gint64 i)
{
  return i >= 0 && i < block->cells->len &&
         mb_ortho_block_cell (block, (guint) i)->state == MB_CELL_FREE;
}

/** mb_ortho_block_protect: cells [@from, @to) are context only. */
void mb_ortho_block_protect (MbOrthoBlock *block, guint from, guint to);

/** mb_ortho_block_replace: another character in the same place, outside of a pass. */
void mb_ortho_block_replace (MbOrthoBlock *block, guint i, gunichar c, MbRule rule);

/* A pass reads the cells in order and says of each: keep, put another character, or drop; between two cells it may
 * insert. mb_ortho_block_swap ends it. */
void mb_ortho_block_keep (MbOrthoBlock *block, guint i);
void mb_ortho_block_keep_range (MbOrthoBlock *block, guint from, guint to);
void mb_ortho_block_put (MbOrthoBlock *block, guint i, gunichar c, MbRule rule);
void mb_ortho_block_drop (MbOrthoBlock *block, guint i, MbRule rule);
void mb_ortho_block_insert (MbOrthoBlock *block, guint piece, gunichar c, MbRule rule);
void mb_ortho_block_swap (MbOrthoBlock *block);

/** mb_ortho_block_mark: cells [@from, @to), all of one piece, are to be put into an element. */
void mb_ortho_block_mark (MbOrthoBlock *block, guint from, guint to, MbMarkKind kind);

/** mb_ortho_block_pos: the place of cell @i (one that was not inserted) in the source, by counting lines. */
MbPos mb_ortho_block_pos (const MbOrthoBlock *block, guint i);

/** mb_ortho_block_write: write the changed pieces back into their nodes; @changes (MbOrthoChange) may be NULL. */
void mb_ortho_block_write (MbOrthoBlock *block, MbDoc *doc, GArray *changes);

/* --- walk.c --------------------------------------------------------------------------------------------------------------*/

/** Called for each block with text, in document order, after its protected spans were fixed. It may change the tree inside
 * of the block's text nodes only. */
typedef void (*MbOrthoVisit) (MbOrthoBlock *block, gpointer data);

/** mb_ortho_walk: the blocks below @top; @house says which names are protected. */
void mb_ortho_walk (MbDoc *doc, MbNode *top, const MbOrthoHouse *house, MbOrthoVisit visit,
                    gpointer data);

/** mb_ortho_is_opaque: code, formulas, pictures, note calls: no prose inside. */
gboolean mb_ortho_is_opaque (const MbNode *node);

/* --- protect.c, rules --------------------------------------------------------------------------------------------------*/

/** mb_ortho_protect: mark protected spans. */
void mb_ortho_protect (MbOrthoBlock *block, const MbOrthoHouse *house);

/** mb_ortho_correct: all rules in their order; unbalanced quotes are reported to @diagnostics. */
void mb_ortho_correct (MbOrthoBlock *block, const MbOrthoHouse *house, MbDiagnostics *diagnostics);

/* --- The rules, by subject; each reads the whole block ------------------------------------------------------------------*/

void mb_ortho_primes (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_quotes (MbOrthoBlock *block, const MbOrthoHouse *house, MbDiagnostics *diagnostics);
void mb_ortho_apostrophes (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_ellipses (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_times (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_dashes (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_letters (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_gaps (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_marks_set (MbOrthoBlock *block, const MbOrthoHouse *house);
void mb_ortho_english (MbOrthoBlock *block, const MbOrthoHouse *house);

/** The white space [from, to), maybe none, between the visible characters from - 1 and to. */
typedef struct {
  guint from, to;
} MbGap;

typedef enum { MB_SIDE_LEAVE, MB_SIDE_RIGHT, MB_SIDE_LEFT } MbSide;

/** What a gap is to be. */
typedef struct {
  MbSide side;     /* whose space it is; LEAVE: nobody's */
  gunichar wanted; /* 0: no space */
  MbRule rule;
} MbVerdict;

/** mb_ortho_joint: what numbers, units, dates, abbreviations and names say of a gap. */
MbVerdict mb_ortho_joint (const MbOrthoBlock *block, const MbOrthoHouse *house, MbGap gap);

/** mb_ortho_suite: in document order, the paragraphs below @top that go on with a quotation and do not say so; NULL when there is none.
 * (transfer full) */
GPtrArray *mb_ortho_suite (MbDoc *doc, MbNode *top, const MbOrthoHouse *house);
/** mb_ortho_suite_write: begin the block with a guillemet; FALSE when it cannot. */
gboolean mb_ortho_suite_write (MbOrthoBlock *block, const MbOrthoHouse *house);

/* --- tokens.c --------------------------------------------------------------------------------------------------------------*/

#define MB_TOKEN_MAX 48

/** A row of characters as a word to look up: cells [from, to). */
typedef struct {
  guint from, to;
  char text[MB_TOKEN_MAX + 8]; /* "" when the row is longer */
} MbToken;

typedef gboolean (*MbTokenPart) (gunichar c);

/** mb_ortho_token_letter: a letter; not º and ª, which are letters to Unicode. */
static inline gboolean
mb_ortho_token_letter (gunichar c)
{
  if (c < 128)
    return g_ascii_isalpha ((char) c);
  if (c < 0x180)
    return c >= 0xC0 && c != 0xD7 && c != 0xF7;
  return g_unichar_isalpha (c);
}
gboolean mb_ortho_token_abbreviation (gunichar c); /**< letters . ° º § - */
gboolean mb_ortho_token_unit (gunichar c);         /**< letters ² ³ / and signs of money */

/** mb_ortho_token_before: the row that ends before cell @end; mb_ortho_token_after: the row that begins at @from. FALSE when it is empty
 * or too long. */
gboolean mb_ortho_token_before (const MbOrthoBlock *block, gint64 end, MbTokenPart part,
                                MbToken *token);
gboolean mb_ortho_token_after (const MbOrthoBlock *block, gint64 from, MbTokenPart part,
                               MbToken *token);

/** mb_ortho_token_roman: the value of [@from, @to), capital roman numerals, well formed; 0 when it is none. */
guint mb_ortho_token_roman (const MbOrthoBlock *block, gint64 from, gint64 to);
/** mb_ortho_token_roman_end: the end of the roman numerals at @from. */
guint mb_ortho_token_roman_end (const MbOrthoBlock *block, guint from);
/** mb_ortho_token_number: whether the digits that end before @end are a number of their own; *from: its first digit. */
gboolean mb_ortho_token_number (const MbOrthoBlock *block, gint64 end, gint64 *from);
/** mb_ortho_token_is: whether [@from, …) spells @word and no letter or digit follows. */
gboolean mb_ortho_token_is (const MbOrthoBlock *block, gint64 from, const char *word);

static inline gboolean
mb_ortho_is_space (gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == MB_ORTHO_NBSP ||
         c == MB_ORTHO_NNBSP || (c >= 0x2000 && c <= 0x200A) || c == 0x205F;
}

static inline gboolean
mb_ortho_is_word (gunichar c)
{
  if (c < 128)
    return c == '_' || g_ascii_isalnum ((char) c);
  return g_unichar_isalnum (c);
}

static inline gboolean
mb_ortho_is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

/** mb_ortho_one_of: whether @c is in the 0-ended @set. */
static inline gboolean
mb_ortho_one_of (gunichar c, const gunichar *set)
{
  for (; *set; set++)
    if (*set == c)
      return TRUE;
  return FALSE;
}
