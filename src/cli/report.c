/* SPDX-License-Identifier: Apache-2.0 */
/* report.c — findings for people (excerpt and caret), for editors (one line) and for programs (JSON). */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* A paragraph is often one long source line: this many characters around the finding are shown. */
#define EXCERPT_WIDTH 88

int
cli_choice (const char *name, const char *const *names, guint n, int absent)
{
  if (!name)
    return absent;
  for (guint i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return (int) i;
  return -1;
}

gboolean
cli_format (const char *name, CliFormat *format)
{
  static const char *const names[] = { "human", "short", "json" };
  int chosen = cli_choice (name, names, G_N_ELEMENTS (names), CLI_HUMAN);
  *format = (CliFormat) MAX (chosen, CLI_HUMAN);
  return chosen >= 0;
}

static const char *
severity_name (MarbreSeverity severity, gboolean translated)
{
  static const char *const english[] = { "info", "warning", "error" };
  static const char *const french[] = { "info", "avertissement", "erreur" };
  return translated ? cli_say (english[severity], french[severity]) : english[severity];
}

static void
put_json_string (FILE *out, const char *text)
{
  fputc ('"', out);
  for (const char *c = text; *c; c++) {
    if (*c == '"' || *c == '\\')
      fprintf (out, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      fprintf (out, "\\u%04x", (guchar) *c);
    else
      fputc (*c, out);
  }
  fputc ('"', out);
}

static void
put_json_field (FILE *out, const char *name, const char *value)
{
  if (!value)
    return;
  fprintf (out, ",\"%s\":", name);
  put_json_string (out, value);
}

/* What `marbre explain` understands: PON-02, MB0101. */
static const char *
code_of (const MarbreDiagnostic *found, char buffer[16])
{
  if (found->rule)
    return found->rule;
  g_snprintf (buffer, 16, "MB%04d", found->code);
  return buffer;
}

/* Numbers as JSON has them, whatever the locale. */
static void
put_json_number (const char *name, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  printf (",\"%s\":%s", name, g_ascii_formatd (digits, sizeof digits, "%.2f", value));
}

/* Where on a finished page a finding of --layout stands. */
static void
put_json_place (const MarbreDiagnostic *found)
{
  if (found->page == 0)
    return;
  put_json_field (stdout, "kind", found->kind);
  printf (",\"page\":%u", found->page);
  put_json_field (stdout, "folio", found->label);
  put_json_number ("x", found->x);
  put_json_number ("y", found->y);
  put_json_number ("box_width", found->width_pt);
  put_json_number ("box_height", found->height_pt);
  put_json_number ("value", found->value);
}

static void
show_json (const MarbreDiagnostic *found)
{
  char code[16];
  printf ("{\"schema\":1,\"code\":\"%s\",\"severity\":\"%s\"", code_of (found, code),
          severity_name (found->severity, FALSE));
  put_json_field (stdout, "file", found->file);
  if (found->line)
    printf (",\"line\":%u,\"column\":%u,\"width\":%u", found->line, found->column, found->width);
  put_json_field (stdout, "message", found->message);
  put_json_field (stdout, "hint", found->hint);
  put_json_field (stdout, "found", found->found);
  put_json_field (stdout, "wanted", found->wanted);
  put_json_place (found);
  if (found->fixable) {
    printf (",\"fix\":{\"offset\":%" G_GSIZE_FORMAT ",\"length\":%" G_GSIZE_FORMAT,
            found->fix_offset, found->fix_length);
    put_json_field (stdout, "text", found->fix_text);
    printf ("}");
  }
  printf ("}\n");
}

static void
put_place (const MarbreDiagnostic *found)
{
  if (!found->file)
    return;
  fputs (found->file, stderr);
  if (found->line)
    fprintf (stderr, ":%u:%u", found->line, found->column);
}

static void
show_short (const MarbreDiagnostic *found)
{
  char code[16];
  put_place (found);
  fprintf (stderr, "%s%s: %s: %s\n", found->file ? ": " : "", severity_name (found->severity, TRUE),
           code_of (found, code), found->message);
}

/* Columns that a character takes on a terminal. */
static int
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/* The excerpt between characters @from and @to, tabs and controls as spaces; returns the columns printed. */
static int
put_characters (const char *line, glong from, glong to, gboolean blank)
{
  int columns = 0;
  glong index = 0;
  for (const char *c = line; *c && index < to; c = g_utf8_next_char (c), index++) {
    if (index < from)
      continue;
    gunichar character = g_utf8_get_char (c);
    if (g_unichar_iscntrl (character))
      character = ' ';
    columns += columns_of (character);
    if (blank)
      continue;
    char bytes[7] = { 0 };
    g_unichar_to_utf8 (character, bytes);
    fputs (bytes, stderr);
  }
  return columns;
}

static void
put_excerpt (const MarbreDiagnostic *found)
{
  glong length = g_utf8_strlen (found->excerpt, -1);
  glong column = MIN ((glong) found->column - 1, length);
  glong from = column > EXCERPT_WIDTH * 2 / 3 ? column - EXCERPT_WIDTH * 2 / 3 : 0;
  glong to = MIN (length, from + EXCERPT_WIDTH);
  int gutter = snprintf (NULL, 0, "%u", found->line);

  fprintf (stderr, "%*s │\n%u │ %s", gutter, "", found->line, from > 0 ? "…" : "");
  put_characters (found->excerpt, from, to, FALSE);
  fprintf (stderr, "%s\n%*s │ %*s", to < length ? "…" : "", gutter, "",
           put_characters (found->excerpt, from, column, TRUE) + (from > 0), "");
  glong carets = MAX (1, MIN ((glong) found->width, to - column));
  for (glong i = 0; i < carets; i++)
    fputc ('^', stderr);
  fputc ('\n', stderr);
}

static void
show_human (const MarbreDiagnostic *found)
{
  char code[16];
  fprintf (stderr, "%s: %s [%s]\n", severity_name (found->severity, TRUE), found->message,
           code_of (found, code));
  int gutter = found->line ? snprintf (NULL, 0, "%u", found->line) : 1;
  if (found->file) {
    fprintf (stderr, "%*s ┌─ ", gutter, "");
    put_place (found);
    fputc ('\n', stderr);
  }
  if (found->line && found->excerpt)
    put_excerpt (found);
  if (found->hint)
    fprintf (stderr, "%*s = %s%s\n", gutter, "", cli_say ("hint: ", "conseil : "), found->hint);
  fputc ('\n', stderr);
}

void
cli_show (MarbreJob *job, CliFormat format, MarbreSeverity at_least)
{
  gsize n;
  const MarbreDiagnostic *found = marbre_job_get_diagnostics (job, &n);
  cli_show_findings (found, n, format, at_least);
}

/* Notes of one rule in one file: people see the first one, then how many more there are. */
typedef struct {
  const char *file, *rule;
  gsize count;
} Notes;

#define NOTES_SHOWN 1

static gboolean
is_note (const MarbreDiagnostic *found)
{
  return found->rule && found->severity == MARBRE_SEVERITY_INFO;
}

/* Count @found among @notes; FALSE when enough of its kind were shown. */
static gboolean
admit_note (GArray *notes, const MarbreDiagnostic *found)
{
  for (guint i = notes->len; i-- > 0;) {
    Notes *same = &g_array_index (notes, Notes, i);
    if (g_strcmp0 (same->file, found->file) != 0)
      break; /* findings are sorted by file */
    if (strcmp (same->rule, found->rule) == 0)
      return ++same->count <= NOTES_SHOWN;
  }
  Notes first = { found->file, found->rule, 1 };
  g_array_append_val (notes, first);
  return TRUE;
}

static void
show_others (const GArray *notes)
{
  gboolean any = FALSE;
  for (guint i = 0; i < notes->len; i++) {
    const Notes *same = &g_array_index (notes, Notes, i);
    if (same->count <= NOTES_SHOWN)
      continue;
    any = TRUE;
    fprintf (stderr, cli_say ("%s: %s: %u more\n", "%s : %s : encore %u\n"),
             same->file ? same->file : "-", same->rule, (guint) (same->count - NOTES_SHOWN));
  }
  if (any)
    fputs (cli_say ("(--format short lists them all)\n\n", "(--format short les donne tous)\n\n"),
           stderr);
}

void
cli_show_summary (const MarbreDiagnostic *found, gsize n)
{
  guint counts[3] = { 0 }, fixable = 0;
  for (gsize i = 0; i < n; i++) {
    counts[found[i].severity]++;
    fixable += found[i].fixable;
  }
  if (n == 0)
    return;
  fprintf (stderr,
           cli_say ("errors: %u, warnings: %u, notes: %u",
                    "erreurs : %u, avertissements : %u, notes : %u"),
           counts[MARBRE_SEVERITY_ERROR], counts[MARBRE_SEVERITY_WARNING],
           counts[MARBRE_SEVERITY_INFO]);
  if (fixable)
    fprintf (stderr, cli_say (" (%u written by --fix)", " (dont %u que --fix écrit)"), fixable);
  fputc ('\n', stderr);
}

void
cli_show_findings (const MarbreDiagnostic *found, gsize n, CliFormat format,
                   MarbreSeverity at_least)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (Notes));
  for (gsize i = 0; i < n; i++) {
    if (found[i].severity < at_least)
      continue;
    if (format == CLI_HUMAN && is_note (&found[i]) && !admit_note (notes, &found[i]))
      continue;
    if (format == CLI_JSON)
      show_json (&found[i]);
    else if (format == CLI_SHORT)
      show_short (&found[i]);
    else
      show_human (&found[i]);
  }
  show_others (notes);
}

int
cli_fail (const GError *error, CliFormat format)
{
  if (format == CLI_JSON) {
    printf ("{\"schema\":1,\"severity\":\"error\",\"message\":");
    put_json_string (stdout, error->message);
    printf ("}\n");
  } else {
    fprintf (stderr, "marbre: %s\n", error->message);
  }
  if (error->domain != MARBRE_ERROR)
    return EXIT_SYSTEM;
  if (error->code == MARBRE_ERROR_USAGE)
    return EXIT_USAGE;
  return error->code == MARBRE_ERROR_OUTPUT || error->code == MARBRE_ERROR_INTERNAL ? EXIT_SYSTEM
                                                                                    : EXIT_DOCUMENT;
}
