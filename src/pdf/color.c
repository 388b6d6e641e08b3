/* SPDX-License-Identifier: Apache-2.0 */
/* Real colours as operators. Black and greys are DeviceGray: one plate, and crisp text on every printer. */
#include "internal.h"

static double
channel (guint16 value)
{
  return value / 65535.0;
}

static void
put_channels (GString *out, const double *values, guint n)
{
  for (guint i = 0; i < n; i++) {
    mb_syntax_number (out, values[i]);
    g_string_append_c (out, ' ');
  }
}

static void
put_cmyk (GString *out, MbColor color, gboolean stroke)
{
  double values[4];
  for (int i = 0; i < 4; i++)
    values[i] = channel (color.c[i]);
  put_channels (out, values, 4);
  g_string_append_c (out, stroke ? 'K' : 'k');
}

void
mb_color_operator (GString *out, MbColor color, gboolean stroke, gboolean rgb_only)
{
  if (color.space == MB_COLOR_CMYK && !rgb_only) {
    put_cmyk (out, color, stroke);
    return;
  }
  double black = color.space == MB_COLOR_CMYK ? channel (color.c[3]) : 0, values[3];
  for (int i = 0; i < 3; i++)
    values[i] = color.space == MB_COLOR_CMYK ? 1 - MIN (1, channel (color.c[i]) + black)
                                             : channel (color.c[i]);
  gboolean grey = values[0] == values[1] && values[1] == values[2];
  put_channels (out, values, grey ? 1 : 3);
  g_string_append (out, grey ? (stroke ? "G" : "g") : (stroke ? "RG" : "rg"));
}
