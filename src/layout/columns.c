/* SPDX-License-Identifier: Apache-2.0 */
/* Column sets (CSS Multi-column 1 § 3–6): the content of a column container becomes a COLUMNS piece that holds a galley
 * at the column measure; a spanning element ends the set, stands over the whole width, and begins another set after it.
 *
 * An element over some of the columns (-marbre-column-span) ends the set too; with those that follow it directly it stands at the head of the
 * next one. Neighbours over as many columns share one SPAN, so that their margins collapse.
 *
 * Spanning elements are found below plain wrappers too (an article's header): a wrapper that paints nothing is then
 * walked through, its margins kept. Inside a set, columns are innercolumns.c's.
 *
 * The last margin of a set adjoins the container's bottom margin: the feet of columns are feet of text. */
#include "internal.h"

typedef struct {
  MbMaker *outer;
  MbMaker inner;
  MbMaker span;
  gboolean filling;     /* inner is open */
  gboolean spanning;    /* span is open, in a set that has no text yet */
  gboolean texted;      /* inner has text */
  guint spanned;        /* columns that span is over */
  const MbBox *spanner; /* first box in it */
  GPtrArray *spanners;  /* all boxes in it */
  GArray *astride;      /* of MbPiece: boxes over a gutter that wait for the next text */
  MbColumnGrid grid;
  MbLength leading; /* margin above the first SPAN of the set */
  const MbBox *box; /* the container */
  const MbBox *previous;
  MbLength x, width, column, gap;
  guint count;
} Columns;

guint
mb_lay_columns_count (const MbLayContext *context, const MbBox *box, MbLength width,
                      MbLength *column, MbLength *gap)
{
  const MbStylePaged *paged = box->style->paged;
  guint count = paged->column_count;
  gboolean of_zone = context->zone && context->zone->box == box && count == 0 &&
                     paged->column_width == 0; /* the columns of the page */
  if (of_zone)
    count = context->zone->columns;
  *gap = mb_size_resolve (paged->column_gap, width, box->style->font->size);
  if (of_zone)
    *gap = context->zone->gap;
  if (paged->column_width > 0) {
    gint64 fit = ((gint64) width + *gap) / MAX ((gint64) paged->column_width + *gap, 1);
    guint room = (guint) CLAMP (fit, 1, MB_MAX_COLUMNS);
    count = count > 0 ? MIN (count, room) : room;
  }
  count = CLAMP (count, 1, MB_MAX_COLUMNS);
  *column = (MbLength) MAX (((gint64) width - (gint64) (count - 1) * *gap) / count, 0);
  return count;
}

static MbLength
span_width (const Columns *columns, guint n)
{
  gint64 width = (gint64) n * columns->column + (gint64) (n - 1) * columns->gap;
  return (MbLength) MIN (width, MB_LENGTH_MAX);
}

/* The picture of figure @box, when the house has chosen its width: no `colonnes` of the author. */
static const MbBox *
picture_of_house (const MbBox *box)
{
  gboolean figure = box->node && !box->anonymous && mb_node_is (box->node, "figure");
  if (!figure || mb_node_attr (box->node, "data-colonnes"))
    return NULL;
  const MbBox *picture = box->first;
  return picture && picture->kind == MB_BOX_PICTURE ? picture : NULL;
}

/* Over how many columns @box stands. A tall picture does not fill the page because the house likes wide ones. */
static guint
span_of (const Columns *columns, const MbBox *box)
{
  const MbStylePaged *paged = box->style->paged;
  guint n = paged->column_span_all && !mb_box_is_out (box)
                ? columns->count
                : CLAMP (paged->column_span, 1, columns->count);
  const MbBox *picture = n > 1 ? picture_of_house (box) : NULL;
  const MbLayContext *context = columns->outer->context;
  MbLength most = context->zone ? 0 : context->tallest / 5 * 2;
  while (picture && most > 0 && n > 1 &&
         mb_lay_picture_least (picture, span_width (columns, n)) > most)
    n--;
  return n;
}

static gboolean
is_plain_wrapper (const MbBox *box)
{
  return box->kind == MB_BOX_BLOCK && !mb_used_shows (box->style);
}

static gboolean
holds_spanner (const Columns *columns, const MbBox *box)
{
  if (!is_plain_wrapper (box))
    return FALSE;
  for (const MbBox *child = box->first; child; child = child->next)
    if (span_of (columns, child) > 1 || holds_spanner (columns, child))
      return TRUE;
  return FALSE;
}

static gboolean
begins_with_spanner (const Columns *columns, const MbBox *box)
{
  while (box && span_of (columns, box) == 1 && is_plain_wrapper (box))
    box = box->first;
  return box && span_of (columns, box) > 1;
}

static void
begin_set (Columns *columns)
{
  MbMaker *outer = columns->outer;
  mb_maker_begin (&columns->inner, outer->context, outer->arena);
  columns->inner.columns = TRUE;
  columns->inner.keep = outer->keep;
  columns->inner.keep_page = outer->keep_page;
  columns->inner.keep_column = outer->keep_column;
  columns->inner.marked = outer->marked;
  columns->inner.grid = &columns->grid;
  columns->filling = TRUE;
  columns->texted = FALSE;
  columns->leading = 0;
}

/* --- Spans over some of the columns --------------------------------------------------------------------------------- */

static MbLength
leading_margin (const MbGalley *galley)
{
  const MbPiece *first = galley->n > 0 ? galley->pieces : NULL;
  return first && first->kind == MB_PIECE_GLUE && first->glue.margin ? first->height : 0;
}

static void
begin_span (Columns *columns, const MbBox *box, guint n)
{
  MbMaker *span = &columns->span;
  mb_maker_begin (span, columns->outer->context, columns->outer->arena);
  span->columns = span->spans = TRUE;
  span->keep = 1;
  span->grid = &columns->grid;
  g_ptr_array_set_size (columns->spanners, 0);
  columns->spanned = n;
  columns->spanner = box;
  columns->spanning = TRUE;
}

/* A span without content leaves its margins and anchors to what follows. */
static void
drop_span (Columns *columns)
{
  MbMaker *inner = &columns->inner;
  mb_maker_margin (inner, columns->span.positive);
  mb_maker_margin (inner, columns->span.negative);
  const MbGalley *galley = mb_maker_end (&columns->span, columns->column, FALSE);
  for (guint i = 0; i < galley->n; i++)
    mb_maker_wait (inner, &galley->pieces[i]);
}

static const MbGalley *
span_again (const Columns *columns, guint n)
{
  MbMaker span;
  const MbBox *previous = NULL;
  MbLength width = span_width (columns, n);
  mb_maker_begin (&span, columns->outer->context, columns->outer->arena);
  span.columns = span.spans = TRUE;
  span.keep = 1;
  span.grid = &columns->grid;
  for (guint i = 0; i < columns->spanners->len; i++) {
    const MbBox *box = columns->spanners->pdata[i];
    if (previous)
      mb_maker_between (&span, previous, box);
    mb_lay_flow_box (&span, box, 0, width);
    previous = box;
  }
  return mb_maker_end (&span, width, TRUE);
}

/* The same over fewer columns, where a reserved place may leave no more. */
static const MbGalley *const *
narrower_spans (const Columns *columns)
{
  guint n = columns->spanned - 1;
  if (!columns->outer->context->reserves || n == 0)
    return NULL;
  const MbGalley **galleys = mb_arena_array (columns->outer->arena, const MbGalley *, n);
  for (guint i = 0; i < n; i++)
    galleys[i] = span_again (columns, i + 1);
  return galleys;
}

/* SPANs come before all else of the inner galley: nothing was written to it yet. */
static void
end_span (Columns *columns)
{
  if (!columns->spanning)
    return;
  columns->spanning = FALSE;
  mb_maker_finish (&columns->span);
  if (!columns->span.begun) {
    drop_span (columns);
    return;
  }
  MbPiece piece = { .kind = MB_PIECE_SPAN, .box = columns->spanner };
  piece.width = span_width (columns, columns->spanned);
  piece.span.count = columns->spanned;
  piece.span.galley = mb_maker_end (&columns->span, piece.width, TRUE);
  piece.span.narrower = narrower_spans (columns);
  MbCursor end = { .piece = piece.span.galley->n };
  piece.height = (MbLength) mb_lay_height (piece.span.galley, (MbCursor){ 0 }, end, TRUE);
  if (columns->inner.pieces->len == 0)
    columns->leading = leading_margin (piece.span.galley);
  g_array_append_val (columns->inner.pieces, piece);
}

static void
pass_margin_on (Columns *columns)
{
  mb_maker_margin (columns->outer, columns->inner.positive);
  mb_maker_margin (columns->outer, columns->inner.negative);
}

static void
pass_anchors_on (Columns *columns, const MbGalley *galley)
{
  for (guint i = 0; i < galley->n; i++)
    mb_maker_wait (columns->outer, &galley->pieces[i]);
}

/* Whether the margin that the set ends with stays in the container: it is a formatting context. One that shows nothing passes it on. */
static gboolean
keeps_margin (const Columns *columns)
{
  return !columns->box->anonymous && mb_used_shows (columns->box->style);
}

/* @last: of the container. */
static void
end_set (Columns *columns, gboolean last)
{
  if (!columns->filling)
    return;
  end_span (columns);
  columns->filling = columns->texted = FALSE;
  mb_maker_finish (&columns->inner);
  gboolean begun = columns->inner.begun || columns->inner.pieces->len > 0;
  MbPiece piece = { .kind = MB_PIECE_COLUMNS, .box = columns->box };
  piece.x = columns->x;
  piece.width = columns->width;
  piece.columns.count = columns->count;
  piece.columns.gap = columns->gap;
  piece.columns.balance = !columns->box->style->paged->column_fill_auto;
  MbMaker inner = columns->inner;
  gboolean keeps = begun && last && keeps_margin (columns);
  piece.columns.galley = mb_maker_end (&columns->inner, columns->column, keeps);
  columns->inner = inner;
  mb_maker_margin (columns->outer, columns->leading);
  if (begun)
    mb_maker_content (columns->outer, columns->box, &piece);
  else
    pass_anchors_on (columns, piece.columns.galley);
  if (!keeps)
    pass_margin_on (columns);
}

static MbMaker *
current (Columns *columns)
{
  return columns->filling ? &columns->inner : columns->outer;
}

static void
add_spanner (Columns *columns, const MbBox *child)
{
  end_set (columns, FALSE);
  if (columns->previous)
    mb_maker_between (columns->outer, columns->previous, child);
  mb_lay_flow_box (columns->outer, child, columns->x, columns->width);
  columns->previous = child;
}

static void
add_span (Columns *columns, const MbBox *child, guint n)
{
  if (columns->texted)
    end_set (columns, FALSE);
  if (!columns->filling) {
    if (columns->previous)
      mb_maker_between (columns->outer, columns->previous, child);
    begin_set (columns);
  }
  if (columns->spanning && columns->spanned == n) {
    mb_maker_between (&columns->span, columns->previous, child);
  } else {
    end_span (columns);
    begin_span (columns, child, n);
  }
  g_ptr_array_add (columns->spanners, (gpointer) child);
  mb_lay_flow_box (&columns->span, child, 0, span_width (columns, n));
  columns->previous = child;
}

static void
add_to_set (Columns *columns, const MbBox *child)
{
  end_span (columns);
  if (!columns->filling) {
    if (columns->previous)
      mb_maker_between (columns->outer, columns->previous, child);
    begin_set (columns);
  } else if (columns->previous) {
    mb_maker_between (&columns->inner, columns->previous, child);
  }
  for (guint i = 0; i < columns->astride->len; i++)
    mb_maker_wait (&columns->inner, &g_array_index (columns->astride, MbPiece, i));
  g_array_set_size (columns->astride, 0);
  mb_lay_flow_box (&columns->inner, child, 0, columns->column);
  columns->texted |= columns->inner.begun;
  columns->previous = child;
}

static void walk (Columns *columns, const MbBox *box);

/* Between two sets too, a place is so many of our columns. */
static void
flow_reserves (Columns *columns, const MbBox *box)
{
  MbMaker *maker = current (columns);
  const MbColumnGrid *grid = maker->grid;
  maker->grid = &columns->grid;
  mb_lay_flow_reserves (maker, box, 0, columns->width);
  maker->grid = grid;
}

/* Whether @child leaves the columns. */
static gboolean
is_placed (const Columns *columns, const MbBox *child)
{
  MbMaker asked = *columns->outer;
  asked.grid = &columns->grid;
  return mb_lay_is_placed (&asked, child);
}

/* What stands over a gutter is called by the text that follows it, or by the end of the set. */
static gboolean
wait_astride (Columns *columns, const MbBox *box)
{
  MbMaker asked = *columns->outer;
  asked.grid = &columns->grid;
  if (!mb_lay_is_astride (&asked, box))
    return FALSE;
  MbPiece piece = mb_lay_astride_piece (&asked, box);
  if (columns->texted)
    mb_maker_wait (&columns->inner, &piece);
  else
    g_array_append_val (columns->astride, piece);
  return TRUE;
}

/* What is to be called in a set begins it. */
static void
flow_page_float (Columns *columns, const MbBox *parent, const MbBox *box)
{
  if (wait_astride (columns, box))
    return;
  MbMaker *maker = current (columns);
  const MbColumnGrid *grid = maker->grid;
  maker->grid = &columns->grid;
  mb_lay_flow_page_float (maker, parent, box, 0, columns->width);
  maker->grid = grid;
}

/* What the wrapper says of itself goes with what it begins with: below a set that its first child ends. */
static void
walk_wrapper (Columns *columns, const MbBox *box)
{
  MbUsed used = mb_used_block (columns->outer->context, box, columns->width);
  if (columns->texted && begins_with_spanner (columns, box))
    end_set (columns, FALSE);
  mb_maker_margin (current (columns), used.margin[MB_TOP]);
  mb_maker_anchors (current (columns), box->anchors, box->n_anchors);
  flow_reserves (columns, box);
  walk (columns, box);
  mb_maker_margin (current (columns), used.margin[MB_BOTTOM]);
}

static void
walk (Columns *columns, const MbBox *box)
{
  for (const MbBox *child = box->first; child; child = child->next) {
    guint n = span_of (columns, child);
    if (mb_lay_is_left_out (columns->outer, child))
      continue;
    if (is_placed (columns, child)) {
      flow_page_float (columns, box, child);
      continue;
    }
    if (n >= columns->count && !columns->outer->context->reserves)
      add_spanner (columns, child);
    else if (n > 1)
      add_span (columns, child, n);
    else if (holds_spanner (columns, child))
      walk_wrapper (columns, child);
    else
      add_to_set (columns, child);
  }
}

/* No text followed: what waits for some stands below the last set. */
static void
end_astride (Columns *columns)
{
  g_autoptr (GArray) alone = columns->astride;
  columns->astride = g_array_new (FALSE, FALSE, sizeof (MbPiece));
  for (guint i = 0; i < alone->len; i++) {
    const MbBox *box = g_array_index (alone, MbPiece, i).box;
    mb_report (columns->outer->context->diagnostics, box->node->pos, MB_MSG_ASTRIDE_ALONE, NULL);
    add_to_set (columns, box);
  }
}

void
mb_lay_flow_columns (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  Columns columns = { .outer = maker, .box = box, .x = x, .width = width };
  columns.count = mb_lay_columns_count (maker->context, box, width, &columns.column, &columns.gap);
  columns.grid = (MbColumnGrid){ x, width, columns.column, columns.gap, columns.count };
  columns.spanners = g_ptr_array_new ();
  columns.astride = g_array_new (FALSE, FALSE, sizeof (MbPiece));
  if (box->kind == MB_BOX_PARAGRAPH) {
    begin_set (&columns);
    mb_lay_flow_lines (&columns.inner, box, 0, columns.column);
  } else {
    walk (&columns, box);
    end_astride (&columns);
  }
  end_set (&columns, TRUE);
  g_ptr_array_unref (columns.spanners);
  g_array_unref (columns.astride);
}
