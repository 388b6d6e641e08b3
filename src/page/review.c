/* SPDX-License-Identifier: Apache-2.0 */
/* What remains imperfect on finished pages (docs/check.md).
 *
 * Only what is set is looked at: the fragments of the text and of the notes, page by page, in the order of their lines. So the review knows nothing of how
 * breaks were chosen, and says the same of any page, however it was made.
 *
 *   - Lines: stretched beyond LOOSE, or sticking out of their measure.
 *   - Hyphens: more in a row than HYPHENS and than hyphenate-limit-lines allows; at the foot of a page.
 *   - Rivers: a chain of word spaces in RIVER_LINES lines or more, each overlapping the one above by half of the narrower one, none thinner than RIVER_GAP
 *     of an em. The longest chain that ends at each line is kept with the line (dynamic programming over the gaps of two lines).
 *   - Widows and orphans: a paragraph parted by a page or a column with fewer lines on one side than its style asks for.
 *   - Short pages: text ends a line and a half or more above the foot though the next page goes on without a forced break; the foot is where notes, and what floats
 *     there, begin. Short columns: one of at least COLUMN_LINES lines ends two lines or more above its neighbours on such a page, though its foot is lower.
 *
 * Time is linear in the lines; gaps of a line are at most MAX_GAPS. */
#include "internal.h"

#include <string.h>

#define LOOSE        1.5
#define MOST_RATIO   99.0
#define HYPHENS      2
#define RIVER_LINES  5
#define RIVER_GAP    0.34
#define MAX_GAPS     48
#define COLUMN_LINES 5

typedef struct {
  MbLength x, width;
  guint chain; /* lines of the chain that ends here */
  MbLength top, left, right;
} Gap;

typedef struct {
  const MbFragment *fragment;
  guint page;
  guint order; /* in which lines stand on the pages */
} Line;

typedef struct {
  const MbPages *pages;
  GArray *lines; /* of Line, of every page, in order */
  GArray *flaws; /* of MbFlaw */
} Review;

/* --- Collecting ------------------------------------------------------------------------------------------------------------- */

/* Markers of list items stand beside the first line, and are no line of the paragraph. */
static gboolean
is_generated (const MbLine *line)
{
  for (guint i = 0; i < line->n_runs; i++)
    if (!line->runs[i].generated)
      return FALSE;
  return TRUE;
}

/* Fragments nest no deeper than the tree (MB_MAX_TREE_DEPTH). */
static void
collect (GArray *lines, const MbFragment *fragment, guint page)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE && fragment->line->brk && fragment->box &&
        !is_generated (fragment->line)) {
      Line line = { fragment, page, lines->len };
      g_array_append_val (lines, line);
    }
    collect (lines, fragment->child, page);
  }
}

static const Line *
line_at (const Review *review, guint i)
{
  return &g_array_index (review->lines, Line, i);
}

static MbRect
extent (const MbFragment *fragment)
{
  const MbLine *line = fragment->line;
  return (MbRect){ fragment->rect.x + line->x, fragment->rect.y, MAX (line->width, 0),
                   fragment->rect.height };
}

static void
add (Review *review, MbFlawKind kind, const Line *line, MbRect rect, double value)
{
  MbFlaw flaw = { .kind = kind,
                  .page = line->page,
                  .rect = rect,
                  .value = value,
                  .node = line->fragment->line->first_node,
                  .offset = line->fragment->line->first_offset };
  g_array_append_val (review->flaws, flaw);
}

static void
add_line (Review *review, MbFlawKind kind, const Line *line, double value)
{
  add (review, kind, line, extent (line->fragment), value);
}

static gboolean
are_one_paragraph (const Line *a, const Line *b)
{
  return a->fragment->box == b->fragment->box;
}

/* Whether @b follows @a in the same column. */
static gboolean
are_neighbours (const Line *a, const Line *b)
{
  return are_one_paragraph (a, b) && a->page == b->page &&
         b->fragment->rect.y > a->fragment->rect.y;
}

/* --- Lines -------------------------------------------------------------------------------------------------------------------- */

static void
review_line (Review *review, const Line *line)
{
  const MbBreak *brk = line->fragment->line->brk;
  if (brk->overfull) {
    MbLength over = line->fragment->line->x + line->fragment->line->width -
                    (brk->measure.x + brk->measure.width);
    add_line (review, MB_FLAW_OVERFULL, line, mb_to_pt (MAX (over, 0)));
  } else if (!brk->last && brk->ratio > LOOSE) {
    add_line (review, MB_FLAW_LOOSE, line, MIN (brk->ratio, MOST_RATIO));
  }
}

/* A run of hyphens that ends before line @i. */
static void
end_hyphens (Review *review, guint i, guint run)
{
  if (run == 0)
    return;
  const Line *last = line_at (review, i - 1);
  guint8 allowed = last->fragment->box->style->text->hyphen_lines;
  guint limit = allowed == G_MAXUINT8 ? HYPHENS : MAX (allowed, 1);
  if (run <= limit)
    return;
  MbRect rect = extent (last->fragment);
  const MbFragment *first = line_at (review, i - run)->fragment;
  if (first->rect.y < rect.y) {
    rect.height += rect.y - first->rect.y;
    rect.y = first->rect.y;
  }
  add (review, MB_FLAW_HYPHENS, line_at (review, i - run), rect, run);
}

static void
review_hyphens (Review *review)
{
  guint run = 0;
  for (guint i = 0; i < review->lines->len; i++) {
    const Line *line = line_at (review, i), *next = i + 1 < review->lines->len ? line + 1 : NULL;
    if (i > 0 && !are_one_paragraph (line - 1, line)) {
      end_hyphens (review, i, run);
      run = 0;
    }
    if (!line->fragment->line->brk->hyphenated) {
      end_hyphens (review, i, run);
      run = 0;
      continue;
    }
    run++;
    if (next && are_one_paragraph (line, next) && next->page > line->page)
      add_line (review, MB_FLAW_PAGE_HYPHEN, line, 1);
  }
  end_hyphens (review, review->lines->len, run);
}

/* --- Rivers ------------------------------------------------------------------------------------------------------------------- */

static guint
add_gaps (const MbGlyphRun *run, MbLength x, MbLength least, Gap *gaps, guint n)
{
  for (guint i = 0; i < run->n_glyphs && n < MAX_GAPS; i++) {
    const MbGlyph *glyph = &run->glyphs[i];
    MbLength width = (MbLength) ((gint64) glyph->advance * run->scale / 10000);
    if (run->text[glyph->cluster] == ' ' && width >= least)
      gaps[n++] = (Gap){ .x = x + (MbLength) ((gint64) glyph->x * run->scale / 10000),
                         .width = width,
                         .chain = 1 };
  }
  return n;
}

static guint
find_gaps (const MbFragment *fragment, Gap gaps[MAX_GAPS])
{
  MbLength least = (MbLength) (fragment->box->style->font->size * RIVER_GAP);
  guint n = 0;
  for (guint i = 0; i < fragment->line->n_runs; i++) {
    const MbGlyphRun *run = &fragment->line->runs[i];
    if (run->kind == MB_RUN_TEXT)
      n = add_gaps (run, fragment->rect.x + run->x, least, gaps, n);
  }
  for (guint i = 0; i < n; i++) {
    gaps[i].top = fragment->rect.y;
    gaps[i].left = gaps[i].x;
    gaps[i].right = gaps[i].x + gaps[i].width;
  }
  return n;
}

/* Lengthen @gap by the longest chain of @above that it goes on with. */
static void
link_gap (Gap *gap, Gap *above, guint n)
{
  Gap *best = NULL;
  for (guint i = 0; i < n; i++) {
    MbLength left = MAX (gap->x, above[i].x);
    MbLength right = MIN (gap->x + gap->width, above[i].x + above[i].width);
    if (2 * (right - left) >= MIN (gap->width, above[i].width) &&
        (!best || above[i].chain > best->chain))
      best = &above[i];
  }
  if (!best)
    return;
  gap->chain = best->chain + 1;
  gap->top = best->top;
  gap->left = MIN (gap->left, best->left);
  gap->right = MAX (gap->right, best->right);
  best->chain = 0; /* told with what it goes on as */
}

static void
end_chains (Review *review, const Line *last, const Gap *gaps, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (gaps[i].chain < RIVER_LINES)
      continue;
    const MbRect *rect = &last->fragment->rect;
    add (review, MB_FLAW_RIVER, last,
         (MbRect){ gaps[i].left, gaps[i].top, gaps[i].right - gaps[i].left,
                   rect->y + rect->height - gaps[i].top },
         gaps[i].chain);
  }
}

static void
review_rivers (Review *review)
{
  Gap above[MAX_GAPS], gaps[MAX_GAPS];
  guint n_above = 0;
  for (guint i = 0; i < review->lines->len; i++) {
    const Line *line = line_at (review, i);
    gboolean follows = i > 0 && are_neighbours (line - 1, line);
    if (!follows && i > 0) {
      end_chains (review, line - 1, above, n_above);
      n_above = 0;
    }
    guint n = find_gaps (line->fragment, gaps);
    for (guint g = 0; g < n; g++)
      link_gap (&gaps[g], above, n_above);
    if (follows)
      end_chains (review, line - 1, above, n_above);
    memcpy (above, gaps, n * sizeof (Gap));
    n_above = n;
  }
  if (review->lines->len > 0)
    end_chains (review, line_at (review, review->lines->len - 1), above, n_above);
}

/* --- Parted paragraphs ------------------------------------------------------------------------------------------------------- */

/* Lines @from … @to of one paragraph stand in one column. */
static void
review_part (Review *review, guint from, guint to, gboolean begins, gboolean ends)
{
  const Line *first = line_at (review, from);
  const MbStyleText *text = first->fragment->box->style->text;
  guint n = to - from;
  if (!begins && ends && n < text->widows)
    add_line (review, MB_FLAW_WIDOW, first, n);
  if (begins && !ends && n < text->orphans)
    add_line (review, MB_FLAW_ORPHAN, first, n);
}

static void
review_parts (Review *review)
{
  guint from = 0;
  for (guint i = 1; i <= review->lines->len; i++) {
    if (i < review->lines->len && are_neighbours (line_at (review, i - 1), line_at (review, i)))
      continue;
    gboolean begins =
        from == 0 || !are_one_paragraph (line_at (review, from - 1), line_at (review, from));
    gboolean ends = i == review->lines->len ||
                    !are_one_paragraph (line_at (review, i - 1), line_at (review, i));
    review_part (review, from, i, begins, ends);
    from = i;
  }
}

/* --- Feet --------------------------------------------------------------------------------------------------------------------- */

/* The foot of a page is what the flow could come down to: above its notes and, column by column, above what floats to the foot, white and grid counted in. */

typedef struct {
  MbLength left, right, bottom, foot;
  guint lines;
  const Line *last;
} Column;

/* A box that goes on reaches down to the foot by itself, and so does what is painted behind and between columns. */
static gboolean
is_content (const MbFragment *fragment)
{
  switch (fragment->kind) {
  case MB_FRAGMENT_LINE:
  case MB_FRAGMENT_PICTURE: return TRUE;
  case MB_FRAGMENT_BOX: return fragment->last || !fragment->child;
  case MB_FRAGMENT_RULE:
  case MB_FRAGMENT_PLACE:
  case MB_FRAGMENT_PLAIN:
  case MB_FRAGMENT_BACKDROP:
  case MB_FRAGMENT_EDGE: break;
  }
  return FALSE;
}

/* How far down the content of @fragment comes, what is wider than @most left out. */
static MbLength
bottom_of (const MbFragment *fragment, MbLength left, MbLength right, MbLength most)
{
  MbLength bottom = 0;
  for (; fragment; fragment = fragment->next) {
    const MbRect *rect = &fragment->rect;
    if (is_content (fragment) && rect->x < right && left < rect->x + rect->width &&
        rect->width <= most)
      bottom = MAX (bottom, rect->y + rect->height);
    bottom = MAX (bottom, bottom_of (fragment->child, left, right, most));
  }
  return bottom;
}

static MbLength
foot_of (const MbPage *page, MbLength left, MbLength right)
{
  MbLength foot = page->foot;
  for (guint i = 0; i < page->n_feet; i++)
    if (page->feet[i].x < right && left < page->feet[i].x + page->feet[i].width)
      foot = MIN (foot, page->feet[i].y);
  return foot;
}

static gboolean
is_astride (const MbBox *box)
{
  while (box && box->style->paged->astride == MB_ASTRIDE_NONE)
    box = box->parent;
  return box != NULL;
}

/* Lines of the page by what they stand above each other; those wider than half of the page stand over columns. */
static guint
find_columns (const Review *review, const GArray *lines, Column *columns, guint most)
{
  guint n = 0;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);
    const MbFragment *fragment = line->fragment;
    const MbMeasure *measure = &fragment->line->brk->measure;
    MbLength left = fragment->rect.x + measure->x, right = left + measure->width;
    if (2 * measure->width > review->pages->pages[line->page].content.width ||
        is_astride (fragment->box))
      continue;
    guint c = 0;
    while (c < n && (columns[c].left >= right || left >= columns[c].right))
      c++;
    if (c == most)
      continue;
    if (c == n)
      columns[n++] = (Column){ .left = left, .right = right };
    columns[c].left = MIN (columns[c].left, left);
    columns[c].right = MAX (columns[c].right, right);
    columns[c].lines++;
    if (fragment->rect.y + fragment->rect.height >= columns[c].bottom) {
      columns[c].bottom = fragment->rect.y + fragment->rect.height;
      columns[c].last = line;
    }
  }
  return n;
}

/* Whole lines. */
static gint64
lines_in (gint64 height, gint64 line)
{
  return height / line;
}

static void
review_columns (Review *review, const MbPage *page, const GArray *lines)
{
  Column columns[MB_MAX_COLUMNS] = { 0 };
  guint n = find_columns (review, lines, columns, MB_MAX_COLUMNS);
  MbLength foot = 0;
  for (guint c = 0; c < n; c++) {
    MbLength bottom =
        bottom_of (page->flow, columns[c].left, columns[c].right, page->content.width / 2);
    columns[c].bottom = MAX (columns[c].bottom, bottom);
    columns[c].foot = foot_of (page, columns[c].left, columns[c].right);
    if (columns[c].lines >= COLUMN_LINES)
      foot = MAX (foot, columns[c].bottom);
  }
  for (guint c = 0; c < n; c++) {
    MbLength line = columns[c].last->fragment->rect.height;
    MbLength lack = MIN (foot, columns[c].foot) - columns[c].bottom;
    if (columns[c].lines >= COLUMN_LINES && line > 0 && lack >= 2 * line)
      add_line (review, MB_FLAW_SHORT_COLUMN, columns[c].last, (double) lines_in (lack, line));
  }
}

/* White from the text of @page to its foot, where there is least of it. */
static MbRect
white_of (const MbPage *page)
{
  MbLength left = page->content.x, right = left + page->content.width;
  MbLength top = bottom_of (page->flow, left, right, MB_LENGTH_MAX), lack = page->foot - top;
  for (guint i = 0; i < page->n_feet; i++) {
    const MbRect *place = &page->feet[i];
    MbLength above = bottom_of (page->flow, place->x, place->x + place->width, MB_LENGTH_MAX);
    if (above > 0)
      lack = MIN (lack, foot_of (page, place->x, place->x + place->width) - above);
  }
  return (MbRect){ left, top, page->content.width, lack };
}

static void
review_page (Review *review, guint index, const GArray *lines)
{
  const MbPage *page = &review->pages->pages[index];
  const MbPage *next = index + 1 < review->pages->n_pages ? page + 1 : NULL;
  if (!next || next->opening || next->blank || page->blank || lines->len == 0)
    return;
  const Line *last = &g_array_index (lines, Line, lines->len - 1);
  MbLength line = MAX (last->fragment->rect.height, MB_PT);
  MbRect white = white_of (page);
  if (2 * white.height >= 3 * line)
    add (review, MB_FLAW_SHORT_PAGE, last, white, (double) lines_in (white.height, line));
  review_columns (review, page, lines);
}

static void
review_feet (Review *review)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  for (guint page = 0; page < review->pages->n_pages; page++) {
    g_array_set_size (lines, 0);
    collect (lines, review->pages->pages[page].flow, page);
    review_page (review, page, lines);
  }
}

/* --- All of it ----------------------------------------------------------------------------------------------------------------- */

static void
review_floats (Review *review)
{
  for (guint i = 0; i < review->pages->n_floats; i++) {
    const MbFloatPlace *place = &review->pages->floats[i];
    guint far =
        place->page > place->called ? place->page - place->called : place->called - place->page;
    MbFlaw flaw = { .kind = MB_FLAW_FAR,
                    .page = place->page,
                    .rect = place->rect,
                    .value = far,
                    .node = place->node };
    if (far > 1)
      g_array_append_val (review->flaws, flaw);
  }
}

static int
compare_flaws (gconstpointer a, gconstpointer b)
{
  const MbFlaw *x = a, *y = b;
  if (x->page != y->page)
    return x->page < y->page ? -1 : 1;
  if (x->rect.y != y->rect.y)
    return x->rect.y < y->rect.y ? -1 : 1;
  if (x->rect.x != y->rect.x)
    return x->rect.x < y->rect.x ? -1 : 1;
  return (int) x->kind - (int) y->kind;
}

/* Lines of a paragraph one after the other, whatever stands between them at the foot of a page. */
static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *x = a, *y = b;
  if (x->fragment->box->index != y->fragment->box->index)
    return x->fragment->box->index < y->fragment->box->index ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

const MbFlaw *
mb_page_review (const MbPages *pages, MbArena *arena, guint *n)
{
  Review review = { .pages = pages };
  review.lines = g_array_new (FALSE, FALSE, sizeof (Line));
  review.flaws = g_array_new (FALSE, FALSE, sizeof (MbFlaw));
  for (guint i = 0; i < pages->n_pages; i++)
    for (guint a = 0; a < pages->pages[i].n_areas; a++)
      if (pages->pages[i].areas[a].kind == MB_AREA_FLOW)
        collect (review.lines, pages->pages[i].areas[a].fragment, i);
  review_feet (&review);
  g_array_sort (review.lines, compare_lines);
  for (guint i = 0; i < review.lines->len; i++)
    review_line (&review, line_at (&review, i));
  review_hyphens (&review);
  review_rivers (&review);
  review_parts (&review);
  review_floats (&review);
  g_array_sort (review.flaws, compare_flaws);
  *n = review.flaws->len;
  const MbFlaw *flaws = mb_arena_memdup (arena, review.flaws->data, *n * sizeof (MbFlaw));
  g_array_unref (review.lines);
  g_array_unref (review.flaws);
  return flaws;
}
