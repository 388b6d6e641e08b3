/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes with -marbre-place, and page floats (float: top | bottom): reserved parts of a page, and the flow around them.
 *
 * Model. A guest is a box that left the flow. It is due on the page where its parent begins, or on the page it names. On its page it takes whole
 * columns at the head or foot, and with the white around it whole lines of the grid; what is taken is reserved: columns
 * of text end above it or begin below it, what stands over columns keeps away (columns.c), what has the whole measure stops above it (fit.c).
 *
 * Method. The page is fitted with the guests that are due; then those whose parent turned out to begin on it are added one by one, and it is fitted
 * again. A guest is refused by a page where it meets another guest, or leaves nothing room, or drives its own parent to the next page; it is then
 * due on the next one, which is reported. A guest that takes most of a page has it for itself. Those that are left when the flow has ended get pages of their
 * own: nothing is lost.
 *
 * A page float is due where it is called. It goes to the head or foot of that page, or of the next one that has room: without a report, for that is what it asked
 * for. It never stands at the head of a page where a heading precedes its call: so it comes after the beginning of its section. Floats keep their order, but one
 * at a foot may stand on an earlier page than one at a head. That is first fit; where a plan is followed (plan.c) each has its page, and here it gets its place.
 *
 * Bound: on one page a guest is added once and refused once, so a page is fitted at most 2 × guests + 2 times; a page without guests that are
 * due or begin there once. */
#include "internal.h"

typedef struct {
  MbBook *book;
  MbReel *reel; /* NULL: the flow has ended */
  guint index;
  MbCursor from;
  MbRoom room; /* of the page, nothing reserved */
  gboolean truncate;
  gint64 head; /* top of the first columns: guests at the head stand no higher */
} Party;

/* --- Guests ------------------------------------------------------------------------------------------------------------------*/

static MbGuest *
guest_at (const MbBook *book, guint i)
{
  return &g_array_index (book->guests, MbGuest, i);
}

static MbGuest *
here_at (const MbBook *book, guint i)
{
  return guest_at (book, g_array_index (book->here, guint, i));
}

static MbGuest *
find_guest (const MbBook *book, const MbBox *box)
{
  for (guint i = 0; i < book->guests->len; i++)
    if (guest_at (book, i)->box == box)
      return guest_at (book, i);
  return NULL;
}

static gboolean
is_here (const MbBook *book, const MbGuest *guest)
{
  for (guint i = 0; i < book->here->len; i++)
    if (here_at (book, i) == guest)
      return TRUE;
  return FALSE;
}

static gboolean
is_float (const MbGuest *guest)
{
  return guest->box->style->paged->corner == MB_CORNER_NONE;
}

static MbCorner
corner_of (const MbGuest *guest)
{
  if (!is_float (guest))
    return guest->box->style->paged->corner;
  return guest->box->style->box->floated == MB_FLOAT_TOP ? MB_CORNER_HEAD : MB_CORNER_FOOT;
}

static guint
page_asked (const MbGuest *guest)
{
  return guest->box->style->paged->corner_page;
}

void
mb_guests_collect (MbBook *book, const MbReel *reel)
{
  for (guint32 i = 0; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_RESERVE && !piece->reserve.astride) {
      MbGuest guest = { .box = piece->box, .piece = piece };
      g_array_append_val (book->guests, guest);
    } else if (reel->inner[i]) {
      mb_guests_collect (book, reel->inner[i]);
    }
  }
}

/* Those whose RESERVE stands in [@from, @to) of @reel. */
static void
mark_range (MbBook *book, const MbReel *reel, MbCursor from, MbCursor to, GHashTable *found)
{
  for (guint32 i = from.piece; i < MIN (to.piece + 1, reel->galley->n); i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_RESERVE && !piece->reserve.astride && i < to.piece) {
      MbGuest *guest = find_guest (book, piece->box);
      guest->piece = piece;
      g_hash_table_add (found, guest);
    } else if (reel->inner[i]) {
      gboolean begins = i == from.piece, ends = i == to.piece;
      MbCursor begin = { .piece = begins ? from.sub_piece : 0 };
      MbCursor end = { .piece = ends ? to.sub_piece : reel->inner[i]->galley->n };
      mark_range (book, reel->inner[i], begin, end, found);
    }
  }
}

/* The column of @fit that calls @guest: the first one when nothing says more. */
static guint
column_of_call (const Party *party, const MbFit *fit, const MbGuest *guest)
{
  for (guint s = 0; s < fit->n_sets; s++) {
    const MbColumnSet *set = &fit->sets[s];
    const MbGalley *galley = party->reel->inner[set->piece]->galley;
    for (guint c = 0; c < set->n; c++)
      for (guint32 i = set->cuts[c].piece; i < MIN (set->cuts[c + 1].piece, galley->n); i++)
        if (galley->pieces[i].kind == MB_PIECE_RESERVE && galley->pieces[i].box == guest->box)
          return c;
  }
  return 0;
}

static GHashTable *
begun_on (Party *party, const MbFit *fit)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);
  if (party->reel && !fit->empty)
    mark_range (party->book, party->reel, fit->from, fit->to, found);
  return found;
}

/* --- Where a guest stands ----------------------------------------------------------------------------------------------------*/

static gboolean
is_at_head (const MbGuest *guest)
{
  switch (corner_of (guest)) {
  case MB_CORNER_HEAD:
  case MB_CORNER_TOP_LEFT:
  case MB_CORNER_TOP_RIGHT:
  case MB_CORNER_TOP_INSIDE:
  case MB_CORNER_TOP_OUTSIDE: return TRUE;
  case MB_CORNER_NONE:
  case MB_CORNER_FOOT:
  case MB_CORNER_BOTTOM_LEFT:
  case MB_CORNER_BOTTOM_RIGHT:
  case MB_CORNER_BOTTOM_INSIDE:
  case MB_CORNER_BOTTOM_OUTSIDE: break;
  }
  return FALSE;
}

static gboolean
is_at_right (const MbGuest *guest, gboolean left_page)
{
  switch (corner_of (guest)) {
  case MB_CORNER_TOP_RIGHT:
  case MB_CORNER_BOTTOM_RIGHT: return TRUE;
  case MB_CORNER_TOP_OUTSIDE:
  case MB_CORNER_BOTTOM_OUTSIDE: return !left_page;
  case MB_CORNER_TOP_INSIDE:
  case MB_CORNER_BOTTOM_INSIDE: return left_page;
  case MB_CORNER_NONE:
  case MB_CORNER_HEAD:
  case MB_CORNER_FOOT:
  case MB_CORNER_TOP_LEFT:
  case MB_CORNER_BOTTOM_LEFT: break;
  }
  return FALSE;
}

static gboolean
share_columns (const MbReserved *a, const MbReserved *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width;
}

/* Down to a line of the grid, at or above @y. */
static gint64
line_above (const MbGuest *guest, gint64 y, gint64 origin)
{
  MbLength pitch = guest->piece->reserve.pitch;
  gint64 over = pitch > 0 ? (y - origin) % pitch : 0;
  return y - (over < 0 ? over + pitch : over);
}

static gint64
line_below (const MbGuest *guest, gint64 y, gint64 origin)
{
  MbLength pitch = guest->piece->reserve.pitch;
  gint64 line = line_above (guest, y, origin);
  return line < y ? line + pitch : line;
}

static void
set_sides (Party *party, MbGuest *guest)
{
  const MbPiece *piece = guest->piece;
  gint64 step = (gint64) piece->reserve.column + piece->reserve.gap;
  guint free = piece->reserve.columns - piece->reserve.count;
  guint first = is_at_right (guest, mb_side_is_left (party->book->rtl, party->index)) ? free
                : is_float (guest) ? MIN (guest->column, free)
                                   : 0;
  guest->reserved.x = piece->x + first * step;
  guest->reserved.width = piece->reserve.count * step - piece->reserve.gap;
  guest->x = (MbLength) guest->reserved.x;
}

static void
set_at_head (Party *party, MbGuest *guest)
{
  gint64 top = line_below (guest, party->head, party->room.origin);
  for (guint i = 0; i < party->book->here->len; i++) {
    const MbGuest *other = here_at (party->book, i);
    if (is_at_head (other) && share_columns (&guest->reserved, &other->reserved))
      top = MAX (top, other->reserved.bottom);
  }
  gint64 bottom = top + guest->piece->height + guest->piece->reserve.below;
  guest->y = (MbLength) top;
  guest->reserved.top = top;
  guest->reserved.bottom = line_below (guest, bottom, party->room.origin);
}

static void
set_at_foot (Party *party, MbGuest *guest)
{
  gint64 bottom = line_above (guest, party->room.bottom, party->room.origin);
  guest->reserved.bottom = party->room.bottom;
  for (guint i = 0; i < party->book->here->len; i++) {
    const MbGuest *other = here_at (party->book, i);
    if (!is_at_head (other) && share_columns (&guest->reserved, &other->reserved))
      bottom = guest->reserved.bottom = MIN (bottom, other->reserved.top);
  }
  gint64 top = bottom - guest->piece->height;
  guest->y = (MbLength) top;
  guest->reserved.top = line_above (guest, top - guest->piece->reserve.above, party->room.origin);
}

static gboolean
meets_another (const Party *party, const MbGuest *guest)
{
  const MbReserved *a = &guest->reserved;
  for (guint i = 0; i < party->book->here->len; i++) {
    const MbReserved *b = &here_at (party->book, i)->reserved;
    if (share_columns (a, b) && a->top < b->bottom && b->top < a->bottom)
      return TRUE;
  }
  return FALSE;
}

/* One that is taller than the page gets all of its columns, and sticks out at the foot. */
static gboolean
take_all_height (Party *party, MbGuest *guest)
{
  if (guest->piece->height <= party->room.bottom - party->room.top || party->book->here->len > 0)
    return FALSE;
  guest->y = (MbLength) party->room.top;
  guest->reserved.top = party->room.top;
  guest->reserved.bottom = party->room.bottom;
  g_autofree char *number = g_strdup_printf ("%u", party->index + 1);
  mb_report (party->book->lay.diagnostics, guest->box->node->pos, MB_MSG_PAGE_TOO_TALL, number,
             NULL);
  return TRUE;
}

/* Whether @guest finds a place beside those that are here. */
static gboolean
seat (Party *party, MbGuest *guest)
{
  set_sides (party, guest);
  if (is_at_head (guest))
    set_at_head (party, guest);
  else
    set_at_foot (party, guest);
  gboolean on_page =
      guest->y >= party->room.top && guest->y + (gint64) guest->piece->height <= party->room.bottom;
  guest->reserved.top = MAX (guest->reserved.top, party->room.top);
  guest->reserved.bottom = MIN (guest->reserved.bottom, party->room.bottom);
  if (!on_page && !take_all_height (party, guest))
    return FALSE;
  return !meets_another (party, guest);
}

/* --- Coming and going --------------------------------------------------------------------------------------------------------*/

static void
refuse (Party *party, MbGuest *guest)
{
  g_autofree char *number = g_strdup_printf ("%u", party->index + 1);
  gboolean told = guest->refused > 0 || is_float (guest);
  guest->refused = party->index + 1;
  guest->column = 0; /* on another page, the first columns */
  guest->begun = TRUE;
  if (!told)
    mb_report (party->book->lay.diagnostics, guest->box->node->pos, MB_MSG_PLACE_MOVED, number,
               NULL);
}

static void
admit (Party *party, MbGuest *guest)
{
  guint which = (guint) (guest - guest_at (party->book, 0));
  if (seat (party, guest))
    g_array_append_val (party->book->here, which);
  else
    refuse (party, guest);
}

/* Only the last to come leaves: the places of the others depend on those before them. */
static void
dismiss_last (Party *party)
{
  MbGuest *guest = here_at (party->book, party->book->here->len - 1);
  g_array_set_size (party->book->here, party->book->here->len - 1);
  refuse (party, guest);
}

static gboolean
is_due (const Party *party, const MbGuest *guest)
{
  return !guest->placed && (guest->begun || page_asked (guest) == party->index + 1);
}

static void
admit_due (Party *party)
{
  for (guint i = 0; i < party->book->guests->len; i++)
    if (is_due (party, guest_at (party->book, i)))
      admit (party, guest_at (party->book, i));
}

/* Whether a heading stands on the page above the call of @guest, in the galley that holds it: a float at the head would precede its own section. */
static gboolean
follows_heading (const Party *party, const MbReel *reel, guint32 from, const MbGuest *guest)
{
  gboolean heading = FALSE;
  for (guint32 i = from; i < reel->galley->n; i++) {
    const MbPiece *piece = &reel->galley->pieces[i];
    if (piece->kind == MB_PIECE_RESERVE && piece->box == guest->box)
      return heading;
    heading |= piece->kind == MB_PIECE_LINES && mb_costs_is_heading (piece);
    guint32 begin = i == party->from.piece ? party->from.sub_piece : 0;
    if (reel->inner[i] && reel == party->reel &&
        follows_heading (party, reel->inner[i], begin, guest))
      return TRUE;
  }
  return FALSE;
}

/* A plate does not come before the page of its call either. */
static gboolean
must_wait (const Party *party, const MbGuest *guest)
{
  gint64 room = party->room.bottom - party->room.top;
  gboolean plate = guest->piece->height * (gint64) 100 >= room * MB_PLATE_SHARE;
  if (is_float (guest) && plate)
    return TRUE;
  return is_float (guest) && is_at_head (guest) &&
         follows_heading (party, party->reel, party->from.piece, guest);
}

static MbGuest *
next_to_come (const Party *party, GHashTable *begun)
{
  for (guint i = 0; i < party->book->guests->len; i++) {
    MbGuest *guest = guest_at (party->book, i);
    if (!guest->placed && page_asked (guest) == 0 && guest->refused != party->index + 1 &&
        g_hash_table_contains (begun, guest) && !is_here (party->book, guest))
      return guest;
  }
  return NULL;
}

/* Whether the last to come has driven the beginning of its parent off the page. */
static gboolean
last_is_orphan (const Party *party, GHashTable *begun)
{
  guint n = party->book->here->len;
  const MbGuest *guest = n > 0 ? here_at (party->book, n - 1) : NULL;
  return guest && !guest->begun && page_asked (guest) == 0 && !g_hash_table_contains (begun, guest);
}

static gint64
page_width (const Party *party)
{
  return g_array_index (party->book->masters, MbMaster, party->index).content.width;
}

static gboolean
have_most_of_page (const Party *party)
{
  const MbReserved *place;
  gint64 width = page_width (party), sum = 0;
  for (guint i = 0; i < party->book->here->len; i++) {
    place = &here_at (party->book, i)->reserved;
    sum += place->width / MB_PT * (place->bottom - place->top) / MB_PT;
  }
  return sum * 100 >=
         width / MB_PT * (party->room.bottom - party->room.top) / MB_PT * MB_PLATE_SHARE;
}

/* --- The page ------------------------------------------------------------------------------------------------------------------*/

static MbRoom
room_left (const Party *party, gint64 width)
{
  MbRoom room = party->room;
  guint n = party->book->here->len;
  MbReserved *reserved = mb_arena_array (party->book->arena, MbReserved, n + 1);
  for (guint i = 0; i < n; i++) {
    const MbGuest *guest = here_at (party->book, i);
    reserved[i] = guest->reserved;
    gboolean band = guest->reserved.x <= 0 && guest->reserved.width >= width;
    if (band && !is_at_head (guest))
      room.bottom = MIN (room.bottom, guest->reserved.top);
    else if (band && guest->reserved.top <= room.top)
      room.top = MAX (room.top, guest->reserved.bottom);
  }
  room.reserved = reserved;
  room.n_reserved = n;
  return room;
}

static MbFit
fit_beside (Party *party)
{
  MbRoom room = room_left (party, page_width (party));
  if (room.bottom <= room.top)
    return (MbFit){ .from = party->from, .to = party->from, .empty = TRUE };
  gboolean alone = party->book->here->len == 0;
  return mb_fit (party->reel, MB_FIT_PAGE, party->from, room, party->truncate, alone,
                 party->book->arena);
}

/* Guests at the head stand beside the first columns, below what has the whole measure. */
static void
find_head (Party *party)
{
  MbFit fit = mb_fit (party->reel, MB_FIT_PAGE, party->from, party->room, party->truncate, TRUE,
                      party->book->arena);
  party->head = fit.n_sets > 0 ? fit.sets[0].top : party->room.top;
}

static MbFit
fit_party (Party *party)
{
  find_head (party);
  admit_due (party);
  for (;;) {
    MbFit fit = fit_beside (party);
    if (fit.empty && have_most_of_page (party))
      return fit;
    g_autoptr (GHashTable) begun = begun_on (party, &fit);
    if (fit.empty || last_is_orphan (party, begun)) {
      dismiss_last (party);
      continue;
    }
    MbGuest *next = next_to_come (party, begun);
    if (!next)
      return fit;
    if (!next->met) {
      next->met = TRUE;
      next->called = party->index;
      next->column = column_of_call (party, &fit, next);
    }
    if (must_wait (party, next))
      refuse (party, next);
    else
      admit (party, next);
  }
}

static void
note_begun (Party *party, const MbFit *fit)
{
  g_autoptr (GHashTable) begun = begun_on (party, fit);
  for (guint i = 0; i < party->book->guests->len; i++) {
    MbGuest *guest = guest_at (party->book, i);
    guest->begun |= page_asked (guest) == 0 && g_hash_table_contains (begun, guest);
  }
}

/* A page made for those that were left: the first of them stands there whatever its size. */
static void
seat_left (Party *party)
{
  for (guint i = 0; i < party->book->guests->len; i++) {
    MbGuest *guest = guest_at (party->book, i);
    if (guest->placed)
      continue;
    if (!guest->refused)
      refuse (party, guest);
    if (seat (party, guest) || party->book->here->len == 0)
      g_array_append_val (party->book->here, i);
  }
}

MbFit
mb_guests_fit (MbBook *book, MbReel *reel, guint index, MbCursor from, MbRoom room,
               gboolean truncate)
{
  Party party = { book, reel, index, from, room, truncate, room.top };
  g_array_set_size (book->here, 0);
  if (!reel) {
    seat_left (&party);
    return (MbFit){ .empty = TRUE };
  }
  if (!mb_guests_left (book)) {
    MbFit fit = mb_fit (reel, MB_FIT_PAGE, from, room, truncate, TRUE, book->arena);
    return mb_full (reel, mb_adjust (reel, fit, room, book->arena), room, TRUE, book->arena);
  }
  MbFit fit = fit_party (&party);
  gboolean alone = book->here->len == 0;
  if (alone)
    fit = mb_adjust (reel, fit, room, book->arena);
  fit = mb_full (reel, fit, alone ? room : room_left (&party, page_width (&party)), alone,
                 book->arena);
  note_begun (&party, &fit);
  return fit;
}

/* --- Planned pages -------------------------------------------------------------------------------------------------------------*/

static void
note_calls (MbBook *book, const MbReel *reel, guint index, const MbPlanPage *planned)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  if (book->guests->len > 0)
    mark_range (book, reel, planned->from, planned->to, found);
  for (guint i = 0; i < book->guests->len && g_hash_table_size (found) > 0; i++) {
    MbGuest *guest = guest_at (book, i);
    if (!g_hash_table_contains (found, guest))
      continue;
    guest->met = TRUE;
    guest->called = index;
  }
}

static void
seat_planned (Party *party, const MbPlanSeat *place, gboolean inside, gboolean at_head)
{
  const MbReel *reel = place->set > 0 ? party->reel->inner[place->set - 1] : party->reel;
  MbGuest *guest = find_guest (party->book, reel->galley->pieces[place->piece].box);
  guint which = (guint) (guest - guest_at (party->book, 0));
  if (is_at_head (guest) != at_head || place->inside != inside)
    return;
  guest->piece = &reel->galley->pieces[place->piece];
  guest->column = place->column;
  party->head = inside ? place->top : 0;
  seat (party, guest);
  guest->reserved.set = inside ? place->set : 0;
  if (inside && at_head)
    guest->reserved.top =
        MIN (guest->reserved.top, place->top); /* the white down to the grid too */
  g_array_append_val (party->book->here, which);
}

static int
compare_guests (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;
  return x < y ? -1 : x > y;
}

/* Those that take the whole measure first. Those at the foot are read from above: the last one stands lowest. */
MbRoom
mb_guests_plan (MbBook *book, const MbReel *reel, guint index, const MbPlanPage *planned,
                gint64 bottom)
{
  Party party = { .book = book, .reel = (MbReel *) reel, .index = index };
  MbRoom room = { .bottom = bottom };
  guint n = planned->n_floats;
  party.room.bottom = bottom;
  g_array_set_size (book->here, 0);
  note_calls (book, reel, index, planned);
  for (guint i = 0; i < n; i++)
    seat_planned (&party, &planned->floats[i], FALSE, TRUE);
  for (guint i = n; i > 0; i--)
    seat_planned (&party, &planned->floats[i - 1], FALSE, FALSE);
  for (guint i = 0; i < book->here->len; i++)
    if (is_at_head (here_at (book, i)))
      room.top = MAX (room.top, here_at (book, i)->reserved.bottom);
    else
      room.bottom = MIN (room.bottom, here_at (book, i)->reserved.top);
  guint first = book->here->len;
  for (guint i = 0; i < n; i++)
    seat_planned (&party, &planned->floats[i], TRUE, TRUE);
  for (guint i = n; i > 0; i--)
    seat_planned (&party, &planned->floats[i - 1], TRUE, FALSE);
  room.n_reserved = book->here->len - first;
  MbReserved *reserved = mb_arena_array (book->arena, MbReserved, room.n_reserved + 1);
  for (guint i = 0; i < room.n_reserved; i++)
    reserved[i] = here_at (book, first + i)->reserved;
  room.reserved = reserved;
  g_array_sort (book->here, compare_guests);
  return room;
}

void
mb_guests_unplan (MbBook *book)
{
  for (guint i = 0; i < book->guests->len; i++) {
    MbGuest *guest = guest_at (book, i);
    guest->begun |= guest->met && !guest->placed;
  }
}

gboolean
mb_guests_at_foot (const MbBook *book)
{
  for (guint i = 0; i < book->here->len; i++)
    if (!is_at_head (here_at (book, i)))
      return TRUE;
  return FALSE;
}

gboolean
mb_guests_due (const MbBook *book)
{
  for (guint i = 0; i < book->guests->len; i++) {
    const MbGuest *guest = guest_at (book, i);
    if (!guest->placed && (!is_float (guest) || guest->begun || guest->refused > 0))
      return TRUE;
  }
  return FALSE;
}

gboolean
mb_guests_left (const MbBook *book)
{
  for (guint i = 0; i < book->guests->len; i++)
    if (!guest_at (book, i)->placed)
      return TRUE;
  return FALSE;
}

/* --- In a zone of a page placed by hand ------------------------------------------------------------------------------------*/

/* The corners are those of the zone, and all that is placed belongs to it. */
const MbBox *
mb_guests_seat (const MbBook *book, MbReel *reel, guint index, gint64 width, MbRoom *room,
                MbFragment **list)
{
  g_autoptr (GArray) guests = g_array_new (FALSE, FALSE, sizeof (MbGuest));
  g_autoptr (GArray) here = g_array_new (FALSE, FALSE, sizeof (guint));
  MbBook zone = *book;
  zone.guests = guests;
  zone.here = here;
  mb_guests_collect (&zone, reel);
  Party party = { &zone, reel, index, { 0 }, *room, TRUE, room->top };
  *list = NULL;
  if (guests->len == 0)
    return NULL;
  find_head (&party);
  for (guint i = 0; i < guests->len; i++) {
    MbGuest *guest = guest_at (&zone, i);
    /* a page may be too low for what must stand somewhere; a zone is not the last resort */
    if (guest->piece->height > room->bottom - room->top || !seat (&party, guest))
      return guest->box;
    g_array_append_val (here, i);
    MbFragment *fragment = (MbFragment *) guest->piece->reserve.fragment;
    mb_lay_move (fragment, guest->x - fragment->rect.x, guest->y - fragment->rect.y);
    fragment->next = *list;
    *list = fragment;
  }
  *room = room_left (&party, width);
  return NULL;
}

void
mb_page_add_foot (MbBook *book, guint index, MbRect rect)
{
  MbPage *page = &g_array_index (book->pages, MbPage, index);
  MbRect *feet = mb_arena_array (book->arena, MbRect, page->n_feet + 1);
  for (guint i = 0; i < page->n_feet; i++)
    feet[i] = page->feet[i];
  feet[page->n_feet++] = rect;
  page->feet = feet;
}

/* What those at the foot take from the text of page @index. */
static void
note_feet (MbBook *book, guint index)
{
  const MbRect *area = &g_array_index (book->masters, MbMaster, index).content;
  for (guint i = 0; i < book->here->len; i++) {
    const MbReserved *place = &here_at (book, i)->reserved;
    if (!is_at_head (here_at (book, i)))
      mb_page_add_foot (book, index,
                        (MbRect){ (MbLength) (area->x + place->x),
                                  (MbLength) (area->y + place->top), (MbLength) place->width,
                                  (MbLength) (place->bottom - place->top) });
  }
}

MbFragment *
mb_guests_place (MbBook *book, guint index)
{
  const MbRect *area = &g_array_index (book->masters, MbMaster, index).content;
  note_feet (book, index);
  MbFragment *first = NULL, **end = &first;
  for (guint i = 0; i < book->here->len; i++) {
    MbGuest *guest = here_at (book, i);
    MbFragment *fragment = (MbFragment *) guest->piece->reserve.fragment;
    mb_lay_move (fragment, area->x + guest->x, area->y + guest->y);
    mb_map_box (book, guest->box, index, fragment->rect.x, fragment->rect.y);
    guest->placed = TRUE;
    if (is_float (guest)) {
      MbFloatPlace place = { guest->box->node, guest->met ? guest->called : index, index,
                             fragment->rect };
      g_array_append_val (book->floats, place);
    }
    *end = fragment;
    end = &fragment->next;
  }
  g_array_set_size (book->here, 0);
  return first;
}
