/* SPDX-License-Identifier: Apache-2.0 */
/* Markdown line by line, before cmark sees it.
 *
 * Model. cmark gets a text with as many lines as the source, so its line numbers hold; a line may
 * lose bytes at its start or gain one, which `shift` records. Three things are done here because
 * cmark cannot do them:
 *   - a `:::` line becomes an empty HTML comment, which ends any paragraph before it and is
 *     recognised again by its line number (an author's own comment stands on another line, so it
 *     cannot be mistaken for one);
 *   - lines of verse lose their indentation and get a backslash before signs that would begin a
 *     list, a title or a rule;
 *   - tables are counted: cmark makes 4 million nodes from 16 kB of `|`, so the limit must stand
 *     before it.
 *
 * Invariant: `:::` inside a fenced code block is text. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *text; /* the line, without its end */
  gsize length;
  gsize prefix; /* white space and `>` */
  gsize indent; /* columns of white space after the last `>` */
  gboolean quoted;
} Line;

typedef struct {
  MbScan *scan;
  MbLines *lines;
  char code_char; /* open code fence: ` or ~, else 0 */
  gsize code_length;
  gboolean code_quoted;
  gboolean in_list;
  guint n_verse;
  GByteArray *stack;   /* open `:::`: TRUE for verse */
  guint table_columns; /* of the table the line may belong to */
  guint cells;
} Scanner;

static Line
line_at (const MbLines *lines, guint number)
{
  Line line = { .text = lines->text + mb_lines_start (lines, number) };
  line.length = mb_lines_end (lines, number) - mb_lines_start (lines, number);
  for (gsize i = 0; i < line.length && strchr (" \t>", line.text[i]); i++) {
    line.prefix = i + 1;
    if (line.text[i] == '>') {
      line.quoted = TRUE;
      line.indent = 0;
    } else
      line.indent += line.text[i] == '\t' ? 4 : 1;
  }
  return line;
}

static gboolean
begins_list (const char *text, gsize length)
{
  if (length > 1 && strchr ("-+*", *text) && strchr (" \t", text[1]))
    return TRUE;
  gsize digits = 0;
  while (digits < length && digits < 10 && g_ascii_isdigit (text[digits]))
    digits++;
  return digits && digits + 1 < length && strchr (".)", text[digits]) &&
         strchr (" \t", text[digits + 1]);
}

static gsize
run_of (const char *text, gsize length, char c)
{
  gsize n = 0;
  while (n < length && text[n] == c)
    n++;
  return n;
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!strchr (" \t", text[i]))
      return FALSE;
  return TRUE;
}

/* Returns: whether the line belongs to a fenced code block (its fences included). */
static gboolean
track_code (Scanner *s, const Line *line)
{
  const char *text = line->text + line->prefix;
  gsize length = line->length - line->prefix;
  if (s->code_char && s->code_quoted && !line->quoted)
    s->code_char = 0;
  if (s->code_char) {
    gsize n = run_of (text, length, s->code_char);
    if (n >= s->code_length && is_blank (text + n, length - n))
      s->code_char = 0;
    return TRUE;
  }
  if (begins_list (text, length)) {
    gsize marker = strcspn (text, " \t");
    marker += strspn (text + marker, " \t");
    text += marker;
    length -= MIN (length, marker);
  }
  if (!length || (line->indent > 3 && !s->in_list) || !strchr ("`~", *text))
    return FALSE;
  gsize n = run_of (text, length, *text);
  if (n < 3 || (*text == '`' && memchr (text + n, '`', length - n)))
    return FALSE;
  s->code_char = *text;
  s->code_length = n;
  s->code_quoted = line->quoted;
  return TRUE;
}

static gboolean
names_verse (const char *spec, gsize length)
{
  static const char *const NAMES[] = { "poeme", "poème", "vers", "verse", "poem" };
  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    const char *found = g_strstr_len (spec, (gssize) length, NAMES[i]);
    gsize n = strlen (NAMES[i]);
    if (!found)
      continue;
    gboolean left = found == spec || strchr (" \t{.", found[-1]);
    gboolean right = found + n == spec + length || strchr (" \t}{:", found[n]);
    if (left && right)
      return TRUE;
  }
  return FALSE;
}

static void
track_fence (Scanner *s, const Line *line, guint number)
{
  gsize colons = run_of (line->text + line->prefix, line->length - line->prefix, ':');
  gsize from = line->prefix + colons;
  MbScanFence fence = { .line = number, .column = line->prefix };
  fence.spec = mb_lines_start (s->lines, number) + from;
  fence.spec_length = line->length - from;
  fence.opens = !is_blank (line->text + from, line->length - from);
  if (fence.opens) {
    guint8 verse = names_verse (line->text + from, line->length - from);
    g_byte_array_append (s->stack, &verse, 1);
    s->n_verse += verse;
  } else if (s->stack->len) {
    s->n_verse -= s->stack->data[s->stack->len - 1];
    g_byte_array_set_size (s->stack, s->stack->len - 1);
  }
  g_array_append_val (s->scan->fences, fence);
}

static gboolean
is_fence (const Scanner *s, const Line *line)
{
  const char *text = line->text + line->prefix;
  return line->length - line->prefix >= 3 && memcmp (text, ":::", 3) == 0 &&
         (line->indent <= 3 || s->in_list);
}

/* Columns of a line such as `| --- | :-: |`, 0 for any other. */
static guint
delimiter_columns (const Line *line)
{
  guint columns = 0, dashes = 0;
  gboolean bars = FALSE, open = FALSE;
  for (gsize i = line->prefix; i < line->length; i++) {
    char c = line->text[i];
    if (c == '|') {
      bars = TRUE;
      columns += open;
      open = FALSE;
    } else if (c == '-' || c == ':') {
      dashes += c == '-';
      open = TRUE;
    } else if (!strchr (" \t", c))
      return 0;
  }
  return bars && dashes ? columns + open : 0;
}

static gboolean
limit_reached (Scanner *s, guint number, MbMessage message, guint limit, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s:%u", s->lines->file, number);
  g_autofree char *most = g_strdup_printf ("%u", limit);
  return mb_error_set (error, MB_ERROR_LIMIT, message, place, most, NULL);
}

static gboolean
count_table (Scanner *s, const Line *line, guint number, GError **error)
{
  guint columns = delimiter_columns (line);
  if (columns)
    s->table_columns = columns;
  else if (line->prefix == line->length)
    s->table_columns = 0;
  s->cells += s->table_columns;
  if (columns > MB_MAX_TABLE_COLUMNS)
    return limit_reached (s, number, MB_MSG_TABLE_COLUMNS, MB_MAX_TABLE_COLUMNS, error);
  if (s->cells > MB_MAX_TABLE_CELLS)
    return limit_reached (s, number, MB_MSG_TABLE_CELLS, MB_MAX_TABLE_CELLS, error);
  return TRUE;
}

/* A line of verse that Markdown would take for a rule, an underline of a title or the bar of a
 * table. */
static gboolean
is_only_signs (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!strchr ("-=*_|: \t", text[i]))
      return FALSE;
  return length > 0;
}

/* Returns: the shift of the line. */
static gint32
append_verse (GString *out, const Line *line)
{
  const char *text = line->text + line->prefix;
  gsize length = line->length - line->prefix;
  if (line->quoted) {
    g_string_append_len (out, line->text, (gssize) line->length);
    return 0;
  }
  gint32 shift = (gint32) line->prefix;
  gsize digits = 0;
  while (digits < length && g_ascii_isdigit (text[digits]))
    digits++;
  if (begins_list (text, length) && digits) {
    /* "1. " becomes "1\. ": the bytes after it move by one */
    g_string_append_len (out, text, (gssize) digits);
    text += digits;
    length -= digits;
    shift--;
    g_string_append_c (out, '\\');
  } else if (begins_list (text, length) || is_only_signs (text, length) ||
             (line->prefix && *text == '#')) {
    g_string_append_c (out, '\\');
    shift--;
  }
  g_string_append_len (out, text, (gssize) length);
  return shift;
}

static void
note_definition (Scanner *s, const Line *line, guint number)
{
  const char *text = line->text + line->prefix;
  gsize length = line->length - line->prefix;
  if (length < 5 || text[0] != '[' || text[1] != '^' || line->indent > 3)
    return;
  const char *close = memchr (text, ']', length);
  if (close && close > text + 2 && close + 1 < text + length && close[1] == ':')
    g_array_append_val (s->scan->notes, number);
}

static gboolean
scan_line (Scanner *s, guint number, GError **error)
{
  MbScan *scan = s->scan;
  Line line = line_at (s->lines, number);
  MbScanLine record = { 0, -1 };
  const char *text = line.text + line.prefix;
  if (line.prefix < line.length && line.indent == 0)
    s->in_list = begins_list (text, line.length - line.prefix);

  if (track_code (s, &line))
    g_string_append_len (scan->text, line.text, (gssize) line.length);
  else if (is_fence (s, &line)) {
    record.fence = (gint32) scan->fences->len;
    track_fence (s, &line, number);
    g_string_append_len (scan->text, line.text, (gssize) line.prefix);
    g_string_append (scan->text, "<!---->");
  } else if (s->n_verse)
    record.shift = append_verse (scan->text, &line);
  else {
    if (!count_table (s, &line, number, error))
      return FALSE;
    note_definition (s, &line, number);
    g_string_append_len (scan->text, line.text, (gssize) line.length);
  }
  g_string_append_c (scan->text, '\n');
  g_array_append_val (scan->lines, record);
  return TRUE;
}

MbScan *
mb_scan_new (MbLines *lines, gsize start, GError **error)
{
  g_autoptr (MbScan) scan = g_new0 (MbScan, 1);
  scan->text = g_string_sized_new (lines->length + 1);
  scan->lines = g_array_new (FALSE, FALSE, sizeof (MbScanLine));
  scan->fences = g_array_new (FALSE, FALSE, sizeof (MbScanFence));
  scan->notes = g_array_new (FALSE, FALSE, sizeof (guint));
  scan->first_line = mb_lines_pos (lines, start).line;
  g_autoptr (GByteArray) stack = g_byte_array_new ();
  Scanner s = { .scan = scan, .lines = lines, .stack = stack };
  for (guint line = scan->first_line; line <= mb_lines_count (lines); line++)
    if (!scan_line (&s, line, error))
      return NULL;
  return g_steal_pointer (&scan);
}

void
mb_scan_free (MbScan *scan)
{
  if (!scan)
    return;
  g_string_free (scan->text, TRUE);
  g_array_unref (scan->lines);
  g_array_unref (scan->fences);
  g_array_unref (scan->notes);
  g_free (scan);
}
