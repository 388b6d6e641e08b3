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
  if (item->radius)
    g_string_append_printf (out, " radius %.2f", mb_to_pt (item->radius));
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
  g_string_append_c (out, '\n');
  for (guint i = 0; i < display->n; i++)
    put_item (out, &display->items[i]);
  return g_string_free (out, FALSE);
}
