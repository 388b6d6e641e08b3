/* SPDX-License-Identifier: Apache-2.0 */
/* Replaying a range of pieces into fragments.
 *
 * A stack of open boxes: an OPEN piece pushes a BOX fragment, what follows goes into it, CLOSE pops it and fixes its
 * height. Boxes that were opened before the range are pushed first (a slice without its top edge), boxes still open at its
 * end are popped without their bottom edge. A box is painted before its children: list order is paint order. */
#include "internal.h"

typedef struct {
  MbFragment *box; /* NULL at the bottom of the stack */
  MbFragment *first, *last;
  const MbPiece *piece;
} Level;

typedef struct {
  const MbLayContext *context;
  MbArena *arena;
  MbRange walk;
  MbLength x;
  GArray *levels;
  const MbSlab *slab; /* the last one drawn */
  guint end;          /* of the range */
} Placer;

MbFragment *
mb_lay_fragment_new (MbArena *arena, MbFragmentKind kind, const MbBox *box, MbRect rect)
{
  MbFragment *fragment = mb_arena_new0 (arena, MbFragment);
  fragment->kind = kind;
  fragment->box = box;
  fragment->rect = rect;
  return fragment;
}

MbFragment *
mb_lay_copy (const MbFragment *fragment, MbArena *arena)
{
  MbFragment *copy = mb_arena_memdup (arena, fragment, sizeof *fragment);
  MbFragment **end = &copy->child;
  copy->next = NULL;
  for (const MbFragment *child = fragment->child; child; child = child->next) {
    *end = mb_lay_copy (child, arena);
    end = &(*end)->next;
  }
  return copy;
}

void
mb_lay_move (MbFragment *fragment, MbLength dx, MbLength dy)
{
  for (; fragment; fragment = fragment->next) {
    fragment->rect.x = mb_length_add (fragment->rect.x, dx);
    fragment->rect.y = mb_length_add (fragment->rect.y, dy);
    fragment->baseline = mb_length_add (fragment->baseline, dy);
    if (fragment->kind == MB_FRAGMENT_BACKDROP) {
      fragment->source.x = mb_length_add (fragment->source.x, dx);
      fragment->source.y = mb_length_add (fragment->source.y, dy);
    }
    mb_lay_move (fragment->child, dx, dy);
  }
}

void
mb_lay_extend (MbFragment *fragments, MbLength bottom, MbLength by)
{
  for (; fragments; fragments = fragments->next) {
    MbFragmentKind kind = fragments->kind;
    gboolean open = kind == MB_FRAGMENT_PLAIN || kind == MB_FRAGMENT_BACKDROP ||
                    kind == MB_FRAGMENT_EDGE || (kind == MB_FRAGMENT_BOX && !fragments->last);
    if (!open || fragments->rect.y + fragments->rect.height != bottom)
      continue;
    fragments->rect.height = mb_length_add (fragments->rect.height, by);
    mb_lay_extend (fragments->child, bottom, by);
  }
}

void
mb_lay_stretch (MbFragment *fragments, MbLength bottom, MbLength foot)
{
  for (; fragments; fragments = fragments->next) {
    gboolean parted = fragments->kind == MB_FRAGMENT_BOX && !fragments->last &&
                      !fragments->settled && fragments->rect.y + fragments->rect.height == bottom;
    if (!parted || (fragments->box && fragments->box->kind == MB_BOX_TABLE))
      continue;
    fragments->rect.height = foot - fragments->rect.y;
    mb_lay_stretch (fragments->child, bottom, foot);
  }
}

/* @fragment without its siblings. */
static void
move_one (MbFragment *fragment, MbLength dx, MbLength dy)
{
  MbFragment *next = fragment->next;
  fragment->next = NULL;
  mb_lay_move (fragment, dx, dy);
  fragment->next = next;
}

static MbLength
on_page (gint64 y)
{
  return (MbLength) CLAMP (y, -MB_LENGTH_MAX, MB_LENGTH_MAX);
}

/* --- The stack of open boxes ------------------------------------------------------------------------ */

static Level *
top_level (Placer *placer)
{
  return &g_array_index (placer->levels, Level, placer->levels->len - 1);
}

static void
add (Placer *placer, MbFragment *fragment)
{
  Level *level = top_level (placer);
  if (level->last)
    level->last->next = fragment;
  else
    level->first = fragment;
  level->last = fragment;
}

static void
push (Placer *placer, const MbPiece *piece, gboolean first)
{
  Level level = { .piece = piece };
  MbRect rect = { placer->x + piece->open.border.x, on_page (placer->walk.y),
                  piece->open.border.width, 0 };
  level.box = mb_lay_fragment_new (placer->arena, MB_FRAGMENT_BOX, piece->box, rect);
  level.box->first = first || piece->open.clone;
  level.box->settled = piece->open.settled;
  add (placer, level.box);
  if (!first && piece->open.clone)
    placer->walk.y += piece->open.top;
  g_array_append_val (placer->levels, level);
}

static void
pop (Placer *placer, gboolean last)
{
  Level level = *top_level (placer);
  g_array_set_size (placer->levels, placer->levels->len - 1);
  if (!last && level.piece->open.clone)
    placer->walk.y += level.piece->open.bottom;
  level.box->last = last || level.piece->open.clone;
  level.box->child = level.first;
  level.box->rect.height = on_page (placer->walk.y) - level.box->rect.y;
  if (level.piece->open.dx != 0 || level.piece->open.dy != 0)
    move_one (level.box, level.piece->open.dx, level.piece->open.dy);
}

/* --- Lines -------------------------------------------------------------------------------------------- */

static void
place_atoms (Placer *placer, MbFragment *fragment, MbLength available)
{
  MbFragment **end = &fragment->child;
  for (guint i = 0; i < fragment->line->n_runs; i++) {
    const MbGlyphRun *run = &fragment->line->runs[i];
    if (run->kind != MB_RUN_ATOM)
      continue;
    const MbBox *box = run->data;
    MbFragment *atom = mb_lay_atom_fragment (placer->context, box, available, placer->arena);
    const MbSize *margin = box->style->box->margin;
    mb_lay_move (atom, fragment->rect.x + run->x + mb_size_resolve (margin[MB_LEFT], available, 0),
                 fragment->baseline - run->rise - run->ascent +
                     mb_size_resolve (margin[MB_TOP], available, 0));
    MbLength dx, dy;
    mb_used_offset (placer->context, box, available, &dx, &dy);
    mb_lay_move (atom, dx, dy);
    *end = atom;
    end = &atom->next;
  }
}

/* --- Floats ------------------------------------------------------------------------------------------- */

/* A float that pages cut is not moved by position: relative. */
static void
add_parted (Placer *placer, const struct MbPieceFloat *it, MbLength y)
{
  MbRest rest = { it->fragment, { placer->x + it->x[0], placer->x + it->x[1] }, 0 };
  MbFragment *slice = mb_parted_place (placer->context, rest, y, FALSE, placer->arena);
  while (slice) {
    MbFragment *next = slice->next;
    slice->next = NULL;
    add (placer, slice);
    slice = next;
  }
}

static void
add_float (Placer *placer, const struct MbPieceFloat *it, MbLength y)
{
  if (it->parted && placer->context->rests) {
    add_parted (placer, it, y);
    return;
  }
  MbFragment *fragment = mb_lay_copy (it->fragment, placer->arena);
  MbLength dx, dy;
  mb_used_offset (placer->context, fragment->box, 0, &dx, &dy);
  mb_lay_move (fragment, placer->x + it->x[placer->context->verso ? 1 : 0] + dx, y + dy);
  add (placer, fragment);
}

/* At the top of a page the margin that it would stand above is gone. */
static void
place_float (Placer *placer, const MbPiece *piece)
{
  MbRange *walk = &placer->walk;
  gint64 y = mb_grid_snap (walk->y, walk->origin, piece->grid);
  MbLength dy = walk->truncate ? MAX (piece->floating.dy, 0) : piece->floating.dy;
  add_float (placer, &piece->floating, on_page (y + dy));
}

/* Floats and positioned boxes of line @index: before it or, when the line has begun, after it. */
static void
place_floats (Placer *placer, const MbPiece *piece, guint index, MbLength y)
{
  for (guint i = 0; i < piece->lines.n_floats; i++)
    if (piece->lines.floats[i].line == index)
      add_float (placer, &piece->lines.floats[i], y + piece->lines.floats[i].dy);
}

/* Where it would stand in the flow (CSS 2.2 § 10.6.4): in the line, or as a block below what the line has before it. */
static MbFragment *
place_in_line (Placer *placer, const MbFragment *line, const MbBox *box, MbLength x)
{
  const MbRect *rect = &line->rect;
  if (box->style->box->was_inline)
    return mb_lay_place_fragment (box, rect->x + x, rect->y, 0, placer->arena);
  MbLength down = x > line->line->x ? rect->height : 0;
  return mb_lay_place_fragment (box, rect->x, rect->y + down, rect->width, placer->arena);
}

static void
place_positioned (Placer *placer, const MbFragment *line)
{
  for (guint i = 0; i < line->line->n_anchors; i++) {
    const MbAnchor *anchor = line->line->anchors[i];
    if (anchor->kind == MB_ANCHOR_PLACE)
      add (placer, place_in_line (placer, line, anchor->box, line->line->anchor_x[i]));
  }
}

/* The marker is one line of its own, set to the left of the text at half an em, on the same baseline. */
static void
place_marker (Placer *placer, const MbPiece *piece, MbLength y, MbLength baseline)
{
  const MbStyle *style = piece->box->style;
  const MbLine *line = mb_lay_marker_line (placer->context, piece, placer->arena);
  if (!line)
    return;
  MbLength wide = line->x + line->width;
  MbLength left = style->text->rtl ? placer->x + piece->x + piece->width + style->font->size / 2
                                   : placer->x + piece->x - style->font->size / 2 - wide;
  MbRect rect = { left, y, wide, piece->lines.line_height };
  MbFragment *fragment = mb_lay_fragment_new (placer->arena, MB_FRAGMENT_LINE, piece->box, rect);
  fragment->line = line;
  fragment->baseline = baseline;
  place_atoms (placer, fragment, MB_LENGTH_MAX);
  add (placer, fragment);
}

static void
place_line (Placer *placer, const MbPiece *piece, const MbSetting *setting, guint index, MbLength y)
{
  const MbLine *line = mb_text_line (placer->context->typesetter, piece->lines.paragraph, setting,
                                     index, placer->arena);
  gboolean shifted = placer->context->verso && piece->lines.shift && index < piece->lines.n_bound;
  MbRect rect = { placer->x + piece->x + (shifted ? piece->lines.shift[index] : 0), y, piece->width,
                  mb_lay_lines_height (piece, index, index + 1) };
  MbLength ascent = mb_lay_line_ascent (piece, line, index);
  if (index == 0)
    ascent = MAX (ascent, piece->lines.marker_ascent);
  if (index == 0 && piece->lines.n_marker > 0)
    place_marker (placer, piece, y, y + ascent);
  MbFragment *fragment = mb_lay_fragment_new (placer->arena, MB_FRAGMENT_LINE, piece->box, rect);
  fragment->line = line;
  fragment->baseline = y + ascent;
  place_atoms (placer, fragment, piece->width);
  add (placer, fragment);
  place_floats (placer, piece, index, y);
  place_positioned (placer, fragment);
}

static void
place_lines (Placer *placer, guint index, guint a, guint b, MbLength top)
{
  const MbPiece *piece = &placer->walk.galley->pieces[index];
  const MbSetting *setting = mb_lay_lines_setting (placer->walk.galley, index, placer->walk.choice);
  if (placer->context->draft)
    return;
  for (guint i = a; i < b; i++)
    place_line (placer, piece, setting, i, top + mb_lay_lines_height (piece, a, i));
  if (b == setting->lines && b > a)
    mb_text_report (placer->context->typesetter, piece->lines.paragraph, setting);
}

/* --- Slabs -------------------------------------------------------------------------------------------- */

static gboolean
is_band_of (const MbPiece *piece, const MbSlab *slab)
{
  return piece->kind == MB_PIECE_MONOLITH && piece->monolith.slab == slab;
}

static void
add_slice (Placer *placer, MbFragment *slice, MbLength dx, MbLength dy)
{
  if (slice)
    mb_lay_move (slice, dx, dy);
  while (slice) {
    MbFragment *next = slice->next;
    slice->next = NULL;
    add (placer, slice);
    slice = next;
  }
}

/* Bands of one slab that stand in the range are drawn as one slice, by the first of them. */
static void
place_band (Placer *placer, guint index, guint end, MbLength top)
{
  const MbPiece *pieces = placer->walk.galley->pieces, *piece = &pieces[index];
  const MbSlab *slab = piece->monolith.slab;
  MbLength to = piece->monolith.to;
  if (placer->slab == slab)
    return;
  placer->slab = slab;
  for (guint i = index + 1; i < end; i++)
    if (is_band_of (&pieces[i], slab))
      to = pieces[i].monolith.to;
  MbFragment *slice = mb_slab_slice (slab, piece->monolith.from, to, placer->arena);
  add_slice (placer, slice, placer->x + piece->x, top - piece->monolith.from);
}

/* --- Pieces ---------------------------------------------------------------------------------------------- */

/* Whether another row of the table of row @index stands in the range. */
static gboolean
is_followed (const Placer *placer, guint index)
{
  const MbGalley *galley = placer->walk.galley;
  const MbBox *table = galley->pieces[index].box->parent->parent;
  for (guint i = index + 1; i < placer->end; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind == MB_PIECE_ROW)
      return piece->box->parent->parent == table;
    if (piece->kind == MB_PIECE_LINES || piece->kind == MB_PIECE_MONOLITH ||
        piece->kind == MB_PIECE_CLOSE)
      break;
  }
  return FALSE;
}

static void
add_closing (Placer *placer, const MbPiece *piece, MbFragment *row)
{
  MbFragment **end = &row->child;
  while (*end)
    end = &(*end)->next;
  for (const MbFragment *edge = piece->monolith.closing; edge; edge = edge->next) {
    *end = mb_lay_copy (edge, placer->arena);
    end = &(*end)->next;
  }
}

static void
place_piece (Placer *placer, guint index, guint end, guint a, guint b)
{
  const MbPiece *piece = &placer->walk.galley->pieces[index];
  if (piece->kind == MB_PIECE_OPEN) {
    push (placer, piece, TRUE);
    return;
  }
  if (piece->kind == MB_PIECE_CLOSE) {
    pop (placer, TRUE);
    return;
  }
  if (piece->kind == MB_PIECE_FLOAT) {
    place_float (placer, piece);
    return;
  }
  if (piece->kind == MB_PIECE_PLACE) {
    MbLength y = on_page (placer->walk.y + piece->place);
    add (placer,
         mb_lay_place_fragment (piece->box, placer->x + piece->x, y, piece->width, placer->arena));
    return;
  }
  MbLength top = on_page (mb_range_piece (&placer->walk, index, a, b));
  if (piece->kind == MB_PIECE_LINES)
    place_lines (placer, index, a, b, top);
  if (piece->kind != MB_PIECE_MONOLITH && piece->kind != MB_PIECE_ROW)
    return;
  if (a > 0 || b > 0) {
    MbFragment *part = mb_nest_part (placer->context, piece->monolith.nest, a, b, placer->arena);
    add_slice (placer, part, placer->x + piece->x, top);
    return;
  }
  if (piece->monolith.slab) {
    place_band (placer, index, end, top);
    return;
  }
  MbFragment *fragment = mb_lay_copy (piece->monolith.fragment, placer->arena);
  if (piece->kind == MB_PIECE_ROW && !is_followed (placer, index))
    add_closing (placer, piece, fragment);
  MbLength height = mb_lay_chosen_height (placer->walk.galley, index, placer->walk.choice);
  if (height != piece->height)
    mb_lay_picture_resize (fragment, height);
  mb_lay_move (fragment, placer->x + piece->x, top);
  add (placer, fragment);
}

/* Slices of the boxes that are open at @from, the outermost first. */
static void
push_open_boxes (Placer *placer, guint from)
{
  const MbGalley *galley = placer->walk.galley;
  g_autoptr (GPtrArray) inwards = g_ptr_array_new ();
  for (guint32 open = galley->inside[MIN (from, galley->n)]; open > 0;
       open = galley->inside[open - 1])
    g_ptr_array_add (inwards, (gpointer) &galley->pieces[open - 1]);
  for (guint i = inwards->len; i > 0; i--)
    push (placer, inwards->pdata[i - 1], FALSE);
}

MbLayRange
mb_lay_whole (const MbGalley *galley)
{
  return (MbLayRange){ .galley = galley, .to = { .piece = galley->n } };
}

MbFragment *
mb_lay_place (const MbLayContext *context, const MbLayRange *range, MbArena *arena,
              MbLength *bottom)
{
  Placer placer = { .context = context, .arena = arena, .x = range->x };
  placer.walk = (MbRange){ .galley = range->galley,
                           .choice = range->choice,
                           .y = range->y,
                           .origin = range->origin,
                           .truncate = range->truncate,
                           .top = range->y };
  placer.levels = g_array_new (FALSE, TRUE, sizeof (Level));
  g_array_set_size (placer.levels, 1);

  push_open_boxes (&placer, range->from.piece);
  placer.end = MIN (mb_range_end (range->to), range->galley->n);
  for (guint i = range->from.piece; i < placer.end; i++)
    place_piece (&placer, i, placer.end, mb_range_from (range->from, i),
                 mb_range_to (&placer.walk, range->to, i));
  while (placer.levels->len > 1)
    pop (&placer, FALSE);

  MbFragment *first = top_level (&placer)->first;
  g_array_unref (placer.levels);
  if (bottom)
    *bottom = on_page (placer.walk.y);
  return first;
}
