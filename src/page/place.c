/* SPDX-License-Identifier: Apache-2.0 */
/* What a page took, as fragments: stretches of the flow and, between them, column sets. Each is replayed by mb_lay_place at its place; here
 * stand only the seams: column rules, header and footer rows of tables that go on, and the boxes around a column set. */
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
  *placing->heads = mb_lay_place (&book->lay, reel->galley, begin, end, &reel->choice, x, y,
                                  placing->master->content.y, TRUE, book->arena, NULL);
  while (*placing->heads)
    placing->heads = &(*placing->heads)->next;
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
  *placing->heads = mb_lay_place (&book->lay, reel->galley, (MbCursor){ .piece = feet.first },
                                  (MbCursor){ .piece = feet.end }, &reel->choice, stretch->x,
                                  y + gap, stretch->origin, FALSE, book->arena, NULL);
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

/* What is cut goes on down to the foot of the page. Returns: where it ends. */
static MbLength
extend (const MbStretch *stretch, MbFragment *list, MbLength bottom)
{
  if (stretch->foot == 0 || !cuts_row (stretch->reel, stretch->to))
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
  MbDescent descent = { reel, stretch->y, stretch->origin, stretch->truncate };
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
  MbFragment *list = mb_lay_place (&book->lay, stretch->reel->galley, stretch->from, stretch->to,
                                   &stretch->reel->choice, stretch->x, stretch->y, stretch->origin,
                                   stretch->truncate, book->arena, &bottom);
  mb_map_stretch (book, stretch, placing->page);
  add (placing, list);
  place_zones (placing, stretch);
  place_feet (placing, stretch, extend (stretch, list, bottom));
}

/* --- Column sets ----------------------------------------------------------------------------------------------------------------------*/

static void
place_rule (Placing *placing, const MbPiece *piece, const MbColumnSet *set, guint i)
{
  const MbStylePaged *paged = piece->box ? piece->box->style->paged : NULL;
  if (!paged || paged->column_rule_style <= MB_BORDER_HIDDEN || paged->column_rule_width <= 0)
    return;
  const MbRect *area = &placing->master->content;
  MbFragment *rule = mb_arena_new0 (placing->book->arena, MbFragment);
  rule->kind = MB_FRAGMENT_RULE;
  rule->box = piece->box;
  rule->rect = (MbRect){ area->x + mb_columns_x (piece, i) - piece->columns.gap / 2 -
                             paged->column_rule_width / 2,
                         area->y + (MbLength) set->heads[i], paged->column_rule_width,
                         (MbLength) (MIN (set->bottom, set->feet[i]) - set->heads[i]) };
  add (placing, rule);
}

/* Boxes that are open around the set show at its sides and behind it, as a slice without top and bottom. */
static void
place_surroundings (Placing *placing, const MbReel *reel, const MbColumnSet *set)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));
  const guint32 *inside = reel->galley->inside;
  for (guint32 at = inside[set->piece]; at > 0; at = inside[at - 1])
    g_array_prepend_val (open, at);
  for (guint i = 0; i < open->len; i++) {
    const MbPiece *piece = &reel->galley->pieces[g_array_index (open, guint32, i) - 1];
    const MbRect *area = &placing->master->content;
    MbFragment *slice = mb_arena_new0 (placing->book->arena, MbFragment);
    slice->kind = MB_FRAGMENT_BOX;
    slice->box = piece->box;
    slice->rect = (MbRect){ area->x + piece->open.border.x, area->y + (MbLength) set->top,
                            piece->open.border.width, (MbLength) (set->bottom - set->top) };
    add (placing, slice);
  }
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

static void
place_set (Placing *placing, const MbReel *reel, const MbColumnSet *set)
{
  const MbPiece *piece = &reel->galley->pieces[set->piece];
  const MbRect *area = &placing->master->content;
  place_surroundings (placing, reel, set);
  place_spans (placing, piece, set);
  for (guint i = 0; i < set->n; i++) {
    MbStretch stretch = { .reel = reel->inner[set->piece],
                          .from = set->cuts[i],
                          .to = set->cuts[i + 1],
                          .x = area->x + mb_columns_x (piece, i),
                          .y = area->y + (MbLength) set->tops[i],
                          .origin = area->y,
                          .truncate = set->truncated[i],
                          .foot = area->y + MIN (set->bottom, set->feet[i]) };
    if (set->heads[i] < MIN (set->bottom, set->feet[i]) && i > 0)
      place_rule (placing, piece, set, i);
    if (set->tops[i] > set->heads[i])
      place_heads (placing, stretch.reel, stretch.from, stretch.x,
                   area->y + (MbLength) set->heads[i]);
    place_stretch (placing, &stretch);
  }
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
    place_heads (&placing, reel, fit->from, area->x, area->y);
  MbStretch stretch = { .reel = reel,
                        .from = fit->from,
                        .x = area->x,
                        .y = area->y + (MbLength) fit->top,
                        .origin = area->y,
                        .truncate = fit->truncate };
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
  if (fit->notes_to == fit->notes_from)
    stretch.foot = (gint64) area->y + area->height;
  place_stretch (&placing, &stretch);
  return placing.first;
}
