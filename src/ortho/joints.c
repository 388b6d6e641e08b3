/* SPDX-License-Identifier: Apache-2.0 */
/* Joints: what belongs together around a gap and must not part at a line end — groups of a number, a number and its unit,
 * hours, dates, references, titles and initials with their names, centuries, sovereigns.
 *
 * Each function looks at the words on both sides of one gap, at most MB_TOKEN_MAX characters far, and says what the gap is
 * to hold. The first character on each side tells which functions are worth asking; most gaps of a text ask none.
 */
#include "internal.h"

#include <string.h>

#define GROUPS_MAX 8

static const MbVerdict leave = { MB_SIDE_LEAVE, 0, MB_RULE_NONE };

/* What stands around the gap. */
typedef struct {
  const MbOrthoBlock *b;
  const MbOrthoHouse *house;
  MbGap gap;
  gunichar left, right;
  gboolean empty;
} Joint;

static gboolean
is_digit (const MbOrthoBlock *b, gint64 i)
{
  return mb_ortho_is_digit (mb_ortho_block_char (b, i));
}

static MbVerdict
join_with (gunichar space, MbRule rule)
{
  return (MbVerdict){ MB_SIDE_RIGHT, space, rule };
}

static MbVerdict
join (MbRule rule)
{
  return join_with (MB_ORTHO_NBSP, rule);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == MB_APOSTROPHE;
}

/* The white space of the gap that begins at @i, or ends before it, is left behind. */
static gint64
skip_spaces (const MbOrthoBlock *b, gint64 i, int step)
{
  while (mb_ortho_is_space (mb_ortho_block_char (b, i)))
    i += step;
  return i;
}

/* --- NUM-01, NUM-02: groups of digits ------------------------------------------------------------------ */

/* Groups of digits with single gaps between them, around the gap in question. */
typedef struct {
  guint lengths[2 * GROUPS_MAX];
  guint n, gap;    /* the gap in question is before group `gap` */
  gint64 from, to; /* cells */
  gint64 starts[2 * GROUPS_MAX];
} Groups;

/* How many digits stand at @i and on in the direction of @step. */
static guint
group_length (const MbOrthoBlock *b, gint64 i, int step)
{
  guint n = 0;

  for (; n < 20 && is_digit (b, i); i += step)
    n++;
  return n;
}

/* The groups to the left, the nearest first; FALSE: more than are worth a look. */
static gboolean
read_left (const Joint *j, Groups *g)
{
  gint64 i = (gint64) j->gap.from - 1;

  for (;;) {
    guint length = group_length (j->b, i, -1);
    gint64 next = skip_spaces (j->b, i - length, -1);
    if (g->n == GROUPS_MAX || length == 20)
      return FALSE;
    g->from = i - length + 1;
    g->lengths[g->n] = length;
    g->starts[g->n++] = g->from;
    if (next == g->from - 1 || !is_digit (j->b, next))
      return TRUE;
    i = next;
  }
}

static void
reverse (Groups *g)
{
  for (guint k = 0; k < g->n / 2; k++) {
    guint length = g->lengths[k], other = g->n - 1 - k;
    gint64 start = g->starts[k];
    g->lengths[k] = g->lengths[other];
    g->starts[k] = g->starts[other];
    g->lengths[other] = length;
    g->starts[other] = start;
  }
}

static gboolean
read_groups (const Joint *j, Groups *g)
{
  gint64 i = j->gap.to;

  if (!read_left (j, g))
    return FALSE;
  reverse (g);
  g->gap = g->n;
  for (;;) {
    guint length = group_length (j->b, i, 1);
    if (g->n == 2 * GROUPS_MAX || length == 20)
      return FALSE;
    g->lengths[g->n] = length;
    g->starts[g->n++] = i;
    g->to = i + length;
    i = skip_spaces (j->b, g->to, 1);
    if (i == g->to || !is_digit (j->b, i))
      return TRUE;
  }
}

/* Whether groups [first, n) are 1 to 3 digits and then 3 by 3. */
static gboolean
is_exact (const Joint *j, const Groups *g, guint first)
{
  if (g->n - first < 2 || g->lengths[first] > 3 ||
      mb_ortho_block_char (j->b, g->starts[first]) == '0')
    return FALSE;
  for (guint k = first + 1; k < g->n; k++)
    if (g->lengths[k] != 3)
      return FALSE;
  return TRUE;
}

static gboolean
is_telephone (const Joint *j, const Groups *g)
{
  gunichar before = mb_ortho_block_char (j->b, g->from - 1);
  guint digits = 0;

  for (guint k = 0; k < g->n; k++) {
    if (g->lengths[k] > 4)
      return FALSE;
    digits += g->lengths[k];
  }
  if (g->n < 3 || (mb_ortho_is_word (before) && before != '+') ||
      mb_ortho_is_word (mb_ortho_block_char (j->b, g->to)))
    return FALSE;
  if (before == '+')
    return digits >= 8 && digits <= 15;
  if (before == ')' && mb_ortho_block_char (j->b, g->from - 2) == '0' &&
      mb_ortho_block_char (j->b, g->from - 3) == '(')
    return digits == 9;
  if (mb_ortho_block_char (j->b, g->from) != '0')
    return FALSE;
  return digits == 9 || digits == 10 || (digits == 13 && is_digit (j->b, g->from + 1));
}

/* 75 008 Paris: the town behind says that it is a postcode, and no number. */
static gboolean
is_postcode (const Joint *j, const Groups *g, guint first)
{
  MbToken token;
  gint64 name = skip_spaces (j->b, g->to, 1);

  if (g->n - first != 2 || g->lengths[first] != 2 || name == g->to ||
      !mb_ortho_token_after (j->b, name, mb_ortho_token_letter, &token))
    return FALSE;
  gunichar next = mb_ortho_block_char (j->b, token.to);
  return mb_ortho_house_has (j->house, MB_LIST_TOWNS, token.text) ||
         (next == '-' && (strcmp (token.text, "Saint") == 0 || strcmp (token.text, "Sainte") == 0));
}

static MbVerdict
join_groups (const Joint *j)
{
  Groups g = { .n = 0 };
  guint first = 0;

  if (!read_groups (j, &g))
    return leave;
  if (is_telephone (j, &g))
    return join (MB_RULE_NUM_02);
  for (guint k = 0; k < g.gap; k++)
    if (g.lengths[k] > 3) /* a year before a number: en 2022 150 000 soldats */
      first = k + 1;
  gunichar before = mb_ortho_block_char (j->b, g.starts[first] - 1),
           after = mb_ortho_block_char (j->b, g.to);
  static const gunichar glued[] = { ',', '.', ':', '+', 0 };
  if (first >= g.gap || !is_exact (j, &g, first) || mb_ortho_is_word (before) ||
      mb_ortho_one_of (before, glued) || (after == '-' && is_digit (j->b, g.to + 1)))
    return leave;
  if ((before == '-' && mb_ortho_is_word (mb_ortho_block_char (j->b, g.starts[first] - 2))) ||
      is_postcode (j, &g, first))
    return leave;
  return join_with (j->house->marks->thousands, MB_RULE_NUM_01);
}

/* --- NUM-03 to NUM-06: what follows a number ------------------------------------------------------------- */

static gboolean
follows_number (const Joint *j)
{
  gint64 from;

  if (!mb_ortho_token_number (j->b, j->gap.from, &from))
    return FALSE;
  gunichar before = mb_ortho_block_char (j->b, from - 1);
  return !(j->empty && (before == '=' || before == '$' || before == '%' || before == '#'));
}

/* € and the like, alone or with the letters of a country: $US. */
static MbVerdict
join_money (const Joint *j)
{
  gint64 end = (gint64) j->gap.to + 1;

  if (j->right == '$')
    while (end < (gint64) j->gap.to + 4 && g_unichar_isupper (mb_ortho_block_char (j->b, end)))
      end++;
  if (mb_ortho_is_word (mb_ortho_block_char (j->b, end)) || !follows_number (j))
    return leave;
  return join (MB_RULE_NUM_03);
}

static MbVerdict
join_percent (const Joint *j)
{
  if (mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) j->gap.to + 1)) || !follows_number (j))
    return leave;
  return join_with (j->house->marks->percent, MB_RULE_NUM_04);
}

static MbVerdict
join_degrees (const Joint *j)
{
  gunichar scale = mb_ortho_block_char (j->b, (gint64) j->gap.to + 1);

  if ((scale != 'C' && scale != 'F') ||
      mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) j->gap.to + 2)) || !follows_number (j))
    return leave;
  return join_with (j->house->marks->celsius, MB_RULE_NUM_05);
}

/* `km/h`, or the `h` of `h/semaine`. */
static gboolean
is_unit (const MbOrthoHouse *house, MbToken *token)
{
  char *slash;

  if (mb_ortho_house_has (house, MB_LIST_UNITS, token->text))
    return TRUE;
  slash = strchr (token->text, '/');
  if (!slash)
    return FALSE;
  *slash = '\0';
  return mb_ortho_house_has (house, MB_LIST_UNITS, token->text);
}

static MbVerdict
join_unit (const Joint *j)
{
  MbToken token;

  if (!mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_unit, &token))
    return leave;
  gunichar next = mb_ortho_block_char (j->b, token.to);
  if ((next == '2' || next == '3') && /* km2 */
      !mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) token.to + 1))) {
    g_strlcat (token.text, next == '2' ? "2" : "3", sizeof token.text);
    next = mb_ortho_block_char (j->b, (gint64) ++token.to);
  }
  gboolean per = mb_ortho_block_char (j->b, (gint64) token.to - 1) == '/'; /* 5 l/100 km */
  if ((mb_ortho_is_word (next) && !per) || is_apostrophe (next) || !is_unit (j->house, &token) ||
      !follows_number (j))
    return leave;
  /* without a space only money: 3M€, not 80kg nor 4S */
  if (j->empty && !strpbrk (token.text, "€$"))
    return leave;
  return join (j->empty ? MB_RULE_NUM_03 : MB_RULE_NUM_06);
}

/* --- HEU-01: hours --------------------------------------------------------------------------------------- */

/* Whether two digits below 60 begin at @i, and nothing that makes them another number. */
static gboolean
is_minutes (const MbOrthoBlock *b, gint64 i)
{
  if (!is_digit (b, i) || !is_digit (b, i + 1) || mb_ortho_block_char (b, i) > '5' ||
      is_digit (b, i + 2))
    return FALSE;
  gunichar next = mb_ortho_block_char (b, i + 2);
  if ((next == ',' || next == '.') && is_digit (b, i + 3))
    return FALSE;
  return !mb_ortho_is_word (next) || mb_ortho_token_is (b, i + 2, "min") ||
         mb_ortho_token_is (b, i + 2, "mn");
}

static gboolean
is_hour (const MbOrthoBlock *b, gint64 end)
{
  gint64 from;

  return mb_ortho_token_number (b, end, &from) && end - from <= 3 && is_digit (b, end - 1);
}

/* Before the h. */
static MbVerdict
join_hour (const Joint *j)
{
  gint64 after = (gint64) j->gap.to + 1, minutes = skip_spaces (j->b, after, 1);
  gunichar next = mb_ortho_block_char (j->b, after);
  gboolean has_minutes = is_minutes (j->b, minutes);

  if (!is_hour (j->b, j->gap.from))
    return leave;
  if (!has_minutes &&
      (mb_ortho_is_word (next) || is_apostrophe (next) || next == MB_DEGREE || next == 0xB2))
    return leave;
  gboolean solid = has_minutes && j->house->marks->solid_hours;
  return solid && j->empty ? leave : join_with (solid ? 0 : MB_ORTHO_NBSP, MB_RULE_HEU_01);
}

/* Between the h, or the min, and the number behind it. */
static MbVerdict
join_minutes (const Joint *j)
{
  const MbOrthoBlock *b = j->b;
  gint64 unit = (gint64) j->gap.from - 1;
  gboolean hours = mb_ortho_block_char (b, unit) == 'h',
           solid = hours && j->house->marks->solid_hours;

  if (!hours) {
    if (j->empty || mb_ortho_block_char (b, unit) != 'n' ||
        mb_ortho_block_char (b, unit - 1) != 'i' || mb_ortho_block_char (b, unit - 2) != 'm')
      return leave;
    unit -= 2;
  }
  if (!is_minutes (b, j->gap.to) && hours)
    return leave;
  if (!hours && !(is_digit (b, j->gap.to + 1) &&
                  mb_ortho_token_is (b, skip_spaces (b, j->gap.to + 2, 1), "s")))
    return leave;
  if (!is_hour (b, skip_spaces (b, unit - 1, -1) + 1) || (solid && j->empty))
    return leave;
  return join_with (solid ? 0 : MB_ORTHO_NBSP, MB_RULE_HEU_01);
}

/* 1 m 80, 1 € 50: what is left of a length or a price behind its unit. */
static MbVerdict
join_rest (const Joint *j)
{
  gint64 unit = (gint64) j->gap.from - 1, from;

  if (j->empty || (j->left != 'm' && j->left != 0x20AC) ||
      !mb_ortho_is_space (mb_ortho_block_char (j->b, unit - 1)) ||
      group_length (j->b, j->gap.to, 1) != 2 ||
      mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) j->gap.to + 2)) ||
      !mb_ortho_token_number (j->b, skip_spaces (j->b, unit - 1, -1) + 1, &from))
    return leave;
  return join (j->left == 'm' ? MB_RULE_NUM_06 : MB_RULE_NUM_03);
}

/* --- DAT-01: days ------------------------------------------------------------------------------------------ */

static gboolean
is_month (const char *word)
{
  static const char *const months[] = { "janvier",  "février",  "mars", "avril",     "mai",
                                        "juin",     "juillet",  "août", "septembre", "octobre",
                                        "novembre", "décembre", NULL };

  return g_strv_contains (months, word);
}

/* 1 to 31, or 1er. */
static gboolean
is_day (const MbOrthoBlock *b, gint64 end)
{
  gint64 from;

  if (mb_ortho_block_char (b, end - 1) == 'r')
    return mb_ortho_block_char (b, end - 2) == 'e' && mb_ortho_block_char (b, end - 3) == '1' &&
           !mb_ortho_is_word (mb_ortho_block_char (b, end - 4));
  if (!mb_ortho_token_number (b, end, &from) || end - from > 2)
    return FALSE;
  guint day = mb_ortho_block_char (b, end - 1) - '0';
  if (end - from == 2)
    day += 10 * (mb_ortho_block_char (b, from) - '0');
  return day >= 1 && day <= 31;
}

/* Months with a full stop: 31 déc. */
static gboolean
is_short_month (const Joint *j, const MbToken *token)
{
  static const char *const months[] = { "janv", "févr", "fév", "avr", "juil",
                                        "sept", "oct",  "nov", "déc", NULL };

  return mb_ortho_block_char (j->b, token->to) == '.' && g_strv_contains (months, token->text);
}

static MbVerdict
join_month (const Joint *j)
{
  MbToken token;

  if (!mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_letter, &token) ||
      (!is_month (token.text) && !is_short_month (j, &token)) || !is_day (j->b, j->gap.from))
    return leave;
  return join (MB_RULE_DAT_01);
}

/* --- ROM-01: centuries and sovereigns ------------------------------------------------------------------------ */

/* `XXe`, `20e`, `Ier`, `XVes` before @end. */
static gboolean
is_ordinal (const MbOrthoBlock *b, gint64 end)
{
  end -= mb_ortho_block_char (b, end - 1) == 's';
  gint64 number = end - 1, from;

  if (mb_ortho_block_char (b, end - 1) == 'r' && mb_ortho_block_char (b, end - 2) == 'e')
    number = end - 2;
  else if (mb_ortho_block_char (b, end - 1) != 'e')
    return FALSE;
  if (is_digit (b, number - 1))
    return mb_ortho_token_number (b, number, &from) && number - from <= 2;
  for (from = number; number - from < 9 && mb_ortho_block_char (b, from - 1) < 128 &&
                      mb_ortho_block_char (b, from - 1) &&
                      strchr ("IVXLC", (int) mb_ortho_block_char (b, from - 1));)
    from--;
  guint value = mb_ortho_token_roman (b, from, number);
  return value > 0 && !(number - from == 1 && value >= 50) && /* Le, Ces */
         !mb_ortho_is_word (mb_ortho_block_char (b, from - 1));
}

static MbVerdict
join_century (const Joint *j)
{
  static const char *const words[] = { "siècle", "siècles", "millénaire", "millénaires", NULL };
  MbToken token;

  if ((j->left != 'e' && j->left != 'r' && j->left != 's') || !is_ordinal (j->b, j->gap.from) ||
      !mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_letter, &token) ||
      !g_strv_contains (words, token.text))
    return leave;
  return join (MB_RULE_ROM_01);
}

/* A roman number after the gap: its value, at most @max; 0 when there is none. */
static guint
roman_after (const Joint *j, guint max)
{
  gint64 to = mb_ortho_token_roman_end (j->b, j->gap.to);
  guint value = mb_ortho_token_roman (j->b, j->gap.to, to);
  gboolean single = to == (gint64) j->gap.to + 1;

  if (value == 0 || value > max || (single && value > 10))
    return 0;
  if (value == 1 && (mb_ortho_token_is (j->b, to, "er") || mb_ortho_token_is (j->b, to, "re")))
    return value;
  return mb_ortho_is_word (mb_ortho_block_char (j->b, to)) ||
                 is_apostrophe (mb_ortho_block_char (j->b, to))
             ? 0
             : value;
}

/* acte, Acte, ACTE */
static gboolean
is_division (const Joint *j, const MbToken *token)
{
  g_autofree char *small = g_utf8_strdown (token->text, -1);
  return mb_ortho_house_has (j->house, MB_LIST_DIVISIONS, small);
}

/* Louis XIV, acte III. A capital alone before the number (Le V) is not a name when it begins sentences. */
static MbVerdict
join_sovereign (const Joint *j)
{
  MbToken token;
  gunichar first;

  if (!roman_after (j, 399) ||
      !mb_ortho_token_before (j->b, j->gap.from, mb_ortho_token_letter, &token) ||
      token.to - token.from < 2)
    return leave;
  first = mb_ortho_block_char (j->b, token.from);
  if (roman_after (j, 1) && !mb_ortho_token_is (j->b, j->gap.to, "Ier") &&
      !mb_ortho_token_is (j->b, j->gap.to, "Ire") && !is_division (j, &token)) /* Am I */
    return leave;
  if (g_unichar_isupper (first) ? mb_ortho_house_has (j->house, MB_LIST_STARTS, token.text)
                                : !mb_ortho_house_has (j->house, MB_LIST_DIVISIONS, token.text))
    return leave;
  return roman_after (j, g_unichar_isupper (first) ? 39 : 399) ? join (MB_RULE_ROM_01) : leave;
}

/* --- REF-01: references ---------------------------------------------------------------------------------------- */

/* L. 123-4: the letter of an article of law. */
static gboolean
is_law_article (const Joint *j)
{
  gunichar letter = mb_ortho_block_char (j->b, (gint64) j->gap.from - 2);
  gint64 hyphen = (gint64) j->gap.to + group_length (j->b, j->gap.to, 1);

  return j->left == '.' && letter && letter < 128 && strchr ("LRDAC", (int) letter) &&
         !mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) j->gap.from - 3)) &&
         mb_ortho_block_char (j->b, hyphen) == '-' && is_digit (j->b, hyphen + 1);
}

static gboolean
is_law_letter (const Joint *j)
{
  gint64 i = j->gap.to;

  return j->right < 128 && strchr ("LRDAC", (int) j->right) &&
         mb_ortho_block_char (j->b, i + 1) == '.' && is_digit (j->b, skip_spaces (j->b, i + 2, 1));
}

static MbVerdict
join_reference (const Joint *j)
{
  MbToken token;

  if (!j->empty && is_law_article (j))
    return join (MB_RULE_REF_01);
  if (!mb_ortho_token_before (j->b, j->gap.from, mb_ortho_token_abbreviation, &token) ||
      !mb_ortho_house_has (j->house, MB_LIST_REFERENCES, token.text) ||
      mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) token.from - 1)))
    return leave;
  if (is_digit (j->b, j->gap.to) || (!j->empty && (roman_after (j, 399) || is_law_letter (j))))
    return join (MB_RULE_REF_01);
  return leave;
}

/* --- ABR-01 to ABR-03: titles, initials, phrases ----------------------------------------------------------------- */

/* de, du, l’… and then something else. */
static gboolean
is_particle (const Joint *j)
{
  MbToken token;

  if (!mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_letter, &token))
    return FALSE;
  gunichar next = mb_ortho_block_char (j->b, token.to);
  if (token.to - token.from == 1)
    return is_apostrophe (next) && (j->right == 'l' || j->right == 'd');
  return !is_apostrophe (next) && mb_ortho_house_has (j->house, MB_LIST_PARTICLES, token.text);
}

/* Whether the word before the gap begins with a capital: hardly any does, and this is asked at each gap. */
static gboolean
begins_with_capital (const Joint *j)
{
  gint64 i = (gint64) j->gap.from - 1;

  while (mb_ortho_token_abbreviation (mb_ortho_block_char (j->b, i)) &&
         (gint64) j->gap.from - i <= 12)
    i--;
  gunichar first = mb_ortho_block_char (j->b, i + 1);
  return first < 128 ? g_ascii_isupper ((char) first) : g_unichar_isupper (first);
}

static MbVerdict
join_title (const Joint *j)
{
  gboolean capital = g_unichar_isupper (j->right);
  MbToken token;

  if ((!capital && !g_unichar_islower (j->right)) || !begins_with_capital (j))
    return leave;
  if (!mb_ortho_token_before (j->b, j->gap.from, mb_ortho_token_abbreviation, &token) ||
      !g_unichar_isupper (mb_ortho_block_char (j->b, token.from)) ||
      mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) token.from - 1)))
    return leave;
  const char *value = mb_ortho_house_value (j->house, MB_LIST_TITLES, token.text);
  if (!value || (!capital && !(strcmp (value, "*") == 0 && is_particle (j))))
    return leave;
  return join (MB_RULE_ABR_01);
}

/* Whether the word behind the gap is one that begins sentences. */
static gboolean
is_start (const Joint *j)
{
  MbToken token;

  if (!mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_letter, &token))
    return FALSE;
  if (is_apostrophe (mb_ortho_block_char (j->b, token.to)))
    g_strlcat (token.text, "’", sizeof token.text);
  return mb_ortho_house_has (j->house, MB_LIST_STARTS, token.text);
}

/* How many capitals with a full stop end before @end, without white space: 4 in S.N.C.F. */
static guint
dotted_capitals (const MbOrthoBlock *b, gint64 end)
{
  guint n = 0;

  while (n < 6 && mb_ortho_block_char (b, end - 1) == '.' &&
         g_unichar_isupper (mb_ortho_block_char (b, end - 2)) &&
         !mb_ortho_token_letter (mb_ortho_block_char (b, end - 3))) {
    n++;
    end -= 2;
    if (mb_ortho_block_char (b, end - 1) == '-')
      end--;
  }
  return n;
}

/* A. de Musset */
static gboolean
is_noble (const Joint *j)
{
  MbToken token;

  if (!is_particle (j) || !mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_letter, &token))
    return FALSE;
  gint64 name = is_apostrophe (mb_ortho_block_char (j->b, token.to))
                    ? (gint64) token.to + 1
                    : skip_spaces (j->b, token.to, 1);
  return g_unichar_isupper (mb_ortho_block_char (j->b, name));
}

/* The second initial of a row: G. in J.-M. G. Le Clézio. */
static gboolean
follows_initial (const Joint *j)
{
  gint64 before = skip_spaces (j->b, (gint64) j->gap.from - 3, -1);

  return before < (gint64) j->gap.from - 3 && dotted_capitals (j->b, before + 1) > 0;
}

/* « le plan B. Jean »: a letter that gives a rank ends its sentence. */
static gboolean
is_rank (const Joint *j)
{
  MbToken token;
  gint64 end = skip_spaces (j->b, (gint64) j->gap.from - 3, -1) + 1;

  return end < (gint64) j->gap.from - 2 &&
         mb_ortho_token_before (j->b, end, mb_ortho_token_letter, &token) &&
         mb_ortho_house_has (j->house, MB_LIST_RANKED, token.text);
}

static MbVerdict
join_initial (const Joint *j)
{
  MbToken token;
  guint n = dotted_capitals (j->b, j->gap.from);

  if ((!g_unichar_isupper (j->right) && !(n == 1 && is_noble (j))) || n > 3 ||
      (n == 1 && is_rank (j)))
    return leave;
  if (!mb_ortho_token_before (j->b, j->gap.from, mb_ortho_token_abbreviation, &token) ||
      mb_ortho_house_has (j->house, MB_LIST_TITLES, token.text) ||
      (n > 1 && mb_ortho_house_has (j->house, MB_LIST_DOTTED, token.text)) ||
      (n == 0 && !mb_ortho_house_has (j->house, MB_LIST_FIRST_NAMES, token.text)))
    return leave;
  return is_start (j) && !follows_initial (j) ? leave : join (MB_RULE_ABR_02);
}

/* Pairs of words, as lists.c cut the phrases. */
static MbVerdict
join_phrase (const Joint *j)
{
  MbToken left, right;

  if (!mb_ortho_token_before (j->b, j->gap.from, mb_ortho_token_abbreviation, &left) ||
      !mb_ortho_token_after (j->b, j->gap.to, mb_ortho_token_abbreviation, &right) ||
      mb_ortho_is_word (mb_ortho_block_char (j->b, (gint64) left.from - 1)))
    return leave;
  g_autofree char *pair = g_strdup_printf ("%s %s", left.text, right.text);
  return mb_ortho_house_has (j->house, MB_LIST_PHRASES, pair) ? join (MB_RULE_ABR_03) : leave;
}

/* --- The gap ---------------------------------------------------------------------------------------------------- */

static MbVerdict
first_of (MbVerdict verdict, MbVerdict (*other) (const Joint *), const Joint *j)
{
  if (verdict.side != MB_SIDE_LEAVE && j->house->follows[verdict.rule])
    return verdict;
  return other (j);
}

static MbVerdict
join_number (const Joint *j)
{
  MbVerdict verdict = leave;

  if (mb_ortho_is_digit (j->right))
    return j->empty ? leave : join_groups (j);
  switch (j->right) {
  case 0x20AC:
  case '$':
  case 0xA3:
  case 0xA5: return join_money (j);
  case '%':
  case 0x2030: return join_percent (j);
  case MB_DEGREE: return join_degrees (j);
  case 'h': verdict = join_hour (j); break;
  default: break;
  }
  if (mb_ortho_token_unit (j->right))
    verdict = first_of (verdict, join_unit, j);
  return j->empty || !g_unichar_islower (j->right) ? verdict : first_of (verdict, join_month, j);
}

static MbVerdict
join_dot (const Joint *j)
{
  MbVerdict verdict = leave;

  if (j->empty)
    return mb_ortho_is_digit (j->right) ? join_reference (j) : leave;
  verdict = first_of (verdict, join_phrase, j);
  verdict = first_of (verdict, join_title, j);
  verdict = first_of (verdict, join_reference, j);
  return first_of (verdict, join_initial, j);
}

/* A word before the gap, a letter behind it. */
static MbVerdict
join_words (const Joint *j)
{
  MbVerdict verdict = leave;

  if (g_unichar_isupper (j->right)) {
    if (j->right < 128 && strchr ("IVXLC", (int) j->right))
      verdict = join_sovereign (j);
    return first_of (verdict, join_title, j);
  }
  if (j->right == 's' || j->right == 'm')
    verdict = join_century (j);
  if (j->right == 'j' || j->right == 'f' || j->right == 'm' || j->right == 'a' || j->right == 's' ||
      j->right == 'o' || j->right == 'n' || j->right == 'd')
    if (j->left == 'r')
      verdict = first_of (verdict, join_month, j);
  if (j->right < 128 && j->house->particles[j->right])
    verdict = first_of (verdict, join_title, j);
  return verdict;
}

/* n° nº § n°s */
static gboolean
ends_sign (const MbOrthoBlock *b, gint64 i)
{
  gunichar c = mb_ortho_block_char (b, i) == 's' ? mb_ortho_block_char (b, i - 1)
                                                 : mb_ortho_block_char (b, i);

  return c == MB_DEGREE || c == 0xBA || (c == 0xA7 && mb_ortho_block_char (b, i) == c);
}

/* A number behind a unit: 12 h 30, 2 min 15 s, 1 m 80, 1 € 50. */
static MbVerdict
join_behind (const Joint *j)
{
  if (j->left == 'h' || j->left == 'n')
    return join_minutes (j);
  if (j->left == 'o' && !j->empty) /* le no 7 */
    return join_reference (j);
  return j->left == 'm' || j->left == 0x20AC ? join_rest (j) : leave;
}

MbVerdict
mb_ortho_joint (const MbOrthoBlock *b, const MbOrthoHouse *house, MbGap gap)
{
  Joint j = { .b = b,
              .house = house,
              .gap = gap,
              .left = mb_ortho_block_char (b, (gint64) gap.from - 1),
              .right = mb_ortho_block_char (b, gap.to),
              .empty = gap.from == gap.to };
  MbVerdict verdict = leave;

  if (!mb_ortho_block_free (b, (gint64) gap.from - 1) || !mb_ortho_block_free (b, gap.to))
    return leave;
  if (mb_ortho_is_digit (j.left)) {
    verdict = join_number (&j);
    if (verdict.side == MB_SIDE_LEAVE && !j.empty && g_unichar_islower (j.right))
      verdict = join_century (&j);
    return verdict;
  }
  if (j.left == '.')
    return join_dot (&j);
  if (ends_sign (b, (gint64) gap.from - 1))
    return j.empty && !mb_ortho_is_digit (j.right) ? leave : join_reference (&j);
  if (mb_ortho_is_digit (j.right))
    return join_behind (&j);
  if (!j.empty && mb_ortho_token_letter (j.left) && mb_ortho_token_letter (j.right))
    verdict = join_words (&j);
  return verdict;
}
