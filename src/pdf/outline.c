/* SPDX-License-Identifier: Apache-2.0 */
/* The outline: bookmarks as a tree. A bookmark is under the last one of a lower level; levels may jump. */
#include "internal.h"

typedef struct {
  MbRef ref, parent, previous, next, first, last;
  int count; /* of all below */
  int level;
  gint32 above; /* index of the parent, -1 for the root */
} Entry;

static void
link_entries (Entry *entries, guint n, Entry *root)
{
  for (guint i = 0; i < n; i++) {
    gint32 above = (gint32) i - 1;
    while (above >= 0 && entries[above].level >= entries[i].level)
      above = entries[above].above;
    Entry *parent = above < 0 ? root : &entries[above];
    entries[i].above = above;
    entries[i].parent = parent->ref;
    entries[i].previous = parent->last;
    if (!parent->first)
      parent->first = entries[i].ref;
    parent->last = entries[i].ref;
  }
}

/* previous is known; next follows from it. Counts run upwards. */
static void
complete_entries (Entry *entries, guint n, Entry *root)
{
  g_autoptr (GHashTable) by_ref = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n; i++) {
    g_hash_table_insert (by_ref, GINT_TO_POINTER (entries[i].ref), &entries[i]);
    Entry *previous = g_hash_table_lookup (by_ref, GINT_TO_POINTER (entries[i].previous));
    if (previous)
      previous->next = entries[i].ref;
  }
  for (guint i = n; i-- > 0;)
    (entries[i].above < 0 ? root : &entries[entries[i].above])->count += 1 + entries[i].count;
}

static void
put_ref (GString *out, const char *key, MbRef ref)
{
  if (ref)
    g_string_append_printf (out, "%s %d 0 R", key, ref);
}

static void
put_destination (MbWork *work, const MbBookmark *bookmark, GString *out)
{
  for (guint p = 0; p < work->painted->n_pages; p++) {
    const MbDisplayList *display = work->painted->displays[p];
    if (display->page != bookmark->page)
      continue;
    g_string_append_printf (out, "/Dest[%d 0 R/XYZ null ", work->page_refs[p]);
    mb_syntax_number (out, mb_pdf_y (display, bookmark->y));
    g_string_append (out, " null]");
    return;
  }
}

static void
write_entry (MbWork *work, const MbBookmark *bookmark, const Entry *entry)
{
  g_autoptr (GString) out = g_string_new ("<</Title");
  mb_syntax_text (out, bookmark->label);
  put_ref (out, "/Parent", entry->parent);
  put_ref (out, "/Prev", entry->previous);
  put_ref (out, "/Next", entry->next);
  put_ref (out, "/First", entry->first);
  put_ref (out, "/Last", entry->last);
  if (entry->count)
    g_string_append_printf (out, "/Count %d", entry->count);
  put_destination (work, bookmark, out);
  g_string_append (out, ">>");
  mb_file_put (work->file, entry->ref, out->str);
}

void
mb_outline_write (MbWork *work)
{
  guint n = work->pages ? work->pages->n_bookmarks : 0;
  if (n == 0)
    return;
  Entry *entries = mb_arena_array (work->arena, Entry, n),
        root = { .ref = mb_file_reserve (work->file) };
  for (guint i = 0; i < n; i++) {
    entries[i].ref = mb_file_reserve (work->file);
    entries[i].level = work->pages->bookmarks[i].level;
  }
  link_entries (entries, n, &root);
  complete_entries (entries, n, &root);
  for (guint i = 0; i < n; i++)
    write_entry (work, &work->pages->bookmarks[i], &entries[i]);
  g_autofree char *syntax = g_strdup_printf ("<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>",
                                             root.first, root.last, root.count);
  mb_file_put (work->file, root.ref, syntax);
  mb_file_set_f (work->file, mb_file_root (work->file), "/Outlines", "%d 0 R", root.ref);
  mb_file_release (work->file);
}
