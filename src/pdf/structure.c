/* SPDX-License-Identifier: Apache-2.0 */
/* The logical structure: elements from the document tree, an owner for each item painted.
 *
 * The tree is walked once in document order; paint order never matters. A *slot* is a stretch of content between two child
 * elements of an element: items belong to slots, and the marked-content sequences found later in the streams are listed by slot.
 * So an element split over columns, pages or by a float reads in the order of its text.
 *
 *   - bare text in a grouping element gets a P of its own;
 *   - headings take the depth they have among the headings before them: h1 h3 becomes H1 H2, no level is skipped;
 *   - an entry of a table of contents is a TOCI, its link and page number a Reference;
 *   - text of a list item's ::before is its Lbl; other text of the style sheet is a Span;
 *   - a table head repeated on later pages is an artifact there;
 *   - elements without content are left out, cells and rows excepted. */
#include "internal.h"

#include <string.h>

/* Items of a node: those of its own, and text generated before and after. */
typedef enum { PART_OWN, PART_BEFORE, PART_AFTER } Part;

typedef struct {
  guint32 page, item;
} Place;

typedef struct {
  MbWork *work;
  MbStructure *structure;
  guint32 *first;   /* by node id: index of its first place */
  Place *places;    /* sorted by node id, then page, then item */
  gint32 current;   /* element that receives content, -1 before the root */
  const char *lang; /* in force */
  GArray *stack;    /* Frame, one an open node */
  GArray *headings; /* guint: levels of the headings the next one may be under */
  gint32 head_page; /* page of the table head being read, or -1 */
} Builder;

typedef struct {
  gint32 element;
  const char *lang;
  gint32 head_page;
} Frame;

/* --- Items by node ------------------------------------------------------------------------------------------------------------ */

typedef void (*ItemVisitor) (Builder *self, guint page, guint index, const MbItem *item);

static void
each_item (Builder *self, ItemVisitor visit)
{
  const MbPainted *painted = self->work->painted;
  for (guint p = 0; p < painted->n_pages; p++)
    for (guint i = 0; i < painted->displays[p]->n; i++) {
      const MbItem *item = &painted->displays[p]->items[i];
      if (item->artifact == MB_ARTIFACT_NONE && item->node)
        visit (self, p, i, item);
    }
}

static void
count_item (Builder *self, guint page, guint index, const MbItem *item)
{
  self->first[item->node->id + 1]++;
}

static void
sort_item (Builder *self, guint page, guint index, const MbItem *item)
{
  self->places[self->first[item->node->id + 1]++] = (Place){ page, index };
}

/* A counting sort: places[first[id]…first[id + 1]) are the items of node id. */
static void
index_items (Builder *self)
{
  guint n = mb_doc_n_nodes (self->work->doc);
  self->first = mb_arena_array (self->work->arena, guint32, n + 2);
  each_item (self, count_item);
  guint32 total = 0;
  for (guint id = 0; id <= n; id++) {
    guint32 count = self->first[id + 1];
    self->first[id + 1] = total;
    total += count;
  }
  self->places = mb_arena_array (self->work->arena, Place, total + 1);
  each_item (self, sort_item);
}

static const MbItem *
item_at (const Builder *self, Place place)
{
  return &self->work->painted->displays[place.page]->items[place.item];
}

static Part
part_of (const MbItem *item)
{
  if (!item->generated || item->hyphen) /* a hyphen is its word's */
    return PART_OWN;
  return item->before ? PART_BEFORE : PART_AFTER;
}

static gboolean
has_part (const Builder *self, const MbNode *node, Part part)
{
  for (guint32 i = self->first[node->id]; i < self->first[node->id + 1]; i++)
    if (part_of (item_at (self, self->places[i])) == part)
      return TRUE;
  return FALSE;
}

/* --- Elements and slots ------------------------------------------------------------------------------------------------------------ */

static MbElement *
element_at (MbStructure *structure, gint32 index)
{
  return &g_array_index (structure->elements, MbElement, index);
}

static MbKid *
add_kid (Builder *self, gint32 parent, gint32 element, gint32 slot)
{
  MbKid *kid = mb_arena_new0 (self->work->arena, MbKid);
  *kid = (MbKid){ element, slot, NULL };
  MbElement *owner = element_at (self->structure, parent);
  if (owner->last)
    owner->last->next = kid;
  else
    owner->first = kid;
  owner->last = kid;
  return kid;
}

static gint32
add_element (Builder *self, gint32 parent, MbRole role, const MbNode *node)
{
  MbElement element = { .tag = role.tag, .kind = role.kind, .parent = parent, .node = node };
  gint32 index = self->structure->elements->len;
  g_array_append_val (self->structure->elements, element);
  if (parent >= 0)
    add_kid (self, parent, index, -1);
  return index;
}

static gint32
last_child (Builder *self, gint32 parent)
{
  const MbKid *kid = element_at (self->structure, parent)->last;
  return kid ? kid->element : -1;
}

/* The element that takes text and inline elements now: the current one, or a P in it. */
static gint32
text_parent (Builder *self)
{
  const MbElement *current = element_at (self->structure, self->current);
  if (current->kind == MB_ROLE_BLOCK || current->kind == MB_ROLE_INLINE)
    return self->current;
  gint32 last = last_child (self, self->current);
  if (last >= 0 && element_at (self->structure, last)->implied)
    return last;
  /* the words of an entry of a contents are a reference to its page (ISO 32000-1, table 333) */
  const char *tag = strcmp (current->tag, "TOCI") == 0 ? "Reference" : "P";
  gint32 paragraph =
      add_element (self, self->current, (MbRole){ tag, MB_ROLE_BLOCK }, current->node);
  element_at (self->structure, paragraph)->implied = TRUE;
  return paragraph;
}

static gint32
slot_in (Builder *self, gint32 element)
{
  MbKid *last = element_at (self->structure, element)->last;
  if (last && last->slot >= 0)
    return last->slot;
  gint32 slot = self->structure->slots->len;
  g_array_append_val (self->structure->slots, element);
  g_ptr_array_add (self->structure->places, NULL);
  add_kid (self, element, -1, slot);
  return slot;
}

static void
bring_alive (Builder *self, gint32 element)
{
  while (element >= 0 && !element_at (self->structure, element)->alive) {
    element_at (self->structure, element)->alive = TRUE;
    element = element_at (self->structure, element)->parent;
  }
}

/* Give the @part of @node's items to @element. */
static void
own_items (Builder *self, const MbNode *node, Part part, gint32 element)
{
  MbOwner owner = { slot_in (self, element), element_at (self->structure, element)->tag };
  for (guint32 i = self->first[node->id]; i < self->first[node->id + 1]; i++) {
    Place place = self->places[i];
    if (part_of (item_at (self, place)) != part)
      continue;
    gboolean repeated = self->head_page >= 0 && place.page > (guint32) self->head_page;
    self->structure->owners[place.page][place.item] =
        repeated ? (MbOwner){ MB_SLOT_ARTIFACT, NULL } : owner;
    if (!repeated)
      bring_alive (self, element);
  }
}

static void
disown_items (Builder *self, const MbNode *node)
{
  for (guint32 i = self->first[node->id]; i < self->first[node->id + 1]; i++)
    self->structure->owners[self->places[i].page][self->places[i].item] =
        (MbOwner){ MB_SLOT_ARTIFACT, NULL };
}

/* --- Entering nodes -------------------------------------------------------------------------------------------------------------------- */

static gboolean
holds_blocks (const MbNode *node)
{
  for (const MbNode *child = node->first; child; child = child->next)
    if (mb_node_is_block (child))
      return TRUE;
  return FALSE;
}

static const char *
heading_tag (Builder *self, const MbNode *node)
{
  static const char *const TAGS[] = { "H1", "H2", "H3", "H4", "H5", "H6" };
  guint level = node->name[1] - '0';
  while (self->headings->len &&
         g_array_index (self->headings, guint, self->headings->len - 1) >= level)
    g_array_set_size (self->headings, self->headings->len - 1);
  g_array_append_val (self->headings, level);
  return TAGS[MIN (self->headings->len, G_N_ELEMENTS (TAGS)) - 1];
}

static gboolean
is_heading (const MbNode *node)
{
  return node->ns == MB_NS_HTML && node->name[0] == 'h' && node->name[1] >= '1' &&
         node->name[1] <= '6' && !node->name[2];
}

static const char *
alternative (const MbNode *image)
{
  const char *alt = mb_role_alt (image);
  if (!alt || !*alt)
    alt = mb_node_attr (image, "title");
  return alt && *alt ? alt : NULL;
}

static const char *
list_numbering (const MbNode *node)
{
  if (mb_node_is (node, "ol")) {
    const char *type = mb_node_attr (node, "type");
    switch (type ? *type : '1') {
    case 'a': return "LowerAlpha";
    case 'A': return "UpperAlpha";
    case 'i': return "LowerRoman";
    case 'I': return "UpperRoman";
    default: return "Decimal";
    }
  }
  return mb_node_is (node, "dl") ? NULL : "Disc";
}

/* What only the node can tell of its element. */
static void
describe (Builder *self, gint32 index, const MbNode *node)
{
  MbElement *element = element_at (self->structure, index);
  element->lang = self->lang != g_array_index (self->stack, Frame, self->stack->len - 1).lang
                      ? self->lang
                      : NULL;
  if (strcmp (element->tag, "Note") == 0)
    element->note = ++self->structure->n_notes;
  if (strcmp (element->tag, "L") == 0)
    element->list = list_numbering (node);
  element->keep = element->kind == MB_ROLE_PARTS ? mb_node_is (node, "tr") : element->tag[0] == 'T';
  if (mb_node_is (node, "abbr"))
    element->expansion = mb_node_attr (node, "title");
  if (strcmp (element->tag, "Figure") != 0)
    return;
  const MbNode *image = mb_role_is_image (node) ? node : mb_role_picture (node);
  element->is_figure = TRUE;
  element->alt = alternative (image);
}

/* Whether @node's element stands in a line of text: its parent then must be one that takes text. */
static gboolean
stands_in_text (const MbNode *node, MbRole role)
{
  return role.kind == MB_ROLE_INLINE && !holds_blocks (node);
}

/* dt and dd have no element around each pair in HTML. */
static gint32
definition_item (Builder *self, const MbNode *node)
{
  gint32 last = last_child (self, self->current);
  if (mb_node_is (node, "dd") && last >= 0)
    return last;
  return add_element (self, self->current, (MbRole){ "LI", MB_ROLE_PARTS }, node);
}

static gint32
open_element (Builder *self, const MbNode *node, MbRole role)
{
  gint32 parent = stands_in_text (node, role) ? text_parent (self) : self->current;
  if (mb_node_is (node, "dt") || mb_node_is (node, "dd"))
    parent = definition_item (self, node);
  gboolean refers = mb_node_is_note_call (node) || mb_node_has_class (node, "folio") ||
                    mb_node_has_token (node, "role", "doc-backlink");
  if (mb_node_is (node, "a") && refers && mb_links_of (self->work->links, node))
    parent = add_element (self, parent, (MbRole){ "Reference", MB_ROLE_INLINE }, node);
  if (is_heading (node))
    role.tag = heading_tag (self, node);
  gint32 index = add_element (self, parent, role, node);
  describe (self, index, node);
  return index;
}

/* A figure's own picture is the Figure's content; an ornament is nobody's. */
static gboolean
enter_picture (Builder *self, const MbNode *node)
{
  if (mb_role_is_ornament (node)) {
    disown_items (self, node);
    return TRUE;
  }
  const MbElement *around = element_at (self->structure, self->current);
  while (around->kind == MB_ROLE_INLINE && around->parent >= 0) /* a link around the picture */
    around = element_at (self->structure, around->parent);
  if (!around->is_figure || mb_role_picture (around->node) != node)
    return FALSE;
  own_items (self, node, PART_OWN, self->current);
  own_items (self, node, PART_BEFORE, self->current); /* words in the frame of a missing picture */
  return TRUE;
}

/* The element of @node, or none when it adds nothing: a link that leads nowhere, a plain wrapper. */
static MbRole
role_here (const Builder *self, const MbNode *node)
{
  MbRole role = mb_role_of (node);
  gboolean foreign = self->lang != g_array_index (self->stack, Frame, self->stack->len - 1).lang;
  if (mb_node_is (node, "a") && !mb_links_of (self->work->links, node))
    role.tag = NULL;
  if (mb_node_is (node, "abbr") && !mb_node_attr (node, "title"))
    role.tag = NULL;
  if (!role.tag && foreign)
    return mb_node_is_block (node) ? (MbRole){ "Div", MB_ROLE_GROUP }
                                   : (MbRole){ "Span", MB_ROLE_INLINE };
  return role;
}

/* Text of the style sheet: a Span where text may stand. */
static void
own_generated (Builder *self, const MbNode *node, Part part)
{
  if (!has_part (self, node, part))
    return;
  gint32 span = add_element (self, text_parent (self), (MbRole){ "Span", MB_ROLE_INLINE }, node);
  element_at (self->structure, span)->generated = TRUE;
  own_items (self, node, part, span);
}

/* A list item is its label and its body; so is a note, without the body. */
static void
enter_item (Builder *self, const MbNode *node)
{
  gboolean note = mb_node_is_note (node);
  if (has_part (self, node, PART_BEFORE)) {
    gint32 label = add_element (self, self->current, (MbRole){ "Lbl", MB_ROLE_BLOCK }, node);
    own_items (self, node, PART_BEFORE, label);
  }
  if (!note)
    self->current = add_element (self, self->current, (MbRole){ "LBody", MB_ROLE_BLOCK }, node);
}

/* The first page that shows something of table head @node. */
static gint32
head_page (const Builder *self, const MbNode *node)
{
  gint32 page = -1;
  for (const MbNode *at = node; at; at = mb_node_next (at, node))
    if (self->first[at->id] < self->first[at->id + 1]) {
      gint32 own = self->places[self->first[at->id]].page;
      page = page < 0 ? own : MIN (page, own);
    }
  return page;
}

static void
set_language (Builder *self, const MbNode *node)
{
  const char *lang = mb_node_attr (node, "lang");
  if (lang && *lang && g_ascii_strcasecmp (lang, self->lang) != 0)
    self->lang = lang;
}

static void
enter_element (Builder *self, const MbNode *node)
{
  Frame frame = { self->current, self->lang, self->head_page };
  g_array_append_val (self->stack, frame);
  set_language (self, node);
  if (mb_node_is (node, "thead"))
    self->head_page = head_page (self, node);
  if (mb_role_is_image (node) && self->current >= 0 && enter_picture (self, node))
    return;
  MbRole role = role_here (self, node);
  if (self->current < 0 && !role.tag)
    role = (MbRole){ "Document", MB_ROLE_GROUP };
  if (role.tag)
    self->current = open_element (self, node, role);
  if (has_part (self, node, PART_OWN))
    own_items (self, node, PART_OWN, text_parent (self));
  if (mb_node_is (node, "li") && g_strcmp0 (role.tag, "TOCI") != 0)
    enter_item (self, node);
  else
    own_generated (self, node, PART_BEFORE);
}

static void
leave_element (Builder *self, const MbNode *node)
{
  own_generated (self, node, PART_AFTER);
  Frame frame = g_array_index (self->stack, Frame, self->stack->len - 1);
  g_array_set_size (self->stack, self->stack->len - 1);
  self->current = frame.element;
  self->lang = frame.lang;
  self->head_page = frame.head_page;
}

static void
enter (Builder *self, const MbNode *node)
{
  if (node->kind == MB_NODE_ELEMENT) {
    enter_element (self, node);
  } else {
    if (has_part (self, node, PART_OWN))
      own_items (self, node, PART_OWN, text_parent (self));
    own_generated (self, node, PART_BEFORE);
    own_generated (self, node, PART_AFTER);
  }
}

static void
walk (Builder *self, const MbNode *top)
{
  const MbNode *node = top;
  enter (self, node);
  for (;;) {
    if (node->first) {
      node = node->first;
      enter (self, node);
      continue;
    }
    while (node != top && !node->next) {
      if (node->kind == MB_NODE_ELEMENT)
        leave_element (self, node);
      node = node->parent;
    }
    if (node->kind == MB_NODE_ELEMENT)
      leave_element (self, node);
    if (node == top)
      return;
    node = node->next;
    enter (self, node);
  }
}

/* --- The whole ---------------------------------------------------------------------------------------------------------------------------- */

static gboolean
stays (const MbStructure *structure, const MbElement *element)
{
  return element->alive || element->parent < 0 ||
         (element->keep && g_array_index (structure->elements, MbElement, element->parent).alive);
}

/* Empty cells of a table that shows something keep their place. Parents come before children. */
static void
keep_cells (MbStructure *structure)
{
  for (guint i = 0; i < structure->elements->len; i++) {
    MbElement *element = element_at (structure, i);
    element->alive = stays (structure, element);
  }
}

static void
make_owners (MbWork *work, MbStructure *structure)
{
  const MbPainted *painted = work->painted;
  structure->owners = mb_arena_array (work->arena, MbOwner *, painted->n_pages);
  for (guint p = 0; p < painted->n_pages; p++) {
    const MbDisplayList *display = painted->displays[p];
    structure->owners[p] = mb_arena_array (work->arena, MbOwner, display->n + 1);
    for (guint i = 0; i < display->n; i++)
      structure->owners[p][i].slot =
          display->items[i].artifact == MB_ARTIFACT_NONE ? MB_SLOT_NONE : MB_SLOT_ARTIFACT;
  }
}

static void
free_places (gpointer places)
{
  if (places)
    g_array_unref (places);
}

void
mb_structure_build (MbWork *work)
{
  MbStructure *structure = g_new0 (MbStructure, 1);
  structure->elements = g_array_new (FALSE, TRUE, sizeof (MbElement));
  structure->slots = g_array_new (FALSE, FALSE, sizeof (gint32));
  structure->places = g_ptr_array_new_with_free_func (free_places);
  structure->sequences = g_array_new (FALSE, TRUE, sizeof (guint));
  structure->forms = g_array_new (FALSE, FALSE, sizeof (MbTaggedForm));
  g_array_set_size (structure->sequences, work->painted->n_pages);
  work->structure = structure;
  make_owners (work, structure);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_autoptr (GArray) headings = g_array_new (FALSE, FALSE, sizeof (guint));
  Builder self = { .work = work,
                   .structure = structure,
                   .current = -1,
                   .lang = mb_doc_meta (work->doc)->language,
                   .stack = stack,
                   .headings = headings,
                   .head_page = -1 };
  index_items (&self);
  walk (&self, mb_doc_root (work->doc));
  keep_cells (structure);
}

void
mb_structure_free (MbStructure *structure)
{
  if (!structure)
    return;
  g_array_unref (structure->elements);
  g_array_unref (structure->slots);
  g_array_unref (structure->sequences);
  g_array_unref (structure->forms);
  g_ptr_array_unref (structure->places);
  g_free (structure);
}

void
mb_structure_take (MbStructure *structure, guint page, MbRef ref, const GArray *sequences)
{
  guint form = 0;
  if (ref && sequences->len == 0)
    return;
  if (ref) {
    MbTaggedForm tagged = { ref, sequences->len };
    g_array_append_val (structure->forms, tagged);
    form = structure->forms->len;
  } else {
    g_array_index (structure->sequences, guint, page) = sequences->len;
  }
  for (guint mcid = 0; mcid < sequences->len; mcid++) {
    const MbSequence *sequence = &g_array_index (sequences, MbSequence, mcid);
    gpointer *list = &g_ptr_array_index (structure->places, sequence->slot);
    if (!*list)
      *list = g_array_new (FALSE, FALSE, sizeof (MbPiecePlace));
    MbPiecePlace place = { page, mcid, sequence->item, form };
    g_array_append_val ((GArray *) *list, place);
  }
}

static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  const MbPiecePlace *x = a, *y = b;
  if (x->page != y->page)
    return x->page < y->page ? -1 : 1;
  return x->item < y->item ? -1 : x->item > y->item;
}

/* Forms were read after the stream that lays them down: what they hold goes where it was painted. */
void
mb_structure_order (MbStructure *structure)
{
  for (guint i = 0; i < structure->places->len && structure->forms->len > 0; i++) {
    GArray *list = g_ptr_array_index (structure->places, i);
    if (list)
      g_array_sort (list, compare_pieces);
  }
}

guint
mb_structure_form_key (const MbWork *work, guint index)
{
  return work->painted->n_pages + mb_links_count (work->links) + index;
}
