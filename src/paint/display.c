/* SPDX-License-Identifier: Apache-2.0 */
/* The display list: placed fragments of a page as a flat list of items, in paint order.
 *
 * Areas come as page box, running elements of this page, flow, margin boxes; inside an area a box's own decoration is followed by its children. On a line:
 * backgrounds and borders of inline elements, underlines, glyphs and pictures, then what strikes them through. What the author did
 * not write (decoration, running heads, leaders) is an artifact; text made by the style sheet is real but marked generated.
 *
 * What overlaps is put in order at the end (stack.c).
 *
 * Fragments nest as deep as the document (MB_MAX_TREE_DEPTH) and no deeper than twice that with anonymous boxes: the walk recurses. */
#include "internal.h"

/* --- Generated text ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_inside (const MbNode *node, const MbNode *top)
{
  while (node && node != top)
    node = node->parent;
  return node != NULL;
}

static void
remember (MbDisplayBuilder *builder, const MbNode *node)
{
  while (node && g_hash_table_add (builder->seen, (gpointer) node))
    node = node->parent;
}

/* Whether generated run @index of @line stands before its element's own content: a later run of the line is the element's own text,
 * or none is and none was met so far. */
static gboolean
stands_before (const MbDisplayBuilder *builder, const MbLine *line, guint index)
{
  const MbNode *node = line->runs[index].node;
  for (guint i = 0; i < index; i++)
    if (!line->runs[i].generated && is_inside (line->runs[i].node, node))
      return FALSE;
  for (guint i = index + 1; i < line->n_runs; i++)
    if (!line->runs[i].generated && is_inside (line->runs[i].node, node))
      return TRUE;
  return !g_hash_table_contains (builder->seen, node);
}

/* --- Lines -------------------------------------------------------------------------------------------------------------------- */

#define ABOVE(size) ((size) *4 / 5) /* of the font size: the height of a link area */
#define BELOW(size) ((size) / 4)

/* The first of its shadows is the uppermost. */
static void
add_text_shadows (MbDisplayBuilder *builder, const MbItem *glyphs)
{
  const MbStyleText *text = glyphs->run->style->text;
  for (guint i = text->n_shadows; i-- > 0;) {
    MbItem item = *glyphs;
    builder->cast = &text->shadows[i];
    mb_display_append (builder, &item);
  }
  builder->cast = NULL;
}

static void
add_glyphs (MbDisplayBuilder *builder, const MbFragment *fragment, guint index)
{
  const MbGlyphRun *run = &fragment->line->runs[index];
  MbColor color = run->style->text->color;
  if (run->n_glyphs == 0 || run->size <= MB_LEAST_FONT ||
      (color.alpha == 0 && run->style->text->n_shadows == 0) ||
      run->style->text->visible != MB_VISIBLE)
    return;
  MbLength baseline = fragment->baseline - run->rise;
  gboolean added = run->kind == MB_RUN_LEADER || run->kind == MB_RUN_MARK;
  MbItem item = {
    .kind = MB_ITEM_GLYPHS,
    .artifact =
        added && builder->artifact == MB_ARTIFACT_NONE ? MB_ARTIFACT_LAYOUT : builder->artifact,
    .actual = run->kind == MB_RUN_MARK ? "" : NULL,
    .node = run->node,
    .offset = run->generated ? 0 : run->offset,
    .generated = run->generated,
    .before = run->generated && run->node && stands_before (builder, fragment->line, index),
    .hyphen = run->kind == MB_RUN_HYPHEN,
    .color = color,
    .rect = { fragment->rect.x + run->x, baseline - ABOVE (run->size), run->width,
              ABOVE (run->size) + BELOW (run->size) },
    .baseline = baseline,
    .run = run,
    .n_glyphs = run->n_glyphs,
  };
  add_text_shadows (builder, &item);
  if (color.alpha == 0)
    return;
  mb_display_append (builder, &item);
  if (run->style->text->emphasis.kind != MB_EMPHASIS_NONE && run->kind == MB_RUN_TEXT)
    mb_emphasis_add (builder, run, fragment->rect.x + run->x, baseline);
  if (!run->generated && run->kind == MB_RUN_TEXT)
    remember (builder, run->node);
}

static void
add_picture (MbDisplayBuilder *builder, const MbBox *box, MbRect rect, MbRect source)
{
  if (!box->picture || box->style->text->visible != MB_VISIBLE || rect.width <= 0 ||
      rect.height <= 0)
    return;
  MbItem item = { .kind = MB_ITEM_PICTURE,
                  .artifact = builder->artifact,
                  .node = box->node,
                  .rect = rect,
                  .picture = box->picture,
                  .source = source,
                  .generated = box->generated,
                  .before = box->generated && builder->before,
                  .pixelated = box->style->text->pixelated,
                  .opacity = 65535 };
  mb_display_append (builder, &item);
  if (!box->generated)
    remember (builder, box->node);
}

/* A picture in a line: its box is what remains inside margins, borders and padding. */
static void
add_atom (MbDisplayBuilder *builder, const MbFragment *fragment, const MbGlyphRun *run)
{
  const MbBox *box = run->data;
  if (!box || box->kind != MB_BOX_PICTURE)
    return;
  const MbStyleBox *style = box->style->box;
  MbLength edge[4];
  for (int side = 0; side < 4; side++)
    edge[side] = mb_size_resolve (style->margin[side], 0, 0) +
                 mb_size_resolve (style->padding[side], 0, 0) + box->style->border->width[side];
  MbRect rect = { fragment->rect.x + run->x + edge[MB_LEFT],
                  fragment->baseline - run->rise - run->ascent + edge[MB_TOP],
                  run->width - edge[MB_LEFT] - edge[MB_RIGHT],
                  run->ascent + run->descent - edge[MB_TOP] - edge[MB_BOTTOM] };
  add_picture (builder, box, rect, (MbRect){ 0, 0, 65536, 65536 });
}

static void add_fragment (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet);

/* --- Elements of a line that are groups -------------------------------------------------------------------------------------------- */

/* An inline element that is faded or mixed is painted in one piece where its first word stands: its frame, its lines and its words, and in their
 * turn the elements of that kind in it. Of everything on the line the *owner* is the inmost such element around it. */
typedef struct {
  MbDisplayBuilder *builder;
  const MbFragment *fragment;
  const MbLine *line;
  gboolean *done; /* by box: a group that was painted; NULL: there is none on the line */
} LinePainter;

#define NO_OWNER -1

static gboolean
spans (const MbInlineBox *box, const MbNode *node, MbLength middle)
{
  return mb_style_is_group (box->style) && middle >= box->x && middle <= box->x + box->width &&
         is_inside (node, box->node);
}

/* The inmost group among the first @n boxes. */
static int
owner_among (const LinePainter *self, guint n, const MbNode *node, MbLength middle)
{
  if (!self->done)
    return NO_OWNER;
  for (guint i = n; i-- > 0;)
    if (spans (&self->line->boxes[i], node, middle))
      return (int) i;
  return NO_OWNER;
}

static int
owner_of_run (const LinePainter *self, guint index)
{
  const MbGlyphRun *run = &self->line->runs[index];
  return owner_among (self, self->line->n_boxes, run->node, run->x + run->width / 2);
}

static int
owner_around (const LinePainter *self, guint index)
{
  const MbInlineBox *box = &self->line->boxes[index];
  return owner_among (self, index, box->node, box->x + box->width / 2);
}

static int
owner_of_box (const LinePainter *self, guint index)
{
  if (self->done && mb_style_is_group (self->line->boxes[index].style))
    return (int) index;
  return owner_around (self, index);
}

/* Atoms have a child each, or none has. */
static const MbFragment *
atom_at (const MbFragment *fragment, guint index)
{
  const MbFragment *atom = fragment->child;
  for (guint i = 0; i < index && atom; i++)
    if (fragment->line->runs[i].kind == MB_RUN_ATOM)
      atom = atom->next;
  return atom;
}

static void
add_run (const LinePainter *self, guint index)
{
  MbDisplayBuilder *builder = self->builder;
  const MbGlyphRun *run = &self->line->runs[index];
  if (run->kind != MB_RUN_ATOM) {
    add_glyphs (builder, self->fragment, index);
    return;
  }
  builder->before = run->generated && run->node && stands_before (builder, self->line, index);
  const MbFragment *atom = atom_at (self->fragment, index);
  if (!self->fragment->child) {
    add_atom (builder, self->fragment, run);
  } else if (atom) {
    builder->atom = TRUE;
    add_fragment (builder, atom, FALSE);
  }
}

static void add_inline_group (const LinePainter *self, guint index);

/* Lines along the text; the shadows of all of them lie below it (css-text-decor-3 § 4). */
static void
add_decoration (const LinePainter *self, const MbInlineBox *box, gboolean over)
{
  MbDisplayBuilder *builder = self->builder;
  const MbStyleText *text = box->style->text;
  MbLength x = self->fragment->rect.x, baseline = self->fragment->baseline;
  for (guint i = over ? 0 : text->n_shadows; i-- > 0;) {
    builder->cast = &text->shadows[i];
    mb_decoration_add (builder, box, self->line, x, baseline, FALSE);
    mb_decoration_add (builder, box, self->line, x, baseline, TRUE);
  }
  builder->cast = NULL;
  mb_decoration_add (builder, box, self->line, x, baseline, over);
}

/* The group through which @owner holds what is of @inner: inner itself, or one around it; NO_OWNER: it does not. */
static int
step_towards (const LinePainter *self, int owner, int inner)
{
  while (inner != NO_OWNER) {
    int around = owner_around (self, (guint) inner);
    if (around == owner)
      return inner;
    inner = around;
  }
  return NO_OWNER;
}

/* What is of @owner on the line. */
static void
add_owned (const LinePainter *self, int owner)
{
  const MbLine *line = self->line;
  MbLength x = self->fragment->rect.x, baseline = self->fragment->baseline;
  for (guint i = 0; i < line->n_boxes; i++)
    if (owner_of_box (self, i) == owner)
      mb_frame_inline (self->builder, &line->boxes[i], line, x, baseline);
  for (guint i = 0; i < line->n_boxes; i++)
    if (owner_of_box (self, i) == owner)
      add_decoration (self, &line->boxes[i], FALSE);
  for (guint i = 0; i < line->n_runs; i++) {
    int of = owner_of_run (self, i);
    if (of == owner) {
      add_run (self, i);
      continue;
    }
    int group = step_towards (self, owner, of);
    if (group != NO_OWNER)
      add_inline_group (self, (guint) group);
  }
  for (guint i = 0; i < line->n_boxes; i++)
    if (i != (guint) owner && owner_of_box (self, i) == (int) i && owner_around (self, i) == owner)
      add_inline_group (self, i); /* without words */
  for (guint i = 0; i < line->n_boxes; i++)
    if (owner_of_box (self, i) == owner)
      add_decoration (self, &line->boxes[i], TRUE);
}

static void
add_inline_group (const LinePainter *self, guint index)
{
  MbDisplayBuilder *builder = self->builder;
  const MbStyleBorder *border = self->line->boxes[index].style->border;
  if (self->done[index])
    return;
  self->done[index] = TRUE;
  MbStackPlace place = mb_stack_enter_line (builder->stack);
  const MbGroup *outer = mb_group_open (builder, border->opacity, border->blend);
  add_owned (self, (int) index);
  builder->group = outer;
  mb_stack_leave (builder->stack, place);
}

/* Atoms are painted in their turn among the words: the order of the stream is that of reading. */
static void
add_line (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  const MbLine *line = fragment->line;
  g_autofree gboolean *done = NULL;
  for (guint i = 0; i < line->n_boxes && !done; i++)
    if (mb_style_is_group (line->boxes[i].style))
      done = g_new0 (gboolean, line->n_boxes);
  add_owned (&(LinePainter){ builder, fragment, line, done }, NO_OWNER);
}

/* --- Fragments ------------------------------------------------------------------------------------------------------------------ */

/* What was placed in a corner is painted where it stands in the document, so that the order of the page is the order of reading: the
 * guests that come before @box. */
static void
add_guests (MbDisplayBuilder *builder, const MbBox *box)
{
  while (builder->guests && *builder->guests) {
    const MbFragment *guest = *builder->guests;
    if (box && guest->box->index >= box->index)
      return;
    builder->guests++;
    add_fragment (builder, guest, FALSE);
  }
}

/* Of a box that opens a text (-marbre-opens): painted where it stands in the document, like a guest. */
static gboolean
is_moved (const MbFragment *fragment)
{
  const MbBox *box = fragment->box;
  return box && (box->moved || (box->anonymous && box->parent && box->parent->moved));
}

static void
add_fragments (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet)
{
  for (; fragment; fragment = fragment->next) {
    if (is_moved (fragment))
      continue;
    if (builder->guests && fragment->box)
      add_guests (builder, fragment->box);
    add_fragment (builder, fragment, sheet);
  }
}

/* css-overflow-3 § 3.3: what the root or its body hides, the page hides. */
static gboolean
hides_overflow (const MbBox *box)
{
  return box && box->style->box->overflow != MB_OVERFLOW_VISIBLE &&
         !(box->node && (mb_node_is (box->node, "html") || mb_node_is (box->node, "body")));
}

static void
clip_to_box (MbDisplayBuilder *builder, const MbRounded *box)
{
  MbPath path = mb_path_new ();
  mb_path_rounded (&path, box);
  mb_display_clip (builder, mb_path_contour (&path, builder->arena));
  mb_path_clear (&path);
}

static gboolean
is_picture (const MbFragment *fragment)
{
  return fragment->child && fragment->child->kind == MB_FRAGMENT_PICTURE;
}

/* Whether boxes are placed in @box. */
static gboolean
contains (const MbBox *box)
{
  return box && !box->anonymous &&
         (box->style->box->positioned == MB_POSITIONED_RELATIVE ||
          mb_style_is_placed (box->style) || mb_style_is_turned (box->style));
}

/* A box that is placed is cut by what cuts its containing block, not by what stands between. */
static void
add_place (MbDisplayBuilder *builder, const MbFragment *fragment)
{
  const MbScene *outer = builder->scene;
  gboolean fixed = fragment->box->style->box->positioned == MB_POSITIONED_FIXED;
  builder->scene = fixed ? NULL : builder->block;
  add_fragments (builder, fragment->child, FALSE);
  builder->scene = outer;
}

static void
add_box (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet)
{
  const MbScene *outer = builder->scene;
  MbBackdrop backdrop;
  gboolean framed = mb_frame_box (builder, fragment, sheet, &backdrop);
  mb_stack_layer (builder->stack, MB_LAYER_BACK);
  if (!framed) {
    add_fragments (builder, fragment->child, FALSE);
    return;
  }
  const MbScene *own = builder->scene;
  if (is_picture (fragment) && !mb_rounded_is_plain (&backdrop.corners[MB_EDGE_CONTENT]))
    clip_to_box (builder, &backdrop.corners[MB_EDGE_CONTENT]);
  else if (!is_picture (fragment) && hides_overflow (fragment->box))
    clip_to_box (builder, &backdrop.corners[MB_EDGE_PADDING]);
  const MbScene *block = builder->block;
  if (contains (fragment->box))
    builder->block = builder->scene;
  add_fragments (builder, fragment->child, FALSE);
  builder->block = block;
  builder->scene = own;
  mb_stack_layer (builder->stack, MB_LAYER_LINE);
  if (fragment->box && fragment->box->style->text->visible == MB_VISIBLE)
    mb_outline_add (builder, &backdrop);
  builder->scene = outer;
}

static void
add_in_layer (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet)
{
  switch (fragment->kind) {
  case MB_FRAGMENT_BOX: add_box (builder, fragment, sheet); return;
  case MB_FRAGMENT_LINE:
    mb_stack_layer (builder->stack, MB_LAYER_LINE);
    add_line (builder, fragment);
    return;
  case MB_FRAGMENT_PICTURE:
    mb_stack_layer (builder->stack, MB_LAYER_LINE);
    add_picture (builder, fragment->box, fragment->rect, fragment->source);
    break;
  case MB_FRAGMENT_RULE: mb_frame_rule (builder, fragment); break;
  case MB_FRAGMENT_PLACE: add_place (builder, fragment); return;
  case MB_FRAGMENT_BACKDROP: mb_frame_backdrop (builder, fragment); break;
  case MB_FRAGMENT_EDGE: mb_frame_edge (builder, fragment); break;
  case MB_FRAGMENT_PLAIN: mb_stack_layer (builder->stack, MB_LAYER_BACK); break;
  }
  add_fragments (builder, fragment->child, FALSE);
}

/* What the root holds is mixed with the page. */
static void
open_group (MbDisplayBuilder *builder, const MbBox *box)
{
  const MbStyleBorder *border = box->style->border;
  if (box->parent || border->opacity < 65535 || mb_style_is_masked (box->style))
    mb_group_open (builder, border->opacity, border->blend);
}

static void
add_fragment (MbDisplayBuilder *builder, const MbFragment *fragment, gboolean sheet)
{
  gboolean box = fragment->kind == MB_FRAGMENT_BOX || fragment->kind == MB_FRAGMENT_PLAIN;
  MbStackPlace place = mb_stack_enter (builder->stack, box ? fragment->box : NULL, builder->atom);
  const MbGroup *group = builder->group;
  builder->atom = FALSE;
  if (box && mb_stack_is_context (fragment->box))
    open_group (builder, fragment->box);
  add_in_layer (builder, fragment, sheet);
  builder->group = group;
  mb_stack_leave (builder->stack, place);
}

static MbArtifact
artifact_of (const MbArea *area)
{
  switch (area->kind) {
  case MB_AREA_FLOW: return MB_ARTIFACT_NONE;
  case MB_AREA_PAGE: return MB_ARTIFACT_BACKGROUND;
  case MB_AREA_MARGIN: break;
  }
  if (area->own)
    return MB_ARTIFACT_NONE;
  gboolean foot = (area->margin >= MB_MARGIN_BOTTOM_RIGHT_CORNER &&
                   area->margin <= MB_MARGIN_BOTTOM_LEFT_CORNER) ||
                  area->margin == MB_MARGIN_RIGHT_BOTTOM || area->margin == MB_MARGIN_LEFT_BOTTOM;
  return foot ? MB_ARTIFACT_FOOTER : MB_ARTIFACT_HEADER;
}

/* The page box, then what is read in a margin (the name of a section stands over its text), the text, the other margins. */
#define N_LAYERS 4

static int
layer_of (const MbArea *area)
{
  switch (area->kind) {
  case MB_AREA_PAGE: return 0;
  case MB_AREA_FLOW: return 2;
  case MB_AREA_MARGIN: break;
  }
  return area->own ? 1 : 3;
}

static int
compare_guests (gconstpointer a, gconstpointer b)
{
  const MbFragment *const *x = a, *const *y = b;
  return (*x)->box->index < (*y)->box->index ? -1 : (*x)->box->index > (*y)->box->index;
}

static void
list_moved (GPtrArray *list, const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next)
    if (is_moved (fragment))
      g_ptr_array_add (list, (gpointer) fragment);
    else if (fragment->kind != MB_FRAGMENT_LINE)
      list_moved (list, fragment->child);
}

/* @guests, and what in @flow opens a text, in document order, NULL-ended. */
static const MbFragment *const *
sort_guests (MbArena *arena, const MbFragment *flow, const MbFragment *guests)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  list_moved (list, flow);
  for (; guests; guests = guests->next)
    g_ptr_array_add (list, (gpointer) guests);
  g_ptr_array_sort (list, compare_guests);
  g_ptr_array_add (list, NULL);
  return mb_arena_memdup (arena, list->pdata, list->len * sizeof (gpointer));
}

static const MbFragment *
placed_on (const MbPage *page)
{
  for (guint i = 0; i < page->n_areas; i++)
    if (page->areas[i].placed)
      return page->areas[i].fragment;
  return NULL;
}

/* What was placed is painted with the text, when there is any. */
static void
add_area (MbDisplayBuilder *builder, const MbPage *page, guint i, gboolean sheet)
{
  const MbArea *area = &page->areas[i];
  if (area->placed && page->flow)
    return;
  if (area->kind == MB_AREA_FLOW) {
    gboolean text = page->flow && area->fragment == page->flow;
    builder->guests = sort_guests (builder->arena, area->fragment, text ? placed_on (page) : NULL);
  }
  add_fragments (builder, area->fragment, sheet);
  add_guests (builder, NULL);
}

/* Whether something is mixed with what lies behind everything. */
static gboolean
mixes_with_paper (const GArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    const MbGroup *group = g_array_index (items, MbItem, i).group;
    while (group && group->outer)
      group = group->outer;
    if (group && group->blend != MB_BLEND_NORMAL)
      return TRUE;
  }
  return FALSE;
}

/* That is white; but a PDF page begins as a sheet that lets all light through, with which nothing mixes (ISO 32000-1 § 11.4.7). */
static void
add_paper (MbDisplayBuilder *builder)
{
  const MbPageStyle *style = builder->page->style;
  MbItem paper = { .kind = MB_ITEM_FILL,
                   .artifact = MB_ARTIFACT_BACKGROUND,
                   .color = { MB_COLOR_RGB, { 65535, 65535, 65535 }, 65535, 0 },
                   .rect = { -style->bleed, -style->bleed, style->width + 2 * style->bleed,
                             style->height + 2 * style->bleed } };
  g_array_prepend_val (builder->items, paper);
}

static gboolean
has_marks (const MbPageStyle *style)
{
  return style->marks_crop || style->marks_cross;
}

const MbDisplayList *
mb_paint_display (const MbPage *page, MbArena *arena)
{
  const MbPageStyle *style = page->style;
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (MbItem));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (MbStack) stack = mb_stack_new ();
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  MbDisplayBuilder builder = {
    .arena = arena, .items = items, .page = page, .groups = groups, .stack = stack, .seen = seen
  };
  for (int layer = 0; layer < N_LAYERS; layer++)
    for (guint i = 0; i < page->n_areas; i++)
      if (layer_of (&page->areas[i]) == layer) {
        builder.artifact = artifact_of (&page->areas[i]);
        mb_stack_layer (stack, layer == 0 ? MB_LAYER_ROOT : MB_LAYER_BACK);
        add_area (&builder, page, i, layer == 0);
      }
  if (has_marks (style))
    mb_frame_marks (&builder, style);
  mb_stack_sort (stack, items);
  guint n_groups = mb_groups_settle (&builder);
  if (mixes_with_paper (items))
    add_paper (&builder);
  MbDisplayList *display = mb_arena_new0 (arena, MbDisplayList);
  *display = (MbDisplayList){ .page = page->index,
                              .width = style->width,
                              .height = style->height,
                              .bleed = style->bleed,
                              .turn = style->turn };
  display->margin =
      has_marks (style) ? MAX (style->bleed, MB_MARK_OFFSET) + MB_MARK_LENGTH : style->bleed;
  display->items = mb_arena_memdup (arena, items->data, items->len * sizeof (MbItem));
  display->n = items->len;
  display->n_groups = n_groups;
  return display;
}
