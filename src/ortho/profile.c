/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles: what each house writes where the rules ask for a space or a mark. Sources: notes/french.md § 1.10
 * (Imprimerie nationale, Office québécois de la langue française, usage of French-speaking Switzerland). */
#include "internal.h"

#include <string.h>

static const MbOrthoMarks profiles[] = {
  [MB_ORTHO_NONE] = { "non", 0, 0, 0, 0, 0 },
  [MB_ORTHO_FR_FR] = { "fr-FR", MB_ORTHO_NNBSP, MB_ORTHO_NBSP, MB_ORTHO_NBSP, 0x201C, 0x201D },
  [MB_ORTHO_FR_PRESS] = { "fr-press", MB_ORTHO_NNBSP, MB_ORTHO_NBSP, MB_ORTHO_NBSP, 0x201C,
                          0x201D },
  [MB_ORTHO_FR_CH] = { "fr-CH", MB_ORTHO_NNBSP, MB_ORTHO_NNBSP, MB_ORTHO_NNBSP, 0x2039, 0x203A },
  [MB_ORTHO_FR_CA] = { "fr-CA", 0, MB_ORTHO_NBSP, MB_ORTHO_NBSP, 0x201C, 0x201D },
  [MB_ORTHO_FR_BE] = { "fr-BE", MB_ORTHO_NNBSP, MB_ORTHO_NBSP, MB_ORTHO_NBSP, 0x201C, 0x201D },
};

static const struct {
  const char *name;
  MbOrthoProfile profile;
} synonyms[] = {
  { "oui", MB_ORTHO_FR_FR },  { "yes", MB_ORTHO_FR_FR },   { "true", MB_ORTHO_FR_FR },
  { "fr", MB_ORTHO_FR_FR },   { "none", MB_ORTHO_NONE },   { "no", MB_ORTHO_NONE },
  { "false", MB_ORTHO_NONE }, { "aucune", MB_ORTHO_NONE }, { "fr-presse", MB_ORTHO_FR_PRESS },
};

gboolean
mb_ortho_profile (const char *name, MbOrthoProfile *profile)
{
  if (!name)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (g_ascii_strcasecmp (name, profiles[i].name) == 0) {
      *profile = (MbOrthoProfile) i;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (g_ascii_strcasecmp (name, synonyms[i].name) == 0) {
      *profile = synonyms[i].profile;
      return TRUE;
    }
  return FALSE;
}

const MbOrthoMarks *
mb_ortho_marks (MbOrthoProfile profile)
{
  return profile == MB_ORTHO_NONE ? NULL : &profiles[profile];
}
