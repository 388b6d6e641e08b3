/* SPDX-License-Identifier: Apache-2.0 */
/* Guillemets at the head of lines (-marbre-guillemets; notes/french.md, PON-10).
 *
 * French typography of the Imprimerie nationale repeats the guillemet of a quotation within a quotation before each of its lines.
 * Where lines begin is known only to the breaker, so the mark belongs to the breakpoints: each one inside of such a quotation says which
 * mark stands before the next line, and the mark, with the space behind it, is taken off the sums that lines begun there
 * start from. The breaker, its measures and the widths of a table's columns then count it without knowing of it; line.c sets it.
 *
 * Depth is counted in the characters of the paragraph, in French text alone: « “ ‹ open, » ” › close, of whatever element. So a
 * quotation over several paragraphs is followed where its guillemets de suite say that it goes on (PON-09). What is repeated is the sign of
 * the innermost quotation, with the space that it has in the text.
 */
#include "internal.h"

static const struct {
  gunichar open, close;
  gunichar space; /* behind either; 0: none */
} signs[MB_LINE_HEADS] = {
  { 0xAB, 0xBB, 0xA0 },
  { 0x2039, 0x203A, 0x202F },
  { 0x201C, 0x201D, 0 },
};

#define MAX_DEPTH 8

typedef struct {
  guint8 sign[MAX_DEPTH]; /* index in signs[] of the quotations that are open */
  guint depth;            /* may be more than MAX_DEPTH */
} Quotations;

static void
take_char (Quotations *open, gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    if (c == signs[i].open) {
      if (open->depth < MAX_DEPTH)
        open->sign[open->depth] = (guint8) i;
      open->depth++;
    } else if (c == signs[i].close && open->depth > 0) {
      open->depth--;
    }
  }
}

static gboolean
is_french (const MbInline *inl)
{
  return inl->lang && g_ascii_strncasecmp (inl->lang, "fr", 2) == 0;
}

void
mb_lineheads_fill (const MbParagraph *paragraph, guint8 *heads)
{
  Quotations open = { 0 };
  guint least = paragraph->block->text->guillemets == MB_GUILLEMETS_ALL_LINES ? 1 : 2;
  for (guint i = 0; i < paragraph->n_chars; i++) {
    const MbChar *c = &paragraph->chars[i];
    heads[i] = open.depth >= least && open.depth <= MAX_DEPTH
                   ? (guint8) (open.sign[open.depth - 1] + 1)
                   : 0;
    if (c->kind == MB_CHAR_TEXT && is_french (&paragraph->inlines[c->in]))
      take_char (&open, c->c);
  }
}

static const MbWord *
word_of (MbTypesetter *typesetter, const MbStyle *block, gunichar c)
{
  char text[8];
  MbFontSet *set = mb_fontset_get (typesetter, block);
  const MbFace *face = mb_fontset_find (set, c);
  MbCut *cut = mb_cut_get (typesetter, set, face ? face : set->faces[0], MB_CUT_PLAIN, "fr",
                           G_UNICODE_SCRIPT_LATIN);
  return mb_word_get (typesetter, cut, text, (gsize) g_unichar_to_utf8 (c, text));
}

MbLineHead *
mb_lineheads_make (MbTypesetter *typesetter, const MbStyle *block, MbArena *arena)
{
  MbGuillemets wanted = block->text->guillemets;
  if (wanted == MB_GUILLEMETS_NONE)
    return NULL;
  MbLineHead *heads = mb_arena_array (arena, MbLineHead, G_N_ELEMENTS (signs));
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    gunichar sign = wanted == MB_GUILLEMETS_LINES_CLOSE ? signs[i].close : signs[i].open;
    heads[i] = (MbLineHead){ 0 };
    heads[i].mark.kind = MB_ITEM_BOX;
    heads[i].mark.word = word_of (typesetter, block, sign);
    heads[i].mark.width = heads[i].mark.word->width;
    if (signs[i].space) {
      heads[i].gap.kind = MB_ITEM_GLUE;
      heads[i].gap.word = word_of (typesetter, block, signs[i].space);
    }
  }
  return heads;
}
