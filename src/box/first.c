/* SPDX-License-Identifier: Apache-2.0 */
/* ::first-letter, ::-marbre-first-words and ::first-line: the start of a block's first line, or all of it, gets a style of its own.
 *
 * Text inlines are split, never changed: each part still points to its bytes of the node. With `initial-letter` the first
 * letter becomes a drop initial (text, initial.c). As a French printer has it: the apostrophe of « L’ » goes with the
 * letter, combining marks too; a guillemet or a dash before it, with its space, stays at the size of the text and hangs.
 *
 * First words: at most -marbre-words of them and FIRST_LETTERS letters, so that they never are the whole line; they end
 * before a comma is crossed, and not with a word that leans on the next (« La nuit de » gives « La nuit »). A block that ends
 * there has none. They end where an element inside the block begins that has a style of its own.
 *
 * Where the first line ends is known to text alone (firstline.c): each inline gets the style that it would have there. */
#include "internal.h"

#define FIRST_LETTERS 24

/* The box after @at in document order inside @top, whose children are passed by. */
static MbBox *
box_past (const MbBox *top, MbBox *at)
{
  while (at != top && !at->next)
    at = at->parent;
  return at == top ? NULL : at->next;
}

/* The container whose first line is the first line of @box: blocks without a line do not count; a grid container has none to give (css-grid-1 § 2). */
static MbBox *
first_lines (MbBox *box)
{
  MbBox *at = box;
  while (at) {
    gboolean out = at != box && mb_box_is_out (at);
    if (!out && at->kind == MB_BOX_PARAGRAPH && at->n_inlines > 0)
      return at;
    gboolean holds = (at->kind == MB_BOX_BLOCK && !mb_style_is_grid (at->style)) ||
                     (at->kind == MB_BOX_CELL && at == box);
    if (!out && at->kind != MB_BOX_PARAGRAPH && !holds)
      return NULL;
    at = !out && holds && at->first ? at->first : box_past (box, at);
  }
  return NULL;
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

typedef enum { BEFORE, BETWEEN, AFTER, DONE } LetterStage;

/** The search for the first letter. */
typedef struct {
  const MbStyle *style;
  gboolean drops;  /* it is a drop initial */
  GArray *inlines; /* of the paragraph, anew */
  GArray *letters; /* those that a floated letter takes along; NULL: they stay where they are */
  LetterStage stage;
  gboolean found;
} Letter;

/* Where the search stands behind @item, which shows no text. */
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

/* @part wears the letter's style, in its box when that shows. */
static void
add_letter (Letter *letter, MbInline part)
{
  part.style = letter->style;
  part.first = NULL;
  if (letter->letters) {
    g_array_append_val (letter->letters, part);
    return;
  }
  gboolean boxed = mb_box_has_inline_box (letter->style);
  MbInline tag = part;
  tag.kind = MB_INLINE_OPEN;
  tag.text = NULL;
  tag.length = 0;
  tag.generated = TRUE;
  mb_box_measure_tag (&tag, 0);
  if (boxed)
    g_array_append_val (letter->inlines, tag);
  g_array_append_val (letter->inlines, part);
  tag.kind = MB_INLINE_CLOSE;
  mb_box_measure_tag (&tag, 0);
  if (boxed)
    g_array_append_val (letter->inlines, tag);
}

static void
take_part (Letter *letter, MbInline *item, gsize n, MbInitialPart kind)
{
  g_autoptr (GArray) cut = g_array_new (FALSE, FALSE, sizeof (MbInline));
  cut_text (cut, item, n, MB_INLINE_TEXT);
  if (n == 0)
    return;
  MbInline part = *last_of (cut);
  if (!letter->drops) {
    add_letter (letter, part);
    return;
  }
  part.part = kind;
  part.style = kind == MB_INITIAL_LETTER ? letter->style : part.style;
  part.initial_size = letter->style->box->initial_size;
  part.initial_sink = letter->style->box->initial_sink;
  g_array_append_val (letter->inlines, part);
}

/* @item is parted where the letter, or what goes with it, begins and ends. */
static void
split_letter (Letter *letter, MbInline *item)
{
  gboolean before = letter->stage == BETWEEN, had = letter->stage == AFTER;
  if (letter->stage == BEFORE)
    cut_text (letter->inlines, item, count_blanks (item->text, item->length), MB_INLINE_TEXT);
  gsize lead = had ? 0 : count_before (item->text, item->length, &before);
  gsize n = had ? 0 : count_letter (item->text + lead, item->length - lead);
  if (n || had)
    n += count_after (item->text + lead + n, item->length - lead - n, letter->drops);
  if (letter->drops)
    take_part (letter, item, lead, MB_INITIAL_BEFORE);
  else
    n += lead;
  take_part (letter, item, n, MB_INITIAL_LETTER);
  letter->found |= had || (letter->drops ? n > 0 : n > lead);
  if (letter->found)
    letter->stage = item->length || letter->drops ? DONE : AFTER;
  else
    letter->stage = before ? BETWEEN : BEFORE;
  cut_text (letter->inlines, item, item->length, MB_INLINE_TEXT);
}

/* float: left on ::first-letter: its letters are a box of their own, at their place. */
static void
add_floated (MbBuilder *builder, Letter *letter, MbBox *lines, const MbNode *node, guint at)
{
  MbBox *box = mb_box_new (builder, MB_BOX_PARAGRAPH, node, letter->style, lines->lang);
  box->generated = TRUE;
  box->parent = lines;
  take_inlines (builder, box, letter->letters);
  MbAnchor anchor = { .kind = MB_ANCHOR_FLOAT, .node = node, .box = box };
  MbInline item = { .kind = MB_INLINE_ANCHOR, .node = node, .style = letter->style };
  item.lang = lines->lang;
  item.data = mb_arena_memdup (builder->arena, &anchor, sizeof anchor);
  g_array_insert_val (letter->inlines, at, item);
}

static void
style_letter (MbBuilder *builder, MbBox *box, const MbNode *node, const MbStyle *style)
{
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (MbInline));
  Letter letter = { .style = style, .inlines = inlines, .stage = BEFORE };
  letter.drops = style->box->initial_size > 100;
  letter.letters = mb_style_floats (style) && !letter.drops ? letters : NULL;
  guint i = 0, at = 0;
  for (; i < box->n_inlines && letter.stage != DONE; i++) {
    MbInline item = box->inlines[i];
    if (item.kind == MB_INLINE_TEXT) {
      split_letter (&letter, &item);
    } else {
      g_array_append_val (inlines, item);
      letter.stage = pass_item (&item, letter.stage);
    }
    at = letters->len ? at : inlines->len;
  }
  g_array_append_vals (inlines, box->inlines + i, box->n_inlines - i);
  if (letter.found && letters->len)
    add_floated (builder, &letter, box, node, at);
  if (letter.found)
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

/* --- The first line --------------------------------------------------------------------------------------------------- */

/** What elements would look like inside ::first-line: css-pseudo-4 § 2.1.2. */
typedef struct {
  MbStyles *styles;
  const MbBox *lines;   /* whose first line it is */
  const MbNode *block;  /* its element… */
  const MbStyle *style; /* …as it is there */
  const MbStyle *look;  /* of ::first-line: background and decoration */
  const MbStyle *wrap;  /* of the line's own text */
  GHashTable *known;    /* elements inside: node → style */
} FirstLine;

static const MbNode *
element_of (const MbNode *node)
{
  return node && node->kind != MB_NODE_ELEMENT ? node->parent : node;
}

/* Element @node, inside the block. */
static const MbStyle *
style_of_element (FirstLine *line, const MbNode *node)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  const MbStyle *style = NULL;
  for (; node && node != line->block; node = node->parent) {
    style = g_hash_table_lookup (line->known, node);
    if (style)
      break;
    g_ptr_array_add (path, (gpointer) node);
  }
  if (!node)
    return NULL; /* not inside it */
  style = style ? style : line->style;
  for (guint i = path->len; i-- > 0;) {
    style = mb_style_within (line->styles, path->pdata[i], MB_PSEUDO_NONE, style);
    g_hash_table_insert (line->known, path->pdata[i], (gpointer) style);
  }
  return style;
}

/* The pseudo-element of @node that @style is of, as it is in the first line. */
static const MbStyle *
style_of_pseudo (FirstLine *line, const MbNode *node, const MbStyle *style)
{
  static const MbPseudo pseudos[] = { MB_PSEUDO_BEFORE, MB_PSEUDO_AFTER, MB_PSEUDO_MARKER,
                                      MB_PSEUDO_FIRST_LETTER, MB_PSEUDO_FIRST_WORDS };
  for (guint i = 0; i < G_N_ELEMENTS (pseudos); i++)
    if (mb_style_pseudo (line->styles, node, pseudos[i]) == style) {
      const MbStyle *parent = style_of_element (line, node);
      return parent ? mb_style_within (line->styles, node, pseudos[i], parent) : NULL;
    }
  return NULL;
}

static const MbStyle *
style_in_line (FirstLine *line, const MbInline *item)
{
  const MbNode *node = element_of (item->node);
  if (!node || item->kind == MB_INLINE_ANCHOR || item->kind == MB_INLINE_ATOM)
    return NULL;
  if (item->style == line->lines->style)
    return line->wrap;
  if (item->style == mb_box_text_style (line->styles, mb_style_of (line->styles, node))) {
    const MbStyle *style = style_of_element (line, node);
    return style ? mb_box_text_style (line->styles, style) : NULL;
  }
  const MbStyle *style = style_of_pseudo (line, node, item->style);
  return style ? style : style_of_pseudo (line, line->block, item->style);
}

/* From @box down to the block of its first line, what ::first-line makes of each. FALSE when none of them has a rule. */
static gboolean
enter_first_line (FirstLine *line, const MbBox *box)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  for (const MbBox *at = line->lines; at != box->parent; at = at->parent)
    if (!at->anonymous && at->node && at->node->kind == MB_NODE_ELEMENT)
      g_ptr_array_add (path, (gpointer) at);
  for (guint i = path->len; i-- > 0;) {
    const MbBox *at = path->pdata[i];
    line->block = at->node;
    line->style = line->style
                      ? mb_style_within (line->styles, at->node, MB_PSEUDO_NONE, line->style)
                      : at->style;
    const MbStyle *own = mb_style_pseudo (line->styles, at->node, MB_PSEUDO_FIRST_LINE);
    if (own)
      line->look = own =
          mb_style_within (line->styles, at->node, MB_PSEUDO_FIRST_LINE, line->style);
    line->style = own ? own : line->look ? line->style : NULL;
  }
  return line->look != NULL;
}

static void
style_line (MbBuilder *builder, const MbBox *box, MbBox *lines)
{
  FirstLine line = { .styles = builder->context->styles, .lines = lines };
  if (!enter_first_line (&line, box))
    return;
  line.known = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  MbInline wrap = { .kind = MB_INLINE_FIRST_LINE, .node = line.block, .generated = TRUE };
  wrap.lang = lines->lang;
  wrap.style = mb_style_first_line (line.styles, lines->style, line.style, line.look);
  line.wrap = wrap.style;
  g_array_append_val (inlines, wrap);
  /* what has no place in a first line is inherited from the block (§ 2.1.3) */
  line.style = mb_style_first_line (line.styles, lines->style, line.style, lines->style);
  for (guint i = 0; i < lines->n_inlines; i++) {
    MbInline item = lines->inlines[i];
    item.first = style_in_line (&line, &item);
    if (item.kind != MB_INLINE_FIRST_LINE)
      g_array_append_val (inlines, item);
  }
  take_inlines (builder, lines, inlines);
  g_hash_table_unref (line.known);
}

/* --- All of them ------------------------------------------------------------------------------------------------------- */

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
    style_letter (builder, lines, box->node, letter);
  style_line (builder, box, lines);
}
