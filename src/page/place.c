/* SPDX-License-Identifier: Apache-2.0 */
/* What a page took, as fragments: stretches of the flow and, between them, column sets. Each is replayed by mb_lay_place at its place; here
 * stand only the seams: column rules, header and footer rows of tables that go on, the boxes around a column set, and how far down boxes reach
 * that a break parts. */
#include "internal.h"

typedef struct {
  MbBook *book;
  const MbMaster *master;
  guint page;
  MbFragment *first, **end; /* of the flow */
  MbFragment **heads;       /* end of the list of repeated header rows */
} Placing;

static void
add (Placing *placing, MbFragment *list)
{
  *placing->end = list;
  while (*placing->end)
    placing->end = &(*placing->end)->next;
}

/* --- Boxes around column sets ---------------------------------------------------------------------------------------------------*/

static MbFragment *
last_of (MbFragment *list)
{
  while (list && list->next)
    list = list->next;
  return list;
}

/* Whether box @below goes on with what @above began, right under it. */
static gboolean
goes_on (const MbFragment *above, const MbFragment *below)
{
  return above && below && above->kind == MB_FRAGMENT_BOX && below->kind == MB_FRAGMENT_BOX &&
         above->box == below->box && !above->last && !below->first &&
         above->rect.x == below->rect.x && above->rect.y + above->rect.height == below->rect.y;
}

/* A box that holds a column set comes in parts: above, around and below it. They are one box again, and its background and border one
 * picture: @list goes behind @first, or into its last box. */
static MbFragment *
join (MbFragment *first, MbFragment *list)
{
  MbFragment *above = last_of (first);
  if (!above)
    return list;
  if (!goes_on (above, list)) {
    above->next = list;
    return first;
  }
  above->rect.height = list->rect.y + list->rect.height - above->rect.y;
  above->last = list->last;
  above->child = join (above->child, list->child);
  above->next = list->next;
  return first;
}

static void
add_joined (Placing *placing, MbFragment *list)
{
  placing->first = join (placing->first, list);
  placing->end = &placing->first;
  while (*placing->end)
    placing->end = &(*placing->end)->next;
}

/* --- Header rows ----------------------------------------------------------------------------------------------------------------*/

/* Placed a second time. Repeated rows are an artifact: their words stand in the flow once. */
static void
place_heads (Placing *placing, const MbReel *reel, MbCursor from, MbLength x, MbLength y)
{
  MbBook *book = placing->book;
  guint32 first, n;
  mb_reel_heads (reel, from, G_MAXINT64, &first, &n);
  if (n == 0)
    return;
  MbCursor begin = { .piece = first }, end = { .piece = first + n };
  const MbLayRange range = { .galley = reel->galley,
                             .from = begin,
                             .to = end,
                             .choice = &reel->choice,
                             .x = x,
                             .y = y,
                             .origin = placing->master->content.y,
                             .truncate = TRUE };
  *placing->heads = mb_lay_place (&book->lay, &range, book->arena, NULL);
  while (*placing->heads)
    placing->heads = &(*placing->heads)->next;
}

static gint64
heads_height (const MbReel *reel, MbCursor from)
{
  guint32 first, n;
  return mb_reel_heads (reel, from, G_MAXINT64, &first, &n);
}

/* Footer rows of a table that goes on after @to, below @y. */
static void
place_feet (Placing *placing, const MbStretch *stretch, MbLength y)
{
  MbBook *book = placing->book;
  const MbReel *reel = stretch->reel;
  MbCursor to = stretch->to;
  if (to.line > 0 || to.piece >= reel->galley->n || reel->feet[to.piece].first == 0)
    return;
  MbTableFeet feet = reel->feet[to.piece];
  MbLength gap = mb_reel_gap (reel, feet.first);
  const MbLayRange range = { .galley = reel->galley,
                             .from = { .piece = feet.first },
                             .to = { .piece = feet.end },
                             .choice = &reel->choice,
                             .x = stretch->x,
                             .y = y + gap,
                             .origin = stretch->origin };
  *placing->heads = mb_lay_place (&book->lay, &range, book->arena, NULL);
  while (*placing->heads)
    placing->heads = &(*placing->heads)->next;
}

/* --- Stretches ------------------------------------------------------------------------------------------------------------------------*/

/* Whether the content after @to is the rest of a row that is cut there. */
static gboolean
cuts_row (const MbReel *reel, MbCursor to)
{
  guint32 i = to.piece;
  while (i < reel->end && !mb_reel_is_content (&reel->galley->pieces[i]))
    i++;
  const MbPiece *piece = &reel->galley->pieces[MIN (i, reel->galley->n - 1)];
  return to.line == 0 && i < reel->end && piece->kind == MB_PIECE_ROW && piece->monolith.continued;
}

/* What is cut goes on down to the foot of the page: a break takes all that is left of it (css-break-3 § 5.1). Returns: where rows of
 * a table end. */
static MbLength
extend (const MbStretch *stretch, MbFragment *list, MbLength bottom)
{
  if (stretch->foot == 0 || stretch->to.piece >= stretch->reel->end)
    return bottom;
  if (stretch->foot > bottom)
    mb_lay_stretch (list, bottom, (MbLength) stretch->foot);
  if (!cuts_row (stretch->reel, stretch->to))
    return bottom;
  gint64 rest = stretch->foot - stretch->reel->below[stretch->to.piece] - bottom;
  if (rest <= 0)
    return bottom;
  mb_lay_extend (list, bottom, (MbLength) MIN (rest, MB_LENGTH_MAX));
  return bottom + (MbLength) MIN (rest, MB_LENGTH_MAX);
}

/* Pages placed by hand, where they stand in the stretch. */
static void
place_zones (Placing *placing, const MbStretch *stretch)
{
  const MbReel *reel = stretch->reel;
  MbDescent descent = { reel, stretch->y, stretch->origin, stretch->truncate, stretch->y };
  for (guint32 i = stretch->from.piece; i < MIN (stretch->to.piece, reel->galley->n); i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_LINES) {
      const MbSetting *setting = mb_reel_setting (reel, i);
      mb_descent_snap (&descent, piece);
      descent.y +=
          mb_reel_lines (piece, i == stretch->from.piece ? stretch->from.line : 0, setting->lines);
      continue;
    }
    gint64 top = mb_descent_pass (&descent, piece);
    if (piece->kind == MB_PIECE_ZONES)
      add (placing,
           mb_zones_place (placing->book, piece, placing->master, placing->page, (MbLength) top));
  }
}

static void
place_stretch (Placing *placing, const MbStretch *stretch)
{
  MbBook *book = placing->book;
  MbLength bottom;
  if (mb_cursor_compare (stretch->from, stretch->to) >= 0)
    return;
  const MbLayRange range = mb_stretch_range (stretch);
  MbFragment *list = mb_lay_place (&book->lay, &range, book->arena, &bottom);
  mb_map_stretch (book, stretch, placing->page);
  bottom = extend (stretch, list, bottom);
  if (stretch->joins)
    add_joined (placing, list);
  else
    add (placing, list);
  place_zones (placing, stretch);
  place_feet (placing, stretch, bottom);
}

/* --- Column sets ----------------------------------------------------------------------------------------------------------------------*/

static void
place_rule (Placing *placing, const MbPiece *piece, guint i, gint64 top, gint64 bottom)
{
  const MbStylePaged *paged = piece->box->style->paged;
  if (top >= bottom)
    return;
  const MbRect *area = &placing->master->content;
  MbFragment *rule = mb_arena_new0 (placing->book->arena, MbFragment);
  rule->kind = MB_FRAGMENT_RULE;
  rule->box = piece->box;
  rule->rect =
      (MbRect){ area->x + mb_columns_x (piece, i) - piece->columns.gap / 2 -
                    paged->column_rule_width / 2,
                area->y + (MbLength) top, paged->column_rule_width, (MbLength) (bottom - top) };
  add (placing, rule);
}

/* The next box at or below @y over the gutter left of column @i. */
static const MbAstride *
next_astride (const MbColumnSet *set, guint i, gint64 y)
{
  const MbAstride *next = NULL;
  for (guint k = 0; k < set->n_astride; k++) {
    const MbAstride *it = &set->astride[k];
    if (it->column + 1 == i && it->top >= y && (!next || it->top < next->top))
      next = it;
  }
  return next;
}

/* The rule left of column @i, in parts where boxes stand over it. */
static void
place_rules (Placing *placing, const MbPiece *piece, const MbColumnSet *set, guint i)
{
  const MbStylePaged *paged = piece->box ? piece->box->style->paged : NULL;
  gint64 y = set->heads[i], bottom = MIN (set->bottom, set->feet[i]);
  if (!paged || paged->column_rule_style <= MB_BORDER_HIDDEN || paged->column_rule_width <= 0)
    return;
  for (const MbAstride *it = next_astride (set, i, y); it; it = next_astride (set, i, y)) {
    place_rule (placing, piece, i, y, it->top);
    y = it->bottom;
  }
  place_rule (placing, piece, i, y, bottom);
}

/* They are painted, and read, where they stand in the text, as all is that is placed: when the page is whole. */
static void
place_astride (Placing *placing, const MbReel *inner, const MbColumnSet *set)
{
  MbBook *book = placing->book;
  const MbRect *area = &placing->master->content;
  for (guint i = 0; i < set->n_astride; i++) {
    const MbAstride *it = &set->astride[i];
    MbFragment *fragment = (MbFragment *) inner->galley->pieces[it->call].reserve.fragment;
    mb_lay_move (fragment, area->x + (MbLength) it->x - fragment->rect.x,
                 area->y + (MbLength) it->y - fragment->rect.y);
    mb_map_box (book, fragment->box, placing->page, fragment->rect.x, fragment->rect.y);
    g_hash_table_add (book->astride, (gpointer) fragment->box->node);
    fragment->next = NULL;
    MbFragment **end = &book->seated;
    while (*end)
      end = &(*end)->next;
    *end = fragment;
  }
}

/* Boxes that are open around the set hold what it placed, as a slice without top and bottom. */
static MbFragment *
surround (const Placing *placing, const MbReel *reel, const MbColumnSet *set, MbFragment *content)
{
  const MbRect *area = &placing->master->content;
  const guint32 *inside = reel->galley->inside;
  for (guint32 at = inside[set->piece]; at > 0; at = inside[at - 1]) {
    const MbPiece *piece = &reel->galley->pieces[at - 1];
    MbFragment *slice = mb_arena_new0 (placing->book->arena, MbFragment);
    slice->kind = MB_FRAGMENT_BOX;
    slice->box = piece->box;
    slice->rect = (MbRect){ area->x + piece->open.border.x, area->y + (MbLength) set->top,
                            piece->open.border.width, (MbLength) (set->bottom - set->top) };
    slice->child = content;
    mb_lay_move (slice, piece->open.dx, piece->open.dy);
    content = slice;
  }
  return content;
}

static void
place_spans (Placing *placing, const MbPiece *piece, const MbColumnSet *set)
{
  const MbRect *area = &placing->master->content;
  for (guint i = 0; i < set->n_spans; i++) {
    MbStretch stretch = { .reel = set->shapes[i],
                          .to = { .piece = set->shapes[i]->galley->n },
                          .x = area->x + mb_columns_x (piece, set->firsts[i]),
                          .y = area->y + (MbLength) set->spans[i],
                          .origin = area->y,
                          .truncate = TRUE };
    place_stretch (placing, &stretch);
  }
}

/* Notes stand at the foot of column @i, and are placed after the flow. Returns: their height. */
static gint64
keep_notes (Placing *placing, const MbReel *inner, const MbPiece *piece, const MbColumnSet *set,
            guint i)
{
  const MbRect *area = &placing->master->content;
  MbColumnNotes notes = { .reel = inner };
  mb_columns_notes (inner, set->cuts[i], set->cuts[i + 1], &notes.begin, &notes.end);
  if (notes.end <= notes.begin)
    return 0;
  gint64 height = mb_notes_height (inner->notes, notes.begin, notes.end);
  gint64 foot = MIN (set->bottom, set->feet[i]);
  notes.area = (MbRect){ area->x + mb_columns_x (piece, i), area->y, inner->galley->measure,
                         (MbLength) foot };
  g_array_append_val (placing->book->column_notes, notes);
  mb_page_add_foot (placing->book, placing->page,
                    (MbRect){ notes.area.x, area->y + (MbLength) (foot - height), notes.area.width,
                              (MbLength) height });
  return height;
}

static void
place_set (Placing *placing, const MbReel *reel, const MbColumnSet *set)
{
  const MbPiece *piece = &reel->galley->pieces[set->piece];
  const MbRect *area = &placing->master->content;
  MbFragment *before = placing->first;
  placing->first = NULL;
  placing->end = &placing->first;
  place_spans (placing, piece, set);
  for (guint i = 1; i < set->n; i++) /* below all text, however wide */
    if (set->heads[i] < MIN (set->bottom, set->feet[i]))
      place_rules (placing, piece, set, i);
  for (guint i = 0; i < set->n; i++) {
    gint64 notes = keep_notes (placing, reel->inner[set->piece], piece, set, i);
    MbStretch stretch = { .reel = reel->inner[set->piece],
                          .from = set->cuts[i],
                          .to = set->cuts[i + 1],
                          .x = area->x + mb_columns_x (piece, i),
                          .y = area->y + (MbLength) set->tops[i],
                          .origin = area->y,
                          .truncate = set->truncated[i],
                          .foot = area->y + MIN (set->bottom, set->feet[i]) - notes };
    if (set->tops[i] > set->heads[i])
      place_heads (placing, stretch.reel, stretch.from, stretch.x,
                   area->y + (MbLength) set->heads[i]);
    place_stretch (placing, &stretch);
  }
  place_astride (placing, reel->inner[set->piece], set);
  MbFragment *list = surround (placing, reel, set, placing->first);
  placing->first = before;
  add_joined (placing, list);
}

/* How far down the flow of the page could have come: to the notes at its foot. 0: something else stands there. */
static gint64
foot_of (const Placing *placing, const MbReel *reel, const MbFit *fit)
{
  const MbRect *area = &placing->master->content;
  if (mb_guests_at_foot (placing->book))
    return 0;
  if (fit->notes_to == fit->notes_from)
    return (gint64) area->y + area->height + (gint64) fit->longer * reel->line;
  return area->y + mb_plan_foot (reel, area->height, fit->longer) -
         mb_notes_height (reel->notes, fit->notes_from, fit->notes_to);
}

/* --- The page ----------------------------------------------------------------------------------------------------------------------------*/

MbFragment *
mb_place_flow (MbBook *book, const MbReel *reel, const MbFit *fit, const MbMaster *master,
               guint page, MbFragment **heads)
{
  Placing placing = { .book = book, .master = master, .page = page };
  const MbRect *area = &master->content;
  placing.end = &placing.first;
  placing.heads = heads;
  if (fit->top > 0)
    place_heads (&placing, reel, fit->from, area->x,
                 area->y + (MbLength) (fit->top - heads_height (reel, fit->from)));
  MbStretch stretch = { .reel = reel,
                        .from = fit->from,
                        .x = area->x,
                        .y = area->y + (MbLength) fit->top,
                        .origin = area->y,
                        .truncate = fit->truncate,
                        .joins = TRUE };
  for (guint i = 0; i < fit->n_sets; i++) {
    const MbColumnSet *set = &fit->sets[i];
    stretch.to = (MbCursor){ .piece = set->piece };
    if (stretch.from.piece < set->piece)
      place_stretch (&placing, &stretch);
    place_set (&placing, reel, set);
    stretch.from = (MbCursor){ .piece = set->piece + 1 };
    stretch.y = area->y + (MbLength) set->bottom;
    stretch.truncate = FALSE;
  }
  stretch.to = fit->to;
  stretch.foot = foot_of (&placing, reel, fit);
  place_stretch (&placing, &stretch);
  return placing.first;
}
