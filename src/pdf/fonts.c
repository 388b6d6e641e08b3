/* SPDX-License-Identifier: Apache-2.0 */
/* Fonts as cairo embeds them, mended.
 *
 *   - a CIDFontType2 gets the CIDToGIDMap that ISO 32000-1 table 117 asks for when it is embedded: /Identity is what cairo means;
 *   - widths are those of the face (widths.c);
 *   - ToUnicode says what the glyphs stand for in this document (MbRespelling): cairo only knows the code of the cmap. */
#include "internal.h"

#include <string.h>

/* The name after the subset tag: "ABCDEF+EBGaramond-Regular". */
static const char *
plain_name (const char *base)
{
  const char *plus = strchr (base, '+');
  return plus ? plus + 1 : base + (*base == '/');
}

const MbRespelling *
mb_fonts_respelling (const MbPainted *painted, const char *name, gunichar code)
{
  guint low = 0, high = painted->n_respellings;
  while (low < high) {
    guint middle = (low + high) / 2;
    const MbRespelling *entry = &painted->respellings[middle];
    int order = strcmp (entry->postscript, name);
    if (order == 0)
      order = (entry->code > code) - (entry->code < code);
    if (order == 0)
      return entry;
    *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
  }
  return NULL;
}

static void
put_utf16 (GString *out, const char *text)
{
  g_autoptr (GString) full = g_string_new (NULL);
  mb_syntax_text (full, text);
  g_string_append_c (out, '<');
  g_string_append (out, full->str + strlen ("<FEFF"));
}

gunichar
mb_fonts_read_utf16 (const char *text)
{
  char *end;
  guint64 units = g_ascii_strtoull (text, &end, 16);
  if (*end != '>')
    return 0;
  if (end - text == 4)
    return (gunichar) units;
  gunichar high = (gunichar) (units >> 16) - 0xD800, low = (gunichar) (units & 0xFFFF) - 0xDC00;
  return end - text == 8 && high < 0x400 && low < 0x400 ? 0x10000 + (high << 10) + low : 0;
}

/* One line of a bfchar section: `<0012> <FB01>`. FALSE: copy it as it is. */
static gboolean
respell_line (const MbPainted *painted, const char *name, const char *line, gsize length,
              GString *out)
{
  const char *open = length > 8 && *line == '<' ? memchr (line + 1, '<', length - 1) : NULL;
  gunichar code = open ? mb_fonts_read_utf16 (open + 1) : 0;
  const MbRespelling *entry = code ? mb_fonts_respelling (painted, name, code) : NULL;
  if (!entry || !entry->text)
    return FALSE;
  g_string_append_len (out, line, open - line);
  put_utf16 (out, entry->text);
  return TRUE;
}

static gboolean
respell (const MbPainted *painted, const char *name, GBytes *map, GString *out)
{
  gsize size;
  const char *at = g_bytes_get_data (map, &size), *end = at + size;
  gboolean changed = FALSE, in_chars = FALSE;
  while (at < end) {
    const char *stop = memchr (at, '\n', end - at);
    gsize length = (stop ? stop : end) - at;
    if (g_strstr_len (at, length, "beginbfchar") || g_strstr_len (at, length, "endbfchar"))
      in_chars = g_strstr_len (at, length, "beginbfchar") != NULL;
    if (in_chars && respell_line (painted, name, at, length, out))
      changed = TRUE;
    else
      g_string_append_len (out, at, length);
    g_string_append_c (out, '\n');
    at = stop ? stop + 1 : end;
  }
  return changed;
}

static void
mend_unicode (MbWork *work, MbObj font, const char *name)
{
  MbObj stream = mb_file_key (work->file, font, "/ToUnicode");
  if (!stream || work->painted->n_respellings == 0)
    return;
  g_autoptr (GBytes) map = mb_file_data (work->file, stream, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  if (map && respell (work->painted, name, map, out))
    mb_file_set_data (work->file, stream, out->str, out->len);
}

static void
mend_descendant (MbWork *work, MbObj font)
{
  MbObj list = mb_file_key (work->file, font, "/DescendantFonts");
  MbObj descendant = mb_file_n_items (work->file, list) ? mb_file_item (work->file, list, 0) : 0;
  if (descendant &&
      mb_file_is_name (work->file, mb_file_key (work->file, descendant, "/Subtype"),
                       "/CIDFontType2") &&
      !mb_file_key (work->file, descendant, "/CIDToGIDMap"))
    mb_file_set (work->file, descendant, "/CIDToGIDMap", "/Identity");
}

void
mb_fonts_mend (MbWork *work, MbObj page)
{
  MbObj fonts = mb_file_key (work->file, mb_file_key (work->file, page, "/Resources"), "/Font");
  g_auto (GStrv) names = mb_file_keys (work->file, fonts);
  for (guint i = 0; names[i]; i++) {
    MbObj font = mb_file_key (work->file, fonts, names[i]);
    if (!font || !g_hash_table_add (work->done, GINT_TO_POINTER (mb_file_ref (work->file, font))))
      continue;
    g_autofree char *base =
        g_strdup (mb_file_name (work->file, mb_file_key (work->file, font, "/BaseFont")));
    mend_descendant (work, font);
    mb_widths_mend (work, font, plain_name (base));
    mend_unicode (work, font, plain_name (base));
  }
}
