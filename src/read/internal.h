/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of `read` share. */
#pragma once

#include "read.h"

G_BEGIN_DECLS

/* --- lines.c: byte offset ↔ line and column --- */

typedef struct {
  const char *file; /* interned */
  const char *text; /* NUL-ended; the bytes as the source gave them */
  gsize length;
  GBytes *bytes;
  GArray *starts; /* guint32: byte at which line i + 1 starts; a last entry holds the length */
  guint32 cached_line, cached_col;
  gsize cached_at;
  MbPos value; /* a text that is one value of the settings: where it stands; line 0: a whole file */
  gboolean exact; /* its characters stand there one for one */
} MbLines;

MbLines *mb_lines_new (const char *file, GBytes *bytes);
void mb_lines_free (MbLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbLines, mb_lines_free)

guint mb_lines_count (const MbLines *lines);
/** Byte at which @line (from 1) starts, and where its text ends, without the line end. Past the
 * end: the length. */
gsize mb_lines_start (const MbLines *lines, guint line);
gsize mb_lines_end (const MbLines *lines, guint line);
MbPos mb_lines_pos (MbLines *lines, gsize offset);

/* --- builder.c: elements and text with runs --- */

typedef enum {
  MB_FRAME_BLOCK,
  MB_FRAME_DIV,
  MB_FRAME_INLINE,
  MB_FRAME_SPAN,
  MB_FRAME_HTML
} MbFrameKind;

typedef struct {
  MbNode *made; /* NULL when the element was too deep and left out */
  MbFrameKind kind;
} MbFrame;

typedef struct {
  MbDoc *doc;
  MbLines *lines;
  MbDiagnostics *diagnostics;
  MbNode *at;     /* where the next node goes */
  GArray *frames; /* MbFrame: open elements below the first node */
  GString *text;  /* pending */
  GArray *runs;   /* MbRun: of the pending text */
  MbPos text_pos;
  gsize text_bytes; /* of this paragraph: the caller sets it to 0 at the start */
  gboolean deep;    /* depth was reported */
} MbBuilder;

void mb_builder_init (MbBuilder *builder, MbDoc *doc, MbLines *lines, MbNode *at);
void mb_builder_clear (MbBuilder *builder);

/** mb_builder_open: begin an element. Returns: it, or NULL when the tree is deep enough already
 * (its content goes to the parent). Either way mb_builder_close must follow. */
MbNode *mb_builder_open (MbBuilder *builder, MbFrameKind kind, MbNamespace ns, const char *name,
                         MbPos pos);
void mb_builder_close (MbBuilder *builder);
const MbFrame *mb_builder_top (const MbBuilder *builder); /* NULL when nothing is open */
/** mb_builder_limit: the open paragraph ends; one over MB_MAX_PARAGRAPH_BYTES is reported and emptied. */
void mb_builder_limit (MbBuilder *builder, MbPos pos);
/** mb_builder_leaf: an element without content. */
MbNode *mb_builder_leaf (MbBuilder *builder, const char *name, MbPos pos);

#define MB_NO_SOURCE ((gssize) -1)
/** mb_builder_text: append text that comes from byte @source (verified by the caller) or from
 * nowhere. Control characters are left out and reported. @pos: used when this begins a text node. */
void mb_builder_text (MbBuilder *builder, const char *text, gsize length, gssize source, MbPos pos);
void mb_builder_flush (MbBuilder *builder);

/* --- attributes.c: {.class #id key=value} --- */

typedef struct {
  const char *key, *value; /* key "class" and "id" for .name and #name */
} MbPair;

typedef struct {
  MbPair pairs[32];
  guint n;
} MbAttributes;

/** mb_attributes_parse: @text begins with "{". Returns: bytes read, 0 when this is not a list of
 * attributes. */
gsize mb_attributes_parse (MbArena *arena, const char *text, gsize length, MbAttributes *out);
/** mb_attributes_fence: what follows the colons of a `:::` line. FALSE when it cannot be read. */
gboolean mb_attributes_fence (MbArena *arena, const char *text, gsize length, MbAttributes *out);
void mb_attributes_apply (MbBuilder *builder, MbNode *node, const MbAttributes *attributes,
                          MbPos pos);
const char *mb_attributes_get (const MbAttributes *attributes, const char *key);

/* --- captions.c --- */

/** mb_captions_take: paragraphs beside the tables of @article that are their captions become so. */
void mb_captions_take (MbBuilder *builder, MbNode *article);

/** mb_url_is_allowed: relative, or http, https, mailto. */
gboolean mb_url_is_allowed (const char *url);

/* --- yaml.c: events of libyaml as a small tree --- */

typedef enum { MB_YAML_SCALAR, MB_YAML_LIST, MB_YAML_MAP } MbYamlKind;

typedef struct MbYaml MbYaml;
struct MbYaml {
  MbYamlKind kind;
  const char *key; /* inside a map */
  MbPos key_pos;
  const char *value; /* scalars */
  gssize source; /* byte of a scalar whose text stands in the file as it is; else MB_NO_SOURCE */
  MbPos pos;
  MbYaml *first, *last, *next;
};

/** mb_yaml_parse: bytes [@start, @end) of @lines. Faults are reported.
 * Returns: (nullable): the root, NULL when empty or not YAML; *@error is set for LIMIT. */
MbYaml *mb_yaml_parse (MbLines *lines, gsize start, gsize end, MbArena *arena,
                       MbDiagnostics *diagnostics, GError **error);

/* --- keys.c: the keys of front matter and manifest --- */

typedef enum {
  MB_KEY_NONE,
  MB_KEY_TITLE,
  MB_KEY_SUBTITLE,
  MB_KEY_SHORT_TITLE,
  MB_KEY_KICKER,
  MB_KEY_STANDFIRST,
  MB_KEY_SHORT_STANDFIRST,
  MB_KEY_AUTHOR,
  MB_KEY_DATE,
  MB_KEY_UPDATED,
  MB_KEY_SECTION,
  MB_KEY_DATELINE,
  MB_KEY_LANG,
  MB_KEY_IMPORTANCE,
  MB_KEY_IMAGE,
  MB_KEY_IMAGES,
  MB_KEY_KEYWORDS,
  MB_KEY_IDENTIFIER,
  MB_KEY_YEAR,
  MB_KEY_STYLE,
  MB_KEY_TYPOGRAPHY,
  MB_KEY_SRC,
  MB_KEY_ALT,
  MB_KEY_CAPTION,
  MB_KEY_CREDIT,
  MB_KEY_FOCUS,
  MB_KEY_CROP,
  MB_KEY_COLUMNS,
  MB_KEY_NAME,
  MB_KEY_ROLE,
  MB_KEY_NUMBER,
  MB_KEY_EDITION,
  MB_KEY_PUBLISHER,
  MB_KEY_ISBN,
  MB_KEY_ISSN,
  MB_KEY_RIGHTS,
  MB_KEY_DESCRIPTION,
  MB_KEY_COVER,
  MB_KEY_GENRE, /* from here to MB_KEY_RECTO: of a book */
  MB_KEY_COLLECTION,
  MB_KEY_MARK,
  MB_KEY_PLACE,
  MB_KEY_TRANSLATOR,
  MB_KEY_ORIGINAL_TITLE,
  MB_KEY_DEPOSIT,
  MB_KEY_PRINTER,
  MB_KEY_COLOPHON,
  MB_KEY_DEDICATION,
  MB_KEY_EPIGRAPH,
  MB_KEY_SAME_AUTHOR,
  MB_KEY_TEXT,
  MB_KEY_HALF_TITLE,
  MB_KEY_TITLE_PAGE,
  MB_KEY_COPYRIGHT_PAGE,
  MB_KEY_CONTENTS,
  MB_KEY_BOOK_INDEX,
  MB_KEY_FIGURES,
  MB_KEY_TABLES,
  MB_KEY_NOTES,
  MB_KEY_NOTE_NUMBERING,
  MB_KEY_NUMBERING,
  MB_KEY_RECTO,
  MB_KEY_CHAPTERS,
  MB_KEY_PARTS,
  MB_KEY_SECTIONS,
  MB_KEY_ARTICLES,
  MB_KEY_FRONT_PAGE,
  MB_KEY_EARS,
  MB_KEY_EAR_ARTICLE,
  MB_KEY_EAR_TEXT,
  MB_KEY_INDEX,
  MB_KEY_COLOR,
  MB_KEY_PRICE,
  MB_KEY_ISSUE_YEAR,
  MB_KEY_DIVISIONS,
  MB_KEY_KEPT,
  MB_KEY_LEXICON,
  MB_KEY_OUTPUTS,
  MB_KEY_PROFILE,
  MB_KEY_FILE,
  MB_KEY_STANDARDS,
  MB_KEY_PAGES,
  MB_KEY_RESOLUTION,
  MB_KEY_ADS,
  MB_KEY_ADVERTISER,
  MB_KEY_PAGE,
  MB_KEY_LINES,
  MB_KEY_CORNER,
  MB_KEY_EPUB,
  MB_KEY_TEMPLATE,
  MB_KEY_ZONES,
  MB_KEY_AD,
  MB_N_KEYS,
} MbKey;

typedef enum {
  MB_IN_ARTICLE = 1 << 0,
  MB_IN_MANIFEST = 1 << 1,
  MB_IN_IMAGE = 1 << 2,
  MB_IN_PERSON = 1 << 3,
  MB_IN_SECTION = 1 << 4, /* an entry of rubriques */
  MB_IN_PART = 1 << 5,
  MB_IN_OUTPUT = 1 << 6,
  MB_IN_EPIGRAPH = 1 << 7,
  MB_IN_MARK = 1 << 8,
  MB_IN_EAR = 1 << 10,
  MB_IN_AD = 1 << 11,    /* an entry of publicites */
  MB_IN_ENTRY = 1 << 12, /* an article named in a manifest with more than its file */
  MB_IN_ZONE = 1 << 13,  /* of a page placed by hand */
} MbKeyPlace;

/** mb_key_find: which key @name is in @place; an unknown one is reported with the nearest spelling. */
MbKey mb_key_find (const char *name, MbKeyPlace place, MbPos pos, MbDiagnostics *diagnostics);

/* --- front.c: what an article says of itself --- */

typedef struct {
  MbYaml *values[MB_N_KEYS]; /* by MbKey */
} MbFront;

/** mb_front_split: where front matter begins and ends in @lines. Returns: byte of the text after it
 * (0 without front matter). An unclosed one is reported, and *@broken set. */
gsize mb_front_split (MbLines *lines, MbDiagnostics *diagnostics, gsize *start, gsize *end,
                      gboolean *broken);
/** mb_front_read: sort the values of map @root by key. */
void mb_front_read (MbFront *front, MbYaml *root, MbKeyPlace place, MbDiagnostics *diagnostics);
/** mb_front_text: a scalar, or NULL (a list or map is reported). */
const char *mb_front_text (const MbFront *front, MbKey key, MbDiagnostics *diagnostics);
/** mb_front_date: an ISO date, or NULL; a bad one is reported as @message. */
const char *mb_front_date (const MbFront *front, MbKey key, MbMessage message, MbArena *arena,
                           MbDiagnostics *diagnostics);
/** Where the name and the role of a person stand; the role only when there is one. */
typedef struct {
  const MbYaml *name, *role;
} MbPersonSource;

/** mb_front_people: names and roles of auteur. @sources: one for each, may be NULL. */
MbPerson *mb_front_people (const MbFront *front, MbArena *arena, MbDiagnostics *diagnostics,
                           guint *n, const MbPersonSource **sources);

/* --- scan.c: Markdown line by line, before cmark --- */

typedef struct {
  gint32 shift; /* byte column in the source minus byte column given to cmark */
  gint32 fence; /* index in fences, or -1 */
} MbScanLine;

typedef struct {
  guint line;              /* in the source */
  gsize column;            /* byte in the line where the colons are */
  gsize spec, spec_length; /* bytes in the source after the colons */
  gboolean opens;
} MbScanFence;

typedef struct {
  GString *text;    /* for cmark */
  guint first_line; /* source line of cmark's line 1 */
  GArray *lines;    /* MbScanLine */
  GArray *fences;   /* MbScanFence */
  GArray *notes;    /* guint: source lines that look like the definition of a note */
} MbScan;

/** mb_scan_new: prepare the text of @lines from byte @start. NULL with LIMIT. */
MbScan *mb_scan_new (MbLines *lines, gsize start, GError **error);
void mb_scan_free (MbScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbScan, mb_scan_free)

/* --- inline.c, markdown.c --- */

typedef struct cmark_node MbCmark;

typedef struct {
  MbBuilder builder;
  MbScan *scan;
  GArray *note_uses; /* guint: how often each note was called */
  guint verse;       /* depth of verse divs */
} MbMarkdown;

/** mb_inline_write: the inline content of cmark block @leaf at the builder's place. */
void mb_inline_write (MbMarkdown *md, MbCmark *leaf);
/** mb_inline_string: @text (one scalar of front matter at byte @source of the file) with inline
 * markup into @parent. */
void mb_inline_string (MbDoc *doc, MbLines *lines, MbNode *parent, const char *text, gssize source,
                       MbPos pos);

/** mb_markdown_read: file @name as an `article`, or as a `section.chapitre` when @as_chapter.
 * @front: filled. Returns: the element, unattached. */
MbNode *mb_markdown_read (MbDoc *doc, MbSource *source, const char *name, gboolean as_chapter,
                          MbFront *front, GError **error);

/* --- article.c, newsroom.c, credit.c --- */

/** mb_article_dress: give @article its header, figures and attributes from @front. */
void mb_article_dress (MbDoc *doc, MbLines *lines, MbNode *article, const MbFront *front,
                       gboolean as_chapter);
/** mb_newsroom_recognise: title, byline, dates, captions… of an article pasted without front
 * matter. */
void mb_newsroom_recognise (MbDoc *doc, MbNode *article);

/** mb_credit_find: byte at which an agency credit ends @text; G_MAXSIZE when there is none. */
gsize mb_credit_find (const char *text);
/** mb_caption_write: @text into @caption, its credit as span.credit. */
void mb_caption_write (MbDoc *doc, MbNode *caption, const char *text, gssize source, MbPos pos);
/** mb_caption_mark_credit: put the credit that ends the text of @caption into span.credit. FALSE
 * without one. */
gboolean mb_caption_mark_credit (MbDoc *doc, MbNode *caption);

/** mb_article_rank: importance and genre of @front on @article: a manifest may give what the text does not. */
void mb_article_rank (MbDoc *doc, MbNode *article, const MbFront *front);
/** mb_article_figure: `image:` @value as a figure; NULL when it names no file (reported). */
MbNode *mb_article_figure (MbDoc *doc, MbLines *lines, const MbYaml *value);

/* --- split.c: cutting text nodes --- */

/** mb_text_split: cut @node at byte @at. Returns: the right part, placed after it. */
MbNode *mb_text_split (MbDoc *doc, MbNode *node, guint32 at);
/** mb_text_wrap: put bytes [@start, @end) of @node into a new element. Returns: it. *@rest (may be
 * NULL): the text after it. */
MbNode *mb_text_wrap (MbDoc *doc, MbNode *node, guint32 start, guint32 end, const char *name,
                      const char *class_name, MbNode **rest);
/** mb_text_trim: drop white space at both ends of the inline content of @parent. */
void mb_text_trim (MbDoc *doc, MbNode *parent);
MbPos mb_text_pos (const MbNode *node, guint32 at);
/** mb_text_merge: make one of neighbouring text nodes among the children of @parent. */
void mb_text_merge (MbDoc *doc, MbNode *parent);

/* --- xhtml.c, entities.c --- */

/** mb_entity_find: the UTF-8 of HTML entity @name, or NULL. */
const char *mb_entity_find (const char *name);

/** What a file's html and body say of their looks, as elements that are in no tree. NULL: it has none. */
typedef struct {
  MbNode *html, *body;
} MbFileFrame;

/** mb_xhtml_read: file @name as an element @element ("section" or "article"), which takes over what html and body say; in @frame
 * the same by itself. */
MbNode *mb_xhtml_read (MbDoc *doc, MbSource *source, const char *name, const char *element,
                       MbFileFrame *frame, GError **error);

/* --- chapter.c --- */

/** mb_notes_gather: move all notes of @chapter into one section.notes at its end. */
void mb_notes_gather (MbDoc *doc, MbNode *chapter);
/** mb_heading_first: the first h1…h6 below @top, or NULL. */
MbNode *mb_heading_first (const MbNode *top);
guint mb_heading_rank (const MbNode *node); /* 1…6, 0: not a heading */
/** mb_headings_rank_asides: in each aside the highest heading ranks one below the heading before
 * it. */
void mb_headings_rank_asides (MbDoc *doc, MbNode *top);
/** mb_node_rename: an element like @node, with its place, children and attributes, called @name. */
MbNode *mb_node_rename (MbDoc *doc, MbNode *node, const char *name);

/* --- manifest.c --- */

typedef struct {
  MbDoc *doc;
  MbSource *source;
  const MbReadOptions *options;
  MbReadOutputs *outputs;
  GHashTable *seen; /* file name → itself */
  guint n_files;
  MbNode *part;      /* the open section.partie, or NULL */
  MbFileFrame frame; /* of the last chapter */
} MbReading;

/** mb_reading_chapter, mb_reading_article: read @name and append it to @parent. A missing file
 * named at @pos is a diagnostic; @pos nowhere: an error. FALSE with an error that stops. */
gboolean mb_reading_chapter (MbReading *reading, MbNode *parent, const char *name, MbPos pos,
                             GError **error);
gboolean mb_reading_article (MbReading *reading, MbNode *parent, const char *name, MbPos pos,
                             MbFront *front, GError **error);
gboolean mb_manifest_read (MbReading *reading, const char *name, GError **error);

/* --- frontpage.c: what a front page says of the pages behind it --- */

/** mb_front_page_read: ears (div.oreilles) and the index of sections (nav.sommaire) of manifest
 * @fields, when all articles have been read. */
void mb_front_page_read (MbReading *reading, MbLines *lines, const MbFront *fields);
/** mb_front_page_name: what the front page is called in the language of the edition. */
const char *mb_front_page_name (MbDoc *doc);
/** mb_section_name: data-nom and id of @section. */
void mb_section_name (MbDoc *doc, MbNode *section, const char *name);
/** mb_section_color: `couleur` of @fields as data-couleur and the custom property --couleur. */
void mb_section_color (MbDoc *doc, MbNode *section, const MbFront *fields);

/* --- matter.c: what a book has around its text --- */

/** mb_matter_write: half-title, title page, copyright, dedication, epigraph, contents and colophon as @front (of the
 * manifest in @lines) asks, around the chapters already in the body; numbers of chapters. */
void mb_matter_write (MbDoc *doc, MbLines *lines, const MbFront *front);

/* --- contents.c --- */

/** mb_contents_new: nav.table of the parts and chapters in the body; NULL when fewer than two have a title, or, unless
 * @asked for, a name: a list of bare numbers tells nothing. */
MbNode *mb_contents_new (MbDoc *doc, const char *title, gboolean asked, MbPos pos);

/** mb_contents_list_new: nav.table.figures or nav.table.tableaux of the captions in the text; NULL without any. */
MbNode *mb_contents_list_new (MbDoc *doc, gboolean tables, const char *title, MbPos pos);
/** mb_words_copy: the inline content of @heading into @to: with its markup, without ids, links, notes and pictures. */
void mb_words_copy (MbDoc *doc, const MbNode *heading, MbNode *to);

/* --- endnotes.c --- */

/** mb_endnotes_number: calls that are plain numbers are counted anew: through the book, or from 1 in each chapter. */
void mb_endnotes_number (MbDoc *doc, gboolean by_book);
/** mb_endnotes_write: notes become endnotes under @title: of each chapter, else in one section at the end of the body. */
void mb_endnotes_write (MbDoc *doc, gboolean by_chapter, const char *title, MbPos pos);

/* --- index.c --- */

/** mb_index_name: the index that @mark, of class "index", names; NULL for the main one. */
const char *mb_index_name (const MbNode *mark);
/** mb_index_next: the mark in the text after @node (NULL: the first one). */
MbNode *mb_index_next (MbDoc *doc, MbNode *node);
/** mb_index_new: section.index of the marks that name @name, and of those that name none when it is @main; NULL without any. */
MbNode *mb_index_new (MbDoc *doc, MbLines *lines, const char *name, gboolean main,
                      const char *title, MbPos pos);

/* --- ads.c: `publicites` ---*/

/** mb_ad_in_zone: advertisement @entry as the last of @section, without a place of its own. NULL: it is empty (reported). */
MbNode *mb_ad_in_zone (MbDoc *doc, MbLines *lines, MbNode *section, const MbYaml *entry);

/* --- handpages.c --- */

/** mb_hand_page_read: the zones of a page placed by hand, whose manifest entry is @fields, into @section. */
gboolean mb_hand_page_read (MbReading *reading, MbLines *lines, MbNode *section,
                            const MbFront *fields, GError **error);

/** mb_ads_read: the advertisements of @list (NULL: none) as aside.publicite at the end of @parent, a section.rubrique, or of the
 * section that each names when @parent is the body. */
void mb_ads_read (MbDoc *doc, MbLines *lines, MbNode *parent, const MbYaml *list);

/* --- crop.c: what of a picture may be cut ---*/

/** mb_crop_check: whether data-foyer and data-recadrage of @figure say something: what does not is reported and left out; ratios
 * like "4:3" become numbers. */
void mb_crop_check (MbDoc *doc, MbNode *figure);

/* --- tables.c -----------------------------------------------------------------------------------------*/

/** mb_read_regular_tables: empty cells at the end of rows that are shorter than the others of their table. */
void mb_read_regular_tables (MbDoc *doc, MbNode *top);

/* --- languages.c ---------------------------------------------------------------------------------------*/

/** mb_read_language: the tag of `langue: @typed`. What is none is reported; a name ("français", "fr_FR") gives the tag that was meant, else
 * NULL: the language of what is around. */
const char *mb_read_language (MbArena *arena, const char *typed, MbPos pos,
                              MbDiagnostics *diagnostics);

/* --- numbers.c ----------------------------------------------------------------------------------------*/

/** mb_read_number_notes: data-numero on the first paragraph of each note: what its call says. */
void mb_read_number_notes (MbDoc *doc);

G_END_DECLS
