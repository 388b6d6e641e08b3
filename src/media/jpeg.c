/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG: checked to its last byte, for its bytes go into PDF and EPUB untouched.
 *
 * libjpeg calls a truncated or corrupt file a *warning* and paints grey: here those warnings are errors
 * (damage_of). The check decodes at 1/8 scale: all entropy-coded data is read, which is what can be wrong,
 * and most of the arithmetic is spared. A progressive file may hold thousands of scans over a large
 * picture, each costing a pass: SCANS_MAX.
 *
 * libjpeg reports errors by longjmp. Everything that must be released hangs on Jpeg, which the caller of
 * `guarded` owns; no function with a setjmp has a variable that changes after it.
 */
#include "internal.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

#define SCANS_MAX 200

typedef struct {
  struct jpeg_error_mgr errors; /* first: libjpeg hands it back */
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct jpeg;
  jmp_buf jump;
  char text[JMSG_LENGTH_MAX];
  gboolean unsupported;
  MbPicture *picture; /* check */
  guint8 *row;        /* check */
  guint8 *pixels;     /* decode */
  GError *error;      /* ours, when it is not libjpeg's */
} Jpeg;

/* What libjpeg says, in French; what is not listed is about the data. */
static const char *
translation (int code)
{
  switch (code) {
  case JERR_NO_SOI: return "ce n’est pas un JPEG";
  case JERR_EMPTY_IMAGE: return "l’image est vide";
  case JERR_IMAGE_TOO_BIG: return "l’image est trop grande";
  case JERR_INPUT_EMPTY: return "le fichier est vide";
  case JERR_INPUT_EOF:
  case JWRN_JPEG_EOF: return "le fichier s’arrête trop tôt";
  case JWRN_HIT_MARKER: return "un segment de données s’arrête trop tôt";
  case JWRN_HUFF_BAD_CODE: return "un code de Huffman est faux";
  case JWRN_MUST_RESYNC: return "un marqueur manque dans les données";
  case JERR_BAD_PRECISION: return "plus de huit bits par échantillon";
  case JERR_SOF_UNSUPPORTED: return "type de codage non pris en charge";
  case JERR_ARITH_NOTIMPL: return "codage arithmétique";
  case JERR_CONVERSION_NOTIMPL: return "conversion de couleurs non prise en charge";
  case JERR_NO_HUFF_TABLE: return "une table de Huffman manque";
  case JERR_NO_QUANT_TABLE: return "une table de quantification manque";
  case JERR_BAD_LENGTH: return "un marqueur a une longueur fausse";
  case JERR_BAD_HUFF_TABLE: return "une table de Huffman est fausse";
  case JERR_SOI_DUPLICATE: return "deux débuts d’image";
  case JERR_SOF_DUPLICATE: return "deux en-têtes d’image";
  case JERR_SOS_NO_SOF: return "des données avant l’en-tête";
  default: return "les données JPEG sont incohérentes";
  }
}

static void
fail (j_common_ptr common)
{
  Jpeg *job = (Jpeg *) common->err;
  int code = common->err->msg_code;
  job->unsupported = code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED ||
                     code == JERR_ARITH_NOTIMPL || code == JERR_CONVERSION_NOTIMPL;
  common->err->format_message (common, job->text);
  g_strlcpy (job->text, mb_in_language (job->text, translation (code)), sizeof job->text);
  longjmp (job->jump, 1);
}

static void
fail_with (Jpeg *job, const char *text, gboolean unsupported)
{
  g_strlcpy (job->text, text, sizeof job->text);
  job->unsupported = unsupported;
  longjmp (job->jump, 1);
}

static gboolean
is_damage (int code)
{
  return code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF || code == JWRN_HUFF_BAD_CODE ||
         code == JWRN_MUST_RESYNC;
}

static void
warn (j_common_ptr common, int level)
{
  if (level < 0 && is_damage (common->err->msg_code))
    fail (common);
}

static void
watch_scans (j_common_ptr common)
{
  if (common->is_decompressor && ((j_decompress_ptr) common)->input_scan_number > SCANS_MAX)
    fail_with ((Jpeg *) common->err, mb_in_language ("too many scans", "trop de passes"), FALSE);
}

static void
job_start (Jpeg *job)
{
  job->jpeg.err = jpeg_std_error (&job->errors);
  job->errors.error_exit = fail;
  job->errors.emit_message = warn;
  job->progress.progress_monitor = watch_scans;
}

static void
job_end (Jpeg *job)
{
  if (job->jpeg.mem)
    jpeg_destroy_decompress (&job->jpeg);
  g_free (job->row);
}

static gboolean
guarded (Jpeg *job, void (*work) (Jpeg *job))
{
  if (setjmp (job->jump))
    return FALSE;
  work (job);
  return TRUE;
}

static gboolean
set_error (Jpeg *job, const char *name, GError **error)
{
  if (job->error) {
    g_propagate_error (error, job->error);
    return FALSE;
  }
  if (job->unsupported)
    return mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_PICTURE_CODING, name, job->text, NULL);
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, name, job->text, NULL);
}

static void
open_bytes (Jpeg *job, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  jpeg_create_decompress (&job->jpeg);
  job->jpeg.progress = &job->progress;
  jpeg_mem_src (&job->jpeg, data, size);
}

static void
read_density (MbPicture *picture, const struct jpeg_decompress_struct *jpeg)
{
  double inch = jpeg->density_unit == 1 ? 1 : jpeg->density_unit == 2 ? 2.54 : 0;
  if (jpeg->saw_JFIF_marker)
    mb_density_set (picture, jpeg->X_density * inch, jpeg->Y_density * inch);
}

static void
read_exif (MbPicture *picture, const struct jpeg_decompress_struct *jpeg)
{
  for (jpeg_saved_marker_ptr at = jpeg->marker_list; at; at = at->next)
    if (at->marker == JPEG_APP0 + 1 && at->data_length > 6 &&
        memcmp (at->data, "Exif\0\0", 6) == 0) {
      mb_exif_read (picture, at->data + 6, at->data_length - 6);
      return;
    }
}

static void
read_profile (MbPicture *picture, struct jpeg_decompress_struct *jpeg)
{
  JOCTET *profile = NULL;
  unsigned int size = 0;
  if (jpeg_read_icc_profile (jpeg, &profile, &size))
    picture->icc = mb_icc_take (profile, size, picture->components);
  free (profile);
}

static void
read_header (Jpeg *job)
{
  struct jpeg_decompress_struct *jpeg = &job->jpeg;
  MbPicture *picture = job->picture;
  open_bytes (job, picture->bytes);
  jpeg_save_markers (jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_save_markers (jpeg, JPEG_APP0 + 2, 0xFFFF);
  jpeg_read_header (jpeg, TRUE);

  picture->width = jpeg->image_width;
  picture->height = jpeg->image_height;
  picture->components = jpeg->num_components;
  picture->inverted = jpeg->num_components == 4 && jpeg->saw_Adobe_marker;
  read_density (picture, jpeg);
  read_exif (picture, jpeg);
  read_profile (picture, jpeg);
}

static void
read_all (Jpeg *job)
{
  struct jpeg_decompress_struct *jpeg = &job->jpeg;
  read_header (job);
  if (!mb_media_size_check (job->picture->name, job->picture->width, job->picture->height,
                            &job->error))
    longjmp (job->jump, 1);
  if (jpeg->num_components == 2 || jpeg->num_components > 4)
    fail_with (job, mb_in_language ("number of components", "nombre de composantes"), TRUE);
  if (jpeg->arith_code)
    fail_with (job, mb_in_language ("arithmetic coding", "codage arithmétique"), TRUE);

  jpeg->scale_num = 1;
  jpeg->scale_denom = 8;
  jpeg->dct_method = JDCT_IFAST;
  jpeg->do_fancy_upsampling = FALSE;
  jpeg_start_decompress (jpeg);
  job->row = g_malloc ((gsize) jpeg->output_width * jpeg->output_components);
  while (jpeg->output_scanline < jpeg->output_height)
    jpeg_read_scanlines (jpeg, &job->row, 1);
  jpeg_finish_decompress (jpeg);
}

gboolean
mb_jpeg_check (MbPicture *picture, GError **error)
{
  Jpeg job = { .picture = picture };
  job_start (&job);
  gboolean good = guarded (&job, read_all);
  job_end (&job);
  return good || set_error (&job, picture->name, error);
}

static void
read_pixels (Jpeg *job)
{
  struct jpeg_decompress_struct *jpeg = &job->jpeg;
  open_bytes (job, job->picture->bytes);
  jpeg_read_header (jpeg, TRUE);
  jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_EXT_RGBA;
  jpeg_start_decompress (jpeg);
  while (jpeg->output_scanline < jpeg->output_height) {
    guint8 *row = job->pixels + (gsize) jpeg->output_scanline * jpeg->output_width * 4;
    jpeg_read_scanlines (jpeg, &row, 1);
  }
  jpeg_finish_decompress (jpeg);
}

/* A screen's idea of ink, for previews only: print gets the CMYK bytes themselves. */
static void
ink_to_rgba (guint8 *pixels, gsize n, gboolean inverted)
{
  guint flip = inverted ? 0 : 255;
  for (guint8 *at = pixels; n > 0; n--, at += 4) {
    guint paper = at[3] ^ flip;
    for (int i = 0; i < 3; i++)
      at[i] = (guint8) (((at[i] ^ flip) * paper + 127) / 255);
    at[3] = 255;
  }
}

gboolean
mb_jpeg_decode (const MbPicture *picture, guint8 *pixels, GError **error)
{
  MbPicture copy = *picture;
  gsize n = (gsize) picture->width * picture->height;
  Jpeg job = { .picture = &copy, .pixels = pixels };
  job_start (&job);
  gboolean good = guarded (&job, read_pixels);
  job_end (&job);
  if (!good)
    return set_error (&job, picture->name, error);
  if (picture->components == 4)
    ink_to_rgba (pixels, n, picture->inverted);
  mb_media_pack (pixels, n);
  return TRUE;
}
