/* SPDX-License-Identifier: Apache-2.0 */
/* Files of words, line by line: `[section]`, then one entry a line; `#` begins a remark, `- entry` takes an entry of an earlier file out. */
#include "base.h"

#include <string.h>

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

static gsize
length_without_remark (const char *line, gsize length)
{
  const char *remark = memchr (line, '#', length);
  if (remark)
    length = (gsize) (remark - line);
  while (length > 0 && is_blank (line[length - 1]))
    length--;
  return length;
}

/* What stands on the line [@line, + @whole), if anything. */
static gboolean
read_line (MbWordList *list, const char *line, gsize whole)
{
  gsize indent = 0;
  while (indent < whole && is_blank (line[indent]))
    indent++;
  list->entry = line + indent;
  list->length = length_without_remark (list->entry, whole - indent);
  list->pos.col = (guint32) indent + 1;
  list->opens = FALSE;
  list->takes_out = FALSE;
  if (list->length == 0)
    return FALSE;
  if (list->length > 2 && list->entry[0] == '[' && list->entry[list->length - 1] == ']') {
    list->opens = TRUE;
    list->entry++;
    list->length -= 2;
  } else if (list->length > 2 && list->entry[0] == '-' && list->entry[1] == ' ') {
    list->takes_out = TRUE;
    list->entry += 2;
    list->length -= 2;
  }
  return TRUE;
}

MbWordList
mb_wordlist (const char *file, const char *text, gsize length)
{
  return (MbWordList){ .pos = { file ? g_intern_string (file) : NULL, 0, 1 },
                       .rest = text,
                       .end = text + length };
}

gboolean
mb_wordlist_next (MbWordList *list)
{
  while (list->rest < list->end) {
    const char *line = list->rest;
    gsize left = (gsize) (list->end - line);
    const char *stop = memchr (line, '\n', left);
    gsize whole = stop ? (gsize) (stop - line) : left;
    list->rest = stop ? stop + 1 : list->end;
    list->pos.line++;
    if (read_line (list, line, whole))
      return TRUE;
  }
  return FALSE;
}
