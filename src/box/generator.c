/* SPDX-License-Identifier: Apache-2.0 */
/* Generated content as plain text, for an edition without boxes: ::before and ::after evaluated by the same code as print.
 *
 * The caller walks the document in order and says where elements begin and end; counters and quotation marks follow. There are
 * no pages: what asks for one is empty. */
#include "internal.h"

struct MbGenerator {
  MbBoxContext context;
  MbBuilder builder;
};

MbGenerator *
mb_box_generator_new (MbDoc *doc, MbStyles *styles, MbSource *source, MbArena *arena)
{
  MbGenerator *generator = g_new0 (MbGenerator, 1);
  generator->context = (MbBoxContext){ .doc = doc, .styles = styles, .source = source };
  generator->builder = (MbBuilder){
    .context = &generator->context, .arena = arena, .counters = mb_counters_new (), .pageless = TRUE
  };
  return generator;
}

void
mb_box_generator_free (MbGenerator *generator)
{
  if (!generator)
    return;
  mb_targets_free (&generator->builder);
  mb_counters_free (generator->builder.counters);
  g_free (generator);
}

void
mb_box_generator_enter (MbGenerator *generator, const MbNode *node)
{
  mb_counters_enter (generator->builder.counters, node,
                     mb_style_of (generator->context.styles, node));
}

void
mb_box_generator_leave (MbGenerator *generator)
{
  mb_counters_leave (generator->builder.counters);
}

const char *
mb_box_generator_text (MbGenerator *generator, const MbNode *node, MbPseudo pseudo)
{
  MbBuilder *builder = &generator->builder;
  const MbStyle *style = mb_style_pseudo (generator->context.styles, node, pseudo);
  if (!style || style->box->display == MB_DISPLAY_NONE)
    return NULL;
  mb_counters_enter (builder->counters, NULL, style);
  const char *text = mb_box_content_text (builder, node, style, &style->paged->content);
  mb_counters_leave (builder->counters);
  return text;
}
