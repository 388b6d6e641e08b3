/* SPDX-License-Identifier: Apache-2.0 */
/* pdf.h — the post-pass: marked content, structure, metadata, colour, conformance.  May use: everything up to paint.
 *
 * cairo's file is read with libqpdf (file.c alone talks to it). Marker colours become BDC/EMC and the real colour; structure tree, links,
 * outline, labels, XMP and output intent come from the document tree and the display lists, not from paint order. It fails closed: the numbers
 * of items found and sent must agree.
 */
#pragma once

#include "paint.h"

G_BEGIN_DECLS

typedef enum {
  MB_STANDARD_NONE = 0,
  MB_STANDARD_UA_1 = 1 << 0,
  MB_STANDARD_A_2A = 1 << 1,
  MB_STANDARD_A_2B = 1 << 2,
  MB_STANDARD_A_2U = 1 << 3,
} MbStandards;

typedef struct {
  MbStandards standards; /**< what to claim */
  /** asked for by the user: unmet is an error; else unmet is a warning and no claim */
  gboolean demanded;
  const char *producer; /**< "marbre 0.1.0" */
  gint64 date;          /**< seconds since 1970 UTC, from mb_date_seconds */
} MbPdfOptions;

/** mb_pdf_standard: the standard called @name ("ua-1", "a-2a"…); FALSE when unknown. */
gboolean mb_pdf_standard (const char *name, MbStandards *standard);

/** mb_pdf_write: finish @painted as a tagged PDF into @out (not committed).
 * Each profile of options is checked by our own checker on the finished objects before it is claimed; what fails is reported on @doc's
 * collector with the reason. Returns: FALSE with OUTPUT, INTERNAL or UNSUPPORTED (a demanded standard is not met). */
gboolean mb_pdf_write (MbDoc *doc, const MbPages *pages, const MbPainted *painted,
                       const MbPdfOptions *options, MbSink *out, GError **error);

G_END_DECLS
