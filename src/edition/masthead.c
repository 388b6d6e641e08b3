/* SPDX-License-Identifier: Apache-2.0 */
/* The masthead of an issue: the name of the newspaper and the line under it, as a header the sheet can lay out.
 *
 *   header.une > p.manchette[data-texte]  p.ligne-date > span.jour span.annee span.edition span.numero span.prix, each [data-texte]
 *
 * The words stand in data-texte and are printed with attr(): they are made of the manifest's metadata, which the e-book has on its title
 * page. What the manifest does not say has no element: no bare « N° », no empty cell. */
#include "internal.h"

#include <string.h>

#define NBSP  "\u00a0"
#define NNBSP "\u202f"

const char *
mb_issue_number (const char *number, MbArena *arena)
{
  gsize n = number ? strlen (number) : 0;
  if (n < 5 || strspn (number, "0123456789") != n)
    return number;
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0)
      g_string_append (out, NNBSP);
    g_string_append_c (out, number[i]);
  }
  return mb_arena_strdup (arena, out->str);
}

static gboolean
begins_with_vowel (const char *name)
{
  g_autofree char *plain = g_utf8_normalize (name, -1, G_NORMALIZE_NFD);
  return plain && strchr ("AEIOUY", *plain) != NULL;
}

/* « Édition de Lyon », « d’Arles », « du Havre », « des Sables »; an adjective in lower case stands as it is. */
static const char *
edition_words (const char *name, const char *language, MbArena *arena)
{
  if (!name)
    return NULL;
  if (!g_str_has_prefix (language, "fr"))
    return mb_arena_printf (arena, "%s edition", name);
  if (!g_unichar_isupper (g_utf8_get_char (name)))
    return mb_arena_printf (arena, "Édition %s", name);
  if (g_str_has_prefix (name, "Le "))
    return mb_arena_printf (arena, "Édition du %s", name + 3);
  if (g_str_has_prefix (name, "Les "))
    return mb_arena_printf (arena, "Édition des %s", name + 4);
  return mb_arena_printf (arena, begins_with_vowel (name) ? "Édition d’%s" : "Édition de %s", name);
}

static void
add_text (MbDoc *doc, MbNode *parent, const char *element, const char *class_name, const char *text)
{
  if (!text)
    return;
  MbNode *node = mb_doc_element (doc, element, MB_NOWHERE);
  mb_doc_add_class (doc, node, class_name);
  mb_doc_set_attr (doc, node, "data-texte", text);
  mb_doc_append (parent, node);
}

void
mb_masthead_add (MbDoc *doc)
{
  const MbMeta *meta = mb_doc_meta (doc);
  MbArena *arena = mb_doc_arena (doc);
  MbNode *root = mb_doc_root (doc), *before = root->first;
  while (before && mb_node_has_class (before, "oreilles"))
    before = before->next;
  MbNode *header = mb_doc_element (doc, "header", MB_NOWHERE);
  mb_doc_add_class (doc, header, "une");
  mb_doc_insert_before (before, header);
  add_text (doc, header, "p", "manchette", meta->title);
  MbNode *line = mb_doc_element (doc, "p", MB_NOWHERE);
  mb_doc_add_class (doc, line, "ligne-date");
  mb_doc_append (header, line);
  const char *number = mb_issue_number (meta->number, arena);
  add_text (doc, line, "span", "jour", mb_day_words (meta->date, meta->language, arena));
  add_text (doc, line, "span", "annee", meta->issue_year);
  add_text (doc, line, "span", "edition",
            edition_words (meta->edition_name, meta->language, arena));
  add_text (doc, line, "span", "numero",
            number ? mb_arena_printf (arena, "N°" NBSP "%s", number) : NULL);
  add_text (doc, line, "span", "prix", meta->price);
}
