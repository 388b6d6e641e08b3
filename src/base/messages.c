/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: the catalogue as a table, its language, and {1} substitution. */
#include "internal.h"

#include <string.h>

enum { ENGLISH, FRENCH, LANGUAGES };

typedef struct {
  const char *name;
  MbMessage code;
  MbSeverity severity;
  const char *text[LANGUAGES], *hint[LANGUAGES], *why[LANGUAGES];
} Line;

static const Line catalogue[] = {
#define MB_MESSAGE(name, number, severity, en, fr, hint_en, hint_fr, why_en, why_fr)               \
  { #name, MB_MSG_##name, severity, { en, fr }, { hint_en, hint_fr }, { why_en, why_fr } },
#include "messages.def"
#undef MB_MESSAGE
};

/* A number given twice does not compile. */
G_GNUC_UNUSED static void
check_numbers (int number)
{
  switch (number) {
#define MB_MESSAGE(name, number, severity, en, fr, hint_en, hint_fr, why_en, why_fr) case number:
#include "messages.def"
#undef MB_MESSAGE
    break;
  default: break;
  }
}

/* Set once by the command before threads start; read everywhere. */
static int current = ENGLISH;

static int
language_of (const char *name)
{
  if (!name || g_ascii_strncasecmp (name, "fr", 2) != 0)
    return ENGLISH;
  return g_ascii_isalpha (name[2]) ? ENGLISH : FRENCH;
}

const char *
mb_language (void)
{
  return current == FRENCH ? "fr" : "en";
}

const char *
mb_in_language (const char *english, const char *french)
{
  return current == FRENCH ? french : english;
}

void
mb_set_language (const char *locale_name)
{
  current = language_of (locale_name);
}

static void
fill (MbCatalogueEntry *entry, const Line *line, int language)
{
  *entry = (MbCatalogueEntry){ line->name,           line->code,           line->severity,
                               line->text[language], line->hint[language], line->why[language] };
}

gboolean
mb_catalogue_get (guint index, const char *language, MbCatalogueEntry *entry)
{
  if (index >= G_N_ELEMENTS (catalogue))
    return FALSE;
  fill (entry, &catalogue[index], language_of (language));
  return TRUE;
}

const MbCatalogueEntry *
mb_message_entry (MbMessage message, MbCatalogueEntry *entry)
{
  for (gsize i = 0; i < G_N_ELEMENTS (catalogue); i++)
    if (catalogue[i].code == message) {
      fill (entry, &catalogue[i], current);
      return entry;
    }
  g_return_val_if_reached (NULL);
}

static void
append_visible (GString *out, const char *argument)
{
  g_autofree char *valid = g_utf8_make_valid (argument, -1);
  for (const char *at = valid; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_iscntrl (c))
      g_string_append_printf (out, "\\x%02X", c);
    else
      g_string_append_unichar (out, c);
  }
}

char *
mb_message_format (const char *pattern, const char *const *arguments, gsize n)
{
  GString *out = g_string_new (NULL);
  for (const char *at = pattern; *at; at++) {
    gboolean slot = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}';
    if (!slot) {
      g_string_append_c (out, *at);
      continue;
    }
    gsize index = at[1] - '1';
    if (index < n)
      append_visible (out, arguments[index]);
    at += 2;
  }
  return g_string_free (out, FALSE);
}

gsize
mb_message_arguments (va_list list, const char *arguments[9])
{
  gsize n = 0;
  for (const char *next; n < 9 && (next = va_arg (list, const char *)); n++)
    arguments[n] = next;
  return n;
}
