/* SPDX-License-Identifier: Apache-2.0 */
/* Clusters: which glyphs stand for which characters, as far as a reader of the PDF should know. */
#include "internal.h"

#include <hb.h>
#include <string.h>

MbCluster
mb_cluster_at (const MbGlyphRun *run, guint first)
{
  MbCluster cluster = { first, 1, run->glyphs[first].cluster, run->length };
  while (first + cluster.n < run->n_glyphs &&
         run->glyphs[first + cluster.n].cluster == cluster.from)
    cluster.n++;
  if (first + cluster.n < run->n_glyphs)
    cluster.to = run->glyphs[first + cluster.n].cluster;
  if (first == 0)
    cluster.from = 0;
  return cluster;
}

/* Characters that ask the layout for something and have been answered. */
static gboolean
is_unseen (gunichar c)
{
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

gsize
mb_cluster_text (const MbGlyphRun *run, MbCluster cluster, char *text, gsize size)
{
  gsize n = 0;
  const char *end = run->text + cluster.to;
  for (const char *p = run->text + cluster.from; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!is_unseen (c) && n + 7 < size)
      n += g_unichar_to_utf8 (c, text + n);
  }
  text[n] = '\0';
  return n;
}

GHashTable *
mb_font_codes (PangoFont *font)
{
  GHashTable *codes = g_hash_table_new (NULL, NULL);
  hb_font_t *hb = pango_font_get_hb_font (font);
  hb_set_t *all = hb_set_create ();
  hb_face_collect_unicodes (hb_font_get_face (hb), all);
  for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next (all, &c) && c <= 0xFFFF;) {
    hb_codepoint_t glyph;
    if (hb_font_get_nominal_glyph (hb, c, &glyph) &&
        !g_hash_table_contains (codes, GUINT_TO_POINTER (glyph)))
      g_hash_table_insert (codes, GUINT_TO_POINTER (glyph), GUINT_TO_POINTER (c));
  }
  hb_set_destroy (all);
  return codes;
}

gunichar
mb_font_code (GHashTable *codes, PangoGlyph glyph)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (codes, GUINT_TO_POINTER (glyph)));
}
