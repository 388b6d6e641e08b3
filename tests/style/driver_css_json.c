/* SPDX-License-Identifier: Apache-2.0 */
/* driver_css_json — the parser of src/style as a filter, for check_css_syntax.py.
 *
 * Standard input is a sequence of requests: a line `MODE LENGTH` and then LENGTH bytes of CSS and a line
 * end. Standard output has one line of JSON for each, in the notation of css-parsing-tests.
 */
#include "syntax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  MbArena *arena;
  const char *css;
  gsize length;
} Request;

static void print_list (MbCssValues values, GString *out);

/* --- JSON ----------------------------------------------------------------------------------------- */

static void
print_string (const char *text, GString *out)
{
  g_string_append_c (out, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_c (out, '\\');
    if (g_ascii_iscntrl (*text))
      g_string_append_printf (out, "\\u%04x", (guint) (guchar) *text);
    else
      g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

static void
print_delim (gunichar delim, GString *out)
{
  char text[8] = { 0 };
  g_unichar_to_utf8 (delim, text);
  print_string (text, out);
}

/* ["kind","text" and no closing bracket */
static void
open_array (const char *kind, const char *text, GString *out)
{
  g_string_append_printf (out, "[\"%s\"", kind);
  if (text) {
    g_string_append_c (out, ',');
    print_string (text, out);
  }
}

static void
print_array (const char *kind, const char *text, GString *out)
{
  open_array (kind, text, out);
  g_string_append_c (out, ']');
}

static void
print_double (double number, GString *out)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (out, g_ascii_dtostr (text, sizeof text, number));
}

static const char *
boolean (gboolean value)
{
  return value ? "true" : "false";
}

/* --- Component values ----------------------------------------------------------------------------- */

static void
print_number (const char *kind, const MbCssValue *value, GString *out)
{
  g_autofree char *digits = g_strndup (value->source->text + value->offset, value->digits);
  open_array (kind, digits, out);
  g_string_append_c (out, ',');
  print_double (value->number, out);
  g_string_append (out, value->flags & MB_CSS_INTEGER ? ",\"integer\"" : ",\"number\"");
  if (value->kind == MB_CSS_DIMENSION) {
    g_string_append_c (out, ',');
    print_string (value->text, out);
  }
  g_string_append_c (out, ']');
}

static void
print_block (const char *kind, const MbCssValue *value, GString *out)
{
  open_array (kind, value->kind == MB_CSS_FUNCTION ? value->text : NULL, out);
  if (value->inside > 0) {
    g_string_append_c (out, ',');
    print_list (mb_css_inside (value), out);
  }
  g_string_append_c (out, ']');
}

static void
print_hash (const MbCssValue *value, GString *out)
{
  open_array ("hash", value->text, out);
  g_string_append (out, value->flags & MB_CSS_ID ? ",\"id\"]" : ",\"unrestricted\"]");
}

/* The suite says with a second value that the text ended inside the first. */
static void
print_closable (const char *kind, const MbCssValue *value, GString *out)
{
  print_array (kind, value->text, out);
  if (value->flags & MB_CSS_UNCLOSED)
    g_string_append_printf (out, ",[\"error\",\"eof-in-%s\"]", kind);
}

static void
print_closer (const MbCssValue *value, GString *out)
{
  const char text[2] = { (char) value->delim, 0 };
  print_array ("error", text, out);
}

static void
print_value (const MbCssValue *value, GString *out)
{
  switch ((MbCssKind) value->kind) {
  case MB_CSS_IDENT: print_array ("ident", value->text, out); break;
  case MB_CSS_FUNCTION: print_block ("function", value, out); break;
  case MB_CSS_AT_KEYWORD: print_array ("at-keyword", value->text, out); break;
  case MB_CSS_HASH: print_hash (value, out); break;
  case MB_CSS_STRING: print_closable ("string", value, out); break;
  case MB_CSS_BAD_STRING: print_array ("error", "bad-string", out); break;
  case MB_CSS_URL: print_closable ("url", value, out); break;
  case MB_CSS_BAD_URL: print_array ("error", "bad-url", out); break;
  case MB_CSS_DELIM:
  case MB_CSS_COLON:
  case MB_CSS_SEMICOLON:
  case MB_CSS_COMMA: print_delim (value->delim, out); break;
  case MB_CSS_NUMBER: print_number ("number", value, out); break;
  case MB_CSS_PERCENTAGE: print_number ("percentage", value, out); break;
  case MB_CSS_DIMENSION: print_number ("dimension", value, out); break;
  case MB_CSS_UNICODE_RANGE:
    g_string_append_printf (out, "[\"unicode-range\",%u,%u]", value->range.first,
                            value->range.last);
    break;
  case MB_CSS_SPACE: print_string (" ", out); break;
  case MB_CSS_CDO: print_string ("<!--", out); break;
  case MB_CSS_CDC: print_string ("-->", out); break;
  case MB_CSS_PARENS: print_block ("()", value, out); break;
  case MB_CSS_BRACKETS: print_block ("[]", value, out); break;
  case MB_CSS_BRACES: print_block ("{}", value, out); break;
  case MB_CSS_CLOSER: print_closer (value, out); break;
  case MB_CSS_TOO_DEEP: print_array ("error", "too-deep", out); break;
  }
}

/* Without brackets. */
static void
print_list (MbCssValues values, GString *out)
{
  for (const MbCssValue *v = values.first; v < values.end; v = mb_css_after (v)) {
    if (v > values.first)
      g_string_append_c (out, ',');
    print_value (v, out);
  }
}

static void
print_values (MbCssValues values, GString *out)
{
  g_string_append_c (out, '[');
  print_list (values, out);
  g_string_append_c (out, ']');
}

/* --- Items ---------------------------------------------------------------------------------------- */

static void
print_item (const MbCssItem *item, GString *out)
{
  static const char *const kinds[] = { NULL, "qualified rule", "at-rule", "declaration" };

  if (item->kind == MB_CSS_INVALID) {
    print_array ("error", "invalid", out);
    return;
  }
  open_array (kinds[item->kind], item->name, out);
  g_string_append_c (out, ',');
  print_values (item->values, out);
  g_string_append_c (out, ',');
  if (item->kind == MB_CSS_DECLARATION)
    g_string_append (out, boolean (item->important));
  else if (item->has_block)
    print_values (item->block, out);
  else
    g_string_append (out, "null");
  g_string_append_c (out, ']');
}

static void
print_one (MbCssOne one, const MbCssItem *item, GString *out)
{
  switch (one) {
  case MB_CSS_ONE: print_item (item, out); break;
  case MB_CSS_ONE_EMPTY: print_array ("error", "empty", out); break;
  case MB_CSS_ONE_INVALID: print_array ("error", "invalid", out); break;
  case MB_CSS_ONE_EXTRA: print_array ("error", "extra-input", out); break;
  }
}

static MbCssValues
parse (const Request *request)
{
  return mb_css_parse (request->arena, NULL, MB_NOWHERE, request->css, request->length);
}

static void
print_contents (const Request *request, MbCssContents contents, GString *out)
{
  MbCssReader reader = mb_css_reader (contents, parse (request), request->arena, NULL);
  MbCssItem item;

  g_string_append_c (out, '[');
  for (guint i = 0; mb_css_read (&reader, &item); i++) {
    g_string_append (out, i > 0 ? "," : "");
    print_item (&item, out);
  }
  g_string_append_c (out, ']');
}

/* --- Modes ---------------------------------------------------------------------------------------- */

static void
do_values (const Request *request, GString *out)
{
  print_values (parse (request), out);
}

static void
do_ranges (const Request *request, GString *out)
{
  print_values (mb_css_parse_ranges (request->arena, NULL, MB_NOWHERE, request->css,
                                     request->length),
                out);
}

/* The values of the serialized values: the same, but for numbers of spaces and comments. */
static void
do_round_trip (const Request *request, GString *out)
{
  g_autoptr (GString) text = g_string_new (NULL);
  mb_css_serialize (parse (request), text);
  print_values (mb_css_parse (request->arena, NULL, MB_NOWHERE, text->str, text->len), out);
}

static void
do_one_value (const Request *request, GString *out)
{
  const MbCssValue *value;
  MbCssOne one = mb_css_one_value (parse (request), &value);
  if (one == MB_CSS_ONE)
    print_value (value, out);
  else
    print_one (one, NULL, out);
}

static void
do_one_rule (const Request *request, GString *out)
{
  MbCssItem item;
  print_one (mb_css_one_rule (parse (request), request->arena, NULL, &item), &item, out);
}

static void
do_one_declaration (const Request *request, GString *out)
{
  MbCssItem item;
  print_one (mb_css_one_declaration (parse (request), request->arena, NULL, &item), &item, out);
}

static void
do_declarations (const Request *request, GString *out)
{
  print_contents (request, MB_CSS_DECLARATIONS, out);
}

static void
do_style (const Request *request, GString *out)
{
  print_contents (request, MB_CSS_STYLE, out);
}

static void
do_rules (const Request *request, GString *out)
{
  print_contents (request, MB_CSS_RULES, out);
}

static void
do_sheet (const Request *request, GString *out)
{
  print_contents (request, MB_CSS_SHEET, out);
}

/* marbre reads every sheet as UTF-8. */
static void
do_sheet_bytes (const Request *request, GString *out)
{
  g_string_append_c (out, '[');
  do_sheet (request, out);
  g_string_append (out, ",\"utf-8\"]");
}

static void
do_anb (const Request *request, GString *out)
{
  MbCssCursor cursor = mb_css_cursor (parse (request));
  int a, b;
  if (mb_css_take_anb (&cursor, &a, &b) && mb_css_at_end (&cursor))
    g_string_append_printf (out, "[%d,%d]", a, b);
  else
    g_string_append (out, "null");
}

static void
print_color (const MbCssColor *color, GString *out)
{
  guint n = color->kind == MB_CSS_COLOR_CMYK ? 4 : 3;

  if (color->kind == MB_CSS_COLOR_CURRENT) {
    print_string ("currentColor", out);
    return;
  }
  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++) {
    print_double (color->c[i], out);
    g_string_append_c (out, ',');
  }
  print_double (color->alpha, out);
  g_string_append_c (out, ']');
}

static void
do_color (const Request *request, GString *out)
{
  MbCssCursor cursor = mb_css_cursor (parse (request));
  MbCssColor color;
  if (mb_css_take_color (&cursor, &color) && mb_css_at_end (&cursor))
    print_color (&color, out);
  else
    g_string_append (out, "null");
}

static const struct {
  const char *name;
  void (*run) (const Request *request, GString *out);
} modes[] = {
  { "component_value_list", do_values },
  { "component_value_list_ranges", do_ranges },
  { "round_trip", do_round_trip },
  { "one_component_value", do_one_value },
  { "one_rule", do_one_rule },
  { "one_declaration", do_one_declaration },
  { "declaration_list", do_declarations },
  { "style_block", do_style },
  { "rule_list", do_rules },
  { "stylesheet", do_sheet },
  { "stylesheet_bytes", do_sheet_bytes },
  { "An+B", do_anb },
  { "color", do_color },
};

static gboolean
answer (const char *mode, char *css, gsize length)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  Request request = { arena, css, length };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if (strcmp (modes[i].name, mode) == 0) {
      modes[i].run (&request, out);
      return puts (out->str) >= 0;
    }
  fprintf (stderr, "unknown mode %s\n", mode);
  return FALSE;
}

int
main (void)
{
  char mode[64];
  unsigned long length;

  while (scanf ("%63s %lu", mode, &length) == 2) {
    g_autofree char *css = g_malloc (length + 1);
    if (getchar () != '\n' || fread (css, 1, length, stdin) != length || getchar () != '\n')
      return EXIT_FAILURE;
    if (!answer (mode, css, length))
      return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
