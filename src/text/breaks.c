/* SPDX-License-Identifier: Apache-2.0 */
/* Where a line may end: a table of our own over the characters.
 *
 * Unicode's line breaking (UAX 14), as Pango gives it, is not French: it breaks inside « guillemets » typed with plain spaces,
 * after `–` even before a no-break space, inside a-t-il, J.-P. and et/ou. So:
 *   - white space breaks, unless it stands inside guillemets or brackets, before punctuation, beside a no-break space, after
 *     the dash that opens a speech or an incise, before the one that closes it, or between two words that stay together (kept.c);
 *   - a hyphen breaks between two parts of at least two letters; a lone letter may begin a line only when a hyphen follows
 *     (viendra-/t-il, HYP-07) and may never end one (a-t-il, J.-P.);
 *   - an en or em dash breaks between words, a slash between two long ones; numbers are never broken;
 *   - addresses break after their slashes and before their other signs, before their hyphens only to rescue a line, and are
 *     never hyphenated; ideographs break by the rules of the East (eastern.c), and anything after a space of fixed width.
 *
 * All of this is about the text as it is: the author's plain spaces are obeyed less, no-break spaces always.
 */
#include "internal.h"

#include <string.h>

/* --- Classes of characters ------------------------------------------------------------------------------------*/

typedef MbLineText Line;

static gunichar
at (const Line *line, guint i)
{
  return mb_line_char (line, i);
}

static gboolean
is_one_of (gunichar c, const char *set)
{
  char utf8[8];
  if (c < 0x80)
    return c && strchr (set, (int) c) != NULL;
  if (g_unichar_isalnum (c)) /* no set has letters or figures */
    return FALSE;
  utf8[g_unichar_to_utf8 (c, utf8)] = '\0';
  return strstr (set, utf8) != NULL;
}

gboolean
mb_is_opening (gunichar c)
{
  return is_one_of (c, "«‹“‘„([{¿¡");
}

gboolean
mb_is_punctuation (gunichar c)
{
  return is_one_of (c, "»›”)]},.…;:!?");
}

static gboolean
is_closing (gunichar c)
{
  return mb_is_punctuation (c) || c == '%' || c == 0x2030;
}

static gboolean
is_letter (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalpha ((char) c);
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == 0x2019 || c == '\'';
}

static gboolean
is_word (gunichar c)
{
  return is_letter (c) || is_apostrophe (c);
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010;
}

static gboolean
is_dash (gunichar c)
{
  return c == 0x2013 || c == 0x2014;
}

static gboolean
is_blank (const MbChar *c)
{
  return c->kind == MB_CHAR_SPACE || c->kind == MB_CHAR_KEPT || c->kind == MB_CHAR_FORCED;
}

/* A blank or a no-break space. */
static gboolean
is_space (const Line *line, guint i)
{
  return i < line->n && (is_blank (&line->chars[i]) || mb_is_no_break (line->chars[i].c));
}

/* --- White space -----------------------------------------------------------------------------------------------------*/

static gboolean
opens_speech (const Line *line, guint i)
{
  if (i == 0 || !is_dash (at (line, i - 1)))
    return FALSE;
  for (guint k = i - 1; k-- > 0 && line->chars[k].kind != MB_CHAR_FORCED;)
    if (!mb_is_no_break (at (line, k)) && !mb_is_opening (at (line, k)) &&
        line->chars[k].kind != MB_CHAR_SPACE)
      return FALSE;
  return TRUE;
}

/* A colon or stop glued to a word (`.docx`, `:root`, `…et`) is the beginning of that word. */
static gboolean
ends_sentence_part (const Line *line, guint i)
{
  gunichar c = at (line, i);
  if (!is_closing (c))
    return FALSE;
  return !is_one_of (c, ".:,…") || !g_unichar_isalnum (at (line, i + 1));
}

/* « l’ homme », « qu’ il »: one or two letters and an apostrophe. */
static gboolean
elides (const Line *line, guint space)
{
  if (space < 2 || !is_apostrophe (at (line, space - 1)) || !is_letter (at (line, space - 2)))
    return FALSE;
  guint letters = space >= 3 && is_letter (at (line, space - 3)) ? 2 : 1;
  return space == letters + 1 || !is_word (at (line, space - letters - 2));
}

/* A space parts what stands around it even when a no-break space is its neighbour (UAX 14, LB 12a and 18); but not a mark from what it
 * goes with, however many no-break spaces there are between them. */
static gboolean
space_may_break (const Line *line, guint i, gboolean french)
{
  guint first = i, last = i + 1;
  while (first > 0 && mb_is_no_break (at (line, first - 1)))
    first--;
  while (last < line->n && mb_is_no_break (at (line, last)))
    last++;
  if (i == 0 || i + 1 >= line->n || line->chars[i + 1].kind == MB_CHAR_FORCED)
    return FALSE;
  if (mb_is_opening (at (line, first - 1)) || ends_sentence_part (line, last))
    return FALSE;
  if (line->chars[i - 1].kind == MB_CHAR_LEADER || line->chars[i + 1].kind == MB_CHAR_LEADER)
    return FALSE;
  if (french && elides (line, i))
    return FALSE;
  return !opens_speech (line, i) && !mb_kept_together (line, i, french);
}

static gboolean
kept_space_may_break (const Line *line, guint i)
{
  return i + 1 < line->n && !is_blank (&line->chars[i + 1]);
}

/* --- Inside words -------------------------------------------------------------------------------------------------------*/

#define MOST_COUNTED 4

static guint
letters_before (const Line *line, guint i)
{
  guint n = 0;
  while (n < i && n < MOST_COUNTED && is_word (at (line, i - n - 1)))
    n++;
  return n;
}

static guint
letters_after (const Line *line, guint i)
{
  guint n = 0;
  while (n < MOST_COUNTED && is_word (at (line, i + n)))
    n++;
  return n;
}

static MbMay
after_hyphen (const Line *line, guint i)
{
  guint before = letters_before (line, i - 1), after = letters_after (line, i);
  gboolean lone_letter = after == 1 && is_hyphen (at (line, i + 1));
  return before >= 2 && (after >= 2 || lone_letter) ? MB_MAY_EXPLICIT : MB_MAY_NOT;
}

/* A dash or a slash between two words; the words beside a slash must be long: not et/ou, km/h. */
static MbMay
after_sign (const Line *line, guint i, guint letters)
{
  return letters_before (line, i - 1) >= letters && letters_after (line, i) >= letters ? MB_MAY_DASH
                                                                                       : MB_MAY_NOT;
}

/* A line may end beside any object (CSS Text 3 § 5.1), but a word that one belongs to is parted to rescue a line only. */
static MbMay
beside_object (const Line *line, guint i)
{
  const MbChar *a = &line->chars[i - 1], *b = &line->chars[i];
  if (a->kind == MB_CHAR_LEADER || b->kind == MB_CHAR_LEADER)
    return MB_MAY_NOT;
  if (mb_is_no_break (a->c) || mb_is_no_break (b->c) || mb_is_opening (a->c) || is_closing (b->c))
    return MB_MAY_NOT;
  if (is_dash (a->c) || is_dash (b->c))
    return MB_MAY_NOT;
  return is_word (a->c) || is_word (b->c) ? MB_MAY_RESCUE : MB_MAY_PART;
}

gboolean
mb_is_fixed_space (gunichar c)
{
  return c == 0x3000 || c == 0x1680 || c == 0x205F || (c >= 0x2000 && c <= 0x2008 && c != 0x2007);
}

static MbMay
between_eastern (const MbInline *inl, gunichar a, gunichar b)
{
  return mb_eastern_may_part (a, b, inl->style->text, inl->lang) ? MB_MAY_PART : MB_MAY_NOT;
}

/* What parts a mark from its text (« 3. », of a note) is no place to end a line. */
static MbMay
after_fixed_space (const MbInline *inlines, const MbChar *space, const MbChar *next)
{
  gboolean seam = inlines[space->in].generated && !inlines[next->in].generated;
  return seam || mb_is_fixed_space (next->c) || is_closing (next->c) || mb_is_no_break (next->c)
             ? MB_MAY_NOT
             : MB_MAY_PART;
}

/* white-space: break-spaces: a space that takes room at the end of a line is set as a letter is. */
static gboolean
takes_room (const MbChar *c)
{
  return c->c == ' ' && c->kind == MB_CHAR_TEXT;
}

static MbMay
between (const MbInline *inlines, const Line *line, guint i)
{
  const MbChar *a = &line->chars[i - 1], *b = &line->chars[i];
  if (b->flags & MB_CHAR_JOINED || b->flags & MB_CHAR_CONTINUES || is_blank (a))
    return MB_MAY_NOT;
  if (b->flags & MB_CHAR_ZERO_SPACE)
    return MB_MAY_PART;
  if (takes_room (a))
    return MB_MAY_PART;
  if (a->kind != MB_CHAR_TEXT || b->kind != MB_CHAR_TEXT)
    return beside_object (line, i);
  if (is_hyphen (a->c))
    return after_hyphen (line, i);
  if (is_dash (a->c))
    return after_sign (line, i, 2);
  if (a->c == '/')
    return after_sign (line, i, MOST_COUNTED);
  if (mb_is_eastern (a->c) || mb_is_eastern (b->c))
    return between_eastern (&inlines[b->in], a->c, b->c);
  if (mb_is_fixed_space (a->c))
    return after_fixed_space (inlines, a, b);
  return MB_MAY_NOT;
}

/* --- Dashes with a space on both sides ----------------------------------------------------------------------------------*/

/* An incise – like this one – has two: a line ends before the first or after the second, never inside. They are paired sentence by
 * sentence, each kind of dash with its own. One alone stays with the word before it; one that begins a sentence opens a
 * speech; between figures it is a range. */
typedef struct {
  guint at;
  gboolean waits;
} Pending;

static gboolean
ends_sentence (const Line *line, guint i)
{
  gunichar c = at (line, i);
  if (c != '.' && c != '!' && c != '?' && c != 0x2026)
    return FALSE;
  guint next = i + 1;
  while (next < line->n && (is_space (line, next) || mb_is_punctuation (at (line, next))))
    next++;
  if (next == i + 1 || !(g_unichar_isupper (at (line, next)) || mb_is_opening (at (line, next)) ||
                         is_dash (at (line, next))))
    return FALSE;
  return c != '.' || !mb_kept_is_abbreviation (line, i + 1);
}

static void
forbid_at (const Line *line, guint8 *may, guint i)
{
  if (i < line->n && may[i] == MB_MAY_SPACE)
    may[i] = MB_MAY_NOT;
}

static void
settle (const Line *line, guint8 *may, Pending *pending)
{
  if (pending->waits)
    forbid_at (line, may, pending->at - 1);
  pending->waits = FALSE;
}

static gboolean
begins_speech (const Line *line, guint dash)
{
  guint i = dash - 1;
  while (i > 0 && (is_space (line, i) || at (line, i) == 0xBB || at (line, i) == 0x201D))
    i--;
  return is_one_of (at (line, i), ".!?…:") &&
         !(at (line, i) == '.' && mb_kept_is_abbreviation (line, i + 1));
}

static void
close_dash (const Line *line, guint8 *may, guint i, Pending *pending)
{
  if (pending->waits)
    forbid_at (line, may, pending->at + 1);
  forbid_at (line, may, i - 1);
  pending->waits = FALSE;
}

static void
fill_dash (const Line *line, guint8 *may, guint i, Pending *pending)
{
  if (begins_speech (line, i)) {
    forbid_at (line, may, i + 1);
    return;
  }
  if (g_unichar_isdigit (at (line, i - 2)) && g_unichar_isdigit (at (line, i + 2))) {
    forbid_at (line, may, i - 1);
    forbid_at (line, may, i + 1);
    return;
  }
  if (pending->waits)
    close_dash (line, may, i, pending);
  else
    *pending = (Pending){ i, TRUE };
}

static void
fill_dashes (const Line *line, guint8 *may)
{
  Pending pending[2] = { { 0, FALSE }, { 0, FALSE } };
  for (guint i = 2; i < line->n; i++) {
    gunichar c = at (line, i);
    gboolean stands_apart = is_dash (c) && is_space (line, i - 1);
    if (stands_apart && i + 2 < line->n && is_space (line, i + 1))
      fill_dash (line, may, i, &pending[c == 0x2014]);
    else if (stands_apart && mb_is_punctuation (at (line, i + 1)))
      close_dash (line, may, i, &pending[c == 0x2014]);
    if (line->chars[i].kind == MB_CHAR_FORCED || ends_sentence (line, i))
      for (guint k = 0; k < 2; k++)
        settle (line, may, &pending[k]);
  }
  for (guint k = 0; k < 2; k++)
    settle (line, may, &pending[k]);
}

/* --- Addresses -------------------------------------------------------------------------------------------------------------*/

static gboolean
begins_with (const Line *line, guint i, const char *text)
{
  for (; *text; text++, i++)
    if (at (line, i) != (gunichar) *text)
      return FALSE;
  return TRUE;
}

static gboolean
is_host_letter (gunichar c)
{
  return c < 0x80 && (g_ascii_isalnum ((char) c) || c == '-');
}

/* exemple.fr/une/page, nom@exemple.fr: names joined by full stops, the last of letters, with a path behind or an @ before. */
static gboolean
is_bare_address (const Line *line, guint from, guint to)
{
  guint i = from, dots = 0, letters = 0;
  gboolean mail = FALSE;
  for (; i < to; i++) {
    gunichar c = at (line, i);
    if (c == '@' && i > from && !mail) {
      mail = TRUE;
      dots = letters = 0;
    } else if (c == '.' && i > from && i + 1 < to && is_host_letter (at (line, i + 1))) {
      dots++;
      letters = 0;
    } else if (is_host_letter (c) || (!mail && (c == '_' || c == '+'))) {
      letters = g_unichar_isalpha (c) ? letters + 1 : 0;
    } else {
      break;
    }
  }
  gboolean path = i + 1 < to && at (line, i) == '/';
  return dots > 0 && letters >= 2 && (mail ? i == to : path);
}

static gboolean
is_address (const Line *line, guint from, guint to)
{
  static const char *const beginnings[] = { "www.", "mailto:", "doi:", "urn:", "tel:" };
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (begins_with (line, from, beginnings[i]))
      return TRUE;
  for (guint i = from; i + 3 < to; i++)
    if (begins_with (line, i, "://"))
      return TRUE;
  return is_bare_address (line, from, to);
}

static MbMay
address_may_break (const Line *line, guint from, guint to, guint i)
{
  if (i < from + 4 || i + 2 >= to)
    return MB_MAY_NEVER;
  gunichar a = at (line, i - 1), b = at (line, i);
  if (a == '/')
    return b != '/' ? MB_MAY_PART : MB_MAY_NEVER;
  if (!g_unichar_isalnum (a))
    return MB_MAY_NEVER;
  if (b == '-')
    return MB_MAY_RESCUE;
  return is_one_of (b, "?&#%.=_~+@") ? MB_MAY_PART : MB_MAY_NEVER;
}

/* What stands around an address in a sentence is not part of it: (https://…), or its full stop. */
static void
fill_address (const Line *line, guint from, guint to, guint8 *may)
{
  while (from < to && mb_is_opening (at (line, from)))
    from++;
  while (to > from && mb_is_punctuation (at (line, to - 1)))
    to--;
  if (!is_address (line, from, to))
    return;
  may[from] = may[from] ? may[from] : MB_MAY_NEVER;
  for (guint i = from + 1; i < to; i++)
    may[i] = address_may_break (line, from, to, i);
}

/* Every address has a full stop or a colon. */
static void
fill_addresses (const Line *line, guint8 *may)
{
  for (guint from = 0, to; from < line->n; from = to + 1) {
    gboolean stops = FALSE;
    for (to = from; to < line->n && line->chars[to].kind == MB_CHAR_TEXT && !is_space (line, to);
         to++)
      stops |= line->chars[to].c == '.' || line->chars[to].c == ':';
    if (stops)
      fill_address (line, from, to, may);
  }
}

static gboolean
is_french (const char *lang)
{
  return !lang || (g_ascii_strncasecmp (lang, "fr", 2) == 0 && !g_ascii_isalpha (lang[2]));
}

/* A note call or the letters of an ordinal stay with the word before them, space or not. */
static gboolean
is_before_superior (const MbInline *inlines, const Line *line, guint space)
{
  if (space + 1 >= line->n || line->chars[space + 1].kind != MB_CHAR_TEXT)
    return FALSE;
  const MbStyle *next = inlines[line->chars[space + 1].in].style;
  return mb_style_position (next) == MB_POSITION_SUPER &&
         mb_style_position (inlines[line->chars[space].in].style) != MB_POSITION_SUPER;
}

static MbMay
may_at_space (const MbInline *inlines, const Line *line, guint i)
{
  gboolean french = is_french (inlines[line->chars[i].in].lang);
  return space_may_break (line, i, french) && !is_before_superior (inlines, line, i) ? MB_MAY_SPACE
                                                                                     : MB_MAY_NOT;
}

/* Two letters of a word side by side: most of a text. */
static gboolean
are_plain_letters (const MbChar *a)
{
  return a[0].c < 0x80 && g_ascii_isalpha ((char) a[0].c) && a[0].kind == MB_CHAR_TEXT &&
         a[1].c < 0x250 && a[1].kind == MB_CHAR_TEXT && !a[1].flags;
}

void
mb_breaks_fill (const MbKept *kept, const MbInline *inlines, const MbChar *chars, guint n,
                guint8 *may)
{
  Line line = { chars, n, kept };
  for (guint i = 0; i < n; i++) {
    may[i] = MB_MAY_NOT;
    if (chars[i].kind == MB_CHAR_SPACE)
      may[i] = may_at_space (inlines, &line, i);
    else if (chars[i].kind == MB_CHAR_KEPT)
      may[i] = kept_space_may_break (&line, i) ? MB_MAY_SPACE : MB_MAY_NOT;
    else if (i > 0 && chars[i].kind != MB_CHAR_FORCED && !are_plain_letters (&chars[i - 1]))
      may[i] = between (inlines, &line, i);
  }
  fill_dashes (&line, may);
  fill_addresses (&line, may);
}
