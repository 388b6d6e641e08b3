/* SPDX-License-Identifier: Apache-2.0 */
/* The sRGB profile, made from the published numbers.
 *
 * ICC.1:2004-10 (version 4.2), three-component matrix/TRC display profile. Primaries are those of IEC 61966-2-1 adapted to D50
 * (Bradford); the tone curve is IEC 61966-2-1's own formula: a reader inverts it at once, where a sampled curve costs poppler a tenth of
 * a second each time it opens a page. No file of anybody is shipped or read. */
#include "internal.h"

#include <math.h>
#include <string.h>

static void
put16 (GByteArray *out, guint value)
{
  guint8 bytes[2] = { value >> 8, value };
  g_byte_array_append (out, bytes, 2);
}

static void
put32 (GByteArray *out, guint32 value)
{
  put16 (out, value >> 16);
  put16 (out, value & 0xFFFF);
}

static void
put_text (GByteArray *out, const char *text, gsize length)
{
  g_byte_array_append (out, (const guint8 *) text, length);
}

static void
put_zeros (GByteArray *out, gsize n)
{
  for (gsize i = 0; i < n; i++)
    put_text (out, "", 1);
}

static void
put_fixed (GByteArray *out, double value)
{
  put32 (out, (guint32) (gint32) floor (value * 65536 + .5));
}

static void
put_xyz (GByteArray *out, double x, double y, double z)
{
  put_text (out, "XYZ \0\0\0\0", 8);
  put_fixed (out, x);
  put_fixed (out, y);
  put_fixed (out, z);
}

/* multiLocalizedUnicodeType with one entry. */
static void
put_text_tag (GByteArray *out, const char *ascii)
{
  put_text (out, "mluc\0\0\0\0", 8);
  put32 (out, 1);
  put32 (out, 12);
  put_text (out, "enUS", 4);
  put32 (out, 2 * strlen (ascii));
  put32 (out, 28);
  for (; *ascii; ascii++)
    put16 (out, (guchar) *ascii);
}

/* parametricCurveType 3: (a v + b)^g above d, c v below. */
static void
put_curve (GByteArray *out)
{
  put_text (out, "para\0\0\0\0\0\3\0\0", 12);
  put_fixed (out, 2.4);
  put_fixed (out, 1 / 1.055);
  put_fixed (out, 0.055 / 1.055);
  put_fixed (out, 1 / 12.92);
  put_fixed (out, 0.04045);
}

/* D65 to D50, Bradford. */
static void
put_adaptation (GByteArray *out)
{
  static const double MATRIX[] = { 1.0478112,  0.0228866,  -0.0501270, 0.0295424, 0.9904844,
                                   -0.0170491, -0.0092345, 0.0150436,  0.7521316 };
  put_text (out, "sf32\0\0\0\0", 8);
  for (guint i = 0; i < G_N_ELEMENTS (MATRIX); i++)
    put_fixed (out, MATRIX[i]);
}

static void
put_tag (GByteArray *body, int which)
{
  switch (which) {
  case 0: put_text_tag (body, "sRGB IEC61966-2.1"); return;
  case 1: put_text_tag (body, "No copyright, use freely"); return;
  case 2: put_xyz (body, 0.9642, 1, 0.8249); return;
  case 3: put_xyz (body, 0.4360747, 0.2225045, 0.0139322); return;
  case 4: put_xyz (body, 0.3850649, 0.7168786, 0.0971045); return;
  case 5: put_xyz (body, 0.1430804, 0.0606169, 0.7141733); return;
  case 6: put_adaptation (body); return;
  default: put_curve (body); return;
  }
}

static void
put_header (GByteArray *out, guint32 size)
{
  static const guint16 DATE[] = { 1999, 10, 18, 0, 0, 0 }; /* of IEC 61966-2-1 */
  put32 (out, size);
  put_zeros (out, 4);
  put32 (out, 0x04200000);
  put_text (out, "mntrRGB XYZ ", 12);
  for (int i = 0; i < 6; i++)
    put16 (out, DATE[i]);
  put_text (out, "acsp", 4);
  put_zeros (out,
             4 + 4 + 4 + 4 + 8 + 4); /* platform, flags, maker, model, attributes, perceptual */
  put_fixed (out, 0.9642);
  put_fixed (out, 1);
  put_fixed (out, 0.8249);
  put_zeros (out, 4 + 44);
}

GBytes *
mb_profile_srgb (void)
{
  static const char *const TAGS[] = { "desc", "cprt", "wtpt", "rXYZ", "gXYZ",
                                      "bXYZ", "chad", "rTRC", "gTRC", "bTRC" };
  const guint n = G_N_ELEMENTS (TAGS), n_bodies = 8; /* the three curves are one */
  const guint start = 128 + 4 + n * 12;
  guint offsets[8], lengths[8];
  g_autoptr (GByteArray) body = g_byte_array_new ();
  for (guint i = 0; i < n_bodies; i++) {
    offsets[i] = start + body->len;
    put_tag (body, i);
    lengths[i] = start + body->len - offsets[i];
    put_zeros (body, (4 - body->len % 4) % 4);
  }
  GByteArray *profile = g_byte_array_new ();
  put_header (profile, start + body->len);
  put32 (profile, n);
  for (guint i = 0; i < n; i++) {
    put_text (profile, TAGS[i], 4);
    put32 (profile, offsets[MIN (i, n_bodies - 1)]);
    put32 (profile, lengths[MIN (i, n_bodies - 1)]);
  }
  g_byte_array_append (profile, body->data, body->len);
  return g_byte_array_free_to_bytes (profile);
}

static gboolean
has_word (const char *word, const char *words)
{
  for (; *words; words += 4)
    if (memcmp (word, words, 4) == 0)
      return TRUE;
  return FALSE;
}

guint
mb_profile_components (GBytes *icc)
{
  gsize size;
  const char *data = g_bytes_get_data (icc, &size);
  /* ISO 19005-2 § 6.2.4.2: version 4 at most; ISO 32000-1 table 66: classes */
  if (size < 132 || memcmp (data + 36, "acsp", 4) != 0 || (guint8) data[8] > 4 ||
      !has_word (data + 12, "scnrmntrprtrspac"))
    return 0;
  if (memcmp (data + 16, "GRAY", 4) == 0)
    return 1;
  if (memcmp (data + 16, "CMYK", 4) == 0)
    return 4;
  return memcmp (data + 16, "RGB ", 4) == 0 || memcmp (data + 16, "Lab ", 4) == 0 ? 3 : 0;
}
