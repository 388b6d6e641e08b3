/* SPDX-License-Identifier: Apache-2.0 */
/* The inline content of a Markdown block, written into the tree.
 *
 * Its tokens (inlinetokens.c) are read twice:
 *   1. `[text]{.class}` and `{…}` after a picture, link or title are found (cmark leaves them as
 *      plain text): these are the events, by token and byte;
 *   2. tokens and events are written into the tree together.
 *
 * Both are linear in the content: brackets are matched with one stack, and a list in braces
 * is at most 1 kB. */
#include "inline.h"

#include <string.h>

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
  MbInlineTokens tokens;
  GArray *events; /* Event, by token and byte */
  guint base;     /* frames open when the leaf began */
  MbAttributes heading;
  gboolean unwrapped; /* a dead link left its text beside other text */
} Inline;

/* --- Attributes --- */

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
check_lost_note (Inline *in, const MbInlineToken *token, gsize open, gsize close)
{
  if (close - open < 3 || token->text[open + 1] != '^' || token->literal)
    return;
  g_autofree char *label = g_strndup (token->text + open + 2, close - open - 2);
  MbPos pos = token->source >= 0 ? mb_lines_pos (in->tokens.lines, (gsize) token->source + open)
                                 : token->pos;
  if (!strpbrk (label, " \t\n"))
    mb_report_width (in->md->builder.diagnostics, pos, (guint) g_utf8_strlen (label, -1) + 3,
                     MB_MSG_NOTE_MISSING, label, NULL);
}

static void
match_brackets (Inline *in, guint index, GArray *open)
{
  const MbInlineToken *token = &g_array_index (in->tokens.list, MbInlineToken, index);
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
  const MbInlineToken *token = &g_array_index (in->tokens.list, MbInlineToken, index);
  const MbInlineToken *before = index ? token - 1 : NULL;
  if (!before || token->literal || *token->text != '{')
    return;
  gboolean link =
      before->kind == MB_TOKEN_EXIT && cmark_node_get_type (before->node) == CMARK_NODE_LINK;
  if (!link && before->kind != MB_TOKEN_IMAGE && before->kind != MB_TOKEN_CODE)
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
  if (cmark_node_get_type (in->tokens.leaf) != CMARK_NODE_HEADING || !in->tokens.list->len)
    return;
  MbInlineToken *last = &g_array_index (in->tokens.list, MbInlineToken, in->tokens.list->len - 1);
  if (last->kind != MB_TOKEN_TEXT || last->text[last->length - 1] != '}')
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
  for (guint i = 0; i < in->tokens.list->len; i++) {
    const MbInlineToken *token = &g_array_index (in->tokens.list, MbInlineToken, i);
    if (token->kind == MB_TOKEN_TEXT && token->length) {
      match_attached (in, i);
      match_brackets (in, i, open);
    } else if (token->kind == MB_TOKEN_ENTER) {
      Bracket barrier = { i, 0, TRUE };
      g_array_append_val (open, barrier);
    } else if (token->kind == MB_TOKEN_EXIT)
      while (open->len) {
        gboolean barrier = g_array_index (open, Bracket, open->len - 1).barrier;
        g_array_set_size (open, open->len - 1);
        if (barrier)
          break;
      }
  }
  g_array_sort (in->events, compare_events);
}

/* --- Writing --- */

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
write_break (Inline *in, const MbInlineToken *token)
{
  MbBuilder *b = &in->md->builder;
  if (in->md->verse)
    break_verse (in, mb_lines_pos (in->tokens.lines,
                                   in->tokens.cursor +
                                       strspn (in->tokens.lines->text + in->tokens.cursor, " \t")));
  else if (token->kind == MB_TOKEN_BREAK)
    mb_builder_leaf (b, "br", token->pos);
  else
    mb_builder_text (b, "\n", 1, token->source, token->pos);
}

static void
write_link (Inline *in, const MbInlineToken *token)
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
write_enter (Inline *in, const MbInlineToken *token)
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
write_image (Inline *in, const MbInlineToken *token)
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
write_note (Inline *in, const MbInlineToken *token)
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
write_html (Inline *in, const MbInlineToken *token)
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
    write_break (in, &(MbInlineToken){ .kind = MB_TOKEN_BREAK, .pos = token->pos });
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
write_code (Inline *in, const MbInlineToken *token)
{
  MbBuilder *b = &in->md->builder;
  mb_builder_open (b, MB_FRAME_INLINE, MB_NS_HTML, "code", token->pos);
  mb_builder_text (b, token->text, token->length, token->source, token->pos);
  mb_builder_close (b);
}

static void
write_piece (Inline *in, const MbInlineToken *token, gsize from, gsize to)
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
  const MbInlineToken *token = &g_array_index (in->tokens.list, MbInlineToken, index);
  gsize done = 0;
  for (; event < in->events->len; event++) {
    const Event *e = &g_array_index (in->events, Event, event);
    if (e->token != index || e->at >= token->length)
      break;
    write_piece (in, token, done, e->at);
    MbPos pos = token->source >= 0 ? mb_lines_pos (in->tokens.lines, (gsize) token->source + e->at)
                                   : token->pos;
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
  for (guint i = 0; i < in->tokens.list->len; i++) {
    const MbInlineToken *token = &g_array_index (in->tokens.list, MbInlineToken, i);
    switch (token->kind) {
    case MB_TOKEN_TEXT: event = write_text (in, i, event); break;
    case MB_TOKEN_ENTER: write_enter (in, token); break;
    case MB_TOKEN_EXIT: write_exit (in); break;
    case MB_TOKEN_SOFT:
    case MB_TOKEN_BREAK:
      in->tokens.cursor = token->source >= 0 ? (gsize) token->source + 1
                                             : mb_inline_claimed (&in->tokens, token->node);
      write_break (in, token);
      break;
    case MB_TOKEN_CODE: write_code (in, token); break;
    case MB_TOKEN_IMAGE: write_image (in, token); break;
    case MB_TOKEN_HTML: write_html (in, token); break;
    case MB_TOKEN_NOTE: write_note (in, token); break;
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
  Inline in = { .md = md,
                .arena = mb_doc_arena (md->builder.doc),
                .base = md->builder.frames->len };
  mb_inline_tokens_init (&in.tokens, md->scan, md->builder.lines, leaf);
  in.events = g_array_new (FALSE, FALSE, sizeof (Event));
  find_attributes (&in);
  MbNode *block = md->builder.at;
  write_tokens (&in);
  if (in.unwrapped)
    mb_text_merge (md->builder.doc, block);
  if (in.heading.n)
    mb_attributes_apply (&md->builder, block, &in.heading, block->pos);
  mb_inline_tokens_clear (&in.tokens);
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
