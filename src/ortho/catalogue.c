/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue of rules as a table: words for people, and which rules a house keeps silent about. */
#include "internal.h"

#include <string.h>

#define AUTOMATIC MB_ORTHO_KIND_AUTOMATIC
#define GUARDED   MB_ORTHO_KIND_GUARDED
#define DESK      MB_ORTHO_KIND_DESK
#define RENDERING MB_ORTHO_KIND_RENDERING
#define BREAKING  MB_ORTHO_KIND_BREAKING

enum { ENGLISH, FRENCH, LANGUAGES };

typedef struct {
  const char *id;
  MbOrthoKind class;
  MbSeverity severity;
  const char *name[LANGUAGES], *hint[LANGUAGES], *why[LANGUAGES], *exceptions[LANGUAGES];
  const char *source, *examples;
} Row;

static const Row rows[] = {
#define MB_RULE(id, class, severity, name_en, name_fr, hint_en, hint_fr, why_en, why_fr,           \
                exceptions_en, exceptions_fr, source, examples)                                    \
  { id,                                                                                            \
    class,                                                                                         \
    severity,                                                                                      \
    { name_en, name_fr },                                                                          \
    { hint_en, hint_fr },                                                                          \
    { why_en, why_fr },                                                                            \
    { exceptions_en, exceptions_fr },                                                              \
    source,                                                                                        \
    examples },
#include "catalogue.def"
#undef MB_RULE
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) <= (gsize) 64 * MB_ORTHO_RULE_WORDS);

gboolean
mb_ortho_explain_get (guint index, MbOrthoExplained *rule)
{
  int language = strcmp (mb_language (), "fr") == 0 ? FRENCH : ENGLISH;
  if (index >= G_N_ELEMENTS (rows))
    return FALSE;
  const Row *row = &rows[index];
  *rule = (MbOrthoExplained){ .rule = { row->id, row->severity, row->name[language],
                                        row->hint[language] },
                              .class = row->class,
                              .why = row->why[language],
                              .exceptions = row->exceptions[language],
                              .source = row->source,
                              .examples = row->examples };
  return TRUE;
}

/* Ids are sorted. */
static gboolean
find (const char *id, guint *index)
{
  guint low = 0, high = G_N_ELEMENTS (rows);
  while (low < high) {
    guint middle = (low + high) / 2;
    int order = strcmp (id, rows[middle].id);
    if (order == 0) {
      *index = middle;
      return TRUE;
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return FALSE;
}

gboolean
mb_ortho_explain_find (const char *id, MbOrthoExplained *rule)
{
  guint index;
  return find (id, &index) && mb_ortho_explain_get (index, rule);
}

gboolean
mb_ortho_house_speaks (const MbOrthoHouse *house, const char *id)
{
  guint index;
  return !find (id, &index) || !(house->silent[index / 64] >> (index % 64) & 1);
}

gboolean
mb_ortho_catalogue_switch (guint64 *silent, const char *name, gboolean on)
{
  gsize n = strlen (name);
  gboolean any = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean family = n == strcspn (rows[i].id, "-");
    if (n == 0 || g_ascii_strncasecmp (rows[i].id, name, n) != 0 || (rows[i].id[n] && !family))
      continue;
    any = TRUE;
    guint64 bit = G_GUINT64_CONSTANT (1) << (i % 64);
    silent[i / 64] = on ? silent[i / 64] & ~bit : silent[i / 64] | bit;
  }
  return any;
}
