/* SPDX-License-Identifier: Apache-2.0 */
/* References: text that depends on pages (target-counter, the number of pages) and pages that depend on that text.
 *
 * Every question that box generation asks is kept with the answer it got. When pages are made, each question is answered again: if all
 * answers are the same the text is right. Otherwise another pass is needed, with the new answers. A long number may push a target to the
 * next page and a short one pull it back, for ever; so after some passes answers never get shorter than they once were: figure
 * spaces fill them on the left, and lines keep their widths. */
#include "internal.h"

#include <string.h>

typedef struct {
  const MbNode *target;
  char *style;
  char *answer; /* last one given; NULL: unknown then */
  glong widest; /* characters */
} Query;

struct MbQueries {
  GArray *queries;     /* of Query */
  GHashTable *index;   /* "id style" → 1 + index into queries */
  GHashTable *numbers; /* target → page number, of the pages last learnt */
  GHashTable *folios;  /* target → as its page prints it (interned) */
  MbStyles *styles;    /* of counters */
  GHashTable *notes;   /* note → its number on its page, of the pages last learnt */
  GHashTable *told;    /* note → the number last answered */
  guint n_pages, asked_n_pages;
  gboolean asked_count, frozen;
};

static void
clear_query (gpointer data)
{
  Query *query = data;
  g_free (query->style);
  g_free (query->answer);
}

MbQueries *
mb_queries_new (MbStyles *styles)
{
  MbQueries *queries = g_new0 (MbQueries, 1);
  queries->styles = styles;
  queries->queries = g_array_new (FALSE, TRUE, sizeof (Query));
  g_array_set_clear_func (queries->queries, clear_query);
  queries->index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  queries->numbers = g_hash_table_new (NULL, NULL);
  queries->folios = g_hash_table_new (NULL, NULL);
  queries->notes = g_hash_table_new (NULL, NULL);
  queries->told = g_hash_table_new (NULL, NULL);
  return queries;
}

void
mb_queries_free (MbQueries *queries)
{
  g_array_unref (queries->queries);
  g_hash_table_unref (queries->index);
  g_hash_table_unref (queries->numbers);
  g_hash_table_unref (queries->folios);
  g_hash_table_unref (queries->notes);
  g_hash_table_unref (queries->told);
  g_free (queries);
}

static Query *
find_query (MbQueries *queries, const MbNode *target, const char *style)
{
  char *key = g_strdup_printf ("%u %s", target->id, style);
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (queries->index, key));
  if (at == 0) {
    Query made = { .target = target, .style = g_strdup (style) };
    g_array_append_val (queries->queries, made);
    at = queries->queries->len;
    g_hash_table_insert (queries->index, key, GUINT_TO_POINTER (at));
  } else {
    g_free (key);
  }
  return &g_array_index (queries->queries, Query, at - 1);
}

/* The number of @target's page, as text; NULL when it is on no page. */
static char *
answer_now (const MbQueries *queries, const Query *query)
{
  gpointer number;
  if (!g_hash_table_lookup_extended (queries->numbers, query->target, NULL, &number))
    return NULL;
  if (strcmp (query->style, MB_FOLIO_STYLE) == 0 || strcmp (query->style, MB_PLACE_STYLE) == 0)
    return g_strdup (g_hash_table_lookup (queries->folios, query->target));
  g_autoptr (MbArena) arena = mb_arena_new ();
  return g_strdup (
      mb_counter_format (queries->styles, arena, query->style, GPOINTER_TO_INT (number)));
}

static char *
pad (const Query *query, const char *answer)
{
  GString *padded = g_string_new (NULL);
  for (glong n = g_utf8_strlen (answer, -1); n < query->widest; n++)
    g_string_append (padded, "\u2007");
  g_string_append (padded, answer);
  return g_string_free (padded, FALSE);
}

static const char *
page_of (gpointer data, const MbNode *target, const char *counter_style, MbArena *arena)
{
  MbQueries *queries = data;
  Query *query = find_query (queries, target, counter_style ? counter_style : "decimal");
  g_free (query->answer);
  query->answer = answer_now (queries, query);
  if (!query->answer)
    return NULL;
  query->widest = MAX (query->widest, g_utf8_strlen (query->answer, -1));
  g_autofree char *text = queries->frozen ? pad (query, query->answer) : g_strdup (query->answer);
  return mb_arena_strdup (arena, text);
}

static guint
n_pages (gpointer data)
{
  MbQueries *queries = data;
  queries->asked_count = TRUE;
  queries->asked_n_pages = queries->n_pages;
  return queries->n_pages;
}

static gboolean
note_number (gpointer data, const MbNode *note, guint *number)
{
  MbQueries *queries = data;
  gpointer known = g_hash_table_lookup (queries->notes, note);
  *number = known ? GPOINTER_TO_UINT (known) : 1;
  g_hash_table_insert (queries->told, (gpointer) note, GUINT_TO_POINTER (*number));
  return known != NULL;
}

MbReferences
mb_queries_references (MbQueries *queries)
{
  return (MbReferences){ page_of, n_pages, note_number, queries };
}

void
mb_queries_freeze (MbQueries *queries)
{
  queries->frozen = TRUE;
}

/* Notes are numbered in the order of their calls, from 1 on every page. */
static gboolean
learn_notes (MbQueries *queries, const MbPages *pages)
{
  gboolean right = TRUE;
  guint number = 0;
  g_hash_table_remove_all (queries->notes);
  for (guint i = 0; i < pages->n_notes; i++) {
    const MbNotePlace *place = &pages->notes[i];
    number = i > 0 && place->page == pages->notes[i - 1].page ? number + 1 : 1;
    g_hash_table_insert (queries->notes, (gpointer) place->note, GUINT_TO_POINTER (number));
    gpointer told = g_hash_table_lookup (queries->told, place->note);
    right &= !told || GPOINTER_TO_UINT (told) == number;
  }
  return right;
}

static gboolean
all_right (const MbQueries *queries)
{
  if (queries->asked_count && queries->asked_n_pages != queries->n_pages)
    return FALSE;
  for (guint i = 0; i < queries->queries->len; i++) {
    const Query *query = &g_array_index (queries->queries, Query, i);
    g_autofree char *now = answer_now (queries, query);
    if (g_strcmp0 (now, query->answer) != 0)
      return FALSE;
  }
  return TRUE;
}

gboolean
mb_queries_unanswered (const MbQueries *queries)
{
  if (queries->asked_count && queries->asked_n_pages == 0)
    return TRUE;
  for (guint i = 0; i < queries->queries->len; i++)
    if (!g_array_index (queries->queries, Query, i).answer)
      return TRUE;
  return FALSE;
}

gboolean
mb_queries_learn (MbQueries *queries, const MbPages *pages)
{
  g_hash_table_remove_all (queries->numbers);
  for (guint i = 0; i < pages->n_targets; i++) {
    const MbTarget *target = &pages->targets[i];
    const MbPage *page = &pages->pages[target->page];
    g_hash_table_insert (queries->numbers, (gpointer) target->node, GINT_TO_POINTER (page->number));
    g_hash_table_insert (queries->folios, (gpointer) target->node,
                         (gpointer) g_intern_string (page->label));
  }
  queries->n_pages = pages->n_pages;
  gboolean notes = learn_notes (queries, pages);
  return all_right (queries) && notes;
}
