/* SPDX-License-Identifier: Apache-2.0 */
/* Declaration blocks: what the author wrote, checked against the property table.
 *
 * A value is tried once without an element. When it parses, the declaration is kept as it was written; otherwise it is
 * reported at its place, with the grammar of the property or the nearest name, and dropped. Values with var() cannot be
 * tried before they are computed and are kept as they are. */
#include "internal.h"

#include <string.h>

static gboolean
is_vendor (const char *name)
{
  static const char *const prefixes[] = { "-webkit-", "-epub-",   "-moz-", "-ms-", "-o-", "-adobe-",
                                          "adobe-",   "-prince-", "-ro-",  "-ah-", NULL };
  for (guint i = 0; prefixes[i]; i++)
    if (g_ascii_strncasecmp (name, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
report_unknown (MbStyles *styles, const MbCssItem *item)
{
  guint width = (guint) g_utf8_strlen (item->name, -1);
  const char *nearest = mb_nearest (item->name, mb_property_names (styles));
  if (is_vendor (item->name))
    mb_report_width (styles->diagnostics, item->pos, width, MB_MSG_STYLE_VENDOR, item->name, NULL);
  else if (nearest)
    mb_report_width (styles->diagnostics, item->pos, width, MB_MSG_STYLE_PROPERTY, item->name,
                     nearest, NULL);
  else
    mb_report_width (styles->diagnostics, item->pos, width, MB_MSG_STYLE_PROPERTY_NONE, item->name,
                     NULL);
}

static MbPos
values_pos (const MbCssItem *item)
{
  return item->values.first < item->values.end ? mb_css_pos (item->values.first) : item->pos;
}

static const char *
excerpt (MbStyles *styles, MbCssValues values)
{
  const char *text = mb_css_original (styles->arena, values);
  if (g_utf8_strlen (text, -1) <= 60)
    return text;
  return mb_arena_printf (styles->arena, "%.*s…",
                          (int) (g_utf8_offset_to_pointer (text, 59) - text), text);
}

static void
report_value (MbStyles *styles, const MbCssItem *item, const char *syntax)
{
  const char *text = excerpt (styles, item->values);
  guint width = (guint) MAX (g_utf8_strlen (text, -1), 1);
  mb_report_width (styles->diagnostics, values_pos (item), width, MB_MSG_STYLE_VALUE, text,
                   item->name, syntax, NULL);
}

static void
report_clamped (MbStyles *styles, const MbCssItem *item)
{
  mb_report (styles->diagnostics, values_pos (item), MB_MSG_STYLE_RANGE,
             excerpt (styles, item->values), item->name, NULL);
}

/* inherit, initial, unset, revert, revert-layer alone; MB_DECL_VALUE for anything else. */
static MbDeclHow
wide_keyword (MbCssValues values)
{
  static const char *const words[] = {
    "inherit", "initial", "unset", "revert", "revert-layer", NULL
  };
  MbCssCursor cursor = mb_css_cursor (values);
  int word = mb_css_take_words (&cursor, words);
  if (word < 0 || !mb_css_at_end (&cursor))
    return MB_DECL_VALUE;
  return (MbDeclHow) (MB_DECL_INHERIT + word);
}

typedef struct {
  MbStyles *styles;
  GArray *decls;
  const MbCssItem *item;
  gboolean sided; /* it is of a shorthand that is */
} Block;

static void
add (Block *block, guint property, MbDeclHow how, MbCssValues values, const MbShorthand *shorthand)
{
  MbDecl decl = { .property = (guint16) property,
                  .how = (guint8) how,
                  .sided = (guint8) block->sided,
                  .important = block->item->important,
                  .shorthand = shorthand,
                  .values = values,
                  .pos = block->item->pos };
  g_array_append_val (block->decls, decl);
}

static void
add_custom (Block *block)
{
  MbStyles *styles = block->styles;
  MbDeclHow how = wide_keyword (block->item->values);
  gboolean reverts = how == MB_DECL_REVERT || how == MB_DECL_REVERT_LAYER;
  MbDecl decl = { .property = MB_PROPERTY_NONE,
                  .how = (guint8) (reverts ? how : MB_DECL_CUSTOM),
                  .important = block->item->important,
                  .custom = mb_styles_intern (styles, block->item->name),
                  .values = block->item->values,
                  .pos = block->item->pos };
  g_array_append_val (block->decls, decl);
  for (const MbCssValue *value = decl.values.first; value < decl.values.end; value++)
    styles->asks_page |= value->kind == MB_CSS_DIMENSION && g_ascii_tolower (*value->text) == 'v';
  g_ptr_array_add (styles->set_customs, mb_arena_memdup (styles->arena, &decl, sizeof decl));
  mb_custom_note_uses (styles, block->item->values);
}

/* Whether @values are a value of @row; @context tells if it was clamped. */
static gboolean
is_value (const MbProperty *row, MbCssContext *context, MbCssValues values)
{
  MbCssCursor cursor = mb_css_cursor (values);
  return row->parse (row, context, &cursor, (char *) context->draft + row->offset) &&
         mb_css_at_end (&cursor);
}

static void
add_longhand (Block *block, guint property)
{
  const MbProperty *row = &mb_properties[property];
  MbCssContext context = block->styles->check;
  if (!is_value (row, &context, block->item->values)) {
    report_value (block->styles, block->item, mb_property_syntax (row, block->styles->arena));
    return;
  }
  if (context.clamped)
    report_clamped (block->styles, block->item);
  add (block, property, MB_DECL_VALUE, block->item->values, NULL);
}

static void
add_shorthand (Block *block, const MbShorthand *shorthand)
{
  MbCssContext context = block->styles->check;
  MbExpanded parts[MB_MAX_EXPANDED];
  guint n;
  if (!mb_shorthand_expand (shorthand, &context, block->item->values, parts, &n)) {
    report_value (block->styles, block->item, mb_shorthand_grammar (shorthand));
    return;
  }
  if (context.clamped)
    report_clamped (block->styles, block->item);
  for (guint i = 0; i < n; i++)
    add (block, parts[i].property, parts[i].values.first ? MB_DECL_VALUE : MB_DECL_INITIAL,
         parts[i].values, NULL);
}

/* The same @how for every longhand: wide keywords, and values with var(). */
static void
add_each (Block *block, guint property, const MbShorthand *shorthand, MbDeclHow how)
{
  guint properties[MB_MAX_EXPANDED] = { property };
  guint n = shorthand ? mb_shorthand_longhands (shorthand, properties) : 1;
  for (guint i = 0; i < n; i++)
    add (block, properties[i], how, block->item->values, shorthand);
}

/* `all`: every property but the custom ones (CSS Cascade 5 § 3.2). */
static void
add_all (Block *block, MbDeclHow how)
{
  if (how == MB_DECL_VALUE)
    report_value (block->styles, block->item, "inherit | initial | unset | revert | revert-layer");
  /* css-cascade-4 § 3.2: what the text's own order of reading is stays */
  guint direction = mb_property_find ("direction"), bidi = mb_property_find ("unicode-bidi");
  for (guint i = 0; how != MB_DECL_VALUE && i < mb_n_properties; i++)
    if (i != direction && i != bidi)
      add (block, i, how, block->item->values, NULL);
}

/* Content properties read attr() themselves. */
static gboolean
waits_for_attrs (const Block *block, guint property)
{
  if (!mb_attrs_used (block->item->values))
    return FALSE;
  if (property == MB_PROPERTY_NONE)
    return TRUE;
  MbCssContext context = block->styles->check;
  return !is_value (&mb_properties[property], &context, block->item->values);
}

static void
add_declaration (Block *block)
{
  const MbCssItem *item = block->item;
  if (g_str_has_prefix (item->name, "--")) {
    add_custom (block);
    return;
  }
  guint property = mb_property_find (item->name);
  const MbShorthand *shorthand =
      property == MB_PROPERTY_NONE ? mb_shorthand_find (item->name) : NULL;
  MbDeclHow how = wide_keyword (item->values);
  block->sided = shorthand && mb_shorthand_is_sided (shorthand);
  if (g_ascii_strcasecmp (item->name, "all") == 0) {
    add_all (block, how);
  } else if (property == MB_PROPERTY_NONE && !shorthand) {
    report_unknown (block->styles, item);
  } else if (how != MB_DECL_VALUE) {
    add_each (block, property, shorthand, how);
  } else if (mb_custom_uses_var (item->values) || waits_for_attrs (block, property)) {
    mb_custom_note_uses (block->styles, item->values);
    add_each (block, property, shorthand, MB_DECL_VAR);
  } else if (shorthand) {
    add_shorthand (block, shorthand);
  } else {
    add_longhand (block, property);
  }
}

void
mb_decl_add (MbStyles *styles, GArray *decls, const MbCssItem *item)
{
  Block block = { .styles = styles, .decls = decls, .item = item };
  add_declaration (&block);
}

MbDeclBlock
mb_decl_keep (MbStyles *styles, GArray *decls)
{
  MbDeclBlock block = { .n = decls->len };
  for (guint i = 0; i < decls->len; i++) {
    const MbDecl *decl = &g_array_index (decls, MbDecl, i);
    block.attrs |= decl->how == MB_DECL_VAR && mb_attrs_used (decl->values);
    block.sided |= decl->sided;
  }
  if (decls->len)
    block.decls = mb_arena_memdup (styles->arena, decls->data, decls->len * sizeof (MbDecl));
  g_array_set_size (decls, 0);
  return block;
}

void
mb_decl_report_other (MbStyles *styles, const MbCssItem *item)
{
  if (item->kind != MB_CSS_INVALID) /* those are reported already */
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_NESTED,
               item->kind == MB_CSS_AT_RULE ? item->name : "{ }", NULL);
}

gboolean
mb_decl_is_known (MbStyles *styles, const char *name, MbCssValues value)
{
  if (g_str_has_prefix (name, "--"))
    return TRUE;
  guint property = mb_property_find (name);
  const MbShorthand *shorthand = mb_shorthand_find (name);
  MbCssContext context = styles->check;
  if (property == MB_PROPERTY_NONE && !shorthand)
    return g_ascii_strcasecmp (name, "all") == 0 && wide_keyword (value) != MB_DECL_VALUE;
  if (wide_keyword (value) != MB_DECL_VALUE || mb_custom_uses_var (value) || mb_attrs_used (value))
    return TRUE;
  if (shorthand) {
    MbExpanded parts[MB_MAX_EXPANDED];
    guint n;
    return mb_shorthand_expand (shorthand, &context, value, parts, &n);
  }
  return is_value (&mb_properties[property], &context, value);
}

MbDeclBlock
mb_decl_read (MbStyles *styles, MbCssContents contents, MbCssValues values, MbDeclOther other,
              gpointer data)
{
  MbCssReader reader = mb_css_reader (contents, values, styles->arena, styles->diagnostics);
  g_autoptr (GArray) decls = g_array_new (FALSE, TRUE, sizeof (MbDecl));
  MbCssItem item;
  while (mb_css_read (&reader, &item)) {
    /* descriptors such as `size` come first */
    if (other && item.kind != MB_CSS_INVALID && other (styles, &item, data))
      continue;
    if (item.kind == MB_CSS_DECLARATION)
      mb_decl_add (styles, decls, &item);
    else
      mb_decl_report_other (styles, &item);
  }
  return mb_decl_keep (styles, decls);
}
