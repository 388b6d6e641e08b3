/* SPDX-License-Identifier: Apache-2.0 */
/* -marbre-page-fit: what the choice of page breaks costs, by name. docs/pages.md says what each is for. */
#include "internal.h"

#include <stddef.h>

typedef struct {
  gsize offset;
  int initial, max;
} Weight;

#define WEIGHT(name, initial, max)                                                                 \
  {                                                                                                \
    offsetof (MbPageFit, name), initial, max                                                       \
  }
#define MAX_WEIGHT 1000000

static const char *const names[] = {
  "widow",      "orphan",  "hyphen", "hyphen-verso",   "heading",   "note",
  "blank",      "short",   "spread", "spread-shorter", "paragraph", "last",
  "last-lines", "loosest", "longer", "shorter",        "float",     NULL
};
static const Weight weights[] = {
  WEIGHT (widow, 40000, MAX_WEIGHT),
  WEIGHT (orphan, 40000, MAX_WEIGHT),
  WEIGHT (hyphen, 800, MAX_WEIGHT),
  WEIGHT (hyphen_verso, 80, MAX_WEIGHT),
  WEIGHT (heading, 1500, MAX_WEIGHT),
  WEIGHT (note, 600, MAX_WEIGHT),
  WEIGHT (blank, 500, MAX_WEIGHT),
  WEIGHT (shortage, 2000, MAX_WEIGHT),
  WEIGHT (spread, 800, MAX_WEIGHT),
  WEIGHT (spread_shorter, 1200, MAX_WEIGHT),
  WEIGHT (paragraph, 5, MAX_WEIGHT),
  WEIGHT (last, 60, MAX_WEIGHT),
  WEIGHT (last_lines, 5, 99),
  WEIGHT (loosest, 280, 1000),
  WEIGHT (longer, 0, 3),
  WEIGHT (shorter, 0, 3),
  WEIGHT (floating, 2000, MAX_WEIGHT),
};

static gint32 *
weight_of (MbPageFit *fit, guint index)
{
  return (gint32 *) (gpointer) ((char *) fit + weights[index].offset);
}

MB_PARSER (mb_parse_page_fit)
{
  MbPageFit *fit = field;
  *fit = (MbPageFit){ .none = mb_css_take_word (cursor, "none") };
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    *weight_of (fit, i) = weights[i].initial;
  if (fit->none || mb_css_take_word (cursor, "auto"))
    return TRUE;
  do {
    int value, index = mb_css_take_words (cursor, names);
    if (index < 0 || !mb_value_integer (context, cursor, 0, weights[index].max, &value))
      return FALSE;
    *weight_of (fit, (guint) index) = value;
  } while (!mb_css_at_end (cursor));
  return TRUE;
}

MB_PRINTER (mb_print_page_fit)
{
  MbPageFit fit = *(const MbPageFit *) field;
  if (fit.none)
    g_string_append (out, "none");
  for (guint i = 0; i < G_N_ELEMENTS (weights) && !fit.none; i++)
    g_string_append_printf (out, "%s%s %d", i ? " " : "", names[i], *weight_of (&fit, i));
}
