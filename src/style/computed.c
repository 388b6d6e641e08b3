/* SPDX-License-Identifier: Apache-2.0 */
/* Computed values: from the winning declarations to interned groups (CSS Cascade 4 § 4).
 *
 * A draft begins with the inherited groups of the parent and the initial values of the others. Winners are applied in the
 * order of the property table, so that the font size is known before anything is measured in em. What remains relative
 * afterwards is settled in finish: the line height, `currentcolor`, border widths without a border, the list of features.
 *
 * Origins (low to high): base, house, article, document; for !important the other way round, so a house can insist on a
 * look against an article and base.css against all. Inside an origin the layers likewise; what stands in no layer is
 * above them. A declaration that says `revert` steps aside for the best one below its origin, `revert-layer` for the best
 * one below its layer. */
#include "internal.h"

#include <stddef.h>
#include <string.h>

#define MAX_FIELD 512

/** The declaration that wins a property. */
typedef struct {
  const MbDecl *decl;
  MbOrigin origin;
  guint layer;
  gint64 level;
} Winner;

typedef struct {
  MbStyles *styles;
  const MbStyle *parent;
  const MbApplied *applied;
  guint n;
  MbDraft draft;
  const struct MbStyleCustom *custom;
  MbCssContext context;
  gboolean rtl; /* sides said by the direction of the text change places */
} Work;

#define LAYERS G_GINT64_CONSTANT (0x100000000)

/* Origins, then layers: for !important both the other way round. */
static gint64
level_of (const MbDecl *decl, MbOrigin origin, guint layer)
{
  return decl->important ? (9 - (gint64) origin) * LAYERS - layer : origin * LAYERS + layer;
}

/* --- Finishing ----------------------------------------------------------------------------------------*/

static const MbFace *
first_face (MbStyles *styles, const MbStyleFont *font)
{
  const MbFace *face = NULL;
  for (guint i = 0; styles->fonts && !face && font->families[i]; i++)
    face =
        mb_fonts_match (styles->fonts, font->families[i], font->weight, font->slant, font->stretch);
  return face;
}

gboolean
mb_style_covers (MbStyles *styles, const MbStyle *style, gunichar c)
{
  const MbFace *face = first_face (styles, style->font);
  return !face || mb_face_has_char (face, c);
}

static MbLength
normal_line_height (MbStyles *styles, const MbStyleFont *font)
{
  const MbFace *face = first_face (styles, font);
  if (!face)
    return (MbLength) ((gint64) font->size * 6 / 5);
  MbFontMetrics metrics = mb_face_metrics (face);
  gint64 sum = metrics.ascent + metrics.descent + MAX (metrics.line_gap, 0);
  return (MbLength) CLAMP (font->size * sum / 1000, 1, MB_LENGTH_MAX);
}

static void
settle_line_height (MbStyles *styles, MbStyleFont *font)
{
  if (font->size <= MB_LEAST_FONT && font->line_factor != 0)
    font->line_height = 1; /* font-size: 0 leaves pictures in a line without white */
  else if (font->line_factor > 0)
    font->line_height =
        (MbLength) CLAMP ((gint64) font->size * font->line_factor / 1000, 1, MB_LENGTH_MAX);
  else if (font->line_factor < 0)
    font->line_height = normal_line_height (styles, font);
}

static const struct {
  const char *word, *features;
} feature_words[] = {
  { "lining-nums", "lnum=1" },
  { "oldstyle-nums", "onum=1" },
  { "proportional-nums", "pnum=1" },
  { "tabular-nums", "tnum=1" },
  { "diagonal-fractions", "frac=1" },
  { "stacked-fractions", "afrc=1" },
  { "ordinal", "ordn=1" },
  { "slashed-zero", "zero=1" },
  { "common-ligatures", "clig=1,liga=1" },
  { "no-common-ligatures", "clig=0,liga=0" },
  { "discretionary-ligatures", "dlig=1" },
  { "no-discretionary-ligatures", "dlig=0" },
  { "historical-ligatures", "hlig=1" },
  { "no-historical-ligatures", "hlig=0" },
  { "contextual", "calt=1" },
  { "no-contextual", "calt=0" },
};

/* "tag=value" entries: a later one replaces an earlier one of the same tag. */
static void
put_features (GPtrArray *list, const char *features)
{
  g_auto (GStrv) parts = g_strsplit_set (features, ", ", -1);
  for (guint i = 0; parts[i]; i++) {
    if (!*parts[i])
      continue;
    for (guint j = 0; j < list->len; j++)
      if (strncmp (list->pdata[j], parts[i], 4) == 0) {
        g_ptr_array_remove_index (list, j);
        break;
      }
    g_ptr_array_add (list, g_strdup (parts[i]));
  }
}

static void
put_words (GPtrArray *list, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  for (guint i = 0; parts[i]; i++)
    for (guint j = 0; j < G_N_ELEMENTS (feature_words); j++)
      if (g_str_equal (parts[i], feature_words[j].word))
        put_features (list, feature_words[j].features);
}

static int
compare_features (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
settle_features (MbStyles *styles, MbStyleFont *font)
{
  if (!*font->numeric && !*font->ligatures && !*font->settings) {
    font->features = font->settings;
    return;
  }
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  put_words (list, font->numeric);
  put_words (list, font->ligatures);
  put_features (list, font->settings);
  g_ptr_array_sort (list, compare_features);
  g_autoptr (GString) features = g_string_new (NULL);
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (features, "%s%s", i ? ", " : "", (const char *) list->pdata[i]);
  font->features = mb_styles_intern (styles, features->str);
}

static void
settle_color (MbColor *color, const MbColor *current)
{
  if (color->space != MB_COLOR_CURRENT)
    return;
  memcpy (color, current, sizeof *color); /* the zeroed padding too */
  color->current = TRUE;
}

/* What is not drawn has no width, nor a colour that is that of the text, so that equal looks are equal groups; a colour of its own may be
 * inherited. */
static void
settle_line (gboolean drawn, MbLength *width, MbColor *color, const MbColor *current)
{
  if (drawn) {
    settle_color (color, current);
    return;
  }
  *width = 0;
  if (color->space != MB_COLOR_CURRENT)
    return;
  memset (color, 0, sizeof *color);
  color->current = TRUE;
}

static void
settle_borders (MbDraft *draft)
{
  const MbColor *current = &draft->text.color;
  MbStyleBorder *border = &draft->border;
  MbStylePaged *paged = &draft->paged;
  for (int side = 0; side < 4; side++)
    settle_line (border->style[side] > MB_BORDER_HIDDEN, &border->width[side], &border->color[side],
                 current);
  MbLength unused = 0;
  settle_line (border->underline || border->overline || border->line_through, &unused,
               &border->decoration_color, current);
  if (draft->text.emphasis_color.current) /* inherited: that of this text */
    draft->text.emphasis_color.space = MB_COLOR_CURRENT;
  settle_line (draft->text.emphasis.kind != MB_EMPHASIS_NONE, &unused, &draft->text.emphasis_color,
               current);
  settle_line (border->outline_style > MB_BORDER_HIDDEN, &border->outline_width,
               &border->outline_color, current);
  settle_line (paged->column_rule_style > MB_BORDER_HIDDEN, &paged->column_rule_width,
               &paged->column_rule_color, current);
  settle_color (&border->background, current);
}

/* css-display-3 § 2.7: what is out of the flow, or an item, is a block outside. */
static void
blockify (MbStyleBox *box)
{
  switch (box->display) {
  case MB_DISPLAY_INLINE:
  case MB_DISPLAY_INLINE_BLOCK:
  case MB_DISPLAY_ROW_GROUP:
  case MB_DISPLAY_HEADER_GROUP:
  case MB_DISPLAY_FOOTER_GROUP:
  case MB_DISPLAY_ROW:
  case MB_DISPLAY_CELL:
  case MB_DISPLAY_COLUMN:
  case MB_DISPLAY_COLUMN_GROUP:
  case MB_DISPLAY_CAPTION: box->display = MB_DISPLAY_BLOCK; break;
  case MB_DISPLAY_INLINE_TABLE: box->display = MB_DISPLAY_TABLE; break;
  case MB_DISPLAY_INLINE_GRID: box->display = MB_DISPLAY_GRID; break;
  default: break;
  }
}

/* CSS 2 § 9.7: what floats or is positioned is a block. What makes no box does neither. */
static void
settle_display (MbDraft *draft)
{
  MbStyleBox *box = &draft->box;
  if (box->display == MB_DISPLAY_CONTENTS) {
    box->floated = MB_FLOAT_NONE;
    box->positioned = MB_POSITIONED_STATIC;
  }
  if (box->positioned == MB_POSITIONED_RUNNING && !draft->paged.running)
    box->positioned = MB_POSITIONED_STATIC;
  gboolean out = box->floated != MB_FLOAT_NONE || box->positioned == MB_POSITIONED_ABSOLUTE ||
                 box->positioned == MB_POSITIONED_FIXED;
  /* a box that is positioned does not float */
  if (box->positioned == MB_POSITIONED_ABSOLUTE || box->positioned == MB_POSITIONED_FIXED)
    box->floated = MB_FLOAT_NONE;
  box->was_inline =
      out && (box->display == MB_DISPLAY_INLINE || box->display == MB_DISPLAY_INLINE_BLOCK ||
              box->display == MB_DISPLAY_INLINE_TABLE || box->display == MB_DISPLAY_INLINE_GRID);
  if (out)
    blockify (box);
}

/* css-grid-1 § 6: an item of a grid is a block and does not float. */
static void
settle_item (MbDraft *draft)
{
  MbStyleBox *box = &draft->box;
  box->item = TRUE;
  blockify (box);
  if (box->floated == MB_FLOAT_LEFT || box->floated == MB_FLOAT_RIGHT)
    box->floated = MB_FLOAT_NONE;
}

const MbStyle *
mb_computed_intern (MbStyles *styles, MbDraft *draft, const struct MbStyleCustom *custom)
{
  settle_line_height (styles, &draft->font);
  settle_features (styles, &draft->font);
  settle_borders (draft);
  settle_display (draft);
  MbStyle style;
  memset (&style, 0, sizeof style);
  style.text = mb_intern_bytes (styles->arena, styles->groups[0], &draft->text, sizeof draft->text);
  style.font = mb_intern_bytes (styles->arena, styles->groups[1], &draft->font, sizeof draft->font);
  style.box = mb_intern_bytes (styles->arena, styles->groups[2], &draft->box, sizeof draft->box);
  style.border =
      mb_intern_bytes (styles->arena, styles->groups[3], &draft->border, sizeof draft->border);
  style.paged =
      mb_intern_bytes (styles->arena, styles->groups[4], &draft->paged, sizeof draft->paged);
  style.grid = mb_intern_bytes (styles->arena, styles->groups[5], &draft->grid, sizeof draft->grid);
  style.custom = custom;
  mb_intern_hash_style (&style);
  return mb_intern_bytes (styles->arena, styles->styles_made, &style, sizeof style);
}

void
mb_computed_draft (const MbStyle *style, MbDraft *draft)
{
  memset (draft, 0, sizeof *draft);
  memcpy (&draft->text, style->text, sizeof draft->text);
  memcpy (&draft->font, style->font, sizeof draft->font);
  memcpy (&draft->box, style->box, sizeof draft->box);
  memcpy (&draft->border, style->border, sizeof draft->border);
  memcpy (&draft->paged, style->paged, sizeof draft->paged);
  memcpy (&draft->grid, style->grid, sizeof draft->grid);
}

/* --- Applying ----------------------------------------------------------------------------------------------*/

static gpointer
field_of (MbDraft *draft, const MbProperty *property)
{
  return (char *) draft + property->offset;
}

static gboolean
parse_values (Work *work, const MbProperty *property, MbCssValues values)
{
  guint8 before[MAX_FIELD];
  MbCssCursor cursor = mb_css_cursor (values);
  gpointer field = field_of (&work->draft, property);
  memcpy (before, field, property->size);
  if (property->parse (property, &work->context, &cursor, field) && mb_css_at_end (&cursor))
    return TRUE;
  memcpy (field, before, property->size);
  return FALSE;
}

static void
copy_initial (Work *work, const MbProperty *property)
{
  memcpy (field_of (&work->draft, property), field_of (&work->styles->initial_draft, property),
          property->size);
}

static void
copy_inherited (Work *work, const MbProperty *property)
{
  gpointer field = field_of (&work->draft, property);
  memcpy (field, mb_property_field (work->parent, property), property->size);
  if (property->parse == mb_parse_color && ((MbColor *) field)->current)
    ((MbColor *) field)->space = MB_COLOR_CURRENT;
}

/* css-color-4 § 9: for `color` itself, currentcolor is what it inherits. */
static void
settle_own_color (Work *work, const MbProperty *property)
{
  if (property->offset == offsetof (MbDraft, text.color) &&
      work->draft.text.color.space == MB_COLOR_CURRENT)
    copy_inherited (work, property);
}

static const char *const wide_words[] = { "inherit", "initial",      "unset",
                                          "revert",  "revert-layer", NULL };

/* What var() left may be inherit or initial; anything else goes to the property's own parser. */
static gboolean
apply_substituted (Work *work, guint index, MbCssValues values)
{
  const MbProperty *property = &mb_properties[index];
  MbCssCursor cursor = mb_css_cursor (values);
  int word = mb_css_take_words (&cursor, wide_words);
  if (word < 0 || !mb_css_at_end (&cursor))
    return parse_values (work, property, values);
  if (word == 0)
    copy_inherited (work, property);
  else if (word == 1)
    copy_initial (work, property);
  return TRUE;
}

static gboolean
apply_variables (Work *work, guint index, const MbDecl *decl)
{
  MbCssValues values;
  MbExpanded parts[MB_MAX_EXPANDED];
  guint n = 0;
  if (!mb_custom_substitute (work->styles, work->custom, decl->values, &values))
    return FALSE;
  if (!decl->shorthand)
    return apply_substituted (work, index, values);

  MbCssContext check = work->styles->check;
  if (!mb_shorthand_expand (decl->shorthand, &check, values, parts, &n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (parts[i].property == decl->property && parts[i].values.first)
      return parse_values (work, &mb_properties[index], parts[i].values);
  copy_initial (work, &mb_properties[index]);
  return TRUE;
}

static void
report_variables (Work *work, guint index, const MbDecl *decl)
{
  const char *text = mb_css_original (work->styles->arena, decl->values);
  const char *name =
      decl->shorthand ? mb_shorthand_label (decl->shorthand) : mb_properties[index].name;
  mb_report (work->styles->diagnostics, decl->pos, MB_MSG_STYLE_VAR_VALUE, text, name, NULL);
}

/* border-left-width is border-right-width, and so on. */
static guint
mirrored (guint property)
{
  const char *name = mb_properties[property].name, *left = strstr (name, "left"),
             *at = left ? left : strstr (name, "right");
  g_autofree char *other = g_strdup_printf ("%.*s%s%s", (int) (at - name), name,
                                            left ? "right" : "left", at + (left ? 4 : 5));
  return mb_property_find (other);
}

/* The longhand that @decl is of, for this element. */
static guint
property_of (const Work *work, const MbDecl *decl)
{
  return decl->sided && work->rtl ? mirrored (decl->property) : decl->property;
}

static gboolean
same_property (const Work *work, const MbDecl *decl, const MbDecl *other)
{
  return decl->custom == other->custom &&
         (decl->custom || property_of (work, decl) == property_of (work, other));
}

/* Whether @applied is looked at when @from steps aside. */
static gboolean
lies_below (const MbApplied *applied, const Winner *from)
{
  if (from->decl->how == MB_DECL_REVERT_LAYER && applied->origin == from->origin)
    return applied->layer < from->layer;
  return applied->origin < from->origin;
}

static Winner
winner_of (const MbDecl *decl, const MbApplied *applied)
{
  return (Winner){ decl, applied->origin, applied->layer,
                   level_of (decl, applied->origin, applied->layer) };
}

/* The best declaration of the property of @from below it: decl is NULL when there is none. */
static Winner
find_below (const Work *work, Winner from)
{
  Winner best = { NULL, MB_ORIGIN_BASE, 0, 0 };
  for (guint i = 0; i < work->n; i++) {
    const MbApplied *applied = &work->applied[i];
    for (guint j = 0; lies_below (applied, &from) && j < applied->block.n; j++) {
      const MbDecl *decl = &applied->block.decls[j];
      Winner one = winner_of (decl, applied);
      if (same_property (work, decl, from.decl) && (!best.decl || one.level >= best.level))
        best = one;
    }
  }
  return best;
}

static Winner
after_reverts (const Work *work, Winner winner)
{
  while (winner.decl &&
         (winner.decl->how == MB_DECL_REVERT || winner.decl->how == MB_DECL_REVERT_LAYER))
    winner = find_below (work, winner);
  return winner;
}

static void
apply (Work *work, guint index, Winner winner)
{
  const MbProperty *property = &mb_properties[index];
  const MbDecl *decl = after_reverts (work, winner).decl;
  if (!decl)
    return;
  switch ((MbDeclHow) decl->how) {
  case MB_DECL_VALUE: parse_values (work, property, decl->values); break;
  case MB_DECL_INHERIT: copy_inherited (work, property); break;
  case MB_DECL_INITIAL: copy_initial (work, property); break;
  case MB_DECL_VAR:
    if (!apply_variables (work, index, decl))
      report_variables (work, index, decl);
    break;
  case MB_DECL_UNSET: /* the draft holds it already */
  case MB_DECL_REVERT:
  case MB_DECL_REVERT_LAYER:
  case MB_DECL_CUSTOM: break;
  }
  settle_own_color (work, property);
}

/* --- The cascade of one element --------------------------------------------------------------------------------*/

static void
begin_draft (Work *work)
{
  memcpy (&work->draft, &work->styles->initial_draft, sizeof work->draft);
  memcpy (&work->draft.text, work->parent->text, sizeof work->draft.text);
  memcpy (&work->draft.font, work->parent->font, sizeof work->draft.font);
  work->draft.paged.page = work->parent->paged->page;
  work->custom = work->parent->custom;
}

typedef struct {
  GHashTable *by_name; /* name → index + 1 */
  GArray *winners;     /* of Winner */
} Customs;

static void
choose_custom (Customs *customs, Winner winner)
{
  if (!customs->by_name) {
    customs->by_name = g_hash_table_new (NULL, NULL);
    customs->winners = g_array_new (FALSE, FALSE, sizeof (Winner));
  }
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (customs->by_name, winner.decl->custom));
  if (!at) {
    g_array_append_val (customs->winners, winner);
    g_hash_table_insert (customs->by_name, (gpointer) winner.decl->custom,
                         GUINT_TO_POINTER (customs->winners->len));
  } else if (winner.level >= g_array_index (customs->winners, Winner, at - 1).level) {
    g_array_index (customs->winners, Winner, at - 1) = winner;
  }
}

static void
compute_customs (Work *work, Customs *customs)
{
  if (!customs->by_name)
    return;
  g_autoptr (GPtrArray) decls = g_ptr_array_new ();
  for (guint i = 0; i < customs->winners->len; i++) {
    Winner winner = after_reverts (work, g_array_index (customs->winners, Winner, i));
    if (winner.decl)
      g_ptr_array_add (decls, (gpointer) winner.decl);
  }
  work->custom = mb_custom_compute (work->styles, work->parent->custom,
                                    (const MbDecl *const *) decls->pdata, decls->len);
  g_hash_table_destroy (customs->by_name);
  g_array_free (customs->winners, TRUE);
}

/* What is said of sides by the direction of the text waits for that. */
static void
settle_direction (Work *work)
{
  gboolean sided = FALSE;
  for (guint i = 0; i < work->n && !sided; i++)
    sided = work->applied[i].block.sided;
  if (!sided)
    return;
  guint direction = mb_property_find ("direction");
  Winner best = { NULL, MB_ORIGIN_BASE, 0, 0 };
  for (guint i = 0; i < work->n; i++)
    for (guint j = 0; j < work->applied[i].block.n; j++) {
      const MbDecl *decl = &work->applied[i].block.decls[j];
      Winner winner = winner_of (decl, &work->applied[i]);
      if (!decl->custom && decl->property == direction &&
          (!best.decl || winner.level >= best.level))
        best = winner;
    }
  if (best.decl && best.decl->how != MB_DECL_VAR)
    apply (work, direction, best);
  work->rtl = work->draft.text.rtl;
}

/* Blocks come in cascade order: among equals the later wins. */
static void
choose_winners (Work *work, Winner *winners, Customs *customs)
{
  for (guint i = 0; i < work->n; i++)
    for (guint j = 0; j < work->applied[i].block.n; j++) {
      const MbDecl *decl = &work->applied[i].block.decls[j];
      Winner winner = winner_of (decl, &work->applied[i]);
      guint property = property_of (work, decl);
      if (decl->custom)
        choose_custom (customs, winner);
      else if (!winners[property].decl || winner.level >= winners[property].level)
        winners[property] = winner;
    }
}

static void
apply_winners (Work *work, const Winner *winners)
{
  guint font_size = mb_property_find ("font-size");
  for (guint i = 0; i < mb_n_properties; i++) {
    if (winners[i].decl)
      apply (work, i, winners[i]);
    if (i == font_size)
      work->context.em = work->draft.font.size;
    if (i + 1 == mb_n_early_properties)
      settle_line_height (work->styles, &work->draft.font);
  }
}

/* css-logical-1 § 2: the side where lines of what is around begin, or end. */
static void
settle_sides (MbStyleBox *box, gboolean rtl)
{
  if (box->floated == MB_FLOAT_START || box->floated == MB_FLOAT_END)
    box->floated = (box->floated == MB_FLOAT_START) != rtl ? MB_FLOAT_LEFT : MB_FLOAT_RIGHT;
  if (box->clear == MB_CLEAR_START || box->clear == MB_CLEAR_END)
    box->clear = (box->clear == MB_CLEAR_START) != rtl ? MB_CLEAR_LEFT : MB_CLEAR_RIGHT;
}

const MbStyle *
mb_computed_style (MbStyles *styles, const MbStyle *parent, const MbApplied *applied, guint n)
{
  Work *work = g_new0 (Work, 1);
  Winner *winners = g_new0 (Winner, mb_n_properties);
  Customs customs = { NULL, NULL };
  work->styles = styles;
  work->parent = parent;
  work->applied = applied;
  work->n = n;
  work->context = styles->check;
  work->context.draft = &work->draft;
  work->context.parent = parent;
  work->context.em = parent->font->size;
  begin_draft (work);
  settle_direction (work);
  choose_winners (work, winners, &customs);
  compute_customs (work, &customs);
  apply_winners (work, winners);
  settle_sides (&work->draft.box, parent->text->rtl);
  if (mb_style_is_grid (parent) ||
      (parent->box->display == MB_DISPLAY_CONTENTS && parent->box->item))
    settle_item (&work->draft);
  const MbStyle *style = mb_computed_intern (styles, &work->draft, work->custom);
  g_free (winners);
  g_free (work);
  return style;
}

/* --- Initial values --------------------------------------------------------------------------------------------------*/

static void
set_initial (MbStyles *styles, const MbProperty *property)
{
  MbCssContext context = styles->check;
  context.draft = &styles->initial_draft;
  MbCssValues values =
      mb_css_parse (styles->arena, NULL, MB_NOWHERE, property->initial, strlen (property->initial));
  MbCssCursor cursor = mb_css_cursor (values);
  gboolean parsed =
      property->parse (property, &context, &cursor, field_of (&styles->initial_draft, property));
  g_assert (parsed && mb_css_at_end (&cursor) && property->size <= MAX_FIELD);
}

void
mb_computed_initials (MbStyles *styles)
{
  styles->check = (MbCssContext){ .styles = styles,
                                  .draft = &styles->check_draft,
                                  .em = 12 * MB_PT,
                                  .root_em = 12 * MB_PT,
                                  .root_line = 14 * MB_PT };
  for (guint i = 0; i < mb_n_properties; i++)
    set_initial (styles, &mb_properties[i]);
  memcpy (&styles->check_draft, &styles->initial_draft, sizeof styles->check_draft);
  MbDraft draft;
  memcpy (&draft, &styles->initial_draft, sizeof draft);
  styles->initial = mb_computed_intern (styles, &draft, NULL);
}
