/* SPDX-License-Identifier: Apache-2.0 */
/* What a book has around its text: title pages, copyright, dedication, epigraph, colophon, each a document of the spine.
 *
 * `read` made them from the manifest (section.liminaire, section.final). Each gets the structural type of EPUB and, where
 * DPUB-ARIA has one, its role; the landmarks name those that readers look for. They are no entries of the contents. The printed
 * contents and the lists of figures and tables are left out: their place is the navigation document. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *class_name, *type, *role;
  gsize words;       /* offset of its name in MbWords */
  gboolean landmark; /* readers look for it */
  gboolean listed;   /* an entry of the contents, by its own heading */
} Matter;

#define WORD(field) G_STRUCT_OFFSET (MbWords, field)

static const Matter MATTERS[] = {
  { "faux-titre", "halftitlepage", NULL, WORD (half_title), FALSE, FALSE },
  { "titre-livre", "titlepage", NULL, WORD (title_page), TRUE, FALSE },
  { "copyright", "copyright-page", NULL, WORD (copyright), TRUE, FALSE },
  { "dedicace", "dedication", "doc-dedication", WORD (dedication), TRUE, FALSE },
  { "epigraphe", "epigraph", "doc-epigraph", WORD (epigraph), TRUE, FALSE },
  { "du-meme-auteur", NULL, NULL, WORD (same_author), FALSE, FALSE },
  { "notes-du-livre", "endnotes", "doc-endnotes", WORD (notes), TRUE, TRUE },
  { "index", "index", "doc-index", WORD (index), TRUE, TRUE },
  { "colophon", "colophon", "doc-colophon", WORD (colophon), TRUE, FALSE },
};

gboolean
mb_matter_is (const MbNode *node)
{
  return mb_node_is (node, "section") &&
         (mb_node_has_class (node, "liminaire") || mb_node_has_class (node, "final"));
}

gboolean
mb_matter_is_contents (const MbNode *node)
{
  static const char *const types[] = { "toc", "loi", "lot" };
  gboolean contents = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    contents |= mb_node_has_token (node, "epub:type", types[i]);
  return contents && mb_node_is (node, "nav") && mb_node_has_class (node, "table");
}

static const Matter *
matter_of (const MbNode *node)
{
  for (gsize i = 0; node && i < G_N_ELEMENTS (MATTERS); i++)
    if (mb_node_has_class (node, MATTERS[i].class_name))
      return &MATTERS[i];
  return NULL;
}

static const char *
name_of (const MbBook *book, const Matter *matter)
{
  return *(const char *const *) ((const char *) book->words + matter->words);
}

const char *
mb_matter_title (const MbBook *book, const MbNode *node)
{
  const Matter *matter = matter_of (node);
  const MbNode *heading = node->first;
  while (heading && !mb_node_is (heading, "h1"))
    heading = heading->next;
  if (matter && matter->listed && heading)
    return mb_node_text (heading, book->arena);
  return matter ? name_of (book, matter) : book->title;
}

gboolean
mb_matter_is_listed (const MbNode *node)
{
  const Matter *matter = matter_of (node);
  return matter && matter->listed;
}

void
mb_matter_mark (MbCopier *copier, const MbNode *node, MbNode *out)
{
  const Matter *matter = matter_of (node);
  if (matter && matter->type)
    mb_copier_set (copier, out, "epub:type", matter->type);
  if (matter && matter->role)
    mb_copier_set (copier, out, "role", matter->role);
}

gboolean
mb_matter_has_title_page (const MbBook *book)
{
  const MbNode *root = mb_doc_root (book->options->doc);
  for (const MbNode *node = root->first; node; node = node->next)
    if (mb_matter_is (node) && mb_node_has_class (node, "titre-livre"))
      return TRUE;
  return FALSE;
}

const char *
mb_matter_landmark (const MbBook *book, guint index, const char **name)
{
  const MbFile *file = mb_book_file (book, index);
  const Matter *matter = file->kind == MB_FILE_MATTER ? matter_of (file->top) : NULL;
  if (file->kind == MB_FILE_COVER || file->kind == MB_FILE_TITLE) {
    *name = file->kind == MB_FILE_COVER ? book->words->cover : book->words->title_page;
    return file->kind == MB_FILE_COVER ? "cover" : "titlepage";
  }
  if (!matter || !matter->landmark)
    return NULL;
  *name = name_of (book, matter);
  return matter->type;
}
