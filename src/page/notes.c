/* SPDX-License-Identifier: Apache-2.0 */
/* Footnotes: what is called where, and the notes at the foot of a page.
 *
 * Model. The notes of a flow are one strip of units in the order of their calls; a unit is what a page cannot part: a line, or a block. The units of
 * note k begin where those of note k - 1 end. A page takes the units [begin, end) of the strip: begin is where the page before stopped; end is at most
 * where the notes called so far end, and at least one unit into the last of them: so no page has a call without the first line of its note, and only the last note
 * of a page goes on to the next. Where the text of a page ends decides how many units it must and may take; the choice of breaks
 * (optimise.c) counts with both.
 *
 * Below the text stand, from the foot upwards: the notes, whose last baseline is that of the last line of a full page; the white and the rule of the
 * @footnote area; at least the white above it. A unit costs its height: white inside a note is not dropped at its top, so a page never takes more than it
 * has room for. */
#include "internal.h"

#define MAX_LINE_ANCHORS 256
#define MAX_REFITS       6

/* --- The strip ---------------------------------------------------------------------------------------------------------------*/

static void
add_unit (GArray *cuts, GArray *tops, MbCursor at, gint64 top)
{
  g_array_append_val (cuts, at);
  g_array_append_val (tops, top);
}

/* Where the note of @reel may be cut, first its beginning; @top: of the note in the strip. Returns: its bottom. */
static gint64
cut_note (const MbReel *reel, GArray *cuts, GArray *tops, gint64 top)
{
  MbDescent descent = { reel, top, top, TRUE };
  gboolean open = TRUE; /* the next content begins a unit */
  for (guint32 i = 0; i < reel->end; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_PENALTY && piece->penalty.cost < MB_PENALTY_FORBIDDEN)
      open = TRUE;
    if (piece->kind == MB_PIECE_LINES) {
      guint lines = mb_reel_setting (reel, i)->lines;
      mb_descent_snap (&descent, piece);
      for (guint line = 0; line < lines; line++) {
        if (open)
          add_unit (cuts, tops, (MbCursor){ .piece = i, .line = line }, descent.y);
        open = !piece->lines.keep;
        descent.y += mb_reel_lines (piece, line, line + 1);
      }
      open = FALSE;
    } else {
      gint64 before = mb_descent_pass (&descent, piece);
      if (open && mb_reel_is_content (piece))
        add_unit (cuts, tops, (MbCursor){ .piece = i }, before);
      open &= !mb_reel_is_content (piece);
    }
  }
  return descent.y;
}

typedef struct {
  MbBook *book;
  const MbReel *reel;
  GArray *notes, *cuts, *tops;
  gint64 bottom;
} Strip;

/* A note without content is none. */
static void
add_note (Strip *strip, const MbAnchor *anchor)
{
  MbBook *book = strip->book;
  const MbGalley *galley =
      mb_lay_galley (&book->lay, anchor->box, strip->reel->galley->measure, book->arena);
  MbNote note = { .reel = mb_reel_new (galley, book->arena),
                  .anchor = anchor,
                  .first = strip->cuts->len };
  strip->bottom = cut_note (note.reel, strip->cuts, strip->tops, strip->bottom);
  if (strip->cuts->len > note.first)
    g_array_append_val (strip->notes, note);
}

/* Which line of the paragraph calls each note from number @first on when it is set with @which: both go by in one order. */
static void
find_lines (Strip *strip, const MbPiece *piece, guint which, guint32 first)
{
  const MbSetting *setting = &piece->lines.settings.settings[which];
  guint32 next = first;
  for (guint line = 0; line < setting->lines && next < strip->notes->len; line++) {
    gpointer data[MAX_LINE_ANCHORS];
    guint n = mb_text_line_anchors (piece->lines.paragraph, setting, line, data, MAX_LINE_ANCHORS);
    for (guint i = 0; i < MIN (n, MAX_LINE_ANCHORS) && next < strip->notes->len; i++)
      if (data[i] == g_array_index (strip->notes, MbNote, next).anchor)
        g_array_index (strip->notes, MbNote, next++).lines[which] = line;
  }
}

/* @by_line: pages tell the lines of the paragraph apart. */
static void
add_paragraph (Strip *strip, const MbPiece *piece, gboolean by_line)
{
  guint32 first = strip->notes->len;
  guint n_settings = piece->lines.settings.n;
  for (guint i = 0; piece->box && i < piece->box->n_inlines; i++) {
    const MbInline *item = &piece->box->inlines[i];
    const MbAnchor *anchor = item->kind == MB_INLINE_ANCHOR ? item->data : NULL;
    if (anchor && anchor->kind == MB_ANCHOR_NOTE)
      add_note (strip, anchor);
  }
  if (!by_line)
    return;
  for (guint32 note = first; note < strip->notes->len; note++)
    g_array_index (strip->notes, MbNote, note).lines =
        mb_arena_array (strip->book->arena, guint32, n_settings);
  for (guint which = 0; which < n_settings && first < strip->notes->len; which++)
    find_lines (strip, piece, which, first);
}

/* @called: filled for the flow itself; NULL inside a column set or a span, which count as one place. */
static void
add_galley (Strip *strip, const MbReel *reel, guint32 *called)
{
  for (guint32 i = 0; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (called)
      called[i] = strip->notes->len;
    if (piece->kind == MB_PIECE_ANCHOR && piece->anchor->kind == MB_ANCHOR_NOTE)
      add_note (strip, piece->anchor);
    else if (piece->kind == MB_PIECE_LINES)
      add_paragraph (strip, piece, called != NULL);
    else if (reel->inner[i])
      add_galley (strip, reel->inner[i], NULL);
  }
  if (called)
    called[reel->galley->n] = strip->notes->len;
}

/* The first paragraph on a grid tells where the last baseline of a page is. */
static MbLength
below_baseline (const MbReel *reel, guint32 index)
{
  for (guint32 i = index; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_LINES)
      return piece->lines.line_height - piece->lines.ascent;
  }
  return 0;
}

void
mb_notes_collect (MbBook *book, MbReel *reel, const MbPageStyle *page)
{
  Strip strip = { .book = book, .reel = reel };
  strip.notes = g_array_new (FALSE, FALSE, sizeof (MbNote));
  strip.cuts = g_array_new (FALSE, FALSE, sizeof (MbCursor));
  strip.tops = g_array_new (FALSE, FALSE, sizeof (gint64));
  MbNotes *notes = mb_arena_new0 (book->arena, MbNotes);
  guint32 *called = mb_arena_array (book->arena, guint32, reel->galley->n + 1);
  add_galley (&strip, reel, called);
  notes->called = called;
  notes->n_units = strip.cuts->len;
  add_unit (strip.cuts, strip.tops, (MbCursor){ 0 }, strip.bottom);
  notes->n = strip.notes->len;
  notes->notes = mb_arena_memdup (book->arena, strip.notes->data, notes->n * sizeof (MbNote));
  notes->cuts =
      mb_arena_memdup (book->arena, strip.cuts->data, strip.cuts->len * sizeof (MbCursor));
  notes->tops = mb_arena_memdup (book->arena, strip.tops->data, strip.tops->len * sizeof (gint64));
  const MbStyle *style = notes->style = page->footnote;
  MbSize white = style->box->padding[MB_TOP], above = style->box->margin[MB_TOP];
  notes->white = mb_size_resolve (white, 0, 0);
  notes->above = mb_size_resolve (above, 0, 0);
  notes->rule = style->border->width[MB_TOP];
  if (notes->n > 0) {
    MbLength text = below_baseline (reel, 0), note = below_baseline (notes->notes[0].reel, 0);
    notes->sink = MAX (text - note, 0);
    reel->notes = notes;
  }
  g_array_unref (strip.notes);
  g_array_unref (strip.cuts);
  g_array_unref (strip.tops);
}

/* --- Questions --------------------------------------------------------------------------------------------------------------------*/

static guint32
first_unit (const MbNotes *notes, guint32 note)
{
  return note < notes->n ? notes->notes[note].first : notes->n_units;
}

guint32
mb_notes_called (const MbNotes *notes, MbCursor to, guint which)
{
  guint32 note = notes->called[to.piece];
  if (to.line > 0)
    for (; note < notes->called[to.piece + 1]; note++) {
      const MbNote *called = &notes->notes[note];
      if (called->lines && called->lines[which] >= to.line)
        break;
    }
  else if (to.sub_piece > 0 || to.sub_line > 0)
    note = notes->called[to.piece + 1];
  return first_unit (notes, note);
}

static guint32
note_of (const MbNotes *notes, guint32 unit)
{
  guint32 low = 0, high = notes->n;
  while (high - low > 1) {
    guint32 middle = low + (high - low) / 2;
    if (notes->notes[middle].first <= unit)
      low = middle;
    else
      high = middle;
  }
  return low;
}

guint32
mb_notes_least (const MbNotes *notes, guint32 begin, guint32 called)
{
  if (begin >= called)
    return begin;
  return MAX (notes->notes[note_of (notes, called - 1)].first, begin) + 1;
}

gint64
mb_notes_height (const MbNotes *notes, guint32 begin, guint32 end)
{
  if (end <= begin)
    return 0;
  return notes->tops[end] - notes->tops[begin] + notes->white + notes->rule + notes->above +
         notes->sink;
}

guint32
mb_notes_fitting (const MbNotes *notes, guint32 begin, guint32 called, gint64 room)
{
  guint32 low = begin, high = MAX (called, begin);
  while (low < high) {
    guint32 middle = high - (high - low) / 2;
    if (mb_notes_height (notes, begin, middle) <= room)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

gint64
mb_notes_cost (const MbPageFit *fit, const MbNotes *notes, guint32 begin, guint32 end,
               guint32 called)
{
  if (end >= called)
    return 0;
  /* a line alone on either page */
  guint32 first = MAX (notes->notes[note_of (notes, end)].first, begin);
  gint64 alone = (end - first < 2) + (called - end < 2);
  return fit->note * (1 + 2 * alone);
}

/* --- The foot of a page -----------------------------------------------------------------------------------------------------------*/

static MbFragment *
rule_of (MbBook *book, const MbNotes *notes, const MbRect *area, gint64 top)
{
  MbBox *box = mb_arena_new0 (book->arena, MbBox);
  MbFragment *rule = mb_arena_new0 (book->arena, MbFragment);
  MbLength width = notes->style->border->clip;
  box->kind = MB_BOX_BLOCK;
  box->style = notes->style;
  box->generated = TRUE;
  rule->kind = MB_FRAGMENT_BOX;
  rule->box = box;
  rule->first = rule->last = TRUE;
  rule->rect = (MbRect){ area->x, (MbLength) top,
                         width > 0 ? MIN (width, area->width) : area->width, notes->rule };
  return notes->rule > 0 ? rule : NULL;
}

static MbFragment *
place_note (MbBook *book, const MbNotes *notes, guint32 note, guint32 begin, guint32 end,
            const MbRect *area, gint64 y, guint page)
{
  const MbNote *it = &notes->notes[note];
  guint32 after = first_unit (notes, note + 1);
  MbStretch stretch = { .reel = it->reel,
                        .from = begin > it->first ? notes->cuts[begin] : (MbCursor){ 0 },
                        .to = end < after ? notes->cuts[end]
                                          : (MbCursor){ .piece = it->reel->galley->n },
                        .x = area->x,
                        .y = (MbLength) y,
                        .origin = (MbLength) y,
                        .truncate = TRUE };
  MbFragment *list =
      mb_lay_place (&book->lay, it->reel->galley, stretch.from, stretch.to, &it->reel->choice,
                    stretch.x, stretch.y, stretch.origin, TRUE, book->arena, NULL);
  mb_map_stretch (book, &stretch, page);
  return list;
}

MbFragment *
mb_notes_place (MbBook *book, const MbReel *reel, guint32 begin, guint32 end, gint64 foot,
                guint page, MbFragment **rule)
{
  const MbNotes *notes = reel->notes;
  const MbRect *area = &g_array_index (book->masters, MbMaster, page).content;
  MbFragment *first = NULL, **last = &first;
  if (end <= begin)
    return NULL;
  gint64 top = area->y + foot - notes->sink - (notes->tops[end] - notes->tops[begin]);
  *rule = rule_of (book, notes, area, top - notes->white - notes->rule);
  for (guint32 note = note_of (notes, begin); note < notes->n && notes->notes[note].first < end;
       note++) {
    guint32 from = MAX (notes->notes[note].first, begin),
            to = MIN (first_unit (notes, note + 1), end);
    *last = place_note (book, notes, note, from, to, area,
                        top + notes->tops[from] - notes->tops[begin], page);
    while (*last)
      last = &(*last)->next;
  }
  return first;
}

/* --- First fit ---------------------------------------------------------------------------------------------------------------------*/

/* Room is taken from the page until what is called above fits below. */
MbFit
mb_notes_fit (MbBook *book, MbReel *reel, guint index, MbCursor from, MbRoom room,
              gboolean truncate, guint32 begin)
{
  const MbNotes *notes = reel->notes;
  MbFit fit = { 0 };
  gint64 bottom = room.bottom, taken = 0;
  for (guint tries = 0; tries <= MAX_REFITS; tries++) {
    room.bottom = bottom - taken;
    fit = mb_guests_fit (book, reel, index, from, room, truncate);
    if (!notes || fit.empty)
      return fit;
    guint which = fit.to.piece < reel->galley->n ? reel->settings[fit.to.piece] : 0;
    guint32 called = mb_notes_called (notes, fit.to, which);
    fit.notes_from = begin;
    fit.notes_to = mb_notes_fitting (notes, begin, called, bottom - fit.bottom);
    gint64 wanted = mb_notes_height (notes, begin, called);
    if (fit.notes_to >= called || wanted <= taken || taken >= bottom / 2)
      return fit;
    taken = MIN (wanted, bottom / 2);
  }
  return fit;
}
