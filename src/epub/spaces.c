/* SPDX-License-Identifier: Apache-2.0 */
/* French spaces and breaks in readers that know nothing of them (notes/epub.md § 5, notes/french.md § 1.8).
 *
 * The text stays what it is in print; only spans are put around it:
 *   span.mb-fine  U+00A0 at three fifths of its size in place of U+202F, for readers that lack it (the output's profile) and where
 *                 the embedded face has no glyph for it: a missing space shows as a box or a question mark;
 *   span.mb-tenu  no line ends inside: `–⍽` of an incise, J.-P., a-t-il. Readers break after any hyphen and after an en dash, even
 *                 before a no-break space; U+2060, which would forbid it, is a box on Kobo and a space on Kindle.
 * Inside elements that take no span (titles of drawings) U+00A0 stands alone. */
#include "internal.h"

#include <string.h>

#define NARROW 0x202F
#define DASH   0x2013

typedef struct {
  MbCopier *copier;
  MbNode *parent;
  MbPos pos;
  gboolean narrow; /* U+202F may stay */
  gboolean spans;
  GString *run; /* text not yet put */
} Putter;

static void
put_run (Putter *putter, MbNode *parent)
{
  if (putter->run->len)
    mb_doc_append (parent, mb_doc_text (putter->copier->out, putter->run->str,
                                        (gssize) putter->run->len, putter->pos, NULL, 0));
  g_string_truncate (putter->run, 0);
}

static void
put_narrow (Putter *putter, MbNode *parent)
{
  if (putter->narrow || !putter->spans) {
    g_string_append_unichar (putter->run, putter->narrow ? NARROW : 0xA0);
    return;
  }
  put_run (putter, parent);
  MbNode *span = mb_copier_add (putter->copier, parent, "span", putter->pos);
  mb_copier_set (putter->copier, span, "class", "mb-fine");
  g_string_append_unichar (putter->run, 0xA0);
  put_run (putter, span);
  putter->copier->book->has_fine = TRUE;
}

static void
put_chars (Putter *putter, MbNode *parent, const char *text, const char *end)
{
  for (; text < end; text = g_utf8_next_char (text))
    if (g_utf8_get_char (text) == NARROW)
      put_narrow (putter, parent);
    else
      g_string_append_unichar (putter->run, g_utf8_get_char (text));
}

/* --- What is held together -----------------------------------------------------------------------------------------*/

static const char *
skip_letters (const char *text)
{
  while (g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

static gboolean
is_no_break (const char *text)
{
  return g_utf8_get_char (text) == 0xA0 || g_utf8_get_char (text) == NARROW;
}

/* J.-P.  J.-C. */
static const char *
end_of_initials (const char *text)
{
  if (!g_unichar_isupper (g_utf8_get_char (text)))
    return NULL;
  const char *at = g_utf8_next_char (text);
  if (at[0] != '.' || at[1] != '-' || !g_unichar_isupper (g_utf8_get_char (at + 2)))
    return NULL;
  at = g_utf8_next_char (at + 2);
  return *at == '.' ? at + 1 : NULL;
}

/* Behind a word that begins at @text and has a euphonic t: a-t-il, viendra-t-on; @from: where the part that holds begins, which is
 * the t itself behind two letters or more. */
static const char *
end_of_inversion (const char *text, const char **from)
{
  const char *hyphen = skip_letters (text);
  if (hyphen == text || strncmp (hyphen, "-t-", 3) != 0)
    return NULL;
  const char *end = skip_letters (hyphen + 3);
  *from = g_utf8_strlen (text, hyphen - text) < 2 ? text : hyphen + 1;
  return end > hyphen + 3 ? end : NULL;
}

/* The end of what holds together from @text on, NULL: nothing; @from: its beginning. */
static const char *
end_of_held (const char *text, gboolean word_begins, const char **from)
{
  *from = text;
  if (g_utf8_get_char (text) == DASH && is_no_break (g_utf8_next_char (text)))
    return g_utf8_next_char (g_utf8_next_char (text));
  if (!word_begins)
    return NULL;
  const char *end = end_of_initials (text);
  return end ? end : end_of_inversion (text, from);
}

static void
put_held (Putter *putter, const char *text, const char *end)
{
  put_run (putter, putter->parent);
  MbNode *span = mb_copier_add (putter->copier, putter->parent, "span", putter->pos);
  mb_copier_set (putter->copier, span, "class", "mb-tenu");
  put_chars (putter, span, text, end);
  put_run (putter, span);
  putter->copier->book->has_held = TRUE;
}

static gboolean
is_plain (const Putter *putter, const char *text)
{
  return putter->narrow && !strchr (text, '-') && !strstr (text, "–");
}

static void
put_text (Putter *putter, const char *text)
{
  if (is_plain (putter, text))
    g_string_append (putter->run, text), text += strlen (text);
  gboolean word_begins = TRUE;
  while (*text) {
    const char *from, *end = putter->spans ? end_of_held (text, word_begins, &from) : NULL;
    if (end) {
      put_chars (putter, putter->parent, text, from);
      put_held (putter, from, end);
      text = end;
      word_begins = FALSE;
      continue;
    }
    const char *next = g_utf8_next_char (text);
    gunichar c = g_utf8_get_char (text);
    word_begins = !g_unichar_isalnum (c) && c != '-';
    put_chars (putter, putter->parent, text, next);
    text = next;
  }
  put_run (putter, putter->parent);
}

void
mb_spaces_put (MbCopier *copier, MbNode *parent, const MbStyle *style, const char *text, MbPos pos)
{
  const MbBook *book = copier->book;
  Putter putter = {
    .copier = copier,
    .parent = parent,
    .pos = pos,
    .narrow = !strstr (text, " ") ||
              (!book->options->plain_spaces && mb_font_use_has (book->fonts, style, NARROW)),
    .spans = mb_element_takes_text (parent),
    .run = g_string_new (NULL),
  };
  put_text (&putter, text);
  g_string_free (putter.run, TRUE);
}

const char *
mb_spaces_rules (const MbBook *book, MbArena *arena)
{
  return mb_arena_printf (arena, "%s%s",
                          book->has_fine ? "span.mb-fine { font-size: 60%; white-space: nowrap; }\n"
                                         : "",
                          book->has_held ? "span.mb-tenu { white-space: nowrap; }\n" : "");
}
