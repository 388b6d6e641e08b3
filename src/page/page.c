/* SPDX-License-Identifier: Apache-2.0 */
/* Making the pages of an edition.
 *
 * One pass: boxes → galley at the measure of the page area → pages one after the other, each with the master that its side, name and place ask for →
 * counters, strings, margin boxes. Passes repeat while text that depends on pages was wrong (references.c).
 *
 * The flow is one galley. When masters have page areas of different widths there is one galley a width; they come from the same boxes, so their
 * pieces correspond one to one, and a page may change over wherever the last one ended between two pieces. In the middle of a paragraph or column
 * set the old measure stays until the next page, which is reported.
 *
 * Paragraphs are given back page by page in the pass that sets their lines (release.c), the last ones when it is done. */
#include "internal.h"

#include <string.h>

#define FREE_PASSES   3
#define FROZEN_PASSES 2

/* --- Galleys --------------------------------------------------------------------------------------------------------------------*/

/* @area: that of the first page that asks for its width. */
static MbReel *
reel_at (MbBook *book, MbRect area)
{
  MbLength measure = area.width;
  for (guint i = 0; i < book->reels->len; i++) {
    MbReel *reel = g_array_index (book->reels, MbReel *, i);
    if (reel->galley->measure == measure)
      return reel;
  }
  book->lay.tallest = area.height;
  MbReel *reel =
      mb_reel_new (mb_lay_galley (&book->lay, book->root, measure, book->arena), book->arena);
  if (book->reels->len == 0)
    mb_guests_collect (book, reel);
  mb_quotes_collect (book, reel);
  mb_notes_collect (book, reel, mb_master_get (book, 0, "", FALSE, 1).style, TRUE);
  g_array_append_val (book->reels, reel);
  return reel;
}

static gboolean
corresponds (const MbReel *a, const MbReel *b, MbCursor at)
{
  return a->galley->n == b->galley->n && at.line == 0 && at.sub_piece == 0 && at.sub_line == 0;
}

static void
report_measure (MbBook *book, const MbReel *reel, MbCursor at)
{
  const MbBox *box = reel->galley->pieces[at.piece].box;
  mb_report (book->lay.diagnostics, box && box->node ? box->node->pos : MB_NOWHERE,
             MB_MSG_PAGE_MEASURE, NULL);
}

/* A note that goes on keeps the measure of its text. */
static gboolean
has_notes_due (const MbBook *book, const MbReel *reel, MbCursor at)
{
  return reel->notes && book->noted == reel &&
         book->note < mb_notes_called (reel->notes, at, reel->settings[at.piece]);
}

/* The galley that continues at @at on a page with @area, after one set from @before. */
static MbReel *
continue_at (MbBook *book, MbReel *before, MbCursor at, MbRect area)
{
  if (before && (before->galley->measure == area.width || has_notes_due (book, before, at)))
    return before;
  MbReel *reel = reel_at (book, area);
  if (!before || corresponds (before, reel, at))
    return reel;
  report_measure (book, before, at);
  return before;
}

/* --- Pages ------------------------------------------------------------------------------------------------------------------------*/

/* --- Page groups ------------------------------------------------------------------------------------------------------------------*/

static const char *
page_asked (const MbBox *box)
{
  const char *page = box && box->style ? box->style->paged->page : NULL;
  return page ? page : "";
}

/* The element that asks for the named page on which the content at @at stands: the outermost one around it with that name. `page` is
 * handed down to children, so a chapter after a chapter of the same name is told by being another element. */
static const MbBox *
group_at (const MbReel *reel, MbCursor at, const char *name)
{
  guint32 i = at.piece;
  while (i < reel->galley->n && !mb_reel_is_content (&reel->galley->pieces[i]))
    i++;
  const MbBox *box = i < reel->galley->n ? reel->galley->pieces[i].box : NULL;
  while (box && strcmp (page_asked (box), name) != 0)
    box = box->parent;
  while (box && strcmp (page_asked (box->parent), name) == 0)
    box = box->parent;
  return box;
}

/* The next page takes what stands at @at. */
static void
follow_group (MbBook *book, const MbReel *reel, MbCursor at, const char *name)
{
  const MbBox *group = *name ? group_at (reel, at, name) : NULL;
  book->in_group = !group ? 0 : group == book->group ? book->in_group + 1 : 1;
  book->group = group;
}

static guint
begin_page (MbBook *book, const char *name, gboolean blank)
{
  guint index = book->pages->len;
  MbMaster master = mb_master_get (book, index, name, blank, book->in_group);
  MbPage page = { .index = index,
                  .style = master.style,
                  .left = mb_side_is_left (book->rtl, index),
                  .blank = blank,
                  .content = master.content,
                  .foot = master.content.y + master.content.height };
  guint32 none = G_MAXUINT32;
  g_array_append_val (book->pages, page);
  g_array_append_val (book->masters, master);
  g_array_append_val (book->names, name);
  g_array_append_val (book->starts, none);
  return index;
}

/* The page box, and the canvas over it. */
static MbFragment *
page_box (const MbBook *book, const MbMaster *master)
{
  MbFragment *fragment = mb_arena_array (book->arena, MbFragment, 2);
  fragment[0] =
      (MbFragment){ .kind = MB_FRAGMENT_BOX, .rect = master->border, .first = TRUE, .last = TRUE };
  if (!book->canvas)
    return fragment;
  fragment[1] = (MbFragment){ .kind = MB_FRAGMENT_BOX,
                              .box = book->canvas,
                              .rect = master->content,
                              .first = TRUE,
                              .last = TRUE };
  fragment->next = &fragment[1];
  return fragment;
}

/* --- Notes ------------------------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbFragment *notes, *rule;
} Foot;

/* The note to go on with when @reel is continued at @from. */
static void
follow_notes (MbBook *book, const MbReel *reel, MbCursor from)
{
  if (book->noted != reel)
    book->note = reel->notes ? mb_notes_called (reel->notes, from, 0) : 0;
  book->noted = reel;
}

static gboolean
has_notes_left (const MbBook *book)
{
  return book->noted && book->noted->notes && book->note < book->noted->notes->n_units;
}

static void
add_notes (MbBook *book, Foot *foot, const MbReel *reel, guint32 begin, guint32 end, MbRect area,
           guint index)
{
  MbFragment **notes = &foot->notes, **rules = &foot->rule, *rule = NULL;
  while (*notes)
    notes = &(*notes)->next;
  while (*rules)
    rules = &(*rules)->next;
  *notes = mb_notes_place (book, reel, begin, end, &area, index, &rule);
  *rules = rule;
}

/* Those of its columns, and notes up to unit @to at the foot of page @index, which is @longer lines longer than its area. */
static Foot
place_notes (MbBook *book, guint index, guint32 to, int longer)
{
  Foot foot = { 0 };
  const MbMaster *master = &g_array_index (book->masters, MbMaster, index);
  for (guint i = 0; i < book->column_notes->len; i++) {
    const MbColumnNotes *column = &g_array_index (book->column_notes, MbColumnNotes, i);
    add_notes (book, &foot, column->reel, column->begin, column->end, column->area, index);
  }
  g_array_set_size (book->column_notes, 0);
  if (!book->noted || !book->noted->notes)
    return foot;
  MbRect area = master->content;
  area.height = (MbLength) mb_plan_foot (book->noted, area.height, longer);
  add_notes (book, &foot, book->noted, book->note, to, area, index);
  book->note = MAX (to, book->note);
  return foot;
}

/* The fixed boxes among @fragments of page @index. */
static void
find_fixed (MbBook *book, const MbFragment *fragment, guint index)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_PLACE && fragment->child &&
        fragment->box->style->box->positioned == MB_POSITIONED_FIXED) {
      MbFixed fixed = { fragment, index };
      g_array_append_val (book->fixed, fixed);
    }
    find_fixed (book, fragment->child, index);
  }
}

static void
add_flow (MbBook *book, MbPage *page, MbArea *areas, MbFragment *fragments)
{
  if (!fragments)
    return;
  if (mb_lay_positioned (&book->lay, fragments, page->content, book->arena))
    find_fixed (book, fragments, page->index);
  areas[page->n_areas++] = (MbArea){ .kind = MB_AREA_FLOW, .fragment = fragments };
}

/* The pictures behind pages of one style: looked for, and missed, once. */
static const MbPicture *const *
page_backgrounds (MbBook *book, const MbStyle *style)
{
  gpointer known;
  if (g_hash_table_lookup_extended (book->backgrounds, style, NULL, &known))
    return known;
  const MbPicture *const *made = mb_box_backgrounds (book->boxes, style, (MbPos){ 0 }, book->arena);
  g_hash_table_insert (book->backgrounds, (gpointer) style, (gpointer) made);
  return made;
}

/* Room for the page box, the flow, what is placed, header rows and every margin box: filled now and in finish_page. */
static void
add_areas (MbBook *book, guint index, MbFragment *flow, MbFragment *heads, MbFragment *guests,
           const Foot *foot)
{
  MbPage *page = &g_array_index (book->pages, MbPage, index);
  MbArea *areas = mb_arena_array (book->arena, MbArea, 7 + MB_N_MARGIN_BOXES);
  page->backgrounds = page_backgrounds (book, page->style->style);
  areas[page->n_areas++] =
      (MbArea){ .kind = MB_AREA_PAGE,
                .fragment = page_box (book, &g_array_index (book->masters, MbMaster, index)) };
  add_flow (book, page, areas, flow);
  page->flow = flow;
  if (foot->rule)
    areas[page->n_areas++] =
        (MbArea){ .kind = MB_AREA_MARGIN, .margin = MB_MARGIN_BOTTOM_LEFT, .fragment = foot->rule };
  add_flow (book, page, areas, foot->notes);
  add_flow (book, page, areas, guests);
  areas[page->n_areas - 1].placed = guests != NULL;
  if (heads)
    areas[page->n_areas++] =
        (MbArea){ .kind = MB_AREA_MARGIN, .margin = MB_MARGIN_TOP_CENTER, .fragment = heads };
  page->areas = areas;
}

static gboolean
check_count (const MbBook *book, GError **error)
{
  g_autofree char *limit = g_strdup_printf ("%d", MB_MAX_PAGES);
  return book->pages->len < MB_MAX_PAGES ||
         mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_PAGE_LIMIT, limit, NULL);
}

static gboolean
add_blanks (MbBook *book, MbBreakValue asked, const char *name, GError **error)
{
  while (!mb_side_fits (book->rtl, asked, mb_side_is_left (book->rtl, book->pages->len))) {
    if (!check_count (book, error))
      return FALSE;
    add_areas (book, begin_page (book, name, TRUE), NULL, NULL, NULL, &(Foot){ 0 });
  }
  return TRUE;
}

static void
report_overfull (MbBook *book, const MbReel *reel, const MbFit *fit, guint page)
{
  const MbBox *box = reel->galley->pieces[fit->culprit].box;
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  mb_report (book->lay.diagnostics, box && box->node ? box->node->pos : MB_NOWHERE,
             MB_MSG_PAGE_TOO_TALL, number, NULL);
}

/* What pages before this one have cut, which goes on here; what is cut here goes on on the next one, if there is one. */
static GArray *
begin_rests (MbBook *book, const MbMaster *master, const MbFit *fit)
{
  GArray *rests = book->rests;
  book->rests = g_array_new (FALSE, FALSE, sizeof (MbRest));
  book->lay.rests = fit->end ? NULL : book->rests;
  book->lay.foot = master->content.y + master->content.height;
  return rests;
}

static MbFragment *
place_rests (MbBook *book, GArray *rests, const MbMaster *master, MbFragment *flow)
{
  MbFragment *first = mb_lay_rests (&book->lay, rests, master->content.y, book->arena);
  MbFragment **end = &first;
  while (*end)
    end = &(*end)->next;
  *end = flow;
  return first;
}

/* How far down the text of a page could come: to the notes at its foot. */
static MbLength
foot_of (const MbReel *reel, const MbMaster *master, const MbFit *fit)
{
  const MbRect *area = &master->content;
  if (fit->notes_to == fit->notes_from)
    return (MbLength) (area->y + area->height + (gint64) fit->longer * reel->line);
  return (MbLength) (area->y + mb_plan_foot (reel, area->height, fit->longer) -
                     mb_notes_height (reel->notes, fit->notes_from, fit->notes_to));
}

/* Fill page @index from @fit->to of the page before on. */
static void
fill_page (MbBook *book, MbReel *reel, const char *name, guint index, MbFit *fit)
{
  const MbMaster master = g_array_index (book->masters, MbMaster, index);
  MbRoom room = { .bottom = master.content.height };
  MbCursor from = fit->to;
  gboolean forced = fit->forced, truncate = index > 0 && !forced;
  g_array_index (book->pages, MbPage, index).opening = !truncate && !mb_plan_is_plate (book);
  follow_notes (book, reel, from);
  if (!mb_plan_page (book, reel, from, !truncate, name, index, &master, fit))
    *fit = mb_notes_fit (book, reel, index, from, room, truncate, book->note);
  if (fit->empty) {
    /* the page belongs to what is placed on it; the flow goes on as if it were not there */
    fit->forced = forced;
    add_areas (book, index, NULL, NULL, mb_guests_place (book, index), &(Foot){ 0 });
    return;
  }
  g_assert (fit->end || mb_cursor_compare (fit->to, fit->from) > 0);
  if (fit->overfull)
    report_overfull (book, reel, fit, index);
  MbFragment *heads = NULL;
  guint n_spots = book->spots->len;
  book->lay.verso = mb_side_is_left (book->rtl, index);
  g_autoptr (GArray) rests = begin_rests (book, &master, fit);
  g_array_index (book->pages, MbPage, index).foot = foot_of (reel, &master, fit);
  MbFragment *flow = mb_place_flow (book, reel, fit, &master, index, &heads);
  mb_map_first (book, flow, index);
  flow = place_rests (book, rests, &master, flow);
  Foot foot = place_notes (book, index, fit->notes_to, fit->longer);
  MbFragment *aside = mb_guests_place (book, index), **end = &aside;
  while (*end)
    end = &(*end)->next;
  *end = book->seated;
  book->seated = NULL;
  while (*end)
    end = &(*end)->next;
  *end = mb_sides_place (book, index, flow, n_spots);
  add_areas (book, index, flow, heads, aside, &foot);
  mb_release (book, reel, fit->to);
}

/* What is left of the notes when the flow has ended: at least one unit a page. */
static void
add_note_page (MbBook *book, guint index)
{
  const MbNotes *notes = book->noted->notes;
  gint64 height = g_array_index (book->masters, MbMaster, index).content.height;
  guint32 to = mb_notes_fitting (notes, book->note, notes->n_units, height);
  Foot foot = place_notes (book, index, MAX (to, book->note + 1), 0);
  add_areas (book, index, NULL, NULL, NULL, &foot);
}

/* Every page takes something, so the loop ends. A document without content is one empty page. */
static gboolean
make_flow (MbBook *book, GError **error)
{
  MbFit fit = { .forced = TRUE };
  const char *name = "";
  MbReel *reel = NULL;
  while (!fit.end) {
    if (!reel)
      reel = continue_at (book, NULL, fit.to, mb_master_get (book, 0, name, FALSE, 1).content);
    gboolean plate = mb_plan_is_plate (book);
    MbBreakValue asked = plate ? MB_BREAK_AUTO : mb_reel_leading (reel, fit.to, &name);
    /* the first page is a recto, whatever its content would rather begin on */
    if (book->pages->len > 0 && !add_blanks (book, asked, name, error))
      return FALSE;
    if (!check_count (book, error))
      return FALSE;
    if (plate)
      book->in_group += book->in_group > 0;
    else
      follow_group (book, reel, fit.to, name);
    guint index = begin_page (book, name, FALSE);
    reel = continue_at (book, reel, fit.to, g_array_index (book->masters, MbMaster, index).content);
    fill_page (book, reel, name, index, &fit);
  }
  while (has_notes_left (book)) {
    if (!check_count (book, error))
      return FALSE;
    add_note_page (book, begin_page (book, name, FALSE));
  }
  while (mb_guests_left (book)) {
    if (!check_count (book, error))
      return FALSE;
    guint index = begin_page (book, name, FALSE);
    mb_guests_fit (book, NULL, index, fit.to,
                   (MbRoom){ .bottom =
                                 g_array_index (book->masters, MbMaster, index).content.height },
                   TRUE);
    add_areas (book, index, NULL, NULL, mb_guests_place (book, index), &(Foot){ 0 });
  }
  return TRUE;
}

/* --- A pass -------------------------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbArena *arena, *paragraphs;
  gboolean draft;      /* answers are missing: only the places of things are looked for */
  GHashTable *in_flow; /* nodes of boxes that have found no place over a gutter (a set) */
  gboolean left;       /* …some of them in the last pass */
} Pass;

static void
book_begin (MbBook *book, const MbBoxContext *boxes, const MbBox *root, const Pass *pass)
{
  *book = (MbBook){ .boxes = boxes, .arena = pass->arena, .root = root };
  book->rtl = mb_styles_from_right (boxes->styles);
  book->taken = mb_arena_place (pass->paragraphs);
  book->lay = (MbLayContext){ .typesetter = boxes->typesetter,
                              .diagnostics = mb_doc_diagnostics (boxes->doc),
                              .paragraphs = pass->paragraphs,
                              .draft = pass->draft,
                              .in_flow = pass->in_flow,
                              .reserves = mb_lay_reserves (root) };
  book->reels = g_array_new (FALSE, FALSE, sizeof (MbReel *));
  book->pages = g_array_new (FALSE, FALSE, sizeof (MbPage));
  book->masters = g_array_new (FALSE, FALSE, sizeof (MbMaster));
  book->names = g_array_new (FALSE, FALSE, sizeof (const char *));
  book->spots = g_array_new (FALSE, FALSE, sizeof (MbSpot));
  book->marks = g_array_new (FALSE, FALSE, sizeof (MbPageMark));
  book->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  book->seen = g_hash_table_new (NULL, NULL);
  book->astride = g_hash_table_new (NULL, NULL);
  book->backgrounds = g_hash_table_new (NULL, NULL);
  book->guests = g_array_new (FALSE, FALSE, sizeof (MbGuest));
  book->runs = g_hash_table_new (g_int64_hash, g_int64_equal);
  book->floats = g_array_new (FALSE, FALSE, sizeof (MbFloatPlace));
  book->zones = g_array_new (FALSE, FALSE, sizeof (MbZoneFit));
  book->here = g_array_new (FALSE, FALSE, sizeof (guint));
  book->column_notes = g_array_new (FALSE, FALSE, sizeof (MbColumnNotes));
  book->fixed = g_array_new (FALSE, FALSE, sizeof (MbFixed));
  book->rests = g_array_new (FALSE, FALSE, sizeof (MbRest));
}

static void
book_end (MbBook *book)
{
  GArray *arrays[] = { book->reels,  book->pages, book->masters, book->names,
                       book->spots,  book->marks, book->starts,  book->zones,
                       book->guests, book->here,  book->fixed,   book->rests };
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_hash_table_unref (book->seen);
  g_hash_table_unref (book->astride);
  g_hash_table_unref (book->runs);
  g_array_unref (book->floats);
  g_array_unref (book->column_notes);
  g_hash_table_unref (book->backgrounds);
}

/* position: fixed. What is fixed is read on the page where it stands in the flow; on all others it is a repetition, as heads are. */
static void
repeat_fixed (MbBook *book, guint index)
{
  MbPage *page = &g_array_index (book->pages, MbPage, index);
  MbFragment *first = NULL, **end = &first;
  for (guint i = 0; i < book->fixed->len; i++) {
    const MbFixed *fixed = &g_array_index (book->fixed, MbFixed, i);
    if (fixed->page == index)
      continue;
    *end = mb_lay_copy (fixed->fragment, book->arena);
    end = &(*end)->next;
  }
  if (first)
    ((MbArea *) page->areas)[page->n_areas++] =
        (MbArea){ .kind = MB_AREA_MARGIN, .margin = MB_MARGIN_TOP_CENTER, .fragment = first };
}

/* The styles die before the pages. */
static const MbInk *
copy_inks (const MbBook *book, guint *n)
{
  const MbInk *named = mb_styles_inks (book->boxes->styles, n);
  MbInk *inks = mb_arena_memdup (book->arena, named, *n * sizeof (MbInk));
  for (guint i = 0; i < *n; i++) {
    inks[i].ident = mb_arena_strdup (book->arena, named[i].ident);
    inks[i].name = mb_arena_strdup (book->arena, named[i].name);
  }
  return inks;
}

static MbPages *
finish (MbBook *book)
{
  for (guint i = 0; i < book->pages->len && book->fixed->len > 0; i++)
    repeat_fixed (book, i);
  MbPageCounters *counters = mb_page_counters_run (book);
  MbPageStrings *strings = mb_page_strings_run (book);
  for (guint i = 0; i < book->pages->len && !book->lay.draft; i++) {
    MbPage *page = &g_array_index (book->pages, MbPage, i);
    page->n_areas +=
        mb_margins_lay (book, i, counters, strings, (MbArea *) page->areas + page->n_areas);
  }
  MbPages *pages = mb_arena_new0 (book->arena, MbPages);
  pages->pages =
      mb_arena_memdup (book->arena, book->pages->data, book->pages->len * sizeof (MbPage));
  pages->n_pages = book->pages->len;
  pages->rtl = book->rtl;
  pages->n_floats = book->floats->len;
  pages->floats =
      mb_arena_memdup (book->arena, book->floats->data, book->floats->len * sizeof (MbFloatPlace));
  pages->zones =
      mb_arena_memdup (book->arena, book->zones->data, book->zones->len * sizeof (MbZoneFit));
  pages->n_zones = book->zones->len;
  pages->inks = copy_inks (book, &pages->n_inks);
  mb_map_finish (book, pages);
  return pages;
}

/* Boxes that no page has given a place over a gutter: in the next pass they stand in the flow. */
static gboolean
leave_quotes (MbBook *book)
{
  gint64 height = 0;
  for (guint i = 0; i < book->masters->len; i++)
    height = MAX (height, g_array_index (book->masters, MbMaster, i).content.height);
  return book->reels->len > 0 && !book->lay.draft &&
         mb_quotes_leave (book, g_array_index (book->reels, MbReel *, 0), height) > 0;
}

static MbPages *
run_pass (const MbBoxContext *boxes, MbBoxTree tree, Pass *pass, GError **error)
{
  MbBook book;
  book_begin (&book, boxes, tree.root, pass);
  book.canvas = tree.canvas;
  MbPages *pages = make_flow (&book, error) ? finish (&book) : NULL;
  pass->left = pages && leave_quotes (&book);
  book_end (&book);
  return pages;
}

static MbPages *
run_passes (const MbBoxContext *boxes, const MbNode *top, MbQueries *queries, Pass *pass,
            GError **error)
{
  MbPages *pages = NULL;
  guint more = 0; /* passes for boxes that lost their place: each has fewer that may */
  for (guint number = 1; number <= FREE_PASSES + FROZEN_PASSES + more; number++) {
    if (number > FREE_PASSES + more)
      mb_queries_freeze (queries);
    MbBoxTree tree = mb_box_build (boxes, top, pass->arena);
    pass->draft = number == 1 && mb_queries_unanswered (queries);
    if (pass->draft)
      mb_text_keep (boxes->typesetter, pass->paragraphs, pass->arena);
    pages = run_pass (boxes, tree, pass, error);
    if (!pages)
      return NULL;
    pages->passes = number;
    pages->settled = mb_queries_learn (queries, pages) || !tree.has_slots;
    more += pass->left;
    if (pages->settled && !pass->draft && !pass->left)
      return pages;
  }
  mb_report (mb_doc_diagnostics (boxes->doc), MB_NOWHERE, MB_MSG_PAGE_UNSETTLED, NULL);
  return pages;
}

/* Paragraphs are given back when the last pass is done. The rest is not: the typesetter's caches may point there. */
const MbPages *
mb_page_build (const MbBoxContext *boxes, const MbNode *top, MbArena *arena, GError **error)
{
  g_autoptr (MbQueries) queries = mb_queries_new (boxes->styles);
  MbReferences references = mb_queries_references (queries);
  MbBoxContext context = *boxes;
  context.references = &references;
  g_autoptr (GHashTable) in_flow = g_hash_table_new (NULL, NULL);
  Pass pass = { .arena = arena, .paragraphs = mb_arena_new (), .in_flow = in_flow };
  MbPages *pages = run_passes (&context, top, queries, &pass, error);
  if (pages)
    mb_zones_report (mb_doc_diagnostics (boxes->doc), pages);
  mb_text_keep (boxes->typesetter, NULL, NULL);
  mb_arena_free (pass.paragraphs);
  return pages;
}

const MbTarget *
mb_page_target (const MbPages *pages, const MbNode *node)
{
  guint low = 0, high = pages->n_targets;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (pages->targets[middle].node->id < node->id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < pages->n_targets && pages->targets[low].node == node ? &pages->targets[low] : NULL;
}
