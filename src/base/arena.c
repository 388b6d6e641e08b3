/* SPDX-License-Identifier: Apache-2.0 */
/* Arena: memory that lives and dies with one document.
 *
 * A list of chunks, newest first; an allocation moves a cursor in the newest chunk. What does not fit
 * opens a new chunk, twice as large as the last one up to CHUNK_MAX, or as large as needed. Destructors
 * of foreign objects are a list in the arena itself, run newest first.
 *
 * Invariants
 *   - every allocation is aligned for any type, and zeroed when it is handed out (a rewound chunk is dirty) unless it is a copy;
 *   - a deferred object is recorded after the mark that rewinds it, so rewinding runs exactly the
 *     destructors younger than the mark, before their memory goes.
 */
#include "base.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#define CHUNK_FIRST ((gsize) 16 * 1024)
#define CHUNK_MAX   ((gsize) 1024 * 1024)
#define ALIGN       (sizeof (max_align_t))

typedef struct Chunk Chunk;
struct Chunk {
  Chunk *older;
  gsize size, used; /* of data */
  guint number;
  max_align_t data[];
};

typedef struct Deferred Deferred;
struct Deferred {
  Deferred *older;
  gpointer object;
  GDestroyNotify destroy;
};

struct MbArena {
  Chunk *newest;
  Deferred *deferred;
};

MbArena *
mb_arena_new (void)
{
  return g_new0 (MbArena, 1);
}

void
mb_arena_free (MbArena *arena)
{
  if (!arena)
    return;
  mb_arena_rewind (arena, (MbMark){ NULL, 0, NULL });
  g_free (arena);
}

static void
open_chunk (MbArena *arena, gsize needed)
{
  gsize size = arena->newest ? MIN (arena->newest->size * 2, CHUNK_MAX) : CHUNK_FIRST;
  size = MAX (size, needed);
  if (size > G_MAXSIZE - sizeof (Chunk))
    g_error ("arena: %" G_GSIZE_FORMAT " bytes asked", needed);
  Chunk *chunk = g_malloc (sizeof (Chunk) + size);
  *chunk = (Chunk){ arena->newest, size, 0, mb_arena_place (arena) + 1 };
  arena->newest = chunk;
}

guint
mb_arena_place (const MbArena *arena)
{
  return arena->newest ? arena->newest->number : 0;
}

void
mb_arena_release (MbArena *arena, guint place)
{
  g_assert (!arena->deferred);
  Chunk *kept = arena->newest;
  while (kept && kept->older && kept->older->number >= place)
    kept = kept->older;
  Chunk *chunk = kept ? kept->older : NULL;
  if (kept)
    kept->older = NULL;
  while (chunk) {
    Chunk *older = chunk->older;
    g_free (chunk);
    chunk = older;
  }
}

static gsize
round_up (gsize size)
{
  if (size > G_MAXSIZE - ALIGN)
    g_error ("arena: %" G_GSIZE_FORMAT " bytes asked", size);
  return (MAX (size, 1) + ALIGN - 1) / ALIGN * ALIGN;
}

static gpointer
take (MbArena *arena, gsize rounded)
{
  if (!arena->newest || arena->newest->size - arena->newest->used < rounded)
    open_chunk (arena, rounded);
  Chunk *chunk = arena->newest;
  gpointer bytes = (char *) chunk->data + chunk->used;
  chunk->used += rounded;
  return bytes;
}

gpointer
mb_arena_alloc (MbArena *arena, gsize size)
{
  gsize rounded = round_up (size);
  return memset (take (arena, rounded), 0, rounded);
}

gpointer
mb_arena_alloc_n (MbArena *arena, gsize size, gsize n)
{
  if (size && n > G_MAXSIZE / size)
    g_error ("arena: %" G_GSIZE_FORMAT " elements of %" G_GSIZE_FORMAT " bytes asked", n, size);
  return mb_arena_alloc (arena, size * n);
}

gpointer
mb_arena_memdup (MbArena *arena, gconstpointer bytes, gsize size)
{
  gpointer copy = take (arena, round_up (size));
  return size ? memcpy (copy, bytes, size) : copy;
}

char *
mb_arena_strdup (MbArena *arena, const char *string)
{
  return string ? mb_arena_memdup (arena, string, strlen (string) + 1) : NULL;
}

char *
mb_arena_strndup (MbArena *arena, const char *bytes, gsize length)
{
  if (!bytes)
    return NULL;
  if (length == G_MAXSIZE)
    g_error ("arena: %" G_GSIZE_FORMAT " bytes asked", length);
  char *copy = take (arena, round_up (length + 1));
  if (length)
    memcpy (copy, bytes, length);
  copy[length] = '\0';
  return copy;
}

char *
mb_arena_printf (MbArena *arena, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return mb_arena_strdup (arena, text);
}

void
mb_arena_defer (MbArena *arena, gpointer object, GDestroyNotify destroy)
{
  Deferred *deferred = mb_arena_new0 (arena, Deferred);
  *deferred = (Deferred){ arena->deferred, object, destroy };
  arena->deferred = deferred;
}

MbMark
mb_arena_mark (MbArena *arena)
{
  return (MbMark){ arena->newest, arena->newest ? arena->newest->used : 0, arena->deferred };
}

void
mb_arena_rewind (MbArena *arena, MbMark mark)
{
  while (arena->deferred != mark.deferred) {
    Deferred *deferred = arena->deferred;
    arena->deferred = deferred->older;
    deferred->destroy (deferred->object);
  }
  while (arena->newest != mark.chunk) {
    Chunk *older = arena->newest->older;
    g_free (arena->newest);
    arena->newest = older;
  }
  if (arena->newest)
    arena->newest->used = mark.used;
}
