/* SPDX-License-Identifier: Apache-2.0 */
/* driver_bench FILE [measure in pt] [scale ‰] [tracking ‰]: set every paragraph (one a line, 200 characters or more) of FILE
 * and print time, quality of lines and variants, in the terms of notes/layout.md § 1.1. */
#include "style_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  guint paragraphs, lines, inner, r1, r2, hyphens, runs3, overfull, runts, variants;
  gsize characters;
  double sum, worst;
  GArray *ratios;
} Tally;

static double
cpu_us (void)
{
  struct timespec t;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static void
tally (Tally *t, const MbSetting *setting, guint n_settings)
{
  guint run = 0;
  t->paragraphs++;
  t->variants += n_settings;
  for (guint i = 0; i < setting->lines; i++) {
    const MbBreak *brk = &setting->breaks[i];
    float r = fabsf (brk->ratio);
    t->lines++;
    t->overfull += brk->overfull;
    t->hyphens += brk->hyphenated;
    run = brk->flagged ? run + 1 : 0;
    t->runs3 += run == 3;
    if (brk->last)
      continue;
    t->inner++;
    t->sum += r;
    t->r1 += brk->ratio > 1;
    t->r2 += brk->ratio > 2;
    t->worst = MAX (t->worst, r);
    g_array_append_val (t->ratios, r);
  }
}

static int
by_size (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;
  return (x > y) - (x < y);
}

static double
run_once (Room *room, char **lines, const Styled *style, double width, Tally *t, gboolean set)
{
  double before = cpu_us ();
  for (char **line = lines; *line; line++) {
    if (g_utf8_strlen (*line, -1) < 200)
      continue;
    MbMark mark = mb_arena_mark (room->arena);
    const MbParagraph *paragraph = room_paragraph (room, *line, style);
    MbSettings settings = room_break (room, paragraph, width);
    tally (t, &settings.settings[settings.best], settings.n);
    t->characters += (gsize) g_utf8_strlen (*line, -1);
    for (guint i = 0; set && i < settings.settings[settings.best].lines; i++)
      mb_text_line (room->typesetter, paragraph, &settings.settings[settings.best], i, room->arena);
    mb_arena_rewind (room->arena, mark);
  }
  return cpu_us () - before;
}

int
main (int argc, char **argv)
{
  char *text = NULL;
  if (argc < 2 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  char **lines = g_strsplit (text, "\n", -1);
  double width = argc > 2 ? atof (argv[2]) : 257.587;

  Styled style;
  styled_init (&style);
  style.font.size = mb_pt (width < 150 ? 9 : 10.5);
  if (argc > 3) {
    style.text.justify_set = TRUE;
    style.text.justify = (MbJustify){ 667, 1000, 1500, (gint16) atoi (argv[3]),
                                      (gint16) (argc > 4 ? atoi (argv[4]) : 0) };
  }
  Room room;
  room_open (&room);
  Tally t = { .ratios = g_array_new (FALSE, FALSE, sizeof (float)) },
        again = { .ratios = t.ratios };
  double cold = run_once (&room, lines, &style, width, &t, FALSE);
  g_array_sort (t.ratios, by_size);
  double p95 = (double) g_array_index (t.ratios, float, t.ratios->len * 95 / 100);
  double set = run_once (&room, lines, &style, width, &again, TRUE);

  printf (
      "%u paragraphs, mean %.0f characters; cold %.1f us/paragraph, again with lines set %.1f\n",
      t.paragraphs, (double) t.characters / t.paragraphs, cold / t.paragraphs, set / t.paragraphs);
  printf ("mean r %.3f  p95 %.2f  worst %.2f  r>1 %.2f %%  r>2 %.2f %%  hyphens/100 %.1f  runs of "
          "3 %u  lines %u  "
          "overfull %u  settings/paragraph %.2f\n",
          t.sum / t.inner, p95, t.worst, 100.0 * t.r1 / t.inner, 100.0 * t.r2 / t.inner,
          100.0 * t.hyphens / t.lines, t.runs3, t.lines, t.overfull,
          (double) t.variants / t.paragraphs);
  g_array_free (t.ratios, TRUE);
  g_strfreev (lines);
  g_free (text);
  room_close (&room);
  return 0;
}
