/* SPDX-License-Identifier: Apache-2.0 */
/* typography.c — the houses of a run: what `typographie:` and --typo ask for, made once each, with the words of `lexique:`. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *way;
  MbOrthoHouse *house; /* NULL: it means nothing */
  const char *unknown; /* the word that means nothing */
} House;

static House *
find_house (MarbreJob *job, const char *way)
{
  if (!job->houses)
    job->houses = g_ptr_array_new ();
  for (guint i = 0; i < job->houses->len; i++) {
    House *house = job->houses->pdata[i];
    if (strcmp (house->way, way) == 0)
      return house;
  }
  return NULL;
}

/* The word lists of marbre: installed, or in a source tree. */
static char *
lists_folder (void)
{
  g_autofree char *data = marbre_data_folder ();
  g_autofree char *installed = g_build_filename (data, "ortho", NULL);
  if (g_file_test (installed, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&installed);
  return g_build_filename (data, "src", "ortho", "data", NULL);
}

/* A name alone is a list of marbre's, as with styles. */
static char *
find_list (MarbreJob *job, const char *name, GError **error)
{
  if (strpbrk (name, "/."))
    return mb_source_resolve (job->source, job->asked.manifest, name, error);
  g_autofree char *folder = lists_folder ();
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  mb_source_allow (job->source, folder);
  return g_build_filename (folder, file, NULL);
}

/* The house's own words. A file that cannot be read is the author's fault. */
static void
read_lexicon (MarbreJob *job, MbOrthoHouse *house)
{
  for (const MbReadSetting *one = job->asked.lexicon; one && one->text; one++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *name = find_list (job, one->text, &error);
    g_autoptr (GBytes) bytes =
        name ? mb_source_load (job->source, name, MB_BYTES_TEXT, &error) : NULL;
    gsize size;
    const char *text = bytes ? g_bytes_get_data (bytes, &size) : NULL;
    if (bytes)
      mb_ortho_house_read (house, name,
                           mb_arena_strndup (mb_doc_arena (job->doc), text ? text : "", size),
                           job->diagnostics);
    else
      mb_report_width (job->diagnostics, one->pos, (guint) g_utf8_strlen (one->text, -1),
                       MB_MSG_LEXICON_REFUSED, one->text, error ? error->message : "", NULL);
  }
}

static House *
make_house (MarbreJob *job, const char *way)
{
  MbArena *arena = mb_doc_arena (job->doc);
  House *house = mb_arena_new0 (arena, House);

  house->way = mb_arena_strdup (arena, way);
  house->house = mb_ortho_house_new (arena, way, &house->unknown);
  if (house->house)
    read_lexicon (job, house->house);
  g_ptr_array_add (job->houses, house);
  return house;
}

const MbOrthoHouse *
marbre_house (MarbreJob *job, const char *way, MbPos pos, const MbOrthoHouse *inherited)
{
  if (job->typography)
    way = job->typography;
  if (!way && inherited)
    return inherited;
  House *house = find_house (job, way ? way : "fr-FR");
  if (!house)
    house = make_house (job, way ? way : "fr-FR");
  if (house->house)
    return house->house;
  mb_report (job->diagnostics, pos, MB_MSG_PROFILE_UNKNOWN, house->unknown, NULL);
  return inherited ? inherited : marbre_house (job, "fr-FR", pos, NULL);
}
