/* SPDX-License-Identifier: Apache-2.0 */
/* PNG: every row inflated once, up to IEND.
 *
 * libpng reports errors by longjmp; as in jpeg.c, what must be released hangs on Png, and the one function
 * with a setjmp changes no variable. Its warnings concern ancillary chunks, which marbre does not depend
 * on: they are not shown. gAMA and cHRM are ignored on purpose: without iCCP a PNG is taken as sRGB.
 */
#include "internal.h"

#include <setjmp.h>
#include <string.h>

#include <png.h>

#define CHUNKS_MAX 1000
#define CHUNK_MAX  ((gsize) 16 * 1024 * 1024)

typedef struct {
  png_structp png;
  png_infop info;
  const guint8 *bytes;
  gsize size, at;
  char text[128];
  MbPicture *picture;
  guint8 *row;    /* check */
  guint8 *pixels; /* decode */
  GError *error;
} Png;

/* What libpng says, in French, by a part of its words; what is not listed is about the data. */
static const char *
translation (const char *text)
{
  static const struct {
    const char *part, *french;
  } known[] = { { "Not a PNG file", "ce n’est pas un PNG" },
                { "ends too soon", "le fichier s’arrête trop tôt" },
                { "Not enough image data", "il manque des données d’image" },
                { "CRC error", "une somme de contrôle est fausse" },
                { "incorrect data check", "une somme de contrôle est fausse" },
                { "Missing IHDR", "l’en-tête manque" },
                { "Invalid IHDR", "l’en-tête est faux" },
                { "Missing PLTE", "la palette manque" },
                { "Invalid palette", "la palette est fausse" },
                { "Too much image data", "il y a trop de données d’image" },
                { "bad adaptive filter", "un filtre est faux" },
                { "too large", "l’image est trop grande" },
                { "exceeds", "l’image dépasse une limite" },
                { "unknown critical chunk", "un bloc indispensable est inconnu" },
                { "unexpected row size", "une ligne a une longueur inattendue" } };
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (text, known[i].part))
      return known[i].french;
  return "les données PNG sont incohérentes";
}

static G_NORETURN void
fail (png_structp png, png_const_charp text)
{
  Png *job = png_get_error_ptr (png);
  g_strlcpy (job->text, mb_in_language (text, translation (text)), sizeof job->text);
  png_longjmp (png, 1);
}

static void
ignore (png_structp png, png_const_charp text)
{
}

static void
feed (png_structp png, png_bytep out, size_t n)
{
  Png *job = png_get_io_ptr (png);
  if (job->size - job->at < n)
    png_error (png, "the file ends too soon");
  memcpy (out, job->bytes + job->at, n);
  job->at += n;
}

static gboolean
job_start (Png *job, GBytes *bytes)
{
  job->bytes = g_bytes_get_data (bytes, &job->size);
  job->png = png_create_read_struct (PNG_LIBPNG_VER_STRING, job, fail, ignore);
  job->info = job->png ? png_create_info_struct (job->png) : NULL;
  return job->info != NULL;
}

static void
job_end (Png *job)
{
  png_destroy_read_struct (&job->png, &job->info, NULL);
  g_free (job->row);
}

static gboolean
guarded (Png *job, void (*work) (Png *job))
{
  if (setjmp (png_jmpbuf (job->png)))
    return FALSE;
  work (job);
  return TRUE;
}

static gboolean
set_error (Png *job, const char *name, GError **error)
{
  if (job->error) {
    g_propagate_error (error, job->error);
    return FALSE;
  }
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, name, job->text, NULL);
}

static void
open_bytes (Png *job)
{
  png_set_user_limits (job->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_cache_max (job->png, CHUNKS_MAX);
  png_set_chunk_malloc_max (job->png, CHUNK_MAX);
  png_set_read_fn (job->png, job, feed);
  png_read_info (job->png, job->info);
}

static void
read_description (Png *job)
{
  MbPicture *picture = job->picture;
  png_byte type = png_get_color_type (job->png, job->info);
  picture->width = png_get_image_width (job->png, job->info);
  picture->height = png_get_image_height (job->png, job->info);
  picture->components = type & PNG_COLOR_MASK_COLOR ? 3 : 1;
  picture->alpha =
      (type & PNG_COLOR_MASK_ALPHA) || png_get_valid (job->png, job->info, PNG_INFO_tRNS);
}

static void
read_profile (Png *job)
{
  png_charp name;
  png_bytep profile;
  png_uint_32 size;
  int method;
  if (png_get_iCCP (job->png, job->info, &name, &method, &profile, &size))
    job->picture->icc = mb_icc_take (profile, size, job->picture->components);
}

/* After IEND: pHYs and eXIf may come late. */
static void
read_remarks (Png *job)
{
  png_uint_32 x, y, size;
  png_bytep exif;
  int unit;
  if (png_get_pHYs (job->png, job->info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER)
    mb_density_set (job->picture, x * 0.0254, y * 0.0254);
  if (png_get_eXIf_1 (job->png, job->info, &size, &exif))
    mb_exif_read (job->picture, exif, size);
}

static void
read_all (Png *job)
{
  open_bytes (job);
  read_description (job);
  if (!mb_media_size_check (job->picture->name, job->picture->width, job->picture->height,
                            &job->error))
    png_error (job->png, "too large");

  read_profile (job);
  int passes = png_set_interlace_handling (job->png);
  png_read_update_info (job->png, job->info);
  job->row = g_malloc0 (png_get_rowbytes (job->png, job->info));
  for (int pass = 0; pass < passes; pass++)
    for (guint y = 0; y < job->picture->height; y++)
      png_read_row (job->png, job->row, NULL);
  png_read_end (job->png, job->info);
  read_remarks (job);
}

gboolean
mb_png_check (MbPicture *picture, GError **error)
{
  Png job = { .picture = picture };
  gboolean good = job_start (&job, picture->bytes) && guarded (&job, read_all);
  job_end (&job);
  return good || set_error (&job, picture->name, error);
}

static void
read_pixels (Png *job)
{
  open_bytes (job);
  png_set_expand (job->png);
  png_set_scale_16 (job->png);
  png_set_gray_to_rgb (job->png);
  png_set_add_alpha (job->png, 0xFF, PNG_FILLER_AFTER);
  int passes = png_set_interlace_handling (job->png);
  png_read_update_info (job->png, job->info);
  gsize stride = png_get_rowbytes (job->png, job->info);
  if (stride != (gsize) job->picture->width * 4)
    png_error (job->png, "unexpected row size");
  for (int pass = 0; pass < passes; pass++)
    for (guint y = 0; y < job->picture->height; y++)
      png_read_row (job->png, job->pixels + y * stride, NULL);
  png_read_end (job->png, NULL);
}

gboolean
mb_png_decode (const MbPicture *picture, guint8 *pixels, GError **error)
{
  MbPicture copy = *picture;
  Png job = { .picture = &copy, .pixels = pixels };
  gboolean good = job_start (&job, picture->bytes) && guarded (&job, read_pixels);
  job_end (&job);
  if (!good)
    return set_error (&job, picture->name, error);
  mb_media_pack (pixels, (gsize) picture->width * picture->height);
  return TRUE;
}
