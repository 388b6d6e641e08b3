/* SPDX-License-Identifier: Apache-2.0 */
/* Computed values as CSS text: in pt for dumps, in em, % and px for reading systems. */
#include "internal.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* At most @decimals digits, without trailing zeros, with a point in every locale. */
void
mb_put_number (GString *out, double value, int decimals)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  if (strchr (buffer, '.')) {
    gsize end = strlen (buffer);
    while (buffer[end - 1] == '0')
      end--;
    if (buffer[end - 1] == '.')
      end--;
    buffer[end] = 0;
  }
  g_string_append (out, g_str_equal (buffer, "-0") ? "0" : buffer);
}

static void
append_ratio (GString *out, MbLength length, MbLength base)
{
  mb_put_number (out, base ? (double) length / base : 0, 3);
}

void
mb_put_length (const MbPrinter *printer, MbLength length, GString *out)
{
  if (length == 0) {
    g_string_append_c (out, '0');
  } else if (printer->epub) {
    append_ratio (out, length, printer->em);
    g_string_append (out, "em");
  } else {
    mb_put_number (out, mb_to_pt (length), 2);
    g_string_append (out, "pt");
  }
}

/* A percentage and the length beside it. */
static void
put_linear (const MbPrinter *printer, gint32 percent, MbLength plus, GString *out)
{
  mb_put_number (out, percent / 1000., 3);
  g_string_append_c (out, '%');
  if (plus) {
    g_string_append (out, plus < 0 ? " - " : " + ");
    mb_put_length (printer, ABS (plus), out);
  }
}

static void
put_join (GPtrArray *stack, MbTermKind kind)
{
  g_autofree char *b = g_ptr_array_steal_index (stack, stack->len - 1);
  g_autofree char *a = g_ptr_array_steal_index (stack, stack->len - 1);
  const char *format = kind == MB_TERM_MIN   ? "min(%s, %s)"
                       : kind == MB_TERM_MAX ? "max(%s, %s)"
                                             : "calc(%s + %s)";
  g_ptr_array_add (stack, g_strdup_printf (format, a, b));
}

static void
put_terms (const MbPrinter *printer, const MbSizeTerm *terms, GString *out)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new_with_free_func (g_free);
  for (; terms->kind != MB_TERM_END; terms++) {
    if (terms->kind != MB_TERM_LINEAR) {
      put_join (stack, terms->kind);
      continue;
    }
    GString *one = g_string_new (NULL);
    if (terms->percent)
      put_linear (printer, terms->percent, terms->plus, one);
    else
      mb_put_length (printer, terms->plus, one);
    g_ptr_array_add (stack, g_string_free (one, FALSE));
  }
  g_string_append (out, stack->pdata[0]);
}

void
mb_put_size (const MbPrinter *printer, MbSize size, GString *out)
{
  switch (size.kind) {
  case MB_SIZE_AUTO: g_string_append (out, "auto"); break;
  case MB_SIZE_NONE: g_string_append (out, "none"); break;
  case MB_SIZE_MIN_CONTENT: g_string_append (out, "min-content"); break;
  case MB_SIZE_MAX_CONTENT: g_string_append (out, "max-content"); break;
  case MB_SIZE_FIT_CONTENT: g_string_append (out, "fit-content"); break;
  case MB_SIZE_LENGTH: mb_put_length (printer, size.value, out); break;
  case MB_SIZE_PERCENT:
    if (size.terms) {
      put_terms (printer, size.terms, out);
      break;
    }
    g_string_append (out, size.plus ? "calc(" : "");
    put_linear (printer, size.value, size.plus, out);
    g_string_append (out, size.plus ? ")" : "");
    break;
  }
}

MB_PRINTER (mb_print_keyword)
{
  gint32 value = *(const gint32 *) field;
  for (const MbKeyword *keyword = property->keywords; keyword->name; keyword++)
    if (keyword->value == value) {
      g_string_append (out, keyword->name);
      return;
    }
}

MB_PRINTER (mb_print_byte)
{
  g_string_append_printf (out, "%d", *(const guint8 *) field);
}

MB_PRINTER (mb_print_integer)
{
  g_string_append_printf (out, "%d", *(const int *) field);
}

MB_PRINTER (mb_print_length)
{
  mb_put_length (printer, *(const MbLength *) field, out);
}

MB_PRINTER (mb_print_border_spacing)
{
  const MbLength *spacing = field;
  mb_put_length (printer, spacing[0], out);
  if (spacing[1] != spacing[0]) {
    g_string_append_c (out, ' ');
    mb_put_length (printer, spacing[1], out);
  }
}

MB_PRINTER (mb_print_size)
{
  mb_put_size (printer, *(const MbSize *) field, out);
}

/* A hairline in em vanishes: reading systems get whole pixels, at least one. */
MB_PRINTER (mb_print_border_width)
{
  MbLength width = *(const MbLength *) field;
  if (printer->epub && width > 0)
    g_string_append_printf (out, "%ldpx", MAX (lrint (mb_to_pt (width) * 96 / 72), 1));
  else
    mb_put_length (printer, width, out);
}

/* CMYK as RGB without a profile, for screens only. */
static void
color_to_rgb (const MbColor *color, guint8 rgb[3])
{
  for (int i = 0; i < 3; i++) {
    guint32 channel = color->c[i];
    if (color->space == MB_COLOR_CMYK)
      channel = (guint32) ((guint64) (65535 - color->c[i]) * (65535 - color->c[3]) / 65535);
    rgb[i] = (guint8) ((channel * 255 + 32767) / 65535);
  }
}

static void
append_cmyk (const MbColor *color, GString *out)
{
  g_string_append (out, "device-cmyk(");
  for (int i = 0; i < 4; i++) {
    g_string_append (out, i ? " " : "");
    mb_put_number (out, color->c[i] * 100. / 65535, 1);
    g_string_append_c (out, '%');
  }
  if (color->alpha != 65535) {
    g_string_append (out, " / ");
    mb_put_number (out, color->alpha / 65535., 3);
  }
  g_string_append_c (out, ')');
}

MB_PRINTER (mb_print_color)
{
  const MbColor *color = field;
  if (color->space == MB_COLOR_CURRENT) {
    g_string_append (out, "currentcolor");
    return;
  }
  if (color->alpha == 0) {
    g_string_append (out, "transparent");
    return;
  }
  if (color->space == MB_COLOR_CMYK && !printer->epub) {
    append_cmyk (color, out);
    return;
  }
  guint8 rgb[3];
  color_to_rgb (color, rgb);
  g_string_append_printf (out, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  if (color->alpha != 65535 && !printer->epub)
    g_string_append_printf (out, "%02x", color->alpha / 257);
}

/* --- Fonts ----------------------------------------------------------------------------------------*/

static gboolean
family_is_generic (const char *family)
{
  static const char *const generic[] = { "serif",   "sans-serif", "monospace", "cursive",
                                         "fantasy", "system-ui",  NULL };
  return g_strv_contains (generic, family);
}

MB_PRINTER (mb_print_family)
{
  const char *const *families = *(const char *const *const *) field;
  for (guint i = 0; families && families[i]; i++) {
    g_string_append (out, i ? ", " : "");
    if (family_is_generic (families[i]))
      g_string_append (out, families[i]);
    else
      mb_css_serialize_string (families[i], out);
  }
}

MB_PRINTER (mb_print_stretch)
{
  g_string_append_printf (out, "%d%%", *(const int *) field);
}

MB_PRINTER (mb_print_font_size)
{
  MbPrinter relative = *printer;
  relative.em = printer->parent_em;
  mb_put_length (&relative, *(const MbLength *) field, out);
}

MB_PRINTER (mb_print_line_height)
{
  const gint32 *line = field; /* line_factor, line_height */
  if (line[0] < 0)
    g_string_append (out, "normal");
  else if (line[0] > 0)
    mb_put_number (out, line[0] / 1000., 3);
  else if (printer->epub)
    append_ratio (out, line[1], printer->em);
  else
    mb_put_length (printer, line[1], out);
}

MB_PRINTER (mb_print_string)
{
  const char *string = *(const char *const *) field;
  g_string_append (out, string && *string ? string : "normal");
}

/* "onum=1, liga=0" as `"onum" 1, "liga" 0`. */
MB_PRINTER (mb_print_settings)
{
  const char *settings = *(const char *const *) field;
  if (!settings || !*settings) {
    g_string_append (out, "normal");
    return;
  }
  g_auto (GStrv) features = g_strsplit (settings, ", ", -1);
  for (guint i = 0; features[i]; i++)
    g_string_append_printf (out, "%s\"%.4s\" %s", i ? ", " : "", features[i], features[i] + 5);
}

/* --- Text --------------------------------------------------------------------------------------------*/

MB_PRINTER (mb_print_spacing)
{
  MbLength spacing = *(const MbLength *) field;
  if (spacing)
    mb_put_length (printer, spacing, out);
  else
    g_string_append (out, "normal");
}

MB_PRINTER (mb_print_hyphen_chars)
{
  const guint8 *limits = field;
  g_string_append_printf (out, "%d %d %d", limits[0], limits[1], limits[2]);
}

MB_PRINTER (mb_print_hyphen_lines)
{
  guint8 lines = *(const guint8 *) field;
  if (lines == 255)
    g_string_append (out, "no-limit");
  else
    g_string_append_printf (out, "%d", lines);
}

static void
append_thousandths (GString *out, int value)
{
  mb_put_number (out, value / 10., 1);
  g_string_append_c (out, '%');
}

MB_PRINTER (mb_print_justify)
{
  const MbStyleText *text =
      (gconstpointer) ((const char *) field - G_STRUCT_OFFSET (MbStyleText, justify));
  const MbJustify *justify = &text->justify;
  if (!text->justify_set) {
    g_string_append (out, "auto");
    return;
  }
  const int parts[] = { justify->space_min, justify->space_opt, justify->space_max, justify->scale,
                        justify->tracking };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_string_append (out, i ? " " : "");
    append_thousandths (out, parts[i]);
  }
}

MB_PRINTER (mb_print_hyphen_last)
{
  const gboolean *last = field;
  g_string_append (out, last[0] ? "none" : last[1] ? "column" : "always");
}

MB_PRINTER (mb_print_relief)
{
  if (*(const gint16 *) field)
    append_thousandths (out, *(const gint16 *) field);
  else
    g_string_append (out, "none");
}

MB_PRINTER (mb_print_opacity)
{
  mb_put_number (out, *(const guint16 *) field / 65535., 3);
}

MB_PRINTER (mb_print_protrusion)
{
  mb_put_number (out, *(const gint16 *) field / 1000., 3);
}

MB_PRINTER (mb_print_superiors)
{
  const gint16 *superior = field;
  if (!superior[0])
    g_string_append (out, "auto");
  else
    g_string_append_printf (out, "%g%% %g%%", superior[0] / 10.0, superior[1] / 10.0);
}

MB_PRINTER (mb_print_espaces)
{
  static const char *const names[] = { "thin", "colon", "guillemet", "number", "unit" };
  const MbSpaceGlue *glues = field;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_string_append_printf (out, "%s%s ", i ? ", " : "", names[i]);
    if (glues[i].stretch == MB_GLUE_AS_WORD)
      g_string_append (out, "word");
    else
      g_string_append_printf (out, "%d %d %d", glues[i].width, glues[i].stretch, glues[i].shrink);
  }
}

MB_PRINTER (mb_print_looseness)
{
  const gint8 *looseness = field;
  g_string_append_printf (out, "%d %d", looseness[0], looseness[1]);
}

/* Reading systems know no alignment on a string. */
MB_PRINTER (mb_print_text_align)
{
  const struct {
    const char *mark;
    MbTextAlign align;
    gboolean all;
  } *cell = field;
  if (cell->mark && !printer->epub) {
    mb_css_serialize_string (cell->mark, out);
    g_string_append_c (out, ' ');
  }
  if (cell->all && !printer->epub) {
    g_string_append (out, "justify-all");
    return;
  }
  mb_print_keyword (property, printer, &cell->align, out);
}

MB_PRINTER (mb_print_text_indent)
{
  const struct {
    MbSize size;
    gboolean hanging, each;
  } *indent = field;
  mb_put_size (printer, indent->size, out);
  if (!printer->epub)
    g_string_append_printf (out, "%s%s", indent->hanging ? " hanging" : "",
                            indent->each ? " each-line" : "");
}

static void
put_ellipsis (const char *string, const char *none, const char *usual, GString *out)
{
  if (!string || strcmp (string, "\xE2\x80\xA6") == 0)
    g_string_append (out, string ? usual : none);
  else
    mb_css_serialize_string (string, out);
}

MB_PRINTER (mb_print_text_overflow)
{
  put_ellipsis (*(const char *const *) field, "clip", "ellipsis", out);
}

MB_PRINTER (mb_print_block_ellipsis)
{
  put_ellipsis (*(const char *const *) field, "none", "auto", out);
}

MB_PRINTER (mb_print_max_lines)
{
  guint16 lines = *(const guint16 *) field;
  if (lines)
    g_string_append_printf (out, "%u", lines);
  else
    g_string_append (out, "none");
}

MB_PRINTER (mb_print_list_style)
{
  const struct {
    const char *style;
    gboolean is_string;
  } *list = field;
  if (list->is_string)
    mb_css_serialize_string (list->style, out);
  else
    g_string_append (out, list->style);
}

MB_PRINTER (mb_print_hyphen_mark)
{
  const char *hyphen = *(const char *const *) field;
  if (hyphen)
    mb_css_serialize_string (hyphen, out);
  else
    g_string_append (out, "auto");
}

MB_PRINTER (mb_print_quotes)
{
  const char *const *quotes = *(const char *const *const *) field;
  if (!quotes || !*quotes)
    g_string_append (out, quotes ? "none" : "auto");
  for (guint i = 0; quotes && quotes[i]; i++) {
    g_string_append (out, i ? " " : "");
    mb_css_serialize_string (quotes[i], out);
  }
}

MB_PRINTER (mb_print_tab_size)
{
  const MbSize *size = field;
  if (size->kind == MB_SIZE_PERCENT)
    mb_put_number (out, size->value / 100000., 3);
  else
    mb_put_size (printer, *size, out);
}

MB_PRINTER (mb_print_decoration_line)
{
  static const char *const words[] = { "underline", "overline", "line-through" };
  const gboolean *lines = field;
  gsize start = out->len;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (lines[i])
      g_string_append_printf (out, "%s%s", out->len > start ? " " : "", words[i]);
  if (out->len == start)
    g_string_append (out, "none");
}

static void
print_word (GString *out, gsize start, const char *word)
{
  g_string_append_printf (out, "%s%s", out->len > start ? " " : "", word);
}

MB_PRINTER (mb_print_hanging)
{
  static const char *const words[] = { "first", "last", "force-end" };
  const gboolean *hangs = field;
  gsize start = out->len;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (hangs[i])
      print_word (out, start, words[i]);
  if (out->len == start)
    g_string_append (out, "none");
}

MB_PRINTER (mb_print_text_transform)
{
  const struct {
    MbTextTransform how;
    guint32 forms;
  } *both = field;
  gsize start = out->len;
  for (const MbKeyword *word = property->keywords; word->name; word++)
    if (word->value == (int) both->how && (both->how != MB_CASE_NONE || !both->forms))
      print_word (out, start, word->name);
  if (both->forms & MB_FORM_FULL_WIDTH)
    print_word (out, start, "full-width");
  if (both->forms & MB_FORM_FULL_SIZE_KANA)
    print_word (out, start, "full-size-kana");
}

MB_PRINTER (mb_print_size_adjust)
{
  static const char *const words[] = { "", "cap-height ", "ch-width ", "ic-width " };
  const struct {
    gint32 adjust;
    guint32 by;
  } *both = field;
  if (both->adjust)
    g_string_append_printf (out, "%s%g", words[both->by], both->adjust / 1000.);
  else
    g_string_append (out, "none");
}

/* A length of which 0 means that none was given. */
MB_PRINTER (mb_print_thickness)
{
  MbLength length = *(const MbLength *) field;
  if (length)
    mb_put_length (printer, length, out);
  else
    g_string_append (out, property->initial);
}

/* --- Boxes ---------------------------------------------------------------------------------------------*/

MB_PRINTER (mb_print_z_index)
{
  const struct {
    gint32 index;
    gboolean is_auto;
  } *value = field;
  if (value->is_auto)
    g_string_append (out, "auto");
  else
    g_string_append_printf (out, "%d", value->index);
}

MB_PRINTER (mb_print_position)
{
  static const char *const words[] = { "static", "relative", "absolute", "fixed", "running()" };
  g_string_append (out, words[*(const MbPositioned *) field]);
}

MB_PRINTER (mb_print_vertical_align)
{
  static const char *const words[] = { "baseline", "super",  "sub",      "top",
                                       "middle",   "bottom", "text-top", "text-bottom" };
  const struct {
    MbVerticalAlign valign;
    MbSize shift;
  } *value = field;
  if (value->valign == MB_VALIGN_LENGTH)
    mb_put_size (printer, value->shift, out);
  else
    g_string_append (out, words[value->valign]);
}

MB_PRINTER (mb_print_object_position)
{
  const MbSize *place = field;
  mb_put_size (printer, place[0], out);
  g_string_append_c (out, ' ');
  mb_put_size (printer, place[1], out);
}

MB_PRINTER (mb_print_ratio)
{
  const struct {
    double ratio[2];
    gboolean automatic;
  } *value = field;
  g_string_append (out, value->automatic || value->ratio[1] <= 0 ? "auto" : "");
  if (value->ratio[1] <= 0)
    return;
  g_string_append (out, value->automatic ? " " : "");
  mb_put_number (out, value->ratio[0], 4);
  g_string_append (out, " / ");
  mb_put_number (out, value->ratio[1], 4);
}

MB_PRINTER (mb_print_page)
{
  const char *page = *(const char *const *) field;
  g_string_append (out, page && *page ? page : "auto");
}

static void
append_count (GString *out, guint count, const char *none)
{
  if (count)
    g_string_append_printf (out, "%u", count);
  else
    g_string_append (out, none);
}

MB_PRINTER (mb_print_column_count)
{
  append_count (out, *(const guint *) field, "auto");
}

MB_PRINTER (mb_print_gap)
{
  const MbSize *gap = field;
  if (gap->kind == MB_SIZE_AUTO)
    g_string_append (out, "normal");
  else
    mb_put_size (printer, *gap, out);
}

MB_PRINTER (mb_print_column_span)
{
  append_count (out, *(const guint *) field, "none");
}

MB_PRINTER (mb_print_initial_letter)
{
  const MbStyleBox *box =
      (const MbStyleBox *) (gconstpointer) ((const char *) field -
                                            offsetof (MbStyleBox, initial_size));
  if (!box->initial_size) {
    g_string_append (out, "normal");
    return;
  }
  g_string_append_printf (out, "%u", box->initial_size / 100u);
  if (box->initial_size % 100)
    g_string_append_printf (out, ".%02u", box->initial_size % 100u);
  if (box->initial_sink != box->initial_size / 100)
    g_string_append_printf (out, " %u", box->initial_sink);
}

MB_PRINTER (mb_print_place)
{
  guint page = *(const guint *) ((const char *) field + offsetof (MbStylePaged, corner_page) -
                                 offsetof (MbStylePaged, corner));
  mb_print_keyword (property, printer, field, out);
  if (page > 0)
    g_string_append_printf (out, " %u", page);
}

MB_PRINTER (mb_print_astride)
{
  const MbStylePaged *paged =
      (const MbStylePaged *) ((const char *) field - offsetof (MbStylePaged, astride));
  if (paged->astride == MB_ASTRIDE_NONE) {
    g_string_append (out, "none");
    return;
  }
  if (paged->astride == MB_ASTRIDE_AUTO)
    g_string_append (out, "auto");
  else
    g_string_append_printf (out, "%d", paged->astride);
  if (paged->astride_at == MB_ASTRIDE_CALL)
    g_string_append (out, " call");
  if (paged->astride_at != MB_ASTRIDE_OFFSET)
    return;
  g_string_append_c (out, ' ');
  mb_print_size (property, printer, &paged->astride_offset, out);
}

MB_PRINTER (mb_print_bookmark_level)
{
  append_count (out, *(const guint *) field, "none");
}

MB_PRINTER (mb_print_nothing)
{
  g_string_append (out, property->initial);
}

/* --- Background images --------------------------------------------------------------------------------------------- */

void
mb_put_place (const MbPrinter *printer, MbBackgroundPlace place, GString *out)
{
  gboolean both = place.percent && place.shift;
  if (both)
    g_string_append (out, "calc(");
  if (place.percent || !place.shift)
    mb_put_size (printer, (MbSize){ MB_SIZE_PERCENT, place.percent }, out);
  if (both)
    g_string_append (out, " + ");
  if (place.shift)
    mb_put_size (printer, (MbSize){ MB_SIZE_LENGTH, place.shift }, out);
  if (both)
    g_string_append_c (out, ')');
}

static void
append_stops (const MbProperty *property, const MbPrinter *printer, const MbImage *image,
              GString *out)
{
  for (guint i = 0; i < image->n_stops; i++) {
    g_string_append (out, ", ");
    if (!image->stops[i].hint)
      mb_print_color (property, printer, &image->stops[i].color, out);
    if (image->stops[i].at.kind == MB_SIZE_AUTO)
      continue;
    g_string_append (out, image->stops[i].hint ? "" : " ");
    mb_put_size (printer, image->stops[i].at, out);
  }
}

/* With what stands for it when it cannot be shown. */
static void
append_picture (const MbProperty *property, const MbPrinter *printer, const MbImage *image,
                GString *out)
{
  g_string_append_printf (out, image->n_stops ? "image(url(\"%s\"), " : "url(\"%s\")", image->url);
  if (image->n_stops == 0)
    return;
  mb_print_color (property, printer, &image->stops[0].color, out);
  g_string_append_c (out, ')');
}

static void
append_gradient (const MbProperty *property, const MbPrinter *printer, const MbImage *image,
                 GString *out)
{
  static const char *const extents[] = { "farthest-corner", "closest-corner", "farthest-side",
                                         "closest-side" };
  g_string_append (out, image->repeating ? "repeating-" : "");
  if (image->kind == MB_IMAGE_LINEAR) {
    g_string_append (out, "linear-gradient(");
    if (image->to_x || image->to_y)
      g_string_append_printf (out, "to%s%s",
                              image->to_y ? image->to_y < 0 ? " top" : " bottom" : "",
                              image->to_x ? image->to_x < 0 ? " left" : " right" : "");
    else
      g_string_append_printf (out, "%gdeg", image->angle / 1000.0);
  } else if (image->kind == MB_IMAGE_CONIC) {
    g_string_append_printf (out, "conic-gradient(from %gdeg at ", image->angle / 1000.0);
    mb_put_place (printer, image->at[0], out);
    g_string_append_c (out, ' ');
    mb_put_place (printer, image->at[1], out);
  } else {
    g_string_append_printf (out, "radial-gradient(%s ", image->circle ? "circle" : "ellipse");
    for (int i = 0; i < 2 && image->extent == MB_EXTENT_GIVEN && (i == 0 || !image->circle); i++) {
      mb_put_size (printer, image->radius[i], out);
      g_string_append_c (out, ' ');
    }
    if (image->extent != MB_EXTENT_GIVEN)
      g_string_append_printf (out, "%s ", extents[image->extent]);
    g_string_append (out, "at ");
    mb_put_place (printer, image->at[0], out);
    g_string_append_c (out, ' ');
    mb_put_place (printer, image->at[1], out);
  }
  append_stops (property, printer, image, out);
  g_string_append_c (out, ')');
}

MB_PRINTER (mb_print_image)
{
  const MbImage *images = *(const MbImage *const *) field;
  guint n = *(const guint *) ((const char *) field + sizeof (gpointer));
  if (n == 0)
    g_string_append (out, "none");
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i ? ", " : "");
    if (images[i].kind == MB_IMAGE_NONE)
      g_string_append (out, "none");
    else if (images[i].kind == MB_IMAGE_PICTURE)
      append_picture (property, printer, &images[i], out);
    else
      append_gradient (property, printer, &images[i], out);
  }
}

/* The field is a pointer and a number of entries. */
#define ENTRIES(type)                                                                              \
  const type *entries = *(const type *const *) field;                                              \
  guint n = *(const guint *) ((const char *) field + sizeof (gpointer))

MB_PRINTER (mb_print_image_at)
{
  ENTRIES (MbBackgroundPlace);
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i ? ", " : "");
    const MbBackgroundPlace *at = entries + (gsize) 2 * i;
    mb_put_place (printer, at[0], out);
    g_string_append_c (out, ' ');
    mb_put_place (printer, at[1], out);
  }
}

MB_PRINTER (mb_print_image_size)
{
  ENTRIES (MbBackgroundSize);
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i ? ", " : "");
    if (entries[i].fit != MB_BACKGROUND_SIZED) {
      g_string_append (out, entries[i].fit == MB_BACKGROUND_COVER ? "cover" : "contain");
      continue;
    }
    mb_put_size (printer, entries[i].size[0], out);
    if (entries[i].size[0].kind == MB_SIZE_AUTO && entries[i].size[1].kind == MB_SIZE_AUTO)
      continue;
    g_string_append_c (out, ' ');
    mb_put_size (printer, entries[i].size[1], out);
  }
}

MB_PRINTER (mb_print_image_repeat)
{
  static const char *const words[] = { "repeat", "no-repeat", "space", "round" };
  ENTRIES (MbRepeat);
  for (guint i = 0; i < n; i++) {
    const MbRepeat *both = entries + (gsize) 2 * i;
    MbRepeat x = both[0], y = both[1];
    g_string_append_printf (out, "%s%s", i ? ", " : "", words[x]);
    if (x != y)
      g_string_append_printf (out, " %s", words[y]);
  }
}

MB_PRINTER (mb_print_image_edges)
{
  static const char *const words[] = { "border-box", "padding-box", "content-box", "margin-box",
                                       "no-clip" };
  ENTRIES (MbEdge);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i ? ", " : "", words[entries[i]]);
}

MB_PRINTER (mb_print_image_blends)
{
  ENTRIES (MbBlend);
  for (guint i = 0; i < n; i++) {
    g_string_append (out, i ? ", " : "");
    mb_print_keyword (property, printer, &entries[i], out);
  }
}

static void
print_flags (gconstpointer field, const char *yes, const char *no, GString *out)
{
  ENTRIES (gboolean);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i ? ", " : "", entries[i] ? yes : no);
}

MB_PRINTER (mb_print_image_fixed)
{
  print_flags (field, "fixed", "scroll", out);
}

MB_PRINTER (mb_print_mask_composite)
{
  print_flags (field, "intersect", "add", out);
}
