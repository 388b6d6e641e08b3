/* SPDX-License-Identifier: Apache-2.0 */
/* selectors.h — the form of a compiled selector: for selectors.c, which makes it, and matching.c, which asks it.
 *
 * A complex selector is kept from right to left: compound 0 is the subject, `left` says how compound i + 1 relates to
 * compound i. */
#pragma once

#include "internal.h"

typedef enum {
  MB_PART_TAG,
  MB_PART_CLASS,
  MB_PART_ID,
  MB_PART_ATTR,
  MB_PART_NTH,
  MB_PART_ONLY,
  MB_PART_ROOT,
  MB_PART_EMPTY,
  MB_PART_LANG,
  MB_PART_DIR,
  MB_PART_LINK,
  MB_PART_NEVER,
  MB_PART_IS,
  MB_PART_NOT,
  MB_PART_HAS,
  MB_PART_ANCHOR, /* inside :has(): the element that is asked */
  MB_PART_SPACE,  /* a type or * with a namespace: `value` is NULL, ns says which */
} MbPartKind;

struct MbSelectorPart {
  guint8 kind;
  guint8 operator;            /* ATTR: = ~ | ^ $ * or 0 for presence */
  guint8 ns;                  /* SPACE: an MbNamespace */
  gboolean any_case;          /* ATTR */
  gboolean any_space;         /* ATTR: *|name */
  gboolean from_end, of_type; /* NTH, ONLY */
  gboolean rtl;               /* DIR */
  int a, b;                   /* NTH */
  const char *name, *value;   /* name: interned with g_intern_string for tags and attributes */
  const char *lower;          /* TAG: the name of HTML elements */
  const char *const *ranges;  /* LANG: NULL-ended */
  MbSelectorList list;        /* IS, NOT, HAS, NTH … of */
  guint32 specificity;
};

typedef struct {
  MbSelectorPart *parts;
  guint n;
  /** combinator between this and the next compound, which stands to its left; 0 at the end */
  char left;
  gboolean unnamed; /* no class, identifier or attribute: `section`, `*`, `:first-child` */
} MbCompound;

struct MbSelector {
  MbCompound *compounds;
  guint n;
  guint32 specificity;
  MbPseudo pseudo;
};

enum { MB_SPECIFIC_ID = 1 << 20, MB_SPECIFIC_CLASS = 1 << 10, MB_SPECIFIC_TAG = 1 };
