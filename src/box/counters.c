/* SPDX-License-Identifier: Apache-2.0 */
/* Counters in document order (CSS Lists 3 § 4).
 *
 * A counter is made by an element at some depth; its scope is that element, its descendants and its following siblings.
 * So a stack is enough: an element at depth d pushes counters of depth d; when an element at depth d ends, the counters
 * that its children made (depth > d) are popped. A reset where a sibling already made the counter takes it over.
 *
 * Invariant: depths never decrease from bottom to top of the stack. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *name;
  int value;
  guint depth;
  gboolean reversed;
} Counter;

struct MbCounters {
  MbStyles *styles; /* lent */
  GArray *stack;    /* of Counter */
  guint depth;
};

MbCounters *
mb_counters_new (MbStyles *styles)
{
  MbCounters *counters = g_new0 (MbCounters, 1);
  counters->styles = styles;
  counters->stack = g_array_new (FALSE, FALSE, sizeof (Counter));
  return counters;
}

void
mb_counters_free (MbCounters *counters)
{
  g_array_unref (counters->stack);
  g_free (counters);
}

MbCounters *
mb_counters_copy (const MbCounters *counters)
{
  MbCounters *copy = g_new0 (MbCounters, 1);
  copy->styles = counters->styles;
  copy->stack = g_array_copy (counters->stack);
  copy->depth = counters->depth;
  return copy;
}

static Counter *
innermost (const MbCounters *counters, const char *name)
{
  for (guint i = counters->stack->len; i > 0; i--) {
    Counter *counter = &g_array_index (counters->stack, Counter, i - 1);
    if (strcmp (counter->name, name) == 0)
      return counter;
  }
  return NULL;
}

static Counter *
push (MbCounters *counters, const char *name, int value)
{
  Counter counter = { name, value, counters->depth, FALSE };
  g_array_append_val (counters->stack, counter);
  return &g_array_index (counters->stack, Counter, counters->stack->len - 1);
}

static void
reset (MbCounters *counters, const char *name, int value, gboolean reversed)
{
  Counter *counter = innermost (counters, name);
  if (!counter || counter->depth != counters->depth)
    counter = push (counters, name, value);
  counter->value = value;
  counter->reversed = reversed;
}

static Counter *
ensure (MbCounters *counters, const char *name)
{
  Counter *counter = innermost (counters, name);
  return counter ? counter : push (counters, name, 0);
}

static int
clamped_sum (int a, int b)
{
  return (int) CLAMP ((gint64) a + b, G_MININT32, G_MAXINT32);
}

static const MbCounterChange *
change_of (const MbCounterChange *changes, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (changes[i].name, name) == 0)
      return &changes[i];
  return NULL;
}

static gboolean
parse_int (const char *text, int *value)
{
  gint64 number;
  if (!text || !g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &number, NULL))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static gboolean
is_list (const MbNode *node)
{
  return mb_node_is (node, "ol") || mb_node_is (node, "ul") || mb_node_is (node, "menu") ||
         mb_node_is (node, "dir");
}

/* What counting does to one counter in the style of an element. */
typedef struct {
  gboolean resets, sets;
  int set;
  gint64 increment;
} Effect;

static Effect
effect_of (const MbNode *node, const MbStyle *style, const char *name)
{
  const MbStylePaged *paged = style->paged;
  Effect effect = { .resets = change_of (paged->counter_reset, paged->n_reset, name) != NULL };
  const MbCounterChange *set = change_of (paged->counter_set, paged->n_set, name);
  const MbCounterChange *by = change_of (paged->counter_increment, paged->n_increment, name);
  gboolean items = node && strcmp (name, "list-item") == 0;
  effect.resets |= items && is_list (node);
  effect.sets = set != NULL;
  effect.set = set ? set->value : 0;
  if (!set && items && mb_node_is (node, "li"))
    effect.sets = parse_int (mb_node_attr (node, "value"), &effect.set);
  if (by)
    effect.increment = by->value;
  else if (items && style->box->display == MB_DISPLAY_LIST_ITEM)
    effect.increment = -1; /* counted down, as the list is */
  return effect;
}

/** What a counter that is counted down must start at, so that the last step leads to 0 and one step more (CSS Lists 3 § 4.4.2). */
typedef struct {
  const char *name;
  gint64 sum, last;
} Start;

static gboolean
add_effect (Start *start, const Effect *effect)
{
  if (effect->increment)
    start->last = -effect->increment;
  if (effect->sets) {
    start->sum += effect->set;
    return TRUE;
  }
  start->sum -= effect->increment;
  return FALSE;
}

static gboolean
add_pseudo (const MbCounters *counters, const MbNode *node, MbPseudo pseudo, Start *start)
{
  const MbStyle *style = mb_style_pseudo (counters->styles, node, pseudo);
  Effect effect = { 0 };
  if (style && style->box->display != MB_DISPLAY_NONE)
    effect = effect_of (NULL, style, start->name);
  return add_effect (start, &effect);
}

/* The scope of a counter that @list makes: what is in it, and what follows it until the counter is made anew. ::after comes behind what is in an
 * element, but sums know no order, but for the first that sets the counter. */
static int
start_of (const MbCounters *counters, const MbNode *list, const char *name)
{
  Start start = { name, 0, 0 };
  const MbNode *top = list->parent ? list->parent : list;
  const MbNode *node = mb_node_next (list, top);
  gboolean done = FALSE;
  while (node && !done) {
    const MbStyle *style =
        node->kind == MB_NODE_ELEMENT ? mb_style_of (counters->styles, node) : NULL;
    gboolean gone = !style || style->box->display == MB_DISPLAY_NONE;
    Effect effect = { 0 };
    if (!gone)
      effect = effect_of (node, style, name);
    if (effect.resets) { /* its following siblings are in its scope too */
      if (node->parent == top)
        break;
      node = mb_node_skip (node->parent, top);
      continue;
    }
    if (!gone)
      done = add_effect (&start, &effect) ||
             add_pseudo (counters, node, MB_PSEUDO_BEFORE, &start) ||
             add_pseudo (counters, node, MB_PSEUDO_AFTER, &start);
    node = gone ? mb_node_skip (node, top) : mb_node_next (node, top);
  }
  return (int) CLAMP (start.sum + start.last, G_MININT32, G_MAXINT32);
}

static void
reset_by (MbCounters *counters, const MbNode *node, const MbCounterChange *change)
{
  int value = change->open && node ? start_of (counters, node, change->name) : change->value;
  reset (counters, change->name, value, change->reversed);
}

/* `start` and `reversed` are presentational hints: an explicit counter-reset wins. */
static void
reset_list (MbCounters *counters, const MbNode *node, const MbStylePaged *paged)
{
  if (!is_list (node) || change_of (paged->counter_reset, paged->n_reset, "list-item"))
    return;
  gboolean ordered = mb_node_is (node, "ol");
  gboolean reversed = ordered && mb_node_attr (node, "reversed");
  int start = 1;
  if (ordered && parse_int (mb_node_attr (node, "start"), &start))
    reset (counters, "list-item", clamped_sum (start, reversed ? 1 : -1), reversed);
  else
    reset (counters, "list-item", reversed ? start_of (counters, node, "list-item") : 0, reversed);
}

static void
increment (MbCounters *counters, const MbCounterChange *change)
{
  Counter *counter = ensure (counters, change->name);
  counter->value = clamped_sum (counter->value, change->value);
}

/* Items count themselves, unless their style says by how much. */
static void
count_item (MbCounters *counters, const MbNode *node, const MbStyle *style)
{
  if (!node || style->box->display != MB_DISPLAY_LIST_ITEM)
    return;
  int value;
  if (parse_int (mb_node_attr (node, "value"), &value) && mb_node_is (node, "li")) {
    ensure (counters, "list-item")->value = value;
    return;
  }
  if (change_of (style->paged->counter_increment, style->paged->n_increment, "list-item"))
    return;
  Counter *counter = ensure (counters, "list-item");
  counter->value = clamped_sum (counter->value, counter->reversed ? -1 : 1);
}

void
mb_counters_enter (MbCounters *counters, const MbNode *node, const MbStyle *style)
{
  counters->depth++;
  if (!style)
    return;
  const MbStylePaged *paged = style->paged;
  for (guint i = 0; i < paged->n_reset; i++)
    reset_by (counters, node, &paged->counter_reset[i]);
  if (node)
    reset_list (counters, node, paged);
  for (guint i = 0; i < paged->n_increment; i++)
    increment (counters, &paged->counter_increment[i]);
  count_item (counters, node, style);
  for (guint i = 0; i < paged->n_set; i++)
    ensure (counters, paged->counter_set[i].name)->value = paged->counter_set[i].value;
}

void
mb_counters_leave (MbCounters *counters)
{
  GArray *stack = counters->stack;
  guint n = stack->len;
  while (n > 0 && g_array_index (stack, Counter, n - 1).depth > counters->depth)
    n--;
  g_array_set_size (stack, n);
  counters->depth--;
}

int
mb_counters_value (const MbCounters *counters, const char *name)
{
  const Counter *counter = innermost (counters, name);
  return counter ? counter->value : 0;
}

void
mb_counters_put (MbCounters *counters, const char *name, int value)
{
  ensure (counters, name)->value = value;
}

guint
mb_counters_each (const MbCounters *counters, const char *name, int *values, guint max)
{
  guint n = 0;
  for (guint i = 0; i < counters->stack->len && n < max; i++) {
    const Counter *counter = &g_array_index (counters->stack, Counter, i);
    if (strcmp (counter->name, name) == 0)
      values[n++] = counter->value;
  }
  return n;
}
