/* SPDX-License-Identifier: Apache-2.0 */
/* Generated content as plain text, for an edition without boxes: ::before and ::after evaluated by the same code as print.
 *
 * The caller walks the document in order and says where elements begin and end; counters and quotation marks follow. There are
 * no pages here; what asks for one gets what the caller knows of printed ones, and is empty otherwise. */
#include "internal.h"

struct MbGenerator {
  MbBoxContext context;
  MbBuilder builder;
  MbReferences references;
};

MbGenerator *
mb_box_generator_new (MbDoc *doc, MbStyles *styles, MbSource *source,
                      const MbReferences *references, MbArena *arena)
{
  MbGenerator *generator = g_new0 (MbGenerator, 1);
  generator->references = *references;
  generator->context = (MbBoxContext){
    .doc = doc, .styles = styles, .source = source, .references = &generator->references
  };
  generator->builder = (MbBuilder){ .context = &generator->context,
                                    .arena = arena,
                                    .counters = mb_counters_new (generator->context.styles),
                                    .pageless = TRUE };
  mb_footnotes_begin (&generator->builder);
  return generator;
}

void
mb_box_generator_free (MbGenerator *generator)
{
  if (!generator)
    return;
  mb_footnotes_end (&generator->builder);
  mb_targets_free (&generator->builder);
  mb_counters_free (generator->builder.counters);
  g_clear_pointer (&generator->builder.left_out, g_hash_table_unref);
  g_free (generator);
}

void
mb_box_generator_enter (MbGenerator *generator, const MbNode *node)
{
  const MbStyle *style = mb_style_of (generator->context.styles, node);
  mb_counters_enter (generator->builder.counters, node, style);
  if (style->paged->locators)
    mb_locators_merge (&generator->builder, node);
}

const char *
mb_box_generator_call (MbGenerator *generator, const MbNode *note)
{
  mb_footnotes_count (&generator->builder, note, mb_style_of (generator->context.styles, note));
  return mb_box_generator_text (generator, note, MB_PSEUDO_FOOTNOTE_CALL);
}

const char *
mb_box_generator_marker (MbGenerator *generator, const MbNode *node)
{
  return mb_box_marker_text (&generator->builder, node, NULL, TRUE);
}

gboolean
mb_box_generator_leaves_out (const MbGenerator *generator, const MbNode *node)
{
  return mb_locators_leave_out (&generator->builder, node);
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
  builder->unanswered = FALSE;
  const char *text = mb_box_content_text (builder, node, style, &style->paged->content);
  mb_counters_leave (builder->counters);
  return builder->unanswered ? "" : text; /* « , page » without a number says nothing */
}
