/* SPDX-License-Identifier: Apache-2.0 */
/* A display list as text, one item a line, positions in pt. */
#include "internal.h"

static const char *const ARTIFACTS[] = { "", "header", "footer", "background", "layout", "marks" };

static void
put_rect (GString *out, MbRect rect)
{
  g_string_append_printf (out, " %.2f %.2f %.2f×%.2f", mb_to_pt (rect.x), mb_to_pt (rect.y),
                          mb_to_pt (rect.width), mb_to_pt (rect.height));
}

static void
put_color (GString *out, MbColor color)
{
  g_string_append (out, color.space == MB_COLOR_CMYK ? " cmyk(" : " #");
  for (int i = 0; i < (color.space == MB_COLOR_CMYK ? 4 : 3); i++)
    g_string_append_printf (out, "%02x", color.c[i] >> 8);
  if (color.space == MB_COLOR_CMYK)
    g_string_append_c (out, ')');
  if (color.alpha != 65535)
    g_string_append_printf (out, "/%.2f", color.alpha / 65535.0);
}

static void
put_node (GString *out, const MbItem *item)
{
  if (!item->node)
    return;
  if (item->node->kind == MB_NODE_TEXT)
    g_string_append_printf (out, " text@%u", item->offset);
  else
    g_string_append_printf (out, " %s", item->node->name);
  if (item->node->parent && item->node->kind == MB_NODE_TEXT)
    g_string_append_printf (out, " in %s", item->node->parent->name);
}

static void
put_text (GString *out, const MbItem *item)
{
  const MbGlyphRun *run = item->run;
  guint end = item->first_glyph + item->n_glyphs;
  guint32 from = item->first_glyph < run->n_glyphs && item->first_glyph
                     ? run->glyphs[item->first_glyph].cluster
                     : 0;
  guint32 to = end < run->n_glyphs ? run->glyphs[end].cluster : run->length;
  g_string_append_printf (out, " \"%.*s\"", (int) (to - from), run->text + from);
  if (item->actual)
    g_string_append_printf (out, " actual \"%s\"", item->actual);
  if (run->scale != 10000)
    g_string_append_printf (out, " scale %.1f%%", run->scale / 100.0);
}

/* A shape by its steps: M L C Z, and what makes it a stroke. */
static void
put_shape (GString *out, const MbContour *shape)
{
  static const int points[] = { 1, 1, 3, 0 };
  if (shape->n > 40) {
    g_string_append_printf (out, " [%u steps]", shape->n);
    return;
  }
  g_string_append (out, " [");
  for (guint i = 0; i < shape->n; i++) {
    const MbPathStep *step = &shape->steps[i];
    g_string_append_printf (out, "%s%c", i ? " " : "", "MLCZ"[step->kind]);
    for (int k = 0; k < points[step->kind]; k++)
      g_string_append_printf (out, "%s%.1f,%.1f", k ? " " : "", step->x[k], step->y[k]);
  }
  g_string_append (out, shape->even_odd ? "] even-odd" : "]");
  if (shape->stroke > 0)
    g_string_append_printf (out, " stroke %.2f dash %.2f %.2f%s", shape->stroke, shape->dash[0],
                            shape->dash[1], shape->round ? " round" : "");
}

static void
put_scenes (GString *out, const MbScene *scene)
{
  for (; scene; scene = scene->outer) {
    const double *m = scene->matrix;
    if (scene->clip) {
      g_string_append (out, " in");
      put_shape (out, scene->clip);
    } else {
      g_string_append_printf (out, " turned(%.4g %.4g %.4g %.4g %.2f %.2f)", m[0], m[1], m[2], m[3],
                              m[4], m[5]);
    }
  }
}

static void
put_groups (GString *out, const MbGroup *group)
{
  for (; group; group = group->outer) {
    g_string_append_printf (out, " group %u", group->index);
    if (group->opacity < 65535)
      g_string_append_printf (out, " opacity %.2f", group->opacity / 65535.0);
    if (group->blend != MB_BLEND_NORMAL)
      g_string_append_printf (out, " blend %d", group->blend);
  }
}

static void
put_item (GString *out, const MbItem *item)
{
  static const char *const KINDS[] = { "glyphs", "fill", "picture", "gradient" };
  g_string_append_printf (out, "  %s", KINDS[item->kind]);
  put_rect (out, item->rect);
  if (item->kind != MB_ITEM_PICTURE)
    put_color (out, item->color);
  if (mb_item_has_marker (item) && item->opacity < 65535)
    g_string_append_printf (out, " opacity %.2f", item->opacity / 65535.0);
  if (item->shape)
    put_shape (out, item->shape);
  if (item->outlined)
    g_string_append (out, " outlines");
  put_scenes (out, item->scene);
  put_groups (out, item->group);
  if (item->artifact)
    g_string_append_printf (out, " artifact %s", ARTIFACTS[item->artifact]);
  put_node (out, item);
  if (item->generated)
    g_string_append (out, item->before ? " generated before" : " generated after");
  if (item->hyphen)
    g_string_append (out, " hyphen");
  if (item->kind == MB_ITEM_GLYPHS)
    put_text (out, item);
  if (item->kind == MB_ITEM_PICTURE) {
    g_autofree char *name = g_path_get_basename (item->picture->name);
    g_string_append_printf (out, " %s", name);
  }
  g_string_append_c (out, '\n');
}

char *
mb_paint_dump (const MbDisplayList *display)
{
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "page %u %.2f×%.2f", display->page, mb_to_pt (display->width),
                          mb_to_pt (display->height));
  if (display->bleed)
    g_string_append_printf (out, " bleed %.2f", mb_to_pt (display->bleed));
  if (display->margin)
    g_string_append_printf (out, " margin %.2f", mb_to_pt (display->margin));
  if (display->turn != MB_PAGE_UPRIGHT)
    g_string_append (out, display->turn == MB_PAGE_TURNED_LEFT ? " turned left" : " turned right");
  g_string_append_c (out, '\n');
  for (guint i = 0; i < display->n; i++)
    put_item (out, &display->items[i]);
  return g_string_free (out, FALSE);
}
