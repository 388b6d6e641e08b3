/* SPDX-License-Identifier: Apache-2.0 */
/* Structure: titles, authors, pictures, captions, links, tables, headings, paragraphs that end in the air.
 *
 * One walk over the elements. What is asked of an element is asked in any language; what is asked of its last words (a heading's stop, a
 * paragraph's) only where the text is French.
 */
#include "lint.h"

#include <string.h>

#define UNSIGNED_WORDS  150 /* brief news is not signed */
#define SENTENCE_LENGTH 60  /* characters: shorter paragraphs may be anything */

typedef struct {
  MbLint *lint;
  MbArena *arena;
  guint level; /* of the last heading; 0: none yet */
} Structure;

static const char *
text_of (const Structure *s, const MbNode *node)
{
  return mb_node_text (node, s->arena);
}

static gboolean
is_text_checked (const Structure *s, const MbNode *node)
{
  for (const MbNode *around = node; around; around = around->parent)
    if (mb_node_has_class (around, "notypo"))
      return FALSE;
  const char *language = mb_node_lang (s->lint->doc, node);
  return mb_ortho_house_profile (s->lint->house) != MB_ORTHO_NONE && language &&
         g_ascii_strncasecmp (language, "fr", 2) == 0;
}

static const MbNode *
ancestor (const MbNode *node, const char *name)
{
  while (node && !mb_node_is (node, name))
    node = node->parent;
  return node;
}

static const MbNode *
descendant (const MbNode *top, const char *name)
{
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    if (mb_node_is (node, name))
      return node;
  return NULL;
}

/* --- Articles ------------------------------------------------------------------------------------------------------*/

static gboolean
has_class_inside (const MbNode *top, const char *class_name)
{
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    if (node->kind == MB_NODE_ELEMENT && mb_node_has_class (node, class_name))
      return TRUE;
  return FALSE;
}

static guint
count_words (const char *text)
{
  guint words = 0;
  gboolean inside = FALSE;
  for (; *text; text = g_utf8_next_char (text)) {
    gboolean letter = g_unichar_isalnum (g_utf8_get_char (text));
    words += letter && !inside;
    inside = letter;
  }
  return words;
}

/* Letters to the editor, news in brief: each part says who speaks, or nobody does. Small news is not signed. */
static gboolean
is_collection (const MbNode *article)
{
  const char *importance = mb_node_attr (article, "data-importance");
  guint headings = 0;
  for (const MbNode *node = article; node; node = mb_node_next (node, article))
    headings += mb_node_is (node, "h2") || mb_node_is (node, "h3");
  return headings >= 3 || (importance && *importance >= '4');
}

#define HEAD_PARAGRAPHS 4   /* of an article, in which a line of its page may have been pasted */
#define HEAD_LINE       120 /* characters of such a line */

/* « Publié le 12 novembre », « Mis à jour à 18 h » */
static gboolean
is_date_line (const char *text)
{
  static const char *const verbs[] = { "Publié",      "Publiée",      "Mis à jour",
                                       "Mise à jour", "Modifié",      "Modifiée",
                                       "Posté",       "Mis en ligne", NULL };
  static const char *const dates[] = { "le ", "à ", "hier", "aujourd", "il y a", ": ", NULL };
  for (guint i = 0; verbs[i]; i++) {
    if (!g_str_has_prefix (text, verbs[i]))
      continue;
    const char *rest = text + strlen (verbs[i]);
    while (mb_ortho_is_space (g_utf8_get_char (rest)))
      rest = g_utf8_next_char (rest);
    for (guint k = 0; dates[k]; k++)
      if (g_str_has_prefix (rest, dates[k]))
        return TRUE;
  }
  return FALSE;
}

/* « Par Anne Vial », « Par Anne Vial et Luc Dor »: names, and no sentence. */
static gboolean
is_byline (const char *text)
{
  if (!g_str_has_prefix (text, "Par ") || g_str_has_suffix (text, ".") || count_words (text) > 9)
    return FALSE;
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  for (guint i = 1; words[i]; i++)
    if (!g_unichar_isupper (g_utf8_get_char (words[i])) && strcmp (words[i], "et") != 0 &&
        strcmp (words[i], "de") != 0 && strcmp (words[i], "avec") != 0)
      return FALSE;
  return words[2] != NULL;
}

/* An article that has settings is not read line by line: what was pasted with it is printed as its first words. */
static void
check_pasted (Structure *s, const MbNode *article)
{
  guint n = 0;
  for (const MbNode *node = article->first; node && n < HEAD_PARAGRAPHS; node = node->next) {
    if (!mb_node_is (node, "p"))
      continue;
    const char *text = text_of (s, node);
    n++;
    if (!mb_node_attr (node, "class") && g_utf8_strlen (text, -1) <= HEAD_LINE &&
        (is_date_line (text) || is_byline (text)))
      mb_lint_report_node (s->lint, node, "ART-03", text);
  }
}

static void
check_article (Structure *s, const MbNode *article)
{
  check_pasted (s, article);
  if (!descendant (article, "h1") && !mb_node_attr (article, "data-titre"))
    mb_lint_report_node (s->lint, article, "ART-01", NULL);
  gboolean signed_ =
      has_class_inside (article, "signature") || has_class_inside (article, "auteur");
  if (!signed_ && !is_collection (article) && count_words (text_of (s, article)) >= UNSIGNED_WORDS)
    mb_lint_report_node (s->lint, article, "ART-02", NULL);
}

/* --- Headings ------------------------------------------------------------------------------------------------------*/

static guint
heading_level (const MbNode *node)
{
  gboolean heading = node->ns == MB_NS_HTML && node->name[0] == 'h' && node->name[1] >= '1' &&
                     node->name[1] <= '6' && !node->name[2];
  return heading ? (guint) (node->name[1] - '0') : 0;
}

/* The last word of @text before a final stop: an abbreviation, an initial or a number keeps it. */
static gboolean
needs_stop (const char *text)
{
  static const char *const abbreviations[] = { "etc", "av",  "apr", "J.-C", "p",   "ex",
                                               "al",  "vol", "cf",  "fig",  "art", "chap",
                                               "Inc", "Ltd", "Cie", "Jr",   "Sr",  NULL };
  gsize n = strlen (text) - 1;
  const char *word = text + n;
  while (word > text && !mb_ortho_is_space (g_utf8_get_char (g_utf8_prev_char (word))))
    word = g_utf8_prev_char (word);
  g_autofree char *last = g_strndup (word, (gsize) (text + n - word));
  gboolean short_word = g_utf8_strlen (last, -1) <= 1 || strchr (last, '.');
  gboolean number = strspn (last, "IVXLCDM0123456789") == strlen (last);
  return short_word || number || g_strv_contains (abbreviations, last);
}

/* Several sentences: their last one has its stop. */
static gboolean
has_sentences (const char *text)
{
  for (const char *c = text; *c; c++)
    if (strchr (".!?", *c) && c[1] == ' ' && g_unichar_isupper (g_utf8_get_char (c + 2)) &&
        c > text && !g_ascii_isupper (c[-1]))
      return TRUE;
  return strstr (text, "… ") || strstr (text, "! ") || strstr (text, "? ");
}

static gboolean
is_shouted (const char *text)
{
  guint letters = 0, words = 0;
  gboolean inside = FALSE;
  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    if (g_unichar_islower (c))
      return FALSE;
    letters += g_unichar_isupper (c) != 0;
    words += g_unichar_isupper (c) && !inside;
    inside = g_unichar_isalpha (c);
  }
  return letters >= 12 && words >= 3;
}

static void
check_heading_text (Structure *s, const MbNode *node, const char *text)
{
  gsize n = strlen (text);
  if (n > 1 && text[n - 1] == '.' && text[n - 2] != '.' && !needs_stop (text) &&
      !has_sentences (text))
    mb_lint_report_node (s->lint, node, "TIT-01", text);
  if (is_shouted (text))
    mb_lint_report_node (s->lint, node, "TIT-04", text);
}

/* Elements that marbre made: the sheet writes their text (data-nom). */
static gboolean
is_named_by_sheet (const MbNode *node)
{
  return mb_node_attr (node, "data-nom") || mb_node_attr (node, "class");
}

static void
check_heading (Structure *s, const MbNode *node)
{
  const char *text = text_of (s, node);
  guint level = heading_level (node);
  if (!*text && !is_named_by_sheet (node) && !descendant (node, "img"))
    mb_lint_report_node (s->lint, node, "TIT-02", NULL);
  if (s->level && level > s->level + 1) {
    g_autofree char *jump = g_strdup_printf ("h%u, h%u", s->level, level);
    mb_lint_report_node (s->lint, node, "TIT-03", jump);
  }
  s->level = level;
  if (is_text_checked (s, node))
    check_heading_text (s, node, text);
}

/* --- Pictures ------------------------------------------------------------------------------------------------------*/

static gboolean
is_file_name (const char *alt, const char *src)
{
  static const char *const suffixes[] = { ".jpg", ".jpeg", ".png",  ".gif",
                                          ".tif", ".tiff", ".webp", ".svg" };
  g_autofree char *lower = g_ascii_strdown (alt, -1);
  g_autofree char *name = src ? g_path_get_basename (src) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  char *dot = name ? strrchr (name, '.') : NULL;
  if (dot)
    *dot = '\0';
  gboolean camera = strchr (alt, '_') && !strchr (alt, ' ');
  return camera || (name && strchr (name, '-') && strcmp (alt, name) == 0);
}

/* Caption without its credit. */
static char *
caption_text (const Structure *s, const MbNode *caption)
{
  GString *out = g_string_new (text_of (s, caption));
  for (const MbNode *node = caption; node; node = mb_node_next (node, caption))
    if (node->kind == MB_NODE_ELEMENT && mb_node_has_class (node, "credit") &&
        g_str_has_suffix (out->str, text_of (s, node)))
      g_string_truncate (out, out->len - strlen (text_of (s, node)));
  return g_strstrip (g_string_free (out, FALSE));
}

static void
check_picture (Structure *s, const MbNode *node)
{
  const char *alt = mb_node_attr (node, "alt"), *role = mb_node_attr (node, "role");
  const MbNode *figure = ancestor (node, "figure");
  if (role && (strcmp (role, "presentation") == 0 || strcmp (role, "none") == 0))
    return;
  if (!alt || (figure && !*alt)) {
    mb_lint_report_node (s->lint, node, "IMG-01", mb_node_attr (node, "src"));
    return;
  }
  if (*alt && is_file_name (alt, mb_node_attr (node, "src")))
    mb_lint_report_node (s->lint, node, "IMG-03", alt);
  const MbNode *caption = figure ? descendant (figure, "figcaption") : NULL;
  g_autofree char *said = caption ? caption_text (s, caption) : NULL;
  if (said && *said && (strcmp (said, alt) == 0 || strcmp (text_of (s, caption), alt) == 0))
    mb_lint_report_node (s->lint, node, "IMG-02", alt);
}

/* --- Captions ------------------------------------------------------------------------------------------------------*/

/* What the credit should be; NULL when it is well formed. */
static char *
better_credit (const char *credit)
{
  static const char *const openings[] = { "crédit photo", "crédits photo", "crédit",
                                          "crédits",      "photo :",       "copyright" };
  g_autofree char *lower = g_utf8_strdown (credit, -1);
  if (g_str_has_prefix (lower, "(c)"))
    return g_strconcat ("© ", credit + 3 + strspn (credit + 3, " "), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    if (g_str_has_prefix (lower, openings[i])) {
      const char *rest = credit + strlen (openings[i]);
      while (*rest && !g_unichar_isalnum (g_utf8_get_char (rest)))
        rest = g_utf8_next_char (rest);
      return g_strdup (rest);
    }
  const char *slash = strchr (credit, '/');
  if (!slash || slash == credit || !slash[1] || strchr (slash + 1, '/'))
    return NULL;
  gboolean left = slash[-1] == ' ', right = slash[1] == ' ';
  if (left == right)
    return NULL;
  g_autofree char *name = g_strchomp (g_strndup (credit, (gsize) (slash - credit)));
  return g_strdup_printf ("%s / %s", name, slash + 1 + right);
}

static void
check_credit (Structure *s, const MbNode *node)
{
  const char *credit = text_of (s, node);
  g_autofree char *wanted = better_credit (credit);
  const MbNode *text = node->first && node->first->pos.file ? node->first : node;
  if (wanted && *wanted)
    mb_lint_report_at (s->lint, text->pos, (guint) g_utf8_strlen (credit, -1), "LEG-02", credit,
                       wanted);
}

/* Newspapers credit their pictures; a book does it in its colophon. */
static void
check_caption (Structure *s, const MbNode *caption)
{
  if (ancestor (caption, "article") && ancestor (caption, "figure") &&
      descendant (ancestor (caption, "figure"), "img") && !has_class_inside (caption, "credit"))
    mb_lint_report_node (s->lint, caption, "LEG-01", NULL);
}

/* --- Links and tables ------------------------------------------------------------------------------------------------*/

static void
check_link (Structure *s, const MbNode *node)
{
  static const char *const empty[] = {
    "ici",      "là",         "cliquez ici",    "cliquer ici", "lien",          "ce lien",
    "lire ici", "voir ici",   "en savoir plus", "plus",        "lire la suite", "la suite",
    "here",     "click here", "suite",          NULL
  };
  if (!mb_node_attr (node, "href") || mb_node_is_note_call (node) ||
      mb_node_has_token (node, "role", "doc-backlink"))
    return;
  const char *text = text_of (s, node);
  const MbNode *picture = descendant (node, "img");
  g_autofree char *lower = g_utf8_strdown (text, -1);
  if (!*text && !is_named_by_sheet (node) &&
      !(picture && mb_node_attr (picture, "alt") && *mb_node_attr (picture, "alt")))
    mb_lint_report_node (s->lint, node, "LIE-02", NULL);
  else if (g_strv_contains (empty, lower))
    mb_lint_report_node (s->lint, node, "LIE-01", text);
}

static void
check_table (Structure *s, const MbNode *table)
{
  const char *role = mb_node_attr (table, "role");
  if (!descendant (table, "th") && (!role || strcmp (role, "presentation") != 0))
    mb_lint_report_node (s->lint, table, "TAB-01", NULL);
}

/* --- Paragraphs ------------------------------------------------------------------------------------------------------*/

static gunichar
last_character (const char *text)
{
  const char *end = text + strlen (text);
  return end == text ? 0 : g_utf8_get_char (g_utf8_prev_char (end));
}

/* Advertisements speak as they like. */
static gboolean
is_advertisement (const MbNode *node)
{
  const MbNode *aside = ancestor (node, "aside");
  return aside && mb_node_has_class (aside, "publicite");
}

static gboolean
is_plain_paragraph (const MbNode *node)
{
  static const char *const places[] = { "body", "article", "section", "div", "blockquote" };
  if (!mb_node_is (node, "p") || mb_node_attr (node, "class") || !node->parent)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (mb_node_is (node->parent, places[i]))
      return !mb_node_has_class (node->parent, "poeme") &&
             !mb_node_has_class (node->parent, "strophe");
  return FALSE;
}

static gboolean
introduces (const MbNode *next)
{
  return next &&
         (mb_node_is (next, "ul") || mb_node_is (next, "ol") || mb_node_is (next, "dl") ||
          mb_node_is (next, "blockquote") || mb_node_is (next, "table") ||
          mb_node_is (next, "pre") || mb_node_is (next, "figure") || mb_node_is (next, "div"));
}

static gboolean
begins_low (const char *text)
{
  return g_unichar_islower (g_utf8_get_char (text)) != 0;
}

/* A line of its own kind: one element holds it all (a link, bold words). */
static gboolean
is_one_element (const MbNode *node)
{
  return node->first && node->first == node->last && node->first->kind == MB_NODE_ELEMENT;
}

static void
check_paragraph (Structure *s, const MbNode *node)
{
  if (!is_plain_paragraph (node) || is_advertisement (node) || !is_text_checked (s, node))
    return;
  const char *text = text_of (s, node);
  gunichar last = last_character (text);
  gboolean open = g_unichar_isalnum (last) || last == ',';
  if (!open || g_utf8_strlen (text, -1) < SENTENCE_LENGTH || is_one_element (node) ||
      node->last->kind != MB_NODE_TEXT || descendant (node, "br"))
    return;
  if (node->next && is_plain_paragraph (node->next) && begins_low (text_of (s, node->next))) {
    mb_lint_report_node (s->lint, node->next, "PAR-01", NULL);
    return;
  }
  /* a letter begins and ends with a comma */
  if (introduces (node->next) || last == ',')
    return;
  const char *tail = text + strlen (text);
  for (guint n = 0; n < 24 && tail > text; n++)
    tail = g_utf8_prev_char (tail);
  g_autofree char *end = g_strconcat ("…", tail, NULL);
  MbPos pos = node->pos;
  mb_lint_report_at (s->lint, pos, 1, "PAR-02", end, NULL);
}

/* --- The walk ----------------------------------------------------------------------------------------------------------*/

static void
check_element (Structure *s, const MbNode *node)
{
  if (node->ns != MB_NS_HTML)
    return;
  if (mb_node_is (node, "article"))
    check_article (s, node);
  else if (heading_level (node))
    check_heading (s, node);
  else if (mb_node_is (node, "img"))
    check_picture (s, node);
  else if (mb_node_is (node, "figcaption"))
    check_caption (s, node);
  else if (mb_node_is (node, "a"))
    check_link (s, node);
  else if (mb_node_is (node, "table"))
    check_table (s, node);
  else if (mb_node_is (node, "p"))
    check_paragraph (s, node);
  else if (mb_node_has_class (node, "credit"))
    check_credit (s, node);
}

void
mb_lint_structure (MbLint *lint, const MbNode *top)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  Structure s = { .lint = lint, .arena = arena };
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    if (node->kind == MB_NODE_ELEMENT)
      check_element (&s, node);
}
