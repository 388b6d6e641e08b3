/* SPDX-License-Identifier: Apache-2.0 */
/* Generated content as text: strings, attributes, quotation marks and counters of ::before and ::after.
 *
 * Reading systems differ in what they do with `content`, and assistive technology often skips it: so it is evaluated here.
 * Counters follow CSS Lists 3 § 4: a counter made by an element at depth d lives until its parent ends, so a stack will do.
 * Page numbers have no meaning on a screen: counter(page) and target-counter() give nothing. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *name;
  int value;
  guint depth;
} Counter;

struct MbGenerator {
  MbDoc *doc;
  MbStyles *styles;
  MbArena *arena;
  GArray *counters; /* of Counter; depths never decrease */
  guint depth;
  int quotes;
};

MbGenerator *
mb_generator_new (MbDoc *doc, MbStyles *styles, MbArena *arena)
{
  MbGenerator *generator = g_new0 (MbGenerator, 1);
  generator->doc = doc;
  generator->styles = styles;
  generator->arena = arena;
  generator->counters = g_array_new (FALSE, FALSE, sizeof (Counter));
  return generator;
}

void
mb_generator_free (MbGenerator *generator)
{
  if (!generator)
    return;
  g_array_unref (generator->counters);
  g_free (generator);
}

/* --- Counters ------------------------------------------------------------------------------------------------*/

static Counter *
innermost (MbGenerator *generator, const char *name)
{
  for (guint i = generator->counters->len; i > 0; i--) {
    Counter *counter = &g_array_index (generator->counters, Counter, i - 1);
    if (strcmp (counter->name, name) == 0)
      return counter;
  }
  return NULL;
}

static Counter *
push (MbGenerator *generator, const char *name, guint depth)
{
  Counter counter = { name, 0, depth };
  g_array_append_val (generator->counters, counter);
  return &g_array_index (generator->counters, Counter, generator->counters->len - 1);
}

/* Changes made by an element, or a pseudo-element, at @depth. */
static void
change (MbGenerator *generator, const MbStylePaged *paged, guint depth)
{
  for (guint i = 0; i < paged->n_reset; i++) {
    Counter *counter = innermost (generator, paged->counter_reset[i].name);
    if (!counter || counter->depth != depth)
      counter = push (generator, paged->counter_reset[i].name, depth);
    counter->value = paged->counter_reset[i].value;
  }
  for (guint i = 0; i < paged->n_increment; i++) {
    Counter *counter = innermost (generator, paged->counter_increment[i].name);
    if (!counter)
      counter = push (generator, paged->counter_increment[i].name, depth);
    counter->value = (int) CLAMP ((gint64) counter->value + paged->counter_increment[i].value,
                                  G_MININT32, G_MAXINT32);
  }
  for (guint i = 0; i < paged->n_set; i++) {
    Counter *counter = innermost (generator, paged->counter_set[i].name);
    if (!counter)
      counter = push (generator, paged->counter_set[i].name, depth);
    counter->value = paged->counter_set[i].value;
  }
}

void
mb_generator_enter (MbGenerator *generator, const MbNode *node)
{
  generator->depth++;
  const MbStyle *style = mb_style_of (generator->styles, node);
  if (style)
    change (generator, style->paged, generator->depth);
}

void
mb_generator_leave (MbGenerator *generator)
{
  guint n = generator->counters->len;
  while (n > 0 && g_array_index (generator->counters, Counter, n - 1).depth > generator->depth)
    n--;
  g_array_set_size (generator->counters, n);
  generator->depth--;
}

/* --- Text --------------------------------------------------------------------------------------------------------*/

/* Level @depth of the marks; deeper ones repeat the last pair (CSS Content 3 § 4.2). */
static const char *
quote_at (const MbStyle *style, const char *lang, int depth, gboolean close)
{
  static const char *const french[] = { "«\u00a0", "\u00a0»", "“", "”", NULL };
  static const char *const other[] = { "“", "”", "‘", "’", NULL };
  const char *const *marks = style->text->quotes;
  if (!marks)
    marks = lang && g_ascii_strncasecmp (lang, "fr", 2) == 0 ? french : other;
  guint n = g_strv_length ((char **) marks) / 2;
  return n > 0 ? marks[2 * MIN ((guint) depth, n - 1) + close] : "";
}

static void
append_quote (MbGenerator *generator, const MbNode *node, const MbStyle *style, MbContentKind kind,
              GString *out)
{
  gboolean close = kind == MB_CONTENT_CLOSE_QUOTE || kind == MB_CONTENT_NO_CLOSE_QUOTE;
  if (close)
    generator->quotes = MAX (generator->quotes - 1, 0);
  if (kind == MB_CONTENT_OPEN_QUOTE || kind == MB_CONTENT_CLOSE_QUOTE)
    g_string_append (out, quote_at (style, mb_node_lang (generator->doc, node), generator->quotes,
                                    close));
  if (!close)
    generator->quotes++;
}

static void
append_value (MbGenerator *generator, const MbContentItem *item, int value, GString *out)
{
  g_string_append (out, mb_counter_format (generator->arena, item->extra ? item->extra : "decimal",
                                           value));
}

static void
append_counter (MbGenerator *generator, const MbContentItem *item, GString *out)
{
  if (strcmp (item->text, "page") == 0 || strcmp (item->text, "pages") == 0)
    return;
  const Counter *counter = innermost (generator, item->text);
  append_value (generator, item, counter ? counter->value : 0, out);
}

static void
append_counters (MbGenerator *generator, const MbContentItem *item, GString *out)
{
  gboolean first = TRUE;
  for (guint i = 0; i < generator->counters->len; i++) {
    const Counter *counter = &g_array_index (generator->counters, Counter, i);
    if (strcmp (counter->name, item->text) != 0)
      continue;
    if (!first && item->extra2)
      g_string_append (out, item->extra2);
    append_value (generator, item, counter->value, out);
    first = FALSE;
  }
}

static void
append_target (MbGenerator *generator, const MbNode *node, const MbContentItem *item, GString *out)
{
  const MbNode *target = strcmp (item->text, "href") == 0
                             ? mb_doc_link_target (generator->doc, node)
                         : *item->text == '#' ? mb_doc_by_id (generator->doc, item->text + 1, node)
                                              : NULL;
  if (target)
    g_string_append (out, mb_node_text (target, generator->arena));
}

static void
append_item (MbGenerator *generator, const MbNode *node, const MbStyle *style,
             const MbContentItem *item, GString *out)
{
  const char *value;
  switch (item->kind) {
  case MB_CONTENT_TEXT: g_string_append (out, item->text); break;
  case MB_CONTENT_ATTR:
    if ((value = mb_node_attr (node, item->text)))
      g_string_append (out, value);
    break;
  case MB_CONTENT_COUNTER: append_counter (generator, item, out); break;
  case MB_CONTENT_COUNTERS: append_counters (generator, item, out); break;
  case MB_CONTENT_CONTENT: g_string_append (out, mb_node_text (node, generator->arena)); break;
  case MB_CONTENT_OPEN_QUOTE:
  case MB_CONTENT_CLOSE_QUOTE:
  case MB_CONTENT_NO_OPEN_QUOTE:
  case MB_CONTENT_NO_CLOSE_QUOTE: append_quote (generator, node, style, item->kind, out); break;
  case MB_CONTENT_TARGET_TEXT: append_target (generator, node, item, out); break;
  case MB_CONTENT_STRING: /* all that follows belongs to pages */
  case MB_CONTENT_TARGET_COUNTER:
  case MB_CONTENT_LEADER:
  case MB_CONTENT_ELEMENT:
  case MB_CONTENT_URL: break;
  }
}

const char *
mb_generator_text (MbGenerator *generator, const MbNode *node, MbPseudo pseudo)
{
  const MbStyle *style = mb_style_pseudo (generator->styles, node, pseudo);
  if (!style || style->box->display == MB_DISPLAY_NONE)
    return NULL;
  change (generator, style->paged, generator->depth + 1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < style->paged->content.n; i++)
    append_item (generator, node, style, &style->paged->content.items[i], out);
  return mb_arena_strndup (generator->arena, out->str, out->len);
}
