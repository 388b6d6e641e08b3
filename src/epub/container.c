/* SPDX-License-Identifier: Apache-2.0 */
/* The zip (EPUB OCF 3.3 § 4), byte for byte the same at every run.
 *
 * mimetype first and stored; then container.xml and the items in their order. libzip measures (notes/epub.md § 3): DOS time
 * (a time_t would bring in the time zone), fixed UNIX mode, UTF-8 flag, sources that know their size (no extra field, no data
 * descriptor). The archive is made in memory and goes through the sink, whose sticky error then tells of a full disk. */
#include "internal.h"

#include <string.h>
#include <zip.h>

#define DOS_1980 ((1 << 5) | 1) /* 1 January 1980 */

static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\">\n"
    "<rootfiles>\n<rootfile full-path=\"EPUB/package.opf\" "
    "media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n"
    "</container>\n";

static gboolean
fail (GError **error, const char *what)
{
  return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_EPUB_ZIP, what, NULL);
}

/* @bytes must live until the archive is closed. */
static gboolean
add (zip_t *zip, const char *name, gconstpointer bytes, gsize size, gboolean stored)
{
  zip_source_t *source = zip_source_buffer (zip, bytes, size, 0);
  if (!source)
    return FALSE;
  zip_int64_t index = zip_file_add (zip, name, source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free (source);
    return FALSE;
  }
  zip_uint64_t i = (zip_uint64_t) index;
  return zip_set_file_compression (zip, i, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                   stored ? 0 : 9) == 0 &&
         zip_file_set_dostime (zip, i, 0, DOS_1980, 0) == 0 &&
         zip_file_set_external_attributes (zip, i, 0, ZIP_OPSYS_UNIX,
                                           (zip_uint32_t) 0100644 << 16) == 0;
}

static gboolean
add_all (zip_t *zip, const GArray *items)
{
  static const char mimetype[] = "application/epub+zip";
  if (!add (zip, "mimetype", mimetype, strlen (mimetype), TRUE) ||
      !add (zip, "META-INF/container.xml", container, strlen (container), FALSE))
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const MbItem *item = &g_array_index (items, MbItem, i);
    g_autofree char *name = g_strconcat ("EPUB/", item->name, NULL);
    gsize size;
    gconstpointer bytes = g_bytes_get_data (item->bytes, &size);
    if (!add (zip, name, bytes ? bytes : "", size, item->stored))
      return FALSE;
  }
  return TRUE;
}

/* The finished archive in @source to @out. */
static gboolean
copy_out (zip_source_t *source, MbSink *out)
{
  guint8 buffer[65536];
  zip_int64_t got;
  if (zip_source_open (source) != 0)
    return FALSE;
  while ((got = zip_source_read (source, buffer, sizeof buffer)) > 0)
    if (!mb_sink_write (out, buffer, (gsize) got))
      break; /* the sink remembers why, and says so when it is committed */
  zip_source_close (source);
  return got >= 0;
}

gboolean
mb_container_write (const GArray *items, MbSink *out, GError **error)
{
  zip_error_t problem;
  zip_error_init (&problem);
  zip_source_t *memory = zip_source_buffer_create (NULL, 0, 1, &problem);
  zip_t *zip = memory ? zip_open_from_source (memory, ZIP_TRUNCATE, &problem) : NULL;
  if (!zip) {
    if (memory)
      zip_source_free (memory);
    fail (error, zip_error_strerror (&problem));
    zip_error_fini (&problem);
    return FALSE;
  }
  zip_error_fini (&problem);
  zip_source_keep (memory);
  gboolean done = add_all (zip, items) && zip_close (zip) == 0;
  if (!done) {
    fail (error, zip_strerror (zip));
    zip_discard (zip);
  }
  done = done && (copy_out (memory, out) || fail (error, "zip"));
  zip_source_free (memory);
  return done;
}
