/* SPDX-License-Identifier: Apache-2.0 */
/* The characters of inlines, for the tests of what is done before a paragraph has items. */
#pragma once

#include "internal.h"
#include "style_fixture.h"

static inline MbChars
chars_of (const MbInline *inlines, guint n)
{
  MbChars chars = { g_array_new (FALSE, FALSE, sizeof (MbChar)),
                    g_array_new (FALSE, FALSE, sizeof (MbMarkIn)),
                    g_array_new (FALSE, FALSE, sizeof (MbSign)) };
  mb_chars_fill (&chars, inlines, n);
  return chars;
}

static inline void
chars_free (MbChars *chars)
{
  g_array_free (chars->chars, TRUE);
  g_array_free (chars->marks, TRUE);
  g_array_free (chars->signs, TRUE);
}
