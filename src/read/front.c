/* SPDX-License-Identifier: Apache-2.0 */
/* Front matter: where it is, and its values by key. */
#include "internal.h"

#include <string.h>

static gboolean
line_is (const MbLines *lines, guint line, const char *mark)
{
  gsize start = mb_lines_start (lines, line), end = mb_lines_end (lines, line);
  while (end > start && strchr (" \t", lines->text[end - 1]))
    end--;
  return end - start == strlen (mark) && memcmp (lines->text + start, mark, end - start) == 0;
}

/* A text may begin with a rule `---`; front matter goes on with a key or a comment. */
static gboolean
looks_like_key (const MbLines *lines, guint line)
{
  const char *text = lines->text + mb_lines_start (lines, line);
  gsize n = 0;
  if (*text == '#' || line_is (lines, line, "---"))
    return TRUE;
  while (g_ascii_isalnum (text[n]) || text[n] == '-' || text[n] == '_' || (text[n] & 0x80))
    n++;
  gsize name = n;
  n += strspn (text + n, " "); /* the French space before the colon */
  return name && text[n] == ':' && (text[n + 1] == '\0' || strchr (" \t\r\n", text[n + 1]));
}

/* `titre:Le titre`: a key of ours that YAML would not see. Returns: its length, 0 when there is none. */
static gsize
glued_key (const MbLines *lines, guint line)
{
  const char *text = lines->text + mb_lines_start (lines, line);
  gsize n = 0;
  while (g_ascii_isalpha (text[n]) || text[n] == '-')
    n++;
  if (!n || text[n] != ':' || strchr (" \t\r\n:/", text[n + 1]))
    return 0;
  g_autofree char *name = g_strndup (text, n);
  return mb_key_find (name, MB_IN_ARTICLE, MB_NOWHERE, NULL) != MB_KEY_NONE ? n : 0;
}

/* Settings that begin with such a line are none to YAML. Returns: whether any was reported. */
static gboolean
report_glued_keys (const MbLines *lines, guint first, guint end, MbDiagnostics *diagnostics)
{
  gboolean found = FALSE;
  for (guint line = first; line < end; line++) {
    gsize n = glued_key (lines, line);
    if (!n)
      continue;
    g_autofree char *name = g_strndup (lines->text + mb_lines_start (lines, line), n);
    mb_report_width (diagnostics, (MbPos){ lines->file, line, 1 }, (guint) n + 1, MB_MSG_KEY_GLUED,
                     name, NULL);
    found = TRUE;
  }
  return found;
}

gsize
mb_front_split (MbLines *lines, MbDiagnostics *diagnostics, gsize *start, gsize *end,
                gboolean *broken)
{
  *start = *end = 0;
  *broken = FALSE;
  guint n = mb_lines_count (lines);
  guint first = 2;
  if (!line_is (lines, 1, "---"))
    return 0;
  while (first < n && mb_lines_start (lines, first) == mb_lines_end (lines, first))
    first++;
  for (guint line = 2; line <= n; line++) {
    if (!line_is (lines, line, "---") && !line_is (lines, line, "..."))
      continue;
    if (report_glued_keys (lines, first, line, diagnostics)) {
      *broken = TRUE;
      return mb_lines_start (lines, line + 1);
    }
    if (line > first && !looks_like_key (lines, first) &&
        lines->text[mb_lines_start (lines, first)] != '\t' &&
        lines->text[mb_lines_start (lines, first)] != ' ' &&
        lines->text[mb_lines_start (lines, first)] != '[' &&
        lines->text[mb_lines_start (lines, first)] != '{')
      return 0;
    *start = mb_lines_start (lines, 2);
    *end = mb_lines_start (lines, line);
    return mb_lines_start (lines, line + 1);
  }
  if (!looks_like_key (lines, first))
    return 0;
  *broken = TRUE;
  mb_report_width (diagnostics, (MbPos){ lines->file, 1, 1 }, 3, MB_MSG_FRONT_UNCLOSED, NULL);
  return 0;
}

void
mb_front_read (MbFront *front, MbYaml *root, MbKeyPlace place, MbDiagnostics *diagnostics)
{
  memset (front, 0, sizeof *front);
  if (!root)
    return;
  if (root->kind != MB_YAML_MAP) {
    mb_report (diagnostics, root->pos, MB_MSG_YAML_NOT_MAP, NULL);
    return;
  }
  for (MbYaml *entry = root->first; entry; entry = entry->next) {
    MbKey key = mb_key_find (entry->key, place, entry->key_pos, diagnostics);
    if (key == MB_KEY_NONE)
      continue;
    if (front->values[key])
      mb_report (diagnostics, entry->key_pos, MB_MSG_YAML_DUPLICATE, entry->key, NULL);
    else
      front->values[key] = entry;
  }
}

const char *
mb_front_text (const MbFront *front, MbKey key, MbDiagnostics *diagnostics)
{
  const MbYaml *value = front->values[key];
  if (!value)
    return NULL;
  if (value->kind != MB_YAML_SCALAR) {
    mb_report (diagnostics, value->pos, MB_MSG_KEY_WANTS_TEXT, value->key ? value->key : "", NULL);
    return NULL;
  }
  return *value->value ? value->value : NULL;
}

const char *
mb_front_date (const MbFront *front, MbKey key, MbMessage message, MbArena *arena,
               MbDiagnostics *diagnostics)
{
  const char *text = mb_front_text (front, key, diagnostics);
  if (!text || mb_read_date_is_iso (text))
    return text;
  gsize start, end;
  g_autofree char *iso = mb_read_date_french (text, &start, &end);
  const MbYaml *value = front->values[key];
  if (iso && start == 0 && end == strlen (text)) {
    mb_report_width (diagnostics, value->pos, (guint) g_utf8_strlen (text, -1), MB_MSG_DATE_NOT_ISO,
                     text, iso, NULL);
    return mb_arena_strdup (arena, iso);
  }
  mb_report_width (diagnostics, value->pos, (guint) g_utf8_strlen (text, -1), message, text, NULL);
  return NULL;
}

static void
read_person (const MbYaml *entry, MbPerson *person, MbPersonSource *source,
             MbDiagnostics *diagnostics)
{
  *source = (MbPersonSource){ entry, entry };
  if (entry->kind == MB_YAML_SCALAR) {
    person->name = entry->value;
    return;
  }
  if (entry->kind == MB_YAML_LIST) {
    mb_report (diagnostics, entry->pos, MB_MSG_KEY_WANTS_TEXT, "auteur", NULL);
    return;
  }
  MbFront fields;
  mb_front_read (&fields, (MbYaml *) entry, MB_IN_PERSON, diagnostics);
  person->name = mb_front_text (&fields, MB_KEY_NAME, diagnostics);
  person->role = mb_front_text (&fields, MB_KEY_ROLE, diagnostics);
  *source = (MbPersonSource){ fields.values[MB_KEY_NAME], fields.values[MB_KEY_ROLE] };
}

MbPerson *
mb_front_people (const MbFront *front, MbArena *arena, MbDiagnostics *diagnostics, guint *n,
                 const MbPersonSource **sources)
{
  const MbYaml *value = front->values[MB_KEY_AUTHOR];
  guint count = 0;
  *n = 0;
  if (!value)
    return NULL;
  const MbYaml *entry = value->kind == MB_YAML_LIST ? value->first : value;
  for (const MbYaml *e = entry; e; e = value->kind == MB_YAML_LIST ? e->next : NULL)
    count++;
  MbPerson *people = mb_arena_array (arena, MbPerson, MAX (count, 1));
  MbPersonSource *from = mb_arena_array (arena, MbPersonSource, MAX (count, 1));
  for (const MbYaml *e = entry; e; e = value->kind == MB_YAML_LIST ? e->next : NULL) {
    read_person (e, &people[*n], &from[*n], diagnostics);
    *n += people[*n].name && *people[*n].name;
  }
  if (sources)
    *sources = from;
  return people;
}
