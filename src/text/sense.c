/* SPDX-License-Identifier: Apache-2.0 */
/* Where a line of a heading may end by sense: best with a sentence, then after punctuation, then before a preposition or an article,
 * but a noun keeps its complement and a verb what follows it; never after an article or a preposition, hardly between the parts of a
 * name. ragged.c weighs this against lines of like length.
 */
#include "internal.h"

/* thousands of demerits; none is negative, or lines would be added for their sake */
#define PENALTY_SENTENCE 0
#define PENALTY_STOP     80
#define PENALTY_BEFORE   210
#define PENALTY_OF       240
#define PENALTY_PLAIN    250
#define PENALTY_VERB     330
#define PENALTY_NAMES    400
#define PENALTY_LEANS    1650

static const MbChar *
char_at (const MbParagraph *paragraph, guint i)
{
  return &paragraph->chars[i];
}

/* The characters of a word, punctuation left out, as a string. Returns: its length. */
static gsize
word_text (const MbParagraph *paragraph, guint from, guint to, char *text, gsize size)
{
  gsize length = 0;
  for (guint i = from; i < to && length + 8 < size; i++)
    if (!g_unichar_ispunct (char_at (paragraph, i)->c))
      length += (gsize) g_unichar_to_utf8 (char_at (paragraph, i)->c, text + length);
  text[length] = '\0';
  return length;
}

static gboolean
is_word_part (const MbParagraph *paragraph, guint i)
{
  const MbChar *c = char_at (paragraph, i);
  return c->kind == MB_CHAR_TEXT && !mb_char_is_glue (c) && c->c != 0x2019 && c->c != '\'';
}

typedef struct {
  guint from, to;
} Span;

static Span
span_before (const MbParagraph *paragraph, guint space)
{
  guint from = space;
  while (from > 0 && is_word_part (paragraph, from - 1))
    from--;
  return (Span){ from, space };
}

static Span
span_after (const MbParagraph *paragraph, guint space)
{
  guint to = space + 1;
  while (to < paragraph->n_chars && is_word_part (paragraph, to))
    to++;
  return (Span){ MIN (space + 1, to), to };
}

static gboolean
leans (const MbParagraph *paragraph, Span span)
{
  char text[64];
  gsize length = word_text (paragraph, span.from, span.to, text, sizeof text);
  return mb_text_leans (text, length);
}

static gboolean
is_one_of (const MbParagraph *paragraph, Span span, const char *const *words)
{
  char text[64];
  word_text (paragraph, span.from, span.to, text, sizeof text);
  return g_strv_contains (words, text);
}

static gboolean
ends_sentence (const MbParagraph *paragraph, guint space)
{
  gunichar last = char_at (paragraph, space - 1)->c;
  guint next = space + 1;
  return (last == '.' || last == '!' || last == '?' || last == 0x2026) &&
         next < paragraph->n_chars && g_unichar_isupper (char_at (paragraph, next)->c);
}

static gboolean
are_names (const MbParagraph *paragraph, Span before, Span after)
{
  return before.to > before.from && after.to > after.from && before.from > 0 &&
         g_unichar_isupper (char_at (paragraph, before.from)->c) &&
         g_unichar_isupper (char_at (paragraph, after.from)->c);
}

gint32
mb_sense_of (const MbParagraph *paragraph, guint space)
{
  static const char *const of[] = { "de", "du", "des", "d", NULL };
  static const char *const verbs[] = { "a", "ont", "est", "sont", "sera", "était", NULL };
  Span before = span_before (paragraph, space), after = span_after (paragraph, space);
  gunichar last = space > 0 ? char_at (paragraph, space - 1)->c : 0;
  gboolean stops = g_unichar_ispunct (last) && last != 0x2019 && last != '-' && last != 0xAB;
  if (stops)
    return ends_sentence (paragraph, space) ? PENALTY_SENTENCE : PENALTY_STOP;
  if (leans (paragraph, before))
    return PENALTY_LEANS;
  if (are_names (paragraph, before, after))
    return PENALTY_NAMES;
  if (is_one_of (paragraph, before, verbs))
    return PENALTY_VERB;
  if (is_one_of (paragraph, after, of))
    return PENALTY_OF;
  return leans (paragraph, after) ? PENALTY_BEFORE : PENALTY_PLAIN;
}
