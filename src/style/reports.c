/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of the rules of a house: which ones nothing matches, and what the e-book does not take over.
 *
 * Both look at the rules as they were read. A rule is unmatched for sure when each of its selectors asks for a type, class,
 * id or attribute that no element of the edition has (vocabulary.c); others may match nothing too, and are not named. */
#include "internal.h"

#include <string.h>

static int
compare_pos (MbPos a, MbPos b)
{
  int order = g_strcmp0 (a.file, b.file);
  if (order == 0)
    order = a.line != b.line ? (a.line < b.line ? -1 : 1) : (a.col > b.col) - (a.col < b.col);
  return order;
}

/* --- Rules that nothing matches --------------------------------------------------------------------------*/

/* Selectors of one rule follow one another and share their block. */
static gboolean
any_can_match (MbStyles *styles, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (mb_rule_can_match (styles, styles->rules->pdata[i]))
      return TRUE;
  return FALSE;
}

static guint
end_of_rule (const MbStyles *styles, guint from)
{
  const MbRule *first = styles->rules->pdata[from];
  guint end = from + 1;
  while (end < styles->rules->len && ((MbRule *) styles->rules->pdata[end])->order == first->order)
    end++;
  return end;
}

typedef void (*Unmatched) (MbStyles *styles, const MbRule *rule, gpointer data);

static void
each_unmatched (MbStyles *styles, MbOrigin least, MbOrigin most, Unmatched report, gpointer data)
{
  mb_words_collect (styles);
  for (guint i = 0, end; i < styles->rules->len; i = end) {
    const MbRule *rule = styles->rules->pdata[i];
    end = end_of_rule (styles, i);
    if (rule->origin >= least && rule->origin <= most && !any_can_match (styles, i, end))
      report (styles, rule, data);
  }
}

static void
report_unmatched (MbStyles *styles, const MbRule *rule, gpointer data)
{
  const char *text = mb_css_original (styles->arena, mb_css_trim (rule->text));
  mb_report_width (styles->diagnostics, mb_css_pos (rule->text.first),
                   (guint) MAX (g_utf8_strlen (text, -1), 1), MB_MSG_STYLE_UNMATCHED, text, NULL);
}

void
mb_styles_report_unmatched (MbStyles *styles)
{
  each_unmatched (styles, MB_ORIGIN_ARTICLE, MB_ORIGIN_DOCUMENT, report_unmatched, NULL);
}

static void
list_unmatched (MbStyles *styles, const MbRule *rule, gpointer data)
{
  MbPos pos = mb_css_pos (rule->text.first);
  g_string_append_printf (data, "%s:%u:%u: %s\n", pos.file ? pos.file : "-", pos.line, pos.col,
                          mb_css_original (styles->arena, mb_css_trim (rule->text)));
}

char *
mb_styles_unmatched (MbStyles *styles)
{
  GString *out = g_string_new (NULL);
  each_unmatched (styles, MB_ORIGIN_HOUSE, MB_ORIGIN_DOCUMENT, list_unmatched, out);
  return g_string_free (out, FALSE);
}

/* --- What an e-book leaves out -------------------------------------------------------------------------------*/

typedef struct {
  const MbDecl *decl;
  const char *why;
  gboolean whole; /* the pseudo-element with all that is said of it */
  MbPseudo pseudo;
} Dropped;

static gboolean
begins (const char *name, const char *const *beginnings)
{
  for (; *beginnings; beginnings++)
    if (g_str_has_prefix (name, *beginnings))
      return TRUE;
  return FALSE;
}

static const char *
why_property (const MbProperty *property)
{
  static const char *const pages[] = { "page",      "bookmark-",   "string-set",
                                       "footnote-", "border-clip", NULL };
  static const char *const places[] = { "position", "top",     "right",  "bottom", "left",
                                        "z-index",  "column-", "shape-", NULL };
  static const char *const lines[] = { "hyphenate-", "text-wrap",      "text-align-last",
                                       "hanging-",   "word-spacing",   "tab-size",
                                       "word-break", "text-overflow",  "line-clamp",
                                       "max-lines",  "block-ellipsis", "continue",
                                       NULL };
  if (g_str_has_prefix (property->name, "-marbre-"))
    return mb_in_language ("ours: no reading system knows it",
                           "à nous : aucune liseuse ne la connaît");
  if (begins (property->name, pages))
    return mb_in_language ("about pages, which the reading system makes by itself",
                           "concerne les pages, que la liseuse fait elle-même");
  if (begins (property->name, places))
    return mb_in_language (
        "about places and columns, which a screen of any size does not have",
        "concerne des places et des colonnes, qu’un écran de taille quelconque n’a pas");
  if (begins (property->name, lines))
    return mb_in_language ("about the breaking of lines, which reading systems do their own way",
                           "concerne la coupure des lignes, que les liseuses font à leur façon");
  return mb_in_language ("old reading systems choke on it, or do not agree about it",
                         "d’anciennes liseuses la refusent, ou ne s’accordent pas sur elle");
}

static const char *
why_pseudo (MbPseudo pseudo)
{
  switch (pseudo) {
  case MB_PSEUDO_FIRST_LINE:
    return mb_in_language ("old reading systems do not know this pseudo-element",
                           "d’anciennes liseuses ignorent ce pseudo-élément");
  case MB_PSEUDO_FOOTNOTE_CALL:
  case MB_PSEUDO_FOOTNOTE_MARKER:
    return mb_in_language ("notes are links in an e-book",
                           "dans un livre numérique, les notes sont des liens");
  default: return NULL;
  }
}

static void
collect_rule (GArray *dropped, const MbRule *rule)
{
  MbPseudo pseudo = mb_selector_pseudo (rule->selector);
  const char *whole = why_pseudo (pseudo);
  for (guint i = 0; i < rule->block.n; i++) {
    const MbDecl *decl = &rule->block.decls[i];
    if (decl->custom)
      continue;
    const MbProperty *property = &mb_properties[decl->property];
    Dropped one = { decl, whole ? whole : why_property (property), whole != NULL, pseudo };
    if (whole || !(property->flags & MB_PROPERTY_EPUB))
      g_array_append_val (dropped, one);
    if (whole)
      break;
  }
}

static const char *
label (const Dropped *dropped)
{
  return dropped->whole ? mb_pseudo_names[dropped->pseudo - 1]
                        : mb_properties[dropped->decl->property].name;
}

static int
compare_dropped (gconstpointer a, gconstpointer b)
{
  const Dropped *x = a, *y = b;
  int order = strcmp (label (x), label (y));
  return order ? order : compare_pos (x->decl->pos, y->decl->pos);
}

static void
append_group (GString *out, const GArray *dropped, guint from, guint to)
{
  const Dropped *first = &g_array_index (dropped, Dropped, from);
  g_string_append_printf (out, "%s%s: %s\n", first->whole ? "::" : "", label (first), first->why);
  MbPos last = MB_NOWHERE;
  for (guint i = from; i < to; i++) {
    MbPos pos = g_array_index (dropped, Dropped, i).decl->pos;
    if (compare_pos (pos, last) != 0) /* a shorthand gives many longhands one place */
      g_string_append_printf (out, "  %s:%u:%u\n", pos.file ? pos.file : "-", pos.line, pos.col);
    last = pos;
  }
}

char *
mb_styles_explain_epub (MbStyles *styles)
{
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (Dropped));
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < styles->rules->len; i = end_of_rule (styles, i)) {
    const MbRule *rule = styles->rules->pdata[i];
    if (rule->origin != MB_ORIGIN_BASE)
      collect_rule (dropped, rule);
  }
  g_array_sort (dropped, compare_dropped);
  for (guint i = 0, end; i < dropped->len; i = end) {
    const char *name = label (&g_array_index (dropped, Dropped, i));
    for (end = i + 1;
         end < dropped->len && strcmp (label (&g_array_index (dropped, Dropped, end)), name) == 0;)
      end++;
    append_group (out, dropped, i, end);
  }
  return g_string_free (out, FALSE);
}
