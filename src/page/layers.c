/* SPDX-License-Identifier: Apache-2.0 */
/* What the choice of breaks remembers: layers of states, and the tracks that led to them.
 *
 * A layer holds the ways to stand before one piece. Two ways that can go on in the same manner (the same place on the page, side, spread…)
 * are one state: the cheaper one, of equal ones the one that came first. So nothing depends on the order of a hash.
 *
 * A track is a list of decisions, newest first: where a page begins, which setting a paragraph takes. Most ways die after a few pages; when many
 * tracks have been written, those that no state of the present layer leads to are dropped and the others move together, order kept. */
#include "internal.h"

#include <string.h>

#define FIRST_SLOTS  1024
#define FIRST_TRACKS ((guint) 1 << 14)

/* --- Layers ------------------------------------------------------------------------------------------------------------------*/

void
mb_layer_init (MbLayer *layer)
{
  *layer = (MbLayer){ .states = g_array_new (FALSE, FALSE, sizeof (MbPageState)) };
  layer->n_slots = FIRST_SLOTS;
  layer->slots = g_new0 (MbLayerSlot, layer->n_slots);
}

void
mb_layer_free (MbLayer *layer)
{
  g_array_unref (layer->states);
  g_free (layer->slots);
}

void
mb_layer_clear (MbLayer *layer)
{
  g_array_set_size (layer->states, 0);
  layer->stamp++;
}

static gboolean
is_same (const MbPageState *a, const MbPageState *b)
{
  return a->y == b->y && a->ink == b->ink && a->notes == b->notes && a->left == b->left &&
         a->longer == b->longer && a->begun == b->begun && a->truncate == b->truncate &&
         a->overfull == b->overfull && a->opening == b->opening && a->first == b->first &&
         a->scene == b->scene;
}

static guint32
hash_of (const MbPageState *state)
{
  guint32 hash = (guint32) state->y * 0x9E3779B1u;
  hash ^= (guint32) state->ink * 0x85EBCA77u + (guint32) state->notes * 0xC2B2AE3Du;
  hash ^= (guint32) (state->left | state->begun << 1 | state->opening << 2 |
                     (guint8) state->longer << 3 | (guint32) state->scene << 11) *
          0x165667B1u;
  return hash ^ hash >> 15;
}

static void
index_state (MbLayer *layer, guint32 index)
{
  guint32 at = hash_of (&g_array_index (layer->states, MbPageState, index)) & (layer->n_slots - 1);
  while (layer->slots[at].stamp == layer->stamp)
    at = (at + 1) & (layer->n_slots - 1);
  layer->slots[at] = (MbLayerSlot){ layer->stamp, index };
}

void
mb_layer_index (MbLayer *layer)
{
  layer->stamp++;
  for (guint32 i = 0; i < layer->states->len; i++)
    index_state (layer, i);
}

static void
grow (MbLayer *layer)
{
  g_free (layer->slots);
  layer->n_slots *= 2;
  layer->slots = g_new0 (MbLayerSlot, layer->n_slots);
  mb_layer_index (layer);
}

/* Where a state like @state is, or G_MAXUINT32. */
static guint32
find (const MbLayer *layer, const MbPageState *state)
{
  guint32 at = hash_of (state) & (layer->n_slots - 1);
  for (; layer->slots[at].stamp == layer->stamp; at = (at + 1) & (layer->n_slots - 1))
    if (is_same (&g_array_index (layer->states, MbPageState, layer->slots[at].index), state))
      return layer->slots[at].index;
  return G_MAXUINT32;
}

gboolean
mb_layer_accepts (const MbLayer *layer, const MbPageState *state)
{
  guint32 known = find (layer, state);
  return known == G_MAXUINT32 ||
         state->cost < g_array_index (layer->states, MbPageState, known).cost;
}

void
mb_layer_add (MbLayer *layer, const MbPageState *state)
{
  guint32 known = find (layer, state);
  if (known != G_MAXUINT32) {
    MbPageState *other = &g_array_index (layer->states, MbPageState, known);
    if (state->cost < other->cost)
      *other = *state;
    return;
  }
  if (layer->states->len >= layer->n_slots / 2)
    grow (layer);
  g_array_append_vals (layer->states, state, 1);
  index_state (layer, layer->states->len - 1);
}

static int
compare_costs (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return x < y ? -1 : x > y;
}

/* Of states at the dearest cost that is kept, the first ones stay. */
gboolean
mb_layer_narrow (MbLayer *layer, guint limit, const gint64 *costs)
{
  guint n = layer->states->len;
  if (n <= limit)
    return FALSE;
  MbPageState *states = (MbPageState *) (gpointer) layer->states->data;
  g_autofree gint64 *sorted = g_memdup2 (costs, n * sizeof *costs);
  qsort (sorted, n, sizeof *sorted, compare_costs);
  gint64 dearest = sorted[limit - 1];
  guint at_dearest = 0;
  for (guint i = 0; i < limit; i++)
    at_dearest += sorted[i] == dearest;
  guint kept = 0;
  for (guint i = 0; i < n; i++)
    if (costs[i] < dearest || (costs[i] == dearest && at_dearest-- > 0))
      states[kept++] = states[i];
  g_array_set_size (layer->states, kept);
  mb_layer_index (layer);
  return TRUE;
}

/* --- Tracks ---------------------------------------------------------------------------------------------------------------------*/

/* Track 0 is the end of every list. */
void
mb_tracks_init (MbTracks *tracks)
{
  *tracks = (MbTracks){ g_array_new (FALSE, TRUE, sizeof (MbTrack)), FIRST_TRACKS };
  g_array_set_size (tracks->list, 1);
}

void
mb_tracks_free (MbTracks *tracks)
{
  g_array_unref (tracks->list);
}

guint32
mb_tracks_add (MbTracks *tracks, MbTrack track)
{
  g_array_append_val (tracks->list, track);
  return tracks->list->len - 1;
}

/* A track is younger than the one it goes on from, so one walk down marks and one walk up moves. */
void
mb_tracks_sweep (MbTracks *tracks, MbLayer *layer, guint32 *extra, guint n_extra)
{
  guint n = tracks->list->len;
  if (n < tracks->limit)
    return;
  MbTrack *list = (MbTrack *) (gpointer) tracks->list->data;
  g_autofree guint32 *moved = g_new0 (guint32, n);
  for (guint i = 0; i < layer->states->len; i++)
    moved[g_array_index (layer->states, MbPageState, i).track] = 1;
  for (guint i = 0; i < n_extra; i++)
    moved[extra[i]] = 1;
  for (guint i = n; i-- > 1;)
    if (moved[i])
      moved[list[i].before] = 1;
  guint32 kept = 1;
  moved[0] = 0;
  for (guint i = 1; i < n; i++)
    if (moved[i]) {
      list[kept] = list[i];
      list[kept].before = moved[list[i].before];
      moved[i] = kept++;
    }
  for (guint i = 0; i < layer->states->len; i++) {
    MbPageState *state = &g_array_index (layer->states, MbPageState, i);
    state->track = moved[state->track];
  }
  for (guint i = 0; i < n_extra; i++)
    extra[i] = moved[extra[i]];
  g_array_set_size (tracks->list, kept);
  tracks->limit = MAX (FIRST_TRACKS, 2 * kept);
}
