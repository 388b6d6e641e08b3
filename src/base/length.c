/* SPDX-License-Identifier: Apache-2.0 */
/* Lengths: from floating point to the one integer unit. */
#include "base.h"

#include <math.h>

MbLength
mb_pt (double points)
{
  if (isnan (points))
    return 0;
  double units = points * MB_PT;
  if (units >= MB_LENGTH_MAX)
    return MB_LENGTH_MAX;
  if (units <= -MB_LENGTH_MAX)
    return -MB_LENGTH_MAX;
  return (MbLength) lround (units);
}
