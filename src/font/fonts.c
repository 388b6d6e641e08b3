/* SPDX-License-Identifier: Apache-2.0 */
/* The fonts of one style: rules, the faces behind them, and the private FcConfig that Pango asks.
 *
 * A file is opened once and becomes a face with a family name of ours. fontconfig is given the file, then
 * the family of the pattern it made is replaced by that name: asking for "mb-0003" cannot give another
 * file. The config has no rules and no folders, so nothing is substituted, emboldened or slanted.
 *
 * Matching is CSS Fonts 4 § 5.2: stretch, then slant, then weight, each narrowing the choice before the next
 * is looked at. Each is a rank (0: as asked), so the best face has the least triple; ties go to the later
 * rule.
 */
#include "internal.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FOLDER_FONTS "/usr/share/fonts"
#define FOLDER_TEX   "/usr/share/texmf/fonts" /* where Debian's links lead */

typedef struct {
  char *family; /* case folded */
  int weight_min, weight_max;
  MbFontSlant slant;
  int stretch;
  MbFace *face;
} Rule;

struct MbFonts {
  MbSource *source;
  char **folders;     /* absolute, the user's first */
  MbFontIndex *index; /* NULL until a bare name is asked for */
  GHashTable *found;  /* file as asked → path; owns both */
  GArray *rules;      /* Rule */
  GPtrArray *faces;   /* MbFace, in order of declaration */
  FcConfig *config;
  gboolean lenient;
};

static void
rule_clear (gpointer data)
{
  g_free (((Rule *) data)->family);
}

static void
face_free (gpointer data)
{
  mb_face_free (data);
}

MbFonts *
mb_fonts_new (MbSource *source, const char *const *folders)
{
  MbFonts *fonts = g_new0 (MbFonts, 1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (; folders && *folders; folders++)
    g_ptr_array_add (all, g_canonicalize_filename (*folders, NULL));
  g_ptr_array_add (all, g_strdup (FOLDER_FONTS));
  for (guint i = 0; i < all->len; i++)
    mb_source_allow (source, all->pdata[i]);
  mb_source_allow (source, FOLDER_TEX);
  g_ptr_array_add (all, NULL);

  fonts->source = source;
  fonts->folders = (char **) g_ptr_array_steal (all, NULL);
  fonts->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fonts->rules = g_array_new (FALSE, TRUE, sizeof (Rule));
  g_array_set_clear_func (fonts->rules, rule_clear);
  fonts->faces = g_ptr_array_new_with_free_func (face_free);
  fonts->config = FcConfigCreate ();
  return fonts;
}

void
mb_fonts_free (MbFonts *fonts)
{
  if (!fonts)
    return;
  g_strfreev (fonts->folders);
  g_clear_pointer (&fonts->index, mb_font_index_free);
  g_hash_table_unref (fonts->found);
  g_array_unref (fonts->rules);
  g_ptr_array_unref (fonts->faces);
  FcConfigDestroy (fonts->config);
  g_free (fonts);
}

void
mb_fonts_set_lenient (MbFonts *fonts, gboolean lenient)
{
  fonts->lenient = lenient;
}

/* Who hears why a face cannot be used: nobody, when it may be missing. */
static MbDiagnostics *
told_to (const MbFonts *fonts)
{
  return fonts->lenient ? NULL : mb_source_diagnostics (fonts->source);
}

static char *
find (MbFonts *fonts, const char *file)
{
  if (!strchr (file, '/')) {
    if (!fonts->index)
      fonts->index = mb_font_index_new ((const char *const *) fonts->folders);
    const char *path = mb_font_index_get (fonts->index, file);
    if (path)
      return g_strdup (path);
  }
  return mb_source_exists (fonts->source, file) ? mb_source_path (fonts->source, file) : NULL;
}

const char *
mb_fonts_find (MbFonts *fonts, const char *file)
{
  gpointer path = NULL;
  if (!g_hash_table_lookup_extended (fonts->found, file, NULL, &path)) {
    path = find (fonts, file);
    g_hash_table_insert (fonts->found, g_strdup (file), path);
  }
  return path;
}

/* Gives @path to fontconfig under the name @family; collections and instances count by their first. */
static gboolean
declare (MbFonts *fonts, const char *path, const char *family)
{
  FcFontSet *set = FcConfigGetFonts (fonts->config, FcSetApplication);
  int before = set ? set->nfont : 0, kept = before, index;
  if (!FcConfigAppFontAddFile (fonts->config, (const FcChar8 *) path))
    return FALSE;
  set = FcConfigGetFonts (fonts->config, FcSetApplication);
  for (int i = before; set && i < set->nfont; i++) {
    FcPattern *pattern = set->fonts[i];
    gboolean first = kept == before &&
                     FcPatternGetInteger (pattern, FC_INDEX, 0, &index) == FcResultMatch &&
                     index == 0;
    if (!first) {
      FcPatternDestroy (pattern);
      continue;
    }
    FcPatternDel (pattern, FC_FAMILY);
    FcPatternDel (pattern, FC_FAMILYLANG);
    FcPatternAddString (pattern, FC_FAMILY, (const FcChar8 *) family);
    set->fonts[kept++] = pattern;
  }
  if (set)
    set->nfont = kept;
  return kept > before;
}

static MbFace *
known_face (const MbFonts *fonts, const MbFontRule *rule, const char *path)
{
  gsize size = 2 * sizeof (guint32) * rule->n_ranges;
  for (guint i = 0; i < fonts->faces->len; i++) {
    MbFace *face = fonts->faces->pdata[i];
    if (g_str_equal (face->path, path) && face->n_ranges == rule->n_ranges &&
        (size == 0 || memcmp (face->ranges, rule->ranges, size) == 0))
      return face;
  }
  return NULL;
}

/* What a web font holds as a file that fontconfig and Pango can open by name, and that is gone with the process: a descriptor, or -1. */
static int
keep_in_memory (GBytes *font)
{
  gsize size, done = 0;
  const char *data = g_bytes_get_data (font, &size);
  int file = memfd_create ("marbre-font", MFD_CLOEXEC);
  while (file >= 0 && done < size) {
    gssize written = write (file, data + done, size - done);
    if (written <= 0) {
      close (file);
      return -1;
    }
    done += (gsize) written;
  }
  return file;
}

static gboolean
declare_face (MbFonts *fonts, const MbFace *face)
{
  if (face->unpacked < 0)
    return declare (fonts, face->path, face->family);
  g_autofree char *name = g_strdup_printf ("/proc/self/fd/%d", face->unpacked);
  return declare (fonts, name, face->family);
}

/* The bytes of a font file, unpacked when it is a web font; NULL: told. */
static GBytes *
load_font (MbFonts *fonts, const MbFontRule *rule, const char *path, int *unpacked)
{
  MbDiagnostics *diagnostics = told_to (fonts);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mb_source_load (fonts->source, path, MB_BYTES_FONT, &error);
  *unpacked = -1;
  if (!bytes) {
    mb_report (diagnostics, rule->pos, MB_MSG_FONT_UNREADABLE, error->message, NULL);
    return NULL;
  }
  const char *kind = mb_webfont_kind (bytes);
  if (!kind)
    return g_steal_pointer (&bytes);
  g_autoptr (GBytes) font = mb_webfont_unpack (bytes);
  *unpacked = font ? keep_in_memory (font) : -1;
  if (*unpacked >= 0)
    return g_steal_pointer (&font);
  mb_report (diagnostics, rule->pos, MB_MSG_FONT_KIND, rule->file, kind, NULL);
  return NULL;
}

static MbFace *
open_face (MbFonts *fonts, const MbFontRule *rule, const char *path)
{
  MbDiagnostics *diagnostics = told_to (fonts);
  int unpacked;
  g_autoptr (GBytes) bytes = load_font (fonts, rule, path, &unpacked);
  MbFace *face = bytes ? mb_face_new (rule->file, bytes, diagnostics, rule->pos) : NULL;
  if (!face) {
    if (unpacked >= 0)
      close (unpacked);
    return NULL;
  }

  face->unpacked = unpacked;
  face->index = fonts->faces->len;
  face->path = g_strdup (path);
  face->family = g_strdup_printf ("mb-%04u", face->index);
  face->weight = rule->weight_min;
  face->slant = rule->slant;
  face->ranges = g_memdup2 (rule->ranges, 2 * sizeof (guint32) * rule->n_ranges);
  face->n_ranges = rule->n_ranges;
  if (!declare_face (fonts, face)) {
    mb_report (diagnostics, rule->pos, MB_MSG_FONT_NONE, rule->file, NULL);
    mb_face_free (face);
    return NULL;
  }
  g_ptr_array_add (fonts->faces, face);
  return face;
}

/* The face of @rule, opened when it is new; NULL: told. */
static MbFace *
face_of (MbFonts *fonts, const MbFontRule *rule)
{
  const char *path = mb_fonts_find (fonts, rule->file);
  if (!path) {
    mb_report (told_to (fonts), rule->pos, MB_MSG_FONT_MISSING, rule->file, NULL);
    return NULL;
  }
  MbFace *face = known_face (fonts, rule, path);
  return face ? face : open_face (fonts, rule, path);
}

gboolean
mb_fonts_add (MbFonts *fonts, const MbFontRule *rule)
{
  MbFace *face = face_of (fonts, rule);
  if (!face && fonts->lenient)
    mb_report (mb_source_diagnostics (fonts->source), rule->pos, MB_MSG_FONT_GAP, rule->file, NULL);
  if (!face)
    return FALSE;
  Rule added = { g_utf8_casefold (rule->family, -1),
                 MIN (rule->weight_min, rule->weight_max),
                 MAX (rule->weight_min, rule->weight_max),
                 rule->slant,
                 rule->stretch,
                 face };
  g_array_append_val (fonts->rules, added);
  return TRUE;
}

/* § 5.2.4: 100 % and less look at narrower faces first, more at wider ones. */
static int
rank_stretch (int has, int asked)
{
  int distance = ABS (has - asked);
  gboolean preferred = asked <= 100 ? has <= asked : has >= asked;
  return preferred ? distance : 10000 + distance;
}

static int
rank_slant (MbFontSlant has, MbFontSlant asked)
{
  static const int ranks[3][3] = {
    [MB_FONT_UPRIGHT] = { [MB_FONT_UPRIGHT] = 0, [MB_FONT_OBLIQUE] = 1, [MB_FONT_ITALIC] = 2 },
    [MB_FONT_ITALIC] = { [MB_FONT_ITALIC] = 0, [MB_FONT_OBLIQUE] = 1, [MB_FONT_UPRIGHT] = 2 },
    [MB_FONT_OBLIQUE] = { [MB_FONT_OBLIQUE] = 0, [MB_FONT_ITALIC] = 1, [MB_FONT_UPRIGHT] = 2 },
  };
  return ranks[asked][has];
}

/* § 5.2.6: 400–500 look up to 500, then down, then further up; lighter ones down first, bolder ones up. */
static int
rank_weight (const Rule *rule, int asked)
{
  if (asked >= rule->weight_min && asked <= rule->weight_max)
    return 0;
  gboolean above = rule->weight_min > asked;
  int nearest = above ? rule->weight_min : rule->weight_max, distance = ABS (nearest - asked);
  if (asked >= 400 && asked <= 500)
    return above ? (nearest <= 500 ? distance : 4000 + distance) : 2000 + distance;
  return above == (asked > 500) ? distance : 2000 + distance;
}

static gint64
rank (const Rule *rule, int weight, MbFontSlant slant, int stretch)
{
  gint64 by_stretch = rank_stretch (rule->stretch, stretch);
  gint64 by_slant = rank_slant (rule->slant, slant);
  return (by_stretch * 10 + by_slant) * 100000 + rank_weight (rule, weight);
}

guint
mb_fonts_match_all (MbFonts *fonts, const char *family, int weight, MbFontSlant slant, int stretch,
                    const MbFace **faces, guint max)
{
  g_autofree char *folded = g_utf8_casefold (family, -1);
  gint64 least = G_MAXINT64;
  guint n = 0;
  for (guint i = fonts->rules->len; i > 0; i--) {
    const Rule *rule = &g_array_index (fonts->rules, Rule, i - 1);
    gint64 cost =
        g_str_equal (rule->family, folded) ? rank (rule, weight, slant, stretch) : G_MAXINT64;
    if (cost > least || cost == G_MAXINT64)
      continue;
    n = cost < least ? 0 : n;
    least = cost;
    if (n < max)
      faces[n++] = rule->face;
  }
  return n;
}

#define MANY_FACES 32

/* The one whose metrics count: the first that has the space (CSS Fonts 4 § 5.3). */
const MbFace *
mb_fonts_match (MbFonts *fonts, const char *family, int weight, MbFontSlant slant, int stretch)
{
  const MbFace *faces[MANY_FACES];
  guint n = mb_fonts_match_all (fonts, family, weight, slant, stretch, faces, MANY_FACES);
  for (guint i = 0; i < n; i++)
    if (!mb_face_is_partial (faces[i]) || mb_face_has_char (faces[i], ' '))
      return faces[i];
  return n ? faces[0] : NULL;
}

guint
mb_fonts_n (const MbFonts *fonts)
{
  return fonts->faces->len;
}

const MbFace *
mb_fonts_get (const MbFonts *fonts, guint index)
{
  return fonts->faces->pdata[index];
}

gpointer
mb_fonts_config (MbFonts *fonts)
{
  return fonts->config;
}
