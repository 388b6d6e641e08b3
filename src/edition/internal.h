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

typedef struct {
  char *name; /* a file name, or "-" */
  OutputFormat format;
} Output;

/* What one medium needs: its cascade and the fonts that its sheets declare. */
typedef struct {
  MbFonts *fonts;
  MbStyles *styles;
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
  gboolean standards_demanded;
  gboolean allow_missing;
  MbOrthoProfile profile;
  gboolean profile_set;
  double dpi;

  MbDiagnostics *diagnostics;
  GArray *shown; /* of MarbreDiagnostic, as last lent */
  MbArena *arena;
  MbSource *source;
  MbDoc *doc;
  MbReadOutputs asked;
  MbOrthoReport ortho;
  gboolean typeset; /* ortho was applied */
  MbMedia *media;
  char *sheet; /* the house sheet's file */
  Medium print, epub;
  MbBoxContext boxes;
  const MbPages *pages;
};

typedef struct {
  guint from, to; /* 1-based, inclusive */
} PageRange;

/* --- pipeline.c --------------------------------------------------------------------------------------------------------*/

/** marbre_stage_read: open the source, read the inputs, apply orthotypography. */
gboolean marbre_stage_read (MarbreJob *job, GError **error);
/** marbre_stage_style: the cascade of @medium over the read tree. */
gboolean marbre_stage_style (MarbreJob *job, MbMedium medium, GError **error);
/** marbre_stage_pages: boxes, galleys, pages. */
gboolean marbre_stage_pages (MarbreJob *job, GError **error);
/** marbre_stage_free: everything that the stages made. */
void marbre_stage_free (MarbreJob *job);

/* --- outputs.c --------------------------------------------------------------------------------------------------------------*/

/** marbre_write_outputs: every output into its own sink; all are committed, or none. */
gboolean marbre_write_outputs (MarbreJob *job, GError **error);
gboolean marbre_output_parse (const char *name, Output *output, GError **error);
void marbre_output_clear (Output *output);

/* --- data.c -----------------------------------------------------------------------------------------------------------------------*/

/** marbre_data_folder: where house styles and font sheets are: $MARBRE_DATA, the folder installed beside the command, the build tree's
 * source, the configured one. (transfer full) */
char *marbre_data_folder (void);

/** marbre_usage: set USAGE with a message in the language of messages. Returns FALSE. */
gboolean marbre_usage (GError **error, const char *english, const char *french, const char *detail);
