/* SPDX-License-Identifier: Apache-2.0 */
/* data: addresses (RFC 2397): the bytes are in the text already, so nothing is fetched; the caps of files hold. */
#include "internal.h"

#include <string.h>

gboolean
mb_media_is_data (const char *href)
{
  return g_ascii_strncasecmp (href, "data:", 5) == 0;
}

static int
hex (char c)
{
  return g_ascii_xdigit_value (c);
}

/* Percent signs undone; white space left out, as it is between the lines of an attribute, when @packed. */
static GByteArray *
undo_percent (const char *text, gboolean packed)
{
  GByteArray *out = g_byte_array_new ();
  for (; *text; text++) {
    guint8 byte = (guint8) *text;
    if (*text == '%' && hex (text[1]) >= 0 && hex (text[2]) >= 0) {
      byte = (guint8) (hex (text[1]) << 4 | hex (text[2]));
      text += 2;
    }
    if (!packed || !g_ascii_isspace ((char) byte))
      g_byte_array_append (out, &byte, 1);
  }
  return out;
}

static gboolean
is_base64 (const GByteArray *bytes)
{
  for (guint i = 0; i < bytes->len; i++) {
    char c = (char) bytes->data[i];
    if (!g_ascii_isalnum (c) && c != '+' && c != '/' && c != '=')
      return FALSE;
  }
  return bytes->len > 0;
}

GBytes *
mb_data_decode (const char *href, GError **error)
{
  const char *comma = strchr (href, ',');
  gboolean packed =
      comma && comma - href >= 7 && g_ascii_strncasecmp (comma - 7, ";base64", 7) == 0;
  if (!comma || strlen (comma) > MB_MAX_PICTURE_BYTES) {
    mb_error_set (error, comma ? MB_ERROR_LIMIT : MB_ERROR_RESOURCE, MB_MSG_DATA_ADDRESS, NULL);
    return NULL;
  }
  GByteArray *bytes = undo_percent (comma + 1, packed);
  if (!packed)
    return g_byte_array_free_to_bytes (bytes);
  if (!is_base64 (bytes)) {
    g_byte_array_unref (bytes);
    mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_DATA_ADDRESS, NULL);
    return NULL;
  }
  g_autofree char *text = g_strndup ((const char *) bytes->data, bytes->len);
  g_byte_array_unref (bytes);
  gsize size;
  guint8 *decoded = g_base64_decode (text, &size);
  return g_bytes_new_take (decoded, size);
}
