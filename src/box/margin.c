/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes of page margins: evaluated content, or a running element. */
#include "internal.h"

static const MbBox *
running_element (const MbContentItem *item, const MbPageValues *values)
{
  return values->element (values->data, item->text, item->extra ? item->extra : "first");
}

const MbBox *
mb_box_margin (const MbBoxContext *context, const MbStyle *style, const MbPageValues *values,
               MbArena *arena)
{
  const MbContent *content = &style->paged->content;
  const MbContentItem *element = mb_box_content_element (content);
  if (element)
    return running_element (element, values);

  MbBuilder builder = { .context = context, .arena = arena, .values = values };
  const char *lang = g_intern_string (mb_doc_meta (context->doc)->language);
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  mb_box_content_inlines (&builder, inlines, NULL, style, lang, content);
  if (inlines->len == 0)
    return NULL;
  MbBox *box = mb_box_new (&builder, MB_BOX_PARAGRAPH, NULL, style, lang);
  box->generated = TRUE;
  box->inlines = mb_arena_memdup (arena, inlines->data, inlines->len * sizeof (MbInline));
  box->n_inlines = inlines->len;
  return box;
}
