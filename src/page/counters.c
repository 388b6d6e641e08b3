/* SPDX-License-Identifier: Apache-2.0 */
/* Counters of pages (CSS Paged Media 3 § 7). `page` grows by one a page unless @page itself changes it; a counter-reset or counter-set of `page` on an
 * element numbers the page on which the element begins. Other counters that @page resets or increments are carried along for margin boxes.
 *
 * The label of a page is its number in the style of its folio: the counter(page, …) of its first margin box that has one. A page that
 * prints no folio (a chapter's opening, a blank one) is counted in the style of its neighbours of the same named page, else in that of its *row*: the
 * pages from one restart of the numbers to the next. A first row that prints none, before another one, is the front matter of a book: roman, so that no
 * two pages have one label. So page lists of e-books and PDF page labels are complete. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *name;
  int value;
} Counter;

typedef struct {
  const MbBox *box;
  int value; /* what the number of the page becomes */
} Renumbering;

struct MbPageCounters {
  MbBook *book;
  GArray **pages; /* of Counter, by page: own counters; NULL: none */
};

/* --- Elements that renumber pages -------------------------------------------------------------------------------------------------*/

static void
find_changes (GArray *found, const MbBox *box, const MbCounterChange *changes, guint n)
{
  for (guint i = 0; i < n; i++) {
    Renumbering one = { box, changes[i].value };
    if (strcmp (changes[i].name, "page") == 0)
      g_array_append_val (found, one);
  }
}

/* In document order, which is that of box indices. */
static GArray *
find_renumberings (const MbBook *book)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Renumbering));
  for (const MbBox *box = book->root; box; box = mb_box_next (box, book->root)) {
    if (box->anonymous || !box->style)
      continue;
    const MbStylePaged *paged = box->style->paged;
    find_changes (found, box, paged->counter_reset, paged->n_reset);
    find_changes (found, box, paged->counter_set, paged->n_set);
  }
  return found;
}

/* Those of boxes that begin before page @page + 1 does. Returns: whether there are any. */
static gboolean
renumber (const MbBook *book, const GArray *found, guint *next, guint page, int *number)
{
  guint32 limit = G_MAXUINT32;
  for (guint p = page + 1; p < book->starts->len && limit == G_MAXUINT32; p++)
    limit = g_array_index (book->starts, guint32, p);
  guint32 begins = g_array_index (book->starts, guint32, page);
  gboolean any = FALSE;
  if (begins == G_MAXUINT32)
    return FALSE;
  for (; *next < found->len; (*next)++) {
    const Renumbering *one = &g_array_index (found, Renumbering, *next);
    guint32 content = one->box->index;
    /* the box's first content, not the box, decides: wrappers begin where their first line does */
    for (const MbBox *box = one->box; box; box = box->first)
      content = box->index;
    if (content >= limit)
      return any;
    *number = one->value;
    any = TRUE;
  }
  return any;
}

/* --- @page ---------------------------------------------------------------------------------------------------------------------------*/

static gboolean
touches_page (const MbCounterChange *changes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (changes[i].name, "page") == 0)
      return TRUE;
  return FALSE;
}

static int *
counter_of (GArray *own, const char *name, int *number)
{
  if (strcmp (name, "page") == 0)
    return number;
  for (guint i = 0; i < own->len; i++)
    if (strcmp (g_array_index (own, Counter, i).name, name) == 0)
      return &g_array_index (own, Counter, i).value;
  Counter made = { name, 0 };
  g_array_append_val (own, made);
  return &g_array_index (own, Counter, own->len - 1).value;
}

static void
add_clamped (int *value, int by)
{
  *value = (int) CLAMP ((gint64) *value + by, G_MININT, G_MAXINT);
}

static void
run_page_rules (const MbPageStyle *style, GArray *own, int *number)
{
  for (guint i = 0; i < style->n_reset; i++)
    *counter_of (own, style->counter_reset[i].name, number) = style->counter_reset[i].value;
  if (!touches_page (style->counter_reset, style->n_reset) &&
      !touches_page (style->counter_increment, style->n_increment))
    add_clamped (number, 1);
  for (guint i = 0; i < style->n_increment; i++)
    add_clamped (counter_of (own, style->counter_increment[i].name, number),
                 style->counter_increment[i].value);
}

/* --- Labels -----------------------------------------------------------------------------------------------------------------------------*/

/* The style of the folio that @style prints, or NULL. */
static const char *
folio_style (const MbPageStyle *style)
{
  for (guint box = 0; box < MB_N_MARGIN_BOXES; box++) {
    const MbContent *content = style->margin[box] ? &style->margin[box]->paged->content : NULL;
    for (guint i = 0; content && i < content->n; i++) {
      const MbContentItem *item = &content->items[i];
      if (item->kind == MB_CONTENT_COUNTER && strcmp (item->text, "page") == 0)
        return item->extra ? item->extra : "decimal";
    }
  }
  return NULL;
}

/* Whether page @i goes on as page @j does. */
typedef gboolean (*Alike) (const MbBook *book, const gboolean *restarts, int i, int j);

static gboolean
has_same_name (const MbBook *book, const gboolean *restarts, int i, int j)
{
  return strcmp (g_array_index (book->names, const char *, i),
                 g_array_index (book->names, const char *, j)) == 0 &&
         !restarts[MAX (i, j)];
}

static gboolean
is_in_row (const MbBook *book, const gboolean *restarts, int i, int j)
{
  return !restarts[MAX (i, j)];
}

/* Fill gaps of @styles from the page before (@step 1) or after (@step -1). */
static void
spread_styles (const MbBook *book, const gboolean *restarts, const char **styles, int step,
               Alike alike)
{
  int n = (int) book->pages->len;
  for (int i = step > 0 ? 1 : n - 2; i >= 0 && i < n; i += step)
    if (!styles[i] && alike (book, restarts, i, i - step))
      styles[i] = styles[i - step];
}

static void
fill_styles (const MbBook *book, const gboolean *restarts, const char **styles)
{
  static const Alike alike[] = { has_same_name, is_in_row };
  for (gsize i = 0; i < G_N_ELEMENTS (alike); i++) {
    spread_styles (book, restarts, styles, 1, alike[i]);
    spread_styles (book, restarts, styles, -1, alike[i]);
  }
  guint n = book->pages->len, row = 1; /* pages of the first row */
  while (row < n && !restarts[row])
    row++;
  for (guint i = 0; i < row && row < n && !styles[i]; i++)
    styles[i] = "lower-roman";
}

static void
label_pages (MbBook *book, const gboolean *restarts)
{
  guint n = book->pages->len;
  const char **styles = mb_arena_array (book->arena, const char *, n + 1);
  for (guint i = 0; i < n; i++)
    styles[i] = folio_style (g_array_index (book->pages, MbPage, i).style);
  fill_styles (book, restarts, styles);
  for (guint i = 0; i < n; i++) {
    MbPage *page = &g_array_index (book->pages, MbPage, i);
    page->label = mb_counter_format (book->boxes->styles, book->arena,
                                     styles[i] ? styles[i] : "decimal", page->number);
  }
}

/* --- Running -------------------------------------------------------------------------------------------------------------------------------*/

static GArray *
snapshot (MbBook *book, const GArray *own)
{
  if (own->len == 0)
    return NULL;
  GArray *copy = g_array_copy ((GArray *) own);
  mb_arena_defer (book->arena, copy, (GDestroyNotify) g_array_unref);
  return copy;
}

MbPageCounters *
mb_page_counters_run (MbBook *book)
{
  MbPageCounters *counters = mb_arena_new0 (book->arena, MbPageCounters);
  counters->book = book;
  counters->pages = mb_arena_array (book->arena, GArray *, book->pages->len + 1);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (Counter));
  g_autoptr (GArray) found = find_renumberings (book);
  gboolean *restarts = mb_arena_array (book->arena, gboolean, book->pages->len + 1);
  int number = 0;
  guint next = 0;
  for (guint i = 0; i < book->pages->len; i++) {
    MbPage *page = &g_array_index (book->pages, MbPage, i);
    run_page_rules (page->style, own, &number);
    restarts[i] = renumber (book, found, &next, i, &number) ||
                  touches_page (page->style->counter_reset, page->style->n_reset);
    page->number = number;
    counters->pages[i] = snapshot (book, own);
  }
  label_pages (book, restarts);
  return counters;
}

gboolean
mb_page_counters_get (const MbPageCounters *counters, guint page, const char *name, int *value)
{
  if (strcmp (name, "page") == 0) {
    *value = g_array_index (counters->book->pages, MbPage, page).number;
    return TRUE;
  }
  if (strcmp (name, "pages") == 0) {
    *value = (int) counters->book->pages->len;
    return TRUE;
  }
  const GArray *own = counters->pages[page];
  for (guint i = 0; own && i < own->len; i++) {
    const Counter *counter = &g_array_index (own, Counter, i);
    if (strcmp (counter->name, name) == 0) {
      *value = counter->value;
      return TRUE;
    }
  }
  return FALSE;
}
