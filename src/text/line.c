/* SPDX-License-Identifier: Apache-2.0 */
/* Setting a line: glyph runs with their final advances.
 *
 * First the pieces of the line are listed (words, halves of words, spaces, objects) and added up exactly; then the glyphs take
 * their scale and tracking, and what is left is shared out among the spaces in proportion to what they may give, so that the
 * ink fills the measure to the unit whatever the breaker rounded. Then the pieces become runs.
 *
 * A line whose spaces would be nine times their width (narrow columns, addresses) is left short instead: a ragged line
 * offends less than a hole. Its ratio is still told, so mb_text_report finds it.
 *
 * A run is glyphs of one inline, one font, one rise, with the spaces inside. Its text is the text as written (before
 * text-transform), so that a page can be searched and read aloud; U+00AD is never in it. A space that ends a line stays
 * as text with a glyph of no width. The hyphen of a line end is a run of its own, with the text U+00AD.
 */
#include "internal.h"

#include <string.h>

#define MOST_STRETCH 16 /* times full stretch: beyond it a line is left short */

typedef struct {
  const MbItem *item;
  const MbWord *word; /* text, or the glyph of a space */
  guint32 from, to;   /* characters */
  guint32 text_bytes; /* of word->text that are the text's own: the rest is the hyphen */
  gint64 width;       /* as set */
  gboolean trailing;  /* the space at the line end */
  gboolean head;      /* of the guillemet that stands again before the line */
} Piece;

struct MbLineScratch {
  GArray *pieces;   /* Piece */
  GArray *runs;     /* MbGlyphRun; text and glyphs are filled when a run ends */
  GArray *glyphs;   /* MbGlyph of the open run */
  GArray *clusters; /* guint32: offset in the text of the run of each byte of a word */
  GString *text;    /* of the open run */
  GArray *boxes;    /* MbInlineBox */
  GArray *moves;    /* MbLength: to the right, of each box */
  GArray *open;     /* guint32: boxes that are open */
  GPtrArray *anchors;
  GArray *anchor_x; /* MbLength */
};

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
} Setter;

static gboolean
begins_in_box (const MbParagraph *paragraph, const MbLineRange *range)
{
  return range->a && range->a->kind == MB_BREAK_IN_BOX &&
         range->a->at < mb_item_end (&paragraph->items[range->a->end]);
}

/* --- Pieces ------------------------------------------------------------------------------------------------------*/

static gunichar
shown (const MbCut *cut, const MbChar *c)
{
  return cut->kind == MB_CUT_SCALED_CAPS ? g_unichar_toupper (c->c) : c->c;
}

static void
add_half (Setter *setter, const MbItem *item, guint32 from, guint32 to, gboolean hyphen)
{
  GString *text = g_string_sized_new (64);
  for (guint32 i = from; i < to; i++)
    g_string_append_unichar (text, shown (item->word->cut, &setter->paragraph->chars[i]));
  Piece piece = { .item = item, .from = from, .to = to, .text_bytes = (guint32) text->len };
  if (hyphen)
    g_string_append (text, mb_hyphen_of (setter->paragraph->inlines[item->in].style));
  piece.word = mb_word_get (setter->typesetter, item->word->cut, text->str, text->len);
  g_string_free (text, TRUE);
  g_array_append_val (setter->pieces, piece);
}

static void
add_whole (Setter *setter, const MbItem *item)
{
  Piece piece = { .item = item, .word = item->word, .from = item->from, .to = mb_item_end (item) };
  piece.text_bytes = item->word ? item->word->length : 0;
  g_array_append_val (setter->pieces, piece);
}

static void
add_last (Setter *setter, const MbLineRange *range)
{
  const MbItem *item = &setter->paragraph->items[range->b->end];
  gboolean same = begins_in_box (setter->paragraph, range) && range->a->end == range->b->end;
  guint32 from = same ? range->a->at : item->from;
  if (item->kind != MB_ITEM_BOX ||
      (from == item->from && range->b->at == mb_item_end (item) && !range->b->hyphen))
    add_whole (setter, item);
  else
    add_half (setter, item, from, range->b->at, range->b->hyphen);
}

static void
add_trailing_space (Setter *setter, const MbItem *item)
{
  add_whole (setter, item);
  g_array_index (setter->pieces, Piece, setter->pieces->len - 1).trailing = TRUE;
}

static void
add_head (Setter *setter, const MbItem *item, guint32 at)
{
  if (!item->word)
    return;
  Piece piece = { .item = item, .word = item->word, .from = at, .to = at, .head = TRUE };
  g_array_append_val (setter->pieces, piece);
}

static void
list_pieces (Setter *setter)
{
  const MbParagraph *paragraph = setter->paragraph;
  MbLineRange range = mb_line_range (setter->brk);
  if (range.a && range.a->head) {
    const MbLineHead *head = &paragraph->heads[range.a->head - 1];
    add_head (setter, &head->mark, range.a->at);
    add_head (setter, &head->gap, range.a->at);
  }
  gboolean in_same = range.b->kind == MB_BREAK_IN_BOX && range.a && range.a->end == range.b->end;
  if (begins_in_box (paragraph, &range) && !in_same) {
    const MbItem *item = &paragraph->items[range.a->end];
    add_half (setter, item, range.a->at, mb_item_end (item), FALSE);
  }
  for (guint32 i = range.from; i < range.to; i++)
    add_whole (setter, &paragraph->items[i]);
  if (range.b->kind == MB_BREAK_IN_BOX)
    add_last (setter, &range);
  else if (range.b->kind == MB_BREAK_AT_SPACE)
    add_trailing_space (setter, &paragraph->items[range.b->end]);
  for (guint32 i = range.tail; i < range.tail_to; i++)
    add_whole (setter, &paragraph->items[i]);
}

/* --- Widths --------------------------------------------------------------------------------------------------------*/

static gboolean
is_flexible (const Piece *piece)
{
  return piece->item->kind == MB_ITEM_GLUE && !piece->trailing;
}

/* Rounded down, as the breaker's tracking is: the spaces take up the rest. */
static MbLength
tracking_of (const MbCut *cut, int tracking)
{
  gint64 product = (gint64) cut->size * tracking;
  return (MbLength) (product < 0 ? -((999 - product) / 1000) : product / 1000);
}

static gboolean
ends_cluster (const MbWord *word, guint i)
{
  return i + 1 == word->n_glyphs || word->glyphs[i + 1].cluster != word->glyphs[i].cluster;
}

static gint64
scaled (gint64 length, int scale)
{
  if (scale == 10000)
    return length;
  return (length * scale + (length < 0 ? -5000 : 5000)) / 10000;
}

static gint64
natural_width (const Setter *setter, const Piece *piece)
{
  if (piece->trailing)
    return 0;
  if (piece->item->kind != MB_ITEM_BOX)
    return piece->item->width;
  gint64 tracking = tracking_of (piece->word->cut, setter->brk->tracking);
  return scaled (piece->word->width, setter->brk->scale) + tracking * piece->word->n_clusters;
}

typedef struct {
  gint64 width, stretch, shrink;
  gint32 leaders;
} Total;

static Total
measure_pieces (Setter *setter)
{
  Total total = { 0 };
  for (guint i = 0; i < setter->pieces->len; i++) {
    Piece *piece = &g_array_index (setter->pieces, Piece, i);
    piece->width = natural_width (setter, piece);
    total.width += piece->width;
    total.leaders += piece->item->kind == MB_ITEM_LEADER;
    if (is_flexible (piece)) {
      total.stretch += piece->item->stretch;
      total.shrink += piece->item->shrink;
    }
  }
  return total;
}

/* Share @rest out among the spaces; sums are rounded, not shares, so nothing is lost. */
static void
share_out (Setter *setter, gint64 rest, gint64 flex)
{
  gint64 seen = 0;
  for (guint i = 0; i < setter->pieces->len && flex > 0; i++) {
    Piece *piece = &g_array_index (setter->pieces, Piece, i);
    if (!is_flexible (piece))
      continue;
    gint64 give = rest < 0 ? piece->item->shrink : piece->item->stretch;
    piece->width += rest * (seen + give) / flex - rest * seen / flex;
    seen += give;
  }
}

static void
share_leaders (Setter *setter, gint64 rest, gint32 leaders)
{
  gint32 seen = 0;
  for (guint i = 0; i < setter->pieces->len; i++) {
    Piece *piece = &g_array_index (setter->pieces, Piece, i);
    if (piece->item->kind != MB_ITEM_LEADER)
      continue;
    piece->width += rest * (seen + 1) / leaders - rest * seen / leaders;
    seen++;
  }
}

/* The direction of the line: that of its block, or of its first letter (unicode-bidi: plaintext). */
static gboolean
goes_left (const MbParagraph *paragraph, const MbBreak *brk)
{
  const MbLineEnd *start = mb_line_start (brk);
  return mb_bidi_base (paragraph, start ? start->at : 0);
}

static MbTextAlign
align_of (const MbParagraph *paragraph, const MbBreak *brk)
{
  const MbStyleText *text = paragraph->block->text;
  MbTextAlign align = text->align;
  gboolean rtl = goes_left (paragraph, brk);
  if (brk->last && text->align_last != MB_ALIGN_AUTO)
    align = text->align_last;
  else if (align == MB_ALIGN_JUSTIFY &&
           ((brk->last && !text->justify_all) || !paragraph->justified))
    align = MB_ALIGN_START;
  if (rtl && align == MB_ALIGN_START)
    return MB_ALIGN_RIGHT;
  if (rtl && align == MB_ALIGN_END)
    return MB_ALIGN_LEFT;
  return align;
}

static gint64
shift_of (MbTextAlign align, gint64 rest)
{
  if (rest <= 0)
    return 0;
  switch (align) {
  case MB_ALIGN_END:
  case MB_ALIGN_RIGHT: return rest;
  case MB_ALIGN_CENTER: return rest / 2;
  default: return 0;
  }
}

/* Where the ink of the line begins, after the spaces have been given their widths. */
static gint64
fill_measure (Setter *setter)
{
  const MbBreak *brk = setter->brk;
  const MbParagraph *paragraph = setter->paragraph;
  const MbLineEnd *start = mb_line_start (brk);
  MbLength left = start ? start->left : paragraph->left, right = brk->end.right;
  Total total = measure_pieces (setter);
  gint64 rest = brk->measure.width + left + right - total.width;
  MbTextAlign align = brk->turned ? MB_ALIGN_RIGHT : align_of (paragraph, brk);

  if (total.leaders && rest > 0)
    share_leaders (setter, rest, total.leaders);
  else if (align == MB_ALIGN_JUSTIFY && rest > 0 && rest <= total.stretch * MOST_STRETCH)
    share_out (setter, rest, total.stretch);
  else if (paragraph->justified && rest < 0)
    share_out (setter, MAX (rest, -total.shrink), total.shrink);
  gboolean sticks_out = rest < 0 && goes_left (paragraph, brk) && align != MB_ALIGN_LEFT &&
                        !paragraph->justified; /* at its end, the left */
  return brk->measure.x - left + (sticks_out ? rest : total.leaders ? 0 : shift_of (align, rest));
}

/* --- Runs -------------------------------------------------------------------------------------------------------------*/

static MbGlyphRun *
open_run_of (Setter *setter)
{
  return &g_array_index (setter->runs, MbGlyphRun, setter->runs->len - 1);
}

static void
end_run (Setter *setter)
{
  if (!setter->in_run)
    return;
  MbGlyphRun *run = open_run_of (setter);
  const MbInline *inl = &setter->paragraph->inlines[setter->run_in];
  run->width = (MbLength) (setter->pen - run->x);
  run->x += inl->move_x;
  run->length = (guint32) setter->text->len;
  run->text = mb_arena_strndup (setter->arena, setter->text->str, setter->text->len);
  run->n_glyphs = setter->glyphs->len;
  run->glyphs =
      mb_arena_memdup (setter->arena, setter->glyphs->data, setter->glyphs->len * sizeof (MbGlyph));
  g_string_truncate (setter->text, 0);
  g_array_set_size (setter->glyphs, 0);
  setter->in_run = FALSE;
}

/* What vertical-align and position: relative make of the baseline of @inl. The text of a block has no vertical-align. */
static MbLength
rise_of (const Setter *setter, const MbInline *inl)
{
  gboolean own = inl->style != setter->paragraph->block;
  return inl->raise - inl->move_y + (own ? mb_style_shift (inl->style) : 0);
}

static gint64
unscaled (gint64 length, int scale)
{
  if (scale == 10000)
    return length;
  return (length * 10000 + (length < 0 ? -scale / 2 : scale / 2)) / scale;
}

static void
begin_run (Setter *setter, MbRunKind kind, guint32 in, const MbCut *cut, guint32 offset)
{
  end_run (setter);
  const MbInline *inl = &setter->paragraph->inlines[in];
  gint64 tracking = cut ? tracking_of (cut, setter->brk->tracking) : 0;
  MbGlyphRun run = {
    .kind = kind,
    .node = inl->node,
    .offset = inl->offset + offset,
    .style = inl->style,
    .generated = inl->generated || kind >= MB_RUN_LEADER || kind == MB_RUN_HYPHEN,
    .font = cut && cut->item ? cut->item->analysis.font : NULL,
    .size = cut ? cut->size : inl->style->font->size,
    .x = (MbLength) setter->pen,
    .rise = cut ? cut->rise + rise_of (setter, inl) : -inl->move_y,
    .scale = setter->brk->scale,
    .tracking = (MbLength) unscaled (tracking, setter->brk->scale),
  };
  g_array_append_val (setter->runs, run);
  setter->in_run = TRUE;
  setter->run_in = in;
}

static gboolean
continues_run (Setter *setter, guint32 in, const MbCut *cut)
{
  if (!setter->in_run || setter->run_in != in)
    return FALSE;
  const MbGlyphRun *run = open_run_of (setter);
  PangoFont *font = cut->item ? cut->item->analysis.font : NULL;
  MbLength rise = cut->rise + rise_of (setter, &setter->paragraph->inlines[in]);
  return run->kind == MB_RUN_TEXT && run->font == font && run->rise == rise &&
         run->size == cut->size;
}

static void
append_letter (GString *text, gunichar c)
{
  if (c < 0x80)
    g_string_append_c (text, (char) c);
  else
    g_string_append_unichar (text, c == 0x2011 ? '-' : c);
}

/* As a reader should copy it. */
static void
append_char_text (Setter *setter, const MbChar *c)
{
  if (c->flags & MB_CHAR_CONTINUES)
    return;
  if (c->kind == MB_CHAR_SPACE || c->kind == MB_CHAR_KEPT)
    g_string_append_c (setter->text, ' ');
  else
    append_letter (setter->text, mb_char_source (setter->paragraph->inlines, c));
}

/* Glyphs [from, to) of @piece's word, moved to the pen. @clusters: offset in the run's text of each byte of the word. Tracking
 * is a final length: it is not scaled with the glyphs. */
static void
append_glyphs (Setter *setter, const Piece *piece, guint from, guint to, const guint32 *clusters)
{
  const MbWord *word = piece->word;
  int scale = setter->brk->scale;
  gint64 base = unscaled (setter->pen - open_run_of (setter)->x, scale);
  for (guint i = 0; i < from; i++)
    base -= word->glyphs[i].advance;
  MbLength tracking = tracking_of (word->cut, setter->brk->tracking);
  guint n = setter->glyphs->len;
  g_array_set_size (setter->glyphs, n + to - from);
  MbGlyph *glyphs = &g_array_index (setter->glyphs, MbGlyph, n);
  gint64 tracked = 0, shift = 0; /* unscaled */
  for (guint i = from; i < to; i++) {
    MbGlyph glyph = word->glyphs[i];
    glyph.x = (MbLength) (base + glyph.x + shift);
    glyph.cluster = clusters ? clusters[glyph.cluster] : 0;
    if (tracking && ends_cluster (word, i)) {
      tracked += tracking;
      gint64 after = unscaled (tracked, scale);
      glyph.advance += (MbLength) (after - shift);
      shift = after;
    }
    glyphs[i - from] = glyph;
  }
}

/* The width of the first @n glyphs of @piece, as set. */
static gint64
width_of_glyphs (const Setter *setter, const Piece *piece, guint n)
{
  gint64 width = 0, clusters = 0;
  for (guint i = 0; i < n; i++) {
    width += piece->word->glyphs[i].advance;
    clusters += ends_cluster (piece->word, i);
  }
  return scaled (width, setter->brk->scale) +
         clusters * tracking_of (piece->word->cut, setter->brk->tracking);
}

static guint
own_glyphs (const Piece *piece)
{
  guint n = 0;
  while (n < piece->word->n_glyphs && piece->word->glyphs[n].cluster < piece->text_bytes)
    n++;
  return n;
}

/* Append the text of @piece to the run; clusters[byte of word] = byte in the run's text. */
static void
append_text (Setter *setter, const Piece *piece, guint32 *clusters)
{
  guint32 byte = 0, offset = (guint32) setter->text->len;
  for (guint32 i = piece->from; i < piece->to; i++) {
    const MbChar *c = &setter->paragraph->chars[i];
    if (!(c->flags & MB_CHAR_CONTINUES))
      offset = (guint32) setter->text->len;
    gunichar drawn = shown (piece->word->cut, c);
    guint32 length = drawn < 0x80 ? 1 : (guint32) g_unichar_to_utf8 (drawn, NULL);
    for (guint32 k = 0; k < length && byte < piece->text_bytes; k++)
      clusters[byte++] = offset;
    append_char_text (setter, c);
  }
}

static guint32 *
clusters_for (Setter *setter, const Piece *piece)
{
  g_array_set_size (setter->clusters, piece->text_bytes + 1);
  return &g_array_index (setter->clusters, guint32, 0);
}

static void
set_hyphen (Setter *setter, const Piece *piece, guint n_own)
{
  const MbChar *before = &setter->paragraph->chars[piece->to - 1];
  begin_run (setter, MB_RUN_HYPHEN, piece->item->in, piece->word->cut, before->offset);
  append_glyphs (setter, piece, n_own, piece->word->n_glyphs, NULL);
  g_string_append_unichar (setter->text, 0xAD);
}

static void
set_text (Setter *setter, const Piece *piece)
{
  const MbCut *cut = piece->word->cut;
  if (!continues_run (setter, piece->item->in, cut))
    begin_run (setter, MB_RUN_TEXT, piece->item->in, cut,
               setter->paragraph->chars[piece->from].offset);
  guint32 *clusters = clusters_for (setter, piece);
  guint n_own = own_glyphs (piece);
  gint64 end = setter->pen + piece->width;
  append_text (setter, piece, clusters);
  if (n_own)
    append_glyphs (setter, piece, 0, n_own, clusters);

  gboolean hyphen = n_own < piece->word->n_glyphs;
  if (hyphen) {
    setter->pen += width_of_glyphs (setter, piece, n_own);
    set_hyphen (setter, piece, n_own);
  }
  setter->pen = end;
  if (hyphen)
    end_run (setter);
}

/* The glyphs of the initial stand beside the line, which has left room for them: the pen does not move. */
static void
set_initial (Setter *setter, const Piece *piece)
{
  const MbInitial *initial = &setter->paragraph->initial;
  gboolean letter = setter->paragraph->inlines[piece->item->in].part == MB_INITIAL_LETTER;
  gint64 *used = letter ? &setter->lettered : &setter->hung;
  gint64 pen = setter->pen, margin = setter->brk->measure.x - initial->room;
  setter->pen = margin - (letter ? initial->shift : initial->hang) + *used;
  begin_run (setter, MB_RUN_TEXT, piece->item->in, piece->word->cut,
             setter->paragraph->chars[piece->from].offset);
  MbGlyphRun *run = open_run_of (setter);
  run->scale = 10000;
  run->initial = TRUE;
  run->rise -= letter ? initial->drop : 0;

  guint32 *clusters = clusters_for (setter, piece);
  append_text (setter, piece, clusters);
  for (guint i = 0; i < piece->word->n_glyphs; i++) {
    MbGlyph glyph = piece->word->glyphs[i];
    glyph.cluster = clusters[glyph.cluster];
    g_array_append_val (setter->glyphs, glyph);
  }
  setter->pen += piece->word->width;
  *used += piece->word->width;
  end_run (setter);
  setter->pen = pen;
}

static void
set_glue (Setter *setter, const Piece *piece)
{
  const MbCut *cut = piece->word->cut;
  if (!continues_run (setter, piece->item->in, cut))
    begin_run (setter, MB_RUN_TEXT, piece->item->in, cut,
               setter->paragraph->chars[piece->from].offset);
  guint32 cluster = (guint32) setter->text->len;
  append_char_text (setter, &setter->paragraph->chars[piece->from]);
  if (piece->word->n_glyphs && setter->text->len > cluster) {
    int scale = setter->brk->scale;
    gint64 x = setter->pen - open_run_of (setter)->x;
    MbGlyph glyph = piece->word->glyphs[0];
    glyph.x = (MbLength) unscaled (x, scale);
    glyph.advance = (MbLength) (unscaled (x + piece->width, scale) - glyph.x);
    glyph.cluster = cluster;
    g_array_append_val (setter->glyphs, glyph);
  }
  setter->pen += piece->width;
}

static void
set_atom (Setter *setter, const Piece *piece)
{
  const MbInline *inl = &setter->paragraph->inlines[piece->item->in];
  begin_run (setter, MB_RUN_ATOM, piece->item->in, NULL, 0);
  MbGlyphRun *run = open_run_of (setter);
  run->data = inl->data;
  run->ascent = inl->ascent;
  run->descent = inl->descent;
  run->scale = 10000;
  setter->pen += piece->width;
  end_run (setter);
}

/* Patterns stand on a grid of the block, so that the dots of one line stand under those of the line before. */
static void
set_leader (Setter *setter, const Piece *piece)
{
  gint64 end = setter->pen + piece->width, step = piece->word->width;
  gint64 at = step > 0 ? (setter->pen + step - 1) / step * step : end;
  setter->pen = MIN (at, end); /* a run is painted from its first glyph on */
  begin_run (setter, MB_RUN_LEADER, piece->item->in, piece->word->cut, 0);
  MbGlyphRun *run = open_run_of (setter);
  run->scale = 10000;
  for (; at + step <= end && step > 0; at += step) {
    for (guint i = 0; i < piece->word->n_glyphs; i++) {
      MbGlyph glyph = piece->word->glyphs[i];
      glyph.x += (MbLength) (at - run->x);
      glyph.cluster += (guint32) setter->text->len;
      g_array_append_val (setter->glyphs, glyph);
    }
    g_string_append_len (setter->text, piece->word->text, piece->word->length);
  }
  setter->pen = end;
  end_run (setter);
}

/* --- Elements across the line ----------------------------------------------------------------------------------------------*/

static gboolean
is_visible_box (const MbStyle *style)
{
  const MbStyleBorder *border = style->border;
  return border &&
         (mb_style_is_group (style) || border->background.alpha || border->layers.n_images ||
          border->outline_style || border->n_shadows || border->frame.n || border->underline ||
          border->overline || border->line_through || border->width[0] || border->width[1] ||
          border->width[2] || border->width[3]);
}

static void
open_box (Setter *setter, const MbInline *inl, gboolean first)
{
  MbInlineBox box = {
    .node = inl->node, .style = inl->style, .x = (MbLength) setter->pen, .first = first
  };
  box.rise = rise_of (setter, inl);
  box.x += inl->move_x;
  if (first)
    box.x += inl->margin;
  guint32 index = setter->boxes->len;
  g_array_append_val (setter->boxes, box);
  g_array_append_val (setter->moves, inl->move_x);
  g_array_append_val (setter->open, index);
}

/* How far box @index was moved. */
static MbLength
box_move (const Setter *setter, guint32 index)
{
  return g_array_index (setter->moves, MbLength, index);
}

/* @close: what ends it; NULL: the line alone does. */
static void
close_box (Setter *setter, const MbInline *close)
{
  if (!setter->open->len)
    return;
  guint32 index = g_array_index (setter->open, guint32, setter->open->len - 1);
  g_array_set_size (setter->open, setter->open->len - 1);
  MbInlineBox *box = &g_array_index (setter->boxes, MbInlineBox, index);
  box->last = close && !close->parted;
  box->width = (MbLength) setter->pen + box_move (setter, index) - box->x;
  if (box->width < 0 && setter->paragraph->levels) {
    box->x += box->width; /* it began at its right */
    box->width = -box->width;
  }
  if (box->last)
    box->width -= close->margin;
}

/* The elements that were open when the line began. */
static void
reopen_boxes (Setter *setter)
{
  const MbParagraph *paragraph = setter->paragraph;
  guint32 from = mb_line_range (setter->brk).from;
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < paragraph->n_tags && paragraph->tags[i] < from; i++) {
    const MbItem *item = &paragraph->items[paragraph->tags[i]];
    if (item->kind == MB_ITEM_OPEN)
      g_array_append_val (open, item->in);
    else if (open->len)
      g_array_set_size (open, open->len - 1);
  }
  for (guint i = 0; i < open->len; i++)
    open_box (setter, &paragraph->inlines[g_array_index (open, guint32, i)], FALSE);
  g_array_free (open, TRUE);
}

static void
keep_visible_boxes (Setter *setter)
{
  while (setter->open->len)
    close_box (setter, NULL);
  MbInlineBox *boxes = mb_arena_array (setter->arena, MbInlineBox, setter->boxes->len);
  for (guint i = 0; i < setter->boxes->len; i++) {
    MbInlineBox box = g_array_index (setter->boxes, MbInlineBox, i);
    if (is_visible_box (box.style) && (box.width || box.first || box.last))
      boxes[setter->line->n_boxes++] = box;
  }
  setter->line->boxes = boxes;
}

/* --- From right to left -------------------------------------------------------------------------------------------------------*/

/* The level of piece @i: an element begins and ends with its text; a space at the line end is the block's (rule L1). */
static guint8
level_of (const Setter *setter, guint i)
{
  const MbParagraph *paragraph = setter->paragraph;
  guint8 base = goes_left (paragraph, setter->brk) ? 1 : 0;
  const Piece *piece = &g_array_index (setter->pieces, Piece, i);
  int step = piece->item->kind == MB_ITEM_CLOSE ? -1 : 1;
  for (gint64 k = i; k >= 0 && k < setter->pieces->len; k += step) {
    piece = &g_array_index (setter->pieces, Piece, (guint) k);
    if (piece->trailing)
      return base;
    if (piece->to > piece->from)
      return paragraph->levels[piece->from];
  }
  return base;
}

/* Where each piece from @first on begins, from @start on, and its level. */
static void
place_pieces (const Setter *setter, guint first, gint64 start, guint8 *levels, gint64 *places)
{
  guint n = setter->pieces->len - first;
  g_autofree guint *order = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    levels[i] = level_of (setter, first + i);
  mb_bidi_reorder (levels, n, order);
  for (guint i = 0; i < n; i++) {
    places[order[i]] = start;
    start += g_array_index (setter->pieces, Piece, first + order[i]).width;
  }
}

static void set_piece (Setter *setter, const Piece *piece);

/* Pieces from @first on, in the order of reading, each where the reordered line has it. */
static void
set_reordered (Setter *setter, guint first)
{
  guint n = setter->pieces->len - first;
  g_autofree guint8 *levels = g_new0 (guint8, n + 1);
  g_autofree gint64 *places = g_new0 (gint64, n + 1);
  gint64 start = setter->pen, end = start;
  place_pieces (setter, first, start, levels, places);
  for (guint i = 0; i < n; i++) {
    const Piece *piece = &g_array_index (setter->pieces, Piece, first + i);
    gboolean odd = levels[i] & 1;
    end_run (setter);
    setter->pen = places[i];
    if (odd && piece->item->kind == MB_ITEM_OPEN)
      setter->pen += piece->width; /* its right side */
    else if (odd && piece->item->kind == MB_ITEM_CLOSE)
      setter->pen -= piece->width;
    set_piece (setter, piece);
    end += piece->width;
  }
  end_run (setter);
  setter->pen = end;
}

/* --- The line -----------------------------------------------------------------------------------------------------------------*/

static void
add_anchor (Setter *setter, const MbInline *inl)
{
  MbLength x = (MbLength) setter->pen;
  g_ptr_array_add (setter->anchors, inl->data);
  g_array_append_val (setter->anchor_x, x);
}

static void
set_piece (Setter *setter, const Piece *piece)
{
  const MbInline *inl = &setter->paragraph->inlines[piece->item->in];
  switch (piece->item->kind) {
  case MB_ITEM_BOX: set_text (setter, piece); return;
  case MB_ITEM_INITIAL: set_initial (setter, piece); return;
  case MB_ITEM_GLUE: set_glue (setter, piece); return;
  case MB_ITEM_ATOM: set_atom (setter, piece); return;
  case MB_ITEM_LEADER: set_leader (setter, piece); return;
  case MB_ITEM_KERN: setter->pen += piece->width; return;
  case MB_ITEM_ANCHOR: add_anchor (setter, inl); return;
  case MB_ITEM_OPEN:
    if (piece->width)
      end_run (setter);
    open_box (setter, inl, !inl->parted);
    setter->pen += piece->width;
    return;
  case MB_ITEM_CLOSE:
    if (piece->width)
      end_run (setter);
    setter->pen += piece->width;
    close_box (setter, inl);
    return;
  default: return;
  }
}

/* The bracket before the rest of a verse: the author did not write it, so like a leader it is no text of theirs. */
static void
set_bracket (Setter *setter)
{
  const MbWord *bracket = setter->paragraph->turn;
  if (!setter->brk->turned || !setter->pieces->len || !bracket->n_glyphs)
    return;
  gint64 pen = setter->pen;
  setter->pen -= mb_turn_width (setter->paragraph);
  begin_run (setter, MB_RUN_MARK, g_array_index (setter->pieces, Piece, 0).item->in, bracket->cut,
             0);
  g_array_append_vals (setter->glyphs, bracket->glyphs, bracket->n_glyphs);
  g_string_append_len (setter->text, bracket->text, bracket->length);
  setter->pen += bracket->width;
  end_run (setter);
  setter->pen = pen;
}

/* The guillemet before the line, with its space: no text of the author either. Returns: the pieces that it takes. */
static guint
set_head (Setter *setter)
{
  const Piece *mark = setter->pieces->len ? &g_array_index (setter->pieces, Piece, 0) : NULL;
  if (!mark || !mark->head)
    return 0;
  begin_run (setter, MB_RUN_MARK, setter->paragraph->chars[mark->from].in, mark->word->cut, 0);
  open_run_of (setter)->style = setter->paragraph->block;
  open_run_of (setter)->rise = mark->word->cut->rise;
  append_glyphs (setter, mark, 0, mark->word->n_glyphs, NULL);
  g_string_append_len (setter->text, mark->word->text, mark->word->length);
  setter->pen += mark->width;
  end_run (setter);
  if (setter->pieces->len < 2 || !mark[1].head)
    return 1;
  setter->pen += mark[1].width;
  return 2;
}

/* A forced line end separates words as a space would: the open run gets one without a width. */
static void
set_forced_end (Setter *setter)
{
  const MbParagraph *paragraph = setter->paragraph;
  const MbLineEnd *b = &setter->brk->end;
  if (b->kind != MB_BREAK_AT_FORCED || b->end == paragraph->n_items || !setter->in_run)
    return;
  const Piece *last = NULL;
  for (guint i = setter->pieces->len; i > 0 && !last; i--)
    if (g_array_index (setter->pieces, Piece, i - 1).word)
      last = &g_array_index (setter->pieces, Piece, i - 1);
  const MbWord *space = last ? mb_word_get (setter->typesetter, last->word->cut, " ", 1) : NULL;
  if (!space || !space->n_glyphs)
    return;
  MbGlyph glyph = space->glyphs[0];
  glyph.x = (MbLength) unscaled (setter->pen - open_run_of (setter)->x, setter->brk->scale);
  glyph.advance = 0;
  glyph.cluster = (guint32) setter->text->len;
  g_array_append_val (setter->glyphs, glyph);
  g_string_append_c (setter->text, ' ');
}

static void
note_first_char (Setter *setter)
{
  for (guint i = 0; i < setter->pieces->len; i++) {
    const Piece *piece = &g_array_index (setter->pieces, Piece, i);
    if (piece->to == piece->from)
      continue;
    const MbChar *c = &setter->paragraph->chars[piece->from];
    const MbInline *inl = &setter->paragraph->inlines[c->in];
    setter->line->first_node = inl->node;
    setter->line->first_offset = inl->offset + c->offset;
    return;
  }
}

static void
take_results (Setter *setter, gint64 start)
{
  MbLine *line = setter->line;
  line->x = (MbLength) start;
  line->width = (MbLength) (setter->pen - start);
  line->n_runs = setter->runs->len;
  line->runs =
      mb_arena_memdup (setter->arena, setter->runs->data, setter->runs->len * sizeof (MbGlyphRun));
  line->n_anchors = setter->anchors->len;
  line->anchors = mb_arena_memdup (setter->arena, setter->anchors->pdata,
                                   setter->anchors->len * sizeof (gpointer));
  line->anchor_x = mb_arena_memdup (setter->arena, setter->anchor_x->data,
                                    setter->anchor_x->len * sizeof (MbLength));
  MbStrut strut = mb_text_strut (setter->typesetter, setter->paragraph->block);
  line->ascent = strut.ascent;
  line->descent = strut.descent;
  if (setter->brk->first)
    line->ascent += setter->paragraph->initial.raise;
  for (guint i = 0; i < setter->boxes->len; i++)
    mb_line_grow_by_style (setter->typesetter, setter->paragraph->block, line,
                           g_array_index (setter->boxes, MbInlineBox, i).style);
  keep_visible_boxes (setter);
  mb_line_grow (setter->typesetter, setter->paragraph, setter->line);
}

MbLineScratch *
mb_line_scratch_new (void)
{
  MbLineScratch *scratch = g_new (MbLineScratch, 1);
  *scratch = (MbLineScratch){
    .pieces = g_array_new (FALSE, FALSE, sizeof (Piece)),
    .runs = g_array_new (FALSE, FALSE, sizeof (MbGlyphRun)),
    .glyphs = g_array_new (FALSE, FALSE, sizeof (MbGlyph)),
    .clusters = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .boxes = g_array_new (FALSE, FALSE, sizeof (MbInlineBox)),
    .moves = g_array_new (FALSE, FALSE, sizeof (MbLength)),
    .open = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .anchors = g_ptr_array_new (),
    .anchor_x = g_array_new (FALSE, FALSE, sizeof (MbLength)),
    .text = g_string_new (NULL),
  };
  return scratch;
}

void
mb_line_scratch_free (MbLineScratch *scratch)
{
  GArray *arrays[] = { scratch->pieces, scratch->runs,  scratch->glyphs, scratch->clusters,
                       scratch->boxes,  scratch->moves, scratch->open,   scratch->anchor_x };
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_ptr_array_unref (scratch->anchors);
  g_string_free (scratch->text, TRUE);
  g_free (scratch);
}

static GArray *
emptied (GArray *array)
{
  g_array_set_size (array, 0);
  return array;
}

/* The scratch memory of the typesetter belongs to one line at a time. */
static void
borrow_scratch (Setter *setter)
{
  const MbLineScratch *scratch = setter->typesetter->line;
  setter->pieces = emptied (scratch->pieces);
  setter->runs = emptied (scratch->runs);
  setter->glyphs = emptied (scratch->glyphs);
  setter->clusters = emptied (scratch->clusters);
  setter->boxes = emptied (scratch->boxes);
  setter->moves = emptied (scratch->moves);
  setter->open = emptied (scratch->open);
  setter->anchor_x = emptied (scratch->anchor_x);
  setter->anchors = scratch->anchors;
  g_ptr_array_set_size (setter->anchors, 0);
  setter->text = scratch->text;
  g_string_truncate (setter->text, 0);
}

const MbLine *
mb_text_line (MbTypesetter *typesetter, const MbParagraph *paragraph, const MbSetting *setting,
              guint index, MbArena *arena)
{
  MbBreak first = setting->breaks[index];
  paragraph = mb_first_line_for (paragraph, &first);
  Setter setter = {
    .typesetter = typesetter,
    .paragraph = paragraph,
    .brk = first.first ? &first : &setting->breaks[index],
    .arena = arena,
    .line = mb_arena_new0 (arena, MbLine),
  };
  borrow_scratch (&setter);
  setter.line->brk = &setting->breaks[index];
  list_pieces (&setter);
  gint64 start = fill_measure (&setter);
  setter.pen = start;
  note_first_char (&setter);
  guint head = set_head (&setter);
  reopen_boxes (&setter);
  set_bracket (&setter);
  if (paragraph->levels)
    set_reordered (&setter, head);
  for (guint i = head; i < setter.pieces->len && !paragraph->levels; i++)
    set_piece (&setter, &g_array_index (setter.pieces, Piece, i));
  set_forced_end (&setter);
  end_run (&setter);
  take_results (&setter, start);
  return setter.line;
}
