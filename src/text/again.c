/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs made again. Pages that print page numbers are made twice or more, from the same text but for some digits; what is costly in a
 * paragraph, its characters and items, knows nothing of the tree it came from: items name an inline by its number. So the second
 * paragraph takes those of the first, and only its inlines, which carry nodes and boxes, are its own. Broken at the same measures it is given the
 * settings of the first as well.
 *
 * Two paragraphs are the same when all that building them reads is the same, compared field by field; the hash only finds them. */
#include "internal.h"

#include <string.h>

typedef struct Known Known;
struct Known {
  const MbParagraph *paragraph;
  Known *next;
};

void
mb_text_keep (MbTypesetter *typesetter, MbArena *arena, MbArena *answers)
{
  g_clear_pointer (&typesetter->known, g_hash_table_unref);
  typesetter->known_arena = arena;
  typesetter->answers = arena ? answers : NULL;
  if (arena)
    typesetter->known = g_hash_table_new (g_int64_hash, g_int64_equal);
}

/* A drop initial has a style of its own (initial.c), a first line inlines of its own (firstline.c). */
static gboolean
has_initial (const MbInline *inlines, guint n)
{
  for (guint i = 0; i < n; i++)
    if (inlines[i].part != MB_INITIAL_NONE || inlines[i].kind == MB_INLINE_FIRST_LINE)
      return TRUE;
  return FALSE;
}

guint64
mb_again_key (const MbTypesetter *typesetter, const MbInline *inlines, guint n,
              const MbStyle *block, const MbArena *arena)
{
  if (!typesetter->known || typesetter->known_arena != arena || has_initial (inlines, n))
    return 0;
  guint64 key = GPOINTER_TO_SIZE (block);
  for (guint i = 0; i < n; i++) {
    const MbInline *inl = &inlines[i];
    gint64 fields[] = { inl->kind,    (gint64) GPOINTER_TO_SIZE (inl->style),
                        inl->width,   inl->ascent,
                        inl->descent, inl->rescued,
                        inl->margin };
    key = mb_hash (fields, sizeof fields, key);
    key = inl->text ? mb_hash (inl->text, inl->length, key) : key;
  }
  return MAX (key, 1);
}

static gboolean
is_same (const MbInline *a, const MbInline *b)
{
  return a->kind == b->kind && a->style == b->style && a->length == b->length &&
         g_strcmp0 (a->lang, b->lang ? b->lang : "fr") == 0 && a->generated == b->generated &&
         a->rescued == b->rescued && a->width == b->width && a->margin == b->margin &&
         a->ascent == b->ascent && a->descent == b->descent && !a->text == !b->text &&
         (!a->text || memcmp (a->text, b->text, a->length) == 0);
}

static gboolean
is_made_of (const MbParagraph *paragraph, const MbInline *inlines, guint n, const MbStyle *block)
{
  if (paragraph->n_inlines != n || paragraph->block != block)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_same (&paragraph->inlines[i], &inlines[i]))
      return FALSE;
  return TRUE;
}

/* Text and language of the inlines that were known, all else of those that are asked for. */
static const MbInline *
join_inlines (const MbInline *known, const MbInline *asked, guint n, MbArena *arena)
{
  MbInline *joined = mb_arena_memdup (arena, asked, n * sizeof *asked);
  for (guint i = 0; i < n; i++) {
    joined[i].text = known[i].text;
    joined[i].lang = known[i].lang;
  }
  return joined;
}

const MbParagraph *
mb_again_find (const MbTypesetter *typesetter, guint64 key, const MbInline *inlines, guint n,
               const MbStyle *block)
{
  const Known *known = key ? g_hash_table_lookup (typesetter->known, &key) : NULL;
  while (known && !is_made_of (known->paragraph, inlines, n, block))
    known = known->next;
  if (!known)
    return NULL;
  MbParagraph *paragraph =
      mb_arena_memdup (typesetter->known_arena, known->paragraph, sizeof *paragraph);
  paragraph->inlines =
      join_inlines (known->paragraph->inlines, inlines, n, typesetter->known_arena);
  return paragraph;
}

void
mb_again_add (MbTypesetter *typesetter, guint64 key, MbParagraph *paragraph)
{
  if (!key)
    return;
  paragraph->broken = mb_arena_new0 (typesetter->known_arena, MbBroken);
  Known *known = mb_arena_new0 (typesetter->known_arena, Known);
  known->paragraph = paragraph;
  known->next = g_hash_table_lookup (typesetter->known, &key);
  gint64 *slot = mb_arena_memdup (typesetter->known_arena, &key, sizeof key);
  g_hash_table_replace (typesetter->known, slot, known);
}
