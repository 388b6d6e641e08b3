/* SPDX-License-Identifier: Apache-2.0 */
/* A short page made full: one paragraph of the page is set a line longer or shorter.
 *
 * First fit leaves a page a line short where a full one would end on an orphan or begin the next on a widow. Before that is accepted, each paragraph that
 * begins on the page is tried with its other line counts (within -marbre-looseness, never a loose setting); of those that let the page end at its
 * foot at no greater cost, the one whose own demerits grow least is kept. Tries are bounded by the paragraphs of one page, each try by its lines.
 *
 * This is greedy: what the next page would rather have is not asked. Facing pages and chapters as a whole are optimise.c's. */
#include "internal.h"

#define WORST_RATIO 2.0f /* notes/layout.md § 1.3: what variants were counted by */
#define MAX_TRIES   64

typedef struct {
  MbReel *reel;
  MbRoom room;
  MbArena *arena;
  MbFit fit;     /* the best so far */
  gint64 growth; /* of demerits, for it */
  guint32 piece; /* changed for it */
  guint8 setting;
  gboolean found;
} Adjuster;

static gint64
lack (const MbFit *fit, const MbRoom *room)
{
  return room->bottom - fit->bottom;
}

/* Height of a line at the foot; 0 when the page does not end with text. */
static MbLength
last_line (const MbReel *reel, const MbFit *fit)
{
  guint32 i = fit->to.line > 0 ? fit->to.piece + 1 : fit->to.piece;
  for (; i > fit->from.piece; i--) {
    const MbPiece *piece = &reel->galley->pieces[i - 1];
    if (piece->kind == MB_PIECE_LINES)
      return piece->lines.line_height;
    if (mb_reel_is_content (piece))
      return 0;
  }
  return 0;
}

static gboolean
is_short (const MbReel *reel, const MbFit *fit, const MbRoom *room)
{
  MbLength line = last_line (reel, fit);
  return !fit->end && !fit->forced && !fit->overfull && line > 0 && lack (fit, room) >= line;
}

/* A balanced title keeps its line count: where its lines end is its sense. */
gboolean
mb_adjust_may_vary (const MbPiece *piece, guint which, float worst)
{
  const MbSettings *settings = &piece->lines.settings;
  const MbSetting *best = &settings->settings[settings->best], *other = &settings->settings[which];
  const MbStyleText *text = piece->box ? piece->box->style->text : NULL;
  int more = (int) other->lines - (int) best->lines;
  return which != settings->best && text && text->wrap != MB_WRAP_BALANCE &&
         more >= text->looseness_min && more <= text->looseness_max && !other->loose &&
         other->worst <= worst;
}

gboolean
mb_adjust_may_use (const MbPiece *piece, guint which)
{
  return mb_adjust_may_vary (piece, which, WORST_RATIO);
}

static void
try_setting (Adjuster *adjuster, guint32 index, guint8 which)
{
  const MbSettings *settings = &adjuster->reel->galley->pieces[index].lines.settings;
  gint64 growth = settings->settings[which].cost - settings->settings[settings->best].cost;
  guint8 before = adjuster->reel->settings[index];
  if (adjuster->found && growth >= adjuster->growth)
    return;
  adjuster->reel->settings[index] = which;
  MbFit tried = mb_fit (adjuster->reel, MB_FIT_PAGE, adjuster->fit.from, adjuster->room,
                        adjuster->fit.truncate, TRUE, adjuster->arena);
  adjuster->reel->settings[index] = before;
  if (tried.overfull || tried.cost > adjuster->fit.cost ||
      is_short (adjuster->reel, &tried, &adjuster->room))
    return;
  adjuster->found = TRUE;
  adjuster->growth = growth;
  adjuster->piece = index;
  adjuster->setting = which;
}

MbFit
mb_adjust (MbReel *reel, MbFit fit, MbRoom room, MbArena *arena)
{
  Adjuster adjuster = { .reel = reel, .room = room, .arena = arena, .fit = fit };
  if (fit.n_sets > 0 || !is_short (reel, &fit, &room))
    return fit;
  guint tries = 0;
  for (guint32 i = fit.from.piece; i <= fit.to.piece && i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    gboolean begun_before = i == fit.from.piece && fit.from.line > 0;
    if (piece->kind != MB_PIECE_LINES || begun_before)
      continue;
    for (guint which = 0; which < piece->lines.settings.n && tries < MAX_TRIES; which++)
      if (mb_adjust_may_use (piece, which)) {
        try_setting (&adjuster, i, (guint8) which);
        tries++;
      }
  }
  if (!adjuster.found)
    return fit;
  reel->settings[adjuster.piece] = adjuster.setting;
  return mb_fit (reel, MB_FIT_PAGE, fit.from, room, fit.truncate, TRUE, arena);
}
