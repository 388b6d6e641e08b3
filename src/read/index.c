/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a book as a part of the tree, from the marks in its text.
 *
 *   [Kervoal]{.index}                                  the words are the entry
 *   [la maison]{.index entree="Kervoal" sous-entree="maison du gardien"}
 *   []{.index entree="Phare" voir-aussi="Lampe ; Lentille"}      no page: a mark without words that leads elsewhere
 *   ::: {.index entree="Siège"}                        from the first to the last page of the block
 *   []{.index entree="Siège" etendue=debut}  …  []{.index entree="Siège" etendue=fin}
 *
 *   section.index > h1, div.entrees > div.groupe > p.initiale, ul > li.entree > (span.terme, span.renvois, span.voir, ul > li.sous-entree)
 *   span.renvois  > (span.virgule, span.tiret, a.folio)…
 *
 * What pages the marks stand on is known when pages are made: each mark gives a link without words, and a range two (the second
 * is a.fin). Box generation shows one link a page and the dash of a range (-marbre-locators), the sheet the number.
 *
 * Order: Unicode collation in the language of the book, word by word as French indexes are (NF Z 44-001: a space comes before any
 * letter, accents decide between words that are otherwise alike); signs before the first letter do not count. Two marks are of one
 * entry when their words are the same, apostrophes of either form being alike. */
#include "internal.h"

#include <string.h>
#include <unicode/ucol.h>

typedef struct {
  MbNode *from, *to; /* what its links lead to; to NULL: one place */
  gboolean principal;
} Place;

typedef struct Entry Entry;
struct Entry {
  const char *text; /* what makes two marks one entry */
  MbNode *words;    /* span.terme */
  MbNode *item;     /* li */
  GByteArray *order;
  const char *initial; /* NULL: a number or a sign */
  guint rank;          /* in which it was met */
  MbPos pos;
  GArray *places;           /* of Place */
  GPtrArray *see, *related; /* of MbNode: marks that say so */
  GPtrArray *below;         /* of Entry */
  gint open;                /* index of the place whose range is not closed yet, or -1 */
};

typedef struct {
  MbDoc *doc;
  MbLines *lines;
  MbArena *arena;
  MbDiagnostics *diagnostics;
  const char *name; /* which index, when a book has several; NULL: the only one */
  gboolean main;    /* takes the marks that name none */
  UCollator *collator;
  GPtrArray *entries;
  GHashTable *known; /* parent's text, U+001F, text → Entry */
  guint next_id, rank;
} Index;

/* --- Marks ------------------------------------------------------------------------------------------------------------------ */

static const char *
said (const MbNode *mark, const char *french, const char *accented, const char *english)
{
  const char *const names[] = { french, accented, english };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = names[i] ? mb_node_attr (mark, names[i]) : NULL;
    if (value && *value)
      return value;
  }
  return NULL;
}

/* Whether @node, class "index", marks something for an index. */
static gboolean
is_mark (const MbNode *node)
{
  return node->kind == MB_NODE_ELEMENT && node->ns == MB_NS_HTML &&
         mb_node_has_class (node, "index") && !mb_node_has_token (node, "epub:type", "index");
}

const char *
mb_index_name (const MbNode *mark)
{
  return said (mark, "data-dans", NULL, "data-in");
}

/* What stands around the text holds no marks: copies of headings would be. */
static gboolean
is_around (const MbNode *node)
{
  gboolean notes = mb_node_has_class (node, "notes-du-livre");
  return mb_node_is (node, "nav") || mb_node_has_class (node, "liminaire") ||
         (mb_node_has_class (node, "final") && !notes);
}

MbNode *
mb_index_next (MbDoc *doc, MbNode *node)
{
  MbNode *root = mb_doc_root (doc);
  node = node ? mb_node_next (node, root) : root->first;
  while (node && !is_mark (node))
    node = is_around (node) ? mb_node_skip (node, root) : mb_node_next (node, root);
  return node;
}

static const char *
new_id (Index *index, const char *stem)
{
  const char *id;
  do
    id = mb_arena_printf (index->arena, "%s-%u", stem, ++index->next_id);
  while (mb_doc_by_id (index->doc, id, NULL));
  return id;
}

static const char *
id_of (Index *index, MbNode *node, const char *stem)
{
  if (!mb_node_attr (node, "id"))
    mb_doc_set_attr (index->doc, node, "id", new_id (index, stem));
  return mb_node_attr (node, "id");
}

/* An empty span after the last words of @mark: where it ends. NULL when it holds one word or none. */
static MbNode *
add_end (Index *index, MbNode *mark)
{
  MbNode *last = NULL;
  gboolean several = FALSE;
  for (MbNode *node = mark; node; node = mb_node_next (node, mark))
    if (node->kind == MB_NODE_TEXT && node->length > strspn (node->text, " \t\r\n")) {
      several |= last || strchr (node->text, ' ');
      last = node;
    }
  if (!several || mb_heading_rank (mark))
    return NULL;
  MbNode *end = mb_doc_element (index->doc, "span", mark->pos);
  mb_doc_insert_after (last, end);
  return end;
}

/* --- Entries ---------------------------------------------------------------------------------------------------------------- */

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_byte_array_unref (entry->order);
  g_array_unref (entry->places);
  g_ptr_array_unref (entry->see);
  g_ptr_array_unref (entry->related);
  g_ptr_array_unref (entry->below);
  g_free (entry);
}

/* « L’eau » and "L'eau" are one entry. */
static const char *
as_text (Index *index, const MbNode *words)
{
  g_autoptr (GString) text = g_string_new (mb_node_text (words, index->arena));
  g_string_replace (text, "\u2019", "'", 0);
  return mb_arena_strdup (index->arena, text->str);
}

static const char *
skip_signs (const char *text)
{
  const char *first = text;
  while (*first && !g_unichar_isalnum (g_utf8_get_char (first)))
    first = g_utf8_next_char (first);
  return *first ? first : text;
}

/* The key of @text in the order of the language; its bytes when there is no collator. */
static GByteArray *
order_of (const Index *index, const char *text)
{
  GByteArray *order = g_byte_array_new ();
  glong length = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);
  if (!index->collator || !wide) {
    g_byte_array_append (order, (const guint8 *) text, (guint) strlen (text));
    return order;
  }
  int32_t size = ucol_getSortKey (index->collator, wide, (int32_t) length, NULL, 0);
  g_byte_array_set_size (order, (guint) MAX (size, 0));
  ucol_getSortKey (index->collator, wide, (int32_t) length, order->data, size);
  return order;
}

/* The letter under which @text stands, without its accent. */
static const char *
initial_of (Index *index, const char *text)
{
  gunichar letter = g_utf8_get_char (text), parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  if (!g_unichar_isalpha (letter))
    return NULL;
  letter = letter == 0x153 || letter == 0x152 ? 'O'
           : letter == 0xe6 || letter == 0xc6 ? 'A'
                                              : letter;
  g_unichar_fully_decompose (letter, FALSE, parts, G_N_ELEMENTS (parts));
  char utf8[7] = { 0 };
  g_unichar_to_utf8 (g_unichar_toupper (parts[0]), utf8);
  return mb_arena_strdup (index->arena, utf8);
}

static Entry *
new_entry (Index *index, MbNode *words, const char *text, const char *order, MbPos pos)
{
  Entry *entry = g_new0 (Entry, 1);
  const char *sorted = skip_signs (order ? order : text);
  *entry = (Entry){ .text = text,
                    .words = words,
                    .order = order_of (index, sorted),
                    .initial = initial_of (index, sorted),
                    .rank = index->rank++,
                    .pos = pos,
                    .places = g_array_new (FALSE, FALSE, sizeof (Place)),
                    .see = g_ptr_array_new (),
                    .related = g_ptr_array_new (),
                    .below = g_ptr_array_new_with_free_func (entry_free),
                    .open = -1 };
  return entry;
}

/* The words of an entry: @typed, else those of @mark. */
static MbNode *
words_of (Index *index, const MbNode *mark, const char *typed)
{
  MbNode *words = mb_doc_element (index->doc, "span", mark->pos);
  mb_doc_add_class (index->doc, words, "terme");
  if (typed)
    mb_inline_string (index->doc, index->lines, words, typed, MB_NO_SOURCE, mark->pos);
  else
    mb_words_copy (index->doc, mark, words);
  return words;
}

/* The entry @text below @parent (NULL: of the index itself), or NULL. */
static Entry *
find_entry (const Index *index, const Entry *parent, const char *text)
{
  g_autofree char *key = g_strconcat (parent ? parent->text : "", "\x1f", text, NULL);
  return g_hash_table_lookup (index->known, key);
}

/* The entry of @words below @parent, made when it is new; NULL without words. */
static Entry *
take_entry (Index *index, Entry *parent, MbNode *words, const char *order, const MbNode *mark)
{
  const char *text = as_text (index, words);
  Entry *entry = *text ? find_entry (index, parent, text) : NULL;
  if (!*text || entry)
    return entry;
  entry = new_entry (index, words, text, order, mark->pos);
  g_ptr_array_add (parent ? parent->below : index->entries, entry);
  g_hash_table_insert (index->known, g_strconcat (parent ? parent->text : "", "\x1f", text, NULL),
                       entry);
  return entry;
}

/* --- Places ----------------------------------------------------------------------------------------------------------------- */

/* A range that was never begun ends nowhere: one place. */
static void
add_place (Index *index, Entry *entry, MbNode *mark)
{
  const char *range = said (mark, "data-etendue", "data-étendue", "data-range");
  gboolean ends = range && (g_str_has_prefix (range, "fin") || strcmp (range, "end") == 0);
  Place place = { .from = mark,
                  .principal = said (mark, "data-principal", NULL, "data-main") != NULL };
  if (ends && entry->open >= 0) {
    g_array_index (entry->places, Place, entry->open).to = mark;
    entry->open = -1;
    return;
  }
  if (ends)
    mb_report (index->diagnostics, mark->pos, MB_MSG_INDEX_RANGE, entry->text, NULL);
  else if (range)
    entry->open = (gint) entry->places->len;
  else
    place.to = add_end (index, mark);
  g_array_append_val (entry->places, place);
}

static void
take_mark (Index *index, MbNode *mark)
{
  const char *typed = said (mark, "data-entree", "data-entrée", "data-entry"),
             *below = said (mark, "data-sous-entree", "data-sous-entrée", "data-sub-entry"),
             *order = said (mark, "data-tri", NULL, "data-sort");
  const char *see = said (mark, "data-voir", NULL, "data-see"),
             *related = said (mark, "data-voir-aussi", NULL, "data-see-also");
  Entry *entry =
      take_entry (index, NULL, words_of (index, mark, typed), below ? NULL : order, mark);
  if (!entry) {
    mb_report (index->diagnostics, mark->pos, MB_MSG_INDEX_NO_ENTRY, NULL);
    return;
  }
  if (below)
    entry = take_entry (index, entry, words_of (index, mark, below), order, mark);
  if (see)
    g_ptr_array_add (entry->see, mark);
  if (related)
    g_ptr_array_add (entry->related, mark);
  /* a mark without words that only leads elsewhere is no place */
  if (mark->first || (!see && !related))
    add_place (index, entry, mark);
}

static gboolean
is_ours (const Index *index, const MbNode *mark)
{
  const char *name = mb_index_name (mark);
  return name ? g_strcmp0 (name, index->name) == 0 : index->main;
}

/* A mark and where a reader comes upon it, counted in nodes. */
typedef struct {
  MbNode *node;
  guint at, own;
} Mark;

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const Mark *x = a, *y = b;
  guint left = x->at == y->at ? x->own : x->at, right = x->at == y->at ? y->own : y->at;
  return left < right ? -1 : left > right;
}

/* The note that may go to the foot of the page of its call and holds @node. */
static const MbNode *
note_around (const MbNode *node)
{
  while (node && !(mb_node_is (node, "aside") && mb_node_is_note (node)))
    node = node->parent;
  return node;
}

/* The tree keeps the notes of a chapter at its end; their marks belong where they are called. */
static GArray *
find_marks (const Index *index)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL); /* node → its number */
  const MbNode *root = mb_doc_root (index->doc);
  guint n = 0;
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    const MbNode *note = mb_node_is_note_call (node) ? mb_doc_link_target (index->doc, node) : NULL;
    n++;
    if (note && !g_hash_table_contains (places, note))
      g_hash_table_insert (places, (gpointer) note, GUINT_TO_POINTER (n));
    else if (is_mark (node))
      g_hash_table_insert (places, (gpointer) node, GUINT_TO_POINTER (n));
  }
  for (MbNode *node = mb_index_next (index->doc, NULL); node;
       node = mb_index_next (index->doc, node)) {
    const MbNode *note = note_around (node);
    guint own = GPOINTER_TO_UINT (g_hash_table_lookup (places, node)),
          called = note ? GPOINTER_TO_UINT (g_hash_table_lookup (places, note)) : 0;
    Mark mark = { node, called ? called : own, own };
    g_array_append_val (marks, mark);
  }
  g_array_sort (marks, compare_marks);
  return marks;
}

static void
collect (Index *index)
{
  g_autoptr (GArray) marks = find_marks (index);
  for (guint i = 0; i < marks->len; i++) {
    MbNode *mark = g_array_index (marks, Mark, i).node;
    if (is_ours (index, mark))
      take_mark (index, mark);
  }
}

/* --- Writing ---------------------------------------------------------------------------------------------------------------- */

static void
add_text (Index *index, MbNode *parent, const char *text)
{
  mb_doc_append (parent, mb_doc_text (index->doc, text, -1, parent->pos, NULL, 0));
}

static void
add_link (Index *index, MbNode *parent, MbNode *target, gboolean end, gboolean principal)
{
  add_text (index, mb_doc_add (index->doc, parent, "span", "virgule", target->pos), ", ");
  add_text (index, mb_doc_add (index->doc, parent, "span", "tiret", target->pos), "-");
  MbNode *link = mb_doc_add (index->doc, parent, "a", "folio", target->pos);
  if (end)
    mb_doc_add_class (index->doc, link, "fin");
  if (principal)
    mb_doc_add_class (index->doc, link, "principal");
  mb_doc_set_attr (index->doc, link, "href",
                   mb_arena_printf (index->arena, "#%s", id_of (index, target, "index")));
}

static void
write_places (Index *index, const Entry *entry)
{
  if (entry->places->len == 0)
    return;
  MbNode *list = mb_doc_add (index->doc, entry->item, "span", "renvois", entry->pos);
  mb_doc_add_class (index->doc, list, "notypo");
  for (guint i = 0; i < entry->places->len; i++) {
    const Place *place = &g_array_index (entry->places, Place, i);
    add_link (index, list, place->from, FALSE, place->principal);
    if (place->to)
      add_link (index, list, place->to, TRUE, place->principal);
  }
}

/* A name among those of `voir`: a link to its entry. */
static void
write_name (Index *index, MbNode *parent, const char *name, const MbNode *mark)
{
  MbNode *words = mb_doc_element (index->doc, "span", mark->pos);
  mb_inline_string (index->doc, index->lines, words, name, MB_NO_SOURCE, mark->pos);
  const Entry *entry = find_entry (index, NULL, as_text (index, words));
  if (!entry) {
    mb_report (index->diagnostics, mark->pos, MB_MSG_INDEX_SEE, name, NULL);
    mb_doc_adopt_children (parent, words);
    return;
  }
  MbNode *link = mb_doc_add (index->doc, parent, "a", NULL, entry->item->pos);
  mb_doc_set_attr (index->doc, link, "href",
                   mb_arena_printf (index->arena, "#%s", id_of (index, entry->item, "entree")));
  mb_doc_adopt_children (link, words);
}

static void
write_names (Index *index, const Entry *entry, const GPtrArray *marks, gboolean also)
{
  const char *language = mb_doc_meta (index->doc)->language;
  gboolean french = g_ascii_strncasecmp (language, "fr", 2) == 0;
  MbNode *list = NULL;
  for (guint i = 0; i < marks->len; i++) {
    const MbNode *mark = marks->pdata[i];
    const char *value = also ? said (mark, "data-voir-aussi", NULL, "data-see-also")
                             : said (mark, "data-voir", NULL, "data-see");
    g_auto (GStrv) names = g_strsplit (value, ";", -1);
    for (char **name = names; *name; name++) {
      if (!*g_strstrip (*name))
        continue;
      if (!list) {
        list = mb_doc_add (index->doc, entry->item, "span", "voir", entry->pos);
        add_text (index, list, also && entry->places->len ? " ; " : ", ");
        add_text (index, mb_doc_add (index->doc, list, "i", NULL, entry->pos),
                  french ? (also ? "voir aussi" : "voir") : (also ? "see also" : "see"));
        add_text (index, list, " ");
      } else {
        add_text (index, list, ", ");
      }
      write_name (index, list, *name, mark);
    }
  }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = *(const Entry *const *) a, *y = *(const Entry *const *) b;
  guint n = MIN (x->order->len, y->order->len);
  int order = n ? memcmp (x->order->data, y->order->data, n) : 0;
  if (order == 0 && x->order->len != y->order->len)
    order = x->order->len < y->order->len ? -1 : 1;
  return order ? order : x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* The items first, so that references find them whatever their order. */
static void
write_items (Index *index, MbNode *list, const GPtrArray *entries, const char *class_name)
{
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = entries->pdata[i];
    entry->item = mb_doc_add (index->doc, list, "li", class_name, entry->pos);
    mb_doc_append (entry->item, entry->words);
  }
}

static void
write_contents (Index *index, const Entry *entry)
{
  write_places (index, entry);
  write_names (index, entry, entry->see, FALSE);
  write_names (index, entry, entry->related, TRUE);
  if (entry->below->len == 0)
    return;
  g_ptr_array_sort (entry->below, compare_entries);
  MbNode *list = mb_doc_add (index->doc, entry->item, "ul", "sous-entrees", entry->pos);
  write_items (index, list, entry->below, "sous-entree");
  for (guint i = 0; i < entry->below->len; i++)
    write_contents (index, entry->below->pdata[i]);
}

/* A range that was begun and never ended is one place. */
static void
check_ranges (const Index *index, const GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = entries->pdata[i];
    if (entry->open >= 0)
      mb_report (index->diagnostics, g_array_index (entry->places, Place, entry->open).from->pos,
                 MB_MSG_INDEX_RANGE, entry->text, NULL);
    check_ranges (index, entry->below);
  }
}

static void
write_letters (Index *index, MbNode *parent)
{
  const char *letter = NULL;
  MbNode *list = NULL;
  for (guint i = 0; i < index->entries->len; i++) {
    Entry *entry = index->entries->pdata[i];
    if (!list || g_strcmp0 (letter, entry->initial) != 0) {
      MbNode *group = mb_doc_add (index->doc, parent, "div", "groupe", entry->pos);
      letter = entry->initial;
      if (letter)
        add_text (index, mb_doc_add (index->doc, group, "p", "initiale", entry->pos), letter);
      list = mb_doc_add (index->doc, group, "ul", NULL, entry->pos);
    }
    entry->item = mb_doc_add (index->doc, list, "li", "entree", entry->pos);
    mb_doc_append (entry->item, entry->words);
  }
  for (guint i = 0; i < index->entries->len; i++)
    write_contents (index, index->entries->pdata[i]);
}

static MbNode *
write_section (Index *index, const char *title, MbPos pos)
{
  MbNode *section = mb_doc_element (index->doc, "section", pos);
  mb_doc_add_class (index->doc, section, "final");
  mb_doc_add_class (index->doc, section, "index");
  mb_doc_set_attr (index->doc, section, "epub:type", "index");
  mb_doc_set_attr (index->doc, section, "role", "doc-index");
  add_text (index, mb_doc_add (index->doc, section, "h1", NULL, pos), title);
  write_letters (index, mb_doc_add (index->doc, section, "div", "entrees", pos));
  return section;
}

static UCollator *
open_collator (MbDoc *doc)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree char *locale = g_strdelimit (g_strdup (mb_doc_meta (doc)->language), "-", '_');
  UCollator *collator = ucol_open (locale, &status);
  if (U_SUCCESS (status))
    return collator;
  return NULL;
}

MbNode *
mb_index_new (MbDoc *doc, MbLines *lines, const char *name, gboolean main, const char *title,
              MbPos pos)
{
  Index index = { .doc = doc,
                  .lines = lines,
                  .arena = mb_doc_arena (doc),
                  .diagnostics = mb_doc_diagnostics (doc),
                  .name = name,
                  .main = main,
                  .collator = open_collator (doc),
                  .entries = g_ptr_array_new_with_free_func (entry_free),
                  .known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  collect (&index);
  check_ranges (&index, index.entries);
  g_ptr_array_sort (index.entries, compare_entries);
  MbNode *section = index.entries->len ? write_section (&index, title, pos) : NULL;
  g_hash_table_unref (index.known);
  g_ptr_array_unref (index.entries);
  if (index.collator)
    ucol_close (index.collator);
  return section;
}
