/* SPDX-License-Identifier: Apache-2.0 */
/* Hash: MurmurHash64A (Austin Appleby, public domain), read little-endian so that every machine agrees.
 *
 * For cache keys and names made from content, where nobody gains by a collision; not for secrets.
 */
#include "base.h"

#include <string.h>

#define MULTIPLIER G_GUINT64_CONSTANT (0xc6a4a7935bd1e995)
#define SHIFT      47

static guint64
scramble (guint64 block)
{
  block *= MULTIPLIER;
  block ^= block >> SHIFT;
  return block * MULTIPLIER;
}

static guint64
load (const guint8 *bytes, gsize n)
{
  guint64 block = 0;
  memcpy (&block, bytes, n);
  return GUINT64_FROM_LE (block);
}

guint64
mb_hash (gconstpointer bytes, gsize size, guint64 seed)
{
  const guint8 *at = bytes;
  guint64 hash = seed ^ (size * MULTIPLIER);
  for (; size >= 8; size -= 8, at += 8)
    hash = (hash ^ scramble (load (at, 8))) * MULTIPLIER;
  if (size)
    hash = (hash ^ load (at, size)) * MULTIPLIER;

  hash ^= hash >> SHIFT;
  hash *= MULTIPLIER;
  return hash ^ (hash >> SHIFT);
}
