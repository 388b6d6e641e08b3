/* SPDX-License-Identifier: Apache-2.0 */
/* Recto and verso. Page 0 is a recto (right); a spread is a verso with the recto after it. */
#include "internal.h"

gboolean
mb_side_is_left (guint index)
{
  return index % 2 == 1;
}

gboolean
mb_side_fits (MbBreakValue asked, guint index)
{
  switch (asked) {
  case MB_BREAK_LEFT:
  case MB_BREAK_VERSO: return mb_side_is_left (index);
  case MB_BREAK_RIGHT:
  case MB_BREAK_RECTO: return !mb_side_is_left (index);
  case MB_BREAK_AUTO:
  case MB_BREAK_AVOID:
  case MB_BREAK_AVOID_PAGE:
  case MB_BREAK_AVOID_COLUMN:
  case MB_BREAK_PAGE:
  case MB_BREAK_COLUMN:
  case MB_BREAK_ALWAYS: break;
  }
  return TRUE;
}
