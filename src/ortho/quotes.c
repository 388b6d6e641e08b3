/* SPDX-License-Identifier: Apache-2.0 */
/* PON-01: straight double quotes become guillemets, curly quotes inside of those, single ones inside of these.
 *
 * Straight quotes do not say whether they open or close. A quote opens when white space or an opening sign is before it and
 * something to quote behind it; else it closes the last one that is open. Only when every quote of the block has found its
 * partner are they written; otherwise all stay, and the first without a partner is reported.
 */
#include "internal.h"

static gboolean
is_fixed (const MbOrthoBlock *b, guint i)
{
  return !mb_ortho_block_free (b, i);
}

typedef struct {
  guint cell;
  gunichar c;
} Quote;

typedef struct {
  int level; /* at which the quote stands */
  guint cell;
} Open;

typedef struct {
  GArray *quotes; /* Quote, in order */
  GArray *open;   /* Open: straight quotes that wait for their partner */
  int level;      /* guillemets and curly quotes that are open, straight ones included */
} Quotes;

static gboolean
may_open (const MbOrthoBlock *b, guint i)
{
  static const gunichar before[] = { '(',           '[',    ':',    MB_GUILLEMET_OPEN,
                                     MB_QUOTE_OPEN, 0x2013, 0x2014, MB_APOSTROPHE,
                                     '\'',          0 };
  gunichar previous = mb_ortho_block_char (b, (gint64) i - 1),
           next = mb_ortho_block_char (b, i + 1);

  if (next == MB_ORTHO_EDGE || mb_ortho_is_space (next) || next == MB_GUILLEMET_CLOSE)
    return FALSE;
  return previous == MB_ORTHO_EDGE || mb_ortho_is_space (previous) ||
         mb_ortho_one_of (previous, before);
}

static gunichar
quote_of_level (int level, gboolean opens, const MbOrthoMarks *marks)
{
  if (level == 0)
    return opens ? MB_GUILLEMET_OPEN : MB_GUILLEMET_CLOSE;
  if (level == 1)
    return opens ? marks->inner_open : marks->inner_close;
  return opens ? MB_SINGLE_OPEN : MB_APOSTROPHE;
}

/* Take the straight quote at @i; FALSE when it neither opens nor closes anything. */
static gboolean
take_quote (const MbOrthoBlock *b, guint i, const MbOrthoMarks *marks, Quotes *q)
{
  Quote quote = { .cell = i };

  if (may_open (b, i)) {
    Open open = { q->level, i };
    quote.c = quote_of_level (q->level, TRUE, marks);
    g_array_append_val (q->open, open);
    q->level++;
  } else {
    int opened = q->open->len ? g_array_index (q->open, Open, q->open->len - 1).level : -1;
    if (opened < 0 || opened != q->level - 1)
      return FALSE;
    q->level = opened;
    g_array_set_size (q->open, q->open->len - 1);
    quote.c = quote_of_level (opened, FALSE, marks);
  }
  g_array_append_val (q->quotes, quote);
  return TRUE;
}

static void
count_level (gunichar c, Quotes *q)
{
  if (c == MB_GUILLEMET_OPEN || c == MB_QUOTE_OPEN || c == MB_INNER_OPEN)
    q->level++;
  else if ((c == MB_GUILLEMET_CLOSE || c == MB_QUOTE_CLOSE || c == MB_INNER_CLOSE) && q->level > 0)
    q->level--;
}

/* The first quote that has no partner, or the length of the block when all are balanced. */
static guint
pair_quotes (const MbOrthoBlock *b, const MbOrthoMarks *marks, Quotes *q)
{
  guint n = mb_ortho_block_length (b);

  for (guint i = 0; i < n; i++) {
    if (mb_ortho_block_char (b, i) != '"' || is_fixed (b, i)) {
      count_level (mb_ortho_block_char (b, i), q);
      continue;
    }
    /* 15" and 2'33" are inches and seconds. */
    if (q->open->len == 0 && g_unichar_isdigit (mb_ortho_block_char (b, (gint64) i - 1)))
      continue;
    if (!take_quote (b, i, marks, q))
      return i;
  }
  return q->open->len ? g_array_index (q->open, Open, q->open->len - 1).cell : n;
}

/* `" Mangez ", dit-elle`: quotes with white space on both sides, as guillemets have it. They open and close in turn, when each of
 * them could: after white space, an opening sign or an elision, and before white space or a mark. */
static gboolean
alternates (const MbOrthoBlock *b, guint i, gboolean opens)
{
  static const gunichar marks[] = { ',', '.', ';', ':', '!', '?', ')', MB_ELLIPSIS, 0 };
  gunichar before = mb_ortho_block_char (b, (gint64) i - 1), next = mb_ortho_block_char (b, i + 1);
  gboolean spaced_before = before == MB_ORTHO_EDGE || mb_ortho_is_space (before);
  gboolean spaced_next = next == MB_ORTHO_EDGE || mb_ortho_is_space (next);

  if (opens)
    return next != MB_ORTHO_EDGE &&
           (spaced_before || before == '(' || before == MB_APOSTROPHE || before == '\'');
  return spaced_next || mb_ortho_one_of (next, marks);
}

static gboolean
pair_in_turn (const MbOrthoBlock *b, const MbOrthoMarks *marks, Quotes *q)
{
  int level = 0, opened = 0;

  g_array_set_size (q->quotes, 0);
  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    gunichar c = mb_ortho_block_char (b, i);
    if (c != '"' || is_fixed (b, i)) {
      level += (c == MB_GUILLEMET_OPEN || c == MB_QUOTE_OPEN) -
               (c == MB_GUILLEMET_CLOSE || c == MB_QUOTE_CLOSE);
      continue;
    }
    gboolean opens = q->quotes->len % 2 == 0;
    if (level < 0 || level > 1 || !alternates (b, i, opens) || (!opens && level != opened) ||
        g_unichar_isdigit (mb_ortho_block_char (b, (gint64) i - 1)))
      return FALSE;
    opened = level;
    Quote quote = { i, quote_of_level (level, opens, marks) };
    g_array_append_val (q->quotes, quote);
  }
  return level == 0 && q->quotes->len > 0 && q->quotes->len % 2 == 0;
}

void
mb_ortho_quotes (MbOrthoBlock *b, const MbOrthoHouse *house, MbDiagnostics *diagnostics)
{
  if (!house->follows[MB_RULE_PON_01] || !(b->has & MB_HAS_QUOTE))
    return;
  Quotes q = { .quotes = g_array_new (FALSE, FALSE, sizeof (Quote)),
               .open = g_array_new (FALSE, FALSE, sizeof (Open)) };
  guint unpaired = pair_quotes (b, house->marks, &q);

  if (unpaired < mb_ortho_block_length (b) && !pair_in_turn (b, house->marks, &q))
    mb_report (diagnostics, mb_ortho_block_pos (b, unpaired), MB_MSG_QUOTE_UNPAIRED, NULL);
  else
    for (guint i = 0; i < q.quotes->len; i++) {
      Quote *quote = &g_array_index (q.quotes, Quote, i);
      mb_ortho_block_replace (b, quote->cell, quote->c, MB_RULE_PON_01);
    }
  g_array_unref (q.quotes);
  g_array_unref (q.open);
}
