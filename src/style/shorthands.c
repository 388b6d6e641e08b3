/* SPDX-License-Identifier: Apache-2.0 */
/* Shorthands: which part of a value goes to which longhand.
 *
 * A shorthand is never a value of its own: its expansion is a list of (longhand, part of the author's values). The parts
 * are found by letting the longhands' own parsers try, so a shorthand accepts what they accept. A longhand that gets no part
 * takes its initial value, as the standard asks. */
#include "internal.h"

#include <string.h>

typedef enum {
  FORM_SIDES,   /* one to four values: top right bottom left */
  FORM_SET,     /* one value for each, in any order */
  FORM_COLUMNS, /* the same, and auto stands for what is not said */
  FORM_BORDER,  /* width, style and colour in any order, for some sides */
  FORM_FONT,
  FORM_BACKGROUND, /* layers: see background.c */
  FORM_MASK,       /* the same */
  FORM_RADIUS,
  FORM_FRAME, /* border-image, mask-border */
  FORM_PAIR,  /* one or two values: the second is as the first when it is left out */
  FORM_LINES, /* lines of a grid with slashes: see gridshorthands.c */
  FORM_TEMPLATE,
  FORM_GRID,
  FORM_BREAK, /* page-break-before and -after, which know always */
  FORM_CLAMP, /* line-clamp */
} Form;

struct MbShorthand {
  const char *name;
  Form form;
  const char *longhands[12];
  const char *syntax, *doc;
  gboolean sided; /* left is right where text goes from right to left (css-logical-1) */
};

#define BORDER(side)                                                                               \
  {                                                                                                \
    "border-" side, FORM_BORDER, { side, NULL }, "<width> || <style> || <color>",                  \
        "border of one side"                                                                       \
  }
#define ALIAS(old, new)                                                                            \
  {                                                                                                \
    old, FORM_SET, { new, NULL }, "as " new, "old name of " new                                    \
  }

/* A property that newer drafts split: its words are among those of the whole. */
#define PART(part, whole)                                                                          \
  {                                                                                                \
    part, FORM_SET, { whole, NULL }, "as " whole, "a part of " whole                               \
  }

/* Names by the direction of the text (css-logical-1); lines go from the top down here. */
#define START_END(prefix, suffix, grammar, what)                                                   \
  { prefix "-block-start" suffix,                                                                  \
    FORM_SET,                                                                                      \
    { prefix "-top" suffix, NULL },                                                                \
    "as " prefix "-top" suffix,                                                                    \
    what " above" },                                                                               \
      { prefix "-block-end" suffix,                                                                \
        FORM_SET,                                                                                  \
        { prefix "-bottom" suffix, NULL },                                                         \
        "as " prefix "-bottom" suffix,                                                             \
        what " below" },                                                                           \
      { prefix "-inline-start" suffix,   FORM_SET,                                                 \
        { prefix "-left" suffix, NULL }, "as " prefix "-left" suffix,                              \
        what " where lines begin",       TRUE },                                                   \
      { prefix "-inline-end" suffix,      FORM_SET,                                                \
        { prefix "-right" suffix, NULL }, "as " prefix "-right" suffix,                            \
        what " where lines end",          TRUE },                                                  \
      { prefix "-block" suffix,                                                                    \
        FORM_PAIR,                                                                                 \
        { prefix "-top" suffix, prefix "-bottom" suffix, NULL },                                   \
        grammar "{1,2}",                                                                           \
        what " above and below" },                                                                 \
  {                                                                                                \
    prefix "-inline" suffix, FORM_PAIR, { prefix "-left" suffix, prefix "-right" suffix, NULL },   \
        grammar "{1,2}", what " where lines begin and end", TRUE                                   \
  }
#define LOGICAL(name, physical, what)                                                              \
  {                                                                                                \
    name, FORM_SET, { physical, NULL }, "as " physical, what                                       \
  }
#define SIDED(name, physical, what)                                                                \
  {                                                                                                \
    name, FORM_SET, { physical, NULL }, "as " physical, what, TRUE                                 \
  }
#define LOGICAL_BORDER(name, side, other, what, sided)                                             \
  {                                                                                                \
    name, FORM_BORDER, { side, other, NULL }, "<width> || <style> || <color>", what, sided         \
  }

static const MbShorthand shorthands[] = {
  START_END ("margin", "", "<margin>", "margin"),
  START_END ("padding", "", "<padding>", "padding"),
  START_END ("border", "-width", "<width>", "border width"),
  START_END ("border", "-style", "<style>", "border style"),
  START_END ("border", "-color", "<color>", "border colour"),
  LOGICAL_BORDER ("border-block-start", "top", NULL, "border above", FALSE),
  LOGICAL_BORDER ("border-block-end", "bottom", NULL, "border below", FALSE),
  LOGICAL_BORDER ("border-inline-start", "left", NULL, "border where lines begin", TRUE),
  LOGICAL_BORDER ("border-inline-end", "right", NULL, "border where lines end", TRUE),
  LOGICAL_BORDER ("border-block", "top", "bottom", "borders above and below", FALSE),
  LOGICAL_BORDER ("border-inline", "left", "right", "borders where lines begin and end", TRUE),
  SIDED ("border-start-start-radius", "border-top-left-radius",
         "corner where the first line begins"),
  SIDED ("border-start-end-radius", "border-top-right-radius", "corner where the first line ends"),
  SIDED ("border-end-start-radius", "border-bottom-left-radius",
         "corner where the last line begins"),
  SIDED ("border-end-end-radius", "border-bottom-right-radius", "corner where the last line ends"),
  LOGICAL ("inset-block-start", "top", "place of a positioned box"),
  LOGICAL ("inset-block-end", "bottom", "place of a positioned box"),
  SIDED ("inset-inline-start", "left", "place of a positioned box"),
  SIDED ("inset-inline-end", "right", "place of a positioned box"),
  { "inset-block", FORM_PAIR, { "top", "bottom" }, "<inset>{1,2}", "place of a positioned box" },
  { "inset-inline",
    FORM_PAIR,
    { "left", "right" },
    "<inset>{1,2}",
    "place of a positioned box",
    TRUE },
  LOGICAL ("inline-size", "width", "width"),
  LOGICAL ("block-size", "height", "height"),
  LOGICAL ("min-inline-size", "min-width", "least width"),
  LOGICAL ("min-block-size", "min-height", "least height"),
  LOGICAL ("max-inline-size", "max-width", "greatest width"),
  LOGICAL ("max-block-size", "max-height", "greatest height"),
  PART ("overflow-x", "overflow"),
  PART ("overflow-y", "overflow"),
  { "margin",
    FORM_SIDES,
    { "margin-top", "margin-right", "margin-bottom", "margin-left" },
    "<margin>{1,4}",
    "margins" },
  { "padding",
    FORM_SIDES,
    { "padding-top", "padding-right", "padding-bottom", "padding-left" },
    "<padding>{1,4}",
    "paddings" },
  { "inset",
    FORM_SIDES,
    { "top", "right", "bottom", "left" },
    "<inset>{1,4}",
    "place of a positioned box" },
  { "border-width",
    FORM_SIDES,
    { "border-top-width", "border-right-width", "border-bottom-width", "border-left-width" },
    "<width>{1,4}",
    "border widths" },
  { "border-style",
    FORM_SIDES,
    { "border-top-style", "border-right-style", "border-bottom-style", "border-left-style" },
    "<style>{1,4}",
    "border styles" },
  { "border-color",
    FORM_SIDES,
    { "border-top-color", "border-right-color", "border-bottom-color", "border-left-color" },
    "<color>{1,4}",
    "border colours" },
  { "border-radius",
    FORM_RADIUS,
    { "border-top-left-radius", "border-top-right-radius", "border-bottom-right-radius",
      "border-bottom-left-radius" },
    "[<length> | <percentage>]{1,4} [/ [<length> | <percentage>]{1,4}]?",
    "rounded corners" },
  { "border-image",
    FORM_FRAME,
    { "border-image-source", "border-image-slice", "border-image-width", "border-image-outset",
      "border-image-repeat", NULL },
    "<source> || <slice> [/ <width>? [/ <outset>]?]? || <repeat>",
    "a picture or gradient as the border" },
  { "outline",
    FORM_SET,
    { "outline-style", "outline-width", "outline-color", NULL },
    "<width> || <style> || <color>",
    "a line around the box" },
  { "border",
    FORM_BORDER,
    { "top", "right", "bottom", "left", NULL },
    "<width> || <style> || <color>",
    "border of all sides" },
  BORDER ("top"),
  BORDER ("right"),
  BORDER ("bottom"),
  BORDER ("left"),
  { "background",
    FORM_BACKGROUND,
    { "background-color", "background-image", "background-position", "background-size",
      "background-repeat", "background-origin", "background-clip", "background-attachment" },
    "[<image> || <position> [/ <size>]? || <repeat> || <attachment> || <box>{1,2} || <color>]#",
    "fill and images behind the box; the colour in the last layer" },
  { "mask",
    FORM_MASK,
    { "mask-image", "mask-position", "mask-size", "mask-repeat", "mask-origin", "mask-clip",
      "mask-composite", "mask-border-source", "mask-border-slice", "mask-border-width",
      "mask-border-outset", "mask-border-repeat" },
    "[<image> || <position> [/ <size>]? || <repeat> || <box> || [<box> | no-clip] || <composite>]#",
    "what of the box shows; mask-border becomes what it was" },
  { "mask-border",
    FORM_FRAME,
    { "mask-border-source", "mask-border-slice", "mask-border-width", "mask-border-outset",
      "mask-border-repeat", NULL },
    "<source> || <slice> [/ <width>? [/ <outset>]?]? || <repeat>",
    "a picture or gradient as a mask, cut into nine" },
  { "columns",
    FORM_COLUMNS,
    { "column-width", "column-count", NULL },
    "<column-width> || <column-count>",
    "columns" },
  { "column-rule",
    FORM_SET,
    { "column-rule-width", "column-rule-style", "column-rule-color", NULL },
    "<width> || <style> || <color>",
    "rule between columns" },
  { "list-style",
    FORM_SET,
    { "list-style-position", "list-style-type", "list-style-image", NULL },
    "<position> || <type> || <image>",
    "markers" },
  { "text-decoration",
    FORM_SET,
    { "text-decoration-line", "text-decoration-style", "text-decoration-thickness",
      "text-decoration-color", NULL },
    "<line> || <style> || <thickness> || <color>",
    "lines along the text" },
  { "text-emphasis",
    FORM_SET,
    { "text-emphasis-style", "text-emphasis-color", NULL },
    "<style> || <color>",
    "marks over the letters" },
  { "font-variant",
    FORM_SET,
    { "font-variant-caps", "font-variant-numeric", "font-variant-ligatures",
      "font-variant-position", NULL },
    "normal | <caps> || <numeric> || <ligatures> || <position>",
    "variants of the face" },
  { "font",
    FORM_FONT,
    { NULL },
    "[<style> || <caps> || <weight> || <stretch>]? <size> [/ <line-height>]? <family>#",
    "the face" },
  { "gap",
    FORM_PAIR,
    { "row-gap", "column-gap" },
    "<row-gap> <column-gap>?",
    "white between rows and columns" },
  { "grid-gap",
    FORM_PAIR,
    { "row-gap", "column-gap" },
    "<row-gap> <column-gap>?",
    "old name of gap" },
  { "place-content",
    FORM_PAIR,
    { "align-content", "justify-content" },
    "<align-content> <justify-content>?",
    "where rows and columns of a grid stand" },
  { "place-items",
    FORM_PAIR,
    { "align-items", "justify-items" },
    "<align-items> <justify-items>?",
    "how items stand in their areas" },
  { "place-self",
    FORM_PAIR,
    { "align-self", "justify-self" },
    "<align-self> <justify-self>?",
    "the same for one item" },
  { "grid-row",
    FORM_LINES,
    { "grid-row-start", "grid-row-end" },
    "<line> [/ <line>]?",
    "rows of an item" },
  { "grid-column",
    FORM_LINES,
    { "grid-column-start", "grid-column-end" },
    "<line> [/ <line>]?",
    "columns of an item" },
  { "grid-area",
    FORM_LINES,
    { "grid-row-start", "grid-column-start", "grid-row-end", "grid-column-end" },
    "<line> [/ <line>]{0,3}",
    "area of an item: its name, or its four lines" },
  { "grid-template",
    FORM_TEMPLATE,
    { "grid-template-rows", "grid-template-columns", "grid-template-areas" },
    "none | <rows> / <columns> | [<line-names>? <string> <track>? <line-names>?]+ [/ <columns>]?",
    "rows, columns and areas of a grid" },
  { "grid",
    FORM_GRID,
    { "grid-template-rows", "grid-template-columns", "grid-template-areas", "grid-auto-rows",
      "grid-auto-columns", "grid-auto-flow" },
    "<grid-template> | <rows> / [auto-flow && dense?] <track>* | [auto-flow && dense?] <track>* / "
    "<columns>",
    "a grid" },
  ALIAS ("grid-row-gap", "row-gap"),
  ALIAS ("grid-column-gap", "column-gap"),
  { "page-break-before",
    FORM_BREAK,
    { "break-before", NULL },
    "as break-before; always is page",
    "old name of break-before" },
  { "page-break-after",
    FORM_BREAK,
    { "break-after", NULL },
    "as break-after; always is page",
    "old name of break-after" },
  ALIAS ("page-break-inside", "break-inside"),
  ALIAS ("word-wrap", "overflow-wrap"),
  PART ("text-align-all", "text-align"),
  PART ("white-space-collapse", "white-space"),
  PART ("text-wrap-mode", "text-wrap"),
  PART ("text-wrap-style", "text-wrap"),
  { "line-clamp",
    FORM_CLAMP,
    { "max-lines", "block-ellipsis", "continue", NULL },
    "none | <max-lines> || <block-ellipsis>",
    "how many lines of a block are shown, and what the last of them ends with; the rest is left "
    "out" },
  { "-webkit-line-clamp",
    FORM_CLAMP,
    { "max-lines", "block-ellipsis", "continue", NULL },
    "as line-clamp",
    "old name of line-clamp" },
};

const MbShorthand *
mb_shorthand_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (shorthands); i++)
    if (g_ascii_strcasecmp (name, shorthands[i].name) == 0)
      return &shorthands[i];
  return NULL;
}

gboolean
mb_shorthand_is_sided (const MbShorthand *shorthand)
{
  return shorthand->sided;
}

const char *
mb_shorthand_label (const MbShorthand *shorthand)
{
  return shorthand->name;
}

const char *
mb_shorthand_grammar (const MbShorthand *shorthand)
{
  return shorthand->syntax;
}

const char *
mb_shorthand_name (guint index, const char **syntax, const char **doc)
{
  if (index >= G_N_ELEMENTS (shorthands))
    return NULL;
  if (syntax)
    *syntax = shorthands[index].syntax;
  if (doc)
    *doc = shorthands[index].doc;
  return shorthands[index].name;
}

static guint
border_property (const char *side, const char *part)
{
  char name[32];
  g_snprintf (name, sizeof name, "border-%s-%s", side, part);
  return mb_property_find (name);
}

static const char *const border_parts[] = { "width", "style", "color" };
static const char *const font_longhands[] = { "font-style",   "font-variant-caps", "font-weight",
                                              "font-stretch", "font-size",         "line-height",
                                              "font-family" };

guint
mb_shorthand_longhands (const MbShorthand *shorthand, guint *properties)
{
  guint n = 0;
  if (shorthand->form == FORM_FONT)
    for (; n < G_N_ELEMENTS (font_longhands); n++)
      properties[n] = mb_property_find (font_longhands[n]);
  for (guint i = 0; i < G_N_ELEMENTS (shorthand->longhands) && shorthand->longhands[i]; i++)
    if (shorthand->form == FORM_BORDER)
      for (guint part = 0; part < G_N_ELEMENTS (border_parts); part++)
        properties[n++] = border_property (shorthand->longhands[i], border_parts[part]);
    else
      properties[n++] = mb_property_find (shorthand->longhands[i]);
  return n;
}

gboolean
mb_shorthand_take (MbCssContext *context, guint property, MbCssCursor *cursor, MbCssValues *part)
{
  const MbProperty *row = &mb_properties[property];
  MbCssCursor ahead = *cursor;
  mb_css_take_space (&ahead);
  const MbCssValue *start = ahead.at;
  if (!row->parse (row, context, &ahead, (char *) context->draft + row->offset))
    return FALSE;
  *part = (MbCssValues){ start, ahead.at };
  *cursor = ahead;
  return TRUE;
}

static gboolean
expand_sides (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out, guint n)
{
  static const guint8 source[4][4] = {
    { 0, 0, 0, 0 }, { 0, 1, 0, 1 }, { 0, 1, 2, 1 }, { 0, 1, 2, 3 }
  };
  MbCssValues parts[4];
  guint given = 0;
  while (given < 4 && mb_shorthand_take (context, out[0].property, cursor, &parts[given]))
    given++;
  for (guint i = 0; given > 0 && i < n; i++)
    out[i].values = parts[source[given - 1][i]];
  return given > 0;
}

static gboolean
take_one_of (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!out[i].values.first &&
        mb_shorthand_take (context, out[i].property, cursor, &out[i].values))
      return TRUE;
  return FALSE;
}

static gboolean
expand_set (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out, guint n)
{
  guint taken = 0;
  while (taken < n && take_one_of (context, cursor, out, n))
    taken++;
  return taken > 0;
}

/* Which of the two an auto is of is known by the other value. */
static gboolean
expand_columns (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  guint taken = 0;
  while (taken < 2 && (mb_css_take_word (cursor, "auto") || take_one_of (context, cursor, out, 2)))
    taken++;
  return taken > 0;
}

static gboolean
expand_pair (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  if (!mb_shorthand_take (context, out[0].property, cursor, &out[0].values))
    return FALSE;
  if (!mb_css_at_end (cursor))
    return mb_shorthand_take (context, out[1].property, cursor, &out[1].values);
  out[1].values = out[0].values;
  return TRUE;
}

static gboolean
expand_border (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out, guint n)
{
  if (!expand_set (context, cursor, out, G_N_ELEMENTS (border_parts)))
    return FALSE;
  for (guint i = G_N_ELEMENTS (border_parts); i < n; i++)
    out[i].values = out[i % G_N_ELEMENTS (border_parts)].values;
  return TRUE;
}

/* A percentage before the family is the size, never the width of the face. */
static gboolean
expand_font (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  for (guint i = 0; i < 4; i++) {
    const MbCssValue *next = mb_css_peek (cursor);
    gboolean can_be_stretch = next && next->kind == MB_CSS_IDENT;
    if (!take_one_of (context, cursor, out, can_be_stretch ? 4 : 3))
      break;
  }
  if (!mb_shorthand_take (context, out[4].property, cursor, &out[4].values))
    return FALSE;
  if (mb_css_take_mark (cursor, '/') &&
      !mb_shorthand_take (context, out[5].property, cursor, &out[5].values))
    return FALSE;
  return mb_shorthand_take (context, out[6].property, cursor, &out[6].values);
}

/* css-break-3 § 3.4 */
static gboolean
expand_break (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  if (!mb_css_take_word (cursor, "always"))
    return mb_shorthand_take (context, out[0].property, cursor, &out[0].values);
  out[0].values = mb_css_parse (context->styles->arena, NULL, MB_NOWHERE, "page", 4);
  return TRUE;
}

static MbCssValues
values_of (const MbCssContext *context, const char *text)
{
  return mb_css_parse (context->styles->arena, NULL, MB_NOWHERE, text, strlen (text));
}

/* css-overflow-4 § 5.4. */
static gboolean
expand_clamp (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  MbCssCursor ahead = *cursor;
  if (mb_css_take_word (&ahead, "none") && mb_css_at_end (&ahead)) {
    *cursor = ahead;
    return TRUE; /* the initial values */
  }
  if (!expand_set (context, cursor, out, 2))
    return FALSE;
  if (!out[1].values.first)
    out[1].values = values_of (context, "auto");
  out[2].values = values_of (context, "discard");
  return TRUE;
}

gboolean
mb_shorthand_expand (const MbShorthand *shorthand, MbCssContext *context, MbCssValues values,
                     MbExpanded *out, guint *n)
{
  guint properties[MB_MAX_EXPANDED];
  MbCssCursor cursor = mb_css_cursor (values);
  *n = mb_shorthand_longhands (shorthand, properties);
  for (guint i = 0; i < *n; i++)
    out[i] = (MbExpanded){ properties[i], { NULL, NULL } };

  gboolean done = FALSE;
  switch (shorthand->form) {
  case FORM_SIDES: done = expand_sides (context, &cursor, out, *n); break;
  case FORM_COLUMNS: done = expand_columns (context, &cursor, out); break;
  case FORM_SET: done = expand_set (context, &cursor, out, *n); break;
  case FORM_BORDER: done = expand_border (context, &cursor, out, *n); break;
  case FORM_FONT: done = expand_font (context, &cursor, out); break;
  case FORM_RADIUS: done = mb_radius_expand (context, &cursor, out); break;
  case FORM_FRAME: done = mb_frame_expand (context, &cursor, out); break;
  case FORM_PAIR: done = expand_pair (context, &cursor, out); break;
  case FORM_LINES: done = mb_grid_expand_lines (context, &cursor, out, *n); break;
  case FORM_TEMPLATE: done = mb_grid_expand_template (context, &cursor, out); break;
  case FORM_CLAMP: done = expand_clamp (context, &cursor, out); break;
  case FORM_GRID: done = mb_grid_expand_all (context, &cursor, out); break;
  case FORM_BREAK: done = expand_break (context, &cursor, out); break;
  case FORM_BACKGROUND: done = mb_background_expand (context, &cursor, out); break;
  case FORM_MASK: done = mb_mask_expand (context, &cursor, out); break;
  }
  return done && mb_css_at_end (&cursor);
}
