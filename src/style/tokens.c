/* SPDX-License-Identifier: Apache-2.0 */
/* The CSS tokenizer (CSS Syntax Module Level 3, CR of 24 December 2021, § 3.3 and § 4; unicode-range as in
 * the later draft, where it is a token only in the value of that descriptor).
 *
 * Preprocessing is done on the fly, so that offsets are those of the author's file: take () turns CR, CR LF
 * and FF into a line feed, and NUL and malformed UTF-8 into U+FFFD.
 *
 * Look-ahead is by bytes. That is exact: wherever the standard looks at the second or third code point, the
 * ones before it are ASCII; and a byte that is NUL or above 0x7F always begins a code point that may be in a
 * name, whatever it decodes to.
 *
 * Invariants
 *   - every call of mb_css_scan consumes at least one byte or returns FALSE: the scan ends after at most
 *     `length` tokens, and its time is linear;
 *   - a token's text is valid UTF-8 without NUL;
 *   - line counts LF, CR LF and CR; col counts code points.
 */
#include "syntax.h"

#include <string.h>

/* The largest magnitude kept for a number: far beyond any length, and safe to multiply. */
#define NUMBER_MAX 1e30

#define END (-1)

/* --- Bytes ahead ---------------------------------------------------------------------------------- */

static int
ahead (const MbCssScanner *s, gsize n)
{
  return n < s->source->length - s->at ? (guchar) s->source->text[s->at + n] : END;
}

static gboolean
is_newline (int byte)
{
  return byte == '\n' || byte == '\r' || byte == '\f';
}

static gboolean
is_space (int byte)
{
  return byte == ' ' || byte == '\t' || is_newline (byte);
}

static gboolean
is_digit (int byte)
{
  return byte >= '0' && byte <= '9';
}

static gboolean
is_hex (int byte)
{
  return byte != END && g_ascii_isxdigit ((char) byte);
}

static gboolean
starts_name (int byte)
{
  return byte != END && (byte >= 0x80 || byte == 0 || byte == '_' || g_ascii_isalpha ((char) byte));
}

static gboolean
is_in_name (int byte)
{
  return starts_name (byte) || is_digit (byte) || byte == '-';
}

/* § 4.3.8: a backslash at the very end is an escape (of nothing). */
static gboolean
is_escape (const MbCssScanner *s, gsize n)
{
  return ahead (s, n) == '\\' && !is_newline (ahead (s, n + 1));
}

/* § 4.3.9 */
static gboolean
starts_ident (const MbCssScanner *s, gsize n)
{
  if (ahead (s, n) != '-')
    return starts_name (ahead (s, n)) || is_escape (s, n);
  return starts_name (ahead (s, n + 1)) || ahead (s, n + 1) == '-' || is_escape (s, n + 1);
}

/* § 4.3.10 */
static gboolean
starts_number (const MbCssScanner *s)
{
  gsize n = ahead (s, 0) == '+' || ahead (s, 0) == '-';
  return is_digit (ahead (s, n)) || (ahead (s, n) == '.' && is_digit (ahead (s, n + 1)));
}

static gboolean
starts_range (const MbCssScanner *s)
{
  int third = ahead (s, 2);
  return (ahead (s, 0) | 0x20) == 'u' && ahead (s, 1) == '+' && (is_hex (third) || third == '?');
}

/* § 4.2, non-printable; NUL is U+FFFD by then. */
static gboolean
is_control (int byte)
{
  return (byte > 0 && byte <= 8) || byte == 0x0B || (byte >= 0x0E && byte <= 0x1F) || byte == 0x7F;
}

/* --- Taking code points --------------------------------------------------------------------------- */

static gunichar
decode (const MbCssScanner *s, gsize *size)
{
  const char *p = s->source->text + s->at;
  gunichar c = g_utf8_get_char_validated (p, (gssize) (s->source->length - s->at));
  if (c >= 0x110000) /* -1 malformed, -2 cut off */
    return 0xFFFD;
  *size = (gsize) (g_utf8_next_char (p) - p);
  return c;
}

/* Consume one code point; there must be one. */
static gunichar
take (MbCssScanner *s)
{
  int byte = ahead (s, 0);
  gsize size = 1;
  gunichar c = (gunichar) byte;

  if (byte == '\r' && ahead (s, 1) == '\n')
    size = 2;
  else if (byte == 0)
    c = 0xFFFD;
  else if (byte >= 0x80)
    c = decode (s, &size);
  s->at += size;
  if (byte == '\n' || byte == '\r') {
    s->line++;
    s->col = 1;
  } else
    s->col++;
  return is_newline (byte) ? '\n' : c;
}

static void
skip (MbCssScanner *s, gsize n)
{
  while (n-- > 0)
    take (s);
}

static gboolean
take_if (MbCssScanner *s, int byte)
{
  if (ahead (s, 0) != byte)
    return FALSE;
  take (s);
  return TRUE;
}

static void
skip_spaces (MbCssScanner *s)
{
  while (is_space (ahead (s, 0)))
    take (s);
}

static MbPos
here (const MbCssScanner *s)
{
  return (MbPos){ s->source->file, s->line, s->col };
}

static MbPos
start_of (const MbCssScanner *s, const MbCssValue *token)
{
  return (MbPos){ s->source->file, token->line, token->col };
}

/* § 4.3.7, after the backslash. */
static gunichar
take_escape (MbCssScanner *s)
{
  gunichar c = 0;
  int digits;

  if (ahead (s, 0) == END)
    return 0xFFFD;
  if (!is_hex (ahead (s, 0)))
    return take (s);
  for (digits = 0; digits < 6 && is_hex (ahead (s, 0)); digits++)
    c = c * 16 + (gunichar) g_ascii_xdigit_value ((char) take (s));
  if (is_space (ahead (s, 0)))
    take (s);
  return c == 0 || !g_unichar_validate (c) ? 0xFFFD : c;
}

/* --- Names ---------------------------------------------------------------------------------------- */

/* A no-break space pasted with a French text is part of a name for CSS, and nobody sees it. */
static void
report_hidden (MbCssScanner *s, MbPos pos, gunichar c)
{
  char code[16];
  if (c < 0x80 || !(g_unichar_isspace (c) || c == 0x200B || c == 0xFEFF))
    return;
  g_snprintf (code, sizeof code, "U+%04X", c);
  mb_report (s->diagnostics, pos, MB_MSG_CSS_HIDDEN_SPACE, code, NULL);
}

static const char *
finish_text (MbCssScanner *s)
{
  return mb_arena_strndup (s->arena, s->name->str, s->name->len);
}

/* § 4.3.11 */
static const char *
take_name (MbCssScanner *s)
{
  g_string_truncate (s->name, 0);
  for (;;) {
    if (is_in_name (ahead (s, 0))) {
      MbPos pos = here (s);
      gunichar c = take (s);
      report_hidden (s, pos, c);
      g_string_append_unichar (s->name, c);
    } else if (is_escape (s, 0)) {
      take (s);
      g_string_append_unichar (s->name, take_escape (s));
    } else
      return finish_text (s);
  }
}

/* --- Numbers -------------------------------------------------------------------------------------- */

static void
take_digits (MbCssScanner *s)
{
  while (is_digit (ahead (s, 0)))
    take (s);
}

static gboolean
starts_exponent (const MbCssScanner *s)
{
  int sign = ahead (s, 1);
  if (ahead (s, 0) != 'e' && ahead (s, 0) != 'E')
    return FALSE;
  return is_digit (sign) || ((sign == '+' || sign == '-') && is_digit (ahead (s, 2)));
}

static double
to_number (MbCssScanner *s, gsize start)
{
  g_string_truncate (s->name, 0);
  g_string_append_len (s->name, s->source->text + start, (gssize) (s->at - start));
  return CLAMP (g_ascii_strtod (s->name->str, NULL), -NUMBER_MAX, NUMBER_MAX);
}

/* § 4.3.12 and § 4.3.13 */
static void
take_number (MbCssScanner *s, MbCssValue *token)
{
  gsize start = s->at;

  token->flags = MB_CSS_INTEGER;
  if (take_if (s, '+') || take_if (s, '-'))
    token->flags |= MB_CSS_SIGNED;
  take_digits (s);
  if (ahead (s, 0) == '.' && is_digit (ahead (s, 1))) {
    skip (s, 2);
    take_digits (s);
    token->flags &= (guint8) ~MB_CSS_INTEGER;
  }
  if (starts_exponent (s)) {
    skip (s, 2);
    take_digits (s);
    token->flags &= (guint8) ~MB_CSS_INTEGER;
  }
  token->digits = (guint32) (s->at - start);
  token->number = to_number (s, start);
}

/* § 4.3.3 */
static void
scan_numeric (MbCssScanner *s, MbCssValue *token)
{
  take_number (s, token);
  if (starts_ident (s, 0)) {
    token->kind = MB_CSS_DIMENSION;
    token->text = take_name (s);
  } else
    token->kind = take_if (s, '%') ? MB_CSS_PERCENTAGE : MB_CSS_NUMBER;
}

/* U+26, U+0-7F, U+4??: at most six digits and question marks before a hyphen. */
static void
scan_range (MbCssScanner *s, MbCssValue *token)
{
  guint32 first = 0, last = 0;
  int n = 0, marks = 0;

  token->kind = MB_CSS_UNICODE_RANGE;
  skip (s, 2);
  for (; n < 6 && is_hex (ahead (s, 0)); n++)
    first = first * 16 + (guint32) g_ascii_xdigit_value ((char) take (s));
  last = first;
  for (; n < 6 && ahead (s, 0) == '?'; n++, marks++) {
    take (s);
    first = first * 16;
    last = last * 16 + 15;
  }
  if (marks == 0 && ahead (s, 0) == '-' && is_hex (ahead (s, 1))) {
    take (s);
    for (n = 0, last = 0; n < 6 && is_hex (ahead (s, 0)); n++)
      last = last * 16 + (guint32) g_ascii_xdigit_value ((char) take (s));
  }
  token->range.first = first;
  token->range.last = last;
}

/* --- Strings and URLs ----------------------------------------------------------------------------- */

static void
take_escape_in_string (MbCssScanner *s)
{
  if (ahead (s, 0) == END)
    return;
  if (is_newline (ahead (s, 0)))
    take (s);
  else
    g_string_append_unichar (s->name, take_escape (s));
}

/* § 4.3.5 */
static void
scan_string (MbCssScanner *s, MbCssValue *token)
{
  int quote = (int) take (s);

  token->kind = MB_CSS_STRING;
  g_string_truncate (s->name, 0);
  while (ahead (s, 0) != quote) {
    if (ahead (s, 0) == END) {
      token->flags = MB_CSS_UNCLOSED;
      break;
    }
    if (is_newline (ahead (s, 0))) {
      token->kind = MB_CSS_BAD_STRING;
      break;
    }
    if (take_if (s, '\\'))
      take_escape_in_string (s);
    else
      g_string_append_unichar (s->name, take (s));
  }
  if (ahead (s, 0) == quote)
    take (s);
  else
    mb_report (s->diagnostics, start_of (s, token), MB_MSG_CSS_UNCLOSED_STRING, NULL);
  token->text = token->kind == MB_CSS_STRING ? finish_text (s) : NULL;
}

/* § 4.3.14 */
static void
skip_bad_url (MbCssScanner *s)
{
  while (ahead (s, 0) != END && !take_if (s, ')')) {
    if (!is_escape (s, 0))
      take (s);
    else {
      take (s);
      take_escape (s);
    }
  }
}

/* The end of the text after url(x, or a closing bracket: FALSE when something else follows. */
static gboolean
take_url_end (MbCssScanner *s, MbCssValue *token)
{
  skip_spaces (s);
  if (take_if (s, ')'))
    return TRUE;
  if (ahead (s, 0) != END)
    return FALSE;
  token->flags = MB_CSS_UNCLOSED;
  mb_report (s->diagnostics, start_of (s, token), MB_MSG_CSS_UNCLOSED_BLOCK, "url(", NULL);
  return TRUE;
}

static gboolean
take_url_part (MbCssScanner *s)
{
  int byte = ahead (s, 0);

  if (is_escape (s, 0)) {
    take (s);
    g_string_append_unichar (s->name, take_escape (s));
    return TRUE;
  }
  if (byte == '"' || byte == '\'' || byte == '(' || byte == '\\' || is_control (byte))
    return FALSE;
  g_string_append_unichar (s->name, take (s));
  return TRUE;
}

/* § 4.3.6, after `url(`. */
static void
scan_url (MbCssScanner *s, MbCssValue *token)
{
  gboolean good = TRUE;

  skip_spaces (s);
  g_string_truncate (s->name, 0);
  while (good && ahead (s, 0) != END && ahead (s, 0) != ')' && !is_space (ahead (s, 0)))
    good = take_url_part (s);
  if (good && take_url_end (s, token)) {
    token->kind = MB_CSS_URL;
    token->text = finish_text (s);
    return;
  }
  token->kind = MB_CSS_BAD_URL;
  token->text = NULL;
  mb_report (s->diagnostics, start_of (s, token), MB_MSG_CSS_BAD_URL, NULL);
  skip_bad_url (s);
}

/* Whether what follows `url(` is a quoted string, which makes it a function. */
static gboolean
quote_follows (const MbCssScanner *s)
{
  gsize n = 0;
  while (is_space (ahead (s, n)))
    n++;
  return ahead (s, n) == '"' || ahead (s, n) == '\'';
}

/* § 4.3.4. White space before a quote stays: it becomes a token of its own. */
static void
scan_ident (MbCssScanner *s, MbCssValue *token)
{
  token->kind = MB_CSS_IDENT;
  token->text = take_name (s);
  if (!take_if (s, '('))
    return;
  token->kind = MB_CSS_FUNCTION;
  if (g_ascii_strcasecmp (token->text, "url") == 0 && !quote_follows (s))
    scan_url (s, token);
}

/* --- Everything else ------------------------------------------------------------------------------ */

static void
scan_hash (MbCssScanner *s, MbCssValue *token)
{
  token->kind = MB_CSS_HASH;
  if (starts_ident (s, 1))
    token->flags = MB_CSS_ID;
  take (s);
  token->text = take_name (s);
}

static gboolean
follows (const MbCssScanner *s, const char *ascii)
{
  gsize length = strlen (ascii);
  return s->source->length - s->at >= length &&
         memcmp (s->source->text + s->at, ascii, length) == 0;
}

static void
skip_comments (MbCssScanner *s)
{
  while (follows (s, "/*")) {
    MbPos pos = here (s);
    skip (s, 2);
    while (ahead (s, 0) != END && !follows (s, "*/"))
      take (s);
    if (ahead (s, 0) == END)
      mb_report (s->diagnostics, pos, MB_MSG_CSS_UNCLOSED_COMMENT, NULL);
    else
      skip (s, 2);
  }
}

/* A token that is one code point. */
static void
scan_mark (MbCssScanner *s, MbCssValue *token)
{
  token->delim = take (s);
  switch (token->delim) {
  case ':': token->kind = MB_CSS_COLON; break;
  case ';': token->kind = MB_CSS_SEMICOLON; break;
  case ',': token->kind = MB_CSS_COMMA; break;
  case '(': token->kind = MB_CSS_PARENS; break;
  case '[': token->kind = MB_CSS_BRACKETS; break;
  case '{': token->kind = MB_CSS_BRACES; break;
  case ')':
  case ']':
  case '}': token->kind = MB_CSS_CLOSER; break;
  default: token->kind = MB_CSS_DELIM; break;
  }
  if (token->delim == '\\')
    mb_report (s->diagnostics, start_of (s, token), MB_MSG_CSS_BAD_ESCAPE, NULL);
}

static void
scan_literal (MbCssScanner *s, MbCssValue *token, MbCssKind kind, gsize length)
{
  token->kind = (guint8) kind;
  skip (s, length);
}

/* § 4.3.1 */
static void
scan_token (MbCssScanner *s, MbCssValue *token)
{
  int byte = ahead (s, 0);

  if (is_space (byte)) {
    token->kind = MB_CSS_SPACE;
    skip_spaces (s);
  } else if (byte == '"' || byte == '\'')
    scan_string (s, token);
  else if (starts_number (s))
    scan_numeric (s, token);
  else if (follows (s, "-->"))
    scan_literal (s, token, MB_CSS_CDC, 3);
  else if (follows (s, "<!--"))
    scan_literal (s, token, MB_CSS_CDO, 4);
  else if (byte == '#' && (is_in_name (ahead (s, 1)) || is_escape (s, 1)))
    scan_hash (s, token);
  else if (byte == '@' && starts_ident (s, 1)) {
    take (s);
    token->kind = MB_CSS_AT_KEYWORD;
    token->text = take_name (s);
  } else if (s->ranges && starts_range (s))
    scan_range (s, token);
  else if (starts_ident (s, 0))
    scan_ident (s, token);
  else
    scan_mark (s, token);
}

gboolean
mb_css_scan (MbCssScanner *scanner, MbCssValue *token)
{
  skip_comments (scanner);
  if (ahead (scanner, 0) == END)
    return FALSE;
  *token = (MbCssValue){
    .offset = (guint32) scanner->at,
    .line = scanner->line,
    .col = scanner->col,
    .source = scanner->source,
  };
  scan_token (scanner, token);
  token->length = (guint32) (scanner->at - token->offset);
  return TRUE;
}
