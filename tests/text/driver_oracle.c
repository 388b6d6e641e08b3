/* SPDX-License-Identifier: Apache-2.0 */
/* driver_oracle FILE SIZE MEASURE: where each paragraph (one a line) of FILE breaks by TeX's own parameters, for the differential
 * test against LuaTeX: for each line after the first the number of its first word, a word ending at U+0020 or U+00A0. */
#include "style_fixture.h"

#include "../../src/text/internal.h"

#include <stdio.h>
#include <stdlib.h>

static guint
words_before (const MbParagraph *paragraph, guint32 at)
{
  guint words = 0;
  for (guint32 i = 0; i < at; i++)
    words += paragraph->chars[i].kind == MB_CHAR_SPACE || paragraph->chars[i].c == 0xA0;
  return words;
}

static void
print_breaks (Room *room, const char *text, const Styled *style, double measure)
{
  const MbParagraph *paragraph = room_paragraph (room, text, style);
  MbSettings settings = room_break (room, paragraph, measure);
  const MbSetting *best = &settings.settings[settings.best];
  for (guint i = 0; i + 1 < best->lines; i++)
    printf ("%s%u", i ? " " : "", words_before (paragraph, best->breaks[i].end.at));
  printf ("\n");
}

int
main (int argc, char **argv)
{
  char *text = NULL;
  if (argc < 4 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  Styled style;
  styled_init (&style);
  style.font.size = mb_pt (g_ascii_strtod (argv[2], NULL));
  style.text.hyphens = MB_HYPHENS_NONE;
  style.text.protrusion = 0;
  style.text.space_thin = (MbSpaceGlue){ 500, 0, 0 };
  style.text.space_colon = style.text.space_guillemet = (MbSpaceGlue){ 1000, 500, 333 };

  Room room;
  room_open (&room);
  room.typesetter->as_tex = TRUE;
  char **lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line)
      print_breaks (&room, *line, &style, g_ascii_strtod (argv[3], NULL));
  g_strfreev (lines);
  g_free (text);
  room_close (&room);
  return 0;
}
