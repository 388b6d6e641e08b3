/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as newsrooms write them: "23 novembre 2026", "1er mai 2026 à 10h30", "23/11/2026", and ISO
 * 8601. */
#include "read.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of white space at @text, no-break spaces included. */
static gsize
spaces (const char *text)
{
  gsize n = 0;
  for (;;) {
    if (text[n] == ' ')
      n++;
    else if (g_str_has_prefix (text + n, "\xC2\xA0"))
      n += 2;
    else if (g_str_has_prefix (text + n, "\xE2\x80\xAF"))
      n += 3;
    else
      return n;
  }
}

/* Up to @max digits at *@text, which moves on. Returns: -1 without a digit. */
static int
number (const char **text, int max)
{
  int value = -1;
  for (int n = 0; n < max && g_ascii_isdigit (**text); n++, (*text)++)
    value = MAX (value, 0) * 10 + (**text - '0');
  return value;
}

static int
month (const char **text)
{
  static const char *const MONTHS[][3] = {
    { "janvier", "janv." },
    { "février", "fevrier", "févr." },
    { "mars" },
    { "avril", "avr." },
    { "mai" },
    { "juin" },
    { "juillet", "juil." },
    { "août", "aout" },
    { "septembre", "sept." },
    { "octobre", "oct." },
    { "novembre", "nov." },
    { "décembre", "decembre", "déc." },
  };
  g_autofree char *lower = g_utf8_strdown (*text, (gssize) MIN (strlen (*text), 16));
  for (int m = 0; m < 12; m++)
    for (int n = 0; n < 3 && MONTHS[m][n]; n++)
      if (g_str_has_prefix (lower, MONTHS[m][n])) {
        *text += strlen (MONTHS[m][n]);
        return m + 1;
      }
  return 0;
}

typedef struct {
  int year, month, day, hour, minute;
} Date;

static gboolean
is_valid (const Date *date)
{
  return date->year > 0 && date->year < 10000 && date->month > 0 && date->day > 0 &&
         g_date_valid_dmy ((GDateDay) date->day, (GDateMonth) date->month, (GDateYear) date->year);
}

/* " à 10h30", " à 10 h", ", 10:30". */
static void
read_time (const char **text, Date *date)
{
  const char *at = *text;
  at += *at == ',';
  at += spaces (at);
  if (g_str_has_prefix (at, "à "))
    at += strlen ("à ");
  else if (g_str_has_prefix (at, "à\xC2\xA0"))
    at += strlen ("à\xC2\xA0");
  at += spaces (at);
  int hour = number (&at, 2);
  if (hour < 0 || hour > 23)
    return;
  const char *mark = at + spaces (at);
  if (*mark != 'h' && *mark != ':')
    return;
  gboolean colon = *mark == ':';
  at = mark + 1;
  const char *after = at;
  at += spaces (at);
  int minute = number (&at, 2);
  if (minute > 59 || (colon && minute < 0))
    return;
  date->hour = hour;
  date->minute = MAX (minute, 0);
  *text = minute < 0 ? after : at;
}

static gboolean
read_day (const char **text, Date *date)
{
  const char *at = *text;
  date->day = number (&at, 2);
  if (g_str_has_prefix (at, "er"))
    at += 2;
  if (*at == '/' || *at == '.') {
    char mark = *at++;
    date->month = number (&at, 2);
    if (*at++ != mark)
      return FALSE;
  } else {
    gsize gap = spaces (at);
    at += gap;
    date->month = gap ? month (&at) : 0;
    at += spaces (at);
  }
  date->year = number (&at, 4);
  *text = at;
  return date->year >= 1000 && is_valid (date);
}

static gboolean
read_iso (const char **text, Date *date)
{
  const char *at = *text;
  date->year = number (&at, 4);
  if (at - *text != 4 || *at++ != '-')
    return FALSE;
  date->month = number (&at, 2);
  if (*at++ != '-')
    return FALSE;
  date->day = number (&at, 2);
  if (*at == 'T')
    at++;
  *text = at;
  return is_valid (date);
}

char *
mb_read_date_french (const char *text, gsize *start, gsize *end)
{
  for (const char *at = text; *at; at++) {
    if (!g_ascii_isdigit (*at) || (at > text && g_ascii_isdigit (at[-1])))
      continue;
    Date date = { .hour = -1 };
    const char *after = at;
    if (!read_iso (&after, &date)) {
      after = at;
      if (!read_day (&after, &date))
        continue;
    }
    read_time (&after, &date);
    if (start)
      *start = (gsize) (at - text);
    if (end)
      *end = (gsize) (after - text);
    char *day = g_strdup_printf ("%04d-%02d-%02d", date.year, date.month, date.day);
    if (date.hour < 0)
      return day;
    char *whole = g_strdup_printf ("%sT%02d:%02d", day, date.hour, date.minute);
    g_free (day);
    return whole;
  }
  return NULL;
}

static int
to_int (const char *text)
{
  return (int) strtol (text, NULL, 10);
}

/* @text against @pattern, in which 0 stands for a digit. */
static gboolean
matches (const char *text, const char *pattern)
{
  for (; *pattern; pattern++, text++)
    if (*pattern == '0' ? !g_ascii_isdigit (*text) : *text != *pattern)
      return FALSE;
  return TRUE;
}

static gboolean
is_zone (const char *text)
{
  if (*text == '\0' || strcmp (text, "Z") == 0)
    return TRUE;
  return (*text == '+' || *text == '-') && matches (text + 1, "00:00") && text[6] == '\0';
}

static gboolean
is_time (const char *text)
{
  if (!matches (text, "00:00") || to_int (text) > 23 || to_int (text + 3) > 59)
    return FALSE;
  text += 5;
  if (matches (text, ":00") && to_int (text + 1) <= 60)
    text += 3;
  return is_zone (text);
}

gboolean
mb_read_date_is_iso (const char *text)
{
  if (!matches (text, "0000"))
    return FALSE;
  Date date = { .year = to_int (text), .month = 1, .day = 1 };
  text += 4;
  if (*text && matches (text, "-00")) {
    date.month = to_int (text + 1);
    text += 3;
    if (*text && matches (text, "-00")) {
      date.day = to_int (text + 1);
      text += 3;
      if (*text == 'T')
        return is_valid (&date) && is_time (text + 1);
    }
  }
  return *text == '\0' && is_valid (&date);
}
