/* SPDX-License-Identifier: Apache-2.0 */
/* Web fonts: WOFF and WOFF2 files as the OpenType fonts that they hold.
 *
 * FreeType unpacks both (WOFF 1.0 § 5, WOFF 2.0 § 5), the outlines that WOFF2 has transformed included. What it gives back by table is
 * put together again as a file (OpenType 1.9, "Organization of an OpenType Font"), since HarfBuzz and fontconfig read files. What a file says
 * of its own size is checked before anything is unpacked. */
#include "internal.h"

#include <ft2build.h>
#include <string.h>

#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H

#define HEADER_SIZE     12
#define RECORD_SIZE     16
#define MAX_TABLES      256
#define FLAVOR_OFFSET   4  /* of both kinds of header */
#define UNPACKED_OFFSET 16 /* totalSfntSize */
#define LEAST_HEADER    44

static guint32
read_long (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static void
write_long (guint8 *bytes, gsize value)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (24 - 8 * i));
}

static void
write_short (guint8 *bytes, gsize value)
{
  bytes[0] = (guint8) (value >> 8);
  bytes[1] = (guint8) value;
}

const char *
mb_webfont_kind (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  if (size < 4)
    return NULL;
  if (memcmp (data, "wOF2", 4) == 0)
    return "WOFF2";
  return memcmp (data, "wOFF", 4) == 0 ? "WOFF" : NULL;
}

static void
write_header (GByteArray *file, guint32 flavor, guint n)
{
  guint8 header[HEADER_SIZE];
  guint power = 1, log = 0;
  while (power * 2 <= n) {
    power *= 2;
    log++;
  }
  write_long (header, flavor);
  write_short (header + 4, n);
  write_short (header + 6, (gsize) power * RECORD_SIZE);
  write_short (header + 8, log);
  write_short (header + 10, (gsize) (n - power) * RECORD_SIZE);
  g_byte_array_append (file, header, sizeof header);
}

static guint32
sum_of (const guint8 *data, gsize padded)
{
  guint32 sum = 0;
  for (gsize i = 0; i < padded; i += 4)
    sum += read_long (data + i);
  return sum;
}

/* Adds table @index of @face behind the others, and its record. */
static gboolean
write_table (GByteArray *file, FT_Face face, guint index)
{
  FT_ULong tag, length, at = file->len;
  if (FT_Sfnt_Table_Info (face, index, &tag, &length))
    return FALSE;
  gsize padded = (length + 3) & ~(gsize) 3;
  if (padded > MB_MAX_FONT_BYTES || at + padded > MB_MAX_FONT_BYTES)
    return FALSE;
  g_byte_array_set_size (file, (guint) (at + padded));
  memset (file->data + at, 0, padded);
  if (length > 0 && FT_Load_Sfnt_Table (face, tag, 0, file->data + at, &length))
    return FALSE;
  guint8 *record = file->data + HEADER_SIZE + (gsize) RECORD_SIZE * index;
  write_long (record, tag);
  write_long (record + 4, sum_of (file->data + at, padded));
  write_long (record + 8, at);
  write_long (record + 12, length);
  return TRUE;
}

static GBytes *
rebuild (FT_Face face, guint32 flavor)
{
  FT_ULong n = 0;
  if (FT_Sfnt_Table_Info (face, 0, NULL, &n) || n == 0 || n > MAX_TABLES)
    return NULL;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  write_header (file, flavor, (guint) n);
  g_byte_array_set_size (file, (guint) (HEADER_SIZE + n * RECORD_SIZE));
  for (guint i = 0; i < n; i++)
    if (!write_table (file, face, i))
      return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

GBytes *
mb_webfont_unpack (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  FT_Library library;
  FT_Face face;
  GBytes *font = NULL;
  if (size < LEAST_HEADER || read_long (data + UNPACKED_OFFSET) > MB_MAX_FONT_BYTES ||
      FT_Init_FreeType (&library))
    return NULL;
  if (!FT_New_Memory_Face (library, data, (FT_Long) size, 0, &face)) {
    font = rebuild (face, read_long (data + FLAVOR_OFFSET));
    FT_Done_Face (face);
  }
  FT_Done_FreeType (library);
  return font;
}
