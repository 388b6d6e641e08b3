/* SPDX-License-Identifier: Apache-2.0 */
/* The NCX of EPUB 2, for older readers: the same contents and pages as nav.
 *
 * playOrder numbers the *places* of contents and pages together, without a gap, in reading order; two entries of one place (a
 * rubrique and its first article) share it. */
#include "internal.h"

static int
compare_orders (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;
  return x < y ? -1 : x > y;
}

/* Every order in use, sorted, once: the rank of an order is its playOrder. */
static GArray *
orders_of (const MbBook *book)
{
  GArray *orders = g_array_new (FALSE, FALSE, sizeof (guint));
  const GArray *lists[] = { book->toc, book->pages };
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    for (guint i = 0; i < lists[k]->len; i++)
      g_array_append_val (orders, g_array_index (lists[k], MbEntry, i).order);
  g_array_sort (orders, compare_orders);
  guint n = 0;
  for (guint i = 0; i < orders->len; i++)
    if (n == 0 || g_array_index (orders, guint, n - 1) != g_array_index (orders, guint, i))
      g_array_index (orders, guint, n++) = g_array_index (orders, guint, i);
  g_array_set_size (orders, n);
  return orders;
}

static guint
play_order (GArray *orders, const MbEntry *entry)
{
  guint index = 0;
  g_array_binary_search (orders, &entry->order, compare_orders, &index);
  return index + 1;
}

static void
append_label (GString *out, const char *element, const char *label)
{
  g_string_append_printf (out, "<%s><text>", element);
  mb_xml_escape (out, label, -1, FALSE);
  g_string_append_printf (out, "</text></%s>", element);
}

static void
append_place (GString *out, const MbBook *book, const MbEntry *entry)
{
  append_label (out, "navLabel", entry->label);
  g_string_append_printf (out, "<content src=\"%s%s%s\"/>", mb_book_file (book, entry->file)->name,
                          entry->id ? "#" : "", entry->id ? entry->id : "");
}

/* The nesting of nav.c. Returns: the depth of the tree. */
static guint
append_points (GString *out, const MbBook *book, GArray *orders)
{
  guint levels[8] = { 0 }, depth = 0, deepest = 0;
  for (guint i = 0; i < book->toc->len; i++) {
    const MbEntry *entry = &g_array_index (book->toc, MbEntry, i);
    if (i > 0 && entry->level > levels[depth] && depth + 1 < G_N_ELEMENTS (levels)) {
      depth++;
    } else {
      if (i > 0)
        g_string_append (out, "</navPoint>\n");
      for (; depth > 0 && entry->level <= levels[depth - 1]; depth--)
        g_string_append (out, "</navPoint>\n");
    }
    levels[depth] = entry->level;
    deepest = MAX (deepest, depth + 1);
    g_string_append_printf (out, "<navPoint id=\"point-%u\" playOrder=\"%u\">", i + 1,
                            play_order (orders, entry));
    append_place (out, book, entry);
  }
  for (guint i = 0; book->toc->len && i <= depth; i++)
    g_string_append (out, "</navPoint>\n");
  return deepest;
}

static gboolean
is_decimal (const char *label)
{
  for (const char *p = label; *p; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return *label != '\0';
}

static guint64
highest_page (const MbBook *book)
{
  guint64 highest = 0;
  for (guint i = 0; i < book->pages->len; i++) {
    const char *label = g_array_index (book->pages, MbEntry, i).label;
    if (is_decimal (label))
      highest = MAX (highest, g_ascii_strtoull (label, NULL, 10));
  }
  return highest;
}

static void
append_pages (GString *out, const MbBook *book, GArray *orders)
{
  if (book->pages->len == 0)
    return;
  g_string_append (out, "<pageList>");
  append_label (out, "navLabel", book->words->page_list);
  for (guint i = 0; i < book->pages->len; i++) {
    const MbEntry *entry = &g_array_index (book->pages, MbEntry, i);
    gboolean decimal = is_decimal (entry->label);
    g_string_append_printf (out, "\n<pageTarget id=\"page-%u\" type=\"%s\"", i + 1,
                            decimal ? "normal" : "special");
    if (decimal)
      g_string_append_printf (out, " value=\"%s\"", entry->label);
    g_string_append_printf (out, " playOrder=\"%u\">", play_order (orders, entry));
    append_place (out, book, entry);
    g_string_append (out, "</pageTarget>");
  }
  g_string_append (out, "\n</pageList>\n");
}

GBytes *
mb_ncx_write (MbBook *book)
{
  g_autoptr (GArray) orders = orders_of (book);
  g_autoptr (GString) points = g_string_new (NULL);
  guint depth = append_points (points, book, orders);
  if (book->toc->len == 0) {
    MbEntry first = { .label = book->title, .order = 1 };
    g_string_append (points, "<navPoint id=\"point-1\" playOrder=\"1\">");
    append_place (points, book, &first);
    g_string_append (points, "</navPoint>\n");
  }
  GString *out = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"");
  mb_xml_escape (out, book->language, -1, TRUE);
  g_string_append (out, "\">\n<head><meta name=\"dtb:uid\" content=\"");
  mb_xml_escape (out, book->identifier, -1, TRUE);
  g_string_append_printf (out,
                          "\"/><meta name=\"dtb:depth\" content=\"%u\"/><meta "
                          "name=\"dtb:totalPageCount\" content=\"%u\"/>",
                          MAX (depth, 1), book->pages->len);
  g_string_append_printf (out,
                          "<meta name=\"dtb:maxPageNumber\" content=\"%" G_GUINT64_FORMAT
                          "\"/></head>\n",
                          highest_page (book));
  append_label (out, "docTitle", book->title);
  g_string_append_printf (out, "\n<navMap>\n%s</navMap>\n", points->str);
  append_pages (out, book, orders);
  g_string_append (out, "</ncx>\n");
  return g_string_free_to_bytes (out);
}
