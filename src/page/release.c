/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs given back while pages are made.
 *
 * Characters and items of paragraphs are the largest part of a book in memory, the glyphs of its lines the next. Paragraphs are
 * needed until their lines are set, lines from then on: so in the pass that sets lines, the one takes the place of the other.
 *
 * Paragraphs lie in one arena, in chunks that are numbered as they were begun, nearly always in the order of the flow. For each piece of the galley
 * the least number is known that it or a piece behind it, or a note, needs; older chunks go. What was made in an earlier pass and taken up again
 * (text/again.c) is needed where it lies, so no order is taken for granted. « Oui. » on the last page may be the paragraph of the first one: such
 * a straggler is copied, or it would hold all that lies behind it. When the first chunk goes, text forgets what could be made again.
 *
 * Books of a few megabytes are left alone: should a further pass follow, their paragraphs are there. */
#include "internal.h"

#define SMALL 14 /* chunks: about eight megabytes */

static guint32 needed_by_galley (const MbGalley *galley);

/* Galleys within galleys: column sets in a page, heads over some of the columns, columns in columns. */
static guint32
needed_by (const MbPiece *piece)
{
  guint32 least = G_MAXUINT32;
  if (piece->kind == MB_PIECE_LINES)
    return mb_paragraph_place (piece->lines.paragraph);
  if (piece->kind == MB_PIECE_COLUMNS)
    return needed_by_galley (piece->columns.galley);
  if (piece->kind == MB_PIECE_MONOLITH && piece->monolith.nest)
    return needed_by_galley (mb_nest_galley (piece->monolith.nest));
  if (piece->kind != MB_PIECE_SPAN)
    return least;
  for (guint i = 0; piece->span.narrower && i + 1 < piece->span.count; i++)
    least = MIN (least, needed_by_galley (piece->span.narrower[i]));
  return MIN (least, needed_by_galley (piece->span.galley));
}

static guint32
needed_by_galley (const MbGalley *galley)
{
  guint32 least = G_MAXUINT32;
  for (guint i = 0; i < galley->n; i++)
    least = MIN (least, needed_by (&galley->pieces[i]));
  return least;
}

/* Notes may stand on later pages than their calls. */
static guint32
needed_by_notes (const MbNotes *notes)
{
  guint32 least = G_MAXUINT32;
  for (guint32 i = 0; notes && i < notes->n; i++)
    least = MIN (least, needed_by_galley (notes->notes[i].reel->galley));
  return least;
}

/* Paragraphs that lie before those of the pieces before them. What was made for this pass (a table of contents with its numbers) lies
 * behind all that was taken up again and says nothing of the order. */
static void
copy_stragglers (const MbBook *book, const MbReel *reel, MbArena *paragraphs)
{
  MbPiece *pieces = (MbPiece *) reel->galley->pieces; /* nobody else has it */
  guint reached = 0;
  for (guint i = 0; i < reel->galley->n; i++) {
    if (pieces[i].kind != MB_PIECE_LINES)
      continue;
    guint place = mb_paragraph_place (pieces[i].lines.paragraph);
    if (book->taken > 0 && place >= book->taken)
      continue;
    if (place < reached)
      pieces[i].lines.paragraph = mb_paragraph_copy (pieces[i].lines.paragraph, paragraphs);
    else
      reached = place;
  }
}

static const guint32 *
list_needed (const MbReel *reel, MbArena *arena)
{
  const MbGalley *galley = reel->galley;
  guint32 *needed = mb_arena_array (arena, guint32, galley->n + 1);
  needed[galley->n] = needed_by_notes (reel->notes);
  for (guint i = galley->n; i-- > 0;)
    needed[i] = MIN (needed[i + 1], needed_by (&galley->pieces[i]));
  return needed;
}

void
mb_release (MbBook *book, MbReel *reel, MbCursor to)
{
  MbArena *paragraphs = book->lay.paragraphs;
  if (book->lay.draft || book->reels->len != 1 || mb_arena_place (paragraphs) < SMALL)
    return;
  if (!reel->needed) {
    copy_stragglers (book, reel, paragraphs);
    reel->needed = list_needed (reel, book->arena);
    mb_text_keep (book->lay.typesetter, NULL, NULL);
  }
  mb_arena_release (paragraphs, reel->needed[MIN (to.piece, reel->galley->n)]);
}
