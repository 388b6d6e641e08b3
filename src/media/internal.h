/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of media share. */
#pragma once

#include "media.h"

/* jpeg.c, png.c, gif.c: fill @picture from its name and bytes, decoding everything once; and pixels for cairo
 * (width * 4 bytes a row). */
gboolean mb_jpeg_check (MbPicture *picture, GError **error);
gboolean mb_jpeg_decode (const MbPicture *picture, guint8 *pixels, GError **error);
gboolean mb_png_check (MbPicture *picture, GError **error);
gboolean mb_png_decode (const MbPicture *picture, guint8 *pixels, GError **error);

gboolean mb_gif_check (MbPicture *picture, GError **error);
gboolean mb_gif_decode (const MbPicture *picture, guint8 *pixels, GError **error);

/* svg.c: the same, and what draws it. */
gboolean mb_svg_check (MbPicture *picture, GError **error);

/** mb_media_check_raster: sniff and check a JPEG, PNG or GIF; anything else is UNSUPPORTED. */
gboolean mb_media_check_raster (MbPicture *picture, GError **error);

/** mb_data_decode: the bytes of a data: address, or NULL with RESOURCE or LIMIT. */
GBytes *mb_data_decode (const char *href, GError **error);

/** mb_media_size_check: FALSE with LIMIT when a picture of that size is not wanted in memory. */
gboolean mb_media_size_check (const char *name, guint width, guint height, GError **error);

/** mb_media_pack: RGBA bytes (not premultiplied) to cairo's premultiplied native words, in place. */
void mb_media_pack (guint8 *pixels, gsize n);

/* --- exif.c: what pictures say about themselves ---------------------------------------------------- */

/** mb_exif_read: orientation and density of the TIFF structure @bytes ("II" or "MM" first) into @picture,
 * density only where it is unknown. What is malformed is passed over. */
void mb_exif_read (MbPicture *picture, const guint8 *bytes, gsize size);

/** mb_density_set: dots an inch, when they are plausible. */
void mb_density_set (MbPicture *picture, double dpi_x, double dpi_y);

/** mb_icc_take: @bytes as a profile for pictures of @components, or NULL when they are none. */
GBytes *mb_icc_take (const guint8 *bytes, gsize size, guint components);
