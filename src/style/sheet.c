/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets: from items of the syntax to rules in buckets.
 *
 * A rule is kept once for each selector of its list, under the rarest thing its subject must have: an id, a class, a
 * type, or nothing. An element then looks only at the buckets of its own id, classes and type. Order is a counter over
 * all sheets, so a later sheet of the same origin wins. */
#include "internal.h"

#include <string.h>

/* --- Buckets -----------------------------------------------------------------------------------------*/

static void
bucket_add (GHashTable *table, const char *name, MbRule *rule)
{
  GPtrArray *bucket = g_hash_table_lookup (table, name);
  if (!bucket) {
    bucket = g_ptr_array_new ();
    g_hash_table_insert (table, (gpointer) name, bucket);
  }
  g_ptr_array_add (bucket, rule);
}

static void
add_rule (MbStyles *styles, MbRule rule)
{
  MbBuckets *buckets = &styles->buckets[mb_selector_pseudo (rule.selector)];
  MbRule *kept = mb_arena_memdup (styles->arena, &rule, sizeof rule);
  const char *name;
  buckets->n++;
  g_ptr_array_add (styles->rules, kept);
  switch (mb_selector_key (rule.selector, &name)) {
  case MB_KEY_ID: bucket_add (buckets->by_id, name, kept); break;
  case MB_KEY_CLASS: bucket_add (buckets->by_class, name, kept); break;
  case MB_KEY_TAG: bucket_add (buckets->by_tag, name, kept); break;
  case MB_KEY_UNIVERSAL: g_ptr_array_add (buckets->universal, kept); break;
  }
}

static void read_style (MbSheet *sheet, MbCssValues contents);
static gboolean read_group (MbSheet *sheet, const MbCssItem *item);

/* The declarations so far become a rule of their own: what comes after a nested rule is after it in the cascade too. */
static void
flush_rule (MbSheet *sheet, GArray *decls)
{
  MbStyles *styles = sheet->styles;
  MbDeclBlock block = mb_decl_keep (styles, decls);
  guint32 order = styles->next_order++;
  for (guint i = 0; block.n > 0 && i < sheet->outer->n; i++)
    add_rule (styles, (MbRule){ .selector = sheet->outer->selectors[i],
                                .block = block,
                                .scope = sheet->scope,
                                .origin = sheet->origin,
                                .order = order,
                                .layer = sheet->layer,
                                .condition = sheet->condition,
                                .text = sheet->outer_text });
}

static gboolean
read_rule (MbSheet *sheet, const MbCssItem *item)
{
  MbSelectorList list;
  const MbSelectorList *outer = sheet->outer;
  MbCssValues outer_text = sheet->outer_text;
  if (!mb_selector_parse (sheet->styles, item->values, outer, &list))
    return FALSE;
  sheet->outer = &list;
  sheet->outer_text = item->values;
  read_style (sheet, item->block);
  sheet->outer = outer;
  sheet->outer_text = outer_text;
  return TRUE;
}

/* What stands in a style rule, or in an at-rule inside one. Recursion is bounded: mb_css_parse keeps MB_MAX_CSS_DEPTH
 * levels. */
static void
read_style (MbSheet *sheet, MbCssValues contents)
{
  MbStyles *styles = sheet->styles;
  MbCssReader reader = mb_css_reader (MB_CSS_STYLE, contents, styles->arena, styles->diagnostics);
  g_autoptr (GArray) decls = g_array_new (FALSE, TRUE, sizeof (MbDecl));
  MbCssItem item;
  while (mb_css_read (&reader, &item)) {
    if (item.kind == MB_CSS_DECLARATION) {
      mb_decl_add (styles, decls, &item);
      continue;
    }
    flush_rule (sheet, decls);
    if (item.kind == MB_CSS_RULE)
      read_rule (sheet, &item);
    else if (item.kind != MB_CSS_AT_RULE || !read_group (sheet, &item))
      mb_decl_report_other (styles, &item);
  }
  flush_rule (sheet, decls);
}

/* --- @import ---------------------------------------------------------------------------------------------*/

static gboolean
chain_has (const MbSheet *sheet, const char *name)
{
  for (guint i = 0; i < sheet->chain->len; i++)
    if (g_str_equal (sheet->chain->pdata[i], name))
      return TRUE;
  return FALSE;
}

static void
import_text (MbSheet *sheet, const char *name, GBytes *bytes)
{
  MbStyles *styles = sheet->styles;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  MbPos start = { g_intern_string (name), 1, 1 };
  MbCssValues values =
      mb_css_parse (styles->arena, styles->diagnostics, start, text ? text : "", length);
  mb_arena_defer (styles->arena, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);

  sheet->name = mb_styles_intern (styles, name);
  g_ptr_array_add (sheet->chain, (gpointer) sheet->name);
  mb_sheet_read (sheet, values, MB_CSS_SHEET);
  g_ptr_array_set_size (sheet->chain, (int) sheet->chain->len - 1);
}

/* Beside the sheet that asks, else among the house sheets: a house of one's own begins with `@import url("quotidien.css")`. */
static char *
find_import (MbSheet *sheet, const char *href, GError **error)
{
  MbStyles *styles = sheet->styles;
  char *name = mb_source_resolve (styles->source, sheet->name, href, error);
  if (!name || !styles->houses || strchr (href, '/') || mb_source_exists (styles->source, name))
    return name;
  char *house = g_build_filename (styles->houses, href, NULL);
  gboolean exists = mb_source_exists (styles->source, house);
  g_free (exists ? name : house);
  return exists ? house : name;
}

/* @sheet is the importer, with the layer and condition of the import. */
static void
import_file (MbSheet *sheet, const char *href, MbPos pos)
{
  MbStyles *styles = sheet->styles;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = find_import (sheet, href, &error);
  g_autoptr (GBytes) bytes = NULL;
  if (name && chain_has (sheet, name)) {
    mb_report (styles->diagnostics, pos, MB_MSG_STYLE_IMPORT_LOOP, name, NULL);
    return;
  }
  if (name)
    bytes = mb_source_load (styles->source, name, MB_BYTES_STYLE, &error);
  if (bytes)
    import_text (sheet, name, bytes);
  else
    mb_report (styles->diagnostics, pos, MB_MSG_STYLE_IMPORT, error->message, NULL);
}

/* `layer`, `layer(a.b)`, `supports(…)`, media: in this order. FALSE when the sheet is not wanted. */
static gboolean
read_import_terms (MbSheet *sheet, MbCssCursor *cursor)
{
  MbStyles *styles = sheet->styles;
  MbCssCursor inside;
  if (mb_css_take_word (cursor, "layer")) {
    sheet->layer = mb_layer_enter (styles, sheet->layer, NULL);
  } else if (mb_css_take_function (cursor, "layer", &inside)) {
    MbCssValues name = mb_css_rest (&inside);
    MbLayer *layer = mb_layer_enter (styles, sheet->layer, &name);
    if (!layer)
      return FALSE;
    sheet->layer = layer;
  }
  if (mb_css_take_function (cursor, "supports", &inside) &&
      !mb_supports_holds (styles, mb_css_rest (&inside), TRUE))
    return FALSE;
  return mb_css_at_end (cursor) || mb_media_enter (sheet, mb_css_rest (cursor));
}

static void
read_import (MbSheet *sheet, const MbCssItem *item)
{
  MbStyles *styles = sheet->styles;
  MbCssCursor cursor = mb_css_cursor (item->values);
  MbSheet imported = *sheet;
  const char *href = mb_css_take_url (&cursor);
  if (!href)
    href = mb_css_take_string (&cursor);
  if (!sheet->imports_allowed)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_IMPORT_LATE, NULL);
  else if (!href)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_AT_RULE, item->name, NULL);
  else if (++styles->n_imports > MB_MAX_STYLE_IMPORTS)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_IMPORTS,
               G_STRINGIFY (MB_MAX_STYLE_IMPORTS), NULL);
  else if (read_import_terms (&imported, &cursor))
    import_file (&imported, href, item->pos);
}

/* --- Namespaces ----------------------------------------------------------------------------------------------*/

static const struct {
  const char *prefix, *uri;
  MbNamespace ns;
} spaces[] = { { "html", "http://www.w3.org/1999/xhtml", MB_NS_HTML },
               { "svg", "http://www.w3.org/2000/svg", MB_NS_SVG },
               { "math", "http://www.w3.org/1998/Math/MathML", MB_NS_MATHML } };

int
mb_namespace_find (MbStyles *styles, const char *prefix)
{
  gpointer known = g_hash_table_lookup (styles->spaces, mb_styles_intern (styles, prefix));
  if (known)
    return GPOINTER_TO_INT (known) - 1;
  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (g_str_equal (spaces[i].prefix, prefix))
      return (int) spaces[i].ns;
  return -1;
}

/* One without a prefix is for types that have none: the tree holds XHTML, so it changes nothing. */
static void
read_namespace (MbSheet *sheet, const MbCssItem *item)
{
  MbCssCursor cursor = mb_css_cursor (item->values);
  const char *prefix = mb_css_take_ident (&cursor);
  const char *uri = mb_css_take_url (&cursor);
  int ns = MB_NS_OTHER;
  if (!uri)
    uri = mb_css_take_string (&cursor);
  for (guint i = 0; uri && i < G_N_ELEMENTS (spaces); i++)
    if (g_str_equal (spaces[i].uri, uri))
      ns = (int) spaces[i].ns;
  if (prefix)
    g_hash_table_insert (sheet->styles->spaces, (gpointer) mb_styles_intern (sheet->styles, prefix),
                         GINT_TO_POINTER (ns + 1));
}

/* --- At-rules ----------------------------------------------------------------------------------------------*/

static gboolean
is_named (const MbCssItem *item, const char *name)
{
  return g_ascii_strcasecmp (item->name, name) == 0;
}

static void
report_at_rule (MbSheet *sheet, const MbCssItem *item)
{
  static const char *const known[] = { "import",    "media",         "supports",  "layer", "page",
                                       "font-face", "counter-style", "namespace", NULL };
  const char *like = mb_nearest (item->name, known);
  if (like && is_named (item, like))
    like = NULL; /* known, but not here or not so */
  mb_report_width (sheet->styles->diagnostics, item->pos, (guint) strlen (item->name) + 1,
                   like ? MB_MSG_STYLE_AT_RULE_LIKE : MB_MSG_STYLE_AT_RULE, item->name, like, NULL);
}

/* What a group holds: rules, or in a style rule what that may hold. */
static void
read_contents (MbSheet *sheet, MbCssValues contents)
{
  sheet->imports_allowed = FALSE; /* never inside another rule */
  if (sheet->outer)
    read_style (sheet, contents);
  else
    mb_sheet_read (sheet, contents, MB_CSS_RULES);
}

/* `@layer a, b;` says an order; `@layer a { … }` and `@layer { … }` hold rules. */
static void
read_layer (MbSheet *sheet, const MbCssItem *item)
{
  MbCssCursor cursor = mb_css_cursor (item->values);
  gboolean bare = mb_css_at_end (&cursor);
  MbSheet inside = *sheet;
  do {
    MbCssValues name = mb_css_take_until_comma (&cursor);
    inside.layer = mb_layer_enter (sheet->styles, sheet->layer, bare ? NULL : &name);
    if (!inside.layer || (item->has_block ? cursor.at < cursor.end : bare)) {
      report_at_rule (sheet, item);
      return;
    }
  } while (cursor.at < cursor.end);
  if (item->has_block)
    read_contents (&inside, item->block);
}

/* The at-rules that may stand in a style rule too. */
static gboolean
read_group (MbSheet *sheet, const MbCssItem *item)
{
  MbSheet inside = *sheet;
  if (is_named (item, "layer")) {
    read_layer (sheet, item);
  } else if (is_named (item, "media") && item->has_block) {
    if (mb_media_enter (&inside, item->values))
      read_contents (&inside, item->block);
  } else if (is_named (item, "supports") && item->has_block) {
    if (mb_supports_holds (sheet->styles, item->values, FALSE))
      read_contents (&inside, item->block);
  } else {
    return FALSE;
  }
  return TRUE;
}

/* FALSE when it is none that we know, or stands where it may not: as if it were not there. */
static gboolean
read_own_rule (MbSheet *sheet, const MbCssItem *item)
{
  if (read_group (sheet, item))
    return TRUE;
  if (is_named (item, "page") && item->has_block)
    mb_pages_read (sheet, item);
  else if (is_named (item, "font-face") && item->has_block)
    mb_fontface_read (sheet, item);
  else if (is_named (item, "counter-style") && item->has_block)
    mb_counter_rule_read (sheet, item);
  else if (is_named (item, "color-profile") && item->has_block)
    mb_inks_read (sheet, item);
  else if (is_named (item, "namespace"))
    read_namespace (sheet, item);
  else
    return FALSE;
  return TRUE;
}

static void
read_at_rule (MbSheet *sheet, const MbCssItem *item)
{
  if (is_named (item, "charset"))
    return;
  if (is_named (item, "import"))
    read_import (sheet, item);
  else if (is_named (item, "layer") && !item->has_block) /* may stand before @import */
    read_layer (sheet, item);
  else if (read_own_rule (sheet, item))
    sheet->imports_allowed = FALSE;
  else
    report_at_rule (sheet, item);
}

void
mb_sheet_read (MbSheet *sheet, MbCssValues values, MbCssContents contents)
{
  MbCssReader reader =
      mb_css_reader (contents, values, sheet->styles->arena, sheet->styles->diagnostics);
  MbCssItem item;
  while (mb_css_read (&reader, &item))
    if (item.kind == MB_CSS_AT_RULE) {
      read_at_rule (sheet, &item);
    } else if (item.kind == MB_CSS_RULE) {
      sheet->imports_allowed &= !read_rule (sheet, &item);
    }
}
