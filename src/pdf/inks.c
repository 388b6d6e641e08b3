/* SPDX-License-Identifier: Apache-2.0 */
/* Spot colours: one Separation for each ink, named in the resources of the pages that use it. Its tint is turned into the alternate by an exponential
 * function of exponent 1, from paper to solid, which is how the style computes tints too (style/inks.c). PDF/A allows the space when its alternate is one
 * that the output intent covers: there it is RGB. */
#include "internal.h"

/* A name may hold any character but 0 (ISO 32000-1 § 7.3.5). */
static void
put_name (GString *out, const char *name)
{
  g_string_append_c (out, '/');
  for (const char *at = name; *at; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (out, *at);
    else
      g_string_append_printf (out, "#%02X", (guint8) *at);
}

static void
put_values (GString *out, const double *values, guint n)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i > 0 ? " " : "");
    mb_syntax_number (out, values[i]);
  }
  g_string_append_c (out, ']');
}

static char *
separation (const MbInk *ink, gboolean rgb_only)
{
  gboolean cmyk = ink->solid.space == MB_COLOR_CMYK && !rgb_only;
  static const double none[4] = { 0, 0, 0, 0 }, paper[3] = { 1, 1, 1 };
  double solid[4];
  GString *out = g_string_new ("[/Separation");
  if (cmyk)
    for (int i = 0; i < 4; i++)
      solid[i] = ink->solid.c[i] / 65535.0;
  else
    mb_color_rgb (ink->solid, solid);
  put_name (out, ink->name);
  g_string_append (out, cmyk ? "/DeviceCMYK" : "/DeviceRGB");
  g_string_append (out, "<</FunctionType 2/Domain[0 1]/N 1/C0");
  put_values (out, cmyk ? none : paper, cmyk ? 4 : 3);
  g_string_append (out, "/C1");
  put_values (out, solid, cmyk ? 4 : 3);
  g_string_append (out, ">>]");
  return g_string_free (out, FALSE);
}

static MbRef
space_of (MbWork *work, guint number)
{
  MbRef *ref = &work->inks[number - 1];
  if (*ref == 0) {
    gboolean rgb_only = (work->options->standards & MB_STANDARDS_A) != 0;
    g_autofree char *syntax = separation (&work->pages->inks[number - 1], rgb_only);
    *ref = mb_file_reserve (work->file);
    mb_file_put (work->file, *ref, syntax);
  }
  return *ref;
}

void
mb_inks_write (MbWork *work, MbObj page, guint index)
{
  const MbPalette *palette = &work->painted->palettes[index];
  MbObj resources = mb_file_key (work->file, page, "/Resources");
  for (guint i = 1; i <= palette->n; i++) {
    guint number = palette->colors[i].ink;
    if (number == 0)
      continue;
    g_autofree char *name = g_strdup_printf ("/MbInk%u", number);
    if (!mb_file_key (work->file, resources, "/ColorSpace"))
      mb_file_set (work->file, resources, "/ColorSpace", "<<>>");
    MbObj spaces = mb_file_key (work->file, resources, "/ColorSpace");
    mb_file_set_f (work->file, spaces, name, "%d 0 R", space_of (work, number));
  }
}
