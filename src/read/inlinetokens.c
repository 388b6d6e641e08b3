/* SPDX-License-Identifier: Apache-2.0 */
/* The inline nodes of cmark as tokens, each piece of text with its bytes in the source.
 *
 * cmark counts the columns of an inline node in its block's content, whose lines have
 * lost their own indentation, and adds the column of the *first* line. So the byte is looked for
 * at the real prefix of its line, and a piece of text gets a run only where source bytes and text
 * are equal; a backslash or an entity on the way ends a piece. Where cmark is wrong (links over
 * two lines, `\|` in tables) the text may also follow the last piece with nothing but signs
 * between. What is found neither way has no run.
 *
 * The cursor only moves forward, so all is linear in the content. */
#include "inline.h"

#include <string.h>
#include <cmark-gfm/houdini.h>

gsize
mb_inline_claimed (const MbInlineTokens *tokens, cmark_node *node)
{
  const MbScan *scan = tokens->scan;
  guint line = (guint) MAX (cmark_node_get_start_line (node), 1);
  guint source_line = scan->first_line + line - 1;
  gssize start = (gssize) mb_lines_start (tokens->lines, source_line);
  gssize column = cmark_node_get_start_column (node) - 1;
  gint32 shift =
      line <= scan->lines->len ? g_array_index (scan->lines, MbScanLine, line - 1).shift : 0;
  if ((int) line != cmark_node_get_start_line (tokens->leaf)) {
    column -= cmark_node_get_start_column (tokens->leaf) - 1;
    if (!shift)
      column += (gssize) strspn (tokens->lines->text + start, " \t>");
  }
  gssize place = start + column + shift + (gssize) tokens->pipes;
  return (gsize) CLAMP (place, start, (gssize) tokens->lines->length);
}

static gboolean
begins_at (const MbInlineTokens *tokens, gsize at, const char *text, gsize length)
{
  const char *source = tokens->lines->text;
  if (at >= tokens->limit || !length)
    return FALSE;
  if (source[at] == *text || source[at] == '&')
    return TRUE;
  return source[at] == '\\' && source[at + 1] == *text;
}

static const char MARKS[] = " \t\r\n*_~[]!<>`\\|#";

/* Short pieces may be equal by chance: they must also follow what was found before. */
static gboolean
follows_cursor (const MbInlineTokens *tokens, gsize at)
{
  return at >= tokens->cursor &&
         tokens->cursor + strspn (tokens->lines->text + tokens->cursor, MARKS) >= at;
}

static gssize
locate (const MbInlineTokens *tokens, cmark_node *node, const char *text, gsize length)
{
  gsize claimed = mb_inline_claimed (tokens, node);
  gsize sure = MIN (length, 4);
  if (claimed >= tokens->cursor && begins_at (tokens, claimed, text, length)) {
    gboolean equal = claimed + length <= tokens->limit &&
                     memcmp (tokens->lines->text + claimed, text, sure) == 0;
    if (follows_cursor (tokens, claimed) || (equal && length >= 4))
      return (gssize) claimed;
  }
  gsize next = tokens->cursor;
  while (next < tokens->limit && !begins_at (tokens, next, text, length) &&
         strchr (MARKS, tokens->lines->text[next]))
    next++;
  return begins_at (tokens, next, text, length) ? (gssize) next : MB_NO_SOURCE;
}

static MbInlineToken *
add_token (MbInlineTokens *tokens, MbInlineTokenKind kind, cmark_node *node, gssize source)
{
  gsize place = source >= 0 ? (gsize) source : mb_inline_claimed (tokens, node);
  MbInlineToken token = {
    .kind = kind, .node = node, .source = source, .pos = mb_lines_pos (tokens->lines, place)
  };
  g_array_append_val (tokens->list, token);
  return &g_array_index (tokens->list, MbInlineToken, tokens->list->len - 1);
}

static void
add_piece (MbInlineTokens *tokens, cmark_node *node, const char *text, gsize length, gssize source,
           gboolean literal)
{
  if (!length)
    return;
  MbInlineToken *token = add_token (tokens, MB_TOKEN_TEXT, node, source);
  token->text = text;
  token->length = length;
  token->literal = literal;
}

/* An entity of the source at @at that gives the beginning of @text: bytes of both. */
static gsize
match_entity (const MbInlineTokens *tokens, gsize at, const char *text, gsize length,
              gsize *in_text)
{
  cmark_strbuf buffer;
  cmark_strbuf_init (cmark_get_default_mem_allocator (), &buffer, 0);
  bufsize_t used = houdini_unescape_ent (&buffer, (const uint8_t *) tokens->lines->text + at + 1,
                                         (bufsize_t) MIN (tokens->limit - at - 1, 64));
  gboolean same = used > 0 && buffer.size > 0 && (gsize) buffer.size <= length &&
                  memcmp (buffer.ptr, text, (gsize) buffer.size) == 0;
  *in_text = same ? (gsize) buffer.size : 0;
  cmark_strbuf_free (&buffer);
  return same ? (gsize) used + 1 : 0;
}

/* The text of @node from source byte @at: a token for each stretch that stands in the source as it
 * is. */
static void
add_pieces (MbInlineTokens *tokens, cmark_node *node, const char *text, gsize length, gsize at)
{
  const char *source = tokens->lines->text;
  gsize done = 0, start = 0;
  gboolean literal = FALSE;
  gsize piece = at; /* source byte of text[start] */
  while (done < length && at < tokens->limit) {
    gsize given = 0;
    gsize entity =
        source[at] == '&' ? match_entity (tokens, at, text + done, length - done, &given) : 0;
    gboolean escape =
        source[at] == '\\' && g_ascii_ispunct (source[at + 1]) && source[at + 1] == text[done];
    if (!entity && !escape && source[at] == text[done]) {
      done++;
      at++;
      continue;
    }
    if (!entity && !escape)
      break;
    add_piece (tokens, node, text + start, done - start, (gssize) piece, literal);
    if (entity) {
      add_piece (tokens, node, text + done, given, MB_NO_SOURCE, TRUE);
      done += given;
      at += entity;
      literal = FALSE;
    } else {
      tokens->pipes += source[at + 1] == '|';
      at++;
      literal = TRUE;
    }
    start = done;
    piece = at;
    if (escape) { /* the escaped byte stands alone, so that what follows is markup again */
      add_piece (tokens, node, text + done, 1, (gssize) at, TRUE);
      start = ++done;
      piece = ++at;
      literal = FALSE;
    }
  }
  add_piece (tokens, node, text + start, done - start, (gssize) piece, literal);
  add_piece (tokens, node, text + done, length - done, MB_NO_SOURCE, FALSE);
  tokens->cursor = at;
}

static void
add_text (MbInlineTokens *tokens, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);
  gsize length = strlen (text);
  gssize at = locate (tokens, node, text, length);
  if (at >= 0)
    add_pieces (tokens, node, text, length, (gsize) at);
  else
    add_piece (tokens, node, text, length, MB_NO_SOURCE, FALSE);
}

static void
add_soft_break (MbInlineTokens *tokens, cmark_node *node)
{
  const char *source = tokens->lines->text;
  gsize at = tokens->cursor + strspn (source + tokens->cursor, " \t*_~`]>\\");
  gssize from = at < tokens->limit && source[at] == '\n' ? (gssize) at : MB_NO_SOURCE;
  if (from >= 0)
    tokens->cursor = at + 1;
  else if (source[at] == '\r')
    tokens->cursor = at + 1 + (source[at + 1] == '\n');
  MbInlineToken *token = add_token (tokens, MB_TOKEN_SOFT, node, from);
  token->text = "\n";
  token->length = 1;
}

static void
add_code (MbInlineTokens *tokens, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);
  gsize length = strlen (text);
  gsize at = mb_inline_claimed (tokens, node);
  at += strspn (tokens->lines->text + at, "` ");
  gboolean found = length && at + length <= tokens->limit &&
                   memcmp (tokens->lines->text + at, text, length) == 0;
  MbInlineToken *token =
      add_token (tokens, MB_TOKEN_CODE, node, found ? (gssize) at : MB_NO_SOURCE);
  token->text = text;
  token->length = length;
  if (found)
    tokens->cursor = at + length;
}

static void
add_html (MbInlineTokens *tokens, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);
  gsize length = strlen (text), at = mb_inline_claimed (tokens, node);
  gboolean found =
      at + length <= tokens->limit && memcmp (tokens->lines->text + at, text, length) == 0;
  MbInlineToken *token =
      add_token (tokens, MB_TOKEN_HTML, node, found ? (gssize) at : MB_NO_SOURCE);
  token->text = text;
  token->length = length;
  if (found)
    tokens->cursor = at + length;
}

/* Past `](target "title")` or `][label]`, so that the text after a link can be found. */
static void
skip_target (MbInlineTokens *tokens)
{
  const char *source = tokens->lines->text;
  gsize at = tokens->cursor + strspn (source + tokens->cursor, "*_~`");
  if (at >= tokens->limit || source[at] != ']')
    return;
  char open = source[at + 1];
  if (open != '(' && open != '[')
    return;
  int depth = 0;
  for (gsize i = at + 1; i < tokens->limit && i < at + 4096; i++) {
    if (source[i] == '\\')
      i++;
    else if (source[i] == open)
      depth++;
    else if (source[i] == (open == '(' ? ')' : ']') && --depth == 0) {
      tokens->cursor = i + 1;
      return;
    }
  }
}

static void
skip_note (MbInlineTokens *tokens, cmark_node *node)
{
  gsize at = mb_inline_claimed (tokens, node);
  if (tokens->lines->text[at] != '[')
    at = tokens->cursor + strspn (tokens->lines->text + tokens->cursor, " \t\r\n*_~");
  const char *close =
      tokens->lines->text[at] == '[' ? strchr (tokens->lines->text + at, ']') : NULL;
  add_token (tokens, MB_TOKEN_NOTE, node, MB_NO_SOURCE)->pos = mb_lines_pos (tokens->lines, at);
  if (close)
    tokens->cursor = (gsize) (close - tokens->lines->text) + 1;
}

static gboolean
add_node (MbInlineTokens *tokens, cmark_node *node)
{
  switch (cmark_node_get_type (node)) {
  case CMARK_NODE_TEXT: add_text (tokens, node); return FALSE;
  case CMARK_NODE_SOFTBREAK: add_soft_break (tokens, node); return FALSE;
  case CMARK_NODE_LINEBREAK: add_soft_break (tokens, node); break;
  case CMARK_NODE_CODE: add_code (tokens, node); return FALSE;
  case CMARK_NODE_HTML_INLINE: add_html (tokens, node); return FALSE;
  case CMARK_NODE_FOOTNOTE_REFERENCE: skip_note (tokens, node); return FALSE;
  case CMARK_NODE_IMAGE:
    add_token (tokens, MB_TOKEN_IMAGE, node, MB_NO_SOURCE);
    tokens->cursor = MAX (tokens->cursor, mb_inline_claimed (tokens, node));
    return FALSE;
  default: add_token (tokens, MB_TOKEN_ENTER, node, MB_NO_SOURCE); return TRUE;
  }
  g_array_index (tokens->list, MbInlineToken, tokens->list->len - 1).kind = MB_TOKEN_BREAK;
  return FALSE;
}

/* A picture's text was not read: find its end in the source. */
static void
leave_picture (MbInlineTokens *tokens)
{
  const char *source = tokens->lines->text;
  if (source[tokens->cursor] != '!')
    return;
  int depth = 0;
  for (gsize i = tokens->cursor + 1; i < tokens->limit; i++) {
    if (source[i] == '\\')
      i++;
    else if (source[i] == '[')
      depth++;
    else if (source[i] == ']' && --depth == 0) {
      tokens->cursor = i;
      skip_target (tokens);
      return;
    }
  }
}

static void
leave_node (MbInlineTokens *tokens, cmark_node *node)
{
  if (cmark_node_get_type (node) == CMARK_NODE_LINK)
    skip_target (tokens);
  /* no place: it would be the element's beginning, and going back on a long line is slow */
  MbInlineToken token = { .kind = MB_TOKEN_EXIT, .node = node, .source = MB_NO_SOURCE };
  g_array_append_val (tokens->list, token);
}

static void
make_tokens (MbInlineTokens *tokens)
{
  cmark_node *node = cmark_node_first_child (tokens->leaf);
  while (node) {
    if (add_node (tokens, node)) {
      if (cmark_node_first_child (node)) {
        node = cmark_node_first_child (node);
        continue;
      }
      leave_node (tokens, node);
    } else if (cmark_node_get_type (node) == CMARK_NODE_IMAGE)
      leave_picture (tokens);
    while (!cmark_node_next (node)) {
      node = cmark_node_parent (node);
      if (node == tokens->leaf)
        return;
      leave_node (tokens, node);
    }
    node = cmark_node_next (node);
  }
}

void
mb_inline_tokens_init (MbInlineTokens *tokens, const MbScan *scan, MbLines *lines, cmark_node *leaf)
{
  *tokens = (MbInlineTokens){ .scan = scan, .lines = lines, .leaf = leaf };
  tokens->list = g_array_new (FALSE, FALSE, sizeof (MbInlineToken));
  tokens->cursor = mb_inline_claimed (tokens, leaf);
  guint last = scan->first_line + (guint) MAX (cmark_node_get_end_line (leaf), 1) - 1;
  tokens->limit = mb_lines_start (lines, last + 1);
  make_tokens (tokens);
}

void
mb_inline_tokens_clear (MbInlineTokens *tokens)
{
  g_array_unref (tokens->list);
}
