/* SPDX-License-Identifier: Apache-2.0 */
/* How high a set line is: the strut of its block, and what stands higher or lower. */
#include "internal.h"

MbLength
mb_style_shift (const MbStyle *style)
{
  if (!style->box || style->box->valign != MB_VALIGN_LENGTH ||
      style->box->display != MB_DISPLAY_INLINE)
    return 0;
  return mb_size_resolve (style->box->valign_shift, style->font->line_height, 0);
}

/* Marks over or under the letters, half an em high, push lines apart as ruby does (css-text-decor-4 § 3.4), but on a grid. */
static void
grow_by_emphasis (MbTypesetter *typesetter, const MbStyle *block, MbLine *line,
                  const MbGlyphRun *run)
{
  const MbStyleText *text = run->style->text;
  if (text->emphasis.kind == MB_EMPHASIS_NONE || block->text->grid > 0 || run->kind != MB_RUN_TEXT)
    return;
  MbStrut strut = mb_text_strut (typesetter, run->style);
  if (text->emphasis_under)
    line->descent = MAX (line->descent, strut.below + run->size / 2 - run->rise);
  else
    line->ascent = MAX (line->ascent, strut.above + run->size / 2 + run->rise);
}

/* Raised and smaller text never pushes lines apart where a grid holds them; larger text and objects do, and elsewhere what is moved by
 * vertical-align. */
void
mb_line_grow_by_style (MbTypesetter *typesetter, const MbStyle *block, MbLine *line,
                       const MbStyle *style)
{
  const MbStyleFont *font = style->font;
  gboolean larger = font->size > block->font->size || font->line_height > block->font->line_height;
  MbLength shift = block->text->grid > 0 || !style->box ? 0 : mb_style_shift (style);
  if (style == block || (!larger && shift == 0))
    return;
  MbStrut strut = mb_text_strut (typesetter, style);
  line->ascent = MAX (line->ascent, strut.ascent + shift);
  line->descent = MAX (line->descent, strut.descent - shift);
}

static MbVerticalAlign
valign_of (const MbGlyphRun *run)
{
  return run->kind == MB_RUN_ATOM && run->style->box ? run->style->box->valign : MB_VALIGN_BASELINE;
}

/* Objects at the top or bottom of the line stand by what else is in it; the line is as high as they are. */
static void
align_object (MbLine *line, MbGlyphRun *run)
{
  MbLength height = run->ascent + run->descent;
  if (valign_of (run) == MB_VALIGN_TOP) {
    run->ascent = line->ascent;
    run->descent = height - run->ascent;
  } else if (valign_of (run) == MB_VALIGN_BOTTOM) {
    run->descent = line->descent;
    run->ascent = height - run->descent;
  }
}

static gboolean
is_aligned (const MbGlyphRun *run)
{
  return valign_of (run) == MB_VALIGN_TOP || valign_of (run) == MB_VALIGN_BOTTOM;
}

/* CSS 2.2 § 10.8.1. */
void
mb_line_grow (MbTypesetter *typesetter, const MbParagraph *paragraph, MbLine *line)
{
  MbGlyphRun *runs = (MbGlyphRun *) line->runs;
  for (guint i = 0; i < line->n_runs; i++) {
    if (is_aligned (&runs[i]))
      continue;
    if (runs[i].kind != MB_RUN_ATOM) {
      grow_by_emphasis (typesetter, paragraph->block, line, &runs[i]);
      if (!runs[i].initial)
        mb_line_grow_by_style (typesetter, paragraph->block, line, runs[i].style);
      continue;
    }
    line->ascent = MAX (line->ascent, runs[i].ascent);
    line->descent = MAX (line->descent, runs[i].descent);
  }
  for (guint i = 0; i < line->n_runs; i++) {
    if (!is_aligned (&runs[i]))
      continue;
    align_object (line, &runs[i]);
    line->ascent = MAX (line->ascent, runs[i].ascent);
    line->descent = MAX (line->descent, runs[i].descent);
  }
  for (guint i = 0; i < line->n_runs; i++)
    if (is_aligned (&runs[i]))
      align_object (line, &runs[i]);
}
