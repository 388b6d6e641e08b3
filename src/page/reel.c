/* SPDX-License-Identifier: Apache-2.0 */
/* A reel: a galley and, for each piece, what a break before it needs to know. Made once a galley in one walk, so that choosing the
 * breaks of a whole book stays linear in its pieces.
 *
 * Heights here must agree with mb_lay_height and mb_lay_place (layout/range.c): the top of a paragraph or monolith snaps down to its
 * grid, margins at an unforced break are dropped until something with a height is met. */
#include "internal.h"

gboolean
mb_reel_is_content (const MbPiece *piece)
{
  switch (piece->kind) {
  case MB_PIECE_LINES:
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW:
  case MB_PIECE_ZONES:
  case MB_PIECE_COLUMNS:
  case MB_PIECE_SPAN: return TRUE;
  case MB_PIECE_GLUE:
  case MB_PIECE_PENALTY:
  case MB_PIECE_ANCHOR:
  case MB_PIECE_OPEN:
  case MB_PIECE_CLOSE:
  case MB_PIECE_FLOAT:
  case MB_PIECE_PLACE:
  case MB_PIECE_RESERVE: break;
  }
  return FALSE;
}

/* Content, or an edge: a box of an imposed height has nothing else. */
static gboolean
has_height (const MbPiece *piece)
{
  return mb_reel_is_content (piece) ||
         (piece->kind == MB_PIECE_GLUE && !piece->glue.margin && piece->height != 0);
}

/* --- Making ------------------------------------------------------------------------------------------------------------------*/

static const MbBox *
table_of (const MbPiece *piece)
{
  const MbBox *box = piece->box;
  while (box && box->kind != MB_BOX_TABLE)
    box = box->parent;
  return box;
}

/* Header rows are those at the head of a table: rows of a thead that comes later are not repeated. */
static void
index_heads (MbReel *reel)
{
  const MbGalley *galley = reel->galley;
  const MbBox *table = NULL;
  guint32 first = 0;
  gboolean in_table = FALSE, in_head = FALSE;
  for (guint32 i = 0; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind != MB_PIECE_ROW) {
      in_table = in_table && !mb_reel_is_content (piece);
      continue;
    }
    if (!in_table || table_of (piece) != table) {
      in_table = TRUE;
      table = table_of (piece);
      in_head = piece->monolith.header;
      first = in_head ? i + 1 : 0;
    }
    in_head = in_head && piece->monolith.header;
    reel->heads[i] = in_head ? 0 : first;
  }
}

static gboolean
is_row_of (const MbReel *reel, guint32 index, const MbBox *table)
{
  const MbPiece *piece = &reel->galley->pieces[index];
  return piece->kind == MB_PIECE_ROW && table_of (piece) == table;
}

/* The footer rows of the table of row @row: the first, 0 for none, and after the last. */
static guint32
find_feet (const MbReel *reel, guint32 row, guint32 *end)
{
  const MbBox *table = table_of (&reel->galley->pieces[row]);
  guint32 first = 0;
  for (guint32 i = row; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (is_row_of (reel, i, table) && piece->monolith.footer) {
      first = first > 0 ? first : i;
      *end = i + 1;
    } else if (mb_reel_is_content (piece) && !is_row_of (reel, i, table)) {
      break;
    }
  }
  return first;
}

/* Height of pieces @from … @to - 1 of a table. */
static MbLength
rows_height (const MbReel *reel, guint32 from, guint32 to)
{
  gint64 sum = 0;
  for (guint32 i = from; i < to; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_ROW || piece->kind == MB_PIECE_GLUE)
      sum += piece->height;
  }
  return (MbLength) MIN (sum, MB_LENGTH_MAX);
}

MbLength
mb_reel_gap (const MbReel *reel, guint32 row)
{
  MbLength gap = 0;
  for (guint32 i = row; i > 0 && !mb_reel_is_content (&reel->galley->pieces[i - 1]); i--)
    gap +=
        reel->galley->pieces[i - 1].kind == MB_PIECE_GLUE ? reel->galley->pieces[i - 1].height : 0;
  return gap;
}

/* What stands below a break between two rows: the feet of the table, or half of a border. */
static void
index_break (MbReel *reel, guint32 above, guint32 below, const MbTableFeet *feet)
{
  const MbPiece *last = &reel->galley->pieces[above];
  gboolean repeats = feet->first > below && !last->monolith.header;
  MbLength height = last->monolith.below;
  if (repeats)
    height = mb_reel_gap (reel, feet->first) + rows_height (reel, feet->first, feet->end) +
             reel->galley->pieces[feet->end - 1].monolith.below;
  for (guint32 i = above + 1; i <= below; i++) {
    reel->below[i] = height;
    reel->feet[i] = repeats ? *feet : (MbTableFeet){ 0, 0 };
  }
}

static void
index_feet (MbReel *reel)
{
  const MbGalley *galley = reel->galley;
  const MbBox *table = NULL;
  MbTableFeet feet = { 0, 0 };
  guint32 above = 0;
  for (guint32 i = 0; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind != MB_PIECE_ROW) {
      table = mb_reel_is_content (piece) ? NULL : table;
      continue;
    }
    if (table_of (piece) != table) {
      table = table_of (piece);
      feet.first = find_feet (reel, i, &feet.end);
    } else {
      index_break (reel, above, i, &feet);
    }
    above = i;
  }
}

static MbReel **
narrower_reels (const MbPiece *span, MbArena *arena)
{
  MbReel **reels = mb_arena_array (arena, MbReel *, span->span.count);
  for (guint i = 0; i + 1 < span->span.count; i++)
    reels[i] = mb_reel_new (span->span.narrower[i], arena);
  return reels;
}

/* A flow of columns alone has their lines. */
static void
find_inner_line (MbReel *reel)
{
  for (guint32 i = 0; i < reel->galley->n && reel->line == 1; i++)
    if (reel->inner[i]) {
      reel->grid = reel->inner[i]->grid;
      reel->line = reel->inner[i]->line;
    }
}

/* The grid; without one, the line height of the longest paragraph. */
static void
find_line (MbReel *reel)
{
  const MbGalley *galley = reel->galley;
  guint most = 0;
  reel->line = 1;
  for (guint32 i = 0; i < galley->n && !reel->grid; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind != MB_PIECE_LINES)
      continue;
    guint lines = piece->lines.settings.settings[piece->lines.settings.best].lines;
    if (piece->grid > 0 || lines > most) {
      most = lines;
      reel->grid = piece->grid > 0;
      reel->line = MAX (reel->grid ? piece->grid : piece->lines.line_height, 1);
    }
  }
  find_inner_line (reel);
}

MbReel *
mb_reel_new (const MbGalley *galley, MbArena *arena)
{
  MbReel *reel = mb_arena_new0 (arena, MbReel);
  reel->galley = galley;
  reel->heads = mb_arena_array (arena, guint32, galley->n + 1);
  reel->inner = mb_arena_array (arena, MbReel *, galley->n + 1);
  reel->narrower = mb_arena_array (arena, MbReel **, galley->n + 1);
  reel->settings = mb_arena_array (arena, guint8, galley->n + 1);
  reel->choice.settings = reel->settings;
  reel->heights = mb_arena_array (arena, MbLength, galley->n + 1);
  reel->choice.heights = reel->heights;
  reel->below = mb_arena_array (arena, MbLength, galley->n + 1);
  reel->feet = mb_arena_array (arena, MbTableFeet, galley->n + 1);
  index_heads (reel);
  index_feet (reel);
  for (guint32 i = 0; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (has_height (piece))
      reel->end = i + 1;
    if (piece->kind == MB_PIECE_LINES)
      reel->settings[i] = (guint8) piece->lines.settings.best;
    if (piece->kind == MB_PIECE_COLUMNS)
      reel->inner[i] = mb_reel_new (piece->columns.galley, arena);
    if (piece->kind == MB_PIECE_SPAN)
      reel->inner[i] = mb_reel_new (piece->span.galley, arena);
    if (piece->kind == MB_PIECE_SPAN && piece->span.narrower)
      reel->narrower[i] = narrower_reels (piece, arena);
  }
  find_line (reel);
  return reel;
}

/* --- Heights --------------------------------------------------------------------------------------------------------------------*/

const MbSetting *
mb_reel_setting (const MbReel *reel, guint32 index)
{
  const MbSettings *settings = &reel->galley->pieces[index].lines.settings;
  guint which = reel->settings[index];
  return &settings->settings[MIN (which, settings->n - 1)];
}

gint64
mb_reel_lines (const MbPiece *piece, guint from, guint to)
{
  if (!piece->lines.heights)
    return (gint64) (to - from) * piece->lines.line_height;
  gint64 sum = 0;
  for (guint i = from; i < to; i++)
    sum += piece->lines.heights[i];
  return sum;
}

gint64
mb_reel_above (const MbPiece *piece, gboolean truncate)
{
  return truncate && piece->kind == MB_PIECE_ROW ? piece->monolith.above : 0;
}

gint64
mb_reel_cloned (const MbReel *reel, guint32 index, gboolean below)
{
  gint64 sum = below && index < reel->galley->n ? reel->below[index] : 0;
  const MbGalley *galley = reel->galley;
  for (guint32 open = galley->inside[MIN (index, galley->n)]; open > 0;
       open = galley->inside[open - 1]) {
    const MbPiece *piece = &galley->pieces[open - 1];
    if (piece->open.clone)
      sum += below ? piece->open.bottom : piece->open.top;
  }
  return sum;
}

gint64
mb_reel_height (const MbReel *reel, gint64 top, gint64 origin)
{
  MbDescent descent = { reel, top, origin, TRUE, top };
  for (guint32 i = 0; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_LINES) {
      mb_descent_snap (&descent, piece);
      descent.y += mb_reel_lines (piece, 0, mb_reel_setting (reel, i)->lines);
    } else {
      mb_descent_pass (&descent, piece);
    }
  }
  return descent.y - top;
}

static guint32
next_content (const MbReel *reel, guint32 from)
{
  while (from < reel->end && !mb_reel_is_content (&reel->galley->pieces[from]))
    from++;
  return from;
}

static MbLength
galley_above (const MbReel *reel, guint32 row)
{
  const MbPiece *piece = &reel->galley->pieces[row];
  return piece->monolith.continued ? 0 : piece->monolith.above;
}

gint64
mb_reel_heads (const MbReel *reel, MbCursor from, gint64 height, guint32 *first, guint32 *n)
{
  *first = *n = 0;
  guint32 row = next_content (reel, from.piece);
  if (row >= reel->end || reel->heads[row] == 0 || reel->heads[row] - 1 >= from.piece)
    return 0;
  guint32 head = reel->heads[row] - 1, end = head;
  /* what the first row brings with it at the top of a page is placed with it */
  gint64 sum = (gint64) galley_above (reel, head) - galley_above (reel, row);
  for (; end < row; end++) {
    const MbPiece *piece = &reel->galley->pieces[end];
    if (piece->kind == MB_PIECE_ROW && !piece->monolith.header)
      break;
    if (piece->kind == MB_PIECE_ROW || piece->kind == MB_PIECE_GLUE)
      sum += piece->height;
  }
  /* a header that would fill the page is not worth repeating */
  if (sum > height / 2)
    return 0;
  *first = head;
  *n = end - head;
  return sum;
}

gint64
mb_descent_snap (MbDescent *descent, const MbPiece *piece)
{
  descent->truncate = FALSE;
  if (piece->grid > 0) {
    gint64 over = (descent->y - descent->origin) % piece->grid;
    if (over < 0)
      over += piece->grid;
    if (over > 0)
      descent->y += piece->grid - over;
  }
  return descent->y;
}

static MbLength
chosen_height (const MbReel *reel, const MbPiece *piece)
{
  MbLength chosen = reel->heights[piece - reel->galley->pieces];
  return chosen > 0 ? chosen : piece->height;
}

gint64
mb_descent_pass (MbDescent *descent, const MbPiece *piece)
{
  gint64 top = descent->y;
  if (piece->kind == MB_PIECE_MONOLITH || piece->kind == MB_PIECE_ROW ||
      piece->kind == MB_PIECE_ZONES) {
    descent->y += mb_reel_above (piece, descent->truncate);
    top = mb_descent_snap (descent, piece);
    descent->y += chosen_height (descent->reel, piece);
  } else if (piece->kind == MB_PIECE_GLUE && descent->truncate && piece->glue.margin) {
    descent->y += piece->glue.kept;
  } else if (piece->kind == MB_PIECE_GLUE) {
    descent->truncate = FALSE;
    descent->y += chosen_height (descent->reel, piece);
    if (piece->glue.pull)
      descent->y = MAX (descent->y, MIN (top, descent->top));
  }
  return top;
}

/* --- Breaks ------------------------------------------------------------------------------------------------------------------------*/

gboolean
mb_break_is_forced (MbBreakValue value, gboolean in_column)
{
  switch (value) {
  case MB_BREAK_PAGE:
  case MB_BREAK_LEFT:
  case MB_BREAK_RIGHT:
  case MB_BREAK_RECTO:
  case MB_BREAK_VERSO: return TRUE;
  case MB_BREAK_COLUMN: return in_column;
  case MB_BREAK_AUTO:
  case MB_BREAK_AVOID:
  case MB_BREAK_AVOID_PAGE:
  case MB_BREAK_AVOID_COLUMN:
  case MB_BREAK_ALWAYS: break;
  }
  return FALSE;
}

static MbBreakValue
stronger (MbBreakValue a, MbBreakValue b)
{
  gboolean side = mb_break_is_forced (b, FALSE) && b != MB_BREAK_PAGE;
  return side || a == MB_BREAK_AUTO ? b : a;
}

MbBreakValue
mb_reel_leading (const MbReel *reel, MbCursor from, const char **page)
{
  MbBreakValue forced = MB_BREAK_AUTO;
  if (from.line > 0)
    return forced;
  guint32 end = from.piece;
  while (end < reel->end && !has_height (&reel->galley->pieces[end]))
    end++;
  for (guint32 i = from.piece; i < end; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind != MB_PIECE_PENALTY)
      continue;
    if (mb_break_is_forced (piece->penalty.forced, FALSE))
      forced = stronger (forced, piece->penalty.forced);
    if (piece->penalty.page)
      *page = piece->penalty.page;
  }
  if (end < reel->end && reel->inner[end]) {
    MbCursor inner = { .piece = end == from.piece ? from.sub_piece : 0,
                       .line = end == from.piece ? from.sub_line : 0 };
    const char *ignored = NULL;
    forced = stronger (forced, mb_reel_leading (reel->inner[end], inner, &ignored));
  }
  return forced;
}

int
mb_cursor_compare (MbCursor a, MbCursor b)
{
  if (a.piece != b.piece)
    return a.piece < b.piece ? -1 : 1;
  if (a.line != b.line)
    return a.line < b.line ? -1 : 1;
  if (a.sub_piece != b.sub_piece)
    return a.sub_piece < b.sub_piece ? -1 : 1;
  return a.sub_line < b.sub_line ? -1 : a.sub_line > b.sub_line;
}
