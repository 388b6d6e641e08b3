/* SPDX-License-Identifier: Apache-2.0 */
/* The colours of a page: entry 0 is the picture marker, entries 1…127 real colours in order of first use. */
#include "internal.h"

#include <string.h>

#define PALETTE_MAX 127

static guint
channels (MbColor color)
{
  return color.space == MB_COLOR_CMYK ? 4 : 3;
}

static gboolean
same_ink (MbColor a, MbColor b)
{
  return a.space == b.space && a.ink == b.ink && memcmp (a.c, b.c, channels (a) * sizeof *a.c) == 0;
}

void
mb_color_rgb (MbColor color, double rgb[3])
{
  double black = color.space == MB_COLOR_CMYK ? color.c[3] / 65535.0 : 0;
  for (int i = 0; i < 3; i++) {
    double value = color.c[i] / 65535.0;
    rgb[i] = color.space == MB_COLOR_CMYK ? 1 - MIN (1, value + black) : value;
  }
}

static double
distance (MbColor a, MbColor b)
{
  double x[3], y[3], sum = 0;
  mb_color_rgb (a, x);
  mb_color_rgb (b, y);
  for (int i = 0; i < 3; i++)
    sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

static guint
exact_entry (const MbPalette *palette, MbColor color)
{
  for (guint i = 1; i <= palette->n; i++)
    if (same_ink (palette->colors[i], color))
      return i;
  return 0;
}

guint
mb_palette_find (const MbPalette *palette, MbColor color)
{
  guint best = exact_entry (palette, color);
  if (best)
    return best;
  best = 1;
  for (guint i = 2; i <= palette->n; i++)
    if (distance (palette->colors[i], color) < distance (palette->colors[best], color))
      best = i;
  return best;
}

void
mb_palette_build (const MbDisplayList *display, MbPalette *palette)
{
  palette->n = 0;
  for (guint i = 0; i < display->n; i++) {
    const MbItem *item = &display->items[i];
    if (!mb_item_has_marker (item) && palette->n < PALETTE_MAX &&
        !exact_entry (palette, item->color))
      palette->colors[++palette->n] = item->color;
  }
}
