/* SPDX-License-Identifier: Apache-2.0 */
/* Pages placed by hand: the zones of a ZONES piece on their page, and what is said of them.
 *
 * A zone is a little page: copyfit.c sets its article within it, whole fragments are copied. What was needed to make an article fit is said
 * (MB0872); what is too long or too short is said in lines of one column (MB0870, MB0871), so that the desk knows what to ask of the author. */
#include "internal.h"

/* --- Words ---------------------------------------------------------------------------------------------------------------------*/

static void
add_words (GString *out, const char *words)
{
  g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", words);
}

static void
add_change (GString *out, const char *english, const char *french, int lines)
{
  if (lines == 0)
    return;
  g_autofree char *words = g_strdup_printf ("%s %+d", mb_in_language (english, french), lines);
  add_words (out, words);
}

/* What was done: « alinéas +3, photo −2, chapô court ». */
static char *
means_used (const MbZoneFit *fit)
{
  GString *out = g_string_new (NULL);
  add_change (out, "paragraphs", "alinéas", fit->by_paragraphs);
  add_change (out, "pictures", "photos", fit->by_pictures);
  add_change (out, "air", "air", fit->by_air);
  if (fit->short_standfirst)
    add_words (out, mb_in_language ("short standfirst", "chapô court"));
  if (fit->short_title)
    add_words (out, mb_in_language ("short title", "titre court"));
  if (fit->cuts > 0) {
    const char *english =
        fit->cuts == 1 ? "%u optional paragraph left out" : "%u optional paragraphs left out";
    const char *french =
        fit->cuts == 1 ? "%u alinéa coupable retiré" : "%u alinéas coupables retirés";
    g_autofree char *words = g_strdup_printf (mb_in_language (english, french), fit->cuts);
    add_words (out, words);
  }
  return g_string_free (out, FALSE);
}

static void
report_zone (MbDiagnostics *diagnostics, const MbZoneFit *fit)
{
  MbPos pos = fit->pos;
  const char *name = fit->name ? fit->name : "";
  g_autofree char *lines = g_strdup_printf ("%d", ABS (fit->lack));
  g_autofree char *page = g_strdup_printf ("%u", fit->page + 1);
  g_autofree char *used = means_used (fit);
  if (!fit->found && fit->unseated)
    mb_report (diagnostics, fit->unseated->node ? fit->unseated->node->pos : pos,
               MB_MSG_ZONE_PLACED, name, page, NULL);
  else if (!fit->found)
    mb_report (diagnostics, pos, MB_MSG_ZONE_NO_ROOM, name, page, NULL);
  else if (fit->lack < 0)
    mb_report (diagnostics, pos, MB_MSG_ZONE_LONG, lines, name, page, NULL);
  else if (fit->lack > 0)
    mb_report (diagnostics, pos, MB_MSG_ZONE_SHORT, lines, name, page, NULL);
  else if (*used)
    mb_report (diagnostics, pos, MB_MSG_ZONE_FITTED, used, name, page, NULL);
}

void
mb_zones_report (MbDiagnostics *diagnostics, const MbPages *pages)
{
  for (guint i = 0; i < pages->n_zones; i++)
    report_zone (diagnostics, &pages->zones[i]);
}

/* --- Placing -------------------------------------------------------------------------------------------------------------------*/

static const MbNode *
title_of (const MbZone *zone)
{
  const MbNode *article = zone->box->node;
  const MbNode *node = article;
  while (node && !mb_node_is (node, "h1"))
    node = mb_node_next (node, article);
  return node;
}

static MbFragment *
place_zone (MbBook *book, const MbZone *zone, MbRect area, const MbMaster *master, guint page)
{
  MbMaster inside = *master;
  inside.content = area;
  MbZoneFit fit = { .page = page, .name = zone->name };
  const MbNode *title = title_of (zone);
  const MbNode *node = title ? title : zone->box->node;
  fit.title = title ? mb_node_text (title, book->arena) : "";
  fit.pos = node ? node->pos : MB_NOWHERE;
  MbFragment *list = mb_copyfit_place (book, zone, &inside, page, &fit);
  g_array_append_val (book->zones, fit);
  return list;
}

/* What is laid whole may be higher than its area. */
static void
check_whole (MbBook *book, const MbZone *zone, guint page)
{
  MbLength line = MAX (zone->box->style->text->grid, MB_PT);
  MbLength over = zone->fragment->rect.y + zone->fragment->rect.height - zone->rect.height;
  MbZoneFit fit = { .page = page, .name = zone->name, .title = "", .found = TRUE };
  if (over < MB_PT / 8)
    return;
  fit.pos = zone->box->node ? zone->box->node->pos : MB_NOWHERE;
  fit.lines = fit.least = fit.most = zone->rect.height / line;
  fit.lack = -((over + line - 1) / line);
  fit.natural = fit.lines - fit.lack;
  g_array_append_val (book->zones, fit);
}

static MbFragment *
place_whole (MbBook *book, const MbZone *zone, MbRect area, guint page)
{
  MbFragment *copy = mb_lay_copy (zone->fragment, book->arena);
  mb_lay_move (copy, area.x, area.y);
  mb_map_box (book, zone->box, page, copy->rect.x, copy->rect.y);
  check_whole (book, zone, page);
  return copy;
}

MbFragment *
mb_zones_place (MbBook *book, const MbPiece *piece, const MbMaster *master, guint page, MbLength y)
{
  MbFragment *first = NULL, **end = &first;
  guint n;
  const MbRect *content = &master->content;
  MbLength left = content->y + content->height - y;
  const MbZone *zones =
      mb_lay_template (&book->lay, piece->box, piece->width,
                       piece->zones.fills ? MAX (left, 0) : piece->height, book->arena, &n);
  for (guint i = 0; i < n; i++) {
    const MbZone *zone = &zones[i];
    MbRect area = zone->rect;
    area.x += master->content.x + piece->x;
    area.y += y;
    *end = zone->fragment ? place_whole (book, zone, area, page)
                          : place_zone (book, zone, area, master, page);
    while (*end)
      end = &(*end)->next;
  }
  return first;
}

/* --- The report of a page's zones ------------------------------------------------------------------------------------------------*/

static void
append_mean (GString *out, const MbZoneFit *fit, guint mean)
{
  static const char *const english[] = { "paragraphs",       "pictures",    "air",
                                         "short standfirst", "short title", "cuts" };
  static const char *const french[] = { "alinéas",     "photos",      "air",
                                        "chapô court", "titre court", "coupes" };
  int shorter = fit->means[mean].shorter, longer = fit->means[mean].longer;
  if (shorter == 0 && longer == 0)
    return;
  g_string_append_printf (out, "%s%s ", out->len > 0 ? ", " : "",
                          mb_in_language (english[mean], french[mean]));
  if (shorter > 0)
    g_string_append_printf (out, "−%d", shorter);
  if (shorter > 0 && longer > 0)
    g_string_append (out, "…");
  if (longer > 0)
    g_string_append_printf (out, "+%d", longer);
}

static void
append_fit (GString *out, const MbZoneFit *fit)
{
  g_autofree char *used = means_used (fit);
  g_autoptr (GString) means = g_string_new (NULL);
  g_string_append_printf (
      out,
      mb_in_language ("  %s: “%s”\n    area %d lines; text %d; accepts %d to %d\n",
                      "  %s : « %s »\n    zone %d lignes ; texte %d ; accepte %d à %d\n"),
      fit->name ? fit->name : "-", fit->title, fit->lines, fit->natural, fit->least, fit->most);
  for (guint mean = 0; mean < MB_N_COPYFIT; mean++)
    append_mean (means, fit, mean);
  g_string_append_printf (out, mb_in_language ("    means: %s\n", "    moyens : %s\n"),
                          means->len > 0 ? means->str : mb_in_language ("none", "aucun"));
  if (!fit->found)
    g_string_append (out, mb_in_language ("    no room for the text\n",
                                          "    pas de place pour le texte\n"));
  else if (fit->lack != 0)
    g_string_append_printf (out,
                            fit->lack < 0 ? mb_in_language ("    %d lines too many\n",
                                                            "    %d lignes de trop\n")
                                          : mb_in_language ("    %d lines of white\n",
                                                            "    %d lignes de blanc\n"),
                            ABS (fit->lack));
  else
    g_string_append_printf (out, mb_in_language ("    full%s%s\n", "    plein%s%s\n"),
                            *used ? mb_in_language (" by: ", " par : ") : "", used);
}

char *
mb_page_fit_report (const MbPages *pages)
{
  GString *out = g_string_new (NULL);
  guint page = G_MAXUINT;
  for (guint i = 0; i < pages->n_zones; i++) {
    if (pages->zones[i].page != page)
      g_string_append_printf (out, "page %u\n", pages->zones[i].page + 1);
    page = pages->zones[i].page;
    append_fit (out, &pages->zones[i]);
  }
  return g_string_free (out, FALSE);
}
