/* SPDX-License-Identifier: Apache-2.0 */
/* Building a tree from events, for all readers: a stack of open elements and one pending text.
 *
 * Text arrives in pieces, each with its byte in the source or none; neighbouring pieces become one
 * text node whose runs are merged where they touch. The depth of the tree is bounded here, so no
 * later room needs to fear a deep one. */
#include "internal.h"

#include <string.h>

/* body, section, section and article stand above what a builder makes */
#define DEPTH_ABOVE 4

void
mb_builder_init (MbBuilder *builder, MbDoc *doc, MbLines *lines, MbNode *at)
{
  *builder = (MbBuilder){ .doc = doc, .lines = lines, .at = at };
  builder->diagnostics = mb_doc_diagnostics (doc);
  builder->frames = g_array_new (FALSE, FALSE, sizeof (MbFrame));
  builder->text = g_string_new (NULL);
  builder->runs = g_array_new (FALSE, FALSE, sizeof (MbRun));
}

void
mb_builder_clear (MbBuilder *builder)
{
  mb_builder_flush (builder);
  g_array_unref (builder->frames);
  g_string_free (builder->text, TRUE);
  g_array_unref (builder->runs);
}

MbNode *
mb_builder_open (MbBuilder *builder, MbFrameKind kind, MbNamespace ns, const char *name, MbPos pos)
{
  mb_builder_flush (builder);
  MbFrame frame = { NULL, kind };
  if (mb_node_depth (builder->at) + DEPTH_ABOVE < MB_MAX_TREE_DEPTH) {
    frame.made = mb_doc_element_ns (builder->doc, ns, name, pos);
    mb_doc_append (builder->at, frame.made);
    builder->at = frame.made;
  } else if (!builder->deep) {
    builder->deep = TRUE;
    g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_TREE_DEPTH);
    mb_report (builder->diagnostics, pos, MB_MSG_TOO_DEEP, limit, NULL);
  }
  g_array_append_val (builder->frames, frame);
  return frame.made;
}

const MbFrame *
mb_builder_top (const MbBuilder *builder)
{
  guint n = builder->frames->len;
  return n ? &g_array_index (builder->frames, MbFrame, n - 1) : NULL;
}

void
mb_builder_close (MbBuilder *builder)
{
  mb_builder_flush (builder);
  const MbFrame *top = mb_builder_top (builder);
  g_return_if_fail (top != NULL);
  if (top->made)
    builder->at = top->made->parent;
  g_array_set_size (builder->frames, builder->frames->len - 1);
}

void
mb_builder_limit (MbBuilder *builder, MbPos pos)
{
  gboolean over = builder->text_bytes > MB_MAX_PARAGRAPH_BYTES;
  builder->text_bytes = 0;
  if (!over)
    return;
  g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_PARAGRAPH_BYTES / 1024);
  mb_report (builder->diagnostics, pos, MB_MSG_PARAGRAPH_TOO_BIG, limit, NULL);
  mb_builder_flush (builder);
  while (builder->at->first)
    mb_doc_unlink (builder->at->first);
}

MbNode *
mb_builder_leaf (MbBuilder *builder, const char *name, MbPos pos)
{
  mb_builder_flush (builder);
  MbNode *node = mb_doc_element (builder->doc, name, pos);
  mb_doc_append (builder->at, node);
  return node;
}

static void
append_piece (MbBuilder *builder, const char *text, gsize length, gssize source)
{
  guint32 offset = (guint32) builder->text->len;
  g_string_append_len (builder->text, text, (gssize) length);
  builder->text_bytes += length;
  if (source < 0)
    return;
  if (builder->runs->len) {
    MbRun *last = &g_array_index (builder->runs, MbRun, builder->runs->len - 1);
    if (last->offset + last->length == offset && last->source + last->length == (gsize) source) {
      last->length += (guint32) length;
      return;
    }
  }
  MbRun run = { offset, (guint32) length, (guint32) source };
  g_array_append_val (builder->runs, run);
}

/* Bytes of the forbidden character at @text, 0 when it is fine: C0 except tab and line feed, DEL,
 * C1, U+FFFE, U+FFFF. cmark writes `&#xFFFE;` and `&#xFFFF;` as the single bytes FE and FF. */
static gsize
control_length (const char *text, gsize length)
{
  guchar c = (guchar) *text;
  if (c < 0x20)
    return c == '\t' || c == '\n' ? 0 : 1;
  if (c == 0x7F || c >= 0xFE)
    return 1;
  if (c == 0xC2 && length > 1)
    return (guchar) text[1] < 0xA0 ? 2 : 0;
  if (c == 0xEF && length > 2)
    return (guchar) text[1] == 0xBF && (guchar) text[2] >= 0xBE ? 3 : 0;
  return 0;
}

static void
report_control (MbBuilder *builder, const char *text, gssize source, MbPos pos)
{
  guchar byte = (guchar) *text;
  gunichar c = byte >= 0xFE ? 0xFF00u + byte : g_utf8_get_char (text);
  g_autofree char *name = g_strdup_printf ("U+%04X", c);
  if (source >= 0 && builder->lines)
    pos = mb_lines_pos (builder->lines, (gsize) source);
  mb_report (builder->diagnostics, pos, MB_MSG_CONTROL_CHARACTER, name, NULL);
}

void
mb_builder_text (MbBuilder *builder, const char *text, gsize length, gssize source, MbPos pos)
{
  if (!length)
    return;
  if (!builder->text->len)
    builder->text_pos =
        source >= 0 && builder->lines ? mb_lines_pos (builder->lines, (gsize) source) : pos;
  gsize start = 0;
  for (gsize i = 0; i < length;) {
    gsize control = control_length (text + i, length - i);
    if (!control) {
      i++;
      continue;
    }
    gssize here = source < 0 ? source : source + (gssize) i;
    report_control (builder, text + i, here, pos);
    if (i > start)
      append_piece (builder, text + start, i - start,
                    source < 0 ? source : source + (gssize) start);
    i = start = i + control;
  }
  if (length > start)
    append_piece (builder, text + start, length - start,
                  source < 0 ? source : source + (gssize) start);
}

void
mb_builder_flush (MbBuilder *builder)
{
  if (!builder->text->len)
    return;
  MbNode *node =
      mb_doc_text (builder->doc, builder->text->str, (gssize) builder->text->len, builder->text_pos,
                   (const MbRun *) builder->runs->data, builder->runs->len);
  mb_doc_append (builder->at, node);
  g_string_truncate (builder->text, 0);
  g_array_set_size (builder->runs, 0);
}
