/* SPDX-License-Identifier: Apache-2.0 */
/* Pages placed by hand: a grid container with -marbre-copyfit is the template of a page.
 *
 * Its areas are as large as the template says, never as their content asks: rows share what is left of the page area where the container begins (or
 * the height that it has), and every edge goes to the nearest line of the baseline grid, so text in all areas stands on one grid. What stands in
 * an area is a zone. One with -marbre-copyfit: none (an advertisement) is laid out here, as high as its area. The others are
 * fitted by `page`, each for itself: their text has the columns of the page that their area takes. */
#include "gridbox.h"

#include <string.h>

gboolean
mb_lay_is_template (const MbBox *box)
{
  return box->style->text->n_copyfit > 0 &&
         (!box->parent || box->parent->style->text->n_copyfit == 0);
}

static MbLength
nearest_line (MbLength y, MbLength pitch)
{
  return pitch > 0 ? (MbLength) (((gint64) y + pitch / 2) / pitch * pitch) : y;
}

/* How many columns of text an area has: as many as columns of the page, when these are alike. */
static guint
text_columns (const MbGrid *grid, const MbGridItem *item)
{
  const MbGridTrack *tracks = &grid->axes[MB_GRID_COLUMN].tracks[item->start[MB_GRID_COLUMN]];
  int span = item->span[MB_GRID_COLUMN];
  for (int i = 1; i < span; i++)
    if (ABS (tracks[i].base - tracks[0].base) > MB_PT / 8)
      return 1;
  return (guint) span;
}

static MbRect
area_of (const MbGrid *grid, const MbGridItem *item)
{
  const MbGridTrack *column = &grid->axes[MB_GRID_COLUMN].tracks[item->start[MB_GRID_COLUMN]];
  const MbGridTrack *row = &grid->axes[MB_GRID_ROW].tracks[item->start[MB_GRID_ROW]];
  MbLength pitch = grid->box->style->text->grid;
  MbLength height =
      mb_grid_span (grid, MB_GRID_ROW, item->start[MB_GRID_ROW], item->span[MB_GRID_ROW]);
  MbRect rect = { .x = column->at, .y = nearest_line (row->at, pitch) };
  rect.width =
      mb_grid_span (grid, MB_GRID_COLUMN, item->start[MB_GRID_COLUMN], item->span[MB_GRID_COLUMN]);
  rect.height = nearest_line (mb_length_add (row->at, height), pitch) - rect.y;
  return rect;
}

static const MbFragment *
whole_fragment (const MbGrid *grid, const MbBox *box, MbRect rect)
{
  MbLength margin[4];
  for (int side = 0; side < 4; side++)
    margin[side] = mb_size_resolve (box->style->box->margin[side], rect.width, 0);
  MbLength width = MAX (rect.width - margin[MB_LEFT] - margin[MB_RIGHT], 0);
  MbLength height = MAX (rect.height - margin[MB_TOP] - margin[MB_BOTTOM], 0);
  MbFragment *fragment = mb_lay_block_high (grid->context, box, width, height, grid->arena);
  if (box->kind == MB_BOX_PICTURE)
    mb_lay_picture_resize (fragment, height);
  fragment->rect.height = MAX (height, fragment->rect.height);
  mb_lay_move (fragment, margin[MB_LEFT], margin[MB_TOP]);
  return fragment;
}

static gboolean
has_area (const MbStyleGrid *style, const char *name)
{
  for (guint i = 0; name && i < style->area_rows * style->area_columns; i++)
    if (g_strcmp0 (style->areas[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* An area that the template does not have is made by the grid outside of it: the page would not show it. */
static void
check_area (const MbGrid *grid, const MbGridItem *item)
{
  const char *name = item->box->style->grid->row_start.name;
  if (name && !has_area (grid->style, name) && item->box->node)
    mb_report (grid->context->diagnostics, item->box->node->pos, MB_MSG_ZONE_UNKNOWN, name, NULL);
}

static MbZone
zone_of (const MbGrid *grid, const MbGridItem *item)
{
  MbZone zone = { .box = item->box, .rect = area_of (grid, item) };
  zone.name = item->box->style->grid->row_start.name;
  zone.columns = text_columns (grid, item);
  zone.gap = grid->axes[MB_GRID_COLUMN].gap;
  if (item->box->style->text->n_copyfit == 0)
    zone.fragment = whole_fragment (grid, item->box, zone.rect);
  return zone;
}

static int
compare_zones (gconstpointer a, gconstpointer b)
{
  const MbZone *x = a, *y = b;
  return x->box->index < y->box->index ? -1 : x->box->index > y->box->index;
}

/* Areas ask for nothing. */
static void
size_areas (MbGrid *grid, MbLength width, MbLength height)
{
  for (guint i = 0; i < grid->n_items; i++)
    memset (grid->items[i].asks, 0, sizeof grid->items[i].asks);
  mb_grid_size (grid, MB_GRID_COLUMN, MB_GRID_DEFINITE, width);
  mb_grid_align (grid, MB_GRID_COLUMN, width);
  mb_grid_size (grid, MB_GRID_ROW, MB_GRID_DEFINITE, height);
  mb_grid_align (grid, MB_GRID_ROW, height);
}

const MbZone *
mb_lay_template (const MbLayContext *context, const MbBox *box, MbLength width, MbLength height,
                 MbArena *arena, guint *n)
{
  MbGrid grid;
  mb_grid_begin (&grid, context, box, arena, width, height);
  size_areas (&grid, width, height);
  MbZone *zones = mb_arena_array (arena, MbZone, MAX (grid.n_items, 1));
  for (guint i = 0; i < grid.n_items; i++) {
    check_area (&grid, &grid.items[i]);
    zones[i] = zone_of (&grid, &grid.items[i]);
  }
  qsort (zones, grid.n_items, sizeof *zones, compare_zones);
  *n = grid.n_items;
  mb_grid_end (&grid);
  return zones;
}

void
mb_lay_flow_template (MbMaker *maker, const MbBox *box, MbLength x, MbLength width)
{
  MbUsed used = mb_used_block (maker->context, box, width);
  MbPiece piece = { .kind = MB_PIECE_ZONES, .box = box, .x = x, .width = width };
  piece.grid = box->style->text->grid;
  piece.zones.fills = used.height < 0;
  piece.height = used.height >= 0 ? used.height : MAX (piece.grid, MB_PT);
  mb_grid_other_anchors (maker, box);
  mb_maker_content (maker, box, &piece);
}

const MbGalley *
mb_lay_zone (const MbLayContext *context, const MbZone *zone, const guint8 *left_out,
             MbArena *arena)
{
  MbLayContext inside = *context;
  MbMaker maker;
  inside.zone = zone;
  inside.left_out = left_out;
  inside.reserves = TRUE;
  inside.tallest = zone->rect.height;
  inside.item = (MbGridded){ zone->box, zone->rect.height, -1 };
  mb_maker_begin (&maker, &inside, arena);
  mb_maker_between (&maker, NULL, zone->box);
  mb_lay_flow_box (&maker, zone->box, 0, zone->rect.width);
  return mb_maker_end (&maker, zone->rect.width, FALSE);
}
