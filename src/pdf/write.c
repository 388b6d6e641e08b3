/* SPDX-License-Identifier: Apache-2.0 */
/* The post-pass as a whole: pages, structure, catalogue, check, metadata, file. */
#include "internal.h"

#include <string.h>

/* --- Standards ------------------------------------------------------------------------------------------------------------------------- */

static const struct {
  const char *name, *title;
  MbStandards standard;
} STANDARDS[] = {
  { "ua-1", "PDF/UA-1", MB_STANDARD_UA_1 },
  { "a-2a", "PDF/A-2a", MB_STANDARD_A_2A },
  { "a-2b", "PDF/A-2b", MB_STANDARD_A_2B },
  { "a-2u", "PDF/A-2u", MB_STANDARD_A_2U },
};

gboolean
mb_pdf_standard (const char *name, MbStandards *standard)
{
  for (guint i = 0; i < G_N_ELEMENTS (STANDARDS); i++)
    if (g_ascii_strcasecmp (name, STANDARDS[i].name) == 0) {
      *standard = STANDARDS[i].standard;
      return TRUE;
    }
  return FALSE;
}

const char *
mb_standard_title (MbStandards standard)
{
  for (guint i = 0; i < G_N_ELEMENTS (STANDARDS); i++)
    if (standard & STANDARDS[i].standard)
      return STANDARDS[i].title;
  return "";
}

static char *
titles (MbStandards standards)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (STANDARDS); i++)
    if (standards & STANDARDS[i].standard)
      g_string_append_printf (out, "%s%s", out->len ? ", " : "", STANDARDS[i].title);
  return g_string_free (out, FALSE);
}

/* --- Pages --------------------------------------------------------------------------------------------------------------------------------- */

static gboolean
broken_page (guint index, const char *fault, GError **error)
{
  g_autofree char *page = g_strdup_printf ("%u", index + 1);
  return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PDF_BROKEN, page, fault, NULL);
}

/* What shows on a page comes in streams: its own, and those of groups. */
typedef struct {
  MbWork *work;
  guint index; /* of the page */
  MbContentTask task;
  GArray *forms; /* of MbRef: still to be rewritten */
} PageStreams;

static GBytes *
stream_data (const PageStreams *self, MbObj owner, gboolean form, GError **error)
{
  return form ? mb_file_data (self->work->file, owner, error)
              : mb_file_content (self->work->file, owner, error);
}

static void
keep_stream (PageStreams *self, MbObj owner, gboolean form, const MbContentResult *result)
{
  MbWork *work = self->work;
  const GString *content = result->content;
  if (form)
    mb_file_set_data (work->file, owner, content->str, content->len);
  else
    mb_file_set_content (work->file, owner, content->str, content->len);
  mb_structure_take (work->structure, self->index, form ? mb_file_ref (work->file, owner) : 0,
                     result->sequences);
  mb_pictures_mend (work, owner, self->index, result->pictures);
  mb_inks_write (work, owner, self->index);
  mb_fonts_mend (work, owner);
  if (form && result->sequences->len > 0)
    mb_file_set_f (work->file, owner, "/StructParents", "%u",
                   mb_structure_form_key (work, work->structure->forms->len - 1));
  MbObj objects =
      mb_file_key (work->file, mb_file_key (work->file, owner, "/Resources"), "/XObject");
  for (guint i = 0; i < result->groups->len; i++) {
    MbRef ref =
        mb_file_ref (work->file, mb_file_key (work->file, objects, result->groups->pdata[i]));
    g_array_append_val (self->forms, ref);
  }
}

static gboolean
rewrite_stream (PageStreams *self, MbObj owner, gboolean form, GError **error)
{
  g_autoptr (GBytes) content = stream_data (self, owner, form, error);
  if (!content)
    return FALSE;
  MbContentResult result;
  gsize size;
  const char *data = g_bytes_get_data (content, &size);
  self->task.form = form;
  gboolean good = mb_content_rewrite (&self->task, data, size, &result);
  if (good)
    keep_stream (self, owner, form, &result);
  else
    broken_page (self->index, result.fault, error);
  mb_content_result_clear (&result);
  return good;
}

static gboolean
rewrite_streams (PageStreams *self, MbObj page, GError **error)
{
  if (!rewrite_stream (self, page, FALSE, error))
    return FALSE;
  for (guint i = 0; i < self->forms->len; i++) {
    MbRef ref = g_array_index (self->forms, MbRef, i);
    MbObj form = mb_file_object (self->work->file, ref);
    if (!mb_file_is_name (self->work->file, mb_file_key (self->work->file, form, "/Subtype"),
                          "/Form"))
      return broken_page (self->index, "a group is no form", error);
    if (!rewrite_stream (self, form, TRUE, error))
      return FALSE;
  }
  g_autofree char *fault = NULL;
  return mb_content_check (&self->task, &fault) || broken_page (self->index, fault, error);
}

static gboolean
rewrite_content (MbWork *work, MbObj page, guint index, GError **error)
{
  g_autoptr (GArray) forms = g_array_new (FALSE, FALSE, sizeof (MbRef));
  g_autofree guint8 *found = g_malloc0 (work->painted->displays[index]->n + 1);
  PageStreams self = { work,
                       index,
                       { work->painted->displays[index], &work->painted->palettes[index],
                         work->structure->owners[index], work->pages->inks,
                         (work->options->standards & MB_STANDARDS_A) != 0, FALSE, found },
                       forms };
  return rewrite_streams (&self, page, error);
}

static void
set_boxes (MbWork *work, MbObj page, guint index)
{
  const MbDisplayList *display = work->painted->displays[index];
  MbLength m = display->margin;
  g_autoptr (GString) media = g_string_new (NULL);
  mb_syntax_rect (media, display,
                  (MbRect){ -m, -m, display->width + 2 * m, display->height + 2 * m });
  mb_file_set (work->file, page, "/MediaBox", media->str);
  if (display->turn !=
      MB_PAGE_UPRIGHT) /* clockwise; boxes and places stay in the space of the page before it */
    mb_file_set (work->file, page, "/Rotate", display->turn == MB_PAGE_TURNED_RIGHT ? "90" : "270");
  if (m == 0)
    return;
  g_autoptr (GString) trim = g_string_new (NULL), bleed = g_string_new (NULL);
  MbLength b = display->bleed;
  mb_syntax_rect (trim, display, (MbRect){ 0, 0, display->width, display->height });
  mb_syntax_rect (bleed, display,
                  (MbRect){ -b, -b, display->width + 2 * b, display->height + 2 * b });
  mb_file_set (work->file, page, "/TrimBox", trim->str);
  mb_file_set (work->file, page, "/BleedBox", bleed->str);
}

static gboolean
finish_pages (MbWork *work, GError **error)
{
  for (guint i = 0; i < work->painted->n_pages; i++) {
    MbObj page = mb_file_page (work->file, i);
    if (!rewrite_content (work, page, i, error))
      return FALSE;
    set_boxes (work, page, i);
    mb_file_set_f (work->file, page, "/StructParents", "%u", i);
    mb_file_set (work->file, page, "/Tabs", "/S");
    mb_file_release (work->file);
  }
  return TRUE;
}

/* --- Catalogue ----------------------------------------------------------------------------------------------------------------------------- */

static void
write_intent (MbWork *work)
{
  g_autoptr (GBytes) icc = mb_profile_srgb ();
  gsize size;
  gconstpointer data = g_bytes_get_data (icc, &size);
  work->srgb = mb_file_add_stream (work->file, data, size, "<</N 3>>");
  mb_file_set_f (
      work->file, mb_file_root (work->file), "/OutputIntents",
      "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
      "/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]",
      work->srgb);
}

static void
write_catalogue (MbWork *work)
{
  MbObj root = mb_file_root (work->file);
  g_autoptr (GString) lang = g_string_new (NULL);
  mb_syntax_ascii (lang, mb_doc_meta (work->doc)->language);
  mb_file_set (work->file, root, "/Lang", lang->str);
  mb_file_set (work->file, root, "/MarkInfo", "<</Marked true>>");
  mb_file_set (work->file, root, "/ViewerPreferences",
               work->pages->rtl ? "<</DisplayDocTitle true/Direction/R2L>>"
                                : "<</DisplayDocTitle true>>");
  write_intent (work);
  mb_labels_write (work);
  if (mb_outline_write (work))
    mb_file_set (work->file, mb_file_root (work->file), "/PageMode", "/UseOutlines");
  mb_file_release (work->file);
}

/* --- Claims ---------------------------------------------------------------------------------------------------------------------------------- */

/* What may be claimed after the check; FALSE when a demand is not met. */
static gboolean
settle_claims (MbWork *work, MbStandards *claimed, GError **error)
{
  const MbPdfOptions *options = work->options;
  MbStandards unmet = options->standards ? mb_check_file (work) & options->standards : 0;
  *claimed = options->standards & ~unmet;
  if (!unmet)
    return TRUE;
  g_autofree char *names = titles (unmet);
  if (options->demanded)
    return mb_error_set (error, MB_ERROR_UNSUPPORTED, MB_MSG_PDF_STANDARD_UNMET, names, NULL);
  mb_report (mb_doc_diagnostics (work->doc), MB_NOWHERE, MB_MSG_PDF_NOT_CLAIMED, names, NULL);
  return TRUE;
}

/* --- The whole -------------------------------------------------------------------------------------------------------------------------------- */

static void
find_pages (MbWork *work)
{
  work->page_refs = mb_arena_array (work->arena, MbRef, work->painted->n_pages + 1);
  for (guint i = 0; i < work->painted->n_pages; i++)
    work->page_refs[i] = mb_file_ref (work->file, mb_file_page (work->file, i));
  mb_file_release (work->file);
}

static gboolean
finish (MbWork *work, MbSink *out, GError **error)
{
  MbStandards claimed;
  if (mb_file_n_pages (work->file) != work->painted->n_pages)
    return broken_page (work->painted->n_pages, "pages are missing", error);
  find_pages (work);
  mb_metadata_prepare (work);
  mb_links_collect (work);
  mb_structure_build (work);
  if (!finish_pages (work, error))
    return FALSE;
  mb_structure_order (work->structure);
  mb_links_write (work, work->painted->n_pages);
  mb_structure_write (work);
  write_catalogue (work);
  if (!mb_file_check (work->file, error) || !settle_claims (work, &claimed, error))
    return FALSE;
  mb_metadata_write (work, claimed);
  return mb_file_write (work->file, out, error);
}

gboolean
mb_pdf_write (MbDoc *doc, const MbPages *pages, const MbPainted *painted,
              const MbPdfOptions *options, MbSink *out, GError **error)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_autoptr (MbFile) file = mb_file_open (painted->pdf, error);
  if (!file)
    return FALSE;
  MbWork work = {
    .doc = doc, .pages = pages, .painted = painted, .options = options, .arena = arena, .file = file
  };
  work.inks = mb_arena_array (arena, MbRef, pages->n_inks + 1);
  work.done = g_hash_table_new (NULL, NULL);
  work.objects = g_hash_table_new (NULL, NULL);
  work.icc = g_hash_table_new (g_int64_hash, g_int64_equal);
  gboolean good = finish (&work, out, error);
  mb_structure_free (work.structure);
  mb_links_free (work.links);
  g_hash_table_unref (work.done);
  g_hash_table_unref (work.objects);
  g_hash_table_unref (work.icc);
  return good;
}
