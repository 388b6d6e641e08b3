/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual text of a block.
 *
 * Typography does not stop at a tag: in `<em>Bravo</em> !` the letter, the space and the mark are in two text nodes. So
 * all text nodes between two block boundaries are laid end to end as *cells*, one a character. Rules see only cells. A
 * cell knows its piece (the text node it is in) and its origin (the character it was when the author typed it), so
 * that after the rules each changed node gets its new text, the source stretches that survive, and a list of changes.
 *
 * Invariants
 *   - cells are in document order: piece never decreases, nor does origin among cells that were not inserted;
 *   - an origin has exactly one fate: one cell, or `dropped` names the rule that removed it;
 *   - fixed cells are never replaced or dropped;
 *   - every function is linear in the cells it is given; positions are found by one walk over the node's text.
 */
#include "internal.h"

#include <string.h>

void
mb_ortho_block_init (MbOrthoBlock *block)
{
  block->cells = g_array_new (FALSE, FALSE, sizeof (MbOrthoCell));
  block->next = g_array_new (FALSE, FALSE, sizeof (MbOrthoCell));
  block->origins = g_array_new (FALSE, FALSE, sizeof (MbOrthoOrigin));
  block->pieces = g_array_new (FALSE, FALSE, sizeof (MbOrthoPiece));
  block->editable = block->english = 0;
  block->has = 0;
  block->last = block->before = MB_ORTHO_EDGE;
  block->element = NULL;
}

void
mb_ortho_block_clear (MbOrthoBlock *block)
{
  g_array_unref (block->cells);
  g_array_unref (block->next);
  g_array_unref (block->origins);
  g_array_unref (block->pieces);
}

void
mb_ortho_block_reset (MbOrthoBlock *block)
{
  g_array_set_size (block->cells, 0);
  g_array_set_size (block->next, 0);
  g_array_set_size (block->origins, 0);
  g_array_set_size (block->pieces, 0);
  block->editable = block->english = 0;
  block->has = 0;
  block->last = block->before = MB_ORTHO_EDGE;
  block->element = NULL;
}

/* Whether text in @parent is set as a mark of ours, or raised or lowered, already. */
static gboolean
is_marked (const MbNode *parent)
{
  return parent && (mb_node_is (parent, "sup") || mb_node_is (parent, "sub") ||
                    mb_node_has_class (parent, "rom") || mb_node_has_class (parent, "abr") ||
                    mb_node_has_class (parent, "frac"));
}

static gboolean
is_numeral (gunichar c)
{
  return mb_ortho_is_digit (c) || c == 'I' || c == 'V' || c == 'X' || c == 'L' || c == 'C';
}

/* What a character is by itself, and whether it makes the next one interesting. */
enum { MAY_TRIGGER = 1, MAY_PRECEDE = 2 };

static const guint8 kinds[128] = {
  ['"'] = 1, ['\''] = 1, ['`'] = 1, ['.'] = 1, ['x'] = 1, ['X'] = 3, ['-'] = 1,
  ['/'] = 1, ['e'] = 1,  ['E'] = 1, ['0'] = 3, ['1'] = 3, ['2'] = 3, ['3'] = 3,
  ['4'] = 3, ['5'] = 3,  ['6'] = 3, ['7'] = 3, ['8'] = 3, ['9'] = 3, ['I'] = 2,
  ['V'] = 2, ['L'] = 2,  ['C'] = 2, ['M'] = 2, ['D'] = 2, ['P'] = 2,
};

/* The triggers that @c is by itself or after @last. */
static guint
triggers_of (gunichar c, gunichar last)
{
  switch (c) {
  case '"': return MB_HAS_QUOTE;
  case '\'':
  case '`':
  case 0xB4:
  case MB_SINGLE_OPEN:
  case MB_APOSTROPHE:
  case MB_PRIME: return MB_HAS_APOSTROPHE;
  case MB_GUILLEMET_OPEN:
  case MB_GUILLEMET_CLOSE: return MB_HAS_GUILLEMET;
  case MB_ELLIPSIS: return MB_HAS_DOTS;
  case '.': return last == '.' ? MB_HAS_DOTS : 0;
  case 'x':
  case 'X':
  case MB_TIMES: return MB_HAS_TIMES;
  case '-': return mb_ortho_token_letter (last) ? 0 : MB_HAS_DASH;
  case MB_EN_DASH:
  case MB_EM_DASH: return MB_HAS_DASH;
  case '/': return MB_HAS_SLASH;
  case 'e':
  case 'E': return last == 'o' || last == 'O' ? MB_HAS_OE : 0;
  default: return mb_ortho_is_digit (c) ? MB_HAS_DIGIT : 0;
  }
}

/* A small letter after @before: a suffix of ordinals, or the rest of a title. */
static guint
triggers_after (gunichar before)
{
  guint ordinal = is_numeral (before) ? MB_HAS_ORDINAL : 0;
  gboolean title = before == 'M' || before == 'D' || before == 'P' || before == 'V';

  return ordinal | (title ? MB_HAS_TITLE : 0);
}

static inline void
notice (MbOrthoBlock *block, gunichar c)
{
  guint8 kind = c < 128 ? kinds[c] : MAY_TRIGGER;

  if (kind & MAY_TRIGGER)
    block->has |= triggers_of (c, block->last);
  if (block->before && c >= 'a')
    block->has |= triggers_after (block->before);
  /* of `2 ème` the number is remembered over the spaces */
  if (!(block->before && mb_ortho_is_space (c)))
    block->before = kind & MAY_PRECEDE ? c : 0;
  block->last = c;
}

/* Room for @n more elements at the end of @array. */
static gpointer
grow (GArray *array, guint n)
{
  guint old = array->len;

  g_array_set_size (array, old + n);
  return array->data + (gsize) old * g_array_get_element_size (array);
}

void
mb_ortho_block_add_text (MbOrthoBlock *block, MbNode *node, MbCellState state, gboolean verse)
{
  guint32 piece = block->pieces->len;
  MbOrthoPiece new_piece = { .node = node,
                             .depth = node->parent ? mb_node_depth (node->parent) : 0,
                             .origin = block->origins->len,
                             .verse = verse,
                             .marked = is_marked (node->parent) };

  guint first = block->cells->len, n = 0;
  MbOrthoCell *cells = grow (block->cells, node->length);
  MbOrthoOrigin *origins = grow (block->origins, node->length);
  for (const char *p = node->text, *end = p + node->length; p < end; p = g_utf8_next_char (p)) {
    gunichar c = (guchar) *p < 128 ? (gunichar) *p : g_utf8_get_char (p);
    cells[n] = (MbOrthoCell){
      .c = c, .origin = new_piece.origin + n, .piece = piece, .state = (guint8) state
    };
    origins[n++] = (MbOrthoOrigin){ .offset = (guint32) (p - node->text) };
    notice (block, c);
  }
  g_array_set_size (block->cells, first + n);
  g_array_set_size (block->origins, new_piece.origin + n);
  new_piece.n_origins = block->origins->len - new_piece.origin;
  g_array_append_val (block->pieces, new_piece);
  if (state == MB_CELL_FREE)
    block->editable += new_piece.n_origins;
  else if (state == MB_CELL_ENGLISH)
    block->english += new_piece.n_origins;
}

void
mb_ortho_block_add_mark (MbOrthoBlock *block, gunichar mark)
{
  MbOrthoPiece piece = { .node = NULL, .origin = block->origins->len };
  MbOrthoCell cell = {
    .c = mark, .origin = MB_ORTHO_INSERTED, .piece = block->pieces->len, .state = MB_CELL_FIXED
  };

  g_array_append_val (block->pieces, piece);
  g_array_append_val (block->cells, cell);
  notice (block, mark);
}

void
mb_ortho_block_protect (MbOrthoBlock *block, guint from, guint to)
{
  for (guint i = from; i < to && i < block->cells->len; i++)
    mb_ortho_block_cell (block, i)->state = MB_CELL_FIXED;
}

void
mb_ortho_block_replace (MbOrthoBlock *block, guint i, gunichar c, MbRule rule)
{
  MbOrthoCell *cell = mb_ortho_block_cell (block, i);

  cell->c = c;
  cell->rule = (guint8) rule;
  mb_ortho_block_piece (block, i)->dirty = TRUE;
}

void
mb_ortho_block_keep (MbOrthoBlock *block, guint i)
{
  g_array_append_val (block->next, *mb_ortho_block_cell (block, i));
}

void
mb_ortho_block_keep_range (MbOrthoBlock *block, guint from, guint to)
{
  if (to > from)
    g_array_append_vals (block->next, mb_ortho_block_cell (block, from), to - from);
}

void
mb_ortho_block_put (MbOrthoBlock *block, guint i, gunichar c, MbRule rule)
{
  if (mb_ortho_block_cell (block, i)->c != c)
    mb_ortho_block_replace (block, i, c, rule);
  mb_ortho_block_keep (block, i);
}

void
mb_ortho_block_drop (MbOrthoBlock *block, guint i, MbRule rule)
{
  const MbOrthoCell *cell = mb_ortho_block_cell (block, i);

  mb_ortho_block_piece (block, i)->dirty = TRUE;
  if (cell->origin != MB_ORTHO_INSERTED)
    g_array_index (block->origins, MbOrthoOrigin, cell->origin).dropped = (guint8) rule;
}

void
mb_ortho_block_insert (MbOrthoBlock *block, guint piece, gunichar c, MbRule rule)
{
  MbOrthoCell cell = { .c = c, .origin = MB_ORTHO_INSERTED, .piece = piece, .rule = (guint8) rule };

  g_array_index (block->pieces, MbOrthoPiece, piece).dirty = TRUE;
  g_array_append_val (block->next, cell);
}

void
mb_ortho_block_mark (MbOrthoBlock *block, guint from, guint to, MbMarkKind kind)
{
  for (guint i = from; i < to; i++)
    mb_ortho_block_cell (block, i)->mark = (guint8) kind;
  mb_ortho_block_piece (block, from)->dirty = TRUE;
}

void
mb_ortho_block_swap (MbOrthoBlock *block)
{
  GArray *old = block->cells;

  block->cells = block->next;
  block->next = old;
  g_array_set_size (old, 0);
}

static void
advance (MbPos *pos, const char *from, const char *to)
{
  if (pos->line == 0)
    return;
  for (const char *p = from; p < to; p = g_utf8_next_char (p)) {
    if (*p == '\n') {
      pos->line++;
      pos->col = 1;
    } else {
      pos->col++;
    }
  }
}

MbPos
mb_ortho_block_pos (const MbOrthoBlock *block, guint i)
{
  const MbOrthoCell *cell = mb_ortho_block_cell (block, i);
  const MbNode *node = mb_ortho_block_piece (block, i)->node;
  guint32 offset = g_array_index (block->origins, MbOrthoOrigin, cell->origin).offset;
  MbPos pos = node->pos;

  advance (&pos, node->text, node->text + offset);
  return pos;
}

/* One node being written back. The walk meets origins in order; what differs from the old text between two kept
 * characters and comes from one rule is one change. Where a mark begins or ends, the node ends and the text goes on in a new
 * node behind it. */
typedef struct {
  MbDoc *doc;
  MbNode *node;      /* that gets the text */
  MbNode *last;      /* of the parts in the parent: the next one goes behind it */
  const MbNode *was; /* the node before: its text and runs */
  GString *text;
  GArray *runs; /* MbRun of the new text */
  guint old_run;
  GArray *changes;  /* may be NULL */
  MbPos pos;        /* of `counted` */
  guint32 counted;  /* byte of the old text up to which pos has counted */
  MbRule rule;      /* of the open change; MB_RULE_NONE: none is open */
  guint32 from, to; /* bytes of the old text it replaces */
  guint32 at;       /* byte of text where its replacement begins */
  guint8 mark;      /* MbMarkKind of the part */
} Writer;

static const MbRun *
run_at (Writer *w, guint32 offset)
{
  const MbNode *node = w->was;

  while (w->old_run < node->n_runs &&
         node->runs[w->old_run].offset + node->runs[w->old_run].length <= offset)
    w->old_run++;
  if (w->old_run < node->n_runs && node->runs[w->old_run].offset <= offset)
    return &node->runs[w->old_run];
  return NULL;
}

/* The source byte of old[offset], when [offset, offset + length) lies in one verified stretch. For an insertion the
 * stretch that ends there will do. */
static gboolean
source_of (const MbNode *node, guint32 offset, guint32 length, guint hint, guint32 *source)
{
  for (guint i = hint ? hint - 1 : 0; i < node->n_runs && i <= hint + 1; i++) {
    const MbRun *run = &node->runs[i];
    if (run->offset <= offset && offset + length <= run->offset + run->length) {
      *source = run->source + (offset - run->offset);
      return TRUE;
    }
  }
  return FALSE;
}

static void
count_to (Writer *w, guint32 offset)
{
  advance (&w->pos, w->was->text + w->counted, w->was->text + offset);
  w->counted = offset;
}

static void
close_change (Writer *w)
{
  if (!w->rule)
    return;
  if (w->changes) {
    MbArena *arena = mb_doc_arena (w->doc);
    MbOrthoChange change = { .rule = mb_ortho_rule_id (w->rule),
                             .node = w->node,
                             .offset = w->at,
                             .length = w->to - w->from };

    run_at (w, w->from);
    change.verified = source_of (w->was, w->from, change.length, w->old_run, &change.source);
    count_to (w, w->from);
    change.pos = w->pos;
    change.before = mb_arena_strndup (arena, w->was->text + w->from, w->to - w->from);
    change.after = mb_arena_strndup (arena, w->text->str + w->at, w->text->len - w->at);
    g_array_append_val (w->changes, change);
  }
  w->rule = MB_RULE_NONE;
}

static void
open_change (Writer *w, MbRule rule, guint32 from, guint32 to)
{
  if (w->rule != rule) {
    close_change (w);
    w->rule = rule;
    w->from = from;
    w->at = (guint32) w->text->len;
  }
  w->to = to;
}

/* The source stretch of old[offset, end), which lies in @run, goes on where it is now. */
static void
keep_run (Writer *w, const MbRun *run, guint32 offset, guint32 end, guint32 at)
{
  MbRun kept = { at, end - offset, run->source + (offset - run->offset) };
  MbRun *last = w->runs->len ? &g_array_index (w->runs, MbRun, w->runs->len - 1) : NULL;

  if (last && last->offset + last->length == kept.offset &&
      last->source + last->length == kept.source)
    last->length += kept.length;
  else
    g_array_append_val (w->runs, kept);
}

/* Keep old[offset, end), and its source stretches. */
static void
write_kept (Writer *w, guint32 offset, guint32 end)
{
  guint32 text = (guint32) w->text->len;

  close_change (w);
  run_at (w, offset);
  for (guint i = w->old_run; i < w->was->n_runs && w->was->runs[i].offset < end; i++) {
    const MbRun *run = &w->was->runs[i];
    guint32 from = MAX (offset, run->offset), to = MIN (end, run->offset + run->length);
    if (from < to)
      keep_run (w, run, from, to, text + (from - offset));
  }
  g_string_append_len (w->text, w->was->text + offset, end - offset);
}

static guint32
origin_end (const MbOrthoBlock *block, const MbOrthoPiece *piece, guint32 origin, guint32 last)
{
  if (origin + 1 < piece->origin + piece->n_origins)
    return g_array_index (block->origins, MbOrthoOrigin, origin + 1).offset;
  return last;
}

static void
write_cell (Writer *w, const MbOrthoCell *cell, guint32 from, guint32 to)
{
  open_change (w, cell->rule, from, to);
  g_string_append_unichar (w->text, cell->c);
}

/* How many cells from @cell on are as typed, in a row, and of one mark. */
static guint
count_kept (const MbOrthoBlock *block, guint p, guint cell, guint origin, guint8 mark)
{
  guint n = 0;

  for (; cell + n < block->cells->len; n++) {
    const MbOrthoCell *now = mb_ortho_block_cell (block, cell + n);
    if (now->piece != p || now->origin != origin + n || now->rule != MB_RULE_NONE ||
        now->mark != mark)
      break;
  }
  return n;
}

/* The text so far becomes that of the node. */
static void
close_part (Writer *w)
{
  close_change (w);
  mb_doc_set_text (w->doc, w->node, w->text->str, (gssize) w->text->len,
                   (const MbRun *) (void *) w->runs->data, w->runs->len);
  g_string_truncate (w->text, 0);
  g_array_set_size (w->runs, 0);
}

static MbNode *
mark_element (Writer *w, guint8 mark)
{
  static const char *const classes[] = { [MB_MARK_ORDINAL] = "ord",
                                         [MB_MARK_ROMAN] = "rom",
                                         [MB_MARK_TITLE] = "abr",
                                         [MB_MARK_FRACTION] = "frac" };
  MbNode *element = mb_doc_element (w->doc, mark == MB_MARK_ORDINAL ? "sup" : "span", w->pos);

  mb_doc_set_attr (w->doc, element, "class", classes[mark]);
  return element;
}

/* Text from byte @offset of the old node on is of @mark. */
static void
open_part (Writer *w, guint32 offset, guint8 mark)
{
  gboolean fresh = w->text->len == 0 && w->node == w->last;
  MbNode *element;

  if (!fresh)
    close_part (w);
  close_change (w);
  count_to (w, offset);
  w->mark = mark;
  element = mark != MB_MARK_NONE ? mark_element (w, mark) : NULL;
  if (!fresh)
    w->node = mb_doc_text (w->doc, "", 0, w->pos, NULL, 0);
  if (element)
    mb_doc_insert_after (w->last, element);
  else if (!fresh)
    mb_doc_insert_after (w->last, w->node);
  if (element)
    mb_doc_append (element, w->node);
  w->last = element ? element : w->node;
}

/* Write piece @p, whose cells begin at @cell. */
static void
write_piece (MbOrthoBlock *block, guint p, guint cell, Writer *w)
{
  const MbOrthoPiece *piece = &g_array_index (block->pieces, MbOrthoPiece, p);
  guint32 origin = piece->origin, end = piece->origin + piece->n_origins;

  for (;;) {
    const MbOrthoCell *now = NULL;
    guint32 from = origin < end ? g_array_index (block->origins, MbOrthoOrigin, origin).offset
                                : w->was->length;
    if (cell < block->cells->len && mb_ortho_block_cell (block, cell)->piece == p)
      now = mb_ortho_block_cell (block, cell);

    if (now && (now->origin == MB_ORTHO_INSERTED || now->origin == origin) && now->mark != w->mark)
      open_part (w, from, now->mark);
    guint kept = now ? count_kept (block, p, cell, origin, w->mark) : 0;
    if (kept > 0) {
      guint last = origin + kept - 1;
      write_kept (w, from, origin_end (block, piece, last, w->was->length));
      cell += kept;
      origin += kept;
    } else if (now && now->origin == MB_ORTHO_INSERTED) {
      write_cell (w, now, from, from);
      cell++;
    } else if (now && now->origin == origin) {
      write_cell (w, now, from, origin_end (block, piece, origin, w->was->length));
      origin++;
      cell++;
    } else if (origin < end) {
      MbRule rule = g_array_index (block->origins, MbOrthoOrigin, origin).dropped;
      open_change (w, rule, from, origin_end (block, piece, origin, w->was->length));
      origin++;
    } else {
      break;
    }
  }
  close_change (w);
}

static void
write_node (MbOrthoBlock *block, guint p, guint cell, MbDoc *doc, GArray *changes)
{
  MbNode *node = g_array_index (block->pieces, MbOrthoPiece, p).node;
  MbNode was = *node;
  Writer w = { .doc = doc,
               .node = node,
               .last = node,
               .was = &was,
               .text = g_string_sized_new (node->length + 16),
               .runs = g_array_new (FALSE, FALSE, sizeof (MbRun)),
               .changes = changes,
               .pos = node->pos };

  write_piece (block, p, cell, &w);
  close_part (&w);
  g_array_unref (w.runs);
  g_string_free (w.text, TRUE);
}

void
mb_ortho_block_write (MbOrthoBlock *block, MbDoc *doc, GArray *changes)
{
  guint cell = 0;

  for (guint p = 0; p < block->pieces->len; p++) {
    while (cell < block->cells->len && mb_ortho_block_cell (block, cell)->piece < p)
      cell++;
    if (g_array_index (block->pieces, MbOrthoPiece, p).dirty)
      write_node (block, p, cell, doc, changes);
  }
}
