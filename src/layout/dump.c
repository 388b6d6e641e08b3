/* SPDX-License-Identifier: Apache-2.0 */
/* The galley as text: a piece a line, lengths in points, lines of paragraphs below. */
#include "internal.h"

#include <string.h>

static const char *const kinds[] = { "lines",  "monolith", "row",   "glue",    "penalty",
                                     "anchor", "open",     "close", "columns", "span",
                                     "float",  "place",    "zones", "reserve" };
static const char *const breaks[] = { "auto", "avoid", "avoid-page", "avoid-column", "page",
                                      "left", "right", "recto",      "verso",        "column" };
static const char *const anchors[] = { "string", "target", "bookmark", "page", "element",
                                       "note",   "float",  "place",    "side" };

static void dump_galley (GString *out, const MbLayContext *context, const MbGalley *galley,
                         guint level);

static void
append_length (GString *out, const char *name, MbLength length)
{
  g_string_append_printf (out, " %s %.2f", name, mb_to_pt (length));
}

static void
append_name (GString *out, const MbBox *box)
{
  if (!box || !box->node)
    return;
  g_string_append_printf (out, " %s", box->node->name);
  const char *class = mb_node_attr (box->node, "class");
  if (class)
    g_string_append_printf (out, ".%s", class);
}

static void
append_place (GString *out, const MbPiece *piece)
{
  append_length (out, "x", piece->x);
  append_length (out, "width", piece->width);
}

static void
append_grid (GString *out, const MbPiece *piece)
{
  if (piece->grid > 0)
    append_length (out, "grid", piece->grid);
}

static void
append_indented (GString *out, const char *text, guint level)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (lines[i][0])
      g_string_append_printf (out, "%*s%s\n", (int) (2 * level), "", lines[i]);
}

static void
append_counts (GString *out, const MbSettings *settings)
{
  g_string_append (out, " lines");
  for (guint i = 0; i < settings->n; i++)
    g_string_append_printf (out, " %u%s", settings->settings[i].lines,
                            i == settings->best && settings->n > 1 ? "*" : "");
}

static void dump_float (GString *out, const struct MbPieceFloat *it);

/* Of the best setting: where each line beside floats stands, ! those that no break precedes; then floats met inside. */
static void
dump_beside (GString *out, const MbPiece *piece, guint level)
{
  const MbSetting *setting = &piece->lines.settings.settings[piece->lines.settings.best];
  if (piece->lines.n_bound > 0)
    g_string_append_printf (out, "%*sbeside", (int) (2 * level), "");
  for (guint i = 0; i < MIN (piece->lines.n_bound, setting->lines); i++) {
    g_string_append_printf (out, " %s%.2f+%.2f", piece->lines.bound[i] ? "!" : "",
                            mb_to_pt (setting->breaks[i].measure.x),
                            mb_to_pt (setting->breaks[i].measure.width));
    if (piece->lines.shift)
      g_string_append_printf (out, "→%.2f", mb_to_pt (piece->lines.shift[i]));
  }
  if (piece->lines.n_bound > 0)
    g_string_append_c (out, '\n');
  for (guint i = 0; i < piece->lines.n_floats; i++) {
    const struct MbPieceFloat *it = &piece->lines.floats[i];
    g_string_append_printf (out, "%*sfloat", (int) (2 * level), "");
    append_name (out, it->fragment->box);
    g_string_append_printf (out, " line %u", it->line + 1);
    dump_float (out, it);
    g_string_append_c (out, '\n');
  }
}

static void
dump_lines (GString *out, const MbLayContext *context, const MbPiece *piece, guint level)
{
  append_counts (out, &piece->lines.settings);
  append_length (out, "of", piece->lines.line_height);
  append_length (out, "ascent", piece->lines.ascent);
  if (piece->lines.heights)
    append_length (out, "height", piece->height);
  if (piece->lines.keep)
    g_string_append (out, " keep");
  append_grid (out, piece);
  if (piece->lines.n_marker > 0)
    g_string_append_printf (out, " marker \"%.*s\"", (int) piece->lines.marker[0].length,
                            piece->lines.marker[0].text);
  g_string_append_c (out, '\n');
  g_autofree char *text =
      mb_text_dump (context->typesetter, piece->lines.paragraph,
                    &piece->lines.settings.settings[piece->lines.settings.best]);
  append_indented (out, text, level + 1);
  dump_beside (out, piece, level + 1);
}

static void
dump_penalty (GString *out, const MbPiece *piece)
{
  if (piece->penalty.forced != MB_BREAK_AUTO)
    g_string_append_printf (out, " forced %s", breaks[piece->penalty.forced]);
  else if (piece->penalty.cost >= MB_PENALTY_FORBIDDEN)
    g_string_append (out, " forbidden");
  else
    g_string_append_printf (out, " %d", piece->penalty.cost);
  if (piece->penalty.avoid_page_only)
    g_string_append (out, " page-only");
  if (piece->penalty.avoid_column_only)
    g_string_append (out, " column-only");
  if (piece->penalty.page)
    g_string_append_printf (out, " page=%s", *piece->penalty.page ? piece->penalty.page : "auto");
}

static void
append_fragment_kind (GString *out, const MbFragment *fragment)
{
  if (fragment->kind == MB_FRAGMENT_PICTURE)
    g_string_append_printf (out, " %.2f×%.2f of %d,%d %d×%d", mb_to_pt (fragment->rect.width),
                            mb_to_pt (fragment->rect.height), fragment->source.x,
                            fragment->source.y, fragment->source.width, fragment->source.height);
}

static void
dump_anchor (GString *out, const MbAnchor *anchor)
{
  g_string_append_printf (out, " %s", anchors[anchor->kind]);
  if (anchor->name)
    g_string_append_printf (out, " %s", anchor->name);
  if (anchor->value)
    g_string_append_printf (out, " \"%s\"", anchor->value);
}

/* A border or a background of a row: its place and size. */
static void
dump_part (GString *out, const MbFragment *part)
{
  const char *name = part->kind == MB_FRAGMENT_EDGE ? "edge" : "back";
  g_string_append_printf (out, " %s(%.2f,%.2f %.2f×%.2f)", name, mb_to_pt (part->rect.x),
                          mb_to_pt (part->rect.y), mb_to_pt (part->rect.width),
                          mb_to_pt (part->rect.height));
}

static void
dump_row (GString *out, const MbPiece *piece)
{
  if (piece->monolith.header)
    g_string_append (out, " header");
  for (const MbFragment *cell = piece->monolith.fragment->child; cell; cell = cell->next)
    if (cell->kind == MB_FRAGMENT_BOX || cell->kind == MB_FRAGMENT_PLAIN)
      g_string_append_printf (out, " [%.2f+%.2f]", mb_to_pt (cell->rect.x),
                              mb_to_pt (cell->rect.width));
    else
      dump_part (out, cell);
  if (piece->monolith.closing)
    g_string_append (out, " closing");
  for (const MbFragment *edge = piece->monolith.closing; edge; edge = edge->next)
    dump_part (out, edge);
}

static void
dump_float (GString *out, const struct MbPieceFloat *it)
{
  append_length (out, "x", it->x[0]);
  if (it->x[1] != it->x[0])
    append_length (out, "verso", it->x[1]);
  append_length (out, "width", it->fragment->rect.width);
  append_length (out, "height", it->height);
  append_length (out, "dy", it->dy);
}

static void
dump_zones (GString *out, const MbPiece *piece)
{
  append_place (out, piece);
  if (piece->zones.fills)
    g_string_append (out, " fills the page");
  else
    append_length (out, "height", piece->height);
}

static void
dump_piece (GString *out, const MbLayContext *context, const MbPiece *piece, guint level)
{
  g_string_append_printf (out, "%*s%s", (int) (2 * level), "", kinds[piece->kind]);
  if (piece->kind != MB_PIECE_GLUE && piece->kind != MB_PIECE_PENALTY)
    append_name (out, piece->box);
  switch (piece->kind) {
  case MB_PIECE_LINES:
    append_place (out, piece);
    dump_lines (out, context, piece, level);
    return;
  case MB_PIECE_MONOLITH:
  case MB_PIECE_ROW:
    append_place (out, piece);
    append_length (out, "height", piece->height);
    append_grid (out, piece);
    if (piece->kind == MB_PIECE_ROW)
      dump_row (out, piece);
    else if (piece->monolith.slab)
      g_string_append_printf (out, " band %.2f…%.2f", mb_to_pt (piece->monolith.from),
                              mb_to_pt (piece->monolith.to));
    else if (piece->monolith.fragment->child)
      append_fragment_kind (out, piece->monolith.fragment->child);
    break;
  case MB_PIECE_ZONES: dump_zones (out, piece); break;
  case MB_PIECE_GLUE:
    append_length (out, piece->glue.margin ? "margin" : "edge", piece->height);
    break;
  case MB_PIECE_PENALTY: dump_penalty (out, piece); break;
  case MB_PIECE_ANCHOR: dump_anchor (out, piece->anchor); break;
  case MB_PIECE_OPEN:
    append_place (out, piece);
    if (piece->open.clone)
      g_string_append (out, " clone");
    break;
  case MB_PIECE_COLUMNS:
    append_place (out, piece);
    g_string_append_printf (out, " %u × %.2f gap %.2f%s\n", piece->columns.count,
                            mb_to_pt (piece->columns.galley->measure),
                            mb_to_pt (piece->columns.gap),
                            piece->columns.balance ? " balance" : "");
    dump_galley (out, context, piece->columns.galley, level + 1);
    return;
  case MB_PIECE_SPAN:
    append_place (out, piece);
    g_string_append_printf (out, " over %u\n", piece->span.count);
    dump_galley (out, context, piece->span.galley, level + 1);
    return;
  case MB_PIECE_RESERVE:
    append_place (out, piece);
    append_length (out, "height", piece->height);
    g_string_append_printf (out, " %u of %u columns", piece->reserve.count, piece->reserve.columns);
    break;
  case MB_PIECE_FLOAT: dump_float (out, &piece->floating); break;
  case MB_PIECE_PLACE:
    append_length (out, "x", piece->x);
    append_length (out, "dy", piece->place);
    break;
  case MB_PIECE_CLOSE: break;
  }
  g_string_append_c (out, '\n');
}

static void
dump_galley (GString *out, const MbLayContext *context, const MbGalley *galley, guint level)
{
  for (guint i = 0; i < galley->n; i++)
    dump_piece (out, context, &galley->pieces[i], level);
}

char *
mb_lay_dump (const MbLayContext *context, const MbGalley *galley)
{
  GString *out = g_string_new (NULL);
  dump_galley (out, context, galley, 0);
  return g_string_free (out, FALSE);
}
