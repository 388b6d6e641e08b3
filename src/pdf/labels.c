/* SPDX-License-Identifier: Apache-2.0 */
/* Page labels: the folios that are printed, as ranges of a style (ISO 32000-1 § 12.4.2).
 *
 * A folio is a prefix and the page's number in a style; which one is found by writing the number in each. A page without a folio
 * is called as if it had one: in the style of the next page that shows one, else of the last. */
#include "internal.h"

#include <string.h>

typedef struct {
  char style;         /* D, r, R, a, A; 0: the prefix is all */
  const char *prefix; /* bytes of the label */
  gsize length;
  int number;
} Label;

static const struct {
  char style;
  const char *counter;
} STYLES[] = { { 'D', "decimal" },
               { 'r', "lower-roman" },
               { 'R', "upper-roman" },
               { 'a', "lower-latin" },
               { 'A', "upper-latin" } };

static Label
read_label (const MbPage *page, MbArena *arena)
{
  for (guint i = 0; i < G_N_ELEMENTS (STYLES) && page->number > 0; i++) {
    const char *number = mb_counter_format (NULL, arena, STYLES[i].counter, page->number);
    if (number && *number && g_str_has_suffix (page->label, number))
      return (Label){ STYLES[i].style, page->label, strlen (page->label) - strlen (number),
                      page->number };
  }
  return (Label){ 0, page->label, strlen (page->label), page->number };
}

static Label
label_of (const MbPages *pages, guint index, MbArena *arena)
{
  const MbPage *page = &pages->pages[index];
  if (page->label && *page->label)
    return read_label (page, arena);
  Label like = { 'D', "", 0, 0 };
  guint at = index;
  while (at < pages->n_pages && !(pages->pages[at].label && *pages->pages[at].label))
    at++;
  if (at == pages->n_pages)
    for (at = index; at > 0 && !(pages->pages[at].label && *pages->pages[at].label); at--)
      ;
  if (pages->pages[at].label && *pages->pages[at].label)
    like = read_label (&pages->pages[at], arena);
  like.number = page->number;
  if (like.style == 0 || like.number < 1)
    like = (Label){ page->number < 1 ? 0 : 'D', "", 0, page->number };
  return like;
}

static gboolean
continues (const Label *last, const Label *label)
{
  return last->style == label->style && last->length == label->length &&
         memcmp (last->prefix, label->prefix, label->length) == 0 &&
         (label->style == 0 || label->number == last->number + 1);
}

static void
put_range (GString *out, guint index, const Label *label)
{
  g_autofree char *prefix = g_strndup (label->prefix, label->length);
  g_string_append_printf (out, " %u<<", index);
  if (*prefix) {
    g_string_append (out, "/P");
    mb_syntax_text (out, prefix);
  }
  if (label->style)
    g_string_append_printf (out, "/S/%c/St %d", label->style, label->number);
  g_string_append (out, ">>");
}

char *
mb_labels_ranges (const MbPages *pages, const guint *which, guint n)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  GString *out = g_string_new ("<</Nums[");
  Label last = { 0 };
  for (guint i = 0; i < n; i++) {
    Label label = label_of (pages, which[i], arena);
    if (i == 0 || !continues (&last, &label))
      put_range (out, i, &label);
    last = label;
  }
  g_string_append (out, "]>>");
  return g_string_free (out, FALSE);
}

void
mb_labels_write (MbWork *work)
{
  guint n = work->painted->n_pages;
  if (!work->pages)
    return;
  guint *which =
      mb_arena_array (work->arena, guint, n); /* a choice of pages may have been painted */
  for (guint i = 0; i < n; i++)
    which[i] = work->painted->displays[i]->page;
  g_autofree char *ranges = mb_labels_ranges (work->pages, which, n);
  mb_file_set (work->file, mb_file_root (work->file), "/PageLabels", ranges);
}
