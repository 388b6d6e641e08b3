/* SPDX-License-Identifier: Apache-2.0 */
/* Words from right to left (Unicode Standard Annex 9).
 *
 * A paragraph that has letters of such a script, or whose block is direction: rtl, gets the embedding level of each character from Pango
 * (FriBidi), with the block's direction as its base. A box holds characters of one direction only: where the level turns the script of the
 * cut does too (cutter.c), so punctuation between a Hebrew word and a French one goes with the side that the levels say. A cut of a script from
 * right to left is shaped so, and its glyphs are kept in the order of the text, with places that decrease.
 *
 * On the line (rule L2) pieces keep their order too, that of reading; only their places are those of the reordered line. All other
 * paragraphs have no levels, and nothing of this concerns them.
 *
 * Elements with unicode-bidi stand in that text between the marks that CSS says (css-writing-modes-4 § 2.4). Marks of the author (U+200E …
 * U+2069) are not characters of a paragraph: chars.c says where they stood. A forced line end ends what Unicode calls a paragraph: marks of the
 * author end there, those of elements are made again behind it, and unicode-bidi: plaintext looks for its first letter anew. */
#include "internal.h"

gboolean
mb_bidi_is_rtl (GUnicodeScript script)
{
  switch (script) {
  case G_UNICODE_SCRIPT_HEBREW:
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_SYRIAC:
  case G_UNICODE_SCRIPT_THAANA:
  case G_UNICODE_SCRIPT_NKO: return TRUE;
  default: return FALSE;
  }
}

/* No such letter stands among the signs and letters of other texts: asking for their scripts would cost more than all the rest. */
static gboolean
may_be_rtl (gunichar c)
{
  return (c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFF00) || c >= 0x10800;
}

static gboolean
has_rtl (const MbParagraph *paragraph)
{
  for (guint i = 0; i < paragraph->n_chars; i++) {
    gunichar c = paragraph->chars[i].c;
    if (may_be_rtl (c) && mb_bidi_is_rtl (g_unichar_get_script (c)))
      return TRUE;
  }
  return FALSE;
}

/** What stands before and after the text of an element: marks of Unicode, 0: none. */
typedef struct {
  gunichar open[2], close[2];
} Marks;

static Marks
marks_of (const MbStyle *style)
{
  gboolean rtl = style->text->rtl;
  gunichar override = rtl ? 0x202E : 0x202D, isolate = rtl ? 0x2067 : 0x2066;
  switch (style->box ? style->box->bidi : MB_BIDI_NORMAL) {
  case MB_BIDI_EMBED: return (Marks){ { rtl ? 0x202B : 0x202A, 0 }, { 0x202C, 0 } };
  case MB_BIDI_OVERRIDE: return (Marks){ { override, 0 }, { 0x202C, 0 } };
  case MB_BIDI_ISOLATE: return (Marks){ { isolate, 0 }, { 0x2069, 0 } };
  case MB_BIDI_ISOLATE_OVERRIDE: return (Marks){ { isolate, override }, { 0x202C, 0x2069 } };
  case MB_BIDI_PLAINTEXT: return (Marks){ { 0x2068, 0 }, { 0x2069, 0 } };
  case MB_BIDI_NORMAL: break;
  }
  return (Marks){ { 0 }, { 0 } };
}

static gboolean
is_tag (const MbInline *inl)
{
  return inl->kind == MB_INLINE_OPEN || inl->kind == MB_INLINE_CLOSE;
}

static gboolean
has_marks (const MbParagraph *paragraph, const GArray *tags)
{
  for (guint i = 0; i < tags->len; i++) {
    const MbInline *inl = &paragraph->inlines[g_array_index (tags, MbMarkIn, i).in];
    if (is_tag (inl) && marks_of (inl->style).open[0])
      return TRUE;
  }
  return marks_of (paragraph->block).open[0] != 0;
}

static void
append_marks (GString *text, const gunichar marks[2])
{
  for (guint i = 0; i < 2 && marks[i]; i++)
    g_string_append_unichar (text, marks[i]);
}

/** What lies between two forced line ends, spelt with its marks. */
typedef struct {
  const MbParagraph *paragraph;
  const MbChars *chars;
  guint next_tag, next_sign; /* what was not yet spelt */
  GArray *open;              /* Marks of the elements that are open */
  GString *text;
  guint *places; /* where each character stands in it */
  guint from;    /* its first character */
  gsize counted; /* bytes of text whose characters are… */
  guint count;   /* …these many */
} Speller;

static guint
count_spelt (Speller *speller)
{
  GString *text = speller->text;
  speller->count +=
      (guint) g_utf8_strlen (text->str + speller->counted, (gssize) (text->len - speller->counted));
  speller->counted = text->len;
  return speller->count;
}

static void
spell_tag (Speller *speller, const MbInline *inl)
{
  Marks marks = marks_of (inl->style);
  if (!is_tag (inl))
    return;
  append_marks (speller->text, inl->kind == MB_INLINE_OPEN ? marks.open : marks.close);
  if (inl->kind == MB_INLINE_OPEN)
    g_array_append_val (speller->open, marks);
  else if (speller->open->len)
    g_array_set_size (speller->open, speller->open->len - 1);
}

/* The author's marks and those of elements that stand before character @i, in their order. */
static void
spell_marks (Speller *speller, guint i)
{
  const GArray *tags = speller->chars->marks, *signs = speller->chars->signs;
  for (;;) {
    const MbSign *sign =
        speller->next_sign < signs->len ? &g_array_index (signs, MbSign, speller->next_sign) : NULL;
    const MbMarkIn *tag =
        speller->next_tag < tags->len ? &g_array_index (tags, MbMarkIn, speller->next_tag) : NULL;
    if (sign && sign->at <= i && sign->tags <= speller->next_tag) {
      g_string_append_unichar (speller->text, sign->c);
      speller->next_sign++;
    } else if (tag && tag->at <= i) {
      spell_tag (speller, &speller->paragraph->inlines[tag->in]);
      speller->next_tag++;
    } else {
      return;
    }
  }
}

static void
spell_char (Speller *speller, guint i)
{
  const MbChar *c = &speller->paragraph->chars[i];
  gboolean object = c->kind == MB_CHAR_ATOM || c->kind == MB_CHAR_LEADER;
  speller->places[i] = count_spelt (speller);
  g_string_append_unichar (speller->text, object ? 0xFFFC : c->kind == MB_CHAR_FORCED ? ' ' : c->c);
}

static gboolean
is_plaintext (const MbParagraph *paragraph)
{
  return paragraph->block->box && paragraph->block->box->bidi == MB_BIDI_PLAINTEXT;
}

/* Levels of the characters up to @to; what was open is opened again behind them. */
static void
settle (Speller *speller, guint to, guint8 *own, guint8 *bases)
{
  gboolean rtl = speller->paragraph->block->text->rtl;
  gboolean plain = is_plaintext (speller->paragraph);
  PangoDirection base = plain ? (rtl ? PANGO_DIRECTION_WEAK_RTL : PANGO_DIRECTION_WEAK_LTR)
                              : (rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  g_autofree guint8 *levels =
      pango_log2vis_get_embedding_levels (speller->text->str, (int) speller->text->len, &base);
  gboolean odd = base == PANGO_DIRECTION_RTL || base == PANGO_DIRECTION_WEAK_RTL;
  for (guint i = speller->from; i < to; i++) {
    own[i] = levels[speller->places[i]];
    if (bases)
      bases[i] = odd;
  }
  g_string_truncate (speller->text, 0);
  speller->counted = speller->count = 0;
  speller->from = to;
  for (guint i = 0; i < speller->open->len; i++)
    append_marks (speller->text, g_array_index (speller->open, Marks, i).open);
}

static gboolean
needs_levels (const MbParagraph *paragraph, const MbChars *chars)
{
  return paragraph->n_chars > 0 && (paragraph->block->text->rtl || chars->signs->len ||
                                    has_rtl (paragraph) || has_marks (paragraph, chars->marks));
}

void
mb_bidi_fill (MbParagraph *paragraph, const MbChars *chars, MbArena *arena)
{
  if (!needs_levels (paragraph, chars))
    return;
  guint n = paragraph->n_chars;
  g_autoptr (GString) text = g_string_sized_new ((gsize) n * 2);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Marks));
  g_autofree guint *places = g_new (guint, n);
  Speller speller = {
    .paragraph = paragraph, .chars = chars, .open = open, .text = text, .places = places
  };
  guint8 *own = mb_arena_array (arena, guint8, n);
  guint8 *bases = is_plaintext (paragraph) ? mb_arena_array (arena, guint8, n) : NULL;
  Marks block = marks_of (paragraph->block);
  if (bases)
    block = (Marks){ { 0 }, { 0 } };
  append_marks (text, block.open);
  g_array_append_val (open, block);
  for (guint i = 0; i < n; i++) {
    spell_marks (&speller, i);
    spell_char (&speller, i);
    if (paragraph->chars[i].kind == MB_CHAR_FORCED || i + 1 == n)
      settle (&speller, i + 1, own, bases);
  }
  paragraph->levels = own;
  paragraph->bases = bases;
}

gboolean
mb_bidi_base (const MbParagraph *paragraph, guint i)
{
  if (!paragraph->bases || !paragraph->n_chars)
    return paragraph->block->text->rtl;
  return paragraph->bases[MIN (i, paragraph->n_chars - 1)];
}

/* The nearest script from right to left: signs that all scripts share are shaped as its own. */
static GUnicodeScript
script_near (const MbParagraph *paragraph, guint at)
{
  for (guint far = 1; far < paragraph->n_chars; far++)
    for (int side = 0; side < 2; side++) {
      gint64 i = side == 0 ? (gint64) at - far : (gint64) at + far;
      if (i < 0 || i >= paragraph->n_chars)
        continue;
      GUnicodeScript script = g_unichar_get_script (paragraph->chars[i].c);
      if (mb_bidi_is_rtl (script))
        return script;
    }
  return G_UNICODE_SCRIPT_HEBREW;
}

GUnicodeScript
mb_bidi_script (const MbParagraph *paragraph, guint i, GUnicodeScript script)
{
  if (!paragraph->levels)
    return script;
  gboolean odd = paragraph->levels[i] & 1;
  if (odd == mb_bidi_is_rtl (script))
    return script;
  return odd ? script_near (paragraph, i) : G_UNICODE_SCRIPT_LATIN;
}

static void
reverse (guint *order, guint from, guint to)
{
  for (; from + 1 < to; from++, to--) {
    guint kept = order[from];
    order[from] = order[to - 1];
    order[to - 1] = kept;
  }
}

/* Rule L2. */
void
mb_bidi_reorder (const guint8 *levels, guint n, guint *order)
{
  guint8 highest = 0;
  for (guint i = 0; i < n; i++) {
    order[i] = i;
    highest = MAX (highest, levels[i]);
  }
  for (guint8 level = highest; level > 0; level--)
    for (guint i = 0, end; i < n; i = MAX (end, i + 1)) {
      for (end = i; end < n && levels[order[end]] >= level;)
        end++;
      reverse (order, i, end);
    }
}
