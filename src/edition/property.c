/* SPDX-License-Identifier: Apache-2.0 */
/* property.c — one property of CSS in words, from the property table. */
#include "internal.h"

#include <marbre/property.h>

static void
append_field (GString *out, const char *english, const char *french, const char *text)
{
  if (text && *text)
    g_string_append_printf (out, "%s%s\n", mb_in_language (english, french), text);
}

static const char *
yes_or_no (gboolean yes)
{
  return yes ? mb_in_language ("yes", "oui") : mb_in_language ("no", "non");
}

static char *
describe (const MbPropertyInfo *info)
{
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "%s  %s\n\n", info->name, info->doc);
  append_field (out, "values:        ", "valeurs :        ", info->syntax);
  append_field (out, "limits:        ", "limites :        ", info->limits);
  append_field (out, "initial value: ", "valeur initiale : ", info->initial);
  if (!info->shorthand) {
    append_field (out, "inherited:     ", "héritée :        ", yes_or_no (info->inherited));
    append_field (out, "PDF:           ", "PDF :            ", yes_or_no (TRUE));
    append_field (out, "EPUB:          ", "EPUB :           ", yes_or_no (info->epub));
  }
  append_field (out, "specification: ", "spécification :  ", info->specification);
  append_field (out, "               ", "                 ", info->link);
  return g_string_free (out, FALSE);
}

char *
marbre_property_explain (const char *name)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  MbPropertyInfo info;
  g_return_val_if_fail (name != NULL, NULL);
  for (guint i = 0; mb_property_info (i, arena, &info); i++)
    if (g_ascii_strcasecmp (info.name, name) == 0)
      return describe (&info);
  return NULL;
}
