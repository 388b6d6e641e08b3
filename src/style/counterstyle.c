/* SPDX-License-Identifier: Apache-2.0 */
/* Counter styles (CSS Counter Styles 3 § 2): a value and a style give a text.
 *
 * A style is a row of descriptors, from @counter-style (counterrules.c) or from the table of native ones below: those
 * that algorithms of the standard cannot write (French words), and the usual ones, so that a caller without a sheet has
 * them. `extends` copies what is not said from the style it names. What is out of the range of a style, or cannot be
 * written in it, is written in its fallback, in the end in decimal. Chains of either are bounded. */
#include "internal.h"

#include <string.h>

#define MAX_CHAIN  16
#define MAX_LENGTH 120 /* symbols of one number: the standard asks for 60 */

/* --- Native styles ---------------------------------------------------------------------------------*/

static gboolean
write_decimal (GString *out, guint value)
{
  g_string_append_printf (out, "%u", value);
  return TRUE;
}

static gboolean
write_roman (GString *out, guint value)
{
  static const struct {
    guint weight;
    const char *symbol;
  } additive[] = {
    { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
    { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
    { 5, "v" },    { 4, "iv" },   { 1, "i" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (additive); i++)
    for (; value >= additive[i].weight; value -= additive[i].weight)
      g_string_append (out, additive[i].symbol);
  return TRUE;
}

/* Bijective numeration: after the last letter come two letters. */
static gboolean
write_letters (GString *out, guint value, const char *const *letters, guint n)
{
  gint64 rest = value;
  if (n == 0)
    return FALSE;
  for (; rest > 0; rest = (rest - 1) / n)
    g_string_prepend (out, letters[(rest - 1) % n]);
  return out->len > 0;
}

static gboolean
write_latin (GString *out, guint value)
{
  static const char *const latin[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i",
                                       "j", "k", "l", "m", "n", "o", "p", "q", "r",
                                       "s", "t", "u", "v", "w", "x", "y", "z" };
  return write_letters (out, value, latin, G_N_ELEMENTS (latin));
}

/* The final sigma has no place in an alphabet: ς (U+03C2) is skipped. */
static gboolean
write_greek (GString *out, guint value)
{
  static const char *const greek[] = { "α", "β", "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ", "λ", "μ",
                                       "ν", "ξ", "ο", "π", "ρ", "σ", "τ", "υ", "φ", "χ", "ψ", "ω" };
  return write_letters (out, value, greek, G_N_ELEMENTS (greek));
}

static gboolean
write_upper (GString *out, guint value, gboolean (*write) (GString *, guint))
{
  gboolean written = write (out, value);
  g_string_ascii_up (out);
  return written;
}

static gboolean
write_upper_roman (GString *out, guint value)
{
  return write_upper (out, value, write_roman);
}

static gboolean
write_upper_latin (GString *out, guint value)
{
  return write_upper (out, value, write_latin);
}

static gboolean
write_disc (GString *out, guint value)
{
  g_string_append (out, "•");
  return TRUE;
}

static gboolean
write_circle (GString *out, guint value)
{
  g_string_append (out, "◦");
  return TRUE;
}

static gboolean
write_square (GString *out, guint value)
{
  g_string_append (out, "▪");
  return TRUE;
}

static gboolean
write_nothing (GString *out, guint value)
{
  return TRUE;
}

static const MbCounterRange natural = { 1, G_MAXINT }, roman = { 1, 3999 },
                            words = { -999999999, 999999999 }, ranks = { 1, 999999999 },
                            digits = { -9999, 9999 };

#define NATIVE(label, function, after, ...)                                                        \
  {                                                                                                \
    .name = label, .system = MB_COUNTER_NATIVE, .write = function, .suffix = after, __VA_ARGS__    \
  }
#define CHINESE(label, function, sign)                                                             \
  NATIVE (label, function, "、", WITHIN (digits), .negative[0] = (sign), .fallback = "cjk-decimal")
#define WITHIN(which) .ranges = &(which), .n_ranges = 1
static const MbCounterStyle natives[] = {
  NATIVE ("decimal", write_decimal, ". ", ),
  NATIVE ("decimal-leading-zero", write_decimal, ". ", .pad_length = 2, .pad = "0"),
  NATIVE ("lower-roman", write_roman, ". ", WITHIN (roman)),
  NATIVE ("upper-roman", write_upper_roman, ". ", WITHIN (roman)),
  NATIVE ("lower-latin", write_latin, ". ", WITHIN (natural)),
  NATIVE ("lower-alpha", write_latin, ". ", WITHIN (natural)),
  NATIVE ("upper-latin", write_upper_latin, ". ", WITHIN (natural)),
  NATIVE ("upper-alpha", write_upper_latin, ". ", WITHIN (natural)),
  NATIVE ("lower-greek", write_greek, ". ", WITHIN (natural)),
  NATIVE ("-marbre-lettres", mb_french_cardinal, ". ", WITHIN (words), .negative[0] = "moins "),
  NATIVE ("-marbre-lettres-feminin", mb_french_cardinal_feminine, ". ", WITHIN (words),
          .negative[0] = "moins "),
  NATIVE ("-marbre-ordinal", mb_french_ordinal, ". ", WITHIN (ranks)),
  NATIVE ("-marbre-ordinal-feminin", mb_french_ordinal_feminine, ". ", WITHIN (ranks)),
  CHINESE ("simp-chinese-informal", mb_chinese_informal, "负"),
  CHINESE ("simp-chinese-formal", mb_chinese_simplified_formal, "负"),
  CHINESE ("trad-chinese-informal", mb_chinese_informal, "負"),
  CHINESE ("trad-chinese-formal", mb_chinese_traditional_formal, "負"),
  CHINESE ("cjk-ideographic", mb_chinese_informal, "負"),
  NATIVE ("ethiopic-numeric", mb_ethiopic, "/ ", WITHIN (natural)),
  NATIVE ("disc", write_disc, " ", ),
  NATIVE ("circle", write_circle, " ", ),
  NATIVE ("square", write_square, " ", ),
  NATIVE ("none", write_nothing, "", ),
};

/* --- Finding ------------------------------------------------------------------------------------------*/

static const MbCounterStyle *
find_native (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (natives); i++)
    if (g_ascii_strcasecmp (natives[i].name, name) == 0)
      return &natives[i];
  return NULL;
}

/* decimal and none are what all others rest on: § 2 keeps them from being redefined. */
static const MbCounterStyle *
find (MbStyles *styles, const char *name)
{
  const MbCounterStyle *native = find_native (name), *own = NULL;
  if (styles && native != &natives[0])
    own = g_hash_table_lookup (styles->counter_styles, mb_styles_intern (styles, name));
  return own ? own : native;
}

gboolean
mb_counter_is_known (MbStyles *styles, const char *name)
{
  return find (styles, name) != NULL;
}

const char *
mb_counter_native (guint index)
{
  return index < G_N_ELEMENTS (natives) ? natives[index].name : NULL;
}

/* What @style does not say is as in @base. */
static void
inherit (MbCounterStyle *style, const MbCounterStyle *base)
{
  MbCounterStyle merged = *base;
  merged.name = style->name;
  merged.negative[0] = style->negative[0] ? style->negative[0] : base->negative[0];
  merged.negative[1] = style->negative[0] ? style->negative[1] : base->negative[1];
  merged.prefix = style->prefix ? style->prefix : base->prefix;
  merged.suffix = style->suffix ? style->suffix : base->suffix;
  merged.fallback = style->fallback ? style->fallback : base->fallback;
  if (style->pad) {
    merged.pad = style->pad;
    merged.pad_length = style->pad_length;
  }
  if (style->n_ranges) {
    merged.ranges = style->ranges;
    merged.n_ranges = style->n_ranges;
  }
  *style = merged;
}

/* A circle of `extends` ends in decimal. */
static MbCounterStyle
resolve (MbStyles *styles, const char *name)
{
  const MbCounterStyle *found = find (styles, name ? name : "decimal");
  MbCounterStyle style = found ? *found : natives[0];
  for (guint i = 0; style.system == MB_COUNTER_EXTENDS; i++) {
    const MbCounterStyle *base = i < MAX_CHAIN ? find (styles, style.extends) : NULL;
    inherit (&style, base ? base : &natives[0]);
  }
  return style;
}

/* --- Writing --------------------------------------------------------------------------------------------*/

static gboolean
has_sign (const MbCounterStyle *style)
{
  return style->system != MB_COUNTER_CYCLIC && style->system != MB_COUNTER_FIXED;
}

static gboolean
in_range (const MbCounterStyle *style, int value)
{
  for (guint i = 0; i < style->n_ranges; i++)
    if (value >= style->ranges[i].first && value <= style->ranges[i].last)
      return TRUE;
  if (style->n_ranges)
    return FALSE;
  switch (style->system) {
  case MB_COUNTER_SYMBOLIC:
  case MB_COUNTER_ALPHABETIC: return value >= 1;
  case MB_COUNTER_ADDITIVE: return value >= 0;
  default: return TRUE;
  }
}

static gboolean
write_cyclic (const MbCounterStyle *style, GString *out, int value)
{
  gint64 n = style->n_symbols;
  gint64 at = ((gint64) value - 1) % n;
  g_string_append (out, style->symbols[at < 0 ? at + n : at]);
  return TRUE;
}

static gboolean
write_fixed (const MbCounterStyle *style, GString *out, int value)
{
  gint64 at = (gint64) value - style->start;
  if (at < 0 || at >= (gint64) style->n_symbols)
    return FALSE;
  g_string_append (out, style->symbols[at]);
  return TRUE;
}

static gboolean
write_symbolic (const MbCounterStyle *style, GString *out, guint value)
{
  guint times = (value - 1) / style->n_symbols + 1;
  if (value == 0 || times > MAX_LENGTH)
    return FALSE;
  for (guint i = 0; i < times; i++)
    g_string_append (out, style->symbols[(value - 1) % style->n_symbols]);
  return TRUE;
}

static gboolean
write_numeric (const MbCounterStyle *style, GString *out, guint value)
{
  do
    g_string_prepend (out, style->symbols[value % style->n_symbols]);
  while (value /= style->n_symbols);
  return TRUE;
}

static gboolean
write_additive (const MbCounterStyle *style, GString *out, guint value)
{
  guint written = 0;
  for (guint i = 0; i < style->n_symbols && style->weights[i] > 0; i++)
    for (guint weight = (guint) style->weights[i]; value >= weight; value -= weight) {
      if (++written > MAX_LENGTH)
        return FALSE;
      g_string_append (out, style->symbols[i]);
    }
  return value == 0;
}

/* 0 is written with a symbol of weight 0, or not at all. */
static gboolean
write_zero (const MbCounterStyle *style, GString *out)
{
  for (guint i = 0; i < style->n_symbols; i++)
    if (style->weights[i] == 0) {
      g_string_append (out, style->symbols[i]);
      return TRUE;
    }
  return FALSE;
}

static gboolean
write_value (const MbCounterStyle *style, GString *out, int value)
{
  guint absolute = value < 0 ? 0u - (guint) value : (guint) value;
  switch (style->system) {
  case MB_COUNTER_NATIVE: return style->write (out, absolute);
  case MB_COUNTER_CYCLIC: return write_cyclic (style, out, value);
  case MB_COUNTER_FIXED: return write_fixed (style, out, value);
  case MB_COUNTER_SYMBOLIC: return write_symbolic (style, out, absolute);
  case MB_COUNTER_ALPHABETIC:
    return write_letters (out, absolute, style->symbols, style->n_symbols);
  case MB_COUNTER_NUMERIC: return write_numeric (style, out, absolute);
  case MB_COUNTER_ADDITIVE:
    return absolute ? write_additive (style, out, absolute) : write_zero (style, out);
  case MB_COUNTER_EXTENDS: break;
  }
  return FALSE;
}

/* § 2, steps 5 and 6: the padding counts the sign. */
static void
dress (const MbCounterStyle *style, GString *out, gboolean negative)
{
  const char *before = style->negative[0] ? style->negative[0] : "-";
  const char *after = style->negative[0] && style->negative[1] ? style->negative[1] : "";
  glong length = g_utf8_strlen (out->str, -1);
  if (negative)
    length += g_utf8_strlen (before, -1) + g_utf8_strlen (after, -1);
  for (; length < style->pad_length; length++)
    g_string_prepend (out, style->pad);
  if (!negative)
    return;
  g_string_prepend (out, before);
  g_string_append (out, after);
}

const char *
mb_counter_format (MbStyles *styles, MbArena *arena, const char *name, int value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < MAX_CHAIN; i++) {
    MbCounterStyle style = resolve (styles, name);
    g_string_truncate (out, 0);
    if (in_range (&style, value) && write_value (&style, out, value)) {
      dress (&style, out, value < 0 && has_sign (&style));
      return mb_arena_strndup (arena, out->str, out->len);
    }
    name = style.fallback;
  }
  return mb_arena_printf (arena, "%d", value);
}

const char *
mb_counter_marker (MbStyles *styles, MbArena *arena, const char *name, int value)
{
  MbCounterStyle style = resolve (styles, name);
  const char *text = mb_counter_format (styles, arena, name, value);
  return mb_arena_printf (arena, "%s%s%s", style.prefix ? style.prefix : "", text,
                          style.suffix ? style.suffix : ". ");
}
