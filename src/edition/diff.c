/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c — a unified diff of a text and its edits.
 *
 * The edits are known, so nothing is searched for: the lines that an edit touches are the changed ones, and edits whose lines (with the context
 * around them) meet share a hunk. Lines keep their own ends, so a diff of a file with CR LF can be given to patch.
 */
#include "internal.h"

#include <string.h>

#define CONTEXT 3 /* lines around a change */

typedef struct {
  const char *text;
  gsize size;
  GArray *starts; /* gsize: of each line, and the end of the text */
} Lines;

static void
lines_init (Lines *lines, GBytes *text)
{
  gsize at = 0;
  lines->text = g_bytes_get_data (text, &lines->size);
  lines->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_val (lines->starts, at);
  for (gsize i = 0; i < lines->size; i++)
    if (lines->text[i] == '\n') {
      at = i + 1;
      g_array_append_val (lines->starts, at);
    }
  if (at != lines->size) {
    at = lines->size;
    g_array_append_val (lines->starts, at);
  }
}

static guint
count (const Lines *lines)
{
  return lines->starts->len - 1;
}

static gsize
start (const Lines *lines, guint line)
{
  return g_array_index (lines->starts, gsize, line);
}

/* The line that holds byte @offset, from line @from on. */
static guint
line_of (const Lines *lines, gsize offset, guint from)
{
  while (from + 1 < count (lines) && start (lines, from + 1) <= offset)
    from++;
  return from;
}

/* Lines of @text, each after @sign. */
static guint
append_lines (GString *out, char sign, const char *text, gsize size)
{
  guint n = 0;
  for (gsize at = 0; at < size; n++) {
    const char *newline = memchr (text + at, '\n', size - at);
    gsize end = newline ? (gsize) (newline - text) + 1 : size;
    g_string_append_c (out, sign);
    g_string_append_len (out, text + at, (gssize) (end - at));
    if (!newline)
      g_string_append (out, "\n\\ No newline at end of file\n");
    at = end;
  }
  return n;
}

/* Edits [first, last) touch the lines [from, to). */
typedef struct {
  guint first, last, from, to;
} Change;

static Change
change_at (const Lines *lines, const GArray *edits, guint i, guint line)
{
  Change change = { .first = i };
  for (;; i++) {
    const MbEdit *edit = &g_array_index (edits, MbEdit, i);
    guint first = line_of (lines, edit->offset, line);
    /* the newline of the last line touched may go */
    guint last = line_of (lines, edit->offset + edit->length, first);
    if (i == change.first)
      change.from = first;
    change.to = change.last = last + 1;
    line = first;
    if (i + 1 >= edits->len ||
        line_of (lines, g_array_index (edits, MbEdit, i + 1).offset, line) >= change.to)
      break;
  }
  change.last = i + 1;
  return change;
}

static guint
append_change (const Lines *lines, const GArray *edits, const Change *change, GString *out)
{
  g_autoptr (GString) now = g_string_new (NULL);
  gsize from = start (lines, change->from), to = start (lines, change->to), at = from;
  for (guint i = change->first; i < change->last; i++) {
    const MbEdit *edit = &g_array_index (edits, MbEdit, i);
    g_string_append_len (now, lines->text + at, (gssize) (edit->offset - at));
    g_string_append (now, edit->text);
    at = edit->offset + edit->length;
  }
  g_string_append_len (now, lines->text + at, (gssize) (to - at));
  append_lines (out, '-', lines->text + from, to - from);
  return append_lines (out, '+', now->str, now->len);
}

static void
append_same (const Lines *lines, guint from, guint to, GString *out)
{
  append_lines (out, ' ', lines->text + start (lines, from),
                start (lines, to) - start (lines, from));
}

/* One hunk from the change @*next on. @shift: lines gained so far. */
static void
append_hunk (const Lines *lines, const GArray *edits, const GArray *changes, guint *next,
             int *shift, GString *out)
{
  const Change *change = &g_array_index (changes, Change, *next);
  guint from = change->from > CONTEXT ? change->from - CONTEXT : 0, at = from;
  int gained = 0;
  g_autoptr (GString) body = g_string_new (NULL);
  do {
    change = &g_array_index (changes, Change, *next);
    append_same (lines, at, change->from, body);
    gained += (int) append_change (lines, edits, change, body) - (int) (change->to - change->from);
    at = change->to;
  } while (++*next < changes->len &&
           g_array_index (changes, Change, *next).from <= at + 2 * CONTEXT);
  guint to = MIN (at + CONTEXT, count (lines));
  append_same (lines, at, to, body);
  g_string_append_printf (out, "@@ -%u,%u +%d,%d @@\n", from + 1, to - from,
                          (int) from + 1 + *shift, (int) (to - from) + gained);
  g_string_append_len (out, body->str, (gssize) body->len);
  *shift += gained;
}

void
marbre_diff_append (GString *out, const char *name, GBytes *text, const GArray *edits)
{
  Lines lines;
  int shift = 0;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  lines_init (&lines, text);
  for (guint i = 0, line = 0; i < edits->len;) {
    Change change = change_at (&lines, edits, i, line);
    g_array_append_val (changes, change);
    i = change.last;
    line = change.from;
  }
  if (changes->len)
    g_string_append_printf (out, "--- %s\n+++ %s\n", name, name);
  for (guint next = 0; next < changes->len;)
    append_hunk (&lines, edits, changes, &next, &shift, out);
  g_array_unref (lines.starts);
}
