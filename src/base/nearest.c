/* SPDX-License-Identifier: Apache-2.0 */
/* Nearest: "did you mean". Edit distance in characters with adjacent transpositions (optimal string
 * alignment), over three rows. Words longer than WORD_MAX are nobody's typing error. */
#include "base.h"

#include <string.h>

#define WORD_MAX 64

static guint
step_cost (const gunichar *a, const gunichar *b, gsize i, gsize j, guint rows[3][WORD_MAX + 1])
{
  guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];
  guint best = MIN (above[j], row[j - 1]) + 1;
  best = MIN (best, above[j - 1] + (a[i - 1] != b[j - 1]));
  gboolean swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
  return swapped ? MIN (best, twice[j - 2] + 1) : best;
}

static guint
distance (const gunichar *a, gsize n, const gunichar *b, gsize m)
{
  guint rows[3][WORD_MAX + 1];
  for (gsize j = 0; j <= m; j++)
    rows[0][j] = j;
  for (gsize i = 1; i <= n; i++) {
    rows[i % 3][0] = i;
    for (gsize j = 1; j <= m; j++)
      rows[i % 3][j] = step_cost (a, b, i, j, rows);
  }
  return rows[n % 3][m];
}

const char *
mb_nearest (const char *word, const char *const *names)
{
  glong n = 0, m = 0;
  g_autofree gunichar *asked = g_utf8_to_ucs4 (word, -1, NULL, &n, NULL);
  if (!asked || n > WORD_MAX)
    return NULL;

  const char *best = NULL;
  guint least = n / 3 + 1;
  for (; *names; names++) {
    g_autofree gunichar *name = g_utf8_to_ucs4 (*names, -1, NULL, &m, NULL);
    if (!name || m > WORD_MAX)
      continue;
    guint cost = distance (asked, n, name, m);
    if (cost < least) {
      least = cost;
      best = *names;
    }
  }
  return best;
}
