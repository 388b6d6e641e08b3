/* SPDX-License-Identifier: Apache-2.0 */
/* Shaped words.
 *
 * Each distinct text of a cut is shaped once and kept for the life of the typesetter: of the words of a novel nine in ten are
 * found in the table. Words are shaped apart from their neighbours; a face that kerns with the space has its kern in the
 * space (items.c).
 *
 * No .notdef and no Pango box ever reaches the page: the glyph of a missing character (already reported by face.c) is
 * the face's U+FFFD or question mark; glyphs that Pango leaves empty (joiners, variation selectors) become a space of no
 * width, so that their text keeps a cluster.
 */
#include "internal.h"

#include <string.h>

/* --- From Pango's glyphs to ours -------------------------------------------------------------------------*/

static PangoGlyph
replacement (MbTypesetter *typesetter, const MbCut *cut, MbLength *advance)
{
  const char *text = cut->face && mb_face_has_char (cut->face, 0xFFFD) ? "\xEF\xBF\xBD" : "?";
  const MbWord *word = mb_word_get (typesetter, cut, text, strlen (text));
  if (!word->n_glyphs || word->glyphs[0].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
    return PANGO_GLYPH_EMPTY;
  *advance = word->glyphs[0].advance;
  return word->glyphs[0].glyph;
}

/* cut->space is not there yet while the space itself is being shaped. */
static PangoGlyph
blank (const MbCut *cut)
{
  return cut->space && cut->space->n_glyphs ? cut->space->glyphs[0].glyph : PANGO_GLYPH_EMPTY;
}

static void
mend_glyphs (MbTypesetter *typesetter, const MbCut *cut, const char *text, MbGlyph *glyphs, guint n)
{
  MbLength shift = 0;
  for (guint i = 0; i < n; i++) {
    MbGlyph *glyph = &glyphs[i];
    MbLength advance = glyph->advance;
    if (glyph->glyph == PANGO_GLYPH_EMPTY) {
      glyph->glyph = blank (cut);
      advance = 0;
    } else if (glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
      gboolean is_mark = strcmp (text, "?") == 0 || strcmp (text, "\xEF\xBF\xBD") == 0;
      glyph->glyph = is_mark ? PANGO_GLYPH_EMPTY : replacement (typesetter, cut, &advance);
    }
    glyph->x += shift;
    shift += advance - glyph->advance;
    glyph->advance = advance;
  }
}

static gboolean
ends_cluster (const MbGlyph *glyphs, guint n, guint i)
{
  return i + 1 == n || glyphs[i + 1].cluster != glyphs[i].cluster;
}

/* Letter-spacing is set after shaping: Pango's attribute would break ligatures even when it is 0. */
static guint
space_clusters (MbGlyph *glyphs, guint n, MbLength spacing)
{
  guint clusters = 0;
  for (guint i = 0; i < n; i++) {
    glyphs[i].x += (MbLength) clusters * spacing;
    if (ends_cluster (glyphs, n, i)) {
      glyphs[i].advance += spacing;
      clusters++;
    }
  }
  return clusters;
}

static MbGlyph *
copy_glyphs (MbArena *arena, const PangoGlyphString *from)
{
  MbGlyph *glyphs = mb_arena_array (arena, MbGlyph, (gsize) MAX (from->num_glyphs, 0));
  MbLength pen = 0;
  for (int i = 0; i < from->num_glyphs; i++) {
    const PangoGlyphGeometry *geometry = &from->glyphs[i].geometry;
    glyphs[i] = (MbGlyph){
      .glyph = from->glyphs[i].glyph,
      .x = pen + geometry->x_offset,
      .y = -geometry->y_offset,
      .advance = geometry->width,
      .cluster = (guint32) from->log_clusters[i],
    };
    pen += geometry->width;
  }
  return glyphs;
}

/* From the order of places to that of the text. */
static void
reverse_glyphs (MbGlyph *glyphs, guint n)
{
  for (guint i = 0; i < n / 2; i++) {
    MbGlyph kept = glyphs[i];
    glyphs[i] = glyphs[n - 1 - i];
    glyphs[n - 1 - i] = kept;
  }
}

/* --- The table ----------------------------------------------------------------------------------------------*/

static void
shape (MbTypesetter *typesetter, MbWord *word)
{
  if (!word->length)
    return;
  if (!word->cut->item) {
    word->width = (MbLength) (g_utf8_strlen (word->text, word->length) * (word->cut->size / 2));
    return;
  }
  PangoGlyphString *shaped = typesetter->glyphs;
  pango_shape_full (word->text, (int) word->length, word->text, (int) word->length,
                    &word->cut->item->analysis, shaped);

  guint n = (guint) shaped->num_glyphs;
  MbGlyph *glyphs = copy_glyphs (typesetter->arena, shaped);
  mend_glyphs (typesetter, word->cut, word->text, glyphs, n);
  word->n_clusters = space_clusters (glyphs, n, word->cut->letter_spacing);
  if (word->cut->item->analysis.level & 1)
    reverse_glyphs (glyphs, n);
  word->glyphs = glyphs;
  word->n_glyphs = n;
  for (guint i = 0; i < n; i++)
    word->width += glyphs[i].advance;
}

/* The advance of the cluster that holds byte @at. */
static MbLength
cluster_width (const MbWord *word, guint32 at)
{
  guint32 cluster = 0;
  for (guint i = 0; i < word->n_glyphs && word->glyphs[i].cluster <= at; i++)
    cluster = word->glyphs[i].cluster;
  MbLength width = 0;
  for (guint i = 0; i < word->n_glyphs; i++)
    width += word->glyphs[i].cluster == cluster ? word->glyphs[i].advance : 0;
  return width;
}

MbLength
mb_word_first_width (const MbWord *word)
{
  return word->n_glyphs ? cluster_width (word, 0) : 0;
}

MbLength
mb_word_last_width (const MbWord *word)
{
  const char *last = g_utf8_prev_char (word->text + word->length);
  return word->n_glyphs ? cluster_width (word, (guint32) (last - word->text)) : 0;
}

static void
measure_protrusion (MbWord *word)
{
  if (!word->length)
    return;
  int left, right, ignored;
  const char *last = g_utf8_prev_char (word->text + word->length);
  mb_protrusion_get (word->cut->protrusion, g_utf8_get_char (word->text), &left, &ignored);
  mb_protrusion_get (word->cut->protrusion, g_utf8_get_char (last), &ignored, &right);
  if (left)
    word->left = (MbLength) ((gint64) cluster_width (word, 0) * left / 1000);
  if (right)
    word->right =
        (MbLength) ((gint64) cluster_width (word, (guint32) (last - word->text)) * right / 1000);
}

/* The slot of a word, or the free one where it would go. The hash stands in the slot, so that words are looked at only when it is theirs. */
static MbWordSlot *
find_slot (const MbTypesetter *typesetter, const MbCut *cut, const char *text, gsize length,
           guint64 hash)
{
  guint at = (guint) hash & (typesetter->n_slots - 1);
  for (;; at = (at + 1) & (typesetter->n_slots - 1)) {
    MbWordSlot *slot = &typesetter->words[at];
    const MbWord *word = slot->word;
    if (!word || (slot->hash == hash && word->cut == cut && word->length == length &&
                  !memcmp (word->text, text, length)))
      return slot;
  }
}

static void
grow_table (MbTypesetter *typesetter)
{
  guint n = typesetter->n_slots;
  g_autofree MbWordSlot *old = typesetter->words;
  typesetter->n_slots = n * 2;
  typesetter->words = g_new0 (MbWordSlot, typesetter->n_slots);
  for (guint i = 0; i < n; i++) {
    guint at = (guint) old[i].hash & (typesetter->n_slots - 1);
    while (old[i].word && typesetter->words[at].word)
      at = (at + 1) & (typesetter->n_slots - 1);
    if (old[i].word)
      typesetter->words[at] = old[i];
  }
}

static MbWord *
make_word (MbTypesetter *typesetter, const MbCut *cut, const char *text, gsize length, guint64 hash)
{
  MbWord *word = mb_arena_new0 (typesetter->arena, MbWord);
  word->hash = hash;
  word->cut = cut;
  word->length = (guint32) length;
  word->text = mb_arena_strndup (typesetter->arena, text, length);
  shape (typesetter, word);
  measure_protrusion (word);
  return word;
}

const MbWord *
mb_word_get (MbTypesetter *typesetter, const MbCut *cut, const char *text, gsize length)
{
  guint64 hash = mb_hash (text, length, cut->hash);
  const MbWord *known = find_slot (typesetter, cut, text, length, hash)->word;
  if (known)
    return known;

  /* making one may make another: the sign for a missing character */
  const MbWord *word = make_word (typesetter, cut, text, length, hash);
  if (++typesetter->n_words > typesetter->n_slots / 4 * 3)
    grow_table (typesetter);
  *find_slot (typesetter, cut, text, length, hash) = (MbWordSlot){ hash, word };
  return word;
}
