/* SPDX-License-Identifier: Apache-2.0 */
/* Marks of list items.
 *
 * A reading system draws those that CSS 2 names. Marks of the sheet's own (a string, a @counter-style, whatever ::marker says) it may not
 * know: they are written as text before the item, which then has no other. Such a mark floats in the space that lists leave at their
 * left; list-style-position: inside puts it in the line. */
#include "internal.h"

#include <string.h>

gboolean
mb_mark_is_known (const char *type)
{
  static const char *const names[] = { "disc",        "circle",      "square",
                                       "decimal",     "lower-alpha", "upper-alpha",
                                       "lower-latin", "upper-latin", "lower-roman",
                                       "upper-roman", "lower-greek", "decimal-leading-zero",
                                       "none",        NULL };
  return g_strv_contains (names, type);
}

static gboolean
has_known (const MbStyleText *text)
{
  return !text->list_style || (!text->list_style_is_string && mb_mark_is_known (text->list_style));
}

/* A picture stays a picture: who cannot have it has the mark that stands in for it. */
gboolean
mb_mark_is_ours (MbStyles *styles, const MbNode *node)
{
  const MbStyle *style = mb_style_of (styles, node);
  if (!style || style->box->display != MB_DISPLAY_LIST_ITEM)
    return FALSE;
  return mb_style_pseudo (styles, node, MB_PSEUDO_MARKER) || !has_known (style->text);
}

void
mb_mark_put (MbCopier *copier, const MbFrame *frame)
{
  MbBook *book = copier->book;
  MbStyles *styles = book->options->styles;
  const MbNode *node = frame->node;
  if (!frame->kept || node->ns != MB_NS_HTML || !mb_element_takes_text (frame->out) ||
      !mb_mark_is_ours (styles, node))
    return;
  const MbStyle *style = mb_style_of (styles, node),
                *own = mb_style_pseudo (styles, node, MB_PSEUDO_MARKER);
  gboolean inside = style->text->list_inside;
  const char *text = mb_box_generator_marker (book->generator, node);
  if (!*text)
    return;
  const char *class = mb_sheet_pseudo (book->sheet, frame->context, node, MB_PSEUDO_MARKER),
             *place = inside ? "" : " mb-marque";
  MbNode *span = mb_copier_add (copier, frame->out, "span", node->pos);
  mb_copier_set (copier, span, "class",
                 mb_arena_printf (book->arena, "mb-generated%s%s%s", place, class ? " " : "",
                                  class ? class : ""));
  book->has_marks |= !inside;
  mb_copier_text (copier, span, own ? own : style, text, strlen (text), node->pos);
}

const char *
mb_marks_rules (const MbBook *book)
{
  return book->has_marks
             ? ".mb-marque { float: left; margin-left: -2.5em; min-width: 2.1em; "
               "padding-right: 0.4em; text-align: right; text-indent: 0; white-space: nowrap; }\n"
             : "";
}
