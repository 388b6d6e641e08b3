/* SPDX-License-Identifier: Apache-2.0 */
/* Cascade layers (CSS Cascade 5 § 6.4): a tree for each origin, in the order in which its names are first met.
 *
 * A layer lies above those that came before it beside it, and what a layer holds by itself lies above the layers inside
 * it. So ranks are a walk in postorder. */
#include "internal.h"

#include <string.h>

static MbLayer *
layer_new (MbStyles *styles, MbLayer *parent)
{
  MbLayer *layer = mb_arena_new0 (styles->arena, MbLayer);
  layer->parent = parent;
  if (parent && parent->last)
    parent->last->next = layer;
  else if (parent)
    parent->first = layer;
  if (parent)
    parent->last = layer;
  return layer;
}

MbLayer *
mb_layer_of_origin (MbStyles *styles, MbOrigin origin)
{
  if (!styles->layers[origin])
    styles->layers[origin] = layer_new (styles, NULL);
  return styles->layers[origin];
}

static MbLayer *
child_of (MbStyles *styles, MbLayer *layer, const char *name)
{
  gconstpointer pair[2] = { layer, mb_styles_intern (styles, name) };
  gpointer key = (gpointer) mb_styles_array (styles, pair, sizeof *pair, 2);
  MbLayer *child = g_hash_table_lookup (styles->layer_names, key);
  if (!child) {
    child = layer_new (styles, layer);
    g_hash_table_insert (styles->layer_names, key, child);
  }
  return child;
}

MbLayer *
mb_layer_enter (MbStyles *styles, MbLayer *layer, const MbCssValues *names)
{
  if (!names)
    return layer_new (styles, layer);
  MbCssCursor cursor = mb_css_cursor (mb_css_trim (*names));
  do {
    const MbCssValue *name = mb_css_take_raw (&cursor);
    if (!name || name->kind != MB_CSS_IDENT)
      return NULL;
    layer = child_of (styles, layer, name->text);
  } while (mb_css_is_delim (mb_css_peek_raw (&cursor), '.') && mb_css_take_raw (&cursor));
  return mb_css_at_end (&cursor) ? layer : NULL;
}

static MbLayer *
deepest_first (MbLayer *layer)
{
  while (layer && layer->first)
    layer = layer->first;
  return layer;
}

void
mb_layers_rank (MbStyles *styles)
{
  for (guint origin = 0; origin < G_N_ELEMENTS (styles->layers); origin++) {
    guint rank = 0;
    for (MbLayer *layer = deepest_first (styles->layers[origin]); layer;
         layer = layer->next ? deepest_first (layer->next) : layer->parent)
      layer->rank = rank++;
  }
}
