/* SPDX-License-Identifier: Apache-2.0 */
/* A chapter or article as an output tree.
 *
 * The edition tree is copied node by node; on the way names and attributes are those an e-book may have (elements.c), each
 * element gets its class (sheet.c), generated text becomes text, links lead to the new files, and the breaks of the printed
 * pages are put where they fell, to the byte. Nothing recurses: `frames` holds the open elements.
 *
 * Invariants
 *   - a frame is opened for each element of the edition that is not left out, and closed when it is left;
 *   - a page break that falls where no span may stand (a list, a table row, a drawing) waits for the next place where one
 *     may: breaks keep their order and none is lost;
 *   - heading levels of a file begin at 1 and never skip one. */
#include "internal.h"

#include <string.h>

typedef struct {
  const MbNode *node;
  MbNode *out; /* where the children go; the parent's when the tags are left out */
  guint64 context;
  gboolean kept;
} Frame;

typedef struct {
  MbBook *book;
  MbFile *file;
  guint index;
  MbDoc *out;
  GArray *frames;         /* of Frame */
  GArray *headings;       /* of guint: source levels of the open headings */
  MbNode *section;        /* the chapter in the output */
  MbNode *title;          /* its first heading */
  const MbNode *numbered; /* the note that has its number */
} Copier;

static Frame *
top_frame (const Copier *copier)
{
  return &g_array_index (copier->frames, Frame, copier->frames->len - 1);
}

static void
set (Copier *copier, MbNode *node, const char *name, const char *value)
{
  mb_doc_set_attr (copier->out, node, name, value);
}

static MbNode *
add (Copier *copier, MbNode *parent, const char *name, MbPos pos)
{
  MbNode *node = mb_doc_element (copier->out, name, pos);
  mb_doc_append (parent, node);
  return node;
}

/* Inside a drawing: that of the HTML around it. */
static const MbStyle *
style_here (const Copier *copier)
{
  const MbNode *node = top_frame (copier)->node;
  while (node->ns != MB_NS_HTML && node->parent)
    node = node->parent;
  return mb_style_of (copier->book->options->styles, node);
}

/* --- Text -----------------------------------------------------------------------------------------------------------*/

/* U+202F is missing in many fonts, and a missing space shows as a box or a question mark: it stays where the embedded face
 * has it (notes/epub.md § 5). */
static void
append_text (Copier *copier, MbNode *parent, const MbStyle *style, const char *text, gsize length,
             MbPos pos)
{
  static const char narrow[] = "\u202f";
  g_autoptr (GString) copy = g_string_new_len (text, (gssize) length);
  if (strstr (copy->str, narrow) && !mb_font_use_has (copier->book->fonts, style, 0x202f))
    g_string_replace (copy, narrow, "\u00a0", 0);
  mb_font_use_add (copier->book->fonts, style, copy->str, copy->len);
  mb_doc_append (parent, mb_doc_text (copier->out, copy->str, (gssize) copy->len, pos, NULL, 0));
}

/* Between the rows of a table or the items of a list there is only white space. */
static void
put_text (Copier *copier, const MbNode *node, guint32 from, guint32 to)
{
  MbNode *parent = top_frame (copier)->out;
  if (from >= to)
    return;
  gboolean blank = strspn (node->text + from, " \t\r\n") >= to - from;
  if (!mb_element_takes_text (parent) && parent->ns == MB_NS_HTML && !blank) {
    static const char *const lists[] = { "ul", "ol", NULL };
    if (!g_strv_contains (lists, parent->name))
      return;
    parent = add (copier, parent, "li", node->pos);
  }
  append_text (copier, parent, style_here (copier), node->text + from, to - from, node->pos);
}

/* --- Page breaks --------------------------------------------------------------------------------------------------------*/

static void
add_entry (Copier *copier, GArray *list, const char *label, const char *id, guint level)
{
  MbEntry entry = {
    .label = label, .file = copier->index, .id = id, .level = level, .order = ++copier->book->order
  };
  g_array_append_val (list, entry);
}

static void
put_page_break (Copier *copier, MbNode *parent, const char *label)
{
  MbBook *book = copier->book;
  const char *wanted = mb_arena_printf (book->arena, "page-%s", label);
  const char *id = mb_unique (book->arena, copier->file->ids, mb_id_clean (book->arena, wanted));
  MbNode *span = add (copier, parent, "span", MB_NOWHERE);
  set (copier, span, "id", id);
  set (copier, span, "epub:type", "pagebreak");
  set (copier, span, "role", "doc-pagebreak");
  set (copier, span, "aria-label",
       mb_arena_printf (book->arena, " %s %s. ", book->words->page, label));
  add_entry (copier, book->pages, label, id, 1);
}

static void
place_waiting (Copier *copier)
{
  MbNode *parent = top_frame (copier)->out;
  GPtrArray *waiting = copier->book->waiting;
  if (waiting->len == 0 || !mb_element_takes_text (parent))
    return;
  for (guint i = 0; i < waiting->len; i++)
    put_page_break (copier, parent, waiting->pdata[i]);
  g_ptr_array_set_size (waiting, 0);
}

/* The marks of a node are neighbours in the map. */
static guint
first_mark (const Copier *copier, const MbNode *node)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (copier->book->marks, node));
}

static const MbPageMark *
mark_of (const Copier *copier, guint number, const MbNode *node)
{
  GArray *breaks = copier->book->breaks;
  if (number == 0 || number > breaks->len ||
      g_array_index (breaks, MbPageMark, number - 1).node != node)
    return NULL;
  return &g_array_index (breaks, MbPageMark, number - 1);
}

/* A mark inside a character (which never should be) moves to its beginning. */
static guint32
safe_offset (const MbNode *node, guint32 offset)
{
  offset = MIN (offset, node->length);
  while (offset > 0 && offset < node->length && ((guchar) node->text[offset] & 0xc0) == 0x80)
    offset--;
  return offset;
}

static void
copy_text (Copier *copier, const MbNode *node)
{
  const MbPageMark *mark;
  guint32 done = 0;
  for (guint number = first_mark (copier, node); (mark = mark_of (copier, number, node));
       number++) {
    guint32 offset = MAX (safe_offset (node, mark->offset), done);
    place_waiting (copier);
    put_text (copier, node, done, offset);
    g_ptr_array_add (copier->book->waiting, (gpointer) mark->label);
    done = offset;
  }
  if (node->length > done && strspn (node->text + done, " \t\r\n") < node->length - done)
    place_waiting (copier);
  put_text (copier, node, done, node->length);
}

static void
mark_element (Copier *copier, const MbNode *node)
{
  const MbPageMark *mark;
  for (guint number = first_mark (copier, node); (mark = mark_of (copier, number, node)); number++)
    g_ptr_array_add (copier->book->waiting, (gpointer) mark->label);
}

/* A break of another printed edition, in the source: ours replaces it when pages were made. */
static gboolean
is_page_break (const MbNode *node)
{
  return mb_node_has_token (node, "epub:type", "pagebreak") ||
         mb_node_has_token (node, "role", "doc-pagebreak");
}

static void
keep_page_break (Copier *copier, const MbNode *node)
{
  const char *label = mb_node_attr (node, "title");
  if (!label)
    label = mb_node_attr (node, "aria-label");
  if (!label || !*label)
    label = mb_node_text (node, copier->book->arena);
  if (!*label)
    label = mb_node_attr (node, "id");
  if (!copier->book->options->map && label)
    g_ptr_array_add (copier->book->waiting, mb_arena_strdup (copier->book->arena, label));
}

/* --- Generated text ------------------------------------------------------------------------------------------------------*/

static const char *
generated_text (Copier *copier, const Frame *frame, MbPseudo pseudo)
{
  return frame->node->ns == MB_NS_HTML
             ? mb_generator_text (copier->book->generator, frame->node, pseudo)
             : NULL;
}

static void
put_generated (Copier *copier, const Frame *frame, MbPseudo pseudo, const char *text)
{
  MbBook *book = copier->book;
  if (!text || !frame->kept || !mb_element_takes_text (frame->out))
    return;
  const char *class = mb_sheet_pseudo (book->sheet, frame->context, frame->node, pseudo);
  if (!*text && !class)
    return;
  MbNode *span = add (copier, frame->out, "span", frame->node->pos);
  set (copier, span, "class",
       class ? mb_arena_printf (book->arena, "mb-generated %s", class) : "mb-generated");
  append_text (copier, span, mb_style_pseudo (book->options->styles, frame->node, pseudo), text,
               strlen (text), frame->node->pos);
}

/* A rule that is drawn as text (three stars) cannot hold it: it becomes a paragraph. */
static gboolean
is_drawn_rule (const MbBook *book, const MbNode *node)
{
  if (!mb_node_is (node, "hr"))
    return FALSE;
  const MbStyle *style = mb_style_pseudo (book->options->styles, node, MB_PSEUDO_BEFORE);
  return style && style->paged->content.n > 0;
}

/* --- Headings -----------------------------------------------------------------------------------------------------------*/

static guint
heading_level (const MbNode *node)
{
  gboolean heading = node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_HTML &&
                     node->name[0] == 'h' && node->name[1] >= '1' && node->name[1] <= '6' &&
                     node->name[2] == '\0';
  return heading ? (guint) (node->name[1] - '0') : 0;
}

/* h1 h3 h3 h2 h4 → h1 h2 h2 h2 h3. */
static guint
continuous_level (Copier *copier, guint level)
{
  GArray *open = copier->headings;
  while (open->len && g_array_index (open, guint, open->len - 1) >= level)
    g_array_set_size (open, open->len - 1);
  g_array_append_val (open, level);
  return MIN (open->len, 6);
}

static gboolean
is_inside (const MbNode *node, const char *name)
{
  for (; node; node = node->parent)
    if (mb_node_is (node, name))
      return TRUE;
  return FALSE;
}

/* The first heading names the file; what follows down to the third rank is listed below it. */
static void
list_heading (Copier *copier, const MbNode *node, MbNode *out, guint level)
{
  MbBook *book = copier->book;
  if (is_inside (node->parent, "aside") || is_inside (node->parent, "blockquote") ||
      is_inside (node->parent, "figure"))
    return;
  const char *label = mb_node_text (node, book->arena);
  const char *id = g_hash_table_lookup (book->ids, node);
  if (!id)
    id = mb_unique (book->arena, copier->file->ids, "titre");
  set (copier, out, "id", id);
  if (!copier->title)
    copier->title = out;
  else if (level <= 3 && *label)
    add_entry (copier, book->toc, label, id, copier->file->level + MAX (level, 2) - 1);
}

/* --- Elements ------------------------------------------------------------------------------------------------------------*/

static void
set_lang (Copier *copier, const MbNode *node, MbNode *out)
{
  const char *lang = mb_node_attr (node, "lang");
  if (!lang || !g_regex_match_simple ("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", lang, 0, 0))
    return;
  set (copier, out, "lang", lang);
  set (copier, out, "xml:lang", lang);
}

static gboolean
is_call (const MbNode *node)
{
  return mb_node_has_token (node, "epub:type", "noteref") ||
         mb_node_has_token (node, "role", "doc-noteref");
}

static gboolean
is_note (const MbNode *node)
{
  return mb_node_is (node, "aside") && (mb_node_has_token (node, "epub:type", "footnote") ||
                                        mb_node_has_token (node, "role", "doc-footnote"));
}

static GPtrArray *
calls_of (const Copier *copier, const MbNode *note)
{
  return g_hash_table_lookup (copier->book->calls, note);
}

/* The call that the link @node, inside its note, leads back to; NULL: it is no such link. */
static const MbNode *
call_led_to (const Copier *copier, const MbNode *node)
{
  const MbNode *target = mb_doc_link_target (copier->book->options->doc, node);
  for (const MbNode *note = node->parent; target && note; note = note->parent) {
    GPtrArray *calls = calls_of (copier, note);
    if (calls && g_ptr_array_find (calls, target, NULL))
      return target;
  }
  return NULL;
}

static const char *
text_of_call (MbBook *book, const MbNode *call)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const MbNode *node = call; node; node = mb_node_next (node, call))
    if (node->kind == MB_NODE_TEXT)
      g_string_append_len (out, node->text, node->length);
  g_strstrip (out->str);
  return mb_arena_strdup (book->arena, *out->str ? out->str : "*");
}

static void
set_way_back (Copier *copier, MbNode *link, const MbNode *call)
{
  MbBook *book = copier->book;
  set (copier, link, "role", "doc-backlink");
  set (copier, link, "aria-label",
       mb_arena_printf (book->arena, "%s %s", book->words->back_to_call,
                        text_of_call (book, call)));
}

static void
finish_link (Copier *copier, const MbNode *node, MbNode *out, const char *href)
{
  set (copier, out, "href", href);
  const MbNode *call = is_call (node) ? NULL : call_led_to (copier, node);
  if (call)
    set_way_back (copier, out, call);
  if (!is_call (node))
    return;
  set (copier, out, "epub:type", "noteref");
  set (copier, out, "role", "doc-noteref");
}

static gboolean
has_backlink (const Copier *copier, const MbNode *note)
{
  for (const MbNode *node = note; node; node = mb_node_next (node, note))
    if (mb_node_is (node, "a") && call_led_to (copier, node))
      return TRUE;
  return FALSE;
}

/* @text, the number of the note as the sheet prints it, leads back to @call. */
static void
put_backlink (Copier *copier, MbNode *parent, const MbNode *call, const char *text,
              const MbStyle *style)
{
  const char *id = g_hash_table_lookup (copier->book->ids, call);
  MbNode *link = add (copier, parent, "a", call->pos);
  set (copier, link, "class", "mb-generated");
  set (copier, link, "href", mb_arena_printf (copier->book->arena, "#%s", id));
  set_way_back (copier, link, call);
  append_text (copier, link, style, text, strlen (text), call->pos);
}

static gboolean
is_same_file (const Copier *copier, const MbNode *node)
{
  for (; node; node = node->parent) {
    gpointer found = g_hash_table_lookup (copier->book->file_of, node);
    if (found)
      return GPOINTER_TO_UINT (found) - 1 == copier->index;
  }
  return FALSE;
}

static const MbNode *
first_content (const MbNode *node)
{
  const MbNode *child = node->first;
  while (child && child->kind == MB_NODE_TEXT && strspn (child->text, " \t\r\n") == child->length)
    child = child->next;
  return child;
}

/* The note whose first words stand in @node: itself, or its first paragraph. */
static const MbNode *
note_begun_by (const MbNode *node)
{
  const MbNode *parent = node->parent, *first = first_content (node);
  if (is_note (node))
    return first && first->kind == MB_NODE_ELEMENT && mb_element_is_flow (first->name) ? NULL
                                                                                       : node;
  gboolean begins = parent && is_note (parent) && mb_element_is_flow (node->name) &&
                    first_content (parent) == node;
  return begins ? parent : NULL;
}

static gboolean
has_live_call (const Copier *copier, const MbNode *call)
{
  gboolean dead;
  return is_same_file (copier, call) && g_hash_table_lookup (copier->book->ids, call) &&
         mb_link_href (copier->book, copier->index, call, &dead);
}

/* The number of a note stands before its first words and leads back to the call: the sheet's own number (@generated), else
 * that of the call. Returns: whether @generated was written. */
static gboolean
number_note (Copier *copier, const MbNode *node, MbNode *out, const char *generated,
             const MbStyle *style)
{
  gboolean printed = generated && *generated;
  const MbNode *note = printed && is_note (node) ? node : note_begun_by (node);
  GPtrArray *calls = note && note != copier->numbered ? calls_of (copier, note) : NULL;
  guint written = 0;
  if (!calls || has_backlink (copier, note))
    return FALSE;
  for (guint i = 0; i < calls->len; i++) {
    const MbNode *call = calls->pdata[i];
    const char *number =
        mb_arena_printf (copier->book->arena, "%s. ", text_of_call (copier->book, call));
    if (has_live_call (copier, call))
      put_backlink (copier, out, call, printed && written++ == 0 ? generated : number, style);
  }
  copier->numbered = note;
  return written > 0;
}

static void
finish_note (Copier *copier, MbNode *out)
{
  set (copier, out, "epub:type", "footnote");
  set (copier, out, "role", "doc-footnote");
}

static void
finish_header_cell (Copier *copier, const MbNode *node, MbNode *out)
{
  if (mb_node_attr (out, "scope"))
    return;
  gboolean row = node->prev == NULL && !is_inside (node, "thead") && node->parent &&
                 node->parent->prev != NULL;
  set (copier, out, "scope", row ? "row" : "col");
}

static gboolean
finish_picture (Copier *copier, const MbNode *node, MbNode *out)
{
  const MbPicture *picture;
  MbBook *book = copier->book;
  const char *href = mb_node_attr (node, "src"), *alt = mb_node_attr (node, "alt");
  const char *name = href && *href ? mb_picture_add (book, node, href, &picture) : NULL;
  if (!name)
    return FALSE;
  gboolean turned = picture->orientation >= 5;
  book->has_pictures = TRUE;
  set (copier, out, "src", mb_arena_printf (book->arena, "../%s", name));
  set (copier, out, "alt", alt ? alt : "");
  set (copier, out, "width",
       mb_arena_printf (book->arena, "%u", turned ? picture->height : picture->width));
  set (copier, out, "height",
       mb_arena_printf (book->arena, "%u", turned ? picture->width : picture->height));
  if (!alt) {
    book->alt_missing = TRUE;
    book->barriers++;
    mb_report (book->diagnostics, node->pos, MB_MSG_EPUB_ALT_MISSING, href, NULL);
  }
  return TRUE;
}

/* An author's own part of a book: a preface is no chapter. */
static void
finish_section (Copier *copier, const MbNode *node, MbNode *out)
{
  const char *type = mb_node_attr (node, "epub:type");
  const char *role = mb_element_role (type);
  gboolean chapter = node == copier->file->top;
  if (role || chapter) {
    set (copier, out, "epub:type", role ? type : "chapter");
    set (copier, out, "role", role ? role : "doc-chapter");
  }
  if (chapter)
    copier->section = out;
}

/* What an element needs beyond its name. Returns: FALSE when it cannot be written. */
static gboolean
finish (Copier *copier, const MbNode *node, MbNode *out, const char *href)
{
  guint level = heading_level (out);
  if (level)
    list_heading (copier, node, out, level);
  else if (mb_node_is (out, "a"))
    finish_link (copier, node, out, href);
  else if (is_note (node))
    finish_note (copier, out);
  else if (mb_node_is (out, "section"))
    finish_section (copier, node, out);
  else if (mb_node_is (out, "th"))
    finish_header_cell (copier, node, out);
  else if (mb_node_is (out, "img"))
    return finish_picture (copier, node, out);
  return TRUE;
}

static void
note_kind (Copier *copier, const MbNode *node)
{
  static const char *const moving[] = { "animate",          "animateColor", "animateMotion",
                                        "animateTransform", "set",          NULL };
  if (node->ns == MB_NS_SVG)
    copier->file->svg = TRUE;
  if (node->ns == MB_NS_MATHML)
    copier->file->mathml = copier->book->has_mathml = TRUE;
  if (node->ns == MB_NS_SVG && g_strv_contains (moving, node->name))
    copier->book->has_motion = TRUE;
}

static gboolean
is_nested (const Copier *copier, const char *name)
{
  gboolean edge = strcmp (name, "header") == 0 || strcmp (name, "footer") == 0;
  const MbNode *node = mb_element_may_nest (name) ? NULL : top_frame (copier)->out;
  for (; node && node->kind == MB_NODE_ELEMENT; node = node->parent)
    if (strcmp (node->name, name) == 0 ||
        (edge && (mb_node_is (node, "header") || mb_node_is (node, "footer"))))
      return TRUE;
  return FALSE;
}

/* A table inside the caption of another. */
static gboolean
is_table_in_caption (const Copier *copier, const char *name)
{
  static const char *const names[] = { "table", "caption", "colgroup", "thead", "tbody",
                                       "tfoot", "tr",      "td",       "th",    NULL };
  const MbNode *node = g_strv_contains (names, name) ? top_frame (copier)->out : NULL;
  while (node && !mb_node_is (node, "caption"))
    node = node->parent;
  return node != NULL;
}

/* Text of HTML inside a drawing (its title) or a formula stays without its tags; so does what may not nest. */
static gboolean
is_out_of_place (const Copier *copier, const MbNode *node, const char *name)
{
  const MbNode *parent = top_frame (copier)->out;
  gboolean foreign = parent->ns == MB_NS_SVG || parent->ns == MB_NS_MATHML;
  if (node->ns == MB_NS_HTML &&
      (foreign || (mb_node_is (node, "bdo") && !mb_node_attr (node, "dir"))))
    return TRUE;
  return is_nested (copier, name) || is_table_in_caption (copier, name);
}

/* The name an element gets from where it stands: no block inside a line of text, no item outside a list. */
static const char *
name_here (Copier *copier, const MbNode *node, const char *name, MbPlace *place)
{
  static const char *const lists[] = { "ul", "ol", NULL };
  const MbNode *parent = top_frame (copier)->out;
  *place = node == copier->file->top ? MB_PLACE_TOP : MB_PLACE_PLAIN;
  if (node->ns != MB_NS_HTML)
    return name;
  if (heading_level (node) && !mb_element_is_phrasing (parent->name))
    return mb_arena_printf (copier->book->arena, "h%u",
                            continuous_level (copier, heading_level (node)));
  if (strcmp (name, "li") == 0 && !g_strv_contains (lists, parent->name))
    return "div";
  if (mb_element_is_flow (name) && mb_element_is_phrasing (parent->name)) {
    *place = MB_PLACE_BLOCK;
    return "span";
  }
  return name;
}

static MbNode *
parent_here (Copier *copier, const MbNode *node, const char *name)
{
  static const char *const lists[] = { "ul", "ol", NULL };
  MbNode *parent = top_frame (copier)->out;
  if (parent->ns != MB_NS_HTML || !g_strv_contains (lists, parent->name) ||
      strcmp (name, "li") == 0)
    return parent;
  return add (copier, parent, "li", node->pos);
}

static void
open_frame (Copier *copier, const MbNode *node, MbNode *out, guint64 context, gboolean kept)
{
  Frame frame = { node, out, context, kept };
  g_array_append_val (copier->frames, frame);
  mb_generator_enter (copier->book->generator, node);
  place_waiting (copier);
  const char *text = generated_text (copier, &frame, MB_PSEUDO_BEFORE);
  if (!kept || !number_note (copier, node, out, text, style_here (copier)))
    put_generated (copier, &frame, MB_PSEUDO_BEFORE, text);
}

static void
close_frame (Copier *copier)
{
  Frame frame = *top_frame (copier);
  put_generated (copier, &frame, MB_PSEUDO_AFTER, generated_text (copier, &frame, MB_PSEUDO_AFTER));
  mb_generator_leave (copier->book->generator);
  g_array_set_size (copier->frames, copier->frames->len - 1);
}

/* Tags that say nothing are not written. */
static gboolean
is_bare_span (const MbNode *out)
{
  return mb_node_is (out, "span") && !out->attrs;
}

static void
copy_element (Copier *copier, const MbNode *node, const char *name, const char *href)
{
  MbBook *book = copier->book;
  MbPlace place = MB_PLACE_PLAIN;
  const char *class, *id = g_hash_table_lookup (book->ids, node);
  MbNode *parent = parent_here (copier, node, name);
  name = is_drawn_rule (book, node) ? "p" : name_here (copier, node, name, &place);
  guint64 context = top_frame (copier)->context;
  MbNode *out = mb_doc_element_ns (copier->out, node->ns, name, node->pos);
  if (node->ns == MB_NS_HTML) {
    context = mb_sheet_context (book->sheet, context, node, name, place, &class);
    if (class)
      set (copier, out, "class", class);
    set_lang (copier, node, out);
  }
  note_kind (copier, node);
  if (id)
    set (copier, out, "id", id);
  mb_element_copy_attrs (copier->out, node, out);
  gboolean written = finish (copier, node, out, href) && !is_bare_span (out);
  if (written)
    mb_doc_append (parent, out);
  open_frame (copier, node, written ? out : parent, context, written);
}

static void
unwrap (Copier *copier, const MbNode *node)
{
  open_frame (copier, node, top_frame (copier)->out, top_frame (copier)->context, FALSE);
}

/* A link that leads nowhere keeps its text and its id. */
static void
copy_link (Copier *copier, const MbNode *node)
{
  gboolean dead;
  const char *href = mb_link_href (copier->book, copier->index, node, &dead);
  if (dead)
    mb_report (copier->book->diagnostics, node->pos, MB_MSG_EPUB_LINK_DEAD,
               mb_node_attr (node, "href"), NULL);
  copy_element (copier, node, href ? "a" : "span", href);
}

static gboolean
is_dropped (Copier *copier, const MbNode *node, const char **name, MbFate *fate)
{
  gboolean reported;
  if (is_page_break (node)) {
    keep_page_break (copier, node);
    return TRUE;
  }
  *fate = mb_element_fate (node, name, &reported);
  if (reported)
    mb_report (copier->book->diagnostics, node->pos, MB_MSG_EPUB_ELEMENT, node->name, NULL);
  return *fate == MB_FATE_DROP || mb_element_is_hidden (copier->book, node);
}

/* Returns: whether a frame was opened. */
static gboolean
enter (Copier *copier, const MbNode *node)
{
  const char *name;
  MbFate fate;
  mark_element (copier, node);
  if (is_dropped (copier, node, &name, &fate))
    return FALSE;
  place_waiting (copier);
  if (fate == MB_FATE_UNWRAP || is_out_of_place (copier, node, name))
    unwrap (copier, node);
  else if (node->ns == MB_NS_HTML && strcmp (name, "a") == 0)
    copy_link (copier, node);
  else
    copy_element (copier, node, name, NULL);
  return TRUE;
}

static void
copy_tree (Copier *copier, const MbNode *top)
{
  const MbNode *node = top;
  for (;;) {
    gboolean opened = FALSE;
    if (node->kind == MB_NODE_TEXT)
      copy_text (copier, node);
    else
      opened = enter (copier, node);
    if (opened && node->first) {
      node = node->first;
      continue;
    }
    if (opened)
      close_frame (copier);
    while (node != top && !node->next) {
      node = node->parent;
      close_frame (copier);
    }
    if (node == top)
      return;
    node = node->next;
  }
}

/* --- The file --------------------------------------------------------------------------------------------------------------*/

/* Counters of the elements around the chapters: each is entered once, with its first file. */
static void
enter_ancestors (MbBook *book, const MbNode *const *chain, guint n)
{
  GPtrArray *entered = book->entered;
  guint common = 0;
  while (common < entered->len && common < n && entered->pdata[common] == chain[n - 1 - common])
    common++;
  for (; entered->len > common; g_ptr_array_set_size (entered, (int) entered->len - 1))
    mb_generator_leave (book->generator);
  for (; common < n; common++) {
    mb_generator_enter (book->generator, chain[n - 1 - common]);
    g_ptr_array_add (entered, (gpointer) chain[n - 1 - common]);
  }
}

/* Elements between body and the chapter only hand down their look. */
static void
open_wrappers (Copier *copier, MbNode *body)
{
  MbBook *book = copier->book;
  const MbNode *chain[MB_MAX_TREE_DEPTH + 1];
  guint n = 0;
  guint64 context = 0;
  MbNode *out = body;
  for (const MbNode *node = copier->file->parent; node && n < G_N_ELEMENTS (chain);
       node = node->parent)
    chain[n++] = node;
  enter_ancestors (book, chain, n);
  while (n-- > 0) {
    const char *class;
    gboolean root = chain[n]->parent == NULL, part = copier->file->kind == MB_FILE_PART && n == 0;
    const char *name = root ? "body" : part ? "section" : "div";
    if (!root)
      out = add (copier, out, name, chain[n]->pos);
    context = mb_sheet_context (book->sheet, context, chain[n], name, MB_PLACE_TOP, &class);
    if (class)
      set (copier, out, "class", class);
    if (part) {
      set (copier, out, "epub:type", "part");
      set (copier, out, "role", "doc-part");
      copier->section = out;
    }
    Frame frame = { chain[n], out, context, TRUE };
    g_array_append_val (copier->frames, frame);
  }
}

static void
name_section (Copier *copier)
{
  if (!copier->section)
    return;
  if (copier->title)
    set (copier, copier->section, "aria-labelledby", mb_node_attr (copier->title, "id"));
  else
    set (copier, copier->section, "aria-label", copier->file->title);
}

/* A rubrique is listed just before its first article, and shares its place. */
static void
list_groups (Copier *copier)
{
  GArray *groups = copier->book->groups;
  for (guint i = 0; i < groups->len; i++) {
    MbEntry entry = g_array_index (groups, MbEntry, i);
    entry.order = copier->book->order + 1;
    if (entry.file == copier->index)
      g_array_append_val (copier->book->toc, entry);
  }
}

void
mb_chapter_copy (MbBook *book, guint index)
{
  MbFile *file = mb_book_file (book, index);
  Copier copier = { .book = book, .file = file, .index = index, .out = book->out };
  const MbNode *named = file->top ? file->top : file->loose->pdata[0];
  const char *language = mb_node_lang (book->options->doc, named);
  MbNode *body = mb_page_new (book, language, file->title, "../css/livre.css", &file->html);
  copier.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  copier.headings = g_array_new (FALSE, FALSE, sizeof (guint));
  list_groups (&copier);
  add_entry (&copier, book->toc, file->title, NULL, file->level);
  open_wrappers (&copier, body);
  for (guint i = 0; i < file->loose->len; i++)
    copy_tree (&copier, file->loose->pdata[i]);
  if (file->top)
    copy_tree (&copier, file->top);
  name_section (&copier);
  if (index + 1 == book->files->len)
    place_waiting (&copier);
  g_array_unref (copier.frames);
  g_array_unref (copier.headings);
}
