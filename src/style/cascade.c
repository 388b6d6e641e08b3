/* SPDX-License-Identifier: Apache-2.0 */
/* The cascade: sheets in, computed styles of nodes out.
 *
 * Style sharing: elements with the same parent style and the same list of matched rules have the same style, so it is
 * computed once. A novel of 30 000 paragraphs has a few dozen styles; the rest is looking at a few buckets for each node.
 */
#include "internal.h"

#include <string.h>

/* --- Making ---------------------------------------------------------------------------------------------*/

const char *
mb_styles_intern (MbStyles *styles, const char *string)
{
  return mb_intern_bytes (styles->arena, styles->strings, string, strlen (string) + 1);
}

gconstpointer
mb_styles_array (MbStyles *styles, gconstpointer elements, gsize size, guint n)
{
  return n ? mb_intern_bytes (styles->arena, styles->arrays, elements, size * n) : NULL;
}

static void
free_bucket (gpointer bucket)
{
  g_ptr_array_free (bucket, TRUE);
}

static void
make_buckets (MbBuckets *buckets)
{
  buckets->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_bucket);
  buckets->by_class = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_bucket);
  buckets->by_tag = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_bucket);
  buckets->universal = g_ptr_array_new ();
}

static void
clear_buckets (MbBuckets *buckets)
{
  g_hash_table_destroy (buckets->by_id);
  g_hash_table_destroy (buckets->by_class);
  g_hash_table_destroy (buckets->by_tag);
  g_ptr_array_free (buckets->universal, TRUE);
}

static void
make_tables (MbStyles *styles)
{
  styles->strings = mb_intern_new ();
  styles->arrays = mb_intern_new ();
  for (guint i = 0; i < G_N_ELEMENTS (styles->groups); i++)
    styles->groups[i] = mb_intern_new ();
  styles->styles_made = mb_intern_new ();
  styles->page_styles = mb_intern_new ();
  styles->shared = g_hash_table_new (NULL, NULL);
  styles->pages = g_hash_table_new (NULL, NULL);
  styles->used_customs = g_hash_table_new (NULL, NULL);
  styles->set_customs = g_ptr_array_new ();
  styles->page_rules = g_ptr_array_new ();
  styles->rules = g_ptr_array_new ();
  styles->scratch = g_ptr_array_new ();
  styles->indices = g_array_new (FALSE, TRUE, 4 * sizeof (guint32));
  styles->answers = g_hash_table_new_full (mb_question_hash, mb_question_equal, g_free, NULL);
  styles->spaces = g_hash_table_new (NULL, NULL);
  styles->layer_names = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (styles->words); i++)
    styles->words[i] = g_hash_table_new (NULL, NULL);
  styles->hints = g_hash_table_new (g_str_hash, g_str_equal);
  styles->hinted = mb_hints_new ();
  styles->counter_styles = g_hash_table_new (NULL, NULL);
  styles->counter_uses = g_hash_table_new (NULL, NULL);
  styles->conditions = g_ptr_array_new ();
  styles->inks = g_array_new (FALSE, FALSE, sizeof (MbInk));
  for (guint i = 0; i < MB_N_PSEUDOS; i++) {
    make_buckets (&styles->buckets[i]);
    styles->by_node[i] = g_ptr_array_new ();
  }
}

MbStyles *
mb_styles_new (MbDoc *doc, MbMedium medium, MbSource *source, MbFonts *fonts)
{
  MbStyles *styles = g_new0 (MbStyles, 1);
  styles->arena = mb_arena_new ();
  styles->doc = doc;
  styles->medium = medium;
  styles->source = source;
  styles->fonts = fonts;
  styles->section = g_intern_static_string ("section");
  styles->html = g_intern_static_string ("html");
  styles->body = g_intern_static_string ("body");
  styles->diagnostics = source ? mb_source_diagnostics (source) : mb_doc_diagnostics (doc);
  make_tables (styles);
  mb_computed_initials (styles);
  mb_styles_add_text (styles, mb_base_css, strlen (mb_base_css), "base.css", MB_NOWHERE,
                      MB_ORIGIN_BASE, NULL, NULL);
  return styles;
}

void
mb_styles_set_houses (MbStyles *styles, const char *folder)
{
  styles->houses = mb_styles_intern (styles, folder);
}

void
mb_styles_set_night (MbStyles *styles)
{
  styles->night = TRUE;
  styles->diagnostics = NULL;
}

gboolean
mb_styles_asks_night (const MbStyles *styles)
{
  return styles->asks_night;
}

void
mb_styles_free (MbStyles *styles)
{
  if (!styles)
    return;
  GHashTable *tables[] = { styles->strings,      styles->arrays,         styles->styles_made,
                           styles->page_styles,  styles->shared,         styles->pages,
                           styles->used_customs, styles->answers,        styles->spaces,
                           styles->layer_names,  styles->counter_styles, styles->counter_uses,
                           styles->hints,        styles->hinted };
  GPtrArray *arrays[] = { styles->set_customs, styles->page_rules, styles->scratch, styles->rules,
                          styles->conditions };
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_hash_table_destroy (tables[i]);
  for (guint i = 0; i < G_N_ELEMENTS (styles->groups); i++)
    g_hash_table_destroy (styles->groups[i]);
  for (guint i = 0; i < G_N_ELEMENTS (styles->words); i++)
    g_hash_table_destroy (styles->words[i]);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_ptr_array_free (arrays[i], TRUE);
  for (guint i = 0; i < MB_N_PSEUDOS; i++) {
    clear_buckets (&styles->buckets[i]);
    g_ptr_array_free (styles->by_node[i], TRUE);
  }
  g_array_free (styles->indices, TRUE);
  g_array_free (styles->inks, TRUE);
  mb_arena_free (styles->arena);
  g_free (styles);
}

/* What was computed before another sheet came, or before the page was known, is not true any more. */
static void
forget_computed (MbStyles *styles)
{
  g_hash_table_remove_all (styles->pages);
  g_hash_table_remove_all (styles->shared);
  g_hash_table_remove_all (styles->answers);
  for (guint i = 0; i < MB_N_PSEUDOS; i++)
    g_ptr_array_set_size (styles->by_node[i], 0);
}

gboolean
mb_styles_add_text (MbStyles *styles, const char *text, gsize length, const char *name, MbPos pos,
                    MbOrigin origin, const MbNode *scope, GError **error)
{
  if (length > MB_MAX_STYLE_BYTES)
    return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_FILE_TOO_BIG, name ? name : "style", "1024",
                         NULL);
  if (!pos.file)
    pos = (MbPos){ name ? g_intern_string (name) : NULL, 1, 1 };
  forget_computed (styles);
  styles->measured = FALSE;
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  MbSheet sheet = { .styles = styles,
                    .origin = origin,
                    .scope = scope,
                    .chain = chain,
                    .imports_allowed = TRUE,
                    .layer = mb_layer_of_origin (styles, origin) };
  const char *copy = mb_arena_strndup (styles->arena, text, length);
  if (name && origin != MB_ORIGIN_BASE) {
    sheet.name = mb_styles_intern (styles, name);
    g_ptr_array_add (chain, (gpointer) sheet.name);
  }
  mb_sheet_read (&sheet, mb_css_parse (styles->arena, styles->diagnostics, pos, copy, length),
                 MB_CSS_SHEET);
  mb_layers_rank (styles);
  return TRUE;
}

/* The page by which `vw` and @media (width…) go: computed as if no rule depended on it, so that it cannot depend on itself
 * (CSS Paged Media 3 § 7.1). What that took is forgotten. */
void
mb_styles_measure (MbStyles *styles)
{
  if (styles->measured || styles->measuring || !styles->asks_page)
    return;
  MbDiagnostics *diagnostics = styles->diagnostics;
  MbPageContext first = { .name = "", .first = TRUE, .index = 1 };
  styles->diagnostics = NULL; /* all is computed again */
  styles->measuring = TRUE;
  const MbPageStyle *page = mb_style_page (styles, &first);
  const MbSize *margin = page->style->box->margin;
  styles->page_width = page->width;
  styles->page_height = page->height;
  styles->area_width = page->width - mb_size_resolve (margin[MB_LEFT], page->width, 0) -
                       mb_size_resolve (margin[MB_RIGHT], page->width, 0);
  styles->area_height = page->height - mb_size_resolve (margin[MB_TOP], page->height, 0) -
                        mb_size_resolve (margin[MB_BOTTOM], page->height, 0);
  for (guint i = 0; i < styles->conditions->len; i++)
    ((MbCondition *) styles->conditions->pdata[i])->holds = -1;
  forget_computed (styles);
  styles->measuring = FALSE;
  styles->measured = TRUE;
  styles->diagnostics = diagnostics;
}

gboolean
mb_styles_add_file (MbStyles *styles, const char *name, MbOrigin origin, const MbNode *scope,
                    GError **error)
{
  g_autoptr (GBytes) bytes = mb_source_load (styles->source, name, MB_BYTES_STYLE, error);
  if (!bytes)
    return FALSE;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  return mb_styles_add_text (styles, text ? text : "", length, name, MB_NOWHERE, origin, scope,
                             error);
}

/* --- Matching ------------------------------------------------------------------------------------------------*/

static gboolean
in_scope (const MbRule *rule, const MbNode *node)
{
  if (!rule->scope)
    return TRUE;
  while (node && node != rule->scope)
    node = node->parent;
  return node != NULL;
}

static void
match_bucket (MbStyles *styles, const GPtrArray *bucket, const MbNode *node)
{
  for (guint i = 0; bucket && i < bucket->len; i++) {
    MbRule *rule = bucket->pdata[i];
    styles->scope = rule->scope;
    if (mb_rule_can_match (styles, rule) &&
        (!rule->condition || mb_condition_holds (styles, rule->condition)) &&
        in_scope (rule, node) && mb_selector_matches (styles, rule->selector, node))
      g_ptr_array_add (styles->scratch, rule);
  }
}

static void
match_classes (MbStyles *styles, const MbBuckets *buckets, const MbNode *node)
{
  const char *value = mb_node_attr (node, "class");
  while (value && *value) {
    gsize length = strcspn (value, " \t\n\r\f");
    if (length) {
      g_autofree char *name = g_strndup (value, length);
      match_bucket (styles, g_hash_table_lookup (buckets->by_class, name), node);
    }
    value += length + strspn (value + length, " \t\n\r\f");
  }
}

static void
match_tag (MbStyles *styles, const MbBuckets *buckets, const MbNode *node)
{
  g_autofree char *lower = node->ns == MB_NS_HTML ? NULL : g_ascii_strdown (node->name, -1);
  match_bucket (styles, g_hash_table_lookup (buckets->by_tag, lower ? lower : node->name), node);
  if (mb_stands_for_body (styles, node)) {
    match_bucket (styles, g_hash_table_lookup (buckets->by_tag, "html"), node);
    match_bucket (styles, g_hash_table_lookup (buckets->by_tag, "body"), node);
  }
}

static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const MbRule *x = *(const MbRule *const *) a, *y = *(const MbRule *const *) b;
  if (x->origin != y->origin)
    return x->origin < y->origin ? -1 : 1;
  if (x->layer != y->layer)
    return x->layer->rank < y->layer->rank ? -1 : 1;
  guint32 sx = mb_selector_specificity (x->selector), sy = mb_selector_specificity (y->selector);
  if (sx != sy)
    return sx < sy ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

/* A class that is named twice, or two selectors of one list, bring a rule twice: harmless. */
static void
match_rules (MbStyles *styles, const MbNode *node, MbPseudo pseudo)
{
  const MbBuckets *buckets = &styles->buckets[pseudo];
  const char *id = mb_node_attr (node, "id");
  mb_words_collect (styles);
  styles->selector_steps = 0;
  g_ptr_array_set_size (styles->scratch, 0);
  if (id)
    match_bucket (styles, g_hash_table_lookup (buckets->by_id, id), node);
  match_classes (styles, buckets, node);
  match_tag (styles, buckets, node);
  match_bucket (styles, buckets->universal, node);
  g_ptr_array_sort (styles->scratch, compare_rules);
}

/* --- Computing --------------------------------------------------------------------------------------------------*/

/* @own is of the attribute `style` of @node. */
static const MbStyle *
compute_matched (MbStyles *styles, const MbNode *node, const MbStyle *parent,
                 const MbDeclBlock *own)
{
  g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (MbApplied));
  for (guint i = 0; i < styles->scratch->len; i++) {
    const MbRule *rule = styles->scratch->pdata[i];
    MbApplied one = { rule->block, rule->origin, rule->layer->rank };
    g_array_append_val (applied, one);
  }
  if (own) {
    /* CSS Cascade 5 § 6.1: above every layer */
    MbApplied one = { *own, MB_ORIGIN_DOCUMENT, G_MAXUINT };
    g_array_append_val (applied, one);
  }
  styles->attrs_of = node;
  const MbStyle *style =
      mb_computed_style (styles, parent, (const MbApplied *) applied->data, applied->len);
  styles->attrs_of = NULL;
  return style;
}

/* Whether a rule reads attributes of its element. */
static gboolean
reads_attrs (const GPtrArray *rules)
{
  for (guint i = 0; i < rules->len; i++)
    if (((const MbRule *) rules->pdata[i])->block.attrs)
      return TRUE;
  return FALSE;
}

/* The scratch list becomes the key: the parent and the rules in order. */
static const MbStyle *
compute_shared (MbStyles *styles, const MbNode *node, const MbStyle *parent)
{
  if (reads_attrs (styles->scratch))
    return compute_matched (styles, node, parent, NULL);
  g_ptr_array_add (styles->scratch, (gpointer) parent);
  gconstpointer key =
      mb_styles_array (styles, styles->scratch->pdata, sizeof (gpointer), styles->scratch->len);
  g_ptr_array_set_size (styles->scratch, (int) styles->scratch->len - 1);
  const MbStyle *style = g_hash_table_lookup (styles->shared, key);
  if (!style) {
    style = compute_matched (styles, node, parent, NULL);
    g_hash_table_insert (styles->shared, (gpointer) key, (gpointer) style);
  }
  return style;
}

static const MbStyle *
compute_node (MbStyles *styles, const MbNode *node, const MbStyle *parent)
{
  if (node->filler)
    return mb_style_anonymous (styles, parent,
                               mb_node_is (node, "td") ? MB_DISPLAY_CELL : MB_DISPLAY_NONE);
  match_rules (styles, node, MB_PSEUDO_NONE);
  mb_hints_insert (styles, node, styles->scratch);
  const char *text = mb_node_attr (node, "style");
  if (!text || node->ns != MB_NS_HTML)
    return compute_shared (styles, node, parent);
  MbPos pos = node->pos;
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (g_str_equal (attr->name, "style") && attr->pos.file)
      pos = attr->pos;
  MbCssValues values = mb_css_parse (styles->arena, styles->diagnostics, pos, text, strlen (text));
  MbDeclBlock own = mb_decl_read (styles, MB_CSS_DECLARATIONS, values, NULL, NULL);
  return compute_matched (styles, node, parent, &own);
}

static gpointer *
slot_of (MbStyles *styles, const MbNode *node, MbPseudo pseudo)
{
  GPtrArray *slots = styles->by_node[pseudo];
  if (node->id >= slots->len)
    g_ptr_array_set_size (slots, (int) MAX (node->id + 1, mb_doc_n_nodes (styles->doc)));
  return &slots->pdata[node->id];
}

static void
note_root (MbStyles *styles, const MbStyle *style)
{
  styles->check.root_font = style->font;
  styles->check.root_em = style->font->size;
  styles->check.root_line = style->font->line_height;
}

const MbStyle *
mb_style_of (MbStyles *styles, const MbNode *node)
{
  if (!node || node->kind != MB_NODE_ELEMENT)
    return NULL;
  mb_styles_measure (styles);
  const MbStyle *style = *slot_of (styles, node, MB_PSEUDO_NONE);
  if (style)
    return style;

  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  for (; node && !(style = *slot_of (styles, node, MB_PSEUDO_NONE)); node = node->parent)
    g_ptr_array_add (path, (gpointer) node);
  for (guint i = path->len; i-- > 0;) {
    node = path->pdata[i];
    style = compute_node (styles, node, style ? style : styles->initial);
    if (!node->parent)
      note_root (styles, style);
    *slot_of (styles, node, MB_PSEUDO_NONE) = (gpointer) style;
  }
  return style;
}

const MbStyle *
mb_cascade_parent (MbStyles *styles, const MbNode *node)
{
  return node->parent ? mb_style_of (styles, node->parent) : styles->initial;
}

static const MbStyle *
compute_pseudo (MbStyles *styles, const MbNode *node, MbPseudo pseudo, const MbStyle *parent)
{
  match_rules (styles, node, pseudo);
  if (styles->scratch->len == 0)
    return NULL;
  const MbStyle *style = compute_shared (styles, node, parent);
  gboolean generated = pseudo == MB_PSEUDO_BEFORE || pseudo == MB_PSEUDO_AFTER ||
                       pseudo == MB_PSEUDO_FOOTNOTE_CALL || pseudo == MB_PSEUDO_FOOTNOTE_MARKER;
  return generated && style->paged->content.n == 0 ? NULL : style;
}

const MbStyle *
mb_style_pseudo (MbStyles *styles, const MbNode *node, MbPseudo pseudo)
{
  static const MbStyle none;
  if (pseudo == MB_PSEUDO_NONE)
    return mb_style_of (styles, node);
  if (node->kind != MB_NODE_ELEMENT || node->filler || styles->buckets[pseudo].n == 0)
    return NULL;
  const MbStyle *style = *slot_of (styles, node, pseudo);
  if (!style) {
    style = compute_pseudo (styles, node, pseudo, mb_style_of (styles, node));
    *slot_of (styles, node, pseudo) = (gpointer) (style ? style : &none);
  }
  return style == &none ? NULL : style;
}

static void
keep_type_rules (GPtrArray *rules)
{
  guint kept = 0;
  for (guint i = 0; i < rules->len; i++) {
    if (mb_rule_is_plain (rules->pdata[i]))
      rules->pdata[kept++] = rules->pdata[i];
  }
  g_ptr_array_set_size (rules, (int) kept);
}

const MbStyle *
mb_cascade_base (MbStyles *styles, const MbNode *node, MbPseudo pseudo)
{
  const MbStyle *parent = pseudo != MB_PSEUDO_NONE            ? mb_style_of (styles, node)
                          : node == mb_doc_root (styles->doc) ? styles->initial
                                                              : mb_cascade_parent (styles, node);
  match_rules (styles, node, pseudo);
  keep_type_rules (styles->scratch);
  return compute_shared (styles, node, parent);
}

const MbStyle *
mb_style_within (MbStyles *styles, const MbNode *node, MbPseudo pseudo, const MbStyle *parent)
{
  if (pseudo != MB_PSEUDO_NONE)
    return mb_style_pseudo (styles, node, pseudo) ? compute_pseudo (styles, node, pseudo, parent)
                                                  : NULL;
  MbDiagnostics *diagnostics = styles->diagnostics;
  styles->diagnostics = NULL;
  const MbStyle *style = compute_node (styles, node, parent);
  styles->diagnostics = diagnostics;
  return style;
}

const MbStyle *
mb_style_first_line (MbStyles *styles, const MbStyle *block, const MbStyle *line,
                     const MbStyle *look)
{
  MbDraft draft;
  mb_computed_draft (block, &draft);
  memcpy (&draft.font, line->font, sizeof draft.font);
  memcpy (&draft.box, &styles->initial_draft.box, sizeof draft.box);
  memcpy (&draft.border, look->border, sizeof draft.border);
  memcpy (&draft.grid, &styles->initial_draft.grid, sizeof draft.grid);
  MbStyleText *text = &draft.text;
  text->color = line->text->color;
  text->letter_spacing = line->text->letter_spacing;
  text->word_spacing = line->text->word_spacing;
  text->transform = line->text->transform;
  text->forms = line->text->forms;
  text->shadows = line->text->shadows;
  text->n_shadows = line->text->n_shadows;
  MbStyleBorder *border = &draft.border;
  const MbStyleBorder *initial = &styles->initial_draft.border;
  memcpy (border->width, initial->width, sizeof border->width);
  memcpy (border->style, initial->style, sizeof border->style);
  memcpy (border->radius, initial->radius, sizeof border->radius);
  border->outline_style = MB_BORDER_NONE;
  border->n_shadows = border->frame.n = border->n_transform = 0;
  border->clip_rect = border->clip_path = NULL;
  return mb_computed_intern (styles, &draft, line->custom);
}

const MbStyle *
mb_style_anonymous (MbStyles *styles, const MbStyle *parent, MbDisplay display)
{
  MbDraft draft;
  memcpy (&draft, &styles->initial_draft, sizeof draft);
  memcpy (&draft.text, parent->text, sizeof draft.text);
  memcpy (&draft.font, parent->font, sizeof draft.font);
  draft.paged.page = parent->paged->page;
  draft.box.display = display;
  return mb_computed_intern (styles, &draft, parent->custom);
}

void
mb_styles_finish (MbStyles *styles)
{
  for (guint i = 0; i < styles->set_customs->len; i++) {
    const MbDecl *decl = styles->set_customs->pdata[i];
    if (!g_hash_table_contains (styles->used_customs, decl->custom))
      mb_report (styles->diagnostics, decl->pos, MB_MSG_STYLE_CUSTOM_UNUSED, decl->custom, NULL);
  }
  mb_counter_rules_finish (styles);
  mb_styles_report_unmatched (styles);
}

gboolean
mb_styles_from_right (MbStyles *styles)
{
  gboolean rtl = FALSE;
  for (const MbNode *node = mb_doc_root (styles->doc); node && !rtl; node = node->parent)
    if (!node->parent || mb_node_is (node, "body"))
      rtl = mb_style_of (styles, node)->text->rtl;
  return rtl;
}
