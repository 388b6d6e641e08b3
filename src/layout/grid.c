/* SPDX-License-Identifier: Apache-2.0 */
/* The baseline grid (-marbre-grid: pitch).
 *
 * Grid lines stand at origin + k × pitch, where the origin is the top of the page area. The top of every paragraph and
 * of every monolith snaps *down* to the next grid line: a heading with its margins, a picture with its caption, a panel
 * take a whole number of lines, and what follows is on the grid again. Inside it may be free.
 *
 * The baseline of body text falls `phase` below a grid line, phase being the ascent (half-leading included) of the
 * outermost element with that pitch, the one that set it. A paragraph in another font or size whose line height is a
 * whole number of pitches shares those baselines: its ascent is moved by less than half a pitch up or down, and its
 * lines keep their height. One with any other line height keeps its own ascent.
 *
 * Leading, size and space between paragraphs are never changed to reach the grid. */
#include "internal.h"

gint64
mb_grid_snap (gint64 y, gint64 origin, MbLength pitch)
{
  if (pitch <= 0)
    return y;
  gint64 over = (y - origin) % pitch;
  if (over < 0)
    over += pitch;
  return over == 0 ? y : y + pitch - over;
}

static const MbBox *
setter_of (const MbBox *box)
{
  MbLength pitch = box->style->text->grid;
  while (box->parent && box->parent->style->text->grid == pitch)
    box = box->parent;
  return box;
}

MbLength
mb_grid_ascent (MbTypesetter *typesetter, const MbBox *box, MbStrut strut)
{
  MbLength pitch = box->style->text->grid;
  MbLength height = strut.ascent + strut.descent;
  if (pitch <= 0 || height <= 0 || height % pitch != 0)
    return strut.ascent;
  const MbBox *setter = setter_of (box);
  MbLength phase = mb_text_strut (typesetter, setter->style).ascent;
  MbLength shift = (phase - strut.ascent) % pitch;
  if (shift > pitch / 2)
    shift -= pitch;
  else if (shift < -pitch / 2)
    shift += pitch;
  return strut.ascent + shift;
}
