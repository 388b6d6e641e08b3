/* SPDX-License-Identifier: Apache-2.0 */
/* Component values to rules and declarations (CSS Syntax 3, § 5.4; nested rules as in the later draft).
 *
 * The reader takes one item at a time from a list of siblings, so a block is read only when somebody asks,
 * and with the contents its owner expects: the grammar of a block depends on the rule it belongs to.
 *
 * In a style rule's block a value is first tried as a declaration: a name, a colon, values up to the next
 * semicolon. It is none when the colon is missing, or when a { } block stands beside other values (`a:hover
 * { … }`); then it is a nested rule up to its block. The trial stops at the value that decides, so each value
 * is looked at twice at most: reading is linear.
 *
 * What is wrong is reported here once and comes out as MB_CSS_INVALID; callers skip it.
 */
#include "syntax.h"

#include <string.h>

/* --- Small questions ------------------------------------------------------------------------------ */

static gboolean
is_kind (MbCssValues values, MbCssKind kind)
{
  return values.first < values.end && values.first->kind == kind;
}

static MbCssValues
skip_spaces (MbCssValues values)
{
  while (is_kind (values, MB_CSS_SPACE))
    values.first++;
  return values;
}

static gboolean
is_custom (const char *name)
{
  return g_str_has_prefix (name, "--");
}

static MbCssItem
invalid_at (const MbCssValue *value)
{
  return (MbCssItem){ .kind = MB_CSS_INVALID, .pos = mb_css_pos (value) };
}

/* --- Declarations --------------------------------------------------------------------------------- */

/* Values after `name :` in @values; FALSE when it does not begin so. */
static gboolean
split_name (MbCssValues values, MbCssValues *value)
{
  if (!is_kind (values, MB_CSS_IDENT))
    return FALSE;
  values.first++;
  values = skip_spaces (values);
  if (!is_kind (values, MB_CSS_COLON))
    return FALSE;
  values.first++;
  *value = values;
  return TRUE;
}

/* Cut a final `! important` off @values. */
static gboolean
cut_important (MbCssValues *values)
{
  const MbCssValue *last = NULL, *before = NULL, *v;

  for (v = values->first; v < values->end; v = mb_css_after (v)) {
    if (v->kind == MB_CSS_SPACE)
      continue;
    before = last;
    last = v;
  }
  if (!before || !mb_css_is_delim (before, '!') || !mb_css_is_word (last, "important"))
    return FALSE;
  values->end = before;
  return TRUE;
}

/* `color: red` <line end> `margin: 0;` is one declaration for CSS; the author forgot a semicolon. */
static void
report_missing_semicolon (const MbCssReader *reader, MbCssValues values)
{
  const MbCssValue *v;
  guint32 line = values.first < values.end ? values.first->line : 0;
  MbCssValues rest;

  for (v = values.first; v < values.end; v = mb_css_after (v)) {
    if (v->kind == MB_CSS_SPACE)
      continue;
    if (v->line > line && split_name ((MbCssValues){ v, values.end }, &rest)) {
      mb_report (reader->diagnostics, mb_css_pos (v), MB_MSG_CSS_MISSING_SEMICOLON, v->text, NULL);
      return;
    }
    line = v->line;
  }
}

/* The author's text is tokenized again, as the draft says: U+4?? is not a token elsewhere. */
static MbCssValues
reread_ranges (const MbCssReader *reader, MbCssValues values)
{
  const char *text;
  if (values.first == values.end)
    return values;
  text = mb_css_original (reader->arena, values);
  /* not reported a second time */
  return mb_css_parse_ranges (reader->arena, NULL, mb_css_pos (values.first), text, strlen (text));
}

static void
report_no_declaration (const MbCssReader *reader, const MbCssValue *first)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (first->kind == MB_CSS_IDENT) {
    mb_report (reader->diagnostics, mb_css_pos (first), MB_MSG_CSS_MISSING_COLON, first->text,
               NULL);
    return;
  }
  mb_css_serialize ((MbCssValues){ first, first + 1 }, text);
  mb_report (reader->diagnostics, mb_css_pos (first), MB_MSG_CSS_BAD_DECLARATION, text->str, NULL);
}

/* @whole is the text between two semicolons, not empty. FALSE when it is no declaration (nothing reported). */
static gboolean
make_declaration (const MbCssReader *reader, MbCssValues whole, MbCssItem *item)
{
  MbCssValues value;

  if (!split_name (whole, &value))
    return FALSE;
  *item = (MbCssItem){
    .kind = MB_CSS_DECLARATION,
    .pos = mb_css_pos (whole.first),
    .name = whole.first->text,
    .important = cut_important (&value),
  };
  item->values = mb_css_trim (value);
  if (!is_custom (item->name))
    report_missing_semicolon (reader, item->values);
  if (g_ascii_strcasecmp (item->name, "unicode-range") == 0)
    item->values = reread_ranges (reader, item->values);
  return TRUE;
}

/* Take what lies before the next semicolon, and the semicolon. */
static MbCssValues
take_to_semicolon (MbCssReader *reader)
{
  MbCssValues whole = { reader->rest.first, reader->rest.first };

  while (whole.end < reader->rest.end && whole.end->kind != MB_CSS_SEMICOLON)
    whole.end = mb_css_after (whole.end);
  reader->rest.first = whole.end + (whole.end < reader->rest.end ? 1 : 0);
  return whole;
}

static void
read_declaration (MbCssReader *reader, MbCssItem *item)
{
  MbCssValues whole = take_to_semicolon (reader);
  if (make_declaration (reader, whole, item))
    return;
  report_no_declaration (reader, whole.first);
  *item = invalid_at (whole.first);
}

/* --- Rules ---------------------------------------------------------------------------------------- */

static void
check_charset (const MbCssReader *reader, const MbCssItem *item)
{
  MbCssCursor cursor = mb_css_cursor (item->values);
  const char *name = mb_css_take_string (&cursor);
  if (name && g_ascii_strcasecmp (name, "utf-8") != 0)
    mb_report (reader->diagnostics, item->pos, MB_MSG_CSS_CHARSET, name, NULL);
}

/* § 5.4.2 */
static void
read_at_rule (MbCssReader *reader, MbCssItem *item)
{
  const MbCssValue *name = reader->rest.first, *v = name + 1;

  while (v < reader->rest.end && v->kind != MB_CSS_SEMICOLON && v->kind != MB_CSS_BRACES)
    v = mb_css_after (v);
  *item = (MbCssItem){
    .kind = MB_CSS_AT_RULE,
    .pos = mb_css_pos (name),
    .name = name->text,
    .values = { name + 1, v },
  };
  if (v < reader->rest.end && v->kind == MB_CSS_BRACES) {
    item->has_block = TRUE;
    item->block = mb_css_inside (v);
  }
  reader->rest.first = v < reader->rest.end ? mb_css_after (v) : v;
  if (reader->contents == MB_CSS_SHEET && g_ascii_strcasecmp (item->name, "charset") == 0)
    check_charset (reader, item);
}

/* `--name: { … }` where a rule should stand is a misplaced custom property, not a selector. */
static gboolean
looks_custom (MbCssValues prelude)
{
  MbCssValues value;
  return split_name (prelude, &value) && is_custom (prelude.first->text);
}

/* § 5.4.3. FALSE when there is no block before the end or, in a style block, before a semicolon; the reader then
 * stands there. Nothing is reported. */
static gboolean
take_rule (MbCssReader *reader, MbCssItem *item)
{
  const MbCssValue *first = reader->rest.first, *v = first;
  gboolean nested = reader->contents == MB_CSS_STYLE;

  while (v < reader->rest.end && v->kind != MB_CSS_BRACES &&
         !(nested && v->kind == MB_CSS_SEMICOLON))
    v = mb_css_after (v);
  reader->rest.first = v;
  if (v == reader->rest.end || v->kind != MB_CSS_BRACES)
    return FALSE;
  reader->rest.first = mb_css_after (v);
  *item = (MbCssItem){
    .kind = MB_CSS_RULE,
    .pos = mb_css_pos (first),
    .values = { first, v },
    .has_block = TRUE,
    .block = mb_css_inside (v),
  };
  return TRUE;
}

static void
read_rule (MbCssReader *reader, MbCssItem *item)
{
  const MbCssValue *first = reader->rest.first;

  if (!take_rule (reader, item))
    mb_report (reader->diagnostics, mb_css_pos (first), MB_MSG_CSS_RULE_WITHOUT_BLOCK, NULL);
  else if (looks_custom (item->values))
    mb_report (reader->diagnostics, mb_css_pos (first), MB_MSG_CSS_MISPLACED_DECLARATION,
               first->text, NULL);
  else
    return;
  *item = invalid_at (first);
}

/* --- Style blocks --------------------------------------------------------------------------------- */

/* Whether the values up to the next semicolon are a declaration, as the essay says. */
static gboolean
is_declaration (MbCssValues rest)
{
  gboolean braces = FALSE, other = FALSE;
  gboolean custom = is_kind (rest, MB_CSS_IDENT) && is_custom (rest.first->text);
  MbCssValues value;
  const MbCssValue *v;

  if (!split_name (rest, &value) || custom)
    return custom;
  for (v = value.first; v < value.end && v->kind != MB_CSS_SEMICOLON; v = mb_css_after (v)) {
    if (v->kind == MB_CSS_SPACE)
      continue;
    if (braces || (v->kind == MB_CSS_BRACES && other))
      return FALSE;
    braces = v->kind == MB_CSS_BRACES;
    other = TRUE;
  }
  return TRUE;
}

static void
read_style_item (MbCssReader *reader, MbCssItem *item)
{
  const MbCssValue *first = reader->rest.first;

  if (is_declaration (reader->rest)) {
    read_declaration (reader, item);
    return;
  }
  if (take_rule (reader, item))
    return;
  report_no_declaration (reader, first);
  *item = invalid_at (first);
}

/* --- The reader ----------------------------------------------------------------------------------- */

MbCssReader
mb_css_reader (MbCssContents contents, MbCssValues values, MbArena *arena,
               MbDiagnostics *diagnostics)
{
  return (MbCssReader){ contents, values, arena, diagnostics };
}

/* What means nothing between two items. */
static gboolean
is_filler (MbCssContents contents, guint8 kind)
{
  switch (kind) {
  case MB_CSS_SPACE: return TRUE;
  case MB_CSS_CDO:
  case MB_CSS_CDC: return contents == MB_CSS_SHEET;
  case MB_CSS_SEMICOLON: return contents == MB_CSS_DECLARATIONS || contents == MB_CSS_STYLE;
  default: return FALSE;
  }
}

gboolean
mb_css_read (MbCssReader *reader, MbCssItem *item)
{
  MbCssValues *rest = &reader->rest;

  while (rest->first < rest->end && is_filler (reader->contents, rest->first->kind))
    rest->first++;
  if (rest->first >= rest->end)
    return FALSE;
  if (rest->first->kind == MB_CSS_AT_KEYWORD)
    read_at_rule (reader, item);
  else if (reader->contents == MB_CSS_DECLARATIONS)
    read_declaration (reader, item);
  else if (reader->contents == MB_CSS_STYLE)
    read_style_item (reader, item);
  else
    read_rule (reader, item);
  return TRUE;
}

/* --- Texts that hold one thing -------------------------------------------------------------------- */

MbCssOne
mb_css_one_value (MbCssValues values, const MbCssValue **value)
{
  values = mb_css_trim (values);
  *value = NULL;
  if (values.first == values.end)
    return MB_CSS_ONE_EMPTY;
  *value = values.first;
  return mb_css_after (values.first) < values.end ? MB_CSS_ONE_EXTRA : MB_CSS_ONE;
}

MbCssOne
mb_css_one_rule (MbCssValues values, MbArena *arena, MbDiagnostics *diagnostics, MbCssItem *item)
{
  MbCssReader reader = mb_css_reader (MB_CSS_RULES, values, arena, diagnostics);

  if (!mb_css_read (&reader, item))
    return MB_CSS_ONE_EMPTY;
  if (item->kind == MB_CSS_INVALID)
    return MB_CSS_ONE_INVALID;
  return skip_spaces (reader.rest).first < reader.rest.end ? MB_CSS_ONE_EXTRA : MB_CSS_ONE;
}

MbCssOne
mb_css_one_declaration (MbCssValues values, MbArena *arena, MbDiagnostics *diagnostics,
                        MbCssItem *item)
{
  MbCssReader reader = mb_css_reader (MB_CSS_DECLARATIONS, values, arena, diagnostics);

  values = mb_css_trim (values);
  if (values.first == values.end)
    return MB_CSS_ONE_EMPTY;
  if (make_declaration (&reader, values, item))
    return MB_CSS_ONE;
  report_no_declaration (&reader, values.first);
  *item = invalid_at (values.first);
  return MB_CSS_ONE_INVALID;
}
