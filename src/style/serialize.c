/* SPDX-License-Identifier: Apache-2.0 */
/* Component values back to text (CSS Syntax 3, § 9; CSSOM, § 2.1).
 *
 * The law: parsing the text gives the same values again. Two neighbours that the tokenizer would read as one are
 * kept apart by an empty comment; which ones these are is a table of the standard, here as sets of kinds.
 * Errors survive as errors, so that a wrong value cannot become right on its way through text.
 */
#include "syntax.h"

#include <string.h>

/* --- Names and strings ---------------------------------------------------------------------------- */

static gboolean
is_name_byte (char byte)
{
  return (guchar) byte >= 0x80 || byte == '-' || byte == '_' || g_ascii_isalnum (byte);
}

static gboolean
needs_hex (char byte)
{
  return g_ascii_iscntrl (byte) || g_ascii_isxdigit (byte);
}

/* The space ends the escape, whatever follows. */
static void
append_escaped (GString *to, char byte)
{
  if (needs_hex (byte))
    g_string_append_printf (to, "\\%x ", (guint) (guchar) byte);
  else
    g_string_append_printf (to, "\\%c", byte);
}

static void
append_name (GString *to, const char *name)
{
  for (; *name; name++) {
    if (is_name_byte (*name))
      g_string_append_c (to, *name);
    else
      append_escaped (to, *name);
  }
}

/* Append @name escaped so that it reads as one identifier. */
static void
put_ident (const char *name, GString *to)
{
  gboolean hyphen = name[0] == '-';

  if (hyphen && name[1] == '\0') {
    g_string_append (to, "\\-");
    return;
  }
  if (hyphen)
    g_string_append_c (to, *name++);
  if (g_ascii_isdigit (*name))
    append_escaped (to, *name++);
  append_name (to, name);
}

void
mb_css_serialize_string (const char *string, GString *to)
{
  g_string_append_c (to, '"');
  for (; *string; string++) {
    if (g_ascii_iscntrl (*string) || *string == '"' || *string == '\\')
      append_escaped (to, *string);
    else
      g_string_append_c (to, *string);
  }
  g_string_append_c (to, '"');
}

static void
append_url (GString *to, const char *url)
{
  g_string_append (to, "url(");
  for (; *url; url++) {
    if (g_ascii_iscntrl (*url) || strchr (" \"'()\\", *url))
      append_escaped (to, *url);
    else
      g_string_append_c (to, *url);
  }
  g_string_append_c (to, ')');
}

/* --- One value ------------------------------------------------------------------------------------ */

/* `1e3` and `1e-3` would be numbers: the e of such a unit is escaped. */
static void
append_unit (GString *to, const char *unit)
{
  const char *digits = unit[0] ? unit + 1 : unit;

  digits += *digits == '-' ? 1 : 0;
  if (g_ascii_tolower (unit[0]) != 'e' || !g_ascii_isdigit (*digits)) {
    put_ident (unit, to);
    return;
  }
  append_escaped (to, unit[0]);
  append_name (to, unit + 1);
}

static void
append_number (GString *to, const MbCssValue *value)
{
  g_string_append_len (to, value->source->text + value->offset, value->digits);
  if (value->kind == MB_CSS_PERCENTAGE)
    g_string_append_c (to, '%');
  else if (value->kind == MB_CSS_DIMENSION)
    append_unit (to, value->text);
}

static void
append_hash (GString *to, const MbCssValue *value)
{
  g_string_append_c (to, '#');
  if (value->flags & MB_CSS_ID)
    put_ident (value->text, to);
  else
    append_name (to, value->text);
}

static void
append_delim (GString *to, const MbCssValue *value)
{
  g_string_append_unichar (to, value->delim);
  /* a lone backslash stood before a line end */
  if (value->delim == '\\')
    g_string_append_c (to, '\n');
}

/* @value without what is inside it. */
static void
append_value (GString *to, const MbCssValue *value)
{
  switch ((MbCssKind) value->kind) {
  case MB_CSS_IDENT: put_ident (value->text, to); break;
  case MB_CSS_FUNCTION:
    put_ident (value->text, to);
    g_string_append_c (to, '(');
    break;
  case MB_CSS_AT_KEYWORD:
    g_string_append_c (to, '@');
    put_ident (value->text, to);
    break;
  case MB_CSS_HASH: append_hash (to, value); break;
  case MB_CSS_STRING: mb_css_serialize_string (value->text, to); break;
  case MB_CSS_BAD_STRING: g_string_append (to, "\"\n"); break;
  case MB_CSS_URL: append_url (to, value->text); break;
  case MB_CSS_BAD_URL:
  case MB_CSS_TOO_DEEP: g_string_append (to, "url(()"); break;
  case MB_CSS_DELIM: append_delim (to, value); break;
  case MB_CSS_NUMBER:
  case MB_CSS_PERCENTAGE:
  case MB_CSS_DIMENSION: append_number (to, value); break;
  case MB_CSS_UNICODE_RANGE:
    g_string_append_printf (to, "U+%X-%X", value->range.first, value->range.last);
    break;
  case MB_CSS_SPACE: g_string_append_c (to, ' '); break;
  case MB_CSS_CDO: g_string_append (to, "<!--"); break;
  case MB_CSS_CDC: g_string_append (to, "-->"); break;
  case MB_CSS_COLON: g_string_append_c (to, ':'); break;
  case MB_CSS_SEMICOLON: g_string_append_c (to, ';'); break;
  case MB_CSS_COMMA: g_string_append_c (to, ','); break;
  case MB_CSS_PARENS: g_string_append_c (to, '('); break;
  case MB_CSS_BRACKETS: g_string_append_c (to, '['); break;
  case MB_CSS_BRACES: g_string_append_c (to, '{'); break;
  case MB_CSS_CLOSER: g_string_append_unichar (to, value->delim); break;
  }
}

static const char *
closer (const MbCssValue *value)
{
  switch (value->kind) {
  case MB_CSS_FUNCTION:
  case MB_CSS_PARENS: return ")";
  case MB_CSS_BRACKETS: return "]";
  case MB_CSS_BRACES: return "}";
  default: return "";
  }
}

/* --- Neighbours ----------------------------------------------------------------------------------- */

/* Classes of the table in § 9. */
enum {
  WORD = 1 << 0,   /* ident, function, url, bad url */
  DIGITS = 1 << 1, /* number, percentage, dimension */
  HYPHEN = 1 << 2,
  CDC = 1 << 3,
  PAREN = 1 << 4,
  PERCENT = 1 << 5,
  STAR = 1 << 6,
  QUESTION = 1 << 7,
  BANG = 1 << 8,
};

static guint
delim_class (gunichar delim)
{
  switch (delim) {
  case '-': return HYPHEN;
  case '%': return PERCENT;
  case '*': return STAR;
  case '?': return QUESTION;
  case '!': return BANG;
  default: return 0;
  }
}

/* What @value is to the one before it. */
static guint
class_of (const MbCssValue *value)
{
  switch (value->kind) {
  case MB_CSS_IDENT:
  case MB_CSS_FUNCTION:
  case MB_CSS_URL:
  case MB_CSS_BAD_URL:
  case MB_CSS_TOO_DEEP:
  case MB_CSS_UNICODE_RANGE: return WORD;
  case MB_CSS_NUMBER:
  case MB_CSS_PERCENTAGE:
  case MB_CSS_DIMENSION: return DIGITS;
  case MB_CSS_CDC: return CDC;
  case MB_CSS_PARENS: return PAREN;
  case MB_CSS_DELIM: return delim_class (value->delim);
  default: return 0;
  }
}

static guint
clashes_of_delim (gunichar delim)
{
  switch (delim) {
  case '#': return WORD | HYPHEN | DIGITS | CDC;
  case '-': return WORD | HYPHEN | DIGITS | CDC;
  case '@': return WORD | HYPHEN | CDC;
  case '.':
  case '+': return DIGITS;
  case '/': return STAR;
  case '<': return BANG; /* <!-- */
  default: return 0;
  }
}

/* The classes that must not stand right after @value. */
static guint
clashes_of (const MbCssValue *value)
{
  switch (value->kind) {
  case MB_CSS_IDENT: return WORD | HYPHEN | DIGITS | CDC | PAREN;
  case MB_CSS_AT_KEYWORD:
  case MB_CSS_HASH:
  case MB_CSS_DIMENSION: return WORD | HYPHEN | DIGITS | CDC;
  case MB_CSS_NUMBER: return WORD | HYPHEN | DIGITS | CDC | PERCENT;
  case MB_CSS_UNICODE_RANGE: return WORD | HYPHEN | DIGITS | QUESTION;
  case MB_CSS_DELIM: return clashes_of_delim (value->delim);
  default: return 0;
  }
}

/* Recursion is bounded: mb_css_parse keeps MB_MAX_CSS_DEPTH levels. */
void
mb_css_serialize (MbCssValues values, GString *to)
{
  guint clashes = 0;

  for (const MbCssValue *v = values.first; v < values.end; v = mb_css_after (v)) {
    if (clashes & class_of (v))
      g_string_append (to, "/**/");
    append_value (to, v);
    if (*closer (v)) {
      mb_css_serialize (mb_css_inside (v), to);
      g_string_append (to, closer (v));
    }
    clashes = clashes_of (v);
  }
}
