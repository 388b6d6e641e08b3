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

void
mb_rules_add (MbStyles *styles, MbRule rule)
{
  MbBuckets *buckets = &styles->buckets[mb_selector_pseudo (rule.selector)];
  MbRule *kept = mb_arena_memdup (styles->arena, &rule, sizeof rule);
  const char *name;
  buckets->n++;
  switch (mb_selector_key (rule.selector, &name)) {
  case MB_KEY_ID: bucket_add (buckets->by_id, name, kept); break;
  case MB_KEY_CLASS: bucket_add (buckets->by_class, name, kept); break;
  case MB_KEY_TAG: bucket_add (buckets->by_tag, name, kept); break;
  case MB_KEY_UNIVERSAL: g_ptr_array_add (buckets->universal, kept); break;
  }
}

static void
read_rule (MbSheet *sheet, const MbCssItem *item)
{
  MbSelectorList list;
  if (!mb_selector_parse (sheet->styles, item->values, &list))
    return;
  MbDeclBlock block = mb_decl_read (sheet->styles, MB_CSS_STYLE, item->block, NULL, NULL);
  guint32 order = sheet->styles->next_order++;
  for (guint i = 0; block.n > 0 && i < list.n; i++)
    mb_rules_add (sheet->styles,
                  (MbRule){ list.selectors[i], block, sheet->scope, sheet->origin, order });
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

  const char *importer = sheet->name;
  sheet->name = mb_styles_intern (styles, name);
  g_ptr_array_add (sheet->chain, (gpointer) sheet->name);
  sheet->imports_allowed = TRUE;
  mb_sheet_read (sheet, values, MB_CSS_SHEET);
  g_ptr_array_set_size (sheet->chain, (int) sheet->chain->len - 1);
  sheet->name = importer;
  sheet->imports_allowed = TRUE;
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

static void
read_import (MbSheet *sheet, const MbCssItem *item)
{
  MbStyles *styles = sheet->styles;
  MbCssCursor cursor = mb_css_cursor (item->values);
  const char *href = mb_css_take_url (&cursor);
  if (!href)
    href = mb_css_take_string (&cursor);
  if (!sheet->imports_allowed)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_IMPORT_LATE, NULL);
  else if (!href)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_AT_RULE, item->name, NULL);
  else if (++sheet->n_imports > MB_MAX_STYLE_IMPORTS)
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_IMPORTS,
               G_STRINGIFY (MB_MAX_STYLE_IMPORTS), NULL);
  else if (mb_css_at_end (&cursor) || mb_media_matches (styles, mb_css_rest (&cursor)))
    import_file (sheet, href, item->pos);
}

/* --- At-rules ----------------------------------------------------------------------------------------------*/

static gboolean
is_named (const MbCssItem *item, const char *name)
{
  return g_ascii_strcasecmp (item->name, name) == 0;
}

static void
read_at_rule (MbSheet *sheet, const MbCssItem *item)
{
  if (is_named (item, "charset"))
    return;
  if (is_named (item, "import")) {
    read_import (sheet, item);
    return;
  }
  sheet->imports_allowed = FALSE;
  if (is_named (item, "media") && item->has_block) {
    if (mb_media_matches (sheet->styles, item->values))
      mb_sheet_read (sheet, item->block, MB_CSS_RULES);
  } else if (is_named (item, "page") && item->has_block) {
    mb_pages_read (sheet, item);
  } else if (is_named (item, "font-face") && item->has_block) {
    mb_fontface_read (sheet, item);
  } else if (!is_named (item, "namespace")) { /* the tree knows one prefix for each namespace */
    mb_report_width (sheet->styles->diagnostics, item->pos, (guint) strlen (item->name) + 1,
                     MB_MSG_STYLE_AT_RULE, item->name, NULL);
  }
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
      sheet->imports_allowed = FALSE;
      read_rule (sheet, &item);
    }
}
