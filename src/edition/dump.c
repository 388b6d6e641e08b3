/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c — the structures of a job as text: tree, style, boxes, galley, lines, pages; what becomes of the rules of a sheet. */
#include "internal.h"

#include <string.h>

static char *
dump_tree (MarbreJob *job, GError **error)
{
  if (!marbre_stage_read (job, error))
    return NULL;
  return mb_doc_dump (job->doc, mb_doc_root (job->doc), TRUE);
}

static char *
dump_style (MarbreJob *job, GError **error)
{
  if (!marbre_stage_style (job, MB_MEDIUM_PRINT, error))
    return NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  const MbNode *root = mb_doc_root (job->doc);
  for (const MbNode *node = root; node; node = mb_node_next (node, root)) {
    if (node->kind != MB_NODE_ELEMENT)
      continue;
    g_autofree char *properties = mb_style_dump (job->print.styles, node);
    const char *class = mb_node_attr (node, "class");
    g_string_append_printf (out, "%s%s%s\n%s", node->name, class ? "." : "", class ? class : "",
                            properties);
  }
  return g_strdup (out->str);
}

static char *
dump_unmatched (MarbreJob *job, GError **error)
{
  return marbre_stage_style (job, MB_MEDIUM_PRINT, error) ? mb_styles_unmatched (job->print.styles)
                                                          : NULL;
}

static char *
dump_epub_css (MarbreJob *job, GError **error)
{
  return marbre_stage_style (job, MB_MEDIUM_EPUB, error) ? mb_styles_explain_epub (job->epub.styles)
                                                         : NULL;
}

static MbBoxTree
build_boxes (MarbreJob *job)
{
  return mb_box_build (&job->boxes, mb_doc_root (job->doc), job->arena);
}

static char *
dump_boxes (MarbreJob *job, GError **error)
{
  return marbre_stage_pages (job, error) ? mb_box_dump (build_boxes (job).root) : NULL;
}

static char *
dump_galley (MarbreJob *job, GError **error)
{
  if (!marbre_stage_pages (job, error))
    return NULL;
  MbLayContext context = { .typesetter = job->print.typesetter, .diagnostics = job->diagnostics };
  MbLength measure = job->pages->n_pages ? job->pages->pages[0].content.width : 300 * MB_PT;
  return mb_lay_dump (&context,
                      mb_lay_galley (&context, build_boxes (job).root, measure, job->arena));
}

static char *
dump_pages (MarbreJob *job, GError **error)
{
  if (!marbre_stage_pages (job, error))
    return NULL;
  return job->pages->n_pages ? mb_page_dump (job->pages, 0, job->pages->n_pages - 1)
                             : g_strdup ("");
}

/* Lines only, without the boxes that hold them. */
static char *
dump_lines (MarbreJob *job, GError **error)
{
  g_autofree char *pages = dump_pages (job, error);
  if (!pages)
    return NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) rows = g_strsplit (pages, "\n", -1);
  for (char **row = rows; *row; row++) {
    const char *text = *row + strspn (*row, " ");
    if (g_str_has_prefix (text, "page ") || g_str_has_prefix (text, "line "))
      g_string_append_printf (out, "%s\n", text);
  }
  return g_strdup (out->str);
}

/* What the areas of pages placed by hand would accept. */
static char *
dump_fit (MarbreJob *job, GError **error)
{
  return marbre_stage_pages (job, error) ? mb_page_fit_report (job->pages) : NULL;
}

char *
marbre_job_dump (MarbreJob *job, const char *what, GError **error)
{
  static const struct {
    const char *name;
    char *(*dump) (MarbreJob *job, GError **error);
  } dumps[] = { { "tree", dump_tree },        { "style", dump_style },
                { "boxes", dump_boxes },      { "galley", dump_galley },
                { "lines", dump_lines },      { "pages", dump_pages },
                { "fit", dump_fit },          { "unmatched", dump_unmatched },
                { "epub-css", dump_epub_css } };
  for (guint i = 0; i < G_N_ELEMENTS (dumps); i++)
    if (strcmp (dumps[i].name, what) == 0)
      return dumps[i].dump (job, error);
  marbre_usage (error,
                "no structure called “{1}” (tree, style, boxes, galley, lines, pages, fit, "
                "unmatched, epub-css)",
                "aucune structure « {1} » (tree, style, boxes, galley, lines, pages, fit, "
                "unmatched, epub-css)",
                what);
  return NULL;
}
