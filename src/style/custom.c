/* SPDX-License-Identifier: Apache-2.0 */
/* Custom properties and var() (CSS Variables 1).
 *
 * An element that sets custom properties gets a list of its own, which points to its parent's; the others share their
 * parent's list. Values are substituted where they are set, as the standard asks: what a child inherits holds no var().
 * Cycles: an entry that is met again while it is being resolved makes everything on the way invalid. Substitution can grow
 * exponentially and deeply; both are bounded, and what passes a bound is invalid like a cycle. */
#include "internal.h"

#include <string.h>

#define MAX_VALUES 16384

enum { FRESH, VISITING, DONE };

typedef struct {
  MbStyles *styles;
  struct MbStyleCustom *own;           /* being computed; NULL when only substituting */
  const struct MbStyleCustom *visible; /* where names are looked up */
  const MbDecl *const *decls;          /* of own->entries */
  guint8 *states;
  gboolean cycle;
} Resolver;

static gboolean append_values (Resolver *resolver, MbCssValues values, GArray *out, guint depth);

gboolean
mb_custom_uses_var (MbCssValues values)
{
  for (const MbCssValue *value = values.first; value < values.end; value++)
    if (mb_css_is_function (value, "var"))
      return TRUE;
  return FALSE;
}

void
mb_custom_note_uses (MbStyles *styles, MbCssValues values)
{
  for (const MbCssValue *value = values.first; value < values.end; value++)
    if (mb_css_is_function (value, "var")) {
      MbCssCursor inside = mb_css_cursor (mb_css_inside (value));
      const char *name = mb_css_take_ident (&inside);
      if (name)
        g_hash_table_add (styles->used_customs, (gpointer) mb_styles_intern (styles, name));
    }
}

static MbCssValues
keep (MbStyles *styles, GArray *values)
{
  MbCssValue *copy =
      mb_arena_memdup (styles->arena, values->data, values->len * sizeof (MbCssValue));
  return (MbCssValues){ copy, copy + values->len };
}

static void
resolve_entry (Resolver *resolver, guint index, guint depth)
{
  struct MbCustomEntry *entry = &resolver->own->entries[index];
  if (resolver->states[index] == DONE)
    return;
  if (resolver->states[index] == VISITING) {
    resolver->cycle = TRUE;
    return;
  }
  resolver->states[index] = VISITING;
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (MbCssValue));
  entry->valid = append_values (resolver, entry->values, out, depth + 1);
  if (entry->valid)
    entry->values = keep (resolver->styles, out);
  else if (resolver->cycle)
    mb_report (resolver->styles->diagnostics, resolver->decls[index]->pos, MB_MSG_STYLE_VAR_CYCLE,
               entry->name, NULL);
  resolver->states[index] = DONE;
}

static const struct MbCustomEntry *
look_up (Resolver *resolver, const char *name, guint depth)
{
  for (const struct MbStyleCustom *list = resolver->visible; list; list = list->parent)
    for (guint i = 0; i < list->n; i++)
      if (list->entries[i].name == name) {
        if (list == resolver->own)
          resolve_entry (resolver, i, depth);
        return &list->entries[i];
      }
  return NULL;
}

static gboolean
append_var (Resolver *resolver, const MbCssValue *function, GArray *out, guint depth)
{
  MbCssCursor inside = mb_css_cursor (mb_css_inside (function));
  const char *name = mb_css_take_ident (&inside);
  if (!name || !g_str_has_prefix (name, "--"))
    return FALSE;
  gboolean fallback = mb_css_take_mark (&inside, ',');
  if (!fallback && !mb_css_at_end (&inside))
    return FALSE;

  const struct MbCustomEntry *entry =
      look_up (resolver, mb_styles_intern (resolver->styles, name), depth);
  if (resolver->cycle)
    return FALSE;
  if (entry && entry->valid)
    return append_values (resolver, entry->values, out, depth + 1);
  return fallback && append_values (resolver, mb_css_trim (mb_css_rest (&inside)), out, depth + 1);
}

static gboolean
append_attr (Resolver *resolver, const MbCssValue *function, GArray *out, guint depth)
{
  MbCssValues values;
  switch (mb_attrs_read (resolver->styles, function, &values)) {
  case MB_ATTR_READ:
    g_array_append_vals (out, values.first, (guint) (values.end - values.first));
    return TRUE;
  case MB_ATTR_FALLBACK: return append_values (resolver, values, out, depth + 1);
  case MB_ATTR_INVALID: break;
  }
  return FALSE;
}

static gboolean
append_block (Resolver *resolver, const MbCssValue *value, GArray *out, guint depth)
{
  guint at = out->len;
  g_array_append_vals (out, value, 1);
  if (!append_values (resolver, mb_css_inside (value), out, depth + 1))
    return FALSE;
  g_array_index (out, MbCssValue, at).inside = out->len - at - 1;
  return TRUE;
}

static gboolean
append_values (Resolver *resolver, MbCssValues values, GArray *out, guint depth)
{
  if (depth > MB_MAX_CSS_DEPTH)
    return FALSE;
  for (const MbCssValue *value = values.first; value < values.end; value = mb_css_after (value)) {
    gboolean is_var = mb_css_is_function (value, "var");
    gboolean is_attr =
        !resolver->own && resolver->styles->attrs_of && mb_css_is_function (value, "attr");
    if (out->len >= MAX_VALUES)
      return FALSE;
    if (is_var    ? !append_var (resolver, value, out, depth)
        : is_attr ? !append_attr (resolver, value, out, depth)
                  : !append_block (resolver, value, out, depth))
      return FALSE;
  }
  return TRUE;
}

gboolean
mb_custom_substitute (MbStyles *styles, const struct MbStyleCustom *custom, MbCssValues values,
                      MbCssValues *result)
{
  Resolver resolver = { .styles = styles, .visible = custom };
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (MbCssValue));
  if (!append_values (&resolver, values, out, 0))
    return FALSE;
  *result = keep (styles, out);
  return TRUE;
}

static gboolean
is_word (MbCssValues values, const char *word)
{
  MbCssCursor cursor = mb_css_cursor (values);
  return mb_css_take_word (&cursor, word) && mb_css_at_end (&cursor);
}

const struct MbStyleCustom *
mb_custom_compute (MbStyles *styles, const struct MbStyleCustom *parent, const MbDecl *const *decls,
                   guint n)
{
  struct MbStyleCustom *custom = mb_arena_new0 (styles->arena, struct MbStyleCustom);
  const MbDecl **kept = mb_arena_array (styles->arena, const MbDecl *, n);
  custom->parent = parent;
  custom->entries = mb_arena_array (styles->arena, struct MbCustomEntry, n);
  g_autofree guint8 *states = g_new0 (guint8, n);
  for (guint i = 0; i < n; i++) {
    if (is_word (decls[i]->values, "inherit") || is_word (decls[i]->values, "unset"))
      continue;
    if (is_word (decls[i]->values, "initial"))
      states[custom->n] = DONE; /* and not valid */
    kept[custom->n] = decls[i];
    custom->entries[custom->n++] =
        (struct MbCustomEntry){ decls[i]->custom, decls[i]->values, FALSE };
  }
  Resolver resolver = { styles, custom, custom, kept, states, FALSE };
  for (guint i = 0; i < custom->n; i++) {
    resolver.cycle = FALSE;
    resolve_entry (&resolver, i, 0);
  }
  return custom;
}
