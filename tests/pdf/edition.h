/* SPDX-License-Identifier: Apache-2.0 */
/* edition.h — from a small XHTML text to the bytes of a finished PDF, inside the rooms that pdf may use. */
#pragma once

#include "../layout/fixture.h"
#include "../../src/pdf/internal.h"

#define BOTH (MB_STANDARD_UA_1 | MB_STANDARD_A_2A)

typedef struct {
  Fixture *fixture;
  const MbPages *pages;
  MbPainted painted;
} Edition;

static inline void
edition_open (Edition *edition, const char *folder, const char *file, const char *xhtml,
              const char *css)
{
  g_autoptr (GError) error = NULL;
  edition->fixture = fixture_new (folder, file, xhtml, css);
  mb_source_allow (edition->fixture->source, SOURCE_DIR "/tests");
  MbArena *arena = edition->fixture->arena;
  edition->pages =
      mb_page_build (&edition->fixture->boxes, mb_doc_root (edition->fixture->doc), arena, &error);
  g_assert_no_error (error);
  guint n = edition->pages->n_pages;
  const MbDisplayList **displays = mb_arena_array (arena, const MbDisplayList *, n);
  for (guint i = 0; i < n; i++)
    displays[i] = mb_paint_display (&edition->pages->pages[i], arena);
  g_assert_true (mb_paint_pdf (displays, n, arena, &edition->painted, &error));
  g_assert_no_error (error);
}

static inline void
edition_close (Edition *edition)
{
  g_bytes_unref (edition->painted.pdf);
  fixture_free (edition->fixture);
}

/* The finished file at @path; FALSE with @error when it was refused. */
static inline gboolean
edition_write (Edition *edition, const char *path, gboolean demanded, GError **error)
{
  MbPdfOptions options = { BOTH, demanded, "marbre test", 1700000000 };
  MbSink *sink = mb_sink_open (path, error);
  g_assert_nonnull (sink);
  if (mb_pdf_write (edition->fixture->doc, edition->pages, &edition->painted, &options, sink,
                    error))
    return mb_sink_commit (sink, error);
  mb_sink_abort (sink);
  return FALSE;
}

static inline GBytes *
edition_bytes (Edition *edition, const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;
  edition_write (edition, path, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, &size, &error));
  return g_bytes_new_take (data, size);
}
