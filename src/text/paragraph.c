/* SPDX-License-Identifier: Apache-2.0 */
/* A paragraph: characters, then items and breakpoints, then what each breakpoint knows of its neighbours (protrusion, the
 * words at both sides, whether only the rest of a word follows), and a hash of all that breaking depends on.
 *
 * Breakpoints would be half of a book in memory, and are needed only while their paragraph is broken, which is nearly always when it has just been
 * made. So they stay in scratch memory: those of the paragraph that was made last are there; those of another one are made again from its
 * characters, as they were the first time. A setting keeps all that its lines need of theirs (MbLineEnd).
 */
#include "internal.h"

static MbLength
thousandths (MbLength length, int share)
{
  return (MbLength) ((gint64) length * share / 1000);
}

/* --- What each breakpoint knows of its neighbours ------------------------------------------------------------------------------------*/

static gboolean
has_no_ink (const MbItem *item)
{
  return item->kind == MB_ITEM_ANCHOR ||
         ((item->kind == MB_ITEM_OPEN || item->kind == MB_ITEM_CLOSE) && !item->width);
}

static MbLength
left_of (const MbParagraph *paragraph, guint32 from)
{
  while (from < paragraph->n_items && has_no_ink (&paragraph->items[from]))
    from++;
  return from < paragraph->n_items && paragraph->items[from].kind == MB_ITEM_BOX
             ? paragraph->items[from].word->left
             : 0;
}

static MbLength
right_of (const MbParagraph *paragraph, guint32 end)
{
  while (end > 0 && has_no_ink (&paragraph->items[end - 1]))
    end--;
  return end > 0 && paragraph->items[end - 1].kind == MB_ITEM_BOX
             ? paragraph->items[end - 1].word->right
             : 0;
}

/* The stops and commas of CSS Text 3 § 8.2. */
static gboolean
is_stop (gunichar c)
{
  static const gunichar stops[] = { ',',    '.',    0x60C,  0x6D4,  0x3001, 0x3002, 0xFF0C,
                                    0xFF0E, 0xFE50, 0xFE51, 0xFE52, 0xFF61, 0xFF64 };
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    if (stops[i] == c)
      return TRUE;
  return FALSE;
}

static gboolean
closes (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);
  return type == G_UNICODE_CLOSE_PUNCTUATION || type == G_UNICODE_FINAL_PUNCTUATION ||
         type == G_UNICODE_INITIAL_PUNCTUATION || c == '"' || c == '\'';
}

#define STEM       5 /* letters that make two words look alike */
#define SHORT_STEM 4

static gboolean
is_letter (const MbParagraph *paragraph, gint64 i)
{
  if (i < 0 || i >= paragraph->n_chars || paragraph->chars[i].kind != MB_CHAR_TEXT)
    return FALSE;
  gunichar c = paragraph->chars[i].c;
  return c < 0x80 ? g_ascii_isalpha ((char) c) : g_unichar_isalpha (c);
}

static gboolean
is_apostrophe (const MbParagraph *paragraph, gint64 i)
{
  return i >= 0 && i < paragraph->n_chars &&
         (paragraph->chars[i].c == 0x2019 || paragraph->chars[i].c == '\'');
}

static guint32
hash_stem (const MbParagraph *paragraph, gint64 from)
{
  guint32 hash = 5381, n = 0;
  for (gint64 i = from; n < STEM && is_letter (paragraph, i); i++, n++)
    hash = hash * 33 + g_unichar_tolower (paragraph->chars[i].c);
  return n >= SHORT_STEM ? hash : 0;
}

/* The word that begins a line at @at: what stands before it, and an elided « l’ », do not count. */
static guint32
stem_after (const MbParagraph *paragraph, gint64 at)
{
  while (at < paragraph->n_chars && paragraph->chars[at].kind == MB_CHAR_TEXT &&
         !is_letter (paragraph, at))
    at++;
  gint64 end = at;
  while (is_letter (paragraph, end))
    end++;
  return hash_stem (paragraph, end - at <= 2 && is_apostrophe (paragraph, end) ? end + 1 : at);
}

/* The word that ends a line before the white space at @at: punctuation does not count. */
static guint32
stem_before (const MbParagraph *paragraph, gint64 at)
{
  while (at >= 0 && paragraph->chars[at].kind == MB_CHAR_TEXT && !is_letter (paragraph, at))
    at--;
  while (is_letter (paragraph, at - 1))
    at--;
  return is_letter (paragraph, at) ? hash_stem (paragraph, at) : 0;
}

/* hanging-punctuation: what stands wholly behind the line end, or 0. Stops and commas, and behind the last line what closes. */
static MbLength
hanging_end (const MbParagraph *paragraph, const MbBreakpoint *b, gboolean last)
{
  const MbStyleText *text = paragraph->block->text;
  guint32 end = b->end;
  if (b->kind == MB_BREAK_IN_BOX || !(text->hang_end || (text->hang_last && last)))
    return 0;
  while (end > 0 && has_no_ink (&paragraph->items[end - 1]))
    end--;
  const MbItem *item = end > 0 ? &paragraph->items[end - 1] : NULL;
  if (!item || item->kind != MB_ITEM_BOX || !item->n)
    return 0;
  gunichar c = paragraph->chars[item->from + item->n - 1].c;
  gboolean hangs = (text->hang_end && is_stop (c)) || (text->hang_last && last && closes (c));
  return hangs ? mb_word_last_width (item->word) : 0;
}

static void
finish_breaks (MbParagraph *paragraph, MbBreakpoint *breaks, guint n, int protrusion)
{
  gboolean fragment = TRUE;
  for (guint i = n; i-- > 0;) {
    MbBreakpoint *b = &breaks[i];
    if (b->kind != MB_BREAK_IN_BOX)
      b->right = right_of (paragraph, b->end);
    if (b->kind != MB_BREAK_IN_BOX || b->at == mb_item_end (&paragraph->items[b->end]))
      b->left = left_of (paragraph, b->next);
    if (b->kind == MB_BREAK_AT_SPACE && b->at >= 2) {
      b->word_before = stem_before (paragraph, (gint64) b->at - 2);
      b->word_after = stem_after (paragraph, b->at);
    }
    if (b->head)
      b->left = paragraph->heads[b->head - 1].mark.word->left;
    MbLength hanging = hanging_end (paragraph, b, i + 1 == n);
    if (hanging) {
      b->right = hanging;
      b->blank = TRUE;
    }
    b->right = b->blank ? b->right : thousandths (b->right, protrusion);
    b->left = thousandths (b->left, protrusion);
    b->upto.width -= b->right;
    b->from.width += b->left;
    if (b->kind == MB_BREAK_AT_FORCED)
      fragment = TRUE;
    b->fragment = b->kind == MB_BREAK_IN_BOX && b->hyphen && fragment;
    if (b->kind == MB_BREAK_AT_SPACE)
      fragment = FALSE;
  }
}

static void
find_whole_words (MbBreakpoint *breaks, guint n)
{
  guint32 whole = MB_BREAK_START;
  for (guint i = 0; i < n; i++) {
    breaks[i].whole = whole;
    if (!breaks[i].hyphen && !breaks[i].rescue)
      whole = i;
  }
}

/* --- The paragraph ------------------------------------------------------------------------------------------------------------------------*/

static MbSettingMode
mode_of (const MbStyleText *text)
{
  if (text->wrap == MB_WRAP_BALANCE)
    return MB_MODE_BALANCED;
  if (text->turnover || text->wrap == MB_WRAP_STABLE || text->white_space == MB_SPACE_PRE_WRAP ||
      text->white_space == MB_SPACE_PRE || text->white_space == MB_SPACE_BREAK_SPACES)
    return MB_MODE_GREEDY;
  return text->align == MB_ALIGN_JUSTIFY && !text->unjustified ? MB_MODE_JUSTIFIED : MB_MODE_RAGGED;
}

/* The bracket in the face of the block. */
static const MbWord *
turn_of (MbTypesetter *typesetter, const MbStyle *block)
{
  if (!block->text->turnover)
    return NULL;
  MbFontSet *set = mb_fontset_get (typesetter, block);
  const MbFace *face = mb_fontset_find (set, '[');
  MbCut *cut = mb_cut_get (typesetter, set, face ? face : set->faces[0], MB_CUT_PLAIN, "fr",
                           G_UNICODE_SCRIPT_LATIN);
  return mb_word_get (typesetter, cut, "[", 1);
}

static int
protrusion_of (const MbParagraph *paragraph)
{
  return paragraph->block->text->align == MB_ALIGN_CENTER ? 0 : paragraph->block->text->protrusion;
}

static guint64
two_in_one (gint32 a, gint32 b)
{
  return (guint64) (guint32) a << 32 | (guint32) b;
}

static guint64
hash_paragraph (const MbParagraph *paragraph)
{
  const MbStyleText *text = paragraph->block->text;
  gint32 block[] = { text->align,
                     text->align_last,
                     text->indent.kind,
                     text->indent.value,
                     paragraph->mode,
                     text->hyphen_lines,
                     text->protrusion,
                     paragraph->left,
                     paragraph->em,
                     (gint32) paragraph->initial.sink,
                     paragraph->initial.room,
                     text->hyphen_last_line,
                     text->hyphen_zone.kind,
                     text->hyphen_zone.value,
                     text->relief,
                     text->turnover,
                     text->guillemets,
                     text->justify_set ? text->justify.scale : 0,
                     text->justify_set ? text->justify.tracking : 0,
                     text->justify_all,
                     text->rtl,
                     text->indent_hanging,
                     text->indent.plus };
  guint64 hash = mb_hash (block, sizeof block, 3);
  for (guint i = 0; i < paragraph->n_items; i++) {
    const MbItem *item = &paragraph->items[i];
    const MbInline *inl = &paragraph->inlines[item->in];
    guint64 fields[] = { two_in_one (item->width, item->stretch),
                         two_in_one (item->shrink, item->kind),
                         two_in_one (inl->ascent, inl->descent),
                         item->word ? item->word->hash : 0 };
    hash = mb_hash (fields, sizeof fields, hash);
  }
  for (guint i = 0; i < paragraph->n_breaks; i++) {
    const MbBreakpoint *b = &paragraph->breaks[i];
    guint64 fields[] = { two_in_one ((gint32) b->end, (gint32) b->at),
                         two_in_one (b->penalty, b->kind | b->head << 4 | b->hyphen << 8),
                         (guint64) b->upto.width, (guint64) b->from.width };
    hash = mb_hash (fields, sizeof fields, hash);
  }
  return hash;
}

static MbInline *
copy_inlines (MbArena *arena, const MbInline *inlines, guint n)
{
  MbInline *copy = mb_arena_memdup (arena, inlines, n * sizeof *inlines);
  for (guint i = 0; i < n; i++) {
    if (copy[i].text)
      copy[i].text = mb_arena_strndup (arena, copy[i].text, copy[i].length);
    copy[i].lang = g_intern_string (copy[i].lang ? copy[i].lang : "fr");
  }
  return copy;
}

/* A text over the limit is cut at white space by forced line ends. */
static void
cut_long_text (MbTypesetter *typesetter, const MbParagraph *paragraph, MbChar *chars, guint n,
               gboolean reported)
{
  guint since = 0;
  for (guint i = 0; i < n; i++, since++) {
    if (chars[i].kind == MB_CHAR_FORCED)
      since = 0;
    if (since < MB_MAX_PARAGRAPH_BYTES / 4 || chars[i].kind != MB_CHAR_SPACE)
      continue;
    chars[i].kind = MB_CHAR_FORCED;
    chars[i].flags |= MB_CHAR_CHANGED;
    chars[i].c = '\n';
    since = 0;
    if (!reported)
      mb_report (typesetter->diagnostics, mb_char_pos (paragraph, i), MB_MSG_PARAGRAPH_TOO_LONG,
                 NULL);
    reported = TRUE;
  }
}

static void
fill_chars (MbTypesetter *typesetter, MbParagraph *paragraph, MbArena *arena)
{
  MbChars *scratch = &typesetter->chars;
  mb_chars_fill (scratch, paragraph->inlines, paragraph->n_inlines);
  guint n = scratch->chars->len;
  MbChar *chars = mb_arena_memdup (arena, scratch->chars->data, n * sizeof (MbChar));
  paragraph->chars = chars;
  paragraph->n_chars = n;
  cut_long_text (typesetter, paragraph, chars, n, FALSE);
}

static void
list_tags (MbParagraph *paragraph, MbArena *arena)
{
  guint32 *tags = mb_arena_array (arena, guint32, paragraph->n_inlines);
  for (guint32 i = 0; i < paragraph->n_items; i++)
    if (paragraph->items[i].kind == MB_ITEM_OPEN || paragraph->items[i].kind == MB_ITEM_CLOSE)
      tags[paragraph->n_tags++] = i;
  paragraph->tags = tags;
}

static gboolean
opens (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);
  return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

/* hanging-punctuation: first. The opening guillemet, with the space behind it, stands before the line. */
static MbLength
hanging_width (const MbParagraph *paragraph)
{
  guint i = 0;
  while (i < paragraph->n_items && has_no_ink (&paragraph->items[i]))
    i++;
  const MbItem *mark = i < paragraph->n_items ? &paragraph->items[i] : NULL;
  if (!mark || mark->kind != MB_ITEM_BOX || !opens (paragraph->chars[mark->from].c) ||
      paragraph->block->text->align == MB_ALIGN_CENTER)
    return 0;
  if (mark->n > 1)
    return mb_word_first_width (mark->word);
  MbLength width = mark->width;
  if (i + 1 < paragraph->n_items && mark[1].kind == MB_ITEM_GLUE && !mark[1].discardable)
    width += mark[1].width;
  return width;
}

static MbLength
fixed_indent (const MbParagraph *paragraph)
{
  const MbSize *indent = &paragraph->block->text->indent;
  if (paragraph->block->text->indent_hanging)
    return 0;
  return indent->kind == MB_SIZE_LENGTH ? indent->value : 0;
}

/* Lines between neighbouring breakpoints (@forced_only: forced ones): the widest. */
static MbLength
widest (const MbParagraph *paragraph, gboolean forced_only)
{
  gint64 width = 0;
  guint32 from = MB_BREAK_START;
  for (guint i = 0; i < paragraph->n_breaks && paragraph->n_chars; i++) {
    const MbBreakpoint *b = &paragraph->breaks[i];
    if (forced_only && b->kind != MB_BREAK_AT_FORCED)
      continue;
    gint64 line = mb_break_sum (paragraph, from, i).width + b->right;
    line += from == MB_BREAK_START ? paragraph->left + fixed_indent (paragraph)
                                   : paragraph->breaks[from].left;
    width = MAX (width, line);
    from = i;
  }
  return (MbLength) MIN (width, MB_LENGTH_MAX);
}

/* Items, and breakpoints that are whole, in scratch memory. */
static void
build (MbTypesetter *typesetter, MbParagraph *paragraph, MbArena *arena)
{
  MbScratch *scratch = &typesetter->scratch;
  g_array_set_size (scratch->items, 0);
  g_array_set_size (scratch->breaks, 0);
  mb_items_build (typesetter, paragraph, arena, scratch->items, scratch->breaks);
  paragraph->items = (const MbItem *) (gconstpointer) scratch->items->data;
  paragraph->n_items = scratch->items->len;
  MbBreakpoint *breaks = (MbBreakpoint *) (gpointer) scratch->breaks->data;
  paragraph->breaks = breaks;
  paragraph->n_breaks = scratch->breaks->len;
  finish_breaks (paragraph, breaks, paragraph->n_breaks, protrusion_of (paragraph));
  find_whole_words (breaks, paragraph->n_breaks);
  scratch->serial = paragraph->serial;
}

static void
take_items (MbParagraph *paragraph, MbArena *arena)
{
  paragraph->items =
      mb_arena_memdup (arena, paragraph->items, paragraph->n_items * sizeof (MbItem));
  list_tags (paragraph, arena);
  int protrusion = protrusion_of (paragraph);
  paragraph->left = paragraph->block->text->hang_first
                        ? hanging_width (paragraph)
                        : thousandths (left_of (paragraph, 0), protrusion);
}

MbParagraph *
mb_paragraph_make (MbTypesetter *typesetter, const MbInline *inlines, guint n, const MbStyle *block,
                   MbFirstLine *first, MbArena *arena)
{
  guint place = mb_arena_place (arena);
  MbParagraph *paragraph = mb_arena_new0 (arena, MbParagraph);
  paragraph->place = place;
  paragraph->inlines = inlines;
  paragraph->n_inlines = n;
  paragraph->block = block;
  paragraph->mode = mode_of (block->text);
  paragraph->justified = block->text->align == MB_ALIGN_JUSTIFY && !block->text->unjustified &&
                         paragraph->mode != MB_MODE_BALANCED;
  paragraph->em = block->font->size;
  paragraph->turn = turn_of (typesetter, block);
  fill_chars (typesetter, paragraph, arena);
  mb_bidi_fill (paragraph, &typesetter->chars, arena);
  paragraph->serial = ++typesetter->scratch.last_serial;
  g_autoptr (GArray) breaks = first ? g_array_copy (typesetter->scratch.breaks) : NULL;
  build (typesetter, paragraph, arena);
  take_items (paragraph, arena);
  paragraph->initial = mb_initial_measure (typesetter, paragraph);
  paragraph->hash = hash_paragraph (paragraph);
  if (first)
    mb_first_line_pair (paragraph, first, breaks, arena);
  paragraph->widest_part = widest (paragraph, FALSE);
  paragraph->widest_line = widest (paragraph, TRUE);
  paragraph->breaks = NULL;
  return paragraph;
}

static MbParagraph *
make_paragraph (MbTypesetter *typesetter, const MbInline *inlines, guint n, const MbStyle *block,
                MbArena *arena)
{
  guint place = mb_arena_place (arena);
  MbInline *copies = copy_inlines (arena, inlines, n);
  mb_initial_size (typesetter, copies, n, block);
  MbFirstLine *first = mb_first_line_make (typesetter, copies, n, arena);
  MbParagraph *paragraph = mb_paragraph_make (typesetter, copies, n, block, first, arena);
  paragraph->place = place;
  return paragraph;
}

MbParagraph
mb_paragraph_whole (MbTypesetter *typesetter, const MbParagraph *paragraph)
{
  MbScratch *scratch = &typesetter->scratch;
  MbParagraph whole = *paragraph;
  if (scratch->serial != paragraph->serial) {
    MbChars *chars = &typesetter->chars;
    MbMark mark = mb_arena_mark (scratch->paths);
    mb_chars_fill (chars, paragraph->inlines, paragraph->n_inlines);
    whole.chars = (const MbChar *) (gconstpointer) chars->chars->data;
    cut_long_text (typesetter, &whole, (MbChar *) (gpointer) chars->chars->data, whole.n_chars,
                   TRUE);
    build (typesetter, &whole, scratch->paths);
    mb_arena_rewind (scratch->paths, mark);
    whole = *paragraph;
  }
  whole.breaks = (const MbBreakpoint *) (gconstpointer) scratch->breaks->data;
  return whole;
}

const MbParagraph *
mb_text_paragraph (MbTypesetter *typesetter, const MbInline *inlines, guint n, const MbStyle *block,
                   MbArena *arena)
{
  guint64 key = mb_again_key (typesetter, inlines, n, block, arena);
  const MbParagraph *known = mb_again_find (typesetter, key, inlines, n, block);
  if (known)
    return known;
  MbParagraph *paragraph = make_paragraph (typesetter, inlines, n, block, arena);
  mb_again_add (typesetter, key, paragraph);
  return paragraph;
}

guint
mb_paragraph_place (const MbParagraph *paragraph)
{
  return paragraph->place;
}

static MbParagraph *
copy_paragraph (const MbParagraph *from, MbArena *arena)
{
  guint place = mb_arena_place (arena);
  MbParagraph *copy = mb_arena_memdup (arena, from, sizeof *from);
  copy->place = place;
  copy->broken = NULL;
  copy->inlines = copy_inlines (arena, from->inlines, from->n_inlines);
  copy->chars = mb_arena_memdup (arena, from->chars, from->n_chars * sizeof *from->chars);
  copy->items = mb_arena_memdup (arena, from->items, from->n_items * sizeof *from->items);
  copy->tags = mb_arena_memdup (arena, from->tags, from->n_tags * sizeof *from->tags);
  if (from->heads)
    copy->heads = mb_arena_memdup (arena, from->heads, MB_LINE_HEADS * sizeof *from->heads);
  return copy;
}

const MbParagraph *
mb_paragraph_copy (const MbParagraph *from, MbArena *arena)
{
  MbParagraph *copy = copy_paragraph (from, arena);
  if (from->first) {
    MbFirstLine *first = mb_arena_memdup (arena, from->first, sizeof *first);
    first->paragraph = copy_paragraph (first->paragraph, arena);
    first->ends = mb_arena_memdup (arena, first->ends, first->n_ends * sizeof *first->ends);
    copy->first = first;
  }
  return copy;
}

gboolean
mb_paragraph_is_empty (const MbParagraph *paragraph)
{
  return paragraph->n_chars == 0;
}

static MbLength
beside_initial (const MbParagraph *paragraph, MbLength width)
{
  return (MbLength) MIN ((gint64) width + MAX (paragraph->initial.room, 0), MB_LENGTH_MAX);
}

MbLength
mb_paragraph_min_width (const MbParagraph *paragraph)
{
  return beside_initial (paragraph, paragraph->widest_part);
}

MbLength
mb_paragraph_max_width (const MbParagraph *paragraph)
{
  return beside_initial (paragraph, paragraph->widest_line);
}
