/* SPDX-License-Identifier: Apache-2.0 */
/* The date of an issue in words, as its first page prints it. Names are ours, not the locale's: outputs never depend on it. */
#include "internal.h"

#include <stdio.h>

static const char *const french_days[] = { "Lundi",    "Mardi",  "Mercredi", "Jeudi",
                                           "Vendredi", "Samedi", "Dimanche" };
static const char *const french_months[] = { "janvier",   "février", "mars",     "avril",
                                             "mai",       "juin",    "juillet",  "août",
                                             "septembre", "octobre", "novembre", "décembre" };
static const char *const english_days[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday" };
static const char *const english_months[] = { "January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December" };

const char *
mb_day_words (const char *date, const char *language, MbArena *arena)
{
  int year, month, day;
  if (!date || sscanf (date, "%4d-%2d-%2d", &year, &month, &day) != 3 || year < 1 || day < 1 ||
      day > 31 || month < 1 || month > 12 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return NULL;
  GDate value;
  g_date_clear (&value, 1);
  g_date_set_dmy (&value, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  guint weekday = (guint) g_date_get_weekday (&value) - 1, index = (guint) month - 1;
  if (language && g_str_has_prefix (language, "en"))
    return mb_arena_printf (arena, "%s %d %s %d", english_days[weekday], day, english_months[index],
                            year);
  return mb_arena_printf (arena, "%s %d%s %s %d", french_days[weekday], day, day == 1 ? "er" : "",
                          french_months[index], year);
}
