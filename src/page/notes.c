/* SPDX-License-Identifier: Apache-2.0 */
/* Footnotes: what is called where, and the notes at the foot of a page.
 *
 * Model. The notes of a flow are one strip of units in the order of their calls; a unit is what a page cannot part: a line, or a block. The units of
 * note k begin where those of note k - 1 end. A page takes the units [begin, end) of the strip: begin is where the page before stopped; end is at most
 * where the notes called so far end, and at least one unit into the last of them: so no page has a call without the first line of its note, and only the last note
 * of a page goes on to the next. Where the text of a page ends decides how many units it must and may take; the choice of breaks
 * (optimise.c) counts with both.
 *
 * That is footnote-policy: line. With `auto` a note may wait for the next page when there is no room, whole, and costs more than one that is cut; with
 * `block` its paragraph is not cut above the call either (mb_notes_parts). A note called in a note follows it and counts as called by the same line.
 *
 * footnote-display: inline sets notes that follow each other on a page as one paragraph, `compact` does so with those that are shorter than a line. Such a note
 * is one unit; what a run of them is high is the height of their paragraph, made once for each run asked for.
 *
 * A column set whose notes have float-reference: column has a strip of its own, with the measure of a column, in the reel of its galley: a column takes
 * the units that it calls and those that the column before it owes (MbCursor.owed), columns.c fits them, and place.c sets them at the foot of the column.
 *
 * Below the text stand, from the foot upwards: the notes, whose last baseline is that of the last line of a full page; above and below them the padding,
 * border and margin of the @footnote area. A unit costs its height: white inside a note is not dropped at its top, so a page never takes more than it
 * has room for. */
#include "internal.h"

#include <string.h>

#define MAX_LINE_ANCHORS 256
#define MAX_REFITS       6
#define MAX_NOTE_DEPTH   4
#define RUN_GAP          "\u2003" /* between notes of one paragraph */

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
  MbDescent descent = { reel, top, top, TRUE, top };
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
  MbLength measure;
  GArray *notes, *cuts, *tops;
  gint64 bottom, trailing; /* of the last note: its ink, and the margin below it */
  guint depth;             /* of notes in notes */
  guint level;             /* of galleys in galleys */
  guint32 sub;             /* piece of the galley of the column set at hand */
  const MbPageStyle *page; /* NULL: sets have no notes of their own */
} Strip;

/* Margin above the first content of @galley, or below the last. */
static MbLength
outer_margin (const MbGalley *galley, gboolean below)
{
  for (guint32 i = 0; i < galley->n; i++) {
    const MbPiece *piece = &galley->pieces[below ? galley->n - 1 - i : i];
    if (piece->kind == MB_PIECE_GLUE)
      return piece->glue.margin ? piece->height : 0;
    if (mb_reel_is_content (piece))
      return 0;
  }
  return 0;
}

/* Whether a note is set in one paragraph with its neighbours. */
static gboolean
may_join (const Strip *strip, const MbBox *box)
{
  MbNoteDisplay display = box->style->paged->note_display;
  MbLength min, max;
  if (display == MB_NOTE_BLOCK || box->kind != MB_BOX_PARAGRAPH ||
      mb_style_has_background (box->style))
    return FALSE;
  mb_lay_widths (&strip->book->lay, box, &min, &max);
  return display == MB_NOTE_INLINE || max <= strip->measure;
}

static void add_galley (Strip *strip, const MbReel *reel, guint32 *called);
static void add_inner (Strip *strip, const MbReel *reel);
static void add_placed (Strip *strip, const MbBox *box);
static void collect (MbBook *book, MbReel *reel, const MbPageStyle *page, const MbPageStyle *inner);

/* A note without content is none. */
static void
add_note (Strip *strip, const MbAnchor *anchor)
{
  MbBook *book = strip->book;
  const MbGalley *galley = mb_lay_galley (&book->lay, anchor->box, strip->measure, book->arena);
  MbNote note = { .reel = mb_reel_new (galley, book->arena),
                  .anchor = anchor,
                  .first = strip->cuts->len,
                  .policy = anchor->box->style->paged->note_policy,
                  .joins = may_join (strip, anchor->box),
                  .sub = strip->sub,
                  .inner = strip->depth > 0 };
  MbLength lead = outer_margin (galley, FALSE);
  gint64 top = strip->bottom + (note.first > 0 ? MAX (strip->trailing, lead) : 0);
  gint64 bottom = cut_note (note.reel, strip->cuts, strip->tops, top); /* margin below left out */
  if (strip->cuts->len == note.first)
    return;
  strip->trailing = outer_margin (galley, TRUE);
  strip->bottom = bottom;
  if (note.joins) {
    g_array_set_size (strip->cuts, note.first + 1);
    g_array_set_size (strip->tops, note.first + 1);
  }
  note.bottom = strip->bottom;
  g_array_append_val (strip->notes, note);
  if (strip->depth < MAX_NOTE_DEPTH) {
    strip->depth++;
    add_inner (strip, note.reel);
    strip->depth--;
  }
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
        do
          g_array_index (strip->notes, MbNote, next++).lines[which] = line;
        while (next < strip->notes->len && g_array_index (strip->notes, MbNote, next).inner);
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

/* The first note that @reel calls, or NULL. */
static const MbAnchor *
first_note (const MbReel *reel)
{
  for (guint32 i = 0; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    const MbAnchor *anchor = piece->kind == MB_PIECE_ANCHOR ? piece->anchor : NULL;
    const MbBox *box = piece->kind == MB_PIECE_LINES ? piece->box : NULL;
    for (guint k = 0; box && k < box->n_inlines && !anchor; k++)
      if (box->inlines[k].kind == MB_INLINE_ANCHOR &&
          ((const MbAnchor *) box->inlines[k].data)->kind == MB_ANCHOR_NOTE)
        anchor = box->inlines[k].data;
    if (anchor && anchor->kind == MB_ANCHOR_NOTE)
      return anchor;
  }
  return NULL;
}

/* Notes with float-reference: column stand at the feet of the columns of @set; the first one says so for all. */
static gboolean
has_own_notes (const Strip *strip, const MbPiece *piece, const MbReel *set)
{
  if (!strip->page || piece->kind != MB_PIECE_COLUMNS || strip->level > 0 || strip->depth > 0)
    return FALSE;
  const MbAnchor *first = first_note (set);
  return first && first->box->style->paged->float_reference == MB_REFERENCE_COLUMN;
}

static void
add_placed_anchor (Strip *strip, const MbAnchor *anchor)
{
  if (anchor->kind == MB_ANCHOR_NOTE)
    add_note (strip, anchor);
  else if (anchor->kind == MB_ANCHOR_FLOAT || anchor->kind == MB_ANCHOR_PLACE)
    add_placed (strip, anchor->box);
}

/* What @box, which left the flow, calls: a page float has no galley that a page could part, so all its notes count as called where it is. */
static void
add_placed (Strip *strip, const MbBox *box)
{
  for (const MbBox *it = box; it; it = mb_box_next (it, box)) {
    for (guint i = 0; i < it->n_anchors; i++)
      add_placed_anchor (strip, &it->anchors[i]);
    for (guint i = 0; i < it->n_inlines; i++)
      if (it->inlines[i].kind == MB_INLINE_ANCHOR)
        add_placed_anchor (strip, it->inlines[i].data);
      else if (it->inlines[i].kind == MB_INLINE_ATOM)
        add_placed (strip, it->inlines[i].data);
  }
}

/* @called: filled for the flow itself; NULL inside a column set, a span or a note. */
static void
add_galley (Strip *strip, const MbReel *reel, guint32 *called)
{
  gboolean by_line = strip->depth == 0 && strip->level < 2;
  for (guint32 i = 0; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (called)
      called[i] = strip->notes->len;
    if (strip->level == 1 && strip->depth == 0)
      strip->sub = i;
    if (piece->kind == MB_PIECE_ANCHOR && piece->anchor->kind == MB_ANCHOR_NOTE)
      add_note (strip, piece->anchor);
    else if (piece->kind == MB_PIECE_LINES)
      add_paragraph (strip, piece, by_line);
    else if (piece->kind == MB_PIECE_RESERVE)
      add_placed (strip, piece->box);
    else if (has_own_notes (strip, piece, reel->inner[i]))
      collect (strip->book, reel->inner[i], strip->page, NULL);
    else if (reel->inner[i])
      add_inner (strip, reel->inner[i]);
  }
  if (called)
    called[reel->galley->n] = strip->notes->len;
}

static void
add_inner (Strip *strip, const MbReel *reel)
{
  strip->level++;
  add_galley (strip, reel, NULL);
  strip->level--;
}

/* The first paragraph on a grid tells where the last baseline of a page is. */
static MbLength
below_baseline (const MbReel *reel, guint32 index)
{
  for (guint32 i = index; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_LINES)
      return piece->lines.line_height - piece->lines.ascent;
    MbLength below = reel->inner[i] ? below_baseline (reel->inner[i], 0) : 0;
    if (below > 0)
      return below;
  }
  return 0;
}

/* Room that the @footnote area of @style takes around the notes. */
static void
measure_area (MbNotes *notes, const MbStyle *style, MbLength measure)
{
  const MbSize *margin = style->box->margin, *padding = style->box->padding;
  const MbLength *border = style->border->width;
  MbSize most = style->box->max_height;
  notes->style = style;
  notes->white = mb_size_resolve (padding[MB_TOP], measure, 0);
  notes->above = mb_size_resolve (margin[MB_TOP], measure, 0);
  notes->rule = border[MB_TOP];
  notes->foot = mb_size_resolve (padding[MB_BOTTOM], measure, 0) + border[MB_BOTTOM];
  notes->below = mb_size_resolve (margin[MB_BOTTOM], measure, 0);
  notes->left = mb_size_resolve (margin[MB_LEFT], measure, 0);
  notes->right = mb_size_resolve (margin[MB_RIGHT], measure, 0);
  notes->inset = mb_size_resolve (padding[MB_LEFT], measure, 0) + border[MB_LEFT];
  notes->measure = measure - notes->left - notes->right - notes->inset -
                   mb_size_resolve (padding[MB_RIGHT], measure, 0) - border[MB_RIGHT];
  notes->measure = MAX (notes->measure, MB_PT);
  notes->most = most.kind == MB_SIZE_LENGTH ? most.value : 0;
}

static void
fill_notes (MbNotes *notes, Strip *strip)
{
  MbArena *arena = strip->book->arena;
  notes->n_units = strip->cuts->len;
  add_unit (strip->cuts, strip->tops, (MbCursor){ 0 }, strip->bottom);
  notes->n = strip->notes->len;
  notes->notes = mb_arena_memdup (arena, strip->notes->data, notes->n * sizeof (MbNote));
  notes->cuts = mb_arena_memdup (arena, strip->cuts->data, strip->cuts->len * sizeof (MbCursor));
  notes->tops = mb_arena_memdup (arena, strip->tops->data, strip->tops->len * sizeof (gint64));
  gint64 *bottoms = mb_arena_array (arena, gint64, notes->n_units + 1);
  for (guint32 unit = 0; unit < notes->n_units; unit++)
    bottoms[unit] = notes->tops[unit + 1];
  for (guint32 i = 0; i < notes->n; i++) {
    guint32 next = i + 1 < notes->n ? notes->notes[i + 1].first : notes->n_units;
    bottoms[next - 1] = notes->notes[i].bottom;
    notes->joins |= notes->notes[i].joins;
    notes->wholes |= notes->notes[i].policy == MB_NOTE_WHOLE;
  }
  notes->bottoms = bottoms;
}

/* @inner: sets may have notes of their own. */
static void
collect (MbBook *book, MbReel *reel, const MbPageStyle *page, const MbPageStyle *inner)
{
  MbNotes *notes = mb_arena_new0 (book->arena, MbNotes);
  measure_area (notes, page->footnote, reel->galley->measure);
  Strip strip = { .book = book, .measure = notes->measure, .page = inner };
  strip.notes = g_array_new (FALSE, FALSE, sizeof (MbNote));
  strip.cuts = g_array_new (FALSE, FALSE, sizeof (MbCursor));
  strip.tops = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint32 *called = mb_arena_array (book->arena, guint32, reel->galley->n + 1);
  add_galley (&strip, reel, called);
  notes->called = called;
  notes->book = book;
  notes->reel = reel;
  fill_notes (notes, &strip);
  if (notes->n > 0) {
    MbLength text = below_baseline (reel, 0), note = below_baseline (notes->notes[0].reel, 0);
    notes->sink = MAX (text - note, 0);
    reel->notes = notes;
  }
  g_array_unref (strip.notes);
  g_array_unref (strip.cuts);
  g_array_unref (strip.tops);
}

/* Notes @from … @to - 1 are those of @piece, in the order of their calls. */
static void
find_lines_again (const MbNotes *notes, guint32 from, guint32 to, const MbPiece *piece, guint which)
{
  const MbSetting *setting = &piece->lines.settings.settings[which];
  guint32 next = from;
  for (guint line = 0; line < setting->lines && next < to; line++) {
    gpointer data[MAX_LINE_ANCHORS];
    guint n = mb_text_line_anchors (piece->lines.paragraph, setting, line, data, MAX_LINE_ANCHORS);
    for (guint i = 0; i < MIN (n, MAX_LINE_ANCHORS) && next < to; i++)
      if (data[i] == notes->notes[next].anchor)
        do
          notes->notes[next++].lines[which] = line;
        while (next < to && notes->notes[next].inner);
  }
}

void
mb_notes_relined (const MbNotes *notes, guint32 set, guint32 index)
{
  gboolean own = set == G_MAXUINT32;
  const MbReel *reel = own ? notes->reel : notes->reel->inner[set];
  const MbPiece *piece = &reel->galley->pieces[index];
  guint32 from = notes->called[own ? index : set], end = notes->called[(own ? index : set) + 1];
  while (!own && from < end && notes->notes[from].sub < index)
    from++;
  guint32 to = from;
  while (to < end && (own || notes->notes[to].sub == index))
    to++;
  for (guint which = 0; which < piece->lines.settings.n; which++)
    if (from < to && notes->notes[from].lines)
      find_lines_again (notes, from, to, piece, which);
}

void
mb_notes_collect (MbBook *book, MbReel *reel, const MbPageStyle *page, gboolean columns)
{
  collect (book, reel, page, columns ? page : NULL);
}

/* --- Questions --------------------------------------------------------------------------------------------------------------------*/

static guint32
first_unit (const MbNotes *notes, guint32 note)
{
  return note < notes->n ? notes->notes[note].first : notes->n_units;
}

/* Whether @note, of a column set, is called above @at in its galley. */
static gboolean
is_above (const MbNote *note, MbCursor at, guint which)
{
  if (note->sub != at.piece || at.line == 0)
    return note->sub < at.piece;
  return !note->lines || note->lines[which] < at.line;
}

guint32
mb_notes_called_inside (const MbNotes *notes, guint32 set, MbCursor at, guint which)
{
  guint32 low = notes->called[set], high = notes->called[set + 1];
  while (low <
         high) { /* the first that is not called above: they are in the order of their calls */
    guint32 middle = low + (high - low) / 2;
    if (is_above (&notes->notes[middle], at, which))
      low = middle + 1;
    else
      high = middle;
  }
  return first_unit (notes, low);
}

guint32
mb_notes_called (const MbNotes *notes, MbCursor to, guint which)
{
  guint32 note = notes->called[to.piece];
  if (to.sub_piece > 0 || to.sub_line > 0) {
    const MbReel *set = notes->reel->inner[to.piece];
    MbCursor at = { .piece = to.sub_piece, .line = to.sub_line };
    return mb_notes_called_inside (notes, to.piece, at, at.line > 0 ? set->settings[at.piece] : 0);
  }
  if (to.line > 0)
    for (; note < notes->called[to.piece + 1]; note++) {
      const MbNote *called = &notes->notes[note];
      if (called->lines && called->lines[which] >= to.line)
        break;
    }
  return first_unit (notes, note);
}

guint32
mb_notes_of (const MbNotes *notes, guint32 unit)
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
  guint32 first = mb_notes_of (notes, begin), last = mb_notes_of (notes, called - 1);
  while (last > first && notes->notes[last].policy == MB_NOTE_AUTO)
    last--;
  if (notes->notes[last].policy == MB_NOTE_AUTO && notes->notes[last].first == begin)
    return begin;
  return MAX (notes->notes[last].first, begin) + 1;
}

gboolean
mb_notes_parts (const MbNotes *notes, guint32 piece, guint line, guint which)
{
  if (!notes || !notes->wholes)
    return FALSE;
  for (guint32 i = notes->called[piece]; i < notes->called[piece + 1]; i++) {
    const MbNote *note = &notes->notes[i];
    if (note->policy == MB_NOTE_WHOLE && note->lines && note->lines[which] >= line)
      return TRUE;
  }
  return FALSE;
}

/* --- Runs of notes set as one paragraph -------------------------------------------------------------------------------------- */

static void
append_note (GArray *inlines, const MbBox *box)
{
  if (inlines->len > 0) {
    MbInline gap = { .kind = MB_INLINE_TEXT,
                     .style = box->style,
                     .lang = box->lang,
                     .node = box->node,
                     .text = RUN_GAP,
                     .length = strlen (RUN_GAP),
                     .generated = TRUE };
    g_array_append_val (inlines, gap);
  }
  g_array_append_vals (inlines, box->inlines, box->n_inlines);
}

/* Notes @first … @end as one paragraph, in the style of the first. */
static const MbReel *
run_of (const MbNotes *notes, guint32 first, guint32 end)
{
  MbBook *book = notes->book;
  gint64 key = ((gint64) first << 32) | end;
  const MbReel *known = g_hash_table_lookup (book->runs, &key);
  if (known || end - first < 2)
    return known ? known : notes->notes[first].reel;
  g_autoptr (GArray) inlines = g_array_new (FALSE, FALSE, sizeof (MbInline));
  for (guint32 i = first; i < end; i++)
    append_note (inlines, notes->notes[i].anchor->box);
  MbBox *box = mb_arena_memdup (book->arena, notes->notes[first].anchor->box, sizeof (MbBox));
  box->inlines = mb_arena_memdup (book->arena, inlines->data, inlines->len * sizeof (MbInline));
  box->n_inlines = inlines->len;
  MbReel *reel =
      mb_reel_new (mb_lay_galley (&book->lay, box, notes->measure, book->arena), book->arena);
  g_hash_table_insert (book->runs, mb_arena_memdup (book->arena, &key, sizeof key), reel);
  return reel;
}

/* Where the run that begins with note @first ends, at the latest at unit @end. */
static guint32
run_end (const MbNotes *notes, guint32 first, guint32 end)
{
  guint32 note = first;
  while (note < notes->n && notes->notes[note].joins && notes->notes[note].first < end)
    note++;
  return MAX (note, first + 1);
}

/* Notes from unit @begin on go by one after the other; a run is one. */
typedef struct {
  guint32 note, next; /* the first, and the one after the last */
  guint32 from, to;   /* units */
  gint64 gap;         /* above it */
  gint64 height;
} Stop;

static gboolean
next_stop (const MbNotes *notes, guint32 begin, guint32 end, Stop *stop)
{
  guint32 note = stop->next;
  if (note >= notes->n || first_unit (notes, note) >= end)
    return FALSE;
  gboolean first = stop->to == 0 && stop->from == 0 && stop->height == 0;
  stop->note = note;
  stop->next = notes->notes[note].joins ? run_end (notes, note, end) : note + 1;
  stop->from = MAX (first_unit (notes, note), begin);
  stop->to = MIN (first_unit (notes, stop->next), end);
  stop->gap =
      first || stop->from == 0 ? 0 : notes->tops[stop->from] - notes->bottoms[stop->from - 1];
  stop->height = stop->next - note > 1 ? mb_reel_height (run_of (notes, note, stop->next), 0, 0)
                                       : notes->bottoms[stop->to - 1] - notes->tops[stop->from];
  return TRUE;
}

static gint64
content_height (const MbNotes *notes, guint32 begin, guint32 end)
{
  if (!notes->joins)
    return notes->bottoms[end - 1] - notes->tops[begin];
  Stop stop = { .next = mb_notes_of (notes, begin) };
  gint64 height = 0;
  while (next_stop (notes, begin, end, &stop))
    height += stop.gap + stop.height;
  return height;
}

gint64
mb_notes_height (const MbNotes *notes, guint32 begin, guint32 end)
{
  if (end <= begin)
    return 0;
  return content_height (notes, begin, end) + notes->white + notes->rule + notes->above +
         notes->foot + notes->below + notes->sink;
}

static gboolean
fit_in (const MbNotes *notes, guint32 begin, guint32 end, gint64 room)
{
  return mb_notes_height (notes, begin, end) <= room &&
         (notes->most == 0 || end <= begin || content_height (notes, begin, end) <= notes->most);
}

guint32
mb_notes_fitting (const MbNotes *notes, guint32 begin, guint32 called, gint64 room)
{
  guint32 low = begin, high = MAX (called, begin);
  while (low < high) {
    guint32 middle = high - (high - low) / 2;
    if (fit_in (notes, begin, middle, room))
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
  /* one that waits whole is worse than one that is cut */
  if (notes->notes[mb_notes_of (notes, end)].first == end)
    return 3 * fit->note + fit->note / 12;
  /* a line alone on either page */
  guint32 first = MAX (notes->notes[mb_notes_of (notes, end)].first, begin);
  gint64 alone = (end - first < 2) + (called - end < 2);
  return fit->note * (1 + 2 * alone);
}

/* --- The foot of a page -----------------------------------------------------------------------------------------------------------*/

/* Whether the area shows more than a rule at its top. */
static gboolean
shows_area (const MbStyle *style)
{
  const MbLength *width = style->border->width;
  return mb_style_has_background (style) || width[MB_RIGHT] > 0 || width[MB_BOTTOM] > 0 ||
         width[MB_LEFT] > 0;
}

/* The rule of the area, or its whole box; @area is what lies inside of its margins. */
static MbFragment *
rule_of (MbBook *book, const MbNotes *notes, MbRect area)
{
  MbBox *box = mb_arena_new0 (book->arena, MbBox);
  MbFragment *rule = mb_arena_new0 (book->arena, MbFragment);
  MbLength width = notes->style->border->clip;
  gboolean whole = shows_area (notes->style);
  if (notes->rule == 0 && !whole)
    return NULL;
  box->kind = MB_BOX_BLOCK;
  box->style = notes->style;
  box->generated = TRUE;
  rule->kind = MB_FRAGMENT_BOX;
  rule->box = box;
  rule->first = rule->last = TRUE;
  if (!whole) {
    area.width = width > 0 ? MIN (width, area.width) : area.width;
    area.height = notes->rule;
  }
  rule->rect = area;
  return rule;
}

static MbFragment *
place_stop (MbBook *book, const MbNotes *notes, const Stop *stop, MbLength x, gint64 y, guint page)
{
  gboolean run = stop->next - stop->note > 1;
  const MbNote *it = &notes->notes[stop->note];
  const MbReel *reel = run ? run_of (notes, stop->note, stop->next) : it->reel;
  guint32 after = first_unit (notes, stop->note + 1);
  MbStretch stretch = {
    .reel = reel,
    .from = !run && stop->from > it->first ? notes->cuts[stop->from] : (MbCursor){ 0 },
    .to = !run && stop->to < after ? notes->cuts[stop->to] : (MbCursor){ .piece = reel->galley->n },
    .x = x,
    .y = (MbLength) y,
    .origin = (MbLength) y,
    .truncate = TRUE
  };
  const MbLayRange range = mb_stretch_range (&stretch);
  MbFragment *list = mb_lay_place (&book->lay, &range, book->arena, NULL);
  mb_map_stretch (book, &stretch, page);
  return list;
}

MbFragment *
mb_notes_place (MbBook *book, const MbReel *reel, guint32 begin, guint32 end, const MbRect *area,
                guint page, MbFragment **rule)
{
  const MbNotes *notes = reel->notes;
  MbFragment *first = NULL, **last = &first;
  if (end <= begin)
    return NULL;
  gint64 height = content_height (notes, begin, end) + notes->sink;
  gint64 y = (gint64) area->y + area->height - notes->below - notes->foot - height;
  MbLength x = area->x + notes->left;
  *rule = rule_of (book, notes,
                   (MbRect){ x, (MbLength) (y - notes->white - notes->rule),
                             area->width - notes->left - notes->right,
                             (MbLength) (height + notes->white + notes->rule + notes->foot) });
  Stop stop = { .next = mb_notes_of (notes, begin) };
  while (next_stop (notes, begin, end, &stop)) {
    *last = place_stop (book, notes, &stop, x + notes->inset, y + stop.gap, page);
    y += stop.gap + stop.height;
    while (*last)
      last = &(*last)->next;
  }
  return first;
}

/* --- First fit ---------------------------------------------------------------------------------------------------------------------*/

typedef struct {
  MbBook *book;
  MbReel *reel;
  guint index;
  MbCursor from;
  MbRoom room;
  gboolean truncate;
  guint32 begin;
  guint32 last; /* piece that a try came to */
} NotedPage;

/* What the try before chose for the paragraphs of the page is forgotten. */
static void
reset_settings (NotedPage *page)
{
  MbReel *reel = page->reel;
  for (guint32 i = page->from.piece + (page->from.line > 0); i <= page->last && i < reel->galley->n;
       i++)
    if (reel->galley->pieces[i].kind == MB_PIECE_LINES)
      reel->settings[i] = (guint8) reel->galley->pieces[i].lines.settings.best;
}

/* The page with @taken of its room left to notes. */
static MbFit
fit_above (NotedPage *page, gint64 taken, guint32 *called)
{
  const MbNotes *notes = page->reel->notes;
  MbRoom room = page->room;
  gint64 foot = mb_plan_foot (page->reel, room.bottom, 0); /* where notes end: on the grid */
  if (taken > 0)
    room.bottom = foot - taken;
  reset_settings (page);
  MbFit fit = mb_guests_fit (page->book, page->reel, page->index, page->from, room, page->truncate);
  *called = page->begin;
  page->last = MAX (page->last, fit.to.piece);
  if (!notes || fit.empty)
    return fit;
  guint which = fit.to.piece < page->reel->galley->n ? page->reel->settings[fit.to.piece] : 0;
  *called = mb_notes_called (notes, fit.to, which);
  fit.notes_from = page->begin;
  /* what stands at the foot stands above the notes */
  gint64 left = mb_guests_at_foot (page->book) ? taken : foot - fit.bottom;
  fit.notes_to = mb_notes_fitting (notes, page->begin, *called, left);
  gboolean enough = fit.notes_to >= mb_notes_least (notes, page->begin, *called);
  fit.overfull = !enough || fit.bottom > page->room.bottom;
  return fit;
}

/* Between @little, which leaves too little room to notes, and @much, which leaves enough: the least that does. */
static MbFit
fit_closer (NotedPage *page, gint64 little, gint64 much, guint32 *called)
{
  gint64 step = MAX (page->reel->line / 2, MB_PT);
  for (guint tries = 0; tries < MAX_REFITS && much - little > step; tries++) {
    gint64 middle = little + (much - little) / 2;
    MbFit fit = fit_above (page, middle, called);
    if (fit.empty || fit.overfull || fit.notes_to < *called)
      little = middle;
    else
      much = middle;
  }
  return fit_above (page, much, called);
}

/* Room is taken from the page until what is called above fits below. A line that goes to the next page because its note has no room here stays when its
 * note may wait. */
MbFit
mb_notes_fit (MbBook *book, MbReel *reel, guint index, MbCursor from, MbRoom room,
              gboolean truncate, guint32 begin)
{
  const MbNotes *notes = reel->notes;
  NotedPage page = { book, reel, index, from, room, truncate, begin, 0 };
  guint32 called, called_before = 0;
  gint64 bottom = room.bottom, taken = 0, little = 0;
  gboolean may_wait = FALSE;
  MbFit fit = fit_above (&page, 0, &called);
  for (guint tries = 0; notes && !fit.empty && fit.notes_to < called && tries < MAX_REFITS;
       tries++) {
    guint32 least = mb_notes_least (notes, begin, called);
    gint64 wanted = mb_notes_height (notes, begin, called);
    if (wanted > bottom / 2)
      wanted = MIN (wanted, MAX (mb_notes_height (notes, begin, least), bottom / 2));
    if (wanted <= taken)
      break;
    may_wait = fit.notes_to >= least;
    called_before = called;
    little = taken;
    taken = MIN (wanted, bottom);
    fit = fit_above (&page, taken, &called);
    if (called < called_before && may_wait)
      return fit_above (&page, little, &called);
  }
  if (notes && !fit.empty && !fit.overfull && fit.notes_to >= called && taken > 0)
    return fit_closer (&page, little, taken, &called);
  return fit;
}
