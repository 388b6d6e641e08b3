/* SPDX-License-Identifier: Apache-2.0 */
/* What of a picture may be cut: `foyer`, the place that must be seen, and `recadrage`, the ratios of width to height that its frame may
 * have. Both come from front matter or from {attributes}; what cannot be meant is left out with a finding, and the picture is shown
 * whole. */
#include "internal.h"

#include <string.h>

#define LEAST_RATIO 0.1
#define MOST_RATIO  10.0

static const char *
skip_between (const char *text)
{
  return text + strspn (text, " \t,;[]");
}

/* "1.5", "3/2" or "3:2". */
static gboolean
take_ratio (const char **text, double *ratio, gboolean *plain)
{
  char *end;
  *ratio = g_ascii_strtod (*text, &end);
  if (end == *text)
    return FALSE;
  if (*end == '/' || *end == ':') {
    const char *below = end + 1;
    double by = g_ascii_strtod (below, &end);
    if (end == below || !(by > 0))
      return FALSE;
    *ratio /= by;
    *plain = FALSE;
  }
  *text = skip_between (end);
  return *ratio >= LEAST_RATIO && *ratio <= MOST_RATIO;
}

static gboolean
parse_range (const char *text, double range[2], gboolean *plain)
{
  text = skip_between (text);
  *plain = TRUE;
  if (!take_ratio (&text, &range[0], plain))
    return FALSE;
  range[1] = range[0];
  if (*text && !take_ratio (&text, &range[1], plain))
    return FALSE;
  return *text == '\0' && range[0] <= range[1];
}

/* A share of the width or height: 0…1 or 0%…100%. */
static gboolean
take_share (const char **text)
{
  char *end;
  double share = g_ascii_strtod (*text, &end);
  if (end == *text)
    return FALSE;
  if (*end == '%') {
    share /= 100;
    end++;
  }
  *text = skip_between (end);
  return share >= 0 && share <= 1;
}

static gboolean
is_focus (const char *text)
{
  text = skip_between (text);
  gboolean across = take_share (&text), down = across && take_share (&text);
  return down && *text == '\0';
}

static MbPos
attr_pos (const MbNode *node, const char *name)
{
  for (const MbAttr *attr = node->attrs; attr; attr = attr->next)
    if (strcmp (attr->name, name) == 0 && attr->pos.file)
      return attr->pos;
  return node->pos;
}

static void
refuse (MbDoc *doc, MbNode *figure, const char *name, MbMessage message)
{
  mb_report (mb_doc_diagnostics (doc), attr_pos (figure, name), message,
             mb_node_attr (figure, name), NULL);
  mb_doc_remove_attr (figure, name);
}

void
mb_crop_check (MbDoc *doc, MbNode *figure)
{
  const char *focus = mb_node_attr (figure, "data-foyer");
  const char *crop = mb_node_attr (figure, "data-recadrage");
  double range[2];
  gboolean plain;
  if (focus && !is_focus (focus))
    refuse (doc, figure, "data-foyer", MB_MSG_FOCUS_BAD);
  if (!crop)
    return;
  if (!parse_range (crop, range, &plain)) {
    refuse (doc, figure, "data-recadrage", MB_MSG_CROP_BAD);
  } else if (!plain) {
    char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd (low, sizeof low, "%.4f", range[0]);
    g_ascii_formatd (high, sizeof high, "%.4f", range[1]);
    g_autofree char *text = g_strdup_printf ("%s %s", low, high);
    mb_doc_set_attr_at (doc, figure, "data-recadrage", text, attr_pos (figure, "data-recadrage"));
  }
}
