/* SPDX-License-Identifier: Apache-2.0 */
/* ::first-line (css-pseudo-4 § 2.1): which words wear it is known only when lines are chosen, and what they wear changes how many there are.
 *
 * So the text is made twice: as a paragraph of its own in the style of the first line, and as all the other lines have it. Both may end
 * lines at the same places, which the characters tell. The sums of a line from the start of the paragraph up to a breakpoint are then those of
 * the first paragraph, all others those of the second: the breaker sees no difference, and its optimum, and every other line count, takes
 * the first line as it will be set. A breakpoint that the first paragraph has not (none is known) is measured and set by the second.
 *
 * The whole first line is wrapped in an element of its own, which draws background and decoration. A drop initial stays as it is. */
#include "internal.h"

/* Numbers stay as they are; the wrapper's end comes last. */
static MbInline *
first_inlines (const MbInline *from, guint n, guint at, MbArena *arena)
{
  MbInline *inlines = mb_arena_array (arena, MbInline, n + 1);
  for (guint i = 0; i < n; i++) {
    inlines[i] = from[i];
    if (i > at && from[i].first && from[i].part == MB_INITIAL_NONE)
      inlines[i].style = from[i].first;
  }
  inlines[at].kind = MB_INLINE_OPEN;
  inlines[n] = inlines[at];
  inlines[n].kind = MB_INLINE_CLOSE;
  return inlines;
}

MbFirstLine *
mb_first_line_make (MbTypesetter *typesetter, const MbInline *inlines, guint n, MbArena *arena)
{
  guint at = 0;
  while (at < n && inlines[at].kind != MB_INLINE_FIRST_LINE)
    at++;
  if (at == n)
    return NULL;
  MbFirstLine *first = mb_arena_new0 (arena, MbFirstLine);
  first->paragraph = mb_paragraph_make (typesetter, first_inlines (inlines, n, at, arena), n + 1,
                                        inlines[at].style, NULL, arena);
  return first;
}

/* Orders breakpoints of both paragraphs: by the character that begins the next line. */
static guint64
place_of (const MbParagraph *paragraph, const MbBreakpoint *b)
{
  if (b->at >= paragraph->n_chars)
    return G_MAXUINT64;
  const MbChar *c = &paragraph->chars[b->at];
  return (guint64) c->in << 32 | c->offset;
}

static gboolean
are_alike (const MbBreakpoint *a, const MbBreakpoint *b)
{
  return a->kind == b->kind && a->hyphen == b->hyphen;
}

void
mb_first_line_pair (MbParagraph *paragraph, MbFirstLine *first, const GArray *breaks,
                    MbArena *arena)
{
  MbParagraph own = *first->paragraph;
  own.breaks = (const MbBreakpoint *) (gconstpointer) breaks->data;
  own.n_breaks = breaks->len;
  MbFirstEnd *ends = mb_arena_array (arena, MbFirstEnd, paragraph->n_breaks);
  guint32 k = 0;
  gboolean forced = FALSE;
  for (guint32 i = 0; i < paragraph->n_breaks && !forced; i++) {
    const MbBreakpoint *b = &paragraph->breaks[i];
    guint64 place = place_of (paragraph, b);
    while (k < own.n_breaks && place_of (&own, &own.breaks[k]) < place)
      k++;
    ends[i] = (MbFirstEnd){ .end = b->end, .at = b->at };
    if (k < own.n_breaks && place_of (&own, &own.breaks[k]) == place &&
        are_alike (&own.breaks[k], b)) {
      ends[i].known = TRUE;
      ends[i].sum = mb_break_sum (&own, MB_BREAK_START, k);
      ends[i].own = mb_line_end (&own.breaks[k++]);
    }
    forced = b->kind == MB_BREAK_AT_FORCED;
    first->n_ends = i + 1;
  }
  first->ends = ends;
  paragraph->first = first;
  paragraph->hash = mb_hash (&own.hash, sizeof own.hash, paragraph->hash);
}

const MbParagraph *
mb_first_line_for (const MbParagraph *paragraph, MbBreak *brk)
{
  const MbFirstLine *first = paragraph->first;
  for (guint i = 0; first && brk->first && i < first->n_ends; i++)
    if (first->ends[i].at == brk->end.at && first->ends[i].end == brk->end.end &&
        first->ends[i].known) {
      brk->end = first->ends[i].own;
      return first->paragraph;
    }
  return paragraph;
}
