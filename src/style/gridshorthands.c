/* SPDX-License-Identifier: Apache-2.0 */
/* The shorthands of grids (css-grid-1 § 7.4, § 7.8, § 8.4).
 *
 * Strings and sizes of `grid-template` alternate, so what goes to its longhands is no part of what the author wrote: it is written
 * anew, and read again. */
#include "internal.h"

#include <string.h>

enum { ROWS, COLUMNS, AREAS, AUTO_ROWS, AUTO_COLUMNS, AUTO_FLOW };

static MbCssValues
reread (MbCssContext *context, const GString *text)
{
  MbArena *arena = context->styles->arena;
  const char *kept = mb_arena_strdup (arena, text->str);
  return mb_css_parse (arena, NULL, MB_NOWHERE, kept, strlen (kept));
}

/* --- Lines --------------------------------------------------------------------------------------------- */

/* A bare name names the opposite line too; anything else leaves it auto. */
static gboolean
is_bare_name (MbCssValues values)
{
  MbCssCursor cursor = mb_css_cursor (values);
  const char *name = values.first ? mb_css_take_ident (&cursor) : NULL;
  return name && mb_css_at_end (&cursor) && g_ascii_strcasecmp (name, "auto") != 0;
}

/* @out is start and end, or row-start, column-start, row-end, column-end. */
gboolean
mb_grid_expand_lines (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out, guint n)
{
  guint given = 0;
  do {
    if (given == n || !mb_shorthand_take (context, out[given].property, cursor, &out[given].values))
      return FALSE;
    given++;
  } while (mb_css_take_mark (cursor, '/'));
  for (guint i = given; i < n; i++) {
    guint source = n == 4 && i == 3 ? 1 : 0;
    if (is_bare_name (out[source].values))
      out[i].values = out[source].values;
  }
  return TRUE;
}

/* --- Templates ------------------------------------------------------------------------------------------ */

/* names? string track? names?, as a line of rows and one of areas. */
static void
append_original (MbCssContext *context, MbCssValues values, GString *out)
{
  g_string_append_c (out, ' ');
  g_string_append (out, mb_css_original (context->styles->arena, values));
}

static MbCssValues
take_value (MbCssCursor *cursor)
{
  mb_css_take_space (cursor);
  const MbCssValue *first = cursor->at;
  mb_css_take (cursor);
  return (MbCssValues){ first, cursor->at };
}

static gboolean
is_kind (const MbCssCursor *cursor, MbCssKind kind)
{
  const MbCssValue *value = mb_css_peek (cursor);
  return value && value->kind == kind;
}

static gboolean
take_area_row (MbCssContext *context, MbCssCursor *cursor, GString *areas, GString *rows)
{
  if (is_kind (cursor, MB_CSS_BRACKETS))
    append_original (context, take_value (cursor), rows);
  const char *row = mb_css_take_string (cursor);
  if (!row || strpbrk (row, "\"\\\n"))
    return FALSE;
  g_string_append_printf (areas, " \"%s\"", row);
  const MbCssValue *next = mb_css_peek (cursor);
  gboolean sized = next && next->kind != MB_CSS_STRING && next->kind != MB_CSS_BRACKETS &&
                   !mb_css_is_delim (next, '/');
  if (sized)
    append_original (context, take_value (cursor), rows);
  else
    g_string_append (rows, " auto");
  if (is_kind (cursor, MB_CSS_BRACKETS))
    append_original (context, take_value (cursor), rows);
  return TRUE;
}

static gboolean
check_rewritten (MbCssContext *context, MbExpanded *out, const GString *text)
{
  MbCssValues part;
  out->values = reread (context, text);
  MbCssCursor cursor = mb_css_cursor (out->values);
  return mb_shorthand_take (context, out->property, &cursor, &part) && mb_css_at_end (&cursor);
}

static gboolean
expand_areas (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  g_autoptr (GString) areas = g_string_new (NULL);
  g_autoptr (GString) rows = g_string_new (NULL);
  while (!mb_css_at_end (cursor) && !mb_css_is_delim (mb_css_peek (cursor), '/'))
    if (!take_area_row (context, cursor, areas, rows))
      return FALSE;
  if (!check_rewritten (context, &out[AREAS], areas) ||
      !check_rewritten (context, &out[ROWS], rows))
    return FALSE;
  return !mb_css_take_mark (cursor, '/') ||
         mb_shorthand_take (context, out[COLUMNS].property, cursor, &out[COLUMNS].values);
}

static gboolean
begins_with_areas (MbCssCursor cursor)
{
  while (is_kind (&cursor, MB_CSS_BRACKETS))
    mb_css_take (&cursor);
  return is_kind (&cursor, MB_CSS_STRING);
}

gboolean
mb_grid_expand_template (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  MbCssCursor ahead = *cursor;
  if (mb_css_take_word (&ahead, "none") && mb_css_at_end (&ahead)) {
    *cursor = ahead;
    return TRUE;
  }
  if (begins_with_areas (*cursor))
    return expand_areas (context, cursor, out);
  return mb_shorthand_take (context, out[ROWS].property, cursor, &out[ROWS].values) &&
         mb_css_take_mark (cursor, '/') &&
         mb_shorthand_take (context, out[COLUMNS].property, cursor, &out[COLUMNS].values);
}

/* [auto-flow && dense?] sizes?, for the rows or columns that make themselves. */
static gboolean
take_auto_flow (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out, gboolean columns)
{
  gboolean dense = mb_css_take_word (cursor, "dense");
  if (!mb_css_take_word (cursor, "auto-flow"))
    return FALSE;
  dense = dense || mb_css_take_word (cursor, "dense");
  g_autoptr (GString) flow = g_string_new (columns ? "column" : "row");
  if (dense)
    g_string_append (flow, " dense");
  out[AUTO_FLOW].values = reread (context, flow);
  guint sizes = columns ? AUTO_COLUMNS : AUTO_ROWS;
  mb_shorthand_take (context, out[sizes].property, cursor, &out[sizes].values);
  return TRUE;
}

gboolean
mb_grid_expand_all (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  MbCssCursor ahead = *cursor;
  if (take_auto_flow (context, &ahead, out, FALSE)) {
    *cursor = ahead;
    return mb_css_take_mark (cursor, '/') &&
           mb_shorthand_take (context, out[COLUMNS].property, cursor, &out[COLUMNS].values);
  }
  ahead = *cursor;
  if (mb_shorthand_take (context, out[ROWS].property, &ahead, &out[ROWS].values) &&
      mb_css_take_mark (&ahead, '/') && take_auto_flow (context, &ahead, out, TRUE)) {
    *cursor = ahead;
    return TRUE;
  }
  out[ROWS].values = (MbCssValues){ NULL, NULL };
  return mb_grid_expand_template (context, cursor, out);
}
