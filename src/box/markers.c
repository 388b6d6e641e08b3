/* SPDX-License-Identifier: Apache-2.0 */
/* Markers of list items (CSS Lists 3 § 3): what `content` of ::marker says, else the picture of list-style-image, else the string or the
 * counter of list-style-type.
 *
 * A counter brings the suffix of its style, a picture a space; a string and `content` are taken as they are. Beside the principal box the
 * space at the end goes: layout keeps the distance. Inside, it is one that does not stretch and that no line ends with. */
#include "internal.h"

#include <string.h>

/** Where the inlines of a marker go. */
typedef struct {
  MbBuilder *builder;
  GArray *inlines;
  const MbNode *node;
  const MbStyle *style;
  const char *lang;
  gboolean spaced;
} Marker;

static void
append_text (const Marker *marker, const char *text)
{
  if (text && *text)
    mb_box_builder_text (marker->builder, marker->inlines, marker->node, marker->style,
                         marker->lang, text);
}

/* @text with its last space as it is to stand. */
static const char *
ended (const Marker *marker, const char *text)
{
  gsize length = strlen (text);
  if (length == 0 || text[length - 1] != ' ')
    return text;
  return mb_arena_printf (marker->builder->arena, "%.*s%s", (int) length - 1, text,
                          marker->spaced ? "\u00a0" : "");
}

/* The marks of French lists, for faces that lack the usual ones. */
static const char *
in_face (const Marker *marker, const char *mark)
{
  MbStyles *styles = marker->builder->context->styles;
  gunichar c = g_utf8_get_char (mark);
  if ((c != 0x25E6 && c != 0x25AA) || mb_style_covers (styles, marker->style, c))
    return mark;
  return mb_arena_printf (marker->builder->arena, "%s%s", c == 0x25E6 ? "–" : "·",
                          g_utf8_next_char (mark));
}

static void
append_counter (const Marker *marker, const char *name)
{
  MbBuilder *builder = marker->builder;
  if (strcmp (name, "none") == 0)
    return;
  int value = mb_counters_value (builder->counters, "list-item");
  const char *text = mb_counter_marker (builder->context->styles, builder->arena, name, value);
  append_text (marker, ended (marker, in_face (marker, text)));
}

/* FALSE: there is none that can be used; that has been said. */
static gboolean
append_picture (const Marker *marker, const MbStyleText *text)
{
  if (text->n_list_image == 0)
    return FALSE;
  const MbContentItem item = { .kind = MB_CONTENT_URL,
                               .text = text->list_image->url,
                               .extra = text->list_image->base };
  const MbContent content = { .items = &item, .n = 1 };
  guint before = marker->inlines->len;
  mb_box_content_inlines (marker->builder, marker->inlines, marker->node, marker->style,
                          marker->lang, &content);
  if (marker->inlines->len == before)
    return FALSE;
  append_text (marker, ended (marker, " "));
  return TRUE;
}

void
mb_box_marker_inlines (MbBuilder *builder, GArray *inlines, const MbNode *node,
                       const MbStyle *style, const char *lang, gboolean spaced)
{
  MbStyles *styles = builder->context->styles;
  const MbStyle *own = mb_style_pseudo (styles, node, MB_PSEUDO_MARKER);
  const MbStyle *used = own ? own : mb_style_anonymous (styles, style, MB_DISPLAY_INLINE);
  const Marker marker = { builder, inlines, node, used, lang, spaced };
  const MbStyleText *text = style->text;
  if (own && own->paged->content.none)
    return;
  if (own && !own->paged->content.normal && own->paged->content.n > 0)
    mb_box_content_inlines (builder, inlines, node, own, lang, &own->paged->content);
  else if (append_picture (&marker, text))
    return;
  else if (text->list_style_is_string)
    append_text (&marker, text->list_style);
  else
    append_counter (&marker, text->list_style ? text->list_style : "disc");
}
