/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: what a file is by its first bytes, and the cache of those that proved good.
 *
 * cairo embeds JPEG bytes unread, and PDF readers show half a photograph without a word (notes: half a
 * file gives "no error"); so no picture leaves this room that was not decoded to its end.
 */
#include "internal.h"

#include <glib-object.h>
#include <string.h>

struct MbMedia {
  MbSource *source;
  GHashTable *pictures; /* name → MbPicture */
};

static void
picture_free (gpointer data)
{
  MbPicture *picture = data;
  g_free ((char *) picture->name);
  g_clear_pointer (&picture->bytes, g_bytes_unref);
  g_clear_pointer (&picture->icc, g_bytes_unref);
  g_clear_pointer (&picture->drawing, g_object_unref);
  g_free (picture);
}

MbMedia *
mb_media_new (MbSource *source)
{
  MbMedia *media = g_new0 (MbMedia, 1);
  media->source = source;
  media->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, picture_free);
  return media;
}

void
mb_media_free (MbMedia *media)
{
  if (!media)
    return;
  g_hash_table_unref (media->pictures);
  g_free (media);
}

typedef struct {
  guint at;
  const char *bytes;
  guint size;
  const char *kind;
} Magic;

static const Magic known[] = {
  { 0, "\xFF\xD8\xFF", 3, "JPEG" },
  { 0, "\x89PNG\r\n\x1A\n", 8, "PNG" },
  { 0, "GIF8", 4, "GIF" },
  { 8, "WEBP", 4, "WebP" },
  { 0, "II*\0", 4, "TIFF" },
  { 0, "MM\0*", 4, "TIFF" },
  { 4, "ftypavif", 8, "AVIF" },
  { 4, "ftyphei", 7, "HEIC" },
  { 4, "ftypmif1", 8, "HEIC" },
  { 0, "\xFF\x0A", 2, "JPEG XL" },
  { 4, "JXL ", 4, "JPEG XL" },
  { 4, "jP  ", 4, "JPEG 2000" },
  { 0, "BM", 2, "BMP" },
  { 0, "%PDF-", 5, "PDF" },
  { 0, "%!PS", 4, "PostScript" },
  { 0, "8BPS", 4, "Photoshop" },
};

/* Past what may stand before the root element of an XML file, or NULL. */
static const char *
skip_prologue (const char *at, const char *end)
{
  while (at < end) {
    const char *close;
    if (*at != '<') {
      at++;
      continue;
    }
    if (end - at < 4 || (at[1] != '?' && at[1] != '!'))
      return at;
    if (at[1] == '!' && at[2] == '-')
      close = g_strstr_len (at, end - at, "-->");
    else if (at[1] == '?')
      close = g_strstr_len (at, end - at, "?>");
    else
      close = memchr (at, '[', end - at) && memchr (at, '[', end - at) < memchr (at, '>', end - at)
                  ? g_strstr_len (at, end - at, "]>")
                  : memchr (at, '>', end - at);
    if (!close)
      return NULL;
    at = close + 1;
  }
  return NULL;
}

/* Markup whose root is svg, and no page that holds one. */
static gboolean
is_drawing (const char *data, const char *end)
{
  gsize mark = end - data >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  const char *at = data + mark;
  while (at < end && g_ascii_isspace (*at))
    at++;
  if (at == end || *at != '<' ||
      g_ascii_strncasecmp (at, "<!doctype html", MIN (14, end - at)) == 0)
    return FALSE;
  at = skip_prologue (at, end);
  return at && (g_strstr_len (at, MIN (end - at, 64), "<svg") == at ||
                g_strstr_len (at, MIN (end - at, 64), ":svg"));
}

static const char *
sniff (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    const Magic *magic = &known[i];
    if (size >= magic->at + magic->size &&
        memcmp (data + magic->at, magic->bytes, magic->size) == 0)
      return magic->kind;
  }
  return is_drawing (data, data + size) ? "SVG" : NULL;
}

gboolean
mb_media_size_check (const char *name, guint width, guint height, GError **error)
{
  if (width <= MB_MAX_PICTURE_SIDE && height <= MB_MAX_PICTURE_SIDE &&
      (guint64) width * height <= MB_MAX_PICTURE_PIXELS)
    return TRUE;
  g_autofree char *size = g_strdup_printf ("%u × %u", width, height);
  return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_PICTURE_TOO_LARGE, name, size, NULL);
}

gboolean
mb_media_check_raster (MbPicture *picture, GError **error)
{
  const char *kind = sniff (picture->bytes);
  if (!kind)
    return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_NONE, picture->name, NULL);
  if (g_str_equal (kind, "JPEG")) {
    picture->kind = MB_PICTURE_JPEG;
    return mb_jpeg_check (picture, error);
  }
  if (g_str_equal (kind, "PNG")) {
    picture->kind = MB_PICTURE_PNG;
    return mb_png_check (picture, error);
  }
  if (g_str_equal (kind, "GIF")) {
    picture->kind = MB_PICTURE_GIF;
    return mb_gif_check (picture, error);
  }
  return mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_PICTURE_KIND, picture->name, kind, NULL);
}

static gboolean
check (MbPicture *picture, GError **error)
{
  if (g_strcmp0 (sniff (picture->bytes), "SVG") != 0)
    return mb_media_check_raster (picture, error);
  picture->kind = MB_PICTURE_SVG;
  return mb_svg_check (picture, error);
}

static MbLength
natural (guint pixels, double dpi)
{
  return mb_pt (pixels * 72 / (dpi > 0 ? dpi : 96));
}

static void
measure (MbPicture *picture)
{
  MbLength across = natural (picture->width, picture->dpi_x);
  MbLength down = natural (picture->height, picture->dpi_y);
  gboolean turned = picture->orientation >= 5;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (picture->bytes, &size);
  picture->hash = mb_hash (bytes, size, 0);
  if (picture->kind == MB_PICTURE_SVG)
    return;
  picture->natural_width = turned ? down : across;
  picture->natural_height = turned ? across : down;
  picture->own_width = picture->own_height = TRUE;
  picture->ratio = (double) MAX (picture->natural_width, 1) / MAX (picture->natural_height, 1);
}

/* @name and @bytes are taken. */
static const MbPicture *
admit (MbMedia *media, char *name, GBytes *bytes, GError **error)
{
  MbPicture *picture = g_new0 (MbPicture, 1);
  picture->name = name;
  picture->bytes = bytes;
  picture->orientation = 1;
  if (!check (picture, error)) {
    picture_free (picture);
    return NULL;
  }
  measure (picture);
  g_hash_table_insert (media->pictures, (gpointer) picture->name, picture);
  return picture;
}

const MbPicture *
mb_media_load (MbMedia *media, const char *name, GError **error)
{
  const MbPicture *picture = g_hash_table_lookup (media->pictures, name);
  if (picture)
    return picture;
  GBytes *bytes = mb_source_load (media->source, name, MB_BYTES_PICTURE, error);
  return bytes ? admit (media, g_strdup (name), bytes, error) : NULL;
}

/* What has no file is named after what it is made of. */
static char *
made_name (const char *what, const char *text)
{
  return g_strdup_printf ("%s-%016" G_GINT64_MODIFIER "x", what, mb_hash (text, strlen (text), 0));
}

const MbPicture *
mb_media_load_href (MbMedia *media, const char *from, const char *href, GError **error)
{
  if (!mb_media_is_data (href)) {
    g_autofree char *file = mb_source_resolve (media->source, from, href, error);
    return file ? mb_media_load (media, file, error) : NULL;
  }
  g_autofree char *name = made_name ("data", href);
  const MbPicture *picture = g_hash_table_lookup (media->pictures, name);
  if (picture)
    return picture;
  GBytes *bytes = mb_data_decode (href, error);
  return bytes ? admit (media, g_steal_pointer (&name), bytes, error) : NULL;
}

const MbPicture *
mb_media_load_text (MbMedia *media, const char *name, const char *text, GError **error)
{
  g_autofree char *own = made_name (name, text);
  const MbPicture *picture = g_hash_table_lookup (media->pictures, own);
  return picture ? picture
                 : admit (media, g_steal_pointer (&own), g_bytes_new (text, strlen (text)), error);
}

const MbPicture *
mb_media_variant (MbMedia *media, const MbPicture *picture, gboolean stored, double dpi)
{
  gboolean turns = stored && picture->orientation != 1;
  if (picture->kind == MB_PICTURE_SVG || (!turns && dpi <= 0))
    return picture;
  g_autofree char *name = g_strdup_printf ("%s (%s, %.3f dpi)", picture->name,
                                           turns ? "as stored" : "upright", MAX (dpi, 0));
  const MbPicture *made = g_hash_table_lookup (media->pictures, name);
  if (made)
    return made;
  MbPicture *variant = g_memdup2 (picture, sizeof *picture);
  variant->name = g_steal_pointer (&name);
  variant->bytes = g_bytes_ref (picture->bytes);
  variant->icc = picture->icc ? g_bytes_ref (picture->icc) : NULL;
  if (turns)
    variant->orientation = 1;
  if (dpi > 0)
    variant->dpi_x = variant->dpi_y = dpi;
  measure (variant);
  g_hash_table_insert (media->pictures, (gpointer) variant->name, variant);
  return variant;
}

/* x * alpha / 255, rounded, without a division. */
static inline guint32
scale (guint32 x, guint32 alpha)
{
  guint32 t = x * alpha + 128;
  return (t + (t >> 8)) >> 8;
}

void
mb_media_pack (guint8 *pixels, gsize n)
{
  for (guint8 *at = pixels; n > 0; n--, at += 4) {
    guint32 alpha = at[3];
    guint32 word =
        alpha << 24 | scale (at[0], alpha) << 16 | scale (at[1], alpha) << 8 | scale (at[2], alpha);
    memcpy (at, &word, sizeof word);
  }
}

guint8 *
mb_media_decode (const MbPicture *picture, GError **error)
{
  guint8 *pixels = g_try_malloc0_n ((gsize) picture->width * picture->height, 4);
  if (!pixels) {
    g_autofree char *size = g_strdup_printf ("%u × %u", picture->width, picture->height);
    mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_PICTURE_TOO_LARGE, picture->name, size, NULL);
    return NULL;
  }
  gboolean good = TRUE;
  switch (picture->kind) {
  case MB_PICTURE_JPEG: good = mb_jpeg_decode (picture, pixels, error); break;
  case MB_PICTURE_PNG: good = mb_png_decode (picture, pixels, error); break;
  case MB_PICTURE_GIF: good = mb_gif_decode (picture, pixels, error); break;
  case MB_PICTURE_SVG:
    good = mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PICTURE_DAMAGED, picture->name,
                         "no samples", NULL);
    break;
  case MB_PICTURE_PIXELS:
    memcpy (pixels, picture->pixels, (gsize) picture->width * picture->height * 4);
    break;
  }
  if (!good)
    g_clear_pointer (&pixels, g_free);
  return pixels;
}

/* @pixels: as mb_media_decode gives them. */
static MbPicture *
picture_new (const char *name, const guint8 *pixels, guint width, guint height, MbArena *arena)
{
  MbPicture *picture = mb_arena_new0 (arena, MbPicture);
  *picture = (MbPicture){ .kind = MB_PICTURE_PIXELS,
                          .name = name,
                          .width = width,
                          .height = height,
                          .orientation = 1,
                          .components = 3,
                          .alpha = TRUE,
                          .pixels = pixels };
  picture->natural_width = natural (width, 0);
  picture->natural_height = natural (height, 0);
  picture->own_width = picture->own_height = TRUE;
  picture->ratio = (double) width / height;
  picture->hash = mb_hash (pixels, (gsize) width * height * 4, width);
  return picture;
}

MbPicture *
mb_media_pixels (const char *name, guint8 *pixels, guint width, guint height, MbArena *arena)
{
  mb_media_pack (pixels, (gsize) width * height);
  return picture_new (name, pixels, width, height, arena);
}

MbPicture *
mb_media_part (const MbPicture *whole, const guint8 *pixels, const guint box[4], MbArena *arena)
{
  gsize row = (gsize) box[2] * 4;
  guint8 *part = mb_arena_alloc (arena, row * box[3]);
  for (gsize y = 0; y < box[3]; y++)
    memcpy (part + y * row, pixels + ((box[1] + y) * whole->width + box[0]) * 4, row);
  MbPicture *picture = picture_new (whole->name, part, box[2], box[3], arena);
  picture->alpha = whole->alpha;
  picture->icc = whole->icc;
  return picture;
}
