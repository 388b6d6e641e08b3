/* SPDX-License-Identifier: Apache-2.0 */
/* GIF (CompuServe, versions 87a and 89a): the first image on its screen; an animation does not move on paper.
 *
 * Data are codes of a growing width (Welch's variant of Lempel and Ziv, 1984), cut into blocks of at most 255 bytes. A code stands for a string:
 * a colour, or the string of an earlier code and one colour more. Strings are kept as (prefix, last colour) and written from their end; each is
 * one longer than its prefix, so no chain is longer than the table has entries.
 *
 * The whole first image must be there: a picture that ends too soon is damaged. What follows it is not read. */
#include "internal.h"

#include <string.h>

#define CODES_MAX 4096 /* of 12 bits */
#define NO_CODE   0xFFFF

typedef struct {
  const guint8 *bytes;
  gsize size, at;
} Reader;

/** What stands before the samples of the first image. */
typedef struct {
  guint screen_width, screen_height;
  guint x, y, width, height;
  const guint8 *colors; /* 3 bytes each */
  guint n_colors;
  int transparent; /* -1: none */
  gboolean interlaced;
} Frame;

/* --- The structure -------------------------------------------------------------------------------------------- */

static gboolean
has (const Reader *in, gsize n)
{
  return in->size - in->at >= n;
}

static guint
word (const guint8 *at)
{
  return at[0] | (guint) at[1] << 8;
}

/* A colour table, where @flags says that one follows. */
static gboolean
read_colors (Reader *in, guint8 flags, Frame *frame)
{
  if (!(flags & 0x80))
    return TRUE;
  guint n = 2u << (flags & 7);
  if (!has (in, (gsize) n * 3))
    return FALSE;
  frame->colors = in->bytes + in->at;
  frame->n_colors = n;
  in->at += (gsize) n * 3;
  return TRUE;
}

static gboolean
skip_blocks (Reader *in)
{
  while (has (in, 1)) {
    guint8 n = in->bytes[in->at++];
    if (n == 0)
      return TRUE;
    if (!has (in, n))
      return FALSE;
    in->at += n;
  }
  return FALSE;
}

/* Only which colour is transparent concerns a picture that stands still. */
static gboolean
read_extension (Reader *in, Frame *frame)
{
  if (!has (in, 1))
    return FALSE;
  guint8 kind = in->bytes[in->at++];
  if (kind == 0xF9 && has (in, 5) && in->bytes[in->at] == 4 && in->bytes[in->at + 1] & 1)
    frame->transparent = in->bytes[in->at + 4];
  return skip_blocks (in);
}

static gboolean
read_descriptor (Reader *in, Frame *frame)
{
  if (!has (in, 9))
    return FALSE;
  const guint8 *at = in->bytes + in->at;
  frame->x = word (at);
  frame->y = word (at + 2);
  frame->width = word (at + 4);
  frame->height = word (at + 6);
  frame->interlaced = (at[8] & 0x40) != 0;
  in->at += 9;
  return read_colors (in, at[8], frame) && frame->colors && frame->width && frame->height;
}

/* Up to the samples of the first image. */
static gboolean
read_head (Reader *in, Frame *frame)
{
  *frame = (Frame){ .transparent = -1 };
  if (!has (in, 13))
    return FALSE;
  frame->screen_width = word (in->bytes + 6);
  frame->screen_height = word (in->bytes + 8);
  in->at = 13;
  if (!read_colors (in, in->bytes[10], frame))
    return FALSE;
  while (has (in, 1)) {
    guint8 mark = in->bytes[in->at++];
    if (mark == ',')
      return read_descriptor (in, frame);
    if (mark != '!' || !read_extension (in, frame))
      return FALSE;
  }
  return FALSE;
}

/* --- The samples ------------------------------------------------------------------------------------------------ */

typedef struct {
  Reader *in;
  guint left; /* of the present block */
  guint32 bits;
  guint n_bits;
} Codes;

static guint
next_code (Codes *codes, guint width)
{
  while (codes->n_bits < width) {
    if (codes->left == 0) {
      if (!has (codes->in, 1) || codes->in->bytes[codes->in->at] == 0)
        return NO_CODE;
      codes->left = codes->in->bytes[codes->in->at++];
    }
    if (!has (codes->in, 1))
      return NO_CODE;
    codes->bits |= (guint32) codes->in->bytes[codes->in->at++] << codes->n_bits;
    codes->n_bits += 8;
    codes->left--;
  }
  guint code = codes->bits & ((1u << width) - 1);
  codes->bits >>= width;
  codes->n_bits -= width;
  return code;
}

typedef struct {
  guint16 prefix[CODES_MAX];
  guint8 last[CODES_MAX], first[CODES_MAX];
  guint16 length[CODES_MAX];
  guint n, clear, width, least;
} Table;

static void
table_clear (Table *table)
{
  table->n = table->clear + 2;
  table->width = table->least + 1;
}

static void
table_begin (Table *table, guint least)
{
  table->least = least;
  table->clear = 1u << least;
  for (guint i = 0; i < table->clear; i++) {
    table->prefix[i] = NO_CODE;
    table->first[i] = table->last[i] = (guint8) i;
    table->length[i] = 1;
  }
  table_clear (table);
}

static void
table_add (Table *table, guint prefix, guint8 last)
{
  if (table->n == CODES_MAX)
    return;
  table->prefix[table->n] = (guint16) prefix;
  table->last[table->n] = last;
  table->first[table->n] = table->first[prefix];
  table->length[table->n] = (guint16) (table->length[prefix] + 1);
  if (++table->n == 1u << table->width && table->width < 12)
    table->width++;
}

/* The colours of @code into @out, which has room for @room; what does not fit belongs to nothing. */
static gsize
write_string (const Table *table, guint code, guint8 *out, gsize room)
{
  gsize length = table->length[code];
  for (gsize i = length; i-- > 0; code = table->prefix[code])
    if (i < room)
      out[i] = table->last[code];
  return MIN (length, room);
}

/* The colours of the image, in the order of the file. FALSE: they are not all there. */
static gboolean
read_samples (Reader *in, guint8 *out, gsize n)
{
  if (!has (in, 1) || in->bytes[in->at] < 1 || in->bytes[in->at] > 8)
    return FALSE;
  g_autofree Table *table = g_new0 (Table, 1);
  table_begin (table, in->bytes[in->at++]);
  Codes codes = { .in = in };
  guint previous = NO_CODE;
  gsize done = 0;
  while (done < n) {
    guint code = next_code (&codes, table->width);
    if (code == NO_CODE || code == table->clear + 1)
      return FALSE;
    if (code == table->clear) {
      table_clear (table);
      previous = NO_CODE;
      continue;
    }
    if (code > table->n || (code == table->n && previous == NO_CODE))
      return FALSE;
    if (previous != NO_CODE) /* a code may name the string that it is making */
      table_add (table, previous, table->first[code == table->n ? previous : code]);
    if (code >= table->n)
      return FALSE;
    done += write_string (table, code, out + done, n - done);
    previous = code;
  }
  return TRUE;
}

/* --- The picture ---------------------------------------------------------------------------------------------------- */

/* Row @index of the file: four passes over an interlaced image. */
static guint
row_of (const Frame *frame, guint index)
{
  static const guint first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
  if (!frame->interlaced)
    return index;
  for (guint pass = 0; pass < G_N_ELEMENTS (first); pass++) {
    guint n = frame->height > first[pass] ? (frame->height - first[pass] - 1) / step[pass] + 1 : 0;
    if (index < n)
      return first[pass] + index * step[pass];
    index -= n;
  }
  return frame->height;
}

static void
put_row (const Frame *frame, const guint8 *samples, guint y, guint8 *pixels)
{
  for (guint i = 0; i < frame->width; i++) {
    guint x = frame->x + i;
    if (samples[i] >= frame->n_colors || samples[i] == frame->transparent ||
        x >= frame->screen_width || y >= frame->screen_height)
      continue;
    guint8 *out = pixels + 4 * ((gsize) y * frame->screen_width + x);
    memcpy (out, frame->colors + 3 * (gsize) samples[i], 3);
    out[3] = 0xFF;
  }
}

static gboolean
damaged (const char *name, GError **error)
{
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, name,
                       mb_in_language ("the first image of the GIF is not whole",
                                       "la première image du GIF n’est pas entière"),
                       NULL);
}

/* Some files have a screen of no size: the image is all there is. */
static gboolean
read_frame (const MbPicture *picture, Reader *in, Frame *frame)
{
  gsize size;
  in->bytes = g_bytes_get_data (picture->bytes, &size);
  in->size = size;
  in->at = 0;
  if (!read_head (in, frame))
    return FALSE;
  if (frame->screen_width == 0 || frame->screen_height == 0) {
    frame->screen_width = frame->x + frame->width;
    frame->screen_height = frame->y + frame->height;
  }
  return TRUE;
}

/* Its samples, or NULL when they are not whole. */
static guint8 *
samples_of (Reader *in, const Frame *frame)
{
  gsize n = (gsize) frame->width * frame->height;
  guint8 *samples = g_try_malloc0 (n);
  if (samples && !read_samples (in, samples, n))
    g_clear_pointer (&samples, g_free);
  return samples;
}

gboolean
mb_gif_check (MbPicture *picture, GError **error)
{
  Reader in;
  Frame frame;
  if (!read_frame (picture, &in, &frame))
    return damaged (picture->name, error);
  if (!mb_media_size_check (picture->name, frame.screen_width, frame.screen_height, error) ||
      !mb_media_size_check (picture->name, frame.width, frame.height, error))
    return FALSE;
  g_autofree guint8 *samples = samples_of (&in, &frame);
  if (!samples)
    return damaged (picture->name, error);
  picture->width = frame.screen_width;
  picture->height = frame.screen_height;
  picture->components = 3;
  picture->alpha = frame.transparent >= 0 || frame.x || frame.y ||
                   frame.width < frame.screen_width || frame.height < frame.screen_height;
  return TRUE;
}

gboolean
mb_gif_decode (const MbPicture *picture, guint8 *pixels, GError **error)
{
  Reader in;
  Frame frame;
  g_autofree guint8 *samples = read_frame (picture, &in, &frame) ? samples_of (&in, &frame) : NULL;
  if (!samples)
    return damaged (picture->name, error);
  for (guint row = 0; row < frame.height; row++)
    put_row (&frame, samples + (gsize) row * frame.width, frame.y + row_of (&frame, row), pixels);
  mb_media_pack (pixels, (gsize) picture->width * picture->height);
  return TRUE;
}
