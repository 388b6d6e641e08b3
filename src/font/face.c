/* SPDX-License-Identifier: Apache-2.0 */
/* One font file: whether it may be used, its names, metrics and characters.
 *
 * HarfBuzz reads the tables and ignores what is malformed, so a file counts as a font only when it has
 * glyphs and a character map. Variable fonts are refused: cairo 1.16 embeds their default outlines for
 * every weight. The licence bits are OS/2 fsType (OpenType 1.9): of bits 0–3 only "restricted licence"
 * alone forbids embedding; bit 8 forbids subsets.
 */
#include "internal.h"

#include <hb-ot.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define FSTYPE_OFFSET     8
#define FSTYPE_USAGE      0x000F
#define FSTYPE_RESTRICTED 0x0002
#define FSTYPE_NO_SUBSET  0x0100

void
mb_face_free (MbFace *face)
{
  if (!face)
    return;
  hb_font_destroy (face->hb_font);
  hb_face_destroy (face->hb_face);
  if (face->unpacked >= 0)
    close (face->unpacked);
  g_hash_table_unref (face->features);
  g_free (face->path);
  g_free (face->family);
  g_free (face->ranges);
  g_free (face->postscript);
  g_free (face);
}

static void
unref_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

static hb_face_t *
open_face (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  hb_blob_t *blob = hb_blob_create (data, (unsigned int) size, HB_MEMORY_MODE_READONLY,
                                    g_bytes_ref (bytes), unref_bytes);
  hb_face_t *face = hb_face_create (blob, 0);
  hb_blob_destroy (blob);
  return face;
}

static gboolean
is_type_one (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  return size >= 4 && (memcmp (data, "%!PS", 4) == 0 || memcmp (data, "\x80\x01", 2) == 0);
}

static gboolean
is_font (hb_face_t *face)
{
  hb_set_t *characters = hb_set_create ();
  hb_face_collect_unicodes (face, characters);
  gboolean useful = !hb_set_is_empty (characters) && hb_face_get_glyph_count (face) > 0;
  hb_set_destroy (characters);
  return useful;
}

static guint
read_fstype (hb_face_t *face)
{
  unsigned int size;
  hb_blob_t *table = hb_face_reference_table (face, HB_TAG ('O', 'S', '/', '2'));
  const guint8 *bytes = (const guint8 *) hb_blob_get_data (table, &size);
  guint bits = size >= FSTYPE_OFFSET + 2 ? bytes[FSTYPE_OFFSET] << 8 | bytes[FSTYPE_OFFSET + 1] : 0;
  hb_blob_destroy (table);
  return bits;
}

static char *
read_postscript (hb_face_t *face, const char *path)
{
  char name[128];
  unsigned int size = sizeof name;
  if (hb_ot_name_get_utf8 (face, HB_OT_NAME_ID_POSTSCRIPT_NAME, hb_language_from_string ("en", -1),
                           &size, name) &&
      *name)
    return g_strdup (name);
  return g_path_get_basename (path);
}

static int
per_mille (const MbFace *face, hb_position_t units)
{
  return (int) lround (units * 1000.0 / face->metrics.units_per_em);
}

/* The height of @c when the font does not say; @other when it has no such glyph. */
static int
measure_height (const MbFace *face, hb_ot_metrics_tag_t tag, gunichar c, int other)
{
  hb_position_t units;
  hb_codepoint_t glyph;
  hb_glyph_extents_t extents;
  if (hb_ot_metrics_get_position (face->hb_font, tag, &units) && units > 0)
    return per_mille (face, units);
  if (hb_font_get_nominal_glyph (face->hb_font, c, &glyph) &&
      hb_font_get_glyph_extents (face->hb_font, glyph, &extents) && extents.y_bearing > 0)
    return per_mille (face, extents.y_bearing);
  return other;
}

static int
read_metric (const MbFace *face, hb_ot_metrics_tag_t tag, int other)
{
  hb_position_t units;
  return hb_ot_metrics_get_position (face->hb_font, tag, &units) ? per_mille (face, units) : other;
}

/* HarfBuzz itself takes the typographic heights when USE_TYPO_METRICS is set, else those of hhea. */
static void
read_metrics (MbFace *face)
{
  MbFontMetrics *metrics = &face->metrics;
  metrics->units_per_em = (int) hb_face_get_upem (face->hb_face);
  metrics->ascent = read_metric (face, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 800);
  metrics->descent = -read_metric (face, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -200);
  metrics->line_gap = read_metric (face, HB_OT_METRICS_TAG_HORIZONTAL_LINE_GAP, 0);
  metrics->cap_height = measure_height (face, HB_OT_METRICS_TAG_CAP_HEIGHT, 'H', 700);
  metrics->x_height = measure_height (face, HB_OT_METRICS_TAG_X_HEIGHT, 'x', 500);
}

static gboolean
check (hb_face_t *face, const char *name, GBytes *bytes, MbDiagnostics *diagnostics, MbPos pos)
{
  if (is_type_one (bytes))
    return mb_report (diagnostics, pos, MB_MSG_FONT_KIND, name, "Type 1", NULL);
  if (!is_font (face))
    return mb_report (diagnostics, pos, MB_MSG_FONT_NONE, name, NULL);
  if (hb_ot_var_has_data (face))
    return mb_report (diagnostics, pos, MB_MSG_FONT_VARIABLE, name, NULL);
  if ((read_fstype (face) & FSTYPE_USAGE) == FSTYPE_RESTRICTED)
    return mb_report (diagnostics, pos, MB_MSG_FONT_RESTRICTED, name, NULL);
  return TRUE;
}

MbFace *
mb_face_new (const char *name, GBytes *bytes, MbDiagnostics *diagnostics, MbPos pos)
{
  hb_face_t *hb_face = open_face (bytes);
  if (!check (hb_face, name, bytes, diagnostics, pos)) {
    hb_face_destroy (hb_face);
    return NULL;
  }
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  MbFace *face = g_new0 (MbFace, 1);
  face->unpacked = -1;
  face->hb_face = hb_face;
  face->hb_font = hb_font_create (hb_face);
  face->features = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  face->hash = mb_hash (data, size, 0);
  face->whole = (read_fstype (hb_face) & FSTYPE_NO_SUBSET) != 0;
  face->postscript = read_postscript (hb_face, name);
  read_metrics (face);
  return face;
}

guint
mb_face_index (const MbFace *face)
{
  return face->index;
}

const char *
mb_face_path (const MbFace *face)
{
  return face->path;
}

const char *
mb_face_family (const MbFace *face)
{
  return face->family;
}

const char *
mb_face_postscript (const MbFace *face)
{
  return face->postscript;
}

int
mb_face_weight (const MbFace *face)
{
  return face->weight;
}

MbFontSlant
mb_face_slant (const MbFace *face)
{
  return face->slant;
}

MbFontMetrics
mb_face_metrics (const MbFace *face)
{
  return face->metrics;
}

guint64
mb_face_hash (const MbFace *face)
{
  return face->hash;
}

int
mb_face_advance (const MbFace *face, gunichar c)
{
  hb_codepoint_t glyph;
  int x, y;
  hb_font_get_scale (face->hb_font, &x, &y);
  if (!hb_font_get_nominal_glyph (face->hb_font, c, &glyph) || !glyph || x <= 0)
    return 0;
  return (int) ((gint64) hb_font_get_glyph_h_advance (face->hb_font, glyph) * 1000 / x);
}

static gboolean
in_ranges (const MbFace *face, gunichar c)
{
  for (guint i = 0; i < face->n_ranges; i++)
    if (c >= face->ranges[2 * (gsize) i] && c <= face->ranges[2 * (gsize) i + 1])
      return TRUE;
  return face->n_ranges == 0;
}

gboolean
mb_face_is_partial (const MbFace *face)
{
  return face->n_ranges > 0;
}

gboolean
mb_face_has_char (const MbFace *face, gunichar c)
{
  hb_codepoint_t glyph;
  if (!in_ranges (face, c))
    return FALSE;
  return hb_font_get_nominal_glyph (face->hb_font, c, &glyph) && glyph != 0;
}
