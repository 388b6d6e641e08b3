/* SPDX-License-Identifier: Apache-2.0 */
/* fix.c — writing the automatic rules into the source, or showing what would be written.
 *
 * Model. Each change of an automatic or guarded rule whose place in the source was verified is an *edit*: some bytes of a file become others.
 * Edits of one paragraph belong together (an opening guillemet without its closing one would be another text), so they are kept or left as one
 * *group*: the lines between two blank ones; in settings, where each line stands for itself, a line.
 *
 * Proof. The rewritten bytes are given to a second reading of the whole edition, in memory. Only when its tree, after the rules, is the same
 * as the first one's (every element, attribute and character) may the files be written: what is built before and after is then the same by
 * construction, and a second run finds nothing to do. When it is not, the groups that change the tree are looked for by halves and left alone.
 *
 * Writing. Only the files' own bytes change where an edit is; a byte order mark, line ends and trailing spaces stay. A file is written when
 * the disk still holds what was read, it is an ordinary file below the root once its links are followed, and it is not read-only. All files
 * are written, or none.
 */
#include "internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOM        "\xEF\xBB\xBF"
#define MAX_TRIALS 64 /* readings of the edition, to find what may not be rewritten */

typedef struct {
  guint first, last; /* edits [first, last) */
  gboolean kept;
} Group;

typedef struct {
  const char *name; /* interned */
  GBytes *text;     /* as read, without its byte order mark */
  GArray *edits;    /* MbEdit */
  GArray *groups;   /* Group */
  gboolean refused;
} File;

typedef struct {
  MarbreJob *job;
  GPtrArray *files; /* File, in order of name */
  char *tree;       /* of the edition as it is */
  guint trials;
} Fix;

static void
file_free (gpointer data)
{
  File *file = data;
  g_bytes_unref (file->text);
  g_array_unref (file->edits);
  g_array_unref (file->groups);
  g_free (file);
}

/* --- Edits -------------------------------------------------------------------------------------------------------*/

static File *
file_called (Fix *fix, const char *name)
{
  static const char *const others[] = { ".xhtml", ".html", ".htm", ".xml", NULL };
  for (guint i = 0; i < fix->files->len; i++) {
    File *known = fix->files->pdata[i];
    if (known->name == name)
      return known;
  }
  File *file = g_new0 (File, 1);
  file->name = name;
  file->text = mb_source_load (fix->job->source, name, MB_BYTES_TEXT, NULL);
  if (!file->text)
    file->text = g_bytes_new (NULL, 0);
  file->edits = g_array_new (FALSE, FALSE, sizeof (MbEdit));
  file->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  file->refused = mb_has_suffix (name, others);
  if (file->refused)
    mb_report (fix->job->diagnostics, (MbPos){ name, 0, 0 }, MB_MSG_FIX_KIND, name, NULL);
  g_ptr_array_add (fix->files, file);
  return file;
}

static void
take_change (Fix *fix, const MbOrthoChange *change, guint order)
{
  File *file = file_called (fix, change->pos.file);
  gsize size = g_bytes_get_size (file->text);
  if (file->refused)
    return;
  if (!change->verified || change->source + (gsize) change->length > size) {
    mb_report (fix->job->diagnostics, change->pos, MB_MSG_FIX_UNVERIFIED, change->rule, NULL);
    return;
  }
  MbEdit edit = { .offset = change->source,
                  .length = change->length,
                  .text = change->after,
                  .rule = change->rule,
                  .order = order };
  edit.pos = mb_diagnostics_place (fix->job->diagnostics, file->name, edit.offset);
  g_array_append_val (file->edits, edit);
}

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const MbEdit *x = a, *y = b;
  if (x->offset != y->offset)
    return x->offset < y->offset ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const File *x = *(File *const *) a, *y = *(File *const *) b;
  return strcmp (x->name, y->name);
}

/* --- Groups ------------------------------------------------------------------------------------------------------*/

static const char *
text_of (const File *file, gsize *size)
{
  return g_bytes_get_data (file->text, size);
}

static gboolean
is_blank_line (const char *line, const char *end)
{
  for (; line < end && *line != '\n'; line++)
    if (!strchr (" \t\r", *line))
      return FALSE;
  return TRUE;
}

/* Bytes of the settings at the head of @file, a manifest being nothing else. */
static gsize
settings_size (const File *file)
{
  static const char *const manifests[] = { ".yaml", ".yml", NULL };
  gsize size;
  const char *text = text_of (file, &size);
  if (mb_has_suffix (file->name, manifests))
    return size;
  if (size < 4 || strncmp (text, "---", 3) != 0)
    return 0;
  const char *close = g_strstr_len (text + 3, (gssize) size - 3, "\n---");
  return close ? (gsize) (close - text) : 0;
}

/* Whether a group ends between bytes @from and @to. */
static gboolean
parts (const File *file, gsize from, gsize to, gsize settings)
{
  gsize size;
  const char *text = text_of (file, &size);
  for (gsize i = from; i < to; i++)
    if (text[i] == '\n' && (i < settings || is_blank_line (text + i + 1, text + size)))
      return TRUE;
  return FALSE;
}

static void
make_groups (File *file)
{
  gsize settings = settings_size (file);
  for (guint i = 0; i < file->edits->len; i++) {
    const MbEdit *edit = &g_array_index (file->edits, MbEdit, i), *before = i ? edit - 1 : NULL;
    if (before && !parts (file, before->offset, edit->offset, settings)) {
      g_array_index (file->groups, Group, file->groups->len - 1).last++;
      continue;
    }
    Group group = { i, i + 1, TRUE };
    g_array_append_val (file->groups, group);
  }
}

/* Edits that overlap can only be a mistake of ours: the later one goes. */
static void
drop_overlaps (File *file)
{
  gsize end = 0;
  for (guint i = 0; i < file->edits->len;) {
    const MbEdit *edit = &g_array_index (file->edits, MbEdit, i);
    if (edit->offset < end) {
      g_array_remove_index (file->edits, i);
      continue;
    }
    end = edit->offset + edit->length;
    i++;
  }
}

static void
collect (Fix *fix)
{
  for (guint i = 0; i < fix->job->changes->len; i++) {
    const MbOrthoChange *change = &g_array_index (fix->job->changes, MbOrthoChange, i);
    if (change->pos.file)
      take_change (fix, change, i);
  }
  g_ptr_array_sort (fix->files, compare_files);
  for (guint i = 0; i < fix->files->len; i++) {
    File *file = fix->files->pdata[i];
    g_array_sort (file->edits, compare_edits);
    drop_overlaps (file);
    make_groups (file);
  }
}

/* --- The proof ---------------------------------------------------------------------------------------------------*/

/* Append bytes [@from, @to) of @file with the edits [@first, @last) made. */
static void
append_edited (const File *file, gsize from, gsize to, guint first, guint last, GString *out)
{
  gsize size;
  const char *text = text_of (file, &size);
  for (guint i = first; i < last; i++) {
    const MbEdit *edit = &g_array_index (file->edits, MbEdit, i);
    g_string_append_len (out, text + from, (gssize) (edit->offset - from));
    g_string_append (out, edit->text);
    from = edit->offset + edit->length;
  }
  g_string_append_len (out, text + from, (gssize) (to - from));
}

/* The text of @file with the groups that are kept. */
static GBytes *
rewritten (const File *file)
{
  gsize size = g_bytes_get_size (file->text), from = 0;
  GString *out = g_string_sized_new (size + size / 16);
  for (guint g = 0; g < file->groups->len; g++) {
    const Group *group = &g_array_index (file->groups, Group, g);
    if (!group->kept)
      continue;
    const MbEdit *last = &g_array_index (file->edits, MbEdit, group->last - 1);
    append_edited (file, from, last->offset + last->length, group->first, group->last, out);
    from = last->offset + last->length;
  }
  append_edited (file, from, size, 0, 0, out);
  return g_string_free_to_bytes (out);
}

static char *
tree_of (MarbreJob *job)
{
  return mb_doc_dump (job->doc, mb_doc_root (job->doc), FALSE);
}

static guint
count_kept (const File *file)
{
  guint n = 0;
  for (guint g = 0; g < file->groups->len; g++) {
    const Group *group = &g_array_index (file->groups, Group, g);
    n += group->kept ? group->last - group->first : 0;
  }
  return n;
}

/* A job over the same inputs, whose files read as they would be rewritten. */
static MarbreJob *
job_for_trial (Fix *fix)
{
  MarbreJob *job = fix->job;
  MarbreJob *trial = marbre_job_new ((const char *const *) job->inputs);
  trial->root = g_strdup (job->root);
  trial->typography = g_strdup (job->typography);
  if (!marbre_stage_source (trial, NULL))
    return trial;
  for (guint i = 0; i < fix->files->len; i++) {
    const File *file = fix->files->pdata[i];
    g_autoptr (GBytes) text = rewritten (file);
    if (count_kept (file) > 0)
      mb_source_give (trial->source, file->name, text);
  }
  return trial;
}

static gboolean
same_edition (Fix *fix)
{
  if (fix->trials++ >= MAX_TRIALS)
    return FALSE;
  g_autoptr (MarbreJob) trial = job_for_trial (fix);
  if (!trial->source || !marbre_stage_read (trial, NULL))
    return FALSE;
  g_autofree char *tree = tree_of (trial);
  return strcmp (tree, fix->tree) == 0;
}

static void
keep_groups (File *file, guint first, guint last, gboolean keep)
{
  for (guint g = first; g < last; g++)
    g_array_index (file->groups, Group, g).kept = keep;
}

static void
leave_group (Fix *fix, const File *file, const Group *group)
{
  for (guint i = group->first; i < group->last; i++) {
    const MbEdit *edit = &g_array_index (file->edits, MbEdit, i);
    mb_report (fix->job->diagnostics, edit->pos, MB_MSG_FIX_HARMS, edit->rule, NULL);
  }
}

/* Keep what can be kept of groups [@first, @last), which are left now; the others of the edition stay as they are. Halves of halves: no
 * deeper than the logarithm of their number. */
static void
try_groups (Fix *fix, File *file, guint first, guint last)
{
  if (first >= last)
    return;
  keep_groups (file, first, last, TRUE);
  if (same_edition (fix))
    return;
  keep_groups (file, first, last, FALSE);
  if (last - first == 1) {
    leave_group (fix, file, &g_array_index (file->groups, Group, first));
    return;
  }
  guint middle = first + (last - first) / 2;
  try_groups (fix, file, first, middle);
  try_groups (fix, file, middle, last);
}

static void
prove (Fix *fix)
{
  if (same_edition (fix))
    return;
  for (guint i = 0; i < fix->files->len; i++) {
    File *file = fix->files->pdata[i];
    keep_groups (file, 0, file->groups->len, FALSE);
  }
  for (guint i = 0; i < fix->files->len; i++) {
    File *file = fix->files->pdata[i];
    try_groups (fix, file, 0, file->groups->len);
  }
}

static gboolean
takes_standard_input (const MarbreJob *job)
{
  return g_strv_contains ((const char *const *) job->inputs, "-");
}

/* What would be rewritten. FALSE with @error. */
static gboolean
plan (Fix *fix, MarbreJob *job, GError **error)
{
  if (!job->changes && !marbre_job_check (job, error))
    return FALSE;
  if (!job->doc || !job->typeset)
    return TRUE;
  fix->tree = tree_of (job);
  collect (fix);
  prove (fix);
  return TRUE;
}

static void
fix_clear (Fix *fix)
{
  g_ptr_array_unref (fix->files);
  g_free (fix->tree);
}

/* --- Writing -----------------------------------------------------------------------------------------------------*/

/* The path of @file once its links are followed; NULL, reported, when it may not be written. */
static char *
path_to_write (Fix *fix, const File *file)
{
  MbDiagnostics *diagnostics = fix->job->diagnostics;
  MbPos pos = { file->name, 0, 0 };
  g_autofree char *path = mb_source_path (fix->job->source, file->name);
  g_autofree char *root_name = mb_source_path (fix->job->source, "");
  char real[PATH_MAX], root[PATH_MAX];
  struct stat state;
  if (!path || !realpath (path, real) || stat (real, &state) != 0 || !S_ISREG (state.st_mode)) {
    mb_report (diagnostics, pos, MB_MSG_FIX_LINK, file->name, NULL);
    return NULL;
  }
  gsize n = root_name && realpath (root_name, root) ? strlen (root) : 0;
  if (!n || strncmp (real, root, n) != 0 || (real[n] != '/' && root[n - 1] != '/')) {
    mb_report (diagnostics, pos, MB_MSG_FIX_LINK, file->name, NULL);
    return NULL;
  }
  if (!(state.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) || access (real, W_OK) != 0) {
    mb_report (diagnostics, pos, MB_MSG_FIX_READ_ONLY, file->name, NULL);
    return NULL;
  }
  return g_strdup (real);
}

/* The bytes on the disk begin with a mark or not; FALSE when they are no longer what was read. */
static gboolean
read_again (Fix *fix, const File *file, const char *path, gboolean *mark)
{
  g_autofree char *bytes = NULL;
  gsize length, size;
  const char *text = text_of (file, &size);
  gboolean same = g_file_get_contents (path, &bytes, &length, NULL);
  *mark = same && length >= 3 && memcmp (bytes, BOM, 3) == 0;
  gsize skipped = *mark ? 3 : 0;
  same = same && length - skipped == size && memcmp (bytes + skipped, text, size) == 0;
  if (!same)
    mb_report (fix->job->diagnostics, (MbPos){ file->name, 0, 0 }, MB_MSG_FIX_CHANGED, file->name,
               NULL);
  return same;
}

/* A sink that holds the rewritten file; NULL when there is nothing to write, or with @error. */
static MbSink *
write_file (Fix *fix, File *file, GError **error)
{
  gboolean mark;
  if (count_kept (file) == 0)
    return NULL;
  g_autofree char *path = path_to_write (fix, file);
  if (!path || !read_again (fix, file, path, &mark))
    return NULL;
  MbSink *sink = mb_sink_open (path, error);
  if (!sink)
    return NULL;
  g_autoptr (GBytes) text = rewritten (file);
  gsize size;
  const char *bytes = g_bytes_get_data (text, &size);
  if (mark)
    mb_sink_write (sink, BOM, 3);
  mb_sink_write (sink, bytes, size);
  MarbreFix done = { file->name, count_kept (file) };
  g_array_append_val (fix->job->fixes, done);
  return sink;
}

static gboolean
write_all (Fix *fix, GError **error)
{
  g_autoptr (GPtrArray) sinks = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_sink_abort);
  for (guint i = 0; i < fix->files->len; i++) {
    GError *stop = NULL;
    MbSink *sink = write_file (fix, fix->files->pdata[i], &stop);
    if (sink)
      g_ptr_array_add (sinks, sink);
    if (stop) {
      g_propagate_error (error, stop);
      return FALSE;
    }
  }
  return marbre_commit_all (sinks, error);
}

/* Findings of the files as they are now, and what the rewriting had to say. */
static gboolean
check_again (MarbreJob *job, GError **error)
{
  MbDiagnostics *before = job->diagnostics;
  marbre_stage_free (job);
  g_clear_pointer (&job->houses, g_ptr_array_unref);
  job->typeset = FALSE;
  g_array_set_size (job->changes, 0);
  job->diagnostics = mb_diagnostics_new ();
  if (job->strict)
    mb_diagnostics_promote (job->diagnostics);
  gboolean done = marbre_job_check (job, error);
  mb_diagnostics_adopt (job->diagnostics, before, MB_MSG_FIX_UNVERIFIED, MB_MSG_FIX_KIND);
  mb_diagnostics_free (before);
  return done;
}

/* Edits of the groups of @file that are kept. */
static GArray *
kept_edits (const File *file)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (MbEdit));
  for (guint g = 0; g < file->groups->len; g++) {
    const Group *group = &g_array_index (file->groups, Group, g);
    if (group->kept)
      g_array_append_vals (kept, &g_array_index (file->edits, MbEdit, group->first),
                           group->last - group->first);
  }
  return kept;
}

char *
marbre_job_diff (MarbreJob *job, GError **error)
{
  Fix fix = { .job = job, .files = g_ptr_array_new_with_free_func (file_free) };
  GString *out = g_string_new (NULL);
  gboolean done = plan (&fix, job, error);
  for (guint i = 0; done && i < fix.files->len; i++) {
    const File *file = fix.files->pdata[i];
    g_autoptr (GArray) edits = kept_edits (file);
    marbre_diff_append (out, file->name, file->text, edits);
  }
  fix_clear (&fix);
  return g_string_free (out, !done);
}

gboolean
marbre_job_fix (MarbreJob *job, GError **error)
{
  Fix fix = { .job = job, .files = g_ptr_array_new_with_free_func (file_free) };
  if (takes_standard_input (job)) {
    fix_clear (&fix);
    return marbre_usage (error, "standard input cannot be rewritten{1}",
                         "l’entrée standard ne peut pas être réécrite{1}", "");
  }
  g_array_set_size (job->fixes, 0);
  gboolean done = plan (&fix, job, error) && write_all (&fix, error);
  fix_clear (&fix);
  if (!done)
    g_array_set_size (job->fixes, 0);
  return done && (job->fixes->len == 0 || check_again (job, error));
}

const MarbreFix *
marbre_job_get_fixes (MarbreJob *job, gsize *n)
{
  *n = job->fixes->len;
  return (const MarbreFix *) (gpointer) job->fixes->data;
}
