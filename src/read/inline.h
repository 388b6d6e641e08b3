/* SPDX-License-Identifier: Apache-2.0 */
/* inline.h — what inlinetokens.c and inline.c share: the inline content of a Markdown block as a list of tokens. */
#pragma once

#include "internal.h"

#include <cmark-gfm.h>

G_BEGIN_DECLS

typedef enum {
  MB_TOKEN_TEXT,
  MB_TOKEN_ENTER,
  MB_TOKEN_EXIT,
  MB_TOKEN_SOFT,
  MB_TOKEN_BREAK,
  MB_TOKEN_CODE,
  MB_TOKEN_IMAGE,
  MB_TOKEN_HTML,
  MB_TOKEN_NOTE
} MbInlineTokenKind;

typedef struct {
  MbInlineTokenKind kind;
  cmark_node *node;
  const char *text; /* MB_TOKEN_TEXT: not NUL-ended */
  gsize length;
  gssize source;
  MbPos pos;
  gboolean literal; /* its first byte was escaped: not a bracket */
} MbInlineToken;

/** The content of one block, and how far its source was followed. */
typedef struct {
  const MbScan *scan;
  MbLines *lines;
  cmark_node *leaf;
  GArray *list; /* MbInlineToken */
  gsize cursor; /* source byte after the last piece found */
  gsize limit;  /* source byte after the block */
  gsize pipes;  /* `\|` met in this cell */
} MbInlineTokens;

/** mb_inline_tokens_init: the tokens of the content of @leaf; texts are those of cmark's nodes. */
void mb_inline_tokens_init (MbInlineTokens *tokens, const MbScan *scan, MbLines *lines,
                            cmark_node *leaf);
void mb_inline_tokens_clear (MbInlineTokens *tokens);
/** mb_inline_claimed: where cmark says that @node begins, as a byte of the source. */
gsize mb_inline_claimed (const MbInlineTokens *tokens, cmark_node *node);

G_END_DECLS
