/* SPDX-License-Identifier: Apache-2.0 */
/* epub.h — EPUB 3.3: chapters, generated sheet, nav, NCX, page list, package document, fonts, container, own lint.
 * May use: base, doc, media, font, style, text, box. */
#pragma once

#include "doc.h"
#include "media.h"
#include "style.h"
#include "text.h"

G_BEGIN_DECLS

typedef struct {
  MbDoc *doc;
  MbStyles *styles; /**< a cascade made for MB_MEDIUM_EPUB */
  MbStyles *night;  /**< the same by night, or NULL: the sheets know none */
  MbFonts *fonts;
  MbMedia *media;
  MbSource *source;       /**< resolves picture names as box does */
  const MbPageMap *map;   /**< pages of the same run; NULL: no page list */
  const char *print_isbn; /**< source of the pagination, or NULL */
  const char *producer;
  gint64 date; /**< seconds since 1970 UTC */
  gboolean allow_missing;
  /** for readers that lack U+202F: U+00A0 made narrow by a span takes its place */
  gboolean plain_spaces;
} MbEpubOptions;

/** mb_epub_write: package the edition into @out (not committed): one file a chapter or article, notes linked both ways, subset fonts, generated
 * sheet, accessibility metadata that states only what was verified. Deterministic bytes. Our own lint runs on what was made; its failures are
 * reported on the document's collector. Returns: FALSE with OUTPUT, RESOURCE or INTERNAL. */
gboolean mb_epub_write (const MbEpubOptions *options, MbSink *out, GError **error);

/** mb_epub_check: report what mb_epub_write would, and pack nothing. What the copy desk asks of the tree itself (alternative texts, captions,
 * headers of tables, empty headings) and pictures that cannot be used are left to those who ask it. */
void mb_epub_check (const MbEpubOptions *options);

G_END_DECLS
