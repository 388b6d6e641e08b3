/* SPDX-License-Identifier: Apache-2.0 */
/* Spelling: how a reader of the PDF gets the right characters from glyphs.
 *
 * cairo decides what a glyph means once for a whole document: the lowest code of the cmap that leads to it, else the first text
 * it was shown with. Wherever the text says otherwise it wraps the glyph in a nested /Span with ActualText, and poppler loses the
 * rest of the element after such a span (notes/pdf.md § 3). So cairo is never told anything but what it believes, and:
 *
 *   1. every glyph gets a *voice*: the text of its code when it is used for that letter in either case (the capitals of a heading set in
 *      capitals must not speak for all capitals), else the text it stands for most often in this document;
 *   2. where voice and cairo's belief differ (a ligature encoded at U+FB01, a superior at U+1D49) the ToUnicode of the font is
 *      mended by the post-pass (MbRespelling);
 *   3. a glyph without a code that stands for one letter (a small capital) is given a private code of its own, respelt like the others. Told
 *      « a », cairo would keep the place of that letter in the font's first 256 for it, and every « a » of the book would change the font:
 *      streams almost three times as long;
 *   4. where a cluster says something else than the voice of its glyph, or has several glyphs, its word becomes an item of its own, with
 *      its text as the item's `actual`; so does the hyphen of a line end (U+00AD), and the word that a drop initial begins.
 *
 * Spaces are one voice: U+00A0, U+202F and U+2009 drawn with the glyph of U+0020 are spaces to a reader. */
#include "internal.h"

#include <hb-ot.h>
#include <string.h>

#define TEXT_MAX 64 /* bytes of a cluster's text */

typedef struct Usage Usage;
struct Usage {
  const char *text;
  guint count;
  Usage *next; /* in order of first use */
};

typedef struct {
  const char *postscript;
  GHashTable *codes;
  GPtrArray *usages;  /* by glyph: Usage * */
  GPtrArray *voices;  /* by glyph: what it stands for here, or NULL */
  GPtrArray *beliefs; /* by glyph: what cairo takes it for */
  hb_font_t *font;    /* at the face's own units */
} Face;

struct MbSpelling {
  MbArena *arena;
  GPtrArray *faces;    /* in order of first use */
  GHashTable *by_font; /* PangoFont → Face */
  GHashTable *by_face; /* hb_face_t → Face */
};

static void
face_free (gpointer data)
{
  Face *face = data;
  hb_font_destroy (face->font);
  g_hash_table_unref (face->codes);
  g_ptr_array_unref (face->usages);
  g_ptr_array_unref (face->voices);
  g_ptr_array_unref (face->beliefs);
  g_free (face);
}

static const char *
postscript_name (hb_face_t *face, MbArena *arena)
{
  char name[128] = "";
  guint size = sizeof name;
  hb_ot_name_get_utf8 (face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name);
  return mb_arena_strdup (arena, name);
}

static Face *
face_new (MbSpelling *spelling, PangoFont *font, hb_face_t *hb)
{
  Face *face = g_new0 (Face, 1);
  face->postscript = postscript_name (hb, spelling->arena);
  face->codes = mb_font_codes (font);
  face->font = hb_font_create (hb);
  face->usages = g_ptr_array_new ();
  face->voices = g_ptr_array_new ();
  face->beliefs = g_ptr_array_new ();
  g_ptr_array_set_size (face->usages, hb_face_get_glyph_count (hb));
  g_ptr_array_set_size (face->voices, hb_face_get_glyph_count (hb));
  g_ptr_array_set_size (face->beliefs, hb_face_get_glyph_count (hb));
  g_ptr_array_add (spelling->faces, face);
  return face;
}

static Face *
face_of (MbSpelling *spelling, PangoFont *font)
{
  Face *face = g_hash_table_lookup (spelling->by_font, font);
  if (face)
    return face;
  hb_face_t *hb = hb_font_get_face (pango_font_get_hb_font (font));
  face = g_hash_table_lookup (spelling->by_face, hb);
  if (!face) {
    face = face_new (spelling, font, hb);
    g_hash_table_insert (spelling->by_face, hb, face);
  }
  g_hash_table_insert (spelling->by_font, font, face);
  return face;
}

static gboolean
is_space (const char *text)
{
  gunichar c = g_utf8_get_char (text);
  return *text && !*g_utf8_next_char (text) &&
         (c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009);
}

/* The text of @cluster as it is compared with voices. */
static void
read_cluster (const Face *face, const MbGlyphRun *run, MbCluster cluster, char text[TEXT_MAX])
{
  mb_cluster_text (run, cluster, text, TEXT_MAX);
  if (is_space (text) && mb_font_code (face->codes, run->glyphs[cluster.first].glyph) == ' ')
    memcpy (text, " ", 2);
}

static void
count_usage (MbSpelling *spelling, Face *face, PangoGlyph glyph, const char *text)
{
  if (glyph >= face->usages->len)
    return;
  Usage **place = (Usage **) &g_ptr_array_index (face->usages, glyph);
  while (*place && strcmp ((*place)->text, text) != 0)
    place = &(*place)->next;
  if (!*place) {
    *place = mb_arena_new0 (spelling->arena, Usage);
    (*place)->text = mb_arena_strdup (spelling->arena, text);
  }
  (*place)->count++;
}

static void
count_item (MbSpelling *spelling, const MbItem *item)
{
  const MbGlyphRun *run = item->run;
  Face *face = face_of (spelling, run->font);
  char text[TEXT_MAX];
  for (guint i = 0; i < run->n_glyphs && run->kind != MB_RUN_HYPHEN;) {
    MbCluster cluster = mb_cluster_at (run, i);
    read_cluster (face, run, cluster, text);
    if (cluster.n == 1 && *text)
      count_usage (spelling, face, run->glyphs[i].glyph, text);
    i += cluster.n;
  }
}

#define NO_MEANING  "\xEF\xBF\xBD" /* U+FFFD */
#define PRIVATE     0xF0000        /* plane 15: in no cmap that cairo reads */
#define PRIVATE_MAX 0xFFFD         /* the last glyph whose code is a character */

static gboolean
is_one_letter (const char *text)
{
  return *text && !*g_utf8_next_char (text);
}

/* Whether @a and @b are one letter in two cases. */
static gboolean
same_letter (const char *a, const char *b)
{
  return is_one_letter (a) && is_one_letter (b) &&
         g_unichar_tolower (g_utf8_get_char (a)) == g_unichar_tolower (g_utf8_get_char (b));
}

static const char *
private_text (MbArena *arena, guint glyph)
{
  char text[8];
  text[g_unichar_to_utf8 (PRIVATE + glyph, text)] = '\0';
  return mb_arena_strdup (arena, text);
}

/* The text @own of the glyph's code when it occurs in either case, else the most frequent one. */
static const char *
best_usage (const Usage *usages, const char *own)
{
  const Usage *best = usages;
  for (const Usage *usage = usages; usage; usage = usage->next) {
    if (same_letter (usage->text, own))
      return own;
    if (usage->count > best->count)
      best = usage;
  }
  return best ? best->text : NULL;
}

static void
choose_voice (MbSpelling *spelling, Face *face, guint glyph)
{
  gunichar code = mb_font_code (face->codes, glyph);
  char own[8] = "";
  if (code)
    g_unichar_to_utf8 (code, own);
  const char *coded = code ? mb_arena_strdup (spelling->arena, own) : "";
  const char *used = best_usage (g_ptr_array_index (face->usages, glyph), coded);
  const char *belief = code ? coded : used ? used : NO_MEANING;
  if (!code && used && is_one_letter (used) && glyph <= PRIVATE_MAX)
    belief = private_text (spelling->arena, glyph);
  g_ptr_array_index (face->beliefs, glyph) = (gpointer) belief;
  g_ptr_array_index (face->voices, glyph) = (gpointer) (used ? used : code ? belief : NULL);
}

MbSpelling *
mb_spelling_new (const MbDisplayList *const *displays, guint n)
{
  MbSpelling *spelling = g_new0 (MbSpelling, 1);
  spelling->arena = mb_arena_new ();
  spelling->faces = g_ptr_array_new_with_free_func (face_free);
  spelling->by_font = g_hash_table_new (NULL, NULL);
  spelling->by_face = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < displays[i]->n; k++)
      if (displays[i]->items[k].kind == MB_ITEM_GLYPHS)
        count_item (spelling, &displays[i]->items[k]);
  for (guint i = 0; i < spelling->faces->len; i++) {
    Face *face = g_ptr_array_index (spelling->faces, i);
    for (guint glyph = 0; glyph < face->usages->len; glyph++)
      choose_voice (spelling, face, glyph);
  }
  return spelling;
}

void
mb_spelling_free (MbSpelling *spelling)
{
  if (!spelling)
    return;
  g_hash_table_unref (spelling->by_face);
  g_hash_table_unref (spelling->by_font);
  g_ptr_array_unref (spelling->faces);
  mb_arena_free (spelling->arena);
  g_free (spelling);
}

static const char *
voice_of (const Face *face, PangoGlyph glyph)
{
  return glyph < face->voices->len ? g_ptr_array_index (face->voices, glyph) : NULL;
}

const char *
mb_spelling_say (MbSpelling *spelling, PangoFont *font, PangoGlyph glyph)
{
  Face *face = face_of (spelling, font);
  return glyph < face->beliefs->len ? g_ptr_array_index (face->beliefs, glyph) : NO_MEANING;
}

/* --- Splitting -------------------------------------------------------------------------------------------------------------- */

static gboolean
speaks_for_itself (const Face *face, const MbGlyphRun *run, MbCluster cluster, const char *text)
{
  const char *voice = voice_of (face, run->glyphs[cluster.first].glyph);
  return !*text || (cluster.n == 1 && voice && strcmp (voice, text) == 0);
}

static MbLength
glyph_edge (const MbItem *item, guint glyph)
{
  const MbGlyphRun *run = item->run;
  gint64 x = glyph < run->n_glyphs ? run->glyphs[glyph].x
                                   : (gint64) run->width * 10000 / MAX (run->scale, 1);
  return item->rect.x + (MbLength) (x * run->scale / 10000);
}

/* The part of @item from glyph @first up to @end. */
static MbItem
part_of (const MbItem *item, guint first, guint end)
{
  MbItem part = *item;
  part.first_glyph = first;
  part.n_glyphs = end - first;
  part.rect.x = glyph_edge (item, first);
  part.rect.width = glyph_edge (item, end) - part.rect.x;
  if (first > 0)
    part.offset += item->run->glyphs[first].cluster;
  return part;
}

typedef struct {
  GArray *items;
  MbArena *arena;
  const MbItem *item;
  guint start;      /* first glyph of the part that is open */
  GString *actual;  /* of that part; empty: it speaks for itself */
  GString *initial; /* text of a drop initial that the next word has to say */
} Split;

static void
close_part (Split *split, guint end)
{
  if (end <= split->start)
    return;
  MbItem part = part_of (split->item, split->start, end);
  if (split->actual->len)
    part.actual = mb_arena_strdup (split->arena, split->actual->str);
  g_array_append_val (split->items, part);
  g_string_truncate (split->actual, 0);
  split->start = end;
}

/* The word that goes on after a drop initial, from glyph @first: its spaces stand before it, those behind it are no part of it. */
static guint
read_rest (const Face *face, const MbGlyphRun *run, guint first, GString *text)
{
  char cluster_text[TEXT_MAX];
  gboolean in_word = FALSE;
  guint at = first;
  while (at < run->n_glyphs) {
    MbCluster cluster = mb_cluster_at (run, at);
    read_cluster (face, run, cluster, cluster_text);
    if (in_word && is_space (cluster_text))
      break;
    in_word = !is_space (cluster_text);
    g_string_append (text, cluster_text);
    at += cluster.n;
  }
  return at;
}

/* From glyph @first to the end of its word and the spaces behind it; @text gets what it says, @plain whether it says it by itself. */
static guint
read_word (const Face *face, const MbGlyphRun *run, guint first, GString *text, gboolean *plain)
{
  char cluster_text[TEXT_MAX];
  gboolean in_space = FALSE;
  guint at = first;
  g_string_truncate (text, 0);
  *plain = TRUE;
  while (at < run->n_glyphs) {
    MbCluster cluster = mb_cluster_at (run, at);
    read_cluster (face, run, cluster, cluster_text);
    if (in_space && !is_space (cluster_text))
      break;
    in_space = is_space (cluster_text);
    *plain = *plain && speaks_for_itself (face, run, cluster, cluster_text);
    g_string_append (text, cluster_text);
    at += cluster.n;
  }
  return at;
}

/* Word by word: letters of one word in several pieces are hard on every reader. */
static void
split_item (MbSpelling *spelling, Split *split)
{
  const MbGlyphRun *run = split->item->run;
  const Face *face = face_of (spelling, run->font);
  g_autoptr (GString) text = g_string_new (NULL);
  guint at = 0;
  split->start = 0;
  if (split->initial->len) {
    g_string_assign (split->actual, split->initial->str);
    g_string_truncate (split->initial, 0);
    at = read_rest (face, run, 0, split->actual);
    close_part (split, at);
  }
  while (at < run->n_glyphs) {
    gboolean plain;
    guint end = read_word (face, run, at, text, &plain);
    if (plain == (split->actual->len > 0))
      close_part (split, at);
    if (!plain)
      g_string_append_len (split->actual, text->str, text->len);
    at = end;
  }
  close_part (split, run->n_glyphs);
}

static gboolean
is_initial (const MbItem *item)
{
  return item->kind == MB_ITEM_GLYPHS && item->artifact == MB_ARTIFACT_NONE && item->run->initial;
}

/* A drop initial stands two lines lower than the rest of its word, in letters four times as large: a reader that goes by
 * positions would tear « La » apart. The word beside it says both, the initial says nothing. */
static gboolean
leads_on (const MbDisplayList *display, guint i)
{
  if (!is_initial (&display->items[i]))
    return FALSE;
  for (guint k = i + 1; k < display->n; k++) {
    const MbItem *next = &display->items[k];
    if (next->kind == MB_ITEM_GLYPHS && next->artifact == MB_ARTIFACT_NONE && !next->run->initial)
      return next->run->kind == MB_RUN_TEXT && next->run->n_glyphs > 0;
  }
  return FALSE;
}

const MbDisplayList *
mb_spelling_split (MbSpelling *spelling, const MbDisplayList *display, MbArena *arena)
{
  g_autoptr (GArray) items = g_array_sized_new (FALSE, FALSE, sizeof (MbItem), display->n + 8);
  g_autoptr (GString) actual = g_string_new (NULL);
  g_autoptr (GString) initial = g_string_new (NULL);
  for (guint i = 0; i < display->n; i++) {
    MbItem item = display->items[i];
    if (item.hyphen)
      item.actual = "\xC2\xAD";
    if (leads_on (display, i)) {
      g_string_append_len (initial, item.run->text, item.run->length);
      item.actual = "";
      g_array_append_val (items, item);
    } else if (item.kind == MB_ITEM_GLYPHS && item.artifact == MB_ARTIFACT_NONE && !item.hyphen)
      split_item (spelling, &(Split){ items, arena, &display->items[i], 0, actual, initial });
    else
      g_array_append_val (items, item);
  }
  MbDisplayList *list = mb_arena_memdup (arena, display, sizeof *display);
  list->n = items->len;
  list->items = mb_arena_memdup (arena, items->data, items->len * sizeof (MbItem));
  return list;
}

/* --- The table of respellings ------------------------------------------------------------------------------------------------ */

static int
compare_respellings (gconstpointer a, gconstpointer b)
{
  const MbRespelling *x = a, *y = b;
  int order = strcmp (x->postscript, y->postscript);
  return order ? order : (x->code > y->code) - (x->code < y->code);
}

static double
advance_of (const Face *face, guint glyph)
{
  guint units = hb_face_get_upem (hb_font_get_face (face->font));
  return hb_font_get_glyph_h_advance (face->font, glyph) * 1000.0 / MAX (units, 1);
}

static void
add_respellings (const Face *face, MbArena *arena, GArray *table)
{
  const char *name = mb_arena_strdup (arena, face->postscript);
  for (guint glyph = 0; glyph < face->voices->len; glyph++) {
    const char *voice = voice_of (face, glyph), *belief = g_ptr_array_index (face->beliefs, glyph);
    if (!voice || !is_one_letter (belief))
      continue;
    MbRespelling entry = { name, g_utf8_get_char (belief), NULL, advance_of (face, glyph) };
    if (strcmp (belief, voice) != 0)
      entry.text = mb_arena_strdup (arena, voice);
    g_array_append_val (table, entry);
  }
}

const MbRespelling *
mb_spelling_table (MbSpelling *spelling, MbArena *arena, guint *n)
{
  g_autoptr (GArray) table = g_array_new (FALSE, FALSE, sizeof (MbRespelling));
  for (guint i = 0; i < spelling->faces->len; i++)
    add_respellings (g_ptr_array_index (spelling->faces, i), arena, table);
  g_array_sort (table, compare_respellings);
  *n = table->len;
  return mb_arena_memdup (arena, table->data, table->len * sizeof (MbRespelling));
}
