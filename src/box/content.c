/* SPDX-License-Identifier: Apache-2.0 */
/* Generated content: the items of `content`, `string-set` and `bookmark-label` as inlines.
 *
 * Everything becomes inlines first; plain text is their concatenation. What depends on pages is a SLOT holding the
 * answer of the last pass, or a guess of three digits in the first. */
#include "internal.h"

#include <string.h>

#define GUESS               "000"
#define MAX_NESTED_COUNTERS 64

/* Where generated inlines go and what they inherit. */
typedef struct {
  MbBuilder *builder;
  GArray *inlines;
  const MbNode *node;
  const MbStyle *style;
  const char *lang;
} Target;

/* Quotation marks of a language, two levels; French ones carry their no-break spaces. */
static const struct {
  const char *lang;
  const char *marks[5];
} quotes_by_language[] = {
  { "fr", { "«\u00a0", "\u00a0»", "“", "”", NULL } },
  { "en", { "“", "”", "‘", "’", NULL } },
  { "de", { "„", "“", "‚", "‘", NULL } },
  { "it", { "«", "»", "“", "”", NULL } },
  { "es", { "«", "»", "“", "”", NULL } },
  { "pt", { "«", "»", "“", "”", NULL } },
  { "nl", { "“", "”", "‘", "’", NULL } },
};

static const char *const *
quotes_of (const MbStyle *style, const char *lang)
{
  if (style->text->quotes)
    return style->text->quotes;
  for (guint i = 0; lang && i < G_N_ELEMENTS (quotes_by_language); i++)
    if (g_ascii_strncasecmp (lang, quotes_by_language[i].lang, 2) == 0)
      return quotes_by_language[i].marks;
  return quotes_by_language[1].marks;
}

static void
append (const Target *target, MbInlineKind kind, const char *text)
{
  if (!text || !*text)
    return;
  MbInline item = { .kind = kind,
                    .node = target->node,
                    .style = target->style,
                    .text = text,
                    .length = (guint32) strlen (text),
                    .lang = target->lang,
                    .generated = TRUE };
  g_array_append_val (target->inlines, item);
}

void
mb_box_builder_text (MbBuilder *builder, GArray *inlines, const MbNode *node, const MbStyle *style,
                     const char *lang, const char *text)
{
  const Target target = { builder, inlines, node, style, lang };
  append (&target, MB_INLINE_TEXT, text);
}

/* Level @depth of the marks; deeper ones repeat the last pair (CSS Content 3 § 4.2). */
static const char *
quote_at (const Target *target, int depth, gboolean close)
{
  const char *const *marks = quotes_of (target->style, target->lang);
  guint n = g_strv_length ((char **) marks) / 2;
  if (n == 0 || depth < 0)
    return NULL;
  return marks[2 * MIN ((guint) depth, n - 1) + close];
}

static void
append_quote (const Target *target, MbContentKind kind)
{
  int *depth = &target->builder->quotes;
  gboolean close = kind == MB_CONTENT_CLOSE_QUOTE || kind == MB_CONTENT_NO_CLOSE_QUOTE;
  if (close)
    *depth = MAX (*depth - 1, 0);
  if (kind == MB_CONTENT_OPEN_QUOTE || kind == MB_CONTENT_CLOSE_QUOTE)
    append (target, MB_INLINE_TEXT, quote_at (target, *depth, close));
  if (!close)
    ++*depth;
}

static const char *
format (const Target *target, const MbContentItem *item, int value)
{
  return mb_counter_format (target->builder->arena, item->extra ? item->extra : "decimal", value);
}

static void
append_slot (const Target *target, const char *answer)
{
  if (target->builder->pageless)
    return;
  target->builder->has_slots = TRUE;
  append (target, MB_INLINE_SLOT, answer ? answer : GUESS);
}

static const char *
page_of (const Target *target, const MbNode *node, const MbContentItem *item)
{
  const MbReferences *references = target->builder->context->references;
  if (!references || !node)
    return NULL;
  return references->page_of (references->data, node, item->extra ? item->extra : "decimal",
                              target->builder->arena);
}

static void
append_page_total (const Target *target, const MbContentItem *item)
{
  const MbReferences *references = target->builder->context->references;
  guint n = references ? references->n_pages (references->data) : 0;
  append_slot (target, n > 0 ? format (target, item, (int) n) : NULL);
}

static void
append_counter (const Target *target, const MbContentItem *item)
{
  const MbPageValues *values = target->builder->values;
  int value;
  if (values && values->counter (values->data, item->text, &value))
    append (target, MB_INLINE_TEXT, format (target, item, value));
  else if (values)
    append (target, MB_INLINE_TEXT, format (target, item, 0));
  else if (strcmp (item->text, "page") == 0)
    append_slot (target, page_of (target, target->node, item));
  else if (strcmp (item->text, "pages") == 0)
    append_page_total (target, item);
  else
    append (target, MB_INLINE_TEXT,
            format (target, item, mb_counters_value (target->builder->counters, item->text)));
}

static void
append_counters (const Target *target, const MbContentItem *item)
{
  if (!target->builder->counters)
    return;
  int values[MAX_NESTED_COUNTERS];
  guint n = mb_counters_each (target->builder->counters, item->text, values, G_N_ELEMENTS (values));
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      append (target, MB_INLINE_TEXT, item->extra2);
    append (target, MB_INLINE_TEXT, format (target, item, values[i]));
  }
}

static void
append_string (const Target *target, const MbContentItem *item)
{
  const MbPageValues *values = target->builder->values;
  if (!values)
    return;
  const char *text = values->string (values->data, item->text, item->extra ? item->extra : "first");
  append (target, MB_INLINE_TEXT, mb_arena_strdup (target->builder->arena, text ? text : ""));
}

static const char *
first_letter (MbArena *arena, const char *text)
{
  return *text ? mb_arena_strndup (arena, text, (gsize) (g_utf8_next_char (text) - text)) : "";
}

static const char *
pseudo_text (const Target *target, MbPseudo pseudo)
{
  MbBuilder *builder = target->builder;
  const MbStyle *style = mb_style_pseudo (builder->context->styles, target->node, pseudo);
  return style ? mb_box_content_text (builder, target->node, style, &style->paged->content) : "";
}

/* content(), content(text | before | after | first-letter) of the element itself. */
static void
append_own_text (const Target *target, const MbContentItem *item)
{
  if (!target->node)
    return;
  MbArena *arena = target->builder->arena;
  const char *which = item->text ? item->text : "text";
  const char *text;
  if (strcmp (which, "before") == 0)
    text = pseudo_text (target, MB_PSEUDO_BEFORE);
  else if (strcmp (which, "after") == 0)
    text = pseudo_text (target, MB_PSEUDO_AFTER);
  else if (strcmp (which, "first-letter") == 0)
    text = first_letter (arena, mb_node_text (target->node, arena));
  else
    text = mb_node_text (target->node, arena);
  append (target, MB_INLINE_TEXT, text);
}

/* What a target-*() names: "href" is the attribute of that name, "#id" an element. */
static const MbNode *
target_node (const Target *target, const char *place)
{
  MbDoc *doc = target->builder->context->doc;
  if (!target->node || !place)
    return NULL;
  if (*place == '#')
    return mb_doc_by_id (doc, place + 1, target->node);
  if (strcmp (place, "href") == 0)
    return mb_doc_link_target (doc, target->node);
  const char *value = mb_node_attr (target->node, place);
  return value && *value == '#' ? mb_doc_by_id (doc, value + 1, target->node) : NULL;
}

static void
append_target_counter (const Target *target, const MbContentItem *item)
{
  const MbNode *node = target_node (target, item->extra2);
  if (!node)
    return;
  if (strcmp (item->text, "pages") == 0)
    append_page_total (target, item);
  else if (strcmp (item->text, "page") == 0)
    append_slot (target, page_of (target, node, item));
  else
    mb_report (mb_box_builder_diagnostics (target->builder), target->node->pos,
               MB_MSG_TARGET_COUNTER, item->text, NULL);
}

static void
append_target_text (const Target *target, const MbContentItem *item)
{
  const MbNode *node = target_node (target, item->text);
  if (!node)
    return;
  MbArena *arena = target->builder->arena;
  const char *text = mb_node_text (node, arena);
  gboolean letter = item->extra && strcmp (item->extra, "first-letter") == 0;
  append (target, MB_INLINE_TEXT, letter ? first_letter (arena, text) : text);
}

static void
append_item (const Target *target, const MbContentItem *item)
{
  switch (item->kind) {
  case MB_CONTENT_TEXT: append (target, MB_INLINE_TEXT, item->text); break;
  case MB_CONTENT_ATTR:
    if (target->node)
      append (target, MB_INLINE_TEXT, mb_node_attr (target->node, item->text));
    break;
  case MB_CONTENT_COUNTER: append_counter (target, item); break;
  case MB_CONTENT_COUNTERS: append_counters (target, item); break;
  case MB_CONTENT_STRING: append_string (target, item); break;
  case MB_CONTENT_CONTENT: append_own_text (target, item); break;
  case MB_CONTENT_OPEN_QUOTE:
  case MB_CONTENT_CLOSE_QUOTE:
  case MB_CONTENT_NO_OPEN_QUOTE:
  case MB_CONTENT_NO_CLOSE_QUOTE: append_quote (target, item->kind); break;
  case MB_CONTENT_TARGET_COUNTER: append_target_counter (target, item); break;
  case MB_CONTENT_TARGET_TEXT: append_target_text (target, item); break;
  case MB_CONTENT_LEADER: append (target, MB_INLINE_LEADER, item->text); break;
  case MB_CONTENT_ELEMENT: /* a whole box: margin.c */
  case MB_CONTENT_URL: break;
  }
}

void
mb_box_content_inlines (MbBuilder *builder, GArray *inlines, const MbNode *node,
                        const MbStyle *style, const char *lang, const MbContent *content)
{
  const Target target = { builder, inlines, node, style, lang };
  for (guint i = 0; i < content->n; i++)
    append_item (&target, &content->items[i]);
}

const char *
mb_box_content_text (MbBuilder *builder, const MbNode *node, const MbStyle *style,
                     const MbContent *content)
{
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  const char *lang = node ? mb_node_lang (builder->context->doc, node) : NULL;
  mb_box_content_inlines (builder, inlines, node, style, lang, content);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < inlines->len; i++) {
    const MbInline *item = &g_array_index (inlines, MbInline, i);
    if (item->kind == MB_INLINE_TEXT || item->kind == MB_INLINE_SLOT)
      g_string_append_len (text, item->text, item->length);
  }
  return mb_arena_strndup (builder->arena, text->str, text->len);
}

const MbContentItem *
mb_box_content_element (const MbContent *content)
{
  for (guint i = 0; i < content->n; i++)
    if (content->items[i].kind == MB_CONTENT_ELEMENT)
      return &content->items[i];
  return NULL;
}
