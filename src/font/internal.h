/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of font share. */
#pragma once

#include "font.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>

typedef enum { KERNS_UNKNOWN, KERNS_NO, KERNS_YES } MbKernsSpace;

struct MbFace {
  guint index;
  char *path;   /* absolute */
  int unpacked; /* a file in memory: what a web font holds; -1: none */
  char *family; /* "mb-0007" */
  char *postscript;
  guint64 hash;
  int weight; /* of the first rule */
  MbFontSlant slant;
  MbFontMetrics metrics;
  hb_face_t *hb_face;
  hb_font_t *hb_font; /* scale: units of the em */
  gboolean whole;     /* the licence forbids subsets */
  guint32 *ranges;    /* unicode-range: pairs */
  guint n_ranges;
  GHashTable *features; /* "smcp\nabc" → GINT_TO_POINTER (1 + yes) */
  MbKernsSpace kerns_space;
};

/* --- face.c ---------------------------------------------------------------------------------------- */

/** mb_face_new: the face in @bytes, or NULL with a finding at @pos when it cannot be used. */
MbFace *mb_face_new (const char *name, GBytes *bytes, MbDiagnostics *diagnostics, MbPos pos);
void mb_face_free (MbFace *face);

/* --- webfont.c: WOFF and WOFF2 ------------------------------------------------------------------------- */

/** mb_webfont_kind: which of the two @bytes are, or NULL. */
const char *mb_webfont_kind (GBytes *bytes);
/** mb_webfont_unpack: the OpenType font in it, or NULL. (transfer full) */
GBytes *mb_webfont_unpack (GBytes *bytes);

/* --- find.c: font files by name ---------------------------------------------------------------------- */

typedef struct MbFontIndex MbFontIndex;

/** mb_font_index_new: the files below @folders (NULL-ended); the first one of a name wins. */
MbFontIndex *mb_font_index_new (const char *const *folders);
void mb_font_index_free (MbFontIndex *index);

/** mb_font_index_get: the path of the file called @name, or NULL. Lent. */
const char *mb_font_index_get (const MbFontIndex *index, const char *name);
