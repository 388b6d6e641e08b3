/* SPDX-License-Identifier: Apache-2.0 */
/* What a setting looks like, as text and as findings. */
#include "internal.h"

#include <string.h>

#define LOOSE 3.0f

/* The text node's own place plus the line ends before the character: what the tree knows without the source at hand. */
/** How far the text of an inline has been walked. */
typedef struct {
  const MbInline *inl; /* NULL: nowhere yet */
  guint32 offset;
  MbPos pos;
} Walked;

/* The position of character @index, from where @walked is: lines of one paragraph are asked for in order. */
static MbPos
walk_to (const MbParagraph *paragraph, guint32 index, Walked *walked)
{
  if (index >= paragraph->n_chars)
    return MB_NOWHERE;
  const MbChar *c = &paragraph->chars[index];
  const MbInline *inl = &paragraph->inlines[c->in];
  if (!inl->node)
    return MB_NOWHERE;
  if (!inl->node->pos.line || inl->generated || c->offset > inl->length)
    return inl->node->pos;
  if (walked->inl != inl || walked->offset > c->offset)
    *walked = (Walked){ .inl = inl, .pos = inl->node->pos };
  const char *at = inl->text + walked->offset;
  for (; at < inl->text + c->offset; at = g_utf8_next_char (at)) {
    if (*at == '\n') {
      walked->pos.line++;
      walked->pos.col = 1;
    } else {
      walked->pos.col++;
    }
  }
  walked->offset = (guint32) (at - inl->text);
  return walked->pos;
}

MbPos
mb_char_pos (const MbParagraph *paragraph, guint32 index)
{
  return walk_to (paragraph, index, &(Walked){ 0 });
}

static guint32
first_char (const MbBreak *brk)
{
  const MbLineEnd *start = mb_line_start (brk);
  return start ? start->at : 0;
}

static void
report_line (MbTypesetter *typesetter, const MbBreak *brk, MbPos pos, const char *text)
{
  if (brk->overfull)
    mb_report (typesetter->diagnostics, pos, MB_MSG_LINE_OVERFULL, text, NULL);
  else
    mb_report (typesetter->diagnostics, pos, MB_MSG_LINE_LOOSE, text, NULL);
}

static void
append_line (GString *out, const MbLine *line)
{
  for (guint i = 0; i < line->n_runs; i++)
    if (line->runs[i].kind != MB_RUN_HYPHEN)
      g_string_append_len (out, line->runs[i].text, line->runs[i].length);
    else
      g_string_append_c (out, '-');
}

void
mb_text_report (MbTypesetter *typesetter, const MbParagraph *paragraph, const MbSetting *setting)
{
  g_autoptr (MbArena) arena = NULL;
  Walked walked = { 0 };
  for (guint i = 0; i < setting->lines; i++) {
    const MbBreak *brk = &setting->breaks[i];
    if (!brk->overfull && brk->ratio <= LOOSE)
      continue;
    if (!arena)
      arena = mb_arena_new ();
    g_autoptr (GString) text = g_string_new (NULL);
    append_line (text, mb_text_line (typesetter, paragraph, setting, i, arena));
    MbPos pos = walk_to (paragraph, first_char (brk), &walked);
    report_line (typesetter, brk, pos, g_strstrip (text->str));
  }
}

static void
append_number (GString *out, const char *name, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (digits, sizeof digits, "%.2f", number);
  g_string_append_printf (out, " %s %s", name, digits);
}

/* The size of the initial, and where it stands: from the margin and below the first baseline. */
static void
append_initial (GString *out, const MbParagraph *paragraph, const MbLine *line)
{
  const MbInitial *initial = &paragraph->initial;
  for (guint i = 0; i < line->n_runs; i++) {
    const MbGlyphRun *run = &line->runs[i];
    if (!run->initial)
      continue;
    g_string_append_printf (out, " initial %u", initial->sink);
    append_number (out, "size", run->size / (double) MB_PT);
    append_number (out, "x", run->x / (double) MB_PT);
    append_number (out, "down", -run->rise / (double) MB_PT);
  }
}

char *
mb_text_dump (MbTypesetter *typesetter, const MbParagraph *paragraph, const MbSetting *setting)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < setting->lines; i++) {
    const MbBreak *brk = &setting->breaks[i];
    g_autoptr (GString) text = g_string_new (NULL);
    const MbLine *line = mb_text_line (typesetter, paragraph, setting, i, arena);
    append_line (text, line);
    char ratio[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd (ratio, sizeof ratio, "%.2f", brk->ratio == 0 ? 0.0 : (double) brk->ratio);
    g_string_append_printf (out, "\"%s\" r %s", g_strchomp (text->str), ratio);
    if (brk->scale != 10000)
      g_string_append_printf (out, " s %d", brk->scale);
    if (brk->tracking)
      g_string_append_printf (out, " t %d", brk->tracking);
    g_string_append_printf (out, "%s%s", brk->hyphenated ? " h" : "",
                            brk->overfull ? " overfull" : "");
    append_initial (out, paragraph, line);
    g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}
