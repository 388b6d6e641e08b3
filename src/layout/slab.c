/* SPDX-License-Identifier: Apache-2.0 */
/* A slab: boxes laid out side by side as a whole, that pages may still part (css-break-3 § 4, css-grid-1 § 10).
 *
 * What stands in parallel (the items of a row of a grid) is no flow that a galley could hold piece by piece. It is laid out once, and its
 * fragments are looked at: lines, pictures, edges of boxes, boxes that are to stay whole are *atoms*, of which only top and bottom count. A
 * cut at y leaves before it every atom that begins above y, and after it the others, so no atom is ever parted and each box is parted between
 * two of its own atoms. Atoms that reach below y stand before the cut as well: the *reach* of a band is where the last of its
 * atoms ends. A cut may fall where an atom of some box ends while others follow in the same row, and between two rows.
 *
 * Bands are pieces of their own in the galley; those that come to stand on one page are drawn as one slice, so a box is parted where a page
 * ends and nowhere else. Orphans and widows make atoms of several lines. */
#include "internal.h"

#define MOST_CUTS 20000

typedef struct {
  MbLength top, bottom;
} Atom;

/* --- Atoms --------------------------------------------------------------------------------------------- */

static void
add_atom (GArray *atoms, MbLength top, MbLength bottom)
{
  Atom atom = { top, bottom };
  if (bottom > top)
    g_array_append_val (atoms, atom);
}

static MbLength
bottom_of (const MbFragment *fragment)
{
  return mb_length_add (fragment->rect.y, fragment->rect.height);
}

/* Lines of one paragraph from @first on: those that orphans and widows keep together are one atom. Returns: the last of them. */
static const MbFragment *
add_lines (GArray *atoms, const MbFragment *first)
{
  const MbStyleText *text = first->box->style->text;
  guint from = atoms->len;
  const MbFragment *last = first;
  for (const MbFragment *line = first;
       line && line->kind == MB_FRAGMENT_LINE && line->box == first->box; line = line->next) {
    Atom *before = atoms->len > from ? &g_array_index (atoms, Atom, atoms->len - 1) : NULL;
    last = line;
    if (before && line->rect.y < before->bottom) /* a marker stands beside its line */
      before->bottom = MAX (before->bottom, bottom_of (line));
    else
      add_atom (atoms, line->rect.y, bottom_of (line));
  }
  guint n = atoms->len - from, orphans = MIN (text->orphans, n), widows = MIN (text->widows, n);
  if (n == 0)
    return last;
  Atom *lines = &g_array_index (atoms, Atom, from);
  if (n < orphans + widows)
    orphans = n;
  lines[0].bottom = lines[orphans - 1].bottom;
  if (orphans < n)
    lines[n - widows].bottom = lines[n - 1].bottom;
  for (guint i = orphans > 0 ? 1 : 0; i < n; i++)
    if (i < orphans || i > n - widows)
      lines[i].bottom = lines[i].top; /* part of another */
  return last;
}

static gboolean
is_whole (const MbFragment *fragment)
{
  const MbStyle *style = fragment->box ? fragment->box->style : NULL;
  if (fragment->kind == MB_FRAGMENT_PICTURE)
    return TRUE;
  return style && (style->paged->column_count > 1 || style->paged->column_width > 0 ||
                   style->paged->break_inside == MB_BREAK_AVOID ||
                   style->paged->break_inside == MB_BREAK_AVOID_PAGE ||
                   style->box->overflow != MB_OVERFLOW_VISIBLE ||
                   fragment->box->kind == MB_BOX_PICTURE || fragment->box->kind == MB_BOX_ROW);
}

static void add_fragments (GArray *atoms, const MbFragment *fragment);

/* The top edge of a box goes with what it begins with, the bottom edge with what ends at it. */
static void
add_box (GArray *atoms, const MbFragment *fragment)
{
  MbLength edge[4] = { 0 };
  guint from = atoms->len;
  if (fragment->box)
    mb_used_edges (fragment->box->style, 0, edge);
  add_fragments (atoms, fragment->child);
  MbLength top = fragment->rect.y, bottom = bottom_of (fragment);
  if (edge[MB_TOP] > 0 && atoms->len > from)
    g_array_index (atoms, Atom, from).top = MIN (top, g_array_index (atoms, Atom, from).top);
  else
    add_atom (atoms, top, mb_length_add (top, edge[MB_TOP]));
  if (edge[MB_BOTTOM] <= 0)
    return;
  MbLength inside = bottom - edge[MB_BOTTOM];
  for (guint i = atoms->len; i > from; i--) {
    Atom *atom = &g_array_index (atoms, Atom, i - 1);
    if (atom->bottom >= inside && atom->bottom > atom->top) {
      atom->bottom = MAX (atom->bottom, bottom);
      return;
    }
  }
  add_atom (atoms, inside, bottom);
}

static void
add_fragments (GArray *atoms, const MbFragment *fragment)
{
  for (; fragment; fragment = fragment->next) {
    if (fragment->kind == MB_FRAGMENT_LINE)
      fragment = add_lines (atoms, fragment);
    else if (is_whole (fragment))
      add_atom (atoms, fragment->rect.y, bottom_of (fragment));
    else if (fragment->kind == MB_FRAGMENT_BOX)
      add_box (atoms, fragment);
  }
}

static int
compare_atoms (gconstpointer a, gconstpointer b)
{
  const Atom *x = a, *y = b;
  return x->top != y->top ? (x->top < y->top ? -1 : 1)
                          : (x->bottom > y->bottom) - (x->bottom < y->bottom);
}

/* --- Cuts -------------------------------------------------------------------------------------------------- */

static int
compare_cuts (gconstpointer a, gconstpointer b)
{
  const MbSlabCut *x = a, *y = b;
  if (x->y != y->y)
    return x->y < y->y ? -1 : 1;
  return (int) y->row - (int) x->row; /* the one between rows first */
}

/* The first place at or below @y that parts two rows; the foot of all when there is none. */
static MbLength
row_after (const MbSlab *slab, guint *row, MbLength y)
{
  while (*row < slab->n_rows && slab->rows[*row].bottom < y)
    (*row)++;
  return *row < slab->n_rows ? slab->rows[*row].bottom : slab->height;
}

static gboolean
atom_begins_in (const GArray *atoms, guint *at, MbLength from, MbLength to)
{
  while (*at < atoms->len && g_array_index (atoms, Atom, *at).top < from)
    (*at)++;
  return *at < atoms->len && g_array_index (atoms, Atom, *at).top < to;
}

static GArray *
possible_cuts (const MbSlab *slab, const GArray *atoms)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (MbSlabCut));
  for (guint i = 0; i + 1 < slab->n_rows; i++) {
    MbSlabCut cut = { .y = slab->rows[i].bottom, .next = slab->rows[i + 1].top, .row = i + 1 };
    g_array_append_val (cuts, cut);
  }
  for (guint i = 0; i < atoms->len && atoms->len < MOST_CUTS; i++) {
    MbLength y = g_array_index (atoms, Atom, i).bottom;
    MbSlabCut cut = { .y = y, .next = y };
    if (g_array_index (atoms, Atom, i).top < y)
      g_array_append_val (cuts, cut);
  }
  g_array_sort (cuts, compare_cuts);
  return cuts;
}

guint
mb_slab_cuts (const MbSlab *slab, MbArena *arena, const MbSlabCut **result)
{
  g_autoptr (GArray) atoms = g_array_new (FALSE, FALSE, sizeof (Atom));
  add_fragments (atoms, slab->first);
  g_array_sort (atoms, compare_atoms);
  g_autoptr (GArray) cuts = possible_cuts (slab, atoms);
  guint n = 0, row = 0, later = 0, above = 0;
  MbLength reach = 0, last = 0;
  for (guint i = 0; i < cuts->len; i++) {
    MbSlabCut cut = g_array_index (cuts, MbSlabCut, i);
    if (cut.y <= last || cut.y >= slab->height ||
        (cut.row == 0 && !atom_begins_in (atoms, &later, cut.y, row_after (slab, &row, cut.y))))
      continue;
    for (; above < atoms->len && g_array_index (atoms, Atom, above).top < cut.y; above++)
      reach = MAX (reach, g_array_index (atoms, Atom, above).bottom);
    cut.reach = MAX (reach, cut.y);
    last = cut.next;
    g_array_index (cuts, MbSlabCut, n++) = cut;
  }
  *result = mb_arena_memdup (arena, cuts->data, n * sizeof (MbSlabCut));
  return n;
}

/* --- Slices -------------------------------------------------------------------------------------------------- */

static MbFragment *slice_list (const MbFragment *list, MbLength from, MbLength to, MbArena *arena);

static MbFragment *
slice_box (const MbFragment *box, MbLength from, MbLength to, MbArena *arena)
{
  MbFragment *slice = mb_arena_memdup (arena, box, sizeof *box);
  MbLength top = MAX (box->rect.y, from), bottom = MIN (bottom_of (box), to);
  slice->next = NULL;
  slice->child = slice_list (box->child, from, to, arena);
  for (const MbFragment *child = slice->child; child; child = child->next)
    bottom = MAX (bottom, MIN (bottom_of (child), bottom_of (box)));
  slice->first = box->first && box->rect.y >= from;
  slice->last = box->last && bottom >= bottom_of (box);
  slice->rect.y = top;
  slice->rect.height = MAX (bottom - top, 0);
  return slice;
}

/* A box that began before the slice and goes on in it, or that has no height and stands there. */
static gboolean
is_parted (const MbFragment *fragment, MbLength from, MbLength to)
{
  return fragment->rect.y < to && bottom_of (fragment) > from;
}

static MbFragment *
slice_list (const MbFragment *list, MbLength from, MbLength to, MbArena *arena)
{
  MbFragment *first = NULL, **end = &first;
  for (; list; list = list->next) {
    gboolean inside = list->rect.y >= from && list->rect.y < to;
    if (list->kind == MB_FRAGMENT_BOX && !is_whole (list)) {
      if (!inside && !is_parted (list, from, to))
        continue;
      *end = slice_box (list, from, to, arena);
    } else if (inside) {
      *end = mb_lay_copy (list, arena);
    } else {
      continue;
    }
    end = &(*end)->next;
  }
  return first;
}

MbFragment *
mb_slab_slice (const MbSlab *slab, MbLength from, MbLength to, MbArena *arena)
{
  /* what begins at the foot, or sticks out of it, is in the last slice */
  return slice_list (slab->first, from <= 0 ? -MB_LENGTH_MAX : from,
                     to >= slab->height ? MB_LENGTH_MAX : to, arena);
}
