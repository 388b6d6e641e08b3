/* SPDX-License-Identifier: Apache-2.0 */
/* The document tree: making nodes and moving them.
 *
 * Nodes live in the arena of their document and are never freed one by one: an unlinked node stays
 * valid. Children form a doubly linked list, so every move is O(1). Names are interned GLib
 * strings. */
#include "internal.h"

#include <string.h>

MbDoc *
mb_doc_new (MbDiagnostics *diagnostics)
{
  MbDoc *doc = g_new0 (MbDoc, 1);
  doc->arena = mb_arena_new ();
  doc->diagnostics = diagnostics;
  doc->by_id =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  doc->by_source =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  doc->meta.language = "fr";
  doc->root = mb_doc_element (doc, "body", MB_NOWHERE);
  mb_doc_append (mb_doc_element (doc, "html", MB_NOWHERE), doc->root);
  return doc;
}

void
mb_doc_free (MbDoc *doc)
{
  if (!doc)
    return;
  g_hash_table_unref (doc->by_id);
  g_hash_table_unref (doc->by_source);
  mb_arena_free (doc->arena);
  g_free (doc);
}

MbArena *
mb_doc_arena (MbDoc *doc)
{
  return doc->arena;
}

MbNode *
mb_doc_root (const MbDoc *doc)
{
  return doc->root;
}

MbMeta *
mb_doc_meta (MbDoc *doc)
{
  return &doc->meta;
}

MbDiagnostics *
mb_doc_diagnostics (MbDoc *doc)
{
  return doc->diagnostics;
}

guint32
mb_doc_n_nodes (const MbDoc *doc)
{
  return doc->n_nodes;
}

static MbNode *
node_new (MbDoc *doc, MbNodeKind kind, MbPos pos)
{
  MbNode *node = mb_arena_new0 (doc->arena, MbNode);
  node->kind = kind;
  node->id = doc->n_nodes++;
  node->pos = pos;
  return node;
}

MbNode *
mb_doc_element_ns (MbDoc *doc, MbNamespace ns, const char *name, MbPos pos)
{
  MbNode *node = node_new (doc, MB_NODE_ELEMENT, pos);
  node->ns = ns;
  node->name = g_intern_string (name);
  return node;
}

MbNode *
mb_doc_element (MbDoc *doc, const char *name, MbPos pos)
{
  return mb_doc_element_ns (doc, MB_NS_HTML, name, pos);
}

MbNode *
mb_doc_text (MbDoc *doc, const char *text, gssize length, MbPos pos, const MbRun *runs,
             guint n_runs)
{
  MbNode *node = node_new (doc, MB_NODE_TEXT, pos);
  mb_doc_set_text (doc, node, text, length, runs, n_runs);
  return node;
}

void
mb_doc_set_text (MbDoc *doc, MbNode *node, const char *text, gssize length, const MbRun *runs,
                 guint n_runs)
{
  g_return_if_fail (node->kind == MB_NODE_TEXT);
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  node->text = mb_arena_strndup (doc->arena, text, size);
  node->length = (guint32) size;
  node->n_runs = n_runs;
  node->runs = n_runs ? mb_arena_memdup (doc->arena, runs, n_runs * sizeof *runs) : NULL;
}

void
mb_doc_unlink (MbNode *node)
{
  if (!node->parent)
    return;
  *(node->prev ? &node->prev->next : &node->parent->first) = node->next;
  *(node->next ? &node->next->prev : &node->parent->last) = node->prev;
  node->parent = node->prev = node->next = NULL;
}

/* Put @node into @parent before @next (NULL: at the end). */
static void
link_node (MbNode *parent, MbNode *node, MbNode *next)
{
  MbNode *prev = next ? next->prev : parent->last;
  node->parent = parent;
  node->prev = prev;
  node->next = next;
  *(prev ? &prev->next : &parent->first) = node;
  *(next ? &next->prev : &parent->last) = node;
}

void
mb_doc_append (MbNode *parent, MbNode *child)
{
  mb_doc_unlink (child);
  link_node (parent, child, NULL);
}

MbNode *
mb_doc_add (MbDoc *doc, MbNode *parent, const char *name, const char *class_name, MbPos pos)
{
  MbNode *node = mb_doc_element (doc, name, pos);
  if (class_name)
    mb_doc_add_class (doc, node, class_name);
  mb_doc_append (parent, node);
  return node;
}

void
mb_doc_insert_before (MbNode *reference, MbNode *node)
{
  g_return_if_fail (reference->parent && node != reference);
  mb_doc_unlink (node);
  link_node (reference->parent, node, reference);
}

void
mb_doc_insert_after (MbNode *reference, MbNode *node)
{
  g_return_if_fail (reference->parent && node != reference);
  mb_doc_unlink (node);
  link_node (reference->parent, node, reference->next);
}

void
mb_doc_adopt_children (MbNode *to, MbNode *from)
{
  while (from->first)
    mb_doc_append (to, from->first);
}

static MbAttr *
find_attr (const MbNode *node, const char *name)
{
  for (MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (attr->name == name || strcmp (attr->name, name) == 0)
      return attr;
  return NULL;
}

void
mb_doc_set_attr_at (MbDoc *doc, MbNode *node, const char *name, const char *value, MbPos pos)
{
  MbAttr *attr = find_attr (node, name);
  if (!attr) {
    MbAttr **tail = &node->attrs;
    while (*tail)
      tail = &(*tail)->next;
    *tail = attr = mb_arena_new0 (doc->arena, MbAttr);
    attr->name = g_intern_string (name);
  }
  attr->value = mb_arena_strdup (doc->arena, value);
  if (strcmp (attr->name, "lang") == 0 || strcmp (attr->name, "xml:lang") == 0) {
    /* library texts say "eng": one form from here on, for hyphenation, PDF and EPUB */
    const char *tag = mb_doc_language_tag (doc->arena, attr->value);
    attr->value = tag ? tag : attr->value;
  }
  attr->pos = pos;
  mb_doc_index_attr (doc, node, attr->name, attr->value);
  if (strcmp (name, "xml:lang") == 0)
    mb_doc_set_attr_at (doc, node, "lang", value, pos);
}

void
mb_doc_set_attr (MbDoc *doc, MbNode *node, const char *name, const char *value)
{
  mb_doc_set_attr_at (doc, node, name, value, node->pos);
}

void
mb_doc_remove_attr (MbNode *node, const char *name)
{
  for (MbAttr **link = &node->attrs; *link; link = &(*link)->next)
    if (strcmp ((*link)->name, name) == 0) {
      *link = (*link)->next;
      return;
    }
}

void
mb_doc_add_class (MbDoc *doc, MbNode *node, const char *name)
{
  const MbAttr *old = find_attr (node, "class");
  if (!old || !*old->value)
    mb_doc_set_attr (doc, node, "class", name);
  else if (!mb_node_has_token (node, "class", name)) {
    MbPos pos = old->pos;
    mb_doc_set_attr_at (doc, node, "class", mb_arena_printf (doc->arena, "%s %s", old->value, name),
                        pos);
  }
}

const char *
mb_node_attr (const MbNode *node, const char *name)
{
  const MbAttr *attr = find_attr (node, name);
  return attr ? attr->value : NULL;
}
