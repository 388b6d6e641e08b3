/* SPDX-License-Identifier: Apache-2.0 */
/* Even feet: the columns of a set that is whole on its page end on the same line where the text allows.
 *
 * The unevenness of a filling is the sum, over all columns, of the square of how far each ends above the lowest one, in lines. Two levers, in the
 * order of looks/README.md § 1: the height of the set (the least, or up to two lines more: a break that was not allowed at one height may be at the
 * next), then the line counts of paragraphs, one by one, within -marbre-looseness and never loose. Each round keeps the one change that helps most;
 * of equal ones the one whose demerits grow least. Rounds end when all feet are even, when nothing helps, or after MAX_ROUNDS; tries are bounded.
 *
 * Only fillings without a break worse than balancing may make are looked at, so no heading at a foot, widow or orphan is ever made. */
#include "internal.h"

#define LINES_MORE 2
#define MAX_ROUNDS 6
#define MAX_TRIES  160 /* a round */

typedef struct {
  MbColumnsFilling filling;
  gint64 height; /* of the columns, from the top of the room */
  gint64 uneven;
  gint64 growth; /* of demerits */
  guint32 piece;
  guint8 setting;
} Try;

static guint32
first_whole (const MbColumnsJob *job)
{
  return job->from.line > 0 ? job->from.piece + 1 : job->from.piece;
}

void
mb_columns_reset (const MbColumnsJob *job)
{
  if (job->reel->quotes)
    mb_quotes_reset (job->reel->quotes, first_whole (job));
  for (guint32 i = first_whole (job); i < job->reel->end; i++)
    if (job->reel->galley->pieces[i].kind == MB_PIECE_LINES)
      job->reel->settings[i] = (guint8) job->reel->galley->pieces[i].lines.settings.best;
}

static gint64
unevenness (const MbColumnsJob *job, const MbColumnsFilling *filling)
{
  gint64 sum = 0;
  for (guint i = 0; i < job->count; i++) {
    gint64 bottom = i < filling->n ? filling->bottoms[i] : job->heads[i];
    gint64 asked = MIN (filling->bottom, job->feet[i]);
    gint64 lines = MAX (asked - bottom, 0) * 4 / MAX (job->step, 1);
    sum += lines * lines;
  }
  return sum;
}

/* The most even of the heights from @height - @less lines on; the lowest of equal ones. FALSE: none holds the text. */
static gboolean
try_heights (const MbColumnsJob *job, gint64 height, int less, Try *best)
{
  gboolean found = FALSE;
  for (int more = -less; more <= LINES_MORE; more++) {
    gint64 bottom = height + more * job->step;
    Try tried = { .height = bottom };
    if (bottom > job->room.bottom || !mb_columns_fill (job, bottom, &tried.filling) ||
        !mb_columns_complete (&tried.filling) || tried.filling.cost > job->allowed)
      continue;
    tried.uneven = unevenness (job, &tried.filling);
    if (!found || tried.uneven < best->uneven)
      *best = tried;
    found = TRUE;
  }
  return found;
}

static void
try_setting (const MbColumnsJob *job, guint32 index, guint8 which, const Try *now, Try *best)
{
  const MbSettings *settings = &job->reel->galley->pieces[index].lines.settings;
  guint8 before = job->reel->settings[index];
  Try tried;
  job->reel->settings[index] = which;
  gboolean fits = try_heights (job, now->height, 1, &tried);
  job->reel->settings[index] = before;
  if (!fits)
    return;
  tried.growth = settings->settings[which].cost - settings->settings[before].cost;
  tried.piece = index;
  tried.setting = which;
  if (tried.uneven < best->uneven ||
      (tried.uneven == best->uneven && best->uneven < now->uneven && tried.growth < best->growth))
    *best = tried;
}

/* One paragraph a line longer or shorter. FALSE: nothing helps. */
static gboolean
improve (const MbColumnsJob *job, Try *now)
{
  Try best = *now;
  guint tries = 0;
  for (guint32 i = first_whole (job); i < job->reel->end; i++) {
    const MbPiece *piece = &job->reel->galley->pieces[i];
    if (piece->kind != MB_PIECE_LINES)
      continue;
    for (guint which = 0; which < piece->lines.settings.n && tries < MAX_TRIES; which++)
      if (which != job->reel->settings[i] && mb_adjust_may_use (piece, which)) {
        try_setting (job, i, (guint8) which, now, &best);
        tries++;
      }
  }
  if (best.uneven >= now->uneven)
    return FALSE;
  job->reel->settings[best.piece] = best.setting;
  *now = best;
  return TRUE;
}

gint64
mb_columns_even (const MbColumnsJob *job, gint64 bottom, MbColumnsFilling *filling)
{
  Try now;
  if (!try_heights (job, bottom, 0, &now))
    return bottom;
  for (int round = 0; round < MAX_ROUNDS && now.uneven > 0; round++)
    if (!improve (job, &now))
      break;
  *filling = now.filling;
  return now.height;
}
