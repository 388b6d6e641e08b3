/* SPDX-License-Identifier: Apache-2.0 */
/* Selectors (CSS Selectors 4, the part that a printed page can use).
 *
 * A complex selector is kept from right to left: compound 0 is the subject, `left` says how compound i + 1 relates to
 * compound i. Matching walks left in the selector and up or back in the tree. A plain search with backtracking is
 * exponential in the number of descendant combinators; as in other engines a failed step says how far the search must go
 * back (restart at a sibling, at an ancestor, or not at all), which makes it polynomial. A count of steps bounds the rest.
 *
 * Pseudo-classes of a pointer or keyboard (:hover, :focus…) are valid and never match.
 */
#include "internal.h"

#include <string.h>

#define MAX_NESTING 8
#define MAX_STEPS   200000

typedef enum {
  PART_TAG,
  PART_CLASS,
  PART_ID,
  PART_ATTR,
  PART_NTH,
  PART_ONLY,
  PART_ROOT,
  PART_EMPTY,
  PART_LANG,
  PART_LINK,
  PART_NEVER,
  PART_IS,
  PART_NOT,
} PartKind;

struct MbSelectorPart {
  guint8 kind;
  guint8 operator;            /* PART_ATTR: = ~ | ^ $ * or 0 for presence */
  gboolean any_case;          /* PART_ATTR */
  gboolean from_end, of_type; /* PART_NTH, PART_ONLY */
  int a, b;                   /* PART_NTH */
  const char *name, *value;   /* name: interned with g_intern_string for tags and attributes */
  const char *lower;          /* PART_TAG: the name of HTML elements */
  MbSelectorList list;        /* PART_IS, PART_NOT */
  guint32 specificity;
};

typedef struct {
  MbSelectorPart *parts;
  guint n;
  char
      left; /* combinator between this and the next compound, which stands to its left; 0 at the end */
} Compound;

struct MbSelector {
  Compound *compounds;
  guint n;
  guint32 specificity;
  MbPseudo pseudo;
};

enum { SPEC_ID = 1 << 20, SPEC_CLASS = 1 << 10, SPEC_TAG = 1 };

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
} Parser;

static gboolean parse_list (Parser *parser, MbCssValues values, MbSelectorList *list);

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

/* ns|name: the tree keeps the usual prefix of the attribute, "epub:type". */
static const char *
take_attr_name (MbCssCursor *cursor)
{
  const char *name = mb_css_take_ident (cursor);
  MbCssCursor ahead = *cursor;
  const char *local;
  if (name && mb_css_take_mark (&ahead, '|') && (local = mb_css_take_ident (&ahead))) {
    g_autofree char *prefixed = g_strconcat (name, ":", local, NULL);
    *cursor = ahead;
    return g_intern_string (prefixed);
  }
  return name ? g_intern_string (name) : NULL;
}

static gboolean
parse_attr (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  part->kind = PART_ATTR;
  part->specificity = SPEC_CLASS;
  part->name = take_attr_name (&inside);
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

static gboolean
parse_nth (MbCssCursor inside, MbSelectorPart *part)
{
  return mb_css_take_anb (&inside, &part->a, &part->b) && mb_css_at_end (&inside);
}

static gboolean
parse_lang (Parser *parser, MbCssCursor inside, MbSelectorPart *part)
{
  const char *language = mb_css_take_ident (&inside);
  if (!language)
    language = mb_css_take_string (&inside);
  part->value = language ? mb_styles_intern (parser->styles, language) : NULL;
  return language && mb_css_at_end (&inside);
}

static gboolean
parse_nested (Parser *parser, MbCssCursor inside, MbSelectorPart *part, gboolean counts)
{
  if (parser->nesting == MAX_NESTING)
    return FALSE;
  parser->nesting++;
  gboolean parsed = parse_list (parser, mb_css_rest (&inside), &part->list);
  parser->nesting--;
  part->specificity = 0;
  for (guint i = 0; parsed && i < part->list.n; i++) {
    if (part->list.selectors[i]->pseudo != MB_PSEUDO_NONE)
      return FALSE;
    if (counts)
      part->specificity = MAX (part->specificity, part->list.selectors[i]->specificity);
  }
  return parsed;
}

static gboolean
parse_functional (Parser *parser, const MbCssValue *function, MbSelectorPart *part)
{
  static const struct {
    const char *name;
    gboolean from_end, of_type;
  } counted[] = { { "nth-child", FALSE, FALSE },
                  { "nth-last-child", TRUE, FALSE },
                  { "nth-of-type", FALSE, TRUE },
                  { "nth-last-of-type", TRUE, TRUE } };
  MbCssCursor inside = mb_css_cursor (mb_css_inside (function));
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    if (mb_css_is_function (function, counted[i].name)) {
      part->kind = PART_NTH;
      part->from_end = counted[i].from_end;
      part->of_type = counted[i].of_type;
      return parse_nth (inside, part);
    }
  if (mb_css_is_function (function, "lang")) {
    part->kind = PART_LANG;
    return parse_lang (parser, inside, part);
  }
  part->kind = mb_css_is_function (function, "not") ? PART_NOT : PART_IS;
  if (part->kind == PART_NOT || mb_css_is_function (function, "is") ||
      mb_css_is_function (function, "where"))
    return parse_nested (parser, inside, part, !mb_css_is_function (function, "where"));
  return FALSE;
}

static gboolean
parse_plain (const char *name, MbSelectorPart *part)
{
  static const struct {
    const char *name;
    PartKind kind;
    gboolean from_end, of_type;
  } words[] = {
    { "first-child", PART_NTH, FALSE, FALSE }, { "last-child", PART_NTH, TRUE, FALSE },
    { "only-child", PART_ONLY, FALSE, FALSE }, { "first-of-type", PART_NTH, FALSE, TRUE },
    { "last-of-type", PART_NTH, TRUE, TRUE },  { "only-of-type", PART_ONLY, FALSE, TRUE },
    { "root", PART_ROOT, FALSE, FALSE },       { "empty", PART_EMPTY, FALSE, FALSE },
    { "link", PART_LINK, FALSE, FALSE },       { "any-link", PART_LINK, FALSE, FALSE },
    { "visited", PART_NEVER, FALSE, FALSE },   { "hover", PART_NEVER, FALSE, FALSE },
    { "active", PART_NEVER, FALSE, FALSE },    { "focus", PART_NEVER, FALSE, FALSE },
    { "target", PART_NEVER, FALSE, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (name, words[i].name) == 0) {
      part->kind = (guint8) words[i].kind;
      part->from_end = words[i].from_end;
      part->of_type = words[i].of_type;
      part->b = 1;
      return TRUE;
    }
  return FALSE;
}

static const char *const pseudo_names[] = {
  "before", "after", "marker", "first-letter", "first-line", "-marbre-first-words", NULL
};

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
  part->specificity = SPEC_CLASS;
  if (next->kind == MB_CSS_FUNCTION)
    return !two && parse_functional (parser, next, part);
  if (next->kind != MB_CSS_IDENT)
    return FALSE;
  for (guint i = 0; pseudo_names[i]; i++)
    if (g_ascii_strcasecmp (next->text, pseudo_names[i]) == 0) {
      *pseudo = (MbPseudo) (i + MB_PSEUDO_BEFORE);
      return two || i != MB_PSEUDO_MARKER - MB_PSEUDO_BEFORE;
    }
  return !two && parse_plain (next->text, part);
}

static void
fill_tag (MbSelectorPart *part, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  part->kind = PART_TAG;
  part->specificity = SPEC_TAG;
  part->name = g_intern_string (name);
  part->lower = g_intern_string (lower);
}

/* A part is taken from @cursor; white space and combinators end the compound and are left.
 * Returns: 1 taken, 0 the compound ends here, -1 wrong. */
static int
parse_part (Parser *parser, MbCssCursor *cursor, guint n_before, MbSelectorPart *part,
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
    if (n_before > 0)
      return -1;
    fill_tag (part, next->text);
    return 1;
  case MB_CSS_HASH:
    part->kind = PART_ID;
    part->specificity = SPEC_ID;
    part->name = mb_styles_intern (parser->styles, next->text);
    return next->flags & MB_CSS_ID ? 1 : -1;
  case MB_CSS_BRACKETS:
    return parse_attr (parser, mb_css_cursor (mb_css_inside (next)), part) ? 1 : -1;
  case MB_CSS_COLON: return parse_colon (parser, cursor, part, pseudo) ? 1 : -1;
  default: break;
  }
  if (!mb_css_is_delim (next, '.'))
    return -1;
  const MbCssValue *name = mb_css_take_raw (cursor);
  if (!name || name->kind != MB_CSS_IDENT)
    return -1;
  part->kind = PART_CLASS;
  part->specificity = SPEC_CLASS;
  part->name = mb_styles_intern (parser->styles, name->text);
  return 1;
}

static gboolean
parse_compound (Parser *parser, MbCssCursor *cursor, Compound *compound, MbPseudo *pseudo)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (MbSelectorPart));
  MbSelectorPart part;
  gboolean universal = FALSE;
  MbCssCursor ahead = *cursor;
  const MbCssValue *star = mb_css_take_raw (&ahead);
  if (star && mb_css_is_delim (star, '*')) {
    universal = TRUE;
    *cursor = ahead;
  }
  for (int taken;
       (taken = parse_part (parser, cursor, parts->len + universal, &part, pseudo)) != 0;) {
    if (taken < 0)
      return FALSE;
    if (++parser->n_parts > MB_MAX_SELECTOR_PARTS) {
      parser->too_long = TRUE;
      return FALSE;
    }
    if (*pseudo != MB_PSEUDO_NONE)
      break; /* nothing may follow a pseudo-element */
    g_array_append_val (parts, part);
  }
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
    Compound swap = g_array_index (compounds, Compound, i);
    g_array_index (compounds, Compound, i) = g_array_index (compounds, Compound, j);
    g_array_index (compounds, Compound, j) = swap;
  }
}

static MbSelector *
parse_complex (Parser *parser, MbCssValues values)
{
  g_autoptr (GArray) compounds = g_array_new (FALSE, TRUE, sizeof (Compound));
  MbCssCursor cursor = mb_css_cursor (mb_css_trim (values));
  MbPseudo pseudo = MB_PSEUDO_NONE;
  int combinator = 0;
  do {
    Compound compound = { NULL, 0, (char) combinator };
    if (combinator < 0 || pseudo != MB_PSEUDO_NONE ||
        !parse_compound (parser, &cursor, &compound, &pseudo))
      return NULL;
    if (++parser->n_parts > MB_MAX_SELECTOR_PARTS) {
      parser->too_long = TRUE;
      return NULL;
    }
    g_array_append_val (compounds, compound);
  } while ((combinator = parse_combinator (&cursor)) != 0);

  /* each compound holds the combinator on its left, which is what `left` says once they stand from right to left */
  reverse (compounds);
  MbSelector *selector = mb_arena_new0 (parser->styles->arena, MbSelector);
  selector->n = compounds->len;
  selector->pseudo = pseudo;
  selector->compounds =
      mb_arena_memdup (parser->styles->arena, compounds->data, compounds->len * sizeof (Compound));
  selector->specificity = pseudo != MB_PSEUDO_NONE ? SPEC_TAG : 0;
  for (guint i = 0; i < selector->n; i++)
    for (guint j = 0; j < selector->compounds[i].n; j++)
      selector->specificity =
          add_specificity (selector->specificity, selector->compounds[i].parts[j].specificity);
  return selector;
}

static gboolean
parse_list (Parser *parser, MbCssValues values, MbSelectorList *list)
{
  g_autoptr (GPtrArray) selectors = g_ptr_array_new ();
  MbCssCursor cursor = mb_css_cursor (values);
  do {
    MbSelector *selector = parse_complex (parser, mb_css_take_until_comma (&cursor));
    if (!selector)
      return FALSE;
    g_ptr_array_add (selectors, selector);
  } while (cursor.at < cursor.end);
  list->n = selectors->len;
  list->selectors =
      mb_arena_memdup (parser->styles->arena, selectors->pdata, selectors->len * sizeof (gpointer));
  return TRUE;
}

gboolean
mb_selector_parse (MbStyles *styles, MbCssValues values, MbSelectorList *list)
{
  Parser parser = { .styles = styles };
  values = mb_css_trim (values);
  if (values.first < values.end && parse_list (&parser, values, list))
    return TRUE;
  MbPos pos = values.first < values.end ? mb_css_pos (values.first) : MB_NOWHERE;
  if (parser.too_long)
    return mb_report (styles->diagnostics, pos, MB_MSG_STYLE_SELECTOR_LONG,
                      G_STRINGIFY (MB_MAX_SELECTOR_PARTS), NULL);
  const char *text = mb_css_original (styles->arena, values);
  return mb_report_width (styles->diagnostics, pos, (guint) MAX (g_utf8_strlen (text, -1), 1),
                          MB_MSG_STYLE_SELECTOR, text, NULL);
}

/* --- Places among siblings --------------------------------------------------------------------------------*/

typedef struct {
  guint32 child, child_last, type, type_last; /* from 1; 0: not counted yet */
} Place;

static Place *
place_at (MbStyles *styles, const MbNode *node)
{
  if (node->id >= styles->indices->len)
    g_array_set_size (styles->indices, MAX (node->id + 1, mb_doc_n_nodes (styles->doc)));
  return &g_array_index (styles->indices, Place, node->id);
}

static guint32
count_name (GHashTable *names, const MbNode *node)
{
  guint32 count = GPOINTER_TO_UINT (g_hash_table_lookup (names, node->name)) + 1;
  g_hash_table_insert (names, (gpointer) node->name, GUINT_TO_POINTER (count));
  return count;
}

/* All siblings at once: asking for each paragraph of a chapter stays linear. */
static void
count_siblings (MbStyles *styles, const MbNode *first, const MbNode *last)
{
  g_autoptr (GHashTable) names = g_hash_table_new (NULL, NULL);
  guint32 n = 0;
  for (const MbNode *node = first; node; node = node->next)
    if (node->kind == MB_NODE_ELEMENT) {
      Place *place = place_at (styles, node);
      place->child = ++n;
      place->type = count_name (names, node);
    }
  g_hash_table_remove_all (names);
  n = 0;
  for (const MbNode *node = last; node; node = node->prev)
    if (node->kind == MB_NODE_ELEMENT) {
      Place *place = place_at (styles, node);
      place->child_last = ++n;
      place->type_last = count_name (names, node);
    }
}

static const Place *
place_of (MbStyles *styles, const MbNode *node)
{
  static const Place alone = { 1, 1, 1, 1 };
  if (!node->parent)
    return &alone;
  if (place_at (styles, node)->child == 0)
    count_siblings (styles, node->parent->first, node->parent->last);
  return place_at (styles, node);
}

/* --- Matching one part -------------------------------------------------------------------------------------*/

static gboolean
text_equal (const char *a, const char *b, gsize n, gboolean any_case)
{
  return any_case ? g_ascii_strncasecmp (a, b, n) == 0 : strncmp (a, b, n) == 0;
}

static gboolean
attr_has_word (const char *value, const MbSelectorPart *part)
{
  gsize wanted = strlen (part->value);
  while (wanted && *value) {
    gsize length = strcspn (value, " \t\n\r\f");
    if (length == wanted && text_equal (value, part->value, length, part->any_case))
      return TRUE;
    value += length + strspn (value + length, " \t\n\r\f");
  }
  return FALSE;
}

static gboolean
attr_contains (const char *value, const MbSelectorPart *part)
{
  gsize wanted = strlen (part->value);
  for (; *value; value++)
    if (text_equal (value, part->value, wanted, part->any_case))
      return TRUE;
  return FALSE;
}

static gboolean
attr_matches (const char *value, const MbSelectorPart *part)
{
  if (!part->operator)
    return TRUE;
  gsize wanted = strlen (part->value), length = strlen (value);
  switch (part->operator) {
  case '=': return length == wanted && text_equal (value, part->value, wanted, part->any_case);
  case '~': return attr_has_word (value, part);
  case '|':
    return length >= wanted && text_equal (value, part->value, wanted, part->any_case) &&
           (value[wanted] == 0 || value[wanted] == '-');
  case '^':
    return wanted && length >= wanted && text_equal (value, part->value, wanted, part->any_case);
  case '$':
    return wanted && length >= wanted &&
           text_equal (value + length - wanted, part->value, wanted, part->any_case);
  default: return wanted && attr_contains (value, part);
  }
}

static gboolean
nth_matches (const MbSelectorPart *part, guint32 index)
{
  gint64 rest = (gint64) index - part->b;
  return part->a == 0 ? rest == 0 : rest % part->a == 0 && rest / part->a >= 0;
}

static guint32
place_index (const MbSelectorPart *part, const Place *place)
{
  if (part->of_type)
    return part->from_end ? place->type_last : place->type;
  return part->from_end ? place->child_last : place->child;
}

static gboolean
is_empty (const MbNode *node)
{
  for (const MbNode *child = node->first; child; child = child->next)
    if (child->kind == MB_NODE_ELEMENT || child->length > 0)
      return FALSE;
  return TRUE;
}

static gboolean
lang_matches (const char *language, const char *range)
{
  gsize length = strlen (range);
  return language && g_ascii_strncasecmp (language, range, length) == 0 &&
         (language[length] == 0 || language[length] == '-');
}

static gboolean
any_matches (MbStyles *styles, const MbSelectorList *list, const MbNode *node)
{
  for (guint i = 0; i < list->n; i++)
    if (mb_selector_matches (styles, list->selectors[i], node))
      return TRUE;
  return FALSE;
}

static gboolean
part_matches (MbStyles *styles, const MbSelectorPart *part, const MbNode *node)
{
  const char *value;
  const Place *place;
  switch ((PartKind) part->kind) {
  case PART_TAG:
    return node->name == part->name || (node->ns == MB_NS_HTML && node->name == part->lower);
  case PART_CLASS: return mb_node_has_class (node, part->name);
  case PART_ID: return (value = mb_node_attr (node, "id")) && g_str_equal (value, part->name);
  case PART_ATTR: return (value = mb_node_attr (node, part->name)) && attr_matches (value, part);
  case PART_NTH: return nth_matches (part, place_index (part, place_of (styles, node)));
  case PART_ONLY:
    place = place_of (styles, node);
    return part->of_type ? place->type == 1 && place->type_last == 1
                         : place->child == 1 && place->child_last == 1;
  case PART_ROOT: return !node->parent || node == styles->scope;
  case PART_EMPTY: return is_empty (node);
  case PART_LANG: return lang_matches (mb_node_lang (styles->doc, node), part->value);
  case PART_LINK: return mb_node_is (node, "a") && mb_node_attr (node, "href");
  case PART_NEVER: return FALSE;
  case PART_IS: return any_matches (styles, &part->list, node);
  case PART_NOT: return !any_matches (styles, &part->list, node);
  }
  return FALSE;
}

/* --- Matching a selector ---------------------------------------------------------------------------------------*/

static gboolean
spend_step (MbStyles *styles)
{
  if (styles->selector_steps < MAX_STEPS) {
    styles->selector_steps++;
    return TRUE;
  }
  mb_report (styles->diagnostics, MB_NOWHERE, MB_MSG_STYLE_SELECTOR_COST, NULL);
  return FALSE;
}

static gboolean
compound_matches (MbStyles *styles, const Compound *compound, const MbNode *node)
{
  if (!spend_step (styles))
    return FALSE;
  for (guint i = 0; i < compound->n; i++)
    if (!part_matches (styles, &compound->parts[i], node))
      return FALSE;
  return TRUE;
}

static const MbNode *
previous_element (const MbNode *node)
{
  do
    node = node->prev;
  while (node && node->kind != MB_NODE_ELEMENT);
  return node;
}

typedef enum { MATCHED, RESTART_SIBLING, RESTART_ANCESTOR, FAILED } Outcome;

static Outcome
match_from (MbStyles *styles, const MbSelector *selector, guint at, const MbNode *node)
{
  const Compound *compound = &selector->compounds[at];
  if (!compound_matches (styles, compound, node))
    return RESTART_SIBLING;
  if (!compound->left)
    return MATCHED;

  gboolean sideways = compound->left == '+' || compound->left == '~';
  for (;;) {
    node = sideways ? previous_element (node) : node->parent;
    if (!node)
      return sideways ? RESTART_ANCESTOR : FAILED;
    Outcome outcome = match_from (styles, selector, at + 1, node);
    if (outcome == MATCHED || outcome == FAILED || compound->left == '+')
      return outcome;
    if (compound->left == '>')
      return RESTART_ANCESTOR;
    if (outcome == RESTART_ANCESTOR && compound->left == '~')
      return outcome;
  }
}

gboolean
mb_selector_matches (MbStyles *styles, const MbSelector *selector, const MbNode *node)
{
  return match_from (styles, selector, 0, node) == MATCHED;
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
  static const PartKind kinds[] = { PART_ID, PART_CLASS, PART_TAG };
  const Compound *subject = &selector->compounds[0];
  for (guint key = MB_KEY_ID; key < MB_KEY_UNIVERSAL; key++)
    for (guint i = 0; i < subject->n; i++)
      if (subject->parts[i].kind == kinds[key]) {
        *name = key == MB_KEY_TAG ? subject->parts[i].lower : subject->parts[i].name;
        return (MbSelectorKey) key;
      }
  *name = NULL;
  return MB_KEY_UNIVERSAL;
}
