/* SPDX-License-Identifier: Apache-2.0 */
/* What a book has around its text, from its manifest: each thing a section of the body, in the order of French books.
 *
 *   section.liminaire.faux-titre       title alone, recto
 *   section.liminaire.du-meme-auteur   its verso
 *   section.liminaire.titre-livre      div.haut: p.auteur h1.titre p.sous-titre p.genre p.traducteur p.contributeur
 *                                      p.collection; div.bas: p.marque p.editeur p.lieu-annee
 *   section.liminaire.copyright        its verso: p.titre-original p.droits (or p.titulaire) p.edition p.editeur p.isbn p.issn
 *                                      p.depot-legal
 *   section.liminaire.dedicace
 *   section.liminaire.epigraphe        blockquote > p…, p.source
 *   nav.liminaire.table                contents.c; or nav.final.table after the chapters
 *   section.final.notes-du-livre       endnotes.c
 *   section.final.index                index.c
 *   nav.table.figures, nav.table.tableaux   contents.c; before the contents, or after the chapters
 *   section.final.colophon             p… p.imprimeur
 *
 * A thing is made when there is something to say in it, and a key can forbid it. What a book brings along is not made again:
 * a first chapter that is a title page, a copyright page, a contents. Words such as « ISBN » are the sheet's. */
#include "internal.h"

#include <string.h>

/* A first chapter that holds the title and no more than this is a title page. */
#define TITLE_PAGE_BYTES   400
#define CHAPTERS_LOOKED_AT 6

typedef struct {
  MbDoc *doc;
  MbLines *lines;
  const MbFront *front;
  MbArena *arena;
  MbDiagnostics *diagnostics;
  MbNode *body;
  MbNode *place;        /* what front matter stands before; NULL: at the end */
  const MbNode *own;    /* the title page of the book itself, or NULL */
  gboolean half_titled; /* a half-title was made */
} Matter;

/* --- Values --- */

static const MbYaml *
value_of (const Matter *m, MbKey key)
{
  const MbYaml *value = m->front->values[key];
  gboolean empty =
      !value || (value->kind == MB_YAML_SCALAR ? !*value->value : value->first == NULL);
  return empty ? NULL : value;
}

static const char *
text_of (const Matter *m, MbKey key)
{
  return mb_front_text (m->front, key, m->diagnostics);
}

/* Which of @words ("oui|yes", "non|no"…) the value of @key is; -1: none, reported when it says something else. */
static int
choice_of (const Matter *m, MbKey key, const char *const *words, const char *shown)
{
  const char *text = text_of (m, key);
  if (!text)
    return -1;
  g_autofree char *lower = g_utf8_strdown (text, -1);
  for (int i = 0; words[i]; i++) {
    g_auto (GStrv) alike = g_strsplit (words[i], "|", -1);
    if (g_strv_contains ((const char *const *) alike, lower))
      return i;
  }
  const MbYaml *value = m->front->values[key];
  mb_report_width (m->diagnostics, value->pos, (guint) g_utf8_strlen (text, -1), MB_MSG_KEY_CHOICE,
                   text, value->key ? value->key : "", shown, NULL);
  return -1;
}

static gboolean
is_wanted (const Matter *m, MbKey key, gboolean otherwise)
{
  static const char *const words[] = { "oui|yes|true", "non|no|false", NULL };
  int choice = choice_of (m, key, words, "oui, non");
  return choice < 0 ? otherwise : choice == 0;
}

static gboolean
is_french (const Matter *m)
{
  return g_ascii_strncasecmp (mb_doc_meta (m->doc)->language, "fr", 2) == 0;
}

/* --- Writing --- */

static MbNode *
open_section (Matter *m, const char *name, const char *type, gboolean final, MbPos pos)
{
  MbNode *section = mb_doc_element (m->doc, "section", pos);
  mb_doc_add_class (m->doc, section, final ? "final" : "liminaire");
  mb_doc_add_class (m->doc, section, name);
  if (type)
    mb_doc_set_attr (m->doc, section, "epub:type", type);
  if (final || !m->place)
    mb_doc_append (m->body, section);
  else
    mb_doc_insert_before (m->place, section);
  return section;
}

static void
add_text (Matter *m, MbNode *parent, const char *element, const char *class_name, const char *text,
          MbPos pos)
{
  if (text && *text)
    mb_doc_append (mb_doc_add (m->doc, parent, element, class_name, pos),
                   mb_doc_text (m->doc, text, -1, pos, NULL, 0));
}

/* A paragraph of the lines [@from, @to) of @lines, with breaks between. */
static void
add_paragraph (Matter *m, MbNode *parent, const char *class_name, char **lines, guint from,
               guint to, const MbYaml *value)
{
  MbNode *paragraph = mb_doc_add (m->doc, parent, "p", class_name, value->pos);
  for (guint i = from; i < to; i++) {
    if (i > from)
      mb_doc_add (m->doc, paragraph, "br", NULL, value->pos);
    mb_inline_string (m->doc, m->lines, paragraph, g_strstrip (lines[i]),
                      from + 1 == to && i == 0 ? value->source : MB_NO_SOURCE, value->pos);
  }
}

/* One text: paragraphs apart by a blank line, lines within them as typed. */
static void
add_lines (Matter *m, MbNode *parent, const char *class_name, const MbYaml *value)
{
  g_autofree char *text = g_strchomp (g_strdup (value->value));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines), from = 0;
  for (guint i = 0; i <= n; i++) {
    gboolean blank = i == n || lines[i][strspn (lines[i], " \t")] == '\0';
    if (!blank)
      continue;
    if (i > from)
      add_paragraph (m, parent, class_name, lines, from, i, value);
    from = i + 1;
  }
}

/* A text, or a list of them. */
static void
add_value (Matter *m, MbNode *parent, const char *class_name, const MbYaml *value)
{
  const MbYaml *item = value && value->kind == MB_YAML_LIST ? value->first : value;
  for (; item; item = value->kind == MB_YAML_LIST ? item->next : NULL) {
    if (item->kind == MB_YAML_SCALAR)
      add_lines (m, parent, class_name, item);
    else
      mb_report (m->diagnostics, item->pos, MB_MSG_KEY_WANTS_TEXT, value->key ? value->key : "",
                 NULL);
  }
}

static void
add_key (Matter *m, MbNode *parent, const char *class_name, MbKey key)
{
  add_value (m, parent, class_name, value_of (m, key));
}

/* --- What the book brings along --- */

static gboolean
is_chapter (const MbNode *node)
{
  return mb_node_is (node, "section") && mb_node_has_class (node, "chapitre");
}

/* What is of @type in one of the first chapters, or NULL. */
static const MbNode *
find_own (const Matter *m, const char *type)
{
  guint n = 0;
  for (const MbNode *node = m->body->first; node; node = mb_node_next (node, m->body)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    n += is_chapter (node);
    if (n > CHAPTERS_LOOKED_AT)
      return NULL;
    if (mb_node_has_token (node, "epub:type", type))
      return node;
  }
  return NULL;
}

static gboolean
holds_folded (const char *text, const char *part)
{
  g_autofree char *a = g_utf8_casefold (text, -1), *b = g_utf8_casefold (part, -1);
  return strstr (a, b) != NULL;
}

/* The first chapter when it is the book's own title page. */
static const MbNode *
own_title_page (const Matter *m)
{
  const char *title = mb_doc_meta (m->doc)->title;
  MbNode *first = m->body->first;
  const MbNode *said = find_own (m, "titlepage");
  while (said && said->parent != m->body && said->parent)
    said = said->parent;
  if (said || !title || !first || !is_chapter (first))
    return said;
  const char *text = mb_node_text (first, m->arena);
  return strlen (text) <= TITLE_PAGE_BYTES && holds_folded (text, title) ? first : NULL;
}

/* --- Front matter --- */

static void
write_same_author (Matter *m, gboolean final)
{
  const MbYaml *value = value_of (m, MB_KEY_SAME_AUTHOR);
  if (!value)
    return;
  MbNode *section = open_section (m, "du-meme-auteur", NULL, final, value->pos);
  add_text (m, section, "p", "intitule", is_french (m) ? "Du même auteur" : "By the same author",
            value->pos);
  add_value (m, section, "oeuvre", value);
}

/* @here: where findings in the title are pointed at, and mended. */
static void
add_title (Matter *m, MbNode *parent, const char *element, const MbYaml *title, gboolean here)
{
  MbNode *name = mb_doc_add (m->doc, parent, element, "titre", title->pos);
  if (title->kind == MB_YAML_SCALAR)
    mb_inline_string (m->doc, m->lines, name, title->value, here ? title->source : MB_NO_SOURCE,
                      title->pos);
}

static void
write_half_title (Matter *m)
{
  const MbMeta *meta = mb_doc_meta (m->doc);
  const MbYaml *title = value_of (m, MB_KEY_TITLE);
  gboolean published = meta->publisher != NULL || value_of (m, MB_KEY_SAME_AUTHOR);
  if (!title || m->own || !is_wanted (m, MB_KEY_HALF_TITLE, published))
    return;
  MbNode *section = open_section (m, "faux-titre", "halftitlepage", FALSE, title->pos);
  add_title (m, section, "p", title, FALSE);
  m->half_titled = TRUE;
  write_same_author (m, FALSE);
}

/* "Lamber, Juliette", as catalogues write it, is Juliette Lamber on a title page. */
static const char *
name_as_spoken (Matter *m, const char *name)
{
  const char *comma = strchr (name, ',');
  if (!comma || comma == name || strchr (comma + 1, ',') || !comma[1 + strspn (comma + 1, " ")])
    return name;
  return mb_arena_printf (m->arena, "%s %.*s", comma + 1 + strspn (comma + 1, " "),
                          (int) (comma - name), name);
}

static gboolean
is_author (const MbPerson *person)
{
  static const char *const words[] = { "auteur", "autrice", "author", "aut", NULL };
  return !person->role || !*person->role || g_strv_contains (words, person->role);
}

static gboolean
is_translator (const MbPerson *person)
{
  static const char *const words[] = { "traducteur", "traductrice", "translator", "trl", NULL };
  return person->role && g_strv_contains (words, person->role);
}

static void
add_people (Matter *m, MbNode *section, gboolean authors, MbPos pos)
{
  const MbMeta *meta = mb_doc_meta (m->doc);
  for (guint i = 0; i < meta->n_people; i++) {
    const MbPerson *person = &meta->people[i];
    if (is_author (person) != authors)
      continue;
    add_text (m, section, "p",
              authors                  ? "auteur"
              : is_translator (person) ? "traducteur"
                                       : "contributeur",
              name_as_spoken (m, person->name), pos);
    if (!authors && !is_translator (person))
      mb_doc_set_attr (m->doc, section->last, "data-role", person->role);
  }
}

/* The publisher's mark: a name of a picture, or src and alt. */
static void
add_mark (Matter *m, MbNode *section)
{
  const MbYaml *value = value_of (m, MB_KEY_MARK);
  MbFront fields = { { NULL } };
  if (!value)
    return;
  const char *src = value->value, *alt = NULL;
  if (value->kind != MB_YAML_SCALAR) {
    mb_front_read (&fields, (MbYaml *) value, MB_IN_MARK, m->diagnostics);
    src = mb_front_text (&fields, MB_KEY_SRC, m->diagnostics);
    alt = mb_front_text (&fields, MB_KEY_ALT, m->diagnostics);
  }
  if (!src)
    return;
  MbNode *paragraph = mb_doc_add (m->doc, section, "p", "marque", value->pos);
  MbNode *img = mb_doc_add (m->doc, paragraph, "img", NULL, value->pos);
  const char *publisher = mb_doc_meta (m->doc)->publisher;
  mb_doc_set_attr (m->doc, img, "src", src);
  mb_doc_set_attr (m->doc, img, "alt",
                   alt         ? alt
                   : publisher ? publisher
                               : ""); /* a mark says whose it is */
}

/* "Port-Alize, 2026", of what is known. */
static const char *
join (Matter *m, const char *a, const char *b)
{
  return a && b ? mb_arena_printf (m->arena, "%s, %s", a, b) : a ? a : b;
}

static void
write_title_page (Matter *m)
{
  const MbMeta *meta = mb_doc_meta (m->doc);
  const MbYaml *title = value_of (m, MB_KEY_TITLE);
  gboolean enough = meta->n_people > 0 || meta->publisher;
  if (!title || m->own || !is_wanted (m, MB_KEY_TITLE_PAGE, enough))
    return;
  MbNode *section = open_section (m, "titre-livre", "titlepage", FALSE, title->pos);
  MbNode *upper = mb_doc_add (m->doc, section, "div", "haut", title->pos);
  add_people (m, upper, TRUE, title->pos);
  add_title (m, upper, "h1", title, TRUE);
  add_key (m, upper, "sous-titre", MB_KEY_SUBTITLE);
  add_key (m, upper, "genre", MB_KEY_GENRE);
  add_people (m, upper, FALSE, title->pos);
  add_key (m, upper, "collection", MB_KEY_COLLECTION);
  MbNode *lower = mb_doc_add (m->doc, section, "div", "bas", title->pos);
  add_mark (m, lower);
  add_key (m, lower, "editeur", MB_KEY_PUBLISHER);
  add_text (m, lower, "p", "lieu-annee",
            join (m, text_of (m, MB_KEY_PLACE), text_of (m, MB_KEY_YEAR)), title->pos);
  if (!lower->first)
    mb_doc_unlink (lower);
}

static void
write_copyright (Matter *m)
{
  static const MbKey keys[] = { MB_KEY_RIGHTS, MB_KEY_ISBN, MB_KEY_DEPOSIT, MB_KEY_ORIGINAL_TITLE };
  const MbMeta *meta = mb_doc_meta (m->doc);
  const MbYaml *first = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (keys) && !first; i++)
    first = value_of (m, keys[i]);
  if (!first || find_own (m, "copyright-page") || !is_wanted (m, MB_KEY_COPYRIGHT_PAGE, TRUE))
    return;
  MbNode *section = open_section (m, "copyright", "copyright-page", FALSE, first->pos);
  add_key (m, section, "titre-original", MB_KEY_ORIGINAL_TITLE);
  add_key (m, section, "droits", MB_KEY_RIGHTS);
  if (!value_of (m, MB_KEY_RIGHTS) && meta->publisher)
    add_text (m, section, "p", "titulaire", join (m, meta->publisher, text_of (m, MB_KEY_YEAR)),
              first->pos);
  add_key (m, section, "edition", MB_KEY_EDITION);
  gboolean said = !value_of (m, MB_KEY_RIGHTS) && !value_of (m, MB_KEY_PLACE);
  if (meta->publisher && !said)
    add_text (m, section, "p", "editeur", join (m, meta->publisher, text_of (m, MB_KEY_PLACE)),
              first->pos);
  add_key (m, section, "isbn", MB_KEY_ISBN);
  add_key (m, section, "issn", MB_KEY_ISSN);
  add_key (m, section, "depot-legal", MB_KEY_DEPOSIT);
}

static void
write_dedication (Matter *m)
{
  const MbYaml *value = value_of (m, MB_KEY_DEDICATION);
  if (value && !find_own (m, "dedication"))
    add_value (m, open_section (m, "dedicace", "dedication", FALSE, value->pos), NULL, value);
}

/* An epigraph is a text, or a text with its author and work. */
static void
add_epigraph (Matter *m, MbNode *section, const MbYaml *entry)
{
  MbFront fields = { { NULL } };
  MbNode *quote = mb_doc_add (m->doc, section, "blockquote", NULL, entry->pos);
  if (entry->kind == MB_YAML_SCALAR) {
    add_lines (m, quote, NULL, entry);
    return;
  }
  mb_front_read (&fields, (MbYaml *) entry, MB_IN_EPIGRAPH, m->diagnostics);
  const char *author = mb_front_text (&fields, MB_KEY_AUTHOR, m->diagnostics),
             *work = mb_front_text (&fields, MB_KEY_TITLE, m->diagnostics);
  add_value (m, quote, NULL, fields.values[MB_KEY_TEXT]);
  if (!quote->first)
    mb_doc_unlink (quote);
  if (!author && !work)
    return;
  MbNode *source = mb_doc_add (m->doc, section, "p", "source", entry->pos);
  if (author)
    mb_doc_append (source, mb_doc_text (m->doc, join (m, author, work ? "" : NULL), -1, entry->pos,
                                        NULL, 0));
  if (work)
    add_text (m, source, "cite", NULL, work, entry->pos);
}

static void
write_epigraph (Matter *m)
{
  const MbYaml *value = value_of (m, MB_KEY_EPIGRAPH);
  if (!value || find_own (m, "epigraph"))
    return;
  MbNode *section = open_section (m, "epigraphe", "epigraph", FALSE, value->pos);
  const MbYaml *entry = value->kind == MB_YAML_LIST ? value->first : value;
  for (; entry; entry = value->kind == MB_YAML_LIST ? entry->next : NULL)
    add_epigraph (m, section, entry);
}

/* --- Indexes --- */

/* The title of the index that value @text asks for; NULL: none. */
static const char *
index_title (const Matter *m, const char *text)
{
  static const char *const yes[] = { "oui", "yes", "true", NULL };
  static const char *const no[] = { "non", "no", "false", "aucun", NULL };
  g_autofree char *lower = text ? g_utf8_strdown (text, -1) : NULL;
  if (!lower || g_strv_contains (yes, lower))
    return "Index";
  return g_strv_contains (no, lower) ? NULL : text;
}

static gboolean
write_index (Matter *m, const char *name, gboolean main, const char *title, MbPos pos)
{
  MbNode *section = mb_index_new (m->doc, m->lines, name, main, title, pos);
  if (section)
    mb_doc_append (m->body, section);
  return section != NULL;
}

/* Marks that name an index which the manifest does not. */
static void
check_names (const Matter *m, const MbYaml *map)
{
  for (MbNode *mark = mb_index_next (m->doc, NULL); mark; mark = mb_index_next (m->doc, mark)) {
    const char *name = mb_index_name (mark);
    const MbYaml *entry = map;
    while (entry && g_strcmp0 (entry->key, name) != 0)
      entry = entry->next;
    if (name && !entry)
      mb_report (m->diagnostics, mark->pos, MB_MSG_INDEX_NAME, name, NULL);
  }
}

/* `index: oui`, `index: Index des noms`, or several by name: `index: { lieux: Index des lieux, noms: Index des noms }`. Without the key
 * there is one when the text has marks. */
static void
write_indexes (Matter *m)
{
  const MbYaml *value = m->front->values[MB_KEY_BOOK_INDEX];
  gboolean several = value && value->kind == MB_YAML_MAP;
  const char *text = several ? NULL : text_of (m, MB_KEY_BOOK_INDEX);
  const char *title = index_title (m, text);
  MbPos pos = value ? value->pos : (MbPos){ m->lines->file, 1, 1 };
  if (!title || find_own (m, "index"))
    return;
  check_names (m, several ? value->first : NULL);
  gboolean some = FALSE;
  for (const MbYaml *entry = several ? value->first : NULL; entry; entry = entry->next)
    if (entry->kind == MB_YAML_SCALAR)
      some |= write_index (m, entry->key, entry == value->first, entry->value, entry->pos);
  if (!several)
    some = write_index (m, NULL, TRUE, title, pos);
  if (!some && value)
    mb_report (m->diagnostics, value->pos, MB_MSG_INDEX_EMPTY, NULL);
}

/* --- Contents, colophon --- */

typedef enum { CONTENTS_FRONT, CONTENTS_BACK, CONTENTS_NONE } Contents;

static void
write_contents (Matter *m)
{
  static const char *const words[] = { "debut|début|front|tete|tête", "fin|back|end",
                                       "non|no|false|aucune", NULL };
  int choice = choice_of (m, MB_KEY_CONTENTS, words, "debut, fin, non");
  Contents where = choice < 0 ? CONTENTS_BACK : (Contents) choice;
  const MbYaml *value = m->front->values[MB_KEY_CONTENTS];
  MbPos pos = value ? value->pos : (MbPos){ m->lines->file, 1, 1 };
  if (where == CONTENTS_NONE || find_own (m, "toc"))
    return;
  MbNode *nav = mb_contents_new (m->doc, is_french (m) ? "Table" : "Contents", choice >= 0, pos);
  if (!nav)
    return;
  mb_doc_add_class (m->doc, nav, where == CONTENTS_FRONT ? "liminaire" : "final");
  if (where == CONTENTS_FRONT && m->place)
    mb_doc_insert_before (m->place, nav);
  else
    mb_doc_append (m->body, nav);
}

/* `table-des-figures: fin`, `debut`; « oui » is the end. */
static void
write_list (Matter *m, MbKey key, gboolean tables, const char *french, const char *english)
{
  static const char *const words[] = { "debut|début|front|tete|tête", "fin|back|end|oui|yes|true",
                                       "non|no|false|aucune", NULL };
  int choice = choice_of (m, key, words, "debut, fin, non");
  if (choice < 0 || choice == CONTENTS_NONE)
    return;
  MbPos pos = m->front->values[key]->pos;
  MbNode *nav = mb_contents_list_new (m->doc, tables, is_french (m) ? french : english, pos);
  if (!nav) {
    mb_report (m->diagnostics, pos, MB_MSG_LIST_EMPTY, m->front->values[key]->key, NULL);
    return;
  }
  mb_doc_add_class (m->doc, nav, choice == CONTENTS_FRONT ? "liminaire" : "final");
  if (choice == CONTENTS_FRONT && m->place)
    mb_doc_insert_before (m->place, nav);
  else
    mb_doc_append (m->body, nav);
}

static void
write_lists (Matter *m)
{
  write_list (m, MB_KEY_FIGURES, FALSE, "Table des figures", "List of figures");
  write_list (m, MB_KEY_TABLES, TRUE, "Table des tableaux", "List of tables");
}

/* --- Notes --- */

static void
write_notes (Matter *m)
{
  static const char *const places[] = { "pied|bas|foot|page", "chapitre|chapitres|chapter",
                                        "fin|livre|end|book", NULL };
  static const char *const counts[] = { "page", "chapitre|chapter", "livre|document|book", NULL };
  int place = choice_of (m, MB_KEY_NOTES, places, "pied, chapitre, fin"),
      count = choice_of (m, MB_KEY_NOTE_NUMBERING, counts, "page, chapitre, livre");
  const MbYaml *value = m->front->values[MB_KEY_NOTES];
  if (count > 0)
    mb_endnotes_number (m->doc, count == 2);
  else if (count == 0 && place <= 0)
    mb_doc_add_class (m->doc, m->body, "notes-par-page");
  else if (count == 0)
    mb_report (m->diagnostics, m->front->values[MB_KEY_NOTE_NUMBERING]->pos, MB_MSG_NOTES_BY_PAGE,
               NULL);
  if (place > 0)
    mb_endnotes_write (m->doc, place == 1, "Notes", value->pos);
}

static void
write_colophon (Matter *m)
{
  const MbYaml *value = value_of (m, MB_KEY_COLOPHON), *printer = value_of (m, MB_KEY_PRINTER);
  if (!value && !printer)
    return;
  MbNode *section =
      open_section (m, "colophon", "colophon", TRUE, value ? value->pos : printer->pos);
  add_value (m, section, NULL, value);
  add_value (m, section, "imprimeur", printer);
}

/* --- Numbers of chapters --- */

static const char *
roman (MbArena *arena, guint number)
{
  static const struct {
    guint value;
    const char *letters;
  } steps[] = { { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" },
                { 90, "XC" },  { 50, "L" },   { 40, "XL" }, { 10, "X" },   { 9, "IX" },
                { 5, "V" },    { 4, "IV" },   { 1, "I" } };
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    for (; number >= steps[i].value; number -= steps[i].value)
      g_string_append (out, steps[i].letters);
  return mb_arena_strdup (arena, out->str);
}

/* A preface has no number, and neither has what the book says is one. */
static gboolean
is_numbered (const Matter *m, const MbNode *chapter)
{
  const char *type = mb_node_attr (chapter, "epub:type");
  return chapter != m->own && (!type || mb_node_has_token (chapter, "epub:type", "chapter"));
}

static void
number_chapters (Matter *m)
{
  static const char *const words[] = { "romaine|romains|roman", "arabe|arabes|arabic",
                                       "non|no|false|aucune", NULL };
  int choice = choice_of (m, MB_KEY_NUMBERING, words, "romaine, arabe, non");
  guint number = 0;
  if (choice < 0 || choice > 1)
    return;
  for (MbNode *node = m->body->first; node;) {
    gboolean chapter = is_chapter (node);
    if (chapter && is_numbered (m, node)) {
      number++;
      mb_doc_set_attr (m->doc, node, "data-numero",
                       choice == 0 ? roman (m->arena, number)
                                   : mb_arena_printf (m->arena, "%u", number));
    }
    node = chapter ? mb_node_skip (node, m->body) : mb_node_next (node, m->body);
  }
}

/* The translator is one of the people of the edition. */
static void
take_translator (Matter *m)
{
  MbMeta *meta = mb_doc_meta (m->doc);
  const char *name = text_of (m, MB_KEY_TRANSLATOR);
  if (!name)
    return;
  MbPerson *people = mb_arena_array (m->arena, MbPerson, meta->n_people + 1);
  if (meta->n_people)
    memcpy (people, meta->people, meta->n_people * sizeof *people);
  people[meta->n_people++] = (MbPerson){ name, "traducteur" };
  meta->people = people;
}

void
mb_matter_write (MbDoc *doc, MbLines *lines, const MbFront *front)
{
  Matter m = { .doc = doc,
               .lines = lines,
               .front = front,
               .arena = mb_doc_arena (doc),
               .diagnostics = mb_doc_diagnostics (doc),
               .body = mb_doc_root (doc) };
  m.own = own_title_page (&m);
  m.place = m.own ? m.own->next : m.body->first;
  take_translator (&m);
  number_chapters (&m);
  if (!is_wanted (&m, MB_KEY_RECTO, TRUE))
    mb_doc_add_class (doc, m.body, "chapitres-a-suivre");
  write_half_title (&m);
  write_title_page (&m);
  write_copyright (&m);
  write_dedication (&m);
  write_epigraph (&m);
  write_notes (&m);
  write_indexes (&m);
  write_lists (&m);
  write_contents (&m);
  if (!m.half_titled)
    write_same_author (&m, TRUE);
  write_colophon (&m);
}
