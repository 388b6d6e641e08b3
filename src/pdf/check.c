/* SPDX-License-Identifier: Apache-2.0 */
/* Our own check of the finished objects, before any claim is written.
 *
 * Minimal, and apart from what made the file: PDF/UA-1 (ISO 14289-1) and PDF/A-2 (ISO 19005-2) as far as a file of ours can fail
 * them. What the author can mend is a message at its place; what only we could mend is a broken rule. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbWork *work;
  MbStandards unmet;
  GHashTable *elements; /* object → MbElement */
  GHashTable *seen;     /* fonts, pictures and forms */
  GArray *streams;      /* MbCheckedStream */
} Check;

static MbDiagnostics *
diagnostics (const Check *self)
{
  return mb_doc_diagnostics (self->work->doc);
}

/* Note that @standards fail; TRUE when one of them is wanted, and so worth a message. */
static gboolean
fails (Check *self, MbStandards standards)
{
  self->unmet |= standards;
  return (standards & self->work->options->standards) != 0;
}

static void
breaks (Check *self, MbStandards standards, MbPos pos, const char *rule)
{
  if (fails (self, standards))
    mb_report (diagnostics (self), pos, MB_MSG_PDF_RULE,
               mb_standard_title (standards & self->work->options->standards), rule, NULL);
}

/* --- The document --------------------------------------------------------------------------------------------------------------------- */

static void
check_catalogue (Check *self)
{
  MbFile *file = self->work->file;
  MbObj root = mb_file_root (file);
  if (!self->work->title && fails (self, MB_STANDARD_UA_1))
    mb_report (diagnostics (self), MB_NOWHERE, MB_MSG_PDF_TITLE_MISSING, NULL);
  if (!*mb_file_string (file, mb_file_key (file, root, "/Lang")))
    breaks (self, MB_STANDARDS_TAGGED, MB_NOWHERE, "the document has no language");
  if (!mb_file_key (file, mb_file_key (file, root, "/MarkInfo"), "/Marked"))
    breaks (self, MB_STANDARDS_TAGGED, MB_NOWHERE, "the document is not marked as tagged");
  if (!mb_file_key (file, mb_file_key (file, root, "/ViewerPreferences"), "/DisplayDocTitle"))
    breaks (self, MB_STANDARD_UA_1, MB_NOWHERE, "the title is not displayed");
  MbObj intents = mb_file_key (file, root, "/OutputIntents");
  MbObj profile = mb_file_n_items (file, intents)
                      ? mb_file_key (file, mb_file_item (file, intents, 0), "/DestOutputProfile")
                      : 0;
  if (mb_file_integer (file, mb_file_key (file, profile, "/N")) != 3)
    breaks (self, MB_STANDARDS_A, MB_NOWHERE, "there is no output intent");
}

/* --- Pages ------------------------------------------------------------------------------------------------------------------------------- */

static MbObj
font_descriptor (MbFile *file, MbObj font)
{
  MbObj list = mb_file_key (file, font, "/DescendantFonts");
  MbObj own = mb_file_n_items (file, list) ? mb_file_item (file, list, 0) : font;
  return mb_file_key (file, own, "/FontDescriptor");
}

static void
check_font (Check *self, MbObj font)
{
  MbFile *file = self->work->file;
  MbObj descriptor = font_descriptor (file, font);
  if (!mb_file_key (file, descriptor, "/FontFile") &&
      !mb_file_key (file, descriptor, "/FontFile2") &&
      !mb_file_key (file, descriptor, "/FontFile3"))
    breaks (self, MB_STANDARDS_ALL, MB_NOWHERE, "a font is not embedded");
  if (!mb_file_key (file, font, "/ToUnicode"))
    breaks (self, MB_STANDARDS_UNICODE, MB_NOWHERE, "a font does not say its characters");
}

static void
check_fonts (Check *self, MbObj owner)
{
  MbFile *file = self->work->file;
  MbObj fonts = mb_file_key (file, mb_file_key (file, owner, "/Resources"), "/Font");
  g_auto (GStrv) names = mb_file_keys (file, fonts);
  for (guint i = 0; names[i]; i++) {
    MbObj font = mb_file_key (file, fonts, names[i]);
    if (g_hash_table_add (self->seen, GINT_TO_POINTER (mb_file_ref (file, font))))
      check_font (self, font);
  }
}

/* ISO 32000-1 § 11.3.5. */
static gboolean
is_blend_mode (const char *name)
{
  static const char *const MODES[] = {
    "/Normal",     "/Multiply",   "/Screen",    "/Overlay",    "/Darken",     "/Lighten",
    "/ColorDodge", "/ColorBurn",  "/HardLight", "/SoftLight",  "/Difference", "/Exclusion",
    "/Hue",        "/Saturation", "/Color",     "/Luminosity", NULL,
  };
  return g_strv_contains (MODES, name);
}

static void
check_states (Check *self, MbObj owner)
{
  MbFile *file = self->work->file;
  MbObj states = mb_file_key (file, mb_file_key (file, owner, "/Resources"), "/ExtGState");
  g_auto (GStrv) names = mb_file_keys (file, states);
  for (guint i = 0; names[i]; i++) {
    MbObj state = mb_file_key (file, states, names[i]), mode = mb_file_key (file, state, "/BM");
    if (mb_file_key (file, state, "/TR") || (mode && !is_blend_mode (mb_file_name (file, mode))))
      breaks (self, MB_STANDARDS_A, MB_NOWHERE,
              "a graphics state has a transfer function or an unknown blend mode");
  }
}

/* A picture, or a form with all that it uses. */
static void
check_object (MbObj object, gpointer data)
{
  Check *self = data;
  MbFile *file = self->work->file;
  if (mb_file_key (file, object, "/Interpolate") ||
      mb_file_key (file, mb_file_key (file, object, "/SMask"), "/Interpolate"))
    breaks (self, MB_STANDARDS_A, MB_NOWHERE, "a picture is interpolated");
  if (mb_file_key (file, object, "/Alternates") || mb_file_key (file, object, "/OPI"))
    breaks (self, MB_STANDARDS_A, MB_NOWHERE, "a picture has alternates");
  check_fonts (self, object);
  check_states (self, object);
}

static void
check_annotations (Check *self, MbObj page)
{
  MbFile *file = self->work->file;
  MbObj list = mb_file_key (file, page, "/Annots");
  for (guint i = 0; i < mb_file_n_items (file, list); i++) {
    MbObj annotation = mb_file_item (file, list, i);
    gint64 flags = mb_file_integer (file, mb_file_key (file, annotation, "/F"));
    if ((flags & 4) == 0 || (flags & (1 | 2 | 32)) != 0)
      breaks (self, MB_STANDARDS_A, MB_NOWHERE, "an annotation is not printed");
    if (!*mb_file_string (file, mb_file_key (file, annotation, "/Contents")))
      breaks (self, MB_STANDARD_UA_1, MB_NOWHERE, "a link has no description");
  }
  if (!mb_file_is_name (file, mb_file_key (file, page, "/Tabs"), "/S"))
    breaks (self, MB_STANDARD_UA_1, MB_NOWHERE, "a page does not follow the structure's order");
}

/* @owner: a page, or a form that is marked inside; the forms of that kind that it lays down are added to @forms. */
static void
check_stream (Check *self, MbObj owner, GBytes *content, GArray *forms)
{
  MbFile *file = self->work->file;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gsize size = 0;
  const char *data = content ? g_bytes_get_data (content, &size) : "";
  MbContentFacts facts = mb_check_content (data, size, names);
  if (facts.fault || !content)
    breaks (self, MB_STANDARDS_ALL, MB_NOWHERE, content ? facts.fault : "a page has no content");
  if (facts.cmyk)
    breaks (self, MB_STANDARDS_A, MB_NOWHERE, "ink percentages are used without a profile");
  MbObj key = mb_file_key (file, owner, "/StructParents");
  MbCheckedStream stream = { mb_file_ref (file, owner), key ? mb_file_integer (file, key) : -1,
                             facts.mcids };
  if (facts.mcids > 0 && !key)
    breaks (self, MB_STANDARDS_TAGGED, MB_NOWHERE, "marked content is not in ParentTree");
  g_array_append_val (self->streams, stream);
  MbObj objects = mb_file_key (file, mb_file_key (file, owner, "/Resources"), "/XObject");
  for (guint i = 0; i < names->len; i++) {
    MbRef ref = mb_file_ref (file, mb_file_key (file, objects, names->pdata[i]));
    g_array_append_val (forms, ref);
  }
}

/* Each form is laid down once: its marked content has one place (ISO 14289-1 § 7.21). */
static void
check_forms (Check *self, GArray *forms)
{
  MbFile *file = self->work->file;
  for (guint i = 0; i < forms->len; i++) {
    MbRef ref = g_array_index (forms, MbRef, i);
    MbObj form = mb_file_object (file, ref);
    gboolean once = TRUE;
    for (guint k = 0; k < i; k++)
      once = once && g_array_index (forms, MbRef, k) != ref;
    if (!once || !mb_file_is_name (file, mb_file_key (file, form, "/Subtype"), "/Form")) {
      breaks (self, MB_STANDARDS_ALL, MB_NOWHERE, "something is painted outside marked content");
      continue;
    }
    g_autoptr (GBytes) content = mb_file_data (file, form, NULL);
    check_stream (self, form, content, forms);
  }
}

static void
check_page (Check *self, guint index)
{
  MbFile *file = self->work->file;
  MbObj page = mb_file_page (file, index);
  g_autoptr (GArray) forms = g_array_new (FALSE, FALSE, sizeof (MbRef));
  g_autoptr (GBytes) content = mb_file_content (file, page, NULL);
  check_stream (self, page, content, forms);
  check_forms (self, forms);
  if (mb_file_integer (file, mb_file_key (file, page, "/StructParents")) != (gint64) index)
    breaks (self, MB_STANDARDS_TAGGED, MB_NOWHERE, "a page is not in ParentTree");
  check_fonts (self, page);
  mb_pictures_each (file, page, self->seen, check_object, self);
  check_states (self, page);
  check_annotations (self, page);
  mb_file_release (file);
}

/* --- What the author can mend --------------------------------------------------------------------------------------------------------------- */

static gboolean
lacks_glyphs (const MbItem *item)
{
  for (guint i = item->first_glyph;
       item->kind == MB_ITEM_GLYPHS && i < item->first_glyph + item->n_glyphs; i++)
    if (item->run->glyphs[i].glyph != PANGO_GLYPH_EMPTY &&
        (item->run->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG))
      return TRUE;
  return FALSE;
}

static gboolean
has_loose_ink (const MbItem *item)
{
  const MbPicture *picture = item->kind == MB_ITEM_PICTURE ? item->picture : NULL;
  return picture && picture->components == 4 &&
         !(picture->icc && mb_profile_components (picture->icc) == 4);
}

/* Words that nobody will read: past an edge of the sheet, and not cut on purpose. */
static gboolean
leaves_sheet (const MbDisplayList *display, const MbItem *item)
{
  MbRect extent;
  if (item->kind != MB_ITEM_GLYPHS || !item->node || item->n_glyphs == 0 ||
      mb_content_is_cut (item) || !mb_item_extent (item, &extent))
    return FALSE;
  gint64 least = -(gint64) display->margin, middle = extent.y + (gint64) extent.height / 2;
  return extent.x < least - MB_PT || middle < least ||
         (gint64) extent.x + extent.width > (gint64) display->width + display->margin + MB_PT ||
         middle > (gint64) display->height + display->margin;
}

/* The first of a page stands for all. */
static void
check_edges (Check *self, const MbDisplayList *display, const char *number)
{
  guint i = 0;
  while (i < display->n && !leaves_sheet (display, &display->items[i]))
    i++;
  if (i == display->n)
    return;
  const MbItem *item = &display->items[i];
  const MbGlyphRun *run = item->run;
  g_autofree char *text = g_strndup (run->text, run->length);
  mb_report (diagnostics (self), item->node->pos, MB_MSG_PDF_TEXT_OFF, number, g_strstrip (text),
             NULL);
}

static void
check_display (Check *self, guint index)
{
  const MbDisplayList *display = self->work->painted->displays[index];
  g_autofree char *number = g_strdup_printf ("%u", display->page + 1);
  if (MIN (display->width, display->height) + 2 * display->margin < 3 * MB_PT)
    breaks (self, MB_STANDARDS_A, MB_NOWHERE, "a page is smaller than 3 pt");
  check_edges (self, display, number);
  for (guint i = 0; i < display->n; i++) {
    const MbItem *item = &display->items[i];
    MbPos pos = item->node ? item->node->pos : MB_NOWHERE;
    if (lacks_glyphs (item) && fails (self, MB_STANDARDS_ALL))
      mb_report (diagnostics (self), pos, MB_MSG_PDF_GLYPH_MISSING, number, NULL);
    if (has_loose_ink (item) && fails (self, MB_STANDARDS_A))
      mb_report (diagnostics (self), pos, MB_MSG_PDF_PICTURE_CMYK, item->picture->name, NULL);
  }
}

/* @rule NULL: a Figure without Alt, which the author can mend. */
static void
structure_broken (gpointer data, MbStandards standards, MbRef element, const char *rule)
{
  Check *self = data;
  const MbElement *known = g_hash_table_lookup (self->elements, GINT_TO_POINTER (element));
  const MbNode *node = known ? known->node : NULL;
  if (rule) {
    breaks (self, standards, node ? node->pos : MB_NOWHERE, rule);
    return;
  }
  const MbNode *image = node && mb_node_is (node, "figure") ? mb_role_picture (node) : node;
  if (fails (self, standards))
    mb_report (diagnostics (self), image ? image->pos : MB_NOWHERE, MB_MSG_PDF_ALT_MISSING, NULL);
}

static GHashTable *
index_elements (const MbStructure *structure)
{
  GHashTable *index = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < structure->elements->len; i++) {
    MbElement *element = &g_array_index (structure->elements, MbElement, i);
    if (element->alive)
      g_hash_table_insert (index, GINT_TO_POINTER (element->ref), element);
  }
  return index;
}

MbStandards
mb_check_file (MbWork *work)
{
  g_autoptr (GHashTable) elements = index_elements (work->structure),
                         seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) streams = g_array_new (FALSE, FALSE, sizeof (MbCheckedStream));
  Check self = { work, 0, elements, seen, streams };
  check_catalogue (&self);
  for (guint i = 0; i < work->painted->n_pages; i++) {
    check_page (&self, i);
    check_display (&self, i);
  }
  mb_check_structure (work, streams, structure_broken, &self);
  return self.unmet;
}
