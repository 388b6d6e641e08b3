/* SPDX-License-Identifier: Apache-2.0 */
/* Golden trees: each cases/NAME.md, .xhtml or .yaml is read and compared with NAME.tree and, when
 * something is reported, NAME.diag. Names that begin with "position" show positions and runs.
 * MARBRE_UPDATE=1 rewrites the expectations. */
#include "read.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const SEVERITIES[] = { "info", "warning", "error" };

static char *
diagnostics_text (MbDiagnostics *diagnostics, const GError *error)
{
  GString *out = g_string_new (NULL);
  if (error)
    g_string_append_printf (out, "stopped: %s\n", error->message);
  gsize n;
  const MbDiagnostic *all = mb_diagnostics_get (diagnostics, &n);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%u:%u: MB%04d %s: %s\n", all[i].pos.line, all[i].pos.col,
                            all[i].code, SEVERITIES[all[i].severity], all[i].message);
  return g_string_free (out, FALSE);
}

static void
append_meta (GString *out, const char *name, const char *value)
{
  if (value)
    g_string_append_printf (out, "%s: %s\n", name, value);
}

/* Manifests show what they say of the edition before the tree. */
static void
append_setting (GString *out, const char *name, const MbReadSetting *setting)
{
  if (setting->text)
    g_string_append_printf (out, " %s=%s@%u:%u", name, setting->text, setting->pos.line,
                            setting->pos.col);
}

static void
append_output (GString *out, const MbReadOutput *output)
{
  g_autoptr (GString) standards = g_string_new (NULL);
  for (const MbReadSetting *one = output->standards; one->text; one++)
    g_string_append_printf (standards, "%s%s", standards->len ? "," : "", one->text);
  g_string_append_printf (out, "output: %s [%s] @%u", output->file, standards->str,
                          output->pos.line);
  append_setting (out, "style", &output->style);
  append_setting (out, "pages", &output->pages);
  append_setting (out, "resolution", &output->resolution);
  g_string_append_c (out, '\n');
}

static void
append_edition (GString *out, MbDoc *doc, const MbReadOutputs *outputs)
{
  const MbMeta *meta = mb_doc_meta (doc);
  append_meta (out, "title", meta->title);
  append_meta (out, "subtitle", meta->subtitle);
  append_meta (out, "language", meta->language);
  append_meta (out, "identifier", meta->identifier);
  append_meta (out, "isbn", meta->isbn);
  append_meta (out, "issn", meta->issn);
  append_meta (out, "publisher", meta->publisher);
  append_meta (out, "rights", meta->rights);
  append_meta (out, "description", meta->description);
  append_meta (out, "subject", meta->subject);
  append_meta (out, "date", meta->date);
  append_meta (out, "updated", meta->updated);
  append_meta (out, "year", meta->year);
  append_meta (out, "number", meta->number);
  append_meta (out, "edition", meta->edition_name);
  append_meta (out, "style", meta->style);
  append_meta (out, "typography", meta->typography);
  if (meta->cover) {
    g_autofree char *base = g_path_get_basename (meta->cover);
    append_meta (out, "cover", base);
  }
  for (guint i = 0; i < meta->n_people; i++)
    g_string_append_printf (out, "person: %s (%s)\n", meta->people[i].name,
                            meta->people[i].role ? meta->people[i].role : "-");
  for (guint i = 0; i < outputs->n_items; i++)
    append_output (out, &outputs->items[i]);
}

static void
compare (const char *file, const char *got)
{
  g_autofree char *expected = NULL;
  if (g_getenv ("MARBRE_UPDATE")) {
    if (*got)
      g_assert_true (g_file_set_contents (file, got, -1, NULL));
    else
      g_unlink (file);
    return;
  }
  if (!g_file_get_contents (file, &expected, NULL, NULL))
    expected = g_strdup ("");
  if (strcmp (got, expected) != 0)
    g_test_message ("%s differs; got:\n%s", file, got);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_case (gconstpointer data)
{
  const char *name = data;
  const char *names[] = { name, NULL };
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (NULL, diagnostics);
  g_autoptr (GError) error = NULL;
  MbReadOutputs outputs;
  g_autoptr (MbDoc) doc = mb_read_inputs (source, names, NULL, &outputs, &error);
  g_assert_true ((doc == NULL) == (error != NULL));

  g_autoptr (GString) tree = g_string_new (NULL);
  if (doc) {
    if (g_str_has_suffix (name, ".yaml") || g_str_has_prefix (name, "front"))
      append_edition (tree, doc, &outputs);
    g_autofree char *dump = mb_doc_dump (doc, NULL, g_str_has_prefix (name, "position"));
    g_string_append (tree, dump);
  }
  g_autofree char *reports = diagnostics_text (diagnostics, error);
  g_autofree char *stem = g_strndup (name, (gsize) (strrchr (name, '.') - name));
  g_autofree char *tree_file = g_strconcat (stem, ".tree", NULL);
  g_autofree char *diag_file = g_strconcat (stem, ".diag", NULL);
  compare (tree_file, tree->str);
  compare (diag_file, reports);
}

static gboolean
is_case (const char *name)
{
  return g_str_has_suffix (name, ".md") || g_str_has_suffix (name, ".xhtml") ||
         g_str_has_suffix (name, ".yaml");
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (g_chdir (TEST_DIR "/cases"), ==, 0);
  g_autoptr (GDir) dir = g_dir_open (".", 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while ((name = g_dir_read_name (dir)))
    if (is_case (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_assert_cmpuint (names->len, >=, 60);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_strdup_printf ("/read/%s", (char *) names->pdata[i]);
    g_test_add_data_func (path, names->pdata[i], test_case);
  }
  return g_test_run ();
}
