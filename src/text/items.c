/* SPDX-License-Identifier: Apache-2.0 */
/* A paragraph as boxes, glue and breakpoints.
 *
 * A box is text shaped in one cut, without white space; it is shaped whole, and where it may be cut both halves are shaped
 * again (a cut may open a ligature: ef-ficace), the left one with its hyphen. Every breakpoint holds the sums of the
 * paragraph up to its line end and from its next line start, halves and protrusion included: the width of a line between
 * two breakpoints is one subtraction.
 *
 * Glue classes. Ordinary spaces, and no-break spaces, have the width that -marbre-justify gives (by default TeX's: half of it
 * may be added, a third taken away). The French spaces have the widths of -marbre-espaces, in thousandths of the word space:
 * either no-break space between figures is the one of numbers, between a figure and its unit (or h, %, €) the one of units;
 * else U+202F is the thin one, U+00A0 before a colon and U+00A0 inside guillemets have their own. What the face thinks of
 * these characters is never asked. The space after the dash that opens a speech does not stretch, so that speeches align.
 *
 * Words are shaped apart from the spaces beside them; where a face kerns with the space, the glue has the kern in its width.
 *
 * A breakable space stays in its element; the line that it ends has the elements that end right behind it.
 */
#include "internal.h"

#define PENALTY_HYPHEN   45
#define PENALTY_NAME     200 /* proper names: HYP-08 */
#define PENALTY_COMPOUND 500
#define PENALTY_EXPLICIT 50
#define PENALTY_PART     100
#define PENALTY_RESCUE   2000
#define PENALTY_CUT      2650 /* in a heading, as those of sense.c */
#define RAGGED_HYPHENS   8    /* times as dear where the right edge is free anyway */
#define FRACTION_SLASH   170  /* thousandths of the em */
#define LONG_HEAD_WORD   16   /* letters */
#define ABSURD_WORD      60   /* a longer one is cut anywhere */
#define ABSURD_BOX       8

typedef struct {
  MbTypesetter *typesetter;
  MbParagraph *paragraph;
  const MbStyleText *text; /* of the block */
  MbArena *arena;
  const MbMarkIn *marks;
  guint n_marks, next_mark;
  guint8 *may;
  guint8 *heads; /* NULL: no mark before lines */
  GArray *items, *breaks;
  MbSum total;
  MbCutter cutter;
  const MbCut *kern_cut; /* of the last box, which ends before kern_at, at kern_width */
  guint kern_at;
  gint64 kern_width;
  gint64 line_start; /* width before the line that the author begins */
  gboolean absurd;   /* inside a word that is none */
  guint32
      boundary; /* item after which a line may end, when the elements that end here have been seen */
  guint8 boundary_may;
} Builder;

#define NO_ITEM G_MAXUINT32

static const MbChar *
char_at (const Builder *builder, guint i)
{
  return &builder->paragraph->chars[i];
}

static const MbInline *
inline_of (const Builder *builder, guint32 in)
{
  return &builder->paragraph->inlines[in];
}

static MbLength
thousandths (MbLength length, int share)
{
  return (MbLength) ((gint64) length * share / 1000);
}

/* --- Sums and items ----------------------------------------------------------------------------------------------------*/

static MbLength
micro_of (const Builder *builder, const MbWord *word)
{
  if (!builder->paragraph->justified || !builder->text->justify_set)
    return 0;
  const MbJustify *justify = &builder->text->justify;
  return thousandths (word->width, justify->scale) +
         (MbLength) word->n_clusters * thousandths (word->cut->size, justify->tracking);
}

static MbLength
item_micro (const Builder *builder, const MbItem *item)
{
  return item->kind == MB_ITEM_BOX ? micro_of (builder, item->word) : 0;
}

static void
sum_add (const Builder *builder, MbSum *sum, const MbItem *item)
{
  sum->width += item->width;
  sum->stretch += item->stretch;
  sum->shrink += item->shrink;
  sum->micro += item_micro (builder, item);
  sum->leaders += item->kind == MB_ITEM_LEADER;
}

static guint32
add_item (Builder *builder, MbItem item)
{
  sum_add (builder, &builder->total, &item);
  g_array_append_val (builder->items, item);
  return builder->items->len - 1;
}

static void
sum_take (const Builder *builder, MbSum *sum, const MbItem *item)
{
  sum->width -= item->width;
  sum->stretch -= item->stretch;
  sum->shrink -= item->shrink;
  sum->micro -= item_micro (builder, item);
}

/* The next line begins with a guillemet that stands nowhere in the text; not the rest of a verse, which has its bracket. */
static void
add_head (const Builder *builder, MbBreakpoint *breakpoint, MbSum *from)
{
  if (!builder->heads || breakpoint->at >= builder->paragraph->n_chars ||
      (builder->paragraph->turn && breakpoint->kind != MB_BREAK_AT_FORCED))
    return;
  breakpoint->head = builder->heads[breakpoint->at] & 0xF;
  if (!breakpoint->head)
    return;
  const MbLineHead *head = &builder->paragraph->heads[breakpoint->head - 1];
  sum_take (builder, from, &head->mark);
  sum_take (builder, from, &head->gap);
}

/* @upto and @from: what the line has up to the break, and what stands before the next line. */
static void
add_break (Builder *builder, MbBreakpoint breakpoint, MbSum upto, MbSum from)
{
  add_head (builder, &breakpoint, &from);
  breakpoint.upto = mb_tally (&upto);
  breakpoint.from = mb_tally (&from);
  g_array_append_val (builder->breaks, breakpoint);
}

/* --- Boxes -------------------------------------------------------------------------------------------------------------------*/

static gboolean
mark_stands_at (const Builder *builder, guint i)
{
  return builder->next_mark < builder->n_marks && builder->marks[builder->next_mark].at == i;
}

static guint
box_end (Builder *builder, guint from, MbCut **cut)
{
  const MbParagraph *paragraph = builder->paragraph;
  guint longest = builder->absurd ? ABSURD_BOX : MB_MAX_BOX;
  guint to = from + 1;
  for (; to < paragraph->n_chars && to - from < longest; to++) {
    const MbChar *c = char_at (builder, to);
    gboolean stays = c->kind == MB_CHAR_TEXT && !mb_char_is_glue (c) &&
                     c->in == char_at (builder, from)->in && builder->may[to] != MB_MAY_PART &&
                     !mark_stands_at (builder, to);
    if (paragraph->levels && paragraph->levels[to] != paragraph->levels[from])
      break;
    if (!stays || mb_cutter_cut (&builder->cutter, to, *cut) != *cut)
      break;
  }
  return to;
}

static gsize
box_text (const Builder *builder, const MbCut *cut, guint from, guint to, char *text)
{
  gsize length = 0;
  for (guint i = from; i < to; i++) {
    gunichar c = char_at (builder, i)->c;
    length +=
        (gsize) g_unichar_to_utf8 (cut->kind == MB_CUT_SCALED_CAPS ? g_unichar_toupper (c) : c,
                                   text + length);
  }
  return length;
}

/* A cut that closes up a whole box after itself: left half with the hyphen when one is added, right half as it begins a line. */
static const MbWord *
half (Builder *builder, const MbCut *cut, guint from, guint to, const char *hyphen)
{
  char text[MB_MAX_BOX * 4 + MB_MAX_HYPHEN_BYTES + 2];
  gsize length = box_text (builder, cut, from, to, text);
  if (hyphen)
    length += g_strlcpy (text + length, hyphen, MB_MAX_HYPHEN_BYTES + 1);
  return length ? mb_word_get (builder->typesetter, cut, text, length) : NULL;
}

static gint16
penalty_of (const Builder *builder, MbMay may)
{
  gint16 times = builder->paragraph->mode == MB_MODE_RAGGED ? RAGGED_HYPHENS : 1;
  if (builder->paragraph->mode == MB_MODE_BALANCED)
    return PENALTY_CUT;
  switch (may) {
  case MB_MAY_HYPHEN:
  case MB_MAY_WORD: return (gint16) (PENALTY_HYPHEN * times);
  case MB_MAY_NAME: return (gint16) (PENALTY_NAME * times);
  case MB_MAY_COMPOUND: return (gint16) (PENALTY_COMPOUND * times);
  case MB_MAY_EXPLICIT:
  case MB_MAY_DASH: return PENALTY_EXPLICIT;
  case MB_MAY_PART: return PENALTY_PART;
  case MB_MAY_RESCUE: return PENALTY_RESCUE;
  default: return 0;
  }
}

static gboolean
adds_hyphen (MbMay may)
{
  return may == MB_MAY_HYPHEN || may == MB_MAY_WORD || may == MB_MAY_NAME || may == MB_MAY_COMPOUND;
}

static void
add_box_break (Builder *builder, guint32 box, guint at, MbMay may, MbSum before)
{
  const MbItem *item = &g_array_index (builder->items, MbItem, box);
  MbBreakpoint breakpoint = {
    .kind = MB_BREAK_IN_BOX,
    .hyphen = !!adds_hyphen (may),
    .flagged = adds_hyphen (may) || may == MB_MAY_EXPLICIT,
    .rescue = may == MB_MAY_RESCUE && inline_of (builder, item->in)->rescued,
    .penalty = penalty_of (builder, may),
    .end = box,
    .at = at,
    .next = builder->items->len,
    .blank = at > 0 && mb_is_fixed_space (builder->paragraph->chars[at - 1].c),
  };
  MbSum upto = before, from = builder->total;
  const MbWord *left = item->word, *right = NULL;
  if (left && (at < mb_item_end (item) || breakpoint.hyphen)) {
    const MbStyle *style = builder->paragraph->inlines[item->in].style;
    left = half (builder, item->word->cut, item->from, at,
                 breakpoint.hyphen ? mb_hyphen_of (style) : NULL);
    right = half (builder, item->word->cut, at, mb_item_end (item), NULL);
  }
  upto.width += left ? left->width : item->width;
  upto.micro += left ? micro_of (builder, left) : 0;
  breakpoint.right = !left ? 0 : breakpoint.blank ? mb_word_last_width (left) : left->right;
  if (right) {
    from.width -= right->width;
    from.micro -= micro_of (builder, right);
    breakpoint.left = right->left;
  }
  add_break (builder, breakpoint, upto, from);
}

/* A heading is cut only where its style says that none but very long words are. */
static gboolean
may_cut (const Builder *builder, MbMay may)
{
  if (may <= MB_MAY_SPACE)
    return FALSE;
  return builder->paragraph->mode != MB_MODE_BALANCED || !adds_hyphen (may) ||
         may == MB_MAY_HYPHEN || builder->text->hyphen_word >= LONG_HEAD_WORD;
}

static void
mark_absurd (Builder *builder, guint from)
{
  const MbParagraph *paragraph = builder->paragraph;
  if (from > 0 && !mb_char_is_glue (char_at (builder, from - 1)) &&
      char_at (builder, from - 1)->kind != MB_CHAR_FORCED)
    return;
  guint to = from;
  while (to < paragraph->n_chars && to - from <= ABSURD_WORD &&
         char_at (builder, to)->kind == MB_CHAR_TEXT && !mb_char_is_glue (char_at (builder, to)) &&
         (to == from || builder->may[to] == MB_MAY_NOT))
    to++;
  builder->absurd =
      to - from > ABSURD_WORD &&
      inline_of (builder, char_at (builder, from)->in)->style->text->white_space == MB_SPACE_NORMAL;
}

static MbLength
width_of_chars (Builder *builder, const MbCut *cut, guint from, guint to, guint *n_glyphs)
{
  char text[16];
  const MbWord *word =
      mb_word_get (builder->typesetter, cut, text, box_text (builder, cut, from, to, text));
  *n_glyphs = word->n_glyphs;
  return word->width;
}

/* A fraction slash that is drawn as wide as a sign moves under its figures: FRACTION_SLASH of the em is enough. */
static MbLength
kern_of_fraction (Builder *builder, guint from, const MbCut *cut)
{
  guint n;
  gboolean before = char_at (builder, from)->c == 0x2044;
  gboolean after = from > 0 && char_at (builder, from - 1)->c == 0x2044;
  if (builder->kern_at != from || (!before && !after) ||
      (builder->kern_cut->kind != MB_CUT_NUMERATOR && cut->kind != MB_CUT_DENOMINATOR))
    return 0;
  const MbCut *slash = before ? cut : builder->kern_cut;
  guint at = before ? from : from - 1;
  MbLength width = width_of_chars (builder, slash, at, at + 1, &n);
  return MIN (thousandths (slash->size, FRACTION_SLASH) - width, 0) / 2;
}

static void
add_kern_item (Builder *builder, guint from, MbLength kern)
{
  if (kern)
    add_item (builder, (MbItem){ .kind = MB_ITEM_KERN,
                                 .in = char_at (builder, from)->in,
                                 .from = from,
                                 .width = kern });
}

/* l’<a>Académie</a>: the kern of two letters that only the tag of an element parts. A ligature is not made over it. */
static void
add_kern (Builder *builder, guint from, const MbCut *cut)
{
  guint pair, left, right;
  if (builder->kern_cut && builder->kern_cut != cut)
    add_kern_item (builder, from, kern_of_fraction (builder, from, cut));
  if (from == 0 || builder->kern_cut != cut || builder->kern_at != from ||
      builder->kern_width != builder->total.width || builder->may[from] != MB_MAY_NOT)
    return;
  MbLength kern = width_of_chars (builder, cut, from - 1, from + 1, &pair) -
                  width_of_chars (builder, cut, from - 1, from, &left) -
                  width_of_chars (builder, cut, from, from + 1, &right);
  if (pair == left + right)
    add_kern_item (builder, from, kern);
}

static guint
add_box (Builder *builder, guint from)
{
  mark_absurd (builder, from);
  MbCut *cut = mb_cutter_cut (&builder->cutter, from, NULL);
  guint to = box_end (builder, from, &cut);
  add_kern (builder, from, cut);
  char text[MB_MAX_BOX * 4 + 2];
  const MbWord *word =
      mb_word_get (builder->typesetter, cut, text, box_text (builder, cut, from, to, text));
  MbItem item = { .kind = MB_ITEM_BOX,
                  .in = char_at (builder, from)->in,
                  .from = from,
                  .n = (guint16) (to - from),
                  .word = word,
                  .width = word->width };
  MbSum before = builder->total;
  guint32 box = add_item (builder, item);
  builder->kern_cut = cut;
  builder->kern_at = to;
  builder->kern_width = builder->total.width;

  for (guint i = from + 1; i < to; i++)
    if (may_cut (builder, builder->may[i]))
      add_box_break (builder, box, i, builder->may[i], before);

  MbMay after = to < builder->paragraph->n_chars ? builder->may[to] : MB_MAY_NOT;
  if (after == MB_MAY_NOT && builder->absurd && to < builder->paragraph->n_chars &&
      char_at (builder, to)->kind == MB_CHAR_TEXT && !mb_char_is_glue (char_at (builder, to)) &&
      !(char_at (builder, to)->flags & MB_CHAR_JOINED))
    after = MB_MAY_RESCUE;
  if (may_cut (builder, after)) {
    builder->boundary = box;
    builder->boundary_may = after;
  }
  return to;
}

/* --- Glue ----------------------------------------------------------------------------------------------------------------------*/

static void
set_space (const Builder *builder, MbItem *glue, MbLength spacing, MbLength space)
{
  static const MbJustify usual = { .space_min = 667, .space_opt = 1000, .space_max = 1500 };
  const MbJustify *justify = builder->text->justify_set ? &builder->text->justify : &usual;
  glue->width = thousandths (space, justify->space_opt) + spacing;
  glue->stretch = thousandths (space, MAX (justify->space_max - justify->space_opt, 0));
  glue->shrink = thousandths (space, MAX (justify->space_opt - justify->space_min, 0));
}

/* @glue is a word space already: shares are of the one that the style wants. */
static void
set_class (MbItem *glue, const MbSpaceGlue *class)
{
  if (class->stretch == MB_GLUE_AS_WORD)
    return;
  MbLength space = glue->width;
  glue->width = thousandths (space, class->width);
  glue->stretch = thousandths (space, class->stretch);
  glue->shrink = thousandths (space, class->shrink);
}

static gunichar
neighbour (const Builder *builder, guint i, int step)
{
  gint64 at = (gint64) i + step;
  return at >= 0 && at < builder->paragraph->n_chars ? char_at (builder, (guint) at)->c : 0;
}

/* The dash that opens a speech, with the guillemet that may stand before it. */
static gboolean
follows_speech_dash (const Builder *builder, guint i)
{
  gunichar dash = neighbour (builder, i, -1);
  if (dash != 0x2014 && dash != 0x2013)
    return FALSE;
  for (guint k = i - 1; k-- > 0;) {
    const MbChar *c = char_at (builder, k);
    if (c->kind == MB_CHAR_FORCED)
      return TRUE;
    if (!mb_char_is_glue (c) && c->c != 0xAB)
      return FALSE;
  }
  return TRUE;
}

/* css-text-3 § 4.2: to the next tab stop that is half a figure away or more. */
static MbLength
tab_width (const Builder *builder, const MbStyleText *text, MbLength space)
{
  MbSize size = text->tab_size;
  gint64 step = size.kind == MB_SIZE_PERCENT
                    ? (gint64) size.value * (space + text->word_spacing) / 100000
                    : size.value;
  MbSize indent = builder->text->indent;
  gint64 at = builder->total.width - builder->line_start;
  if (builder->line_start == 0 && indent.kind == MB_SIZE_LENGTH)
    at += indent.value;
  if (step <= 0)
    return 0;
  gint64 rest = step - (at % step + step) % step;
  return (MbLength) MIN (rest < space / 2 ? rest + step : rest, MB_LENGTH_MAX);
}

static void
set_glue (const Builder *builder, MbItem *glue, guint i, MbLength space)
{
  gunichar before = neighbour (builder, i, -1), after = neighbour (builder, i, 1),
           c = char_at (builder, i)->c;
  const MbStyleText *text = inline_of (builder, glue->in)->style->text;
  const MbLineText line = { builder->paragraph->chars, builder->paragraph->n_chars,
                            builder->typesetter->kept };
  gboolean guillemet = before == 0xAB || before == 0x2039 || after == 0xBB || after == 0x203A;
  gboolean fixed = c == 0xA0 || c == 0x202F;
  set_space (builder, glue, text->word_spacing, space);
  if (fixed && g_unichar_isdigit (before) && g_unichar_isdigit (after))
    set_class (glue, &text->space_number);
  else if (fixed && mb_kept_is_unit (&line, i))
    set_class (glue, &text->space_unit);
  else if (c == 0x202F)
    set_class (glue, &text->space_thin);
  else if (c == 0xA0 && after == ':')
    set_class (glue, &text->space_colon);
  else if (c == 0xA0 && guillemet)
    set_class (glue, &text->space_guillemet);

  if (char_at (builder, i)->kind == MB_CHAR_KEPT)
    glue->width = mb_char_source (builder->paragraph->inlines, char_at (builder, i)) == '\t'
                      ? tab_width (builder, text, space)
                      : space + text->word_spacing;
  if (char_at (builder, i)->kind == MB_CHAR_KEPT || follows_speech_dash (builder, i))
    glue->stretch = glue->shrink = 0;
}

/* The spaces behind the marks at the heads of lines: those of the block's own guillemets. */
static void
set_heads (Builder *builder, MbLineHead *heads)
{
  for (guint i = 0; i < MB_LINE_HEADS; i++) {
    MbItem *gap = &heads[i].gap;
    if (!gap->word)
      continue;
    set_space (builder, gap, builder->text->word_spacing, gap->word->cut->space->width);
    set_class (gap, g_utf8_get_char (gap->word->text) == 0x202F ? &builder->text->space_thin
                                                                : &builder->text->space_guillemet);
  }
}

/* What the face takes from or adds to a space beside character @i, when both are set alike. */
static MbLength
kern_beside (Builder *builder, const MbCut *cut, gint64 i, gboolean before)
{
  char pair[16];
  if (i < 0 || i >= builder->paragraph->n_chars)
    return 0;
  const MbChar *c = char_at (builder, (guint) i);
  if (c->kind != MB_CHAR_TEXT || mb_char_is_glue (c) || g_unichar_ismark (c->c) ||
      !mb_face_has_char (cut->face, c->c) ||
      mb_fontset_get (builder->typesetter, inline_of (builder, c->in)->style) !=
          builder->cutter.set)
    return 0;
  gsize n = 0;
  if (!before)
    pair[n++] = ' ';
  gsize letter = (gsize) g_unichar_to_utf8 (c->c, pair + n);
  MbLength alone = mb_word_get (builder->typesetter, cut, pair + n, letter)->width;
  n += letter;
  if (before)
    pair[n++] = ' ';
  return mb_word_get (builder->typesetter, cut, pair, n)->width - alone - cut->space->width;
}

static gboolean
is_word_space (const Builder *builder, guint i)
{
  const MbChar *c = char_at (builder, i);
  return c->kind == MB_CHAR_SPACE || (c->kind == MB_CHAR_TEXT && c->c == 0xA0);
}

static MbItem
make_glue (Builder *builder, guint i)
{
  const MbChar *c = char_at (builder, i);
  MbItem glue = { .kind = MB_ITEM_GLUE,
                  .in = c->in,
                  .from = i,
                  .n = 1,
                  .discardable = builder->may[i] == MB_MAY_SPACE };
  MbCut *cut = mb_cutter_plain (&builder->cutter, c->in);
  char text[8];
  gsize length = (gsize) g_unichar_to_utf8 (c->c, text);
  glue.word = c->c == ' ' ? cut->space : mb_word_get (builder->typesetter, cut, text, length);
  if (i > 0 && inline_of (builder, char_at (builder, i - 1)->in)->part != MB_INITIAL_NONE)
    return glue;
  set_glue (builder, &glue, i, cut->space->width);
  if (cut->face && is_word_space (builder, i) && mb_face_kerns_space (cut->face))
    glue.width += kern_beside (builder, cut, (gint64) i - 1, TRUE) +
                  kern_beside (builder, cut, (gint64) i + 1, FALSE);
  return glue;
}

static gboolean
is_kind_at (const Builder *builder, guint mark, guint at, MbInlineKind kind)
{
  return mark < builder->n_marks && builder->marks[mark].at == at &&
         inline_of (builder, builder->marks[mark].in)->kind == kind;
}

static void
add_space_break (Builder *builder, guint32 glue, MbSum upto)
{
  guint at = g_array_index (builder->items, MbItem, glue).from;
  gboolean balanced = builder->paragraph->mode == MB_MODE_BALANCED;
  add_break (builder,
             (MbBreakpoint){ .kind = MB_BREAK_AT_SPACE,
                             .penalty =
                                 (gint16) (balanced ? mb_sense_of (builder->paragraph, at) : 0),
                             .end = glue,
                             .at = at + 1,
                             .next = builder->items->len },
             upto, builder->total);
}

/* --- Marks: elements that begin and end, anchors ---------------------------------------------------------------------------------*/

static void
add_mark (Builder *builder)
{
  const MbMarkIn *mark = &builder->marks[builder->next_mark++];
  const MbInline *inl = inline_of (builder, mark->in);
  MbItemKind kind = inl->kind == MB_INLINE_OPEN    ? MB_ITEM_OPEN
                    : inl->kind == MB_INLINE_CLOSE ? MB_ITEM_CLOSE
                                                   : MB_ITEM_ANCHOR;
  mb_cutter_tag (&builder->cutter, inl);
  add_item (builder, (MbItem){ .kind = kind,
                               .in = mark->in,
                               .from = mark->at,
                               .width = kind == MB_ITEM_ANCHOR ? 0 : inl->width });
}

static void
add_boundary_break (Builder *builder)
{
  if (builder->boundary == NO_ITEM)
    return;
  MbSum before = builder->total;
  const MbItem *item = &g_array_index (builder->items, MbItem, builder->boundary);
  before.width -= item->width;
  before.micro -= item_micro (builder, item);
  add_box_break (builder, builder->boundary, mb_item_end (item), builder->boundary_may, before);
  builder->boundary = NO_ITEM;
}

static void
add_marks (Builder *builder, guint at)
{
  while (is_kind_at (builder, builder->next_mark, at, MB_INLINE_CLOSE))
    add_mark (builder);
  add_boundary_break (builder);
  while (mark_stands_at (builder, at))
    add_mark (builder);
}

static guint
add_space (Builder *builder, guint i)
{
  add_marks (builder, i);
  MbSum upto = builder->total;
  guint32 glue = add_item (builder, make_glue (builder, i));
  gint64 before = builder->total.width;
  while (is_kind_at (builder, builder->next_mark, i + 1, MB_INLINE_CLOSE))
    add_mark (builder);
  upto.width += builder->total.width - before;
  add_space_break (builder, glue, upto);
  return i + 1;
}

/* --- Objects ------------------------------------------------------------------------------------------------------------------------*/

static guint
add_object (Builder *builder, guint i)
{
  const MbChar *c = char_at (builder, i);
  const MbInline *inl = inline_of (builder, c->in);
  builder->absurd = FALSE;
  MbItem item = { .kind = MB_ITEM_ATOM, .in = c->in, .from = i, .n = 1, .width = inl->width };
  if (c->kind == MB_CHAR_LEADER) {
    MbCut *cut = mb_cutter_plain (&builder->cutter, c->in);
    item.kind = MB_ITEM_LEADER;
    item.word = mb_word_get (builder->typesetter, cut, inl->text, inl->length);
    item.width = item.word->width;
  }
  guint32 index = add_item (builder, item);
  MbMay after = i + 1 < builder->paragraph->n_chars ? builder->may[i + 1] : MB_MAY_NOT;
  if (may_cut (builder, after)) {
    builder->boundary = index;
    builder->boundary_may = after;
  }
  return i + 1;
}

/* text-indent: each-line. A line that is never the first stands in no measure of its own: its indent is an item. */
static void
add_each_indent (Builder *builder, guint i)
{
  const MbSize *indent = &builder->text->indent;
  if (!builder->text->indent_each || builder->text->indent_hanging ||
      indent->kind != MB_SIZE_LENGTH || i + 1 >= builder->paragraph->n_chars)
    return;
  add_item (builder, (MbItem){ .kind = MB_ITEM_KERN,
                               .in = char_at (builder, i)->in,
                               .from = i + 1,
                               .width = indent->value });
}

/* What closes right after a forced line end has nothing on the next line: it ends on the line that it ends. */
static guint
add_forced (Builder *builder, guint i)
{
  while (is_kind_at (builder, builder->next_mark, i + 1, MB_INLINE_CLOSE))
    add_mark (builder);
  MbSum upto = builder->total;
  guint32 item =
      add_item (builder,
                (MbItem){
                    .kind = MB_ITEM_FORCED, .in = char_at (builder, i)->in, .from = i, .n = 1 });
  builder->line_start = builder->total.width;
  builder->total.stretch = builder->total.shrink = builder->total.micro = 0;
  add_break (builder,
             (MbBreakpoint){ .kind = MB_BREAK_AT_FORCED,
                             .end = item,
                             .at = i + 1,
                             .next = builder->items->len },
             upto, builder->total);
  add_each_indent (builder, i);
  return i + 1;
}

/* --- The initial: its glyphs have no width in the line ------------------------------------------------------------------------------*/

static gboolean
is_initial (const Builder *builder, guint i)
{
  return inline_of (builder, char_at (builder, i)->in)->part != MB_INITIAL_NONE;
}

static guint
add_initial (Builder *builder, guint from)
{
  guint32 in = char_at (builder, from)->in;
  MbCut *cut = mb_cutter_cut (&builder->cutter, from, NULL);
  guint to = from + 1;
  while (to < builder->paragraph->n_chars && to - from < MB_MAX_BOX &&
         char_at (builder, to)->in == in)
    to++;
  char text[MB_MAX_BOX * 4 + 2];
  add_item (builder, (MbItem){ .kind = MB_ITEM_INITIAL,
                               .in = in,
                               .from = from,
                               .n = (guint16) (to - from),
                               .word = mb_word_get (builder->typesetter, cut, text,
                                                    box_text (builder, cut, from, to, text)) });
  return to;
}

/* Nothing breaks inside the initial, nor between it and what follows: the first line begins beside it. */
static void
forbid_around_initial (Builder *builder)
{
  for (guint i = 0; i < builder->paragraph->n_chars; i++) {
    if (!is_initial (builder, i) && !(i > 0 && is_initial (builder, i - 1)))
      return;
    builder->may[i] = MB_MAY_NOT;
  }
}

static guint
add_char (Builder *builder, guint i)
{
  const MbChar *c = char_at (builder, i);
  if (c->kind != MB_CHAR_FORCED && builder->may[i] == MB_MAY_SPACE)
    return add_space (builder, i);
  add_marks (builder, i);
  if (is_initial (builder, i) && (c->kind == MB_CHAR_TEXT || c->kind == MB_CHAR_SPACE))
    return add_initial (builder, i);
  if (mb_char_is_glue (c)) {
    add_item (builder, make_glue (builder, i));
    return i + 1;
  }
  switch (c->kind) {
  case MB_CHAR_FORCED: return add_forced (builder, i);
  case MB_CHAR_TEXT: return add_box (builder, i);
  default: return add_object (builder, i);
  }
}

static void
add_end (Builder *builder)
{
  guint n = builder->paragraph->n_chars;
  while (builder->next_mark < builder->n_marks)
    add_mark (builder);
  add_break (builder,
             (MbBreakpoint){ .kind = MB_BREAK_AT_FORCED,
                             .end = builder->items->len,
                             .at = n,
                             .next = builder->items->len },
             builder->total, builder->total);
}

static void
build_items (Builder *builder)
{
  guint n = builder->paragraph->n_chars;
  mb_cutter_signs (&builder->cutter);
  /* a line end that ends the text makes no further line */
  guint last = n > 0 && char_at (builder, n - 1)->kind == MB_CHAR_FORCED ? n - 1 : n;
  for (guint i = 0; i < last;)
    i = add_char (builder, i);
  add_marks (builder, last);
  add_end (builder);
}

static void
fill_heads (Builder *builder)
{
  MbLineHead *heads =
      mb_lineheads_make (builder->typesetter, builder->paragraph->block, builder->arena);
  builder->paragraph->heads = heads;
  if (!heads)
    return;
  set_heads (builder, heads);
  builder->heads = g_malloc0 (builder->paragraph->n_chars + 1);
  mb_lineheads_fill (builder->paragraph, builder->heads);
}

void
mb_items_build (MbTypesetter *typesetter, MbParagraph *paragraph, MbArena *arena, GArray *items,
                GArray *breaks)
{
  Builder builder = {
    .typesetter = typesetter,
    .paragraph = paragraph,
    .text = paragraph->block->text,
    .arena = arena,
    .marks = (const MbMarkIn *) (gconstpointer) typesetter->chars.marks->data,
    .n_marks = typesetter->chars.marks->len,
    .may = g_malloc (paragraph->n_chars + 1),
    .boundary = NO_ITEM,
    .items = items,
    .breaks = breaks,
    .cutter = { .typesetter = typesetter,
                .paragraph = paragraph,
                .set_in = NO_ITEM,
                .raised = g_array_new (FALSE, FALSE, sizeof (MbGlyphPosition)) },
  };
  mb_breaks_fill (typesetter->kept, paragraph->inlines, paragraph->chars, paragraph->n_chars,
                  builder.may);
  mb_words_fill (typesetter, paragraph->inlines, paragraph->chars, paragraph->n_chars, builder.may);
  forbid_around_initial (&builder);
  fill_heads (&builder);
  build_items (&builder);
  g_array_free (builder.cutter.raised, TRUE);
  g_free (builder.may);
  g_free (builder.heads);
}
