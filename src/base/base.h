/* SPDX-License-Identifier: Apache-2.0 */
/* base.h — arena, lengths, positions, diagnostics, the door in and the door out.  May use: GLib.
 *
 * Every other room includes this header. Nothing here knows what a document is.
 */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "limits.h"
#include "messages.h"

G_BEGIN_DECLS

/* --- Lengths ----------------------------------------------------------------------------------
 * Integers in 1/1024 pt (1 pt = 1/72 in), which are Pango units at 72 dpi. Sums over many pages
 * are gint64. */
typedef gint32 MbLength;

#define MB_PT         1024
#define MB_LENGTH_MAX (G_MAXINT32 / 4)

/** mb_pt: @points as an MbLength, rounded to nearest; clamped to ±MB_LENGTH_MAX, 0 for NaN. */
MbLength mb_pt (double points);

/** mb_to_pt: @length in points. */
static inline double
mb_to_pt (MbLength length)
{
  return length / (double) MB_PT;
}

/** A rectangle on a page or in a box; y grows downwards. */
typedef struct {
  MbLength x, y, width, height;
} MbRect;

/* --- Arena --------------------------------------------------------------------------------------
 * One arena a document: everything lives and dies together. Memory is zeroed. Foreign objects are
 * tied to it with mb_arena_defer. Allocation never fails (GLib aborts when memory is exhausted). */
typedef struct MbArena MbArena;

/** A point to rewind to; valid until an earlier mark is rewound. */
typedef struct {
  gpointer chunk;
  gsize used;
  gpointer deferred;
} MbMark;

MbArena *mb_arena_new (void);
void mb_arena_free (MbArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbArena, mb_arena_free)

/** mb_arena_alloc: @size zeroed bytes, aligned for any type. Owned by @arena. */
gpointer mb_arena_alloc (MbArena *arena, gsize size);

#define mb_arena_new0(arena, Type)     ((Type *) mb_arena_alloc ((arena), sizeof (Type)))
#define mb_arena_array(arena, Type, n) ((Type *) mb_arena_alloc_n ((arena), sizeof (Type), (n)))

/** mb_arena_alloc_n: @n zeroed elements of @size bytes; aborts when the product overflows. */
gpointer mb_arena_alloc_n (MbArena *arena, gsize size, gsize n);
gpointer mb_arena_memdup (MbArena *arena, gconstpointer bytes, gsize size);
char *mb_arena_strdup (MbArena *arena, const char *string);
char *mb_arena_strndup (MbArena *arena, const char *bytes, gsize length);
char *mb_arena_printf (MbArena *arena, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** mb_arena_defer: call @destroy on @object when @arena is freed or rewound, last in first out. */
void mb_arena_defer (MbArena *arena, gpointer object, GDestroyNotify destroy);

MbMark mb_arena_mark (MbArena *arena);
void mb_arena_rewind (MbArena *arena, MbMark mark);

/** mb_arena_place: the chunk that is being filled; numbers grow, 0: none yet. mb_arena_release: free what lies wholly before chunk @place, for arenas
 * whose oldest content is done with first; not one with deferred objects, and no earlier mark may be rewound to. */
guint mb_arena_place (const MbArena *arena);
void mb_arena_release (MbArena *arena, guint place);

/* --- Hash ---------------------------------------------------------------------------------------*/

/** mb_hash: 64-bit hash of @size bytes, continued from @seed; the same on every machine. */
guint64 mb_hash (gconstpointer bytes, gsize size, guint64 seed);

/* --- Errors that stop an operation ----------------------------------------------------------------
 * GError domain MB_ERROR. Messages come from the catalogue in the language of mb_language (). */
typedef enum {
  MB_ERROR_INPUT,       /* the author's text cannot be used */
  MB_ERROR_STYLE,       /* the style sheet cannot be used */
  MB_ERROR_RESOURCE,    /* a picture, font or file is missing, refused or damaged */
  MB_ERROR_LIMIT,       /* a limit of limits.h was passed */
  MB_ERROR_OUTPUT,      /* writing failed: the system's fault or a wrong path */
  MB_ERROR_UNSUPPORTED, /* well formed, but not something marbre does */
  MB_ERROR_CANCELLED,
  MB_ERROR_INTERNAL, /* our fault */
} MbError;

#define MB_ERROR (mb_error_quark ())
GQuark mb_error_quark (void);

/** mb_error_set: fill @error (may be NULL) from the catalogue.
 * The variadic arguments are strings that replace {1}, {2}… of the message, ended by NULL.
 * Returns: FALSE, so that a caller can write `return mb_error_set (…);`. */
gboolean mb_error_set (GError **error, MbError code, MbMessage message, ...) G_GNUC_NULL_TERMINATED;

/* --- Diagnostics: what is wrong in the author's text ----------------------------------------------*/

/** A place in a source file. line and col count from 1 (col in characters); line 0: the whole file.
 * file is interned (g_intern_string) and is the name as the user would type it; NULL: no file. */
typedef struct {
  const char *file;
  guint32 line;
  guint32 col;
} MbPos;

#define MB_NOWHERE ((MbPos){ NULL, 0, 0 })

typedef enum { MB_INFO, MB_WARNING, MB_FAILURE } MbSeverity;

/** A rule that has an id of its own ("PON-02") instead of a code of the catalogue. Static strings. */
typedef struct {
  const char *id;
  MbSeverity severity;
  const char *name; /**< in the language of mb_language () */
  const char *hint; /**< "" when there is none */
} MbReportRule;

/** What stands in the source and what should. */
typedef struct {
  const char *found;  /**< NULL: the rule's name says it all */
  const char *wanted; /**< NULL: only the author knows */
  /** bytes [offset, offset + length) of the file (behind a BOM) may become @text */
  gboolean exact;
  gsize offset, length;
  const char *text;
} MbRemedy;

/** Where on a page something is: pt from the top left corner of the trimmed page. */
typedef struct {
  guint page;        /**< from 1; 0: on none */
  const char *label; /**< folio; "" for none */
  double x, y, width, height;
  const char *kind; /**< a word for programs ("loose-line"); static */
  double value;     /**< how much of it */
} MbOnPage;

/** One finding. Strings belong to the collector. */
typedef struct {
  MbSeverity severity;
  MbMessage code;   /**< printed as MB%04d; 0 for the finding of a rule */
  const char *rule; /**< id of the rule; NULL for messages of the catalogue */
  MbRemedy remedy;  /**< of a rule */
  MbPos pos;
  guint32 width;       /**< characters to underline, at least 1 */
  const char *message; /**< in the language of mb_language () */
  const char *hint;    /**< what to do; NULL when there is nothing to say */
  const char *excerpt; /**< the source line without its end; NULL when unknown */
  MbOnPage place;      /**< of a finding on a finished page */
} MbDiagnostic;

/** A collector; one a document. Not thread-safe. */
typedef struct MbDiagnostics MbDiagnostics;

MbDiagnostics *mb_diagnostics_new (void);
void mb_diagnostics_free (MbDiagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDiagnostics, mb_diagnostics_free)

/** mb_report: add a finding; its severity, text and hint come from the catalogue.
 * The same message at the same place is kept once. After MB_MAX_DIAGNOSTICS only the count grows.
 * The variadic arguments are strings that replace {1}, {2}…, ended by NULL. @diagnostics may be
 * NULL (nothing is kept).
 * Returns: FALSE. */
gboolean mb_report (MbDiagnostics *diagnostics, MbPos pos, MbMessage message,
                    ...) G_GNUC_NULL_TERMINATED;

/** mb_report_width: as mb_report, with @width characters to underline. */
gboolean mb_report_width (MbDiagnostics *diagnostics, MbPos pos, guint32 width, MbMessage message,
                          ...) G_GNUC_NULL_TERMINATED;

/** mb_report_on_page: as mb_report, about what stands at @place. */
gboolean mb_report_on_page (MbDiagnostics *diagnostics, MbPos pos, const MbOnPage *place,
                            MbMessage message, ...) G_GNUC_NULL_TERMINATED;

/** mb_report_rule: add the finding of a rule. All are kept (up to MB_MAX_RULE_FINDINGS), the same one once. @remedy may be NULL; copied.
 * Returns: FALSE. */
gboolean mb_report_rule (MbDiagnostics *diagnostics, MbPos pos, guint32 width,
                         const MbReportRule *rule, const MbRemedy *remedy);

/** mb_diagnostics_place: the place of byte @offset (behind a BOM) of @file, a text that was added; the whole file when it was not. */
MbPos mb_diagnostics_place (MbDiagnostics *diagnostics, const char *file, gsize offset);

/** mb_diagnostics_add_file: remember the text of @name, for excerpts. @bytes is referenced. */
void mb_diagnostics_add_file (MbDiagnostics *diagnostics, const char *name, GBytes *bytes);

/** mb_diagnostics_promote: from now on (and back in time) warnings count as failures (--strict). */
void mb_diagnostics_promote (MbDiagnostics *diagnostics);

/** mb_diagnostics_adopt: add the findings of @from whose codes are @first to @last. */
void mb_diagnostics_adopt (MbDiagnostics *diagnostics, const MbDiagnostics *from, MbMessage first,
                           MbMessage last);

/** mb_diagnostics_get: the findings sorted by file, line, col, code. Lent. */
const MbDiagnostic *mb_diagnostics_get (MbDiagnostics *diagnostics, gsize *n);
gsize mb_diagnostics_count (const MbDiagnostics *diagnostics, MbSeverity at_least);

/** mb_nearest: the entry of @names (NULL-ended) closest to @word by edit distance, or NULL when none
 * is within a third of its length; for "did you mean" hints. Lent. */
const char *mb_nearest (const char *word, const char *const *names);

/** A file of words as it is read, line by line: `[section]`, then one entry a line, `#` remarks, `- entry` to take one out. */
typedef struct {
  MbPos pos;         /**< of what stands on the line */
  const char *entry; /**< the entry, or the name of the section; not NUL-ended */
  gsize length;
  gboolean opens, takes_out; /**< it is a section; a « - » stood before the entry */
  const char *rest, *end;
} MbWordList;

/** mb_wordlist: read @text, lent, of @file (NULL: ours). mb_wordlist_next: FALSE at the end. */
MbWordList mb_wordlist (const char *file, const char *text, gsize length);
gboolean mb_wordlist_next (MbWordList *list);

/* --- The catalogue ----------------------------------------------------------------------------------*/

/** What `marbre explain` shows. */
typedef struct {
  const char *name; /**< the identifier, e.g. "FILE_MISSING" */
  MbMessage code;
  MbSeverity severity;
  const char *text, *hint, *why; /**< in the asked language; hint and why may be "" */
} MbCatalogueEntry;

/** mb_catalogue_get: entry @index of the catalogue in @language ("fr" or "en"), FALSE past the end. */
gboolean mb_catalogue_get (guint index, const char *language, MbCatalogueEntry *entry);

/** mb_language: language of messages, "en" until set. mb_set_language takes any locale name
 * ("fr_FR.UTF-8", "fr", "C"); anything but French means English. Call it before threads start. */
const char *mb_language (void);
void mb_set_language (const char *locale_name);

/** mb_in_language: @french when messages are in French, else @english: for what libraries say, in the file that calls them. */
const char *mb_in_language (const char *english, const char *french);

/* --- The door in --------------------------------------------------------------------------------------
 * All bytes come through one MbSource. It opens regular files only, below its root or below a folder
 * that was allowed, never through "..", never over a link that leaves them; it knows no network.
 *
 * Names are what the user would type: the root joined with what lies below it ("numero/une.md" when the
 * root is "numero"). A relative name that does not lead below the root that way is taken below the root. */
typedef struct MbSource MbSource;

typedef enum {
  MB_BYTES_TEXT,     /* articles, chapters: valid UTF-8 without NUL, BOM removed */
  MB_BYTES_MANIFEST, /* the same, smaller cap */
  MB_BYTES_STYLE,    /* style sheets, in whatever encoding they say: the same when loaded */
  MB_BYTES_PICTURE,
  MB_BYTES_FONT,
  MB_BYTES_DATA, /* dictionaries and other files of ours */
} MbBytesKind;

/** mb_source_new: read below @root (a folder; NULL: the current one). Diagnostics about bad bytes go to
 * @diagnostics (lent, may be NULL), which also remembers the texts for excerpts. */
MbSource *mb_source_new (const char *root, MbDiagnostics *diagnostics);
void mb_source_free (MbSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSource, mb_source_free)

/** mb_source_allow: files below @folder may be read too (fonts, house styles, dictionaries). */
void mb_source_allow (MbSource *source, const char *folder);

/** mb_source_resolve: the path of reference @href found in @from (a file name, NULL: the root).
 * Decodes %XX once; refuses schemes, "//host", NUL. Does not touch the disk.
 * Returns: (transfer full): a name for mb_source_load, or NULL with RESOURCE. */
char *mb_source_resolve (MbSource *source, const char *from, const char *href, GError **error);

/** mb_source_load: the bytes of @name. Text kinds are checked: invalid UTF-8 and NUL are reported with
 * their position and refused; a BOM is dropped. The file is read once and cached.
 * Returns: (transfer full): the bytes, or NULL with INPUT, RESOURCE or LIMIT. */
GBytes *mb_source_load (MbSource *source, const char *name, MbBytesKind kind, GError **error);

/** mb_source_give: @name will be @bytes (referenced): standard input, or a text made by a program. */
void mb_source_give (MbSource *source, const char *name, GBytes *bytes);

/** mb_source_path: the absolute path of @name, for libraries that open files by name (load it first: the
 * checks are there). Returns: (transfer full): a path, or NULL when it lies outside every folder. */
char *mb_source_path (MbSource *source, const char *name);

/** mb_source_exists: whether @name may be read and is a regular file. */
gboolean mb_source_exists (MbSource *source, const char *name);

/** mb_source_near: the file that was perhaps meant by @name, which cannot be found: one of its folder whose
 * name differs by accents, capitals, suffix or a letter, or the same path begun higher up.
 * Returns: (transfer full) (nullable): a name that mb_source_load takes. */
char *mb_source_near (MbSource *source, const char *name);

/** mb_source_list: names (with @folder as prefix) of the regular files of @folder that match @glob,
 * sorted by byte order. Returns: (transfer full): a strv, or NULL with RESOURCE. */
char **mb_source_list (MbSource *source, const char *folder, const char *glob, GError **error);

/** mb_source_each: names of every file read so far, sorted, for --deps and "output is an input" checks.
 * Returns: (transfer container). */
GPtrArray *mb_source_each (MbSource *source);

MbDiagnostics *mb_source_diagnostics (MbSource *source);

/** mb_has_suffix: whether @name ends in one of @suffixes (NULL-ended, in lower case), in capitals or not. */
gboolean mb_has_suffix (const char *name, const char *const *suffixes);

/* --- The door out --------------------------------------------------------------------------------------
 * A temporary file beside the target, a sticky error, then fsync and rename: a run killed at any instant
 * leaves the old file or the new one. */
typedef struct MbSink MbSink;

/** mb_sink_open: begin to write @path ("-" is standard output, buffered and written whole on commit).
 * The folder must exist. Returns: (transfer full): a sink, or NULL with OUTPUT. */
MbSink *mb_sink_open (const char *path, GError **error);

/** mb_sink_write: append. After a failure this and later calls do nothing and return FALSE. */
gboolean mb_sink_write (MbSink *sink, gconstpointer bytes, gsize size);

/** mb_sink_prepare: all of mb_sink_commit that is likely to fail, but not the rename: with several outputs, prepare
 * all of them before the first is committed. */
gboolean mb_sink_prepare (MbSink *sink, GError **error);

/** mb_sink_commit: prepare, rename, fsync the folder; frees @sink in every case. */
gboolean mb_sink_commit (MbSink *sink, GError **error);

/** mb_sink_abort: remove the temporary file and free @sink. */
void mb_sink_abort (MbSink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSink, mb_sink_abort)

/** mb_sink_sweep: remove from @folder the temporary files that killed runs left, whatever their targets. Those of
 * living processes stay. */
void mb_sink_sweep (const char *folder);

/* --- Time ---------------------------------------------------------------------------------------------------*/

/** mb_date_seconds: seconds since 1970 UTC for the dates written into outputs: SOURCE_DATE_EPOCH, else
 * @updated, else @date (ISO 8601 dates or date-times, NULL allowed), else 1980-01-01T00:00Z. */
gint64 mb_date_seconds (const char *updated, const char *date);

G_END_DECLS
