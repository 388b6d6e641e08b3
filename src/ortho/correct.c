/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the rules (notes/french.md § 1).
 *
 * Signs first: primes before quotes (2'33" holds both), quotes before apostrophes (l'"affaire"), ellipses before
 * those too (d'...), multiplication signs, dashes. Then letters: œ and ordinals. Then spaces, which look at the signs and letters beside them as they are
 * by now. Last the marks, which change no character.
 *
 * Invariants
 *   - idempotent: what a rule writes is a fixed point of all rules;
 *   - a rule that the house does not follow leaves no trace, in the work of other rules either.
 */
#include "internal.h"

void
mb_ortho_correct (MbOrthoBlock *block, const MbOrthoHouse *house, MbDiagnostics *diagnostics)
{
  if (block->english > 0)
    mb_ortho_english (block, house);
  if (block->editable == 0)
    return;
  mb_ortho_primes (block, house);
  mb_ortho_quotes (block, house, diagnostics);
  mb_ortho_ellipses (block, house);
  mb_ortho_apostrophes (block, house);
  mb_ortho_times (block, house);
  mb_ortho_dashes (block, house);
  mb_ortho_letters (block, house);
  mb_ortho_gaps (block, house);
  mb_ortho_marks_set (block, house);
}
