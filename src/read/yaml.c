/* SPDX-License-Identifier: Apache-2.0 */
/* YAML by the events of libyaml, as a small tree.
 *
 * Only what front matter and manifests need: scalars, lists, maps. No aliases (they can grow
 * without bound), no tags, no second document; depth, bytes and duplicate keys are checked. The
 * document API of libyaml is never used.
 *
 * Quoting on retry. French puts a space before the colon, so `titre: Macron : le retour` is a YAML
 * error that authors make every day. When libyaml stops, the line it names is put in single quotes
 * after its key, and the text is parsed again; `patches` remembers the quoted lines, so that
 * positions still count in the author's own columns. Each line is quoted at most once, which
 * bounds the retries. The same is done where YAML would lose words without an error: `!Attention`
 * and `&co` are a tag and an anchor, and ` #MeToo` begins a comment. */
#include "internal.h"

#include <string.h>
#include <yaml.h>

#define MAX_PATCHES 64

typedef struct {
  guint line;  /* in the file */
  gsize value; /* byte in the line where the value begins */
} Patch;

typedef struct {
  MbLines *lines;
  gsize start, end;
  guint first_line;
  MbArena *arena;
  MbDiagnostics *diagnostics;
  GArray *patches;  /* Patch */
  GPtrArray *stack; /* MbYaml: open lists and maps */
  const char *key;  /* read, its value not yet */
  MbPos key_pos;
  MbYaml *root;
  gboolean failed;
  gboolean again; /* a line was quoted: parse once more */
  MbPos known;    /* the last place looked for, at byte known_at */
  gsize known_at;
} Reader;

static const Patch *
find_patch (const Reader *r, guint line)
{
  for (guint i = 0; i < r->patches->len; i++) {
    const Patch *patch = &g_array_index (r->patches, Patch, i);
    if (patch->line == line)
      return patch;
  }
  return NULL;
}

/* libyaml counts lines and characters from 0; the opening quote we added is taken off again. */
static MbPos
pos_of (const Reader *r, yaml_mark_t mark)
{
  MbPos pos = { r->lines->file, r->first_line + (guint) mark.line, (guint) mark.column + 1 };
  const Patch *patch = find_patch (r, pos.line);
  if (patch && (gsize) mark.column > patch->value)
    pos.col--;
  return pos;
}

/* The walk starts from the place asked for before when it can: one line may hold all of a manifest. */
static gsize
offset_of (Reader *r, MbPos pos)
{
  gboolean onward = r->known.line == pos.line && r->known.col <= pos.col && r->known.col > 0;
  gsize end = mb_lines_end (r->lines, pos.line);
  guint col = onward ? r->known.col : 1;
  const char *c = r->lines->text + (onward ? r->known_at : mb_lines_start (r->lines, pos.line));
  for (; col < pos.col && c < r->lines->text + end; col++)
    c = g_utf8_next_char (c);
  r->known = (MbPos){ pos.file, pos.line, col };
  return r->known_at = (gsize) (c - r->lines->text);
}

static GString *
patched_text (const Reader *r)
{
  GString *out = g_string_sized_new (r->end - r->start + 64);
  for (guint line = r->first_line; mb_lines_start (r->lines, line) < r->end; line++) {
    gsize start = mb_lines_start (r->lines, line),
          end = MIN (mb_lines_end (r->lines, line), r->end);
    const char *text = r->lines->text + start;
    gsize length = end - start;
    const Patch *patch = find_patch (r, line);
    if (!patch)
      g_string_append_len (out, text, (gssize) length);
    else {
      while (length && strchr (" \t", text[length - 1]))
        length--;
      g_string_append_len (out, text, (gssize) patch->value);
      g_string_append_c (out, '\'');
      for (gsize i = patch->value; i < length; i++)
        g_string_append (out, text[i] == '\'' ? "''" : (char[]){ text[i], 0 });
      g_string_append_c (out, '\'');
    }
    g_string_append_c (out, '\n');
  }
  return out;
}

/* Byte in @line at which the value of `key: value` or `- value` begins; 0 when the line is not one
 * to quote. */
static gsize
value_to_quote (const char *text, gsize length)
{
  gsize at = 0;
  while (at < length && strchr (" \t-", text[at]))
    at++;
  gsize key = at;
  while (key < length &&
         (g_ascii_isalnum (text[key]) || strchr ("-_", text[key]) || (text[key] & 0x80)))
    key++;
  gsize name = key;
  while (key < length && text[key] == ' ') /* the French space before the colon */
    key++;
  gsize value = key < length && name > at && text[key] == ':' ? key + 1 : at;
  if (value == 0 || value >= length || !strchr (" \t", text[value - (value == at)]))
    return 0;
  while (value < length && strchr (" \t", text[value]))
    value++;
  if (value >= length || strchr ("|>", text[value]))
    return 0;
  char close = text[value] == '[' ? ']' : text[value] == '{' ? '}' : 0;
  /* a list that goes on over lines, or that is whole, is YAML; "[Video] Title" is text */
  if (close && (text[length - 1] == close || !memchr (text + value, close, length - value)))
    return 0;
  return value;
}

static gboolean
quote_line (Reader *r, guint line)
{
  if (r->patches->len >= MAX_PATCHES || find_patch (r, line) ||
      mb_lines_start (r->lines, line) >= r->end)
    return FALSE;
  gsize start = mb_lines_start (r->lines, line);
  Patch patch = { line,
                  value_to_quote (r->lines->text + start, mb_lines_end (r->lines, line) - start) };
  if (!patch.value)
    return FALSE;
  g_array_append_val (r->patches, patch);
  return TRUE;
}

static gboolean
fail (Reader *r, MbPos pos, MbMessage message, const char *argument)
{
  r->failed = TRUE;
  if (argument)
    return mb_report (r->diagnostics, pos, message, argument, NULL);
  return mb_report (r->diagnostics, pos, message, NULL);
}

static gboolean
has_key (const MbYaml *map, const char *key)
{
  for (const MbYaml *entry = map->first; entry; entry = entry->next)
    if (strcmp (entry->key, key) == 0)
      return TRUE;
  return FALSE;
}

static void
attach (Reader *r, MbYaml *node)
{
  if (!r->stack->len) {
    r->root = node;
    return;
  }
  MbYaml *parent = r->stack->pdata[r->stack->len - 1];
  if (parent->kind == MB_YAML_MAP) {
    node->key = r->key;
    node->key_pos = r->key_pos;
    r->key = NULL;
  }
  *(parent->last ? &parent->last->next : &parent->first) = node;
  parent->last = node;
}

static gboolean
expects_key (const Reader *r)
{
  MbYaml *parent = r->stack->len ? r->stack->pdata[r->stack->len - 1] : NULL;
  return parent && parent->kind == MB_YAML_MAP && !r->key;
}

static MbYaml *
node_new (Reader *r, MbYamlKind kind, MbPos pos)
{
  MbYaml *node = mb_arena_new0 (r->arena, MbYaml);
  node->kind = kind;
  node->pos = pos;
  node->source = MB_NO_SOURCE;
  return node;
}

/* Where a scalar's own bytes stand in the file: only when they are there as they are. */
static gssize
scalar_source (Reader *r, MbPos *pos, const char *value, gsize length, yaml_scalar_style_t style)
{
  gboolean patched = find_patch (r, pos->line) != NULL;
  gboolean quoted =
      style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
  if (quoted && !patched)
    pos->col++;
  gsize at = offset_of (r, *pos);
  if (at + length <= r->end && memcmp (r->lines->text + at, value, length) == 0)
    return (gssize) at;
  return MB_NO_SOURCE;
}

/* Whether YAML takes a part of this value for something else: a tag, an anchor, or a comment that is a hashtag. */
static gboolean
loses_words (Reader *r, const yaml_event_t *event)
{
  if (event->data.scalar.tag || event->data.scalar.anchor)
    return TRUE;
  if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || !event->data.scalar.length)
    return FALSE;
  if (event->start_mark.line != event->end_mark.line)
    return FALSE;
  /* from the start: the walk for the next scalar goes on from there */
  const char *rest =
      r->lines->text + offset_of (r, pos_of (r, event->start_mark)) + event->data.scalar.length;
  const char *end = r->lines->text + r->end;
  while (rest < end && (*rest == ' ' || *rest == '\t'))
    rest++;
  return end - rest > 1 && rest[0] == '#' && (g_ascii_isalnum (rest[1]) || (rest[1] & 0x80));
}

static gboolean
take_scalar (Reader *r, const yaml_event_t *event)
{
  const char *value = (const char *) event->data.scalar.value;
  gsize length = event->data.scalar.length;
  MbPos pos = pos_of (r, event->start_mark);
  if (loses_words (r, event) && quote_line (r, pos.line)) {
    r->again = TRUE;
    return FALSE;
  }
  if (memchr (value, '\0', length))
    return fail (r, pos, MB_MSG_YAML_SYNTAX, "NUL");
  if (expects_key (r)) {
    r->key = mb_arena_strndup (r->arena, value, length);
    r->key_pos = pos;
    if (has_key (r->stack->pdata[r->stack->len - 1], r->key))
      return fail (r, pos, MB_MSG_YAML_DUPLICATE, r->key);
    return TRUE;
  }
  MbYaml *node = node_new (r, MB_YAML_SCALAR, pos);
  node->source = scalar_source (r, &node->pos, value, length, event->data.scalar.style);
  node->value = mb_arena_strndup (r->arena, value, length);
  attach (r, node);
  return TRUE;
}

static gboolean
take_open (Reader *r, MbYamlKind kind, MbPos pos, GError **error)
{
  if (expects_key (r))
    return fail (r, pos, MB_MSG_YAML_SYNTAX, "key");
  if (r->stack->len >= MB_MAX_YAML_DEPTH) {
    r->failed = TRUE;
    g_autofree char *place = g_strdup_printf ("%s:%u", pos.file, pos.line);
    g_autofree char *most = g_strdup_printf ("%d", MB_MAX_YAML_DEPTH);
    return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_YAML_TOO_DEEP, place, most, NULL);
  }
  MbYaml *node = node_new (r, kind, pos);
  attach (r, node);
  g_ptr_array_add (r->stack, node);
  return TRUE;
}

/* Returns: FALSE when reading stops here. */
static gboolean
take_event (Reader *r, const yaml_event_t *event, GError **error)
{
  MbPos pos = pos_of (r, event->start_mark);
  switch (event->type) {
  case YAML_SCALAR_EVENT: return take_scalar (r, event);
  case YAML_SEQUENCE_START_EVENT: return take_open (r, MB_YAML_LIST, pos, error);
  case YAML_MAPPING_START_EVENT: return take_open (r, MB_YAML_MAP, pos, error);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    g_ptr_array_set_size (r->stack, (int) r->stack->len - 1);
    return TRUE;
  case YAML_ALIAS_EVENT: return fail (r, pos, MB_MSG_YAML_ALIAS, NULL);
  case YAML_DOCUMENT_START_EVENT: return r->root ? fail (r, pos, MB_MSG_YAML_SECOND, NULL) : TRUE;
  default: return TRUE;
  }
}

/* What the parser's words mean to who writes manifests; told where the slip is, not where it showed.
 * Returns: FALSE when there is nothing better than those words. */
static gboolean
report_known (Reader *r, const yaml_parser_t *parser)
{
  static const struct {
    const char *problem, *context;
    MbMessage message;
    gboolean at_context;
  } KNOWN[] = {
    { "did not find expected '-' indicator", "", MB_MSG_YAML_ALIGNMENT, FALSE },
    { "did not find expected key", "", MB_MSG_YAML_ALIGNMENT, FALSE },
    { "did not find expected ',' or ']'", "", MB_MSG_YAML_BRACKET, TRUE },
    { "did not find expected ',' or '}'", "", MB_MSG_YAML_BRACKET, TRUE },
    { "found unexpected end of stream", "quoted scalar", MB_MSG_YAML_QUOTE, TRUE },
  };
  for (gsize i = 0; parser->problem && parser->context && i < G_N_ELEMENTS (KNOWN); i++) {
    if (strcmp (parser->problem, KNOWN[i].problem) != 0 ||
        !strstr (parser->context, KNOWN[i].context))
      continue;
    MbPos pos = pos_of (r, KNOWN[i].at_context ? parser->context_mark : parser->problem_mark);
    mb_report (r->diagnostics, pos, KNOWN[i].message, NULL);
    return TRUE;
  }
  return FALSE;
}

static void
report_syntax (Reader *r, const yaml_parser_t *parser)
{
  MbPos pos = pos_of (r, parser->problem_mark);
  const char *line = r->lines->text + mb_lines_start (r->lines, pos.line);
  gsize indent = strspn (line, " ");
  r->failed = TRUE;
  if (line[indent] == '\t')
    mb_report (r->diagnostics, (MbPos){ pos.file, pos.line, (guint32) indent + 1 }, MB_MSG_YAML_TAB,
               NULL);
  else if (!report_known (r, parser))
    mb_report (r->diagnostics, pos, MB_MSG_YAML_SYNTAX, parser->problem ? parser->problem : "?",
               NULL);
}

typedef enum { PARSED, STOPPED, AGAIN } Outcome;

static Outcome
syntax_error (Reader *r, const yaml_parser_t *parser)
{
  guint problem = r->first_line + (guint) parser->problem_mark.line;
  guint context = r->first_line + (guint) parser->context_mark.line;
  const char *line = r->lines->text + mb_lines_start (r->lines, problem);
  gboolean tab = line[strspn (line, " ")] == '\t';
  if (!tab && (quote_line (r, problem) || (parser->context && quote_line (r, context))))
    return AGAIN;
  report_syntax (r, parser);
  return STOPPED;
}

static Outcome
parse_once (Reader *r, GError **error)
{
  g_autoptr (GString) text = patched_text (r);
  yaml_parser_t parser;
  if (!yaml_parser_initialize (&parser))
    g_error ("out of memory");
  yaml_parser_set_input_string (&parser, (const guchar *) text->str, text->len);
  yaml_parser_set_encoding (&parser, YAML_UTF8_ENCODING);
  g_ptr_array_set_size (r->stack, 0);
  r->root = NULL;
  r->key = NULL;
  r->again = FALSE;
  Outcome outcome = AGAIN;
  gboolean more = TRUE;
  while (more) {
    yaml_event_t event;
    if (!yaml_parser_parse (&parser, &event)) {
      outcome = syntax_error (r, &parser);
      break;
    }
    more = take_event (r, &event, error) && event.type != YAML_STREAM_END_EVENT;
    outcome = r->failed ? STOPPED : r->again ? AGAIN : PARSED;
    yaml_event_delete (&event);
  }
  yaml_parser_delete (&parser);
  return outcome;
}

MbYaml *
mb_yaml_parse (MbLines *lines, gsize start, gsize end, MbArena *arena, MbDiagnostics *diagnostics,
               GError **error)
{
  g_autoptr (GArray) patches = g_array_new (FALSE, FALSE, sizeof (Patch));
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  Reader r = {
    .lines = lines, .start = start, .end = end, .arena = arena, .diagnostics = diagnostics
  };
  r.first_line = mb_lines_pos (lines, start).line;
  r.patches = patches;
  r.stack = stack;
  Outcome outcome;
  do
    outcome = parse_once (&r, error);
  while (outcome == AGAIN);
  return outcome == PARSED ? r.root : NULL;
}
