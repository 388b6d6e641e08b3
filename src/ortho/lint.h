/* SPDX-License-Identifier: Apache-2.0 */
/* lint.h — one block of text as the copy desk reads it, shared by the files of the lint. */
#pragma once

#include "internal.h"

/** A character of the block. */
typedef struct {
  /** MB_ORTHO_OBJECT: code, another language, an address; MB_ORTHO_EDGE: a line break */
  gunichar c;
  guint32 piece;  /**< index of its text node */
  guint32 offset; /**< byte in the node's text */
} MbLintCell;

/** A guillemet or a bracket that its own paragraph did not close. */
typedef struct {
  gboolean open;
  MbPos pos;
  guint blocks; /**< that have passed since */
} MbLintPending;

typedef struct {
  MbDoc *doc;
  const MbOrthoHouse *house;
  GArray *cells;         /**< MbLintCell */
  GPtrArray *pieces;     /**< const MbNode *: text nodes of the block */
  const MbNode *element; /**< block element in which the text stands */
  guint verse, notypo;
  MbLintPending quotation, parenthesis;
  /** see lintwords.c: first phrase of each bucket, then the next of each */
  guint16 *phrases;
} MbLint;

static inline guint
mb_lint_length (const MbLint *lint)
{
  return lint->cells->len;
}

/** mb_lint_at: the character at @i; MB_ORTHO_EDGE outside of the block. */
static inline gunichar
mb_lint_at (const MbLint *lint, gint64 i)
{
  return i < 0 || i >= lint->cells->len ? MB_ORTHO_EDGE
                                        : g_array_index (lint->cells, MbLintCell, (guint) i).c;
}

static inline gboolean
mb_lint_is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

static inline gboolean
mb_lint_is_gap (gunichar c)
{
  return c == MB_ORTHO_EDGE || mb_ortho_is_space (c);
}

static inline gboolean
mb_lint_is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

/** mb_lint_report: cells [@from, @to) break rule @id; @wanted (may be NULL) is what should stand there. */
void mb_lint_report (MbLint *lint, guint from, guint to, const char *id, const char *wanted);

/** mb_lint_report_node: the same about an element. @found may be NULL. */
void mb_lint_report_node (MbLint *lint, const MbNode *node, const char *id, const char *found);

/** mb_lint_report_at: the same at @pos. */
void mb_lint_report_at (MbLint *lint, MbPos pos, guint width, const char *id, const char *found,
                        const char *wanted);

/** mb_lint_place: where cell @i stands in the source. */
MbPos mb_lint_place (const MbLint *lint, guint i);

/** mb_lint_slice: cells [@from, @to) as text, every space as U+0020. (transfer full) */
char *mb_lint_slice (const MbLint *lint, guint from, guint to);

/** mb_lint_begins_sentence: whether the word at @i is the first of a sentence. */
gboolean mb_lint_begins_sentence (const MbLint *lint, guint i);

/** mb_lint_begins_word: whether a word begins at @i (behind an apostrophe too). */
gboolean mb_lint_begins_word (const MbLint *lint, guint i);
/** mb_lint_word_end: the end of the letters and digits at @i. */
guint mb_lint_word_end (const MbLint *lint, guint i);
/** mb_lint_skip_spaces: the first cell from @i that is no space. */
guint mb_lint_skip_spaces (const MbLint *lint, guint i);
/** mb_lint_is_word: whether the word [@from, @to) is one of @words (NULL-ended), case aside. */
gboolean mb_lint_is_word (const MbLint *lint, guint from, guint to, const char *const *words);
/** mb_lint_word_before: the word that ends before the spaces before @i: its beginning, its end in *@to; @i when there is none. */
guint mb_lint_word_before (const MbLint *lint, guint i, guint *to);

/** mb_lint_months: names of months, NULL-ended. */
extern const char *const mb_lint_months[];

/* The rules, by subject; each reads the whole block. */
void mb_lint_marks (MbLint *lint);
void mb_lint_words (MbLint *lint);
void mb_lint_numbers (MbLint *lint);
void mb_lint_dates (MbLint *lint);
void mb_lint_spaces (MbLint *lint);
/** mb_lint_prepare_words: index the phrases of desk.def. */
void mb_lint_prepare_words (MbLint *lint);
/** mb_lint_end_marks: the text is over: a quotation that is still open is reported. */
void mb_lint_end_marks (MbLint *lint);
/** mb_lint_structure: rules about elements below @top. */
void mb_lint_structure (MbLint *lint, const MbNode *top);
