/* SPDX-License-Identifier: Apache-2.0 */
/* What generated text of the e-book says of printed pages: « page 12 », the numbers of an index.
 *
 * With a page map the number is that of the printed page, and the link leads to the very word. Without pages an index would have empty
 * links: a place is then the title of the chapter. Other page numbers are left out, with all that the sheet puts around them; a link that
 * has no words then gets those titles too. */
#include "internal.h"

#include <string.h>

static int
compare_place (const void *key, const void *place)
{
  const MbNode *node = key, *other = ((const MbPagePlace *) place)->node;
  return node->id < other->id ? -1 : node->id > other->id;
}

static const MbPagePlace *
place_of (const MbBook *book, const MbNode *node)
{
  const MbPageMap *map = book->options->map;
  return map && map->n_places
             ? bsearch (node, map->places, map->n_places, sizeof *map->places, compare_place)
             : NULL;
}

const char *
mb_folios_chapter (const MbBook *book, const MbNode *node)
{
  for (; node; node = node->parent) {
    gpointer found = g_hash_table_lookup (book->file_of, node);
    if (found)
      return mb_book_file (book, GPOINTER_TO_UINT (found) - 1)->title;
  }
  return NULL;
}

static const char *
page_of (gpointer data, const MbNode *target, const char *counter_style, MbArena *arena)
{
  MbBook *book = data;
  const MbPagePlace *place = place_of (book, target);
  gboolean anywhere = g_strcmp0 (counter_style, MB_PLACE_STYLE) == 0,
           folio = anywhere || g_strcmp0 (counter_style, MB_FOLIO_STYLE) == 0;
  if (place && folio)
    return *place->label ? place->label : NULL;
  if (place)
    return mb_counter_format (book->options->styles, arena, counter_style, place->number);
  return anywhere && !book->options->map ? mb_folios_chapter (book, target) : NULL;
}

static guint
n_pages (gpointer data)
{
  return 0;
}

static gboolean
note_number (gpointer data, const MbNode *note, guint *number)
{
  return FALSE;
}

MbReferences
mb_folios_references (MbBook *book)
{
  return (MbReferences){ page_of, n_pages, note_number, book };
}
