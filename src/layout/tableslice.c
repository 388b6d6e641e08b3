/* SPDX-License-Identifier: Apache-2.0 */
/* Rows higher than a page: cut where all cells can be cut at once.
 *
 * A place is clean when no line and no picture of any cell lies across it. The row is cut at every clean place that has some
 * content on both sides, except after the first line and before the last of the row, so that none stands alone. The slices
 * follow one another without a gap; boxes are cut as at the end of a page: without the edge there. */
#include "table.h"

typedef struct {
  MbLength top, bottom;
} Solid;

/* Lines and pictures below @fragment; boxes nest as deep as the document. */
static void
find_solids (const MbFragment *fragment, GArray *solids)
{
  for (; fragment; fragment = fragment->next) {
    gboolean picture = fragment->child && fragment->child->kind == MB_FRAGMENT_PICTURE;
    if (fragment->kind == MB_FRAGMENT_LINE || picture) {
      Solid solid = { fragment->rect.y, fragment->rect.y + fragment->rect.height };
      g_array_append_val (solids, solid);
    } else {
      find_solids (fragment->child, solids);
    }
  }
}

static int
compare_solids (gconstpointer a, gconstpointer b)
{
  const Solid *x = a, *y = b;
  return x->top < y->top ? -1 : x->top > y->top;
}

/* Clean places, downwards. */
static void
find_cuts (GArray *solids, GArray *cuts)
{
  g_array_sort (solids, compare_solids);
  MbLength bottom = 0;
  for (guint i = 0; i < solids->len; i++) {
    const Solid *solid = &g_array_index (solids, Solid, i);
    if (i > 0 && solid->top >= bottom)
      g_array_append_val (cuts, bottom);
    bottom = i > 0 ? MAX (bottom, solid->bottom) : solid->bottom;
  }
  if (cuts->len > 3) {
    g_array_remove_index (cuts, cuts->len - 1);
    g_array_remove_index (cuts, 0);
  }
}

static MbFragment *cut (MbFragment *fragment, MbLength y, MbArena *arena);

/* Take what lies below @y out of the list at @list. Returns: that. */
static MbFragment *
cut_list (MbFragment **list, MbLength y, MbArena *arena)
{
  MbFragment *below = NULL, **end = &below;
  for (MbFragment **at = list; *at;) {
    MbFragment *fragment = *at;
    gboolean whole = fragment->rect.y >= y;
    MbFragment *part = whole ? fragment : cut (fragment, y, arena);
    if (whole)
      *at = fragment->next;
    else
      at = &fragment->next;
    if (!part)
      continue;
    part->next = NULL;
    *end = part;
    end = &part->next;
  }
  return below;
}

/* The part of @fragment below @y, or NULL; @fragment keeps the part above. */
static MbFragment *
cut (MbFragment *fragment, MbLength y, MbArena *arena)
{
  if (fragment->rect.y + fragment->rect.height <= y || fragment->kind == MB_FRAGMENT_LINE)
    return NULL;
  MbFragment *below = mb_arena_memdup (arena, fragment, sizeof (MbFragment));
  below->rect.height -= y - fragment->rect.y;
  below->rect.y = y;
  below->first = FALSE;
  fragment->rect.height = y - fragment->rect.y;
  fragment->last = FALSE;
  below->child = cut_list (&fragment->child, y, arena);
  return below;
}

guint
mb_table_slices (MbFragment *fragment, MbArena *arena, MbFragment ***slices)
{
  g_autoptr (GArray) solids = g_array_new (FALSE, FALSE, sizeof (Solid));
  g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (MbLength));
  find_solids (fragment->child, solids);
  find_cuts (solids, cuts);
  MbFragment **list = mb_arena_array (arena, MbFragment *, cuts->len + 1);
  guint n = 1;
  list[0] = fragment;
  for (guint i = 0; i < cuts->len; i++) {
    MbFragment *below = cut (list[n - 1], g_array_index (cuts, MbLength, i), arena);
    if (below) /* else what is there sticks out of the row */
      list[n++] = below;
  }
  for (guint i = 1; i < n; i++)
    mb_lay_move (list[i], 0, -list[i]->rect.y);
  *slices = list;
  return n;
}

MbLength
mb_table_content_bottom (const MbFragment *fragment)
{
  g_autoptr (GArray) solids = g_array_new (FALSE, FALSE, sizeof (Solid));
  MbLength bottom = 0;
  find_solids (fragment->child, solids);
  for (guint i = 0; i < solids->len; i++)
    bottom = MAX (bottom, g_array_index (solids, Solid, i).bottom);
  return bottom;
}
