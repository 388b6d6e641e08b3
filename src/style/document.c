/* SPDX-License-Identifier: Apache-2.0 */
/* What the property table says to people: docs/css.md, and one property at a time for `marbre explain css:NAME`.
 *
 * Which specification defines a property is told by its name: the longest beginning that the list below knows. */
#include "internal.h"

#include <string.h>

static const struct {
  const char *beginning, *title, *address;
} specifications[] = {
  { "-marbre-", "design of marbre, § 5", NULL },
  { "align-", "CSS Box Alignment 3", "css-align-3" },
  { "aspect-ratio", "CSS Sizing 4", "css-sizing-4" },
  { "background", "CSS Backgrounds 3", "css-backgrounds-3" },
  { "background-blend-mode", "CSS Compositing 1", "compositing-1" },
  { "block-ellipsis", "CSS Overflow 4", "css-overflow-4" },
  { "bookmark-", "CSS Generated Content 3", "css-content-3" },
  { "border", "CSS Backgrounds 3", "css-backgrounds-3" },
  { "border-clip", "CSS Backgrounds 4", "css-backgrounds-4" },
  { "border-collapse", "CSS 2.2, tables", "CSS22" },
  { "border-spacing", "CSS 2.2, tables", "CSS22" },
  { "bottom", "CSS Positioned Layout 3", "css-position-3" },
  { "box-decoration-break", "CSS Fragmentation 3", "css-break-3" },
  { "box-shadow", "CSS Backgrounds 3", "css-backgrounds-3" },
  { "box-sizing", "CSS Sizing 3", "css-sizing-3" },
  { "break-", "CSS Fragmentation 3", "css-break-3" },
  { "caption-side", "CSS 2.2, tables", "CSS22" },
  { "clear", "CSS 2.2, floats", "CSS22" },
  { "clip", "CSS Masking 1", "css-masking-1" },
  { "color", "CSS Color 4", "css-color-4" },
  { "column", "CSS Multi-column Layout 1", "css-multicol-1" },
  { "content", "CSS Generated Content 3", "css-content-3" },
  { "continue", "CSS Overflow 4", "css-overflow-4" },
  { "counter-", "CSS Lists 3", "css-lists-3" },
  { "direction", "CSS Writing Modes 3", "css-writing-modes-3" },
  { "unicode-bidi", "CSS Writing Modes 3", "css-writing-modes-3" },
  { "display", "CSS Display 3", "css-display-3" },
  { "flex", "CSS Flexbox 1", "css-flexbox-1" },
  { "float", "CSS 2.2, floats; CSS Page Floats 3", "css-page-floats-3" },
  { "font", "CSS Fonts 4", "css-fonts-4" },
  { "footnote-", "CSS Generated Content for Paged Media 3", "css-gcpm-3" },
  { "gap", "CSS Box Alignment 3", "css-align-3" },
  { "grid", "CSS Grid 1", "css-grid-1" },
  { "hanging-punctuation", "CSS Text 3", "css-text-3" },
  { "height", "CSS Sizing 3", "css-sizing-3" },
  { "hyphen", "CSS Text 4", "css-text-4" },
  { "hyphens", "CSS Text 3", "css-text-3" },
  { "image-", "CSS Images 3", "css-images-3" },
  { "initial-letter", "CSS Inline 3", "css-inline-3" },
  { "inset", "CSS Positioned Layout 3", "css-position-3" },
  { "isolation", "CSS Compositing 1", "compositing-1" },
  { "justify-", "CSS Box Alignment 3", "css-align-3" },
  { "left", "CSS Positioned Layout 3", "css-position-3" },
  { "letter-spacing", "CSS Text 3", "css-text-3" },
  { "line-clamp", "CSS Overflow 4", "css-overflow-4" },
  { "line-height", "CSS Inline 3", "css-inline-3" },
  { "list-style", "CSS Lists 3", "css-lists-3" },
  { "margin", "CSS Box 4", "css-box-4" },
  { "mask", "CSS Masking 1", "css-masking-1" },
  { "max-", "CSS Sizing 3", "css-sizing-3" },
  { "margin-break", "CSS Fragmentation 4", "css-break-4" },
  { "max-lines", "CSS Overflow 4", "css-overflow-4" },
  { "min-", "CSS Sizing 3", "css-sizing-3" },
  { "mix-blend-mode", "CSS Compositing 1", "compositing-1" },
  { "object-", "CSS Images 3", "css-images-3" },
  { "opacity", "CSS Color 4", "css-color-4" },
  { "order", "CSS Display 3", "css-display-3" },
  { "orphans", "CSS Fragmentation 3", "css-break-3" },
  { "outline", "CSS Basic User Interface 4", "css-ui-4" },
  { "overflow", "CSS Overflow 3", "css-overflow-3" },
  { "overflow-wrap", "CSS Text 3", "css-text-3" },
  { "padding", "CSS Box 4", "css-box-4" },
  { "page", "CSS Paged Media 3", "css-page-3" },
  { "page-break-", "CSS Fragmentation 3, § 3.4", "css-break-3" },
  { "place-", "CSS Box Alignment 3", "css-align-3" },
  { "position", "CSS Positioned Layout 3", "css-position-3" },
  { "quotes", "CSS Generated Content 3", "css-content-3" },
  { "right", "CSS Positioned Layout 3", "css-position-3" },
  { "rotate", "CSS Transforms 2", "css-transforms-2" },
  { "row-gap", "CSS Box Alignment 3", "css-align-3" },
  { "scale", "CSS Transforms 2", "css-transforms-2" },
  { "shape-", "CSS Shapes 1", "css-shapes-1" },
  { "string-set", "CSS Generated Content for Paged Media 3", "css-gcpm-3" },
  { "tab-size", "CSS Text 3", "css-text-3" },
  { "table-layout", "CSS 2.2, tables", "CSS22" },
  { "text-", "CSS Text 3", "css-text-3" },
  { "text-decoration", "CSS Text Decoration 4", "css-text-decor-4" },
  { "text-emphasis", "CSS Text Decoration 4", "css-text-decor-4" },
  { "text-underline", "CSS Text Decoration 4", "css-text-decor-4" },
  { "text-overflow", "CSS Overflow 3", "css-overflow-3" },
  { "text-shadow", "CSS Text Decoration 3", "css-text-decor-3" },
  { "text-wrap", "CSS Text 4", "css-text-4" },
  { "top", "CSS Positioned Layout 3", "css-position-3" },
  { "transform", "CSS Transforms 1", "css-transforms-1" },
  { "translate", "CSS Transforms 2", "css-transforms-2" },
  { "vertical-align", "CSS Inline 3", "css-inline-3" },
  { "visibility", "CSS Display 4", "css-display-4" },
  { "white-space", "CSS Text 3", "css-text-3" },
  { "widows", "CSS Fragmentation 3", "css-break-3" },
  { "width", "CSS Sizing 3", "css-sizing-3" },
  { "word-break", "CSS Text 3", "css-text-3" },
  { "text-justify", "CSS Text 3", "css-text-3" },
  { "text-align-all", "CSS Text 3", "css-text-3" },
  { "font-size-adjust", "CSS Fonts 4", "css-fonts-4" },
  { "margin-block", "CSS Logical Properties 1", "css-logical-1" },
  { "margin-inline", "CSS Logical Properties 1", "css-logical-1" },
  { "padding-block", "CSS Logical Properties 1", "css-logical-1" },
  { "padding-inline", "CSS Logical Properties 1", "css-logical-1" },
  { "border-block", "CSS Logical Properties 1", "css-logical-1" },
  { "border-inline", "CSS Logical Properties 1", "css-logical-1" },
  { "border-start", "CSS Logical Properties 1", "css-logical-1" },
  { "border-end", "CSS Logical Properties 1", "css-logical-1" },
  { "inset-block", "CSS Logical Properties 1", "css-logical-1" },
  { "inset-inline", "CSS Logical Properties 1", "css-logical-1" },
  { "inline-size", "CSS Logical Properties 1", "css-logical-1" },
  { "block-size", "CSS Logical Properties 1", "css-logical-1" },
  { "min-inline", "CSS Logical Properties 1", "css-logical-1" },
  { "min-block", "CSS Logical Properties 1", "css-logical-1" },
  { "max-inline", "CSS Logical Properties 1", "css-logical-1" },
  { "max-block", "CSS Logical Properties 1", "css-logical-1" },
  { "line-break", "CSS Text 3", "css-text-3" },
  { "word-spacing", "CSS Text 3", "css-text-3" },
  { "z-index", "CSS 2.2, § 9.9", "CSS22" },
};

static void
find_specification (MbPropertyInfo *info, MbArena *arena)
{
  gsize longest = 0;
  for (guint i = 0; i < G_N_ELEMENTS (specifications); i++) {
    gsize length = strlen (specifications[i].beginning);
    if (!g_str_has_prefix (info->name, specifications[i].beginning) || length <= longest)
      continue;
    const char *address = specifications[i].address;
    longest = length;
    info->specification = specifications[i].title;
    info->link = address ? mb_arena_printf (arena, "https://www.w3.org/TR/%s/#propdef-%s", address,
                                            info->name)
                         : NULL;
  }
}

/* Only what the parsers clamp to. */
static const char *
limits_of (const MbProperty *property, MbArena *arena)
{
  if (property->max > property->min)
    return mb_arena_printf (arena, "%d–%d", property->min, property->max);
  if (strcmp (property->name, "font-size") == 0)
    return "0.125–" G_STRINGIFY (MB_MAX_FONT_PT) " pt";
  if (strcmp (property->name, "column-count") == 0)
    return "1–" G_STRINGIFY (MB_MAX_COLUMNS);
  return "";
}

gboolean
mb_property_info (guint index, MbArena *arena, MbPropertyInfo *info)
{
  *info = (MbPropertyInfo){ .limits = "", .specification = "", .initial = "" };
  if (index < mb_n_properties) {
    const MbProperty *property = &mb_properties[index];
    info->name = property->name;
    info->syntax = mb_property_syntax (property, arena);
    info->initial = property->initial;
    info->doc = property->doc;
    info->limits = limits_of (property, arena);
    info->inherited = (property->flags & MB_PROPERTY_INHERITED) != 0;
    info->epub = (property->flags & MB_PROPERTY_EPUB) != 0;
  } else {
    info->name = mb_shorthand_name (index - mb_n_properties, &info->syntax, &info->doc);
    info->shorthand = TRUE;
  }
  if (info->name)
    find_specification (info, arena);
  return info->name != NULL;
}

/* --- docs/css.md ----------------------------------------------------------------------------------------------*/

static const char introduction[] =
    "# The CSS of marbre\n\n"
    "Generated from the property table (`src/style/properties.c`): do not edit.\n\n"
    "Selectors (Selectors 4): type, universal, class, id, attribute (all operators, `i`, `s`), the "
    "four combinators,\n"
    "`:is() :where() :not() :has()`, `:first-child :last-child :only-child :nth-child() "
    ":nth-last-child()` (with `of S`) and their\n"
    "`of-type` forms, `:root :scope :empty :lang() :dir() :link`, `::before ::after ::marker "
    "::first-letter ::first-line\n"
    "::footnote-call ::footnote-marker ::-marbre-first-words`, namespaces. Nested rules (CSS "
    "Nesting). At-rules: `@import` (with `layer()`,\n"
    "`supports()`, media) `@layer @media @supports @page @font-face @counter-style @namespace "
    "@color-profile`; "
    "`@media` knows "
    "`print`, the size of the page with ranges\n"
    "and `(-marbre-epub)` for the e-book. Values: `inherit initial unset revert revert-layer`, "
    "`all`, `var()`, `attr()` with a type, `calc() min() max() clamp()\n"
    "round()` and the other math functions, units `pt px mm cm in pc Q em rem ex cap ch ic lh rlh "
    "vw vh "
    "vi "
    "vb vmin vmax %`.\n\n"
    "`@page`: a name, `:first :left :right :blank :nth()`; `size`, `marks`, "
    "`bleed`,\n`page-orientation`, all "
    "properties below, and the sixteen margin boxes.\n"
    "Spot colours: `@color-profile --bleu { -marbre-ink: \"PANTONE 300 C\"; -marbre-alternate: "
    "device-cmyk(100% 44% 0% 0%) }`, above its\n"
    "use as `color(--bleu)` or `color(--bleu 60%)`: a plate of its own in the PDF, the alternate "
    "in gradients, on screens and in the e-book.\n\n"
    "An `!important` declaration of the house wins over one of an article.\n\n";

/* | stands between columns in Markdown. */
static void
append_cell (GString *out, const char *text)
{
  for (; *text; text++)
    g_string_append_printf (out, *text == '|' ? "\\%c" : "%c", *text);
}

static void
append_specification (GString *out, const MbPropertyInfo *info)
{
  if (info->link)
    g_string_append_printf (out, "[%s](%s) |\n", info->specification, info->link);
  else
    g_string_append_printf (out, "%s |\n", info->specification);
}

static void
append_row (GString *out, const MbPropertyInfo *info)
{
  g_string_append_printf (out, "| `%s` | ", info->name);
  append_cell (out, info->syntax);
  if (!info->shorthand)
    g_string_append_printf (out, " | `%s` | %s | %s | yes | %s", info->initial, info->limits,
                            info->inherited ? "yes" : "", info->epub ? "yes" : "");
  g_string_append_printf (out, " | %s | ", info->doc);
  append_specification (out, info);
}

char *
mb_style_document (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  GString *out = g_string_new (introduction);
  MbPropertyInfo info;
  g_string_append (
      out,
      "## Properties\n\n"
      "Limits are what values are clamped to, with a warning. The e-book column says what "
      "goes into the sheet of an "
      "EPUB;\n`marbre build … --explain-epub-css` lists what a sheet says beyond that, and why "
      "it is left out.\n\n"
      "| property | values | initial | limits | inherited | PDF | e-book | | specification |\n"
      "|---|---|---|---|---|---|---|---|---|\n");
  for (guint i = 0; i < mb_n_properties && mb_property_info (i, arena, &info); i++)
    append_row (out, &info);
  g_string_append (
      out, "\n## Shorthands\n\n| shorthand | values | | specification |\n|---|---|---|---|\n");
  for (guint i = mb_n_properties; mb_property_info (i, arena, &info); i++)
    append_row (out, &info);
  return g_string_free (out, FALSE);
}
