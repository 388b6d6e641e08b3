/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes over a gutter (-marbre-astride): a pull quote half in one column and half in the next, the text of both running round it.
 *
 * A galley does not know where its columns begin, so such a box leaves the flow: where it stands in the text its RESERVE piece waits for the content
 * that follows, as that of a page float does, and says how much of either column it takes. Page chooses where it stands (page/astride.c) and asks for
 * the lines beside it, by the measures that are left: the galley stays what it is, a paragraph in it gets other settings.
 *
 * What can be known here is judged here: where there is no gutter, or where too little of a column would be left beside the box, it is set in the
 * flow like any other, which is said. What page finds no room for is in context->in_flow of the next pass. */
#include "internal.h"

#define LEAST_EMS 5 /* of text beside it: some ten characters */

static gboolean
is_astride (const MbBox *box)
{
  return box->style->paged->astride != MB_ASTRIDE_NONE && box->node && !box->anonymous &&
         (box->kind == MB_BOX_BLOCK || box->kind == MB_BOX_PARAGRAPH ||
          box->kind == MB_BOX_PICTURE || box->kind == MB_BOX_TABLE);
}

/* Its margin box, when the column is @column wide. */
static MbLength
width_of (const MbMaker *maker, const MbBox *box, MbLength column, MbUsed *used)
{
  *used = mb_used_block (maker->context, box, column);
  MbLength edges = mb_length_add (used->edge[MB_LEFT], used->edge[MB_RIGHT]);
  const MbSize *margin = box->style->box->margin;
  used->margin[MB_LEFT] = mb_size_resolve (margin[MB_LEFT], column, 0);
  used->margin[MB_RIGHT] = mb_size_resolve (margin[MB_RIGHT], column, 0);
  return mb_length_add (mb_length_add (used->width, edges),
                        mb_length_add (used->margin[MB_LEFT], used->margin[MB_RIGHT]));
}

static gboolean
has_gutter (const MbMaker *maker, const MbBox *box)
{
  gint32 gutter = box->style->paged->astride;
  return maker->grid && maker->grid->count > 1 && gutter < (gint32) maker->grid->count;
}

static gboolean
leaves_text (const MbMaker *maker, const MbBox *box)
{
  MbUsed used;
  const MbColumnGrid *grid = maker->grid;
  MbLength em = box->parent->style->font->size;
  MbLength taken = (width_of (maker, box, grid->column, &used) - grid->gap + 1) / 2;
  if (grid->column - taken >= LEAST_EMS * em)
    return TRUE;
  g_autofree char *left =
      g_strdup_printf ("%.0f", MAX ((grid->column - taken) / (double) MB_PT, 0));
  return mb_report (maker->context->diagnostics, box->node->pos, MB_MSG_ASTRIDE_WIDE, left, NULL);
}

gboolean
mb_lay_is_astride (const MbMaker *maker, const MbBox *box)
{
  const GHashTable *in_flow = maker->context->in_flow;
  if (!is_astride (box) || maker->whole || maker->spans || !box->parent ||
      (in_flow && g_hash_table_contains ((GHashTable *) in_flow, box->node)))
    return FALSE;
  if (!has_gutter (maker, box))
    return mb_report (maker->context->diagnostics, box->node->pos, MB_MSG_ASTRIDE_ALONE, NULL);
  return leaves_text (maker, box);
}

/* A picture is as wide as its style says of a column; what has no width, as wide as that column. */
static MbFragment *
fragment_of (const MbMaker *maker, const MbBox *box, const MbUsed *used, MbLength column)
{
  MbLength width = used->width + mb_length_add (used->edge[MB_LEFT], used->edge[MB_RIGHT]);
  if (box->kind == MB_BOX_PICTURE || box->kind == MB_BOX_TABLE)
    return mb_lay_atom_fragment (maker->context, box, column, maker->arena);
  return mb_lay_block (maker->context, box, width, maker->arena);
}

MbPiece
mb_lay_astride_piece (MbMaker *maker, const MbBox *box)
{
  MbUsed used;
  const MbColumnGrid *grid = maker->grid;
  width_of (maker, box, grid->column, &used);
  MbFragment *fragment = fragment_of (maker, box, &used, grid->column);
  MbPiece piece = { .kind = MB_PIECE_RESERVE, .box = box, .x = grid->x, .width = grid->width };
  piece.reserve.fragment = fragment;
  piece.reserve.columns = grid->count;
  piece.reserve.count = 2;
  piece.reserve.column = grid->column;
  piece.reserve.gap = grid->gap;
  piece.reserve.above = MAX (used.margin[MB_TOP], 0);
  piece.reserve.below = MAX (used.margin[MB_BOTTOM], 0);
  piece.reserve.before = used.margin[MB_LEFT];
  piece.reserve.after = used.margin[MB_RIGHT];
  piece.reserve.pitch = box->style->text->grid;
  piece.reserve.astride = TRUE;
  piece.height = fragment->rect.height;
  return piece;
}

/* --- Lines beside it ------------------------------------------------------------------------------------------------*/

/* The setting of @list with @more lines than its best; the best when there is none. */
static const MbSetting *
setting_with (const MbSettings *list, int more)
{
  const MbSetting *best = &list->settings[list->best];
  for (guint i = 0; i < list->n; i++)
    if ((int) list->settings[i].lines - (int) best->lines == more)
      return &list->settings[i];
  return best;
}

/* As many settings as @piece has, each as many lines longer or shorter than the best: choices that were made of the ones hold for the others. */
static MbSettings
paired (const MbPiece *piece, const MbSettings *list, MbArena *arena)
{
  const MbSettings *own = &piece->lines.settings;
  MbSetting *settings = mb_arena_array (arena, MbSetting, own->n);
  for (guint i = 0; i < own->n; i++)
    settings[i] =
        *setting_with (list, (int) own->settings[i].lines - (int) own->settings[own->best].lines);
  return (MbSettings){ .settings = settings, .n = own->n, .best = own->best };
}

MbSettings
mb_lay_narrowed (const MbLayContext *context, const MbPiece *piece, MbMeasures measures,
                 MbArena *arena)
{
  const MbParagraph *paragraph = piece->lines.paragraph;
  MbSettings none = { .n = 0 };
  if (piece->lines.heights || piece->lines.n_floats > 0 || piece->lines.n_bound > 0)
    return none;
  MbSettings settings = mb_text_break (context->typesetter, paragraph, measures, arena);
  if (settings.n == 0 || settings.settings[settings.best].lines < mb_paragraph_sink (paragraph))
    return none;
  return paired (piece, &settings, arena);
}
