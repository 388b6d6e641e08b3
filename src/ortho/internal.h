/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — the virtual text of one block, shared by the files of this room. */
#pragma once

#include "ortho.h"

#define MB_ORTHO_NBSP  0x00A0
#define MB_ORTHO_NNBSP 0x202F
#define MB_ORTHO_OBJECT                                                                            \
  0xFFFC                /* code, formula, picture, note call: a thing between two characters */
#define MB_ORTHO_EDGE 0 /* block ends and line breaks: no character at all */

#define MB_ORTHO_INSERTED G_MAXUINT32

/** What a profile writes; 0: nothing. */
typedef struct {
  const char *name;
  gunichar high;      /**< before ; ! ? */
  gunichar colon;     /**< before : */
  gunichar guillemet; /**< inside « » */
  gunichar inner_open, inner_close;
} MbOrthoMarks;

/** mb_ortho_marks: the characters of @profile, NULL for MB_ORTHO_NONE. */
const MbOrthoMarks *mb_ortho_marks (MbOrthoProfile profile);

/** One text node of the block (node NULL: an object or a line break). */
typedef struct {
  MbNode *node;
  guint depth;    /**< of its parent */
  guint32 origin; /**< its first character among the block's origins */
  guint32 n_origins;
  gboolean verse; /**< white space is the author's */
  gboolean dirty;
} MbOrthoPiece;

/** A character as the author typed it. */
typedef struct {
  guint32 offset; /**< byte in the node's text */
  guint32 piece;
  const char *dropped; /**< the rule that removed it */
} MbOrthoOrigin;

/** A character as it is now. */
typedef struct {
  gunichar c;
  guint32 origin; /**< index of an MbOrthoOrigin, or MB_ORTHO_INSERTED */
  guint32 piece;
  gboolean fixed;   /**< protected span, other language, object: context only */
  const char *rule; /**< the rule that wrote it; NULL: as typed */
} MbOrthoCell;

typedef struct {
  GArray *cells; /**< MbOrthoCell: the text between two passes */
  GArray *next;  /**< MbOrthoCell: what the running pass writes */
  GArray *origins, *pieces;
  guint editable; /**< cells that may be changed */
} MbOrthoBlock;

void mb_ortho_block_init (MbOrthoBlock *block);
void mb_ortho_block_clear (MbOrthoBlock *block);
void mb_ortho_block_reset (MbOrthoBlock *block);

void mb_ortho_block_add_text (MbOrthoBlock *block, MbNode *node, gboolean fixed, gboolean verse);
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
  return i < 0 || i >= block->cells->len ? MB_ORTHO_EDGE : mb_ortho_block_cell (block, i)->c;
}

/** mb_ortho_block_protect: cells [@from, @to) are context only. */
void mb_ortho_block_protect (MbOrthoBlock *block, guint from, guint to);

/** mb_ortho_block_replace: another character in the same place, outside of a pass. */
void mb_ortho_block_replace (MbOrthoBlock *block, guint i, gunichar c, const char *rule);

/* A pass reads the cells in order and says of each: keep, put another character, or drop; between two cells it may
 * insert. mb_ortho_block_swap ends it. */
void mb_ortho_block_keep (MbOrthoBlock *block, guint i);
void mb_ortho_block_put (MbOrthoBlock *block, guint i, gunichar c, const char *rule);
void mb_ortho_block_drop (MbOrthoBlock *block, guint i, const char *rule);
void mb_ortho_block_insert (MbOrthoBlock *block, guint piece, gunichar c, const char *rule);
void mb_ortho_block_swap (MbOrthoBlock *block);

/** mb_ortho_block_pos: the place of cell @i (one that was not inserted) in the source, by counting lines. */
MbPos mb_ortho_block_pos (const MbOrthoBlock *block, guint i);

/** mb_ortho_block_write: write the changed pieces back into their nodes; @changes (MbOrthoChange) may be NULL. */
void mb_ortho_block_write (MbOrthoBlock *block, MbDoc *doc, GArray *changes);

/** mb_ortho_protect: mark protected spans. */
void mb_ortho_protect (MbOrthoBlock *block);

/** mb_ortho_rules: all rules in their order; unbalanced quotes are reported to @diagnostics. */
void mb_ortho_rules (MbOrthoBlock *block, const MbOrthoMarks *marks, MbDiagnostics *diagnostics);

static inline gboolean
mb_ortho_is_space (gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == MB_ORTHO_NBSP ||
         c == MB_ORTHO_NNBSP || (c >= 0x2000 && c <= 0x200A) || c == 0x205F;
}

static inline gboolean
mb_ortho_is_word (gunichar c)
{
  return c == '_' || g_unichar_isalnum (c);
}
