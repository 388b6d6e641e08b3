/* SPDX-License-Identifier: Apache-2.0 */
/* The property table: every longhand, its place in a style, its parser and printer, its initial value.
 *
 * The rows stand in the order in which they are computed: what em, ex and lh need comes first. A field is a stretch of
 * MbDraft, so that inherit and initial are a copy of bytes. The cells are functions of *values.c and printers.c; a property
 * that is one keyword has a list of keywords instead, which is its grammar too. */
#include "internal.h"

#include <stddef.h>
#include <string.h>

#define INHERITED MB_PROPERTY_INHERITED
#define EPUB      MB_PROPERTY_EPUB

#define FIELDS(first, last)                                                                        \
  .offset = offsetof (MbDraft, first), .size = offsetof (MbDraft, last) +                          \
                                               sizeof (__typeof__ (((MbDraft *) 0)->last)) -       \
                                               offsetof (MbDraft, first)
#define FIELD(name)     FIELDS (name, name)
#define CELLS(kind)     .parse = mb_parse_##kind, .print = mb_print_##kind
#define KEYWORDS(words) CELLS (keyword), .keywords = words

/* A table reads by rows. */
/* clang-format off */
static const MbKeyword slants[] = { { "normal", MB_FONT_UPRIGHT }, { "italic", MB_FONT_ITALIC }, { "oblique", MB_FONT_OBLIQUE }, { NULL, 0 } };
static const MbKeyword caps[] = { { "normal", MB_CAPS_NORMAL }, { "small-caps", MB_CAPS_SMALL }, { "all-small-caps", MB_CAPS_ALL_SMALL }, { NULL, 0 } };
static const MbKeyword positions[] = { { "normal", MB_POSITION_NORMAL }, { "super", MB_POSITION_SUPER }, { "sub", MB_POSITION_SUB }, { NULL, 0 } };
static const MbKeyword kernings[] = { { "auto", TRUE }, { "normal", TRUE }, { "none", FALSE }, { NULL, 0 } };
static const MbKeyword aligns[] = { { "start", MB_ALIGN_START },   { "end", MB_ALIGN_END },         { "left", MB_ALIGN_LEFT },
                                    { "right", MB_ALIGN_RIGHT },   { "center", MB_ALIGN_CENTER },   { "justify", MB_ALIGN_JUSTIFY },
                                    { NULL, 0 } };
static const MbKeyword bidis[] = { { "normal", MB_BIDI_NORMAL }, { "embed", MB_BIDI_EMBED }, { "bidi-override", MB_BIDI_OVERRIDE }, { "isolate", MB_BIDI_ISOLATE }, { "isolate-override", MB_BIDI_ISOLATE_OVERRIDE }, { "plaintext", MB_BIDI_PLAINTEXT }, { NULL, 0 } };
static const MbKeyword directions[] = { { "ltr", FALSE }, { "rtl", TRUE }, { NULL, 0 } };
static const MbKeyword overflow_wraps[] = { { "normal", FALSE }, { "break-word", TRUE }, { "anywhere", TRUE }, { NULL, 0 } };
static const MbKeyword word_breaks[] = { { "normal", MB_WORD_WHOLE }, { "break-all", MB_WORD_ANYWHERE }, { "keep-all", MB_WORD_KEEP_ALL }, { "break-word", MB_WORD_RESCUED }, { NULL, 0 } };
static const MbKeyword line_breaks[] = { { "auto", MB_LINE_BREAK_AUTO }, { "loose", MB_LINE_BREAK_LOOSE }, { "normal", MB_LINE_BREAK_NORMAL }, { "strict", MB_LINE_BREAK_STRICT }, { "anywhere", MB_LINE_BREAK_ANYWHERE }, { NULL, 0 } };
static const MbKeyword continues[] = { { "auto", FALSE }, { "discard", TRUE }, { "collapse", TRUE }, { NULL, 0 } };
static const MbKeyword last_aligns[] = { { "auto", MB_ALIGN_AUTO },     { "start", MB_ALIGN_START },     { "end", MB_ALIGN_END },
                                         { "left", MB_ALIGN_LEFT },     { "right", MB_ALIGN_RIGHT },     { "center", MB_ALIGN_CENTER },
                                         { "justify", MB_ALIGN_JUSTIFY }, { NULL, 0 } };
static const MbKeyword transforms[] = { { "none", MB_CASE_NONE }, { "uppercase", MB_CASE_UPPER }, { "lowercase", MB_CASE_LOWER }, { "capitalize", MB_CASE_CAPITALIZE }, { NULL, 0 } };
static const MbKeyword white_spaces[] = { { "normal", MB_SPACE_NORMAL },     { "nowrap", MB_SPACE_NOWRAP },     { "pre", MB_SPACE_PRE },
                                          { "pre-wrap", MB_SPACE_PRE_WRAP }, { "pre-line", MB_SPACE_PRE_LINE }, { "break-spaces", MB_SPACE_BREAK_SPACES },
                                          { "collapse", MB_SPACE_NORMAL },   { "preserve", MB_SPACE_PRE_WRAP },  { "preserve-breaks", MB_SPACE_PRE_LINE },
                                          { NULL, 0 } };
static const MbKeyword wraps[] = { { "pretty", MB_WRAP_PRETTY }, { "wrap", MB_WRAP_PRETTY }, { "auto", MB_WRAP_PRETTY }, { "stable", MB_WRAP_STABLE }, { "balance", MB_WRAP_BALANCE }, { "nowrap", MB_WRAP_NOWRAP }, { NULL, 0 } };
static const MbKeyword justifications[] = { { "auto", FALSE }, { "inter-word", FALSE }, { "none", TRUE }, { NULL, 0 } };
static const MbKeyword hyphens[] = { { "manual", MB_HYPHENS_MANUAL }, { "auto", MB_HYPHENS_AUTO }, { "none", MB_HYPHENS_NONE }, { NULL, 0 } };
static const MbKeyword guillemets[] = { { "none", MB_GUILLEMETS_NONE }, { "lines", MB_GUILLEMETS_LINES }, { "lines-close", MB_GUILLEMETS_LINES_CLOSE }, { "all-lines", MB_GUILLEMETS_ALL_LINES }, { NULL, 0 } };
static const MbKeyword turnovers[] = { { "none", FALSE }, { "bracket", TRUE }, { NULL, 0 } };
static const MbKeyword locators[] = { { "none", FALSE }, { "merge", TRUE }, { NULL, 0 } };
static const MbKeyword list_places[] = { { "outside", FALSE }, { "inside", TRUE }, { NULL, 0 } };
static const MbKeyword visibilities[] = { { "visible", MB_VISIBLE }, { "hidden", MB_HIDDEN }, { "collapse", MB_COLLAPSED }, { NULL, 0 } };
static const MbKeyword collapses[] = { { "separate", FALSE }, { "collapse", TRUE }, { NULL, 0 } };
static const MbKeyword empties[] = { { "show", FALSE }, { "hide", TRUE }, { NULL, 0 } };
static const MbKeyword captions[] = { { "top", FALSE }, { "bottom", TRUE }, { NULL, 0 } };
static const MbKeyword displays[] = {
  { "inline", MB_DISPLAY_INLINE },
  { "none", MB_DISPLAY_NONE },
  { "contents", MB_DISPLAY_CONTENTS },
  { "block", MB_DISPLAY_BLOCK },
  { "flow-root", MB_DISPLAY_FLOW_ROOT },
  { "inline-block", MB_DISPLAY_INLINE_BLOCK },
  { "list-item", MB_DISPLAY_LIST_ITEM },
  { "table", MB_DISPLAY_TABLE },
  { "inline-table", MB_DISPLAY_INLINE_TABLE },
  { "table-row-group", MB_DISPLAY_ROW_GROUP },
  { "table-header-group", MB_DISPLAY_HEADER_GROUP },
  { "table-footer-group", MB_DISPLAY_FOOTER_GROUP },
  { "table-row", MB_DISPLAY_ROW },
  { "table-cell", MB_DISPLAY_CELL },
  { "table-column", MB_DISPLAY_COLUMN },
  { "table-column-group", MB_DISPLAY_COLUMN_GROUP },
  { "table-caption", MB_DISPLAY_CAPTION },
  { "grid", MB_DISPLAY_GRID },
  { "inline-grid", MB_DISPLAY_INLINE_GRID },
  { NULL, 0 },
};
static const MbKeyword floats[] = { { "none", MB_FLOAT_NONE }, { "left", MB_FLOAT_LEFT },     { "right", MB_FLOAT_RIGHT },
                                    { "top", MB_FLOAT_TOP },   { "bottom", MB_FLOAT_BOTTOM }, { "footnote", MB_FLOAT_FOOTNOTE },
                                    { "inside", MB_FLOAT_INSIDE }, { "outside", MB_FLOAT_OUTSIDE },
                                    { "inline-start", MB_FLOAT_START }, { "inline-end", MB_FLOAT_END },
                                    { NULL, 0 } };
static const MbKeyword clears[] = { { "none", MB_CLEAR_NONE }, { "left", MB_CLEAR_LEFT },     { "right", MB_CLEAR_RIGHT },
                                    { "both", MB_CLEAR_BOTH }, { "inside", MB_CLEAR_INSIDE }, { "outside", MB_CLEAR_OUTSIDE },
                                    { "inline-start", MB_CLEAR_START }, { "inline-end", MB_CLEAR_END },
                                    { NULL, 0 } };
static const MbKeyword sizings[] = { { "content-box", FALSE }, { "border-box", TRUE }, { NULL, 0 } };
static const MbKeyword fits[] = { { "fill", MB_FIT_FILL }, { "contain", MB_FIT_CONTAIN }, { "cover", MB_FIT_COVER }, { "none", MB_FIT_NONE }, { "scale-down", MB_FIT_SCALE_DOWN }, { NULL, 0 } };
static const MbKeyword layouts[] = { { "auto", FALSE }, { "fixed", TRUE }, { NULL, 0 } };
static const MbKeyword overflows[] = { { "visible", MB_OVERFLOW_VISIBLE }, { "hidden", MB_OVERFLOW_HIDDEN }, { "clip", MB_OVERFLOW_CLIP },
                                       { "auto", MB_OVERFLOW_HIDDEN },     { "scroll", MB_OVERFLOW_HIDDEN }, { NULL, 0 } };
static const MbKeyword borders[] = { { "none", MB_BORDER_NONE },     { "hidden", MB_BORDER_HIDDEN },   { "solid", MB_BORDER_SOLID },
                                     { "double", MB_BORDER_DOUBLE }, { "dotted", MB_BORDER_DOTTED }, { "dashed", MB_BORDER_DASHED },
                                     { "groove", MB_BORDER_GROOVE }, { "ridge", MB_BORDER_RIDGE },   { "inset", MB_BORDER_INSET },
                                     { "outset", MB_BORDER_OUTSET }, { NULL, 0 } };
static const MbKeyword outlines[] = { { "none", MB_BORDER_NONE },     { "auto", MB_BORDER_SOLID },    { "solid", MB_BORDER_SOLID },
                                      { "double", MB_BORDER_DOUBLE }, { "dotted", MB_BORDER_DOTTED }, { "dashed", MB_BORDER_DASHED },
                                      { "groove", MB_BORDER_GROOVE }, { "ridge", MB_BORDER_RIDGE },   { "inset", MB_BORDER_INSET },
                                      { "outset", MB_BORDER_OUTSET }, { NULL, 0 } };
static const MbKeyword underline_places[] = { { "auto", MB_UNDERLINE_AUTO }, { "from-font", MB_UNDERLINE_FROM_FONT }, { "under", MB_UNDERLINE_UNDER }, { NULL, 0 } };
static const MbKeyword skip_inks[] = { { "auto", MB_SKIP_AUTO }, { "none", MB_SKIP_NONE }, { "all", MB_SKIP_ALL }, { NULL, 0 } };
static const MbKeyword orientations[] = { { "from-image", FALSE }, { "none", TRUE }, { NULL, 0 } };
static const MbKeyword renderings[] = { { "auto", FALSE }, { "smooth", FALSE }, { "high-quality", FALSE }, { "pixelated", TRUE }, { "crisp-edges", TRUE }, { NULL, 0 } };
static const MbKeyword line_styles[] = { { "solid", MB_DECORATION_SOLID },   { "double", MB_DECORATION_DOUBLE }, { "dotted", MB_DECORATION_DOTTED },
                                         { "dashed", MB_DECORATION_DASHED }, { "wavy", MB_DECORATION_WAVY },     { NULL, 0 } };
static const MbKeyword blends[] = { { "normal", MB_BLEND_NORMAL },           { "multiply", MB_BLEND_MULTIPLY },       { "screen", MB_BLEND_SCREEN },         { "overlay", MB_BLEND_OVERLAY },
                                    { "darken", MB_BLEND_DARKEN },           { "lighten", MB_BLEND_LIGHTEN },         { "color-dodge", MB_BLEND_COLOR_DODGE }, { "color-burn", MB_BLEND_COLOR_BURN },
                                    { "hard-light", MB_BLEND_HARD_LIGHT },   { "soft-light", MB_BLEND_SOFT_LIGHT },   { "difference", MB_BLEND_DIFFERENCE }, { "exclusion", MB_BLEND_EXCLUSION },
                                    { "hue", MB_BLEND_HUE },                 { "saturation", MB_BLEND_SATURATION },   { "color", MB_BLEND_COLOR },           { "luminosity", MB_BLEND_LUMINOSITY },
                                    { NULL, 0 } };
static const MbKeyword isolations[] = { { "auto", FALSE }, { "isolate", TRUE }, { NULL, 0 } };
static const MbKeyword margin_breaks[] = { { "auto", MB_MARGIN_BREAK_AUTO },
                                           { "keep", MB_MARGIN_BREAK_KEEP },
                                           { "discard", MB_MARGIN_BREAK_DISCARD },
                                           { NULL, 0 } };
static const MbKeyword clones[] = { { "slice", FALSE }, { "clone", TRUE }, { NULL, 0 } };
static const MbKeyword breaks[] = { { "auto", MB_BREAK_AUTO },   { "avoid", MB_BREAK_AVOID }, { "avoid-page", MB_BREAK_AVOID_PAGE }, { "avoid-column", MB_BREAK_AVOID_COLUMN },
                                    { "page", MB_BREAK_PAGE },   { "always", MB_BREAK_ALWAYS }, { "left", MB_BREAK_LEFT },             { "right", MB_BREAK_RIGHT },
                                    { "recto", MB_BREAK_RECTO }, { "verso", MB_BREAK_VERSO }, { "column", MB_BREAK_COLUMN },         { NULL, 0 } };
static const MbKeyword insides[] = { { "auto", MB_BREAK_AUTO }, { "avoid", MB_BREAK_AVOID }, { "avoid-page", MB_BREAK_AVOID_PAGE }, { "avoid-column", MB_BREAK_AVOID_COLUMN }, { NULL, 0 } };
static const MbKeyword fills[] = { { "balance", FALSE }, { "auto", TRUE }, { NULL, 0 } };
static const MbKeyword bookmark_states[] = { { "open", FALSE }, { "closed", TRUE }, { NULL, 0 } };
static const MbKeyword spans[] = { { "none", FALSE }, { "all", TRUE }, { NULL, 0 } };

static const MbKeyword opening[] = { { "none", FALSE }, { "text", TRUE }, { NULL, 0 } };
static const MbKeyword note_displays[] = { { "block", MB_NOTE_BLOCK }, { "inline", MB_NOTE_INLINE }, { "compact", MB_NOTE_COMPACT }, { NULL, 0 } };
static const MbKeyword note_policies[] = { { "auto", MB_NOTE_AUTO }, { "line", MB_NOTE_LINE }, { "block", MB_NOTE_WHOLE }, { NULL, 0 } };
static const MbKeyword side_notes[] = { { "none", MB_SIDE_NONE }, { "left", MB_SIDE_LEFT }, { "right", MB_SIDE_RIGHT }, { "inside", MB_SIDE_INSIDE }, { "outside", MB_SIDE_OUTSIDE }, { NULL, 0 } };
static const MbKeyword references[] = { { "inline", MB_REFERENCE_INLINE }, { "column", MB_REFERENCE_COLUMN }, { "page", MB_REFERENCE_PAGE }, { NULL, 0 } };

static const MbKeyword places[] = {
  { "none", MB_CORNER_NONE },
  { "head", MB_CORNER_HEAD },
  { "foot", MB_CORNER_FOOT },
  { "top-left", MB_CORNER_TOP_LEFT },
  { "top-right", MB_CORNER_TOP_RIGHT },
  { "top-inside", MB_CORNER_TOP_INSIDE },
  { "top-outside", MB_CORNER_TOP_OUTSIDE },
  { "bottom-left", MB_CORNER_BOTTOM_LEFT },
  { "bottom-right", MB_CORNER_BOTTOM_RIGHT },
  { "bottom-inside", MB_CORNER_BOTTOM_INSIDE },
  { "bottom-outside", MB_CORNER_BOTTOM_OUTSIDE },
  { NULL, 0 },
};

#define PLACES \
  { "start", MB_PLACE_START }, { "end", MB_PLACE_END }, { "center", MB_PLACE_CENTER }, { "flex-start", MB_PLACE_START }, { "flex-end", MB_PLACE_END }, \
  { "left", MB_PLACE_START }, { "right", MB_PLACE_END }
#define ITEM_PLACES { "normal", MB_PLACE_NORMAL }, { "stretch", MB_PLACE_STRETCH }, PLACES, { "self-start", MB_PLACE_START }, { "self-end", MB_PLACE_END }, { "baseline", MB_PLACE_BASELINE }
static const MbKeyword item_places[] = { ITEM_PLACES, { NULL, 0 } };
static const MbKeyword legacy_places[] = { { "legacy", MB_PLACE_NORMAL }, ITEM_PLACES, { NULL, 0 } };
static const MbKeyword self_places[] = { { "auto", MB_PLACE_AUTO }, ITEM_PLACES, { NULL, 0 } };
static const MbKeyword content_places[] = { { "normal", MB_PLACE_NORMAL }, { "stretch", MB_PLACE_STRETCH }, PLACES, { "space-between", MB_PLACE_BETWEEN },
                                            { "space-around", MB_PLACE_AROUND }, { "space-evenly", MB_PLACE_EVENLY }, { NULL, 0 } };
#define IMAGES_SYNTAX "[none | url() | image() | [repeating-]linear-gradient() | [repeating-]radial-gradient() | [repeating-]conic-gradient()]#"
#define BOX_SIZES_SYNTAX "[cover | contain | [<length> | <percentage> | auto]{1,2}]#"
#define REPEATS_SYNTAX "[repeat-x | repeat-y | [repeat | no-repeat | space | round]{1,2}]#"
#define SLICE_SYNTAX "[<number> | <percentage>]{1,4} && fill?"
#define FRAME_WIDTH_SYNTAX "[<length> | <percentage> | <number> | auto]{1,4}"
#define FRAME_OUTSET_SYNTAX "[<length> | <number>]{1,4}"
#define FRAME_REPEAT_SYNTAX "[stretch | repeat | round | space]{1,2}"
#define TRACK_SYNTAX "<length> | <percentage> | <number>fr | auto | min-content | max-content | minmax() | fit-content()"
#define ITEM_SYNTAX "normal | stretch | start | end | center | baseline"
#define CONTENT_SYNTAX "normal | stretch | start | end | center | space-between | space-around | space-evenly"
#define GRID_LINE(property, field) \
  { property, FIELD (grid.field), CELLS (grid_line), .initial = "auto", .syntax = "auto | <name> | [<integer> && <name>?] | [span && [<integer> || <name>]]", \
    .doc = "line of the grid where the item begins or ends; a name is a line or an area" }
#define ALIGNMENT(property, field, list, first, grammar, text) \
  { property, FIELD (grid.field), .parse = mb_parse_alignment, .print = mb_print_keyword, .keywords = list, .initial = first, .syntax = grammar, .doc = text }

#define SIZE_SYNTAX "auto | <length> | <percentage>"

#define SIDE(index, side) \
  { "margin-" side, FIELD (box.margin[index]), CELLS (size), .allow = MB_VALUE_AUTO | MB_VALUE_PERCENT | MB_VALUE_COMPARE | MB_VALUE_NEGATIVE, \
    .flags = EPUB, .initial = "0", .syntax = SIZE_SYNTAX, .doc = "outer distance" }, \
  { "padding-" side, FIELD (box.padding[index]), CELLS (size), .allow = MB_VALUE_PERCENT | MB_VALUE_COMPARE, .flags = EPUB, .initial = "0", \
    .syntax = "<length> | <percentage>", .doc = "inner distance" }, \
  { side, FIELD (box.inset[index]), CELLS (size), .allow = MB_VALUE_AUTO | MB_VALUE_PERCENT | MB_VALUE_COMPARE | MB_VALUE_NEGATIVE, \
    .initial = "auto", .syntax = SIZE_SYNTAX, .doc = "place of a positioned box" }, \
  { "border-" side "-style", FIELD (border.style[index]), KEYWORDS (borders), .flags = EPUB, .initial = "none", .doc = "look of a border" }, \
  { "border-" side "-width", FIELD (border.width[index]), CELLS (border_width), .flags = EPUB, .initial = "medium", \
    .syntax = "thin | medium | thick | <length>", .doc = "width of a border" }, \
  { "border-" side "-color", FIELD (border.color[index]), CELLS (color), .flags = EPUB, .initial = "currentcolor", .syntax = "<color>", .doc = "colour of a border" }

#define RADIUS(index, corner) \
  { "border-" corner "-radius", FIELD (border.radius[index]), CELLS (radius), .initial = "0", .syntax = "[<length> | <percentage>]{1,2}", .doc = "rounding of a corner, across and down" }

#define EXTENT(property, field, forms, first, grammar, epub) \
  { property, FIELD (box.field), CELLS (size), .allow = MB_VALUE_PERCENT | MB_VALUE_COMPARE | MB_VALUE_CONTENT | (forms), .flags = (epub), .initial = first, .syntax = grammar, .doc = "extent of a box" }

const MbProperty mb_properties[] = {
  { "font-family", FIELD (font.families), CELLS (family), .flags = INHERITED | EPUB, .initial = "serif", .syntax = "<family>#",
    .doc = "families declared by @font-face, in order of preference" },
  { "font-weight", FIELD (font.weight), .parse = mb_parse_weight, .print = mb_print_integer, .flags = INHERITED | EPUB, .initial = "normal",
    .syntax = "normal | bold | bolder | lighter | <number>", .doc = "weight of the face, 1–1000; never synthesised" },
  { "font-style", FIELD (font.slant), KEYWORDS (slants), .flags = INHERITED | EPUB, .initial = "normal", .doc = "upright or italic face" },
  { "font-stretch", FIELD (font.stretch), CELLS (stretch), .flags = INHERITED, .initial = "normal",
    .syntax = "normal | condensed | semi-condensed | … | <percentage>", .doc = "width of the face" },
  { "font-size", FIELD (font.size), CELLS (font_size), .flags = INHERITED | EPUB, .initial = "12pt",
    .syntax = "<length> | <percentage> | medium | smaller | larger | …", .doc = "size of the type" },
  { "line-height", FIELDS (font.line_factor, font.line_height), CELLS (line_height), .flags = INHERITED | EPUB, .initial = "normal",
    .syntax = "normal | <number> | <length> | <percentage>", .doc = "distance of baselines; a number is inherited as it is" },
  { "color", FIELD (text.color), CELLS (color), .flags = INHERITED | EPUB, .initial = "black", .syntax = "<color>",
    .doc = "colour of text; black is printed K 100" },

  { "font-variant-caps", FIELD (font.caps), KEYWORDS (caps), .flags = INHERITED | EPUB, .initial = "normal", .doc = "small capitals of the face" },
  { "font-variant-position", FIELD (font.position), KEYWORDS (positions), .flags = INHERITED, .initial = "normal", .doc = "superior and inferior glyphs" },
  { "font-variant-numeric", FIELD (font.numeric), .parse = mb_parse_numeric, .print = mb_print_string, .flags = INHERITED, .initial = "normal",
    .syntax = "normal | [lining-nums | oldstyle-nums] || [proportional-nums | tabular-nums] || …", .doc = "kind of figures" },
  { "font-variant-ligatures", FIELD (font.ligatures), .parse = mb_parse_ligatures, .print = mb_print_string, .flags = INHERITED, .initial = "normal",
    .syntax = "normal | none | [no-]common-ligatures || [no-]discretionary-ligatures || …", .doc = "ligatures" },
  { "font-feature-settings", FIELD (font.settings), CELLS (settings), .flags = INHERITED, .initial = "normal",
    .syntax = "normal | [<string> [on | off | <integer>]?]#", .doc = "OpenType features by tag" },
  { "-marbre-superiors", FIELDS (font.superior_size, font.superior_rise), CELLS (superiors), .flags = INHERITED, .initial = "auto", .syntax = "auto | <percentage>{2}",
    .doc = "size and rise, in em, of superior letters where the face has none of its own; auto is 62% 33%" },
  { "font-size-adjust", FIELDS (font.adjust, font.adjusted_by), CELLS (size_adjust), .flags = INHERITED, .initial = "none", .syntax = "none | [ex-height | cap-height | ch-width | ic-width]? [from-font | <number>]",
    .doc = "faces are set so large that their small letters are so much of the em" },
  { "font-kerning", FIELD (font.kerning), KEYWORDS (kernings), .flags = INHERITED, .initial = "auto", .doc = "pair kerning" },

  { "text-align", FIELDS (text.align_mark, text.justify_all), CELLS (text_align), .keywords = aligns, .flags = INHERITED | EPUB, .initial = "start",
    .syntax = "[start | end | left | right | center | justify | justify-all | match-parent] || <string>",
    .doc = "alignment of lines; a string, in cells: the cells of a column stand with that string (a decimal comma) below one another, and the whole by the keyword, end without one" },
  { "direction", FIELD (text.rtl), KEYWORDS (directions), .flags = INHERITED, .initial = "ltr",
    .doc = "which side start is: columns of tables, alignment of lines, what is narrower than what it stands in, what is positioned without insets" },
  { "unicode-bidi", FIELD (box.bidi), KEYWORDS (bidis), .initial = "normal", .doc = "how the letters of an element stand among those around it when both directions meet" },
  { "text-align-last", FIELD (text.align_last), KEYWORDS (last_aligns), .flags = INHERITED, .initial = "auto", .doc = "alignment of the last line" },
  { "text-justify", FIELD (text.unjustified), KEYWORDS (justifications), .flags = INHERITED, .initial = "auto", .doc = "none: justified text is not stretched" },
  { "text-indent", FIELDS (text.indent, text.indent_each), CELLS (text_indent), .flags = INHERITED | EPUB, .initial = "0",
    .syntax = "[<length> | <percentage>] && hanging? && each-line?", .doc = "indent of the first line; each-line: and of those after a forced line end (lengths only); hanging: of all others instead" },
  { "text-transform", FIELDS (text.transform, text.forms), CELLS (text_transform), .keywords = transforms, .syntax = "none | [uppercase | lowercase | capitalize] || full-width || full-size-kana", .flags = INHERITED | EPUB, .initial = "none", .doc = "case; accents are kept" },
  { "letter-spacing", FIELD (text.letter_spacing), CELLS (spacing), .flags = INHERITED | EPUB, .initial = "normal", .syntax = "normal | <length>", .doc = "tracking" },
  { "word-spacing", FIELD (text.word_spacing), CELLS (spacing), .flags = INHERITED, .initial = "normal", .syntax = "normal | <length>", .doc = "added to each word space" },
  { "white-space", FIELD (text.white_space), KEYWORDS (white_spaces), .flags = INHERITED | EPUB, .initial = "normal", .doc = "collapsing of spaces and line ends" },
  { "overflow-wrap", FIELD (text.overflow_wrap), KEYWORDS (overflow_wraps), .flags = INHERITED | EPUB, .initial = "normal", .doc = "a word that fits in no line is parted anywhere, without a hyphen" },
  { "word-break", FIELD (text.word_break), KEYWORDS (word_breaks), .flags = INHERITED, .initial = "normal", .doc = "break-all: any letter may begin a line; keep-all: ideographs make words; break-word: as overflow-wrap: anywhere" },
  { "line-break", FIELD (text.line_break), KEYWORDS (line_breaks), .flags = INHERITED, .initial = "auto", .doc = "how strictly lines of ideographs and kana are ended; anywhere: any character may begin a line" },
  { "text-wrap", FIELD (text.wrap), KEYWORDS (wraps), .flags = INHERITED | EPUB, .initial = "pretty", .doc = "pretty: total fit; balance: lines of equal length; stable: first fit" },
  { "hyphens", FIELD (text.hyphens), KEYWORDS (hyphens), .flags = INHERITED | EPUB, .initial = "manual", .doc = "hyphenation by dictionary" },
  { "hyphenate-limit-chars", FIELDS (text.hyphen_word, text.hyphen_after), CELLS (hyphen_chars), .flags = INHERITED, .initial = "auto",
    .syntax = "[auto | <integer>]{1,3}", .doc = "shortest word, letters before and after the hyphen; auto is 6 2 3" },
  { "hyphenate-limit-lines", FIELD (text.hyphen_lines), CELLS (hyphen_lines), .flags = INHERITED, .initial = "no-limit", .syntax = "no-limit | <integer>", .doc = "hyphenated lines in a row" },
  { "hyphenate-limit-last", FIELDS (text.hyphen_last, text.hyphen_last_line), CELLS (hyphen_last), .flags = INHERITED, .initial = "none",
    .syntax = "none | always | column | page | spread", .doc = "none: a hyphen may end a page or column; always: nor the last full line of a paragraph; the others: no page or column" },
  { "hyphenate-character", FIELD (text.hyphen), CELLS (hyphen_mark), .flags = INHERITED, .initial = "auto", .syntax = "auto | <string>",
    .doc = "what is added at the end of a line where a word is cut" },
  { "hyphenate-limit-zone", FIELD (text.hyphen_zone), CELLS (size), .allow = MB_VALUE_PERCENT, .flags = INHERITED, .initial = "0", .syntax = "<length> | <percentage>",
    .doc = "a word is not cut when no more than that stays empty without it, before justification" },
  { "orphans", FIELD (text.orphans), CELLS (byte), .min = 1, .max = 99, .flags = INHERITED | EPUB, .initial = "2", .syntax = "<integer>", .doc = "lines kept at the foot of a column" },
  { "widows", FIELD (text.widows), CELLS (byte), .min = 1, .max = 99, .flags = INHERITED | EPUB, .initial = "2", .syntax = "<integer>", .doc = "lines kept at the head of a column" },
  { "-marbre-justify", FIELDS (text.justify, text.justify_set), CELLS (justify), .flags = INHERITED, .initial = "auto", .syntax = "auto | <percentage>{3,5}",
    .doc = "word space min, opt, max; then glyph scale and tracking, each ±" },
  { "-marbre-relief", FIELD (text.relief), CELLS (relief), .flags = INHERITED, .initial = "none", .syntax = "none | <percentage>",
    .doc = "tracking, in % of an em, that only lines wider than -marbre-justify allows may add (narrow columns)" },
  { "-marbre-turnover", FIELD (text.turnover), KEYWORDS (turnovers), .flags = INHERITED, .initial = "none", .doc = "bracket: the words of a verse that do not fit stand flush right in the next line, after [" },
  { "hanging-punctuation", FIELDS (text.hang_first, text.hang_end), CELLS (hanging), .flags = INHERITED, .initial = "none", .syntax = "none | [first || last || [force-end | allow-end]]",
    .doc = "first: an opening guillemet with its space hangs before the first line: the words align, not the mark; last: a closing one behind the last; force-end: stops and commas behind each line, where it is full by allow-end" },
  { "-marbre-protrusion", FIELD (text.protrusion), CELLS (protrusion), .flags = INHERITED, .initial = "none", .syntax = "none | auto | <number> | <percentage>",
    .doc = "hanging punctuation; 1 hangs as far as the table of the face says" },
  { "-marbre-espaces", FIELDS (text.space_thin, text.space_unit), CELLS (espaces), .flags = INHERITED, .initial = "normal",
    .syntax = "normal | [[thin | colon | guillemet | number | unit] [word | <integer>{1,3}]]#", .doc = "French spaces in 1/1000 of the word space: width, stretch, shrink; number: inside figures, unit: between a figure and its unit or %" },
  { "-marbre-guillemets", FIELD (text.guillemets), KEYWORDS (guillemets), .flags = INHERITED, .initial = "none", .doc = "lines: a quotation within a quotation repeats its guillemet before each of its lines; lines-close: the closing one; all-lines: any quotation does" },
  { "-marbre-grid", FIELD (text.grid), .parse = mb_parse_grid, .print = mb_print_thickness, .flags = INHERITED, .initial = "none", .syntax = "none | <length>", .doc = "pitch of the baseline grid" },
  { "-marbre-looseness", FIELDS (text.looseness_min, text.looseness_max), CELLS (looseness), .flags = INHERITED, .initial = "-1 1", .syntax = "<integer>{1,2}",
    .doc = "lines a paragraph may be shorter or longer than its best setting" },
  { "-marbre-page-fit", FIELD (text.page_fit), CELLS (page_fit), .flags = INHERITED, .initial = "auto", .syntax = "auto | none | [<name> <integer>]+",
    .doc = "weights for the choice of page breaks (docs/pages.md); none: first fit" },
  { "-marbre-copyfit", FIELDS (text.copyfit, text.n_copyfit), CELLS (copyfit), .flags = INHERITED, .initial = "none",
    .syntax = "none | auto | [paragraphs || pictures || air || standfirst || title || cuts]", .doc = "on a grid: a page placed by hand, whose articles fill their areas by these means, tried in this order (docs/pages.md); auto is all, in the order given here" },
  { "list-style-type", FIELDS (text.list_style, text.list_style_is_string), CELLS (list_style), .flags = INHERITED | EPUB, .initial = "disc",
    .syntax = "<counter-style> | <string> | none", .doc = "marker of list items" },
  { "list-style-position", FIELD (text.list_inside), KEYWORDS (list_places), .flags = INHERITED | EPUB, .initial = "outside", .doc = "place of the marker" },
  { "list-style-image", FIELDS (text.list_image, text.n_list_image), .parse = mb_parse_list_image, .print = mb_print_image, .flags = INHERITED, .initial = "none",
    .syntax = "none | url()", .doc = "picture as the marker of list items, at its own size" },
  { "quotes", FIELD (text.quotes), CELLS (quotes), .flags = INHERITED, .initial = "auto", .syntax = "auto | none | [<string> <string>]+", .doc = "quotation marks by level; auto: by language" },
  { "visibility", FIELD (text.visible), KEYWORDS (visibilities), .flags = INHERITED, .initial = "visible", .doc = "whether the box is painted; collapse: rows and columns of a table take no room" },
  { "border-collapse", FIELD (text.border_collapse), KEYWORDS (collapses), .flags = INHERITED | EPUB, .initial = "separate", .doc = "borders of a table" },
  { "border-spacing", FIELD (text.border_spacing), CELLS (border_spacing), .flags = INHERITED, .initial = "0", .syntax = "<length>{1,2}", .doc = "distance of cells, across and down" },
  { "empty-cells", FIELD (text.empty_hide), KEYWORDS (empties), .flags = INHERITED, .initial = "show", .doc = "hide: cells without content have no border and no background, where borders do not collapse" },
  { "caption-side", FIELD (text.caption_bottom), KEYWORDS (captions), .flags = INHERITED, .initial = "top", .doc = "place of a table's caption" },
  { "tab-size", FIELD (text.tab_size), CELLS (tab_size), .flags = INHERITED, .initial = "8", .syntax = "<number> | <length>", .doc = "tab stops in preformatted text" },

  { "display", FIELD (box.display), .parse = mb_parse_display, .print = mb_print_keyword, .keywords = displays, .flags = EPUB, .initial = "inline", .doc = "kind of box" },
  { "float", FIELD (box.floated), KEYWORDS (floats), .flags = EPUB, .initial = "none", .doc = "left, right, inside, outside: text runs around the box; top, bottom: page floats; footnote: to the foot of the page" },
  { "position", FIELD (box.positioned), CELLS (position), .initial = "static", .syntax = "static | relative | absolute | fixed | running(<name>)",
    .doc = "absolute: on the page where it stands; fixed: on every page; running() takes the element out of the flow for element()" },
  EXTENT ("width", width, MB_VALUE_AUTO, "auto", "auto | <length> | <percentage> | min-content | max-content | fit-content", EPUB),
  EXTENT ("height", height, MB_VALUE_AUTO, "auto", "auto | <length> | <percentage> | min-content | max-content | fit-content", 0),
  EXTENT ("min-width", min_width, MB_VALUE_AUTO, "auto", "auto | <length> | <percentage> | min-content | max-content | fit-content", 0),
  EXTENT ("max-width", max_width, MB_VALUE_NONE, "none", "none | <length> | <percentage> | min-content | max-content | fit-content", EPUB),
  EXTENT ("min-height", min_height, MB_VALUE_AUTO, "auto", "auto | <length> | <percentage> | min-content | max-content | fit-content", 0),
  EXTENT ("max-height", max_height, MB_VALUE_NONE, "none", "none | <length> | <percentage> | min-content | max-content | fit-content", 0),
  { "aspect-ratio", FIELDS (box.ratio, box.ratio_auto), CELLS (ratio), .initial = "auto", .syntax = "auto || [<number> [/ <number>]?]",
    .doc = "width to height of a box of which one is auto; auto with a ratio: a picture keeps its own shape" },
  { "box-sizing", FIELD (box.border_box), KEYWORDS (sizings), .initial = "content-box", .doc = "what width and height measure" },
  SIDE (MB_TOP, "top"),
  SIDE (MB_RIGHT, "right"),
  SIDE (MB_BOTTOM, "bottom"),
  SIDE (MB_LEFT, "left"),
  { "clear", FIELD (box.clear), KEYWORDS (clears), .flags = EPUB, .initial = "none", .doc = "below floats" },
  { "shape-outside", FIELD (box.shape), CELLS (shape), .initial = "none",
    .syntax = "none | url() | [inset() | circle() | ellipse() | polygon()] || [margin-box | border-box | padding-box | content-box]", .doc = "what lines beside a float keep away from; of a picture, where it is opaque" },
  { "shape-image-threshold", FIELD (box.shape_threshold), CELLS (opacity), .initial = "0", .syntax = "<number> | <percentage>", .doc = "how opaque a picture must be for more than that to count" },
  { "shape-margin", FIELD (box.shape_margin), CELLS (size), .allow = MB_VALUE_PERCENT, .initial = "0", .syntax = "<length> | <percentage>", .doc = "and how far" },
  { "z-index", FIELDS (box.z_index, box.z_auto), CELLS (z_index), .initial = "auto", .syntax = "auto | <integer>", .doc = "which of two positioned boxes is painted over the other" },
  { "vertical-align", FIELDS (box.valign, box.valign_shift), CELLS (vertical_align), .flags = EPUB, .initial = "baseline",
    .syntax = "baseline | super | sub | top | text-top | middle | bottom | text-bottom | <length> | <percentage>", .doc = "place in the line or cell" },
  { "object-fit", FIELD (box.fit), KEYWORDS (fits), .initial = "fill", .doc = "how a picture fills its box" },
  { "object-position", FIELDS (box.object_x, box.object_y), CELLS (object_position), .initial = "50% 50%", .syntax = "<position>", .doc = "which part of a cropped picture shows" },
  { "table-layout", FIELD (box.table_fixed), KEYWORDS (layouts), .initial = "auto", .doc = "fixed: columns by the first row" },
  { "overflow", FIELD (box.overflow), KEYWORDS (overflows), .initial = "visible", .doc = "what sticks out; auto and scroll are hidden on paper" },
  { "text-overflow", FIELD (box.text_overflow), CELLS (text_overflow), .initial = "clip", .syntax = "clip | ellipsis | <string>", .doc = "what ends a line that overflow hides the end of" },
  { "max-lines", FIELD (box.max_lines), CELLS (max_lines), .initial = "none", .syntax = "none | <integer>", .doc = "lines of a block with continue: discard" },
  { "block-ellipsis", FIELD (box.ellipsis), CELLS (block_ellipsis), .initial = "none", .syntax = "none | auto | <string>", .doc = "what the last of these lines ends with when others follow" },
  { "continue", FIELD (box.discard), KEYWORDS (continues), .initial = "auto", .doc = "discard: what is beyond max-lines is left out; without them, what is beyond a page" },

  { "initial-letter", FIELDS (box.initial_size, box.initial_sink), CELLS (initial_letter), .initial = "normal", .syntax = "normal | <number> [<integer> | drop | raise]?",
    .doc = "on ::first-letter: an initial so many lines high, and how many it goes down; cap height on the top of what follows" },
  { "-marbre-words", FIELD (box.words), CELLS (byte), .min = 1, .max = 99, .initial = "3", .syntax = "<integer>",
    .doc = "how many words ::-marbre-first-words takes at most; it never ends with « de » or « le », nor goes over a comma" },

  RADIUS (0, "top-left"),
  RADIUS (1, "top-right"),
  RADIUS (2, "bottom-right"),
  RADIUS (3, "bottom-left"),
  { "background-color", FIELD (border.background), CELLS (color), .initial = "transparent", .syntax = "<color>", .doc = "fill behind the box" },
  { "background-image", FIELDS (border.layers.images, border.layers.n_images), CELLS (image), .initial = "none",
    .syntax = IMAGES_SYNTAX, .doc = "pictures and gradients behind the box, the topmost first" },
  { "background-position", FIELDS (border.layers.at, border.layers.n_at), CELLS (image_at), .initial = "0% 0%", .syntax = "<position>#", .doc = "place of the images" },
  { "background-size", FIELDS (border.layers.sizes, border.layers.n_sizes), CELLS (image_size), .initial = "auto",
    .syntax = BOX_SIZES_SYNTAX, .doc = "their size" },
  { "background-repeat", FIELDS (border.layers.repeats, border.layers.n_repeats), CELLS (image_repeat), .initial = "repeat",
    .syntax = REPEATS_SYNTAX, .doc = "their repetition" },
  { "background-origin", FIELDS (border.layers.origins, border.layers.n_origins), .parse = mb_parse_image_origin, .print = mb_print_image_edges, .initial = "padding-box",
    .syntax = "[border-box | padding-box | content-box]#", .doc = "what their place is counted from" },
  { "background-clip", FIELDS (border.layers.clips, border.layers.n_clips), .parse = mb_parse_image_clip, .print = mb_print_image_edges, .initial = "border-box",
    .syntax = "[border-box | padding-box | content-box]#", .doc = "what cuts them, and the colour" },
  { "background-attachment", FIELDS (border.layers.fixed, border.layers.n_fixed), CELLS (image_fixed), .initial = "scroll", .syntax = "[scroll | local | fixed]#",
    .doc = "fixed: placed on the page" },
  { "opacity", FIELD (border.opacity), CELLS (opacity), .flags = EPUB, .initial = "1", .syntax = "<number> | <percentage>", .doc = "how much of the box shows, with all it holds, as one thing" },
  { "mix-blend-mode", FIELD (border.blend), KEYWORDS (blends), .initial = "normal", .doc = "how the box, with all it holds, is mixed with what lies behind it" },
  { "isolation", FIELD (border.isolated), KEYWORDS (isolations), .initial = "auto", .doc = "isolate: what it holds is mixed with nothing behind it" },
  { "background-blend-mode", FIELDS (border.layers.blends, border.layers.n_blends), .parse = mb_parse_image_blend, .print = mb_print_image_blends, .keywords = blends, .initial = "normal",
    .syntax = "<blend-mode>#", .doc = "how each image is mixed with those below it and the colour of the box" },
  { "mask-image", FIELDS (border.mask.images, border.mask.n_images), CELLS (image), .initial = "none", .syntax = IMAGES_SYNTAX,
    .doc = "what of the box, with all it holds, shows: where an image is opaque" },
  { "mask-position", FIELDS (border.mask.at, border.mask.n_at), CELLS (image_at), .initial = "0% 0%", .syntax = "<position>#", .doc = "place of the images" },
  { "mask-size", FIELDS (border.mask.sizes, border.mask.n_sizes), CELLS (image_size), .initial = "auto", .syntax = BOX_SIZES_SYNTAX, .doc = "their size" },
  { "mask-repeat", FIELDS (border.mask.repeats, border.mask.n_repeats), CELLS (image_repeat), .initial = "repeat", .syntax = REPEATS_SYNTAX, .doc = "their repetition" },
  { "mask-origin", FIELDS (border.mask.origins, border.mask.n_origins), .parse = mb_parse_mask_origin, .print = mb_print_image_edges, .initial = "border-box",
    .syntax = "[border-box | padding-box | content-box | fill-box | stroke-box | view-box]#", .doc = "what their place is counted from" },
  { "mask-clip", FIELDS (border.mask.clips, border.mask.n_clips), .parse = mb_parse_mask_clip, .print = mb_print_image_edges, .initial = "border-box",
    .syntax = "[border-box | padding-box | content-box | fill-box | stroke-box | view-box | no-clip]#", .doc = "what cuts them" },
  { "mask-composite", FIELDS (border.mask.intersects, border.mask.n_intersects), CELLS (mask_composite), .initial = "add", .syntax = "[add | intersect]#",
    .doc = "intersect: what of the images below shows where this one is opaque" },
  { "border-clip", FIELD (border.clip), .parse = mb_parse_grid, .print = mb_print_thickness, .initial = "none", .syntax = "none | <length>", .doc = "in @footnote: length of the rule above the notes" },
  { "box-decoration-break", FIELD (border.clone), KEYWORDS (clones), .initial = "slice", .doc = "borders where a box is split" },
  { "text-decoration-line", FIELDS (border.underline, border.line_through), CELLS (decoration_line), .flags = EPUB, .initial = "none",
    .syntax = "none | underline || overline || line-through", .doc = "lines along the text" },
  { "text-decoration-color", FIELD (border.decoration_color), CELLS (color), .initial = "currentcolor", .syntax = "<color>", .doc = "their colour" },
  { "text-decoration-style", FIELD (border.decoration_style), KEYWORDS (line_styles), .initial = "solid", .doc = "their look" },
  { "text-decoration-thickness", FIELD (border.decoration_thickness), .parse = mb_parse_line_size, .print = mb_print_size, .initial = "auto",
    .syntax = "auto | from-font | <length> | <percentage>", .doc = "their thickness" },

  { "text-underline-offset", FIELD (text.underline_offset), CELLS (size), .allow = MB_VALUE_AUTO | MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, .flags = INHERITED,
    .initial = "auto", .syntax = SIZE_SYNTAX, .doc = "how far an underline stands below the baseline; percentages of 1em" },
  { "text-underline-position", FIELD (text.underline_place), KEYWORDS (underline_places), .flags = INHERITED, .initial = "auto", .doc = "under: below all descenders" },
  { "text-decoration-skip-ink", FIELD (text.skip_ink), KEYWORDS (skip_inks), .flags = INHERITED, .initial = "auto", .doc = "auto: lines leave room around the strokes of letters that cross them" },
  { "text-emphasis-style", FIELD (text.emphasis), CELLS (emphasis), .flags = INHERITED | EPUB, .initial = "none",
    .syntax = "none | [filled | open] || [dot | circle | double-circle | triangle | sesame] | <string>", .doc = "a mark over each letter; marks of punctuation and spaces have none" },
  { "text-emphasis-color", FIELD (text.emphasis_color), CELLS (color), .flags = INHERITED | EPUB, .initial = "currentcolor", .syntax = "<color>", .doc = "its colour" },
  { "text-emphasis-position", FIELD (text.emphasis_under), CELLS (emphasis_place), .flags = INHERITED | EPUB, .initial = "over right", .syntax = "[over | under] && [right | left]?", .doc = "its side" },
  { "text-shadow", FIELDS (text.shadows, text.n_shadows), .parse = mb_parse_shadows, .print = mb_print_shadows, .flags = INHERITED, .initial = "none",
    .syntax = "none | [<length>{2,3} && <color>?]#", .doc = "shadows of the letters and the lines along them; a blurred one becomes a picture with a soft edge" },
  { "image-orientation", FIELD (text.stored_upright), KEYWORDS (orientations), .flags = INHERITED, .initial = "from-image", .doc = "none: as stored, whatever the camera says" },
  { "image-rendering", FIELD (text.pixelated), KEYWORDS (renderings), .flags = INHERITED, .initial = "auto", .doc = "pixelated: samples are never smoothed" },
  { "image-resolution", FIELD (text.resolution), CELLS (resolution), .flags = INHERITED, .initial = "from-image", .syntax = "from-image | <resolution>",
    .doc = "dots an inch, and so the natural size; from-image: what the file says, or 96" },

  { "outline-style", FIELD (border.outline_style), KEYWORDS (outlines), .initial = "none", .doc = "a line around the border box; it takes no room" },
  { "outline-width", FIELD (border.outline_width), CELLS (border_width), .initial = "medium", .syntax = "thin | medium | thick | <length>", .doc = "its width" },
  { "outline-color", FIELD (border.outline_color), CELLS (color), .initial = "currentcolor", .syntax = "<color>", .doc = "its colour" },
  { "outline-offset", FIELD (border.outline_offset), CELLS (length), .allow = MB_VALUE_NEGATIVE, .initial = "0", .syntax = "<length>", .doc = "its distance from the border" },
  { "box-shadow", FIELDS (border.shadows, border.n_shadows), CELLS (shadows), .initial = "none", .syntax = "none | [inset? && <length>{2,4} && <color>?]#",
    .doc = "shadows of the box; a blurred one becomes a picture with a soft edge" },
  { "border-image-source", FIELDS (border.frame.image, border.frame.n), .parse = mb_parse_frame, .print = mb_print_image, .initial = "none",
    .syntax = "none | <image>", .doc = "a picture or gradient painted as the border" },
  { "border-image-slice", FIELD (border.frame.slice), CELLS (frame_slice), .initial = "100%", .syntax = SLICE_SYNTAX, .doc = "where it is cut into nine" },
  { "border-image-width", FIELD (border.frame.width), CELLS (frame_width), .initial = "1", .syntax = FRAME_WIDTH_SYNTAX, .doc = "width of its border" },
  { "border-image-outset", FIELD (border.frame.outset), CELLS (frame_outset), .initial = "0", .syntax = FRAME_OUTSET_SYNTAX, .doc = "how far it goes out of the border box" },
  { "border-image-repeat", FIELD (border.frame.repeat), CELLS (frame_repeat), .initial = "stretch", .syntax = FRAME_REPEAT_SYNTAX, .doc = "how its sides are filled" },
  { "mask-border-source", FIELDS (border.mask_frame.image, border.mask_frame.n), .parse = mb_parse_frame, .print = mb_print_image, .initial = "none",
    .syntax = "none | <image>", .doc = "a picture or gradient as a mask, cut into nine as border-image" },
  { "mask-border-slice", FIELD (border.mask_frame.slice), CELLS (frame_slice), .initial = "0", .syntax = SLICE_SYNTAX, .doc = "where it is cut" },
  { "mask-border-width", FIELD (border.mask_frame.width), CELLS (frame_width), .initial = "auto", .syntax = FRAME_WIDTH_SYNTAX, .doc = "width of its border; auto is that of the slice" },
  { "mask-border-outset", FIELD (border.mask_frame.outset), CELLS (frame_outset), .initial = "0", .syntax = FRAME_OUTSET_SYNTAX, .doc = "how far it goes out of the border box" },
  { "mask-border-repeat", FIELD (border.mask_frame.repeat), CELLS (frame_repeat), .initial = "stretch", .syntax = FRAME_REPEAT_SYNTAX, .doc = "how its sides are filled" },
  { "transform", FIELDS (border.transform, border.n_transform), CELLS (transform), .initial = "none",
    .syntax = "none | [matrix() | translate[X|Y]() | scale[X|Y]() | rotate() | skew[X|Y]()]+", .doc = "turns, scales or moves the painted box; the room it takes stays" },
  { "translate", FIELD (border.translate), CELLS (translate), .initial = "none", .syntax = "none | [<length> | <percentage>]{1,2} <length>?", .doc = "moves the painted box, before the others and transform" },
  { "rotate", FIELD (border.rotate), CELLS (rotate), .initial = "none", .syntax = "none | z? && <angle>", .doc = "turns it, after translate" },
  { "scale", FIELD (border.scale), CELLS (scale), .initial = "none", .syntax = "none | [<number> | <percentage>]{1,3}", .doc = "scales it, after rotate and before transform" },
  { "transform-origin", FIELD (border.transform_origin), CELLS (transform_origin), .initial = "50% 50%", .syntax = "<position>", .doc = "the point that stays" },
  { "clip", FIELD (border.clip_rect), CELLS (clip_rect), .initial = "auto", .syntax = "auto | rect()", .doc = "what is left of an absolutely positioned box" },
  { "clip-path", FIELD (border.clip_path), CELLS (clip_path), .initial = "none", .syntax = "none | [inset() | circle() | ellipse() | polygon()] || [margin-box | border-box | padding-box | content-box | fill-box | stroke-box | view-box]",
    .doc = "what is left of the painted box" },

  { "break-before", FIELD (paged.break_before), KEYWORDS (breaks), .flags = EPUB, .initial = "auto", .doc = "break before the box" },
  { "break-after", FIELD (paged.break_after), KEYWORDS (breaks), .flags = EPUB, .initial = "auto", .doc = "break after the box" },
  { "margin-break", FIELD (box.margin_break), KEYWORDS (margin_breaks), .initial = "auto", .doc = "what of the margin above the box a break there leaves" },
  { "break-inside", FIELD (paged.break_inside), KEYWORDS (insides), .flags = EPUB, .initial = "auto", .doc = "break inside the box" },
  { "page", FIELD (paged.page), CELLS (page), .flags = INHERITED, .initial = "auto", .syntax = "auto | <name>", .doc = "named page" },
  { "column-count", FIELD (paged.column_count), CELLS (column_count), .initial = "auto", .syntax = "auto | <integer>", .doc = "number of columns" },
  { "column-width", FIELD (paged.column_width), .parse = mb_parse_column_width, .print = mb_print_thickness, .initial = "auto", .syntax = "auto | <length>", .doc = "least width of a column" },
  { "column-gap", FIELD (paged.column_gap), CELLS (gap), .initial = "normal", .syntax = "normal | <length> | <percentage>", .doc = "gutter; normal is 1em between columns of text, 0 in a grid" },
  { "column-rule-style", FIELD (paged.column_rule_style), KEYWORDS (borders), .initial = "none", .doc = "rule between columns" },
  { "column-rule-width", FIELD (paged.column_rule_width), CELLS (border_width), .initial = "medium", .syntax = "thin | medium | thick | <length>", .doc = "its width" },
  { "column-rule-color", FIELD (paged.column_rule_color), CELLS (color), .initial = "currentcolor", .syntax = "<color>", .doc = "its colour" },
  { "column-fill", FIELD (paged.column_fill_auto), KEYWORDS (fills), .initial = "balance", .doc = "balance: columns end together" },
  { "column-span", FIELD (paged.column_span_all), KEYWORDS (spans), .initial = "none", .doc = "across all columns" },
  { "-marbre-column-span", FIELD (paged.column_span), CELLS (column_span), .initial = "none", .syntax = "none | <integer>", .doc = "across that many columns" },
  { "-marbre-place", FIELDS (paged.corner, paged.corner_page), CELLS (place), .keywords = places, .initial = "none",
    .syntax = "none | [head | foot | top-left | top-right | top-inside | top-outside | bottom-left | bottom-right | bottom-inside | bottom-outside] && <integer>?",
    .doc = "out of the flow, to a corner, the head or the foot of the columns of the page that its parent begins on (or of that page); the text of the page goes round it" },
  { "-marbre-astride", FIELDS (paged.astride, paged.astride_offset), CELLS (astride), .initial = "none",
    .syntax = "none | [auto | <integer>] || [middle | call | <length> | <percentage>]",
    .doc = "over the gutter between two columns, half in each, the text of both running round it: the gutter with that number, or (auto) the one nearest to where the box stands in the text; at the optical middle of the columns, beside its place in the text, or so far down; without width as wide as a column" },
  { "-marbre-opens", FIELD (paged.opens_text), KEYWORDS (opening), .initial = "none", .doc = "text: at the head of the text that follows it, below headings and pictures over several columns (a byline); tags and reading order stay" },
  { "footnote-display", FIELD (paged.note_display), KEYWORDS (note_displays), .initial = "block", .doc = "inline: notes run on in one paragraph; compact: those that fit on a line do" },
  { "footnote-policy", FIELD (paged.note_policy), KEYWORDS (note_policies), .initial = "auto", .doc = "auto: a note without room may stand on the next page; line: it begins on the page of its call; block: on the page where its paragraph begins" },
  { "-marbre-side-note", FIELD (paged.side_note), KEYWORDS (side_notes), .initial = "none", .doc = "out of the flow, into the margin of the page, beside the line where it stands" },
  { "float-reference", FIELD (paged.float_reference), KEYWORDS (references), .initial = "inline", .doc = "what float: top and bottom are the head and foot of: inline and column, the column; page, the page; footnote: column, the foot of the column of the call, otherwise of the page" },
  { "-marbre-locators", FIELD (paged.locators), KEYWORDS (locators), .initial = "none", .doc = "merge: of the links to pages in this element each page is shown once, and three pages in a row as a range; before each link stand two elements, of which the first is shown before another page, the second before the end of a range" },
  { "content", FIELD (paged.content), CELLS (content), .initial = "normal",
    .syntax = "normal | none | [<string> | attr() | counter() | counters() | string() | content() | open-quote | close-quote | no-open-quote | no-close-quote | target-counter() | target-counters() | target-text() | leader() | element() | url()]+ [/ <string>+]?",
    .doc = "generated content of ::before, ::after, ::marker, ::footnote-call, ::footnote-marker and margin boxes" },
  { "counter-reset", FIELDS (paged.counter_reset, paged.n_reset), CELLS (counters), .min = 0, .max = 1, .initial = "none", .syntax = "none | [[<name> | reversed(<name>)] <integer>?]+", .doc = "start counters; reversed(): one that a list counts down" },
  { "counter-increment", FIELDS (paged.counter_increment, paged.n_increment), CELLS (counters), .min = 1, .initial = "none", .syntax = "none | [<name> <integer>?]+", .doc = "count" },
  { "counter-set", FIELDS (paged.counter_set, paged.n_set), CELLS (counters), .min = 0, .initial = "none", .syntax = "none | [<name> <integer>?]+", .doc = "set counters" },
  { "string-set", FIELDS (paged.string_sets, paged.n_string_sets), CELLS (string_set), .initial = "none", .syntax = "none | [<name> <content>]#", .doc = "named strings for running heads" },
  { "bookmark-level", FIELD (paged.bookmark_level), CELLS (bookmark_level), .initial = "none", .syntax = "none | <integer>", .doc = "level in the outline of the PDF, from 1" },
  { "bookmark-state", FIELD (paged.bookmark_closed), KEYWORDS (bookmark_states), .initial = "open", .doc = "whether the entries below it show when the PDF is opened" },
  { "bookmark-label", FIELD (paged.bookmark_label), CELLS (content), .initial = "content(text)", .syntax = "<content>", .doc = "text in the outline of the PDF" },

  { "grid-template-columns", FIELDS (grid.columns, grid.n_columns), CELLS (track_list), .initial = "none", .syntax = "none | [<line-names>? [<track> | repeat()]]+ <line-names>?",
    .doc = "columns of a grid: " TRACK_SYNTAX },
  { "grid-template-rows", FIELDS (grid.rows, grid.n_rows), CELLS (track_list), .initial = "none", .syntax = "none | [<line-names>? [<track> | repeat()]]+ <line-names>?",
    .doc = "its rows" },
  { "grid-template-areas", FIELDS (grid.areas, grid.area_columns), CELLS (areas), .initial = "none", .syntax = "none | <string>+", .doc = "named areas, a string a row, a name or a full stop a column" },
  { "grid-auto-columns", FIELDS (grid.auto_columns, grid.n_auto_columns), CELLS (auto_tracks), .initial = "auto", .syntax = "<track>+", .doc = "columns that no template names" },
  { "grid-auto-rows", FIELDS (grid.auto_rows, grid.n_auto_rows), CELLS (auto_tracks), .initial = "auto", .syntax = "<track>+", .doc = "rows that no template names" },
  { "grid-auto-flow", FIELDS (grid.flow_column, grid.dense), CELLS (auto_flow), .initial = "row", .syntax = "[row | column] || dense", .doc = "where items without a place go" },
  GRID_LINE ("grid-row-start", row_start),
  GRID_LINE ("grid-column-start", column_start),
  GRID_LINE ("grid-row-end", row_end),
  GRID_LINE ("grid-column-end", column_end),
  { "row-gap", FIELD (grid.row_gap), CELLS (gap), .initial = "normal", .syntax = "normal | <length> | <percentage>", .doc = "white between rows of a grid; normal is 0" },
  ALIGNMENT ("justify-content", justify_content, content_places, "normal", CONTENT_SYNTAX, "where the columns of a grid stand when they do not fill it"),
  ALIGNMENT ("align-content", align_content, content_places, "normal", CONTENT_SYNTAX, "where its rows stand"),
  ALIGNMENT ("justify-items", justify_items, legacy_places, "normal", ITEM_SYNTAX, "how items stand across their area"),
  ALIGNMENT ("align-items", align_items, item_places, "normal", ITEM_SYNTAX, "and down it"),
  ALIGNMENT ("justify-self", justify_self, self_places, "auto", "auto | " ITEM_SYNTAX, "the same for one item"),
  ALIGNMENT ("align-self", align_self, self_places, "auto", "auto | " ITEM_SYNTAX, "the same for one item"),
  { "order", FIELD (grid.order), .parse = mb_parse_integer, .print = mb_print_integer, .min = -10000, .max = 10000, .initial = "0", .syntax = "<integer>", .doc = "place of an item among the others of its grid" },
};
/* clang-format on */

const guint mb_n_properties = G_N_ELEMENTS (mb_properties);
const guint mb_n_early_properties = 7;

static gsize
index_once (GHashTable **table)
{
  *table = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < mb_n_properties; i++)
    g_hash_table_insert (*table, (gpointer) mb_properties[i].name, GUINT_TO_POINTER (i));
  return 1;
}

guint
mb_property_find (const char *name)
{
  static GHashTable *table;
  static gsize once;
  if (g_once_init_enter (&once))
    g_once_init_leave (&once, index_once (&table));

  gpointer index;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  return g_hash_table_lookup_extended (table, lower, NULL, &index) ? GPOINTER_TO_UINT (index)
                                                                   : MB_PROPERTY_NONE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

const char *const *
mb_property_names (MbStyles *styles)
{
  if (styles->names)
    return styles->names;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;
  for (guint i = 0; i < mb_n_properties; i++)
    g_ptr_array_add (names, (gpointer) mb_properties[i].name);
  for (guint i = 0; (name = mb_shorthand_name (i, NULL, NULL)); i++)
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  styles->names = mb_arena_memdup (styles->arena, names->pdata, names->len * sizeof (gpointer));
  return styles->names;
}

const char *
mb_property_syntax (const MbProperty *property, MbArena *arena)
{
  if (property->syntax)
    return property->syntax;
  g_autoptr (GString) words = g_string_new (NULL);
  for (const MbKeyword *keyword = property->keywords; keyword->name; keyword++)
    g_string_append_printf (words, "%s%s", words->len ? " | " : "", keyword->name);
  return mb_arena_strdup (arena, words->str);
}

gconstpointer
mb_property_field (const MbStyle *style, const MbProperty *property)
{
  const struct {
    gconstpointer group;
    gsize offset;
  } groups[] = {
    { style->grid, offsetof (MbDraft, grid) },     { style->paged, offsetof (MbDraft, paged) },
    { style->border, offsetof (MbDraft, border) }, { style->box, offsetof (MbDraft, box) },
    { style->font, offsetof (MbDraft, font) },     { style->text, offsetof (MbDraft, text) },
  };
  guint i = 0;
  while (property->offset < groups[i].offset)
    i++;
  return (const char *) groups[i].group + (property->offset - groups[i].offset);
}
