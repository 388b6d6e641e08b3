/* SPDX-License-Identifier: Apache-2.0 */
/* syntax.h — CSS as text: component values, rules, declarations, An+B, colours.  May use: base.
 *
 * For the files of this room only. A sheet is read in two steps:
 *
 *   MbCssValues all = mb_css_parse (arena, diagnostics, (MbPos){ file, 1, 1 }, text, length);
 *   MbCssReader reader = mb_css_reader (MB_CSS_SHEET, all, arena, diagnostics);
 *   MbCssItem item;
 *   while (mb_css_read (&reader, &item))
 *     if (item.kind == MB_CSS_RULE)
 *       … item.values is the prelude; a new reader with MB_CSS_STYLE reads item.block …
 *
 * Component values are one array in the order of the text. A function or block is followed by what is
 * inside it; `inside` says how many values that is, so the next sibling is mb_css_after (value). Nothing is
 * allocated for a list: a list is a pair of pointers into that array, and any part of it is a list too.
 * All memory, texts included, belongs to the arena given to mb_css_parse.
 */
#pragma once

#include "base.h"

G_BEGIN_DECLS

typedef enum {
  MB_CSS_IDENT,         /* text */
  MB_CSS_FUNCTION,      /* text: the name; inside: the arguments */
  MB_CSS_AT_KEYWORD,    /* text: without the @ */
  MB_CSS_HASH,          /* text: without the #; flag MB_CSS_ID */
  MB_CSS_STRING,        /* text */
  MB_CSS_BAD_STRING,    /* a line end inside quotes */
  MB_CSS_URL,           /* text: url(…) without quotes; with quotes it is a function */
  MB_CSS_BAD_URL,       /* */
  MB_CSS_DELIM,         /* delim */
  MB_CSS_NUMBER,        /* number; flag MB_CSS_INTEGER */
  MB_CSS_PERCENTAGE,    /* number, as written: 50 for 50% */
  MB_CSS_DIMENSION,     /* number, text: the unit */
  MB_CSS_UNICODE_RANGE, /* range; only in the value of a unicode-range descriptor */
  MB_CSS_SPACE,         /* one for a run of white space */
  MB_CSS_CDO,           /* <!-- */
  MB_CSS_CDC,           /* --> */
  MB_CSS_COLON,         /* */
  MB_CSS_SEMICOLON,     /* */
  MB_CSS_COMMA,         /* */
  MB_CSS_PARENS,        /* ( ) with what is inside */
  MB_CSS_BRACKETS,      /* [ ] */
  MB_CSS_BRACES,        /* { } */
  MB_CSS_CLOSER,        /* delim: a ), ] or } that closes nothing; valid nowhere */
  MB_CSS_TOO_DEEP,      /* stands for what lay deeper than MB_MAX_CSS_DEPTH; valid nowhere */
} MbCssKind;

enum {
  MB_CSS_INTEGER = 1 << 0,  /* the number is written without point and exponent */
  MB_CSS_SIGNED = 1 << 1,   /* the number is written with + or - */
  MB_CSS_ID = 1 << 2,       /* what follows # is an identifier */
  MB_CSS_UNCLOSED = 1 << 3, /* the text ended inside this string, url or block */
};

/** The text that values point back to. */
typedef struct {
  const char *file; /**< interned, may be NULL */
  const char *text; /**< as given, `length` bytes and a NUL; may contain NUL and bad UTF-8 */
  gsize length;
} MbCssSource;

/** A component value. */
typedef struct {
  guint8 kind;       /**< MbCssKind */
  guint8 flags;      /**< MB_CSS_INTEGER… */
  guint32 inside;    /**< values inside this function or block, at every depth */
  guint32 offset;    /**< first byte in source->text */
  guint32 length;    /**< bytes, the closing bracket included */
  guint32 digits;    /**< bytes of the number as written (unit and % excluded) */
  guint32 line, col; /**< col in characters, both from 1 */
  const char *text;  /**< valid UTF-8, escapes resolved; NULL for kinds without text */
  union {
    double number; /**< finite */
    gunichar delim;
    struct {
      guint32 first, last;
    } range;
  };
  const MbCssSource *source;
} MbCssValue;

/** A list of siblings (with all that is inside them). Empty: first == end. */
typedef struct {
  const MbCssValue *first, *end;
} MbCssValues;

static inline MbPos
mb_css_pos (const MbCssValue *value)
{
  return (MbPos){ value->source->file, value->line, value->col };
}

/** mb_css_after: the next sibling of @value, or the end of its list. */
static inline const MbCssValue *
mb_css_after (const MbCssValue *value)
{
  return value + 1 + value->inside;
}

/** mb_css_inside: the arguments of a function, the contents of a block. */
static inline MbCssValues
mb_css_inside (const MbCssValue *value)
{
  return (MbCssValues){ value + 1, mb_css_after (value) };
}

/* --- Text to values -------------------------------------------------------------------------------- */

/** mb_css_parse: the component values of @text, @start being the place of its first character.
 * Total: every text has values; what the standard calls a parse error is reported. A text over
 * MB_MAX_STYLE_BYTES is reported (a failure) and gives no values. A leading BOM is skipped; NUL and
 * malformed UTF-8 become U+FFFD. */
MbCssValues mb_css_parse (MbArena *arena, MbDiagnostics *diagnostics, MbPos start, const char *text,
                          gsize length);

/** mb_css_parse_ranges: as mb_css_parse, with U+… read as MB_CSS_UNICODE_RANGE at every place. mb_css_read
 * calls it for the value of `unicode-range`. */
MbCssValues mb_css_parse_ranges (MbArena *arena, MbDiagnostics *diagnostics, MbPos start,
                                 const char *text, gsize length);

/** mb_css_trim: @values without white space at both ends. */
MbCssValues mb_css_trim (MbCssValues values);

/** mb_css_serialize: append text that parses to the same values (comments are gone, white space is one
 * space, an empty comment stands where two values would run together). */
void mb_css_serialize (MbCssValues values, GString *to);

/** mb_css_serialize_string: append @string in double quotes. */
void mb_css_serialize_string (const char *string, GString *to);

/** mb_css_original: the text of @values as the author wrote it. */
const char *mb_css_original (MbArena *arena, MbCssValues values);

/** The tokenizer: one token after another (tokens.c). Brackets come as MB_CSS_PARENS, MB_CSS_BRACKETS,
 * MB_CSS_BRACES and MB_CSS_FUNCTION when they open and MB_CSS_CLOSER when they close; mb_css_parse pairs them. */
typedef struct {
  const MbCssSource *source;
  MbArena *arena;
  MbDiagnostics *diagnostics;
  GString *name; /**< scratch */
  gsize at;      /**< offset of the next byte */
  guint32 line, col;
  gboolean ranges; /**< U+… is a token */
} MbCssScanner;

/** mb_css_scan: the next token; comments are skipped. Returns: FALSE at the end of the text. */
gboolean mb_css_scan (MbCssScanner *scanner, MbCssValue *token);

/* --- Values to rules and declarations -------------------------------------------------------------- */

/** What a list of values is read as. */
typedef enum {
  MB_CSS_SHEET,        /* a style sheet: rules; <!-- and --> are ignored */
  MB_CSS_RULES,        /* rules inside @media and the like */
  MB_CSS_DECLARATIONS, /* declarations and at-rules: @page, @font-face, style="" */
  MB_CSS_STYLE,        /* the block of a style rule: declarations, at-rules and nested rules */
} MbCssContents;

typedef enum {
  MB_CSS_INVALID,     /* reported already; nothing but pos is set */
  MB_CSS_RULE,        /* a qualified rule: values is the prelude, block the contents */
  MB_CSS_AT_RULE,     /* name; values is the prelude; block when has_block */
  MB_CSS_DECLARATION, /* name; values is the value, trimmed, without !important */
} MbCssItemKind;

typedef struct {
  MbCssItemKind kind;
  gboolean important;
  gboolean has_block;
  MbPos pos;        /**< of the name, or of the first value of the prelude */
  const char *name; /**< as written: compare with g_ascii_strcasecmp, except custom properties */
  MbCssValues values;
  MbCssValues block;
} MbCssItem;

/** A reader; copy it to look ahead. @diagnostics may be NULL. */
typedef struct {
  MbCssContents contents;
  MbCssValues rest;
  MbArena *arena;
  MbDiagnostics *diagnostics;
} MbCssReader;

MbCssReader mb_css_reader (MbCssContents contents, MbCssValues values, MbArena *arena,
                           MbDiagnostics *diagnostics);

/** mb_css_read: the next item. Returns: FALSE at the end. */
gboolean mb_css_read (MbCssReader *reader, MbCssItem *item);

/** How a text that must hold one thing was found. */
typedef enum { MB_CSS_ONE, MB_CSS_ONE_EMPTY, MB_CSS_ONE_INVALID, MB_CSS_ONE_EXTRA } MbCssOne;

MbCssOne mb_css_one_value (MbCssValues values, const MbCssValue **value);
MbCssOne mb_css_one_rule (MbCssValues values, MbArena *arena, MbDiagnostics *diagnostics,
                          MbCssItem *item);
MbCssOne mb_css_one_declaration (MbCssValues values, MbArena *arena, MbDiagnostics *diagnostics,
                                 MbCssItem *item);

/* --- Walking over values ----------------------------------------------------------------------------
 * A cursor skips white space (comments are gone already). Copy it to come back. The mb_css_take_* functions
 * move only when they return TRUE or a value. */
typedef struct {
  const MbCssValue *at, *end;
} MbCssCursor;

static inline MbCssCursor
mb_css_cursor (MbCssValues values)
{
  return (MbCssCursor){ values.first, values.end };
}

/** mb_css_rest: what @cursor has not taken yet. */
static inline MbCssValues
mb_css_rest (const MbCssCursor *cursor)
{
  return (MbCssValues){ cursor->at, cursor->end };
}

/** mb_css_peek: the next value that is not white space, or NULL at the end. */
const MbCssValue *mb_css_peek (const MbCssCursor *cursor);
const MbCssValue *mb_css_take (MbCssCursor *cursor);

/** mb_css_peek_raw: the next value, white space included (selectors), or NULL. */
const MbCssValue *mb_css_peek_raw (const MbCssCursor *cursor);
const MbCssValue *mb_css_take_raw (MbCssCursor *cursor);

/** mb_css_at_end: nothing is left but white space. */
gboolean mb_css_at_end (const MbCssCursor *cursor);

/** mb_css_take_space: skip white space. Returns: whether there was any. */
gboolean mb_css_take_space (MbCssCursor *cursor);

/** mb_css_take_ident: any identifier, or NULL. */
const char *mb_css_take_ident (MbCssCursor *cursor);

/** mb_css_take_word: the identifier @word, whatever its case. */
gboolean mb_css_take_word (MbCssCursor *cursor, const char *word);

/** mb_css_take_words: one of @words (NULL-ended), whatever its case. Returns: its index, or -1. */
int mb_css_take_words (MbCssCursor *cursor, const char *const *words);

/** mb_css_take_mark: the mark @mark: one of , : ; or a delimiter such as / + * ! = > . */
gboolean mb_css_take_mark (MbCssCursor *cursor, gunichar mark);

gboolean mb_css_take_number (MbCssCursor *cursor, double *number);
gboolean mb_css_take_integer (MbCssCursor *cursor, int *integer);
gboolean mb_css_take_percentage (MbCssCursor *cursor, double *percentage);

/** mb_css_take_dimension: a number with a unit; @unit as written. */
gboolean mb_css_take_dimension (MbCssCursor *cursor, double *number, const char **unit);

/** mb_css_take_angle: deg, grad, rad, turn. @degrees is not normalised. */
gboolean mb_css_take_angle (MbCssCursor *cursor, double *degrees);

const char *mb_css_take_string (MbCssCursor *cursor);

/** mb_css_take_url: url(x), url("x") or src("x"); NULL when it is neither. */
const char *mb_css_take_url (MbCssCursor *cursor);

/** mb_css_take_function: the function @name, whatever its case; its arguments go to @inside. */
gboolean mb_css_take_function (MbCssCursor *cursor, const char *name, MbCssCursor *inside);

/** mb_css_take_block: a block of @kind (MB_CSS_PARENS, MB_CSS_BRACKETS, MB_CSS_BRACES). */
gboolean mb_css_take_block (MbCssCursor *cursor, MbCssKind kind, MbCssCursor *inside);

/** mb_css_take_until_comma: the values up to the next comma at this level (taken too) or the end. */
MbCssValues mb_css_take_until_comma (MbCssCursor *cursor);

gboolean mb_css_is_word (const MbCssValue *value, const char *word);
gboolean mb_css_is_function (const MbCssValue *value, const char *name);
gboolean mb_css_is_delim (const MbCssValue *value, gunichar delim);

/* --- Micro-syntaxes --------------------------------------------------------------------------------- */

/** mb_css_take_anb: An+B (3n+1, -n+6, odd, even, 5). What follows ("of S") is left to the caller. */
gboolean mb_css_take_anb (MbCssCursor *cursor, int *a, int *b);

typedef enum {
  MB_CSS_COLOR_RGBA, /* c[0…2]: red, green, blue in sRGB, 0–1; `transparent` is one of these */
  MB_CSS_COLOR_CMYK, /* c[0…3]: cyan, magenta, yellow, black, 0–1 */
  MB_CSS_COLOR_CURRENT, /* currentcolor */
} MbCssColorKind;

typedef struct {
  MbCssColorKind kind;
  double c[4]; /**< clamped to 0–1 */
  double alpha;
} MbCssColor;

/** mb_css_take_color: names, #rgb #rgba #rrggbb #rrggbbaa, rgb[a](), hsl[a](), device-cmyk(), and what mb_css_color_function reads. */
gboolean mb_css_take_color (MbCssCursor *cursor, MbCssColor *color);
/** mb_css_color_function: hwb(), lab(), lch(), oklab(), oklch(), color(), color-mix(), as sRGB. */
gboolean mb_css_color_function (const MbCssValue *function, MbCssColor *color);

G_END_DECLS
