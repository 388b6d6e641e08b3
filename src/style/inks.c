/* SPDX-License-Identifier: Apache-2.0 */
/* Inks of their own: @color-profile --bleu { … } and color(--bleu 60%).
 *
 * CSS Color 5 § 9 names a colour space with a dashed identifier and uses it in color(). A spot colour is such a space with one channel, the tint. What a
 * profile is to other spaces, an alternate is to it: -marbre-alternate, the colour that stands in where there is no such plate. -marbre-ink is the
 * name of the plate, as the printer knows it.
 *
 *   @color-profile --bleu { -marbre-ink: "PANTONE 300 C"; -marbre-alternate: device-cmyk(100% 44% 0% 0%) }
 *   h1 { color: color(--bleu) }    th { background: color(--bleu 20%) }
 *
 * A value keeps the alternate at its tint, so that whoever knows no plates (screens, the e-book, gradients) has a colour, and the number of the ink, which
 * only the PDF asks for. A profile stands above what uses it. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MOST_INKS 255

const MbInk *
mb_styles_inks (const MbStyles *styles, guint *n)
{
  *n = styles->inks->len;
  return (const MbInk *) (const void *) styles->inks->data;
}

/* Its number from 1; 0: none. */
static guint
find_ink (const MbStyles *styles, const char *ident)
{
  for (guint i = 0; i < styles->inks->len; i++)
    if (strcmp (g_array_index (styles->inks, MbInk, i).ident, ident) == 0)
      return i + 1;
  return 0;
}

/* --- @color-profile ------------------------------------------------------------------------------------------------------*/

static gboolean
take_plate (MbStyles *styles, MbCssCursor *cursor, MbInk *ink)
{
  const char *name = mb_css_take_string (cursor);
  ink->name = name && *name ? mb_styles_intern (styles, name) : NULL;
  return ink->name && mb_css_at_end (cursor);
}

static gboolean
take_alternate (MbStyles *styles, MbCssCursor *cursor, MbInk *ink)
{
  MbCssContext context = { .styles = styles };
  return mb_value_color (&context, cursor, &ink->solid) && mb_css_at_end (cursor) &&
         ink->solid.space != MB_COLOR_CURRENT && ink->solid.alpha == 65535 && ink->solid.ink == 0;
}

/* TRUE when the alternate was read. */
static gboolean
read_descriptor (MbStyles *styles, const MbCssItem *item, MbInk *ink)
{
  MbCssCursor cursor = mb_css_cursor (item->values);
  gboolean plate = g_ascii_strcasecmp (item->name, "-marbre-ink") == 0;
  gboolean alternate = g_ascii_strcasecmp (item->name, "-marbre-alternate") == 0;
  if (!plate && !alternate)
    mb_report_width (styles->diagnostics, item->pos, (guint) g_utf8_strlen (item->name, -1),
                     MB_MSG_STYLE_PROPERTY, item->name, "-marbre-alternate", NULL);
  else if (plate ? take_plate (styles, &cursor, ink) : take_alternate (styles, &cursor, ink))
    return alternate;
  else
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_VALUE,
               mb_css_original (styles->arena, item->values), item->name,
               plate ? "<string>" : "<color>", NULL);
  return FALSE;
}

/* The last of one name holds. */
static void
keep_ink (MbStyles *styles, const MbInk *ink)
{
  guint known = find_ink (styles, ink->ident);
  if (known > 0)
    g_array_index (styles->inks, MbInk, known - 1) = *ink;
  else if (styles->inks->len < MOST_INKS)
    g_array_append_val (styles->inks, *ink);
}

void
mb_inks_read (MbSheet *sheet, const MbCssItem *item)
{
  MbStyles *styles = sheet->styles;
  MbCssCursor cursor = mb_css_cursor (item->values);
  const char *ident = mb_css_take_ident (&cursor);
  MbInk ink = { 0 };
  gboolean settled = FALSE, named = ident && g_str_has_prefix (ident, "--") && ident[2];
  MbCssReader items =
      mb_css_reader (MB_CSS_DECLARATIONS, item->block, styles->arena, styles->diagnostics);
  MbCssItem part;
  while (mb_css_read (&items, &part))
    if (part.kind == MB_CSS_DECLARATION)
      settled |= read_descriptor (styles, &part, &ink);
    else
      mb_decl_report_other (styles, &part);
  if (!named || !mb_css_at_end (&cursor) || !settled) {
    mb_report (styles->diagnostics, item->pos, MB_MSG_STYLE_INK,
               settled ? "--name" : "-marbre-alternate", NULL);
    return;
  }
  ink.ident = mb_styles_intern (styles, ident);
  ink.name = ink.name ? ink.name : ink.ident + 2;
  keep_ink (styles, &ink);
}

/* --- color(--name tint) ------------------------------------------------------------------------------------------------------*/

static gboolean
take_share (MbCssCursor *cursor, double *share)
{
  double percentage;
  if (mb_css_take_percentage (cursor, &percentage))
    *share = percentage / 100;
  else if (!mb_css_take_number (cursor, share))
    return FALSE;
  *share = CLAMP (*share, 0, 1);
  return TRUE;
}

/* @solid thinned: no ink is white paper. */
static MbColor
tinted (const MbInk *ink, double tint, double alpha)
{
  MbColor color;
  memcpy (&color, &ink->solid, sizeof color); /* the zeroed padding too */
  for (int i = 0; i < 4; i++)
    color.c[i] =
        (guint16) (color.space == MB_COLOR_CMYK ? lrint (color.c[i] * tint)
                                                : 65535 - lrint ((65535 - color.c[i]) * tint));
  if (color.space != MB_COLOR_CMYK)
    color.c[3] = 0;
  color.alpha = (guint16) lrint (alpha * 65535);
  return color;
}

gboolean
mb_value_ink (MbCssContext *context, MbCssCursor *cursor, MbColor *color)
{
  MbCssCursor at = *cursor, inside;
  double tint = 1, alpha = 1;
  if (!mb_css_take_function (&at, "color", &inside))
    return FALSE;
  const char *ident = mb_css_take_ident (&inside);
  guint number = ident ? find_ink (context->styles, ident) : 0;
  if (number == 0)
    return FALSE;
  take_share (&inside, &tint);
  if ((mb_css_take_mark (&inside, '/') && !take_share (&inside, &alpha)) ||
      !mb_css_at_end (&inside))
    return FALSE;
  MbColor read = tinted (&g_array_index (context->styles->inks, MbInk, number - 1), tint, alpha);
  memcpy (color, &read, sizeof read);
  color->ink = (guint8) number;
  *cursor = at;
  return TRUE;
}

double
mb_ink_tint (const MbInk *ink, MbColor color)
{
  guint most = 0;
  int best = 0;
  gboolean light = color.space == MB_COLOR_CMYK;
  for (int i = 0; i < (light ? 4 : 3); i++) {
    guint full = light ? ink->solid.c[i] : 65535u - ink->solid.c[i];
    if (full > most) {
      most = full;
      best = i;
    }
  }
  return most == 0 ? 1 : (light ? color.c[best] : 65535 - color.c[best]) / (double) most;
}
