/* SPDX-License-Identifier: Apache-2.0 */
/* Widths of glyphs as the PDF states them.
 *
 * A reader moves on by /Widths (or /W); cairo places glyphs by the exact advances of the face but writes these tables cut to whole thousandths of an
 * em, always downwards: in a face of 2048 units a line of sixty letters ends a third of a point before its measure. So each width that the
 * painter knows (MbRespelling) is written as it is; the code of a glyph is found through the font's ToUnicode, before that is mended. */
#include "internal.h"

#include <string.h>

#define CODES 256

typedef struct {
  const MbPainted *painted;
  const char *name;
  double advances[CODES]; /* by code; 0: unknown */
} Widths;

/* One line of a bfchar section: `<4c> <004c>`, or `<0012> <FB01>`. */
static void
read_line (Widths *widths, const char *line)
{
  char *end;
  if (*line != '<')
    return;
  guint64 code = g_ascii_strtoull (line + 1, &end, 16);
  const char *open = *end == '>' && code < CODES ? strchr (end, '<') : NULL;
  gunichar c = open ? mb_fonts_read_utf16 (open + 1) : 0;
  const MbRespelling *entry = c ? mb_fonts_respelling (widths->painted, widths->name, c) : NULL;
  if (entry)
    widths->advances[code] = entry->advance;
}

static void
read_map (Widths *widths, GBytes *map)
{
  gsize size;
  const char *data = g_bytes_get_data (map, &size);
  g_autofree char *text = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    read_line (widths, lines[i]);
}

/* The widths of @array, the first of which is that of code @first. */
static void
put_widths (MbWork *work, const Widths *widths, MbObj array, gint64 first, GString *out)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < mb_file_n_items (work->file, array); i++) {
    gint64 code = first + i;
    double known = code >= 0 && code < CODES ? widths->advances[code] : 0;
    double stated = mb_file_number (work->file, mb_file_item (work->file, array, i));
    g_string_append_c (out, ' ');
    mb_syntax_number (out, known > 0 ? known : stated);
  }
  g_string_append (out, " ]");
}

static void
mend_simple (MbWork *work, const Widths *widths, MbObj font, MbObj array)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gint64 first = mb_file_integer (work->file, mb_file_key (work->file, font, "/FirstChar"));
  put_widths (work, widths, array, first, out);
  mb_file_set (work->file, font, "/Widths", out->str);
}

/* cairo writes one run: `/W [ 0 [ … ] ]`. */
static void
mend_composite (MbWork *work, const Widths *widths, MbObj font)
{
  MbObj list = mb_file_key (work->file, font, "/DescendantFonts");
  MbObj descendant = mb_file_n_items (work->file, list) ? mb_file_item (work->file, list, 0) : 0;
  MbObj runs = descendant ? mb_file_key (work->file, descendant, "/W") : 0;
  if (mb_file_n_items (work->file, runs) != 2)
    return;
  MbObj first = mb_file_item (work->file, runs, 0), array = mb_file_item (work->file, runs, 1);
  if (!mb_file_is_integer (work->file, first) || !mb_file_is_array (work->file, array))
    return;
  gint64 from = mb_file_integer (work->file, first);
  g_autoptr (GString) out = g_string_new (NULL);
  g_string_append_printf (out, "[%" G_GINT64_FORMAT " ", from);
  put_widths (work, widths, array, from, out);
  g_string_append_c (out, ']');
  mb_file_set (work->file, descendant, "/W", out->str);
}

void
mb_widths_mend (MbWork *work, MbObj font, const char *name)
{
  MbObj stream = mb_file_key (work->file, font, "/ToUnicode");
  g_autoptr (GBytes) map = stream ? mb_file_data (work->file, stream, NULL) : NULL;
  if (!map)
    return;
  Widths widths = { .painted = work->painted, .name = name };
  read_map (&widths, map);
  MbObj array = mb_file_key (work->file, font, "/Widths");
  if (array)
    mend_simple (work, &widths, font, array);
  else
    mend_composite (work, &widths, font);
}
