/* SPDX-License-Identifier: Apache-2.0 */
/* Setting a line: glyph runs with their final advances.
 *
 * First the pieces of the line are listed, and get the widths that fill the measure (linepieces.c); then they become runs, and the elements around
 * them boxes (lineboxes.c). What goes from right to left has its places from lineorder.c. Glyphs have the scale and the tracking of the line.
 *
 * A run is glyphs of one inline, one font, one rise, with the spaces inside. Its text is the text as written (before
 * text-transform), so that a page can be searched and read aloud; U+00AD is never in it. A space that ends a line stays
 * as text with a glyph of no width. The hyphen of a line end is a run of its own, with the text U+00AD.
 */
#include "setter.h"

struct MbLineScratch {
  GArray *pieces;   /* MbLinePiece */
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

/* --- Runs -------------------------------------------------------------------------------------------------------------*/

static MbGlyphRun *
open_run_of (MbLineSetter *setter)
{
  return &g_array_index (setter->runs, MbGlyphRun, setter->runs->len - 1);
}

static void
end_run (MbLineSetter *setter)
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

static gint64
unscaled (gint64 length, int scale)
{
  if (scale == 10000)
    return length;
  return (length * 10000 + (length < 0 ? -scale / 2 : scale / 2)) / scale;
}

static void
begin_run (MbLineSetter *setter, MbRunKind kind, guint32 in, const MbCut *cut, guint32 offset)
{
  end_run (setter);
  const MbInline *inl = &setter->paragraph->inlines[in];
  gint64 tracking = cut ? mb_cut_tracking (cut, setter->brk->tracking) : 0;
  MbGlyphRun run = {
    .kind = kind,
    .node = inl->node,
    .offset = inl->offset + offset,
    .style = inl->style,
    .generated = inl->generated || kind >= MB_RUN_LEADER || kind == MB_RUN_HYPHEN,
    .font = cut && cut->item ? cut->item->analysis.font : NULL,
    .size = cut ? cut->size : inl->style->font->size,
    .x = (MbLength) setter->pen,
    .rise = cut ? cut->rise + mb_line_rise (setter, inl) : -inl->move_y,
    .scale = setter->brk->scale,
    .tracking = (MbLength) unscaled (tracking, setter->brk->scale),
  };
  g_array_append_val (setter->runs, run);
  setter->in_run = TRUE;
  setter->run_in = in;
}

static gboolean
continues_run (MbLineSetter *setter, guint32 in, const MbCut *cut)
{
  if (!setter->in_run || setter->run_in != in)
    return FALSE;
  const MbGlyphRun *run = open_run_of (setter);
  PangoFont *font = cut->item ? cut->item->analysis.font : NULL;
  MbLength rise = cut->rise + mb_line_rise (setter, &setter->paragraph->inlines[in]);
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
append_char_text (MbLineSetter *setter, const MbChar *c)
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
append_glyphs (MbLineSetter *setter, const MbLinePiece *piece, guint from, guint to,
               const guint32 *clusters)
{
  const MbWord *word = piece->word;
  int scale = setter->brk->scale;
  gint64 base = unscaled (setter->pen - open_run_of (setter)->x, scale);
  for (guint i = 0; i < from; i++)
    base -= word->glyphs[i].advance;
  MbLength tracking = mb_cut_tracking (word->cut, setter->brk->tracking);
  guint n = setter->glyphs->len;
  g_array_set_size (setter->glyphs, n + to - from);
  MbGlyph *glyphs = &g_array_index (setter->glyphs, MbGlyph, n);
  gint64 tracked = 0, shift = 0; /* unscaled */
  for (guint i = from; i < to; i++) {
    MbGlyph glyph = word->glyphs[i];
    glyph.x = (MbLength) (base + glyph.x + shift);
    glyph.cluster = clusters ? clusters[glyph.cluster] : 0;
    if (tracking && mb_word_ends_cluster (word, i)) {
      tracked += tracking;
      gint64 after = unscaled (tracked, scale);
      glyph.advance += (MbLength) (after - shift);
      shift = after;
    }
    glyphs[i - from] = glyph;
  }
}

/* Append the text of @piece to the run; clusters[byte of word] = byte in the run's text. */
static void
append_text (MbLineSetter *setter, const MbLinePiece *piece, guint32 *clusters)
{
  guint32 byte = 0, offset = (guint32) setter->text->len;
  for (guint32 i = piece->from; i < piece->to; i++) {
    const MbChar *c = &setter->paragraph->chars[i];
    if (!(c->flags & MB_CHAR_CONTINUES))
      offset = (guint32) setter->text->len;
    gunichar drawn = mb_char_shown (piece->word->cut, c);
    guint32 length = drawn < 0x80 ? 1 : (guint32) g_unichar_to_utf8 (drawn, NULL);
    for (guint32 k = 0; k < length && byte < piece->text_bytes; k++)
      clusters[byte++] = offset;
    append_char_text (setter, c);
  }
}

static guint
own_glyphs (const MbLinePiece *piece)
{
  guint n = 0;
  while (n < piece->word->n_glyphs && piece->word->glyphs[n].cluster < piece->text_bytes)
    n++;
  return n;
}

static guint32 *
clusters_for (MbLineSetter *setter, const MbLinePiece *piece)
{
  g_array_set_size (setter->clusters, piece->text_bytes + 1);
  return &g_array_index (setter->clusters, guint32, 0);
}

static void
set_hyphen (MbLineSetter *setter, const MbLinePiece *piece, guint n_own)
{
  const MbChar *before = &setter->paragraph->chars[piece->to - 1];
  begin_run (setter, MB_RUN_HYPHEN, piece->item->in, piece->word->cut, before->offset);
  append_glyphs (setter, piece, n_own, piece->word->n_glyphs, NULL);
  g_string_append_unichar (setter->text, 0xAD);
}

static void
set_text (MbLineSetter *setter, const MbLinePiece *piece)
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
    setter->pen += mb_pieces_glyphs_width (setter, piece, n_own);
    set_hyphen (setter, piece, n_own);
  }
  setter->pen = end;
  if (hyphen)
    end_run (setter);
}

/* The glyphs of the initial stand beside the line, which has left room for them: the pen does not move. */
static void
set_initial (MbLineSetter *setter, const MbLinePiece *piece)
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
set_glue (MbLineSetter *setter, const MbLinePiece *piece)
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
set_atom (MbLineSetter *setter, const MbLinePiece *piece)
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
set_leader (MbLineSetter *setter, const MbLinePiece *piece)
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

/* --- The line -----------------------------------------------------------------------------------------------------------------*/

static void
add_anchor (MbLineSetter *setter, const MbInline *inl)
{
  MbLength x = (MbLength) setter->pen;
  g_ptr_array_add (setter->anchors, inl->data);
  g_array_append_val (setter->anchor_x, x);
}

static void
set_piece (MbLineSetter *setter, const MbLinePiece *piece)
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
    mb_line_open_box (setter, inl, !inl->parted);
    setter->pen += piece->width;
    return;
  case MB_ITEM_CLOSE:
    if (piece->width)
      end_run (setter);
    setter->pen += piece->width;
    mb_line_close_box (setter, inl);
    return;
  default: return;
  }
}

/* Pieces from @first on, in the order of reading, each where the reordered line has it. */
static void
set_reordered (MbLineSetter *setter, guint first)
{
  guint n = setter->pieces->len - first;
  g_autofree guint8 *levels = g_new0 (guint8, n + 1);
  g_autofree gint64 *places = g_new0 (gint64, n + 1);
  gint64 start = setter->pen, end = start;
  mb_pieces_place (setter, first, start, levels, places);
  for (guint i = 0; i < n; i++) {
    const MbLinePiece *piece = &g_array_index (setter->pieces, MbLinePiece, first + i);
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

/* The bracket before the rest of a verse: the author did not write it, so like a leader it is no text of theirs. */
static void
set_bracket (MbLineSetter *setter)
{
  const MbWord *bracket = setter->paragraph->turn;
  if (!setter->brk->turned || !setter->pieces->len || !bracket->n_glyphs)
    return;
  gint64 pen = setter->pen;
  setter->pen -= mb_turn_width (setter->paragraph);
  begin_run (setter, MB_RUN_MARK, g_array_index (setter->pieces, MbLinePiece, 0).item->in,
             bracket->cut, 0);
  g_array_append_vals (setter->glyphs, bracket->glyphs, bracket->n_glyphs);
  g_string_append_len (setter->text, bracket->text, bracket->length);
  setter->pen += bracket->width;
  end_run (setter);
  setter->pen = pen;
}

/* The guillemet before the line, with its space: no text of the author either. Returns: the pieces that it takes. */
static guint
set_head (MbLineSetter *setter)
{
  const MbLinePiece *mark =
      setter->pieces->len ? &g_array_index (setter->pieces, MbLinePiece, 0) : NULL;
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
set_forced_end (MbLineSetter *setter)
{
  const MbParagraph *paragraph = setter->paragraph;
  const MbLineEnd *b = &setter->brk->end;
  if (b->kind != MB_BREAK_AT_FORCED || b->end == paragraph->n_items || !setter->in_run)
    return;
  const MbLinePiece *last = NULL;
  for (guint i = setter->pieces->len; i > 0 && !last; i--)
    if (g_array_index (setter->pieces, MbLinePiece, i - 1).word)
      last = &g_array_index (setter->pieces, MbLinePiece, i - 1);
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
note_first_char (MbLineSetter *setter)
{
  for (guint i = 0; i < setter->pieces->len; i++) {
    const MbLinePiece *piece = &g_array_index (setter->pieces, MbLinePiece, i);
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
take_results (MbLineSetter *setter, gint64 start)
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
  mb_line_keep_boxes (setter);
  mb_line_grow (setter->typesetter, setter->paragraph, setter->line);
}

MbLineScratch *
mb_line_scratch_new (void)
{
  MbLineScratch *scratch = g_new (MbLineScratch, 1);
  *scratch = (MbLineScratch){
    .pieces = g_array_new (FALSE, FALSE, sizeof (MbLinePiece)),
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
borrow_scratch (MbLineSetter *setter)
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
  MbLineSetter setter = {
    .typesetter = typesetter,
    .paragraph = paragraph,
    .brk = first.first ? &first : &setting->breaks[index],
    .arena = arena,
    .line = mb_arena_new0 (arena, MbLine),
  };
  borrow_scratch (&setter);
  setter.line->brk = &setting->breaks[index];
  mb_pieces_list (&setter);
  gint64 start = mb_pieces_fill (&setter);
  setter.pen = start;
  note_first_char (&setter);
  guint head = set_head (&setter);
  mb_line_reopen_boxes (&setter);
  set_bracket (&setter);
  if (paragraph->levels)
    set_reordered (&setter, head);
  for (guint i = head; i < setter.pieces->len && !paragraph->levels; i++)
    set_piece (&setter, &g_array_index (setter.pieces, MbLinePiece, i));
  set_forced_end (&setter);
  end_run (&setter);
  take_results (&setter, start);
  return setter.line;
}
