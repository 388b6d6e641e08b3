/* SPDX-License-Identifier: Apache-2.0 */
/* typography.c — the houses of a run: what `typographie:` and --typo ask for, made once each. */
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

static House *
make_house (MarbreJob *job, const char *way)
{
  MbArena *arena = mb_doc_arena (job->doc);
  House *house = mb_arena_new0 (arena, House);

  house->way = mb_arena_strdup (arena, way);
  house->house = mb_ortho_house_new (arena, way, &house->unknown);
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
