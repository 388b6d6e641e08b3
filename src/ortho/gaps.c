/* SPDX-License-Identifier: Apache-2.0 */
/* Spaces, decided gap by gap.
 *
 * A gap is the white space, possibly none, between two visible characters, and exactly one rule has a word about it. The
 * order of precedence is that of `judge`: inside guillemets (ESP-03), curly quotes and brackets (ESP-04, ESP-05), before
 * high marks (ESP-01), colons (ESP-02) and an ellipsis (PON-03), before commas and full stops (ESP-05), beside dashes
 * (PON-04, PON-05) and multiplication signs (PON-07), then the joints of numbers, units, dates, abbreviations and names
 * (joints.c), then the collapsing of what is left (ESP-07).
 *
 * Invariants
 *   - idempotent: the verdict depends only on the visible neighbours and on whether the gap is empty; and a gap that a rule
 *     filled from empty is one that the rule for filled gaps fills with the same character;
 *   - a gap whose spaces are fixed (another language, a protected span) is left as it is;
 *   - the space of a mark goes into the outermost of the nodes concerned, so that it never is underlined with a link or
 *     set in the italics of a quoted word.
 */
#include "internal.h"

#define PASSES_MAX 4 /* `p . 12`: the full stop joins its word, then the word the number */

static gboolean
is_fixed (const MbOrthoBlock *b, guint i)
{
  return !mb_ortho_block_free (b, i);
}

static const MbVerdict leave = { MB_SIDE_LEAVE, 0, MB_RULE_NONE };

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
  gunichar next = mb_ortho_block_char (b, (gint64) i + 1);

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

  return c == MB_ORTHO_EDGE || mb_ortho_one_of (c, opening);
}

/* `3-1!` is no factorial when a sentence ends there. */
static gboolean
ends_shout (const MbOrthoBlock *b, guint mark)
{
  guint end = mark;

  while (is_high (mb_ortho_block_char (b, end)))
    end++;
  gunichar c = mb_ortho_block_char (b, end);
  if (c == MB_ORTHO_EDGE || c == MB_GUILLEMET_CLOSE)
    return TRUE;
  while (mb_ortho_is_space (mb_ortho_block_char (b, end)))
    end++;
  return mb_ortho_is_space (c) && g_unichar_isupper (mb_ortho_block_char (b, end));
}

/* Guards of ESP-01b: a space that is missing is added only after a word or what closes one… */
static gboolean
closes_word (const MbOrthoBlock *b, MbGap gap)
{
  static const gunichar closing[] = {
    MB_GUILLEMET_CLOSE, ')', MB_ELLIPSIS, MB_QUOTE_CLOSE, MB_INNER_CLOSE, MB_ORTHO_OBJECT, 0
  };
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           mark = mb_ortho_block_char (b, gap.to);

  if (g_unichar_isalpha (left) || mb_ortho_one_of (left, closing))
    return TRUE;
  if (mark == ';' && is_high (left)) /* the title *Quo vadis ?*; */
    return TRUE;
  if (mb_ortho_is_digit (left) || left == '%' || left == 0x20AC)
    return mark != '!' || left > 127 || ends_shout (b, gap.to);
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

  if (mb_ortho_block_char (b, mark) != ';')
    while (is_high (mb_ortho_block_char (b, end)))
      end++;
  gunichar c = mb_ortho_block_char (b, end);
  if (mb_ortho_block_char (b, mark) == ';') /* { a; } is no French */
    return c == MB_ORTHO_EDGE ||
           (space_follows (b, mark) && mb_ortho_block_char (b, mark + 2) != '}');
  if (c == ',' || c == ';' || c == ':') { /* the title *Que faire ?*, then */
    gunichar behind = mb_ortho_block_char (b, end + 1);
    return behind == MB_ORTHO_EDGE || mb_ortho_is_space (behind);
  }
  return c == MB_ORTHO_EDGE || mb_ortho_is_space (c) || mb_ortho_one_of (c, next);
}

/* A straight quote that stayed: without the space after it, it would be taken for an opening one the next time. */
static gboolean
parts_quote (gunichar left, gunichar space)
{
  return left == '"' && space == 0;
}

static MbVerdict
judge_high (const MbOrthoBlock *b, MbGap gap, const MbOrthoMarks *marks)
{
  MbVerdict verdict = { MB_SIDE_RIGHT, marks->high, MB_RULE_ESP_01 };
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           next = mb_ortho_block_char (b, gap.to + 1);

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

/* Guards of ESP-02b. One letter alone is a drive (`D: et E:`) or a formula; after a figure it may be a ratio. */
static gboolean
names_something (const MbOrthoBlock *b, MbGap gap)
{
  static const gunichar closing[] = {
    MB_GUILLEMET_CLOSE, MB_QUOTE_CLOSE, MB_ORTHO_OBJECT, MB_ELLIPSIS, 0x20AC, '%', 0
  };
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           before = mb_ortho_block_char (b, (gint64) gap.from - 2);

  if (g_unichar_isalpha (left))
    return g_unichar_isalpha (before);
  if (left == ')')
    return mb_ortho_is_word (before) || before == '.' || before == MB_GUILLEMET_CLOSE;
  if (left == '.')
    return mb_ortho_token_letter (before);
  return mb_ortho_one_of (left, closing);
}

static MbVerdict
judge_colon (const MbOrthoBlock *b, MbGap gap, const MbOrthoMarks *marks)
{
  MbVerdict verdict = { MB_SIDE_RIGHT, marks->colon, MB_RULE_ESP_02 };
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           next = mb_ortho_block_char (b, gap.to + 1);
  gboolean spaced = space_follows (b, gap.to);

  if (gap.from < gap.to) {
    gboolean ends = spaced || next == MB_ORTHO_EDGE || next == MB_GUILLEMET_OPEN;
    return is_opening (left) || parts_quote (left, marks->colon) || left == ':' || !ends ? leave
                                                                                         : verdict;
  }
  if (!spaced || !names_something (b, gap))
    return leave;
  verdict.rule = MB_RULE_ESP_02b;
  return verdict;
}

/* A space before an ellipsis goes when the ellipsis ends something: not in `il dit : … oui`. */
static MbVerdict
judge_ellipsis (const MbOrthoBlock *b, MbGap gap)
{
  static const gunichar before[] = { ')', ']', MB_GUILLEMET_CLOSE, '!', '?', MB_ORTHO_OBJECT, 0 };
  static const gunichar after[] = { ' ', '!', '?', ':', ';', ',', ')', ']', MB_GUILLEMET_CLOSE, 0 };
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           next = mb_ortho_block_char (b, gap.to + 1);
  gboolean ends =
      next == MB_ORTHO_EDGE || mb_ortho_is_space (next) || mb_ortho_one_of (next, after);

  if (gap.from == gap.to || !ends || (!g_unichar_isalnum (left) && !mb_ortho_one_of (left, before)))
    return leave;
  return (MbVerdict){ MB_SIDE_RIGHT, 0, MB_RULE_PON_03 };
}

/* ESP-07. A no-break space wins over the others; runs of line ends and tabs are the layout's business. */
static MbVerdict
judge_run (const MbOrthoBlock *b, MbGap gap)
{
  gunichar no_break = 0;
  gboolean plain = FALSE, spaces_only = TRUE;

  if (gap.to - gap.from < 2 || mb_ortho_block_piece (b, gap.from)->verse)
    return leave;
  for (guint i = gap.from; i < gap.to; i++) {
    gunichar c = mb_ortho_block_char (b, i);
    if (c == MB_ORTHO_NBSP || c == MB_ORTHO_NNBSP)
      no_break = no_break ? no_break : c;
    else if (c < 128)
      plain = TRUE;
    spaces_only &= c == ' ';
  }
  if (no_break && plain)
    return (MbVerdict){ MB_SIDE_RIGHT, no_break, MB_RULE_ESP_07 };
  return spaces_only ? (MbVerdict){ MB_SIDE_RIGHT, ' ', MB_RULE_ESP_07 } : leave;
}

static gboolean
may_change (const MbOrthoBlock *b, gint64 mark)
{
  return mark >= 0 && mark < mb_ortho_block_length (b) && !is_fixed (b, (guint) mark);
}

/* Whether a gap holds a no-break space: collapsing would keep it. */
static gboolean
is_no_break (const MbOrthoBlock *b, MbGap gap)
{
  for (guint i = gap.from; i < gap.to; i++)
    if (mb_ortho_block_char (b, i) == MB_ORTHO_NBSP || mb_ortho_block_char (b, i) == MB_ORTHO_NNBSP)
      return TRUE;
  return FALSE;
}

/* ESP-04 and the opening half of ESP-05: inside of brackets and curly quotes. */
static MbVerdict
judge_after_opening (const MbOrthoBlock *b, MbGap gap)
{
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           right = mb_ortho_block_char (b, gap.to);

  if (gap.from == gap.to || right == MB_GUILLEMET_CLOSE)
    return leave;
  if (left == MB_QUOTE_OPEN && right != MB_QUOTE_CLOSE)
    return (MbVerdict){ MB_SIDE_LEFT, 0, MB_RULE_ESP_04 };
  if (left == MB_INNER_OPEN && right != MB_INNER_CLOSE)
    return (MbVerdict){ MB_SIDE_LEFT, MB_ORTHO_NNBSP, MB_RULE_ESP_04 };
  if ((left == '(' && right != ')') || (left == '[' && right != ']'))
    return (MbVerdict){ MB_SIDE_LEFT, 0, MB_RULE_ESP_05 };
  return leave;
}

/* `un ,deux`: the space of the comma at @i stands on its wrong side. */
static gboolean
is_misplaced (const MbOrthoBlock *b, gint64 i)
{
  gint64 left = i - 1;

  while (mb_ortho_is_space (mb_ortho_block_char (b, left)))
    left--;
  gunichar second = mb_ortho_block_char (b, i + 2);
  return left < i - 1 && mb_ortho_token_letter (mb_ortho_block_char (b, left)) &&
         mb_ortho_token_letter (mb_ortho_block_char (b, left - 1)) &&
         mb_ortho_token_letter (mb_ortho_block_char (b, i + 1)) &&
         (mb_ortho_token_letter (second) || second == '\'' || second == MB_APOSTROPHE);
}

/* Where a space is missing between a mark and what it introduces: `dit :« Non »`, and `un ,deux`. */
static MbVerdict
judge_behind_mark (const MbOrthoBlock *b, MbGap gap)
{
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           right = mb_ortho_block_char (b, gap.to);

  if (gap.from != gap.to)
    return leave;
  if (left == ',' && is_misplaced (b, (gint64) gap.from - 1))
    return (MbVerdict){ MB_SIDE_LEFT, ' ', MB_RULE_ESP_05 };
  if (right == MB_GUILLEMET_OPEN && (left == ':' || left == ',' || left == ';'))
    return (MbVerdict){ MB_SIDE_RIGHT, ' ', MB_RULE_ESP_03 };
  return leave;
}

/* ESP-04 and the closing half of ESP-05. */
static MbVerdict
judge_before_closing (const MbOrthoBlock *b, MbGap gap)
{
  static const gunichar stops[] = { ',', '.', ';', ':', 0 };
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           right = mb_ortho_block_char (b, gap.to), next = mb_ortho_block_char (b, gap.to + 1);

  if (gap.from == gap.to || is_opening (left) || left == '"')
    return leave;
  if (right == MB_QUOTE_CLOSE)
    return (MbVerdict){ MB_SIDE_RIGHT, 0, MB_RULE_ESP_04 };
  if (right == MB_INNER_CLOSE)
    return (MbVerdict){ MB_SIDE_RIGHT, MB_ORTHO_NNBSP, MB_RULE_ESP_04 };
  if (right == ')' || right == ']')
    return (MbVerdict){ MB_SIDE_RIGHT, 0, MB_RULE_ESP_05 };
  if (right != ',' && right != '.')
    return leave;
  if (right == ',' && is_misplaced (b, gap.to))
    return (MbVerdict){ MB_SIDE_RIGHT, 0, MB_RULE_ESP_05 };
  /* .docx, ,5, . . . and rows of stops are not the end of a phrase; a straight quote must not change sides */
  if (mb_ortho_is_word (next) || next == '.' || next == '-' || next == '/' || left == ',' ||
      left == '"' || (right == '.' && mb_ortho_one_of (left, stops)))
    return leave;
  return (MbVerdict){ MB_SIDE_RIGHT, 0, MB_RULE_ESP_05 };
}

/* PON-04, PON-05, PON-07: dashes keep what they belong to; on their other side a no-break space has no business. */
static MbVerdict
judge_roles (const MbOrthoBlock *b, MbGap gap)
{
  MbRole left = (MbRole) mb_ortho_block_cell (b, gap.from - 1)->role;
  MbRole right = (MbRole) mb_ortho_block_cell (b, gap.to)->role;
  gboolean empty = gap.from == gap.to;

  if (left == MB_ROLE_STARTS)
    return (MbVerdict){ MB_SIDE_LEFT, MB_ORTHO_NBSP, MB_RULE_PON_05 };
  if (left == MB_ROLE_TURNS)
    return (MbVerdict){ MB_SIDE_LEFT, MB_ORTHO_NBSP, MB_RULE_PON_04 };
  if (right == MB_ROLE_TURNS)
    return (MbVerdict){ MB_SIDE_RIGHT, ' ', MB_RULE_PON_04 };
  if (left == MB_ROLE_TIMES)
    return (MbVerdict){ MB_SIDE_LEFT, MB_ORTHO_NBSP, MB_RULE_PON_07 };
  if (right == MB_ROLE_TIMES)
    return (MbVerdict){ MB_SIDE_RIGHT, MB_ORTHO_NBSP, MB_RULE_PON_07 };
  if (empty)
    return leave;
  if (left == MB_ROLE_OPENS)
    return (MbVerdict){ MB_SIDE_LEFT, MB_ORTHO_NBSP, MB_RULE_PON_04 };
  if (right == MB_ROLE_CLOSES || right == MB_ROLE_LONE)
    return (MbVerdict){ MB_SIDE_RIGHT, MB_ORTHO_NBSP, MB_RULE_PON_04 };
  if (right == MB_ROLE_OPENS && is_no_break (b, gap))
    return (MbVerdict){ MB_SIDE_RIGHT, ' ', MB_RULE_PON_04 };
  if ((left == MB_ROLE_CLOSES || left == MB_ROLE_LONE) && is_no_break (b, gap))
    return (MbVerdict){ MB_SIDE_LEFT, ' ', MB_RULE_PON_04 };
  return leave;
}

static MbVerdict
judge_right_mark (const MbOrthoBlock *b, MbGap gap, const MbOrthoMarks *marks)
{
  gunichar right = mb_ortho_block_char (b, gap.to);

  if (right == MB_GUILLEMET_CLOSE)
    return (MbVerdict){ MB_SIDE_RIGHT, marks->guillemet, MB_RULE_ESP_03 };
  if (is_high (right) || right == ';')
    return judge_high (b, gap, marks);
  if (right == ':')
    return judge_colon (b, gap, marks);
  if (right == MB_ELLIPSIS)
    return judge_ellipsis (b, gap);
  return judge_before_closing (b, gap);
}

static gboolean
is_followed (const MbOrthoHouse *house, MbVerdict verdict)
{
  return verdict.side != MB_SIDE_LEAVE && house->follows[verdict.rule];
}

static MbVerdict
judge_marks (const MbOrthoBlock *b, MbGap gap, const MbOrthoHouse *house)
{
  MbVerdict verdict = leave;

  if (may_change (b, (gint64) gap.from - 1)) {
    if (mb_ortho_block_char (b, (gint64) gap.from - 1) == MB_GUILLEMET_OPEN)
      verdict = (MbVerdict){ MB_SIDE_LEFT, house->marks->guillemet, MB_RULE_ESP_03 };
    else
      verdict = judge_after_opening (b, gap);
    if (verdict.side == MB_SIDE_LEAVE && may_change (b, gap.to))
      verdict = judge_behind_mark (b, gap);
    if (is_followed (house, verdict))
      return verdict;
  }
  if (may_change (b, gap.to))
    verdict = judge_right_mark (b, gap, house->marks);
  return is_followed (house, verdict) ? verdict : judge_roles (b, gap);
}

static MbVerdict
judge (const MbOrthoBlock *b, MbGap gap, const MbOrthoHouse *house)
{
  gunichar left = mb_ortho_block_char (b, (gint64) gap.from - 1),
           right = mb_ortho_block_char (b, gap.to);

  if (left == MB_ORTHO_EDGE || right == MB_ORTHO_EDGE)
    return leave;
  MbVerdict verdict = judge_marks (b, gap, house);
  if (!is_followed (house, verdict))
    verdict = mb_ortho_joint (b, house, gap);
  if (!is_followed (house, verdict))
    verdict = judge_run (b, gap);
  return is_followed (house, verdict) ? verdict : leave;
}

/* The cell of the gap that is to hold the space: the outermost one; gap.to when the mark's own node lies further out and
 * gets a new one. A space that stands where it should is preferred. */
static guint
home_of_space (const MbOrthoBlock *b, MbGap gap, guint mark, gboolean collapse)
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
any_fixed (const MbOrthoBlock *b, MbGap gap)
{
  for (guint i = gap.from; i < gap.to; i++)
    if (is_fixed (b, i))
      return TRUE;
  return FALSE;
}

static void
write_gap (MbOrthoBlock *b, MbGap gap, MbVerdict verdict)
{
  guint mark = verdict.side == MB_SIDE_LEFT ? gap.from - 1 : gap.to;
  guint home = home_of_space (b, gap, mark, verdict.rule == MB_RULE_ESP_07);
  gboolean insert = verdict.wanted && home == gap.to;
  guint piece = mb_ortho_block_cell (b, mark)->piece;

  if (insert && verdict.side == MB_SIDE_LEFT)
    mb_ortho_block_insert (b, piece, verdict.wanted, verdict.rule);
  for (guint i = gap.from; i < gap.to; i++) {
    if (i == home && verdict.wanted)
      mb_ortho_block_put (b, i, verdict.wanted, verdict.rule);
    else
      mb_ortho_block_drop (b, i, verdict.rule);
  }
  if (insert && verdict.side == MB_SIDE_RIGHT)
    mb_ortho_block_insert (b, piece, verdict.wanted, verdict.rule);
}

/* Two letters side by side have nothing to say: nearly all of the text. */
static inline gboolean
is_letter (gunichar c)
{
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= 0xE0 && c < 0x180 && c != 0xF7);
}

/* The end of the letters at @i. */
static guint
letters_end (const MbOrthoBlock *b, guint i)
{
  guint n = mb_ortho_block_length (b);

  while (i < n && is_letter (mb_ortho_block_cell (b, i)->c))
    i++;
  return i;
}

/* Whether @verdict makes an empty gap a filled one, or the reverse. */
static gboolean
moves_words (MbGap gap, MbVerdict verdict)
{
  return (gap.from == gap.to) != (verdict.wanted == 0);
}

/* One space that becomes another where it stands. */
static gboolean
is_in_place (const MbOrthoBlock *b, MbGap gap, MbVerdict verdict)
{
  guint mark = verdict.side == MB_SIDE_LEFT ? gap.from - 1 : gap.to;

  return verdict.wanted != 0 && gap.to == gap.from + 1 &&
         home_of_space (b, gap, mark, verdict.rule == MB_RULE_ESP_07) == gap.from;
}

/* A running pass: cells before @kept are in the new text; nothing is copied until a cell comes or goes. */
typedef struct {
  guint kept;
  gboolean moved; /* words have come together or parted, so that other rules may see them */
} Pass;

static void
settle_gap (MbOrthoBlock *b, MbGap gap, MbVerdict verdict, Pass *pass)
{
  if (verdict.side == MB_SIDE_LEAVE)
    return;
  pass->moved |= moves_words (gap, verdict);
  if (is_in_place (b, gap, verdict)) {
    if (mb_ortho_block_char (b, gap.from) != verdict.wanted)
      mb_ortho_block_replace (b, gap.from, verdict.wanted, verdict.rule);
    return;
  }
  if (gap.from == gap.to && verdict.wanted == 0)
    return;
  mb_ortho_block_keep_range (b, pass->kept, gap.from);
  write_gap (b, gap, verdict);
  pass->kept = gap.to;
}

/* Returns: whether another pass is worth while. */
static gboolean
pass_gaps (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  guint n = mb_ortho_block_length (b);
  Pass pass = { 0 };

  for (guint i = 0; i < n; i++) {
    if (i > 0 && is_letter (mb_ortho_block_cell (b, i - 1)->c))
      i = letters_end (b, i);
    MbGap gap = { i, i };
    while (gap.to < n && mb_ortho_is_space (mb_ortho_block_cell (b, gap.to)->c))
      gap.to++;
    if (!any_fixed (b, gap))
      settle_gap (b, gap, judge (b, gap, house), &pass);
    i = gap.to;
  }
  if (pass.kept > 0) {
    mb_ortho_block_keep_range (b, pass.kept, n);
    mb_ortho_block_swap (b);
  }
  return pass.moved;
}

void
mb_ortho_gaps (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  for (guint i = 0; i < PASSES_MAX && pass_gaps (b, house); i++)
    ;
}
