/* SPDX-License-Identifier: Apache-2.0 */
/* @counter-style and symbols() (CSS Counter Styles 3 § 3 and § 4): descriptors to rows for counterstyle.c.
 *
 * A descriptor that is wrong is reported and left out; a rule whose system lacks its symbols is left out as a whole. */
#include "internal.h"

#include <string.h>

#define MAX_SYMBOLS 256
#define MAX_RANGES  16
#define MAX_PAD     64

typedef struct {
  MbStyles *styles;
  MbCounterStyle row;
} Reader;

static const char *const systems[] = { "cyclic",  "fixed",    "symbolic", "alphabetic",
                                       "numeric", "additive", "extends",  NULL };

/* A string or an identifier. */
static const char *
take_symbol (Reader *reader, MbCssCursor *cursor)
{
  const char *symbol = mb_css_take_string (cursor);
  if (!symbol)
    symbol = mb_css_take_ident (cursor);
  return symbol ? mb_styles_intern (reader->styles, symbol) : NULL;
}

static gboolean
read_system (Reader *reader, MbCssCursor *cursor)
{
  int word = mb_css_take_words (cursor, systems);
  if (word < 0)
    return FALSE;
  reader->row.system = (MbCounterSystem) (MB_COUNTER_CYCLIC + word);
  if (reader->row.system == MB_COUNTER_FIXED)
    mb_css_take_integer (cursor, &reader->row.start);
  if (reader->row.system != MB_COUNTER_EXTENDS)
    return TRUE;
  reader->row.extends = take_symbol (reader, cursor);
  return reader->row.extends != NULL;
}

static gboolean
read_symbols (Reader *reader, MbCssCursor *cursor)
{
  const char *symbols[MAX_SYMBOLS];
  guint n = 0;
  for (const char *symbol; n < MAX_SYMBOLS && (symbol = take_symbol (reader, cursor));)
    symbols[n++] = symbol;
  reader->row.symbols = mb_styles_array (reader->styles, symbols, sizeof *symbols, n);
  reader->row.n_symbols = n;
  return n > 0;
}

/* Pairs of a weight and a symbol, heaviest first. */
static gboolean
read_additive (Reader *reader, MbCssCursor *cursor)
{
  const char *symbols[MAX_SYMBOLS];
  int weights[MAX_SYMBOLS];
  guint n = 0;
  do {
    int weight;
    const char *symbol = NULL;
    gboolean before = mb_css_take_integer (cursor, &weight);
    if (n == MAX_SYMBOLS || !(symbol = take_symbol (reader, cursor)))
      return FALSE;
    if (!before && !mb_css_take_integer (cursor, &weight))
      return FALSE;
    if (weight < 0 || (n > 0 && weight >= weights[n - 1]))
      return FALSE;
    weights[n] = weight;
    symbols[n++] = symbol;
  } while (mb_css_take_mark (cursor, ','));
  reader->row.symbols = mb_styles_array (reader->styles, symbols, sizeof *symbols, n);
  reader->row.weights = mb_styles_array (reader->styles, weights, sizeof *weights, n);
  reader->row.n_symbols = n;
  return TRUE;
}

static gboolean
read_negative (Reader *reader, MbCssCursor *cursor)
{
  reader->row.negative[0] = take_symbol (reader, cursor);
  reader->row.negative[1] = take_symbol (reader, cursor);
  return reader->row.negative[0] != NULL;
}

static gboolean
read_prefix (Reader *reader, MbCssCursor *cursor)
{
  return (reader->row.prefix = take_symbol (reader, cursor)) != NULL;
}

static gboolean
read_suffix (Reader *reader, MbCssCursor *cursor)
{
  return (reader->row.suffix = take_symbol (reader, cursor)) != NULL;
}

static gboolean
take_bound (MbCssCursor *cursor, int infinite, int *bound)
{
  *bound = infinite;
  return mb_css_take_word (cursor, "infinite") || mb_css_take_integer (cursor, bound);
}

static gboolean
read_range (Reader *reader, MbCssCursor *cursor)
{
  MbCounterRange ranges[MAX_RANGES];
  guint n = 0;
  if (mb_css_take_word (cursor, "auto"))
    return TRUE;
  do {
    if (n == MAX_RANGES || !take_bound (cursor, G_MININT, &ranges[n].first) ||
        !take_bound (cursor, G_MAXINT, &ranges[n].last) || ranges[n].first > ranges[n].last)
      return FALSE;
    n++;
  } while (mb_css_take_mark (cursor, ','));
  reader->row.ranges = mb_styles_array (reader->styles, ranges, sizeof *ranges, n);
  reader->row.n_ranges = n;
  return TRUE;
}

static gboolean
read_pad (Reader *reader, MbCssCursor *cursor)
{
  int length;
  gboolean before = mb_css_take_integer (cursor, &length);
  reader->row.pad = take_symbol (reader, cursor);
  if (!reader->row.pad || (!before && !mb_css_take_integer (cursor, &length)) || length < 0)
    return FALSE;
  reader->row.pad_length = MIN (length, MAX_PAD);
  return TRUE;
}

static gboolean
read_fallback (Reader *reader, MbCssCursor *cursor)
{
  reader->row.fallback = take_symbol (reader, cursor);
  return reader->row.fallback != NULL;
}

static gboolean
read_speech (Reader *reader, MbCssCursor *cursor)
{
  return take_symbol (reader, cursor) != NULL; /* for voices */
}

static const struct {
  const char *name;
  gboolean (*read) (Reader *reader, MbCssCursor *cursor);
  const char *syntax;
} descriptors[] = {
  { "system", read_system,
    "cyclic | numeric | alphabetic | symbolic | additive | fixed <integer>? | extends <name>" },
  { "symbols", read_symbols, "[<string> | <name>]+" },
  { "additive-symbols", read_additive, "[<integer> && <string>]#, heaviest first" },
  { "negative", read_negative, "<string> <string>?" },
  { "prefix", read_prefix, "<string>" },
  { "suffix", read_suffix, "<string>" },
  { "range", read_range, "auto | [[<integer> | infinite]{2}]#" },
  { "pad", read_pad, "<integer> && <string>" },
  { "fallback", read_fallback, "<name>" },
  { "speak-as", read_speech, "<name>" },
};

static void
report_descriptor (MbStyles *styles, const MbCssItem *item)
{
  const char *names[G_N_ELEMENTS (descriptors) + 1] = { NULL };
  for (guint i = 0; i < G_N_ELEMENTS (descriptors); i++)
    names[i] = descriptors[i].name;
  const char *nearest = mb_nearest (item->name, names);
  mb_report_width (styles->diagnostics, item->pos, (guint) g_utf8_strlen (item->name, -1),
                   nearest ? MB_MSG_STYLE_PROPERTY : MB_MSG_STYLE_PROPERTY_NONE, item->name,
                   nearest, NULL);
}

static void
read_descriptor (Reader *reader, const MbCssItem *item)
{
  MbStyles *styles = reader->styles;
  MbCssCursor cursor = mb_css_cursor (item->values);
  for (guint i = 0; i < G_N_ELEMENTS (descriptors); i++) {
    if (g_ascii_strcasecmp (item->name, descriptors[i].name) != 0)
      continue;
    MbCounterStyle before = reader->row;
    if (descriptors[i].read (reader, &cursor) && mb_css_at_end (&cursor))
      return;
    reader->row = before;
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_VALUE,
               mb_css_original (styles->arena, item->values), item->name, descriptors[i].syntax,
               NULL);
    return;
  }
  report_descriptor (styles, item);
}

/* NULL, or what the row lacks. */
static const char *
lacks (const MbCounterStyle *row)
{
  guint least = row->system == MB_COUNTER_NUMERIC || row->system == MB_COUNTER_ALPHABETIC ? 2 : 1;
  if (row->system == MB_COUNTER_EXTENDS)
    return NULL;
  if (row->system == MB_COUNTER_ADDITIVE)
    return row->weights ? NULL : "additive-symbols";
  return row->n_symbols >= least && !row->weights ? NULL : "symbols";
}

void
mb_counter_rule_read (MbSheet *sheet, const MbCssItem *item)
{
  MbStyles *styles = sheet->styles;
  MbCssCursor cursor = mb_css_cursor (item->values);
  const char *name = mb_css_take_ident (&cursor);
  Reader reader = { styles, { .system = MB_COUNTER_SYMBOLIC, .start = 1 } };
  MbCssReader items =
      mb_css_reader (MB_CSS_DECLARATIONS, item->block, styles->arena, styles->diagnostics);
  MbCssItem part;
  while (mb_css_read (&items, &part))
    if (part.kind == MB_CSS_DECLARATION)
      read_descriptor (&reader, &part);
    else
      mb_decl_report_other (styles, &part);

  static const char *const fixed[] = { "decimal", "none", NULL };
  const char *missing = !name || !mb_css_at_end (&cursor) || g_strv_contains (fixed, name)
                            ? "<name>"
                            : lacks (&reader.row);
  if (missing) {
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_COUNTER_RULE, missing, NULL);
    return;
  }
  reader.row.name = mb_styles_intern (styles, name);
  g_hash_table_insert (styles->counter_styles, (gpointer) reader.row.name,
                       mb_arena_memdup (styles->arena, &reader.row, sizeof reader.row));
}

/* symbols(cyclic "*" "†"): a style of its own, whose name is its text. */
static const char *
take_symbols_function (MbCssContext *context, MbCssCursor *cursor)
{
  MbStyles *styles = context->styles;
  const MbCssValue *function = mb_css_peek (cursor);
  MbCssCursor inside;
  Reader reader = { styles, { .system = MB_COUNTER_SYMBOLIC, .start = 1, .suffix = " " } };
  if (!mb_css_take_function (cursor, "symbols", &inside))
    return NULL;
  int word = mb_css_take_words (&inside, systems);
  if (word >= 0)
    reader.row.system = (MbCounterSystem) (MB_COUNTER_CYCLIC + word);
  if (reader.row.system >= MB_COUNTER_ADDITIVE || !read_symbols (&reader, &inside) ||
      !mb_css_at_end (&inside) || lacks (&reader.row))
    return NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  mb_css_serialize ((MbCssValues){ function, mb_css_after (function) }, text);
  reader.row.name = mb_styles_intern (styles, text->str);
  if (!g_hash_table_contains (styles->counter_styles, reader.row.name))
    g_hash_table_insert (styles->counter_styles, (gpointer) reader.row.name,
                         mb_arena_memdup (styles->arena, &reader.row, sizeof reader.row));
  return reader.row.name;
}

/* Any name: the style may be defined further down. Those that never are, are reported in the end. */
const char *
mb_value_counter_style (MbCssContext *context, MbCssCursor *cursor)
{
  static const char *const wide[] = { "inherit", "initial", "unset",   "revert", "revert-layer",
                                      "default", "inside",  "outside", NULL };
  MbStyles *styles = context->styles;
  const MbCssValue *value = mb_css_peek (cursor);
  if (!value || value->kind != MB_CSS_IDENT)
    return take_symbols_function (context, cursor);
  for (guint i = 0; wide[i]; i++)
    if (g_ascii_strcasecmp (value->text, wide[i]) == 0)
      return NULL;
  mb_css_take (cursor);
  g_autofree char *lower = g_ascii_strdown (value->text, -1);
  const char *name =
      mb_styles_intern (styles, mb_counter_is_known (NULL, lower) ? lower : value->text);
  if (!context->parent && value->source->file &&
      !g_hash_table_contains (styles->counter_uses, name))
    g_hash_table_insert (styles->counter_uses, (gpointer) name,
                         mb_arena_memdup (styles->arena, value, sizeof *value));
  return name;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const MbCssValue *x = *(const MbCssValue *const *) a, *y = *(const MbCssValue *const *) b;
  int order = g_strcmp0 (x->source->file, y->source->file);
  if (order == 0)
    order = x->line != y->line ? (x->line < y->line ? -1 : 1) : (int) x->col - (int) y->col;
  return order;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
known_names (MbStyles *styles)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;
  for (guint i = 0; mb_counter_native (i); i++)
    g_ptr_array_add (names, (gpointer) mb_counter_native (i));
  g_hash_table_iter_init (&iter, styles->counter_styles);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names); /* never the order of a table */
  g_ptr_array_add (names, NULL);
  return names;
}

void
mb_counter_rules_finish (MbStyles *styles)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();
  g_autoptr (GPtrArray) names = known_names (styles);
  GHashTableIter iter;
  gpointer name, value;
  g_hash_table_iter_init (&iter, styles->counter_uses);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!mb_counter_is_known (styles, name) && strcmp (name, MB_FOLIO_STYLE) != 0 &&
        strcmp (name, MB_PLACE_STYLE) != 0)
      g_ptr_array_add (unknown, value);
  g_ptr_array_sort (unknown, compare_values);
  for (guint i = 0; i < unknown->len; i++) {
    const MbCssValue *use = unknown->pdata[i];
    const char *nearest = mb_nearest (use->text, (const char *const *) names->pdata);
    mb_report_width (styles->diagnostics, mb_css_pos (use), (guint) g_utf8_strlen (use->text, -1),
                     nearest ? MB_MSG_STYLE_COUNTER_STYLE : MB_MSG_STYLE_COUNTER_STYLE_NONE,
                     use->text, nearest, NULL);
  }
}
