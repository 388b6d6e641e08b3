/* SPDX-License-Identifier: Apache-2.0 */
/* setter.h — what the parts of the setting of a line share (line.c, linepieces.c, lineorder.c, lineboxes.c). */
#pragma once

#include "internal.h"

/** What stands on a line, in the order of reading: a word or a part of one, a space, an object, an end of an element. */
typedef struct {
  const MbItem *item;
  const MbWord *word; /* text, or the glyph of a space */
  guint32 from, to;   /* characters */
  guint32 text_bytes; /* of word->text that are the text's own: the rest is the hyphen */
  gint64 width;       /* as set */
  gboolean trailing;  /* the space at the line end */
  gboolean head;      /* of the guillemet that stands again before the line */
} MbLinePiece;

/** The line that is being set. The arrays are those of MbLineScratch. */
typedef struct {
  MbTypesetter *typesetter;
  const MbParagraph *paragraph;
  const MbBreak *brk;
  MbArena *arena;
  MbLine *line;
  GArray *pieces, *runs, *glyphs, *clusters, *boxes, *moves, *open, *anchor_x;
  GPtrArray *anchors;
  GString *text;
  gint64 pen;
  gint64 lettered, hung; /* widths of the initial, and of what hangs before it, so far */
  gboolean in_run;
  guint32 run_in;
} MbLineSetter;

/** mb_char_shown: the letter that a reader sees. */
static inline gunichar
mb_char_shown (const MbCut *cut, const MbChar *c)
{
  return cut->kind == MB_CUT_SCALED_CAPS ? g_unichar_toupper (c->c) : c->c;
}

/** mb_word_ends_cluster: whether glyph @i of @word is the last of its cluster. */
static inline gboolean
mb_word_ends_cluster (const MbWord *word, guint i)
{
  return i + 1 == word->n_glyphs || word->glyphs[i + 1].cluster != word->glyphs[i].cluster;
}

/** mb_cut_tracking: @tracking, in thousandths of the em, of the letters of @cut. Rounded down, as the breaker's is: the spaces take up the
 * rest. */
MbLength mb_cut_tracking (const MbCut *cut, int tracking);
/** mb_line_goes_left: the direction of the line: that of its block, or of its first letter (unicode-bidi: plaintext). */
gboolean mb_line_goes_left (const MbParagraph *paragraph, const MbBreak *brk);
/** mb_line_rise: what vertical-align and position: relative make of the baseline of @inl. The text of a block has no vertical-align. */
MbLength mb_line_rise (const MbLineSetter *setter, const MbInline *inl);

/** mb_pieces_list: everything that stands on the line. */
void mb_pieces_list (MbLineSetter *setter);
/** mb_pieces_fill: give the pieces their widths. Returns: where the ink of the line begins. */
gint64 mb_pieces_fill (MbLineSetter *setter);
/** mb_pieces_glyphs_width: of the first @n glyphs of @piece, as set. */
gint64 mb_pieces_glyphs_width (const MbLineSetter *setter, const MbLinePiece *piece, guint n);
/** mb_pieces_place: where each piece from @first on begins on a reordered line, from @start on, and its level. */
void mb_pieces_place (const MbLineSetter *setter, guint first, gint64 start, guint8 *levels,
                      gint64 *places);

/** mb_line_reopen_boxes: the elements that were open when the line began. */
void mb_line_reopen_boxes (MbLineSetter *setter);
/** mb_line_open_box: @inl begins at the pen; it did on a line before when it is not @first. mb_line_close_box: the innermost element ends
 * there. @close: what ends it; NULL: the line alone does. */
void mb_line_open_box (MbLineSetter *setter, const MbInline *inl, gboolean first);
void mb_line_close_box (MbLineSetter *setter, const MbInline *close);
/** mb_line_keep_boxes: the line takes those that something is painted of. */
void mb_line_keep_boxes (MbLineSetter *setter);
