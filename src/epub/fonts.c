/* SPDX-License-Identifier: Apache-2.0 */
/* Fonts of the book: each face with the characters that the text asks of it, and no more.
 *
 * A character belongs to the first family of its style whose face has it, as in print. What a reading system may add by
 * itself is asked of the first face: hyphens, list numbers, capitals for small capitals. Files go in as OTF or TTF: WOFF 2 is
 * not on Kobo's list and saves 10 kB (notes/epub.md § 5). Fonts whose licence forbids it never get here (room font). */
#include "internal.h"

#include <string.h>

#define BMP 0x10000

/* The faces of one computed font, in order of its families. */
typedef struct {
  GArray *faces; /* of guint: index into MbFontUse.used */
  guint8 seen[BMP / 8];
} Font;

typedef struct {
  const MbFace *face;
  GHashTable *characters; /* set of code points */
} Used;

/* One @font-face rule to write. */
typedef struct {
  const char *family;
  guint used;
} Rule;

struct MbFontUse {
  MbFonts *fonts;
  GHashTable *known; /* const MbStyleFont * → Font; looked up, never walked */
  GArray *used;      /* of Used, in the order of the text */
  GArray *rules;     /* of Rule */
  const MbStyleFont *last;
  Font *last_font;
};

static void
font_free (gpointer data)
{
  Font *font = data;
  g_array_unref (font->faces);
  g_free (font);
}

static void
used_clear (gpointer data)
{
  g_hash_table_unref (((Used *) data)->characters);
}

MbFontUse *
mb_font_use_new (MbFonts *fonts)
{
  MbFontUse *use = g_new0 (MbFontUse, 1);
  use->fonts = fonts;
  use->known = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, font_free);
  use->used = g_array_new (FALSE, FALSE, sizeof (Used));
  g_array_set_clear_func (use->used, used_clear);
  use->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  return use;
}

void
mb_font_use_free (MbFontUse *use)
{
  if (!use)
    return;
  g_hash_table_unref (use->known);
  g_array_unref (use->used);
  g_array_unref (use->rules);
  g_free (use);
}

static guint
index_of_face (MbFontUse *use, const MbFace *face)
{
  for (guint i = 0; i < use->used->len; i++)
    if (g_array_index (use->used, Used, i).face == face)
      return i;
  Used used = { face, g_hash_table_new (g_direct_hash, g_direct_equal) };
  g_array_append_val (use->used, used);
  return use->used->len - 1;
}

static void
add_face_rule (MbFontUse *use, const char *family, guint used)
{
  for (guint i = 0; i < use->rules->len; i++) {
    const Rule *rule = &g_array_index (use->rules, Rule, i);
    if (rule->used == used && g_ascii_strcasecmp (rule->family, family) == 0)
      return;
  }
  Rule rule = { family, used };
  g_array_append_val (use->rules, rule);
}

static Font *
font_of (MbFontUse *use, const MbStyleFont *style)
{
  if (style == use->last)
    return use->last_font;
  Font *font = g_hash_table_lookup (use->known, style);
  if (!font) {
    font = g_new0 (Font, 1);
    font->faces = g_array_new (FALSE, FALSE, sizeof (guint));
    for (guint i = 0; style->families && style->families[i]; i++) {
      const MbFace *face = mb_fonts_match (use->fonts, style->families[i], style->weight,
                                           style->slant, style->stretch);
      if (!face)
        continue;
      guint index = index_of_face (use, face);
      g_array_append_val (font->faces, index);
      add_face_rule (use, style->families[i], index);
    }
    g_hash_table_insert (use->known, (gpointer) style, font);
  }
  use->last = style;
  return use->last_font = font;
}

static Used *
used_for (MbFontUse *use, const Font *font, gunichar c)
{
  for (guint i = 0; i < font->faces->len; i++) {
    Used *used = &g_array_index (use->used, Used, g_array_index (font->faces, guint, i));
    if (mb_face_has_char (used->face, c))
      return used;
  }
  return NULL;
}

static void
add_char (MbFontUse *use, Font *font, gunichar c)
{
  if (c < 0x20 || (c < BMP && font->seen[c / 8] & 1 << c % 8))
    return;
  if (c < BMP)
    font->seen[c / 8] |= (guint8) (1 << c % 8);
  Used *used = used_for (use, font, c);
  if (used)
    g_hash_table_add (used->characters, GUINT_TO_POINTER (c));
}

void
mb_font_use_add (MbFontUse *use, const MbStyle *style, const char *text, gsize length)
{
  static const char always[] = " \u00a0-\u2010\u202f.,0123456789\u2022";
  Font *font = font_of (use, style->font);
  gboolean cases = style->text->transform != MB_CASE_NONE || style->font->caps != MB_CAPS_NORMAL;
  if (!(font->seen[' ' / 8] & 1 << ' ' % 8))
    for (const char *p = always; *p; p = g_utf8_next_char (p))
      add_char (use, font, g_utf8_get_char (p));
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    add_char (use, font, c);
    if (cases) {
      add_char (use, font, g_unichar_toupper (c));
      add_char (use, font, g_unichar_tolower (c));
    }
  }
}

gboolean
mb_font_use_has (MbFontUse *use, const MbStyle *style, gunichar c)
{
  return used_for (use, font_of (use, style->font), c) != NULL;
}

/* --- Into the package -------------------------------------------------------------------------------------------*/

static int
compare_points (gconstpointer a, gconstpointer b)
{
  gunichar x = *(const gunichar *) a, y = *(const gunichar *) b;
  return x < y ? -1 : x > y;
}

static GArray *
points_of (const Used *used)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (gunichar));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, used->characters);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    gunichar c = GPOINTER_TO_UINT (key);
    g_array_append_val (points, c);
  }
  g_array_sort (points, compare_points);
  return points;
}

/* A face that sets only what reading systems might add is no font of the book. */
static gboolean
is_needed (const Used *used)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, used->characters);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_unichar_isalpha (GPOINTER_TO_UINT (key)))
      return TRUE;
  return g_hash_table_size (used->characters) > 20;
}

/* Returns: the file's name below EPUB/, or NULL with @error. */
static const char *
pack_face (MbBook *book, const Used *used, GHashTable *taken, GError **error)
{
  g_autoptr (GArray) points = points_of (used);
  GBytes *bytes = mb_face_subset (used->face, (const gunichar *) points->data, points->len, error);
  if (!bytes)
    return NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean cff = size > 4 && memcmp (data, "OTTO", 4) == 0;
  const char *stem =
      mb_unique (book->arena, taken,
                 mb_slug (book->arena, mb_face_postscript (used->face), 50, "police"));
  MbItem item = { .name = mb_arena_printf (book->arena, "fonts/%s.%s", stem, cff ? "otf" : "ttf"),
                  .id = mb_arena_printf (book->arena, "font-%s", stem),
                  .type = cff ? "font/otf" : "font/ttf",
                  .bytes = bytes };
  g_array_append_val (book->items, item);
  return item.name;
}

/* Old engines know two weights by name and none by number. */
static const char *
weight_of (const MbFace *face, MbArena *arena)
{
  int weight = mb_face_weight (face);
  return weight == 400 ? "normal" : weight == 700 ? "bold" : mb_arena_printf (arena, "%d", weight);
}

static void
append_face_rule (GString *out, const Rule *rule, const MbFace *face, const char *name,
                  MbArena *arena)
{
  g_autoptr (GString) family = g_string_new (rule->family);
  g_string_replace (family, "\\", "\\\\", 0);
  g_string_replace (family, "\"", "\\\"", 0);
  gboolean upright = mb_face_slant (face) == MB_FONT_UPRIGHT;
  g_string_append_printf (
      out,
      "@font-face { font-family: \"%s\"; font-weight: %s; font-style: %s; src: url(\"../%s\"); }\n",
      family->str, weight_of (face, arena), upright ? "normal" : "italic", name);
}

char *
mb_fonts_pack (MbBook *book, GError **error)
{
  MbFontUse *use = book->fonts;
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) out = g_string_new (NULL);
  const char **names = mb_arena_array (book->arena, const char *, use->used->len + 1);
  for (guint i = 0; i < use->used->len; i++) {
    const Used *used = &g_array_index (use->used, Used, i);
    if (is_needed (used) && !(names[i] = pack_face (book, used, taken, error)))
      return NULL;
  }
  for (guint i = 0; i < use->rules->len; i++) {
    const Rule *rule = &g_array_index (use->rules, Rule, i);
    if (names[rule->used])
      append_face_rule (out, rule, g_array_index (use->used, Used, rule->used).face,
                        names[rule->used], book->arena);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
