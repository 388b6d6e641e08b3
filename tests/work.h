/* SPDX-License-Identifier: Apache-2.0 */
/* Work done so far by this process: instructions when the kernel counts them, else nanoseconds of CPU. Never the clock on the wall: tests run
 * beside others. For growth («ten times the text, not a hundred times the work»), not for limits. */
#pragma once

#include <glib.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static inline int
work_counter (void)
{
  static int counter = -2;
  struct perf_event_attr attr = { .type = PERF_TYPE_HARDWARE,
                                  .size = sizeof attr,
                                  .config = PERF_COUNT_HW_INSTRUCTIONS,
                                  .exclude_kernel = 1,
                                  .exclude_hv = 1 };
  if (counter == -2)
    counter = (int) syscall (SYS_perf_event_open, &attr, 0, -1, -1, 0);
  return counter;
}

static inline gint64
work_done (void)
{
  gint64 instructions;
  if (work_counter () >= 0 &&
      read (work_counter (), &instructions, sizeof instructions) == sizeof instructions)
    return instructions;
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}
