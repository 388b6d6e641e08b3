/* SPDX-License-Identifier: Apache-2.0 */
/* ::first-letter and ::-marbre-first-words: the start of a block's first line gets a style of its own.
 *
 * Text inlines are split, never changed: each part still points to its bytes of the node. With `initial-letter` the first
 * letter becomes a drop initial (text, initial.c). As a French printer has it: the apostrophe of « L’ » goes with the
 * letter, combining marks too; a guillemet or a dash before it, with its space, stays at the size of the text and hangs.
 *
 * First words: at most -marbre-words of them and FIRST_LETTERS letters, so that they never are the whole line; they end
 * before a comma is crossed, and not with a word that leans on the next (« La nuit de » gives « La nuit »). A block that ends
 * there has none. They end where an element inside the block begins that has a style of its own. */
#include "internal.h"

#define FIRST_LETTERS 24

/* The container whose first line is the first line of @box. */
static MbBox *
first_lines (MbBox *box)
{
  while (box && box->kind == MB_BOX_BLOCK) {
    box = box->first;
    while (box && (mb_box_is_out (box) || (box->kind == MB_BOX_PARAGRAPH && box->n_inlines == 0)))
      box = box->next;
  }
  return box && box->kind == MB_BOX_PARAGRAPH ? box : NULL;
}

/* The first @n bytes of @item are taken from it, into @to. */
static void
cut_text (GArray *to, MbInline *item, gsize n, MbInlineKind kind)
{
  if (n == 0)
    return;
  MbInline part = *item;
  part.kind = kind;
  part.length = (guint32) n;
  g_array_append_val (to, part);
  item->text += n;
  item->length -= (guint32) n;
  item->offset += item->generated ? 0 : (guint32) n;
}

static MbInline *
last_of (GArray *inlines)
{
  return &g_array_index (inlines, MbInline, inlines->len - 1);
}

static void
take_inlines (MbBuilder *builder, MbBox *box, GArray *inlines)
{
  box->inlines = mb_arena_memdup (builder->arena, inlines->data, inlines->len * sizeof (MbInline));
  box->n_inlines = inlines->len;
}

/* --- The first letter --------------------------------------------------------------------------------------------- */

static gboolean
is_blank (gunichar c)
{
  return c == 0xA0 || c == 0x202F || g_unichar_isspace (c);
}

/* css-pseudo-4 § 2.2: what stands before the letter, with the spaces in it… */
static gboolean
is_before (gunichar c)
{
  return g_unichar_ispunct (c) && g_unichar_type (c) < G_UNICODE_CURRENCY_SYMBOL;
}

/* …and right behind it: not the hyphen of a compound. */
static gboolean
is_after (gunichar c)
{
  return is_before (c) && g_unichar_type (c) != G_UNICODE_DASH_PUNCTUATION;
}

/* Bytes of @text that come before the letter; @seen: some did in an earlier inline. */
static gsize
count_before (const char *text, gsize length, gboolean *seen)
{
  const char *at = text, *end = text + length;
  for (; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (!is_before (c) && !(*seen && is_blank (c)))
      break;
    *seen = TRUE;
  }
  return (gsize) (at - text);
}

static gsize
count_blanks (const char *text, gsize length)
{
  const char *at = text, *end = text + length;
  while (at < end && is_blank (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return (gsize) (at - text);
}

/* A letter, a figure or a sign with its marks. */
static gsize
count_letter (const char *text, gsize length)
{
  const char *at = text, *end = text + length;
  if (at < end)
    at = g_utf8_next_char (at);
  while (at < end && g_unichar_ismark (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return (gsize) (at - text);
}

/* Punctuation behind the letter; a drop initial takes its apostrophe alone. */
static gsize
count_after (const char *text, gsize length, gboolean drops)
{
  const char *at = text, *end = text + length;
  while (at < end && (drops ? g_utf8_get_char (at) == '\'' || g_utf8_get_char (at) == 0x2019
                            : is_after (g_utf8_get_char (at)))) {
    at = g_utf8_next_char (at);
    if (drops)
      break;
  }
  return (gsize) (at - text);
}

static void
wear_letter (MbInline *part, const MbStyle *style, MbInitialPart kind)
{
  part->initial_size = style->box->initial_size;
  part->initial_sink = style->box->initial_sink;
  if (part->initial_size > 100) {
    part->part = kind;
    part->style = kind == MB_INITIAL_LETTER ? style : part->style;
  } else {
    part->style = style;
  }
}

typedef enum { BEFORE, BETWEEN, AFTER, DONE } LetterStage;

/* Where the search for the letter stands behind @item, which shows no text. */
static LetterStage
pass_item (const MbInline *item, LetterStage stage)
{
  switch (item->kind) {
  case MB_INLINE_BREAK:
  case MB_INLINE_ATOM:
  case MB_INLINE_LEADER:
  case MB_INLINE_SLOT: return DONE;
  case MB_INLINE_OPEN:
  case MB_INLINE_CLOSE: return stage == AFTER && item->width ? DONE : stage;
  default: return stage;
  }
}

static void
take_part (GArray *to, MbInline *item, gsize n, const MbStyle *style, MbInitialPart kind)
{
  cut_text (to, item, n, MB_INLINE_TEXT);
  if (n)
    wear_letter (last_of (to), style, kind);
}

/* @item is parted where the letter, or what goes with it, begins and ends. */
static LetterStage
split_letter (GArray *to, MbInline *item, const MbStyle *style, LetterStage stage)
{
  gboolean drops = style->box->initial_size > 100, before = stage == BETWEEN;
  if (stage == BEFORE)
    cut_text (to, item, count_blanks (item->text, item->length), MB_INLINE_TEXT);
  if (stage != AFTER) {
    take_part (to, item, count_before (item->text, item->length, &before), style,
               MB_INITIAL_BEFORE);
    gsize n = count_letter (item->text, item->length);
    n += n ? count_after (item->text + n, item->length - n, drops) : 0;
    take_part (to, item, n, style, MB_INITIAL_LETTER);
    stage = n && (item->length || drops) ? DONE : n ? AFTER : before ? BETWEEN : BEFORE;
  } else if (item->length) {
    take_part (to, item, count_after (item->text, item->length, FALSE), style, MB_INITIAL_LETTER);
    stage = item->length ? DONE : AFTER;
  }
  cut_text (to, item, item->length, MB_INLINE_TEXT);
  return stage;
}

static void
style_letter (MbBuilder *builder, MbBox *box, const MbStyle *style)
{
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  LetterStage stage = BEFORE;
  gboolean found = FALSE;
  guint i = 0;
  for (; i < box->n_inlines && stage != DONE; i++) {
    MbInline item = box->inlines[i];
    if (item.kind == MB_INLINE_TEXT) {
      stage = split_letter (inlines, &item, style, stage);
      found |= stage >= AFTER;
    } else {
      g_array_append_val (inlines, item);
      stage = pass_item (&item, stage);
    }
  }
  g_array_append_vals (inlines, box->inlines + i, box->n_inlines - i);
  if (found)
    take_inlines (builder, box, inlines);
}

/* --- The first words ------------------------------------------------------------------------------------------------ */

/** A place in the text of a paragraph. */
typedef struct {
  guint item;
  gsize byte;
} Place;

typedef struct {
  guint max, n, letters;
  gboolean in_word, over;
  Place end, kept; /* of the word being read; of the words that are taken */
  GString *word;   /* letters of that word after its last apostrophe */
  gboolean leans;  /* the words taken so far end badly */
} Counter;

static void
end_word (Counter *counter, gunichar last)
{
  counter->in_word = FALSE;
  gboolean leans = mb_text_leans (counter->word->str, counter->word->len);
  if (!counter->n++ || !leans || counter->leans) {
    counter->kept = counter->end;
    counter->leans = leans;
  }
  counter->over |= counter->n >= counter->max || (g_unichar_ispunct (last) && last != '\'' &&
                                                  last != 0x2019 && last != '-' && last != 0xBB);
}

/* FALSE when enough has been read. */
static gboolean
count_char (Counter *counter, gunichar c, gunichar last, Place after)
{
  gboolean space = g_unichar_isspace (c) && c != 0xA0 && c != 0x202F;
  if (space && counter->in_word)
    end_word (counter, last);
  if (space)
    return TRUE;
  if (counter->over)
    return FALSE;
  if (g_unichar_isalnum (c)) {
    if (++counter->letters > FIRST_LETTERS)
      return FALSE;
    if (!counter->in_word || last == 0x2019 || last == '\'')
      g_string_truncate (counter->word, 0);
    counter->in_word = TRUE;
    g_string_append_unichar (counter->word, c);
  }
  counter->end = after;
  return TRUE;
}

/* Text in the style of the block itself. */
static gboolean
is_own_text (const MbBox *box, const MbInline *item)
{
  return item->kind == MB_INLINE_TEXT && item->style->text == box->style->text &&
         item->style->font == box->style->font;
}

/* Read @text, inline @item. FALSE when enough has been read. */
static gboolean
count_text (Counter *counter, gunichar *last, const char *text, gsize length, guint item)
{
  for (gsize byte = 0; byte < length;) {
    gunichar c = g_utf8_get_char (text + byte);
    byte = (gsize) (g_utf8_next_char (text + byte) - text);
    if (!count_char (counter, c, *last, (Place){ item, byte }))
      return FALSE;
    *last = c;
  }
  return TRUE;
}

/* Where the first words of @box end; FALSE when the text ends there too. */
static gboolean
find_words (const MbBox *box, guint max, Place *end)
{
  g_autoptr (GString) word = g_string_new (NULL);
  Counter counter = { .max = max, .word = word };
  gunichar last = 0;
  gboolean more = FALSE;
  guint i = 0;
  for (; i < box->n_inlines && !more; i++) {
    const MbInline *item = &box->inlines[i];
    if (item->kind == MB_INLINE_ATOM || item->kind == MB_INLINE_BREAK)
      return FALSE;
    if (item->kind == MB_INLINE_TEXT && !is_own_text (box, item))
      break;
    if (item->kind == MB_INLINE_TEXT)
      more = !count_text (&counter, &last, item->text, item->length, i);
  }
  *end = counter.kept;
  return counter.n > 0 && (more || (i < box->n_inlines && !counter.leans));
}

gsize
mb_box_first_words (const char *text, gsize length, guint max)
{
  g_autoptr (GString) word = g_string_new (NULL);
  Counter counter = { .max = max, .word = word };
  gunichar last = 0;
  return count_text (&counter, &last, text, length, 0) ? 0 : counter.kept.byte;
}

static void
style_words (MbBuilder *builder, MbBox *box, const MbStyle *style)
{
  Place end;
  if (!find_words (box, style->box->words, &end))
    return;
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  for (guint i = 0; i < box->n_inlines; i++) {
    MbInline item = box->inlines[i];
    gboolean ours = i <= end.item && is_own_text (box, &item);
    if (ours) {
      const MbStyle *own = item.style;
      item.style = style;
      cut_text (inlines, &item, i < end.item ? item.length : end.byte, MB_INLINE_TEXT);
      item.style = own;
    }
    if (item.kind != MB_INLINE_TEXT || item.length)
      g_array_append_val (inlines, item);
  }
  take_inlines (builder, box, inlines);
}

/* --- Both --------------------------------------------------------------------------------------------------------------- */

static const MbStyle *
style_for (MbBuilder *builder, const MbBox *box, const MbBox *lines, MbPseudo pseudo)
{
  MbStyles *styles = builder->context->styles;
  gboolean nearer = lines != box && !lines->anonymous && lines->node &&
                    mb_style_pseudo (styles, lines->node, pseudo);
  return nearer ? NULL : mb_style_pseudo (styles, box->node, pseudo);
}

void
mb_box_first (MbBuilder *builder, MbBox *box)
{
  MbBox *lines = first_lines (box);
  if (!lines || !box->node || box->node->kind != MB_NODE_ELEMENT)
    return;
  const MbStyle *words = style_for (builder, box, lines, MB_PSEUDO_FIRST_WORDS);
  if (words)
    style_words (builder, lines, words);
  const MbStyle *letter = style_for (builder, box, lines, MB_PSEUDO_FIRST_LETTER);
  if (letter)
    style_letter (builder, lines, letter);
}
