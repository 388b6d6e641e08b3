/* SPDX-License-Identifier: Apache-2.0 */
/* From inline content to characters: white space is collapsed across elements, text-transform is applied, and every
 * character keeps its inline and the byte it came from.
 *
 * Collapsing follows CSS Text 3 § 4: white space after white space vanishes even when an element begins or ends in
 * between; it vanishes at the start, at the end and around forced line ends. No-break spaces are characters, not white
 * space. Capitals keep their accents and œ becomes Œ (Unicode's case mapping, no locale); ß becomes SS.
 *
 * U+00AD, U+200B, U+2060, U+FEFF and the bidirectional marks are not set: what they say about breaking is kept as a flag
 * of the next character. U+2010 is set as U+002D, and U+2011 too, joined (fonts lack them, and the fallback would change
 * the face).
 */
#include "internal.h"

typedef struct {
  MbChars *chars;
  const MbInline *inlines;
  guint8 pending;     /* flags for the next character */
  gboolean collapses; /* the last character is collapsible white space, or a line begins */
  gboolean in_word;   /* for capitalize */
} Filler;

static void
append (Filler *filler, MbChar character)
{
  character.flags |= filler->pending;
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
}

static void
append_forced (Filler *filler, MbChar character)
{
  drop_trailing_space (filler);
  character.kind = MB_CHAR_FORCED;
  character.c = '\n';
  append (filler, character);
  filler->in_word = FALSE;
}

static gboolean
keeps_spaces (MbWhiteSpace space)
{
  return space == MB_SPACE_PRE || space == MB_SPACE_PRE_WRAP;
}

static guint
column_of (GArray *chars)
{
  guint column = 0;
  while (column < chars->len &&
         g_array_index (chars, MbChar, chars->len - 1 - column).kind != MB_CHAR_FORCED)
    column++;
  return column;
}

/* A tab goes to the next multiple of eight characters: text with tabs is set in a fixed pitch. */
static void
append_tab (Filler *filler, MbChar character)
{
  guint n = 8 - column_of (filler->chars->chars) % 8;
  for (guint i = 0; i < n; i++) {
    append (filler, character);
    character.flags |= MB_CHAR_CONTINUES;
  }
}

static void
append_space (Filler *filler, const MbStyleText *style, MbChar character)
{
  filler->in_word = FALSE;
  gboolean keeps_lines =
      style->white_space != MB_SPACE_NORMAL && style->white_space != MB_SPACE_NOWRAP;
  if (character.source == '\n' && keeps_lines) {
    append_forced (filler, character);
    return;
  }
  character.c = ' ';
  if (keeps_spaces (style->white_space)) {
    character.kind = MB_CHAR_KEPT;
    if (character.source == '\t')
      append_tab (filler, character);
    else
      append (filler, character);
  } else if (!filler->collapses) {
    character.kind = MB_CHAR_SPACE;
    append (filler, character);
  }
}

/* Characters that are not set. Returns FALSE for the others. */
static gboolean
swallow (Filler *filler, gunichar c)
{
  switch (c) {
  case 0xAD: filler->pending |= MB_CHAR_SOFT_HYPHEN; return TRUE;
  case 0x200B: filler->pending |= MB_CHAR_ZERO_SPACE; return TRUE;
  case 0x2060:
  case 0xFEFF: filler->pending |= MB_CHAR_JOINED; return TRUE;
  default:
    return (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || (c < 0x20) || (c >= 0x7F && c < 0xA0);
  }
}

static gunichar
transform (const Filler *filler, MbTextTransform how, gunichar c)
{
  switch (how) {
  case MB_CASE_UPPER: return g_unichar_toupper (c);
  case MB_CASE_LOWER: return g_unichar_tolower (c);
  case MB_CASE_CAPITALIZE: return filler->in_word ? c : g_unichar_totitle (c);
  default: return c;
  }
}

static void
append_letter (Filler *filler, const MbStyleText *style, MbChar character)
{
  if (swallow (filler, character.source))
    return;
  gboolean joins = character.source == 0x2011;
  character.c = joins || character.source == 0x2010
                    ? '-'
                    : transform (filler, style->transform, character.source);
  gboolean doubles = character.source == 0xDF && style->transform == MB_CASE_UPPER;
  if (doubles)
    character.c = 'S';
  append (filler, character);
  if (doubles) {
    character.flags = MB_CHAR_CONTINUES;
    append (filler, character);
  }
  if (joins)
    filler->pending |= MB_CHAR_JOINED;
  filler->in_word = g_unichar_isalnum (character.c) || character.c == 0x2019 || character.c == '\'';
}

static void
append_text (Filler *filler, guint in)
{
  const MbInline *inl = &filler->inlines[in];
  const MbStyleText *style = inl->style->text;
  const char *end = inl->text + inl->length;
  for (const char *at = inl->text; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    MbChar character = { .c = c, .source = c, .in = in, .offset = (guint32) (at - inl->text) };
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
      append_space (filler, style, character);
    else
      append_letter (filler, style, character);
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
  MbChar object = { .c = 0xFFFC, .source = 0xFFFC, .in = in };
  switch (filler->inlines[in].kind) {
  case MB_INLINE_TEXT:
  case MB_INLINE_SLOT: append_text (filler, in); break;
  case MB_INLINE_BREAK: append_forced (filler, object); break;
  case MB_INLINE_ATOM:
    object.kind = MB_CHAR_ATOM;
    append (filler, object);
    break;
  case MB_INLINE_LEADER:
    object.kind = MB_CHAR_LEADER;
    append (filler, object);
    break;
  case MB_INLINE_ANCHOR:
  case MB_INLINE_OPEN:
  case MB_INLINE_CLOSE: append_mark (filler, in); break;
  }
}

void
mb_chars_fill (MbChars *chars, const MbInline *inlines, guint n)
{
  g_array_set_size (chars->chars, 0);
  g_array_set_size (chars->marks, 0);
  Filler filler = { .chars = chars, .inlines = inlines, .collapses = TRUE };
  for (guint i = 0; i < n; i++)
    append_inline (&filler, i);
  drop_trailing_space (&filler);
}
