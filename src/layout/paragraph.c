/* SPDX-License-Identifier: Apache-2.0 */
/* LINES pieces: a paragraph with every feasible number of lines.
 *
 * Lines are one line height apart, whatever fonts they hold, so that columns stay on their grid. Only an atom, or an
 * inline of a larger line height, makes a line taller; then the heights are measured line by line, and the paragraph
 * offers one setting only, so that its height is known. */
#include "internal.h"

/* --- Atoms: pictures and inline-blocks in a line --------------------------------------------------- */

/* Of the last line in the flow. */
static MbLength
last_baseline (const MbFragment *fragment, MbLength otherwise)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_PLACE ||
        (fragment->kind == MB_FRAGMENT_BOX && fragment->box && mb_box_is_out (fragment->box)))
      continue;
    if (fragment->kind == MB_FRAGMENT_LINE)
      otherwise = fragment->baseline;
    otherwise = last_baseline (fragment->child, otherwise);
  }
  return otherwise;
}

static MbLength
raised_by (const MbLayContext *context, const MbBox *box, const MbStrut *strut, MbLength height,
           MbLength descent)
{
  const MbStyleBox *style = box->style->box;
  switch (style->valign) {
  case MB_VALIGN_MIDDLE: return strut->x_height / 2 - height / 2 + descent;
  case MB_VALIGN_SUPER: return strut->x_height / 2;
  case MB_VALIGN_SUB: return -strut->x_height / 3;
  case MB_VALIGN_TEXT_TOP: return strut->above - (height - descent);
  case MB_VALIGN_TEXT_BOTTOM: return descent - strut->below;
  case MB_VALIGN_LENGTH:
    return mb_size_resolve (style->valign_shift, box->style->font->line_height, 0);
  case MB_VALIGN_TOP: /* by the line: line.c */
  case MB_VALIGN_BOTTOM:
  case MB_VALIGN_BASELINE: break;
  }
  return 0;
}

static void
measure_atom (const MbLayContext *context, MbInline *item, const MbStrut *strut, MbLength width,
              MbArena *arena)
{
  const MbBox *box = item->data;
  MbFragment *fragment = mb_lay_atom_fragment (context, box, width, arena);
  MbLength margin[4];
  for (int side = 0; side < 4; side++)
    margin[side] = mb_size_resolve (box->style->box->margin[side], width, 0);
  MbLength height = fragment->rect.height + margin[MB_TOP] + margin[MB_BOTTOM];
  MbLength foot = fragment->rect.height + margin[MB_BOTTOM];
  gboolean hides = box->style->box->overflow == MB_OVERFLOW_HIDDEN;
  MbLength baseline = box->kind == MB_BOX_TABLE ? mb_lay_table_baseline (fragment, foot)
                      : hides                   ? foot
                                                : last_baseline (fragment->child, foot);
  MbLength descent = foot - baseline;
  MbLength raised = raised_by (context, box, strut, height, descent) + item->raise;
  item->width = margin[MB_LEFT] + fragment->rect.width + margin[MB_RIGHT];
  item->ascent = height - descent + raised;
  item->descent = descent - raised;
}

static const MbInline *
measured (const MbLayContext *context, const MbStyle *style, const MbInline *inlines, guint n,
          MbLength width, MbArena *arena)
{
  MbInline *copy = mb_arena_memdup (arena, inlines, n * sizeof (MbInline));
  MbStrut strut = mb_text_strut (context->typesetter, style);
  /* what begins the first line has its indent beside it */
  MbLength indent = MAX (mb_size_resolve (style->text->indent, width, 0), 0);
  gboolean first = TRUE;
  for (guint i = 0; i < n; i++) {
    MbLength room = first && indent < width ? width - indent : width;
    if (copy[i].kind == MB_INLINE_ATOM)
      measure_atom (context, &copy[i], &strut, room, arena);
    else if (copy[i].relative)
      mb_box_measure_tag (&copy[i], width == MB_LENGTH_MAX ? 0 : width);
    first &= copy[i].kind == MB_INLINE_ANCHOR || copy[i].kind == MB_INLINE_FIRST_LINE;
  }
  return copy;
}

static gboolean
has_atom (const MbInline *inlines, guint n)
{
  for (guint i = 0; i < n; i++)
    if (inlines[i].kind == MB_INLINE_ATOM)
      return TRUE;
  return FALSE;
}

/* Whether anything there has a size that the width of the block decides. */
static gboolean
waits_for_width (const MbInline *inlines, guint n)
{
  for (guint i = 0; i < n; i++)
    if (inlines[i].kind == MB_INLINE_ATOM || inlines[i].relative)
      return TRUE;
  return FALSE;
}

/* The line of an empty list item, for its marker to hang at: it holds nothing that shows. */
static const MbInline *
nothing (const MbBox *box, MbArena *arena)
{
  MbInline *space = mb_arena_memdup (arena, box->marker, sizeof (MbInline));
  space->kind = MB_INLINE_TEXT;
  space->style = box->style;
  space->text = "\u00a0";
  space->length = (guint32) strlen (space->text);
  space->data = NULL;
  return space;
}

const MbInline *
mb_inlines_of (const MbLayContext *context, const MbBox *box, MbLength width, MbArena *arena,
               guint *n)
{
  *n = box->n_inlines;
  if (*n == 0 && box->n_marker > 0) {
    *n = 1;
    return nothing (box, arena);
  }
  return waits_for_width (box->inlines, *n)
             ? measured (context, box->style, box->inlines, *n, width, arena)
             : box->inlines;
}

/* The first inline element with an edge at its side, if nothing else makes a line (CSS 2.2 § 9.4.2); @n: there is none. */
static guint
first_edge (const MbInline *inlines, guint n)
{
  for (guint i = 0; i < n; i++)
    if ((inlines[i].kind == MB_INLINE_OPEN || inlines[i].kind == MB_INLINE_CLOSE) &&
        inlines[i].width != 0)
      return i;
  return n;
}

/* An element without text but with an edge stands in a line all the same: of a sign without a width, inside it (U+200B would not be set). */
static const MbInline *
with_nothing (const MbInline *inlines, guint *n, guint edge, MbArena *arena)
{
  guint at = inlines[edge].kind == MB_INLINE_OPEN ? edge + 1 : edge;
  MbInline *copy = mb_arena_array (arena, MbInline, *n + 1);
  memcpy (copy, inlines, at * sizeof (MbInline));
  memcpy (copy + at + 1, inlines + at, (*n - at) * sizeof (MbInline));
  copy[at] = (MbInline){ .kind = MB_INLINE_TEXT,
                         .node = inlines[edge].node,
                         .style = inlines[edge].style,
                         .text = "\u200c",
                         .length = 3,
                         .generated = TRUE };
  (*n)++;
  return copy;
}

/* The paragraph of these inlines, which change when a line of nothing is needed. */
static const MbParagraph *
make_paragraph (const MbLayContext *context, const MbBox *box, const MbInline **inlines, guint *n,
                MbArena *arena)
{
  const MbParagraph *paragraph =
      mb_text_paragraph (context->typesetter, *inlines, *n, box->style, arena);
  guint edge = mb_paragraph_is_empty (paragraph) ? first_edge (*inlines, *n) : *n;
  if (edge >= *n)
    return paragraph;
  *inlines = with_nothing (*inlines, n, edge, arena);
  return mb_text_paragraph (context->typesetter, *inlines, *n, box->style, arena);
}

const MbParagraph *
mb_paragraph_of (const MbLayContext *context, const MbBox *box, MbLength width, MbArena *arena)
{
  guint n;
  const MbInline *inlines = mb_inlines_of (context, box, width, arena, &n);
  return make_paragraph (context, box, &inlines, &n, arena);
}

/* --- Drop initials -------------------------------------------------------------------------------------- */

#define LEAST_BESIDE 3 /* the initial takes no more than that part of the measure */

/* @inlines with an initial lower by a line; none at all when it would have one line. */
static MbInline *
lower_initial (const MbInline *inlines, guint n, MbArena *arena)
{
  MbInline *copy = mb_arena_memdup (arena, inlines, n * sizeof (MbInline));
  guint sink = 0;
  for (guint i = 0; i < n; i++)
    if (copy[i].part == MB_INITIAL_LETTER)
      sink = copy[i].initial_sink;
  for (guint i = 0; i < n; i++) {
    if (copy[i].part != MB_INITIAL_NONE && (sink <= 2 || copy[i].initial_size <= 200))
      copy[i].part = MB_INITIAL_NONE;
    copy[i].initial_sink = (guint8) (sink > 1 ? sink - 1 : 1);
    copy[i].initial_size = (guint16) (copy[i].initial_size > 100 ? copy[i].initial_size - 100 : 0);
  }
  return copy;
}

/* Settings with fewer lines than stand beside the initial are not offered. FALSE when the best is one of them. */
static gboolean
drop_short_settings (MbSettings *settings, guint sink)
{
  if (settings->n && settings->settings[settings->best].lines < sink)
    return FALSE;
  while (settings->n && settings->settings->lines < sink) {
    settings->settings++;
    settings->n--;
    settings->best--;
  }
  return TRUE;
}

static gboolean
leaves_room (const MbParagraph *paragraph, MbLength width)
{
  return mb_paragraph_initial_room (paragraph) < width / LEAST_BESIDE;
}

/* Break @box's @paragraph; a drop initial that stands beside fewer lines than it goes down, or takes a third of them, is made lower. */
static MbSettings
break_lines (MbMaker *maker, const MbBox *box, MbLength width, MbMeasures measures,
             const MbParagraph **paragraph)
{
  const MbLayContext *context = maker->context;
  MbArena *arena = context->paragraphs ? context->paragraphs : maker->arena;
  const MbInline *inlines = NULL;
  guint n = 0;
  for (;;) {
    MbSettings settings = mb_text_break (context->typesetter, *paragraph, measures, maker->arena);
    guint sink = mb_paragraph_sink (*paragraph);
    if (sink == 0 || (leaves_room (*paragraph, width) && drop_short_settings (&settings, sink)))
      return settings;
    if (!inlines)
      inlines = mb_inlines_of (context, box, width, arena, &n);
    inlines = lower_initial (inlines, n, arena);
    *paragraph = mb_text_paragraph (context->typesetter, inlines, n, box->style, arena);
  }
}

/* --- Lines --------------------------------------------------------------------------------------------- */

MbSettings
mb_lay_lines_break (MbMaker *maker, MbPiece *piece, MbMeasures measures)
{
  return break_lines (maker, piece->box, piece->width, measures, &piece->lines.paragraph);
}

static gboolean
is_raised (const MbBox *box, const MbInline *item)
{
  return item->style != box->style && box->style->text->grid == 0 && item->style->box &&
         item->style->box->valign == MB_VALIGN_LENGTH && item->style->box->valign_shift.value != 0;
}

static gboolean
is_higher (const MbBox *box, const MbStyle *style)
{
  return style && style->font->line_height > box->style->font->line_height;
}

/* Marks over or under its letters may need more than the line has; a grid is kept. */
static gboolean
is_emphasised (const MbBox *box, const MbInline *item)
{
  return item->style && item->style->text->emphasis.kind != MB_EMPHASIS_NONE &&
         box->style->text->grid == 0;
}

gboolean
mb_lay_lines_are_tall (const MbBox *box)
{
  for (guint i = 0; i < box->n_inlines; i++) {
    const MbInline *item = &box->inlines[i];
    if (item->kind == MB_INLINE_ATOM)
      return TRUE;
    if (item->part == MB_INITIAL_LETTER && item->initial_size > 100u * item->initial_sink)
      return TRUE;
    if (item->kind == MB_INLINE_FIRST_LINE &&
        item->style->font->line_height != box->style->font->line_height)
      return TRUE;
    if (item->kind != MB_INLINE_ANCHOR && item->part == MB_INITIAL_NONE &&
        (is_higher (box, item->style) || is_higher (box, item->first) || is_raised (box, item) ||
         is_emphasised (box, item)))
      return TRUE;
  }
  return FALSE;
}

/* The first line may be lower than the others, but for a grid. */
static gboolean
has_own_strut (const MbPiece *piece, guint index)
{
  const MbBox *box = piece->box;
  gboolean own = FALSE;
  for (guint i = 0; index == 0 && i < box->n_inlines && !own; i++)
    own = box->inlines[i].kind == MB_INLINE_FIRST_LINE;
  return own && box->style->text->grid == 0;
}

MbLength
mb_lay_line_ascent (const MbPiece *piece, const MbLine *line, guint index)
{
  if (!piece->lines.heights)
    return piece->lines.ascent;
  return has_own_strut (piece, index) ? line->ascent : MAX (line->ascent, piece->lines.ascent);
}

const MbLength *
mb_lay_lines_heights (MbMaker *maker, const MbPiece *piece, const MbSetting *setting)
{
  MbLength *heights = mb_arena_array (maker->arena, MbLength, setting->lines);
  for (guint i = 0; i < setting->lines; i++) {
    const MbLine *line =
        mb_text_line (maker->context->typesetter, piece->lines.paragraph, setting, i, maker->arena);
    heights[i] = has_own_strut (piece, i)
                     ? line->ascent + line->descent
                     : MAX (line->ascent, piece->lines.ascent) +
                           MAX (line->descent, piece->lines.line_height - piece->lines.ascent);
  }
  return heights;
}

static void
keep_best_only (MbPiece *piece)
{
  piece->lines.settings.settings += piece->lines.settings.best;
  piece->lines.settings.n = 1;
  piece->lines.settings.best = 0;
}

/* --- List markers --------------------------------------------------------------------------------------- */

const MbLine *
mb_lay_marker_line (const MbLayContext *context, const MbPiece *piece, MbArena *arena)
{
  MbTypesetter *typesetter = context->typesetter;
  const MbStyle *style = piece->box->style;
  const MbInline *inlines = piece->lines.marker;
  guint n = piece->lines.n_marker;
  if (waits_for_width (inlines, n))
    inlines = measured (context, style, inlines, n, MB_LENGTH_MAX, arena);
  const MbParagraph *paragraph = mb_text_paragraph (typesetter, inlines, n, style, arena);
  if (mb_paragraph_is_empty (paragraph))
    return NULL;
  MbMeasure measure = { 0, mb_length_add (mb_paragraph_max_width (paragraph), 100 * MB_PT) };
  MbSettings settings = mb_text_break (typesetter, paragraph, (MbMeasures){ &measure, 1 }, arena);
  return mb_text_line (typesetter, paragraph, &settings.settings[settings.best], 0, arena);
}

/* A marker that holds a picture may stand above or below the first line, which makes room for it. */
static void
make_room_for_marker (MbMaker *maker, MbPiece *piece)
{
  if (!has_atom (piece->lines.marker, piece->lines.n_marker))
    return;
  const MbLine *marker = mb_lay_marker_line (maker->context, piece, maker->arena);
  if (!marker)
    return;
  const MbSetting *setting = piece->lines.settings.settings;
  MbLength *heights = mb_arena_array (maker->arena, MbLength, setting->lines);
  for (guint i = 0; i < setting->lines; i++)
    heights[i] = mb_lay_lines_height (piece, i, i + 1);
  MbLength ascent = MAX (marker->ascent, piece->lines.ascent);
  MbLength descent = MAX (marker->descent, piece->lines.line_height - piece->lines.ascent);
  piece->lines.marker_ascent = marker->ascent;
  heights[0] = MAX (heights[0], ascent + descent);
  piece->lines.heights = heights;
}

static void
set_heights (MbMaker *maker, MbPiece *piece)
{
  gboolean tall_marker = has_atom (piece->lines.marker, piece->lines.n_marker);
  if (!piece->lines.heights && (tall_marker || mb_lay_lines_are_tall (piece->box))) {
    keep_best_only (piece);
    piece->lines.heights = mb_lay_lines_heights (maker, piece, piece->lines.settings.settings);
    make_room_for_marker (maker, piece);
  }
  piece->height =
      mb_lay_lines_height (piece, 0,
                           piece->lines.settings.settings[piece->lines.settings.best].lines);
}

static void
take_marker (MbMaker *maker, MbPiece *piece)
{
  const MbBox *item = maker->marked;
  maker->marked = NULL;
  if (!item)
    return;
  piece->lines.marker = item->marker;
  piece->lines.n_marker = item->n_marker;
}

static MbPiece
lines_piece (MbMaker *maker, const MbBox *box, MbLength x, MbLength width,
             const MbParagraph *paragraph)
{
  MbTypesetter *typesetter = maker->context->typesetter;
  const MbStyleText *text = box->style->text;
  MbStrut strut = mb_text_strut (typesetter, box->style);
  MbPiece piece = { .kind = MB_PIECE_LINES, .box = box, .x = x, .width = width };
  piece.grid = maker->whole ? 0 : text->grid;
  piece.lines.paragraph = paragraph;
  piece.lines.line_height = strut.ascent + strut.descent;
  piece.lines.ascent = maker->whole ? strut.ascent : mb_grid_ascent (typesetter, box, strut);
  piece.lines.orphans = text->orphans;
  piece.lines.widows = text->widows;
  piece.lines.keep = maker->keep > 0 || maker->keep_page > 0 || maker->keep_column > 0;
  return piece;
}

static void
wait_for_anchors (MbMaker *maker, const MbBox *box)
{
  for (guint i = 0; i < box->n_inlines; i++)
    if (box->inlines[i].kind == MB_INLINE_ANCHOR)
      mb_maker_anchors (maker, box->inlines[i].data, 1);
}

/* Those of atoms and of what is positioned; those of floats too, but for floats that the paragraph begins with, which wait themselves. */
static void
wait_for_atoms (MbMaker *maker, const MbBox *box, const MbPiece *piece)
{
  for (guint i = 0; i < box->n_inlines; i++) {
    const MbInline *item = &box->inlines[i];
    const MbAnchor *anchor = item->kind == MB_INLINE_ANCHOR ? item->data : NULL;
    if (item->kind == MB_INLINE_ATOM)
      mb_maker_anchors_below (maker, item->data);
    else if (anchor && anchor->kind == MB_ANCHOR_PLACE)
      mb_maker_anchors_below (maker, anchor->box);
  }
  for (guint i = 0; i < piece->lines.n_floats; i++)
    mb_maker_anchors_below (maker, piece->lines.floats[i].fragment->box);
}

/* Floats that stand before the lines, beside them or in them. Returns: white above the first line. */
static MbLength
set_lines (MbMaker *maker, MbPiece *piece)
{
  MbLength gap = 0;
  MbMeasure measure = { 0, piece->width };
  mb_beside_leading (maker, piece->box, piece->x, piece->width, FALSE);
  mb_maker_floats (maker, piece->box);
  if (mb_beside_needed (maker, piece->box, mb_maker_content_y (maker)))
    gap = mb_beside_break (maker, piece);
  else
    piece->lines.settings = mb_lay_lines_break (maker, piece, (MbMeasures){ &measure, 1 });
  piece->lines.orphans =
      (guint8) MAX (piece->lines.orphans, mb_paragraph_sink (piece->lines.paragraph));
  return gap;
}

void
mb_lay_flow_lines (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  MbArena *paragraphs = maker->context->paragraphs;
  MbArena *arena = paragraphs ? paragraphs : maker->arena;
  guint n;
  const MbInline *inlines = mb_inlines_of (maker->context, box, width, arena, &n);
  const MbParagraph *paragraph = make_paragraph (maker->context, box, &inlines, &n, arena);
  paragraph = mb_clamp_paragraph (maker, box, inlines, n, width, paragraph);
  if (mb_paragraph_is_empty (paragraph)) {
    mb_beside_leading (maker, box, x, width, TRUE);
    wait_for_anchors (maker, box);
    return;
  }
  MbPiece piece = lines_piece (maker, box, x, width, paragraph);
  MbLength gap = set_lines (maker, &piece);
  if (piece.lines.settings.n == 0)
    return;
  if (maker->clamp)
    keep_best_only (&piece);
  take_marker (maker, &piece);
  set_heights (maker, &piece);
  wait_for_atoms (maker, box, &piece);
  if (gap > 0)
    mb_maker_clear (maker, box, mb_maker_content_y (maker) + gap, 0);
  mb_maker_content (maker, box, &piece);
}
