/* SPDX-License-Identifier: Apache-2.0 */
/* Following a plan: pages chosen ahead by the optimiser, one after the other. A plan is made where a chapter begins, from the side that its first page
 * turns out to have. It supposes that page areas differ only by side, name and whether a chapter begins; where a master says otherwise
 * (`:nth`) the plan is dropped, and first fit goes on to the next chapter. While boxes with places of their own wait for a page (reserve.c), nothing
 * is planned. Page floats are part of the plan, each with its page: reserve.c seats them there. */
#include "internal.h"

#define MAX_DROPPED 8
#define ANY_INDEX   1000000 /* of a recto that is no page in particular */

typedef struct {
  const MbBook *book;
  MbLength measure;
} Rooms;

static gint64
room_height (gpointer data, const char *name, MbPlanPageKind kind, gboolean verso)
{
  const Rooms *rooms = data;
  guint index = kind == MB_PLAN_FIRST ? 0 : ANY_INDEX + (verso ? 1 : 0);
  guint in_group = *name == 0 ? 0 : kind == MB_PLAN_INSIDE ? ANY_INDEX : 1;
  MbMaster master = mb_master_get (rooms->book, index, name, FALSE, in_group);
  return master.content.width == rooms->measure ? master.content.height : -1;
}

static void
make (MbBook *book, MbReel *reel, MbCursor from, const char *name, guint index)
{
  Rooms rooms = { book, reel->galley->measure };
  MbPlanJob job = { .from = from,
                    .left = mb_side_is_verso (index),
                    .rtl = book->rtl,
                    .first = index == 0,
                    .name = name,
                    .notes = book->note,
                    .height = room_height,
                    .data = &rooms };
  book->plan.next = 0;
  if (mb_optimise (reel, &job, book->arena, &book->plan.plan) && !book->plan.plan.proved)
    mb_report (book->lay.diagnostics, MB_NOWHERE, MB_MSG_PAGE_NOT_PROVED, NULL);
}

static gboolean
holds (const MbBook *book, const MbReel *reel, MbCursor from, const char *name, guint index,
       const MbMaster *master)
{
  Rooms rooms = { book, reel->galley->measure };
  const MbPlanPage *page = &book->plan.plan.pages[book->plan.next];
  MbPlanPageKind kind = index == 0       ? MB_PLAN_FIRST
                        : page->truncate ? MB_PLAN_INSIDE
                                         : MB_PLAN_OPENING;
  return page->notes_from == book->note && page->left == mb_side_is_verso (index) &&
         mb_cursor_compare (page->from, from) == 0 &&
         master->content.height == room_height (&rooms, name, kind, page->left) &&
         master->content.width == rooms.measure;
}

/* What was planned for paragraphs after @from is forgotten. */
static void
drop (MbBook *book, MbReel *reel, MbCursor from)
{
  book->plan.dropped++;
  mb_guests_unplan (book);
  book->plan.next = book->plan.plan.n;
  for (guint32 i = from.piece + (from.line > 0); i < reel->galley->n; i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_LINES)
      reel->settings[i] = (guint8) reel->galley->pieces[i].lines.settings.best;
}

static guint32
first_content (const MbReel *reel, MbCursor from)
{
  guint32 i = from.piece;
  while (i < reel->end && !mb_reel_is_content (&reel->galley->pieces[i]))
    i++;
  return i;
}

gboolean
mb_plan_page (MbBook *book, MbReel *reel, MbCursor from, gboolean forced, const char *name,
              guint index, const MbMaster *master, MbFit *fit)
{
  MbBookPlan *plan = &book->plan;
  if (plan->next >= plan->plan.n && forced && plan->dropped < MAX_DROPPED && !mb_guests_due (book))
    make (book, reel, from, name, index);
  if (plan->next >= plan->plan.n)
    return FALSE;
  if (!holds (book, reel, from, name, index, master)) {
    drop (book, reel, from);
    return FALSE;
  }
  const MbPlanPage *page = &plan->plan.pages[plan->next++];
  gint64 foot = mb_plan_foot (reel, master->content.height, page->longer), below = 0;
  if (reel->notes)
    below = mb_notes_height (reel->notes, page->notes_from, page->notes_to);
  MbRoom room = mb_guests_plan (book, reel, index, page, foot - below);
  gboolean end = plan->plan.end && plan->next == plan->plan.n;
  if (page->plate) {
    *fit = (MbFit){ .from = from, .to = from, .empty = TRUE, .end = end };
    return TRUE;
  }
  guint32 head, n;
  *fit = (MbFit){ .from = page->from,
                  .to = page->to,
                  .truncate = page->truncate,
                  .forced = page->forced,
                  .overfull = page->overfull,
                  .notes_from = page->notes_from,
                  .notes_to = page->notes_to,
                  .longer = page->longer,
                  .culprit = first_content (reel, from) };
  MbColumnSet *sets = mb_arena_array (book->arena, MbColumnSet, page->n_sets + 1);
  for (guint i = 0; i < page->n_sets; i++)
    sets[i] = mb_set_planned (reel, &page->sets[i], &room, book->arena);
  fit->sets = sets;
  fit->n_sets = page->n_sets;
  fit->top = room.top + mb_reel_heads (reel, from, master->content.height, &head, &n);
  fit->end = end;
  return TRUE;
}

gboolean
mb_plan_is_plate (const MbBook *book)
{
  return book->plan.next < book->plan.plan.n && book->plan.plan.pages[book->plan.next].plate;
}

gint64
mb_plan_foot (const MbReel *reel, gint64 height, int longer)
{
  MbLength line = reel->line;
  if (reel->grid && line > 0)
    height -= height % line;
  return height + (gint64) longer * line;
}
