/* SPDX-License-Identifier: Apache-2.0 */
/* values.h — what computed values are made of: sizes, colours, inks, sides. Included by style.h. */
#pragma once

#include "base.h"

G_BEGIN_DECLS

typedef enum {
  MB_SIZE_AUTO,
  MB_SIZE_LENGTH,
  MB_SIZE_PERCENT,
  MB_SIZE_NONE,
  MB_SIZE_MIN_CONTENT,
  MB_SIZE_MAX_CONTENT,
  MB_SIZE_FIT_CONTENT
} MbSizeKind;

/* A size is written { kind, value }: what it does not say is 0, and no warning is wanted. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

typedef enum { MB_TERM_END, MB_TERM_LINEAR, MB_TERM_ADD, MB_TERM_MIN, MB_TERM_MAX } MbTermKind;

/** What min(), max() and clamp() make of percentages, in postfix order: a LINEAR is put on a stack, the others take two and put one. */
typedef struct {
  MbTermKind kind;
  gint32 percent, plus; /**< LINEAR: 1/1000 %, MbLength */
} MbSizeTerm;

#define MB_MAX_SIZE_TERMS 64

/** A used-later size: auto, none, an absolute length, or a percentage in 1/1000 % with a length beside it: calc(100% - 2em). Aligned as its
 * numbers are: values are compared as bytes, and what holds a size must get no padding. */
typedef struct __attribute__ ((packed, aligned (4))) {
  MbSizeKind kind;
  gint32 value;      /**< MbLength, or 100000 = 100 % */
  gint32 plus;       /**< PERCENT: MbLength to add */
  gboolean positive; /**< what comes out negative is 0; only set with `plus` or `terms` */
  const MbSizeTerm *
      terms; /**< PERCENT: min(100%, 20em) and the like, END-ended, instead of value and plus; NULL: none */
} MbSize;

/** mb_size_resolve: @size as a length: percentages of @base, @otherwise for auto and none. */
MbLength mb_size_resolve (MbSize size, MbLength base, MbLength otherwise);

typedef enum { MB_COLOR_RGB, MB_COLOR_CMYK } MbColorSpace;

/** A colour; channels 0–65535. alpha 0 is transparent. Black text is K 100 in print: pdf decides. */
typedef struct {
  MbColorSpace space;
  guint16 c[4];
  guint16 alpha;
  guint8 current; /**< it was currentcolor: a child that inherits it takes its own `color` */
  guint8
      ink; /**< number of its ink from 1: what stands here is the alternate at its tint; 0: none */
} MbColor;

/** An ink of its own, a spot colour: @color-profile. */
typedef struct {
  const char *ident; /**< --bleu */
  const char *name;  /**< of its plate: PANTONE 300 C */
  MbColor solid;     /**< what stands in for it where there is no such plate */
} MbInk;

/** mb_ink_tint: how much of @ink, 0 to 1, stands in @color, which names it. */
double mb_ink_tint (const MbInk *ink, MbColor color);

/** Sides in CSS order. */
enum { MB_TOP, MB_RIGHT, MB_BOTTOM, MB_LEFT };

G_END_DECLS
