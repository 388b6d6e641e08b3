/* SPDX-License-Identifier: Apache-2.0 */
/* Values of grid containers and their items (css-grid-1 § 7–8, css-align-3 § 4–6).
 *
 * A track list is kept as the author wrote it: names of lines and sizes in one array. repeat() with a number is written out
 * here; repeat(auto-fill | auto-fit) stands between two marks, because how often it repeats is layout's to say. */
#include "internal.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define MAX_TRACKS 1000
#define MAX_FLEX   100000.0

/* --- Sizes of tracks -------------------------------------------------------------------------------- */

static gboolean
take_flex (MbCssCursor *cursor, MbGridBreadth *breadth)
{
  const MbCssValue *value = mb_css_peek (cursor);
  if (!value || value->kind != MB_CSS_DIMENSION || g_ascii_strcasecmp (value->text, "fr") != 0 ||
      value->number < 0)
    return FALSE;
  *breadth =
      (MbGridBreadth){ MB_GRID_TRACK_FLEX, (gint32) lrint (MIN (value->number, MAX_FLEX) * 1000) };
  return mb_css_take (cursor) != NULL;
}

static gboolean
take_length (MbCssContext *context, MbCssCursor *cursor, MbGridBreadth *breadth)
{
  MbSize size;
  if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &size))
    return FALSE;
  breadth->kind = size.kind == MB_SIZE_PERCENT ? MB_GRID_TRACK_PERCENT : MB_GRID_TRACK_LENGTH;
  breadth->value = size.value;
  return TRUE;
}

static gboolean
take_breadth (MbCssContext *context, MbCssCursor *cursor, MbGridBreadth *breadth)
{
  static const char *const words[] = { "auto", "min-content", "max-content", NULL };
  int word = mb_css_take_words (cursor, words);
  if (word >= 0) {
    *breadth = (MbGridBreadth){ (MbGridTrackKind) (MB_GRID_TRACK_AUTO + word), 0 };
    return TRUE;
  }
  return take_flex (cursor, breadth) || take_length (context, cursor, breadth);
}

static gboolean
take_minmax (MbCssContext *context, MbCssCursor inside, MbGridSize *size)
{
  return take_breadth (context, &inside, &size->min) && size->min.kind != MB_GRID_TRACK_FLEX &&
         mb_css_take_mark (&inside, ',') && take_breadth (context, &inside, &size->max) &&
         mb_css_at_end (&inside);
}

static gboolean
take_track (MbCssContext *context, MbCssCursor *cursor, MbGridSize *size)
{
  MbCssCursor inside;
  if (mb_css_take_function (cursor, "minmax", &inside))
    return take_minmax (context, inside, size);
  if (mb_css_take_function (cursor, "fit-content", &inside)) {
    size->min = (MbGridBreadth){ MB_GRID_TRACK_AUTO, 0 };
    if (!take_length (context, &inside, &size->max) || !mb_css_at_end (&inside))
      return FALSE;
    size->max.kind = size->max.kind == MB_GRID_TRACK_PERCENT ? MB_GRID_TRACK_FIT_PERCENT
                                                             : MB_GRID_TRACK_FIT_LENGTH;
    return TRUE;
  }
  if (!take_breadth (context, cursor, &size->max))
    return FALSE;
  size->min = size->max;
  if (size->max.kind == MB_GRID_TRACK_FLEX)
    size->min = (MbGridBreadth){ MB_GRID_TRACK_AUTO, 0 };
  return TRUE;
}

/* --- Track lists ------------------------------------------------------------------------------------- */

static void
add_entry (GArray *list, MbGridEntryKind kind, const char *name, const MbGridSize *size)
{
  MbGridEntry entry;
  memset (&entry, 0, sizeof entry);
  entry.kind = kind;
  entry.name = name;
  if (size)
    entry.size = *size;
  g_array_append_val (list, entry);
}

static gboolean
is_line_name (const char *name)
{
  return name && g_ascii_strcasecmp (name, "span") != 0 && g_ascii_strcasecmp (name, "auto") != 0;
}

static gboolean
take_names (MbCssContext *context, MbCssCursor *cursor, GArray *list)
{
  MbCssCursor inside;
  if (!mb_css_take_block (cursor, MB_CSS_BRACKETS, &inside))
    return FALSE;
  const char *name;
  while ((name = mb_css_take_ident (&inside)) && is_line_name (name))
    add_entry (list, MB_GRID_TRACK_NAME, mb_styles_intern (context->styles, name), NULL);
  return mb_css_at_end (&inside);
}

/* Names and sizes up to what is neither. Returns: the number of tracks, or -1. */
static int
take_tracks (MbCssContext *context, MbCssCursor *cursor, GArray *list)
{
  int tracks = 0;
  for (;;) {
    const MbCssValue *next = mb_css_peek (cursor);
    MbGridSize size = { { MB_GRID_TRACK_AUTO, 0 }, { MB_GRID_TRACK_AUTO, 0 } };
    MbCssCursor ahead = *cursor;
    if (next && next->kind == MB_CSS_BRACKETS) {
      if (!take_names (context, cursor, list))
        return -1;
    } else if (take_track (context, &ahead, &size)) {
      add_entry (list, MB_GRID_TRACK_SIZE, NULL, &size);
      *cursor = ahead;
      tracks++;
    } else {
      return tracks;
    }
    if (list->len > 4 * MAX_TRACKS)
      return -1;
  }
}

static gboolean
repeat_list (GArray *list, const GArray *part, int tracks, int times)
{
  if ((gint64) tracks * times > MAX_TRACKS || (gint64) part->len * times > (gint64) 4 * MAX_TRACKS)
    return FALSE;
  for (int i = 0; i < times; i++)
    g_array_append_vals (list, part->data, part->len);
  return TRUE;
}

static gboolean
take_repeat (MbCssContext *context, MbCssCursor inside, GArray *list, gboolean *filled)
{
  static const char *const words[] = { "auto-fill", "auto-fit", NULL };
  g_autoptr (GArray) part = g_array_new (FALSE, TRUE, sizeof (MbGridEntry));
  int times = 0, word = mb_css_take_words (&inside, words);
  if (word < 0 && (!mb_css_take_integer (&inside, &times) || times < 1))
    return FALSE;
  if (!mb_css_take_mark (&inside, ','))
    return FALSE;
  int tracks = take_tracks (context, &inside, part);
  if (tracks < 1 || !mb_css_at_end (&inside))
    return FALSE;
  if (word < 0)
    return repeat_list (list, part, tracks, times);
  if (*filled)
    return FALSE;
  *filled = TRUE;
  add_entry (list, word == 0 ? MB_GRID_TRACK_FILL : MB_GRID_TRACK_FIT, NULL, NULL);
  g_array_append_vals (list, part->data, part->len);
  add_entry (list, MB_GRID_TRACK_END, NULL, NULL);
  return TRUE;
}

static gboolean
keep_tracks (MbCssContext *context, const GArray *list, gpointer field)
{
  struct {
    const MbGridEntry *entries;
    guint n;
  } *kept = field;
  kept->entries = mb_styles_array (context->styles, list->data, sizeof (MbGridEntry), list->len);
  kept->n = list->len;
  return TRUE;
}

/* The field is entries and their number. */
MB_PARSER (mb_parse_track_list)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (MbGridEntry));
  if (mb_css_take_word (cursor, "none"))
    return keep_tracks (context, list, field);
  int tracks = 0;
  gboolean filled = FALSE;
  for (;;) {
    MbCssCursor inside;
    int more = take_tracks (context, cursor, list);
    if (more < 0)
      return FALSE;
    tracks += more;
    if (!mb_css_take_function (cursor, "repeat", &inside))
      break;
    if (!take_repeat (context, inside, list, &filled))
      return FALSE;
    tracks++;
  }
  return tracks > 0 && keep_tracks (context, list, field);
}

/* The field is sizes and their number. */
MB_PARSER (mb_parse_auto_tracks)
{
  struct {
    const MbGridSize *sizes;
    guint n;
  } *kept = field;
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (MbGridSize));
  for (;;) {
    MbGridSize size;
    memset (&size, 0, sizeof size);
    MbCssCursor ahead = *cursor;
    if (list->len >= MAX_TRACKS || !take_track (context, &ahead, &size))
      break;
    *cursor = ahead;
    g_array_append_val (list, size);
  }
  kept->sizes = mb_styles_array (context->styles, list->data, sizeof (MbGridSize), list->len);
  kept->n = list->len;
  return list->len > 0;
}

/* --- Areas --------------------------------------------------------------------------------------------- */

/* The cells of one row; NULL for a run of full stops. Returns: how many, 0 when @text is wrong. */
static guint
split_row (MbCssContext *context, const char *text, GPtrArray *cells)
{
  guint n = 0;
  while (*(text += strspn (text, " \t\n\f\r"))) {
    gsize dots = strspn (text, "."), length = strcspn (text, " \t\n\f\r.");
    if (dots == 0) {
      g_autofree char *name = g_strndup (text, length);
      g_ptr_array_add (cells, (gpointer) mb_styles_intern (context->styles, name));
    } else {
      g_ptr_array_add (cells, NULL);
    }
    text += dots ? dots : length;
    n++;
  }
  return n;
}

/* An area is a rectangle. */
static gboolean
is_rectangle (const GPtrArray *cells, guint columns, guint at)
{
  const char *name = cells->pdata[at];
  guint rows = cells->len / columns, row = at / columns, column = at % columns, n = 0, wide = 0;
  while (column + wide < columns && cells->pdata[at + wide] == name)
    wide++;
  guint high = 0;
  while (row + high < rows && cells->pdata[at + high * columns] == name)
    high++;
  for (guint y = row; y < row + high; y++)
    for (guint x = column; x < column + wide; x++)
      if (cells->pdata[y * columns + x] != name)
        return FALSE;
  for (guint i = 0; i < cells->len; i++)
    n += cells->pdata[i] == name;
  return n == wide * high;
}

static gboolean
areas_are_sound (const GPtrArray *cells, guint columns)
{
  for (guint i = 0; i < cells->len; i++) {
    const char *name = cells->pdata[i];
    gboolean first = name != NULL;
    for (guint j = 0; j < i && first; j++)
      first = cells->pdata[j] != name;
    if (first && !is_rectangle (cells, columns, i))
      return FALSE;
  }
  return TRUE;
}

/* The field is areas, area_rows, area_columns. */
MB_PARSER (mb_parse_areas)
{
  struct {
    const char *const *cells;
    guint rows, columns;
  } *kept = field;
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  guint rows = 0, columns = 0;
  const char *row;
  if (!mb_css_take_word (cursor, "none")) {
    while ((row = mb_css_take_string (cursor))) {
      guint n = split_row (context, row, cells);
      if (n == 0 || (rows > 0 && n != columns) || cells->len > 10 * MAX_TRACKS)
        return FALSE;
      columns = n;
      rows++;
    }
    if (rows == 0 || !areas_are_sound (cells, columns))
      return FALSE;
  }
  kept->cells = mb_styles_array (context->styles, cells->pdata, sizeof (gpointer), cells->len);
  kept->rows = rows;
  kept->columns = columns;
  return TRUE;
}

/* --- Lines -------------------------------------------------------------------------------------------- */

/* auto, or in any order: span, a number, a name. */
MB_PARSER (mb_parse_grid_line)
{
  MbGridLine line;
  memset (&line, 0, sizeof line);
  if (mb_css_take_word (cursor, "auto")) {
    memcpy (field, &line, sizeof line);
    return TRUE;
  }
  for (int i = 0; i < 3; i++) {
    const MbCssValue *next = mb_css_peek (cursor);
    int number;
    if (!line.span && mb_css_take_word (cursor, "span")) {
      line.span = TRUE;
    } else if (line.number == 0 && mb_css_take_integer (cursor, &number)) {
      line.number = CLAMP (number, -MAX_TRACKS, MAX_TRACKS);
      if (number == 0)
        return FALSE;
    } else if (!line.name && next && next->kind == MB_CSS_IDENT && is_line_name (next->text)) {
      line.name = mb_styles_intern (context->styles, mb_css_take_ident (cursor));
    } else {
      break;
    }
  }
  if ((line.span && line.number < 0) || (line.number == 0 && !line.name))
    return FALSE;
  memcpy (field, &line, sizeof line);
  return TRUE;
}

MB_PARSER (mb_parse_auto_flow)
{
  static const char *const words[] = { "row", "column", "dense", NULL };
  gboolean *flow = field; /* flow_column, dense */
  gboolean axis = FALSE, dense = FALSE, column = FALSE;
  for (int i = 0; i < 2; i++) {
    int word = mb_css_take_words (cursor, words);
    if (word < 0)
      break;
    if (word == 2 ? dense : axis)
      return FALSE;
    if (word == 2)
      dense = TRUE;
    else
      axis = TRUE;
    column |= word == 1;
  }
  flow[0] = column;
  flow[1] = dense;
  return axis || dense;
}

/* --- Alignment ------------------------------------------------------------------------------------------ */

/* "first baseline", "safe center": the first word changes little. */
MB_PARSER (mb_parse_alignment)
{
  MbCssCursor ahead = *cursor;
  gint32 value;
  gboolean safe = mb_css_take_word (&ahead, "safe");
  gboolean prefixed = safe || mb_css_take_word (&ahead, "unsafe");
  gboolean last = !prefixed && mb_css_take_word (&ahead, "last");
  gboolean first = !prefixed && !last && mb_css_take_word (&ahead, "first");
  if (!mb_parse_keyword (property, context, &ahead, &value))
    return FALSE;
  if ((first || last) && value != MB_PLACE_BASELINE)
    return FALSE;
  if (prefixed && (value < MB_PLACE_START || value > MB_PLACE_CENTER))
    return FALSE;
  *(MbBoxAlign *) field = (MbBoxAlign) (last ? MB_PLACE_END : (MbBoxAlign) value);
  *cursor = ahead;
  return TRUE;
}

/* --- Copyfitting ------------------------------------------------------------------------------------------- */

static const char *const means[] = { "paragraphs", "pictures", "air", "standfirst",
                                     "title",      "cuts",     NULL };

/* The field is copyfit and n_copyfit. */
MB_PARSER (mb_parse_copyfit)
{
  guint8 *order = field, *n = order + MB_N_COPYFIT;
  memset (order, 0, MB_N_COPYFIT + 1);
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  if (mb_css_take_word (cursor, "auto")) {
    for (guint i = 0; i < MB_N_COPYFIT; i++)
      order[i] = (guint8) i;
    *n = MB_N_COPYFIT;
    return TRUE;
  }
  int word;
  while ((word = mb_css_take_words (cursor, means)) >= 0) {
    for (guint8 i = 0; i < *n; i++)
      if (order[i] == word)
        return FALSE;
    order[(*n)++] = (guint8) word;
  }
  return *n > 0;
}
