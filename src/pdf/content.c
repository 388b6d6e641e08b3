/* SPDX-License-Identifier: Apache-2.0 */
/* From markers to marked content.
 *
 * The page's stream is read once. A colour operator whose operands are a marker (paint.h) is replaced by the end of the marked
 * content that is open, the beginning of the item's own, and the real colour; everything else is copied as it stands. Items that
 * follow each other and belong to the same place of the structure tree share one sequence, and so one MCID.
 *
 * Invariants, all of which fail closed
 *   - no painting operator outside an item, and none of a kind its item does not have: Tj under glyphs, f under a fill, Do, sh,
 *     patterns and inline images under a picture;
 *   - a picture's marker rectangle is deleted, never painted;
 *   - every item sent is found, except what cairo may leave out: items off the sheet and glyphs that are spaces only;
 *   - spans of cairo's own are closed before the next marker, and balanced at the end.
 *
 * A group of items (paint/group.c) is a form of its own: a marker, which is deleted, and a Do outside any marked content. Its stream is read as
 * that of the page is, by a task of its own that shares `found`: its sequences are numbered from 0 again, and it has its own key in ParentTree
 * (ISO 32000-1 § 14.7.4.2).
 *
 * Glyphs of a scaled or tracked run (mb_painter_page) were painted at their full width and one behind the other: behind the text matrix comes
 * what they stand apart (Tc), its first row is multiplied here, and so is what a second matrix of the same item is away from the first.
 *
 * cairo repeats a colour after Q, so the real colour in force is forgotten at q and Q. */
#include "internal.h"

#include <string.h>

#define NO_ITEM   G_MAXUINT32
#define NO_COLOR  -1
#define SPANS_MAX 16
#define SAVED_MAX 64

typedef struct {
  const MbContentTask *task;
  MbContentResult *result;
  const char *copied;   /* the stream is copied up to here */
  const char *path;     /* start of the path under construction, or NULL */
  guint32 item;         /* open item */
  guint open;           /* sequences open for it, one in the other */
  gboolean picture_due; /* its marker rectangle was not met yet */
  guint32 group;        /* about to be laid down, or NO_ITEM */
  int color[2];         /* palette entry in force, filling and stroking */
  guint32 scaled;       /* item whose first text matrix was met… */
  double origin[2];     /* …and where that was */
  double spacing;       /* Tc in force… */
  double saved[SAVED_MAX];
  guint n_saved; /* …and at each q that is open */
  guint spans;   /* of cairo, open */
  gboolean dropped[SPANS_MAX];
} Rewriter;

static gboolean
fault (Rewriter *self, const char *format, ...)
{
  va_list list;
  va_start (list, format);
  if (!self->result->fault)
    self->result->fault = g_strdup_vprintf (format, list);
  va_end (list);
  return FALSE;
}

/* --- Copying ------------------------------------------------------------------------------------------------------------------ */

static void
copy_until (Rewriter *self, const char *to)
{
  g_string_append_len (self->result->content, self->copied, to - self->copied);
  self->copied = to;
}

/* Copy what precedes [@from, @to) and leave that out. */
static void
cut (Rewriter *self, const char *from, const char *to)
{
  copy_until (self, from);
  self->copied = to;
}

/* --- Sequences ------------------------------------------------------------------------------------------------------------------ */

static const MbItem *
item_of (const Rewriter *self, guint32 index)
{
  return index == NO_ITEM ? NULL : &self->task->display->items[index];
}

/* An artifact with a text of its own, the empty one: what extracts text and minds no artifacts minds the text of spans. */
static void
begin_artifact (Rewriter *self, const MbDisplayList *display, const MbItem *item)
{
  GString *out = self->result->content;
  static const char *const TYPES[] = {
    "/Layout", "/Pagination/Subtype/Header", "/Pagination/Subtype/Footer", "/Background", "/Layout",
    "/Page",
  };
  g_string_append_printf (out, "/Artifact<</Type%s", TYPES[item->artifact]);
  if (item->artifact == MB_ARTIFACT_BACKGROUND) {
    g_string_append (out, "/BBox");
    mb_syntax_rect (out, display, item->rect);
  }
  g_string_append (out, ">>BDC\n");
  self->open = 1;
  if (!item->actual)
    return;
  g_string_append (out, "/Span<</ActualText");
  mb_syntax_text (out, item->actual);
  g_string_append (out, ">>BDC\n");
  self->open = 2;
}

static void
begin_content (Rewriter *self, const MbOwner *owner, const MbItem *item, guint32 index)
{
  GString *out = self->result->content;
  self->open = 1;
  guint mcid = self->result->sequences->len;
  MbSequence sequence = { owner->slot, index };
  g_array_append_val (self->result->sequences, sequence);
  if (!item->actual) {
    g_string_append_printf (out, "/%s<</MCID %u>>BDC\n", owner->tag, mcid);
    return;
  }
  g_string_append_printf (out, "/Span<</MCID %u/ActualText", mcid);
  mb_syntax_text (out, item->actual);
  g_string_append (out, ">>BDC\n");
}

static void
end_sequence (Rewriter *self)
{
  for (; self->open; self->open--)
    g_string_append (self->result->content, "EMC\n");
}

/* Whether items @a and @b may share one sequence. */
static gboolean
belong_together (const Rewriter *self, guint32 a, guint32 b)
{
  const MbItem *x = item_of (self, a), *y = item_of (self, b);
  gint32 slot = self->task->owners[a].slot;
  if (slot != self->task->owners[b].slot || x->actual || y->actual)
    return FALSE;
  return slot != MB_SLOT_ARTIFACT ||
         (x->artifact == y->artifact && x->artifact != MB_ARTIFACT_BACKGROUND);
}

static gboolean
enter_group (Rewriter *self, guint32 index)
{
  if (index >= self->task->display->n_groups)
    return fault (self, "unknown group %u", index);
  end_sequence (self);
  self->item = NO_ITEM;
  self->group = index;
  self->picture_due = TRUE;
  return TRUE;
}

static gboolean
enter_item (Rewriter *self, guint32 index)
{
  const MbContentTask *task = self->task;
  self->group =
      NO_ITEM; /* cairo leaves out a group of which nothing shows; mb_content_check knows whether something should */
  if (index >= task->display->n)
    return fault (self, "unknown item %u", index);
  if (self->spans)
    return fault (self, "item %u begins inside a span", index);
  if (self->item == index)
    return TRUE;
  const MbItem *item = item_of (self, index);
  const MbOwner *owner = &task->owners[index];
  if (owner->slot == MB_SLOT_NONE)
    return fault (self, "item %u belongs to nothing", index);
  if (!self->open || !belong_together (self, self->item, index)) {
    end_sequence (self);
    if (owner->slot == MB_SLOT_ARTIFACT)
      begin_artifact (self, task->display, item);
    else
      begin_content (self, owner, item, index);
  }
  self->item = index;
  self->picture_due = mb_item_has_marker (item);
  return TRUE;
}

/* --- Colours ----------------------------------------------------------------------------------------------------------------------- */

static gboolean
is_under_picture (const Rewriter *self)
{
  const MbItem *item = item_of (self, self->item);
  return item && mb_item_has_marker (item) && !self->picture_due;
}

static void
forget_colors (Rewriter *self)
{
  self->color[0] = self->color[1] = NO_COLOR;
}

static gboolean
put_color (Rewriter *self, guint palette, gboolean stroke)
{
  if (palette > self->task->palette->n)
    return fault (self, "unknown colour %u", palette);
  if (palette == MB_MARKER_PICTURE || self->color[stroke] == (int) palette)
    return TRUE;
  mb_color_operator (self->result->content, self->task->palette->colors[palette], stroke,
                     self->task);
  g_string_append_c (self->result->content, '\n');
  self->color[stroke] = palette;
  return TRUE;
}

/* cairo paints clear black for a group of which nothing shows. mb_content_check knows whether something should. */
static gboolean
drop_group (Rewriter *self, const MbOperation *op)
{
  cut (self, op->start, op->end);
  self->group = NO_ITEM;
  self->picture_due = TRUE; /* its rectangle goes too */
  return TRUE;
}

static gboolean
take_color (Rewriter *self, const MbOperation *op)
{
  MbMarker marker;
  double rgb[3] = { 0, 0, 0 };
  for (guint i = 0; i < 3 && i < op->n; i++)
    rgb[i] = mb_token_number (op->operands[i]);
  if (op->n != 3 || !mb_marker_decode (rgb, &marker)) {
    forget_colors (self);
    if (self->group != NO_ITEM && !self->picture_due)
      return drop_group (self, op);
    return is_under_picture (self) || fault (self, "a colour that was not sent");
  }
  cut (self, op->start, op->end);
  if (marker.item >= MB_MARKER_GROUP)
    return self->spans ? fault (self, "a group begins inside a span")
                       : enter_group (self, marker.item - MB_MARKER_GROUP);
  if (!enter_item (self, marker.item))
    return FALSE;
  if ((marker.palette == MB_MARKER_PICTURE) != mb_item_has_marker (item_of (self, marker.item)))
    return fault (self, "the marker of item %u does not fit it", marker.item);
  return put_color (self, marker.palette, *op->name.start == 'R');
}

/* --- Painting ----------------------------------------------------------------------------------------------------------------------- */

static gboolean
paint (Rewriter *self, const MbOperation *op, MbItemKind kind)
{
  const MbItem *item = item_of (self, self->item);
  if (!self->open || !item || (item->kind != kind && !is_under_picture (self)))
    return fault (self, "%.*s outside its item", (int) op->name.length, op->name.start);
  self->task->found[self->item] = TRUE;
  return TRUE;
}

/* The name of the form, for who reads its stream. */
static gboolean
lay_group (Rewriter *self, const MbOperation *op)
{
  if (self->picture_due || !mb_operation_is (op, "Do") || op->n != 1)
    return fault (self, "group %u is not laid down", self->group);
  g_autofree char *name = g_strndup (op->operands[0].start, op->operands[0].length);
  g_ptr_array_add (self->result->groups, (gpointer) g_intern_string (name));
  self->group = NO_ITEM;
  return TRUE;
}

/* cairo puts a group that has a mask into a form of its own: nothing else is painted there, and by no item. */
static gboolean
is_wrapped (const Rewriter *self, const MbOperation *op)
{
  return self->task->form && self->item == NO_ITEM && !self->open && !self->picture_due &&
         mb_operation_is (op, "Do");
}

static gboolean
paint_object (Rewriter *self, const MbOperation *op)
{
  const MbItem *item = item_of (self, self->item);
  if (self->group != NO_ITEM || is_wrapped (self, op))
    return lay_group (self, op);
  if (!paint (self, op,
              item && item->kind == MB_ITEM_GRADIENT ? MB_ITEM_GRADIENT : MB_ITEM_PICTURE) ||
      self->picture_due)
    return fault (self, "a picture without its marker");
  if (mb_operation_is (op, "Do") && op->n == 1) {
    g_autofree char *name = g_strndup (op->operands[0].start, op->operands[0].length);
    MbPlacedPicture placed = { g_intern_string (name), self->item };
    g_array_append_val (self->result->pictures, placed);
  }
  return TRUE;
}

/* A path ends: painted, used as a clip, or the marker of a picture. */
static gboolean
end_path (Rewriter *self, const MbOperation *op)
{
  const char *start = self->path ? self->path : op->start;
  self->path = NULL;
  if (mb_operation_is (op, "n"))
    return TRUE;
  if (self->picture_due) {
    cut (self, start, op->end);
    self->picture_due = FALSE;
    return TRUE;
  }
  return paint (self, op, MB_ITEM_FILL);
}

/* --- Scaled glyphs ------------------------------------------------------------------------------------------------------------------ */

static gboolean
is_scaled (const MbItem *item)
{
  return item && item->kind == MB_ITEM_GLYPHS && item->run->scale != 10000;
}

/* In units of text space: cairo's fonts have size 1, the text matrix has theirs. Letter-spacing stays with the glyphs, for readers that
 * take as much as a tenth of an em for a word space when it is a Tc. */
static double
spacing_of (const MbItem *item)
{
  if (!item || item->kind != MB_ITEM_GLYPHS || item->run->size <= 0)
    return 0;
  return (double) item->run->tracking / item->run->size;
}

static void
put_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.6f", value));
  while (out->str[out->len - 1] == '0')
    g_string_truncate (out, out->len - 1);
  if (out->str[out->len - 1] == '.')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, ' ');
}

/* @m: of Tm. Its first row is the direction of the line. */
static void
scale_matrix (Rewriter *self, double m[6], double scale)
{
  double length = m[0] * m[0] + m[1] * m[1];
  if (self->scaled != self->item) {
    self->scaled = self->item;
    self->origin[0] = m[4];
    self->origin[1] = m[5];
  }
  double along = (m[4] - self->origin[0]) * m[0] + (m[5] - self->origin[1]) * m[1];
  double move = length > 0 ? (scale - 1) * along / length : 0;
  m[4] += move * m[0];
  m[5] += move * m[1];
  m[0] *= scale;
  m[1] *= scale;
}

static gboolean
put_matrix (Rewriter *self, const MbOperation *op, double scale)
{
  double m[6];
  if (op->n != 6)
    return fault (self, "a text matrix of %u numbers", op->n);
  for (guint i = 0; i < 6; i++)
    m[i] = mb_token_number (op->operands[i]);
  scale_matrix (self, m, scale);
  cut (self, op->start, op->name.start);
  for (guint i = 0; i < 6; i++)
    put_number (self->result->content, m[i]);
  return TRUE;
}

static gboolean
take_matrix (Rewriter *self, const MbOperation *op)
{
  const MbItem *item = item_of (self, self->item);
  if (is_scaled (item) && !put_matrix (self, op, item->run->scale / 10000.0))
    return FALSE;
  double spacing = spacing_of (item);
  if (spacing == self->spacing)
    return TRUE;
  copy_until (self, op->end);
  g_string_append_c (self->result->content, ' ');
  put_number (self->result->content, spacing);
  g_string_append (self->result->content, "Tc");
  self->spacing = spacing;
  return TRUE;
}

/* q and Q */
static gboolean
take_state (Rewriter *self, gboolean save)
{
  forget_colors (self);
  if (save ? self->n_saved == SAVED_MAX : self->n_saved == 0)
    return fault (self, save ? "q nests too deep" : "Q without q");
  if (save)
    self->saved[self->n_saved++] = self->spacing;
  else
    self->spacing = self->saved[--self->n_saved];
  return TRUE;
}

static gboolean
show (Rewriter *self, const MbOperation *op)
{
  const MbItem *item = item_of (self, self->item);
  if ((is_scaled (item) && self->scaled != self->item) || spacing_of (item) != self->spacing)
    return fault (self, "item %u is shown before its matrix", self->item);
  return paint (self, op, MB_ITEM_GLYPHS);
}

/* --- Spans of cairo ------------------------------------------------------------------------------------------------------------------ */

/* ActualText that says no more than a space: readers stumble over the span and gain nothing. */
static gboolean
is_idle_span (const MbOperation *op)
{
  static const char *const IDLE[] = { "<feff202f>", "<feff00a0>", "<feff2009>", "<feff0020>",
                                      "<feff>" };
  if (op->n != 2)
    return FALSE;
  g_autofree char *text = g_ascii_strdown (op->operands[1].start, op->operands[1].length);
  if (!strstr (text, "/actualtext"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (IDLE); i++)
    if (strstr (text, IDLE[i]))
      return TRUE;
  return FALSE;
}

static gboolean
begin_span (Rewriter *self, const MbOperation *op)
{
  if (self->spans == SPANS_MAX)
    return fault (self, "spans nest too deep");
  gboolean drop = is_idle_span (op);
  self->dropped[self->spans++] = drop;
  if (drop)
    cut (self, op->start, op->end);
  return TRUE;
}

static gboolean
end_span (Rewriter *self, const MbOperation *op)
{
  if (self->spans == 0)
    return fault (self, "a span ends that never began");
  if (self->dropped[--self->spans])
    cut (self, op->start, op->end);
  return TRUE;
}

/* --- The stream ----------------------------------------------------------------------------------------------------------------------- */

static gboolean
take_operation (Rewriter *self, const MbOperation *op)
{
  if (op->classes & MB_OP_PATH) {
    if (!self->path)
      self->path = op->start;
    return TRUE;
  }
  if (op->classes & MB_OP_PATH_END)
    return end_path (self, op);
  if (self->path)
    return fault (self, "%.*s inside a path", (int) op->name.length, op->name.start);
  if (op->classes & MB_OP_RGB)
    return take_color (self, op);
  if (op->classes & MB_OP_SHOW)
    return show (self, op);
  if (op->classes & MB_OP_MATRIX)
    return take_matrix (self, op);
  if (op->classes & MB_OP_OBJECT)
    return paint_object (self, op);
  if (op->classes & MB_OP_COLOR) {
    forget_colors (self);
    return is_under_picture (self) || fault (self, "a colour that was not sent");
  }
  if (op->classes & MB_OP_STATE)
    return take_state (self, *op->name.start == 'q');
  if (op->classes & MB_OP_MARK)
    return begin_span (self, op);
  if (op->classes & MB_OP_MARK_END)
    return end_span (self, op);
  return TRUE;
}

static gboolean
has_ink (const MbItem *item)
{
  const MbGlyphRun *run = item->run;
  guint end = item->first_glyph + item->n_glyphs;
  guint32 from = item->first_glyph && item->n_glyphs ? run->glyphs[item->first_glyph].cluster : 0;
  guint32 to = end < run->n_glyphs ? run->glyphs[end].cluster : run->length;
  if (item->n_glyphs == 0)
    return FALSE;
  for (const char *p = run->text + from; p < run->text + to; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isgraph (c) && c != 0xAD)
      return TRUE;
  }
  return item->hyphen;
}

gboolean
mb_content_is_cut (const MbItem *item)
{
  const MbScene *scene = item->scene;
  const MbGroup *group = item->group;
  while (scene && !scene->clip)
    scene = scene->outer;
  while (group && !group->mask)
    group = group->outer;
  return scene || group;
}

/* A drawing may hold nothing that shows; what it does show has a marker, as every picture. */
static gboolean
is_drawing (const MbItem *item)
{
  return item->kind == MB_ITEM_PICTURE && item->picture->kind == MB_PICTURE_SVG;
}

/* Whether the middle of @rect, where @item is, comes to lie on the sheet. */
static gboolean
is_on_sheet (const MbDisplayList *display, const MbItem *item, MbRect rect)
{
  MbItem part = *item;
  MbRect extent;
  part.rect = rect;
  if (!mb_item_extent (&part, &extent))
    return FALSE;
  gint64 x = extent.x + extent.width / 2, y = extent.y + extent.height / 2,
         margin = display->margin;
  return x >= -margin && y >= -margin && x <= (gint64) display->width + margin &&
         y <= (gint64) display->height + margin;
}

/* Letter by letter, where the ink of each is: a comma at the top of the sheet shows where an apostrophe does not. Places are those that cairo
 * was given: see the head of this file. */
static gboolean
is_lettering_on_sheet (const MbDisplayList *display, const MbItem *item)
{
  const MbGlyphRun *run = item->run;
  if (!run->font)
    return is_on_sheet (display, item, item->rect);
  for (guint i = 0; i < item->n_glyphs; i++) {
    const MbGlyph *first = &run->glyphs[item->first_glyph], *glyph = first + i;
    PangoRectangle ink;
    pango_font_get_glyph_extents (run->font,
                                  glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : glyph->glyph, &ink,
                                  NULL);
    MbLength x = item->rect.x + glyph->x - first->x - run->tracking * (MbLength) i;
    MbRect rect = { x + ink.x, item->baseline - glyph->y + ink.y, ink.width, ink.height };
    if (ink.width > 0 && ink.height > 0 && is_on_sheet (display, item, rect))
      return TRUE;
  }
  return FALSE;
}

/* Whether cairo cannot have left @item out: it shows something, and the middle of that is on the sheet. */
static gboolean
must_be_found (const MbDisplayList *display, const MbItem *item)
{
  if (mb_content_is_cut (item) || is_drawing (item))
    return FALSE;
  if (item->kind == MB_ITEM_GLYPHS || item->outlined)
    return has_ink (item) && is_lettering_on_sheet (display, item);
  return is_on_sheet (display, item, item->rect);
}

gboolean
mb_content_check (const MbContentTask *task, char **lost)
{
  const MbDisplayList *display = task->display;
  for (guint i = 0; i < display->n; i++)
    if (!task->found[i] && must_be_found (display, &display->items[i])) {
      *lost = g_strdup_printf ("item %u was lost", i);
      return FALSE;
    }
  return TRUE;
}

static gboolean
rewrite (Rewriter *self, const char *content, gsize size)
{
  MbTokens tokens = { content, content + size, FALSE };
  MbOperation op;
  while (mb_tokens_next (&tokens, &op))
    if (!take_operation (self, &op))
      return FALSE;
  if (tokens.broken || self->path)
    return fault (self, "the content stream is broken");
  if (self->spans)
    return fault (self, "a span never ends");
  copy_until (self, tokens.end);
  g_string_append_c (self->result->content, '\n');
  end_sequence (self);
  return TRUE;
}

gboolean
mb_content_rewrite (const MbContentTask *task, const char *content, gsize size,
                    MbContentResult *result)
{
  result->content = g_string_sized_new (size);
  result->sequences = g_array_new (FALSE, FALSE, sizeof (MbSequence));
  result->pictures = g_array_new (FALSE, FALSE, sizeof (MbPlacedPicture));
  result->groups = g_ptr_array_new ();
  result->fault = NULL;
  Rewriter self = { .task = task,
                    .result = result,
                    .copied = content,
                    .item = NO_ITEM,
                    .group = NO_ITEM,
                    .scaled = NO_ITEM };
  forget_colors (&self);
  return rewrite (&self, content, size);
}

void
mb_content_result_clear (MbContentResult *result)
{
  g_string_free (result->content, TRUE);
  g_array_unref (result->sequences);
  g_array_unref (result->pictures);
  g_ptr_array_unref (result->groups);
  g_free (result->fault);
}
