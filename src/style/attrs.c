/* SPDX-License-Identifier: Apache-2.0 */
/* attr() as a value of any property (CSS Values 5 § 7.7): width: attr(data-largeur type(<length>), 40%).
 *
 * It is replaced where var() is, at computed-value time (custom.c), by what the attribute of the element says, when that is of the type asked for. Types
 * are those of the standard, type(<length> | <percentage>) or a unit, and the bare words of CSS Values 3: attr(width px), attr(data-c color). Without
 * a type the attribute is a string. A url is never made of an attribute, and what an attribute says may hold no var(), attr() or url() of its own: the text
 * of an article names no files in the sheet of the house.
 *
 * A rule with such a value depends on its element, so what it gives is shared with no other (cascade.c). Content properties read their attr() themselves. */
#include "internal.h"

#include <string.h>

typedef enum {
  ATTR_STRING,
  ATTR_NUMBER = 1 << 0,
  ATTR_INTEGER = 1 << 1,
  ATTR_LENGTH = 1 << 2,
  ATTR_PERCENTAGE = 1 << 3,
  ATTR_ANGLE = 1 << 4,
  ATTR_COLOR = 1 << 5,
  ATTR_IDENT = 1 << 6,
  ATTR_ANY = 1 << 7,
} AttrTypes;

static const struct {
  const char *name;
  AttrTypes type;
} types[] = {
  { "number", ATTR_NUMBER },         { "integer", ATTR_INTEGER }, { "length", ATTR_LENGTH },
  { "percentage", ATTR_PERCENTAGE }, { "angle", ATTR_ANGLE },     { "color", ATTR_COLOR },
  { "custom-ident", ATTR_IDENT },    { "ident", ATTR_IDENT },     { "string", ATTR_STRING },
  { "raw-string", ATTR_STRING },
};

typedef struct {
  AttrTypes types;
  const char *unit; /* the attribute is a number of these; NULL: `types` say what it is */
} Asked;

gboolean
mb_attrs_used (MbCssValues values)
{
  for (const MbCssValue *value = values.first; value < values.end; value++)
    if (mb_css_is_function (value, "attr"))
      return TRUE;
  return FALSE;
}

/* --- What is asked for -----------------------------------------------------------------------------------------------*/

static gboolean
find_type (const char *name, AttrTypes *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (name, types[i].name) == 0) {
      *type = types[i].type;
      return TRUE;
    }
  return FALSE;
}

/* type(*), type(<length> | <percentage>) */
static gboolean
take_syntax (MbCssCursor inside, Asked *asked)
{
  if (mb_css_take_mark (&inside, '*')) {
    asked->types = ATTR_ANY;
    return mb_css_at_end (&inside);
  }
  do {
    AttrTypes type;
    const char *name = mb_css_take_mark (&inside, '<') ? mb_css_take_ident (&inside) : NULL;
    if (!name || !find_type (name, &type) || !mb_css_take_mark (&inside, '>'))
      return FALSE;
    asked->types |= type;
  } while (mb_css_take_mark (&inside, '|'));
  return mb_css_at_end (&inside);
}

static gboolean
take_type (MbCssCursor *cursor, Asked *asked)
{
  MbCssCursor inside;
  *asked = (Asked){ ATTR_STRING, NULL };
  if (mb_css_take_function (cursor, "type", &inside))
    return take_syntax (inside, asked);
  if (mb_css_take_mark (cursor, '%')) {
    asked->unit = "%";
    return TRUE;
  }
  const char *name = mb_css_take_ident (cursor);
  if (name && !find_type (name, &asked->types))
    asked->unit = name;
  return TRUE;
}

/* --- What the attribute says -------------------------------------------------------------------------------------------*/

static MbCssValues
parse (MbStyles *styles, const char *text)
{
  const char *kept = mb_styles_intern (styles, text);
  return mb_css_trim (mb_css_parse (styles->arena, NULL, MB_NOWHERE, kept, strlen (kept)));
}

static gboolean
is_harmless (MbCssValues values)
{
  static const char *const names[] = { "var", "attr", "url", "src", "image-set" };
  for (const MbCssValue *value = values.first; value < values.end; value++) {
    if (value->kind == MB_CSS_URL || value->kind == MB_CSS_BAD_URL)
      return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (mb_css_is_function (value, names[i]))
        return FALSE;
  }
  return TRUE;
}

static gboolean
is_math (const MbCssValue *value)
{
  return mb_css_is_function (value, "calc") || mb_css_is_function (value, "min") ||
         mb_css_is_function (value, "max") || mb_css_is_function (value, "clamp");
}

static gboolean
is_angle (MbCssValues values)
{
  MbCssCursor cursor = mb_css_cursor (values);
  double degrees;
  return mb_css_take_angle (&cursor, &degrees) && mb_css_at_end (&cursor);
}

static gboolean
is_color (MbCssValues values)
{
  MbCssCursor cursor = mb_css_cursor (values);
  MbCssColor color;
  return mb_css_take_color (&cursor, &color) && mb_css_at_end (&cursor);
}

/* The types that the one value of @values has. */
static AttrTypes
types_of (MbCssValues values)
{
  const MbCssValue *value = values.first;
  AttrTypes found = is_color (values) ? ATTR_COLOR : ATTR_STRING;
  switch (value->kind) {
  case MB_CSS_NUMBER:
    found |= ATTR_NUMBER | (value->flags & MB_CSS_INTEGER ? ATTR_INTEGER : 0);
    return found | (value->number == 0 ? ATTR_LENGTH : 0);
  case MB_CSS_DIMENSION: return found | (is_angle (values) ? ATTR_ANGLE : ATTR_LENGTH);
  case MB_CSS_PERCENTAGE: return found | ATTR_PERCENTAGE;
  case MB_CSS_IDENT: return found | ATTR_IDENT;
  default: break;
  }
  return is_math (value) ? found | ATTR_NUMBER | ATTR_LENGTH | ATTR_PERCENTAGE : found;
}

static MbCssValues
as_string (MbStyles *styles, const char *text)
{
  g_autoptr (GString) quoted = g_string_new (NULL);
  mb_css_serialize_string (text, quoted);
  return parse (styles, quoted->str);
}

/* A number of @unit. */
static gboolean
with_unit (MbStyles *styles, const char *text, const char *unit, MbCssValues *values)
{
  MbCssCursor cursor = mb_css_cursor (parse (styles, text));
  double number;
  if (!mb_css_take_number (&cursor, &number) || !mb_css_at_end (&cursor))
    return FALSE;
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *whole = g_strconcat (stripped, unit, NULL);
  *values = parse (styles, whole);
  return mb_css_after (values->first) == values->end;
}

static gboolean
read_text (MbStyles *styles, const char *text, const Asked *asked, MbCssValues *values)
{
  if (asked->unit)
    return with_unit (styles, text, asked->unit, values);
  if (asked->types == ATTR_STRING) {
    *values = as_string (styles, text);
    return TRUE;
  }
  *values = parse (styles, text);
  if (values->first >= values->end || !is_harmless (*values))
    return FALSE;
  return asked->types & ATTR_ANY ||
         (mb_css_after (values->first) == values->end && (types_of (*values) & asked->types) != 0);
}

MbAttrRead
mb_attrs_read (MbStyles *styles, const MbCssValue *function, MbCssValues *values)
{
  MbCssCursor inside = mb_css_cursor (mb_css_inside (function));
  const char *name = mb_css_take_ident (&inside);
  Asked asked;
  if (!name || !styles->attrs_of || !take_type (&inside, &asked))
    return MB_ATTR_INVALID;
  gboolean fallback = mb_css_take_mark (&inside, ',');
  if (!fallback && !mb_css_at_end (&inside))
    return MB_ATTR_INVALID;
  const char *text = mb_node_attr (styles->attrs_of, name);
  if (!text && !fallback && asked.types == ATTR_STRING && !asked.unit)
    text = "";
  if (text && read_text (styles, text, &asked, values))
    return MB_ATTR_READ;
  *values = mb_css_trim (mb_css_rest (&inside));
  return fallback ? MB_ATTR_FALLBACK : MB_ATTR_INVALID;
}
