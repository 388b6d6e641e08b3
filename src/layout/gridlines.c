/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a grid: the explicit tracks, the names of their lines, and what the styles of items say of them (css-grid-1 § 7, § 8.3).
 *
 * Lines are counted from 0, the first of the explicit grid; those before it are negative. An area `a` names the lines around it a-start and
 * a-end in both axes, as if the author had written these names. */
#include "gridbox.h"

#include <stdlib.h>
#include <string.h>

/* --- Explicit tracks ----------------------------------------------------------------------------------- */

static void
add_name (MbGridAxis *axis, const char *name, int line)
{
  MbGridName entry = { name, line };
  g_array_append_val (axis->names, entry);
}

static MbLength
definite (MbGridBreadth breadth, MbLength size)
{
  if (breadth.kind == MB_GRID_TRACK_LENGTH)
    return breadth.value;
  if (breadth.kind == MB_GRID_TRACK_PERCENT && size >= 0)
    return mb_size_resolve ((MbSize){ MB_SIZE_PERCENT, breadth.value }, size, 0);
  return -1;
}

/* What a track of an automatic repetition is counted as: at least a point, so that there is an end of them. */
static MbLength
counted (const MbGridSize *track, MbLength size)
{
  MbLength max = definite (track->max, size), min = definite (track->min, size);
  if (max >= 0)
    return MAX (MAX (max, min), 0);
  return MAX (min, 0);
}

/* How often the tracks of repeat(auto-fill) fit in @size beside the others (css-grid-1 § 7.2.3.2). */
static guint
repetitions (const MbGridAxis *axis, const MbGridEntry *entries, guint n, guint from, guint to,
             MbLength size)
{
  gint64 once = 0, others = 0;
  gboolean inside = FALSE;
  if (size < 0)
    return 1;
  for (guint i = 0; i < n; i++) {
    inside = i > from && i < to;
    if (entries[i].kind == MB_GRID_TRACK_SIZE)
      *(inside ? &once : &others) += (gint64) counted (&entries[i].size, size) + axis->gap;
  }
  once = MAX (once, MB_PT);
  gint64 room = (gint64) size + axis->gap - others;
  return (guint) CLAMP (room / once, 1, MB_MAX_GRID_TRACKS);
}

static void
add_entries (MbGridAxis *axis, const MbGridEntry *entries, guint n)
{
  for (guint i = 0; i < n; i++)
    if (entries[i].kind == MB_GRID_TRACK_NAME)
      add_name (axis, entries[i].name, (int) axis->explicit->len);
    else if (entries[i].kind == MB_GRID_TRACK_SIZE && axis->explicit->len < MB_MAX_GRID_TRACKS)
      g_array_append_val (axis->explicit, entries[i].size);
}

static void
add_template (MbGridAxis *axis, const MbGridEntry *entries, guint n, MbLength size)
{
  guint i = 0;
  while (i < n) {
    guint end = i;
    if (entries[i].kind != MB_GRID_TRACK_FILL && entries[i].kind != MB_GRID_TRACK_FIT) {
      add_entries (axis, &entries[i], 1);
      i++;
      continue;
    }
    while (entries[end].kind != MB_GRID_TRACK_END)
      end++;
    guint times = repetitions (axis, entries, n, i, end, size);
    guint first = axis->explicit->len;
    for (guint k = 0; k < times; k++)
      add_entries (axis, &entries[i + 1], end - i - 1);
    if (entries[i].kind == MB_GRID_TRACK_FIT) {
      axis->fit_from = first;
      axis->fit_to = axis->explicit->len;
    }
    i = end + 1;
  }
}

/* --- Areas ------------------------------------------------------------------------------------------------ */

static const char *
edge_name (MbArena *arena, const char *name, const char *edge)
{
  g_autofree char *text = g_strconcat (name, edge, NULL);
  return mb_arena_strdup (arena, text);
}

/* Lines around area @name, the first cell of which is at @row, @column. */
static void
add_area (MbGrid *grid, int axis, guint row, guint column)
{
  const MbStyleGrid *style = grid->style;
  const char *name = style->areas[row * style->area_columns + column];
  guint at = axis == MB_GRID_ROW ? row : column, end = at;
  guint step = axis == MB_GRID_ROW ? style->area_columns : 1;
  guint n = axis == MB_GRID_ROW ? style->area_rows : style->area_columns;
  const char *const *cell = &style->areas[row * style->area_columns + column];
  for (; end < n && *cell == name; end++)
    cell += end + 1 < n ? step : 0;
  add_name (&grid->axes[axis], edge_name (grid->arena, name, "-start"), (int) at);
  add_name (&grid->axes[axis], edge_name (grid->arena, name, "-end"), (int) end);
}

static gboolean
begins_here (const MbStyleGrid *style, guint row, guint column)
{
  const char *name = style->areas[row * style->area_columns + column];
  return name && (row == 0 || style->areas[(row - 1) * style->area_columns + column] != name) &&
         (column == 0 || style->areas[row * style->area_columns + column - 1] != name);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const MbGridName *x = a, *y = b;
  return x->line != y->line ? x->line - y->line : strcmp (x->name, y->name);
}

void
mb_grid_explicit (MbGrid *grid, int which, MbLength size)
{
  const MbStyleGrid *style = grid->style;
  MbGridAxis *axis = &grid->axes[which];
  gboolean rows = which == MB_GRID_ROW;
  axis->names = g_array_new (FALSE, FALSE, sizeof (MbGridName));
  axis->explicit = g_array_new (FALSE, FALSE, sizeof (MbGridSize));
  axis->more = rows ? style->auto_rows : style->auto_columns;
  axis->n_more = rows ? style->n_auto_rows : style->n_auto_columns;
  add_template (axis, rows ? style->rows : style->columns, rows ? style->n_rows : style->n_columns,
                size);
  guint named = MIN (rows ? style->area_rows : style->area_columns, MB_MAX_GRID_TRACKS);
  for (guint i = axis->explicit->len, k = 0; i < named; i++, k++)
    g_array_append_val (axis->explicit, axis->more[k % axis->n_more]);
  for (guint row = 0; row < style->area_rows; row++)
    for (guint column = 0; column < style->area_columns; column++)
      if (begins_here (style, row, column))
        add_area (grid, which, row, column);
  g_array_sort (axis->names, compare_lines);
}

/* --- Lines of items ------------------------------------------------------------------------------------------ */

static int
last_line (const MbGridAxis *axis)
{
  return (int) axis->explicit->len;
}

/* The @count-th line called @name from @from on, forwards or backwards (@from itself left out); lines of the implicit grid have every
 * name. */
static int
find_name (const MbGridAxis *axis, const char *name, int from, int count, gboolean back)
{
  int previous = G_MININT;
  for (guint i = 0; i < axis->names->len; i++) {
    guint at = back ? axis->names->len - 1 - i : i;
    const MbGridName *entry = &g_array_index (axis->names, MbGridName, at);
    gboolean beyond = back ? entry->line < from : entry->line > from;
    if (!beyond || entry->line == previous || strcmp (entry->name, name) != 0)
      continue;
    previous = entry->line;
    if (--count == 0)
      return entry->line;
  }
  return back ? MIN (from, 0) - count : MAX (from, last_line (axis)) + count;
}

static gboolean
has_name (const MbGridAxis *axis, const char *name)
{
  for (guint i = 0; i < axis->names->len; i++)
    if (g_str_equal (g_array_index (axis->names, MbGridName, i).name, name))
      return TRUE;
  return FALSE;
}

/* A bare name is an area's edge first, then a line. */
static int
named_line (const MbGrid *grid, const MbGridAxis *axis, const char *name, gboolean end)
{
  const char *edge = edge_name (grid->arena, name, end ? "-end" : "-start");
  return find_name (axis, has_name (axis, edge) ? edge : name, -1, 1, FALSE);
}

static int
definite_line (const MbGrid *grid, const MbGridAxis *axis, const MbGridLine *line, gboolean end)
{
  if (!line->name)
    return line->number > 0 ? line->number - 1 : last_line (axis) + 1 + line->number;
  if (line->number == 0)
    return named_line (grid, axis, line->name, end);
  return line->number > 0 ? find_name (axis, line->name, -1, line->number, FALSE)
                          : find_name (axis, line->name, last_line (axis) + 1, -line->number, TRUE);
}

static gboolean
is_definite (const MbGridLine *line)
{
  return !line->span && (line->number != 0 || line->name);
}

/* The other line of an item that spans as @line says from @from. */
static int
spanned_line (const MbGridAxis *axis, const MbGridLine *line, int from, gboolean back)
{
  int count = MAX (line->number, 1);
  if (line->span && line->name)
    return find_name (axis, line->name, from, count, back);
  return back ? from - count : from + count;
}

void
mb_grid_resolve (const MbGrid *grid, MbGridItem *item, int which)
{
  const MbStyleGrid *style = item->box->style->grid;
  const MbGridAxis *axis = &grid->axes[which];
  gboolean rows = which == MB_GRID_ROW;
  const MbGridLine *start = rows ? &style->row_start : &style->column_start;
  const MbGridLine *end = rows ? &style->row_end : &style->column_end;
  int a = 0, b = 0;
  item->placed[which] = is_definite (start) || is_definite (end);
  if (!item->placed[which]) {
    const MbGridLine *line = start->span ? start : end;
    item->span[which] = line->span && !line->name ? line->number : 1;
    item->span[which] = CLAMP (item->span[which], 1, MB_MAX_GRID_TRACKS);
    return;
  }
  if (is_definite (start))
    a = definite_line (grid, axis, start, FALSE);
  if (is_definite (end))
    b = definite_line (grid, axis, end, TRUE);
  if (!is_definite (start))
    a = spanned_line (axis, start, b, TRUE);
  else if (!is_definite (end))
    b = spanned_line (axis, end, a, FALSE);
  a = CLAMP (a, -MB_MAX_GRID_TRACKS, 2 * MB_MAX_GRID_TRACKS);
  b = CLAMP (b, -MB_MAX_GRID_TRACKS, 2 * MB_MAX_GRID_TRACKS);
  item->start[which] = MIN (a, b);
  item->span[which] = MAX (abs (b - a), 1);
}
