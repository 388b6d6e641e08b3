/* SPDX-License-Identifier: Apache-2.0 */
/* Markers: colours that carry the number of an item through cairo.
 *
 * cairo writes a source colour as `r g b rg` with six significant digits, exactly when it changes. Three channels k/4096 survive
 * that: 36 bits, used as
 *
 *   red    1010 ppppppp 1   a signature, the palette entry
 *   green  iiii iiii iiii   high bits of the item
 *   blue   iiii iiii cccc   low bits of the item, a checksum of all the rest
 *
 * An ordinary colour is k/255 or k/65535: with red between 0.6252 and 0.6874 neither comes within the tolerance of a multiple
 * of 1/4096, so no colour of a style sheet can be taken for a marker. */
#include "internal.h"

#include <math.h>

#define STEPS          4096.0
#define TOLERANCE      0.012 /* of a step: six digits are good to 0.003 */
#define SIGNATURE      0xA01
#define SIGNATURE_MASK 0xF01

static guint
checksum (guint palette, guint high, guint low)
{
  return (low ^ (low >> 4) ^ high ^ (high >> 4) ^ (high >> 8) ^ palette ^ (palette >> 4) ^ 9) & 15;
}

void
mb_marker_encode (MbMarker marker, double rgb[3])
{
  guint high = (marker.item >> 8) & 0xFFF, low = marker.item & 0xFF;
  rgb[0] = (SIGNATURE | (marker.palette & 127) << 1) / STEPS;
  rgb[1] = high / STEPS;
  rgb[2] = (low << 4 | checksum (marker.palette & 127, high, low)) / STEPS;
}

static gboolean
step_of (double channel, guint *step)
{
  double scaled = channel * STEPS, nearest = floor (scaled + .5);
  if (!(nearest >= 0 && nearest < STEPS) || fabs (scaled - nearest) > TOLERANCE)
    return FALSE;
  *step = (guint) nearest;
  return TRUE;
}

gboolean
mb_marker_decode (const double rgb[3], MbMarker *marker)
{
  guint steps[3];
  for (int i = 0; i < 3; i++)
    if (!step_of (rgb[i], &steps[i]))
      return FALSE;
  if ((steps[0] & SIGNATURE_MASK) != SIGNATURE)
    return FALSE;
  guint palette = (steps[0] >> 1) & 127, low = steps[2] >> 4;
  if (checksum (palette, steps[1], low) != (steps[2] & 15))
    return FALSE;
  *marker = (MbMarker){ palette, steps[1] << 8 | low };
  return TRUE;
}
