/* SPDX-License-Identifier: Apache-2.0 */
/* Generated content: content, quotes, counters, string-set, bookmarks (CSS Content 3, GCPM 3). */
#include "internal.h"

#include <string.h>

#define MAX_ITEMS    64
#define MAX_COUNTERS 32
#define MAX_STRINGS  16

typedef struct {
  MbCssContext *context;
  MbContentItem *item;
} ItemReader;

static const char *
keep (ItemReader *reader, const char *string)
{
  return string ? mb_styles_intern (reader->context->styles, string) : NULL;
}

/* ", style" at the end of counter() and the like: decimal when absent. */
static gboolean
take_counter_style (ItemReader *reader, MbCssCursor *inside)
{
  reader->item->extra = keep (reader, "decimal");
  if (mb_css_take_mark (inside, ','))
    reader->item->extra = mb_value_counter_style (reader->context, inside);
  return reader->item->extra && mb_css_at_end (inside);
}

/* attr(name), attr(name string), attr(name, "fallback"): in content every attribute is text. */
static gboolean
read_attr (ItemReader *reader, MbCssCursor inside)
{
  static const char *const types[] = { "string", "raw-string", NULL };
  const char *name = mb_css_take_ident (&inside), *local;
  MbCssCursor ahead = inside;
  if (name && mb_css_take_mark (&ahead, '|') && (local = mb_css_take_ident (&ahead))) {
    g_autofree char *prefixed = g_strconcat (name, ":", local, NULL);
    name = keep (reader, prefixed);
    inside = ahead;
  }
  reader->item->text = keep (reader, name);
  mb_css_take_words (&inside, types);
  if (mb_css_take_mark (&inside, ','))
    reader->item->extra = keep (reader, mb_css_take_string (&inside));
  return name && mb_css_at_end (&inside);
}

static gboolean
read_counter (ItemReader *reader, MbCssCursor inside)
{
  reader->item->text = keep (reader, mb_css_take_ident (&inside));
  return reader->item->text && take_counter_style (reader, &inside);
}

static gboolean
read_counters (ItemReader *reader, MbCssCursor inside)
{
  reader->item->text = keep (reader, mb_css_take_ident (&inside));
  if (!reader->item->text || !mb_css_take_mark (&inside, ','))
    return FALSE;
  reader->item->extra2 = keep (reader, mb_css_take_string (&inside));
  return reader->item->extra2 && take_counter_style (reader, &inside);
}

/* A name and one of @words after a comma; the first word when there is none. */
static gboolean
read_named (ItemReader *reader, MbCssCursor inside, const char *const *words)
{
  int word = 0;
  reader->item->text = keep (reader, mb_css_take_ident (&inside));
  if (!reader->item->text)
    return FALSE;
  if (mb_css_take_mark (&inside, ',') && (word = mb_css_take_words (&inside, words)) < 0)
    return FALSE;
  reader->item->extra = keep (reader, words[word]);
  return mb_css_at_end (&inside);
}

static const char *const running_words[] = { "first", "start", "last", "first-except", NULL };

static gboolean
read_string (ItemReader *reader, MbCssCursor inside)
{
  return read_named (reader, inside, running_words);
}

static const char *const text_words[] = {
  "text", "before", "after", "first-letter", "marker", NULL
};

static gboolean
read_content (ItemReader *reader, MbCssCursor inside)
{
  int word = mb_css_at_end (&inside) ? 0 : mb_css_take_words (&inside, text_words);
  if (word < 0)
    return FALSE;
  reader->item->text = keep (reader, text_words[word]);
  return mb_css_at_end (&inside);
}

/* The place a target-*() names: attr(href) gives "href", url(#a) gives "#a". */
static const char *
take_target (ItemReader *reader, MbCssCursor *inside)
{
  MbCssCursor attr;
  if (mb_css_take_function (inside, "attr", &attr)) {
    const char *name = mb_css_take_ident (&attr);
    mb_css_take_word (&attr, "url"); /* attr(href url), as GCPM wrote it once */
    return mb_css_at_end (&attr) ? keep (reader, name) : NULL;
  }
  const char *url = mb_css_take_url (inside);
  return keep (reader, url ? url : mb_css_take_string (inside));
}

/* What target-counter() and target-counters() begin with: the target and the name of a counter. */
static gboolean
take_counter_of_target (ItemReader *reader, MbCssCursor *inside)
{
  reader->item->extra2 = take_target (reader, inside);
  if (!reader->item->extra2 || !mb_css_take_mark (inside, ','))
    return FALSE;
  reader->item->text = keep (reader, mb_css_take_ident (inside));
  return reader->item->text != NULL;
}

static gboolean
read_target_counter (ItemReader *reader, MbCssCursor inside)
{
  return take_counter_of_target (reader, &inside) && take_counter_style (reader, &inside);
}

static gboolean
read_target_counters (ItemReader *reader, MbCssCursor inside)
{
  if (!take_counter_of_target (reader, &inside) || !mb_css_take_mark (&inside, ','))
    return FALSE;
  reader->item->separator = keep (reader, mb_css_take_string (&inside));
  return reader->item->separator && take_counter_style (reader, &inside);
}

static gboolean
read_target_text (ItemReader *reader, MbCssCursor inside)
{
  static const char *const words[] = { "content", "before", "after", "first-letter", NULL };
  int word = 0;
  reader->item->text = take_target (reader, &inside);
  if (!reader->item->text)
    return FALSE;
  if (mb_css_take_mark (&inside, ',') && (word = mb_css_take_words (&inside, words)) < 0)
    return FALSE;
  reader->item->extra = keep (reader, words[word]);
  return mb_css_at_end (&inside);
}

static gboolean
read_leader (ItemReader *reader, MbCssCursor inside)
{
  static const char *const words[] = { "dotted", "solid", "space", NULL };
  static const char *const patterns[] = { ".", "_", " " };
  const char *pattern = mb_css_take_string (&inside);
  int word = pattern ? -1 : mb_css_take_words (&inside, words);
  if (word >= 0)
    pattern = patterns[word];
  reader->item->text = keep (reader, pattern);
  return pattern && *pattern && mb_css_at_end (&inside);
}

static gboolean
read_element (ItemReader *reader, MbCssCursor inside)
{
  return read_named (reader, inside, running_words);
}

static const struct {
  const char *name;
  MbContentKind kind;
  gboolean (*read) (ItemReader *reader, MbCssCursor inside);
} functions[] = {
  { "attr", MB_CONTENT_ATTR, read_attr },
  { "counter", MB_CONTENT_COUNTER, read_counter },
  { "counters", MB_CONTENT_COUNTERS, read_counters },
  { "string", MB_CONTENT_STRING, read_string },
  { "content", MB_CONTENT_CONTENT, read_content },
  { "target-counter", MB_CONTENT_TARGET_COUNTER, read_target_counter },
  { "target-counters", MB_CONTENT_TARGET_COUNTERS, read_target_counters },
  { "target-text", MB_CONTENT_TARGET_TEXT, read_target_text },
  { "leader", MB_CONTENT_LEADER, read_leader },
  { "element", MB_CONTENT_ELEMENT, read_element },
};

static gboolean
take_function (ItemReader *reader, MbCssCursor *cursor)
{
  MbCssCursor inside;
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (mb_css_take_function (cursor, functions[i].name, &inside)) {
      reader->item->kind = functions[i].kind;
      return functions[i].read (reader, inside);
    }
  return FALSE;
}

static gboolean
take_item (ItemReader *reader, MbCssCursor *cursor)
{
  static const char *const quotes[] = { "open-quote", "close-quote", "no-open-quote",
                                        "no-close-quote", NULL };
  static const char *const bare[] = { "contents", NULL };
  MbContentItem *item = reader->item;
  int word = mb_css_take_words (cursor, quotes);
  if (word >= 0) {
    item->kind = (MbContentKind) (MB_CONTENT_OPEN_QUOTE + word);
    return TRUE;
  }
  if (mb_css_take_words (cursor, bare) >= 0) {
    item->kind = MB_CONTENT_CONTENT;
    item->text = keep (reader, text_words[0]);
    return TRUE;
  }
  if ((item->text = keep (reader, mb_css_take_string (cursor)))) {
    item->kind = MB_CONTENT_TEXT;
    return TRUE;
  }
  const MbCssValue *value = mb_css_peek (cursor);
  if ((item->text = keep (reader, mb_css_take_url (cursor)))) {
    item->kind = MB_CONTENT_URL;
    item->extra = keep (reader, value->source->file);
    return TRUE;
  }
  return take_function (reader, cursor);
}

static gboolean
at_list_end (const MbCssCursor *cursor)
{
  const MbCssValue *next = mb_css_peek (cursor);
  return !next || next->kind == MB_CSS_COMMA || mb_css_is_delim (next, '/');
}

/* / "instead": strings only; what counters and attributes would say is said already. */
static gboolean
take_alternative (MbCssContext *context, MbCssCursor *cursor, MbContent *content)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *part = NULL;
  guint n = 0;
  if (!mb_css_take_mark (cursor, '/'))
    return TRUE;
  for (; (part = mb_css_take_string (cursor)); n++)
    g_string_append (text, part);
  content->alt = mb_styles_intern (context->styles, text->str);
  return n > 0;
}

/* `content`, bookmark-label, string-set values: up to the end or a comma. */
static gboolean
take_content (MbCssContext *context, MbCssCursor *cursor, MbContent *content)
{
  MbContentItem items[MAX_ITEMS];
  memset (items, 0, sizeof items);
  memset (content, 0, sizeof *content);
  guint n = 0;
  while (!at_list_end (cursor)) {
    if (n == MAX_ITEMS)
      return FALSE;
    ItemReader reader = { context, &items[n++] };
    if (!take_item (&reader, cursor))
      return FALSE;
  }
  content->n = n;
  content->items = mb_styles_array (context->styles, items, sizeof *items, n);
  return n > 0;
}

MB_PARSER (mb_parse_content)
{
  MbContent *content = field;
  if (mb_css_take_word (cursor, "normal")) {
    memset (content, 0, sizeof *content);
    content->normal = TRUE;
    return TRUE;
  }
  if (mb_css_take_word (cursor, "none")) {
    memset (content, 0, sizeof *content);
    content->none = TRUE;
    return TRUE;
  }
  return take_content (context, cursor, content) && take_alternative (context, cursor, content);
}

/* The field is the pointer and the count; property->min is the value of a name without a number. */
/* A name, or reversed(name), which a list counts down (CSS Lists 3 § 4.1); and a number. */
static gboolean
take_counter (const MbProperty *property, MbCssContext *context, MbCssCursor *cursor,
              MbCounterChange *change)
{
  MbCssCursor inside;
  change->reversed = property->max && mb_css_take_function (cursor, "reversed", &inside);
  const char *name = mb_css_take_ident (change->reversed ? &inside : cursor);
  if (!name || (change->reversed && !mb_css_at_end (&inside)))
    return FALSE;
  change->name = mb_styles_intern (context->styles, name);
  if (!mb_value_integer (context, cursor, -1000000, 1000000, &change->value)) {
    change->value = property->min;
    change->open = change->reversed;
  }
  return TRUE;
}

MB_PARSER (mb_parse_counters)
{
  struct {
    const MbCounterChange *changes;
    guint n;
  } *list = field;
  MbCounterChange changes[MAX_COUNTERS];
  memset (changes, 0, sizeof changes);
  guint n = 0;
  if (!mb_css_take_word (cursor, "none")) {
    while (n < MAX_COUNTERS && !mb_css_at_end (cursor) &&
           take_counter (property, context, cursor, &changes[n]))
      n++;
    if (n == 0)
      return FALSE;
  }
  list->n = n;
  list->changes = mb_styles_array (context->styles, changes, sizeof *changes, n);
  return TRUE;
}

/* The field is string_sets and n_string_sets. */
MB_PARSER (mb_parse_string_set)
{
  MbStylePaged *paged = &context->draft->paged;
  MbStringSet sets[MAX_STRINGS];
  memset (sets, 0, sizeof sets);
  guint n = 0;
  if (!mb_css_take_word (cursor, "none")) {
    do {
      const char *name = mb_css_take_ident (cursor);
      if (!name || n == MAX_STRINGS || !take_content (context, cursor, &sets[n].value))
        return FALSE;
      sets[n++].name = mb_styles_intern (context->styles, name);
    } while (mb_css_take_mark (cursor, ','));
  }
  paged->n_string_sets = n;
  paged->string_sets = mb_styles_array (context->styles, sets, sizeof *sets, n);
  return TRUE;
}

MB_PARSER (mb_parse_bookmark_level)
{
  int level = 0;
  if (!mb_css_take_word (cursor, "none") && !mb_value_integer (context, cursor, 1, 99, &level))
    return FALSE;
  *(int *) field = level;
  return TRUE;
}
