/* SPDX-License-Identifier: Apache-2.0 */
/* The whole room at work: every block of the tree is corrected and written back, and the changes are reported. */
#include "internal.h"

typedef struct {
  MbDoc *doc;
  const MbOrthoHouse *house;
  GArray *changes; /* MbOrthoChange, NULL when nobody asks */
} Run;

static void
correct_block (MbOrthoBlock *block, gpointer data)
{
  Run *run = data;

  mb_ortho_correct (block, run->house, mb_doc_diagnostics (run->doc));
  mb_ortho_block_write (block, run->doc, run->changes);
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
  if (house->marks)
    mb_ortho_walk (doc, top, house, correct_block, &run);
  if (report)
    fill_report (&run, report);
}
