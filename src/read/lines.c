/* SPDX-License-Identifier: Apache-2.0 */
/* Byte offsets to lines and columns. Columns count characters, so finding one means walking its
 * line: the last answer is kept and walked from, up or down, so that questions near one another are
 * cheap even on one line of megabytes. */
#include "internal.h"

#include <string.h>

MbLines *
mb_lines_new (const char *file, GBytes *bytes)
{
  MbLines *lines = g_new0 (MbLines, 1);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  char *text = g_strndup (data ? data : "", size);
  lines->file = g_intern_string (file);
  lines->text = text;
  lines->length = size;
  lines->bytes = g_bytes_ref (bytes);
  lines->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 start = 0;
  g_array_append_val (lines->starts, start);
  for (gsize i = 0; i < size; i++) {
    gboolean end = text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    if (!end)
      continue;
    start = (guint32) i + 1;
    g_array_append_val (lines->starts, start);
  }
  start = (guint32) size;
  g_array_append_val (lines->starts, start);
  return lines;
}

void
mb_lines_free (MbLines *lines)
{
  if (!lines)
    return;
  g_array_unref (lines->starts);
  g_bytes_unref (lines->bytes);
  g_free ((char *) lines->text);
  g_free (lines);
}

guint
mb_lines_count (const MbLines *lines)
{
  return lines->starts->len - 1;
}

gsize
mb_lines_start (const MbLines *lines, guint line)
{
  if (line == 0)
    return 0;
  return line > mb_lines_count (lines) ? lines->length
                                       : g_array_index (lines->starts, guint32, line - 1);
}

gsize
mb_lines_end (const MbLines *lines, guint line)
{
  gsize start = mb_lines_start (lines, line);
  gsize end = mb_lines_start (lines, line + 1);
  while (end > start && (lines->text[end - 1] == '\n' || lines->text[end - 1] == '\r'))
    end--;
  return end;
}

static guint32
line_of (const MbLines *lines, gsize offset)
{
  guint low = 0, high = mb_lines_count (lines);
  while (high - low > 1) {
    guint middle = (low + high) / 2;
    if (g_array_index (lines->starts, guint32, middle) <= offset)
      low = middle;
    else
      high = middle;
  }
  return low + 1;
}

/* Characters that begin in [@from, @to). */
static guint32
count_chars (const MbLines *lines, gsize from, gsize to)
{
  guint32 n = 0;
  for (; from < to; from++)
    n += (lines->text[from] & 0xC0) != 0x80;
  return n;
}

static guint32
column_of (const MbLines *lines, guint32 line, gsize offset)
{
  gsize start = mb_lines_start (lines, line), at = lines->cached_at;
  if (line != lines->cached_line)
    return 1 + count_chars (lines, start, offset);
  if (offset >= at)
    return lines->cached_col + count_chars (lines, at, offset);
  if (at - offset < offset - start)
    return lines->cached_col - count_chars (lines, offset, at);
  return 1 + count_chars (lines, start, offset);
}

MbPos
mb_lines_pos (MbLines *lines, gsize offset)
{
  offset = MIN (offset, lines->length);
  guint32 line = line_of (lines, offset);
  guint32 col = column_of (lines, line, offset);
  if (offset < lines->length && (lines->text[offset] & 0xC0) == 0x80 && col > 1)
    col--;
  else {
    lines->cached_line = line;
    lines->cached_at = offset;
    lines->cached_col = col;
  }
  if (lines->value.line)
    return (MbPos){ lines->file, lines->value.line,
                    lines->exact ? lines->value.col + col - 1 : lines->value.col };
  return (MbPos){ lines->file, line, col };
}
