/* SPDX-License-Identifier: Apache-2.0 */
/* Presentational hints: attributes of HTML that say how an element looks (HTML, "Rendering", § 15; CSS Cascade 5 § 6.2).
 *
 * They are written as declarations and put into the cascade above what base.css says of bare types and below everything else: any rule of
 * a house wins over them, and so does what base.css adds for the house's sake (its rules with :root or a class). Equal hints are one rule, so
 * elements that carry them share their style. Attributes with a few known words (`align`, `type` of lists) are plain selectors in base.css.
 *
 * An e-book keeps the attributes themselves: its styles have no hints. */
#include "internal.h"

#include <string.h>

typedef enum { HINT_DIMENSION, HINT_PIXELS, HINT_COLOR } HintKind;

typedef struct {
  const char *element, *attribute;
  HintKind kind;
  const char *properties[2]; /* each is given the value */
} Hint;

static const Hint hints[] = {
  { "img", "width", HINT_DIMENSION, { "width", NULL } },
  { "img", "height", HINT_DIMENSION, { "height", NULL } },
  { "img", "hspace", HINT_DIMENSION, { "margin-left", "margin-right" } },
  { "img", "vspace", HINT_DIMENSION, { "margin-top", "margin-bottom" } },
  { "table", "width", HINT_DIMENSION, { "width", NULL } },
  { "table", "height", HINT_DIMENSION, { "height", NULL } },
  { "table", "cellspacing", HINT_PIXELS, { "border-spacing", NULL } },
  { "table", "bgcolor", HINT_COLOR, { "background-color", NULL } },
  { "col", "width", HINT_DIMENSION, { "width", NULL } },
  { "colgroup", "width", HINT_DIMENSION, { "width", NULL } },
  { "tr", "height", HINT_DIMENSION, { "height", NULL } },
  { "tr", "bgcolor", HINT_COLOR, { "background-color", NULL } },
  { "td", "width", HINT_DIMENSION, { "width", NULL } },
  { "td", "height", HINT_DIMENSION, { "height", NULL } },
  { "td", "bgcolor", HINT_COLOR, { "background-color", NULL } },
  { "th", "width", HINT_DIMENSION, { "width", NULL } },
  { "th", "height", HINT_DIMENSION, { "height", NULL } },
  { "th", "bgcolor", HINT_COLOR, { "background-color", NULL } },
  { "hr", "width", HINT_DIMENSION, { "width", NULL } },
};

/* HTML § 2.4.4.4: a number with what follows it left aside, or a percentage. FALSE: it is none, and says nothing. */
static gboolean
put_dimension (GString *out, const char *text, gboolean percent)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  text += strspn (text, " \t\n\r\f");
  if (!g_ascii_isdigit (*text))
    return FALSE;
  gsize length = strspn (text, "0123456789");
  if (text[length] == '.')
    length += 1 + strspn (text + length + 1, "0123456789");
  g_autofree char *digits = g_strndup (text, length);
  double value = MIN (g_ascii_strtod (digits, NULL), 65535.0);
  g_string_append (out, g_ascii_formatd (number, sizeof number, "%.6g", value));
  g_string_append (out, percent && text[length] == '%' ? "%" : "px");
  return TRUE;
}

/* #rgb, #rrggbb and names; anything else would be a stray declaration. */
static gboolean
put_color (GString *out, const char *text)
{
  gsize length = strspn (text, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  if (length == 0 || text[length])
    return FALSE;
  g_string_append (out, text);
  return TRUE;
}

static gboolean
put_value (GString *out, HintKind kind, const char *text)
{
  return kind == HINT_COLOR ? put_color (out, text)
                            : put_dimension (out, text, kind == HINT_DIMENSION);
}

static void
put_hint (GString *css, const Hint *hint, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (hint->properties) && hint->properties[i]; i++) {
    gsize before = css->len;
    g_string_append_printf (css, "%s: ", hint->properties[i]);
    if (put_value (css, hint->kind, text))
      g_string_append (css, "; ");
    else
      g_string_truncate (css, before);
  }
}

/* cellpadding is said by a table of its cells. */
static const char *
cell_padding (const MbNode *node)
{
  if (!mb_node_is (node, "td") && !mb_node_is (node, "th"))
    return NULL;
  while (node && !mb_node_is (node, "table"))
    node = node->parent;
  return node ? mb_node_attr (node, "cellpadding") : NULL;
}

static void
collect (const MbNode *node, GString *css)
{
  static const Hint padding = { NULL, NULL, HINT_PIXELS, { "padding", NULL } };
  const char *cell = cell_padding (node);
  if (cell)
    put_hint (css, &padding, cell);
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++) {
    const char *text =
        mb_node_is (node, hints[i].element) ? mb_node_attr (node, hints[i].attribute) : NULL;
    if (text)
      put_hint (css, &hints[i], text);
  }
}

static MbRule *
rule_of (MbStyles *styles, const char *css)
{
  MbRule *rule = g_hash_table_lookup (styles->hints, css);
  if (rule)
    return rule;
  const char *text = mb_styles_intern (styles, css);
  MbCssValues values = mb_css_parse (styles->arena, NULL, MB_NOWHERE, text, strlen (text));
  MbDiagnostics *diagnostics = styles->diagnostics;
  styles->diagnostics = NULL; /* nobody wrote this as CSS */
  rule = mb_arena_new0 (styles->arena, MbRule);
  rule->block = mb_decl_read (styles, MB_CSS_DECLARATIONS, values, NULL, NULL);
  rule->origin = MB_ORIGIN_BASE;
  rule->layer = mb_layer_of_origin (styles, MB_ORIGIN_BASE);
  styles->diagnostics = diagnostics;
  g_hash_table_insert (styles->hints, (gpointer) text, rule);
  return rule;
}

/* Whether @rule of base.css speaks of a bare type, as a browser's own sheet does. */
gboolean
mb_rule_is_plain (const MbRule *rule)
{
  return rule->origin == MB_ORIGIN_BASE && mb_selector_specificity (rule->selector) < 1 << 10;
}

GHashTable *
mb_hints_new (void)
{
  GHashTable *names = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    g_hash_table_add (names, (gpointer) g_intern_static_string (hints[i].element));
  return names;
}

void
mb_hints_insert (MbStyles *styles, const MbNode *node, GPtrArray *rules)
{
  if (node->ns != MB_NS_HTML || styles->medium == MB_MEDIUM_EPUB ||
      !g_hash_table_contains (styles->hinted, node->name))
    return;
  g_autoptr (GString) css = g_string_new (NULL);
  collect (node, css);
  if (css->len == 0)
    return;
  guint at = 0;
  while (at < rules->len && mb_rule_is_plain (rules->pdata[at]))
    at++;
  g_ptr_array_insert (rules, (int) at, rule_of (styles, css->str));
}
