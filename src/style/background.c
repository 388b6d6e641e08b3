/* SPDX-License-Identifier: Apache-2.0 */
/* Images in layers: of backgrounds and of masks, pictures and gradients (css-backgrounds-3 § 2, css-masking-1 § 7, css-images-3 § 3).
 *
 * Each property is a list, one entry a layer, interned as an array; how the lists are matched is the painter's affair. `background` and
 * `mask` are read layer by layer: each part goes to its longhand's list, so what a longhand refuses the shorthand refuses. */
#include "internal.h"

#include <math.h>
#include <string.h>

#define MAX_LAYERS 32
#define MAX_STOPS  64

/* The field is a pointer and the number of what it points to, @each entries of @list in one. */
static gboolean
keep_list (MbCssContext *context, GArray *list, guint each, gpointer field)
{
  guint size = g_array_get_element_size (list);
  *(gconstpointer *) field = mb_styles_array (context->styles, list->data, size, list->len);
  *(guint *) ((char *) field + sizeof (gpointer)) = list->len / each;
  return list->len > 0;
}

/* --- Places ------------------------------------------------------------------------------------------ */

typedef struct {
  int word; /* 0 left, 1 center, 2 right, 3 top, 4 bottom; -1: a size */
  MbSize size;
} PlacePart;

static gboolean
take_place_part (MbCssContext *context, MbCssCursor *cursor, PlacePart *part)
{
  static const char *const words[] = { "left", "center", "right", "top", "bottom", NULL };
  part->word = mb_css_take_words (cursor, words);
  part->size = (MbSize){ MB_SIZE_AUTO, 0 };
  return part->word >= 0 ||
         mb_value_size (context, cursor, MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, &part->size);
}

static MbBackgroundPlace
place_of (const PlacePart *part, const PlacePart *offset)
{
  gboolean far = part->word == 2 || part->word == 4;
  const MbSize *size = offset ? &offset->size : &part->size;
  MbBackgroundPlace place = { 0, 0 };
  if (part->word == 1)
    place.percent = 50000;
  else if (far)
    place.percent = 100000;
  if (size->kind == MB_SIZE_PERCENT) {
    place.percent += far ? -size->value : size->value;
    place.shift = far ? -size->plus : size->plus;
  } else if (size->kind == MB_SIZE_LENGTH)
    place.shift = far ? -size->value : size->value;
  return place;
}

/* Whether @part may stand across (x), or down. */
static gboolean
part_fits (const PlacePart *part, gboolean across)
{
  return part->word < 0 || part->word == 1 || (part->word != 3 && part->word != 4) == across;
}

/* One or two parts: a keyword of the other axis may come first. */
static gboolean
settle_short_place (PlacePart *parts, guint n, MbBackgroundPlace *at)
{
  PlacePart center = { 1, { MB_SIZE_AUTO, 0 } };
  if (n == 1)
    parts[1] = center;
  gboolean swap = !part_fits (&parts[0], TRUE) || (n == 2 && !part_fits (&parts[1], FALSE));
  if (swap && n == 2 && (parts[0].word < 0 || parts[1].word < 0))
    return FALSE;
  const PlacePart *x = swap ? &parts[1] : &parts[0], *y = swap ? &parts[0] : &parts[1];
  if (!part_fits (x, TRUE) || !part_fits (y, FALSE))
    return FALSE;
  at[0] = place_of (x, NULL);
  at[1] = place_of (y, NULL);
  return TRUE;
}

/* Three or four parts: edges with an offset each. */
static gboolean
settle_long_place (const PlacePart *parts, guint n, MbBackgroundPlace *at)
{
  gboolean set[2] = { FALSE, FALSE };
  guint i = 0;
  for (guint k = 0; k < 2; k++) {
    if (i >= n || parts[i].word < 0)
      return FALSE;
    const PlacePart *edge = &parts[i++], *offset = NULL;
    if (i < n && parts[i].word < 0)
      offset = &parts[i++];
    if (edge->word == 1 && offset)
      return FALSE;
    int axis = edge->word == 1 ? (set[0] ? 1 : 0) : edge->word >= 3;
    if (edge->word == 1 && k == 0 && i < n && (parts[i].word == 0 || parts[i].word == 2))
      axis = 1;
    if (set[axis])
      return FALSE;
    at[axis] = place_of (edge, offset);
    set[axis] = TRUE;
  }
  return i == n;
}

gboolean
mb_value_place (MbCssContext *context, MbCssCursor *cursor, MbBackgroundPlace *at)
{
  PlacePart parts[4];
  guint n = 0;
  while (n < 4 && take_place_part (context, cursor, &parts[n]))
    n++;
  return n > 2 ? settle_long_place (parts, n, at) : n > 0 && settle_short_place (parts, n, at);
}

/* --- Gradients ---------------------------------------------------------------------------------------- */

static gboolean take_angle_place (MbCssContext *context, MbCssCursor *cursor, MbSize *at);

static gboolean
take_stop_place (MbCssContext *context, MbCssCursor *cursor, gboolean conic, MbSize *at)
{
  MbSize found;
  if (!(conic ? take_angle_place (context, cursor, &found)
              : mb_value_size (context, cursor, MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, &found)))
    return FALSE;
  *at = found;
  return TRUE;
}

static gboolean
take_stop (MbCssContext *context, MbCssCursor *cursor, gboolean conic, GArray *stops)
{
  MbStop stop;
  memset (&stop, 0, sizeof stop);
  stop.at.kind = MB_SIZE_AUTO;
  gboolean placed = take_stop_place (context, cursor, conic, &stop.at);
  stop.hint = !mb_value_color (context, cursor, &stop.color);
  if (stop.hint && !placed)
    return FALSE;
  if (!stop.hint && stop.color.space == MB_COLOR_CURRENT)
    stop.color = context->draft->text.color;
  MbSize second;
  gboolean again = FALSE;
  if (!stop.hint && !placed)
    placed = take_stop_place (context, cursor, conic, &stop.at);
  if (!stop.hint && placed)
    again = take_stop_place (context, cursor, conic, &second);
  g_array_append_val (stops, stop);
  if (again) {
    stop.at = second;
    g_array_append_val (stops, stop);
  }
  return stops->len <= MAX_STOPS;
}

/* A hint stands between two colours. */
static gboolean
stops_are_sound (const GArray *stops)
{
  guint colors = 0;
  for (guint i = 0; i < stops->len; i++) {
    gboolean hint = g_array_index (stops, MbStop, i).hint;
    colors += !hint;
    if (hint && (i == 0 || i + 1 == stops->len || g_array_index (stops, MbStop, i - 1).hint))
      return FALSE;
  }
  return colors >= 1;
}

static gboolean
take_stops (MbCssContext *context, MbCssCursor *cursor, MbImage *image)
{
  g_autoptr (GArray) stops = g_array_new (FALSE, TRUE, sizeof (MbStop));
  do
    if (!take_stop (context, cursor, image->kind == MB_IMAGE_CONIC, stops))
      return FALSE;
  while (mb_css_take_mark (cursor, ','));
  if (!mb_css_at_end (cursor) || !stops_are_sound (stops))
    return FALSE;
  if (stops->len == 1) { /* css-images-4: one colour everywhere */
    MbStop only = g_array_index (stops, MbStop, 0);
    g_array_append_val (stops, only);
  }
  image->stops = mb_styles_array (context->styles, stops->data, sizeof (MbStop), stops->len);
  image->n_stops = stops->len;
  return TRUE;
}

/* "to left top": each word sets one axis. */
static gboolean
take_sides (MbCssCursor *cursor, MbImage *image)
{
  static const char *const words[] = { "left", "right", "top", "bottom", NULL };
  int word;
  guint n = 0;
  for (; (word = mb_css_take_words (cursor, words)) >= 0; n++) {
    gint8 *to = word < 2 ? &image->to_x : &image->to_y;
    if (*to)
      return FALSE;
    *to = word % 2 ? 1 : -1;
  }
  return n > 0;
}

static gboolean
take_linear (MbCssContext *context, MbCssCursor inside, MbImage *image)
{
  double degrees = 180;
  gboolean given = TRUE;
  image->kind = MB_IMAGE_LINEAR;
  if (mb_css_take_word (&inside, "to")) {
    if (!take_sides (&inside, image))
      return FALSE;
  } else {
    given = mb_value_angle (context, &inside, &degrees);
  }
  image->angle = (gint32) lrint (fmod (degrees, 360) * 1000);
  if (given && !mb_css_take_mark (&inside, ','))
    return FALSE;
  return take_stops (context, &inside, image);
}

static gboolean
take_radial_size (MbCssContext *context, MbCssCursor *cursor, MbImage *image)
{
  static const char *const words[] = { "farthest-corner", "closest-corner", "farthest-side",
                                       "closest-side", NULL };
  int word = mb_css_take_words (cursor, words);
  if (word >= 0) {
    image->extent = (MbExtent) word;
    return TRUE;
  }
  if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &image->radius[0]))
    return FALSE;
  image->extent = MB_EXTENT_GIVEN;
  if (!mb_value_size (context, cursor, MB_VALUE_PERCENT, &image->radius[1])) {
    image->radius[1] = image->radius[0];
    image->circle = TRUE;
  }
  return TRUE;
}

static gboolean
take_radial (MbCssContext *context, MbCssCursor inside, MbImage *image)
{
  static const char *const shapes[] = { "ellipse", "circle", NULL };
  gboolean given = FALSE, shaped = FALSE, sized = FALSE;
  image->kind = MB_IMAGE_RADIAL;
  image->at[0].percent = image->at[1].percent = 50000;
  for (int i = 0; i < 2; i++) {
    int shape = shaped ? -1 : mb_css_take_words (&inside, shapes);
    if (shape >= 0) {
      image->circle = shape == 1;
      shaped = given = TRUE;
    }
    if (!sized && take_radial_size (context, &inside, image))
      sized = given = TRUE;
  }
  if (mb_css_take_word (&inside, "at")) {
    if (!mb_value_place (context, &inside, image->at))
      return FALSE;
    given = TRUE;
  }
  if (given && !mb_css_take_mark (&inside, ','))
    return FALSE;
  return take_stops (context, &inside, image);
}

/* Stops of a conic gradient stand at angles: a turn is 100 %. */
static gboolean
take_angle_place (MbCssContext *context, MbCssCursor *cursor, MbSize *at)
{
  double degrees;
  MbCssCursor ahead = *cursor;
  if (mb_value_angle (context, &ahead, &degrees)) {
    *at = (MbSize){ MB_SIZE_PERCENT, (gint32) lrint (CLAMP (degrees / 360, -100, 100) * 100000) };
    *cursor = ahead;
    return TRUE;
  }
  if (!mb_value_size (context, &ahead, MB_VALUE_PERCENT | MB_VALUE_NEGATIVE, at) ||
      (at->kind == MB_SIZE_LENGTH && at->value))
    return FALSE;
  at->kind = MB_SIZE_PERCENT; /* 0 */
  *cursor = ahead;
  return TRUE;
}

static gboolean
take_conic (MbCssContext *context, MbCssCursor inside, MbImage *image)
{
  double degrees = 0;
  gboolean given = FALSE;
  image->kind = MB_IMAGE_CONIC;
  image->at[0].percent = image->at[1].percent = 50000;
  if (mb_css_take_word (&inside, "from")) {
    if (!mb_value_angle (context, &inside, &degrees))
      return FALSE;
    given = TRUE;
  }
  if (mb_css_take_word (&inside, "at")) {
    if (!mb_value_place (context, &inside, image->at))
      return FALSE;
    given = TRUE;
  }
  image->angle = (gint32) lrint (fmod (degrees, 360) * 1000);
  if (given && !mb_css_take_mark (&inside, ','))
    return FALSE;
  return take_stops (context, &inside, image);
}

static gboolean
take_gradient (MbCssContext *context, MbCssCursor *cursor, MbImage *image)
{
  MbCssCursor inside;
  image->repeating = mb_css_is_function (mb_css_peek (cursor), "repeating-linear-gradient") ||
                     mb_css_is_function (mb_css_peek (cursor), "repeating-radial-gradient") ||
                     mb_css_is_function (mb_css_peek (cursor), "repeating-conic-gradient");
  if (mb_css_take_function (cursor,
                            image->repeating ? "repeating-linear-gradient" : "linear-gradient",
                            &inside))
    return take_linear (context, inside, image);
  if (mb_css_take_function (cursor,
                            image->repeating ? "repeating-radial-gradient" : "radial-gradient",
                            &inside))
    return take_radial (context, inside, image);
  if (mb_css_take_function (cursor,
                            image->repeating ? "repeating-conic-gradient" : "conic-gradient",
                            &inside))
    return take_conic (context, inside, image);
  return FALSE;
}

static void
set_picture (MbCssContext *context, const MbCssValue *written, const char *url, MbImage *image)
{
  const char *sheet = mb_css_pos (written).file;
  image->kind = *url ? MB_IMAGE_PICTURE : MB_IMAGE_NONE;
  image->url = mb_styles_intern (context->styles, url);
  image->base = sheet ? mb_styles_intern (context->styles, sheet) : NULL;
}

/* css-images-4 § 2.4: a picture, a colour, or the one and the other where it cannot be shown. A colour is a gradient of nothing else. */
static gboolean
take_image_function (MbCssContext *context, MbCssCursor inside, MbImage *image)
{
  const MbCssValue *written = mb_css_peek (&inside);
  const char *url = mb_css_take_url (&inside);
  if (!url)
    url = mb_css_take_string (&inside);
  if (url)
    set_picture (context, written, url, image);
  if (url && mb_css_at_end (&inside))
    return TRUE;
  if (url && !mb_css_take_mark (&inside, ','))
    return FALSE;
  MbImage plain = { .kind = MB_IMAGE_LINEAR };
  MbCssCursor ahead = inside;
  MbColor color;
  if (!mb_value_color (context, &ahead, &color) || !mb_css_at_end (&ahead) ||
      !take_stops (context, &inside, &plain))
    return FALSE;
  image->kind = url ? image->kind : MB_IMAGE_LINEAR;
  image->stops = plain.stops;
  image->n_stops = plain.n_stops;
  return TRUE;
}

gboolean
mb_value_image (MbCssContext *context, MbCssCursor *cursor, MbImage *image)
{
  MbCssCursor inside;
  memset (image, 0, sizeof *image);
  if (mb_css_take_word (cursor, "none"))
    return TRUE;
  if (mb_css_take_function (cursor, "image", &inside))
    return take_image_function (context, inside, image);
  const MbCssValue *written = mb_css_peek (cursor);
  const char *url = mb_css_take_url (cursor);
  if (!url)
    return take_gradient (context, cursor, image);
  set_picture (context, written, url, image);
  return TRUE;
}

/* --- The lists ---------------------------------------------------------------------------------------- */

/* Each parser below reads entries up to the end; inside `background`, one. */
#define EACH(list, type, each, take)                                                               \
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (type));                              \
  do {                                                                                             \
    type entry[each];                                                                              \
    memset (entry, 0, sizeof entry);                                                               \
    if (list->len > MAX_LAYERS * (each) || !(take))                                                \
      return FALSE;                                                                                \
    g_array_append_vals (list, entry, each);                                                       \
  } while (mb_css_take_mark (cursor, ','))

MB_PARSER (mb_parse_image)
{
  EACH (list, MbImage, 1, mb_value_image (context, cursor, entry));
  if (list->len == 1 && g_array_index (list, MbImage, 0).kind == MB_IMAGE_NONE)
    g_array_set_size (list, 0);
  keep_list (context, list, 1, field);
  return TRUE;
}

MB_PARSER (mb_parse_image_at)
{
  EACH (list, MbBackgroundPlace, 2, mb_value_place (context, cursor, entry));
  return keep_list (context, list, 2, field);
}

static gboolean
take_image_size (MbCssContext *context, MbCssCursor *cursor, MbBackgroundSize *size)
{
  static const char *const words[] = { "cover", "contain", NULL };
  const guint allow = MB_VALUE_AUTO | MB_VALUE_PERCENT;
  int word = mb_css_take_words (cursor, words);
  size->size[0] = size->size[1] = (MbSize){ MB_SIZE_AUTO, 0 };
  if (word >= 0) {
    size->fit = word ? MB_BACKGROUND_CONTAIN : MB_BACKGROUND_COVER;
    return TRUE;
  }
  if (!mb_value_size (context, cursor, allow, &size->size[0]))
    return FALSE;
  mb_value_size (context, cursor, allow, &size->size[1]);
  return TRUE;
}

MB_PARSER (mb_parse_image_size)
{
  EACH (list, MbBackgroundSize, 1, take_image_size (context, cursor, entry));
  return keep_list (context, list, 1, field);
}

static gboolean
take_image_repeat (MbCssCursor *cursor, MbRepeat *repeat)
{
  static const char *const words[] = { "repeat",   "no-repeat", "space", "round",
                                       "repeat-x", "repeat-y",  NULL };
  int word = mb_css_take_words (cursor, words);
  if (word < 0)
    return FALSE;
  if (word >= 4) {
    repeat[0] = word == 4 ? MB_REPEAT : MB_REPEAT_NONE;
    repeat[1] = word == 4 ? MB_REPEAT_NONE : MB_REPEAT;
    return TRUE;
  }
  repeat[0] = repeat[1] = (MbRepeat) word;
  static const char *const plain[] = { "repeat", "no-repeat", "space", "round", NULL };
  if ((word = mb_css_take_words (cursor, plain)) >= 0)
    repeat[1] = (MbRepeat) word;
  return TRUE;
}

MB_PARSER (mb_parse_image_repeat)
{
  EACH (list, MbRepeat, 2, take_image_repeat (cursor, entry));
  return keep_list (context, list, 2, field);
}

static gboolean
take_edge (MbCssCursor *cursor, MbEdge *edge)
{
  static const char *const words[] = { "border-box", "padding-box", "content-box", NULL };
  int word = mb_css_take_words (cursor, words);
  *edge = (MbEdge) MAX (word, 0);
  return word >= 0;
}

MB_PARSER (mb_parse_image_origin)
{
  EACH (list, MbEdge, 1, take_edge (cursor, entry));
  return keep_list (context, list, 1, field);
}

MB_PARSER (mb_parse_image_clip)
{
  EACH (list, MbEdge, 1, take_edge (cursor, entry));
  return keep_list (context, list, 1, field);
}

/* css-masking-1 §§ 7.5 and 7.6: no-clip where it cuts. */
static gboolean
take_mask_edge (MbCssCursor *cursor, gboolean cuts, MbEdge *edge)
{
  MbCssCursor ahead = *cursor;
  int box = mb_value_geometry_box (&ahead);
  if (box < 0 && cuts && mb_css_take_word (&ahead, "no-clip"))
    box = MB_EDGE_NONE;
  if (box < 0 || box == MB_EDGE_MARGIN)
    return FALSE;
  *edge = (MbEdge) box;
  *cursor = ahead;
  return TRUE;
}

MB_PARSER (mb_parse_mask_origin)
{
  EACH (list, MbEdge, 1, take_mask_edge (cursor, FALSE, entry));
  return keep_list (context, list, 1, field);
}

MB_PARSER (mb_parse_mask_clip)
{
  EACH (list, MbEdge, 1, take_mask_edge (cursor, TRUE, entry));
  return keep_list (context, list, 1, field);
}

static gboolean
take_composite (MbCssCursor *cursor, gboolean *intersects)
{
  static const char *const words[] = { "add", "intersect", NULL };
  int word = mb_css_take_words (cursor, words);
  *intersects = word == 1;
  return word >= 0;
}

MB_PARSER (mb_parse_mask_composite)
{
  EACH (list, gboolean, 1, take_composite (cursor, entry));
  return keep_list (context, list, 1, field);
}

MB_PARSER (mb_parse_image_blend)
{
  EACH (list, MbBlend, 1, mb_parse_keyword (property, context, cursor, entry));
  return keep_list (context, list, 1, field);
}

static gboolean
take_fixed (MbCssCursor *cursor, gboolean *fixed)
{
  static const char *const words[] = { "scroll", "local", "fixed", NULL };
  int word = mb_css_take_words (cursor, words);
  *fixed = word == 2;
  return word >= 0;
}

MB_PARSER (mb_parse_image_fixed)
{
  EACH (list, gboolean, 1, take_fixed (cursor, entry));
  return keep_list (context, list, 1, field);
}

/* --- background and mask --------------------------------------------------------------------------------- */

enum { COLOR, IMAGE, AT, SIZE, REPEAT, ORIGIN, CLIP, FIXED, COMPOSITE, N_PARTS };

/* Parts of a layer, in the order of the longhands, and what stands for those that are not written. */
typedef struct {
  gboolean mask;
  guint n;
  int parts[8];
  const char *missing[N_PARTS];
} Family;

static const Family backgrounds = { FALSE,
                                    8,
                                    { COLOR, IMAGE, AT, SIZE, REPEAT, ORIGIN, CLIP, FIXED },
                                    { NULL, "none", "0% 0%", "auto", "repeat", "padding-box",
                                      "border-box", "scroll", NULL } };
static const Family masks = { TRUE,
                              7,
                              { IMAGE, AT, SIZE, REPEAT, ORIGIN, CLIP, COMPOSITE },
                              { NULL, "none", "0% 0%", "auto", "repeat", "border-box", "border-box",
                                NULL, "add" } };

typedef struct {
  MbCssContext *context;
  const Family *family;
  MbCssValues parts[N_PARTS];
} Layer;

/* Take one entry of @part's longhand at @cursor: its own parser would go on past a comma. */
static gboolean
take_entry (Layer *layer, MbCssCursor *cursor, int part)
{
  MbCssContext *context = layer->context;
  MbCssCursor ahead = *cursor;
  union {
    MbColor color;
    MbImage image;
    MbBackgroundPlace at[2];
    MbBackgroundSize size;
    MbRepeat repeat[2];
    MbEdge edge;
    gboolean fixed, intersects;
  } out;
  mb_css_take_space (&ahead);
  const MbCssValue *start = ahead.at;
  gboolean taken = FALSE;
  switch (part) {
  case COLOR: taken = mb_value_color (context, &ahead, &out.color); break;
  case IMAGE: taken = mb_value_image (context, &ahead, &out.image); break;
  case AT: taken = mb_value_place (context, &ahead, out.at); break;
  case SIZE: taken = take_image_size (context, &ahead, &out.size); break;
  case REPEAT: taken = take_image_repeat (&ahead, out.repeat); break;
  case ORIGIN:
  case CLIP:
    taken = layer->family->mask ? take_mask_edge (&ahead, part == CLIP, &out.edge)
                                : take_edge (&ahead, &out.edge);
    break;
  case FIXED: taken = take_fixed (&ahead, &out.fixed); break;
  case COMPOSITE: taken = take_composite (&ahead, &out.intersects); break;
  default: break;
  }
  if (taken) {
    layer->parts[part] = (MbCssValues){ start, ahead.at };
    *cursor = ahead;
  }
  return taken;
}

static gboolean
take_layer_part (Layer *layer, MbCssCursor *cursor, gboolean last)
{
  for (guint i = 0; i < layer->family->n; i++) {
    int part = layer->family->parts[i];
    if ((part == COLOR && !last) || part == SIZE || layer->parts[part].first ||
        !take_entry (layer, cursor, part))
      continue;
    if (part == ORIGIN && !layer->parts[CLIP].first) /* one box is both */
      layer->parts[CLIP] = layer->parts[ORIGIN];
    return part != AT || !mb_css_take_mark (cursor, '/') || take_entry (layer, cursor, SIZE);
  }
  /* the second box cuts */
  return layer->parts[ORIGIN].first && layer->parts[CLIP].first == layer->parts[ORIGIN].first &&
         take_entry (layer, cursor, CLIP);
}

static gboolean
take_layer (Layer *layer, MbCssCursor *cursor, gboolean last)
{
  guint taken = 0;
  while (!mb_css_at_end (cursor)) {
    if (!take_layer_part (layer, cursor, last))
      return FALSE;
    taken++;
  }
  return taken > 0;
}

/* Append @part to the list of its longhand, with what stands for it when it was not written. */
static void
append_part (const Layer *layer, GArray *list, int part, const MbCssValue *near)
{
  const MbStyles *styles = layer->context->styles;
  const char *missing = layer->family->missing[part];
  MbCssValues values = layer->parts[part];
  if (list->len) {
    MbCssValue comma = {
      .kind = MB_CSS_COMMA, .source = near->source, .line = near->line, .col = near->col
    };
    g_array_append_val (list, comma);
  }
  if (!values.first)
    values = mb_css_parse (styles->arena, styles->diagnostics, mb_css_pos (near), missing,
                           strlen (missing));
  g_array_append_vals (list, values.first, (guint) (values.end - values.first));
}

static MbCssValues
keep_values (MbCssContext *context, const GArray *list)
{
  MbCssValue *kept =
      mb_arena_memdup (context->styles->arena, list->data, list->len * sizeof (MbCssValue));
  return (MbCssValues){ kept, kept + list->len };
}

static gboolean
expand_layers (MbCssContext *context, MbCssCursor *cursor, const Family *family, MbExpanded *out)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < family->n; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (MbCssValue)));
  const MbCssValue *near = mb_css_peek (cursor);
  for (guint layers = 0; !mb_css_at_end (cursor); layers++) {
    MbCssCursor one = mb_css_cursor (mb_css_take_until_comma (cursor));
    Layer layer = { .context = context, .family = family };
    gboolean last = mb_css_at_end (cursor);
    if (layers >= MAX_LAYERS || !take_layer (&layer, &one, last))
      return FALSE;
    for (guint i = 0; i < family->n; i++)
      if (family->parts[i] == COLOR)
        out[i].values = layer.parts[COLOR];
      else
        append_part (&layer, lists->pdata[i], family->parts[i], near);
  }
  for (guint i = 0; near && i < family->n; i++)
    if (family->parts[i] != COLOR)
      out[i].values = keep_values (context, lists->pdata[i]);
  return near != NULL;
}

gboolean
mb_background_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  return expand_layers (context, cursor, &backgrounds, out);
}

gboolean
mb_mask_expand (MbCssContext *context, MbCssCursor *cursor, MbExpanded *out)
{
  return expand_layers (context, cursor, &masks, out);
}
