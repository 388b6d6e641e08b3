/* SPDX-License-Identifier: Apache-2.0 */
/* Recto and verso. Page 0 is a recto; a spread is a verso with the recto after it. Rectos are right pages, and left ones where pages follow
 * from right to left (css-page-3 § 3.4). */
#include "internal.h"

gboolean
mb_side_is_verso (guint index)
{
  return index % 2 == 1;
}

gboolean
mb_side_is_left (gboolean rtl, guint index)
{
  return mb_side_is_verso (index) != rtl;
}

gboolean
mb_side_fits (gboolean rtl, MbBreakValue asked, gboolean left)
{
  switch (asked) {
  case MB_BREAK_LEFT: return left;
  case MB_BREAK_RIGHT: return !left;
  case MB_BREAK_VERSO: return left != rtl;
  case MB_BREAK_RECTO: return left == rtl;
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
