/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens to component values (CSS Syntax 3, § 5.4.7 to § 5.4.9), without recursion.
 *
 * Values are appended to one array in the order of the text. An opening bracket pushes its index on a stack;
 * the bracket that closes it pops it and writes how many values lie between. So a tree of any shape is one
 * array, and a walk over siblings is a jump.
 *
 * What lies deeper than MB_MAX_CSS_DEPTH is not kept: its place is taken by one value MB_CSS_TOO_DEEP,
 * which no property accepts. Brackets are still paired there, at one stack entry each.
 *
 * Who is to blame for brackets that do not pair? A closer that would close an outer block means that the
 * inner one was left open: the opener is named. A closer that closes nothing is named itself. At the end of
 * the text the innermost open block is named.
 */
#include "syntax.h"

#include <string.h>

typedef struct {
  guint32 index; /* of the opening value, when it was kept */
  guint32 line, col;
  char closer;
} Open;

typedef struct {
  MbCssScanner scanner;
  GArray *values; /* MbCssValue */
  GArray *open;   /* Open, outermost first */
  gboolean deep_reported;
} Builder;

static char
closer_of (const MbCssValue *value)
{
  switch (value->kind) {
  case MB_CSS_FUNCTION:
  case MB_CSS_PARENS: return ')';
  case MB_CSS_BRACKETS: return ']';
  case MB_CSS_BRACES: return '}';
  default: return 0;
  }
}

static Open *
innermost (Builder *b)
{
  return b->open->len > 0 ? &g_array_index (b->open, Open, b->open->len - 1) : NULL;
}

static void
report_too_deep (Builder *b, const MbCssValue *token)
{
  g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_CSS_DEPTH);
  if (!b->deep_reported)
    mb_report (b->scanner.diagnostics, mb_css_pos (token), MB_MSG_CSS_TOO_DEEP, limit, NULL);
  b->deep_reported = TRUE;
}

/* Append @token unless it lies too deep. */
static void
keep (Builder *b, const MbCssValue *token)
{
  if (b->open->len <= MB_MAX_CSS_DEPTH)
    g_array_append_val (b->values, *token);
}

/* A block that would be one level too deep is kept as a marker without contents. */
static void
open_block (Builder *b, const MbCssValue *token)
{
  Open open = { b->values->len, token->line, token->col, closer_of (token) };
  MbCssValue kept = *token;

  if (b->open->len == MB_MAX_CSS_DEPTH) {
    kept.kind = MB_CSS_TOO_DEEP;
    kept.text = NULL;
    report_too_deep (b, token);
  }
  keep (b, &kept);
  g_array_append_val (b->open, open);
}

/* The innermost block ends before byte @end: its value gets the count and the length of what it holds. */
static void
close_block (Builder *b, gsize end, guint8 flags)
{
  guint32 index = innermost (b)->index;

  if (b->open->len <= MB_MAX_CSS_DEPTH + 1) {
    MbCssValue *value = &g_array_index (b->values, MbCssValue, index);
    value->inside = b->values->len - index - 1;
    value->length = (guint32) (end - value->offset);
    value->flags |= flags;
  }
  g_array_set_size (b->open, b->open->len - 1);
}

static void
report_unclosed (Builder *b, const Open *open)
{
  const char opener[2] = { open->closer == ')' ? '(' : open->closer == ']' ? '[' : '{', 0 };
  MbPos pos = { b->scanner.source->file, open->line, open->col };
  mb_report (b->scanner.diagnostics, pos, MB_MSG_CSS_UNCLOSED_BLOCK, opener, NULL);
}

/* Whether @closer would close a block further out. Looks no deeper than the limit, which keeps this linear. */
static gboolean
closes_outer (const Builder *b, char closer)
{
  guint n = MIN (b->open->len, MB_MAX_CSS_DEPTH);
  for (guint i = 0; i < n; i++)
    if (g_array_index (b->open, Open, i).closer == closer)
      return TRUE;
  return FALSE;
}

static void
close_or_keep (Builder *b, const MbCssValue *token)
{
  const Open *open = innermost (b);
  const char closer[2] = { (char) token->delim, 0 };

  if (open && open->closer == closer[0]) {
    close_block (b, (gsize) token->offset + token->length, 0);
    return;
  }
  if (open && closes_outer (b, closer[0]))
    report_unclosed (b, open);
  else
    mb_report (b->scanner.diagnostics, mb_css_pos (token), MB_MSG_CSS_STRAY_CLOSER, closer, NULL);
  keep (b, token);
}

static void
close_all (Builder *b)
{
  if (b->open->len > 0)
    report_unclosed (b, innermost (b));
  while (b->open->len > 0)
    close_block (b, b->scanner.source->length, MB_CSS_UNCLOSED);
}

static MbCssValues
build (Builder *b)
{
  MbCssValue token;
  const MbCssValue *first;
  gsize n;

  while (mb_css_scan (&b->scanner, &token)) {
    if (closer_of (&token))
      open_block (b, &token);
    else if (token.kind == MB_CSS_CLOSER)
      close_or_keep (b, &token);
    else
      keep (b, &token);
  }
  close_all (b);
  n = b->values->len;
  if (n == 0)
    return (MbCssValues){ NULL, NULL };
  first = mb_arena_memdup (b->scanner.arena, b->values->data, n * sizeof (MbCssValue));
  return (MbCssValues){ first, first + n };
}

static MbCssSource *
make_source (MbArena *arena, const char *file, const char *text, gsize length)
{
  MbCssSource *source = mb_arena_new0 (arena, MbCssSource);
  char *copy = mb_arena_alloc (arena, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  *source = (MbCssSource){ file, copy, length };
  return source;
}

static gboolean
has_bom (const char *text, gsize length)
{
  return length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0;
}

static MbCssValues
parse (MbArena *arena, MbDiagnostics *diagnostics, MbPos start, const char *text, gsize length,
       gboolean ranges)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MbCssValue));
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Open));
  Builder builder = { .values = values, .open = open };

  if (length > (gsize) MB_MAX_STYLE_BYTES) {
    g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_STYLE_BYTES);
    mb_report (diagnostics, start, MB_MSG_CSS_TOO_LONG, limit, NULL);
    return (MbCssValues){ NULL, NULL };
  }
  builder.scanner = (MbCssScanner){
    .source = make_source (arena, start.file, text, length),
    .arena = arena,
    .diagnostics = diagnostics,
    .name = name,
    .at = has_bom (text, length) ? 3 : 0,
    .line = start.line,
    .col = start.col,
    .ranges = ranges,
  };
  return build (&builder);
}

MbCssValues
mb_css_parse (MbArena *arena, MbDiagnostics *diagnostics, MbPos start, const char *text,
              gsize length)
{
  return parse (arena, diagnostics, start, text, length, FALSE);
}

MbCssValues
mb_css_parse_ranges (MbArena *arena, MbDiagnostics *diagnostics, MbPos start, const char *text,
                     gsize length)
{
  return parse (arena, diagnostics, start, text, length, TRUE);
}

/* --- Lists ---------------------------------------------------------------------------------------- */

/* Walks forwards: the last value of the array may be white space inside the last block. */
MbCssValues
mb_css_trim (MbCssValues values)
{
  const MbCssValue *end, *v;

  while (values.first < values.end && values.first->kind == MB_CSS_SPACE)
    values.first++;
  end = values.first;
  for (v = values.first; v < values.end; v = mb_css_after (v))
    if (v->kind != MB_CSS_SPACE)
      end = mb_css_after (v);
  return (MbCssValues){ values.first, end };
}

const char *
mb_css_original (MbArena *arena, MbCssValues values)
{
  const MbCssValue *last = values.first, *v;

  if (values.first == values.end)
    return "";
  for (v = values.first; v < values.end; v = mb_css_after (v))
    last = v;
  return mb_arena_strndup (arena, last->source->text + values.first->offset,
                           last->offset + last->length - values.first->offset);
}
