/* SPDX-License-Identifier: Apache-2.0 */
/* Values as PDF text. */
#include "internal.h"

#include <string.h>

void
mb_syntax_text (GString *out, const char *utf8)
{
  g_string_append (out, "<FEFF");
  for (; *utf8; utf8 = g_utf8_next_char (utf8)) {
    gunichar c = g_utf8_get_char (utf8);
    if (c < 0x10000)
      g_string_append_printf (out, "%04X", c);
    else
      g_string_append_printf (out, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10),
                              0xDC00 + ((c - 0x10000) & 0x3FF));
  }
  g_string_append_c (out, '>');
}

void
mb_syntax_ascii (GString *out, const char *ascii)
{
  g_string_append_c (out, '(');
  for (; *ascii; ascii++) {
    if (strchr ("()\\", *ascii))
      g_string_append_c (out, '\\');
    g_string_append_c (out, *ascii);
  }
  g_string_append_c (out, ')');
}

void
mb_syntax_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.4f", value);
  gsize length = strlen (text);
  while (length && text[length - 1] == '0')
    length--;
  if (length && text[length - 1] == '.')
    length--;
  g_string_append_len (out, text, length);
}

void
mb_syntax_date (GString *out, gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = g_date_time_format (date, "(D:%Y%m%d%H%M%SZ)");
  g_string_append (out, text);
}

double
mb_pdf_x (const MbDisplayList *display, MbLength x)
{
  return mb_to_pt (x) + mb_to_pt (display->margin);
}

double
mb_pdf_y (const MbDisplayList *display, MbLength y)
{
  return mb_to_pt (display->height) + mb_to_pt (display->margin) - mb_to_pt (y);
}

void
mb_syntax_rect (GString *out, const MbDisplayList *display, MbRect rect)
{
  const double corners[] = { mb_pdf_x (display, rect.x), mb_pdf_y (display, rect.y + rect.height),
                             mb_pdf_x (display, rect.x + rect.width), mb_pdf_y (display, rect.y) };
  for (int i = 0; i < 4; i++) {
    g_string_append_c (out, i ? ' ' : '[');
    mb_syntax_number (out, corners[i]);
  }
  g_string_append_c (out, ']');
}
