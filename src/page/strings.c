/* SPDX-License-Identifier: Apache-2.0 */
/* Named strings and running elements across pages (CSS GCPM 3 § 1.1–1.2). For each name, the places where it was set, in document order; what
 * a page shows is found between the last one before the page and those on it. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbAnchorKind kind;
  const char *name;
  GArray *spots; /* of MbSpot, in document order; pages never decrease */
} Name;

struct MbPageStrings {
  GArray *names; /* of Name */
};

static const Name *
find_name (const MbPageStrings *strings, MbAnchorKind kind, const char *name)
{
  for (guint i = 0; i < strings->names->len; i++) {
    const Name *one = &g_array_index (strings->names, Name, i);
    if (one->kind == kind && strcmp (one->name, name) == 0)
      return one;
  }
  return NULL;
}

static void
clear_name (gpointer data)
{
  g_array_unref (((Name *) data)->spots);
}

static void
add_spot (MbPageStrings *strings, const MbSpot *spot)
{
  const MbAnchor *anchor = spot->anchor;
  if ((anchor->kind != MB_ANCHOR_STRING && anchor->kind != MB_ANCHOR_ELEMENT) || !anchor->name)
    return;
  const Name *name = find_name (strings, anchor->kind, anchor->name);
  if (!name) {
    Name made = { anchor->kind, anchor->name, g_array_new (FALSE, FALSE, sizeof (MbSpot)) };
    g_array_append_val (strings->names, made);
    name = &g_array_index (strings->names, Name, strings->names->len - 1);
  }
  g_array_append_vals (name->spots, spot, 1);
}

static void
free_names (gpointer names)
{
  g_array_unref (names);
}

MbPageStrings *
mb_page_strings_run (MbBook *book)
{
  MbPageStrings *strings = mb_arena_new0 (book->arena, MbPageStrings);
  strings->names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_array_set_clear_func (strings->names, clear_name);
  mb_arena_defer (book->arena, strings->names, free_names);
  for (guint i = 0; i < book->spots->len; i++)
    add_spot (strings, &g_array_index (book->spots, MbSpot, i));
  return strings;
}

/* Number of spots on pages before @page. */
static guint
count_before (const GArray *spots, guint page)
{
  guint low = 0, high = spots->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (spots, MbSpot, middle).page < page)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const MbAnchor *
mb_page_strings_get (const MbPageStrings *strings, MbAnchorKind kind, guint page, const char *name,
                     const char *which)
{
  const Name *found = find_name (strings, kind, name);
  if (!found)
    return NULL;
  guint first = count_before (found->spots, page), after = count_before (found->spots, page + 1);
  const MbSpot *entry = first > 0 ? &g_array_index (found->spots, MbSpot, first - 1) : NULL;
  const MbSpot *shown = entry;
  if (after > first) {
    const MbSpot *here = &g_array_index (found->spots, MbSpot, first);
    if (g_strcmp0 (which, "last") == 0)
      shown = &g_array_index (found->spots, MbSpot, after - 1);
    else if (g_strcmp0 (which, "first-except") == 0)
      shown = NULL;
    else if (g_strcmp0 (which, "start") != 0 || here->start)
      shown = here;
  }
  return shown ? shown->anchor : NULL;
}

gboolean
mb_page_strings_is_here (const MbPageStrings *strings, guint page, const MbBox *box)
{
  for (guint i = 0; i < strings->names->len; i++) {
    const GArray *spots = g_array_index (strings->names, Name, i).spots;
    for (guint k = count_before (spots, page);
         k < spots->len && g_array_index (spots, MbSpot, k).page == page; k++)
      if (g_array_index (spots, MbSpot, k).anchor->box == box)
        return TRUE;
  }
  return FALSE;
}
