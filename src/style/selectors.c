/* SPDX-License-Identifier: Apache-2.0 */
/* Selectors (CSS Selectors 4, CSS Nesting 1): from component values to compiled selectors.
 *
 * `&` is `:is()` of the selectors of the rule around; outside of any rule it is `:scope`. A selector of a nested rule that
 * does not hold `&` begins with it, and one that begins with a combinator always does. Inside :has() the place of `&` is
 * taken by the element that is asked.
 *
 * `:is()` and `:where()` forgive: what is wrong among their selectors is reported and left out. Pseudo-classes of a pointer
 * or keyboard (:hover, :focus…) are valid and never match.
 */
#include "selectors.h"

#include <string.h>

#define MAX_NESTING 8
#define MAX_RANGES  16

/* Each of the three counts stays below 1024: selectors have at most MB_MAX_SELECTOR_PARTS parts. */
static guint32
add_specificity (guint32 sum, guint32 part)
{
  guint32 total = 0;
  for (int shift = 0; shift <= 20; shift += 10) {
    guint32 count = ((sum >> shift) & 1023) + ((part >> shift) & 1023);
    total |= MIN (count, 1023) << shift;
  }
  return total;
}

/* --- Parsing -----------------------------------------------------------------------------------------*/

typedef struct {
  MbStyles *styles;
  guint n_parts; /* of the whole list, so that nesting cannot hide them */
  guint nesting;
  gboolean too_long;
  const MbSelectorList *outer; /* what & is; NULL: outside of rules */
  gboolean in_has;
} Parser;

/* What stands before a selector that does not say so itself. */
typedef enum { LEAD_NONE, LEAD_OUTER, LEAD_ANCHOR } Lead;

static gboolean parse_list (Parser *parser, MbCssValues values, Lead lead, gboolean forgiving,
                            MbSelectorList *list);

static gboolean
parse_attr_operator (MbCssCursor *cursor, MbSelectorPart *part)
{
  static const char operators[] = "~|^$*";
  for (const char *sign = operators; *sign; sign++)
    if (mb_css_take_mark (cursor, (gunichar) *sign)) {
      part->operator= (guint8) * sign;
      return mb_css_take_mark (cursor, '=');
    }
  part->operator= '=';
  return mb_css_take_mark (cursor, '=');
}

/* ns|name: the tree keeps the usual prefix of the attribute, "epub:type". *|name has any, |name none. */
static const char *
take_attr_name (MbCssCursor *cursor, gboolean *any_space)
{
  *any_space = FALSE;
  MbCssCursor ahead = *cursor;
  const char *prefix = mb_css_take_ident (&ahead), *local;
  if (!prefix)
    *any_space = mb_css_take_mark (&ahead, '*');
  if (mb_css_take_mark (&ahead, '|') && (local = mb_css_take_ident (&ahead))) {
    g_autofree char *prefixed = prefix ? g_strconcat (prefix, ":", local, NULL) : g_strdup (local);
    *cursor = ahead;
    return g_intern_string (prefixed);
  }
  *any_space = FALSE;
  if (prefix)
    mb_css_take_ident (cursor);
  return prefix ? g_intern_string (prefix) : NULL;
}

static gboolean
parse_attr (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  part->kind = MB_PART_ATTR;
  part->specificity = MB_SPECIFIC_CLASS;
  part->name = take_attr_name (&inside, &part->any_space);
  if (!part->name || mb_css_at_end (&inside))
    return part->name != NULL;
  if (!parse_attr_operator (&inside, part))
    return FALSE;
  const char *value = mb_css_take_string (&inside);
  if (!value)
    value = mb_css_take_ident (&inside);
  if (!value)
    return FALSE;
  part->value = mb_styles_intern (parser->styles, value);
  part->any_case = mb_css_take_word (&inside, "i");
  if (!part->any_case)
    mb_css_take_word (&inside, "s");
  return mb_css_at_end (&inside);
}

static guint32
highest (const MbSelectorList *list)
{
  guint32 most = 0;
  for (guint i = 0; i < list->n; i++)
    most = MAX (most, list->selectors[i]->specificity);
  return most;
}

static gboolean
has_pseudo_elements (const MbSelectorList *list)
{
  for (guint i = 0; i < list->n; i++)
    if (list->selectors[i]->pseudo != MB_PSEUDO_NONE)
      return TRUE;
  return FALSE;
}

static gboolean
parse_nested (Parser *parser, MbCssCursor inside, Lead lead, gboolean forgiving,
              MbSelectorPart *part)
{
  if (parser->nesting == MAX_NESTING)
    return FALSE;
  parser->nesting++;
  gboolean parsed = parse_list (parser, mb_css_rest (&inside), lead, forgiving, &part->list);
  parser->nesting--;
  return parsed && !has_pseudo_elements (&part->list);
}

/* An+B, and after `of` a list of selectors that the counted ones match. */
static gboolean
parse_nth (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  part->kind = MB_PART_NTH;
  if (!mb_css_take_anb (&inside, &part->a, &part->b))
    return FALSE;
  if (part->of_type || !mb_css_take_word (&inside, "of"))
    return mb_css_at_end (&inside);
  if (!parse_nested (parser, inside, LEAD_NONE, FALSE, part))
    return FALSE;
  part->specificity += highest (&part->list);
  return TRUE;
}

static gboolean
parse_lang (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  const char *ranges[MAX_RANGES + 1] = { NULL };
  guint n = 0;
  part->kind = MB_PART_LANG;
  do {
    const char *range = mb_css_take_ident (&inside);
    if (!range)
      range = mb_css_take_string (&inside);
    if (!range || n == MAX_RANGES)
      return FALSE;
    ranges[n++] = mb_styles_intern (parser->styles, range);
  } while (mb_css_take_mark (&inside, ','));
  part->ranges = mb_styles_array (parser->styles, ranges, sizeof *ranges, n + 1);
  return mb_css_at_end (&inside);
}

/* Other words are valid and match nothing. */
static gboolean
parse_dir (MbCssCursor inside, MbSelectorPart *part)
{
  part->rtl = mb_css_take_word (&inside, "rtl");
  part->kind = part->rtl || mb_css_take_word (&inside, "ltr") ? MB_PART_DIR : MB_PART_NEVER;
  if (part->kind == MB_PART_NEVER && !mb_css_take_ident (&inside))
    return FALSE;
  return mb_css_at_end (&inside);
}

static gboolean
parse_not (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  part->kind = MB_PART_NOT;
  if (!parse_nested (parser, inside, LEAD_NONE, FALSE, part))
    return FALSE;
  part->specificity = highest (&part->list);
  return TRUE;
}

static gboolean
parse_has (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  part->kind = MB_PART_HAS;
  if (parser->in_has)
    return FALSE; /* Selectors 4 § 4.5: not in itself */
  parser->in_has = TRUE;
  gboolean parsed = parse_nested (parser, inside, LEAD_ANCHOR, FALSE, part);
  parser->in_has = FALSE;
  part->specificity = parsed ? highest (&part->list) : 0;
  return parsed;
}

static const struct {
  const char *name;
  gboolean from_end, of_type;
} counted[] = { { "nth-child", FALSE, FALSE },
                { "nth-last-child", TRUE, FALSE },
                { "nth-of-type", FALSE, TRUE },
                { "nth-last-of-type", TRUE, TRUE } };

static gboolean
parse_functional (Parser *parser, const MbCssValue *function, MbSelectorPart *part)
{
  MbCssCursor inside = mb_css_cursor (mb_css_inside (function));
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    if (mb_css_is_function (function, counted[i].name)) {
      part->from_end = counted[i].from_end;
      part->of_type = counted[i].of_type;
      return parse_nth (parser, inside, part);
    }
  if (mb_css_is_function (function, "lang"))
    return parse_lang (parser, inside, part);
  if (mb_css_is_function (function, "dir"))
    return parse_dir (inside, part);
  if (mb_css_is_function (function, "not"))
    return parse_not (parser, inside, part);
  if (mb_css_is_function (function, "has"))
    return parse_has (parser, inside, part);
  gboolean where = mb_css_is_function (function, "where");
  if (!where && !mb_css_is_function (function, "is"))
    return FALSE;
  part->kind = MB_PART_IS;
  gboolean parsed = parse_nested (parser, inside, LEAD_NONE, TRUE, part);
  part->specificity = where ? 0 : highest (&part->list);
  return parsed;
}

static const struct {
  const char *name;
  MbPartKind kind;
  gboolean from_end, of_type;
} plain_words[] = {
  { "first-child", MB_PART_NTH, FALSE, FALSE },
  { "last-child", MB_PART_NTH, TRUE, FALSE },
  { "only-child", MB_PART_ONLY, FALSE, FALSE },
  { "first-of-type", MB_PART_NTH, FALSE, TRUE },
  { "last-of-type", MB_PART_NTH, TRUE, TRUE },
  { "only-of-type", MB_PART_ONLY, FALSE, TRUE },
  { "root", MB_PART_ROOT, FALSE, FALSE },
  { "empty", MB_PART_EMPTY, FALSE, FALSE },
  { "link", MB_PART_LINK, FALSE, FALSE },
  { "any-link", MB_PART_LINK, FALSE, FALSE },
  { "visited", MB_PART_NEVER, FALSE, FALSE },
  { "hover", MB_PART_NEVER, FALSE, FALSE },
  { "active", MB_PART_NEVER, FALSE, FALSE },
  { "focus", MB_PART_NEVER, FALSE, FALSE },
  { "target", MB_PART_NEVER, FALSE, FALSE },
  { "scope", MB_PART_ROOT, FALSE, FALSE },
  { "focus-visible", MB_PART_NEVER, FALSE, FALSE },
  { "focus-within", MB_PART_NEVER, FALSE, FALSE },
  { "enabled", MB_PART_NEVER, FALSE, FALSE },
  { "disabled", MB_PART_NEVER, FALSE, FALSE },
  { "checked", MB_PART_NEVER, FALSE, FALSE },
  { "target-within", MB_PART_NEVER, FALSE, FALSE },
};

static gboolean
parse_plain (const char *name, MbSelectorPart *part)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_words); i++)
    if (g_ascii_strcasecmp (name, plain_words[i].name) == 0) {
      part->kind = (guint8) plain_words[i].kind;
      part->from_end = plain_words[i].from_end;
      part->of_type = plain_words[i].of_type;
      part->b = 1;
      return TRUE;
    }
  return FALSE;
}

const char *const mb_pseudo_names[] = { "before",        "after",           "marker",
                                        "first-letter",  "first-line",      "-marbre-first-words",
                                        "footnote-call", "footnote-marker", NULL };

/* CSS 2 wrote these with one colon. */
static gboolean
is_old_pseudo (MbPseudo pseudo)
{
  return pseudo == MB_PSEUDO_BEFORE || pseudo == MB_PSEUDO_AFTER ||
         pseudo == MB_PSEUDO_FIRST_LETTER || pseudo == MB_PSEUDO_FIRST_LINE;
}

/* After one colon or two. @pseudo is set for a pseudo-element. */
static gboolean
parse_colon (Parser *parser, MbCssCursor *cursor, MbSelectorPart *part, MbPseudo *pseudo)
{
  gboolean two = FALSE;
  const MbCssValue *next = mb_css_take_raw (cursor);
  if (next && next->kind == MB_CSS_COLON) {
    two = TRUE;
    next = mb_css_take_raw (cursor);
  }
  if (!next)
    return FALSE;
  part->specificity = MB_SPECIFIC_CLASS;
  if (next->kind == MB_CSS_FUNCTION)
    return !two && parse_functional (parser, next, part);
  if (next->kind != MB_CSS_IDENT)
    return FALSE;
  for (guint i = 0; mb_pseudo_names[i]; i++)
    if (g_ascii_strcasecmp (next->text, mb_pseudo_names[i]) == 0) {
      *pseudo = (MbPseudo) (i + MB_PSEUDO_BEFORE);
      return two || is_old_pseudo (*pseudo);
    }
  return !two && parse_plain (next->text, part);
}

static void
fill_tag (MbSelectorPart *part, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  part->kind = MB_PART_TAG;
  part->specificity = MB_SPECIFIC_TAG;
  part->name = g_intern_string (name);
  part->lower = g_intern_string (lower);
}

/* & : the selectors of the rule around, without those that end in a pseudo-element. */
static void
fill_outer (Parser *parser, MbSelectorPart *part)
{
  if (!parser->outer) {
    part->kind = MB_PART_ROOT;
    return;
  }
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  for (guint i = 0; i < parser->outer->n; i++)
    if (parser->outer->selectors[i]->pseudo == MB_PSEUDO_NONE)
      g_ptr_array_add (kept, (gpointer) parser->outer->selectors[i]);
  part->kind = MB_PART_IS;
  part->list.n = kept->len;
  part->list.selectors =
      mb_arena_memdup (parser->styles->arena, kept->pdata, kept->len * sizeof (gpointer));
  part->specificity = highest (&part->list);
}

/* `ns|` or `*|` or `|` before a type or *. Returns: 1 with @part set unless any namespace will do, 0 when there is none,
 * -1 for a prefix that no @namespace declares. */
static int
parse_space (Parser *parser, MbCssCursor *cursor, MbSelectorPart *part)
{
  MbCssCursor ahead = *cursor;
  const MbCssValue *first = mb_css_take_raw (&ahead);
  gboolean bare = mb_css_is_delim (first, '|');
  if (!bare && !(first->kind == MB_CSS_IDENT || mb_css_is_delim (first, '*')))
    return 0;
  if (!bare && !mb_css_is_delim (mb_css_take_raw (&ahead), '|'))
    return 0;
  const MbCssValue *next = mb_css_peek_raw (&ahead);
  if (!next || !(next->kind == MB_CSS_IDENT || mb_css_is_delim (next, '*')))
    return bare ? -1 : 0;
  *cursor = ahead;
  part->kind = MB_PART_NEVER; /* |name: in no namespace, as nothing is here */
  if (bare || mb_css_is_delim (first, '*'))
    return 1;
  int ns = mb_namespace_find (parser->styles, first->text);
  part->kind = MB_PART_SPACE;
  part->ns = (guint8) MAX (ns, 0);
  return ns < 0 ? -1 : 1;
}

/* A part is taken from @cursor; white space and combinators end the compound and are left. @typed: whether a type may
 * still come. Returns: 1 taken, 0 the compound ends here, -1 wrong. */
static int
parse_part (Parser *parser, MbCssCursor *cursor, gboolean typed, MbSelectorPart *part,
            MbPseudo *pseudo)
{
  const MbCssValue *next = mb_css_peek_raw (cursor);
  memset (part, 0, sizeof *part);
  if (!next || next->kind == MB_CSS_SPACE)
    return 0;
  if (next->kind == MB_CSS_DELIM && strchr (">+~", (int) next->delim))
    return 0;
  mb_css_take_raw (cursor);
  switch (next->kind) {
  case MB_CSS_IDENT:
    if (!typed)
      return -1;
    fill_tag (part, next->text);
    return 1;
  case MB_CSS_HASH:
    part->kind = MB_PART_ID;
    part->specificity = MB_SPECIFIC_ID;
    part->name = mb_styles_intern (parser->styles, next->text);
    return next->flags & MB_CSS_ID ? 1 : -1;
  case MB_CSS_BRACKETS:
    return parse_attr (parser, mb_css_cursor (mb_css_inside (next)), part) ? 1 : -1;
  case MB_CSS_COLON: return parse_colon (parser, cursor, part, pseudo) ? 1 : -1;
  default: break;
  }
  if (mb_css_is_delim (next, '&')) {
    fill_outer (parser, part);
    return 1;
  }
  if (!mb_css_is_delim (next, '.'))
    return -1;
  const MbCssValue *name = mb_css_take_raw (cursor);
  if (!name || name->kind != MB_CSS_IDENT)
    return -1;
  part->kind = MB_PART_CLASS;
  part->specificity = MB_SPECIFIC_CLASS;
  part->name = mb_styles_intern (parser->styles, name->text);
  return 1;
}

static gboolean
count_part (Parser *parser)
{
  parser->too_long = ++parser->n_parts > MB_MAX_SELECTOR_PARTS;
  return !parser->too_long;
}

/* What a compound begins with: a namespace, *. FALSE for an unknown namespace. */
static gboolean
parse_beginning (Parser *parser, MbCssCursor *cursor, GArray *parts, gboolean *universal)
{
  MbSelectorPart part;
  memset (&part, 0, sizeof part);
  const MbCssValue *first = mb_css_peek_raw (cursor);
  int space = first ? parse_space (parser, cursor, &part) : 0;
  if (space < 0)
    return FALSE;
  if (space && !(first->kind == MB_CSS_DELIM && first->delim == '*'))
    g_array_append_val (parts, part);
  MbCssCursor ahead = *cursor;
  const MbCssValue *star = mb_css_take_raw (&ahead);
  *universal = star && mb_css_is_delim (star, '*');
  if (*universal)
    *cursor = ahead;
  return TRUE;
}

static gboolean
is_unnamed (const GArray *parts)
{
  for (guint i = 0; i < parts->len; i++) {
    guint8 kind = g_array_index (parts, MbSelectorPart, i).kind;
    if (kind == MB_PART_CLASS || kind == MB_PART_ID || kind == MB_PART_ATTR)
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse_compound (Parser *parser, MbCssCursor *cursor, MbCompound *compound, MbPseudo *pseudo)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (MbSelectorPart));
  MbSelectorPart part;
  gboolean universal;
  if (!parse_beginning (parser, cursor, parts, &universal))
    return FALSE;
  /* only namespaces and & may stand before a type */
  gboolean typed = !universal;
  const MbCssValue *at;
  for (int taken; at = mb_css_peek_raw (cursor),
                  (taken = parse_part (parser, cursor, typed, &part, pseudo)) != 0;) {
    if (taken < 0 || !count_part (parser))
      return FALSE;
    if (*pseudo != MB_PSEUDO_NONE)
      break; /* nothing may follow a pseudo-element */
    typed &= mb_css_is_delim (at, '&');
    g_array_append_val (parts, part);
  }
  compound->unnamed = is_unnamed (parts);
  compound->n = parts->len;
  compound->parts =
      mb_arena_memdup (parser->styles->arena, parts->data, parts->len * sizeof (MbSelectorPart));
  return parts->len > 0 || universal || *pseudo != MB_PSEUDO_NONE;
}

/* Returns: the combinator, 0 at the end, -1 when something else stands there. */
static int
parse_combinator (MbCssCursor *cursor)
{
  gboolean space = mb_css_take_space (cursor);
  if (mb_css_at_end (cursor))
    return 0;
  static const char signs[] = ">+~";
  for (const char *sign = signs; *sign; sign++)
    if (mb_css_take_mark (cursor, (gunichar) *sign)) {
      mb_css_take_space (cursor);
      return *sign;
    }
  return space ? ' ' : -1;
}

static void
reverse (GArray *compounds)
{
  for (guint i = 0, j = compounds->len - 1; i < j; i++, j--) {
    MbCompound swap = g_array_index (compounds, MbCompound, i);
    g_array_index (compounds, MbCompound, i) = g_array_index (compounds, MbCompound, j);
    g_array_index (compounds, MbCompound, j) = swap;
  }
}

static gboolean
holds_outer (MbCssValues values)
{
  for (const MbCssValue *value = values.first; value < values.end; value++)
    if (mb_css_is_delim (value, '&'))
      return TRUE;
  return FALSE;
}

/* `> p`, and `p` in a nested rule: the compound that is not written, and the combinator after it. Returns: that
 * combinator, 0 when all is written, -1 for a combinator where none may be. */
static int
parse_lead (Parser *parser, MbCssCursor *cursor, Lead lead, GArray *compounds)
{
  static const char signs[] = ">+~";
  int sign = 0;
  for (const char *at = signs; *at && !sign; at++)
    if (mb_css_take_mark (cursor, (guchar) *at))
      sign = (guchar) *at;
  if (lead == LEAD_NONE)
    return sign ? -1 : 0;
  if (!sign && lead == LEAD_OUTER && holds_outer (mb_css_rest (cursor)))
    return 0;
  MbSelectorPart *part = mb_arena_new0 (parser->styles->arena, MbSelectorPart);
  if (lead == LEAD_OUTER)
    fill_outer (parser, part);
  else
    part->kind = MB_PART_ANCHOR;
  MbCompound compound = { part, 1, 0 };
  g_array_append_val (compounds, compound);
  mb_css_take_space (cursor);
  return sign ? sign : ' ';
}

static guint32
sum_of (const MbSelector *selector)
{
  guint32 sum = selector->pseudo != MB_PSEUDO_NONE ? MB_SPECIFIC_TAG : 0;
  for (guint i = 0; i < selector->n; i++)
    for (guint j = 0; j < selector->compounds[i].n; j++)
      sum = add_specificity (sum, selector->compounds[i].parts[j].specificity);
  return sum;
}

static MbSelector *
parse_complex (Parser *parser, MbCssValues values, Lead lead)
{
  g_autoptr (GArray) compounds = g_array_new (FALSE, TRUE, sizeof (MbCompound));
  MbCssCursor cursor = mb_css_cursor (mb_css_trim (values));
  MbPseudo pseudo = MB_PSEUDO_NONE;
  int combinator = parse_lead (parser, &cursor, lead, compounds);
  do {
    MbCompound compound = { NULL, 0, (char) combinator };
    if (combinator < 0 || pseudo != MB_PSEUDO_NONE ||
        !parse_compound (parser, &cursor, &compound, &pseudo) || !count_part (parser))
      return NULL;
    g_array_append_val (compounds, compound);
  } while ((combinator = parse_combinator (&cursor)) != 0);

  /* each compound holds the combinator on its left, which is what `left` says once they stand from right to left */
  reverse (compounds);
  MbSelector *selector = mb_arena_new0 (parser->styles->arena, MbSelector);
  selector->n = compounds->len;
  selector->pseudo = pseudo;
  selector->compounds = mb_arena_memdup (parser->styles->arena, compounds->data,
                                         compounds->len * sizeof (MbCompound));
  selector->specificity = sum_of (selector);
  return selector;
}

/* --- What is told ------------------------------------------------------------------------------------------------------------------*/

/* Every pseudo-class and pseudo-element as one writes it. The caller owns the array, not the names. */
static GPtrArray *
pseudo_spellings (MbStyles *styles)
{
  static const char *const functions[] = { ":lang", ":dir", ":not", ":has", ":is", ":where" };
  GPtrArray *names = g_ptr_array_new ();
  for (guint i = 0; mb_pseudo_names[i]; i++)
    g_ptr_array_add (names, mb_arena_printf (styles->arena, "::%s", mb_pseudo_names[i]));
  for (guint i = 0; i < G_N_ELEMENTS (plain_words); i++)
    g_ptr_array_add (names, mb_arena_printf (styles->arena, ":%s", plain_words[i].name));
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    g_ptr_array_add (names, mb_arena_printf (styles->arena, ":%s", counted[i].name));
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    g_ptr_array_add (names, (gpointer) functions[i]);
  g_ptr_array_add (names, NULL);
  return names;
}

/* Reports the first pseudo-class or pseudo-element of @values that is nearly a known one; FALSE: there is none. */
static gboolean
report_mistyped (MbStyles *styles, MbCssValues values)
{
  g_autoptr (GPtrArray) names = pseudo_spellings (styles);
  MbCssCursor cursor = mb_css_cursor (values);
  const char *colons = "";
  while (cursor.at < cursor.end) {
    const MbCssValue *value = mb_css_take_raw (&cursor);
    gboolean word = value->kind == MB_CSS_IDENT || value->kind == MB_CSS_FUNCTION;
    if (word && *colons) {
      const char *asked = mb_arena_printf (styles->arena, "%s%s", colons, value->text);
      const char *like = mb_nearest (asked, (const char *const *) names->pdata);
      if (like && g_ascii_strcasecmp (like, asked) != 0) {
        mb_report_width (styles->diagnostics, mb_css_pos (value),
                         (guint) g_utf8_strlen (value->text, -1), MB_MSG_STYLE_PSEUDO, asked, like,
                         NULL);
        return TRUE;
      }
    }
    colons = value->kind != MB_CSS_COLON ? "" : *colons ? "::" : ":";
  }
  return FALSE;
}

static gboolean
report_selector (MbStyles *styles, MbCssValues values)
{
  if (report_mistyped (styles, values))
    return FALSE;
  MbPos pos = values.first < values.end ? mb_css_pos (values.first) : MB_NOWHERE;
  const char *text = mb_css_original (styles->arena, values);
  return mb_report_width (styles->diagnostics, pos, (guint) MAX (g_utf8_strlen (text, -1), 1),
                          MB_MSG_STYLE_SELECTOR, text, NULL);
}

static gboolean
parse_list (Parser *parser, MbCssValues values, Lead lead, gboolean forgiving, MbSelectorList *list)
{
  g_autoptr (GPtrArray) selectors = g_ptr_array_new ();
  MbCssCursor cursor = mb_css_cursor (values);
  gboolean comma;
  do {
    MbCssValues one = mb_css_take_until_comma (&cursor);
    comma = one.end < cursor.at;
    one = mb_css_trim (one);
    MbSelector *selector = parse_complex (parser, one, lead);
    if (!selector && (!forgiving || parser->too_long))
      return FALSE;
    if (selector)
      g_ptr_array_add (selectors, selector);
    else if (one.first < one.end)
      report_selector (parser->styles, one);
  } while (comma);
  list->n = selectors->len;
  list->selectors =
      mb_arena_memdup (parser->styles->arena, selectors->pdata, selectors->len * sizeof (gpointer));
  return TRUE;
}

gboolean
mb_selector_parse (MbStyles *styles, MbCssValues values, const MbSelectorList *outer,
                   MbSelectorList *list)
{
  Parser parser = { .styles = styles, .outer = outer };
  values = mb_css_trim (values);
  if (values.first < values.end &&
      parse_list (&parser, values, outer ? LEAD_OUTER : LEAD_NONE, FALSE, list))
    return TRUE;
  if (!parser.too_long)
    return report_selector (styles, values);
  return mb_report (styles->diagnostics, mb_css_pos (values.first), MB_MSG_STYLE_SELECTOR_LONG,
                    G_STRINGIFY (MB_MAX_SELECTOR_PARTS), NULL);
}

gboolean
mb_selector_is_known (MbStyles *styles, MbCssValues values)
{
  Parser parser = { .styles = styles };
  MbSelectorList list;
  MbDiagnostics *kept = styles->diagnostics;
  styles->diagnostics = NULL;
  gboolean known =
      parse_list (&parser, mb_css_trim (values), LEAD_NONE, FALSE, &list) && list.n == 1;
  styles->diagnostics = kept;
  return known;
}

guint32
mb_selector_specificity (const MbSelector *selector)
{
  return selector->specificity;
}

MbPseudo
mb_selector_pseudo (const MbSelector *selector)
{
  return selector->pseudo;
}

MbSelectorKey
mb_selector_key (const MbSelector *selector, const char **name)
{
  static const MbPartKind kinds[] = { MB_PART_ID, MB_PART_CLASS, MB_PART_TAG };
  const MbCompound *subject = &selector->compounds[0];
  for (guint key = MB_KEY_ID; key < MB_KEY_UNIVERSAL; key++)
    for (guint i = 0; i < subject->n; i++)
      if (subject->parts[i].kind == kinds[key]) {
        *name = key == MB_KEY_TAG ? subject->parts[i].lower : subject->parts[i].name;
        return (MbSelectorKey) key;
      }
  *name = NULL;
  return MB_KEY_UNIVERSAL;
}
