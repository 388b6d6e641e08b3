/* SPDX-License-Identifier: Apache-2.0 */
/* A file of XHTML: head, body, bytes. */
#include "internal.h"

#include <string.h>

MbNode *
mb_page_add (MbBook *book, MbNode *parent, const char *name, const char *text)
{
  MbNode *node = mb_doc_element (book->out, name, MB_NOWHERE);
  if (text)
    mb_doc_append (node, mb_doc_text (book->out, text, -1, MB_NOWHERE, NULL, 0));
  mb_doc_append (parent, node);
  return node;
}

MbNode *
mb_page_new (MbBook *book, const char *language, const char *title, const char *sheet,
             MbNode **html)
{
  MbDoc *out = book->out;
  *html = mb_doc_element (out, "html", MB_NOWHERE);
  mb_doc_set_attr (out, *html, "xmlns", "http://www.w3.org/1999/xhtml");
  mb_doc_set_attr (out, *html, "xmlns:epub", "http://www.idpf.org/2007/ops");
  mb_doc_set_attr (out, *html, "lang", language);
  mb_doc_set_attr (out, *html, "xml:lang", language);
  if (mb_styles_from_right (
          book->options->styles)) /* no sheet may say it in a book (EPUB 3.3 § 6.3.1) */
    mb_doc_set_attr (out, *html, "dir", "rtl");
  MbNode *head = mb_page_add (book, *html, "head", NULL);
  mb_doc_set_attr (out, mb_page_add (book, head, "meta", NULL), "charset", "utf-8");
  mb_page_add (book, head, "title", title);
  MbNode *link = mb_page_add (book, head, "link", NULL);
  mb_doc_set_attr (out, link, "rel", "stylesheet");
  mb_doc_set_attr (out, link, "type", "text/css");
  mb_doc_set_attr (out, link, "href", sheet);
  return mb_page_add (book, *html, "body", NULL);
}

void
mb_page_set_look (MbBook *book, MbNode *body)
{
  const char *class;
  const MbNode *root = mb_doc_root (book->options->doc);
  mb_sheet_context (book->sheet, 0, root, "body", MB_PLACE_TOP, &class);
  if (class)
    mb_doc_set_attr (book->out, body, "class", class);
}

void
mb_page_count (MbBook *book, const MbNode *node)
{
  const MbStyle *style = mb_style_of (book->options->styles, mb_doc_root (book->options->doc));
  const char *text = mb_node_text (node, book->arena);
  mb_font_use_add (book->fonts, style, text, strlen (text));
}

GBytes *
mb_page_bytes (const MbNode *html)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
  mb_doc_write_xhtml (html, out, NULL, NULL);
  g_string_append_c (out, '\n');
  return g_string_free_to_bytes (out);
}
