/* SPDX-License-Identifier: Apache-2.0 */
/* The few words that a book says of itself, in the language of the edition: French, else English. */
#include "internal.h"

static const MbWords french = {
  .contents = "Sommaire",
  .landmarks = "Repères",
  .page_list = "Liste des pages",
  .cover = "Couverture",
  .title_page = "Page de titre",
  .start = "Début du texte",
  .note = "Note",
  .back_to_call = "Retour à l’appel de note",
  .page = "page",
  .untitled = "Sans titre",
  .issue = "n° ",
  .minutes = "min",
  .briefs = "brèves",
  .editorial = "Éditorial",
  .interview = "Entretien",
  .opinion = "Point de vue",
  .column = "Billet",
  .half_title = "Faux-titre",
  .same_author = "Du même auteur",
  .copyright = "Mentions légales",
  .dedication = "Dédicace",
  .epigraph = "Épigraphe",
  .colophon = "Colophon",
  .index = "Index",
  .notes = "Notes",
  .figures = "Table des figures",
  .tables = "Table des tableaux",
};

static const MbWords english = {
  .contents = "Contents",
  .landmarks = "Landmarks",
  .page_list = "List of pages",
  .cover = "Cover",
  .title_page = "Title page",
  .start = "Start of the text",
  .note = "Note",
  .back_to_call = "Back to the call of note",
  .page = "page",
  .untitled = "Untitled",
  .issue = "no. ",
  .minutes = "min",
  .briefs = "briefs",
  .editorial = "Editorial",
  .interview = "Interview",
  .opinion = "Opinion",
  .column = "Column",
  .half_title = "Half-title",
  .same_author = "By the same author",
  .copyright = "Copyright",
  .dedication = "Dedication",
  .epigraph = "Epigraph",
  .colophon = "Colophon",
  .index = "Index",
  .notes = "Notes",
  .figures = "List of figures",
  .tables = "List of tables",
};

const MbWords *
mb_words_for (const char *language)
{
  return g_ascii_strncasecmp (language, "fr", 2) == 0 ? &french : &english;
}
