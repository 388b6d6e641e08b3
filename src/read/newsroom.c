/* SPDX-License-Identifier: Apache-2.0 */
/* An article as a newsroom pastes it: no front matter, only lines that a reader of newspapers
 * recognises.
 *
 * After the title comes a zone of lines about the article: byline, dates, caption, standfirst. It
 * ends with the first block that is none of these; from there on it is text, in which only « À
 * voir aussi » and broken paragraphs are looked for. Nothing inside `:::`, lists or quotations is
 * touched: only children of the article are looked at. Each guess that changes what the author
 * typed is reported. */
#include "internal.h"

#include <string.h>

#define SHORT_LINE  200 /* bytes: bylines and dates are short */
#define CAPTION_MAX 1200
#define HEAD_MAX    20 /* lines about the article; cutting a line off costs its whole paragraph */

typedef struct {
  MbDoc *doc;
  MbDiagnostics *diagnostics;
  MbArena *arena;
  MbNode *article;
} News;

static const char *
text_of (News *n, const MbNode *node)
{
  return mb_node_text (node, n->arena);
}

static gboolean
is_plain_paragraph (const MbNode *node)
{
  return node && mb_node_is (node, "p") && !node->attrs;
}

static const char *
after_prefix (const char *text, const char *const *prefixes)
{
  for (; *prefixes; prefixes++)
    if (g_str_has_prefix (text, *prefixes))
      return text + strlen (*prefixes);
  return NULL;
}

/* Cut the first line of @p off into a paragraph of its own, before it. Returns: that line. */
static MbNode *
split_line (News *n, MbNode *p)
{
  for (MbNode *node = p->first; node; node = node->next) {
    gboolean br = mb_node_is (node, "br");
    const char *end = node->kind == MB_NODE_TEXT ? strchr (node->text, '\n') : NULL;
    if (!end && !br)
      continue;
    MbNode *rest = br ? node->next : mb_text_split (n->doc, node, (guint32) (end - node->text));
    if (!rest)
      return p;
    MbNode *line = mb_doc_element (n->doc, "p", p->pos);
    while (p->first && p->first != rest)
      mb_doc_append (line, p->first);
    if (br)
      mb_doc_unlink (node);
    mb_doc_insert_before (p, line);
    mb_text_trim (n->doc, line);
    mb_text_trim (n->doc, p);
    p->pos = p->first ? p->first->pos : p->pos;
    return line;
  }
  return p;
}

/* --- Names --- */

static gboolean
is_particle (const char *word)
{
  static const char *const PARTICLES[] = { "de",  "du", "des", "la",  "le",  "van", "von", "den",
                                           "der", "el", "al",  "ben", "ibn", "da",  "dos", "di" };
  for (gsize i = 0; i < G_N_ELEMENTS (PARTICLES); i++)
    if (strcmp (word, PARTICLES[i]) == 0)
      return TRUE;
  return g_str_has_prefix (word, "d'") || g_str_has_prefix (word, "d’");
}

static gboolean
is_name (const char *text, gsize length)
{
  if (!length || length > 60)
    return FALSE;
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit (copy, " ", -1);
  guint count = g_strv_length (words);
  if (!count || count > 6 || !g_unichar_isupper (g_utf8_get_char (words[0])))
    return FALSE;
  for (guint i = 1; i < count; i++)
    if (*words[i] && !g_unichar_isupper (g_utf8_get_char (words[i])) && !is_particle (words[i]))
      return FALSE;
  return strpbrk (copy, "0123456789;:!?/") == NULL;
}

/* « la rédaction », « le service des sports »: nobody signs, the newspaper does. */
static gboolean
is_collective (const char *text)
{
  static const char *const WHOLE[] = { "la rédaction",  "la Rédaction", "notre rédaction",
                                       "notre service", "nos services", "le service ",
                                       "la redaction",  "le Service ",  NULL };
  return strlen (text) <= 80 && after_prefix (text, WHOLE) && !strpbrk (text, "0123456789;:!?/.");
}

/* Bytes up to the next separator of names, whose bytes go to *@gap. */
static gsize
name_length (const char *text, gsize *gap)
{
  static const char *const GAPS[] = { ", ", " et ", " avec ", " & ", " (", "\n" };
  gsize best = strlen (text);
  *gap = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (GAPS); i++) {
    const char *found = strstr (text, GAPS[i]);
    if (found && (gsize) (found - text) < best) {
      best = (gsize) (found - text);
      *gap = strlen (GAPS[i]);
    }
  }
  return best;
}

/* Put the names of text @node from byte @from into span.auteur. */
static void
mark_names (News *n, MbNode *node, gsize from)
{
  while (node && from < node->length) {
    gsize gap;
    const char *text = node->text + from;
    if (*text == '(') {
      const char *close = strchr (text, ')');
      from = close ? (gsize) (close - node->text) + 1 : node->length;
      continue;
    }
    gsize length = name_length (text, &gap);
    if (from > 0 && is_collective (text)) {
      length = strlen (text);
      gap = 0;
    } else if (!is_name (text, length)) {
      from += length + (gap ? gap - (text[length + gap - 1] == '(') : 0);
      if (!length && !gap)
        from++;
      continue;
    }
    MbNode *rest;
    mb_text_wrap (n->doc, node, (guint32) from, (guint32) (from + length), "span", "auteur", &rest);
    node = rest;
    from = 0;
    if (node && gap)
      from = gap - (node->text[gap - 1] == '(');
  }
}

static const char *const BY[] = { "Par ", "Par\xC2\xA0", NULL };
static const char *const COLLECTED[] = { "Propos recueillis par ", "Propos recueillis, par ",
                                         "Recueilli par ", "Propos recueillis à ", NULL };
static const char *const CORRESPONDENT[] = { "De notre correspondant", "De nos correspondants",
                                             "De notre envoyé",        "De nos envoyés",
                                             "De notre bureau",        NULL };

static gboolean
is_byline (const char *text, const MbNode *p)
{
  gsize gap, length = strlen (text);
  if (length > SHORT_LINE || strstr (text, ". "))
    return FALSE;
  if (after_prefix (text, COLLECTED) || after_prefix (text, CORRESPONDENT))
    return TRUE;
  const char *names = after_prefix (text, BY);
  if (!names)
    return FALSE;
  const MbNode *second = p->first ? p->first->next : NULL;
  if (second && mb_node_is (second, "a") && p->first->length <= 5)
    return TRUE;
  if (is_collective (names))
    return TRUE;
  return is_name (names, name_length (names, &gap)) &&
         !(length > 40 && g_str_has_suffix (text, "."));
}

/* Where the names begin in the first text of a byline. */
static gsize
names_start (const char *text)
{
  const char *names = after_prefix (text, BY);
  if (!names)
    names = after_prefix (text, COLLECTED);
  if (names)
    return (gsize) (names - text);
  const char *comma = strstr (text, ", ");
  return comma ? (gsize) (comma - text) + 2 : strlen (text);
}

static void
make_byline (News *n, MbNode *p)
{
  mb_doc_add_class (n->doc, p, "signature");
  gboolean first = TRUE;
  for (MbNode *node = p->first, *next; node; node = next) {
    next = node->next;
    if (mb_node_is (node, "a") || mb_node_is (node, "strong") || mb_node_is (node, "em")) {
      MbNode *span = mb_doc_element (n->doc, "span", node->pos);
      mb_doc_add_class (n->doc, span, "auteur");
      mb_doc_insert_before (node, span);
      mb_doc_append (span, node);
    } else if (node->kind == MB_NODE_TEXT) {
      gsize from = first ? names_start (node->text) : strspn (node->text, ", ");
      if (!first && g_str_has_prefix (node->text, " et "))
        from = 4;
      mark_names (n, node, from);
    }
    first = FALSE;
  }
}

/* --- Dates --- */

static gboolean
is_relative (const char *text)
{
  static const char *const WORDS[] = { "il y a ",    "aujourd",        "hier",        "ce matin",
                                       "ce soir",    "cet après-midi", "à l'instant", "à l’instant",
                                       "cette nuit", "avant-hier" };
  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++)
    if (strstr (text, WORDS[i]))
      return TRUE;
  return FALSE;
}

typedef enum { NOT_DATES, ABSOLUTE_DATES, RELATIVE_DATES } DateLine;

static DateLine
date_line (const char *text)
{
  static const char *const PREFIXES[] = { "Publié ",  "Publiée ",  "Mis à jour",     "Mise à jour",
                                          "Modifié ", "Modifiée ", "Publié\xC2\xA0", NULL };
  if (strlen (text) > SHORT_LINE || !after_prefix (text, PREFIXES))
    return NOT_DATES;
  g_autofree char *iso = mb_read_date_french (text, NULL, NULL);
  if (iso)
    return ABSOLUTE_DATES;
  return is_relative (text) ? RELATIVE_DATES : NOT_DATES;
}

/* Note @iso on the article; words before it tell whether it is an update. */
static void
note_date (News *n, const char *before, gsize length, const char *iso, MbPos pos)
{
  gboolean update = g_strstr_len (before, (gssize) length, "jour") ||
                    g_strstr_len (before, (gssize) length, "odifi");
  mb_doc_set_attr_at (n->doc, n->article, update ? "data-mise-a-jour" : "data-date", iso, pos);
}

static void
make_dates (News *n, MbNode *p)
{
  mb_doc_add_class (n->doc, p, "dates");
  MbNode *node = p->first;
  while (node) {
    gsize start, end;
    g_autofree char *iso =
        node->kind == MB_NODE_TEXT ? mb_read_date_french (node->text, &start, &end) : NULL;
    if (!iso) {
      node = node->next;
      continue;
    }
    note_date (n, node->text, start, iso, mb_text_pos (node, (guint32) start));
    MbNode *rest;
    MbNode *time = mb_text_wrap (n->doc, node, (guint32) start, (guint32) end, "time", NULL, &rest);
    mb_doc_set_attr (n->doc, time, "datetime", iso);
    node = rest;
  }
}

static void
drop_relative (News *n, MbNode *p, const char *text)
{
  const char *old = mb_node_attr (n->article, "data-dates");
  mb_doc_set_attr_at (n->doc, n->article, "data-dates",
                      old ? mb_arena_printf (n->arena, "%s ; %s", old, text) : text, p->pos);
  mb_report_width (n->diagnostics, p->pos, (guint) g_utf8_strlen (text, -1), MB_MSG_DATE_RELATIVE,
                   text, NULL);
  mb_doc_unlink (p);
}

/* --- Captions --- */

static gboolean
is_caption (const char *text)
{
  return strlen (text) <= CAPTION_MAX && mb_credit_find (text) != G_MAXSIZE;
}

static gboolean
is_bare_figure (const MbNode *node)
{
  return node && mb_node_is (node, "figure") && node->first == node->last;
}

static void
make_caption (News *n, MbNode *p, gboolean report)
{
  MbNode *figure = is_bare_figure (p->prev) ? p->prev : is_bare_figure (p->next) ? p->next : NULL;
  if (figure) {
    p = mb_node_rename (n->doc, p, "figcaption");
    mb_doc_append (figure, p);
  } else {
    mb_doc_add_class (n->doc, p, "legende");
    if (report)
      mb_report (n->diagnostics, p->pos, MB_MSG_CAPTION_ALONE, NULL);
  }
  mb_caption_mark_credit (n->doc, p);
}

/* A picture on the first line of a paragraph, its caption on the next. */
static MbNode *
split_picture (News *n, MbNode *p)
{
  MbNode *img = p->first;
  if (!img || !mb_node_is (img, "img") || !img->next || img->next->kind != MB_NODE_TEXT ||
      *img->next->text != '\n')
    return p;
  if (!is_caption (text_of (n, p)))
    return p;
  MbNode *figure = mb_doc_element (n->doc, "figure", img->pos);
  mb_doc_insert_before (p, figure);
  mb_doc_append (figure, img);
  mb_text_trim (n->doc, p);
  p->pos = p->first->pos;
  make_caption (n, p, FALSE);
  return figure;
}

/* --- The zone before the text --- */

static MbNode *
find_title (MbNode *article)
{
  for (MbNode *node = article->first; node; node = node->next)
    if (mb_node_is (node, "h1"))
      return node;
  return NULL;
}

static void
mark_kicker (News *n, MbNode *title)
{
  MbNode *before = title->prev;
  if (!is_plain_paragraph (before) || before->prev)
    return;
  for (const MbNode *node = before->first; node; node = mb_node_next (node, before))
    if (mb_node_is (node, "br") || (node->kind == MB_NODE_TEXT && strchr (node->text, '\n')))
      return;
  mb_doc_add_class (n->doc, before, "surtitre");
}

/* The text of @p up to its first line end. */
static const char *
first_line (News *n, const MbNode *p)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const MbNode *node = p->first; node && !mb_node_is (node, "br"); node = node->next) {
    const char *end = node->kind == MB_NODE_TEXT ? strchr (node->text, '\n') : NULL;
    if (end) {
      g_string_append_len (out, node->text, end - node->text);
      break;
    }
    g_string_append (out, node->kind == MB_NODE_TEXT ? node->text : text_of (n, node));
  }
  g_strstrip (out->str);
  return mb_arena_strdup (n->arena, out->str);
}

/* Recognise the first line of paragraph @p. *@next: where to go on. Returns: whether it was one of
 * ours. */
static gboolean
take_paragraph (News *n, MbNode *p, MbNode **next)
{
  MbNode *figure = split_picture (n, p);
  if (figure != p) {
    *next = figure->next;
    return TRUE;
  }
  const char *text = first_line (n, p);
  DateLine dates = date_line (text);
  gboolean byline = is_byline (text, p);
  if (!byline && dates == NOT_DATES) {
    *next = p->next;
    if (!is_caption (text_of (n, p)))
      return FALSE;
    make_caption (n, p, TRUE);
    return TRUE;
  }
  MbNode *line = split_line (n, p);
  *next = line->next;
  if (byline)
    make_byline (n, line);
  else if (dates == ABSOLUTE_DATES)
    make_dates (n, line);
  else
    drop_relative (n, line, text);
  return TRUE;
}

/* Returns: where the text begins. */
static MbNode *
take_head (News *n, MbNode *title)
{
  gboolean about = FALSE, standfirst = FALSE;
  MbNode *node = title->next;
  for (int lines = 0; node && lines < HEAD_MAX; lines++) {
    MbNode *next = node->next;
    if (mb_node_is (node, "h2") && about && !standfirst) {
      mb_doc_add_class (n->doc, mb_node_rename (n->doc, node, "p"), "chapo");
      standfirst = TRUE;
    } else if (is_plain_paragraph (node)) {
      MbNode *before = node->prev;
      if (!take_paragraph (n, node, &next))
        return before->next;
      about = TRUE;
    } else if (!mb_node_is (node, "figure"))
      return node;
    node = next;
  }
  return node;
}

/* --- Interviews --- */

static gboolean
is_interview (News *n, const MbNode *title)
{
  for (const MbNode *node = title->next; node; node = node->next)
    if (mb_node_has_class (node, "signature"))
      return after_prefix (text_of (n, node), COLLECTED) != NULL;
  return FALSE;
}

/* A paragraph that is bold and nothing else. */
static MbNode *
bold_of (const MbNode *p)
{
  return is_plain_paragraph (p) && p->first && p->first == p->last &&
                 mb_node_is (p->first, "strong")
             ? p->first
             : NULL;
}

/* In an interview what is all bold is asked; the sheet makes it look so, and no longer the mark. */
static void
mark_questions (News *n, MbNode *text)
{
  for (MbNode *p = text; p; p = p->next) {
    MbNode *bold = bold_of (p);
    if (!bold)
      continue;
    mb_doc_add_class (n->doc, p, "question");
    mb_doc_adopt_children (p, bold);
    mb_doc_unlink (bold);
  }
}

/* --- The text --- */

static gboolean
is_see_also (News *n, const MbNode *node)
{
  static const char *const LABELS[] = {
    "à voir aussi",    "voir aussi",        "lire aussi",   "à lire aussi", "écouter aussi",
    "à écouter aussi", "à découvrir aussi", "a voir aussi", "a lire aussi", NULL
  };
  if (!is_plain_paragraph (node) || !node->first || !mb_node_is (node->first, "strong"))
    return FALSE;
  g_autofree char *lower = g_utf8_strdown (text_of (n, node->first), -1);
  return after_prefix (lower, LABELS) != NULL;
}

static MbNode *
make_see_also (News *n, MbNode *p)
{
  MbNode *aside = mb_doc_element (n->doc, "aside", p->pos);
  mb_doc_add_class (n->doc, aside, "voir-aussi");
  if (p->prev && mb_node_is (p->prev, "hr"))
    mb_doc_unlink (p->prev);
  mb_doc_insert_before (p, aside);
  mb_doc_append (aside, p);
  return aside;
}

static const MbNode *
last_text (const MbNode *node)
{
  while (node && node->kind == MB_NODE_ELEMENT)
    node = node->last;
  return node;
}

static const MbNode *
first_text (const MbNode *node)
{
  while (node && node->kind == MB_NODE_ELEMENT)
    node = node->first;
  return node;
}

static gboolean
ends_open (const MbNode *p)
{
  const MbNode *text = last_text (p);
  if (!text || !text->length)
    return FALSE;
  const char *end = text->text + text->length;
  gunichar c = g_utf8_get_char (g_utf8_prev_char (end));
  return g_unichar_isalnum (c) || c == ',' || c == '-' || c == 0x2019 || c == '\'';
}

static gboolean
begins_low (const MbNode *p)
{
  const MbNode *text = first_text (p);
  return text && g_unichar_islower (g_utf8_get_char (text->text));
}

static void
join (News *n, MbNode *p, MbNode *rest)
{
  mb_report (n->diagnostics, rest->pos, MB_MSG_PARAGRAPH_JOINED, NULL);
  mb_doc_append (p, mb_doc_text (n->doc, " ", 1, rest->pos, NULL, 0));
  mb_doc_adopt_children (p, rest);
  mb_doc_unlink (rest);
}

static void
take_text (News *n, MbNode *node)
{
  while (node) {
    gboolean joined = FALSE;
    if (is_see_also (n, node))
      node = make_see_also (n, node);
    else if (is_plain_paragraph (node)) {
      node = split_picture (n, node);
      while (is_plain_paragraph (node) && is_plain_paragraph (node->next) && ends_open (node) &&
             begins_low (node->next)) {
        join (n, node, node->next);
        joined = TRUE;
      }
      if (joined)
        mb_text_merge (n->doc, node);
      MbNode *next = node->next;
      if (is_plain_paragraph (node) && is_bare_figure (node->prev) &&
          is_caption (text_of (n, node))) {
        make_caption (n, node, FALSE);
        node = next;
        continue;
      }
    }
    node = node->next;
  }
}

void
mb_newsroom_recognise (MbDoc *doc, MbNode *article)
{
  News n = { doc, mb_doc_diagnostics (doc), mb_doc_arena (doc), article };
  MbNode *title = find_title (article);
  MbNode *text = article->first;
  if (title) {
    mark_kicker (&n, title);
    text = take_head (&n, title);
    if (is_interview (&n, title)) {
      mb_doc_set_attr (doc, article, "data-genre", "entretien");
      mark_questions (&n, text);
    }
  }
  take_text (&n, text);
}
