/* SPDX-License-Identifier: Apache-2.0 */
/* The table in the flow (CSS 2.2 § 17.4): captions above and below it, rows as ROW pieces, breaks between them.
 *
 * The captions and the table stand in one wrapper: the margins of captions do not collapse with anything, and captions
 * are as wide as the table, or as their longest word where that is wider.
 *
 * Header rows are repeated on every page, footer rows too when they are low (page does it). A break may fall between rows, unless a cell goes on over the place; what rows and groups say about breaks there counts. A row is
 * whole, unless it would be higher than the page below the repeated header: then it is cut into slices (tableslice.c), and
 * when it cannot be cut it is reported. So are rows that a cell holds together and that are higher than the page: they are one
 * row to be cut. */
#include "table.h"

/* --- Rows as pieces ------------------------------------------------------------------------------------------------ */

typedef struct {
  MbMaker *maker;
  MbTable *table;
  MbLength x, width;
  MbLength room; /* the greatest height of a row on a page of its own; 0: any */
  gboolean feet; /* footer rows are repeated */
  guint last;    /* row written last + 1; 0: none */
} Writer;

/* @fragment: of rows @index … @last, or of a slice of them: the @top, the @bottom one, or both. */
static void
write_piece (Writer *writer, guint index, guint last, MbFragment *fragment, gboolean top,
             gboolean bottom)
{
  const MbTable *table = writer->table;
  const MbTableRow *row = MB_TABLE_ROW (table, index);
  MbPiece piece = { .kind = MB_PIECE_ROW, .box = row->box, .x = writer->x, .width = writer->width };
  piece.height = fragment->rect.height;
  piece.monolith.header = row->header;
  piece.monolith.fragment = fragment;
  piece.monolith.footer = row->footer && writer->feet;
  piece.monolith.above = mb_table_reach (table, index);
  piece.monolith.continued = !top;
  if (bottom) {
    MbFragment *closing = mb_table_edges (table, last, TRUE);
    mb_lay_move (closing, 0, fragment->rect.height - MB_TABLE_ROW (table, last)->height);
    piece.monolith.closing = closing;
    piece.monolith.below = mb_table_reach (table, last + 1);
  }
  mb_maker_content (writer->maker, row->box, &piece);
}

static void
report_height (const Writer *writer, guint index, gboolean cut)
{
  const MbTableRow *row = MB_TABLE_ROW (writer->table, index);
  const MbNode *node = row->box->node ? row->box->node : writer->table->box->node;
  if (node)
    mb_report (writer->maker->context->diagnostics, node->pos,
               cut ? MB_MSG_ROW_CUT : MB_MSG_ROW_TOO_HIGH, NULL);
}

static gboolean
fits (const Writer *writer, MbLength height)
{
  return writer->room <= 0 || height <= writer->room;
}

/* Write @fragment, of row @index and perhaps of more below it, in slices. */
static void
write_slices (Writer *writer, guint index, guint last, MbFragment *fragment)
{
  MbFragment **slices;
  guint n = mb_table_slices (fragment, writer->table->arena, &slices);
  gboolean high = FALSE;
  for (guint i = 0; i < n; i++)
    high |= !fits (writer, mb_table_content_bottom (slices[i]));
  if (n > 1 || high)
    report_height (writer, index, !high);
  for (guint i = 0; i < n; i++) {
    if (i > 0) {
      guint keep = writer->maker->keep;
      writer->maker->keep = 0; /* break-inside: avoid cannot be had */
      mb_maker_between (writer->maker, NULL, NULL);
      writer->maker->keep = keep;
    }
    write_piece (writer, index, last, slices[i], i == 0, i + 1 == n);
  }
}

/* Anchors inside a row stand before it; those of its group before its first row. */
static void
write_anchors (const Writer *writer, guint index)
{
  const MbTableRow *row = MB_TABLE_ROW (writer->table, index);
  if (index == 0 || MB_TABLE_ROW (writer->table, index - 1)->group != row->group)
    mb_maker_anchors (writer->maker, row->group->anchors, row->group->n_anchors);
  mb_maker_anchors_below (writer->maker, row->box);
}

static void
keep (MbMaker *maker, const MbBox *group, int by)
{
  MbBreakValue inside = group->style->paged->break_inside;
  maker->keep += (guint) (inside == MB_BREAK_AVOID ? by : 0);
  maker->keep_page += (guint) (inside == MB_BREAK_AVOID_PAGE ? by : 0);
  maker->keep_column += (guint) (inside == MB_BREAK_AVOID_COLUMN ? by : 0);
}

/* The place between row writer->last - 1 and row @index. */
static void
write_between (Writer *writer, guint index, gboolean joined)
{
  MbMaker *maker = writer->maker;
  const MbTableRow *above = MB_TABLE_ROW (writer->table, writer->last - 1);
  const MbTableRow *below = MB_TABLE_ROW (writer->table, index);
  gboolean same = above->group == below->group;
  guint kept = joined || above->header || (below->footer && writer->feet);
  maker->keep += kept;
  if (same)
    keep (maker, above->group, 1);
  mb_maker_between (maker, same ? above->box : above->group, same ? below->box : below->group);
  if (same)
    keep (maker, above->group, -1);
  maker->keep -= kept;
}

static void
begin_row (Writer *writer, guint index, gboolean joined)
{
  const MbTable *table = writer->table;
  if (writer->last > 0)
    write_between (writer, index, joined);
  if (writer->last > 0)
    mb_maker_margin (writer->maker, table->gap[1]);
  else
    mb_maker_edge (writer->maker, table->box, table->gap[1], FALSE);
  write_anchors (writer, index);
  writer->last = index + 1;
}

static void
write_row (Writer *writer, guint index, gboolean joined)
{
  const MbTableRow *row = MB_TABLE_ROW (writer->table, index);
  begin_row (writer, index, joined);
  MbFragment *fragment = mb_table_row_fragment (writer->table, index, writer->width);
  if (fits (writer, row->height))
    write_piece (writer, index, index, fragment, TRUE, TRUE);
  else
    write_slices (writer, index, index, fragment);
}

/* Rows @from … @to - 1, held together by a cell and higher than a page: one fragment, cut. */
static void
write_joined (Writer *writer, guint from, guint to)
{
  MbTable *table = writer->table;
  begin_row (writer, from, FALSE);
  MbRect rect = { 0, 0, writer->width, mb_table_rows_height (table, from, to - from) };
  MbFragment *all =
      mb_lay_fragment_new (table->arena, MB_FRAGMENT_PLAIN, MB_TABLE_ROW (table, from)->box, rect);
  MbFragment **end = &all->child;
  for (guint i = from; i < to; i++) {
    if (MB_TABLE_ROW (table, i)->collapsed)
      continue;
    if (i > from)
      write_anchors (writer, i);
    /* cells of several rows reach out of theirs: all stand side by side, to be cut alike */
    MbFragment *row = mb_table_row_fragment (table, i, writer->width);
    mb_lay_move (row, 0, MB_TABLE_ROW (table, i)->y - MB_TABLE_ROW (table, from)->y);
    for (*end = row->child; *end; end = &(*end)->next)
      continue;
  }
  writer->last = to;
  write_slices (writer, from, to - 1, all);
}

/* The row after the last that a cell of row @from, or of one it is held to, goes on into. */
static guint
end_of_joined (const MbTable *table, guint from)
{
  while (from + 1 < table->rows->len && MB_TABLE_ROW (table, from)->joined)
    from++;
  return from + 1;
}

/* footer rows are repeated when they and the header leave at least a third of the page to the others */
#define LEAST_BODY 3

/* Height of the header rows, or of the footer rows. */
static MbLength
ends_height (const MbTable *table, gboolean feet)
{
  MbLength height = 0;
  for (guint i = 0; i < table->rows->len; i++) {
    const MbTableRow *row = MB_TABLE_ROW (table, i);
    if ((feet ? row->footer : row->header) && !row->collapsed)
      height = mb_length_add (height, mb_length_add (row->height, table->gap[1]));
  }
  return height;
}

static Writer
writer_new (MbMaker *maker, MbTable *table, MbLength x, MbLength width)
{
  Writer writer = { .maker = maker, .table = table, .x = x, .width = width };
  MbLength tallest = maker->whole ? 0 : maker->context->tallest;
  MbLength heads = ends_height (table, FALSE), feet = ends_height (table, TRUE);
  writer.feet =
      !maker->whole && feet > 0 && (tallest == 0 || heads + feet <= tallest - tallest / LEAST_BODY);
  if (tallest > 0)
    writer.room = tallest - (heads <= tallest / 2 ? heads : 0) - (writer.feet ? feet : 0);
  return writer;
}

static void
write_rows (MbMaker *maker, MbTable *table, MbLength x, MbLength width)
{
  Writer writer = writer_new (maker, table, x, width);
  for (guint i = 0, end; i < table->rows->len; i = end) {
    end = end_of_joined (table, i);
    if (end > i + 1 && !fits (&writer, mb_table_rows_height (table, i, end - i))) {
      write_joined (&writer, i, end);
      continue;
    }
    for (guint k = i; k < end; k++)
      if (!MB_TABLE_ROW (table, k)->collapsed)
        write_row (&writer, k, k > i);
  }
  if (writer.last > 0)
    mb_maker_edge (maker, table->box, table->gap[1], TRUE);
}

/* --- Captions ------------------------------------------------------------------------------------------------------- */

static gboolean
is_caption_at (const MbBox *box, gboolean bottom)
{
  return box->kind != MB_BOX_ROWS && box->style->text->caption_bottom == bottom;
}

static MbLength
caption_width (const MbMaker *maker, const MbBox *caption, MbLength width)
{
  MbLength min, max;
  mb_lay_widths (maker->context, caption, &min, &max);
  return MAX (min, width);
}

/* Its margins are edges: they meet no others. */
static void
flow_caption (MbMaker *maker, const MbBox *caption, MbLength x, MbLength width)
{
  MbUsed used = mb_used_block (maker->context, caption, caption_width (maker, caption, width));
  MbUsed inner = used;
  inner.margin[MB_TOP] = inner.margin[MB_BOTTOM] = 0;
  mb_maker_edge (maker, caption, used.margin[MB_TOP], FALSE);
  mb_lay_flow_used (maker, caption, x, &inner);
  mb_maker_edge (maker, caption, used.margin[MB_BOTTOM], TRUE);
}

/* Captions are kept with the rows. */
static void
flow_captions (MbMaker *maker, const MbBox *table, MbLength x, MbLength width, gboolean bottom)
{
  maker->keep++;
  for (const MbBox *child = table->first; child; child = child->next) {
    if (!is_caption_at (child, bottom))
      continue;
    if (bottom)
      mb_maker_between (maker, NULL, child);
    flow_caption (maker, child, x, width);
    if (!bottom)
      mb_maker_between (maker, child, NULL);
  }
  maker->keep--;
}

/* --- The table ---------------------------------------------------------------------------------------------------------- */

static MbLength
border_width (const MbUsed *used)
{
  return mb_length_add (mb_length_add (used->edge[MB_LEFT], used->width), used->edge[MB_RIGHT]);
}

/* A table without rows: its margins do not meet through it. */
static void
write_nothing (MbMaker *maker, MbTable *table, MbLength x, const MbUsed *used)
{
  MbRect rect = { 0, 0, used->width, used->min_height };
  MbPiece piece = { .kind = MB_PIECE_MONOLITH, .box = table->used };
  piece.x = mb_length_add (x, used->edge[MB_LEFT]);
  piece.width = rect.width;
  piece.height = rect.height;
  piece.monolith.fragment =
      mb_lay_fragment_new (table->arena, MB_FRAGMENT_PLAIN, table->used, rect);
  mb_maker_content (maker, table->used, &piece);
}

/* The wrapper's content; @x: of the containing block. */
static void
flow_wrapper (MbMaker *maker, MbTable *table, MbLength x, const MbUsed *used)
{
  MbUsed inner = *used;
  MbLength left = mb_length_add (x, used->x), border = border_width (used);
  inner.margin[MB_TOP] = inner.margin[MB_BOTTOM] = 0;
  flow_captions (maker, table->box, left, border, FALSE);
  mb_lay_flow_enter (maker, table->used, x, &inner);
  mb_table_lay (table, used->min_height > 0 ? used->min_height : -1);
  write_rows (maker, table, mb_length_add (left, used->edge[MB_LEFT]), used->width);
  if (table->rows->len == 0)
    write_nothing (maker, table, left, used);
  mb_lay_flow_leave (maker, table->used, &inner);
  flow_captions (maker, table->box, left, border, TRUE);
}

void
mb_lay_flow_table (MbMaker *maker, const MbBox *box, MbLength x, MbLength containing)
{
  g_autoptr (MbTable) table = mb_table_new (maker->context, box, maker->arena);
  MbUsed used = mb_table_used (table, containing);
  mb_lay_flow_clear (maker, box, &used);
  if (mb_floats_avoid (maker, box, 1, &x, &containing))
    used = mb_table_used (table, containing);
  mb_maker_margin_above (maker, box, used.margin[MB_TOP]);
  flow_wrapper (maker, table, x, &used);
  mb_maker_margin (maker, used.margin[MB_BOTTOM]);
}

MbUsed
mb_lay_table_used (const MbLayContext *context, const MbBox *box, MbLength containing)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_autoptr (MbTable) table = mb_table_new (context, box, arena);
  return mb_table_used (table, containing);
}

MbFragment *
mb_lay_table_fragment (const MbLayContext *context, const MbBox *box, MbLength containing,
                       MbArena *arena)
{
  g_autoptr (MbTable) table = mb_table_new (context, box, arena);
  MbUsed used = mb_table_used (table, containing);
  MbMaker maker;
  mb_maker_begin (&maker, context, arena);
  maker.whole = TRUE;
  maker.whole_of = box;
  used.x = 0;
  flow_wrapper (&maker, table, 0, &used);
  const MbGalley *galley = mb_maker_end (&maker, containing, TRUE);
  MbRect rect = { 0, 0, border_width (&used), 0 };
  MbFragment *fragment = mb_lay_fragment_new (arena, MB_FRAGMENT_PLAIN, box, rect);
  MbLayRange range = mb_lay_whole (galley);
  fragment->child = mb_lay_place (context, &range, arena, &fragment->rect.height);
  fragment->first = fragment->last = TRUE;
  return fragment;
}

static const MbFragment *
first_row (const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_PLAIN && fragment->box->kind == MB_BOX_ROW)
      return fragment;
    const MbFragment *inside = first_row (fragment->child);
    if (inside)
      return inside;
  }
  return NULL;
}

MbLength
mb_lay_table_baseline (const MbFragment *fragment, MbLength otherwise)
{
  const MbFragment *row = first_row (fragment->child);
  return row ? row->baseline : otherwise;
}
