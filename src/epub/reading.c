/* SPDX-License-Identifier: Apache-2.0 */
/* How long an article takes to read.
 *
 * Minutes, rounded up, at WORDS_A_MINUTE: a round figure of newspapers' own, not a measurement. All that the article's file shows counts,
 * captions and boxes too. Briefs are not read through: their number is said. */
#include "internal.h"

#define WORDS_A_MINUTE 200
#define FEW_BRIEFS     2

static guint
count_words (const MbNode *article)
{
  guint words = 0;
  for (const MbNode *node = article; node; node = mb_node_next (node, article)) {
    if (node->kind != MB_NODE_TEXT)
      continue;
    gboolean inside = FALSE;
    for (const char *at = node->text; *at; at = g_utf8_next_char (at)) {
      gboolean letter = g_unichar_isalnum (g_utf8_get_char (at));
      gboolean space = g_unichar_isspace (g_utf8_get_char (at));
      words += letter && !inside;
      inside = letter || (inside && !space);
    }
  }
  return words;
}

static guint
count_briefs (const MbNode *article)
{
  guint briefs = 0;
  for (const MbNode *node = article; node; node = mb_node_next (node, article))
    briefs += mb_node_is (node, "aside") && mb_node_has_class (node, "breve");
  return briefs;
}

static const char *
kind_of (const MbBook *book, const MbNode *article)
{
  const struct {
    const char *genre, *word;
  } kinds[] = { { "editorial", book->words->editorial },
                { "entretien", book->words->interview },
                { "opinion", book->words->opinion },
                { "billet", book->words->column } };
  const char *genre = mb_node_attr (article, "data-genre");
  for (guint i = 0; genre && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (genre, kinds[i].genre))
      return kinds[i].word;
  return NULL;
}

const char *
mb_reading_of (const MbBook *book, const MbNode *article)
{
  guint briefs = count_briefs (article);
  if (briefs >= FEW_BRIEFS)
    return mb_arena_printf (book->arena, "%u\302\240%s", briefs, book->words->briefs);
  const char *kind = kind_of (book, article);
  guint minutes = (count_words (article) + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE;
  return mb_arena_printf (book->arena, "%s%s%u\302\240%s", kind ? kind : "", kind ? " · " : "",
                          MAX (minutes, 1), book->words->minutes);
}
