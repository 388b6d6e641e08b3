/* SPDX-License-Identifier: Apache-2.0 */
/* The inline content of a Markdown block.
 *
 * Three steps over one list of tokens:
 *   1. the inline nodes of cmark become tokens, and each piece of text finds its bytes in the
 *      source;
 *   2. `[text]{.class}` and `{…}` after a picture, link or title are found (cmark leaves them as
 *      plain text);
 *   3. the tokens are written into the tree.
 *
 * Positions. cmark counts the columns of an inline node in its block's content, whose lines have
 * lost their own indentation, and adds the column of the *first* line. So the byte is looked for
 * at the real prefix of its line, and a piece of text gets a run only where source bytes and text
 * are equal; a backslash or an entity on the way ends a piece. Where cmark is wrong (links over
 * two lines, `\|` in tables) the text may also follow the last piece with nothing but signs
 * between. What is found neither way has no run.
 *
 * Everything is linear in the content: brackets are matched with one stack, and a list in braces
 * is at most 1 kB. */
#include "internal.h"

#include <string.h>
#include <cmark-gfm.h>
#include <cmark-gfm/houdini.h>

typedef enum { TEXT, ENTER, EXIT, SOFT, BREAK, CODE, IMAGE, HTML, NOTE } TokenKind;

typedef struct {
  TokenKind kind;
  cmark_node *node;
  const char *text; /* TEXT: not NUL-ended */
  gsize length;
  gssize source;
  MbPos pos;
  gboolean literal; /* its first byte was escaped: not a bracket */
} Token;

typedef enum { SPAN_OPEN, SPAN_CLOSE, ATTACH } EventKind;

typedef struct {
  guint token;
  gsize at, skip; /* bytes of the token's text that are markup */
  EventKind kind;
  MbAttributes *attributes;
} Event;

typedef struct {
  MbMarkdown *md;
  MbArena *arena;
  MbLines *lines;
  cmark_node *leaf;
  GArray *tokens; /* Token */
  GArray *events; /* Event, by token and byte */
  gsize cursor;   /* source byte after the last piece found */
  gsize limit;    /* source byte after the block */
  gsize pipes;    /* `\|` met in this cell */
  guint base;     /* frames open when the leaf began */
  MbAttributes heading;
  gboolean unwrapped; /* a dead link left its text beside other text */
} Inline;

/* --- 1. Tokens --- */

/* Where cmark says that @node begins, as a byte of the source. */
static gsize
claimed_place (const Inline *in, cmark_node *node)
{
  const MbScan *scan = in->md->scan;
  guint line = (guint) MAX (cmark_node_get_start_line (node), 1);
  guint source_line = scan->first_line + line - 1;
  gssize start = (gssize) mb_lines_start (in->lines, source_line);
  gssize column = cmark_node_get_start_column (node) - 1;
  gint32 shift =
      line <= scan->lines->len ? g_array_index (scan->lines, MbScanLine, line - 1).shift : 0;
  if ((int) line != cmark_node_get_start_line (in->leaf)) {
    column -= cmark_node_get_start_column (in->leaf) - 1;
    if (!shift)
      column += (gssize) strspn (in->lines->text + start, " \t>");
  }
  gssize place = start + column + shift + (gssize) in->pipes;
  return (gsize) CLAMP (place, start, (gssize) in->lines->length);
}

static gboolean
begins_at (const Inline *in, gsize at, const char *text, gsize length)
{
  const char *source = in->lines->text;
  if (at >= in->limit || !length)
    return FALSE;
  if (source[at] == *text || source[at] == '&')
    return TRUE;
  return source[at] == '\\' && source[at + 1] == *text;
}

static const char MARKS[] = " \t\r\n*_~[]!<>`\\|#";

/* Short pieces may be equal by chance: they must also follow what was found before. */
static gboolean
follows_cursor (const Inline *in, gsize at)
{
  return at >= in->cursor && in->cursor + strspn (in->lines->text + in->cursor, MARKS) >= at;
}

static gssize
locate (const Inline *in, cmark_node *node, const char *text, gsize length)
{
  gsize claimed = claimed_place (in, node);
  gsize sure = MIN (length, 4);
  if (claimed >= in->cursor && begins_at (in, claimed, text, length)) {
    gboolean equal =
        claimed + length <= in->limit && memcmp (in->lines->text + claimed, text, sure) == 0;
    if (follows_cursor (in, claimed) || (equal && length >= 4))
      return (gssize) claimed;
  }
  gsize next = in->cursor;
  while (next < in->limit && !begins_at (in, next, text, length) &&
         strchr (MARKS, in->lines->text[next]))
    next++;
  return begins_at (in, next, text, length) ? (gssize) next : MB_NO_SOURCE;
}

static Token *
add_token (Inline *in, TokenKind kind, cmark_node *node, gssize source)
{
  gsize place = source >= 0 ? (gsize) source : claimed_place (in, node);
  Token token = {
    .kind = kind, .node = node, .source = source, .pos = mb_lines_pos (in->lines, place)
  };
  g_array_append_val (in->tokens, token);
  return &g_array_index (in->tokens, Token, in->tokens->len - 1);
}

static void
add_piece (Inline *in, cmark_node *node, const char *text, gsize length, gssize source,
           gboolean literal)
{
  if (!length)
    return;
  Token *token = add_token (in, TEXT, node, source);
  token->text = text;
  token->length = length;
  token->literal = literal;
}

/* An entity of the source at @at that gives the beginning of @text: bytes of both. */
static gsize
match_entity (const Inline *in, gsize at, const char *text, gsize length, gsize *in_text)
{
  cmark_strbuf buffer;
  cmark_strbuf_init (cmark_get_default_mem_allocator (), &buffer, 0);
  bufsize_t used = houdini_unescape_ent (&buffer, (const uint8_t *) in->lines->text + at + 1,
                                         (bufsize_t) MIN (in->limit - at - 1, 64));
  gboolean same = used > 0 && buffer.size > 0 && (gsize) buffer.size <= length &&
                  memcmp (buffer.ptr, text, (gsize) buffer.size) == 0;
  *in_text = same ? (gsize) buffer.size : 0;
  cmark_strbuf_free (&buffer);
  return same ? (gsize) used + 1 : 0;
}

/* The text of @node from source byte @at: a token for each stretch that stands in the source as it
 * is. */
static void
add_pieces (Inline *in, cmark_node *node, const char *text, gsize length, gsize at)
{
  const char *source = in->lines->text;
  gsize done = 0, start = 0;
  gboolean literal = FALSE;
  gsize piece = at; /* source byte of text[start] */
  while (done < length && at < in->limit) {
    gsize given = 0;
    gsize entity =
        source[at] == '&' ? match_entity (in, at, text + done, length - done, &given) : 0;
    gboolean escape =
        source[at] == '\\' && g_ascii_ispunct (source[at + 1]) && source[at + 1] == text[done];
    if (!entity && !escape && source[at] == text[done]) {
      done++;
      at++;
      continue;
    }
    if (!entity && !escape)
      break;
    add_piece (in, node, text + start, done - start, (gssize) piece, literal);
    if (entity) {
      add_piece (in, node, text + done, given, MB_NO_SOURCE, TRUE);
      done += given;
      at += entity;
      literal = FALSE;
    } else {
      in->pipes += source[at + 1] == '|';
      at++;
      literal = TRUE;
    }
    start = done;
    piece = at;
    if (escape) { /* the escaped byte stands alone, so that what follows is markup again */
      add_piece (in, node, text + done, 1, (gssize) at, TRUE);
      start = ++done;
      piece = ++at;
      literal = FALSE;
    }
  }
  add_piece (in, node, text + start, done - start, (gssize) piece, literal);
  add_piece (in, node, text + done, length - done, MB_NO_SOURCE, FALSE);
  in->cursor = at;
}

static void
add_text (Inline *in, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);
  gsize length = strlen (text);
  gssize at = locate (in, node, text, length);
  if (at >= 0)
    add_pieces (in, node, text, length, (gsize) at);
  else
    add_piece (in, node, text, length, MB_NO_SOURCE, FALSE);
}

static void
add_soft_break (Inline *in, cmark_node *node)
{
  const char *source = in->lines->text;
  gsize at = in->cursor + strspn (source + in->cursor, " \t*_~`]>\\");
  gssize from = at < in->limit && source[at] == '\n' ? (gssize) at : MB_NO_SOURCE;
  if (from >= 0)
    in->cursor = at + 1;
  else if (source[at] == '\r')
    in->cursor = at + 1 + (source[at + 1] == '\n');
  Token *token = add_token (in, SOFT, node, from);
  token->text = "\n";
  token->length = 1;
}

static void
add_code (Inline *in, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);
  gsize length = strlen (text);
  gsize at = claimed_place (in, node);
  at += strspn (in->lines->text + at, "` ");
  gboolean found =
      length && at + length <= in->limit && memcmp (in->lines->text + at, text, length) == 0;
  Token *token = add_token (in, CODE, node, found ? (gssize) at : MB_NO_SOURCE);
  token->text = text;
  token->length = length;
  if (found)
    in->cursor = at + length;
}

static void
add_html (Inline *in, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);
  gsize length = strlen (text), at = claimed_place (in, node);
  gboolean found = at + length <= in->limit && memcmp (in->lines->text + at, text, length) == 0;
  Token *token = add_token (in, HTML, node, found ? (gssize) at : MB_NO_SOURCE);
  token->text = text;
  token->length = length;
  if (found)
    in->cursor = at + length;
}

/* Past `](target "title")` or `][label]`, so that the text after a link can be found. */
static void
skip_target (Inline *in)
{
  const char *source = in->lines->text;
  gsize at = in->cursor + strspn (source + in->cursor, "*_~`");
  if (at >= in->limit || source[at] != ']')
    return;
  char open = source[at + 1];
  if (open != '(' && open != '[')
    return;
  int depth = 0;
  for (gsize i = at + 1; i < in->limit && i < at + 4096; i++) {
    if (source[i] == '\\')
      i++;
    else if (source[i] == open)
      depth++;
    else if (source[i] == (open == '(' ? ')' : ']') && --depth == 0) {
      in->cursor = i + 1;
      return;
    }
  }
}

static void
skip_note (Inline *in, cmark_node *node)
{
  gsize at = claimed_place (in, node);
  if (in->lines->text[at] != '[')
    at = in->cursor + strspn (in->lines->text + in->cursor, " \t\r\n*_~");
  const char *close = in->lines->text[at] == '[' ? strchr (in->lines->text + at, ']') : NULL;
  add_token (in, NOTE, node, MB_NO_SOURCE)->pos = mb_lines_pos (in->lines, at);
  if (close)
    in->cursor = (gsize) (close - in->lines->text) + 1;
}

static gboolean
add_node (Inline *in, cmark_node *node)
{
  switch (cmark_node_get_type (node)) {
  case CMARK_NODE_TEXT: add_text (in, node); return FALSE;
  case CMARK_NODE_SOFTBREAK: add_soft_break (in, node); return FALSE;
  case CMARK_NODE_LINEBREAK: add_soft_break (in, node); break;
  case CMARK_NODE_CODE: add_code (in, node); return FALSE;
  case CMARK_NODE_HTML_INLINE: add_html (in, node); return FALSE;
  case CMARK_NODE_FOOTNOTE_REFERENCE: skip_note (in, node); return FALSE;
  case CMARK_NODE_IMAGE:
    add_token (in, IMAGE, node, MB_NO_SOURCE);
    in->cursor = MAX (in->cursor, claimed_place (in, node));
    return FALSE;
  default: add_token (in, ENTER, node, MB_NO_SOURCE); return TRUE;
  }
  g_array_index (in->tokens, Token, in->tokens->len - 1).kind = BREAK;
  return FALSE;
}

/* A picture's text was not read: find its end in the source. */
static void
leave_picture (Inline *in)
{
  const char *source = in->lines->text;
  if (source[in->cursor] != '!')
    return;
  int depth = 0;
  for (gsize i = in->cursor + 1; i < in->limit; i++) {
    if (source[i] == '\\')
      i++;
    else if (source[i] == '[')
      depth++;
    else if (source[i] == ']' && --depth == 0) {
      in->cursor = i;
      skip_target (in);
      return;
    }
  }
}

static void
leave_node (Inline *in, cmark_node *node)
{
  if (cmark_node_get_type (node) == CMARK_NODE_LINK)
    skip_target (in);
  /* no place: it would be the element's beginning, and going back on a long line is slow */
  Token token = { .kind = EXIT, .node = node, .source = MB_NO_SOURCE };
  g_array_append_val (in->tokens, token);
}

static void
make_tokens (Inline *in)
{
  cmark_node *node = cmark_node_first_child (in->leaf);
  while (node) {
    if (add_node (in, node)) {
      if (cmark_node_first_child (node)) {
        node = cmark_node_first_child (node);
        continue;
      }
      leave_node (in, node);
    } else if (cmark_node_get_type (node) == CMARK_NODE_IMAGE)
      leave_picture (in);
    while (!cmark_node_next (node)) {
      node = cmark_node_parent (node);
      if (node == in->leaf)
        return;
      leave_node (in, node);
    }
    node = cmark_node_next (node);
  }
}

/* --- 2. Attributes --- */

typedef struct {
  guint token;
  gsize at;
  gboolean barrier; /* the beginning of an element: brackets do not match across it */
} Bracket;

static void
add_event (Inline *in, guint token, gsize at, gsize skip, EventKind kind,
           const MbAttributes *attributes)
{
  Event event = { token, at, skip, kind, NULL };
  if (attributes)
    event.attributes = mb_arena_memdup (in->arena, attributes, sizeof *attributes);
  g_array_append_val (in->events, event);
}

/* A call of a note that is defined nowhere is left as text by cmark. */
static void
check_lost_note (Inline *in, const Token *token, gsize open, gsize close)
{
  if (close - open < 3 || token->text[open + 1] != '^' || token->literal)
    return;
  g_autofree char *label = g_strndup (token->text + open + 2, close - open - 2);
  MbPos pos =
      token->source >= 0 ? mb_lines_pos (in->lines, (gsize) token->source + open) : token->pos;
  if (!strpbrk (label, " \t\n"))
    mb_report_width (in->md->builder.diagnostics, pos, (guint) g_utf8_strlen (label, -1) + 3,
                     MB_MSG_NOTE_MISSING, label, NULL);
}

static void
match_brackets (Inline *in, guint index, GArray *open)
{
  const Token *token = &g_array_index (in->tokens, Token, index);
  for (gsize i = 0; i < token->length; i++) {
    char c = token->text[i];
    if ((c != '[' && c != ']') || (token->literal && i == 0))
      continue;
    if (c == '[') {
      Bracket bracket = { index, i, FALSE };
      g_array_append_val (open, bracket);
      continue;
    }
    if (!open->len || g_array_index (open, Bracket, open->len - 1).barrier)
      continue;
    Bracket bracket = g_array_index (open, Bracket, open->len - 1);
    g_array_set_size (open, open->len - 1);
    MbAttributes attributes;
    gsize used =
        mb_attributes_parse (in->arena, token->text + i + 1, token->length - i - 1, &attributes);
    if (!used) {
      if (bracket.token == index)
        check_lost_note (in, token, bracket.at, i);
      continue;
    }
    add_event (in, bracket.token, bracket.at, 1, SPAN_OPEN, &attributes);
    add_event (in, index, i, 1 + used, SPAN_CLOSE, NULL);
    i += used;
  }
}

/* `{…}` right after a picture or a link. */
static void
match_attached (Inline *in, guint index)
{
  const Token *token = &g_array_index (in->tokens, Token, index);
  const Token *before = index ? token - 1 : NULL;
  if (!before || token->literal || *token->text != '{')
    return;
  gboolean link = before->kind == EXIT && cmark_node_get_type (before->node) == CMARK_NODE_LINK;
  if (!link && before->kind != IMAGE && before->kind != CODE)
    return;
  MbAttributes attributes;
  gsize used = mb_attributes_parse (in->arena, token->text, token->length, &attributes);
  if (used)
    add_event (in, index, 0, used, ATTACH, &attributes);
}

/* `# Title {.class}` */
static void
match_heading (Inline *in)
{
  if (cmark_node_get_type (in->leaf) != CMARK_NODE_HEADING || !in->tokens->len)
    return;
  Token *last = &g_array_index (in->tokens, Token, in->tokens->len - 1);
  if (last->kind != TEXT || last->text[last->length - 1] != '}')
    return;
  gsize at = last->length;
  while (at && last->text[at - 1] != '{')
    at--;
  if (!at || (last->literal && at == 1) || (at > 1 && last->text[at - 2] != ' '))
    return;
  at--;
  if (mb_attributes_parse (in->arena, last->text + at, last->length - at, &in->heading) !=
      last->length - at) {
    in->heading.n = 0;
    return;
  }
  while (at && last->text[at - 1] == ' ')
    at--;
  last->length = at;
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const Event *x = a, *y = b;
  if (x->token != y->token)
    return x->token < y->token ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

static void
find_attributes (Inline *in)
{
  match_heading (in);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Bracket));
  for (guint i = 0; i < in->tokens->len; i++) {
    const Token *token = &g_array_index (in->tokens, Token, i);
    if (token->kind == TEXT && token->length) {
      match_attached (in, i);
      match_brackets (in, i, open);
    } else if (token->kind == ENTER) {
      Bracket barrier = { i, 0, TRUE };
      g_array_append_val (open, barrier);
    } else if (token->kind == EXIT)
      while (open->len) {
        gboolean barrier = g_array_index (open, Bracket, open->len - 1).barrier;
        g_array_set_size (open, open->len - 1);
        if (barrier)
          break;
      }
  }
  g_array_sort (in->events, compare_events);
}

/* --- 3. Writing --- */

static void
close_html (Inline *in)
{
  MbBuilder *b = &in->md->builder;
  const MbFrame *top = mb_builder_top (b);
  if (top->made)
    mb_report (b->diagnostics, top->made->pos, MB_MSG_HTML_UNCLOSED, top->made->name, NULL);
  mb_builder_close (b);
}

/* Close down to the innermost open element of @kind, which is closed too. */
static void
close_to (Inline *in, MbFrameKind kind)
{
  MbBuilder *b = &in->md->builder;
  while (b->frames->len > in->base && mb_builder_top (b)->kind != kind &&
         mb_builder_top (b)->kind == MB_FRAME_HTML)
    close_html (in);
  if (b->frames->len > in->base && mb_builder_top (b)->kind == kind)
    mb_builder_close (b);
}

/* The next verse: the open elements are continued in a new line. */
static void
break_verse (Inline *in, MbPos pos)
{
  MbBuilder *b = &in->md->builder;
  mb_builder_flush (b);
  MbNode *parent = NULL;
  for (guint i = in->base - 1; i < b->frames->len; i++) {
    MbFrame *frame = &g_array_index (b->frames, MbFrame, i);
    if (!frame->made)
      continue;
    MbNode *copy = mb_doc_element (b->doc, frame->made->name, pos);
    for (const MbAttr *attr = frame->made->attrs; attr; attr = attr->next)
      if (strcmp (attr->name, "id") != 0)
        mb_doc_set_attr_at (b->doc, copy, attr->name, attr->value, attr->pos);
    if (parent)
      mb_doc_append (parent, copy);
    else
      mb_doc_insert_after (frame->made, copy);
    parent = frame->made = copy;
  }
  if (parent)
    b->at = parent;
}

static void
write_break (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  if (in->md->verse)
    break_verse (in, mb_lines_pos (in->lines,
                                   in->cursor + strspn (in->lines->text + in->cursor, " \t")));
  else if (token->kind == BREAK)
    mb_builder_leaf (b, "br", token->pos);
  else
    mb_builder_text (b, "\n", 1, token->source, token->pos);
}

static void
write_link (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  const char *url = cmark_node_get_url (token->node);
  const char *title = cmark_node_get_title (token->node);
  if (!mb_url_is_allowed (url)) {
    mb_report (b->diagnostics, token->pos, MB_MSG_LINK_REFUSED, url, NULL);
    url = NULL;
  } else if (!*url || strcmp (url, "#") == 0) {
    mb_report (b->diagnostics, token->pos, MB_MSG_LINK_DEAD, NULL);
    url = NULL;
  }
  MbNode *node = mb_builder_open (b, MB_FRAME_INLINE, MB_NS_HTML, url ? "a" : "span", token->pos);
  if (!node)
    return;
  if (url)
    mb_doc_set_attr (b->doc, node, "href", url);
  else
    mb_doc_add_class (b->doc, node, "lien-mort");
  if (title && *title)
    mb_doc_set_attr (b->doc, node, "title", title);
}

static void
write_enter (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  switch (cmark_node_get_type (token->node)) {
  case CMARK_NODE_LINK: write_link (in, token); break;
  case CMARK_NODE_EMPH: mb_builder_open (b, MB_FRAME_INLINE, MB_NS_HTML, "em", token->pos); break;
  case CMARK_NODE_STRONG:
    mb_builder_open (b, MB_FRAME_INLINE, MB_NS_HTML, "strong", token->pos);
    break;
  default: mb_builder_open (b, MB_FRAME_INLINE, MB_NS_HTML, "del", token->pos); break;
  }
}

static void
write_exit (Inline *in)
{
  MbBuilder *b = &in->md->builder;
  while (mb_builder_top (b)->kind == MB_FRAME_HTML)
    close_html (in);
  mb_builder_flush (b);
  MbNode *node = mb_builder_top (b)->made;
  mb_builder_close (b);
  if (!node || !mb_node_has_class (node, "lien-mort"))
    return;
  /* a dead link leaves its text only */
  while (node->first)
    mb_doc_insert_before (node, node->first);
  mb_doc_unlink (node);
  in->unwrapped = TRUE;
}

static void
write_image (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  const char *url = cmark_node_get_url (token->node);
  const char *title = cmark_node_get_title (token->node);
  g_autoptr (GString) alt = g_string_new (NULL);
  cmark_iter *iter = cmark_iter_new (token->node);
  cmark_event_type event;
  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node (iter);
    cmark_node_type type = cmark_node_get_type (node);
    if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE))
      g_string_append (alt, cmark_node_get_literal (node));
    else if (event == CMARK_EVENT_ENTER &&
             (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK))
      g_string_append_c (alt, ' ');
  }
  cmark_iter_free (iter);
  MbNode *img = mb_builder_leaf (b, "img", token->pos);
  mb_doc_set_attr (b->doc, img, "src", url ? url : "");
  mb_doc_set_attr (b->doc, img, "alt", alt->str);
  if (title && *title)
    mb_doc_set_attr (b->doc, img, "title", title);
}

static void
write_note (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  const char *number = cmark_node_get_literal (token->node);
  guint n = (guint) g_ascii_strtoull (number, NULL, 10);
  if (in->md->note_uses->len <= n)
    g_array_set_size (in->md->note_uses, n + 1);
  guint use = ++g_array_index (in->md->note_uses, guint, n);
  g_autofree char *id = use > 1 ? g_strdup_printf ("r%u-%u", n, use) : g_strdup_printf ("r%u", n);
  g_autofree char *href = g_strdup_printf ("#n%u", n);
  MbNode *a = mb_builder_leaf (b, "a", token->pos);
  mb_doc_set_attr (b->doc, a, "epub:type", "noteref");
  mb_doc_set_attr (b->doc, a, "role", "doc-noteref");
  mb_doc_set_attr (b->doc, a, "href", href);
  mb_doc_set_attr (b->doc, a, "id", id);
  mb_doc_append (a, mb_doc_text (b->doc, number, -1, token->pos, NULL, 0));
}

/* The name of tag `<name …>` or `</name>`; NULL when it is not one of the few that may pass. */
static const char *
allowed_tag (const char *html)
{
  static const char *const TAGS[] = { "sup",  "sub", "br", "abbr", "cite",   "q",
                                      "time", "i",   "em", "b",    "strong", "small" };
  html += 1 + (html[1] == '/');
  gsize n = 0;
  while (g_ascii_isalnum (html[n]))
    n++;
  for (gsize i = 0; i < G_N_ELEMENTS (TAGS); i++)
    if (strlen (TAGS[i]) == n && g_ascii_strncasecmp (html, TAGS[i], n) == 0)
      return TAGS[i];
  return NULL;
}

static void
copy_html_attribute (Inline *in, MbNode *node, const char *name, const char *value, MbPos pos)
{
  static const char *const NAMES[] = { "lang", "title", "datetime", "class", "dir" };
  MbBuilder *b = &in->md->builder;
  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++)
    if (strcmp (name, NAMES[i]) == 0) {
      mb_doc_set_attr_at (b->doc, node, name, value, pos);
      return;
    }
  mb_report (b->diagnostics, pos, MB_MSG_ATTRIBUTE_REFUSED, name, NULL);
}

/* name="value" pairs of a tag that cmark has checked already. */
static void
copy_html_attributes (Inline *in, MbNode *node, const char *html, MbPos pos)
{
  html += 1 + strcspn (html + 1, " \t\n/>");
  for (;;) {
    html += strspn (html, " \t\n/");
    if (!*html || *html == '>')
      return;
    gsize n = strcspn (html, " \t\n=/>");
    g_autofree char *name = g_ascii_strdown (html, (gssize) n);
    html += n;
    const char *equals = html + strspn (html, " \t\n");
    g_autofree char *value = NULL;
    if (*equals == '=') {
      html = equals + 1;
      html += strspn (html, " \t\n");
      char quote = *html == '"' || *html == '\'' ? *html : 0;
      gsize length = quote ? strcspn (html + 1, (char[]){ quote, 0 }) : strcspn (html, " \t\n>");
      value = g_strndup (html + (quote != 0), length);
      html += length + (quote ? 1 + (html[length + 1] == quote) : 0);
    }
    if (node)
      copy_html_attribute (in, node, name, value ? value : "", pos);
  }
}

static gboolean
html_is_open (const Inline *in, const char *tag)
{
  const MbBuilder *b = &in->md->builder;
  for (guint i = b->frames->len; i > in->base; i--) {
    const MbFrame *frame = &g_array_index (b->frames, MbFrame, i - 1);
    if (frame->kind != MB_FRAME_HTML)
      return FALSE;
    if (frame->made && strcmp (frame->made->name, tag) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
write_html (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  const char *html = token->text;
  if (g_str_has_prefix (html, "<!--"))
    return;
  const char *tag = allowed_tag (html);
  if (!tag) {
    mb_report_width (b->diagnostics, token->pos, (guint) g_utf8_strlen (html, -1),
                     MB_MSG_HTML_ESCAPED, html, NULL);
    mb_builder_text (b, html, token->length, token->source, token->pos);
  } else if (strcmp (tag, "br") == 0)
    write_break (in, &(Token){ .kind = BREAK, .pos = token->pos });
  else if (html[1] != '/')
    copy_html_attributes (in, mb_builder_open (b, MB_FRAME_HTML, MB_NS_HTML, tag, token->pos), html,
                          token->pos);
  else if (!html_is_open (in, tag))
    mb_report (b->diagnostics, token->pos, MB_MSG_HTML_STRAY, tag, NULL);
  else {
    while (mb_builder_top (b)->made && strcmp (mb_builder_top (b)->made->name, tag) != 0)
      close_html (in);
    mb_builder_close (b);
  }
}

static void
write_code (Inline *in, const Token *token)
{
  MbBuilder *b = &in->md->builder;
  mb_builder_open (b, MB_FRAME_INLINE, MB_NS_HTML, "code", token->pos);
  mb_builder_text (b, token->text, token->length, token->source, token->pos);
  mb_builder_close (b);
}

static void
write_piece (Inline *in, const Token *token, gsize from, gsize to)
{
  gssize source = token->source >= 0 ? token->source + (gssize) from : MB_NO_SOURCE;
  if (to > from)
    mb_builder_text (&in->md->builder, token->text + from, to - from, source, token->pos);
}

static void
write_event (Inline *in, const Event *event, MbPos pos)
{
  MbBuilder *b = &in->md->builder;
  if (event->kind == SPAN_CLOSE) {
    close_to (in, MB_FRAME_SPAN);
    return;
  }
  mb_builder_flush (b);
  MbNode *node = event->kind == ATTACH
                     ? b->at->last
                     : mb_builder_open (b, MB_FRAME_SPAN, MB_NS_HTML, "span", pos);
  if (node && node->kind == MB_NODE_ELEMENT)
    mb_attributes_apply (b, node, event->attributes, pos);
}

/* Returns: the first event after @token. */
static guint
write_text (Inline *in, guint index, guint event)
{
  const Token *token = &g_array_index (in->tokens, Token, index);
  gsize done = 0;
  for (; event < in->events->len; event++) {
    const Event *e = &g_array_index (in->events, Event, event);
    if (e->token != index || e->at >= token->length)
      break;
    write_piece (in, token, done, e->at);
    MbPos pos =
        token->source >= 0 ? mb_lines_pos (in->lines, (gsize) token->source + e->at) : token->pos;
    write_event (in, e, pos);
    done = e->at + e->skip;
  }
  write_piece (in, token, done, token->length);
  return event;
}

static void
write_tokens (Inline *in)
{
  guint event = 0;
  for (guint i = 0; i < in->tokens->len; i++) {
    const Token *token = &g_array_index (in->tokens, Token, i);
    switch (token->kind) {
    case TEXT: event = write_text (in, i, event); break;
    case ENTER: write_enter (in, token); break;
    case EXIT: write_exit (in); break;
    case SOFT:
    case BREAK:
      in->cursor = token->source >= 0 ? (gsize) token->source + 1 : claimed_place (in, token->node);
      write_break (in, token);
      break;
    case CODE: write_code (in, token); break;
    case IMAGE: write_image (in, token); break;
    case HTML: write_html (in, token); break;
    case NOTE: write_note (in, token); break;
    }
  }
  while (in->md->builder.frames->len > in->base) {
    if (mb_builder_top (&in->md->builder)->kind == MB_FRAME_HTML)
      close_html (in);
    else
      mb_builder_close (&in->md->builder);
  }
  mb_builder_flush (&in->md->builder);
}

void
mb_inline_write (MbMarkdown *md, cmark_node *leaf)
{
  Inline in = { .md = md, .leaf = leaf, .lines = md->builder.lines };
  in.arena = mb_doc_arena (md->builder.doc);
  in.base = md->builder.frames->len;
  in.cursor = claimed_place (&in, leaf);
  guint last = md->scan->first_line + (guint) MAX (cmark_node_get_end_line (leaf), 1) - 1;
  in.limit = mb_lines_start (in.lines, last + 1);
  in.tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  in.events = g_array_new (FALSE, FALSE, sizeof (Event));
  make_tokens (&in);
  find_attributes (&in);
  MbNode *block = md->builder.at;
  write_tokens (&in);
  if (in.unwrapped)
    mb_text_merge (md->builder.doc, block);
  if (in.heading.n)
    mb_attributes_apply (&md->builder, block, &in.heading, block->pos);
  g_array_unref (in.tokens);
  g_array_unref (in.events);
}

/* --- One line of front matter --- */

/* What was read from a text of its own is moved to byte @source of the file. */
static void
move_runs (MbNode *top, gssize source)
{
  for (MbNode *node = top->first; node; node = mb_node_next (node, top)) {
    if (node->kind != MB_NODE_TEXT)
      continue;
    if (source < 0)
      node->n_runs = 0;
    for (guint i = 0; i < node->n_runs; i++)
      ((MbRun *) node->runs)[i].source += (guint32) source;
  }
}

static gboolean
write_marked_up (MbDoc *doc, MbNode *parent, const char *text, gssize source)
{
  cmark_node *root = cmark_parse_document (text, strlen (text), CMARK_OPT_DEFAULT);
  cmark_node *leaf = cmark_node_first_child (root);
  gboolean plain = leaf && leaf == cmark_node_last_child (root) &&
                   cmark_node_get_type (leaf) == CMARK_NODE_PARAGRAPH;
  if (plain) {
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
    g_autoptr (MbLines) lines = mb_lines_new (parent->pos.file, bytes);
    g_autoptr (MbScan) scan = mb_scan_new (lines, 0, NULL);
    MbMarkdown md = { .scan = scan };
    lines->value = parent->pos; /* from here on places are those of the value */
    lines->exact = source >= 0;
    md.note_uses = g_array_new (FALSE, TRUE, sizeof (guint));
    mb_builder_init (&md.builder, doc, lines, parent);
    mb_inline_write (&md, leaf);
    mb_builder_clear (&md.builder);
    g_array_unref (md.note_uses);
  }
  cmark_node_free (root);
  return plain;
}

void
mb_inline_string (MbDoc *doc, MbLines *lines, MbNode *parent, const char *text, gssize source,
                  MbPos pos)
{
  MbNode *holder = mb_doc_element (doc, "span", pos);
  if (strpbrk (text, "*_`[<\\&") && !strchr (text, '\n') &&
      write_marked_up (doc, holder, text, source)) {
    move_runs (holder, source);
    mb_doc_adopt_children (parent, holder);
    return;
  }
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');
  g_strchomp (line);
  MbRun run = { 0, (guint32) strlen (line), (guint32) source };
  gboolean same = source >= 0 && !strchr (text, '\n');
  mb_doc_append (parent, mb_doc_text (doc, line, -1, pos, &run, same ? 1 : 0));
}
