/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes over a gutter (-marbre-astride): a pull quote half in one column and half in the next, with the text of both columns round it.
 *
 * Model. Such a box has left the galley of its set; a RESERVE tells where it is called. On the page where that is it gets a gutter and a stretch of whole
 * lines, its *range*. A line of the left column that meets the range is narrowed on its right, one of the right column on its left. Which lines these
 * are depends on where a paragraph begins, and the columns know: going down one, in first fit (fit.c) as in the search for an exact filling
 * (exact.c), they ask here for the settings of the paragraph that begins *there*: total fit at the measures that its lines have in this column and, past
 * its foot, at the head of the next one. So no text has to be set before it is known where it stands, and nothing has to settle, but for one
 * thing: the line at which a paragraph is parted by the foot of its column is guessed (as many lines as fit), and told when it turns out otherwise.
 *
 * Settings asked for are remembered by paragraph and measures. They replace those of the piece in the reel, which are among what is chosen for a page like
 * line counts and heights: those that hold when the last fit of a page is done are those that are set.
 *
 * Place. The middle of the columns, a little above; the height of the call; or so far down: the nearest line to it at which the box stands clear, that is at
 * which nothing but narrowed lines meets its range — no picture, table, painted box or float —, its columns end
 * below it and its call is on the page still. Of the first few such places one without a loose line is preferred. Fills are tried with what is
 * certain, the columns at their full height, before the set is balanced around the box: MOST_FILLS times at most for each box.
 *
 * What has no place is put into lay.in_flow, and said: the next pass (or the next version of an article placed by hand) sets it in the flow. */
#include "internal.h"

#define MOST_LINES  240 /* of a paragraph that are looked at */
#define MOST_PLACES 48  /* tried for one box… */
#define MOST_FILLS  6   /* …of which are balanced */
#define KEPT_LINES  2   /* of text above the box and below it */
#define OPTICAL     45  /* per cent of what is free stands above the middle */
#define LEAST_EMS   3   /* of a line, indents of its own counted off */

struct MbNarrowed {
  const MbMeasure *measures;
  guint n;
  MbSettings settings; /* n 0: it cannot be set so */
  const MbNarrowed *next;
};

struct MbQuotes {
  const MbLayContext *lay;
  MbArena *arena;
  MbReel *reel;
  const MbReel *outer; /* that holds the set… */
  guint32 set;         /* …as this piece */
  MbSettings *plain;   /* by piece */
  const MbNarrowed **known;
  guint32 *calls; /* RESERVEs */
  guint n;
  gboolean by_hand;
};

/* --- The boxes of a set --------------------------------------------------------------------------------------------------------*/

static gboolean
is_astride (const MbPiece *piece)
{
  return piece->kind == MB_PIECE_RESERVE && piece->reserve.astride;
}

static guint
count_calls (const MbGalley *galley)
{
  guint n = 0;
  for (guint i = 0; i < galley->n; i++)
    n += is_astride (&galley->pieces[i]);
  return n;
}

static MbQuotes *
quotes_of (MbBook *book, MbReel *outer, guint32 set)
{
  MbReel *reel = outer->inner[set];
  guint n = count_calls (reel->galley);
  if (n == 0)
    return NULL;
  MbQuotes *quotes = mb_arena_new0 (book->arena, MbQuotes);
  *quotes = (MbQuotes){
    .lay = &book->lay, .arena = book->arena, .reel = reel, .outer = outer, .set = set
  };
  guint32 pieces = reel->galley->n;
  quotes->plain = mb_arena_array (book->arena, MbSettings, pieces);
  quotes->known = mb_arena_array (book->arena, const MbNarrowed *, pieces);
  quotes->calls = mb_arena_array (book->arena, guint32, n);
  for (guint32 i = 0; i < pieces; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_LINES)
      quotes->plain[i] = piece->lines.settings;
    if (is_astride (piece))
      quotes->calls[quotes->n++] = i;
  }
  return quotes;
}

void
mb_quotes_collect (MbBook *book, MbReel *reel)
{
  for (guint32 i = 0; i < reel->galley->n; i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_COLUMNS)
      reel->inner[i]->quotes = quotes_of (book, reel, i);
}

void
mb_quotes_by_hand (MbReel *reel, gboolean by_hand)
{
  if (reel->quotes)
    reel->quotes->by_hand = by_hand;
}

guint32
mb_quotes_next (const MbQuotes *quotes, guint32 from)
{
  for (guint i = 0; i < quotes->n; i++)
    if (quotes->calls[i] >= from)
      return quotes->calls[i];
  return G_MAXUINT32;
}

/* A reel has its galley for itself. Where its notes are called changes with its lines; those of an area placed by hand stand at its foot wherever they are
 * called. */
static void
set_settings (const MbQuotes *quotes, guint32 index, const MbSettings *settings)
{
  MbPiece *piece = &((MbPiece *) quotes->reel->galley->pieces)[index];
  if (piece->lines.settings.settings == settings->settings)
    return;
  piece->lines.settings = *settings;
  if (quotes->by_hand)
    return;
  if (quotes->reel->notes)
    mb_notes_relined (quotes->reel->notes, G_MAXUINT32, index);
  if (quotes->outer->notes)
    mb_notes_relined (quotes->outer->notes, quotes->set, index);
}

void
mb_quotes_reset (const MbQuotes *quotes, guint32 from)
{
  for (guint32 i = from; i < quotes->reel->galley->n; i++)
    if (quotes->reel->galley->pieces[i].kind == MB_PIECE_LINES)
      set_settings (quotes, i, &quotes->plain[i]);
}

/* --- Measures --------------------------------------------------------------------------------------------------------------------*/

static gboolean
meets (const MbAstride *it, gint64 top, gint64 bottom)
{
  return top < it->bottom && bottom > it->top;
}

static gint64
lowest (const MbBeside *beside)
{
  gint64 bottom = G_MININT64;
  for (guint i = 0; i < beside->n; i++)
    bottom = MAX (bottom, beside->list[i].bottom);
  return bottom;
}

/* What is left to @piece in @column between @top and @bottom: from the left edge of the piece. */
static void
room_at (const MbBeside *beside, const MbPiece *piece, guint column, gint64 top, gint64 bottom,
         gint64 *left, gint64 *right)
{
  gint64 measure = beside->set->columns.galley->measure;
  *left = 0;
  *right = piece->width;
  for (guint i = 0; i < beside->n; i++) {
    const MbAstride *it = &beside->list[i];
    if (!meets (it, top, bottom))
      continue;
    if (it->column == column)
      *right = MIN (*right, measure - it->left - piece->x);
    else if (it->column + 1 == column)
      *left = MAX (*left, (gint64) it->right - piece->x);
  }
}

static gint64
snapped (const MbBeside *beside, const MbPiece *piece, gint64 y)
{
  MbDescent descent = { .reel = beside->quotes->reel, .y = y, .origin = beside->origin };
  return mb_descent_snap (&descent, piece);
}

typedef struct {
  MbMeasure measures[MOST_LINES];
  guint n;         /* the last one is that of all lines below; 0: all are whole */
  gboolean narrow; /* too narrow for text */
} Measures;

/* Lines of piece @index whose first one stands at @top of @column, and which go on in the next column from line @cut on. */
static void
find_measures (const MbBeside *beside, const MbPiece *piece, guint column, gint64 top, guint cut,
               Measures *found)
{
  gint64 height = piece->lines.line_height, end = lowest (beside);
  MbLength least = LEAST_EMS * (piece->box ? piece->box->style->font->size : MB_PT);
  gboolean goes_on = column + 1 < beside->count;
  gint64 head = goes_on ? snapped (beside, piece, beside->heads[column + 1]) : 0;
  found->n = 0;
  found->narrow = FALSE;
  for (guint line = 0; line + 1 < MOST_LINES; line++) {
    gboolean below = line >= cut;
    gint64 y = below ? head + (line - cut) * height : top + line * height, left, right;
    if (below ? !goes_on || y >= end : y >= end && (!goes_on || cut >= MOST_LINES))
      break;
    room_at (beside, piece, column + below, y, y + height, &left, &right);
    found->measures[line] = (MbMeasure){ (MbLength) left, (MbLength) MAX (right - left, 0) };
    if (left > 0 || right < piece->width) {
      found->n = line + 2;
      found->narrow |= right - left < least;
    }
  }
  if (found->n > 0)
    found->measures[found->n - 1] = (MbMeasure){ 0, piece->width };
}

static gboolean
are_same (const MbNarrowed *way, const Measures *found)
{
  for (guint i = 0; i < found->n; i++)
    if (way->measures[i].x != found->measures[i].x ||
        way->measures[i].width != found->measures[i].width)
      return FALSE;
  return TRUE;
}

static const MbNarrowed *
narrowed (const MbQuotes *quotes, guint32 index, const Measures *found)
{
  MbPiece piece = quotes->reel->galley->pieces[index];
  for (const MbNarrowed *way = quotes->known[index]; way; way = way->next)
    if (way->n == found->n && are_same (way, found))
      return way;
  MbNarrowed *way = mb_arena_new0 (quotes->arena, MbNarrowed);
  way->n = found->n;
  way->measures = mb_arena_memdup (quotes->arena, found->measures, found->n * sizeof (MbMeasure));
  piece.lines.settings = quotes->plain[index];
  if (!found->narrow)
    way->settings =
        mb_lay_narrowed (quotes->lay, &piece, (MbMeasures){ way->measures, way->n }, quotes->arena);
  way->next = quotes->known[index];
  quotes->known[index] = way;
  return way;
}

static gboolean
is_near (const MbBeside *beside, guint column)
{
  for (guint i = 0; i < beside->n; i++)
    if (column <= beside->list[i].column + 1 && column + 1 >= beside->list[i].column)
      return TRUE;
  return FALSE;
}

const MbNarrowed *
mb_beside_find (const MbBeside *beside, guint32 index, guint column, gint64 top, guint cut)
{
  Measures found;
  if (!is_near (beside, column))
    return NULL;
  find_measures (beside, &beside->quotes->reel->galley->pieces[index], column, top, cut, &found);
  return found.n > 0 ? narrowed (beside->quotes, index, &found) : NULL;
}

const MbSettings *
mb_beside_settings (const MbBeside *beside, guint32 index, const MbNarrowed *way)
{
  return way && way->settings.n > 0 ? &way->settings : &beside->quotes->plain[index];
}

void
mb_beside_apply (const MbBeside *beside, guint32 index, const MbNarrowed *way)
{
  set_settings (beside->quotes, index, mb_beside_settings (beside, index, way));
}

void
mb_beside_take (const MbBeside *beside, guint32 index, guint column, gint64 top, gint64 foot)
{
  const MbPiece *piece = &beside->quotes->reel->galley->pieces[index];
  gint64 fits = MAX (foot - top, 0) / MAX (piece->lines.line_height, 1);
  const MbCursor *split = &beside->split[column];
  guint cut =
      split->line > 0 && split->piece == index ? split->line : (guint) MIN (fits, G_MAXUINT / 2);
  mb_beside_apply (beside, index, mb_beside_find (beside, index, column, top, cut));
}

/* --- Whether all is clear ----------------------------------------------------------------------------------------------------------*/

static gboolean
meets_any (const MbBeside *beside, guint column, gint64 top, gint64 bottom)
{
  for (guint i = 0; i < beside->n; i++) {
    const MbAstride *it = &beside->list[i];
    if ((it->column == column || it->column + 1 == column) && meets (it, top, bottom))
      return TRUE;
  }
  return FALSE;
}

/* Whether line @line of piece @index, at @y of @column, stands in what is left to it. */
static gboolean
is_line_clear (const MbBeside *beside, guint32 index, const MbSetting *setting, guint line,
               guint column, gint64 y)
{
  const MbReel *reel = beside->quotes->reel;
  const MbPiece *piece = &reel->galley->pieces[index];
  gint64 left, right, bottom = y + mb_reel_lines (piece, line, line + 1);
  if (!meets_any (beside, column, y, bottom))
    return TRUE;
  const MbBreak *brk = &setting->breaks[line];
  room_at (beside, piece, column, y, bottom, &left, &right);
  gboolean marked = line == 0 && piece->lines.n_marker > 0 && left > 0;
  return !brk->overfull && !marked && brk->measure.x >= left &&
         (gint64) brk->measure.x + brk->measure.width <= right && reel->galley->inside[index] == 0;
}

typedef struct {
  const MbBeside *beside;
  MbDescent descent;
  guint column;
  gboolean clear, loose;
} Walk;

static void
walk_lines (Walk *walk, guint32 index, guint from, guint to)
{
  const MbReel *reel = walk->beside->quotes->reel;
  const MbPiece *piece = &reel->galley->pieces[index];
  const MbSetting *setting = mb_reel_setting (reel, index);
  gboolean narrow = FALSE;
  to = MIN (to, setting->lines);
  if (from >= to)
    return;
  mb_descent_snap (&walk->descent, piece);
  for (guint line = from; line < to; line++) {
    gint64 y = walk->descent.y;
    walk->clear &= is_line_clear (walk->beside, index, setting, line, walk->column, y);
    walk->descent.y += mb_reel_lines (piece, line, line + 1);
    narrow |= meets_any (walk->beside, walk->column, y, walk->descent.y);
  }
  walk->loose |= narrow && setting->loose;
}

static void
walk_piece (Walk *walk, guint32 index)
{
  const MbGalley *galley = walk->beside->quotes->reel->galley;
  const MbPiece *piece = &galley->pieces[index];
  if (piece->kind == MB_PIECE_FLOAT) {
    gint64 top = walk->descent.y + piece->floating.dy;
    walk->clear &=
        !meets_any (walk->beside, walk->column, top, top + (gint64) piece->floating.height);
    return;
  }
  gint64 top = mb_descent_pass (&walk->descent, piece);
  gboolean painted = piece->kind == MB_PIECE_GLUE && galley->inside[index] > 0;
  gboolean shows = painted || mb_reel_is_content (piece) ||
                   (piece->kind == MB_PIECE_GLUE && !piece->glue.margin);
  if (shows && walk->descent.y > top)
    walk->clear &= !meets_any (walk->beside, walk->column, top, walk->descent.y);
}

static void
walk_column (Walk *walk, MbCursor from, MbCursor to)
{
  const MbGalley *galley = walk->beside->quotes->reel->galley;
  for (guint32 i = from.piece; i < galley->n && i <= to.piece; i++) {
    guint end = i == to.piece ? to.line : G_MAXUINT;
    if (galley->pieces[i].kind == MB_PIECE_LINES)
      walk_lines (walk, i, i == from.piece ? from.line : 0, end);
    else if (i < to.piece)
      walk_piece (walk, i);
  }
}

gboolean
mb_beside_is_clear (const MbBeside *beside, const MbColumnsFilling *filling, gboolean *loose)
{
  *loose = FALSE;
  for (guint c = 0; c < filling->n; c++) {
    Walk walk = { .beside = beside, .column = c, .clear = TRUE };
    walk.descent = (MbDescent){ beside->quotes->reel, filling->tops[c], beside->origin,
                                filling->truncated[c], filling->tops[c] };
    if (!meets_any (beside, c, G_MININT64 / 2, G_MAXINT64 / 2))
      continue;
    walk_column (&walk, filling->cuts[c], filling->cuts[c + 1]);
    *loose |= walk.loose;
    if (!walk.clear)
      return FALSE;
  }
  for (guint i = 0; i < beside->n; i++)
    for (guint c = beside->list[i].column; c <= beside->list[i].column + 1; c++)
      if (c >= filling->n || filling->bottoms[c] < beside->list[i].bottom)
        return FALSE;
  return TRUE;
}

/* --- Places ------------------------------------------------------------------------------------------------------------------------*/

/* Where @call stands in @filling. */
static void
find_call (const MbBeside *beside, const MbColumnsFilling *filling, guint32 call, guint *column,
           gint64 *y)
{
  MbBeside none = { .quotes = beside->quotes, .set = beside->set, .origin = beside->origin };
  guint c = 0;
  while (c + 1 < filling->n && filling->cuts[c + 1].piece <= call)
    c++;
  Walk walk = { .beside = &none, .column = c };
  walk.descent = (MbDescent){ beside->quotes->reel, filling->tops[c], beside->origin,
                              filling->truncated[c], filling->tops[c] };
  walk_column (&walk, filling->cuts[c], (MbCursor){ .piece = call });
  *column = c;
  *y = walk.descent.y;
}

/* Room for a box over the gutter right of @column. */
typedef struct {
  guint column;
  gint64 top, bottom;  /* of what columns have there */
  gint64 step, height; /* of a line; of the range */
  gint64 call;         /* G_MININT64: elsewhere */
} Gutter;

static gint64
lines_up (gint64 height, gint64 step)
{
  return (height + step - 1) / step * step;
}

static gint64
wanted_top (const Gutter *gutter, const MbStylePaged *paged)
{
  gint64 room = gutter->bottom - gutter->top - gutter->height;
  switch (paged->astride_at) {
  case MB_ASTRIDE_CALL:
    if (gutter->call != G_MININT64)
      return gutter->call - gutter->height / 2;
    break;
  case MB_ASTRIDE_OFFSET:
    return gutter->top +
           mb_size_resolve (paged->astride_offset, (MbLength) CLAMP (room, 0, MB_LENGTH_MAX), 0);
  case MB_ASTRIDE_MIDDLE: break;
  }
  return gutter->top + room * OPTICAL / 100;
}

static gboolean
is_taken (const MbBeside *beside, const MbAstride *it, gint64 step)
{
  for (guint i = 0; i < beside->n; i++) {
    const MbAstride *other = &beside->list[i];
    if (MAX (other->column, it->column) - MIN (other->column, it->column) <= 1 &&
        meets (other, it->top - step, it->bottom + step))
      return TRUE;
  }
  return FALSE;
}

static MbAstride
astride_at (const MbBeside *beside, const Gutter *gutter, guint32 call, gint64 top)
{
  const MbPiece *piece = &beside->quotes->reel->galley->pieces[call];
  MbLength gap = beside->set->columns.gap, measure = beside->set->columns.galley->measure;
  MbLength width =
      piece->reserve.before + piece->reserve.fragment->rect.width + piece->reserve.after;
  MbLength taken = (width - gap + 1) / 2;
  gint64 slack = gutter->height - piece->height - piece->reserve.above - piece->reserve.below;
  return (MbAstride){ .call = call,
                      .column = gutter->column,
                      .top = top,
                      .bottom = top + gutter->height,
                      .left = taken,
                      .right = taken,
                      .x = mb_columns_x (beside->set, gutter->column) + measure - taken +
                           piece->reserve.before,
                      .y = top + piece->reserve.above + slack / 2 };
}

/* From the wanted line on, in turn below and above it. */
static void
add_places (const MbBeside *beside, const Gutter *gutter, guint32 call, guint most, GArray *places)
{
  const MbPiece *piece = &beside->quotes->reel->galley->pieces[call];
  const MbStylePaged *paged = piece->box->style->paged;
  gint64 step = gutter->step, kept = paged->astride_at == MB_ASTRIDE_OFFSET ? 0 : KEPT_LINES * step;
  gint64 first = gutter->top + kept, last = gutter->bottom - kept - gutter->height;
  gint64 wanted = wanted_top (gutter, paged);
  if (last < first)
    return;
  wanted = first + MAX (wanted - first + step / 2, 0) / step * step;
  guint added = 0;
  for (gint64 by = 0; added < most && (wanted + by <= last || wanted - by >= first); by += step)
    for (int side = 1; side >= -1; side -= 2) {
      gint64 top = wanted + side * by;
      MbAstride it = astride_at (beside, gutter, call, top);
      if (top < first || top > last || (by == 0 && side < 0) || is_taken (beside, &it, step))
        continue;
      g_array_append_val (places, it);
      added++;
    }
}

static gint64
grid_top (const MbBeside *beside, gint64 y, gint64 step)
{
  gint64 over = beside->quotes->reel->grid ? (y - beside->origin) % step : 0;
  return over > 0 ? y + step - over : y;
}

void
mb_beside_places (const MbBeside *beside, const MbColumnsFilling *filling, const gint64 *bottoms,
                  guint32 call, GArray *places)
{
  const MbReel *reel = beside->quotes->reel;
  const MbPiece *piece = &reel->galley->pieces[call];
  gint32 asked = piece->box->style->paged->astride;
  guint gutters = beside->count - 1, column;
  gint64 y, step = MAX (reel->line, MB_PT);
  find_call (beside, filling, call, &column, &y);
  guint own = asked > 0 ? (guint) asked - 1 : MIN (column, gutters - 1);
  for (guint away = 0; away < gutters; away++)
    for (int side = 1; side >= -1; side -= 2) {
      gint64 which = (gint64) own + side * (gint64) away;
      if (which < 0 || which >= gutters || (away == 0 && side < 0) || (asked > 0 && away > 0))
        continue;
      guint c = (guint) which;
      Gutter gutter = { .column = c, .step = step, .call = G_MININT64 };
      gutter.top = grid_top (beside, MAX (beside->heads[c], beside->heads[c + 1]), step);
      gutter.bottom = MIN (bottoms[c], bottoms[c + 1]);
      gutter.height =
          lines_up ((gint64) piece->height + piece->reserve.above + piece->reserve.below, step);
      if (column == c || column == c + 1)
        gutter.call = y;
      add_places (beside, &gutter, call, MOST_PLACES / gutters + 4, places);
    }
}

/* --- In a set of the flow ------------------------------------------------------------------------------------------------------------*/

MbBeside *
mb_beside_new (MbQuotes *quotes, const gint64 *heads, guint count, gint64 origin, MbArena *arena)
{
  MbBeside *beside = mb_arena_new0 (arena, MbBeside);
  beside->quotes = quotes;
  beside->set = &quotes->outer->galley->pieces[quotes->set];
  beside->heads = mb_arena_memdup (arena, heads, count * sizeof (gint64));
  beside->count = count;
  beside->origin = origin;
  return beside;
}

/* The set without the box, and what is made of it with the box. */
typedef struct {
  MbColumnsJob begin; /* nothing done yet */
  const MbPiece *piece;
  MbColumnsJob *job;
  MbColumnsFilling *filling;
  MbBeside *beside;
} Seating;

static gboolean
is_balanced (const Seating *seating)
{
  return seating->piece->columns.balance && mb_columns_complete (seating->filling);
}

/* How far down columns will come once the box has taken its part of them. */
static void
expect_bottoms (const Seating *seating, guint32 call, gint64 bottoms[MB_MAX_COLUMNS])
{
  const MbColumnsJob *job = seating->job;
  const MbPiece *piece = &job->reel->galley->pieces[call];
  gint64 line = MAX (job->reel->line, 1), column = MAX (job->reel->galley->measure, 1);
  gint64 lines = (piece->height + piece->reserve.above + piece->reserve.below) / line + 1;
  gint64 width = MAX (piece->reserve.fragment->rect.width + piece->reserve.before +
                          piece->reserve.after - piece->reserve.gap,
                      0);
  gint64 more = (lines * width / column / job->count + 1) * line;
  for (guint c = 0; c < job->count; c++) {
    gint64 foot = MIN (job->feet[c], job->room.bottom);
    bottoms[c] = is_balanced (seating) ? MIN (seating->filling->bottom + more, foot) : foot;
  }
}

static gboolean
holds_call (const MbColumnsFilling *filling, guint32 call)
{
  return filling->whole || call < filling->cuts[filling->n].piece;
}

/* The columns at their full height, with what @beside has: whether it could stand so. */
static gboolean
promises (const Seating *seating, gint64 bottom)
{
  MbColumnsJob job = *seating->job;
  MbColumnsFilling filling;
  gboolean loose;
  job.beside = seating->beside;
  job.balancing = job.progress = FALSE;
  mb_columns_reset (&job);
  return mb_columns_fill (&job, bottom, &filling) &&
         mb_beside_is_clear (seating->beside, &filling, &loose);
}

static gboolean
set_beside (const Seating *seating, MbColumnsJob *job, MbColumnsFilling *filling)
{
  *job = seating->begin;
  job->beside = seating->beside->n > 0 ? seating->beside : NULL;
  return mb_columns_set (job, seating->piece, filling);
}

/* Find a place for the box called at @call among @places; it is then the last of seating->beside. */
static gboolean
seat_one (Seating *seating, guint32 call, const GArray *places, gint64 bottom)
{
  MbBeside *beside = seating->beside;
  MbAstride *last = &beside->list[beside->n++], found = { 0 };
  gboolean any = FALSE, loose = TRUE;
  guint fills = 0;
  for (guint i = 0; i < places->len && fills < MOST_FILLS && loose; i++) {
    MbColumnsJob job;
    MbColumnsFilling filling;
    gboolean so = FALSE;
    *last = g_array_index (places, MbAstride, i);
    if (!promises (seating, bottom))
      continue;
    fills++;
    if (!set_beside (seating, &job, &filling) || !holds_call (&filling, call) ||
        !mb_beside_is_clear (beside, &filling, &so) || (any && so))
      continue;
    found = *last;
    any = TRUE;
    loose = so;
  }
  *last = found;
  beside->n -= !any;
  return any;
}

gboolean
mb_astride_set (const MbColumnsJob *begin, const MbPiece *piece, MbColumnsJob *job,
                MbColumnsFilling *filling)
{
  MbQuotes *quotes = job->reel->quotes;
  Seating seating = { *begin, piece, job, filling, NULL };
  if (job->count < 2 || quotes->by_hand)
    return TRUE;
  seating.beside = mb_beside_new (quotes, job->heads, job->count, job->room.origin, job->arena);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (MbAstride));
  gboolean tried = FALSE;
  for (guint32 call = mb_quotes_next (quotes, job->from.piece);
       call != G_MAXUINT32 && holds_call (filling, call) && seating.beside->n < MB_MOST_ASTRIDE;
       call = mb_quotes_next (quotes, call + 1)) {
    gint64 bottoms[MB_MAX_COLUMNS], bottom = G_MININT64;
    expect_bottoms (&seating, call, bottoms);
    for (guint c = 0; c < job->count; c++)
      bottom = MAX (bottom, bottoms[c]);
    g_array_set_size (places, 0);
    mb_beside_places (seating.beside, filling, bottoms, call, places);
    tried = TRUE;
    if (seat_one (&seating, call, places, bottom))
      set_beside (&seating, job, filling);
  }
  return !tried || set_beside (&seating, job, filling);
}

/* --- Those without a place ------------------------------------------------------------------------------------------------------------*/

/* Whether a column of the page area is too low for @piece. */
static gboolean
is_high (const MbPiece *piece, gint64 height)
{
  gint64 line = MAX (piece->reserve.pitch, 0);
  return (gint64) piece->height + piece->reserve.above + piece->reserve.below +
             (gint64) 2 * KEPT_LINES * line >
         height;
}

guint
mb_quotes_leave (MbBook *book, const MbReel *reel, gint64 height)
{
  guint left = 0;
  for (guint32 i = 0; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (reel->inner[i])
      left += mb_quotes_leave (book, reel->inner[i], height);
    if (!is_astride (piece) || g_hash_table_contains (book->astride, piece->box->node))
      continue;
    mb_report (book->lay.diagnostics, piece->box->node->pos,
               is_high (piece, height) ? MB_MSG_ASTRIDE_HIGH : MB_MSG_ASTRIDE_NO_PLACE, NULL);
    g_hash_table_add (book->lay.in_flow, (gpointer) piece->box->node);
    left++;
  }
  return left;
}
