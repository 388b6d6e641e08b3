/* SPDX-License-Identifier: Apache-2.0 */
/* What is painted over what (CSS 2.2, appendix E).
 *
 * Items are listed in document order, each with the *stacking context* it belongs to and its layer there: the box's own decoration, backgrounds of
 * blocks, floats, lines, positioned boxes by z-index. Floats, inline-blocks and positioned boxes with z-index: auto are contexts too, painted as
 * one thing; but a positioned box inside them has its layer in the nearest true context.
 *
 * The order of a page is that of reading, for programs that read the stream of a page rather than its structure. So a context is put into the
 * order of its layers only when it makes a difference: when two of its things overlap that stand in document order the other way round. Blocks
 * do not overlap each other's lines unless something floats or is positioned: a page without such boxes is left as it is.
 *
 * Contexts nest as boxes do (MB_MAX_TREE_DEPTH): the walk recurses. */
#include "internal.h"

struct MbStack {
  GArray *contexts; /* of Context */
  GArray *marks;    /* of Mark, by item */
  guint context;    /* what is being added belongs to… */
  guint stacking;   /* …and the nearest true one */
  int layer;
};

typedef struct {
  guint parent;
  int layer;   /* in its parent */
  guint start; /* items before it */
} Context;

typedef struct {
  guint context;
  int layer;
} Mark;

/** One thing to be put in order: an item, or a context in one piece. */
typedef struct {
  int layer;
  guint start;
  guint context; /* 0: an item */
  MbRect rect;
  gboolean shows;
} Unit;

#define NO_CONTEXT G_MAXUINT

MbStack *
mb_stack_new (void)
{
  MbStack *stack = g_new0 (MbStack, 1);
  Context page = { NO_CONTEXT, 0, 0 };
  stack->contexts = g_array_new (FALSE, FALSE, sizeof (Context));
  stack->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_append_val (stack->contexts, page);
  return stack;
}

void
mb_stack_free (MbStack *stack)
{
  g_array_unref (stack->contexts);
  g_array_unref (stack->marks);
  g_free (stack);
}

void
mb_stack_note (MbStack *stack)
{
  Mark mark = { stack->context, stack->layer };
  g_array_append_val (stack->marks, mark);
}

int
mb_stack_layer (MbStack *stack, int layer)
{
  int before = stack->layer;
  stack->layer = layer;
  return before;
}

/* --- Contexts ------------------------------------------------------------------------------------------------ */

static gboolean
is_positioned (const MbStyle *style)
{
  MbPositioned positioned = style->box->positioned;
  return positioned == MB_POSITIONED_RELATIVE || positioned == MB_POSITIONED_ABSOLUTE ||
         positioned == MB_POSITIONED_FIXED;
}

/* css-grid-1 § 4.3: an item is painted as an inline-block, but obeys z-index as if it were positioned. */
static gboolean
is_item (const MbBox *box)
{
  return box->parent && mb_style_is_grid (box->parent->style);
}

static int
layer_of_z (const MbBox *box)
{
  const MbStyle *style = box->style;
  gboolean heard = (is_positioned (style) || is_item (box)) && !style->box->z_auto;
  int z = heard ? style->box->z_index : 0;
  return z < 0 ? z : MB_LAYER_POSITIONED + z;
}

gboolean
mb_stack_is_context (const MbBox *box)
{
  const MbStyle *style = box ? box->style : NULL;
  if (!style || box->anonymous)
    return FALSE;
  return ((is_positioned (style) || is_item (box)) && !style->box->z_auto) ||
         style->box->positioned == MB_POSITIONED_FIXED || mb_style_is_group (style) ||
         mb_style_is_turned (style) || style->border->clip_path;
}

static void
add_context (MbStack *stack, gboolean stacking, Context context)
{
  context.start = stack->marks->len;
  stack->context = stack->contexts->len;
  stack->stacking = stacking ? stack->context : stack->stacking;
  stack->layer = MB_LAYER_ROOT;
  g_array_append_val (stack->contexts, context);
}

MbStackPlace
mb_stack_enter_line (MbStack *stack)
{
  MbStackPlace before = { stack->context, stack->stacking, stack->layer };
  add_context (stack, TRUE, (Context){ stack->stacking, MB_LAYER_POSITIONED, 0 });
  stack->layer = MB_LAYER_LINE;
  return before;
}

MbStackPlace
mb_stack_enter (MbStack *stack, const MbBox *box, gboolean atom)
{
  MbStackPlace before = { stack->context, stack->stacking, stack->layer };
  const MbStyle *style = box ? box->style : NULL;
  if (!style || box->anonymous)
    return before;
  gboolean positioned = is_positioned (style);
  gboolean stacking = mb_stack_is_context (box);
  gboolean floats = mb_box_is_out (box) && mb_style_floats (style);
  if (!positioned && !stacking && !floats && !atom && !is_item (box))
    return before;
  Context context = { 0 };
  context.parent = positioned || stacking ? stack->stacking : stack->context;
  context.layer = positioned || stacking ? layer_of_z (box)
                  : floats               ? MB_LAYER_FLOAT
                                         : MB_LAYER_LINE;
  add_context (stack, stacking, context);
  return before;
}

void
mb_stack_leave (MbStack *stack, MbStackPlace place)
{
  stack->context = place.context;
  stack->stacking = place.stacking;
  stack->layer = place.layer;
}

/* --- Order ---------------------------------------------------------------------------------------------------- */

typedef struct {
  const MbStack *stack;
  const MbItem *items;
  guint n;
  GArray **units; /* by context: of Unit, in document order */
  guint *order;
  guint done;
} Sorter;

MbRect
mb_rect_unite (MbRect a, MbRect b)
{
  gint64 right = MAX ((gint64) a.x + a.width, (gint64) b.x + b.width),
         bottom = MAX ((gint64) a.y + a.height, (gint64) b.y + b.height);
  MbRect r = { MIN (a.x, b.x), MIN (a.y, b.y), 0, 0 };
  r.width = (MbLength) MIN (right - r.x, MB_LENGTH_MAX);
  r.height = (MbLength) MIN (bottom - r.y, MB_LENGTH_MAX);
  return r;
}

gboolean
mb_rects_meet (const MbRect *a, const MbRect *b)
{
  return a->x < (gint64) b->x + b->width && b->x < (gint64) a->x + a->width &&
         a->y < (gint64) b->y + b->height && b->y < (gint64) a->y + a->height;
}

static gboolean
overlap (const Unit *a, const Unit *b)
{
  return a->shows && b->shows && mb_rects_meet (&a->rect, &b->rect);
}

static const Context *
context_at (const Sorter *sorter, guint i)
{
  return &g_array_index (sorter->stack->contexts, Context, i);
}

static int
by_start (gconstpointer a, gconstpointer b)
{
  const Unit *x = a, *y = b;
  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  /* a context begins with an item of its own: it comes before an item there, the outer one before the inner */
  return x->context < y->context ? -1 : x->context > y->context;
}

static int
by_layer (gconstpointer a, gconstpointer b)
{
  const Unit *x = a, *y = b;
  if (x->layer != y->layer)
    return x->layer < y->layer ? -1 : 1;
  return by_start (a, b);
}

static void
list_items (Sorter *sorter)
{
  for (guint i = 0; i < sorter->n; i++) {
    const Mark *mark = &g_array_index (sorter->stack->marks, Mark, i);
    Unit unit = { .layer = mark->layer, .start = i };
    unit.shows = mb_item_extent (&sorter->items[i], &unit.rect);
    g_array_append_val (sorter->units[mark->context], unit);
  }
}

/* Inner contexts were made after outer ones: backwards, each is complete when it is added to its parent. */
static void
list_contexts (Sorter *sorter)
{
  for (guint c = sorter->stack->contexts->len; c-- > 1;) {
    GArray *units = sorter->units[c];
    Unit whole = { .layer = context_at (sorter, c)->layer,
                   .start = context_at (sorter, c)->start,
                   .context = c };
    for (guint i = 0; i < units->len; i++) {
      const Unit *unit = &g_array_index (units, Unit, i);
      if (!unit->shows)
        continue;
      whole.rect = whole.shows ? mb_rect_unite (whole.rect, unit->rect) : unit->rect;
      whole.shows = TRUE;
    }
    g_array_append_val (sorter->units[context_at (sorter, c)->parent], whole);
  }
}

/* Whether a context among @units stands the wrong way round with something that it overlaps. */
static gboolean
is_wrong (const GArray *units)
{
  const Unit *unit = (const Unit *) (gconstpointer) units->data;
  for (guint i = 0; i < units->len; i++)
    for (guint k = 0; k < units->len && unit[i].context > 0; k++) {
      gboolean turned = k < i ? unit[k].layer > unit[i].layer : unit[k].layer < unit[i].layer;
      if (turned && overlap (&unit[i], &unit[k]))
        return TRUE;
    }
  return FALSE;
}

static void
write_units (Sorter *sorter, guint context)
{
  GArray *units = sorter->units[context];
  g_array_sort (units, by_start);
  if (is_wrong (units))
    g_array_sort (units, by_layer);
  for (guint i = 0; i < units->len; i++) {
    const Unit *unit = &g_array_index (units, Unit, i);
    if (unit->context > 0)
      write_units (sorter, unit->context);
    else
      sorter->order[sorter->done++] = unit->start;
  }
}

void
mb_stack_sort (const MbStack *stack, GArray *items)
{
  guint n_contexts = stack->contexts->len;
  if (n_contexts == 1)
    return;
  g_autofree MbItem *copy = g_memdup2 (items->data, items->len * sizeof (MbItem));
  g_autofree guint *order = g_new (guint, items->len + 1);
  Sorter sorter = { stack, copy, items->len, g_new (GArray *, n_contexts), order, 0 };
  for (guint c = 0; c < n_contexts; c++)
    sorter.units[c] = g_array_new (FALSE, FALSE, sizeof (Unit));
  list_items (&sorter);
  list_contexts (&sorter);
  write_units (&sorter, 0);
  for (guint i = 0; i < sorter.done; i++)
    g_array_index (items, MbItem, i) = copy[order[i]];
  for (guint c = 0; c < n_contexts; c++)
    g_array_unref (sorter.units[c]);
  g_free (sorter.units);
}
