/* SPDX-License-Identifier: Apache-2.0 */
/* The outline: bookmarks as a tree. A bookmark is under the last one of a lower level; levels may jump. */
#include "internal.h"

typedef struct {
  MbRef ref, parent, previous, next, first, last;
  int count; /* of all below */
  int level;
  gint32 above; /* index of the parent, -1 for the root */
  const MbBookmark *bookmark;
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

/* previous is known; next follows from it. Counts run upwards: of entries that show when the one above is open. */
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
    (entries[i].above < 0 ? root : &entries[entries[i].above])->count +=
        1 + (entries[i].bookmark->closed ? 0 : entries[i].count);
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
  guint page;
  if (!mb_pdf_painted_page (work, bookmark->page, &page))
    return;
  g_string_append_printf (out, "/Dest[%d 0 R/XYZ null ", work->page_refs[page]);
  mb_syntax_number (out, mb_pdf_y (work->painted->displays[page], bookmark->y));
  g_string_append (out, " null]");
}

static void
write_entry (MbWork *work, const Entry *entry)
{
  g_autoptr (GString) out = g_string_new ("<</Title");
  mb_syntax_text (out, entry->bookmark->label);
  put_ref (out, "/Parent", entry->parent);
  put_ref (out, "/Prev", entry->previous);
  put_ref (out, "/Next", entry->next);
  put_ref (out, "/First", entry->first);
  put_ref (out, "/Last", entry->last);
  if (entry->count)
    g_string_append_printf (out, "/Count %d",
                            entry->bookmark->closed ? -entry->count : entry->count);
  put_destination (work, entry->bookmark, out);
  g_string_append (out, ">>");
  mb_file_put (work->file, entry->ref, out->str);
}

/* Bookmarks whose page was painted. */
static guint
collect_entries (MbWork *work, Entry *entries)
{
  guint n = 0, page;
  for (guint i = 0; i < work->pages->n_bookmarks; i++) {
    const MbBookmark *bookmark = &work->pages->bookmarks[i];
    if (mb_pdf_painted_page (work, bookmark->page, &page))
      entries[n++] = (Entry){ .ref = mb_file_reserve (work->file),
                              .level = bookmark->level,
                              .bookmark = bookmark };
  }
  return n;
}

gboolean
mb_outline_write (MbWork *work)
{
  if (!work->pages || work->pages->n_bookmarks == 0)
    return FALSE;
  Entry *entries = mb_arena_array (work->arena, Entry, work->pages->n_bookmarks);
  Entry root = { .ref = mb_file_reserve (work->file) };
  guint n = collect_entries (work, entries);
  link_entries (entries, n, &root);
  complete_entries (entries, n, &root);
  for (guint i = 0; i < n; i++)
    write_entry (work, &entries[i]);
  if (n == 0)
    return FALSE;
  g_autofree char *syntax = g_strdup_printf ("<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>",
                                             root.first, root.last, root.count);
  mb_file_put (work->file, root.ref, syntax);
  mb_file_set_f (work->file, mb_file_root (work->file), "/Outlines", "%d 0 R", root.ref);
  mb_file_release (work->file);
  return TRUE;
}
