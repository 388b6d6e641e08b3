/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of edition share. */
#pragma once

#include <marbre/marbre.h>

#include "base.h"
#include "doc.h"
#include "epub.h"
#include "media.h"
#include "ortho.h"
#include "page.h"
#include "paint.h"
#include "pdf.h"
#include "read.h"
#include "style.h"
#include "text.h"

typedef enum { OUTPUT_PDF, OUTPUT_EPUB, OUTPUT_PNG } OutputFormat;

/* What is not set here is the job's; what was set for the whole job wins. */
typedef struct {
  char *name; /* a file name, or "-" */
  OutputFormat format;
  char *style; /* the sheet's file; NULL: the edition's */
  MbStandards standards;
  gboolean standards_set;
  GArray *ranges;        /* of PageRange; NULL: the job's */
  double dpi;            /* 0: the job's */
  gboolean plain_spaces; /* EPUB for readers that lack U+202F */
} Output;

/* What one medium needs: its cascade and the fonts that its sheets declare. */
typedef struct {
  MbFonts *fonts;
  MbStyles *styles;
  MbStyles *night; /* e-book: the cascade by night; NULL: the sheets know none */
  MbTypesetter *typesetter;
} Medium;

/* Stages fill the lower half once, in order; each stage is a function of pipeline.c that returns at once when its result is there. */
struct MarbreJob {
  char **inputs;
  char *style, *root;
  GPtrArray *font_paths; /* of char * */
  GArray *outputs;       /* of Output */
  GArray *ranges;        /* of PageRange; empty: all pages */
  MbStandards standards;
  gboolean standards_set;
  gboolean allow_missing;
  char *typography;  /* --typo; NULL: as the texts say */
  GPtrArray *houses; /* of House (typography.c), by what they were asked as */
  gboolean checking; /* changes of typography are remembered and the copy desk speaks */
  gboolean strict;
  double dpi; /* 0: not set */

  MbDiagnostics *diagnostics;
  GArray *shown; /* of MarbreDiagnostic, as last lent */
  MbArena *arena;
  MbSource *source;
  MbDoc *doc;
  MbReadOutputs asked;
  GArray *changes;  /* of MbOrthoChange; NULL: not checking */
  GArray *fixes;    /* of MarbreFix: what marbre_job_fix wrote */
  gboolean typeset; /* ortho was applied */
  MbMedia *media;
  const char *output_style; /* of the outputs that are being made; lent by one of them */
  char *sheet;              /* the house sheet's file */
  gboolean sheet_failed;    /* a failure was found in a sheet: no pages are made */
  Medium print, epub;
  MbBoxContext boxes;
  const MbPages *pages;
  gboolean overlay;    /* PDF and PNG pages show their flaws and the grid */
  const MbFlaw *flaws; /* of pages, when they were reviewed */
  guint n_flaws;
  const MbDisplayList **displays; /* of pages, made when first asked for */
  guint n_pages;                  /* of the first style, for the summary */
};

typedef struct {
  guint from, to; /* 1-based, inclusive */
} PageRange;

/* --- pipeline.c --------------------------------------------------------------------------------------------------------*/

/** marbre_stage_source: open the door in; nothing is read but standard input. */
gboolean marbre_stage_source (MarbreJob *job, GError **error);
/** marbre_stage_read: open the source, read the inputs, apply orthotypography. */
gboolean marbre_stage_read (MarbreJob *job, GError **error);
/** marbre_stage_style: the cascade of @medium over the read tree. */
gboolean marbre_stage_style (MarbreJob *job, MbMedium medium, GError **error);
/** marbre_stage_pages: boxes, galleys, pages. */
gboolean marbre_stage_pages (MarbreJob *job, GError **error);
/** marbre_stage_use_style: @style (lent) is the house sheet of the stages that follow; what another one made is freed. */
void marbre_stage_use_style (MarbreJob *job, const char *style);
/** marbre_sheet_find: the file of style @style as named in @from: a bare name of the data folder or a path. (transfer full) */
char *marbre_sheet_find (MarbreJob *job, const char *style, const char *from, GError **error);
/** marbre_stage_free: everything that the stages made. */
void marbre_stage_free (MarbreJob *job);

/* --- check.c ----------------------------------------------------------------------------------------------------------*/

/** marbre_typeset: apply the rules of @house to @node (an article or chapter); when checking, remember what changed and lint. */
void marbre_typeset (MarbreJob *job, MbNode *node, const MbOrthoHouse *house);

/* --- review.c ---------------------------------------------------------------------------------------------------------*/

/** marbre_overlay: @display with the baseline grid and a frame around each flaw of its page. */
const MbDisplayList *marbre_overlay (MarbreJob *job, const MbDisplayList *display);

/* --- diff.c -----------------------------------------------------------------------------------------------------------*/

/* Bytes of a text (behind a byte order mark) that become others. */
typedef struct {
  gsize offset, length;
  const char *text; /* lent by the document's arena */
  const char *rule;
  MbPos pos;
  guint order; /* in which the changes were made */
} MbEdit;

/** marbre_diff_append: the unified diff of @text, called @name, and its @edits (of MbEdit, in order): "" when there is none. */
void marbre_diff_append (GString *out, const char *name, GBytes *text, const GArray *edits);

/* --- outputs.c --------------------------------------------------------------------------------------------------------------*/

/** marbre_write_outputs: every output into its own sink; all are committed, or none. */
gboolean marbre_write_outputs (MarbreJob *job, GError **error);
/** marbre_commit_all: put every sink of @sinks in place, or none; they are freed. */
gboolean marbre_commit_all (GPtrArray *sinks, GError **error);
/** marbre_output_parse: the output that @name asks for, by its suffix or "epub:-"; FALSE with USAGE. */
gboolean marbre_output_parse (const char *name, Output *output, GError **error);
/** marbre_output_admit: move @output to the end of the job's; FALSE with USAGE, and @output cleared, when its name is taken. */
gboolean marbre_output_admit (MarbreJob *job, Output *output, GError **error);
void marbre_output_clear (Output *output);
/** marbre_check_epub: report what only the making of an e-book would find, unless the manifest asks for none. FALSE with an error when the
 * sheet cannot be used. */
gboolean marbre_check_epub (MarbreJob *job, GError **error);
/** marbre_job_failed: whether a finding forbids writing. */
gboolean marbre_job_failed (MarbreJob *job);

/* --- job.c ----------------------------------------------------------------------------------------------------------------*/

/** marbre_standard_add: add the standard called @name to @all ("none": nothing); FALSE with USAGE. */
gboolean marbre_standard_add (const char *name, MbStandards *all, GError **error);
/** marbre_usage: set USAGE with a message in the language of messages. Returns: FALSE. */
gboolean marbre_usage (GError **error, const char *english, const char *french, const char *detail);
/** marbre_ranges_parse: "2,5-8". (transfer full): NULL with USAGE. */
GArray *marbre_ranges_parse (const char *pages, GError **error);

/* --- data.c -----------------------------------------------------------------------------------------------------------------------*/

/** marbre_data_folder: where house styles and font sheets are: $MARBRE_DATA, the folder installed beside the command, the build tree's
 * source, the configured one. (transfer full) */
char *marbre_data_folder (void);

/* --- typography.c -----------------------------------------------------------------------------------------------------------------*/

/** marbre_house: the house that @way (`typographie:`, reported at @pos when it means nothing) asks for. --typo wins. Without either
 * @inherited; without that, fr-FR. Lives as long as the document. */
const MbOrthoHouse *marbre_house (MarbreJob *job, const char *way, MbPos pos,
                                  const MbOrthoHouse *inherited);

/* --- masthead.c, day.c ------------------------------------------------------------------------------------------------------------*/

/** mb_issue_number: "24318" grouped as the front page prints it, with narrow no-break spaces. */
const char *mb_issue_number (const char *number, MbArena *arena);
/** mb_masthead_add: header.une with the name of the newspaper and its date line, after the ears. */
void mb_masthead_add (MbDoc *doc);

/** mb_day_words: ISO @date as « Lundi 23 novembre 2026 » in French or English; NULL when it is no date. Owned by @arena. */
const char *mb_day_words (const char *date, const char *language, MbArena *arena);
