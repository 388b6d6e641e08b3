/* SPDX-License-Identifier: Apache-2.0 */
/* Computed values of grids as CSS text. */
#include "internal.h"

static void
append_breadth (const MbPrinter *printer, MbGridBreadth breadth, GString *out)
{
  MbSize size = { MB_SIZE_LENGTH, breadth.value };
  switch (breadth.kind) {
  case MB_GRID_TRACK_AUTO: g_string_append (out, "auto"); break;
  case MB_GRID_TRACK_MIN_CONTENT: g_string_append (out, "min-content"); break;
  case MB_GRID_TRACK_MAX_CONTENT: g_string_append (out, "max-content"); break;
  case MB_GRID_TRACK_FLEX:
    g_string_append_printf (out, "%d", breadth.value / 1000);
    if (breadth.value % 1000)
      g_string_append_printf (out, ".%03d", breadth.value % 1000);
    g_string_append (out, "fr");
    break;
  case MB_GRID_TRACK_PERCENT:
  case MB_GRID_TRACK_FIT_PERCENT:
    size.kind = MB_SIZE_PERCENT;
    mb_print_size (NULL, printer, &size, out);
    break;
  case MB_GRID_TRACK_LENGTH:
  case MB_GRID_TRACK_FIT_LENGTH: mb_print_size (NULL, printer, &size, out); break;
  }
}

static gboolean
is_one_breadth (const MbGridSize *size)
{
  if (size->max.kind == MB_GRID_TRACK_FLEX)
    return size->min.kind == MB_GRID_TRACK_AUTO;
  return size->min.kind == size->max.kind && size->min.value == size->max.value;
}

static void
append_track (const MbPrinter *printer, const MbGridSize *size, GString *out)
{
  if (size->max.kind == MB_GRID_TRACK_FIT_LENGTH || size->max.kind == MB_GRID_TRACK_FIT_PERCENT) {
    g_string_append (out, "fit-content(");
    append_breadth (printer, size->max, out);
    g_string_append_c (out, ')');
  } else if (is_one_breadth (size)) {
    append_breadth (printer, size->max, out);
  } else {
    g_string_append (out, "minmax(");
    append_breadth (printer, size->min, out);
    g_string_append (out, ", ");
    append_breadth (printer, size->max, out);
    g_string_append_c (out, ')');
  }
}

static void
append_entry (const MbPrinter *printer, const MbGridEntry *entry, GString *out)
{
  switch (entry->kind) {
  case MB_GRID_TRACK_NAME: g_string_append_printf (out, "[%s]", entry->name); break;
  case MB_GRID_TRACK_SIZE: append_track (printer, &entry->size, out); break;
  case MB_GRID_TRACK_FILL: g_string_append (out, "repeat(auto-fill,"); break;
  case MB_GRID_TRACK_FIT: g_string_append (out, "repeat(auto-fit,"); break;
  case MB_GRID_TRACK_END: g_string_append_c (out, ')'); break;
  }
}

MB_PRINTER (mb_print_track_list)
{
  const struct {
    const MbGridEntry *entries;
    guint n;
  } *list = field;
  if (list->n == 0)
    g_string_append (out, "none");
  for (guint i = 0; i < list->n; i++) {
    if (i > 0 && list->entries[i].kind != MB_GRID_TRACK_END)
      g_string_append_c (out, ' ');
    append_entry (printer, &list->entries[i], out);
  }
}

MB_PRINTER (mb_print_auto_tracks)
{
  const struct {
    const MbGridSize *sizes;
    guint n;
  } *list = field;
  for (guint i = 0; i < list->n; i++) {
    if (i > 0)
      g_string_append_c (out, ' ');
    append_track (printer, &list->sizes[i], out);
  }
}

MB_PRINTER (mb_print_areas)
{
  const struct {
    const char *const *cells;
    guint rows, columns;
  } *areas = field;
  if (areas->rows == 0)
    g_string_append (out, "none");
  for (guint row = 0; row < areas->rows; row++) {
    g_string_append (out, row > 0 ? " \"" : "\"");
    for (guint column = 0; column < areas->columns; column++) {
      const char *name = areas->cells[row * areas->columns + column];
      g_string_append_printf (out, "%s%s", column > 0 ? " " : "", name ? name : ".");
    }
    g_string_append_c (out, '"');
  }
}

MB_PRINTER (mb_print_grid_line)
{
  const MbGridLine *line = field;
  if (line->number == 0 && !line->name)
    g_string_append (out, "auto");
  if (line->span)
    g_string_append (out, "span ");
  if (line->number != 0)
    g_string_append_printf (out, "%d%s", line->number, line->name ? " " : "");
  if (line->name)
    g_string_append (out, line->name);
}

MB_PRINTER (mb_print_auto_flow)
{
  const gboolean *flow = field;
  g_string_append (out, flow[0] ? "column" : "row");
  if (flow[1])
    g_string_append (out, " dense");
}

MB_PRINTER (mb_print_copyfit)
{
  static const char *const means[] = { "paragraphs", "pictures", "air",
                                       "standfirst", "title",    "cuts" };
  const guint8 *order = field, n = order[MB_N_COPYFIT];
  if (n == 0)
    g_string_append (out, "none");
  for (guint8 i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", means[order[i]]);
}
