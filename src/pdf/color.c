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

/* A tint on a plate of its own. */
static void
put_ink (GString *out, MbColor color, gboolean stroke, const MbInk *ink)
{
  g_string_append_printf (out, "/MbInk%u %s ", color.ink, stroke ? "CS" : "cs");
  mb_syntax_number (out, mb_ink_tint (ink, color));
  g_string_append (out, stroke ? " SCN" : " scn");
}

void
mb_color_operator (GString *out, MbColor color, gboolean stroke, const MbContentTask *task)
{
  if (color.ink > 0) {
    put_ink (out, color, stroke, &task->inks[color.ink - 1]);
    return;
  }
  if (color.space == MB_COLOR_CMYK && !task->rgb_only) {
    put_cmyk (out, color, stroke);
    return;
  }
  double values[3];
  mb_color_rgb (color, values);
  gboolean grey = values[0] == values[1] && values[1] == values[2];
  put_channels (out, values, grey ? 1 : 3);
  g_string_append (out, grey ? (stroke ? "G" : "g") : (stroke ? "RG" : "rg"));
}
