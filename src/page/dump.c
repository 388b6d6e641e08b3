/* SPDX-License-Identifier: Apache-2.0 */
/* Pages as text: a page a block, areas, boxes and lines indented below it. Lengths in pt to 0.01. */
#include "internal.h"

static const char *const margin_names[MB_N_MARGIN_BOXES] = {
  [MB_MARGIN_TOP_LEFT_CORNER] = "top-left-corner",
  [MB_MARGIN_TOP_LEFT] = "top-left",
  [MB_MARGIN_TOP_CENTER] = "top-center",
  [MB_MARGIN_TOP_RIGHT] = "top-right",
  [MB_MARGIN_TOP_RIGHT_CORNER] = "top-right-corner",
  [MB_MARGIN_RIGHT_TOP] = "right-top",
  [MB_MARGIN_RIGHT_MIDDLE] = "right-middle",
  [MB_MARGIN_RIGHT_BOTTOM] = "right-bottom",
  [MB_MARGIN_BOTTOM_RIGHT_CORNER] = "bottom-right-corner",
  [MB_MARGIN_BOTTOM_RIGHT] = "bottom-right",
  [MB_MARGIN_BOTTOM_CENTER] = "bottom-center",
  [MB_MARGIN_BOTTOM_LEFT] = "bottom-left",
  [MB_MARGIN_BOTTOM_LEFT_CORNER] = "bottom-left-corner",
  [MB_MARGIN_LEFT_BOTTOM] = "left-bottom",
  [MB_MARGIN_LEFT_MIDDLE] = "left-middle",
  [MB_MARGIN_LEFT_TOP] = "left-top",
};

/* g_ascii_formatd: never the locale's comma. Hundredths are rounded before, so that -0.00 cannot appear. */
static void
add_length (GString *out, MbLength length)
{
  gint64 hundredths = ((gint64) length * 100 + (length < 0 ? -MB_PT / 2 : MB_PT / 2)) / MB_PT;
  g_string_append_printf (out, " %s%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT,
                          hundredths < 0 ? "-" : "", ABS (hundredths) / 100,
                          ABS (hundredths) % 100);
}

static void
add_rect (GString *out, const MbRect *rect)
{
  add_length (out, rect->x);
  add_length (out, rect->y);
  add_length (out, rect->width);
  add_length (out, rect->height);
}

static void
indent (GString *out, guint depth)
{
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
add_name (GString *out, const MbBox *box)
{
  const MbNode *node = box ? box->node : NULL;
  const char *class = node && node->kind == MB_NODE_ELEMENT ? mb_node_attr (node, "class") : NULL;
  if (node && node->name)
    g_string_append_printf (out, " %s", node->name);
  if (class)
    g_string_append_printf (out, ".%s", class);
}

static void
add_text (GString *out, const MbLine *line)
{
  g_string_append (out, " \"");
  for (guint i = 0; i < line->n_runs; i++) {
    const MbGlyphRun *run = &line->runs[i];
    if (run->kind == MB_RUN_HYPHEN)
      g_string_append_c (out, '-');
    else if (run->kind == MB_RUN_ATOM)
      g_string_append (out, "\uFFFC");
    else if (run->text)
      g_string_append_len (out, run->text, run->length);
  }
  g_string_append_c (out, '"');
}

static void
add_line (GString *out, const MbFragment *fragment)
{
  g_string_append (out, "line");
  add_length (out, fragment->rect.x + fragment->line->x);
  add_length (out, fragment->baseline);
  add_text (out, fragment->line);
}

static void
add_fragment (GString *out, const MbFragment *fragment)
{
  static const char *const kinds[] = { "box",   "line", "picture",  "rule",
                                       "place", "row",  "backdrop", "edge" };
  if (fragment->kind == MB_FRAGMENT_LINE) {
    add_line (out, fragment);
    return;
  }
  g_string_append (out, kinds[fragment->kind]);
  add_name (out, fragment->box);
  add_rect (out, &fragment->rect);
  if (fragment->kind == MB_FRAGMENT_BOX && !fragment->first)
    g_string_append (out, " continued");
  if (fragment->kind == MB_FRAGMENT_BOX && !fragment->last)
    g_string_append (out, " to be continued");
}

/* Depth is bounded by that of boxes. */
static void
add_fragments (GString *out, const MbFragment *fragment, guint depth)
{
  for (; fragment; fragment = fragment->next) {
    indent (out, depth);
    add_fragment (out, fragment);
    g_string_append_c (out, '\n');
    add_fragments (out, fragment->child, depth + 1);
  }
}

static void
add_area (GString *out, const MbArea *area)
{
  static const char *const kinds[] = { "flow", "margin", "page" };
  indent (out, 1);
  g_string_append (out, kinds[area->kind]);
  if (area->kind == MB_AREA_MARGIN)
    g_string_append_printf (out, " %s%s", margin_names[area->margin], area->own ? " own" : "");
  g_string_append_c (out, '\n');
  add_fragments (out, area->fragment, 2);
}

static void
add_page (GString *out, const MbPage *page)
{
  g_string_append_printf (out, "page %u \"%s\" %s%s", page->index + 1, page->label,
                          page->left ? "left" : "right", page->blank ? " blank" : "");
  add_length (out, page->style->width);
  add_length (out, page->style->height);
  g_string_append (out, " area");
  add_rect (out, &page->content);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < page->n_areas; i++)
    add_area (out, &page->areas[i]);
}

char *
mb_page_dump (const MbPages *pages, guint from, guint to)
{
  GString *out = g_string_new (NULL);
  for (guint i = from; i <= to && i < pages->n_pages; i++)
    add_page (out, &pages->pages[i]);
  return g_string_free (out, FALSE);
}
