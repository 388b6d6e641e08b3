/* SPDX-License-Identifier: Apache-2.0 */
/* kept.h — what the table of words kept together (kept.c) and its lists (keptlist.c) share. */
#pragma once

#include "internal.h"

#define MB_KEPT_CHARS 20 /* longer words are in no list */
#define MB_KEPT_BYTES (4 * MB_KEPT_CHARS + 8)

/** What a word is: the first ones by the lists, the others by its letters. */
typedef enum {
  MB_KEPT_TITLE = 1 << 0,     /* M., Mme, Dr */
  MB_KEPT_PARTICLE = 1 << 1,  /* de, von: between a title and a name */
  MB_KEPT_REFERENCE = 1 << 2, /* p., art., n° */
  MB_KEPT_UNIT = 1 << 3,      /* kg, h, €; bis, ter */
  MB_KEPT_COUNT = 1 << 4,     /* millions, euros */
  MB_KEPT_MONTH = 1 << 5,
  MB_KEPT_CENTURY = 1 << 6, /* siècle, millénaire */
  MB_KEPT_MONEY = 1 << 7,   /* $ before a number */
  MB_KEPT_TAIL = 1 << 8,    /* etc., Cie: after any word */
  MB_KEPT_LAW = 1 << 9,     /* L. 123-4, R. 421-1 */
  MB_KEPT_PHRASE = 1 << 10, /* av., op.: the first word of a set phrase */
  MB_KEPT_AND = 1 << 11,    /* & */
  MB_KEPT_NUMBER = 1 << 12,
  MB_KEPT_DAY = 1 << 13, /* 1 to 31, 1er */
  MB_KEPT_ROMAN = 1 << 14,
  MB_KEPT_ORDINAL = 1 << 15, /* XXe, Ier, 20e */
  MB_KEPT_INITIAL = 1 << 16,
  MB_KEPT_CAPITAL = 1 << 17, /* begins with a capital */
  MB_KEPT_NAME = 1 << 18,    /* and goes on with small letters */
  MB_KEPT_GROUP = 1 << 19,   /* one to three figures */
  MB_KEPT_THREE = 1 << 20,   /* begins with just three figures */
  MB_KEPT_REIGN = 1 << 21,   /* I to XLIX, Ier, Ire */
  MB_KEPT_LETTER = 1 << 22,  /* one letter, or one and a full stop */
  MB_KEPT_PREFIX = 1 << 23,  /* +33 */
  MB_KEPT_ANY = 1 << 30,
} MbKeptClass;

/** mb_kept_classes: what the lists say of @word. */
guint32 mb_kept_classes (const MbKept *kept, const char *word);
/** mb_kept_is_phrase: whether @left and @right (without the full stop behind it) follow each other in [locutions]. */
gboolean mb_kept_is_phrase (const MbKept *kept, const char *left, const char *right);
/** mb_kept_letters: whether an entry could end with the small letter @last before a space, and another begin with @next behind it.
 * @after_figure: @last stands at the end of « 1er ». */
gboolean mb_kept_letters (const MbKept *kept, gunichar last, gunichar next, gboolean after_figure);
