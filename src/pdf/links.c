/* SPDX-License-Identifier: Apache-2.0 */
/* Links: where the glyphs and pictures of an `a` stand, and what it leads to.
 *
 * An area is what one link covers in one column of one page: a rectangle a line. A line above the last one means a new column, and
 * so a new area. Inside the edition a link is an explicit destination; outside only http, https and mailto are written. */
#include "internal.h"

#include <string.h>

struct MbLinks {
  GPtrArray *areas;    /* MbLinkArea, in order of page and painting */
  GHashTable *by_node; /* MbNode → its first MbLinkArea */
};

static const MbNode *
link_around (const MbNode *node)
{
  while (node &&
         !(node->kind == MB_NODE_ELEMENT && mb_node_is (node, "a") && mb_node_attr (node, "href")))
    node = node->parent;
  return node;
}

/* --- Where it leads ---------------------------------------------------------------------------------------------------------- */

/* The sheet's first item of @node or what it holds, when page knows no target. */
static gboolean
painted_place (const MbWork *work, const MbNode *node, MbTarget *target)
{
  for (guint p = 0; p < work->painted->n_pages; p++) {
    const MbDisplayList *display = work->painted->displays[p];
    for (guint i = 0; i < display->n; i++) {
      const MbItem *item = &display->items[i];
      const MbNode *at = item->artifact == MB_ARTIFACT_NONE ? item->node : NULL;
      while (at && at != node)
        at = at->parent;
      MbRect extent;
      if (at && mb_item_extent (item, &extent)) {
        *target = (MbTarget){ node, p, extent.x, extent.y };
        return TRUE;
      }
    }
  }
  return FALSE;
}

gboolean
mb_pdf_painted_page (const MbWork *work, guint index, guint *painted)
{
  const MbDisplayList *const *displays = work->painted->displays;
  if (index < work->painted->n_pages && displays[index]->page == index) {
    *painted = index; /* the whole edition was painted */
    return TRUE;
  }
  for (guint p = 0; p < work->painted->n_pages; p++)
    if (displays[p]->page == index) {
      *painted = p;
      return TRUE;
    }
  return FALSE;
}

/* Where @node begins as an explicit destination, appended to @out. FALSE when unknown. */
static gboolean
put_destination (const MbWork *work, const MbNode *node, GString *out)
{
  const MbTarget *known = work->pages ? mb_page_target (work->pages, node) : NULL;
  MbTarget target;
  guint page;
  if (known && mb_pdf_painted_page (work, known->page, &page))
    target = *known;
  else if (painted_place (work, node, &target))
    page = target.page;
  else
    return FALSE;
  const MbDisplayList *display = work->painted->displays[page];
  g_string_append_printf (out, "[%d 0 R/XYZ ", work->page_refs[page]);
  mb_syntax_number (out, mb_pdf_x (display, target.x));
  g_string_append_c (out, ' ');
  mb_syntax_number (out, mb_pdf_y (display, target.y));
  g_string_append (out, " null]");
  return TRUE;
}

static gboolean
may_leave (const char *href)
{
  return g_ascii_strncasecmp (href, "http://", 7) == 0 ||
         g_ascii_strncasecmp (href, "https://", 8) == 0 ||
         g_ascii_strncasecmp (href, "mailto:", 7) == 0;
}

static gboolean
leads_somewhere (const MbWork *work, const MbNode *node)
{
  const char *href = mb_node_attr (node, "href");
  g_autoptr (GString) unused = g_string_new (NULL);
  if (may_leave (href))
    return TRUE;
  const MbNode *target = mb_doc_link_target (work->doc, node);
  if (target && put_destination (work, target, unused))
    return TRUE;
  return mb_report (mb_doc_diagnostics (work->doc), node->pos, MB_MSG_PDF_LINK_LEFT_OUT, href,
                    NULL);
}

/* --- Where it stands ----------------------------------------------------------------------------------------------------------- */

typedef struct {
  MbWork *work;
  MbLinkArea *open; /* of the link the last item belonged to */
  MbLength baseline;
  GHashTable *dead; /* links that lead nowhere */
} Collector;

static MbRect
join (MbRect a, MbRect b)
{
  MbLength right = MAX (a.x + a.width, b.x + b.width),
           bottom = MAX (a.y + a.height, b.y + b.height);
  MbRect r = { MIN (a.x, b.x), MIN (a.y, b.y), 0, 0 };
  r.width = right - r.x;
  r.height = bottom - r.y;
  return r;
}

static void
area_free (gpointer data)
{
  g_array_unref (((MbLinkArea *) data)->rects);
  g_free (data);
}

static MbLinkArea *
open_area (Collector *self, const MbNode *node, guint page)
{
  MbLinks *links = self->work->links;
  MbLinkArea *area = g_new0 (MbLinkArea, 1);
  *area = (MbLinkArea){ .node = node,
                        .page = page,
                        .rects = g_array_new (FALSE, FALSE, sizeof (MbRect)) };
  g_ptr_array_add (links->areas, area);
  MbLinkArea *last = g_hash_table_lookup (links->by_node, node);
  if (!last)
    g_hash_table_insert (links->by_node, (gpointer) node, area);
  while (last && last->next)
    last = last->next;
  if (last)
    last->next = area;
  return area;
}

static MbLength
line_of (const MbItem *item, const MbRect *extent)
{
  return item->kind == MB_ITEM_GLYPHS && !item->scene ? item->baseline : extent->y + extent->height;
}

static void
add_item (Collector *self, const MbNode *node, guint page, const MbItem *item)
{
  MbLinkArea *area = self->open;
  MbRect extent;
  if (!mb_item_extent (item, &extent))
    return;
  MbLength tolerance = extent.height / 2; /* raised text is on its line */
  MbLength line = line_of (item, &extent);
  gboolean same = area && area->node == node && area->page == page;
  if (!same || line < self->baseline - tolerance) {
    self->open = area = open_area (self, node, page);
    same = FALSE;
  }
  if (same && line <= self->baseline + tolerance) {
    MbRect *last = &g_array_index (area->rects, MbRect, area->rects->len - 1);
    *last = join (*last, extent);
    return;
  }
  g_array_append_val (area->rects, extent);
  self->baseline = line;
}

static void
visit_item (Collector *self, guint page, const MbItem *item)
{
  if (item->artifact != MB_ARTIFACT_NONE)
    return;
  const MbNode *node = link_around (item->node);
  if (!node) {
    self->open = NULL;
    return;
  }
  if (g_hash_table_contains (self->dead, node))
    return;
  if (!g_hash_table_contains (self->work->links->by_node, node) &&
      !leads_somewhere (self->work, node)) {
    g_hash_table_add (self->dead, (gpointer) node);
    return;
  }
  add_item (self, node, page, item);
}

void
mb_links_collect (MbWork *work)
{
  work->links = g_new0 (MbLinks, 1);
  work->links->areas = g_ptr_array_new_with_free_func (area_free);
  work->links->by_node = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) dead = g_hash_table_new (NULL, NULL);
  Collector self = { .work = work, .dead = dead };
  for (guint p = 0; p < work->painted->n_pages; p++)
    for (guint i = 0; i < work->painted->displays[p]->n; i++)
      visit_item (&self, p, &work->painted->displays[p]->items[i]);
  for (guint i = 0; i < work->links->areas->len; i++)
    ((MbLinkArea *) g_ptr_array_index (work->links->areas, i))->ref = mb_file_reserve (work->file);
}

void
mb_links_free (MbLinks *links)
{
  if (!links)
    return;
  g_ptr_array_unref (links->areas);
  g_hash_table_unref (links->by_node);
  g_free (links);
}

MbLinkArea *
mb_links_of (const MbLinks *links, const MbNode *node)
{
  return g_hash_table_lookup (links->by_node, node);
}

guint
mb_links_count (const MbLinks *links)
{
  return links->areas->len;
}

const MbLinkArea *
mb_links_get (const MbLinks *links, guint index)
{
  return g_ptr_array_index (links->areas, index);
}

/* --- Annotations --------------------------------------------------------------------------------------------------------------- */

static void
put_quads (GString *out, const MbDisplayList *display, const MbLinkArea *area)
{
  g_string_append (out, "/QuadPoints[");
  for (guint i = 0; i < area->rects->len; i++) {
    MbRect r = g_array_index (area->rects, MbRect, i);
    double left = mb_pdf_x (display, r.x), right = mb_pdf_x (display, r.x + r.width);
    double top = mb_pdf_y (display, r.y), bottom = mb_pdf_y (display, r.y + r.height);
    /* in the order readers use: top left, top right, bottom left, bottom right */
    const double points[] = { left, top, right, top, left, bottom, right, bottom };
    for (int k = 0; k < 8; k++) {
      mb_syntax_number (out, points[k]);
      g_string_append_c (out, ' ');
    }
  }
  g_string_append_c (out, ']');
}

/* A URI is ASCII; what is not is written %XX. */
static void
put_uri (GString *out, const char *href)
{
  g_autofree char *escaped = g_uri_escape_string (href, "!#$%&'()*+,/:;=?@[]~-._", FALSE);
  g_string_append (out, "/A<</S/URI/URI");
  mb_syntax_ascii (out, escaped);
  g_string_append (out, ">>");
}

static void
put_contents (GString *out, MbWork *work, const MbNode *node)
{
  const char *text = mb_node_attr (node, "title");
  if (!text || !*text)
    text = mb_node_text (node, work->arena);
  if (!*text)
    for (const MbNode *at = node; at; at = mb_node_next (at, node))
      if (mb_role_is_image (at) && mb_role_alt (at))
        text = mb_role_alt (at);
  /* its words are the page number that the sheet prints */
  const MbNode *target = *text ? NULL : mb_doc_link_target (work->doc, node);
  const MbTarget *known = target && work->pages ? mb_page_target (work->pages, target) : NULL;
  if (known)
    text = mb_arena_printf (work->arena, "page %s", work->pages->pages[known->page].label);
  g_string_append (out, "/Contents");
  mb_syntax_text (out, *text ? text : mb_node_attr (node, "href"));
}

static void
write_area (MbWork *work, MbLinkArea *area)
{
  const MbDisplayList *display = work->painted->displays[area->page];
  g_autoptr (GString) out = g_string_new ("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");
  MbRect all = g_array_index (area->rects, MbRect, 0);
  for (guint i = 1; i < area->rects->len; i++)
    all = join (all, g_array_index (area->rects, MbRect, i));
  mb_syntax_rect (out, display, all);
  put_quads (out, display, area);
  put_contents (out, work, area->node);
  g_string_append_printf (out, "/P %d 0 R/StructParent %u", work->page_refs[area->page],
                          area->parent_key);
  const char *href = mb_node_attr (area->node, "href");
  const MbNode *target = may_leave (href) ? NULL : mb_doc_link_target (work->doc, area->node);
  if (target) {
    g_string_append (out, "/Dest");
    put_destination (work, target, out);
  } else {
    put_uri (out, href);
  }
  g_string_append (out, ">>");
  mb_file_put (work->file, area->ref, out->str);
}

void
mb_links_write (MbWork *work, guint first_key)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < work->links->areas->len; i++) {
    MbLinkArea *area = g_ptr_array_index (work->links->areas, i);
    area->parent_key = first_key + i;
    write_area (work, area);
    g_string_append_printf (list, "%s%d 0 R", list->len ? " " : "[", area->ref);
    const MbLinkArea *next =
        i + 1 < work->links->areas->len ? g_ptr_array_index (work->links->areas, i + 1) : NULL;
    if (next && next->page == area->page)
      continue;
    g_string_append_c (list, ']');
    mb_file_set (work->file, mb_file_page (work->file, area->page), "/Annots", list->str);
    g_string_truncate (list, 0);
  }
  mb_file_release (work->file);
}
