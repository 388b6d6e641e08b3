/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of style share above the syntax: values, properties, selectors, rules, the cascade.
 *
 * A value is parsed twice by the same function: once when the sheet is read, into a draft nobody keeps, so that a wrong
 * value is reported at its place and dropped; and once for each distinct computed style, with the real font size at hand.
 * There is no intermediate form of a value, hence no second switch over its kinds.
 */
#pragma once

#include "style.h"
#include "syntax.h"

G_BEGIN_DECLS

/* --- Interning ---------------------------------------------------------------------------------------*/

GHashTable *mb_intern_new (void);
gconstpointer mb_intern_bytes (MbArena *arena, GHashTable *table, gconstpointer bytes, gsize size);
void mb_intern_hash_style (MbStyle *style);

/** A style being computed: the groups by value. */
typedef struct {
  MbStyleText text;
  MbStyleFont font;
  MbStyleBox box;
  MbStyleBorder border;
  MbStylePaged paged;
  MbStyleGrid grid;
} MbDraft;

/** A colour that stands for `color` until the style is finished. */
#define MB_COLOR_CURRENT ((MbColorSpace) 2)

/* --- Values ----------------------------------------------------------------------------------------------*/

/** What a value may depend on. */
typedef struct {
  MbStyles *styles;
  MbDraft *draft;        /**< where the value goes */
  const MbStyle *parent; /**< NULL while a sheet is checked */
  MbLength em;           /**< what 1em is: the parent's size while font-size is computed */
  MbLength root_em, root_line;
  const MbStyleFont *root_font; /* NULL: not known yet */
  gboolean clamped;             /**< set when a value was out of range */
} MbCssContext;

/** An angle, in degrees, is met inside math functions only. */
typedef enum {
  MB_NUMERIC_NUMBER,
  MB_NUMERIC_LENGTH,
  MB_NUMERIC_PERCENT,
  MB_NUMERIC_ANGLE
} MbNumericType;

/** As MbSizeTerm: percent, points. */
typedef struct {
  MbTermKind kind;
  double percent, plus;
} MbNumericTerm;

/** A number, a length in points, or a percentage and `plus` points beside it, after calc(); or, in place of both, `terms`. */
typedef struct {
  MbNumericType type;
  double value, plus;
  const MbNumericTerm *terms; /**< PERCENT: what is known at layout alone; NULL: none */
  guint n_terms;
} MbNumeric;

/** mb_value_numeric: a number, dimension, percentage or math function. A zero without unit is a number. */
gboolean mb_value_numeric (MbCssContext *context, MbCssCursor *cursor, MbNumeric *numeric);
/** mb_value_mixed: the same, and a percentage may have a length beside it. */
gboolean mb_value_mixed (MbCssContext *context, MbCssCursor *cursor, MbNumeric *numeric);
/** mb_value_plain: a number, dimension or percentage. mb_value_math: a math function, or parentheses inside one. */
gboolean mb_value_plain (MbCssContext *context, MbCssCursor *cursor, MbNumeric *numeric);
gboolean mb_value_math (MbCssContext *context, MbCssCursor *cursor, MbNumeric *result);
/** mb_value_angle: an angle, or a math function that gives one, in degrees. */
gboolean mb_value_angle (MbCssContext *context, MbCssCursor *cursor, double *degrees);

enum {
  MB_VALUE_AUTO = 1 << 0,
  MB_VALUE_NONE = 1 << 1,
  MB_VALUE_PERCENT = 1 << 2,
  MB_VALUE_NEGATIVE = 1 << 3,
  MB_VALUE_CONTENT = 1 << 4, /* min-content, max-content, fit-content */
  MB_VALUE_COMPARE = 1 << 5, /* min(100%, 20em): read with mb_size_resolve alone */
};

gboolean mb_value_length (MbCssContext *context, MbCssCursor *cursor, guint allow,
                          MbLength *length);
gboolean mb_value_size (MbCssContext *context, MbCssCursor *cursor, guint allow, MbSize *size);
gboolean mb_value_number (MbCssContext *context, MbCssCursor *cursor, double min, double max,
                          double *number);
gboolean mb_value_integer (MbCssContext *context, MbCssCursor *cursor, int min, int max,
                           int *integer);
gboolean mb_value_color (MbCssContext *context, MbCssCursor *cursor, MbColor *color);
/** mb_value_ink: color(--name tint / alpha), of an ink that @color-profile names above. */
gboolean mb_value_ink (MbCssContext *context, MbCssCursor *cursor, MbColor *color);

/* --- Properties ----------------------------------------------------------------------------------------------*/

typedef struct MbProperty MbProperty;

/** How a computed value is written. */
typedef struct {
  gboolean epub;          /**< em and % instead of pt */
  MbLength em, parent_em; /**< of the node, of its parent */
} MbPrinter;

typedef gboolean (*MbPropertyParse) (const MbProperty *property, MbCssContext *context,
                                     MbCssCursor *cursor, gpointer field);
typedef void (*MbPropertyPrint) (const MbProperty *property, const MbPrinter *printer,
                                 gconstpointer field, GString *out);

typedef struct {
  const char *name;
  int value;
} MbKeyword;

enum { MB_PROPERTY_INHERITED = 1 << 0, MB_PROPERTY_EPUB = 1 << 1 };

/** One row of the table. A field is a stretch of bytes of MbDraft. */
struct MbProperty {
  const char *name;
  guint16 offset, size;
  MbPropertyParse parse;
  MbPropertyPrint print;
  const MbKeyword *keywords; /**< NULL-ended, for those that are one keyword */
  guint allow;               /**< MB_VALUE_… for sizes */
  int min, max;
  guint flags;
  const char *initial; /**< as CSS text */
  const char *syntax;  /**< NULL: the keywords */
  const char *doc;
};

extern const MbProperty mb_properties[];
extern const guint mb_n_properties;
/** Rows below this are computed first: the others may be in their units. */
extern const guint mb_n_early_properties;

#define MB_PROPERTY_NONE 0xffff

/** mb_property_find: index of the longhand @name (any case), or MB_PROPERTY_NONE. */
guint mb_property_find (const char *name);
/** mb_property_names: every longhand and shorthand, sorted, NULL-ended, for hints. Lent. */
const char *const *mb_property_names (MbStyles *styles);
/** mb_property_syntax: the grammar of @property. Owned by @arena. */
const char *mb_property_syntax (const MbProperty *property, MbArena *arena);
/** mb_property_field: the field of @property inside the groups of @style. */
gconstpointer mb_property_field (const MbStyle *style, const MbProperty *property);

/* *values.c and *printers.c: the cells of the table */
#define MB_PARSER(name)                                                                            \
  gboolean name (const MbProperty *property, MbCssContext *context, MbCssCursor *cursor,           \
                 gpointer field)
#define MB_PRINTER(name)                                                                           \
  void name (const MbProperty *property, const MbPrinter *printer, gconstpointer field,            \
             GString *out)

MB_PARSER (mb_parse_hanging);
MB_PARSER (mb_parse_text_transform);
MB_PARSER (mb_parse_size_adjust);
MB_PARSER (mb_parse_keyword);
MB_PARSER (mb_parse_display);
MB_PARSER (mb_parse_byte);
MB_PARSER (mb_parse_integer);
MB_PARSER (mb_parse_length);
MB_PARSER (mb_parse_size);
MB_PARSER (mb_parse_color);
MB_PARSER (mb_parse_border_width);
MB_PARSER (mb_parse_family);
MB_PARSER (mb_parse_weight);
MB_PARSER (mb_parse_stretch);
MB_PARSER (mb_parse_font_size);
MB_PARSER (mb_parse_line_height);
MB_PARSER (mb_parse_numeric);
MB_PARSER (mb_parse_ligatures);
MB_PARSER (mb_parse_settings);
MB_PARSER (mb_parse_spacing);
MB_PARSER (mb_parse_hyphen_chars);
MB_PARSER (mb_parse_hyphen_lines);
MB_PARSER (mb_parse_justify);
MB_PARSER (mb_parse_protrusion);
MB_PARSER (mb_parse_espaces);
MB_PARSER (mb_parse_superiors);
MB_PARSER (mb_parse_grid);
MB_PARSER (mb_parse_looseness);
MB_PARSER (mb_parse_hyphen_last);
MB_PARSER (mb_parse_hyphen_mark);
MB_PARSER (mb_parse_relief);
MB_PARSER (mb_parse_list_style);
MB_PARSER (mb_parse_list_image);
MB_PARSER (mb_parse_text_align);
MB_PARSER (mb_parse_text_indent);
MB_PARSER (mb_parse_text_overflow);
MB_PARSER (mb_parse_max_lines);
MB_PARSER (mb_parse_block_ellipsis);
MB_PARSER (mb_parse_border_spacing);
MB_PARSER (mb_parse_quotes);
MB_PARSER (mb_parse_tab_size);
MB_PARSER (mb_parse_z_index);
MB_PARSER (mb_parse_shape);
MB_PARSER (mb_parse_position);
MB_PARSER (mb_parse_vertical_align);
MB_PARSER (mb_parse_object_position);
MB_PARSER (mb_parse_decoration_line);
MB_PARSER (mb_parse_thickness);
MB_PARSER (mb_parse_page);
MB_PARSER (mb_parse_column_count);
MB_PARSER (mb_parse_column_width);
MB_PARSER (mb_parse_gap);
MB_PARSER (mb_parse_column_span);
MB_PARSER (mb_parse_initial_letter);
MB_PARSER (mb_parse_place);
MB_PARSER (mb_parse_astride);
MB_PARSER (mb_parse_content);
MB_PARSER (mb_parse_counters);
MB_PARSER (mb_parse_string_set);
MB_PARSER (mb_parse_bookmark_level);
MB_PARSER (mb_parse_page_fit);
MB_PARSER (mb_parse_opacity);
MB_PARSER (mb_parse_image);
MB_PARSER (mb_parse_image_at);
MB_PARSER (mb_parse_image_size);
MB_PARSER (mb_parse_image_repeat);
MB_PARSER (mb_parse_image_origin);
MB_PARSER (mb_parse_image_clip);
MB_PARSER (mb_parse_image_blend);
MB_PARSER (mb_parse_image_fixed);
MB_PARSER (mb_parse_mask_origin);
MB_PARSER (mb_parse_mask_clip);
MB_PARSER (mb_parse_mask_composite);
MB_PARSER (mb_parse_line_size);
MB_PARSER (mb_parse_radius);
MB_PARSER (mb_parse_resolution);
MB_PARSER (mb_parse_shadows);
MB_PARSER (mb_parse_frame);
MB_PARSER (mb_parse_frame_slice);
MB_PARSER (mb_parse_frame_width);
MB_PARSER (mb_parse_frame_outset);
MB_PARSER (mb_parse_frame_repeat);
MB_PARSER (mb_parse_transform);
MB_PARSER (mb_parse_transform_origin);
MB_PARSER (mb_parse_translate);
MB_PARSER (mb_parse_rotate);
MB_PARSER (mb_parse_scale);
MB_PARSER (mb_parse_ratio);
MB_PARSER (mb_parse_emphasis);
MB_PARSER (mb_parse_emphasis_place);
MB_PARSER (mb_parse_clip_rect);
MB_PARSER (mb_parse_clip_path);
MB_PARSER (mb_parse_track_list);
MB_PARSER (mb_parse_auto_tracks);
MB_PARSER (mb_parse_areas);
MB_PARSER (mb_parse_grid_line);
MB_PARSER (mb_parse_auto_flow);
MB_PARSER (mb_parse_alignment);
MB_PARSER (mb_parse_copyfit);

MB_PRINTER (mb_print_hanging);
MB_PRINTER (mb_print_text_transform);
MB_PRINTER (mb_print_size_adjust);
MB_PRINTER (mb_print_keyword);
MB_PRINTER (mb_print_byte);
MB_PRINTER (mb_print_integer);
MB_PRINTER (mb_print_length);
MB_PRINTER (mb_print_size);
MB_PRINTER (mb_print_border_width);
MB_PRINTER (mb_print_color);
MB_PRINTER (mb_print_family);
MB_PRINTER (mb_print_stretch);
MB_PRINTER (mb_print_font_size);
MB_PRINTER (mb_print_line_height);
MB_PRINTER (mb_print_string);
MB_PRINTER (mb_print_settings);
MB_PRINTER (mb_print_spacing);
MB_PRINTER (mb_print_hyphen_chars);
MB_PRINTER (mb_print_hyphen_lines);
MB_PRINTER (mb_print_justify);
MB_PRINTER (mb_print_protrusion);
MB_PRINTER (mb_print_espaces);
MB_PRINTER (mb_print_superiors);
MB_PRINTER (mb_print_looseness);
MB_PRINTER (mb_print_hyphen_last);
MB_PRINTER (mb_print_hyphen_mark);
MB_PRINTER (mb_print_relief);
MB_PRINTER (mb_print_page_fit);
MB_PRINTER (mb_print_list_style);
MB_PRINTER (mb_print_text_align);
MB_PRINTER (mb_print_text_indent);
MB_PRINTER (mb_print_text_overflow);
MB_PRINTER (mb_print_max_lines);
MB_PRINTER (mb_print_block_ellipsis);
MB_PRINTER (mb_print_border_spacing);
MB_PRINTER (mb_print_quotes);
MB_PRINTER (mb_print_z_index);
MB_PRINTER (mb_print_shape);
MB_PRINTER (mb_print_position);
MB_PRINTER (mb_print_vertical_align);
MB_PRINTER (mb_print_object_position);
MB_PRINTER (mb_print_decoration_line);
MB_PRINTER (mb_print_page);
MB_PRINTER (mb_print_column_count);
MB_PRINTER (mb_print_gap);
MB_PRINTER (mb_print_column_span);
MB_PRINTER (mb_print_initial_letter);
MB_PRINTER (mb_print_place);
MB_PRINTER (mb_print_astride);
MB_PRINTER (mb_print_content);
MB_PRINTER (mb_print_counters);
MB_PRINTER (mb_print_string_set);
MB_PRINTER (mb_print_bookmark_level);
MB_PRINTER (mb_print_tab_size);
MB_PRINTER (mb_print_thickness);
MB_PRINTER (mb_print_nothing);
MB_PRINTER (mb_print_opacity);
MB_PRINTER (mb_print_image);
MB_PRINTER (mb_print_image_at);
MB_PRINTER (mb_print_image_size);
MB_PRINTER (mb_print_image_repeat);
MB_PRINTER (mb_print_image_edges);
MB_PRINTER (mb_print_image_blends);
MB_PRINTER (mb_print_image_fixed);
MB_PRINTER (mb_print_mask_composite);
MB_PRINTER (mb_print_radius);
MB_PRINTER (mb_print_resolution);
MB_PRINTER (mb_print_shadows);
MB_PRINTER (mb_print_frame_slice);
MB_PRINTER (mb_print_frame_width);
MB_PRINTER (mb_print_frame_outset);
MB_PRINTER (mb_print_frame_repeat);
MB_PRINTER (mb_print_transform);
MB_PRINTER (mb_print_transform_origin);
MB_PRINTER (mb_print_translate);
MB_PRINTER (mb_print_rotate);
MB_PRINTER (mb_print_scale);
MB_PRINTER (mb_print_ratio);
MB_PRINTER (mb_print_emphasis);
MB_PRINTER (mb_print_emphasis_place);
MB_PRINTER (mb_print_clip_rect);
MB_PRINTER (mb_print_clip_path);

/* pieces that printers share */
void mb_put_number (GString *out, double number, int places);
void mb_put_length (const MbPrinter *printer, MbLength length, GString *out);
void mb_put_size (const MbPrinter *printer, MbSize size, GString *out);
void mb_put_place (const MbPrinter *printer, MbBackgroundPlace place, GString *out);

/** mb_value_place: a position, as of a background image: x and y. */
gboolean mb_value_place (MbCssContext *context, MbCssCursor *cursor, MbBackgroundPlace *at);
/** mb_value_geometry_box: <geometry-box> of css-masking-1: the boxes of SVG stand for those of CSS. Returns: an MbEdge, or -1. */
int mb_value_geometry_box (MbCssCursor *cursor);
/** mb_value_corners: radii of four corners, across and down: [<length> | <percentage>]{1,4} [/ {1,4}]? */
gboolean mb_value_corners (MbCssContext *context, MbCssCursor *cursor, MbSize radius[4][2]);
/** mb_value_image: none, a picture or a gradient. */
gboolean mb_value_image (MbCssContext *context, MbCssCursor *cursor, MbImage *image);
MB_PRINTER (mb_print_track_list);
MB_PRINTER (mb_print_auto_tracks);
MB_PRINTER (mb_print_areas);
MB_PRINTER (mb_print_grid_line);
MB_PRINTER (mb_print_auto_flow);
MB_PRINTER (mb_print_copyfit);

/* --- Shorthands -------------------------------------------------------------------------------------------------*/

/** What a shorthand gives one longhand: values, or nothing: its initial value. */
typedef struct {
  guint property;
  MbCssValues values; /**< first NULL: initial */
} MbExpanded;

#define MB_MAX_EXPANDED 16

/** mb_background_expand, mb_mask_expand: the layers of `background` or `mask`; @out has a row for each of its longhands, in the order of the
 * shorthand. */
gboolean mb_background_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out);
gboolean mb_mask_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out);
/** mb_radius_expand: border-radius: up to four radii across, and after a slash as many down. */
gboolean mb_radius_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out);
/** mb_frame_expand: border-image, mask-border: source, slice [/ width [/ outset]], repeat. */
gboolean mb_frame_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out);

/** mb_grid_expand_template / _all: `grid-template` (rows, columns, areas) and `grid` (and the three of automatic tracks). */
gboolean mb_grid_expand_template (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out);
gboolean mb_grid_expand_all (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out);
/** mb_grid_expand_lines: `grid-row`, `grid-column`, `grid-area`: @n lines with slashes between them. */
gboolean mb_grid_expand_lines (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out,
                               guint n);

typedef struct MbShorthand MbShorthand;

/** mb_shorthand_take: let the parser of @property take what it can from @cursor; @part is what it took. */
gboolean mb_shorthand_take (MbCssContext *context, guint property, MbCssCursor *cursor,
                            MbCssValues *part);

/** mb_shorthand_find: NULL when @name is none. */
const MbShorthand *mb_shorthand_find (const char *name);
/** mb_shorthand_longhands: indices of the longhands it sets. */
guint mb_shorthand_longhands (const MbShorthand *shorthand, guint *properties);
/** mb_shorthand_expand: FALSE when @values is not a value of it. */
gboolean mb_shorthand_expand (const MbShorthand *shorthand, MbCssContext *context,
                              MbCssValues values, MbExpanded *out, guint *n);
/** mb_shorthand_is_sided: whether left and right of its longhands change places where text goes from right to left. */
gboolean mb_shorthand_is_sided (const MbShorthand *shorthand);
const char *mb_shorthand_label (const MbShorthand *shorthand);
const char *mb_shorthand_grammar (const MbShorthand *shorthand);
const char *mb_shorthand_name (guint index, const char **syntax,
                               const char **doc); /**< NULL past the end */

/* --- Declarations --------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_DECL_VALUE,
  MB_DECL_INHERIT,
  MB_DECL_INITIAL,
  MB_DECL_UNSET,
  MB_DECL_REVERT,
  MB_DECL_REVERT_LAYER,
  MB_DECL_VAR,
  MB_DECL_CUSTOM
} MbDeclHow;

typedef struct {
  guint16 property; /**< a longhand */
  guint8 how;       /**< MbDeclHow */
  guint8
      sided; /**< said of a side by the direction of the text: `property` is where it goes from left to right */
  gboolean important;
  const char *custom; /**< MB_DECL_CUSTOM: interned name, with its dashes */
  const MbShorthand
      *shorthand; /**< MB_DECL_VAR: what the values were written for, NULL: the property itself */
  MbCssValues values;
  MbPos pos;
} MbDecl;

typedef struct {
  const MbDecl *decls;
  guint n;
  gboolean attrs; /**< attr() is to be replaced: what they give depends on the element */
  gboolean sided; /**< there is a MbDecl.sided */
} MbDeclBlock;

/** mb_decl_read: the declarations of a block; wrong ones are reported and left out. @other is called for what is not a
 * declaration (margin boxes), or NULL to report it. */
typedef gboolean (*MbDeclOther) (MbStyles *styles, const MbCssItem *item, gpointer data);
MbDeclBlock mb_decl_read (MbStyles *styles, MbCssContents contents, MbCssValues block,
                          MbDeclOther other, gpointer data);
/** mb_decl_add: check the declaration @item and append it to @decls (of MbDecl). mb_decl_keep: the block of @decls, which
 * is emptied. mb_decl_report_other: @item stands where only declarations may. */
void mb_decl_add (MbStyles *styles, GArray *decls, const MbCssItem *item);
MbDeclBlock mb_decl_keep (MbStyles *styles, GArray *decls);
void mb_decl_report_other (MbStyles *styles, const MbCssItem *item);
/** mb_decl_is_known: whether `name: value` is understood; nothing is reported. */
gboolean mb_decl_is_known (MbStyles *styles, const char *name, MbCssValues value);

/* --- Custom properties -----------------------------------------------------------------------------------------------*/

/** The custom properties set on an element; the rest is its parent's. */
struct MbStyleCustom {
  const struct MbStyleCustom *parent;
  guint n;
  struct MbCustomEntry {
    const char *name;
    MbCssValues values;
    gboolean valid;
  } * entries;
};

gboolean mb_custom_uses_var (MbCssValues values);
/** mb_attrs_used: whether attr() stands in @values. */
gboolean mb_attrs_used (MbCssValues values);
typedef enum { MB_ATTR_READ, MB_ATTR_FALLBACK, MB_ATTR_INVALID } MbAttrRead;
/** mb_attrs_read: what attr() @function says of styles->attrs_of: @values, or its fallback as written there. */
MbAttrRead mb_attrs_read (MbStyles *styles, const MbCssValue *function, MbCssValues *values);
/** mb_custom_note_uses: remember the names in var(), for the report of those that nobody uses. */
void mb_custom_note_uses (MbStyles *styles, MbCssValues values);
/** mb_custom_substitute: @values with every var() replaced, in new memory. FALSE: invalid at computed-value time. */
gboolean mb_custom_substitute (MbStyles *styles, const struct MbStyleCustom *custom,
                               MbCssValues values, MbCssValues *result);
const struct MbStyleCustom *mb_custom_compute (MbStyles *styles, const struct MbStyleCustom *parent,
                                               const MbDecl *const *decls, guint n);

/* --- Selectors -----------------------------------------------------------------------------------------------------------*/

typedef struct MbSelector MbSelector;
typedef struct MbSelectorPart MbSelectorPart;

typedef struct {
  const MbSelector *const *selectors;
  guint n;
} MbSelectorList;

/** mb_selector_parse: a selector list; @outer: that of the rule around, NULL when there is none. FALSE, reported, when a
 * selector is wrong. */
gboolean mb_selector_parse (MbStyles *styles, MbCssValues values, const MbSelectorList *outer,
                            MbSelectorList *list);
/** mb_selector_is_known: whether @values is one selector that is understood; nothing is reported. */
gboolean mb_selector_is_known (MbStyles *styles, MbCssValues values);
/** mb_namespace_find: the MbNamespace of a prefix, declared by @namespace or usual; -1: unknown. */
int mb_namespace_find (MbStyles *styles, const char *prefix);
/* Keys of MbStyles.answers. */
guint mb_question_hash (gconstpointer key);
gboolean mb_question_equal (gconstpointer a, gconstpointer b);
gboolean mb_selector_matches (MbStyles *styles, const MbSelector *selector, const MbNode *node);
/** mb_stands_for_body: whether @node is the section put round what stands in the body of a file. */
gboolean mb_stands_for_body (const MbStyles *styles, const MbNode *node);
guint32 mb_selector_specificity (const MbSelector *selector);
/** Names of the pseudo-elements from MB_PSEUDO_BEFORE on, without colons; NULL-ended. */
extern const char *const mb_pseudo_names[];
MbPseudo mb_selector_pseudo (const MbSelector *selector);

typedef enum { MB_KEY_ID, MB_KEY_CLASS, MB_KEY_TAG, MB_KEY_UNIVERSAL } MbSelectorKey;
/** mb_selector_key: the rarest thing the subject must have; @name is set unless universal. */
MbSelectorKey mb_selector_key (const MbSelector *selector, const char **name);

/* --- Rules -----------------------------------------------------------------------------------------------------------------*/

/** A cascade layer (CSS Cascade 5 § 6.4); each origin has one without a name around all. `rank`: among the layers of its
 * origin, what stands in no layer highest. */
typedef struct MbLayer MbLayer;
struct MbLayer {
  MbLayer *parent, *first, *last, *next;
  guint rank;
};

/** A condition on the size of the page: asked when all sheets are read, as only then the page is known. */
typedef struct MbCondition MbCondition;
struct MbCondition {
  MbCondition *outer;
  MbCssValues query;
  gint8 holds; /**< -1: not asked yet */
};

/** One selector of one style rule. */
typedef struct {
  const MbSelector *selector;
  MbDeclBlock block;
  const MbNode *scope;
  MbOrigin origin;
  guint32 order;
  const MbLayer *layer;
  MbCondition *condition; /**< NULL: none */
  MbCssValues text;       /**< its selectors as they were written */
  guint age;              /**< of the words by which `alive` was decided (vocabulary.c) */
  gboolean alive;
} MbRule;

/** Rules of one pseudo-element (or of none) by what their subject must have. */
typedef struct {
  GHashTable *by_id, *by_class, *by_tag; /**< name → GPtrArray of MbRule */
  GPtrArray *universal;
  guint n;
} MbBuckets;

#define MB_N_PSEUDOS (MB_PSEUDO_FOOTNOTE_MARKER + 1)

/** The sheet being read. */
typedef struct {
  MbStyles *styles;
  MbOrigin origin;
  const MbNode *scope;
  const char *name; /**< for relative references; NULL: the root */
  GPtrArray *chain; /**< names of the sheets that import each other, innermost last */
  gboolean imports_allowed;
  MbLayer *layer;
  MbCondition *condition;      /* of the @media around; NULL: none */
  const MbSelectorList *outer; /* of the style rule around; NULL: none */
  MbCssValues outer_text;
} MbSheet;

/** mb_rule_is_plain: whether @rule is one of base.css for bare types. */
gboolean mb_rule_is_plain (const MbRule *rule);
/** mb_hints_new: the set of the names of elements that may have hints. */
GHashTable *mb_hints_new (void);
/** mb_hints_insert: put the presentational hints of @node into @rules, which are in cascade order. */
void mb_hints_insert (MbStyles *styles, const MbNode *node, GPtrArray *rules);

void mb_sheet_read (MbSheet *sheet, MbCssValues values, MbCssContents contents);
/** mb_words_collect: before mb_rule_can_match: learn the words of the document, if it has grown. */
void mb_words_collect (MbStyles *styles);
/** mb_rule_can_match: FALSE when @rule asks for a class, id, type or attribute that no element has. */
gboolean mb_rule_can_match (MbStyles *styles, MbRule *rule);

/** mb_media_enter: whether what @query guards is read. When only the size of the page can tell it is read under a new
 * condition, which goes to @sheet. What is not understood is reported. */
gboolean mb_media_enter (MbSheet *sheet, MbCssValues query);
/** mb_condition_holds: whether @condition and those around it are true; NULL is. While the page is being measured nothing
 * that depends on its size is. */
gboolean mb_condition_holds (MbStyles *styles, MbCondition *condition);
/** mb_supports_holds: the condition of @supports, or of supports() in @import, where it may be a @bare declaration. */
gboolean mb_supports_holds (MbStyles *styles, MbCssValues condition, gboolean bare);

/** mb_layer_enter: the layer @names ("a.b", values of the prelude) inside @layer, made when it is new; NULL @names: a new one without
 * a name. Returns: NULL when @names is no name. */
MbLayer *mb_layer_enter (MbStyles *styles, MbLayer *layer, const MbCssValues *names);
MbLayer *mb_layer_of_origin (MbStyles *styles, MbOrigin origin);
/** mb_layers_rank: number the layers, once a sheet is read. */
void mb_layers_rank (MbStyles *styles);
void mb_fontface_read (MbSheet *sheet, const MbCssItem *item);
void mb_pages_read (MbSheet *sheet, const MbCssItem *item);

/* --- The cascade --------------------------------------------------------------------------------------------------------------*/

typedef enum { MB_WORD_TYPE, MB_WORD_CLASS, MB_WORD_ID, MB_WORD_ATTR } MbWord;

struct MbStyles {
  MbArena *arena;
  MbDoc *doc;
  MbMedium medium;
  MbSource *source;
  MbFonts *fonts;
  MbDiagnostics *diagnostics;
  const char *houses; /* folder of the house sheets, or NULL */

  GHashTable *strings, *arrays, *groups[6], *styles_made; /* interning */
  GHashTable *shared;                                     /* parent and rules → MbStyle */
  GHashTable *used_customs;                               /* names in some var() */
  GPtrArray *set_customs;                                 /* declarations of custom properties */

  MbDraft initial_draft; /* `initial` for each property, before finishing */
  const MbStyle *initial;
  MbCssContext check; /* for parsing without an element */
  MbDraft check_draft;

  MbBuckets buckets[MB_N_PSEUDOS];
  guint32 next_order;
  guint n_imports;
  GPtrArray *rules; /* every MbRule in order */
  GPtrArray *page_rules;
  GHashTable *pages; /* matched page rules → MbPageStyle */
  GHashTable *page_styles;

  GPtrArray *by_node[MB_N_PSEUDOS]; /* computed, by node id */
  GArray *indices;                  /* of elements among their siblings, by node id */
  GPtrArray *scratch;               /* matched rules of the node at hand */
  guint selector_steps, far_steps;
  gboolean cost_reported;
  GHashTable *answers;  /* of :has() and :nth-child(… of S): (part, node) → answer + 1 */
  const MbNode *anchor; /* what :has() is asked for */
  GHashTable *words[4]; /* MbWord: sets of what elements have */
  guint words_of, words_age;
  GHashTable *spaces;      /* prefix → MbNamespace + 1 */
  MbLayer *layers[4];      /* by origin */
  GHashTable *layer_names; /* (outer layer, name) → MbLayer */
  GPtrArray *conditions;
  GHashTable *hints;          /* declarations → MbRule */
  GHashTable *hinted;         /* names of the elements that may have hints */
  GHashTable *counter_styles; /* name → MbCounterStyle */
  GHashTable *counter_uses;   /* name → the first MbCssValue that asks for it */
  GArray *inks;               /* of MbInk */
  /* The page that lengths in vw and conditions speak of: @page without a name, on the first page. `measured`: known. */
  gboolean measured, measuring;
  gboolean asks_page;         /* some value or condition does */
  gboolean night, asks_night; /* prefers-color-scheme: dark holds; some query asks for the scheme */
  MbLength page_width, page_height, area_width, area_height;
  const MbNode *scope;    /* of the rule being matched: its :root */
  const MbNode *attrs_of; /* whose attributes attr() reads, while its style is computed */
  const char *section, *html, *body; /* names, interned as those of elements are */
  const char *const *names;
};

const char *mb_styles_intern (MbStyles *styles, const char *string);
/** mb_styles_array: @n elements of @size bytes, interned; NULL when n is 0. */
gconstpointer mb_styles_array (MbStyles *styles, gconstpointer elements, gsize size, guint n);

/** mb_styles_measure: learn the page, unless it is known or nobody asks. */
void mb_styles_measure (MbStyles *styles);

/** One declaration block in the cascade. */
typedef struct {
  MbDeclBlock block;
  MbOrigin origin;
  guint layer; /**< rank */
} MbApplied;

/** mb_computed_style: the style that @applied (in cascade order) gives below @parent. */
const MbStyle *mb_computed_style (MbStyles *styles, const MbStyle *parent, const MbApplied *applied,
                                  guint n);
/** mb_computed_intern: finish @draft and intern it. */
const MbStyle *mb_computed_intern (MbStyles *styles, MbDraft *draft,
                                   const struct MbStyleCustom *custom);
void mb_computed_draft (const MbStyle *style, MbDraft *draft);
/** mb_computed_initials: fill the initial draft from the table. */
void mb_computed_initials (MbStyles *styles);
/** mb_cascade_base: the style that the type selectors of base.css alone would give @node; the root of the document inherits nothing. */
const MbStyle *mb_cascade_base (MbStyles *styles, const MbNode *node, MbPseudo pseudo);
/** mb_cascade_parent: the style that @node inherits from. */
const MbStyle *mb_cascade_parent (MbStyles *styles, const MbNode *node);

/* --- Counter styles ---------------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_COUNTER_NATIVE,
  MB_COUNTER_CYCLIC,
  MB_COUNTER_FIXED,
  MB_COUNTER_SYMBOLIC,
  MB_COUNTER_ALPHABETIC,
  MB_COUNTER_NUMERIC,
  MB_COUNTER_ADDITIVE,
  MB_COUNTER_EXTENDS,
} MbCounterSystem;

typedef struct {
  int first, last;
} MbCounterRange;

/** A counter style; what is NULL or 0 was not said. */
typedef struct {
  const char *name;
  MbCounterSystem system;
  gboolean (*write) (GString *out, guint value); /**< NATIVE */
  const char *extends;
  int start; /**< FIXED: value of the first symbol */
  const char *const *symbols;
  const int *weights; /**< ADDITIVE: of the symbols */
  guint n_symbols;
  const MbCounterRange *ranges;
  guint n_ranges;
  const char *negative[2], *prefix, *suffix, *pad, *fallback;
  int pad_length;
} MbCounterStyle;

gboolean mb_french_cardinal (GString *out, guint value);
gboolean mb_french_cardinal_feminine (GString *out, guint value);
gboolean mb_french_ordinal (GString *out, guint value);
gboolean mb_french_ordinal_feminine (GString *out, guint value);

/* eastcounters.c: the numbers of four digits at most; any number from 1. */
gboolean mb_chinese_informal (GString *out, guint value);
gboolean mb_chinese_simplified_formal (GString *out, guint value);
gboolean mb_chinese_traditional_formal (GString *out, guint value);
gboolean mb_ethiopic (GString *out, guint value);

void mb_counter_rule_read (MbSheet *sheet, const MbCssItem *item);

/* --- inks.c --- */

/** mb_inks_read: @color-profile. */
void mb_inks_read (MbSheet *sheet, const MbCssItem *item);
/** mb_value_counter_style: a name or symbols(); interned, NULL when it is neither. */
const char *mb_value_counter_style (MbCssContext *context, MbCssCursor *cursor);
gboolean mb_counter_is_known (MbStyles *styles, const char *name);
const char *mb_counter_native (guint index); /**< NULL past the end */
/** mb_styles_report_unmatched: rules of articles and documents that nothing can match. */
void mb_styles_report_unmatched (MbStyles *styles);

/** mb_counter_rules_finish: report names that no rule defines. */
void mb_counter_rules_finish (MbStyles *styles);

extern const char mb_base_css[];

G_END_DECLS
