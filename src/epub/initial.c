/* SPDX-License-Identifier: Apache-2.0 */
/* Drop initials and first words for reading systems.
 *
 * An initial is a :first-letter that floats, sized from the metrics of the house faces so that in a line height like ours its
 * capital spans the lines it should; a reader with other fonts gets a large letter, and the text is not touched. Reading systems
 * do not agree on what :first-letter is after a guillemet or a dash: such a paragraph has none, nor has a short one. First words are a span: there is no
 * pseudo-element for them. */
#include "internal.h"

#include <string.h>

#define LINE_BYTES 60 /* of a line on a tablet */

static gboolean
begins_with_letter (const MbNode *node)
{
  for (const MbNode *at = node; at; at = mb_node_next (at, node)) {
    if (at->kind != MB_NODE_TEXT)
      continue;
    gsize blank = strspn (at->text, " \t\r\n");
    if (blank < at->length)
      return g_unichar_isalnum (g_utf8_get_char (at->text + blank));
  }
  return FALSE;
}

/* Whether the text fills the lines beside the initial on a small screen, or the initial would stand beside the next paragraph too. */
static gboolean
is_long_enough (const MbNode *node, const MbStyle *style)
{
  guint64 wanted = (guint64) LINE_BYTES * MAX (style->box->initial_size / 100, 1), seen = 0;
  for (const MbNode *at = node; at && seen < wanted; at = mb_node_next (at, node))
    seen += at->kind == MB_NODE_TEXT ? at->length : 0;
  return seen >= wanted;
}

const MbStyle *
mb_initial_style (MbStyles *styles, const MbNode *node)
{
  const MbStyle *style = mb_style_pseudo (styles, node, MB_PSEUDO_FIRST_LETTER);
  gboolean high = style && style->box->initial_size > 100;
  return high && begins_with_letter (node) && is_long_enough (node, style) ? style : NULL;
}

static MbFontMetrics
metrics_of (MbFonts *fonts, const MbStyle *style)
{
  const MbStyleFont *font = style->font;
  for (const char *const *family = font->families; family && *family; family++) {
    const MbFace *face = mb_fonts_match (fonts, *family, font->weight, font->slant, font->stretch);
    if (face)
      return mb_face_metrics (face);
  }
  return (MbFontMetrics){ .cap_height = 660 };
}

static void
append_em (GString *out, const char *property, double value, const char *unit)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.2f", value);
  g_string_append_printf (out, "; %s: %s%s", property, number, unit);
}

void
mb_initial_declare (GString *out, MbFonts *fonts, const MbStyle *block, const MbStyle *letter)
{
  double size = MAX (block->font->size, 1);
  double line = block->font->line_height / size, lines = letter->box->initial_size / 100.0;
  double top = MAX (metrics_of (fonts, block).cap_height, 500) / 1000.0;
  double cap = MAX (metrics_of (fonts, letter).cap_height, 500) / 1000.0;
  double em = ((lines - 1) * line + top) / cap;
  MbLength gap = mb_size_resolve (letter->box->margin[MB_RIGHT], 0, 0);
  g_string_append_printf (out, "%sfloat: left", out->len ? "; " : "");
  append_em (out, "font-size", em, "em");
  append_em (out, "line-height", lines * line / em, "");
  append_em (out, "padding-right", MAX (gap / size, 0.1) / em, "em");
}

void
mb_initial_copy (MbCopier *copier, const MbNode *node)
{
  const MbStyle *style = mb_initial_style (copier->book->options->styles, node);
  const char *text = style ? mb_node_text (node, copier->book->arena) : NULL;
  if (text && *text)
    mb_font_use_add (copier->book->fonts, style, text, (gsize) (g_utf8_next_char (text) - text));
}

guint32
mb_initial_words (MbCopier *copier, const MbNode *node)
{
  const MbNode *block = node->parent;
  if (!block || block->first != node)
    return 0;
  const MbStyle *style =
      mb_style_pseudo (copier->book->options->styles, block, MB_PSEUDO_FIRST_WORDS);
  return style ? (guint32) mb_box_first_words (node->text, node->length, style->box->words) : 0;
}
