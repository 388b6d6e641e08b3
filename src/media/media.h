/* SPDX-License-Identifier: Apache-2.0 */
/* media.h — pictures: sniffed, measured and fully checked before use.  May use: base. */
#pragma once

#include "base.h"

G_BEGIN_DECLS

typedef enum {
  MB_PICTURE_JPEG,
  MB_PICTURE_PNG,
  MB_PICTURE_GIF,
  MB_PICTURE_SVG,
  MB_PICTURE_PIXELS
} MbPictureKind;

/** A picture that was decoded once from first to last byte without an error. Owned by its MbMedia. */
typedef struct {
  MbPictureKind kind;
  const char *name;                       /**< as loaded */
  guint width, height;                    /**< pixels as stored, before orientation */
  guint orientation;                      /**< EXIF 1–8 */
  guint components;                       /**< 1 grey, 3 colour, 4 CMYK */
  gboolean alpha;                         /**< PNG with alpha or tRNS */
  gboolean inverted;                      /**< JPEG: CMYK with Adobe marker */
  double dpi_x, dpi_y;                    /**< 0 when unknown */
  MbLength natural_width, natural_height; /**< by dpi, 96 when unknown; orientation applied */
  GBytes *bytes;                          /**< the file, untouched */
  GBytes *icc;                            /**< embedded profile, or NULL */
  guint64 hash;                           /**< of bytes */
  const guint8 *pixels;                   /**< PIXELS: as mb_media_decode gives them */
  gpointer drawing;                       /**< SVG: for mb_media_draw */
  gboolean own_width, own_height; /**< natural sizes are the picture's own: all but some SVG */
  guint share_width,
      share_height; /**< SVG that gives its size in percent of what is around it: in 1/1000; 0: none */
  gboolean blank; /**< SVG whose viewBox has no size: nothing of it is drawn */
  double ratio;   /**< of width to height; 0: an SVG that has none */
} MbPicture;

typedef struct MbMedia MbMedia;

/** mb_media_new: a cache of pictures read through @source (lent). */
MbMedia *mb_media_new (MbSource *source);
void mb_media_free (MbMedia *media);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMedia, mb_media_free)

/** mb_media_load: the picture @name (resolved by mb_source_resolve). The whole file is decoded once to prove it
 * good: text named .jpg, truncated files, bombs (limits.h) are refused.
 * Returns: lent, or NULL with RESOURCE, LIMIT or UNSUPPORTED. */
const MbPicture *mb_media_load (MbMedia *media, const char *name, GError **error);

/** mb_media_load_href: the picture that @href names in the file @from (NULL: the root): a file, or a data: address. */
const MbPicture *mb_media_load_href (MbMedia *media, const char *from, const char *href,
                                     GError **error);
gboolean mb_media_is_data (const char *href);

/** mb_media_load_text: an SVG drawing of @text, called @name in messages. */
const MbPicture *mb_media_load_text (MbMedia *media, const char *name, const char *text,
                                     GError **error);

/** mb_media_variant: @picture as stored when @stored (whatever its orientation says), at @dpi unless 0. Lent. */
const MbPicture *mb_media_variant (MbMedia *media, const MbPicture *picture, gboolean stored,
                                   double dpi);

struct _cairo;
/** mb_media_draw: an SVG drawing into 0, 0, @width, @height of @cr (a cairo_t). FALSE with RESOURCE. */
gboolean mb_media_draw (const MbPicture *picture, struct _cairo *cr, double width, double height,
                        GError **error);

/** mb_media_decode: 8-bit pixels of a PNG (or JPEG, or the first image of a GIF): premultiplied BGRA in native order, `width * 4` bytes a row, as
 * cairo wants them. Returns: (transfer full): width * height * 4 bytes, or NULL. */
guint8 *mb_media_decode (const MbPicture *picture, GError **error);

/** mb_media_pixels: a picture made here, of RGBA @pixels (not premultiplied; they are changed). Owned by @arena, as they are. */
MbPicture *mb_media_pixels (const char *name, guint8 *pixels, guint width, guint height,
                            MbArena *arena);

/** mb_media_part: a part of @whole, whose decoded @pixels are given, as a picture of its own; @box: its left and top edge, width and height.
 * Owned by @arena; a profile stays that of @whole. */
MbPicture *mb_media_part (const MbPicture *whole, const guint8 *pixels, const guint box[4],
                          MbArena *arena);

G_END_DECLS
