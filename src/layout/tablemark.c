/* SPDX-License-Identifier: Apache-2.0 */
/* Cells aligned on a string (css-text-4, character-based alignment in a table column): numbers on their decimal comma.
 *
 * A cell whose text-align names a string, and whose text fits one line, is measured in two parts: up to the first such string, and
 * from there on; without the string all of it is the first part. A column is as wide as the widest of either part together
 * ask for. When its cells are laid, their first parts end at one place: the whole stands in the column by the keyword of text-align, of
 * each cell its own. A cell that takes several lines stands by the keyword alone. */
#include "table.h"

#include <string.h>

static const MbBox *
paragraph_of (const MbTableCell *cell)
{
  const MbBox *box = cell->used->first;
  return box && !box->next && box->kind == MB_BOX_PARAGRAPH && box->style->text->align_mark ? box
                                                                                            : NULL;
}

/* @inlines up to @mark: what follows it has no length. FALSE when there is none. */
static gboolean
cut_at_mark (MbInline *inlines, guint n, const char *mark)
{
  gboolean met = FALSE;
  for (guint i = 0; i < n; i++) {
    MbInline *item = &inlines[i];
    gboolean text = item->kind == MB_INLINE_TEXT || item->kind == MB_INLINE_SLOT;
    if (met && item->kind == MB_INLINE_ATOM)
      item->width = 0;
    if (!text || item->length == 0)
      continue;
    const char *at = met ? item->text : g_strstr_len (item->text, item->length, mark);
    if (at)
      item->length = (guint32) (at - item->text);
    met |= at != NULL;
  }
  return met;
}

void
mb_table_mark_measure (MbTable *table, MbTableCell *cell)
{
  const MbBox *box = paragraph_of (cell);
  if (!box || cell->cols > 1 || box->n_inlines == 0)
    return;
  g_autoptr (MbArena) arena = mb_arena_new ();
  const MbParagraph *whole = mb_paragraph_of (table->context, box, MB_LENGTH_MAX, arena);
  MbInline *inlines = mb_arena_memdup (arena, box->inlines, box->n_inlines * sizeof (MbInline));
  MbLength width = mb_paragraph_max_width (whole);
  cell->before = width;
  if (cut_at_mark (inlines, box->n_inlines, box->style->text->align_mark)) {
    const MbParagraph *first =
        mb_text_paragraph (table->context->typesetter, inlines, box->n_inlines, box->style, arena);
    cell->before = MIN (mb_paragraph_max_width (first), width);
  }
  cell->after = width - cell->before;
  MbTableColumn *column = &table->columns[cell->col];
  column->mark_before = MAX (column->mark_before, cell->before);
  column->mark_after = MAX (column->mark_after, cell->after);
}

/* What the whole has on its left of @rest. */
static MbLength
left_of (MbTextAlign align, MbLength rest)
{
  switch (align) {
  case MB_ALIGN_CENTER: return rest / 2;
  case MB_ALIGN_START:
  case MB_ALIGN_LEFT:
  case MB_ALIGN_JUSTIFY:
  case MB_ALIGN_AUTO: return 0;
  case MB_ALIGN_END:
  case MB_ALIGN_RIGHT: break;
  }
  return rest;
}

void
mb_table_mark_move (const MbTable *table, MbTableCell *cell)
{
  MbFragment *line = cell->fragment->child;
  if (cell->before < 0 || !line || line->next || line->kind != MB_FRAGMENT_LINE)
    return;
  const MbTableColumn *column = &table->columns[cell->col];
  MbLength edge[4];
  mb_used_edges (cell->used->style, cell->fragment->rect.width, edge);
  MbLength room = cell->fragment->rect.width - edge[MB_LEFT] - edge[MB_RIGHT];
  MbLength rest = room - column->mark_before - column->mark_after;
  if (rest < 0)
    return;
  MbLength start = cell->fragment->rect.x + edge[MB_LEFT] +
                   left_of (line->box->style->text->align, rest) + column->mark_before -
                   cell->before;
  mb_lay_move (line, start - line->rect.x - line->line->x, 0);
}
