/* SPDX-License-Identifier: Apache-2.0 */
/* Info and XMP: the same facts twice, as PDF/A wants them, and the claims. */
#include "internal.h"

#include <string.h>

/* --- What is said ------------------------------------------------------------------------------------------------------------------ */

static const char *
first_heading (const MbWork *work)
{
  const MbNode *top = mb_doc_root (work->doc);
  for (const MbNode *node = top; node; node = mb_node_next (node, top))
    if (node->kind == MB_NODE_ELEMENT && (mb_node_is (node, "h1") || mb_node_is (node, "h2"))) {
      const char *text = mb_node_text (node, work->arena);
      if (*text)
        return text;
    }
  return NULL;
}

static gboolean
is_author (const MbPerson *person)
{
  static const char *const WORDS[] = { "author", "auteur", "autrice", "aut", NULL };
  return !person->role || g_strv_contains (WORDS, person->role);
}

void
mb_metadata_prepare (MbWork *work)
{
  const char *title = mb_doc_meta (work->doc)->title;
  work->title = title && *title ? title : first_heading (work);
}

static char *
authors (const MbMeta *meta)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < meta->n_people; i++)
    if (is_author (&meta->people[i]))
      g_string_append_printf (out, "%s%s", out->len ? ", " : "", meta->people[i].name);
  return g_string_free (out, FALSE);
}

/* --- Info ---------------------------------------------------------------------------------------------------------------------------- */

static void
put_info (GString *out, const char *key, const char *text)
{
  if (!text || !*text)
    return;
  g_string_append (out, key);
  mb_syntax_text (out, text);
}

static void
write_info (MbWork *work)
{
  const MbMeta *meta = mb_doc_meta (work->doc);
  g_autofree char *names = authors (meta);
  g_autoptr (GString) out = g_string_new ("<<");
  put_info (out, "/Title", work->title);
  put_info (out, "/Author", names);
  put_info (out, "/Subject", meta->description);
  put_info (out, "/Keywords", meta->subject);
  put_info (out, "/Creator", work->options->producer);
  put_info (out, "/Producer", work->options->producer);
  g_string_append (out, "/CreationDate");
  mb_syntax_date (out, work->options->date);
  g_string_append (out, "/ModDate");
  mb_syntax_date (out, work->options->date);
  g_string_append (out, ">>");
  MbRef ref = mb_file_reserve (work->file);
  mb_file_put (work->file, ref, out->str);
  mb_file_set_f (work->file, mb_file_trailer (work->file), "/Info", "%d 0 R", ref);
}

/* --- XMP ------------------------------------------------------------------------------------------------------------------------------ */

static void
put_element (GString *out, const char *name, const char *text)
{
  if (!text || !*text)
    return;
  g_string_append_printf (out, "<%s>", name);
  mb_xml_escape (out, text, -1, FALSE);
  g_string_append_printf (out, "</%s>\n", name);
}

/* @array: Alt, Seq or Bag. */
static void
put_array (GString *out, const char *name, const char *array, const char *text)
{
  if (!text || !*text)
    return;
  g_string_append_printf (out, "<%s><rdf:%s><rdf:li%s>", name, array,
                          *array == 'A' ? " xml:lang=\"x-default\"" : "");
  mb_xml_escape (out, text, -1, FALSE);
  g_string_append_printf (out, "</rdf:li></rdf:%s></%s>\n", array, name);
}

static void
put_people (GString *out, const MbMeta *meta, const char *name, const char *array,
            gboolean want_authors)
{
  gboolean open = FALSE;
  for (guint i = 0; i < meta->n_people; i++) {
    if (is_author (&meta->people[i]) != want_authors)
      continue;
    if (!open)
      g_string_append_printf (out, "<%s><rdf:%s>", name, array);
    open = TRUE;
    put_element (out, "rdf:li", meta->people[i].name);
  }
  if (open)
    g_string_append_printf (out, "</rdf:%s></%s>\n", array, name);
}

static void
put_dublin_core (GString *out, const MbWork *work, const MbMeta *meta)
{
  put_element (out, "dc:format", "application/pdf");
  put_array (out, "dc:title", "Alt", work->title);
  put_people (out, meta, "dc:creator", "Seq", TRUE);
  put_people (out, meta, "dc:contributor", "Bag", FALSE);
  put_array (out, "dc:description", "Alt", meta->description);
  put_array (out, "dc:language", "Bag", meta->language);
  put_array (out, "dc:publisher", "Bag", meta->publisher);
  put_array (out, "dc:rights", "Alt", meta->rights);
  put_array (out, "dc:subject", "Bag", meta->subject);
  put_element (out, "dc:identifier", meta->identifier);
}

static void
put_dates (GString *out, const MbWork *work)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (work->options->date);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
  put_element (out, "xmp:CreateDate", text);
  put_element (out, "xmp:ModifyDate", text);
  put_element (out, "xmp:MetadataDate", text);
  put_element (out, "xmp:CreatorTool", work->options->producer);
  put_element (out, "pdf:Producer", work->options->producer);
  put_element (out, "pdf:Keywords", mb_doc_meta (work->doc)->subject);
}

/* One part of ISO 19005 may be named: the strongest level. */
static void
put_claims (GString *out, MbStandards claimed)
{
  const char *level = claimed & MB_STANDARD_A_2A   ? "A"
                      : claimed & MB_STANDARD_A_2U ? "U"
                      : claimed & MB_STANDARD_A_2B ? "B"
                                                   : NULL;
  if (level) {
    put_element (out, "pdfaid:part", "2");
    put_element (out, "pdfaid:conformance", level);
  }
  if (claimed & MB_STANDARD_UA_1)
    put_element (out, "pdfuaid:part", "1");
}

/* PDF/A wants every schema that is not its own described: ISO 19005-2 § 6.6.2.3. */
static const char EXTENSION[] =
    "<rdf:Description rdf:about=\"\" "
    "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
    "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
    "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</"
    "pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></"
    "rdf:Description>\n";

static void
write_xmp (MbWork *work, MbStandards claimed)
{
  g_autoptr (GString) out = g_string_new (
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
      "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n");
  put_dublin_core (out, work, mb_doc_meta (work->doc));
  put_dates (out, work);
  put_claims (out, claimed);
  g_string_append (out, "</rdf:Description>\n");
  if ((claimed & MB_STANDARD_UA_1) && (claimed & MB_STANDARDS_A))
    g_string_append (out, EXTENSION);
  g_string_append (out, "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
  MbRef ref = mb_file_add_stream (work->file, out->str, out->len, "<</Type/Metadata/Subtype/XML>>");
  mb_file_set_f (work->file, mb_file_root (work->file), "/Metadata", "%d 0 R", ref);
}

void
mb_metadata_write (MbWork *work, MbStandards claimed)
{
  write_info (work);
  write_xmp (work, claimed);
  mb_file_release (work->file);
}
