/* SPDX-License-Identifier: Apache-2.0 */
/* The whole room at work: every block of the tree is corrected and written back, and the changes are reported.
 *
 * Continued quotations (PON-09) need the guillemets of all paragraphs as the other rules leave them. So they are looked for in
 * a second look, and when there are any, what it writes is put among the other changes where it belongs.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  MbDoc *doc;
  const MbOrthoHouse *house;
  GArray *changes;         /* MbOrthoChange, NULL when nobody asks */
  gboolean open;           /* some block leaves a guillemet open */
  const MbNode *continued; /* the paragraph that gets a guillemet */
} Run;

static gboolean
leaves_open (const MbOrthoBlock *block)
{
  int depth = 0;

  if (!(block->has & (MB_HAS_GUILLEMET | MB_HAS_QUOTE)))
    return FALSE;
  for (guint i = 0; i < mb_ortho_block_length (block); i++) {
    gunichar c = mb_ortho_block_cell (block, i)->c;
    depth += (c == MB_GUILLEMET_OPEN) - (c == MB_GUILLEMET_CLOSE);
  }
  return depth > 0;
}

static void
correct_block (MbOrthoBlock *block, gpointer data)
{
  Run *run = data;

  mb_ortho_correct (block, run->house, mb_doc_diagnostics (run->doc));
  run->open |= leaves_open (block);
  mb_ortho_block_write (block, run->doc, run->changes);
}

static void
continue_block (MbOrthoBlock *block, gpointer data)
{
  Run *run = data;

  if (block->element != run->continued || !mb_ortho_suite_write (block, run->house))
    return;
  guint first = run->changes ? run->changes->len : 0;
  mb_ortho_block_write (block, run->doc, run->changes);
  if (!run->changes)
    return;
  /* the node's other changes have moved */
  MbOrthoChange *added = &g_array_index (run->changes, MbOrthoChange, first);
  for (guint i = 0; i < first; i++) {
    MbOrthoChange *change = &g_array_index (run->changes, MbOrthoChange, i);
    if (change->node == added->node && change->offset >= added->offset)
      change->offset += (guint32) strlen (added->after);
  }
}

static gint
compare_changes (gconstpointer a, gconstpointer b, gpointer data)
{
  const MbOrthoChange *left = a, *right = b;
  GHashTable *order = data;
  guint l = GPOINTER_TO_UINT (g_hash_table_lookup (order, left->node));
  guint r = GPOINTER_TO_UINT (g_hash_table_lookup (order, right->node));

  if (l != r)
    return l < r ? -1 : 1;
  return left->offset < right->offset ? -1 : left->offset > right->offset;
}

/* Stable, so changes at one place keep the order in which they were made. */
static void
sort_changes (GArray *changes, const MbNode *top)
{
  g_autoptr (GHashTable) order = g_hash_table_new (g_direct_hash, g_direct_equal);
  guint n = 0;

  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    g_hash_table_insert (order, (gpointer) node, GUINT_TO_POINTER (++n));
  g_array_sort_with_data (changes, compare_changes, order);
}

static void
continue_quotations (Run *run, MbNode *top)
{
  guint before = run->changes ? run->changes->len : 0;

  if (!run->open)
    return;
  g_autoptr (GPtrArray) suite = mb_ortho_suite (run->doc, top, run->house);
  for (guint i = 0; suite && i < suite->len; i++) {
    run->continued = suite->pdata[i];
    mb_ortho_walk (run->doc, suite->pdata[i], run->house, continue_block, run);
  }
  if (run->changes && run->changes->len > before)
    sort_changes (run->changes, top);
}

static void
fill_report (Run *run, MbOrthoReport *report)
{
  report->n_changes = run->changes->len;
  report->changes = mb_arena_memdup (mb_doc_arena (run->doc), run->changes->data,
                                     run->changes->len * sizeof (MbOrthoChange));
  g_array_unref (run->changes);
}

void
mb_ortho_apply (MbDoc *doc, MbNode *top, const MbOrthoHouse *house, MbOrthoReport *report)
{
  Run run = { .doc = doc, .house = house };

  if (report)
    run.changes = g_array_new (FALSE, FALSE, sizeof (MbOrthoChange));
  if (house->marks) {
    mb_ortho_walk (doc, top, house, correct_block, &run);
    continue_quotations (&run, top);
  }
  if (report)
    fill_report (&run, report);
}
