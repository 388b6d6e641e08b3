/* SPDX-License-Identifier: Apache-2.0 */
/* Names inside the edition: ids and chapter files.
 *
 * Chapters come from different files, so the same id may occur once a file; an id is looked up in
 * the file of the node that asks. A chapter, article or section made from a file says so in
 * `data-source`. */
#include "internal.h"

#include <string.h>

void
mb_doc_index_attr (MbDoc *doc, MbNode *node, const char *name, const char *value)
{
  GHashTable *index = strcmp (name, "id") == 0            ? doc->by_id
                      : strcmp (name, "data-source") == 0 ? doc->by_source
                                                          : NULL;
  if (!index)
    return;
  GPtrArray *nodes = g_hash_table_lookup (index, value);
  if (!nodes) {
    nodes = g_ptr_array_new ();
    g_hash_table_insert (index, (gpointer) value, nodes);
  }
  g_ptr_array_add (nodes, node);
}

static gboolean
is_in_tree (const MbDoc *doc, const MbNode *node)
{
  while (node && node != doc->root)
    node = node->parent;
  return node != NULL;
}

static MbNode *
lookup (MbDoc *doc, GHashTable *index, const char *attr, const char *value, const char *file)
{
  GPtrArray *nodes = g_hash_table_lookup (index, value);
  for (guint i = 0; nodes && i < nodes->len; i++) {
    MbNode *node = nodes->pdata[i];
    if (file && g_strcmp0 (mb_node_file (node), file) != 0)
      continue;
    if (g_strcmp0 (mb_node_attr (node, attr), value) == 0 && is_in_tree (doc, node))
      return node;
  }
  return NULL;
}

MbNode *
mb_doc_by_id (MbDoc *doc, const char *id, const MbNode *near)
{
  return lookup (doc, doc->by_id, "id", id, near ? mb_node_file (near) : NULL);
}

static gboolean
has_scheme (const char *href)
{
  gsize n = strspn (href, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return n > 0 && href[n] == ':';
}

/* @path as seen from the folder of @file, "." and ".." resolved. */
static char *
resolve_path (const char *file, const char *path)
{
  const char *slash = file ? strrchr (file, '/') : NULL;
  g_autofree char *joined = slash && *path != '/'
                                ? g_strdup_printf ("%.*s/%s", (int) (slash - file), file, path)
                                : g_strdup (path);
  g_auto (GStrv) parts = g_strsplit (joined, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  for (char **part = parts; *part; part++) {
    gboolean up = strcmp (*part, "..") == 0;
    if (strcmp (*part, ".") == 0)
      continue;
    if (up && kept->len && strcmp (kept->pdata[kept->len - 1], "..") != 0)
      g_ptr_array_set_size (kept, (int) kept->len - 1);
    else
      g_ptr_array_add (kept, *part);
  }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

MbNode *
mb_doc_link_target (MbDoc *doc, const MbNode *node)
{
  const char *href = mb_node_attr (node, "href");
  if (!href || !*href || has_scheme (href) || g_str_has_prefix (href, "//"))
    return NULL;

  const char *hash = strchr (href, '#');
  g_autofree char *id = hash && hash[1] ? g_uri_unescape_string (hash + 1, NULL) : NULL;
  g_autofree char *raw = hash ? g_strndup (href, (gsize) (hash - href)) : g_strdup (href);
  if (!*raw)
    return id ? mb_doc_by_id (doc, id, node) : NULL;

  g_autofree char *path = g_uri_unescape_string (raw, NULL);
  if (!path)
    return NULL;
  g_autofree char *name = resolve_path (mb_node_file (node), path);
  MbNode *chapter = lookup (doc, doc->by_source, "data-source", name, NULL);
  return chapter && id ? mb_doc_by_id (doc, id, chapter) : chapter;
}
