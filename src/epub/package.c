/* SPDX-License-Identifier: Apache-2.0 */
/* The package document: metadata, manifest, spine.
 *
 * Accessibility metadata states what was verified and nothing else: alternativeText when every content picture has one,
 * printed pages when pages were made, conformance when our own lint found no barrier. The values and their spelling are
 * those Ace and EPUBCheck accept (notes/epub.md § 1). */
#include "internal.h"

#include <string.h>

/* --- Identity ------------------------------------------------------------------------------------------------------*/

/* A name-based UUID (RFC 9562 § 5.5) of all bytes of the book. */
static const char *
uuid_of (MbBook *book, const GArray *items)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 d[20];
  gsize n = sizeof d;
  for (guint i = 0; i < items->len; i++) {
    gsize size;
    gconstpointer bytes = g_bytes_get_data (g_array_index (items, MbItem, i).bytes, &size);
    g_checksum_update (sum, bytes, (gssize) size);
  }
  g_checksum_get_digest (sum, d, &n);
  d[6] = (guint8) ((d[6] & 0x0f) | 0x50);
  d[8] = (guint8) ((d[8] & 0x3f) | 0x80);
  return mb_arena_printf (
      book->arena, "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
      d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14],
      d[15]);
}

/* Digits of an ISBN whose check digit is right, or NULL. */
static const char *
isbn_digits (MbArena *arena, const char *isbn)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  guint sum13 = 0, sum10 = 0;
  if (g_ascii_strncasecmp (isbn, "urn:isbn:", 9) == 0)
    isbn += 9;
  for (; *isbn; isbn++) {
    if (g_ascii_isdigit (*isbn) || (digits->len == 9 && g_ascii_toupper (*isbn) == 'X'))
      g_string_append_c (digits, g_ascii_toupper (*isbn));
    else if (!strchr ("- \t", *isbn))
      return NULL;
  }
  for (guint i = 0; i < digits->len; i++) {
    guint value = digits->str[i] == 'X' ? 10 : (guint) (digits->str[i] - '0');
    sum13 += value * (i % 2 ? 3 : 1);
    sum10 += value * (10 - MIN (i, 10));
  }
  gboolean good = (digits->len == 13 && sum13 % 10 == 0) || (digits->len == 10 && sum10 % 11 == 0);
  return good ? mb_arena_strdup (arena, digits->str) : NULL;
}

static gboolean
is_usable_identifier (const char *identifier)
{
  static const char uuid[] = "urn:uuid:";
  if (!identifier || !*identifier)
    return FALSE;
  if (g_ascii_strncasecmp (identifier, uuid, strlen (uuid)) == 0)
    return g_uuid_string_is_valid (identifier + strlen (uuid));
  return g_ascii_strncasecmp (identifier, "urn:isbn:", 9) != 0;
}

const char *
mb_package_named (MbBook *book)
{
  const MbMeta *meta = book->meta;
  const char *isbn = meta->isbn ? isbn_digits (book->arena, meta->isbn) : NULL;
  if (is_usable_identifier (meta->identifier))
    return meta->identifier;
  if (!isbn && meta->identifier)
    isbn = isbn_digits (book->arena, meta->identifier);
  if (isbn)
    return mb_arena_printf (book->arena, "urn:isbn:%s", isbn);
  if (meta->identifier || meta->isbn)
    mb_report (book->diagnostics, MB_NOWHERE, MB_MSG_EPUB_IDENTIFIER,
               meta->identifier ? meta->identifier : meta->isbn, NULL);
  return NULL;
}

const char *
mb_package_identify (MbBook *book, const GArray *items)
{
  const char *named = mb_package_named (book);
  return named ? named : uuid_of (book, items);
}

/* --- Metadata -------------------------------------------------------------------------------------------------------*/

static void
put (GString *out, const char *open, const char *text, const char *close)
{
  if (!text || !*text)
    return;
  g_string_append (out, open);
  mb_xml_escape (out, text, -1, FALSE);
  g_string_append_printf (out, "</%s>\n", close);
}

static void
put_meta (GString *out, const char *property, const char *text)
{
  g_autofree char *open = g_strdup_printf ("<meta property=\"%s\">", property);
  put (out, open, text, "meta");
}

/* MARC relator codes of the words people write. */
static const char *
relator_of (const char *role)
{
  static const char *const words[][2] = {
    { "auteur", "aut" },      { "autrice", "aut" },      { "author", "aut" },
    { "traducteur", "trl" },  { "traductrice", "trl" },  { "traduction", "trl" },
    { "translator", "trl" },  { "illustrateur", "ill" }, { "illustratrice", "ill" },
    { "illustrator", "ill" }, { "photographe", "pht" },  { "photographer", "pht" },
    { "préface", "aui" },     { "préfacier", "aui" },    { "préfacière", "aui" },
    { "éditeur", "edt" },     { "éditrice", "edt" },     { "editor", "edt" },
    { "dessinateur", "art" }, { "dessinatrice", "art" }, { "correcteur", "pfr" },
    { "correctrice", "pfr" },
  };
  static const char *const codes[] = { "aut", "trl", "ill", "pht", "aui", "edt", "art", "pfr",
                                       "ctb", "com", "ann", "aft", "cov", "bkd", NULL };
  if (!role || !*role)
    return "aut";
  g_autofree char *lower = g_utf8_strdown (role, -1);
  for (guint i = 0; codes[i]; i++)
    if (strcmp (codes[i], lower) == 0)
      return codes[i];
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i][0], lower) == 0)
      return words[i][1];
  return "ctb";
}

static void
put_people (GString *out, const MbMeta *meta)
{
  for (guint i = 0; i < meta->n_people; i++) {
    const char *role = relator_of (meta->people[i].role);
    const char *element = strcmp (role, "aut") == 0 ? "dc:creator" : "dc:contributor";
    if (!meta->people[i].name || !*meta->people[i].name)
      continue;
    g_autofree char *open = g_strdup_printf ("<%s id=\"personne-%u\">", element, i + 1);
    put (out, open, meta->people[i].name, element);
    g_string_append_printf (
        out,
        "<meta refines=\"#personne-%u\" property=\"role\" scheme=\"marc:relators\">%s</meta>\n",
        i + 1, role);
  }
}

/* W3CDTF: YYYY, YYYY-MM, YYYY-MM-DD, or with a time and a zone. */
static gboolean
is_date (const char *date)
{
  return date && g_regex_match_simple (
                     "^\\d{4}(-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d)?(Z|[+-]\\d\\d:\\d\\d))?)?)?$",
                     date, 0, 0);
}

/* The day of a date-time without a zone. */
static const char *
date_of (MbBook *book)
{
  const MbMeta *meta = book->meta;
  if (is_date (meta->date))
    return meta->date;
  const char *day = meta->date && strlen (meta->date) > 10
                        ? mb_arena_strndup (book->arena, meta->date, 10)
                        : NULL;
  return is_date (day) ? day : is_date (meta->year) ? meta->year : NULL;
}

static const char *
modified_of (MbBook *book)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (book->options->date);
  g_autofree char *text = date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
  return text ? mb_arena_strdup (book->arena, text) : "1980-01-01T00:00:00Z";
}

static gboolean
is_french (const MbBook *book)
{
  return g_ascii_strncasecmp (book->language, "fr", 2) == 0;
}

/* What the page numbers are those of (EPUB Accessibility 1.1 § 3.4): an ISBN, else the edition in words. Breaks that came with
 * the source are of an edition nobody named. */
static const char *
page_source (MbBook *book)
{
  const char *isbn =
      book->options->print_isbn ? isbn_digits (book->arena, book->options->print_isbn) : NULL;
  if (isbn)
    return mb_arena_printf (book->arena, "urn:isbn:%s", isbn);
  if (!book->options->map)
    return "none";
  const char *date = date_of (book);
  return mb_arena_printf (book->arena, "%s%s%s (PDF)", book->title, date ? ", " : "",
                          date ? date : "");
}

/* --- Accessibility ---------------------------------------------------------------------------------------------------*/

static const char *
summary_of (MbBook *book)
{
  gboolean french = is_french (book), claimed = book->barriers == 0,
           pages = book->options->map && book->pages->len;
  g_autoptr (GString) out = g_string_new (NULL);
  if (claimed)
    g_string_append (out, french ? "Publication conforme à EPUB Accessibility 1.1, WCAG 2.1 niveau "
                                   "AA, d’après un contrôle automatique. "
                                 : "This publication meets EPUB Accessibility 1.1, WCAG 2.1 level "
                                   "AA, by automated checks. ");
  g_string_append (out,
                   french ? "La table des matières, les titres et l’ordre de lecture sont balisés. "
                          : "Contents, headings and reading order are marked up. ");
  if (book->has_pictures && !book->alt_missing)
    g_string_append (out, french ? "Les images ont un texte de remplacement. "
                                 : "Pictures have alternative text. ");
  if (book->has_pictures && book->alt_missing)
    g_string_append (out, french ? "Certaines images n’ont pas de texte de remplacement. "
                                 : "Some pictures lack alternative text. ");
  if (pages)
    g_string_append (out, french ? "La pagination de l’édition imprimée est repérée. "
                                 : "The pages of the printed edition are marked. ");
  g_string_truncate (out, out->len - 1);
  return mb_arena_strdup (book->arena, out->str);
}

static const char *
certifier_of (const MbBook *book)
{
  const MbMeta *meta = book->meta;
  if (meta->publisher && *meta->publisher)
    return meta->publisher;
  return book->options->producer ? book->options->producer : "marbre";
}

static void
put_features (GString *out, const MbBook *book)
{
  static const char *const always[] = { "ARIA", "displayTransformability", "readingOrder",
                                        "structuralNavigation", "tableOfContents" };
  if (book->has_pictures && !book->alt_missing)
    put_meta (out, "schema:accessibilityFeature", "alternativeText");
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    put_meta (out, "schema:accessibilityFeature", always[i]);
  if (book->has_mathml)
    put_meta (out, "schema:accessibilityFeature", "MathML");
  if (book->pages->len == 0)
    return;
  put_meta (out, "schema:accessibilityFeature", "pageBreakMarkers");
  put_meta (out, "schema:accessibilityFeature", "pageNavigation");
  if (book->options->map)
    put_meta (out, "schema:accessibilityFeature", "printPageNumbers");
}

static void
put_accessibility (GString *out, MbBook *book)
{
  gboolean visual = book->has_pictures;
  put_meta (out, "schema:accessMode", "textual");
  if (visual)
    put_meta (out, "schema:accessMode", "visual");
  if (!visual || !book->alt_missing)
    put_meta (out, "schema:accessModeSufficient", "textual");
  if (visual)
    put_meta (out, "schema:accessModeSufficient", "textual,visual");
  put_features (out, book);
  put_meta (out, "schema:accessibilityHazard", book->has_motion ? "unknown" : "none");
  put_meta (out, "schema:accessibilitySummary", summary_of (book));
  if (book->barriers > 0)
    return;
  g_string_append (out, "<meta property=\"dcterms:conformsTo\" id=\"conformite\">EPUB "
                        "Accessibility 1.1 - WCAG 2.1 Level AA</meta>\n");
  put (out, "<meta property=\"a11y:certifiedBy\" refines=\"#conformite\">", certifier_of (book),
       "meta");
}

static gboolean
has_fonts (const MbBook *book)
{
  for (guint i = 0; i < book->items->len; i++)
    if (g_str_has_prefix (g_array_index (book->items, MbItem, i).type, "font/"))
      return TRUE;
  return FALSE;
}

static void
put_metadata (GString *out, MbBook *book)
{
  const MbMeta *meta = book->meta;
  g_string_append (out, "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
  put (out, "<dc:identifier id=\"livre\">", book->identifier, "dc:identifier");
  put (out, "<dc:title id=\"titre\">", book->title, "dc:title");
  if (meta->subtitle && *meta->subtitle) {
    put (out, "<dc:title id=\"sous-titre\">", meta->subtitle, "dc:title");
    g_string_append (out,
                     "<meta refines=\"#titre\" property=\"title-type\">main</meta>\n"
                     "<meta refines=\"#sous-titre\" property=\"title-type\">subtitle</meta>\n");
  }
  put (out, "<dc:language>", book->language, "dc:language");
  put_people (out, meta);
  put (out, "<dc:publisher>", meta->publisher, "dc:publisher");
  put (out, "<dc:date>", date_of (book), "dc:date");
  put (out, "<dc:description>", meta->description, "dc:description");
  put (out, "<dc:subject>", meta->subject, "dc:subject");
  put (out, "<dc:rights>", meta->rights, "dc:rights");
  put_meta (out, "dcterms:modified", modified_of (book));
  put_meta (out, "rendition:layout", "reflowable");
  if (has_fonts (book))
    put_meta (out, "ibooks:specified-fonts", "true");
  if (book->pages->len > 0)
    put_meta (out, "pageBreakSource", page_source (book));
  put_accessibility (out, book);
  if (book->cover)
    g_string_append (out, "<meta name=\"cover\" content=\"image-couverture\"/>\n");
  g_string_append (out, "</metadata>\n");
}

/* --- Manifest and spine -------------------------------------------------------------------------------------------------*/

static void
put_items (GString *out, const GArray *items)
{
  g_string_append (out, "<manifest>\n");
  for (guint i = 0; i < items->len; i++) {
    const MbItem *item = &g_array_index (items, MbItem, i);
    g_string_append_printf (out, "<item id=\"%s\" href=\"%s\" media-type=\"%s\"", item->id,
                            item->name, item->type);
    if (item->properties)
      g_string_append_printf (out, " properties=\"%s\"", item->properties);
    g_string_append (out, "/>\n");
  }
  g_string_append (out, "</manifest>\n");
}

/* The contents stand between the pages of titles and the text: at hand where a reader begins, wherever print has them. */
static void
put_spine (GString *out, const MbBook *book)
{
  guint start = mb_book_start (book);
  gboolean rtl = mb_styles_from_right (book->options->styles);
  g_string_append_printf (out, "<spine toc=\"ncx\"%s>\n",
                          rtl ? " page-progression-direction=\"rtl\"" : "");
  for (guint i = 0; i <= book->files->len; i++) {
    if (i == start)
      g_string_append (out, "<itemref idref=\"nav\"/>\n");
    if (i < book->files->len)
      g_string_append_printf (out, "<itemref idref=\"texte-%u\"/>\n", i);
  }
  g_string_append (out, "</spine>\n");
}

GBytes *
mb_package_write (MbBook *book, const GArray *items)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
                               "unique-identifier=\"livre\" xml:lang=\"");
  mb_xml_escape (out, book->language, -1, TRUE);
  g_string_append (out,
                   "\" prefix=\"ibooks: "
                   "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/\">\n");
  put_metadata (out, book);
  put_items (out, items);
  put_spine (out, book);
  g_string_append (out, "</package>\n");
  return g_string_free_to_bytes (out);
}
