/* SPDX-License-Identifier: Apache-2.0 */
/* The book from plan to zip: everything in one order, so that the bytes never depend on anything else.
 *
 * Files are copied first; on the way the sheet, the fonts, the pictures and the lists of places fill up. Then our lint, then
 * what is made of those lists, then the identifier from the bytes, then what holds the identifier. */
#include "internal.h"

#include <string.h>

static const char *
title_of (MbBook *book)
{
  const MbMeta *meta = book->meta;
  const char *title = meta->title && *meta->title ? meta->title : NULL;
  const MbNode *root = mb_doc_root (book->options->doc);
  for (const MbNode *node = root; node && !title; node = mb_node_next (node, root))
    if (mb_node_is (node, "h1") && *mb_note_text_but (book, node))
      title = mb_note_text_but (book, node);
  if (!title)
    return book->words->untitled;
  if (meta->kind == MB_EDITION_JOURNAL && meta->number && *meta->number)
    return mb_arena_printf (book->arena, "%s, %s%s", title, book->words->issue, meta->number);
  return title;
}

static void
book_init (MbBook *book, const MbEpubOptions *options)
{
  book->options = options;
  book->meta = mb_doc_meta (options->doc);
  book->arena = mb_arena_new ();
  book->diagnostics = mb_doc_diagnostics (options->doc);
  book->out = mb_doc_new (NULL);
  const char *language = mb_doc_language_tag (book->arena, book->meta->language);
  book->language = language ? language : "fr";
  book->words = mb_words_for (book->language);
  book->title = title_of (book);
  book->files = g_array_new (FALSE, FALSE, sizeof (MbFile));
  book->file_of = g_hash_table_new (g_direct_hash, g_direct_equal);
  book->ids = g_hash_table_new (g_direct_hash, g_direct_equal);
  book->calls = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                       (GDestroyNotify) g_ptr_array_unref);
  book->breaks = g_array_new (FALSE, FALSE, sizeof (MbPageMark));
  book->marks = g_hash_table_new (g_direct_hash, g_direct_equal);
  book->waiting = g_ptr_array_new ();
  book->groups = g_array_new (FALSE, FALSE, sizeof (MbEntry));
  book->toc = g_array_new (FALSE, FALSE, sizeof (MbEntry));
  book->pages = g_array_new (FALSE, FALSE, sizeof (MbEntry));
  book->entered = g_ptr_array_new ();
  book->sheet = mb_sheet_new (options->styles, options->night, options->fonts, book->arena);
  book->fonts = mb_font_use_new (options->fonts);
  MbReferences references = mb_folios_references (book);
  book->generator = mb_box_generator_new (options->doc, options->styles, options->source,
                                          &references, book->arena);
  book->pictures = g_hash_table_new (g_str_hash, g_str_equal);
  book->picture_names = g_hash_table_new (g_str_hash, g_str_equal);
  book->items = g_array_new (FALSE, TRUE, sizeof (MbItem));
}

static void
book_clear (MbBook *book)
{
  for (guint i = 0; i < book->files->len; i++) {
    g_ptr_array_unref (mb_book_file (book, i)->loose);
    g_hash_table_unref (mb_book_file (book, i)->ids);
  }
  for (guint i = 0; i < book->items->len; i++)
    g_bytes_unref (g_array_index (book->items, MbItem, i).bytes);
  g_array_unref (book->items);
  g_hash_table_unref (book->pictures);
  g_hash_table_unref (book->picture_names);
  mb_box_generator_free (book->generator);
  mb_font_use_free (book->fonts);
  mb_sheet_free (book->sheet);
  g_ptr_array_unref (book->entered);
  g_array_unref (book->pages);
  g_array_unref (book->toc);
  g_array_unref (book->groups);
  g_ptr_array_unref (book->waiting);
  g_hash_table_unref (book->marks);
  g_array_unref (book->breaks);
  g_hash_table_unref (book->calls);
  g_hash_table_unref (book->ids);
  g_hash_table_unref (book->file_of);
  g_array_unref (book->files);
  mb_doc_free (book->out);
  mb_arena_free (book->arena);
}

/* --- The first file --------------------------------------------------------------------------------------------------*/

static void
make_cover (MbBook *book, MbFile *file)
{
  MbDoc *out = book->out;
  MbNode *body = mb_page_new (book, book->language, file->title, "../css/livre.css", &file->html);
  MbNode *section = mb_page_add (book, body, "section", NULL);
  book->has_pictures = TRUE;
  mb_doc_set_attr (out, section, "class", "mb-couverture");
  mb_doc_set_attr (out, section, "epub:type", "cover");
  MbNode *img = mb_page_add (book, section, "img", NULL);
  mb_doc_set_attr (out, img, "role", "doc-cover");
  mb_doc_set_attr (out, img, "src", mb_arena_printf (book->arena, "../%s", book->cover));
  mb_doc_set_attr (out, img, "alt",
                   mb_arena_printf (book->arena, "%s%s: %s", book->words->cover,
                                    g_str_has_prefix (book->language, "fr") ? "\u00a0" : "",
                                    book->title));
}

static const char *
authors_of (MbBook *book)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < book->meta->n_people; i++)
    if (!book->meta->people[i].role && book->meta->people[i].name)
      g_string_append_printf (out, "%s%s", out->len ? ", " : "", book->meta->people[i].name);
  return mb_arena_strdup (book->arena, out->str);
}

/* All of it is generated: the words are in the metadata. */
static void
make_title_page (MbBook *book, MbFile *file)
{
  MbDoc *out = book->out;
  const MbMeta *meta = book->meta;
  const char *const lines[] = { authors_of (book), meta->subtitle, meta->edition_name,
                                meta->publisher };
  MbNode *body = mb_page_new (book, book->language, file->title, "../css/livre.css", &file->html);
  mb_page_set_look (book, body);
  MbNode *section = mb_page_add (book, body, "section", NULL);
  mb_doc_set_attr (out, section, "class", "mb-generated mb-titre");
  mb_doc_set_attr (out, section, "epub:type", "titlepage");
  mb_doc_set_attr (out, section, "aria-labelledby", "titre");
  mb_doc_set_attr (out, mb_page_add (book, section, "h1", book->title), "id", "titre");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i] && *lines[i])
      mb_page_add (book, section, "p", lines[i]);
  mb_page_count (book, section);
}

static void
make_files (MbBook *book)
{
  for (guint i = 0; i < book->files->len; i++) {
    MbFile *file = mb_book_file (book, i);
    if (file->kind == MB_FILE_COVER)
      make_cover (book, file);
    else if (file->kind == MB_FILE_TITLE)
      make_title_page (book, file);
    else
      mb_chapter_copy (book, i);
  }
}

/* --- Items --------------------------------------------------------------------------------------------------------------*/

static void
add_item (GArray *items, const char *name, const char *id, const char *type, const char *properties,
          GBytes *bytes)
{
  MbItem item = { .name = name, .id = id, .type = type, .properties = properties, .bytes = bytes };
  g_array_append_val (items, item);
}

static void
add_texts (MbBook *book, GArray *items)
{
  for (guint i = 0; i < book->files->len; i++) {
    const MbFile *file = mb_book_file (book, i);
    const char *properties = file->svg && file->mathml ? "mathml svg"
                             : file->svg               ? "svg"
                             : file->mathml            ? "mathml"
                                                       : NULL;
    add_item (items, file->name, mb_arena_printf (book->arena, "texte-%u", i),
              "application/xhtml+xml", properties, mb_page_bytes (file->html));
  }
}

static GBytes *
sheet_bytes (MbBook *book, const char *faces)
{
  GString *out = g_string_new (NULL);
  const char *times =
      book->has_times
          ? "a[data-duree]:after { content: \" · \" attr(data-duree); font-size: 0.8em; }\n"
          : "";
  const char *spaces = mb_spaces_rules (book, book->arena);
  const char *ours = mb_arena_printf (book->arena, "%s%s%s", spaces, times, mb_marks_rules (book));
  mb_sheet_text (book->sheet, faces, ours, out);
  return g_string_free_to_bytes (out);
}

/* What the manifest lists, @nav (taken) first; the package document itself is not among them. */
static GArray *
make_items (MbBook *book, GBytes *nav, const char *faces)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (MbItem));
  add_item (items, "nav.xhtml", "nav", "application/xhtml+xml", "nav", nav);
  add_item (items, "css/livre.css", "css", "text/css", NULL, sheet_bytes (book, faces));
  add_texts (book, items);
  for (guint i = 0; i < book->items->len; i++) {
    MbItem item = g_array_index (book->items, MbItem, i);
    g_bytes_ref (item.bytes);
    g_array_append_val (items, item);
  }
  book->identifier = mb_package_identify (book, items);
  MbItem ncx = {
    .name = "toc.ncx", .id = "ncx", .type = "application/x-dtbncx+xml", .bytes = mb_ncx_write (book)
  };
  g_array_insert_val (items, 1, ncx);
  return items;
}

static void
free_items (GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    g_bytes_unref (g_array_index (items, MbItem, i).bytes);
  g_array_unref (items);
}

static gboolean
write_book (MbBook *book, MbSink *out, GError **error)
{
  mb_cover_add (book);
  mb_book_plan (book);
  make_files (book);
  mb_lint_book (book);
  g_autoptr (GBytes) nav = mb_nav_write (book);
  g_autofree char *faces = mb_fonts_pack (book, error);
  if (!faces)
    return FALSE;
  GArray *items = make_items (book, g_steal_pointer (&nav), faces);
  MbItem package = {
    .name = "package.opf", .id = "", .type = "", .bytes = mb_package_write (book, items)
  };
  g_array_insert_val (items, 0, package);
  gboolean done = mb_container_write (items, out, error);
  free_items (items);
  return done;
}

void
mb_epub_check (const MbEpubOptions *options)
{
  MbBook book = { .looks_only = TRUE };
  book_init (&book, options);
  mb_book_plan (&book);
  make_files (&book);
  mb_lint_book (&book);
  mb_package_named (&book);
  book_clear (&book);
}

gboolean
mb_epub_write (const MbEpubOptions *options, MbSink *out, GError **error)
{
  MbBook book = { 0 };
  book_init (&book, options);
  gboolean done = write_book (&book, out, error);
  book_clear (&book);
  return done;
}
