/* SPDX-License-Identifier: Apache-2.0 */
/* Content streams as operations (ISO 32000-1 § 7.8.2): operands, then an operator.
 *
 * One pass, nothing copied: a token is a stretch of the stream. Arrays and dictionaries are single tokens. Everything that is not
 * closed at the end of the stream makes it broken; nothing is repaired. */
#include "internal.h"

#include <string.h>

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static gboolean
is_delimiter (char c)
{
  switch (c) {
  case '(':
  case ')':
  case '<':
  case '>':
  case '[':
  case ']':
  case '{':
  case '}':
  case '/':
  case '%': return TRUE;
  default: return FALSE;
  }
}

static gboolean
is_regular (char c)
{
  return !is_space (c) && !is_delimiter (c);
}

static void
skip_spaces (MbTokens *tokens)
{
  while (tokens->at < tokens->end) {
    if (*tokens->at == '%')
      while (tokens->at < tokens->end && *tokens->at != '\n' && *tokens->at != '\r')
        tokens->at++;
    else if (is_space (*tokens->at))
      tokens->at++;
    else
      return;
  }
}

/* Past the string that begins at tokens->at with "(". */
static gboolean
skip_string (MbTokens *tokens)
{
  int depth = 0;
  while (tokens->at < tokens->end) {
    char c = *tokens->at++;
    if (c == '\\' && tokens->at < tokens->end)
      tokens->at++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
starts (const MbTokens *tokens, const char *with)
{
  gsize length = strlen (with);
  return (gsize) (tokens->end - tokens->at) >= length && memcmp (tokens->at, with, length) == 0;
}

static gboolean
skip_hex (MbTokens *tokens)
{
  const char *close = memchr (tokens->at, '>', tokens->end - tokens->at);
  if (close)
    tokens->at = close + 1;
  return close != NULL;
}

/* Past a string, or one character of anything else that an array or dictionary may hold. */
static gboolean
skip_scalar (MbTokens *tokens)
{
  if (*tokens->at == '(')
    return skip_string (tokens);
  if (*tokens->at == '<')
    return skip_hex (tokens);
  return is_regular (*tokens->at) || *tokens->at == '/' ? tokens->at++ != NULL : FALSE;
}

/* Past an array or dictionary, whatever it nests. */
static gboolean
skip_compound (MbTokens *tokens)
{
  int depth = 0;
  for (skip_spaces (tokens); tokens->at < tokens->end; skip_spaces (tokens)) {
    gboolean opens = *tokens->at == '[' || starts (tokens, "<<");
    gboolean closes = *tokens->at == ']' || starts (tokens, ">>");
    if (opens || closes)
      tokens->at += *tokens->at == '[' || *tokens->at == ']' ? 1 : 2;
    else if (!skip_scalar (tokens))
      return FALSE;
    depth += opens - closes;
    if (depth == 0)
      return TRUE;
  }
  return FALSE;
}

/* Past one operand, if one begins here. */
static gboolean
skip_operand (MbTokens *tokens, gboolean *found)
{
  char c = *tokens->at;
  *found = TRUE;
  if (c == '(')
    return skip_string (tokens);
  if (c == '[' || starts (tokens, "<<"))
    return skip_compound (tokens);
  if (c == '<')
    return skip_hex (tokens);
  if (c == '/' || g_ascii_isdigit (c) || c == '-' || c == '+' || c == '.') {
    do
      tokens->at++;
    while (tokens->at < tokens->end && is_regular (*tokens->at));
    return TRUE;
  }
  *found = FALSE;
  return TRUE;
}

static gboolean
ends_image (const MbTokens *tokens)
{
  return starts (tokens, "EI") && is_space (tokens->at[-1]) &&
         (tokens->at + 2 == tokens->end || is_space (tokens->at[2]));
}

/* An inline image up to EI. Its data are binary: "EI" between white space ends it, as cairo writes it (ASCII85 or hexadecimal). */
static gboolean
skip_inline_image (MbTokens *tokens)
{
  for (; tokens->at < tokens->end; tokens->at++)
    if (ends_image (tokens)) {
      tokens->at += 2;
      return TRUE;
    }
  return FALSE;
}

static gboolean
broken (MbTokens *tokens)
{
  tokens->broken = TRUE;
  return FALSE;
}

/* The bytes of an operator as one number. */
#define OP2(a, b)          ((guint64) (a) << 8 | (b))
#define OP3(a, b, c)       (OP2 (a, b) << 8 | (c))
#define OP4(a, b, c, d)    (OP3 (a, b, c) << 8 | (d))
#define OP5(a, b, c, d, e) (OP4 (a, b, c, d) << 8 | (e))

static guint
classes_of (MbToken name)
{
  guint64 code = 0;
  for (gsize i = 0; i < name.length && i < 8; i++)
    code = code << 8 | (guint8) name.start[i];
  switch (name.length <= 8 ? code : 0) {
  case 'm':
  case 'l':
  case 'c':
  case 'v':
  case 'y':
  case 'h':
  case OP2 ('r', 'e'):
  case 'W':
  case OP2 ('W', '*'): return MB_OP_PATH;
  case 'f':
  case 'F':
  case OP2 ('f', '*'):
  case 'S':
  case 's':
  case 'B':
  case OP2 ('B', '*'):
  case 'b':
  case OP2 ('b', '*'):
  case 'n': return MB_OP_PATH_END;
  case OP2 ('r', 'g'):
  case OP2 ('R', 'G'): return MB_OP_RGB;
  case 'k':
  case 'K': return MB_OP_COLOR | MB_OP_CMYK;
  case 'g':
  case 'G':
  case OP2 ('c', 's'):
  case OP2 ('C', 'S'):
  case OP2 ('s', 'c'):
  case OP2 ('S', 'C'):
  case OP3 ('s', 'c', 'n'):
  case OP3 ('S', 'C', 'N'): return MB_OP_COLOR;
  case OP2 ('T', 'j'):
  case OP2 ('T', 'J'):
  case '\'':
  case '"': return MB_OP_SHOW;
  case OP2 ('D', 'o'):
  case OP2 ('s', 'h'):
  case OP2 ('B', 'I'): return MB_OP_OBJECT;
  case 'q':
  case 'Q': return MB_OP_STATE;
  case OP3 ('B', 'D', 'C'):
  case OP3 ('B', 'M', 'C'): return MB_OP_MARK;
  case OP3 ('E', 'M', 'C'): return MB_OP_MARK_END;
  case OP2 ('B', 'T'):
  case OP2 ('E', 'T'): return MB_OP_TEXT;
  case OP2 ('T', 'm'): return MB_OP_MATRIX;
  case OP4 ('t', 'r', 'u', 'e'):
  case OP5 ('f', 'a', 'l', 's', 'e'):
  case OP4 ('n', 'u', 'l', 'l'): return MB_OP_OPERAND;
  default: return 0;
  }
}

/* The operator at tokens->at. true, false and null are operands that look like one. */
static gboolean
read_operator (MbTokens *tokens, MbOperation *operation)
{
  operation->name.start = tokens->at;
  while (tokens->at < tokens->end && is_regular (*tokens->at))
    tokens->at++;
  operation->name.length = tokens->at - operation->name.start;
  if (operation->name.length == 0)
    return broken (tokens);
  operation->classes = classes_of (operation->name);
  if (mb_operation_is (operation, "BI") && !skip_inline_image (tokens))
    return broken (tokens);
  operation->end = tokens->at;
  return TRUE;
}

gboolean
mb_tokens_next (MbTokens *tokens, MbOperation *operation)
{
  operation->n = 0;
  operation->start = NULL;
  for (;;) {
    skip_spaces (tokens);
    if (tokens->at >= tokens->end)
      return operation->n ? broken (tokens) : FALSE;
    if (!operation->start)
      operation->start = tokens->at;
    const char *start = tokens->at;
    gboolean operand;
    if (!skip_operand (tokens, &operand))
      return broken (tokens);
    if (!operand) {
      if (!read_operator (tokens, operation))
        return FALSE;
      if (!(operation->classes & MB_OP_OPERAND))
        return TRUE;
    }
    if (operation->n == MB_OPERANDS_MAX)
      return broken (tokens);
    operation->operands[operation->n++] = (MbToken){ start, tokens->at - start };
  }
}

gboolean
mb_operation_is (const MbOperation *operation, const char *name)
{
  return strlen (name) == operation->name.length &&
         memcmp (operation->name.start, name, operation->name.length) == 0;
}

double
mb_token_number (MbToken token)
{
  char text[40] = "";
  memcpy (text, token.start, MIN (token.length, sizeof text - 1));
  return g_ascii_strtod (text, NULL);
}
