/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers: groups of three, ranges, minus signs, units, currencies, hours, the first of the month.
 *
 * Each row of digits is looked at once, with what stands right before and behind it. A number that names something (a postcode, an article of
 * law, a telephone) is not one that counts, and is left alone.
 */
#include "lint.h"

#include <string.h>

typedef struct {
  guint from, to;         /* the digits */
  gunichar before, after; /* the characters beside them */
} Number;

static gboolean
is_one_of (gunichar c, const char *ascii)
{
  return c > 0 && c < 128 && strchr (ascii, (int) c) != NULL;
}

/* Words after which a number is a name. */
static gboolean
is_name (const MbLint *lint, const Number *number)
{
  static const char *const names[] = {
    "n°",      "no",        "nos",       "numéro",    "numéros", "article", "articles",
    "art",     "l",         "r",         "d",         "code",    "cedex",   "bp",
    "cs",      "tél",       "téléphone", "siret",     "siren",   "rcs",     "isbn",
    "issn",    "page",      "pages",     "p",         "pp",      "loi",     "décret",
    "dossier", "référence", "réf",       "vol",       "route",   "rn",      "cote",
    "ms",      "fax",       "id",        "matricule", "modèle",  NULL
  };
  guint end, word = mb_lint_word_before (lint, number->from, &end);
  if (word < number->from && mb_lint_at (lint, end) == '.')
    return TRUE;
  /* « art. 12345 »: the word is before the stop */
  guint stop = number->from;
  while (stop > 0 && mb_ortho_is_space (mb_lint_at (lint, (gint64) stop - 1)))
    stop--;
  if (stop > 0 && mb_lint_at (lint, (gint64) stop - 1) == '.')
    word = mb_lint_word_before (lint, stop - 1, &end);
  return end > word && mb_lint_is_word (lint, word, end, names);
}

static char *
grouped (const MbLint *lint, guint from, guint to)
{
  GString *out = g_string_new (NULL);
  for (guint i = from; i < to; i++) {
    if (i > from && (to - i) % 3 == 0)
      g_string_append_unichar (out, MB_ORTHO_NNBSP);
    g_string_append_unichar (out, mb_lint_at (lint, i));
  }
  return g_string_free (out, FALSE);
}

/* 1000000. Five digits before a capital are a postcode, nine and fourteen a company, a nought in front a code. */
static void
check_groups (MbLint *lint, const Number *number)
{
  guint digits = number->to - number->from;
  guint next = mb_lint_skip_spaces (lint, number->to);
  gboolean postcode =
      digits == 5 && next > number->to && g_unichar_isupper (mb_lint_at (lint, next));
  if (digits < 5 || digits == 9 || digits > 12 || mb_lint_at (lint, number->from) == '0' ||
      postcode || is_one_of (number->before, ".,-/:_+*'#") ||
      is_one_of (number->after, "-/:_*'#") || g_unichar_isalpha (number->after) ||
      g_unichar_isalpha (number->before) || is_name (lint, number))
    return;
  if (number->after == '.' && mb_lint_is_digit (mb_lint_at (lint, number->to + 1)))
    return;
  g_autofree char *wanted = grouped (lint, number->from, number->to);
  mb_lint_report (lint, number->from, number->to, "NUM-01b", wanted);
}

/* 200.000.000: full stops between groups, twice at least. */
static void
check_dotted (MbLint *lint, const Number *number)
{
  guint end = number->to, groups = 0;
  while (mb_lint_at (lint, end) == '.' && mb_lint_is_digit (mb_lint_at (lint, end + 1)) &&
         mb_lint_is_digit (mb_lint_at (lint, end + 2)) &&
         mb_lint_is_digit (mb_lint_at (lint, end + 3)) &&
         !mb_lint_is_digit (mb_lint_at (lint, end + 4))) {
    end += 4;
    groups++;
  }
  gunichar after = mb_lint_at (lint, end);
  if (groups < 2 || groups == 3 || number->to - number->from > 3 ||
      mb_lint_at (lint, number->from) == '0' || is_one_of (number->before, ".,-/:") ||
      g_unichar_isalpha (number->before) || g_unichar_isalpha (after) ||
      (after == '.' && mb_lint_is_digit (mb_lint_at (lint, end + 1))))
    return;
  g_autofree char *typed = mb_lint_slice (lint, number->from, end);
  g_auto (GStrv) parts = g_strsplit (typed, ".", -1);
  g_autofree char *wanted = g_strjoinv ("\u202F", parts);
  mb_lint_report (lint, number->from, end, "NUM-01b", wanted);
}

/* --- Telephones and postcodes ------------------------------------------------------------------------------------*/

/* The ten digits of a French telephone at @number: 0123456789, 01.23.45.67.89, 01-23-45-67-89; FALSE: it is none. */
static gboolean
read_telephone (const MbLint *lint, const Number *number, GString *digits, guint *end)
{
  gunichar sign = number->after;
  gboolean pairs = number->to == number->from + 2 && is_one_of (sign, ".-");
  for (*end = number->from; digits->len < 11; (*end)++) {
    gunichar c = mb_lint_at (lint, *end);
    if (mb_lint_is_digit (c))
      g_string_append_c (digits, (char) c);
    else if (!pairs || c != sign || digits->len % 2 || digits->len >= 10 ||
             !mb_lint_is_digit (mb_lint_at (lint, *end + 1)))
      break;
  }
  gunichar after = mb_lint_at (lint, *end);
  return digits->len == 10 && digits->str[0] == '0' && digits->str[1] != '0' &&
         !g_unichar_isalnum (after) && !is_one_of (after, "-/");
}

static void
check_telephone (MbLint *lint, const Number *number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  guint end;
  if (mb_lint_at (lint, number->from) != '0' || is_one_of (number->before, ".,-/:_+*'#") ||
      g_unichar_isalpha (number->before) || !read_telephone (lint, number, digits, &end))
    return;
  for (gssize at = 8; at > 0; at -= 2)
    g_string_insert (digits, at, "\u00A0");
  mb_lint_report (lint, number->from, end, "NUM-11", digits->str);
}

/* 75 008 Paris */
static void
check_postcode (MbLint *lint, const Number *number)
{
  guint second = mb_lint_skip_spaces (lint, number->to), end = second;
  while (mb_lint_is_digit (mb_lint_at (lint, end)))
    end++;
  guint town = mb_lint_skip_spaces (lint, end), town_end = mb_lint_word_end (lint, town);
  if (number->to - number->from != 2 || second == number->to || end - second != 3 || town == end ||
      !mb_lint_is_gap (number->before))
    return;
  g_autofree char *name = mb_lint_slice (lint, town, town_end);
  if (!mb_ortho_house_has (lint->house, MB_LIST_TOWNS, name))
    return;
  g_autofree char *first = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *last = mb_lint_slice (lint, second, end);
  g_autofree char *wanted = g_strconcat (first, last, NULL);
  mb_lint_report (lint, number->from, end, "NUM-12", wanted);
}

/* --- Ranges and minus signs --------------------------------------------------------------------------------------*/

static guint64
value_of (const MbLint *lint, guint from, guint to)
{
  guint64 value = 0;
  for (guint i = from; i < to && i < from + 12; i++)
    value = value * 10 + (mb_lint_at (lint, i) - '0');
  return value;
}

static const char *const counted[] = {
  "ans",       "an",       "jours",      "mois",  "semaines", "heures", "h",
  "minutes",   "min",      "euros",      "km",    "kg",       "m",      "cm",
  "mm",        "mètres",   "kilomètres", "kilos", "pages",    "degrés", "points",
  "personnes", "millions", "milliards",  "fois",  "hectares", "tonnes", NULL
};

static gboolean
is_counted (const MbLint *lint, guint i)
{
  guint next = mb_lint_skip_spaces (lint, i), end = mb_lint_word_end (lint, next);
  gunichar c = mb_lint_at (lint, next);
  if (c == '%' || c == 0x20AC /* € */ || c == 0xB0)
    return TRUE;
  return next > i && (mb_lint_is_word (lint, next, end, counted) ||
                      mb_lint_is_word (lint, next, end, mb_lint_months));
}

/* 10-12 mars, pp. 12-14: both ends count the same thing, the first is smaller. */
static void
check_range (MbLint *lint, const Number *number)
{
  static const char *const pages[] = { "p", "pp", NULL };
  guint second = number->to + 1, end = second;
  while (mb_lint_is_digit (mb_lint_at (lint, end)))
    end++;
  if (number->after != '-' || end == second || is_one_of (number->before, "-.,/:") ||
      g_unichar_isalpha (number->before) || is_one_of (mb_lint_at (lint, end), "-/") ||
      end - number->from > 9 ||
      value_of (lint, number->from, number->to) >= value_of (lint, second, end))
    return;
  guint word_end, word = mb_lint_word_before (lint, number->from, &word_end);
  gint64 stop = (gint64) number->from - 1;
  while (stop >= 0 && mb_ortho_is_space (mb_lint_at (lint, stop)))
    stop--;
  if (stop > 0 && mb_lint_at (lint, stop) == '.')
    word = mb_lint_word_before (lint, (guint) stop, &word_end);
  gboolean page = word_end > word && mb_lint_is_word (lint, word, word_end, pages);
  if (!page && !is_counted (lint, end))
    return;
  g_autofree char *a = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *b = mb_lint_slice (lint, second, end);
  g_autofree char *wanted = g_strconcat (a, "–", b, NULL);
  mb_lint_report (lint, number->from, end, "PON-06", wanted);
}

/* -5 °C */
static void
check_minus (MbLint *lint, const Number *number)
{
  gunichar left = mb_lint_at (lint, (gint64) number->from - 2);
  guint end = number->to;
  if (number->before != '-' || !(mb_lint_is_gap (left) || left == '('))
    return;
  if (mb_lint_at (lint, end) == ',' && mb_lint_is_digit (mb_lint_at (lint, end + 1)))
    for (end++; mb_lint_is_digit (mb_lint_at (lint, end));)
      end++;
  gint64 left_word = (gint64) number->from - 2;
  while (left_word >= 0 && mb_ortho_is_space (mb_lint_at (lint, left_word)))
    left_word--;
  gboolean result = mb_lint_at (lint, left_word) == ':' || mb_lint_at (lint, left_word) == '=';
  if (is_counted (lint, end) || (result && left_word < (gint64) number->from - 2))
    mb_lint_report (lint, number->from - 1, number->from, "PON-06", "−");
}

/* --- Units, currencies, hours ------------------------------------------------------------------------------------*/

static void
check_unit (MbLint *lint, const Number *number)
{
  static const char *const units[] = { "km",  "kg",    "cm",  "mm",  "ha",  "cl",  "dl",  "hl",
                                       "ml",  "kwh",   "mwh", "gwh", "twh", "kw",  "mw",  "gw",
                                       "go",  "mo",    "ko",  "hz",  "khz", "mhz", "ghz", "db",
                                       "hpa", "euros", "ans", "mg",  "min", "mn",  "µs",  "µm",
                                       "µg",  "μs",    "μm",  "μg",  NULL };
  guint end = mb_lint_word_end (lint, number->to);
  guint letters = number->to;
  while (g_unichar_isalpha (mb_lint_at (lint, letters)))
    letters++;
  gboolean square = letters + 1 == end && is_one_of (mb_lint_at (lint, letters), "23") == FALSE;
  if (letters == number->to || (letters != end && !square) || g_unichar_isalpha (number->before) ||
      !mb_lint_is_word (lint, number->to, letters, units))
    return;
  g_autofree char *digits = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *unit = mb_lint_slice (lint, number->to, end);
  g_autofree char *wanted = g_strconcat (digits, "\u00A0", unit, NULL);
  mb_lint_report (lint, number->from, end, "NUM-06b", wanted);
}

/* 10 Euros, 5 Km */
static void
check_unit_capital (MbLint *lint, const Number *number)
{
  static const char *const nouns[] = { "euro",     "euros",   "dollar", "dollars",   "franc",
                                       "francs",   "mètre",   "mètres", "kilomètre", "kilomètres",
                                       "gramme",   "grammes", "litre",  "litres",    "hectare",
                                       "hectares", "tonne",   "tonnes", "watt",      "watts",
                                       "heures",   "minutes", "ans",    "kilos",     NULL };
  static const struct {
    const char *typed, *right;
  } symbols[] = { { "Km", "km" }, { "KM", "km" }, { "Kms", "km" },  { "kms", "km" },
                  { "Kg", "kg" }, { "KG", "kg" }, { "Kgs", "kg" },  { "kgs", "kg" },
                  { "Cm", "cm" }, { "Mm", "mm" }, { "KWh", "kWh" }, { "Kwh", "kWh" } };
  guint unit = mb_lint_skip_spaces (lint, number->to), end = mb_lint_word_end (lint, unit);
  gunichar first = mb_lint_at (lint, unit);
  if (unit == number->to || end == unit)
    return;
  g_autofree char *typed = mb_lint_slice (lint, unit, end);
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (strcmp (typed, symbols[i].typed) == 0) {
      mb_lint_report (lint, unit, end, "CAP-04", symbols[i].right);
      return;
    }
  if (!g_unichar_isupper (first) || !mb_lint_is_word (lint, unit, end, nouns))
    return;
  g_autofree char *wanted = g_utf8_strdown (typed, -1);
  mb_lint_report (lint, unit, end, "CAP-04", wanted);
}

static void
check_hour (MbLint *lint, const Number *number)
{
  guint minutes = number->to + 1, end = minutes;
  gboolean solid = mb_ortho_house_profile (lint->house) == MB_ORTHO_FR_PRESS;
  while (mb_lint_is_digit (mb_lint_at (lint, end)))
    end++;
  if (number->after != 'H' || number->to - number->from > 2 ||
      (end != minutes && end != minutes + 2) || g_unichar_isalnum (mb_lint_at (lint, end)) ||
      g_unichar_isalpha (number->before) || value_of (lint, number->from, number->to) > 24)
    return;
  const char *space = solid ? "" : "\u00A0";
  g_autofree char *hours = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *rest = mb_lint_slice (lint, minutes, end);
  g_autofree char *wanted = g_strconcat (hours, space, "h", end > minutes ? space : "", rest, NULL);
  mb_lint_report (lint, number->from, end, "HEU-02", wanted);
}

/* 12.50 € and 3.5 millions; 1.250 € is a group. */
static void
check_decimal (MbLint *lint, const Number *number)
{
  guint decimals = number->to + 1, end = decimals;
  while (mb_lint_is_digit (mb_lint_at (lint, end)))
    end++;
  if (number->after != '.' || end == decimals || is_one_of (number->before, ".,-/:") ||
      g_unichar_isalpha (number->before) || is_one_of (mb_lint_at (lint, end), ".-/:") ||
      !is_counted (lint, end))
    return;
  g_autofree char *whole = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *rest = mb_lint_slice (lint, decimals, end);
  g_autofree char *wanted = g_strconcat (whole, end - decimals == 3 ? "\u202F" : ",", rest, NULL);
  mb_lint_report (lint, number->from, end, "NUM-10", wanted);
}

/* $5, € 5, US$ 5 */
static void
check_currency (MbLint *lint, const Number *number)
{
  gint64 sign = (gint64) number->from - 1;
  while (sign >= 0 && mb_ortho_is_space (mb_lint_at (lint, sign)))
    sign--;
  gunichar c = mb_lint_at (lint, sign);
  gint64 from = sign;
  if (c != '$' && c != 0x20AC && c != 0xA3)
    return;
  while (g_unichar_isupper (mb_lint_at (lint, from - 1)))
    from--;
  gunichar before = mb_lint_at (lint, from - 1);
  /* `10 € 5` is a price: the sign belongs to the number before it */
  if (!mb_lint_is_gap (before) && before != '(')
    return;
  guint word_end, word = mb_lint_word_before (lint, (guint) from, &word_end);
  if (word < (guint) from && mb_lint_is_digit (mb_lint_at (lint, (gint64) word_end - 1)))
    return;
  guint end = number->to;
  while (
      mb_lint_is_digit (mb_lint_at (lint, end)) ||
      (is_one_of (mb_lint_at (lint, end), ",.") && mb_lint_is_digit (mb_lint_at (lint, end + 1))))
    end++;
  g_autofree char *name = mb_lint_slice (lint, (guint) from, (guint) sign + 1);
  g_autofree char *digits = mb_lint_slice (lint, number->from, end);
  g_autofree char *wanted = g_strconcat (digits, "\u00A0", name, NULL);
  mb_lint_report (lint, (guint) from, end, "NUM-09", wanted);
}

/* 20° C */
static void
check_degree (MbLint *lint, const Number *number)
{
  guint letter = mb_lint_skip_spaces (lint, number->to + 1);
  gunichar scale = mb_lint_at (lint, letter);
  if (number->after != 0xB0 || letter == number->to + 1 || (scale != 'C' && scale != 'F') ||
      g_unichar_isalnum (mb_lint_at (lint, letter + 1)))
    return;
  g_autofree char *digits = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *wanted = g_strdup_printf ("%s\u00A0°%c", digits, (char) scale);
  mb_lint_report (lint, number->from, letter + 1, "NUM-09", wanted);
}

/* --- Ordinals, products --------------------------------------------------------------------------------------------*/

static void
check_ordinal (MbLint *lint, const Number *number)
{
  static const struct {
    const char *typed, *right;
  } forms[] = { { "2nd", "2d" }, { "2nde", "2de" }, { "2nds", "2ds" }, { "2ndes", "2des" } };
  guint end = mb_lint_word_end (lint, number->to);
  g_autofree char *typed = mb_lint_slice (lint, number->from, end);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (typed, forms[i].typed) == 0)
      mb_lint_report (lint, number->from, end, "ORD-01b", forms[i].right);
}

/* le 1 mai */
static void
check_first (MbLint *lint, const Number *number)
{
  guint month = mb_lint_skip_spaces (lint, number->to), end = mb_lint_word_end (lint, month);
  if (number->to - number->from == 1 && mb_lint_at (lint, number->from) == '1' &&
      month > number->to && mb_lint_is_gap (number->before) &&
      mb_lint_is_word (lint, month, end, mb_lint_months) &&
      g_unichar_islower (mb_lint_at (lint, month)))
    mb_lint_report (lint, number->from, number->to, "DAT-02", "1er");
}

/* 4x4, when no article makes it a car */
static void
check_product (MbLint *lint, const Number *number)
{
  static const char *const articles[] = { "un",  "le",  "les",  "des",   "du",   "en",
                                          "au",  "son", "leur", "ce",    "mon",  "de",
                                          "ton", "ces", "aux",  "vieux", "gros", NULL };
  guint second = number->to + 1;
  if (number->after != 'x' || number->to - number->from > 1 ||
      !mb_lint_is_digit (mb_lint_at (lint, second)) ||
      g_unichar_isalnum (mb_lint_at (lint, second + 1)) || g_unichar_isalpha (number->before) ||
      mb_lint_at (lint, number->from) == '0')
    return;
  guint word_end, word = mb_lint_word_before (lint, number->from, &word_end);
  if (word < number->from && mb_lint_is_word (lint, word, word_end, articles))
    return;
  g_autofree char *a = mb_lint_slice (lint, number->from, number->to);
  g_autofree char *b = mb_lint_slice (lint, second, second + 1);
  g_autofree char *wanted = g_strconcat (a, "\u00A0×\u00A0", b, NULL);
  mb_lint_report (lint, number->from, second + 1, "PON-07b", wanted);
}

void
mb_lint_numbers (MbLint *lint)
{
  for (guint i = 0; i < mb_lint_length (lint); i++) {
    if (!mb_lint_is_digit (mb_lint_at (lint, i)))
      continue;
    Number number = { .from = i, .to = i, .before = mb_lint_at (lint, (gint64) i - 1) };
    while (mb_lint_is_digit (mb_lint_at (lint, number.to)))
      number.to++;
    number.after = mb_lint_at (lint, number.to);
    check_groups (lint, &number);
    check_dotted (lint, &number);
    check_telephone (lint, &number);
    check_postcode (lint, &number);
    check_range (lint, &number);
    check_minus (lint, &number);
    check_unit (lint, &number);
    check_unit_capital (lint, &number);
    check_hour (lint, &number);
    check_decimal (lint, &number);
    check_currency (lint, &number);
    check_degree (lint, &number);
    check_ordinal (lint, &number);
    check_first (lint, &number);
    check_product (lint, &number);
    i = number.to - 1;
  }
}
