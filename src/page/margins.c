/* SPDX-License-Identifier: Apache-2.0 */
/* Page-margin boxes (CSS Paged Media 3 § 5.3).
 *
 * Corners fill the corners. A side holds three boxes A, B, C. Across the side (the fixed dimension) a box takes the margin's thickness unless it says
 * otherwise. Along the side (the variable dimension, § 5.3.2) sizes that are auto share the room:
 *   - with B: B is weighed against an imaginary box AC twice as large as the larger of A and C, so that B can stand in the middle of the side;
 *     then A and C each have half of what B leaves;
 *   - without B: A is weighed against C.
 * Weighing (§ 5.3.2.3): when both max-content sizes fit, what is left over is shared in proportion to them; else when both min-content sizes
 * fit, what is beyond them is shared in proportion to max − min; else in proportion to min.
 * min- and max-width then hold: a box that breaks one becomes fixed at it, and the rest is computed again.
 *
 * Text is aligned by the style's text-align; vertical-align places the content in the box, `baseline` (the initial value) standing for the place
 * that § 5.3.1 gives to each box. */
#include "internal.h"

#include <string.h>

/* --- The variable dimension --------------------------------------------------------------------------------------------------------*/

static gint64
share (gint64 total, gint64 part, gint64 whole, gint64 otherwise)
{
  return whole > 0 ? total * part / whole : otherwise;
}

/* Both auto: the size of @a; the other gets the rest. */
static gint64
weigh (const MbMarginSize *a, const MbMarginSize *b, gint64 available)
{
  gint64 max = a->max + b->max, min = a->min + b->min;
  if (max <= available)
    return a->max + share (available - max, a->max, max, (available - max) / 2);
  if (min <= available)
    return a->min + share (available - min, a->max - a->min, max - min, (available - min) / 2);
  return share (available, a->min, min, available / 2);
}

static void
weigh_two (const MbMarginSize *a, const MbMarginSize *b, gint64 available, gint64 *size_a,
           gint64 *size_b)
{
  *size_a = a->made && a->fixed ? a->size : 0;
  *size_b = b->made && b->fixed ? b->size : 0;
  gboolean auto_a = a->made && !a->fixed, auto_b = b->made && !b->fixed;
  if (auto_a && auto_b) {
    *size_a = weigh (a, b, available);
    *size_b = available - *size_a;
  } else if (auto_a) {
    *size_a = MAX (available - *size_b, 0);
  } else if (auto_b) {
    *size_b = MAX (available - *size_a, 0);
  }
}

/* A and C as one box around B. */
static MbMarginSize
imagine (const MbMarginSize *a, const MbMarginSize *c)
{
  MbMarginSize ac = { .made = a->made || c->made };
  ac.fixed = (!a->made || a->fixed) && (!c->made || c->fixed);
  ac.size = 2 * MAX (a->made ? a->size : 0, c->made ? c->size : 0);
  ac.min = 2 * MAX (a->made ? a->min : 0, c->made ? c->min : 0);
  ac.max = 2 * MAX (a->made ? a->max : 0, c->made ? c->max : 0);
  return ac;
}

static void
resolve (const MbMarginSize boxes[3], gint64 available, gint64 sizes[3])
{
  if (!boxes[1].made) {
    sizes[1] = 0;
    weigh_two (&boxes[0], &boxes[2], available, &sizes[0], &sizes[2]);
    return;
  }
  MbMarginSize around = imagine (&boxes[0], &boxes[2]);
  gint64 ignored;
  weigh_two (&around, &boxes[1], available, &ignored, &sizes[1]);
  for (int i = 0; i < 3; i += 2)
    sizes[i] = !boxes[i].made   ? 0
               : boxes[i].fixed ? boxes[i].size
                                : MAX ((available - sizes[1]) / 2, 0);
}

/* Fix one box that breaks its bound. */
static gboolean
bound (MbMarginSize boxes[3], const gint64 sizes[3], gboolean upper)
{
  gboolean changed = FALSE;
  for (int i = 0; i < 3; i++) {
    MbMarginSize *box = &boxes[i];
    gint64 limit = upper ? box->most : box->least;
    gboolean breaks = upper ? limit >= 0 && sizes[i] > limit : sizes[i] < limit;
    if (!box->made || !breaks)
      continue;
    box->fixed = TRUE;
    box->size = limit;
    box->min = box->max = limit;
    changed = TRUE;
  }
  return changed;
}

void
mb_margin_sizes (MbMarginSize boxes[3], gint64 available, gint64 sizes[3])
{
  for (int i = 0; i < 3; i++)
    if (boxes[i].fixed)
      boxes[i].min = boxes[i].max = boxes[i].size;
  resolve (boxes, available, sizes);
  if (bound (boxes, sizes, TRUE))
    resolve (boxes, available, sizes);
  if (bound (boxes, sizes, FALSE))
    resolve (boxes, available, sizes);
}

/* --- One box ----------------------------------------------------------------------------------------------------------------------------*/

typedef struct {
  const MbStyle *style; /* NULL: not made */
  const MbBox *box;     /* NULL: no content */
  MbLength margin[4], edge[4];
} Margin;

typedef struct {
  MbBook *book;
  guint index;
  const MbMaster *master;
  const MbPageCounters *counters;
  const MbPageStrings *strings;
  Margin boxes[MB_N_MARGIN_BOXES];
  MbArea *areas;
  guint n;
} Sheet;

static const char *
ask_string (gpointer data, const char *name, const char *which)
{
  const Sheet *sheet = data;
  const MbAnchor *anchor =
      mb_page_strings_get (sheet->strings, MB_ANCHOR_STRING, sheet->index, name, which);
  return anchor && anchor->value ? anchor->value : "";
}

static gboolean
ask_counter (gpointer data, const char *name, int *value)
{
  const Sheet *sheet = data;
  return mb_page_counters_get (sheet->counters, sheet->index, name, value);
}

static const MbBox *
ask_element (gpointer data, const char *name, const char *which)
{
  const Sheet *sheet = data;
  const MbAnchor *anchor =
      mb_page_strings_get (sheet->strings, MB_ANCHOR_ELEMENT, sheet->index, name, which);
  return anchor ? anchor->box : NULL;
}

static gboolean
shows (const MbStyle *style)
{
  for (int side = 0; side < 4; side++)
    if (style->border->width[side] > 0)
      return TRUE;
  return mb_style_has_background (style);
}

/* --- Too much text -------------------------------------------------------------------------------------------------------------------------
 * A running head is a title, and titles are as long as their authors please. What does not fit the height of its box is cut after a word, with an
 * ellipsis, and reported: never painted over the edge of the sheet. */

#define MAX_BYTES 2000

/* The byte after word @n of @text, counting from 1; its length when it has fewer. @n is lowered by the words passed. */
static guint32
end_of_word (const MbInline *inl, guint *n)
{
  for (guint32 i = 0; i < inl->length; i++) {
    gboolean ends = inl->text[i] != ' ' && (i + 1 == inl->length || inl->text[i + 1] == ' ');
    if (ends && --*n == 0)
      return i + 1;
  }
  return inl->length;
}

static guint
count_words (const MbBox *box)
{
  guint left = G_MAXUINT;
  for (guint i = 0; i < box->n_inlines; i++)
    end_of_word (&box->inlines[i], &left);
  return G_MAXUINT - left;
}

/* The first @n words of @box, then an ellipsis. */
static const MbBox *
first_words (const MbBox *box, guint n, MbArena *arena)
{
  MbBox *cut = mb_arena_memdup (arena, box, sizeof *box);
  MbInline *inlines = mb_arena_memdup (arena, box->inlines, box->n_inlines * sizeof *inlines);
  guint i = 0;
  for (guint left = n; i < box->n_inlines && left > 0; i++) {
    guint32 end = end_of_word (&inlines[i], &left);
    if (left > 0)
      continue;
    inlines[i].text = mb_arena_printf (arena, "%.*s…", (int) end, inlines[i].text);
    inlines[i].length = (guint32) strlen (inlines[i].text);
  }
  cut->inlines = inlines;
  cut->n_inlines = i;
  return cut;
}

static const char *
text_of (const MbBox *box, MbArena *arena)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < box->n_inlines; i++)
    g_string_append_len (text, box->inlines[i].text, box->inlines[i].length);
  return mb_arena_strdup (arena, text->str);
}

static void
report_cut (const Sheet *sheet, const MbBox *box)
{
  mb_report (sheet->book->lay.diagnostics, MB_NOWHERE, MB_MSG_HEAD_CUT,
             text_of (box, sheet->book->arena), NULL);
}

/* At most MAX_BYTES of text, whatever the height: a title of 50 000 characters on each of a thousand pages would take hours. */
static const MbBox *
clamp_text (const Sheet *sheet, const MbBox *box)
{
  guint32 left = MAX_BYTES, i = 0;
  while (i < box->n_inlines && box->inlines[i].length <= left)
    left -= box->inlines[i++].length;
  if (i == box->n_inlines)
    return box;
  MbArena *arena = sheet->book->arena;
  MbBox *cut = mb_arena_memdup (arena, box, sizeof *box);
  MbInline *inlines = mb_arena_memdup (arena, box->inlines, (i + 1) * sizeof *inlines);
  const char *text = inlines[i].text;
  const char *end = g_utf8_find_prev_char (text, text + left + 1);
  inlines[i].text = mb_arena_printf (arena, "%.*s…", end ? (int) (end - text) : 0, text);
  inlines[i].length = (guint32) strlen (inlines[i].text);
  cut->inlines = inlines;
  cut->n_inlines = i + 1;
  report_cut (sheet, cut);
  return cut;
}

static void
make_margin (Sheet *sheet, MbMarginBox which)
{
  Margin *margin = &sheet->boxes[which];
  const MbStyle *style = sheet->master->style->margin[which];
  if (!style || style->paged->content.none || style->paged->content.normal)
    return;
  MbPageValues values = { ask_string, ask_counter, ask_element, sheet };
  margin->box = mb_box_margin (sheet->book->boxes, style, &values, sheet->book->arena);
  if (margin->box && margin->box->kind == MB_BOX_PARAGRAPH)
    margin->box = clamp_text (sheet, margin->box);
  if (!margin->box && !shows (style))
    return;
  margin->style = style;
  MbLength base = sheet->master->border.width;
  for (int side = 0; side < 4; side++) {
    margin->margin[side] = mb_size_resolve (style->box->margin[side], base, 0);
    margin->edge[side] =
        style->border->width[side] + mb_size_resolve (style->box->padding[side], base, 0);
  }
}

/* Which sides an axis has: 0 across (left, right), 1 down (top, bottom). */
static MbLength
ends (const MbLength sides[4], gboolean down)
{
  return down ? sides[MB_TOP] + sides[MB_BOTTOM] : sides[MB_LEFT] + sides[MB_RIGHT];
}

/* @size along an axis as an outer size; -1 for auto. */
static gint64
outer_size (const Margin *margin, MbSize size, gboolean down, MbLength base)
{
  if (size.kind != MB_SIZE_LENGTH && size.kind != MB_SIZE_PERCENT)
    return -1;
  gint64 length = mb_size_resolve (size, base, 0);
  return length + ends (margin->margin, down) +
         (margin->style->box->border_box ? 0 : ends (margin->edge, down));
}

/* Content laid at @width (of the border box); the box is stretched later. */
static MbFragment *
lay (const Sheet *sheet, const Margin *margin, MbLength width)
{
  MbArena *arena = sheet->book->arena;
  if (margin->box && margin->box->style == margin->style)
    return mb_lay_block (&sheet->book->lay, margin->box, width, arena);
  MbBox *empty = mb_arena_new0 (arena, MbBox);
  empty->kind = MB_BOX_PARAGRAPH;
  empty->style = margin->style;
  empty->generated = TRUE;
  MbFragment *fragment = mb_arena_new0 (arena, MbFragment);
  *fragment = (MbFragment){ .kind = MB_FRAGMENT_BOX, .box = empty, .first = TRUE, .last = TRUE };
  fragment->rect = (MbRect){ 0, 0, width, ends (margin->edge, TRUE) };
  if (!margin->box)
    return fragment;
  /* a running element stands inside the margin box, in its own style */
  fragment->child = mb_lay_block (&sheet->book->lay, margin->box,
                                  MAX (width - ends (margin->edge, FALSE), 0), arena);
  fragment->rect.height += fragment->child->rect.height;
  mb_lay_move (fragment->child, margin->edge[MB_LEFT], margin->edge[MB_TOP]);
  return fragment;
}

/* --- Text that does not fit ---------------------------------------------------------------------------------------------------------------------*/

/* The fragment of @margin at @width, its text cut by as many words as must go for @height. */
static MbFragment *
lay_within (const Sheet *sheet, const Margin *margin, MbLength width, MbLength height)
{
  MbFragment *whole = lay (sheet, margin, width);
  if (whole->rect.height <= height || !margin->box || margin->box->kind != MB_BOX_PARAGRAPH ||
      margin->box->style != margin->style)
    return whole;
  guint fits = 0, too_many = count_words (margin->box);
  MbFragment *best = whole;
  while (too_many - fits > 1) {
    guint words = fits + (too_many - fits) / 2;
    Margin cut = *margin;
    cut.box = first_words (margin->box, words, sheet->book->arena);
    MbFragment *fragment = lay (sheet, &cut, width);
    if (fragment->rect.height > height) {
      too_many = words;
    } else {
      fits = words;
      best = fragment;
    }
  }
  if (best != whole)
    report_cut (sheet, margin->box);
  return best;
}

/* How far down its free room the content goes, in halves. */
static int
valign_of (MbMarginBox which, const MbStyle *style)
{
  switch (style->box->valign) {
  case MB_VALIGN_TOP: return 0;
  case MB_VALIGN_BOTTOM: return 2;
  case MB_VALIGN_TEXT_TOP:
  case MB_VALIGN_TEXT_BOTTOM:
  case MB_VALIGN_MIDDLE:
  case MB_VALIGN_SUPER:
  case MB_VALIGN_SUB:
  case MB_VALIGN_LENGTH: return 1;
  case MB_VALIGN_BASELINE: break;
  }
  if (which == MB_MARGIN_LEFT_TOP || which == MB_MARGIN_RIGHT_TOP)
    return 0;
  return which == MB_MARGIN_LEFT_BOTTOM || which == MB_MARGIN_RIGHT_BOTTOM ? 2 : 1;
}

/* A running element is read where it left the flow: in the first box of that page that shows it. On other pages it is a repetition. */
static gboolean
is_own (const Sheet *sheet, MbMarginBox which)
{
  const Margin *margin = &sheet->boxes[which];
  if (!margin->box || !margin->box->node || margin->box->generated ||
      margin->box->style == margin->style)
    return FALSE;
  for (guint i = 0; i < sheet->n; i++)
    if (sheet->areas[i].own && sheet->boxes[sheet->areas[i].margin].box == margin->box)
      return FALSE;
  return mb_page_strings_is_here (sheet->strings, sheet->index, margin->box);
}

/* Put box @which into @outer, its margin box. */
static void
set (Sheet *sheet, MbMarginBox which, MbRect outer)
{
  const Margin *margin = &sheet->boxes[which];
  MbLength width = MAX (outer.width - ends (margin->margin, FALSE), 0),
           height = MAX (outer.height - ends (margin->margin, TRUE), 0);
  MbFragment *fragment = lay_within (sheet, margin, width, height);
  MbLength rest = height - mb_lay_content_height (margin->style, margin->edge[MB_BOTTOM], fragment);
  fragment->rect.height = height;
  mb_lay_move (fragment->child, 0,
               (MbLength) ((gint64) rest * valign_of (which, margin->style) / 2));
  mb_lay_move (fragment, outer.x + margin->margin[MB_LEFT], outer.y + margin->margin[MB_TOP]);
  mb_lay_positioned (&sheet->book->lay, fragment, outer, sheet->book->arena);
  gboolean own = is_own (sheet, which);
  sheet->areas[sheet->n++] =
      (MbArea){ .kind = MB_AREA_MARGIN, .margin = which, .own = own, .fragment = fragment };
}

/* --- Sides and corners -----------------------------------------------------------------------------------------------------------------*/

/* The outer size in the fixed dimension; what is not filled stays free on the page's outer edge, as auto margins would have it. */
static MbLength
fixed_size (const Margin *margin, gboolean down, MbLength room)
{
  gint64 asked = outer_size (margin, down ? margin->style->box->height : margin->style->box->width,
                             down, room);
  return asked < 0 ? room : (MbLength) MIN (asked, MB_LENGTH_MAX);
}

static MbMarginSize
measure (const Sheet *sheet, const Margin *margin, gboolean down, MbLength available,
         MbLength across)
{
  MbMarginSize size = { .made = margin->style != NULL, .most = -1 };
  if (!size.made)
    return size;
  const MbStyleBox *style = margin->style->box;
  gint64 asked = outer_size (margin, down ? style->height : style->width, down, available);
  size.fixed = asked >= 0;
  size.size = MAX (asked, 0);
  size.least = outer_size (margin, down ? style->min_height : style->min_width, down, available);
  size.most = outer_size (margin, down ? style->max_height : style->max_width, down, available);
  MbLength min = 0, max = 0, edges = ends (margin->edge, down) + ends (margin->margin, down);
  if (down) {
    min = max = lay (sheet, margin, MAX (across - ends (margin->margin, FALSE), 0))->rect.height +
                ends (margin->margin, TRUE);
  } else if (margin->box) {
    mb_lay_widths (&sheet->book->lay, margin->box, &min, &max);
    MbLength beyond = margin->box->style == margin->style ? ends (margin->margin, FALSE) : edges;
    min += beyond;
    max += beyond;
  } else {
    min = max = edges;
  }
  size.min = min;
  size.max = MAX (min, max);
  return size;
}

/* Three boxes along a side: @area is the side between two corners, @down whether it runs down the page. @outer_first: the page's edge is at the top
 * or left of the area. */
static void
set_side (Sheet *sheet, const MbMarginBox which[3], MbRect area, gboolean down, gboolean edge_first)
{
  MbMarginSize boxes[3];
  gint64 sizes[3];
  MbLength length = down ? area.height : area.width, thickness = down ? area.width : area.height;
  for (int i = 0; i < 3; i++) {
    const Margin *margin = &sheet->boxes[which[i]];
    boxes[i] = measure (sheet, margin, down, length,
                        margin->style ? fixed_size (margin, !down, thickness) : thickness);
  }
  mb_margin_sizes (boxes, length, sizes);
  for (int i = 0; i < 3; i++) {
    const Margin *margin = &sheet->boxes[which[i]];
    if (!margin->style)
      continue;
    MbLength size = (MbLength) sizes[i], at = (length - size) * i / 2,
             deep = fixed_size (margin, !down, thickness);
    MbLength off = edge_first ? thickness - deep : 0;
    MbRect outer = down ? (MbRect){ area.x + off, area.y + at, deep, size }
                        : (MbRect){ area.x + at, area.y + off, size, deep };
    set (sheet, which[i], outer);
  }
}

static void
set_corner (Sheet *sheet, MbMarginBox which, MbRect area)
{
  const Margin *margin = &sheet->boxes[which];
  if (!margin->style)
    return;
  area.width = fixed_size (margin, FALSE, area.width);
  area.height = fixed_size (margin, TRUE, area.height);
  set (sheet, which, area);
}

static void
set_all (Sheet *sheet)
{
  static const MbMarginBox top[3] = { MB_MARGIN_TOP_LEFT, MB_MARGIN_TOP_CENTER,
                                      MB_MARGIN_TOP_RIGHT };
  static const MbMarginBox bottom[3] = { MB_MARGIN_BOTTOM_LEFT, MB_MARGIN_BOTTOM_CENTER,
                                         MB_MARGIN_BOTTOM_RIGHT };
  static const MbMarginBox left[3] = { MB_MARGIN_LEFT_TOP, MB_MARGIN_LEFT_MIDDLE,
                                       MB_MARGIN_LEFT_BOTTOM };
  static const MbMarginBox right[3] = { MB_MARGIN_RIGHT_TOP, MB_MARGIN_RIGHT_MIDDLE,
                                        MB_MARGIN_RIGHT_BOTTOM };
  const MbLength *m = sheet->master->margin;
  MbRect in = sheet->master->border;
  MbLength right_x = in.x + in.width, bottom_y = in.y + in.height;
  set_corner (sheet, MB_MARGIN_TOP_LEFT_CORNER, (MbRect){ 0, 0, m[MB_LEFT], m[MB_TOP] });
  set_side (sheet, top, (MbRect){ in.x, 0, in.width, m[MB_TOP] }, FALSE, TRUE);
  set_corner (sheet, MB_MARGIN_TOP_RIGHT_CORNER, (MbRect){ right_x, 0, m[MB_RIGHT], m[MB_TOP] });
  set_side (sheet, left, (MbRect){ 0, in.y, m[MB_LEFT], in.height }, TRUE, TRUE);
  set_side (sheet, right, (MbRect){ right_x, in.y, m[MB_RIGHT], in.height }, TRUE, FALSE);
  set_corner (sheet, MB_MARGIN_BOTTOM_LEFT_CORNER,
              (MbRect){ 0, bottom_y, m[MB_LEFT], m[MB_BOTTOM] });
  set_side (sheet, bottom, (MbRect){ in.x, bottom_y, in.width, m[MB_BOTTOM] }, FALSE, FALSE);
  set_corner (sheet, MB_MARGIN_BOTTOM_RIGHT_CORNER,
              (MbRect){ right_x, bottom_y, m[MB_RIGHT], m[MB_BOTTOM] });
}

guint
mb_margins_lay (MbBook *book, guint index, const MbPageCounters *counters,
                const MbPageStrings *strings, MbArea *areas)
{
  Sheet sheet = { .book = book,
                  .index = index,
                  .master = &g_array_index (book->masters, MbMaster, index),
                  .counters = counters,
                  .strings = strings,
                  .areas = areas };
  for (guint which = 0; which < MB_N_MARGIN_BOXES; which++)
    make_margin (&sheet, (MbMarginBox) which);
  set_all (&sheet);
  return sheet.n;
}
