/* SPDX-License-Identifier: Apache-2.0 */
/* orders.c — the outputs that a manifest orders under `sorties:`.
 *
 * Only the manifest is read for this, so that a caller can know every output of many editions before the first is made. What is wrong in an
 * entry is a finding at its place; all entries are looked at.
 */
#include "internal.h"

#include <string.h>

#define MAX_SLUG 80 /* characters; a file name has 255 bytes */

typedef struct {
  MarbreJob *job;
  const MbMeta *meta;
  const char *manifest, *folder;
} Orders;

/* --- Names ----------------------------------------------------------------------------------------------------------------*/

/* A letter or digit as file names have them, or NULL when it only separates. */
static const char *
plain_form (gunichar c, char buffer[7])
{
  if (c == 0x152 || c == 0x153)
    return "oe";
  if (c == 0xC6 || c == 0xE6)
    return "ae";
  if (c == 0xDF)
    return "ss";
  if (!g_unichar_isalnum (c))
    return NULL;
  buffer[g_unichar_to_utf8 (g_unichar_tolower (c), buffer)] = '\0';
  return buffer;
}

/* « L’Été à Corsevant » is "l-ete-a-corsevant". */
static char *
slug (const char *text)
{
  g_autofree char *wide = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  GString *out = g_string_new (NULL);
  guint length = 0;
  gboolean gap = FALSE;
  for (const char *c = wide ? wide : ""; *c && length < MAX_SLUG; c = g_utf8_next_char (c)) {
    char buffer[7];
    gunichar u = g_utf8_get_char (c);
    if (g_unichar_ismark (u))
      continue;
    const char *plain = plain_form (u, buffer);
    if (plain && gap && out->len)
      g_string_append_c (out, '-');
    if (plain)
      g_string_append (out, plain), length++;
    gap = !plain;
  }
  return g_string_free (out, FALSE);
}

/* What field @name stands for: "" when the manifest does not say, NULL when there is no such field. */
static char *
value_of_field (const Orders *orders, const char *name)
{
  const MbMeta *meta = orders->meta;
  const struct {
    const char *french, *english, *value;
  } fields[] = { { "date", "date", meta->date },
                 { "numero", "number", meta->number },
                 { "edition", "edition", meta->edition_name },
                 { "titre", "title", meta->title } };
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (strcmp (name, fields[i].french) != 0 && strcmp (name, fields[i].english) != 0)
      continue;
    g_autofree char *value = g_strdup (fields[i].value ? fields[i].value : "");
    if (i == 0 && strchr (value, 'T')) /* the day, without the hour */
      *strchr (value, 'T') = '\0';
    return slug (value);
  }
  return NULL;
}

static gboolean
append_field (const Orders *orders, const MbReadOutput *asked, const char *field, GString *out)
{
  MbDiagnostics *diagnostics = orders->job->diagnostics;
  if (strcmp (field, "p") == 0) { /* the number of a page: see outputs.c */
    g_string_append (out, "{p}");
    return TRUE;
  }
  g_autofree char *value = value_of_field (orders, field);
  guint width = (guint) g_utf8_strlen (asked->file, -1);
  if (!value)
    return mb_report_width (diagnostics, asked->pos, width, MB_MSG_OUTPUT_FIELD_UNKNOWN, field,
                            NULL);
  /* a date that is none was reported: that it is missing here is no second fault */
  if (!*value && strcmp (field, "date") == 0 && mb_diagnostics_count (diagnostics, MB_FAILURE) > 0)
    return FALSE;
  if (!*value)
    return mb_report_width (diagnostics, asked->pos, width, MB_MSG_OUTPUT_FIELD_EMPTY, field, NULL);
  g_string_append (out, value);
  return TRUE;
}

/* The name with its fields filled in, NULL when reported. */
static char *
fill_name (const Orders *orders, const MbReadOutput *asked)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *c = asked->file; *c;) {
    const char *end = *c == '{' ? strchr (c, '}') : NULL;
    if (!end) {
      g_string_append_c (out, *c++);
      continue;
    }
    g_autofree char *field = g_strndup (c + 1, (gsize) (end - c) - 1);
    if (!append_field (orders, asked, g_strstrip (field), out))
      return NULL;
    c = end + 1;
  }
  return g_strdup (out->str);
}

static gboolean
is_below (const char *folder, const char *path)
{
  g_autofree char *absolute_folder = g_canonicalize_filename (folder, NULL);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  gsize length = strlen (absolute_folder);
  if (length == 1) /* "/" */
    return TRUE;
  return strncmp (absolute, absolute_folder, length) == 0 && absolute[length] == '/';
}

/* @name below the manifest's folder; "-" is a file here, not standard output. */
static char *
path_from_manifest (const Orders *orders, const char *name)
{
  g_autofree char *home = g_path_get_dirname (orders->manifest);
  if (g_path_is_absolute (name) || (strcmp (home, ".") == 0 && !g_str_has_suffix (name, "-")))
    return g_strdup (name);
  return g_build_filename (home, name, NULL);
}

/* Where an output called @name goes, NULL when reported. */
static char *
place_name (const Orders *orders, const MbReadOutput *asked, const char *name)
{
  if (orders->folder) {
    g_autofree char *last = g_path_get_basename (name);
    return g_build_filename (orders->folder, last, NULL);
  }
  g_autofree char *home = g_path_get_dirname (orders->manifest);
  g_autofree char *path = path_from_manifest (orders, name);
  const char *root = orders->job->root;
  if (is_below (home, path) || (root && is_below (root, path)))
    return g_steal_pointer (&path);
  mb_report_width (orders->job->diagnostics, asked->pos, (guint) g_utf8_strlen (asked->file, -1),
                   MB_MSG_OUTPUT_OUTSIDE, name, root ? root : home, NULL);
  return NULL;
}

/* --- Settings -----------------------------------------------------------------------------------------------------------------*/

static gboolean
refuse (const Orders *orders, MbPos pos, const char *text, const GError *error)
{
  return mb_report_width (orders->job->diagnostics, pos, (guint) MAX (g_utf8_strlen (text, -1), 1),
                          MB_MSG_OUTPUT_REFUSED, error->message, NULL);
}

static gboolean
set_standards (const Orders *orders, const MbReadSetting *standards, Output *output)
{
  output->standards_set = standards->text != NULL;
  for (const MbReadSetting *one = standards; one->text; one++) {
    g_autoptr (GError) error = NULL;
    if (!marbre_standard_add (one->text, &output->standards, &error))
      return refuse (orders, one->pos, one->text, error);
  }
  return TRUE;
}

static gboolean
set_style (const Orders *orders, const MbReadSetting *style, Output *output)
{
  g_autoptr (GError) error = NULL;
  if (!style->text)
    return TRUE;
  output->style = marbre_sheet_find (orders->job, style->text, orders->manifest, &error);
  g_autoptr (GBytes) sheet =
      output->style ? mb_source_load (orders->job->source, output->style, MB_BYTES_STYLE, &error)
                    : NULL;
  return sheet || refuse (orders, style->pos, style->text, error);
}

static gboolean
set_pages (const Orders *orders, const MbReadSetting *pages, Output *output)
{
  g_autoptr (GError) error = NULL;
  if (!pages->text)
    return TRUE;
  output->ranges = marbre_ranges_parse (pages->text, &error);
  return output->ranges || refuse (orders, pages->pos, pages->text, error);
}

static gboolean
set_resolution (const Orders *orders, const MbReadSetting *resolution, Output *output)
{
  g_autoptr (GError) error = NULL;
  guint64 dpi;
  if (!resolution->text)
    return TRUE;
  if (!g_ascii_string_to_unsigned (resolution->text, 10, 1, 2400, &dpi, NULL)) {
    marbre_usage (&error, "“{1}” is not a resolution from 1 to 2400 dots per inch",
                  "« {1} » n’est pas une résolution de 1 à 2400 points par pouce",
                  resolution->text);
    return refuse (orders, resolution->pos, resolution->text, error);
  }
  output->dpi = (double) dpi;
  return TRUE;
}

/* Readers of some makers show U+202F as a box: kobo, kindle; prudent is for all of them. */
static gboolean
set_profile (const Orders *orders, const MbReadSetting *profile, Output *output)
{
  static const char *const plain[] = { "kobo", "kindle", "prudent", "cautious", NULL };
  g_autoptr (GError) error = NULL;
  if (!profile->text)
    return TRUE;
  g_autofree char *name = g_ascii_strdown (profile->text, -1);
  output->plain_spaces = g_strv_contains (plain, name);
  if (output->plain_spaces || strcmp (name, "standard") == 0)
    return TRUE;
  marbre_usage (&error, "“{1}” is no profile: standard, kobo, kindle or prudent",
                "« {1} » n’est pas un profil : standard, kobo, kindle ou prudent", profile->text);
  return refuse (orders, profile->pos, profile->text, error);
}

static void
add_order (const Orders *orders, const MbReadOutput *asked)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = fill_name (orders, asked);
  g_autofree char *path = name ? place_name (orders, asked, name) : NULL;
  Output output;
  if (!path)
    return;
  if (!marbre_output_parse (path, &output, &error)) {
    refuse (orders, asked->pos, asked->file, error);
    return;
  }
  if (!set_standards (orders, asked->standards, &output) ||
      !set_style (orders, &asked->style, &output) || !set_pages (orders, &asked->pages, &output) ||
      !set_resolution (orders, &asked->resolution, &output) ||
      !set_profile (orders, &asked->profile, &output))
    marbre_output_clear (&output);
  else if (!marbre_output_admit (orders->job, &output, &error))
    refuse (orders, asked->pos, asked->file, error);
}

gboolean
marbre_job_add_manifest_outputs (MarbreJob *job, const char *folder, GError **error)
{
  const MbReadOptions settings = { .settings_only = TRUE };
  MbReadOutputs asked;
  if (!marbre_stage_source (job, error))
    return FALSE;
  g_autoptr (MbDoc) doc =
      mb_read_inputs (job->source, (const char *const *) job->inputs, &settings, &asked, error);
  if (!doc)
    return FALSE;
  Orders orders = { job, mb_doc_meta (doc), asked.manifest, folder };
  for (guint i = 0; i < asked.n_items; i++)
    add_order (&orders, &asked.items[i]);
  return !marbre_job_failed (job);
}
