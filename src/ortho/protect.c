/* SPDX-License-Identifier: Apache-2.0 */
/* Protected spans: what looks like punctuation but is not French prose.
 *
 * One walk from left to right. A trigger character (: ; @ & < . # or the first letter of a name) is looked at together
 * with its neighbours; a match is marked and the walk goes on behind it. Looking back stops at the end of the last
 * match or at the last trigger, and looking forward ends at white space or after a fixed number of characters, so the
 * whole is linear.
 *
 * Each kind below was broken by at least one shipped tool (notes/french.md §§ 1.0 and 2): addresses, e-mails, tags and
 * entities shown as text, C++ and IPv6 colons, times and ratios, Windows paths, smileys, :shortcodes:, names with a
 * mark of their own (Yahoo!), file suffixes. Code, formulas and text in another language never come here: they are
 * fixed or objects when the block is made.
 */
#include "internal.h"

#include <string.h>

#define TAG_MAX 512 /* characters of a tag shown as text */

static gboolean
is_gap (gunichar c)
{
  return c == MB_ORTHO_EDGE || mb_ortho_is_space (c);
}

static gboolean
in_set (gunichar c, const char *set)
{
  return c > 0 && c < 128 && strchr (set, (int) c) != NULL;
}

static gboolean
starts_with (const MbOrthoBlock *b, guint i, const char *ascii)
{
  for (; *ascii; ascii++, i++)
    if (mb_ortho_block_char (b, i) != (gunichar) *ascii)
      return FALSE;
  return TRUE;
}

/* The end of an address that begins at @i: white space or a bracket ends it, and marks of the sentence around it are
 * not part of it. */
static guint
address_end (const MbOrthoBlock *b, guint i)
{
  guint end = i;

  while (!is_gap (mb_ortho_block_char (b, end)) && !in_set (mb_ortho_block_char (b, end), "<>\"") &&
         mb_ortho_block_char (b, end) != 0xAB && mb_ortho_block_char (b, end) != 0xBB &&
         mb_ortho_block_char (b, end) != MB_ORTHO_OBJECT)
    end++;
  while (end > i &&
         (in_set (mb_ortho_block_char (b, end - 1), ".,;:!?)]'") ||
          mb_ortho_block_char (b, end - 1) == 0x2026 ||
          mb_ortho_block_char (b, end - 1) == 0x2019 || mb_ortho_block_char (b, end - 1) == 0x201D))
    end--;
  return end;
}

static guint
back_while (const MbOrthoBlock *b, guint i, guint floor, const char *also)
{
  while (i > floor && (mb_ortho_is_word (mb_ortho_block_char (b, i - 1)) ||
                       in_set (mb_ortho_block_char (b, i - 1), also)))
    i--;
  return i;
}

static guint
forward_while (const MbOrthoBlock *b, guint i, const char *also)
{
  while (mb_ortho_is_word (mb_ortho_block_char (b, i)) || in_set (mb_ortho_block_char (b, i), also))
    i++;
  return i;
}

/* Each matcher gets the trigger at @i and the end of the last match in @floor; it returns the end of its match (0: none)
 * and may move *start back. */

static guint
match_digits (const MbOrthoBlock *b, guint i, guint *start)
{
  guint end = i;

  if (!g_unichar_isdigit (mb_ortho_block_char (b, (gint64) i - 1)))
    return 0;
  while (mb_ortho_block_char (b, end) == ':' &&
         g_unichar_isdigit (mb_ortho_block_char (b, end + 1)))
    for (end++; g_unichar_isdigit (mb_ortho_block_char (b, end));)
      end++;
  *start = i - 1;
  return end > i ? end : 0;
}

static guint
match_smiley (const MbOrthoBlock *b, guint i)
{
  guint end = i + 1;

  if (!is_gap (mb_ortho_block_char (b, (gint64) i - 1)) ||
      !in_set (mb_ortho_block_char (b, i), ":;8="))
    return 0;
  if (mb_ortho_block_char (b, end) == '-')
    end++;
  if (mb_ortho_block_char (b, end) == '\'')
    end++;
  guint mouth = end;
  while (in_set (mb_ortho_block_char (b, end), ")(DPpOo/|\\"))
    end++;
  return end > mouth && !mb_ortho_is_word (mb_ortho_block_char (b, end)) ? end : 0;
}

static guint
match_shortcode (const MbOrthoBlock *b, guint i)
{
  guint end = i + 1;

  if (mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 1)))
    return 0;
  while (g_ascii_islower (mb_ortho_block_char (b, end) < 128 ? (char) mb_ortho_block_char (b, end)
                                                             : ' ') ||
         in_set (mb_ortho_block_char (b, end), "0123456789_+-"))
    end++;
  if (end < i + 3 || mb_ortho_block_char (b, end) != ':' ||
      mb_ortho_is_word (mb_ortho_block_char (b, end + 1)))
    return 0;
  return end + 1;
}

static gboolean
follows_scheme (const MbOrthoBlock *b, guint i, guint start)
{
  static const char *const schemes[] = { "mailto", "tel",  "sms",    "urn",   "doi", "data",
                                         "geo",    "xmpp", "magnet", "about", NULL };

  for (guint n = 0; schemes[n]; n++)
    if (strlen (schemes[n]) == i - start && starts_with (b, start, schemes[n]))
      return TRUE;
  return FALSE;
}

/* scheme:…, std::vector, fe80::1, C:\… A colon between two words (a:b) needs no protection: no rule touches it, and the
 * words around it are prose. */
static guint
match_inner_colon (const MbOrthoBlock *b, guint i, guint floor, guint *start)
{
  gunichar after = mb_ortho_block_char (b, i + 1);

  if (!mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 1)))
    return 0;
  *start = back_while (b, i, floor, "+-.");
  if (after != '/' && after != ':' && after != '\\' &&
      !(mb_ortho_is_word (after) && follows_scheme (b, i, *start)))
    return 0;
  guint end = address_end (b, i);
  return end > i + 1 ? end : 0;
}

static guint
match_colon (const MbOrthoBlock *b, guint i, guint floor, guint *start)
{
  guint end = match_digits (b, i, start);

  if (!end)
    end = match_smiley (b, i);
  if (!end)
    end = match_shortcode (b, i);
  if (!end)
    end = match_inner_colon (b, i, floor, start);
  return end;
}

/* name@host.tld or @name */
static guint
match_at (const MbOrthoBlock *b, guint i, guint floor, guint *start)
{
  guint end = forward_while (b, i + 1, ".-");

  while (end > i + 1 && in_set (mb_ortho_block_char (b, end - 1), ".-"))
    end--;
  if (end == i + 1)
    return 0;
  *start = back_while (b, i, floor, ".+-");
  return end;
}

static guint
match_entity (const MbOrthoBlock *b, guint i)
{
  guint end = i + 1;

  if (mb_ortho_block_char (b, end) == '#')
    end++;
  guint name = end;
  while (end < i + 32 && mb_ortho_is_word (mb_ortho_block_char (b, end)))
    end++;
  return end > name && mb_ortho_block_char (b, end) == ';' ? end + 1 : 0;
}

static guint
match_tag (const MbOrthoBlock *b, guint i)
{
  guint end = i + 1;

  if (mb_ortho_block_char (b, end) == '/')
    end++;
  if (mb_ortho_block_char (b, end) >= 128 || !g_ascii_isalpha ((char) mb_ortho_block_char (b, end)))
    return 0;
  while (end < i + TAG_MAX && mb_ortho_block_char (b, end) != '>' &&
         mb_ortho_block_char (b, end) != MB_ORTHO_EDGE)
    end++;
  return mb_ortho_block_char (b, end) == '>' ? end + 1 : 0;
}

/* #word and .ext, after a space */
static guint
match_prefixed (const MbOrthoBlock *b, guint i)
{
  gunichar before = mb_ortho_block_char (b, (gint64) i - 1);

  if ((!is_gap (before) && !in_set (before, "(,\"'") && before != MB_GUILLEMET_OPEN &&
       before != MB_QUOTE_OPEN) ||
      !g_unichar_isalpha (mb_ortho_block_char (b, i + 1)))
    return 0;
  return forward_while (b, i + 1, "");
}

static guint
match_www (const MbOrthoBlock *b, guint i)
{
  if (mb_ortho_is_word (mb_ortho_block_char (b, (gint64) i - 1)) || !starts_with (b, i, "www."))
    return 0;
  return address_end (b, i);
}

/* A name that ends with a mark: Yahoo! "Oui!" is a magazine too, but first of all a word. */
static guint
match_name (const MbOrthoBlock *b, const MbOrthoHouse *house, guint i, guint *start)
{
  guint end = i + 1, floor = i > MB_TOKEN_MAX ? i - MB_TOKEN_MAX : 0;
  guint from = back_while (b, i, floor, "'-");
  char text[MB_TOKEN_MAX * 6 + 8], *out = text;

  if (from == i || end - from > MB_TOKEN_MAX ||
      !(is_gap (mb_ortho_block_char (b, end)) || in_set (mb_ortho_block_char (b, end), ",.;:)") ||
        mb_ortho_block_char (b, end) == MB_GUILLEMET_CLOSE ||
        mb_ortho_block_char (b, end) == MB_ELLIPSIS ||
        mb_ortho_block_char (b, end) == MB_QUOTE_CLOSE ||
        mb_ortho_block_char (b, end) == MB_INNER_CLOSE ||
        in_set (mb_ortho_block_char (b, end), "]\"'")))
    return 0;
  for (guint k = from; k < end; k++)
    out += g_unichar_to_utf8 (mb_ortho_block_char (b, k), out);
  *out = '\0';
  if (!mb_ortho_house_has (house, MB_LIST_BRANDS, text))
    return 0;
  *start = from;
  return end;
}

static guint
match (const MbOrthoBlock *b, const MbOrthoHouse *house, guint i, guint floor, guint *start)
{
  switch (mb_ortho_block_char (b, i)) {
  case ':': return match_colon (b, i, floor, start);
  case '@': return match_at (b, i, floor, start);
  case '&': return match_entity (b, i);
  case '<': return match_tag (b, i);
  case '#':
  case '.': return match_prefixed (b, i);
  case ';':
  case '8':
  case '=': return match_smiley (b, i);
  case '!':
  case '?': return match_name (b, house, i, start);
  case 'w': return match_www (b, i);
  default: return 0;
  }
}

/* The characters that `match` looks at. */
static inline gboolean
is_trigger (gunichar c)
{
  static const char triggers[128] = {
    [':'] = 1, ['@'] = 1, ['&'] = 1, ['<'] = 1, ['#'] = 1, ['.'] = 1,
    [';'] = 1, ['8'] = 1, ['='] = 1, ['!'] = 1, ['?'] = 1, ['w'] = 1
  };

  return c < 128 && triggers[c];
}

void
mb_ortho_protect (MbOrthoBlock *block, const MbOrthoHouse *house)
{
  guint floor = 0;

  for (guint i = 0; i < mb_ortho_block_length (block);) {
    guint start = i, end = 0;
    if (is_trigger (mb_ortho_block_cell (block, i)->c))
      end = match (block, house, i, floor, &start);
    if (end > i) {
      mb_ortho_block_protect (block, start, end);
      floor = end;
      i = end;
    } else {
      i++;
    }
  }
}
