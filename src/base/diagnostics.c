/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics: what is wrong in the author's text, collected and shown in the order of the text.
 *
 * Findings are kept up to MB_MAX_DIAGNOSTICS; the counts go on. A finding is the same as another when
 * code, place and words agree. Excerpts are cut when asked for, each line once: an article pasted from a
 * newsroom is one line of 20 kB with forty findings.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  GBytes *bytes;
  GArray *starts;       /* gsize: offset of each line; NULL until needed */
  GHashTable *excerpts; /* line → string of the collector */
} File;

struct MbDiagnostics {
  GArray *found;     /* MbDiagnostic, in order of arrival until asked for */
  GHashTable *seen;  /* "code\nfile\nline\ncol\nmessage" */
  GHashTable *files; /* interned name → File */
  GStringChunk *strings;
  gsize counts[3];
  guint rules; /* findings that are those of rules */
  gboolean strict;
};

static void
file_free (gpointer data)
{
  File *file = data;
  g_bytes_unref (file->bytes);
  g_clear_pointer (&file->starts, g_array_unref);
  g_hash_table_unref (file->excerpts);
  g_free (file);
}

MbDiagnostics *
mb_diagnostics_new (void)
{
  MbDiagnostics *diagnostics = g_new0 (MbDiagnostics, 1);
  diagnostics->found = g_array_new (FALSE, TRUE, sizeof (MbDiagnostic));
  diagnostics->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  diagnostics->files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, file_free);
  diagnostics->strings = g_string_chunk_new (4096);
  return diagnostics;
}

void
mb_diagnostics_free (MbDiagnostics *diagnostics)
{
  if (!diagnostics)
    return;
  g_array_unref (diagnostics->found);
  g_hash_table_unref (diagnostics->seen);
  g_hash_table_unref (diagnostics->files);
  g_string_chunk_free (diagnostics->strings);
  g_free (diagnostics);
}

void
mb_diagnostics_add_file (MbDiagnostics *diagnostics, const char *name, GBytes *bytes)
{
  if (!diagnostics)
    return;
  File *known = g_hash_table_lookup (diagnostics->files, name);
  if (known && known->bytes == bytes)
    return;
  File *file = g_new0 (File, 1);
  file->bytes = g_bytes_ref (bytes);
  file->excerpts = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_hash_table_replace (diagnostics->files, (gpointer) g_intern_string (name), file);
}

static MbSeverity
effective (const MbDiagnostics *diagnostics, MbSeverity severity)
{
  return diagnostics->strict && severity == MB_WARNING ? MB_FAILURE : severity;
}

static void
keep (MbDiagnostics *diagnostics, MbPos pos, guint32 width, const MbCatalogueEntry *entry,
      const char *const *arguments, gsize n)
{
  g_autofree char *message = mb_message_format (entry->text, arguments, n);
  g_autofree char *key = g_strdup_printf ("%d\n%s\n%u\n%u\n%s", entry->code,
                                          pos.file ? pos.file : "", pos.line, pos.col, message);
  if (g_hash_table_contains (diagnostics->seen, key))
    return;
  MbSeverity severity = effective (diagnostics, entry->severity);
  diagnostics->counts[severity]++;
  if (diagnostics->found->len - diagnostics->rules >= MB_MAX_DIAGNOSTICS)
    return;

  g_autofree char *hint = mb_message_format (entry->hint, arguments, n);
  MbDiagnostic diagnostic = {
    .severity = severity,
    .code = entry->code,
    .pos = { g_intern_string (pos.file), pos.line, pos.col },
    .width = MAX (width, 1),
    .message = g_string_chunk_insert (diagnostics->strings, message),
    .hint = *hint ? g_string_chunk_insert (diagnostics->strings, hint) : NULL,
  };
  g_array_append_val (diagnostics->found, diagnostic);
  g_hash_table_add (diagnostics->seen, g_steal_pointer (&key));
}

static void
report (MbDiagnostics *diagnostics, MbPos pos, guint32 width, MbMessage message, va_list list)
{
  MbCatalogueEntry entry;
  const char *arguments[9];
  gsize n = mb_message_arguments (list, arguments);
  if (diagnostics && mb_message_entry (message, &entry))
    keep (diagnostics, pos, width, &entry, arguments, n);
}

gboolean
mb_report (MbDiagnostics *diagnostics, MbPos pos, MbMessage message, ...)
{
  va_list list;
  va_start (list, message);
  report (diagnostics, pos, 1, message, list);
  va_end (list);
  return FALSE;
}

gboolean
mb_report_width (MbDiagnostics *diagnostics, MbPos pos, guint32 width, MbMessage message, ...)
{
  va_list list;
  va_start (list, message);
  report (diagnostics, pos, width, message, list);
  va_end (list);
  return FALSE;
}

gboolean
mb_report_on_page (MbDiagnostics *diagnostics, MbPos pos, const MbOnPage *place, MbMessage message,
                   ...)
{
  va_list list;
  guint n = diagnostics ? diagnostics->found->len : 0;
  va_start (list, message);
  report (diagnostics, pos, 1, message, list);
  va_end (list);
  if (diagnostics && diagnostics->found->len > n) {
    MbOnPage *kept = &g_array_index (diagnostics->found, MbDiagnostic, n).place;
    *kept = *place;
    kept->label = g_string_chunk_insert (diagnostics->strings, place->label ? place->label : "");
  }
  return FALSE;
}

static const char *
copy (MbDiagnostics *diagnostics, const char *text)
{
  return text ? g_string_chunk_insert (diagnostics->strings, text) : NULL;
}

static gboolean
holds_guillemet (const char *text)
{
  return text && (strstr (text, "«") || strstr (text, "»"));
}

/* "apostrophe courbe : « l'été » → « l’été »"; what holds guillemets itself stands between others. */
static const char *
describe (MbDiagnostics *diagnostics, const MbReportRule *rule, const MbRemedy *remedy)
{
  static const char *const patterns[3][2] = {
    { "{1}: “{2}”", "{1}: “{2}” → “{3}”" },
    { "{1}\u00A0: «\u00A0{2}\u00A0»", "{1}\u00A0: «\u00A0{2}\u00A0» → «\u00A0{3}\u00A0»" },
    { "{1}\u00A0: “{2}”", "{1}\u00A0: “{2}” → “{3}”" },
  };
  const char *arguments[] = { rule->name, remedy->found ? remedy->found : "",
                              remedy->wanted ? remedy->wanted : "" };
  gboolean french = strcmp (mb_language (), "fr") == 0;
  gboolean nested = holds_guillemet (remedy->found) || holds_guillemet (remedy->wanted);
  const char *pattern =
      remedy->found ? patterns[french ? 1 + nested : 0][remedy->wanted != NULL] : "{1}";
  g_autofree char *message = mb_message_format (pattern, arguments, G_N_ELEMENTS (arguments));
  return copy (diagnostics, message);
}

gboolean
mb_report_rule (MbDiagnostics *diagnostics, MbPos pos, guint32 width, const MbReportRule *rule,
                const MbRemedy *remedy)
{
  static const MbRemedy none;
  if (!diagnostics)
    return FALSE;
  const MbRemedy *given = remedy ? remedy : &none;
  g_autofree char *key = g_strdup_printf ("%s\n%s\n%u\n%u\n%s", rule->id, pos.file ? pos.file : "",
                                          pos.line, pos.col, given->found ? given->found : "");
  if (g_hash_table_contains (diagnostics->seen, key))
    return FALSE;
  MbSeverity severity = effective (diagnostics, rule->severity);
  diagnostics->counts[severity]++;
  if (diagnostics->rules >= MB_MAX_RULE_FINDINGS)
    return FALSE;
  MbDiagnostic diagnostic = { .severity = severity,
                              .rule = rule->id,
                              .pos = { g_intern_string (pos.file), pos.line, pos.col },
                              .width = MAX (width, 1),
                              .message = describe (diagnostics, rule, given),
                              .hint = *rule->hint ? rule->hint : NULL,
                              .remedy = *given };
  diagnostic.remedy.found = copy (diagnostics, given->found);
  diagnostic.remedy.wanted = copy (diagnostics, given->wanted);
  diagnostic.remedy.text = copy (diagnostics, given->text);
  g_array_append_val (diagnostics->found, diagnostic);
  diagnostics->rules++;
  g_hash_table_add (diagnostics->seen, g_steal_pointer (&key));
  return FALSE;
}

void
mb_diagnostics_promote (MbDiagnostics *diagnostics)
{
  diagnostics->strict = TRUE;
  diagnostics->counts[MB_FAILURE] += diagnostics->counts[MB_WARNING];
  diagnostics->counts[MB_WARNING] = 0;
  for (guint i = 0; i < diagnostics->found->len; i++) {
    MbDiagnostic *diagnostic = &g_array_index (diagnostics->found, MbDiagnostic, i);
    diagnostic->severity = effective (diagnostics, diagnostic->severity);
  }
}

/* Lines end with LF, CR LF or CR, as CommonMark says. */
static void
index_lines (File *file)
{
  gsize size, next = 0;
  const char *bytes = g_bytes_get_data (file->bytes, &size);
  file->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_val (file->starts, next);
  for (gsize i = 0; i < size; i++) {
    gboolean end =
        bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == size || bytes[i + 1] != '\n'));
    next = i + 1;
    if (end)
      g_array_append_val (file->starts, next);
  }
}

static const char *
cut_line (MbDiagnostics *diagnostics, File *file, guint32 line)
{
  gsize size;
  const char *bytes = g_bytes_get_data (file->bytes, &size);
  gsize start = g_array_index (file->starts, gsize, line - 1);
  gsize end = line < file->starts->len ? g_array_index (file->starts, gsize, line) : size;
  while (end > start && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r'))
    end--;
  if (line == 1 && end - start >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
    start += 3;
  g_autofree char *text =
      end > start ? g_utf8_make_valid (bytes + start, end - start) : g_strdup ("");
  return g_string_chunk_insert (diagnostics->strings, text);
}

static const char *
excerpt (MbDiagnostics *diagnostics, MbPos pos)
{
  File *file = pos.file ? g_hash_table_lookup (diagnostics->files, pos.file) : NULL;
  if (!file || pos.line == 0)
    return NULL;
  if (!file->starts)
    index_lines (file);
  if (pos.line > file->starts->len)
    return NULL;
  const char *text = g_hash_table_lookup (file->excerpts, GUINT_TO_POINTER (pos.line));
  if (!text) {
    text = cut_line (diagnostics, file, pos.line);
    g_hash_table_insert (file->excerpts, GUINT_TO_POINTER (pos.line), (gpointer) text);
  }
  return text;
}

void
mb_diagnostics_adopt (MbDiagnostics *diagnostics, const MbDiagnostics *from, MbMessage first,
                      MbMessage last)
{
  for (guint i = 0; i < from->found->len; i++) {
    MbDiagnostic one = g_array_index (from->found, MbDiagnostic, i);
    if (one.rule || one.code < first || one.code > last)
      continue;
    one.message = copy (diagnostics, one.message);
    one.hint = copy (diagnostics, one.hint);
    g_array_append_val (diagnostics->found, one);
    diagnostics->counts[one.severity]++;
  }
}

MbPos
mb_diagnostics_place (MbDiagnostics *diagnostics, const char *name, gsize offset)
{
  File *file = name ? g_hash_table_lookup (diagnostics->files, name) : NULL;
  MbPos pos = { g_intern_string (name), 0, 0 };
  gsize size;
  if (!file)
    return pos;
  if (!file->starts)
    index_lines (file);
  const char *bytes = g_bytes_get_data (file->bytes, &size);
  guint low = 0, high = file->starts->len; /* the line is in [low, high) */
  while (high - low > 1) {
    guint middle = (low + high) / 2;
    if (g_array_index (file->starts, gsize, middle) <= offset)
      low = middle;
    else
      high = middle;
  }
  gsize start = g_array_index (file->starts, gsize, low);
  pos.line = low + 1;
  pos.col = 1;
  for (gsize i = start; i < MIN (offset, size);
       i++) /* characters: bytes that do not continue one */
    pos.col += ((guchar) bytes[i] & 0xC0) != 0x80;
  return pos;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const MbDiagnostic *x = a, *y = b;
  int files = g_strcmp0 (x->pos.file, y->pos.file);
  if (files)
    return files;
  if (x->pos.line != y->pos.line)
    return x->pos.line < y->pos.line ? -1 : 1;
  if (x->pos.col != y->pos.col)
    return x->pos.col < y->pos.col ? -1 : 1;
  if (x->code != y->code)
    return (int) x->code - (int) y->code;
  return g_strcmp0 (x->rule, y->rule);
}

const MbDiagnostic *
mb_diagnostics_get (MbDiagnostics *diagnostics, gsize *n)
{
  g_array_sort (diagnostics->found, compare); /* stable */
  for (guint i = 0; i < diagnostics->found->len; i++) {
    MbDiagnostic *diagnostic = &g_array_index (diagnostics->found, MbDiagnostic, i);
    diagnostic->excerpt = excerpt (diagnostics, diagnostic->pos);
  }
  *n = diagnostics->found->len;
  return (const MbDiagnostic *) (gpointer) diagnostics->found->data;
}

gsize
mb_diagnostics_count (const MbDiagnostics *diagnostics, MbSeverity at_least)
{
  gsize count = 0;
  for (int severity = at_least; severity <= MB_FAILURE; severity++)
    count += diagnostics->counts[severity];
  return count;
}
