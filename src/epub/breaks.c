/* SPDX-License-Identifier: Apache-2.0 */
/* Text of a chapter, and the breaks of the printed pages in it.
 *
 * A break is an empty span at the byte where the page began. One that falls where no span may stand (a list, a table row, a
 * drawing) waits for the next place where one may: breaks keep their order and none is lost. */
#include "internal.h"

#include <string.h>

/* Bytes @from to @to of @node, as far as they are first words. Returns: where the rest begins. */
static guint32
put_first_words (MbCopier *copier, MbNode *parent, const MbNode *node, guint32 from, guint32 to)
{
  guint32 end = MIN (mb_initial_words (copier, node), to);
  const MbFrame *frame = mb_copier_top (copier);
  if (end <= from || !frame->kept)
    return from;
  MbBook *book = copier->book;
  const MbStyle *style =
      mb_style_pseudo (book->options->styles, frame->node, MB_PSEUDO_FIRST_WORDS);
  const char *class =
      mb_sheet_pseudo (book->sheet, frame->context, frame->node, MB_PSEUDO_FIRST_WORDS);
  MbNode *span = mb_copier_add (copier, parent, "span", node->pos);
  if (class)
    mb_copier_set (copier, span, "class", class);
  mb_copier_text (copier, span, style, node->text + from, end - from, node->pos);
  return end;
}

/* Between the rows of a table or the items of a list there is only white space. */
static void
put_text (MbCopier *copier, const MbNode *node, guint32 from, guint32 to)
{
  MbNode *parent = mb_copier_top (copier)->out;
  if (from >= to)
    return;
  gboolean blank = strspn (node->text + from, " \t\r\n") >= to - from;
  gboolean words_only = mb_node_is (parent, "rp"); /* takes words, but no span */
  if (!mb_element_takes_text (parent) && parent->ns == MB_NS_HTML && !blank && !words_only) {
    static const char *const lists[] = { "ul", "ol", NULL };
    if (!g_strv_contains (lists, parent->name))
      return;
    parent = mb_copier_add (copier, parent, "li", node->pos);
  }
  from = put_first_words (copier, parent, node, from, to);
  mb_copier_text (copier, parent, mb_copier_style (copier), node->text + from, to - from,
                  node->pos);
}

static void
put_page_break (MbCopier *copier, MbNode *parent, const char *label)
{
  MbBook *book = copier->book;
  const char *wanted = mb_arena_printf (book->arena, "page-%s", label);
  const char *id = mb_unique (book->arena, copier->file->ids, mb_id_clean (book->arena, wanted));
  MbNode *span = mb_copier_add (copier, parent, "span", MB_NOWHERE);
  mb_copier_set (copier, span, "id", id);
  mb_copier_set (copier, span, "epub:type", "pagebreak");
  mb_copier_set (copier, span, "role", "doc-pagebreak");
  mb_copier_set (copier, span, "aria-label",
                 mb_arena_printf (book->arena, " %s %s. ", book->words->page, label));
  mb_copier_entry (copier, book->pages, label, id, 1);
}

void
mb_breaks_place (MbCopier *copier)
{
  MbNode *parent = mb_copier_top (copier)->out;
  GPtrArray *waiting = copier->book->waiting;
  if (waiting->len == 0 || !mb_element_takes_text (parent))
    return;
  for (guint i = 0; i < waiting->len; i++)
    put_page_break (copier, parent, waiting->pdata[i]);
  g_ptr_array_set_size (waiting, 0);
}

/* The marks of a node are neighbours in the map. */
static guint
first_mark (const MbCopier *copier, const MbNode *node)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (copier->book->marks, node));
}

static const MbPageMark *
mark_of (const MbCopier *copier, guint number, const MbNode *node)
{
  GArray *breaks = copier->book->breaks;
  if (number == 0 || number > breaks->len ||
      g_array_index (breaks, MbPageMark, number - 1).node != node)
    return NULL;
  return &g_array_index (breaks, MbPageMark, number - 1);
}

/* A mark inside a character (which never should be) moves to its beginning. */
static guint32
safe_offset (const MbNode *node, guint32 offset)
{
  offset = MIN (offset, node->length);
  while (offset > 0 && offset < node->length && ((guchar) node->text[offset] & 0xc0) == 0x80)
    offset--;
  return offset;
}

void
mb_breaks_copy_text (MbCopier *copier, const MbNode *node)
{
  const MbPageMark *mark;
  guint32 done = 0;
  for (guint number = first_mark (copier, node); (mark = mark_of (copier, number, node));
       number++) {
    guint32 offset = MAX (safe_offset (node, mark->offset), done);
    mb_breaks_place (copier);
    put_text (copier, node, done, offset);
    g_ptr_array_add (copier->book->waiting, (gpointer) mark->label);
    done = offset;
  }
  if (node->length > done && strspn (node->text + done, " \t\r\n") < node->length - done)
    mb_breaks_place (copier);
  put_text (copier, node, done, node->length);
}

void
mb_breaks_mark (MbCopier *copier, const MbNode *node)
{
  const MbPageMark *mark;
  for (guint number = first_mark (copier, node); (mark = mark_of (copier, number, node)); number++)
    g_ptr_array_add (copier->book->waiting, (gpointer) mark->label);
}

/* A break of another printed edition, in the source: ours replaces it when pages were made. */
gboolean
mb_breaks_is (const MbNode *node)
{
  return mb_node_has_token (node, "epub:type", "pagebreak") ||
         mb_node_has_token (node, "role", "doc-pagebreak");
}

void
mb_breaks_keep (MbCopier *copier, const MbNode *node)
{
  const char *label = mb_node_attr (node, "title");
  if (!label)
    label = mb_node_attr (node, "aria-label");
  if (!label || !*label)
    label = mb_node_text (node, copier->book->arena);
  if (!*label)
    label = mb_node_attr (node, "id");
  if (!copier->book->options->map && label)
    g_ptr_array_add (copier->book->waiting, mb_arena_strdup (copier->book->arena, label));
}
