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
} Counter;

struct MbCounters {
  GArray *stack; /* of Counter */
  guint depth;
};

MbCounters *
mb_counters_new (void)
{
  MbCounters *counters = g_new0 (MbCounters, 1);
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
  Counter counter = { name, value, counters->depth };
  g_array_append_val (counters->stack, counter);
  return &g_array_index (counters->stack, Counter, counters->stack->len - 1);
}

static void
reset (MbCounters *counters, const char *name, int value)
{
  Counter *counter = innermost (counters, name);
  if (counter && counter->depth == counters->depth)
    counter->value = value;
  else
    push (counters, name, value);
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

static int
count_items (const MbNode *list)
{
  int n = 0;
  for (const MbNode *child = list->first; child; child = child->next)
    n += mb_node_is (child, "li");
  return n;
}

/* `start` and `reversed` are presentational hints: an explicit counter-reset with another value wins. */
static void
reset_list (MbCounters *counters, const MbNode *node, const MbStylePaged *paged)
{
  gboolean ordered = mb_node_is (node, "ol");
  if (!ordered && !mb_node_is (node, "ul"))
    return;
  const MbCounterChange *change = change_of (paged->counter_reset, paged->n_reset, "list-item");
  if (change && change->value != 0)
    return;
  gboolean reversed = ordered && mb_node_attr (node, "reversed");
  int start = 1;
  if (!ordered || !parse_int (mb_node_attr (node, "start"), &start))
    start = reversed ? count_items (node) : 1;
  reset (counters, "list-item", clamped_sum (start, reversed ? 1 : -1));
}

static gboolean
is_in_reversed (const MbNode *node)
{
  const MbNode *list = node ? node->parent : NULL;
  return list && mb_node_is (list, "ol") && mb_node_attr (list, "reversed");
}

/* base.css may count items itself; in a reversed list it counts down. */
static void
increment (MbCounters *counters, const MbNode *node, const MbCounterChange *change)
{
  gboolean down = strcmp (change->name, "list-item") == 0 && is_in_reversed (node);
  Counter *counter = ensure (counters, change->name);
  counter->value = clamped_sum (counter->value, down ? -change->value : change->value);
}

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
  counter->value = clamped_sum (counter->value, is_in_reversed (node) ? -1 : 1);
}

void
mb_counters_enter (MbCounters *counters, const MbNode *node, const MbStyle *style)
{
  counters->depth++;
  if (!style)
    return;
  const MbStylePaged *paged = style->paged;
  for (guint i = 0; i < paged->n_reset; i++)
    reset (counters, paged->counter_reset[i].name, paged->counter_reset[i].value);
  if (node)
    reset_list (counters, node, paged);
  for (guint i = 0; i < paged->n_increment; i++)
    increment (counters, node, &paged->counter_increment[i]);
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
