/* SPDX-License-Identifier: Apache-2.0 */
/* What a face really does, found by shaping: lists of features promise what glyphs do not keep (Noto Serif
 * lists `sups` and has no letter for it).
 *
 * Language and script are set by hand: HarfBuzz would ask the locale.
 */
#include "internal.h"

#include <string.h>

static hb_buffer_t *
shape (const MbFace *face, const char *text, const hb_feature_t *features, guint n)
{
  hb_buffer_t *buffer = hb_buffer_create ();
  hb_buffer_add_utf8 (buffer, text, -1, 0, -1);
  hb_buffer_set_direction (buffer, HB_DIRECTION_LTR);
  hb_buffer_set_language (buffer, hb_language_from_string ("fr", -1));
  hb_buffer_guess_segment_properties (buffer);
  hb_shape (face->hb_font, buffer, features, n);
  return buffer;
}

static gboolean
same_glyphs (hb_buffer_t *a, hb_buffer_t *b)
{
  unsigned int n, m;
  const hb_glyph_info_t *info_a = hb_buffer_get_glyph_infos (a, &n);
  const hb_glyph_info_t *info_b = hb_buffer_get_glyph_infos (b, &m);
  const hb_glyph_position_t *at_a = hb_buffer_get_glyph_positions (a, NULL);
  const hb_glyph_position_t *at_b = hb_buffer_get_glyph_positions (b, NULL);
  if (n != m)
    return FALSE;
  for (unsigned int i = 0; i < n; i++)
    if (info_a[i].codepoint != info_b[i].codepoint || at_a[i].x_advance != at_b[i].x_advance ||
        at_a[i].y_offset != at_b[i].y_offset)
      return FALSE;
  return TRUE;
}

static gboolean
changes (const MbFace *face, hb_tag_t tag, const char *sample)
{
  hb_feature_t on = { tag, 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
  hb_feature_t off = { tag, 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
  hb_buffer_t *with = shape (face, sample, &on, 1), *without = shape (face, sample, &off, 1);
  gboolean differ = !same_glyphs (with, without);
  hb_buffer_destroy (with);
  hb_buffer_destroy (without);
  return differ;
}

gboolean
mb_face_has_feature (const MbFace *face, const char *feature, const char *sample)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", feature, sample);
  gpointer known = g_hash_table_lookup (face->features, key);
  if (!known) {
    gboolean yes = changes (face, hb_tag_from_string (feature, -1), sample);
    known = GINT_TO_POINTER (1 + yes);
    g_hash_table_insert (face->features, g_steal_pointer (&key), known);
  }
  return GPOINTER_TO_INT (known) == 2;
}

static gint64
width (const MbFace *face, const char *text)
{
  unsigned int n;
  gint64 sum = 0;
  hb_buffer_t *buffer = shape (face, text, NULL, 0);
  const hb_glyph_position_t *at = hb_buffer_get_glyph_positions (buffer, &n);
  for (unsigned int i = 0; i < n; i++)
    sum += at[i].x_advance;
  hb_buffer_destroy (buffer);
  return sum;
}

/* Whether @c beside a space is wider or narrower than the two apart. */
static gboolean
kerns_beside (const MbFace *face, gunichar c, gint64 space)
{
  char letter[7] = { 0 }, before[8], after[8];
  g_unichar_to_utf8 (c, letter);
  g_snprintf (before, sizeof before, "%s ", letter);
  g_snprintf (after, sizeof after, " %s", letter);
  gint64 apart = width (face, letter) + space;
  return width (face, before) != apart || width (face, after) != apart;
}

static gboolean
find_kerned_space (const MbFace *face)
{
  static const char *const pairs[][2] = {
    { "A", "V" }, { "V", "A" }, { "T", "A" }, { "Y", "A" }, { "f", "»" }
  };
  static const gunichar signs[] = { 0x152,  0x153,  0x178,  0x2013, 0x2014,
                                    0x2018, 0x2019, 0x201C, 0x201D };
  gint64 space = width (face, " ");
  for (gunichar c = '!'; c <= 0xFF; c++)
    if (mb_face_has_char (face, c) && g_unichar_isgraph (c) && kerns_beside (face, c, space))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (mb_face_has_char (face, signs[i]) && kerns_beside (face, signs[i], space))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *both = g_strdup_printf ("%s %s", pairs[i][0], pairs[i][1]);
    if (width (face, both) != width (face, pairs[i][0]) + space + width (face, pairs[i][1]))
      return TRUE;
  }
  return FALSE;
}

gboolean
mb_face_kerns_space (const MbFace *face)
{
  MbFace *probed = (MbFace *) face; /* a memory of what was found, not a change */
  if (face->kerns_space == KERNS_UNKNOWN)
    probed->kerns_space = find_kerned_space (face) ? KERNS_YES : KERNS_NO;
  return face->kerns_space == KERNS_YES;
}
