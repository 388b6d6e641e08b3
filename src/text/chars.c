/* SPDX-License-Identifier: Apache-2.0 */
/* From inline content to characters: white space is collapsed across elements, text-transform is applied, and every
 * character keeps its inline and the byte it came from.
 *
 * Collapsing follows CSS Text 3 § 4: white space after white space vanishes even when an element begins or ends in
 * between; it vanishes at the start, at the end and around forced line ends. No-break spaces are characters, not white
 * space. Capitals keep their accents and œ becomes Œ: Unicode's case mapping by the language of the text, never the locale's (ß is
 * SS, ﬁ is FI, a Turkish i keeps its dot, Greek loses its tonos and has its final sigma).
 *
 * U+00AD, U+200B, U+2060, U+FEFF and the bidirectional marks are not set: what they say about breaking is kept as a flag
 * of the next character. U+2010 is set as U+002D, and U+2011 too, joined (fonts lack them, and the fallback would change
 * the face).
 */
#include "internal.h"

#include <string.h>

#define MAX_CHAR 0x1FFFFFu /* what MbChar.c holds: all of Unicode */

typedef struct {
  MbChars *chars;
  const MbInline *inlines;
  guint8 pending;     /* flags for the next character */
  gboolean collapses; /* the last character is collapsible white space, or a line begins */
  gboolean in_word;   /* for capitalize */
} Filler;

static void
append (Filler *filler, MbChar character, gunichar source)
{
  character.flags |= filler->pending;
  if (character.c != source)
    character.flags |= MB_CHAR_CHANGED;
  filler->pending = 0;
  g_array_append_val (filler->chars->chars, character);
  filler->collapses = character.kind == MB_CHAR_SPACE || character.kind == MB_CHAR_FORCED;
}

static void
drop_trailing_space (Filler *filler)
{
  GArray *chars = filler->chars->chars;
  if (!chars->len || g_array_index (chars, MbChar, chars->len - 1).kind != MB_CHAR_SPACE)
    return;
  g_array_set_size (chars, chars->len - 1);
  for (guint i = filler->chars->marks->len; i-- > 0;) {
    MbMarkIn *mark = &g_array_index (filler->chars->marks, MbMarkIn, i);
    if (mark->at <= chars->len)
      break;
    mark->at = chars->len;
  }
  for (guint i = filler->chars->signs->len; i-- > 0;) {
    MbSign *sign = &g_array_index (filler->chars->signs, MbSign, i);
    sign->at = MIN (sign->at, chars->len);
  }
}

static void
append_forced (Filler *filler, MbChar character, gunichar source)
{
  drop_trailing_space (filler);
  character.kind = MB_CHAR_FORCED;
  character.c = '\n';
  append (filler, character, source);
  filler->in_word = FALSE;
}

/* A Greek sigma made small at the end of a word is ς. */
static void
end_greek_word (Filler *filler)
{
  GArray *chars = filler->chars->chars;
  MbChar *last = chars->len ? &g_array_index (chars, MbChar, chars->len - 1) : NULL;
  if (filler->in_word && last && last->c == 0x3C3 &&
      mb_char_source (filler->inlines, last) == 0x3A3 && chars->len > 1 &&
      g_unichar_isalpha (g_array_index (chars, MbChar, chars->len - 2).c))
    last->c = 0x3C2;
}

static gboolean
keeps_spaces (MbWhiteSpace space)
{
  return space == MB_SPACE_PRE || space == MB_SPACE_PRE_WRAP || space == MB_SPACE_BREAK_SPACES;
}

static void
append_space (Filler *filler, const MbStyleText *style, MbChar character)
{
  gunichar source = character.c;
  end_greek_word (filler);
  filler->in_word = FALSE;
  gboolean keeps_lines =
      style->white_space != MB_SPACE_NORMAL && style->white_space != MB_SPACE_NOWRAP;
  if (source == '\n' && keeps_lines) {
    append_forced (filler, character, source);
    return;
  }
  character.c = ' ';
  gboolean takes_room = style->white_space == MB_SPACE_BREAK_SPACES && source == ' ';
  if (takes_room ||
      (source == ' ' && (style->forms & MB_FORM_FULL_WIDTH) && keeps_spaces (style->white_space))) {
    character.c = takes_room ? ' ' : 0x3000; /* breaks.c lets lines end after both */
    append (filler, character, source);
  } else if (keeps_spaces (style->white_space)) {
    character.kind = MB_CHAR_KEPT;
    append (filler, character, source);
  } else if (!filler->collapses) {
    character.kind = MB_CHAR_SPACE;
    append (filler, character, source);
  }
}

/* Marks for the direction of text: bidi.c spells them again. */
static gboolean
is_direction_sign (gunichar c)
{
  return c == 0x200E || c == 0x200F || c == 0x61C || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

static void
note_sign (Filler *filler, gunichar c)
{
  MbSign sign = { filler->chars->chars->len, filler->chars->marks->len, c };
  g_array_append_val (filler->chars->signs, sign);
}

/* White space at both sides of such a character is not collapsed into one (CSS Text 3 § 4.1.1): only what directs text does not count. */
static gboolean
parts_spaces (Filler *filler, guint8 flag)
{
  filler->pending |= flag;
  filler->collapses = FALSE;
  return TRUE;
}

/* Characters that are not set. Returns FALSE for the others. */
static gboolean
swallow (Filler *filler, gunichar c)
{
  switch (c) {
  case 0xAD: return parts_spaces (filler, MB_CHAR_SOFT_HYPHEN);
  case 0x200B: return parts_spaces (filler, MB_CHAR_ZERO_SPACE);
  case 0x2060:
  case 0xFEFF: return parts_spaces (filler, MB_CHAR_JOINED);
  default:
    if (is_direction_sign (c))
      note_sign (filler, c);
    return is_direction_sign (c) || c < 0x20 || (c >= 0x7F && c < 0xA0);
  }
}

/* --- Case ------------------------------------------------------------------------------------------------*/

#define MOST_FORMS 3

static gboolean
is_language (const char *lang, const char *code)
{
  gsize n = strlen (code);
  return lang && g_ascii_strncasecmp (lang, code, n) == 0 && !g_ascii_isalpha (lang[n]);
}

/* Greek capitals lose their tonos and keep their diaeresis; an iota below stands beside them. Returns: how many. */
static guint
greek_capitals (gunichar c, gunichar *forms)
{
  gunichar parts[8];
  gsize n = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  gboolean diaeresis = FALSE, iota = FALSE;
  for (gsize i = 1; i < n; i++) {
    diaeresis |= parts[i] == 0x308;
    iota |= parts[i] == 0x345;
  }
  gunichar whole;
  forms[0] = g_unichar_toupper (parts[0]);
  if (diaeresis && g_unichar_compose (forms[0], 0x308, &whole))
    forms[0] = whole;
  forms[1] = 0x399;
  return iota ? 2 : 1;
}

/* Capitals of letters that have none of their own, or need several (Unicode's SpecialCasing): ß, ligatures, ᾳ. 0: one is enough. */
static guint
special_capitals (gunichar c, gunichar *forms)
{
  char text[8];
  if (c < 0xDF)
    return 0;
  g_autofree char *capitals = g_utf8_strup (text, g_unichar_to_utf8 (c, text));
  glong n = g_utf8_strlen (capitals, -1);
  if (n < 2 || n > MOST_FORMS)
    return 0;
  const char *at = capitals;
  for (glong i = 0; i < n; i++, at = g_utf8_next_char (at))
    forms[i] = g_utf8_get_char (at);
  return (guint) n;
}

/* GLib maps letters only: Roman numerals and letters in circles have two cases too. */
static gunichar
to_upper (gunichar c)
{
  if (c >= 0x2170 && c <= 0x217F)
    return c - 0x10;
  return c >= 0x24D0 && c <= 0x24E9 ? c - 26 : g_unichar_toupper (c);
}

static gunichar
to_lower (gunichar c)
{
  if (c >= 0x2160 && c <= 0x216F)
    return c + 0x10;
  return c >= 0x24B6 && c <= 0x24CF ? c + 26 : g_unichar_tolower (c);
}

static guint
upper_forms (gunichar c, const char *lang, gunichar *forms)
{
  forms[0] = to_upper (c);
  if (c == 'i' && (is_language (lang, "tr") || is_language (lang, "az")))
    forms[0] = 0x130;
  if (is_language (lang, "el") && g_unichar_get_script (c) == G_UNICODE_SCRIPT_GREEK)
    return greek_capitals (c, forms);
  return MAX (special_capitals (c, forms), 1);
}

static gunichar
lower_form (gunichar c, const char *lang)
{
  if (c == 'I' && (is_language (lang, "tr") || is_language (lang, "az")))
    return 0x131;
  return c == 0x130 ? 'i' : to_lower (c);
}

/* What @c is shown as; several characters when a capital needs them. */
static guint
transform (const Filler *filler, MbTextTransform how, gunichar c, const char *lang, gunichar *forms)
{
  forms[0] = c;
  switch (how) {
  case MB_CASE_UPPER: return upper_forms (c, lang, forms);
  case MB_CASE_LOWER: forms[0] = lower_form (c, lang); return 1;
  case MB_CASE_CAPITALIZE:
    if (filler->in_word)
      return 1;
    forms[0] = g_unichar_totitle (c);
    if (forms[0] != c && c != 'i')
      return 1;
    guint n = upper_forms (c, lang, forms); /* ﬁ is Fi, ŉ is ʼN */
    for (guint i = 1; i < n && c != 0x149; i++)
      forms[i] = g_unichar_tolower (forms[i]);
    return n;
  default: return 1;
  }
}

/* --- Forms of the East -----------------------------------------------------------------------------------*/

/* The wide form of a letter, a sign or a narrow kana (UAX 11); those that have none stay. */
static gunichar
full_width (gunichar c)
{
  static const struct {
    gunichar narrow, wide;
  } signs[] = { { 0xA2, 0xFFE0 },   { 0xA3, 0xFFE1 },   { 0xA5, 0xFFE5 },
                { 0xA6, 0xFFE4 },   { 0xAC, 0xFFE2 },   { 0xAF, 0xFFE3 },
                { 0x20A9, 0xFFE6 }, { 0x2985, 0xFF5F }, { 0x2986, 0xFF60 } };
  if (c > 0x20 && c < 0x7F)
    return c + 0xFEE0;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].narrow == c)
      return signs[i].wide;
  gunichar whole[4];
  if ((c >= 0xFF61 && c <= 0xFFDC) || (c >= 0xFFE8 && c <= 0xFFEE))
    return g_unichar_fully_decompose (c, TRUE, whole, G_N_ELEMENTS (whole)) == 1 ? whole[0] : c;
  return c;
}

/* Small kana as large ones: full-size-kana. Those of both alphabets stand 0x60 apart. */
static gunichar
full_size (gunichar c)
{
  static const gunichar next[] = { 0x3041, 0x3043, 0x3045, 0x3047, 0x3049,
                                   0x3063, 0x3083, 0x3085, 0x3087, 0x308E };
  static const gunichar phonetic[] = { 0x30AF, 0x30B7, 0x30B9, 0x30C8, 0x30CC, 0x30CF,
                                       0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30E0, 0x30E9,
                                       0x30EA, 0x30EB, 0x30EC, 0x30ED };
  static const gunichar narrow[] = { 0xFF71, 0xFF72, 0xFF73, 0xFF74, 0xFF75,
                                     0xFF94, 0xFF95, 0xFF96, 0xFF82 };
  gunichar base = c >= 0x30A1 && c <= 0x30F6 ? 0x60 : 0;
  if (c >= 0xFF67 && c <= 0xFF6F)
    return narrow[c - 0xFF67];
  if (c >= 0x31F0 && c <= 0x31FF)
    return phonetic[c - 0x31F0];
  if (c - base == 0x3095 || c - base == 0x3096)
    return (c - base == 0x3095 ? 0x304B : 0x3051) + base;
  for (guint i = 0; i < G_N_ELEMENTS (next); i++)
    if (next[i] == c - base)
      return c + 1;
  return c;
}

static void
append_letter (Filler *filler, const MbStyleText *style, const char *lang, MbChar character)
{
  gunichar written = character.c;
  if (swallow (filler, written))
    return;
  gboolean joins = written == 0x2011;
  gunichar forms[MOST_FORMS + 1];
  gunichar source = joins || written == 0x2010 ? '-' : written;
  if (!g_unichar_isalpha (source))
    end_greek_word (filler);
  guint n = transform (filler, style->transform, source, lang, forms);
  for (guint i = 0; i < n; i++) {
    if (style->forms & MB_FORM_FULL_SIZE_KANA)
      forms[i] = full_size (forms[i]);
    if (style->forms & MB_FORM_FULL_WIDTH)
      forms[i] = full_width (forms[i]);
    character.c = forms[i] & MAX_CHAR;
    append (filler, character, written);
    character.flags = MB_CHAR_CONTINUES;
  }
  if (joins)
    filler->pending |= MB_CHAR_JOINED;
  filler->in_word =
      g_unichar_isalnum (source) || g_unichar_ismark (source) || source == 0x2019 || source == '\'';
}

/* Letters that stay as they are: most of a text. */
static gboolean
is_plain (const Filler *filler, const MbStyleText *style, gunichar c)
{
  return style->transform == MB_CASE_NONE && !style->forms && c < 0x80 &&
         g_ascii_isalpha ((char) c);
}

static void
append_text (Filler *filler, guint in)
{
  const MbInline *inl = &filler->inlines[in];
  const MbStyleText *style = inl->style->text;
  const char *end = inl->text + inl->length;
  for (const char *at = inl->text; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at) & MAX_CHAR;
    MbChar character = { .c = c & MAX_CHAR, .in = in, .offset = (guint32) (at - inl->text) };
    if (is_plain (filler, style, c)) {
      append (filler, character, c);
      filler->in_word = TRUE;
      continue;
    }
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
      append_space (filler, style, character);
    else
      append_letter (filler, style, inl->lang, character);
  }
}

static void
append_mark (Filler *filler, guint in)
{
  MbMarkIn mark = { filler->chars->chars->len, in };
  g_array_append_val (filler->chars->marks, mark);
}

static void
append_inline (Filler *filler, guint in)
{
  MbChar object = { .c = 0xFFFC, .in = in };
  switch (filler->inlines[in].kind) {
  case MB_INLINE_TEXT:
  case MB_INLINE_SLOT: append_text (filler, in); break;
  case MB_INLINE_BREAK: append_forced (filler, object, 0xFFFC); break;
  case MB_INLINE_ATOM:
    object.kind = MB_CHAR_ATOM;
    append (filler, object, 0xFFFC);
    break;
  case MB_INLINE_LEADER:
    object.kind = MB_CHAR_LEADER;
    append (filler, object, 0xFFFC);
    break;
  case MB_INLINE_ANCHOR:
  case MB_INLINE_OPEN:
  case MB_INLINE_CLOSE: append_mark (filler, in); break;
  case MB_INLINE_FIRST_LINE: break;
  }
}

/* n° is n and a superior o (REF-01), not the sign of degrees; what is copied stays n°. */
static void
mark_numero (GArray *chars, const MbInline *inlines)
{
  MbChar *all = (MbChar *) (gpointer) chars->data;
  for (guint i = 1; i + 1 < chars->len; i++) {
    if (all[i].c != 0xB0)
      continue;
    gunichar before = mb_char_source (inlines, &all[i - 1]);
    if ((before != 'n' && before != 'N') ||
        (i > 1 && all[i - 2].kind == MB_CHAR_TEXT &&
         g_unichar_isalnum (mb_char_source (inlines, &all[i - 2]))))
      continue;
    gunichar next = mb_char_source (inlines, &all[i + 1]);
    const MbInline *inl = &inlines[all[i].in];
    gboolean number = all[i + 1].kind == MB_CHAR_SPACE || next == 0xA0 || next == 0x202F ||
                      g_unichar_isdigit (next);
    if (!number || keeps_spaces (inl->style->text->white_space) ||
        (inl->lang && g_ascii_strncasecmp (inl->lang, "fr", 2) != 0))
      continue;
    all[i].c = 'o';
    all[i].flags |= MB_CHAR_SUPERIOR | MB_CHAR_CHANGED;
  }
}

void
mb_chars_fill (MbChars *chars, const MbInline *inlines, guint n)
{
  g_array_set_size (chars->chars, 0);
  g_array_set_size (chars->marks, 0);
  g_array_set_size (chars->signs, 0);
  Filler filler = { .chars = chars, .inlines = inlines, .collapses = TRUE };
  for (guint i = 0; i < n; i++)
    append_inline (&filler, i);
  end_greek_word (&filler);
  drop_trailing_space (&filler);
  mark_numero (chars->chars, inlines);
}
