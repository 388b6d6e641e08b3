/* SPDX-License-Identifier: Apache-2.0 */
/* driver_hyphen [LANGUAGE [BEFORE AFTER]]: divide the words on standard input, one a line: con-sti-tu-tion. */
#include "style_fixture.h"

#include <stdio.h>
#include <stdlib.h>

static void
divide (Room *room, const char *lang, const char *word, const MbStyleText *style)
{
  guint32 points[64], from = 0;
  guint n = mb_text_hyphenate (room->typesetter, word, strlen (word), lang, style, points, 64);
  for (guint i = 0; i < n; i++) {
    printf ("%.*s-", (int) (points[i] - from), word + from);
    from = points[i];
  }
  puts (word + from);
}

int
main (int argc, char **argv)
{
  Room room;
  Styled style;
  char line[512];
  room_open (&room);
  styled_init (&style);
  if (argc > 3) {
    style.text.hyphen_before = (guint8) atoi (argv[2]);
    style.text.hyphen_after = (guint8) atoi (argv[3]);
  }
  while (fgets (line, sizeof line, stdin)) {
    line[strcspn (line, "\r\n")] = '\0';
    if (g_utf8_validate (line, -1, NULL))
      divide (&room, argc > 1 ? g_intern_string (argv[1]) : "fr", line, &style.text);
  }
  room_close (&room);
  return 0;
}
