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

/* Quotation marks of a language, two levels; French ones carry their no-break spaces. A region stands before its language. */
static const struct {
  const char *lang;
  const char *marks[5];
} quotes_by_language[] = {
  { "fr-ch", { "«\u202f", "\u202f»", "‹\u202f", "\u202f›", NULL } },
  { "fr", { "«\u00a0", "\u00a0»", "“", "”", NULL } },
  { "en", { "“", "”", "‘", "’", NULL } },
  { "de-ch", { "«", "»", "‹", "›", NULL } },
  { "de", { "„", "“", "‚", "‘", NULL } },
  { "it", { "«", "»", "“", "”", NULL } },
  { "es", { "«", "»", "“", "”", NULL } },
  { "pt", { "«", "»", "“", "”", NULL } },
  { "nl", { "“", "”", "‘", "’", NULL } },
  { "ru", { "«", "»", "„", "“", NULL } },
  { "uk", { "«", "»", "„", "“", NULL } },
  { "el", { "«", "»", "“", "”", NULL } },
  { "ca", { "«", "»", "“", "”", NULL } },
  { "oc", { "«", "»", "“", "”", NULL } },
  { "br", { "«\u00a0", "\u00a0»", "“", "”", NULL } },
  { "pl", { "„", "”", "«", "»", NULL } },
  { "cs", { "„", "“", "‚", "‘", NULL } },
  { "da", { "»", "«", "›", "‹", NULL } },
  { "sv", { "”", "”", "’", "’", NULL } },
  { "fi", { "”", "”", "’", "’", NULL } },
  { "nb", { "«", "»", "‘", "’", NULL } },
  { "ro", { "„", "”", "«", "»", NULL } },
  { "hu", { "„", "”", "»", "«", NULL } },
  { "tr", { "“", "”", "‘", "’", NULL } },
  { "ja", { "「", "」", "『", "』", NULL } },
  { "zh", { "“", "”", "‘", "’", NULL } },
};

static gboolean
speaks (const char *lang, const char *wanted)
{
  gsize length = strlen (wanted);
  return g_ascii_strncasecmp (lang, wanted, length) == 0 && (!lang[length] || lang[length] == '-');
}

static const char *const english[] = { "“", "”", "‘", "’", NULL };

static const char *const *
quotes_of (const MbStyle *style, const char *lang)
{
  if (style->text->quotes)
    return style->text->quotes;
  for (guint i = 0; lang && i < G_N_ELEMENTS (quotes_by_language); i++)
    if (speaks (lang, quotes_by_language[i].lang))
      return quotes_by_language[i].marks;
  return english;
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
  return mb_counter_format (target->builder->context->styles, target->builder->arena, item->extra,
                            value);
}

static void
append_slot (const Target *target, const char *answer)
{
  if (target->builder->pageless) {
    append (target, MB_INLINE_TEXT, answer);
    target->builder->unanswered |= answer == NULL;
    return;
  }
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
append_each (const Target *target, const MbContentItem *item, const MbCounters *counters,
             const char *separator)
{
  int values[MAX_NESTED_COUNTERS];
  guint n = mb_counters_each (counters, item->text, values, G_N_ELEMENTS (values));
  if (n == 0)
    append (target, MB_INLINE_TEXT, format (target, item, 0));
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      append (target, MB_INLINE_TEXT, separator);
    append (target, MB_INLINE_TEXT, format (target, item, values[i]));
  }
}

static void
append_counters (const Target *target, const MbContentItem *item)
{
  if (target->builder->values || !target->builder->counters)
    append_counter (target, item);
  else
    append_each (target, item, target->builder->counters, item->extra2);
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
plain_text (MbArena *arena, const GArray *inlines)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < inlines->len; i++) {
    const MbInline *item = &g_array_index (inlines, MbInline, i);
    if (item->kind == MB_INLINE_TEXT || item->kind == MB_INLINE_SLOT)
      g_string_append_len (text, item->text, item->length);
    else if (item->kind == MB_INLINE_LEADER)
      g_string_append_c (text, ' ');
  }
  return mb_arena_strndup (arena, text->str, text->len);
}

static const char *
pseudo_text (const Target *target, MbPseudo pseudo)
{
  MbBuilder *builder = target->builder;
  const MbStyle *style = mb_style_pseudo (builder->context->styles, target->node, pseudo);
  return style ? mb_box_content_text (builder, target->node, style, &style->paged->content) : "";
}

const char *
mb_box_marker_text (MbBuilder *builder, const MbNode *node, const char *lang, gboolean spaced)
{
  const MbStyle *style = mb_style_of (builder->context->styles, node);
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  if (style->box->display == MB_DISPLAY_LIST_ITEM)
    mb_box_marker_inlines (builder, inlines, node, style, lang, spaced);
  return plain_text (builder->arena, inlines);
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
  else if (strcmp (which, "marker") == 0)
    text = mb_box_marker_text (target->builder, target->node, target->lang, FALSE);
  else if (strcmp (which, "first-letter") == 0)
    text = first_letter (arena, mb_footnotes_text (target->builder, target->node));
  else
    text = mb_footnotes_text (target->builder, target->node);
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
  if (strcmp (item->text, "pages") == 0) {
    append_page_total (target, item);
    return;
  }
  if (strcmp (item->text, "page") == 0) {
    append_slot (target, page_of (target, node, item));
    return;
  }
  const MbCounters *counters = mb_targets_at (target->builder, node);
  if (counters && item->separator)
    append_each (target, item, counters, item->separator);
  else if (counters)
    append (target, MB_INLINE_TEXT,
            format (target, item, mb_counters_value (counters, item->text)));
}

/* ::before or ::after of @node, with the counters and quotation marks of its place. */
static const char *
target_pseudo_text (const Target *target, const MbNode *node, MbPseudo pseudo)
{
  MbBuilder *builder = target->builder;
  const MbStyle *style = mb_style_pseudo (builder->context->styles, node, pseudo);
  MbCounters *there = mb_targets_at (builder, node), *here = builder->counters;
  int quotes = builder->quotes;
  if (!style || !there || builder->referring)
    return "";
  builder->referring = TRUE; /* a target that refers to a target is not followed */
  builder->counters = there = mb_counters_copy (there);
  mb_counters_enter (there, NULL, style);
  const char *text = mb_box_content_text (builder, node, style, &style->paged->content);
  builder->counters = here;
  builder->quotes = quotes;
  builder->referring = FALSE;
  mb_counters_free (there);
  return text;
}

static void
append_target_text (const Target *target, const MbContentItem *item)
{
  const MbNode *node = target_node (target, item->text);
  if (!node)
    return;
  MbArena *arena = target->builder->arena;
  const char *which = item->extra ? item->extra : "content";
  const char *text;
  if (strcmp (which, "before") == 0)
    text = target_pseudo_text (target, node, MB_PSEUDO_BEFORE);
  else if (strcmp (which, "after") == 0)
    text = target_pseudo_text (target, node, MB_PSEUDO_AFTER);
  else if (strcmp (which, "first-letter") == 0)
    text = first_letter (arena, mb_footnotes_text (target->builder, node));
  else
    text = mb_footnotes_text (target->builder, node);
  append (target, MB_INLINE_TEXT, text);
}

/* A picture between words, or nothing after a report. */
static void
append_picture (const Target *target, const MbContentItem *item)
{
  MbBuilder *builder = target->builder;
  if (!builder->context->media || !target->node)
    return;
  const MbPicture *picture = mb_box_picture_named (builder, target->node, item->extra, item->text);
  if (!picture)
    return;
  const MbStyle *style =
      mb_style_anonymous (builder->context->styles, target->style, MB_DISPLAY_INLINE);
  MbBox *box = mb_box_new (builder, MB_BOX_PICTURE, target->node, style, target->lang);
  box->picture = picture;
  box->generated = box->anonymous = TRUE;
  MbInline atom = { .kind = MB_INLINE_ATOM,
                    .node = target->node,
                    .style = style,
                    .lang = target->lang,
                    .data = box,
                    .generated = TRUE };
  g_array_append_val (target->inlines, atom);
}

static const char *
attribute_of (const Target *target, const MbContentItem *item)
{
  const char *value = mb_node_attr (target->node, item->text);
  return value ? value : item->extra;
}

static void
append_item (const Target *target, const MbContentItem *item)
{
  switch (item->kind) {
  case MB_CONTENT_TEXT: append (target, MB_INLINE_TEXT, item->text); break;
  case MB_CONTENT_ATTR:
    if (target->node)
      append (target, MB_INLINE_TEXT, attribute_of (target, item));
    break;
  case MB_CONTENT_COUNTER: append_counter (target, item); break;
  case MB_CONTENT_COUNTERS: append_counters (target, item); break;
  case MB_CONTENT_STRING: append_string (target, item); break;
  case MB_CONTENT_CONTENT: append_own_text (target, item); break;
  case MB_CONTENT_OPEN_QUOTE:
  case MB_CONTENT_CLOSE_QUOTE:
  case MB_CONTENT_NO_OPEN_QUOTE:
  case MB_CONTENT_NO_CLOSE_QUOTE: append_quote (target, item->kind); break;
  case MB_CONTENT_TARGET_COUNTER:
  case MB_CONTENT_TARGET_COUNTERS: append_target_counter (target, item); break;
  case MB_CONTENT_TARGET_TEXT: append_target_text (target, item); break;
  case MB_CONTENT_LEADER: append (target, MB_INLINE_LEADER, item->text); break;
  case MB_CONTENT_ELEMENT: break; /* a whole box: margin.c */
  case MB_CONTENT_URL: append_picture (target, item); break;
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
  return plain_text (builder->arena, inlines);
}

const MbContentItem *
mb_box_content_element (const MbContent *content)
{
  for (guint i = 0; i < content->n; i++)
    if (content->items[i].kind == MB_CONTENT_ELEMENT)
      return &content->items[i];
  return NULL;
}
