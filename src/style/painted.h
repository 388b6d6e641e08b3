/* SPDX-License-Identifier: Apache-2.0 */
/* painted.h — what is painted of a box: shadows, images, what turns and cuts it. Included by style.h. */
#pragma once

#include "values.h"

G_BEGIN_DECLS

/** A shadow of a box or of text. */
typedef struct {
  gboolean inset;
  MbLength x, y, blur, spread;
  MbColor color;
} MbShadow;

/** Where a background image stands: @percent (100000 = 100 %) of what the area leaves free, and @shift. */
typedef struct {
  gint32 percent;
  MbLength shift;
} MbBackgroundPlace;

/** A colour of a gradient; a hint is a place without one. */
typedef struct {
  MbColor color;
  MbSize at; /**< auto: between its neighbours */
  gboolean hint;
} MbStop;

typedef enum {
  MB_IMAGE_NONE,
  MB_IMAGE_PICTURE,
  MB_IMAGE_LINEAR,
  MB_IMAGE_RADIAL,
  MB_IMAGE_CONIC
} MbImageKind;
typedef enum {
  MB_EXTENT_FARTHEST_CORNER,
  MB_EXTENT_CLOSEST_CORNER,
  MB_EXTENT_FARTHEST_SIDE,
  MB_EXTENT_CLOSEST_SIDE,
  MB_EXTENT_GIVEN,
} MbExtent;

/** An image of CSS (css-images-3): a picture by name, or a gradient. */
typedef struct {
  MbImageKind kind;
  gboolean repeating;
  const char *url, *base; /**< PICTURE: as written; the sheet that wrote it */
  gint32 angle;           /**< LINEAR, CONIC: 1/1000 degree, 0 is up, clockwise */
  gint8 to_x, to_y;       /**< LINEAR: towards a side or corner, -1 … 1; both 0: by the angle */
  gboolean circle;        /**< RADIAL */
  MbExtent extent;
  MbSize radius[2];
  MbBackgroundPlace at[2];
  const MbStop *stops; /**< PICTURE: of one colour, where it cannot be shown */
  guint n_stops;
} MbImage;

typedef enum { MB_BACKGROUND_SIZED, MB_BACKGROUND_COVER, MB_BACKGROUND_CONTAIN } MbBackgroundFit;
typedef struct {
  MbBackgroundFit fit;
  MbSize size[2]; /**< SIZED */
} MbBackgroundSize;
typedef enum { MB_REPEAT, MB_REPEAT_NONE, MB_REPEAT_SPACE, MB_REPEAT_ROUND } MbRepeat;
/** A box of a box; the margin box only where something is cut or shaped by it, none where a mask is cut by nothing. */
typedef enum {
  MB_EDGE_BORDER,
  MB_EDGE_PADDING,
  MB_EDGE_CONTENT,
  MB_EDGE_MARGIN,
  MB_EDGE_NONE
} MbEdge;

/** One function of `transform`: a matrix, or a translation by sizes of the box. */
typedef struct {
  double matrix[6]; /**< xx yx xy yy x0 y0; the last two in pt */
  MbSize shift[2];
} MbTransformStep;

typedef enum {
  MB_CLIP_NONE,
  MB_CLIP_RECT, /**< clip: rect(): edges from the border box' top left corner; auto: its own edge */
  MB_CLIP_INSET,   /**< distances from the sides, with rounded corners */
  MB_CLIP_CIRCLE,  /**< and ellipse(): radii, auto by `extents` */
  MB_CLIP_POLYGON, /**< points */
  MB_CLIP_BOX,     /**< the box, with its corners */
} MbClipKind;

/** clip, clip-path: what is left of a box. */
typedef struct {
  MbClipKind kind;
  MbEdge box;          /**< what it is measured from */
  MbSize sides[4];     /**< RECT, INSET: top right bottom left */
  MbSize radius[4][2]; /**< INSET: of corners; CIRCLE: radius[0] */
  MbExtent extents[2]; /**< CIRCLE: of an auto radius: closest or farthest side */
  gboolean circle;
  MbBackgroundPlace at[2];         /**< CIRCLE */
  const MbBackgroundPlace *points; /**< POLYGON: x and y of each */
  guint n_points;
  gboolean even_odd; /**< POLYGON */
} MbClipShape;

/** border-image: numbers are lengths in 1/1000 (of a pixel of the picture, of the border's width). */
typedef struct {
  MbSize size;
  gboolean number;
} MbSliceSize;

typedef struct {
  MbSliceSize sides[4];
  gboolean fill;
} MbSlices;

/** border-image, mask-border: an image cut into nine. */
typedef struct {
  const MbImage *image;
  guint n; /**< of images: 0 or 1 */
  const MbSlices *slice, *width, *outset;
  MbRepeat repeat[2]; /**< MB_REPEAT_NONE: stretch */
} MbFrameImage;

/** How a thing is mixed with what lies behind it (compositing-1 § 9): the names of PDF (ISO 32000-1 § 11.3.5). */
typedef enum {
  MB_BLEND_NORMAL,
  MB_BLEND_MULTIPLY,
  MB_BLEND_SCREEN,
  MB_BLEND_OVERLAY,
  MB_BLEND_DARKEN,
  MB_BLEND_LIGHTEN,
  MB_BLEND_COLOR_DODGE,
  MB_BLEND_COLOR_BURN,
  MB_BLEND_HARD_LIGHT,
  MB_BLEND_SOFT_LIGHT,
  MB_BLEND_DIFFERENCE,
  MB_BLEND_EXCLUSION,
  MB_BLEND_HUE,
  MB_BLEND_SATURATION,
  MB_BLEND_COLOR,
  MB_BLEND_LUMINOSITY,
} MbBlend;

/** The images of background-* or mask-*, the topmost first; the other lists are repeated or cut to their number. */
typedef struct {
  const MbImage *images;
  guint n_images;
  const MbBackgroundPlace *at; /**< x and y of each */
  guint n_at;                  /**< pairs */
  const MbBackgroundSize *sizes;
  guint n_sizes;
  const MbRepeat *repeats; /**< x and y of each */
  guint n_repeats;         /**< pairs */
  const MbEdge *origins;
  guint n_origins;
  const MbEdge *clips;
  guint n_clips;
  const gboolean *fixed; /**< backgrounds: to the page, not to the box */
  guint n_fixed;
  const MbBlend *blends; /**< backgrounds: each with what lies below it in its own box */
  guint n_blends;
  const gboolean *intersects; /**< masks: only what the masks below let show too */
  guint n_intersects;
} MbImageLayers;

/** text-emphasis-style: a mark over each letter (css-text-decor-4 § 3). */
typedef enum {
  MB_EMPHASIS_NONE,
  MB_EMPHASIS_DOT,
  MB_EMPHASIS_CIRCLE,
  MB_EMPHASIS_DOUBLE_CIRCLE,
  MB_EMPHASIS_TRIANGLE,
  MB_EMPHASIS_SESAME,
  MB_EMPHASIS_STRING
} MbEmphasisKind;
typedef struct {
  MbEmphasisKind kind;
  gboolean open;
  const char *mark; /**< STRING: one character and what combines with it; NULL otherwise */
} MbEmphasis;

G_END_DECLS
