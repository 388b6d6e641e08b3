/* SPDX-License-Identifier: Apache-2.0 */
/* The structure tree as PDF objects: StructTreeRoot, elements, ParentTree, IDTree (ISO 32000-1 § 14.7). */
#include "internal.h"

#include <string.h>

typedef struct {
  MbWork *work;
  MbStructure *structure;
  GString *out;
} Writer;

static const MbElement *
element_at (const Writer *self, gint32 index)
{
  return &g_array_index (self->structure->elements, MbElement, index);
}

static const MbTaggedForm *
form_at (const Writer *self, guint number)
{
  return &g_array_index (self->structure->forms, MbTaggedForm, number - 1);
}

static const GArray *
places_of (const Writer *self, gint32 slot)
{
  return g_ptr_array_index (self->structure->places, slot);
}

/* --- Attributes -------------------------------------------------------------------------------------------------------------------- */

static void
put_text_key (GString *out, const char *key, const char *text)
{
  if (!text)
    return;
  g_string_append (out, key);
  mb_syntax_text (out, text);
}

static int
span_of (const MbNode *node, const char *name)
{
  const char *value = mb_node_attr (node, name);
  gint64 span = value ? g_ascii_strtoll (value, NULL, 10) : 1;
  return (int) CLAMP (span, 1, MB_MAX_TABLE_CELLS);
}

static const char *
scope_of (const MbNode *node)
{
  const char *scope = mb_node_attr (node, "scope");
  if (scope && (g_str_has_prefix (scope, "row")))
    return "Row";
  if (scope && (g_str_has_prefix (scope, "col")))
    return "Column";
  for (const MbNode *at = node->parent; at && !mb_node_is (at, "table"); at = at->parent)
    if (mb_node_is (at, "thead"))
      return "Column";
  const MbNode *row = node->parent;
  for (const MbNode *cell = row ? row->first : NULL; cell; cell = cell->next)
    if (mb_node_is (cell, "td"))
      return "Row";
  return "Column";
}

static void
put_table (GString *out, const MbNode *node)
{
  int columns = span_of (node, "colspan"), rows = span_of (node, "rowspan");
  gboolean head = mb_node_is (node, "th");
  if (!head && columns == 1 && rows == 1)
    return;
  g_string_append (out, "/A<</O/Table");
  if (head)
    g_string_append_printf (out, "/Scope/%s", scope_of (node));
  if (columns > 1)
    g_string_append_printf (out, "/ColSpan %d", columns);
  if (rows > 1)
    g_string_append_printf (out, "/RowSpan %d", rows);
  g_string_append (out, ">>");
}

/* Where the picture of a Figure stands. */
static MbRect
extent_of (const MbItem *item)
{
  MbRect extent;
  return mb_item_extent (item, &extent) ? extent : item->rect;
}

static void
put_bounds (const Writer *self, const MbElement *element)
{
  for (const MbKid *kid = element->first; kid; kid = kid->next) {
    const GArray *places = kid->slot >= 0 ? places_of (self, kid->slot) : NULL;
    if (!places)
      continue;
    MbPiecePlace place = g_array_index (places, MbPiecePlace, 0);
    const MbDisplayList *display = self->work->painted->displays[place.page];
    g_string_append (self->out, "/A<</O/Layout/Placement/Block/BBox");
    mb_syntax_rect (self->out, display, extent_of (&display->items[place.item]));
    g_string_append (self->out, ">>");
    return;
  }
}

static void
put_attributes (const Writer *self, const MbElement *element)
{
  GString *out = self->out;
  put_text_key (out, "/Alt", element->alt);
  put_text_key (out, "/E", element->expansion);
  if (element
          ->generated) /* a title that a program can look for: what a text comparison leaves out */
    g_string_append (out, "/T(generated)");
  if (element->lang) {
    g_string_append (out, "/Lang");
    mb_syntax_ascii (out, element->lang);
  }
  if (element->note)
    g_string_append_printf (out, "/ID(note-%06u)", element->note);
  if (element->list)
    g_string_append_printf (out, "/A<</O/List/ListNumbering/%s>>", element->list);
  if (element->is_figure)
    put_bounds (self, element);
  if (strcmp (element->tag, "TH") == 0 || strcmp (element->tag, "TD") == 0)
    put_table (out, element->node);
}

/* --- Kids ------------------------------------------------------------------------------------------------------------------------------ */

/* The page most of a simple element stands on: that of its first content. */
static gint32
page_of (const Writer *self, const MbElement *element)
{
  for (const MbKid *kid = element->first; kid; kid = kid->next) {
    const GArray *places = kid->slot >= 0 ? places_of (self, kid->slot) : NULL;
    if (places)
      return g_array_index (places, MbPiecePlace, 0).page;
  }
  return -1;
}

static void
put_content (const Writer *self, const GArray *places, gint32 page)
{
  for (guint i = 0; places && i < places->len; i++) {
    MbPiecePlace place = g_array_index (places, MbPiecePlace, i);
    if (place.form)
      g_string_append_printf (self->out, "<</Type/MCR/Pg %d 0 R/Stm %d 0 R/MCID %u>>",
                              self->work->page_refs[place.page], form_at (self, place.form)->ref,
                              place.mcid);
    else if ((gint32) place.page == page)
      g_string_append_printf (self->out, " %u", place.mcid);
    else
      g_string_append_printf (self->out, "<</Type/MCR/Pg %d 0 R/MCID %u>>",
                              self->work->page_refs[place.page], place.mcid);
  }
}

static void
put_kids (const Writer *self, const MbElement *element, gint32 page)
{
  g_string_append (self->out, "/K[");
  for (const MbKid *kid = element->first; kid; kid = kid->next)
    if (kid->slot >= 0)
      put_content (self, places_of (self, kid->slot), page);
    else if (element_at (self, kid->element)->alive)
      g_string_append_printf (self->out, " %d 0 R", element_at (self, kid->element)->ref);
  const MbLinkArea *area =
      strcmp (element->tag, "Link") == 0 ? mb_links_of (self->work->links, element->node) : NULL;
  for (; area; area = area->next)
    g_string_append_printf (self->out, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", area->ref,
                            self->work->page_refs[area->page]);
  g_string_append_c (self->out, ']');
}

static void
write_element (const Writer *self, const MbElement *element)
{
  gint32 page = page_of (self, element);
  MbRef parent =
      element->parent < 0 ? self->structure->root : element_at (self, element->parent)->ref;
  g_string_printf (self->out, "<</Type/StructElem/S/%s/P %d 0 R", element->tag, parent);
  if (page >= 0)
    g_string_append_printf (self->out, "/Pg %d 0 R", self->work->page_refs[page]);
  put_attributes (self, element);
  put_kids (self, element, page);
  g_string_append (self->out, ">>");
  mb_file_put (self->work->file, element->ref, self->out->str);
}

/* --- Trees of numbers and names ------------------------------------------------------------------------------------------------------- */

/* The streams with marked content: pages, then forms. */
static guint
stream_of (const Writer *self, MbPiecePlace place)
{
  return place.form ? self->work->painted->n_pages + place.form - 1 : place.page;
}

static guint
sequences_of (const Writer *self, guint stream)
{
  guint n_pages = self->work->painted->n_pages;
  return stream < n_pages ? g_array_index (self->structure->sequences, guint, stream)
                          : form_at (self, stream - n_pages + 1)->sequences;
}

/* Which element each MCID of a stream belongs to. */
static void
put_parents (const Writer *self, const MbRef *parents, guint n, guint key)
{
  g_string_append_printf (self->out, " %u[", key);
  for (guint mcid = 0; mcid < n; mcid++)
    g_string_append_printf (self->out, " %d 0 R", parents[mcid]);
  g_string_append_c (self->out, ']');
}

static MbRef **
collect_parents (const Writer *self)
{
  MbWork *work = self->work;
  guint n = work->painted->n_pages + self->structure->forms->len;
  MbRef **parents = mb_arena_array (work->arena, MbRef *, n);
  for (guint i = 0; i < n; i++)
    parents[i] = mb_arena_array (work->arena, MbRef, sequences_of (self, i) + 1);
  for (guint slot = 0; slot < self->structure->slots->len; slot++) {
    const GArray *places = places_of (self, slot);
    const MbElement *owner =
        element_at (self, g_array_index (self->structure->slots, gint32, slot));
    for (guint i = 0; places && i < places->len; i++) {
      MbPiecePlace place = g_array_index (places, MbPiecePlace, i);
      parents[stream_of (self, place)][place.mcid] = owner->ref;
    }
  }
  return parents;
}

/* From `a` to its Link. */
static GHashTable *
index_links (const Writer *self)
{
  GHashTable *index = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->structure->elements->len; i++) {
    const MbElement *element = element_at (self, i);
    if (strcmp (element->tag, "Link") == 0)
      g_hash_table_insert (index, (gpointer) element->node, GINT_TO_POINTER (element->ref));
  }
  return index;
}

static MbRef
write_parent_tree (const Writer *self, guint *next_key)
{
  MbWork *work = self->work;
  MbRef **parents = collect_parents (self);
  g_autoptr (GHashTable) links = index_links (self);
  g_string_assign (self->out, "<</Nums[");
  guint n_pages = work->painted->n_pages;
  for (guint p = 0; p < n_pages; p++)
    put_parents (self, parents[p], sequences_of (self, p), p);
  *next_key = n_pages;
  for (guint i = 0; i < mb_links_count (work->links); i++)
    g_string_append_printf (self->out, " %u %d 0 R", (*next_key)++,
                            GPOINTER_TO_INT (
                                g_hash_table_lookup (links, mb_links_get (work->links, i)->node)));
  for (guint i = 0; i < self->structure->forms->len; i++)
    put_parents (self, parents[n_pages + i], sequences_of (self, n_pages + i), (*next_key)++);
  g_string_append (self->out, "]>>");
  MbRef ref = mb_file_reserve (work->file);
  mb_file_put (work->file, ref, self->out->str);
  return ref;
}

/* Notes are numbered in the order of their elements and with leading zeros, so their names are sorted. */
static void
put_id_tree (const Writer *self)
{
  if (self->structure->n_notes == 0)
    return;
  g_string_append (self->out, "/IDTree<</Names[");
  for (guint i = 0; i < self->structure->elements->len; i++) {
    const MbElement *element = element_at (self, i);
    if (element->note && element->alive)
      g_string_append_printf (self->out, "(note-%06u)%d 0 R", element->note, element->ref);
  }
  g_string_append (self->out, "]>>");
}

void
mb_structure_write (MbWork *work)
{
  MbStructure *structure = work->structure;
  g_autoptr (GString) out = g_string_new (NULL);
  Writer self = { work, structure, out };
  structure->root = mb_file_reserve (work->file);
  for (guint i = 0; i < structure->elements->len; i++) {
    MbElement *element = &g_array_index (structure->elements, MbElement, i);
    element->ref = element->alive ? mb_file_reserve (work->file) : 0;
  }
  for (guint i = 0; i < structure->elements->len; i++)
    if (element_at (&self, i)->alive)
      write_element (&self, element_at (&self, i));
  guint next_key;
  MbRef parents = write_parent_tree (&self, &next_key);
  g_string_printf (out, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %u",
                   element_at (&self, 0)->ref, parents, next_key);
  put_id_tree (&self);
  g_string_append (out, ">>");
  mb_file_put (work->file, structure->root, out->str);
  mb_file_set_f (work->file, mb_file_root (work->file), "/StructTreeRoot", "%d 0 R",
                 structure->root);
  mb_file_release (work->file);
}
