/* SPDX-License-Identifier: Apache-2.0 */
/* Markers of list items (CSS Lists 3 § 3). The marker has no trailing space: layout keeps the distance. */
#include "internal.h"

#include <string.h>

static const char *
marker_text (MbBuilder *builder, const MbStyleText *text)
{
  if (text->list_style_is_string)
    return text->list_style;
  const char *name = text->list_style ? text->list_style : "disc";
  if (strcmp (name, "none") == 0)
    return NULL;
  int value = mb_counters_value (builder->counters, "list-item");
  return mb_counter_marker (builder->context->styles, builder->arena, name, value);
}

void
mb_box_marker_inlines (MbBuilder *builder, GArray *inlines, const MbNode *node,
                       const MbStyle *style, const char *lang)
{
  MbStyles *styles = builder->context->styles;
  const MbStyle *own = mb_style_pseudo (styles, node, MB_PSEUDO_MARKER);
  const MbStyle *used = own ? own : mb_style_anonymous (styles, style, MB_DISPLAY_INLINE);
  if (own && own->paged->content.none)
    return;
  if (own && !own->paged->content.normal && own->paged->content.n > 0) {
    mb_box_content_inlines (builder, inlines, node, own, lang, &own->paged->content);
    return;
  }
  const char *text = marker_text (builder, style->text);
  if (text && *text)
    mb_box_builder_text (builder, inlines, node, used, lang, text);
}
