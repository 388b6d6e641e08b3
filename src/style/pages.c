/* SPDX-License-Identifier: Apache-2.0 */
/* @page and its margin boxes (CSS Paged Media 3, GCPM 3).
 *
 * A page rule is kept with its selector, its declarations, and the declarations of its margin boxes. For a page context
 * the rules that match are sorted like those of an element; the page box inherits from the root element and a margin box
 * from the page box. Masters are kept by the list of rules that made them, so a book has as many as it has looks. */
#include "internal.h"

#include <string.h>

enum {
  PSEUDO_FIRST = 1 << 0,
  PSEUDO_LEFT = 1 << 1,
  PSEUDO_RIGHT = 1 << 2,
  PSEUDO_BLANK = 1 << 3,
  PSEUDO_NTH = 1 << 4
};

typedef enum {
  DESCRIPTOR_SIZE,
  DESCRIPTOR_MARKS,
  DESCRIPTOR_BLEED,
  DESCRIPTOR_ORIENTATION,
  N_DESCRIPTORS
} Descriptor;

typedef struct {
  const char *name;  /* NULL: any page */
  const char *group; /* of :nth(… of name), or NULL */
  guint pseudos;
  int a, b;
  guint32 specificity, order;
  MbOrigin origin;
  const MbLayer *layer;
  MbCondition *condition; /* such a rule says nothing of the size */
  MbDeclBlock block;
  MbDeclBlock margin[MB_N_MARGIN_BOXES];
  MbDeclBlock footnote;
  MbCssValues descriptors[N_DESCRIPTORS]; /* first NULL: not given */
} PageRule;

static const char *const margin_names[] = {
  "top-left-corner",
  "top-left",
  "top-center",
  "top-right",
  "top-right-corner",
  "right-top",
  "right-middle",
  "right-bottom",
  "bottom-right-corner",
  "bottom-right",
  "bottom-center",
  "bottom-left",
  "bottom-left-corner",
  "left-bottom",
  "left-middle",
  "left-top",
  NULL,
};

static const char *const descriptor_names[] = { "size", "marks", "bleed", "page-orientation",
                                                NULL };

/* --- Descriptors -------------------------------------------------------------------------------------*/

/* In points, upright. */
static const struct {
  const char *name;
  double width, height;
} formats[] = {
  { "a3", 297 * 72 / 25.4, 420 * 72 / 25.4 },
  { "a4", 210 * 72 / 25.4, 297 * 72 / 25.4 },
  { "a5", 148 * 72 / 25.4, 210 * 72 / 25.4 },
  { "a6", 105 * 72 / 25.4, 148 * 72 / 25.4 },
  { "b4", 250 * 72 / 25.4, 353 * 72 / 25.4 },
  { "b5", 176 * 72 / 25.4, 250 * 72 / 25.4 },
  { "letter", 612, 792 },
  { "legal", 612, 1008 },
  { "ledger", 792, 1224 },
};

static gboolean
take_format (MbCssCursor *cursor, MbPageStyle *page)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (mb_css_take_word (cursor, formats[i].name)) {
      page->width = mb_pt (formats[i].width);
      page->height = mb_pt (formats[i].height);
      return TRUE;
    }
  return FALSE;
}

static gboolean
take_extents (MbCssContext *context, MbCssCursor *cursor, MbPageStyle *page)
{
  const MbLength least = (MbLength) (MB_MIN_PAGE_PT * MB_PT), most = MB_MAX_PAGE_PT * MB_PT;
  MbLength width, height;
  if (!mb_value_length (context, cursor, 0, &width))
    return FALSE;
  if (!mb_value_length (context, cursor, 0, &height))
    height = width;
  page->width = CLAMP (width, least, most);
  page->height = CLAMP (height, least, most);
  context->clamped |= page->width != width || page->height != height;
  return TRUE;
}

static gboolean
read_size (MbCssContext *context, MbCssCursor *cursor, MbPageStyle *page)
{
  static const char *const turns[] = { "portrait", "landscape", NULL };
  page->width = mb_pt (210 * 72 / 25.4);
  page->height = mb_pt (297 * 72 / 25.4);
  if (mb_css_take_word (cursor, "auto") || take_extents (context, cursor, page))
    return TRUE;
  int turn = mb_css_take_words (cursor, turns);
  gboolean format = take_format (cursor, page);
  if (turn < 0)
    turn = mb_css_take_words (cursor, turns);
  if (turn == 1) {
    MbLength swap = page->width;
    page->width = page->height;
    page->height = swap;
  }
  return format || turn >= 0;
}

static gboolean
read_marks (MbCssContext *context, MbCssCursor *cursor, MbPageStyle *page)
{
  static const char *const words[] = { "crop", "cross", NULL };
  page->marks_crop = page->marks_cross = FALSE;
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  int word = mb_css_take_words (cursor, words);
  if (word < 0)
    return FALSE;
  for (; word >= 0; word = mb_css_take_words (cursor, words)) {
    page->marks_crop |= word == 0;
    page->marks_cross |= word == 1;
  }
  return TRUE;
}

static gboolean
read_bleed (MbCssContext *context, MbCssCursor *cursor, MbPageStyle *page)
{
  if (mb_css_take_word (cursor, "auto")) {
    page->bleed = page->marks_crop ? 6 * MB_PT : 0;
    return TRUE;
  }
  return mb_value_length (context, cursor, 0, &page->bleed);
}

static gboolean
read_orientation (MbCssContext *context, MbCssCursor *cursor, MbPageStyle *page)
{
  static const char *const words[] = { "upright", "rotate-right", "rotate-left", NULL };
  static const MbPageTurn turns[] = { MB_PAGE_UPRIGHT, MB_PAGE_TURNED_RIGHT, MB_PAGE_TURNED_LEFT };
  int word = mb_css_take_words (cursor, words);
  (void) context;
  page->turn = turns[MAX (word, 0)];
  return word >= 0;
}

static gboolean
read_descriptor (MbCssContext *context, Descriptor which, MbCssValues values, MbPageStyle *page)
{
  static gboolean (*const readers[]) (MbCssContext *, MbCssCursor *,
                                      MbPageStyle *) = { read_size, read_marks, read_bleed,
                                                         read_orientation };
  MbCssCursor cursor = mb_css_cursor (values);
  return readers[which](context, &cursor, page) && mb_css_at_end (&cursor);
}

/* --- Reading ---------------------------------------------------------------------------------------------*/

static const char *const descriptor_syntax[] = {
  "auto | <length>{1,2} | [A3 | A4 | A5 | A6 | B4 | B5 | letter | …] || [portrait | landscape]",
  "none | crop || cross",
  "auto | <length>",
  "upright | rotate-left | rotate-right",
};

static gboolean
keep_descriptor (MbStyles *styles, const MbCssItem *item, PageRule *rule)
{
  for (guint i = 0; i < N_DESCRIPTORS; i++) {
    if (g_ascii_strcasecmp (item->name, descriptor_names[i]) != 0)
      continue;
    MbCssContext context = styles->check;
    MbPageStyle page = { 0 };
    const char *text = mb_css_original (styles->arena, item->values);
    if (mb_custom_uses_var (item->values)) {
      mb_custom_note_uses (styles, item->values);
    } else if (!read_descriptor (&context, (Descriptor) i, item->values, &page)) {
      mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_VALUE, text, item->name,
                 descriptor_syntax[i], NULL);
      return TRUE;
    }
    if (context.clamped)
      mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_RANGE, text, item->name, NULL);
    rule->descriptors[i] = item->values;
    return TRUE;
  }
  return FALSE;
}

static gboolean
keep_margin_box (MbStyles *styles, const MbCssItem *item, PageRule *rule)
{
  for (guint i = 0; i < MB_N_MARGIN_BOXES; i++)
    if (g_ascii_strcasecmp (item->name, margin_names[i]) == 0) {
      rule->margin[i] = mb_decl_read (styles, MB_CSS_DECLARATIONS, item->block, NULL, NULL);
      return TRUE;
    }
  if (g_ascii_strcasecmp (item->name, "footnote") != 0)
    return FALSE;
  rule->footnote = mb_decl_read (styles, MB_CSS_DECLARATIONS, item->block, NULL, NULL);
  return TRUE;
}

static gboolean
keep_item (MbStyles *styles, const MbCssItem *item, gpointer data)
{
  if (item->kind == MB_CSS_DECLARATION)
    return keep_descriptor (styles, item, data);
  return item->kind == MB_CSS_AT_RULE && item->has_block && keep_margin_box (styles, item, data);
}

static gboolean
parse_page_pseudo (MbStyles *styles, MbCssCursor *cursor, PageRule *rule)
{
  static const char *const words[] = { "first", "left", "right", "blank", NULL };
  const MbCssValue *next = mb_css_take_raw (cursor);
  MbCssCursor inside;
  if (!next)
    return FALSE;
  for (guint i = 0; next->kind == MB_CSS_IDENT && words[i]; i++)
    if (mb_css_is_word (next, words[i])) {
      rule->pseudos |= 1u << i;
      rule->specificity += i == 1 || i == 2 ? 1 : 1 << 10;
      return TRUE;
    }
  if (!mb_css_is_function (next, "nth"))
    return FALSE;
  inside = mb_css_cursor (mb_css_inside (next));
  rule->pseudos |= PSEUDO_NTH;
  rule->specificity += 1 << 10;
  if (!mb_css_take_anb (&inside, &rule->a, &rule->b))
    return FALSE;
  const char *group = mb_css_take_word (&inside, "of") ? mb_css_take_ident (&inside) : NULL;
  rule->group = group ? mb_styles_intern (styles, group) : NULL;
  rule->specificity += group ? 1 << 20 : 0; /* it names a page as a type selector does */
  return mb_css_at_end (&inside);
}

static gboolean
parse_page_selector (MbStyles *styles, MbCssValues values, PageRule *rule)
{
  MbCssCursor cursor = mb_css_cursor (values);
  const char *name = mb_css_take_ident (&cursor);
  rule->name = name ? mb_styles_intern (styles, name) : NULL;
  rule->specificity = name ? 1 << 20 : 0;
  while (cursor.at < cursor.end) {
    const MbCssValue *colon = mb_css_take_raw (&cursor);
    if (colon->kind != MB_CSS_COLON || !parse_page_pseudo (styles, &cursor, rule))
      return FALSE;
  }
  return TRUE;
}

static void
report_selector (MbStyles *styles, MbCssValues values)
{
  const char *text = mb_css_original (styles->arena, values);
  mb_report_width (styles->diagnostics, mb_css_pos (values.first), (guint) g_utf8_strlen (text, -1),
                   MB_MSG_STYLE_PAGE, text, NULL);
}

void
mb_pages_read (MbSheet *sheet, const MbCssItem *item)
{
  MbStyles *styles = sheet->styles;
  PageRule rule = { .origin = sheet->origin,
                    .order = styles->next_order++,
                    .layer = sheet->layer,
                    .condition = sheet->condition };
  rule.block = mb_decl_read (styles, MB_CSS_DECLARATIONS, item->block, keep_item, &rule);
  MbCssCursor cursor = mb_css_cursor (item->values);
  do {
    MbCssValues one = mb_css_trim (mb_css_take_until_comma (&cursor));
    PageRule *kept = mb_arena_memdup (styles->arena, &rule, sizeof rule);
    if (parse_page_selector (styles, one, kept))
      g_ptr_array_add (styles->page_rules, kept);
    else
      report_selector (styles, one);
  } while (cursor.at < cursor.end);
}

/* --- Matching ----------------------------------------------------------------------------------------------*/

static gboolean
nth_matches (const PageRule *rule, guint index)
{
  gint64 rest = (gint64) index - rule->b;
  return rule->a == 0 ? rest == 0 : rest % rule->a == 0 && rest / rule->a >= 0;
}

/* The first page of a page group when the selector names one (GCPM 3 § 8), else the first of the document. */
static gboolean
is_first (const PageRule *rule, const MbPageContext *context)
{
  return rule->name ? context->in_group == 1 : context->first;
}

static gboolean
is_nth (const PageRule *rule, const MbPageContext *context)
{
  if (!rule->group)
    return nth_matches (rule, context->index);
  return context->in_group > 0 && g_strcmp0 (rule->group, context->name) == 0 &&
         nth_matches (rule, context->in_group);
}

static gboolean
rule_matches (const PageRule *rule, const MbPageContext *context)
{
  const char *name = context->name ? context->name : "";
  if (rule->name && !g_str_equal (rule->name, name))
    return FALSE;
  if ((rule->pseudos & PSEUDO_FIRST) && !is_first (rule, context))
    return FALSE;
  if ((rule->pseudos & PSEUDO_LEFT) && !context->left)
    return FALSE;
  if ((rule->pseudos & PSEUDO_RIGHT) && context->left)
    return FALSE;
  if ((rule->pseudos & PSEUDO_BLANK) && !context->blank)
    return FALSE;
  return !(rule->pseudos & PSEUDO_NTH) || is_nth (rule, context);
}

static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const PageRule *x = *(const PageRule *const *) a, *y = *(const PageRule *const *) b;
  if (x->origin != y->origin)
    return x->origin < y->origin ? -1 : 1;
  if (x->layer != y->layer)
    return x->layer->rank < y->layer->rank ? -1 : 1;
  if (x->specificity != y->specificity)
    return x->specificity < y->specificity ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

/* --- Computing -----------------------------------------------------------------------------------------------*/

static const MbStyle *
compute_margin (MbStyles *styles, const GPtrArray *rules, guint box, const MbStyle *parent)
{
  g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (MbApplied));
  for (guint i = 0; i < rules->len; i++) {
    const PageRule *rule = rules->pdata[i];
    MbApplied one = { rule->margin[box], rule->origin, rule->layer->rank };
    if (one.block.n)
      g_array_append_val (applied, one);
  }
  if (applied->len == 0)
    return NULL;
  const MbStyle *style =
      mb_computed_style (styles, parent, (const MbApplied *) applied->data, applied->len);
  return style->paged->content.n ? style : NULL;
}

static const MbStyle *
compute_footnote (MbStyles *styles, const GPtrArray *rules, const MbStyle *parent)
{
  g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (MbApplied));
  for (guint i = 0; i < rules->len; i++) {
    const PageRule *rule = rules->pdata[i];
    MbApplied one = { rule->footnote, rule->origin, rule->layer->rank };
    if (one.block.n)
      g_array_append_val (applied, one);
  }
  return mb_computed_style (styles, parent, (const MbApplied *) applied->data, applied->len);
}

static const MbStyle *
compute_page_box (MbStyles *styles, const GPtrArray *rules)
{
  g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (MbApplied));
  for (guint i = 0; i < rules->len; i++) {
    const PageRule *rule = rules->pdata[i];
    MbApplied one = { rule->block, rule->origin, rule->layer->rank };
    g_array_append_val (applied, one);
  }
  const MbStyle *root = mb_style_of (styles, mb_doc_root (styles->doc));
  return mb_computed_style (styles, root, (const MbApplied *) applied->data, applied->len);
}

static void
apply_descriptor (MbStyles *styles, Descriptor which, MbCssValues values, MbPageStyle *page)
{
  MbCssContext context = styles->check;
  MbDraft draft;
  mb_computed_draft (page->style, &draft);
  context.draft = &draft;
  context.em = page->style->font->size;
  MbPageStyle tried = *page;
  const char *text = mb_css_original (styles->arena, values);
  MbPos pos = values.first < values.end ? mb_css_pos (values.first) : MB_NOWHERE;
  if (mb_custom_uses_var (values) &&
      !mb_custom_substitute (styles, page->style->custom, values, &values))
    mb_report (styles->diagnostics, pos, MB_MSG_STYLE_VAR_VALUE, text, descriptor_names[which],
               NULL);
  else if (read_descriptor (&context, which, values, &tried))
    memcpy (page, &tried, sizeof *page);
  else
    mb_report (styles->diagnostics, pos, MB_MSG_STYLE_VAR_VALUE, text, descriptor_names[which],
               NULL);
}

/* A page box whose size and margins are all given, or that leaves none for auto margins: the sheet is as large as it with its margins
 * (css-page-3 § 7.2). @base: the size of the sheet so far. */
static MbLength
settle_extent (const MbStyle *style, gboolean down, MbLength base)
{
  const MbStyleBox *box = style->box;
  const int sides[2] = { down ? MB_TOP : MB_LEFT, down ? MB_BOTTOM : MB_RIGHT };
  MbSize size = down ? box->height : box->width;
  MbSize least = down ? box->min_height : box->min_width,
         most = down ? box->max_height : box->max_width;
  gint64 edges = 0, margins = 0;
  gboolean automatic = FALSE;
  if (size.kind != MB_SIZE_LENGTH && size.kind != MB_SIZE_PERCENT)
    return base;
  for (int i = 0; i < 2; i++) {
    edges += style->border->width[sides[i]] + mb_size_resolve (box->padding[sides[i]], base, 0);
    margins += mb_size_resolve (box->margin[sides[i]], base, 0);
    automatic |= box->margin[sides[i]].kind == MB_SIZE_AUTO;
  }
  gint64 inner = mb_size_resolve (size, base, 0);
  inner = MIN (inner, mb_size_resolve (most, base, MB_LENGTH_MAX));
  inner = MAX (inner, mb_size_resolve (least, base, 0));
  gint64 outer = margins + (box->border_box ? MAX (inner, edges) : inner + edges);
  if (automatic && outer <= base)
    return base;
  return (MbLength) CLAMP (outer, (gint64) (MB_MIN_PAGE_PT * MB_PT),
                           (gint64) MB_MAX_PAGE_PT * MB_PT);
}

static const MbPageStyle *
compute_page (MbStyles *styles, const GPtrArray *rules)
{
  MbPageStyle page;
  memset (&page, 0, sizeof page);
  page.width = mb_pt (210 * 72 / 25.4);
  page.height = mb_pt (297 * 72 / 25.4);
  page.style = compute_page_box (styles, rules);
  for (guint which = 0; which < N_DESCRIPTORS; which++)
    for (guint i = 0; i < rules->len; i++) {
      const PageRule *rule = rules->pdata[i];
      if (rule->descriptors[which].first && !(which == DESCRIPTOR_SIZE && rule->condition))
        apply_descriptor (styles, (Descriptor) which, rule->descriptors[which], &page);
    }
  page.sheet_width = page.width;
  page.sheet_height = page.height;
  page.width = settle_extent (page.style, FALSE, page.width);
  page.height = settle_extent (page.style, TRUE, page.height);
  for (guint box = 0; box < MB_N_MARGIN_BOXES; box++)
    page.margin[box] = compute_margin (styles, rules, box, page.style);
  page.footnote = compute_footnote (styles, rules, page.style);
  page.counter_reset = page.style->paged->counter_reset;
  page.n_reset = page.style->paged->n_reset;
  page.counter_increment = page.style->paged->counter_increment;
  page.n_increment = page.style->paged->n_increment;
  return mb_intern_bytes (styles->arena, styles->page_styles, &page, sizeof page);
}

const MbPageStyle *
mb_style_page (MbStyles *styles, const MbPageContext *context)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  mb_styles_measure (styles);
  for (guint i = 0; i < styles->page_rules->len; i++) {
    PageRule *rule = styles->page_rules->pdata[i];
    if (rule_matches (rule, context) && mb_condition_holds (styles, rule->condition))
      g_ptr_array_add (rules, rule);
  }
  g_ptr_array_sort (rules, compare_rules);
  g_ptr_array_add (rules, NULL); /* so that no rules are a key too */
  gconstpointer key = mb_styles_array (styles, rules->pdata, sizeof (gpointer), rules->len);
  g_ptr_array_set_size (rules, (int) rules->len - 1);

  const MbPageStyle *page = g_hash_table_lookup (styles->pages, key);
  if (!page) {
    page = compute_page (styles, rules);
    g_hash_table_insert (styles->pages, (gpointer) key, (gpointer) page);
  }
  return page;
}
