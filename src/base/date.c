/* SPDX-License-Identifier: Apache-2.0 */
/* Dates written into outputs: never the clock's. ISO 8601 calendar dates, with or without a time; a time
 * without a zone is taken as UTC, so that the reader's zone cannot change the bytes. */
#include "base.h"

#include <string.h>

#define SECONDS_1980 G_GINT64_CONSTANT (315532800)

/* Exactly @n digits at *@at, which moves past them. */
static gboolean
read_digits (const char **at, int n, int *value)
{
  *value = 0;
  for (int i = 0; i < n; i++, (*at)++) {
    if (!g_ascii_isdigit (**at))
      return FALSE;
    *value = *value * 10 + (**at - '0');
  }
  return TRUE;
}

static gboolean
skip (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
read_zone (const char **at, int *minutes)
{
  *minutes = 0;
  if (**at == '\0' || skip (at, 'Z'))
    return TRUE;
  int sign = **at == '-' ? -1 : 1, hour, minute = 0;
  if (!skip (at, '+') && !skip (at, '-'))
    return FALSE;
  if (!read_digits (at, 2, &hour))
    return FALSE;
  skip (at, ':');
  if (**at && !read_digits (at, 2, &minute))
    return FALSE;
  *minutes = sign * (hour * 60 + minute);
  return hour < 24 && minute < 60;
}

static gboolean
read_time (const char **at, int *seconds)
{
  int hour, minute, second = 0, zone, ignored;
  if (!read_digits (at, 2, &hour) || !skip (at, ':') || !read_digits (at, 2, &minute))
    return FALSE;
  if (skip (at, ':') && !read_digits (at, 2, &second))
    return FALSE;
  if (skip (at, '.'))
    while (read_digits (at, 1, &ignored))
      continue;
  if (hour > 23 || minute > 59 || second > 60 || !read_zone (at, &zone))
    return FALSE;
  *seconds = hour * 3600 + minute * 60 + second - zone * 60;
  return TRUE;
}

static gboolean
read_date (const char *text, gint64 *seconds)
{
  int year, month, day, time = 0;
  const char *at = text;
  if (!text || !read_digits (&at, 4, &year) || !skip (&at, '-') || !read_digits (&at, 2, &month) ||
      !skip (&at, '-') || !read_digits (&at, 2, &day) || !g_date_valid_dmy (day, month, year))
    return FALSE;
  if ((skip (&at, 'T') || skip (&at, ' ')) && !read_time (&at, &time))
    return FALSE;
  if (*at)
    return FALSE;
  g_autoptr (GDateTime) midnight = g_date_time_new_utc (year, month, day, 0, 0, 0);
  *seconds = g_date_time_to_unix (midnight) + time;
  return TRUE;
}

static gboolean
read_epoch (gint64 *seconds)
{
  const char *text = g_getenv ("SOURCE_DATE_EPOCH");
  return text &&
         g_ascii_string_to_signed (text, 10, 0, G_MAXINT32 * G_GINT64_CONSTANT (64), seconds, NULL);
}

gint64
mb_date_seconds (const char *updated, const char *date)
{
  gint64 seconds;
  if (read_epoch (&seconds) || read_date (updated, &seconds) || read_date (date, &seconds))
    return seconds;
  return SECONDS_1980;
}
