/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — the book in the making.
 *
 *   plan (book.c) → one MbFile a title page, part, chapter or article, ids of everything a link may reach
 *   copy (chapter.c) → an output tree a file; on the way: classes (sheet.c), characters by face (fonts.c), pictures,
 *                      generated text, page breaks, entries of the table of contents
 *   lint (lint.c) over the output trees, then text: nav, NCX, package document, zip
 *
 * The edition tree is never changed: it is what the PDF of the same run was made from.
 */
#pragma once

#include "box.h"
#include "epub.h"

/* --- Words of the book's own, in the language of the edition -------------------------------------------*/

typedef struct {
  const char *contents, *landmarks, *page_list, *cover, *title_page, *start, *note, *back_to_call,
      *page, *untitled;
  const char *issue;                                    /**< before the number of a newspaper */
  const char *minutes, *briefs;                         /**< after their number */
  const char *editorial, *interview, *opinion, *column; /**< kinds of articles */
  const char *half_title, *same_author, *copyright, *dedication, *epigraph, *colophon, *index,
      *notes, *figures, *tables;
} MbWords;

const MbWords *mb_words_for (const char *language);

/* --- The sheet -----------------------------------------------------------------------------------------*/

typedef struct MbSheet MbSheet;

/** mb_sheet_new: @night: the cascade by night, or NULL. */
MbSheet *mb_sheet_new (MbStyles *styles, MbStyles *night, MbFonts *fonts, MbArena *arena);
void mb_sheet_free (MbSheet *sheet);

/** How an element stands in its file. */
typedef enum {
  MB_PLACE_PLAIN,
  MB_PLACE_BLOCK, /* must be said to be a block: its element is not */
  MB_PLACE_TOP,   /* begins a file, which is a page break already */
} MbPlace;

/** mb_sheet_context: the styling of @node, written as element @name inside the context @parent (0 at the root): two nodes
 * of one context have equal declarations. @class: set to the class to write, or NULL. */
guint64 mb_sheet_context (MbSheet *sheet, guint64 parent, const MbNode *node, const char *name,
                          MbPlace place, const char **class);

/** mb_sheet_pseudo: the class of the span, or link of a note, that stands for a pseudo-element of @node. */
const char *mb_sheet_pseudo (MbSheet *sheet, guint64 context, const MbNode *node, MbPseudo pseudo);

/** mb_initial_style: the style of the drop initial of @node, NULL when it has none. */
const MbStyle *mb_initial_style (MbStyles *styles, const MbNode *node);
/** mb_initial_declare: append what makes @letter an initial in a paragraph of style @block. */
void mb_initial_declare (GString *out, MbFonts *fonts, const MbStyle *block, const MbStyle *letter);

/** mb_sheet_text: the sheet, @faces (the @font-face rules) first; @ours: rules for classes of ours. */
void mb_sheet_text (const MbSheet *sheet, const char *faces, const char *ours, GString *out);

/** mb_sheet_low_contrast: the selector of the first rule whose ink is too pale for white paper (WCAG 1.4.3), or NULL. */
const char *mb_sheet_low_contrast (const MbSheet *sheet);

/* --- Fonts -----------------------------------------------------------------------------------------------*/

typedef struct MbFontUse MbFontUse;

MbFontUse *mb_font_use_new (MbFonts *fonts);
void mb_font_use_free (MbFontUse *use);
void mb_font_use_add (MbFontUse *use, const MbStyle *style, const char *text, gsize length);
gboolean mb_font_use_has (MbFontUse *use, const MbStyle *style, gunichar c);

/* --- The book ---------------------------------------------------------------------------------------------*/

typedef enum {
  MB_FILE_COVER,
  MB_FILE_TITLE,
  MB_FILE_PART,
  MB_FILE_TEXT,
  MB_FILE_MATTER, /* made from the manifest: a title page, a dedication… */
} MbFileKind;

typedef struct {
  MbFileKind kind;
  const MbNode *top;    /**< article, chapter or part; NULL: made by us, or loose content only */
  const MbNode *parent; /**< what holds it in the edition; NULL: made by us */
  GPtrArray *loose;     /**< nodes of the container printed before @top (the name of a rubrique) */
  guint level;          /**< in the table of contents: 1, or 2 inside a part or rubrique */
  const char *name;     /**< below EPUB/, "text/003-la-lampe.xhtml" */
  const char *title;
  MbNode *html;    /**< the output tree, in MbBook.out */
  GHashTable *ids; /**< taken ids */
  gboolean svg, mathml;
} MbFile;

/** A place that nav, NCX and page list name. */
typedef struct {
  const char *label;
  guint file;
  const char *id; /**< NULL: the start of the file */
  guint level;    /**< from 1 */
  guint order;    /**< reading order in the book */
  /** what follows the label in the navigation document: « 3 min »; NULL: nothing */
  const char *after;
} MbEntry;

/** A file of the package. */
typedef struct {
  const char *name;                   /**< below EPUB/ */
  const char *id, *type, *properties; /**< manifest; properties NULL: none */
  GBytes *bytes;
  gboolean stored; /**< packed already: not deflated */
} MbItem;

typedef struct {
  const MbEpubOptions *options;
  const MbMeta *meta;
  MbArena *arena;
  MbDiagnostics *diagnostics;
  MbDoc *out;
  const MbWords *words;
  const char *language, *title;

  GArray *files;       /**< of MbFile, in reading order */
  GHashTable *file_of; /**< top or loose node → index + 1 */
  GHashTable *ids;     /**< node of the edition → its id in the output */
  GHashTable *calls;   /**< footnote → GPtrArray of the links that call it */
  GArray *breaks;      /**< of MbPageMark: the page map, each mark where its break is written */
  GHashTable *marks;   /**< node → index + 1 of its first break */
  GPtrArray *waiting;  /**< labels of page breaks not placed yet */
  GArray *groups;      /**< of MbEntry: rubriques, at their first file */
  GArray *toc, *pages; /**< of MbEntry, in reading order */
  GPtrArray *entered;  /**< ancestors of the chapters whose counters are running */
  guint order;

  MbSheet *sheet;
  MbFontUse *fonts;
  MbGenerator *generator;
  GHashTable *pictures;      /**< picture name → const char *, its name in the package */
  GHashTable *picture_names; /**< the other way round */
  GArray *items;             /**< of MbItem: pictures, then fonts */
  const char *cover;         /**< name of the cover in the package; NULL: none */

  gboolean has_fine, has_held;                   /**< spans of spaces.c were written */
  gboolean has_marks;                            /**< marks of list items hang */
  gboolean has_times;                            /**< articles say how long they are to read */
  gboolean has_pictures, has_motion, has_mathml; /**< facts for the metadata */
  gboolean alt_missing;
  guint barriers;      /**< findings against WCAG */
  gboolean looks_only; /**< nothing is packed, and what the copy desk says is left to it */
  const char *identifier;
} MbBook;

static inline MbFile *
mb_book_file (const MbBook *book, guint index)
{
  return &g_array_index (book->files, MbFile, index);
}

/** mb_book_plan: fill files, ids, calls and marks. */
void mb_book_plan (MbBook *book);
/** mb_book_start: index of the first file of the text itself, after title pages and the like. */
guint mb_book_start (const MbBook *book);

/** mb_reading_of: how long @article takes to read, for the contents of a newspaper: « 3 min », « Éditorial · 1 min », « 6 brèves ». */
const char *mb_reading_of (const MbBook *book, const MbNode *article);

/* --- Names ---------------------------------------------------------------------------------------------------*/

/** mb_slug: @text as [a-z0-9-], at most @max characters, never empty. Owned by @arena. */
const char *mb_slug (MbArena *arena, const char *text, gsize max, const char *fallback);
/** mb_unique: @wanted, or with -2, -3… when @taken has it; added to @taken. Owned by @arena. */
const char *mb_unique (MbArena *arena, GHashTable *taken, const char *wanted);
/** mb_id_clean: @id without what an XML id may not hold; NULL when nothing is left. */
const char *mb_id_clean (MbArena *arena, const char *id);

/** mb_link_href: what the link @node should say in file @index; NULL: it leads nowhere. @dead: set when the author meant
 * a place that does not exist (an empty link or "#" is no such place). */
const char *mb_link_href (MbBook *book, guint index, const MbNode *node, gboolean *dead);

/* --- Elements --------------------------------------------------------------------------------------------------*/

typedef enum { MB_FATE_KEEP, MB_FATE_UNWRAP, MB_FATE_DROP } MbFate;

/** mb_element_fate: what becomes of element @node; @name: what it is called then. @reported: dropped content that a
 * reader would miss. */
MbFate mb_element_fate (const MbNode *node, const char **name, gboolean *reported);
/** mb_element_is_hidden: display: none in the e-book, or made for the margins of pages (position: running()). */
gboolean mb_element_is_hidden (const MbBook *book, const MbNode *node);
/** mb_element_is_phrasing: holds no blocks: p, span, h1…; mb_element_is_flow: a block that can become a span: div, p… */
gboolean mb_element_is_phrasing (const char *name);
gboolean mb_element_is_flow (const char *name);
/** mb_element_may_nest: FALSE for a link in a link, a header in a header. */
gboolean mb_element_may_nest (const char *name);
gboolean mb_element_takes_text (const MbNode *out); /**< a span may be put into it */
/** mb_element_copy_attrs: the attributes of @node that keep their meaning (not id, class, href, src, lang). */
void mb_element_copy_attrs (MbDoc *out, const MbNode *node, MbNode *copy);
/** mb_element_role: the ARIA role that goes with an epub:type on a section; NULL: the type is not written. */
const char *mb_element_role (const char *type);

/* --- Copying a chapter: chapter.c opens and closes elements, the others put things into them ------------------------*/

typedef struct {
  const MbNode *node;
  MbNode *out; /* where the children go; the parent's when the tags are left out */
  guint64 context;
  gboolean kept;
} MbFrame;

typedef struct {
  MbBook *book;
  MbFile *file;
  guint index;
  MbDoc *out;
  GArray *frames;         /* of MbFrame */
  GArray *headings;       /* of guint: source levels of the open headings */
  MbNode *section;        /* the chapter in the output */
  MbNode *title;          /* its first heading */
  const MbNode *numbered; /* the note that has its number */
  GPtrArray *asides;      /* notes taken out of the text, for the end of the chapter */
} MbCopier;

MbFrame *mb_copier_top (const MbCopier *copier);
const MbStyle *mb_copier_style (const MbCopier *copier); /**< of the innermost open element */
void mb_copier_set (MbCopier *copier, MbNode *node, const char *name, const char *value);
MbNode *mb_copier_add (MbCopier *copier, MbNode *parent, const char *name, MbPos pos);
/** mb_initial_copy: the initial of @node counts for its fonts. mb_initial_words: bytes of text @node that are first words. */
void mb_initial_copy (MbCopier *copier, const MbNode *node);
guint32 mb_initial_words (MbCopier *copier, const MbNode *node);

/** mb_copier_text: append text; its characters are counted for the fonts. */
void mb_copier_text (MbCopier *copier, MbNode *parent, const MbStyle *style, const char *text,
                     gsize length, MbPos pos);
/** mb_spaces_put: append @text as text nodes and the spans that keep French spaces and breaks in any reader. */
void mb_spaces_put (MbCopier *copier, MbNode *parent, const MbStyle *style, const char *text,
                    MbPos pos);
const char *mb_spaces_rules (const MbBook *book, MbArena *arena);

/** mb_copier_entry: the place @id (NULL: the file) comes next in reading order and is listed in @list. */
void mb_copier_entry (MbCopier *copier, GArray *list, const char *label, const char *id,
                      guint level);

void mb_breaks_copy_text (MbCopier *copier,
                          const MbNode *node); /**< a text node, broken where pages begin */
void mb_breaks_mark (MbCopier *copier,
                     const MbNode *node); /**< breaks before element @node wait from now on */
void mb_breaks_place (MbCopier *copier);  /**< put those that wait here, if a span may stand here */
gboolean mb_breaks_is (const MbNode *node); /**< a break of the source */
void mb_breaks_keep (MbCopier *copier,
                     const MbNode *node); /**< keep it, unless there are pages of ours */

/** mb_note_is: a note that is an aside; one in an author's list keeps its own form. */
gboolean mb_note_is (const MbNode *node);
/** mb_note_call_led_to: the call that link @node, inside its note, leads back to; NULL: it is no such link. */
const MbNode *mb_note_call_led_to (const MbCopier *copier, const MbNode *node);
void mb_note_set_way_back (MbCopier *copier, MbNode *link, const MbNode *call);
/** mb_note_number: when a note's first words stand in @node: its number as a way back: @generated (what the sheet prints
 * there), else that of the call. Returns: whether @generated was written. */
gboolean mb_note_number (MbCopier *copier, const MbNode *node, MbNode *out, const char *generated,
                         const MbStyle *style);

/** mb_note_is_own: a note that stands in the text (float: footnote), and is not called by a link. */
gboolean mb_note_is_own (const MbBook *book, const MbNode *node);
/** mb_note_text_but: the text of @node without notes and their calls. */
const char *mb_note_text_but (const MbBook *book, const MbNode *node);
/** mb_note_join: a link in @parent for the note that stands there in the text, open in @frame, and one back before its first words. */
void mb_note_join (MbCopier *copier, MbNode *parent, const MbFrame *frame);
/** mb_note_gather: the notes taken out of the text, to the end of @parent. */
void mb_note_gather (MbCopier *copier, MbNode *parent);

/* --- marks.c: marks of list items -------------------------------------------------------------------------*/

/** mb_mark_is_ours: the mark of list item @node is written as text. mb_mark_is_known: reading systems know list-style-type @type. */
gboolean mb_mark_is_ours (MbStyles *styles, const MbNode *node);
gboolean mb_mark_is_known (const char *type);
/** mb_mark_put: the mark of the item open in @frame, when it is ours. */
void mb_mark_put (MbCopier *copier, const MbFrame *frame);
const char *mb_marks_rules (const MbBook *book);

/* --- matter.c: title pages, dedication, colophon… ---------------------------------------------------------*/

gboolean mb_matter_is (const MbNode *node);
/** mb_matter_is_contents: the table of contents of the printed book: the navigation stands for it. */
gboolean mb_matter_is_contents (const MbNode *node);
/** mb_matter_is_listed: it is an entry of the contents. */
gboolean mb_matter_is_listed (const MbNode *node);
const char *mb_matter_title (const MbBook *book, const MbNode *node);
/** mb_matter_mark: type and role of section @out, written from @node. */
void mb_matter_mark (MbCopier *copier, const MbNode *node, MbNode *out);
/** mb_matter_has_title_page: the edition has a title page of its own. */
gboolean mb_matter_has_title_page (const MbBook *book);
/** mb_matter_landmark: what file @index is among the landmarks: its type and its name; NULL: nothing. */
const char *mb_matter_landmark (const MbBook *book, guint index, const char **name);

/* --- folios.c ---------------------------------------------------------------------------------------------*/

/** mb_folios_references: what generated text may know of the printed pages. */
MbReferences mb_folios_references (MbBook *book);
/** mb_folios_chapter: the title of the file that holds @node; NULL: none does. */
const char *mb_folios_chapter (const MbBook *book, const MbNode *node);

/* --- The parts ----------------------------------------------------------------------------------------------------*/

void mb_chapter_copy (MbBook *book, guint index);
/** mb_page_new: html with head (language, title, link to the sheet). Returns: its body. */
MbNode *mb_page_new (MbBook *book, const char *language, const char *title, const char *sheet,
                     MbNode **html);
MbNode *mb_page_add (MbBook *book, MbNode *parent, const char *name, const char *text);
/** mb_page_set_look: what the sheets say of the whole text holds on a page of ours too. */
void mb_page_set_look (MbBook *book, MbNode *body);
/** mb_page_count: the text of @node, on a page of ours, counts for the fonts. */
void mb_page_count (MbBook *book, const MbNode *node);
/** mb_page_bytes: the file of the tree @html. */
GBytes *mb_page_bytes (const MbNode *html);

/** mb_picture_add: the picture @href of @node as an item. Returns: its name in the package, or NULL (reported). */
const char *mb_picture_add (MbBook *book, const MbNode *node, const char *href,
                            const MbPicture **picture);
void mb_cover_add (MbBook *book);

/** mb_fonts_pack: subsets as items. Returns: the @font-face rules, or NULL. */
char *mb_fonts_pack (MbBook *book, GError **error);

GBytes *mb_nav_write (MbBook *book);
GBytes *mb_ncx_write (MbBook *book);
/** mb_package_write: @items: what the manifest lists, in order. */
GBytes *mb_package_write (MbBook *book, const GArray *items);
/** mb_package_named: the identifier as given, else by ISBN; NULL when neither can be used, which is reported. */
const char *mb_package_named (MbBook *book);
/** mb_package_identify: the identifier: as given, else by ISBN, else from the bytes of @items. */
const char *mb_package_identify (MbBook *book, const GArray *items);

/** mb_container_write: mimetype, container.xml and @items as a zip. */
gboolean mb_container_write (const GArray *items, MbSink *out, GError **error);

/** mb_lint_book: look at what was made; findings are reported and counted in @book. */
void mb_lint_book (MbBook *book);
