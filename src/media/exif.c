/* SPDX-License-Identifier: Apache-2.0 */
/* Orientation, density and colour profile: what a picture says about itself, taken with suspicion.
 *
 * Exif is a TIFF structure (TIFF 6.0 § 2): byte order, 42, offset of the first directory; a directory is
 * a count and 12-byte entries (tag, type, count, value or offset). Only the first directory is read, so
 * there is no chain to loop in.
 */
#include "internal.h"

#include <math.h>
#include <string.h>

#define DPI_MIN    10
#define DPI_MAX    10000
#define DPI_UNSAID 72

enum { TAG_ORIENTATION = 0x0112, TAG_X = 0x011A, TAG_Y = 0x011B, TAG_UNIT = 0x0128 };
enum { TYPE_SHORT = 3, TYPE_RATIONAL = 5 };

typedef struct {
  const guint8 *bytes;
  gsize size;
  gboolean big;
} Tiff;

static guint32
read_number (const Tiff *tiff, gsize at, guint width)
{
  guint32 value = 0;
  if (at > tiff->size || tiff->size - at < width)
    return 0;
  for (guint i = 0; i < width; i++) {
    guint from = tiff->big ? i : width - 1 - i;
    value = value << 8 | tiff->bytes[at + from];
  }
  return value;
}

static double
read_rational (const Tiff *tiff, gsize entry)
{
  gsize at = read_number (tiff, entry + 8, 4);
  guint32 above = read_number (tiff, at, 4), below = read_number (tiff, at + 4, 4);
  return below ? above / (double) below : 0;
}

static void
read_entry (const Tiff *tiff, gsize entry, guint *orientation, double *x, double *y, guint *unit)
{
  guint tag = read_number (tiff, entry, 2), type = read_number (tiff, entry + 2, 2);
  if (tag == TAG_ORIENTATION && type == TYPE_SHORT)
    *orientation = read_number (tiff, entry + 8, 2);
  else if (tag == TAG_UNIT && type == TYPE_SHORT)
    *unit = read_number (tiff, entry + 8, 2);
  else if (tag == TAG_X && type == TYPE_RATIONAL)
    *x = read_rational (tiff, entry);
  else if (tag == TAG_Y && type == TYPE_RATIONAL)
    *y = read_rational (tiff, entry);
}

void
mb_density_set (MbPicture *picture, double dpi_x, double dpi_y)
{
  if (dpi_x < DPI_MIN || dpi_x > DPI_MAX || dpi_y < DPI_MIN || dpi_y > DPI_MAX)
    return;
  /* what screen programs write that know nothing of paper: the same as nothing at all */
  if (fabs (dpi_x - DPI_UNSAID) < 0.5 && fabs (dpi_y - DPI_UNSAID) < 0.5)
    return;
  picture->dpi_x = dpi_x;
  picture->dpi_y = dpi_y;
}

void
mb_exif_read (MbPicture *picture, const guint8 *bytes, gsize size)
{
  Tiff tiff = { bytes, size, size > 0 && bytes[0] == 'M' };
  if (size < 8 || bytes[0] != bytes[1] || (!tiff.big && bytes[0] != 'I') ||
      read_number (&tiff, 2, 2) != 42)
    return;

  gsize directory = read_number (&tiff, 4, 4);
  guint n = read_number (&tiff, directory, 2), orientation = 0, unit = 2;
  double x = 0, y = 0;
  for (guint i = 0; i < n; i++)
    read_entry (&tiff, directory + 2 + i * (gsize) 12, &orientation, &x, &y, &unit);

  if (orientation >= 1 && orientation <= 8)
    picture->orientation = orientation;
  double inch = unit == 2 ? 1 : unit == 3 ? 2.54 : 0;
  if (picture->dpi_x == 0)
    mb_density_set (picture, x * inch, y * inch);
}

GBytes *
mb_icc_take (const guint8 *bytes, gsize size, guint components)
{
  static const char *const spaces[] = { NULL, "GRAY", NULL, "RGB ", "CMYK" };
  if (size < 132 || memcmp (bytes + 36, "acsp", 4) != 0 || components > 4 || !spaces[components] ||
      memcmp (bytes + 16, spaces[components], 4) != 0)
    return NULL;
  return g_bytes_new (bytes, size);
}
