/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.c — the message catalogue for programs: `marbre explain`, docs. */
#include "internal.h"

void
marbre_set_language (const char *locale)
{
  mb_set_language (locale ? locale : "C");
}

gboolean
marbre_message_get (unsigned index, MarbreMessage *message)
{
  MbCatalogueEntry entry;
  if (!mb_catalogue_get (index, mb_language (), &entry))
    return FALSE;
  *message = (MarbreMessage){ .code = (int) entry.code,
                              .name = entry.name,
                              .severity = (MarbreSeverity) entry.severity,
                              .text = entry.text,
                              .hint = entry.hint,
                              .explanation = entry.why };
  return TRUE;
}
