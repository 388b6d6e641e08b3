/* SPDX-License-Identifier: Apache-2.0 */
/* Interning: one copy of every string, array and group, so that equality is a pointer compare.
 *
 * A blob is a run of bytes. Strings are interned first, arrays hold interned strings only, groups hold interned strings
 * and arrays only: bytes that compare equal therefore mean equal values. Every struct is zeroed before its fields are
 * set, so padding compares equal too. Addresses never reach a hash that leaves the room: the content hashes below read
 * the strings themselves and are the same in every run.
 */
#include "internal.h"

#include <string.h>

typedef struct {
  gconstpointer bytes;
  gsize size;
  guint64 hash;
} Blob;

static guint
blob_hash (gconstpointer key)
{
  return (guint) ((const Blob *) key)->hash;
}

static gboolean
blob_equal (gconstpointer a, gconstpointer b)
{
  const Blob *x = a, *y = b;
  return x->size == y->size && memcmp (x->bytes, y->bytes, x->size) == 0;
}

GHashTable *
mb_intern_new (void)
{
  return g_hash_table_new (blob_hash, blob_equal);
}

gconstpointer
mb_intern_bytes (MbArena *arena, GHashTable *table, gconstpointer bytes, gsize size)
{
  Blob asked = { bytes, size, mb_hash (bytes, size, 0) };
  const Blob *known = g_hash_table_lookup (table, &asked);
  if (known)
    return known->bytes;

  Blob *blob = mb_arena_new0 (arena, Blob);
  *blob = asked;
  blob->bytes = mb_arena_memdup (arena, bytes, size);
  g_hash_table_add (table, blob);
  return blob->bytes;
}

/* --- Content hashes ----------------------------------------------------------------------------*/

static guint64
hash_string (const char *string, guint64 seed)
{
  return string ? mb_hash (string, strlen (string) + 1, seed) : mb_hash ("", 0, seed);
}

static guint64
hash_strings (const char *const *strings, guint64 seed)
{
  for (; strings && *strings; strings++)
    seed = hash_string (*strings, seed);
  return mb_hash ("]", 1, seed);
}

static guint64
hash_content (const MbContent *content, guint64 seed)
{
  gint32 head[3] = { (gint32) content->n, content->normal, content->none };
  seed = mb_hash (head, sizeof head, seed);
  for (guint i = 0; i < content->n; i++) {
    gint32 kind = content->items[i].kind;
    seed = mb_hash (&kind, sizeof kind, seed);
    seed = hash_string (content->items[i].text, seed);
    seed = hash_string (content->items[i].extra, seed);
    seed = hash_string (content->items[i].extra2, seed);
    seed = hash_string (content->items[i].separator, seed);
  }
  return hash_string (content->alt, seed);
}

static guint64
hash_counters (const MbCounterChange *changes, guint n, guint64 seed)
{
  for (guint i = 0; i < n; i++) {
    seed = hash_string (changes[i].name, seed);
    const int rest[3] = { changes[i].value, changes[i].reversed, changes[i].open };
    seed = mb_hash (rest, sizeof rest, seed);
  }
  return mb_hash ("]", 1, seed);
}

static guint64
hash_text (const MbStyleText *text, guint64 seed)
{
  MbStyleText flat;
  memcpy (&flat, text, sizeof flat);
  flat.list_style = flat.align_mark = NULL;
  flat.quotes = NULL;
  seed = mb_hash (&flat, sizeof flat, seed);
  seed = hash_string (text->align_mark, hash_string (text->list_style, seed));
  return hash_strings (text->quotes, seed);
}

static guint64
hash_font (const MbStyleFont *font, guint64 seed)
{
  MbStyleFont flat;
  memcpy (&flat, font, sizeof flat);
  flat.families = NULL;
  flat.features = flat.numeric = flat.ligatures = flat.settings = NULL;
  seed = mb_hash (&flat, sizeof flat, seed);
  return hash_string (font->features, hash_strings (font->families, seed));
}

static guint64
hash_paged (const MbStylePaged *paged, guint64 seed)
{
  MbStylePaged flat;
  memcpy (&flat, paged, sizeof flat);
  flat.page = flat.running = NULL;
  flat.content.items = flat.bookmark_label.items = NULL;
  flat.content.alt = flat.bookmark_label.alt = NULL;
  flat.counter_reset = flat.counter_increment = flat.counter_set = NULL;
  flat.string_sets = NULL;
  seed = mb_hash (&flat, sizeof flat, seed);
  seed = hash_string (paged->running, hash_string (paged->page, seed));
  seed = hash_content (&paged->bookmark_label, hash_content (&paged->content, seed));
  seed = hash_counters (paged->counter_reset, paged->n_reset, seed);
  seed = hash_counters (paged->counter_increment, paged->n_increment, seed);
  seed = hash_counters (paged->counter_set, paged->n_set, seed);
  for (guint i = 0; i < paged->n_string_sets; i++)
    seed =
        hash_content (&paged->string_sets[i].value, hash_string (paged->string_sets[i].name, seed));
  return seed;
}

static guint64
hash_tracks (const MbGridEntry *entries, guint n, guint64 seed)
{
  for (guint i = 0; i < n; i++) {
    seed = mb_hash (&entries[i].kind, sizeof entries[i].kind, seed);
    seed = mb_hash (&entries[i].size, sizeof entries[i].size, seed);
    seed = hash_string (entries[i].name, seed);
  }
  return mb_hash ("]", 1, seed);
}

static guint64
hash_grid (const MbStyleGrid *grid, guint64 seed)
{
  MbStyleGrid flat;
  memcpy (&flat, grid, sizeof flat);
  flat.columns = flat.rows = NULL;
  flat.auto_columns = flat.auto_rows = NULL;
  flat.areas = NULL;
  MbGridLine *lines[] = { &flat.row_start, &flat.column_start, &flat.row_end, &flat.column_end };
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    seed = hash_string (lines[i]->name, seed);
    lines[i]->name = NULL;
  }
  seed = mb_hash (&flat, sizeof flat, seed);
  seed = hash_tracks (grid->rows, grid->n_rows, hash_tracks (grid->columns, grid->n_columns, seed));
  seed = mb_hash (grid->auto_columns, grid->n_auto_columns * sizeof (MbGridSize), seed);
  seed = mb_hash (grid->auto_rows, grid->n_auto_rows * sizeof (MbGridSize), seed);
  for (guint i = 0; i < grid->area_rows * grid->area_columns; i++)
    seed = hash_string (grid->areas[i], seed);
  return seed;
}

void
mb_intern_hash_style (MbStyle *style)
{
  style->text_hash = hash_font (style->font, hash_text (style->text, 1));
  guint64 hash = mb_hash (style->box, sizeof *style->box, style->text_hash);
  hash = mb_hash (style->border, sizeof *style->border, hash);
  style->hash = hash_grid (style->grid, hash_paged (style->paged, hash));
}
