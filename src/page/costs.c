/* SPDX-License-Identifier: Apache-2.0 */
/* What breaks cost (docs/pages.md), and what is known of each place to break before any page is made.
 *
 * A cost belongs to one page, one spread or one paragraph, and to nothing else: so they add up, and the cheapest way to a place is
 * part of every cheapest way through it. Costs of rules that hold unless nothing else fits (-marbre-page-fit cannot change their rank): a paragraph
 * that is to stay whole, a block, a heading with its text, a heading in itself. */
#include "internal.h"

#define COST_KEEP    200000 /* inside a paragraph that is to stay whole */
#define COST_FORBID  400000 /* at a PENALTY that forbids */
#define FORBID_UNIT  (COST_FORBID / MB_PENALTY_FORBIDDEN)
#define COST_HEADING 800000 /* inside a heading */
#define MOST_MISSING 4      /* lines: a page that is shorter costs no more */
#define NO_HYPHEN    10     /* times as much where hyphenate-limit-last forbids it */
#define MAX_GROWTH   1500   /* of the demerits of a paragraph not set at its best */
#define GROWTH_UNIT  500    /* demerits a line */

gboolean
mb_costs_is_heading (const MbPiece *piece)
{
  MbBreakValue after = piece->box ? piece->box->style->paged->break_after : MB_BREAK_AUTO;
  return after == MB_BREAK_AVOID || after == MB_BREAK_AVOID_PAGE || after == MB_BREAK_AVOID_COLUMN;
}

/* --- Places ------------------------------------------------------------------------------------------------------------------*/

static gboolean
is_blank (const MbGalley *galley, guint32 index)
{
  const MbPiece *piece = &galley->pieces[index];
  return piece->kind == MB_PIECE_GLUE && !piece->glue.margin && piece->height > 0 &&
         galley->inside[index] == 0;
}

static gboolean
is_free (const MbPiece *penalty)
{
  return penalty->penalty.avoid_column_only || penalty->penalty.cost == 0;
}

/* Height from the top of LINES @piece down to its first break without a cost; all of it when there is none (*@whole). */
static gint64
first_break (const MbPiece *piece, gboolean *whole)
{
  const MbSetting *setting = &piece->lines.settings.settings[piece->lines.settings.best];
  guint line = piece->lines.orphans;
  while (line < piece->lines.n_bound && piece->lines.bound[line])
    line++;
  *whole = piece->lines.keep || setting->lines < line + piece->lines.widows;
  return mb_reel_lines (piece, 0, *whole ? setting->lines : line);
}

/* Of the notes that piece @index calls. */
static gint64
notes_height (const MbNotes *notes, guint32 index)
{
  MbCursor before = { .piece = index }, after = { .piece = index + 1 };
  return mb_notes_height (notes, mb_notes_called (notes, before, 0),
                          mb_notes_called (notes, after, 0));
}

/* Height from the top of piece @index, no PENALTY, down to its first break without a cost; all of it when there is none (*@whole). */
static gint64
reach_in (const MbReel *reel, guint32 index, gboolean *whole)
{
  const MbPiece *piece = &reel->galley->pieces[index];
  gint64 height = 0;
  *whole = TRUE;
  if (piece->kind == MB_PIECE_LINES) {
    height = first_break (piece, whole) + piece->grid;
    if (!*whole &&
        mb_notes_parts (reel->notes, index, piece->lines.orphans, piece->lines.settings.best)) {
      height = piece->height + piece->grid;
      *whole = TRUE;
    }
  } else if (piece->kind == MB_PIECE_MONOLITH || piece->kind == MB_PIECE_ROW ||
             piece->kind == MB_PIECE_ZONES) {
    height = piece->height + piece->grid;
  } else if (piece->kind == MB_PIECE_GLUE) {
    height = MAX (piece->height, 0);
  }
  if (reel->notes && mb_reel_is_content (piece))
    height += notes_height (reel->notes, index);
  return height;
}

/* The same of a set: what its first column must hold. */
static gint64
reach_in_set (const MbReel *inner, gboolean *whole)
{
  gint64 reach = 0;
  gboolean content = FALSE;
  *whole = TRUE;
  for (guint32 i = 0; i < inner->end && *whole; i++) {
    const MbPiece *piece = &inner->galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY)
      *whole = !content || !is_free (piece);
    else
      reach += reach_in (inner, i, whole);
    content |= mb_reel_is_content (piece);
  }
  return reach;
}

/* Backwards: how far it is from each place to the next one without a cost, and whether an empty line comes first. */
static void
look_ahead (MbPlaces *places, const MbReel *reel, guint32 from, guint32 to)
{
  const MbGalley *galley = reel->galley;
  gint64 reach = 0;
  gboolean content = FALSE, blank = FALSE;
  for (guint32 i = to; i-- > from;) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY) {
      places->reach[i] = (MbLength) MIN (reach, MB_LENGTH_MAX);
      places->blank[i] = blank;
      reach = is_free (piece) ? 0 : reach;
      content = blank = FALSE;
    } else {
      gboolean whole, set = piece->kind == MB_PIECE_COLUMNS;
      gint64 height = set ? reach_in_set (reel->inner[i], &whole) : reach_in (reel, i, &whole);
      reach = whole ? reach + height : height;
    }
    content |= mb_reel_is_content (piece);
    blank = !content && (blank || is_blank (galley, i));
  }
}

/* Forwards: places below a heading with a single line under it. */
static void
look_back (MbPlaces *places, const MbGalley *galley, guint32 from, guint32 to)
{
  gboolean heading = FALSE, few = FALSE;
  for (guint32 i = from; i < to; i++) {
    const MbPiece *piece = &galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY)
      places->few[i] = few;
    if (!mb_reel_is_content (piece))
      continue;
    few = heading && piece->kind == MB_PIECE_LINES && !mb_costs_is_heading (piece) &&
          piece->lines.settings.settings[piece->lines.settings.best].lines == 1;
    heading = mb_costs_is_heading (piece);
  }
}

MbPlaces
mb_places_find (const MbReel *reel, guint32 from, guint32 to, MbArena *arena)
{
  const MbGalley *galley = reel->galley;
  MbPlaces places = { .reach = mb_arena_array (arena, MbLength, galley->n + 1),
                      .few = mb_arena_array (arena, guint8, galley->n + 1),
                      .blank = mb_arena_array (arena, guint8, galley->n + 1) };
  look_ahead (&places, reel, from, to);
  look_back (&places, galley, from, to);
  return places;
}

/* --- Costs ----------------------------------------------------------------------------------------------------------------------*/

gint64
mb_costs_penalty (const MbPageFit *fit, const MbPlaces *places, const MbGalley *galley,
                  guint32 index)
{
  const MbPiece *piece = &galley->pieces[index];
  if (piece->kind != MB_PIECE_PENALTY)
    return COST_FORBID;
  gint64 cost = is_free (piece) ? 0 : MIN (piece->penalty.cost, MB_PENALTY_FORBIDDEN) * FORBID_UNIT;
  cost += places->few[index] ? fit->heading : 0;
  return cost + (places->blank[index] ? fit->blank : 0);
}

gint64
mb_costs_line (const MbPageFit *fit, const MbPiece *piece, const MbSetting *setting, guint from,
               guint line, gboolean left)
{
  gint64 cost = 0;
  if (line < piece->lines.n_bound && piece->lines.bound[line])
    cost += COST_HEADING;
  if (piece->lines.keep)
    cost += mb_costs_is_heading (piece) ? COST_HEADING : COST_KEEP;
  guint before = line - from, after = setting->lines - line;
  if (before < piece->lines.orphans)
    cost += (gint64) fit->orphan * (piece->lines.orphans - before);
  if (after < piece->lines.widows)
    cost += (gint64) fit->widow * (piece->lines.widows - after);
  if (setting->breaks && setting->breaks[line - 1].flagged) {
    gboolean forbidden = piece->box && !piece->box->style->text->hyphen_last;
    cost += (gint64) (left ? fit->hyphen_verso : fit->hyphen) * (forbidden ? NO_HYPHEN : 1);
  }
  return cost;
}

gint64
mb_costs_shortage (const MbPageFit *fit, gint64 lack, MbLength line)
{
  if (lack <= 0 || line <= 0)
    return 0;
  gint64 sixteenths = MIN (lack * 16 / line, (gint64) 16 * MOST_MISSING);
  return fit->shortage * sixteenths * sixteenths / 256;
}

gint64
mb_costs_spread (const MbPageFit *fit, int longer)
{
  return longer > 0 ? (gint64) fit->spread * longer : (gint64) fit->spread_shorter * -longer;
}

gint64
mb_costs_paragraph (const MbPageFit *fit, const MbPiece *piece, guint which)
{
  const MbSettings *settings = &piece->lines.settings;
  const MbSetting *best = &settings->settings[settings->best], *other = &settings->settings[which];
  if (which == settings->best)
    return 0;
  gint64 growth = (other->cost - best->cost) / GROWTH_UNIT / MAX (other->lines, 1);
  return fit->paragraph + CLAMP (growth, 0, MAX_GROWTH);
}

gint64
mb_costs_float (const MbPageFit *fit, guint halves)
{
  return (gint64) fit->floating * halves * halves / 4;
}

gint64
mb_costs_plate (const MbPageFit *fit, gint64 filled, gint64 height)
{
  gboolean plate = filled * 100 >= height * MB_PLATE_SHARE;
  return plate ? 0 : (gint64) fit->shortage * MOST_MISSING * MOST_MISSING;
}

gint64
mb_costs_beside (const MbPageFit *fit, gint64 text, MbLength line)
{
  gint64 missing = line > 0 ? MB_FEW_LINES - text / line : 0;
  return missing > 0 ? fit->shortage * missing * missing : 0;
}

gint64
mb_costs_last (const MbPageFit *fit, gint64 height, gint64 foot, MbLength line)
{
  if (line <= 0)
    return 0;
  gint64 lines = (height + line - 1) / line, wanted = MIN (fit->last_lines, foot / line / 4);
  return lines < wanted ? fit->last * (wanted - lines) : 0;
}
