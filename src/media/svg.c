/* SPDX-License-Identifier: Apache-2.0 */
/* SVG drawings, drawn by librsvg.
 *
 * The library is large (it loads in milliseconds what marbre starts in) and few editions need it: it is opened when the first drawing comes, and
 * nowhere else. Before it sees a file the file is read here, by GMarkup, which knows no entities and fetches nothing: a drawing that names
 * anything outside itself, runs a script, or is larger than the caps is refused with its reason. librsvg then gets bytes without an address, and so
 * can resolve nothing but `data:`, whose pictures were checked here like any other.
 *
 * Sizes are those of css-images-3 § 4: what the drawing gives, else what its viewBox's shape leaves of 300 × 150 px. It is drawn at
 * whatever size its place has: there the width and height of its root say nothing more, and librsvg, which would count
 * them once again, is given the root without them. */
#include "internal.h"

#include <dlfcn.h>
#include <glib-object.h>
#include <math.h>
#include <string.h>

#define ELEMENTS_MAX 200000
#define DEPTH_MAX    256
#define FILTERS_MAX  100   /* primitives: each costs a picture of the page's size */
#define SIDE_MAX     14400 /* pt */

/* --- librsvg, as its header of 2.46 declares it ------------------------------------------------------------------- */

typedef struct _cairo Cairo;
typedef struct {
  double x, y, width, height;
} RsvgRectangle;

enum {
  RSVG_UNIT_PERCENT,
  RSVG_UNIT_PX,
  RSVG_UNIT_EM,
  RSVG_UNIT_EX,
  RSVG_UNIT_IN,
  RSVG_UNIT_CM,
  RSVG_UNIT_MM,
  RSVG_UNIT_PT,
  RSVG_UNIT_PC
};

typedef struct {
  double length;
  int unit;
} RsvgLength;

static struct {
  gpointer (*new_from_data) (const guint8 *data, gsize size, GError **error);
  void (*set_dpi) (gpointer handle, double dpi);
  void (*intrinsic) (gpointer handle, gboolean *has_width, RsvgLength *width, gboolean *has_height,
                     RsvgLength *height, gboolean *has_box, RsvgRectangle *box);
  gboolean (*render) (gpointer handle, Cairo *cr, const RsvgRectangle *viewport, GError **error);
} rsvg;

static gboolean
open_library (void)
{
  static gsize once;
  if (g_once_init_enter (&once)) {
    void *library = dlopen ("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
    gboolean good = library != NULL;
    const struct {
      void **function;
      const char *name;
    } wanted[] = { { (void **) &rsvg.new_from_data, "rsvg_handle_new_from_data" },
                   { (void **) &rsvg.set_dpi, "rsvg_handle_set_dpi" },
                   { (void **) &rsvg.intrinsic, "rsvg_handle_get_intrinsic_dimensions" },
                   { (void **) &rsvg.render, "rsvg_handle_render_document" } };
    for (guint i = 0; good && i < G_N_ELEMENTS (wanted); i++)
      good = (*wanted[i].function = dlsym (library, wanted[i].name)) != NULL;
    g_once_init_leave (&once, good ? 1 : 2);
  }
  return once == 1;
}

/* --- What a drawing may hold ------------------------------------------------------------------------------------------ */

typedef struct {
  const char *name;
  guint elements, depth, filters;
  gboolean styled; /* inside a style element */
  guint share[2];  /* width and height of the root that are percentages, in 1/1000 */
} Scan;

static void
refuse (GError **error, const Scan *scan, const char *english, const char *french)
{
  mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_SVG_REFUSED, scan->name,
                mb_in_language (english, french), NULL);
}

static const char *
local_name (const char *name)
{
  const char *colon = strrchr (name, ':');
  return colon ? colon + 1 : name;
}

/* Whether @href stays inside the drawing. A picture carried in it is checked as if it came alone. */
static gboolean
stays_inside (const char *href, const Scan *scan, GError **error)
{
  href += strspn (href, " \t\r\n");
  if (*href == '#' || !*href)
    return TRUE;
  if (g_ascii_strncasecmp (href, "data:", 5) == 0) {
    g_autoptr (GBytes) bytes = mb_data_decode (href, error);
    if (!bytes)
      return FALSE;
    MbPicture inner = { .name = scan->name, .bytes = bytes, .orientation = 1 };
    gboolean good = mb_media_check_raster (&inner, error);
    g_clear_pointer (&inner.icc, g_bytes_unref);
    return good;
  }
  refuse (error, scan, "it names a file outside itself", "il cite un fichier hors de lui");
  return FALSE;
}

/* Every url() of a style must stay inside, and nothing be imported. */
static gboolean
style_stays_inside (const char *css, const Scan *scan, GError **error)
{
  if (strchr (css, '@') && strstr (css, "@import")) {
    refuse (error, scan, "its style imports a sheet", "son style importe une feuille");
    return FALSE;
  }
  for (const char *at = css; (at = strstr (at, "url(")); at++) {
    const char *start = at + 4 + strspn (at + 4, " \t\r\n'\"");
    if (*start != '#') {
      refuse (error, scan, "its style names a file", "son style cite un fichier");
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_attribute (const char *element, const char *name, const char *value, const Scan *scan,
                 GError **error)
{
  if (g_ascii_strncasecmp (name, "on", 2) == 0) {
    refuse (error, scan, "it holds a script", "il contient un script");
    return FALSE;
  }
  gboolean leads = g_str_equal (element, "a") || g_str_equal (element, "link"); /* shows nothing */
  if (g_str_equal (local_name (name), "href") && !leads)
    return stays_inside (value, scan, error);
  return !strstr (value, "url(") || style_stays_inside (value, scan, error);
}

/* width="80%" of the root; librsvg says 100 % too of what is not given. */
static void
note_share (Scan *scan, const char *name, const char *value)
{
  int axis = g_str_equal (name, "width") ? 0 : g_str_equal (name, "height") ? 1 : -1;
  char *end;
  double number = g_ascii_strtod (value, &end);
  if (axis >= 0 && end > value && *end == '%' && number > 0)
    scan->share[axis] = (guint) MIN (number * 10, 1e6);
}

static void
on_start (GMarkupParseContext *context, const char *name, const char **names, const char **values,
          gpointer data, GError **error)
{
  Scan *scan = data;
  const char *element = local_name (name);
  if (++scan->elements > ELEMENTS_MAX || ++scan->depth > DEPTH_MAX)
    refuse (error, scan, "it is too large", "il est trop grand");
  else if (scan->elements == 1 && !g_str_equal (element, "svg"))
    refuse (error, scan, "it is no drawing", "ce n’est pas un dessin");
  else if (g_str_equal (element, "script") || g_str_equal (element, "foreignObject"))
    refuse (error, scan, "it holds a script or a page", "il contient un script ou une page");
  else if (g_str_has_prefix (element, "fe") && ++scan->filters > FILTERS_MAX)
    refuse (error, scan, "it has too many filters", "il a trop de filtres");
  if (error && *error)
    return;
  scan->styled = g_str_equal (element, "style");
  for (guint i = 0; names[i] && scan->elements == 1; i++)
    note_share (scan, names[i], values[i]);
  for (guint i = 0; names[i]; i++)
    if (!check_attribute (element, names[i], values[i], scan, error))
      return;
}

static void
on_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Scan *scan = data;
  scan->depth--;
  scan->styled = FALSE;
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
  Scan *scan = data;
  if (scan->styled)
    style_stays_inside (text, scan, error);
}

/* Comments, processing instructions and the document type come here whole. */
static void
on_other (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
          GError **error)
{
  Scan *scan = data;
  if (g_str_has_prefix (text, "<![CDATA[")) {
    if (scan->styled)
      style_stays_inside (text, scan, error);
    return;
  }
  if (g_str_has_prefix (text, "<?xml-stylesheet"))
    refuse (error, scan, "its style is in another file", "son style est dans un autre fichier");
  else if (g_str_has_prefix (text, "<!DOCTYPE") && memchr (text, '[', length))
    refuse (error, scan, "it declares entities", "il déclare des entités");
}

static gboolean
scan_bytes (MbPicture *picture, GError **error)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, on_other, NULL };
  gsize size;
  const char *data = g_bytes_get_data (picture->bytes, &size);
  Scan scan = { .name = picture->name };
  g_autoptr (GError) own = NULL;
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &scan, NULL);
  gboolean good = g_markup_parse_context_parse (context, data, (gssize) size, &own) &&
                  g_markup_parse_context_end_parse (context, &own);
  g_markup_parse_context_free (context);
  picture->share_width = scan.share[0];
  picture->share_height = scan.share[1];
  if (good)
    return TRUE;
  if (own->domain != G_MARKUP_ERROR) {
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, picture->name,
                       mb_in_language (own->message, "le XML est mal formé"), NULL);
}

/* --- Sizes ------------------------------------------------------------------------------------------------------------------ */

/* In pt; 0: a percentage, which is none. */
static double
length_pt (gboolean given, RsvgLength length)
{
  static const double units[] = { 0, 0.75, 12, 6, 72, 72 / 2.54, 7.2 / 2.54, 1, 12 };
  if (!given || length.unit < 0 || (guint) length.unit >= G_N_ELEMENTS (units))
    return 0;
  return length.length * units[length.unit];
}

static void
measure (MbPicture *picture)
{
  gboolean has_width = FALSE, has_height = FALSE, has_box = FALSE;
  RsvgLength across = { 0, 0 }, down = { 0, 0 };
  RsvgRectangle box = { 0, 0, 0, 0 };
  rsvg.intrinsic (picture->drawing, &has_width, &across, &has_height, &down, &has_box, &box);
  double width = length_pt (has_width, across), height = length_pt (has_height, down);
  picture->own_width = width > 0;
  picture->own_height = height > 0;
  picture->blank = has_box && (box.width <= 0 || box.height <= 0);
  if (has_box && !picture->blank)
    picture->ratio = box.width / box.height;
  if (width > 0 && height > 0)
    picture->ratio = width / height;
  if (width <= 0 && height <= 0) {
    width = 225; /* 300 × 150 px */
    height = 112.5;
    if (picture->ratio > 0 && picture->ratio < 2)
      width = height * picture->ratio;
    else if (picture->ratio > 0)
      height = width / picture->ratio;
  } else if (width <= 0) {
    width = picture->ratio > 0 ? height * picture->ratio : 225;
  } else if (height <= 0) {
    height = picture->ratio > 0 ? width / picture->ratio : 112.5;
  }
  picture->natural_width = mb_pt (CLAMP (width, 0.01, SIDE_MAX));
  picture->natural_height = mb_pt (CLAMP (height, 0.01, SIDE_MAX));
  picture->width = (guint) CLAMP (ceil (width / 0.75), 1, 20000);
  picture->height = (guint) CLAMP (ceil (height / 0.75), 1, 20000);
}

/* --- The root as it is drawn ------------------------------------------------------------------------------------------ */

/* The `<` of the root element: what stands before it is passed over. */
static const char *
root_tag (const char *text, const char *end)
{
  while ((text = memchr (text, '<', (gsize) (end - text))) && end - text > 4) {
    const char *closing = text[1] == '?'                    ? "?>"
                          : g_str_has_prefix (text, "<!--") ? "-->"
                          : text[1] == '!'                  ? ">"
                                                            : NULL;
    if (!closing)
      return text;
    text = g_strstr_len (text + 2, end - text - 2, closing);
    if (!text)
      return NULL;
  }
  return NULL;
}

typedef struct {
  const char *name, *end; /* from the name to after the closing quote */
  gsize length;           /* of the name */
} Attribute;

/* The next attribute from @at on; FALSE: the tag ends, at @out->name. */
static gboolean
next_attribute (const char *at, const char *end, Attribute *out)
{
  while (at < end && g_ascii_isspace (*at))
    at++;
  out->name = at;
  while (at < end && !g_ascii_isspace (*at) && !strchr ("=/>", *at))
    at++;
  out->length = (gsize) (at - out->name);
  while (at < end && (g_ascii_isspace (*at) || *at == '='))
    at++;
  if (out->length == 0 || at >= end || (*at != '"' && *at != '\''))
    return FALSE;
  const char *close = memchr (at + 1, *at, (gsize) (end - at - 1));
  out->end = close ? close + 1 : end;
  return close != NULL;
}

static gboolean
is_named (const Attribute *attribute, const char *name)
{
  return attribute->length == strlen (name) &&
         memcmp (attribute->name, name, attribute->length) == 0;
}

static const char *
after_name (const char *tag, const char *end)
{
  for (tag++; tag < end && !g_ascii_isspace (*tag) && !strchr ("/>", *tag); tag++)
    continue;
  return tag;
}

static gboolean
has_attribute (const char *at, const char *end, const char *name)
{
  for (Attribute it; next_attribute (at, end, &it); at = it.end)
    if (is_named (&it, name))
      return TRUE;
  return FALSE;
}

/* A root of a size of its own without a viewBox has one of that size, to be filled (as browsers do for pictures). */
static void
append_box (GString *out, const MbPicture *picture)
{
  char width[G_ASCII_DTOSTR_BUF_SIZE], height[G_ASCII_DTOSTR_BUF_SIZE];
  const double px = 0.75 * MB_PT;
  g_ascii_formatd (width, sizeof width, "%.6g", picture->natural_width / px);
  g_ascii_formatd (height, sizeof height, "%.6g", picture->natural_height / px);
  g_string_append_printf (out, " viewBox=\"0 0 %s %s\" preserveAspectRatio=\"none\"", width,
                          height);
}

/* `background` of the root, as its style attribute says it in plain characters; NULL: none. Returns: (transfer full). */
static char *
background_of (const Attribute *style)
{
  const char *value = style->name + style->length;
  g_autofree char *text = g_strndup (value, (gsize) (style->end - 1 - value));
  g_auto (GStrv) declarations = g_strsplit (text + strspn (text, " \t\r\n=\"'"), ";", -1);
  char *background = NULL;
  for (guint i = 0; declarations[i]; i++) {
    char *colon = strchr (declarations[i], ':');
    if (!colon)
      continue;
    *colon = '\0';
    const char *name = g_strstrip (declarations[i]);
    gboolean plain = !strpbrk (colon + 1, "<>&\"'") && !strstr (colon + 1, "url(");
    if (plain && (g_str_equal (name, "background") || g_str_equal (name, "background-color"))) {
      g_free (background);
      background = g_strdup (g_strstrip (colon + 1));
    }
  }
  return background;
}

/* librsvg paints no background of the root: a rectangle larger than any viewport does. What is no color paints nothing. */
static void
append_background (GString *out, const char *background)
{
  g_string_append_printf (out,
                          "<g fill=\"none\" stroke=\"none\"><rect x=\"-10000%%\" y=\"-10000%%\" "
                          "width=\"20100%%\" height=\"20100%%\" fill=\"%s\"/></g>",
                          background);
}

static GBytes *
drawn_bytes (const MbPicture *picture)
{
  gsize size;
  const char *text = g_bytes_get_data (picture->bytes, &size), *end = text + size;
  const char *tag = root_tag (text, end);
  if (!tag)
    return g_bytes_ref (picture->bytes);
  const char *at = after_name (tag, end);
  gboolean boxless =
      picture->own_width && picture->own_height && !has_attribute (at, end, "viewBox");
  g_autofree char *background = NULL;
  GString *out = g_string_sized_new (size + 80);
  g_string_append_len (out, text, at - text);
  for (Attribute it; next_attribute (at, end, &it); at = it.end) {
    gboolean dropped = is_named (&it, "width") || is_named (&it, "height") ||
                       (boxless && is_named (&it, "preserveAspectRatio"));
    g_string_append_len (out, at, (dropped ? it.name : it.end) - at);
    if (is_named (&it, "style") && !background)
      background = background_of (&it);
  }
  if (boxless)
    append_box (out, picture);
  at += strspn (at, " \t\r\n");
  if (background && *at == '>' && g_str_has_prefix (tag, "<svg")) {
    g_string_append_c (out, *at++);
    append_background (out, background);
  }
  g_string_append_len (out, at, end - at);
  return g_string_free_to_bytes (out);
}

/* Measured by what it says, then opened again to be drawn. */
static gboolean
open_drawing (MbPicture *picture, GError **error)
{
  gsize size;
  g_autoptr (GBytes) drawn = drawn_bytes (picture);
  if (g_bytes_equal (drawn, picture->bytes))
    return TRUE;
  const guint8 *data = g_bytes_get_data (drawn, &size);
  gpointer drawing = rsvg.new_from_data (data, size, error);
  if (!drawing)
    return FALSE;
  g_object_unref (picture->drawing);
  picture->drawing = drawing;
  rsvg.set_dpi (drawing, 96);
  return TRUE;
}

gboolean
mb_svg_check (MbPicture *picture, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (picture->bytes, &size);
  g_autoptr (GError) own = NULL;
  if (size > MB_MAX_DRAWING_BYTES) {
    Scan scan = { .name = picture->name };
    refuse (error, &scan, "it is too large", "il est trop grand");
    return FALSE;
  }
  if (!scan_bytes (picture, error))
    return FALSE;
  if (!open_library ())
    return mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_SVG_LIBRARY, picture->name, NULL);
  picture->drawing = rsvg.new_from_data (data, size, &own);
  if (!picture->drawing)
    return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, picture->name,
                         mb_in_language (own->message, "ce SVG n’est pas lisible"), NULL);
  rsvg.set_dpi (picture->drawing, 96);
  picture->components = 3;
  picture->alpha = TRUE;
  measure (picture);
  if (open_drawing (picture, &own))
    return TRUE;
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, picture->name,
                       mb_in_language (own->message, "ce SVG n’est pas lisible"), NULL);
}

gboolean
mb_media_draw (const MbPicture *picture, struct _cairo *cr, double width, double height,
               GError **error)
{
  g_autoptr (GError) own = NULL;
  const RsvgRectangle viewport = { 0, 0, width, height };
  if (picture->blank || rsvg.render (picture->drawing, cr, &viewport, &own))
    return TRUE;
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_PICTURE_DAMAGED, picture->name,
                       mb_in_language (own->message, "ce SVG ne se dessine pas"), NULL);
}
