/* SPDX-License-Identifier: Apache-2.0 */
/* A smaller font file: the glyphs that @codepoints can become under any feature that text may ask for.
 *
 * hb-subset keeps the features that shaping applies by itself; those that a style sheet asks for are added
 * (KEPT). Stylistic sets and alternates are left out: no property of ours reaches them. A font whose
 * licence forbids subsets comes back whole.
 */
#include "internal.h"

#include <hb-subset.h>

static const char *const kept[] = { "smcp", "c2sc", "pcap", "onum", "lnum", "pnum",
                                    "tnum", "sups", "subs", "sinf", "ordn", "frac",
                                    "zero", "case", "dlig", "hlig", "swsh", NULL };

static void
unref_blob (gpointer blob)
{
  hb_blob_destroy (blob);
}

static GBytes *
bytes_of (hb_face_t *face)
{
  unsigned int size;
  hb_blob_t *blob = hb_face_reference_blob (face);
  const char *data = hb_blob_get_data (blob, &size);
  return g_bytes_new_with_free_func (data, size, unref_blob, blob);
}

static hb_subset_input_t *
describe (const gunichar *codepoints, gsize n)
{
  hb_subset_input_t *input = hb_subset_input_create_or_fail ();
  if (!input)
    return NULL;
  hb_set_t *characters = hb_subset_input_unicode_set (input);
  hb_set_t *features = hb_subset_input_set (input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
  for (gsize i = 0; i < n; i++)
    hb_set_add (characters, codepoints[i]);
  for (int i = 0; kept[i]; i++)
    hb_set_add (features, hb_tag_from_string (kept[i], -1));
  return input;
}

GBytes *
mb_face_subset (const MbFace *face, const gunichar *codepoints, gsize n, GError **error)
{
  if (face->whole)
    return bytes_of (face->hb_face);
  hb_subset_input_t *input = describe (codepoints, n);
  hb_face_t *subset = input ? hb_subset_or_fail (face->hb_face, input) : NULL;
  GBytes *bytes = subset ? bytes_of (subset) : NULL;
  if (!bytes)
    mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FONT_SUBSET, face->path, NULL);
  hb_face_destroy (subset);
  hb_subset_input_destroy (input);
  return bytes;
}
