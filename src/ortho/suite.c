/* SPDX-License-Identifier: Apache-2.0 */
/* PON-09: guillemets of continued quotations.
 *
 * When a quotation runs over several paragraphs, each one after the first begins with « and only the last ends with ». The
 * paragraphs that lack it are found when all other rules have run, by counting guillemets in the tree.
 *
 * A forgotten » looks just the same as a quotation that goes on. Hence the guards: the paragraphs follow one another in one
 * element, with nothing between; the quotation is closed in one of them, no other opens inside of it, and there are at most
 * SUITE_MAX. Houses of the old school repeat » instead (PON-09b). A dialogue whose turns begin with dashes keeps its two guillemets. Paragraphs that are no whole
 * sentences are verse: the quotation is left as it is.
 */
#include "internal.h"

#include <string.h>

#define SUITE_MAX 24

/* What one paragraph does with guillemets, as seen from inside a quotation. */
typedef struct {
  gboolean old; /* this house repeats » (PON-09b) */
  gboolean verse, dash, opens_first, closes_first, text;
  int depth;       /* guillemets left open, those before it not counted */
  gboolean nested; /* a quotation opens before the outer one is closed */
  gboolean closes; /* the outer one is closed here */
  gboolean small;  /* begins with a small letter */
  gunichar last;   /* visible character but for closing signs */
} Line;

typedef struct {
  const MbOrthoHouse *house;
  GPtrArray *found;   /* MbNode *, in document order */
  GPtrArray *waiting; /* MbNode *: paragraphs to be written if the quotation is closed */
  const MbNode *last; /* the last paragraph of the open quotation; NULL: none is open */
  guint n;
} Suite;

static void
see_character (Line *line, gunichar c, gboolean inside)
{
  gboolean first = !line->text;

  if (mb_ortho_is_space (c))
    return;
  line->text = TRUE;
  if (c != MB_GUILLEMET_CLOSE && c != ')' && c != MB_QUOTE_CLOSE)
    line->last = c;
  if (first) {
    line->small = g_unichar_islower (c);
    line->dash = c == '-' || c == MB_EM_DASH || c == MB_EN_DASH;
    line->opens_first = c == MB_GUILLEMET_OPEN;
    line->closes_first = c == MB_GUILLEMET_CLOSE;
    if (inside && (line->opens_first || (line->old && line->closes_first)))
      return; /* that of the continued quotation */
  }
  if (c == MB_GUILLEMET_OPEN) {
    line->nested |= inside && !line->closes;
    line->depth++;
  } else if (c == MB_GUILLEMET_CLOSE) {
    line->depth--;
    line->closes |= inside && line->depth < 0;
    if (line->depth < 0)
      line->depth = 0;
  }
}

static const MbNode *
next_text (const MbNode *node, const MbNode *top)
{
  gboolean opaque = node->kind == MB_NODE_ELEMENT && node != top && mb_ortho_is_opaque (node);

  return opaque ? mb_node_skip (node, top) : mb_node_next (node, top);
}

static gboolean
has_guillemet (const MbNode *p)
{
  for (const MbNode *node = p; node; node = mb_node_next (node, p))
    if (node->kind == MB_NODE_TEXT && strstr (node->text, "«"))
      return TRUE;
  return FALSE;
}

static Line
read_paragraph (const Suite *suite, const MbNode *p, gboolean inside)
{
  Line line = { .old = suite->house->follows[MB_RULE_PON_09b],
                .verse = mb_node_has_class (p, "vers") || mb_node_has_class (p, "verse") };

  for (const MbNode *node = p; node; node = next_text (node, p))
    if (node->kind == MB_NODE_TEXT)
      for (const char *c = node->text; *c; c = g_utf8_next_char (c))
        see_character (&line, g_utf8_get_char (c), inside);
  return line;
}

static void
forget (Suite *suite)
{
  g_ptr_array_set_size (suite->waiting, 0);
  suite->last = NULL;
  suite->n = 0;
}

static void
commit (Suite *suite)
{
  for (guint i = 0; i < suite->waiting->len; i++)
    g_ptr_array_add (suite->found, suite->waiting->pdata[i]);
  forget (suite);
}

static const MbNode *
element_before (const MbNode *node)
{
  do
    node = node->prev;
  while (node && node->kind != MB_NODE_ELEMENT);
  return node;
}

/* Whether a paragraph ends as prose does: a line without a stop is one of a poem, or the foot of a letter. */
static gboolean
ends_with_stop (const Line *line)
{
  static const gunichar stops[] = { '.', '!', '?', ':', ';', MB_ELLIPSIS, 0 };

  return mb_ortho_one_of (line->last, stops);
}

/* A paragraph while a quotation is open; FALSE: it is no part of that quotation. */
static gboolean
go_on (Suite *suite, MbNode *p)
{
  Line line = read_paragraph (suite, p, TRUE);

  if (p->parent != suite->last->parent || element_before (p) != suite->last || line.verse ||
      line.dash || line.nested || (line.closes_first && !line.old) || line.small ||
      !ends_with_stop (&line) || ++suite->n > SUITE_MAX)
    return FALSE;
  if (!line.opens_first && !line.closes_first)
    g_ptr_array_add (suite->waiting, p);
  suite->last = p;
  if (line.closes)
    commit (suite);
  if (line.closes && line.depth == 1)
    suite->last = p;
  return TRUE;
}

static void
take_paragraph (Suite *suite, MbNode *p)
{
  if (suite->last && go_on (suite, p))
    return;
  forget (suite);
  Line line = read_paragraph (suite, p, FALSE);
  if (line.depth == 1 && !line.verse && ends_with_stop (&line))
    suite->last = p;
}

static gboolean
is_french_prose (const MbDoc *doc, const MbNode *p)
{
  const char *language = mb_node_lang (doc, p);

  if (!language || g_ascii_strncasecmp (language, "fr", 2) != 0)
    return FALSE;
  for (const MbNode *node = p; node; node = node->parent)
    if (mb_node_has_class (node, "notypo") || mb_node_has_class (node, "poeme") ||
        mb_ortho_is_opaque (node))
      return FALSE;
  return TRUE;
}

GPtrArray *
mb_ortho_suite (MbDoc *doc, MbNode *top, const MbOrthoHouse *house)
{
  Suite suite = { .house = house };

  if (!house->follows[MB_RULE_PON_09] && !house->follows[MB_RULE_PON_09b])
    return NULL;
  suite.found = g_ptr_array_new ();
  suite.waiting = g_ptr_array_new ();
  for (MbNode *node = top; node;) {
    gboolean p = mb_node_is (node, "p");
    if (p && (suite.last || has_guillemet (node)) && is_french_prose (doc, node))
      take_paragraph (&suite, node);
    node = p ? mb_node_skip (node, top) : mb_node_next (node, top);
  }
  g_ptr_array_unref (suite.waiting);
  if (suite.found->len == 0)
    g_clear_pointer (&suite.found, g_ptr_array_unref);
  return suite.found;
}

gboolean
mb_ortho_suite_write (MbOrthoBlock *b, const MbOrthoHouse *house)
{
  gboolean old = house->follows[MB_RULE_PON_09b];
  guint first = 0;

  while (first < mb_ortho_block_length (b) && mb_ortho_is_space (mb_ortho_block_char (b, first)))
    first++;
  if (!mb_ortho_block_free (b, first) || mb_ortho_block_char (b, first) == MB_GUILLEMET_OPEN)
    return FALSE;
  guint piece = mb_ortho_block_cell (b, first)->piece;
  MbRule rule = old ? MB_RULE_PON_09b : MB_RULE_PON_09;
  for (guint i = 0; i < mb_ortho_block_length (b); i++) {
    if (i == first) {
      mb_ortho_block_insert (b, piece, old ? MB_GUILLEMET_CLOSE : MB_GUILLEMET_OPEN, rule);
      mb_ortho_block_insert (b, piece, house->marks->guillemet, rule);
    }
    mb_ortho_block_keep (b, i);
  }
  mb_ortho_block_swap (b);
  return TRUE;
}
