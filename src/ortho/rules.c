/* SPDX-License-Identifier: Apache-2.0 */
/* The rules, by number (notes/french.md § 1): signs first, then spaces.
 *
 * Signs change characters: straight double quotes become guillemets (PON-01), straight apostrophes curly ones (PON-02),
 * three full stops an ellipsis (PON-03). Spaces are then decided *gap by gap*: a gap is the white space, possibly none,
 * between two visible characters, and exactly one rule has a word about it. The order of precedence is the order of
 * `judge`: inside guillemets (ESP-03), before high marks (ESP-01) and colons (ESP-02), before an ellipsis (PON-03), then
 * the collapsing of what is left (ESP-07).
 *
 * Invariants
 *   - idempotent: a rule's output is a fixed point of all rules. For gaps this holds because the verdict depends only on
 *     the two visible neighbours, what follows the mark, and whether the gap is empty; and a gap that a rule filled from
 *     empty is one that the rule for filled gaps fills with the same character;
 *   - a gap whose spaces are fixed (another language, a protected span) is left as it is;
 *   - the space of a mark goes into the outermost of the nodes concerned, so that it never is underlined with a link or
 *     set in the italics of a quoted word.
 */
#include "internal.h"

static gunichar
at (const MbOrthoBlock *b, gint64 i)
{
  return mb_ortho_block_char (b, i);
}

static gboolean
one_of (gunichar c, const gunichar *set)
{
  for (; *set; set++)
    if (*set == c)
      return TRUE;
  return FALSE;
}

static gboolean
is_fixed (const MbOrthoBlock *b, guint i)
{
  return mb_ortho_block_cell (b, i)->state != MB_CELL_FREE;
}

/* --- PON-01: straight double quotes --------------------------------------------------------------- */

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
  static const gunichar before[] = { '(',           '[',    MB_GUILLEMET_OPEN,
                                     MB_QUOTE_OPEN, 0x2013, 0x2014,
                                     MB_APOSTROPHE, '\'',   0 };
  gunichar previous = at (b, (gint64) i - 1), next = at (b, i + 1);

  if (next == MB_ORTHO_EDGE || mb_ortho_is_space (next) || next == MB_GUILLEMET_CLOSE)
    return FALSE;
  return previous == MB_ORTHO_EDGE || mb_ortho_is_space (previous) || one_of (previous, before);
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
    if (at (b, i) != '"' || is_fixed (b, i)) {
      count_level (at (b, i), q);
      continue;
    }
    /* 15" and 2'33" are inches and seconds. */
    if (q->open->len == 0 && g_unichar_isdigit (at (b, (gint64) i - 1)))
      continue;
    if (!take_quote (b, i, marks, q))
      return i;
  }
  return q->open->len ? g_array_index (q->open, Open, q->open->len - 1).cell : n;
}

static void
fix_quotes (MbOrthoBlock *b, const MbOrthoMarks *marks, MbDiagnostics *diagnostics)
{
  Quotes q = { .quotes = g_array_new (FALSE, FALSE, sizeof (Quote)),
               .open = g_array_new (FALSE, FALSE, sizeof (Open)) };
  guint unpaired = pair_quotes (b, marks, &q);

  if (unpaired < mb_ortho_block_length (b))
    mb_report (diagnostics, mb_ortho_block_pos (b, unpaired), MB_MSG_QUOTE_UNPAIRED, NULL);
  else
    for (guint i = 0; i < q.quotes->len; i++) {
      Quote *quote = &g_array_index (q.quotes, Quote, i);
      mb_ortho_block_replace (b, quote->cell, quote->c, MB_RULE_PON_01);
    }
  g_array_unref (q.quotes);
  g_array_unref (q.open);
}

/* --- PON-02: apostrophes ---------------------------------------------------------------------------- */

static gboolean
is_false_apostrophe (gunichar c)
{
  return c == '\'' || c == '`' || c == 0xB4 || c == MB_SINGLE_OPEN;
}

static void
fix_apostrophes (MbOrthoBlock *b)
{
  static const gunichar after[] = { MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, MB_ORTHO_OBJECT, 0 };

  for (guint i = 1; i + 1 < mb_ortho_block_length (b); i++) {
    gunichar next = at (b, i + 1);
    if (is_false_apostrophe (at (b, i)) && !is_fixed (b, i) && g_unichar_isalpha (at (b, i - 1)) &&
        (g_unichar_isalnum (next) || one_of (next, after)))
      mb_ortho_block_replace (b, i, MB_APOSTROPHE, MB_RULE_PON_02);
  }
}

/* --- PON-03: ellipses ------------------------------------------------------------------------------- */

static gboolean
is_dot (gunichar c)
{
  return c == '.' || c == MB_ELLIPSIS;
}

/* How many cells at @i spell an ellipsis: 3 for "...", 1 for "…", else 0. Longer rows of dots are somebody's choice. */
static guint
ellipsis_length (const MbOrthoBlock *b, guint i)
{
  guint length = at (b, i) == MB_ELLIPSIS ? 1 : 3;

  if (is_dot (at (b, (gint64) i - 1)) || is_dot (at (b, (gint64) i + length)))
    return 0;
  for (guint k = 0; k < length; k++)
    if (!is_dot (at (b, i + k)) || is_fixed (b, i + k) || (length == 3 && at (b, i + k) != '.'))
      return 0;
  return length;
}

/* Whether the text before @end is the word "etc". */
static gboolean
follows_etc (const MbOrthoBlock *b, gint64 end)
{
  gunichar first = at (b, end - 3);

  return at (b, end - 1) == 'c' && at (b, end - 2) == 't' && (first == 'e' || first == 'E') &&
         !mb_ortho_is_word (at (b, end - 4));
}

static guint
space_end (const MbOrthoBlock *b, guint i)
{
  while (mb_ortho_is_space (at (b, i)) && !is_fixed (b, i))
    i++;
  return i;
}

/* `etc...`, `etc ...`, `etc…` are `etc.`; @i is the first cell behind the word.
 * Returns: the cell behind the ellipsis, or @i when there is none. */
static guint
write_etc (MbOrthoBlock *b, guint i)
{
  guint dots = space_end (b, i);
  guint length = dots < mb_ortho_block_length (b) ? ellipsis_length (b, dots) : 0;

  if (length == 0)
    return i;
  for (guint k = i; k < dots; k++)
    mb_ortho_block_drop (b, k, MB_RULE_PON_03);
  mb_ortho_block_put (b, dots, '.', MB_RULE_PON_03);
  for (guint k = 1; k < length; k++)
    mb_ortho_block_drop (b, dots + k, MB_RULE_PON_03);
  return dots + length;
}

static guint
write_ellipsis (MbOrthoBlock *b, guint i)
{
  guint length = ellipsis_length (b, i);

  if (length == 0) {
    mb_ortho_block_keep (b, i);
    return i + 1;
  }
  mb_ortho_block_put (b, i, MB_ELLIPSIS, MB_RULE_PON_03);
  for (guint k = 1; k < length; k++)
    mb_ortho_block_drop (b, i + k, MB_RULE_PON_03);
  return i + length;
}

static void
fix_ellipses (MbOrthoBlock *b)
{
  guint n = mb_ortho_block_length (b);

  for (guint i = 0; i < n;) {
    guint end = follows_etc (b, i) ? write_etc (b, i) : i;
    i = end > i ? end : write_ellipsis (b, i);
  }
  mb_ortho_block_swap (b);
}

/* --- Gaps ------------------------------------------------------------------------------------------- */

/* The white space [from, to) between the visible characters from - 1 and to. */
typedef struct {
  guint from, to;
} Gap;

typedef enum { LEAVE, BEFORE_RIGHT, AFTER_LEFT } Side;

typedef struct {
  Side side;       /* of which neighbour the space is */
  gunichar wanted; /* 0: no space */
  MbRule rule;
} Verdict;

static const Verdict leave = { LEAVE, 0, MB_RULE_NONE };

static gboolean
is_high (gunichar c)
{
  return c == '!' || c == '?';
}

static gboolean
ends_inline (const MbOrthoBlock *b, guint left, guint right)
{
  const MbOrthoPiece *l = mb_ortho_block_piece (b, left), *r = mb_ortho_block_piece (b, right);

  return l->node && r->node && l->node->parent != r->node->parent && l->depth >= r->depth;
}

/* Whether white space follows cell @i, or will: a closing guillemet is about to get its own. */
static gboolean
space_follows (const MbOrthoBlock *b, guint i)
{
  gunichar next = at (b, (gint64) i + 1);

  return mb_ortho_is_space (next) || (next == MB_GUILLEMET_CLOSE && !is_fixed (b, i + 1));
}

/* Marks that a space may not separate from what follows them. */
static gboolean
is_opening (gunichar c)
{
  static const gunichar opening[] = {
    '(',           '[', '{', '<', 0xBF, 0xA1, MB_GUILLEMET_OPEN, MB_QUOTE_OPEN, MB_SINGLE_OPEN,
    MB_INNER_OPEN, 0
  };

  return c == MB_ORTHO_EDGE || one_of (c, opening);
}

/* Guards of ESP-01b: a space that is missing is added only after a word or what closes one… */
static gboolean
closes_word (const MbOrthoBlock *b, Gap gap)
{
  static const gunichar closing[] = {
    MB_GUILLEMET_CLOSE, ')', MB_ELLIPSIS, MB_QUOTE_CLOSE, MB_INNER_CLOSE, MB_ORTHO_OBJECT, 0
  };
  gunichar left = at (b, (gint64) gap.from - 1);

  if (g_unichar_isalpha (left) || one_of (left, closing))
    return TRUE;
  return ends_inline (b, gap.from - 1, gap.to) && !is_opening (left) && !is_high (left) &&
         left != ';' && left != ':' && left != '"';
}

/* … and before a group of marks that ends a phrase. */
static gboolean
ends_phrase (const MbOrthoBlock *b, guint mark)
{
  static const gunichar next[] = { MB_GUILLEMET_CLOSE, ')', MB_QUOTE_CLOSE,
                                   MB_INNER_CLOSE,     '.', MB_ELLIPSIS,
                                   MB_ORTHO_OBJECT,    0 };
  guint end = mark + 1;

  if (at (b, mark) != ';')
    while (is_high (at (b, end)))
      end++;
  gunichar c = at (b, end);
  if (at (b, mark) == ';')
    return c == MB_ORTHO_EDGE || space_follows (b, mark);
  return c == MB_ORTHO_EDGE || mb_ortho_is_space (c) || one_of (c, next);
}

/* A straight quote that stayed: without the space after it, it would be taken for an opening one the next time. */
static gboolean
parts_quote (gunichar left, gunichar space)
{
  return left == '"' && space == 0;
}

static Verdict
judge_high (const MbOrthoBlock *b, Gap gap, const MbOrthoMarks *marks)
{
  Verdict verdict = { BEFORE_RIGHT, marks->high, MB_RULE_ESP_01 };
  gunichar left = at (b, (gint64) gap.from - 1), next = at (b, gap.to + 1);

  if (gap.from < gap.to) {
    /* `a != b`, `p ?q=1`: the space is no French one, and taking it away would glue */
    gboolean foreign = next == '=' || (marks->high == 0 && g_unichar_isalnum (next));
    return is_opening (left) || parts_quote (left, marks->high) || foreign ? leave : verdict;
  }
  if (marks->high == 0 || !closes_word (b, gap) || !ends_phrase (b, gap.to))
    return leave;
  verdict.rule = MB_RULE_ESP_01b;
  return verdict;
}

static Verdict
judge_colon (const MbOrthoBlock *b, Gap gap, const MbOrthoMarks *marks)
{
  Verdict verdict = { BEFORE_RIGHT, marks->colon, MB_RULE_ESP_02 };
  gunichar left = at (b, (gint64) gap.from - 1), next = at (b, gap.to + 1);
  gboolean spaced = space_follows (b, gap.to);

  if (gap.from < gap.to) {
    gboolean ends = spaced || next == MB_ORTHO_EDGE || next == MB_GUILLEMET_OPEN;
    return is_opening (left) || parts_quote (left, marks->colon) || left == ':' || !ends ? leave
                                                                                         : verdict;
  }
  /* ESP-02b. One letter alone is a drive (`D: et E:`) or a formula. */
  gboolean word = g_unichar_isalpha (left) && g_unichar_isalpha (at (b, (gint64) gap.from - 2));
  if (!spaced || (!word && left != MB_GUILLEMET_CLOSE && left != MB_ORTHO_OBJECT))
    return leave;
  verdict.rule = MB_RULE_ESP_02b;
  return verdict;
}

/* A space before an ellipsis goes when the ellipsis ends something: not in `il dit : … oui`. */
static Verdict
judge_ellipsis (const MbOrthoBlock *b, Gap gap)
{
  static const gunichar before[] = { ')', ']', MB_GUILLEMET_CLOSE, '!', '?', MB_ORTHO_OBJECT, 0 };
  static const gunichar after[] = { ' ', '!', '?', ':', ';', ',', ')', ']', MB_GUILLEMET_CLOSE, 0 };
  gunichar left = at (b, (gint64) gap.from - 1), next = at (b, gap.to + 1);
  gboolean ends = next == MB_ORTHO_EDGE || mb_ortho_is_space (next) || one_of (next, after);

  if (gap.from == gap.to || !ends || (!g_unichar_isalnum (left) && !one_of (left, before)))
    return leave;
  return (Verdict){ BEFORE_RIGHT, 0, MB_RULE_PON_03 };
}

/* ESP-07. A no-break space wins over the others; runs of line ends and tabs are the layout's business. */
static Verdict
judge_run (const MbOrthoBlock *b, Gap gap)
{
  gunichar no_break = 0;
  gboolean plain = FALSE, spaces_only = TRUE;

  if (gap.to - gap.from < 2 || mb_ortho_block_piece (b, gap.from)->verse)
    return leave;
  for (guint i = gap.from; i < gap.to; i++) {
    gunichar c = at (b, i);
    if (c == MB_ORTHO_NBSP || c == MB_ORTHO_NNBSP)
      no_break = no_break ? no_break : c;
    else if (c < 128)
      plain = TRUE;
    spaces_only &= c == ' ';
  }
  if (no_break && plain)
    return (Verdict){ BEFORE_RIGHT, no_break, MB_RULE_ESP_07 };
  return spaces_only ? (Verdict){ BEFORE_RIGHT, ' ', MB_RULE_ESP_07 } : leave;
}

static gboolean
may_change (const MbOrthoBlock *b, gint64 mark)
{
  return mark >= 0 && mark < mb_ortho_block_length (b) && !is_fixed (b, (guint) mark);
}

static Verdict
judge (const MbOrthoBlock *b, Gap gap, const MbOrthoMarks *marks)
{
  gunichar left = at (b, (gint64) gap.from - 1), right = at (b, gap.to);

  if (left == MB_ORTHO_EDGE || right == MB_ORTHO_EDGE)
    return leave;
  if (left == MB_GUILLEMET_OPEN && may_change (b, (gint64) gap.from - 1))
    return (Verdict){ AFTER_LEFT, marks->guillemet, MB_RULE_ESP_03 };
  if (may_change (b, gap.to)) {
    if (right == MB_GUILLEMET_CLOSE)
      return (Verdict){ BEFORE_RIGHT, marks->guillemet, MB_RULE_ESP_03 };
    Verdict verdict = leave;
    if (is_high (right) || right == ';')
      verdict = judge_high (b, gap, marks);
    else if (right == ':')
      verdict = judge_colon (b, gap, marks);
    else if (right == MB_ELLIPSIS)
      verdict = judge_ellipsis (b, gap);
    if (verdict.side != LEAVE)
      return verdict;
  }
  return judge_run (b, gap);
}

/* The cell of the gap that is to hold the space: the outermost one; gap.to when the mark's own node lies further out and
 * gets a new one. A space that stands where it should is preferred. */
static guint
home_of_space (const MbOrthoBlock *b, Gap gap, guint mark, gboolean collapse)
{
  guint home = gap.to, best = collapse ? G_MAXUINT : mb_ortho_block_piece (b, mark)->depth;

  for (guint i = gap.from; i < gap.to; i++) {
    guint depth = mb_ortho_block_piece (b, i)->depth;
    if (depth < best || (home == gap.to && depth == best)) {
      best = depth;
      home = i;
    }
  }
  return home;
}

static gboolean
any_fixed (const MbOrthoBlock *b, Gap gap)
{
  for (guint i = gap.from; i < gap.to; i++)
    if (is_fixed (b, i))
      return TRUE;
  return FALSE;
}

static void
keep_gap (MbOrthoBlock *b, Gap gap)
{
  for (guint i = gap.from; i < gap.to; i++)
    mb_ortho_block_keep (b, i);
}

static void
write_gap (MbOrthoBlock *b, Gap gap, Verdict verdict)
{
  guint mark = verdict.side == AFTER_LEFT ? gap.from - 1 : gap.to;
  guint home = home_of_space (b, gap, mark, verdict.rule == MB_RULE_ESP_07);
  gboolean insert = verdict.wanted && home == gap.to;
  guint piece = mb_ortho_block_cell (b, mark)->piece;

  if (insert && verdict.side == AFTER_LEFT)
    mb_ortho_block_insert (b, piece, verdict.wanted, verdict.rule);
  for (guint i = gap.from; i < gap.to; i++) {
    if (i == home && verdict.wanted)
      mb_ortho_block_put (b, i, verdict.wanted, verdict.rule);
    else
      mb_ortho_block_drop (b, i, verdict.rule);
  }
  if (insert && verdict.side == BEFORE_RIGHT)
    mb_ortho_block_insert (b, piece, verdict.wanted, verdict.rule);
}

static void
fix_gaps (MbOrthoBlock *b, const MbOrthoMarks *marks)
{
  guint n = mb_ortho_block_length (b);

  for (guint i = 0; i < n;) {
    Gap gap = { i, i };
    while (gap.to < n && mb_ortho_is_space (at (b, gap.to)))
      gap.to++;

    Verdict verdict = any_fixed (b, gap) ? leave : judge (b, gap, marks);
    if (verdict.side == LEAVE)
      keep_gap (b, gap);
    else
      write_gap (b, gap, verdict);
    if (gap.to < n)
      mb_ortho_block_keep (b, gap.to);
    i = gap.to + 1;
  }
  mb_ortho_block_swap (b);
}

void
mb_ortho_correct (MbOrthoBlock *block, const MbOrthoHouse *house, MbDiagnostics *diagnostics)
{
  const MbOrthoMarks *marks = house->marks;

  fix_quotes (block, marks, diagnostics);
  fix_apostrophes (block);
  fix_ellipses (block);
  fix_gaps (block, marks);
}
