/* SPDX-License-Identifier: Apache-2.0 */
/* Which forms of letters a face really has, asked letter by letter: a face that has superiors for figures only (Noto Serif), or small
 * capitals without accents, is taken for one that has none, so that one word is never set in two ways.
 */
#include "internal.h"

gboolean
mb_form_has (const MbFace *face, const char *feature, gunichar c)
{
  char sample[8];
  sample[g_unichar_to_utf8 (c, sample)] = '\0';
  return face && mb_face_has_feature (face, feature, sample);
}

gboolean
mb_form_has_all (const MbFace *face, const char *feature, const MbInline *inl)
{
  for (const char *at = inl->text; at < inl->text + inl->length; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_isalnum (c) && !mb_form_has (face, feature, c))
      return FALSE;
  }
  return face != NULL;
}

gboolean
mb_form_has_small_caps (const MbFace *face, const MbInline *inl, gboolean all_small)
{
  for (const char *at = inl->text; at < inl->text + inl->length; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_islower (c)
            ? !mb_form_has (face, "smcp", c)
            : all_small && g_unichar_isupper (c) && !mb_form_has (face, "c2sc", c))
      return FALSE;
  }
  return face != NULL;
}

GUnicodeScript
mb_script_of (gunichar c, GUnicodeScript current)
{
  if (c < 0x80)
    return g_ascii_isalpha (c) ? G_UNICODE_SCRIPT_LATIN : current;
  GUnicodeScript script = g_unichar_get_script (c);
  gboolean any = script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED ||
                 script == G_UNICODE_SCRIPT_UNKNOWN;
  return any ? current : script;
}

/* --- Fractions ----------------------------------------------------------------------------------------------*/

static guint
skip_figures (const MbChar *chars, guint n, guint i, int step)
{
  while (i < n && g_unichar_isdigit (chars[i].c))
    i = (guint) ((int) i + step); /* past the start it is huge */
  return i;
}

static gboolean
is_slash (const MbChar *chars, guint n, guint i)
{
  return i < n && (chars[i].c == '/' || chars[i].c == 0x2044);
}

MbCutKind
mb_form_in_fraction (const MbChar *chars, guint n, guint i)
{
  if (!g_unichar_isdigit (chars[i].c))
    return MB_CUT_PLAIN;
  if (is_slash (chars, n, skip_figures (chars, n, i, 1)))
    return MB_CUT_NUMERATOR;
  return is_slash (chars, n, skip_figures (chars, n, i, -1)) ? MB_CUT_DENOMINATOR : MB_CUT_PLAIN;
}
