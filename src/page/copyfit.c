/* SPDX-License-Identifier: Apache-2.0 */
/* An article fills its area to the line (issue: pages placed by hand).
 *
 * Means, tried in the order that -marbre-copyfit gives: paragraphs a line longer or shorter, heights of pictures within their crop, air above headings
 * and boxes, the short standfirst, the short title, optional paragraphs left out from the last one on. At stage n the first n means are allowed
 * and every combination of them is looked at; the first stage at which the area can be filled exactly ends the search, and of its exact fillings the
 * cheapest is kept. When none fills it, the one that comes nearest is set, and it is said how many lines are too many or missing.
 *
 * What the means change is of two kinds. Words — titles, standfirsts, cuts — make another galley: a *version*. All else is choices within
 * the galley: exact.c finds the best of them for the text in its columns, while pictures over several columns or above them are tried here
 * height by height, those first that promise most by exact.c's range of lines.
 *
 * Bounds: MOST_CUTS + 1 numbers of cuts × 4 versions of the head × MOST_HEIGHTS heights a stage; each a fit of one article. */
#include "internal.h"

#include <string.h>

#define MOST_CUTS     12
#define MOST_PICTURES 3  /* outside of the columns */
#define MOST_HEIGHTS  24 /* tried for one version */

#define COST_STEP       6 /* of a picture, as in exact.c */
#define COST_STANDFIRST 200
#define COST_TITLE      400
#define COST_CUT        150

/* --- What an article can do -----------------------------------------------------------------------------------------------*/

static gboolean
has_class (const MbBox *box, const char *name)
{
  return box->node && !box->anonymous && !box->generated && mb_node_has_class (box->node, name);
}

/* The long form that short @box stands for: its sibling of the same element. */
static const MbBox *
long_form (const MbBox *box)
{
  for (const MbBox *other = box->parent ? box->parent->first : NULL; other; other = other->next)
    if (other != box && other->node && !other->anonymous && !has_class (other, "court") &&
        mb_node_is (other->node, box->node->name) &&
        (mb_node_is (box->node, "h1") || has_class (other, "chapo")))
      return other;
  return NULL;
}

typedef struct {
  const MbBox *box[2]; /* long, short */
} Pair;

typedef struct {
  MbBook *book;
  const MbZone *zone;
  const MbMaster *master; /* of the page, with the zone as its area */
  guint n_boxes;
  Pair title, standfirst;
  const MbBox *cuts[MOST_CUTS];
  guint n_cuts;
  GPtrArray *versions; /* of Version */
  MbZoneFit *report;
} Article;

/* Words that are set: one galley. */
typedef struct {
  gboolean title, standfirst; /* the short ones */
  guint cuts;
  MbReel *reel; /* its notes stand at the foot of the zone */
  guint32 last; /* the last COLUMNS piece; none: all is one column */
  struct {
    MbReel *reel;
    guint32 index;
    guint columns;
  } pictures[MOST_PICTURES];
  guint n_pictures;
  MbRoom room;           /* of the zone, without what is placed in its corners… */
  MbFragment *placed;    /* …which is this, from the top left of the zone… */
  const MbBox *unseated; /* …but for this, which has no room; NULL: all has */
} Version;

static void
find_means (Article *article)
{
  const MbBox *root = article->zone->box;
  for (const MbBox *box = root; box; box = mb_box_next (box, root)) {
    article->n_boxes = MAX (article->n_boxes, box->index + 1);
    if (has_class (box, "court") && mb_node_is (box->node, "h1"))
      article->title = (Pair){ { long_form (box), box } };
    else if (has_class (box, "court"))
      article->standfirst = (Pair){ { long_form (box), box } };
    else if (has_class (box, "coupable") && article->n_cuts < MOST_CUTS)
      article->cuts[article->n_cuts++] = box;
  }
}

/* --- Versions ---------------------------------------------------------------------------------------------------------------*/

static void
leave_one (guint8 *out, const Pair *pair, gboolean shorter)
{
  if (pair->box[0])
    out[pair->box[0]->index] = (guint8) shorter;
  if (pair->box[1])
    out[pair->box[1]->index] = (guint8) !shorter;
}

static const guint8 *
left_out (const Article *article, const Version *version)
{
  guint8 *out = mb_arena_array (article->book->arena, guint8, article->n_boxes + 1);
  leave_one (out, &article->title, version->title);
  leave_one (out, &article->standfirst, version->standfirst);
  for (guint i = 0; i < version->cuts; i++)
    out[article->cuts[article->n_cuts - 1 - i]->index] = 1;
  return out;
}

static void
add_pictures (Version *version, MbReel *reel, guint32 to, guint columns)
{
  for (guint32 i = 0; i < MIN (to, reel->galley->n); i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind != MB_PIECE_MONOLITH || piece->monolith.most <= 0 ||
        version->n_pictures == MOST_PICTURES)
      continue;
    version->pictures[version->n_pictures].reel = reel;
    version->pictures[version->n_pictures].index = i;
    version->pictures[version->n_pictures++].columns = columns;
  }
}

/* Pictures above the columns and over several of them. */
static void
find_pictures (Version *version)
{
  MbReel *reel = version->reel;
  if (version->last == G_MAXUINT32)
    return;
  const MbPiece *set = &reel->galley->pieces[version->last];
  const MbReel *inner = reel->inner[version->last];
  add_pictures (version, reel, version->last, set->columns.count);
  for (guint32 i = 0; i < inner->galley->n && inner->galley->pieces[i].kind == MB_PIECE_SPAN; i++)
    add_pictures (version, inner->inner[i], inner->inner[i]->galley->n,
                  inner->galley->pieces[i].span.count);
}

static MbLength
step_of (const MbReel *reel)
{
  return MAX (reel->line, MB_PT / 4);
}

/* Everything called in the zone is noted at its foot: whole lines are taken from the text. */
static void
leave_room_for_notes (const Article *article, Version *version)
{
  MbReel *reel = version->reel;
  mb_notes_collect (article->book, reel, article->master->style, FALSE);
  if (!reel->notes)
    return;
  gint64 step = step_of (reel), height = mb_notes_height (reel->notes, 0, reel->notes->n_units);
  version->room.bottom -= (height + step - 1) / step * step;
}

static Version *
version_of (Article *article, gboolean title, gboolean standfirst, guint cuts)
{
  for (guint i = 0; i < article->versions->len; i++) {
    Version *known = article->versions->pdata[i];
    if (known->title == title && known->standfirst == standfirst && known->cuts == cuts)
      return known;
  }
  MbArena *arena = article->book->arena;
  Version *version = mb_arena_new0 (arena, Version);
  *version = (Version){ .title = title, .standfirst = standfirst, .cuts = cuts };
  const MbGalley *galley =
      mb_lay_zone (&article->book->lay, article->zone, left_out (article, version), arena);
  version->reel = mb_reel_new (galley, arena);
  version->last = G_MAXUINT32;
  for (guint32 i = 0; i < galley->n; i++)
    if (galley->pieces[i].kind == MB_PIECE_COLUMNS)
      version->last = i;
  mb_quotes_collect (article->book, version->reel);
  if (version->last != G_MAXUINT32)
    mb_quotes_by_hand (version->reel->inner[version->last], TRUE);
  find_pictures (version);
  version->room = (MbRoom){ .bottom = article->zone->rect.height };
  leave_room_for_notes (article, version);
  version->unseated = mb_guests_seat (article->book, version->reel, article->report->page,
                                      article->zone->rect.width, &version->room, &version->placed);
  g_ptr_array_add (article->versions, version);
  return version;
}

/* --- One filling --------------------------------------------------------------------------------------------------------------*/

typedef struct {
  gboolean paragraphs, pictures, air;
} Freedom;

typedef struct {
  gboolean found;
  Version *version;
  MbLength heights[MOST_PICTURES]; /* 0: their own */
  Freedom freedom;
  MbFit fit;
  MbExactFill fill;
  gint64 foot;  /* of the text */
  int capacity; /* lines that the columns of the text have */
  int over;     /* of them, that what stands over the columns takes below their feet */
  int by_pictures;
  gint64 cost;
  MbBeside *beside; /* boxes over gutters; NULL: none */
} Outcome;

/* Edges below the text, of boxes around it. */
static gint64
closing_edges (const MbReel *reel, guint32 last)
{
  gint64 sum = 0;
  for (guint32 i = last + 1; i < reel->galley->n; i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_GLUE && !reel->galley->pieces[i].glue.margin)
      sum += reel->galley->pieces[i].height;
  return sum;
}

/* The head of the text: what mb_fit finds above the columns. FALSE: it has no room. */
static gboolean
find_columns (const Article *article, Outcome *outcome, const MbColumnSet **set)
{
  const Version *version = outcome->version;
  outcome->fit = mb_fit (version->reel, MB_FIT_PAGE, (MbCursor){ 0 }, version->room, TRUE, TRUE,
                         article->book->arena);
  guint n = outcome->fit.n_sets;
  *set = n > 0 ? &outcome->fit.sets[n - 1] : NULL;
  return *set && (*set)->piece == version->last;
}

/* The margin that ends what stands over the columns: nothing where no text follows. */
static gint64
white_below (const MbReel *inner, guint n_spans)
{
  gint64 white = 0;
  for (guint i = 0; i < n_spans; i++) {
    const MbGalley *over = inner->galley->pieces[i].span.galley;
    const MbPiece *last = over->n > 0 ? &over->pieces[over->n - 1] : NULL;
    if (last && last->kind == MB_PIECE_GLUE && last->glue.margin)
      white = MAX (white, last->height);
  }
  return white;
}

static MbExactJob
columns_job (const Article *article, Outcome *outcome, const MbColumnSet *set, gint64 *feet)
{
  const Version *version = outcome->version;
  MbReel *inner = version->reel->inner[version->last];
  outcome->foot = version->room.bottom - closing_edges (version->reel, version->last);
  gint64 step = step_of (inner), white = white_below (inner, set->n_spans);
  for (guint c = 0; c < set->count; c++) {
    feet[c] = MIN (set->feet[c], outcome->foot);
    outcome->over += (int) ((MAX (set->heads[c] - white - feet[c], 0) + step - 1) / step);
  }
  return (MbExactJob){ .reel = inner,
                       .from = { .piece = set->n_spans > 0 ? set->n_spans : 0 },
                       .count = set->count,
                       .heads = set->heads,
                       .feet = feet,
                       .step = step,
                       .truncate = TRUE,
                       .arena = article->book->arena };
}

static int
capacity_of (const MbExactJob *job)
{
  gint64 lines = 0;
  for (guint c = 0; c < job->count; c++)
    lines += MAX (job->feet[c] - job->heads[c], 0) / MAX (job->step, 1);
  return (int) lines;
}

static gboolean
run_job (MbExactJob *job, Outcome *outcome)
{
  job->paragraphs = outcome->freedom.paragraphs;
  job->pictures = outcome->freedom.pictures;
  job->air = outcome->freedom.air;
  outcome->capacity = capacity_of (job);
  return mb_exact_fill (job, &outcome->fill);
}

/* --- Boxes over gutters ---------------------------------------------------------------------------------------------------------*/

#define MOST_SEATS 4 /* places of one box at which the area is filled */

/* @fill in the terms of a set of the flow. */
static MbColumnsFilling
filling_of (const MbExactFill *fill)
{
  MbColumnsFilling filling = { .n = fill->n, .whole = TRUE };
  memcpy (filling.cuts, fill->cuts, sizeof fill->cuts);
  memcpy (filling.tops, fill->tops, sizeof fill->tops);
  memcpy (filling.bottoms, fill->bottoms, sizeof fill->bottoms);
  memcpy (filling.truncated, fill->truncated, sizeof fill->truncated);
  return filling;
}

static int
lines_off (const MbExactFill *fill)
{
  return ABS (fill->lack) + fill->uneven;
}

/* The last box of outcome->beside at that one of @places where the area is best filled. FALSE: it has no place. */
static gboolean
seat_one (MbExactJob *job, Outcome *outcome, const GArray *places)
{
  MbBeside *beside = outcome->beside;
  MbAstride *last = &beside->list[beside->n++], found = { 0 };
  int best = G_MAXINT;
  guint seats = 0;
  job->beside = beside;
  for (guint i = 0; i < places->len && seats < MOST_SEATS && best > 0; i++) {
    Outcome tried = *outcome;
    gboolean loose;
    *last = g_array_index (places, MbAstride, i);
    if (!run_job (job, &tried))
      continue;
    MbColumnsFilling filling = filling_of (&tried.fill);
    if (!mb_beside_is_clear (beside, &filling, &loose))
      continue;
    int off = 2 * lines_off (&tried.fill) + loose;
    seats++;
    if (off < best)
      found = *last;
    best = MIN (best, off);
  }
  *last = found;
  beside->n -= best == G_MAXINT;
  return best < G_MAXINT;
}

/* @job has been run without boxes over gutters: run it with them. */
static gboolean
seat_quotes (MbExactJob *job, Outcome *outcome)
{
  MbQuotes *quotes = job->reel->quotes;
  gint64 bottoms[MB_MAX_COLUMNS];
  if (job->count < 2)
    return TRUE;
  outcome->beside = mb_beside_new (quotes, job->heads, job->count, job->origin, job->arena);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (MbAstride));
  memcpy (bottoms, job->feet, job->count * sizeof (gint64));
  for (guint32 call = mb_quotes_next (quotes, 0);
       call != G_MAXUINT32 && outcome->beside->n < MB_MOST_ASTRIDE;
       call = mb_quotes_next (quotes, call + 1)) {
    MbColumnsFilling filling = filling_of (&outcome->fill);
    g_array_set_size (places, 0);
    mb_beside_places (outcome->beside, &filling, bottoms, call, places);
    seat_one (job, outcome, places);
  }
  job->beside = outcome->beside->n > 0 ? outcome->beside : NULL;
  return run_job (job, outcome);
}

static gint64
price (const Article *article, const Outcome *outcome)
{
  const Version *version = outcome->version;
  return outcome->fill.cost + (version->title ? COST_TITLE : 0) +
         (version->standfirst ? COST_STANDFIRST : 0) + (gint64) version->cuts * COST_CUT;
}

/* Heights of the outer pictures of @outcome, and what they cost. */
static void
set_heights (Outcome *outcome)
{
  for (guint i = 0; i < outcome->version->n_pictures; i++) {
    MbReel *reel = outcome->version->pictures[i].reel;
    guint32 index = outcome->version->pictures[i].index;
    const MbPiece *piece = &reel->galley->pieces[index];
    reel->heights[index] = outcome->heights[i];
    if (outcome->heights[i] == 0)
      continue;
    int steps = (outcome->heights[i] - piece->height) / piece->monolith.step;
    outcome->by_pictures += steps;
    outcome->cost += COST_STEP * (gint64) ABS (steps);
  }
}

/* Set @outcome's version with its heights and freedom. */
static void
evaluate (const Article *article, Outcome *outcome)
{
  const Version *version = outcome->version;
  gint64 feet[MB_MAX_COLUMNS];
  const MbColumnSet *set = NULL;
  MbExactJob job;
  outcome->cost = outcome->by_pictures = outcome->over = 0;
  set_heights (outcome);
  if (version->unseated) {
    outcome->found = FALSE;
    return;
  }
  if (outcome->version->last == G_MAXUINT32) {
    outcome->foot = feet[0] = version->room.bottom;
    job = (MbExactJob){ .reel = outcome->version->reel,
                        .count = 1,
                        .heads = &version->room.top,
                        .feet = feet,
                        .step = step_of (outcome->version->reel),
                        .truncate = TRUE };
  } else if (find_columns (article, outcome, &set)) {
    job = columns_job (article, outcome, set, feet);
  } else {
    outcome->found = FALSE;
    return;
  }
  outcome->beside = NULL;
  outcome->found = run_job (&job, outcome);
  if (outcome->found && job.reel->quotes)
    outcome->found = seat_quotes (&job, outcome);
  outcome->cost += price (article, outcome);
}

static gboolean
is_full (const Outcome *outcome)
{
  return outcome->found && outcome->fill.lack == 0 && outcome->fill.uneven == 0 &&
         outcome->over == 0;
}

/* What stands over what is below costs more than white. */
static int
distance (const Outcome *outcome)
{
  return ABS (outcome->fill.lack) + outcome->fill.uneven + 3 * outcome->over;
}

static gboolean
is_better (const Outcome *a, const Outcome *b)
{
  if (!b->found || !a->found)
    return a->found;
  if (distance (a) != distance (b))
    return distance (a) < distance (b);
  return a->cost < b->cost;
}

/* --- Heights of pictures above the text -------------------------------------------------------------------------------------------*/

typedef struct {
  MbLength heights[MOST_PICTURES];
  gint64 away;     /* steps from the natural heights */
  gint64 lines;    /* by which the text has less room */
  gint64 distance; /* expected */
} Heights;

static int
compare_heights (gconstpointer a, gconstpointer b)
{
  const Heights *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (x->away != y->away)
    return x->away < y->away ? -1 : 1;
  return x->lines < y->lines ? -1 : x->lines > y->lines;
}

static void
add_heights (const Version *version, guint which, Heights heights, GArray *list)
{
  if (which == version->n_pictures) {
    if (list->len < 4096)
      g_array_append_val (list, heights);
    return;
  }
  const MbPiece *piece =
      &version->pictures[which].reel->galley->pieces[version->pictures[which].index];
  gint64 step = piece->monolith.step;
  for (gint64 height = piece->monolith.least; height <= piece->monolith.most; height += step) {
    Heights with = heights;
    gint64 steps = (height - piece->height) / step;
    with.heights[which] = (MbLength) height;
    with.away += ABS (steps);
    with.lines += steps * version->pictures[which].columns;
    add_heights (version, which + 1, with, list);
  }
}

/* How far @heights will be from filling the area, from what @start showed. A picture that stands lower than the columns gives way without room for text
 * to be won. */
static gint64
expected_distance (const Outcome *start, const Heights *heights)
{
  gint64 over = start->over > 0 ? MAX (start->over + heights->lines, 0) : 0;
  gint64 room = start->over > 0 ? MIN (start->over + heights->lines, 0) : heights->lines;
  gint64 least = start->fill.least - room, most = start->fill.most - room;
  return (start->found ? MAX (least, 0) + MAX (-most, 0) : 0) + 3 * over;
}

/* Other heights of the outer pictures of @start, those first that promise most; @best is the best so far. */
static void
try_heights (const Article *article, const Outcome *start, Outcome *best)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Heights));
  guint tried = 0;
  add_heights (start->version, 0, (Heights){ .away = 0 }, list);
  for (guint i = 0; i < list->len; i++) {
    Heights *heights = &g_array_index (list, Heights, i);
    heights->distance = expected_distance (start, heights);
  }
  g_array_sort (list, compare_heights);
  for (guint i = 0; i < list->len && tried < MOST_HEIGHTS; i++) {
    const Heights *heights = &g_array_index (list, Heights, i);
    if (heights->away == 0 || (is_full (best) && heights->away * COST_STEP > best->cost))
      continue;
    Outcome outcome = *start;
    memcpy (outcome.heights, heights->heights, sizeof outcome.heights);
    evaluate (article, &outcome);
    tried++;
    if (is_better (&outcome, best))
      *best = outcome;
  }
}

/* --- The search ------------------------------------------------------------------------------------------------------------------------*/

static gboolean
allows (const guint8 *means, guint n, MbCopyfit mean)
{
  return n > 0 && memchr (means, mean, n) != NULL;
}

static void
try_version (Article *article, Version *version, const guint8 *means, guint n, Outcome *best)
{
  Outcome outcome = { .version = version };
  outcome.freedom =
      (Freedom){ allows (means, n, MB_COPYFIT_PARAGRAPHS), allows (means, n, MB_COPYFIT_PICTURES),
                 allows (means, n, MB_COPYFIT_AIR) };
  evaluate (article, &outcome);
  if (is_better (&outcome, best))
    *best = outcome;
  if (outcome.freedom.pictures && version->n_pictures > 0 && !is_full (&outcome))
    try_heights (article, &outcome, best);
}

/* Every combination of the first @n means. */
static void
try_stage (Article *article, const guint8 *means, guint n, Outcome *best)
{
  guint titles = article->title.box[1] && allows (means, n, MB_COPYFIT_TITLE) ? 2 : 1;
  guint heads = article->standfirst.box[1] && allows (means, n, MB_COPYFIT_STANDFIRST) ? 2 : 1;
  guint cuts = allows (means, n, MB_COPYFIT_CUTS) ? article->n_cuts : 0;
  for (guint title = 0; title < titles; title++)
    for (guint head = 0; head < heads; head++)
      for (guint cut = 0; cut <= cuts; cut++)
        try_version (article, version_of (article, title > 0, head > 0, cut), means, n, best);
}

static Outcome
search (Article *article)
{
  const MbStyleText *text = article->zone->box->style->text;
  Outcome best = { .found = FALSE };
  for (guint n = 0; n <= text->n_copyfit; n++) {
    try_stage (article, text->copyfit, n, &best);
    if (is_full (&best))
      break;
  }
  return best;
}

/* --- What it would accept ------------------------------------------------------------------------------------------------------------------*/

static Outcome
extreme (Article *article, const guint8 *means, guint n, gboolean shortest)
{
  gboolean cut = shortest && allows (means, n, MB_COPYFIT_CUTS);
  Outcome outcome = { .found = FALSE };
  outcome.version =
      version_of (article, shortest && article->title.box[1] && allows (means, n, MB_COPYFIT_TITLE),
                  shortest && article->standfirst.box[1] &&
                      allows (means, n, MB_COPYFIT_STANDFIRST),
                  cut ? article->n_cuts : 0);
  outcome.freedom =
      (Freedom){ allows (means, n, MB_COPYFIT_PARAGRAPHS), allows (means, n, MB_COPYFIT_PICTURES),
                 allows (means, n, MB_COPYFIT_AIR) };
  for (guint i = 0; outcome.freedom.pictures && i < outcome.version->n_pictures; i++) {
    const MbPiece *piece =
        &outcome.version->pictures[i].reel->galley->pieces[outcome.version->pictures[i].index];
    outcome.heights[i] = shortest ? piece->monolith.least : piece->monolith.most;
  }
  evaluate (article, &outcome);
  return outcome;
}

static void
report_means (Article *article, int natural)
{
  MbZoneFit *report = article->report;
  for (guint i = 0; i < MB_N_COPYFIT; i++) {
    guint8 mean = (guint8) i;
    if (!allows (article->zone->box->style->text->copyfit,
                 article->zone->box->style->text->n_copyfit, mean))
      continue;
    Outcome least = extreme (article, &mean, 1, TRUE), most = extreme (article, &mean, 1, FALSE);
    report->means[mean].shorter = least.found ? MAX (least.fill.most - natural, 0) : 0;
    report->means[mean].longer = most.found ? MAX (natural - most.fill.least, 0) : 0;
  }
}

/* When nothing is done the head alone may fill the area: then the shortest version tells how long the text is. */
static void
report_range (Article *article)
{
  const MbStyleText *text = article->zone->box->style->text;
  MbZoneFit *report = article->report;
  Outcome natural = extreme (article, NULL, 0, FALSE);
  Outcome least = extreme (article, text->copyfit, text->n_copyfit, TRUE);
  Outcome most = extreme (article, text->copyfit, text->n_copyfit, FALSE);
  const Outcome *base = natural.found ? &natural : &least;
  if (!base->found)
    return;
  int longer = most.found ? MAX (base->fill.lack - most.fill.least, 0) : 0;
  int shorter = least.found ? MAX (least.fill.most - base->fill.lack, 0) : 0;
  report->lines = base->capacity;
  report->natural = base->capacity - base->fill.lack;
  report->least = MAX (report->lines - longer, 0);
  report->most = report->lines + shorter;
  report_means (article, base->fill.lack);
}

static void
report_outcome (const Article *article, const Outcome *outcome)
{
  MbZoneFit *report = article->report;
  report->found = outcome->found;
  if (!outcome->found)
    return;
  /* what is too long is told before what is white */
  report->lack = outcome->fill.lack < 0 || outcome->over > 0
                     ? MIN (outcome->fill.lack, 0) - outcome->over
                     : outcome->fill.lack + outcome->fill.uneven;
  report->by_paragraphs = outcome->fill.by_paragraphs;
  report->by_pictures = outcome->fill.by_pictures + outcome->by_pictures;
  report->by_air = outcome->fill.by_air;
  report->short_title = outcome->version->title;
  report->short_standfirst = outcome->version->standfirst;
  report->cuts = outcome->version->cuts;
}

/* --- Placing ------------------------------------------------------------------------------------------------------------------------------------*/

/* What has no room at the foot of the last column is left out. */
static MbCursor
cut_overflow (const Article *article, const MbReel *reel, const MbExactFill *fill, gint64 foot)
{
  guint last = fill->n - 1;
  MbRoom room = { .top = fill->tops[last], .bottom = foot };
  MbFit fit = mb_fit (reel, MB_FIT_LAST_COLUMN, fill->cuts[last], room, fill->truncated[last],
                      FALSE, article->book->arena);
  return fit.to;
}

static void
take_columns (const Article *article, Outcome *outcome)
{
  MbExactFill *fill = &outcome->fill;
  MbArena *arena = article->book->arena;
  const MbReel *reel = outcome->version->reel;
  guint32 last = outcome->version->last;
  MbColumnSet *set = (MbColumnSet *) &outcome->fit.sets[outcome->fit.n_sets - 1];
  if (fill->lack < 0)
    fill->cuts[fill->n] = cut_overflow (article, reel->inner[last], fill, outcome->foot);
  set->n = fill->n;
  set->cuts = mb_arena_memdup (arena, fill->cuts, (fill->n + 1) * sizeof (MbCursor));
  set->tops = mb_arena_memdup (arena, fill->tops, fill->n * sizeof (gint64));
  set->bottoms = mb_arena_memdup (arena, fill->bottoms, fill->n * sizeof (gint64));
  set->truncated = mb_arena_memdup (arena, fill->truncated, fill->n * sizeof (gboolean));
  set->bottom = outcome->foot;
  set->astride = outcome->beside ? outcome->beside->list : NULL;
  set->n_astride = outcome->beside ? outcome->beside->n : 0;
  outcome->fit.to = (MbCursor){ .piece = reel->galley->n };
  outcome->fit.end = TRUE;
}

static void
take_column (const Article *article, Outcome *outcome)
{
  const MbReel *reel = outcome->version->reel;
  outcome->fit = (MbFit){ .truncate = TRUE, .end = TRUE, .to = { .piece = reel->galley->n } };
  if (outcome->fill.lack < 0)
    outcome->fit.to = cut_overflow (article, reel, &outcome->fill, outcome->foot);
}

/* It is the book's until the page is whole: guests are painted where they stand in the text. */
static void
seat_placed (MbBook *book, Version *version, const MbRect *area, guint page)
{
  mb_lay_move (version->placed, area->x, area->y);
  for (MbFragment *placed = version->placed, *next; placed; placed = next) {
    mb_map_box (book, placed->box, page, placed->rect.x, placed->rect.y);
    next = placed->next;
    placed->next = book->seated;
    book->seated = placed;
  }
}

/* @list, and the notes of the zone in @area after it. */
static MbFragment *
add_notes (MbBook *book, const MbReel *reel, const MbRect *area, guint page, MbFragment *list)
{
  MbFragment *rule = NULL, **end = &list;
  if (!reel->notes)
    return list;
  MbFragment *notes = mb_notes_place (book, reel, 0, reel->notes->n_units, area, page, &rule);
  while (*end)
    end = &(*end)->next;
  if (rule) {
    rule->next = notes;
    notes = rule;
  }
  *end = notes;
  return list;
}

/* Whether each box over a gutter has its place in @fit; those that have none stand in the flow of the versions that are made from now on. */
static gboolean
have_places (const Article *article, const Version *version, const MbFit *fit)
{
  MbBook *book = article->book;
  g_autoptr (GHashTable) placed = g_hash_table_new (NULL, NULL);
  GHashTable *earlier = book->astride;
  for (guint s = 0; s < fit->n_sets; s++)
    for (guint i = 0; i < fit->sets[s].n_astride; i++) {
      const MbGalley *galley = version->reel->inner[fit->sets[s].piece]->galley;
      g_hash_table_add (placed, (gpointer) galley->pieces[fit->sets[s].astride[i].call].box->node);
    }
  book->astride = placed;
  guint left = mb_quotes_leave (book, version->reel, article->zone->rect.height);
  book->astride = earlier;
  return left == 0;
}

/* What @best is found to be goes into its reel; when nothing was found, as much as there is room for. */
static void
settle_article (Article *article, Outcome *best)
{
  if (best->found) {
    evaluate (article, best); /* once more: the choices are in the reels */
    if (best->version->last == G_MAXUINT32)
      take_column (article, best);
    else
      take_columns (article, best);
    return;
  }
  best->version = version_of (article, FALSE, FALSE, 0);
  if (best->version->last != G_MAXUINT32)
    mb_quotes_by_hand (best->version->reel->inner[best->version->last], FALSE);
  best->fit = mb_fit (best->version->reel, MB_FIT_PAGE, (MbCursor){ 0 }, best->version->room, TRUE,
                      TRUE, article->book->arena);
}

static Outcome
fit_article (Article *article)
{
  Outcome best;
  for (;;) {
    best = search (article);
    report_range (article);
    settle_article (article, &best);
    if (have_places (article, best.version, &best.fit))
      return best;
    g_ptr_array_set_size (article->versions, 0);
  }
}

MbFragment *
mb_copyfit_place (MbBook *book, const MbZone *zone, const MbMaster *master, guint page,
                  MbZoneFit *report)
{
  Article article = { .book = book, .zone = zone, .master = master, .report = report };
  article.versions = g_ptr_array_new ();
  find_means (&article);
  Outcome best = fit_article (&article);
  MbFragment *heads = NULL;
  report_outcome (&article, &best);
  Version *version = best.version;
  MbFragment *list = mb_place_flow (book, version->reel, &best.fit, master, page, &heads);
  report->unseated = best.found ? NULL : version->unseated;
  seat_placed (book, version, &master->content, page);
  list = add_notes (book, version->reel, &master->content, page, list);
  g_ptr_array_unref (article.versions);
  return list;
}
