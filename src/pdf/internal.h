/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of pdf share. */
#pragma once

#include "pdf.h"

/* --- file.c: the only file that knows libqpdf --------------------------------------------------------------------------------
 * Objects are written in PDF syntax; references ("12 0 R") are understood everywhere. */
typedef struct MbFile MbFile;
typedef guint32 MbObj; /**< a handle on an object, valid until mb_file_release; 0 is none */
typedef int MbRef;     /**< number of an indirect object; 0 is none */

/** mb_file_open: read @bytes (referenced). Warnings other than the known harmless ones are INTERNAL. */
MbFile *mb_file_open (GBytes *bytes, GError **error);
void mb_file_free (MbFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFile, mb_file_free)

/** mb_file_release: forget all handles. */
void mb_file_release (MbFile *file);

guint mb_file_n_pages (MbFile *file);
MbObj mb_file_page (MbFile *file, guint index);
MbObj mb_file_root (MbFile *file);
MbObj mb_file_trailer (MbFile *file);
MbObj mb_file_object (MbFile *file, MbRef ref);

/** mb_file_reserve: a number for an object to be put later. */
MbRef mb_file_reserve (MbFile *file);
/** mb_file_put: define object @ref as @syntax. */
void mb_file_put (MbFile *file, MbRef ref, const char *syntax);
/** mb_file_add_stream: a new stream; @dict: its other keys, "<</N 3>>". */
MbRef mb_file_add_stream (MbFile *file, gconstpointer data, gsize size, const char *dict);

MbRef mb_file_ref (MbFile *file, MbObj object); /**< 0 when direct */
MbObj mb_file_key (MbFile *file, MbObj object,
                   const char *key); /**< of a dictionary or a stream; 0 when absent or null */
void mb_file_set (MbFile *file, MbObj object, const char *key, const char *syntax);
void mb_file_set_f (MbFile *file, MbObj object, const char *key, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void mb_file_remove (MbFile *file, MbObj object, const char *key);
/** mb_file_keys: (transfer full): names with their slash, sorted. */
char **mb_file_keys (MbFile *file, MbObj object);
guint mb_file_n_items (MbFile *file, MbObj array); /**< 0 when no array */
MbObj mb_file_item (MbFile *file, MbObj array, guint index);
gboolean mb_file_is_name (MbFile *file, MbObj object, const char *name);
gboolean mb_file_is_array (MbFile *file, MbObj object);
gboolean mb_file_is_integer (MbFile *file, MbObj object);
const char *
mb_file_name (MbFile *file,
              MbObj object); /**< with slash; "" when no name; lent until the next call */
const char *
mb_file_string (MbFile *file,
                MbObj object); /**< as UTF-8; "" when no string; lent until the next call */
gint64 mb_file_integer (MbFile *file, MbObj object);
double mb_file_number (MbFile *file, MbObj object);

/** mb_file_content / _data: decoded bytes of a page's content or of a stream. (transfer full); NULL with INTERNAL. */
GBytes *mb_file_content (MbFile *file, MbObj page, GError **error);
GBytes *mb_file_data (MbFile *file, MbObj stream, GError **error);
void mb_file_set_data (MbFile *file, MbObj stream, gconstpointer data, gsize size);
/** mb_file_set_content: replace the one content stream of @page. */
void mb_file_set_content (MbFile *file, MbObj page, gconstpointer data, gsize size);

/** mb_file_check: what libqpdf has said since the file was opened: FALSE with INTERNAL. */
gboolean mb_file_check (MbFile *file, GError **error);

/** mb_file_write: the finished file (PDF 1.7, object streams, an ID made of its content), read again and found without fault.
 * Returns: FALSE with INTERNAL or OUTPUT. */
gboolean mb_file_write (MbFile *file, MbSink *out, GError **error);

/* --- syntax.c: values as PDF text ------------------------------------------------------------------------------------------------ */

void mb_syntax_text (GString *out, const char *utf8);   /**< a text string: <FEFF…> */
void mb_syntax_ascii (GString *out, const char *ascii); /**< a byte string: (…) */
void mb_syntax_number (GString *out, double value);     /**< at most 4 decimals, no locale */
void mb_syntax_date (GString *out, gint64 seconds);     /**< (D:20261123000000Z) */
/** mb_syntax_rect: "[x y x y]" of @rect on a page of @display, in PDF coordinates. */
void mb_syntax_rect (GString *out, const MbDisplayList *display, MbRect rect);
double mb_pdf_x (const MbDisplayList *display, MbLength x);
double mb_pdf_y (const MbDisplayList *display, MbLength y);

/* --- tokens.c: content streams -------------------------------------------------------------------------------------------------- */

#define MB_OPERANDS_MAX 40

typedef struct {
  const char *start;
  gsize length;
} MbToken;

/** What operators do; each is in one class, k and K in two. */
enum {
  MB_OP_PATH = 1 << 0,     /* m l c v y h re W W* */
  MB_OP_PATH_END = 1 << 1, /* f F f* S s B B* b b* n */
  MB_OP_RGB = 1 << 2,      /* rg RG */
  MB_OP_COLOR = 1 << 3,    /* g G k K cs CS sc SC scn SCN */
  MB_OP_CMYK = 1 << 4,     /* k K */
  MB_OP_SHOW = 1 << 5,     /* Tj TJ ' " */
  MB_OP_OBJECT = 1 << 6,   /* Do sh BI */
  MB_OP_STATE = 1 << 7,    /* q Q */
  MB_OP_MARK = 1 << 8,     /* BDC BMC */
  MB_OP_MARK_END = 1 << 9, /* EMC */
  MB_OP_TEXT = 1 << 10,    /* BT ET */
  MB_OP_MATRIX = 1 << 11,  /* Tm */
  MB_OP_OPERAND = 1 << 12, /* true false null: no operators */
};

/** An operator with its operands. */
typedef struct {
  const char *start, *end; /**< of the whole, operands included */
  MbToken name;            /**< the operator; BI stands for a whole inline image */
  guint classes;           /**< what it does: MB_OP_… */
  MbToken operands[MB_OPERANDS_MAX];
  guint n;
} MbOperation;

typedef struct {
  const char *at, *end;
  gboolean broken; /**< an unfinished string, array or dictionary, or too many operands */
} MbTokens;

/** mb_tokens_next: the next operation; FALSE at the end or when broken. */
gboolean mb_tokens_next (MbTokens *tokens, MbOperation *operation);
gboolean mb_operation_is (const MbOperation *operation, const char *name);
double mb_token_number (MbToken token);

/* --- content.c: markers to marked content ------------------------------------------------------------------------------------------ */

#define MB_SLOT_NONE     -1 /* no owner: not allowed */
#define MB_SLOT_ARTIFACT -2

/** Whose an item is. */
typedef struct {
  gint32 slot;     /**< place in the structure tree, or ARTIFACT */
  const char *tag; /**< structure type of the owner; unused for artifacts */
} MbOwner;

typedef struct {
  const MbDisplayList *display;
  const MbPalette *palette;
  const MbOwner *owners; /**< by item */
  const MbInk *inks;     /**< by number - 1 */
  gboolean rgb_only;     /**< CMYK colours become RGB */
  gboolean form;         /**< the stream is that of a group */
  guint8 *found;         /**< by item: it was met in one of the streams of the page; lent */
} MbContentTask;

/** A marked-content sequence; its index is its MCID. */
typedef struct {
  gint32 slot;
  guint32 item; /**< the first one */
} MbSequence;

/** A picture's XObject. */
typedef struct {
  const char *name; /**< resource name with slash, interned */
  guint32 item;
} MbPlacedPicture;

typedef struct {
  GString *content;
  GArray *sequences; /**< MbSequence */
  GArray *pictures;  /**< MbPlacedPicture */
  /** resource names of their forms with slash, interned: streams still to be rewritten */
  GPtrArray *groups;
  char *fault; /**< what is wrong, when it failed */
} MbContentResult;

void mb_content_result_clear (MbContentResult *result);
/** mb_content_rewrite: one stream: that of the page, or of a group's form. mb_content_check: after all of them, whether every item was met. */
gboolean mb_content_rewrite (const MbContentTask *task, const char *content, gsize size,
                             MbContentResult *result);
gboolean mb_content_check (const MbContentTask *task, char **lost);
/** mb_content_is_cut: what a path or a mask cuts may not show at all, for all that can be told from its bounds. */
gboolean mb_content_is_cut (const MbItem *item);

/* --- color.c, profile.c ------------------------------------------------------------------------------------------------------------ */

/** mb_color_operator: "0 g", "1 0 0 rg", "0 0 0 1 k", "/MbInk1 cs 0.6 scn" or their stroking forms; inks are those of @task. */
void mb_color_operator (GString *out, MbColor color, gboolean stroke, const MbContentTask *task);

/** mb_profile_srgb: an ICC version 2 profile of sRGB made from the published numbers. (transfer full). */
GBytes *mb_profile_srgb (void);
/** mb_profile_components: components of the colour space @icc describes; 0 when it is not a profile PDF/A allows. */
guint mb_profile_components (GBytes *icc);

/* --- The work of one file --------------------------------------------------------------------------------------------------------------- */

typedef struct MbStructure MbStructure;
typedef struct MbLinks MbLinks;

typedef struct {
  MbDoc *doc;
  const MbPages *pages;
  const MbPainted *painted;
  const MbPdfOptions *options;
  MbArena *arena; /**< dies with the work */
  MbFile *file;
  MbRef *page_refs; /**< by page */
  MbRef srgb;       /**< profile stream */
  MbLinks *links;
  MbStructure *structure;
  GHashTable *objects; /**< pictures and forms looked at: their numbers */
  GHashTable *done;    /**< object numbers of fonts and pictures already seen */
  GHashTable *icc;     /**< profile hash → MbRef */
  MbRef *inks;         /**< their colour spaces, by number - 1; 0: not used yet */
  const char *title;   /**< NULL: none */
} MbWork;

/* --- inks.c --- */

/** mb_inks_write: the inks of page @index into its resources: a Separation each, one object for all pages (ISO 32000-1 § 8.6.6.4). */
void mb_inks_write (MbWork *work, MbObj page, guint index);

/* --- links.c ------------------------------------------------------------------------------------------------------------------------------ */

/** One annotation. */
typedef struct MbLinkArea MbLinkArea;
struct MbLinkArea {
  const MbNode *node; /**< the `a` */
  guint page;
  GArray *rects; /**< MbRect, one a line */
  MbRef ref;
  guint parent_key; /**< StructParent */
  MbLinkArea *next; /**< of the same node */
};

/** mb_links_collect: the areas of all links that lead somewhere, from the items painted. */
void mb_links_collect (MbWork *work);
void mb_links_free (MbLinks *links);
/** mb_links_of: the areas of @node, or NULL. */
MbLinkArea *mb_links_of (const MbLinks *links, const MbNode *node);
guint mb_links_count (const MbLinks *links);
const MbLinkArea *mb_links_get (const MbLinks *links, guint index);
/** mb_links_write: annotations into pages. Keys of ParentTree begin at @first_key. */
void mb_links_write (MbWork *work, guint first_key);

/* --- roles.c, structure.c, tree.c -------------------------------------------------------------------------------------- */

typedef enum {
  MB_ROLE_GROUP,  /* holds blocks; bare text gets a P */
  MB_ROLE_BLOCK,  /* holds text, and blocks too */
  MB_ROLE_INLINE, /* stands in text */
  MB_ROLE_PARTS,  /* holds certain parts only: L, Table, TR… */
} MbRoleKind;

typedef struct {
  const char *tag; /**< NULL: no element of its own */
  MbRoleKind kind;
} MbRole;

/** mb_role_of: what HTML element @node is in a PDF, by its name and attributes alone. */
MbRole mb_role_of (const MbNode *node);
/** mb_role_picture: the one picture that figure @node is about, or NULL. */
const MbNode *mb_role_picture (const MbNode *node);
gboolean mb_role_is_ornament (const MbNode *image); /**< alt="" or presentation */
/** mb_role_is_image: an img, or a drawing (svg). mb_role_alt: what is said for it, or NULL. */
gboolean mb_role_is_image (const MbNode *node);
const char *mb_role_alt (const MbNode *image);

/** A child of an element. */
typedef struct MbKid MbKid;
struct MbKid {
  gint32 element; /**< or -1 */
  gint32 slot;    /**< or -1 */
  MbKid *next;
};

typedef struct {
  const char *tag;
  MbRoleKind kind;
  gint32 parent;      /**< -1: the root */
  gboolean implied;   /**< a P made for bare text */
  gboolean keep;      /**< even when empty: cells, rows */
  gboolean alive;     /**< has content */
  gboolean generated; /**< text of the style sheet, not of the source */
  const MbNode *node;
  const char *lang, *alt, *expansion, *list;
  gboolean is_figure;
  guint note; /**< n of the Note's ID; 0: none */
  MbKid *first, *last;
  MbRef ref;
} MbElement;

/** One piece of marked content. */
typedef struct {
  guint32 page, mcid, item;
  guint32 form; /**< which form of `forms` plus 1; 0: the page's own stream */
} MbPiecePlace;

/** A form with marked content of its own. */
typedef struct {
  MbRef ref;
  guint sequences; /**< number of MCIDs */
} MbTaggedForm;

struct MbStructure {
  GArray *elements;  /**< MbElement, parents before children */
  GArray *slots;     /**< gint32: element of each slot */
  MbOwner **owners;  /**< by page, by item */
  GPtrArray *places; /**< by slot: GArray of MbPiecePlace or NULL */
  guint n_notes;
  GArray *sequences; /**< by page: number of MCIDs of its own stream */
  /** MbTaggedForm, in the order of their keys in ParentTree: mb_structure_form_key */
  GArray *forms;
  MbRef root;
};

/** mb_structure_build: elements from the document tree, and an owner for each item painted. */
void mb_structure_build (MbWork *work);
void mb_structure_free (MbStructure *structure);
/** mb_structure_take: the sequences found on @page, in its own stream or in form @ref. mb_structure_order: all of @page were taken. */
void mb_structure_take (MbStructure *structure, guint page, MbRef ref, const GArray *sequences);
void mb_structure_order (MbStructure *structure);
/** mb_structure_form_key: of form @index in ParentTree: behind those of pages and annotations. */
guint mb_structure_form_key (const MbWork *work, guint index);
/** mb_structure_write: StructTreeRoot, elements, ParentTree, IDTree. */
void mb_structure_write (MbWork *work);

/* --- Smaller parts ----------------------------------------------------------------------------------------------------------------------- */

/** mb_pictures_each: the pictures and forms of @owner, a page or a form, those of its soft masks, and of the forms in it; those in @seen are passed over. */
typedef void (*MbPictureVisit) (MbObj object, gpointer data);
void mb_pictures_each (MbFile *file, MbObj owner, GHashTable *seen, MbPictureVisit visit,
                       gpointer data);

void mb_fonts_mend (MbWork *work, MbObj page);
/** mb_fonts_respelling: what the painter knows of the glyph that cairo's ToUnicode calls @code, in the face of that PostScript name; or NULL. */
const MbRespelling *mb_fonts_respelling (const MbPainted *painted, const char *name, gunichar code);
/** mb_fonts_read_utf16: the character that UTF-16 in hexadecimal writes up to ">": one, or 0. */
gunichar mb_fonts_read_utf16 (const char *text);
/** mb_widths_mend: the exact widths of @font, of the face @name. */
void mb_widths_mend (MbWork *work, MbObj font, const char *name);
/** mb_pictures_mend: colour, decoding and interpolation of the pictures of a page. */
void mb_pictures_mend (MbWork *work, MbObj page, guint index, const GArray *placed);
gboolean mb_outline_write (MbWork *work); /**< FALSE: there is none */
void mb_labels_write (MbWork *work);
/** mb_labels_ranges: the labels of pages @which as PDF syntax. (transfer full). */
char *mb_labels_ranges (const MbPages *pages, const guint *which, guint n);
/** mb_pdf_painted_page: the painted page that shows page @index of the edition; FALSE when it was left out. */
gboolean mb_pdf_painted_page (const MbWork *work, guint index, guint *painted);
void mb_metadata_prepare (MbWork *work);
/** mb_metadata_write: Info, and XMP that claims @claimed. */
void mb_metadata_write (MbWork *work, MbStandards claimed);

/* --- check.c -------------------------------------------------------------------------------------------------------------------------------- */

/** mb_check_file: every rule of ours on the finished objects. Findings are reported. Returns: the standards that are not met. */
MbStandards mb_check_file (MbWork *work);

/** What a content stream shows of itself. */
typedef struct {
  guint mcids;       /**< sequences, numbered 0…n - 1 */
  gboolean cmyk;     /**< device CMYK is used */
  const char *fault; /**< static; NULL: none */
} MbContentFacts;

/** mb_check_content: rules of one stream. @forms receives the names (transfer full) of XObjects outside marked content: forms that must be marked inside;
 * NULL: there may be none. */
MbContentFacts mb_check_content (const char *content, gsize size, GPtrArray *forms);

/** A stream with marked content: of a page, or a form. */
typedef struct {
  MbRef ref;
  gint64 key; /**< StructParents; -1: none */
  guint mcids;
} MbCheckedStream;

/** mb_check_structure: the structure tree against the MCIDs of @streams (MbCheckedStream). */
typedef void (*MbRuleBroken) (gpointer data, MbStandards standards, MbRef element,
                              const char *rule);
void mb_check_structure (MbWork *work, const GArray *streams, MbRuleBroken broken, gpointer data);

#define MB_STANDARDS_A       (MB_STANDARD_A_2A | MB_STANDARD_A_2B | MB_STANDARD_A_2U)
#define MB_STANDARDS_TAGGED  (MB_STANDARD_UA_1 | MB_STANDARD_A_2A)
#define MB_STANDARDS_UNICODE (MB_STANDARDS_TAGGED | MB_STANDARD_A_2U)
#define MB_STANDARDS_ALL     (MB_STANDARDS_A | MB_STANDARD_UA_1)
const char *mb_standard_title (MbStandards standard); /**< "PDF/UA-1" of the lowest bit */
