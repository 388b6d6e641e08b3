/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of an article (read.h): what front matter says and what stands before the text
 * go into its header. */
#include "internal.h"

#include <string.h>

#define KICKER_MAX 80 /* bytes */

typedef struct {
  MbDoc *doc;
  MbDiagnostics *diagnostics;
  MbLines *lines;
  MbNode *article;
  const MbFront *front;
} Dress;

/* The order of a header. */
static const char *const SLOTS[] = {
  "surtitre", NULL, "sous-titre", "chapo", "signature", "dates"
};

static int
slot_of (const MbNode *node)
{
  if (mb_node_is (node, "h1"))
    return 1;
  for (int i = 0; mb_node_is (node, "p") && i < (int) G_N_ELEMENTS (SLOTS); i++)
    if (SLOTS[i] && mb_node_has_class (node, SLOTS[i]))
      return i;
  return -1;
}

/* The header of @article, made when missing. */
static MbNode *
header_of (MbDoc *doc, MbNode *article)
{
  MbNode *first = article->first;
  if (first && mb_node_is (first, "header"))
    return first;
  MbNode *header = mb_doc_element (doc, "header", article->pos);
  if (first)
    mb_doc_insert_before (first, header);
  else
    mb_doc_append (article, header);
  return header;
}

/* Put @node after what the header holds of its own and earlier slots. */
static void
place (MbNode *header, MbNode *node)
{
  int slot = slot_of (node);
  for (MbNode *old = header->first; old; old = old->next)
    if (slot_of (old) > slot) {
      mb_doc_insert_before (old, node);
      return;
    }
  mb_doc_append (header, node);
}

/* Titles and the like that stand before the text move into the header; pictures among them stay. */
static void
gather_header (Dress *d)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  gboolean title = FALSE;
  for (MbNode *node = d->article->first; node; node = node->next) {
    int slot = slot_of (node);
    if (slot < 0 && !mb_node_is (node, "figure"))
      break;
    if (slot == 1 && title)
      break;
    title |= slot == 1;
    if (slot >= 0)
      g_ptr_array_add (found, node);
  }
  if (!found->len)
    return;
  MbNode *header = header_of (d->doc, d->article);
  for (guint i = 0; i < found->len; i++)
    place (header, found->pdata[i]);
}

static MbNode *
add_line (Dress *d, const char *element, const char *class_name, MbKey key)
{
  const char *text = mb_front_text (d->front, key, d->diagnostics);
  if (!text)
    return NULL;
  const MbYaml *value = d->front->values[key];
  MbNode *node = mb_doc_element (d->doc, element, value->pos);
  if (class_name)
    mb_doc_add_class (d->doc, node, class_name);
  mb_inline_string (d->doc, d->lines, node, text, value->source, value->pos);
  return node;
}

static gboolean
same_text (Dress *d, const MbNode *a, const MbNode *b)
{
  MbArena *arena = mb_doc_arena (d->doc);
  return strcmp (mb_node_text (a, arena), mb_node_text (b, arena)) == 0;
}

/* The first heading of a text whose title is given already. Returns: FALSE when the title of front
 * matter is not for the page. */
static gboolean
settle_heading (Dress *d, MbNode *title, MbNode *old, gboolean as_chapter)
{
  MbNode *header = mb_node_is (old->parent, "header") ? old->parent : NULL;
  if (same_text (d, old, title)) {
    mb_report (d->diagnostics, old->pos, MB_MSG_TITLE_AGAIN, NULL);
    mb_doc_unlink (old);
    return TRUE;
  }
  if (as_chapter) {
    /* a chapter's own heading stands; the name in its front matter is for the table of contents */
    const char *text = mb_node_text (title, mb_doc_arena (d->doc));
    mb_doc_set_attr_at (d->doc, d->article, "data-titre", text, title->pos);
    return FALSE;
  }
  mb_report (d->diagnostics, old->pos, MB_MSG_TITLE_TWICE, NULL);
  if (header)
    mb_doc_insert_after (header, mb_node_rename (d->doc, old, "h2"));
  return TRUE;
}

static void
add_title (Dress *d, gboolean as_chapter)
{
  MbNode *title = add_line (d, "h1", NULL, MB_KEY_TITLE);
  MbNode *old = title ? mb_heading_first (d->article) : NULL;
  if (!title)
    return;
  if (old && mb_node_is (old, "h1") && !settle_heading (d, title, old, as_chapter))
    return;
  if (!as_chapter)
    place (header_of (d->doc, d->article), title);
  else if (d->article->first)
    mb_doc_insert_before (d->article->first, title);
  else
    mb_doc_append (d->article, title);
}

/* A MARC code or the plain word says nothing to a reader of newspapers. */
static gboolean
is_printed_role (const char *role)
{
  static const char *const PLAIN[] = { "auteur", "autrice", "auteure", "author", NULL };
  g_autofree char *lower = role ? g_utf8_strdown (role, -1) : NULL;
  gboolean code = role && strlen (role) == 3 && strspn (role, "abcdefghijklmnopqrstuvwxyz") == 3;
  return role && *role && !code && !g_strv_contains (PLAIN, lower);
}

/* « Nom, envoyée à Lestrac, et Nom »: what stands before person @i. */
static const char *
separator_of (Dress *d, const MbPerson *people, guint i, guint n)
{
  const char *language = mb_node_attr (d->article, "lang");
  language = language ? language : mb_doc_meta (d->doc)->language;
  const char *and = g_str_has_prefix (language, "fr") ? " et " : " and ";
  if (i + 1 < n)
    return ", ";
  return is_printed_role (people[i - 1].role) ? mb_arena_printf (mb_doc_arena (d->doc), ",%s", and)
                                              : and;
}

/* @text, a value of the settings, as an element of class @name: it stands in the file as it is, or nobody knows where. */
static MbNode *
value_span (Dress *d, const char *name, const char *text, const MbYaml *value)
{
  MbNode *span = mb_doc_element (d->doc, "span", value->pos);
  g_return_val_if_fail (text != NULL, span);
  MbRun run = { 0, (guint32) strlen (text), (guint32) MAX (value->source, 0) };
  mb_doc_add_class (d->doc, span, name);
  mb_doc_append (span, mb_doc_text (d->doc, text, -1, value->pos, &run,
                                    value->source == MB_NO_SOURCE ? 0 : 1));
  return span;
}

static void
add_role (Dress *d, MbNode *line, const MbPerson *person, const MbPersonSource *source)
{
  if (!is_printed_role (person->role))
    return;
  mb_doc_append (line, mb_doc_text (d->doc, ", ", 2, source->role->pos, NULL, 0));
  mb_doc_append (line, value_span (d, "role", person->role, source->role));
}

static void
add_signature (Dress *d)
{
  guint n;
  MbArena *arena = mb_doc_arena (d->doc);
  const MbPersonSource *sources;
  const MbPerson *people = mb_front_people (d->front, arena, d->diagnostics, &n, &sources);
  if (!n)
    return;
  MbPos pos = d->front->values[MB_KEY_AUTHOR]->pos;
  MbNode *line = mb_doc_element (d->doc, "p", pos);
  mb_doc_add_class (d->doc, line, "signature");
  mb_doc_set_attr (d->doc, line, "data-entete", "oui");
  for (guint i = 0; i < n; i++) {
    if (i)
      mb_doc_append (line, mb_doc_text (d->doc, separator_of (d, people, i, n), -1, pos, NULL, 0));
    MbNode *name = value_span (d, "auteur", people[i].name, sources[i].name);
    if (people[i].role)
      mb_doc_set_attr (d->doc, name, "data-role", people[i].role);
    mb_doc_append (line, name);
    add_role (d, line, &people[i], &sources[i]);
  }
  place (header_of (d->doc, d->article), line);
}

static void
add_header_lines (Dress *d)
{
  static const struct {
    const char *class_name;
    MbKey key;
  } LINES[] = { { "surtitre", MB_KEY_KICKER },
                { "sous-titre", MB_KEY_SUBTITLE },
                { "chapo", MB_KEY_STANDFIRST } };
  for (gsize i = 0; i < G_N_ELEMENTS (LINES); i++) {
    MbNode *line = add_line (d, "p", LINES[i].class_name, LINES[i].key);
    if (line)
      place (header_of (d->doc, d->article), line);
  }
}

/* --- Pictures --- */

static void
add_figure_text (Dress *d, MbNode *figure, const MbFront *fields)
{
  const char *caption = mb_front_text (fields, MB_KEY_CAPTION, d->diagnostics);
  const char *credit = mb_front_text (fields, MB_KEY_CREDIT, d->diagnostics);
  if (!caption && !credit)
    return;
  const MbYaml *value = fields->values[caption ? MB_KEY_CAPTION : MB_KEY_CREDIT];
  MbNode *node = mb_doc_element (d->doc, "figcaption", value->pos);
  mb_doc_append (figure, node);
  if (caption)
    mb_inline_string (d->doc, d->lines, node, caption, value->source, value->pos);
  if (!credit) {
    mb_caption_mark_credit (d->doc, node);
    return;
  }
  value = fields->values[MB_KEY_CREDIT];
  if (caption)
    mb_doc_append (node, mb_doc_text (d->doc, " ", 1, value->pos, NULL, 0));
  MbNode *span = mb_doc_element (d->doc, "span", value->pos);
  mb_doc_add_class (d->doc, span, "credit");
  mb_doc_append (node, span);
  mb_inline_string (d->doc, d->lines, span, credit, value->source, value->pos);
}

/* "0.5 0.3" of a scalar or a list of numbers. */
static char *
numbers (const MbYaml *value)
{
  GString *out = g_string_new (value->kind == MB_YAML_SCALAR ? value->value : NULL);
  for (const MbYaml *item = value->first; item; item = item->next)
    if (item->kind == MB_YAML_SCALAR)
      g_string_append_printf (out, "%s%s", out->len ? " " : "", item->value);
  g_strdelimit (out->str, ",", ' ');
  return g_string_free (out, FALSE);
}

static MbNode *
figure_of (Dress *d, const MbYaml *value)
{
  static const struct {
    const char *name;
    MbKey key;
  } DATA[] = { { "data-foyer", MB_KEY_FOCUS },
               { "data-recadrage", MB_KEY_CROP },
               { "data-colonnes", MB_KEY_COLUMNS } };
  MbFront fields = { .values = { NULL } };
  if (value->kind == MB_YAML_SCALAR)
    fields.values[MB_KEY_SRC] = (MbYaml *) value;
  else
    mb_front_read (&fields, (MbYaml *) value, MB_IN_IMAGE, d->diagnostics);
  const char *src = mb_front_text (&fields, MB_KEY_SRC, d->diagnostics);
  if (!src) {
    mb_report (d->diagnostics, value->pos, MB_MSG_IMAGE_NO_SRC, NULL);
    return NULL;
  }
  const char *alt = mb_front_text (&fields, MB_KEY_ALT, d->diagnostics);
  MbNode *figure = mb_doc_element (d->doc, "figure", value->pos);
  MbNode *img = mb_doc_element (d->doc, "img", fields.values[MB_KEY_SRC]->pos);
  mb_doc_append (figure, img);
  mb_doc_set_attr (d->doc, img, "src", src);
  mb_doc_set_attr (d->doc, img, "alt", alt ? alt : "");
  for (gsize i = 0; i < G_N_ELEMENTS (DATA); i++)
    if (fields.values[DATA[i].key]) {
      g_autofree char *text = numbers (fields.values[DATA[i].key]);
      mb_doc_set_attr_at (d->doc, figure, DATA[i].name, text, fields.values[DATA[i].key]->pos);
    }
  mb_crop_check (d->doc, figure);
  add_figure_text (d, figure, &fields);
  return figure;
}

MbNode *
mb_article_figure (MbDoc *doc, MbLines *lines, const MbYaml *value)
{
  Dress d = { doc, mb_doc_diagnostics (doc), lines, NULL, NULL };
  return figure_of (&d, value);
}

/* A caption pasted at the head of the text belongs to the picture of the front matter. */
static void
adopt_caption (Dress *d, MbNode *figure)
{
  MbNode *p = figure->next;
  if (figure->first->next || !p || !mb_node_is (p, "p") || p->attrs)
    return;
  if (mb_credit_find (mb_node_text (p, mb_doc_arena (d->doc))) == G_MAXSIZE)
    return;
  p = mb_node_rename (d->doc, p, "figcaption");
  mb_doc_append (figure, p);
  mb_caption_mark_credit (d->doc, p);
}

static void
add_figures (Dress *d)
{
  static const MbKey PLACES[] = { MB_KEY_IMAGE, MB_KEY_IMAGES };
  MbNode *after =
      d->article->first && mb_node_is (d->article->first, "header") ? d->article->first : NULL;
  MbNode *figure = NULL;
  guint n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (PLACES); i++) {
    const MbYaml *value = d->front->values[PLACES[i]];
    const MbYaml *item = value && value->kind == MB_YAML_LIST ? value->first : value;
    for (; item; item = value->kind == MB_YAML_LIST ? item->next : NULL) {
      figure = figure_of (d, item);
      if (!figure)
        continue;
      if (after)
        mb_doc_insert_after (after, figure);
      else if (d->article->first)
        mb_doc_insert_before (d->article->first, figure);
      else
        mb_doc_append (d->article, figure);
      after = figure;
      n++;
    }
  }
  if (n == 1 && after)
    adopt_caption (d, after);
}

/* --- Attributes --- */

static void
set_data (Dress *d, const char *name, MbKey key)
{
  const char *text = mb_front_text (d->front, key, d->diagnostics);
  if (text)
    mb_doc_set_attr_at (d->doc, d->article, name, text, d->front->values[key]->pos);
}

static void
set_language (Dress *d)
{
  const char *typed = mb_front_text (d->front, MB_KEY_LANG, d->diagnostics);
  MbPos pos = typed ? d->front->values[MB_KEY_LANG]->pos : MB_NOWHERE;
  const char *tag =
      typed ? mb_read_language (mb_doc_arena (d->doc), typed, pos, d->diagnostics) : NULL;
  if (tag)
    mb_doc_set_attr_at (d->doc, d->article, "lang", tag, pos);
}

static void
set_date (Dress *d, const char *name, MbKey key)
{
  const char *date =
      mb_front_date (d->front, key, MB_MSG_DATE_BAD, mb_doc_arena (d->doc), d->diagnostics);
  if (date)
    mb_doc_set_attr_at (d->doc, d->article, name, date, d->front->values[key]->pos);
}

/* « Éditorial », "editorial": one word for the sheet, which gives a genre its look. */
static void
set_genre (Dress *d)
{
  const char *text = mb_front_text (d->front, MB_KEY_GENRE, d->diagnostics);
  if (!text)
    return;
  g_autofree char *plain = g_str_to_ascii (text, "fr_FR.UTF-8");
  g_autofree char *lower = g_ascii_strdown (plain, -1);
  mb_doc_set_attr_at (d->doc, d->article, "data-genre", g_strdelimit (lower, " _", '-'),
                      d->front->values[MB_KEY_GENRE]->pos);
}

static void
set_importance (Dress *d)
{
  const char *text = mb_front_text (d->front, MB_KEY_IMPORTANCE, d->diagnostics);
  if (!text)
    return;
  MbPos pos = d->front->values[MB_KEY_IMPORTANCE]->pos;
  if (*text >= '1' && *text <= '5' && text[1] == '\0')
    mb_doc_set_attr_at (d->doc, d->article, "data-importance", text, pos);
  else
    mb_report (d->diagnostics, pos, MB_MSG_IMPORTANCE_BAD, text, NULL);
}

static void
set_keywords (Dress *d)
{
  const MbYaml *value = d->front->values[MB_KEY_KEYWORDS];
  if (!value)
    return;
  g_autoptr (GString) out = g_string_new (value->kind == MB_YAML_SCALAR ? value->value : NULL);
  for (const MbYaml *item = value->first; item; item = item->next)
    if (item->kind == MB_YAML_SCALAR)
      g_string_append_printf (out, "%s%s", out->len ? ", " : "", item->value);
  mb_doc_set_attr_at (d->doc, d->article, "data-mots-cles", out->str, value->pos);
}

/* The place a story is told from opens its first paragraph; the sheet writes the stop and the dash after it. */
static void
add_dateline (Dress *d)
{
  const char *text = mb_front_text (d->front, MB_KEY_DATELINE, d->diagnostics);
  MbNode *p = d->article->first;
  while (p && (mb_node_is (p, "header") || mb_node_is (p, "figure")))
    p = p->next;
  if (!text || !p || !mb_node_is (p, "p") || p->attrs || !p->first)
    return;
  const MbYaml *value = d->front->values[MB_KEY_DATELINE];
  MbNode *place = mb_doc_element (d->doc, "span", value->pos);
  mb_doc_add_class (d->doc, place, "lieu");
  mb_inline_string (d->doc, d->lines, place, text, value->source, value->pos);
  MbNode *first = p->first;
  mb_doc_add_class (d->doc, p, "situe");
  mb_doc_insert_before (first, place);
  mb_doc_insert_before (first, mb_doc_text (d->doc, " ", 1, value->pos, NULL, 0));
}

static void
set_attributes (Dress *d)
{
  static const struct {
    const char *name;
    MbKey key;
  } DATA[] = {
    { "data-titre-court", MB_KEY_SHORT_TITLE },
    { "data-chapo-court", MB_KEY_SHORT_STANDFIRST },
    { "data-rubrique", MB_KEY_SECTION },
    { "data-lieu", MB_KEY_DATELINE },
    { "data-identifiant", MB_KEY_IDENTIFIER },
    { "data-annee", MB_KEY_YEAR },
    { "data-style", MB_KEY_STYLE },
    { "data-typographie", MB_KEY_TYPOGRAPHY },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (DATA); i++)
    set_data (d, DATA[i].name, DATA[i].key);
  set_language (d);
  set_date (d, "data-date", MB_KEY_DATE);
  set_date (d, "data-mise-a-jour", MB_KEY_UPDATED);
  set_importance (d);
  set_genre (d);
  set_keywords (d);
}

void
mb_article_rank (MbDoc *doc, MbNode *article, const MbFront *front)
{
  Dress d = { doc, mb_doc_diagnostics (doc), NULL, article, front };
  set_importance (&d);
  set_genre (&d);
}

/* A line before the heading of a brief or a box is its kicker, as before the title of an article. */
static void
mark_kickers (Dress *d)
{
  for (MbNode *node = d->article->first; node; node = (MbNode *) mb_node_next (node, d->article)) {
    MbNode *first = mb_node_is (node, "aside") ? node->first : NULL;
    if (first && mb_node_is (first, "p") && !first->attrs && first->first == first->last &&
        first->first && first->first->kind == MB_NODE_TEXT && first->first->length <= KICKER_MAX &&
        first->next && mb_heading_rank (first->next))
      mb_doc_add_class (d->doc, first, "surtitre");
  }
}

void
mb_article_dress (MbDoc *doc, MbLines *lines, MbNode *article, const MbFront *front,
                  gboolean as_chapter)
{
  Dress d = { doc, mb_doc_diagnostics (doc), lines, article, front };
  if (!as_chapter)
    gather_header (&d);
  add_title (&d, as_chapter);
  if (!as_chapter) {
    add_header_lines (&d);
    add_signature (&d);
  }
  add_figures (&d);
  if (!as_chapter) {
    add_dateline (&d);
    mark_kickers (&d);
  }
  set_attributes (&d);
}
