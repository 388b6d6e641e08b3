/* SPDX-License-Identifier: Apache-2.0 */
/* French numbers in words, in the spelling that houses use: hyphens below a hundred, « vingt et un », « quatre-vingts » and
 * « deux cents » with an s when nothing follows, before millions too, never before mille.
 *
 * A number is written from groups of three digits; `last` says that nothing numeral follows the group. */
#include "internal.h"

#include <string.h>

static const char *const units[] = {
  "zéro",     "un",     "deux",  "trois",    "quatre",   "cinq",     "six",
  "sept",     "huit",   "neuf",  "dix",      "onze",     "douze",    "treize",
  "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
};
static const char *const tens[] = {
  "", "", "vingt", "trente", "quarante", "cinquante", "soixante"
};

static void
append_word (GString *out, const char *word)
{
  if (out->len)
    g_string_append_c (out, ' ');
  g_string_append (out, word);
}

static const char *
unit_word (guint value, gboolean feminine)
{
  return feminine && value == 1 ? "une" : units[value];
}

/* 1 to 99. Seventy and ninety count on from sixty and eighty. */
static void
append_tens (GString *out, guint value, gboolean feminine, gboolean last)
{
  if (value < 20) {
    append_word (out, unit_word (value, feminine));
    return;
  }
  gboolean twenties = value >= 60;
  guint base = value >= 80 ? 80 : twenties ? 60 : value / 10 * 10, rest = value - base;
  append_word (out, base == 80 ? "quatre-vingt" : tens[base / 10]);
  if (rest == 0)
    g_string_append (out, base == 80 && last ? "s" : "");
  else if ((rest == 1 || rest == 11) && base < 80)
    g_string_append_printf (out, " et %s", unit_word (rest, feminine));
  else
    g_string_append_printf (out, "-%s", unit_word (rest, feminine));
}

/* 1 to 999. */
static void
append_group (GString *out, guint value, gboolean feminine, gboolean last)
{
  guint hundreds = value / 100, rest = value % 100;
  if (hundreds > 1)
    append_word (out, units[hundreds]);
  if (hundreds)
    append_word (out, hundreds > 1 && rest == 0 && last ? "cents" : "cent");
  if (rest)
    append_tens (out, rest, feminine, last);
}

static gboolean
write_cardinal (GString *out, guint value, gboolean feminine)
{
  guint millions = value / 1000000, thousands = value / 1000 % 1000, rest = value % 1000;
  if (value == 0)
    append_word (out, units[0]);
  if (millions) {
    append_group (out, millions, FALSE, TRUE);
    append_word (out, millions > 1 ? "millions" : "million");
  }
  if (thousands > 1)
    append_group (out, thousands, FALSE, FALSE);
  if (thousands)
    append_word (out, "mille");
  if (rest)
    append_group (out, rest, feminine, TRUE);
  return TRUE;
}

gboolean
mb_french_cardinal (GString *out, guint value)
{
  return write_cardinal (out, value, FALSE);
}

gboolean
mb_french_cardinal_feminine (GString *out, guint value)
{
  return write_cardinal (out, value, TRUE);
}

/* deux cents → deux centième, quatre → quatrième, cinq → cinquième, neuf → neuvième. */
static gboolean
write_rank (GString *out, guint value)
{
  write_cardinal (out, value, FALSE);
  if (g_str_has_prefix (out->str, "un million") && value == 1000000)
    g_string_erase (out, 0, 3);
  gboolean plural = g_str_has_suffix (out->str, "cents") || g_str_has_suffix (out->str, "vingts") ||
                    g_str_has_suffix (out->str, "millions");
  if (plural || g_str_has_suffix (out->str, "e"))
    g_string_truncate (out, out->len - 1);
  if (g_str_has_suffix (out->str, "cinq"))
    g_string_append_c (out, 'u');
  if (g_str_has_suffix (out->str, "neuf"))
    out->str[out->len - 1] = 'v';
  g_string_append (out, "ième");
  return TRUE;
}

gboolean
mb_french_ordinal (GString *out, guint value)
{
  if (value != 1)
    return write_rank (out, value);
  g_string_append (out, "premier");
  return TRUE;
}

gboolean
mb_french_ordinal_feminine (GString *out, guint value)
{
  if (value != 1)
    return write_rank (out, value);
  g_string_append (out, "première");
  return TRUE;
}
