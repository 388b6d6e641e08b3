/* SPDX-License-Identifier: Apache-2.0 */
/* Our own check of a finished content stream: everything painted is tagged or an artifact, exactly once (ISO 14289-1 § 7.1). */
#include "internal.h"

#include <string.h>

#define DEPTH_MAX 32

typedef enum { MARK_OTHER, MARK_CONTENT, MARK_ARTIFACT } Mark;

typedef struct {
  MbContentFacts facts;
  GPtrArray *forms;
  Mark marks[DEPTH_MAX];
  guint depth;
  int saved; /* q not yet closed */
  gboolean in_text;
} State;

static void
fault (State *state, const char *text)
{
  if (!state->facts.fault)
    state->facts.fault = text;
}

static gboolean
is_marked (const State *state)
{
  for (guint i = 0; i < state->depth; i++)
    if (state->marks[i] != MARK_OTHER)
      return TRUE;
  return FALSE;
}

/* The number after /MCID in the property list @token, or -1. */
static int
mcid_of (MbToken token)
{
  const char *key = g_strstr_len (token.start, token.length, "/MCID");
  return key ? (int) g_ascii_strtoll (key + strlen ("/MCID"), NULL, 10) : -1;
}

static gboolean
is_artifact (const MbOperation *op)
{
  static const char NAME[] = "/Artifact";
  return op->n > 0 && op->operands[0].length == strlen (NAME) &&
         memcmp (op->operands[0].start, NAME, strlen (NAME)) == 0;
}

static void
begin (State *state, const MbOperation *op)
{
  int mcid = op->n == 2 ? mcid_of (op->operands[1]) : -1;
  Mark mark = is_artifact (op) ? MARK_ARTIFACT : mcid >= 0 ? MARK_CONTENT : MARK_OTHER;
  if (mark != MARK_OTHER && is_marked (state))
    fault (state, "marked content nests");
  if (mark == MARK_CONTENT && (guint) mcid != state->facts.mcids++)
    fault (state, "MCIDs are not numbered in order");
  if (state->depth == DEPTH_MAX)
    fault (state, "marked content nests too deep");
  else
    state->marks[state->depth++] = mark;
}

static void
end (State *state)
{
  if (state->depth == 0)
    fault (state, "EMC without BDC");
  else
    state->depth--;
}

/* A path may end as a clip: n paints nothing. */
static gboolean
paints (const MbOperation *op)
{
  return op->classes & (MB_OP_SHOW | MB_OP_OBJECT) ||
         (op->classes & MB_OP_PATH_END && !mb_operation_is (op, "n"));
}

/* A form outside marked content: its own stream is marked. */
static gboolean
take_form (State *state, const MbOperation *op)
{
  if (!state->forms || !mb_operation_is (op, "Do") || op->n != 1)
    return FALSE;
  g_ptr_array_add (state->forms, g_strndup (op->operands[0].start, op->operands[0].length));
  return TRUE;
}

static void
take (State *state, const MbOperation *op)
{
  if (op->classes & MB_OP_MARK)
    begin (state, op);
  else if (op->classes & MB_OP_MARK_END)
    end (state);
  else if (paints (op) && !is_marked (state) && !take_form (state, op))
    fault (state, "something is painted outside marked content");
  else if (op->classes & MB_OP_CMYK)
    state->facts.cmyk = TRUE;
  else if (op->classes & MB_OP_STATE)
    state->saved += *op->name.start == 'q' ? 1 : -1;
  else if (op->classes & MB_OP_TEXT)
    state->in_text = *op->name.start == 'B';
  if (state->saved < 0)
    fault (state, "Q without q");
}

MbContentFacts
mb_check_content (const char *content, gsize size, GPtrArray *forms)
{
  State state = { .forms = forms };
  MbTokens tokens = { content, content + size, FALSE };
  MbOperation op;
  while (mb_tokens_next (&tokens, &op))
    take (&state, &op);
  if (tokens.broken)
    fault (&state, "the content stream is broken");
  if (state.depth || state.saved || state.in_text)
    fault (&state, "BDC, q or BT is never closed");
  return state.facts;
}
