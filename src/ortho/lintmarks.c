/* SPDX-License-Identifier: Apache-2.0 */
/* Marks: partners of guillemets and brackets, stops, dashes, what was not typed after a comma.
 *
 * A quotation may run over several paragraphs, so « that its paragraph does not close is kept until the text closes it: a paragraph that
 * begins with « goes on with it (guillemet de suite), one that closes it ends it. It is reported when another quotation begins inside a
 * paragraph, when too many paragraphs pass, or when the text ends. A parenthesis is given a few paragraphs (a note, an address).
 */
#include "lint.h"

#define GUILLEMET_OPEN  0xAB
#define GUILLEMET_CLOSE 0xBB
#define QUOTE_OPEN      0x201C
#define QUOTE_CLOSE     0x201D
#define EN_DASH         0x2013
#define EM_DASH         0x2014
#define ELLIPSIS        0x2026

#define MAX_OPEN        64 /* brackets inside brackets */
#define MAX_QUOTATION   40 /* paragraphs of one quotation */
#define MAX_PARENTHESIS 6  /* paragraphs of one parenthesis */
#define MAX_QUOTED      60 /* characters between two straight quotes */

/* --- Partners ----------------------------------------------------------------------------------------------------*/

typedef struct {
  guint at[MAX_OPEN];
  gunichar closes[MAX_OPEN];
  guint n;
} Open;

static gunichar
partner (gunichar c)
{
  switch (c) {
  case '(': return ')';
  case '[': return ']';
  case QUOTE_OPEN: return QUOTE_CLOSE;
  default: return 0;
  }
}

/* `a)`, `1)`, `12)` at the start of a line or after a space: a list. `:-)`: a face. */
static gboolean
is_list_mark (const MbLint *lint, guint i)
{
  guint from = i;
  while (from > 0 && i - from < 4 && g_unichar_isalnum (mb_lint_at (lint, (gint64) from - 1)))
    from--;
  gunichar before = mb_lint_at (lint, (gint64) from - 1);
  if (from == i)
    return before == ':' || before == ';' || before == '-' || before == '=';
  return mb_lint_is_gap (before) || before == '(' || before == 0xB0;
}

static void
close_one (MbLint *lint, guint i, Open *open)
{
  gunichar c = mb_lint_at (lint, i);
  for (guint k = open->n; k-- > 0;)
    if (open->closes[k] == c) {
      for (guint lost = k + 1; lost < open->n; lost++)
        mb_lint_report (lint, open->at[lost], open->at[lost] + 1, "PON-13", NULL);
      open->n = k;
      return;
    }
  if (c == ')' && lint->parenthesis.open)
    lint->parenthesis.open = FALSE;
  else if (c != ')' || !is_list_mark (lint, i))
    mb_lint_report (lint, i, i + 1, "PON-13", NULL);
}

static void
report_pending (MbLint *lint, MbLintPending *pending, const char *what)
{
  if (pending->open)
    mb_lint_report_at (lint, pending->pos, 1, "PON-13", what, NULL);
  pending->open = FALSE;
}

static void
check_brackets (MbLint *lint)
{
  Open open = { .n = 0 };
  for (guint i = 0; i < mb_lint_length (lint); i++) {
    gunichar c = mb_lint_at (lint, i);
    if (c == ')' || c == ']' || c == QUOTE_CLOSE)
      close_one (lint, i, &open);
    else if (partner (c) && open.n < MAX_OPEN) {
      open.at[open.n] = i;
      open.closes[open.n++] = partner (c);
    }
  }
  if (++lint->parenthesis.blocks > MAX_PARENTHESIS)
    report_pending (lint, &lint->parenthesis, "(");
  for (guint k = 0; k < open.n; k++)
    if (open.closes[k] == ')' && !lint->parenthesis.open)
      lint->parenthesis = (MbLintPending){ TRUE, mb_lint_place (lint, open.at[k]), 0 };
    else
      mb_lint_report (lint, open.at[k], open.at[k] + 1, "PON-13", NULL);
}

void
mb_lint_end_marks (MbLint *lint)
{
  report_pending (lint, &lint->quotation, "«");
  report_pending (lint, &lint->parenthesis, "(");
}

static guint
words_between (const MbLint *lint, guint from, guint to)
{
  guint n = 0;
  for (guint i = from; i < to; i++)
    n += mb_lint_begins_word (lint, i);
  return n;
}

/* Whether the guillemet at @i is the first thing of the paragraph. */
static gboolean
leads (const MbLint *lint, guint i)
{
  while (i > 0 && mb_ortho_is_space (mb_lint_at (lint, (gint64) i - 1)))
    i--;
  return i == 0;
}

static void
check_guillemets (MbLint *lint)
{
  guint depth = 0, last = 0;
  gboolean carried = lint->quotation.open, first = TRUE;
  for (guint i = 0; i < mb_lint_length (lint); i++) {
    gunichar c = mb_lint_at (lint, i);
    if ((c == GUILLEMET_OPEN ||
         (c == GUILLEMET_CLOSE && words_between (lint, i, mb_lint_length (lint)))) &&
        carried && first && leads (lint, i)) {
      first = FALSE; /* it goes on */
    } else if (c == GUILLEMET_OPEN) {
      depth++;
      last = i;
      first = FALSE;
    } else if (c == GUILLEMET_CLOSE) {
      if (depth > 0)
        depth--;
      else if (carried)
        carried = lint->quotation.open = FALSE;
      else if (!(first && leads (lint, i)))
        mb_lint_report (lint, i, i + 1, "PON-13", NULL);
      first = FALSE;
    }
  }
  if (lint->quotation.open && (depth > 0 || ++lint->quotation.blocks > MAX_QUOTATION))
    report_pending (lint, &lint->quotation, "«");
  if (depth > 0)
    lint->quotation = (MbLintPending){ TRUE, mb_lint_place (lint, last), 0 };
}

/* --- Stops -------------------------------------------------------------------------------------------------------*/

static guint
run_of (const MbLint *lint, guint i)
{
  guint end = i;
  while (mb_lint_at (lint, end) == mb_lint_at (lint, i))
    end++;
  return end;
}

/* « oui, . », « raisons :. », « ça ?. » */
static gboolean
is_double_stop (const MbLint *lint, guint i)
{
  gunichar c = mb_lint_at (lint, i);
  guint next = mb_lint_skip_spaces (lint, i + 1);
  gboolean comma = c == ',' || c == ';', high = c == '?' || c == '!';

  return mb_lint_at (lint, next) == '.' && mb_lint_is_gap (mb_lint_at (lint, next + 1)) &&
         (comma || ((high || c == ':') && next == i + 1));
}

/* ,, ;; .... ,. — six dots and more are a line to fill in. */
static void
check_repeated (MbLint *lint, guint i)
{
  gunichar c = mb_lint_at (lint, i), next = mb_lint_at (lint, i + 1);
  if (mb_lint_at (lint, (gint64) i - 1) == c)
    return;
  guint end = run_of (lint, i);
  if ((c == ',' || c == ';') && end - i >= 2)
    mb_lint_report (lint, i, end, "PON-14", c == ',' ? "," : ";");
  else if (c == '.' && end - i >= 2 && end - i < 6 && end - i != 3 && next == '.')
    mb_lint_report (lint, i, end, "PON-14", end - i == 2 ? NULL : "…");
  else if ((c == ',' || c == ';') && (next == '.' || next == ',' || next == ';'))
    mb_lint_report (lint, i, i + 2, "PON-14", NULL);
  else if (is_double_stop (lint, i))
    mb_lint_report (lint, i, mb_lint_skip_spaces (lint, i + 1) + 1, "PON-14", NULL);
}

/* A dash right before a comma or a stop. */
static void
check_dash (MbLint *lint, guint i)
{
  guint next = mb_lint_skip_spaces (lint, i + 1);
  gunichar c = mb_lint_at (lint, next);
  gunichar before = mb_lint_at (lint, (gint64) i - 1);
  if ((c == ',' || c == '.') && mb_ortho_is_space (before) && mb_lint_at (lint, next + 1) != c)
    mb_lint_report (lint, i, next + 1, "PON-15", c == '.' ? "." : NULL);
}

/* `« Oui ».`: the quotation is the whole sentence, so its stop belongs inside. `.».`: two stops. @close is ». */
static void
check_final (MbLint *lint, guint open, guint close)
{
  guint end = close, first = mb_lint_skip_spaces (lint, open + 1);
  while (end > open && mb_ortho_is_space (mb_lint_at (lint, (gint64) end - 1)))
    end--;
  gunichar last = mb_lint_at (lint, (gint64) end - 1);
  if (mb_lint_at (lint, close + 1) != '.' || mb_lint_at (lint, close + 2) == '.')
    return;
  guint word = end; /* the last word inside, for people to see where */
  while (word > first && g_unichar_isalnum (mb_lint_at (lint, (gint64) word - 1)))
    word--;
  g_autofree char *inside = mb_lint_slice (lint, end, close + 1);
  g_autofree char *tail = mb_lint_slice (lint, word, end);
  if (last == '.' || last == '!' || last == '?' || last == ELLIPSIS) {
    g_autofree char *typed = mb_lint_slice (lint, end - 1, close + 1);
    if (last == '.')
      mb_lint_report (lint, end - 1, close + 2, "PON-11", typed);
    return;
  }
  gint64 before = (gint64) open - 1;
  while (before >= 0 && mb_ortho_is_space (mb_lint_at (lint, before)))
    before--;
  gunichar c = mb_lint_at (lint, before);
  gboolean whole = c == MB_ORTHO_EDGE || c == '.' || c == '!' || c == '?';
  gboolean said = c == ':' && words_between (lint, first, end) >= 4;
  if ((!whole && !said) || !g_unichar_isupper (mb_lint_at (lint, first)))
    return;
  g_autofree char *wanted = g_strconcat (tail, ".", inside, NULL);
  mb_lint_report (lint, word, close + 2, "PON-11", wanted);
}

static void
check_quotations (MbLint *lint)
{
  guint open = 0, depth = 0;
  for (guint i = 0; i < mb_lint_length (lint); i++) {
    gunichar c = mb_lint_at (lint, i);
    if (c == GUILLEMET_OPEN && depth++ == 0)
      open = i;
    else if (c == GUILLEMET_CLOSE && depth > 0 && --depth == 0)
      check_final (lint, open, i);
  }
}

/* --- Straight quotes that stayed ---------------------------------------------------------------------------------*/

static void
check_straight (MbLint *lint, guint i)
{
  gunichar before = mb_lint_at (lint, (gint64) i - 1), next = mb_lint_at (lint, i + 1);
  /* feet and minutes; an apostrophe is PON-02's */
  if (mb_lint_is_digit (before) || (g_unichar_isalpha (before) && g_unichar_isalpha (next)))
    return;
  if (mb_lint_is_gap (before) && mb_lint_is_digit (next)) {
    mb_lint_report (lint, i, i + 1, "PON-16", "’");
    return;
  }
  guint end = i + 1;
  while (end < i + MAX_QUOTED && mb_lint_at (lint, end) != '\'' &&
         mb_lint_at (lint, end) != MB_ORTHO_EDGE)
    end++;
  gboolean pair = !mb_lint_is_gap (next) && mb_lint_at (lint, end) == '\'' &&
                  !g_unichar_isalnum (before) && !g_unichar_isalnum (mb_lint_at (lint, end + 1));
  if (!pair) {
    if (mb_lint_at (lint, i) == '`' || g_unichar_isalnum (before) || g_unichar_isalnum (next))
      mb_lint_report (lint, i, i + 1, "PON-16", NULL);
    return;
  }
  g_autofree char *inside = mb_lint_slice (lint, i + 1, end);
  g_autofree char *wanted = g_strconcat ("“", inside, "”", NULL);
  mb_lint_report (lint, i, end + 1, "PON-16", wanted);
}

/* The closing quote of a pair was reported with its opening one. */
static gboolean
closes_straight (const MbLint *lint, guint i)
{
  return g_unichar_isalnum (mb_lint_at (lint, (gint64) i - 1)) &&
         !g_unichar_isalnum (mb_lint_at (lint, i + 1));
}

void
mb_lint_marks (MbLint *lint)
{
  if (!lint->verse) { /* a verse is a paragraph of its own: what it opens may be closed in another */
    check_brackets (lint);
    check_guillemets (lint);
  }
  check_quotations (lint);
  for (guint i = 0; i < mb_lint_length (lint); i++)
    switch (mb_lint_at (lint, i)) {
    case ',':
    case '.':
    case ';':
    case ':':
    case '?':
    case '!': check_repeated (lint, i); break;
    case EN_DASH:
    case EM_DASH: check_dash (lint, i); break;
    case '\'':
    case '`':
      if (!closes_straight (lint, i))
        check_straight (lint, i);
      break;
    default: break;
    }
}
