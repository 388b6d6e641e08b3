/* SPDX-License-Identifier: Apache-2.0 */
/* Styles as text: the dump, the declarations of the EPUB sheet.
 *
 * Declarations for reading systems: what a rule of ours changed against what a reading system does by itself, which is
 * taken to be what the *type* selectors of base.css say. Both are printed in the reader's units and the texts compared,
 * because a margin of 1em is another length at another size but the same declaration. */
#include "internal.h"

#include <string.h>

char *
mb_style_dump (MbStyles *styles, const MbNode *node)
{
  const MbStyle *style = mb_style_of (styles, node);
  MbPrinter printer = { FALSE, 0, 0 };
  GString *out = g_string_new (NULL);
  for (guint i = 0; style && i < mb_n_properties; i++) {
    const MbProperty *property = &mb_properties[i];
    gconstpointer field = mb_property_field (style, property);
    if (memcmp (field, mb_property_field (styles->initial, property), property->size) == 0)
      continue;
    g_string_append_printf (out, "%s: ", property->name);
    property->print (property, &printer, field, out);
    g_string_append_c (out, '\n');
  }
  for (guint i = 0; style && i < MB_N_PSEUDOS - 1; i++) {
    const MbStyle *pseudo = mb_style_pseudo (styles, node, (MbPseudo) (i + 1));
    /* base.css gives every element the pseudo-elements of notes */
    gboolean of_note = i + 1 >= MB_PSEUDO_FOOTNOTE_CALL;
    if (!pseudo || (of_note && style->box->floated != MB_FLOAT_FOOTNOTE))
      continue;
    for (guint j = 0; j < mb_n_properties; j++) {
      const MbProperty *property = &mb_properties[j];
      gconstpointer field = mb_property_field (pseudo, property);
      gboolean inherited = property->flags & MB_PROPERTY_INHERITED;
      if (memcmp (field, mb_property_field (inherited ? style : styles->initial, property),
                  property->size) == 0)
        continue;
      g_string_append_printf (out, "::%s %s: ", mb_pseudo_names[i], property->name);
      property->print (property, &printer, field, out);
      g_string_append_c (out, '\n');
    }
  }
  return g_string_free (out, FALSE);
}

/* --- Declarations for reading systems ---------------------------------------------------------------------*/

typedef struct {
  MbStyles *styles;
  gboolean root;
  const MbStyle *style, *parent;
  MbArena *arena;
  GArray *out; /* of MbDeclared */
} View;

static const char *
print_value (const View *view, const MbProperty *property, const MbStyle *style)
{
  MbPrinter printer = { TRUE, style->font->size, view->parent->font->size };
  g_autoptr (GString) text = g_string_new (NULL);
  property->print (property, &printer, mb_property_field (style, property), text);
  return mb_arena_strdup (view->arena, text->str);
}

static void
put (View *view, const char *property, const char *value)
{
  MbDeclared declared = { property, value };
  g_array_append_val (view->out, declared);
}

static gboolean
is_any (const char *text, const char *const *words)
{
  return g_strv_contains (words, text);
}

/* Columns mean nothing to a reading system; old ones know page-break only. */
static void
put_break (View *view, const MbProperty *property, const char *value)
{
  static const char *const ignored[] = { "column", "avoid-column", NULL };
  static const char *const plain[] = { "auto", "avoid", NULL };
  if (is_any (value, ignored))
    return;
  gboolean avoid = g_str_has_prefix (value, "avoid");
  put (view, property->name, avoid ? "avoid" : is_any (value, plain) ? value : "page");
  put (view, mb_arena_printf (view->arena, "page-%s", property->name),
       avoid                   ? "avoid"
       : is_any (value, plain) ? value
                               : "always");
}

static void
put_hyphens (View *view, const char *value)
{
  put (view, "-epub-hyphens", value);
  put (view, "-webkit-hyphens", value);
  put (view, "adobe-hyphenate", g_str_equal (value, "auto") ? "auto" : "none");
  put (view, "hyphens", value);
}

static void
put_display (View *view, const char *value)
{
  static const char *const ignored[] = { "contents", "grid", "flow-root", NULL };
  put (view, "display", is_any (value, ignored) ? "block" : value);
}

static void
put_float (View *view, const char *value)
{
  static const char *const known[] = { "none", "left", "right", NULL };
  if (is_any (value, known))
    put (view, "float", value);
}

/* A screen has no binding. */
static void
put_clear (View *view, const char *value)
{
  static const char *const sides[] = { "inside", "outside", NULL };
  put (view, "clear", is_any (value, sides) ? "both" : value);
}

static void
put_align (View *view, const char *value)
{
  put (view, "text-align",
       g_str_equal (value, "start") ? "left"
       : g_str_equal (value, "end") ? "right"
                                    : value);
}

/* The sides of the body leave room at the edge of a screen: a share of its width, as the margin is of the page's. */
static gboolean
put_root_side (View *view, const MbProperty *property)
{
  static const char *const sides[] = { "margin-left", "margin-right", "padding-left",
                                       "padding-right", NULL };
  const MbSize *size = mb_property_field (view->style, property);
  if (!is_any (property->name, sides) || size->kind != MB_SIZE_LENGTH)
    return FALSE;
  MbPageContext context = { .name = "", .index = 1 };
  const MbPageStyle *page = mb_style_page (view->styles, &context);
  int percent = (int) ((gint64) size->value * 100 / MAX (page->width, 1));
  put (view, property->name, percent ? mb_arena_printf (view->arena, "%d%%", percent) : "0");
  return TRUE;
}

/* The reader's own size and ink are left alone. */
static gboolean
is_readers_choice (const View *view, const char *name)
{
  static const char *const names[] = { "font-size", "color", "width", "max-width", NULL };
  return view->root && is_any (name, names);
}

static void
put_property (View *view, const MbProperty *property, const char *value)
{
  const char *name = property->name;
  if (is_readers_choice (view, name) || (view->root && put_root_side (view, property)))
    return;
  if (g_str_has_prefix (name, "break-"))
    put_break (view, property, value);
  else if (g_str_equal (name, "hyphens"))
    put_hyphens (view, value);
  else if (g_str_equal (name, "display"))
    put_display (view, value);
  else if (g_str_equal (name, "float"))
    put_float (view, value);
  else if (g_str_equal (name, "clear"))
    put_clear (view, value);
  else if (g_str_equal (name, "text-align"))
    put_align (view, value);
  else if (g_str_equal (name, "font-variant-caps"))
    put (view, "font-variant", g_str_equal (value, "normal") ? "normal" : "small-caps");
  else if (g_str_equal (name, "text-decoration-line"))
    put (view, "text-decoration", value);
  else
    put (view, name, value);
}

static int
compare_declared (gconstpointer a, gconstpointer b)
{
  return strcmp (((const MbDeclared *) a)->property, ((const MbDeclared *) b)->property);
}

const MbDeclared *
mb_style_declared (MbStyles *styles, const MbNode *node, MbPseudo pseudo, MbArena *arena, guint *n)
{
  *n = 0;
  const MbStyle *style = mb_style_pseudo (styles, node, pseudo);
  if (!style)
    return NULL;
  const MbStyle *base = mb_cascade_base (styles, node, pseudo);
  /* An e-book's body takes what the sheet says of html with it. */
  gboolean root = node == mb_doc_root (styles->doc) && pseudo == MB_PSEUDO_NONE;
  const MbStyle *parent = pseudo != MB_PSEUDO_NONE ? mb_style_of (styles, node)
                          : root                   ? styles->initial
                                                   : mb_cascade_parent (styles, node);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (MbDeclared));
  View view = { styles, root, style, parent, arena, out };
  for (guint i = 0; i < mb_n_properties; i++) {
    if (!(mb_properties[i].flags & MB_PROPERTY_EPUB))
      continue;
    const char *value = print_value (&view, &mb_properties[i], style);
    if (!g_str_equal (value, print_value (&view, &mb_properties[i], base)))
      put_property (&view, &mb_properties[i], value);
  }
  g_array_sort (out, compare_declared);
  *n = out->len;
  return mb_arena_memdup (arena, out->data, out->len * sizeof (MbDeclared));
}
