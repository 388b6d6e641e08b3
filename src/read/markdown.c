/* SPDX-License-Identifier: Apache-2.0 */
/* A Markdown file as an article or a chapter: front matter, then the blocks of cmark, walked
 * without recursion.
 *
 * `:::` lines come back as HTML blocks (see scan.c). An opening one pushes a div that takes its
 * following siblings; a container that ends closes, with a diagnostic, the divs still open in it. */
#include "internal.h"

#include <string.h>
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

typedef struct {
  MbMarkdown md;
  GArray *divs;              /* guint: fence of each open div */
  gboolean in_head, in_body; /* of the table */
  const guint8 *alignments;
  guint column;
  gboolean in_notes;
  guint n_notes;
  GHashTable *note_lines; /* source lines of the definitions that were used */
} Blocks;

static MbPos
block_pos (Blocks *s, cmark_node *node)
{
  const MbScan *scan = s->md.scan;
  guint line = (guint) MAX (cmark_node_get_start_line (node), 1);
  gsize column = (gsize) MAX (cmark_node_get_start_column (node) - 1, 0);
  gint32 shift =
      line <= scan->lines->len ? g_array_index (scan->lines, MbScanLine, line - 1).shift : 0;
  gsize start = mb_lines_start (s->md.builder.lines, scan->first_line + line - 1);
  return mb_lines_pos (s->md.builder.lines, start + (gsize) MAX ((gssize) column + shift, 0));
}

static MbNode *
open_block (Blocks *s, const char *name, cmark_node *node)
{
  return mb_builder_open (&s->md.builder, MB_FRAME_BLOCK, MB_NS_HTML, name, block_pos (s, node));
}

/* --- Divs --- */

static MbPos
fence_pos (Blocks *s, const MbScanFence *fence)
{
  return mb_lines_pos (s->md.builder.lines,
                       mb_lines_start (s->md.builder.lines, fence->line) + fence->column);
}

static gboolean
is_one_of (const char *word, const char *const *words)
{
  for (; *words; words++)
    if (strcmp (word, *words) == 0)
      return TRUE;
  return FALSE;
}

static const char *
div_element (const char *class_name)
{
  static const char *const ASIDES[] = { "encadre", "breve", "verbatim", "voir-aussi", NULL };
  return class_name && is_one_of (class_name, ASIDES) ? "aside" : "div";
}

/* The house writes class names without accents. */
static const char *
house_class (const char *name)
{
  static const char *const FRENCH[][2] = { { "poème", "poeme" },      { "vers", "poeme" },
                                           { "verse", "poeme" },      { "poem", "poeme" },
                                           { "encadré", "encadre" },  { "brève", "breve" },
                                           { "réponse", "reponse" },  { "sidebar", "encadre" },
                                           { "kicker", "surtitre" },  { "standfirst", "chapo" },
                                           { "pullquote", "exergue" } };
  for (gsize i = 0; i < G_N_ELEMENTS (FRENCH); i++)
    if (strcmp (name, FRENCH[i][0]) == 0)
      return FRENCH[i][1];
  return name;
}

static void
open_div (Blocks *s, guint index)
{
  MbBuilder *b = &s->md.builder;
  const MbScanFence *fence = &g_array_index (s->md.scan->fences, MbScanFence, index);
  MbPos pos = fence_pos (s, fence);
  MbAttributes attributes;
  if (!mb_attributes_fence (mb_doc_arena (b->doc), b->lines->text + fence->spec, fence->spec_length,
                            &attributes)) {
    mb_report (b->diagnostics, pos, MB_MSG_DIV_UNREADABLE, NULL);
    attributes.n = 0;
  }
  for (guint i = 0; i < attributes.n; i++)
    if (strcmp (attributes.pairs[i].key, "class") == 0)
      attributes.pairs[i].value = house_class (attributes.pairs[i].value);
  const char *class_name = mb_attributes_get (&attributes, "class");
  MbNode *node = mb_builder_open (b, MB_FRAME_DIV, MB_NS_HTML, div_element (class_name), pos);
  if (node)
    mb_attributes_apply (b, node, &attributes, pos);
  s->md.verse += class_name && strcmp (class_name, "poeme") == 0;
  g_array_append_val (s->divs, index);
}

/* `::: chapo` around one paragraph is that paragraph. */
static void
unwrap_paragraph (MbDoc *doc, MbNode *div)
{
  static const char *const NAMES[] = { "chapo",    "surtitre", "sous-titre", "exergue", "chiffre",
                                       "question", "reponse",  "signature",  NULL };
  MbNode *p = div->first;
  if (!p || p != div->last || !mb_node_is (p, "p") || p->attrs)
    return;
  gboolean listed = FALSE;
  for (const char *const *name = NAMES; *name; name++)
    listed |= mb_node_has_class (div, *name);
  if (!listed)
    return;
  for (const MbAttr *attr = div->attrs; attr; attr = attr->next)
    mb_doc_set_attr_at (doc, p, attr->name, attr->value, attr->pos);
  mb_doc_insert_before (div, p);
  mb_doc_unlink (div);
}

static void
close_div (Blocks *s)
{
  MbBuilder *b = &s->md.builder;
  mb_builder_flush (b);
  MbNode *div = mb_builder_top (b)->made;
  guint index = g_array_index (s->divs, guint, s->divs->len - 1);
  const MbScanFence *fence = &g_array_index (s->md.scan->fences, MbScanFence, index);
  MbAttributes attributes;
  if (mb_attributes_fence (mb_doc_arena (b->doc), b->lines->text + fence->spec, fence->spec_length,
                           &attributes)) {
    const char *class_name = mb_attributes_get (&attributes, "class");
    s->md.verse -= class_name && strcmp (house_class (class_name), "poeme") == 0;
  }
  g_array_set_size (s->divs, s->divs->len - 1);
  mb_builder_close (b);
  if (div)
    unwrap_paragraph (b->doc, div);
}

static void
close_open_divs (Blocks *s)
{
  MbBuilder *b = &s->md.builder;
  while (mb_builder_top (b) && mb_builder_top (b)->kind == MB_FRAME_DIV) {
    guint index = g_array_index (s->divs, guint, s->divs->len - 1);
    MbPos pos = fence_pos (s, &g_array_index (s->md.scan->fences, MbScanFence, index));
    mb_report_width (b->diagnostics, pos, 3, MB_MSG_DIV_UNCLOSED, NULL);
    close_div (s);
  }
}

static void
take_fence (Blocks *s, guint index)
{
  MbBuilder *b = &s->md.builder;
  const MbScanFence *fence = &g_array_index (s->md.scan->fences, MbScanFence, index);
  if (fence->opens)
    open_div (s, index);
  else if (mb_builder_top (b) && mb_builder_top (b)->kind == MB_FRAME_DIV)
    close_div (s);
  else
    mb_report_width (b->diagnostics, fence_pos (s, fence), 3, MB_MSG_DIV_STRAY, NULL);
}

/* --- Leaves --- */

static void
take_html (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  guint line = (guint) MAX (cmark_node_get_start_line (node), 1);
  gint32 fence = line <= s->md.scan->lines->len
                     ? g_array_index (s->md.scan->lines, MbScanLine, line - 1).fence
                     : -1;
  if (fence >= 0) {
    take_fence (s, (guint) fence);
    return;
  }
  const char *html = cmark_node_get_literal (node);
  if (g_str_has_prefix (html + strspn (html, " \t"), "<!--"))
    return;
  guint first = s->md.scan->first_line + line - 1;
  guint last =
      s->md.scan->first_line + (guint) MAX (cmark_node_get_end_line (node), (int) line) - 1;
  gsize start = mb_lines_start (b->lines, first), end = mb_lines_end (b->lines, last);
  MbPos pos = block_pos (s, node);
  g_autofree char *shown = g_strndup (html, strcspn (html, "\n"));
  mb_report (b->diagnostics, pos, MB_MSG_HTML_ESCAPED, shown, NULL);
  mb_builder_open (b, MB_FRAME_BLOCK, MB_NS_HTML, "p", pos);
  for (gsize at = start; at < end; at++) { /* a CR LF counts as LF */
    gsize n = strcspn (b->lines->text + at, "\r");
    n = MIN (n, end - at);
    mb_builder_text (b, b->lines->text + at, n, (gssize) at, pos);
    at += n;
  }
  mb_builder_close (b);
}

static void
take_code (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  const char *text = cmark_node_get_literal (node), *info = cmark_node_get_fence_info (node);
  gsize length = strlen (text);
  open_block (s, "pre", node);
  MbNode *code = open_block (s, "code", node);
  gsize word = info ? strcspn (info, " \t{") : 0;
  if (code && word) {
    g_autofree char *name = g_strdup_printf ("language-%.*s", (int) word, info);
    mb_doc_add_class (b->doc, code, name);
  }
  guint line = s->md.scan->first_line + (guint) MAX (cmark_node_get_start_line (node), 1);
  gsize at = mb_lines_start (b->lines, line);
  gboolean same =
      at + length <= b->lines->length && memcmp (b->lines->text + at, text, length) == 0;
  mb_builder_text (b, text, length, same ? (gssize) at : MB_NO_SOURCE, block_pos (s, node));
  mb_builder_close (b);
  mb_builder_close (b);
}

static void
write_leaf (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  b->text_bytes = 0;
  mb_inline_write (&s->md, node);
  mb_builder_limit (b, block_pos (s, node));
}

static void
take_heading (Blocks *s, cmark_node *node)
{
  char name[] = "h1";
  name[1] = (char) ('0' + CLAMP (cmark_node_get_heading_level (node), 1, 6));
  open_block (s, name, node);
  write_leaf (s, node);
  mb_builder_close (&s->md.builder);
}

static void
move_attribute (MbDoc *doc, MbNode *from, MbNode *to, const char *name)
{
  const char *value = mb_node_attr (from, name);
  if (!value)
    return;
  mb_doc_set_attr (doc, to, name, value);
  mb_doc_remove_attr (from, name);
}

static void
write_caption (MbDoc *doc, MbNode *figure, MbNode *img)
{
  const char *legend = mb_node_attr (img, "data-legende");
  const char *credit = mb_node_attr (img, "data-credit");
  if (!legend)
    legend = mb_node_attr (img, "title");
  if (!legend && !credit)
    return;
  MbNode *caption = mb_doc_element (doc, "figcaption", img->pos);
  mb_doc_append (figure, caption);
  if (legend)
    mb_caption_write (doc, caption, legend, MB_NO_SOURCE, img->pos);
  if (credit) {
    MbNode *span = mb_doc_element (doc, "span", img->pos);
    mb_doc_add_class (doc, span, "credit");
    if (caption->first)
      mb_doc_append (caption, mb_doc_text (doc, " ", 1, img->pos, NULL, 0));
    mb_doc_append (caption, span);
    mb_doc_append (span, mb_doc_text (doc, credit, -1, img->pos, NULL, 0));
  }
}

static void
make_figure (MbDoc *doc, MbNode *img, MbNode *before)
{
  static const char *const MOVED[] = { "class", "id", "data-foyer", "data-recadrage",
                                       "data-colonnes" };
  MbNode *figure = mb_doc_element (doc, "figure", img->pos);
  mb_doc_insert_before (before, figure);
  mb_doc_append (figure, img);
  for (gsize i = 0; i < G_N_ELEMENTS (MOVED); i++)
    move_attribute (doc, img, figure, MOVED[i]);
  const char *crop = mb_node_attr (figure, "data-recadrage");
  if (crop && strpbrk (crop, ",[]")) {
    g_autofree char *plain = g_strdelimit (g_strdup (crop), ",[]", ' ');
    mb_doc_set_attr (doc, figure, "data-recadrage", g_strstrip (plain));
  }
  mb_crop_check (doc, figure);
  write_caption (doc, figure, img);
  mb_doc_remove_attr (img, "title");
  mb_doc_remove_attr (img, "data-legende");
  mb_doc_remove_attr (img, "data-credit");
}

static gboolean
holds_only_pictures (const MbNode *p)
{
  gboolean any = FALSE;
  for (const MbNode *node = p->first; node; node = node->next) {
    if (node->kind == MB_NODE_TEXT) {
      if (node->text[strspn (node->text, " \t\n")])
        return FALSE;
    } else if (mb_node_is (node, "img"))
      any = TRUE;
    else if (!mb_node_is (node, "br"))
      return FALSE;
  }
  return any;
}

static gboolean
is_gap (const MbNode *node)
{
  return mb_node_is (node, "br") ||
         (node->kind == MB_NODE_TEXT && !node->text[strspn (node->text, " \t\n")]);
}

/* A picture and, on the next line, one emphasis and no more: what most systems write for a caption. Returns: the emphasis. */
static MbNode *
emphasised_caption (const MbNode *p)
{
  const MbNode *img = p->first;
  if (!img || !mb_node_is (img, "img") || mb_node_attr (img, "title") ||
      mb_node_attr (img, "data-legende"))
    return NULL;
  gboolean new_line = FALSE;
  MbNode *node = img->next;
  for (; node && is_gap (node); node = node->next)
    new_line |= node->kind != MB_NODE_TEXT || strchr (node->text, '\n');
  if (!new_line || !node || !mb_node_is (node, "em"))
    return NULL;
  for (const MbNode *after = node->next; after; after = after->next)
    if (!is_gap (after))
      return NULL;
  return node;
}

static void
make_figures (MbDoc *doc, MbNode *p)
{
  if (!p)
    return;
  MbNode *emphasis = emphasised_caption (p);
  if (emphasis) {
    make_figure (doc, p->first, p);
    MbNode *caption = mb_node_rename (doc, emphasis, "figcaption");
    mb_doc_append (p->prev, caption);
    mb_caption_mark_credit (doc, caption);
    mb_doc_unlink (p);
    return;
  }
  if (!holds_only_pictures (p))
    return;
  for (MbNode *node = p->first, *next; node; node = next) {
    next = node->next;
    if (mb_node_is (node, "img"))
      make_figure (doc, node, p);
  }
  mb_doc_unlink (p);
}

static gboolean
is_in_tight_list (cmark_node *node)
{
  cmark_node *list = cmark_node_parent (cmark_node_parent (node));
  return list && cmark_node_get_type (list) == CMARK_NODE_LIST && cmark_node_get_list_tight (list);
}

static void
take_strophe (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  MbNode *strophe = open_block (s, "div", node);
  if (strophe)
    mb_doc_add_class (b->doc, strophe, "strophe");
  MbNode *line = open_block (s, "p", node);
  if (line)
    mb_doc_add_class (b->doc, line, "vers");
  write_leaf (s, node);
  mb_builder_close (b);
  mb_builder_close (b);
}

static void
take_paragraph (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  if (s->md.verse) {
    take_strophe (s, node);
    return;
  }
  if (is_in_tight_list (node)) {
    write_leaf (s, node);
    return;
  }
  MbNode *p = open_block (s, "p", node);
  write_leaf (s, node);
  mb_builder_close (b);
  make_figures (b->doc, p);
}

/* --- Tables, notes, containers --- */

/* Where the cell after the @columns first ones begins in a row of a table; @end: there is none. */
static const char *
surplus_of (const char *text, const char *end, guint columns)
{
  while (text < end && strchr ("> \t", *text))
    text++;
  text += text < end && *text == '|';
  for (; columns > 0 && text < end; text++) {
    if (*text == '\\' && text + 1 < end)
      text++;
    else if (*text == '|')
      columns--;
  }
  return text;
}

/* The parser drops what a row has too much (GFM § 4.10): not without a word. */
static void
tell_surplus (Blocks *s, cmark_node *row)
{
  MbLines *lines = s->md.builder.lines;
  guint line = s->md.scan->first_line + (guint) MAX (cmark_node_get_start_line (row), 1) - 1;
  const char *end = lines->text + mb_lines_end (lines, line);
  const char *from = surplus_of (lines->text + mb_lines_start (lines, line), end,
                                 cmark_gfm_extensions_get_table_columns (cmark_node_parent (row)));
  while (from < end && strchr ("| \t\r\n", *from))
    from++;
  while (from < end && strchr ("| \t\r\n", end[-1]))
    end--;
  g_autofree char *text = g_strndup (from, (gsize) (end - from));
  if (*text)
    mb_report (s->md.builder.diagnostics, mb_lines_pos (lines, (gsize) (from - lines->text)),
               MB_MSG_TABLE_SURPLUS, text, NULL);
}

static void
enter_row (Blocks *s, cmark_node *node)
{
  s->in_head = cmark_gfm_extensions_get_table_row_is_header (node) != 0;
  if (s->in_head)
    open_block (s, "thead", node);
  else if (!s->in_body) {
    open_block (s, "tbody", node);
    s->in_body = TRUE;
  }
  tell_surplus (s, node);
  open_block (s, "tr", node);
  s->column = 0;
}

static void
take_cell (Blocks *s, cmark_node *node)
{
  MbNode *cell = open_block (s, s->in_head ? "th" : "td", node);
  char align = s->alignments ? (char) s->alignments[s->column] : 0;
  const char *class_name = align == 'l'   ? "gauche"
                           : align == 'c' ? "centre"
                           : align == 'r' ? "droite"
                                          : NULL;
  if (cell && class_name)
    mb_doc_add_class (s->md.builder.doc, cell, class_name);
  s->column++;
  write_leaf (s, node);
  mb_builder_close (&s->md.builder);
}

static void
enter_note (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  if (!s->in_notes) {
    close_open_divs (s);
    MbNode *section = open_block (s, "section", node);
    if (section)
      mb_doc_add_class (b->doc, section, "notes");
    s->in_notes = TRUE;
    s->md.verse = 0;
  }
  MbNode *aside = open_block (s, "aside", node);
  s->n_notes++; /* cmark sorts the definitions by their numbers */
  if (aside) {
    g_autofree char *id = g_strdup_printf ("n%u", s->n_notes);
    mb_doc_set_attr (b->doc, aside, "epub:type", "footnote");
    mb_doc_set_attr (b->doc, aside, "role", "doc-footnote");
    mb_doc_set_attr (b->doc, aside, "id", id);
  }
  guint line = s->md.scan->first_line + (guint) MAX (cmark_node_get_start_line (node), 1) - 1;
  g_hash_table_add (s->note_lines, GUINT_TO_POINTER (line));
}

static void
enter_list (Blocks *s, cmark_node *node)
{
  gboolean ordered = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST;
  MbNode *list = open_block (s, ordered ? "ol" : "ul", node);
  int start = cmark_node_get_list_start (node);
  if (list && ordered && start != 1) {
    g_autofree char *text = g_strdup_printf ("%d", start);
    mb_doc_set_attr (s->md.builder.doc, list, "start", text);
  }
}

static gboolean
enter_extension (Blocks *s, cmark_node *node)
{
  const char *type = cmark_node_get_type_string (node);
  if (strcmp (type, "table") == 0) {
    open_block (s, "table", node);
    s->alignments = cmark_gfm_extensions_get_table_alignments (node);
    s->in_body = FALSE;
  } else if (strcmp (type, "table_cell") == 0) {
    take_cell (s, node);
    return FALSE;
  } else
    enter_row (s, node);
  return TRUE;
}

/* Returns: whether the children of @node are blocks to walk; then leave_block follows. */
static gboolean
enter_block (Blocks *s, cmark_node *node)
{
  switch (cmark_node_get_type (node)) {
  case CMARK_NODE_PARAGRAPH: take_paragraph (s, node); return FALSE;
  case CMARK_NODE_HEADING: take_heading (s, node); return FALSE;
  case CMARK_NODE_CODE_BLOCK: take_code (s, node); return FALSE;
  case CMARK_NODE_HTML_BLOCK: take_html (s, node); return FALSE;
  case CMARK_NODE_THEMATIC_BREAK:
    mb_builder_leaf (&s->md.builder, "hr", block_pos (s, node));
    return FALSE;
  case CMARK_NODE_BLOCK_QUOTE: open_block (s, "blockquote", node); return TRUE;
  case CMARK_NODE_LIST: enter_list (s, node); return TRUE;
  case CMARK_NODE_ITEM: open_block (s, "li", node); return TRUE;
  case CMARK_NODE_FOOTNOTE_DEFINITION: enter_note (s, node); return TRUE;
  default: return enter_extension (s, node);
  }
}

static void
leave_block (Blocks *s, cmark_node *node)
{
  MbBuilder *b = &s->md.builder;
  close_open_divs (s);
  const char *type = cmark_node_get_type_string (node);
  if (strcmp (type, "table_header") == 0 || (strcmp (type, "table") == 0 && s->in_body))
    mb_builder_close (b);
  if (strcmp (type, "table") == 0)
    s->in_body = FALSE;
  mb_builder_close (b);
}

static void
walk_blocks (Blocks *s, cmark_node *root)
{
  cmark_node *node = cmark_node_first_child (root);
  while (node) {
    if (enter_block (s, node)) {
      if (cmark_node_first_child (node)) {
        node = cmark_node_first_child (node);
        continue;
      }
      leave_block (s, node);
    }
    while (!cmark_node_next (node)) {
      node = cmark_node_parent (node);
      if (node == root)
        return;
      leave_block (s, node);
    }
    node = cmark_node_next (node);
  }
}

static void
report_unused_notes (Blocks *s)
{
  MbBuilder *b = &s->md.builder;
  for (guint i = 0; i < s->md.scan->notes->len; i++) {
    guint line = g_array_index (s->md.scan->notes, guint, i);
    if (g_hash_table_contains (s->note_lines, GUINT_TO_POINTER (line)))
      continue;
    gsize start = mb_lines_start (b->lines, line);
    const char *open = strchr (b->lines->text + start, '[');
    g_autofree char *label = g_strndup (open + 2, strcspn (open + 2, "]"));
    mb_report (b->diagnostics, mb_lines_pos (b->lines, (gsize) (open - b->lines->text)),
               MB_MSG_NOTE_UNUSED, label, NULL);
  }
}

static gpointer
register_extensions (gpointer unused)
{
  cmark_gfm_core_extensions_ensure_registered ();
  return NULL;
}

static cmark_node *
parse (const MbScan *scan)
{
  static GOnce once = G_ONCE_INIT;
  static const char *const EXTENSIONS[] = { "table", "strikethrough" };
  g_once (&once, register_extensions, NULL);
  /* never CMARK_OPT_SMART: quadratic, and ortho's work */
  cmark_parser *parser =
      cmark_parser_new (CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
  for (gsize i = 0; i < G_N_ELEMENTS (EXTENSIONS); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (EXTENSIONS[i]));
  cmark_parser_feed (parser, scan->text->str, scan->text->len);
  cmark_node *root = cmark_parser_finish (parser);
  cmark_parser_free (parser);
  return root;
}

static void
write_blocks (MbDoc *doc, MbLines *lines, MbScan *scan, MbNode *article)
{
  Blocks s = { .md = { .scan = scan } };
  mb_builder_init (&s.md.builder, doc, lines, article);
  s.md.note_uses = g_array_new (FALSE, TRUE, sizeof (guint));
  s.divs = g_array_new (FALSE, FALSE, sizeof (guint));
  s.note_lines = g_hash_table_new (NULL, NULL);
  cmark_node *root = parse (scan);
  walk_blocks (&s, root);
  close_open_divs (&s);
  while (mb_builder_top (&s.md.builder))
    mb_builder_close (&s.md.builder);
  mb_captions_take (&s.md.builder, article);
  report_unused_notes (&s);
  cmark_node_free (root);
  g_hash_table_unref (s.note_lines);
  g_array_unref (s.divs);
  g_array_unref (s.md.note_uses);
  mb_builder_clear (&s.md.builder);
}

static gboolean
read_front (MbDoc *doc, MbLines *lines, MbFront *front, gsize *body, gboolean *bare, GError **error)
{
  gsize start, end;
  gboolean broken;
  MbDiagnostics *diagnostics = mb_doc_diagnostics (doc);
  memset (front, 0, sizeof *front);
  *body = mb_front_split (lines, diagnostics, &start, &end, &broken);
  *bare = *body == 0 && !broken;
  if (end - start > MB_MAX_FRONT_BYTES) {
    g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_FRONT_BYTES / 1024);
    return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_FRONT_TOO_LONG, lines->file, limit, NULL);
  }
  if (*body == 0)
    return TRUE;
  GError *stop = NULL;
  MbYaml *root = mb_yaml_parse (lines, start, end, mb_doc_arena (doc), diagnostics, &stop);
  if (stop) {
    g_propagate_error (error, stop);
    return FALSE;
  }
  mb_front_read (front, root, MB_IN_ARTICLE, diagnostics);
  return TRUE;
}

MbNode *
mb_markdown_read (MbDoc *doc, MbSource *source, const char *name, gboolean as_chapter,
                  MbFront *front, GError **error)
{
  g_autoptr (GBytes) bytes = mb_source_load (source, name, MB_BYTES_TEXT, error);
  if (!bytes)
    return NULL;
  g_autoptr (MbLines) lines = mb_lines_new (name, bytes);
  gsize body;
  gboolean bare;
  if (!read_front (doc, lines, front, &body, &bare, error))
    return NULL;
  g_autoptr (MbScan) scan = mb_scan_new (lines, body, error);
  if (!scan)
    return NULL;
  MbNode *article =
      mb_doc_element (doc, as_chapter ? "section" : "article", mb_lines_pos (lines, body));
  if (as_chapter)
    mb_doc_add_class (doc, article, "chapitre");
  mb_doc_set_attr (doc, article, "data-source", lines->file);
  write_blocks (doc, lines, scan, article);
  if (bare && !as_chapter)
    mb_newsroom_recognise (doc, article);
  mb_article_dress (doc, lines, article, front, as_chapter);
  mb_headings_rank_asides (doc, article);
  return article;
}
