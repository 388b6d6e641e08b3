/* SPDX-License-Identifier: Apache-2.0 */
/* The generated sheet.
 *
 * Readers of e-books drop whole sheets over one rule that they do not know (notes/epub.md § 5), so the house sheet is never
 * copied. Each element asks style for its declarations (mb_style_declared: what differs from what a reading system does
 * by itself); each distinct set becomes one rule `element.class`, the class being called after the element's own
 * (`p.chapo`). Sets of one name are numbered in the order of the text: `p.chapo-2`.
 *
 * By night (@media (prefers-color-scheme: dark) in the sheets, a second cascade) only colours differ: each rule knows what it declares then, and
 * these declarations follow in one block of that query. There alone the body has an ink and a ground: what is to be read on a dark page must not
 * be left on a white one.
 *
 * Declarations depend on the element, on its computed style and on what lies around it. That is a *context*: a hash chained
 * from parent to child, so that the thousands of paragraphs of a novel ask once. */
#include "internal.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char *class; /* NULL: none */
} Context;

typedef struct {
  const char *selector;
  const char *body;  /* "a: b; c: d" */
  const char *night; /* what differs by night */
  gboolean justified;
} Rule;

struct MbSheet {
  MbStyles *styles, *night;
  const char *ground; /* by night, "#rrggbb"; NULL: the sheets say none */
  MbFonts *fonts;
  MbArena *arena;
  GHashTable *contexts; /* guint64 → Context */
  GHashTable *sets;     /* "name.wanted{body}" → class */
  GHashTable *taken;    /* selectors */
  GArray *rules;        /* of Rule */
};

MbSheet *
mb_sheet_new (MbStyles *styles, MbStyles *night, MbFonts *fonts, MbArena *arena)
{
  MbSheet *sheet = g_new0 (MbSheet, 1);
  sheet->styles = styles;
  sheet->night = night;
  sheet->fonts = fonts;
  sheet->arena = arena;
  sheet->contexts = g_hash_table_new (g_int64_hash, g_int64_equal);
  sheet->sets = g_hash_table_new (g_str_hash, g_str_equal);
  sheet->taken = g_hash_table_new (g_str_hash, g_str_equal);
  sheet->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  return sheet;
}

void
mb_sheet_free (MbSheet *sheet)
{
  if (!sheet)
    return;
  g_hash_table_unref (sheet->contexts);
  g_hash_table_unref (sheet->sets);
  g_hash_table_unref (sheet->taken);
  g_array_unref (sheet->rules);
  g_free (sheet);
}

/* --- Declarations ------------------------------------------------------------------------------------------*/

/* The property table says what may go into an e-book; this is what old engines choke on or what means nothing there. */
static gboolean
is_safe (const MbDeclared *declared)
{
  static const char *const words[] = { "calc(", "min(",         "max(",       "clamp(",      "var(",
                                       "env(",  "currentcolor", "-content",   "transparent", "rem",
                                       "vh",    "vw",           "device-cmyk" };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (declared->value, words[i]) && strcmp (declared->property, "font-family") != 0)
      return FALSE;
  return !g_str_has_prefix (declared->property, "background") && *declared->value != '\0';
}

static void
append_declaration (GString *out, const char *property, const char *value)
{
  g_string_append_printf (out, "%s%s: %s", out->len ? "; " : "", property, value);
}

static const char *
value_of (const MbDeclared *declared, guint n, const char *property)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (declared[i].property, property) == 0)
      return declared[i].value;
  return NULL;
}

/* Raised text must not push lines apart. */
static gboolean
is_raised (const MbDeclared *declared, guint n)
{
  const char *value = value_of (declared, n, "vertical-align");
  return value && (strcmp (value, "super") == 0 || strcmp (value, "sub") == 0);
}

/* What a reading system does by itself for an element that gets another name: the type rules of base.css. */
static void
append_own_look (GString *out, const char *from, const char *to, const MbDeclared *declared,
                 guint n)
{
  static const char *const looks[][3] = {
    { "h1", "2em", "0.67em" }, { "h2", "1.5em", "0.83em" },  { "h3", "1.17em", "1em" },
    { "h4", "1em", "1.33em" }, { "h5", "0.83em", "1.67em" }, { "h6", "0.67em", "2.33em" },
    { "hr", NULL, "0.5em" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (strcmp (looks[i][0], from) != 0 || strcmp (from, to) == 0)
      continue;
    if (looks[i][1] && !value_of (declared, n, "font-size"))
      append_declaration (out, "font-size", looks[i][1]);
    if (!value_of (declared, n, "margin-top"))
      append_declaration (out, "margin-top", looks[i][2]);
    if (!value_of (declared, n, "margin-bottom"))
      append_declaration (out, "margin-bottom", looks[i][2]);
  }
}

static gboolean
is_written (const MbDeclared *declared, MbPlace place, gboolean raised, gboolean initial)
{
  const char *property = declared->property;
  if (initial && strcmp (property, "text-indent") == 0)
    return FALSE;
  if (raised && strcmp (property, "line-height") == 0)
    return FALSE;
  if (strcmp (property, "list-style-type") == 0 && !mb_mark_is_known (declared->value))
    return FALSE;
  if (place == MB_PLACE_TOP && g_str_has_suffix (property, "break-before"))
    return FALSE;
  return is_safe (declared);
}

static void
append_declared (GString *out, const MbDeclared *declared, guint n, MbPlace place, gboolean initial)
{
  gboolean raised = is_raised (declared, n);
  if (place == MB_PLACE_BLOCK && !value_of (declared, n, "display"))
    append_declaration (out, "display", "block");
  for (guint i = 0; i < n; i++)
    if (is_written (&declared[i], place, raised, initial))
      append_declaration (out, declared[i].property, declared[i].value);
  if (raised)
    append_declaration (out, "line-height", "0");
}

/* --- Night ---------------------------------------------------------------------------------------------------*/

static const char *
hex_of (MbSheet *sheet, MbColor color)
{
  return mb_arena_printf (sheet->arena, "#%02x%02x%02x", color.c[0] >> 8, color.c[1] >> 8,
                          color.c[2] >> 8);
}

static void
append_root_night (MbSheet *sheet, GString *out, const MbNode *node)
{
  const MbStyle *day = mb_style_of (sheet->styles, node), *night = mb_style_of (sheet->night, node);
  if (!night || night->border->background.alpha == 0 ||
      night->border->background.space != MB_COLOR_RGB || night->text->color.space != MB_COLOR_RGB)
    return;
  sheet->ground = hex_of (sheet, night->border->background);
  append_declaration (out, "background-color", sheet->ground);
  if (day)
    append_declaration (out, "color", hex_of (sheet, night->text->color));
}

/* The colours of @node that are not those of the day. */
static const char *
night_of (MbSheet *sheet, const MbNode *node, MbPseudo pseudo)
{
  if (!sheet->night)
    return "";
  guint n, m;
  const MbDeclared *day = mb_style_declared (sheet->styles, node, pseudo, sheet->arena, &n);
  const MbDeclared *night = mb_style_declared (sheet->night, node, pseudo, sheet->arena, &m);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean root = node->parent && !node->parent->parent;
  if (root && pseudo == MB_PSEUDO_NONE)
    append_root_night (sheet, out, node);
  for (guint i = 0; i < m; i++) {
    const char *was = value_of (day, n, night[i].property);
    if (g_str_has_suffix (night[i].property, "color") && g_strcmp0 (was, night[i].value) != 0 &&
        is_safe (&night[i]))
      append_declaration (out, night[i].property, night[i].value);
  }
  if (value_of (day, n, "color") && !value_of (night, m, "color"))
    append_declaration (out, "color", "inherit");
  return mb_arena_strdup (sheet->arena, out->str);
}

/* --- Classes --------------------------------------------------------------------------------------------------*/

static void
append_rule_text (MbSheet *sheet, const char *selector, const char *body, const char *night)
{
  Rule rule = { selector, mb_arena_strdup (sheet->arena, body), night,
                strstr (body, "text-align: justify") != NULL };
  if (*body || *night)
    g_array_append_val (sheet->rules, rule);
}

/* @letter: what its first letter declares; @nights: what it and its first letter declare by night. */
static const char *
add_rule (MbSheet *sheet, const char *name, const char *wanted, const char *body,
          const char *letter, const char *const nights[2])
{
  const char *key = mb_arena_printf (sheet->arena, "%s.%s{%s}{%s}{%s}{%s}", name, wanted, body,
                                     letter, nights[0], nights[1]);
  const char *class = g_hash_table_lookup (sheet->sets, key);
  if (class)
    return class;
  const char *selector =
      mb_unique (sheet->arena, sheet->taken, mb_arena_printf (sheet->arena, "%s.%s", name, wanted));
  class = selector + strlen (name) + 1;
  g_hash_table_insert (sheet->sets, (gpointer) key, (gpointer) class);
  append_rule_text (sheet, selector, body, nights[0]);
  append_rule_text (sheet, mb_arena_printf (sheet->arena, "%s:first-letter", selector), letter,
                    nights[1]);
  return class;
}

/* A rule without a line is a gap: its height is all there is of it. */
static void
append_gap (MbSheet *sheet, GString *out, const MbNode *node)
{
  const MbStyle *style = mb_style_of (sheet->styles, node);
  if (!mb_node_is (node, "hr") || !style || style->box->height.kind != MB_SIZE_LENGTH ||
      style->font->size <= 0)
    return;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.3fem",
                   style->box->height.value / (double) style->font->size);
  append_declaration (out, "height", number);
}

static void
append_initial (MbSheet *sheet, GString *out, const MbNode *node)
{
  guint n;
  const MbStyle *style = mb_initial_style (sheet->styles, node);
  if (!style)
    return;
  const MbDeclared *declared =
      mb_style_declared (sheet->styles, node, MB_PSEUDO_FIRST_LETTER, sheet->arena, &n);
  for (guint i = 0; i < n; i++)
    if (is_safe (&declared[i]) && strcmp (declared[i].property, "line-height") != 0 &&
        strcmp (declared[i].property, "font-size") != 0 &&
        strcmp (declared[i].property, "float") != 0 &&
        !g_str_has_prefix (declared[i].property, "margin") &&
        !g_str_has_prefix (declared[i].property, "padding"))
      append_declaration (out, declared[i].property, declared[i].value);
  mb_initial_declare (out, sheet->fonts, mb_style_of (sheet->styles, node), style);
}

/* An element without a class of its own and nothing declared needs none. */
static const char *
class_for (MbSheet *sheet, const MbNode *node, const char *name, MbPlace place)
{
  guint n;
  const char *own = mb_node_attr (node, "class");
  const char *wanted = own && *own ? mb_slug (sheet->arena, own, 40, NULL) : NULL;
  const MbDeclared *declared =
      mb_style_declared (sheet->styles, node, MB_PSEUDO_NONE, sheet->arena, &n);
  g_autoptr (GString) body = g_string_new (NULL);
  append_own_look (body, node->name, name, declared, n);
  g_autoptr (GString) letter = g_string_new (NULL);
  append_initial (sheet, letter, node);
  append_declared (body, declared, n, place, letter->len > 0);
  append_gap (sheet, body, node);
  if (mb_mark_is_ours (sheet->styles, node))
    append_declaration (body, "list-style-type", "none");
  if (letter->len)
    append_declaration (body, "text-indent", "0");
  const char *nights[2] = { night_of (sheet, node, MB_PSEUDO_NONE),
                            letter->len ? night_of (sheet, node, MB_PSEUDO_FIRST_LETTER) : "" };
  if (!body->len && !wanted && !letter->len && !*nights[0])
    return NULL;
  return add_rule (sheet, name, wanted ? wanted : name, body->str, letter->str, nights);
}

static guint64
hash_string (const char *string, guint64 seed)
{
  return mb_hash (string ? string : "", string ? strlen (string) + 1 : 0, seed);
}

guint64
mb_sheet_context (MbSheet *sheet, guint64 parent, const MbNode *node, const char *name,
                  MbPlace place, const char **class)
{
  static const char *const attrs[] = { "class", "align", "type", "epub:type", "hidden", "lang" };
  const MbStyle *style = mb_style_of (sheet->styles, node);
  guint64 hash = hash_string (name, parent ^ (style ? style->hash : 0) ^ place);
  for (guint i = 0; i < G_N_ELEMENTS (attrs); i++)
    hash = hash_string (mb_node_attr (node, attrs[i]), hash);
  const MbStyle *letter = mb_initial_style (sheet->styles, node);
  hash = letter ? mb_hash (&letter->hash, sizeof letter->hash, hash) : hash;
  const MbStyle *mark = mb_style_pseudo (sheet->styles, node, MB_PSEUDO_MARKER);
  hash = mark ? mb_hash (&mark->hash, sizeof mark->hash, hash) : hash;
  const MbStyle *night = sheet->night ? mb_style_of (sheet->night, node) : NULL;
  hash = night ? mb_hash (&night->hash, sizeof night->hash, hash) : hash;
  hash = hash ? hash : 1;
  Context *context = g_hash_table_lookup (sheet->contexts, &hash);
  if (!context) {
    guint64 *key = mb_arena_memdup (sheet->arena, &hash, sizeof hash);
    context = mb_arena_new0 (sheet->arena, Context);
    context->class = class_for (sheet, node, name, place);
    g_hash_table_insert (sheet->contexts, key, context);
  }
  *class = context->class;
  return hash;
}

const char *
mb_sheet_pseudo (MbSheet *sheet, guint64 parent, const MbNode *node, MbPseudo pseudo)
{
  guint n;
  const char *own = mb_node_attr (node, "class");
  const char *suffix = pseudo == MB_PSEUDO_BEFORE            ? "before"
                       : pseudo == MB_PSEUDO_AFTER           ? "after"
                       : pseudo == MB_PSEUDO_FOOTNOTE_CALL   ? "appel"
                       : pseudo == MB_PSEUDO_FOOTNOTE_MARKER ? "numero"
                       : pseudo == MB_PSEUDO_MARKER          ? "marque"
                                                             : "premiers-mots";
  const char *base = own && *own ? mb_slug (sheet->arena, own, 40, node->name) : node->name;
  const MbDeclared *declared = mb_style_declared (sheet->styles, node, pseudo, sheet->arena, &n);
  g_autoptr (GString) body = g_string_new (NULL);
  append_declared (body, declared, n, MB_PLACE_PLAIN, FALSE);
  const char *wanted = mb_arena_printf (sheet->arena, "%s-%s", base, suffix);
  const char *nights[2] = { night_of (sheet, node, pseudo), "" };
  gboolean link = pseudo == MB_PSEUDO_FOOTNOTE_CALL || pseudo == MB_PSEUDO_FOOTNOTE_MARKER;
  const char *name = link ? "a" : "span";
  return body->len || *nights[0] ? add_rule (sheet, name, wanted, body->str, "", nights) : NULL;
}

/* --- Text -----------------------------------------------------------------------------------------------------*/

static void
append_rule (GString *out, const char *selector, const char *body)
{
  if (*body)
    g_string_append_printf (out, "%s { %s; }\n", selector, body);
}

static void
append_nights (const MbSheet *sheet, GString *out)
{
  gsize start = out->len;
  for (guint i = 0; i < sheet->rules->len; i++) {
    const Rule *rule = &g_array_index (sheet->rules, Rule, i);
    append_rule (out, rule->selector, rule->night);
  }
  if (out->len == start)
    return;
  /* a reading system's blue cannot be read on a dark ground */
  const char *links = sheet->ground ? "a { color: inherit; }\n" : "";
  g_autofree char *query = g_strdup_printf ("@media (prefers-color-scheme: dark) {\n%s", links);
  g_string_insert (out, (gssize) start, query);
  g_string_append (out, "}\n");
}

/* On a telephone justified lines have rivers. */
static void
append_narrow (const MbSheet *sheet, GString *out)
{
  gsize start = out->len;
  for (guint i = 0; i < sheet->rules->len; i++) {
    const Rule *rule = &g_array_index (sheet->rules, Rule, i);
    if (rule->justified)
      g_string_append_printf (out, "%s%s", out->len > start ? ", " : "", rule->selector);
  }
  if (out->len == start)
    return;
  g_string_insert (out, (gssize) start, "@media (max-width: 30em) {\n");
  g_string_append (out, " { text-align: left; }\n}\n");
}

void
mb_sheet_text (const MbSheet *sheet, const char *faces, const char *ours, GString *out)
{
  g_string_append (out, "@charset \"UTF-8\";\n");
  g_string_append (out, faces);
  g_string_append (out, "img { max-width: 100%; height: auto; }\n"
                        "sup, sub { line-height: 0; }\n"
                        "q:before, q:after { content: none; }\n"
                        "nav ol { list-style-type: none; }\n"
                        "section.mb-couverture { text-align: center; }\n"
                        "section.mb-titre { margin-top: 20%; text-align: center; }\n");
  g_string_append (out, ours);
  for (guint i = 0; i < sheet->rules->len; i++) {
    const Rule *rule = &g_array_index (sheet->rules, Rule, i);
    append_rule (out, rule->selector, rule->body);
  }
  append_narrow (sheet, out);
  append_nights (sheet, out);
}

/* --- Contrast (WCAG 2.1 § 1.4.3) ----------------------------------------------------------------------------------*/

static double
luminance (const char *hex)
{
  double sum = 0;
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  for (gsize i = 0; i < 3; i++) {
    double c =
        (16 * g_ascii_xdigit_value (hex[2 * i]) + g_ascii_xdigit_value (hex[2 * i + 1])) / 255.;
    sum += weights[i] * (c <= 0.03928 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

/* Of two inks, whichever is the lighter. */
static double
contrast (const char *one, const char *other)
{
  double a = luminance (one) + 0.05, b = luminance (other) + 0.05;
  return a > b ? a / b : b / a;
}

/* By day backgrounds are never written: the paper is the reader's, white at worst. */
static gboolean
is_pale (const char *body, const char *ground)
{
  const char *color = g_str_has_prefix (body, "color: #") ? body : strstr (body, "; color: #");
  if (!color)
    return FALSE;
  color = strchr (color, '#') + 1;
  return strspn (color, "0123456789abcdef") == 6 && contrast (color, ground) < 4.5;
}

const char *
mb_sheet_low_contrast (const MbSheet *sheet)
{
  for (guint i = 0; i < sheet->rules->len; i++) {
    const Rule *rule = &g_array_index (sheet->rules, Rule, i);
    if (is_pale (rule->body, "ffffff") ||
        (sheet->ground && is_pale (rule->night, sheet->ground + 1)))
      return rule->selector;
  }
  return NULL;
}
