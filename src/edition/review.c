/* SPDX-License-Identifier: Apache-2.0 */
/* review.c — `marbre check --layout`: what remains imperfect on the pages, as findings with their place, and the overlay that shows them. */
#include "internal.h"

typedef struct {
  MbMessage message;
  const char *kind; /* for programs */
  MbColor color;    /* of the overlay */
} Known;

#define RGB(r, g, b)                                                                               \
  {                                                                                                \
    .space = MB_COLOR_RGB, .c = { r * 257, g * 257, b * 257 }, .alpha = 65535                      \
  }

static const Known known[MB_N_FLAWS] = {
  [MB_FLAW_LOOSE] = { MB_MSG_FLAW_LOOSE, "loose-line", RGB (240, 150, 0) },
  [MB_FLAW_OVERFULL] = { MB_MSG_FLAW_OVERFULL, "overfull-line", RGB (220, 0, 0) },
  [MB_FLAW_HYPHENS] = { MB_MSG_FLAW_HYPHENS, "hyphens", RGB (150, 0, 200) },
  [MB_FLAW_PAGE_HYPHEN] = { MB_MSG_FLAW_PAGE_HYPHEN, "page-hyphen", RGB (150, 0, 200) },
  [MB_FLAW_RIVER] = { MB_MSG_FLAW_RIVER, "river", RGB (0, 110, 220) },
  [MB_FLAW_WIDOW] = { MB_MSG_FLAW_WIDOW, "widow", RGB (220, 0, 0) },
  [MB_FLAW_ORPHAN] = { MB_MSG_FLAW_ORPHAN, "orphan", RGB (220, 0, 0) },
  [MB_FLAW_SHORT_PAGE] = { MB_MSG_FLAW_SHORT_PAGE, "short-page", RGB (0, 140, 80) },
  [MB_FLAW_SHORT_COLUMN] = { MB_MSG_FLAW_SHORT_COLUMN, "short-column", RGB (0, 140, 80) },
  [MB_FLAW_FAR] = { MB_MSG_FLAW_FAR, "far-figure", RGB (0, 140, 80) },
};

/* --- Findings ----------------------------------------------------------------------------------------------------------------- */

static MbPos
place_of (const MbFlaw *flaw)
{
  const MbNode *node = flaw->node;
  if (!node)
    return MB_NOWHERE;
  MbPos pos = node->pos;
  if (node->kind != MB_NODE_TEXT || !pos.line)
    return pos;
  for (guint32 i = 0; i < flaw->offset && i < node->length; i++)
    if (node->text[i] == '\n') {
      pos.line++;
      pos.col = 1;
    } else if ((node->text[i] & 0xC0) != 0x80) {
      pos.col++;
    }
  return pos;
}

/* Ratios and points with one decimal, in the manner of the language; the rest is counted. */
static char *
value_words (const MbFlaw *flaw)
{
  if (flaw->kind != MB_FLAW_LOOSE && flaw->kind != MB_FLAW_OVERFULL)
    return g_strdup_printf ("%.0f", flaw->value);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (digits, sizeof digits, "%.1f", flaw->value);
  return g_strdelimit (g_strdup (digits), ".", g_str_has_prefix (mb_language (), "fr") ? ',' : '.');
}

static void
report_flaw (MarbreJob *job, const MbFlaw *flaw)
{
  const MbPage *page = &job->pages->pages[flaw->page];
  MbOnPage place = { .page = flaw->page + 1,
                     .label = page->label,
                     .x = mb_to_pt (flaw->rect.x),
                     .y = mb_to_pt (flaw->rect.y),
                     .width = mb_to_pt (flaw->rect.width),
                     .height = mb_to_pt (flaw->rect.height),
                     .kind = known[flaw->kind].kind,
                     .value = flaw->value };
  g_autofree char *number =
      page->label && *page->label ? g_strdup (page->label) : g_strdup_printf ("%u", flaw->page + 1);
  g_autofree char *value = value_words (flaw);
  mb_report_on_page (job->diagnostics, place_of (flaw), &place, known[flaw->kind].message, number,
                     value, NULL);
}

static void
review (MarbreJob *job)
{
  if (job->flaws || !job->pages)
    return;
  job->flaws = mb_page_review (job->pages, job->arena, &job->n_flaws);
  for (guint i = 0; i < job->n_flaws; i++)
    report_flaw (job, &job->flaws[i]);
}

gboolean
marbre_job_check_layout (MarbreJob *job, GError **error)
{
  gboolean done = marbre_stage_pages (job, error);
  review (job);
  return done;
}

void
marbre_job_set_overlay (MarbreJob *job, gboolean overlay)
{
  job->overlay = overlay;
}

/* --- The overlay ---------------------------------------------------------------------------------------------------------------- */

static void
add_fill (GArray *items, MbRect rect, const MbColor *color)
{
  MbItem item = {
    .kind = MB_ITEM_FILL, .artifact = MB_ARTIFACT_LAYOUT, .rect = rect, .color = *color
  };
  if (rect.width > 0 && rect.height > 0)
    g_array_append_val (items, item);
}

static void
add_frame (GArray *items, MbRect r, const MbColor *color)
{
  MbLength thick = MB_PT / 2;
  add_fill (items, (MbRect){ r.x, r.y, r.width, thick }, color);
  add_fill (items, (MbRect){ r.x, r.y + r.height - thick, r.width, thick }, color);
  add_fill (items, (MbRect){ r.x, r.y, thick, r.height }, color);
  add_fill (items, (MbRect){ r.x + r.width - thick, r.y, thick, r.height }, color);
}

/* The first line that stands on a grid tells where its lines are. */
static const MbFragment *
find_gridded (const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE && fragment->box && fragment->box->style->text->grid > 0)
      return fragment;
    const MbFragment *inside = find_gridded (fragment->child);
    if (inside)
      return inside;
  }
  return NULL;
}

static void
add_grid (GArray *items, const MbPage *page)
{
  static const MbColor cyan = RGB (120, 200, 235);
  const MbFragment *line = NULL;
  for (guint a = 0; a < page->n_areas && !line; a++)
    if (page->areas[a].kind == MB_AREA_FLOW)
      line = find_gridded (page->areas[a].fragment);
  if (!line)
    return;
  MbLength pitch = line->box->style->text->grid;
  MbLength y = page->content.y + (line->baseline - page->content.y) % pitch;
  for (; y <= page->content.y + page->content.height; y += pitch)
    add_fill (items, (MbRect){ page->content.x, y, page->content.width, MB_PT / 5 }, &cyan);
}

const MbDisplayList *
marbre_overlay (MarbreJob *job, const MbDisplayList *display)
{
  review (job);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (MbItem));
  g_array_append_vals (items, display->items, display->n);
  add_grid (items, &job->pages->pages[display->page]);
  for (guint i = 0; i < job->n_flaws; i++)
    if (job->flaws[i].page == display->page)
      add_frame (items, job->flaws[i].rect, &known[job->flaws[i].kind].color);
  MbDisplayList *marked = mb_arena_memdup (job->arena, display, sizeof (MbDisplayList));
  marked->items = mb_arena_memdup (job->arena, items->data, items->len * sizeof (MbItem));
  marked->n = items->len;
  return marked;
}
