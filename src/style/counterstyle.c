/* SPDX-License-Identifier: Apache-2.0 */
/* Counter styles of CSS Counter Styles 3 § 6: numeric, alphabetic, additive and cyclic ones.
 *
 * A value outside the range of a style (0 in letters, 4000 in Roman numerals) falls back to decimal. */
#include "internal.h"

#include <string.h>

typedef struct {
  int weight;
  const char *symbol;
} Additive;

static const Additive roman[] = {
  { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
  { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
  { 5, "v" },    { 4, "iv" },   { 1, "i" },
};

/* The final sigma has no place in an alphabet: ς (U+03C2) is skipped. */
static const char *const greek[] = { "α", "β", "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ", "λ", "μ",
                                     "ν", "ξ", "ο", "π", "ρ", "σ", "τ", "υ", "φ", "χ", "ψ", "ω" };

static const char *
format_decimal (MbArena *arena, int value)
{
  return mb_arena_printf (arena, "%d", value);
}

static const char *
format_roman (MbArena *arena, int value, gboolean upper)
{
  if (value < 1 || value > 3999)
    return format_decimal (arena, value);
  char digits[16] = ""; /* the longest is mmmdccclxxxviii */
  for (guint i = 0; i < G_N_ELEMENTS (roman); i++)
    for (; value >= roman[i].weight; value -= roman[i].weight)
      g_strlcat (digits, roman[i].symbol, sizeof digits);
  for (char *at = digits; upper && *at; at++)
    *at = g_ascii_toupper (*at);
  return mb_arena_strdup (arena, digits);
}

/* Bijective numeration: after the last letter come two letters. At most 7 digits for a 32-bit value in base 24. */
static const char *
format_alphabetic (MbArena *arena, int value, int base, const char *(*symbol) (int digit))
{
  if (value < 1)
    return format_decimal (arena, value);
  char digits[32];
  gsize at = sizeof digits - 1;
  digits[at] = 0;
  for (; value > 0; value = (value - 1) / base) {
    const char *letter = symbol ((value - 1) % base);
    at -= strlen (letter);
    memcpy (digits + at, letter, strlen (letter));
  }
  return mb_arena_strdup (arena, digits + at);
}

static const char *
symbol_latin (int digit)
{
  static const char letters[26][2] = { "a", "b", "c", "d", "e", "f", "g", "h", "i",
                                       "j", "k", "l", "m", "n", "o", "p", "q", "r",
                                       "s", "t", "u", "v", "w", "x", "y", "z" };
  return letters[digit];
}

static const char *
symbol_capital (int digit)
{
  static const char letters[26][2] = { "A", "B", "C", "D", "E", "F", "G", "H", "I",
                                       "J", "K", "L", "M", "N", "O", "P", "Q", "R",
                                       "S", "T", "U", "V", "W", "X", "Y", "Z" };
  return letters[digit];
}

static const char *
symbol_greek (int digit)
{
  return greek[digit];
}

const char *const mb_counter_styles[] = { "decimal",     "decimal-leading-zero",
                                          "lower-roman", "upper-roman",
                                          "lower-alpha", "upper-alpha",
                                          "lower-latin", "upper-latin",
                                          "lower-greek", "disc",
                                          "circle",      "square",
                                          "none",        NULL };

const char *
mb_counter_format (MbArena *arena, const char *name, int value)
{
  if (!name || g_str_equal (name, "decimal"))
    return format_decimal (arena, value);
  if (g_str_equal (name, "decimal-leading-zero"))
    return mb_arena_printf (arena, value < 0 ? "%03d" : "%02d", value);
  if (g_str_equal (name, "lower-roman") || g_str_equal (name, "upper-roman"))
    return format_roman (arena, value, name[0] == 'u');
  if (g_str_equal (name, "lower-alpha") || g_str_equal (name, "lower-latin"))
    return format_alphabetic (arena, value, 26, symbol_latin);
  if (g_str_equal (name, "upper-alpha") || g_str_equal (name, "upper-latin"))
    return format_alphabetic (arena, value, 26, symbol_capital);
  if (g_str_equal (name, "lower-greek"))
    return format_alphabetic (arena, value, G_N_ELEMENTS (greek), symbol_greek);
  if (g_str_equal (name, "disc"))
    return "•";
  /* few text faces have U+25E6 and U+25AA; a dash and a point are the marks of French lists */
  if (g_str_equal (name, "circle"))
    return "–";
  if (g_str_equal (name, "square"))
    return "·";
  if (g_str_equal (name, "none"))
    return "";
  return format_decimal (arena, value);
}
