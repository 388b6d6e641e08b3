/* SPDX-License-Identifier: Apache-2.0 */
/* What a copy desk questions: the walk, and where a finding stands.
 *
 * The lint reads the tree *after* the automatic rules, so that its own rules see one kind of apostrophe, one kind of space, and only what is
 * left to a person. As in apply.c, text nodes between two block boundaries are laid end to end; here code, addresses, other languages and
 * `notypo` become one object each, and note calls leave no trace. Rules read the characters of one block from left to right, each in time
 * linear in the block; what they find is reported with the text found and, when there is only one, the text wanted.
 *
 * False findings cost more than missed ones: a copy chief who has been wrong-footed three times switches the lint off. So each rule names
 * what makes it sure, and says nothing otherwise.
 */
#include "lint.h"

#include <string.h>

/* --- Places ------------------------------------------------------------------------------------------------------*/

static const MbLintCell *
cell (const MbLint *lint, guint i)
{
  return &g_array_index (lint->cells, MbLintCell, i);
}

/* The stretch that holds byte @offset of @node, else the last one before it. */
static const MbRun *
run_near (const MbNode *node, guint32 offset)
{
  const MbRun *near = NULL;
  for (guint i = 0; i < node->n_runs && node->runs[i].offset <= offset; i++)
    near = &node->runs[i];
  return near;
}

static MbPos
place_in (MbDoc *doc, const MbNode *node, guint32 offset)
{
  const MbRun *run = run_near (node, offset);
  if (!run)
    return node->pos;
  guint32 inside = MIN (offset - run->offset, run->length);
  MbPos pos = mb_diagnostics_place (mb_doc_diagnostics (doc), node->pos.file, run->source + inside);
  return pos.line ? pos : node->pos;
}

MbPos
mb_lint_place (const MbLint *lint, guint i)
{
  const MbLintCell *at = cell (lint, i);
  return place_in (lint->doc, lint->pieces->pdata[at->piece], at->offset);
}

char *
mb_lint_slice (const MbLint *lint, guint from, guint to)
{
  GString *out = g_string_new (NULL);
  for (guint i = from; i < to; i++) {
    gunichar c = mb_lint_at (lint, i);
    g_string_append_unichar (out, c == MB_ORTHO_EDGE || mb_ortho_is_space (c) ? ' ' : c);
  }
  return g_string_free (out, FALSE);
}

void
mb_lint_report_at (MbLint *lint, MbPos pos, guint width, const char *id, const char *found,
                   const char *wanted)
{
  MbOrthoExplained rule;
  MbRemedy remedy = { .found = found, .wanted = wanted };
  if (mb_ortho_house_speaks (lint->house, id) && mb_ortho_explain_find (id, &rule))
    mb_report_rule (mb_doc_diagnostics (lint->doc), pos, width, &rule.rule, &remedy);
}

void
mb_lint_report (MbLint *lint, guint from, guint to, const char *id, const char *wanted)
{
  if (!mb_ortho_house_speaks (lint->house, id))
    return;
  g_autofree char *found = mb_lint_slice (lint, from, to);
  mb_lint_report_at (lint, mb_lint_place (lint, from), to - from, id, found, wanted);
}

void
mb_lint_report_node (MbLint *lint, const MbNode *node, const char *id, const char *found)
{
  while (node->parent && !node->pos.file)
    node = node->parent;
  mb_lint_report_at (lint, node->pos, 1, id, found, NULL);
}

/* --- Words -------------------------------------------------------------------------------------------------------*/

gboolean
mb_lint_begins_word (const MbLint *lint, guint i)
{
  return g_unichar_isalnum (mb_lint_at (lint, i)) &&
         !g_unichar_isalnum (mb_lint_at (lint, (gint64) i - 1));
}

guint
mb_lint_word_end (const MbLint *lint, guint i)
{
  while (g_unichar_isalnum (mb_lint_at (lint, i)))
    i++;
  return i;
}

guint
mb_lint_skip_spaces (const MbLint *lint, guint i)
{
  while (mb_ortho_is_space (mb_lint_at (lint, i)))
    i++;
  return i;
}

guint
mb_lint_word_before (const MbLint *lint, guint i, guint *to)
{
  guint at = i;
  while (at > 0 && mb_ortho_is_space (mb_lint_at (lint, (gint64) at - 1)))
    at--;
  *to = at;
  while (at > 0 && (g_unichar_isalnum (mb_lint_at (lint, (gint64) at - 1)) ||
                    mb_lint_at (lint, (gint64) at - 1) == 0xB0 /* n° */))
    at--;
  return at == *to ? i : at;
}

gboolean
mb_lint_is_word (const MbLint *lint, guint from, guint to, const char *const *words)
{
  for (; *words; words++) {
    const char *c = *words;
    guint i = from;
    for (; i < to && *c; i++, c = g_utf8_next_char (c))
      if (g_unichar_tolower (mb_lint_at (lint, i)) != g_utf8_get_char (c))
        break;
    if (i == to && !*c)
      return TRUE;
  }
  return FALSE;
}

/* What may stand between a sentence and its first word. */
static gboolean
is_opening (gunichar c)
{
  return mb_ortho_is_space (c) || c == 0xAB || c == 0x201C || c == 0x2018 || c == 0x2039 ||
         c == '(' || c == '[' || c == 0x2014 || c == 0x2013 || c == '"' || c == '\'';
}

gboolean
mb_lint_begins_sentence (const MbLint *lint, guint i)
{
  gint64 at = (gint64) i - 1;
  while (at >= 0 && is_opening (mb_lint_at (lint, at)))
    at--;
  gunichar before = mb_lint_at (lint, at);
  return before == MB_ORTHO_EDGE || before == '.' || before == '!' || before == '?' ||
         before == 0x2026 || before == 0xBB;
}

/* --- The walk ----------------------------------------------------------------------------------------------------*/

static gboolean
is_french (const char *language)
{
  return language && g_ascii_strncasecmp (language, "fr", 2) == 0 &&
         !g_ascii_isalpha (language[2] == 'a' || language[2] == 'e' ? language[3] : language[2]);
}

static gboolean
is_object (const MbNode *node)
{
  static const char *const names[] = { "code",    "kbd",    "samp",  "var",   "img",
                                       "picture", "object", "video", "audio", "script",
                                       "style",   "pre",    NULL };
  if (node->ns != MB_NS_HTML)
    return TRUE;
  for (guint i = 0; names[i]; i++)
    if (mb_node_is (node, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_absent (const MbNode *node)
{
  return mb_node_is_note_call (node) || mb_node_has_token (node, "epub:type", "pagebreak") ||
         mb_node_has_token (node, "role", "doc-pagebreak");
}

static gboolean
is_verse (const MbNode *node)
{
  return mb_node_has_class (node, "vers") || mb_node_has_class (node, "verse") ||
         mb_node_has_class (node, "poeme");
}

static const MbNode *
block_around (const MbNode *node)
{
  while (node && (node->kind == MB_NODE_TEXT || !mb_node_is_block (node)))
    node = node->parent;
  return node;
}

static void
add_cell (MbLint *lint, gunichar c, const MbNode *node, guint32 offset)
{
  if (lint->pieces->len == 0 || lint->pieces->pdata[lint->pieces->len - 1] != node)
    g_ptr_array_add (lint->pieces, (gpointer) node);
  MbLintCell one = { c, lint->pieces->len - 1, offset };
  g_array_append_val (lint->cells, one);
}

static void
add_text (MbLint *lint, const MbNode *node)
{
  if (!lint->element)
    lint->element = block_around (node);
  if (lint->notypo || !is_french (mb_node_lang (lint->doc, node))) {
    add_cell (lint, MB_ORTHO_OBJECT, node, 0);
    return;
  }
  for (const char *c = node->text, *end = c + node->length; c < end; c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);
    if (character != 0xAD && character != 0x2060) /* soft hyphen, word joiner */
      add_cell (lint, character, node, (guint32) (c - node->text));
  }
}

/* Addresses, e-mails, files, tags of networks: each word that holds a sign of them. */
static gboolean
is_address (const MbLint *lint, guint from, guint to)
{
  gunichar first = mb_lint_at (lint, from);
  if (first == '#' || first == '@' || first == '\\')
    return TRUE;
  for (guint i = from; i < to; i++) {
    gunichar c = mb_lint_at (lint, i), next = i + 1 < to ? mb_lint_at (lint, i + 1) : 0;
    gboolean word = i > from && g_unichar_isalnum (mb_lint_at (lint, (gint64) i - 1));
    if (c == '@' || c == '\\' || c == '_' || c == '=' || (c == ':' && (next == '/' || next == ':')))
      return TRUE;
    /* exemple.fr, page.html: a stop between lower-case letters */
    if (c == '.' && word && g_unichar_islower (next) &&
        !g_unichar_isupper (mb_lint_at (lint, (gint64) i - 1)))
      return TRUE;
  }
  return FALSE;
}

static void
hide_addresses (MbLint *lint)
{
  guint n = mb_lint_length (lint);
  for (guint from = 0; from < n;) {
    guint to = from;
    while (to < n && !mb_lint_is_gap (mb_lint_at (lint, to)))
      to++;
    if (to > from && is_address (lint, from, to))
      for (guint i = from; i < to; i++)
        g_array_index (lint->cells, MbLintCell, i).c = MB_ORTHO_OBJECT;
    from = MAX (to, from + 1);
  }
}

static void
end_block (MbLint *lint)
{
  if (mb_lint_length (lint) > 0) {
    hide_addresses (lint);
    mb_lint_marks (lint);
    mb_lint_words (lint);
    mb_lint_numbers (lint);
    mb_lint_dates (lint);
    mb_lint_spaces (lint);
  }
  g_array_set_size (lint->cells, 0);
  g_ptr_array_set_size (lint->pieces, 0);
  lint->element = NULL;
}

/* Returns: whether to go into @node. */
static gboolean
enter (MbLint *lint, const MbNode *node)
{
  if (mb_node_is_block (node))
    end_block (lint);
  if (is_absent (node))
    return FALSE;
  if (mb_node_is (node, "br") || is_object (node)) {
    add_cell (lint, mb_node_is (node, "br") ? MB_ORTHO_EDGE : MB_ORTHO_OBJECT, node, 0);
    return FALSE;
  }
  lint->notypo += mb_node_has_class (node, "notypo");
  lint->verse += is_verse (node);
  return TRUE;
}

static void
leave (MbLint *lint, const MbNode *node)
{
  if (mb_node_is_block (node))
    end_block (lint);
  lint->notypo -= mb_node_has_class (node, "notypo");
  lint->verse -= is_verse (node);
}

static const MbNode *
step (MbLint *lint, const MbNode *node, const MbNode *top)
{
  if (node->kind == MB_NODE_TEXT) {
    add_text (lint, node);
  } else if (enter (lint, node)) {
    if (node->first)
      return node->first;
    leave (lint, node);
  }
  while (node != top && !node->next) {
    node = node->parent;
    leave (lint, node);
  }
  return node == top ? NULL : node->next;
}

static void
lint_text (MbLint *lint, const MbNode *top)
{
  lint->cells = g_array_new (FALSE, FALSE, sizeof (MbLintCell));
  lint->pieces = g_ptr_array_new ();
  mb_lint_prepare_words (lint);
  for (const MbNode *node = top; node;)
    node = step (lint, node, top);
  end_block (lint);
  mb_lint_end_marks (lint);
  g_free (lint->phrases);
  g_ptr_array_unref (lint->pieces);
  g_array_unref (lint->cells);
}

void
mb_ortho_lint (MbDoc *doc, const MbNode *top, const MbOrthoHouse *house)
{
  MbLint lint = { .doc = doc, .house = house };
  if (mb_ortho_house_profile (house) != MB_ORTHO_NONE)
    lint_text (&lint, top);
  mb_lint_structure (&lint, top);
}

/* --- What the automatic rules changed ----------------------------------------------------------------------------*/

static void
append_shown (GString *out, const char *text, const char *end)
{
  for (; text < end; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    g_string_append_unichar (out, c == MB_ORTHO_NBSP    ? 0x237D /* ⍽ */
                                  : c == MB_ORTHO_NNBSP ? 0x2027 /* ‧ */
                                  : c == '\n'           ? ' '
                                                        : c);
  }
}

/* Up to twelve characters of the word around a change: a space alone says nothing. */
static const char *
context_before (const char *text, const char *at)
{
  for (guint n = 0; at > text && n < 12; n++) {
    const char *previous = g_utf8_prev_char (at);
    if (mb_ortho_is_space (g_utf8_get_char (previous)))
      break;
    at = previous;
  }
  return at;
}

static const char *
context_after (const char *at, const char *end)
{
  for (guint n = 0; at < end && n < 12 && !mb_ortho_is_space (g_utf8_get_char (at)); n++)
    at = g_utf8_next_char (at);
  return at;
}

static void
report_change (MbDoc *doc, const MbOrthoChange *change, const MbReportRule *rule)
{
  const char *text = change->node->text, *end = text + change->node->length;
  const char *at = text + MIN (change->offset, change->node->length);
  const char *behind = at + MIN (strlen (change->after), (gsize) (end - at));
  const char *left = context_before (text, at), *right = context_after (behind, end);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  append_shown (found, left, at);
  append_shown (found, change->before, change->before + strlen (change->before));
  append_shown (found, behind, right);
  append_shown (wanted, left, right);
  MbRemedy remedy = { .found = found->str,
                      .wanted = wanted->str,
                      .exact = change->verified,
                      .offset = change->source,
                      .length = change->length,
                      .text = change->after };
  MbPos pos = change->verified ? mb_diagnostics_place (mb_doc_diagnostics (doc), change->pos.file,
                                                       change->source)
                               : change->pos;
  mb_report_rule (mb_doc_diagnostics (doc), pos, (guint) g_utf8_strlen (change->before, -1), rule,
                  &remedy);
}

void
mb_ortho_report_changes (MbDoc *doc, const MbOrthoReport *report)
{
  MbOrthoExplained rule;
  for (guint i = 0; i < report->n_changes; i++)
    if (mb_ortho_explain_find (report->changes[i].rule, &rule))
      report_change (doc, &report->changes[i], &rule.rule);
}
