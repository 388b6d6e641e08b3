/* SPDX-License-Identifier: Apache-2.0 */
/* driver_parts INPUT STYLE — makes the pages of INPUT, as `marbre build INPUT --style STYLE --allow-missing --dump pages` does, and prints the CPU
 * seconds of each part and the largest resident set. Parts are what the linker's --wrap lets us stand around; what one calls is counted for
 * the callee, when it is a part itself, and not twice. */
#include "../../src/edition/internal.h"

#include "layout.h"
#include "page.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

typedef enum { PART_REST, PART_PARAGRAPHS, PART_BREAKING, PART_PAGES, PART_LINES, N_PARTS } Part;

static const char *const names[N_PARTS] = { "everything else", "paragraphs", "line breaking",
                                            "page choice", "lines set" };
static double spent[N_PARTS], since;
static Part now = PART_REST;

static double
cpu (void)
{
  struct timespec t;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

/* Returns: the part that went on until now. */
static Part
turn_to (Part part)
{
  double time = cpu ();
  Part before = now;
  spent[now] += time - since;
  since = time;
  now = part;
  return before;
}

/* NOLINTBEGIN(bugprone-reserved-identifier): names that the linker asks for */
const MbParagraph *__real_mb_text_paragraph (MbTypesetter *typesetter, const MbInline *inlines,
                                             guint n, const MbStyle *block, MbArena *arena);
const MbParagraph *__wrap_mb_text_paragraph (MbTypesetter *typesetter, const MbInline *inlines,
                                             guint n, const MbStyle *block, MbArena *arena);
MbSettings __real_mb_text_break (MbTypesetter *typesetter, const MbParagraph *paragraph,
                                 MbMeasures measures, MbArena *arena);
MbSettings __wrap_mb_text_break (MbTypesetter *typesetter, const MbParagraph *paragraph,
                                 MbMeasures measures, MbArena *arena);
gboolean __real_mb_plan_page (gpointer book, gpointer reel, MbCursor from, gboolean forced,
                              const char *name, guint index, gconstpointer master, gpointer fit);
gboolean __wrap_mb_plan_page (gpointer book, gpointer reel, MbCursor from, gboolean forced,
                              const char *name, guint index, gconstpointer master, gpointer fit);
MbFragment *__real_mb_lay_place (const MbLayContext *context, const MbLayRange *range,
                                 MbArena *arena, MbLength *bottom);
MbFragment *__wrap_mb_lay_place (const MbLayContext *context, const MbLayRange *range,
                                 MbArena *arena, MbLength *bottom);

const MbParagraph *
__wrap_mb_text_paragraph (MbTypesetter *typesetter, const MbInline *inlines, guint n,
                          const MbStyle *block, MbArena *arena)
{
  Part before = turn_to (PART_PARAGRAPHS);
  const MbParagraph *paragraph = __real_mb_text_paragraph (typesetter, inlines, n, block, arena);
  turn_to (before);
  return paragraph;
}

MbSettings
__wrap_mb_text_break (MbTypesetter *typesetter, const MbParagraph *paragraph, MbMeasures measures,
                      MbArena *arena)
{
  Part before = turn_to (PART_BREAKING);
  MbSettings settings = __real_mb_text_break (typesetter, paragraph, measures, arena);
  turn_to (before);
  return settings;
}

gboolean
__wrap_mb_plan_page (gpointer book, gpointer reel, MbCursor from, gboolean forced, const char *name,
                     guint index, gconstpointer master, gpointer fit)
{
  Part before = turn_to (PART_PAGES);
  gboolean planned = __real_mb_plan_page (book, reel, from, forced, name, index, master, fit);
  turn_to (before);
  return planned;
}

MbFragment *
__wrap_mb_lay_place (const MbLayContext *context, const MbLayRange *range, MbArena *arena,
                     MbLength *bottom)
{
  Part before = turn_to (PART_LINES);
  MbFragment *fragments = __real_mb_lay_place (context, range, arena, bottom);
  turn_to (before);
  return fragments;
}
/* NOLINTEND(bugprone-reserved-identifier) */

static double
resident (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    return 2;
  g_autoptr (MarbreJob) job = marbre_job_new ((const char *const[]){ argv[1], NULL });
  g_autoptr (GError) error = NULL;
  marbre_job_set_style (job, argv[2]);
  marbre_job_set_allow_missing (job, TRUE);
  gboolean read = marbre_stage_read (job, &error);
  double reading = cpu (), before = resident ();
  since = reading;
  if (!read || !marbre_stage_pages (job, &error)) {
    fprintf (stderr, "%s\n", error ? error->message : "no pages");
    return 1;
  }
  turn_to (PART_REST);
  printf ("reading\t%.3f\n", reading);
  for (guint i = 0; i < N_PARTS; i++)
    printf ("%s\t%.3f\n", names[i], spent[i]);
  printf ("pages\t%u\nMiB after reading\t%.0f\nMiB\t%.0f\n", job->pages->n_pages, before,
          resident ());
  return 0;
}
