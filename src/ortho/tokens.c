/* SPDX-License-Identifier: Apache-2.0 */
/* Words and numbers beside a gap, as the word lists know them. All looks are bounded by MB_TOKEN_MAX characters. */
#include "internal.h"

#include <string.h>

gboolean
mb_ortho_token_abbreviation (gunichar c)
{
  return c == '.' || c == '-' || c == MB_DEGREE || c == 0xBA || c == 0xA7 ||
         mb_ortho_token_letter (c);
}

gboolean
mb_ortho_token_unit (gunichar c)
{
  static const gunichar signs[] = { '/', 0xB2, 0xB3, 0x20AC, '$', 0xA3, 0xA5, 0xB5, 0 };

  return mb_ortho_token_letter (c) || mb_ortho_one_of (c, signs);
}

static gboolean
spell (const MbOrthoBlock *b, MbToken *token)
{
  char *end = token->text;

  token->text[0] = '\0';
  for (guint i = token->from; i < token->to; i++) {
    if (end - token->text > MB_TOKEN_MAX)
      return FALSE;
    end += g_unichar_to_utf8 (mb_ortho_block_char (b, i), end);
  }
  *end = '\0';
  return token->to > token->from;
}

gboolean
mb_ortho_token_before (const MbOrthoBlock *b, gint64 end, MbTokenPart part, MbToken *token)
{
  gint64 from = end;

  while (end - from <= MB_TOKEN_MAX && part (mb_ortho_block_char (b, from - 1)))
    from--;
  token->from = (guint) from;
  token->to = (guint) end;
  token->text[0] = '\0';
  return end - from <= MB_TOKEN_MAX && spell (b, token);
}

gboolean
mb_ortho_token_after (const MbOrthoBlock *b, gint64 from, MbTokenPart part, MbToken *token)
{
  gint64 to = from;

  while (to - from <= MB_TOKEN_MAX && part (mb_ortho_block_char (b, to)))
    to++;
  token->from = (guint) from;
  token->to = (guint) to;
  token->text[0] = '\0';
  return to - from <= MB_TOKEN_MAX && spell (b, token);
}

static guint
roman_digit (gunichar c)
{
  switch (c) {
  case 'I': return 1;
  case 'V': return 5;
  case 'X': return 10;
  case 'L': return 50;
  case 'C': return 100;
  default: return 0;
  }
}

guint
mb_ortho_token_roman_end (const MbOrthoBlock *b, guint from)
{
  guint end = from;

  while (end < from + 12 && roman_digit (mb_ortho_block_char (b, end)))
    end++;
  return end;
}

/* Well formed: writing the value again gives the same numerals. */
guint
mb_ortho_token_roman (const MbOrthoBlock *b, gint64 from, gint64 to)
{
  static const struct {
    guint value;
    const char *digits;
  } parts[] = { { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" }, { 10, "X" },
                { 9, "IX" },  { 5, "V" },   { 4, "IV" }, { 1, "I" } };
  guint value = 0, rest;
  gint64 i = from;

  if (to <= from || to - from > 12)
    return 0;
  for (gint64 k = from; k < to; k++) {
    guint digit = roman_digit (mb_ortho_block_char (b, k)),
          next = k + 1 < to ? roman_digit (mb_ortho_block_char (b, k + 1)) : 0;
    value = digit < next ? value - digit : value + digit;
  }
  rest = value;
  if (value == 0 || value > 399)
    return 0;
  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    for (; rest >= parts[p].value; rest -= parts[p].value)
      for (const char *c = parts[p].digits; *c; c++)
        if (i >= to || mb_ortho_block_char (b, i++) != (gunichar) *c)
          return 0;
  return i == to ? value : 0;
}

/* 1,5 and 3.14 are numbers too, and the minutes of 12h30; A4, Covid-19 and R2 are not. */
gboolean
mb_ortho_token_number (const MbOrthoBlock *b, gint64 end, gint64 *from)
{
  gint64 i = end;

  while (end - i < 24 &&
         (mb_ortho_is_digit (mb_ortho_block_char (b, i - 1)) ||
          ((mb_ortho_block_char (b, i - 1) == ',' || mb_ortho_block_char (b, i - 1) == '.') &&
           i < end && mb_ortho_is_digit (mb_ortho_block_char (b, i - 2)))))
    i--;
  gunichar before = mb_ortho_block_char (b, i - 1);
  *from = i;
  gboolean minutes = before == 'h' && mb_ortho_is_digit (mb_ortho_block_char (b, i - 2));
  if (i == end || (mb_ortho_is_word (before) && !minutes))
    return FALSE;
  gboolean hours = mb_ortho_block_char (b, i - 2) == 'h' && /* 8h-10h */
                   mb_ortho_is_digit (mb_ortho_block_char (b, i - 3));
  return !((before == '-' || before == '/' || before == ':' || before == '=') &&
           mb_ortho_token_letter (mb_ortho_block_char (b, i - 2)) && !hours);
}

gboolean
mb_ortho_token_is (const MbOrthoBlock *b, gint64 from, const char *word)
{
  for (; *word; word = g_utf8_next_char (word), from++)
    if (mb_ortho_block_char (b, from) != g_utf8_get_char (word))
      return FALSE;
  return !mb_ortho_is_word (mb_ortho_block_char (b, from));
}
