/* SPDX-License-Identifier: Apache-2.0 */
/* A chapter or article as an output tree.
 *
 * The edition tree is copied node by node; on the way names and attributes are those an e-book may have (elements.c), each
 * element gets its class (sheet.c), generated text becomes text, links lead to the new files, and the breaks of the printed
 * pages are put where they fell, to the byte. Nothing recurses: `frames` holds the open elements.
 *
 * Invariants
 *   - a frame is opened for each element of the edition that is not left out, and closed when it is left;
 *   - heading levels of a file begin at 1 and never skip one. */
#include "internal.h"

#include <string.h>

/* --- Generated text ------------------------------------------------------------------------------------------------------*/

static const char *
generated_text (MbCopier *copier, const MbFrame *frame, MbPseudo pseudo)
{
  return frame->node->ns == MB_NS_HTML
             ? mb_box_generator_text (copier->book->generator, frame->node, pseudo)
             : NULL;
}

static void
put_generated (MbCopier *copier, const MbFrame *frame, MbPseudo pseudo, const char *text)
{
  MbBook *book = copier->book;
  if (!text || !frame->kept || !mb_element_takes_text (frame->out))
    return;
  const char *class = mb_sheet_pseudo (book->sheet, frame->context, frame->node, pseudo);
  if (!*text && !class)
    return;
  MbNode *span = mb_copier_add (copier, frame->out, "span", frame->node->pos);
  mb_copier_set (copier, span, "class",
                 class ? mb_arena_printf (book->arena, "mb-generated %s", class) : "mb-generated");
  mb_copier_text (copier, span, mb_style_pseudo (book->options->styles, frame->node, pseudo), text,
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
continuous_level (MbCopier *copier, guint level)
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

/* The heads of notes are the same in every chapter, and say nothing in the contents. */
static gboolean
is_in_notes (const MbNode *node)
{
  while (node && !mb_node_has_class (node, "notes"))
    node = node->parent;
  return node != NULL;
}

/* A heading inside a box names the box. */
static void
name_aside (MbCopier *copier, MbNode *out)
{
  MbNode *aside = mb_copier_top (copier)->out;
  while (aside && !mb_node_is (aside, "aside"))
    aside = aside->parent;
  if (!aside || mb_node_attr (aside, "aria-labelledby"))
    return;
  const char *id = mb_node_attr (out, "id");
  if (!id)
    id = mb_unique (copier->book->arena, copier->file->ids, "encadre");
  mb_copier_set (copier, out, "id", id);
  mb_copier_set (copier, aside, "aria-labelledby", id);
}

/* The first heading names the file; what follows down to the third rank is listed below it. */
static void
list_heading (MbCopier *copier, const MbNode *node, MbNode *out, guint level)
{
  MbBook *book = copier->book;
  if (is_inside (node->parent, "aside"))
    name_aside (copier, out);
  if (is_inside (node->parent, "aside") || is_inside (node->parent, "blockquote") ||
      is_inside (node->parent, "figure") || is_in_notes (node->parent))
    return;
  const char *label = mb_note_text_but (book, node);
  const char *id = g_hash_table_lookup (book->ids, node);
  if (!id)
    id = mb_unique (book->arena, copier->file->ids, "titre");
  mb_copier_set (copier, out, "id", id);
  if (!copier->title)
    copier->title = out;
  else if (level <= 3 && *label)
    mb_copier_entry (copier, book->toc, label, id, copier->file->level + level - 1);
}

/* --- Elements ------------------------------------------------------------------------------------------------------------*/

static void
set_lang (MbCopier *copier, const MbNode *node, MbNode *out)
{
  const char *own = mb_node_attr (node, "lang");
  const char *lang = own ? mb_doc_language_tag (copier->book->arena, own) : NULL;
  if (!lang)
    return;
  mb_copier_set (copier, out, "lang", lang);
  mb_copier_set (copier, out, "xml:lang", lang);
}

static void
finish_link (MbCopier *copier, const MbNode *node, MbNode *out, const char *href)
{
  mb_copier_set (copier, out, "href", href);
  const MbNode *call = mb_node_is_note_call (node) ? NULL : mb_note_call_led_to (copier, node);
  if (call)
    mb_note_set_way_back (copier, out, call);
  if (!mb_node_is_note_call (node))
    return;
  mb_copier_set (copier, out, "epub:type", "noteref");
  mb_copier_set (copier, out, "role", "doc-noteref");
}

static void
finish_note (MbCopier *copier, MbNode *out)
{
  mb_copier_set (copier, out, "epub:type", "footnote");
  mb_copier_set (copier, out, "role", "doc-footnote");
}

static void
finish_header_cell (MbCopier *copier, const MbNode *node, MbNode *out)
{
  if (mb_node_attr (out, "scope"))
    return;
  gboolean row = node->prev == NULL && !is_inside (node, "thead") && node->parent &&
                 node->parent->prev != NULL;
  mb_copier_set (copier, out, "scope", row ? "row" : "col");
}

static gboolean
finish_picture (MbCopier *copier, const MbNode *node, MbNode *out)
{
  const MbPicture *picture;
  MbBook *book = copier->book;
  const char *href = mb_node_attr (node, "src"), *alt = mb_node_attr (node, "alt");
  const char *name = href && *href ? mb_picture_add (book, node, href, &picture) : NULL;
  if (!name)
    return FALSE;
  gboolean turned = picture->orientation >= 5;
  book->has_pictures = TRUE;
  mb_copier_set (copier, out, "src", mb_arena_printf (book->arena, "../%s", name));
  mb_copier_set (copier, out, "alt", alt ? alt : "");
  mb_copier_set (copier, out, "width",
                 mb_arena_printf (book->arena, "%u", turned ? picture->height : picture->width));
  mb_copier_set (copier, out, "height",
                 mb_arena_printf (book->arena, "%u", turned ? picture->width : picture->height));
  if (!alt) {
    book->alt_missing = TRUE;
    book->barriers++;
    if (!book->looks_only)
      mb_report (book->diagnostics, node->pos, MB_MSG_EPUB_ALT_MISSING, href, NULL);
  }
  return TRUE;
}

/* An author's own part of a book: a preface is no chapter. */
static void
finish_section (MbCopier *copier, const MbNode *node, MbNode *out)
{
  const char *type = mb_node_attr (node, "epub:type");
  const char *role = mb_element_role (type);
  gboolean chapter = node == copier->file->top;
  if (chapter && copier->file->kind == MB_FILE_MATTER) {
    mb_matter_mark (copier, node, out);
    copier->section = out;
    return;
  }
  if (role || chapter) {
    mb_copier_set (copier, out, "epub:type", role ? type : "chapter");
    mb_copier_set (copier, out, "role", role ? role : "doc-chapter");
  }
  if (chapter)
    copier->section = out;
}

/* What an element needs beyond its name. Returns: FALSE when it cannot be written. */
static gboolean
finish (MbCopier *copier, const MbNode *node, MbNode *out, const char *href)
{
  guint level = heading_level (out);
  if (level)
    list_heading (copier, node, out, level);
  else if (mb_node_is (out, "a"))
    finish_link (copier, node, out, href);
  else if (mb_note_is (node))
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
note_kind (MbCopier *copier, const MbNode *node)
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
is_nested (const MbCopier *copier, const char *name)
{
  gboolean edge = strcmp (name, "header") == 0 || strcmp (name, "footer") == 0;
  const MbNode *node = mb_element_may_nest (name) ? NULL : mb_copier_top (copier)->out;
  for (; node && node->kind == MB_NODE_ELEMENT; node = node->parent)
    if (strcmp (node->name, name) == 0 ||
        (edge && (mb_node_is (node, "header") || mb_node_is (node, "footer"))))
      return TRUE;
  return FALSE;
}

/* A table inside the caption of another. */
static gboolean
is_table_in_caption (const MbCopier *copier, const char *name)
{
  static const char *const names[] = { "table", "caption", "colgroup", "thead", "tbody",
                                       "tfoot", "tr",      "td",       "th",    NULL };
  const MbNode *node = g_strv_contains (names, name) ? mb_copier_top (copier)->out : NULL;
  while (node && !mb_node_is (node, "caption"))
    node = node->parent;
  return node != NULL;
}

/* Text of HTML inside a drawing (its title) or a formula stays without its tags; so does what may not nest. */
static gboolean
is_out_of_place (const MbCopier *copier, const MbNode *node, const char *name)
{
  const MbNode *parent = mb_copier_top (copier)->out;
  gboolean foreign = parent->ns == MB_NS_SVG || parent->ns == MB_NS_MATHML;
  if (node->ns == MB_NS_HTML &&
      (foreign || (mb_node_is (node, "bdo") && !mb_node_attr (node, "dir"))))
    return TRUE;
  return is_nested (copier, name) || is_table_in_caption (copier, name);
}

static gboolean
has_heading (const MbNode *top)
{
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    if (heading_level (node))
      return TRUE;
  return FALSE;
}

/* The name an element gets from where it stands: no block inside a line of text, no item outside a list. */
static const char *
name_here (MbCopier *copier, const MbNode *node, const char *name, MbPlace *place)
{
  static const char *const lists[] = { "ul", "ol", NULL };
  const MbNode *parent = mb_copier_top (copier)->out;
  *place = node == copier->file->top ? MB_PLACE_TOP : MB_PLACE_PLAIN;
  if (node->ns != MB_NS_HTML)
    return name;
  if (heading_level (node) && !mb_element_is_phrasing (parent->name))
    return mb_arena_printf (copier->book->arena, "h%u",
                            continuous_level (copier, heading_level (node)));
  if (strcmp (name, "li") == 0 && !g_strv_contains (lists, parent->name))
    return "div";
  /* an aside is a landmark, and two landmarks of a page must have two names (Ace, landmark-unique) */
  if (strcmp (name, "aside") == 0 && !mb_note_is (node) && !has_heading (node))
    return "div";
  if (mb_element_is_flow (name) && mb_element_is_phrasing (parent->name)) {
    *place = MB_PLACE_BLOCK;
    return "span";
  }
  return name;
}

static MbNode *
parent_here (MbCopier *copier, const MbNode *node, const char *name)
{
  static const char *const lists[] = { "ul", "ol", NULL };
  MbNode *parent = mb_copier_top (copier)->out;
  if (parent->ns != MB_NS_HTML || !g_strv_contains (lists, parent->name) ||
      strcmp (name, "li") == 0)
    return parent;
  return mb_copier_add (copier, parent, "li", node->pos);
}

static void
open_frame (MbCopier *copier, const MbNode *node, MbNode *out, guint64 context, gboolean kept)
{
  MbFrame frame = { node, out, context, kept };
  g_array_append_val (copier->frames, frame);
  mb_box_generator_enter (copier->book->generator, node);
  mb_breaks_place (copier);
  mb_mark_put (copier, &frame);
  const char *text = generated_text (copier, &frame, MB_PSEUDO_BEFORE);
  if (!kept || !mb_note_number (copier, node, out, text, mb_copier_style (copier)))
    put_generated (copier, &frame, MB_PSEUDO_BEFORE, text);
}

static gboolean
has_content (const MbNode *top)
{
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    if (node->kind == MB_NODE_TEXT || mb_node_is (node, "img") || node->ns == MB_NS_SVG)
      return TRUE;
  return FALSE;
}

/* A link whose words would have been a page number: those of the chapter it leads to. */
static void
name_link (MbCopier *copier, const MbFrame *frame)
{
  MbBook *book = copier->book;
  if (!frame->kept || !mb_node_is (frame->out, "a") || has_content (frame->out))
    return;
  const MbNode *target = mb_doc_link_target (book->options->doc, frame->node);
  const char *title = target ? mb_folios_chapter (book, target) : NULL;
  if (!title)
    return;
  MbNode *span = mb_copier_add (copier, frame->out, "span", frame->node->pos);
  mb_copier_set (copier, span, "class", "mb-generated");
  mb_copier_text (copier, span, mb_style_of (book->options->styles, frame->node), title,
                  strlen (title), frame->node->pos);
}

static void
close_frame (MbCopier *copier)
{
  MbFrame frame = *mb_copier_top (copier);
  put_generated (copier, &frame, MB_PSEUDO_AFTER, generated_text (copier, &frame, MB_PSEUDO_AFTER));
  name_link (copier, &frame);
  mb_box_generator_leave (copier->book->generator);
  g_array_set_size (copier->frames, copier->frames->len - 1);
}

/* Tags that say nothing are not written. */
static gboolean
is_bare_span (const MbNode *out)
{
  return mb_node_is (out, "span") && !out->attrs;
}

static void
copy_element (MbCopier *copier, const MbNode *node, const char *name, const char *href)
{
  MbBook *book = copier->book;
  MbPlace place = MB_PLACE_PLAIN;
  const char *class, *id = g_hash_table_lookup (book->ids, node);
  MbNode *parent = parent_here (copier, node, name);
  name = is_drawn_rule (book, node) ? "p" : name_here (copier, node, name, &place);
  guint64 context = mb_copier_top (copier)->context;
  MbNode *out = mb_doc_element_ns (copier->out, node->ns, name, node->pos);
  if (node->ns == MB_NS_HTML) {
    context = mb_sheet_context (book->sheet, context, node, name, place, &class);
    if (class)
      mb_copier_set (copier, out, "class", class);
    set_lang (copier, node, out);
  }
  note_kind (copier, node);
  if (id)
    mb_copier_set (copier, out, "id", id);
  mb_element_copy_attrs (copier->out, node, out);
  gboolean written = finish (copier, node, out, href) && !is_bare_span (out);
  if (written)
    mb_doc_append (parent, out);
  mb_initial_copy (copier, node);
  open_frame (copier, node, written ? out : parent, context, written);
}

/* A note that stands in the text (float: footnote) leaves a link there and goes to the end of the chapter. */
static void
copy_own_note (MbCopier *copier, const MbNode *node)
{
  MbBook *book = copier->book;
  MbFrame above = *mb_copier_top (copier);
  const char *class, *id = g_hash_table_lookup (book->ids, node);
  MbNode *note = mb_doc_element (copier->out, "aside", node->pos);
  guint64 context =
      mb_sheet_context (book->sheet, above.context, node, "aside", MB_PLACE_BLOCK, &class);
  mb_copier_set (copier, note, "id", id ? id : mb_unique (book->arena, copier->file->ids, "note"));
  if (class)
    mb_copier_set (copier, note, "class", class);
  set_lang (copier, node, note);
  finish_note (copier, note);
  g_ptr_array_add (copier->asides, note);
  MbFrame frame = { node, note, context, TRUE };
  g_array_append_val (copier->frames, frame);
  mb_box_generator_enter (book->generator, node);
  mb_note_join (copier, above.out, &frame);
  put_generated (copier, &frame, MB_PSEUDO_BEFORE,
                 generated_text (copier, &frame, MB_PSEUDO_BEFORE));
}

static void
unwrap (MbCopier *copier, const MbNode *node)
{
  open_frame (copier, node, mb_copier_top (copier)->out, mb_copier_top (copier)->context, FALSE);
}

/* A link that leads nowhere keeps its text and its id. */
static void
copy_link (MbCopier *copier, const MbNode *node)
{
  gboolean dead;
  const char *href = mb_link_href (copier->book, copier->index, node, &dead);
  if (dead)
    mb_report (copier->book->diagnostics, node->pos, MB_MSG_EPUB_LINK_DEAD,
               mb_node_attr (node, "href"), NULL);
  copy_element (copier, node, href ? "a" : "span", href);
}

static gboolean
is_dropped (MbCopier *copier, const MbNode *node, const char **name, MbFate *fate)
{
  gboolean reported;
  if (mb_breaks_is (node)) {
    mb_breaks_keep (copier, node);
    return TRUE;
  }
  *fate = mb_element_fate (node, name, &reported);
  if (reported)
    mb_report (copier->book->diagnostics, node->pos, MB_MSG_EPUB_ELEMENT, node->name, NULL);
  return *fate == MB_FATE_DROP || mb_element_is_hidden (copier->book, node) ||
         mb_box_generator_leaves_out (copier->book->generator, node);
}

/* Returns: whether a frame was opened. */
static gboolean
enter (MbCopier *copier, const MbNode *node)
{
  const char *name;
  MbFate fate;
  mb_breaks_mark (copier, node);
  if (is_dropped (copier, node, &name, &fate))
    return FALSE;
  mb_breaks_place (copier);
  if (mb_note_is_own (copier->book, node))
    copy_own_note (copier, node);
  else if (fate == MB_FATE_UNWRAP || is_out_of_place (copier, node, name))
    unwrap (copier, node);
  else if (node->ns == MB_NS_HTML && strcmp (name, "a") == 0)
    copy_link (copier, node);
  else
    copy_element (copier, node, name, NULL);
  return TRUE;
}

static void
copy_tree (MbCopier *copier, const MbNode *top)
{
  const MbNode *node = top;
  for (;;) {
    gboolean opened = FALSE;
    if (node->kind == MB_NODE_TEXT)
      mb_breaks_copy_text (copier, node);
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
    mb_box_generator_leave (book->generator);
  for (; common < n; common++) {
    mb_box_generator_enter (book->generator, chain[n - 1 - common]);
    g_ptr_array_add (entered, (gpointer) chain[n - 1 - common]);
  }
}

/* Elements between body and the chapter only hand down their look. */
static void
open_wrappers (MbCopier *copier, MbNode *body)
{
  MbBook *book = copier->book;
  const MbNode *chain[MB_MAX_TREE_DEPTH + 1];
  guint n = 0;
  guint64 context = 0;
  MbNode *out = body;
  for (const MbNode *node = copier->file->parent; node->parent && n < G_N_ELEMENTS (chain);
       node = node->parent)
    chain[n++] = node;
  enter_ancestors (book, chain, n);
  while (n-- > 0) {
    const char *class;
    gboolean root = chain[n]->parent->parent == NULL,
             part = copier->file->kind == MB_FILE_PART && n == 0;
    const char *name = root ? "body" : part ? "section" : "div";
    if (!root)
      out = mb_copier_add (copier, out, name, chain[n]->pos);
    context = mb_sheet_context (book->sheet, context, chain[n], name, MB_PLACE_TOP, &class);
    if (class)
      mb_copier_set (copier, out, "class", class);
    if (part) {
      mb_copier_set (copier, out, "epub:type", "part");
      mb_copier_set (copier, out, "role", "doc-part");
      copier->section = out;
    }
    MbFrame frame = { chain[n], out, context, TRUE };
    g_array_append_val (copier->frames, frame);
  }
}

static void
name_section (MbCopier *copier)
{
  if (!copier->section)
    return;
  if (copier->title)
    mb_copier_set (copier, copier->section, "aria-labelledby", mb_node_attr (copier->title, "id"));
  else
    mb_copier_set (copier, copier->section, "aria-label", copier->file->title);
}

/* A rubrique is listed just before its first article, and shares its place. */
static void
list_groups (MbCopier *copier)
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
  MbCopier copier = { .book = book, .file = file, .index = index, .out = book->out };
  const MbNode *named = file->top ? file->top : file->loose->pdata[0];
  const char *own = mb_doc_language_tag (book->arena, mb_node_lang (book->options->doc, named));
  const char *language = own ? own : book->language;
  MbNode *body = mb_page_new (book, language, file->title, "../css/livre.css", &file->html);
  copier.frames = g_array_new (FALSE, FALSE, sizeof (MbFrame));
  copier.headings = g_array_new (FALSE, FALSE, sizeof (guint));
  copier.asides = g_ptr_array_new ();
  list_groups (&copier);
  if (file->kind != MB_FILE_MATTER || mb_matter_is_listed (file->top)) {
    mb_copier_entry (&copier, book->toc, file->title, NULL, file->level);
    if (file->top && mb_node_is (file->top, "article")) {
      g_array_index (book->toc, MbEntry, book->toc->len - 1).after =
          mb_reading_of (book, file->top);
      book->has_times = TRUE;
    }
  }
  open_wrappers (&copier, body);
  for (guint i = 0; i < file->loose->len; i++)
    copy_tree (&copier, file->loose->pdata[i]);
  if (file->top)
    copy_tree (&copier, file->top);
  mb_note_gather (&copier, copier.section ? copier.section : body);
  name_section (&copier);
  if (index + 1 == book->files->len)
    mb_breaks_place (&copier);
  g_array_unref (copier.frames);
  g_array_unref (copier.headings);
  g_ptr_array_unref (copier.asides);
}
