/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that are cut: line-clamp, text-overflow, and words that fit in no line (css-overflow-4 § 4 and § 5, css-text-3 § 5.5).
 *
 * All three look at the paragraph as it breaks at its measure and make it again of other inlines; the text room knows nothing of them. What is
 * left out is cut out of the inlines between two places, elements that stay open are closed, and the mark is set behind them, in the style of
 * the block. Offsets into the source stay true, for inlines are only shortened or parted.
 *
 *   - overflow-wrap: the words of a line that sticks out are marked as such that may be parted anywhere;
 *   - text-overflow: a line that sticks out of a block that hides it loses letters until the mark fits behind what is left;
 *   - line-clamp: the paragraph in which the last line falls ends there. Words leave that line, from its end, until the mark fits (§ 5.1.1:
 *     at soft wrap opportunities), and nothing after it is written.
 *
 * Lines beside floats are narrower than the measure that is looked at: there a line may stick out all the same. */
#include "internal.h"

#include <string.h>

/** A paragraph that is made of other inlines. */
typedef struct {
  const MbLayContext *context;
  const MbBox *box;
  MbLength width;
  MbArena *arena;
  const MbInline *inlines;
  guint n;
  const MbParagraph *paragraph;
  MbSettings settings;
} Cutting;

static const MbSetting *
best_of (const Cutting *cutting)
{
  return cutting->settings.n ? &cutting->settings.settings[cutting->settings.best] : NULL;
}

static guint
lines_of (const Cutting *cutting)
{
  return cutting->settings.n ? best_of (cutting)->lines : 0;
}

static void
break_again (Cutting *cutting)
{
  MbMeasure measure = { 0, cutting->width };
  cutting->settings = mb_text_break (cutting->context->typesetter, cutting->paragraph,
                                     (MbMeasures){ &measure, 1 }, cutting->arena);
}

static void
take_inlines (Cutting *cutting, GArray *inlines)
{
  cutting->n = inlines->len;
  cutting->inlines =
      mb_arena_memdup (cutting->arena, inlines->data, inlines->len * sizeof (MbInline));
  g_array_unref (inlines);
  cutting->paragraph = mb_text_paragraph (cutting->context->typesetter, cutting->inlines,
                                          cutting->n, cutting->box->style, cutting->arena);
  break_again (cutting);
}

/* --- Parts of inlines -------------------------------------------------------------------------------- */

static gboolean
has_text (const MbInline *inl)
{
  return inl->kind == MB_INLINE_TEXT || inl->kind == MB_INLINE_SLOT;
}

/* Bytes [@from, @to) of @inl. */
static MbInline
part_of (const MbInline *inl, guint32 from, guint32 to)
{
  MbInline part = *inl;
  part.text = inl->text + from;
  part.length = to - from;
  part.offset = inl->offset + from;
  return part;
}

static void
append_part (GArray *out, const MbInline *inl, guint32 from, guint32 to)
{
  if (!has_text (inl)) {
    g_array_append_vals (out, inl, 1);
    return;
  }
  MbInline part = part_of (inl, from, MIN (to, inl->length));
  if (part.length > 0)
    g_array_append_val (out, part);
}

/* What stands before @end. */
static void
append_before (GArray *out, const Cutting *cutting, MbInlinePlace end)
{
  for (guint i = 0; i < cutting->n && i < end.in; i++)
    append_part (out, &cutting->inlines[i], 0, G_MAXUINT32);
  if (end.in < cutting->n && end.offset > 0)
    append_part (out, &cutting->inlines[end.in], 0, end.offset);
}

static guint32
end_in (const Cutting *cutting, guint i, MbInlinePlace end)
{
  return i == end.in ? end.offset : cutting->inlines[i].length;
}

/* Of what stands from @from to @to only the ends of elements that began before it. */
static void
append_ends (GArray *out, const Cutting *cutting, MbInlinePlace from, MbInlinePlace to)
{
  guint depth = 0;
  for (guint i = from.in; i < cutting->n && i < to.in; i++) {
    const MbInline *inl = &cutting->inlines[i];
    depth += inl->kind == MB_INLINE_OPEN;
    if (inl->kind != MB_INLINE_CLOSE)
      continue;
    if (depth == 0)
      g_array_append_vals (out, inl, 1);
    else
      depth--;
  }
}

/* And what stands behind @from, when elements that began in what is left out are still open there. */
static void
append_after (GArray *out, const Cutting *cutting, MbInlinePlace from)
{
  for (guint i = from.in; i < cutting->n; i++)
    append_part (out, &cutting->inlines[i], i == from.in ? from.offset : 0, G_MAXUINT32);
}

static void
append_mark (GArray *out, const Cutting *cutting, const char *mark)
{
  if (!mark || !*mark)
    return;
  MbInline inl = { .kind = MB_INLINE_TEXT,
                   .node = cutting->box->node,
                   .style = cutting->box->style,
                   .text = mark,
                   .length = (guint32) strlen (mark),
                   .lang = cutting->box->lang,
                   .generated = TRUE };
  g_array_append_val (out, inl);
}

/* --- overflow-wrap ------------------------------------------------------------------------------------- */

static gboolean
parts_words (const MbStyleText *style)
{
  return style->overflow_wrap || style->word_break == MB_WORD_RESCUED;
}

static gboolean
is_rescuable (const Cutting *cutting, guint i)
{
  const MbInline *inl = &cutting->inlines[i];
  return inl->kind == MB_INLINE_TEXT && parts_words (inl->style->text) && !inl->rescued;
}

/* The text of line @index becomes such that may be parted. FALSE: there is none. */
static gboolean
rescue_line (Cutting *cutting, guint index)
{
  MbInlinePlace from, to;
  gboolean any = FALSE;
  mb_text_line_range (cutting->paragraph, best_of (cutting), index, &from, &to);
  GArray *out = g_array_new (FALSE, TRUE, sizeof (MbInline));
  append_before (out, cutting, from);
  for (guint i = from.in; i < cutting->n && (i < to.in || (i == to.in && to.offset > 0)); i++) {
    guint first = out->len;
    append_part (out, &cutting->inlines[i], i == from.in ? from.offset : 0,
                 end_in (cutting, i, to));
    if (out->len > first && is_rescuable (cutting, i))
      any = g_array_index (out, MbInline, first).rescued = TRUE;
  }
  append_after (out, cutting, to);
  if (any)
    take_inlines (cutting, out);
  else
    g_array_unref (out);
  return any;
}

static void
rescue_words (Cutting *cutting)
{
  for (guint line = 0; line < lines_of (cutting); line++)
    if (best_of (cutting)->breaks[line].overfull && rescue_line (cutting, line))
      line = G_MAXUINT; /* lines before it may have changed */
}

/* --- text-overflow --------------------------------------------------------------------------------------- */

/* Line @index up to @cut, then @mark. */
static Cutting
cut_line (const Cutting *cutting, MbInlinePlace cut, MbInlinePlace end, const char *mark)
{
  Cutting shorter = *cutting;
  GArray *out = g_array_new (FALSE, TRUE, sizeof (MbInline));
  append_before (out, cutting, cut);
  append_mark (out, cutting, mark);
  append_ends (out, cutting, cut, end);
  if (end.in < cutting->n) {
    MbInline forced = { .kind = MB_INLINE_BREAK,
                        .node = cutting->box->node,
                        .style = cutting->box->style,
                        .lang = cutting->box->lang };
    g_array_append_val (out, forced);
    append_after (out, cutting, end);
  }
  take_inlines (&shorter, out);
  return shorter;
}

/* Places between the characters of the text from @from to @to. */
static GArray *
places_between (const Cutting *cutting, MbInlinePlace from, MbInlinePlace to)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (MbInlinePlace));
  for (guint i = from.in; i < cutting->n && i <= to.in; i++) {
    const MbInline *inl = &cutting->inlines[i];
    guint32 end = has_text (inl) ? end_in (cutting, i, to) : i < to.in;
    for (guint32 at = i == from.in ? from.offset : 0; at < end;) {
      MbInlinePlace place = { i, at };
      g_array_append_val (places, place);
      at = has_text (inl) ? (guint32) (g_utf8_next_char (inl->text + at) - inl->text) : end;
    }
  }
  return places;
}

/* The most letters that leave room for the mark. */
static gboolean
shorten_line (Cutting *cutting, guint index, const char *mark)
{
  MbInlinePlace from, to;
  mb_text_line_range (cutting->paragraph, best_of (cutting), index, &from, &to);
  g_autoptr (GArray) places = places_between (cutting, from, to);
  guint least = 0, most = places->len;
  while (most - least > 1) {
    guint middle = least + (most - least) / 2;
    Cutting tried = cut_line (cutting, g_array_index (places, MbInlinePlace, middle), to, mark);
    gboolean fits = lines_of (&tried) > index && !best_of (&tried)->breaks[index].overfull;
    least = fits ? middle : least;
    most = fits ? most : middle;
  }
  if (places->len < 2 || least == 0)
    return FALSE;
  *cutting = cut_line (cutting, g_array_index (places, MbInlinePlace, least), to, mark);
  return TRUE;
}

/* The block whose lines they are. */
static const MbBox *
container_of (const MbBox *box)
{
  while (box->anonymous && box->parent)
    box = box->parent;
  return box;
}

static void
mark_overflow (Cutting *cutting)
{
  const MbStyleBox *style = container_of (cutting->box)->style->box;
  if (!style->text_overflow || style->overflow == MB_OVERFLOW_VISIBLE)
    return;
  for (guint line = 0; line < lines_of (cutting); line++)
    if (best_of (cutting)->breaks[line].overfull)
      shorten_line (cutting, line, style->text_overflow);
}

/* --- line-clamp ----------------------------------------------------------------------------------------------- */

static gboolean
has_content (const MbBox *box)
{
  if (mb_box_is_out (box))
    return FALSE;
  if (box->kind == MB_BOX_PICTURE || box->kind == MB_BOX_TABLE)
    return TRUE;
  for (guint i = 0; i < box->n_inlines; i++) {
    const MbInline *inl = &box->inlines[i];
    if (inl->kind == MB_INLINE_ATOM ||
        (has_text (inl) && strspn (inl->text, " \t\r\n") < inl->length))
      return TRUE;
  }
  for (const MbBox *child = box->first; child; child = child->next)
    if (has_content (child))
      return TRUE;
  return FALSE;
}

/* Whether anything of the clamped box follows @box. */
static gboolean
goes_on (const MbBox *clamped, const MbBox *box)
{
  for (; box && box != clamped; box = box->parent)
    for (const MbBox *next = box->next; next; next = next->next)
      if (has_content (next))
        return TRUE;
  return FALSE;
}

static guint
places_of_break (const Cutting *cutting, guint lines, GArray *places)
{
  const MbSetting *setting = best_of (cutting);
  MbInlinePlace from, to;
  mb_text_line_range (cutting->paragraph, setting, lines - 1, &from, &to);
  g_autoptr (GArray) all = places_between (cutting, from, to);
  for (guint i = 1; i < all->len; i++) {
    MbInlinePlace place = g_array_index (all, MbInlinePlace, i);
    const MbInline *inl = &cutting->inlines[place.in];
    if (inl->kind == MB_INLINE_BREAK ||
        (has_text (inl) && strchr (" \t\n", inl->text[place.offset])))
      g_array_append_val (places, place);
  }
  g_array_append_val (places, to);
  return places->len;
}

/* The paragraph ends with its line @lines, and @mark stands behind it. */
static void
end_after (Cutting *cutting, guint lines, const char *mark)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (MbInlinePlace));
  MbInlinePlace end = { cutting->n, 0 };
  Cutting cut = *cutting;
  for (guint i = places_of_break (cutting, lines, places); i > 0; i--) {
    cut = cut_line (cutting, g_array_index (places, MbInlinePlace, i - 1), end, mark);
    gboolean fits = lines_of (&cut) <= lines && lines_of (&cut) > 0 &&
                    !best_of (&cut)->breaks[lines_of (&cut) - 1].overfull;
    if (fits)
      break;
  }
  *cutting = cut;
}

static void
clamp_lines (MbMaker *maker, Cutting *cutting)
{
  MbClamp *clamp = maker->clamp;
  guint lines = lines_of (cutting);
  if (!clamp || lines == 0)
    return;
  gboolean more = lines > clamp->left;
  if (!more && lines == clamp->left)
    more = goes_on (clamp->box, cutting->box);
  if (more && lines >= clamp->left)
    end_after (cutting, clamp->left, clamp->box->style->box->ellipsis);
  clamp->left -= MIN (clamp->left, MAX (lines_of (cutting), 1));
}

/* --- For the flow ----------------------------------------------------------------------------------------------- */

static gboolean
may_be_rescued (const MbBox *box)
{
  for (guint i = 0; i < box->n_inlines; i++)
    if (box->inlines[i].kind == MB_INLINE_TEXT && parts_words (box->inlines[i].style->text))
      return TRUE;
  return FALSE;
}

const MbParagraph *
mb_clamp_paragraph (MbMaker *maker, const MbBox *box, const MbInline *inlines, guint n,
                    MbLength width, const MbParagraph *paragraph)
{
  const MbStyleBox *style = container_of (box)->style->box;
  gboolean hides = style->text_overflow && style->overflow != MB_OVERFLOW_VISIBLE;
  gboolean rescues = may_be_rescued (box);
  if ((!maker->clamp && !hides && !rescues) || mb_paragraph_is_empty (paragraph))
    return paragraph;
  MbArena *paragraphs = maker->context->paragraphs;
  Cutting cutting = { .context = maker->context,
                      .box = box,
                      .width = width,
                      .arena = paragraphs ? paragraphs : maker->arena,
                      .inlines = inlines,
                      .n = n,
                      .paragraph = paragraph };
  break_again (&cutting);
  if (rescues)
    rescue_words (&cutting);
  if (hides)
    mark_overflow (&cutting);
  clamp_lines (maker, &cutting);
  return cutting.paragraph;
}

gboolean
mb_clamp_begin (MbMaker *maker, const MbBox *box, MbClamp *clamp)
{
  const MbStyleBox *style = box->style->box;
  if (box->anonymous || !style->discard || style->max_lines == 0 || maker->clamp)
    return FALSE;
  *clamp = (MbClamp){ box, style->max_lines };
  maker->clamp = clamp;
  return TRUE;
}

gboolean
mb_clamp_is_full (const MbMaker *maker)
{
  return maker->clamp && maker->clamp->left == 0;
}
