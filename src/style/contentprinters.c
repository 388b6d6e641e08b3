/* SPDX-License-Identifier: Apache-2.0 */
/* Computed values of generated content as CSS text: content, counters, named strings. */
#include "internal.h"

static void
append_target (GString *out, const char *target)
{
  if (target[0] == '#')
    g_string_append_printf (out, "url(%s)", target);
  else
    g_string_append_printf (out, "attr(%s)", target);
}

static void
append_item (GString *out, const MbContentItem *item)
{
  static const char *const quotes[] = { "open-quote", "close-quote", "no-open-quote",
                                        "no-close-quote" };
  switch (item->kind) {
  case MB_CONTENT_TEXT: mb_css_serialize_string (item->text, out); break;
  case MB_CONTENT_ATTR:
    g_string_append_printf (out, "attr(%s", item->text);
    if (item->extra) {
      g_string_append (out, ", ");
      mb_css_serialize_string (item->extra, out);
    }
    g_string_append_c (out, ')');
    break;
  case MB_CONTENT_COUNTER:
    g_string_append_printf (out, "counter(%s, %s)", item->text, item->extra);
    break;
  case MB_CONTENT_COUNTERS:
    g_string_append_printf (out, "counters(%s, ", item->text);
    mb_css_serialize_string (item->extra2, out);
    g_string_append_printf (out, ", %s)", item->extra);
    break;
  case MB_CONTENT_STRING:
    g_string_append_printf (out, "string(%s, %s)", item->text, item->extra);
    break;
  case MB_CONTENT_CONTENT: g_string_append_printf (out, "content(%s)", item->text); break;
  case MB_CONTENT_OPEN_QUOTE:
  case MB_CONTENT_CLOSE_QUOTE:
  case MB_CONTENT_NO_OPEN_QUOTE:
  case MB_CONTENT_NO_CLOSE_QUOTE:
    g_string_append (out, quotes[item->kind - MB_CONTENT_OPEN_QUOTE]);
    break;
  case MB_CONTENT_TARGET_COUNTER:
    g_string_append (out, "target-counter(");
    append_target (out, item->extra2);
    g_string_append_printf (out, ", %s, %s)", item->text, item->extra);
    break;
  case MB_CONTENT_TARGET_COUNTERS:
    g_string_append (out, "target-counters(");
    append_target (out, item->extra2);
    g_string_append_printf (out, ", %s, ", item->text);
    mb_css_serialize_string (item->separator, out);
    g_string_append_printf (out, ", %s)", item->extra);
    break;
  case MB_CONTENT_TARGET_TEXT:
    g_string_append (out, "target-text(");
    append_target (out, item->text);
    g_string_append_printf (out, ", %s)", item->extra);
    break;
  case MB_CONTENT_LEADER:
    g_string_append (out, "leader(");
    mb_css_serialize_string (item->text, out);
    g_string_append_c (out, ')');
    break;
  case MB_CONTENT_ELEMENT:
    g_string_append_printf (out, "element(%s, %s)", item->text, item->extra);
    break;
  case MB_CONTENT_URL:
    g_string_append (out, "url(");
    mb_css_serialize_string (item->text, out);
    g_string_append_c (out, ')');
    break;
  }
}

static void
append_content (GString *out, const MbContent *content)
{
  if (content->normal || content->none)
    g_string_append (out, content->none ? "none" : "normal");
  for (guint i = 0; i < content->n; i++) {
    g_string_append (out, i ? " " : "");
    append_item (out, &content->items[i]);
  }
  if (content->alt) {
    g_string_append (out, " / ");
    mb_css_serialize_string (content->alt, out);
  }
}

MB_PRINTER (mb_print_content)
{
  append_content (out, field);
}

MB_PRINTER (mb_print_counters)
{
  const struct {
    const MbCounterChange *changes;
    guint n;
  } *list = field;
  for (guint i = 0; i < list->n; i++) {
    const MbCounterChange *change = &list->changes[i];
    g_string_append_printf (out, change->reversed ? "%sreversed(%s)" : "%s%s", i ? " " : "",
                            change->name);
    if (!change->open)
      g_string_append_printf (out, " %d", change->value);
  }
  if (list->n == 0)
    g_string_append (out, "none");
}

MB_PRINTER (mb_print_string_set)
{
  const struct {
    const MbStringSet *sets;
    guint n;
  } *list = field;
  for (guint i = 0; i < list->n; i++) {
    g_string_append_printf (out, "%s%s ", i ? ", " : "", list->sets[i].name);
    append_content (out, &list->sets[i].value);
  }
  if (list->n == 0)
    g_string_append (out, "none");
}
