/* SPDX-License-Identifier: Apache-2.0 */
/* Placing items that do not say where they stand (css-grid-1 § 8.5).
 *
 * The algorithm is told for rows; with grid-auto-flow: column the axes change places, so *major* is the axis that grows and *minor* the one
 * that is filled. Cells taken are kept a row of bytes each, made when something is put there. */
#include "gridbox.h"

#include <stdlib.h>

typedef struct {
  MbGrid *grid;
  int major, minor; /* axes */
  int n_minor;      /* tracks */
  GPtrArray *rows;  /* of guint8*, by major track; NULL: free */
  int *cursors;     /* by major track: where the last item locked to it ended; NULL when dense */
  int n_cursors;
} Placing;

/* --- Cells ------------------------------------------------------------------------------------------------ */

static gboolean
is_free (const Placing *placing, int major, int minor, int high, int wide)
{
  for (int i = major; i < major + high && i < (int) placing->rows->len; i++) {
    const guint8 *row = placing->rows->pdata[i];
    for (int j = minor; row && j < minor + wide; j++)
      if (row[j])
        return FALSE;
  }
  return TRUE;
}

static void
occupy (Placing *placing, const MbGridItem *item)
{
  int major = item->start[placing->major], minor = item->start[placing->minor];
  int end = MIN (major + item->span[placing->major], MB_MAX_GRID_ROWS);
  if ((int) placing->rows->len < end)
    g_ptr_array_set_size (placing->rows, end);
  for (int i = major; i < end; i++) {
    if (!placing->rows->pdata[i])
      placing->rows->pdata[i] = g_new0 (guint8, placing->n_minor);
    for (int j = minor; j < minor + item->span[placing->minor]; j++)
      ((guint8 *) placing->rows->pdata[i])[j] = 1;
  }
}

static void
put (Placing *placing, MbGridItem *item, int major, int minor)
{
  item->start[placing->major] = MIN (major, MB_MAX_GRID_ROWS);
  item->start[placing->minor] = minor;
  occupy (placing, item);
}

/* --- The extent of the grid ---------------------------------------------------------------------------------- */

/* Lines before the first of the explicit grid become the first of the whole grid. */
static void
shift (MbGrid *grid)
{
  for (int axis = 0; axis < 2; axis++) {
    int before = 0;
    for (guint i = 0; i < grid->n_items; i++)
      if (grid->items[i].placed[axis])
        before = MIN (before, grid->items[i].start[axis]);
    grid->axes[axis].before = -before;
    for (guint i = 0; i < grid->n_items; i++)
      if (grid->items[i].placed[axis])
        grid->items[i].start[axis] -= before;
  }
}

static int
tracks_needed (const MbGrid *grid, int axis, gboolean all)
{
  int n = grid->axes[axis].before + (int) grid->axes[axis].explicit->len;
  for (guint i = 0; i < grid->n_items; i++) {
    const MbGridItem *item = &grid->items[i];
    int start = all || item->placed[axis] ? item->start[axis] : 0;
    n = MAX (n, start + item->span[axis]);
  }
  return n;
}

/* --- Items locked to a row -------------------------------------------------------------------------------------- */

static void
place_locked (Placing *placing, MbGridItem *item)
{
  int major = item->start[placing->major], high = item->span[placing->major];
  int wide = item->span[placing->minor];
  int minor = placing->cursors && major < placing->n_cursors ? placing->cursors[major] : 0;
  while (minor + wide <= placing->n_minor && !is_free (placing, major, minor, high, wide))
    minor++;
  if (minor + wide > placing->n_minor) { /* the grid grows: wider rows of cells */
    int n = minor + wide;
    for (guint i = 0; i < placing->rows->len; i++)
      if (placing->rows->pdata[i]) {
        guint8 *row = g_realloc (placing->rows->pdata[i], n);
        for (int j = placing->n_minor; j < n; j++)
          row[j] = 0;
        placing->rows->pdata[i] = row;
      }
    placing->n_minor = n;
  }
  put (placing, item, major, minor);
  if (placing->cursors && major < placing->n_cursors)
    placing->cursors[major] = minor + wide;
}

/* --- The others ---------------------------------------------------------------------------------------------------- */

/* The minor place is given: down from @major to the first free place. */
static void
place_below (Placing *placing, MbGridItem *item, int major)
{
  int minor = item->start[placing->minor];
  while (!is_free (placing, major, minor, item->span[placing->major], item->span[placing->minor]))
    major++;
  put (placing, item, major, minor);
}

static void
place_free (Placing *placing, MbGridItem *item, int major, int minor)
{
  int high = item->span[placing->major], wide = item->span[placing->minor];
  for (;;) {
    if (minor + wide > placing->n_minor) {
      major++;
      minor = 0;
    } else if (is_free (placing, major, minor, high, wide)) {
      break;
    } else {
      minor++;
    }
  }
  put (placing, item, major, minor);
}

static void
place_rest (Placing *placing)
{
  MbGrid *grid = placing->grid;
  gboolean dense = grid->style->dense;
  int major = 0, minor = 0;
  for (guint i = 0; i < grid->n_items; i++) {
    MbGridItem *item = &grid->items[i];
    if (item->placed[placing->major])
      continue;
    if (dense)
      major = minor = 0;
    if (item->placed[placing->minor]) {
      major += !dense && item->start[placing->minor] < minor;
      place_below (placing, item, major);
    } else {
      place_free (placing, item, major, minor);
    }
    major = item->start[placing->major];
    minor = item->start[placing->minor];
  }
}

/* --- Tracks ----------------------------------------------------------------------------------------------------------- */

static MbGridSize
size_of_track (const MbGridAxis *axis, int index)
{
  int explicit = (int) axis->explicit->len, at = index - axis->before;
  if (at >= 0 && at < explicit)
    return g_array_index (axis->explicit, MbGridSize, at);
  int more = (int) axis->n_more;
  int k = at < 0 ? more - 1 - (-at - 1) % more : (at - explicit) % more;
  return axis->more[k];
}

static void
drop_empty (const MbGrid *grid, MbGridAxis *axis, int which)
{
  for (guint i = axis->fit_from; i < axis->fit_to; i++)
    axis->tracks[i + axis->before].empty = TRUE;
  for (guint i = 0; i < grid->n_items; i++)
    for (int k = 0; k < grid->items[i].span[which]; k++)
      axis->tracks[grid->items[i].start[which] + k].empty = FALSE;
}

static void
make_tracks (MbGrid *grid, int which)
{
  MbGridAxis *axis = &grid->axes[which];
  axis->n = (guint) tracks_needed (grid, which, TRUE);
  axis->tracks = mb_arena_array (grid->arena, MbGridTrack, MAX (axis->n, 1));
  for (guint i = 0; i < axis->n; i++) {
    axis->tracks[i] = (MbGridTrack){ .base = 0 };
    axis->tracks[i].size = size_of_track (axis, (int) i);
  }
  drop_empty (grid, axis, which);
}

void
mb_grid_place (MbGrid *grid)
{
  gboolean column = grid->style->flow_column;
  Placing placing = { .grid = grid,
                      .major = column ? MB_GRID_COLUMN : MB_GRID_ROW,
                      .minor = column ? MB_GRID_ROW : MB_GRID_COLUMN };
  for (guint i = 0; i < grid->n_items; i++)
    for (int axis = 0; axis < 2; axis++)
      mb_grid_resolve (grid, &grid->items[i], axis);
  shift (grid);
  placing.rows = g_ptr_array_new_with_free_func (g_free);
  placing.n_minor = MAX (tracks_needed (grid, placing.minor, FALSE), 1);
  placing.n_cursors = tracks_needed (grid, placing.major, FALSE);
  placing.cursors = grid->style->dense ? NULL : g_new0 (int, placing.n_cursors + 1);
  for (guint i = 0; i < grid->n_items; i++)
    if (grid->items[i].placed[0] && grid->items[i].placed[1])
      occupy (&placing, &grid->items[i]);
  for (guint i = 0; i < grid->n_items; i++)
    if (grid->items[i].placed[placing.major] && !grid->items[i].placed[placing.minor])
      place_locked (&placing, &grid->items[i]);
  place_rest (&placing);
  g_free (placing.cursors);
  g_ptr_array_unref (placing.rows);
  make_tracks (grid, MB_GRID_COLUMN);
  make_tracks (grid, MB_GRID_ROW);
}
