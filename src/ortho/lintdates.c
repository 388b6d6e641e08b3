/* SPDX-License-Identifier: Apache-2.0 */
/* Dates that no calendar has: 31 avril, 29 février 2011, 40-02-2011, and a day of the week that was another (mercredi 10 juin 2014).
 *
 * The calendar is the Gregorian one, which France has used since December 1582; a weekday before is not questioned. A date in figures is
 * one when its year has four of them: 10-06-2014, 10/06/2014, 10.06.2014.
 */
#include "lint.h"

#define GREGORIAN 1583

static const char *const days[] = { "lundi",    "mardi",  "mercredi", "jeudi",
                                    "vendredi", "samedi", "dimanche", NULL };

typedef struct {
  guint from, to;         /* cells */
  guint day, month, year; /* year 0: none */
} Date;

static guint
days_in (guint month, guint year)
{
  static const guint8 lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  if (month == 2 && year && !g_date_is_leap_year ((GDateYear) year))
    return 28;
  return lengths[month - 1];
}

/* At most four digits at @i; *to: their end. */
static guint
read_number (const MbLint *lint, guint i, guint *to)
{
  guint value = 0;

  for (*to = i; *to < i + 5 && mb_lint_is_digit (mb_lint_at (lint, *to)); (*to)++)
    value = value * 10 + (mb_lint_at (lint, *to) - '0');
  return value;
}

static guint
month_called (const MbLint *lint, guint from, guint to)
{
  for (guint i = 0; mb_lint_months[i]; i++) {
    const char *const one[] = { mb_lint_months[i], NULL };
    if (mb_lint_is_word (lint, from, to, one))
      return i + 1;
  }
  return 0;
}

/* 10 juin, 10 juin 2014 */
static gboolean
read_words (const MbLint *lint, Date *date)
{
  guint end, month = mb_lint_skip_spaces (lint, date->to), name = mb_lint_word_end (lint, month);

  if (month == date->to || !g_unichar_islower (mb_lint_at (lint, month)))
    return FALSE;
  date->month = month_called (lint, month, name);
  date->to = name;
  guint year = mb_lint_skip_spaces (lint, name), value = read_number (lint, year, &end);
  if (end == year + 4 && year > name && !g_unichar_isalnum (mb_lint_at (lint, end))) {
    date->year = value;
    date->to = end;
  }
  return date->month > 0;
}

/* 10-06-2014 */
static gboolean
read_figures (const MbLint *lint, Date *date)
{
  gunichar sign = mb_lint_at (lint, date->to);
  guint month_end, end;

  if (sign != '-' && sign != '/' && sign != '.')
    return FALSE;
  date->month = read_number (lint, date->to + 1, &month_end);
  if (month_end != date->to + 3 || mb_lint_at (lint, month_end) != sign)
    return FALSE;
  date->year = read_number (lint, month_end + 1, &end);
  gunichar after = mb_lint_at (lint, end);
  if (end != month_end + 5 || g_unichar_isalnum (after) || after == '-' || after == '/' ||
      (after == '.' && mb_lint_is_digit (mb_lint_at (lint, end + 1))))
    return FALSE;
  date->to = end;
  return date->year >= 1000 && date->year < 2200;
}

static gboolean
read_date (const MbLint *lint, guint i, Date *date)
{
  gunichar before = mb_lint_at (lint, (gint64) i - 1);

  *date = (Date){ .from = i };
  date->day = read_number (lint, i, &date->to);
  if (date->to > i + 2 || g_unichar_isalnum (before) || before == '-' || before == '/' ||
      before == '.' || before == ',' || before == ':')
    return FALSE;
  return read_figures (lint, date) || read_words (lint, date);
}

/* The weekday before the date: « mercredi 10 », « mercredi, le 10 ». *from: where it begins. */
static int
weekday_before (const MbLint *lint, guint i, guint *from)
{
  static const char *const article[] = { "le", NULL };
  guint end;

  *from = mb_lint_word_before (lint, i, &end);
  if (*from < i && mb_lint_is_word (lint, *from, end, article)) {
    i = *from;
    *from = mb_lint_word_before (lint, i, &end);
  }
  if (*from == i && i > 1) { /* a comma */
    guint comma = i;
    while (comma > 0 && mb_ortho_is_space (mb_lint_at (lint, (gint64) comma - 1)))
      comma--;
    if (comma == 0 || mb_lint_at (lint, (gint64) comma - 1) != ',')
      return -1;
    *from = mb_lint_word_before (lint, comma - 1, &end);
  }
  for (int day = 0; days[day] && *from < end; day++) {
    const char *const one[] = { days[day], NULL };
    if (mb_lint_is_word (lint, *from, end, one))
      return day;
  }
  return -1;
}

static void
check_weekday (MbLint *lint, const Date *date)
{
  guint from;
  int typed = date->year >= GREGORIAN ? weekday_before (lint, date->from, &from) : -1;

  if (typed < 0)
    return;
  g_autoptr (GDate) day =
      g_date_new_dmy ((GDateDay) date->day, (GDateMonth) date->month, (GDateYear) date->year);
  int right = (int) g_date_get_weekday (day) - 1;
  if (right != typed)
    mb_lint_report (lint, from, mb_lint_word_end (lint, from), "DAT-03", days[right]);
}

void
mb_lint_dates (MbLint *lint)
{
  for (guint i = 0; i < mb_lint_length (lint); i++) {
    Date date;
    if (!mb_lint_is_digit (mb_lint_at (lint, i)) ||
        mb_lint_is_digit (mb_lint_at (lint, (gint64) i - 1)) || !read_date (lint, i, &date))
      continue;
    if (date.day == 0 || date.month == 0 || date.month > 12 ||
        date.day > days_in (date.month, date.year))
      mb_lint_report (lint, date.from, date.to, "DAT-03", NULL);
    else
      check_weekday (lint, &date);
    i = date.to - 1;
  }
}
